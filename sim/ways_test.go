package sim

import (
	"fmt"
	"math"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// TestWaysAgree: whatever way a model may be simulated, the answers are the same: every count, and
// every time to the rounding of sums in another order.
func TestWaysAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		if rapid.Bool().Draw(t, "one queue") {
			m.Channels = m.Channels[:1]
			m.Teams = m.Teams[:1]
			m.Teams[0].Skills = []int{0}
		}
		drawCustomers(t, &m)
		drawShifts(t, &m)
		if err := m.Validate(); err != nil {
			t.Fatal(err)
		}
		agree(t, &m, rapid.Uint64().Draw(t, "seed"), 3)
	})
}

// TestWaysAgreeOnDays is the same on the days that speed is measured on.
func TestWaysAgreeOnDays(t *testing.T) {
	long := w1()
	long.Interval, long.Channels[0].Arrivals[0] = long.Interval/5, 2e5
	for _, m := range []Model{long, w2(), skilledDay(), dayA()} {
		agree(t, &m, 1, 2)
	}
}

func agree(t interface{ Fatalf(string, ...any) }, m *Model, seed uint64, replications uint64) {
	var stop atomic.Bool
	fastest := m.fastest()
	a := newDayBy(m, fastest, &stop)
	for by := byFloor; by < fastest; by++ {
		b := newDayBy(m, by, &stop)
		clear(a.allWaits[0].answered)
		for r := range replications {
			a.run(seed, r)
			b.run(seed, r)
			if what := differ(&a.tally, &b.tally, len(m.Channels), a.k, m.Interval); what != "" {
				t.Fatalf("ways %d and %d, replication %d: %s", fastest, by, r, what)
			}
		}
		for i, n := range b.allWaits[0].answered {
			if a.allWaits[0].answered[i] != n {
				t.Fatalf("ways %d and %d: waits of bin %d: %d and %d", fastest, by, i, a.allWaits[0].answered[i], n)
			}
		}
	}
}

// differ says where two tallies differ.
func differ(a, b *tally, channels, k int, interval float64) string {
	near := func(x, y float64) bool { return math.Abs(x-y) <= 1e-9*(1+math.Abs(y)) }
	var x, y [numContactFigures]float64
	for c := range channels {
		var p, q int64
		for i := range k {
			ca, cb := a.cells[c*k+i], b.cells[c*k+i]
			p += ca.through
			q += cb.through
			ca.figures(x[:], p, interval)
			cb.figures(y[:], q, interval)
			for j := range x {
				exact := j < waitAnswered || j >= blocked && j < handled
				if exact && x[j] != y[j] || !near(x[j], y[j]) {
					return fmt.Sprintf("channel %d, interval %d, figure %d: %v and %v", c, i, j, x[j], y[j])
				}
			}
			if ca.atOnce != cb.atOnce {
				return fmt.Sprintf("channel %d, interval %d: %d and %d at once", c, i, ca.atOnce, cb.atOnce)
			}
		}
	}
	for i := range a.clocks {
		if i%(k+1) == k {
			continue // after the close: not reported
		}
		ca, cb := a.clocks[i], b.clocks[i]
		if ca.answered != cb.answered || !near(ca.staffed, cb.staffed) || !near(ca.busy, cb.busy) || !near(ca.allBusy, cb.allBusy) || !near(a.wrapUps[i], b.wrapUps[i]) {
			return fmt.Sprintf("team %d, interval %d: %+v and %+v", i/(k+1), i%(k+1), ca, cb)
		}
	}
	return ""
}
