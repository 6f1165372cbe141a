package sim

import "math"

// Agents of some teams may have several contacts in hand: each has a desk. The tree holds, for each agent,
// when something first happens to one of them; then the work left of all is brought up to date, and what
// follows is planned anew. So the end of each is exact whatever the law of its work.

// desk is what an agent has in hand.
type desk struct {
	n        int32 // contacts
	next     int32 // of them, the one to which something happens first
	what     deskEvent
	leaving  bool    // takes no more: it goes when the last contact is finished
	since    float64 // the work left of each contact is that at this time
	load     float64 // of all contacts
	took     float64 // when it took the last
	busyFrom float64

	list        int32 // of the agents with as many in hand who may take more; 0: in none
	prev, after int32 // in the list, -1 at its ends
}

// deskEvent is what happens to a contact in hand.
type deskEvent int32

const (
	workEnds deskEvent = iota
	talkOver
	customerLeaves // silently
	customerAnswers
)

// stage is how a contact in hand stands.
type stage int8

const (
	inTalk     stage = iota
	inWrapUp         // the customer has gone, the agent has wrap-up to do
	silent           // the customer has left, the agent does not know
	myTurn           // the agent works on its turn
	turnQueued       // for a turn of the agent
	theirs           // the customer has the turn
	unseated         // not in hand yet
)

// deskRules is a channel's Chat, ready to use.
type deskRules struct {
	slots           int32
	load, most      float64   // an agent takes a contact where the load comes to most at most
	share           []float64 // [j-1]: the speed of each contact when j are in hand
	last            float64   // Pace of the last
	turns, leaves   bool
	agent, customer sampler
	ends, timeOut   float64
	leave           sampler
}

// slack in loads, which are sums of fractions.
const loadRounding = 1e-9

func newDeskRules(c *Chat) deskRules {
	r := deskRules{
		slots: int32(c.slots()), load: c.load(), most: 1 + c.Over + loadRounding,
		turns: c.Turns.Ends > 0, agent: newSampler(c.Turns.Agent), customer: newSampler(c.Turns.Customer), ends: c.Turns.Ends,
		leaves: c.Leaves.Kind != Never, leave: newSampler(c.Leaves), timeOut: c.TimeOut,
	}
	for j, pace := range c.Pace {
		r.share = append(r.share, pace/float64(j+1))
		r.last = pace
	}
	return r
}

// speed is how fast the work on a contact goes when n are in hand.
func (r *deskRules) speed(n int) float64 {
	switch {
	case r.share == nil:
		return 1
	case n <= len(r.share):
		return r.share[n-1]
	}
	return r.last / float64(n)
}

// agentList is the ends of a list: of the agents with as many contacts in hand who may take more, who has had so many
// for longest at the head; or of contacts.
type agentList struct{ head, tail int32 }

// newDesks makes the desks of the teams whose agents may have several contacts in hand.
func (f *floor) newDesks() {
	m := f.model
	for c := range m.Channels {
		f.rules = append(f.rules, newDeskRules(&m.Channels[c].Chat))
	}
	for g := range f.crews {
		if !m.wide(g) {
			continue
		}
		if f.desks == nil {
			f.desks = make([]desk, len(f.teamOf))
		}
		crew := &f.crews[g]
		over, slots := 0.0, int32(0)
		crew.lightest = 1
		for _, c := range m.Teams[g].Skills {
			r := &f.rules[c]
			crew.lightest, over = min(crew.lightest, r.load), max(over, r.most)
			slots += r.slots
		}
		crew.most = over
		crew.wide = min(slots, int32(over/crew.lightest)+1)
		crew.lists = make([]agentList, crew.wide+1)
		if m.Teams[g].Preempt {
			crew.begun = make([]agentList, len(m.Channels))
		}
		crew.hands = make([]int32, int(crew.wide)*len(crew.ring))
	}
}

func (f *floor) resetDesks() {
	clear(f.desks)
	for g := range f.crews {
		crew := &f.crews[g]
		crew.inHand, crew.leaving = 0, 0
		for i := range crew.lists {
			crew.lists[i] = agentList{-1, -1}
		}
		for i := range crew.begun {
			crew.begun[i] = agentList{-1, -1}
		}
	}
}

// inHandOf is the contacts in hand of an agent of a wide team.
func (f *floor) inHandOf(g, slot int) []int32 {
	crew := &f.crews[g]
	at := (slot - crew.first) * int(crew.wide)
	return crew.hands[at : at+int(f.desks[slot].n)]
}

// fits reports whether the agent may take another contact, of channel c.
func (f *floor) fits(g, slot, c int) bool {
	d, r := &f.desks[slot], &f.rules[c]
	if d.n == 0 {
		return true
	}
	return !d.leaving && d.load+r.load <= r.most && f.has(g, slot, c) < r.slots
}

// has is how many contacts of channel c the agent has in hand.
func (f *floor) has(g, slot, c int) (n int32) {
	for _, id := range f.inHandOf(g, slot) {
		if int(f.calls[id].channel) == c {
			n++
		}
	}
	return n
}

