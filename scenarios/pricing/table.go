package pricing

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// How thousands of months are drawn in seconds.
//
// A day of a part of the scenario (part.go) depends on three numbers: the level its staff is made for (volumes
// of the forecast's, F), how fast its agents are (of their usual speed, g), and its load against its staff,
//
//	x = volume / (F · g).
//
// Staff, and so hours and cost, is found for levels 8 % apart and for those of the forecast exactly.
// Each day of each month has a place (F, x, g) of its own. Days are simulated, contact by contact, at the
// corners of a lattice only, and only at those that some day needs: at each corner the same few hundred
// days of luck, with the same random numbers. A day of a month draws one of these days of luck, and its
// figures are interpolated linearly between the eight corners around its place. Contacts offered are F·x·g, linear in
// each: they are not biased. What remains is measured: TableReport.Error compares interpolated service levels
// with days simulated at the very place, and staff sized for it.
//
// Around x = 1 the steps of x shrink with the root of the load, as the service level falls from all to
// nothing within a few times 1/√n; further out they grow: x = 1 + w sinh(i·step/w).

// table is the days of a part whose form and forecast handle times are alike.
type table struct {
	*part
	base   *scenarios.Scenario // the day at level 1
	shape  scenarios.DayType
	o      Options
	luck   int // days of luck
	seed   uint64
	levels []level
	nodal  []int   // those of the levels that the lattice has
	step   float64 // of x
	judged []judged
	nodes  map[place]*node
}

// level is a staff.
type level struct {
	at   float64 // F
	plan scenarios.Plan
	sums sums    // its hours
	time float64 // agent hours of all teams
}

// place is a corner of the lattice.
type place struct{ f, x, g int32 }

const (
	levelStep = 1.08 // of F, geometric: staff is found for each
	nodeStep  = 1.25 // of F: days are simulated at no more than these
	speedStep = 0.12 // of g
	wide      = 0.25 // how far from x = 1 steps of x begin to grow
	leastX    = 0.02
	mostX     = 6

	leastSpeed, mostSpeed = 0.28, 3.5
)

// judged is a service level of a contract that is judged interval by interval.
type judged struct {
	contract, level int
	channel         int // of the part
	l               *contract.Level
}

// node is the figures of the days of luck at a corner.
type node struct{ days []float64 } // day · figures + figure

// Figures of a channel, then seconds with a contact in hand by team, then of each judged level.
const (
	figOffered = iota
	figAnswered
	figAbandoned
	figInTime
	figCounted
	figWaited
	figHandled
	figTalked
	figContained
	figTalks
	channelFigures
)

const judgedFigures = 3 // credit, bonus, missed

func (t *table) figures() int {
	return channelFigures*len(t.channels) + len(t.part.teams) + judgedFigures*len(t.judged)
}

// size finds the staff for all levels from low to high, among them exactly those given.
func (t *table) size(ctx context.Context, low, high float64, exact []float64, report func(done, total int)) error {
	first, last := math.Floor(math.Log(low)/math.Log(levelStep)), math.Ceil(math.Log(high)/math.Log(levelStep))
	at := slices.Clone(exact)
	for j := first; j <= last; j++ {
		f := math.Pow(levelStep, j)
		if !slices.ContainsFunc(exact, func(e float64) bool { return math.Abs(math.Log(f/e)) < math.Log(levelStep)/4 }) {
			at = append(at, f)
		}
	}
	slices.Sort(at)
	at = slices.Compact(at)
	const mostLevels = 200
	if len(at) > mostLevels {
		return fmt.Errorf("the volumes of the months differ so much that staff would have to be found for %d levels: at most %d; make the uncertainty smaller", len(at), mostLevels)
	}
	for i, f := range at {
		report(i, len(at))
		l, err := t.staff(ctx, f)
		if err != nil {
			return err
		}
		if n := len(t.levels); n > 0 { // time rises, so that it can be inverted
			l.time = max(l.time, t.levels[n-1].time*(1+1e-6))
		}
		t.levels = append(t.levels, l)
	}
	t.thin(exact)
	most := 0.0
	for i := range t.base.Channels {
		c := &t.base.Channels[i]
		for k, v := range c.Volumes {
			most = max(most, v*high*(c.HandleTime.Means[k]+c.WrapUp.Mean).Seconds()/t.base.Interval.Seconds())
		}
	}
	t.step = min(max(0.25/math.Sqrt(max(most, 1)), 0.004), 0.05)
	return nil
}

// thin chooses the levels of the lattice: the exact ones and the ends, and between them no more than it takes.
func (t *table) thin(exact []float64) {
	t.nodal = nil
	for i, l := range t.levels {
		near := func(f float64) bool { return math.Abs(math.Log(l.at/f)) < math.Log(nodeStep)/2 }
		end := i == 0 || i == len(t.levels)-1
		if !end && !slices.Contains(exact, l.at) && (slices.ContainsFunc(exact, near) || near(t.levels[t.nodal[len(t.nodal)-1]].at)) {
			continue
		}
		t.nodal = append(t.nodal, i)
	}
}

