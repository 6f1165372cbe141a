package sim

import "math/bits"

// stream is a xoshiro256++ generator (Blackman and Vigna 2021, "Scrambled linear
// pseudorandom number generators", ACM TOMS 47). It is a value: next returns
// the state that follows, so that a loop keeps it in registers.
type stream struct{ a, b, c, d uint64 }

func (s stream) next() (stream, uint64) {
	out := bits.RotateLeft64(s.a+s.d, 23) + s.a
	t := s.b << 17
	s.c ^= s.a
	s.d ^= s.b
	s.b ^= s.c
	s.a ^= s.d
	s.c ^= t
	s.d = bits.RotateLeft64(s.d, 45)
	return s, out
}

// unit maps 64 random bits to the open interval (0, 1): never 0, so that its
// logarithm exists.
func unit(u uint64) float64 { return (float64(int64(u>>12)) + 0.5) * 0x1p-52 }

// purpose says what a stream of a channel is drawn for.
type purpose uint64

const (
	forArrivals purpose = iota + 1
	forHandleTimes
	forPatience
	forBusyness
	forBalking
	forWrapUps
	forRedials
	forAbsence
	forAdherence
	forTeamHandleTimes
	forTurns
	forLeaving
	forBacklog
	forFollowUps
	forFollowUpTimes
	forAutomation
	forCallBacks
	forOutbound
	forTalks
	forAgain
	forAgents
)

// splitmix64 is the finalizer of Steele, Lea and Flood (2014), "Fast splittable
// pseudorandom number generators": a bijection of 64 bits without visible structure.
func splitmix64(x uint64) uint64 {
	x ^= x >> 30
	x *= 0xbf58476d1ce4e5b9
	x ^= x >> 27
	x *= 0x94d049bb133111eb
	return x ^ x>>31
}

// golden is 2^64 divided by the golden ratio, the increment of splitmix64.
const golden = 0x9e3779b97f4a7c15

// key chains words into 64 bits: each word passes through splitmix64 before the next is added.
func key(words ...uint64) uint64 {
	h := uint64(golden)
	for _, w := range words {
		h = splitmix64(h+golden) ^ splitmix64(w+golden)
		h = splitmix64(h + golden)
	}
	return h
}

// nameKey is the FNV-1a hash (Fowler, Noll and Vo) of a channel's name.
func nameKey(name string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(name) {
		h ^= uint64(name[i])
		h *= 1099511628211
	}
	return h
}

// newStream is the stream of one purpose of a channel in one interval of a
// replication. base is key(seed, replication, name of the channel).
func newStream(base uint64, p purpose, interval int) stream {
	h := key(base, uint64(p), uint64(interval))
	var w [4]uint64
	for i := range w { // distinct outputs, as splitmix64 is a bijection: never all zero
		h += golden
		w[i] = splitmix64(h)
	}
	return stream{w[0], w[1], w[2], w[3]}
}

// ownStream is the n-th stream of a purpose of one contact, whose key is well mixed already.
func ownStream(key uint64, p purpose, n int) stream {
	h := ownDraw(key, p, n)
	var w [4]uint64
	for i := range w {
		h += golden
		w[i] = splitmix64(h)
	}
	return stream{w[0], w[1], w[2], w[3]}
}

// ownDraw is the n-th single draw of a purpose of one contact.
func ownDraw(key uint64, p purpose, n int) uint64 {
	return splitmix64(key + golden*(uint64(p)<<56+uint64(n)))
}
