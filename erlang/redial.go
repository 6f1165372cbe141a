package erlang

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
)

// RedialQueue is a Queue in which a share of those who give up, or find no free line, call
// again.
//
// With After set and a station small enough (see below) the
// state of agents and of those who will call again is solved exactly as a Markov chain, with an
// exponential time until the redial (Falin and Templeton 1997, "Retrial Queues"). Otherwise
// the redials join the fresh contacts as one Poisson stream of the rate Λ that balances
//
//	Λ = λ + share Λ (P(abandon) + P(block))
//
// (the fixed point of Cohen 1957), which is the limit of long times to the redial: a redial
// then no longer meets the crowd it left. With redials after 5 handle times (case RD-1: 5 agents,
// load 4, 75 % redial) the fixed point is 1 % low in attempts and 6 % in their abandonment; after half a
// handle time with everybody redialling (RD-4) it is 26 % low in attempts and 46 % in blocking
// (TestReferenceRedial): exact enough where the mean time to the redial is some ten handle times.
//
// How large a station the chain takes depends on how long its queue is and on how many will call again.
// At a load of 95 % of the agents it goes up to some 36 agents where 30 % redial (patience 0.3 to 1 handle
// times, redial after 0.5 to 10), to 12 to 26 where 80 % do, and to about 10 where both patience and
// redial are long. Below the load fewer agents mean a longer queue: at a load of 12 with
// 80 % redial after half a handle time, patience 1, 6 agents and more are exact and 5 and fewer the
// fixed point; at a load of 45 only 54 and more are exact. Near such a border one station may be
// exact and the next not, and their figures then differ by the error of the fixed point too:
// [RedialPerformance] says in Exact which it is. Required and LargestRate compare what Evaluate gives, each
// station its own way; where the answer has to be all of one kind, After 0 is the fixed point throughout.
type RedialQueue struct {
	Queue
	Share float64 // of the attempts that fail, followed by another, 0 to 1
	After float64 // mean time until that, seconds; 0: long, the fixed point
}

// RedialPerformance is the Performance of the attempts and what it means for the contacts.
type RedialPerformance struct {
	Performance           // of attempts, fresh and repeated; Load counts attempts
	AttemptRate   float64 `json:"attempt_rate"`   // attempts per second
	Attempts      float64 `json:"attempts"`       // per contact
	Served        float64 `json:"served"`         // contacts answered in the end / contacts
	Redialling    float64 `json:"redialling"`     // contacts that will call again, time average; 0 if After is not set
	PWaitFresh    float64 `json:"p_wait_fresh"`   // of first attempts
	BlockingFresh float64 `json:"blocking_fresh"` // of first attempts
	Exact         bool    `json:"exact"`          // by the chain, not by the fixed point
}

func (r RedialQueue) check() error {
	if !(r.Share >= 0 && r.Share <= 1) {
		return &InputError{"Share", r.Share, "a share between 0 and 1"}
	}
	if !(r.After >= 0) {
		return &InputError{"After", r.After, "at least 0 seconds"}
	}
	return r.Queue.check()
}

// Evaluate returns the steady state with the given agents. If every failed attempt is repeated
// (Share 1), a load at or above the agents is [ErrOverload].
func (r RedialQueue) Evaluate(agents, within float64) (RedialPerformance, error) {
	if err := errors.Join(r.check(), checkCall(agents, within)); err != nil {
		return RedialPerformance{}, err
	}
	c, q, err := r.settle(agents)
	if err != nil {
		return RedialPerformance{}, err
	}
	if c != nil {
		return c.performance(q, agents, within), nil
	}
	steady, err := q.steady(agents, within)
	if err != nil {
		return RedialPerformance{}, err
	}
	p := q.performance(steady, agents, within)
	result := RedialPerformance{Performance: p, AttemptRate: q.Rate, Attempts: 1, Served: 1, PWaitFresh: p.PWait, BlockingFresh: p.Blocking}
	if r.Rate > 0 {
		result.Attempts = q.Rate / r.Rate
		result.Served = math.Min(q.Rate*(1-p.Abandonment-p.Blocking)/r.Rate, 1)
		result.Redialling = q.Rate * r.Share * (p.Abandonment + p.Blocking) * r.After
	}
	return result, nil
}

