package erlang

import (
	"errors"
	"math"
)

// WaitBeyond is [Queue.WaitBeyond] for the handle times of g. For constant handle times
// small shares are as exact as large ones; for others it is the exponential wait stated at
// [GeneralQueue].
func (g GeneralQueue) WaitBeyond(agents, t float64, who Caller) (float64, error) {
	if err := errors.Join(g.check(), checkCall(agents, t)); err != nil {
		return 0, err
	}
	s, err := g.steady(agents, t)
	return s.waitBeyond(who), err
}

// WaitQuantile is [Queue.WaitQuantile] for the handle times of g.
func (g GeneralQueue) WaitQuantile(agents, p float64, who Caller) (float64, error) {
	if err := errors.Join(g.check(), checkCall(agents, 0)); err != nil {
		return 0, err
	}
	if g.plain(agents) {
		return g.Queue.WaitQuantile(agents, p, who)
	}
	if !(p >= 0 && p < 1) {
		return 0, &InputError{"p", p, "a share from 0 up to, but not including, 1"}
	}
	law, err := g.waitLaw(agents)
	if err != nil {
		return 0, err
	}
	return firstTime(g.HandleTime/agents, func(t float64) float64 { return 1 - p - law(t).waitBeyond(who) }), nil
}

// WithinFor is [Queue.WithinFor] for the handle times of g.
func (g GeneralQueue) WithinFor(agents, share float64, d Definition) (float64, error) {
	if err := errors.Join(g.check(), checkCall(agents, 0)); err != nil {
		return 0, err
	}
	if g.plain(agents) {
		return g.Queue.WithinFor(agents, share, d)
	}
	if !(share >= 0 && share <= 1) {
		return 0, &InputError{"share", share, "a share between 0 and 1"}
	}
	law, err := g.waitLaw(agents)
	if err != nil {
		return 0, err
	}
	return firstTime(g.HandleTime/agents, func(t float64) float64 {
		return g.performance(law(t), agents, t).ServiceLevel.Of(d) - share
	}), nil
}

// QueueLength is [Queue.QueueLength] for constant handle times (HandleSCV 0, no patience), where
// the number that waits is the M of the random walk of M/D/n (Crommelin 1932). For handle times
// that are approximated by two moments, and for constant ones at a load within 1e-7 of
// the agents, it is [ErrNoFormula].
func (g GeneralQueue) QueueLength(agents float64, j int) (float64, error) {
	if g.check() == nil && g.plain(agents) {
		return g.Queue.QueueLength(agents, j)
	}
	h, err := g.lengthLaw(agents)
	if err != nil || j < 0 {
		return 0, err
	}
	return h.exactly(j), nil
}

// QueueBeyond is [Queue.QueueBeyond] where QueueLength has a formula.
func (g GeneralQueue) QueueBeyond(agents float64, j int) (float64, error) {
	if g.check() == nil && g.plain(agents) {
		return g.Queue.QueueBeyond(agents, j)
	}
	h, err := g.lengthLaw(agents)
	if err != nil {
		return 0, err
	}
	if j < 0 {
		return 1, nil
	}
	return h.atLeast(min(j, math.MaxInt-1) + 1), nil
}

func (g GeneralQueue) lengthLaw(agents float64) (*constantHandling, error) {
	if err := errors.Join(g.check(), checkCall(agents, 0)); err != nil {
		return nil, err
	}
	if g.HandleSCV != 0 {
		return nil, ErrNoFormula
	}
	h, err := g.constant(agents)
	if err == nil && h == nil {
		err = ErrNoFormula
	}
	return h, err
}

// firstTime returns the least t at which the rising reached is not below 0, looking first at
// the scale of step; +Inf if it never is.
func firstTime(step float64, reached func(t float64) float64) float64 {
	if reached(0) >= 0 {
		return 0
	}
	for reached(step) < 0 {
		if step > forever {
			return math.Inf(1)
		}
		step *= 2
	}
	return root(reached, 0, step)
}
