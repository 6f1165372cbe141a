package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// printJSON prints v, a struct whose first field is its schema, for machines.
func printJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}

// dayJSON is a day's result for machines: one object per channel and interval,
// what is asked, what the formula expects and what the simulation saw.
type dayJSON struct {
	Schema       string             `json:"schema"`
	Scenario     string             `json:"scenario"`
	File         string             `json:"file"`
	Variant      string             `json:"variant,omitempty"`
	Changes      []string           `json:"changes,omitempty"` // by --set
	Date         string             `json:"date,omitempty"`
	Interval     string             `json:"interval"`
	Replications int                `json:"replications,omitempty"`
	Seed         *uint64            `json:"seed,omitempty"`
	Confidence   float64            `json:"confidence,omitempty"`
	Channels     []channelJSON      `json:"channels"`
	Total        *sim.Total         `json:"total,omitempty"` // of all channels together, simulated
	Teams        []teamJSON         `json:"teams"`
	Search       *staffing.Search   `json:"search,omitempty"` // how the plan was found, where by simulation
	Verdicts     []staffing.Verdict `json:"verdicts,omitempty"`
	Precision    []reached          `json:"precision,omitempty"`
	Gaps         []staffing.Gap     `json:"formula_gaps,omitempty"`
	Shifts       *shiftsJSON        `json:"shifts,omitempty"` // found for it, where the scenario has patterns
	Notes        []string           `json:"notes,omitempty"`
	Pictures     []string           `json:"pictures,omitempty"`
}

type channelJSON struct {
	Channel   string         `json:"channel"`
	Kind      string         `json:"kind"`
	Team      string         `json:"team"`            // of several the first
	Teams     []string       `json:"teams,omitempty"` // where several serve it, or one that serves others too
	Demand    string         `json:"demand"`
	Target    targetJSON     `json:"target"`
	Within    float64        `json:"within_s"`
	Formula   string         `json:"formula,omitempty"` // what the figures by formula come from: exact day, Erlang A, Erlang C
	LeavesOut []string       `json:"formula_leaves_out,omitempty"`
	Method    string         `json:"method,omitempty"` // that found what is required
	Day       channelDayJSON `json:"day"`
	Intervals []intervalJSON `json:"intervals"`
}

type channelDayJSON struct {
	Formula    *staffing.Total   `json:"formula,omitempty"` // left out where an interval has no steady state
	Simulated  *sim.Figures      `json:"simulated,omitempty"`
	Served     *sim.Estimate     `json:"served,omitempty"` // answered in the end / contacts that came, redials not counted anew
	Waits      *sim.Waits        `json:"waits,omitempty"`
	Quantiles  *quantilesJSON    `json:"wait_quantiles,omitempty"`
	Answer     *sim.Quantiles    `json:"answer_quantiles_of_days,omitempty"` // of the answered, means over the days
	Wait       *sim.Quantiles    `json:"wait_quantiles_of_days,omitempty"`   // of all, likewise
	Days       *sim.Days         `json:"days,omitempty"`                     // how the days differ
	AnswerDays *sim.DayQuantiles `json:"answer_quantile_days,omitempty"`
	WaitDays   *sim.DayQuantiles `json:"wait_quantile_days,omitempty"`
	Ages       *sim.Ages         `json:"ages,omitempty"`  // of deferred work
	Cases      *sim.Cases        `json:"cases,omitempty"` // that began on the channel
}

// quantilesJSON are waits that shares of the answered stay below, seconds.
type quantilesJSON struct {
	P50 float64 `json:"p50_s"`
	P90 float64 `json:"p90_s"`
	P95 float64 `json:"p95_s"`
}

type intervalJSON struct {
	Date  string `json:"date,omitempty"` // where there are several days
	Start string `json:"start"`
	End   string `json:"end"`
	staffing.Interval
	Simulated *sim.Figures  `json:"simulated,omitempty"`
	Presence  *sim.Presence `json:"presence,omitempty"`
}

type teamJSON struct {
	staffing.Team
	Simulated *sim.Presence  `json:"simulated,omitempty"`
	Intervals []sim.Presence `json:"intervals,omitempty"` // simulated, in the day's order
	Days      *sim.TeamDays  `json:"days,omitempty"`      // how the days differ
}

