package sim

import (
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// The oracle is the model of the package documentation played the slow and obvious way:
// a list of customers, a list of agents in hand, a search through both for what happens
// next, and the end of patience as an event in its own right. Only the random streams
// and the rounding of the ends of contacts are the engine's.

// customer is a contact and what became of it.
type customer struct {
	channel, interval         int
	arrives, handle, patience float64
	fate                      string // "", answered, abandoned, waiting
	wait                      float64
}

// customers draws who arrives in a replication, one draw at a time.
func customers(m *Model, seed, replication uint64) []customer {
	var all []customer
	for c, ch := range m.Channels {
		base := key(seed, replication, nameKey(ch.Name))
		for k, mean := range ch.Arrivals {
			if mean == 0 {
				continue
			}
			start, end := float64(k)*m.Interval, float64(k+1)*m.Interval
			arrivals, handles, patiences := newStream(base, forArrivals, k), newStream(base, forHandleTimes, k), newStream(base, forPatience, k)
			handle, patience := newSampler(ch.HandleTime[min(k, len(ch.HandleTime)-1)]), newSampler(ch.Patience)
			for t := start; ; {
				var x float64
				arrivals, x = arrivals.exponential()
				if t += x * ((end - start) / mean); t >= end {
					break
				}
				var h, p [1]float64
				handles, patiences = handle.fill(h[:], handles), patience.fill(p[:], patiences)
				all = append(all, customer{channel: c, interval: k, arrives: t, handle: h[0], patience: p[0]})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b customer) int {
		if a.arrives < b.arrives {
			return -1
		} else if a.arrives > b.arrives {
			return 1
		}
		return a.channel - b.channel
	})
	return all
}

// inHand is an agent with a contact.
type inHand struct {
	team int
	ends float64
}

// oracle plays a replication and returns its customers and, per team and interval, the
// clock; queue is contact-seconds per channel and interval.
func oracle(m *Model, seed, replication uint64) (all []customer, clocks [][]clock, queue [][]float64, err error) {
	k := m.intervals()
	slots := 0
	for _, t := range m.Teams {
		slots += slices.Max(t.Agents)
	}
	rounding := newAgents(slots)
	all = customers(m, seed, replication)
	clocks, queue = make([][]clock, len(m.Teams)), make([][]float64, len(m.Channels))
	for g := range clocks {
		clocks[g] = make([]clock, k)
	}
	for c := range queue {
		queue[c] = make([]float64, k)
	}
	var (
		hands    []inHand
		waits    = make([][]int, len(m.Channels))
		onDuty   = make([]int, len(m.Teams))
		busy     = make([]int, len(m.Teams))
		now      float64
		interval = -1
		next     int
	)
	idle := func(g int) bool { return busy[g] < onDuty[g] }
	start := func(g, i int) {
		all[i].fate, all[i].wait = "answered", now-all[i].arrives
		busy[g]++
		hands = append(hands, inHand{g, rounding.roundUp(now + all[i].handle)})
	}
	serve := func(g int) bool {
		for _, c := range m.Teams[g].Skills {
			if len(waits[c]) > 0 {
				start(g, waits[c][0])
				waits[c] = waits[c][1:]
				return true
			}
		}
		return false
	}
	for {
		// What is next: of equal times the earlier kind, then the lower team.
		kind, at, who := "", math.Inf(1), 0
		if interval < k {
			kind, at = "border", float64(interval+1)*m.Interval
		}
		for i, h := range hands {
			if h.ends < at || h.ends == at && kind == "finish" && h.team < hands[who].team {
				kind, at, who = "finish", h.ends, i
			}
		}
		if next < len(all) && all[next].arrives < at {
			kind, at, who = "arrive", all[next].arrives, next
		}
		for _, q := range waits {
			for _, i := range q {
				if t := all[i].arrives + all[i].patience; t < at {
					kind, at, who = "abandon", t, i
				}
			}
		}
		if kind == "" {
			break
		}
		if dt := at - now; interval >= 0 && interval < k {
			for g := range m.Teams {
				clocks[g][interval].busy += dt * float64(busy[g])
				clocks[g][interval].staffed += dt * float64(max(busy[g], onDuty[g]))
				if !idle(g) {
					clocks[g][interval].allBusy += dt
				}
			}
			for c, q := range waits {
				queue[c][interval] += dt * float64(len(q))
			}
		}
		now = at
		switch kind {
		case "border":
			if interval++; interval < k {
				for g, t := range m.Teams {
					onDuty[g] = t.Agents[interval]
				}
				for g := range m.Teams {
					for idle(g) && serve(g) {
					}
				}
			}
		case "finish":
			g := hands[who].team
			hands = slices.Delete(hands, who, who+1)
			if busy[g]--; idle(g) {
				serve(g)
			}
		case "arrive":
			next++
			c := all[who].channel
			team := -1
			for g, t := range m.Teams {
				if slices.Contains(t.Skills, c) && idle(g) {
					team = g
					break
				}
			}
			if team >= 0 {
				start(team, who)
			} else {
				waits[c] = append(waits[c], who)
			}
		case "abandon":
			c := all[who].channel
			all[who].fate, all[who].wait = "abandoned", all[who].patience
			waits[c] = slices.DeleteFunc(waits[c], func(i int) bool { return i == who })
		}
		for g, t := range m.Teams {
			for _, c := range t.Skills {
				if idle(g) && len(waits[c]) > 0 {
					return nil, nil, nil, fmt.Errorf("at %g a contact of channel %d waits while team %d is idle", now, c, g)
				}
			}
		}
	}
	closes := float64(k) * m.Interval
	for _, q := range waits {
		for _, i := range q {
			all[i].fate, all[i].wait = "waiting", closes-all[i].arrives
		}
	}
	return all, clocks, queue, nil
}

// laws are drawn so that every kind occurs, ties and zeros included.
func drawLaw(t *rapid.T, label string, handle bool) Law {
	kinds := []Kind{Exponential, Lognormal, Gamma, Deterministic, Empirical}
	if !handle {
		kinds = append(kinds, Never)
	}
	l := Law{
		Kind: rapid.SampledFrom(kinds).Draw(t, label),
		Mean: rapid.SampledFrom([]float64{0, 0.5, 5, 20, 90}).Draw(t, label+" mean"),
		CV:   rapid.SampledFrom([]float64{0, 0.3, 1.2, 3}).Draw(t, label+" cv"),
	}
	if l.Kind == Empirical {
		l.Sample = rapid.SliceOfN(rapid.Float64Range(0, 60), 1, 5).Draw(t, label+" sample")
	}
	if handle && l.Mean == 0 {
		l.Mean = 12
	}
	return l
}

// drawModel draws a small model that is valid; 300 contacts are more than are drawn in one block.
func drawModel(t *rapid.T) Model {
	m := Model{Interval: rapid.SampledFrom([]float64{7, 30, 60}).Draw(t, "interval")}
	k := rapid.IntRange(1, 5).Draw(t, "intervals")
	channels := rapid.IntRange(1, 3).Draw(t, "channels")
	for c := range channels {
		name := fmt.Sprint("channel ", c)
		ch := Channel{
			Name:     name,
			Arrivals: rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.5, 4, 15, 40, 300}), k, k).Draw(t, name+" arrivals"),
			Patience: drawLaw(t, name+" patience", false),
			Within:   rapid.SampledFrom([]float64{0, 5, 20}).Draw(t, name+" within"),
		}
		for i := range rapid.SampledFrom([]int{1, k}).Draw(t, name+" laws") {
			ch.HandleTime = append(ch.HandleTime, drawLaw(t, fmt.Sprint(name, " handle time ", i), true))
		}
		m.Channels = append(m.Channels, ch)
	}
	everything := make([]int, channels)
	for c := range everything {
		everything[c] = c
	}
	for g := range rapid.IntRange(1, 3).Draw(t, "teams") {
		name := fmt.Sprint("team ", g)
		skills := rapid.Permutation(everything).Draw(t, name+" skills")
		if g > 0 {
			skills = skills[:rapid.IntRange(1, channels).Draw(t, name+" skill count")]
		}
		m.Teams = append(m.Teams, Team{
			Name:   name,
			Skills: skills,
			Agents: rapid.SliceOfN(rapid.IntRange(0, 6), k, k).Draw(t, name+" agents"),
		})
	}
	if rapid.Bool().Draw(t, "general team last") {
		slices.Reverse(m.Teams)
	}
	return m
}

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
			compareWithOracle(t, d, seed, r)
		}
	})
}

