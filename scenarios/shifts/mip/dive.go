package mip

import "math"

// dive goes from the relaxation to whole numbers, rounding up what is nearest above a half, a few columns at a
// time, and solving the relaxation again after each. It ends with a solution offered, or without one.
func (s *search) dive() bool {
	s.restore()
	if s.relax(s.until) != optimal {
		return false
	}
	return s.plunge(s.until)
}

// plunge dives from the present relaxation within the present bounds.
func (s *search) plunge(until int64) bool {
	var list []int
	backed := 0
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
