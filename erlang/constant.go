package erlang

import "math"

// constantHandling is M/D/n: Poisson arrivals, n agents, every contact handled in the
// same time, nobody gives up. With the handle time as the unit and a the load, the number M
// that waits is the largest value of the random walk with steps Poisson(a) - n (Crommelin
// 1932; Franx 2001, "A simple solution for the M/D/c waiting time distribution"). By
// Spitzer's identity (1956) M is a compound Poisson sum,
//
//	E[z^M] = exp Σ_{l>=1} c_l (z^l - 1),  c_l = Σ_{k>=1} P(Poisson(ka) = kn + l) / k,
//
// whose probabilities Panjer's recursion (1981) builds from positive terms only, so that
// small ones are exact too. Far out l c_l and P(M >= l) fall off by 1/R, with R > 1 the root of
// n ln R = a (R - 1).
//
// The work does not depend on T. It grows as the square of the length of the recursion, which is
// some √n and more the nearer the load is to the agents: at a load of 0.999 n some seconds for
// 1e5 agents and a quarter of a minute or more for 1e6.
type constantHandling struct {
	n, a float64
	logR float64
	at   []float64 // P(M = l), l = 0..len-1
	tail []float64 // P(M >= l), l = 0..len-1; beyond, geometric
	mean float64   // E[M]
}

func newConstantHandling(agents int, load float64) constantHandling {
	n, a := float64(agents), load
	h := constantHandling{n: n, a: a}
	// f falls to r = ln(n/a) and then rises.
	f := func(r float64) float64 { return r * ((a - n) - a*q(-r)) } // a (e^r - 1) - n r
	low := math.Log(n / a)
	high := 2 * low
	for f(high) < 0 {
		high *= 2
	}
	h.logR = root(f, low, high)

	window := int(4*math.Sqrt(n)) + 8
	length := 2 * window
	var c []float64
	for {
		c = h.jumps(length)
		// The dominant root alone is left when l c_l R^l is 1 over a window.
		settled := true
		for l := length - window; l < length && settled; l++ {
			settled = math.Abs(math.Log(float64(l)*c[l])+float64(l)*h.logR) < 1e-12
		}
		if settled || float64(length)*h.logR > 60+cutoff {
			break
		}
		length *= 2
	}
	total, r := 0., math.Exp(-h.logR)
	for l := length - 1; l >= 1; l-- {
		total += c[l]
		h.mean += float64(l) * c[l]
	}
	for l, p := length, math.Exp(-float64(length)*h.logR); p > 1e-18*h.mean; l, p = l+1, p*r {
		total += p / float64(l)
		h.mean += p
	}
	m := make([]float64, length)
	m[0] = math.Exp(-total)
	for j := 1; j < length; j++ {
		for l := 1; l <= j; l++ {
			m[j] += float64(l) * c[l] * m[j-l]
		}
		m[j] /= float64(j)
	}
	h.tail = make([]float64, length)
	beyond := m[length-1] * r / (1 - r)
	for j := length - 1; j >= 0; j-- {
		beyond += m[j]
		h.tail[j] = beyond
	}
	for j := range h.tail { // all probabilities together are 1 up to the rounding of total
		h.tail[j] /= beyond
		m[j] /= beyond
	}
	h.at = m
	return h
}

// jumps returns c_l for l < length: the sum over k directly, and from k = 1000 on by
// Euler and Maclaurin, with the integral over ln k.
func (h constantHandling) jumps(length int) []float64 {
	const direct = 1000
	c := make([]float64, length)
	add := func(k, weight float64) {
		p := poisson(k*h.n+1, k*h.a, k*(h.a-h.n)-1) * weight / k
		for l := 1; l < length && p != 0; l++ {
			c[l] += p
			p *= k * h.a / (k*h.n + float64(l+1))
		}
	}
	decay := h.n * logGap((h.a-h.n)/h.n) // of the terms, per k
	last := math.Ceil((cutoff + 3) / decay)
	for k := 1.; k <= math.Min(last, direct-1); k++ {
		add(k, 1)
	}
	if last >= direct {
		add(direct, 0.5)
		add(direct-1, 1./24) // -f'(direct)/12 by the central difference
		add(direct+1, -1./24)
		low, high := math.Log(direct), math.Log(2*last)
		panels := math.Ceil(2 * (high - low))
		half := (high - low) / panels / 2
		for i := 0.; i < panels; i++ {
			mid := low + (2*i+1)*half
			for j, x := range gauss28.nodes {
				k := math.Exp(mid + half*x)
				add(k, k*half*gauss28.weights[j])
			}
		}
	}
	return c
}

// poisson returns e^{-mean} mean^s / Γ(s+1), also for real s. The excess, mean - s, is
// given because it may be far smaller than both.
func poisson(s, mean, excess float64) float64 {
	switch {
	case s < 10:
		lg, _ := math.Lgamma(s + 1)
		return math.Exp(s*math.Log(mean) - mean - lg)
	case mean < s/2:
		return math.Exp(s*math.Log(mean/s)-excess-stirling(s)) / math.Sqrt(2*math.Pi*s)
	}
	return math.Exp(-s*logGap(excess/s)-stirling(s)) / math.Sqrt(2*math.Pi*s)
}

// exactly returns P(M = l), l >= 0.
func (h constantHandling) exactly(l int) float64 {
	if l < len(h.at) {
		return h.at[l]
	}
	return h.atLeast(l) * -math.Expm1(-h.logR)
}

// atLeast returns P(M >= l).
func (h constantHandling) atLeast(l int) float64 {
	last := len(h.tail) - 1
	switch {
	case l <= 0:
		return 1
	case l <= last:
		return h.tail[l]
	}
	return h.tail[last] * math.Exp(-float64(l-last)*h.logR)
}

// waitBeyond returns P(W > t), t in handle times: with k the first whole number above t, a
// contact waits longer than t if M and the Poisson arrivals of k - t make up at least kn
// (Franx 2001).
func (h constantHandling) waitBeyond(t float64) float64 {
	k := math.Floor(t) + 1
	mean := h.a * (k - t)
	last := len(h.tail) - 1
	// Far out only the geometric tail of M counts, and the sum is closed.
	tilted := mean * math.Exp(h.logR)
	far := k*h.n - float64(last) // with fewer arrivals M has to be in its geometric tail
	if far > tilted+40*math.Sqrt(tilted)+200 && h.tail[last] > 0 {
		return math.Exp(math.Log(h.tail[last]) - far*h.logR + mean*math.Expm1(h.logR))
	}
	low := math.Max(math.Floor(mean-12*math.Sqrt(mean)-20), 0)
	if h.tail[last] == 0 { // M is less than last: all terms with fewer arrivals are 0
		low = math.Max(low, far)
	}
	p := poisson(low, mean, mean-low)
	if p == 0 && low > mean {
		return 0
	}
	from, all := int(low), int(k*h.n)
	sum := 0.
	for j := from; j < all; j++ {
		sum += p * h.atLeast(all-j)
		p *= mean / float64(j+1)
	}
	for j := all; p > 1e-18*sum; j++ { // more arrivals than that: certain to wait longer
		sum += p
		p *= mean / float64(j+1)
	}
	return math.Min(sum, 1)
}
