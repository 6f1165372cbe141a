package sim

import (
	"math"
	"slices"
	"testing"
)

// TestNight: one agent from 9 to 11 on two days of "hours" of 1000 s, cases of 100 s each, by hand.
//
//	hours:     0    1    2 (night) 3    4    5 (close)
//	staffed:   |----|----|         |----|----|
func TestNight(t *testing.T) {
	var arrivals []Contact
	for _, at := range []float64{500, 1850, 1860, 1870, 1950, 2500, 4880, 4890} {
		arrivals = append(arrivals, Contact{Arrived: at, HandleTime: 100, WrapUp: 0, Patience: math.Inf(1)})
	}
	m := Model{
		Interval: 1000,
		Channels: []Channel{{
			Name: "cases", HandleTime: []Law{{Kind: Deterministic, Mean: 100}}, Contacts: arrivals,
			Deferred: Deferred{Deadline: 400, Backlog: []float64{50, 300}},
		}},
		Teams: []Team{{Name: "office", Skills: []int{0}, Agents: []int{1, 1, 0, 1, 1}}},
	}
	// The backlog: 300 s old, done at 100; 50 s old, done at 200. Then 500 to 600; 1850 to 1950; 1860 from 1950 to 2050,
	// beyond the hour; 1870, 1950 and 2500 wait for the morning: 3100, 3200, 3300; 4880 to 4980; 4890 from 4980 to 5080.
	ends := []float64{100, 200, 600, 1950, 2050, 3100, 3200, 3300, 4980, 5080}
	var got []float64
	if err := Trace(t.Context(), m, 1, 0, func(r Record) { got = append(got, r.Left) }); err != nil {
		t.Fatal(err)
	}
	if len(got) != len(ends) {
		t.Fatalf("%v, want %v", got, ends)
	}
	for i := range ends {
		if math.Abs(got[i]-ends[i]) > 1e-6 {
			t.Fatalf("ends at %v, want %v", got, ends)
		}
	}
	check := func(what string, e Estimate, want float64) {
		t.Helper()
		if math.Abs(e.Mean-want) > 1e-6 {
			t.Errorf("%s: %v, want %v", what, e.Mean, want)
		}
	}
	r := run(t, m, Options{Replications: 2})
	ch := r.Channels[0]
	check("carried", ch.Day.Deferred.Carried, 2)
	check("offered", ch.Day.Offered, 10)
	check("time to", ch.Day.Deferred.TimeTo, (400+250+100+100+190+1230+1250+800+100+190)/10.0)
	check("on time by the clock", ch.Day.Deferred.OnTime, 0.7) // 1870, 1950 and 2500 are late
	for i, want := range []struct{ backlog, overdue, oldest float64 }{{0, 0, 0}, {3, 0, 140}, {3, 3, 1130}, {0, 0, 0}, {1, 0, 110}} {
		d := ch.Intervals[i].Deferred
		check("backlog", d.Backlog, want.backlog)
		check("overdue", d.Overdue, want.overdue)
		check("oldest", d.OldestAt, want.oldest)
	}
	if n := ch.Ages.Done.Count(); n != 20 {
		t.Errorf("%v ages, want 20", n)
	}

	// In the office's hours 1870 is 100 + 230 s old when it is done, and 2500 but 300 s.
	m.Channels[0].Deferred.Hours = []Span{{-1000, 2000}, {3000, 5000}}
	r = run(t, m, Options{Replications: 2})
	check("on time by the office's hours", r.Channels[0].Day.Deferred.OnTime, 1)

	// The newest first: at 1950 the agent is free before the next comes, and takes 1870.
	m.Channels[0].Order = NewestFirst
	got = nil
	if err := Trace(t.Context(), m, 1, 0, func(r Record) { got = append(got, r.Arrived) }); err != nil {
		t.Fatal(err)
	}
	if want := []float64{-50, -300, 500, 1850, 1870, 2500, 1950, 1860, 4880, 4890}; !slices.Equal(got, want) {
		t.Errorf("newest first: %v, want %v", got, want)
	}

	// With the close two hours earlier they are left.
	m.Channels[0].Order = OldestFirst
	m.Channels[0].Contacts = arrivals[:6]
	m.Teams[0].Agents = []int{1, 1, 0, 0, 0}
	r = run(t, m, Options{Replications: 2})
	check("left", r.Channels[0].Day.Waiting, 3)
	check("on time of those due", r.Channels[0].Day.Deferred.OnTime, 5.0/8)
	check("on time at least", r.Channels[0].Day.Deferred.AtLeast, 5.0/r.Channels[0].Day.Offered.Mean)
	check("on time at most", r.Channels[0].Day.Deferred.AtMost, (r.Channels[0].Day.Offered.Mean-3)/r.Channels[0].Day.Offered.Mean)
	if a := r.Channels[0].Ages.Left.Quantile(1); math.Abs(a-3130) > 31 {
		t.Errorf("oldest left: %v", a)
	}
}

