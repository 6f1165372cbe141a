package sim

import "math"

// floor is the general event loop: every rule of a Model, each contact a record, everything that may
// happen to it an event of its own.
//
// Four kinds of event: an instant of the roster, an agent who finishes, a contact that
// arrives, and a contact's timer (its talk ends, it redials, a route opens to it, its patience
// ends). Equal times are taken in this order, except that talk ends before contacts arrive. Where
// nothing else depends on the end of patience it is no event: whoever looks at the head of the
// queue finds it, and dates it back.
type floor struct {
	*day
	calls    []call
	free     []int32 // records not in use
	timers   timers
	queues   []waitlist
	crews    []teamFloor
	rank     [][]int // team, channel: place among the team's skills
	pace     [][]float64
	waiting  bitset                        // channels with anybody in their queue
	idlers   bitset                        // teams with an idle agent
	last     [][]int32                     // team, channel: the contact in hand begun last, -1 for none; see link
	hand     []int32                       // the contact of each slot
	idleFrom []float64                     // per slot
	onFrom   []float64                     // when it came on duty
	onDuty   []float64                     // seconds, before onFrom
	inHand   []float64                     // seconds with a contact
	held     int                           // lines
	undo     bool                          // contacts may be interrupted: they are counted when they leave
	limited  bool                          // there are limits to the lines
	parts    bool                          // the work on a contact may be done, or counted, in parts
	record   func(int32, Outcome, float64) // of a trace
	caseOf   []int32                       // in a trace, the case of each contact; nil without
	lastCase int32

	keyed      bool        // contacts draw from streams of their own, or say which attempt they are
	leads      bool        // contacts lead to others
	things     []int       // per channel, the first of its flows and dispositions among all
	after      [][]sampler // per channel and follow-up
	cases      []openCase
	diallers   []*dialler
	instantAt  int // the roster's, of the time
	spareCases []int32
	waitsAt    []int32 // per slot, the first contact that waits for its agent alone, -1 for none; nil where none ever does

	rules []deskRules // per channel
	desks []desk      // per slot; nil where no team may have several contacts in hand
}

// call is a contact's record. It takes three lines of the processor's cache, 64 bytes each; plain contacts touch the
// first two.
type call struct {
	arrived  float64
	deadline float64 // when its patience ends, were it to wait till then
	patience float64
	waited   float64 // before since
	since    float64 // waiting from
	answered float64 // first, -1 before
	began    float64 // in hand from
	handle   float64 // drawn, without wrap-up

	wrapUp   float64
	work     float64 // to do when it was last taken, wrap-up included
	speed    float64 // of the work on a desk with others
	at       float64 // what happens at a time: see stage
	channel  int32
	interval int32 // of arrival
	slot     int32 // -1 while it waits
	handedTo int32 // slot that answered it last
	prev     int32 // in its queue, -1 at the head
	next     int32
	team     int16 // that answered it last
	holds    bool  // a line
	queued   bool  // it is in its queue
	known    bool  // its handle time was given with it: no team draws another
	stage    stage // on a desk with others
	marks    marks

	// What plain contacts have no use for.
	handled float64 // seconds done before it was last taken
	wrapped float64 // of them wrap-up
	first   int32   // interval of the first attempt,
	number  int32   // and its place in it: they key what redials draw
	attempt int16   // 1 for the first
	steps   int16   // from the first contact of the case
	breaks  int32   // interruptions
	turns   int32   // of the agent, before this one
	of      int32   // case; -1: it is the only contact so far
	key     uint64  // of its own streams; 0: not made yet
	due     float64 // deferred work; of a call that rings, its chance to be abandoned
	root    float64 // arrival of the first contact of the case
}

// marks says what has happened to a contact.
type marks uint8

const (
	offeredCall marks = 1 << iota // a call-back
	awaitsCall                    // accepted it
	notReached                    // nobody picked up
	heldBack                      // interrupted, and with its agent
	containedBy                   // automation serves it to the end
	fromBot                       // it was handed over
	picksUp                       // a call dialled ahead that somebody picks up
	rightOne                      // the right party picked up
)

// waitlist is the queue of a channel, in order of arrival.
type waitlist struct {
	head, tail  int32
	n           int
	held        int       // lines
	eager       bool      // the end of patience is an event: something else depends on it
	routes      []route   // in order of preference
	teams       bitset    // of the routes
	atOnce      bitset    // of those that are open to who has just come
	interrupts  bool      // contacts may interrupt others
	backlog     []Contact // there at the opening, the oldest first
	order       QueueOrder
	deferred    bool
	closes      bool      // work of it is not taken up at all times
	timed       bool      // something may happen to those who wait, at a time
	offersNow   bool      // call-backs before a wait
	lines, room int       // of the channel
	choose      AgentRule // likewise
	hasBot      bool      // automation in front
	dialler     *dialler  // of calls that go out; nil where they come in
	bot         sampler   // time with it
	botFactor   float64   // on the handle time of those it hands over
	promise     sampler   // time to a promised call-back
	offers      bool      // call-backs after a wait
	meanWork    []float64 // of a contact, one or per interval
	lateMatters bool      // what is late leads to something
	open        int       // contacts of deferred work that are not finished
	wide        bool      // a team that serves it may have several contacts in hand
	redial      sampler   // when who left comes again
	opens       []float64 // when routes open, after the arrival: in order, without 0
}

