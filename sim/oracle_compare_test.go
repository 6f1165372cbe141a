package sim

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// TestAgainstOracle: over random models, every count of every interval is that of the oracle,
// and every time to rounding. As the oracle draws customers without looking at
// agents, it also shows that staffing changes nothing about who comes.
func TestAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		if err := m.Validate(); err != nil {
			t.Fatal(err)
		}
		seed := rapid.Uint64().Draw(t, "seed")
		var stop atomic.Bool
		d := newDay(&m, &stop)
		for r := range uint64(3) { // the second and third in used memory
			d.run(seed, r)
			compareWithOracle(t, d, &m, seed, r)
		}
	})
}

// TestRulesAgainstOracle is the same with every rule of the general event loop.
func TestRulesAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawShifts(t, &m)
		drawRules(t, &m)
		if err := m.Validate(); err != nil {
			t.Fatal(err)
		}
		seed := rapid.Uint64().Draw(t, "seed")
		var stop atomic.Bool
		d := newDay(&m, &stop)
		for r := range uint64(2) {
			d.run(seed, r)
			compareWithOracle(t, d, &m, seed, r)
		}
	})
}

// TestTraceAgainstOracle: contact by contact.
func TestTraceAgainstOracle(t *testing.T) {
	type name struct {
		channel string
		arrived float64
	}
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawRules(t, &m)
		seed := rapid.Uint64().Draw(t, "seed")
		traced := map[name]Record{}
		err := Trace(context.Background(), m, seed, 1, func(r Record) { traced[name{r.Channel, r.Arrived}] = r })
		if err != nil {
			t.Fatal(err)
		}
		o, err := oracle(&m, seed, 1)
		if err != nil {
			t.Fatal(err)
		}
		_, warm := warmed(&m)
		shift := float64(warm) * m.Interval
		if len(traced) != len(o.all) {
			t.Fatalf("%d contacts traced, %d of the oracle", len(traced), len(o.all))
		}
		for _, c := range o.all {
			r, ok := traced[name{m.Channels[c.channel].Name, c.arrives - shift}]
			if !ok || r.Outcome != Outcome(c.fate) || r.Attempt != c.attempt || r.Interruptions != c.breaks ||
				math.Abs(r.Wait-c.wait()) > 1e-9 || r.HandleTime != c.handle || r.WrapUp != c.wrapUp || r.Patience != c.patience {
				t.Fatalf("traced %+v, of the oracle %+v", r, c)
			}
		}
	})
}

func compareWithOracle(t *rapid.T, d *day, m *Model, seed, r uint64) {
	k := d.k
	o, err := oracle(m, seed, r)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]cell, len(m.Channels)*k)
	for _, c := range o.all {
		w := &want[c.channel*k+c.interval]
		within := c.wait() <= m.Channels[c.channel].Within
		w.offered++
		if c.attempt > 1 {
			w.redials++
		}
		switch c.fate {
		case "answered":
			w.answered++
			w.handled += c.handled
			w.wrappedUp += c.wrappedUp
			w.waitAnswered += c.wait()
			if within {
				w.answeredWithin++
			}
		case "abandoned":
			w.abandoned++
			w.waitAbandoned += c.wait()
			if within {
				w.abandonedWithin++
			}
		case "blocked":
			w.blocked++
			continue
		case "waiting":
			w.waiting++
			w.waitWaiting += c.wait()
		default:
			t.Fatalf("oracle: a customer without a fate: %+v", c)
		}
		w.longest = max(w.longest, c.wait())
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-8*(1+math.Abs(want))) {
			t.Fatalf("replication %d: %s: got %v, want %v", r, what, got, want)
		}
	}
	var got, exp [numContactFigures]float64
	for c := range m.Channels {
		var through int64
		for i := range k {
			what := fmt.Sprintf("channel %d, interval %d: ", c, i)
			cell := d.tally.cells[c*k+i]
			through += cell.through
			cell.figures(got[:], through, m.Interval)
			w := want[c*k+i]
			w.queue = o.queue[c][i]
			w.figures(exp[:], 0, 0)
			for j := range waitAnswered {
				if got[j] != exp[j] {
					t.Fatalf("replication %d: %sfigure %d: got %v, want %v", r, what, j, got[j], exp[j])
				}
			}
			if got[offered] != got[answered]+got[abandoned]+got[blocked]+got[waiting] {
				t.Fatalf("%soffered %v is not answered %v + abandoned %v + blocked %v + waiting %v", what, got[offered], got[answered], got[abandoned], got[blocked], got[waiting])
			}
			near(what+"wait of the answered", got[waitAnswered], exp[waitAnswered])
			near(what+"wait of all", got[waitAll], exp[waitAll])
			near(what+"queue", got[queueTime], exp[queueTime])
			near(what+"longest wait", got[longest], exp[longest])
			near(what+"handled", got[handled], exp[handled])
			near(what+"wrapped up", got[wrappedUp], exp[wrappedUp])
			if got[blocked] != exp[blocked] || got[redials] != exp[redials] {
				t.Fatalf("replication %d: %sblocked and redials: got %v, %v, want %v, %v", r, what, got[blocked], got[redials], exp[blocked], exp[redials])
			}
		}
	}
	for g := range m.Teams {
		for i := range k {
			what := fmt.Sprintf("team %d, interval %d: ", g, i)
			c := d.tally.clocks[g*(k+1)+i]
			near(what+"staffed", c.staffed, o.clocks[g][i].staffed)
			near(what+"busy", c.busy, o.clocks[g][i].busy)
			near(what+"all busy", c.allBusy, o.clocks[g][i].allBusy)
			near(what+"wrap-up", d.tally.wrapUps[g*(k+1)+i], o.wraps[g][i])
			if c.answered != o.clocks[g][i].answered {
				t.Fatalf("replication %d: %scontacts taken: got %v, want %v", r, what, c.answered, o.clocks[g][i].answered)
			}
		}
	}
}

// TestCustomersDoNotDependOnOtherIntervals: a change of volume and law in one interval leaves
// the customers of the others as they were, and the first of its own draws too.
func TestCustomersDoNotDependOnOtherIntervals(t *testing.T) {
	m := w2()
	m.Channels[0].HandleTime = slices.Repeat(m.Channels[0].HandleTime, 28)
	before := customers(&m, 7, 3)
	changed := w2()
	changed.Channels[0].HandleTime = slices.Repeat(changed.Channels[0].HandleTime, 28)
	changed.Channels[0].Arrivals[5] *= 1.3
	changed.Channels[0].HandleTime[5] = Law{Kind: Gamma, Mean: 100, CV: 2}
	changed.Teams[0].Agents[2] = 1
	after := customers(&changed, 7, 3)
	in := func(all []*customer, five bool) (list []customer) {
		for _, c := range all {
			if (c.interval == 5) == five {
				list = append(list, *c)
			}
		}
		return list
	}
	if !slices.Equal(in(before, false), in(after, false)) {
		t.Error("customers of other intervals changed")
	}
	was, is := in(before, true), in(after, true)
	if len(is) <= len(was) {
		t.Fatalf("interval 5: %d contacts after a rise, %d before", len(is), len(was))
	}
	for i := range was {
		if was[i].patience != is[i].patience {
			t.Fatalf("interval 5: the patience of contact %d changed", i)
		}
	}
}
