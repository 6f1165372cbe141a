package shifts

import (
	"context"
	"errors"
	"math"

	"frontoffice/scenarios/shifts/mip"
)

// A search whose effort ends without a plan is tried once more from one made greedily, where that keeps the limits.

// search solves the program of a day.
func (m *Model) search(ctx context.Context, o mip.Options) (*mip.Solution, error) {
	s, err := mip.Solve(ctx, m.Problem, o)
	if !errors.Is(err, mip.ErrNoneFound) {
		return s, err
	}
	if o.Start = greedy(m.Problem, len(m.day.Required), len(m.Shifts)); o.Start == nil {
		return nil, err
	}
	return mip.Solve(ctx, m.Problem, o)
}

// search solves the program of a week.
func (m *WeekModel) search(ctx context.Context, o mip.Options) (*mip.Solution, error) {
	again := func() (*mip.Solution, error) {
		if o.Price = m.price; m.all {
			o.Price = nil
		}
		return mip.Solve(ctx, m.Problem, o)
	}
	s, err := again()
	if !errors.Is(err, mip.ErrNoneFound) {
		return s, err
	}
	fresh, wrong := NewWeekModel(m.teams, m.day, m.goal) // without the tours made on the way, which the program has not got
	if wrong != nil {
		return nil, err
	}
	if o.Start = greedy(fresh.Problem, len(m.day.Required), len(fresh.Tours)); o.Start == nil {
		return nil, err
	}
	*m = *fresh
	return again()
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
