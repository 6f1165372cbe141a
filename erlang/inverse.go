package erlang

import (
	"errors"
	"math"
)

// LargestRate returns the largest rate, in contacts per second, at which the given
// agents meet all targets (Rate of the queue is not used), to 12 digits; +Inf where no rate breaks
// them, up to a load of 1e12 erlangs or a billion times the agents, and 0 where only loads below 1e-30
// meet them. Without patience it stays below the agents' capacity.
func (q Queue) LargestRate(agents float64, t Targets) (float64, error) {
	q.Rate = 0
	if err := errors.Join(q.check(), t.check(), checkCall(agents, t.Within)); err != nil {
		return 0, err
	}
	return largestRate(agents/q.HandleTime, t, func(rate float64) (Performance, error) {
		q.Rate = rate
		s, err := q.steady(agents, t.Within)
		return q.performance(s, agents, t.Within), err
	})
}

// largestRate is the search of LargestRate for any model whose figures worsen with
// the rate; capacity is where it starts. The bracket is closed by inverse quadratic interpolation
// where that is safe, and otherwise halved (Chandrupatla 1997, "A new hybrid quadratic/bisection
// algorithm for finding the zero of a nonlinear function without using derivatives").
func largestRate(capacity float64, t Targets, evaluate func(rate float64) (Performance, error)) (float64, error) {
	if capacity == 0 {
		return 0, nil
	}
	var failed error
	perRate := 0. // load at a rate of 1, once known
	excess := func(rate float64) float64 {
		p, err := evaluate(rate)
		switch {
		case errors.Is(err, ErrOverload):
			return math.Inf(1)
		case err != nil:
			failed = err
			return math.Inf(1)
		}
		perRate = p.Load / rate
		return t.excess(p)
	}
	// One end of the bracket meets the targets, a or b, the other does not; c is the last point given up.
	b, fb := 0., math.Inf(-1)
	a := capacity
	fa := excess(a)
	for ; fa <= 0; fa = excess(a) {
		if b, fb = a, fa; a > capacity*1e9 || 2*a*perRate > largestLoad {
			return math.Inf(1), failed
		}
		a *= 2
	}
	const tolerance = 1e-13
	for step := 0.5; failed == nil; {
		x := a + step*(b-a)
		if perRate > 0 && x*perRate < leastLoad {
			return 0, nil
		}
		fx := excess(x)
		c, fc := a, fa
		if (fx <= 0) != (fa <= 0) {
			c, fc = b, fb
			b, fb = a, fa
		}
		a, fa = x, fx
		least := tolerance * math.Max(a, b) / math.Abs(b-a)
		if least > 0.5 {
			break
		}
		step = 0.5
		xi, phi := (a-b)/(c-b), (fa-fb)/(fc-fb)
		if phi*phi < xi && (1-phi)*(1-phi) < 1-xi {
			step = fa/(fb-fa)*fc/(fb-fc) + (c-a)/(b-a)*fa/(fc-fa)*fb/(fc-fb)
		}
		step = math.Min(math.Max(step, least), 1-least)
	}
	if fa <= 0 {
		return a, failed
	}
	return b, failed
}

// The range of a load other than 0, see [ErrRange].
const leastLoad, largestLoad = 1e-30, 1e12

// excess is the logarithm of the worst ratio of a figure to its target, above 0 exactly where
// a target is broken.
func (t Targets) excess(p Performance) float64 {
	worst := math.Inf(-1)
	ratio := func(got, most float64) {
		if most > 0 {
			worst = math.Max(worst, math.Log(got/most))
		}
	}
	if t.ServiceLevel > 0 {
		ratio(math.Max(1-p.ServiceLevel.Of(t.Definition), 0), 1-t.ServiceLevel)
	}
	ratio(p.ASA, t.ASA)
	ratio(p.Abandonment, t.Abandonment)
	ratio(p.Blocking, t.Blocking)
	ratio(p.Occupancy, t.Occupancy)
	if p.PWait > 0 {
		ratio(p.PWait/(1-p.Blocking), t.PWait) // of those who find a free line
	}
	if name, _, _ := t.broken(p); name != "" {
		return math.Max(worst, 1e-16)
	}
	return math.Min(worst, 0)
}

// PatienceFor returns the mean of the exponential patience, in seconds, that explains
// an observed abandonment (abandoned / offered) with the given agents; Patience and Law of
// the queue are not used. An [*UnreachableError] says that no patience does: even
// contacts that do not wait at all (Erlang B), or wait for ever, abandon less, or more. Who
// waits for ever abandons 1 - agents/load above capacity, nothing below it or where Lines bound the
// queue; an abandonment that is that share to 12 digits tells no patience and is [ErrRange]. With no
// more Lines than agents nobody waits and nobody abandons.
func (q Queue) PatienceFor(agents, abandonment float64) (float64, error) {
	q.Law, q.Patience = nil, 0
	if err := errors.Join(q.check(), checkCall(agents, 0)); err != nil {
		return 0, err
	}
	if !(abandonment > 0 && abandonment < 1) {
		return 0, &InputError{"abandonment", abandonment, "a share between 0 and 1"}
	}
	load := q.Load()
	most := B(agents, load)
	least := math.Max(1-agents/load, 0)
	switch {
	case q.Lines > 0 && float64(q.Lines)-agents < 1:
		most, least = 0, 0
	case q.Lines > 0:
		least = 0
	}
	if least > 0 && math.Abs(abandonment-least) < 1e-12*least {
		return 0, ErrRange
	}
	if load == 0 || agents == 0 || abandonment >= most || abandonment <= least {
		best := most
		if abandonment <= least {
			best = least
		}
		return 0, &UnreachableError{"abandonment", abandonment, best, int(agents)}
	}
	var failed error
	excess := func(logPatience float64) float64 { // falls with the patience
		q.Patience = q.HandleTime * math.Exp(logPatience)
		s, err := q.steady(agents, 0)
		if err != nil {
			failed = err
		}
		return abandonment - s.abandoned
	}
	low, high := -1., 1.
	for excess(low) >= 0 && low > -60 {
		low *= 2
	}
	for excess(high) < 0 {
		if high *= 2; high > 64 {
			return 0, ErrRange
		}
	}
	return q.HandleTime * math.Exp(root(excess, low, high)), failed
}
