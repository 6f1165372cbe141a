package whatif

import (
	"fmt"
	"slices"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/demand"
	"frontoffice/scenarios/pricing"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// Kind is what a figure measures.
type Kind string

const (
	Share    Kind = "share"    // 0 to 1
	Seconds  Kind = "seconds"  // of waiting
	Hours    Kind = "hours"    // of agents
	People   Kind = "people"   // agents, FTE
	Contacts Kind = "contacts" // of the day
	Number   Kind = "number"
	Money    Kind = "money"
)

// Figure is a number that a scenario's day has, by formula or simulated.
type Figure struct {
	Name   string // voice.service_level, agent_hours
	Kind   Kind
	Better int  // 1: more is better, -1: less is, 0: neither
	Staff  bool // of the staff or of money: it follows from the plan and the forecast, and is no estimate

	team  bool // of a team, not of a channel's contacts
	money bool // of the month

	formula   func(d *Day) (value float64, ok bool)
	simulated func(d *Day, r *sim.Result) sim.Estimate // nil for Staff
}

// Day is a scenario's day with its agents and, where the scenario can be priced, the month that its calendar makes of it.
type Day struct {
	*staffing.Day
	Month *pricing.Month // nil where it is not priced
}

// Value is a figure of a day.
type Value struct {
	sim.Estimate
	Exact bool `json:"exact,omitempty"` // without chance: by formula, or counted
}

// undefined is a figure that a day does not have.
var undefined = Value{Estimate: sim.Estimate{Undefined: true}}

// Figures lists the figures of a scenario's day: of its channels, of teams that share channels, and of all.
func Figures(s *scenarios.Scenario) []Figure {
	var list []Figure
	for i := range s.Channels {
		list = append(list, channelFigures(s, i)...)
	}
	for t := range s.Teams {
		none := func(*Day) (float64, bool) { return 0, false }
		named := func(what string, k Kind, of func(p sim.Presence) sim.Estimate) {
			list = append(list, Figure{Name: s.Teams[t].Name + "." + what, Kind: k, team: true, formula: none,
				simulated: func(_ *Day, r *sim.Result) sim.Estimate { return of(r.Teams[t].Day) }})
		}
		if !dedicatedTeam(s, t) {
			named("occupancy", Share, func(p sim.Presence) sim.Estimate { return p.Occupancy })
		}
		if chats(s, t) {
			named("concurrency", Number, func(p sim.Presence) sim.Estimate { return pointed(p.Concurrency) })
		}
	}
	return slices.Concat(list, staffFigures(s), moneyFigures(s))
}

// channelFigures is the figures of a channel.
func channelFigures(s *scenarios.Scenario, i int) []Figure {
	c := &s.Channels[i]
	definition := c.Target.Definition
	total := func(of func(t staffing.Total) float64) func(*Day) (float64, bool) {
		return func(d *Day) (float64, bool) {
			ch := &d.Channels[i]
			return of(ch.Total), !ch.Blended && ch.Total.Stable
		}
	}
	day := func(of func(f sim.Figures) sim.Estimate) func(*Day, *sim.Result) sim.Estimate {
		return func(_ *Day, r *sim.Result) sim.Estimate { return of(r.Channels[i].Day) }
	}
	named := func(what string, k Kind, better int, formula func(*Day) (float64, bool), simulated func(*Day, *sim.Result) sim.Estimate) Figure {
		return Figure{Name: c.Name + "." + what, Kind: k, Better: better, formula: formula, simulated: simulated}
	}
	list := []Figure{
		named("service_level", Share, 1, total(func(t staffing.Total) float64 { return t.ServiceLevel.Of(definition) }),
			day(func(f sim.Figures) sim.Estimate {
				if f.Deferred != nil {
					return f.Deferred.OnTime // what deferred work promises
				}
				return staffing.LevelOf(f.ServiceLevel, definition)
			})),
		named("asa", Seconds, -1, total(func(t staffing.Total) float64 { return t.ASA }), day(func(f sim.Figures) sim.Estimate { return f.ASA })),
		named("abandonment", Share, -1, total(func(t staffing.Total) float64 { return t.Abandonment }), day(func(f sim.Figures) sim.Estimate { return f.Abandonment })),
		named("occupancy", Share, 0, total(func(t staffing.Total) float64 { return t.Occupancy }),
			func(d *Day, r *sim.Result) sim.Estimate { return r.Teams[d.Channels[i].Team].Day.Occupancy }),
		named("mean_wait", Seconds, -1, total(func(t staffing.Total) float64 { return t.MeanWait }), day(func(f sim.Figures) sim.Estimate { return f.MeanWait })),
	}
	list[3].team = true
	deferred := func(of func(f *sim.DeferredFigures) sim.Estimate) func(f sim.Figures) sim.Estimate {
		return func(f sim.Figures) sim.Estimate {
			if f.Deferred == nil {
				return sim.Estimate{Undefined: true}
			}
			return of(f.Deferred)
		}
	}
	none := func(*Day) (float64, bool) { return 0, false }
	if c.Kind == scenarios.Deferred {
		list = append(list,
			named("backlog", Contacts, -1, none, day(deferred(func(f *sim.DeferredFigures) sim.Estimate { return f.Backlog }))),
			named("overdue", Contacts, -1, none, day(deferred(func(f *sim.DeferredFigures) sim.Estimate { return f.Overdue }))),
			named("time_to_finish", Seconds, -1, none, day(deferred(func(f *sim.DeferredFigures) sim.Estimate { return f.TimeTo }))))
	}
	if c.Lines > 0 || c.Room != 0 || s.Lines > 0 {
		list = append(list, named("blocking", Share, -1, total(func(t staffing.Total) float64 { return t.Blocking }), day(func(f sim.Figures) sim.Estimate { return f.Blocking })))
	}
	return append(list, named("offered", Contacts, 0,
		func(d *Day) (float64, bool) { return d.Channels[i].Total.Offered, true }, day(func(f sim.Figures) sim.Estimate { return f.Offered })))
}

// dedicatedTeam is whether a team's occupancy is a channel's already.
func dedicatedTeam(s *scenarios.Scenario, t int) bool {
	return len(s.Teams[t].Skills) == 1 && slices.ContainsFunc(s.Channels, func(c scenarios.Channel) bool {
		return c.Name == s.Teams[t].Skills[0] && len(s.TeamsOf(&c)) == 1
	})
}

// chats is whether a team has channels whose agents may have several contacts in hand.
func chats(s *scenarios.Scenario, t int) bool {
	return slices.ContainsFunc(s.Channels, func(c scenarios.Channel) bool {
		return c.Kind == scenarios.Chats && slices.Contains(s.Teams[t].Skills, c.Name)
	})
}

// pointed is a figure that only some teams have.
func pointed(e *sim.Estimate) sim.Estimate {
	if e == nil {
		return sim.Estimate{Undefined: true}
	}
	return *e
}

// staffFigures is the figures of the plan.
func staffFigures(s *scenarios.Scenario) []Figure {
	sum := func(of func(t staffing.Team) float64) func(*Day) (float64, bool) {
		return func(d *Day) (float64, bool) {
			x := 0.0
			for _, t := range d.Teams {
				x += of(t)
			}
			return x, true
		}
	}
	list := []Figure{
		{Name: "agents", Kind: People, Better: -1, Staff: true, formula: func(d *Day) (float64, bool) { return float64(peak(d)), true }},
		{Name: "agent_hours", Kind: Hours, Better: -1, Staff: true, formula: sum(func(t staffing.Team) float64 { return t.AgentHours })},
		{Name: "scheduled_hours", Kind: Hours, Better: -1, Staff: true, formula: sum(func(t staffing.Team) float64 { return t.ScheduledHours })},
	}
	if !slices.ContainsFunc(s.Teams, func(t scenarios.Team) bool { return t.ContractHours == 0 }) {
		list = append(list, Figure{Name: "fte", Kind: People, Better: -1, Staff: true, formula: sum(func(t staffing.Team) float64 { return t.FTE })})
	}
	return list
}

// moneyFigures is what the month costs, and what each contract bills and leaves, of scenarios that can be priced.
func moneyFigures(s *scenarios.Scenario) []Figure {
	if pricing.Check(s) != nil {
		return nil
	}
	month := func(of func(m *pricing.Month) float64) func(*Day) (float64, bool) {
		return func(d *Day) (float64, bool) {
			if d.Month == nil {
				return 0, false
			}
			return of(d.Month), true
		}
	}
	list := []Figure{{Name: "cost", Kind: Money, Better: -1, Staff: true, money: true, formula: month(func(m *pricing.Month) float64 { return m.Cost().Float() })}}
	for _, c := range s.Business.Contracts {
		bill := func(of func(b *pricing.Bill) float64) func(*Day) (float64, bool) {
			return func(d *Day) (float64, bool) {
				if d.Month == nil {
					return 0, false
				}
				i := slices.IndexFunc(d.Month.Contracts, func(b pricing.Bill) bool { return b.Contract.Name == c.Name })
				if i < 0 {
					return 0, false
				}
				return of(&d.Month.Contracts[i]), true
			}
		}
		list = append(list,
			Figure{Name: c.Name + ".bill", Kind: Money, Staff: true, money: true, formula: bill(func(b *pricing.Bill) float64 { return b.Invoice.Total.Float() })},
			Figure{Name: c.Name + ".margin", Kind: Money, Better: 1, Staff: true, money: true, formula: bill(func(b *pricing.Bill) float64 { return b.Margin.Float() })},
			Figure{Name: c.Name + ".margin_share", Kind: Share, Better: 1, Staff: true, money: true, formula: bill((*pricing.Bill).MarginShare)})
	}
	return list
}

// peak is the most agents available at once, all teams together.
func peak(d *Day) int {
	most := 0
	for k := range d.Scenario.Intervals() {
		n := 0
		for _, agents := range d.Plan {
			n += agents[k]
		}
		most = max(most, n)
	}
	return most
}

// Find finds a figure by its name.
func Find(list []Figure, name string) (Figure, error) {
	var names []string
	for _, f := range list {
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	hint := ""
	if near := demand.Nearest(name, names); near != "" {
		hint = ": did you mean " + near + "?"
	}
	return Figure{}, fmt.Errorf("there is no figure %s%s (there are %s)", name, hint, strings.Join(names, ", "))
}

// Formula is the figure of a day by formula; Undefined where there is none.
func (f Figure) Formula(d *Day) Value {
	x, ok := f.formula(d)
	if !ok {
		return undefined
	}
	return Value{Estimate: sim.Estimate{Mean: x}, Exact: true}
}

// Of is the figure of a simulated day; by formula where r is nil.
func (f Figure) Of(d *Day, r *sim.Result) Value {
	if r == nil || f.Staff {
		return f.Formula(d)
	}
	return Value{Estimate: f.simulated(d, r)}
}
