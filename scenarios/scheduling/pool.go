package scheduling

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"frontoffice/scenarios"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/staffing"
)

// Pool is teams of the same skills, which cover a requirement together: sites of a virtual center, say.
type Pool struct {
	Teams       []int  // indexes into the scenario's teams
	ChannelName string // of Channel
	Channel     int    // that formulas size it for; -1 where its requirement is the scenario's plan
	Required    []int  // agents by interval, before repairs
	Day         shifts.Day
	Plan        *shifts.Plan
	Plain       *shifts.Plan // the cover before any repair; nil where nothing was repaired
}

// pools groups the scenario's teams that have shift patterns. Teams without are as the scenario has them.
func pools(s *scenarios.Scenario) ([]Pool, error) {
	var all []Pool
	for t, team := range s.Teams {
		if len(team.Staff.Patterns) == 0 {
			continue
		}
		i := slices.IndexFunc(all, func(p Pool) bool { return slices.Equal(s.Teams[p.Teams[0]].Skills, team.Skills) })
		if i < 0 {
			all = append(all, Pool{Channel: -1})
			i = len(all) - 1
		}
		all[i].Teams = append(all[i].Teams, t)
	}
	if all == nil {
		return nil, &Error{Path: "teams", Reason: "no team has shift_patterns: give those whose shifts are to be found some (frontoffice scenarios show shift-day has an example)"}
	}
	return all, nil
}

// Error is a scenario for which no shifts can be found as it is.
type Error struct{ Path, Reason string }

func (e *Error) Error() string { return e.Path + ": " + e.Reason }

// merged is the scenario with each pool of several teams as one team, the first, so that formulas can size it, and
// by pool the team's index.
func merged(s *scenarios.Scenario, all []Pool) (*scenarios.Scenario, []int) {
	m := *s
	m.Teams = nil
	index := make([]int, len(all))
	for t, team := range s.Teams {
		i := slices.IndexFunc(all, func(p Pool) bool { return slices.Contains(p.Teams, t) })
		if i >= 0 && all[i].Teams[0] != t {
			first := &m.Teams[index[i]]
			first.MinAgents += team.MinAgents
			if first.MaxAgents > 0 && team.MaxAgents > 0 {
				first.MaxAgents += team.MaxAgents
			} else {
				first.MaxAgents = 0
			}
			continue
		}
		if i >= 0 {
			index[i] = len(m.Teams)
		}
		m.Teams = append(m.Teams, team)
	}
	m.Channels = slices.Clone(s.Channels)
	for i := range m.Channels {
		m.Channels[i].Routes = slices.DeleteFunc(slices.Clone(m.Channels[i].Routes), func(r scenarios.Route) bool {
			return !slices.ContainsFunc(m.Teams, func(t scenarios.Team) bool { return t.Name == r.Team })
		})
		if len(m.Channels[i].Routes) == 0 {
			m.Channels[i].Routes = nil
		}
	}
	m.Plan = nil
	return &m, index
}

// grid is the length of the cells that starts, ends and breaks of a pool's patterns fall on.
func grid(s *scenarios.Scenario, p *Pool) (time.Duration, error) {
	cell := s.Interval
	fit := func(d time.Duration) {
		for d = max(d, -d); d != 0; {
			cell, d = d, cell%d
		}
	}
	for _, t := range p.Teams {
		for _, pat := range s.Teams[t].Staff.Patterns {
			fit(pat.Earliest - s.Open)
			if pat.Latest > pat.Earliest {
				fit(pat.Every)
			}
			for _, l := range pat.Lengths {
				fit(l)
			}
			for _, b := range pat.Breaks {
				fit(b.Length)
				fit(b.Earliest)
				if b.Latest > b.Earliest {
					fit(b.Every)
				}
			}
		}
	}
	if n := (s.Close - s.Open) / cell; n > scenarios.MaxIntervals {
		return 0, &Error{Path: "teams." + s.Teams[p.Teams[0]].Name + ".shift_patterns", Reason: fmt.Sprintf("starts, lengths and breaks fall on steps of %s, %d in the day: at most %d; let them be multiples of 5m, 10m or 15m", scenarios.ShortDuration(cell), n, scenarios.MaxIntervals)}
	}
	return cell, nil
}

// there is the share of the people on duty that absence and adherence leave.
func there(t scenarios.Team) float64 {
	a := 1 - t.Absence
	if t.Adherence > 0 {
		a *= t.Adherence
	}
	return a
}

// lay cuts the pool's requirement into cells. Required agents are those that are there.
func (p *Pool) lay(s *scenarios.Scenario, required []int) {
	p.Required = required
	share := 1.0
	for _, t := range p.Teams {
		share = math.Min(share, there(s.Teams[t]))
	}
	parts := int(s.Interval / p.Day.Cell)
	p.Day.Required = nil
	for _, n := range required {
		n = int(math.Ceil(float64(n)/share - 1e-9))
		for range parts {
			p.Day.Required = append(p.Day.Required, n)
		}
	}
}

// teams are the pool's as package shifts takes them.
func (p *Pool) teams(s *scenarios.Scenario) []shifts.Team {
	var all []shifts.Team
	for _, t := range p.Teams {
		all = append(all, s.Teams[t].Staff)
	}
	return all
}

