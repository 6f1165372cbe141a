package sim

// Agents who may have several contacts in hand: what they take when they have room, and when they come and go.

// offerMore lets an agent who has room take what waits; who has nothing in hand then is idle, or gone.
func (f *floor) offerMore(g, slot int, now float64) {
	d := &f.desks[slot]
	f.plan(g, slot, now)
	for !d.leaving {
		id := f.choose(g, f.crews[g].idle+1, slot, now)
		if id < 0 {
			break
		}
		f.pull(id)
		f.seat(id, &f.calls[id], slot, now)
	}
	if d.n == 0 {
		f.clearDesk(g, slot, now)
	}
}

// clearDesk leaves an agent without a contact: idle, or gone where it is leaving.
func (f *floor) clearDesk(g, slot int, now float64) {
	d, crew := &f.desks[slot], &f.crews[g]
	f.tickWide(g, now)
	f.teams[g].busy--
	f.inHand[slot] += now - d.busyFrom
	if f.diallers != nil {
		f.contactEnds(g, d.busyFrom)
	}
	if d.leaving {
		d.leaving = false
		crew.leaving--
		f.onDuty[slot] += now - f.onFrom[slot]
		crew.off = append(crew.off, int32(slot))
		f.letGo(slot, now)
		return
	}
	f.idleFrom[slot] = now
	crew.push(int32(slot))
	f.openReserve(g, now)
}

// openReserve lets agents with room take contacts that waited until more agents of the team were idle.
func (f *floor) openReserve(g int, now float64) {
	for c, r := range f.crews[g].route {
		if r.reserve == 0 {
			continue
		}
		for id := f.firstOf(c, now); id >= 0 && f.crews[g].idle >= r.reserve; {
			if id = f.waitedLong(id, r.after, now); id < 0 || !f.place(id, now, false) {
				break
			}
			id = f.firstOf(c, now)
		}
	}
}

// fitWide brings a wide team to its number: the idle leave first, who has been so for longest at the head;
// then those with the fewest contacts in hand take no more. Who is leaving when staff rises stays.
func (f *floor) fitWide(g int, now float64) {
	t, crew := &f.teams[g], &f.crews[g]
	for t.busy-crew.leaving < t.n && crew.leaving > 0 {
		slot := f.agentWith(g, true, func(a, b int32) bool { return a > b })
		f.desks[slot].leaving = false
		crew.leaving--
		f.plan(g, slot, f.desks[slot].since)
	}
	for t.busy-crew.leaving > t.n {
		slot := f.agentWith(g, false, func(a, b int32) bool { return a < b })
		d := &f.desks[slot]
		d.leaving = true
		crew.leaving++
		if !f.model.Teams[g].HandBack {
			f.moveTo(g, slot, 0)
			continue
		}
		for d.n > 0 {
			id := f.inHandOf(g, slot)[d.n-1]
			f.interrupt(id, now)
			f.queue(id)
			f.setTimer(id, now)
		}
		f.clearDesk(g, slot, now)
	}
	f.fitIdle(g, max(t.n-(t.busy-crew.leaving), 0), now)
}

// agentWith is the agent with something in hand, leaving or not, with the most or fewest contacts, as better says.
func (f *floor) agentWith(g int, leaving bool, better func(a, b int32) bool) int {
	crew, best := &f.crews[g], -1
	for slot := crew.first; slot < crew.first+len(crew.ring); slot++ {
		d := &f.desks[slot]
		if d.n > 0 && d.leaving == leaving && (best < 0 || better(d.n, f.desks[best].n)) {
			best = slot
		}
	}
	return best
}

// tickWide is tick for a team whose agents may have several contacts in hand.
func (f *floor) tickWide(g int, now float64) {
	t, crew := &f.teams[g], &f.crews[g]
	dt := now - t.since
	t.since = now
	t.sums.busy += float64(t.busy) * dt
	t.sums.staffed += float64(t.busy+crew.idle) * dt
	t.sums.inHand += float64(crew.inHand) * dt
	if crew.idle == 0 {
		t.sums.allBusy += dt
	}
}