type targetJSON struct {
	ServiceLevel float64           `json:"service_level,omitzero"`
	Within       float64           `json:"within_s,omitzero"`
	Definition   erlang.Definition `json:"service_level_definition"`
	ASA          float64           `json:"asa_s,omitzero"`
	Abandonment  float64           `json:"abandonment,omitzero"`
	Occupancy    float64           `json:"occupancy,omitzero"`
}

func newTargetJSON(t scenarios.Target) targetJSON {
	return targetJSON{
		ServiceLevel: t.ServiceLevel,
		Within:       t.Within.Seconds(),
		Definition:   t.Definition,
		ASA:          t.ASA.Seconds(),
		Abandonment:  t.Abandonment,
		Occupancy:    t.Occupancy,
	}
}

// newDayJSON lays out a day; o is nil where it was not simulated.
func newDayJSON(schema string, d *staffing.Day, o *staffing.Outcome) dayJSON {
	s := d.Scenario
	out := dayJSON{Search: d.Search, Schema: schema, Scenario: s.Name, File: s.File, Variant: s.Variant, Changes: s.Changes, Interval: scenarios.ShortDuration(s.Interval), Notes: s.Notes}
	if !s.Date.IsZero() {
		out.Date = s.Date.Format(time.DateOnly)
	}
	if o != nil {
		out.Replications, out.Seed, out.Confidence = o.Simulated.Replications, &o.Simulated.Seed, o.Simulated.Confidence
		out.Verdicts, out.Gaps = o.Verdicts, o.Gaps
		out.Total = o.Simulated.Total
	}
	for i, ch := range d.Channels {
		c := ch.Channel
		cj := channelJSON{
			Channel:   c.Name,
			Kind:      c.Kind,
			Team:      d.Teams[ch.Team].Name,
			Demand:    c.Demand,
			Target:    newTargetJSON(c.Target),
			Within:    ch.Within,
			Formula:   ch.Formula,
			Method:    string(ch.Method),
			LeavesOut: ch.LeavesOut,
		}
		if ch.Blended {
			for _, t := range ch.Teams {
				cj.Teams = append(cj.Teams, d.Teams[t].Name)
			}
		}
		if d.Search.Found(c.Name) {
			cj.Method = string(staffing.Simulation)
		}
		if ch.Total.Stable {
			cj.Day.Formula = &ch.Total
		}
		if o != nil {
			r := &o.Simulated.Channels[i]
			cj.Day.Simulated, cj.Day.Served, cj.Day.Waits, cj.Day.Days = &r.Day, &r.Served, &r.Waits, &r.Days
			cj.Day.Ages, cj.Day.Cases = r.Ages, r.Cases
			cj.Day.Answer, cj.Day.Wait = &r.AnswerQuantiles, &r.WaitQuantiles
			cj.Day.AnswerDays, cj.Day.WaitDays = &r.AnswerQuantileDays, &r.WaitQuantileDays
			if h := r.Waits.Answered; h.Count() > 0 {
				cj.Day.Quantiles = &quantilesJSON{h.Quantile(0.5), h.Quantile(0.9), h.Quantile(0.95)}
			}
		}
		for k, in := range ch.Intervals {
			ij := intervalJSON{Start: scenarios.Clock(in.Start), End: scenarios.Clock(in.Start + s.Interval), Interval: in}
			if s.Days != nil {
				ij.Date = s.DateOf(k).Format(time.DateOnly)
			}
			if o != nil {
				ij.Simulated = &o.Simulated.Channels[i].Intervals[k]
				if len(ch.Teams) == 1 {
					ij.Presence = &o.Simulated.Teams[ch.Team].Intervals[k]
				}
			}
			cj.Intervals = append(cj.Intervals, ij)
		}
		out.Channels = append(out.Channels, cj)
	}
	for t, team := range d.Teams {
		tj := teamJSON{Team: team}
		if o != nil {
			tj.Simulated, tj.Intervals = &o.Simulated.Teams[t].Day, o.Simulated.Teams[t].Intervals
			tj.Days = &o.Simulated.Teams[t].Days
		}
		out.Teams = append(out.Teams, tj)
	}
	return out
}

