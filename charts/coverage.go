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
	Days     []string   // names of the days from that midnight on, where there are several: they are drawn side by side
}

// ShiftBar is people who start and end together.
type ShiftBar struct {
	From, To time.Duration // from midnight
	People   int
	// Again marks what is drawn a second time, the morning of a night shift say: it counts nobody.
	Again bool
	// Off is how many of them are on a break, by stretch of time.
	Off []Off
}

// Off is people on a break.
type Off struct {
	From, To time.Duration
	People   int
}

// maxBars is how many bars are drawn at most.
const maxBars = 5000

// Shifts draws the coverage of a day above its shifts as bars; of several days side by side, without the hours that are closed on
// all of them.
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
		return nil, fmt.Errorf("charts: %d shifts: at most %d can be drawn", len(v.Bars), maxBars)
	}
	people := 0
	for i, b := range v.Bars {
		if b.To <= b.From || b.People < 1 {
			return nil, fmt.Errorf("charts: shift %d of %d people from %v to %v", i+1, b.People, b.From, b.To)
		}
		if !b.Again {
			people += b.People
		}
	}
	v.Required, v.OnDuty, v.Bars, v.Days = slices.Clone(v.Required), slices.Clone(v.OnDuty), slices.Clone(v.Bars), slices.Clone(v.Days)
	title, subtitle := oneLine(v.Title), oneLine(v.Subtitle)
	covered := v.covered()
	bars := count(float64(people)) + plain(people, " person starts", " people start")
	times := " at " + count(float64(v.starts())) + plain(v.starts(), " time", " times")
	if v.Days != nil {
		bars = count(float64(people)) + plain(people, " shift starts", " shifts start")
		times += " of day"
	}
	bars += times
	if slices.ContainsFunc(v.Bars, func(b ShiftBar) bool { return b.Off != nil }) {
		bars += "; paler: the share of them on a break"
	}
	pieces := v.pieces()
	lanes, rows := v.lanes(pieces)
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  oneLine(v.Finding) + " " + covered + ". " + bars + ".",
		paint: func(c draw.Canvas) {
			top := header(c, title, subtitle)
			agents, most := countTicks(float64(slices.Max(slices.Concat(v.Required, v.OnDuty))), true)
			left := gutter(agents)
			room := vg.Length(width - marginRight - left)
			from, to := pieces[0].shown, pieces[len(pieces)-1].shown+pieces[len(pieces)-1].span()
			base := vg.Length(floor)
			if v.Days != nil {
				base += dayLine
			}
			share := vg.Length(0.52)
			switch {
			case rows < 8:
				share = 0.4
			case rows > 12:
				share = 0.6
			}
			start := heading(c, top, "Agents on duty", covered, v.keys())
			middle := base + (start-base)*share
			p := panel{draw.Crop(c, left, -marginRight, middle, start-c.Max.Y), from, to, 0, most}
			p.horizontals(agents)
			v.midnights(p, pieces)
			for _, piece := range pieces {
				p.coverage(v, piece)
			}
			v.clocks(p, pieces, room, false)
			start = heading(c, middle-panelGap, "Shifts", bars, nil)
			p = panel{draw.Crop(c, left, -marginRight, base, start-c.Max.Y), from, to, 0, float64(max(rows, 1))}
			v.midnights(p, pieces)
			p.shifts(v.Bars, lanes, rows, pieces)
			v.clocks(p, pieces, room, true)
		},
	}, nil
}

// piece is a stretch of time that is drawn in one go.
type piece struct {
	name     string        // of its day
	from, to time.Duration // from midnight of the first day
	shown    float64       // where it begins on the axis, in seconds
}

func (p piece) span() float64 { return (p.to - p.from).Seconds() }

// x is where a moment of the piece is on the axis.
func (p piece) x(t time.Duration) float64 { return p.shown + (t - p.from).Seconds() }

// pieces cuts several days into one piece each, of the hours that are not closed on all of them; a day, and days whose
// nights are worked, are one piece.
func (v Coverage) pieces() []piece {
	end := v.Open + time.Duration(len(v.Required))*v.Cell
	whole := []piece{{from: v.Open, to: end, shown: v.Open.Seconds()}}
	if v.Days == nil {
		return whole
	}
	low, high := day, time.Duration(0)
	for k, n := range v.Required {
		if n > 0 || v.OnDuty[k] > 0 {
			at := (v.Open + time.Duration(k)*v.Cell) % day
			low, high = min(low, at), max(high, at+v.Cell)
		}
	}
	if high-low > 20*time.Hour || high <= low {
		return whole
	}
	low, high = low.Truncate(time.Hour), (high + time.Hour - 1).Truncate(time.Hour)
	gap := (high - low) / 12
	var all []piece
	for i, name := range v.Days {
		at := time.Duration(i) * day
		all = append(all, piece{name, at + low, at + high, float64(i) * (high - low + gap).Seconds()})
	}
	return all
}

