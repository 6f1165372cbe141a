package sim

import (
	"math"
	"math/bits"
)

// agents holds when each agent in hand finishes: a winner tree (Knuth, The Art of
// Computer Programming 3, 5.4.1) over one slot per agent. A leaf is one word: the
// bits of the time, which order as times do, with the low bits replaced by the slot.
// So a comparison of words orders by time and then by slot, without a branch, and
// the root names the slot that is next.
//
// The price is that the end of a contact is rounded up to a multiple of
// 2^-(52-slotbits) of itself: with 100 agents, 3·10⁻⁹ s after a day.
type agents struct {
	tree   []uint64 // leaves in the upper half; tree[1] is the winner
	leaves int
	levels int    // above the leaves: at most 17, for MaxAgents
	mask   uint64 // low bits that hold the slot
	first  uint64 // tree[1]
}

// idle is the word of an agent without a contact: after every time.
const idle = 0x7ff0000000000000

func newAgents(slots int) *agents {
	b := bits.Len(uint(max(slots, 1) - 1))
	a := &agents{tree: make([]uint64, 2<<b), leaves: 1 << b, levels: b, mask: 1<<b - 1}
	a.clear()
	return a
}

func (a *agents) clear() {
	for i := range a.tree {
		a.tree[i] = idle
	}
	a.first = idle
}

// next is the earliest end of a contact in hand, +Inf with none.
func (a *agents) next() float64 { return math.Float64frombits(a.first &^ a.mask) }

// nextSlot is whose contact ends then.
func (a *agents) nextSlot() int { return int(a.first & a.mask) }

// roundUp is the time at which a contact that should end at t does end.
func (a *agents) roundUp(t float64) float64 {
	return math.Float64frombits((math.Float64bits(t) + a.mask) &^ a.mask)
}

// busy lets a slot's contact end at t, rounded up.
func (a *agents) busy(slot int, t float64) {
	a.set(slot, (math.Float64bits(t)+a.mask)&^a.mask|uint64(slot))
}

// free leaves a slot without a contact.
func (a *agents) free(slot int) { a.set(slot, idle) }

// set puts a word on a slot's leaf and plays its matches up to the root; it returns the winner.
//
// The levels are written out: a loop would end after a number of turns that the processor,
// amid the other branches of a simulation, does not foresee, and each misjudged end
// costs as much as all the matches.
func (a *agents) set(slot int, word uint64) uint64 {
	t := a.tree
	i := a.leaves + slot
	t[i] = word
	switch a.levels {
	case 17:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 16:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 15:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 14:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 13:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 12:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 11:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 10:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 9:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 8:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 7:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 6:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 5:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 4:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 3:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 2:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
		fallthrough
	case 1:
		word = min(word, t[i^1])
		i >>= 1
		t[i] = word
	}
	a.first = word
	return word
}

// ends is when a busy slot's contact ends.
func (a *agents) ends(slot int) float64 {
	return math.Float64frombits(a.tree[a.leaves+slot] &^ a.mask)
}

// idle reports whether a slot is without a contact.
func (a *agents) idle(slot int) bool { return a.tree[a.leaves+slot] == idle }
