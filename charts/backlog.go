package charts

import (
	"fmt"
	"image/color"
	"slices"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Backlog is how work that waits piles up and ages. The slices have one entry per interval, for its end.
type Backlog struct {
	Title, Subtitle string

	Open     time.Duration // start of the first interval, from midnight
	Interval time.Duration
	Date     time.Time // of that midnight; names the days where there are several
	Closed   []bool    // intervals outside the opening hours; nil: none

	Waiting []float64 // contacts not finished
	Overdue []float64 // of them past their deadline
	Oldest  []float64 // age of the oldest, seconds

	Deadline     time.Duration
	DeadlineName string // in words: "8h of opening hours"
	ClockTime    bool   // the deadline runs all the time, so that ages can be read against it
}

// BacklogAge draws how much waits at the end of each interval, and how much of it is overdue, above the age of the
// oldest.
func BacklogAge(b Backlog) (*Figure, error) {
	d := Day{Open: b.Open, Interval: b.Interval, Date: b.Date}
	n := len(b.Waiting)
	if err := firstError(
		d.intervals("backlog", n),
		sameLength("overdue contacts", len(b.Overdue), "backlog", n),
		sameLength("ages", len(b.Oldest), "backlog", n),
		checkCounts("backlog", b.Waiting),
		checkCounts("overdue contacts", b.Overdue),
		checkCounts("age of the oldest", b.Oldest),
	); err != nil {
		return nil, err
	}
	if b.Closed != nil && len(b.Closed) != n {
		return nil, sameLength("closed hours", len(b.Closed), "backlog", n)
	}
	b.Waiting, b.Overdue, b.Oldest, b.Closed = slices.Clone(b.Waiting), slices.Clone(b.Overdue), slices.Clone(b.Oldest), slices.Clone(b.Closed)
	title, subtitle := oneLine(b.Title), oneLine(b.Subtitle)
	waiting, age := b.waitingFinding(d), b.ageFinding(d)
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  "Backlog: " + waiting + ". Age of the oldest: " + age + ".",
		paint: func(c draw.Canvas) {
			top := header(c, title, subtitle)
			counts, most := countTicks(slices.Max(b.Waiting), false)
			hours, longest := ageTicks(b.longest())
			left := gutter(counts, hours)
			clock, from, to := d.timeAxis(n, width-left-marginRight)

			start := heading(c, top, "Backlog, contacts not finished", waiting, b.keys())
			middle := floor + (start-floor)*0.5
			p := panel{draw.Crop(c, left, -marginRight, middle, start-c.Max.Y), from, to, 0, most}
			p.closed(d, b.Closed)
			line := d.steps(p, 0, n, func(i int) float64 { return b.Waiting[i] })
			p.area(pale, line)
			overdue := d.steps(p, 0, n, func(i int) float64 { return b.Overdue[i] })
			if b.late() {
				p.area(apricot, overdue)
			}
			p.horizontals(counts)
			p.StrokeLines(thin(meanLine, n), line)
			if b.late() {
				p.StrokeLines(thin(edgeLine, n), overdue)
			}
			p.base(clock, false)

			start = heading(c, middle-panelGap, "Age of the oldest", age, b.ageKeys())
			p = panel{draw.Crop(c, left, -marginRight, floor, start-c.Max.Y), from, to, 0, longest}
			p.closed(d, b.Closed)
			p.horizontals(hours)
			p.StrokeLines(thin(meanLine, n), d.steps(p, 0, n, func(i int) float64 { return b.Oldest[i] }))
			if b.nearDeadline() {
				p.StrokeLine2(targetLine, p.Min.X, p.y(b.Deadline.Seconds()), p.Max.X, p.y(b.Deadline.Seconds()))
			}
			p.base(clock, true)
		},
	}, nil
}

// night shades the hours in which nobody is there.
var night = color.NRGBA{0xf1, 0xf3, 0xf6, 0xff}

