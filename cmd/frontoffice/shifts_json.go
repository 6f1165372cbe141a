package main

import (
	"math"
	"time"

	"frontoffice/scenarios"
	"frontoffice/scenarios/scheduling"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// shiftsJSON is shifts for machines.
type shiftsJSON struct {
	Schema      string              `json:"schema"`
	Scenario    string              `json:"scenario"`
	File        string              `json:"file"`
	Variant     string              `json:"variant,omitempty"`
	Changes     []string            `json:"changes,omitempty"`
	Date        string              `json:"date,omitempty"`
	Objective   string              `json:"objective"`
	Price       float64             `json:"shortage_price,omitzero"`
	Cost        float64             `json:"cost"` // of the shifts
	Charged     float64             `json:"charged_for_shortage,omitzero"`
	Value       float64             `json:"objective_value"` // the two together
	PlainCost   float64             `json:"cost_before_repair"`
	Repairs     int                 `json:"repair_rounds"`
	Holds       bool                `json:"targets_hold"`
	Binding     string              `json:"binding,omitempty"`
	Interrupted bool                `json:"interrupted,omitempty"`
	Groups      []groupJSON         `json:"groups"`
	People      []scheduling.People `json:"people"`
	Exact       []scheduling.Exact  `json:"exact_day,omitempty"`
	Verdicts    []staffing.Verdict  `json:"verdicts,omitempty"`
	Pictures    []string            `json:"pictures,omitempty"`
}

// groupJSON is teams that cover a requirement together.
type groupJSON struct {
	Teams    []string    `json:"teams"`
	Cost     float64     `json:"cost"` // of the shifts
	Charged  float64     `json:"charged_for_shortage,omitzero"`
	Value    float64     `json:"objective_value"` // the two together, which lower_bound and linear_relaxation are of
	Bound    float64     `json:"lower_bound"`
	Relaxed  float64     `json:"linear_relaxation"`
	Gap      *float64    `json:"gap"` // (objective_value - lower_bound) / lower_bound; null: not known
	Required float64     `json:"required_hours"`
	Over     float64     `json:"over_hours"`
	Short    float64     `json:"short_hours"`
	Paid     float64     `json:"paid_hours"`
	Work     int64       `json:"operations_millions"`
	Shifts   []shiftJSON `json:"shifts"`
	Tours    []tourJSON  `json:"tours,omitempty"`
	Cells    []cellJSON  `json:"coverage"`
	// Intervals are as the scenario has them, of the open hours.
	Intervals []shiftIntervalJSON `json:"intervals"`
}

// shiftIntervalJSON is how an interval is covered, and what that truly makes of it.
type shiftIntervalJSON struct {
	Start        string        `json:"start"`
	Required     int           `json:"required"`
	OnDuty       int           `json:"on_duty"` // the least of its time
	Over         float64       `json:"over_hours"`
	Short        float64       `json:"short_hours"`
	ServiceLevel *sim.Estimate `json:"service_level,omitempty"` // simulated; left out where several channels share the team
}

// tourJSON is a person's week.
type tourJSON struct {
	Team    string      `json:"team"`
	Pattern string      `json:"pattern"`
	People  int         `json:"people"`
	Paid    float64     `json:"paid_hours"` // of one
	Cost    float64     `json:"cost"`       // of one
	Shifts  []shiftJSON `json:"shifts"`
}

type shiftJSON struct {
	Team    string      `json:"team"`
	Pattern string      `json:"pattern"`
	People  int         `json:"people"`
	Start   string      `json:"start"`
	End     string      `json:"end"`
	Day     int         `json:"day"` // of the start: 0 the scenario's, -1 the one before
	Breaks  []breakJSON `json:"breaks"`
	Paid    float64     `json:"paid_hours"` // of one
	Cost    float64     `json:"cost"`       // of one
}

type breakJSON struct {
	Start string `json:"start"`
	End   string `json:"end"`
	Paid  bool   `json:"paid"`
}

type cellJSON struct {
	Start    string `json:"start"`
	Required int    `json:"required"`
	OnDuty   int    `json:"on_duty"`
}

func newShiftsJSON(r *scheduling.Schedule, pictures []string) shiftsJSON {
	s := r.Scenario
	out := shiftsJSON{Schema: "frontoffice/shifts/v1", Scenario: s.Name, File: s.File, Variant: s.Variant, Changes: s.Changes, Objective: r.Objective, Cost: r.Cost, PlainCost: r.Plain,
		Repairs: r.Repairs, Holds: r.Holds, Binding: r.Binds, Interrupted: r.Interrupted, People: r.People, Exact: r.Exact, Pictures: pictures}
	if r.Objective == scheduling.Shortage {
		out.Price = r.Price
	}
	if !s.Date.IsZero() {
		out.Date = s.Date.Format(time.DateOnly)
	}
	if r.Outcome != nil {
		out.Verdicts = r.Outcome.Verdicts
	}
	for i := range r.Pools {
		p := &r.Pools[i]
		g := groupJSON{Cost: p.Plan.Cost, Charged: p.Plan.Charged, Bound: p.Plan.Bound, Relaxed: p.Plan.Relaxed, Value: p.Plan.Value(), Work: p.Plan.Work}
		if gap := p.Plan.Gap(); !math.IsInf(gap, 1) {
			g.Gap = &gap
		}
		out.Charged, out.Value = out.Charged+p.Plan.Charged, out.Value+p.Plan.Value()
		g.Required, g.Over, g.Short, g.Paid = p.Coverage()
		for _, t := range p.Teams {
			g.Teams = append(g.Teams, s.Teams[t].Name)
		}
		for _, a := range p.Plan.Shifts {
			g.Shifts = append(g.Shifts, newShiftJSON(s, p, a))
		}
		for k, need := range p.Day.Required {
			g.Cells = append(g.Cells, cellJSON{s.At(p.Day.Open + time.Duration(k)*p.Day.Cell), need, p.Plan.OnDuty[k]})
		}
		if p.Week != nil {
			for _, a := range p.Week.Tours {
				t := tourJSON{Team: s.Teams[p.Teams[a.Team]].Name, Pattern: p.PatternName(s, &a.Shifts[0]), People: a.People, Paid: a.Paid.Hours(), Cost: a.Cost}
				for _, shift := range a.Shifts {
					t.Shifts = append(t.Shifts, newShiftJSON(s, p, shifts.Assigned{Shift: shift, People: a.People}))
				}
				g.Tours = append(g.Tours, t)
			}
		}
		g.Intervals = intervalsOf(r, p)
		out.Groups = append(out.Groups, g)
	}
	return out
}

// intervalsOf is a pool's coverage by interval of the open hours.
func intervalsOf(r *scheduling.Schedule, p *scheduling.Pool) []shiftIntervalJSON {
	s := r.Scenario
	level, onDuty := levelOf(r, p), p.OnDuty(s)
	var all []shiftIntervalJSON
	for k := range s.Intervals() {
		if !s.OpenAt(k) {
			continue
		}
		in := shiftIntervalJSON{Start: s.At(s.Start(k)), OnDuty: onDuty[k]}
		on := p.Cells(s, k, p.Plan.OnDuty)
		for i, need := range p.Cells(s, k, p.Day.Required) {
			in.Required = need
			in.Over += float64(max(0, on[i]-need)) * p.Day.Cell.Hours()
			in.Short += float64(max(0, need-on[i])) * p.Day.Cell.Hours()
		}
		if level != nil {
			e := level(k)
			in.ServiceLevel = &e
		}
		all = append(all, in)
	}
	return all
}

func newShiftJSON(s *scenarios.Scenario, p *scheduling.Pool, a shifts.Assigned) shiftJSON {
	const day = 24 * time.Hour
	made := shiftJSON{Team: s.Teams[p.Teams[a.Team]].Name, Pattern: p.PatternName(s, &a.Shift), People: a.People, Start: scenarios.Clock(a.Start), End: scenarios.Clock(a.End), Breaks: []breakJSON{}, Paid: a.Paid.Hours(), Cost: a.Cost}
	for at := a.Start; at < 0; at += day {
		made.Day--
	}
	for at := a.Start; at >= day; at -= day {
		made.Day++
	}
	for _, b := range a.Breaks {
		made.Breaks = append(made.Breaks, breakJSON{scenarios.Clock(b.From), scenarios.Clock(b.To), b.Paid})
	}
	return made
}
