package staffing

import (
	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// ErlangChat takes each interval of a channel of chats as a steady state of its own (erlang.Chat).
const ErlangChat Method = "erlang-chat"

// ChatFormula is what the formula expects of chats beside an erlang.Performance.
type ChatFormula struct {
	InHand      float64 `json:"in_hand"`     // chats with an agent, time average
	Concurrency float64 `json:"concurrency"` // chats in hand of an agent with any
	Duration    float64 `json:"duration_s"`  // of a chat with an agent, seconds
	Exact       bool    `json:"exact"`       // false: many agents, by the reduction that erlang.Chat states
}

// chats is an interval of a channel of chats as a steady state of its own.
func chats(s *scenarios.Scenario, c *scenarios.Channel, k int) erlang.Chat {
	alone := busy(s, c, k)
	q := erlang.Chat{Rate: arriving(c, k) / s.Interval.Seconds(), Patience: c.Patience.Mean.Seconds(), MostLoadedFirst: c.Choose == "most-loaded"}
	slots := c.Slots()
	switch {
	case c.AgentShare > 0:
		q.Completions, _ = erlang.ChatRates(alone, c.AgentShare, slots) // checked with the scenario
	case c.Pace != nil:
		for _, p := range c.Pace[:slots] {
			q.Completions = append(q.Completions, p/alone)
		}
	default:
		for j := range slots {
			q.Completions = append(q.Completions, float64(j+1)/alone)
		}
	}
	return q
}

// steadyState is an interval's figures as a steady state of its own with a whole number of agents.
func steadyState(s *scenarios.Scenario, ch *Channel, k int) (erlang.Performance, *ChatFormula, error) {
	method := ch.Method
	if out, _ := s.Beside(ch.Channel); method == ErlangBlend && contactRate(out, k) == 0 {
		if method = ErlangC; ch.GivesUp() {
			method = ErlangA
		}
	}
	if method == ErlangBlend {
		if ch.Intervals[k].Agents == 0 {
			return erlang.Performance{}, nil, erlang.ErrOverload
		}
		p, err := blend(s, ch.Channel, k).Evaluate(ch.Intervals[k].Agents, ch.Within)
		return p.Performance, nil, err
	}
	if ch.Kind != scenarios.Chats {
		p, err := queue(s, ch.Channel, method, k).Evaluate(float64(ch.Intervals[k].Agents), ch.Within)
		return p, nil, err
	}
	p, err := chats(s, ch.Channel, k).Evaluate(ch.Intervals[k].Agents, ch.Within)
	return p.Performance, &ChatFormula{p.InHand, p.Concurrency, p.Duration, p.Exact}, err
}

// steadyRequired is the least agents of an interval as a steady state of its own.
func steadyRequired(s *scenarios.Scenario, c *scenarios.Channel, m Method, k int) (erlang.Requirement, error) {
	if c.Kind == scenarios.Chats {
		return chats(s, c, k).Required(targets(c.Target))
	}
	return queue(s, c, m, k).Required(targets(c.Target))
}

// arriving is the contacts of an interval that come to the queue: without those that automation contains, while
// few wait.
func arriving(c *scenarios.Channel, k int) float64 {
	return c.Volumes[k] * (1 - c.Automation.Share*c.Automation.Contains)
}
