package sim

import (
	"math"
	"math/bits"
	"slices"
)

// change puts the staff of the roster's i-th instant in place. Contacts handed back go to
// their queues first; then the teams serve them, in their order.
func (f *floor) change(i int, now float64) {
	for g := range f.teams {
		t := &f.teams[g]
		if f.crews[g].wide > 0 {
			f.tickWide(g, now)
		}
		t.tick(now)
		t.n = f.roster.staff[g][i]
	}
	for g := range f.teams {
		if f.crews[g].wide > 0 {
			f.fitWide(g, now)
			continue
		}
		if f.model.Teams[g].HandBack {
			for f.teams[g].busy > f.teams[g].n {
				id := f.latest(g, -1, -1)
				slot := f.interrupt(id, now)
				f.standDown(&f.teams[g], &f.crews[g], slot, now)
				f.queue(id)
				f.setTimer(id, now)
			}
		}
		f.fitIdle(g, max(f.teams[g].n-f.teams[g].busy, 0), now)
	}
	for g := range f.teams {
		for f.crews[g].idle > 0 {
			id := f.choose(g, f.crews[g].idle, -1, now)
			if id < 0 {
				break
			}
			f.pull(id)
			f.seat(id, &f.calls[id], f.takeIdle(g, -1, now), now)
		}
		if f.crews[g].wide > 0 {
			for slot := f.crews[g].first; slot < f.crews[g].first+len(f.crews[g].ring); slot++ {
				if f.desks[slot].n > 0 && !f.desks[slot].leaving {
					f.settle(g, slot, now)
					f.offerMore(g, slot, now)
				}
			}
		}
	}
}

// fitIdle brings the team's idle agents to a number: who has been idle longest leaves first.
func (f *floor) fitIdle(g, want int, now float64) {
	crew := &f.crews[g]
	for crew.idle > want {
		slot := crew.pop()
		f.onDuty[slot] += now - f.onFrom[slot]
		crew.off = append(crew.off, slot)
	}
	for crew.idle < want {
		slot := crew.off[len(crew.off)-1]
		crew.off = crew.off[:len(crew.off)-1]
		f.onFrom[slot] = now
		f.idleFrom[slot] = now
		crew.push(slot)
	}
}

func (t *teamFloor) push(slot int32) {
	i := t.head + t.idle
	if i >= len(t.ring) {
		i -= len(t.ring)
	}
	t.ring[i] = slot
	t.idle++
	t.idlers.add(t.number)
}

func (t *teamFloor) pop() int32 {
	slot := t.ring[t.head]
	if t.head++; t.head == len(t.ring) {
		t.head = 0
	}
	if t.idle--; t.idle == 0 {
		t.idlers.remove(t.number)
	}
	return slot
}

// remove takes the i-th idle agent.
func (t *teamFloor) remove(i int) int32 {
	n := len(t.ring)
	slot := t.ring[(t.head+i)%n]
	for ; i > 0; i-- {
		t.ring[(t.head+i)%n] = t.ring[(t.head+i-1)%n]
	}
	t.pop()
	return slot
}

// takeIdle makes an idle agent of the team busy: the i-th, or the longest idle for -1.
func (f *floor) takeIdle(g, i int, now float64) int {
	t, crew := &f.teams[g], &f.crews[g]
	if crew.wide > 0 {
		f.tickWide(g, now)
	}
	t.tick(now)
	t.busy++
	slot := 0
	if i > 0 {
		slot = int(crew.remove(i))
	} else {
		slot = int(crew.pop())
	}
	if crew.wide > 0 {
		f.desks[slot].busyFrom = now
	}
	return slot
}

// standDown leaves an agent without a contact: idle, or gone where more are busy than on duty.
func (f *floor) standDown(t *team, crew *teamFloor, slot int, now float64) {
	t.tick(now)
	f.agents.free(slot)
	over := t.busy > t.n
	t.busy--
	if over {
		f.onDuty[slot] += now - f.onFrom[slot]
		crew.off = append(crew.off, int32(slot))
		f.letGo(slot, now)
		return
	}
	f.idleFrom[slot] = now
	crew.push(int32(slot))
}

