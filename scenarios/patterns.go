package scenarios

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
	_ "time/tzdata" // the zones' rules, where the system has none

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
		for _, p := range t.Value.ShiftPatterns {
			at := path + ".shift_patterns." + p.Name
			if r.anyBad(at) || !r.known() {
				continue
			}
			made.Staff.Patterns = append(made.Staff.Patterns, r.pattern(at, p.Name, p.Value, ahead, made))
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
	switch {
	case in.Cost != nil || in.CostPerHour != nil:
		if in.Cost != nil {
			p.PerShift = float64(*in.Cost)
		}
		if in.CostPerHour != nil {
			p.PerHour = float64(*in.CostPerHour)
		}
	default:
		p.PerHour = 1
	}
	if in.Premiums != nil && p.PerHour == 0 {
		r.wrong(path+".premiums", "premiums are shares of cost_per_hour: give one")
	}
	for _, q := range in.Premiums {
		p.Premiums = append(p.Premiums, shifts.Premium{From: q.Hours.open - ahead, To: q.Hours.close - ahead, Rate: float64(q.Rate)})
	}
	p.Earliest, p.Latest = p.Earliest-ahead, p.Latest-ahead
	if !r.anyBad(path) {
		if err := p.Fits(); err != nil {
			r.wrong(path+".breaks", "%v", err)
		}
	}
	return p
}

var zoneOffset = regexp.MustCompile(`^([+-])(\d{1,2}):?(\d{2})$`)

// zone reads a time zone; nil where none is given or it is wrong.
func (r *resolver) zone(path string, in *text) *time.Location {
	if in == nil || r.bad[path] {
		return nil
	}
	name := string(*in)
	if m := zoneOffset.FindStringSubmatch(name); m != nil {
		h, _ := strconv.Atoi(m[2])
		min, _ := strconv.Atoi(m[3])
		if h > 14 || min > 59 {
			r.wrong(path, "%s is not an offset from UTC: at most 14 hours", quote(name))
			return nil
		}
		seconds := (h*60 + min) * 60
		if m[1] == "-" {
			seconds = -seconds
		}
		return time.FixedZone(name, seconds)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		r.wrong(path, "%s is not a time zone: write a name such as Europe/London, or an offset from UTC such as +05:30", quote(name))
		return nil
	}
	return zone
}

// ahead is how far the clock of a team's zone is ahead of the scenario's on its date.
func (r *resolver) ahead(path string, in *text, home *time.Location) time.Duration {
	if in == nil || r.bad[path] || r.bad["time_zone"] {
		return 0
	}
	site := r.zone(path, in)
	switch {
	case site == nil:
		return 0
	case home == nil:
		r.wrong(path, "a zone of the team needs a time_zone of the scenario to compare it with")
		return 0
	}
	noon := r.s.Date
	if noon.IsZero() {
		if !fixed(site) || !fixed(home) {
			r.wrong(path, "the difference of the zones depends on the date: give the scenario a date")
			return 0
		}
		noon = time.Unix(0, 0)
	}
	noon = noon.Add(12 * time.Hour)
	_, there := noon.In(site).Zone()
	_, here := noon.In(home).Zone()
	return time.Duration(there-here) * time.Second
}

// fixed is whether a zone was given as an offset.
func fixed(z *time.Location) bool { return zoneOffset.MatchString(z.String()) || z == time.UTC }