// freeAgent is the team, the slot and, for one without a contact, the place among the idle, of the agent
// who takes a contact of a channel that arrived when; team -1 for nobody. Place -1 says that it has some in hand.
func (f *floor) freeAgent(c int, arrived, now float64) (team, slot, place int) {
	rule := f.model.Channels[c].Choose
	team, place = -1, -1
	if rule == LongestIdle || rule == LeastOccupied || rule == LeastLoaded {
		if g, i := f.idleAgent(c, arrived, now); g >= 0 {
			crew := &f.crews[g]
			return g, int(crew.ring[(crew.head+i)%len(crew.ring)]), i
		}
	}
	most, took := int32(-1), 0.0
	for _, r := range f.queues[c].routes {
		crew := &f.crews[r.team]
		if crew.idle < r.reserve || now < arrived+r.after {
			continue
		}
		mayIdle := crew.idle > r.reserve && (f.diallers == nil || !f.keptFrom(r.team, c, crew.idle))
		if rule == InOrder && mayIdle {
			return r.team, int(crew.ring[crew.head]), 0
		}
		for i := int32(1); i < crew.wide; i++ {
			n := i
			if rule == MostLoaded {
				n = crew.wide - i
			}
			if team >= 0 && (rule == MostLoaded && n <= most || rule == LeastLoaded && n >= most) {
				break // no better than the one of another team
			}
			if float64(n)*crew.lightest+f.rules[c].load > f.rules[c].most {
				continue // so many leave no room, whatever they are
			}
			found := f.firstThatFits(r.team, c, n)
			if found < 0 {
				continue
			}
			if rule == InOrder {
				return r.team, int(found), -1
			}
			if rule == LongestIdle || rule == LeastOccupied {
				if x := f.desks[found].took; team < 0 || x < took {
					team, slot, took = r.team, int(found), x
				}
				continue
			}
			team, slot, most = r.team, int(found), n
			break
		}
		if rule == MostLoaded && team < 0 && mayIdle {
			team, slot, place, most = r.team, int(crew.ring[crew.head]), 0, 0
		}
	}
	if place == 0 && most > 0 {
		place = -1
	}
	return team, slot, place
}

// firstThatFits is the first agent of the team with n contacts in hand who may take one of channel c, -1 for none.
func (f *floor) firstThatFits(g, c int, n int32) int32 {
	for slot := f.crews[g].lists[n].head; slot >= 0; slot = f.desks[slot].after {
		if f.fits(g, int(slot), c) {
			return slot
		}
	}
	return -1
}

// lay puts a contact on the desk of an agent who takes it.
func (f *floor) lay(id int32, g, slot int, now float64) {
	d, crew := &f.desks[slot], &f.crews[g]
	f.tickWide(g, now)
	f.settle(g, slot, now)
	crew.hands[(slot-crew.first)*int(crew.wide)+int(d.n)] = id
	d.n++
	crew.inHand++
	d.took = now
	ct := &f.calls[id]
	if crew.begun != nil {
		l := &crew.begun[ct.channel]
		ct.prev, ct.next = l.tail, -1
		if l.tail < 0 {
			l.head = id
		} else {
			f.calls[l.tail].next = id
		}
		l.tail = id
	}
	r := &f.rules[ct.channel]
	switch {
	case ct.stage == inWrapUp:
		ct.at = now
	case r.turns && ct.marks&notReached == 0:
		ct.stage, ct.at = turnQueued, now
		ct.work = f.turn(ct).agent
	case ct.stage == unseated:
		ct.stage, ct.at = inTalk, math.Inf(1)
		if r.leaves {
			var x [1]float64
			r.leave.fill(x[:], ownStream(f.keyOf(ct), forLeaving, int(ct.attempt)))
			ct.at = now + x[0]
		}
	}
	f.plan(g, slot, now)
}

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

// moveTo puts an agent at the end of a list of its team; 0: of none.
func (f *floor) moveTo(g, slot int, list int32) {
	d, lists := &f.desks[slot], f.crews[g].lists
	if d.list > 0 {
		l := &lists[d.list]
		if d.prev < 0 {
			l.head = d.after
		} else {
			f.desks[d.prev].after = d.after
		}
		if d.after < 0 {
			l.tail = d.prev
		} else {
			f.desks[d.after].prev = d.prev
		}
	}
	d.list = list
	if list == 0 {
		return
	}
	l := &lists[list]
	d.prev, d.after = l.tail, -1
	if l.tail < 0 {
		l.head = int32(slot)
	} else {
		f.desks[l.tail].after = int32(slot)
	}
	l.tail = int32(slot)
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
		f.contactEnds(g)
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

// latestAtDesk is latest for a team whose agents may have several contacts in hand.
func (f *floor) latestAtDesk(g, rank, c int) int32 {
	skills := f.model.Teams[g].Skills
	for i := len(skills) - 1; i > rank; i-- {
		victim := skills[i]
		if f.model.Channels[victim].Resume == Uninterrupted {
			continue
		}
		for id := f.crews[g].begun[victim].tail; id >= 0; id = f.calls[id].prev {
			ct := &f.calls[id]
			d := &f.desks[ct.slot]
			if !d.leaving && ct.stage != silent && d.load-f.rules[victim].load+f.rules[c].load <= f.rules[c].most && f.has(g, int(ct.slot), c) < f.rules[c].slots {
				return id
			}
		}
	}
	return -1
}
