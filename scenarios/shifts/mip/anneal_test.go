package mip

import (
	"context"
	"math"
	"slices"
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
	a := newAnnealing(p, slices.Clone(s.x))
	if a.broken+a.covers.shorts != 0 || math.Abs(a.total-s.best) > 1e-6 {
		t.Fatalf("a solution of cost %v starts with %d rows short and cost %v", s.best, a.broken+a.covers.shorts, a.total)
	}
	s.best = 1.1 * dived // as if the start were poorer
	for range 10 {
		a.run(20_000, 4*a.cell, &s.random, s.goal(), func() float64 { s.offer(a.x); return s.goal() })
		a.charge(0.99)
	}
	if s.best >= 1.05*dived {
		t.Errorf("nothing below %v was found: a dive has %v", s.best, dived)
	}
	kept := *a
	units := len(a.units)
	a = newAnnealing(p, a.x)
	if a.broken != kept.broken || a.covers.shorts != kept.covers.shorts || math.Abs(a.total-kept.total) > 1e-6 || len(a.units) != units {
		t.Errorf("kept %d and %d rows short, cost %v, %d units; counted %d and %d, %v, %d", kept.broken, kept.covers.shorts, kept.total, units, a.broken, a.covers.shorts, a.total, len(a.units))
	}
	if !slices.Equal(kept.covers.tight, a.covers.tight) || !slices.Equal(kept.covers.short, a.covers.short) {
		t.Errorf("tight and short rows: kept %x and %x, counted %x and %x", kept.covers.tight, kept.covers.short, a.covers.tight, a.covers.short)
	}
	for i := range p.Rows {
		sum := 0.0
		for j, c := range p.Columns {
			for _, r := range c.Runs {
				if r.From <= i && i < r.To {
					sum += r.Value * a.x[j]
				}
			}
		}
		if a.covers.counts[i] {
			if kept, want := kept.covers.spare(i), int(sum-p.Rows[i].Lower); kept != want {
				t.Errorf("row %d: kept %d to spare, counted %d", i, kept, want)
			}
		} else if math.Abs(kept.missing[i]-(p.Rows[i].Lower-sum)) > 1e-6 || p.Rows[i].Upper < 1e9 && math.Abs(kept.room[i]-(p.Rows[i].Upper-sum)) > 1e-6 {
			t.Errorf("row %d: kept %v and %v, counted %v of %+v", i, kept.missing[i], kept.room[i], sum, p.Rows[i])
		}
	}
	for j, c := range p.Columns {
		if a.x[j] < c.Lower || a.x[j] > c.Upper {
			t.Errorf("column %d is %v, bounded by %v and %v", j, a.x[j], c.Lower, c.Upper)
		}
	}
}