// closed shades the intervals outside the opening hours.
func (p panel) closed(d Day, closed []bool) {
	for _, r := range runs(len(closed), func(i int) bool { return closed[i] }) {
		fill(p.Canvas, night, p.bar(d.start(r[0]), p.y0, d.start(r[1]), p.y1))
	}
}

// late is whether so much is ever overdue that it shows.
func (b Backlog) late() bool { return slices.Max(b.Overdue) >= 0.05 }

// nearDeadline is whether the deadline is on the picture: an age far below it could not be seen.
func (b Backlog) nearDeadline() bool {
	return b.ClockTime && slices.Max(b.Oldest) >= 0.1*b.Deadline.Seconds()
}

func (b Backlog) longest() float64 {
	longest := slices.Max(b.Oldest)
	if b.nearDeadline() {
		longest = max(longest, b.Deadline.Seconds()*1.05)
	}
	return longest
}

func (b Backlog) waitingFinding(d Day) string {
	n := len(b.Waiting)
	peak := 0
	for i, w := range b.Waiting {
		if w > b.Waiting[peak] {
			peak = i
		}
	}
	if b.Waiting[peak] == 0 {
		return "nothing is left at the end of any interval"
	}
	text := "most at the end, " + count(b.Waiting[peak])
	if peak < n-1 {
		text = fmt.Sprintf("most at %s, %s; %s at the end", d.clock(peak+1, n), count(b.Waiting[peak]), count(b.Waiting[n-1]))
	}
	if b.late() {
		text += fmt.Sprintf("; up to %s overdue", count(slices.Max(b.Overdue)))
	} else {
		text += "; none overdue"
	}
	return text
}

func (b Backlog) ageFinding(d Day) string {
	n := len(b.Oldest)
	peak := 0
	for i, a := range b.Oldest {
		if a > b.Oldest[peak] {
			peak = i
		}
	}
	text := fmt.Sprintf("up to %s, at %s", aged(b.Oldest[peak]), d.clock(peak+1, n))
	if peak == n-1 {
		text = fmt.Sprintf("up to %s, at the end", aged(b.Oldest[peak]))
	}
	if b.DeadlineName != "" {
		text += "; to be finished in " + oneLine(b.DeadlineName)
	}
	return text
}

// aged writes an age: 45 min, 7.5 h, 62 h.
func aged(s float64) string {
	switch {
	case s < 5400:
		return count(float64(int(s/60+0.5))) + " min"
	case s < 36000:
		return group(s/3600) + " h"
	}
	return group(float64(int(s/3600+0.5))) + " h"
}

// ageTicks divides an axis of ages in hours, or in minutes where they are short.
func ageTicks(longest float64) ([]tick, float64) {
	unit, name := 3600., " h"
	if longest < 3*3600 {
		unit, name = 60, " min"
	}
	ticks, top := countTicks(max(longest/unit, 1), true)
	for i := range ticks {
		ticks[i].at *= unit
		ticks[i].label += name
	}
	return ticks, top * unit
}

func (b Backlog) keys() []key {
	keys := []key{{"Not finished", func(c draw.Canvas, r vg.Rectangle) {
		fill(c, pale, r)
		c.StrokeLine2(meanLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
	}}}
	if b.late() {
		keys = append(keys, key{"Overdue", func(c draw.Canvas, r vg.Rectangle) {
			fill(c, apricot, r)
			c.StrokeLine2(edgeLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
		}})
	}
	if slices.Contains(b.Closed, true) {
		keys = append(keys, key{"Closed", func(c draw.Canvas, r vg.Rectangle) { fill(c, night, r) }})
	}
	return keys
}

func (b Backlog) ageKeys() []key {
	if !b.nearDeadline() {
		return nil
	}
	return []key{{"Deadline, " + oneLine(b.DeadlineName), func(c draw.Canvas, r vg.Rectangle) {
		y := (r.Min.Y + r.Max.Y) / 2
		c.StrokeLine2(targetLine, r.Min.X, y, r.Max.X, y)
	}}}
}
