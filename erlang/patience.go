package erlang

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"
)

// PatienceLaw is the distribution of the time after which a waiting contact
// gives up. Times are seconds.
type PatienceLaw interface {
	// Mean is the mean patience; +Inf if some never give up.
	Mean() float64
	// CDF is the share that has given up by t >= 0. CDF(0) > 0 is balking: the
	// share that leaves at once when it would have to wait.
	CDF(t float64) float64
	// CDFIntegral is ∫_0^t CDF: t less the mean of the smaller of t and the patience.
	CDFIntegral(t float64) float64
	// Breaks are the times at which the CDF or its slope jumps, in rising order.
	Breaks() []float64
}

// A law may have a method Survival(t float64) float64, 1 - CDF(t) without the subtraction: with it
// also the smallest shares who still wait have all their digits.

// survival returns the share that has not given up by t, and whether it is as exact where it is
// small: 1 - CDF(t), unless the law has a method Survival(t float64) float64 of its own, as
// all laws of this package have.
func survival(law PatienceLaw, t float64) (share float64, exact bool) {
	switch l := law.(type) {
	case Balking:
		_, exact = survival(l.Law, t)
		return l.Survival(t), exact
	case interface{ Survival(t float64) float64 }:
		return l.Survival(t), true
	}
	return 1 - law.CDF(t), false
}

// Constant patience: everybody gives up after the same time.
type Constant struct{ Time float64 }

func (c Constant) Mean() float64     { return c.Time }
func (c Constant) Breaks() []float64 { return []float64{c.Time} }
func (c Constant) CDF(t float64) float64 {
	if t < c.Time {
		return 0
	}
	return 1
}
func (c Constant) Survival(t float64) float64    { return 1 - c.CDF(t) }
func (c Constant) CDFIntegral(t float64) float64 { return math.Max(t-c.Time, 0) }

// Uniform patience between Low and High.
type Uniform struct{ Low, High float64 }

func (u Uniform) Mean() float64     { return (u.Low + u.High) / 2 }
func (u Uniform) Breaks() []float64 { return []float64{u.Low, u.High} }
func (u Uniform) CDF(t float64) float64 {
	return math.Min(math.Max((t-u.Low)/(u.High-u.Low), 0), 1)
}
func (u Uniform) Survival(t float64) float64 {
	return math.Min(math.Max((u.High-t)/(u.High-u.Low), 0), 1)
}
func (u Uniform) CDFIntegral(t float64) float64 {
	if t <= u.Low {
		return 0
	}
	in := math.Min(t, u.High) - u.Low
	return in*in/(2*(u.High-u.Low)) + math.Max(t-u.High, 0)
}

// Gamma patience with the given mean and shape: shape 1 is exponential, a whole
// shape k is Erlang-k, the squared coefficient of variation is 1/shape.
type Gamma struct{ Average, Shape float64 }

func (g Gamma) Mean() float64     { return g.Average }
func (g Gamma) Breaks() []float64 { return nil }
func (g Gamma) CDF(t float64) float64 {
	return mathext.GammaIncReg(g.Shape, t*g.Shape/g.Average)
}
func (g Gamma) Survival(t float64) float64 {
	return mathext.GammaIncRegComp(g.Shape, t*g.Shape/g.Average)
}
func (g Gamma) CDFIntegral(t float64) float64 {
	x := t * g.Shape / g.Average
	return t*mathext.GammaIncReg(g.Shape, x) - g.Average*mathext.GammaIncReg(g.Shape+1, x)
}

// Lognormal patience with the given mean and squared coefficient of variation.
type Lognormal struct{ Average, SCV float64 }

func (l Lognormal) Mean() float64     { return l.Average }
func (l Lognormal) Breaks() []float64 { return nil }

// normal returns the standard normal distribution function.
func normal(z float64) float64 { return math.Erfc(-z/math.Sqrt2) / 2 }

func (l Lognormal) standard(t float64) (z, sigma float64) {
	sigma = math.Sqrt(math.Log1p(l.SCV))
	return (math.Log(t/l.Average) + sigma*sigma/2) / sigma, sigma
}

func (l Lognormal) CDF(t float64) float64 {
	if t <= 0 {
		return 0
	}
	z, _ := l.standard(t)
	return normal(z)
}

func (l Lognormal) Survival(t float64) float64 {
	if t <= 0 {
		return 1
	}
	z, _ := l.standard(t)
	return normal(-z)
}

