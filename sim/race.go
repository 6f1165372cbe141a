package sim

import "math"

// race finds the channel whose next contact arrives first: a winner tree over the channels, of
// exact times; of equal ones the lower channel wins.
type race struct {
	at     []uint64 // the bits of each channel's time, which order as times do
	winner []int32  // of each match; the leaves are the channels themselves
	leaves int
}

func newRace(channels int) *race {
	r := &race{leaves: 1}
	for r.leaves < channels {
		r.leaves *= 2
	}
	r.at = make([]uint64, r.leaves)
	r.winner = make([]int32, 2*r.leaves)
	for i := range r.at {
		r.at[i] = math.Float64bits(math.Inf(1))
		r.winner[r.leaves+i] = int32(i)
	}
	for i := r.leaves - 1; i > 0; i-- {
		r.winner[i] = r.winner[2*i]
	}
	return r
}

// set gives a channel its time and returns who is first, and when.
func (r *race) set(c int, t float64) (first int, at float64) {
	times, winner := r.at, r.winner
	times[c] = math.Float64bits(t)
	for i := uint(r.leaves+c) / 2; i > 0; i /= 2 {
		a, b := winner[2*i], winner[2*i+1]
		if times[b] < times[a] {
			a = b
		}
		winner[i] = a
	}
	w := winner[1]
	return int(w), math.Float64frombits(times[w])
}
