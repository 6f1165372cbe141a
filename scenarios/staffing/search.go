package staffing

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"gonum.org/v1/gonum/stat/distuv"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// Search is how a plan was found by simulation, and how far it is to be trusted. The search is a
// heuristic: that no cheaper plan keeps the targets is not proven, LowerBound says how much cheaper one
// could be at best. That the plan keeps them is tested on days the search has not seen.
type Search struct {
	Channels   []string `json:"channels"`           // whose agents it found
	Cost       float64  `json:"cost"`               // agent hours, or their wages where all teams have one
	Currency   string   `json:"currency,omitempty"` // of wages; left out for agent hours
	LowerBound float64  `json:"lower_bound"`        // of the cost; see lowerBound
	Gap        float64  `json:"gap"`                // cost / lower bound - 1
	Confidence float64  `json:"confidence"`         // that all figures keep their targets at once
	Figures    int      `json:"figures"`            // that are to: one per target and interval, or day
	Missed     []Unkept `json:"missed"`             // those of which it is not shown
	Simulated  int      `json:"replications_searched"`
	Tested     int      `json:"replications_tested"` // the last test's, with fresh contacts
	Tests      int      `json:"tests"`               // how often a plan was tested, the last included
	Seed       uint64   `json:"seed"`

	result *sim.Result // of the last test
}

// Found is whether it found the agents of a channel.
func (f *Search) Found(channel string) bool { return f != nil && slices.Contains(f.Channels, channel) }

// Tested is the day as the last test of its plan played it, on days that the search had not seen; nil
// where the plan was not found by simulation.
func (d *Day) Tested() *Outcome {
	if d.Search == nil {
		return nil
	}
	return &Outcome{Day: d, Simulated: d.Search.result, Verdicts: Judge(d, d.Search.result)}
}

// Unkept is a figure of which it is not shown that it keeps its target.
type Unkept struct {
	Channel   string       `json:"channel"`
	Target    string       `json:"target"`
	Start     string       `json:"start,omitempty"` // of the interval; left out for the day
	Simulated sim.Estimate `json:"simulated"`       // with the half-width of its one-sided limit
}

// The work of a search, in contacts: it grows with the day, not with the clock, so that the answer is the
// same on any machine.
const (
	coarseContacts = 100_000    // of a plan's simulation while the search looks for the rough shape of the plan
	sampleContacts = 400_000    // and afterwards
	checkContacts  = 12_000_000 // of a test
	leastCoarse    = 8          // days
	mostCoarse     = 100
	leastSample    = 40
	mostSample     = 400
	leastCheck     = 500
	mostCheck      = 4000
	lone           = 10 // as many times as much where one channel of calls has one team, whose days are simulated fastest
	maxTests       = 8
	mostLooks      = 500 // at each of the two; a plan not finished by then is tested as it is
)

// reserve is by how many standard errors of a test a plan's figures are to pass it: with 2, one figure in 44 that just
// does fails all the same.
const reserve = 2

// searcher looks for the cheapest plan of a scenario whose promises hold.
type searcher struct {
	ctx       context.Context
	s         *scenarios.Scenario
	channels  []int // that are searched for
	teams     []int // theirs
	promises  []promise
	wholeDay  bool
	maxChange int       // from interval to interval; 0: no limit
	costs     []float64 // of an agent hour, by team
	paid      bool      // they are wages
	seed      uint64
	workers   int
	progress  func(days int)

	coarse, fine int            // replications of a look, at first and later
	days, check  int            // replications of a look and of a test
	level        float64        // standard errors that the promises are to hold by
	reach        int            // intervals later that an agent is felt
	ahead        []int          // by promise: intervals later that agents still help who arrived
	low, high    scenarios.Plan // bounds of the agents; those of other teams are fixed
	offset       []float64
	lessons      int // tests that the offsets are the means of
	looks        map[string]*look
	most         int // looks, after which the search ends
	simulated    int
	hopeless     []bool // figures that no agent helps: they are to become no worse
	stale        map[string]string
}

// look is what the simulation of a plan says of every figure: promise · (intervals + 1) + interval, the day
// last.
type look struct {
	value []float64 // mean
	slack []float64 // how far it is on the right side of its goal, less the margin of its test; +Inf where it does not count
	grade []float64 // the same on a scale on which it is about a straight line in the agents; see promise.grade
	count []float64 // contacts
	since []int     // by figure of an interval: the first of those before it from which waiting contacts may have come; likewise of the backlog
}

