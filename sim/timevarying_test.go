package sim

import (
	"math"
	"testing"
)

// sinusoid is case TV-theta-eq-mu: rate 100 + 20 sin t, handle time and patience exponential
// with mean 1, agents set anew every 0.25 and often cut, in intervals of 0.05 with the
// exact number of contacts expected in each.
func sinusoid() Model {
	const dt, steps = 0.05, 50 * 5
	m := Model{
		Interval: dt,
		Channels: []Channel{{
			Name: "c", HandleTime: []Law{unitExponential}, Patience: unitExponential, Arrivals: make([]float64, steps),
		}},
		Teams: []Team{{Name: "t", Skills: []int{0}, Agents: make([]int, steps)}},
	}
	for k := range steps {
		a, b := float64(k)*dt, float64(k+1)*dt
		m.Channels[0].Arrivals[k] = 100*dt + 20*(math.Cos(a)-math.Cos(b))
		s := float64(k/5) * 0.25
		load := 100 + 10*(math.Sin(s)-math.Cos(s))
		m.Teams[0].Agents[k] = int(math.Ceil(load + 0.5*math.Sqrt(load)))
	}
	return m
}

// TestPatienceLikeHandleTime: where patience and handle times have one exponential law, each contact
// stays that long whether it waits or not, so that the number in the system is Poisson for
// any staffing, with mean m' = rate - m. Means over each interval are integrated from that for
// the piecewise constant rates that are simulated: no approximation. 150 comparisons, over every
// fifth interval.
func TestPatienceLikeHandleTime(t *testing.T) {
	m := sinusoid()
	// Boole's rule on 4 parts of an interval: exact here to 1e-9.
	weights := []float64{7.0 / 90, 32.0 / 90, 12.0 / 90, 32.0 / 90, 7.0 / 90}
	atLeast := func(n int, mean float64) float64 { // Poisson
		p := math.Exp(-mean)
		below := 0.0
		for k := range n {
			below += p
			p *= mean / float64(k+1)
		}
		return 1 - below
	}
	c := compare(t, 150, 0.2*slack())
	r := run(t, m, Options{Replications: full(15000), Seed: 2, Confidence: c.confidence})
	mean := 0.0
	for k, volume := range m.Channels[0].Arrivals {
		rate := volume / m.Interval
		at := func(s float64) float64 { return rate + (mean-rate)*math.Exp(-s) }
		number, full := 0.0, 0.0
		for i, w := range weights {
			x := at(m.Interval * float64(i) / 4)
			number += w * x
			full += w * atLeast(m.Teams[0].Agents[k], x)
		}
		mean = at(m.Interval)
		if k%5 != 4 {
			continue
		}
		queue, team := r.Channels[0].Intervals[k].MeanQueue, r.Teams[0].Intervals[k]
		// The half-width of a sum is at most the sum of the half-widths, and close to it here.
		c.within("in the system", Estimate{Mean: queue.Mean + team.Busy.Mean, HalfWidth: queue.HalfWidth + team.Busy.HalfWidth}, number)
		if full > 0.02 { // where it is rare the interval needs more days to be Student's
			c.within("all busy", team.AllBusy, full)
		}
	}
	if c.made < 90 {
		t.Errorf("only %d comparisons", c.made)
	}
	c.done()
}

// TestSinusoidReference holds the mean that the test above integrates against the stored
// values of the true sinusoid.
func TestSinusoidReference(t *testing.T) {
	v := reference(t, "TV-theta-eq-mu")
	m := sinusoid()
	mean := 0.0
	for k, volume := range m.Channels[0].Arrivals {
		rate := volume / m.Interval
		mean = rate + (mean-rate)*math.Exp(-m.Interval)
		for _, at := range []struct {
			name string
			k    int
		}{{"1.0", 19}, {"2.0", 39}, {"5.0", 99}, {"8.0", 159}, {"11.0", 219}} {
			if k != at.k {
				continue
			}
			want := v[at.name].(map[string]any)
			// A rate constant over 0.05 shifts the mean by at most some 0.05²/12 of the rate's slope.
			if got := want["E_N"].(float64); math.Abs(mean-got) > 0.01 {
				t.Errorf("t = %s: mean %v, reference %v", at.name, mean, got)
			}
			if got := want["n"].(float64); m.Teams[0].Agents[k+1] != int(got) {
				t.Errorf("t = %s: %d agents, reference %v", at.name, m.Teams[0].Agents[k+1], got)
			}
		}
	}
}

