package shifts

import (
	"context"
	"slices"
	"time"

	"frontoffice/scenarios/shifts/mip"
)

// A limit on the start times of a team's tours is kept by choosing the times first: those with which a day is covered at least
// cost that requires, at each time of the day, what the week requires at most then. With enough people they cover every day of the
// week. The tours are then found among those of these times. That plan need not be the best that keeps the limit; its bound is that
// of the week without the limit, so that its gap says what the choice can cost at most.

// limitsStarts is whether a team has more start times to choose from than it may have.
func (m *WeekModel) limitsStarts() bool {
	return slices.ContainsFunc(m.teams, func(t Team) bool { return t.Starts > 0 && len(t.starts()) > t.Starts })
}

// starts lists the times of the day at which shifts of the team may start.
func (t *Team) starts() []time.Duration {
	var all []time.Duration
	for i := range t.Patterns {
		for _, s := range t.Patterns[i].startsOf() {
			all = append(all, timeOfDay(s.at))
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// timeOfDay is a moment's time since its midnight.
func timeOfDay(t time.Duration) time.Duration {
	const day = 24 * time.Hour
	return t - floorDiv(t, day)*day
}

// solveStarts searches a plan with few start times; where those chosen first allow none, with those that the week without the limit
// uses most.
func (m *WeekModel) solveStarts(ctx context.Context, o Options) (*WeekPlan, error) {
	var p *WeekPlan
	chosen, err := m.chooseStarts(ctx, o)
	if err == nil {
		p, err = m.solveWith(ctx, o, chosen)
	}
	if ctx.Err() != nil && err != nil {
		return nil, ctx.Err()
	}
	free := slices.Clone(m.teams)
	for t := range free {
		free[t].Starts = 0
	}
	all, wrong := NewWeekModel(free, m.day, m.goal)
	if wrong != nil {
		return nil, wrong
	}
	bounding := o
	bounding.Gap = 1 // the first plan is enough: its bound is asked for
	bound, wrong := all.solve(ctx, bounding)
	if err != nil {
		if wrong != nil { // what holds without the limit holds with it
			return nil, wrong
		}
		if p, err = m.solveWith(ctx, o, m.mostUsed(bound)); err != nil {
			return nil, err
		}
	}
	p.Bound, p.Relaxed = 0, 0
	if wrong == nil {
		p.Bound, p.Relaxed = min(bound.Bound, p.Cost+p.Charged), bound.Relaxed
		p.Work += bound.Work
	}
	return p, nil
}

// solveWith searches a plan with some start times alone of each team that has a limit on them. That there is none says nothing of others.
func (m *WeekModel) solveWith(ctx context.Context, o Options, chosen [][]time.Duration) (*WeekPlan, error) {
	few := slices.Clone(m.teams)
	for t := range few {
		if few[t].Starts == 0 {
			continue
		}
		few[t].Patterns = slices.Clone(few[t].Patterns)
		for k := range few[t].Patterns {
			few[t].Patterns[k].only = chosen[t]
		}
	}
	restricted, err := NewWeekModel(few, m.day, m.goal)
	if err != nil {
		return nil, mip.ErrNoneFound
	}
	restricted.sampled = true
	return restricted.solve(ctx, o)
}

// mostUsed are the start times of each team that most shifts of a plan start at, as many as it may have.
func (m *WeekModel) mostUsed(p *WeekPlan) [][]time.Duration {
	uses := make([]map[time.Duration]int, len(m.teams))
	for t := range uses {
		uses[t] = map[time.Duration]int{}
	}
	for _, a := range p.Tours {
		for _, s := range a.Shifts {
			uses[a.Team][timeOfDay(s.Start)] += a.People
		}
	}
	chosen := make([][]time.Duration, len(m.teams))
	for t := range m.teams {
		all := m.teams[t].starts()
		slices.SortStableFunc(all, func(a, b time.Duration) int { return uses[t][b] - uses[t][a] })
		chosen[t] = all[:min(len(all), m.teams[t].Starts)]
	}
	return chosen
}

// chooseStarts picks the start times of each team that has a limit on them.
func (m *WeekModel) chooseStarts(ctx context.Context, o Options) ([][]time.Duration, error) {
	perDay := len(m.day.Required) / 7
	d := &Day{Cell: m.day.Cell, Required: make([]int, perDay), Round: true}
	for k, n := range m.day.Required {
		d.Required[k%perDay] = max(d.Required[k%perDay], n)
	}
	if o.Work <= 0 {
		o.Work = mip.DefaultWork
	}
	o.Work, o.Progress = max(o.Work/10, 1), nil
	// As many people as the week may have are there on a day at most; how many it has at least says nothing of a day.
	var kept, free []Team
	dearest := 1.0
	for _, t := range m.teams {
		limited := Team{Name: t.Name, Starts: t.Starts, Most: t.Most, Seats: t.Seats, SeatsAt: t.SeatsAt}
		unlimited := Team{Name: t.Name, Starts: t.Starts}
		for _, p := range t.Patterns {
			dearest = max(dearest, p.PerShift+24*p.PerHour)
			p.Least = 0
			limited.Patterns = append(limited.Patterns, p)
			p.Most = 0
			unlimited.Patterns = append(unlimited.Patterns, p)
		}
		kept, free = append(kept, limited), append(free, unlimited)
	}
	g := Objective{Shortage: m.goal.Shortage}
	p, err := Cover(ctx, kept, d, g, o)
	if err != nil && ctx.Err() == nil { // no day requires so much
		p, err = Cover(ctx, free, d, g, o)
	}
	if err != nil {
		return nil, err
	}
	chosen := make([][]time.Duration, len(m.teams))
	for _, a := range p.Shifts {
		chosen[a.Team] = append(chosen[a.Team], timeOfDay(a.Start))
	}
	for t := range m.teams {
		if m.teams[t].Starts == 0 || chosen[t] != nil {
			continue
		}
		// The day does not need the team, the week may: the times with which it covers most on its own.
		chosen[t] = m.teams[t].starts()
		chosen[t] = chosen[t][:min(len(chosen[t]), m.teams[t].Starts)]
		if p, err := Cover(ctx, free[t:t+1], d, Objective{Shortage: 10 * dearest}, o); err == nil && len(p.Shifts) > 0 {
			chosen[t] = nil
			for _, a := range p.Shifts {
				chosen[t] = append(chosen[t], timeOfDay(a.Start))
			}
		}
	}
	return chosen, nil
}
