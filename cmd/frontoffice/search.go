package main

import (
	"cmp"
	"fmt"
	"strings"

	"frontoffice/scenarios/staffing"
)

// searchWords says how a plan was found by simulation, what it costs and how far it is to be trusted; nil where by formula.
func searchWords(d *staffing.Day) []string {
	f := d.Search
	if f == nil {
		return nil
	}
	unit := " agent hours"
	if f.Currency != "" {
		unit = " " + f.Currency + " of wages"
	}
	words := fmt.Sprintf("Sized by simulation (heuristic), %s: %s%s; ", list(f.Channels), decimal(f.Cost), unit)
	if f.LowerBound > 0 {
		words += "lower bound " + decimal(f.LowerBound)
		if len(f.Missed) == 0 {
			words += ", gap " + percent(f.Gap)
		}
	} else {
		words += "no lower bound is known"
	}
	words += fmt.Sprintf(". Searched with %s simulated days, seed %d.", grouped(float64(f.Simulated)), f.Seed)
	tested := fmt.Sprintf("%s fresh days (%s test)", grouped(float64(f.Tested)), cmp.Or(map[int]string{1: "first", 2: "second", 3: "third"}[f.Tests], fmt.Sprintf("%dth", f.Tests)))
	figures := "the day's " + count(f.Figures, "figure")
	if f.Figures > len(d.Scenario.Channels) {
		figures = count(f.Figures, "figure")
	}
	if len(f.Missed) == 0 {
		return []string{words, fmt.Sprintf("Tested with %s: with %s confidence all targets are kept at once, in %s.", tested, goal(f.Confidence), figures)}
	}
	var missed []string
	for _, m := range f.Missed {
		at := "of the day"
		if m.Start != "" {
			at = m.Start
		}
		value := plusMinus(m.Simulated)
		if m.Target == "backlog" {
			value = fmt.Sprintf("%s ± %s left at the close", decimal(m.Simulated.Mean), decimal(m.Simulated.HalfWidth))
		}
		if m.Target == "asa" {
			value = fmt.Sprintf("%s ± %s", seconds(m.Simulated.Mean), seconds(m.Simulated.HalfWidth))
		}
		missed = append(missed, fmt.Sprintf("%s %s %s (%s)", m.Channel, strings.ReplaceAll(m.Target, "_", " "), at, value))
	}
	return []string{words, fmt.Sprintf("Tested with %s: of %s of %s it is NOT shown at %s confidence that targets are kept: %s.", tested, grouped(float64(len(missed))), figures, goal(f.Confidence), list(missed))}
}
