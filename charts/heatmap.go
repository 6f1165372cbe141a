package charts

import (
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ServiceLevelMap draws the service level of up to sixty scenarios, a row for each, through the day: blue
// where it is above the target, orange where below, the deeper the further.
func ServiceLevelMap(v Variants) (*Figure, error) {
	if err := v.check(mostRows); err != nil {
		return nil, err
	}
	v = v.clone()
	d, n := Day{Open: v.Open, Interval: v.Interval}, len(v.Lines[0].ServiceLevel)
	h := heat{title: v.Title, subtitle: v.Subtitle, name: serviceLevelName(v.Within, v.Definition) + ", by scenario", quantity: Quantity{Share: true}, centre: v.Target, columns: n, names: make([]string, len(v.Lines))}
	below := 0
	for i, l := range v.Lines {
		h.names[i] = l.Name
		row := make([]float64, n)
		missed := false
		for k, b := range l.ServiceLevel {
			row[k] = b.Mean
			if b.Undefined {
				row[k] = math.NaN()
			} else if v.Target > 0 && b.Mean < v.Target-roundOff {
				missed = true
			}
		}
		if missed {
			below++
		}
		h.values = append(h.values, row)
		h.ends = append(h.ends, percent(l.Day))
	}
	h.endName = "Day"
	if v.Target > 0 {
		h.finding = fmt.Sprintf("%d of %s fall below %s in some interval", below, plural(len(v.Lines), "scenario"), exactly(v.Target))
	} else {
		h.finding = v.days()
	}
	h.axis = func(room vg.Length) []tick {
		clock, from, to := d.timeAxis(n, room)
		for i := range clock {
			clock[i].at = (clock[i].at - from) / (to - from) * float64(n)
		}
		return clock
	}
	return h.figure()
}

// Map is a quantity over two varied inputs.
type Map struct {
	Title, Subtitle string
	X, Y            string   // the inputs
	Columns, Rows   []string // their values
	Quantity        Quantity
	Values          [][]float64 // by row and column; NaN for none
	Target          float64     // around which colors turn; 0: none
}

// HeatMap draws a quantity over two varied inputs.
func HeatMap(m Map) (*Figure, error) {
	if len(m.Rows) == 0 || len(m.Columns) == 0 || len(m.Rows) > mostRows || len(m.Columns) > 400 {
		return nil, fmt.Errorf("charts: a map of %d rows and %d columns: want up to %d and 400", len(m.Rows), len(m.Columns), mostRows)
	}
	if len(m.Values) != len(m.Rows) {
		return nil, fmt.Errorf("charts: %d rows of values for %d names", len(m.Values), len(m.Rows))
	}
	h := heat{title: oneLine(m.Title), subtitle: oneLine(m.Subtitle), name: oneLine(m.Quantity.Name), quantity: m.Quantity, centre: m.Target, columns: len(m.Columns),
		rowsName: oneLine(m.Y), columnsName: oneLine(m.X)}
	low, high := math.Inf(1), math.Inf(-1)
	for i, row := range m.Values {
		if len(row) != len(m.Columns) {
			return nil, fmt.Errorf("charts: row %d has %d values for %d columns", i+1, len(row), len(m.Columns))
		}
		for _, x := range row {
			if math.IsNaN(x) {
				continue
			}
			if err := checkValue(h.name, x); err != nil {
				return nil, err
			}
			low, high = min(low, x), max(high, x)
		}
		h.values = append(h.values, slices.Clone(row))
		h.names = append(h.names, oneLine(m.Rows[i]))
	}
	if low > high {
		return nil, fmt.Errorf("charts: no %s to draw", h.name)
	}
	h.finding = "from " + m.Quantity.write(low) + " to " + m.Quantity.write(high)
	columns := slices.Clone(m.Columns)
	h.axis = func(room vg.Length) []tick {
		widest := vg.Length(0)
		for _, c := range columns {
			widest = max(widest, tickStyle.width(c))
		}
		every := 1
		for every < len(columns) && room/vg.Length((len(columns)+every-1)/every) < widest+10 {
			every++
		}
		var ticks []tick
		for i := 0; i < len(columns); i += every {
			ticks = append(ticks, tick{float64(i) + 0.5, oneLine(columns[i])})
		}
		return ticks
	}
	return h.figure()
}

// heat is a grid of colored cells.
type heat struct {
	title, subtitle, name, finding string
	quantity                       Quantity
	centre                         float64 // 0: none
	columns                        int
	names                          []string    // of the rows, from the top
	values                         [][]float64 // NaN: none
	ends                           []string    // right of the rows
	endName                        string
	rowsName, columnsName          string
	axis                           func(room vg.Length) []tick // 0 to columns
}

// Colors of a map: from the lowest to the highest, the second half from the centre upwards.
var (
	lowColors  = []color.NRGBA{{0x9c, 0x3b, 0x00, 0xff}, {0xd5, 0x5e, 0x00, 0xff}, {0xf0, 0xa8, 0x6a, 0xff}, {0xfc, 0xe6, 0xd5, 0xff}}
	highColors = []color.NRGBA{{0xe2, 0xec, 0xf7, 0xff}, {0x9f, 0xc4, 0xe4, 0xff}, {0x4a, 0x8a, 0xc2, 0xff}, {0x0b, 0x4f, 0x8a, 0xff}}
)

// shade is a color between the first and the last.
func shade(colors []color.NRGBA, part float64) color.NRGBA {
	x := min(max(part, 0), 1) * float64(len(colors)-1)
	i := min(int(x), len(colors)-2)
	f := x - float64(i)
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + f*(float64(b)-float64(a)))) }
	a, b := colors[i], colors[i+1]
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}

