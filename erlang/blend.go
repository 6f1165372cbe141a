package erlang

import (
	"errors"
	"math"
)

// Blend is M/M/n+M beside work that can wait: outbound calls or a backlog of deferred work that never runs out, or e-mail at a rate, which an agent
// takes up whenever more than Reserve agents are idle and nobody waits, and finishes without interruption. Where work never ends at least
// n - Reserve agents are always busy. Reserve 0 leaves no agent idle; more of it gives calls that come in better service
// and the work less time. Handle times of calls and of work are exponential, each with its own mean.
//
// Such policies of a threshold are the best there are where both have the same handle time (Gans and Zhou 2003, "A call-routing problem with
// service-level constraints", Operations Research 51; Bhulai and Koole 2003, "A queueing model for call blending in call
// centers", IEEE Transactions on Automatic Control 48).
type Blend struct {
	Rate       float64 // calls offered per second
	HandleTime float64 // mean of a call, seconds
	Patience   float64 // mean, exponential, seconds; 0: nobody gives up
	WorkTime   float64 // mean handle time of a piece of work, seconds
	Reserve    int     // agents kept for calls

	// WorkRate is pieces of work that come per second, as a Poisson stream, e-mail beside calls: work may run out then, and waits
	// for its turn. 0: it never ends.
	WorkRate float64
}

// BlendPerformance is what calls get beside the work, and how much of it is done.
type BlendPerformance struct {
	Performance         // of the calls; Occupancy is that of calls and work together
	Work        float64 `json:"work"`             // agents at work, time average
	Throughput  float64 `json:"throughput_per_s"` // pieces of work done per second
}

// maxBlendStates bounds the states that are gone through, maxBlendSums the sums made for the waits.
const (
	maxBlendStates = 20_000_000
	maxBlendSums   = 2e8
)

func (b Blend) check(agents int, within float64) error {
	if err := (Queue{Rate: b.Rate, HandleTime: b.HandleTime, Patience: b.Patience}).check(); err != nil {
		return err
	}
	switch {
	case !(b.WorkTime > 0) || math.IsInf(b.WorkTime, 1):
		return &InputError{"WorkTime", b.WorkTime, "above 0"}
	case !(b.WorkRate >= 0) || math.IsInf(b.WorkRate, 1):
		return &InputError{"WorkRate", b.WorkRate, "a finite rate of at least 0 per second"}
	case b.Reserve < 0:
		return &InputError{"Reserve", float64(b.Reserve), "at least 0"}
	case agents < 1:
		return &InputError{"agents", float64(agents), "at least 1"}
	}
	if err := checkCall(float64(agents), within); err != nil {
		return err
	}
	if (b.Patience == 0 || math.IsInf(b.Patience, 1)) && b.Rate*b.HandleTime >= float64(agents) {
		return ErrOverload
	}
	return nil
}

// Evaluate returns the performance with so many agents, exactly.
//
// The states are (j, v): j agents at work, v calls in hand or waiting. Work without end is taken up only where j + v comes to n - Reserve,
// so that j rises there alone and falls elsewhere: from the plane of the most work down, each plane of one j is a
// birth-and-death process in v that is fed from the plane above and whose lowest state is known from the flow back into that.
// All terms are positive. The effort grows as n times the calls that may be there; more than 20 million states, or times too far apart, are [ErrNoFormula]. Work that
// comes at a rate has the number waiting as a third dimension; it takes some tenths of a second for 14 agents, and
// more than about 50 are [ErrNoFormula]. Where it is as much as endless work would have done, or more, it is [ErrOverload].
func (b Blend) Evaluate(agents int, within float64) (BlendPerformance, error) {
	if err := b.check(agents, within); err != nil {
		return BlendPerformance{}, err
	}
	if b.WorkRate == 0 {
		return newBlendChain(b, agents, 45).performance(within)
	}
	endless := b
	endless.WorkRate = 0
	switch most, err := endless.Evaluate(agents, 0); {
	case err != nil:
		return BlendPerformance{}, err
	case b.WorkRate >= most.Throughput:
		return BlendPerformance{}, ErrOverload
	}
	f := &finiteBlend{blendChain: newBlendChain(b, agents, 3), come: b.WorkRate}
	return f.performance(within)
}

// Required is the least agents with which the calls meet the targets; of work there is always enough.
func (b Blend) Required(t Targets) (Requirement, error) {
	if err := t.check(); err != nil {
		return Requirement{}, err
	}
	return required(b.Rate*b.HandleTime, t, func(n float64) (Performance, error) {
		p, err := b.Evaluate(max(int(n), 1), t.Within)
		return p.Performance, err
	})
}

// blendChain is the chain of a Blend with so many agents. Rates are per second.
type blendChain struct {
	rate, call, leave, work float64
	n, busy                 int // agents, and those of them always busy
	most                    int // calls that are looked at
}

