package sim

// Automation is a bot or IVR in front of a channel's queue. The zero Automation: none.
//
// A share of the contacts meets it; it serves some of them to the end, who are counted as Contained, not
// as offered, and hands the others over to the queue, where they count from then on. Who is still with
// it at the close leaves with it.
type Automation struct {
	Share    float64 // of the contacts that come of themselves and meet it
	Contains float64 // share of those whom it serves to the end
	Time     Law     // with it; the zero Law: none

	// While Queue or more contacts of the channel wait when a contact comes, Contains is Busy instead: calls are
	// deflected, or their customers more patient with a bot. Queue 0: always Contains.
	Queue int
	Busy  float64

	HandleTime float64 // factor on the handle time of those handed over; 0: 1
}

func (a *Automation) check(p *problems, path string) {
	p.add(!(a.Share >= 0 && a.Share <= 1), path+".share", a.Share, "must be 0 to 1")
	p.add(!(a.Contains >= 0 && a.Contains <= 1), path+".contains", a.Contains, "must be 0 to 1")
	a.Time.check(p, path+".time")
	p.add(a.Queue < 0, path+".queue", a.Queue, "must be 0 or more")
	p.add(!(a.Busy >= 0 && a.Busy <= 1), path+".busy", a.Busy, "must be 0 to 1")
	p.add(!(a.HandleTime >= 0 && a.HandleTime <= 1e3), path+".handle_time", a.HandleTime, "must be above 0 and at most 1000, or 0 for 1")
}

// meetsBot sends a contact that has come of itself to the automation in front of its queue, if it is of those
// who meet it.
func (f *floor) meetsBot(id int32, now float64) bool {
	ct := &f.calls[id]
	a := &f.model.Channels[ct.channel].Automation
	s, u := ownStream(f.keyOf(ct), forAutomation, 0).next()
	if unit(u) >= a.Share {
		return false
	}
	f.tally.cells[int(ct.channel)*f.k+int(ct.interval)].offered--
	f.extraOf(ct).met++
	contains := a.Contains
	if a.Queue > 0 && f.queues[ct.channel].n >= a.Queue {
		contains = a.Busy
	}
	s, u = s.next()
	if unit(u) < contains {
		ct.marks |= containedBy
	}
	var x [1]float64
	if a.Time.Kind != Never {
		f.queues[ct.channel].bot.fill(x[:], s)
	}
	if at := now + x[0]; at < f.close {
		f.timers.set(timer{at, handedOver, id})
	} else {
		f.leaveBot(id, at)
	}
	return true
}

// leaveBot ends a contact's time with automation.
func (f *floor) leaveBot(id int32, now float64) {
	ct := &f.calls[id]
	switch {
	case ct.marks&containedBy != 0:
		f.extraOf(ct).contained++
		if f.record != nil {
			f.record(id, Contained, now)
		}
		f.conclude(id, WhenContained, now)
	case now >= f.close:
		f.conclude(id, nothing, now)
	default:
		ct.marks |= fromBot
		ct.arrived, ct.interval = now, int32(f.interval)
		f.tally.cells[int(ct.channel)*f.k+f.interval].offered++
		ct.handle *= f.queues[ct.channel].botFactor
		f.admit(id, now)
	}
}
