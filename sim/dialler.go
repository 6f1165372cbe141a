package sim

import "math"

// dialler makes the calls of a channel that go out. A record is a contact that has not been offered: it is when
// somebody picks up.
type dialler struct {
	channel    int
	ahead      bool    // of agents: predictive pacing
	fresh      int     // records never called
	ready      []int32 // records to be called again, from next on
	next       int
	ringing    int     // calls dialled ahead that nobody has answered yet
	called     int     // records
	reach      float64 // share of calls that reach somebody, now
	pace       pace    // of those dialled ahead
	ringMean   float64 // seconds
	wrongMean  float64 // of a talk with a wrong party, times the share of those
	right      float64 // share of the right party
	talkMean   float64 // of a call connected, at the opening, seconds
	ring       sampler
	preview    sampler
	wrongParty sampler
	again      sampler
}

func newDialler(m *Model, c int) *dialler {
	o := &m.Channels[c].Outbound
	d := &dialler{channel: c, ahead: o.Pacing == Predictive, ring: lawOrNone(o.Ring), preview: lawOrNone(o.Preview), wrongParty: lawOrNone(o.WrongParty), again: lawOrNone(o.Again)}
	if o.Ring.Kind != Never {
		d.ringMean = o.Ring.mean()
	}
	d.right = o.rightParty()
	if d.right < 1 && o.WrongParty.Kind != Never {
		d.wrongMean = (1 - d.right) * o.WrongParty.mean()
	}
	ch := &m.Channels[c]
	work := ch.HandleTime[0].mean()
	if ch.WrapUp.Kind != Never {
		work += ch.WrapUp.mean()
	}
	d.talkMean = d.talk(work)
	d.pace = newPace(m, c)
	return d
}

// talk is the mean of a call connected, by that of the right party.
func (d *dialler) talk(work float64) float64 { return d.right*work + d.wrongMean }

// lawOrNone draws from the law, and 0 from the zero Law.
func lawOrNone(l Law) sampler {
	if l.Kind == Never {
		return newSampler(Law{Kind: Deterministic})
	}
	return newSampler(l)
}

func (o *Outbound) rightParty() float64 {
	if o.RightParty == 0 {
		return 1
	}
	return o.RightParty
}

// reset starts a replication.
func (d *dialler) reset(list int) {
	d.fresh, d.ready, d.next = list, d.ready[:0], 0
	d.ringing, d.called, d.reach = 0, 0, 0
	d.pace.reset(d.talkMean)
}

// look is the channel's share of calls that reach somebody in interval k of the model with its warm-up.
func (d *dialler) look(o *Outbound, k, warm int) {
	d.reach = o.Contact[0]
	if len(o.Contact) > 1 {
		d.reach = o.Contact[max(k-warm, 0)]
	}
}

// has reports whether there is a record to call, at a time when calls are made.
func (d *dialler) has() bool { return d.reach > 0 && (d.fresh > 0 || d.next < len(d.ready)) }

// nextRecord is the next record to call: those to be called again come first.
func (f *floor) nextRecord(d *dialler) int32 {
	if d.next < len(d.ready) {
		id := d.ready[d.next]
		if d.next++; d.next == len(d.ready) {
			d.ready, d.next = d.ready[:0], 0
		}
		return id
	}
	c := d.channel
	d.fresh--
	n := f.model.Channels[c].Outbound.List - d.fresh // 1 for the first
	id := f.newCall()
	ct := &f.calls[id]
	ct.key = ownDraw(f.channels[c].base, forOutbound, n) | 1
	ct.number = -int32(n)
	ct.channel, ct.interval, ct.first, ct.attempt, ct.marks, ct.known = int32(c), int32(f.interval), int32(f.interval), 0, 0, false
	ct.steps = 0
	if f.caseOf != nil {
		f.beginCase(id)
	}
	return id
}

// ringing is what is drawn for a call that is made.
type ringing struct {
	ring, preview float64
	reached       bool
}

func (f *floor) drawRinging(ct *call) (x ringing) {
	d := f.queues[ct.channel].dialler
	s, u := ownStream(f.keyOf(ct), forOutbound, int(ct.attempt)).next()
	x.reached = unit(u) < d.reach
	var t [1]float64
	s = d.ring.fill(t[:], s)
	x.ring = t[0]
	d.preview.fill(t[:], s)
	x.preview = t[0]
	return x
}

// talk is what is drawn for a call that somebody answers.
type talk struct {
	right                   bool
	disposition, wrongParty float64 // a uniform number, and a handle time
}

func (f *floor) drawTalk(ct *call) (x talk) {
	s, u := ownStream(f.keyOf(ct), forTalks, int(ct.attempt)).next()
	x.right = unit(u) < f.model.Channels[ct.channel].Outbound.rightParty()
	s, u = s.next()
	x.disposition = unit(u)
	var t [1]float64
	f.queues[ct.channel].dialler.wrongParty.fill(t[:], s)
	x.wrongParty = t[0]
	return x
}

