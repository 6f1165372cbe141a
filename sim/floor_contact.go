package sim

import "math"

// start readies a contact whose record is filled.
func (f *floor) start(id int32, ct *call, q *waitlist, now float64) {
	ct.deadline, ct.since, ct.answered, ct.slot, ct.team, ct.handedTo = now+ct.patience, now, -1, -1, -1, -1
	ct.work, ct.waited = ct.handle+ct.wrapUp, 0
	ct.holds, ct.queued, ct.stage = false, false, unseated
	if f.parts {
		ct.handled, ct.wrapped, ct.breaks, ct.turns = 0, 0, 0, 0
	}
	if q.deferred {
		f.putOff(id, ct, q, now)
	}
}

// putOff gives deferred work its due time.
func (f *floor) putOff(id int32, ct *call, q *waitlist, now float64) {
	ct.due = f.model.Channels[ct.channel].Deferred.due(ct.arrived)
	q.open++
	if q.lateMatters && ct.due > now && ct.due < f.close {
		f.timers.set(timer{ct.due, comesDue, id})
	}
}

// admit takes in a contact whose record is filled: it meets a busy signal, an agent, or waits.
func (f *floor) admit(id int32, now float64) {
	ct := &f.calls[id]
	q := &f.queues[ct.channel]
	f.start(id, ct, q, now)
	if f.limited {
		if q.lines > 0 && q.held >= q.lines || f.model.Lines > 0 && f.held >= f.model.Lines {
			f.block(id, now)
			return
		}
		ct.holds = true
		q.held++
		f.held++
	}
	if f.place(id, now, true) {
		return
	}
	if q.room == NoRoom || q.room > 0 && q.n >= q.room {
		f.release(&f.calls[id])
		f.block(id, now)
		return
	}
	f.firstOf(int(ct.channel), now) // nobody else may ever look
	ct = &f.calls[id]               // records may have moved
	f.enqueue(id, ct, q)
	if q.offersNow && f.offersCall(int(ct.channel)) {
		f.offerCall(id, now)
		return
	}
	if q.timed {
		f.setTimer(id, now)
	}
}

// release gives the contact's line back.
func (f *floor) release(ct *call) {
	if ct.holds {
		ct.holds = false
		f.queues[ct.channel].held--
		f.held--
	}
}

// firstOf is the head of a channel's queue, -1 with nobody. Where the end of patience is no event, those
// at the head whose patience ended before now are found here, and dated back.
func (f *floor) firstOf(c int, now float64) int32 {
	q := &f.queues[c]
	for !q.eager && q.head >= 0 && f.calls[q.head].deadline < now {
		f.giveUp(q.head, f.calls[q.head].deadline)
	}
	return q.head
}

// enqueue puts a contact into its queue, by arrival: new ones go to the end.
func (f *floor) enqueue(id int32, ct *call, q *waitlist) {
	q.n++
	f.waiting.add(int(ct.channel))
	ct.queued = true
	if q.order != OldestFirst {
		f.insert(id, q)
		return
	}
	if q.tail < 0 || f.calls[q.tail].arrived <= ct.arrived {
		ct.prev, ct.next = q.tail, -1
		if q.tail < 0 {
			q.head = id
		} else {
			f.calls[q.tail].next = id
		}
		q.tail = id
		return
	}
	at := q.head // who comes back arrived long ago: near the head
	for f.calls[at].arrived <= ct.arrived {
		at = f.calls[at].next
	}
	ct.prev, ct.next = f.calls[at].prev, at
	f.calls[at].prev = id
	if ct.prev < 0 {
		q.head = id
	} else {
		f.calls[ct.prev].next = id
	}
}

// queue puts a contact into its queue.
func (f *floor) queue(id int32) {
	ct := &f.calls[id]
	f.enqueue(id, ct, &f.queues[ct.channel])
}

// dequeue takes a contact out of its queue.
func (f *floor) dequeue(ct *call) {
	q := &f.queues[ct.channel]
	if q.n--; q.n == 0 {
		f.waiting.remove(int(ct.channel))
	}
	ct.queued = false
	if ct.prev < 0 {
		q.head = ct.next
	} else {
		f.calls[ct.prev].next = ct.next
	}
	if ct.next < 0 {
		q.tail = ct.prev
	} else {
		f.calls[ct.next].prev = ct.prev
	}
}

// setTimer sets what happens next to a contact that waits.
func (f *floor) setTimer(id int32, now float64) {
	ct := &f.calls[id]
	q := &f.queues[ct.channel]
	offer := math.Inf(1)
	if q.offers && ct.marks&offeredCall == 0 {
		offer = max(ct.arrived+f.model.Channels[ct.channel].CallBack.After, now)
	}
	for _, after := range q.opens {
		if at := ct.arrived + after; at > now && at <= ct.deadline && at <= offer {
			f.timers.set(timer{at, routeOpens, id})
			return
		}
	}
	if q.offers && offer <= ct.deadline && !math.IsInf(offer, 1) {
		f.timers.set(timer{offer, mayCallBack, id})
		return
	}
	if q.eager && !math.IsInf(ct.deadline, 1) {
		f.timers.set(timer{ct.deadline, patienceEnds, id})
		return
	}
	f.timers.cancel(id)
}

