// Package demand makes the expected contacts per interval of a day: from a
// day's total over a profile, or from a CSV file of counts at any finer
// interval, for one date or as the mean of some weekdays.
//
// Time stamps are clock time as written; a zone in them is not converted.
package demand

import (
	"fmt"
	"time"
)

// Day is the part of a day that is planned, cut into intervals of equal length.
type Day struct {
	Open     time.Duration // since midnight, whole minutes, at least 0 and below 24h
	Close    time.Duration // since midnight, above Open by at most 24h: above 24h past midnight
	Interval time.Duration // whole minutes, divides Close - Open
}

// Intervals is the number of intervals in the day.
func (d Day) Intervals() int { return int((d.Close - d.Open) / d.Interval) }

// String returns the opening hours, such as "07:00-21:00" or "07:00-24:00".
func (d Day) String() string {
	if d.Close == 24*time.Hour {
		return Clock(d.Open) + "-24:00"
	}
	return Clock(d.Open) + "-" + Clock(d.Close)
}

// check reports a Day that breaks its rules: a mistake of the program, not of its input.
func (d Day) check() error {
	switch {
	case d.Open < 0 || d.Open >= 24*time.Hour || d.Close <= d.Open || d.Close-d.Open > 24*time.Hour:
		return fmt.Errorf("opening hours %v to %v are not within one day", d.Open, d.Close)
	case d.Interval <= 0 || (d.Close-d.Open)%d.Interval != 0:
		return fmt.Errorf("an interval of %v does not divide %v", d.Interval, d.Close-d.Open)
	case d.Open%time.Minute != 0 || d.Interval%time.Minute != 0:
		return fmt.Errorf("opening at %v in intervals of %v: not whole minutes", d.Open, d.Interval)
	}
	return nil
}

// Clock writes a time since midnight as hours and minutes, "07:00"; from 24h on
// it is the clock of the next day, "00:30".
func Clock(t time.Duration) string {
	const day = 24 * time.Hour
	t = (t%day + day) % day // before the first midnight too
	return fmt.Sprintf("%02d:%02d", t/time.Hour, t%time.Hour/time.Minute)
}