// clocks draws the axis of the pieces: clock times, and below them the days where there are several.
func (v Coverage) clocks(p panel, pieces []piece, room vg.Length, labels bool) {
	small := tickStyle
	small.size = 8
	below := func(x, down vg.Length, st style, label string) {
		if labels {
			text(p.Canvas, st, x, p.Min.Y-down, 0.5, label)
		}
	}
	switch {
	case v.Days == nil:
		d := Day{Open: v.Open, Interval: v.Cell}
		ticks, _, _ := d.timeAxis(len(v.Required), room)
		p.base(ticks, labels)
	case len(pieces) == 1:
		p.base(nil, false)
		end := p.x1
		each := v.each(room / vg.Length(len(v.Days)))
		for i, name := range v.Days {
			from, to := max((time.Duration(i)*day).Seconds(), p.x0), min((time.Duration(i+1)*day).Seconds(), end)
			if from >= to {
				break
			}
			x := p.x(from)
			p.StrokeLine2(axisLine, x, p.Min.Y, x, p.Min.Y-6)
			if i%each == 0 {
				below((x+p.x(to))/2, labelDrop, tickStyle, name)
			}
		}
	default:
		wide := p.x(pieces[0].shown+pieces[0].span()) - p.Min.X
		each := v.each(wide)
		step := step(pieces[0].to-pieces[0].from, int(wide/(small.width("00:00")+10)))
		for i, piece := range pieces {
			left, right := p.x(piece.shown), p.x(piece.shown+piece.span())
			p.StrokeLine2(axisLine, left, p.Min.Y, right, p.Min.Y)
			for t := (piece.from + step - 1) / step * step; t <= piece.to && wide > 3*small.width("00:00"); t += step {
				x := p.x(piece.x(t))
				p.StrokeLine2(axisLine, x, p.Min.Y, x, p.Min.Y-3)
				below(x, labelDrop-2, small, clock(t%day, day, time.Minute))
			}
			if i%each == 0 {
				below((left+right)/2, labelDrop+dayLine-3, tickStyle, piece.name)
			}
		}
	}
}

// midnights parts days whose nights are worked.
func (v Coverage) midnights(p panel, pieces []piece) {
	if len(pieces) > 1 {
		return
	}
	for i := 1; i < len(v.Days); i++ {
		if at := (time.Duration(i) * day).Seconds(); at > p.x0 && at < p.x1 {
			p.StrokeLine2(gridLine, p.x(at), p.Min.Y, p.x(at), p.Max.Y)
		}
	}
}

// dayLine is the height of the line of days below that of clock times.
const dayLine = 11

// each is of how many days one can be named, at a width of a day.
func (v Coverage) each(wide vg.Length) int {
	n := 1
	for wide*vg.Length(n) < tickStyle.width("Wed 30")+6 {
		n++
	}
	return n
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
		if !b.Again {
			at[b.From%day] = true
		}
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
func (p panel) coverage(v Coverage, in piece) {
	first := max(0, int((in.from-v.Open)/v.Cell))
	last := min(len(v.Required), int((in.to-v.Open+v.Cell-1)/v.Cell))
	if in.from < v.Open {
		first = 0
	}
	if first >= last {
		return
	}
	at := func(k int) float64 { return in.x(max(v.Open+time.Duration(k)*v.Cell, in.from)) }
	outline := func(values []int) []vg.Point {
		var line []vg.Point
		for k := first; k < last; k++ {
			line = append(line, p.at(at(k), float64(values[k])), p.at(at(k+1), float64(values[k])))
		}
		return line
	}
	onDuty, required := outline(v.OnDuty), outline(v.Required)
	p.area(pale, onDuty)
	for k := first; k < last; k++ {
		if need := v.Required[k]; v.OnDuty[k] < need {
			fill(p.Canvas, orange, p.bar(at(k), float64(v.OnDuty[k]), at(k+1), float64(need)))
		}
	}
	n := len(v.OnDuty)
	p.StrokeLines(thin(meanLine, n), onDuty)
	p.StrokeLines(thin(targetLine, n), required)
}