// settle returns the queue of all attempts: the solved chain, or, where c is nil, q with the
// rate of attempts that balances.
func (r RedialQueue) settle(agents float64) (c *redialChain, q Queue, err error) {
	q = r.Queue
	if q.Rate, err = r.fixedPoint(agents); err != nil {
		return nil, q, err
	}
	if r.After > 0 && r.Rate > 0 && r.Share > 0 && r.Law == nil && agents == math.Floor(agents) && agents > 0 {
		c = r.chain(int(agents), q.Rate)
	}
	if c != nil {
		q.Rate = c.attemptRate()
	}
	return c, q, nil
}

// Required returns the least whole number of agents with which the attempts meet the targets.
func (r RedialQueue) Required(t Targets) (Requirement, error) {
	if err := errors.Join(r.check(), t.check()); err != nil {
		return Requirement{}, err
	}
	return required(r.Load(), t, func(agents float64) (Performance, error) {
		p, err := r.Evaluate(agents, t.Within)
		return p.Performance, err
	})
}

// LargestRate returns the largest rate of contacts at which the attempts meet the targets.
func (r RedialQueue) LargestRate(agents float64, t Targets) (float64, error) {
	r.Rate = 0
	if err := errors.Join(r.check(), t.check(), checkCall(agents, t.Within)); err != nil {
		return 0, err
	}
	return largestRate(agents/r.HandleTime, t, func(rate float64) (Performance, error) {
		r.Rate = rate
		p, err := r.Evaluate(agents, t.Within)
		return p.Performance, err
	})
}

// fixedPoint returns the rate of attempts that balances.
func (r RedialQueue) fixedPoint(agents float64) (float64, error) {
	q, fresh := r.Queue, r.Rate
	load := q.Load()
	if r.Share == 1 && load > 0 && load >= agents {
		return 0, ErrOverload
	}
	var failed error
	settles := func(rate float64) float64 { // attempts that are not followed by another, less fresh
		q.Rate = rate
		s, err := q.steady(agents, 0)
		if err != nil {
			failed = err
		}
		return rate*(s.answered+(1-r.Share)*(s.abandoned+s.blocked)) - fresh
	}
	rate := fresh
	if r.Share > 0 && fresh > 0 && settles(fresh) < 0 {
		high := 2 * fresh
		for settles(high) < 0 && failed == nil {
			if high > fresh*1e12 {
				return 0, ErrOverload
			}
			high *= 2
		}
		rate = root(settles, fresh, high)
	}
	return rate, failed
}

// largestChain bounds the work of the exact chain: phases^3 x levels.
const largestChain = 1e8

// chain solves the chain of contacts at the station (phase) and contacts that will call again
// (level): block tridiagonal, from the highest level down (Bright and Taylor 1995, level-dependent
// quasi-birth-death processes). Levels and places are added until the last ones are empty to 1e-14;
// the chain is nil where that would take too long.
func (r RedialQueue) chain(agents int, attemptRate float64) *redialChain {
	c := &redialChain{
		n: agents, fresh: r.Rate, service: 1 / r.HandleTime, leave: r.kappa() / r.HandleTime,
		again: 1 / r.After, share: r.Share, places: r.Lines, finite: r.Lines > 0,
	}
	if c.finite {
		c.n = min(c.n, c.places)
	} else if c.leave == 0 {
		return nil // nobody leaves, nobody redials
	} else {
		c.places = c.n + 30
	}
	c.levels = 30 + int((attemptRate-r.Rate)*r.After*4)
	for {
		if math.Pow(float64(c.places+1), 3)*float64(c.levels) > largestChain {
			return nil
		}
		if !c.solve() {
			return nil
		}
		crowded := c.lastLevel() > 1e-14
		long := !c.finite && c.lastPlace() > 1e-14
		if crowded {
			c.levels += c.levels/4 + 1
		}
		if long {
			c.places += (c.places-c.n)/4 + 1
		}
		if !crowded && !long {
			return c
		}
	}
}

