package mip

import (
	"context"
	"math"
	"slices"
	"testing"
)

// stock is a cutting-stock problem (Gilmore and Gomory 1961): rolls of 100 are cut into orders of some widths. It begins with a
// column for each width alone; the others are made by Price, which after so many calls ends the context.
func stock(widths []int, orders []float64, calls int, end func()) (*Problem, func([]float64, int) ([]Column, float64)) {
	p := &Problem{}
	column := func(counts []int) Column {
		c := Column{Cost: 1, Upper: 1000, Integer: true, Data: slices.Clone(counts)}
		for i, n := range counts {
			if n > 0 {
				c.Runs = append(c.Runs, Run{i, i + 1, float64(n)})
			}
		}
		c.Runs = append(c.Runs, Run{len(widths), len(widths) + 1, 1})
		return c
	}
	for i, n := range orders {
		p.Rows = append(p.Rows, Row{Lower: n, Upper: math.Inf(1)})
		counts := make([]int, len(widths))
		counts[i] = 100 / widths[i]
		p.Columns = append(p.Columns, column(counts))
	}
	p.Rows = append(p.Rows, Row{Name: "rolls", Upper: math.Inf(1), Whole: true})
	return p, func(prices []float64, most int) ([]Column, float64) {
		if calls--; calls == 0 {
			end()
		}
		// The knapsack of width 100.
		best, last := make([]float64, 101), make([]int, 101)
		for w := 1; w <= 100; w++ {
			best[w], last[w] = best[w-1], -1
			for i, v := range widths {
				if v <= w && best[w-v]+prices[i] > best[w]+1e-12 {
					best[w], last[w] = best[w-v]+prices[i], i
				}
			}
		}
		least := 1 - prices[len(widths)] - best[100]
		if least > -1e-9 {
			return nil, min(least, 0)
		}
		counts := make([]int, len(widths))
		for w := 100; w > 0; {
			if i := last[w]; i >= 0 {
				counts[i]++
				w -= widths[i]
			} else {
				w--
			}
		}
		return []Column{column(counts)}, least
	}
}

// The number of rolls is whole, which branch and bound makes use of: the bound is above the relaxation where no costs are rounded.
func TestCount(t *testing.T) {
	p, price := stock([]int{45, 36, 31, 14, 9, 7}, []float64{97, 610, 395, 211, 87, 143}, -1, nil)
	s, err := Solve(context.Background(), p, Options{Work: 100, Price: price, Cheapest: 1})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(s.Relaxed-452.25) > 0.05 || math.Abs(s.Bound-453) > 1e-3 || s.Cost < 453 || s.Cost > 454 {
		t.Errorf("cost %v, bound %v, relaxed %v: want a bound of 453 and a relaxation of 452.25", s.Cost, s.Bound, s.Relaxed)
	}
	if len(s.X) != len(p.Columns)+len(s.Made) {
		t.Errorf("%d values of %d columns and %d made", len(s.X), len(p.Columns), len(s.Made))
	}
}

// Whenever the search is ended, the bound holds, and it is one worth having; to the end it is the relaxation of all columns.
func TestPriceBounds(t *testing.T) {
	widths, orders := []int{45, 36, 31, 14, 9, 7}, []float64{97, 610, 395, 211, 87, 143}
	want, err := listed(widths, orders).Relax()
	if err != nil {
		t.Fatal(err)
	}
	for _, calls := range []int{-1, 1, 2, 4, 8} {
		ctx, cancel := context.WithCancel(context.Background())
		p, price := stock(widths, orders, calls, cancel)
		s, err := Solve(ctx, p, Options{Work: 100, Price: price, Steps: []float64{1}, Cheapest: 1})
		cancel()
		if err != nil {
			t.Fatalf("ended at call %d: %v", calls, err)
		}
		all := *p
		all.Columns = append(slices.Clone(p.Columns), s.Made...)
		if cost, err := all.Feasible(s.X); err != nil || cost != s.Cost {
			t.Errorf("ended at call %d: cost %v, said to be %v; %v", calls, cost, s.Cost, err)
		}
		t.Logf("ended at call %d: cost %v, bound %v, relaxed %v of %v", calls, s.Cost, s.Bound, s.Relaxed, want)
		if s.Bound > math.Ceil(want-1e-6) || s.Bound < 0.4*want {
			t.Errorf("ended at call %d: bound %v: the relaxation of all columns is %v", calls, s.Bound, want)
		}
		if calls < 0 && (math.Abs(s.Relaxed-want) > 1e-3*want || s.Bound < math.Ceil(want-1e-6)-1) {
			t.Errorf("bound %v, relaxed %v: the relaxation of all columns is %v", s.Bound, s.Relaxed, want)
		}
		if calls > 0 && !s.Interrupted {
			t.Errorf("ended at call %d: not said to be interrupted", calls)
		}
	}
}