// newSearcher makes ready to search for the agents of a scenario's part that is to be simulated.
func newSearcher(ctx context.Context, s *scenarios.Scenario, part *parts, o Options) *searcher {
	load, number := make([]float64, s.Intervals()), 0.0
	all := contacts(s, func(*scenarios.Channel) float64 { return 1 })
	for i := range s.Channels {
		for _, v := range all[i] {
			number += v
		}
		for k, x := range work(s, &s.Channels[i], all[i]) {
			load[k] += x
		}
	}
	times := 1.0
	if len(s.Channels) == 1 && len(s.Teams) == 1 && s.Channels[0].Kind == scenarios.Voice {
		times = lone
	}
	days := func(of, least, most float64) int {
		return int(min(max(math.Ceil(times*of/max(number, 1)), least), times*most))
	}
	f := &searcher{
		ctx: ctx, s: s, channels: part.channels, teams: part.teams, wholeDay: o.WholeDay, maxChange: o.MaxChange,
		seed: o.seed(s), workers: o.Workers, progress: o.Progress,
		coarse: days(coarseContacts, leastCoarse, mostCoarse),
		fine:   days(sampleContacts, leastSample, mostSample),
		check:  days(checkContacts, leastCheck, mostCheck),
		looks:  map[string]*look{}, stale: map[string]string{},
	}
	for _, p := range promises(s) {
		if slices.Contains(f.channels, p.channel) {
			f.promises = append(f.promises, p)
		}
	}
	for _, i := range f.channels {
		if c := &s.Channels[i]; c.Kind == scenarios.Deferred && c.Target.ServiceLevel > 0 {
			f.promises = append(f.promises, keepsUp(s, i))
		}
	}
	n := len(f.promises) * (s.Intervals() + 1)
	f.offset, f.hopeless = make([]float64, n), make([]bool, n)
	f.level = f.limit(o.confidence(), 1) + reserve
	longest := 0.0
	for i := range s.Channels {
		c := &s.Channels[i]
		for k := range c.HandleTime.Means {
			longest = max(longest, (c.HandleTime.Means[k] + c.WrapUp.Mean).Seconds())
		}
	}
	f.reach = 1 + int(min(math.Ceil(3*longest/s.Interval.Seconds()), 6))
	for _, p := range f.promises {
		f.ahead = append(f.ahead, f.intervalsWithin(p))
	}
	f.costs = wages(s)
	f.paid = f.costs != nil
	// However many agents there are, some targets are not met, such as by a route that opens too late. More than so
	// many are not tried.
	most := 10 + int(min(3*slices.Max(load), scenarios.MaxAgents))
	f.low, f.high = clonePlan(part.plan), clonePlan(part.plan)
	for t, team := range s.Teams {
		if !f.paid {
			f.costs = append(f.costs, 1)
		}
		if !slices.Contains(f.teams, t) {
			continue
		}
		for k := range s.Intervals() {
			low, high := team.MinAgents, max(most, team.MinAgents)
			if team.MaxAgents > 0 {
				high = min(high, team.MaxAgents)
			}
			if !s.OpenAt(k) {
				low, high = 0, 0
			}
			f.low[t], f.high[t] = append(f.low[t], low), append(f.high[t], high)
		}
	}
	return f
}

// intervalsWithin is the whole intervals within the time of a promise, nights included where it runs in opening hours.
func (f *searcher) intervalsWithin(p promise) int {
	k := f.s.Intervals()
	if p.target == backlogTarget {
		return k
	}
	n := p.within / f.s.Interval.Seconds()
	if f.s.Channels[p.channel].InOpenHours {
		open := 0
		for i := range k {
			if f.s.OpenAt(i) {
				open++
			}
		}
		n *= float64(k) / float64(max(open, 1))
	}
	return int(min(n, float64(k)))
}

// figures is how many figures there are to hold.
func (f *searcher) figures() int {
	n := 0
	for i := range f.promises {
		if f.ofDay(i) {
			n++
		} else {
			n += f.s.Intervals()
		}
	}
	return n
}

// limit is the standard errors of a one-sided test of each figure, so that a plan of which any target is not kept passes, over all
// tests, with at most the chance that confidence leaves. A plan passes only if all its figures do; one of them that is not on its right side
// does so with at most the chance of its own test, however many there are (the intersection-union test: Berger 1982,
// "Multiparameter hypothesis testing and acceptance sampling", Technometrics 24). The tests of one search share
// the chance, the first with a half, the second with a quarter and so on.
func (f *searcher) limit(confidence float64, test int) float64 {
	alpha := (1 - confidence) * math.Pow(0.5, float64(test))
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(f.check - 1)}.Quantile(1 - alpha)
}