type redialChain struct {
	n, places, levels                   int
	finite                              bool
	fresh, service, leave, again, share float64
	x                                   []*mat.VecDense // by level, over the phases
}

func (c *redialChain) lastLevel() float64 { return mat.Sum(c.x[c.levels]) }
func (c *redialChain) lastPlace() float64 {
	sum := 0.
	for _, x := range c.x {
		sum += x.AtVec(c.places)
	}
	return sum
}

// blocks returns the rates within a level (with the diagonal), to the level above and below.
func (c *redialChain) blocks(level int) (in, up, down *mat.Dense) {
	size := c.places + 1
	in, up, down = mat.NewDense(size, size, nil), mat.NewDense(size, size, nil), mat.NewDense(size, size, nil)
	top := level == c.levels
	add := func(m *mat.Dense, i, j int, rate float64) {
		m.Set(i, j, m.At(i, j)+rate)
		in.Set(i, i, in.At(i, i)-rate)
	}
	for i := range size {
		again := float64(level) * c.again
		if i < c.places {
			add(in, i, i+1, c.fresh)
			if level > 0 {
				add(down, i, i+1, again)
			}
		} else if c.finite {
			if !top {
				add(up, i, i, c.fresh*c.share)
			}
			if level > 0 {
				add(down, i, i, again*(1-c.share))
			}
		}
		if i > 0 {
			add(in, i, i-1, float64(min(i, c.n))*c.service)
		}
		if i > c.n {
			lost := float64(i-c.n) * c.leave
			add(in, i, i-1, lost*(1-c.share))
			if !top {
				add(up, i, i-1, lost*c.share)
			} else {
				add(in, i, i-1, lost*c.share)
			}
		}
	}
	return in, up, down
}

func (c *redialChain) solve() bool {
	size := c.places + 1
	ratios := make([]*mat.Dense, c.levels)
	inner, _, down := c.blocks(c.levels)
	for level := c.levels - 1; level >= 0; level-- {
		in, up, lower := c.blocks(level)
		// R = up (-inner)^{-1}, from inner^T R^T = -up^T.
		var rt mat.Dense
		if err := rt.Solve(inner.T(), up.T()); err != nil && !errors.As(err, new(mat.Condition)) {
			return false
		}
		rt.Scale(-1, &rt)
		ratios[level] = mat.DenseCopyOf(rt.T())
		var back mat.Dense
		back.Mul(ratios[level], down)
		in.Add(in, &back)
		inner, down = in, lower
	}
	// x_0 inner = 0 with one equation replaced by x_0[0] = 1.
	a := mat.DenseCopyOf(inner.T())
	b := mat.NewVecDense(size, nil)
	for j := range size {
		a.Set(0, j, 0)
	}
	a.Set(0, 0, 1)
	b.SetVec(0, 1)
	x := mat.NewVecDense(size, nil)
	if err := x.SolveVec(a, b); err != nil && !errors.As(err, new(mat.Condition)) {
		return false
	}
	c.x = []*mat.VecDense{x}
	total := mat.Sum(x)
	for _, ratio := range ratios {
		next := mat.NewVecDense(size, nil)
		next.MulVec(ratio.T(), c.x[len(c.x)-1])
		total += mat.Sum(next)
		c.x = append(c.x, next)
	}
	for _, x := range c.x {
		x.ScaleVec(1/total, x)
	}
	return total > 0 && !math.IsInf(total, 1)
}

// attemptRate is the rate of all attempts, fresh and repeated.
func (c *redialChain) attemptRate() float64 {
	attempts := 0.
	for level, x := range c.x {
		attempts += (c.fresh + float64(level)*c.again) * mat.Sum(x)
	}
	return attempts
}

