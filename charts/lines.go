package charts

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Curves is a quantity over a varied input, a line for each value of another.
type Curves struct {
	Title, Subtitle string
	X               Quantity
	Y               Quantity
	Lines           []Curve // up to six
	Target          float64 // of Y; 0: none
}

// Curve is a line: points in order of X.
type Curve struct {
	Name string
	X, Y []float64 // Y: NaN for none
	Half []float64 // half of the interval of Y; nil: none
}

// Lines draws a quantity over a varied input.
func Lines(v Curves) (*Figure, error) {
	if n := len(v.Lines); n == 0 || n > overlaid {
		return nil, fmt.Errorf("charts: %s: want 1 to %d", plural(len(v.Lines), "line"), overlaid)
	}
	v.Title, v.Subtitle, v.X.Name, v.Y.Name = oneLine(v.Title), oneLine(v.Subtitle), oneLine(v.X.Name), oneLine(v.Y.Name)
	v.Lines = slices.Clone(v.Lines)
	x0, x1, y0, y1 := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	least, most := y0, y1 // of the lines alone
	if v.Target > 0 {
		y0, y1 = v.Target, v.Target
	}
	var names []string
	room := vg.Length(0)
	for i := range v.Lines {
		l := &v.Lines[i]
		l.Name = oneLine(l.Name)
		if len(l.X) < 2 || len(l.X) != len(l.Y) || l.Half != nil && len(l.Half) != len(l.Y) {
			return nil, fmt.Errorf("charts: line %d has %d and %d values: want two or more points", i+1, len(l.X), len(l.Y))
		}
		l.X, l.Y, l.Half = slices.Clone(l.X), slices.Clone(l.Y), slices.Clone(l.Half)
		for k := range l.X {
			if err := checkValue(v.X.Name, l.X[k]); err != nil {
				return nil, err
			}
			if k > 0 && l.X[k] <= l.X[k-1] {
				return nil, fmt.Errorf("charts: %s of line %d does not rise", v.X.Name, i+1)
			}
			x0, x1 = min(x0, l.X[k]), max(x1, l.X[k])
			if math.IsNaN(l.Y[k]) {
				continue
			}
			half := 0.0
			if l.Half != nil && len(v.Lines) == 1 {
				half = l.Half[k]
			}
			if err := firstError(checkValue(v.Y.Name, l.Y[k]), checkValue("its interval", half)); err != nil {
				return nil, err
			}
			y0, y1 = min(y0, l.Y[k]-half), max(y1, l.Y[k]+half)
			least, most = min(least, l.Y[k]), max(most, l.Y[k])
		}
		names = append(names, l.Name)
		room = max(room, keyStyle.width(l.Name)*1.15)
	}
	if least > most {
		return nil, fmt.Errorf("charts: no %s to draw", v.Y.Name)
	}
	if len(v.Lines) == 1 {
		room = 0
	} else {
		room = min(room, 150) + 12
	}
	finding := "from " + v.Y.write(least) + " to " + v.Y.write(most)
	return &Figure{
		title:    v.Title,
		subtitle: v.Subtitle,
		finding:  v.Y.Name + " by " + v.X.Name + ": " + finding + ".",
		paint: func(c draw.Canvas) {
			var keys []key
			if v.Target > 0 {
				keys = append(keys, stroke("Target "+v.Y.asked(v.Target), targetLine))
			}
			banded := len(v.Lines) == 1 && v.Lines[0].Half != nil
			if banded {
				keys = append(keys, key{"95% interval", func(c draw.Canvas, r vg.Rectangle) { fill(c, pale, r) }})
			}
			start := heading(c, header(c, v.Title, v.Subtitle), v.Y.Name, finding, keys)
			ticks, bottom, top := v.Y.ticks(y0, y1, 6)
			left := gutter(ticks)
			along, _, _ := v.X.ticks(x0, x1, 10)
			along = inside(along, x0, x1)
			p := panel{draw.Crop(c, left, -marginRight-room, floor+15, start-c.Max.Y), x0, x1, bottom, top}
			if banded {
				l := v.Lines[0]
				for _, r := range runs(len(l.X), func(i int) bool { return !math.IsNaN(l.Y[i]) }) {
					p.between(pale, p.curve(l, r, -1), p.curve(l, r, 1))
				}
			}
			p.horizontals(ticks)
			if v.Target > 0 {
				p.StrokeLine2(targetLine, p.Min.X, p.y(v.Target), p.Max.X, p.y(v.Target))
			}
			ends := make([]vg.Length, len(v.Lines))
			for k := len(v.Lines) - 1; k >= 0; k-- {
				l := v.Lines[k]
				for _, r := range runs(len(l.X), func(i int) bool { return !math.IsNaN(l.Y[i]) }) {
					line := p.curve(l, r, 0)
					if len(line) > 1 {
						p.StrokeLines(thin(curveStyles[k], len(line)), line)
					}
					if len(line) <= 25 {
						for _, at := range line {
							circle(p.Canvas, at, 2.2, draw.LineStyle{Color: curveStyles[k].Color, Width: 1.2})
						}
					}
					ends[k] = line[len(line)-1].Y
				}
			}
			p.base(along, true)
			text(c, tickStyle, p.Max.X, p.Min.Y-labelDrop-13, 1, tickStyle.wrap(v.X.Name, p.Max.X-p.Min.X, 1)[0])
			if len(v.Lines) > 1 {
				endLabels(c, p.Max.X, names, ends, p.Min.Y+4, p.Max.Y-4)
			}
		},
	}, nil
}

// curve is a stretch of a line, so many half-widths above or below it.
func (p panel) curve(l Curve, r [2]int, halves float64) []vg.Point {
	var line []vg.Point
	for i := r[0]; i < r[1]; i++ {
		y := l.Y[i]
		if halves != 0 {
			y += halves * l.Half[i]
		}
		line = append(line, p.at(l.X[i], y))
	}
	return line
}