// dayA is case TV-dayA-exhaust.
func dayA() Model {
	m := Model{
		Interval: 1800,
		Channels: []Channel{{
			Name:       "voice",
			Arrivals:   []float64{60, 95, 130, 160, 175, 180, 170, 150, 140, 150, 160, 165, 160, 150, 140, 130, 120, 110, 95, 80, 65, 50, 40, 30},
			HandleTime: []Law{{Kind: Exponential, Mean: 240}},
			Patience:   Law{Kind: Exponential, Mean: 180},
			Within:     20,
		}},
		Teams: []Team{{Name: "agents", Skills: []int{0}, Agents: []int{10, 15, 19, 23, 25, 26, 24, 20, 16, 16, 22, 24, 23, 22, 20, 19, 17, 16, 14, 12, 10, 8, 7, 6}}},
	}
	return m
}

// TestDayWithStaffingDrops: TV-dayA-exhaust, interval by interval. Its abandonments are those of the clock's
// half-hour, not of those who arrived in it: they are the mean queue times its length over the
// mean patience, and so are compared there; the day's are the same either way.
func TestDayWithStaffingDrops(t *testing.T) {
	v := reference(t, "TV-dayA-exhaust")
	want := table(t, "tv-dayA-exhaust-intervals.csv")
	m := dayA()
	c := compare(t, 24*4+4, 0.15*slack())
	r := run(t, m, Options{Replications: full(15000), Seed: 4, Confidence: c.confidence})
	ch, team := r.Channels[0], r.Teams[0]
	c.within("abandoned", ch.Day.Abandoned, v["abandoned"].(float64))
	c.within("abandonment", ch.Day.Abandonment, v["P_ab"].(float64))
	c.within("mean wait", ch.Day.MeanWait, v["mean_wait_all_min"].(float64)*60)
	c.within("service level", ch.Day.ServiceLevel.Offered, v["SL20"].(float64))
	for k := range m.Channels[0].Arrivals {
		what := "half-hour " + string(rune('a'+k)) + ": "
		c.within(what+"mean queue", ch.Intervals[k].MeanQueue, want["avg_queue"][k])
		c.within(what+"busy", team.Intervals[k].Busy, want["avg_busy"][k])
		c.within(what+"all busy", team.Intervals[k].AllBusy, want["avg_P_all_busy"][k])
		c.within(what+"service level", ch.Intervals[k].ServiceLevel.Offered, want["SL_T_cohort_served_within_T_over_offered"][k])
		if got := want["E_abandoned"][k]; math.Abs(got-want["avg_queue"][k]*10) > 1e-6*got {
			t.Errorf("%sabandoned %v is not ten times the queue %v", what, got, want["avg_queue"][k])
		}
	}
	c.done()
}

// TestDayWithoutPatience: LEC-MMC, a day from empty at one rate.
func TestDayWithoutPatience(t *testing.T) {
	v := reference(t, "LEC-MMC")
	m := simple(480, 2016, Law{Kind: Exponential, Mean: 2}, Law{}, 12)
	m.Channels[0].Within = 1.0 / 3
	c := compare(t, 4, 0.03*slack())
	r := run(t, m, Options{Replications: full(5000), Seed: 6, Confidence: c.confidence})
	c.within("occupancy", r.Teams[0].Day.Occupancy, v["occupancy"].(float64))
	c.within("busy", r.Teams[0].Day.Busy, v["avg_busy"].(float64))
	c.within("mean queue", r.Channels[0].Day.MeanQueue, v["wait_total_before_close_min"].(float64)/480)
	c.within("service level", r.Channels[0].Day.ServiceLevel.Offered, v["SL_offered"].(float64))
	c.done()
}

// TestW2: the benchmark's day. The expected figures were printed from 1,000 days of another simulator, so
// that their difference has √2 times the error, beside the rounding of the print.
func TestW2(t *testing.T) {
	r := run(t, w2(), Options{Replications: 1000, Seed: 1, Confidence: 1 - 0.01/3})
	day := r.Channels[0].Day
	for _, c := range []struct {
		what           string
		got            Estimate
		want, rounding float64
	}{
		{"abandonment", day.Abandonment, 0.0308, 0.00005},
		{"mean wait", day.MeanWait, 5.55, 0.005},
		{"service level", day.ServiceLevel.Offered, 0.871, 0.0005},
	} {
		if math.Abs(c.got.Mean-c.want) > math.Sqrt2*c.got.HalfWidth+c.rounding {
			t.Errorf("%s: %.5g ± %.2g, expected %v", c.what, c.got.Mean, c.got.HalfWidth, c.want)
		}
	}
}
