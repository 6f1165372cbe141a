package erlang

import "math"

// QueueLength returns the share of time in which exactly j contacts wait, for j >= 1:
//
//	P(Q = j) = P(Q = 0, all busy) Π_{i=1}^j a / (n + iκ)
//
// with a the load and κ the mean handle time over the mean patience (Palm 1957). For j = 0
// it is the share in which nobody waits. A general patience is [ErrNoFormula]; with 0 agents
// everybody waits, and [ErrOverload] says that nobody ever leaves. The cost does not
// grow with j.
func (q Queue) QueueLength(agents float64, j int) (float64, error) {
	l, err := q.lengths(agents)
	switch {
	case err != nil || j < 0 || float64(j) > l.room.m:
		return 0, err
	case j == 0:
		return math.Min(l.free+l.is(0), 1), nil
	}
	return math.Min(l.is(float64(j)), 1), nil
}

// QueueBeyond returns the share of time in which more than j contacts wait. Seen from j+1
// waiting on, the queue is one of n + (j+1)κ agents, and its weights are the integral that
// Erlang A and the finite lines are: small shares are exact too, and the cost does not grow with j.
func (q Queue) QueueBeyond(agents float64, j int) (float64, error) {
	l, err := q.lengths(agents)
	switch {
	case err != nil || float64(j) >= l.room.m:
		return 0, err
	case j < 0:
		return 1, nil
	}
	return math.Min(l.beyond(float64(j)), 1), nil
}

// lengths is the law of the queue length of M/M/n/K+M.
type lengths struct {
	room waitingRoom // m may be infinite
	free float64     // P(an agent is free)

	// One of these is the weight of the law, see waitingRoom.
	empty float64 // a <= n: P(all are busy and nobody waits)
	crest float64 // n < a <= n + mκ: of the Poisson weights of mean a/κ at n/κ + j
	full  float64 // a > n + mκ: P(no line is free)
}

// is returns P(Q = j), for j = 0 with all agents busy.
func (l lengths) is(j float64) float64 {
	r := l.room
	switch {
	case l.room.a == 0:
		return 0
	case r.rises && r.n == 0 && j == 0:
		return l.is(1) * r.kappa / r.a
	case r.rises:
		return l.full * math.Exp(-logWeights(math.FMA(j, r.kappa, r.n), r.a, r.kappa, r.m-j))
	case r.n == 0 && j == 0:
		return l.crest * math.Exp(-r.a/r.kappa)
	case r.d < 0:
		return l.crest * math.Exp(r.below(j))
	}
	return l.empty * math.Exp(logWeights(r.n, r.a, r.kappa, j))
}

// beyond returns P(Q > j).
func (l lengths) beyond(j float64) float64 {
	r := l.room
	if r.a == 0 {
		return 0
	}
	rest := waitingRoom{n: math.FMA(j+1, r.kappa, r.n), a: r.a, kappa: r.kappa, d: math.FMA(j+1, r.kappa, r.d), m: r.m - j, rises: r.rises}
	switch whole := rest.weights(); {
	case r.rises:
		return l.full * whole
	case rest.d < 0:
		return l.crest * whole * math.Exp(-logRest(rest.n/r.kappa))
	default:
		return l.is(j+1) * whole
	}
}

// weights returns Σ_{j<m} r_j / e^{climb}.
func (w waitingRoom) weights() float64 {
	switch {
	case !math.IsInf(w.m, 1):
		d := w.delay()
		s := d.integrate(0, math.Inf(1))
		return w.n * s.total() * math.Exp(d.psi(d.peak))
	case w.kappa == 0:
		return w.n / w.d
	}
	crest, peak, _ := w.crest()
	right, left := crest.integrate(1, math.Inf(1)), crest.integrate(-1, peak)
	return w.n * (right.total() + left.total())
}

func (q Queue) lengths(agents float64) (lengths, error) {
	if err := q.check(); err != nil {
		return lengths{}, err
	}
	if err := checkCall(agents, 0); err != nil {
		return lengths{}, err
	}
	if q.Law != nil {
		return lengths{}, ErrNoFormula
	}
	s, err := q.steady(agents, 0)
	if err != nil {
		return lengths{}, err
	}
	n, a, kappa, m := agents, q.Load(), q.kappa(), math.Inf(1)
	if q.Lines > 0 {
		n = math.Min(agents, float64(q.Lines))
		m = math.Floor(float64(q.Lines) - n)
	}
	l := lengths{room: newWaitingRoom(n, a, kappa, m), free: math.Exp(s.logFree), full: s.blocked}
	if n == 0 && a > 0 {
		l.free = 0
	}
	switch {
	case a == 0:
	case l.room.rises:
	case m == 0:
		l.empty = s.blocked
	case n == 0 && q.Lines > 0:
		l.crest = math.Exp(-logGammaQ(m+1, a/kappa))
	case n == 0:
		l.crest = 1
	case a > n:
		l.crest = s.pWait / l.room.weights() * math.Exp(logRest(n/kappa))
	default:
		l.empty = s.pWait / l.room.weights()
	}
	return l, nil
}
