package erlang

import "math"

// levelTable follows contacts for the time T of the service level. A contact that
// joins the queue at t is answered within T, or gives up within T, with a chance that depends on
// who is ahead and on the staffing up to t + T. Where the staffing stays the same that long
// the chance is a fixed function of the position, and the integral of the process over time tells how
// many join at each position. In the last T before a change the arrivals are taken at Gauss points
// and followed one by one through the change.
type levelTable struct {
	fixed    bool // now: no change within T of any arrival
	slots    int  // for which the chances were computed
	layers   int
	room     int
	answered [][]float64 // chance to be answered within T, by layer and position
	left     [][]float64 // chance to give up within T
	leaving  leavingTable
}

// next follows interval i up to end, or part of the way.
func (t *levelTable) next(r *dayRun, i int, end float64) error {
	t.fixed = false
	if r.within == 0 || math.IsInf(r.within, 1) {
		return r.advance(i, end)
	}
	free := math.Min(r.change(i)-r.within, end)
	if r.mark != nil {
		if last := end - r.within; r.now < last {
			free = math.Min(free, last)
		} else {
			r.mark()
		}
	}
	if r.now < free {
		t.fixed = true
		t.room = 0
		return r.advance(i, free)
	}
	// To the next time at which one more change comes within T.
	for k := i + 1; k <= len(r.agents); k++ {
		if at := float64(k)*r.length - r.within; at > r.now && at < end && r.slotsFrom(k) != r.slotsFrom(k-1) {
			end = at
			break
		}
	}
	end = math.Min(end, r.now+longestSpan)
	from, span := r.now, end-r.now
	nodes, weights := gaussPoints(r.points(i, span))
	s := r.state.alone()
	for k, x := range nodes {
		at := from
		if k > 0 {
			at += span * nodes[k-1]
		}
		if err := r.move(&s, i, at, from+span*x, false); err != nil {
			return err
		}
		t.arrivals(r, &s, i, from+span*x, span*weights[k])
	}
	return r.advance(i, end)
}

// longestSpan, in handle times, is what one Gauss rule has to do with.
const longestSpan = 3

// slotsFrom is slots for interval k, and those of the Drain agents after close.
func (r *dayRun) slotsFrom(k int) int {
	switch {
	case k < len(r.agents):
		return r.slots(k)
	case r.day.Drain > 0:
		return r.day.Drain * len(r.pace)
	}
	return r.slots(len(r.agents) - 1)
}

// change is when the slots change next after interval i began; +Inf: never again.
func (r *dayRun) change(i int) float64 {
	for k := i + 1; k <= len(r.agents); k++ {
		if r.slotsFrom(k) != r.slotsFrom(k-1) {
			return float64(k) * r.length
		}
	}
	return math.Inf(1)
}

// arrivals follows the contacts of interval i that find the state s and join its queue now, during dt.
func (t *levelTable) arrivals(r *dayRun, s *dayState, i int, now, dt float64) {
	rate := 0.
	if r.day.Curve != nil {
		rate = math.Max(0, r.day.Curve(now*r.unit)) * r.unit
	} else {
		rate = r.rates[i]
	}
	r.set(s, i, rate*r.factor)
	c := &r.chain
	m := make([][]float64, len(s.layers)+1)
	all := 0.
	for k, p := range s.p {
		if n := s.low + k; n >= s.slots {
			v := dt * c.joins(n) * math.Max(p, 0)
			for len(m[0]) < n-s.slots {
				m[0] = append(m[0], 0)
			}
			m[0] = append(m[0], v)
			all += v
		}
	}
	for l, row := range s.layers {
		m[l+1] = make([]float64, len(row))
		for q, p := range row {
			v := dt * c.joins(s.slots+l+1+q) * math.Max(p, 0)
			m[l+1][q] = v
			all += v
		}
	}
	if all < negligible*dt {
		return
	}
	answered, left := r.follow(i, now, s.slots, m)
	r.cohorts[i].answeredT += answered
	r.cohorts[i].leftT += left
}

// backlog follows those who wait at opening.
func (t *levelTable) backlog(r *dayRun, g *waiting) {
	if r.within == 0 || math.IsInf(r.within, 1) {
		return
	}
	m := [][]float64{append([]float64(nil), g.m[0]...)}
	m, taken := shiftWaiting(m, r.slots(0)-r.state.slots, r.day.ShiftEnd)
	answered, left := r.follow(0, 0, r.slots(0), m)
	r.backlog.answeredT, r.backlog.leftT = taken+answered, left
}

// follow follows contacts that wait now, in interval i with its slots, for T: how many of them are
// answered, and how many give up.
func (r *dayRun) follow(i int, now float64, slots int, m [][]float64) (answered, left float64) {
	deadline := now + r.within
	for k := i + 1; ; k++ {
		to := deadline
		for ; k <= len(r.agents) && r.slotsFrom(k) == slots; k++ {
		}
		if k <= len(r.agents) {
			to = math.Min(deadline, float64(k)*r.length)
		}
		t := r.tags(slots, len(m)-1, longest(m))
		last := to >= deadline || k > len(r.agents)
		if top := len(m) - 1; last && top >= manyLayers && longest(m[:top]) == 0 {
			g := &r.level.leaving
			if g.slots != slots || g.layers != top || g.room < t.room || g.within != r.within {
				t.room += t.room / 4
				g.fill(&t, r.within, r.spare)
			}
			a, l := g.run(&t, m[top], r.within-(deadline-now), r.spare)
			return answered + a, left + l
		}
		a, l := t.run(m, to-now, last, r.spare)
		answered += a
		left += l
		if last {
			return answered, left
		}
		now = to
		var taken float64
		m, taken = shiftWaiting(m, r.slotsFrom(k)-slots, r.day.ShiftEnd)
		answered += taken
		slots = r.slotsFrom(k)
	}
}

// points is how many Gauss points a span of arrivals just before a change takes: more for a long one,
// in which the process itself moves, and for many events within it.
func (r *dayRun) points(i int, span float64) int {
	s := &r.state
	slots := s.slots
	for k := i + 1; k <= len(r.agents) && float64(k)*r.length < r.now+span+r.within; k++ {
		slots = max(slots, r.slotsFrom(k))
	}
	events := (float64(slots) + r.theta*float64(max(0, s.low+len(s.p)-s.slots))) * span
	return 8 + int(4*span) + int(math.Sqrt(events)/2)
}

func longest(m [][]float64) int {
	n := 0
	for _, row := range m {
		n = max(n, len(row))
	}
	return n
}

// measure adds the arrivals of a stretch without change within T.
func (t *levelTable) measure(r *dayRun, cohort *cohortSums, sum []float64) {
	c := &r.chain
	if !t.fixed || c.room == 0 || c.arrive == 0 {
		return
	}
	if t.room < c.room || t.layers < c.layers || t.slots != c.slots {
		t.slots, t.layers, t.room = c.slots, c.layers, c.room+c.room/4
		tags := r.tags(c.slots, c.layers, t.room)
		t.answered, t.left = tags.chances(r.within, r.spare)
	}
	queue := c.slots - c.low
	for j := range c.room {
		v := c.joins(c.slots+j) * sum[queue+j]
		cohort.answeredT += v * t.answered[0][j]
		cohort.leftT += v * t.left[0][j]
	}
	for l := 1; l <= c.layers; l++ {
		row := sum[c.layer(l):]
		for q := range c.room {
			v := c.joins(c.slots+l+q) * row[q]
			cohort.answeredT += v * t.answered[l][q]
			cohort.leftT += v * t.left[l][q]
		}
	}
}
