package sim

// contact is one that waits.
type contact struct {
	arrived  float64
	patience float64
	handle   float64 // its handle time, wrap-up included
	wrapUp   float64
	interval int // of its arrival
}

// deadline is when its patience ends, +Inf for never.
func (c *contact) deadline() float64 { return c.arrived + c.patience }

// queue is the first-come queue of a channel: a ring of a power of two. Contacts whose
// patience has ended stay in it until somebody looks.
type queue struct {
	ring       []contact
	other      []contact // memory for the next ring
	head, tail int       // positions; the index is the position modulo the ring's length
}

// smallestRing is the length of the ring of a queue at the start of a replication.
const smallestRing = 16

// clear empties the queue. The ring starts small again, in the memory it has: when the
// ring is cleared of those who gave up decides in which order they are summed, and
// that must not depend on replications before.
func (q *queue) clear() {
	if q.ring == nil {
		q.ring = make([]contact, smallestRing)
	}
	q.ring = q.ring[:smallestRing]
	q.head, q.tail = 0, 0
}

func (q *queue) empty() bool { return q.head == q.tail }
func (q *queue) full() bool  { return q.tail-q.head == len(q.ring) }

func (q *queue) push(c contact) {
	q.ring[q.tail&(len(q.ring)-1)] = c
	q.tail++
}

func (q *queue) pop() *contact {
	c := &q.ring[q.head&(len(q.ring)-1)]
	q.head++
	return c
}

// makeRoom hands those whose patience ended before now to gone and, where the rest
// fills more than half the ring, doubles it: memory follows the contacts who do wait.
func (q *queue) makeRoom(now float64, gone func(*contact)) {
	n := len(q.ring)
	kept := q.other[:0]
	for !q.empty() {
		if c := q.pop(); c.deadline() < now {
			gone(c)
		} else {
			kept = append(kept, *c)
		}
	}
	q.head, q.tail = 0, len(kept)
	if len(kept) > n/2 {
		n *= 2
	}
	if cap(kept) < n {
		kept = append(make([]contact, 0, n), kept...)
	}
	q.ring, q.other = kept[:n], q.ring
}
