package erlang

import (
	"math"
	"slices"
)

// delay is a station whose offered wait V has density odds e^{ψ(t)} / Z on t > 0
// for a concave ψ that need not be a formula: general patience, finite lines.
// Times are in any one unit.
type delay struct {
	psi func(t float64) float64 // ψ(t) - climb

	// climb is about ψ's largest value. ψ must not be formed and climb then taken away: both may
	// be far larger than what their difference has to be exact to.
	climb float64

	// patience returns the share that is still there at t > 0, the share that has left, and the mean
	// time to leaving over all, 0 for who is still there.
	patience func(t float64) (stays, leaves, left float64)

	breaks  []float64 // where ψ or the patience is not smooth
	peak    float64   // where ψ is largest, or nearly
	rates   float64   // |ψ(t)| is a difference of terms up to rates t, and rounded like them
	leaving float64   // rate of leaving, of a patience whose share that stays is rounded in its exponent
	rounds  float64   // 1 where a small share that stays is rounded like 1, 0 where like itself
}

// steady returns the steady state for the odds of [queueing]; full is the weight,
// against e^{climb} for all states in which nobody waits, of a station with no free
// line, as a logarithm.
func (d delay) steady(odds, logFull, within float64) steady {
	low := math.Exp(-d.climb - d.psi(d.peak))
	blocked := math.Exp(logFull - d.psi(d.peak))
	up, late := d.integrate(0, within), d.integrate(within, math.Inf(1))
	z := low + blocked + odds*(up.total()+late.total())
	stays, leaves, _ := d.patience(within)
	return steady{
		pWait:           odds * (up.total() + late.total()) / z,
		answered:        (low + odds*(up.stay+late.stay)) / z,
		abandoned:       odds * (up.leave + late.leave) / z,
		answeredWait:    odds * (up.stayW + late.stayW) / z,
		abandonedWait:   odds * (up.leaveW + late.leaveW) / z,
		answeredWithin:  (low + odds*up.stay) / z,
		abandonedWithin: odds * (up.leave + leaves*late.total()) / z,
		neither:         odds * stays * late.total() / z,
		answeredLater:   odds * late.stay / z,
		patientLater:    odds * late.total() / z,
		blocked:         blocked / z,
		logFree:         -d.climb - d.psi(d.peak) - math.Log(z),
	}
}

// integrate returns the sums of e^{ψ(t) - ψ(peak)} over [lo, hi] with weights
// counted from 0, by Gauss rules on ever smaller panels until they agree.
func (d delay) integrate(lo, hi float64) (s sums) {
	if !(hi > lo) {
		return s
	}
	anchor := math.Min(math.Max(d.peak, lo), hi)
	top := d.psi(anchor)
	from, to := d.edge(anchor, lo, top), d.edge(anchor, hi, top)
	cuts := []float64{from, anchor, to}
	for _, b := range d.breaks {
		if b > from && b < to {
			cuts = append(cuts, b)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var rough sums
	parts := make([]sums, len(cuts)-1)
	for i := range parts {
		parts[i] = d.panel(cuts[i], cuts[i+1], top)
		rough.plus(parts[i])
	}
	budget := 4000 // panels: a law that is no law must not keep us for ever
	for i, p := range parts {
		s.plus(d.refine(cuts[i], cuts[i+1], top, p, &rough, &budget))
	}
	s.times(math.Exp(top - d.psi(d.peak)))
	return s
}

// edge returns the t between anchor and bound at which ψ has fallen from top by
// cutoff or a little more; bound if it does not.
func (d delay) edge(anchor, bound, top float64) float64 {
	sign := 1.
	if bound < anchor {
		sign = -1
	}
	room := math.Abs(bound - anchor)
	near, far := 0., math.Min(room, 1e-12)
	for top-d.psi(anchor+sign*far) < cutoff {
		if far >= room {
			return bound
		}
		near, far = far, math.Min(2*far, room)
	}
	for range 8 {
		mid := (near + far) / 2
		if top-d.psi(anchor+sign*mid) < cutoff {
			near = mid
		} else {
			far = mid
		}
	}
	return anchor + sign*far
}

func (d delay) panel(from, to, top float64) (s sums) {
	half, mid := (to-from)/2, from+(to-from)/2
	for i, x := range gauss28.nodes {
		t := mid + half*x
		f := gauss28.weights[i] * math.Exp(d.psi(t)-top)
		stays, leaves, left := d.patience(t)
		s.stay += f * stays
		s.leave += f * leaves
		s.stayW += f * stays * t
		s.leaveW += f * left
	}
	s.times(half)
	return s
}

// refine halves a panel until its halves agree with it to rounding of the whole.
func (d delay) refine(from, to, top float64, coarse sums, rough *sums, budget *int) sums {
	mid := from + (to-from)/2
	left, right := d.panel(from, mid, top), d.panel(mid, to, top)
	fine := left
	fine.plus(right)
	// A first panel far wider than the patience may have missed all who stay.
	rough.stay, rough.stayW = math.Max(rough.stay, fine.stay), math.Max(rough.stayW, fine.stayW)
	// The weights are themselves rounded, against 1 and against t.
	tol, noise := 2e-14+4e-16*(d.rates*to+math.Min(d.leaving*from, 700)), 4e-16*rough.total()
	agrees := func(a, b, whole, scale float64) bool { return math.Abs(a-b) <= tol*whole+noise*scale }
	if *budget -= 2; *budget < 0 || mid <= from || mid >= to ||
		agrees(fine.stay, coarse.stay, rough.stay, d.rounds) && agrees(fine.leave, coarse.leave, rough.leave, 1) &&
			agrees(fine.stayW, coarse.stayW, rough.stayW, d.rounds*to) && agrees(fine.leaveW, coarse.leaveW, rough.leaveW, to) {
		return fine
	}
	fine = d.refine(from, mid, top, left, rough, budget)
	fine.plus(d.refine(mid, to, top, right, rough, budget))
	return fine
}

func (s *sums) plus(o sums) {
	s.stay += o.stay
	s.leave += o.leave
	s.stayW += o.stayW
	s.leaveW += o.leaveW
}

func (s *sums) times(by float64) {
	s.stay *= by
	s.leave *= by
	s.stayW *= by
	s.leaveW *= by
}
