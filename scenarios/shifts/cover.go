package shifts

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"frontoffice/scenarios/shifts/mip"
)

// Objective is what a plan has to achieve at least cost. The zero Objective covers the requirement in every cell.
type Objective struct {
	// Shortage is the price of one agent too few during a cell; 0: there must be none.
	Shortage float64
	// Surplus is the price of one agent too many during a cell.
	Surplus float64
	// Whole asks for sums over the day instead of agents in each cell.
	Whole []Whole
	// Floor is the least agents by cell, with Whole; nil: none. Day.Required is then not asked for.
	Floor []int
}

// Whole is a target of the day as a whole: what the agents of each cell achieve, summed over the cells, must be at least
// Least.
type Whole struct {
	Name  string
	Value [][]float64 // by cell, with 0, 1, 2... agents; the last value holds for more
	Least float64
}

// Options say how to search; see mip.Options.
type Options struct {
	Seed     uint64
	Work     int64
	Gap      float64
	Progress func(mip.Progress)
}

// Plan is people per shift.
type Plan struct {
	Shifts  []Assigned // by team, start and end
	Cost    float64    // of the shifts
	Charged float64    // for shortage and surplus at their prices
	Bound   float64    // no plan has a lower Cost + Charged
	Relaxed float64    // with fractions of people
	OnDuty  []int      // by cell, the least of its time
	Work    int64
	// Interrupted means that the search was ended early.
	Interrupted bool
	Model       *Model
}

// Assigned is a shift and how many work it.
type Assigned struct {
	Shift
	People int
}

// Value is what the plan is searched for: Cost + Charged, as small as possible.
func (p *Plan) Value() float64 { return p.Cost + p.Charged }

// Gap is how far the plan's Value can be above the least, relative to that: (Value - Bound) / Bound. 0: it is the optimum; +Inf: nothing
// is known of it.
func (p *Plan) Gap() float64 { return gap(p.Value(), p.Bound) }

func gap(value, bound float64) float64 {
	switch s := (mip.Solution{Cost: value, Bound: bound}); {
	case s.Gap() == 0:
		return 0
	case !(bound > 0):
		return math.Inf(1)
	}
	return (value - bound) / bound
}

// Model is a covering problem as a mixed-integer program.
type Model struct {
	Problem   *mip.Problem
	Shifts    []Shift // of its first columns
	day       *Day
	teams     []Team
	hard      bool // the requirement is to be covered in every cell
	limits    []limit
	switches  map[int]map[time.Duration]int // by team with a limit on them, the columns of its start times: the model's last
	startRows map[int][2]int                // by such a team, the rows of the limit, and before which they end
	sampled   bool                          // the program has not all columns: that it has no plan proves nothing
}

func clock(t time.Duration) string {
	t = timeOfDay(t)
	return fmt.Sprintf("%02d:%02d", t/time.Hour, t%time.Hour/time.Minute)
}

// ErrNotOfModel says that a solution found elsewhere does not keep the model's rows and bounds.
var ErrNotOfModel = errors.New("the solution is not one of this model")

// ErrNoPatterns says that there are no shifts to choose from.
var ErrNoPatterns = errors.New("there are no shift patterns")

// Cover finds people per shift for a day at least cost.
func Cover(ctx context.Context, teams []Team, d *Day, g Objective, o Options) (*Plan, error) {
	m, err := NewModel(teams, d, g)
	if err != nil {
		return nil, err
	}
	return m.Solve(ctx, o)
}

// NewModel builds the mixed-integer program of a day.
func NewModel(teams []Team, d *Day, g Objective) (*Model, error) {
	if err := contradiction(teams); err != nil {
		return nil, err
	}
	all, err := List(teams, d)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, ErrNoPatterns
	}
	m := &Model{Problem: &mip.Problem{}, day: d, teams: teams}
	if len(g.Whole) == 0 && g.Shortage == 0 {
		if err := m.seated(); err != nil {
			return nil, err
		}
	}
	if err := m.columns(all); err != nil {
		return nil, err
	}
	if len(g.Whole) > 0 {
		m.whole(g)
		m.room()
	} else {
		if m.hard = g.Shortage == 0; m.hard {
			if err := m.uncovered(); err != nil {
				return nil, err
			}
		}
		m.require(g)
	}
	m.limit()
	return m, nil
}