// drawAgain is the time until a record is called again.
func (f *floor) drawAgain(ct *call) float64 {
	var t [1]float64
	f.queues[ct.channel].dialler.again.fill(t[:], ownStream(f.keyOf(ct), forAgain, int(ct.attempt)))
	return t[0]
}

// beginCall counts a call that is dialled.
func (f *floor) beginCall(ct *call, now float64) {
	ct.attempt++
	ct.arrived, ct.since, ct.interval = now, now, int32(f.interval)
	e := f.extraOf(ct)
	e.dialled++
	if ct.attempt == 1 && ct.steps == 0 {
		f.queues[ct.channel].dialler.called++
		ct.first = ct.interval
		if f.leads {
			ct.root, ct.of = now, -1
			e.opened++
		}
	}
}

// connect counts a call that somebody answers, the right party or another, and draws its work: the same at whichever
// attempt, but by the interval of it.
func (f *floor) connect(ct *call) {
	f.drawWork(ct)
	f.queues[ct.channel].dialler.pace.connected++
	f.extraOf(ct).connected++
	f.tally.cells[int(ct.channel)*f.k+int(ct.interval)].offered++
	if x := f.drawTalk(ct); x.right {
		ct.marks |= rightOne
	} else {
		ct.handle, ct.wrapUp = x.wrongParty, 0
	}
}

// dialAtOnce is the call of an agent of team g who has taken a record: the work is to look at it, to wait and, when
// somebody answers, to talk. It reports whether anybody does. What comes before the talk keeps the agent, but is no
// handle time of the call.
func (f *floor) dialAtOnce(ct *call, g int) bool {
	x := f.drawRinging(ct)
	work := x.ring
	if f.model.Channels[ct.channel].Outbound.Pacing == Preview {
		work += x.preview
	}
	if !x.reached {
		f.miss(ct, work)
		return false
	}
	f.connect(ct)
	if f.crews[g].own != nil {
		f.drawOwn(ct, g)
	}
	ct.work = work + ct.handle + ct.wrapUp
	before := work / f.pace[g][ct.channel]
	if f.parts {
		ct.handled -= before
	} else {
		f.tally.cells[int(ct.channel)*f.k+int(ct.interval)].handled -= before
	}
	return true
}

// endRing is when somebody picks up a call dialled ahead, or nobody has.
func (f *floor) endRing(id int32, now float64) {
	ct := &f.calls[id]
	d := f.queues[ct.channel].dialler
	d.ringing--
	d.pace.risked -= ct.due
	if ct.marks&picksUp == 0 || f.interval == f.k {
		ct.marks &^= picksUp
		f.callLater(id, now)
		return
	}
	ct.arrived, ct.interval = now, int32(f.interval)
	f.connect(ct)
	f.admit(id, now)
}

// callLater lets a record that was not reached be called again.
func (f *floor) callLater(id int32, now float64) {
	ct := &f.calls[id]
	o := &f.model.Channels[ct.channel].Outbound
	if int(ct.attempt) >= max(o.Attempts, 1) {
		f.conclude(id, WhenFailed, now)
		return
	}
	ct.marks = 0
	if at := now + f.drawAgain(ct); at < f.close {
		f.timers.set(timer{at, dialsAgain, id})
		return
	}
	f.free = append(f.free, id) // its case stays open
}

// readyAgain puts a record that is to be called again, or that a contact led to, among those to be called.
func (f *floor) readyAgain(id int32, now float64) {
	d := f.queues[f.calls[id].channel].dialler
	if d.next > 64 && d.next > len(d.ready)/2 { // keep the memory of those called
		d.ready, d.next = d.ready[:copy(d.ready, d.ready[d.next:])], 0
	}
	d.ready = append(d.ready, id)
	q := &f.queues[d.channel]
	f.stockRecord(q, now)
	for !d.ahead && q.head >= 0 && f.place(q.head, now, false) {
	}
}

// stockRecord puts the next record into the queue of a channel whose agents dial, so that one is there to be taken.
func (f *floor) stockRecord(q *waitlist, now float64) {
	if q.head >= 0 || f.interval == f.k || !q.dialler.has() || q.dialler.ahead {
		return
	}
	id := f.readyRecord(q, now)
	f.queue(id)
	f.setTimer(id, now)
}

// readyRecord readies the next record of a list to be taken by an agent.
func (f *floor) readyRecord(q *waitlist, now float64) int32 {
	id := f.nextRecord(q.dialler)
	f.calls[id].arrived = now
	f.start(id, &f.calls[id], q, now)
	f.calls[id].deadline = math.Inf(1)
	return id
}

// countDisposition counts how a talk with the right party ended.
func (f *floor) countDisposition(ct *call) {
	e := f.extraOf(ct)
	e.right++
	o := &f.model.Channels[ct.channel].Outbound
	if len(o.Dispositions) == 0 {
		return
	}
	u := f.drawTalk(ct).disposition
	for i := range o.Dispositions {
		if u -= o.Dispositions[i].Share; u < 0 {
			thing := f.things[ct.channel] + len(f.model.Channels[ct.channel].FollowUps) + i
			f.tally.counts[thing*f.k+int(ct.interval)]++
			e.amount += o.Dispositions[i].Amount
			return
		}
	}
}
