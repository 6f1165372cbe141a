package sim

import (
	"math"
	"slices"
	"testing"
)

// simple is one channel and one team in one interval.
func simple(interval, arrivals float64, handle, patience Law, agents int) Model {
	return Model{
		Interval: interval,
		Channels: []Channel{{Name: "c", Arrivals: []float64{arrivals}, HandleTime: []Law{handle}, Patience: patience, Within: 20}},
		Teams:    []Team{{Name: "t", Skills: []int{0}, Agents: []int{agents}}},
	}
}

var exponential300 = Law{Kind: Exponential, Mean: 300}

// TestNobodyComes: ratios of nothing are conventions, and marked.
func TestNobodyComes(t *testing.T) {
	r := run(t, simple(1800, 0, exponential300, Law{}, 3), Options{Replications: 5})
	day := r.Channels[0].Day
	one, zero := Estimate{Mean: 1, Undefined: true}, Estimate{Undefined: true}
	if day.ServiceLevel != (Levels{one, one, one, one}) || day.ASA != zero || day.MeanWait != zero || day.Abandonment != zero {
		t.Errorf("ratios over nobody: %+v", day)
	}
	if team := r.Teams[0].Day; team.Staffed != (Estimate{Mean: 3}) || team.Occupancy != (Estimate{}) || team.AllBusy != (Estimate{}) {
		t.Errorf("three idle agents: %+v", team)
	}
}

// TestAllBusyOfThoseThere: of the time without idle agents that counts in which anybody is on duty, however the day is simulated.
func TestAllBusyOfThoseThere(t *testing.T) {
	m := simple(1800, 0, Law{Kind: Deterministic, Mean: 900}, Law{}, 0)
	m.Channels[0].Arrivals, m.Teams[0].Agents = []float64{0, 0, 0}, []int{1, 0, 1}
	m.Channels[0].Contacts = []Contact{{Arrived: 600, HandleTime: 900, Patience: math.Inf(1)}, {Arrived: 3600 + 1350, HandleTime: 900, Patience: math.Inf(1)}}
	chats := m
	chats.Channels = slices.Clone(m.Channels)
	chats.Channels[0].Chat = Chat{Slots: 2, Load: 1, Pace: []float64{1}}
	for name, d := range map[string]*day{"recursion": newDayBy(&m, byRecursion, new(stopFlag)), "skills": newDayBy(&m, bySkills, new(stopFlag)),
		"floor": newDayBy(&m, byFloor, new(stopFlag)), "desks": newDayBy(&chats, byFloor, new(stopFlag))} {
		s := newSummary(d.model, Options{})
		d.run(1, 0)
		s.add(&d.tally)
		d.run(1, 1)
		s.add(&d.tally)
		of := func(i int) Estimate { return s.presence(0, s.team(i), m.Interval, 1).AllBusy }
		for i, want := range []Estimate{{Mean: 0.5}, {Undefined: true}, {Mean: 0.25}, {Mean: 0.375}} {
			if got := of(i); math.Abs(got.Mean-want.Mean) > 1e-9 || got.Undefined != want.Undefined {
				t.Errorf("%s: interval %d: %v, want %v", name, i, got, want)
			}
		}
	}
}

// TestNobodyAnswers: without agents the impatient give up, dated right, and the patient wait up to the close.
func TestNobodyAnswers(t *testing.T) {
	o := Options{Replications: 50}
	r := run(t, simple(1800, 100, exponential300, Law{Kind: Deterministic, Mean: 30}, 0), o)
	day := r.Channels[0].Day
	if day.Abandoned != day.Offered || day.MeanWait.Mean != 30 || day.Abandonment.Mean != 1 {
		t.Errorf("impatient without agents: %+v", day)
	}
	if !day.ServiceLevel.Answered.Undefined || day.ServiceLevel.Answered.Mean != 1 {
		t.Errorf("service level of the answered, none: %+v", day.ServiceLevel.Answered)
	}
	if team := r.Teams[0].Day; team.AllBusy != (Estimate{Undefined: true}) || team.Occupancy != (Estimate{Undefined: true}) {
		t.Errorf("no agents: %+v", team)
	}
	day = run(t, simple(1800, 100, exponential300, Law{}, 0), o).Channels[0].Day
	if day.Waiting != day.Offered || math.Abs(day.MeanWait.Mean-900) > 40 {
		t.Errorf("patient without agents: %+v", day)
	}
	// All that is waited is waited before the close.
	if want := day.MeanWait.Mean * day.Offered.Mean / 1800; math.Abs(day.MeanQueue.Mean-want) > 1e-9 {
		t.Errorf("mean queue %v, want %v", day.MeanQueue.Mean, want)
	}
}

