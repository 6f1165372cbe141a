package scenarios

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontoffice/scenarios/demand"
)

// maxPlanRows is the longest plan: every interval of every team, and room for what is wrong.
const maxPlanRows = 2 * MaxIntervals * maxNamed

// ReadPlan reads a plan for a scenario from CSV with named columns: start, the
// clock time at which an interval starts; agents, how many are available then;
// and team, which may be left out where there is one team. Other columns are passed
// over, as are rows for a team whose agents are left empty, and rows stand in any order, but every interval of every team is there
// once. Where there are several days a column date says which, and closed hours may be left out: nobody is there. name is what messages call the file. What is wrong with it is an Errors.
func ReadPlan(r io.Reader, name string, s *Scenario) (Plan, error) {
	p := planReader{name: name, s: s, lines: make([][]int, len(s.Teams))}
	for range s.Teams {
		p.plan = append(p.plan, make([]int, s.Intervals()))
	}
	for i := range p.lines {
		p.lines[i] = make([]int, s.Intervals())
	}
	p.read(r)
	if len(p.problems) == 0 {
		p.gaps()
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return p.plan, nil
}

type planReader struct {
	name     string
	s        *Scenario
	table    *demand.Table
	plan     Plan
	date     int     // column; -1 for one day
	lines    [][]int // where each number was read, 0 where it was not
	problems Errors
}

// report adds a problem at a line of the file; 0 where there is none.
func (p *planReader) report(line, column int, format string, args ...any) {
	p.problems = append(p.problems, Problem{File: p.name, Line: line, Column: column, Message: fmt.Sprintf(format, args...)})
}

// cell adds a problem with a field of the row read last.
func (p *planReader) cell(column int, format string, args ...any) {
	e := p.table.Error(column, "", format, args...)
	p.report(e.Line, e.Column, "%s", e.Message)
}

func (p *planReader) read(r io.Reader) {
	table, err := demand.NewTable(p.name, r)
	if err != nil {
		p.tableError(err)
		return
	}
	p.table = table
	find := func(name string) int {
		i, err := table.Column(name)
		if err != nil {
			p.report(1, 1, "%v", err)
		}
		return i
	}
	start, agents, team := find("start"), find("agents"), -1
	if p.date = -1; p.s.Days != nil {
		p.date = find("date")
	}
	if len(p.s.Teams) > 1 || slices.Contains(table.Header, "team") {
		team = find("team")
	}
	if len(p.problems) > 0 {
		return
	}
	for range maxPlanRows {
		row, err := table.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			p.tableError(err)
			if errors.Is(err, csv.ErrFieldCount) && len(p.problems) < demand.MaxErrors {
				continue
			}
			return
		}
		p.row(row, start, agents, team)
		if len(p.problems) >= demand.MaxErrors {
			p.report(table.Line(), 1, "reading stopped after %d problems", demand.MaxErrors)
			return
		}
	}
	p.report(0, 0, "more than %d rows: this is not a plan of one day", maxPlanRows)
}

// tableError adds a problem of the CSV reader.
func (p *planReader) tableError(err error) {
	var e demand.Error
	if errors.As(err, &e) {
		p.report(e.Line, e.Column, "%s", e.Message)
		return
	}
	p.report(0, 0, "%v", err)
}

// row takes one row of the plan.
func (p *planReader) row(row []string, start, agents, team int) {
	if team >= 0 && strings.TrimSpace(row[agents]) == "" {
		return // of a channel whose teams have rows of their own; what is lacking is found at the end
	}
	k := 0
	if team >= 0 {
		var names []string
		for _, t := range p.s.Teams {
			names = append(names, t.Name)
		}
		name := strings.TrimSpace(row[team])
		if k = slices.Index(names, name); k < 0 {
			p.cell(team, "there is no team %s%s (teams: %s)", quote(name), didYouMean(name, names), strings.Join(names, ", "))
			return
		}
	}
	day := time.Duration(0)
	if p.date >= 0 {
		on, err := time.Parse(time.DateOnly, strings.TrimSpace(row[p.date]))
		if err != nil {
			p.cell(p.date, "%s is not a date such as %s", quote(row[p.date]), p.s.Date.Format(time.DateOnly))
			return
		}
		day = on.Sub(p.s.Date)
	}
	i, err := p.interval(day, strings.TrimSpace(row[start]))
	if err != nil {
		p.cell(start, "%s %v", quote(row[start]), err)
		return
	}
	n, err := strconv.Atoi(strings.TrimSpace(row[agents]))
	if err != nil || n < 0 || n > MaxAgents {
		p.cell(agents, "%s is not a whole number of agents from 0 to %d", quote(row[agents]), MaxAgents)
		return
	}
	if was := p.lines[k][i]; was > 0 {
		p.cell(start, "%s is there already for this team, on line %d", quote(row[start]), was)
		return
	}
	p.plan[k][i], p.lines[k][i] = n, p.table.Line()
}

// interval finds the interval that starts at a clock time, so long after the scenario's date.
func (p *planReader) interval(day time.Duration, clock string) (int, error) {
	minute, err := demand.ParseClock(clock)
	if err != nil {
		return 0, err
	}
	at := day + time.Duration(minute)*time.Minute
	if at < p.s.Open && p.s.Days == nil {
		at += 24 * time.Hour // after midnight
	}
	if at < p.s.Open || at >= p.s.Close {
		return 0, fmt.Errorf("is outside the hours %s", p.s.Hours())
	}
	if (at-p.s.Open)%p.s.Interval != 0 {
		return 0, fmt.Errorf("is not the start of an interval: they are %s from %s", ShortDuration(p.s.Interval), Clock(p.s.Open))
	}
	return int((at - p.s.Open) / p.s.Interval), nil
}

// gaps reports intervals without a row.
func (p *planReader) gaps() {
	for k, lines := range p.lines {
		var missing []string
		for i, line := range lines {
			if line == 0 && p.s.OpenAt(i) {
				missing = append(missing, p.s.Clock(i))
			}
		}
		if n := len(missing); n > 0 {
			if n > 5 {
				missing = append(missing[:5], fmt.Sprintf("and %d more", n-5))
			}
			p.report(0, 0, "the team %s has no agents for %s", p.s.Teams[k].Name, strings.Join(missing, ", "))
		}
	}
}
