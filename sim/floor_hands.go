package sim

// Where contacts may be interrupted, those in the hands of a team's agents, with one each, are in a list for each
// channel, in the order in which they were begun, linked as those in a queue are.

// link puts a contact that has just been begun at the end of its list.
func (f *floor) link(id int32) {
	ct := &f.calls[id]
	last := &f.last[ct.team][ct.channel]
	ct.prev, ct.next = *last, -1
	if *last >= 0 {
		f.calls[*last].next = id
	}
	*last = id
}

// unlink takes a contact out of its list.
func (f *floor) unlink(id int32) {
	ct := &f.calls[id]
	if ct.prev >= 0 {
		f.calls[ct.prev].next = ct.next
	}
	if ct.next >= 0 {
		f.calls[ct.next].prev = ct.prev
	} else {
		f.last[ct.team][ct.channel] = ct.prev
	}
}

// latestOf is the contact of a channel in hand in a team that was begun last, of those begun at the same time that of
// the last seat; -1 for none.
func (f *floor) latestOf(g, c int) int32 {
	best := f.last[g][c]
	if best < 0 {
		return best
	}
	for id := f.calls[best].prev; id >= 0 && f.calls[id].began == f.calls[best].began; id = f.calls[id].prev {
		if f.calls[id].slot > f.calls[best].slot {
			best = id
		}
	}
	return best
}