// run simulates a plan.
func (f *searcher) run(plan scenarios.Plan, days int, seed uint64) (*sim.Result, error) {
	r, err := sim.Run(f.ctx, Model(f.s, plan), sim.Options{Replications: days, Seed: seed, Workers: f.workers})
	if err != nil {
		return nil, fmt.Errorf("sizing by simulation: %w", err)
	}
	f.simulated += days
	if f.progress != nil {
		f.progress(f.simulated)
	}
	return r, nil
}

// look simulates a plan with the contacts that all plans of the search meet (common random numbers).
func (f *searcher) look(plan scenarios.Plan) (*look, error) {
	key := fmt.Sprint(plan)
	if l := f.looks[key]; l != nil {
		return l, nil
	}
	r, err := f.run(plan, f.days, f.seed)
	if err != nil {
		return nil, err
	}
	l := f.read(r, f.level*math.Sqrt(float64(f.days)/float64(f.check)))
	f.looks[key] = l
	return l, nil
}

// read takes the figures from a result; a figure is to keep its goal by so many standard errors.
func (f *searcher) read(r *sim.Result, level float64) *look {
	k := f.s.Intervals()
	n := len(f.promises) * (k + 1)
	l := &look{make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]int, n)}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(r.Replications - 1)}.Quantile(0.5 + r.Confidence/2)
	for i := range f.promises {
		p := &f.promises[i]
		for j := range k + 1 {
			at := i*(k+1) + j
			e, counts := sim.Estimate{}, true
			if j < k {
				e, counts = p.interval(r, j)
				in := &r.Channels[p.channel].Intervals[j]
				l.count[at] = in.Offered.Mean
				l.since[at] = j
				if j > 0 && in.MeanWait.Mean > 0.1*f.s.Interval.Seconds() {
					l.since[at] = l.since[at-1]
				}
			} else {
				e = p.day(r)
				if p.target == backlogTarget {
					l.since[at] = waitingSince(&r.Channels[p.channel])
				}
			}
			margin := e.HalfWidth / t * level
			switch {
			case !counts:
				l.slack[at], l.grade[at] = math.Inf(1), math.Inf(1)
			case e.Undefined: // nobody was answered
				l.slack[at], l.grade[at] = -1, -worstGrade
			case p.atLeast:
				l.value[at], l.slack[at] = e.Mean, e.Mean-margin-p.goal
				l.grade[at] = logit(e.Mean) - logit(p.goal+margin)
				if p.within > 0 && j < k {
					l.grade[at] += p.strain(e.Mean, p.wait(r, j), f.s.Interval.Seconds())
				}
			default:
				l.value[at], l.slack[at] = e.Mean, p.goal-e.Mean-margin
				l.grade[at] = math.Log(max(p.goal-margin, leastPart*p.goal) / max(e.Mean, leastPart*p.goal))
			}
			if l.slack[at] < 0 { // whatever rounding and the ends of the scale say
				l.grade[at] = min(l.grade[at], -1e-9)
			}
		}
	}
	return l
}

// waitingSince is the first of the intervals from which there is a backlog up to the close: agents before it do not make it less.
func waitingSince(ch *sim.ChannelResult) int {
	j := len(ch.Intervals) - 1
	for j > 0 && ch.Intervals[j-1].Deferred.Backlog.Mean >= 1 {
		j--
	}
	return j
}

const (
	leastShare = 1e-3 // shares are kept off 0 and 1 by it
	leastPart  = 1e-4 // and other figures off 0, in parts of their goals
	worstGrade = 20
)

// logit is log(x / (1 - x)).
func logit(x float64) float64 {
	x = min(max(x, leastShare), 1-leastShare)
	return math.Log(x / (1 - x))
}

// strain continues the scale of a share of contacts within a time where all of them or none are. Where the time
// is short, by how many times the mean wait is shorter or longer; where it spans intervals, by the mean wait
// itself, which is about a straight line in the agents then: contacts that wait for hours are a
// backlog, and all of an interval wait for about as long.
func (p *promise) strain(share, wait, interval float64) float64 {
	short := p.within < interval
	times := wait / p.within
	switch {
	case share <= leastShare && short:
		return -max(0, math.Log(times))
	case share >= 1-leastShare && short:
		return max(0, -math.Log(max(times, leastPart)))
	case share <= leastShare:
		return -strainScale * max(0, times-1.2)
	case share >= 1-leastShare:
		return strainScale * max(0, 0.8-times)
	}
	return 0
}

