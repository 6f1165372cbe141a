package erlang

import (
	"math"
	"testing"
)

func testChain() *chain {
	c := &chain{arrive: 20, stay: .9, theta: 1.3, slots: 18, full: 18, each: 1, layers: 3, cohorts: 2, fed: 1,
		base: 60, pace: func(n int) float64 { return float64(n) }}
	c.prepare()
	return c
}

func TestLeapAgreesWithUniformize(t *testing.T) {
	for _, h := range []float64{.1, 1, 7} {
		c := testChain()
		y := make([]float64, c.size())
		for i := range c.base {
			y[i] = math.Exp(-float64((i-19)*(i-19)) / 40)
		}
		y[c.layer(3)+4] = .3
		y[c.layer(1)] = .2
		y[c.waiting(0, 3)+5] = 1
		y[c.waiting(0, 0)+c.room+2] = .5
		var spare scratch
		end, sum := make([]float64, c.size()), make([]float64, c.size())
		c.leap(end, sum, y, h, &spare)
		sum2 := make([]float64, c.size())
		c.uniformize(y, sum2, h, &spare)
		worst, worst2 := 0., 0.
		for i := range y {
			worst = math.Max(worst, math.Abs(y[i]-end[i]))
			worst2 = math.Max(worst2, math.Abs(sum2[i]-sum[i]))
		}
		t.Logf("h %g: %.1e %.1e", h, worst, worst2)
		if worst > 1e-10 || worst2 > 1e-9 { // of 11 and 77
			t.Errorf("h = %g: state off by %g, integral by %g", h, worst, worst2)
		}
	}
}
