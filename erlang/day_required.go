package erlang

import (
	"context"
	"math"
	"slices"
)

// DayLimits bound the plans that [Day.Required] considers. The zero value sets no limit, and
// asks every interval's arrivals to meet the targets.
type DayLimits struct {
	MinAgents int // least agents in every interval
	MaxChange int // most by which the agents change from one interval to the next; 0: no limit
	// WholeDay asks the day's figures to meet the targets, not every interval's.
	WholeDay bool
}

// DayRequirement is a staffing of the day of which no interval can spare an agent: with one fewer
// in any, the target (or limit) named in Binding is broken, for the arrivals of interval Breaks.
type DayRequirement struct {
	Agents []int `json:"agents"`
	// Binding is, by interval, the target that one agent fewer would break: service_level,
	// asa, abandonment, blocking, occupancy, p_wait; min_agents or max_change for a limit; load
	// where contacts would wait without end; "" where there is no agent.
	Binding     []string       `json:"binding"`
	Breaks      []int          `json:"breaks"` // the interval whose arrivals miss it; -1: the day, or a limit
	Performance DayPerformance `json:"performance"`
}

// dayPlanner searches a plan. Marks are runs stopped at times from which a change of the agents
// can be tried: before interval i starts, and T before it starts.
type dayPlanner struct {
	ctx    context.Context
	day    Day
	t      Targets
	within float64 // T, of the runs
	limits DayLimits
	agents []int
	marks  []dayMark
}

type dayMark struct {
	run      *dayRun
	interval int
	begun    bool // the interval has begun
}

// Required returns agents by interval, for a day of the given number of intervals, with which the
// contacts that arrive in every interval meet all targets (to 12 digits), and of whom none can be spared: one
// agent fewer in any interval breaks a target, for its own arrivals or others'. Plans that are
// least in this sense need not be the only ones; this one takes the intervals in their order, each with the
// least agents that do for all who came so far, takes back what later choices made superfluous, and gives an
// interval an agent more where that saves two in the next.
// With limits.WholeDay the day's figures meet the targets, and agents are taken away one by one where the
// day loses least, until none can be spared.
//
// Targets no staffing meets give an [*UnreachableError] in an [*IntervalError]. The work is that of 3 to 6
// evaluations of each interval with its neighbours.
func (d Day) Required(ctx context.Context, intervals int, t Targets, limits DayLimits) (DayRequirement, error) {
	within := t.Within
	if err := d.check(make([]int, intervals), within); err != nil {
		return DayRequirement{}, err
	}
	if err := t.check(); err != nil {
		return DayRequirement{}, err
	}
	switch {
	case limits.MinAgents < 0:
		return DayRequirement{}, &InputError{"MinAgents", float64(limits.MinAgents), "at least 0"}
	case limits.MaxChange < 0:
		return DayRequirement{}, &InputError{"MaxChange", float64(limits.MaxChange), "at least 0 (0: no limit)"}
	}
	d.Record = nil
	if t.ServiceLevel == 0 {
		within = 0 // nobody is to be followed for T
	}
	p := &dayPlanner{ctx: ctx, day: d, within: within, t: t, limits: limits, agents: d.guess(ctx, intervals, t)}
	for i := range p.agents {
		p.agents[i] = max(p.agents[i], limits.MinAgents)
	}
	if err := p.forward(); err != nil {
		return DayRequirement{}, err
	}
	p.smooth()
	return p.descend()
}

// guess is where the search starts: the modified offered load, or the load and a reserve where there is no
// formula.
func (d *Day) guess(ctx context.Context, intervals int, t Targets) []int {
	plain := *d // a guess need not know of balking, nor of lines
	plain.Balking, plain.Lines = 0, 0
	if agents, err := plain.Staff(ctx, MOL, intervals, t); err == nil {
		return agents
	}
	agents := make([]int, intervals)
	for i := range agents {
		load := d.averageRate(float64(i)*d.Interval, float64(i+1)*d.Interval, intervals) * d.mean()
		if len(d.Chat) > 0 {
			load /= d.Chat[len(d.Chat)-1] * d.mean()
		}
		agents[i] = int(math.Ceil(load + math.Sqrt(load)))
	}
	return agents
}

