package scenarios

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontoffice/scenarios/demand"
)

// ReadShifts reads shifts for a scenario's teams from CSV with named columns: people, how many work the shift; start and
// end, clock times; breaks, such as "10:00-10:15 12:00-12:30"; and team, which may be left out where there is one team.
// A shift that ends at or before its start ends on the next day; day is how many days after the scenario's first it
// starts, 0 where it is left out. Other columns are passed over. name is what messages call the file. What is wrong with it is an Errors.
func ReadShifts(r io.Reader, name string, s *Scenario) ([][]Shift, error) {
	p := planReader{name: name, s: s}
	shifts := make([][]Shift, len(s.Teams))
	table, err := demand.NewTable(name, r)
	if err != nil {
		p.tableError(err)
		return nil, p.problems
	}
	p.table = table
	at := map[string]int{}
	for _, column := range []string{"people", "start", "end", "breaks", "team", "day"} {
		optional := column == "breaks" || column == "day" || column == "team" && len(s.Teams) == 1
		if optional && !slices.Contains(table.Header, column) {
			at[column] = -1
			continue
		}
		i, err := table.Column(column)
		if err != nil {
			p.report(1, 1, "%v", err)
		}
		at[column] = i
	}
	agents := 0
	for rows := 0; len(p.problems) == 0 || len(p.problems) < demand.MaxErrors && rows > 0; rows++ {
		row, err := table.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			p.tableError(err)
			if errors.Is(err, csv.ErrFieldCount) {
				continue
			}
			break
		}
		if rows >= maxPlanRows {
			p.report(0, 0, "more than %d rows: these are not the shifts of one day", maxPlanRows)
			break
		}
		team, shift, ok := p.shiftRow(row, at)
		if !ok {
			continue
		}
		if agents += shift.Agents; agents > MaxAgents {
			p.cell(at["people"], "more than %d people, all shifts together", MaxAgents)
			break
		}
		shifts[team] = append(shifts[team], shift)
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	for t, list := range shifts {
		if list == nil {
			p.report(0, 0, "there are no shifts of the team %s", s.Teams[t].Name)
		}
	}
	if len(p.problems) > 0 {
		return nil, p.problems
	}
	return shifts, nil
}

// shiftRow takes one row of shifts.
func (p *planReader) shiftRow(row []string, at map[string]int) (team int, made Shift, ok bool) {
	const day = 24 * time.Hour
	cell := func(column string) string {
		if at[column] < 0 {
			return ""
		}
		return strings.TrimSpace(row[at[column]])
	}
	before := len(p.problems)
	if at["team"] >= 0 {
		var names []string
		for _, t := range p.s.Teams {
			names = append(names, t.Name)
		}
		if team = slices.Index(names, cell("team")); team < 0 {
			p.cell(at["team"], "there is no team %s%s (teams: %s)", quote(cell("team")), didYouMean(cell("team"), names), strings.Join(names, ", "))
		}
	}
	n, err := strconv.Atoi(cell("people"))
	if err != nil || n < 1 || n > MaxAgents {
		p.cell(at["people"], "%s is not a whole number of people from 1 to %d", quote(cell("people")), MaxAgents)
	}
	clock := func(column, text string) time.Duration {
		minute, err := demand.ParseClock(text)
		if err != nil {
			p.cell(at[column], "%s %v", quote(text), err)
		}
		return time.Duration(minute) * time.Minute
	}
	start, end := clock("start", cell("start")), clock("end", cell("end"))
	if end <= start {
		end += day
	}
	by := -p.s.Open
	if text := cell("day"); text != "" {
		d, err := strconv.Atoi(text)
		if err != nil || d < -MaxDays || d > MaxDays {
			p.cell(at["day"], "%s is not a number of days after the first, from -%d to %d", quote(text), MaxDays, MaxDays)
		} else {
			by += time.Duration(d) * day
		}
	}
	made = Shift{Agents: n, From: start + by, To: end + by}
	for _, text := range strings.Fields(cell("breaks")) {
		from, to, found := strings.Cut(text, "-")
		if !found {
			p.cell(at["breaks"], "%s is not a break: write 10:00-10:15", quote(text))
			break
		}
		b := Break{clock("breaks", from) + by, clock("breaks", to) + by}
		for b.To <= b.From {
			b.To += day
		}
		for b.From < made.From && b.To+day <= made.To {
			b.From, b.To = b.From+day, b.To+day
		}
		if len(p.problems) > before {
			break
		}
		if b.From < made.From || b.To > made.To || slices.ContainsFunc(made.Breaks, func(o Break) bool { return o.From < b.To && b.From < o.To }) {
			p.cell(at["breaks"], "the break %s is not within its shift, or overlaps another", text)
			break
		}
		made.Breaks = append(made.Breaks, b)
	}
	return team, made, len(p.problems) == before
}

// WithShifts is the scenario with shifts by team, and the agents on duty as its plan.
func (s *Scenario) WithShifts(shifts [][]Shift) *Scenario {
	made := *s
	made.Teams = slices.Clone(s.Teams)
	made.Plan = nil
	for t := range made.Teams {
		made.Teams[t].Shifts = shifts[t]
		made.Plan = append(made.Plan, made.Rostered(made.Teams[t]))
	}
	return &made
}
