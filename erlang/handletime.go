package erlang

import (
	"errors"
	"math"
)

// GeneralQueue is a Queue whose handle time need not be exponential: M/G/n, and with
// patience M/G/n+GI.
//
// Without patience and lines a constant handle time (HandleSCV 0) with a whole number
// of agents is exact (M/D/n), as is an exponential one (HandleSCV 1). Between and beyond,
// with D the exact constant and M the exact exponential figure and s = HandleSCV,
//
//	s <= 1:  E[W] = (1-s) D + s M,  P(W > 0) likewise (Page 1982, "Tables of waiting times
//	         for M/M/n, M/D/n and D/M/n and their use to give approximate waiting times
//	         in more general queues")
//	s > 1:   E[W] = (1+s) / (2s/M - (s-1)/D) (Kimura 1986, "A two-moment approximation for
//	         the mean waiting time in the GI/G/s queue"),
//	         P(W > 0) = M + (1 - 1/s) (M - D)
//
// and an exponential wait of those who wait. Against exact Markov chains with 1 to 20
// agents at 50 to 90 % load, Erlang-2 times (s = 0.5) give errors of at most 1.8 % in E[W] and
// P(W > 0), hyperexponential ones (s = 4) at most 5.3 % and 0.6 % (TestReferenceGeneralHandleTime). Heavier
// tails than that are better simulated.
//
// With patience or finite lines the handle time is taken as exponential: what matters with
// patience is its mean (Whitt 2005, "Engineering solution of a basic call-center model"). So is
// it in PatienceFor.
//
// The time of a call does not depend on T; it grows with the agents, to some seconds at 1e5 agents and
// a load of 0.999 of them, and to a quarter of a minute and more at 1e6.
type GeneralQueue struct {
	Queue

	// HandleSCV is the squared coefficient of variation of the handle time: 0 constant,
	// 1 exponential, about 1.5 where lognormal times vary by 1.2 of their mean.
	HandleSCV float64
}

func (g GeneralQueue) check() error {
	if !(g.HandleSCV >= 0) || math.IsInf(g.HandleSCV, 1) {
		return &InputError{"HandleSCV", g.HandleSCV, "finite and at least 0"}
	}
	return g.Queue.check()
}

// Evaluate is [Queue.Evaluate] for the handle times of g. Without patience a load at or
// above the agents is [ErrOverload], a part of an agent is an error unless HandleSCV is 1.
func (g GeneralQueue) Evaluate(agents, within float64) (Performance, error) {
	if err := errors.Join(g.check(), checkCall(agents, within)); err != nil {
		return Performance{}, err
	}
	s, err := g.steady(agents, within)
	if err != nil {
		return Performance{}, err
	}
	return g.performance(s, agents, within), nil
}

// Required is [Queue.Required] for the handle times of g.
func (g GeneralQueue) Required(t Targets) (Requirement, error) {
	if err := errors.Join(g.check(), t.check()); err != nil {
		return Requirement{}, err
	}
	return required(g.Load(), t, func(agents float64) (Performance, error) {
		s, err := g.steady(agents, t.Within)
		return g.performance(s, agents, t.Within), err
	})
}

// LargestRate is [Queue.LargestRate] for the handle times of g.
func (g GeneralQueue) LargestRate(agents float64, t Targets) (float64, error) {
	g.Rate = 0
	if err := errors.Join(g.check(), t.check(), checkCall(agents, t.Within)); err != nil {
		return 0, err
	}
	return largestRate(agents/g.HandleTime, t, func(rate float64) (Performance, error) {
		g.Rate = rate
		s, err := g.steady(agents, t.Within)
		return g.performance(s, agents, t.Within), err
	})
}

// nearlyFull is the occupancy above which M/D/n is taken in its limit for a full station,
// where its waits are half of the exponential ones.
const nearlyFull = 1 - 1e-7

// plain reports that the handle times of g count as exponential.
func (g GeneralQueue) plain(agents float64) bool {
	load := g.Load()
	return g.HandleSCV == 1 || g.Lines > 0 || g.Law != nil || !g.patient() || load == 0 || load >= agents
}

func (g GeneralQueue) steady(agents, within float64) (steady, error) {
	if g.plain(agents) {
		return g.Queue.steady(agents, within)
	}
	law, err := g.waitLaw(agents)
	if err != nil {
		return steady{}, err
	}
	return law(within), nil
}

// constant returns the station of g with constant handle times; nil where it is so full that
// its limit serves.
func (g GeneralQueue) constant(agents float64) (*constantHandling, error) {
	if agents != math.Floor(agents) || agents > MaxAgents {
		return nil, &InputError{"agents", agents, "a whole number, at most MaxAgents, for handle times that are not exponential"}
	}
	if g.Load() > nearlyFull*agents {
		return nil, nil
	}
	h := newConstantHandling(int(agents), g.Load())
	return &h, nil
}

// waitLaw returns the steady state of a queue that is not plain by T, in seconds; what does
// not depend on T is computed once.
func (g GeneralQueue) waitLaw(agents float64) (func(within float64) steady, error) {
	h, err := g.constant(agents)
	if err != nil {
		return nil, err
	}
	load, s := g.Load(), g.HandleSCV
	exponential := erlangC(agents, load, 0)
	byMean := func(pWait, mean float64) func(float64) steady {
		return func(within float64) steady {
			return exponentialWait(pWait, mean, math.Min(within/g.HandleTime, forever))
		}
	}
	if h == nil {
		return byMean(exponential.pWait, exponential.answeredWait*(1+s)/2), nil
	}
	pWait, mean := h.waitBeyond(0), h.mean/load
	switch {
	case s == 0:
		return func(within float64) steady {
			later := h.waitBeyond(math.Min(within/g.HandleTime, forever))
			return steady{pWait: pWait, answered: 1, answeredWait: mean, answeredWithin: 1 - later,
				neither: later, answeredLater: later, patientLater: later, logFree: math.Log1p(-pWait)}
		}, nil
	case s < 1:
		return byMean((1-s)*pWait+s*exponential.pWait, (1-s)*mean+s*exponential.answeredWait), nil
	}
	wait := math.Min(exponential.pWait+(1-1/s)*(exponential.pWait-pWait), 1)
	m := exponential.answeredWait
	if mean == 0 {
		return byMean(wait, m), nil
	}
	return byMean(wait, m*(1+s)/(2*s-(s-1)*m/mean)), nil
}

// exponentialWait is a queue without patience in which a share pWait waits, exponentially,
// mean over all.
func exponentialWait(pWait, mean, t float64) steady {
	later := 0.
	if mean > 0 {
		later = pWait * math.Exp(-t*pWait/mean)
	}
	return steady{pWait: pWait, answered: 1, answeredWait: mean, answeredWithin: 1 - later,
		neither: later, answeredLater: later, patientLater: later, logFree: math.Log1p(-pWait)}
}
