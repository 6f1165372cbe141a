package mip

import (
	"math"
	"slices"
)

// dive goes from the relaxation to whole numbers, rounding up what is nearest above a half, a few columns at a
// time, and solving the relaxation again after each. It ends with a solution offered, or without one.
func (s *search) dive() bool {
	if s.x != nil && s.ctx.Err() != nil { // who waits has something
		return false
	}
	s.restore()
	if s.relax(s.until) != optimal {
		return false
	}
	return s.plunge(s.until)
}

// plunge dives from the present relaxation within the present bounds.
func (s *search) plunge(until int64) bool {
	var list []int
	backed, steps := 0, 0
	for {
		list = s.fractional(list)
		if len(list) == 0 {
			was := s.best
			return s.take() && s.best < was
		}
		// The column that is rounded: up, if near above or among the nearest, with some luck.
		best, score := -1, math.Inf(-1)
		for _, j := range list {
			f := s.lp.x[j] - math.Floor(s.lp.x[j])
			if v := f + 0.4*s.random.unit(); v > score {
				best, score = j, v
			}
		}
		lp := s.lp
		if steps++; steps%8 == 0 && lp.m > 150 && s.open() < lp.m*3/4 {
			return s.deeper(until)
		}
		was := lp.lower[best]
		x := lp.x[best]
		for j := range s.p.Columns { // what the relaxation has is kept
			if s.p.Columns[j].Integer && s.p.Columns[j].Cost > 0 && lp.x[j] >= lp.lower[j]+1-tolerance {
				lp.lower[j] = math.Floor(lp.x[j] + tolerance)
			}
		}
		for _, j := range list {
			if f := lp.x[j] - math.Floor(lp.x[j]); f > 0.9 {
				lp.lower[j] = math.Ceil(lp.x[j])
			}
		}
		lp.lower[best] = math.Ceil(x)
		lp.settle()
		switch s.relax(until) {
		case optimal:
			continue
		case infeasible:
			if backed++; backed > 8 {
				return false
			}
			lp.lower[best], lp.upper[best] = min(was, math.Floor(x)), math.Floor(x)
			lp.settle()
			if s.relax(until) != optimal {
				return false
			}
		default:
			return false
		}
	}
}

// open counts the rows that the present lower bounds do not meet yet.
func (s *search) open() int {
	sums := make([]float64, len(s.p.Rows))
	for j := range s.p.Columns {
		if v := s.lp.lower[j]; v != 0 {
			for _, r := range s.p.Columns[j].Runs {
				for i := r.From; i < r.To; i++ {
					sums[i] += r.Value * v
				}
			}
		}
	}
	n := 0
	for i, r := range s.p.Rows {
		if sums[i] < r.Lower-tolerance || !math.IsInf(r.Upper, 1) {
			n++
		}
	}
	return n
}

// deeper goes on with a dive in the problem that the present bounds leave, without the rows that are met: a
// smaller basis.
func (s *search) deeper(until int64) bool {
	r := s.reduce(s.lp.lower[:s.lp.n], s.lp.upper[:s.lp.n])
	r.low = slices.Clone(r.low)
	sub := &search{ctx: s.ctx, p: &r.Problem, random: stream{s.random.next()}, best: s.best - r.cost, bound: math.Inf(-1), scale: s.scale, rise: s.rise, until: until - s.work()}
	sub.switches = findSwitches(sub.p)
	sub.lp = newSimplex(sub.p, sub.scale)
	sub.lp.halt = s.lp.halt
	sub.low, sub.up = slices.Clone(sub.lp.lower[:sub.lp.n]), slices.Clone(sub.lp.upper[:sub.lp.n])
	sub.lp.shake(sub.random.next())
	if sub.relax(sub.until) == optimal {
		sub.plunge(sub.until)
	}
	s.spent += sub.work()
	if sub.x == nil {
		return false
	}
	x := r.whole(sub.x)
	s.trim(x)
	return s.offer(x)
}

// narrow tightens the columns' bounds by the reduced costs of the root: a better solution has no more of a column
// than what its reduced cost leaves below the goal (Dantzig, Fulkerson and Johnson 1954).
func (s *search) narrow() {
	if s.x == nil {
		return
	}
	s.restore()
	if s.relax(s.until) != optimal {
		return
	}
	s.lp.primal(s.until)
	room := s.goal()/s.scale - s.lp.bound() + 1e-9
	for j := range s.p.Columns {
		if !s.p.Columns[j].Integer || s.lp.where[j] >= 0 {
			continue
		}
		switch d := s.lp.d[j]; {
		case s.lp.where[j] == atLower && d > 1e-9:
			s.up[j] = min(s.up[j], s.low[j]+math.Floor(room/d+1e-6))
		case s.lp.where[j] == atUpper && d < -1e-9:
			s.low[j] = max(s.low[j], s.up[j]-math.Floor(room/-d+1e-6))
		}
		s.up[j] = max(s.up[j], s.low[j])
	}
	s.lp.shake(s.random.next())
}
