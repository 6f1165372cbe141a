package erlang

import (
	"errors"
	"math"
)

// LargestRate returns the largest rate, in contacts per second, at which the given
// agents meet all targets (Rate of the queue is not used); +Inf where no rate breaks them.
// Without patience it stays below the agents' capacity.
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
// the rate; capacity is where it starts.
func largestRate(capacity float64, t Targets, evaluate func(rate float64) (Performance, error)) (float64, error) {
	if capacity == 0 {
		return 0, nil
	}
	var failed error
	meets := func(rate float64) bool {
		p, err := evaluate(rate)
		if err != nil && !errors.Is(err, ErrOverload) {
			failed = err
		}
		name, _, _ := t.broken(p)
		return err == nil && name == ""
	}
	low, high := 0., capacity
	for meets(high) {
		if high > capacity*1e9 {
			return math.Inf(1), failed
		}
		low, high = high, 2*high
	}
	for failed == nil && high-low > 4e-16*high {
		if mid := low + (high-low)/2; meets(mid) {
			low = mid
		} else {
			high = mid
		}
	}
	return low, failed
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