// found returns, for every number of contacts at the station, the share of time and the share of the
// attempts that find so many.
func (c *redialChain) found() (time, seen []float64) {
	time, seen = make([]float64, c.places+1), make([]float64, c.places+1)
	attempts := c.attemptRate()
	for level, x := range c.x {
		rate := c.fresh + float64(level)*c.again
		for i := range time {
			time[i] += x.AtVec(i)
			seen[i] += x.AtVec(i) * rate / attempts
		}
	}
	return time, seen
}

// steady returns the shares of the attempts, for a T in seconds, and of them the waits, in handle times.
func (c *redialChain) steady(within float64) steady {
	var s steady
	time, seen := c.found()
	queue := 0.
	for i, p := range seen {
		queue += math.Max(float64(i-c.n), 0) * time[i]
		switch {
		case i < c.n:
			s.answeredWithin += p
		case i == c.places:
			s.blocked += p
		default:
			s.pWait += p
			soon, later, still, patient := c.served(i-c.n, within)
			s.answeredWithin += p * soon
			s.answeredLater += p * later
			s.neither += p * still
			s.patientLater += p * patient
		}
	}
	s.abandoned = c.leave * queue / c.attemptRate()
	s.answered = s.answeredWithin + s.answeredLater
	s.abandonedWithin = math.Max(1-s.blocked-s.answeredWithin-s.neither, 0)
	s.answeredWait, s.abandonedWait = c.waits()
	return s
}

// performance is that of the attempts; q has their rate.
func (c *redialChain) performance(q Queue, agents, within float64) RedialPerformance {
	r := RedialPerformance{AttemptRate: q.Rate, Attempts: q.Rate / c.fresh, Exact: true}
	time, _ := c.found()
	busy := 0.
	for i, p := range time {
		busy += float64(min(i, c.n)) * p
		switch {
		case i == c.places:
			r.BlockingFresh = p
		case i >= c.n:
			r.PWaitFresh += p
		}
	}
	for level, x := range c.x {
		r.Redialling += float64(level) * mat.Sum(x)
	}
	r.Performance = q.performance(c.steady(within), agents, within)
	r.Occupancy = busy / agents
	r.Served = busy * c.service / c.fresh
	return r
}

// waits returns E[wait; answered] and E[wait; abandoned] per attempt, in handle times. With j
// waiting ahead the wait until the answer is a sum of exponential times with rates nμ + iθ, i =
// 0..j, during which the contact itself may give up: given that it is answered the rates are
// nμ + (i+1)θ.
func (c *redialChain) waits() (answered, abandoned float64) {
	attempts, queue := 0., 0.
	for level, x := range c.x {
		rate := c.fresh + float64(level)*c.again
		mean, stays := 0., 1.
		for i := range c.places + 1 {
			p := x.AtVec(i)
			attempts += rate * p
			if i < c.n {
				continue
			}
			queue += float64(i-c.n) * p
			if i == c.places && c.finite {
				continue
			}
			gone := float64(c.n)*c.service + float64(i-c.n+1)*c.leave
			mean += 1 / gone
			stays = float64(c.n) * c.service / gone
			answered += rate * p * stays * mean
		}
	}
	answered *= c.service / attempts
	return answered, math.Max(queue/attempts*c.service-answered, 0)
}

// served returns the chances that a contact with j waiting ahead of it is answered within, or
// after, the given time, or still waits then, or would if it never gave up: with x = nμ/θ, e^{-θV}
// is Beta(x, j+1).
func (c *redialChain) served(j int, within float64) (soon, later, still, patient float64) {
	n := float64(c.n) * c.service
	if c.leave == 0 {
		still = mathext.GammaIncRegComp(float64(j+1), n*within)
		return 1 - still, still, still, still
	}
	x, stays := n/c.leave, math.Exp(-c.leave*within)
	ever := x / (x + float64(j+1))
	later = ever * mathext.RegIncBeta(x+1, float64(j+1), stays)
	patient = mathext.RegIncBeta(x, float64(j+1), stays)
	return ever - later, later, stays * patient, patient
}
