package mip

import "math"

// generate adds columns that Price finds until there are none, or a quarter of the work is done (Gilmore and Gomory
// 1961). The relaxation's bound then holds for all columns: what the least of them costs below its worth, times
// the most columns that a solution as good as the relaxation's can have, is taken off.
func (s *search) generate() {
	until := s.work() + (s.until-s.work())/4
	best := math.Inf(-1)
	for {
		y := make([]float64, s.lp.m)
		s.lp.prices(s.lp.cost, y)
		prices := make([]float64, s.all)
		for i, row := range s.rows {
			prices[row] = y[i] * s.scale
		}
		made, least := s.o.Price(prices)
		cheapest := math.Inf(1)
		for _, c := range append(made, s.p.Columns...) {
			if c.Integer && c.Cost > 0 {
				cheapest = min(cheapest, c.Cost)
			}
		}
		value := s.lp.bound() * s.scale
		best = max(best, value+min(0, least)*math.Ceil(1.2*value/cheapest))
		if len(made) == 0 || least > -1e-7*math.Abs(cheapest) || s.work() > until || s.ctx.Err() != nil || len(s.p.Columns)+len(made) > MaxColumns || value-best < 2e-4*value && least > -1e-3*cheapest {
			break
		}
		s.extend(made)
	}
	s.relaxed = best
	s.vary()
}

// vary adds columns that Price finds at prices somewhat off: the relaxation has no use for them, but whole
// numbers fit together better where there are more to choose from.
func (s *search) vary() {
	y := make([]float64, s.lp.m)
	s.lp.prices(s.lp.cost, y)
	var all []Column
	for n := range 24 {
		if s.ctx.Err() != nil || len(s.p.Columns)+len(all) > 6000 {
			break
		}
		by := []float64{0.05, 0.15, 0.4}[n%3]
		prices := make([]float64, s.all)
		for i, row := range s.rows {
			prices[row] = y[i] * s.scale * (1 + by*(2*s.random.unit()-1))
		}
		made, _ := s.o.Price(prices)
		all = append(all, made...)
	}
	if all != nil {
		s.extend(all)
	}
}

// extend adds columns, and goes on from the basis there is.
func (s *search) extend(made []Column) {
	s.made = append(s.made, made...)
	before := make([]int, s.all+1)
	for _, row := range s.rows {
		before[row+1]++
	}
	for i := range s.all {
		before[i+1] += before[i]
	}
	for i := range made {
		s.p.Columns = append(s.p.Columns, made[i].renumbered(before))
	}
	old := s.lp
	s.spent += old.work
	s.lp = newSimplex(s.p, s.scale)
	s.lp.adopt(old)
	s.limits()
	if s.lp.primal(s.until-s.spent) == stopped && s.ctx.Err() == nil {
		s.lp.shake(s.random.next())
		s.relax(s.until)
		s.lp.primal(s.until - s.spent)
	}
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