// clone is a run that can go its own way.
func (r *dayRun) clone(agents []int) *dayRun {
	c := *r
	c.agents = agents
	c.cohorts, c.clocks = slices.Clone(r.cohorts), slices.Clone(r.clocks)
	c.records = slices.Clone(r.records)
	c.chain, c.level, c.mark = chain{}, levelTable{}, nil
	s := &c.state
	s.memory = nil
	s.p = slices.Clone(s.p)
	s.layers, s.groups = nil, nil
	for _, row := range r.state.layers {
		s.layers = append(s.layers, slices.Clone(row))
	}
	for _, g := range r.state.groups {
		o := &waiting{interval: g.interval, few: g.few, open: g.open}
		for l := range g.m {
			o.m, o.w = append(o.m, slices.Clone(g.m[l])), append(o.w, slices.Clone(g.w[l]))
		}
		s.groups = append(s.groups, o)
	}
	return &c
}

// unfinished tells whether contacts of interval k may still wait.
func (r *dayRun) unfinished(k int) bool {
	for _, g := range r.state.groups {
		if g.interval <= k && g.interval >= 0 && totalRows(g.m) > g.few {
			return true
		}
	}
	return false
}

// broken returns the target that interval k's arrivals miss, if any.
func (p *dayPlanner) broken(r *dayRun, k int) (name string, want, got float64) {
	f := r.figures(&r.cohorts[k], &r.clocks[k], r.length)
	return f.broken(p.t)
}

// verdict is what a trial found.
type verdict struct {
	name      string // the broken target; "": none
	interval  int
	want, got float64
	marks     []dayMark // of the trial, from where it started
	run       *dayRun
}

// try runs the plan from the last mark at which interval i's agents do not matter yet. It looks at the arrivals
// of intervals up to last, as soon as none of them waits any more, and stops at the first target
// broken. Where like is given, marks of a plan that breaks nothing and differs from interval i up to changed, it is also content
// once the state is theirs.
func (p *dayPlanner) try(i, changed, last int, like []dayMark) (verdict, error) {
	from := p.marks[0]
	for _, m := range slices.Backward(p.marks) {
		if m.before(i) {
			from = m
			break
		}
	}
	agents := slices.Clone(p.agents)
	r := from.run.clone(agents)
	v := verdict{run: r, interval: -1}
	checked := max(0, from.interval-1) // arrivals of earlier intervals are not touched
	for checked > 0 && from.run.unfinished(checked-1) {
		checked--
	}
	begun := from.begun
	for k := from.interval; k <= len(agents); k++ {
		if !begun && k < len(agents) {
			if k > changed && same(r, k, like) && checked > changed {
				return v, nil
			}
			v.marks = append(v.marks, dayMark{r.clone(agents), k, false})
			r.begin(k)
		}
		if k < len(agents) {
			r.mark = func() { v.marks = append(v.marks, dayMark{r.clone(agents), k, true}) }
			if err := r.through(k); err != nil {
				return v, err
			}
			r.mark = nil
		} else if err := r.drain(); err == ErrNeverAnswered {
			v.name, v.interval = "load", len(agents)-1
			return v, nil
		} else if err != nil {
			return v, err
		}
		begun = false
		for ; checked <= min(k, last) && checked < len(agents) && (!r.unfinished(checked) || k == len(agents)); checked++ {
			if v.name, v.want, v.got = p.broken(r, checked); v.name != "" {
				v.interval = checked
				return v, nil
			}
		}
		if checked > last {
			return v, nil
		}
	}
	return v, nil
}

// before tells whether the agents of interval i have not mattered up to the mark: not for a contact that arrived
// T before them.
func (m *dayMark) before(i int) bool {
	horizon := m.run.within
	if math.IsInf(horizon, 1) { // then nobody is followed
		horizon = 0
	}
	return m.run.now <= float64(i)*m.run.length-horizon+1e-9*m.run.length
}

// same tells whether the state at the start of interval k is that of the marks.
func same(r *dayRun, k int, like []dayMark) bool {
	for _, m := range like {
		if m.interval == k && !m.begun {
			return distance(&r.state, &m.run.state) < 1e-11
		}
	}
	return false
}

// keep replaces the marks from a trial's first on by its own, up to those at which the agents of
// interval next do not matter yet.
func (p *dayPlanner) keep(v verdict, next int) {
	if len(v.marks) == 0 {
		return
	}
	first := v.marks[0].run.now
	p.marks = slices.DeleteFunc(p.marks, func(m dayMark) bool { return m.run.now >= first && m.run.now > 0 })
	for _, m := range v.marks {
		if m.before(next) {
			p.marks = append(p.marks, m)
		}
	}
}

