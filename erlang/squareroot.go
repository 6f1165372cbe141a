package erlang

import "math"

// The square-root staffing rule: n = a + β √a agents for a load a, with β the
// quality of service (Erlang 1923; Halfin and Whitt 1981, "Heavy-traffic limits for
// queues with many exponential servers"). The functions here are the limits for large a;
// at a = 100 they are within some per cent of the exact formulas.

// SquareRoot returns a + β √a agents.
func SquareRoot(load, beta float64) float64 { return load + beta*math.Sqrt(load) }

// HalfinWhitt returns the limit of the share that waits when nobody gives up,
//
//	P(W > 0) = 1 / (1 + β Φ(β) / φ(β)),  β > 0
//
// (Halfin and Whitt 1981); 1 for β <= 0, where the queue has no steady state.
func HalfinWhitt(beta float64) float64 {
	if beta <= 0 {
		return 1
	}
	return 1 / (1 + beta/hazard(-beta))
}

// HalfinWhittBeta returns the β for which a share pWait in (0, 1) waits.
func HalfinWhittBeta(pWait float64) (float64, error) {
	if !(pWait > 0 && pWait < 1) {
		return 0, &InputError{"pWait", pWait, "a share between 0 and 1"}
	}
	logWait := math.Log(pWait)
	return root(func(b float64) float64 { return logWait - math.Log(HalfinWhitt(b)) }, 0, 40), nil
}

// Garnett returns the limits of the share that waits and of √n times the share that gives
// up, for patience with theta = mean handle time / mean patience > 0 and any β:
//
//	P(W > 0) = 1 / (1 + √θ h(β/√θ) / h(-β)),  √n P(ab) = √θ (h(β/√θ) - β/√θ) P(W > 0)
//
// with h = φ / (1 - Φ) the hazard rate of the normal distribution (Garnett, Mandelbaum and
// Reiman 2002, "Designing a call center with impatient customers").
func Garnett(beta, theta float64) (pWait, rootAbandonment float64) {
	root := math.Sqrt(theta)
	hat := beta / root
	pWait = 1 / (1 + root*hazard(hat)/hazard(-beta))
	return pWait, root * excess(hat) * pWait
}

// GarnettBeta returns the β for which a share pWait in (0, 1) waits.
func GarnettBeta(pWait, theta float64) (float64, error) {
	if !(pWait > 0 && pWait < 1) {
		return 0, &InputError{"pWait", pWait, "a share between 0 and 1"}
	}
	if !(theta > 0) || math.IsInf(theta, 1) {
		return 0, &InputError{"theta", theta, "finite and above 0"}
	}
	logWait := math.Log(pWait)
	f := func(b float64) float64 {
		p, _ := Garnett(b, theta)
		return logWait - math.Log(p)
	}
	low, high := -1., 1.
	for f(low) >= 0 && low > -1e9 {
		low *= 2
	}
	for f(high) < 0 && high < 40 {
		high *= 2
	}
	return root(f, low, high), nil
}

// CostOptimalBeta returns the β that minimizes the cost of agents and of waiting per hour,
// for the ratio r of the cost of an hour of waiting by one contact to that of an hour of
// an agent: the y > 0 with the least
//
//	y + r P(y) / y,  P the Halfin-Whitt function
//
// (Borst, Mandelbaum and Reiman 2004, "Dimensioning large call centers").
func CostOptimalBeta(r float64) (float64, error) {
	if !(r > 0) || math.IsInf(r, 1) {
		return 0, &InputError{"r", r, "finite and above 0"}
	}
	// The derivative 1 + r (P'/y - P/y^2), with P' = -P (1 - P) (1/y + y + φ/Φ):
	// of P = 1/(1+g), g = y Φ/φ, g' = g (1/y + φ/Φ + y).
	slope := func(y float64) float64 {
		p := HalfinWhitt(y)
		return 1 - r*p/y*((1-p)*(1/y+y+hazard(-y))+1/y)
	}
	high := 1.
	for slope(high) < 0 {
		high *= 2
	}
	low := high
	for slope(low) >= 0 {
		low /= 2
	}
	return root(slope, low, high), nil
}

// CostOptimal returns the whole number of agents n > load with the least cost per hour
//
//	agentCost n + waitCost E[queue length]
//
// by Erlang C: exact, where [CostOptimalBeta] is the limit. Costs are per agent and hour
// and per hour of waiting by one contact.
func CostOptimal(load, agentCost, waitCost float64) (int, error) {
	if !(load >= 0) || load > MaxAgents/2 {
		return 0, &InputError{"load", load, "at least 0 erlangs and at most half of MaxAgents"}
	}
	if !(agentCost > 0) || math.IsInf(agentCost, 1) {
		return 0, &InputError{"agentCost", agentCost, "finite and above 0"}
	}
	if !(waitCost > 0) || math.IsInf(waitCost, 1) {
		return 0, &InputError{"waitCost", waitCost, "finite and above 0"}
	}
	if load == 0 {
		return 0, nil
	}
	queue := func(n int) float64 { s := float64(n) - load; return C(float64(n), load) * load / s }
	// The queue is convex in n: one more agent pays as long as it saves more than it costs.
	pays := func(n int) bool { return waitCost*(queue(n)-queue(n+1)) > agentCost }
	low := int(load) + 1
	if !pays(low) {
		return low, nil
	}
	step := 1
	for pays(low + step) {
		step *= 2
		if low+step > 2*MaxAgents {
			return 0, &UnreachableError{"cost", waitCost / agentCost, queue(low + step), low + step}
		}
	}
	high := low + step
	low += step / 2
	for high-low > 1 {
		if mid := low + (high-low)/2; pays(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return high, nil
}

// hazard returns φ(x) / (1 - Φ(x)) of the standard normal distribution.
func hazard(x float64) float64 {
	if x < 5 {
		return math.Exp(-x*x/2) * math.Sqrt(2/math.Pi) / math.Erfc(x/math.Sqrt2)
	}
	return x + excess(x)
}

// excess returns hazard(x) - x without cancellation: for large x Laplace's continued
// fraction, 1/(x + 2/(x + 3/(x + ...))) (Abramowitz and Stegun 26.2.14).
func excess(x float64) float64 {
	if x < 5 {
		return hazard(x) - x
	}
	f := x
	for k := 80.; k >= 2; k-- {
		f = x + k/f
	}
	return 1 / f
}
