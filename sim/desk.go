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
	if rule != InOrder && rule != MostLoaded {
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
			if rule == LongestIdle || rule == LeastOccupied || rule == Random {
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
