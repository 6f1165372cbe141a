package shifts

import (
	"context"
	"errors"
	"math"

	"frontoffice/scenarios/shifts/mip"
)

// A search whose effort ends without a plan is tried once more from one made greedily, where that keeps the limits; else with more
// effort, until there is one.

// search solves the program of a day.
func (m *Model) search(ctx context.Context, o mip.Options) (*mip.Solution, error) {
	return longer(o, 2500, func(o mip.Options) (*mip.Solution, error) {
		s, err := m.try(ctx, o)
		if !errors.Is(err, mip.ErrNoneFound) {
			return s, err
		}
		if o.Start = greedy(m.Problem, len(m.day.Required), len(m.Shifts)); o.Start == nil {
			return nil, err
		}
		return mip.Solve(ctx, m.Problem, o)
	})
}

// try solves the program of a day, start times first.
func (m *Model) try(ctx context.Context, o mip.Options) (*mip.Solution, error) {
	if sets := m.sets(o.Seed); sets != nil {
		return m.searchStarts(ctx, sets, o)
	}
	return mip.Solve(ctx, m.Problem, o)
}

// longer allows a search that finds nothing four times the effort, and again, as long as that is at most enough: then the first plan
// found will do.
func longer(o mip.Options, enough int64, solve func(mip.Options) (*mip.Solution, error)) (*mip.Solution, error) {
	s, err := solve(o)
	for work := o.Work; errors.Is(err, mip.ErrNoneFound) && work > 0 && work < enough; {
		work = min(4*work, enough)
		o.Work, o.Gap = work, 1
		s, err = solve(o)
	}
	return s, err
}

// search solves the program of a week, to which it adds the tours that it makes.
func (m *WeekModel) search(ctx context.Context, o mip.Options) (*mip.Solution, error) {
	if !m.all {
		o.Price, o.PriceWork, o.Steps = m.price, m.priceWork(), m.costSteps()
		o.Cheapest = m.cheapest()
	}
	s, err := longer(o, 10000, func(o mip.Options) (*mip.Solution, error) {
		s, err := mip.Solve(ctx, m.Problem, o)
		if errors.Is(err, mip.ErrNoneFound) {
			if o.Start = greedy(m.Problem, len(m.day.Required), len(m.Tours)); o.Start == nil {
				return nil, err
			}
			s, err = mip.Solve(ctx, m.Problem, o)
		}
		return s, err
	})
	if err != nil {
		return nil, err
	}
	for _, c := range s.Made {
		c.Name = m.tourName(c.Data.(*Tour))
		m.Problem.Columns = append(m.Problem.Columns, c)
	}
	return s, nil
}

// greedy covers the first rows of a problem by its first columns, one person after another: each time the column that gives most
// agents still missing for its cost. nil where that breaks a bound or another row.
func greedy(p *mip.Problem, rows, columns int) []float64 {
	x := make([]float64, len(p.Columns))
	need := make([]float64, rows)
	left := 0.0
	for i := range need {
		need[i] = math.Max(math.Ceil(p.Rows[i].Lower), 0)
		left += need[i]
	}
	missing := make([]float64, rows+1) // cells before each that still miss somebody
	for left > 0 {
		for i, n := range need {
			missing[i+1] = missing[i] + math.Min(n, 1)
		}
		best, worth := -1, 0.0
		for j := range columns {
			c := &p.Columns[j]
			if x[j] >= c.Upper {
				continue
			}
			gives := 0.0
			for _, r := range c.Runs {
				if r.To <= rows {
					gives += missing[r.To] - missing[r.From]
				}
			}
			if v := gives / math.Max(c.Cost, 1e-9); gives > 0 && v > worth {
				best, worth = j, v
			}
		}
		if best < 0 {
			return nil
		}
		x[best]++
		for _, r := range p.Columns[best].Runs {
			for i := r.From; i < min(r.To, rows); i++ {
				if need[i] > 0 {
					need[i]--
					left--
				}
			}
		}
	}
	if _, err := p.Feasible(x); err != nil {
		return nil
	}
	return x
}
