package mip

import (
	"math"
	"slices"
)

// Where columns are made on the way, branch and bound goes by rows whose sums are whole numbers, people on a pattern say: a bound on
// such a sum is one more price for those who make columns, while a bound on a column is one that they cannot keep.

// slacken adds two columns to each of these rows, which a node of branch and bound lets the row be missed by at a price, so that its
// relaxation has a solution. They are 0 elsewhere.
func (s *search) slacken() {
	if s.o.Price == nil {
		return
	}
	dearest := 0.0
	for _, c := range s.p.Columns {
		dearest = max(dearest, c.Cost)
	}
	for i, r := range s.p.Rows {
		if r.Whole {
			for _, v := range []float64{1, -1} {
				s.p.Columns = append(s.p.Columns, Column{Name: r.Name, Cost: 100 * dearest, Integer: true, Runs: []Run{{i, i + 1, v}}})
			}
		}
	}
	s.slacks = len(s.p.Columns) - len(s.given)
}

// counting is a node: bounds of the rows.
type counting struct {
	rows  []Row
	bound float64
}

// count runs branch and bound over the rows whose sums are whole, below the cost of a solution there is, and raises the bound.
func (s *search) count(until int64) {
	if s.slacks == 0 || s.x == nil || s.over() {
		return
	}
	rows := s.p.Rows
	allow := func(most float64) {
		for j := range s.slacks {
			s.p.Columns[len(s.given)+j].Upper = most
		}
	}
	allow(1000)
	open := []counting{{rows, s.bound}}
	left := math.Inf(1) // the least bound of what is looked at no further
	for len(open) > 0 && s.work() < until && !s.over() {
		at := 0
		for i := range open {
			if open[i].bound < open[at].bound {
				at = i
			}
		}
		node := open[at]
		if node.bound > s.goal() {
			break
		}
		open = slices.Delete(open, at, at+1)
		s.nodes++
		s.p.Rows = node.rows
		s.reload()
		bound := max(node.bound, s.converge(until, s.goal()))
		if bound > s.goal() {
			continue
		}
		best, far := -1, tolerance
		for i, r := range rows {
			if v := s.lp.x[s.lp.n+i]; r.Whole && math.Abs(v-math.Round(v)) > far {
				best, far = i, math.Abs(v-math.Round(v))
			}
		}
		if best < 0 {
			left = min(left, bound)
			continue
		}
		v := s.lp.x[s.lp.n+best]
		low, high := counting{slices.Clone(node.rows), bound}, counting{slices.Clone(node.rows), bound}
		low.rows[best].Upper, high.rows[best].Lower = math.Floor(v), math.Ceil(v)
		open = append(open, low, high)
	}
	for _, n := range open {
		left = min(left, n.bound)
	}
	left = min(left, s.best)
	if s.rise > 0 && !math.IsInf(left, 1) {
		left = math.Ceil(left/s.rise-1e-6) * s.rise
	}
	if !math.IsInf(left, 1) {
		s.bound = max(s.bound, left)
	}
	s.p.Rows = rows
	allow(0)
	s.reload()
	s.tell()
}

// reload takes the bounds of the problem as they are now, and goes on from the basis there is.
func (s *search) reload() {
	old := s.lp
	s.spent += old.work
	s.lp = newSimplex(s.p, s.scale)
	s.lp.halt = s.ctx.Done()
	s.lp.adopt(old)
	s.limits()
	s.lp.shake(s.random.next())
	for s.ctx.Err() == nil && s.work() < s.until {
		if part := s.lp.work + 50e6; s.lp.dual(math.Inf(1), part) != stopped || s.lp.work < part {
			break
		}
	}
	s.lp.primal(s.until - s.spent)
}
