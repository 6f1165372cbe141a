package staffing

import (
	"slices"

	"frontoffice/scenarios"
)

// parts is a scenario in two: the channels and teams that formulas size, and the rest, sized by simulation.
type parts struct {
	whole    *scenarios.Scenario
	channels []int // to be simulated
	teams    []int
	plan     scenarios.Plan // of the others
}

// split takes apart what is to be simulated. A channel that has its team for itself is sized by formula,
// unless the method is Simulation.
func split(s *scenarios.Scenario, m Method) *parts {
	p := &parts{whole: s, plan: make(scenarios.Plan, len(s.Teams))}
	for i := range s.Channels {
		if c := &s.Channels[i]; m == Simulation || !s.Dedicated(c) {
			p.channels = append(p.channels, i)
		}
	}
	for t, team := range s.Teams {
		// A dedicated channel's team serves nothing else: all channels of a team are on the same side.
		if slices.ContainsFunc(p.channels, func(i int) bool { return slices.Contains(team.Skills, s.Channels[i].Name) }) {
			p.teams = append(p.teams, t)
		}
	}
	return p
}

// scenario is the part to be simulated, on its own.
func (p *parts) scenario() *scenarios.Scenario {
	part := *p.whole
	part.Channels, part.Teams, part.Plan = nil, nil, nil
	for _, i := range p.channels {
		part.Channels = append(part.Channels, p.whole.Channels[i])
	}
	for _, t := range p.teams {
		part.Teams = append(part.Teams, p.whole.Teams[t])
	}
	return &part
}

// complete is the plan of the whole scenario, from that of its part.
func (p *parts) complete(plan scenarios.Plan) scenarios.Plan {
	all := clonePlan(p.plan)
	for i, t := range p.teams {
		all[t] = slices.Clone(plan[i])
	}
	return all
}
