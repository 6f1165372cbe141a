package erlang

import "math"

// lossRatio returns b = 1 / U(s, a) for s > 0, a > 0, where
//
//	U(s, a) = a^{1-s} e^a Γ(s, a) = ∫_0^∞ e^{-u} (1 + u/a)^{s-1} du
//
// is the incomplete gamma function scaled so that U(n+1, a) = 1 / B(n, a)
// (Fortet 1948; Jagerman 1974). The ratio, not U, is computed because U
// overflows where b only goes to 0. No branch costs more for a larger s:
//
//   - s < 60: the recurrence U(s+1) = 1 + (s/a) U(s), all terms positive,
//     up from s in (0, 1];
//   - a >= s: with 1 + u/a = e^z, U = a ∫ exp(-(a-s) z - a (e^z - 1 - z)) dz;
//   - a < s: U = Γ(s) e^a a^{1-s} - (a/s) M(1, s+1, a), the whole less the lower
//     part, M(1, s+1, a) = s ∫ exp(-(s-a) v - a (v - 1 + e^{-v})) dv (Kummer; DLMF
//     8.5.1, 13.4.1). The parts are about equal at a = s, and the lower one is ever smaller
//     below, so that nothing cancels.
func lossRatio(s, a float64) float64 {
	switch {
	case s < 60:
		steps := math.Ceil(s) - 1
		b := lossRatioSmall(s-steps, a)
		for t := s - steps; steps > 0; steps-- {
			b = a * b / (t + a*b)
			t++
		}
		return b
	case a >= s:
		k := kernel{y: a, d: s - a, kappa: 1}
		return 1 / (a * k.whole(-1))
	default:
		k := kernel{y: a, d: s - a, kappa: 1}
		lower := a * k.whole(1)
		scaled := math.Exp(-logWhole(s, a)) // 1 / (Γ(s) e^a a^{1-s})
		return scaled / (1 - lower*scaled)
	}
}

// lossRatioSmall is lossRatio for 0 < s <= 1.
func lossRatioSmall(s, a float64) float64 {
	if s == 1 {
		return 1
	}
	if a < 1 {
		// Γ(s, a) = (Γ(s+1) - a^s)/s - Σ_{k>=1} (-1)^k a^{s+k} / (k! (s+k)) (DLMF 8.7.3).
		gamma := (math.Expm1(logGamma1p(s)) - math.Expm1(s*math.Log(a))) / s * math.Pow(a, -s)
		term := 1.
		for k := 1.; k < 30; k++ {
			term *= -a / k
			gamma -= term / (s + k)
		}
		return math.Exp(-a) / (a * gamma)
	}
	// Legendre's continued fraction for Γ(s, a) (DLMF 8.9.2), modified Lentz.
	b := a + 1 - s
	c, d := math.Inf(1), 1/b
	h := d
	for i := 1.; i < 500; i++ {
		an := i * (s - i)
		b += 2
		d = 1 / (an*d + b)
		c = b + an/c
		h *= c * d
		if math.Abs(c*d-1) < 1e-16 {
			break
		}
	}
	return 1 / (a * h)
}

// logGamma1p returns ln Γ(1+s) for 0 <= s <= 1, also for tiny s (DLMF 5.7.3).
func logGamma1p(s float64) float64 {
	if s > 0.01 {
		lg, _ := math.Lgamma(1 + s)
		return lg
	}
	const euler, zeta2, zeta3, zeta4, zeta5 = 0.57721566490153286061, 1.64493406684822643647,
		1.20205690315959428540, 1.08232323371113819152, 1.03692775514336992633
	const zeta6, zeta7 = 1.01734306198444913971, 1.00834927738192282684
	return s * (-euler + s*(zeta2/2-s*(zeta3/3-s*(zeta4/4-s*(zeta5/5-s*(zeta6/6-s*zeta7/7))))))
}

// whole returns the integral of exp ψ from the anchor on, towards sign.
func (k kernel) whole(sign float64) float64 {
	half := sign * k.reach(sign) / 2
	total := 0.
	for i, x := range gauss28.nodes {
		total += gauss28.weights[i] * expNeg(k.fall(half*(1+x)))
	}
	return total * math.Abs(half)
}

// logWhole returns ln(Γ(s) e^a a^{1-s}) without cancellation for s >= 10:
// a - s ln a + s ln s - s - ln(s/a) + ln(Γ(s+1)/(s^s e^{-s})), by Stirling's series.
func logWhole(s, a float64) float64 {
	return s*logGap((a-s)/s) - math.Log(s/a) + 0.5*math.Log(2*math.Pi*s) + stirling(s)
}

// logGap returns x - ln(1+x) for x > -1.
func logGap(x float64) float64 {
	if x > 0.5 || x < -0.4 {
		return x - math.Log1p(x)
	}
	// With r = x/(2+x), ln(1+x) = 2 artanh r.
	r := x / (2 + x)
	r2 := r * r
	sum, power := 0., 1.
	for k := 3.; power > 1e-17; k += 2 {
		sum += power / k
		power *= r2
	}
	return r * (x - 2*r2*sum)
}

// stirling returns ln Γ(s+1) - (s ln s - s + ln(2πs)/2) for s >= 10 (DLMF 5.11.1).
func stirling(s float64) float64 {
	t := 1 / (s * s)
	return (1./12 - t*(1./360-t*(1./1260-t*(1./1680-t*(1./1188-t*(691./360360-t/156)))))) / s
}
