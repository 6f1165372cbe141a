package mip

import (
	"math"
	"slices"
)

// batch is how many columns are asked of Price at once for the relaxation.
const batch = 200

// generate adds columns that Price finds until there are none, or half of the work is done, or three quarters where there is a solution
// to begin with (Gilmore and Gomory
// 1961). Every round has a bound for all columns, and the best of them is kept.
func (s *search) generate() {
	until := s.work() + (s.until-s.work())/2
	if s.o.Start != nil {
		until = s.work() + (s.until-s.work())*3/4
	}
	s.relaxed = s.converge(until, math.Inf(1))
	s.raise(s.relaxed)
	if s.slacks > 0 {
		s.switches = findSwitches(s.p)
		s.dive()
	}
	s.count(s.work() + (s.until-s.work())/2)
	if s.ctx.Err() == nil {
		s.vary()
	}
}

// converge adds columns up to some work, or until the bound, which it returns, is above enough.
func (s *search) converge(until int64, enough float64) (best float64) {
	best = math.Inf(-1)
	var centre []float64 // prices between those of the rounds, which swing (Wentges 1997)
	for {
		prices := s.prices()
		if centre == nil {
			centre = slices.Clone(prices)
		}
		for i := range prices {
			centre[i] = 0.6*centre[i] + 0.4*prices[i]
		}
		made, least := s.price(centre, batch)
		best = max(best, s.below(centre, least))
		exact := len(made) == 0
		if exact {
			copy(centre, prices)
			made, least = s.price(prices, batch)
			best = max(best, s.below(prices, least))
		}
		if best > enough {
			return best
		}
		if len(made) > 0 {
			s.extend(made)
		}
		value := s.lp.bound() * s.scale
		if len(made) == 0 || exact && value-best < 1e-4*math.Abs(value) || s.work() > until || s.ctx.Err() != nil || len(s.p.Columns) > MaxColumns-1000 {
			return best
		}
	}
}

// complete adds columns where those that there are leave the relaxation without a solution: rows may be missed at a price above all, which
// the columns are made for, until none is.
func (s *search) complete() outcome {
	dearest := 0.0
	for _, c := range s.p.Columns {
		if c.Data != nil {
			dearest = max(dearest, c.Cost)
		}
	}
	q := &Problem{Rows: s.p.Rows, Columns: slices.Clone(s.p.Columns)}
	first := len(q.Columns)
	miss := func(row int, by float64) {
		q.Columns = append(q.Columns, Column{Cost: 100 * dearest, Upper: math.Inf(1), Runs: []Run{{row, row + 1, by}}})
	}
	for i, r := range q.Rows {
		if !math.IsInf(r.Lower, -1) {
			miss(i, 1)
		}
		if !math.IsInf(r.Upper, 1) {
			miss(i, -1)
		}
	}
	last := len(q.Columns)
	rows := s.renumbering()
	load := func() *simplex {
		s.spent += s.lp.work
		old := s.lp
		s.lp = newSimplex(q, s.scale)
		s.lp.halt = s.ctx.Done()
		return old
	}
	load()
	s.lp.shake(s.random.next())
	if s.relax(s.until) != optimal {
		return stopped
	}
	s.lp.primal(s.until - s.spent)
	for {
		missed := 0.0
		for _, x := range s.lp.x[first:last] {
			missed += x
		}
		if missed < tolerance {
			break
		}
		if s.work() >= s.until || s.ctx.Err() != nil || len(q.Columns) > MaxColumns-1000 {
			return stopped
		}
		made, _ := s.price(s.prices(), batch)
		if len(made) == 0 {
			return infeasible
		}
		for i := range made {
			key := made[i].key()
			if _, known := s.index[key]; known {
				continue
			}
			s.index[key] = len(s.p.Columns)
			s.made = append(s.made, made[i])
			c := made[i].renumbered(rows)
			s.p.Columns, q.Columns = append(s.p.Columns, c), append(q.Columns, c)
		}
		old := load()
		s.lp.adopt(old)
		s.lp.primal(s.until - s.spent)
	}
	s.spent += s.lp.work
	s.lp = newSimplex(s.p, s.scale)
	s.lp.halt = s.ctx.Done()
	s.limits()
	s.restore()
	s.lp.shake(s.random.next())
	if o := s.relax(s.until); o != infeasible {
		return o
	}
	return stopped // by a hair: nothing is claimed
}

// price asks for columns, and leaves out those that there are.
func (s *search) price(prices []float64, most int) (made []Column, least float64) {
	made, least = s.o.Price(prices, most)
	s.spent += s.o.PriceWork + 2000*int64(len(made))
	return slices.DeleteFunc(made, func(c Column) bool { _, known := s.index[c.key()]; return known }), least
}

// key tells columns apart that cost or cover differently (FNV-1a: Fowler, Noll and Vo 1991).
func (c *Column) key() uint64 {
	h := uint64(14695981039346656037)
	mix := func(v uint64) {
		for range 8 {
			h = (h ^ v&255) * 1099511628211
			v >>= 8
		}
	}
	mix(math.Float64bits(c.Cost))
	for _, r := range c.Runs {
		mix(uint64(r.From)<<32 | uint64(r.To))
		mix(math.Float64bits(r.Value))
	}
	return h
}

