package scenarios

import (
	"fmt"
	"strings"
	"time"

	"frontoffice/scenarios/demand"
)

// Clock writes a time since midnight as planners do: "07:30", and "01:00" for an
// hour past midnight.
func Clock(sinceMidnight time.Duration) string { return demand.Clock(sinceMidnight) }

// Clock is when interval i begins: "07:30", and where there are several days "Tue 07:30".
func (s *Scenario) Clock(i int) string { return s.At(s.Start(i)) }

// At writes a time since midnight of the scenario's date: as Clock, after the day where there are several.
func (s *Scenario) At(t time.Duration) string {
	if s.Days == nil {
		return Clock(t)
	}
	layout := "Mon "
	if len(s.Days) > 7 {
		layout = "Mon 2 Jan "
	}
	return s.Date.Add(t/(24*time.Hour)*24*time.Hour).Format(layout) + Clock(t)
}

// Hours writes the opening hours: "07:00-21:00". Of several days it names each, those alike together.
func (s *Scenario) Hours() string {
	if s.Days == nil {
		return demand.Day{Open: s.Open, Close: s.Close, Interval: s.Interval}.String()
	}
	const day = 24 * time.Hour
	of := func(i int) string {
		if s.Days[i] == (Opening{}) {
			return "closed"
		}
		at := day * time.Duration(i)
		return demand.Day{Open: s.Days[i].Open - at, Close: s.Days[i].Close - at}.String()
	}
	name := func(i int) string { return s.Date.AddDate(0, 0, i).Format("Mon") }
	var parts []string
	for i := 0; i < len(s.Days); {
		j := i
		for j+1 < len(s.Days) && of(j+1) == of(i) {
			j++
		}
		days := name(i)
		if j > i {
			days += "-" + name(j)
		}
		parts = append(parts, days+" "+of(i))
		i = j + 1
	}
	return fmt.Sprintf("%d days: %s", len(s.Days), strings.Join(parts, ", "))
}

// Start is when interval i begins, since midnight of the scenario's date.
func (s *Scenario) Start(i int) time.Duration {
	return s.Open + time.Duration(i)*s.Interval
}

// DayOf is the day of an interval, 0 for the first: that in whose opening hours it lies, or else that of the calendar.
func (s *Scenario) DayOf(i int) int {
	for d, o := range s.Days {
		if s.within(i, o) {
			return d
		}
	}
	return min(int(s.Start(i)/(24*time.Hour)), max(len(s.Days)-1, 0))
}

// OpenAt is whether an interval lies in the opening hours.
func (s *Scenario) OpenAt(i int) bool {
	if s.Days == nil {
		return true
	}
	for _, o := range s.Days {
		if s.within(i, o) {
			return true
		}
	}
	return false
}

// OpenDays is how many days are not closed: 1 where there is one.
func (s *Scenario) OpenDays() int {
	if s.Days == nil {
		return 1
	}
	n := 0
	for _, o := range s.Days {
		if o != (Opening{}) {
			n++
		}
	}
	return n
}

func (s *Scenario) within(i int, o Opening) bool {
	return s.Start(i) >= o.Open && s.Start(i) < o.Close
}

// DateOf is the date of an interval; the zero time where the scenario has none.
func (s *Scenario) DateOf(i int) time.Time {
	if s.Date.IsZero() {
		return s.Date
	}
	return s.Date.AddDate(0, 0, int(s.Start(i)/(24*time.Hour)))
}