// staff makes one level.
func (t *table) staff(ctx context.Context, f float64) (level, error) {
	d, err := t.staffed(ctx, t.shape, f, t.shape.HandleTime, t.o)
	if err != nil {
		return level{}, err
	}
	l := level{at: f, plan: d.Plan, sums: t.newSums()}
	for i, team := range d.Teams {
		required := func(k int) int { return required(d, i, k) }
		t.roster(&l.sums, i, "", d.Plan[i], required, team.AgentHours, team.ScheduledHours)
		l.time += team.AgentHours
	}
	return l, nil
}

// level is the place of a level among those sized: between i and i+1, by part.
func (t *table) level(f float64) (i int, part float64) {
	i, _ = slices.BinarySearchFunc(t.levels, f, func(l level, f float64) int {
		if l.at < f {
			return -1
		}
		return 1
	})
	return between(len(t.levels), i, f, func(i int) float64 { return t.levels[i].at })
}

// node is the place of a level among those of the lattice.
func (t *table) node(f float64) (i int, part float64) {
	at := func(i int) float64 { return t.levels[t.nodal[i]].at }
	i, _ = slices.BinarySearchFunc(t.nodal, f, func(j int, f float64) int {
		if t.levels[j].at < f {
			return -1
		}
		return 1
	})
	return between(len(t.nodal), i, f, at)
}

// staffedBy is the level whose staff has some agent hours.
func (t *table) staffedBy(time float64) float64 {
	i, _ := slices.BinarySearchFunc(t.levels, time, func(l level, v float64) int {
		if l.time < v {
			return -1
		}
		return 1
	})
	i, part := between(len(t.levels), i, time, func(i int) float64 { return t.levels[i].time })
	if i+1 == len(t.levels) {
		return t.levels[i].at
	}
	return t.levels[i].at + part*(t.levels[i+1].at-t.levels[i].at)
}

// between is the place of v among n rising values, from the first index at or above it.
func between(n, i int, v float64, at func(int) float64) (int, float64) {
	switch {
	case i == 0:
		return 0, 0
	case i == n:
		return n - 1, 0
	}
	low, high := at(i-1), at(i)
	part := (v - low) / (high - low)
	switch {
	case part > 1-1e-9:
		return i, 0
	case part < 1e-9:
		return i - 1, 0
	}
	return i - 1, part
}

// time is the agent hours of a level between those sized.
func (t *table) time(f float64) float64 {
	i, part := t.level(f)
	if part == 0 {
		return t.levels[i].time
	}
	return t.levels[i].time*(1-part) + t.levels[i+1].time*part
}

// roster adds a day's hours at a level, of a kind of day, to the teams of the whole scenario.
func (t *table) addHours(to []teamSum, f float64, kind string, factor float64) {
	i, part := t.level(f)
	for k, team := range t.part.teams {
		var sum teamSum
		sum.add(&t.levels[i].sums.teams[k], (1-part)*factor)
		if part > 0 {
			sum.add(&t.levels[i+1].sums.teams[k], part*factor)
		}
		switch kind {
		case "weekend":
			sum.weekend = sum.scheduled
		case "holiday":
			sum.holiday = sum.scheduled
		}
		to[team].add(&sum, 1)
	}
}

// x is the i-th load of the lattice.
func (t *table) x(i float64) float64 { return max(0, 1+wide*math.Sinh(i*t.step/wide)) }

// corners are the corners around a place with their weights.
type corners struct {
	at     [8]place
	weight [8]float64
	n      int
}

func (t *table) corners(f, x, g float64) (c corners) {
	i, fPart := t.node(f)
	x, g = min(max(x, leastX), mostX), min(max(g, leastSpeed), mostSpeed)
	gAt := (g - 1) / speedStep
	xi, gi := math.Floor(math.Asinh((x-1)/wide)*wide/t.step), math.Floor(gAt)
	xPart := (x - t.x(xi)) / (t.x(xi+1) - t.x(xi))
	for a, wf := range [2]float64{1 - fPart, fPart} {
		for b, wx := range [2]float64{1 - xPart, xPart} {
			for d, wg := range [2]float64{1 - (gAt - gi), gAt - gi} {
				if w := wf * wx * wg; w > 0 {
					c.at[c.n], c.weight[c.n] = place{int32(i + a), int32(xi) + int32(b), int32(gi) + int32(d)}, w
					c.n++
				}
			}
		}
	}
	return c
}

