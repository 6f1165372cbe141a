package sim

import (
	"context"
	"math"
	"slices"
	"testing"
)

// TestTalkAndWrapUp: by hand, over the border of an interval and of the day, with an interruption, in every way.
func TestTalkAndWrapUp(t *testing.T) {
	m := Model{
		Interval: 100,
		Channels: []Channel{{
			Name: "c", Arrivals: []float64{0, 0}, HandleTime: []Law{{Kind: Deterministic, Mean: 30}}, WrapUp: Law{Kind: Deterministic, Mean: 20},
			Contacts: []Contact{{10, 30, 20, Unknown}, {40, 45, 20, Unknown}, {190, 30, 40, Unknown}},
		}},
		Teams: []Team{{Name: "t", Skills: []int{0}, Agents: []int{1, 1}}},
	}
	want := func(what string, got Estimate, want float64) {
		t.Helper()
		if math.Abs(got.Mean-want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", what, got.Mean, want)
		}
	}
	// In hand 10 to 60, 60 to 125 and 190 to 260; wrap-up 40 to 60, 105 to 125 and 220 to 260.
	for _, by := range []way{byFloor, bySkills, byRecursion} {
		d, s := newDayBy(&m, by, new(stopFlag)), newSummary(&m, Options{})
		for r := range uint64(2) {
			d.run(1, r)
			s.add(&d.tally)
		}
		o, _ := Options{Replications: 2}.withDefaults(1)
		r := s.result(o, s.channel, s.team, s.quantile, s.totals)
		c, team := r.Channels[0], r.Teams[0]
		want("handle time", c.Day.HandleTime, (50+65+70)/3.0)
		want("talk time", c.Day.TalkTime, 105/3.0)
		want("wrap-up", c.Day.WrapUp, 80/3.0)
		want("wrap-up of the first interval", c.Intervals[0].WrapUp, 20)
		want("talk of the second", c.Intervals[1].TalkTime, 30)
		want("wrap-up share, first interval", team.Intervals[0].WrapShare, 0.2)
		want("talk share, first interval", team.Intervals[0].TalkShare, 0.7)
		want("wrap-up share, second interval", team.Intervals[1].WrapShare, 0.2)
		want("talk share, second interval", team.Intervals[1].TalkShare, 0.15)
	}
	// The second channel's contact is interrupted in its wrap-up, and resumed at half the speed of the other team.
	m.Channels[0].Contacts = m.Channels[0].Contacts[:1]
	m.Channels = append(m.Channels, Channel{Name: "urgent", Arrivals: []float64{0, 0}, HandleTime: []Law{{Kind: Deterministic, Mean: 7}},
		Contacts: []Contact{{50, Unknown, Unknown, Unknown}}})
	m.Teams[0].Skills, m.Teams[0].Preempt = []int{1, 0}, true
	m.Teams[0].Efficiency = []float64{1, 0.5}
	r := run(t, m, Options{Replications: 2})
	// At half speed: talk 10 to 70 but for 7 s from 50 on, wrap-up 77 to 117.
	want("talk, interrupted", r.Channels[0].Day.TalkTime, 60)
	want("wrap-up, interrupted", r.Channels[0].Day.WrapUp, 40)
	want("wrap-up share, interrupted", r.Teams[0].Intervals[0].WrapShare, 0.23)
	want("talk share, interrupted", r.Teams[0].Intervals[0].TalkShare, 0.67)
}

// TestOwnHandleTime: a team's own law takes the place of the channel's, as if it were the channel's; a contact whose handle time is
// given keeps it.
func TestOwnHandleTime(t *testing.T) {
	wait, abandon, queue := erlangA(10, 9, 2)
	m := steadyChannels(5000, []float64{9}, exponential(2), Team{Skills: []int{0}, Agents: []int{10}, HandleTime: []Law{unitExponential}})
	m.Channels[0].HandleTime[0] = Law{Kind: Deterministic, Mean: 50}
	c := compare(t, 4, 0.03*slack())
	r := run(t, m, Options{Replications: full(60), Seed: 2, Confidence: c.confidence})
	got := r.Channels[0].Intervals[1]
	c.within("abandonment", got.Abandonment, abandon)
	c.within("mean queue", got.MeanQueue, queue)
	c.within("delayed", delayed(got), wait)
	c.within("handle time", got.HandleTime, 1)
	c.done()

	m.Channels[0].Contacts = []Contact{{1, 33, Unknown, Unknown}, {2, Unknown, Unknown, Unknown}}
	var times []float64
	if err := Trace(context.Background(), m, 1, 0, func(r Record) { times = append(times, r.HandleTime) }); err != nil {
		t.Fatal(err)
	}
	slices.Sort(times)
	if len(times) != 2 || times[1] != 33 || times[0] > 20 {
		t.Errorf("handle times %v: want 33, and one of the team's own", times)
	}
}

