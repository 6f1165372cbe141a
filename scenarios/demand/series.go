package demand

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Series is the demand of a day, taken from a file.
type Series struct {
	Volumes     []float64       // contacts per interval, the mean over Dates
	HandleTimes []time.Duration // mean per interval, weighted by contacts; nil without a column
	Dates       []time.Time     // the dates taken, ascending
	Gaps        []time.Time     // weekdays left out because rows are missing, ascending
	Step        time.Duration   // the interval of the file's rows
	Outside     float64         // contacts a day, on the dates taken, outside the opening hours
	Notes       []string        // what a reader of the numbers should know
}

// series makes the demand of the rows kept.
func (rd *reader) series() *Series {
	chosen := rd.chosen()
	step := rd.step(chosen)
	if len(rd.errs.List) > 0 {
		return nil
	}
	s := &Series{Step: time.Duration(step) * time.Minute}
	var whole []*dayRows
	bestGap, bestMissing := "", math.MaxInt
	for _, day := range chosen {
		d := rd.days[day]
		missing, text := rd.gaps(d, step)
		if missing == 0 {
			whole = append(whole, d)
			s.Dates = append(s.Dates, dateOf(day))
			continue
		}
		s.Gaps = append(s.Gaps, dateOf(day))
		if missing < bestMissing {
			bestGap, bestMissing = fmt.Sprintf("%s lacks %s", dayName(day), text), missing
		}
	}
	if len(whole) == 0 {
		if rd.Date.IsZero() {
			bestGap = fmt.Sprintf("none of the %d dates is whole; the best, %s", len(chosen), bestGap)
		}
		rd.wrong("csv", "%s", bestGap)
		return nil
	}
	rd.mean(s, whole)
	rd.notes(s)
	return s
}

// wrong notes an error that is not at one line.
func (rd *reader) wrong(about, format string, args ...any) {
	rd.errs.add(Error{File: rd.name, About: about, Message: fmt.Sprintf(format, args...)})
}

// chosen lists the selected dates that have rows within the hours.
func (rd *reader) chosen() []int {
	var chosen []int
	for day, d := range rd.days {
		if len(d.rows) > 0 {
			chosen = append(chosen, day)
		}
	}
	slices.Sort(chosen)
	if len(chosen) > 0 {
		return chosen
	}
	if len(rd.seen) == 0 {
		rd.wrong("csv", "the file has no rows")
		return nil
	}
	first, last := math.MaxInt, math.MinInt
	for day := range rd.seen {
		first, last = min(first, day), max(last, day)
	}
	span := "the file's only date is " + date(first)
	if first != last {
		span = fmt.Sprintf("the file's %d dates run from %s to %s", len(rd.seen), date(first), date(last))
	}
	switch {
	case rd.Date.IsZero():
		rd.wrong("weekdays", "there are no rows from %v on these days of the week (%s)", rd.hours, span)
	case rd.seen[dayNumber(rd.Date)]:
		rd.wrong("date", "there are no rows from %v on %s", rd.hours, dayName(dayNumber(rd.Date)))
	default:
		want := dayNumber(rd.Date)
		near := first
		for day := range rd.seen {
			// Of two as near, the later: the answer is the same on every run.
			if a, b := distance(day, want), distance(near, want); a < b || a == b && day > near {
				near = day
			}
		}
		rd.wrong("date", "%s is not there: the nearest date is %s (%s)", dayName(want), dayName(near), span)
	}
	return nil
}

// step finds the interval of the file's rows, in minutes: the most frequent
// distance between neighbours. It checks that it fits the day's intervals.
func (rd *reader) step(chosen []int) int {
	interval := int(rd.hours.Interval / time.Minute)
	count := map[int]int{}
	for _, day := range chosen {
		rows := rd.days[day].rows
		for i := 1; i < len(rows); i++ {
			count[int(rows[i].minute-rows[i-1].minute)]++
		}
	}
	step := interval // one row a day tells nothing else
	for d, n := range count {
		if best := count[step]; n > best || n == best && d < step {
			step = d
		}
	}
	open := int(rd.hours.Open / time.Minute)
	phases := map[int]int{}
	for _, day := range chosen {
		for _, r := range rd.days[day].rows {
			phases[(int(r.minute)-open)%step]++
		}
	}
	off := 0
	for phase, n := range phases {
		if n > phases[off] || n == phases[off] && phase < off {
			off = phase
		}
	}
	switch {
	case len(chosen) == 0:
	case step > interval:
		rd.wrong("csv", "the rows are %d minutes apart, the scenario's interval is %d: set interval: %dm", step, interval, step)
	case interval%step != 0:
		rd.wrong("csv", "rows %d minutes apart do not divide the scenario's interval of %d minutes", step, interval)
	case off != 0:
		rd.wrong("csv", "the rows start at %s and every %d minutes from there, which does not meet the opening at %s", Clock(rd.hours.Open+time.Duration(off)*time.Minute), step, Clock(rd.hours.Open))
	default:
		for _, day := range chosen {
			for _, r := range rd.days[day].rows {
				if (int(r.minute)-open)%step != 0 {
					rd.errs.add(Error{File: rd.name, Line: int(r.line), Column: 1, About: "time",
						Message: fmt.Sprintf("%s is between the file's other rows, which are %d minutes apart", Clock(time.Duration(r.minute)*time.Minute), step)})
				}
			}
		}
	}
	return step
}

