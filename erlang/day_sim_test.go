package erlang_test

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"frontoffice/erlang"
	"frontoffice/sim"
)

// Random days agree with the simulator, which plays them contact by contact: every figure lies inside its
// 99 % interval, all of them jointly: 4.15 standard errors for some 300 comparisons (Bonferroni), of 6 days of up to 6
// intervals with 10 figures each; the seeds are fixed. The largest distances come out near 3. Service levels within a T longer than an interval are among them.
func TestDayAgreesWithSimulation(t *testing.T) {
	if testing.Short() {
		t.Skip("simulates 6 days 4000 times each")
	}
	random := rand.New(rand.NewPCG(2026, 11))
	for day := range 6 {
		n := 3 + random.IntN(4)
		d := erlang.Day{Interval: 900, Handle: 120 + 600*random.Float64(), Patience: []float64{0, 60, 400}[day%3]}
		m := sim.Model{Interval: 900}
		channel := sim.Channel{
			Name:       "voice",
			HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: d.Handle}},
			Within:     []float64{20, 200, 1200}[day/2],
		}
		if d.Patience > 0 {
			channel.Patience = sim.Law{Kind: sim.Exponential, Mean: d.Patience}
		}
		var agents []int
		for range n {
			load := 2 + 14*random.Float64()
			d.Rates = append(d.Rates, load/d.Handle)
			channel.Arrivals = append(channel.Arrivals, load/d.Handle*900)
			agents = append(agents, max(1, int(load*(0.7+0.7*random.Float64()))))
		}
		m.Channels = []sim.Channel{channel}
		m.Teams = []sim.Team{{Name: "agents", Skills: []int{0}, Agents: agents}}
		const confidence, z = 0.95, 1.96
		s, err := sim.Run(context.Background(), m, sim.Options{Replications: 4000, Seed: uint64(day), Confidence: confidence})
		if err != nil {
			t.Fatal(err)
		}
		p, err := d.Evaluate(context.Background(), agents, channel.Within)
		if err != nil {
			t.Fatal(err)
		}
		far := 0.
		see := func(what string, interval int, exact float64, e sim.Estimate) {
			// A share of which no case was seen has no spread to be judged by: then 4 cases of the
			// 4,500 answered, or more, of an interval.
			distance := math.Abs(exact-e.Mean) / math.Max(e.HalfWidth/z, 2e-4)
			far = math.Max(far, distance)
			if !(distance < 4.15) {
				t.Errorf("day %d, interval %d: %s is %v, simulated %v ± %v", day, interval, what, exact, e.Mean, e.HalfWidth)
			}
		}
		for i, x := range p.Intervals {
			f, g := s.Channels[0].Intervals[i], s.Teams[0].Intervals[i]
			see("service level offered", i, x.ServiceLevel.Offered, f.ServiceLevel.Offered)
			see("service level answered", i, x.ServiceLevel.Answered, f.ServiceLevel.Answered)
			see("service level excluding-short", i, x.ServiceLevel.ExcludingShort, f.ServiceLevel.ExcludingShort)
			see("service level waited", i, x.ServiceLevel.Waited, f.ServiceLevel.Waited)
			see("ASA", i, x.ASA, f.ASA)
			see("mean wait", i, x.MeanWait, f.MeanWait)
			see("abandonment", i, x.Abandonment, f.Abandonment)
			see("queue", i, x.MeanQueue, f.MeanQueue)
			see("occupancy", i, x.Occupancy, g.Occupancy)
			see("all busy", i, x.PAllBusy, g.AllBusy)
		}
		x, f := p.Day, s.Channels[0].Day
		see("service level of the day", -1, x.ServiceLevel.Offered, f.ServiceLevel.Offered)
		see("ASA of the day", -1, x.ASA, f.ASA)
		see("mean wait of the day", -1, x.MeanWait, f.MeanWait)
		t.Logf("day %d, %d intervals: at most %.1f standard errors", day, n, far)
	}
}
