package erlang

import "math"

// A waitingRoom is a station whose n agents are all busy, where m contacts find room to wait and
// others are blocked, in units of the mean handle time: load a, each waiting contact
// giving up at rate kappa. With r_j = Π_{i≤j} a / (n + iκ) the weights of j waiting, what an
// accepted contact would have to wait has density n e^{ψ(t)} / Σ_{j<m} r_j,
//
//	ψ(t) = -n t + ln Σ_{j<m} z^j / j!,  z = a (1 - e^{-κt}) / κ,  ∫_0^∞ e^ψ = Σ_{j<m} r_j / n
//
// (Riordan 1962, section 6.2 for κ = 0: a contact that finds j waiting is offered a wait of j+1
// departures). For m = ∞ that is Erlang A; its ψ is larger by the logarithm of
// Q(m, z) = Γ(m, z) / Γ(m). Above capacity the weights first rise; all is then told relative to
// where they are largest, and no large logarithms are subtracted:
//
//   - a <= n: relative to r_0;
//   - n < a <= n + mκ: relative to Erlang A's e^{ψ(t*)} at its crest t* = ln(a/n) / κ;
//   - a > n + mκ, where r_m is largest: relative to r_{m-1}, by
//     e^ψ / r_{m-1} = b(m-1; p) U(m, z), p = 1 - e^{-κt}, with b the binomial weights of
//     n/κ + m - 1 trials (Poisson of mean nt for κ = 0) and U = 1/b of [lossRatio].
type waitingRoom struct {
	n, a, kappa float64
	d           float64 // n - a
	m           float64
	rises       bool // a > n + mκ
}

func newWaitingRoom(n, a, kappa, m float64) waitingRoom {
	return waitingRoom{n: n, a: a, kappa: kappa, d: n - a, m: m, rises: a-n > m*kappa}
}

// crest is [crestOf].
func (w waitingRoom) crest() (crest kernel, peak, climb float64) {
	if w.d >= 0 {
		return kernel{y: w.a, d: w.d, kappa: w.kappa}, 0, 0
	}
	peak = math.Log1p(-w.d/w.n) / w.kappa
	crest = kernel{y: w.n, kappa: w.kappa}
	return crest, peak, crest.fall(-peak)
}

// finiteLines evaluates M/M/n/K+M, and M/M/n/K with kappa = 0, in units of the mean
// handle time. Its cost does not grow with the lines.
func finiteLines(n, a, kappa float64, lines int, within float64) steady {
	n = math.Min(n, float64(lines))
	odds := a * lossRatio(n, a)
	room := newWaitingRoom(n, a, kappa, math.Floor(float64(lines)-n))
	if room.m == 0 {
		full := odds / n
		return steady{answered: 1 / (1 + full), answeredWithin: 1 / (1 + full), blocked: full / (1 + full), logFree: -math.Log1p(full)}
	}
	return room.delay().steady(odds, math.Log(odds/n)+room.last(), within)
}

// last returns ln r_m relative to the delay's climb.
func (w waitingRoom) last() float64 {
	switch {
	case w.rises:
		return math.Log(w.a / (w.n + w.m*w.kappa))
	case w.d < 0:
		return w.below(w.m) + logRest(w.n/w.kappa)
	}
	return logWeights(w.n, w.a, w.kappa, w.m)
}

// below returns ln(r_j / e^{ψ(t*)}) - logRest(n/κ), for κ > 0: the logarithm of the Poisson weight of mean a/κ
// at n/κ + j.
func (w waitingRoom) below(j float64) float64 {
	n := math.FMA(j, w.kappa, w.n)
	x := n / w.kappa
	return -x*logGap(math.FMA(-j, w.kappa, -w.d)/n) - logRest(x)
}

