package erlang

import (
	"errors"
	"math"
)

// WaitBeyond is [Queue.WaitBeyond] of the attempts, fresh and repeated: like Evaluate by the chain
// (then within about 1e-14 absolutely) or at the rate of attempts that balances.
func (r RedialQueue) WaitBeyond(agents, t float64, who Caller) (float64, error) {
	if err := errors.Join(r.check(), checkCall(agents, t)); err != nil {
		return 0, err
	}
	c, q, err := r.settle(agents)
	switch {
	case err != nil:
		return 0, err
	case c == nil:
		return q.WaitBeyond(agents, t, who)
	}
	return c.steady(t).waitBeyond(who), nil
}

// WaitQuantile is [Queue.WaitQuantile] of the attempts.
func (r RedialQueue) WaitQuantile(agents, p float64, who Caller) (float64, error) {
	if err := errors.Join(r.check(), checkCall(agents, 0)); err != nil {
		return 0, err
	}
	if !(p >= 0 && p < 1) {
		return 0, &InputError{"p", p, "a share from 0 up to, but not including, 1"}
	}
	c, q, err := r.settle(agents)
	switch {
	case err != nil:
		return 0, err
	case c == nil:
		return q.WaitQuantile(agents, p, who)
	}
	return firstTime(q.HandleTime/agents, func(t float64) float64 { return 1 - p - c.steady(t).waitBeyond(who) }), nil
}

// WithinFor is [Queue.WithinFor] for the service level of the attempts.
func (r RedialQueue) WithinFor(agents, share float64, d Definition) (float64, error) {
	if err := errors.Join(r.check(), checkCall(agents, 0)); err != nil {
		return 0, err
	}
	if !(share >= 0 && share <= 1) {
		return 0, &InputError{"share", share, "a share between 0 and 1"}
	}
	c, q, err := r.settle(agents)
	switch {
	case err != nil:
		return 0, err
	case c == nil:
		return q.WithinFor(agents, share, d)
	}
	level := func(t float64) float64 { return q.performance(c.steady(t), agents, t).ServiceLevel.Of(d) }
	if best := level(math.Inf(1)); best < share {
		return 0, &UnreachableError{"service_level", share, best, int(agents)}
	}
	return firstTime(q.HandleTime/agents, func(t float64) float64 { return level(t) - share }), nil
}

// QueueLength is [Queue.QueueLength] with redials.
func (r RedialQueue) QueueLength(agents float64, j int) (float64, error) {
	c, q, err := r.lengthLaw(agents)
	switch {
	case err != nil:
		return 0, err
	case c == nil:
		return q.QueueLength(agents, j)
	case j < 0 || j > c.places-c.n:
		return 0, nil
	}
	time, _ := c.found()
	if j > 0 {
		return time[c.n+j], nil
	}
	none := 0.
	for _, p := range time[:c.n+1] {
		none += p
	}
	return none, nil
}

// QueueBeyond is [Queue.QueueBeyond] with redials.
func (r RedialQueue) QueueBeyond(agents float64, j int) (float64, error) {
	c, q, err := r.lengthLaw(agents)
	switch {
	case err != nil:
		return 0, err
	case c == nil:
		return q.QueueBeyond(agents, j)
	case j < 0:
		return 1, nil
	case j >= c.places-c.n:
		return 0, nil
	}
	time, _ := c.found()
	beyond := 0.
	for i := c.places; i > c.n+j; i-- {
		beyond += time[i]
	}
	return beyond, nil
}

func (r RedialQueue) lengthLaw(agents float64) (*redialChain, Queue, error) {
	if err := errors.Join(r.check(), checkCall(agents, 0)); err != nil {
		return nil, r.Queue, err
	}
	return r.settle(agents)
}

// PatienceFor is [Queue.PatienceFor] for an abandonment that counts all attempts, abandoned /
// attempts: with After 0 and no Lines the rate of attempts follows from it,
//
//	Λ = λ / (1 - share P(abandon)).
//
// With After or Lines it is [ErrNoFormula].
func (r RedialQueue) PatienceFor(agents, abandonment float64) (float64, error) {
	r.Law, r.Patience = nil, 0
	if err := errors.Join(r.check(), checkCall(agents, 0)); err != nil {
		return 0, err
	}
	q := r.Queue
	if r.Share > 0 {
		if r.After > 0 || r.Lines > 0 {
			return 0, ErrNoFormula
		}
		if abandonment > 0 && abandonment < 1 {
			q.Rate /= 1 - r.Share*abandonment
		}
	}
	return q.PatienceFor(agents, abandonment)
}
