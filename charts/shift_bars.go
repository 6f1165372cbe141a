package charts

import (
	"time"

	"gonum.org/v1/plot/vg"
)

// lane is where a bar is drawn: its row, and the pieces that show it.
type lane struct {
	row    int
	pieces []int
}

// packed is from how many rows on bars that do not touch share one.
const packed = 20

// lanes places the bars: each in a row of its own, of days side by side those of each from the top; many share
// rows. It returns how many rows that takes.
func (v Coverage) lanes(pieces []piece) (lanes []lane, rows int) {
	used := make([]int, len(pieces)) // rows by piece
	for _, b := range v.Bars {
		l := lane{}
		for i, p := range pieces {
			if b.From < p.to && b.To > p.from {
				if l.pieces == nil {
					l.row = used[i]
					used[i]++
				}
				l.pieces = append(l.pieces, i)
			}
		}
		lanes = append(lanes, l)
		rows = max(rows, l.row+1)
	}
	if rows <= packed {
		return lanes, rows
	}
	rows = 0
	ends := make([][]float64, len(pieces)) // where the last bar of each row ends, by piece
	for i, b := range v.Bars {
		if lanes[i].pieces == nil {
			continue
		}
		at := lanes[i].pieces[0]
		p := pieces[at]
		room := (pieces[len(pieces)-1].x(pieces[len(pieces)-1].to) - pieces[0].shown) / 40 // for the number before a bar
		from, to := p.x(max(b.From, p.from)), p.x(min(b.To, p.to))
		row := 0
		for row < len(ends[at]) && ends[at][row]+room > from {
			row++
		}
		if row == len(ends[at]) {
			ends[at] = append(ends[at], 0)
		}
		ends[at][row] = to
		lanes[i].row = row
		rows = max(rows, row+1)
	}
	return lanes, rows
}

// shifts draws a bar for the people of each start and end, paler from above by the share of them who are on a break, with
// their number before it.
func (p panel) shifts(bars []ShiftBar, lanes []lane, n int, pieces []piece) {
	rows := float64(n)
	each := (p.Max.Y - p.Min.Y) / vg.Length(max(n, 1))
	label := tickStyle
	label.size = min(label.size, each*0.9)
	thick := 0.8
	if each < 4 {
		thick = 0.9
	}
	for i, b := range bars {
		high := rows - float64(lanes[i].row) - (1-thick)/2
		low := high - thick
		for k, in := range lanes[i].pieces {
			in := pieces[in]
			from, to := max(b.From, in.from), min(b.To, in.to)
			fill(p.Canvas, sky, p.bar(in.x(from), low, in.x(to), high))
			for _, off := range together(b.Off) {
				var line []vg.Point
				for _, part := range off {
					depth := high - (high-low)*float64(part.People)/float64(b.People)
					a, z := min(max(part.From, from), to), min(max(part.To, from), to)
					line = append(line, p.at(in.x(a), depth), p.at(in.x(z), depth))
				}
				first, last := line[0], line[len(line)-1]
				top := p.y(high)
				p.FillPolygon(pale, append(append([]vg.Point{{X: first.X, Y: top}}, line...), vg.Point{X: last.X, Y: top}))
			}
			if k == 0 && !b.Again && label.size >= 4 {
				text(p.Canvas, label, p.x(in.x(from))-3, p.y((low+high)/2)-label.size*0.35, 1, count(float64(b.People)))
			}
		}
	}
}

// together groups stretches that touch, so that they are drawn without seams.
func together(offs []Off) (groups [][]Off) {
	end := time.Duration(-1)
	for _, o := range offs {
		if groups == nil || o.From != end {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], o)
		end = o.To
	}
	return groups
}
