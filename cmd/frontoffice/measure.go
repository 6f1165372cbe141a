package main

import (
	"math"
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// row is a line of a table: an interval, or the intervals of one of several days.
type row struct {
	name string
	of   []int
}

// rowsOf are the lines of a table of a day, or of several.
func rowsOf(s *scenarios.Scenario) []row {
	var rows []row
	for k := range s.Intervals() {
		if s.Days == nil {
			rows = append(rows, row{s.Clock(k), []int{k}})
			continue
		}
		if day := s.DayOf(k); day == len(rows) {
			rows = append(rows, row{s.Date.AddDate(0, 0, day).Format("Mon 2 Jan"), nil})
		}
		last := &rows[len(rows)-1]
		last.of = append(last.of, k)
	}
	return rows
}

// measure is a figure of each interval and of the whole, as a column of a table.
type measure struct {
	heading, unit string
	write         func(sim.Estimate) string
	at            func(k int) sim.Estimate
	weight        func(k int) float64 // by which the intervals of a line are averaged; nil: they add up
	last          bool                // of the intervals of a line the last counts
	day           sim.Estimate
}

// column lays a measure out; what does not exist, such as the ASA of nobody, is a dash.
func (m measure) column(rows []row) column {
	cell := func(e sim.Estimate) string {
		if e.Undefined {
			return "-"
		}
		return m.write(e)
	}
	return column{m.heading, m.unit, func(i int) string { return cell(m.of(rows[i].of)) }, cell(m.day)}
}

// of is the measure of some intervals together. The half-width of several is not known, and NaN.
func (m measure) of(intervals []int) sim.Estimate {
	if len(intervals) == 1 {
		return m.at(intervals[0])
	}
	if m.last {
		e := m.at(intervals[len(intervals)-1])
		e.HalfWidth = math.NaN()
		return e
	}
	sum, weights := 0.0, 0.0
	for _, k := range intervals {
		e := m.at(k)
		switch {
		case e.Undefined:
		case m.weight == nil:
			sum += e.Mean
		default:
			w := m.weight(k)
			sum, weights = sum+w*e.Mean, weights+w
		}
	}
	e := sim.Estimate{Mean: sum, HalfWidth: math.NaN()}
	if m.weight != nil {
		if e.Mean = sum / weights; weights == 0 {
			e = sim.Estimate{Undefined: true}
		}
	}
	return e
}

// known is a figure that is not simulated.
func known(v float64) sim.Estimate { return sim.Estimate{Mean: v} }

// mean writes the mean of an estimate.
func mean(write func(float64) string) func(sim.Estimate) string {
	return func(e sim.Estimate) string { return write(e.Mean) }
}

// tenth writes a simulated number of contacts.
func tenth(e sim.Estimate) string { return volume(rounded(e.Mean)) }

// long writes a time that may be hours or days: 45.0 s, 12m30s, 5h10m, 2d 3h.
func long(s float64) string {
	if s < 48*3600 {
		return seconds(s)
	}
	h := math.Round(s / 3600)
	return grouped(math.Floor(h/24)) + "d " + grouped(math.Mod(h, 24)) + "h"
}

func meanLong(e sim.Estimate) string { return long(e.Mean) }

// withinWords writes a time to a promise: 20s, 4h, 4h of opening hours.
func withinWords(c *scenarios.Channel, d time.Duration) string {
	if c.InOpenHours {
		return scenarios.ShortDuration(d) + " of opening hours"
	}
	return scenarios.ShortDuration(d)
}
