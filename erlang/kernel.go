package erlang

import "math"

// The integrals behind Erlang B, C and A are one integral. With s > 0 and y > 0,
//
//	ψ(w) = y (1 - e^{-κw}) / κ - n w,   ψ(0) = 0,
//
// is concave, and exp ψ is up to its scale the density of the wait offered to
// a patient contact in M/M/n+M (Baccelli and Hebuterne 1981; Mandelbaum and
// Zeltyn 2007, "Service engineering in action: the Palm/Erlang-A queue").
// Writing d = n - y and q(v) = 1 - (1 - e^{-v}) / v,
//
//	ψ(w) = -d w - y w q(κw)
//
// has no cancellation for any κ >= 0, also κ = 0, as long as d is given and not
// formed from y. Negative w is the rising side of a peak.
type kernel struct {
	y     float64 // arrival rate that is left at the anchor, per mean handle time
	d     float64 // n - y
	kappa float64 // abandonment rate of one contact, per mean handle time
}

// cutoff is the fall of ψ after which exp ψ no longer counts: e^-42 = 6e-19,
// small against 1e-16 even where the integrand carries the square of the wait.
const cutoff = 42

// q returns 1 - (1 - e^{-v}) / v = v/2! - v^2/3! + v^3/4! - ...
func q(v float64) float64 {
	switch {
	case v > 40:
		return 1 - 1/v
	case v > 1:
		return 1 - (1-expNeg(v))/v
	case v < -1:
		return 1 + math.Expm1(-v)/v
	}
	x := v * v // odd and even powers apart: two short chains instead of a long one
	odd := 1./2 + x*(1./24+x*(1./720+x*(1./40320+x*(1./3628800+x*(1./479001600+x*(1./87178291200+x*(1./20922789888000+x*(1./6402373705728000))))))))
	even := 1./6 + x*(1./120+x*(1./5040+x*(1./362880+x*(1./39916800+x*(1./6227020800+x*(1./1307674368000+x*(1./355687428096000+x*(1./121645100408832000))))))))
	return v * (odd - v*even)
}

// fall is -ψ(w).
func (k kernel) fall(w float64) float64 { return w * (k.d + k.y*q(k.kappa*w)) }

// reach returns the distance from the anchor, towards sign, at which ψ has
// fallen by cutoff, or a little more. It needs ψ falling in that direction. The
// first guess is the parabola's answer; -ψ is convex, so Newton's steps after the
// first come from outside.
func (k kernel) reach(sign float64) float64 {
	const fall = cutoff + 2
	d := math.Abs(k.d)
	w := 2 * fall / (d + math.Sqrt(d*d+2*fall*k.y*k.kappa))
	if sign < 0 && k.kappa*w > 1 { // e^{κw} - 1 - κw = fall κ/y is nearer than the parabola
		w = math.Min(w, (1+math.Log1p(2*fall*k.kappa/k.y))/k.kappa)
	}
	w *= sign
	for range 60 {
		f := k.fall(w)
		if f >= cutoff && f <= cutoff+4 {
			break
		}
		slope := k.d - k.y*math.Expm1(-k.kappa*w)
		next := w - (f-fall)/slope
		if !(next*sign > 0) || math.IsInf(next, 0) {
			break
		}
		w = next
	}
	return math.Abs(w)
}

// sums are integrals of exp ψ(w) over an interval of w, weighted.
type sums struct {
	stay   float64 // by e^{-κw}: the contact is still there at w
	leave  float64 // by 1 - e^{-κw}
	stayW  float64 // by w e^{-κw}
	leaveW float64 // by (1 - (1 + κw) e^{-κw}) / κ: the wait of who left before w
}

func (s *sums) total() float64 { return s.stay + s.leave }