// route is a Route, ready to use.
type route struct {
	team    int
	after   float64
	reserve int
}

// teamFloor is a team's idle agents, who came first at the head, and those off duty.
type teamFloor struct {
	first      int // slot of the team
	ring       []int32
	head, idle int
	off        []int32
	number     int
	take       ContactRule
	own        []*sampler // handle times of its own, by channel; nil where it has none
	paced      bool       // some of its work does not take its handle time
	idlers     bitset     // of the floor
	skills     bitset     // channels
	route      []route    // per channel; team -1 where it has none

	// Of a team whose agents may have several contacts in hand.
	wide           int32       // contacts of an agent at most; 0: one, the plain way
	lists          []agentList // by contacts in hand
	hands          []int32     // the contacts of each agent, wide places for each
	begun          []agentList // of contacts in hand, per channel, in the order taken; nil where none is interrupted
	inHand         int         // contacts
	leaving        int         // agents who take no more
	lightest, most float64     // smallest load of a contact, largest load of an agent
}

// run simulates the replication that has been reset.
func (f *floor) run() bool {
	d := f.day
	f.reset()
	for i, now := range d.roster.at {
		if !f.advance(now) {
			return false
		}
		f.instant(i, now)
	}
	if !f.advance(d.close) {
		return false
	}
	f.closeInterval(d.close)
	d.interval, d.arrival = d.k, math.Inf(1)
	f.dialAllAhead(d.close)
	if !f.advance(math.Inf(1)) {
		return false
	}
	f.leave()
	return true
}

// instant is what the roster's i-th instant brings: an interval, staff, arrivals.
func (f *floor) instant(i int, now float64) {
	d := f.day
	k := d.roster.interval[i]
	if k > 0 {
		f.closeInterval(now)
	}
	if k >= 0 {
		d.interval = k
	}
	f.instantAt = i
	if k == d.warm {
		f.stockBacklog(now)
		for _, x := range f.diallers {
			x.pace.open()
		}
	}
	if k >= 0 {
		for _, x := range f.diallers {
			x.look(&d.model.Channels[x.channel].Outbound, k, d.warm)
			f.stockRecord(&f.queues[x.channel], now)
		}
	}
	f.change(i, now)
	if k >= 0 {
		d.open(k, now)
	}
	for _, x := range f.diallers {
		f.turnDay(x, now)
		f.planOthers(x)
	}
	f.dialAllAhead(now)
}

// advance simulates all that happens before end. It reports false where it was stopped.
func (f *floor) advance(end float64) bool {
	d := f.day
	for !d.stop.Load() {
		for range 1024 {
			finish := d.agents.next()
			next, kind := math.Inf(1), patienceEnds // of the timers
			if len(f.timers.heap) > 0 {
				next, kind = f.timers.heap[0].at, f.timers.heap[0].kind
			}
			switch {
			case finish <= d.arrival && finish <= next:
				if finish >= end {
					return true
				}
				f.finish(finish)
				if f.diallers != nil {
					f.dialAllAhead(finish)
				}
			case next < d.arrival || next == d.arrival && kind == talkEnds:
				if next >= end {
					return true
				}
				f.fire(f.timers.heap[0])
				if f.diallers != nil {
					f.dialAllAhead(next)
				}
			default:
				if d.arrival >= end {
					return true
				}
				f.arrive()
			}
		}
	}
	return false
}

// arrive takes in the next contact that comes of itself.
func (f *floor) arrive() {
	d := f.day
	c, now := d.arriving, d.arrival
	ch := &d.channels[c]
	s := &ch.source
	id := f.newCall()
	ct := &f.calls[id]
	// Field by field: to clear a record whole takes longer than the rest.
	ct.arrived, ct.patience, ct.handle, ct.wrapUp = now, s.patience[s.i], s.handle[s.i], 0
	ct.channel, ct.interval, ct.marks = int32(c), int32(d.interval), 0
	if f.keyed {
		ct.first, ct.number, ct.attempt, ct.key = ct.interval, int32(s.drawn+s.i), 1, 0
	}
	if f.leads {
		ct.root, ct.of, ct.steps = now, -1, 0
		f.extraOf(ct).opened++
	}
	if ch.wraps {
		ct.wrapUp = s.wrapUp[s.i]
	}
	ct.known = ch.given != nil && ch.given[s.next-s.n+s.i].HandleTime >= 0
	if s.i++; s.at[s.i] == more {
		d.refill(c)
	}
	if len(d.channels) == 1 {
		d.arrival = s.at[s.i]
	} else {
		d.arriving, d.arrival = d.race.set(c, s.at[s.i])
	}
	if f.caseOf != nil {
		f.beginCase(id)
	}
	if f.queues[c].hasBot && f.meetsBot(id, now) {
		return
	}
	f.admit(id, now)
}