// What is due at the close and not finished then is late: of two that came at the opening nobody does either.
func TestDueAtTheClose(t *testing.T) {
	m := Model{
		Interval: 1800,
		Channels: []Channel{{Name: "mail", Arrivals: []float64{0, 0}, HandleTime: []Law{{Kind: Deterministic, Mean: 60}}, Deferred: Deferred{Deadline: 3600, Backlog: []float64{0, 0}}}},
		Teams:    []Team{{Name: "desk", Skills: []int{0}, Agents: []int{0, 0}}},
	}
	f := run(t, m, Options{Replications: 2}).Channels[0].Day.Deferred
	if f.OnTime.Mean != 0 || f.AtMost.Mean != 0 || f.Overdue.Mean != 2 || f.Known.Mean != 2 {
		t.Errorf("on time %v, at most %v, overdue %v, known %v; want 0, 0, 2, 2", f.OnTime.Mean, f.AtMost.Mean, f.Overdue.Mean, f.Known.Mean)
	}
}

// TestBlending: case BL-1, calls with an endless backlog worked while more than two agents are idle.
func TestBlending(t *testing.T) {
	v := reference(t, "BL-1")
	const length = 2000
	m := steady(12, 8, length, unitExponential, Law{}, 0)
	m.Channels = append(m.Channels, Channel{
		Name: "list", Arrivals: []float64{0, 0}, HandleTime: []Law{unitExponential},
		Deferred: Deferred{Deadline: 1e9, Backlog: make([]float64, 20_000)}, Routes: []Route{{Reserve: 2}},
	})
	m.Teams[0].Skills = []int{0, 1}
	cmp := compare(t, 5, 0.05*slack())
	r := run(t, m, Options{Replications: full(60), Seed: 21, Confidence: cmp.confidence})
	got, team := r.Channels[0].Intervals[1], r.Teams[0].Intervals[1]
	cmp.within("mean wait", got.MeanWait, v["E_W_all"].(float64))
	cmp.within("all busy", team.AllBusy, v["P_wait"].(float64))
	cmp.within("utilization", team.Occupancy, v["util"].(float64))
	taken := team.Taken
	taken.Mean, taken.HalfWidth = taken.Mean/length, taken.HalfWidth/length
	cmp.within("taken", taken, 8+v["outbound_throughput"].(float64))
	cmp.done()
}

// blend is calls and e-mail in one team: calls have priority.
func blend(email float64) Model {
	const hour = 3600
	m := Model{
		Interval: 10 * hour, WarmUp: 10 * hour,
		Channels: []Channel{
			{Name: "voice", Arrivals: []float64{10.0 / 180 * 10 * hour}, HandleTime: []Law{{Kind: Exponential, Mean: 180}}, Within: 20},
			{Name: "email", Arrivals: []float64{email / 300 * 10 * hour}, HandleTime: []Law{{Kind: Exponential, Mean: 300}}, Within: 3600, Deferred: Deferred{Deadline: 3600}},
		},
		Teams: []Team{{Skills: []int{0, 1}, Agents: []int{14}}},
	}
	return m
}

