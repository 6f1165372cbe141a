package staffing

import (
	"fmt"
	"slices"

	"frontoffice/scenarios"
)

// exchange makes a plan cheaper by agents more in one place that let more, or dearer ones, go in others: an agent of a cheaper
// team for one of another in the same interval, and one agent for two of other teams. It does not simulate more days than a test has.
func (f *searcher) exchange(plan *scenarios.Plan) error {
	if slices.Max(f.costs) == slices.Min(f.costs) {
		return nil // what is left to gain is not worth the days
	}
	most := f.simulated + f.check
	for i, at := range f.exchanges() {
		for third := range 3 {
			if f.simulated >= most || f.spent() {
				return nil
			}
			var moves []move
			for k := third; k < f.s.Intervals(); k += 3 {
				if m := at(k); m.cells != nil && f.change(m) < -1e-9 {
					moves = append(moves, m)
				}
			}
			if err := f.try(plan, fmt.Sprintf("exchange %d at ", i), moves); err != nil {
				return err
			}
		}
	}
	return nil
}

// exchanges are the kinds of exchange about an interval.
func (f *searcher) exchanges() []func(k int) move {
	var all []func(k int) move
	within := func(cells ...cell) {
		all = append(all, func(k int) move {
			m := move{at: k}
			for _, c := range cells {
				m.cells = append(m.cells, cell{c.team, k, c.by})
			}
			return m
		})
	}
	for _, a := range f.teams {
		for _, b := range f.teams {
			if f.costs[b] < f.costs[a] {
				within(cell{a, 0, -1}, cell{b, 0, 1})
			}
		}
	}
	for i, a := range f.teams {
		for _, c := range f.teams {
			if c == a {
				continue
			}
			within(cell{a, 0, -2}, cell{c, 0, 1})
			for _, b := range f.teams[i+1:] {
				if b != c {
					within(cell{a, 0, -1}, cell{b, 0, -1}, cell{c, 0, 1})
				}
			}
		}
	}
	return all
}
