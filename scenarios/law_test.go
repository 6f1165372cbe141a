package scenarios

import (
	"math"
	"testing"
)

func TestSlopes(t *testing.T) {
	t.Parallel()
	// Half-hours of 10, 20, 30 and 30: borders at 15, 25 and 30; the first runs from 5 to 15, the last stays.
	got := slopes([]float64{10, 20, 30, 30})
	for k, want := range []float64{0.5, 0.25, 2.5 / 30, 0} {
		if math.Abs(got[k]-want) > 1e-15 {
			t.Errorf("interval %d: %v, want %v", k, got[k], want)
		}
	}
	// Beside a much larger neighbour the rate is as steep as it can be, and nowhere anything from nothing.
	if got := slopes([]float64{1, 100, 0, 0}); got[0] != 1 || got[2] != 0 || got[3] != 0 {
		t.Error(got)
	}
	if got := slopes([]float64{7}); got[0] != 0 {
		t.Error(got)
	}
}