// intervalRow is a line of the day's CSV. Empty cells are figures that do not
// exist: no target, no steady state, not simulated.
type intervalRow struct {
	Schema     string   `csv:"schema"`
	Date       string   `csv:"date"`
	Start      string   `csv:"start"`
	End        string   `csv:"end"`
	Channel    string   `csv:"channel"`
	Team       string   `csv:"team"`
	Offered    *float64 `csv:"offered"`
	HandleTime *float64 `csv:"handle_time_s"`
	Load       *float64 `csv:"load"`
	Required   *int     `csv:"required"`
	Agents     *int     `csv:"agents"` // of teams that are shared on rows of their own: so all rows with agents are a plan
	Scheduled  *int     `csv:"scheduled"`
	Binding    string   `csv:"binding"`
	Definition string   `csv:"service_level_definition"`

	FormulaLevel       *float64 `csv:"formula_service_level"`
	FormulaASA         *float64 `csv:"formula_asa_s"`
	FormulaAbandonment *float64 `csv:"formula_abandonment"`
	FormulaOccupancy   *float64 `csv:"formula_occupancy"`

	Level                *float64 `csv:"service_level"`
	LevelLow             *float64 `csv:"service_level_low"`
	LevelHigh            *float64 `csv:"service_level_high"`
	ASA                  *float64 `csv:"asa_s"`
	ASAHalfWidth         *float64 `csv:"asa_half_width_s"`
	Abandonment          *float64 `csv:"abandonment"`
	AbandonmentHalfWidth *float64 `csv:"abandonment_half_width"`
	Occupancy            *float64 `csv:"occupancy"`
	OccupancyHalfWidth   *float64 `csv:"occupancy_half_width"`
	Blocking             *float64 `csv:"blocking"`
	BlockingHalfWidth    *float64 `csv:"blocking_half_width"`
	Redials              *float64 `csv:"redials"`
	LongestWait          *float64 `csv:"longest_wait_s"`
	MeanQueue            *float64 `csv:"mean_queue"`
	TalkTime             *float64 `csv:"talk_time_s"`
	WrapUp               *float64 `csv:"wrap_up_s"`

	Kind       string   `csv:"kind"`
	InHand     *float64 `csv:"chats_in_hand"`
	Duration   *float64 `csv:"chat_duration_s"`
	OnTime     *float64 `csv:"on_time"`
	OnTimeHalf *float64 `csv:"on_time_half_width"`
	Backlog    *float64 `csv:"backlog"`
	Overdue    *float64 `csv:"overdue"`
	Oldest     *float64 `csv:"oldest_s"`
	Dialled    *float64 `csv:"dialled"`
	Connected  *float64 `csv:"connected"`
	RightParty *float64 `csv:"right_party"`
}

