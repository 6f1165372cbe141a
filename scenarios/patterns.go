package scenarios

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"frontoffice/scenarios/shifts"
)

// patterns makes the teams' shift patterns, by the scenario's clock.
func (r *resolver) patterns() {
	r.s.Shifts = ShiftSearch{Objective: string(r.file.Shifts.Objective), DayFloor: float64(r.file.Shifts.DayFloor)}
	if price := r.file.Shifts.ShortagePrice; price != nil {
		r.s.Shifts.ShortagePrice = float64(*price)
	} else if r.s.Shifts.Objective == "shortage" && !r.anyBad("shifts") {
		r.wrong("shifts.objective", "the objective shortage needs a shortage_price: what an agent too few during an interval costs")
	}
	home := r.zone("time_zone", r.file.TimeZone)
	r.clocksChange(home)
	for i, t := range r.file.Teams {
		if i >= len(r.s.Teams) {
			return
		}
		path := "teams." + t.Name
		made := &r.s.Teams[i]
		if t.Value.Employed != nil {
			n := int(*t.Value.Employed)
			made.Employed = &n
		}
		if t.Value.ShiftPatterns == nil {
			if r.given(path+".shift_limits") && !r.anyBad(path) {
				r.wrong(path+".shift_limits", "limits on shifts need shift_patterns to choose shifts from")
			}
			if t.Value.Tours != nil {
				r.wrong(path+".tours", "tours are made of shifts: give shift_patterns")
			}
			r.ahead(path+".time_zone", t.Value.TimeZone, home)
			continue
		}
		made.Staff = shifts.Team{Name: t.Name, Least: int(t.Value.ShiftLimits.MinAgents)}
		for _, l := range []struct {
			to   *int
			from *count
		}{{&made.Staff.Most, t.Value.ShiftLimits.MaxAgents}, {&made.Staff.Starts, t.Value.ShiftLimits.StartTimes}, {&made.Staff.Seats, t.Value.ShiftLimits.Seats}} {
			if l.from != nil {
				*l.to = int(*l.from)
			}
		}
		if share := t.Value.ShiftLimits.PartTime; share != nil {
			made.Staff.PartTime = float64(*share)
		}
		r.tours(path, t.Value.Tours, made)
		ahead := r.ahead(path+".time_zone", t.Value.TimeZone, home)
		made.Ahead = ahead
		for _, p := range t.Value.ShiftPatterns {
			at := path + ".shift_patterns." + p.Name
			if r.anyBad(at) || !r.known() {
				continue
			}
			made.Staff.Patterns = append(made.Staff.Patterns, r.pattern(at, p.Name, p.Value, ahead, made))
		}
		if err := (*shifts.LimitError)(nil); !r.anyBad(path) && errors.As(made.Staff.Check(), &err) {
			r.wrong(path+"."+err.At, "%s", err.Reason)
		}
		if made.Staff.Patterns != nil && made.Shifts != nil {
			r.wrong(path+".shift_patterns", "the team has shifts: give either these or shift_patterns")
		}
	}
}

// tours takes the rules of a person's week.
func (r *resolver) tours(path string, in *tours, t *Team) {
	if in == nil || r.anyBad(path+".tours") {
		return
	}
	path += ".tours"
	if len(r.s.Days) != 7 && r.known() {
		r.wrong(path, "tours are for a week: hours has to be a list of seven days")
		return
	}
	rules := shifts.Rules{LeastDays: int(in.DaysOn), MostDays: int(in.DaysOn), OffInRow: int(in.DaysOffInRow), Drift: time.Duration(in.StartVaries), Rest: time.Duration(in.Rest)}
	if in.LeastDaysOn != nil {
		rules.LeastDays = int(*in.LeastDaysOn)
	}
	if in.LeastHours != nil {
		rules.LeastHours = time.Duration(*in.LeastHours)
	}
	if in.MostHours != nil {
		rules.MostHours = time.Duration(*in.MostHours)
	}
	if in.FreeWeekends != nil {
		rules.FreeWeekends = float64(*in.FreeWeekends)
	}
	switch {
	case rules.LeastDays > rules.MostDays:
		r.wrong(path+".least_days_on", "at least %d days on and at most %d (days_on) exclude each other", rules.LeastDays, rules.MostDays)
	case rules.LeastDays+rules.OffInRow > 7:
		r.wrong(path+".days_off_in_row", "%d days on and %d off in a row are more than a week", rules.LeastDays, rules.OffInRow)
	case rules.MostHours > 0 && rules.LeastHours > rules.MostHours:
		r.wrong(path+".least_hours", "at least %s and at most %s (most_hours) exclude each other", ShortDuration(rules.LeastHours), ShortDuration(rules.MostHours))
	}
	for d := range 7 {
		if w := r.s.Date.AddDate(0, 0, d).Weekday(); w == time.Saturday || w == time.Sunday {
			rules.Weekend = append(rules.Weekend, d)
		}
	}
	t.Staff.Rules, t.Tours = rules, true
	t.Staff.Rules.Weekend = rules.Weekend
}

