package erlang

import "math"

// QueueLength returns the share of time in which exactly j contacts wait, for j >= 1:
//
//	P(Q = j) = P(Q = 0, all busy) Π_{i=1}^j a / (n + iκ)
//
// with a the load and κ the mean handle time over the mean patience (Palm 1957). For j = 0
// it is the share in which nobody waits. A general patience is [ErrNoFormula].
func (q Queue) QueueLength(agents float64, j int) (float64, error) {
	l, err := q.lengths(agents)
	if err != nil || j < 0 || j > l.room {
		return 0, err
	}
	if j == 0 {
		return math.Exp(l.logFree) + math.Exp(l.logFull), nil
	}
	return math.Exp(l.log(j)), nil
}

// QueueBeyond returns the share of time in which more than j contacts wait. The sum of
// the lengths beyond j is Kummer's function of the lengths shifted by j, so that small
// shares are exact too.
func (q Queue) QueueBeyond(agents float64, j int) (float64, error) {
	l, err := q.lengths(agents)
	if err != nil {
		return 0, err
	}
	if j < 0 {
		return 1, nil
	}
	if l.room == math.MaxInt {
		n := l.n + float64(j+1)*l.kappa
		if l.kappa == 0 {
			return math.Exp(l.log(j+1)) * n / (n - l.a), nil
		}
		crest, peak, climb := crestOf(n, l.a, l.kappa)
		total := crest.integrate(1, math.Inf(1))
		left := crest.integrate(-1, peak)
		return math.Exp(l.log(j+1)+climb) * n * (total.total() + left.total()), nil
	}
	sum, term := 0., l.log(j)
	for i := j + 1; i <= l.room; i++ {
		term += math.Log(l.a / (l.n + float64(i)*l.kappa))
		sum += math.Exp(term)
	}
	return sum, nil
}

// lengths is the law of the queue length of M/M/n/K+M.
type lengths struct {
	n, a, kappa float64
	room        int     // how many can wait
	logFree     float64 // ln P(an agent is free)
	logFull     float64 // ln P(all are busy and nobody waits)
}

// log returns ln P(Q = j), for j = 0 with all agents busy.
func (l lengths) log(j int) float64 {
	if l.kappa == 0 {
		return l.logFull + float64(j)*math.Log(l.a/l.n)
	}
	sum := l.logFull
	for i := 1; i <= j; i++ {
		sum += math.Log(l.a / (l.n + float64(i)*l.kappa))
	}
	return sum
}

func (q Queue) lengths(agents float64) (lengths, error) {
	if err := q.check(); err != nil {
		return lengths{}, err
	}
	if err := checkCall(agents, 0); err != nil {
		return lengths{}, err
	}
	switch {
	case q.Law != nil:
		return lengths{}, ErrNoFormula
	case agents == 0:
		return lengths{}, &InputError{"agents", agents, "more than 0"}
	}
	l := lengths{n: agents, a: q.Load(), kappa: q.kappa(), room: math.MaxInt}
	if q.Lines > 0 {
		l.n = math.Min(agents, float64(q.Lines))
		l.room = int(float64(q.Lines) - l.n)
	}
	s, err := q.steady(agents, 0)
	l.logFree = s.logFree
	l.logFull = s.logFree + math.Log(l.a*lossRatio(l.n, l.a)/l.n)
	if l.a == 0 {
		l.logFull = math.Inf(-1)
	}
	return l, err
}
