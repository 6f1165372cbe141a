package scheduling

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"frontoffice/scenarios"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/shifts/mip"
	"frontoffice/scenarios/staffing"
)

// Pool is teams of the same skills, which cover a requirement together: sites of a virtual center, say.
type Pool struct {
	Teams       []int  // indexes into the scenario's teams
	ChannelName string // of Channel
	Channel     int    // that formulas size it for; -1 where its requirement is the scenario's plan, or found by simulation
	Required    []int  // agents by interval, before repairs
	Day         shifts.Day
	Plan        *shifts.Plan
	Week        *shifts.WeekPlan // the tours of the plan's shifts; nil where each shift stands for itself
	Plain       *shifts.Plan     // the cover before any repair; nil where nothing was repaired
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
		return nil, wrong(s, "teams", "no team has shift_patterns: give those whose shifts are to be found some (frontoffice scenarios show shift-day has an example)")
	}
	return all, nil
}

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
	if s.Teams[p.Teams[0]].Tours { // from midnight on
		cell = gcd(cell, s.Open)
	}
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
	if n := (s.Close - s.Open) / cell; n > mip.MaxRows/2 {
		return 0, wrong(s, "teams."+s.Teams[p.Teams[0]].Name+".shift_patterns", "starts, lengths and breaks fall on steps of %s, %d in the day: at most %d; let them be multiples of 5m, 10m or 15m", scenarios.ShortDuration(cell), n, mip.MaxRows/2)
	}
	return cell, nil
}