// spell ends a time of waiting: it counts in the queue of each interval.
func (f *floor) spell(ct *call, now float64) {
	if now <= ct.since {
		return
	}
	ct.waited += now - ct.since
	c, first := int(ct.channel), int(ct.interval)
	if ct.since != ct.arrived {
		for first < f.k && ct.since >= f.ends[first] {
			first++
		}
		if first == f.k {
			return
		}
	}
	if now <= f.ends[first] {
		f.tally.cells[c*f.k+first].queue += now - ct.since
	} else {
		f.spread(c, first, ct.since, now)
	}
}

// seat lets the agent of a slot take the contact.
func (f *floor) seat(id int32, ct *call, slot int, now float64) {
	g := int(f.teamOf[slot])
	crew := &f.crews[g]
	dials := f.diallers != nil && ct.answered < 0 && f.queues[ct.channel].dialler != nil && ct.marks&picksUp == 0
	if dials {
		f.beginCall(ct, now)
	}
	if f.diallers != nil && f.queues[ct.channel].dialler != nil { // one that is resumed leaves room for a record too
		f.stockRecord(&f.queues[ct.channel], now)
		ct = &f.calls[id]
	}
	if now > ct.since {
		f.spell(ct, now)
	}
	ct.since = now
	if ct.answered < 0 {
		if crew.own != nil && !dials {
			f.drawOwn(ct, g)
		}
		ct.answered = now
		if (!dials || f.dialAtOnce(ct, g)) && (ct.marks&awaitsCall == 0 || f.picksUp(ct, now)) {
			f.teams[g].sums.answered++
			if f.diallers != nil {
				f.contactTaken(g, int(ct.channel))
			}
			if !f.undo {
				f.countAnswered(ct)
			}
		}
	}
	f.timers.cancel(id)
	ct.slot, ct.began, ct.team, ct.handedTo = int32(slot), now, int16(g), int32(slot)
	if crew.wide > 0 {
		f.lay(id, g, slot, now)
		return
	}
	f.hand[slot] = id
	if f.undo {
		f.link(id)
	}
	pace := 1.0
	if crew.paced {
		pace = f.pace[g][ct.channel]
		f.agents.busy(slot, now+ct.work/pace)
	} else {
		f.agents.busy(slot, now+ct.work)
	}
	if ct.holds && ct.wrapUp > 0 {
		f.timers.set(timer{now + max(ct.work-ct.wrapUp, 0)/pace, talkEnds, id})
	}
}

// drawOwn draws the handle time of a contact that a team takes first, where the team has a law of its own. The
// draw is keyed by the contact, so that it depends on nothing else.
func (f *floor) drawOwn(ct *call, g int) {
	law := f.crews[g].own[ct.channel]
	if law == nil || ct.known || f.diallers != nil && f.queues[ct.channel].dialler != nil && ct.marks&rightOne == 0 { // the wrong party has a law of its own
		return
	}
	base := key(f.channels[ct.channel].base, uint64(forTeamHandleTimes), uint64(ct.number))
	var x [1]float64
	law.fill(x[:], newStream(base, forTeamHandleTimes, int(ct.first)-f.warm))
	ct.handle = x[0]
	if ct.marks&fromBot != 0 {
		ct.handle *= f.queues[ct.channel].botFactor
	}
	ct.work = ct.handle + ct.wrapUp
}

// worked counts what an agent has done of a contact since it was taken, of which so much is left now.
func (f *floor) worked(ct *call, left, now float64) {
	ct.handled += now - ct.began
	if ct.wrapUp > 0 {
		f.wrapped(ct, left, now)
	}
}

// wrapped counts the wrap-up among it.
func (f *floor) wrapped(ct *call, left, now float64) {
	if wrapUp := min(ct.wrapUp, ct.work) - min(ct.wrapUp, left); wrapUp > 0 {
		wrapUp /= f.pace[ct.team][ct.channel]
		ct.wrapped += wrapUp
		f.day.wrapUp(int(ct.team), now-wrapUp, now)
	}
}

// countAnswered counts a contact as answered when it was first.
func (f *floor) countAnswered(ct *call) {
	c := int(ct.channel)
	cell := &f.tally.cells[c*f.k+int(ct.interval)]
	wait := ct.answered - ct.arrived
	if wait == 0 {
		cell.atOnce++
		return
	}
	cell.answered++
	cell.waitAnswered += wait
	if wait <= f.channels[c].within {
		cell.answeredWithin++
	}
	cell.longest = max(cell.longest, wait)
	if int(ct.interval) >= f.warm {
		f.waitsOf(c, int(ct.interval)).answered[binOf(wait)]++
	}
}