// gaps counts the intervals of the file that have no row, and names them.
func (rd *reader) gaps(d *dayRows, step int) (missing int, text string) {
	clock := func(minute int) string { return Clock(time.Duration(minute) * time.Minute) }
	at, end := int(rd.hours.Open/time.Minute), int(rd.hours.Close/time.Minute)
	total := (end - at) / step
	var ranges []string
	gap := func(to int) {
		if n := (to - at) / step; n > 0 {
			missing += n
			if n == 1 {
				ranges = append(ranges, clock(at))
			} else {
				ranges = append(ranges, clock(at)+" to "+clock(to-step))
			}
		}
	}
	for _, r := range d.rows {
		gap(int(r.minute))
		at = int(r.minute) + step
	}
	gap(end)
	if len(ranges) > 3 {
		ranges = append(ranges[:3], fmt.Sprintf("%d more gaps", len(ranges)-3))
	}
	return missing, fmt.Sprintf("%d of its %d rows of %d minutes: %s", missing, total, step, strings.Join(ranges, ", "))
}

// mean averages the whole days' volumes and, weighted by them, handle times.
func (rd *reader) mean(s *Series, whole []*dayRows) {
	n := rd.hours.Intervals()
	volumes, busy := make([]float64, n), make([]float64, n)
	for _, d := range whole {
		for _, r := range d.rows {
			i := int((time.Duration(r.minute)*time.Minute - rd.hours.Open) / rd.hours.Interval)
			volumes[i] += r.contacts
			busy[i] += r.contacts * r.seconds
		}
		s.Outside += d.outside / float64(len(whole))
	}
	var all, allBusy float64
	for i := range volumes {
		all += volumes[i]
		allBusy += busy[i]
	}
	if rd.handleTime >= 0 && all == 0 {
		rd.wrong("handle_time", "there are no contacts, so there is no mean handle time")
		return
	}
	for i := range volumes {
		if rd.handleTime >= 0 {
			mean := allBusy / all // an interval without contacts takes the day's
			if volumes[i] > 0 {
				mean = busy[i] / volumes[i]
			}
			s.HandleTimes = append(s.HandleTimes, max(1, time.Duration(math.Round(mean*float64(time.Second)))))
		}
		volumes[i] /= float64(len(whole))
	}
	s.Volumes = volumes
}

func (rd *reader) notes(s *Series) {
	note := func(format string, args ...any) { s.Notes = append(s.Notes, fmt.Sprintf(format, args...)) }
	switch {
	case s.Outside > 0 && len(s.Dates) == 1:
		note("%s: %.6g contacts outside %v left out", rd.name, s.Outside, rd.hours)
	case s.Outside > 0:
		note("%s: %.1f contacts a day outside %v left out", rd.name, s.Outside, rd.hours)
	}
	if len(s.Gaps) > 0 {
		note("%s: %d of %d dates left out because rows are missing, the first %s", rd.name, len(s.Gaps), len(s.Gaps)+len(s.Dates), dayName(dayNumber(s.Gaps[0])))
	}
	if len(rd.zones.seen) > 1 {
		note("%s: stamps of %s and %s (daylight saving time) are read as clock time", rd.name, rd.zones.seen[0], rd.zones.seen[1])
	}
}

// Source says in words where the volumes come from: "calls.csv, Monday 2003-03-03"
// or "calls.csv, mean of 31 Mondays".
func (s *Series) Source(name string) string {
	if len(s.Dates) == 1 {
		return name + ", " + dayName(dayNumber(s.Dates[0]))
	}
	var names []string
	for i := range 7 {
		day := time.Weekday((i + 1) % 7) // from Monday
		if slices.ContainsFunc(s.Dates, func(t time.Time) bool { return t.Weekday() == day }) {
			names = append(names, day.String()+"s")
		}
	}
	words := strings.Join(names, ", ")
	if i := strings.LastIndex(words, ", "); i >= 0 {
		words = words[:i] + " and " + words[i+2:]
	}
	return fmt.Sprintf("%s, mean of %d %s", name, len(s.Dates), words)
}

func distance(a, b int) int { return max(a-b, b-a) }

func date(day int) string { return dateOf(day).Format(time.DateOnly) }

func dayName(day int) string { return dateOf(day).Format("Monday 2006-01-02") }

func when(at stamp) string {
	return date(at.day) + " " + Clock(time.Duration(at.minute)*time.Minute)
}