// pattern makes a pattern; ahead is how far the site's clock is ahead of the scenario's.
func (r *resolver) pattern(path, name string, in shiftPattern, ahead time.Duration, t *Team) shifts.Pattern {
	const day = 24 * time.Hour
	p := shifts.Pattern{
		Name:     name,
		Earliest: time.Duration(in.Earliest),
		Every:    time.Duration(in.Every),
		Apart:    time.Duration(in.BreakDistance),
		PartTime: in.PartTime == "yes",
		Least:    int(in.MinAgents),
	}
	whole := func(key string, d time.Duration) {
		if d%time.Minute != 0 && !r.bad[path+key] {
			r.wrong(path+key, "%s is not a whole number of minutes", ShortDuration(d))
		}
	}
	for _, l := range in.Length {
		p.Lengths = append(p.Lengths, time.Duration(l))
		whole(".length", time.Duration(l))
	}
	whole(".every", p.Every)
	whole(".break_distance", p.Apart)
	p.Latest = p.Earliest
	if in.Latest != nil {
		if p.Latest = time.Duration(*in.Latest); p.Latest < p.Earliest {
			p.Latest += day
		}
	}
	if in.MaxAgents != nil {
		p.Most = int(*in.MaxAgents)
	}
	for i, b := range in.Breaks {
		at := fmt.Sprintf("%s.breaks[%d]", path, i)
		made := shifts.Break{Length: time.Duration(b.Length), Paid: b.Paid == "yes", Earliest: time.Duration(b.Earliest), Latest: time.Duration(b.Latest), Every: time.Duration(b.Every)}
		if made.Latest < made.Earliest && !r.anyBad(at) {
			r.wrong(at+".latest", "the latest start, %s after that of the shift, is before the earliest, %s", ShortDuration(made.Latest), ShortDuration(made.Earliest))
		}
		for _, d := range []time.Duration{made.Length, made.Earliest, made.Latest, made.Every} {
			if d%time.Minute != 0 && !r.anyBad(at) {
				r.wrong(at, "%s is not a whole number of minutes", ShortDuration(d))
			}
		}
		p.Breaks = append(p.Breaks, made)
	}
	r.patternCost(path, in, ahead, t, &p)
	p.Earliest, p.Latest, p.Ahead = p.Earliest-ahead, p.Latest-ahead, ahead
	switch {
	case r.anyBad(path):
	case len(p.Lengths) > maxLengths:
		r.wrong(path+".length", "%d lengths: at most %d", len(p.Lengths), maxLengths)
	case len(p.Breaks) > maxBreaks:
		r.wrong(path+".breaks", "%d breaks in a shift: at most %d", len(p.Breaks), maxBreaks)
	default:
		if err := p.Fits(); err != nil {
			r.wrong(path+".breaks", "%v", err)
		}
		r.within(path, &p, ahead)
	}
	return p
}

// Bounds of a pattern: far above any contract.
const (
	maxLengths = 100
	maxBreaks  = 20
)

// patternCost takes what a pattern's shifts cost: what it says, else the team's wage, else a paid hour costs 1.
func (r *resolver) patternCost(path string, in shiftPattern, ahead time.Duration, t *Team, p *shifts.Pattern) {
	if in.Cost != nil {
		p.PerShift = float64(*in.Cost)
	}
	if in.CostPerHour != nil {
		p.PerHour = float64(*in.CostPerHour)
	}
	byWage := in.Cost == nil && in.CostPerHour == nil && t.Cost != nil && t.Cost.Wage > 0
	switch {
	case byWage:
		p.PerHour = t.Cost.PaidHour()
		t.ByWage = true
	case in.Cost == nil && in.CostPerHour == nil:
		p.PerHour = 1
	}
	if in.Premiums != nil && p.PerHour == 0 {
		r.wrong(path+".premiums", "premiums are shares of cost_per_hour: give one")
	}
	for i, q := range in.Premiums {
		made := shifts.Premium{From: q.Hours.open - ahead, To: q.Hours.close - ahead, Rate: float64(q.Rate)}
		for _, name := range q.Days {
			made.Days = append(made.Days, r.days(func(d time.Weekday) bool { return d == weekday(string(name)) })...)
		}
		if q.Days != nil && r.s.Date.IsZero() {
			r.wrong(fmt.Sprintf("%s.premiums[%d].days", path, i), "which day of the week it is depends on the date: give the scenario a date")
		}
		p.Premiums = append(p.Premiums, made)
	}
	if !byWage || in.Premiums != nil {
		return
	}
	if c := t.Cost; c.Night > 0 {
		p.Premiums = append(p.Premiums, shifts.Premium{From: c.NightFrom - ahead, To: c.NightTo - ahead, Rate: c.Night})
	}
	if c := t.Cost; c.Weekend > 0 && !r.s.Date.IsZero() {
		weekend := r.days(func(d time.Weekday) bool { return d == time.Saturday || d == time.Sunday })
		p.Premiums = append(p.Premiums, shifts.Premium{From: -ahead, To: 24*time.Hour - ahead, Rate: c.Weekend, Days: weekend})
	}
}

// days are those of the seven from the scenario's first on, as offsets from it, that are of some weekdays.
func (r *resolver) days(of func(time.Weekday) bool) []int {
	var all []int
	for d := range 7 {
		if of(r.s.Date.AddDate(0, 0, d).Weekday()) {
			all = append(all, d)
		}
	}
	return all
}

// within tells of a pattern whose shifts have no time within the hours.
func (r *resolver) within(path string, p *shifts.Pattern, ahead time.Duration) {
	const day = 24 * time.Hour
	longest := slices.Max(p.Lengths)
	for turn := -2 * day; turn < r.day.Close+2*day; turn += day {
		if p.Earliest+turn < r.day.Close && p.Latest+turn+longest > r.day.Open {
			return
		}
	}
	r.wrong(path, "its shifts, from %s at the earliest to %s at the latest by the team's clock, have no time within the hours %v", Clock(p.Earliest+ahead), Clock(p.Latest+longest+ahead), r.day)
}
