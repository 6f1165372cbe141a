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

// CostByVolume draws what a contact costs to serve, and what each contract bills for it, against the volume of a
// month: contracts with a price per contact are flat where those per FTE fall, and where two lines cross the buyer
// pays the same. It reads Volumes, Costs, Lines and Now.
func CostByVolume(p Prices) (*Figure, error) {
	n := len(p.Volumes)
	switch {
	case n < 2:
		return nil, errors.New("charts: fewer than two volumes to draw costs at")
	case len(p.Costs) != n:
		return nil, fmt.Errorf("charts: %d costs at %d volumes", len(p.Costs), n)
	case len(p.Lines) > mostContracts:
		return nil, fmt.Errorf("charts: %d contracts: at most %d", len(p.Lines), mostContracts)
	}
	for i, v := range p.Volumes {
		if !(v > 0) || v > maxMoney || i > 0 && v <= p.Volumes[i-1] {
			return nil, fmt.Errorf("charts: volume %d is %v: want rising numbers above 0", i+1, v)
		}
	}
	if err := checkMoney("cost", p.Costs...); err != nil {
		return nil, err
	}
	p = p.clean()
	low, high := slices.Min(p.Costs), slices.Max(p.Costs)
	for _, l := range p.Lines {
		if len(l.Bill) != n {
			return nil, fmt.Errorf("charts: %d bills of %s at %d volumes", len(l.Bill), l.Name, n)
		}
		if err := checkMoney("bill of "+l.Name, l.Bill...); err != nil {
			return nil, err
		}
		low, high = min(low, slices.Min(l.Bill)), max(high, slices.Max(l.Bill))
	}
	// What is far above all else at the smallest volumes is cut off, not to flatten the rest.
	middle := slices.Sorted(slices.Values(p.Costs))[n/2]
	high = min(high, 3*middle+1e-9)
	name := "Bill of an answered contact by volume, " + p.Currency
	finding := p.crossingWords()
	return &Figure{title: p.Title, subtitle: p.Subtitle, finding: name + ": " + finding, paint: func(c draw.Canvas) {
		cost := draw.LineStyle{Color: ink, Width: 1.2, Dashes: []vg.Length{5, 3}}
		var keys []key
		for i, l := range p.Lines {
			keys = append(keys, lineKey(l.Name, lineStyles[i]))
		}
		keys = append(keys, lineKey("cost to serve", cost))
		start := heading(c, header(c, p.Title, p.Subtitle), name, finding, keys)
		rows, bottom, top := moneyTicks(max(0, low-(high-low)*0.05), high, 6)
		columns, left0, right0 := moneyTicks(0, p.Volumes[n-1], 8)
		left := gutter(rows)
		q := panel{draw.Crop(c, left, -marginRight-10, floor+14, start-c.Max.Y), left0, right0, bottom, top}
		q.horizontals(rows)
		if p.Now > 0 && p.Now < right0 {
			q.StrokeLine2(dropLine, q.x(p.Now), q.Min.Y, q.x(p.Now), q.Max.Y)
			text(c, rowFinding, q.x(p.Now)+3, q.Max.Y-9, 0, "expected volume")
		}
		draw := func(st draw.LineStyle, y []float64) {
			for _, part := range q.inside(p.Volumes, y, top) {
				q.StrokeLines(st, part)
			}
		}
		draw(cost, p.Costs)
		for i, l := range p.Lines {
			draw(lineStyles[i], l.Bill)
		}
		if len(p.Lines) > 0 {
			for _, t := range p.turns()[1:] {
				circle(c, q.at(t.volume, t.bill), 4, markLine)
			}
		}
		q.base(columns, true)
		text(c, tickStyle, (q.Min.X+q.Max.X)/2, q.Min.Y-labelDrop-12, 0.5, "contacts answered a month")
	}}, nil
}

// inside is a line as far as it is below the top of a panel: the parts above are cut off where it crosses.
func (p panel) inside(x, y []float64, top float64) (parts [][]vg.Point) {
	var line []vg.Point
	for i := range x {
		if i > 0 && (y[i] > top) != (y[i-1] > top) {
			at := (top - y[i-1]) / (y[i] - y[i-1])
			line = append(line, p.at(x[i-1]+at*(x[i]-x[i-1]), top))
		}
		if y[i] <= top {
			line = append(line, p.at(x[i], y[i]))
		} else if len(line) > 1 {
			parts, line = append(parts, line), nil
		}
	}
	if len(line) > 1 {
		parts = append(parts, line)
	}
	return parts
}

// turn is where another contract becomes the cheapest for the buyer: at a volume, at a bill of one contact.
type turn struct {
	line         int
	volume, bill float64
}