func (l Lognormal) CDFIntegral(t float64) float64 {
	if t <= 0 {
		return 0
	}
	z, sigma := l.standard(t)
	return t*normal(z) - l.Average*normal(z-sigma)
}

// Hyperexponential patience: with probability Shares[i] exponential with mean
// Means[i]. The shares add up to 1.
type Hyperexponential struct{ Shares, Means []float64 }

func (h Hyperexponential) Mean() float64 {
	mean := 0.
	for i, p := range h.Shares {
		mean += p * h.Means[i]
	}
	return mean
}
func (h Hyperexponential) Breaks() []float64 { return nil }
func (h Hyperexponential) CDF(t float64) float64 {
	c := 0.
	for i, p := range h.Shares {
		c -= p * math.Expm1(-t/h.Means[i])
	}
	return c
}
func (h Hyperexponential) Survival(t float64) float64 {
	s := 0.
	for i, p := range h.Shares {
		s += p * math.Exp(-t/h.Means[i])
	}
	return s
}
func (h Hyperexponential) CDFIntegral(t float64) float64 {
	c := 0.
	for i, p := range h.Shares {
		c += p * t * q(t/h.Means[i])
	}
	return c
}

// Empirical patience has a constant hazard between given times, as estimated
// from counts: Hazards[i] per second from Times[i] on, up to Times[i+1]; the last
// one for good. Times[0] is 0. A last hazard of 0 makes who is left wait for ever.
type Empirical struct{ Times, Hazards []float64 }

func (e Empirical) Breaks() []float64 { return e.Times[1:] }

func (e Empirical) Mean() float64 {
	last := len(e.Times) - 1
	left := e.Times[last] - e.CDFIntegral(e.Times[last])
	if s := e.Survival(e.Times[last]); s > 0 {
		left += s / e.Hazards[last]
	}
	return left
}

// walk returns the CDF, the survival and the integral of the CDF at t.
func (e Empirical) walk(t float64) (cdf, survival, integral float64) {
	survival = 1
	for i, h := range e.Hazards {
		length := t - e.Times[i]
		if length <= 0 {
			break
		}
		if i+1 < len(e.Times) {
			length = math.Min(length, e.Times[i+1]-e.Times[i])
		}
		integral += length * (cdf + survival*q(h*length))
		cdf -= survival * math.Expm1(-h*length)
		survival *= math.Exp(-h * length)
	}
	return cdf, survival, integral
}

func (e Empirical) CDF(t float64) float64         { c, _, _ := e.walk(t); return c }
func (e Empirical) Survival(t float64) float64    { _, s, _ := e.walk(t); return s }
func (e Empirical) CDFIntegral(t float64) float64 { _, _, c := e.walk(t); return c }

// Balking lets a share of the contacts leave at once when they would have to
// wait; the others have the patience of Law.
type Balking struct {
	Share float64
	Law   PatienceLaw
}

func (b Balking) Mean() float64 {
	if b.Share == 1 {
		return 0 // also where the others would wait for ever
	}
	return (1 - b.Share) * b.Law.Mean()
}
func (b Balking) Breaks() []float64             { return b.Law.Breaks() }
func (b Balking) Survival(t float64) float64    { s, _ := survival(b.Law, t); return (1 - b.Share) * s }
func (b Balking) CDF(t float64) float64         { return b.Share + (1-b.Share)*b.Law.CDF(t) }
func (b Balking) CDFIntegral(t float64) float64 { return b.Share*t + (1-b.Share)*b.Law.CDFIntegral(t) }

// Exponential patience with the given mean, to be used inside Balking; alone it
// is Queue.Patience.
type Exponential struct{ Average float64 }

func (e Exponential) Mean() float64                 { return e.Average }
func (e Exponential) Breaks() []float64             { return nil }
func (e Exponential) CDF(t float64) float64         { return -math.Expm1(-t / e.Average) }
func (e Exponential) Survival(t float64) float64    { return math.Exp(-t / e.Average) }
func (e Exponential) CDFIntegral(t float64) float64 { return t * q(t/e.Average) }

