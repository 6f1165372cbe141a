package erlang

import "math"

// curveStep moves a state of interval i on, for at most h from a time on, where the arrival rate moves, and
// returns for how long. The basis is the commutator-free method of order 4 (Blanes and Moan 2006,
// "Fourth- and sixth-order commutator-free Magnus integrators for linear and non-linear dynamical
// systems"): a step is two half-steps at constant rates, made of the rates at the two Gauss
// points of the step. It is symmetric in time, so one step y1 and two of half the size y2 give
// (16 y2 - y1) / 15 of order 6, and the step is as long as their difference allows.
func (r *dayRun) curveStep(s *dayState, i int, from, most float64, measure bool) float64 {
	c := &r.chain
	if r.stride == 0 {
		r.stride = r.length / 8
	}
	h := math.Min(r.stride, most)
	low, high := -1, -1
	for try := 0; ; {
		rates := [3][2]float64{r.curveRates(from, h), r.curveRates(from, h/2), r.curveRates(from+h/2, h/2)}
		r.set(s, i, math.Max(rates[0][0], rates[0][1]))
		if high < 0 {
			low, high = c.reach(s, h)
		}
		c.window(s, low, high)
		y := c.pack(s, r.spare)
		n := len(y)
		coarse := r.spare.take(n)
		copy(coarse, y)
		var sums [6][]float64
		for k := range sums {
			sums[k] = r.spare.zero(n)
		}
		for k, rate := range rates[0] {
			c.arrive = rate
			c.prepare()
			c.uniformize(coarse, sums[k], h/2, r.spare)
		}
		for k := range 4 {
			c.arrive = rates[1+k/2][k%2]
			c.prepare()
			c.uniformize(y, sums[2+k], h/4, r.spare)
		}
		gap := 0. // between the two, in probability
		for k, v := range y[:c.base] {
			gap += math.Abs(v - coarse[k])
		}
		for k := range y {
			y[k] += (y[k] - coarse[k]) / 15
		}
		r.spare.give(coarse)
		const allowed = 1e-8
		short, deep := c.cut(y, sums[2], h/4)
		switch {
		case gap > allowed && h > 1e-9*r.length:
			h *= math.Max(0.2, 0.9*math.Pow(allowed/gap, 0.2))
			r.stride, high = h, -1
		case try < 20 && (short || deep):
			low, high = widen(low, high, short, deep)
			try++
		default:
			if measure {
				for k, rate := range rates[0] {
					r.measure(i, rate, h/2, -1./15, sums[k])
				}
				for k := range 4 {
					r.measure(i, rates[1+k/2][k%2], h/4, 16./15, sums[2+k])
				}
			}
			c.unpack(s, y, r.spare)
			r.spare.give(sums[:]...)
			s.trim()
			if h == r.stride {
				r.stride = h * math.Min(3, 0.9*math.Pow(allowed/(gap+1e-20), 0.2))
			}
			return h
		}
		r.spare.give(sums[:]...)
		r.spare.give(y)
	}
}

// curveRates are the constant rates of the two half-steps of a step of h from time at.
func (r *dayRun) curveRates(at, h float64) [2]float64 {
	const off, tilt = 0.28867513459481287, 0.5773502691896257 // √3/6, √3/3
	early := r.day.Curve((at+h*(0.5-off))*r.unit) * r.unit * r.factor
	late := r.day.Curve((at+h*(0.5+off))*r.unit) * r.unit * r.factor
	return [2]float64{
		math.Max(0, (0.5+tilt)*early+(0.5-tilt)*late),
		math.Max(0, (0.5-tilt)*early+(0.5+tilt)*late),
	}
}
