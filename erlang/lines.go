package erlang

import "math"

// finiteLines evaluates M/M/n/K+M, and M/M/n/K with kappa = 0, in units of the mean
// handle time: m = K - n contacts find room to wait, others are blocked. A contact that
// finds j waiting is offered a wait of j+1 departures; summing over j < m with the
// weights of the queue lengths (e^{-κV} has a beta law),
//
//	ψ(t) = -n t + ln Σ_{j<m} z^j / j!,  z = a (1 - e^{-κt}) / κ,
//
// which for m = ∞ is Erlang A (Riordan 1962, section 6.2 for κ = 0), so that
// ψ differs from Erlang A's by the logarithm of Q(m, z) = Γ(m, z) / Γ(m). Blocking is
// the weight of the last of m queue lengths; it costs one logarithm per waiting place.
func finiteLines(n, a, kappa float64, lines int, within float64) steady {
	n = math.Min(n, float64(lines))
	m := math.Floor(float64(lines) - n)
	odds := a * lossRatio(n, a)
	k := kernel{y: a, d: n - a, kappa: kappa}
	d := delay{
		psi: func(t float64) float64 {
			return -k.fall(t) + logGammaQ(m, a*t*(1-q(kappa*t)))
		},
		cdf:      func(t float64) float64 { return -math.Expm1(-kappa * t) },
		integral: func(t float64) float64 { return t * q(kappa*t) },
		rates:    a + n,
	}
	if m == 0 {
		full := odds / n
		return steady{answered: 1 / (1 + full), answeredWithin: 1 / (1 + full), blocked: full / (1 + full), logFree: -math.Log1p(full)}
	}
	logFull := math.Log(odds / n)
	for i := 1.; i <= m; i++ {
		logFull += math.Log(a / (n + i*kappa))
	}
	// ψ' = z' P(j < m-1 of the truncated Poisson) - n is positive at most up to where
	// Erlang A's is; ternary search on the concave ψ.
	if a > n {
		high := 1.
		if kappa > 0 {
			high = math.Log1p((a-n)/n) / kappa
		}
		for kappa == 0 && d.psi(2*high) > d.psi(high) {
			high *= 2
		}
		low := 0.
		if kappa == 0 {
			high *= 2
		}
		for range 200 {
			t1, t2 := low+(high-low)/3, high-(high-low)/3
			if d.psi(t1) < d.psi(t2) {
				low = t1
			} else {
				high = t2
			}
		}
		d.peak = (low + high) / 2
	}
	return d.steady(odds, logFull, within)
}

// logGammaQ returns ln Q(s, z) = ln(Γ(s, z) / Γ(s)) for s >= 1.
func logGammaQ(s, z float64) float64 {
	switch {
	case z <= 0:
		return 0
	case z < s && s >= 60:
		k := kernel{y: z, d: s - z, kappa: 1}
		return math.Log1p(-z * k.whole(1) * math.Exp(-logWhole(s, z)))
	case z < s:
		sum, term := 1., 1.
		for j := 1.; term > 1e-17*sum; j++ {
			term *= z / (s + j)
			sum += term
		}
		return math.Log1p(-poisson(s, z, z-s) * sum)
	case s >= 10:
		return -logWhole(s, z) - math.Log(lossRatio(s, z))
	}
	lg, _ := math.Lgamma(s)
	return -(lg + z - (s-1)*math.Log(z)) - math.Log(lossRatio(s, z))
}
