package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// newTable is an empty table in the program's one style: no frame, a rule under
// the heading and over the last line, numbers right, the first
// column and those of words, given by their number, left.
func newTable(header table.Row, words ...int) table.Writer {
	t := table.NewWriter()
	style := table.StyleLight
	style.Format = table.FormatOptions{Header: text.FormatDefault, Footer: text.FormatDefault, Row: text.FormatDefault}
	style.Options = table.Options{SeparateHeader: true, SeparateFooter: true}
	style.Box.PaddingLeft, style.Box.PaddingRight = "", "  "
	t.SetStyle(style)
	t.AppendHeader(header)
	t.SuppressTrailingSpaces()
	var columns []table.ColumnConfig
	for i := range header {
		align := text.AlignRight
		if i == 0 || slices.Contains(words, i+1) {
			align = text.AlignLeft
		}
		columns = append(columns, table.ColumnConfig{Number: i + 1, Align: align, AlignHeader: align, AlignFooter: align})
	}
	t.SetColumnConfigs(columns)
	return t
}

// printTable prints a table and an empty line.
func printTable(w io.Writer, t table.Writer) {
	fmt.Fprintf(w, "%s\n\n", t.Render())
}

// title names the scenario, and the variant.
func title(s *scenarios.Scenario) string {
	if s.Variant == "" {
		return s.Name
	}
	return s.Name + " (variant " + s.Variant + ")"
}

// changed says what --set changed, after other words.
func changed(s *scenarios.Scenario, before string) string {
	if len(s.Changes) == 0 {
		return ""
	}
	return before + strings.Join(s.Changes, ", ")
}

// heading names the scenario and the day.
func heading(s *scenarios.Scenario) string {
	parts := []string{title(s)}
	if !s.Date.IsZero() {
		parts = append(parts, s.Date.Format("Mon 2 Jan 2006"))
	}
	return strings.Join(append(parts, s.Hours()), ", ") + changed(s, "\nChanged: ")
}

// promise is a channel's target in words.
func promise(t scenarios.Target) string {
	var parts []string
	if t.ServiceLevel > 0 {
		parts = append(parts, fmt.Sprintf("%s in %s (%s)", goal(t.ServiceLevel), scenarios.ShortDuration(t.Within), definitionWords[t.Definition]))
	}
	if t.ASA > 0 {
		parts = append(parts, "ASA at most "+scenarios.ShortDuration(t.ASA))
	}
	if t.Abandonment > 0 {
		parts = append(parts, "abandonment at most "+goal(t.Abandonment))
	}
	if t.Occupancy > 0 {
		parts = append(parts, "occupancy at most "+goal(t.Occupancy))
	}
	if parts == nil {
		return "no target"
	}
	return strings.Join(parts, ", ")
}

// definitionWords says what each definition of the service level counts.
var definitionWords = map[erlang.Definition]string{
	erlang.Offered:        "of offered",
	erlang.Answered:       "of answered",
	erlang.ExcludingShort: "of offered less short abandons",
	erlang.Waited:         "answered or abandoned, of offered",
}

// column is a column of a day table: its heading, its unit, an interval's cell and the day's.
type column struct {
	heading, unit string
	cell          func(k int) string
	day           string
}

// dayTable is a channel's day by interval; o is nil where it was not simulated.
func dayTable(d *staffing.Day, i int, o *staffing.Outcome) table.Writer {
	ch := d.Channels[i]
	ins, team, def := ch.Intervals, d.Teams[ch.Team], ch.Target.Definition
	columns := []column{
		{"Time", "", func(k int) string { return d.Scenario.At(ins[k].Start) }, "Day"},
		{"Offered", "contacts", func(k int) string { return volume(ins[k].Offered) }, volume(ch.Total.Offered)},
	}
	if o == nil {
		columns = append(columns, column{"AHT", "", func(k int) string { return seconds(ins[k].HandleTime) }, ""})
	}
	columns = append(columns, column{"Load", "erlangs", func(k int) string { return decimal(ins[k].Load) }, decimal(ch.Total.Load)})
	agentHours, scheduledHours := team.AgentHours, team.ScheduledHours
	for _, t := range ch.Teams[1:] {
		agentHours, scheduledHours = agentHours+d.Teams[t].AgentHours, scheduledHours+d.Teams[t].ScheduledHours
	}
	hours := decimal(agentHours) + " h"
	sized, own := asRequired(ins)
	if sized {
		columns = append(columns, column{"Required", "agents", func(k int) string { return required(ins[k]) }, onlyIf(!own, hours)})
	}
	if own {
		columns = append(columns, column{"Planned", "agents", func(k int) string { return grouped(float64(ins[k].Agents)) }, hours})
	}
	columns = append(columns, column{"Scheduled", "people", func(k int) string { return grouped(float64(ins[k].Scheduled)) }, decimal(scheduledHours) + " h"})

	level := "SL in " + scenarios.ShortDuration(time.Duration(ch.Within*float64(time.Second)))
	formula := func(of func(f *erlang.Performance) string) func(int) string {
		return func(k int) string {
			if ins[k].Formula == nil || ins[k].Offered == 0 {
				return "-"
			}
			return of(ins[k].Formula)
		}
	}
	byFormula := column{level, "by " + ch.Formula, formula(func(f *erlang.Performance) string { return percent(f.ServiceLevel.Of(def)) }), onlyIf(ch.Total.Stable, percent(ch.Total.ServiceLevel.Of(def)))}
	if o == nil {
		columns = append(columns, byFormula,
			column{"ASA", "", formula(func(f *erlang.Performance) string { return seconds(f.ASA) }), onlyIf(ch.Total.Stable, seconds(ch.Total.ASA))},
			column{"Abandoned", "", formula(func(f *erlang.Performance) string { return percent(f.Abandonment) }), onlyIf(ch.Total.Stable, percent(ch.Total.Abandonment))},
			column{"Occupancy", "", formula(func(f *erlang.Performance) string { return percent(f.Occupancy) }), onlyIf(ch.Total.Stable, percent(ch.Total.Occupancy))})
		if sized {
			columns = append(columns, column{"Set by", "", func(k int) string { return bindingWords(ins[k].Required.Binding) }, ""})
		}
	} else {
		r, p := o.Simulated.Channels[i], o.Simulated.Teams[ch.Team]
		if !ch.Blended {
			columns = append(columns, byFormula)
		}
		columns = append(columns,
			simulated(level, "simulated, "+goal(o.Simulated.Confidence), plusMinus, func(k int) sim.Estimate { return staffing.LevelOf(r.Intervals[k].ServiceLevel, def) }, staffing.LevelOf(r.Day.ServiceLevel, def)),
			simulated("ASA", "", meanSeconds, func(k int) sim.Estimate { return r.Intervals[k].ASA }, r.Day.ASA),
			simulated("Abandoned", "", meanPercent, func(k int) sim.Estimate { return r.Intervals[k].Abandonment }, r.Day.Abandonment))
		if len(ch.Teams) == 1 { // of several, each has its own
			columns = append(columns, simulated("Occupancy", "", meanPercent, func(k int) sim.Estimate { return p.Intervals[k].Occupancy }, p.Day.Occupancy))
		}
	}

	return tableOf(columns, len(ins))
}

