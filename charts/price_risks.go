package charts

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// MonthlyMargin draws how the provider's margin differs from month to month, a row for each contract on one axis:
// a histogram of the months, those with a loss in orange, and where 5, 50 and 95 % of them lie. It reads Margins.
func MonthlyMargin(p Prices) (*Figure, error) {
	if len(p.Margins) == 0 {
		return nil, errors.New("charts: no margins to draw")
	}
	if len(p.Margins) > mostContracts {
		return nil, fmt.Errorf("charts: %d contracts: at most %d", len(p.Margins), mostContracts)
	}
	p = p.clean()
	low, high := 0.0, 0.0
	var found []string
	for _, m := range p.Margins {
		if len(m.Margins) == 0 {
			return nil, fmt.Errorf("charts: no months of %s", m.Name)
		}
		if err := firstError(checkMoney("margin of "+m.Name, m.Margins...), checkMoney("quantile of "+m.Name, m.P5, m.P50, m.P95), checkShare("share of losses", m.Loss)); err != nil {
			return nil, err
		}
		slices.Sort(m.Margins)
		n := len(m.Margins)
		low, high = min(low, m.Margins[n/1000]), max(high, m.Margins[n-1-n/1000])
		found = append(found, m.Name+": "+marginWords(m))
	}
	name := "Provider's margin by month, " + p.Currency
	return &Figure{title: p.Title, subtitle: p.Subtitle, finding: name + ": " + strings.Join(found, "; ") + ".", paint: func(c draw.Canvas) {
		keys := []key{fillKey("months", sky), fillKey("months with a loss", orange), {"5%, half and 95% of months are below", func(c draw.Canvas, at vg.Rectangle) {
			y := (at.Min.Y + at.Max.Y) / 2
			c.StrokeLine2(markLine, at.Min.X, y, at.Max.X, y)
			dot(c, vg.Point{X: (at.Min.X + at.Max.X) / 2, Y: y})
		}}}
		start := heading(c, header(c, p.Title, p.Subtitle), name, "", keys)
		ticks, left0, right0 := moneyTicks(low, high, 10)
		rows := rowsBetween(start, floor, len(p.Margins))
		for i, m := range p.Margins {
			r := rows[i]
			rowName(c, marginLeft, r.top, m.Name, marginWords(m))
			q := panel{draw.Crop(c, marginLeft+4, -marginRight, r.bottom, r.bottom+r.height-c.Max.Y), left0, right0, 0, 1}
			for _, t := range ticks {
				q.StrokeLine2(gridLine, q.x(t.at), q.Min.Y, q.x(t.at), q.Max.Y)
			}
			q.months(m.Margins)
			y := q.y(0.14)
			q.StrokeLine2(markLine, q.x(m.P5), y, q.x(m.P95), y)
			for _, v := range []float64{m.P5, m.P95} {
				q.StrokeLine2(markLine, q.x(v), y-3, q.x(v), y+3)
			}
			dot(c, vg.Point{X: q.x(m.P50), Y: y})
			q.StrokeLine2(draw.LineStyle{Color: ink, Width: 0.9}, q.x(0), q.Min.Y, q.x(0), q.Max.Y)
			q.base(ticks, i == len(p.Margins)-1)
		}
	}}, nil
}

func marginWords(m MarginLine) string {
	loss := "no month with a loss"
	if m.Loss > 0 {
		loss = percent(m.Loss) + " of months with a loss"
	}
	return fmt.Sprintf("half of the months above %s, one in twenty below %s; %s", short(math.Round(m.P50)), short(math.Round(m.P5)), loss)
}

// months draws a histogram of sorted values.
func (p panel) months(x []float64) {
	const bins = 120
	var counts [bins]int
	most := 0
	for _, v := range x {
		i := min(max(int(float64(bins)*(v-p.x0)/(p.x1-p.x0)), 0), bins-1)
		counts[i]++
		most = max(most, counts[i])
	}
	width := (p.x1 - p.x0) / bins
	for i, n := range counts {
		if n == 0 {
			continue
		}
		from := p.x0 + float64(i)*width
		col := sky
		if from+width <= width*1e-9 {
			col = orange
		}
		fill(p.Canvas, col, p.bar(from, 0, from+width, 0.95*float64(n)/float64(most)))
	}
}