// columns makes a column of every shift, of those that cover and cost alike only the first.
func (m *Model) columns(all []Shift) error {
	seen := map[string]bool{}
	for _, s := range all {
		runs := m.day.runs(&s)
		key := fmt.Sprint(s.Team, s.Pattern, s.Start, s.End, s.Cost, runs)
		if seen[key] {
			continue
		}
		seen[key] = true
		if len(m.Shifts) == mip.MaxColumns/2 {
			return &PatternError{m.teams[s.Team].Name, m.teams[s.Team].Patterns[s.Pattern].Name, "", fmt.Sprintf("with it there are more than %d different shifts to choose from: fewer starts (every) or fewer places for breaks (windows, every) are enough", len(m.Shifts))}
		}
		m.Shifts = append(m.Shifts, s)
		most := 0
		for _, r := range runs {
			for k := r.From; k < r.To; k++ {
				most = max(most, m.day.Required[k])
			}
		}
		m.Problem.Columns = append(m.Problem.Columns, mip.Column{Name: m.name(&s), Cost: s.Cost, Upper: float64(most), Integer: true, Runs: runs})
	}
	return nil
}

// name writes a shift in a line.
func (m *Model) name(s *Shift) string {
	text := fmt.Sprintf("%s %s %s-%s", m.teams[s.Team].Name, m.teams[s.Team].Patterns[s.Pattern].Name, clock(s.Start), clock(s.End))
	for _, b := range s.Breaks {
		text += fmt.Sprintf(" break %s-%s", clock(b.From), clock(b.To))
	}
	return text
}

// runs are the cells that a shift covers from their beginning to their end.
func (d *Day) runs(s *Shift) []mip.Run {
	n := len(d.Required)
	var runs []mip.Run
	add := func(from, to int) {
		from, to = max(from, 0), min(to, n)
		if from < to {
			runs = append(runs, mip.Run{From: from, To: to, Value: 1})
		}
	}
	for _, on := range s.spans() {
		from, to := int(ceilDiv(on[0]-d.Open, d.Cell)), int(floorDiv(on[1]-d.Open, d.Cell))
		if !d.Round {
			add(from, to)
			continue
		}
		for from < to { // around the day
			at := ((from % n) + n) % n
			length := min(to-from, n-at)
			add(at, at+length)
			from += length
		}
	}
	slices.SortFunc(runs, func(a, b mip.Run) int { return a.From - b.From })
	return slices.CompactFunc(runs, func(a, b mip.Run) bool { return a == b })
}

