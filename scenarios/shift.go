package scenarios

import (
	"fmt"
	"slices"
	"time"
)

// shifts makes the teams' shifts, and reports whether any team has some.
func (r *resolver) shifts() bool {
	any := false
	for i, t := range r.file.Teams {
		for k, in := range t.Value.Shifts {
			any = true
			path := fmt.Sprintf("teams.%s.shifts[%d]", t.Name, k)
			r.s.Teams[i].Shifts = append(r.s.Teams[i].Shifts, r.shiftOfDays(path, in)...)
		}
	}
	return any
}

// shiftOfDays is a shift, on every open day where there are several.
func (r *resolver) shiftOfDays(path string, in shift) []Shift {
	if !r.known() || r.s.Days == nil {
		return []Shift{r.shift(path, in)}
	}
	var all []Shift
	for i, d := range r.s.Days {
		at := time.Duration(i) * 24 * time.Hour
		if d == (Opening{}) || in.Hours.open+at >= r.day.Close || r.anyBad(path) {
			continue
		}
		on := in
		on.Hours = hours{in.Hours.open + at, in.Hours.close + at}
		on.Breaks = nil
		for _, b := range in.Breaks {
			on.Breaks = append(on.Breaks, hours{b.open + at, b.close + at})
		}
		all = append(all, r.shift(path, on))
	}
	return all
}

// shift puts a shift's clock times on the day's own time. One that ends before the opening is
// of the next morning.
func (r *resolver) shift(path string, in shift) Shift {
	made := Shift{Agents: int(in.Agents)}
	if !r.known() || !r.given(path+".hours") || r.anyBad(path) {
		return made
	}
	const day = 24 * time.Hour
	made.From, made.To = in.Hours.open-r.day.Open, in.Hours.close-r.day.Open
	if made.To <= 0 {
		made.From, made.To = made.From+day, made.To+day
	}
	if made.From >= r.day.Close-r.day.Open {
		r.wrong(path+".hours", "this shift has no time within the hours %v", r.day)
		return made
	}
	for i, b := range in.Breaks {
		at := Break{b.open - r.day.Open, b.close - r.day.Open}
		for at.From < made.From && at.To+day <= made.To {
			at.From, at.To = at.From+day, at.To+day
		}
		where := fmt.Sprintf("%s.breaks[%d]", path, i)
		if at.From < made.From || at.To > made.To {
			r.wrong(where, "this break is not within its shift")
		} else if slices.ContainsFunc(made.Breaks, func(o Break) bool { return o.From < at.To && at.From < o.To }) {
			r.wrong(where, "this break overlaps another of the shift")
		}
		made.Breaks = append(made.Breaks, at)
	}
	return made
}