// newBlendChain looks at calls until their chance is negligible, of those that gather while all are at work so many times as many as come in
// the mean time of a piece.
func newBlendChain(b Blend, agents int, gathered float64) *blendChain {
	c := &blendChain{rate: b.Rate, call: 1 / b.HandleTime, work: 1 / b.WorkTime, n: agents, busy: max(agents-b.Reserve, 0)}
	if b.Patience > 0 {
		c.leave = 1 / b.Patience // infinite: nobody
	}
	// Above the load the chances of more and more calls fall at least as fast as when all other agents are at work for ever while
	// there is little work, and as with all agents for calls in the end.
	p := 0.0 // logarithm of the chance against that at the start
	v := agents
	for ; p > -45 && v < maxBlendStates; v++ {
		down := float64(agents)*c.call + float64(v+1-agents)*c.leave
		if b.Rate < down {
			p += math.Log(b.Rate / down)
		}
		if b.Rate == 0 {
			break
		}
	}
	// While all are at work calls gather: as many again as come while that ends.
	gather := b.Rate * b.WorkTime * gathered
	if b.Patience > 0 {
		gather = min(gather, b.Rate*b.Patience+10*math.Sqrt(b.Rate*b.Patience)+50)
	}
	c.most = v + int(min(gather, maxBlendStates))
	return c
}

// death is the rate at which calls end or are given up with j agents at work.
func (c *blendChain) death(j, v int) float64 {
	hands := c.n - j
	return float64(min(v, hands))*c.call + float64(max(v-hands, 0))*c.leave
}

// errBlendStates says that a chain has too many states.
var errBlendStates = errors.Join(ErrNoFormula, errors.New("erlang: a blend of too many states"))

func (c *blendChain) performance(within float64) (BlendPerformance, error) {
	if float64(c.busy+1)*float64(c.most) > maxBlendStates {
		return BlendPerformance{}, errBlendStates
	}
	var (
		fed, plane    = make([]float64, c.most+1), make([]float64, c.most+1) // flow into the plane by v; its chances
		low, right    = make([]float64, c.most+1), make([]float64, c.most+1)
		total, busy   float64
		atWork, queue float64
		seen          = make([][]float64, c.busy+1) // by j and calls waiting ahead, of an arriving call that waits
		known         = 1.0                         // chance of the plane's lowest state
	)
	for j := c.busy; j >= 0; j-- {
		first := c.busy - j
		// Balance of states above the lowest: (rate + death + j work) p[v] = rate p[v-1] + death[v+1] p[v+1] + fed[v], by
		// elimination from the top down; over[v] is what low[v] is above the death rate, without a difference taken.
		plane[first] = known
		over := 0.0
		for v := c.most; v > first; v-- {
			in := fed[v]
			if v < c.most {
				over *= c.rate / low[v+1]
				in += c.death(j, v+1) / low[v+1] * right[v+1]
			}
			over += float64(j) * c.work
			low[v], right[v] = c.death(j, v)+over, in
		}
		flow := 0.0 // out of the plane to the next
		for v := first + 1; v <= c.most; v++ {
			plane[v] = (right[v] + c.rate*plane[v-1]) / low[v]
			flow += plane[v] * float64(j) * c.work
		}
		wait := make([]float64, 0, 64)
		for v := first; v <= c.most; v++ {
			p := plane[v]
			total += p
			busy += p * float64(min(j+v, c.n))
			atWork += p * float64(j)
			if q := v - (c.n - j); q >= 0 {
				queue += p * float64(q)
				wait = append(wait, p)
			}
			fed[v] = p * float64(j) * c.work
		}
		seen[j] = wait
		if j > 0 {
			fed[first] = 0
			// What flows into this plane at its lowest state comes from the next one's lowest by the end of a call.
			known = flow / (float64(first+1) * c.call)
		}
		if total > 1e200 {
			c.scale(1/total, seen[j:], fed)
			known /= total
			busy, atWork, queue, total = busy/total, atWork/total, queue/total, 1
		}
	}
	c.scale(1/total, seen, nil)
	trim(seen)
	return c.result(seen, busy/total, atWork/total, queue/total, within)
}

// result is the performance from mean agents busy and at work, calls waiting, and what calls see who wait.
func (c *blendChain) result(seen [][]float64, busy, atWork, queue, within float64) (BlendPerformance, error) {
	longest := 0
	for _, w := range seen {
		longest = max(longest, len(w))
	}
	jumps := (float64(c.n)*max(c.call, c.work) + float64(longest+1)*c.leave) * within
	if jumps*float64(longest)*float64(len(seen)) > maxBlendSums {
		return BlendPerformance{}, errBlendStates
	}
	p := BlendPerformance{Work: atWork, Throughput: atWork * c.work}
	p.Agents, p.Load, p.Within = float64(c.n), c.rate/c.call, within
	p.Occupancy, p.MeanQueue = busy/float64(c.n), queue
	c.waits(&p.Performance, seen, within)
	return p, nil
}

