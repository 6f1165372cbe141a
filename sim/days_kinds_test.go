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
