package mip

import "math"

// primal runs the primal simplex method from a basis whose variables are within their bounds, by the costs as
// given: it ends what the dual method did with perturbed costs, and goes on where columns were added.
func (s *simplex) primal(until int64) outcome {
	s.steady()
	stalled := 0
	for {
		if s.work > until || s.halted() {
			return stopped
		}
		if s.pivots >= s.fresh+100 {
			s.refresh(s.values)
		}
		q, most := -1, 0.0
		for j, d := range s.d {
			if s.where[j] >= 0 || s.lower[j] == s.upper[j] {
				continue
			}
			if s.where[j] == atLower && d < -dualTolerance*10 || s.where[j] == atUpper && d > dualTolerance*10 {
				if v := math.Abs(d); v > most {
					q, most = j, v
				}
			}
		}
		s.work += int64(s.n + s.m)
		if q < 0 {
			return optimal
		}
		s.ftran(q)
		dir := 1.0
		if s.where[q] == atUpper {
			dir = -1
		}
		// Two passes (Harris 1973): how far the step may go, then the largest pivot up to there.
		far := s.upper[q] - s.lower[q]
		reach := math.Inf(1)
		for i, k := range s.head {
			if room, a := s.room(k, -dir*s.image[i]); a > pivotTolerance {
				reach = min(reach, (room+1e-9)/a)
			}
		}
		r, best, by := -1, 0.0, far
		if reach < far {
			for i, k := range s.head {
				if room, a := s.room(k, -dir*s.image[i]); a > pivotTolerance && room/a <= reach && a > best {
					r, best, by = i, a, max(room/a, 0)
				}
			}
		}
		s.work += int64(4 * s.m)
		if r < 0 && math.IsInf(far, 1) {
			return stopped // without an end: the bounds exclude it
		}
		if by*most < 1e-12 {
			stalled++
		} else {
			stalled = 0
		}
		if stalled > 500 {
			return stopped // the bound from the prices holds all the same
		}
		for i, k := range s.head {
			s.x[k] -= dir * by * s.image[i]
		}
		if r < 0 {
			if s.where[q] == atLower {
				s.where[q], s.x[q] = atUpper, s.upper[q]
			} else {
				s.where[q], s.x[q] = atLower, s.lower[q]
			}
			continue
		}
		p := s.head[r]
		s.x[q] += dir * by
		if -dir*s.image[r] < 0 {
			s.where[p], s.x[p] = atLower, s.lower[p]
		} else {
			s.where[p], s.x[p] = atUpper, s.upper[p]
		}
		s.reduce(r, q)
		s.exchange(r, q)
	}
}

// room is how far a variable of the basis can move at a rate, and the rate's size.
func (s *simplex) room(k int32, rate float64) (room, size float64) {
	if rate < 0 {
		return s.x[k] - s.lower[k], -rate
	}
	return s.upper[k] - s.x[k], rate
}

// reduce updates the reduced costs for q entering at row r.
func (s *simplex) reduce(r, q int) {
	rho := s.inverse[r*s.m : (r+1)*s.m]
	t := s.d[q] / s.image[r]
	s.sums(rho)
	p := s.head[r]
	for j := range s.n {
		if s.where[j] >= 0 {
			continue
		}
		a := 0.0
		for _, r := range s.of(j) {
			a += r.value * (s.prefix[r.to] - s.prefix[r.from])
		}
		s.d[j] -= t * a
	}
	for i, v := range rho {
		if s.where[s.n+i] < 0 {
			s.d[s.n+i] += t * v
		}
	}
	s.d[q], s.d[p] = 0, -t
	s.work += int64(len(s.runs) + s.n)
}
