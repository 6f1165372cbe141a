package sim

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestRepeatCalls: with a share p of the answered calling again, a case has 1/(1-p) calls, and a call with enough
// agents is 1-p of the time its last.
func TestRepeatCalls(t *testing.T) {
	const p, length = 0.3, 4000
	m := steady(60, 14, length, unitExponential, Law{}, 0)
	m.Channels[0].FollowUps = []FollowUp{{When: WhenAnswered, Share: p, To: 0, After: Law{Kind: Exponential, Mean: 5}}}
	cmp := compare(t, 7, 0.03*slack())
	r := run(t, m, Options{Replications: full(40), Seed: 31, Confidence: cmp.confidence})
	ch := r.Channels[0]
	cmp.within("offered", ch.Intervals[1].Offered, 14*length/(1-p))
	cases := ch.Cases
	cmp.within("opened", cases.Opened, 2*14*length)
	cmp.within("first-contact resolution", cases.FirstTime, 1-p)
	cmp.within("contacts of a case", cases.Contacts, 1/(1-p))
	cmp.within("resolution", cases.Resolution, 1+p/(1-p)*6)
	cmp.within("led to", cases.Flows[0].Contacts, p*(2*14*length/(1-p)))
	cmp.within("resolved", cases.Resolved, 1)
	cmp.done()
	if n, want := cases.Times.Count(), (cases.Opened.Mean-cases.Open.Mean)*float64(r.Replications); math.Abs(n-want) > 1e-6*want {
		t.Errorf("%v times to resolution of %v cases", n, want)
	}
}

// TestLoop: calls lead to cases, cases to call-backs, late cases to angry calls: the flows solve the traffic
// equations, and the time to resolution adds up.
func TestLoop(t *testing.T) {
	const length = 4000
	m := steady(200, 10, length, unitExponential, Law{}, 0)
	idle := []float64{0, 0}
	m.Channels[0].FollowUps = []FollowUp{
		{When: WhenAnswered, Share: 0.2, To: 1},
		{When: WhenAnswered, Share: 0.1, To: 0, After: Law{Kind: Deterministic, Mean: 3}},
	}
	m.Channels = append(m.Channels,
		Channel{Name: "cases", Arrivals: idle, HandleTime: []Law{unitExponential}, Deferred: Deferred{Deadline: 2}, FollowUps: []FollowUp{
			{When: WhenAnswered, Share: 1, To: 2, After: Law{Kind: Exponential, Mean: 4}},
			{When: WhenLate, Share: 0.5, To: 0},
		}},
		Channel{Name: "call-backs", Arrivals: idle, HandleTime: []Law{unitExponential}},
	)
	m.Teams[0].Skills = []int{0, 1, 2}
	late := math.Exp(-2) // still in work after the deadline, as all are taken up at once
	calls := 10 / (1 - 0.1 - 0.2*late*0.5)
	cmp := compare(t, 7, 0.03*slack())
	r := run(t, m, Options{Replications: full(40), Seed: 32, Confidence: cmp.confidence})
	of := func(c int) Figures { return r.Channels[c].Intervals[1] }
	cmp.within("calls", of(0).Offered, calls*length)
	cmp.within("cases", of(1).Offered, 0.2*calls*length)
	cmp.within("call-backs", of(2).Offered, 0.2*calls*length)
	cmp.within("on time", of(1).Deferred.OnTime, 1-late)
	cmp.within("contacts of a case", r.Channels[0].Cases.Contacts, calls/10*1.4)
	cmp.within("first-contact resolution", r.Channels[0].Cases.FirstTime, 0.8*0.9)
	cmp.done()
	if n := r.Channels[1].Cases.Opened.Mean; n != 0 {
		t.Errorf("%v cases opened by the office", n)
	}
}

// TestAbandonedLead: who gives up leads to what it is told to, and a case so ended is not resolved.
func TestAbandonedLead(t *testing.T) {
	const length = 4000
	m := steady(3, 4, length, unitExponential, Law{Kind: Exponential, Mean: 1}, 0)
	m.Channels[0].FollowUps = []FollowUp{{When: WhenAbandoned, Share: 0.5, To: 1, After: Law{Kind: Exponential, Mean: 2}}}
	m.Channels = append(m.Channels, Channel{Name: "email", Arrivals: []float64{0, 0}, HandleTime: []Law{unitExponential}, Deferred: Deferred{Deadline: 5}})
	m.Teams = append(m.Teams, Team{Skills: []int{1}, Agents: []int{9, 9}})
	_, abandon, _ := erlangA(3, 4, 1)
	cmp := compare(t, 3, 0.05*slack())
	r := run(t, m, Options{Replications: full(40), Seed: 33, Confidence: cmp.confidence})
	cmp.within("abandonment", r.Channels[0].Intervals[1].Abandonment, abandon)
	cmp.within("email", r.Channels[1].Intervals[1].Offered, abandon/2*4*length)
	cmp.within("resolved", r.Channels[0].Cases.Resolved, 1-abandon/2)
	cmp.done()
}