// tableOf is a table of columns over n intervals, and the day.
func tableOf(columns []column, n int) table.Writer {
	row := func(cell func(c column) string) table.Row {
		var r table.Row
		for _, c := range columns {
			r = append(r, cell(c))
		}
		return r
	}
	t := newTable(row(func(c column) string { return c.heading }))
	t.AppendHeader(row(func(c column) string { return c.unit }))
	for k := range n {
		t.AppendRow(row(func(c column) string { return c.cell(k) }))
	}
	t.AppendFooter(row(func(c column) string { return c.day }))
	return t
}

// teamTable is a team's simulated day by interval.
func teamTable(d *staffing.Day, t int, o *staffing.Outcome) table.Writer {
	r, plan := o.Simulated.Teams[t], d.Plan[t]
	confidence := goal(o.Simulated.Confidence)
	mean := func(e sim.Estimate) string { return decimal(e.Mean) }
	return tableOf([]column{
		{"Time", "", func(k int) string { return d.Scenario.Clock(k) }, "Day"},
		{"Planned", "agents", func(k int) string { return grouped(float64(plan[k])) }, decimal(d.Teams[t].AgentHours) + " h"},
		simulated("On duty", "agents", mean, func(k int) sim.Estimate { return r.Intervals[k].Staffed }, r.Day.Staffed),
		simulated("Occupancy", "simulated, "+confidence, plusMinus, func(k int) sim.Estimate { return r.Intervals[k].Occupancy }, r.Day.Occupancy),
		simulated("Utilization", "breaks included", meanPercent, func(k int) sim.Estimate { return r.Intervals[k].Utilization }, r.Day.Utilization),
		simulated("All busy", "of the time", meanPercent, func(k int) sim.Estimate { return r.Intervals[k].AllBusy }, r.Day.AllBusy),
		simulated("Contacts", "taken", mean, func(k int) sim.Estimate { return r.Intervals[k].Taken }, r.Day.Taken),
		simulated("Contacts", "an agent hour", mean, func(k int) sim.Estimate { return r.Intervals[k].PerAgentHour }, r.Day.PerAgentHour),
	}, len(plan))
}

// simulated is a column of a simulated figure; what does not exist, such as the
// ASA of nobody, is a dash.
func simulated(heading, unit string, write func(sim.Estimate) string, at func(k int) sim.Estimate, day sim.Estimate) column {
	cell := func(e sim.Estimate) string {
		if e.Undefined {
			return "-"
		}
		return write(e)
	}
	return column{heading, unit, func(k int) string { return cell(at(k)) }, cell(day)}
}

func meanSeconds(e sim.Estimate) string { return seconds(e.Mean) }
func meanPercent(e sim.Estimate) string { return percent(e.Mean) }

// bindingWords names the target that sets a requirement.
func bindingWords(binding string) string {
	if binding == "asa" {
		return "ASA"
	}
	return strings.ReplaceAll(binding, "_", " ")
}

// asRequired says whether the intervals have a requirement, and whether the plan is another.
func asRequired(ins []staffing.Interval) (sized, own bool) {
	sized = ins[0].Required != nil
	for _, in := range ins {
		own = own || !sized || in.Agents != in.Required.Agents
	}
	return sized, own
}

func required(in staffing.Interval) string { return grouped(float64(in.Required.Agents)) }

func onlyIf(yes bool, words string) string {
	if yes {
		return words
	}
	return ""
}