// RiskTransfer draws who bears what: for each contract, how the provider's margin and the buyer's bill change when
// something is other than forecast. It reads Shocks, and the names of Margins.
func RiskTransfer(p Prices) (*Figure, error) {
	n := len(p.Margins)
	switch {
	case len(p.Shocks) == 0:
		return nil, errors.New("charts: no shocks to draw")
	case len(p.Shocks) > 9:
		return nil, fmt.Errorf("charts: %d shocks: at most 9", len(p.Shocks))
	case n == 0 || n > mostContracts:
		return nil, fmt.Errorf("charts: %d contracts: want 1 to %d", n, mostContracts)
	}
	p = p.clean()
	reach := 0.0
	worst := make([]int, n)
	for i, s := range p.Shocks {
		if len(s.Margin) != n || len(s.Bill) != n {
			return nil, fmt.Errorf("charts: %d margins and %d bills of %s with %d contracts", len(s.Margin), len(s.Bill), s.Name, n)
		}
		if err := firstError(checkMoney("margin of "+s.Name, s.Margin...), checkMoney("bill of "+s.Name, s.Bill...)); err != nil {
			return nil, err
		}
		for k := range n {
			reach = max(reach, math.Abs(s.Margin[k]), math.Abs(s.Bill[k]))
			if s.Margin[k] < p.Shocks[worst[k]].Margin[k] {
				worst[k] = i
			}
		}
	}
	if reach == 0 {
		reach = 1
	}
	var found []string
	for k, m := range p.Margins {
		s := p.Shocks[worst[k]]
		found = append(found, fmt.Sprintf("%s: %s costs the provider most, %s", m.Name, s.Name, money(s.Margin[k])))
	}
	name := "Who bears it: change of a mean month, " + p.Currency
	return &Figure{title: p.Title, subtitle: p.Subtitle, finding: name + ": " + strings.Join(found, "; ") + ".", paint: func(c draw.Canvas) {
		start := heading(c, header(c, p.Title, p.Subtitle), name, "", []key{fillKey("provider's margin", blue), fillKey("buyer's bill", apricot)})
		left := vg.Length(0)
		for _, s := range p.Shocks {
			left = max(left, keyStyle.width(s.Name))
		}
		left = min(left, 170) + marginLeft + axisGap
		const gap = 12
		wide := (width - left - marginRight - gap*vg.Length(n-1)) / vg.Length(n)
		parts := 2
		if n > 2 {
			parts = 1
		}
		ticks, _, right := moneyTicks(0, reach, parts)
		for i := range ticks {
			ticks[i].label = compact(ticks[i].at)
		}
		for _, t := range slices.Clone(ticks[1:]) {
			ticks = append(ticks, tick{-t.at, "−" + t.label})
		}
		for k, m := range p.Margins {
			from := left + vg.Length(k)*(wide+gap)
			st := keyStyle
			st.font = bold
			text(c, st, from+wide/2, start-8, 0.5, st.wrap(m.Name, wide, 1)[0])
			q := panel{draw.Crop(c, from, from+wide-width, floor, start-14-c.Max.Y), -right, right, 0, float64(len(p.Shocks))}
			for _, t := range ticks {
				q.StrokeLine2(gridLine, q.x(t.at), q.Min.Y, q.x(t.at), q.Max.Y)
			}
			for i, s := range p.Shocks {
				y := float64(len(p.Shocks) - i)
				fill(c, blue, q.bar(min(0, s.Margin[k]), y-0.46, max(0, s.Margin[k]), y-0.14))
				fill(c, apricot, q.bar(min(0, s.Bill[k]), y-0.84, max(0, s.Bill[k]), y-0.52))
				if k == 0 {
					text(c, keyStyle, left-axisGap, q.y(y-0.5)-keyStyle.size*0.35, 1, keyStyle.wrap(s.Name, left-marginLeft, 1)[0])
				}
			}
			q.StrokeLine2(draw.LineStyle{Color: ink, Width: 0.9}, q.x(0), q.Min.Y, q.x(0), q.Max.Y)
			q.base(ticks, false)
			for _, t := range ticks { // at the ends inside, for panels stand close
				align := 0.5
				if math.Abs(t.at) > right*0.999 {
					align = 0.5 + math.Copysign(0.5, t.at)
				}
				text(c, tickStyle, q.x(t.at), q.Min.Y-labelDrop, align, t.label)
			}
		}
	}}, nil
}
