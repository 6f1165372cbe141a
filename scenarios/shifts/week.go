package shifts

import (
	"context"
	"errors"
	"fmt"
	"math"

	"frontoffice/scenarios/shifts/mip"
)

// WeekModel is the covering of a week by tours. It begins with a tour of every pattern, start, length and set of days,
// and makes others as they are worth their cost.
type WeekModel struct {
	Model
	Tours   []Tour
	masks   [][]int // by team
	people  []int   // rows by team; -1: none
	pattern [][]int
	part    []int
	weekend []int
	seat    []int
	known   map[string]int // tours by what they cost and cover
	all     bool           // every tour there is, is one of Tours
	goal    Objective
}

// NewWeekModel builds the program of a week: d is seven days from a midnight on that follow themselves (Round).
func NewWeekModel(teams []Team, d *Day, g Objective) (*WeekModel, error) {
	return newWeekModel(teams, d, g, nil)
}

// newWeekModel begins with more tours.
func newWeekModel(teams []Team, d *Day, g Objective, more []Tour) (*WeekModel, error) {
	if err := contradiction(teams); err != nil {
		return nil, err
	}
	m := &WeekModel{Model: Model{Problem: &mip.Problem{}, day: d, teams: teams}, known: map[string]int{}, goal: g}
	inf := math.Inf(1)
	top := func(n int) float64 {
		if n == 0 {
			return inf
		}
		return float64(n)
	}
	m.Problem.Rows = make([]mip.Row, len(d.Required))
	row := func(name string, low, high float64) int {
		m.Problem.Rows = append(m.Problem.Rows, mip.Row{Name: name, Lower: low, Upper: high})
		return len(m.Problem.Rows) - 1
	}
	for k, n := range d.Required {
		m.Problem.Rows[k] = mip.Row{Name: "on duty at " + m.at(k), Lower: float64(n), Upper: inf}
		if g.Surplus > 0 {
			m.Problem.Rows[k].Upper = float64(n)
		}
	}
	var open [7]bool
	perDay := len(d.Required) / 7
	for k, n := range d.Required {
		open[k/perDay] = open[k/perDay] || n > 0
	}
	targets := 0
	if len(g.Whole) > 0 {
		targets = m.targets(g)
	} else {
		m.hard = g.Shortage == 0
	}
	for t := range teams {
		team := &teams[t]
		m.masks = append(m.masks, team.Rules.masks(open))
		if len(m.masks[t]) == 0 {
			return nil, &LimitError{team.Name, "tours", m.noDays(team, open)}
		}
		people, part, weekend, seat := -1, -1, -1, -1
		if team.Least > 0 || team.Most > 0 {
			people = row("people of "+team.Name, float64(team.Least), top(team.Most))
			m.limited(t, "shift_limits.min_agents", people, people+1, team.Least > 0, false)
			m.limited(t, "shift_limits.max_agents", people, people+1, false, team.Most > 0)
		}
		var patterns []int
		for k := range team.Patterns {
			if p := &team.Patterns[k]; p.Least > 0 || p.Most > 0 {
				at := row("people on "+p.Name+" of "+team.Name, float64(p.Least), top(p.Most))
				patterns = append(patterns, at)
				m.limited(t, "shift_patterns."+p.Name+".min_agents", at, at+1, p.Least > 0, false)
				m.limited(t, "shift_patterns."+p.Name+".max_agents", at, at+1, false, p.Most > 0)
			} else {
				patterns = append(patterns, row("people on "+p.Name+" of "+team.Name, 0, inf))
			}
			m.Problem.Rows[len(m.Problem.Rows)-1].Whole = true
		}
		if team.PartTime > 0 && team.PartTime < 1 {
			part = row("part time of "+team.Name, -inf, 0)
			m.limited(t, "shift_limits.part_time", part, part+1, false, true)
		}
		if team.Rules.FreeWeekends > 0 {
			weekend = row("free weekends of "+team.Name, 0, inf)
			m.limited(t, "tours.free_weekends", weekend, weekend+1, true, false)
		}
		if team.Seats > 0 {
			seat = len(m.Problem.Rows)
			for k := range d.Required {
				row("seats of "+team.Name+" at "+m.at(k), -inf, float64(team.Seats))
			}
			m.limited(t, team.seatsAt(), seat, len(m.Problem.Rows), false, true)
		}
		m.people, m.pattern, m.part, m.weekend, m.seat = append(m.people, people), append(m.pattern, patterns), append(m.part, part), append(m.weekend, weekend), append(m.seat, seat)
	}
	if err := m.begin(); err != nil {
		return nil, err
	}
	for _, t := range more {
		m.add(t)
	}
	m.sampled = !m.all
	if len(g.Whole) > 0 {
		m.steps(g, targets)
	} else {
		if m.hard {
			if err := m.uncoveredWeek(); err != nil {
				return nil, err
			}
		}
		m.priced(g)
	}
	return m, nil
}

