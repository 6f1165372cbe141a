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
				all[i].Attempt, all[i].Case = 0, 0 // the replay takes each attempt for a contact of its own
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

// tracedLoop is calls with automation in front that lead to e-mail, which leads to calls back.
func tracedLoop() Model {
	m := Model{
		Interval: 3600,
		Channels: []Channel{
			{Name: "voice", Arrivals: []float64{60, 60}, HandleTime: []Law{exponential(300)}, Patience: exponential(120), Redial: Redial{Share: 0.5, After: exponential(60)},
				Automation: Automation{Share: 0.5, Contains: 0.4, Time: exponential(30)},
				FollowUps:  []FollowUp{{When: WhenAnswered, Share: 0.3, To: 1}, {When: WhenContained, Share: 0.5, To: 1, After: exponential(60)}}},
			{Name: "e-mail", Arrivals: []float64{10, 10}, HandleTime: []Law{exponential(200)}, Deferred: Deferred{Deadline: 3600, Backlog: []float64{50, 100}},
				FollowUps: []FollowUp{{When: WhenAnswered, Share: 0.4, To: 0}}},
		},
		Teams: []Team{{Name: "desk", Skills: []int{0, 1}, Agents: []int{7, 7}}},
	}
	return m
}

// TestTraceOfCases: contained contacts are in a trace, and all contacts of a case have its number: the trace adds up to the figures of cases.
func TestTraceOfCases(t *testing.T) {
	m := tracedLoop()
	var all []Record
	if err := Trace(t.Context(), m, 1, 0, func(r Record) { all = append(all, r) }); err != nil {
		t.Fatal(err)
	}
	d := newDay(&m, new(stopFlag))
	d.run(1, 0)
	var opened, contained, contacts int64
	for i := range d.tally.extras {
		e := &d.tally.extras[i]
		opened += e.opened
		contained += e.contained
		contacts += d.tally.cells[i].offered + e.contained
	}
	cases, steps, found := map[int][]Record{}, 0, int64(0)
	for _, r := range all {
		cases[r.Case] = append(cases[r.Case], r)
		steps = max(steps, r.Step)
		if r.Outcome == Contained {
			if found++; r.Agent != -1 || r.Team != "" || r.Wait != 0 || r.Step != 0 && r.Channel != "voice" {
				t.Errorf("contained: %+v", r)
			}
		}
	}
	if found != contained || contained == 0 || int64(len(all)) != contacts || steps < 2 {
		t.Errorf("%d records, %d contained, %d steps; counted %d and %d", len(all), found, steps, contacts, contained)
	}
	// Who is with automation at the close has opened a case of which there is no record.
	if n := int64(len(cases)); n > opened || n < opened-3 {
		t.Errorf("%d cases, %d opened", n, opened)
	}
	for number, of := range cases {
		firsts := 0
		for _, r := range of {
			if r.Step == 0 && r.Attempt == 1 {
				firsts++
			}
			if r.Step%2 == 1 && of[0].Channel == "voice" && r.Channel != "e-mail" {
				t.Errorf("case %d: step %d is of %s", number, r.Step, r.Channel)
			}
		}
		if firsts != 1 || number < 1 || number > int(opened) {
			t.Errorf("case %d: %d firsts of %d contacts", number, firsts, len(of))
		}
	}
}

// TestReplayOfKinds: with automation, cases, a backlog and a list a trace is replayed too: the contained stay away, the list is called anew.
func TestReplayOfKinds(t *testing.T) {
	m := tracedLoop()
	m.Channels = append(m.Channels, list(0, Outbound{List: 300, Contact: []float64{0.4}, Ring: exponential(10)}).Channels[0])
	m.Teams[0].Skills = []int{0, 1, 2}
	var text bytes.Buffer
	if err := WriteTrace(t.Context(), &text, m, 1, 0); err != nil {
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
	r := run(t, again, Options{Replications: 2})
	for _, ch := range r.Channels[:2] {
		want := 0
		for _, x := range trace {
			if x.Channel == ch.Name && x.Outcome != Contained {
				want++
			}
		}
		if ch.Day.Offered.Mean != float64(want) {
			t.Errorf("%s: %v offered, want %d", ch.Name, ch.Day.Offered.Mean, want)
		}
	}
	if r.Channels[2].Day.Outbound.Dialled.Mean == 0 {
		t.Error("the list is not called")
	}
}

// TestReplayOfBacklog: work that was there at the opening comes back with its own age and handle time, whatever the backlog of
// the model that it is replayed in, and all others meet what they met.
func TestReplayOfBacklog(t *testing.T) {
	m := Model{
		Interval: 1800,
		Channels: []Channel{
			{Name: "calls", Arrivals: []float64{25, 25, 25, 25}, HandleTime: []Law{exponential(300)}, Patience: exponential(120)},
			{Name: "mail", Arrivals: []float64{5, 5, 5, 5}, HandleTime: []Law{exponential(360)}, WrapUp: exponential(30),
				Deferred: Deferred{Deadline: 4 * 3600, Backlog: []float64{100, 72000, 5000, 5000}}},
		},
		Teams: []Team{{Skills: []int{0, 1}, Agents: []int{5, 5, 5, 5}, Preempt: true}},
	}
	trace := func(m Model) (all []Record) {
		if err := Trace(t.Context(), m, 5, 0, func(r Record) {
			r.Case = 0
			all = append(all, r)
		}); err != nil {
			t.Fatal(err)
		}
		return all
	}
	first := trace(m)
	other := m
	other.Channels = slices.Clone(m.Channels)
	other.Channels[1].Deferred.Backlog = make([]float64, 30)
	other.Channels[1].HandleTime = []Law{exponential(60)}
	again, err := other.Replay(first)
	if err != nil {
		t.Fatal(err)
	}
	if second := trace(again); !slices.Equal(first, second) {
		t.Errorf("%d contacts, replayed %d, not the same", len(first), len(second))
	}
	if got := run(t, again, Options{Replications: 2}).Channels[1].Day.Deferred.Carried.Mean; got != 4 {
		t.Errorf("%v contacts there at the opening, want 4", got)
	}
	m.Channels[0].Contacts = []Contact{{Arrived: -1}}
	if err := m.Validate(); err == nil || !strings.Contains(err.Error(), "channels[0].contacts[0].arrived") {
		t.Errorf("a call before the opening: %v", err)
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
