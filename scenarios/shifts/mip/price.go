package mip

import (
	"math"
	"slices"
)

// generate adds columns that Price finds until there are none, or half of the work is done (Gilmore and Gomory
// 1961). The relaxation's bound then holds for all columns: what the least of them costs below its worth, times
// the most columns that a solution as good as the relaxation's can have, is taken off.
func (s *search) generate() {
	until := s.work() + (s.until-s.work())/2
	best := math.Inf(-1)
	var centre []float64 // prices between those of the rounds, which swing (Wentges 1997)
	for {
		prices := s.prices()
		if centre == nil {
			centre = slices.Clone(prices)
		}
		for i := range prices {
			centre[i] = 0.6*centre[i] + 0.4*prices[i]
		}
		made, _ := s.o.Price(centre)
		exact := len(made) == 0
		if exact {
			copy(centre, prices)
			var least float64
			made, least = s.o.Price(prices)
			best = max(best, s.below(least, made))
		}
		if len(made) > 0 {
			s.extend(made)
		}
		if value := s.lp.bound() * s.scale; len(made) == 0 || exact && value-best < 2e-3*math.Abs(value) {
			break
		}
		if s.work() > until || s.ctx.Err() != nil || len(s.p.Columns) > MaxColumns-1000 {
			rest, least := s.o.Price(s.prices())
			best = max(best, s.below(least, rest))
			if len(rest) > 0 {
				s.extend(rest)
			}
			break
		}
	}
	s.relaxed = best
	s.vary()
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

// below is a bound for all columns, those not made included: the relaxation's, less what the least of them costs below its
// worth, for as many as a solution can have that is not a fifth dearer.
func (s *search) below(least float64, made []Column) float64 {
	cheapest := math.Inf(1)
	for _, list := range [][]Column{made, s.p.Columns} {
		for _, c := range list {
			if c.Integer && c.Cost > 0 {
				cheapest = min(cheapest, c.Cost)
			}
		}
	}
	value := s.lp.bound() * s.scale
	if least >= 0 || math.IsInf(cheapest, 1) {
		return value
	}
	return value + least*max(0, math.Ceil(1.2*value/cheapest)) // a solution a fifth dearer is above value anyhow
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
		if s.x != nil { // begun with
			s.x = append(s.x, made[i].Lower)
		}
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