// listed is the relaxation's problem with all patterns.
func listed(widths []int, orders []float64) *Problem {
	full, _ := stock(widths, orders, 0, nil)
	full.Columns, full.Rows = nil, full.Rows[:len(widths)]
	var walk func(counts []int, left int)
	walk = func(counts []int, left int) {
		if i := len(counts); i < len(widths) {
			for n := 0; n*widths[i] <= left; n++ {
				walk(append(slices.Clone(counts), n), left-n*widths[i])
			}
			return
		}
		c := Column{Cost: 1, Upper: math.Inf(1), Integer: true}
		for i, n := range counts {
			if n > 0 {
				c.Runs = append(c.Runs, Run{i, i + 1, float64(n)})
			}
		}
		if c.Runs != nil {
			full.Columns = append(full.Columns, c)
		}
	}
	walk(nil, 100)
	return full
}

// Columns that are still to be made may cost less than all there are: the bound holds for them too.
func TestPriceBoundsOfCheaperColumns(t *testing.T) {
	widths, orders := []int{45, 36, 31, 14, 9, 7}, []float64{97, 610, 395, 211, 87, 143}
	want, err := listed(widths, orders).Relax()
	if err != nil {
		t.Fatal(err)
	}
	for _, calls := range []int{1, 2, 4, 8} {
		ctx, cancel := context.WithCancel(context.Background())
		p, price := stock(widths, orders, calls, cancel)
		for j := range p.Columns {
			p.Columns[j].Cost = 2
		}
		s, err := Solve(ctx, p, Options{Work: 100, Price: price, Cheapest: 1})
		cancel()
		if err != nil {
			t.Fatalf("ended at call %d: %v", calls, err)
		}
		t.Logf("ended at call %d: bound %v of %v", calls, s.Bound, want)
		if s.Bound > want+1e-6 || s.Bound < 0.2*want {
			t.Errorf("ended at call %d: bound %v: the relaxation of all columns is %v", calls, s.Bound, want)
		}
	}
}

// The columns there are to begin with need not allow a solution; where those that can be made do not either, there is none.
func TestPriceFromNoSolution(t *testing.T) {
	widths, orders := []int{45, 36, 31, 14, 9, 7}, []float64{97, 610, 395, 211, 87, 143}
	p, price := stock(widths, orders, -1, nil)
	p.Columns = p.Columns[:1]
	s, err := Solve(context.Background(), p, Options{Work: 200, Price: price, Steps: []float64{1}, Cheapest: 1})
	if err != nil {
		t.Fatal(err)
	}
	if s.Bound > 453+1e-6 || s.Cost < 453 || s.Cost > 454 {
		t.Errorf("cost %v, bound %v: want 453", s.Cost, s.Bound)
	}
	p, price = stock(widths, orders, -1, nil)
	p.Columns = p.Columns[:1]
	p.Rows[len(widths)].Upper = 440 // rolls
	if _, err := Solve(context.Background(), p, Options{Work: 200, Price: price, Cheapest: 1}); err != ErrInfeasible {
		t.Errorf("%v: want %v", err, ErrInfeasible)
	}
}
