package sim

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

// TestBusyness: the factors have mean 1, the coefficients of variation asked for and correlated scores; within 4.9
// standard errors of their exact values (a false alarm in a million each).
func TestBusyness(t *testing.T) {
	const n, k = 40000, 4
	b := Busyness{Day: 0.3, Interval: 0.5, Correlation: 0.8}
	var sum, squares, next float64
	var scores [3]float64
	logs := 0.0
	for r := range uint64(n) {
		f := make([]float64, k)
		for i := range f {
			f[i] = 2
		}
		b.multiply(f, key(r))
		x, y := f[1]/2, f[3]/2
		sum += x
		squares += x * x
		next += x * y
		only := []float64{1, 1, 1, 1}
		Busyness{Interval: 1, Correlation: 0.8}.multiply(only, key(r, 1))
		// A gamma of shape 1 is exponential, so its score is found exactly.
		u, v := scoreOfExponential(only[0]), scoreOfExponential(only[2])
		scores[0] += u * u
		scores[1] += v * v
		scores[2] += u * v
		logs += u
	}
	check := func(what string, got, want, se float64) {
		t.Helper()
		if z := (got - want) / se * math.Sqrt(n); math.Abs(z) > 4.9 {
			t.Errorf("%s: %v, %.1f standard errors from %v", what, got, z, want)
		}
	}
	variance := 1.09*1.25 - 1
	check("mean", sum/n, 1, math.Sqrt(variance))
	check("second moment", squares/n, 1+variance, 4)
	check("scores' mean", logs/n, 0, 1)
	check("scores' variance", scores[0]/n, 1, math.Sqrt2)
	check("scores' variance two later", scores[1]/n, 1, math.Sqrt2)
	check("scores two apart", scores[2]/n, 0.64, math.Sqrt(1+0.64*0.64))
	if !(next/n > 1.09) {
		t.Errorf("product of factors two apart %v: not more than the day's alone", next/n)
	}
}

// scoreOfExponential is the normal score of an exponential of mean 1.
func scoreOfExponential(x float64) float64 {
	if x > math.Ln2 {
		return math.Sqrt2 * math.Erfcinv(2*math.Exp(-x))
	}
	return -math.Sqrt2 * math.Erfcinv(-2*math.Expm1(-x))
}

// TestGammaOfScore: the quantile has the score's tail, from the closer side, at the bounds of what is valid.
func TestGammaOfScore(t *testing.T) {
	for _, cv := range []float64{MinBusyness, 0.01, 0.1, 0.3, 1, 1.5, MaxBusyness} {
		before := 0.0
		for score := -9.0; score <= 9; score += 0.25 {
			f := gammaOfScore(score, cv)
			shape := 1 / (cv * cv)
			got, want := mathext.GammaIncReg(shape, f*shape), math.Erfc(-score/math.Sqrt2)/2
			if score > 0 {
				got, want = mathext.GammaIncRegComp(shape, f*shape), math.Erfc(score/math.Sqrt2)/2
			}
			if !(math.Abs(got/want-1) < 1e-6) || !(f >= before) || math.IsInf(f, 1) {
				t.Errorf("cv %v, score %v: %v has tail %v, want %v", cv, score, f, got, want)
			}
			before = f
		}
	}
}

// TestCountsOfBusyDays: the number who come has the variance of a mixed Poisson law, m + m²cv².
func TestCountsOfBusyDays(t *testing.T) {
	m := simple(100, 50, exponential300, Law{}, 1)
	m.Busyness.Day = 0.4
	s := newSummary(&m, Options{})
	const n = 20000
	for r := range uint64(n) {
		t := newTally(1, 1, 1)
		t.cells[0].offered = int64(len(customers(&m, 1, r)))
		s.add(&t)
	}
	want := 50 + 2500*0.16
	// The fourth moment of a gamma mixture this wide is about 3.9 squared variances: a standard error of 1.7.
	if got := s.channels[0].dev[offered] / (n - 1); math.Abs(got-want) > 4.9*1.8*want/math.Sqrt(n) {
		t.Errorf("variance %v, want %v", got, want)
	}
}

// TestLinearRates: the number who come by any time is that of the rate's integral.
func TestLinearRates(t *testing.T) {
	rates := []float64{0, 2, 2, 0.5, 0}
	m := simple(100, 0, exponential300, Law{}, 1)
	m.Channels[0].Arrivals, m.Channels[0].Slopes = LinearRates(m.Interval, rates)
	m.Teams[0].Agents = []int{1, 1, 1, 1}
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	integral := func(to float64) float64 {
		sum := 0.0
		for k := range 4 {
			x := min(max(to-float64(k)*100, 0), 100)
			sum += x * (rates[k] + (rates[k+1]-rates[k])*x/200)
		}
		return sum
	}
	const n = 2000
	for _, by := range []float64{10, 50, 100, 160, 250, 300, 350, 390, 400} {
		count := 0
		for r := range uint64(n) {
			for _, c := range customers(&m, 1, r) {
				if c.arrives <= by {
					count++
				}
			}
		}
		want := integral(by) * n
		if z := (float64(count) - want) / math.Sqrt(want); math.Abs(z) > 4.9 {
			t.Errorf("by %v: %d came, %.1f standard errors from %v", by, count, z, want)
		}
	}
}
