package charts

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// header writes title and subtitle and returns the height at which the body starts.
func header(c draw.Canvas, title, subtitle string) vg.Length {
	y := c.Max.Y - marginTop
	room := c.Max.X - marginLeft - marginRight
	st := titleStyle
	if st.width(title) > room {
		st.size = 15 // two lines of 15 rather than one cut short
	}
	for _, line := range st.wrap(title, room, 2) {
		y -= st.size
		text(c, st, marginLeft, y+2, 0, line)
		y -= 3
	}
	for _, line := range subtitleStyle.wrap(subtitle, room, 2) {
		y -= subtitleStyle.size
		text(c, subtitleStyle, marginLeft, y, 0, line)
		y -= 3
	}
	return y - 11
}

// key explains a mark: a swatch and its name.
type key struct {
	name   string
	swatch func(c draw.Canvas, at vg.Rectangle)
}

const (
	swatchWidth  = 22
	swatchHeight = 8
	rowHeight    = 14
)

// heading writes the name of a panel, what it shows and the keys of its marks
// from y downwards, and returns the height at which the panel can start.
func heading(c draw.Canvas, y vg.Length, name, finding string, keys []key) vg.Length {
	y -= headingStyle.size
	name = headingStyle.wrap(name, c.Max.X-marginLeft-marginRight, 1)[0]
	text(c, headingStyle, marginLeft, y, 0, name)
	right := c.Max.X - marginRight
	// The gap grows with the name, for viewers of SVG whose fonts are wider.
	if x := marginLeft + headingStyle.width(name)*1.12 + 8; x+findingStyle.width(finding) <= right {
		text(c, findingStyle, x, y, 0, finding)
	} else {
		for _, line := range findingStyle.wrap(finding, right-marginLeft, 2) {
			y -= findingStyle.size + 3
			text(c, findingStyle, marginLeft, y, 0, line)
		}
	}
	x := vg.Length(marginLeft)
	for i, k := range keys {
		label := keyStyle.wrap(k.name, right-marginLeft-swatchWidth-6, 1)[0]
		w := swatchWidth + 6 + keyStyle.width(label)
		if i == 0 || x+w > right {
			x, y = marginLeft, y-rowHeight-1
		}
		k.swatch(c, vg.Rectangle{Min: vg.Point{X: x, Y: y - 1}, Max: vg.Point{X: x + swatchWidth, Y: y - 1 + swatchHeight}})
		text(c, keyStyle, x+swatchWidth+6, y, 0, label)
		x += w + 18
	}
	return y - headGap
}

// panel is a rectangle of the canvas with the scales of its two axes.
type panel struct {
	draw.Canvas            // the rectangle of the data
	x0, x1, y0, y1 float64 // the values at its edges
}

// gutter is the room that the labels of the vertical axes need.
func gutter(axes ...[]tick) vg.Length {
	w := vg.Length(0)
	for _, ticks := range axes {
		for _, t := range ticks {
			w = max(w, tickStyle.width(t.label))
		}
	}
	return marginLeft + w + axisGap
}

// x and y place a value on the canvas; a value outside is put on the edge.
func (p panel) x(v float64) vg.Length { return p.X(min(max((v-p.x0)/(p.x1-p.x0), 0), 1)) }
func (p panel) y(v float64) vg.Length { return p.Y(min(max((v-p.y0)/(p.y1-p.y0), 0), 1)) }

func (p panel) at(x, y float64) vg.Point { return vg.Point{X: p.x(x), Y: p.y(y)} }

// horizontals draws the grid lines and labels of the vertical axis.
func (p panel) horizontals(ticks []tick) {
	for _, t := range ticks {
		y := p.y(t.at)
		p.StrokeLine2(gridLine, p.Min.X, y, p.Max.X, y)
		text(p.Canvas, tickStyle, p.Min.X-axisGap, y-tickStyle.size*0.35, 1, t.label)
	}
}

// base draws the horizontal axis, over what stands on it; labels only where they are wanted.
func (p panel) base(ticks []tick, labels bool) {
	p.StrokeLine2(axisLine, p.Min.X, p.Min.Y, p.Max.X, p.Min.Y)
	for _, t := range ticks {
		x := p.x(t.at)
		p.StrokeLine2(axisLine, x, p.Min.Y, x, p.Min.Y-3)
		if labels {
			text(p.Canvas, tickStyle, x, p.Min.Y-labelDrop, 0.5, t.label)
		}
	}
}

// bar is the rectangle between two corners given as values.
func (p panel) bar(x0, y0, x1, y1 float64) vg.Rectangle {
	return vg.Rectangle{Min: p.at(x0, y0), Max: p.at(x1, y1)}
}

// fill fills a rectangle.
func fill(c draw.Canvas, col color.Color, r vg.Rectangle) {
	c.SetColor(col)
	c.Fill(r.Path())
}