// forward takes the intervals in their order: each gets the least agents with which all who came so far meet
// the targets, if later intervals get what was guessed.
func (p *dayPlanner) forward() error {
	first := newDayRun(p.ctx, &p.day, slices.Clone(p.agents), p.within)
	p.marks = []dayMark{{first, 0, false}}
	offset := 0 // of the last interval's agents from the guess
	for i := range p.agents {
		guess := p.agents[i]
		attempt := func(n int) (verdict, error) {
			p.agents[i] = n
			v, err := p.try(i, i, i, nil)
			return v, err
		}
		low, high := p.limits.MinAgents-1, -1 // low breaks something, high nothing
		var good verdict
		n, step := max(guess+offset, p.limits.MinAgents), 1
		for high < 0 || high-low > 1 {
			v, err := attempt(n)
			if err != nil {
				return err
			}
			if v.name == "" {
				high, good = n, v
			} else {
				low = n
				if n >= p.most(i) {
					return &IntervalError{v.interval, &UnreachableError{v.name, v.want, v.got, n}}
				}
			}
			switch {
			case high < 0:
				n = min(n+step, p.most(i))
				step *= 2
			case low < p.limits.MinAgents:
				n = max(high-step, p.limits.MinAgents)
				step *= 2
				if high == p.limits.MinAgents {
					low = high - 1
				}
			default:
				n = low + (high-low)/2
			}
		}
		p.agents[i] = high
		offset = high - guess
		p.keep(good, i+1)
	}
	return nil
}

// most is a number of agents beyond which more do nothing for interval i.
func (p *dayPlanner) most(i int) int {
	m := 0.
	for k := range p.agents {
		m = math.Max(m, p.day.largestRate(float64(k)*p.day.Interval, float64(k+1)*p.day.Interval, len(p.agents)))
	}
	load := m * math.Max(p.day.mean(), p.day.Interval)
	return min(MaxAgents, p.limits.MinAgents+p.day.InHand+p.day.Waiting+int(4*load)+1000)
}

// smooth raises agents until they change by no more than MaxChange.
func (p *dayPlanner) smooth() {
	if p.limits.MaxChange == 0 {
		return
	}
	n := p.agents
	for i := 1; i < len(n); i++ {
		n[i] = max(n[i], n[i-1]-p.limits.MaxChange)
	}
	for i := len(n) - 2; i >= 0; i-- {
		n[i] = max(n[i], n[i+1]-p.limits.MaxChange)
	}
}

// limited names the limit that one agent fewer in interval i would break.
func (p *dayPlanner) limited(i int) string {
	n, less := p.agents, p.agents[i]-1
	switch {
	case less < p.limits.MinAgents:
		return "min_agents"
	case p.limits.MaxChange > 0 && i > 0 && n[i-1]-less > p.limits.MaxChange,
		p.limits.MaxChange > 0 && i+1 < len(n) && n[i+1]-less > p.limits.MaxChange:
		return "max_change"
	}
	return ""
}

// baseline runs the whole plan and marks it; the verdict is the first target broken.
func (p *dayPlanner) baseline() (verdict, error) {
	first := newDayRun(p.ctx, &p.day, slices.Clone(p.agents), p.within)
	p.marks = []dayMark{{first, 0, false}}
	v, err := p.try(0, 0, len(p.agents)-1, nil)
	if err == nil {
		p.marks = v.marks
	}
	return v, err
}

// descend mends what the search left broken, and takes agents away until none can be spared.
func (p *dayPlanner) descend() (DayRequirement, error) {
	n := len(p.agents)
	if v, err := p.baseline(); err != nil {
		return DayRequirement{}, err
	} else if v.name != "" && !p.limits.WholeDay {
		// The forward search met every target under guessed successors that were more.
		for v.name != "" {
			p.agents[v.interval]++
			p.smooth()
			if v, err = p.baseline(); err != nil {
				return DayRequirement{}, err
			}
			if p.agents[max(v.interval, 0)] > p.most(max(v.interval, 0)) {
				return DayRequirement{}, &IntervalError{v.interval, &UnreachableError{v.name, v.want, v.got, p.agents[v.interval]}}
			}
		}
	}
	if p.limits.WholeDay {
		return p.descendDay()
	}
	out := DayRequirement{Binding: make([]string, n), Breaks: make([]int, n)}
	for more := true; more; {
		if err := p.settle(&out); err != nil {
			return DayRequirement{}, err
		}
		var err error
		if more, err = p.exchange(); err != nil {
			return DayRequirement{}, err
		}
	}
	out.Agents = p.agents
	var err error
	out.Performance, err = p.day.Evaluate(p.ctx, p.agents, p.t.Within)
	return out, err
}

