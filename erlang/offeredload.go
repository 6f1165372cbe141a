package erlang

import (
	"math"
)

// TimeLaw is the distribution of a handle time, in seconds: any of the laws of patience.
type TimeLaw = PatienceLaw

// RateCurve is an arrival rate that moves along straight lines through points: at Times[i], in
// seconds and in rising order, it is Rates[i] per second. A time given twice is a jump. Before the
// first and after the last time the rate is 0.
type RateCurve struct{ Times, Rates []float64 }

// StepCurve is the curve that is constant within intervals of the given length from time 0 on.
func StepCurve(interval float64, rates []float64) RateCurve {
	var c RateCurve
	for i, r := range rates {
		c.Times = append(c.Times, float64(i)*interval, float64(i+1)*interval)
		c.Rates = append(c.Rates, r, r)
	}
	return c
}

// OfferedLoad returns the load in erlangs that the curve offers at time t to agents without limit:
// the mean number of contacts in hand in M(t)/G/∞,
//
//	m(t) = ∫_0^∞ λ(t - u) P(S > u) du
//
// (Eick, Massey and Whitt 1993, "The physics of the M_t/G/∞ queue"), S the handle time. With
// H(u) = E[min(S, u)] a straight piece of λ from a to b adds
// λ(a) H(t-a) - λ(b) H(t-b) + λ' ∫_{t-b}^{t-a} H. The result is exact to rounding for steps, and to
// about 1e-13 of the largest load for lines. A law with an infinite mean is fine.
func OfferedLoad(c RateCurve, law TimeLaw, t float64) float64 {
	mean := func(u float64) float64 { return math.Max(0, u-law.CDFIntegral(u)) } // H
	load := 0.
	for i := 1; i < len(c.Times); i++ {
		a, b := c.Times[i-1], math.Min(c.Times[i], t)
		if !(a < t && a < b) {
			continue
		}
		slope := (c.Rates[i] - c.Rates[i-1]) / (c.Times[i] - a)
		end := c.Rates[i-1] + slope*(b-a)
		if slope == 0 {
			load += end * (mean(t-a) - mean(t-b))
			continue
		}
		load += c.Rates[i-1]*mean(t-a) - end*mean(t-b) + slope*integrateLaw(mean, law.Breaks(), t-b, t-a)
	}
	return math.Max(0, load)
}

// integrateLaw integrates a function that is smooth between breaks.
func integrateLaw(f func(float64) float64, breaks []float64, from, to float64) float64 {
	sum := 0.
	for _, b := range breaks {
		if b > from && b < to {
			sum += integrateSmooth(f, from, b, 20)
			from = b
		}
	}
	return sum + integrateSmooth(f, from, to, 20)
}

// integrateSmooth halves the interval until the Gauss rule with 12 points agrees with itself.
func integrateSmooth(f func(float64) float64, from, to float64, depth int) float64 {
	mid := (from + to) / 2
	whole, left, right := gaussOf(f, from, to), gaussOf(f, from, mid), gaussOf(f, mid, to)
	if depth == 0 || math.Abs(left+right-whole) <= 1e-13*math.Abs(whole) {
		return left + right
	}
	return integrateSmooth(f, from, mid, depth-1) + integrateSmooth(f, mid, to, depth-1)
}

func gaussOf(f func(float64) float64, from, to float64) float64 {
	nodes, weights := gaussPoints(12)
	sum := 0.
	for k, x := range nodes {
		sum += weights[k] * f(from+(to-from)*x)
	}
	return sum * (to - from)
}