// TestBlendPolicies: each way of keeping e-mail out of the way of calls helps the calls and costs the e-mail.
func TestBlendPolicies(t *testing.T) {
	type figures struct{ level, email, onTime float64 }
	of := func(change func(m *Model)) figures {
		m := blend(2)
		change(&m)
		r := run(t, m, Options{Replications: 60, Seed: 23})
		return figures{r.Channels[0].Day.ServiceLevel.Offered.Mean, r.Channels[1].Day.Deferred.TimeTo.Mean, r.Channels[1].Day.Deferred.OnTime.Mean}
	}
	plain := of(func(m *Model) {})
	reserve := of(func(m *Model) { m.Channels[1].Routes = []Route{{Reserve: 2}} })
	anybody := of(func(m *Model) { m.Teams[0].Preempt = true })
	same := of(func(m *Model) { m.Teams[0].Preempt, m.Channels[1].Resume = true, BySameAgent })
	never := of(func(m *Model) { m.Teams[0].Preempt, m.Channels[1].Resume = true, Uninterrupted })
	own := of(func(m *Model) {
		m.Teams = []Team{{Name: "voice", Skills: []int{0}, Agents: []int{11}}, {Name: "email", Skills: []int{1}, Agents: []int{3}}}
	})
	if never != plain {
		t.Errorf("uninterrupted %+v is not as without interruption %+v", never, plain)
	}
	if !(reserve.level > plain.level+0.05) || !(anybody.level > reserve.level) {
		t.Errorf("service level of calls: %v, with a reserve %v, with interruption %v", plain.level, reserve.level, anybody.level)
	}
	if !(reserve.email > plain.email) || !(anybody.email > plain.email) {
		t.Errorf("time to answer e-mail: %v, with a reserve %v, with interruption %v", plain.email, reserve.email, anybody.email)
	}
	if !(same.email > anybody.email) {
		t.Errorf("time to answer e-mail: resumed by the same agent %v, by any %v", same.email, anybody.email)
	}
	if !(own.level < plain.level+0.2) || !(own.level < anybody.level) {
		t.Errorf("service level of calls: own teams %v, together with interruption %v", own.level, anybody.level)
	}
}

// TestQueueOrders: the order of a queue leaves the mean wait as it is and spreads it; by deadline across
// channels more is on time than by age.
func TestQueueOrders(t *testing.T) {
	of := func(order QueueOrder) (mean, late float64) {
		m := steady(3, 2.85, 2000, unitExponential, Law{}, 0)
		m.Channels[0].Deferred.Deadline = 30
		m.Channels[0].Order = order
		r := run(t, m, Options{Replications: 40, Seed: 24})
		return r.Channels[0].Intervals[1].MeanWait.Mean, r.Channels[0].Ages.Done.Quantile(0.99)
	}
	mean, old := of(OldestFirst)
	newest, young := of(NewestFirst)
	byDeadline, due := of(DeadlineFirst)
	if math.Abs(mean-newest) > 0.15*mean || !(young > 1.5*old) {
		t.Errorf("mean waits %v and %v, 99 %% quantiles %v and %v", mean, newest, old, young)
	}
	if byDeadline != mean || due != old {
		t.Errorf("one deadline: by deadline %v, %v is not by age %v, %v", byDeadline, due, mean, old)
	}

	onTime := func(rule ContactRule) float64 {
		m := steady(3, 1.4, 2000, unitExponential, Law{}, 0)
		m.Channels = append(m.Channels, m.Channels[0])
		m.Channels[1].Name = "d"
		m.Channels[0].Deferred.Deadline, m.Channels[1].Deferred.Deadline = 5, 50
		m.Teams[0].Skills, m.Teams[0].Take = []int{0, 1}, rule
		r := run(t, m, Options{Replications: 40, Seed: 25})
		return (r.Channels[0].Day.Deferred.OnTime.Mean + r.Channels[1].Day.Deferred.OnTime.Mean) / 2
	}
	if due, age := onTime(EarliestDue), onTime(LongestWait); !(due > age+0.02) {
		t.Errorf("on time: the earliest due first %v, the oldest %v", due, age)
	}
}