// leastDepth is how far below a target the colors of shares reach at least.
const leastDepth = 0.1

// scale is the range of the colors.
func (h heat) scale() (low, high float64) {
	low, high = math.Inf(1), math.Inf(-1)
	for _, row := range h.values {
		for _, v := range row {
			if !math.IsNaN(v) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	if h.centre > 0 {
		low, high = min(low, h.centre), max(high, h.centre)
		if h.quantity.Share { // a miss by a hair is not the deepest orange
			low, high = min(low, max(0, h.centre-leastDepth)), 1
		}
	}
	return low, high
}

// color is the color of a value.
func (h heat) color(v, low, high float64) color.NRGBA {
	switch {
	case h.centre > 0 && v < h.centre-roundOff:
		// Even just below the target a cell is not pale: it has missed.
		return shade(lowColors, 0.9*(v-low)/max(h.centre-low, 1e-12))
	case h.centre > 0:
		return shade(highColors, (v-h.centre)/max(high-h.centre, 1e-12))
	case high > low:
		return shade(highColors, (v-low)/(high-low))
	}
	return highColors[1]
}

func (h heat) figure() (*Figure, error) {
	return &Figure{
		title:    h.title,
		subtitle: h.subtitle,
		finding:  h.name + ": " + h.finding + ".",
		paint: func(c draw.Canvas) {
			low, high := h.scale()
			top := heading(c, header(c, h.title, h.subtitle), h.name, h.finding, nil)
			h.legend(c, top+headGap-9, low, high)
			top -= 26
			bottom := vg.Length(floor)
			if h.columnsName != "" {
				bottom += 15
			}
			if h.endName != "" || h.rowsName != "" {
				top -= 12
			}
			left := vg.Length(0)
			for _, name := range h.names {
				left = max(left, tickStyle.width(name))
			}
			left = marginLeft + min(left, 180) + axisGap
			right := vg.Length(marginRight)
			if h.ends != nil {
				right += 44
			}
			n := len(h.names)
			p := panel{draw.Crop(c, left, -right, bottom, top-c.Max.Y), 0, float64(h.columns), float64(n), 0}
			cellWidth, cellHeight := (p.Max.X-p.Min.X)/vg.Length(h.columns), (p.Max.Y-p.Min.Y)/vg.Length(n)
			st := tickStyle
			st.size = min(9.5, cellHeight*0.8)
			tenths := h.close() && st.width("88.8%")+4 <= cellWidth
			for i, row := range h.values {
				for k, v := range row {
					if math.IsNaN(v) {
						continue
					}
					r := p.bar(float64(k), float64(i+1), float64(k+1), float64(i))
					r.Max.X += 0.3 // no hairlines between cells
					shadeOf := h.color(v, low, high)
					fill(p.Canvas, shadeOf, r)
					label := h.cell(v, tenths)
					in := st
					if fit := (cellWidth - 4) / st.width(label); fit < 1 && fit > 0.7 {
						in.size *= fit // the few labels that are longer than the others
					}
					if cellHeight >= 11 && in.width(label)+4 <= cellWidth+0.1 {
						in.color = ink
						if light(shadeOf) < 0.5 {
							in.color = paper
						}
						text(c, in, (r.Min.X+r.Max.X)/2, (r.Min.Y+r.Max.Y)/2-in.size*0.35, 0.5, label)
					}
				}
				y := (p.y(float64(i)) + p.y(float64(i+1))) / 2
				if i > 0 {
					edge := draw.LineStyle{Color: paper, Width: min(1.5, cellHeight/8)}
					p.StrokeLine2(edge, p.Min.X, p.y(float64(i)), p.Max.X, p.y(float64(i)))
				}
				if st.size >= 4 {
					name := st.wrap(h.names[i], 180, 1)
					if len(name) > 0 {
						text(c, st, p.Min.X-axisGap, y-st.size*0.35, 1, name[0])
					}
					if h.ends != nil {
						text(c, st, p.Max.X+axisGap, y-st.size*0.35, 0, h.ends[i])
					}
				}
			}
			if h.endName != "" {
				text(c, tickStyle, p.Max.X+axisGap, p.Max.Y+4, 0, h.endName)
			}
			if h.rowsName != "" {
				text(c, tickStyle, marginLeft, p.Max.Y+4, 0, tickStyle.wrap(h.rowsName, p.Max.X-marginLeft, 1)[0])
			}
			p.base(h.axis(p.Max.X-p.Min.X), true)
			if h.columnsName != "" {
				text(c, tickStyle, p.Max.X, p.Min.Y-labelDrop-14, 1, tickStyle.wrap(h.columnsName, p.Max.X-p.Min.X, 1)[0])
			}
		},
	}, nil
}

// close is whether values lie within ten points, so that whole points would hide how they differ.
func (h heat) close() bool {
	low, high := math.Inf(1), math.Inf(-1)
	for _, row := range h.values {
		for _, v := range row {
			if !math.IsNaN(v) {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	return high-low < 0.1
}

// cell writes a value into its cell, a share in tenths of a point or in whole points.
func (h heat) cell(v float64, tenths bool) string {
	if !h.quantity.Share {
		return significant(v)
	}
	if tenths {
		if h.centre > 0 && v < h.centre-roundOff && percent(v) == percent(h.centre) {
			v -= 0.0005
		}
		return strings.TrimSuffix(percent(v), "%")
	}
	text := fmt.Sprintf("%.0f", 100*v)
	if h.centre > 0 && v < h.centre-roundOff && text == fmt.Sprintf("%.0f", 100*h.centre) {
		text = fmt.Sprintf("%.1f", math.Floor(1000*v)/10) // rounded, a miss would read as a hit
	}
	return text
}

// legend draws the colors with their values.
func (h heat) legend(c draw.Canvas, y vg.Length, low, high float64) {
	const w, steps = 150, 60
	x := vg.Length(marginLeft)
	write := func(v float64) string {
		if h.quantity.Share && v == 1 {
			return "100%"
		}
		return h.quantity.write(v)
	}
	label := write(low)
	text(c, keyStyle, x, y-11, 0, label)
	x += keyStyle.width(label)*1.1 + 6
	for i := range steps {
		v := low + (high-low)*(float64(i)+0.5)/steps
		fill(c, h.color(v, low, high), vg.Rectangle{Min: vg.Point{X: x + vg.Length(i)*w/steps, Y: y - 13}, Max: vg.Point{X: x + vg.Length(i+1)*w/steps + 0.3, Y: y - 4}})
	}
	if h.centre > 0 && high > low {
		at := x + vg.Length((h.centre-low)/(high-low))*w
		c.StrokeLine2(markLine, at, y-14, at, y-3)
	}
	text(c, keyStyle, x+w+6, y-11, 0, write(high))
	if h.centre > 0 {
		after := x + w + 6 + keyStyle.width(write(high))*1.1 + 18
		text(c, keyStyle, after, y-11, 0, "| target "+h.quantity.asked(h.centre)+": orange below, blue above")
	}
}

// light is how light a color is, 0 to 1.
func light(c color.NRGBA) float64 {
	return (0.299*float64(c.R) + 0.587*float64(c.G) + 0.114*float64(c.B)) / 255
}