// strainScale is about what the grade of a share is less by where the mean wait is longer by the time within which contacts
// are to be answered: the logit from one end of its scale to the other while the mean wait goes from 0.8 to 1.2 of it.
const strainScale = 35

// holds is whether a figure is one of those to hold.
func (f *searcher) holds(at int) bool {
	k := f.s.Intervals()
	return (at%(k+1) == k) == f.ofDay(at/(k+1))
}

// ofDay is whether a promise is one of the day.
func (f *searcher) ofDay(p int) bool { return f.wholeDay || f.promises[p].target == backlogTarget }

// grade is a figure's, corrected for luck: it holds at 0 and above. Figures that are not to hold do.
func (f *searcher) grade(l *look, at int) float64 {
	if !f.holds(at) {
		return math.Inf(1)
	}
	return l.grade[at] - f.offset[at]
}

// short is by how much a figure falls short, 0 where it holds.
func (f *searcher) short(l *look, at int) float64 { return max(0, -f.grade(l, at)) }

// broken lists the figures that fall short.
func (f *searcher) broken(l *look) []int {
	var all []int
	for at := range l.slack {
		if f.short(l, at) > 0 {
			all = append(all, at)
		}
	}
	return all
}

// cost is a plan's, in units of an interval.
func (f *searcher) cost(plan scenarios.Plan) float64 {
	sum := 0.0
	for _, t := range f.teams {
		for _, n := range plan[t] {
			sum += float64(n) * f.costs[t]
		}
	}
	return sum
}

// find searches: from a start by formula it grows the plan until all figures hold, takes away what can be
// spared and trades agents for fewer or cheaper ones. Then it learns from fresh days how much
// luck was in that, mends the plan, and tests it with others.
func (f *searcher) find(confidence float64) (scenarios.Plan, *Search, error) {
	alone, err := f.alone()
	if err != nil {
		return nil, nil, err
	}
	plan, err := f.sketch(alone)
	if err != nil {
		return nil, nil, err
	}
	if err := f.smooth(&plan); err != nil {
		return nil, nil, err
	}
	f.sample(f.fine)
	test := func(n int) (*look, *sim.Result, error) {
		r, err := f.run(plan, f.check, freshSeed(f.seed, n))
		if err != nil {
			return nil, nil, err
		}
		level := f.level
		if n > 0 {
			level = f.limit(confidence, n)
		}
		return f.read(r, level), r, nil
	}
	fresh, _, err := test(0)
	if err != nil {
		return nil, nil, err
	}
	if err := f.learn(plan, fresh); err != nil {
		return nil, nil, err
	}
	if err := f.settle(&plan); err != nil {
		return nil, nil, err
	}
	if err := f.exchange(&plan); err != nil {
		return nil, nil, err
	}
	out := &Search{Confidence: confidence, Figures: f.figures(), Tested: f.check, Seed: f.seed, Missed: []Unkept{}}
	for out.Tests = 1; ; out.Tests++ {
		fresh, r, err := test(out.Tests)
		if err != nil {
			return nil, nil, err
		}
		out.result = r
		var failed []int
		for at := range fresh.slack {
			if f.holds(at) && fresh.slack[at] < 0 {
				failed = append(failed, at)
			}
		}
		mended := false
		if len(failed) > 0 && out.Tests < maxTests {
			before := f.cost(plan)
			if err := f.mend(&plan, f.read(r, f.limit(confidence, out.Tests+1)+reserve), failed); err != nil {
				return nil, nil, err
			}
			mended = f.cost(plan) != before
		}
		if mended {
			continue
		}
		for _, at := range failed {
			out.Missed = append(out.Missed, f.unkept(r, at, f.limit(confidence, out.Tests)))
		}
		break
	}
	for _, i := range f.channels {
		out.Channels = append(out.Channels, f.s.Channels[i].Name)
	}
	hours := f.s.Interval.Hours()
	out.Cost, out.LowerBound, out.Simulated = f.cost(plan)*hours, f.lowerBound(alone)*hours, f.simulated-f.check
	if out.LowerBound > out.Cost*(1+1e-9) && len(out.Missed) == 0 {
		out.LowerBound = 0 // the plan refutes it: none is known
	}
	if f.paid {
		out.Currency = f.s.Business.Currency
	}
	if out.LowerBound > 0 && len(out.Missed) == 0 {
		out.Gap = out.Cost/out.LowerBound - 1
	}
	return plan, out, nil
}

