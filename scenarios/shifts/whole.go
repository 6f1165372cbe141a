package shifts

import (
	"fmt"
	"math"

	"frontoffice/scenarios/shifts/mip"
)

// whole makes rows of targets over the day. A cell's agents n are  n = floor + Σ_j z_j  with steps z_j between 0 and 1
// of one agent each; what an agent more adds to a target is the slope of the least concave function above
// the values, so that the relaxation takes the steps in their order, and the bound holds for the values
// themselves. Where a value lies below that function (with few agents service levels rise ever faster) the plan may miss
// the target by a little; who asks checks it with the values (Whole.Of) and asks for a little more.
func (m *Model) whole(g Objective) {
	m.Problem.Rows = make([]mip.Row, len(m.day.Required))
	first := m.targets(g)
	m.steps(g, first)
}

// targets bounds the rows of the cells, which come first, by the floor, and adds those of the targets, which start at first.
func (m *Model) targets(g Objective) (first int) {
	for k := range m.day.Required {
		m.Problem.Rows[k] = mip.Row{Name: "on duty at " + m.at(k), Lower: float64(g.least(k)), Upper: math.Inf(1)}
	}
	first = len(m.Problem.Rows)
	for _, t := range g.Whole {
		base := 0.0
		for k := range m.day.Required {
			h := hull(t.Value[k])
			base += h[min(g.least(k), len(h)-1)]
		}
		m.Problem.Rows = append(m.Problem.Rows, mip.Row{Name: t.Name, Lower: t.Least - base, Upper: math.Inf(1)})
	}
	return first
}

// least is the floor of a cell.
func (g *Objective) least(k int) int {
	if g.Floor == nil {
		return 0
	}
	return g.Floor[k]
}

// faint is the share of the first step's slope below which steps are taken together, with the slope of the first of them: the
// bound holds all the same.
const faint = 0.01

// steps makes the columns of the steps; the rows of the targets start at first.
func (m *Model) steps(g Objective, first int) {
	for k := range m.day.Required {
		hulls, most := make([][]float64, len(g.Whole)), 0
		for i, t := range g.Whole {
			hulls[i] = hull(t.Value[k])
			most = max(most, len(hulls[i])-1)
		}
		slope := func(i, n int) float64 {
			if n+1 < len(hulls[i]) {
				return hulls[i][n+1] - hulls[i][n]
			}
			return 0
		}
		floor := g.least(k)
		for n := floor; n < most; n++ {
			c := mip.Column{Name: fmt.Sprintf("agent %d at %s", n+1, m.at(k)), Upper: 1, Runs: []mip.Run{{From: k, To: k + 1, Value: -1}}}
			all := true
			for i := range hulls {
				v := slope(i, n)
				all = all && v < faint*slope(i, floor)
				if v > 1e-12 {
					c.Runs = append(c.Runs, mip.Run{From: first + i, To: first + i + 1, Value: v})
				}
			}
			if len(c.Runs) == 1 {
				break
			}
			m.Problem.Columns = append(m.Problem.Columns, c)
			if all {
				m.Problem.Columns[len(m.Problem.Columns)-1].Upper = float64(most - n)
				break
			}
		}
	}
}

// Of is what agents by cell achieve.
func (w *Whole) Of(agents []int) float64 {
	sum := 0.0
	for k, n := range agents {
		v := w.Value[k]
		sum += v[min(n, len(v)-1)]
	}
	return sum
}

// hull is the least concave function above values at 0, 1, 2..., no further than where it ends to rise.
func hull(v []float64) []float64 {
	top := 0
	for n := range v {
		if v[n] > v[top] {
			top = n
		}
	}
	h := make([]float64, top+1)
	at := 0
	h[0] = v[0]
	for at < top {
		best, slope := at+1, math.Inf(-1)
		for n := at + 1; n <= top; n++ {
			if s := (v[n] - v[at]) / float64(n-at); s >= slope {
				best, slope = n, s
			}
		}
		for n := at + 1; n <= best; n++ {
			h[n] = v[at] + slope*float64(n-at)
		}
		at = best
	}
	return h
}
