package erlang

import (
	"math"
	"sync"
)

var gaussTable sync.Map // from the number of points to [2][]float64

// gaussPoints returns the abscissae on [0, 1], in rising order, and the weights of the
// Gauss-Legendre rule with n points: Newton's method on the Legendre polynomial from the
// usual guesses (Abramowitz and Stegun 1964, 22.16.6, 25.4.29). The slices are shared.
func gaussPoints(n int) (nodes, weights []float64) {
	if v, ok := gaussTable.Load(n); ok {
		rule := v.([2][]float64)
		return rule[0], rule[1]
	}
	rule := [2][]float64{make([]float64, n), make([]float64, n)}
	for i := range n {
		x := math.Cos(math.Pi * (float64(i) + 0.75) / (float64(n) + 0.5))
		slope := 0.
		for range 100 {
			value := 0.
			value, slope = legendre(n, x)
			step := value / slope
			x -= step
			if math.Abs(step) < 1e-15 {
				break
			}
		}
		_, slope = legendre(n, x)
		rule[0][n-1-i] = (1 + x) / 2
		rule[1][n-1-i] = 1 / ((1 - x*x) * slope * slope)
	}
	gaussTable.Store(n, rule)
	return rule[0], rule[1]
}

// legendre returns the n-th Legendre polynomial at x, |x| < 1, and its derivative.
func legendre(n int, x float64) (value, slope float64) {
	before, value := 0., 1.
	for k := 1.; k <= float64(n); k++ {
		before, value = value, ((2*k-1)*x*value-(k-1)*before)/k
	}
	return value, float64(n) * (x*value - before) / (x*x - 1)
}