func gcd(a, b time.Duration) time.Duration {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// there is the share of the people on duty that absence and adherence leave.
func there(t scenarios.Team) float64 {
	a := 1 - t.Absence
	if t.Adherence > 0 {
		a *= t.Adherence
	}
	return a
}

// share is the least share of the people on duty who are there, over the pool's teams.
func (p *Pool) share(s *scenarios.Scenario) float64 {
	share := 1.0
	for _, t := range p.Teams {
		share = math.Min(share, there(s.Teams[t]))
	}
	return share
}

// most is how many people of the pool's teams may be on duty at once by their max_agents; 0: no limit.
func (p *Pool) most(s *scenarios.Scenario) int {
	sum := 0
	for _, t := range p.Teams {
		if s.Teams[t].MaxAgents == 0 {
			return 0
		}
		sum += s.Teams[t].MaxAgents
	}
	return sum
}

// atMost is a number of people, but no more than may be on duty at once.
func (p *Pool) atMost(s *scenarios.Scenario, n int) int {
	if most := p.most(s); most > 0 {
		return min(n, most)
	}
	return n
}

// capped is whether as many people as may be on duty at once are required somewhere. There shifts would have to follow each other
// to the minute, breaks included, which mostly none can: agents may then be short, at a price above that of any shift.
func (p *Pool) capped(s *scenarios.Scenario) bool {
	most := p.most(s)
	return most > 0 && slices.Max(p.Day.Required) >= most
}

// dearest is what no shift of the pool costs more than.
func (p *Pool) dearest(s *scenarios.Scenario) float64 {
	dearest := 0.0
	for _, t := range p.Teams {
		for _, pat := range s.Teams[t].Staff.Patterns {
			rate := 1.0
			for _, q := range pat.Premiums {
				rate += q.Rate
			}
			dearest = max(dearest, pat.PerShift+rate*pat.PerHour*slices.Max(pat.Lengths).Hours())
		}
	}
	return max(dearest, 1)
}

// lay cuts the pool's requirement into cells. Required agents are those that are there; more people than the teams' max_agents
// are required at no time.
func (p *Pool) lay(s *scenarios.Scenario, required []int) {
	p.Required = required
	share := p.share(s)
	parts := p.parts(s)
	p.Day.Required = make([]int, p.first(s, len(required)))
	if p.Week != nil || s.Teams[p.Teams[0]].Tours {
		p.Day.Required = make([]int, 7*24*time.Hour/p.Day.Cell)
	}
	for k, n := range required {
		if !s.OpenAt(k) { // who is there at the closing stays until the queue is empty
			continue
		}
		n = p.atMost(s, int(math.Ceil(float64(n)/share-1e-9)))
		for i := range parts {
			p.Day.Required[p.cell(s, k, i)] = n
		}
	}
}

// parts is how many cells an interval has.
func (p *Pool) parts(s *scenarios.Scenario) int { return int(s.Interval / p.Day.Cell) }

// first is how many cells from the start of the pool's day an interval begins.
func (p *Pool) first(s *scenarios.Scenario, k int) int {
	return int((s.Start(k) - p.Day.Open) / p.Day.Cell)
}

// cell is the i-th cell of an interval. What a week has past its end is at its beginning.
func (p *Pool) cell(s *scenarios.Scenario, k, i int) int {
	at := p.first(s, k) + i
	if n := len(p.Day.Required); at >= n {
		at -= n
	}
	return at
}

// Cells are what the cells of an interval have of a list with one value per cell of the pool's day.
func (p *Pool) Cells(s *scenarios.Scenario, k int, list []int) []int {
	var own []int
	for i := range p.parts(s) {
		own = append(own, list[p.cell(s, k, i)])
	}
	return own
}

// teams are the pool's as package shifts takes them.
func (p *Pool) teams(s *scenarios.Scenario) []shifts.Team {
	var all []shifts.Team
	for _, t := range p.Teams {
		team := s.Teams[t].Staff
		if most := s.Teams[t].MaxAgents; most > 0 && (team.Seats == 0 || most < team.Seats) {
			team.Seats, team.SeatsAt = most, "max_agents"
		}
		all = append(all, team)
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
				if p.Day.Round && a.End > p.Day.Close() { // those who came before the beginning
					team.Shifts = append(team.Shifts, shiftOf(s, a, p.Day.Open-p.Day.Close()))
				}
			}
		}
	}
	made.Plan = make(scenarios.Plan, len(made.Teams))
	for t := range made.Teams {
		found := slices.ContainsFunc(all, func(p Pool) bool { return slices.Contains(p.Teams, t) })
		if made.Teams[t].Shifts != nil {
			made.Plan[t] = made.Rostered(made.Teams[t])
		} else if s.Plan != nil && !found {
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
	default:
		d, err := staffing.Size(b.ctx, m, b.o.Sizing)
		if err != nil {
			return err
		}
		plan = d.Plan
		b.notes = append(b.notes, d.Notes...)
		b.short = d.Shortages()
	}
	for i := range b.pools {
		p := &b.pools[i]
		cell, err := grid(b.s, p)
		if err != nil {
			return err
		}
		p.Day = shifts.Day{Open: b.s.Open, Cell: cell, Round: b.s.Close-b.s.Open == 24*time.Hour}
		tours := 0
		for _, t := range p.Teams {
			if b.s.Teams[t].Tours {
				tours++
			}
		}
		switch {
		case tours == len(p.Teams):
			p.Day.Open, p.Day.Round = 0, true
		case tours > 0:
			return wrong(b.s, "teams."+b.s.Teams[p.Teams[0]].Name+".tours", "teams of the same skills cover the week together: give tours to all of them or to none")
		}
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

// OnDuty is the least people on duty in each interval.
func (p *Pool) OnDuty(s *scenarios.Scenario) []int {
	var all []int
	for k := range s.Intervals() {
		all = append(all, slices.Min(p.Cells(s, k, p.Plan.OnDuty)))
	}
	return all
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

// Turns are by how many days a shift is moved where it has time within the scenario's: 0, and of a day or week that
// follows itself, where it goes past the end, that time earlier too.
func (p *Pool) Turns(a *shifts.Shift) []int {
	if p.Day.Round && a.End > p.Day.Close() {
		return []int{0, -int((p.Day.Close() - p.Day.Open) / (24 * time.Hour))}
	}
	return []int{0}
}

// Models builds the models of the scenario's pools, without solving them: but those of tours, which are made while a search runs,
// have the tours that it made.
func Models(ctx context.Context, s *scenarios.Scenario, o Options) ([]*mip.Problem, error) {
	b, err := newBuilder(ctx, s, o)
	if err != nil {
		return nil, err
	}
	if err := b.measureAll(); err != nil {
		return nil, err
	}
	var all []*mip.Problem
	for i := range b.pools {
		p := &b.pools[i]
		m, week, err := b.model(i)
		if err != nil {
			return nil, err
		}
		if week == nil {
			all = append(all, m.Problem)
			continue
		}
		b.stage("making tours")
		if p.Week, err = week.Solve(ctx, b.weekSearch()); err != nil {
			return nil, p.located(s, err)
		}
		if p.Week.Interrupted {
			return nil, ctx.Err()
		}
		all = append(all, p.Week.Model.Problem)
	}
	return all, nil
}
