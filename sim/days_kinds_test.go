package sim

import "testing"

// The days of a channel are its own where channels show more than calls do.
func TestDaysBesideChats(t *testing.T) {
	t.Parallel()
	m := Model{Interval: 3600, Channels: []Channel{
		{Name: "voice", Arrivals: []float64{30, 40}, HandleTime: []Law{{Kind: Exponential, Mean: 240}}, Patience: Law{Kind: Exponential, Mean: 60}, Within: 20},
		{Name: "chat", Arrivals: []float64{20, 25}, HandleTime: []Law{{Kind: Exponential, Mean: 300}}, Within: 20, Chat: Chat{Slots: 3, Pace: SharedPace(0.4, 3)}},
	}, Teams: []Team{{Name: "a", Skills: []int{0, 1}, Agents: []int{4, 5}}}}
	r, err := Run(t.Context(), m, Options{Replications: 50, DaysByInterval: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, ch := range r.Channels {
		for _, x := range []struct {
			of   Histogram
			mean float64
		}{{ch.Days.Offered, ch.Day.Offered.Mean}, {ch.IntervalDays[1].Offered, ch.Intervals[1].Offered.Mean}} {
			if q := x.of.Quantile(0.5); x.of.Count() != 50 || q < 0.7*x.mean || q > 1.3*x.mean {
				t.Errorf("%s: half of the days have up to %v contacts, and the mean is %v", ch.Name, q, x.mean)
			}
		}
		if ch.Day.ServiceLevel.Offered.Mean > 0.5 && ch.Days.ServiceLevel.Offered.Quantile(0.5) == 0 {
			t.Errorf("%s: service levels of days are 0, and the mean is %v", ch.Name, ch.Day.ServiceLevel.Offered.Mean)
		}
	}
}

// The days of deferred work tell how often it was finished in time.
func TestDaysOnTime(t *testing.T) {
	t.Parallel()
	m := Model{Interval: 3600, Channels: []Channel{
		{Name: "email", Arrivals: []float64{11, 11, 11, 11}, HandleTime: []Law{{Kind: Exponential, Mean: 300}}, Deferred: Deferred{Deadline: 1800}},
		{Name: "voice", Arrivals: []float64{1, 1, 1, 1}, HandleTime: []Law{{Kind: Exponential, Mean: 60}}},
	}, Teams: []Team{{Name: "a", Skills: []int{0, 1}, Agents: []int{1, 1, 1, 1}}}}
	r, err := Run(t.Context(), m, Options{Replications: 200, DaysByInterval: true})
	if err != nil {
		t.Fatal(err)
	}
	email, voice := &r.Channels[0], &r.Channels[1]
	if n := email.Days.OnTime.Count(); n != 200 || email.IntervalDays[3].OnTime.Count() != 200 || voice.Days.OnTime.Count() != 0 {
		t.Errorf("%v days of email, %v of calls", n, voice.Days.OnTime.Count())
	}
	// Half of the days are around the mean, and neither all nor none are above 90 %.
	mean := email.Day.Deferred.OnTime.Mean
	if half := email.Days.OnTime.Quantile(0.5); half < mean-0.15 || half > mean+0.15 {
		t.Errorf("half of the days have at most %v on time, and the mean is %v", half, mean)
	}
	if kept := email.Days.OnTime.AtLeast(0.9); kept <= 0.02 || kept >= 0.98 {
		t.Errorf("%v of the days have 90 %% on time, and the mean is %v", kept, mean)
	}
}
