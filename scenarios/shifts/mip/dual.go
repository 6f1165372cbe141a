package mip

import "math"

// outcome is how a run of the simplex method ended.
type outcome int

const (
	optimal    outcome = iota
	infeasible         // no values meet the rows and bounds
	above              // the cost is above the limit whatever happens
	stopped            // the work allowed is done
)

// outside is by how much a variable breaks its bounds: negative below, positive above, 0 inside.
func (s *simplex) outside(j int32) float64 {
	x := s.x[j]
	if low := s.lower[j]; x < low-primalTolerance*(1+math.Abs(low)) {
		return x - low
	}
	if high := s.upper[j]; x > high+primalTolerance*(1+math.Abs(high)) {
		return x - high
	}
	return 0
}

// dual runs the dual simplex method from a basis whose reduced costs have the right signs (settle sees to
// that): the row that leaves is chosen by steepest edge (Forrest and Goldfarb 1992), the column that enters
// by the long-step rule with bound flips (Maros 2003) among near ties the largest pivot (Harris 1973).
// It stops once the cost is sure to be above limit, or the work is done.
func (s *simplex) dual(limit float64, until int64) outcome {
	retried := false
	for step := 0; ; step++ {
		if s.work > until || s.halted() {
			return stopped
		}
		if s.pivots >= s.fresh+100 {
			s.refresh(s.settle)
		}
		r, most := -1, 0.0
		for i, j := range s.head {
			if v := s.outside(j); v != 0 {
				if v = v * v / s.weight[i]; v > most {
					r, most = i, v
				}
			}
		}
		s.work += int64(s.m)
		if r < 0 {
			if s.pivots > s.fresh+10 {
				s.refresh(s.settle)
				continue
			}
			return optimal
		}
		if !math.IsInf(limit, 1) && step%8 == 7 && s.value() > limit {
			s.work += int64(s.n)
			if s.bound() > limit { // the costs that the pivots go by are not the costs
				return above
			}
		}
		q := s.price(r)
		if q < 0 {
			if s.certain(r) {
				return infeasible
			}
			if s.pivots > 0 && !retried {
				s.factor()
				s.settle()
				retried = true
				continue
			}
			return stopped
		}
		if s.outside(s.head[r]) == 0 {
			continue // the flips have mended the row
		}
		s.ftran(q)
		if a, b := s.alpha[q], s.image[r]; math.Abs(a-b) > 1e-7*(1+math.Abs(b)) || math.Abs(b) < pivotTolerance/10 {
			if s.pivots > 0 {
				s.factor()
				s.settle()
				continue
			}
			if math.Abs(b) < pivotTolerance/10 {
				return stopped // numerically hopeless: nothing is claimed
			}
		}
		s.step(r, q)
	}
}

// halted is whether somebody wants the method to stop.
func (s *simplex) halted() bool {
	select {
	case <-s.halt:
		return true
	default:
		return false
	}
}

// certain is whether the row r of the inverse proves that no values meet the rows and bounds: the sum of the
// constraints that it weighs has no values within the bounds that make it 0. That holds for any weights, so rounding in the
// inverse does no harm.
func (s *simplex) certain(r int) bool {
	rho := s.inverse[r*s.m : (r+1)*s.m]
	s.sums(rho)
	least, most := 0.0, 0.0
	add := func(j int, a float64) {
		if math.Abs(a) < 1e-11 {
			return
		}
		low, high := s.lower[j], s.upper[j]
		if a < 0 {
			low, high = high, low
		}
		least, most = least+a*low, most+a*high
	}
	for j := range s.n {
		a := 0.0
		for _, r := range s.of(j) {
			a += r.value * (s.prefix[r.to] - s.prefix[r.from])
		}
		add(j, a)
	}
	for i, v := range rho {
		add(s.n+i, -v)
	}
	s.work += int64(len(s.runs) + s.n + s.m)
	return least > 1e-7 || most < -1e-7
}