// simulate plays the days of luck at a place that need not be a corner.
func (t *table) simulate(ctx context.Context, plan scenarios.Plan, volume, speed float64) (*node, error) {
	s := t.base.Varied(max(volume, 0), 1/speed, nil)
	m := staffing.Model(s, plan)
	made := &node{make([]float64, t.luck*t.figures())}
	var expected []float64
	came := make([]float64, len(s.Channels))
	for i := range s.Channels {
		sum := 0.0
		for _, v := range s.Channels[i].Volumes {
			sum += v
		}
		expected = append(expected, sum)
	}
	err := sim.Each(ctx, m, sim.Options{Replications: t.luck, Seed: t.seed}, func(r int, day sim.Replication) {
		x := made.days[r*t.figures():][:t.figures()]
		for i := range s.Channels {
			came[i] += count(x[i*channelFigures:], &s.Channels[i], i, day, speed)
		}
		for i := range s.Teams {
			x[channelFigures*len(s.Channels)+i] = day.Busy(i) * speed
		}
		for i, j := range t.judged {
			t.judge(x[channelFigures*len(s.Channels)+len(s.Teams)+judgedFigures*i:], s, j, day)
		}
	})
	if err != nil {
		return nil, err
	}
	// On average as many come as are expected: what the few days of luck have by chance is taken out.
	for i := range s.Channels {
		if c := &s.Channels[i]; came[i] == 0 || c.LedTo || c.Outbound != nil || c.Backlog != nil {
			continue
		}
		factor := expected[i] * float64(t.luck) / came[i]
		for r := range t.luck {
			x := made.days[r*t.figures()+i*channelFigures:][:channelFigures]
			for k := range x {
				x[k] *= factor
			}
			if len(s.Channels) == 1 {
				for k := range s.Teams {
					made.days[r*t.figures()+channelFigures+k] *= factor
				}
			}
		}
	}
	return made, nil
}

// count fills in a channel's figures of a day, and returns the contacts that came, redials not counted anew.
// Seconds of work are as at usual speed.
func count(x []float64, c *scenarios.Channel, i int, day sim.Replication, speed float64) (came float64) {
	sum := counted(c, i, day)
	x[figOffered], x[figAnswered], x[figAbandoned], x[figInTime], x[figCounted] = sum.offered, sum.answered, sum.abandoned, sum.inTime, sum.counted
	x[figWaited], x[figHandled], x[figTalked], x[figContained], x[figTalks] = sum.waited, sum.handled*speed, sum.talked*speed, sum.contained, sum.talks
	for k := range c.Volumes {
		n := day.Counts(i, k)
		came += float64(n.Offered - n.Redials + n.Contained)
	}
	return came
}

// levelOf is what a service level counts: contacts in time, of contacts.
func levelOf(n sim.Counts, d erlang.Definition) (in, of float64) {
	switch d {
	case erlang.Answered:
		return float64(n.AnsweredWithin), float64(n.Answered)
	case erlang.ExcludingShort:
		return float64(n.AnsweredWithin), float64(n.Offered - n.AbandonedWithin)
	case erlang.Waited:
		return float64(n.AnsweredWithin + n.AbandonedWithin), float64(n.Offered)
	}
	return float64(n.AnsweredWithin), float64(n.Offered)
}

// judge judges the intervals of a day that contacts came in.
func (t *table) judge(x []float64, s *scenarios.Scenario, j judged, day sim.Replication) {
	c := &s.Channels[j.channel]
	var a contract.Assessment
	for k := range c.Volumes {
		n := day.Counts(j.channel, k)
		if n.Offered == 0 {
			continue
		}
		sum := channelSum{offered: float64(n.Offered), answered: float64(n.Answered), abandoned: float64(n.Abandoned), waited: n.WaitAnswered}
		sum.inTime, sum.counted = levelOf(n, c.Target.Definition)
		a.Add(j.l, sum.value(j.l.Metric, c.Resolution*t.quality(&t.levels[0].sums, j.channel)))
	}
	x[0], x[1], x[2] = a.Credit, a.Bonus, a.Missed
}

// fill simulates all corners that are needed, in a fixed order.
func (t *table) fill(ctx context.Context, report func()) error {
	var all []place
	for at, n := range t.nodes {
		if n == nil {
			all = append(all, at)
		}
	}
	slices.SortFunc(all, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.f, b.f), cmp.Compare(a.x, b.x), cmp.Compare(a.g, b.g))
	})
	for _, at := range all {
		speed := 1 + float64(at.g)*speedStep
		l := &t.levels[t.nodal[at.f]]
		volume := l.at * t.x(float64(at.x)) * speed
		n, err := t.simulate(ctx, l.plan, volume, speed)
		if err != nil {
			return err
		}
		t.nodes[at] = n
		report()
	}
	return nil
}

// day writes the figures of a day of luck at a place.
func (t *table) day(x []float64, c *corners, r int) {
	clear(x)
	n := t.figures()
	for k := range c.n {
		w := c.weight[k]
		for i, v := range t.nodes[c.at[k]].days[r*n:][:n] {
			x[i] += w * v
		}
	}
}
