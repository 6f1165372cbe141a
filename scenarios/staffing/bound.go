package staffing

import (
	"context"
	"errors"
	"math"
	"slices"

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

// pace is how fast a team works with a channel, of the channel's own handle times: of chats, with as many in hand as
// are fastest.
func pace(s *scenarios.Scenario, t int, c *scenarios.Channel) float64 {
	team := &s.Teams[t]
	speed := team.Speed(c.Name) * sideBySide(c)
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

// sideBySide is by how many times an agent is faster with many contacts of a channel in hand than with one.
func sideBySide(c *scenarios.Channel) float64 {
	slots, share := max(c.Concurrency, 1), c.AgentShare
	if c.Turns.Number > 0 {
		share = c.Turns.Agent.Mean.Seconds() / (c.Turns.Agent.Mean + c.Turns.Customer.Mean).Seconds()
	}
	switch {
	case c.Kind != scenarios.Chats:
	case share > 0:
		if rates, err := erlang.ChatRates(1, share, slots); err == nil {
			return slices.Max(rates)
		}
	case c.Pace != nil:
		return slices.Max(c.Pace)
	default:
		return float64(slots)
	}
	return 1
}

// atOnce is of how many of some channels an agent of a team may have contacts in hand at the same time, at most: those that are taken
// on top of anything, and of the others as many as their attention has room for.
func atOnce(s *scenarios.Scenario, t int, channels []int) int {
	var loads []float64
	n := 0
	for _, i := range channels {
		switch c := &s.Channels[i]; {
		case !slices.Contains(s.TeamsOf(c), t):
		case c.Anything:
			n++
		case c.Attention > 0:
			loads = append(loads, c.Attention)
		default:
			loads = append(loads, 1/float64(max(c.Concurrency, 1)))
		}
	}
	slices.Sort(loads)
	sum := 0.0
	for _, l := range loads {
		if sum += l; sum > 1+1e-6 {
			break
		}
		n++
	}
	return n
}

// answered is the least share of a channel's contacts that its targets have answered, by the contacts counted alone.
func answered(c *scenarios.Channel) float64 {
	share := 0.0
	if c.Kind == scenarios.Deferred {
		return c.Target.ServiceLevel
	}
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

// contacts is the contacts by channel and interval, with those that follow-ups of answered contacts lead to. Of each
// channel a share is answered.
func contacts(s *scenarios.Scenario, share func(c *scenarios.Channel) float64) [][]float64 {
	all := make([][]float64, len(s.Channels))
	for i := range s.Channels {
		for k := range s.Intervals() {
			all[i] = append(all[i], arriving(&s.Channels[i], k))
		}
		for _, b := range s.Channels[i].Backlog {
			all[i][0] += float64(b.Contacts)
		}
	}
	last := all
	for range 4 { // contacts that contacts that contacts led to lead to: few
		next := make([][]float64, len(all))
		for i := range next {
			next[i] = make([]float64, s.Intervals())
		}
		for _, f := range s.FollowUps {
			if f.When != "answered" {
				continue
			}
			later := int(f.After.Mean / s.Interval)
			for k := 0; k+later < s.Intervals(); k++ {
				next[f.To][k+later] += f.Share * share(&s.Channels[f.From]) * last[f.From][k]
			}
		}
		sum := make([][]float64, len(all))
		for i := range all {
			for k := range all[i] {
				sum[i] = append(sum[i], all[i][k]+next[i][k])
			}
		}
		all, last = sum, next
	}
	return all
}

// work is the time that an agent of the channel's own pace is busy in each interval with contacts that arrive in it or before, in
// agents, if each is answered at once: the modified offered load, averaged over the interval.
func work(s *scenarios.Scenario, c *scenarios.Channel, contacts []float64) []float64 {
	const parts = 8
	length := s.Interval.Seconds()
	load := make([]float64, s.Intervals())
	longer := 1.0 // handed over by automation
	if a := c.Automation; a.HandleTime > 0 {
		handed := a.Share * (1 - a.Contains) / (1 - a.Share*a.Contains)
		longer += handed * (a.HandleTime - 1)
	}
	for j := range load {
		if contacts[j] == 0 {
			continue
		}
		law := patienceLaw(c.HandleTime.At(j))
		wrap := patienceLaw(scenarios.Law{Distribution: "deterministic", Mean: c.WrapUp.Mean})
		// done is how much of a contact is done after a time; wrap-up takes the same time for all.
		done := func(t float64) float64 {
			if t <= 0 {
				return 0
			}
			sum := longer * (t - law.CDFIntegral(t))
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
				load[k] += contacts[j] / parts * (now - before) / length
				if now-before < 1e-9*now {
					break
				}
				before = now
			}
		}
	}
	return load
}

// due is the contacts that are to be finished before the close: of deferred work, those whose deadline is before it.
func due(s *scenarios.Scenario, c *scenarios.Channel, contacts []float64) []float64 {
	in := dueBefore(s, c)
	if in == nil {
		return contacts
	}
	some := slices.Clone(contacts)
	for k := range some {
		if !in[k] {
			some[k] = 0
		}
	}
	return some
}

// start is a plan by formula to begin the search with: every channel's work, and half of what it would need on top
// alone, is shared among its teams by weights. Deferred work is spread over the time until half its deadline.
func (f *searcher) start(alone [][]int, weight func(channel, team int) float64) scenarios.Plan {
	s := f.s
	sums := make([][]float64, len(s.Teams))
	for t := range sums {
		sums[t] = make([]float64, s.Intervals())
	}
	all := contacts(s, func(*scenarios.Channel) float64 { return 1 })
	for i := range s.Channels {
		c := &s.Channels[i]
		if !slices.Contains(f.channels, i) {
			continue
		}
		load := f.spread(c, work(s, c, all[i]))
		teams, total := s.TeamsOf(c), 0.0
		for _, t := range teams {
			total += weight(i, t)
		}
		for _, t := range teams {
			part := weight(i, t) / total
			for k, n := range load {
				n /= pace(s, t, c)
				if alone[i] != nil {
					n += 0.5 * max(0, float64(alone[i][k])-n)
				} else {
					n *= 1.1
				}
				sums[t][k] += part * n
			}
		}
	}
	plan := clonePlan(f.low)
	for _, t := range f.teams {
		for k, n := range sums[t] {
			plan[t][k] = min(max(int(n+0.5), f.low[t][k]), f.high[t][k])
		}
	}
	return plan
}

// spread is a deferred channel's work with each interval's in equal parts in the open intervals until half its
// deadline; another channel's as it is.
func (f *searcher) spread(c *scenarios.Channel, work []float64) []float64 {
	if c.Kind != scenarios.Deferred {
		return work
	}
	over := 1 + int(c.Deadline/2/f.s.Interval)
	all := make([]float64, len(work))
	for k, w := range work {
		var into []int
		for i := k; i < len(work) && len(into) < over; i++ {
			if f.s.OpenAt(i) {
				into = append(into, i)
			}
		}
		for _, i := range into {
			all[i] += w / float64(len(into))
		}
	}
	return all
}

// lowerBound is the cost, in units of an interval, of the least agents of a relaxed problem, by a linear
// programme over the day:
//
//	min Σ cost[t] x[t]  with  Σ_t y[c,t] >= work[c],  Σ_c y[c,t] / pace[c,t] <= atonce[t] x[t],  x[t] >= least[t],
//	                          Σ_t x[t] >= alone[c],  Σ_t x[t] >= pooled[S]
//
// x[t] is a team's agent intervals, y[c,t] the work of a channel that it does, atonce[t] of how many channels an agent may have contacts side
// by side, each then at full speed at best: then y[c,t] / pace[c,t] <= x[t] too; the sums are over the teams that may. work is
// what the contacts that must be answered take within the opening hours, if each is answered at once; alone is what a channel of exponential
// handle times would need if its teams did nothing else, by the exact day or, where that takes long, the steady state; pooled is what
// a group of channels needs whatever the rules are.
// No plan that keeps the targets is cheaper, but for the work of agents who
// finish a contact after their time, and in so far as alone, from which no agent can be spared, is the least.
func (f *searcher) lowerBound(alone [][]int) float64 {
	s := f.s
	teams := len(s.Teams)
	all := contacts(s, answered)
	type pair struct{ c, t int }
	var pairs []pair
	for _, i := range f.channels {
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
	for _, i := range f.channels {
		c := &s.Channels[i]
		sum, need := 0.0, 0
		for _, w := range work(s, c, due(s, c, all[i])) {
			sum += w
		}
		if c.ExponentialWork() { // else formulas know another channel
			for _, n := range alone[i] {
				need += n
			}
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
	for _, group := range f.groups() {
		need := f.pooled(group)
		if need == 0 {
			continue
		}
		scale = max(scale, need)
		r := row(need)
		for _, i := range group {
			for _, t := range s.TeamsOf(&s.Channels[i]) {
				r[t] = 1
			}
		}
	}
	for _, t := range f.teams {
		many := atOnce(s, t, f.channels)
		r := row(0)
		r[t] = float64(max(many, 1))
		for j, p := range pairs {
			if p.t != t {
				continue
			}
			r[teams+j] = -1 / pace(s, t, &s.Channels[p.c])
			if many > 1 {
				each := row(0)
				each[t], each[teams+j] = 1, r[teams+j]
			}
		}
		least := 0
		for _, n := range f.low[t] {
			least += n
		}
		row(float64(least))[t] = 1
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
		all = append(all, c.PaidHour()/(1-t.Shrinkage())/(1-c.Leave))
	}
	return all
}
