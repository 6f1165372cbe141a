package erlang

import (
	"math"
	"testing"
)

// n points are exact for powers up to 2n - 1.
func TestGaussPoints(t *testing.T) {
	for n := 1; n <= 200; n++ {
		nodes, weights := gaussPoints(n)
		for _, power := range []float64{0, 1, float64(n), float64(2*n - 1)} {
			sum := 0.
			for k, x := range nodes {
				sum += weights[k] * math.Pow(x, power)
			}
			if want := 1 / (power + 1); math.Abs(sum-want) > 1e-13 {
				t.Errorf("%d points: ∫ x^%g = %v, want %v", n, power, sum, want)
			}
		}
		for k := 1; k < n; k++ {
			if nodes[k] <= nodes[k-1] {
				t.Fatalf("%d points: not in rising order", n)
			}
		}
	}
}
