package shifts

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"slices"
	"time"

	"frontoffice/scenarios/shifts/mip"
)

// WeekPlan is people per tour.
type WeekPlan struct {
	Tours       []AssignedTour
	Cost        float64
	Charged     float64
	Bound       float64
	Relaxed     float64
	OnDuty      []int // by cell from Monday 00:00 on
	Work        int64
	Interrupted bool
	Model       *WeekModel
	prices      []float64 // of the cells in the relaxation
}

// AssignedTour is a tour and how many work it.
type AssignedTour struct {
	Tour
	People int
}

// Gap is as Plan.Gap.
func (p *WeekPlan) Gap() float64 { return gap(p.Cost+p.Charged, p.Bound) }

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

// begin makes the tours that the search starts from.
func (m *WeekModel) begin() error {
	count := 0
	for t := range m.teams {
		team := &m.teams[t]
		for k := range team.Patterns {
			p := &team.Patterns[k]
			if err := p.Fits(); err != nil {
				return &PatternError{team.Name, p.Name, "breaks", err.Error()}
			}
			starts := p.startsOf()
			if len(starts) == 0 { // none of those that are left to choose from
				continue
			}
			if count += len(starts) * len(m.masks[t]); count > mip.MaxColumns/4 {
				return &PatternError{team.Name, p.Name, "", fmt.Sprintf("with it there are more than %d tours to start from: fewer starts (every) or fewer sets of days are enough", mip.MaxColumns/4)}
			}
			made := false
			placed := map[time.Duration][]time.Duration{}
			for _, s := range starts {
				if placed[s.length] == nil {
					all, err := p.place(s.length, 200)
					if err != nil {
						return &PatternError{team.Name, p.Name, "breaks", err.Error()}
					}
					placed[s.length] = all[len(all)/2]
				}
			}
			for _, mask := range m.masks[t] {
				for _, s := range starts {
					chosen, _, ok := team.Rules.choose(p, starts, mask, s.at, func(d, i int) float64 {
						if starts[i] == s {
							return 0
						}
						return 1
					})
					if !ok {
						continue
					}
					made = true
					m.add(p.tourOf(t, k, starts, chosen, func(d, i int) []time.Duration { return placed[starts[i].length] }))
				}
			}
			if !made && p.only == nil {
				return &PatternError{team.Name, p.Name, "", m.noWeek(team, p, t)}
			}
		}
	}
	if len(m.Tours) == 0 {
		return ErrNoPatterns
	}
	m.all = m.list()
	return nil
}

// fewTours is up to how many tours all are listed.
const fewTours = 3000

// list makes every tour where these are few; false where they are not.
func (m *WeekModel) list() bool {
	var all []Tour
	for t := range m.teams {
		team := &m.teams[t]
		for k := range team.Patterns {
			p := &team.Patterns[k]
			starts := p.startsOf()
			var placed [][][]time.Duration
			each := 0
			for _, s := range starts {
				places, err := p.place(s.length, fewTours)
				if err != nil {
					return false
				}
				placed = append(placed, places)
				each += len(places)
			}
			for _, mask := range m.masks[t] {
				days := []int{}
				for d := range 7 {
					if mask>>d&1 == 1 {
						days = append(days, d)
					}
				}
				if math.Pow(float64(each), float64(len(days))) > 20*fewTours {
					return false
				}
				var shifts []Shift
				var walk func(n int) bool
				walk = func(n int) bool {
					if n == len(days) {
						tour := Tour{Team: t, Pattern: k, Shifts: slices.Clone(shifts)}
						for _, s := range shifts {
							tour.Paid += s.Paid
							tour.Cost += s.Cost
						}
						if team.Rules.follows(p, &tour) == nil {
							all = append(all, tour)
						}
						return len(all) <= fewTours
					}
					for i, s := range starts {
						for _, at := range placed[i] {
							shifts = append(shifts, p.shift(t, k, time.Duration(days[n])*24*time.Hour+s.at, s.length, at))
							more := walk(n + 1)
							shifts = shifts[:len(shifts)-1]
							if !more {
								return false
							}
						}
					}
					return true
				}
				if !walk(0) {
					return false
				}
			}
		}
	}
	for _, tour := range all {
		m.add(tour)
	}
	return true
}