func compareWithOracle(t *rapid.T, d *day, seed, r uint64) {
	m, k := d.model, d.k
	all, clocks, queue, err := oracle(m, seed, r)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]cell, len(m.Channels)*k)
	for _, c := range all {
		w := &want[c.channel*k+c.interval]
		within := c.wait <= m.Channels[c.channel].Within
		w.offered++
		switch c.fate {
		case "answered":
			w.answered++
			w.waitAnswered += c.wait
			if within {
				w.answeredWithin++
			}
		case "abandoned":
			w.abandoned++
			w.waitAbandoned += c.wait
			if within {
				w.abandonedWithin++
			}
		case "waiting":
			w.waiting++
			w.waitWaiting += c.wait
		default:
			t.Fatalf("oracle: a customer without a fate: %+v", c)
		}
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
			w.queue = queue[c][i]
			w.figures(exp[:], 0, 0)
			for j := range waitAnswered {
				if got[j] != exp[j] {
					t.Fatalf("replication %d: %sfigure %d: got %v, want %v", r, what, j, got[j], exp[j])
				}
			}
			if got[offered] != got[answered]+got[abandoned]+got[waiting] {
				t.Fatalf("%soffered %v is not answered %v + abandoned %v + waiting %v", what, got[offered], got[answered], got[abandoned], got[waiting])
			}
			near(what+"wait of the answered", got[waitAnswered], exp[waitAnswered])
			near(what+"wait of all", got[waitAll], exp[waitAll])
			near(what+"queue", got[queueTime], exp[queueTime])
		}
	}
	for g := range m.Teams {
		for i := range k {
			what := fmt.Sprintf("team %d, interval %d: ", g, i)
			c := d.tally.clocks[g*(k+1)+i]
			near(what+"staffed", c.staffed, clocks[g][i].staffed)
			near(what+"busy", c.busy, clocks[g][i].busy)
			near(what+"all busy", c.allBusy, clocks[g][i].allBusy)
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
	in := func(all []customer, five bool) []customer {
		return slices.DeleteFunc(slices.Clone(all), func(c customer) bool { return (c.interval == 5) != five })
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
