package charts

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// steps is the outline of a value that is constant within each of the intervals
// from (included) to to (not included).
func (d Day) steps(p panel, from, to int, value func(int) float64) []vg.Point {
	line := make([]vg.Point, 0, 2*(to-from))
	for i := from; i < to; i++ {
		line = append(line, p.at(d.start(i), value(i)), p.at(d.start(i+1), value(i)))
	}
	return line
}

// area fills what lies between a line and the horizontal axis.
func (p panel) area(col color.Color, line []vg.Point) {
	first, last := line[0], line[len(line)-1]
	p.FillPolygon(col, append([]vg.Point{{X: first.X, Y: p.Min.Y}},
		append(line[:len(line):len(line)], vg.Point{X: last.X, Y: p.Min.Y})...))
}

// between fills what lies between two lines of the same extent.
func (p panel) between(col color.Color, low, high []vg.Point) {
	outline := low[:len(low):len(low)]
	for i := len(high) - 1; i >= 0; i-- {
		outline = append(outline, high[i])
	}
	p.FillPolygon(col, outline)
}

// thin is the line style for a series of n intervals: a fine one where they are many.
func thin(st draw.LineStyle, n int) draw.LineStyle {
	if n > 200 {
		st.Width *= 0.6
	}
	return st
}

// runs are the stretches of intervals that have a value: from included, to not.
func runs(n int, has func(int) bool) (stretches [][2]int) {
	for i := 0; i < n; i++ {
		if !has(i) {
			continue
		}
		from := i
		for i < n && has(i) {
			i++
		}
		stretches = append(stretches, [2]int{from, i})
	}
	return stretches
}
