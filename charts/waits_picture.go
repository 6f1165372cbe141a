package charts

import (
	"math"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// readingsWidth is the room beside the panel for the values read off it.
const readingsWidth = 156

func (v *curve) figure(title, subtitle string) *Figure {
	name := "What became of " + count(v.offered) + " contacts, by time since arrival"
	if v.offered == 1 {
		name = "What became of 1 contact, by time since arrival"
	}
	finding := percent(v.within) + " answered " + v.inTime()
	if v.gone > 0 {
		finding += ", " + percent(v.gone) + " abandoned"
	}
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  name + ": " + finding + ".",
		paint: func(c draw.Canvas) {
			start := heading(c, header(c, title, subtitle), name, finding, v.keys())
			shares, _ := shareTicks(0)
			right := c.Max.X - marginRight - readingsWidth
			p := panel{draw.Crop(c, gutter(shares), right-c.Max.X, floor, start-c.Max.Y), 0, v.end, 0, 1}
			p.waits(v, shares)
			v.readings(c, right+24, start, p.Min.Y)
		},
	}
}

// inTime writes the service level's T as a time limit.
func (v *curve) inTime() string {
	if v.limit == 0 {
		return "at once"
	}
	return "within " + lasting(v.limit)
}

// waits draws the areas, the curve on them and the marks on the curve.
func (p panel) waits(v *curve, shares []tick) {
	answered := make([]vg.Point, len(v.answered))
	abandoned := make([]vg.Point, len(v.answered))
	ceiling := make([]vg.Point, len(v.answered))
	for i := range v.answered {
		t := v.end * float64(i) / samples
		answered[i], abandoned[i], ceiling[i] = p.at(t, v.answered[i]), p.at(t, 1-v.abandoned[i]), p.at(t, 1)
	}
	p.area(pale, answered)
	if v.gone > 0 {
		p.between(apricot, abandoned, ceiling)
	}
	p.horizontals(shares)
	p.StrokeLines(meanLine, answered)
	if v.gone > 0 {
		p.StrokeLines(edgeLine, abandoned)
	}
	p.base(v.ticks, true)
	p.StrokeLine2(targetLine, p.x(v.limit.Seconds()), p.Min.Y, p.x(v.limit.Seconds()), p.Max.Y)
	for _, m := range []struct {
		t, share float64
		mark     func(draw.Canvas, vg.Point)
	}{{v.half, 0.5, dot}, {v.most, 0.9, square}} {
		if m.t > 0 && m.t <= v.end {
			p.StrokeLine2(dropLine, p.x(m.t), p.Min.Y, p.x(m.t), p.y(m.share))
			m.mark(p.Canvas, p.at(m.t, m.share))
		}
	}
	diamond(p.Canvas, p.at(v.limit.Seconds(), v.within))
}

// keys names the areas, in the order in which they lie above each other.
func (v *curve) keys() []key {
	keys := []key{
		{"Answered", func(c draw.Canvas, r vg.Rectangle) {
			fill(c, pale, r)
			c.StrokeLine2(meanLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
		}},
		{"Still waiting", func(c draw.Canvas, r vg.Rectangle) {
			c.SetLineStyle(axisLine)
			c.Stroke(r.Path())
		}},
	}
	if v.gone > 0 {
		keys = append(keys, key{"Abandoned", func(c draw.Canvas, r vg.Rectangle) {
			fill(c, apricot, r)
			c.StrokeLine2(edgeLine, r.Min.X, r.Min.Y, r.Max.X, r.Min.Y)
		}})
	}
	return append(keys, key{capital(v.inTime()), func(c draw.Canvas, r vg.Rectangle) {
		y := (r.Min.Y + r.Max.Y) / 2
		c.StrokeLine2(targetLine, r.Min.X, y, r.Max.X, y)
	}})
}

// reading is a value read off the curve, with the mark it has there.
type reading struct {
	value, meaning string
	mark           func(draw.Canvas, vg.Point)
}

// readings lists the values below each other between two heights.
func (v *curve) readings(c draw.Canvas, x, top, bottom vg.Length) {
	list := []reading{{percent(v.within), "answered " + v.inTime(), diamond}}
	if v.limit > 0 {
		list = append(list, reading{percent(v.atOnce), "answered at once", nil})
	}
	if v.half > 0 && !math.IsInf(v.half, 1) {
		list = append(list, reading{until(v.half), "until half are answered", dot})
	}
	if math.IsInf(v.most, 1) {
		list = append(list, reading{percent(v.served), "answered in the end, fewer than 90%", nil})
	} else {
		list = append(list, reading{until(v.most), "until 90% are answered", square})
	}
	if v.gone > 0 {
		list = append(list, reading{percent(v.gone), "abandoned", nil})
	}
	if left := 1 - v.served - v.gone; left >= 0.0005 {
		list = append(list, reading{percent(left), "still waiting at the end", nil})
	}
	pitch := min((top-bottom)/vg.Length(len(list)), 48)
	for i, r := range list {
		y := top - vg.Length(i)*pitch - figureStyle.size*0.72
		if r.mark != nil {
			r.mark(c, vg.Point{X: x + 4, Y: y + figureStyle.size*0.35})
		}
		text(c, figureStyle, x+14, y, 0, r.value)
		for i, line := range keyStyle.wrap(r.meaning, c.Max.X-marginRight-x-14, 2) {
			text(c, keyStyle, x+14, y-13-vg.Length(i)*11, 0, line)
		}
	}
}

// until writes a time in seconds to the precision that a planner can use.
func until(t float64) string {
	switch {
	case t == 0:
		return "at once"
	case t < 1:
		return "<1 s"
	case t < 10*60:
		return lasting(time.Duration(math.Round(t)) * time.Second)
	case t < 10*3600:
		return lasting(time.Duration(math.Round(t/60)) * time.Minute)
	}
	return lasting(time.Duration(math.Round(t/3600)) * time.Hour)
}
