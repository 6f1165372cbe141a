package pricing

import (
	"math"
	"math/rand/v2"
	"testing"

	"frontoffice/scenarios"
)

// moments are the mean of x, its standard deviation, and its correlation with itself one later.
func moments(x []float64) (mean, sd, next float64) {
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for i, v := range x {
		sd += (v - mean) * (v - mean) / float64(len(x))
		if i > 0 {
			next += (v - mean) * (x[i-1] - mean) / float64(len(x))
		}
	}
	return mean, math.Sqrt(sd), next / sd
}

// Months have the laws that the scenario states: factors of mean 1 with their coefficient of variation and
// persistence, and staff that follows is made for what is expected from what was seen. With 200,000 months of persistence 0.6
// the standard error of a mean is 2 cv / 447 (a factor of √((1+φ)/(1-φ)) = 2 for their memory); bounds are 4.5 of them.
func TestFates(t *testing.T) {
	t.Parallel()
	const n = 200_000
	b := &scenarios.Business{Uncertainty: scenarios.Uncertainty{
		Volume: scenarios.Drift{CV: 0.1, Persistence: 0.6}, HandleTime: scenarios.Drift{CV: 0.05, Persistence: 0.6},
		Attrition: scenarios.Drift{CV: 0.4}, Shrinkage: scenarios.Drift{CV: 0.02, Persistence: 0.3}},
		Policy: scenarios.Policy{Name: "follow", Lead: 2}}
	all := fates(b, n, 1, shock{})
	series := map[string][]float64{}
	var error, seen []float64
	for i, f := range all {
		for name, v := range map[string]float64{"volume": f.volume, "handle": f.handle, "attrition": f.attrition, "shrinkage": f.shrinkage, "design": f.design} {
			series[name] = append(series[name], v)
		}
		error = append(error, f.volume*f.handle-f.design)
		if i >= 2 {
			seen = append(seen, all[i-2].volume)
		}
	}
	for _, w := range []struct {
		name           string
		mean, sd, next float64
	}{
		{"volume", 1, 0.1, 0.6}, {"handle", 1, 0.05, 0.6}, {"attrition", 1, 0.4, 0}, {"shrinkage", 0, 0.02, 0.3},
		// Of the variance of the logarithm, 0.36² is known two months before.
		{"design", 1, math.Sqrt((1+math.Expm1(0.36*0.36*math.Log1p(0.01)))*(1+math.Expm1(0.36*0.36*math.Log1p(0.0025))) - 1), 0.6},
	} {
		mean, sd, next := moments(series[w.name])
		if math.Abs(mean-w.mean) > 4.5*2*w.sd/math.Sqrt(n) || math.Abs(sd/w.sd-1) > 0.02 || math.Abs(next-w.next) > 0.015 {
			t.Errorf("%s: mean %.4f, deviation %.4f, correlation %.3f; want %v, %.4f, %v", w.name, mean, sd, next, w.mean, w.sd, w.next)
		}
	}
	// What is left of the error has nothing to do with what was seen.
	var cov float64
	m1, s1, _ := moments(error[2:])
	m2, s2, _ := moments(seen)
	for i := range seen {
		cov += (error[i+2] - m1) * (seen[i] - m2) / float64(len(seen))
	}
	if r := cov / s1 / s2; math.Abs(r) > 0.01 {
		t.Errorf("the error of the design correlates by %.4f with what was seen", r)
	}
}

// Flexing staff stays within its limits, fixed staff is that of the forecast, and shocks move what they name and nothing else.
func TestPolicies(t *testing.T) {
	t.Parallel()
	b := &scenarios.Business{Uncertainty: scenarios.Uncertainty{Volume: scenarios.Drift{CV: 0.3}}}
	b.Policy = scenarios.Policy{Name: "flex", Up: 0.1, Down: 0.2}
	least, most := 1.0, 1.0
	for _, f := range fates(b, 2000, 3, shock{}) {
		least, most = min(least, f.design), max(most, f.design)
	}
	if least != 0.8 || most != 1.1 {
		t.Errorf("flexes from %v to %v", least, most)
	}
	b.Policy = scenarios.Policy{Name: "fixed"}
	calm, loud := fates(b, 500, 3, shock{}), fates(b, 500, 3, shock{volume: 0.1, handle: -0.1, shrinkage: 0.05})
	for i := range calm {
		c, l := calm[i], loud[i]
		if c.design != 1 || l.design != 1 || math.Abs(l.volume/c.volume-1.1) > 1e-12 || math.Abs(l.handle/c.handle-0.9) > 1e-12 || math.Abs(l.shrinkage-c.shrinkage-0.05) > 1e-12 || l.attrition != c.attrition {
			t.Fatalf("%+v becomes %+v", c, l)
		}
	}
}

// Day factors are gamma with mean 1.
func TestDayFactors(t *testing.T) {
	t.Parallel()
	var x []float64
	l := luck{rand.NewPCG(0, 0)}
	for m := range 2000 {
		r := l.of(7, m, 0)
		for range 50 {
			x = append(x, factor(r, []float64{0.2, 0.1}))
		}
	}
	mean, sd, _ := moments(x)
	want := math.Sqrt(1.04*1.01 - 1)
	if math.Abs(mean-1) > 4.5*want/math.Sqrt(float64(len(x))) || math.Abs(sd/want-1) > 0.02 {
		t.Errorf("mean %v, deviation %v, want 1 and %v", mean, sd, want)
	}
}

// Figures of a normal sample lie where they are known to.
func TestEstimates(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float64, 100_000)
	for i := range x {
		x[i] = 5 + 2*r.NormFloat64()
	}
	for _, w := range []struct {
		name string
		got  Estimate
		want float64
	}{
		{"mean", estimate(x, mean), 5}, {"5 %", estimate(x, quantile(0.05)), 5 - 2*1.6448536}, {"median", estimate(x, quantile(0.5)), 5},
		{"shortfall", estimate(x, shortfall(0.05)), 5 - 2*2.0627128}, {"below 4", shareOf(x, 4), 0.3085375},
	} {
		if d := math.Abs(w.got.Mean - w.want); d > 2*w.got.HalfWidth || w.got.HalfWidth > 0.06 || w.got.HalfWidth == 0 {
			t.Errorf("%s: %v ± %v, want %v", w.name, w.got.Mean, w.got.HalfWidth, w.want)
		}
	}
	if e := shareOf(x, -100); e.Mean != 0 || math.Abs(e.HalfWidth-3e-5) > 1e-12 {
		t.Errorf("none: %v", e)
	}
	if got := shortfall(0.3)([]float64{4, 1, 2, 3, 9}); math.Abs(got-(1+0.5*2)/1.5) > 1e-12 {
		t.Errorf("shortfall of five months %v, want %v", got, 2/1.5)
	}
}

// The 95 % intervals of months that remember each other cover what they should: of 200 series of 1,000 months with
// persistence 0.6, 95 % ± 3.1 (2 standard errors) would; sections keep a little less.
func TestSectionsCover(t *testing.T) {
	t.Parallel()
	b := &scenarios.Business{Uncertainty: scenarios.Uncertainty{Volume: scenarios.Drift{CV: 0.1, Persistence: 0.6}}}
	covered := 0
	for seed := range uint64(200) {
		var x []float64
		for _, f := range fates(b, 1000, seed, shock{}) {
			x = append(x, f.volume)
		}
		if e := estimate(x, mean); math.Abs(e.Mean-1) <= e.HalfWidth {
			covered++
		}
	}
	if covered < 180 || covered > 199 {
		t.Errorf("%d of 200 intervals cover the mean", covered)
	}
}