// names are the pool's teams in words.
func (p *Pool) Names(s *scenarios.Scenario) string {
	var names []string
	for _, t := range p.Teams {
		names = append(names, s.Teams[t].Name)
	}
	return strings.Join(names, " and ")
}

// assign gives the scenario's teams the shifts of the pools' plans, and the plan that follows from them.
func assign(s *scenarios.Scenario, all []Pool) *scenarios.Scenario {
	made := *s
	made.Teams = slices.Clone(s.Teams)
	for _, p := range all {
		for i, t := range p.Teams {
			team := &made.Teams[t]
			team.Shifts = nil
			for _, a := range p.Plan.Shifts {
				if a.Team != i {
					continue
				}
				team.Shifts = append(team.Shifts, shiftOf(s, a, 0))
				if p.Day.Round && a.End > s.Close { // those who came the day before
					team.Shifts = append(team.Shifts, shiftOf(s, a, -24*time.Hour))
				}
			}
			if team.Shifts == nil {
				team.Shifts = []scenarios.Shift{}
			}
		}
	}
	made.Plan = make(scenarios.Plan, len(made.Teams))
	for t := range made.Teams {
		if made.Teams[t].Shifts != nil {
			made.Plan[t] = made.Rostered(made.Teams[t])
		} else if s.Plan != nil {
			made.Plan[t] = s.Plan[t]
		} else {
			made.Plan[t] = make([]int, s.Intervals())
		}
	}
	return &made
}

// shiftOf is a shift on the scenario's time.
func shiftOf(s *scenarios.Scenario, a shifts.Assigned, by time.Duration) scenarios.Shift {
	by -= s.Open
	made := scenarios.Shift{Agents: a.People, From: a.Start + by, To: a.End + by}
	for _, b := range a.Breaks {
		made.Breaks = append(made.Breaks, scenarios.Break{From: b.From + by, To: b.To + by})
	}
	return made
}

// require finds what each pool has to cover.
func (b *builder) require() error {
	m, index := merged(b.s, b.pools)
	sized := true
	for i := range m.Channels {
		c := &m.Channels[i]
		sized = sized && m.Dedicated(c)
	}
	var plan scenarios.Plan
	switch {
	case b.s.Plan != nil:
		plan = make(scenarios.Plan, len(m.Teams))
		for i, p := range b.pools {
			for _, t := range p.Teams {
				for k, n := range b.s.Plan[t] {
					if plan[index[i]] == nil {
						plan[index[i]] = make([]int, b.s.Intervals())
					}
					plan[index[i]][k] += n
				}
			}
		}
	case !sized:
		return &staffing.BlendedError{Channel: b.shared(m)}
	default:
		d, err := staffing.Size(b.ctx, m, b.o.Sizing)
		if err != nil {
			return err
		}
		plan = d.Plan
		b.notes = append(b.notes, d.Notes...)
	}
	for i := range b.pools {
		p := &b.pools[i]
		cell, err := grid(b.s, p)
		if err != nil {
			return err
		}
		p.Day = shifts.Day{Open: b.s.Open, Cell: cell, Round: b.s.Close-b.s.Open == 24*time.Hour}
		p.lay(b.s, plan[index[i]])
		for c := range m.Channels {
			if of := m.TeamsOf(&m.Channels[c]); len(of) == 1 && of[0] == index[i] && len(m.Teams[of[0]].Skills) == 1 && m.Dedicated(&m.Channels[c]) {
				p.Channel, p.ChannelName = c, m.Channels[c].Name
			}
		}
	}
	b.merged, b.index = m, index
	return nil
}

// shared names a channel that no formula sizes.
func (b *builder) shared(m *scenarios.Scenario) string {
	for i := range m.Channels {
		if c := &m.Channels[i]; !m.Dedicated(c) {
			return c.Name
		}
	}
	return ""
}

// Coverage is the pool's hours by cell: required, on duty beyond that, short of that, and paid.
func (p *Pool) Coverage() (required, over, short, paid float64) {
	for k, n := range p.Day.Required {
		on := p.Plan.OnDuty[k]
		required += float64(n)
		over += float64(max(0, on-n))
		short += float64(max(0, n-on))
	}
	cell := p.Day.Cell.Hours()
	for _, a := range p.Plan.Shifts {
		paid += float64(a.People) * a.Paid.Hours()
	}
	return required * cell, over * cell, short * cell, paid
}

// PatternName is the name of a shift's pattern.
func (p *Pool) PatternName(s *scenarios.Scenario, a *shifts.Shift) string {
	return s.Teams[p.Teams[a.Team]].Staff.Patterns[a.Pattern].Name
}

// Turns are the days, 0 or -1, on which a shift starts that has time within the scenario's day: of a day around the clock
// that follows itself, a shift past its end is there from the day before too.
func (p *Pool) Turns(s *scenarios.Scenario, a *shifts.Shift) []int {
	if p.Day.Round && a.End > s.Close {
		return []int{0, -1}
	}
	return []int{0}
}

// Models builds the models of the scenario's pools, without solving them.
func Models(ctx context.Context, s *scenarios.Scenario, o Options) ([]*shifts.Model, error) {
	b, err := newBuilder(ctx, s, o)
	if err != nil {
		return nil, err
	}
	var all []*shifts.Model
	for i := range b.pools {
		m, err := b.model(i)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	return all, nil
}
