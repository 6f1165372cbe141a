package sim_test

import (
	"context"
	"math"
	"testing"

	"frontoffice/sim"
)

// The means over the days that Each hands out are those of Run, on any number of workers.
func TestEach(t *testing.T) {
	t.Parallel()
	m := sim.Model{Interval: 1800, WarmUp: 1800,
		Channels: []sim.Channel{
			{Name: "a", Arrivals: []float64{60, 80, 70}, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 240}}, Patience: sim.Law{Kind: sim.Exponential, Mean: 90}, Within: 20},
			{Name: "b", Arrivals: []float64{20, 0, 30}, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 300}}, Patience: sim.Law{Kind: sim.Exponential, Mean: 60}, Within: 30},
		},
		Teams: []sim.Team{{Name: "x", Agents: []int{9, 11, 10}, Skills: []int{0, 1}}, {Name: "y", Agents: []int{3, 2, 3}, Skills: []int{1}}},
	}
	const days = 40
	r, err := sim.Run(context.Background(), m, sim.Options{Replications: days, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{1, 3} {
		var sums [2][3]sim.Counts
		var busy [2]float64
		n := 0
		err := sim.Each(context.Background(), m, sim.Options{Replications: days, Seed: 3, Workers: workers}, func(i int, day sim.Replication) {
			if i != n {
				t.Fatalf("replication %d comes as number %d", i, n)
			}
			n++
			for c := range sums {
				busy[c] += day.Busy(c)
				for k := range sums[c] {
					x, s := day.Counts(c, k), &sums[c][k]
					s.Offered += x.Offered
					s.Answered += x.Answered
					s.Abandoned += x.Abandoned
					s.AnsweredWithin += x.AnsweredWithin
					s.AbandonedWithin += x.AbandonedWithin
					s.WaitAnswered += x.WaitAnswered
				}
			}
		})
		if err != nil || n != days {
			t.Fatal(n, err)
		}
		near := func(what string, got, want float64) {
			if math.Abs(got-want) > 1e-9*math.Abs(want) {
				t.Errorf("%d workers: %s %v, Run has %v", workers, what, got, want)
			}
		}
		for c := range sums {
			near("busy", busy[c]/days/(3*1800), r.Teams[c].Day.Busy.Mean)
			for k, s := range sums[c] {
				f := r.Channels[c].Intervals[k]
				near("offered", float64(s.Offered)/days, f.Offered.Mean)
				near("answered", float64(s.Answered)/days, f.Answered.Mean)
				near("abandoned", float64(s.Abandoned)/days, f.Abandoned.Mean)
				if f.ServiceLevel.Waited.Undefined {
					continue
				}
				near("service level", float64(s.AnsweredWithin)/float64(s.Offered), f.ServiceLevel.Offered.Mean)
				near("waited", float64(s.AnsweredWithin+s.AbandonedWithin)/float64(s.Offered), f.ServiceLevel.Waited.Mean)
				near("ASA", s.WaitAnswered/float64(s.Answered), f.ASA.Mean)
			}
		}
	}
}