// TestDayQuantiles: those of a day are the waits at their places in the sorted trace, to 1 %; their means over long days are the
// quantile of the steady state, EA-gmr-q90.
func TestDayQuantiles(t *testing.T) {
	for _, m := range []Model{w2(), ruled()} {
		d := newDay(&m, new(stopFlag))
		d.run(1, 0)
		for c, ch := range m.Channels {
			var answered, all []float64
			if err := Trace(context.Background(), m, 1, 0, func(r Record) {
				if r.Channel != ch.Name || r.Outcome == Blocked || r.Outcome == StillWaiting {
					return
				}
				all = append(all, r.Wait)
				if r.Outcome == Answered {
					answered = append(answered, r.Wait)
				}
			}); err != nil {
				t.Fatal(err)
			}
			for i, waits := range [][]float64{answered, all} {
				slices.Sort(waits)
				for j, p := range quantileShares {
					want := waits[int(math.Ceil(p*float64(len(waits))))-1]
					if got := d.tally.quantiles[c*numQuantiles+i*len(quantileShares)+j]; math.Abs(got-want) > 0.01*want {
						t.Errorf("%s: quantile %v of %d waits is %v, got %v", ch.Name, p, len(waits), want, got)
					}
				}
			}
		}
	}
	want := reference(t, "EA-gmr-q90")["wait_q_s"].(float64) / 60
	c := compare(t, 1, 0.01*slack())
	r := run(t, gmr(), Options{Replications: full(100), Seed: 1, Confidence: c.confidence})
	c.within("nine in ten", r.Channels[0].WaitQuantiles.P90, want)
	c.done()
}

// TestTotal: the figures of all channels together are the sums of theirs, and ratios of sums.
func TestTotal(t *testing.T) {
	a := ruled()
	b := ruled()
	b.Teams[0].Agents = slices.Clone(b.Teams[0].Agents)
	for k := range b.Teams[0].Agents {
		b.Teams[0].Agents[k] += 3
	}
	p, err := RunPaired(context.Background(), a, b, Options{Replications: 40, Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	r := p.First
	sum := func(of func(f *Figures) float64) (x float64) {
		for c := range r.Channels {
			x += of(&r.Channels[c].Day)
		}
		return x
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	answered := sum(func(f *Figures) float64 { return f.Answered.Mean })
	near("answered", r.Total.Day.Answered.Mean, answered)
	near("ASA", r.Total.Day.ASA.Mean, sum(func(f *Figures) float64 { return f.ASA.Mean * f.Answered.Mean })/answered)
	near("mean queue", r.Total.Intervals[9].MeanQueue.Mean, func() (x float64) {
		for c := range r.Channels {
			x += r.Channels[c].Intervals[9].MeanQueue.Mean
		}
		return x
	}())
	near("difference", p.Difference.Total.Day.MeanWait.Mean, p.Second.Total.Day.MeanWait.Mean-r.Total.Day.MeanWait.Mean)
	if d := p.Difference.Total.Day.MeanWait; !(d.Mean < -d.HalfWidth && d.HalfWidth > 0) {
		t.Errorf("three agents more: mean wait differs by %+v", d)
	}
}

// TestIntervalDays: the days of the intervals are as many as were simulated, and keep a target as often as single days do.
func TestIntervalDays(t *testing.T) {
	m := w2()
	const n = 60
	r := run(t, m, Options{Replications: n, Seed: 3, DaysByInterval: true})
	d, kept := newDay(&m, new(stopFlag)), make([]int, 28)
	for i := range uint64(n) {
		d.run(3, i)
		for k := range kept {
			c := &d.tally.cells[k]
			if 5*(c.atOnce+c.answeredWithin) >= 4*c.offered {
				kept[k]++
			}
		}
	}
	for k, days := range r.Channels[0].IntervalDays {
		if got := days.ServiceLevel.Offered.AtLeast(0.8) * n; math.Abs(got-float64(kept[k])) > 1e-9 {
			t.Errorf("interval %d: %v days keep 80 %%, of single days %d", k, got, kept[k])
		}
		if team := r.Teams[0].IntervalDays[k]; days.ASA.Count() != n || team.Occupancy.Count() != n || team.Utilization.Count() != n {
			t.Errorf("interval %d: %v, %v and %v days", k, days.ASA.Count(), team.Occupancy.Count(), team.Utilization.Count())
		}
	}
	if run(t, m, Options{Replications: 2}).Channels[0].IntervalDays != nil {
		t.Error("days of intervals that nobody asked for")
	}
}