// uncoveredWeek finds cells that need agents and that no tour covers.
func (m *WeekModel) uncoveredWeek() error {
	var all []Shift
	for _, t := range m.Tours {
		all = append(all, t.Shifts...)
	}
	has := make([]bool, len(m.day.Required))
	for i := range all {
		// Breaks move: from start to end all can be covered.
		s := all[i]
		s.Breaks = nil
		for _, r := range m.day.runs(&s) {
			for k := r.From; k < r.To; k++ {
				has[k] = true
			}
		}
	}
	for k, n := range m.day.Required {
		if n > 0 && !has[k] {
			return m.nearest(k, has, all)
		}
	}
	return nil
}

// priced makes columns of shortage and surplus.
func (m *WeekModel) priced(g Objective) {
	for k, n := range m.day.Required {
		if g.Shortage > 0 && n > 0 {
			m.Problem.Columns = append(m.Problem.Columns, mip.Column{Name: "short at " + m.at(k), Cost: g.Shortage, Upper: float64(n), Integer: true, Runs: []mip.Run{{From: k, To: k + 1, Value: 1}}})
		}
		if g.Surplus > 0 {
			m.Problem.Columns = append(m.Problem.Columns, mip.Column{Name: "too many at " + m.at(k), Cost: g.Surplus, Upper: math.Inf(1), Integer: true, Runs: []mip.Run{{From: k, To: k + 1, Value: -1}}})
		}
	}
}

// CoverWeek finds people per tour for a week at least cost.
func CoverWeek(ctx context.Context, teams []Team, d *Day, g Objective, o Options) (*WeekPlan, error) {
	m, err := NewWeekModel(teams, d, g)
	if err != nil {
		return nil, err
	}
	return m.Solve(ctx, o)
}

// Solve searches a plan of the week.
func (m *WeekModel) Solve(ctx context.Context, o Options) (*WeekPlan, error) {
	if m.limitsStarts() {
		return m.solveStarts(ctx, o)
	}
	if len(m.goal.Whole) > 0 {
		return m.solveWhole(ctx, o)
	}
	return m.solve(ctx, o)
}

func (m *WeekModel) solve(ctx context.Context, o Options) (*WeekPlan, error) {
	return m.solveFrom(ctx, o, nil)
}

// solveFrom searches from a plan on, whose tours the model knows; nil: from none.
func (m *WeekModel) solveFrom(ctx context.Context, o Options, from *WeekPlan) (*WeekPlan, error) {
	s, err := m.search(ctx, mip.Options{Seed: o.Seed, Work: o.Work, Gap: o.Gap, Progress: o.Progress, Start: m.values(from)})
	if errors.Is(err, mip.ErrInfeasible) {
		return nil, m.conflict(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	p := m.plan(s)
	if err := p.Check(); err != nil {
		return nil, fmt.Errorf("shifts: a week that breaks its own rules was found and is not used: %w", err)
	}
	return p, nil
}
