package staffing

import (
	"context"
	"errors"
	"fmt"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// MethodResult is what a method asks for, and what that truly does by the exact day.
type MethodResult struct {
	Method       Method        `json:"method"`
	Agents       []int         `json:"agents"`
	AgentHours   float64       `json:"agent_hours"`
	Missed       []string      `json:"missed_intervals"` // starts of the intervals whose contacts miss a target
	ServiceLevel erlang.Levels `json:"service_level"`    // of the day
	ASA          float64       `json:"asa_s"`
	Abandonment  float64       `json:"abandonment"`
	Occupancy    float64       `json:"occupancy"`
	ByInterval   []float64     `json:"service_level_by_interval"` // under the target's definition
}

// Comparison is the methods for one channel, side by side.
type Comparison struct {
	Channel   *scenarios.Channel
	Results   []MethodResult
	Left      []string // methods that do not apply, and why
	LeavesOut []string // what the exact day leaves out of the scenario, in words
}

// CompareMethods sizes every channel by every method and has the exact day say
// what each plan truly does. Channels that the exact day does not cover are an ErrNotCovered.
func CompareMethods(ctx context.Context, s *scenarios.Scenario) ([]Comparison, error) {
	var all []Comparison
	for i := range s.Channels {
		c := &s.Channels[i]
		if !hasTarget(c.Target) {
			return nil, fmt.Errorf("channels.%s.target: %w", c.Name, ErrNoTarget)
		}
		if !s.Dedicated(c) {
			return nil, &BlendedError{c.Name, noFormula(s, c)}
		}
		if c.Kind == scenarios.Chats {
			return nil, fmt.Errorf("channels.%s: chats have one formula, %s, and no methods to compare: %w", c.Name, ErlangChat, ErrNotCovered)
		}
		if !Covers(c) {
			return nil, fmt.Errorf("channels.%s: its mean handle time changes through the day: %w", c.Name, ErrNotCovered)
		}
		comparison := Comparison{Channel: c, LeavesOut: leavesOut(s, c, ExactDay)}
		for _, name := range Methods() {
			m := Method(name)
			if m == Auto || m == Simulation {
				continue
			}
			r, err := trueResult(ctx, s, c, m)
			if errors.Is(err, ErrNotCovered) {
				comparison.Left = append(comparison.Left, err.Error())
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", m, err)
			}
			comparison.Results = append(comparison.Results, r)
		}
		all = append(all, comparison)
	}
	return all, nil
}

// trueResult sizes a channel by a method and evaluates the plan exactly.
func trueResult(ctx context.Context, s *scenarios.Scenario, c *scenarios.Channel, m Method) (MethodResult, error) {
	need, err := require(ctx, s, c, s.Teams[teamOf(s, c)], Options{Method: m})
	if err != nil {
		return MethodResult{}, err
	}
	r := MethodResult{Method: m, Missed: []string{}}
	for _, n := range need {
		r.Agents = append(r.Agents, n.Agents)
		r.AgentHours += float64(n.Agents) * s.Interval.Hours()
	}
	p, err := chain(s, c).Evaluate(ctx, r.Agents, Within(c).Seconds())
	if err != nil {
		return MethodResult{}, fmt.Errorf("channels.%s: %w", c.Name, clocked(s, err))
	}
	for k, in := range p.Intervals {
		r.ByInterval = append(r.ByInterval, in.ServiceLevel.Of(c.Target.Definition))
		if in.Misses(targets(c.Target)) != "" {
			r.Missed = append(r.Missed, s.Clock(k))
		}
	}
	r.ServiceLevel, r.ASA, r.Abandonment, r.Occupancy = p.Day.ServiceLevel, p.Day.ASA, p.Day.Abandonment, p.Day.Occupancy
	return r, nil
}
