package sim

import "math"

// lane simulates one channel with one team without events, contact by contact in order of
// arrival: each starts when it has arrived and the first agent is free, unless its patience
// ends before (Kiefer and Wolfowitz 1955, "On the theory of queues with many servers",
// Transactions of the AMS 78, with patience as in Baccelli, Boyer and Hebuterne 1984, "Single-server
// queues with impatient customers", Advances in Applied Probability 16). The winner tree
// holds when each agent on duty is free; agents off duty are free never.
//
// Starts are in order of arrival, so a change of staff is made when the first contact would
// start at or after it. Where staff falls, the first to be free leave: those idle, then those
// whose contacts end first, which are the ones that the event loop lets leave. Where it
// rises, those still finishing stay, the last to finish first, as the others would be gone first.
type lane struct {
	*day
	root    uint64 // the winner: who is free first
	since   float64
	from    int       // the interval that since is in; k after the close
	next    int       // change of staff to come
	nextAt  float64   // when, +Inf for never
	n       int       // on duty
	changed float64   // when n did
	off     []int     // slots that nobody has
	leaving []leaving // who finish a last contact, in order of their ends
}

type leaving struct {
	word  uint64 // of the tree
	since float64
}

// recurse simulates the replication.
func (d *day) recurse() bool {
	l := lane{day: d, off: d.spare.off[:0], leaving: d.spare.leaving[:0]}
	for i := len(d.teamOf) - 1; i >= 0; i-- {
		l.off = append(l.off, i)
	}
	l.change()
	ch := &d.channels[0]
	s := &ch.source
	for k := range d.k {
		s.open(ch, k, k-d.warm, l.start(k), d.ends[k])
		for again := true; again; again = s.at[s.n] == more {
			if d.stop.Load() {
				return false
			}
			s.refill(ch, k)
			l.serve(k)
		}
	}
	for l.next < len(d.roster.at) {
		l.change()
	}
	l.changeTo(0, d.close)
	for _, e := range l.leaving {
		l.overtime(e, math.Inf(1))
	}
	for k := range d.k {
		c := &d.tally.clocks[k]
		c.allBusy = min(c.allBusy, d.model.Interval) // the sums of parts may round above
		c.staffed = max(c.staffed, c.busy)
		if k >= d.warm {
			d.waitsOf(0, k).answered[0] += uint64(d.tally.cells[k].atOnce)
		}
	}
	d.spare.off, d.spare.leaving = l.off, l.leaving
	return true
}

func (d *day) start(k int) float64 {
	if k == 0 {
		return 0
	}
	return d.ends[k-1]
}

// serve takes the contacts of a block that arrived in interval k.
//
// Nearly all contacts take the short way through it, in which all is in registers and on the
// stack, times are compared as words (they order alike) and there is no branch on which
// the next contact depends.
func (l *lane) serve(k int) {
	d := l.day
	s := &d.channels[0].source
	mask := d.agents.mask
	cell, within, closes := &d.tally.cells[k], d.channels[0].within, d.ends[k]
	cell.offered += int64(s.n)
	bins := d.waitsOf(0, k).answered
	if k < d.warm {
		bins = make([]uint64, numBins) // they do not count
	}
	n := *cell
	clock, opens := d.tally.clocks[l.from], l.nextBorder()
	root, since := l.root, l.since
	handles, patiences := s.handle[:s.n], s.patience[:s.n]
	wraps := d.channels[0].wraps
	for i, arrived := range s.at[:s.n] {
		free := root &^ mask
		start := math.Float64frombits(max(math.Float64bits(arrived), free))
		if start >= l.nextAt {
			d.tally.clocks[l.from] = clock
			l.root, l.since = root, since
			start = l.changes(arrived)
			root, since = l.root, l.since
			clock, opens = d.tally.clocks[l.from], l.nextBorder()
			free = root &^ mask
		}
		if wait := start - arrived; wait > 0 {
			if arrived+patiences[i] < start {
				*cell = n
				d.abandon(0, &contact{arrived: arrived, patience: patiences[i], interval: k})
				n = *cell
				continue
			}
			if wait > math.MaxFloat64 {
				*cell = n
				l.neverServed(cell, arrived, k)
				n = *cell
				continue
			}
			n.answered++
			n.waitAnswered += wait
			if wait > n.longest {
				n.longest = wait
			}
			early := int64(0)
			if wait <= within {
				early = 1
			}
			n.answeredWithin += early
			bins[binOf(wait)]++
			if start < closes {
				n.queue += wait
			} else {
				*cell = n
				d.spread(0, k, arrived, start)
				n = *cell
			}
		} else {
			n.atOnce++
		}
		// The agent takes it.
		slot := int(root & mask)
		word := (math.Float64bits(start+handles[i]) + mask) &^ mask
		end := math.Float64frombits(word)
		n.handled += handles[i]
		if wraps && s.wrapUp[i] > 0 {
			n.wrappedUp += s.wrapUp[i]
			d.wrapUp(0, start+handles[i]-s.wrapUp[i], start+handles[i])
		}
		root = d.agents.set(slot, word|uint64(slot))
		// What the clock shows: all were busy from the last start until the first was free.
		if end <= opens {
			clock.allBusy += math.Float64frombits(max(free, math.Float64bits(since))) - since
			clock.busy += end - start
			clock.answered++
		} else {
			d.tally.clocks[l.from] = clock
			l.since = since
			l.spreadAllBusy(math.Float64frombits(free))
			l.moveTo(start)
			l.busyTime(start, end)
			d.tally.clocks[l.from].answered++
			clock, opens = d.tally.clocks[l.from], l.nextBorder()
		}
		since = start
	}
	*cell = n
	d.tally.clocks[l.from] = clock
	l.root, l.since = root, since
}

