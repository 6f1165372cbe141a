package sim

import "math"

// play simulates the replication of a model that needs nothing but skills in order.
func (d *day) play() bool {
	for i, now := range d.roster.at {
		if !d.advance(now) {
			return false
		}
		k := d.roster.interval[i]
		if k > 0 {
			d.closeInterval(now)
		}
		if k >= 0 {
			d.interval = k
		}
		d.change(i, now)
		if k >= 0 {
			d.open(k, now)
		}
	}
	if !d.advance(d.close) {
		return false
	}
	d.closeInterval(d.close)
	d.interval, d.arrival = d.k, math.Inf(1)
	if !d.advance(math.Inf(1)) {
		return false
	}
	d.leave()
	return true
}

// change puts the staff of the roster's i-th instant in place; the agents who come serve the queues.
func (d *day) change(i int, now float64) {
	for g := range d.teams {
		t := &d.teams[g]
		t.tick(now)
		t.n = d.roster.staff[g][i]
	}
	for g := range d.teams {
		t := &d.teams[g]
		for t.busy < t.n {
			ct, c := d.pick(t, now)
			if ct == nil {
				break
			}
			slot := d.seat(t, now)
			d.answer(c, ct, now)
			d.hand(slot, &d.tally.cells[c*d.k+ct.interval], ct.handle, ct.wrapUp, now)
		}
	}
}

// open starts interval k: each channel's streams are set anew.
func (d *day) open(k int, now float64) {
	for c := range d.channels {
		ch := &d.channels[c]
		ch.source.open(ch, k, k-d.warm, now, d.ends[k])
		d.refill(c)
		d.arriving, d.arrival = d.race.set(c, ch.source.at[0])
	}
}

// refill draws a channel's next block of contacts.
func (d *day) refill(c int) {
	ch := &d.channels[c]
	d.tally.cells[c*d.k+d.interval].offered += int64(ch.source.refill(ch, d.interval))
}

// advance simulates all that happens before end. It reports false where it was stopped.
func (d *day) advance(end float64) bool {
	for !d.stop.Load() {
		for range 1024 {
			t := d.agents.next()
			if t <= d.arrival {
				if t >= end {
					return true
				}
				d.finish(t)
			} else {
				if d.arrival >= end {
					return true
				}
				d.arrive()
			}
		}
	}
	return false
}

// arrive takes in the next contact: the first team with an idle agent answers it, or it waits.
func (d *day) arrive() {
	c, now := d.arriving, d.arrival
	ch := &d.channels[c]
	s := &ch.source
	handle, patience, wrapUp := s.handle[s.i], s.patience[s.i], 0.0
	if ch.wraps {
		wrapUp = s.wrapUp[s.i]
	}
	if s.i++; s.at[s.i] == more {
		d.refill(c)
	}
	if len(d.channels) == 1 {
		d.arrival = s.at[s.i]
	} else {
		d.arriving, d.arrival = d.race.set(c, s.at[s.i])
	}
	for _, g := range ch.teams {
		if t := &d.teams[g]; t.busy < t.n {
			cell := &d.tally.cells[c*d.k+d.interval]
			cell.atOnce++
			d.hand(d.seat(t, now), cell, handle, wrapUp, now)
			return
		}
	}
	if ch.queue.full() {
		ch.queue.makeRoom(now, func(ct *contact) { d.abandon(c, ct) })
	}
	ch.queue.push(contact{now, patience, handle, wrapUp, d.interval})
}

// finish ends the contact that is next to end. The agent takes the next one, becomes idle or,
// where more are busy than on duty, leaves.
func (d *day) finish(now float64) {
	slot := d.agents.nextSlot()
	t := &d.teams[d.teamOf[slot]]
	if t.busy <= t.n {
		if ct, c := d.pick(t, now); ct != nil {
			t.sums.answered++
			d.answer(c, ct, now)
			d.hand(slot, &d.tally.cells[c*d.k+ct.interval], ct.handle, ct.wrapUp, now)
			return
		}
	}
	t.tick(now)
	t.busy--
	t.idlers[len(t.idlers)-1-t.busy] = int32(slot)
	d.agents.free(slot)
}

// seat takes an idle agent of the team.
func (d *day) seat(t *team, now float64) (slot int) {
	t.tick(now)
	t.sums.answered++
	slot = int(t.idlers[len(t.idlers)-1-t.busy])
	t.busy++
	return slot
}

// hand gives the agent of a slot a contact, counted in a cell, of a handle time that ends with wrap-up.
func (d *day) hand(slot int, cell *cell, handle, wrapUp, now float64) {
	d.agents.busy(slot, now+handle)
	cell.handled += handle
	if wrapUp > 0 {
		cell.wrappedUp += wrapUp
		d.wrapUp(int(d.teamOf[slot]), now+handle-wrapUp, now+handle)
	}
}

