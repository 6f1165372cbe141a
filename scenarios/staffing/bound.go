package staffing

import (
	"context"
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize/convex/lp"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// alone is the agents by interval that a channel would need if all teams that may take its contacts
// did nothing else, at the speed of the fastest; nil where no formula says.
func alone(ctx context.Context, s *scenarios.Scenario, c *scenarios.Channel, o Options) ([]int, error) {
	team := scenarios.Team{Name: "all", Skills: []string{c.Name}}
	for _, t := range s.TeamsOf(c) {
		team.Efficiency = max(team.Efficiency, pace(s, t, c))
	}
	only := *s
	only.Channels, only.Teams = []scenarios.Channel{*c}, []scenarios.Team{team}
	only.Channels[0].Routes = nil
	need, err := require(ctx, &only, &only.Channels[0], team, o)
	var never *erlang.UnreachableError
	var many *TargetError
	switch {
	case errors.As(err, &never) || errors.As(err, &many) || errors.Is(err, ErrNotCovered):
		return nil, nil
	case err != nil:
		return nil, err
	}
	agents := make([]int, len(need))
	for k, n := range need {
		agents[k] = n.Agents
	}
	return agents, nil
}

// pace is how fast a team works with a channel, of the channel's own handle times.
func pace(s *scenarios.Scenario, t int, c *scenarios.Channel) float64 {
	team := &s.Teams[t]
	speed := team.Speed(c.Name)
	own := team.OwnHandleTime(c.Name)
	if !own.Given() {
		return speed
	}
	sum := 0.0
	for _, mean := range c.HandleTime.Means {
		sum += (mean + c.WrapUp.Mean).Seconds()
	}
	return speed * sum / float64(len(c.HandleTime.Means)) / (own.Mean + c.WrapUp.Mean).Seconds()
}

// answered is the least share of a channel's contacts that its targets have answered, by the contacts counted alone.
func answered(c *scenarios.Channel) float64 {
	share := 0.0
	if c.Room == 0 && c.Lines == 0 {
		if !c.GivesUp() {
			return 1
		}
		if c.Target.Abandonment > 0 {
			share = 1 - c.Target.Abandonment
		}
	}
	if c.Target.ServiceLevel > 0 && c.Target.Definition == erlang.Offered {
		share = max(share, c.Target.ServiceLevel)
	}
	return share
}

// work is the time that agents of speed 1 are busy in an interval with contacts that arrive in it or before, in
// agents, if each is answered at once: the modified offered load, averaged over the interval.
func work(s *scenarios.Scenario, c *scenarios.Channel) []float64 {
	const parts = 8
	length := s.Interval.Seconds()
	load := make([]float64, s.Intervals())
	for j := range load {
		law := patienceLaw(c.HandleTime.At(j))
		wrap := patienceLaw(scenarios.Law{Distribution: "deterministic", Mean: c.WrapUp.Mean})
		// done is how much of a contact is done after a time; wrap-up takes the same time for all.
		done := func(t float64) float64 {
			if t <= 0 {
				return 0
			}
			sum := t - law.CDFIntegral(t)
			if c.WrapUp.Given() {
				late := max(0, t-law.Mean())
				sum += late - wrap.CDFIntegral(late)
			}
			return sum
		}
		for i := range parts {
			at := (float64(i) + 0.5) / parts * length // within the interval of arrival
			before := 0.0
			for k := j; k < len(load); k++ {
				now := done(float64(k-j+1)*length - at)
				load[k] += c.Volumes[j] / parts * (now - before) / length
				if now-before < 1e-9*now {
					break
				}
				before = now
			}
		}
	}
	return load
}

// start is a plan by formula to begin the search with: every channel's work, and half of what it would need on top
// alone, is shared among its teams, by their skills to a power: 0 in equal parts, below it
// mostly to teams of few skills.
func (f *searcher) start(alone [][]int, power float64) scenarios.Plan {
	s := f.s
	sums := make([][]float64, len(s.Teams))
	for t := range sums {
		sums[t] = make([]float64, s.Intervals())
	}
	for i := range s.Channels {
		c := &s.Channels[i]
		load := work(s, c)
		for k := range load {
			if alone[i] != nil {
				load[k] += 0.5 * max(0, float64(alone[i][k])-load[k])
			} else {
				load[k] *= 1.1
			}
		}
		teams, total := s.TeamsOf(c), 0.0
		for _, t := range teams {
			total += math.Pow(float64(len(s.Teams[t].Skills)), power) / f.costs[t]
		}
		for _, t := range teams {
			part := math.Pow(float64(len(s.Teams[t].Skills)), power) / f.costs[t] / total
			for k := range load {
				sums[t][k] += part * load[k] / pace(s, t, c)
			}
		}
	}
	plan := make(scenarios.Plan, len(s.Teams))
	for t := range plan {
		for _, n := range sums[t] {
			plan[t] = append(plan[t], min(max(int(n+0.5), f.low[t]), f.high[t]))
		}
	}
	return plan
}

// lowerBound is the cost, in units of an interval, of the least agents of a relaxed problem, by a linear
// programme over the day:
//
//	min Σ cost[t] x[t]  with  Σ_t y[c,t] >= work[c],  Σ_c y[c,t] / pace[c,t] <= x[t],  Σ_t x[t] >= alone[c],  x[t] >= least[t]
//
// x[t] is a team's agent intervals, y[c,t] the work of a channel that it does, over the teams that may. work is
// what the contacts that must be answered take within the opening hours, if each is answered at once; alone is what a channel would need
// if its teams did nothing else. No plan that keeps the targets is cheaper, but for the work of agents who
// finish a contact after their time, and in so far as alone is the least (by the exact day or the
// steady state with exponential handle times).
func (f *searcher) lowerBound(alone [][]int) float64 {
	s := f.s
	teams := len(s.Teams)
	type pair struct{ c, t int }
	var pairs []pair
	for i := range s.Channels {
		for _, t := range s.TeamsOf(&s.Channels[i]) {
			pairs = append(pairs, pair{i, t})
		}
	}
	var rows [][]float64
	var right []float64
	vars := teams + len(pairs)
	row := func(b float64) []float64 {
		r := make([]float64, vars)
		rows, right = append(rows, r), append(right, b)
		return r
	}
	scale := 1.0
	for i := range s.Channels {
		c := &s.Channels[i]
		sum, need := 0.0, 0
		for _, w := range work(s, c) {
			sum += w
		}
		for _, n := range alone[i] {
			need += n
		}
		scale = max(scale, sum, float64(need))
		r := row(sum * answered(c))
		for j, p := range pairs {
			if p.c == i {
				r[teams+j] = 1
			}
		}
		r = row(float64(need))
		for _, t := range s.TeamsOf(c) {
			r[t] = 1
		}
	}
	for t := range teams {
		r := row(0)
		r[t] = 1
		for j, p := range pairs {
			if p.t == t {
				r[teams+j] = -1 / pace(s, t, &s.Channels[p.c])
			}
		}
		row(float64(f.low[t] * s.Intervals()))[t] = 1
	}
	// All rows are >=: with a surplus variable each.
	a := mat.NewDense(len(rows), vars+len(rows), nil)
	for i, r := range rows {
		for j, v := range r {
			a.Set(i, j, v)
		}
		a.Set(i, vars+i, -1)
		right[i] /= scale
	}
	costs := make([]float64, vars+len(rows))
	copy(costs, f.costs)
	best, _, err := lp.Simplex(costs, a, right, 1e-10, nil)
	if err != nil || math.IsNaN(best) {
		return 0 // no bound is known
	}
	return best * scale
}

// wages is what an hour of an agent available for contacts costs, by team: pay with benefits and taxes, shrinkage
// and paid leave on top, in the scenario's currency; nil where a team's wage is not given.
func wages(s *scenarios.Scenario) []float64 {
	var all []float64
	for _, t := range s.Teams {
		if t.Cost == nil || t.Cost.Wage <= 0 {
			return nil
		}
		c := t.Cost
		all = append(all, c.Exchange*c.Wage*(1+c.Benefits+c.Taxes)/(1-t.Shrinkage())/(1-c.Leave))
	}
	return all
}
