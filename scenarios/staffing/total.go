package staffing

import (
	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// total weighs the intervals' figures by what they count: waits and levels by
// contacts, occupancy by agents.
func total(s *scenarios.Scenario, ins []Interval) Total {
	t := Total{Stable: true}
	open := 0
	var levels [4]fraction
	var answered, blocked, waits, answeredWaits, carried, agents float64
	for k, in := range ins {
		if s.OpenAt(k) {
			open++
		}
		t.Offered += in.Offered
		t.Load += in.Load
		if in.Formula == nil {
			t.Stable = false
			continue
		}
		f := in.Formula
		for def := range levels {
			levels[def].add(in.Offered, counted(f.ServiceLevel, f.Abandonment+f.Blocking, erlang.Definition(def)))
		}
		a := in.Offered * (1 - f.Abandonment - f.Blocking)
		answered += a
		blocked += in.Offered * f.Blocking
		waits += in.Offered * f.MeanWait
		answeredWaits += a * f.ASA
		carried += f.Occupancy * float64(in.Agents)
		agents += float64(in.Agents)
	}
	t.Load /= float64(max(open, 1))
	if !t.Stable {
		return t
	}
	t.ServiceLevel = erlang.Levels{
		Offered:        levels[erlang.Offered].share(t.Offered),
		Answered:       levels[erlang.Answered].share(t.Offered),
		ExcludingShort: levels[erlang.ExcludingShort].share(t.Offered),
		Waited:         levels[erlang.Waited].share(t.Offered),
	}
	t.ASA = ratio(answeredWaits, answered)
	t.MeanWait = ratio(waits, t.Offered)
	t.Abandonment = ratio(t.Offered-answered-blocked, t.Offered)
	t.Blocking = ratio(blocked, t.Offered)
	t.Occupancy = ratio(carried, agents)
	return t
}

// fraction is what a service level counts: contacts in time, of contacts.
type fraction struct{ part, whole float64 }

func (f *fraction) add(weight float64, g fraction) {
	f.part += weight * g.part
	f.whole += weight * g.whole
}

// share of nobody is all where nobody came, and none where contacts came and
// none of them counts, as in package erlang.
func (f fraction) share(offered float64) float64 {
	switch {
	case f.whole > 0:
		return f.part / f.whole
	case offered > 0:
		return 0
	}
	return 1
}

// counted is a service level's numerator and denominator per offered contact.
func counted(l erlang.Levels, unanswered float64, d erlang.Definition) fraction {
	switch d {
	case erlang.Answered:
		return fraction{l.Offered, 1 - unanswered}
	case erlang.ExcludingShort:
		// Offered less those who gave up within T: those answered within T and those who waited longer.
		return fraction{l.Offered, l.Offered + 1 - l.Waited}
	case erlang.Waited:
		return fraction{l.Waited, 1}
	}
	return fraction{l.Offered, 1}
}

// hours is a team's time. That of shifts is their own: on duty within the opening hours, and
// scheduled from their start to their end, breaks included.
func hours(s *scenarios.Scenario, team scenarios.Team, agents []int) Team {
	h := Team{Name: team.Name, Shrinkage: team.Shrinkage()}
	if byShifts(s, team, agents) {
		for k := range agents {
			h.AgentHours += s.OnDuty(team, k) * s.Interval.Hours()
		}
		for _, shift := range team.Shifts {
			h.ScheduledHours += float64(Scheduled(shift.Agents, team.Shrinkage())) * (shift.To - shift.From).Hours()
		}
		agents = nil
	}
	for _, n := range agents {
		h.AgentHours += float64(n) * s.Interval.Hours()
		h.ScheduledHours += float64(Scheduled(n, team.Shrinkage())) * s.Interval.Hours()
	}
	if team.ContractHours > 0 {
		h.FTE = h.ScheduledHours / team.ContractHours.Hours() / float64(s.OpenDays())
	}
	return h
}

func ratio(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return part / whole
}
