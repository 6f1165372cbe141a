package sim

import "testing"

// turnsChain is two agents with up to two chats of turns each and no queue, as a Markov chain: per agent how many chats have
// the agent's turn and how many the customer's, and, as who takes a chat of two agents with as many depends on it, which of
// the agents came to its number in hand first. It returns the share who meet a busy signal, the mean number of chats in
// hand and that of agents with any.
func turnsChain(rate, agent, customer, ends float64, rule AgentRule) (blocked, inHand, busy float64) {
	type state struct {
		mine, theirs [2]int
		first        int // the agent who has had its number in hand for longer
	}
	moves := func(s state, to func(state, float64)) {
		n := [2]int{s.mine[0] + s.theirs[0], s.mine[1] + s.theirs[1]}
		// A contact comes: by the fewest or the most in hand who has room.
		takes := -1
		for _, a := range []int{s.first, 1 - s.first} {
			better := takes >= 0 && (rule == LeastLoaded && n[a] < n[takes] || rule == MostLoaded && n[a] > n[takes])
			if n[a] < 2 && (takes < 0 || better) {
				takes = a
			}
		}
		if takes >= 0 {
			x := s
			x.mine[takes]++
			x.first = 1 - takes
			to(x, rate)
		}
		for a := range 2 {
			if s.mine[a] > 0 { // one turn at a time
				x := s
				x.mine[a]--
				x.theirs[a]++
				to(x, (1-ends)/agent)
				x = s
				x.mine[a]--
				x.first = 1 - a
				to(x, ends/agent)
			}
			if s.theirs[a] > 0 {
				x := s
				x.theirs[a]--
				x.mine[a]++
				to(x, float64(s.theirs[a])/customer)
			}
		}
	}
	p := map[state]float64{{}: 1}
	const step = 1.0 / 20 // below the reciprocal of any state's rate: a chain of steps with the same law
	for range 20_000 {
		next := map[state]float64{}
		for s, q := range p {
			stays := q
			moves(s, func(x state, r float64) {
				next[x] += q * r * step
				stays -= q * r * step
			})
			next[s] += stays
		}
		p = next
	}
	for s, q := range p {
		full := 0
		for a := range 2 {
			n := s.mine[a] + s.theirs[a]
			inHand += q * float64(n)
			if n > 0 {
				busy += q
			}
			if n == 2 {
				full++
			}
		}
		if full == 2 {
			blocked += q
		}
	}
	return blocked, inHand, busy
}

// TestTurnsOfTwoAgents: chats by turns shared between two agents, against their chain.
func TestTurnsOfTwoAgents(t *testing.T) {
	const length, rate, agent, customer, ends = 40_000, 1.2, 0.5, 1.0, 0.3
	cmp := compare(t, 6, 0.02*slack())
	for _, rule := range []AgentRule{LeastLoaded, MostLoaded} {
		blocked, inHand, busy := turnsChain(rate, agent, customer, ends, rule)
		m := steady(2, rate, length, Law{}, Law{}, 0)
		ch := &m.Channels[0]
		ch.HandleTime, ch.Room, ch.Choose = nil, NoRoom, rule
		ch.Chat = Chat{Slots: 2, Turns: Turns{Law{Kind: Exponential, Mean: agent}, Law{Kind: Exponential, Mean: customer}, ends}}
		r := run(t, m, Options{Replications: full(20), Seed: 71, Confidence: cmp.confidence})
		got, team := r.Channels[0].Intervals[1], r.Teams[0].Intervals[1]
		cmp.within(rule.String()+": blocked", got.Blocking, blocked)
		cmp.within(rule.String()+": in hand", got.Chat.InHand, inHand)
		cmp.within(rule.String()+": busy", team.Busy, busy)
	}
	cmp.done()
}
