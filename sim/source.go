package sim

import "math"

// block is how many contacts are drawn at a time: enough that the draws run at full speed,
// few enough to stay in the first-level cache.
const block = 128

// source draws the contacts of a channel, interval by interval and block by block:
// each of them with arrival time, handle time and patience, from streams of their own.
type source struct {
	i        int                // next contact of the block
	at       [block + 1]float64 // arrival times, then more, or +Inf where the interval has no more
	handle   [block]float64
	patience [block]float64

	arrivals, handles, patiences stream
	now, gap, end                float64 // last arrival drawn, mean time between two, end of the interval
}

// more says that the interval may have another block.
const more = -1.0

// open starts interval k of a channel.
func (s *source) open(ch *channel, k int, start, end float64) {
	s.arrivals = newStream(ch.base, forArrivals, k)
	s.handles = newStream(ch.base, forHandleTimes, k)
	s.patiences = newStream(ch.base, forPatience, k)
	s.now, s.gap, s.end = start, (end-start)/ch.rates[k], end
}

// refill draws the next block; it returns how many contacts there are in it.
func (s *source) refill(ch *channel, k int) int {
	s.i = 0
	n := s.drawArrivals()
	handles := &ch.handles[0]
	if len(ch.handles) > 1 {
		handles = &ch.handles[k]
	}
	s.handles = handles.fill(s.handle[:n], s.handles)
	s.patiences = ch.patient.fill(s.patience[:n], s.patiences)
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
