package sim

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

type stopFlag = atomic.Bool

// TestReplay: a trace written, read and replayed gives the same contacts the same fate, whatever their laws, redials
// included; in whatever way the replaying model is simulated.
func TestReplay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		m.WarmUp = 0
		drawShifts(t, &m)
		if rapid.Bool().Draw(t, "rules") {
			drawRules(t, &m)
		}
		ctx := context.Background()
		var text bytes.Buffer
		if err := WriteTrace(ctx, &text, m, 7, 2); err != nil {
			t.Fatal(err)
		}
		trace, err := ReadTrace(&text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := m.Replay(trace)
		if err != nil {
			t.Fatal(err)
		}
		for c := range again.Channels { // nothing is left to be drawn
			again.Channels[c].HandleTime = []Law{{Kind: Deterministic, Mean: 1}}
			again.Channels[c].Patience, again.Channels[c].Balk = Law{}, 0
		}
		var replayed []Record
		if err := Trace(ctx, again, 7, 2, func(r Record) { replayed = append(replayed, r) }); err != nil {
			t.Fatal(err)
		}
		for _, all := range [][]Record{trace, replayed} {
			slices.SortStableFunc(all, func(a, b Record) int {
				return cmp.Or(cmp.Compare(a.Arrived, b.Arrived), cmp.Compare(a.Channel, b.Channel))
			})
			for i := range all {
				all[i].Attempt = 0 // the replay takes each attempt for a contact of its own
			}
		}
		if !slices.Equal(trace, replayed) {
			for i := range trace {
				if i >= len(replayed) || trace[i] != replayed[i] {
					t.Fatalf("contact %d of %d and %d: %+v, replayed %+v", i, len(trace), len(replayed), trace[i], replayed[min(i, len(replayed)-1)])
				}
			}
			t.Fatalf("%d contacts, %d replayed", len(trace), len(replayed))
		}
		agree(t, &again, 7, 1)
	})
}

// TestTraceIsTheReplication: the records add up to what Run counts.
func TestTraceIsTheReplication(t *testing.T) {
	m := w2()
	counts := map[Outcome]int64{}
	wait := 0.0
	if err := Trace(context.Background(), m, 1, 3, func(r Record) {
		counts[r.Outcome]++
		if r.Outcome == Answered {
			wait += r.Wait
			if r.Team != "agents" || r.Agent < 0 || r.Agent >= 104 {
				t.Fatalf("answered by agent %d of %q", r.Agent, r.Team)
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	d := newDay(&m, new(stopFlag))
	d.run(1, 3)
	var sum cell
	for _, c := range d.tally.cells {
		sum.answered += c.answered + c.atOnce
		sum.abandoned += c.abandoned
		sum.waitAnswered += c.waitAnswered
	}
	if counts[Answered] != sum.answered || counts[Abandoned] != sum.abandoned || math.Abs(wait-sum.waitAnswered) > 1e-6 {
		t.Errorf("traced %v, wait %v; counted %+v", counts, wait, sum)
	}
}

// TestTraceErrors: what is wrong is said, and where.
func TestTraceErrors(t *testing.T) {
	if _, err := ReadTrace(strings.NewReader("{\"channel\":\"a\"}\n{\"arrived_s\": true}")); err == nil || !strings.Contains(err.Error(), "record 2") {
		t.Errorf("broken record: %v", err)
	}
	if _, err := w2().Replay([]Record{{Channel: "fax"}}); err == nil || !strings.Contains(err.Error(), `"fax"`) {
		t.Errorf("unknown channel: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := Trace(ctx, w2(), 1, 1, func(Record) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := WriteTrace(context.Background(), failing{}, w2(), 1, 1); err == nil {
		t.Error("a writer that fails is not noticed")
	}
}

type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("full") }

// TestUnknownIsDrawn: of contacts given by their arrival alone, the rest is drawn as it would have been.
func TestUnknownIsDrawn(t *testing.T) {
	m := w2()
	given := m
	given.Channels = slices.Clone(m.Channels)
	var trace []Record
	if err := Trace(context.Background(), m, 1, 0, func(r Record) { trace = append(trace, r) }); err != nil {
		t.Fatal(err)
	}
	given, err := given.Replay(trace)
	if err != nil {
		t.Fatal(err)
	}
	for i := range given.Channels[0].Contacts {
		c := &given.Channels[0].Contacts[i]
		c.HandleTime, c.WrapUp, c.Patience = Unknown, Unknown, Unknown
	}
	a, b := newDay(&m, new(stopFlag)), newDay(&given, new(stopFlag))
	a.run(1, 0)
	b.run(1, 0)
	if what := differ(&a.tally, &b.tally, 1, 28, m.Interval); what != "" {
		t.Error(what)
	}
}