// check reports a law whose parameters are outside its domain.
func checkPatience(law PatienceLaw) error {
	bad := func(field string, v float64, want string) error { return &InputError{"patience " + field, v, want} }
	switch l := law.(type) {
	case Constant:
		if !(l.Time > 0) {
			return bad("time", l.Time, "above 0 seconds")
		}
	case Uniform:
		if !(l.Low >= 0 && l.High > l.Low) || math.IsInf(l.High, 1) {
			return bad("high end", l.High, "finite and above the low end, which is at least 0")
		}
	case Gamma:
		if !(l.Average > 0) || !(l.Shape > 0) || math.IsInf(l.Average, 1) || math.IsInf(l.Shape, 1) {
			return bad("shape", l.Shape, "mean and shape finite and above 0")
		}
	case Lognormal:
		if !(l.Average > 0) || !(l.SCV > 0) || math.IsInf(l.Average, 1) || math.IsInf(l.SCV, 1) {
			return bad("squared coefficient of variation", l.SCV, "mean and variation finite and above 0")
		}
	case Exponential:
		if !(l.Average > 0) || math.IsInf(l.Average, 1) {
			return bad("mean", l.Average, "finite and above 0 seconds")
		}
	case Hyperexponential:
		total := 0.
		for i, p := range l.Shares {
			if !(p >= 0) || i >= len(l.Means) || !(l.Means[i] > 0) || math.IsInf(l.Means[i], 1) {
				return bad("share", p, "shares of at least 0, each with a finite mean above 0")
			}
			total += p
		}
		if len(l.Means) != len(l.Shares) || math.Abs(total-1) > 1e-9 {
			return bad("shares", total, "as many shares as means, adding up to 1")
		}
	case Empirical:
		if len(l.Times) == 0 || len(l.Times) != len(l.Hazards) || l.Times[0] != 0 || !slices.IsSorted(l.Times) {
			return bad("times", float64(len(l.Times)), "as many rising times, from 0 on, as hazards")
		}
		for _, h := range l.Hazards {
			if !(h >= 0) || math.IsInf(h, 1) {
				return bad("hazard", h, "finite and at least 0 per second")
			}
		}
	case Balking:
		if !(l.Share >= 0 && l.Share <= 1) || l.Law == nil {
			return bad("balking share", l.Share, "between 0 and 1, with a law for the others")
		}
		return checkPatience(l.Law)
	}
	return nil
}

// generalPatience evaluates M/M/n+GI: the offered wait has density e^ψ with
//
//	ψ(t) = λ ∫_0^t (1 - G) - nμ t = (λ - nμ) t - λ ∫_0^t G
//
// for a patience distributed by G (Baccelli and Hebuterne 1981; Zeltyn and
// Mandelbaum 2005, "Call centers with impatient customers: many-server asymptotics
// of the M/M/n+G queue"). ψ is concave for every G. Time is in mean handle times.
func (q Queue) generalPatience(agents, within float64) (steady, error) {
	a, unit, law := q.Load(), q.HandleTime, q.Law
	d := delay{
		psi: func(t float64) float64 { return (a-agents)*t - a*law.CDFIntegral(t*unit)/unit },
		patience: func(t float64) (stays, leaves, left float64) {
			stays, _ = survival(law, t*unit)
			leaves = law.CDF(t * unit)
			return stays, leaves, math.Max(t*leaves-law.CDFIntegral(t*unit)/unit, 0)
		},
		rates: a + agents,
	}
	if _, exact := survival(law, 0); !exact {
		d.rounds = 1
	}
	for _, b := range law.Breaks() {
		d.breaks = append(d.breaks, b/unit)
	}
	if mean := law.Mean() / unit; mean > 0 && !math.IsInf(mean, 1) { // a small part of the range, perhaps
		d.breaks = append(d.breaks, mean, 4*mean, 16*mean, 64*mean)
	}
	// The peak is the first t at which no more than n contacts per handle time
	// would stay: a (1 - G(t)) <= n. In the end fewer must stay.
	falls := func(t float64) bool { return a-agents <= a*law.CDF(t*unit) }
	if !(a-agents < a*law.CDF(1e18*unit)) {
		return steady{}, ErrOverload
	}
	if !falls(0) {
		low, high := 0., 1.
		for !falls(high) {
			low, high = high, 2*high
		}
		for range 100 {
			if mid := (low + high) / 2; falls(mid) {
				high = mid
			} else {
				low = mid
			}
		}
		d.peak = high
	}
	return d.steady(a*lossRatio(agents, a), math.Inf(-1), within), nil
}
