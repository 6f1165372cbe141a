package staffing

import (
	"fmt"
	"slices"

	"frontoffice/scenarios"
)

// parts is a scenario in two: the channels and teams that formulas size, and the rest, sized by simulation.
type parts struct {
	channels []int          // to be simulated
	teams    []int          // of theirs
	plan     scenarios.Plan // of the other teams
}

// split takes apart what is to be simulated. A channel that has its team for itself is sized by formula,
// unless the method is Simulation.
func split(s *scenarios.Scenario, m Method) *parts {
	p := &parts{plan: make(scenarios.Plan, len(s.Teams))}
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

// targeted says which channels to be simulated have nothing to size for; an error where none has.
func (p *parts) targeted(s *scenarios.Scenario) (notes []string, err error) {
	for _, i := range p.channels {
		if c := &s.Channels[i]; !hasTarget(c.Target) {
			notes = append(notes, fmt.Sprintf("channels.%s: no target is given, so no agents are added for it: what its teams do for it beside the others is in the figures", c.Name))
		}
	}
	if len(notes) == len(p.channels) {
		return nil, fmt.Errorf("channels.%s.target: %w: give a service_level, asa, abandonment or occupancy, or a plan", s.Channels[p.channels[0]].Name, ErrNoTarget)
	}
	return notes, nil
}
