package sim

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mathext"
)

func normalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// lawCases: a law with its distribution function, variance and fourth central moment in units of the
// squared variance (from the standard formulas), the latter for the error of the variance.
var lawCases = []struct {
	law      Law
	cdf      func(x float64) float64
	mean, sd float64
	kurtosis float64
}{
	{Law{Kind: Exponential, Mean: 300}, func(x float64) float64 { return -math.Expm1(-x / 300) }, 300, 300, 9},
	{Law{Kind: Lognormal, Mean: 300, CV: 0.5}, lognormalCDF(300, 0.5), 300, 150, lognormalKurtosis(0.5)},
	{Law{Kind: Lognormal, Mean: 300, CV: 1.2}, lognormalCDF(300, 1.2), 300, 360, lognormalKurtosis(1.2)},
	{Law{Kind: Gamma, Mean: 300, CV: 0.01}, gammaCDF(300, 0.01), 300, 3, 3 + 6e-4},
	{Law{Kind: Gamma, Mean: 300, CV: 0.5}, gammaCDF(300, 0.5), 300, 150, 3 + 6*0.25},
	{Law{Kind: Gamma, Mean: 300, CV: 1}, gammaCDF(300, 1), 300, 300, 9},
	{Law{Kind: Gamma, Mean: 300, CV: 2}, gammaCDF(300, 2), 300, 600, 3 + 6*4},
	{Law{Kind: Erlang, Mean: 300, Phases: 1}, gammaCDF(300, 1), 300, 300, 9},
	{Law{Kind: Erlang, Mean: 300, Phases: 4}, gammaCDF(300, 0.5), 300, 150, 3 + 6*0.25},
	{Law{Kind: Hyperexponential, Mean: 300, CV: 1}, gammaCDF(300, 1), 300, 300, 9},
	{Law{Kind: Hyperexponential, Mean: 300, CV: 2}, hyperexponentialCDF(300, 2), 300, 600, hyperexponentialKurtosis(2)},
	{Law{Kind: Uniform, Mean: 300, CV: 0.5}, func(x float64) float64 {
		return min(max((x-300)/(2*math.Sqrt(3)*150)+0.5, 0), 1)
	}, 300, 150, 1.8},
}

// hyperexponential is the chance of the first exponential and the means of both, each giving half the mean.
func hyperexponential(mean, cv float64) (p, first, second float64) {
	p = (1 + math.Sqrt((cv*cv-1)/(cv*cv+1))) / 2
	return p, mean / (2 * p), mean / (2 * (1 - p))
}

func hyperexponentialCDF(mean, cv float64) func(float64) float64 {
	p, a, b := hyperexponential(mean, cv)
	return func(x float64) float64 { return -p*math.Expm1(-x/a) - (1-p)*math.Expm1(-x/b) }
}

// hyperexponentialKurtosis is from the raw moments n!·(p aⁿ + (1-p) bⁿ), for mean 1.
func hyperexponentialKurtosis(cv float64) float64 {
	p, a, b := hyperexponential(1, cv)
	m := func(n, factorial float64) float64 {
		return factorial * (p*math.Pow(a, n) + (1-p)*math.Pow(b, n))
	}
	return (m(4, 24) - 4*m(3, 6) + 6*m(2, 2) - 3) / math.Pow(cv, 4)
}

func lognormalCDF(mean, cv float64) func(float64) float64 {
	v := math.Log1p(cv * cv)
	return func(x float64) float64 { return normalCDF((math.Log(x/mean) + v/2) / math.Sqrt(v)) }
}

func lognormalKurtosis(cv float64) float64 {
	w := 1 + cv*cv
	return w*w*w*w + 2*w*w*w + 3*w*w - 3
}

func gammaCDF(mean, cv float64) func(float64) float64 {
	shape := 1 / (cv * cv)
	return func(x float64) float64 { return mathext.GammaIncReg(shape, x*shape/mean) }
}

func (l Law) String() string { return fmt.Sprint(l.Kind, " ", l.Mean, " cv ", l.CV) }

func draws(l Law, n int, seed uint64) []float64 {
	x := make([]float64, n)
	p := newSampler(l)
	p.fill(x, newStream(seed, forHandleTimes, 0))
	return x
}

// TestLaws: Kolmogorov and Smirnov's statistic below its 99.99 % point, mean and variance within 4.9 of
// their exact standard errors (a false alarm in a million each).
func TestLaws(t *testing.T) {
	n := 1_000_000
	if testing.Short() {
		n = 200_000
	}
	for _, c := range lawCases {
		x := draws(c.law, n, 1)
		sum := 0.0
		for _, v := range x {
			sum += v
		}
		mean := sum / float64(n)
		if z := (mean - c.mean) / (c.sd / math.Sqrt(float64(n))); math.Abs(z) > 4.9 {
			t.Errorf("%v: mean %v, %.1f standard errors from %v", c.law, mean, z, c.mean)
		}
		squares := 0.0
		for _, v := range x {
			squares += (v - c.mean) * (v - c.mean)
		}
		variance := squares / float64(n)
		if z := (variance/(c.sd*c.sd) - 1) / math.Sqrt((c.kurtosis-1)/float64(n)); math.Abs(z) > 4.9 {
			t.Errorf("%v: variance %v, %.1f standard errors from %v", c.law, variance, z, c.sd*c.sd)
		}
		if d := kolmogorov(x, c.cdf); d > 2.225 {
			t.Errorf("%v: Kolmogorov-Smirnov statistic %.2f, 99.99 %% point 2.225", c.law, d)
		}
	}
}

