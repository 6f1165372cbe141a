package erlang

import (
	"errors"
	"fmt"
	"math"
)

// Chat is one queue of chats in steady state: they arrive in a Poisson stream, an agent holds
// up to k of them at once, and who finds all agents full waits, first come first served, for an
// exponential patience.
type Chat struct {
	Rate float64 // chats offered per second

	// Completions[j-1] is the rate, per second, at which an agent who holds j chats
	// finishes them, all together; their number is the concurrency k. See [ChatRates].
	Completions []float64

	Patience float64 // mean patience, seconds; 0 or +Inf: nobody gives up

	// MostLoadedFirst gives a new chat to the fullest agent that is not full; otherwise the
	// emptiest takes it.
	MostLoadedFirst bool
}

// ChatPerformance is a Performance with what only chats have. Load is the chats that would be in
// hand if each were handled alone; Occupancy is the share of the agents with a chat in hand.
type ChatPerformance struct {
	Performance
	InHand       float64   `json:"in_hand"`        // chats with an agent, time average
	Concurrency  float64   `json:"concurrency"`    // chats in hand per agent with at least one
	Duration     float64   `json:"duration_s"`     // of a chat with an agent, seconds
	AgentsByLoad []float64 `json:"agents_by_load"` // agents with 0, 1, ... k chats, time average
	Exact        bool      `json:"exact"`          // false: many agents, by the reduction that Evaluate states
}

// ChatRates returns the completion rates for 1 to k chats from the time a chat takes when the
// agent has no other, in seconds, and the share of that time in which the agent reads or
// types:
//
//	r[j] = (1 - B(j, (1-s)/s)) / (s alone)
//
// The chats take turns in a closed network of one agent and j customers who answer
// (Gordon and Newell 1967): the agent rests only while all j customers have the turn, with the
// probability of Erlang's loss formula at the ratio of customer time to agent time,
// whatever the number of turns.
func ChatRates(alone, agentShare float64, k int) ([]float64, error) {
	switch {
	case !(alone > 0) || math.IsInf(alone, 1):
		return nil, &InputError{"alone", alone, "a finite time above 0 seconds"}
	case !(agentShare > 0 && agentShare <= 1):
		return nil, &InputError{"agentShare", agentShare, "a share above 0, at most 1"}
	case k < 1 || k > 1000:
		return nil, &InputError{"k", float64(k), "a concurrency from 1 to 1000"}
	}
	rates := make([]float64, k)
	for j := range rates {
		rates[j] = (1 - B(float64(j+1), (1-agentShare)/agentShare)) / (agentShare * alone)
	}
	return rates, nil
}

func (c Chat) check() error {
	if len(c.Completions) == 0 {
		return &InputError{"Completions", 0, "a rate for each number of chats"}
	}
	for _, r := range c.Completions {
		if !(r > 0) || math.IsInf(r, 1) {
			return &InputError{"Completions", r, "finite rates above 0 per second"}
		}
	}
	return c.queue().check()
}

// queue is the chats' queue seen as a Queue: handled alone.
func (c Chat) queue() Queue {
	return Queue{Rate: c.Rate, HandleTime: 1 / c.Completions[0], Patience: c.Patience}
}

// full is the completion rate of a full agent.
func (c Chat) full() float64 { return c.Completions[len(c.Completions)-1] }

// Load is the number of full agents that the chats would keep busy.
func (c Chat) Load() float64 { return c.Rate / c.full() }

// Evaluate returns the steady state with a whole number of agents and the service level within
// the given seconds. Once all are full the station is one of Erlang A with the rate of full
// agents; below, the numbers of agents with 0, 1, ... k chats are a Markov chain, solved exactly
// for up to 20 000 states (k = 2: 198 agents, k = 3: 47, k = 5: 13).
//
// With more agents only the number of chats in hand is the state, and how the agents hold
// them is carried over from a smaller station, at the same load per agent, by what it differs from
// its limit for many agents. For k = 3 and 48 (80) agents that is within 3 % (4 %) in the chance to
// wait and 0.3 % in the chats in hand (TestChatReduction). Without patience a rate at or above that
// of full agents is [ErrOverload]; more than 1e7 chats in hand at once, or 1e8 / (k+1), are
// [ErrNoFormula].
func (c Chat) Evaluate(agents int, within float64) (ChatPerformance, error) {
	if err := errors.Join(c.check(), checkCall(float64(agents), within)); err != nil {
		return ChatPerformance{}, err
	}
	return c.evaluate(agents, within, largestChatChain)
}

// chatSizes are the numbers of states of the largest chain that is solved for its own sake, and
// of that from which larger stations are reduced.
type chatSizes struct{ exact, reduced int }

var largestChatChain = chatSizes{exact: 20_000, reduced: 5_000}

