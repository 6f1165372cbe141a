package sim

// What a contact leads to: follow-ups, and the case that they belong to.

// openCase is a case of more than one contact.
type openCase struct {
	arrived  float64
	channel  int32
	interval int32 // of the first contact's arrival
	open     int32 // contacts not at their end, or still to come
	contacts int32 // so far
	dropped  bool  // a thread of it ended unanswered
}

// conclude ends a contact, for good: what it leads to is drawn, and its record is free.
func (f *floor) conclude(id int32, e Event, now float64) {
	if f.leads {
		led := f.leadOn(id, e, now)
		f.endOfThread(&f.calls[id], led, e == WhenAnswered || e == WhenContained, now)
	}
	f.free = append(f.free, id)
}

// leadOn draws what an event leads a contact to, and reports whether to anything.
func (f *floor) leadOn(id int32, e Event, now float64) (led bool) {
	c := int(f.calls[id].channel)
	for i := range f.model.Channels[c].FollowUps {
		l := &f.model.Channels[c].FollowUps[i]
		ct := &f.calls[id]
		if l.When != e || ct.steps == maxAttempts {
			continue
		}
		n := int(ct.attempt)<<16 + i
		if unit(ownDraw(f.keyOf(ct), forFollowUps, n)) >= l.Share {
			continue
		}
		s := ownStream(f.keyOf(ct), forFollowUpTimes, n)
		led = true
		if ct.of < 0 {
			f.openCase(ct)
		}
		f.cases[ct.of].open++
		var x [1]float64
		if l.After.Kind != Never {
			s = f.after[c][i].fill(x[:], s)
		}
		if at := now + x[0]; at < f.close {
			f.tally.counts[(f.things[c]+i)*f.k+f.intervalOf(at)]++
			f.expect(id, l.To, s, at)
		} // or else the case stays open
	}
	return led
}

// beginCase numbers the case of a contact that comes of itself, in a trace.
func (f *floor) beginCase(id int32) {
	f.lastCase++
	f.setCase(id, f.lastCase)
}

func (f *floor) setCase(id, number int32) {
	for len(f.caseOf) <= int(id) {
		f.caseOf = append(f.caseOf, 0)
	}
	f.caseOf[id] = number
}

// expect makes the record of a contact that another leads to.
func (f *floor) expect(from int32, c int, s stream, at float64) {
	_, u := s.next()
	id := f.newCall()
	ct, parent := &f.calls[id], &f.calls[from]
	ct.key = splitmix64(u) | 1
	ct.number = -1 - int32(ct.key>>34)
	ct.channel, ct.interval, ct.attempt, ct.marks, ct.known = int32(c), int32(f.intervalOf(at)), 1, 0, false
	ct.first = ct.interval
	ct.root, ct.of, ct.steps = parent.root, parent.of, parent.steps+1
	f.drawWork(ct)
	if f.caseOf != nil {
		f.setCase(id, f.caseOf[from])
	}
	f.timers.set(timer{at, followsUp, id})
}

// drawWork draws the handle time, the wrap-up and the patience of a contact that does not come of itself.
func (f *floor) drawWork(ct *call) {
	ch := &f.channels[ct.channel]
	handles := &ch.handles[0]
	if len(ch.handles) > 1 {
		handles = &ch.handles[ct.interval]
	}
	var x [1]float64
	s := ownStream(f.keyOf(ct), forHandleTimes, 0)
	s = handles.fill(x[:], s)
	ct.handle, ct.wrapUp = x[0], 0
	s = ch.patient.fill(x[:], s)
	ct.patience = x[0]
	s, u := s.next()
	if unit(u) < ch.balk {
		ct.patience = 0
	}
	if ch.wraps {
		ch.wrapUp.fill(x[:], s)
		ct.wrapUp = x[0]
	}
}

// comeAfter offers a contact that another led to.
func (f *floor) comeAfter(id int32, now float64) {
	ct := &f.calls[id]
	ct.arrived = now
	if f.queues[ct.channel].dialler != nil {
		f.cases[ct.of].contacts++
		ct.attempt = 0
		f.readyAgain(id, now)
		return
	}
	f.tally.cells[int(ct.channel)*f.k+int(ct.interval)].offered++
	f.cases[ct.of].contacts++
	f.admit(id, now)
}

// comeDue is when work that is not finished should have been.
func (f *floor) comeDue(id int32, now float64) { f.leadOn(id, WhenLate, now) }

// openCase makes the record of a contact's case.
func (f *floor) openCase(ct *call) {
	n := len(f.spareCases)
	if n > 0 {
		ct.of, f.spareCases = f.spareCases[n-1], f.spareCases[:n-1]
	} else {
		ct.of = int32(len(f.cases))
		f.cases = append(f.cases, openCase{})
	}
	f.tally.extras[int(ct.channel)*f.k+int(ct.first)].known++
	f.cases[ct.of] = openCase{arrived: ct.root, channel: ct.channel, interval: ct.first, open: 1, contacts: 1}
}

// endOfThread ends a contact of a case; led says that it leads to others, answered that its customer was.
func (f *floor) endOfThread(ct *call, led, answered bool, now float64) {
	if ct.of < 0 {
		e := &f.tally.extras[int(ct.channel)*f.k+int(ct.first)]
		e.over++
		e.known++
		e.contacts++
		if answered {
			e.resolved++
			e.resolution += now - ct.root
			if ct.attempt == 1 || f.queues[ct.channel].dialler != nil { // a call that nobody answered is no contact
				e.first++
			}
			f.countCase(int(ct.channel), int(ct.first), now-ct.root)
		}
		return
	}
	of := &f.cases[ct.of]
	of.open--
	of.dropped = of.dropped || !led && !answered
	if of.open > 0 {
		return
	}
	e := &f.tally.extras[int(of.channel)*f.k+int(of.interval)]
	e.over++
	e.contacts += int64(of.contacts)
	if !of.dropped {
		e.resolved++
		e.resolution += now - of.arrived
		f.countCase(int(of.channel), int(of.interval), now-of.arrived)
	}
	f.spareCases = append(f.spareCases, ct.of)
}

// countCase counts the time to resolution of a case that began in interval k.
func (f *floor) countCase(c, k int, t float64) {
	if k >= f.warm {
		f.ages[c].resolved[binOf(t)]++
	}
}
