package shifts

import (
	"context"
	"math"
	"slices"

	"frontoffice/scenarios/shifts/mip"
)

// A week whose targets are sums over its cells is covered in rounds: first in every cell, then with fewer agents asked for
// in those cells that give up least of the targets for what an agent is worth there, as long as the targets hold. The
// cheapest plan that keeps the targets is taken, so that it costs no more than the cover. Its bound is that of the program with the
// targets as rows.

// wholeRounds is how many times the cover is asked for less at most.
const wholeRounds = 4

// solveWhole searches a plan that keeps sums over the week.
func (m *WeekModel) solveWhole(ctx context.Context, o Options) (*WeekPlan, error) {
	need := slices.Clone(m.day.Required)
	for k := range need {
		need[k] = max(need[k], m.goal.least(k))
	}
	if o.Work <= 0 {
		o.Work = mip.DefaultWork
	}
	var best *WeekPlan
	var tours []Tour
	work, spent, trust := o.Work, int64(0), 0.5
	part := func(of float64) Options {
		o.Work = max(int64(of*float64(work)), 1)
		return o
	}
	for round := range wholeRounds {
		d := *m.day
		d.Required = need
		model, err := newWeekModel(m.teams, &d, Objective{}, tours)
		if err != nil {
			return nil, err
		}
		share := 0.4
		if round > 0 {
			share = 0.4 / wholeRounds
		}
		p, err := model.solveFrom(ctx, part(share), best)
		if err != nil && best == nil {
			return m.solve(ctx, part(1)) // what all cells ask for cannot be had
		}
		if err != nil {
			break
		}
		spent += p.Work
		tours = useful(p.Model.Problem.Columns, p.prices)
		holds := m.slack(p.OnDuty) != nil
		switch {
		case best == nil && !holds:
			return m.solve(ctx, part(1))
		case holds && (best == nil || p.Cost <= best.Cost):
			best = p
		case !holds:
			trust /= 2
		}
		if p.Interrupted {
			break
		}
		tours = useful(p.Model.Problem.Columns, p.prices)
		for _, a := range best.Tours {
			tours = append(tours, a.Tour)
		}
		need = m.lower(best, trust)
	}
	p := *best
	p.Bound, p.Relaxed = 0, 0
	bounding := part(0.3)
	bounding.Gap = 1 // the first plan is enough: its bound is asked for
	all, err := newWeekModel(m.teams, m.day, m.goal, tours)
	if err != nil {
		return nil, err
	}
	p.Model = all
	if bound, err := all.solveFrom(ctx, bounding, best); err == nil {
		p.Bound, p.Relaxed = min(bound.Bound, p.Cost), bound.Relaxed
		p.Interrupted = p.Interrupted || bound.Interrupted
		spent += bound.Work
		if bound.Cost < p.Cost && m.slack(bound.OnDuty) != nil {
			p = *bound
		}
	}
	p.Work = spent
	return &p, p.Check()
}

// slack is by how much agents by cell keep each target; nil where they miss one.
func (m *WeekModel) slack(agents []int) []float64 {
	var all []float64
	for i := range m.goal.Whole {
		w := &m.goal.Whole[i]
		s := w.Of(agents) - w.Least
		if s < -1e-9*(1+math.Abs(w.Least)) {
			return nil
		}
		all = append(all, s)
	}
	return all
}

// lower asks for fewer agents than a plan has where that costs the targets least for what agents are worth. Of what the plan has beyond
// the requirement a part is trusted to be there in the next plan too.
func (m *WeekModel) lower(p *WeekPlan, trust float64) []int {
	need := slices.Clone(p.Model.day.Required)
	slack := m.slack(p.OnDuty)
	for i := range slack {
		w := &m.goal.Whole[i]
		slack[i] -= (1 - trust) * (w.Of(p.OnDuty) - w.Of(need))
	}
	mean := 0.0
	for k := range need {
		mean += p.prices[k] / float64(len(need))
	}
	for {
		best, least := -1, math.Inf(1)
		for k, n := range need {
			if n <= m.goal.least(k) || n == 0 {
				continue
			}
			loss := 0.0
			for i := range slack {
				v := m.goal.Whole[i].Value[k]
				gives := v[min(n, len(v)-1)] - v[min(n-1, len(v)-1)]
				if gives > slack[i] {
					loss = math.Inf(1)
					break
				}
				loss = max(loss, gives/max(slack[i], 1e-9))
			}
			if loss /= p.prices[k] + 0.1*mean + 1e-9; loss < least {
				best, least = k, loss
			}
		}
		if best < 0 {
			return need
		}
		n := need[best]
		need[best]--
		for i := range slack {
			v := m.goal.Whole[i].Value[best]
			slack[i] -= v[min(n, len(v)-1)] - v[min(n-1, len(v)-1)]
		}
	}
}