// trim leaves out waits that hardly ever happen, which cost the most.
func trim(seen [][]float64) {
	for j, w := range seen {
		for len(w) > 0 && w[len(w)-1] < 1e-18 {
			w = w[:len(w)-1]
		}
		seen[j] = w
	}
}

func (c *blendChain) scale(by float64, seen [][]float64, fed []float64) {
	for _, w := range append(seen, fed) {
		for i := range w {
			w[i] *= by
		}
	}
}

// waits fills in what calls that wait meet. One with q calls ahead of it, and j agents at work, is next at the next end of a call
// or of work where q is 0, and has q - 1 ahead after it, or after one ahead has given up, otherwise.
func (c *blendChain) waits(p *Performance, seen [][]float64, within float64) {
	longest := 0
	for j := range seen {
		longest = max(longest, len(seen[j]))
	}
	type fate struct{ answered, time float64 } // chance of an answer, and mean time to it where it comes
	before, now := make([]fate, len(seen)), make([]fate, len(seen))
	for j := range before {
		before[j] = fate{answered: 1}
	}
	var answered, time, unlucky float64
	for q := range longest {
		for j := range seen {
			calls, work := float64(c.n-j)*c.call+float64(q)*c.leave, float64(j)*c.work
			rate := calls + work + c.leave
			a := calls * before[j].answered
			t := calls * before[j].time
			if j > 0 {
				a += work * before[j-1].answered
				t += work * before[j-1].time
			}
			now[j] = fate{answered: a / rate, time: (t + a/rate) / rate}
			if q < len(seen[j]) {
				answered += seen[j][q] * now[j].answered
				time += seen[j][q] * now[j].time
				unlucky += seen[j][q]
			}
		}
		before, now = now, before
	}
	at := max(0, 1-unlucky) // answered at once
	p.PWait = unlucky
	p.Abandonment = unlucky - answered
	if c.leave == 0 {
		p.Abandonment = 0
	}
	if c.rate > 0 {
		p.MeanWait = p.MeanQueue / c.rate
		if c.leave > 0 {
			p.Abandonment = p.MeanQueue * c.leave / c.rate
		}
	}
	p.ASA = time / (at + answered)
	if p.Abandonment > 0 {
		p.MeanWaitAbandoned = max(0, p.MeanWait-time) / p.Abandonment
	}
	in, gone := c.within(seen, within)
	p.ServiceLevel = Levels{Offered: at + in, Answered: (at + in) / (at + answered), ExcludingShort: (at + in) / (1 - gone), Waited: at + in + gone}
	if p.ServiceLevel.Answered > 1 {
		p.ServiceLevel.Answered = 1
	}
}

// within is the shares of calls that wait and are answered, or give up, within a time, by uniformization.
func (c *blendChain) within(seen [][]float64, within float64) (in, gone float64) {
	if within == 0 {
		return 0, 0
	}
	longest := 0
	for j := range seen {
		longest = max(longest, len(seen[j]))
	}
	// now[q][j]
	now := make([][]float64, longest)
	for q := range now {
		now[q] = make([]float64, len(seen))
		for j := range seen {
			if q < len(seen[j]) {
				now[q][j] = seen[j][q]
			}
		}
	}
	top := float64(c.n)*max(c.call, c.work) + float64(longest+1)*c.leave
	parts := math.Ceil(top * within / 256)
	var law poissonLaw
	law.set(top*within/parts, 1e-16)
	end := make([][]float64, longest)
	for q := range end {
		end[q] = make([]float64, len(seen))
	}
	for range int(parts) {
		for q := range end {
			clear(end[q])
		}
		for k, pi := range law.is {
			if k > 0 {
				// What is answered or gives up at this jump is so at the end of the part, but for those who have jumped less often.
				more := law.more[k-1]
				for q := range longest {
					for j, p := range now[q] {
						if p == 0 {
							continue
						}
						calls, work := (float64(c.n-j)*c.call+float64(q)*c.leave)/top, float64(j)*c.work/top
						own := c.leave / top
						gone += more * p * own
						if q == 0 {
							in += more * p * (calls + work)
						} else {
							now[q-1][j] += p * calls
							if j > 0 {
								now[q-1][j-1] += p * work
							}
						}
						now[q][j] = p * (1 - calls - work - own)
					}
				}
			}
			for q := range longest {
				for j, p := range now[q] {
					end[q][j] += pi * p
				}
			}
		}
		now, end = end, now
	}
	return in, gone
}
