package main

import (
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"frontoffice/scenarios"
	"frontoffice/scenarios/scheduling"
	"frontoffice/scenarios/shifts"
)

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
