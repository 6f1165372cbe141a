package charts

import (
	"fmt"
	"math"
	"time"

	"gonum.org/v1/plot/vg"
)

// Band is a simulated share with its confidence interval: all three in 0..1.
// Ends of the interval outside 0..1, as a symmetric interval may have, are drawn
// at 0 and 1.
// Undefined marks an interval that has no such share, the service level of
// nobody say: nothing is read and nothing is drawn there.
type Band struct {
	Mean, Low, High float64
	Undefined       bool
}

// Day is what happened, and what was asked for, interval by interval. The slices
// have one entry per interval; each picture reads only those it shows.
type Day struct {
	Title    string // the scenario's name
	Subtitle string // what the numbers stand on: "Mon 30 Nov 2026, voice, 100 replications, seed 1"

	Open     time.Duration // start of the first interval, from midnight
	Interval time.Duration // length of an interval, at least a second
	Date     time.Time     // of that midnight: names the days where there are several; the zero time: they are numbered

	Offered   []float64 // contacts per interval
	Required  []int     // agents; nil: nothing is required
	Planned   []int     // agents available, where a plan is not the requirement; nil: it is
	Scheduled []int     // agents

	// ServiceLevel is simulated. Intervals whose Offered is 0 have no service
	// level: their entries are not read, and nothing is drawn there.
	ServiceLevel       []Band
	Formula            []float64     // service level by formula; nil: none
	ServiceLevelTarget float64       // 0: none
	Within             time.Duration // T of the service level
	Definition         string        // of the service level: "of offered", "of answered"...; "": not named
	ServiceLevelDay    float64       // simulated, over the day, for the headline; 0: not named
	ServiceLevelWords  string        // in place of that: "31% to 100% over the day"
	Judged             []bool        // intervals that the headline is of, all of whose contacts are due before the close; nil: all

	Occupancy        []Band    // simulated
	FormulaOccupancy []float64 // by formula; nil: none
	OccupancyCap     float64   // 0: none
	OccupancyDay     float64   // simulated, over the day, for the headline; 0: not named

	Confidence  float64 // of the bands; 0: 0.95
	FormulaName string  // "Erlang A"; "": "formula"
}

// maxValue bounds contacts and agents of an interval: above, something is wrong with the data.
const maxValue = 1e12

// intervals checks that the day has intervals, n of them in the named series.
func (d Day) intervals(series string, n int) error {
	switch {
	case n == 0:
		return fmt.Errorf("charts: no %s to draw", series)
	case d.Interval < time.Second:
		return fmt.Errorf("charts: an interval of %v: want at least 1s", d.Interval)
	case d.Open < 0 || d.Open >= day:
		return fmt.Errorf("charts: opening at %v: want a time of day from 0 to 24h", d.Open)
	case d.Interval > 366*day/time.Duration(n):
		return fmt.Errorf("charts: %d intervals of %v: more than a year", n, d.Interval)
	}
	return nil
}

// sameLength checks a series that goes with one of n intervals.
func sameLength(series string, got int, with string, n int) error {
	if got != n {
		return fmt.Errorf("charts: %d intervals of %s but %d of %s", got, series, n, with)
	}
	return nil
}

// checkCounts checks numbers of contacts or agents.
func checkCounts[T int | float64](series string, values []T) error {
	for i, v := range values {
		if f := float64(v); !(f >= 0 && f <= maxValue) {
			return fmt.Errorf("charts: %s of interval %d is %v: want 0 to %g", series, i+1, v, maxValue)
		}
	}
	return nil
}

// roundOff is how far outside 0..1 a share may be from round-off alone.
const roundOff = 1e-9

func checkShare(series string, v float64) error {
	if !(v >= -roundOff && v <= 1+roundOff) {
		return fmt.Errorf("charts: %s is %v: want a share from 0 to 1", series, v)
	}
	return nil
}

// checkBands checks the bands and formula values of the intervals that have them.
func checkBands(series string, bands []Band, formula []float64, has func(int) bool) error {
	for i, b := range bands {
		if !has(i) {
			continue
		}
		if err := checkShare(fmt.Sprintf("%s of interval %d", series, i+1), b.Mean); err != nil {
			return err
		}
		if !(b.Low <= b.Mean+roundOff && b.High >= b.Mean-roundOff) || math.IsInf(b.Low, 0) || math.IsInf(b.High, 0) {
			return fmt.Errorf("charts: %s of interval %d is %v with the interval %v to %v: want it inside", series, i+1, b.Mean, b.Low, b.High)
		}
		if formula != nil {
			if err := checkShare(fmt.Sprintf("%s by formula of interval %d", series, i+1), formula[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// start is when interval i starts, in seconds from midnight.
func (d Day) start(i int) float64 { return (d.Open + time.Duration(i)*d.Interval).Seconds() }

// timeAxis is the clock from opening to closing for n intervals, with as many
// ticks as have room for their labels.
func (d Day) timeAxis(n int, room vg.Length) (ticks []tick, from, to float64) {
	end := d.Open + time.Duration(n)*d.Interval
	if d.several(n) {
		return d.dayTicks(end, room), d.start(0), d.start(n)
	}
	for parts := 13; parts > 0; parts-- {
		ticks = clockTicks(d.Open, end, parts)
		widest := gutter(ticks) - gutter()
		if apart := room / vg.Length(parts); widest+12 <= apart {
			break
		}
	}
	return ticks, d.start(0), d.start(n)
}

// several is whether n intervals are of several days that have names.
func (d Day) several(n int) bool {
	return !d.Date.IsZero() && d.Open+time.Duration(n)*d.Interval > 2*day
}

// dayTicks names the days at their midnights, and the first at the opening.
func (d Day) dayTicks(end time.Duration, room vg.Length) []tick {
	days := int((end + day - 1) / day)
	each := 1
	for ; room/vg.Length(days)*vg.Length(each) < tickStyle.width("Wed 30")+12; each++ {
	}
	ticks := []tick{{d.Open.Seconds(), d.Date.Format("Mon 2")}}
	for i := each; i < days; i += each {
		ticks = append(ticks, tick{(time.Duration(i) * day).Seconds(), d.Date.AddDate(0, 0, i).Format("Mon 2")})
	}
	return ticks
}

// clock writes when interval i starts, on a day of n intervals.
func (d Day) clock(i, n int) string {
	if d.several(n) {
		at := d.Open + time.Duration(i)*d.Interval
		return d.Date.Add(at).Format("Mon 15:04")
	}
	return clock(d.Open+time.Duration(i)*d.Interval, d.Open+time.Duration(n)*d.Interval, d.precision())
}

// precision is a minute, or a second where intervals start within a minute.
func (d Day) precision() time.Duration {
	if d.Open%time.Minute == 0 && d.Interval%time.Minute == 0 {
		return time.Minute
	}
	return time.Second
}

// firstError is the first of errs that is one.
func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
