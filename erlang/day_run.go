package erlang

import (
	"context"
	"math"
)

// cohortSums are what becomes of the contacts that arrive in an interval; times in handle times.
type cohortSums struct {
	offered   float64
	immediate float64 // answered without a wait
	balked    float64
	blocked   float64
	joined    float64 // joined the queue
	wait      float64 // of all who joined the queue
	answered  float64 // after a wait
	waited    float64 // wait of the answered
	answeredT float64 // after a wait, but within T
	leftT     float64 // abandoned from the queue within T
}

// clockSums are what happens in an interval; times in handle times.
type clockSums struct {
	inHand, active, present, queue, full float64 // integrals over time
	answered, abandoned, blocked         float64
	handedBack                           float64
}

// dayRun follows a day.
type dayRun struct {
	ctx    context.Context
	day    *Day
	agents []int
	unit   float64   // seconds in a mean handle time
	rates  []float64 // per handle time
	length float64   // of an interval, handle times
	factor float64   // on all rates
	within float64   // T, handle times
	theta  float64   // abandonment rate per handle time
	pace   []float64 // completions per handle time of an agent with 1, 2, ... in hand

	state   dayState
	now     float64 // handle times from opening
	record  int     // next of day.Record
	cohorts []cohortSums
	backlog cohortSums
	clocks  []clockSums
	after   clockSums
	records []DayState
	closing DayState

	spare  *scratch
	chain  chain
	mark   func() // told at times from which a change of staffing may be tried
	level  levelTable
	stride float64 // of followCurve
}

func newDayRun(ctx context.Context, d *Day, agents []int, within float64) *dayRun {
	r := &dayRun{
		ctx: ctx, day: d, agents: agents, unit: d.Handle, pace: []float64{1}, factor: 1, spare: &scratch{},
		cohorts: make([]cohortSums, len(agents)), clocks: make([]clockSums, len(agents)),
	}
	if len(d.Chat) > 0 {
		r.unit = 1 / d.Chat[0]
		r.pace = make([]float64, len(d.Chat))
		for j, rate := range d.Chat {
			r.pace[j] = rate * r.unit
		}
	}
	if d.Curve == nil {
		r.rates = make([]float64, len(d.Rates))
		for i, rate := range d.Rates {
			r.rates[i] = rate * r.unit
		}
	}
	r.length = d.Interval / r.unit
	r.within = within / r.unit
	if d.Patience > 0 && !math.IsInf(d.Patience, 1) {
		r.theta = r.unit / d.Patience
	}
	r.open()
	return r
}

// slots is how many contacts the agents of an interval hold.
func (r *dayRun) slots(i int) int { return r.agents[i] * len(r.pace) }

// open sets the state at opening: InHand, more than the slots of the first interval too,
// then Waiting in front of whom free slots take at once.
func (r *dayRun) open() {
	d := r.day
	hand, queue := d.InHand, d.Waiting
	s := &r.state
	s.slots = max(r.slots(0), hand)
	take := min(queue, s.slots-hand)
	s.low = hand + queue
	s.p = []float64{1}
	queue -= take
	if s.low > s.slots {
		s.p = make([]float64, s.low-s.slots+1)
		s.p[s.low-s.slots], s.low = 1, s.slots
	}
	r.backlog = cohortSums{offered: float64(d.Waiting), joined: float64(queue), immediate: float64(take)}
	r.clocks[0].answered += float64(take)
	if queue > 0 {
		g := &waiting{interval: -1, few: 1e-12, m: [][]float64{make([]float64, queue)}, w: [][]float64{make([]float64, queue)}}
		for j := range queue {
			g.m[0][j] = 1
		}
		s.groups = append(s.groups, g)
		r.level.backlog(r, g)
	}
}

// sums returns where the figures of a cohort go.
func (r *dayRun) sums(interval int) *cohortSums {
	if interval < 0 {
		return &r.backlog
	}
	return &r.cohorts[interval]
}

// restaff lets the slots of interval i take over.
func (r *dayRun) restaff(slots int, clock *clockSums) {
	out := r.state.restaff(slots, r.day.ShiftEnd, func(g *waiting, m, w float64) {
		c := r.sums(g.interval)
		c.answered += m
		c.waited += w
	})
	clock.answered += out.taken - out.handedBack
	clock.handedBack += out.handedBack
}

