package charts

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Methods is what several staffing methods ask for on one day, and what their
// staff truly does: the same intervals, contacts and targets for all.
type Methods struct {
	Title    string // the scenario's name
	Subtitle string // what the numbers stand on: "Mon 30 Nov 2026, voice, exact day M(t)/M/n(t)+M"

	Open     time.Duration // start of the first interval, from midnight
	Interval time.Duration // length of an interval, at least a second

	// Lines are the methods, up to five. The last is the reference, to which the
	// others are compared.
	Lines []MethodLine

	// Offered is the contacts per interval; nil: some in every one. Intervals
	// whose Offered is 0 have no service level: nothing is read or drawn there.
	Offered []float64

	ServiceLevelTarget float64       // 0: none
	Within             time.Duration // T of the service level
	Definition         string        // of the service level: "offered", "answered"...; "": not named
}

// MethodLine is one staffing method. The slices have one entry per interval;
// each picture reads only those it shows.
type MethodLine struct {
	Name         string    // "Erlang A by interval"
	Agents       []int     // required by the method
	ServiceLevel []float64 // that these agents truly give, in 0..1: exact, so without a confidence interval
	AgentHours   float64   // over the day
	Missed       int       // intervals that truly miss a target, of service level or another
}

// mostMethods is the number of rows that fit on a slide.
const mostMethods = 5

// maxHours bounds agent hours: maxValue agents for a year.
const maxHours = maxValue * 366 * 24

// day has the time axis of the methods.
func (m Methods) day() Day { return Day{Open: m.Open, Interval: m.Interval} }

// reference is the last line.
func (m Methods) reference() MethodLine { return m.Lines[len(m.Lines)-1] }

// checkLines checks how many lines there are and what every picture reads of them.
func (m Methods) checkLines(least int) error {
	switch n := len(m.Lines); {
	case n == 0:
		return errors.New("charts: no staffing methods to draw")
	case n < least || n > mostMethods:
		return fmt.Errorf("charts: %s: want %d to %d", plural(n, "staffing method"), least, mostMethods)
	}
	for i, l := range m.Lines {
		if oneLine(l.Name) == "" {
			return fmt.Errorf("charts: staffing method %d has no name", i+1)
		}
		if !(l.AgentHours >= 0 && l.AgentHours <= maxHours) {
			return fmt.Errorf("charts: agent hours of %s are %v: want 0 to %g", oneLine(l.Name), l.AgentHours, maxHours)
		}
	}
	return nil
}

// clone is a copy for a figure to keep, its texts fit for drawing.
func (m Methods) clone() Methods {
	m.Title, m.Subtitle, m.Definition = oneLine(m.Title), oneLine(m.Subtitle), oneLine(m.Definition)
	m.Offered, m.Lines = slices.Clone(m.Offered), slices.Clone(m.Lines)
	for i := range m.Lines {
		l := &m.Lines[i]
		l.Name = oneLine(l.Name)
		l.Agents, l.ServiceLevel = slices.Clone(l.Agents), slices.Clone(l.ServiceLevel)
	}
	return m
}

// hasContacts says whether interval i has a service level.
func (m Methods) hasContacts(i int) bool { return m.Offered == nil || m.Offered[i] > 0 }

// below says whether a true service level is below the target, by more than round-off.
func (m Methods) below(level float64) bool { return level < m.ServiceLevelTarget-roundOff }

// differences is how many agents more than the reference a line has, by interval.
func (m Methods) differences(l MethodLine) []int {
	more := make([]int, len(l.Agents))
	for i, n := range m.reference().Agents {
		more[i] = l.Agents[i] - n
	}
	return more
}

// compared says how a line's agents and hours stand to the reference's.
func (m Methods) compared(l MethodLine) string {
	more := m.differences(l)
	low, high := slices.Min(more), slices.Max(more)
	n := plural(len(more), "interval")
	same := 0
	for _, d := range more {
		if d == 0 {
			same++
		}
	}
	var agents string
	switch {
	case low == 0 && high == 0:
		agents = "the same in " + every(len(more), n)
	case low == high:
		agents = moreOrFewer(low) + " in " + every(len(more), n)
	case low > 0:
		agents = count(float64(low)) + " to " + moreOrFewer(high)
	case high < 0:
		agents = count(float64(-high)) + " to " + moreOrFewer(low)
	case low == 0:
		agents = "up to " + moreOrFewer(high)
	case high == 0:
		agents = "up to " + moreOrFewer(low)
	default:
		agents = moreOrFewer(low) + " to " + moreOrFewer(high)
	}
	if same > 0 && same < len(more) {
		agents += ", the same in " + group(float64(same)) + " of " + n
	}
	text := agents + "; " + hours(l.AgentHours)
	switch d := l.AgentHours - m.reference().AgentHours; {
	case math.Abs(d) <= 1e-9*l.AgentHours: // hours are sums, whose last digits differ
		return text
	case d > 0:
		return text + ", " + hours(d) + " more"
	default:
		return text + ", " + hours(-d) + " less"
	}
}

// moreOrFewer writes a difference in agents.
func moreOrFewer(d int) string {
	if d < 0 {
		return count(float64(-d)) + " fewer"
	}
	return count(float64(d)) + " more"
}

// missed says for every line its hours and in how many of n intervals it misses a
// target; nothing of misses where nothing can be missed.
func (m Methods) missed(n int) string {
	targets := m.ServiceLevelTarget > 0 || slices.ContainsFunc(m.Lines, func(l MethodLine) bool { return l.Missed > 0 })
	lines := make([]string, len(m.Lines))
	for i, l := range m.Lines {
		lines[i] = l.Name + ": " + hours(l.AgentHours)
		switch {
		case !targets:
		case l.Missed > 0:
			lines[i] += fmt.Sprintf(", %s of %s %s", group(float64(l.Missed)), group(float64(n)), misses(l.Missed))
		case i == 0:
			lines[i] += ", none misses"
		default:
			lines[i] += ", none"
		}
	}
	return strings.Join(lines, "; ")
}

// misses is the verb for n intervals.
func misses(n int) string {
	if n == 1 {
		return "misses"
	}
	return "miss"
}
