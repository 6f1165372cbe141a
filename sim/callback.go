package sim

import "math"

// CallBack is the offer to be called back instead of waiting. The zero CallBack: none.
//
// Who accepts leaves the line, has patience without end, and is called when its turn comes: at once
// where the place in the queue is kept, or else from the promised time on, with its place by arrival.
// A contact is offered it once, when it has to wait. Its wait is that until it is called; it is answered,
// or, when nobody picks up, counted among the abandoned.
//
// The wait that a contact must expect is the mean handle time, with wrap-up, times one more than those
// waiting in its channel, divided by the agents on duty with the skill, each counted whole (the queue-length
// estimator of Ibrahim and Whitt 2009, "Real-time delay estimation based on delay history", M&SOM 11).
type CallBack struct {
	Accept   float64 // share that accepts; 0: none is offered
	After    float64 // seconds of waiting after which it is offered
	Estimate float64 // if above 0, instead: offered on arrival to who must expect to wait for longer (see below)
	Promise  Law     // time from accepting to the promised time; the zero Law: the place in the queue is kept
	Fails    float64 // share who do not pick up
	Ring     float64 // seconds an agent spends on a call that fails
}

func (b *CallBack) check(p *problems, path string) {
	p.add(!(b.Accept >= 0 && b.Accept <= 1), path+".accept", b.Accept, "must be 0 to 1")
	p.add(!(b.After >= 0 && b.After <= MaxSeconds), path+".after", b.After, "must be 0 to %g seconds", MaxSeconds)
	p.add(!(b.Estimate >= 0 && b.Estimate <= MaxSeconds), path+".estimate", b.Estimate, "must be 0 to %g seconds", MaxSeconds)
	p.add(b.After > 0 && b.Estimate > 0, path+".estimate", b.Estimate, "must be 0 where it is offered after a wait")
	b.Promise.check(p, path+".promise")
	p.add(!(b.Fails >= 0 && b.Fails <= 1), path+".fails", b.Fails, "must be 0 to 1")
	p.add(!(b.Ring >= 0 && b.Ring <= MaxSeconds), path+".ring", b.Ring, "must be 0 to %g seconds", MaxSeconds)
}

// offersCall reports whether a contact that has just begun to wait is offered a call-back at once, on a channel where that
// may be.
func (f *floor) offersCall(c int) bool {
	b := &f.model.Channels[c].CallBack
	return b.Estimate == 0 || f.expectedWait(c) > b.Estimate
}

// expectedWait is the wait that the last contact in a queue must expect.
func (f *floor) expectedWait(c int) float64 {
	q := &f.queues[c]
	agents := 0
	for _, r := range q.routes {
		agents += f.teams[r.team].n
	}
	return q.meanWork[min(f.interval, len(q.meanWork)-1)] * float64(q.n) / float64(agents)
}

// offerCall offers a waiting contact a call-back.
func (f *floor) offerCall(id int32, now float64) {
	ct := &f.calls[id]
	b := &f.model.Channels[ct.channel].CallBack
	e := f.extraOf(ct)
	ct.marks |= offeredCall
	e.called[0]++
	s, u := f.callBackStream(ct).next()
	if unit(u) >= b.Accept {
		f.setTimer(id, now)
		return
	}
	e.called[1]++
	ct.marks |= awaitsCall
	ct.deadline, ct.at = math.Inf(1), now
	f.release(ct)
	f.timers.cancel(id)
	if b.Promise.Kind == Never {
		f.setTimer(id, now)
		return
	}
	f.pull(id)
	f.spell(ct, now)
	s, _ = s.next()
	var x [1]float64
	f.queues[ct.channel].promise.fill(x[:], s)
	if at := now + x[0]; at < f.close {
		f.timers.set(timer{at, calledBack, id})
		return
	}
	ct.since = f.close
	f.remain(id)
	f.free = append(f.free, id)
}

// callBackStream is the stream of a contact's call-back: whether it accepts, whether it picks up, when it is promised.
func (f *floor) callBackStream(ct *call) stream {
	return ownStream(f.keyOf(ct), forCallBacks, int(ct.attempt))
}

// comeToPromise puts a contact into its queue at the promised time.
func (f *floor) comeToPromise(id int32, now float64) {
	f.calls[id].since = now
	if !f.place(id, now, true) {
		f.queue(id)
		f.setTimer(id, now)
	}
}

// picksUp reports whether a contact that is called back does; otherwise the agent has but the ringing.
func (f *floor) picksUp(ct *call, now float64) bool {
	b := &f.model.Channels[ct.channel].CallBack
	e := f.extraOf(ct)
	e.delay += now - ct.at
	e.made++
	s, _ := f.callBackStream(ct).next()
	_, u := s.next()
	if unit(u) >= b.Fails {
		return true
	}
	e.called[2]++
	f.miss(ct, b.Ring)
	return false
}

// miss leaves the agent of a contact whom nobody answers with so much work.
func (f *floor) miss(ct *call, work float64) {
	ct.marks |= notReached
	ct.work, ct.wrapUp = work, 0
}

// countMissed counts a contact that did not pick up, as abandoned.
func (f *floor) countMissed(ct *call) {
	c := int(ct.channel)
	cell := &f.tally.cells[c*f.k+int(ct.interval)]
	wait := ct.answered - ct.arrived
	cell.abandoned++
	cell.waitAbandoned += wait
	if wait <= f.channels[c].within {
		cell.abandonedWithin++
	}
	cell.longest = max(cell.longest, wait)
	if int(ct.interval) >= f.warm {
		f.waitsOf(c, int(ct.interval)).abandoned[binOf(wait)]++
	}
}