// add makes a column of a tour that is new.
func (m *WeekModel) add(t Tour) {
	c := m.column(&t)
	c.Name = m.tourName(&t)
	key := tourKey(&t, &c)
	if _, known := m.known[key]; known {
		return
	}
	m.known[key] = len(m.Tours)
	m.Tours = append(m.Tours, t)
	m.Problem.Columns = append(m.Problem.Columns, c)
}

func tourKey(t *Tour, c *mip.Column) string {
	return fmt.Sprint(t.Team, t.Pattern, t.Cost, c.Runs)
}

// column is a tour's column.
func (m *WeekModel) column(t *Tour) mip.Column {
	team := &m.teams[t.Team]
	p := &team.Patterns[t.Pattern]
	c := mip.Column{Cost: t.Cost, Upper: 1000, Integer: true, Data: t}
	var runs []mip.Run
	for i := range t.Shifts {
		runs = append(runs, m.day.runs(&t.Shifts[i])...)
	}
	slices.SortFunc(runs, func(a, b mip.Run) int { return a.From - b.From })
	cover := func(first int) {
		for i, r := range runs {
			if last := len(c.Runs) - 1; i > 0 && first+r.From <= c.Runs[last].To {
				c.Runs[last].To = max(c.Runs[last].To, first+r.To)
			} else {
				c.Runs = append(c.Runs, mip.Run{From: first + r.From, To: first + r.To, Value: 1})
			}
		}
	}
	cover(0)
	if most := slices.Max(m.day.Required); most > 0 {
		c.Upper = float64(max(most, team.Least, p.Least))
		if team.PartTime > 0 || team.Rules.FreeWeekends > 0 { // people may be there for the share alone
			c.Upper *= 10
		}
	}
	single := func(row int, v float64) {
		if row >= 0 && v != 0 {
			c.Runs = append(c.Runs, mip.Run{From: row, To: row + 1, Value: v})
		}
	}
	single(m.people[t.Team], 1)
	single(m.pattern[t.Team][t.Pattern], 1)
	single(m.part[t.Team], one(p.PartTime)-team.PartTime)
	single(m.weekend[t.Team], one(team.Rules.weekendFree(p, t))-team.Rules.FreeWeekends)
	if m.seat[t.Team] >= 0 {
		cover(m.seat[t.Team])
	}
	return c
}

