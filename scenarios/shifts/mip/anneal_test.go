package mip

import (
	"context"
	"math"
	"testing"
)

// What annealing keeps as it moves is what its solution gives when counted anew, whatever coefficients and bounds
// rows have; and it stays within the columns' bounds.
func TestAnneal(t *testing.T) {
	p := cover(400, 3)
	for i := range p.Rows {
		if i%7 == 0 {
			p.Rows[i].Upper = p.Rows[i].Lower + 12
		}
	}
	p.Rows = append(p.Rows, Row{Name: "share", Lower: math.Inf(-1), Upper: 0})
	for j := range p.Columns {
		p.Columns[j].Runs = append(p.Columns[j].Runs, Run{96, 97, []float64{0.6, -0.4, -0.4}[j%3]})
		p.Columns[j].Upper = min(p.Columns[j].Upper, float64(3+j%5))
	}
	s := &search{ctx: context.Background(), p: p, random: stream{5}, best: math.Inf(1), bound: math.Inf(-1), until: 1e12, scale: 1}
	s.lp = newSimplex(p, 1)
	s.limits()
	s.switches = findSwitches(p)
	if !s.dive() {
		t.Fatal("no solution to begin with")
	}
	dived := s.best
	a := s.newAnnealing()
	a.start(append([]float64(nil), s.x...))
	if a.short != 0 || math.Abs(a.cost-s.best) > 1e-6 {
		t.Fatalf("a solution of cost %v starts with %d rows short and cost %v", s.best, a.short, a.cost)
	}
	s.best = 1.1 * dived // as if the start were poorer
	cell := a.perCell()
	a.run(200_000, hot*cell, cold*cell, 20*cell, s)
	if s.best >= 1.05*dived {
		t.Errorf("nothing below %v was found: a dive has %v", s.best, dived)
	}
	kept := *a
	kept.missing, kept.room = append([]float64(nil), a.missing...), append([]float64(nil), a.room...)
	units := len(a.units)
	a.start(a.x)
	if a.short != kept.short || math.Abs(a.cost-kept.cost) > 1e-6 || len(a.units) != units {
		t.Errorf("kept %d rows short, cost %v, %d units; counted %d, %v, %d", kept.short, kept.cost, units, a.short, a.cost, len(a.units))
	}
	for i := range a.missing {
		if math.Abs(a.missing[i]-kept.missing[i]) > 1e-6 || p.Rows[i].Upper < 1e9 && math.Abs(a.room[i]-kept.room[i]) > 1e-6 {
			t.Errorf("row %d: kept %v and %v, counted %v and %v", i, kept.missing[i], kept.room[i], a.missing[i], a.room[i])
		}
	}
	for j, c := range p.Columns {
		if a.x[j] < c.Lower || a.x[j] > c.Upper {
			t.Errorf("column %d is %v, bounded by %v and %v", j, a.x[j], c.Lower, c.Upper)
		}
	}
}