func floorDiv(a, b time.Duration) time.Duration {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

func ceilDiv(a, b time.Duration) time.Duration { return -floorDiv(-a, b) }

// uncovered finds a cell that needs agents and has no shift.
func (m *Model) uncovered() error {
	d := m.day
	has := make([]bool, len(d.Required))
	for _, c := range m.Problem.Columns {
		for _, r := range c.Runs {
			for k := r.From; k < r.To; k++ {
				has[k] = true
			}
		}
	}
	for k, n := range d.Required {
		if n == 0 || has[k] {
			continue
		}
		return m.nearest(k, has, m.Shifts)
	}
	return nil
}

// row adds a row over columns that a function gives coefficients.
func (m *Model) row(name string, low, high float64, coefficient func(j int) float64) int {
	k := len(m.Problem.Rows)
	m.Problem.Rows = append(m.Problem.Rows, mip.Row{Name: name, Lower: low, Upper: high})
	for j := range m.Problem.Columns {
		if v := coefficient(j); v != 0 {
			c := &m.Problem.Columns[j]
			c.Runs = append(c.Runs, mip.Run{From: k, To: k + 1, Value: v})
		}
	}
	return k
}

// require makes a row of every cell, and columns of shortage and surplus where they are priced.
func (m *Model) require(g Objective) {
	inf := math.Inf(1)
	for k, n := range m.day.Required {
		r := mip.Row{Name: "on duty at " + m.at(k), Lower: float64(n), Upper: inf}
		if g.Surplus > 0 {
			r.Upper = r.Lower
		}
		m.Problem.Rows = append(m.Problem.Rows, r)
	}
	for k, n := range m.day.Required {
		if g.Shortage > 0 && n > 0 {
			m.Problem.Columns = append(m.Problem.Columns, mip.Column{Name: "short at " + m.at(k), Cost: g.Shortage, Upper: float64(n), Integer: true, Runs: []mip.Run{{From: k, To: k + 1, Value: 1}}})
		}
		if g.Surplus > 0 {
			m.Problem.Columns = append(m.Problem.Columns, mip.Column{Name: "too many at " + m.at(k), Cost: g.Surplus, Upper: inf, Integer: true, Runs: []mip.Run{{From: k, To: k + 1, Value: -1}}})
		}
	}
}

// room lets a shift have as many people as the day's targets can use.
func (m *Model) room() {
	steps := make([]float64, len(m.day.Required))
	for k := range steps {
		steps[k] = m.Problem.Rows[k].Lower
	}
	for _, c := range m.Problem.Columns[len(m.Shifts):] {
		steps[c.Runs[0].From] += c.Upper
	}
	for j := range m.Shifts {
		c := &m.Problem.Columns[j]
		c.Upper = 0
		for _, r := range c.Runs {
			for k := r.From; k < r.To; k++ {
				c.Upper = max(c.Upper, steps[k])
			}
		}
	}
}

func (m *Model) at(k int) string { return clock(m.day.Open + time.Duration(k)*m.day.Cell) }

// limit makes rows of the teams' limits.
func (m *Model) limit() {
	inf := math.Inf(1)
	top := func(n int) float64 {
		if n == 0 {
			return inf
		}
		return float64(n)
	}
	of := func(j, team int) bool { return j < len(m.Shifts) && m.Shifts[j].Team == team }
	for t := range m.teams {
		team := &m.teams[t]
		// A lower limit may ask for more people than any cell requires.
		for j := range m.Shifts {
			if of(j, t) {
				p := &team.Patterns[m.Shifts[j].Pattern]
				c := &m.Problem.Columns[j]
				c.Upper = max(c.Upper, float64(team.Least), float64(p.Least))
				if team.PartTime > 0 && !p.PartTime { // and full-timers may be there for the share alone
					c.Upper = max(c.Upper, float64(slices.Max(m.day.Required))*math.Ceil(1/team.PartTime))
				}
			}
		}
		if team.Least > 0 || team.Most > 0 {
			k := m.row("people of "+team.Name, float64(team.Least), top(team.Most), func(j int) float64 { return one(of(j, t)) })
			m.limited(t, "shift_limits.min_agents", k, k+1, team.Least > 0, false)
			m.limited(t, "shift_limits.max_agents", k, k+1, false, team.Most > 0)
		}
		for k := range team.Patterns {
			if p := &team.Patterns[k]; p.Least > 0 || p.Most > 0 {
				row := m.row("people on "+p.Name+" of "+team.Name, float64(p.Least), top(p.Most), func(j int) float64 { return one(of(j, t) && m.Shifts[j].Pattern == k) })
				m.limited(t, "shift_patterns."+p.Name+".min_agents", row, row+1, p.Least > 0, false)
				m.limited(t, "shift_patterns."+p.Name+".max_agents", row, row+1, false, p.Most > 0)
			}
		}
		if team.PartTime > 0 && team.PartTime < 1 {
			k := m.row("part time of "+team.Name, -inf, 0, func(j int) float64 {
				switch {
				case !of(j, t):
					return 0
				case team.Patterns[m.Shifts[j].Pattern].PartTime:
					return 1 - team.PartTime
				}
				return -team.PartTime
			})
			m.limited(t, "shift_limits.part_time", k, k+1, false, true)
		}
		if team.Seats > 0 {
			m.seats(t, team)
		}
		if team.Starts > 0 {
			m.starts(t, team)
		}
	}
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// seats bounds the people on duty in every cell.
func (m *Model) seats(t int, team *Team) {
	if len(m.teams) == 1 && m.hard {
		for k := range m.day.Required {
			m.Problem.Rows[k].Upper = min(m.Problem.Rows[k].Upper, float64(team.Seats))
		}
		m.limited(t, team.seatsAt(), 0, len(m.day.Required), false, true)
		return
	}
	first := len(m.Problem.Rows)
	for k := range m.day.Required {
		m.Problem.Rows = append(m.Problem.Rows, mip.Row{Name: "seats of " + team.Name + " at " + m.at(k), Lower: math.Inf(-1), Upper: float64(team.Seats)})
	}
	m.limited(t, team.seatsAt(), first, len(m.Problem.Rows), false, true)
	for j, s := range m.Shifts {
		if s.Team == t {
			c := &m.Problem.Columns[j]
			for _, r := range m.day.runs(&s) {
				c.Runs = append(c.Runs, mip.Run{From: r.From + first, To: r.To + first, Value: 1})
			}
		}
	}
}

// starts bounds the distinct start times by columns that are 1 where a start is used.
func (m *Model) starts(t int, team *Team) {
	groups := map[time.Duration][]int{}
	var order []time.Duration
	for j, s := range m.Shifts {
		if s.Team == t {
			at := timeOfDay(s.Start)
			if groups[at] == nil {
				order = append(order, at)
			}
			groups[at] = append(groups[at], j)
		}
	}
	slices.Sort(order)
	if m.switches == nil {
		m.switches, m.startRows = map[int]map[time.Duration]int{}, map[int][2]int{}
	}
	m.switches[t] = map[time.Duration]int{}
	limit := len(m.Problem.Rows)
	m.Problem.Rows = append(m.Problem.Rows, mip.Row{Name: "start times of " + team.Name, Lower: math.Inf(-1), Upper: float64(team.Starts)})
	m.limited(t, "shift_limits.start_times", limit, limit+1, false, true)
	each := len(m.Shifts) <= 300 // a row per shift says more, and takes longer
	for _, start := range order {
		y := mip.Column{Name: "starts at " + clock(start), Upper: 1, Integer: true, Runs: []mip.Run{{From: limit, To: limit + 1, Value: 1}}}
		parts := [][]int{groups[start]}
		if each {
			parts = nil
			for _, j := range groups[start] {
				parts = append(parts, []int{j})
			}
		}
		for _, part := range parts {
			k := len(m.Problem.Rows)
			m.Problem.Rows = append(m.Problem.Rows, mip.Row{Name: y.Name, Lower: math.Inf(-1)})
			most := 0.0
			for _, j := range part {
				c := &m.Problem.Columns[j]
				c.Runs = append(c.Runs, mip.Run{From: k, To: k + 1, Value: 1})
				most += c.Upper
			}
			if team.Most > 0 {
				most = min(most, float64(team.Most))
			}
			y.Runs = append(y.Runs, mip.Run{From: k, To: k + 1, Value: -max(most, 1)})
		}
		m.switches[t][start] = len(m.Problem.Columns)
		m.Problem.Columns = append(m.Problem.Columns, y)
	}
	m.startRows[t] = [2]int{limit, len(m.Problem.Rows)}
}

// Solve searches a plan of the model.
func (m *Model) Solve(ctx context.Context, o Options) (*Plan, error) {
	s, err := m.search(ctx, mip.Options{Seed: o.Seed, Work: o.Work, Gap: o.Gap, Progress: o.Progress})
	if errors.Is(err, mip.ErrInfeasible) {
		return nil, m.conflict(ctx, o)
	}
	if errors.Is(err, mip.ErrNoneFound) && len(m.limits) > 0 {
		m.sampled = true
		return nil, m.conflict(ctx, o)
	}
	if err != nil {
		return nil, err
	}
	p := m.plan(s)
	if err := p.Check(); err != nil {
		return nil, fmt.Errorf("shifts: a plan that breaks its own rules was found and is not used: %w", err)
	}
	return p, nil
}

// Take makes a plan of a solution found elsewhere: it has to keep every row. Nothing is known of its bound but
// that of the linear relaxation.
func (m *Model) Take(x []float64) (*Plan, error) {
	cost, err := m.Problem.Feasible(x)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotOfModel, err)
	}
	bound, err := m.Problem.Relax()
	if err != nil {
		return nil, err
	}
	p := m.plan(&mip.Solution{X: x, Cost: cost, Bound: min(bound, cost), Relaxed: bound})
	return p, p.Check()
}

// plan reads a solution.
func (m *Model) plan(s *mip.Solution) *Plan {
	p := &Plan{Bound: max(0, s.Bound), Relaxed: s.Relaxed, Work: s.Work, Interrupted: s.Interrupted, Model: m, OnDuty: make([]int, len(m.day.Required))}
	for j := range m.Shifts {
		n := int(math.Round(s.X[j]))
		if n == 0 {
			continue
		}
		p.Shifts = append(p.Shifts, Assigned{m.Shifts[j], n})
		p.Cost += float64(n) * m.Shifts[j].Cost
		for _, r := range m.day.runs(&m.Shifts[j]) {
			for k := r.From; k < r.To; k++ {
				p.OnDuty[k] += n
			}
		}
	}
	p.Charged = max(0, s.Cost-p.Cost)
	slices.SortStableFunc(p.Shifts, func(a, b Assigned) int {
		for _, d := range []time.Duration{time.Duration(a.Team - b.Team), a.Start - b.Start, a.End - b.End} {
			if d != 0 {
				return int(d / max(d, -d))
			}
		}
		return 0
	})
	return p
}
