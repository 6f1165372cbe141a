package erlang

import "math"

// uniformize replaces y by its value after time h and adds the integral over that time
// to sum (nil: not wanted). With v_k = (I + G/Λ)^k y,
//
//	y(h) = Σ_k π_k v_k,   ∫ y = (1/Λ) Σ_k P(more than k jumps) v_k,
//
// π_k Poisson with mean Λh (Jensen 1953; Grassmann 1977). Every term is positive: nothing
// cancels, and a probability of 1e-80 is as exact as one of 1/2. The work is about
// Λh + 7 √Λh + 10 jumps.
func (c *chain) uniformize(y, sum []float64, h float64, spare *scratch) {
	if !(h > 0) {
		return
	}
	rate := c.uniform()
	if rate == 0 {
		if sum != nil {
			addScaled(sum, h, y)
		}
		return
	}
	// Long stretches in parts, so that e^{-Λh} does not vanish.
	parts := math.Ceil(rate * h / 256)
	for range int(parts) {
		c.uniformPart(y, sum, h/parts, rate, spare)
	}
}

func (c *chain) uniformPart(y, sum []float64, h, rate float64, spare *scratch) {
	n := len(y)
	v, next, end := spare.take(n), spare.take(n), spare.zero(n)
	copy(v, y)
	spare.jumps.set(rate*h, 1e-16)
	for k, pi := range spare.jumps.is {
		if k > 0 {
			c.jump(next, v, rate)
			v, next = next, v
		}
		if sum == nil {
			addScaled(end, pi, v)
			continue
		}
		more := spare.jumps.more[k] / rate
		sum, end := sum[:len(v)], end[:len(v)]
		for i, x := range v {
			end[i] += pi * x
			sum[i] += more * x
		}
	}
	copy(y, end)
	spare.give(v, next, end)
}

// scratch keeps vectors to be used again.
type scratch struct {
	free  [][]float64
	jumps poissonLaw
}

// take returns a vector of n numbers of any value.
func (s *scratch) take(n int) []float64 {
	for i := len(s.free) - 1; i >= 0; i-- {
		if v := s.free[i]; cap(v) >= n {
			s.free[i] = s.free[len(s.free)-1]
			s.free = s.free[:len(s.free)-1]
			return v[:n]
		}
	}
	return make([]float64, n, n+n/4+8)
}

func (s *scratch) give(v ...[]float64) { s.free = append(s.free, v...) }

// zero returns a vector of n zeros.
func (s *scratch) zero(n int) []float64 {
	v := s.take(n)
	clear(v)
	return v
}