// newCall is a record to be used.
func (f *floor) newCall() int32 {
	if n := len(f.free); n > 0 {
		id := f.free[n-1]
		f.free = f.free[:n-1]
		return id
	}
	f.calls = append(f.calls, call{})
	return int32(len(f.calls) - 1)
}

// keyOf keys a contact's own streams.
func (f *floor) keyOf(ct *call) uint64 {
	if ct.key == 0 {
		ct.key = splitmix64(f.channels[ct.channel].base+golden*(uint64(ct.number)<<32+uint64(int(ct.first)-f.warm))) | 1
	}
	return ct.key
}

// extraOf is what the interval of the contact's arrival counts beyond calls that wait.
func (f *floor) extraOf(ct *call) *extra {
	return &f.tally.extras[int(ct.channel)*f.k+int(ct.interval)]
}

// closeInterval writes what is of the interval that ends now.
func (f *floor) closeInterval(now float64) {
	for g := range f.crews {
		if f.crews[g].wide > 0 {
			f.tickWide(g, now)
		}
	}
	for c := range f.queues {
		if f.queues[c].deferred {
			f.countBacklog(c, now)
		}
		if x := f.queues[c].dialler; x != nil {
			f.tally.extras[c*f.k+f.interval].records = int64(f.model.Channels[c].Outbound.List - x.called)
		}
	}
	f.day.closeInterval(now)
}

// fire lets a timer go off.
func (f *floor) fire(t timer) {
	if t.kind != routeOpens { // else its next timer takes the place of this one
		f.timers.remove(t.key())
	}
	ct := &f.calls[t.id]
	switch t.kind {
	case talkEnds:
		f.release(ct)
	case redialled:
		f.callAgain(t.id, t.at)
	case followsUp:
		f.comeAfter(t.id, t.at)
	case comesDue:
		f.comeDue(t.id, t.at)
	case handedOver:
		f.leaveBot(t.id, t.at)
	case ringEnds:
		f.endRing(t.id, t.at)
	case dialsAgain:
		f.readyAgain(t.id, t.at)
	case mayCallBack:
		f.offerCall(t.id, t.at)
	case calledBack:
		f.comeToPromise(t.id, t.at)
	case routeOpens:
		if f.place(t.id, t.at, true) {
			return
		}
		f.setTimer(t.id, t.at)
	case patienceEnds:
		f.giveUp(t.id, t.at)
	}
}

// leave ends the replication: who still waits is counted.
func (f *floor) leave() {
	d := f.day
	for c := range f.queues {
		for k := d.warm; k < d.k; k++ {
			d.waitsOf(c, k).answered[0] += uint64(d.tally.cells[c*d.k+k].atOnce)
		}
		for id, next := f.queues[c].head, int32(0); id >= 0; id = next {
			ct := &f.calls[id]
			next = ct.next
			if !math.IsInf(ct.deadline, 1) {
				f.giveUp(id, ct.deadline)
				continue
			}
			f.remain(id)
		}
	}
	for slot := range f.waitsAt {
		for id := f.waitsAt[slot]; id >= 0; id = f.calls[id].next {
			f.remain(id)
		}
	}
}

// remain counts a contact that still waits at the end.
func (f *floor) remain(id int32) {
	ct := &f.calls[id]
	c := int(ct.channel)
	if f.queues[c].dialler != nil && (ct.answered < 0 || ct.marks&notReached != 0) && ct.marks&picksUp == 0 {
		return // a record that nobody has answered
	}
	cell := &f.tally.cells[c*f.k+int(ct.interval)]
	cell.waiting++
	f.spell(ct, f.close)
	waited := ct.waited
	if ct.marks&awaitsCall != 0 && ct.answered < 0 {
		waited = f.close - ct.arrived // out of the queue too
	}
	if f.queues[c].deferred {
		e := f.extraOf(ct)
		if ct.due > f.close {
			e.undue++
		}
		f.ages[c].left[binOf(f.close-ct.arrived)]++
		waited = f.close - ct.arrived // before the opening too
	}
	cell.waitWaiting += waited
	cell.longest = max(cell.longest, waited)
	if f.record != nil {
		f.record(id, StillWaiting, f.close)
	}
}
