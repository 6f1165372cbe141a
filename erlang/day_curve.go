package erlang

import (
	"context"
	"math"
)

// followCurve follows interval i to a time where the arrival rate moves, by the
// commutator-free method of order 4 (Blanes and Moan 2006, "Fourth- and sixth-order
// commutator-free Magnus integrators for linear and non-linear dynamical systems"): a step
// is two half-steps, each at a constant rate made of the rates at the step's two Gauss points. Its
// size is such that two steps of half the size change the state by no more than
// curveError.
func (r *dayRun) followCurve(i int, to float64) error {
	for r.now < to {
		if err := r.ctx.Err(); err != nil {
			return context.Cause(r.ctx)
		}
		if r.stride == 0 {
			r.stride = r.length / 32
		}
		h := math.Min(r.stride, to-r.now)
		whole := r.state.alone()
		r.curveStep(&whole, r.now, h)
		halves := r.state.alone()
		r.curveStep(&halves, r.now, h/2)
		r.curveStep(&halves, r.now+h/2, h/2)
		gap := distance(&whole, &halves) / 15
		if gap > curveError && h > 1e-9*r.length {
			r.stride = h * math.Max(0.2, 0.9*math.Pow(curveError/gap, 0.2))
			continue
		}
		for half := range 2 {
			for _, rate := range r.curveRates(r.now+float64(half)*h/2, h/2) {
				for done := 0.; done < h/4*(1-1e-12); {
					done += r.step(i, rate, h/4-done)
				}
			}
		}
		r.now += h
		if to-r.now < 1e-12*to {
			r.now = to
		}
		r.stride = math.Max(r.stride, h*math.Min(3, 0.9*math.Pow(curveError/(gap+1e-20), 0.2)))
	}
	return nil
}

// curveError is the most probability that halving a step may move.
const curveError = 3e-12

// curveRates are the constant rates of the two half-steps of a step of h from time at.
func (r *dayRun) curveRates(at, h float64) [2]float64 {
	const off, tilt = 0.28867513459481287, 0.5773502691896257 // √3/6, √3/3
	early := r.day.Curve((at+h*(0.5-off))*r.unit) * r.unit
	late := r.day.Curve((at+h*(0.5+off))*r.unit) * r.unit
	return [2]float64{
		math.Max(0, (0.5+tilt)*early+(0.5-tilt)*late),
		math.Max(0, (0.5-tilt)*early+(0.5+tilt)*late),
	}
}

// curveStep moves a state without cohorts on by one step.
func (r *dayRun) curveStep(s *dayState, at, h float64) {
	var c chain
	r.set(&c, -2, 0)
	c.cohorts = 0
	for _, rate := range r.curveRates(at, h) {
		c.arrive = rate
		for done := 0.; done < h/2*(1-1e-12); {
			c.layers = len(s.layers)
			done += c.step(s, h/2-done, &r.spare, func(float64, []float64) {})
		}
	}
}

// alone is a copy of the process without the cohorts.
func (s *dayState) alone() dayState {
	c := dayState{slots: s.slots, low: s.low, p: append([]float64(nil), s.p...)}
	for _, row := range s.layers {
		c.layers = append(c.layers, append([]float64(nil), row...))
	}
	return c
}

// distance is the sum of the differences between the laws of the number in hand and waiting.
func distance(a, b *dayState) float64 {
	top := 0
	for _, s := range []*dayState{a, b} {
		s.each(func(n int, _ float64) { top = max(top, n) })
	}
	d := make([]float64, top+1)
	a.each(func(n int, p float64) { d[n] += p })
	b.each(func(n int, p float64) { d[n] -= p })
	sum := 0.
	for _, x := range d {
		sum += math.Abs(x)
	}
	return sum
}
