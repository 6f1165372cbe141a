package shifts

import (
	"fmt"
	"math"
	"slices"
	"time"

	"frontoffice/scenarios/shifts/mip"
)

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
