package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Quantity is what an axis or a color measures.
type Quantity struct {
	Name  string // "Service level within 20 s"
	Share bool   // 0..1, written as percentages
	Unit  string // after other numbers: " h", " s"; may be empty
}

// write writes a value to the precision that a reader can use.
func (q Quantity) write(v float64) string {
	if q.Share {
		return percent(v)
	}
	return significant(v) + q.Unit
}

// asked writes a value that was asked for.
func (q Quantity) asked(v float64) string {
	if q.Share {
		return exactly(v)
	}
	return q.write(v)
}

// tick writes the label of a tick of an axis whose ticks are step apart.
func (q Quantity) tick(v, step float64) string {
	if q.Share {
		return exactly(v)
	}
	digits := max(0, int(-math.Floor(math.Log10(step)+1e-9)))
	text := strconv.FormatFloat(math.Abs(v), 'f', digits, 64)
	if digits == 0 {
		text = thousands(text)
	}
	if v < 0 {
		text = "−" + text
	}
	return text + q.Unit
}

// significant writes a number with three or so digits that count.
func significant(v float64) string {
	sign := ""
	if v < 0 {
		sign, v = "−", -v
	}
	switch {
	case v >= 100:
		return sign + thousands(strconv.FormatFloat(v, 'f', 0, 64))
	case v >= 10:
		return sign + strings.TrimSuffix(strconv.FormatFloat(v, 'f', 1, 64), ".0")
	}
	return sign + strconv.FormatFloat(v, 'g', 3, 64)
}

// maxMagnitude bounds the values of an axis that may be anything.
const maxMagnitude = 1e12

func checkValue(what string, v float64) error {
	if !(math.Abs(v) <= maxMagnitude) {
		return fmt.Errorf("charts: %s is %v: want at most %g either way", what, v, maxMagnitude)
	}
	return nil
}

// ticks divides an axis from below low to above high in about so many parts of 1, 2, 2.5 or 5 times a power of ten.
func (q Quantity) ticks(low, high float64, parts int) (list []tick, bottom, top float64) {
	if q.Share {
		low, high = max(0, low), min(1, high)
	}
	if high-low < 1e-9*max(1, math.Abs(high)) {
		pad := max(math.Abs(high)/20, 0.01)
		low, high = low-pad, high+pad
	}
	step := math.Pow(10, math.Floor(math.Log10((high-low)/float64(parts))))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if s := m * math.Pow(10, math.Floor(math.Log10((high-low)/float64(parts)))); (high-low)/s <= float64(parts) {
			step = s
			break
		}
	}
	from, to := math.Floor(low/step+1e-9), math.Ceil(high/step-1e-9)
	for i := from; i <= to; i++ {
		list = append(list, tick{i * step, q.tick(i*step, step)})
	}
	return list, from * step, to * step
}

// inside is the ticks between two values.
func inside(list []tick, low, high float64) []tick {
	var kept []tick
	pad := 1e-9 * (high - low)
	for _, t := range list {
		if t.at >= low-pad && t.at <= high+pad {
			kept = append(kept, t)
		}
	}
	return kept
}

// curveStyles tell lines on one axis apart, in colour, lightness and dash (Okabe and Ito 2008).
var curveStyles = []draw.LineStyle{
	{Color: blue, Width: 2.2},
	{Color: orange, Width: 1.8},
	{Color: green, Width: 1.8, Dashes: []vg.Length{7, 2}},
	{Color: purple, Width: 1.8, Dashes: []vg.Length{3, 2}},
	{Color: ink, Width: 1.5, Dashes: []vg.Length{1, 2}},
	{Color: gold, Width: 2, Dashes: []vg.Length{9, 2, 2, 2}},
}

// stroke is the key of a line.
func stroke(name string, st draw.LineStyle) key {
	return key{name, func(c draw.Canvas, r vg.Rectangle) {
		y := (r.Min.Y + r.Max.Y) / 2
		c.StrokeLine2(st, r.Min.X, y, r.Max.X, y)
	}}
}

// endLabels writes names beside the ends of lines, moved apart where they would overlap.
func endLabels(c draw.Canvas, x vg.Length, names []string, at []vg.Length, low, high vg.Length) {
	const apart = 12
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	for i := range order {
		for j := i; j > 0 && at[order[j]] < at[order[j-1]]; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	y := make([]vg.Length, len(at))
	for i, k := range order {
		y[k] = max(at[k], low)
		if i > 0 {
			y[k] = max(y[k], y[order[i-1]]+apart)
		}
	}
	for i := len(order) - 1; i >= 0; i-- {
		k := order[i]
		if limit := high - vg.Length(len(order)-1-i)*apart; y[k] > limit {
			y[k] = limit
		}
	}
	for k, name := range names {
		st := keyStyle
		st.color = curveStyles[k%len(curveStyles)].Color
		st.font = bold
		text(c, st, x+6, y[k]-st.size*0.35, 0, st.wrap(name, c.Max.X-8-x-6, 1)[0])
	}
}
