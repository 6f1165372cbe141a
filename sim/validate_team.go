package sim

import (
	"fmt"
	"math"
)

// check looks at a team of a model of k intervals and marks the channels it serves.
func (t *Team) check(p *problems, path string, k int, served []bool) {
	p.add(len(t.Skills) == 0, path+".skills", "none", "must be at least one channel")
	has := make([]bool, len(served))
	for i, c := range t.Skills {
		where := fmt.Sprintf("%s.skills[%d]", path, i)
		if c < 0 || c >= len(served) {
			p.add(true, where, c, "must be the index of a channel: 0 to %d", len(served)-1)
			continue
		}
		p.add(has[c], where, c, "must not be named twice")
		has[c], served[c] = true, true
	}
	p.add(len(t.Agents) != k && !(t.Agents == nil && t.Shifts != nil), path+".agents", len(t.Agents), "must be %d: one per interval", k)
	for i, n := range t.Agents {
		if n < 0 || n > MaxAgents {
			p.add(true, fmt.Sprintf("%s.agents[%d]", path, i), n, "must be 0 to %d", MaxAgents)
		}
	}
	p.add(t.Efficiency != nil && len(t.Efficiency) != len(t.Skills), path+".efficiency", len(t.Efficiency), "must be none, or %d: one per skill", len(t.Skills))
	for i, e := range t.Efficiency {
		p.add(!(e >= 1e-3 && e <= 1e3), fmt.Sprintf("%s.efficiency[%d]", path, i), e, "must be 0.001 to 1000")
	}
	p.add(t.HandleTime != nil && len(t.HandleTime) != len(t.Skills), path+".handle_time", len(t.HandleTime), "must be none, or %d: one per skill", len(t.Skills))
	for i := range t.HandleTime {
		if l := &t.HandleTime[i]; l.Kind != Never {
			where := fmt.Sprintf("%s.handle_time[%d]", path, i)
			l.check(p, where)
			p.add(l.Kind != Empirical && l.Mean == 0, where+".mean", l.Mean, "must be above 0")
		}
	}
	p.add(!(t.Absence >= 0 && t.Absence <= 1), path+".absence", t.Absence, "must be 0 to 1")
	p.add(!(t.Adherence >= 0 && t.Adherence <= 1), path+".adherence", t.Adherence, "must be above 0 and at most 1, or 0 for 1")
	p.add(t.Take < BySkill || t.Take > EarliestDue, path+".take", int(t.Take), "must be a rule: %v, %v, %v, %v or %v", BySkill, LongestWait, LongestQueue, WeightedAge, EarliestDue)
	instants := 0
	for i := range t.Shifts {
		t.Shifts[i].check(p, fmt.Sprintf("%s.shifts[%d]", path, i))
		instants += 2 + 2*len(t.Shifts[i].Breaks)
	}
	p.add(instants > MaxInstants, path+".shifts", fmt.Sprint(instants, " starts and ends"), "must be at most %d, breaks included", MaxInstants)
}

func (s *Shift) check(p *problems, path string) {
	p.add(s.Agents < 0 || s.Agents > MaxAgents, path+".agents", s.Agents, "must be 0 to %d", MaxAgents)
	p.add(!(math.Abs(s.From) <= MaxSeconds), path+".from", s.From, "must be within %g seconds of the opening", MaxSeconds)
	p.add(!(s.To > s.From && s.To <= MaxSeconds), path+".to", s.To, "must be after its start, and at most %g seconds", MaxSeconds)
	for i, b := range s.Breaks {
		p.add(!(b.From >= s.From && b.From < b.To && b.To <= s.To), fmt.Sprintf("%s.breaks[%d]", path, i),
			fmt.Sprint(b.From, " to ", b.To), "must be within the shift: %g to %g", s.From, s.To)
	}
}

// mostAgents is how many agents the team has at most.
func (t *Team) mostAgents() float64 {
	n := float64(most(t.Agents))
	for i := range t.Shifts {
		n += float64(t.Shifts[i].agents())
	}
	return n
}