// nextBorder is the end of the interval of l.from, -1 after the close.
func (l *lane) nextBorder() float64 {
	if l.from == l.k {
		return -1
	}
	return l.ends[l.from]
}

// neverServed counts a contact that waits for nobody.
func (l *lane) neverServed(cell *cell, arrived float64, k int) {
	cell.waiting++
	wait := l.close - arrived
	cell.waitWaiting += wait
	cell.longest = max(cell.longest, wait)
	l.spread(0, k, arrived, l.close)
}

// changes makes the changes of staff up to the start of a contact, and returns the start.
func (l *lane) changes(arrived float64) float64 {
	for {
		start := max(arrived, math.Float64frombits(l.root&^l.agents.mask))
		if !(start >= l.nextAt) || l.next == len(l.roster.at) {
			return start
		}
		l.change()
	}
}

// change makes the next change of staff.
func (l *lane) change() {
	now := l.roster.at[l.next]
	l.changeTo(l.roster.staff[0][l.next], now)
	l.next++
	l.nextAt = math.Inf(1)
	if l.next < len(l.roster.at) {
		l.nextAt = l.roster.at[l.next]
	}
}

func (l *lane) changeTo(n int, now float64) {
	a := l.agents
	l.spreadAllBusy(min(math.Float64frombits(l.root&^a.mask), now))
	before := float64(l.n)
	l.over(l.changed, now, func(c *clock, dt float64) { c.staffed += before * dt })
	l.changed = now
	l.moveTo(now)
	l.since = now
	for ; l.n > n; l.n-- {
		word := a.tree[1]
		slot := int(word & a.mask)
		a.free(slot)
		if math.Float64frombits(word&^a.mask) > now {
			l.leaving = append(l.leaving, leaving{word, now})
		} else {
			l.off = append(l.off, slot)
		}
	}
	for ; l.n < n; l.n++ {
		if last := len(l.leaving) - 1; last >= 0 {
			e := l.leaving[last]
			if math.Float64frombits(e.word&^a.mask) > now {
				l.leaving = l.leaving[:last]
				l.overtime(e, now)
				a.set(int(e.word&a.mask), e.word)
				continue
			}
			for _, e := range l.leaving { // all have finished
				l.overtime(e, now)
				l.off = append(l.off, int(e.word&a.mask))
			}
			l.leaving = l.leaving[:0]
		}
		slot := l.off[len(l.off)-1]
		l.off = l.off[:len(l.off)-1]
		a.busy(slot, now)
	}
	l.root = a.tree[1]
}

// overtime counts who finished a last contact, or stayed from now on, as staffed.
func (l *lane) overtime(e leaving, now float64) {
	l.over(e.since, min(now, math.Float64frombits(e.word&^l.agents.mask)), func(c *clock, dt float64) { c.staffed += dt })
}

// busyTime counts a contact in hand from start, in the interval l.from, to end.
func (l *lane) busyTime(start, end float64) {
	for k := l.from; k < l.k && start < end; k++ {
		to := min(end, l.ends[k])
		l.tally.clocks[k].busy += to - start
		start = to
	}
}

// spreadAllBusy counts all as busy from l.since on.
func (l *lane) spreadAllBusy(to float64) {
	from := l.since
	for k := l.from; k < l.k && from < to; k++ {
		end := min(to, l.ends[k])
		l.tally.clocks[k].allBusy += end - from
		from = end
	}
}

// over cuts a time into intervals.
func (l *lane) over(from, to float64, add func(c *clock, dt float64)) {
	for k := 0; k < l.k && from < to; k++ {
		if end := min(to, l.ends[k]); end > from {
			add(&l.tally.clocks[k], end-from)
			from = end
		}
	}
}

// moveTo moves l.from to the interval of a later time.
func (l *lane) moveTo(now float64) {
	for l.from < l.k && now >= l.ends[l.from] {
		l.from++
	}
}