// exchange gives an interval one agent more where that saves two or more in the next: contacts who come late
// in an interval are better helped in it than by many in the next. It reports whether it did.
func (p *dayPlanner) exchange() (bool, error) {
	if p.limits.MaxChange > 0 {
		return false, nil
	}
	done := false
	for i := 0; i+1 < len(p.agents); i++ {
		if p.agents[i+1]-2 < p.limits.MinAgents {
			continue
		}
		p.agents[i]++
		p.agents[i+1] -= 2
		v, err := p.try(i, i+1, len(p.agents)-1, p.marks)
		if err != nil {
			return false, err
		}
		if v.name != "" {
			p.agents[i]--
			p.agents[i+1] += 2
			continue
		}
		if _, err := p.baseline(); err != nil {
			return false, err
		}
		done = true
	}
	return done, nil
}

// settle takes agents away, one at a time, until none can be spared, and says what one fewer breaks.
func (p *dayPlanner) settle(out *DayRequirement) error {
	n := len(p.agents)
	for settled := 0; settled < n; {
		for i := n - 1; i >= 0 && settled < n; i-- {
			settled++
			for p.agents[i] > 0 {
				if out.Binding[i], out.Breaks[i] = p.limited(i), -1; out.Binding[i] != "" {
					break
				}
				p.agents[i]--
				v, err := p.try(i, i, n-1, p.marks)
				if err != nil {
					return err
				}
				if v.name != "" {
					out.Binding[i], out.Breaks[i] = v.name, v.interval
					p.agents[i]++
					break
				}
				if _, err := p.baseline(); err != nil {
					return err
				}
				settled = 1
			}
			if p.agents[i] == 0 {
				out.Binding[i], out.Breaks[i] = "", -1
			}
		}
	}
	return nil
}

// dayVerdict evaluates the whole day: the target it breaks, or by how much of the targets it keeps clear.
func (p *dayPlanner) dayVerdict() (name string, clear float64, err error) {
	f, err := p.day.Evaluate(p.ctx, p.agents, p.t.Within)
	if err == ErrNeverAnswered {
		return "load", -1, nil
	}
	if err != nil {
		return "", 0, err
	}
	day := f.Day.Performance
	if name := f.Day.Misses(p.t); name != "" {
		return name, -1, nil
	}
	clear = math.Inf(1)
	if p.t.ServiceLevel > 0 {
		clear = math.Min(clear, day.ServiceLevel.Of(p.t.Definition)/p.t.ServiceLevel-1)
	}
	for _, x := range [][2]float64{{day.ASA, p.t.ASA}, {day.Abandonment, p.t.Abandonment}, {day.Blocking, p.t.Blocking}, {day.Occupancy, p.t.Occupancy}, {day.PWait, p.t.PWait}} {
		if x[1] > 0 {
			clear = math.Min(clear, 1-x[0]/x[1])
		}
	}
	return "", clear, nil
}

// descendDay takes away, time and again, the agent whom the day's figures miss least. What a trial
// left clear before others went is more than it would leave now: only the best are tried anew.
func (p *dayPlanner) descendDay() (DayRequirement, error) {
	n := len(p.agents)
	out := DayRequirement{Binding: make([]string, n), Breaks: make([]int, n)}
	clear := make([]float64, n)
	round := make([]int, n)
	for i := range clear {
		clear[i], round[i] = math.Inf(1), -1
		out.Breaks[i] = -1
	}
	for gone := 0; ; {
		best := -1
		for i := range clear {
			if out.Binding[i] == "" && p.agents[i] > 0 && (best < 0 || clear[i] > clear[best]) {
				best = i
			}
		}
		if best < 0 {
			break
		}
		if limit := p.limited(best); limit != "" {
			out.Binding[best] = limit
			continue
		}
		if round[best] == gone {
			p.agents[best]--
			gone++
			for i, b := range out.Binding { // a neighbour may have held it up
				if b == "max_change" {
					out.Binding[i] = ""
				}
			}
			continue
		}
		p.agents[best]--
		name, c, err := p.dayVerdict()
		p.agents[best]++
		if err != nil {
			return DayRequirement{}, err
		}
		out.Binding[best], clear[best], round[best] = name, c, gone
	}
	out.Agents = p.agents
	var err error
	out.Performance, err = p.day.Evaluate(p.ctx, p.agents, p.t.Within)
	if err != nil {
		return DayRequirement{}, err
	}
	if name, want, got := out.Performance.Day.broken(p.t); name != "" {
		return DayRequirement{}, &UnreachableError{name, want, got, slices.Max(p.agents)}
	}
	return out, nil
}
