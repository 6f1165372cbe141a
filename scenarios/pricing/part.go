package pricing

import (
	"slices"

	"frontoffice/scenarios"
)

// part is channels and teams that have nothing to do with the rest of the scenario: a day of each part can be
// drawn by itself.
type part struct {
	*model
	channels []int // of the scenario
	teams    []int
}

// parts takes a scenario apart. Lines that all channels share keep it whole.
func (m *model) parts() []part {
	of := make([]int, len(m.s.Channels)) // the part of each channel
	for i := range of {
		of[i] = i
	}
	join := func(a, b int) {
		for i, p := range of {
			if p == b {
				of[i] = a
			}
		}
	}
	for t := range m.s.Teams {
		first := -1
		for i := range m.s.Channels {
			if !slices.Contains(m.teams[i], t) && !slices.Contains(m.s.Teams[t].Skills, m.s.Channels[i].Name) {
				continue
			}
			if first < 0 {
				first = i
			}
			join(of[first], of[i])
		}
	}
	for _, f := range m.s.FollowUps {
		join(of[f.From], of[f.To])
	}
	if m.s.Lines > 0 {
		clear(of)
	}
	var all []part
	for p := range m.s.Channels {
		made := part{}
		sub := *m.s
		sub.Channels, sub.Teams, sub.Plan, sub.FollowUps = nil, nil, nil, nil
		for i, c := range m.s.Channels {
			if of[i] == p {
				made.channels = append(made.channels, i)
				sub.Channels = append(sub.Channels, c)
			}
		}
		for t, team := range m.s.Teams {
			if !slices.ContainsFunc(made.channels, func(i int) bool { return slices.Contains(team.Skills, m.s.Channels[i].Name) }) {
				continue
			}
			made.teams = append(made.teams, t)
			sub.Teams = append(sub.Teams, team)
			if m.s.Plan != nil {
				sub.Plan = append(sub.Plan, m.s.Plan[t])
			}
		}
		if made.channels == nil {
			continue
		}
		for _, f := range m.s.FollowUps {
			if from := slices.Index(made.channels, f.From); from >= 0 {
				f.From, f.To = from, slices.Index(made.channels, f.To)
				sub.FollowUps = append(sub.FollowUps, f)
			}
		}
		// What the month draws itself, the simulated day leaves out.
		sub.Busyness.Day = 0
		if len(sub.Channels) == 1 {
			sub.Channels[0].Busyness.Day = 0
		}
		made.model = &model{s: &sub}
		for i := range sub.Channels {
			made.model.teams = append(made.model.teams, sub.TeamsOf(&sub.Channels[i]))
		}
		all = append(all, made)
	}
	return all
}

// dayCV is the coefficients of variation of the factors of a part's day.
func (p *part) dayCV(s *scenarios.Scenario) []float64 {
	cvs := []float64{s.Busyness.Day}
	if len(p.channels) == 1 {
		cvs = append(cvs, s.Channels[p.channels[0]].Busyness.Day)
	}
	return cvs
}
