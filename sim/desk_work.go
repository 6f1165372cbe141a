package sim

import "math"

// The work on the contacts that an agent has in hand.

// turn is what is drawn for a contact's turn.
type turn struct {
	agent, customer float64
	last            bool
}

func (f *floor) turn(ct *call) turn {
	r := &f.rules[ct.channel]
	var agent, customer [1]float64
	s, u := ownStream(f.keyOf(ct), forTurns, int(ct.attempt)<<32+int(ct.turns)).next()
	s = r.agent.fill(agent[:], s)
	r.customer.fill(customer[:], s)
	return turn{agent[0], customer[0], unit(u) < r.ends}
}

// settle brings the work left on a desk up to now.
func (f *floor) settle(g, slot int, now float64) {
	d := &f.desks[slot]
	if dt := now - d.since; dt > 0 {
		for _, id := range f.inHandOf(g, slot) {
			ct := &f.calls[id]
			ct.work = max(ct.work-dt*ct.speed, 0)
		}
	}
	d.since = now
}

// plan sets how fast the work on a desk goes, what happens first, and who may be given more.
func (f *floor) plan(g, slot int, now float64) {
	d, crew := &f.desks[slot], &f.crews[g]
	hand := f.inHandOf(g, slot)
	d.load = 0
	active, serving, first := 0, false, int32(-1)
	for _, id := range hand {
		ct := &f.calls[id]
		d.load += f.rules[ct.channel].load
		switch ct.stage {
		case silent:
			continue
		case myTurn:
			serving = true
		case inWrapUp:
			serving = serving || f.rules[ct.channel].turns
		case turnQueued:
			if first < 0 || ct.at < f.calls[first].at {
				first = id
			}
		}
		active++
	}
	if !serving && first >= 0 {
		f.calls[first].stage = myTurn
	}
	soonest := math.Inf(1)
	for i, id := range hand {
		ct := &f.calls[id]
		c := ct.channel
		at, what := math.Inf(1), workEnds
		switch ct.stage {
		case inTalk, inWrapUp:
			ct.speed = f.pace[g][c] * f.rules[c].speed(active)
			at = now + ct.work/ct.speed
			if ct.stage == inWrapUp {
				break
			}
			if ct.wrapUp > 0 {
				if talk := now + max(ct.work-ct.wrapUp, 0)/ct.speed; talk < at {
					at, what = talk, talkOver
				}
			}
			if ct.at < at {
				at, what = ct.at, customerLeaves
			}
		case silent:
			ct.speed = 1
			at = now + ct.work
		case myTurn:
			ct.speed = f.pace[g][c]
			at = now + ct.work/ct.speed
		case turnQueued:
			ct.speed = 0
		case theirs:
			ct.speed = 0
			at, what = ct.at, customerAnswers
		}
		if at < soonest {
			soonest, d.next, d.what = at, int32(i), what
		}
	}
	if len(hand) == 0 {
		f.agents.free(slot)
	} else {
		f.agents.busy(slot, max(soonest, now))
	}
	list := d.n
	if d.leaving || d.n >= crew.wide || d.load+crew.lightest > crew.most {
		list = 0
	}
	if list != d.list {
		f.moveTo(g, slot, list)
	}
}

// atDesk lets happen what is next on an agent's desk.
func (f *floor) atDesk(slot int, now float64) {
	g := int(f.teamOf[slot])
	d := &f.desks[slot]
	f.settle(g, slot, now)
	id := f.inHandOf(g, slot)[d.next]
	ct := &f.calls[id]
	switch {
	case d.what == talkOver:
		f.release(ct)
		ct.stage, ct.at = inWrapUp, now
	case d.what == customerLeaves:
		ct.stage, ct.work = silent, f.rules[ct.channel].timeOut
		f.extraOf(ct).silent++
		f.release(ct)
	case d.what == customerAnswers:
		ct.turns++
		ct.stage, ct.at, ct.work = turnQueued, now, f.turn(ct).agent
	case ct.stage == myTurn:
		if t := f.turn(ct); !t.last {
			ct.stage, ct.at = theirs, now+t.customer
			break
		}
		if ct.wrapUp > 0 { // the agent does it before another's turn
			f.release(ct)
			ct.stage, ct.at, ct.work = inWrapUp, now, ct.wrapUp
			break
		}
		fallthrough
	default:
		f.takeAway(g, slot, int(d.next), now)
		f.done(id, ct, now)
		f.offerMore(g, slot, now)
		return
	}
	f.plan(g, slot, now)
}

// takeAway takes the i-th contact from an agent's desk, which is to be planned anew.
func (f *floor) takeAway(g, slot, i int, now float64) {
	f.tickWide(g, now)
	hand := f.inHandOf(g, slot)
	ct := &f.calls[hand[i]]
	if f.crews[g].begun != nil {
		l := &f.crews[g].begun[ct.channel]
		if ct.prev < 0 {
			l.head = ct.next
		} else {
			f.calls[ct.prev].next = ct.next
		}
		if ct.next < 0 {
			l.tail = ct.prev
		} else {
			f.calls[ct.next].prev = ct.prev
		}
	}
	copy(hand[i:], hand[i+1:])
	f.desks[slot].n--
	f.crews[g].inHand--
	ct.handled += now - ct.began
	if ct.stage == inWrapUp {
		ct.wrapped += now - ct.at
		f.wrapUp(g, ct.at, now)
	}
	f.countInHand(ct, now)
}

// countInHand counts the time that a contact was in hand, from ct.began, in each interval of the clock.
func (f *floor) countInHand(ct *call, now float64) {
	if len(f.tally.extras) == 0 {
		return
	}
	extras := f.tally.extras[int(ct.channel)*f.k:][:f.k]
	from := f.intervalOf(ct.began)
	if from == f.k {
		return
	}
	to := f.intervalOf(now)
	if from == to {
		extras[from].hand += now - ct.began
		return
	}
	extras[from].hand += f.ends[from] - ct.began
	if to < f.k {
		extras[to].hand += now - f.ends[to-1]
	}
	if from+1 < to {
		extras[from+1].through++
		if to < f.k {
			extras[to].through--
		}
	}
}

// intervalOf is the interval of a time, k after the close.
func (d *day) intervalOf(t float64) int {
	if t >= d.close {
		return d.k
	}
	i := min(int(t/d.model.Interval), d.k-1)
	for t >= d.ends[i] { // where the division was rounded across a border
		i++
	}
	for i > 0 && t < d.ends[i-1] {
		i--
	}
	return i
}