func (w waitingRoom) delay() delay {
	n, a, kappa, m := w.n, w.a, w.kappa, w.m
	d := delay{
		patience: func(t float64) (stays, leaves, left float64) {
			u := kappa * t
			c := q(u)
			stays = math.Exp(-u)
			if u > .5 {
				return stays, 1 - stays, (1 - (1+u)*stays) / kappa
			}
			return stays, u * (1 - c), t * (u - c*(1+u))
		},
		leaving: kappa,
	}
	z := func(t float64) float64 {
		if kappa*t > 1 {
			return -a * math.Expm1(-kappa*t) / kappa
		}
		return a * t * (1 - q(kappa*t))
	}
	k := kernel{y: a, d: w.d, kappa: kappa}
	switch {
	case w.rises:
		d.climb = logWeights(n, a, kappa, m-1)
		d.peak = (m - 1) / n
		if kappa > 0 {
			d.peak = math.Log1p((m-1)*kappa/n) / kappa
		}
		d.psi = func(t float64) float64 {
			z := z(t)
			if z > 0 && z > m/2 {
				if b := lossRatio(m, z); b > 1e-100 {
					return w.logBinomial(t) - math.Log(b)
				}
			}
			return -k.fall(t) + logGammaQ(m, z) - d.climb // far below the climb
		}
	case w.d < 0:
		crest, peak, climb := w.crest()
		d.peak, d.climb = peak, climb
		d.psi = func(t float64) float64 { return -crest.fall(t-peak) + logGammaQ(m, z(t)) }
	default:
		d.psi = func(t float64) float64 { return -k.fall(t) + logGammaQ(m, z(t)) }
	}
	if kappa > 0 { // ψ bends over some 1/κ, which may be a small part of the range
		for _, v := range []float64{1, 3, 10, 30} {
			d.breaks = append(d.breaks, d.peak+v/kappa)
		}
	}
	if m > 1e6 { // Q(m, z) falls from 1 within a small part of the range: no panel may jump over it
		for _, sd := range []float64{-8, 0, 8} {
			z := m + sd*math.Sqrt(m)
			switch {
			case kappa == 0:
				d.breaks = append(d.breaks, z/a)
			case z*kappa < a:
				d.breaks = append(d.breaks, -math.Log1p(-z*kappa/a)/kappa)
			}
		}
	}
	return d
}

// logBinomial returns ln b(m-1; 1 - e^{-κt}) of n/κ + m - 1 trials, by its deviances (Loader
// 2000, "Fast and accurate computation of binomial probabilities").
func (w waitingRoom) logBinomial(t float64) float64 {
	k := w.m - 1
	if w.kappa == 0 {
		return -deviance(k, w.n*t, w.n*t-k, math.Log(w.n*t/k)) - logRest(k)
	}
	s := w.n / w.kappa
	trials := s + k
	p := -math.Expm1(-w.kappa * t)
	excess := trials*p - k
	spread := math.Log1p(k / s)
	stay := deviance(s, trials*math.Exp(-w.kappa*t), -excess, spread-w.kappa*t)
	rest := logRest(trials) - logRest(s)
	if s >= 10 {
		rest = spread/2 + stirling(trials) - stirling(s)
	}
	return rest - logRest(k) - deviance(k, trials*p, excess, math.Log(trials*p/k)) - stay
}

// deviance returns x ln(x/mean) + mean - x from mean, excess = mean - x and log = ln(mean/x).
func deviance(x, mean, excess, log float64) float64 {
	switch {
	case x == 0:
		return mean
	case excess > -.4*x && excess < .5*x:
		return x * logGap(excess/x)
	}
	return excess - x*log
}

// logRest returns ln(Γ(x+1) / (x^x e^{-x})).
func logRest(x float64) float64 {
	switch {
	case x == 0:
		return 0
	case x >= 10:
		return .5*math.Log(2*math.Pi*x) + stirling(x)
	}
	lg, _ := math.Lgamma(x + 1)
	return lg - x*math.Log(x) + x
}

// logWeights returns ln Π_{i=1}^j a / (n + iκ), for n > 0, by Stirling's series. Where a <= n all parts
// have one sign.
func logWeights(n, a, kappa, j float64) float64 {
	sum := 0.
	for ; j > 0 && kappa > 0 && n < 10*kappa; j-- {
		n += kappa
		sum += math.Log(a / n)
	}
	if j <= 0 {
		return sum
	}
	sum += j * logQuotient(a, n)
	if kappa > 0 {
		s := n / kappa
		top := (n + j*kappa) / kappa
		sum -= top*logGap(-j/top) + .5*math.Log1p(j/s) + stirling(top) - stirling(s)
	}
	return sum
}

// logQuotient returns ln(a/n), exact also near 0.
func logQuotient(a, n float64) float64 {
	if a > n/2 && a < 2*n {
		return math.Log1p((a - n) / n)
	}
	return math.Log(a / n)
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
