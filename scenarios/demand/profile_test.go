package demand

import (
	"fmt"
	"math"
	"math/big"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The exact sum of the volumes, in arithmetic wide enough to hold it, is the
// total but for one rounding. The 1e-9 allows for the sum's own error in Spread.
func TestSpreadKeepsTheTotal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Float64Range(0, 1e9).Draw(t, "total")
		weights := rapid.SliceOfN(rapid.Float64Range(0, 1e6), 1, 100).Draw(t, "weights")
		weights[rapid.IntRange(0, len(weights)-1).Draw(t, "at")] = rapid.Float64Range(1e-3, 1e6).Draw(t, "positive")
		volumes, err := Spread(total, weights)
		if err != nil {
			t.Fatal(err)
		}
		sum := new(big.Float).SetPrec(2400)
		for i, v := range volumes {
			if !(v >= 0) {
				t.Fatalf("volume %d is %v", i, v)
			}
			sum.Add(sum, big.NewFloat(v))
		}
		off, _ := sum.Sub(sum, big.NewFloat(total)).Float64()
		if math.Abs(off) > total*0x1p-53*(1+1e-9) {
			t.Fatalf("volumes add up to %v and %g", total, off)
		}
	})
}

func TestSpreadIsProportional(t *testing.T) {
	t.Parallel()
	for _, weights := range [][]float64{{1, 2, 1}, {1e300, 2e300, 1e300}, {5e-324, 1e-323, 5e-324}} {
		volumes, err := Spread(400, weights)
		if err != nil || volumes[0] != 100 || volumes[1] != 200 || volumes[2] != 100 {
			t.Errorf("%v: %v, %v", weights, volumes, err)
		}
	}
	for _, c := range []struct {
		total   float64
		weights []float64
	}{{1, nil}, {1, []float64{0}}, {1, []float64{1, -1}}, {1, []float64{math.NaN()}}, {1, []float64{math.Inf(1)}}, {-1, []float64{1}}, {math.NaN(), []float64{1}}, {math.Inf(1), []float64{1}}} {
		if v, err := Spread(c.total, c.weights); err == nil {
			t.Errorf("Spread(%v, %v) = %v, want an error", c.total, c.weights, v)
		}
	}
}

// A profile at a finer interval adds up to the same profile at a coarser one.
func TestProfileIsAdditive(t *testing.T) {
	t.Parallel()
	for _, name := range Profiles {
		fine, err := Profile(name, Day{Open: 7 * time.Hour, Close: 21 * time.Hour, Interval: 5 * time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		coarse, err := Profile(name, Day{Open: 7 * time.Hour, Close: 21 * time.Hour, Interval: 30 * time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		fineAll, coarseAll := exactSum(fine), exactSum(coarse)
		for i := range coarse {
			a, b := exactSum(fine[6*i:6*i+6])/fineAll, coarse[i]/coarseAll
			if math.Abs(a-b) > 1e-14 {
				t.Errorf("%s, half-hour %d: %v by five minutes, %v by the half-hour", name, i, a, b)
			}
		}
	}
	if _, err := Profile("two-peak", Day{Close: time.Hour, Interval: time.Hour}); err == nil {
		t.Error("a profile that does not exist is given")
	}
}

// Two peaks has two, the first the higher.
func TestTwoPeaks(t *testing.T) {
	t.Parallel()
	w, err := Profile("two-peaks", Day{Open: 7 * time.Hour, Close: 21 * time.Hour, Interval: 30 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	var peaks []int
	for i := 1; i < len(w)-1; i++ {
		if w[i] > w[i-1] && w[i] > w[i+1] {
			peaks = append(peaks, i)
		}
	}
	if len(peaks) != 2 || w[peaks[0]] <= w[peaks[1]] {
		t.Errorf("peaks at %v of %v", peaks, w)
	}
}

func ExampleSpread() {
	day := Day{Open: 9 * time.Hour, Close: 17 * time.Hour, Interval: 2 * time.Hour}
	weights, _ := Profile("two-peaks", day)
	volumes, _ := Spread(1000, weights)
	fmt.Printf("%.1f\n", volumes)
	// Output: [294.0 325.3 263.7 117.1]
}
