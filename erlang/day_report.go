package erlang

import "math"

// report turns the sums into figures.
func (r *dayRun) report() DayPerformance {
	out := DayPerformance{Close: r.closing, Record: r.records}
	var all cohortSums
	var day clockSums
	agents := 0.
	for i := range r.agents {
		p := r.figures(&r.cohorts[i], &r.clocks[i], r.length)
		p.Agents = float64(r.agents[i])
		p.Load = p.Load / r.length
		out.Intervals = append(out.Intervals, p)
		all.addWeighted(&r.cohorts[i], 1)
		day.addWeighted(&r.clocks[i], 1)
		agents += float64(r.agents[i])
	}
	length := r.length * float64(len(r.agents))
	out.Day = r.figures(&all, &day, length)
	out.Day.Agents = agents / float64(len(r.agents))
	out.Day.Load /= length
	out.After = AfterClose{
		Answered:  math.Max(0, r.after.answered),
		Abandoned: math.Max(0, r.after.abandoned),
		QueueTime: math.Max(0, r.after.queue) * r.unit,
	}
	if all.offered > 0 {
		// Under HandBack this is more than the cohorts' sum.
		out.Day.MeanWait = math.Max(0, day.queue+r.after.queue-r.backlog.wait) / all.offered * r.unit
		left := day.abandoned + r.after.abandoned - r.theta*r.backlog.wait
		out.Day.Abandonment = math.Min(math.Max(0, left/all.offered), 1)
	}
	if r.day.Waiting > 0 {
		p := r.figures(&r.backlog, &clockSums{}, r.length)
		p.Performance.Agents = float64(r.agents[0])
		p.Performance.Load = 0
		out.Backlog = &p.Performance
	}
	return out
}

func (c *cohortSums) addWeighted(o *cohortSums, w float64) {
	c.offered += w * o.offered
	c.immediate += w * o.immediate
	c.balked += w * o.balked
	c.blocked += w * o.blocked
	c.joined += w * o.joined
	c.wait += w * o.wait
	c.answered += w * o.answered
	c.waited += w * o.waited
	c.answeredT += w * o.answeredT
	c.leftT += w * o.leftT
}

func (c *clockSums) addWeighted(o *clockSums, w float64) {
	c.inHand += w * o.inHand
	c.active += w * o.active
	c.present += w * o.present
	c.queue += w * o.queue
	c.full += w * o.full
	c.answered += w * o.answered
	c.abandoned += w * o.abandoned
	c.blocked += w * o.blocked
	c.handedBack += w * o.handedBack
}

// figures are those of a cohort and of a time of the given length. With nothing offered, or less than 1e-9
// of a contact, every service level is 1, and a share or mean of nobody is 0.
func (r *dayRun) figures(cohort *cohortSums, clock *clockSums, length float64) IntervalPerformance {
	c := *cohort
	if c.offered < 1e-9 {
		c = cohortSums{}
	}
	var p IntervalPerformance
	share := func(x, of float64) float64 {
		if !(of > 0) {
			return 0
		}
		return math.Min(math.Max(x/of, 0), 1)
	}
	p.Offered = cohort.offered
	p.Answered = clock.answered
	p.Abandoned = math.Max(0, clock.abandoned)
	p.Blocked = math.Max(0, clock.blocked)
	p.HandedBack = math.Max(0, clock.handedBack)
	p.MeanInHand = math.Max(0, clock.inHand) / length
	p.PAllBusy = share(clock.full, length)
	p.MeanQueue = math.Max(0, clock.queue) / length
	p.Occupancy = share(clock.active, clock.present)
	p.Within = r.within * r.unit
	p.Load = cohort.offered

	left := c.balked + r.theta*c.wait
	answered := c.immediate + c.answered
	p.PWait = share(c.joined+c.balked, c.offered)
	p.Abandonment = share(left, c.offered)
	p.Blocking = share(c.blocked, c.offered)
	if c.offered > 0 {
		p.MeanWait = math.Max(0, c.wait/c.offered) * r.unit
	}
	if answered > 0 {
		p.ASA = math.Max(0, c.waited/answered) * r.unit
	}
	if left > 0 && r.theta > 0 {
		p.MeanWaitAbandoned = math.Max(0, c.wait-c.waited) / left * r.unit
	}
	answeredT, leftT := c.answeredT, c.leftT
	if math.IsInf(r.within, 1) {
		answeredT, leftT = c.answered, r.theta*c.wait
	}
	in, out := c.immediate+answeredT, c.balked+leftT
	p.ServiceLevel = Levels{Offered: 1, Answered: 1, ExcludingShort: 1, Waited: 1}
	if c.offered > 0 {
		p.ServiceLevel = Levels{
			Offered:        share(in, c.offered),
			Answered:       share(in, answered),
			ExcludingShort: share(in, c.offered-out),
			Waited:         share(in+out, c.offered),
		}
	}
	return p
}

// Misses returns the first target, in the order of Targets, that the contacts of the interval miss: as
// [Requirement] names them; "" if none. Where nobody is answered (less than one in a million) no
// target on the answered is met; where nobody comes all are.
func (p IntervalPerformance) Misses(t Targets) string {
	name, _, _ := p.broken(t)
	return name
}

func (p *IntervalPerformance) broken(t Targets) (name string, want, got float64) {
	f := p.Performance
	f.Agents = 1
	if f.Load > 0 && p.Abandonment+p.Blocking > 1-1e-6 {
		f.Agents = 0
	}
	return t.broken(f)
}
