package charts

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// dot is a small circle: half of the contacts.
func dot(c draw.Canvas, at vg.Point) { circle(c, at, ringRadius, markLine) }

// circle is white inside so that it stays readable on a line.
func circle(c draw.Canvas, at vg.Point, radius vg.Length, edge draw.LineStyle) {
	var p vg.Path
	p.Move(vg.Point{X: at.X + radius, Y: at.Y})
	p.Arc(at, radius, 0, 2*math.Pi)
	p.Close()
	outlined(c, p, edge)
}

// square is a small square, white inside.
func square(c draw.Canvas, at vg.Point) {
	const half = 2.6
	r := vg.Rectangle{Min: vg.Point{X: at.X - half, Y: at.Y - half}, Max: vg.Point{X: at.X + half, Y: at.Y + half}}
	outlined(c, r.Path(), markLine)
}

// diamond is a full square on its corner.
func diamond(c draw.Canvas, at vg.Point) {
	const half = 4.2
	var p vg.Path
	p.Move(vg.Point{X: at.X + half, Y: at.Y})
	p.Line(vg.Point{X: at.X, Y: at.Y + half})
	p.Line(vg.Point{X: at.X - half, Y: at.Y})
	p.Line(vg.Point{X: at.X, Y: at.Y - half})
	p.Close()
	c.SetColor(ink)
	c.Fill(p)
}

// outlined draws a path in white with an edge.
func outlined(c draw.Canvas, p vg.Path, edge draw.LineStyle) {
	c.SetColor(paper)
	c.Fill(p)
	c.SetLineStyle(edge)
	c.Stroke(p)
}