// tourName writes a tour in a line.
func (m *WeekModel) tourName(t *Tour) string {
	text := m.teams[t.Team].Name + " " + m.teams[t.Team].Patterns[t.Pattern].Name
	for _, s := range t.Shifts {
		text += fmt.Sprintf(" day %d ", floorDiv(s.Start, 24*time.Hour)+1) + clock(s.Start) + "-" + clock(s.End)
	}
	return text
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

// price makes the tours that are worth more than they cost at given prices of the rows: of each pattern, set of days and
// first start the best, and of these those first that are worth most.
func (m *WeekModel) price(prices []float64, most int) (made []mip.Column, least float64) {
	type found struct {
		team, pattern int
		chosen        [7]int
		starts        []start
		breaks        *[7][][]time.Duration // of each day and start
		reduced       float64
	}
	var all []found
	cells := len(m.day.Required)
	at := func(row int) float64 {
		if row < 0 {
			return 0
		}
		return prices[row]
	}
	for t := range m.teams {
		team := &m.teams[t]
		worth := slices.Clone(prices[:cells])
		if m.seat[t] >= 0 {
			for k := range worth {
				worth[k] += prices[m.seat[t]+k]
			}
		}
		place := newPlacer(m.day, worth)
		for k := range team.Patterns {
			p := &team.Patterns[k]
			starts := p.startsOf()
			values := make([][]float64, 7)
			breaks := &[7][][]time.Duration{}
			for d := range 7 {
				values[d], breaks[d] = make([]float64, len(starts)), make([][]time.Duration, len(starts))
				for i, s := range starts {
					offsets, v, ok := place.place(p, time.Duration(d)*24*time.Hour+s.at, s.length)
					if !ok {
						v = math.Inf(1)
					}
					values[d][i], breaks[d][i] = v, offsets
				}
			}
			touches := make([][]bool, 7)
			for d := range 7 {
				for _, s := range starts {
					from := time.Duration(d)*24*time.Hour + s.at
					touches[d] = append(touches[d], team.Rules.touches(p, from, from+s.length))
				}
			}
			fixed := at(m.people[t]) + at(m.pattern[t][k]) + at(m.part[t])*(one(p.PartTime)-team.PartTime)
			for _, mask := range m.masks[t] {
				// With a free weekend, by starts that leave it so; and with any.
				may := false
				for d := range 7 {
					may = may || mask>>d&1 == 1 && slices.Contains(touches[d], true)
				}
				for _, free := range []bool{true, false} {
					if at(m.weekend[t]) == 0 && free || at(m.weekend[t]) != 0 && !free && !may {
						continue
					}
					fixed := fixed + at(m.weekend[t])*(one(free)-team.Rules.FreeWeekends)
					last := time.Duration(-1)
					for _, s := range starts {
						if s.at == last {
							continue
						}
						last = s.at
						chosen, sum, ok := team.Rules.choose(p, starts, mask, s.at, func(d, i int) float64 {
							if free && touches[d][i] {
								return math.Inf(1)
							}
							return values[d][i]
						})
						if !ok || math.IsInf(sum, 1) {
							continue
						}
						least = min(least, sum-fixed)
						if sum-fixed < -1e-7 {
							all = append(all, found{t, k, chosen, starts, breaks, sum - fixed})
						}
					}
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(a.reduced, b.reduced) })
	for _, f := range all[:min(len(all), most)] {
		p := &m.teams[f.team].Patterns[f.pattern]
		tour := p.tourOf(f.team, f.pattern, f.starts, f.chosen, func(d, i int) []time.Duration { return f.breaks[d][i] })
		made = append(made, m.column(&tour))
	}
	return made, least
}

// cheapest is a cost that no tour falls below: the fewest days on, each with the cheapest shift of any day, its breaks where they
// cost least.
func (m *WeekModel) cheapest() float64 {
	least := math.Inf(1)
	place := newPlacer(m.day, make([]float64, len(m.day.Required)))
	for t := range m.teams {
		days := 7
		for _, mask := range m.masks[t] {
			days = min(days, bits.OnesCount(uint(mask)))
		}
		for k := range m.teams[t].Patterns {
			p := &m.teams[t].Patterns[k]
			for _, s := range p.startsOf() {
				for d := range 7 {
					if _, cost, ok := place.place(p, time.Duration(d)*24*time.Hour+s.at, s.length); ok {
						least = min(least, float64(days)*cost)
					}
				}
			}
		}
	}
	return least * (1 - 1e-9) // for rounding
}

// priceWork is about how many operations price takes.
func (m *WeekModel) priceWork() int64 {
	work := 10 * len(m.day.Required)
	for t := range m.teams {
		for k := range m.teams[t].Patterns {
			p := &m.teams[t].Patterns[k]
			starts := len(p.startsOf())
			for _, b := range p.Breaks {
				work += 7 * starts * 60 * int((b.Latest-b.Earliest)/max(b.Every, time.Minute)+1)
			}
			work += 50 * starts * len(m.masks[t])
		}
	}
	return int64(work)
}

// costSteps are costs of which those of all tours are sums and differences; nil where premiums make them irregular.
func (m *WeekModel) costSteps() []float64 {
	var steps []float64
	for t := range m.teams {
		least, most := m.teams[t].Rules.days()
		for k := range m.teams[t].Patterns {
			p := &m.teams[t].Patterns[k]
			if len(p.Premiums) > 0 {
				return nil
			}
			cost := func(length time.Duration) float64 { return p.PerShift + p.PerHour*p.paidOf(length).Hours() }
			for days := least; days <= most; days++ {
				steps = append(steps, float64(days)*cost(p.Lengths[0]))
			}
			for _, length := range p.Lengths[1:] {
				steps = append(steps, cost(length)-cost(p.Lengths[0]))
			}
		}
	}
	return steps
}

// CoverWeek finds people per tour for a week at least cost.
func CoverWeek(ctx context.Context, teams []Team, d *Day, g Objective, o Options) (*WeekPlan, error) {
	m, err := NewWeekModel(teams, d, g)
	if err != nil {
		return nil, err
	}
	return m.Solve(ctx, o)
}

// Flat is the plan's shifts, as a plan of a day has them: with starts within the week.
func (p *WeekPlan) Flat() *Plan {
	flat := &Plan{Cost: p.Cost, Charged: p.Charged, Bound: p.Bound, Relaxed: p.Relaxed, OnDuty: p.OnDuty, Work: p.Work, Interrupted: p.Interrupted, Model: &p.Model.Model}
	for _, a := range p.Tours {
		for _, s := range a.Shifts {
			flat.Shifts = append(flat.Shifts, Assigned{p.Model.day.turned(s), a.People})
		}
	}
	return flat
}

// turned is a shift of days that follow themselves, moved to where it starts within them.
func (d *Day) turned(s Shift) Shift {
	length := d.Close() - d.Open
	by := -floorDiv(s.Start-d.Open, length) * length
	s.Start, s.End, s.Breaks = s.Start+by, s.End+by, slices.Clone(s.Breaks)
	for i := range s.Breaks {
		s.Breaks[i].From, s.Breaks[i].To = s.Breaks[i].From+by, s.Breaks[i].To+by
	}
	return s
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

// Take makes a plan of a solution, found elsewhere, of the program with the tours that the search for p made: it has to keep
// every row. No plan costs less than the bound of that search.
func (p *WeekPlan) Take(x []float64) (*WeekPlan, error) {
	m := p.Model
	cost, err := m.Problem.Feasible(x)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotOfModel, err)
	}
	taken := m.plan(&mip.Solution{X: x, Cost: cost, Bound: min(p.Bound, cost), Relaxed: p.Relaxed, Work: p.Work})
	return taken, taken.Check()
}

// plan reads a solution.
func (m *WeekModel) plan(s *mip.Solution) *WeekPlan {
	p := &WeekPlan{Bound: max(0, s.Bound), Relaxed: s.Relaxed, Work: s.Work, Interrupted: s.Interrupted, Model: m, OnDuty: make([]int, len(m.day.Required)), prices: s.Prices}
	for j := range m.Problem.Columns {
		c := &m.Problem.Columns[j]
		tour, is := c.Data.(*Tour)
		n := int(math.Round(s.X[j]))
		if !is || n == 0 {
			continue
		}
		p.Tours = append(p.Tours, AssignedTour{*tour, n})
		p.Cost += float64(n) * tour.Cost
		for _, r := range c.Runs {
			for k := r.From; k < min(r.To, len(m.day.Required)); k++ {
				p.OnDuty[k] += n
			}
		}
	}
	p.Charged = max(0, s.Cost-p.Cost)
	slices.SortStableFunc(p.Tours, func(a, b AssignedTour) int {
		for _, d := range []time.Duration{time.Duration(a.Team - b.Team), a.Shifts[0].Start%(24*time.Hour) - b.Shifts[0].Start%(24*time.Hour), a.Shifts[0].Start - b.Shifts[0].Start} {
			if d != 0 {
				return int(d / max(d, -d))
			}
		}
		return 0
	})
	return p
}

// values are a plan's, as the program's columns have them; nil where it has tours that the model does not know.
func (m *WeekModel) values(p *WeekPlan) []float64 {
	if p == nil {
		return nil
	}
	x := make([]float64, len(m.Problem.Columns))
	for i := range p.Tours {
		c := m.column(&p.Tours[i].Tour)
		at, known := m.known[tourKey(&p.Tours[i].Tour, &c)]
		if !known {
			return nil
		}
		x[at] += float64(p.Tours[i].People)
	}
	if len(m.goal.Whole) > 0 { // steps, in their order
		spare := make([]float64, len(p.OnDuty))
		for k, n := range p.OnDuty {
			spare[k] = float64(n - m.goal.least(k))
		}
		for j := len(m.Tours); j < len(x); j++ {
			c := &m.Problem.Columns[j]
			k := c.Runs[0].From
			x[j] = max(0, min(c.Upper, spare[k]))
			spare[k] -= x[j]
		}
	}
	return x
}

// useful are the tours that cost least beyond what they are worth at prices of the rows.
func useful(columns []mip.Column, prices []float64) []Tour {
	type candidate struct {
		tour    *Tour
		reduced float64
	}
	sums := make([]float64, len(prices)+1)
	for i, p := range prices {
		sums[i+1] = sums[i] + p
	}
	var all []candidate
	for i := range columns {
		if tour, is := columns[i].Data.(*Tour); is {
			d := columns[i].Cost
			for _, r := range columns[i].Runs {
				d -= r.Value * (sums[r.To] - sums[r.From])
			}
			all = append(all, candidate{tour, d})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.reduced, b.reduced) })
	var tours []Tour
	for _, c := range all[:min(len(all), 800)] {
		tours = append(tours, *c.tour)
	}
	return tours
}

// Check goes through a plan of a week minute by minute, as Plan.Check.
func (p *WeekPlan) Check() error {
	m := p.Model
	flat := &Plan{Cost: p.Cost, OnDuty: p.OnDuty, Model: &m.Model}
	people := make([]int, len(m.teams))
	weekends := make([]int, len(m.teams))
	part := make([]int, len(m.teams))
	on := map[[2]int]int{}
	for i := range p.Tours {
		a := &p.Tours[i]
		if err := m.teams[a.Team].Rules.follows(&m.teams[a.Team].Patterns[a.Pattern], &a.Tour); err != nil {
			return fmt.Errorf("%s: %w", m.tourName(&a.Tour), err)
		}
		paid := time.Duration(0)
		for _, s := range a.Shifts {
			flat.Shifts = append(flat.Shifts, Assigned{s, a.People})
			paid += s.Paid
		}
		if paid != a.Paid {
			return fmt.Errorf("%s: %v paid, said to be %v", m.tourName(&a.Tour), paid, a.Paid)
		}
		people[a.Team] += a.People
		on[[2]int{a.Team, a.Pattern}] += a.People
		if m.teams[a.Team].Rules.weekendFree(&m.teams[a.Team].Patterns[a.Pattern], &a.Tour) {
			weekends[a.Team] += a.People
		}
		if m.teams[a.Team].Patterns[a.Pattern].PartTime {
			part[a.Team] += a.People
		}
	}
	for i := range m.teams {
		t := &m.teams[i]
		n := people[i]
		if n < t.Least || t.Most > 0 && n > t.Most || t.PartTime > 0 && float64(part[i]) > t.PartTime*float64(n)+1e-6 || float64(weekends[i]) < t.Rules.FreeWeekends*float64(n)-1e-6 {
			return fmt.Errorf("team %s: %d people, %d of them part time, %d with a free weekend", t.Name, n, part[i], weekends[i])
		}
		for k := range t.Patterns {
			if q, n := &t.Patterns[k], on[[2]int{i, k}]; n < q.Least || q.Most > 0 && n > q.Most {
				return fmt.Errorf("%d people on pattern %s: at least %d and at most %d", n, q.Name, q.Least, q.Most)
			}
		}
	}
	// Of the limits on people those of a day do not hold for the shifts of a week.
	days := *flat.Model
	days.teams = slices.Clone(m.teams)
	for i := range days.teams {
		t := &days.teams[i]
		t.Least, t.Most, t.PartTime = 0, 0, 0
		t.Patterns = slices.Clone(t.Patterns)
		for k := range t.Patterns {
			t.Patterns[k].Least, t.Patterns[k].Most = 0, 0
		}
	}
	flat.Model = &days
	return flat.Check()
}
