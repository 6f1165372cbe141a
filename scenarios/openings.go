package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"time"

	"frontoffice/scenarios/demand"
	"go.yaml.in/yaml/v4"
)

// MaxDays is how many days in a row a scenario may have.
const MaxDays = 31

// openings is the opening hours of a day, or of several in a row.
type openings struct {
	days   []opening
	listed bool
}

// opening is the opening hours of a day, or that it is closed.
type opening struct {
	hours
	closed bool
}

func (v *opening) parse(s string) error {
	if s == "closed" {
		*v = opening{closed: true}
		return nil
	}
	return v.hours.parse(s)
}

func (opening) form() form {
	return form{words: hours{}.form().words + "; or closed", pattern: `^closed$|` + hours{}.form().pattern}
}

func (v *openings) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.SequenceNode {
		if len(n.Content) > MaxDays {
			d.report(n, path, "", "%d days: at most %d", len(n.Content), MaxDays)
			return
		}
		v.listed = true
		d.value(reflect.ValueOf(&v.days).Elem(), n, path, f)
		return
	}
	v.days = make([]opening, 1)
	d.scalar(&v.days[0].hours, n, path, f)
}

func (v *openings) inner() reflect.Type { return nil }

func (v *openings) words(f field) string {
	return f.accepts(new(hours)) + "; or a list with those of each day, or closed"
}

func (v *openings) schema(f field) map[string]any {
	list := schemaOf(reflect.TypeFor[[]opening](), f)
	list["maxItems"] = MaxDays
	return either(schemaOf(reflect.TypeFor[hours](), f), list)
}

// Opening is the opening hours of one of several days: since midnight of the scenario's date. A closed
// day has none.
type Opening struct{ Open, Close time.Duration }

// horizon lays the days in a row: the time from the first opening to the last closing is what is
// planned and simulated, and the hours of each day are within it.
func (r *resolver) horizon() {
	in, interval := r.file.Hours, time.Duration(r.file.Interval)
	if !r.given("hours") || r.anyBad("hours") || r.bad["interval"] || len(in.days) == 0 {
		return
	}
	const day = 24 * time.Hour
	if interval%time.Minute != 0 {
		r.wrong("interval", "%s is not a whole number of minutes", ShortDuration(interval))
		return
	}
	first := in.days[0]
	if first.closed {
		r.wrong("hours[0]", "the first day is closed: begin with one that is open")
		return
	}
	if in.listed && len(in.days) > 1 && r.file.Date == nil && !r.bad["date"] {
		r.wrong("hours", "several days need a date, which is that of the first")
		return
	}
	var open []Opening
	end := day * time.Duration(len(in.days))
	for i, o := range in.days {
		at := day * time.Duration(i)
		if o.closed {
			open = append(open, Opening{})
			continue
		}
		of := Opening{at + o.open, at + o.close}
		open = append(open, of)
		where, hours := "hours", demand.Day{Open: o.open, Close: o.close}.String()
		if in.listed {
			where = fmt.Sprintf("hours[%d]", i)
		}
		switch {
		case i > 0 && open[i-1] != (Opening{}) && of.Open < open[i-1].Close:
			r.wrong(where, "the day begins before the one before it closes")
			return
		case !in.listed && (o.close-o.open)%interval != 0:
			r.wrong("interval", "intervals of %s do not divide the hours %s, which are %s", ShortDuration(interval), hours, ShortDuration(o.close-o.open))
			return
		case (of.Open-first.open)%interval != 0 || (of.Close-first.open)%interval != 0:
			r.wrong("interval", "intervals of %s from %s do not meet the hours %s", ShortDuration(interval), demand.Clock(first.open), hours)
			return
		}
		if i == len(in.days)-1 {
			end = of.Close
		}
	}
	end -= (end - first.open) % interval // where the last day is closed
	if n := (end - first.open) / interval; n > MaxIntervals {
		r.wrong("interval", "%d intervals of %s: at most %d", n, ShortDuration(interval), MaxIntervals)
		return
	}
	r.day = demand.Day{Open: first.open, Close: end, Interval: interval}
	r.s.Open, r.s.Close, r.s.Interval = first.open, end, interval
	if len(open) > 1 {
		r.s.Days = open
	}
}

// list says which of the n values of a list each interval takes: -1 where it is outside the opening
// hours and the list has only these. It reports a list of another length; of one day it has a value
// for each interval.
func (r *resolver) list(path, what string, n int) []int {
	if !r.known() {
		return nil
	}
	if r.s.Days == nil {
		if !r.counted(path, what, n) {
			return nil
		}
		return r.s.daily(0)
	}
	all := r.day.Intervals()
	forms := []struct {
		n     int
		words string
		of    func() []int
	}{
		{all, "all intervals", func() []int { return r.s.daily(0) }},
		{r.s.openIntervals(), "those of the opening hours", r.s.opened},
		{r.s.alike(), "those of a day's opening hours", r.s.openedDaily},
		{r.s.aroundTheClock(), "those of 24 hours from midnight", func() []int { return r.s.daily(24 * time.Hour) }},
	}
	var words []string
	for i, f := range forms {
		if f.n == n && n > 0 {
			of := f.of()
			for _, other := range forms[i+1:] {
				if other.n != n || slices.Equal(other.of(), of) {
					continue
				}
				note := fmt.Sprintf("%s: %s are read as %s, though %s are as many; %d for all intervals leave no doubt", path, plural(n, what), f.words, other.words, all)
				if !slices.Contains(r.s.Notes, note) {
					r.s.Notes = append(r.s.Notes, note)
				}
			}
			return of
		}
		if f.n > 0 {
			words = append(words, fmt.Sprintf("%d for %s", f.n, f.words))
		}
	}
	r.wrong(path, "%s given, and one for each interval is needed: %s", plural(n, what), orWords(words))
	return nil
}

// openIntervals is how many intervals the opening hours have, of all days.
func (s *Scenario) openIntervals() int {
	n := 0
	for k := range s.Intervals() {
		if s.OpenAt(k) {
			n++
		}
	}
	return n
}

// alike is how many intervals the opening hours of every open day have; 0 where they differ.
func (s *Scenario) alike() int {
	n := 0
	for _, d := range s.Days {
		if d == (Opening{}) {
			continue
		}
		if of := int((d.Close - d.Open) / s.Interval); n == 0 || of == n {
			n = of
		} else {
			return 0
		}
	}
	return n
}

// aroundTheClock is how many intervals a day from midnight to midnight has; 0 where they do not meet midnight.
func (s *Scenario) aroundTheClock() int {
	if 24*time.Hour%s.Interval != 0 || s.Open%s.Interval != 0 {
		return 0
	}
	return int(24 * time.Hour / s.Interval)
}

// daily numbers the intervals, from the start or anew after each period since midnight.
func (s *Scenario) daily(period time.Duration) []int {
	of := make([]int, s.Intervals())
	for k := range of {
		if of[k] = k; period > 0 {
			of[k] = int(s.Start(k) % period / s.Interval)
		}
	}
	return of
}

// opened numbers the intervals of the opening hours; others are -1.
func (s *Scenario) opened() []int {
	of, n := make([]int, s.Intervals()), 0
	for k := range of {
		of[k] = -1
		if s.OpenAt(k) {
			of[k] = n
			n++
		}
	}
	return of
}

// openedDaily numbers the intervals of the opening hours, anew each day; others are -1.
func (s *Scenario) openedDaily() []int {
	of := s.opened()
	for k := range of {
		if d := s.DayOf(k); of[k] >= 0 {
			of[k] = int((s.Start(k) - s.Days[d].Open) / s.Interval)
		}
	}
	return of
}