// add adds height times o, whose weights are counted from t0 later than those of s.
func (s *sums) add(o sums, kappa, t0, height float64) {
	u := kappa * t0
	stay, leave := math.Exp(-u), -math.Expm1(-u)
	leaveW := t0 * (u - q(u)*(1+u))
	if u > 0.5 {
		leaveW = (1 - (1+u)*stay) / kappa
	}
	s.stay += height * stay * o.stay
	s.leave += height * (leave*o.total() + stay*o.leave)
	s.stayW += height * stay * (t0*o.stay + o.stayW)
	s.leaveW += height * (leaveW*o.total() + stay*(t0*o.leave+o.leaveW))
}

// gradedReach is the largest reach, in units of 1/κ, that one panel covers whose nodes are dense at the
// anchor: there ψ bends, beyond it is all but straight. Its error is below 1e-14 even for the
// wait of who left (28 points, κ/n from 0 to 0.3).
const gradedReach = 15

// straight is where e^{-κw} is gone and exp ψ is a plain exponential.
const straight = 45

// integrate returns the sums over [0, length] (sign = 1) or [-length, 0] (sign
// = -1); length may be infinite. exp ψ must fall away from the anchor.
func (k kernel) integrate(sign, length float64) sums {
	var s sums
	if !(length > 0) {
		return s
	}
	if length*k.kappa <= 1 && k.fall(sign*length) <= 12 {
		k.panel(&s, &gauss16, sign*length/2, length/2)
		return s
	}
	end := math.Min(length, k.reach(sign))
	if sign > 0 && k.kappa*end <= gradedReach {
		k.panel(&s, &graded28, 0, end)
		return s
	}
	from, width := 0., 3. // in units of 1/κ
	for from < end && (sign < 0 || k.kappa*from < straight) {
		to := math.Min(end, from+width/k.kappa)
		k.panel(&s, &gauss28, sign*(from+to)/2, (to-from)/2)
		if sign > 0 {
			width *= 1.5 // the rising side bends ever more, the falling one ever less
		}
		from = to
	}
	if from < end { // ψ = ψ(from) - n (w - from)
		n := k.d + k.y
		rest := math.Exp(-k.fall(from)) / n * -math.Expm1(-n*(length-from))
		s.leave += rest
		s.leaveW += rest / k.kappa
	}
	return s
}

// around returns the sums over [-before, after] about an anchor at which ψ is largest.
func (k kernel) around(before, after float64) sums {
	if before > 0 && k.fall(-before) <= 2 { // the near edge of the rising side needs no panel of its own
		if k.kappa*(before+after) <= 1 && k.fall(after) <= 4 {
			var s sums
			k.panel(&s, &gauss16, (after-before)/2, (after+before)/2)
			return s
		}
		if end := math.Min(after, k.reach(1)); k.kappa*(before+end) <= 3 {
			var s sums
			k.panel(&s, &gauss28, (end-before)/2, (end+before)/2)
			return s
		}
	}
	s := k.integrate(1, after)
	s.plus(k.integrate(-1, before))
	return s
}

// panel adds the integral by a rule for [-1, 1] over [mid-half, mid+half].
func (k kernel) panel(s *sums, rule *rule, mid, half float64) {
	var stays, leaves, stayW, leaveW float64
	weights := rule.weights[:len(rule.nodes)]
	for i, x := range rule.nodes {
		w := mid + half*x
		v := k.kappa * w
		var c, leave, stay float64 // q(v), 1 - e^{-v}, e^{-v}
		if v > 1 {
			stay = expNeg(v)
			leave = 1 - stay
			c = 1 - leave/v
		} else {
			c = q(v)
			leave = v * (1 - c)
			stay = 1 - leave
		}
		f := weights[i] * expNeg(w*(k.d+k.y*c))
		leaves += f * leave
		stay *= f
		stays += stay
		stayW += stay * w
		leaveW += f * (w * (v - c*(1+v)))
	}
	s.stay += half * stays
	s.leave += half * leaves
	s.stayW += half * stayW
	s.leaveW += half * leaveW
}
