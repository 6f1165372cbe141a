package sim

import (
	"context"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestConservation: over random models with every rule, contacts and work are neither lost nor made.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawShifts(t, &m)
		if rapid.Bool().Draw(t, "rules") {
			drawRules(t, &m)
		}
		d := newDayBy(&m, byFloor, new(stopFlag))
		d.run(3, 0)
		var offered, left int64
		for _, c := range d.tally.cells {
			offered += c.offered
			left += c.atOnce + c.answered + c.abandoned + c.blocked + c.waiting
			if c.offered < c.redials {
				t.Fatalf("%d offered, %d of them redials", c.offered, c.redials)
			}
		}
		if offered != left {
			t.Fatalf("%d offered, %d answered, abandoned, blocked or waiting", offered, left)
		}
		busy := 0.0
		for g := range d.teams { // after the close the sums go on
			busy += d.teams[g].sums.busy
			for k := range d.k {
				busy += d.tally.clocks[g*(d.k+1)+k].busy
			}
		}
		work, interrupted, fast := 0.0, false, false
		for _, team := range m.Teams {
			fast = fast || team.Efficiency != nil
		}
		var records int64
		if err := Trace(context.Background(), m, 3, 0, func(r Record) {
			records++
			interrupted = interrupted || r.Interruptions > 0
			if r.Outcome == Answered {
				work += r.HandleTime + r.WrapUp
				if r.Left+1e-6 < r.Arrived+r.Wait || r.Wait < 0 {
					t.Fatalf("left before it was answered: %+v", r)
				}
			}
			if r.Wait > r.Patience+1e-9 && r.Interruptions == 0 {
				t.Fatalf("waited beyond its patience: %+v", r)
			}
		}); err != nil {
			t.Fatal(err)
		}
		if records != offered {
			t.Fatalf("%d records, %d offered", records, offered)
		}
		if !interrupted && !fast && math.Abs(busy-work) > 1e-8*(1+work) {
			t.Fatalf("busy for %v s, work of %v s", busy, work)
		}
	})
}

// TestWarmStart: a day with a warm-up is in steady state from its first interval on.
func TestWarmStart(t *testing.T) {
	wait, abandon, queue := erlangA(50, 48, 2)
	m := gmr()
	m.Interval = 100
	m.Channels[0].Arrivals, m.Teams[0].Agents = []float64{4800, 4800}, []int{50, 50}
	m.WarmUp = 30
	c := compare(t, 8, 0.05*slack())
	r := run(t, m, Options{Replications: full(1000), Seed: 1, Confidence: c.confidence})
	for _, i := range []int{0, 1} {
		got := r.Channels[0].Intervals[i]
		c.within("abandonment", got.Abandonment, abandon)
		c.within("mean queue", got.MeanQueue, queue)
		c.within("all busy", r.Teams[0].Intervals[i].AllBusy, wait)
		c.within("offered", got.Offered, 4800)
	}
	c.done()
}