// finish ends the contact that is next to end. The agent takes another, becomes idle or leaves.
func (f *floor) finish(now float64) {
	slot := f.agents.nextSlot()
	g := int(f.teamOf[slot])
	t, crew := &f.teams[g], &f.crews[g]
	if crew.wide > 0 {
		f.atDesk(slot, now)
		return
	}
	id := f.hand[slot]
	ct := &f.calls[id]
	f.inHand[slot] += now - ct.began
	if f.diallers != nil {
		f.contactEnds(g, ct.began)
	}
	if f.undo {
		f.unlink(id)
	}
	f.done(id, ct, now)
	if t.busy <= t.n && (f.waitsAt != nil || f.waiting.meets(crew.skills)) {
		if id := f.choose(g, crew.idle+1, slot, now); id >= 0 {
			ct := &f.calls[id]
			if ct.queued {
				f.dequeue(ct)
			} else {
				f.pull(id)
			}
			f.seat(id, ct, slot, now)
			return
		}
	}
	f.standDown(t, crew, slot, now)
}

// choose is the contact that a free agent of a team takes, of whom idle are free, himself
// included; -1 for none. slot is his; -1 for any who is idle.
func (f *floor) choose(g, idle, slot int, now float64) int32 {
	best, most, place := int32(-1), 0.0, 0
	crew := &f.crews[g]
	own := int32(-1) // contacts that wait for him alone
	if f.waitsAt != nil && slot >= 0 {
		own = f.waitsAt[slot]
	}
	for w, word := range f.waiting {
		for id := own; id >= 0; id = f.calls[id].next {
			if c := int(f.calls[id].channel); c>>6 == w {
				word |= 1 << (c & 63)
			}
		}
		for word &= crew.skills[w]; word != 0; word &= word - 1 {
			c := w<<6 + bits.TrailingZeros64(word)
			if crew.wide > 0 && slot >= 0 && !f.fits(g, slot, c) || f.queues[c].closes && f.closed(c) {
				continue
			}
			q, r := &f.queues[c], &crew.route[c]
			id := int32(-1)
			if own >= 0 {
				id = f.ofOwn(slot, c)
			}
			if id < 0 {
				if id = q.head; !q.eager {
					id = f.firstOf(c, now)
				}
				if id < 0 || r.team < 0 || idle <= r.reserve || f.diallers != nil && f.keptFrom(g, c, idle) {
					continue
				}
				if r.after > 0 {
					if id = f.waitedLong(id, r.after, now); id < 0 {
						continue
					}
				}
			}
			if best < 0 && word&(word-1) == 0 && w == len(f.waiting)-1 {
				return id // the only one
			}
			x := 0.0
			switch crew.take {
			case LongestWait:
				x = now - f.calls[id].arrived
			case LongestQueue:
				x = float64(q.n)
			case WeightedAge:
				x = (now - f.calls[id].arrived) * f.model.Channels[c].weight()
			case EarliestDue:
				x = -f.dueAt(&f.calls[id])
			}
			if rank := f.rank[g][c]; best < 0 || x > most || x == most && rank < place {
				best, most, place = id, x, rank
			}
		}
	}
	return best
}

// waitedLong is the first contact of a queue, from its head, that has waited for so long, -1 for none.
func (f *floor) waitedLong(head int32, after, now float64) int32 {
	id := head
	for id >= 0 && now < f.calls[id].arrived+after {
		if f.queues[f.calls[id].channel].order == OldestFirst {
			return -1
		}
		id = f.calls[id].next
	}
	return id
}

func (ch *Channel) weight() float64 {
	if ch.Weight == 0 {
		return 1
	}
	return ch.Weight
}

// place lets an agent take a contact that has just come, come back or met a new route: an idle
// one or, where it may, one with a contact that the team prefers less. It reports whether one does.
// A contact that waits is in its queue.
func (f *floor) place(id int32, now float64, preempt bool) bool {
	ct := &f.calls[id]
	c := int(ct.channel)
	q := &f.queues[c]
	if q.closes && f.closed(c) {
		return false
	}
	if q.wide {
		if team, slot, idle := f.freeAgent(c, ct.arrived, now); team >= 0 {
			if ct.queued {
				f.pull(id)
			}
			if idle >= 0 {
				f.takeIdle(team, idle, now)
			}
			f.seat(id, &f.calls[id], slot, now)
			return true
		}
	} else if team, agent := f.idleAgent(c, ct.arrived, now); team >= 0 {
		if ct.queued {
			f.pull(id)
		}
		f.seat(id, &f.calls[id], f.takeIdle(team, agent, now), now)
		return true
	}
	if !preempt {
		return false
	}
	if !q.interrupts {
		return false
	}
	for _, r := range q.routes {
		if !f.model.Teams[r.team].Preempt || now < ct.arrived+r.after {
			continue
		}
		victim := f.latest(r.team, f.rank[r.team][c], c)
		if victim < 0 {
			continue
		}
		slot := f.interrupt(victim, now)
		if ct.queued {
			f.pull(id)
		}
		f.seat(id, &f.calls[id], slot, now)
		if f.model.Channels[f.calls[victim].channel].Resume == BySameAgent {
			f.keepAt(slot, victim)
		} else if !f.place(victim, now, false) {
			f.queue(victim)
			f.setTimer(victim, now)
		}
		return true
	}
	return false
}

