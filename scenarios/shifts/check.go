package shifts

import (
	"fmt"
	"math"
	"time"
)

// Check goes through a plan minute by minute and says what of the patterns, limits and requirement it breaks. It shares
// nothing with the search: not its columns, and not its rows.
func (p *Plan) Check() error {
	m := p.Model
	d := m.day
	cost := 0.0
	for _, a := range p.Shifts {
		if a.People < 1 || a.Team < 0 || a.Team >= len(m.teams) || a.Pattern < 0 || a.Pattern >= len(m.teams[a.Team].Patterns) {
			return fmt.Errorf("%d people on pattern %d of team %d", a.People, a.Pattern, a.Team)
		}
		if err := m.teams[a.Team].Patterns[a.Pattern].follows(&a.Shift); err != nil {
			return fmt.Errorf("%s: %w", m.name(&a.Shift), err)
		}
		cost += a.Cost * float64(a.People)
	}
	if math.Abs(cost-p.Cost) > 1e-6*(1+cost) {
		return fmt.Errorf("costs %v, said to be %v", cost, p.Cost)
	}
	present := func(s *Shift, t time.Duration) bool {
		if t < s.Start || t >= s.End {
			return false
		}
		for _, b := range s.Breaks {
			if t >= b.From && t < b.To {
				return false
			}
		}
		return true
	}
	length := d.Close() - d.Open
	for k, need := range d.Required {
		least := math.MaxInt
		team := make([]int, len(m.teams))
		for at := d.Open + time.Duration(k)*d.Cell; at < d.Open+time.Duration(k+1)*d.Cell; at += time.Minute {
			all := 0
			for i := range m.teams {
				n := 0
				for _, a := range p.Shifts {
					if a.Team != i {
						continue
					}
					if present(&a.Shift, at) {
						n += a.People
					}
					if d.Round {
						for _, turn := range []time.Duration{-1, 1} {
							if present(&a.Shift, at+turn*length) {
								n += a.People
							}
						}
					}
				}
				team[i] = max(team[i], n)
				all += n
			}
			least = min(least, all)
		}
		if least != p.OnDuty[k] {
			return fmt.Errorf("%d on duty at %s, said to be %d", least, m.at(k), p.OnDuty[k])
		}
		if m.hard && least < need {
			return fmt.Errorf("%d on duty at %s of %d required", least, m.at(k), need)
		}
		for i, n := range team {
			if s := m.teams[i].Seats; s > 0 && n > s {
				return fmt.Errorf("%d of team %s on duty at %s with %d seats", n, m.teams[i].Name, m.at(k), s)
			}
		}
	}
	for i := range m.teams {
		if err := p.within(i); err != nil {
			return err
		}
	}
	return nil
}

// within checks the limits on a team's people.
func (p *Plan) within(i int) error {
	t := &p.Model.teams[i]
	people, part := 0, 0
	starts := map[time.Duration]bool{}
	on := make([]int, len(t.Patterns))
	for _, a := range p.Shifts {
		if a.Team != i {
			continue
		}
		people += a.People
		on[a.Pattern] += a.People
		starts[timeOfDay(a.Start)] = true
		if t.Patterns[a.Pattern].PartTime {
			part += a.People
		}
	}
	switch {
	case people < t.Least || t.Most > 0 && people > t.Most:
		return fmt.Errorf("%d people of team %s: at least %d and at most %d", people, t.Name, t.Least, t.Most)
	case t.Starts > 0 && len(starts) > t.Starts:
		return fmt.Errorf("%d start times of team %s: at most %d", len(starts), t.Name, t.Starts)
	case t.PartTime > 0 && float64(part) > t.PartTime*float64(people)+1e-6:
		return fmt.Errorf("%d of %d people of team %s on part time: at most %v", part, people, t.Name, t.PartTime)
	}
	for k, n := range on {
		if pat := &t.Patterns[k]; n < pat.Least || pat.Most > 0 && n > pat.Most {
			return fmt.Errorf("%d people on pattern %s: at least %d and at most %d", n, pat.Name, pat.Least, pat.Most)
		}
	}
	return nil
}

// follows says in what a shift is not one of the pattern.
func (p *Pattern) follows(s *Shift) error {
	length, paid, ok := s.End-s.Start, s.End-s.Start, false
	for _, l := range p.Lengths {
		ok = ok || l == length
	}
	switch {
	case !ok:
		return fmt.Errorf("lasts %v", length)
	case !p.startsAt(s.Start):
		return fmt.Errorf("starts at %v", s.Start)
	case len(s.Breaks) != len(p.Breaks):
		return fmt.Errorf("has %d breaks of %d", len(s.Breaks), len(p.Breaks))
	}
	for i, b := range s.Breaks {
		want := p.Breaks[i]
		at := b.From - s.Start
		if b.To-b.From != want.Length || at < want.Earliest || at > want.Latest || b.To > s.End || i > 0 && b.From < s.Breaks[i-1].To+p.Apart {
			return fmt.Errorf("break %d at %v", i+1, b)
		}
		if !want.Paid {
			paid -= want.Length
		}
	}
	if paid != s.Paid {
		return fmt.Errorf("pays %v of %v", s.Paid, paid)
	}
	return nil
}

// startsAt is whether a shift may start then, on any day.
func (p *Pattern) startsAt(t time.Duration) bool {
	const day = 24 * time.Hour
	for turn := -40 * day; turn <= 40*day; turn += day {
		if at := t + turn; at >= p.Earliest && at <= p.Latest && (at-p.Earliest)%max(p.Every, time.Minute) == 0 {
			return true
		}
	}
	return false
}
