package erlang

import "math"

// steady is the steady state of M/M/n+M in units of the mean handle time. Every
// field is a sum of positive terms, so a small share is as exact as a large one.
type steady struct {
	pWait           float64
	answered        float64 // share of offered
	abandoned       float64
	answeredWait    float64 // E[wait; answered], per offered contact
	abandonedWait   float64 // E[wait; abandoned]
	answeredWithin  float64 // share answered within T
	abandonedWithin float64 // share that gave up within T
	neither         float64 // share still waiting at T
	answeredLater   float64 // share answered after T
	patientLater    float64 // share that would wait beyond T if it never gave up
	blocked         float64 // share that found no free line
	logFree         float64 // ln of the share that finds a free agent
}

// erlangA evaluates M/M/n+M (Palm 1957) with n agents, load a, each waiting
// contact giving up at rate kappa per mean handle time. The wait V that a contact
// would have if it never gave up has
//
//	P(V = 0) = 1/Z,  density  a b e^{ψ(t)} / Z,  Z = 1 + a b ∫_0^∞ e^ψ,
//	ψ(t) = a (1 - e^{-κt}) / κ - n t,  b = B(n-1, a)
//
// (Mandelbaum and Zeltyn 2007), and a contact offered V = t is answered with
// probability e^{-κt}: every figure is an integral of e^ψ. Where a > n, ψ first
// climbs to t* = ln(a/n)/κ, and all is scaled by e^{-ψ(t*)}. The integrals up to T
// and beyond T are formed apart and added, never subtracted.
func erlangA(n, a, kappa, within float64) steady {
	return queueing(a*lossRatio(n, a), n, a, kappa, within)
}

// queueing is erlangA for any station that behaves like M/M/n+M once it is full:
// odds is ab above, n times the ratio of the probability that a new contact finds
// it just full to that of finding it not full.
func queueing(odds, n, a, kappa, within float64) steady {
	crest, peak, climb := crestOf(n, a, kappa)
	low := math.Exp(-climb)
	past := kappa * (within - peak)
	at := kernel{ // anchored at T
		y:     crest.y * math.Exp(-past),
		d:     crest.d - crest.y*math.Expm1(-past),
		kappa: kappa,
	}
	height := math.Exp(-crest.fall(within - peak))

	var up, late sums // up to T; beyond T with weights counted from T
	if within < peak {
		if height > 0 {
			up.add(at.integrate(-1, within), kappa, within, height)
		}
		late.add(crest.around(peak-within, math.Inf(1)), kappa, peak-within, 1)
	} else {
		up.add(crest.around(peak, within-peak), kappa, peak, 1)
		if height > 0 {
			late.add(at.integrate(1, math.Inf(1)), kappa, 0, height)
		}
	}
	all := up
	all.add(late, kappa, within, 1)

	z := low + odds*all.total()
	stays, leaves := math.Exp(-kappa*within), -math.Expm1(-kappa*within) // patience beyond T or not
	return steady{
		pWait:           odds * all.total() / z,
		answered:        (low + odds*all.stay) / z,
		abandoned:       odds * all.leave / z,
		answeredWait:    odds * all.stayW / z,
		abandonedWait:   odds * all.leaveW / z,
		answeredWithin:  (low + odds*up.stay) / z,
		abandonedWithin: odds * (up.leave + leaves*late.total()) / z,
		neither:         odds * stays * late.total() / z,
		answeredLater:   odds * stays * late.stay / z,
		patientLater:    odds * late.total() / z,
		logFree:         -climb - math.Log(z),
	}
}

// crestOf returns the kernel of Erlang A anchored where ψ is largest, that time and ψ there.
func crestOf(n, a, kappa float64) (crest kernel, peak, climb float64) {
	if a <= n {
		return kernel{y: a, d: n - a, kappa: kappa}, 0, 0
	}
	peak = math.Log1p((a-n)/n) / kappa
	crest = kernel{y: n, kappa: kappa}
	return crest, peak, crest.fall(-peak)
}

// erlangC is erlangA where nobody gives up, for a < n: the wait of who waits is
// exponential with rate n - a (Erlang 1917).
func erlangC(n, a, within float64) steady {
	ab := a * lossRatio(n, a)
	wait := ab / (n - a + ab)
	later := wait * math.Exp(-(n-a)*within)
	return steady{
		pWait:          wait,
		answered:       1,
		answeredWait:   wait / (n - a),
		answeredWithin: (n-a)/(n-a+ab) - wait*math.Expm1(-(n-a)*within),
		neither:        later,
		answeredLater:  later,
		patientLater:   later,
		logFree:        math.Log1p(-wait),
	}
}
