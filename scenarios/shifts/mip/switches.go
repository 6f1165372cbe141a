package mip

// switches are columns that are 0 or 1 and have to be 1 for others to be above 0: a start time that is used or
// not. Branching decides them first.
type switches struct {
	groups []int // the columns that are switches
	is     []bool
}

// findSwitches reads the switches from rows  Σ x_j - M y ≤ 0.
func findSwitches(p *Problem) switches {
	type entry struct {
		j int
		v float64
	}
	entries := make([][]entry, len(p.Rows))
	for i, r := range p.Rows {
		if r.Upper != 0 {
			entries[i] = nil
		}
	}
	for j := range p.Columns {
		for _, r := range p.Columns[j].Runs {
			for i := r.From; i < r.To; i++ {
				if p.Rows[i].Upper == 0 {
					entries[i] = append(entries[i], entry{j, r.Value})
				}
			}
		}
	}
	w := switches{is: make([]bool, len(p.Columns))}
	known := map[int]bool{}
	for _, row := range entries {
		y := -1
		for _, e := range row {
			if c := &p.Columns[e.j]; e.v < 0 {
				if y >= 0 || !c.Integer || c.Lower != 0 || c.Upper != 1 {
					y = -2
					break
				}
				y = e.j
			} else if c.Lower < 0 {
				y = -2
				break
			}
		}
		if y < 0 {
			continue
		}
		if !known[y] {
			known[y], w.is[y] = true, true
			w.groups = append(w.groups, y)
		}
	}
	return w
}
