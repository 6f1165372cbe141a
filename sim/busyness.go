package sim

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Busyness makes demand uncertain: the expected contacts of an interval are multiplied by a
// factor for the day and one for the interval, each of a gamma law with mean 1. The zero
// Busyness multiplies by 1.
//
// Counts then have more variance than Poisson's (Jongbloed and Koole 2001, "Managing
// uncertainty in call centers using Poisson mixtures"; Avramidis, Deslauriers and L'Ecuyer 2004,
// "Modeling daily arrivals to a telephone call center"): with factors of coefficient of
// variation d and i, a volume of mean m has variance m + m²((1+d²)(1+i²) - 1).
type Busyness struct {
	Day         float64 // coefficient of variation of the day's factor
	Interval    float64 // of the factor of each interval
	Correlation float64 // of the normal scores of the factors of intervals one apart, -1 to 1; further apart its powers
}

// random reports whether there is anything to draw.
func (b Busyness) random() bool { return b.Day > 0 || b.Interval > 0 }

// multiply multiplies the factor of each interval by one drawn.
//
// The factors of intervals are the gamma quantiles of normal scores that form an
// autoregressive sequence of order 1 (a normal copula; Cario and Nelson 1996,
// "Autoregressive to anything", Operations Research Letters 19).
func (b Busyness) multiply(factors []float64, base uint64) {
	day := newStream(base, forBusyness, 0)
	if b.Day > 0 {
		var f [1]float64
		p := newSampler(Law{Kind: Gamma, Mean: 1, CV: b.Day})
		p.fill(f[:], day)
		for k := range factors {
			factors[k] *= f[0]
		}
	}
	if b.Interval == 0 {
		return
	}
	scores := newStream(base, forBusyness, 1)
	rest := math.Sqrt((1 - b.Correlation) * (1 + b.Correlation))
	var score float64
	for k := range factors {
		var e float64
		scores, e = scores.normal()
		if k == 0 {
			score = e
		} else {
			score = b.Correlation*score + rest*e
		}
		factors[k] *= gammaOfScore(score, b.Interval)
	}
}

// gammaOfScore is the quantile of the gamma law of mean 1 that a standard normal is at.
//
// Newton's method on the logarithm of the smaller tail, as a function of the logarithm of the
// quantile: both tails of a gamma law are log-concave so, wherefore each step after the
// first comes closer from one side. It starts from the cube of Wilson and Hilferty 1931,
// "The distribution of chi-square", PNAS 17, or, far below, from P(a,x) ≤ xᵃ/Γ(a+1).
// Scores beyond 9 (a chance of 10⁻¹⁹) are taken as 9.
func gammaOfScore(score, cv float64) float64 {
	score = min(max(score, -9), 9)
	a := 1 / (cv * cv)
	lgamma, _ := math.Lgamma(a)
	upper := score > 1
	tail := math.Erfc(-score/math.Sqrt2) / 2
	if upper {
		tail = math.Erfc(score/math.Sqrt2) / 2
	}
	want := math.Log(tail)
	root := 1 - 1/(9*a) + score/(3*math.Sqrt(a))
	y := math.Log(a) + 3*math.Log(max(root, 1e-3))
	if !upper {
		y = max(y, (want+math.Log(a)+lgamma)/a)
	}
	for range 50 {
		x := math.Exp(y)
		p, sign := mathext.GammaIncReg(a, x), 1.0
		if upper {
			p, sign = mathext.GammaIncRegComp(a, x), -1
		}
		slope := sign * math.Exp(a*y-x-lgamma) / p // of log p in y
		step := (math.Log(p) - want) / slope
		y -= step
		if !(math.Abs(step) > 1e-12) {
			break
		}
	}
	return math.Exp(y) / a
}

// LinearRates is the expected contacts and the slopes of a channel whose rate is linear in each
// interval: rates, contacts per second, are those at the opening, at each border of the
// intervals and at the close.
func LinearRates(interval float64, rates []float64) (arrivals, slopes []float64) {
	for k := range len(rates) - 1 {
		from, to := rates[k], rates[k+1]
		arrivals = append(arrivals, (from+to)/2*interval)
		slope := 0.0
		if from != to {
			slope = (to - from) / (to + from)
		}
		slopes = append(slopes, slope)
	}
	return arrivals, slopes
}

// bend moves a time that is uniform over an interval to one with a density that changes
// from 1-slope to 1+slope along it: the inverse u of y = u + slope(u² - u).
func bend(y, slope float64) float64 {
	b := 1 - slope
	return 2 * y / (b + math.Sqrt(max(b*b+4*slope*y, 0)))
}
