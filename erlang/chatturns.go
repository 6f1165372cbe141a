package erlang

import (
	"errors"
	"math"
)

// ChatTurns is one agent with up to Concurrency chats, turn by turn: each chat is by turns with
// the agent, who attends to one at a time, first come first served, and with its customer. It is what
// [ChatRates] simplifies: there the chats at hand are taken as if they had always been as many.
// That is within 1 % of this in all figures at case CH-20 (TestReferenceChat).
type ChatTurns struct {
	Rate         float64 // chats offered per second
	Concurrency  int     // chats at once
	AgentTurn    float64 // mean of the agent's exponential turn, seconds
	CustomerTurn float64 // mean of the customer's, seconds
	EndShare     float64 // of the agent's turns that end the chat
	Patience     float64 // mean patience in the queue, seconds; 0 or +Inf: nobody gives up
}

// ChatTurnsPerformance is the steady state of ChatTurns.
type ChatTurnsPerformance struct {
	PWait       float64 `json:"p_wait"`      // share of chats that wait for the agent to take them up
	Abandonment float64 `json:"abandonment"` // abandoned / offered
	MeanWait    float64 `json:"mean_wait_s"` // of all offered, seconds
	MeanQueue   float64 `json:"mean_queue"`
	InHand      float64 `json:"in_hand"`       // chats, time average
	Duration    float64 `json:"duration_s"`    // of a chat in hand
	Utilization float64 `json:"utilization"`   // share of time in which it is the agent's turn in a chat
	Throughput  float64 `json:"throughput_ps"` // chats ended per second
}

// largestTurns bounds the states of the chain: time grows with their cube.
const largestTurns = 1500

// Evaluate solves the Markov chain of chats with the agent, with customers and waiting, by the
// elimination of Grassmann, Taksar and Heyman (1985), which subtracts nothing; the queue is cut where
// it is empty to 1e-15. Without patience, more chats than the agent can end are [ErrOverload]; a
// load so near it that the queue does not fit is [ErrNoFormula].
func (c ChatTurns) Evaluate() (ChatTurnsPerformance, error) {
	if !(c.EndShare > 0 && c.EndShare <= 1) {
		return ChatTurnsPerformance{}, &InputError{"EndShare", c.EndShare, "a share above 0, at most 1"}
	}
	agent := c.AgentTurn / c.EndShare
	customer := c.CustomerTurn * (1 - c.EndShare) / c.EndShare
	rates, err := ChatRates(agent+customer, agent/(agent+customer), c.Concurrency)
	if err := errors.Join(err, Queue{Rate: c.Rate, HandleTime: c.AgentTurn, Patience: c.Patience}.check()); err != nil {
		return ChatTurnsPerformance{}, err
	}
	if !(c.CustomerTurn > 0) {
		return ChatTurnsPerformance{}, &InputError{"CustomerTurn", c.CustomerTurn, "above 0 seconds"}
	}
	patient := c.Patience == 0 || math.IsInf(c.Patience, 1)
	if most := rates[len(rates)-1]; patient && c.Rate >= most {
		return ChatTurnsPerformance{}, ErrOverload
	}
	for room := 25; ; room *= 2 {
		states := c.states(room)
		if len(states) > largestTurns {
			return ChatTurnsPerformance{}, ErrNoFormula
		}
		share := c.solve(states, patient)
		p, last := ChatTurnsPerformance{}, 0.
		for i, s := range states {
			if s.waiting == room {
				last += share[i]
			}
			if s.agent+s.customer == c.Concurrency {
				p.PWait += share[i]
			}
			if s.agent > 0 {
				p.Utilization += share[i]
			}
			p.MeanQueue += share[i] * float64(s.waiting)
			p.InHand += share[i] * float64(s.agent+s.customer)
		}
		if last > 1e-15 {
			continue
		}
		p.Throughput = p.Utilization * c.EndShare / c.AgentTurn
		if p.Throughput > 0 {
			p.Duration = p.InHand / p.Throughput
			p.MeanWait = p.MeanQueue / c.Rate
		}
		if !patient && c.Rate > 0 {
			p.Abandonment = p.MeanWait / c.Patience
		}
		return p, nil
	}
}

type turnState struct{ agent, customer, waiting int }

// states lists the states with a queue of up to room, which only a full agent has.
func (c ChatTurns) states(room int) []turnState {
	var list []turnState
	for waiting := 0; waiting <= room; waiting++ {
		for agent := 0; agent <= c.Concurrency; agent++ {
			for customer := 0; agent+customer <= c.Concurrency; customer++ {
				if waiting == 0 || agent+customer == c.Concurrency {
					list = append(list, turnState{agent, customer, waiting})
				}
			}
		}
	}
	return list
}

// solve returns the share of time in each state.
func (c ChatTurns) solve(states []turnState, patient bool) []float64 {
	index := make(map[turnState]int, len(states))
	for i, s := range states {
		index[s] = i
	}
	rates := make([][]float64, len(states))
	for i, s := range states {
		rates[i] = make([]float64, len(states))
		move := func(to turnState, rate float64) {
			if j, ok := index[to]; ok && rate > 0 {
				rates[i][j] += rate
			}
		}
		full := s.agent+s.customer == c.Concurrency
		if full {
			move(turnState{s.agent, s.customer, s.waiting + 1}, c.Rate)
		} else {
			move(turnState{s.agent + 1, s.customer, 0}, c.Rate)
		}
		if s.agent > 0 {
			move(turnState{s.agent - 1, s.customer + 1, s.waiting}, (1-c.EndShare)/c.AgentTurn)
			if s.waiting > 0 { // the next chat takes the place
				move(turnState{s.agent, s.customer, s.waiting - 1}, c.EndShare/c.AgentTurn)
			} else {
				move(turnState{s.agent - 1, s.customer, 0}, c.EndShare/c.AgentTurn)
			}
		}
		if s.customer > 0 {
			move(turnState{s.agent + 1, s.customer - 1, s.waiting}, float64(s.customer)/c.CustomerTurn)
		}
		if s.waiting > 0 && !patient {
			move(turnState{s.agent, s.customer, s.waiting - 1}, float64(s.waiting)/c.Patience)
		}
	}
	return stationary(rates)
}

// stationary returns the stationary distribution of the Markov chain with the given rates
// between states, which it overwrites (Grassmann, Taksar and Heyman 1985). Every state must
// reach the first.
func stationary(rates [][]float64) []float64 {
	for n := len(rates) - 1; n > 0; n-- {
		out := 0.
		for _, r := range rates[n][:n] {
			out += r
		}
		for i := range n {
			if rates[i][n] == 0 {
				continue
			}
			rates[i][n] /= out
			for j, r := range rates[n][:n] {
				rates[i][j] += rates[i][n] * r
			}
		}
	}
	share := make([]float64, len(rates))
	share[0] = 1
	total := 1.
	for n := 1; n < len(rates); n++ {
		for i := range n {
			share[n] += share[i] * rates[i][n]
		}
		total += share[n]
	}
	for i := range share {
		share[i] /= total
	}
	return share
}
