package sim

import (
	"math"
	"testing"
)

// TestShiftsExact: agents by shifts alone, with a break: who is there, what is scheduled, what is done.
func TestShiftsExact(t *testing.T) {
	m := Model{
		Interval: 100,
		Channels: []Channel{{
			Name:       "c",
			HandleTime: []Law{{Kind: Deterministic, Mean: 30}},
			Contacts:   []Contact{{10, 40, Unknown, Unknown}, {60, Unknown, 5, Unknown}, {130, Unknown, Unknown, Unknown}, {210, Unknown, Unknown, 20}},
			Arrivals:   []float64{0, 0, 0}, // their number says how many intervals there are
			Patience:   Law{},
			Within:     10,
		}},
		Teams: []Team{{Name: "t", Skills: []int{0}, Shifts: []Shift{
			{From: 0, To: 150, Breaks: []Break{{55, 80}}},
			{Agents: 2, From: 140, To: 180},
		}}},
	}
	r := run(t, m, Options{Replications: 2})
	c, team := r.Channels[0], r.Teams[0]
	// The first is answered at once; the second waits for the end of the break; the third takes the shift's last 20 s and
	// 10 s more; the fourth gives up.
	want := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	want("offered", c.Day.Offered.Mean, 4)
	want("answered", c.Day.Answered.Mean, 3)
	want("abandoned", c.Day.Abandoned.Mean, 1)
	want("ASA", c.Day.ASA.Mean, 20.0/3)
	want("longest wait", c.Day.LongestWait.Mean, 20)
	want("service level", c.Day.ServiceLevel.Offered.Mean, 0.5)
	want("busy, first interval", team.Intervals[0].Busy.Mean, 0.4+0.2)
	want("busy, second interval", team.Intervals[1].Busy.Mean, 0.15+0.3)
	want("staffed, first interval", team.Intervals[0].Staffed.Mean, 0.75)
	want("staffed, second interval", team.Intervals[1].Staffed.Mean, 0.5+0.8)
	want("staffed, third interval", team.Intervals[2].Staffed.Mean, 0)
	want("scheduled, first interval", team.Intervals[0].Scheduled.Mean, 1)
	want("scheduled, second interval", team.Intervals[1].Scheduled.Mean, 0.5+0.8)
	want("utilization of the day", team.Day.Utilization.Mean, (40+35+30)/230.0)
	want("taken", team.Day.Taken.Mean, 3)
	want("per agent-hour", team.Day.PerAgentHour.Mean, 3/(205.0/3600))
}

// TestAbsence: the number on duty is binomial, the same agents all day; adherence is drawn anew in each interval.
func TestAbsence(t *testing.T) {
	m := simple(100, 0, exponential300, Law{}, 20)
	m.Channels[0].Arrivals, m.Teams[0].Agents = []float64{0, 0, 0}, []int{20, 10, 20}
	m.Teams[0].Absence, m.Teams[0].Adherence = 0.1, 0.8
	const n = 20000
	r := newRoster(&m, []float64{100, 200, 300})
	var sum, squares, product float64
	for x := range uint64(n) {
		r.draw(&m, 3, 0, 1, x)
		a, b := float64(r.staff[0][0]), float64(r.staff[0][2])
		sum += a
		squares += (a - 14.4) * (a - 14.4)
		product += (a - 14.4) * (b - 14.4)
		if r.staff[0][1] > 10 {
			t.Fatalf("%d of 10 on duty", r.staff[0][1])
		}
	}
	check := func(what string, got, want, se float64) {
		t.Helper()
		if z := (got - want) / se * math.Sqrt(n); math.Abs(z) > 4.9 {
			t.Errorf("%s: %v, %.1f standard errors from %v", what, got, z, want)
		}
	}
	variance, covariance := 20*0.72*0.28, 20*0.64*0.09 // of 0.8² · Var(not absent)
	check("mean", sum/n, 14.4, math.Sqrt(variance))
	check("variance", squares/n, variance, variance*math.Sqrt2)
	check("covariance of two intervals", product/n, covariance, math.Sqrt(variance*variance+covariance*covariance))
}

// TestUtilizationOfDays: a day's utilization is that of its intervals; contacts finished when nobody is scheduled any more, as at
// night between two days, are in no paid time.
func TestUtilizationOfDays(t *testing.T) {
	m := Model{
		Interval: 600,
		Channels: []Channel{{Arrivals: []float64{60, 60, 0, 60}, HandleTime: []Law{{Kind: Exponential, Mean: 300}}}},
		Teams:    []Team{{Skills: []int{0}, Agents: []int{10, 10, 0, 10}}},
	}
	team := run(t, m, Options{Replications: 5}).Teams[0]
	busy, scheduled := 0.0, 0.0
	for _, p := range team.Intervals {
		busy += p.Utilization.Mean * p.Scheduled.Mean
		scheduled += p.Scheduled.Mean
	}
	if got, want := team.Day.Utilization.Mean, busy/scheduled; math.Abs(got-want) > 1e-12 {
		t.Errorf("utilization of the day %v, of its intervals %v", got, want)
	}
	if team.Intervals[2].Busy.Mean == 0 {
		t.Error("nobody finishes a contact at night")
	}
}
