package mip

import (
	"context"
	"errors"
	"math"
	"testing"
)

// random is a small problem of any kind: rows with one side or two, columns with bounds, some not whole.
func random(r *stream) *Problem {
	p := &Problem{}
	rows, columns := 1+r.below(4), 1+r.below(5)
	for range rows {
		row := Row{Lower: math.Inf(-1), Upper: math.Inf(1)}
		switch at := float64(r.below(9) - 2); r.below(4) {
		case 0, 1:
			row.Lower = at
		case 2:
			row.Upper = at + 2
		default:
			row.Lower, row.Upper = at, at+float64(r.below(3))
		}
		p.Rows = append(p.Rows, row)
	}
	for range columns {
		c := Column{Cost: float64(r.below(9) - 2), Lower: float64(r.below(2)), Integer: true}
		c.Upper = c.Lower + float64(r.below(4))
		for i := 0; i < rows; {
			long := min(1+r.below(3), rows-i)
			if v := float64(r.below(6) - 2); v != 0 {
				c.Runs = append(c.Runs, Run{i, i + long, v})
			}
			i += long
		}
		p.Columns = append(p.Columns, c)
	}
	return p
}

// brute is the optimum by trying everything; +Inf where nothing is feasible.
func brute(p *Problem) float64 {
	best := math.Inf(1)
	x := make([]float64, len(p.Columns))
	var walk func(j int)
	walk = func(j int) {
		if j == len(x) {
			cost := 0.0
			for i, row := range p.Rows {
				sum := 0.0
				for k, c := range p.Columns {
					for _, run := range c.Runs {
						if run.From <= i && i < run.To {
							sum += run.Value * x[k]
						}
					}
				}
				if sum < row.Lower || sum > row.Upper {
					return
				}
			}
			for k, c := range p.Columns {
				cost += c.Cost * x[k]
			}
			best = min(best, cost)
			return
		}
		for x[j] = p.Columns[j].Lower; x[j] <= p.Columns[j].Upper; x[j]++ {
			walk(j + 1)
		}
	}
	walk(0)
	return best
}

// Thousands of tiny problems of every kind: the optimum is that of trying everything, proven, and infeasible ones are told.
func TestSolveAgainstBruteForce(t *testing.T) {
	r := &stream{7}
	feasible := 0
	for n := range 6000 {
		p := random(r)
		want := brute(p)
		s, err := Solve(context.Background(), p, Options{Seed: uint64(n)})
		if math.IsInf(want, 1) {
			if !errors.Is(err, ErrInfeasible) {
				t.Fatalf("problem %d: %+v: got %+v, %v; nothing is feasible", n, p, s, err)
			}
			continue
		}
		feasible++
		if err != nil {
			t.Fatalf("problem %d: %+v: %v; want %v", n, p, err, want)
		}
		cost, err := p.Feasible(s.X)
		if err != nil || math.Abs(cost-want) > 1e-7 || math.Abs(s.Cost-want) > 1e-7 || s.Gap() != 0 {
			t.Fatalf("problem %d: %+v: got %+v, %v; want %v", n, p, s, err, want)
		}
	}
	if feasible < 2000 {
		t.Errorf("%d of 6000 problems were feasible: too few to say much", feasible)
	}
}

// A day of 500 shifts: the search ends within 1 % of the bound, twice the same, with what it is given.
func TestSolveIsDeterministic(t *testing.T) {
	p := cover(500, 3)
	var first *Solution
	for range 2 {
		s, err := Solve(context.Background(), p, Options{Seed: 5, Work: 300})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Feasible(s.X); err != nil {
			t.Error(err)
		}
		if s.Gap() > 0.01 {
			t.Errorf("gap %v: want at most 1 %%", s.Gap())
		}
		if first == nil {
			first = s
			continue
		}
		for j := range s.X {
			if s.X[j] != first.X[j] {
				t.Fatalf("column %d: %v, then %v", j, first.X[j], s.X[j])
			}
		}
		if s.Bound != first.Bound || s.Work != first.Work {
			t.Errorf("bound %v and work %d, then %v and %d", first.Bound, first.Work, s.Bound, s.Work)
		}
	}
}

// An end of the context gives the best so far, and what it is given to start with.
func TestSolveInterrupted(t *testing.T) {
	p := cover(2000, 1)
	ctx, cancel := context.WithCancel(context.Background())
	s, err := Solve(ctx, p, Options{Work: 1 << 40, Progress: func(g Progress) {
		if !math.IsInf(g.Cost, 1) {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if !s.Interrupted || s.Gap() <= 0 || s.Gap() > 0.05 {
		t.Errorf("interrupted %v with gap %v: want the first solution and its gap", s.Interrupted, s.Gap())
	}
	if _, err := p.Feasible(s.X); err != nil {
		t.Error(err)
	}
}

// Without breaks the rows of a column are consecutive, and the relaxation is whole (Veinott and Wagner 1962).
func TestConsecutiveOnesAreWhole(t *testing.T) {
	p := cover(800, 2)
	for j := range p.Columns {
		c := &p.Columns[j]
		c.Runs = []Run{{c.Runs[0].From, c.Runs[len(c.Runs)-1].To, 1}}
		c.Upper = 60
	}
	s, err := Solve(context.Background(), p, Options{})
	if err != nil || s.Gap() != 0 || s.Nodes > 1 || math.Abs(s.Cost-s.Relaxed) > 1e-6*s.Cost {
		t.Errorf("got cost %v, relaxed %v, %d nodes, %v: want the relaxation to be the optimum", s.Cost, s.Relaxed, s.Nodes, err)
	}
}
