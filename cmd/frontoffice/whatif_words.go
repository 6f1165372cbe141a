package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/scenarios/whatif"
	"frontoffice/sim"
)

// figureTitles are the figures in words, by the name without that of its channel.
var figureTitles = map[string]string{
	"service_level": "Service level", "asa": "ASA", "abandonment": "Abandoned", "occupancy": "Occupancy", "mean_wait": "Mean wait",
	"blocking": "Blocked", "offered": "Offered", "agents": "Agents at peak", "agent_hours": "Agent hours", "scheduled_hours": "Scheduled hours", "fte": "FTE",
	"backlog": "Backlog", "overdue": "Overdue", "time_to_finish": "Time to finish", "concurrency": "Concurrency",
	"cost": "Cost", "bill": "Bill", "margin": "Margin", "margin_share": "Margin / bill",
}

// figureHeading is a figure as a column's heading.
func figureHeading(s *scenarios.Scenario, f whatif.Figure) string {
	of, what := splitFigure(f.Name)
	words := figureTitles[what]
	if words == "" {
		words = strings.ToUpper(what[:1]) + strings.ReplaceAll(what[1:], "_", " ")
	}
	for i := range s.Channels {
		if s.Channels[i].Name == of && what == "service_level" {
			return "SL in " + scenarios.ShortDuration(staffing.Within(&s.Channels[i]))
		}
	}
	if slices.ContainsFunc(s.Teams, func(t scenarios.Team) bool { return t.Name == of }) && !slices.ContainsFunc(s.Channels, func(c scenarios.Channel) bool { return c.Name == of }) {
		return of + " " + strings.ToLower(words)
	}
	return words
}

// splitFigure takes the channel or team off a figure's name.
func splitFigure(name string) (of, what string) {
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		return name[:i], name[i+1:]
	}
	return "", name
}

// figureName is a figure in running text: voice service level.
func figureName(f whatif.Figure) string {
	of, what := splitFigure(f.Name)
	words := figureTitles[what]
	if words == "" {
		words = strings.ReplaceAll(what, "_", " ")
	}
	if words != "ASA" && words != "FTE" {
		words = strings.ToLower(words)
	}
	return strings.TrimSpace(of + " " + words)
}

// differenceUnit is what a column of differences is in.
func differenceUnit(f whatif.Figure) string {
	if f.Kind == whatif.Share {
		return "points"
	}
	return ""
}

// writeValue is a figure for a table.
func writeValue(f whatif.Figure, v whatif.Value) string {
	if v.Undefined {
		return "-"
	}
	switch f.Kind {
	case whatif.Share:
		if v.Exact {
			return percent(v.Mean)
		}
		return plusMinus(v.Estimate)
	case whatif.Seconds:
		if v.Exact {
			return seconds(v.Mean)
		}
		return secondsWithin(v.Mean, v.HalfWidth)
	case whatif.Hours:
		return decimal(v.Mean) + " h"
	case whatif.Contacts:
		return volume(v.Mean)
	case whatif.Money:
		return grouped(v.Mean)
	}
	if v.Mean == math.Trunc(v.Mean) {
		return grouped(v.Mean)
	}
	return decimal(v.Mean)
}

// secondsWithin writes a time with the half of its interval, both in the same unit.
func secondsWithin(mean, half float64) string {
	if mean < 99.95 {
		return fmt.Sprintf("%.1f ± %.1f s", mean, half)
	}
	return seconds(mean) + " ± " + seconds(half)
}

// writeDifference is a difference for a table, with its interval where it has one; ~ before what may be chance.
func writeDifference(f whatif.Figure, v whatif.Value) string {
	switch {
	case v.Undefined:
		return "-"
	case same(v):
		return "same"
	}
	sign := "+"
	if v.Mean < 0 {
		sign = "-"
	}
	text := within(f, v)
	if v.Exact && strings.Trim(text, "0.") == "" {
		sign = "" // less than is written
	}
	text = sign + text
	if f.Kind != whatif.Share { // whose column says points
		text += unitWords(f, v)
	}
	if v.Noise() {
		return "~ " + text
	}
	return text
}

// same is whether a difference is none at all; the half-width of none is a root of rounding.
func same(v whatif.Value) bool { return v.Mean == 0 && (v.Exact || v.HalfWidth < 1e-6) }

// unitWords is the unit behind a difference; long times are written with theirs.
func unitWords(f whatif.Figure, v whatif.Value) string {
	switch f.Kind {
	case whatif.Share:
		return " points"
	case whatif.Hours:
		return " h"
	case whatif.Seconds:
		if math.Abs(v.Mean) < longTime {
			return " s"
		}
	}
	return ""
}

// longTime is above which a time is written in minutes, as seconds does.
const longTime = 99.95

