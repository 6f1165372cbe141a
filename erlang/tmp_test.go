package erlang

import (
	"math"
	"testing"
	"context"
)

func TestTmpLeaving(t *testing.T) {
	r := &dayRun{pace: []float64{1}, theta: 1.7}
	for _, S := range []int{20, 200, 1000} {
		tg := r.tags(S, 40, 80)
		for _, h := range []float64{.05, .2, 1} {
			a, b := tg.chancesByLeaving(h, &r.spare)
			tg2 := tg
			n := tg.room * 41
			va, vb := make([]float64, n), make([]float64, n)
			tg2.later(va, h, tg.full, 0, &r.spare)
			tg2.later(vb, h, 0, tg.theta, &r.spare)
			w, w2 := 0., 0.
			for l := range a {
				for j := range a[l] {
					w = math.Max(w, math.Abs(a[l][j]-va[l*tg.room+j]))
					w2 = math.Max(w2, math.Abs(b[l][j]-vb[l*tg.room+j]))
				}
			}
			var g leavingTable
			g.fill(&tg, h, &r.spare)
			w3 := 0.
			for _, age := range []float64{0, .1, .5, .9} {
				m := make([]float64, 80)
				m2 := make([][]float64, 41)
				m2[40] = make([]float64, 80)
				for j := range m {
					m[j] = math.Exp(-float64(j) / 10)
					m2[40][j] = m[j]
				}
				x, y := g.run(&tg, m, age*h, &r.spare)
				x2, y2 := tg.run(m2, h*(1-age), true, &r.spare)
				w3 = math.Max(w3, math.Max(math.Abs(x-x2), math.Abs(y-y2)))
			}
			t.Logf("S %d h %g: %.2g %.2g run %.2g points %d", S, h, w, w2, w3, len(g.ages))
		}
	}
	d, agents := hump(1000, 300)
	p, err := d.Evaluate(context.Background(), agents, 20)
	if err != nil { t.Fatal(err) }
	t.Logf("%+v", p.Day)
}
