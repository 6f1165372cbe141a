package charts

import (
	"errors"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Prices is what several contracts make of the same work. The pictures of prices each read a part of it.
type Prices struct {
	Title    string // the scenario's name
	Subtitle string // what the numbers stand on: "a month of 26 days, EUR"
	Currency string // "EUR"

	Waterfall []Step // of CostWaterfall, from the wage with a contact in hand on
	Resolved  Step   // the last bar of CostWaterfall: what contacts that are not resolved add; Name "": none

	Volumes []float64   // of CostByVolume: contacts answered a month, rising
	Costs   []float64   // cost to serve of one, at these volumes
	Lines   []PriceLine // by contract, up to five
	Now     float64     // the expected volume; 0: not marked

	Margins []MarginLine // of MonthlyMargin, by contract, up to five
	Shocks  []Shock      // of RiskTransfer, up to nine
	Targets []TargetCost // of OccupancyAndCost, by rising target
}

// Step is one bar of a waterfall.
type Step struct {
	Name   string
	Amount float64 // of one contact
}

// PriceLine is what a contract bills for one contact at each volume.
type PriceLine struct {
	Name string
	Bill []float64
}

// MarginLine is a contract's monthly margins.
type MarginLine struct {
	Name         string
	Margins      []float64 // of simulated months, in any order
	P5, P50, P95 float64
	Loss         float64 // share of months below 0
}

// Shock is a row of a risk transfer picture: by contract, as in Margins.
type Shock struct {
	Name   string
	Margin []float64 // change of the provider's margin
	Bill   []float64 // change of the buyer's bill
}

// TargetCost is what a service level target takes.
type TargetCost struct {
	Target    float64 // share
	Occupancy float64
	Cost      float64 // of an answered contact
	Now       bool    // it is the scenario's
}

// mostContracts fit into one picture.
const mostContracts = 5

// lineStyles tell contracts apart by color, dash and width at once.
var lineStyles = []draw.LineStyle{
	{Color: blue, Width: 2},
	{Color: orange, Width: 2, Dashes: []vg.Length{7, 3}},
	{Color: color.NRGBA{0x00, 0x7a, 0x5a, 0xff}, Width: 2, Dashes: []vg.Length{2, 2}},
	{Color: color.NRGBA{0xa0, 0x4a, 0x80, 0xff}, Width: 2, Dashes: []vg.Length{9, 3, 2, 3}},
	{Color: color.NRGBA{0x6b, 0x6b, 0x00, 0xff}, Width: 1.4},
}

// clean is a copy whose texts are fit for drawing.
func (p Prices) clean() Prices {
	p.Title, p.Subtitle, p.Currency = oneLine(p.Title), oneLine(p.Subtitle), oneLine(p.Currency)
	p.Waterfall, p.Volumes, p.Costs = slices.Clone(p.Waterfall), slices.Clone(p.Volumes), slices.Clone(p.Costs)
	p.Lines, p.Margins, p.Shocks, p.Targets = slices.Clone(p.Lines), slices.Clone(p.Margins), slices.Clone(p.Shocks), slices.Clone(p.Targets)
	for i := range p.Waterfall {
		p.Waterfall[i].Name = oneLine(p.Waterfall[i].Name)
	}
	for i := range p.Lines {
		p.Lines[i].Name, p.Lines[i].Bill = oneLine(p.Lines[i].Name), slices.Clone(p.Lines[i].Bill)
	}
	for i := range p.Margins {
		p.Margins[i].Name, p.Margins[i].Margins = oneLine(p.Margins[i].Name), slices.Clone(p.Margins[i].Margins)
	}
	for i := range p.Shocks {
		s := &p.Shocks[i]
		s.Name, s.Margin, s.Bill = oneLine(s.Name), slices.Clone(s.Margin), slices.Clone(s.Bill)
	}
	return p
}

// checkMoney checks amounts, which may be below 0.
func checkMoney(what string, amounts ...float64) error {
	for i, v := range amounts {
		if math.IsNaN(v) || math.Abs(v) > maxMoney {
			return fmt.Errorf("charts: %s %d is %v: want an amount of at most %g", what, i+1, v, maxMoney)
		}
	}
	return nil
}

const maxMoney = 1e12

// money writes an amount: to a hundredth below 100, whole with commas above.
func money(v float64) string {
	sign := ""
	if v < 0 {
		sign, v = "−", -v
	}
	if v < 99.995 {
		return sign + strconv.FormatFloat(v, 'f', 2, 64)
	}
	return sign + short(v)
}

// short writes an amount in few characters: 950, 12,500, 1.25 M.
func short(v float64) string {
	sign := ""
	if v < 0 {
		sign, v = "−", -v
	}
	switch {
	case v >= 1e9:
		return sign + strconv.FormatFloat(v/1e9, 'g', 4, 64) + " bn"
	case v >= 1e6:
		return sign + strconv.FormatFloat(v/1e6, 'g', 4, 64) + " M"
	case v < 10 && v != math.Trunc(v):
		return sign + strconv.FormatFloat(v, 'g', 2, 64)
	}
	return sign + thousands(strconv.FormatFloat(v, 'f', 0, 64))
}

// moneyTicks divides an axis from low to high in about n round parts; its ends are ticks.
func moneyTicks(low, high float64, n int) (ticks []tick, bottom, top float64) {
	if high <= low {
		high = low + 1
	}
	rough := (high - low) / float64(n)
	unit := math.Pow(10, math.Floor(math.Log10(rough)))
	s := unit * 10
	for _, m := range []float64{1, 2, 5} {
		if unit*m >= rough*(1-1e-9) {
			s = unit * m
			break
		}
	}
	bottom = math.Floor(low/s+1e-9) * s
	for i := 0; ; i++ {
		at := bottom + float64(i)*s
		if math.Abs(at) < s*1e-9 {
			at = 0
		}
		label := short(at)
		if s < 1 {
			label = strconv.FormatFloat(at, 'f', max(0, int(math.Ceil(-math.Log10(s)-1e-9))), 64)
		}
		ticks = append(ticks, tick{at, label})
		if at >= high-s*1e-9 {
			return ticks, bottom, at
		}
	}
}

// compact is short with thousands as k, for narrow axes.
func compact(v float64) string {
	if a := math.Abs(v); a >= 1000 && a < 1e6 {
		return strings.Replace(short(v/1000), ",", "", 1) + " k"
	}
	return short(v)
}

// lineKey is the key of a line.
func lineKey(name string, st draw.LineStyle) key {
	return key{name, func(c draw.Canvas, at vg.Rectangle) {
		y := (at.Min.Y + at.Max.Y) / 2
		c.StrokeLine2(st, at.Min.X, y, at.Max.X, y)
	}}
}

// fillKey is the key of an area.
func fillKey(name string, col color.Color) key {
	return key{name, func(c draw.Canvas, at vg.Rectangle) { fill(c, col, at) }}
}

// CostWaterfall draws how the cost of a contact builds up, from the wage of the time with it in hand to the cost of
// one answered and, where that is given, of one resolved. It reads Waterfall and Resolved.
func CostWaterfall(p Prices) (*Figure, error) {
	if len(p.Waterfall) == 0 {
		return nil, errors.New("charts: no lines of cost to draw")
	}
	if len(p.Waterfall) > 24 {
		return nil, fmt.Errorf("charts: %d lines of cost: at most 24", len(p.Waterfall))
	}
	p = p.clean()
	for _, s := range p.Waterfall {
		if err := checkMoney("line of cost", s.Amount); err != nil {
			return nil, err
		}
	}
	if err := checkMoney("cost of what is not resolved", p.Resolved.Amount); err != nil {
		return nil, err
	}
	type bar struct {
		name     string
		from, to float64
		whole    bool
	}
	var bars []bar
	sum := 0.0
	for _, s := range p.Waterfall {
		bars = append(bars, bar{s.Name, sum, sum + s.Amount, false})
		sum += s.Amount
	}
	answered := sum
	bars = append(bars, bar{"an answered contact", 0, answered, true})
	last := ""
	if p.Resolved.Name != "" {
		resolved := answered + p.Resolved.Amount
		bars = append(bars, bar{oneLine(p.Resolved.Name), answered, resolved, false}, bar{"a resolved contact", 0, resolved, true})
		last = fmt.Sprintf(", %s one that is resolved", money(resolved))
	}
	low, high := 0.0, 0.0
	for _, b := range bars {
		low, high = min(low, b.from, b.to), max(high, b.from, b.to)
	}
	name := "Cost to serve a contact, " + p.Currency
	finding := fmt.Sprintf("%s of wages with it in hand become %s for an answered one%s.", money(p.Waterfall[0].Amount), money(answered), last)
	return &Figure{title: p.Title, subtitle: p.Subtitle, finding: name + ": " + finding, paint: func(c draw.Canvas) {
		start := heading(c, header(c, p.Title, p.Subtitle), name, finding, nil)
		ticks, bottom, top := moneyTicks(low, high*1.06, 8)
		left := vg.Length(0)
		for _, b := range bars {
			left = max(left, keyStyle.width(b.name))
		}
		left = min(left, 200) + marginLeft + axisGap
		q := panel{draw.Crop(c, left, -marginRight, floor, start-c.Max.Y), bottom, top, 0, float64(len(bars))}
		for _, t := range ticks {
			q.StrokeLine2(gridLine, q.x(t.at), q.Min.Y, q.x(t.at), q.Max.Y)
		}
		for i, b := range bars {
			y1 := float64(len(bars)-i) - 0.14
			y0 := y1 - 0.72
			col := color.Color(sky)
			switch {
			case b.whole:
				col = blue
			case b.to < b.from:
				col = apricot
			case i == 0:
				col = blue
			}
			fill(c, col, q.bar(min(b.from, b.to), y0, max(b.from, b.to), y1))
			mid := q.y((y0+y1)/2) - keyStyle.size*0.35
			st := keyStyle
			if b.whole {
				st.font = bold
			}
			text(c, st, left-axisGap, mid, 1, st.wrap(b.name, left-marginLeft, 1)[0])
			value := money(b.to - b.from)
			if !b.whole && i > 0 {
				value = "+" + value
				if b.to < b.from {
					value = money(b.to - b.from)
				}
			}
			text(c, st, q.x(max(b.from, b.to))+4, mid, 0, value)
			if i+1 < len(bars) && !bars[i+1].whole {
				q.StrokeLine2(gridLine, q.x(b.to), q.y(y0), q.x(b.to), q.y(y0-0.28))
			}
		}
		q.base(ticks, true)
	}}, nil
}
