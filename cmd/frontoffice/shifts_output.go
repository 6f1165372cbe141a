package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"frontoffice/charts"
	"frontoffice/scenarios"
	"frontoffice/scenarios/scheduling"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// objectiveWords says what each objective asks for.
func objectiveWords(r *scheduling.Schedule) string {
	switch r.Objective {
	case scheduling.Shortage:
		return fmt.Sprintf("least cost with agents short at %s each during an interval of %s", money(r.Price), scenarios.ShortDuration(r.Scenario.Interval))
	case scheduling.Whole:
		return "least cost that meets the targets of the day as a whole"
	}
	return "least cost with the required agents in every interval"
}

func money(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// cost writes money with two decimals and thousands separated.
func cost(v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	whole, cents, _ := strings.Cut(text, ".")
	n, _ := strconv.ParseFloat(whole, 64)
	return grouped(n) + "." + cents
}

// printSchedule prints shifts for people.
func printSchedule(w io.Writer, r *scheduling.Schedule) {
	fmt.Fprintln(w, heading(r.Scenario))
	printShifts(w, r)
	if r.Outcome == nil {
		return
	}
	for _, e := range r.Exact {
		paragraphAt(w, exactWords(r, e), "")
	}
	fmt.Fprintf(w, "\nVerdict on the simulated day (%s, seed %d; ± is half the width of the %s interval)\n",
		count(r.Outcome.Simulated.Replications, "replication"), r.Outcome.Simulated.Seed, goal(r.Outcome.Simulated.Confidence))
	if len(r.Outcome.Verdicts) == 0 {
		fmt.Fprintln(w, "  no targets given")
	}
	for _, v := range r.Outcome.Verdicts {
		paragraph(w, verdictWords(r.Outcome.Day, v))
	}
}

// exactWords says what the exact day makes of the agents on duty.
func exactWords(r *scheduling.Schedule, e scheduling.Exact) string {
	what := "Day, " + e.Channel + ": "
	if r.Scenario.Days != nil {
		what = "All days, " + e.Channel + ": "
	}
	if !e.Total.Stable {
		return what + "no figures by the exact day, for contacts that nobody gives up on wait where nobody is on duty, or too few are"
	}
	c := channelNamed(r.Outcome.Day, e.Channel)
	return fmt.Sprintf("%s%s answered in %s by the exact day with the agents on duty (everybody there), abandoned %s, ASA %s, occupancy %s", what,
		percent(e.Total.ServiceLevel.Of(c.Target.Definition)), seconds(c.Within), percent(e.Total.Abandonment), seconds(e.Total.ASA), percent(e.Total.Occupancy))
}

// printShifts prints the shifts, what they cover and cost, and the people they need.
func printShifts(w io.Writer, r *scheduling.Schedule) {
	s := r.Scenario
	fmt.Fprintf(w, "Shifts: %s\n\n", objectiveWords(r))
	for _, t := range s.Teams {
		if way := "ahead of it"; t.Ahead != 0 {
			if t.Ahead < 0 {
				way = "behind it"
			}
			fmt.Fprintf(w, "Times are by the scenario's clock; that of %s is %s %s.\n\n", t.Name, scenarios.ShortDuration(max(t.Ahead, -t.Ahead)), way)
		}
	}
	for _, p := range r.Pools {
		if p.Week != nil {
			printTable(w, tourTable(r, &p))
		} else {
			printTable(w, shiftTable(r, &p))
		}
		if s.Days != nil {
			printTable(w, dayCoverageTable(r, &p))
		} else {
			printTable(w, coverageTable(r, &p))
		}
	}
	for i := range r.Pools {
		p := &r.Pools[i]
		paragraphAt(w, fmt.Sprintf("Cost, %s: %s", p.Names(s), costWords(r, p.Plan)), "")
		paragraphAt(w, fmt.Sprintf("Cover, %s: %s", p.Names(s), coverWords(r, p)), "")
	}
	switch {
	case r.Repairs > 0 && r.Cost < r.Plain:
		paragraphAt(w, fmt.Sprintf("Repair: the first shifts at %s gave more than the targets ask; %s of asking for less saved %s", cost(r.Plain), count(r.Repairs, "round"), cost(r.Plain-r.Cost)), "")
	case r.Repairs > 0 && r.Objective == scheduling.Whole && r.Cost == r.Plain:
		paragraphAt(w, fmt.Sprintf("Repair: %s of asking for less or more found nothing cheaper than the first shifts that keep the targets, at %s", count(r.Repairs, "round"), cost(r.Cost)), "")
	case r.Repairs > 0:
		paragraphAt(w, fmt.Sprintf("Repair: the plain cover at %s missed a target in truth, or was too near to tell; %s of asking for more cost %s, %s more",
			cost(r.Plain), count(r.Repairs, "round"), cost(r.Cost-r.Plain), percent((r.Cost-r.Plain)/max(r.Plain, 1e-9))), "")
	}
	if r.Binds != "" {
		paragraphAt(w, "Binding: "+r.Binds, "")
	}
	for _, n := range r.People {
		paragraphAt(w, "People, "+n.Team+": "+peopleWords(s, n), "")
	}
}

// channelNamed is the day's channel of a name.
func channelNamed(d *staffing.Day, name string) *staffing.Channel {
	for i := range d.Channels {
		if d.Channels[i].Name == name {
			return &d.Channels[i]
		}
	}
	panic("frontoffice: no channel " + name)
}

// costWords says what a plan costs and how near to the least that is.
func costWords(r *scheduling.Schedule, p *shifts.Plan) string {
	words, together := cost(p.Cost), ""
	if p.Charged > 1e-9 {
		words += fmt.Sprintf(" and %s for agents short", cost(p.Charged))
		if r.Objective == scheduling.Cover {
			words += ", who count more than any shift,"
		}
		words += fmt.Sprintf(" are %s", cost(p.Value()))
		together = " together"
	}
	above := p.Gap()
	switch {
	case above == 0:
		return words + ": the least there is, proven"
	case math.IsInf(above, 1):
		return words + "; how far above the least that is, is not known (--effort thorough searches longer)"
	}
	longer := ""
	if above > 0.05 {
		longer = " (--effort thorough searches longer)"
	}
	return fmt.Sprintf("%s; no plan costs less than %s%s, so it is at most %.2f%% above the least%s", words, cost(p.Bound), together, 100*above, longer)
}

// coverWords says how the agents on duty compare with those required, in hours.
func coverWords(r *scheduling.Schedule, p *scheduling.Pool) string {
	required, over, short, paid := p.Coverage()
	words := fmt.Sprintf("%s agent hours required, %s on duty beyond that", decimal(required), decimal(over))
	if short > 0 {
		words += fmt.Sprintf(", %s short", decimal(short))
	}
	productive := required + over - short
	return fmt.Sprintf("%s; %s paid hours for %s productive ones (%s)", words, decimal(paid), decimal(productive), percent(productive/max(paid, 1e-9)))
}

// peopleWords says who is needed.
func peopleWords(s *scenarios.Scenario, n scheduling.People) string {
	team := slices.IndexFunc(s.Teams, func(t scenarios.Team) bool { return t.Name == n.Team })
	with := plural(n.Shifts, "person", "people") + " with a shift"
	if s.Days != nil && !s.Teams[team].Tours {
		with = plural(n.Shifts, "shift", "shifts") + " on all days"
	}
	words := fmt.Sprintf("%s, %s to roster (shrinkage %s), %s", with, grouped(float64(n.Roster)), percent(s.Teams[team].Shrinkage()), decimal(n.RosterHours)+" paid hours")
	if n.FTE > 0 {
		words += fmt.Sprintf(", %.1f FTE: %s to employ", n.FTE, grouped(float64(n.Employ)))
	}
	if n.Hires == nil && s.Teams[team].Employed != nil {
		words += "; hires to make need contract_hours"
	}
	if n.Hires != nil {
		words += fmt.Sprintf(", %s to hire", grouped(float64(*n.Hires)))
	}
	return words
}

// shiftTable is the shifts of a pool: who starts when, with which breaks.
func shiftTable(r *scheduling.Schedule, p *scheduling.Pool) table.Writer {
	several := len(p.Teams) > 1
	header := table.Row{"Shift", "Start", "End", "Breaks", "People", "Paid", "Cost"}
	units := table.Row{"", "", "", "", "", "hours", r.Scenario.Business.Currency}
	words := []int{4}
	if several {
		header, units, words = append(table.Row{"Team"}, header...), append(table.Row{""}, units...), []int{2, 5}
	}
	t := newTable(header, words...)
	t.AppendHeader(units)
	people, paid := 0, 0.0
	for _, a := range p.Plan.Shifts {
		row := table.Row{p.PatternName(r.Scenario, &a.Shift), scenarios.Clock(a.Start), scenarios.Clock(a.End), breakWords(a.Breaks), a.People, decimal(float64(a.People) * a.Paid.Hours()), cost(float64(a.People) * a.Cost)}
		if several {
			row = append(table.Row{r.Scenario.Teams[p.Teams[a.Team]].Name}, row...)
		}
		t.AppendRow(row)
		people += a.People
		paid += float64(a.People) * a.Paid.Hours()
	}
	footer := table.Row{"Day", "", "", "", people, decimal(paid), cost(p.Plan.Cost)}
	if several {
		footer = append(table.Row{""}, footer...)
		footer[0], footer[1] = "Day", ""
	}
	t.AppendFooter(footer)
	return t
}

// breakWords lists breaks: unpaid ones in brackets.
func breakWords(breaks []shifts.Off) string {
	var words []string
	for _, b := range breaks {
		text := scenarios.Clock(b.From) + "-" + scenarios.Clock(b.To)
		if !b.Paid {
			text = "(" + text + ")"
		}
		words = append(words, text)
	}
	return strings.Join(words, " ")
}

// coverageTable is a pool's coverage by interval: the least of its cells.
func coverageTable(r *scheduling.Schedule, p *scheduling.Pool) table.Writer {
	s := r.Scenario
	level := levelOf(r, p)
	header, units := table.Row{"Time", "Required", "On duty", "Over", "Short"}, table.Row{"", "agents", "people", "at least", "at most"}
	if level != nil {
		header, units = append(header, "Service level"), append(units, "simulated")
	}
	t := newTable(header)
	t.AppendHeader(units)
	onDuty := p.OnDuty(s)
	for k := range s.Intervals() {
		on, need := onDuty[k], p.Cells(s, k, p.Day.Required)[0]
		over, short := max(0, on-need), max(0, need-on)
		row := table.Row{scenarios.Clock(s.Start(k)), need, on, dashZero(over), dashZero(short)}
		if level != nil {
			if e := level(k); e.Undefined {
				row = append(row, "-")
			} else {
				row = append(row, plusMinus(e))
			}
		}
		t.AppendRow(row)
	}
	return t
}

// tourTable is the tours of a pool: who works which days from when to when. Breaks are in --format csv and json.
func tourTable(r *scheduling.Schedule, p *scheduling.Pool) table.Writer {
	s := r.Scenario
	const day = 24 * time.Hour
	header, units, words := table.Row{"Tour"}, table.Row{"", "", "", "", "", "", "", "", "", "hours", s.Business.Currency}, []int{2, 3, 4, 5, 6, 7, 8}
	footer := table.Row{"Week", "", "", "", "", "", "", ""}
	several := len(p.Teams) > 1
	if several {
		header, units, words, footer = append(table.Row{"Team"}, header...), append(table.Row{""}, units...), append(words, 9), append(footer, "")
	}
	for d := range 7 {
		header = append(header, s.Date.AddDate(0, 0, d).Format("Mon"))
	}
	t := newTable(append(header, "People", "Paid", "Cost"), words...)
	t.AppendHeader(units)
	people, paid := 0, 0.0
	for _, a := range p.Week.Tours {
		row := table.Row{p.PatternName(s, &a.Shifts[0])}
		if several {
			row = append(table.Row{s.Teams[p.Teams[a.Team]].Name}, row...)
		}
		for d := range 7 {
			words := "off"
			for _, shift := range a.Shifts {
				if int((shift.Start+7*day)/day)%7 == d {
					words = scenarios.Clock(shift.Start) + "-" + scenarios.Clock(shift.End)
				}
			}
			row = append(row, words)
		}
		t.AppendRow(append(row, a.People, decimal(float64(a.People)*a.Paid.Hours()), cost(float64(a.People)*a.Cost)))
		people += a.People
		paid += float64(a.People) * a.Paid.Hours()
	}
	t.AppendFooter(append(footer, people, decimal(paid), cost(p.Plan.Cost)))
	return t
}

// dayCoverageTable is a pool's coverage by day, in agent hours.
func dayCoverageTable(r *scheduling.Schedule, p *scheduling.Pool) table.Writer {
	s := r.Scenario
	t := newTable(table.Row{"Day", "Required", "On duty", "Over", "Short"})
	t.AppendHeader(table.Row{"", "agent hours", "at open hours", "", ""})
	for d := range s.Days {
		required, on, over, short := 0, 0, 0, 0
		for k := range s.Intervals() {
			if s.DayOf(k) != d || !s.OpenAt(k) {
				continue
			}
			have := p.Cells(s, k, p.Plan.OnDuty)
			for i, need := range p.Cells(s, k, p.Day.Required) {
				required, on = required+need, on+have[i]
				over, short = over+max(0, have[i]-need), short+max(0, need-have[i])
			}
		}
		hours := func(cells int) string { return decimal(float64(cells) * p.Day.Cell.Hours()) }
		t.AppendRow(table.Row{s.Date.AddDate(0, 0, d).Format("Mon 2 Jan"), hours(required), hours(on), hours(over), hours(short)})
	}
	return t
}

func dashZero(n int) string {
	if n == 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

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

// levelOf is the simulated service level by interval of the one channel that a pool serves; nil where there is none.
func levelOf(r *scheduling.Schedule, p *scheduling.Pool) func(k int) sim.Estimate {
	if p.Channel < 0 || r.Outcome == nil {
		return nil
	}
	for i, ch := range r.Outcome.Channels {
		if ch.Name == p.ChannelName {
			return func(k int) sim.Estimate {
				return staffing.LevelOf(r.Outcome.Simulated.Channels[i].Intervals[k].ServiceLevel, ch.Target.Definition)
			}
		}
	}
	return nil
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

// printShiftsCSV prints the shifts with people as simulate --shifts reads them.
func printShiftsCSV(w io.Writer, r *scheduling.Schedule) error {
	out := csv.NewWriter(w)
	out.Write([]string{"schema", "team", "pattern", "people", "day", "start", "end", "breaks", "paid_hours", "cost"})
	for i := range r.Pools {
		p := &r.Pools[i]
		for _, a := range p.Plan.Shifts {
			j := newShiftJSON(r.Scenario, p, a)
			for _, by := range p.Turns(&a.Shift) {
				var breaks []string
				for _, b := range j.Breaks {
					breaks = append(breaks, b.Start+"-"+b.End)
				}
				paid, price := j.Paid, j.Cost
				if by != 0 {
					paid, price = 0, 0 // those who came the day before are paid then
				}
				out.Write([]string{"frontoffice/shifts/v1", j.Team, j.Pattern, strconv.Itoa(j.People), strconv.Itoa(j.Day + by), j.Start, j.End, strings.Join(breaks, " "),
					strconv.FormatFloat(paid, 'g', -1, 64), strconv.FormatFloat(price, 'g', -1, 64)})
			}
		}
	}
	out.Flush()
	return out.Error()
}

// drawShifts draws a picture per pool and returns the paths written.
func drawShifts(folder string, r *scheduling.Schedule, overwrite bool) ([]string, error) {
	files := map[string][]byte{}
	var order []string
	for i := range r.Pools {
		p := &r.Pools[i]
		f, err := charts.Shifts(chartShifts(r, p))
		if err != nil {
			return nil, fmt.Errorf("drawing the shifts: %w", err)
		}
		written, err := rendered(f)
		if err != nil {
			return nil, fmt.Errorf("drawing the shifts: %w", err)
		}
		for _, ext := range pictureFormats {
			path := filepath.Join(folder, shiftPicture(r.Scenario.Teams[p.Teams[0]].Name)+ext)
			files[path] = written[ext]
			order = append(order, path)
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("--pictures: %w", err)
	}
	for _, path := range order {
		if err := writeFile(path, files[path], overwrite); err != nil {
			return nil, err
		}
	}
	return order, nil
}

// chartShifts is a pool's shifts as the picture takes them: people of one start and end together.
func chartShifts(r *scheduling.Schedule, p *scheduling.Pool) charts.Coverage {
	s := r.Scenario
	v := charts.Coverage{Open: s.Open, Cell: p.Day.Cell}
	for k := range s.Intervals() {
		v.Required = append(v.Required, p.Cells(s, k, p.Day.Required)...)
		v.OnDuty = append(v.OnDuty, p.Cells(s, k, p.Plan.OnDuty)...)
	}
	for d := range s.Days {
		v.Days = append(v.Days, s.Date.AddDate(0, 0, d).Format("Mon 2"))
	}
	required, _, _, paid := p.Coverage()
	v.Title = fmt.Sprintf("%s: %s paid hours cover %s required", title(s), decimal(paid), decimal(required))
	switch {
	case math.IsInf(p.Plan.Gap(), 1):
		v.Subtitle = fmt.Sprintf("%s, cost %s", p.Names(s), cost(p.Plan.Cost))
	case p.Plan.Gap() == 0:
		v.Subtitle = fmt.Sprintf("%s, cost %s, proven to be the least", p.Names(s), cost(p.Plan.Cost))
	default:
		v.Subtitle = fmt.Sprintf("%s, cost %s, at most %.2f%% above the least", p.Names(s), cost(p.Plan.Cost), 100*p.Plan.Gap())
	}
	v.Subtitle += "; " + objectiveWords(r) + changed(s, ", with ")
	for _, a := range p.Plan.Shifts {
		i := slices.IndexFunc(v.Bars, func(b charts.ShiftBar) bool { return b.From == a.Start && b.To == a.End })
		if i < 0 {
			i = len(v.Bars)
			v.Bars = append(v.Bars, charts.ShiftBar{From: a.Start, To: a.End})
		}
		v.Bars[i].People += a.People
	}
	for i := range v.Bars {
		b := &v.Bars[i]
		for at := b.From; at < b.To; at += p.Day.Cell {
			off := 0
			for _, a := range p.Plan.Shifts {
				if a.Start != b.From || a.End != b.To {
					continue
				}
				for _, o := range a.Breaks {
					if at >= o.From && at < o.To {
						off += a.People
					}
				}
			}
			if off > 0 {
				b.Off = append(b.Off, charts.Off{From: at, To: at + p.Day.Cell, People: off})
			}
		}
	}
	for _, b := range v.Bars { // the mornings of those who came the day before
		for _, by := range p.Turns(&shifts.Shift{Start: b.From, End: b.To}) {
			if by == 0 {
				continue
			}
			turn := time.Duration(by) * 24 * time.Hour
			again := charts.ShiftBar{From: b.From + turn, To: b.To + turn, People: b.People, Again: true}
			for _, o := range b.Off {
				again.Off = append(again.Off, charts.Off{From: o.From + turn, To: o.To + turn, People: o.People})
			}
			v.Bars = append(v.Bars, again)
		}
	}
	slices.SortStableFunc(v.Bars, func(a, b charts.ShiftBar) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return v
}