// wrapUp counts wrap-up of a team in the intervals of the clock.
func (d *day) wrapUp(g int, from, to float64) {
	sums := d.tally.wrapUps[g*(d.k+1):][:d.k+1]
	k := min(int(from/d.model.Interval), d.k)
	for k > 0 && from < d.ends[k-1] { // where the division was rounded across a border
		k--
	}
	for ; k < d.k && d.ends[k] < to; k++ {
		if d.ends[k] > from {
			sums[k] += d.ends[k] - from
			from = d.ends[k]
		}
	}
	sums[k] += to - from
}

// pick takes from its queue the longest waiting contact of the team's most preferred skill with
// anybody waiting; nil with nobody. Those found to have given up before now are counted.
func (d *day) pick(t *team, now float64) (*contact, int) {
	for _, c := range t.skills {
		q := &d.channels[c].queue
		for !q.empty() {
			ct := q.pop()
			if ct.deadline() >= now {
				return ct, c
			}
			d.abandon(c, ct)
		}
	}
	return nil, 0
}

// answer counts a contact answered after waiting.
func (d *day) answer(c int, ct *contact, now float64) {
	cell := &d.tally.cells[c*d.k+ct.interval]
	wait := now - ct.arrived
	cell.answered++
	cell.waitAnswered += wait
	if wait <= d.channels[c].within {
		cell.answeredWithin++
	}
	cell.longest = max(cell.longest, wait)
	if ct.interval >= d.warm {
		d.waitsOf(c, ct.interval).answered[binOf(wait)]++
	}
	if ct.interval == d.interval {
		cell.queue += wait
	} else {
		d.spread(c, ct.interval, ct.arrived, now)
	}
}

// abandon counts a contact who gave up.
func (d *day) abandon(c int, ct *contact) {
	cell := &d.tally.cells[c*d.k+ct.interval]
	cell.abandoned++
	cell.waitAbandoned += ct.patience
	if ct.patience <= d.channels[c].within {
		cell.abandonedWithin++
	}
	cell.longest = max(cell.longest, ct.patience)
	if ct.interval >= d.warm {
		d.waitsOf(c, ct.interval).abandoned[binOf(ct.patience)]++
	}
	if deadline := ct.deadline(); deadline <= d.ends[ct.interval] {
		cell.queue += ct.patience
	} else {
		d.spread(c, ct.interval, ct.arrived, deadline)
	}
}

// spread adds to the queue of each interval what a contact waited in it, up to the
// close, where it waited from a time in the first interval to one after it.
func (d *day) spread(c, first int, since, left float64) {
	cells := d.tally.cells[c*d.k:][:d.k]
	last := d.k
	cells[first].queue += d.ends[first] - since
	if left < d.close {
		last = min(int(left/d.model.Interval), d.k-1)
		for left > d.ends[last] { // where the division was rounded across a border
			last++
		}
		for last > first && left <= d.ends[last-1] {
			last--
		}
		if last == first {
			return // left at the border itself
		}
		cells[last].queue += left - d.ends[last-1]
	}
	if first+1 < last {
		cells[first+1].through++
		if last < d.k {
			cells[last].through--
		}
	}
}

// leave ends the replication when nothing more will happen: those still in a queue give up
// when their patience ends, or are counted as waiting. Those answered at once are
// added to the histogram together.
func (d *day) leave() {
	for c := range d.channels {
		for k := d.warm; k < d.k; k++ {
			d.waitsOf(c, k).answered[0] += uint64(d.tally.cells[c*d.k+k].atOnce)
		}
		for q := &d.channels[c].queue; !q.empty(); {
			ct := q.pop()
			if !math.IsInf(ct.patience, 1) {
				d.abandon(c, ct)
				continue
			}
			cell := &d.tally.cells[c*d.k+ct.interval]
			cell.waiting++
			cell.waitWaiting += d.close - ct.arrived
			cell.longest = max(cell.longest, d.close-ct.arrived)
			d.spread(c, ct.interval, ct.arrived, d.close)
		}
	}
}

// closeInterval writes the teams' sums of the interval that ends now.
func (d *day) closeInterval(now float64) {
	for g := range d.teams {
		t := &d.teams[g]
		t.tick(now)
		t.sums.allBusy = min(t.sums.allBusy, d.model.Interval) // the sum of its parts may round above
		d.tally.clocks[g*(d.k+1)+d.interval] = t.sums
		t.sums = clock{}
	}
}

// tick brings the team's sums up to now; to be called before n or busy changes.
func (t *team) tick(now float64) {
	dt := now - t.since
	t.since = now
	t.sums.busy += float64(t.busy) * dt
	t.sums.staffed += float64(max(t.busy, t.n)) * dt
	if t.busy >= t.n {
		t.sums.allBusy += dt
	}
}