// begin starts interval i.
func (r *dayRun) begin(i int) {
	r.restaff(r.slots(i), &r.clocks[i])
	for _, g := range r.state.groups {
		g.open = false
	}
	layers := len(r.state.layers) + 1
	offered := r.day.averageRate(float64(i)*r.day.Interval, float64(i+1)*r.day.Interval, len(r.agents)) * r.day.Interval * r.factor
	r.state.groups = append(r.state.groups, &waiting{
		interval: i, open: true, few: 1e-12 * math.Min(1, offered),
		m: make([][]float64, layers), w: make([][]float64, layers),
	})
}

// through follows interval i to its end.
func (r *dayRun) through(i int) error {
	end := float64(i+1) * r.length
	for r.now < end {
		if err := r.level.next(r, i, end); err != nil {
			return err
		}
	}
	r.now = end
	return nil
}

// advance follows interval i to a time, stopping at the times to be recorded.
func (r *dayRun) advance(i int, to float64) error {
	for r.record < len(r.day.Record) {
		at := r.day.Record[r.record] / r.unit
		if at >= float64(i+1)*r.length*(1-1e-14) || at > to {
			break
		}
		if err := r.advancePast(i, at); err != nil {
			return err
		}
		r.records = append(r.records, r.state.describe(r.day.Record[r.record]))
		r.record++
	}
	return r.advancePast(i, to)
}

func (r *dayRun) advancePast(i int, to float64) error {
	if err := r.move(&r.state, i, r.now, to, true); err != nil {
		return err
	}
	r.now = math.Max(r.now, to)
	return nil
}

// move takes a state of interval i (len(agents): after close) from one time to another, and measures
// what happens meanwhile if told so.
func (r *dayRun) move(s *dayState, i int, from, to float64, measure bool) error {
	curve := r.day.Curve != nil && i < len(r.agents)
	for from < to {
		if err := r.ctx.Err(); err != nil {
			return context.Cause(r.ctx)
		}
		if curve {
			from += r.curveStep(s, i, from, to-from, measure)
		} else {
			from += r.step(s, i, to-from, measure)
		}
		if to-from < 1e-12*to {
			break
		}
	}
	return nil
}

// set makes the chain that of a state's staffing, with arrivals at the given rate joining
// the cohort of interval i.
func (r *dayRun) set(s *dayState, i int, rate float64) {
	c := &r.chain
	agents := s.slots / len(r.pace)
	c.arrive, c.stay, c.theta, c.lines, c.slots = rate, 1-r.day.Balking, r.theta, r.day.Lines, s.slots
	c.pace = func(n int) float64 { return balanced(r.pace, agents, n) }
	c.full = c.pace(s.slots)
	c.each = r.pace[len(r.pace)-1] / float64(len(r.pace))
	c.layers, c.cohorts, c.fed = len(s.layers), len(s.groups), -1
	for k, g := range s.groups {
		if g.interval == i {
			c.fed = k
		}
	}
}

// step moves a state on for at most h at the interval's constant arrival rate, and returns for how long.
func (r *dayRun) step(s *dayState, i int, h float64, measure bool) float64 {
	c, spare := &r.chain, r.spare
	rate := 0.
	if i < len(r.agents) {
		rate = r.rates[i] * r.factor
	}
	r.set(s, i, rate)
	h, far := c.stride(s, h)
	low, high := c.reach(s, h)
	for try := 0; ; try++ {
		c.window(s, low, high)
		y := c.pack(s, spare)
		sum := spare.zero(len(y))
		if far {
			end := spare.take(len(y))
			c.leap(end, sum, y, h, spare)
			spare.give(y)
			y = end
		} else {
			c.uniformize(y, sum, h, spare)
		}
		short, deep := c.cut(y, sum, h)
		if try == 20 || !short && !deep {
			if measure {
				r.measure(i, rate, h, 1, sum)
			}
			c.unpack(s, y, spare)
			spare.give(sum)
			s.trim()
			return h
		}
		low, high = widen(low, high, short, deep)
		spare.give(y, sum)
	}
}