// idleAgent is the team and the place among its idle agents of who takes a contact of a channel
// that arrived when; team -1 for nobody.
func (f *floor) idleAgent(c int, arrived, now float64) (team, agent int) {
	team = -1
	q := &f.queues[c]
	teams := q.teams
	if now == arrived {
		teams = q.atOnce
	}
	if !f.idlers.meets(teams) {
		return team, 0
	}
	if q.choose == Random {
		return f.randomAgent(c, arrived, now)
	}
	least := 0.0
	for i := range q.routes {
		r := &q.routes[i]
		if !f.offers(c, r, arrived, now) {
			continue
		}
		crew := &f.crews[r.team]
		switch q.choose {
		case InOrder, LeastLoaded, MostLoaded:
			return r.team, 0
		case LongestIdle:
			if x := f.idleFrom[crew.ring[crew.head]]; team < 0 || x < least {
				team, least = r.team, x
			}
		case LeastOccupied:
			at := crew.head
			for i := range crew.idle {
				slot := crew.ring[at]
				if at++; at == len(crew.ring) {
					at = 0
				}
				x := quotient(f.inHand[slot], f.onDuty[slot]+now-f.onFrom[slot], 0)
				if team < 0 || x < least {
					team, agent, least = r.team, i, x
				}
			}
		}
	}
	return team, agent
}

// randomAgent is the same where each idle agent has the same chance. The draw depends on the contact and the time
// alone, not on those before it.
func (f *floor) randomAgent(c int, arrived, now float64) (team, agent int) {
	idle := 0
	for i := range f.queues[c].routes {
		if r := &f.queues[c].routes[i]; f.offers(c, r, arrived, now) {
			idle += f.crews[r.team].idle
		}
	}
	draw := key(f.channels[c].base, uint64(forAgents), math.Float64bits(arrived), math.Float64bits(now))
	agent = int(unit(draw) * float64(idle))
	for i := range f.queues[c].routes {
		if r := &f.queues[c].routes[i]; f.offers(c, r, arrived, now) {
			if agent < f.crews[r.team].idle {
				return r.team, agent
			}
			agent -= f.crews[r.team].idle
		}
	}
	return -1, 0
}

// offers reports whether the team of a route has an idle agent for a contact of channel c that arrived when.
func (f *floor) offers(c int, r *route, arrived, now float64) bool {
	if !f.idlers.has(r.team) {
		return false
	}
	idle := f.crews[r.team].idle
	return idle > r.reserve && now >= arrived+r.after && (f.diallers == nil || !f.keptFrom(r.team, c, idle))
}

// latest is the contact in hand in a team that is interrupted first: of those of the least preferred
// skill, below rank, the one begun last; -1 for none. It makes room for a contact of channel c.
func (f *floor) latest(g, rank, c int) int32 {
	if f.crews[g].wide > 0 {
		return f.latestAtDesk(g, rank, c)
	}
	skills := f.model.Teams[g].Skills
	for i := len(skills) - 1; i > rank; i-- {
		if c >= 0 && f.model.Channels[skills[i]].Resume == Uninterrupted {
			continue
		}
		if id := f.latestOf(g, skills[i]); id >= 0 {
			return id
		}
	}
	return -1
}

// interrupt takes a contact out of its agent's hands, to be resumed; it returns the agent's slot.
func (f *floor) interrupt(id int32, now float64) int {
	ct := &f.calls[id]
	slot := int(ct.slot)
	g := int(f.teamOf[slot])
	if f.crews[g].wide > 0 {
		f.settle(g, slot, now)
		f.takeAway(g, slot, slices.Index(f.inHandOf(g, slot), id), now)
		f.plan(g, slot, now)
	} else {
		f.timers.cancel(id)
		f.unlink(id)
		left := max(f.agents.ends(slot)-now, 0) * f.pace[g][ct.channel]
		f.worked(ct, left, now)
		ct.work = left
		f.inHand[slot] += now - ct.began
	}
	ct.slot, ct.since = -1, now
	ct.deadline = now + max(ct.patience-ct.waited, 0)
	talks := ct.wrapUp == 0 || ct.work > ct.wrapUp
	if f.crews[g].wide > 0 {
		talks = ct.stage != inWrapUp && ct.stage != silent
	}
	if !talks || ct.marks&(awaitsCall|notReached) != 0 {
		ct.deadline = math.Inf(1) // the talk is over: nobody is there to give up
	}
	ct.breaks++
	return slot
}
