package sim

// contact is one that waits.
type contact struct {
	arrived  float64
	deadline float64 // when its patience ends, +Inf for never
	handle   float64 // its handle time
	interval int     // of its arrival
}

// queue is the first-come queue of a channel: a ring of a power of two. Contacts whose
// patience has ended stay in it until somebody looks.
type queue struct {
	ring       []contact
	head, tail int // positions; the index is the position modulo the ring's length
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
	kept := make([]contact, 0, max(16, len(q.ring)))
	for !q.empty() {
		if c := q.pop(); c.deadline < now {
			gone(c)
		} else {
			kept = append(kept, *c)
		}
	}
	n := max(16, len(q.ring))
	if len(kept) > n/2 {
		n *= 2
	}
	q.ring = append(kept, make([]contact, n-len(kept))...)
	q.head, q.tail = 0, len(kept)
}
