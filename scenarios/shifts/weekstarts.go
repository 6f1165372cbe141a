package shifts

import (
	"context"
	"slices"
	"time"
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

// solveStarts searches a plan with few start times.
func (m *WeekModel) solveStarts(ctx context.Context, o Options) (*WeekPlan, error) {
	chosen, err := m.chooseStarts(ctx, o)
	if err != nil {
		return nil, err
	}
	few, free := slices.Clone(m.teams), slices.Clone(m.teams)
	for t := range few {
		free[t].Starts = 0
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
		return nil, err
	}
	p, err := restricted.solve(ctx, o)
	if err != nil {
		return nil, err
	}
	p.Bound, p.Relaxed = 0, 0
	bounding := o
	bounding.Gap = 1 // the first plan is enough: its bound is asked for
	all, err := NewWeekModel(free, m.day, m.goal)
	if err != nil {
		return nil, err
	}
	if bound, err := all.solve(ctx, bounding); err == nil {
		p.Bound, p.Relaxed = min(bound.Bound, p.Cost+p.Charged), bound.Relaxed
		p.Work += bound.Work
	}
	return p, nil
}

// chooseStarts picks the start times of each team that has a limit on them.
func (m *WeekModel) chooseStarts(ctx context.Context, o Options) ([][]time.Duration, error) {
	perDay := len(m.day.Required) / 7
	d := &Day{Cell: m.day.Cell, Required: make([]int, perDay), Round: true}
	for k, n := range m.day.Required {
		d.Required[k%perDay] = max(d.Required[k%perDay], n)
	}
	var teams []Team
	for _, t := range m.teams {
		free := Team{Name: t.Name, Starts: t.Starts}
		for _, p := range t.Patterns {
			p.Least, p.Most = 0, 0
			free.Patterns = append(free.Patterns, p)
		}
		teams = append(teams, free)
	}
	o.Work = max(o.Work/10, 1)
	p, err := Cover(ctx, teams, d, Objective{Shortage: m.goal.Shortage}, o)
	if err != nil {
		return nil, err
	}
	chosen := make([][]time.Duration, len(teams))
	for _, a := range p.Shifts {
		chosen[a.Team] = append(chosen[a.Team], timeOfDay(a.Start))
	}
	return chosen, nil
}
