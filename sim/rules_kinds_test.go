package sim

import (
	"errors"
	"math"
	"slices"
	"testing"
)

// Rules of several contacts in hand, deferred work, call-backs and calls that go out where they meet, by hand.

// comes is a patient contact with a handle time of its own.
func comes(at, handle float64) Contact {
	return Contact{Arrived: at, HandleTime: handle, WrapUp: 0, Patience: math.Inf(1)}
}

// givenDay is a model of one team, with channels whose contacts are given, in one long interval.
func givenDay(agents int, channels ...Channel) Model {
	m := Model{Interval: 1000, Channels: channels, Teams: []Team{{Agents: []int{agents}}}}
	for c := range channels {
		m.Channels[c].HandleTime = []Law{{Kind: Deterministic, Mean: 10}}
		m.Teams[0].Skills = append(m.Teams[0].Skills, c)
	}
	return m
}

// traced is the records of one replication of a channel, in order of arrival.
func traced(t *testing.T, m Model, channel string) (all []Record) {
	t.Helper()
	if err := Trace(t.Context(), m, 1, 0, func(r Record) {
		if r.Channel == channel {
			all = append(all, r)
		}
	}); err != nil {
		t.Fatal(err)
	}
	slices.SortStableFunc(all, func(a, b Record) int { return int(math.Copysign(1, a.Arrived-b.Arrived)) })
	return all
}

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-6 {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// TestInterruptKeepsSlots: a second call does not take the place of a chat of an agent who has as many calls as may be.
func TestInterruptKeepsSlots(t *testing.T) {
	m := givenDay(1,
		Channel{Name: "voice", Contacts: []Contact{comes(1, 100), comes(2, 100)}, Chat: Chat{Over: 1}},
		Channel{Name: "chat", Contacts: []Contact{comes(0, 500)}, Chat: Chat{Slots: 3}})
	m.Teams[0].Preempt = true
	calls := traced(t, m, "voice")
	near(t, "wait of the first call, on top of the chat", calls[0].Wait, 0)
	near(t, "wait of the second, for the first", calls[1].Wait, 99)
}

// TestReserveOpens: a chat kept waiting for a reserve of idle agents is taken by one with chats as soon as another is idle.
func TestReserveOpens(t *testing.T) {
	m := givenDay(2,
		Channel{Name: "voice", Contacts: []Contact{comes(0, 1), comes(1.5, 48.5)}},
		Channel{Name: "chat", Contacts: []Contact{comes(1, 100), comes(2, 100)}, Chat: Chat{Slots: 3}, Routes: []Route{{Reserve: 1}}})
	// The first chat is taken at once, as the other agent stays idle; he has a call until 50, and until then nobody is.
	chats := traced(t, m, "chat")
	near(t, "first chat", chats[0].Wait, 0)
	near(t, "second chat", chats[1].Wait, 48)
}

// TestWrapUpAfterTurns: an agent does a chat's wrap-up before the turns of others.
func TestWrapUpAfterTurns(t *testing.T) {
	m := givenDay(1, Channel{Name: "chat", Contacts: []Contact{comes(0, Unknown), comes(1, Unknown)}, WrapUp: Law{Kind: Deterministic, Mean: 7},
		Chat: Chat{Slots: 2, Turns: Turns{Agent: Law{Kind: Deterministic, Mean: 5}, Customer: Law{Kind: Deterministic, Mean: 3}, Ends: 1}}})
	m.Channels[0].HandleTime = nil
	for i := range m.Channels[0].Contacts {
		m.Channels[0].Contacts[i].WrapUp = 7
	}
	// The first has its turn from 0 to 5 and its wrap-up to 12, the second its turn to 17 and its wrap-up to 24.
	chats := traced(t, m, "chat")
	near(t, "end of the first", chats[0].Left, 12)
	near(t, "end of the second", chats[1].Left, 24)
	r := run(t, m, Options{Replications: 2})
	near(t, "wrap-up", r.Channels[0].Day.WrapUp.Mean, 7)
	near(t, "busy", r.Teams[0].Day.Busy.Mean, 24.0/1000)
}

// TestFailedCallBackOfTurns: who does not pick up takes no turns, but the ringing.
func TestFailedCallBackOfTurns(t *testing.T) {
	m := givenDay(1, Channel{Name: "chat", Contacts: []Contact{comes(0, Unknown), comes(1, Unknown)},
		Chat:     Chat{Slots: 1, Turns: Turns{Agent: Law{Kind: Deterministic, Mean: 5}, Customer: Law{Kind: Deterministic, Mean: 3}, Ends: 1}},
		CallBack: CallBack{Accept: 1, Fails: 1, Ring: 2}})
	m.Channels[0].HandleTime = nil
	near(t, "end of a call-back that fails", traced(t, m, "chat")[1].Left, 7)
}

// TestSilentAreNotHandedBackToGiveUp: a customer who has left a chat silently is answered, whoever sees that it is gone.
func TestSilentAreNotHandedBackToGiveUp(t *testing.T) {
	m := givenDay(1, Channel{Name: "chat", Contacts: []Contact{{Arrived: 0, HandleTime: 500, WrapUp: 0, Patience: 20}},
		Chat: Chat{Slots: 2, Leaves: Law{Kind: Deterministic, Mean: 50}, TimeOut: 600}})
	m.Interval, m.Channels[0].Patience = 100, Law{Kind: Deterministic, Mean: 20}
	m.Teams[0].Agents, m.Channels[0].Arrivals, m.Teams[0].HandBack = []int{1, 0, 1}, []float64{0, 0, 0}, true
	r := run(t, m, Options{Replications: 2})
	got := r.Channels[0].Day
	near(t, "answered", got.Answered.Mean, 1)
	near(t, "silent", got.Chat.Silent.Mean, 1)
}

// TestDeferredGiveUp: deferred work whose customer has given up is no backlog, and not late, whoever looks or not.
func TestDeferredGiveUp(t *testing.T) {
	m := givenDay(1, Channel{Name: "messages", Contacts: []Contact{{Arrived: 10, HandleTime: 5, WrapUp: 0, Patience: 20}}, Deferred: Deferred{Deadline: 60},
		FollowUps: []FollowUp{{When: WhenLate, Share: 1, To: 1}}}, Channel{Name: "voice"})
	m.Interval = 100
	m.Teams[0].Agents = []int{0, 0, 1}
	for c := range m.Channels {
		m.Channels[c].Arrivals = []float64{0, 0, 0}
	}
	r := run(t, m, Options{Replications: 2})
	near(t, "abandoned", r.Channels[0].Day.Abandoned.Mean, 1)
	near(t, "backlog at the end of the first interval", r.Channels[0].Intervals[0].Deferred.Backlog.Mean, 0)
	near(t, "calls of those who were late", r.Channels[1].Day.Offered.Mean, 0)
}

// TestPatienceWhileHeld: who waits for the agent who was called away gives up when the patience ends.
func TestPatienceWhileHeld(t *testing.T) {
	for _, rule := range []ResumeRule{ByAnyAgent, BySameAgent} {
		m := givenDay(1,
			Channel{Name: "urgent", Contacts: []Contact{comes(10, 100)}},
			Channel{Name: "other", Contacts: []Contact{{Arrived: 0, HandleTime: 50, WrapUp: 0, Patience: 30}}, Resume: rule})
		m.Teams[0].Preempt = true
		got := traced(t, m, "other")[0]
		if got.Outcome != Abandoned || math.Abs(got.Left-40) > 1e-6 { // interrupted at 10, not having waited before
			t.Errorf("%v: %v at %v", rule, got.Outcome, got.Left)
		}
	}
}

// TestResumedBySameAgent: an agent called away resumes the work himself, though another is free before.
func TestResumedBySameAgent(t *testing.T) {
	for rule, want := range map[ResumeRule]float64{ByAnyAgent: 60, BySameAgent: 150} {
		m := givenDay(2,
			Channel{Name: "calls", Contacts: []Contact{comes(0, 20), comes(10, 100)}},
			Channel{Name: "email", Contacts: []Contact{comes(1, 49)}, Resume: rule, Deferred: Deferred{Deadline: 900}})
		m.Teams[0].Preempt = true
		// Interrupted at 10 with 40 to do: by the other from 20 to 60, by the same from 110 to 150.
		near(t, rule.String(), traced(t, m, "email")[0].Left, want)
	}
}

// TestPromise: a call-back at a promised time waits for it though agents are idle, and one promised for after the close waits still.
func TestPromise(t *testing.T) {
	of := func(promise float64) *Result {
		m := givenDay(1, Channel{Name: "voice", Contacts: []Contact{comes(0, 50), comes(10, 50)},
			CallBack: CallBack{Accept: 1, After: 5, Promise: Law{Kind: Deterministic, Mean: promise}}})
		return run(t, m, Options{Replications: 2})
	}
	r := of(200)
	near(t, "wait until called", r.Channels[0].Day.ASA.Mean, 205.0/2)
	near(t, "delay", r.Channels[0].Day.CallBack.Delay.Mean, 200)
	near(t, "queue", r.Channels[0].Day.MeanQueue.Mean, 5.0/1000)
	r = of(5000)
	near(t, "waiting", r.Channels[0].Day.Waiting.Mean, 1)
	near(t, "mean wait, up to the close", r.Channels[0].Day.MeanWait.Mean, 990.0/2)
}

// TestDeadlineInOfficeHours: the seconds of a deadline run in the office's hours, over a night and after a warm-up alike.
func TestDeadlineInOfficeHours(t *testing.T) {
	d := Deferred{Deadline: 300, Hours: []Span{{0, 1000}, {3000, 4000}}}
	for _, c := range []struct{ arrived, due float64 }{
		{100, 400}, {700, 1000}, {800, 3100}, {1500, 3300}, {2999, 3300}, {3000, 3300}, {3900, math.Inf(1)}, {-500, 300},
	} {
		near(t, "due", min(d.due(c.arrived), 1e12), min(c.due, 1e12))
	}
	m := givenDay(1, Channel{Name: "cases", Contacts: []Contact{comes(800, 50), comes(900, 150), comes(2500, 170)}, Deferred: d})
	m.Channels[0].Arrivals, m.Teams[0].Agents = []float64{0, 0, 0, 0}, []int{0, 0, 0, 1}
	for _, warm := range []float64{0, 1000} {
		m.WarmUp = warm
		// Done at 3050 (due 3100), 3200 (due 3200) and 3370 (due 3300).
		near(t, "on time", run(t, m, Options{Replications: 2}).Channels[0].Day.Deferred.OnTime.Mean, 2.0/3)
	}
}

// TestFirstContactOfCallsOut: a case settled in the first talk is, however often its record was called before.
func TestFirstContactOfCallsOut(t *testing.T) {
	m := list(50, Outbound{List: 500, Contact: []float64{0.5}, Attempts: 20, Again: Law{Kind: Deterministic, Mean: 30}, Ring: Law{Kind: Deterministic, Mean: 5}, Pacing: Progressive})
	m.Channels[0].FollowUps = []FollowUp{{When: WhenFailed, Share: 0, To: 0}}
	r := run(t, m, Options{Replications: 2})
	if got := r.Channels[0].Cases.FirstTime.Mean; got != 1 {
		t.Errorf("first-contact resolution %v", got)
	}
}

// TestOrderWithoutDeadline: the first to be due of calls is whose patience ends first.
func TestOrderWithoutDeadline(t *testing.T) {
	m := givenDay(1, Channel{Name: "voice", Order: DeadlineFirst,
		Contacts: []Contact{comes(0, 20), {Arrived: 1, HandleTime: 5, Patience: 90}, {Arrived: 2, HandleTime: 5, Patience: 40}, comes(3, 5)}})
	var waits []float64
	for _, r := range traced(t, m, "voice") {
		waits = append(waits, r.Wait)
	}
	for i, want := range []float64{0, 29, 23, 17} { // the patient one is due at its T, 0 seconds after its arrival
		near(t, "wait", waits[i], want)
	}
}

// TestGrowthWhereNobodyAnswers: what those lead to who give up may not grow without bound either.
func TestGrowthWhereNobodyAnswers(t *testing.T) {
	soon := Law{Kind: Exponential, Mean: 1}
	model := func(follow ...FollowUp) Model {
		m := steady(1, 1, 100, unitExponential, unitExponential, 0)
		m.Channels[0].FollowUps = follow
		return m
	}
	for _, c := range []struct {
		gain   float64
		follow []FollowUp
	}{
		{1, []FollowUp{{When: WhenAbandoned, Share: 1, After: soon}}},
		{1, []FollowUp{{When: WhenAbandoned, Share: 0.5, After: soon}, {When: WhenAbandoned, Share: 0.5, After: soon}, {When: WhenAnswered, Share: 0.9, After: soon}}},
		{1.2, []FollowUp{{When: WhenAbandoned, Share: 0.6, After: soon}, {When: WhenAbandoned, Share: 0.6, After: soon}}},
		{2, []FollowUp{{When: WhenBlocked, Share: 1, After: soon}, {When: WhenBlocked, Share: 1, After: soon}}},
	} {
		m := model(c.follow...)
		if g := m.WorstGain(); math.Abs(g-c.gain) > 1e-3 {
			t.Errorf("gain %v, want %v", g, c.gain)
		}
		var field *FieldError
		if err := m.Validate(); errors.As(err, &field) != (c.gain > 1) {
			t.Errorf("gain %v: %v", c.gain, err)
		}
	}
	// Round two channels, giving up on both: x² = 1.5 · 0.8.
	m := model(FollowUp{When: WhenAbandoned, Share: 1, To: 1, After: soon}, FollowUp{When: WhenAbandoned, Share: 0.5, To: 1, After: soon})
	m.Channels = append(m.Channels, Channel{Name: "email", FollowUps: []FollowUp{{When: WhenAbandoned, Share: 0.8, To: 0, After: soon}}})
	if g, want := m.WorstGain(), math.Sqrt(1.2); math.Abs(g-want) > 1e-3 {
		t.Errorf("gain %v, want %v", g, want)
	}
	// Half of them redial instead.
	m.Channels[0].Redial.Share, m.Channels[0].FollowUps[0].To, m.Channels[0].FollowUps[1].To = 0.5, 0, 0
	if g, want := m.WorstGain(), 0.5+0.5*1.5; math.Abs(g-want) > 1e-3 {
		t.Errorf("gain %v, want %v", g, want)
	}
}

// TestCountsAreBounded: follow-ups and dispositions take memory by interval.
func TestCountsAreBounded(t *testing.T) {
	const k = 20_000
	m := steady(1, 1, 100, unitExponential, Law{}, 0)
	m.Interval = 1
	m.Channels[0].Arrivals, m.Teams[0].Agents = make([]float64, k), make([]int, k)
	follow := func(n int) {
		m.Channels[0].FollowUps = make([]FollowUp, n)
	}
	follow(MaxCells / k)
	if err := m.Validate(); err != nil {
		t.Error(err)
	}
	follow(MaxCells/k + 1)
	if err := m.Validate(); err == nil {
		t.Errorf("%d follow-ups over %d intervals are valid", len(m.Channels[0].FollowUps), k)
	}
}
