package charts

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Tornado is what moves a quantity most.
type Tornado struct {
	Title, Subtitle string
	Quantity        Quantity
	Base            float64      // as it is
	Bars            []TornadoBar // up to 20, the largest first
}

// TornadoBar is an input moved to both ends.
type TornadoBar struct {
	Name      string
	Low, High string  // the ends of the input, in words
	AtLow     float64 // the quantity there; NaN: none
	AtHigh    float64
	LowHalf   float64 // half of the interval of the difference to the base; 0: none
	HighHalf  float64
}

// DrawTornado draws each input's effect to both sides of the quantity as it is: orange where the input is low,
// blue where it is high.
func DrawTornado(t Tornado) (*Figure, error) {
	if n := len(t.Bars); n == 0 || n > 20 {
		return nil, fmt.Errorf("charts: %s: want 1 to 20", plural(len(t.Bars), "input"))
	}
	if err := checkValue(t.Quantity.Name, t.Base); err != nil {
		return nil, err
	}
	low, high := t.Base, t.Base
	t.Title, t.Subtitle, t.Quantity.Name = oneLine(t.Title), oneLine(t.Subtitle), oneLine(t.Quantity.Name)
	t.Bars = slices.Clone(t.Bars)
	for i := range t.Bars {
		b := &t.Bars[i]
		b.Name, b.Low, b.High = oneLine(b.Name), oneLine(b.Low), oneLine(b.High)
		for _, end := range []struct{ at, half float64 }{{b.AtLow, b.LowHalf}, {b.AtHigh, b.HighHalf}} {
			if math.IsNaN(end.at) {
				continue
			}
			if err := firstError(checkValue(t.Quantity.Name+" with "+b.Name, end.at), checkValue("its interval", end.half)); err != nil {
				return nil, err
			}
			low, high = min(low, end.at-end.half), max(high, end.at+end.half)
		}
	}
	first := t.Bars[0]
	finding := t.Quantity.write(t.Base) + " as it is; " + first.Name + " moves it most"
	return &Figure{
		title:    t.Title,
		subtitle: t.Subtitle,
		finding:  t.Quantity.Name + ": " + finding + ".",
		paint: func(c draw.Canvas) {
			swatch := func(st draw.LineStyle) func(draw.Canvas, vg.Rectangle) {
				return func(c draw.Canvas, r vg.Rectangle) { fill(c, st.Color, r) }
			}
			keys := []key{{"Input at its low end", swatch(curveStyles[1])}, {"Input at its high end", swatch(curveStyles[0])}}
			if slices.ContainsFunc(t.Bars, func(b TornadoBar) bool { return b.LowHalf > 0 || b.HighHalf > 0 }) {
				keys = append(keys, stroke("95% interval of the difference", whiskerLine))
			}
			start := heading(c, header(c, t.Title, t.Subtitle), t.Quantity.Name, finding, keys)
			left := vg.Length(0)
			for _, b := range t.Bars {
				left = max(left, tickStyle.width(b.Name))
			}
			left = marginLeft + min(left, 190) + axisGap + 4
			room := vg.Length(0) // beside the bars, for what the ends are
			for _, b := range t.Bars {
				room = max(room, endStyle.width(b.Low), endStyle.width(b.High))
			}
			room = min(room, 80) + 10
			ticks, bottom, top := t.Quantity.ticks(low, high, 6)
			c0 := draw.Crop(c, left+room, -marginRight-room, floor, start-c.Max.Y)
			p := panel{c0, bottom, top, float64(len(t.Bars)), 0}
			p.x0, p.x1 = min(low, bottom), max(high, top)
			if t.Quantity.Share {
				p.x0, p.x1 = max(0, p.x0), min(1, p.x1)
			}
			for _, k := range inside(ticks, p.x0, p.x1) {
				p.StrokeLine2(gridLine, p.x(k.at), p.Min.Y, p.x(k.at), p.Max.Y)
			}
			for i, b := range t.Bars {
				p.tornado(b, i, t.Base)
				name := tickStyle.wrap(b.Name, 190, 1)
				y := (p.y(float64(i)) + p.y(float64(i+1))) / 2
				st := tickStyle
				st.color = ink
				text(c, st, marginLeft, y-st.size*0.35, 0, name[0])
			}
			p.StrokeLine2(markLine, p.x(t.Base), p.Min.Y, p.x(t.Base), p.Max.Y)
			p.base(inside(ticks, p.x0, p.x1), true)
		},
	}, nil
}

// A whisker is seen on the dark of a bar by the light around it.
var (
	whiskerLine = draw.LineStyle{Color: ink, Width: 1}
	haloLine    = draw.LineStyle{Color: paper, Width: 3}
)

// endStyle is of what an end of an input is, beside its bar.
var endStyle = style{regular, 8.5, muted}

// tornado draws the bars of an input: of the two ends on one side, the longer below.
func (p panel) tornado(b TornadoBar, i int, base float64) {
	pitch := p.y(float64(i)) - p.y(float64(i+1))
	thick := min(pitch*0.62, 34)
	middle := (p.y(float64(i)) + p.y(float64(i+1))) / 2
	type end struct {
		at, half float64
		label    string
		style    draw.LineStyle
		y0, y1   vg.Length
	}
	ends := []end{{b.AtLow, b.LowHalf, b.Low, curveStyles[1], 0, 0}, {b.AtHigh, b.HighHalf, b.High, curveStyles[0], 0, 0}}
	sameSide := (b.AtLow-base)*(b.AtHigh-base) > 0
	for k := range ends {
		ends[k].y0, ends[k].y1 = middle-thick/2, middle+thick/2
		if sameSide { // above each other
			if k == 0 {
				ends[k].y0 = middle
			} else {
				ends[k].y1 = middle
			}
		}
	}
	for _, e := range ends {
		if math.IsNaN(e.at) {
			continue
		}
		x0, x1 := p.x(min(base, e.at)), p.x(max(base, e.at))
		fill(p.Canvas, e.style.Color, vg.Rectangle{Min: vg.Point{X: x0, Y: e.y0}, Max: vg.Point{X: x1, Y: e.y1}})
		y := (e.y0 + e.y1) / 2
		out := p.x(e.at)
		if e.half > 0 {
			for _, st := range []draw.LineStyle{haloLine, whiskerLine} {
				p.StrokeLine2(st, p.x(e.at-e.half), y, p.x(e.at+e.half), y)
				for _, x := range []float64{e.at - e.half, e.at + e.half} {
					p.StrokeLine2(st, p.x(x), y-3, p.x(x), y+3)
				}
			}
			if e.at < base {
				out = p.x(e.at - e.half)
			} else {
				out = p.x(e.at + e.half)
			}
		}
		if e.at == base {
			continue
		}
		align, gap := 0.0, vg.Length(4)
		if e.at < base {
			align, gap = 1, -4
		}
		text(p.Canvas, endStyle, out+gap, y-endStyle.size*0.35, align, endStyle.wrap(e.label, 80, 1)[0])
	}
}