// balanced is the completion rate of n contacts spread evenly over the agents, where one
// with 1, 2, ... contacts completes at the given pace.
func balanced(pace []float64, agents, n int) float64 {
	if agents == 0 || n == 0 {
		return 0
	}
	if len(pace) == 1 {
		return float64(min(n, agents)) * pace[0]
	}
	n = min(n, agents*len(pace))
	each, more := n/agents, n%agents
	rate := 0.
	if each > 0 {
		rate = float64(agents-more) * pace[each-1]
	}
	if more > 0 {
		rate += float64(more) * pace[each]
	}
	return rate
}

// measure adds what happens during h, times weight, to the figures of interval i; sum is the
// integral of the state over it.
func (r *dayRun) measure(i int, rate, h, weight float64, sum []float64) {
	if weight != 1 {
		for k := range sum {
			sum[k] *= weight
		}
		h *= weight
	}
	c := &r.chain
	clock, cohort := &r.after, &cohortSums{}
	if i < len(r.agents) {
		clock, cohort = &r.clocks[i], &r.cohorts[i]
	}
	agents := float64(c.slots / len(r.pace))
	var queue, full, idle, lost, taken float64
	for k, p := range sum[:c.base] {
		n := c.low + k
		hand := min(n, c.slots)
		clock.inHand += float64(hand) * p
		clock.active += math.Min(float64(hand), agents) * p
		if c.lines > 0 && n >= c.lines {
			lost += p
		} else if n < c.slots {
			idle += p
		}
		if n >= c.slots {
			full += p
			queue += float64(n-c.slots) * p
			if n > c.slots {
				taken += p
			}
		}
	}
	clock.present += agents * h
	for l := 1; l <= c.layers; l++ {
		at := c.layer(l)
		row := sum[at : at+c.room]
		p := total(row)
		extra := float64(l) / float64(len(r.pace))
		clock.inHand += float64(c.slots+l) * p
		clock.active += (agents + extra) * p
		clock.present += extra * p
		full += p
		for q, p := range row {
			queue += float64(q) * p
			if c.lines > 0 && c.slots+l+q >= c.lines {
				lost += p
			}
		}
	}
	clock.queue += queue
	clock.full += full
	blocked := rate * lost
	if c.lines > 0 && c.lines <= c.slots {
		full = lost // nobody waits: who finds no line is blocked
	}
	waits := rate * (full - lost)
	balked := waits * (1 - c.stay)
	clock.blocked += blocked
	clock.abandoned += balked + c.theta*queue
	clock.answered += rate*idle + c.full*taken
	cohort.offered += rate * h
	cohort.blocked += blocked
	cohort.balked += balked
	cohort.immediate += rate * idle
	cohort.joined += waits * c.stay
	for k, g := range r.state.groups {
		to := r.sums(g.interval)
		for l := 0; l <= c.layers; l++ {
			at := c.waiting(k, l)
			to.wait += total(sum[at : at+c.room])
		}
		if at := c.waiting(k, 0); c.room > 0 {
			to.answered += c.full * sum[at]
			to.waited += c.full * sum[at+c.room]
		}
	}
	if c.fed >= 0 {
		r.level.measure(r, cohort, sum)
	}
}

// drain lets the agents after close answer who waits.
func (r *dayRun) drain() error {
	last := len(r.agents)
	r.closing = r.state.describe(r.now * r.unit)
	for ; r.record < len(r.day.Record); r.record++ {
		r.records = append(r.records, r.closing)
		r.records[len(r.records)-1].Time = r.day.Record[r.record]
	}
	slots := r.slotsFrom(last)
	r.restaff(slots, &r.after)
	for _, g := range r.state.groups {
		g.open = false
	}
	r.state.trim()
	queue := func() float64 { return r.state.describe(0).Queue }
	if slots == 0 && r.theta == 0 && (len(r.state.groups) > 0 || queue() > 1e-12) {
		return ErrNeverAnswered
	}
	for h := 1.; len(r.state.groups) > 0 || queue() > 1e-13; h = math.Min(2*h, 64) {
		if err := r.advancePast(last, r.now+h); err != nil {
			return err
		}
	}
	return nil
}