// printCSV prints a row per channel and interval, and one per team that is shared; o is nil where it was not simulated.
func printCSV(w io.Writer, schema string, d *staffing.Day, o *staffing.Outcome) error {
	out := csv.NewWriter(w)
	if err := out.Write(columns(intervalRow{})); err != nil {
		return err
	}
	date := ""
	if !d.Scenario.Date.IsZero() {
		date = d.Scenario.Date.Format(time.DateOnly)
	}
	for i, ch := range d.Channels {
		def := ch.Target.Definition
		for k, in := range ch.Intervals {
			row := intervalRow{
				Schema: schema, Date: date,
				Start: scenarios.Clock(in.Start), End: scenarios.Clock(in.Start + d.Scenario.Interval),
				Channel: ch.Name, Team: teamNames(d, ch),
				Offered: &in.Offered, HandleTime: &in.HandleTime, Load: &in.Load, Definition: def.String(), Kind: ch.Kind,
			}
			if !ch.Blended {
				row.Agents, row.Scheduled = &in.Agents, &in.Scheduled
			}
			if d.Scenario.Days != nil {
				row.Date = d.Scenario.DateOf(k).Format(time.DateOnly)
			}
			if in.Required != nil {
				row.Required, row.Binding = &in.Required.Agents, in.Required.Binding
			}
			if f := in.Formula; f != nil && in.Offered > 0 {
				level := f.ServiceLevel.Of(def)
				row.FormulaLevel, row.FormulaASA, row.FormulaAbandonment, row.FormulaOccupancy = &level, &f.ASA, &f.Abandonment, &f.Occupancy
			}
			if o != nil {
				f, p := o.Simulated.Channels[i].Intervals[k], o.Simulated.Teams[ch.Team].Intervals[k]
				e := staffing.LevelOf(f.ServiceLevel, def)
				if f.Deferred != nil { // what it promises
					e = onTime(&f)
				}
				low, high := shareInterval(e)
				row.Level, row.LevelHigh = cell(e, high)
				_, row.LevelLow = cell(e, low)
				row.ASA, row.ASAHalfWidth = cell(f.ASA, f.ASA.HalfWidth)
				row.Blocking, row.BlockingHalfWidth = cell(f.Blocking, f.Blocking.HalfWidth)
				row.Redials, row.LongestWait, row.MeanQueue = &f.Redials.Mean, &f.LongestWait.Mean, &f.MeanQueue.Mean
				if c := f.Chat; c != nil && ch.Kind == scenarios.Chats {
					row.InHand, row.Duration = &c.InHand.Mean, &c.Duration.Mean
				}
				if w := f.Deferred; w != nil {
					e := onTime(&f)
					row.OnTime, row.OnTimeHalf = cell(e, e.HalfWidth)
					row.Backlog, row.Overdue, row.Oldest = &w.Backlog.Mean, &w.Overdue.Mean, &w.OldestAt.Mean
				}
				if c := f.Outbound; c != nil {
					row.Dialled, row.Connected, row.RightParty = &c.Dialled.Mean, &c.Connected.Mean, &c.RightParty.Mean
				}
				row.TalkTime, _ = cell(f.TalkTime, 0)
				row.WrapUp, _ = cell(f.WrapUp, 0)
				row.Abandonment, row.AbandonmentHalfWidth = cell(f.Abandonment, f.Abandonment.HalfWidth)
				if len(ch.Teams) == 1 {
					row.Occupancy, row.OccupancyHalfWidth = cell(p.Occupancy, p.Occupancy.HalfWidth)
				}
			}
			if err := out.Write(cells(row)); err != nil {
				return err
			}
		}
	}
	for t, team := range d.Teams {
		if !shared(d, t) {
			continue
		}
		for k, agents := range d.Plan[t] {
			start, scheduled := d.Scenario.Start(k), staffing.Scheduled(agents, team.Shrinkage)
			row := intervalRow{
				Schema: schema, Date: date, Start: scenarios.Clock(start), End: scenarios.Clock(start + d.Scenario.Interval),
				Team: team.Name, Agents: &agents, Scheduled: &scheduled,
			}
			if d.Scenario.Days != nil {
				row.Date = d.Scenario.DateOf(k).Format(time.DateOnly)
			}
			if o != nil {
				p := &o.Simulated.Teams[t].Intervals[k]
				row.Occupancy, row.OccupancyHalfWidth = cell(p.Occupancy, p.Occupancy.HalfWidth)
			}
			if err := out.Write(cells(row)); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

// columns are a row's headings.
func columns(row intervalRow) []string {
	var out []string
	for field := range reflect.TypeOf(row).Fields() {
		out = append(out, field.Tag.Get("csv"))
	}
	return out
}

// cells are a row's values at full precision.
func cells(row intervalRow) []string {
	var out []string
	for _, v := range reflect.ValueOf(row).Fields() {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				out = append(out, "")
				continue
			}
			v = v.Elem()
		}
		if v.Kind() == reflect.Float64 {
			out = append(out, strconv.FormatFloat(v.Float(), 'g', -1, 64))
		} else {
			out = append(out, fmt.Sprint(v.Interface()))
		}
	}
	return out
}

// cell is a figure's mean with what goes beside it; nil where the figure does not exist.
func cell(e sim.Estimate, beside float64) (*float64, *float64) {
	if e.Undefined {
		return nil, nil
	}
	return &e.Mean, &beside
}

// shareInterval is the confidence interval of a share, within 0 and 1.
func shareInterval(e sim.Estimate) (low, high float64) {
	return max(0, e.Mean-e.HalfWidth), min(1, e.Mean+e.HalfWidth)
}