// turns are the cheapest contract at the least volume, and where that changes.
func (p Prices) turns() []turn {
	cheapest := func(i int) int {
		best := 0
		for k := range p.Lines {
			if p.Lines[k].Bill[i] < p.Lines[best].Bill[i] {
				best = k
			}
		}
		return best
	}
	all := []turn{{cheapest(0), p.Volumes[0], p.Lines[cheapest(0)].Bill[0]}}
	for i := 1; i < len(p.Volumes); i++ {
		last, now := all[len(all)-1].line, cheapest(i)
		if now == last {
			continue
		}
		a, b := p.Lines[last].Bill, p.Lines[now].Bill
		part := 0.0
		if before, after := a[i-1]-b[i-1], a[i]-b[i]; after != before {
			part = math.Min(math.Max(-before/(after-before), 0), 1)
		}
		all = append(all, turn{now, p.Volumes[i-1] + part*(p.Volumes[i]-p.Volumes[i-1]), b[i-1] + part*(b[i]-b[i-1])})
	}
	return all
}

// crossingWords says which contract is the cheapest for the buyer, from which volume on.
func (p Prices) crossingWords() string {
	if len(p.Lines) == 0 {
		return fmt.Sprintf("%s to serve one at %s a month, %s at %s.", money(p.Costs[0]), short(p.Volumes[0]), money(p.Costs[len(p.Costs)-1]), short(p.Volumes[len(p.Volumes)-1]))
	}
	var words []string
	for i, t := range p.turns() {
		if i == 0 {
			words = append(words, p.Lines[t.line].Name+" costs the buyer least at "+short(math.Round(t.volume))+" a month")
		} else {
			words = append(words, p.Lines[t.line].Name+" from about "+short(rounded(t.volume))+" on")
		}
	}
	return strings.Join(words, ", ") + "."
}

// rounded is a volume to three digits.
func rounded(v float64) float64 {
	unit := math.Pow(10, math.Floor(math.Log10(v))-2)
	return math.Round(v/unit) * unit
}

// OccupancyAndCost draws how occupancy falls and the cost of a contact rises as the service level target is
// raised. It reads Targets.
func OccupancyAndCost(p Prices) (*Figure, error) {
	if len(p.Targets) < 2 {
		return nil, errors.New("charts: fewer than two targets to draw")
	}
	p = p.clean()
	low, high := math.Inf(1), 0.0
	least, most := 1.0, 0.0
	for i, t := range p.Targets {
		if err := firstError(checkShare("target", t.Target), checkShare("occupancy", t.Occupancy), checkMoney("cost", t.Cost)); err != nil {
			return nil, err
		}
		if i > 0 && t.Target <= p.Targets[i-1].Target {
			return nil, errors.New("charts: targets have to rise")
		}
		low, high = min(low, t.Cost), max(high, t.Cost)
		least, most = min(least, t.Occupancy), max(most, t.Occupancy)
	}
	first, last := p.Targets[0], p.Targets[len(p.Targets)-1]
	name := "Occupancy and cost as the service level target moves"
	finding := fmt.Sprintf("From %s to %s, occupancy goes from %s to %s and an answered contact from %s to %s %s.",
		exactly(first.Target), exactly(last.Target), percent(first.Occupancy), percent(last.Occupancy), money(first.Cost), money(last.Cost), p.Currency)
	return &Figure{title: p.Title, subtitle: p.Subtitle, finding: name + ": " + finding, paint: func(c draw.Canvas) {
		start := heading(c, header(c, p.Title, p.Subtitle), name, finding, nil)
		pad := (high - low) * 0.12
		rows, bottom, top := moneyTicks(max(0, low-pad), high+pad, 6)
		columns, left0, right0 := moneyTicks(100*(least-0.01), 100*(most+0.01), 7)
		for i := range columns {
			columns[i].label += "%"
		}
		q := panel{draw.Crop(c, gutter(rows), -marginRight-10, floor+14, start-c.Max.Y-12), left0, right0, bottom, top}
		q.horizontals(rows)
		text(c, tickStyle, marginLeft, q.Max.Y+8, 0, p.Currency+" an answered contact")
		var line []vg.Point
		for _, t := range p.Targets {
			line = append(line, q.at(100*t.Occupancy, t.Cost))
		}
		q.StrokeLines(meanLine, line)
		for i, t := range p.Targets {
			if !t.Now {
				dot(c, line[i])
				text(c, keyStyle, line[i].X+7, line[i].Y+5, 0, exactly(t.Target))
				continue
			}
			st := keyStyle
			st.font = bold
			diamond(c, line[i])
			text(c, st, line[i].X-7, line[i].Y-12, 1, exactly(t.Target)+", the target now")
		}
		q.base(columns, true)
		text(c, tickStyle, (q.Min.X+q.Max.X)/2, q.Min.Y-labelDrop-12, 0.5, "occupancy: time with a contact in hand, of the time available")
	}}, nil
}
