package staffing

import (
	"cmp"
	"math"
	"slices"

	"frontoffice/scenarios"
)

// contender is a plan on its way from a start to the rough shape of a plan.
type contender struct {
	plan  scenarios.Plan
	merit float64   // its cost with what it would take to mend its figures
	trust []float64 // by interval: the part of its agents that a change may be
	done  bool      // no change is for the better
}

const (
	mostStarts = 20  // plans to start from
	widest     = 0.2 // part of an interval's agents by which it changes in a round
	firstHeat  = 2   // rounds of all starts
	secondHeat = 4   // and of the best four of them
	finalHeat  = 34  // and of the best two
)

// sketch is a rough plan, found with few days from several starts: after a few rounds only the best go on, and at the end the
// best of them takes those intervals of the other that are better.
func (f *searcher) sketch(alone [][]int) (scenarios.Plan, error) {
	f.sample(f.coarse)
	var all []contender
	for _, weight := range f.starts() {
		plan := f.start(alone, weight)
		f.limitChange(plan)
		all = append(all, contender{plan: plan, trust: slices.Repeat([]float64{widest}, f.s.Intervals())})
	}
	for i, heat := range []int{firstHeat, secondHeat, finalHeat} {
		for j := range all {
			if err := f.shape(&all[j], heat); err != nil {
				return nil, err
			}
		}
		slices.SortStableFunc(all, func(a, b contender) int { return cmp.Compare(a.merit, b.merit) })
		all = all[:min(len(all), []int{4, 2, 2}[i])]
	}
	for j := range all {
		if err := f.grow(&all[j].plan); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(all, func(a, b contender) int { return cmp.Compare(f.worth(a.plan), f.worth(b.plan)) })
	plan := all[0].plan
	for _, other := range all[1:] {
		if err := f.take(&plan, other.plan); err != nil {
			return nil, err
		}
	}
	return plan, nil
}

// starts are the ways in which the work of channels is shared among their teams to begin with: by the teams' skills to a power, most
// to teams of few skills or in equal parts, and each channel's to one team alone, in all combinations if they are few.
func (f *searcher) starts() []func(channel, team int) float64 {
	var all []func(channel, team int) float64
	for _, power := range []float64{-3, -1, 0} {
		all = append(all, func(_, t int) float64 { return math.Pow(float64(len(f.s.Teams[t].Skills)), power) / f.costs[t] })
		if len(f.teams) == 1 {
			return all
		}
	}
	teams := make([][]int, len(f.s.Channels))
	number := 1
	for _, i := range f.channels {
		teams[i] = f.s.TeamsOf(&f.s.Channels[i])
		number = min(number*len(teams[i]), mostStarts)
	}
	for n := range min(number, mostStarts-len(all)) {
		only := make([]int, len(teams))
		for _, i := range f.channels {
			only[i] = teams[i][n%len(teams[i])]
			n /= len(teams[i])
		}
		all = append(all, func(c, t int) float64 {
			if t == only[c] {
				return 1
			}
			return 0
		})
	}
	return all
}

// shape brings a plan nearer to its rough shape, in so many rounds. In each the slopes about it say which change would keep all figures
// at least cost, with no interval's agents changed by more than a part. Of that change, and of what of it was for the better
// interval by interval, the better takes the plan's place if it is better than the plan; where it was not
// for the better, the next change is to be smaller.
func (f *searcher) shape(c *contender, rounds int) error {
	k := f.s.Intervals()
	for range rounds {
		if c.done || f.spent() {
			return nil
		}
		m, err := f.measure(c.plan)
		if err != nil {
			return err
		}
		now, err := f.look(c.plan)
		if err != nil {
			return err
		}
		next := f.propose(c.plan, now, m, c.trust, false)
		then, err := f.look(next)
		if err != nil {
			return err
		}
		price := f.prices(m)
		worth := f.compare(c.plan, next, now, then, m, price)
		some := clonePlan(next)
		moved := false
		for i := range k {
			same := true
			for t := range next {
				same = same && next[t][i] == c.plan[t][i]
			}
			moved = moved || !same
			switch {
			case same:
			case worth[i] < -1e-9:
				c.trust[i] = min(1.5*c.trust[i], widest)
			default:
				c.trust[i] /= 2
				for t := range next {
					some[t][i] = c.plan[t][i]
				}
			}
		}
		c.merit = f.merit(c.plan, now, price)
		if !moved {
			c.done = true
			return nil
		}
		f.limitChange(some)
		part, err := f.look(some)
		if err != nil {
			return err
		}
		whole, better := f.merit(next, then, price), f.merit(some, part, price)
		switch {
		case better < c.merit-1e-9 && better <= whole:
			c.plan, c.merit = some, better
		case whole < c.merit-1e-9:
			c.plan, c.merit = next, whole
		default:
			for i := range c.trust {
				c.trust[i] /= 2
			}
		}
	}
	return nil
}

// merit is a plan's cost with what it would take to mend its figures.
func (f *searcher) merit(plan scenarios.Plan, l *look, price []float64) float64 {
	return f.worth(plan) + 1.2*f.lack(l, price)
}

// propose solves the linear model about a plan; where only more agents are asked for, none are taken away.
func (f *searcher) propose(plan scenarios.Plan, now *look, m *slopes, trust []float64, more bool) scenarios.Plan {
	k := f.s.Intervals()
	b := &block{effects: m.effects}
	for t := range f.s.Teams {
		for i := range k {
			amount := int(trust[i]*float64(f.agents(plan, i)) + 0.5)
			if amount == 0 && trust[i] > 0.01 {
				amount = 1
			}
			less := max(-amount, min(0, f.low[t][i]-plan[t][i]))
			if more {
				less = 0
			}
			b.low = append(b.low, less)
			b.high = append(b.high, max(0, min(amount, f.high[t][i]-plan[t][i])))
			b.price = append(b.price, f.price(t))
		}
	}
	for at := range now.grade {
		b.grade = append(b.grade, f.grade(now, at))
	}
	next := clonePlan(plan)
	for v, d := range b.solve(f.ctx) {
		next[v/k][v%k] += d
	}
	f.limitChange(next)
	return next
}

// compare is what every interval's change costs, with what it would take to mend the figures it broke, or
// takes no more for those it mended; below 0 it is for the better. What a figure became worse or better by is
// put down to the intervals whose changes should have made it so, else to the nearest change.
func (f *searcher) compare(plan, next scenarios.Plan, now, then *look, m *slopes, price []float64) []float64 {
	k := f.s.Intervals()
	worth := make([]float64, k)
	changed := make([]bool, k)
	for t := range plan {
		for i := range k {
			d := next[t][i] - plan[t][i]
			worth[i] += float64(d) * f.price(t)
			changed[i] = changed[i] || d != 0
		}
	}
	up, down := make([][]float64, len(now.grade)), make([][]float64, len(now.grade)) // by figure and interval
	for v, effects := range m.effects {
		t, i := v/k, v%k
		d := float64(next[t][i] - plan[t][i])
		for _, e := range effects {
			of := &up[e.figure]
			if d < 0 {
				of = &down[e.figure]
			}
			if *of == nil {
				*of = make([]float64, k)
			}
			(*of)[i] += math.Abs(d) * e.slope
		}
	}
	for at := range now.grade {
		d := f.short(then, at) - f.short(now, at)
		if d == 0 {
			continue
		}
		parts := up[at]
		if d > 0 {
			parts = down[at]
		}
		total := 0.0
		for _, x := range parts {
			total += x
		}
		d *= 1.2 * price[at]
		if total == 0 {
			if i := nearest(changed, at%(k+1)); i >= 0 {
				worth[i] += d
			}
			continue
		}
		for i, x := range parts {
			worth[i] += d * x / total
		}
	}
	return worth
}

// prices is what a grade of each figure costs, of the agents who move it for least; 0 where none does.
func (f *searcher) prices(m *slopes) []float64 {
	price := make([]float64, len(f.offset))
	for v, effects := range m.effects {
		for _, e := range effects {
			if p := f.costs[v/f.s.Intervals()] / e.slope; price[e.figure] == 0 || p < price[e.figure] {
				price[e.figure] = p
			}
		}
	}
	return price
}

// nearest is the change nearest to an interval, those before it first; -1 for none.
func nearest(changed []bool, j int) int {
	best := -1
	for i, is := range changed {
		if is && (best < 0 || distance(i, j) < distance(best, j)) {
			best = i
		}
	}
	return best
}