// prices are the relaxation's prices of the rows of the problem as given.
func (s *search) prices() []float64 {
	y := make([]float64, s.lp.m)
	s.lp.prices(s.lp.cost, y)
	prices := make([]float64, s.all)
	for i, row := range s.rows {
		prices[row] = y[i] * s.scale
	}
	return prices
}

// below is a bound for all columns, those not made included, from any prices of the rows. No column costs less than its worth by
// more than least, and none less than Options.Cheapest, those not made yet included; so at prices lower in the proportion  1 : 1 - least/cheapest  none costs
// less than its worth (Farley 1990, "A note on bounding a class of linear programming problems, including
// cutting stock problems", Operations Research 38). What rows ask for at these prices is then a bound, less what the columns that
// Price does not make may earn.
func (s *search) below(prices []float64, least float64) float64 {
	part := 1.0
	if least < 0 {
		if part = 0; s.o.Cheapest > 0 {
			part = 1 / (1 - least/s.o.Cheapest)
		}
	}
	return s.lagrangian(prices, part)
}

// lagrangian is what the rows ask for at a part of prices, and what the columns that Price does not make earn then.
func (s *search) lagrangian(prices []float64, part float64) float64 {
	total := 0.0
	sums := make([]float64, len(s.rows)+1)
	for i, row := range s.rows {
		y, r := part*prices[row], &s.p.Rows[i]
		switch {
		case y > 0 && !math.IsInf(r.Lower, -1):
			total += y * r.Lower
		case y < 0 && !math.IsInf(r.Upper, 1):
			total += y * r.Upper
		default:
			y = 0
		}
		sums[i+1] = sums[i] + y
	}
	for j := range s.p.Columns {
		c := &s.p.Columns[j]
		if c.Data != nil {
			continue
		}
		d := c.Cost
		for _, r := range c.Runs {
			d -= r.Value * (sums[r.To] - sums[r.From])
		}
		switch {
		case d > 0:
			total += d * c.Lower
		case d < 0 && !math.IsInf(c.Upper, 1):
			total += d * c.Upper
		case d < -1e-9:
			return math.Inf(-1)
		}
	}
	return total
}

// vary adds columns that Price finds at prices somewhat off: the relaxation has no use for them, but whole
// numbers fit together better where there are more to choose from.
func (s *search) vary() {
	given := s.prices()
	var all []Column
	for n := range 24 {
		if s.ctx.Err() != nil || len(s.p.Columns)+len(all) > 6000 {
			break
		}
		by := []float64{0.05, 0.15, 0.4}[n%3]
		prices := make([]float64, s.all)
		for i, p := range given {
			prices[i] = p * (1 + by*(2*s.random.unit()-1))
		}
		made, _ := s.price(prices, batch)
		all = append(all, made...)
	}
	s.extend(all)
}

// extend adds those columns that are new, and goes on from the basis there is.
func (s *search) extend(made []Column) {
	rows := s.renumbering()
	was := len(s.made)
	for i := range made {
		key := made[i].key()
		if _, known := s.index[key]; known {
			continue
		}
		s.index[key] = len(s.p.Columns)
		s.made = append(s.made, made[i])
		s.p.Columns = append(s.p.Columns, made[i].renumbered(rows))
		if s.x != nil {
			s.x = append(s.x, made[i].Lower)
		}
	}
	if len(s.made) == was {
		return
	}
	s.switches = findSwitches(s.p)
	old := s.lp
	s.spent += old.work
	s.lp = newSimplex(s.p, s.scale)
	s.lp.halt = s.ctx.Done()
	s.lp.adopt(old)
	s.limits()
	if s.lp.primal(s.until-s.spent) == stopped && s.ctx.Err() == nil {
		s.lp.shake(s.random.next())
		s.relax(s.until)
		s.lp.primal(s.until - s.spent)
	}
}

// renumbering is how many rows of the problem there are before each of the problem as given.
func (s *search) renumbering() []int {
	before := make([]int, s.all+1)
	for _, row := range s.rows {
		before[row+1]++
	}
	for i := range s.all {
		before[i+1] += before[i]
	}
	return before
}

// adopt takes the basis of the program before columns were added.
func (s *simplex) adopt(old *simplex) {
	by := int32(s.n - old.n)
	renumber := func(j int32) int32 {
		if int(j) >= old.n {
			return j + by
		}
		return j
	}
	for j := range old.where {
		s.where[renumber(int32(j))] = old.where[j]
	}
	for i, j := range old.head {
		s.head[i] = renumber(j)
	}
	copy(s.inverse, old.inverse)
	copy(s.weight, old.weight)
	s.pivots, s.fresh = old.pivots, old.pivots
	// Every column stays where it was; those that are new wait at their lower bounds, whatever they promise.
	for j := range s.n {
		if s.where[j] == atUpper {
			s.x[j] = s.upper[j]
		} else if s.where[j] == atLower {
			s.x[j] = s.lower[j]
		}
	}
	s.values()
}