// within writes the size of a difference with the half of its interval, without sign and unit; shares in
// points. Where a tenth would hide the interval, it has two digits.
func within(f whatif.Figure, v whatif.Value) string {
	mean, half, digits := math.Abs(v.Mean), v.HalfWidth, 1
	if f.Kind == whatif.Share {
		mean, half = 100*mean, 100*half
	}
	if !v.Exact && half < 0.05 || v.Exact && mean < 0.05 {
		digits = 2
	}
	number := func(x float64) string {
		if digits == 2 || f.Kind == whatif.Share || f.Kind == whatif.Seconds {
			return strconv.FormatFloat(x, 'f', digits, 64)
		}
		return decimal(x)
	}
	switch {
	case f.Kind == whatif.Seconds && mean >= longTime && v.Exact:
		return seconds(mean)
	case f.Kind == whatif.Seconds && mean >= longTime:
		return seconds(mean) + " ± " + seconds(half)
	case f.Kind == whatif.Money || f.Kind == whatif.People && v.Exact && mean == math.Trunc(mean):
		if v.Exact {
			return grouped(mean)
		}
		return grouped(mean) + " ± " + grouped(half)
	case v.Exact:
		return number(mean)
	}
	return number(mean) + " ± " + number(half)
}

// differenceWords says in plain words what a case changes.
func differenceWords(r *whatif.Comparison, i int) string {
	k := r.Cases[i]
	var parts []string
	for j, f := range r.Figures {
		if f.Name == "scheduled_hours" {
			d, base := k.Differences[j], r.Cases[0].Values[j].Mean
			switch {
			case d.Mean == 0:
				parts = append(parts, "the same staff")
			case base > 0:
				parts = append(parts, fmt.Sprintf("%s scheduled hours %s (%s)", decimal(math.Abs(d.Mean)), moreLess(d.Mean), changePercent(d.Mean/base)))
			}
		}
		if d := k.Differences[j]; f.Name == "cost" && !d.Undefined && !same(d) {
			parts = append(parts, fmt.Sprintf("the month costs %s %s (%s)", grouped(math.Abs(d.Mean)), moreLess(d.Mean), changePercent(d.Mean/r.Cases[0].Values[j].Mean)))
		}
	}
	for j, f := range r.Figures {
		of, what := splitFigure(f.Name)
		if of == "" || what == "blocking" || !slices.Contains(comparedOf(r.Cases[0].Scenario, of), what) {
			continue
		}
		if words := figureDifference(f, k.Differences[j]); words != "" {
			parts = append(parts, words)
		}
	}
	text := strings.Join(parts, "; ")
	if k.Why != "" {
		text += "; not the same customers, as " + k.Why + ": intervals of independent runs"
	}
	return k.Name + ": " + text + "." + keptWords(k)
}

// comparedOf are the figures of a channel's, or a team's, that are compared in words.
func comparedOf(s *scenarios.Scenario, name string) []string {
	for i := range s.Channels {
		if s.Channels[i].Name == name {
			return compared(&s.Channels[i])
		}
	}
	return []string{"occupancy"}
}

// keptWords says which targets a case keeps, and how many days keep the service level; "" where none was judged.
func keptWords(k whatif.Compared) string {
	text := ""
	var missed, close []string
	for _, v := range k.Verdicts {
		name := v.Channel + " " + strings.ReplaceAll(v.Target, "_", " ")
		switch {
		case v.Undue != nil:
			missed = append(missed, fmt.Sprintf("%s (%s of the work is neither finished nor due at the close; %s of all in time were it late)",
				name, percent(v.Undue.Contacts/v.Undue.Offered), percent(v.Undue.AtLeast.Mean)))
		case !v.Certain:
			close = append(close, name)
		case !v.Met:
			missed = append(missed, name)
		}
	}
	switch {
	case len(missed) > 0:
		text += " It misses " + list(missed)
	case len(k.Verdicts) > 0 && len(close) == 0:
		text += " It keeps every target"
	case len(k.Verdicts) > len(close):
		text += " It keeps every other target"
	}
	switch {
	case len(close) > 0 && text == "":
		text = " Too close to call: " + list(close)
	case len(close) > 0:
		text += "; too close to call: " + list(close)
	}
	for _, v := range k.Verdicts {
		if v.Target == "service_level" && v.Undue == nil && v.Days.HalfWidth > 0 { // of some figures the days are not known
			text += fmt.Sprintf("; %s of days keep the %s service level", wholePercent(v.Days.Mean), v.Channel)
		}
	}
	if text == "" {
		return ""
	}
	return text + "."
}

// figureDifference says how a figure differs; "" where it has none.
func figureDifference(f whatif.Figure, d whatif.Value) string {
	name := figureName(f)
	if d.Undefined {
		return ""
	}
	unit := unitWords(f, d)
	switch {
	case same(d):
		return name + " the same"
	case d.Noise():
		most := whatif.Value{Estimate: sim.Estimate{Mean: math.Abs(d.Mean) + d.HalfWidth}, Exact: true}
		return fmt.Sprintf("%s the same but for chance (within %s%s)", name, within(f, most), unitWords(f, most))
	}
	words := name + " " + within(f, d)
	way := "higher"
	if d.Mean < 0 {
		way = "lower"
	}
	better := ""
	if f.Better != 0 {
		better = ", better"
		if d.Mean*float64(f.Better) < 0 {
			better = ", worse"
		}
	}
	return words + unit + " " + way + better
}

func moreLess(x float64) string {
	if x < 0 {
		return "less"
	}
	return "more"
}

// changePercent writes a relative change: +4.2%.
func changePercent(x float64) string { return fmt.Sprintf("%+.1f%%", 100*x) }