// spent is whether the looks at plans are used up.
func (f *searcher) spent() bool { return len(f.looks) >= f.most }

// sample sets how many days a look simulates.
func (f *searcher) sample(days int) {
	f.days, f.most = days, mostLooks
	clear(f.looks)
	clear(f.stale)
}

// alone is what every channel would need alone.
func (f *searcher) alone() ([][]int, error) {
	all := make([][]int, len(f.s.Channels))
	for _, i := range f.channels {
		c := &f.s.Channels[i]
		if c.Kind != scenarios.Voice && c.Kind != scenarios.Chats || c.Turns.Number > 0 || !hasTarget(c.Target) {
			continue
		}
		exact := Covers(c) && !steadyPatience(c) && quick(f.s, c)
		if f.wholeDay && !exact || Within(c) >= f.s.Interval {
			continue // no formula for the day as a whole, or for work that waits until another interval
		}
		var err error
		if all[i], err = alone(f.ctx, f.s, c, Options{WholeDay: f.wholeDay}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// freshSeed is the seed of the n-th test: none of the search's own.
func freshSeed(seed uint64, n int) uint64 {
	return (seed+uint64(n)+1)*0x9e3779b97f4a7c15 ^ 0x5851f42d4c957f2d
}

// unkept describes a figure that failed.
func (f *searcher) unkept(r *sim.Result, at int, level float64) Unkept {
	k := f.s.Intervals()
	p := f.promises[at/(k+1)]
	u := Unkept{Channel: r.Channels[p.channel].Name, Target: p.target}
	if j := at % (k + 1); j < k {
		u.Start = scenarios.Clock(f.s.Start(j))
		u.Simulated, _ = p.interval(r, j)
	} else {
		u.Simulated = p.day(r)
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(r.Replications - 1)}.Quantile(0.5 + r.Confidence/2)
	u.Simulated.HalfWidth *= level / t
	return u
}

// learn sets what each figure's slack in the search has to be, from its slack on fresh days: the plan was chosen
// by the search's contacts, and looks better with them than it is. What all fresh days said so far is averaged.
func (f *searcher) learn(plan scenarios.Plan, fresh *look) error {
	l, err := f.look(plan)
	if err != nil {
		return err
	}
	f.lessons++
	for at := range f.offset {
		if d := l.grade[at] - fresh.grade[at]; f.holds(at) && !f.hopeless[at] && !math.IsInf(d, 0) && !math.IsNaN(d) {
			f.offset[at] += (d - f.offset[at]) / float64(f.lessons)
		}
	}
	clear(f.stale)
	return nil
}

// mend adds agents for the figures that failed a test, and for those that it showed to be near to it.
func (f *searcher) mend(plan *scenarios.Plan, fresh *look, failed []int) error {
	if err := f.learn(*plan, fresh); err != nil {
		return err
	}
	l, err := f.look(*plan)
	if err != nil {
		return err
	}
	for _, at := range failed {
		if d := l.grade[at] - fresh.grade[at]; !f.hopeless[at] && !math.IsInf(d, 0) && !math.IsNaN(d) {
			f.offset[at] = max(f.offset[at], d)
		}
	}
	f.most = max(f.most, len(f.looks)+50)
	return f.grow(plan)
}

// Expected is about how long Size takes on this machine where it searches by simulation; 0 where formulas do all of it. It
// simulates a few days to find out.
func Expected(ctx context.Context, s *scenarios.Scenario, o Options) (time.Duration, error) {
	parts := split(s, o.Method)
	if len(parts.channels) == 0 {
		return 0, nil
	}
	o.Progress = nil
	f := newSearcher(ctx, s, parts, o)
	plan := f.start(make([][]int, len(s.Channels)), func(int, int) float64 { return 1 })
	for t, agents := range plan {
		if len(agents) == 0 { // a formula's team
			plan[t] = make([]int, s.Intervals())
		}
	}
	begun := time.Now()
	if _, err := f.run(plan, f.coarse, f.seed); err != nil {
		return 0, err
	}
	days := usualCoarse*f.coarse + usualFine*f.fine + 2*f.check
	return time.Duration(float64(time.Since(begun)) * float64(days) / float64(f.coarse)), nil
}

// The looks of a search that ends as most do.
const (
	usualCoarse = 180
	usualFine   = 35
)

// search finds the plan of what formulas do not size, and puts it beside theirs.
func search(ctx context.Context, s *scenarios.Scenario, part *parts, o Options) (scenarios.Plan, *Search, error) {
	return newSearcher(ctx, s, part, o).find(o.confidence())
}