func (c Chat) evaluate(agents int, within float64, largest chatSizes) (ChatPerformance, error) {
	n, k := float64(agents), len(c.Completions)
	capacity := n * c.full()
	q := c.queue()
	if c.Rate == 0 || agents == 0 {
		s, err := q.steady(n, within)
		by := make([]float64, k+1)
		by[0] = n
		return ChatPerformance{Performance: q.performance(s, n, within), AgentsByLoad: by, Exact: true}, err
	}
	if q.patient() && c.Rate >= capacity {
		return ChatPerformance{}, ErrOverload
	}
	if chats := n * float64(k); chats > 1e7 || chats*float64(k+1) > 1e8 { // too much memory, or time
		return ChatPerformance{}, fmt.Errorf("erlang: %d agents with up to %d chats each are too many states: %w", agents, k, ErrNoFormula)
	}
	l := c.levels(agents, largest)

	// Chats in hand c = 0..nk are a birth-death chain with the mean completion rates.
	weights := make([]float64, agents*k+1) // over the largest
	logs, top := 0., 0.
	logWeights := make([]float64, len(weights))
	for i := 1; i < len(weights); i++ {
		logs += math.Log(c.Rate / l.rate[i])
		logWeights[i] = logs
		top = math.Max(top, logs)
	}
	free := 0. // weight of the states in which an agent has room
	for i := range weights {
		weights[i] = math.Exp(logWeights[i] - top)
		if i < agents*k {
			free += weights[i]
		}
	}
	full := weights[agents*k]
	var s steady
	h := q.HandleTime
	t := math.Min(within/h, forever)
	odds := capacity * h * full / free
	if q.patient() {
		s = exponentialTail(odds, capacity*h, c.Rate*h, t)
	} else {
		s = queueing(odds, capacity*h, c.Rate*h, q.kappa(), t)
	}
	p := ChatPerformance{Performance: q.performance(s, n, within), AgentsByLoad: make([]float64, k+1), Exact: l.exact}
	notFull := math.Exp(s.logFree) / free
	held := make([]float64, k+1)
	for i := range agents * k {
		if weights[i] == 0 {
			continue
		}
		l.shares(held, i)
		for j, share := range held {
			p.AgentsByLoad[j] += weights[i] * notFull * share
		}
	}
	p.AgentsByLoad[k] += n * s.pWait
	for j, m := range p.AgentsByLoad {
		p.InHand += float64(j) * m
	}
	busy := n - p.AgentsByLoad[0]
	p.Occupancy = busy / n
	p.Concurrency = p.InHand / busy
	p.Duration = p.InHand / (c.Rate * s.answered)
	return p, nil
}

// exponentialTail is queueing without patience, for a < n.
func exponentialTail(odds, n, a, within float64) steady {
	waiting := odds / (n - a)
	s := exponentialWait(waiting/(1+waiting), waiting/(1+waiting)/(n-a), within)
	s.answeredWithin = 1/(1+waiting) - s.pWait*math.Expm1(-(n-a)*within)
	s.logFree = -math.Log1p(waiting)
	return s
}

// Required returns the least number of agents that meets the targets.
func (c Chat) Required(t Targets) (Requirement, error) {
	if err := errors.Join(c.check(), t.check()); err != nil {
		return Requirement{}, err
	}
	return required(c.Load(), t, func(agents float64) (Performance, error) {
		p, err := c.evaluate(int(agents), t.Within, largestChatChain)
		return p.Performance, err
	})
}

// LargestRate returns the largest rate, in chats per second, at which the agents meet the targets.
func (c Chat) LargestRate(agents int, t Targets) (float64, error) {
	c.Rate = 0
	if err := errors.Join(c.check(), t.check(), checkCall(float64(agents), t.Within)); err != nil {
		return 0, err
	}
	return largestRate(float64(agents)*c.full(), t, func(rate float64) (Performance, error) {
		c.Rate = rate
		p, err := c.evaluate(agents, t.Within, largestChatChain)
		return p.Performance, err
	})
}

// chatLevels is how the agents hold a number of chats.
type chatLevels struct {
	exact  bool
	rate   []float64                   // mean completion rate by chats in hand
	shares func(held []float64, i int) // sets held to the agents with 0..k chats when i chats are in hand
}

// levels solves the chain or, for many agents, that of a smaller station with the same load per
// agent. The numbers of agents that differ from the limit stay the same when agents are
// filled evenly (those an arrival has not yet filled up again); they grow as the agents to the power
// 2/3 when agents are filled up one by one (measured between 10 and 80 agents).
func (c Chat) levels(agents int, largest chatSizes) chatLevels {
	states := func(n int) float64 { // configurations: n + k over k
		product := 1.
		for j := 1; j <= len(c.Completions); j++ {
			product *= float64(n+j) / float64(j)
		}
		return product
	}
	if states(agents) <= float64(largest.exact) {
		return c.solve(agents)
	}
	m := 1
	for states(m+1) <= float64(largest.reduced) {
		m++
	}
	scaled := c
	scaled.Rate *= float64(m) / float64(agents)
	small := scaled.solve(m)
	grow := 1.
	if c.MostLoadedFirst {
		grow = math.Cbrt(math.Pow(float64(agents)/float64(m), 2))
	}
	k := len(c.Completions)
	limit := make([]float64, k+1)
	low, high := make([]float64, k+1), make([]float64, k+1) // of the smaller station
	l := chatLevels{rate: make([]float64, agents*k+1)}
	l.shares = func(held []float64, i int) {
		x := float64(i) / float64(agents) // chats per agent
		at := x * float64(m)
		below := min(int(at), m*k-1)
		small.shares(low, below)
		small.shares(high, below+1)
		c.limit(held, float64(agents), x)
		c.limit(limit, float64(m), x)
		for j := range held {
			here := (float64(below+1)-at)*low[j] + (at-float64(below))*high[j]
			held[j] += grow * (here - limit[j])
		}
	}
	held := make([]float64, k+1)
	for i := range l.rate {
		l.shares(held, i)
		for j := 1; j <= k; j++ {
			l.rate[i] += held[j] * c.Completions[j-1]
		}
	}
	return l
}

// limit sets held to how many of n agents, a real number, hold 0, 1, ... k chats, x of them per agent,
// in the limit of many agents: as evenly as can be, or as packed.
func (c Chat) limit(held []float64, n, x float64) {
	k := len(c.Completions)
	clear(held)
	if c.MostLoadedFirst {
		held[k] = n * x / float64(k)
		held[0] = n - held[k]
		return
	}
	low := min(int(x), k-1)
	held[low+1] = n * (x - float64(low))
	held[low] = n - held[low+1]
}
