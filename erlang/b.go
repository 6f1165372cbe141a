package erlang

import "math"

// B returns Erlang's loss probability for a real number of agents and an
// offered load in erlangs: the share of contacts that are lost when there is no
// queue,
//
//	1/B(n, a) = ∫_0^∞ a e^{-at} (1+t)^n dt = Γ(n+1, a) e^a a^{-n},
//
// which for whole n is (a^n/n!) / Σ_{k=0}^n a^k/k! (Erlang 1917; Fortet 1948 for
// real n; Jagerman 1974, "Some properties of the Erlang loss function"). B(n, 0)
// is 0 for n > 0, B(0, a) is 1. Negative or NaN arguments give NaN; an infinite
// load gives 1, infinitely many agents 0. The cost does not grow with n.
func B(agents, load float64) float64 {
	switch {
	case !(agents >= 0 && load >= 0):
		return math.NaN()
	case agents == 0 || math.IsInf(load, 1):
		return 1
	case load == 0 || math.IsInf(agents, 1):
		return 0
	}
	return math.Min(lossRatio(agents+1, load), 1)
}

// LeastAgentsB returns the least whole number of agents (lines) that loses no more
// than the share blocking of the load.
func LeastAgentsB(load, blocking float64) (int, error) {
	if !(load >= 0) || load > MaxAgents {
		return 0, &InputError{"load", load, "at least 0 erlangs and at most MaxAgents"}
	}
	if !(blocking > 0 && blocking <= 1) {
		return 0, &InputError{"blocking", blocking, "a share above 0, at most 1"}
	}
	r, err := required(load, Targets{Blocking: blocking}, func(n float64) (Performance, error) {
		return Performance{Agents: n, Load: load, Blocking: B(n, load)}, nil
	})
	return r.Agents, err
}

// LargestLoadB returns the largest load, in erlangs, of which the agents (lines, a real number)
// lose no more than the share blocking.
func LargestLoadB(agents, blocking float64) (float64, error) {
	if !(agents >= 0) || math.IsInf(agents, 1) {
		return 0, &InputError{"agents", agents, "a finite number of at least 0"}
	}
	if !(blocking > 0 && blocking < 1) {
		return 0, &InputError{"blocking", blocking, "a share between 0 and 1"}
	}
	if agents == 0 {
		return 0, nil
	}
	high := agents // a (1 - B) <= n bounds the load
	for B(agents, high) < blocking {
		high *= 2
	}
	return root(func(load float64) float64 { return B(agents, load) - blocking }, 0, high), nil
}

// Overflow returns the mean, in erlangs, and the peakedness (variance over mean) of the
// load that overflows from the agents, seen on an infinite group:
//
//	M = a B(n, a),  Z = 1 - M + a / (n + 1 - a + M)
//
// (Wilkinson 1956, "Theories for toll traffic engineering in the U.S.A."). Where a > n the
// parts of Z grow and cancel; then, with I the number of idle agents,
//
//	Z = 1 + Var I / (1 + E I),
//
// and with 1/B(n, a) = ∫_0^∞ e^{-u} (1 + u/a)^n du, I is binomial of n and u/(a+u) for a u drawn
// from that integrand: both moments are sums of positive terms. The peakedness is 1 where
// nothing, or everything, overflows: 0 agents, and an infinite load. Negative or NaN arguments
// give NaN.
func Overflow(agents, load float64) (mean, peakedness float64) {
	n, a := agents, load
	mean = a * B(n, a)
	switch {
	case math.IsNaN(mean):
		return mean, math.NaN()
	case mean == 0 || n == 0 || a-n == a:
		return mean, 1
	case a < n+1:
		return mean, 1 - mean + a/(n+1-a+mean)
	}
	k := kernel{y: a, d: n + 1 - a, kappa: 1}
	half := k.reach(-1) / 2
	var f, free [28]float64 // with a/(a+u) = e^{-z}, the share 1 - e^{-z} of the agents is free
	total, idle := 0., 0.
	for i, x := range gauss28.nodes {
		z := half * (1 + x)
		f[i] = gauss28.weights[i] * expNeg(k.fall(-z))
		free[i] = -math.Expm1(-z)
		total += f[i]
		idle += f[i] * n * free[i]
	}
	idle /= total
	variance := 0.
	for i := range f {
		off := n*free[i] - idle
		variance += f[i] * (n*free[i]*(1-free[i]) + off*off)
	}
	return mean, 1 + variance/total/(1+idle)
}

// Hayward returns the blocking of a stream with the given peakedness on the agents:
// that of Poisson traffic on a group smaller by the peakedness, B(n/z, a/z) (Fredericks
// 1980, "Congestion in blocking systems: a simple approximation technique"). It is
// an approximation, within some per cent for the overflow of calls (z of 1 to 3). A peakedness
// that is not above 0 and finite gives NaN.
func Hayward(agents, load, peakedness float64) float64 {
	if !(peakedness > 0) || math.IsInf(peakedness, 1) {
		return math.NaN()
	}
	return B(agents/peakedness, load/peakedness)
}

// ExtendedB returns the load including retries, and its blocking, when a share retry
// of the blocked contacts tries again at once: the fixed point
//
//	x = a + r x B(n, x)
//
// (Bear 1980, "Principles of telecommunication traffic engineering", extended Erlang B).
// With retry 1 a load at or above the agents is [ErrOverload].
func ExtendedB(agents, load, retry float64) (offered, blocking float64, err error) {
	switch {
	case !(agents >= 0) || math.IsInf(agents, 1):
		return 0, 0, &InputError{"agents", agents, "a finite number of at least 0"}
	case !(load >= 0) || math.IsInf(load, 1):
		return 0, 0, &InputError{"load", load, "a finite load of at least 0 erlangs"}
	case !(retry >= 0 && retry <= 1):
		return 0, 0, &InputError{"retry", retry, "a share between 0 and 1"}
	case load == 0:
		return 0, B(agents, 0), nil
	case retry == 1 && load >= agents:
		return 0, 0, ErrOverload
	}
	// x (1 - r B(n, x)) rises with x, from below a at a to above a at the bound.
	high := load / (1 - retry)
	if retry == 1 {
		high = 2 * load
		for high*(1-B(agents, high)) < load {
			high *= 2
		}
	}
	offered = root(func(x float64) float64 { return x*(1-retry*B(agents, x)) - load }, load, high)
	return offered, B(agents, offered), nil
}