// TestConservationOverLoops: over random models whose contacts lead to others, contacts are neither lost nor made:
// each channel is offered what comes to it and what leads to it, and all that is offered has an end.
func TestConservationOverLoops(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawShifts(t, &m)
		if rapid.Bool().Draw(t, "rules") {
			drawRules(t, &m)
		}
		drawKinds(t, &m)
		for c := range m.Channels { // else contacts may grow in number where nobody answers
			m.Channels[c].Redial.Share = min(m.Channels[c].Redial.Share, 0.6)
		}
		if err := m.Validate(); err != nil {
			t.Fatal(err)
		}
		d := newDayBy(&m, byFloor, new(stopFlag))
		for r := range uint64(2) {
			d.run(3, r)
			conserve(t, d)
		}
	})
}

// conserve looks at a replication of a day.
func conserve(t *rapid.T, d *day) {
	var opened, over, ended, contacts int64
	for c := range d.model.Channels {
		var offered, left, contained int64
		for k := range d.k {
			cell := &d.tally.cells[c*d.k+k]
			offered += cell.offered
			left += cell.atOnce + cell.answered + cell.abandoned + cell.blocked + cell.waiting
			contacts += cell.offered - cell.redials
			if len(d.tally.extras) > 0 {
				e := &d.tally.extras[c*d.k+k]
				opened += e.opened
				over += e.over
				ended += e.contacts
				contained += e.contained
				if e.backlog < 0 || e.overdue > e.backlog || e.oldest < 0 || e.first > e.resolved || e.resolved > e.over {
					t.Fatalf("channel %d, interval %d: %+v", c, k, *e)
				}
			}
		}
		if offered != left {
			t.Fatalf("channel %d: %d offered, %d answered, abandoned, blocked or waiting", c, offered, left)
		}
		contacts += contained
	}
	var led int64
	ledTo := make([]int64, len(d.model.Channels))
	for c := range d.model.Channels { // dispositions are counted behind the flows of each channel
		for i, f := range d.model.Channels[c].FollowUps {
			for _, n := range d.tally.counts[(d.floor.things[c]+i)*d.k:][:d.k] {
				led += n
				ledTo[f.To] += n
			}
		}
	}
	for c := range d.model.Channels {
		if o := d.model.Channels[c].Outbound; o.List > 0 {
			var calls, reached int64
			for k := range d.k {
				calls += d.tally.extras[c*d.k+k].dialled
				reached += d.tally.extras[c*d.k+k].connected
			}
			records := int64(o.List) + ledTo[c]
			if calls > records*int64(o.Attempts) || reached > min(calls, records) {
				t.Fatalf("channel %d: %d calls to %d records, %d reached", c, calls, o.List, reached)
			}
		}
	}
	if d.floor.leads && opened+led < contacts {
		t.Fatalf("%d contacts, %d came and %d were led to", contacts, opened, led)
	}
	if over > opened || ended > opened+led {
		t.Fatalf("%d of %d cases over, with %d contacts, %d led to", over, opened, ended, led)
	}
	for g := range d.teams {
		if d.teams[g].busy != 0 || d.floor.crews[g].leaving != 0 || d.floor.crews[g].inHand != 0 {
			t.Fatalf("team %d ends with %d busy, %d leaving, %d in hand", g, d.teams[g].busy, d.floor.crews[g].leaving, d.floor.crews[g].inHand)
		}
	}
	if n := len(d.floor.calls) - len(d.floor.free); n > 0 {
		waiting := 0
		for c := range d.floor.queues {
			for id := d.floor.queues[c].head; id >= 0; id = d.floor.calls[id].next {
				waiting++
			}
		}
		for _, x := range d.floor.diallers {
			waiting += len(x.ready) - x.next
		}
		for slot := range d.floor.waitsAt {
			for id := d.floor.waitsAt[slot]; id >= 0; id = d.floor.calls[id].next {
				waiting++
			}
		}
		if n != waiting {
			t.Fatalf("%d records in use, %d contacts waiting", n, waiting)
		}
	}
}

