package charts

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Coverage is the shifts of a day and the agents they have to cover.
type Coverage struct {
	Title    string // the scenario's name
	Subtitle string // what the shifts stand on
	Finding  string // what the picture shows: "41 people, 0.4 % above the least cost"; "": nothing

	Open     time.Duration // start of the first cell, from midnight
	Cell     time.Duration
	Required []int // agents by cell
	OnDuty   []int
	Bars     []ShiftBar // in the order they are drawn, from above
	Days     []string   // names of the days, where there are several: bars of each day begin at the top again
}

// ShiftBar is people who start and end together.
type ShiftBar struct {
	From, To time.Duration // from midnight
	People   int
	Name     string // the pattern's
	// Off is how many of them are on a break, by stretch of time.
	Off []Off
}

// Off is people on a break.
type Off struct {
	From, To time.Duration
	People   int
}

// maxBars is how many bars can be told apart; more are an error that names it.
const maxBars = 400

// Shifts draws the coverage of a day above its shifts as bars.
func Shifts(v Coverage) (*Figure, error) {
	n := len(v.Required)
	d := Day{Open: v.Open, Interval: v.Cell}
	if err := firstError(
		d.intervals("required agents", n),
		sameLength("agents on duty", len(v.OnDuty), "required agents", n),
		checkCounts("required agents", v.Required),
		checkCounts("agents on duty", v.OnDuty),
	); err != nil {
		return nil, err
	}
	if len(v.Bars) > maxBars {
		return nil, fmt.Errorf("charts: %d shifts: at most %d can be told apart", len(v.Bars), maxBars)
	}
	for i, b := range v.Bars {
		if b.To <= b.From || b.People < 1 {
			return nil, fmt.Errorf("charts: shift %d of %d people from %v to %v", i+1, b.People, b.From, b.To)
		}
	}
	v.Required, v.OnDuty, v.Bars = slices.Clone(v.Required), slices.Clone(v.OnDuty), slices.Clone(v.Bars)
	title, subtitle := oneLine(v.Title), oneLine(v.Subtitle)
	covered := v.covered()
	people := 0
	for _, b := range v.Bars {
		people += b.People
	}
	bars := fmt.Sprintf("%s start at %s", count(float64(people))+plain(people, " person", " people"), count(float64(v.starts()))+plain(v.starts(), " time", " times"))
	if v.Days != nil {
		bars = fmt.Sprintf("%s start at %s of day", count(float64(people))+plain(people, " shift", " shifts"), count(float64(v.starts()))+plain(v.starts(), " time", " times"))
	}
	rows, places := v.rows()
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  oneLine(v.Finding) + " " + covered + ". " + bars + ".",
		paint: func(c draw.Canvas) {
			top := header(c, title, subtitle)
			agents, most := countTicks(float64(slices.Max(slices.Concat(v.Required, v.OnDuty))), true)
			left := gutter(agents)
			clock, from, to := d.timeAxis(n, width-left-marginRight)
			if v.Days != nil {
				clock = nil
				for i, name := range v.Days {
					if at := time.Duration(i) * day; at >= v.Open && at.Seconds() <= to {
						clock = append(clock, tick{at.Seconds(), name})
					} else if i == 0 {
						clock = append(clock, tick{from, name})
					}
				}
			}
			start := heading(c, top, "Agents on duty", covered, v.keys())
			share := vg.Length(0.52)
			if rows < 8 {
				share = 0.4
			}
			middle := floor + (start-floor)*share
			p := panel{draw.Crop(c, left, -marginRight, middle, start-c.Max.Y), from, to, 0, most}
			p.coverage(v, d, agents)
			p.base(clock, false)
			start = heading(c, middle-panelGap, "Shifts", bars, nil)
			p = panel{draw.Crop(c, left, -marginRight, floor, start-c.Max.Y), from, to, 0, float64(max(rows, 1))}
			p.shifts(v.Bars, rows, places)
			p.base(clock, true)
		},
	}, nil
}