// TestExactDay: contacts longer than the day leave nothing to luck once all agents are busy: who
// leaves stays until the contact ends, and the rest wait for them beyond the close.
func TestExactDay(t *testing.T) {
	m := Model{
		Interval: 100,
		Channels: []Channel{{
			Arrivals:   []float64{0, 40, 0, 0, 0},
			HandleTime: []Law{{Kind: Deterministic, Mean: 1000}},
		}},
		Teams: []Team{{Skills: []int{0}, Agents: []int{2, 5, 3, 0, 4}}},
	}
	r := run(t, m, Options{Replications: 10})
	for i, want := range []float64{2, 5, 5, 5, 5} {
		p := r.Teams[0].Intervals[i]
		if p.Staffed.Mean != want {
			t.Errorf("interval %d: staffed %v, want %v", i, p.Staffed.Mean, want)
		}
		if i >= 2 && (p.Busy.Mean != 5 || p.Occupancy.Mean != 1 || p.AllBusy.Mean != 1 && !p.AllBusy.Undefined || p.AllBusy.Undefined != (i == 3)) {
			t.Errorf("interval %d: %+v, want all busy", i, p)
		}
	}
	c := r.Channels[0]
	if c.Day.Answered != c.Day.Offered || c.Day.Offered.Mean < 20 {
		t.Errorf("after the close: answered %v of %v", c.Day.Answered, c.Day.Offered)
	}
	for i := 2; i < 5; i++ {
		if want := c.Day.Offered.Mean - 5; math.Abs(c.Intervals[i].MeanQueue.Mean-want) > 1e-12*want {
			t.Errorf("interval %d: mean queue %v, want %v", i, c.Intervals[i].MeanQueue.Mean, want)
		}
	}
}

// extremes are models at the bounds of what is valid.
func extremes() map[string]Model {
	huge := Law{Kind: Lognormal, Mean: MaxSeconds, CV: MaxCV}
	return map[string]Model{
		"eternal contacts": simple(MaxSeconds, 200, huge, Law{}, 2),
		"eternal patience": simple(1, 200, huge, huge, 2),
		"instant":          simple(MinInterval, 200, Law{Kind: Deterministic, Mean: 5e-324}, Law{Kind: Exponential, Mean: 5e-324}, 2),
		"no patience":      simple(1800, 200, exponential300, Law{Kind: Deterministic}, 2),
		"rare":             simple(MaxSeconds, 5e-324, exponential300, exponential300, 2),
		"many agents":      simple(60, 2000, exponential300, exponential300, MaxAgents),
		"wild":             simple(1800, 500, Law{Kind: Gamma, Mean: 300, CV: MaxCV}, Law{Kind: Gamma, Mean: 300, CV: MaxCV}, 20),
		"two worlds":       simple(1800, 500, Law{Kind: Hyperexponential, Mean: 300, CV: MaxCV}, Law{Kind: Erlang, Mean: 300, Phases: MaxPhases}, 20),
	}
}

// TestExtremes: every figure is finite and shares are shares.
func TestExtremes(t *testing.T) {
	for name, m := range extremes() {
		finite(t, name, m)
	}
}

// TestExtremeRules is the same with every rule at work.
func TestExtremeRules(t *testing.T) {
	for name, m := range extremes() {
		ch, team := &m.Channels[0], &m.Teams[0]
		ch.Lines, ch.Room, ch.Balk = 4, 1, 0.5
		ch.WrapUp = Law{Kind: Exponential, Mean: 5e-324}
		ch.Redial = Redial{Share: 0.9, After: Law{Kind: Exponential, Mean: m.Interval / 3}}
		ch.Busyness = Busyness{MaxBusyness, MaxBusyness, -1}
		ch.Slopes = []float64{-1}
		ch.Routes = []Route{{Team: 0, After: MaxSeconds}}
		team.Efficiency, team.HandBack, team.Preempt = []float64{1e-3}, true, true
		team.Absence, team.Adherence = 0.5, 1e-300
		finite(t, name+", never answered", m)
		ch.Routes = nil
		team.Adherence, team.Efficiency[0] = 0.5, 1e3
		finite(t, name+", with rules", m)
	}
}

func finite(t *testing.T, name string, m Model) {
	t.Helper()
	if err := m.Validate(); err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	r := run(t, m, Options{Replications: 4})
	asJSON(t, r) // fails on NaN and Inf
	day, team := r.Channels[0].Day, r.Teams[0].Day
	for _, e := range []Estimate{
		day.ServiceLevel.Offered, day.ServiceLevel.Answered, day.ServiceLevel.ExcludingShort, day.ServiceLevel.Waited,
		day.Abandonment, day.Blocking, team.Occupancy, team.AllBusy, r.Channels[0].Served,
	} {
		if !(e.Mean >= 0 && e.Mean <= 1) {
			t.Errorf("%s: a share of %v", name, e.Mean)
		}
	}
	for _, e := range []Estimate{day.ASA, day.MeanWait, day.MeanQueue, day.LongestWait, team.Staffed, team.Busy, team.PerAgentHour} {
		if !(e.Mean >= 0) {
			t.Errorf("%s: negative: %v", name, e.Mean)
		}
	}
}