// done ends a contact that an agent has finished.
func (f *floor) done(id int32, ct *call, now float64) {
	q := &f.queues[ct.channel]
	if q.deferred {
		f.putAway(id, q)
	}
	if ct.holds {
		f.timers.cancel(id)
		f.release(ct)
	}
	if f.parts && f.crews[ct.team].wide == 0 { // or else counted when taken from the desk
		f.worked(ct, 0, now)
	}
	if ct.marks&notReached != 0 {
		if q.dialler != nil {
			f.callLater(id, now)
			return
		}
		f.countMissed(ct)
		if f.record != nil {
			f.record(id, Abandoned, now)
		}
		f.conclude(id, WhenFailed, now)
		return
	}
	cell := &f.tally.cells[int(ct.channel)*f.k+int(ct.interval)]
	if f.parts {
		cell.handled += ct.handled
		cell.wrappedUp += ct.wrapped
	} else {
		cell.handled += now - ct.began
	}
	if f.undo {
		f.countAnswered(ct)
	}
	if len(f.tally.extras) > 0 {
		if ct.marks&rightOne != 0 {
			f.countDisposition(ct)
		}
		e := f.extraOf(ct)
		e.finished++
		e.duration += now - ct.answered
		e.timeTo += now - ct.arrived
		if c := int(ct.channel); f.queues[c].deferred {
			f.ages[c].done[binOf(now-ct.arrived)]++
			if now <= ct.due {
				e.onTime++
			}
		}
	}
	if f.record != nil {
		f.record(id, Answered, now)
	}
	f.conclude(id, WhenAnswered, now)
}

// giveUp lets a contact abandon at the end of its patience.
func (f *floor) giveUp(id int32, now float64) {
	ct := &f.calls[id]
	f.pull(id)
	f.spell(ct, now)
	f.release(ct)
	c := int(ct.channel)
	if d := f.queues[c].dialler; d != nil && ct.answered < 0 {
		d.pace.abandoned++
	}
	cell := &f.tally.cells[c*f.k+int(ct.interval)]
	cell.abandoned++
	cell.waitAbandoned += ct.patience
	if ct.patience <= f.channels[c].within {
		cell.abandonedWithin++
	}
	cell.longest = max(cell.longest, ct.patience)
	if int(ct.interval) >= f.warm {
		f.waitsOf(c, int(ct.interval)).abandoned[binOf(ct.patience)]++
	}
	if f.record != nil {
		f.record(id, Abandoned, now)
	}
	f.redial(id, WhenAbandoned, now)
}

// block gives a contact a busy signal.
func (f *floor) block(id int32, now float64) {
	ct := &f.calls[id]
	f.tally.cells[int(ct.channel)*f.k+int(ct.interval)].blocked++
	if f.record != nil {
		f.record(id, Blocked, now)
	}
	f.redial(id, WhenBlocked, now)
}

// redial decides whether a contact that left will come again, and when; its draws are keyed by
// the first attempt, so that they depend on nothing else.
func (f *floor) redial(id int32, e Event, now float64) {
	ct := &f.calls[id]
	if q := &f.queues[ct.channel]; q.deferred {
		f.putAway(id, q)
	}
	again := &f.model.Channels[ct.channel].Redial
	if again.Share == 0 || ct.attempt == maxAttempts {
		f.conclude(id, e, now)
		return
	}
	s := f.redialStream(ct)
	s, u := s.next()
	if unit(u) >= again.Share {
		f.conclude(id, e, now)
		return
	}
	var after, patience [1]float64
	s = f.queues[ct.channel].redial.fill(after[:], s)
	s, u = s.next()
	ch := &f.channels[ct.channel]
	ch.patient.fill(patience[:], s)
	if unit(u) < ch.balk {
		patience[0] = 0
	}
	at := now + after[0]
	if at >= f.close {
		f.conclude(id, e, now)
		return
	}
	if !again.KeepPatience {
		ct.patience = patience[0]
	}
	ct.attempt++
	f.timers.set(timer{at, redialled, id})
}

// redialStream is the stream of what follows an attempt.
func (f *floor) redialStream(ct *call) stream {
	base := key(f.channels[ct.channel].base, uint64(forRedials), uint64(ct.number), uint64(ct.attempt))
	return newStream(base, forRedials, int(ct.first)-f.warm)
}

// callAgain offers a contact anew.
func (f *floor) callAgain(id int32, now float64) {
	ct := &f.calls[id]
	ct.arrived, ct.interval = now, int32(f.interval)
	cell := &f.tally.cells[int(ct.channel)*f.k+f.interval]
	cell.offered++
	cell.redials++
	f.admit(id, now)
}

// putAway ends the deferral of work that is finished, or that its customer gave up.
func (f *floor) putAway(id int32, q *waitlist) {
	q.open--
	if q.lateMatters {
		f.timers.remove(2*id + 1)
	}
}