func plain(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

// starts counts the distinct start times.
func (v Coverage) starts() int {
	at := map[time.Duration]bool{}
	for _, b := range v.Bars {
		at[b.From%day] = true
	}
	return len(at)
}

// covered says how the agents on duty compare with those required.
func (v Coverage) covered() string {
	required, over, short, cells := 0, 0, 0, 0
	for k, n := range v.Required {
		required += n
		if more := v.OnDuty[k] - n; more >= 0 {
			over += more
		} else {
			short -= more
			cells++
		}
	}
	hours := func(agents int) string {
		return strconv.FormatFloat(math.Round(float64(agents)*v.Cell.Hours()*10)/10, 'f', -1, 64) + " h"
	}
	words := hours(required) + " required, " + hours(over) + " more on duty"
	if short > 0 {
		words += fmt.Sprintf(", %s short in %d of %d intervals", hours(short), cells, len(v.Required))
	} else {
		words += ", none short"
	}
	return words
}

// keys names the marks.
func (v Coverage) keys() []key {
	keys := []key{
		{"On duty", func(c draw.Canvas, r vg.Rectangle) {
			fill(c, pale, r)
			c.StrokeLine2(meanLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
		}},
		{"Required", func(c draw.Canvas, r vg.Rectangle) {
			y := (r.Min.Y + r.Max.Y) / 2
			c.StrokeLine2(targetLine, r.Min.X, y, r.Max.X, y)
		}},
	}
	for k, n := range v.Required {
		if v.OnDuty[k] < n {
			return append(keys, key{"Short", func(c draw.Canvas, r vg.Rectangle) { fill(c, orange, r) }})
		}
	}
	return keys
}

// coverage draws the agents on duty, the requirement, and between them what is short.
func (p panel) coverage(v Coverage, d Day, ticks []tick) {
	n := len(v.OnDuty)
	onDuty := d.steps(p, 0, n, func(i int) float64 { return float64(v.OnDuty[i]) })
	p.area(pale, onDuty)
	p.horizontals(ticks)
	for k, need := range v.Required {
		if v.OnDuty[k] < need {
			fill(p.Canvas, orange, p.bar(d.start(k), float64(v.OnDuty[k]), d.start(k+1), float64(need)))
		}
	}
	p.StrokeLines(thin(meanLine, n), onDuty)
	p.StrokeLines(thin(targetLine, n), d.steps(p, 0, n, func(i int) float64 { return float64(v.Required[i]) }))
}

// rows places the bars: each in a row of its own, of several days those of each from the top.
func (v Coverage) rows() (rows int, places []int) {
	used := map[time.Duration]int{}
	for _, b := range v.Bars {
		key := time.Duration(0)
		if v.Days != nil {
			key = b.From / day
		}
		places = append(places, used[key])
		used[key]++
		rows = max(rows, used[key])
	}
	return rows, places
}

// shifts draws a bar for the people of each start and end, lighter where some of them are on a break, with their
// number behind it.
func (p panel) shifts(bars []ShiftBar, n int, places []int) {
	rows := float64(n)
	each := (p.Max.Y - p.Min.Y) / vg.Length(max(n, 1))
	label := tickStyle
	label.size = min(label.size, each*0.9)
	for i, b := range bars {
		low, high := rows-float64(places[i])-0.9, rows-float64(places[i])-0.1
		fill(p.Canvas, sky, p.bar(b.From.Seconds(), low, b.To.Seconds(), high))
		for _, off := range b.Off {
			part := float64(off.People) / float64(b.People)
			fill(p.Canvas, paper, p.bar(off.From.Seconds(), high-(high-low)*part, off.To.Seconds(), high))
		}
		if label.size < 4.5 {
			continue
		}
		text(p.Canvas, label, p.x(b.From.Seconds())-3, p.y((low+high)/2)-label.size*0.35, 1, count(float64(b.People)))
	}
}
