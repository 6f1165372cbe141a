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
func promise(c *scenarios.Channel) string {
	t := c.Target
	var parts []string
	if t.ServiceLevel > 0 && c.Kind == scenarios.Deferred {
		parts = append(parts, fmt.Sprintf("%s finished in %s", goal(t.ServiceLevel), withinWords(c, t.Within)))
	} else if t.ServiceLevel > 0 {
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

// dayTable is a channel's day by interval, or several days by day; o is nil where it was not simulated.
func dayTable(d *staffing.Day, i int, o *staffing.Outcome) table.Writer {
	s, ch := d.Scenario, d.Channels[i]
	ins, rows := ch.Intervals, rowsOf(d.Scenario)
	several := s.Days != nil
	first := column{"Time", "", func(i int) string { return rows[i].name }, "Day"}
	if several {
		first.heading, first.day = "Day", "All"
	}
	columns := []column{first}
	add := func(m measure) { columns = append(columns, m.column(rows)) }

	offered := measure{"Offered", "contacts", mean(volume), func(k int) sim.Estimate { return known(ins[k].Offered) }, nil, false, known(ch.Total.Offered)}
	simulated := ch.LedTo || d.Replayed() // volumes that are not the demand's
	if o != nil && (simulated || ch.Outbound != nil) {
		r := o.Simulated.Channels[i]
		offered.unit, offered.write = "simulated", tenth
		offered.at, offered.day = func(k int) sim.Estimate { return r.Intervals[k].Offered }, r.Day.Offered
	}
	if ch.Outbound == nil {
		add(offered)
	}
	if o == nil {
		columns = append(columns, column{"AHT", "", func(i int) string { return seconds(ins[rows[i].of[0]].HandleTime) }, ""})
	}
	switch {
	case ch.Outbound != nil || simulated && o != nil:
	case ch.Kind == scenarios.Deferred:
		work := func(k int) sim.Estimate { return known(ins[k].Load * s.Interval.Hours()) }
		sum := 0.0
		for k := range ins {
			sum += work(k).Mean
		}
		add(measure{"Work", "hours", mean(decimal), work, nil, false, known(sum)})
	default:
		open := func(k int) float64 {
			if s.OpenAt(k) {
				return 1
			}
			return 0
		}
		add(measure{"Load", "erlangs", mean(decimal), func(k int) sim.Estimate { return known(ins[k].Load) }, open, false, known(ch.Total.Load)})
	}
	columns = append(columns, staffColumns(d, ch, rows)...)
	switch {
	case o == nil:
		columns = append(columns, formulaColumns(ch, rows)...)
	case ch.Kind == scenarios.Deferred:
		columns = append(columns, deferredColumns(ch, o, i, rows)...)
	case ch.Kind == scenarios.Outbound:
		columns = append(columns, outboundColumns(ch, o, i, rows)...)
	default:
		columns = append(columns, waitColumns(ch, o, i, rows)...)
	}
	return tableOf(columns, len(rows))
}

// staffColumns are the agents required, planned and scheduled: heads, or hours where a line is a day.
func staffColumns(d *staffing.Day, ch staffing.Channel, rows []row) []column {
	ins := ch.Intervals
	agentHours, scheduledHours := 0.0, 0.0
	for _, t := range ch.Teams {
		agentHours, scheduledHours = agentHours+d.Teams[t].AgentHours, scheduledHours+d.Teams[t].ScheduledHours
	}
	hours := decimal(agentHours) + " h"
	heads := func(of func(in staffing.Interval) int) func(i int) string {
		return func(i int) string {
			if d.Scenario.Days == nil {
				return grouped(float64(of(ins[i])))
			}
			sum := 0.0
			for _, k := range rows[i].of {
				sum += float64(of(ins[k])) * d.Scenario.Interval.Hours()
			}
			return decimal(sum) + " h"
		}
	}
	var columns []column
	sized, own := asRequired(ins)
	if sized {
		columns = append(columns, column{"Required", "agents", heads(func(in staffing.Interval) int { return in.Required.Agents }), onlyIf(!own, hours)})
	}
	if own {
		columns = append(columns, column{"Planned", "agents", heads(func(in staffing.Interval) int { return in.Agents }), hours})
	}
	return append(columns, column{"Scheduled", "people", heads(func(in staffing.Interval) int { return in.Scheduled }), decimal(scheduledHours) + " h"})
}

// levelWords heads a column of the service level.
func levelWords(ch staffing.Channel) string {
	return "SL in " + scenarios.ShortDuration(time.Duration(ch.Within*float64(time.Second)))
}

// byFormula is a column of a figure by formula, averaged over contacts.
func byFormula(ch staffing.Channel, heading, unit string, rows []row, write func(float64) string, of func(f *erlang.Performance) float64, day float64) column {
	ins := ch.Intervals
	c := measure{heading, unit, mean(write), func(k int) sim.Estimate {
		if ins[k].Formula == nil || ins[k].Offered == 0 {
			return sim.Estimate{Undefined: true}
		}
		return known(of(ins[k].Formula))
	}, func(k int) float64 { return ins[k].Offered }, false, known(day)}.column(rows)
	c.day = onlyIf(ch.Total.Stable, c.day)
	return c
}

// formulaColumns are the figures by formula, where nothing is simulated.
func formulaColumns(ch staffing.Channel, rows []row) []column {
	if ch.Blended {
		return nil
	}
	def := ch.Target.Definition
	columns := []column{
		byFormula(ch, levelWords(ch), "by "+ch.Formula, rows, percent, func(f *erlang.Performance) float64 { return f.ServiceLevel.Of(def) }, ch.Total.ServiceLevel.Of(def)),
		byFormula(ch, "ASA", "", rows, seconds, func(f *erlang.Performance) float64 { return f.ASA }, ch.Total.ASA),
		byFormula(ch, "Abandoned", "", rows, percent, func(f *erlang.Performance) float64 { return f.Abandonment }, ch.Total.Abandonment),
		byFormula(ch, "Occupancy", "", rows, percent, func(f *erlang.Performance) float64 { return f.Occupancy }, ch.Total.Occupancy)}
	if ch.Kind == scenarios.Chats {
		columns = append(columns, byChatFormula(ch, "Concurrency", "", rows, decimal, func(f *staffing.ChatFormula) float64 { return f.Concurrency }),
			byChatFormula(ch, "Duration", "", rows, seconds, func(f *staffing.ChatFormula) float64 { return f.Duration }))
	}
	if sized, _ := asRequired(ch.Intervals); sized {
		columns = append(columns, column{"Set by", "", func(i int) string {
			if len(rows[i].of) > 1 {
				return ""
			}
			return bindingWords(ch.Intervals[i].Required.Binding)
		}, ""})
	}
	return columns
}

// waitColumns are what a channel's contacts met whose customers wait: calls and chats.
func waitColumns(ch staffing.Channel, o *staffing.Outcome, i int, rows []row) []column {
	def, r, p := ch.Target.Definition, o.Simulated.Channels[i], o.Simulated.Teams[ch.Team]
	var columns []column
	if !ch.Blended {
		columns = append(columns, byFormula(ch, levelWords(ch), "by "+ch.Formula, rows, percent, func(f *erlang.Performance) float64 { return f.ServiceLevel.Of(def) }, ch.Total.ServiceLevel.Of(def)))
	}
	offered := func(k int) float64 { return r.Intervals[k].Offered.Mean }
	answered := func(k int) float64 { return r.Intervals[k].Answered.Mean }
	for _, m := range []measure{
		{levelWords(ch), "simulated, " + goal(o.Simulated.Confidence), plusMinus, func(k int) sim.Estimate { return staffing.LevelOf(r.Intervals[k].ServiceLevel, def) }, offered, false, staffing.LevelOf(r.Day.ServiceLevel, def)},
		{"ASA", "", meanSeconds, func(k int) sim.Estimate { return r.Intervals[k].ASA }, answered, false, r.Day.ASA},
		{"Abandoned", "", meanPercent, func(k int) sim.Estimate { return r.Intervals[k].Abandonment }, offered, false, r.Day.Abandonment},
	} {
		columns = append(columns, m.column(rows))
	}
	if r.Day.Chat != nil && ch.Kind == scenarios.Chats {
		columns = append(columns, chatColumns(ch, o, i, rows)...)
	}
	if len(ch.Teams) == 1 { // of several, each has its own
		columns = append(columns, occupancyOf(p).column(rows))
	}
	return columns
}

// occupancyOf is a team's occupancy, averaged over the agents there.
func occupancyOf(p sim.TeamResult) measure {
	return measure{"Occupancy", "", meanPercent, func(k int) sim.Estimate { return p.Intervals[k].Occupancy },
		func(k int) float64 { return p.Intervals[k].Staffed.Mean }, false, p.Day.Occupancy}
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

// teamTable is a team's simulated day by interval, or several days by day.
func teamTable(d *staffing.Day, t int, o *staffing.Outcome) table.Writer {
	r, plan, rows := o.Simulated.Teams[t], d.Plan[t], rowsOf(d.Scenario)
	s := d.Scenario
	open := func(k int) float64 {
		if s.Days == nil || s.OpenAt(k) {
			return 1
		}
		return 0
	}
	var all []int
	for k := range r.Intervals {
		all = append(all, k)
	}
	staffed := func(k int) float64 { return r.Intervals[k].Staffed.Mean }
	allBusy := measure{"All busy", "of the time", meanPercent, func(k int) sim.Estimate { return r.Intervals[k].AllBusy },
		func(k int) float64 { return min(1, staffed(k)) }, false, r.Day.AllBusy}
	onDuty := measure{"On duty", "agents", mean(decimal), func(k int) sim.Estimate { return r.Intervals[k].Staffed }, open, false, sim.Estimate{}}
	onDuty.day = onDuty.of(all)
	scheduled := func(k int) float64 { return r.Intervals[k].Scheduled.Mean }
	columns := []column{{"Time", "", func(i int) string { return rows[i].name }, "Day"}}
	if d.Scenario.Days != nil {
		columns[0].heading, columns[0].day = "Day", "All"
	}
	planned := column{"Planned", "agents", func(i int) string {
		if len(rows[i].of) == 1 {
			return grouped(float64(plan[rows[i].of[0]]))
		}
		sum := 0
		for _, k := range rows[i].of {
			sum += plan[k]
		}
		return decimal(float64(sum)*d.Scenario.Interval.Hours()) + " h"
	}, decimal(d.Teams[t].AgentHours) + " h"}
	columns = append(columns, planned)
	measures := []measure{
		onDuty,
		{"Occupancy", "simulated, " + goal(o.Simulated.Confidence), plusMinus, func(k int) sim.Estimate { return r.Intervals[k].Occupancy }, staffed, false, r.Day.Occupancy},
	}
	if r.Day.Concurrency != nil {
		measures = append(measures, measure{"Concurrency", "in hand", mean(twoDecimals), func(k int) sim.Estimate { return *r.Intervals[k].Concurrency },
			func(k int) float64 { return r.Intervals[k].Busy.Mean }, false, *r.Day.Concurrency})
	}
	measures = append(measures,
		measure{"Utilization", "breaks included", meanPercent, func(k int) sim.Estimate { return r.Intervals[k].Utilization }, scheduled, false, r.Day.Utilization},
		allBusy,
		measure{"Contacts", "taken", mean(decimal), func(k int) sim.Estimate { return r.Intervals[k].Taken }, nil, false, r.Day.Taken},
		measure{"Contacts", "an agent hour", mean(decimal), func(k int) sim.Estimate { return r.Intervals[k].PerAgentHour }, staffed, false, r.Day.PerAgentHour})
	for _, m := range measures {
		columns = append(columns, m.column(rows))
	}
	return tableOf(columns, len(rows))
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

func onlyIf(yes bool, words string) string {
	if yes {
		return words
	}
	return ""
}