// drawKinds makes channels of other kinds than calls that wait.
func drawKinds(t *rapid.T, m *Model) {
	some := func(name string) bool { return rapid.IntRange(0, 2).Draw(t, name) == 0 }
	for c := range m.Channels {
		ch := &m.Channels[c]
		for k := range ch.Arrivals {
			ch.Arrivals[k] = min(ch.Arrivals[k], 15)
		}
		if some("chat") {
			ch.Chat = Chat{Slots: rapid.IntRange(1, 4).Draw(t, "slots"), Over: rapid.SampledFrom([]float64{0, 0, 1}).Draw(t, "over")}
			switch rapid.IntRange(0, 3).Draw(t, "pace") {
			case 1:
				ch.Chat.Pace = SharedPace(rapid.Float64Range(0.1, 1).Draw(t, "share"), ch.Chat.Slots)
			case 2:
				ch.Chat.Leaves, ch.Chat.TimeOut = Law{Kind: Exponential, Mean: 10}, 5
			case 3:
				ch.HandleTime, ch.Chat.Turns = nil, Turns{Law{Kind: Exponential, Mean: 2}, Law{Kind: Exponential, Mean: 3}, 0.3}
			}
			ch.Choose = rapid.SampledFrom([]AgentRule{InOrder, LongestIdle, LeastOccupied, LeastLoaded, MostLoaded, Random}).Draw(t, "choose")
		}
		ch.Order = rapid.SampledFrom([]QueueOrder{OldestFirst, NewestFirst, DeadlineFirst}).Draw(t, "order")
		ch.Resume = rapid.SampledFrom([]ResumeRule{ByAnyAgent, BySameAgent, Uninterrupted}).Draw(t, "resume")
		if some("deferred") {
			ch.Deferred = Deferred{Deadline: 200, Backlog: rapid.SliceOfN(rapid.Float64Range(0, 300), 0, 5).Draw(t, "backlog")}
			if some("hours") {
				ch.Deferred.Hours = []Span{{-50, 20}, {40, 60}}
			}
		}
		if some("outbound") && ch.Chat.plain() {
			for k := range ch.Arrivals {
				ch.Arrivals[k] = 0
			}
			ch.Redial, ch.Deferred = Redial{}, Deferred{}
			ch.Patience = Law{Kind: Deterministic, Mean: 2}
			ch.Outbound = Outbound{
				List: rapid.IntRange(1, 60).Draw(t, "list"), Contact: []float64{0.4}, RightParty: 0.7, WrongParty: Law{Kind: Exponential, Mean: 2},
				Ring: Law{Kind: Exponential, Mean: 3}, Attempts: 3, Again: Law{Kind: Exponential, Mean: 9}, Pacing: rapid.SampledFrom([]Pacing{Preview, Progressive, Predictive}).Draw(t, "pacing"),
				Preview: Law{Kind: Exponential, Mean: 3}, Cap: 0.05, Dispositions: []Disposition{{"sale", 0.3, 9}},
			}
			ch.FollowUps = append(ch.FollowUps, FollowUp{When: WhenFailed, Share: 0.1, To: 0})
			continue
		}
		if some("automation") {
			ch.Automation = Automation{Share: 0.5, Contains: 0.3, HandleTime: 1.2}
			if some("time") {
				ch.Automation.Time = Law{Kind: Exponential, Mean: 8}
			}
			if some("busy") {
				ch.Automation.Queue, ch.Automation.Busy = 2, 0.9
			}
		}
		if some("call-back") {
			ch.CallBack = CallBack{Accept: 0.6, Fails: 0.2, Ring: 2}
			switch rapid.IntRange(0, 2).Draw(t, "offered") {
			case 1:
				ch.CallBack.After = 3
			case 2:
				ch.CallBack.Estimate = 4
			}
			if some("promise") {
				ch.CallBack.Promise = Law{Kind: Exponential, Mean: 20}
			}
		}
		for range rapid.IntRange(0, 2).Draw(t, "follow-ups") {
			f := FollowUp{
				When:  rapid.SampledFrom([]Event{WhenAnswered, WhenAbandoned, WhenBlocked}).Draw(t, "when"),
				Share: rapid.Float64Range(0, 0.15).Draw(t, "share"),
				To:    rapid.IntRange(0, len(m.Channels)-1).Draw(t, "to"),
				After: rapid.SampledFrom([]Law{{}, {Kind: Exponential, Mean: 10}}).Draw(t, "after"),
			}
			if f.When != WhenAnswered {
				f.After = Law{Kind: Exponential, Mean: 10}
			}
			if ch.Deferred.Deadline > 0 && some("late") {
				f.When = WhenLate
			}
			ch.FollowUps = append(ch.FollowUps, f)
		}
	}
	for g := range m.Teams {
		if some("earliest due") {
			m.Teams[g].Take = EarliestDue
		}
	}
}
