package shifts

import (
	"fmt"
	"math"

	"frontoffice/scenarios/shifts/mip"
)

// whole makes rows of targets over the day. A cell's agents n are  n = base + Σ_j z_j  with steps z_j between 0 and 1
// of one agent each; what an agent more adds to a target is the slope of the least concave function above
// the values, so that the relaxation takes the steps in their order, and the bound holds for the values
// themselves. Where a value lies below that function (with few agents service levels rise ever faster) the plan may miss
// the target by a little; who asks checks it with the values (Whole.Of) and asks for a little more.
func (m *Model) whole(g Objective) {
	targets := g.Whole
	inf := math.Inf(1)
	cells := len(m.day.Required)
	for k := range cells {
		m.Problem.Rows = append(m.Problem.Rows, mip.Row{Name: "on duty at " + m.at(k), Lower: 0, Upper: inf})
	}
	first := len(m.Problem.Rows)
	for _, t := range targets {
		base := 0.0
		for k := range cells {
			base += hull(t.Value[k])[0]
		}
		m.Problem.Rows = append(m.Problem.Rows, mip.Row{Name: t.Name, Lower: t.Least - base, Upper: inf})
	}
	m.steps(g, first)
}

// steps makes the columns of the steps; the rows of the targets start at first.
func (m *Model) steps(g Objective, first int) {
	targets := g.Whole
	for k := range m.day.Required {
		most := 0
		hulls := make([][]float64, len(targets))
		for i, t := range targets {
			hulls[i] = hull(t.Value[k])
			most = max(most, len(hulls[i])-1)
		}
		if g.Floor != nil {
			most = max(most, g.Floor[k])
		}
		for n := range most {
			c := mip.Column{Name: fmt.Sprintf("agent %d at %s", n+1, m.at(k)), Upper: 1, Runs: []mip.Run{{From: k, To: k + 1, Value: -1}}}
			useful := g.Floor != nil && n < g.Floor[k]
			if useful {
				c.Lower = 1
			}
			for i, h := range hulls {
				if n+1 < len(h) && h[n+1] > h[n]+1e-12 {
					useful = true
					c.Runs = append(c.Runs, mip.Run{From: first + i, To: first + i + 1, Value: h[n+1] - h[n]})
				}
			}
			if useful {
				m.Problem.Columns = append(m.Problem.Columns, c)
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
