package sim

import (
	"cmp"
	"math"
	"slices"
)

// backlog is what is there at the opening, the oldest first.
func (ch *Channel) backlog() []Contact {
	var all []Contact
	for _, age := range ch.Deferred.Backlog {
		all = append(all, Contact{-age, Unknown, Unknown, Unknown})
	}
	for _, c := range ch.Contacts {
		if c.Arrived < 0 {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(a, b Contact) int { return cmp.Compare(a.Arrived, b.Arrived) })
	return all
}

// stockBacklog puts the opening backlogs into their queues.
func (f *floor) stockBacklog(now float64) {
	for c := range f.queues {
		for i, given := range f.queues[c].backlog {
			id := f.newCall()
			ct := &f.calls[id]
			ct.key = key(f.channels[c].base, uint64(forBacklog), uint64(i)) | 1
			ct.number = -1 - int32(i)
			ct.channel, ct.interval, ct.first, ct.attempt, ct.marks, ct.known = int32(c), int32(f.warm), int32(f.warm), 1, 0, given.HandleTime >= 0
			ct.arrived = now + given.Arrived
			ct.root, ct.of, ct.steps = ct.arrived, -1, 0
			f.drawWork(ct)
			if given.HandleTime >= 0 {
				ct.handle = given.HandleTime
			}
			if given.WrapUp >= 0 {
				ct.wrapUp = given.WrapUp
			}
			if given.Patience >= 0 {
				ct.patience = given.Patience
			}
			if f.caseOf != nil {
				f.beginCase(id)
			}
			cell, e := &f.tally.cells[c*f.k+f.warm], f.extraOf(ct)
			cell.offered++
			e.carried++
			if f.leads {
				e.opened++
			}
			f.start(id, ct, &f.queues[c], now)
			f.queue(id)
			f.setTimer(id, now)
		}
	}
}

// insert puts a contact into the queue of a channel that is not served by arrival: of those due at the same time by
// arrival, and of those that arrived together the last by its deadline, the first by newness.
func (f *floor) insert(id int32, q *waitlist) {
	ct := &f.calls[id]
	before := func(x *call) bool { // x stays in front of ct
		if q.order == NewestFirst {
			return x.arrived > ct.arrived
		}
		a, b := f.dueAt(x), f.dueAt(ct)
		return a < b || a == b && x.arrived <= ct.arrived
	}
	// The newest go to the head, and what is due last mostly comes last.
	ct.prev, ct.next = -1, q.head
	if q.order == NewestFirst {
		for ct.next >= 0 && before(&f.calls[ct.next]) {
			ct.prev, ct.next = ct.next, f.calls[ct.next].next
		}
	} else {
		ct.prev, ct.next = q.tail, -1
		for ct.prev >= 0 && !before(&f.calls[ct.prev]) {
			ct.prev, ct.next = f.calls[ct.prev].prev, ct.prev
		}
	}
	if ct.prev < 0 {
		q.head = id
	} else {
		f.calls[ct.prev].next = id
	}
	if ct.next < 0 {
		q.tail = id
	} else {
		f.calls[ct.next].prev = id
	}
}

// countBacklog counts what is not finished of deferred work at the end of an interval.
func (f *floor) countBacklog(c int, now float64) {
	q := &f.queues[c]
	e := &f.tally.extras[c*f.k+f.interval]
	e.backlog = int64(q.open)
	if q.open == 0 {
		return
	}
	oldest := now
	look := func(ct *call) (overdue bool) {
		oldest = min(oldest, ct.arrived)
		if ct.due <= now { // not finished by its deadline, whatever is in hand
			e.overdue++
			return true
		}
		return false
	}
	for id := q.head; id >= 0; id = f.calls[id].next {
		if !look(&f.calls[id]) && q.order != NewestFirst {
			break // the others are due later
		}
	}
	for slot := range f.waitsAt {
		for id := f.waitsAt[slot]; id >= 0; id = f.calls[id].next {
			if int(f.calls[id].channel) == c {
				look(&f.calls[id])
			}
		}
	}
	for slot, g := range f.teamOf {
		if f.crews[g].wide > 0 {
			for _, id := range f.inHandOf(int(g), slot) {
				if int(f.calls[id].channel) == c {
					look(&f.calls[id])
				}
			}
		} else if !f.agents.idle(slot) && int(f.calls[f.hand[slot]].channel) == c {
			look(&f.calls[f.hand[slot]])
		}
	}
	e.oldest = now - oldest
}

// keepAt leaves an interrupted contact with its agent, who resumes it before taking another of its channel.
func (f *floor) keepAt(slot int, id int32) {
	ct := &f.calls[id]
	ct.marks |= heldBack
	ct.handedTo = int32(slot)
	ct.next = f.waitsAt[slot]
	f.waitsAt[slot] = id
	if !math.IsInf(ct.deadline, 1) {
		f.timers.set(timer{ct.deadline, patienceEnds, id})
	}
}

// ofOwn is the contact of a channel that waits for the agent alone, -1 for none.
func (f *floor) ofOwn(slot, c int) int32 {
	if f.waitsAt == nil || slot < 0 {
		return -1
	}
	for id := f.waitsAt[slot]; id >= 0; id = f.calls[id].next {
		if int(f.calls[id].channel) == c {
			return id
		}
	}
	return -1
}

// letGo gives the contacts that wait for an agent who goes off duty to others.
func (f *floor) letGo(slot int, now float64) {
	if f.waitsAt == nil {
		return
	}
	for f.waitsAt[slot] >= 0 {
		id := f.waitsAt[slot]
		f.pull(id)
		if !f.place(id, now, false) {
			f.queue(id)
			f.setTimer(id, now)
		}
	}
}

// pull takes a contact from where it waits.
func (f *floor) pull(id int32) {
	ct := &f.calls[id]
	if ct.queued {
		f.dequeue(ct)
	} else if ct.marks&heldBack != 0 {
		f.pullBack(ct, id)
	}
}

// pullBack takes a contact from those that wait for one agent.
func (f *floor) pullBack(ct *call, id int32) {
	ct.marks &^= heldBack
	at := &f.waitsAt[ct.handedTo]
	for *at != id {
		at = &f.calls[*at].next
	}
	*at = ct.next
}

// closed reports whether work of the channel is not taken up any more.
func (f *floor) closed(c int) bool {
	q := &f.queues[c]
	return q.deferred && f.interval == f.k ||
		q.dialler != nil && !q.dialler.ahead && (f.interval == f.k || q.dialler.reach == 0)
}

// dueAt is when a contact is due, for teams that take what is due first.
func (f *floor) dueAt(ct *call) float64 {
	switch {
	case f.queues[ct.channel].deferred:
		return ct.due
	case !math.IsInf(ct.deadline, 1):
		return ct.deadline
	}
	return ct.arrived + f.channels[ct.channel].within
}
