package mip

// regrow searches where columns are made as they are needed: a unit gives way to one that Price makes for the gap that it leaves,
// where rows that miss something pay their penalties, and all a little of what the relaxation has them worth. So each move takes the
// best of all columns that there can be, not of those made so far. It starts from a solution, which need not be feasible;
// what it goes through is added to the columns.
func (s *search) regrow(x []float64, until int64) {
	g := &growth{s: s, sums: make([]float64, len(s.p.Rows)), penalty: make([]float64, len(s.p.Rows)), cell: perCell(s.p), dual: s.prices(), rows: s.renumbering()}
	for i := range g.penalty {
		g.penalty[i] = charged * g.cell
	}
	first := len(s.p.Columns) - len(s.made)
	for j, v := range x {
		c := &s.p.Columns[j]
		g.add(c, v)
		if c.Data == nil {
			g.total += v * c.Cost
			continue
		}
		u := grown{*c, *c}
		if j >= first {
			u.full = s.made[j-first]
		} else {
			u.full = s.given[j]
		}
		for range int(v) {
			g.units = append(g.units, u)
			g.total += c.Cost
		}
	}
	g.rest = x
	for step := 1; len(g.units) > 0 && s.work() < until && !s.over(); step++ {
		g.step()
		if step%20 == 0 {
			g.charge()
		}
	}
	s.extend(g.seen)
}

// growth is a solution with columns that need not be in the problem yet.
type growth struct {
	s       *search
	units   []grown
	rest    []float64 // values of the other columns
	seen    []Column  // that were in the solution since it was last extended
	sums    []float64
	penalty []float64 // for each unit that a row misses
	dual    []float64 // prices of the relaxation, of the rows as given
	rows    []int
	total   float64
	cell    float64
}

// grown is a column with the rows of the problem, and with those as given.
type grown struct{ Column, full Column }

func (g *growth) misses(i int) float64 {
	r := &g.s.p.Rows[i]
	return max(r.Lower-g.sums[i], g.sums[i]-r.Upper, 0)
}

func (g *growth) add(c *Column, by float64) {
	if by == 0 {
		return
	}
	for _, r := range c.Runs {
		for i := r.From; i < r.To; i++ {
			g.sums[i] += by * r.Value
		}
	}
}

// with is by how much one more of a column changes cost and penalties.
func (g *growth) with(c *Column) float64 {
	d := c.Cost
	for _, r := range c.Runs {
		for i := r.From; i < r.To; i++ {
			before := g.misses(i)
			g.sums[i] += r.Value
			d += g.penalty[i] * (g.misses(i) - before)
			g.sums[i] -= r.Value
		}
	}
	return d
}

const offers = 12 // columns to choose from in a step

// step lets a unit give way to the best that is made for its place, with a little luck.
func (g *growth) step() {
	s := g.s
	at := s.random.below(len(g.units))
	old := g.units[at]
	g.add(&old.Column, -1)
	made, _ := s.o.Price(g.gap(), offers)
	s.spent += s.o.PriceWork + int64(len(made)*(2000+len(g.sums))+2*len(g.sums))
	luck := func() float64 { return g.cell * exponential[s.random.next()%uint64(len(exponential))] }
	best, score := old, g.with(&old.Column)-luck()
	for _, full := range made {
		c := grown{full.renumbered(g.rows), full}
		if v := g.with(&c.Column) - luck(); v < score {
			best, score = c, v
		}
	}
	g.units[at] = best
	g.add(&best.Column, 1)
	g.total += best.Column.Cost - old.Column.Cost
	g.seen = append(g.seen, best.full)
	if g.total < s.goal() && g.feasible() {
		g.offer()
	}
}

// gap is what the rows pay for a unit.
func (g *growth) gap() []float64 {
	s := g.s
	prices := make([]float64, s.all)
	part := 0.5 * s.random.unit()
	for i, row := range s.rows {
		r := &s.p.Rows[i]
		prices[row] = part * g.dual[row] * s.random.unit()
		switch {
		case g.sums[i] < r.Lower-tooShort:
			prices[row] += g.penalty[i] * min(1, r.Lower-g.sums[i])
		case g.sums[i] > r.Upper+tooShort:
			prices[row] -= g.penalty[i]
		case g.sums[i] > r.Upper-1:
			prices[row] -= g.penalty[i] * s.random.unit()
		}
	}
	return prices
}

func (g *growth) feasible() bool {
	for i := range g.sums {
		if g.misses(i) > tooShort {
			return false
		}
	}
	return true
}

// offer offers the solution, whose columns it adds to the problem.
func (g *growth) offer() {
	s := g.s
	s.extend(g.seen)
	g.seen = nil
	x := make([]float64, len(s.p.Columns))
	copy(x, g.rest)
	for j := range x {
		if s.p.Columns[j].Data != nil {
			x[j] = 0
		}
	}
	for _, u := range g.units {
		x[s.index[u.full.key()]]++
	}
	s.offer(x)
}

// charge makes rows that miss something dearer, and others cheaper down to the first penalty.
func (g *growth) charge() {
	for i := range g.penalty {
		if g.misses(i) > tooShort {
			g.penalty[i] += charged * g.cell / 2
		} else {
			g.penalty[i] = max(charged*g.cell, g.penalty[i]*0.99)
		}
	}
}