// kolmogorov is the statistic √n sup|F_n - F|.
func kolmogorov(x []float64, cdf func(float64) float64) float64 {
	slices.Sort(x)
	n := float64(len(x))
	d := 0.0
	for i, v := range x {
		f := cdf(v)
		d = max(d, f-float64(i)/n, float64(i+1)/n-f)
	}
	return d * math.Sqrt(n)
}

// TestLawsDiffer is the power of TestLaws: a law 2 % off in its mean is noticed.
func TestLawsDiffer(t *testing.T) {
	x := draws(Law{Kind: Lognormal, Mean: 306, CV: 1.2}, 200_000, 1)
	if d := kolmogorov(x, lognormalCDF(300, 1.2)); d <= 2.225 {
		t.Errorf("a mean of 306 passes for 300: statistic %.2f", d)
	}
}

// TestZigguratEdges: the layers close at the top of the density, and the rare parts, tail and
// wedges, are drawn as often as they should.
func TestZigguratEdges(t *testing.T) {
	for name, z := range map[string]*ziggurat{"exponential": &expZig, "normal": &normZig} {
		v := z.edge[1] * z.f[1] // area of a layer less the tail's part; the top layer's is edge[255](1-f)
		top := z.edge[255] * (1 - z.f[255])
		next := z.edge[1] * (z.f[2] - z.f[1])
		if math.Abs(top/next-1) > 1e-9 {
			t.Errorf("%s: the top layer has area %v, the others %v", name, top, next)
		}
		if !(v > 0) || z.edge[256] != 0 {
			t.Errorf("%s: edges %v .. %v", name, z.edge[0], z.edge[256])
		}
	}
	n := 4_000_000
	if testing.Short() {
		n = 500_000
	}
	check := func(what string, count int, p float64) {
		t.Helper()
		want := p * float64(n)
		if z := (float64(count) - want) / math.Sqrt(want); math.Abs(z) > 4.9 {
			t.Errorf("%s: %d draws, %.1f standard errors from %.1f", what, count, z, want)
		}
	}
	s := newStream(3, forArrivals, 0)
	var x float64
	tail, far, middle := 0, 0, 0
	for range n {
		s, x = s.exponential()
		if x > exponentialTail {
			tail++
			if x > exponentialTail+1 {
				far++
			}
		}
		if x > 0.9 && x < 1.1 {
			middle++
		}
	}
	check("exponential tail", tail, math.Exp(-exponentialTail))
	check("exponential far tail", far, math.Exp(-exponentialTail-1))
	check("exponential middle", middle, math.Exp(-0.9)-math.Exp(-1.1))
	tail, far, middle = 0, 0, 0
	below := 0
	for range n {
		s, x = s.normal()
		if math.Abs(x) > normalTail {
			tail++
		}
		if math.Abs(x) > 3 {
			far++
		}
		if math.Abs(x) < 0.01 {
			middle++
		}
		if x < 0 {
			below++
		}
	}
	check("normal tail", tail, 2*normalCDF(-normalTail))
	check("normal beyond 3", far, 2*normalCDF(-3))
	check("normal centre", middle, 1-2*normalCDF(-0.01))
	check("negative normals", below, 0.5)
}

// TestDegenerateLaws: in an empirical law each value of the sample is drawn with equal chance; the others are exact.
func TestDegenerateLaws(t *testing.T) {
	n := 100_000
	counts := map[float64]int{}
	for _, v := range draws(Law{Kind: Empirical, Sample: []float64{3, 5, 0}}, n, 1) {
		counts[v]++
	}
	if len(counts) != 3 {
		t.Fatalf("empirical: drew %v", counts)
	}
	for v, c := range counts {
		if z := (float64(c) - float64(n)/3) / math.Sqrt(float64(n)*2/9); math.Abs(z) > 4.9 {
			t.Errorf("empirical: %v drawn %d times, %.1f standard errors from a third", v, c, z)
		}
	}
	for _, l := range []Law{{Kind: Deterministic, Mean: 42}, {Kind: Lognormal, Mean: 42}, {Kind: Gamma, Mean: 42}} {
		if x := draws(l, 3, 1); x[0] != 42 || x[2] != 42 {
			t.Errorf("%v: drew %v, want 42 always", l, x)
		}
	}
	if x := draws(Law{}, 2, 1); !math.IsInf(x[1], 1) {
		t.Errorf("never: drew %v", x)
	}
}

// TestLawsAtExtremes: draws are finite and not negative at the bounds of what is valid.
func TestLawsAtExtremes(t *testing.T) {
	for _, k := range []Kind{Exponential, Lognormal, Gamma, Erlang, Hyperexponential, Uniform} {
		for _, mean := range []float64{0, 5e-324, 1e-300, 1, MaxSeconds} {
			for _, cv := range []float64{0, 1e-300, 1e-160, 1e-9, 1, MaxCV} {
				l := Law{Kind: k, Mean: mean, CV: cv, Phases: 3}
				if k == Hyperexponential {
					l.CV = max(cv, 1)
				} else if k == Uniform {
					l.CV = min(cv, 1/math.Sqrt(3))
				}
				for _, x := range draws(l, 1000, 1) {
					if !(x >= 0) || math.IsInf(x, 1) {
						t.Fatalf("%v mean %v cv %v: drew %v", k, mean, cv, x)
					}
				}
			}
		}
	}
	x := draws(Law{Kind: Gamma, Mean: 300, CV: 1e-9}, 10000, 1)
	if lo, hi := slices.Min(x), slices.Max(x); lo < 300-300*6e-9 || hi > 300+300*6e-9 || lo == hi {
		t.Errorf("gamma with cv 1e-9: from %v to %v around 300", lo, hi)
	}
}
