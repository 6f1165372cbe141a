package shifts

import (
	"fmt"
	"math"
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
