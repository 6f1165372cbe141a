package erlang

import (
	"math"
	"testing"
)

// Fifty and ninety agents leave at once, among 1200: with θ = μ the number in hand and waiting stays Poisson whoever
// leaves, to 1e-9 of it.
func TestLargeDropsAreExact(t *testing.T) {
	d := Day{Interval: 900, Handle: 300, Patience: 300, Rates: []float64{4, 4.1, 3.7, 3.8}, Record: []float64{450, 930, 1850, 3000}}
	p := evaluateDay(t, d, []int{1200, 1150, 1060, 1080}, 20)
	for _, s := range p.Record {
		m := OfferedLoad(StepCurve(d.Interval, d.Rates), Exponential{300}, s.Time)
		near(t, "mean", s.InSystem, m, 1e-9)
		near(t, "variance", s.Variance, m, 1e-8)
	}
	day := p.Day
	near(t, "conservation", day.Answered+day.Abandoned+p.Close.Queue, day.Offered, 1e-9)
	for i, f := range p.Intervals {
		if l := f.ServiceLevel; !(l.Offered <= l.Waited && l.Waited <= 1) {
			t.Errorf("interval %d: %+v", i, l)
		}
	}
}

// Layers followed apart from positions give what layers and positions together give.
func TestManyLayersAreFollowedApart(t *testing.T) {
	r := &dayRun{pace: []float64{1}, theta: 1.7, spare: &scratch{}}
	for _, slots := range []int{20, 200, 1000} {
		for _, h := range []float64{.05, .2, 1} {
			tags := r.tags(slots, 40, 80)
			answered, left := tags.chancesByLeaving(h, r.spare)
			n := tags.room * len(tags.leaves)
			a, b := make([]float64, n), make([]float64, n)
			tags.later(a, h, tags.full, 0, r.spare)
			tags.later(b, h, 0, tags.theta, r.spare)
			far := 0.
			for l := range answered {
				for j := range answered[l] {
					far = math.Max(far, math.Abs(answered[l][j]-a[l*tags.room+j]))
					far = math.Max(far, math.Abs(left[l][j]-b[l*tags.room+j]))
				}
			}
			var g leavingTable
			g.fill(&tags, h, r.spare)
			for _, age := range []float64{0, .1, .5, .9} {
				together := make([][]float64, 41)
				together[40] = make([]float64, 80)
				for j := range together[40] {
					together[40][j] = math.Exp(-float64(j) / 10)
				}
				x, y := g.run(&tags, append([]float64(nil), together[40]...), age*h, r.spare)
				x1, y1 := tags.run(together, h*(1-age), true, r.spare)
				far = math.Max(far, math.Max(math.Abs(x-x1), math.Abs(y-y1)))
			}
			if far > 1e-10 {
				t.Errorf("%d slots, T %g: off by %g", slots, h, far)
			}
		}
	}
}