// price computes the row r of the tableau and chooses the column that enters for it, after flipping the bounds
// of those passed; -1 if there is none.
func (s *simplex) price(r int) int {
	m, n := s.m, s.n
	rho := s.inverse[r*m : (r+1)*m]
	p := s.head[r]
	gap := s.outside(p)
	sign := 1.0
	if gap < 0 {
		sign, gap = -1, -gap
	}
	s.sums(rho)
	s.hopeful = s.hopeful[:0]
	prefix, runs := s.prefix, s.runs
	for j := range n {
		if s.where[j] >= 0 {
			continue
		}
		t := 0.0
		for _, r := range runs[s.first[j]:s.first[j+1]] {
			t += r.value * (prefix[r.to] - prefix[r.from])
		}
		s.alpha[j] = t
		s.hope(j, sign*t)
	}
	for i, v := range rho {
		if j := n + i; s.where[j] < 0 {
			s.alpha[j] = -v
			s.hope(j, -sign*v)
		}
	}
	s.work += int64(len(runs) + 2*n)
	// Pass breakpoints as long as the dual cost still rises.
	for len(s.hopeful) > 0 {
		reach := math.Inf(1)
		for _, j := range s.hopeful {
			a := math.Abs(s.alpha[j])
			reach = min(reach, (math.Abs(s.d[j])+dualTolerance)/a)
		}
		slope, best, enters := gap, 0.0, -1
		rest := s.hopeful[:0]
		s.overlook = s.overlook[:0]
		for _, j := range s.hopeful {
			a := math.Abs(s.alpha[j])
			if math.Abs(s.d[j]) > reach*a {
				rest = append(rest, j)
				continue
			}
			s.overlook = append(s.overlook, j)
			slope -= a * (s.upper[j] - s.lower[j])
			if a > best {
				best, enters = a, int(j)
			}
		}
		s.work += int64(2 * (len(rest) + len(s.overlook)))
		if slope <= 1e-7*(1+gap) || len(rest) == 0 && math.IsInf(slope, -1) {
			return enters
		}
		if len(rest) == 0 {
			return -1 // all may flip, and the row is still broken
		}
		gap = slope
		for _, j := range s.overlook {
			s.flip(int(j))
		}
		s.hopeful = rest
	}
	return -1
}

// hope lists a column that may enter: one whose reduced cost the step drives to 0.
func (s *simplex) hope(j int, a float64) {
	if s.lower[j] == s.upper[j] {
		return
	}
	if s.where[j] == atLower && a > pivotTolerance || s.where[j] == atUpper && a < -pivotTolerance {
		s.hopeful = append(s.hopeful, int32(j))
	}
}

// flip moves a variable to its other bound.
func (s *simplex) flip(j int) {
	s.flips++
	by := s.upper[j] - s.lower[j]
	if s.where[j] == atUpper {
		by = -by
		s.where[j], s.x[j] = atLower, s.lower[j]
	} else {
		s.where[j], s.x[j] = atUpper, s.upper[j]
	}
	s.ftran(j)
	for i, k := range s.head {
		s.x[k] -= by * s.image[i]
	}
}

// step pivots: the variable of row r leaves for the bound it breaks, q enters.
func (s *simplex) step(r, q int) {
	p := s.head[r]
	// The dual step: reduced costs, q's to 0.
	t := s.d[q] / s.alpha[q]
	gap := s.outside(p)
	if gap < 0 && t > 0 || gap > 0 && t < 0 { // a near tie had the wrong sign by a hair
		s.shift(q)
		t = 0
	}
	if t != 0 {
		for j := range s.d {
			if s.where[j] < 0 {
				s.d[j] -= t * s.alpha[j]
			}
		}
	}
	s.d[q], s.d[p] = 0, -t
	s.work += int64(len(s.d))
	// The primal step.
	to := s.lower[p]
	if gap > 0 {
		to = s.upper[p]
	}
	by := (s.x[p] - to) / s.image[r]
	for i, k := range s.head {
		s.x[k] -= by * s.image[i]
	}
	s.x[q] += by
	s.x[p] = to
	s.where[p] = atLower
	if gap > 0 {
		s.where[p] = atUpper
	}
	s.exchange(r, q)
	// Near ties passed over end a hair on the wrong side: their costs give way.
	for _, j := range s.overlook {
		if int(j) != q && (s.where[j] == atLower && s.d[j] < 0 || s.where[j] == atUpper && s.d[j] > 0) {
			s.shift(int(j))
		}
	}
}
