package sim

import "math"

// block is how many contacts are drawn at a time: enough that the draws run at full speed,
// few enough to stay in the first-level cache.
const block = 128

// source draws the contacts of a channel, interval by interval and block by block:
// each of them with arrival time, handle time and patience, from streams of their own.
type source struct {
	i        int                // next contact of the block
	n        int                // contacts in the block
	at       [block + 1]float64 // arrival times, then more, or +Inf where the interval has no more
	handle   [block]float64     // wrap-up included, unless the channel keeps it apart
	patience [block]float64
	wrapUp   [block]float64 // where the channel has any

	drawn                                         int // contacts of the interval in the blocks before
	arrivals, handles, patiences, wrapUps, balked stream
	now, gap, start, end                          float64 // last arrival drawn, mean time between two, the interval
	slope                                         float64
	next                                          int // of the contacts given
}

// more says that the interval may have another block.
const more = -1.0

// open starts an interval of a channel that number names in its streams.
func (s *source) open(ch *channel, k, number int, start, end float64) {
	s.handles = newStream(ch.base, forHandleTimes, number)
	s.patiences = newStream(ch.base, forPatience, number)
	s.n, s.drawn = 0, 0
	s.start, s.end = start, end
	if ch.wraps {
		s.wrapUps = newStream(ch.base, forWrapUps, number)
	}
	if ch.balk > 0 {
		s.balked = newStream(ch.base, forBalking, number)
	}
	if ch.given != nil {
		if k == 0 {
			s.next = 0
		}
		return
	}
	s.arrivals = newStream(ch.base, forArrivals, number)
	rate := ch.rates[k]
	if ch.factors != nil {
		rate *= ch.factors[k]
	}
	s.now, s.gap = start, (end-start)/rate
	s.slope = 0
	if ch.slopes != nil {
		s.slope = ch.slopes[k]
	}
}

// refill draws the next block; it returns how many contacts there are in it.
func (s *source) refill(ch *channel, k int) int {
	s.i = 0
	s.drawn += s.n
	if ch.given != nil {
		s.n = s.nextArrivals(ch.given)
	} else {
		s.n = s.drawArrivals()
	}
	n := s.n
	handles := &ch.handles[0]
	if len(ch.handles) > 1 {
		handles = &ch.handles[k]
	}
	s.handles = handles.fill(s.handle[:n], s.handles)
	s.patiences = ch.patient.fill(s.patience[:n], s.patiences)
	if ch.slopes != nil && s.slope != 0 {
		s.bend()
	}
	if ch.balk > 0 {
		var u uint64
		for i := range s.patience[:n] {
			if s.balked, u = s.balked.next(); unit(u) < ch.balk {
				s.patience[i] = 0
			}
		}
	}
	if ch.wraps {
		s.wrapUps = ch.wrapUp.fill(s.wrapUp[:n], s.wrapUps)
	}
	if ch.given != nil {
		s.known(ch.given[s.next:][:n])
		s.next += n
	}
	if ch.wraps && !ch.apart {
		for i, w := range s.wrapUp[:n] {
			s.handle[i] += w
		}
	}
	return n
}

// drawArrivals draws arrival times up to the end of the interval or of the block.
// The stream is left unused where nobody arrives: a gap of +Inf.
func (s *source) drawArrivals() (n int) {
	r, t := s.arrivals, s.now
	var u uint64
	for n < block {
		r, u = r.next()
		x, sure := expZig.inside(u)
		if !sure {
			r, x = r.exponentialEdge(u)
		}
		t += x * s.gap
		if !(t < s.end) { // +Inf, or 0·Inf, where nobody arrives
			s.at[n] = math.Inf(1)
			return n
		}
		s.at[n] = t
		n++
	}
	s.arrivals, s.now = r, t
	s.at[n] = more
	return n
}

// bend gives the arrivals of the block the slope of the interval.
func (s *source) bend() {
	length := s.end - s.start
	before := s.start
	for i, t := range s.at[:s.n] {
		t = s.start + bend((t-s.start)/length, s.slope)*length
		if !(t < s.end) { // by rounding
			t = math.Nextafter(s.end, s.start)
		}
		before = max(before, t)
		s.at[i] = before
	}
}

// Contact is one given by name: who came when. Handle time, wrap-up and patience that are
// not known are drawn from the channel's laws.
type Contact struct {
	Arrived    float64 // seconds from the opening; before it: of deferred work, there at the opening (see Deferred.Backlog)
	HandleTime float64 // seconds, without wrap-up, whichever team takes it; Unknown: drawn
	WrapUp     float64 // seconds; Unknown: drawn
	Patience   float64 // seconds; +Inf: without end; Unknown: drawn
}

// Unknown marks a time that was not recorded.
const Unknown = -1.0

// nextArrivals takes the given contacts of the interval's next block.
func (s *source) nextArrivals(given []Contact) (n int) {
	for _, c := range given[s.next:] {
		if n == block {
			s.at[n] = more
			return n
		}
		if !(c.Arrived < s.end) {
			break
		}
		s.at[n] = c.Arrived + 0 // not -0
		n++
	}
	s.at[n] = math.Inf(1)
	return n
}

// known puts what is known of the given contacts in place of what was drawn.
func (s *source) known(given []Contact) {
	for i, c := range given {
		if c.HandleTime >= 0 {
			s.handle[i] = c.HandleTime
		}
		if c.WrapUp >= 0 {
			s.wrapUp[i] = c.WrapUp
		}
		if c.Patience >= 0 {
			s.patience[i] = c.Patience
		}
	}
}
