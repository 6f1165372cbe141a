package sim

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The oracle of desks plays several contacts in hand, deferred work and what leads to what the slow and obvious way: at every
// event the work of everybody is brought up to date, and everybody is looked at. Staff does not change.

type deskCustomer struct {
	channel, interval      int
	key                    uint64
	arrives, deadline, due float64
	handle, patience, work float64
	answered, leaves, gone float64 // -1: not yet
	silent, child, carried bool
	speed                  float64
	fate                   string
}

type deskAgent struct {
	team, slot int
	hand       []*deskCustomer
	list       int // contacts in hand while it may take more
	order      int // of coming to the list, or to be idle
	took       float64
}

type deskOracle struct {
	m      *Model
	now    float64
	close  float64
	order  int
	agents []*deskAgent
	queues [][]*deskCustomer
	all    []*deskCustomer
	coming []*deskCustomer
	inHand []float64 // contact-seconds, per team, up to the close
	busy   []float64
}

func (o *deskOracle) load(a *deskAgent) (sum float64) {
	for _, x := range a.hand {
		sum += o.m.Channels[x.channel].Chat.load()
	}
	return sum
}

func (o *deskOracle) fits(a *deskAgent, c int) bool {
	n := 0
	for _, x := range a.hand {
		if x.channel == c {
			n++
		}
	}
	chat := &o.m.Channels[c].Chat
	return len(a.hand) == 0 || n < chat.slots() && o.load(a)+chat.load() <= 1+chat.Over+1e-9
}

// relist notes when an agent comes to have another number in hand, or no room.
func (o *deskOracle) relist(a *deskAgent) {
	list, room := len(a.hand), false
	slots := 0
	lightest, most := 1.0, 0.0
	for _, c := range o.m.Teams[a.team].Skills {
		chat := &o.m.Channels[c].Chat
		slots += chat.slots()
		lightest, most = min(lightest, chat.load()), max(most, 1+chat.Over+1e-9)
	}
	room = o.load(a)+lightest <= most && list < min(slots, int(most/lightest)+1)
	if !room {
		list = 0
	}
	if list != a.list {
		o.order++
		a.list, a.order = list, o.order
	}
}

func (o *deskOracle) take(a *deskAgent, x *deskCustomer) {
	q := &o.queues[x.channel]
	*q = slices.DeleteFunc(*q, func(y *deskCustomer) bool { return x == y })
	if x.answered < 0 {
		x.fate, x.answered = "answered", o.now
		if l := o.m.Channels[x.channel].Chat.Leaves; l.Kind != Never {
			var t [1]float64
			s := newSampler(l)
			s.fill(t[:], ownStream(x.key, forLeaving, 1))
			x.leaves = o.now + t[0]
		}
	}
	a.hand = append(a.hand, x)
	a.took = o.now
	o.relist(a)
}

// find is who takes a contact of a channel.
func (o *deskOracle) find(c int) *deskAgent {
	var best *deskAgent
	n := func(a *deskAgent) int { return len(a.hand) }
	for g, t := range o.m.Teams {
		if !slices.Contains(t.Skills, c) {
			continue
		}
		for _, a := range o.agents {
			if a.team != g || !o.fits(a, c) {
				continue
			}
			same := best != nil && best.team == a.team && n(best) == n(a) && a.order < best.order
			switch o.m.Channels[c].Choose {
			case InOrder:
				if best == nil || best.team == g && (n(a) < n(best) || same) {
					best = a
				}
			case LeastLoaded:
				if best == nil || n(a) < n(best) || same {
					best = a
				}
			case MostLoaded:
				if best == nil || n(a) > n(best) || same {
					best = a
				}
			}
		}
	}
	return best
}

// speeds sets how fast everything in hand goes.
func (o *deskOracle) speeds() {
	for _, a := range o.agents {
		active := 0
		for _, x := range a.hand {
			if !x.silent {
				active++
			}
		}
		for _, x := range a.hand {
			x.speed = 1
			if pace := o.m.Channels[x.channel].Chat.Pace; pace != nil && !x.silent {
				x.speed = pace[min(active, len(pace))-1] / float64(active)
			}
		}
	}
}

func (o *deskOracle) enqueue(x *deskCustomer) {
	o.queues[x.channel] = append(o.queues[x.channel], x)
	slices.SortStableFunc(o.queues[x.channel], func(a, b *deskCustomer) int {
		p, q := a.arrives, b.arrives
		if o.m.Channels[x.channel].Order == NewestFirst {
			p, q = q, p
		}
		if p < q {
			return -1
		} else if p > q {
			return 1
		}
		return 0
	})
}

// lead draws what a contact leads to.
func (o *deskOracle) lead(x *deskCustomer, e Event) {
	for i, f := range o.m.Channels[x.channel].FollowUps {
		n := 1<<16 + i
		if f.When != e || unit(ownDraw(x.key, forFollowUps, n)) >= f.Share {
			continue
		}
		s := ownStream(x.key, forFollowUpTimes, n)
		var t [1]float64
		if f.After.Kind != Never {
			after := newSampler(f.After)
			s = after.fill(t[:], s)
		}
		_, u := s.next()
		y := &deskCustomer{channel: f.To, key: splitmix64(u) | 1, arrives: o.now + t[0], child: true}
		if y.arrives >= o.close {
			continue
		}
		o.draw(y)
		o.coming = append(o.coming, y)
		o.all = append(o.all, y)
	}
}

// draw draws the work and the patience of a contact that does not come of itself.
func (o *deskOracle) draw(y *deskCustomer) {
	ch := &o.m.Channels[y.channel]
	y.interval = min(int(max(y.arrives, 0)/o.m.Interval), ch.lastInterval())
	var t [1]float64
	handle, patience := newSampler(ch.HandleTime[0]), newSampler(ch.Patience)
	s := handle.fill(t[:], ownStream(y.key, forHandleTimes, 0))
	y.handle = t[0]
	patience.fill(t[:], s)
	y.patience = t[0]
}

func (ch *Channel) lastInterval() int { return len(ch.Arrivals) - 1 }

func playDesks(m *Model, seed, replication uint64) *deskOracle {
	o := &deskOracle{m: m, close: float64(m.intervals()) * m.Interval, queues: make([][]*deskCustomer, len(m.Channels)),
		inHand: make([]float64, len(m.Teams)), busy: make([]float64, len(m.Teams))}
	for _, x := range customers(m, seed, replication) {
		base := key(seed, replication, nameKey(m.Channels[x.channel].Name))
		y := &deskCustomer{channel: x.channel, interval: x.interval, arrives: x.arrives, handle: x.handle, patience: x.patience,
			key: splitmix64(base+golden*(uint64(x.number)<<32+uint64(x.interval))) | 1}
		o.coming, o.all = append(o.coming, y), append(o.all, y)
	}
	for g, t := range m.Teams {
		for range t.Agents[0] {
			o.order++
			o.agents = append(o.agents, &deskAgent{team: g, slot: len(o.agents), order: o.order})
		}
	}
	rounding := newAgents(len(o.agents))
	for c := range m.Channels {
		ages := slices.Sorted(slices.Values(m.Channels[c].Deferred.Backlog))
		slices.Reverse(ages)
		base := key(seed, replication, nameKey(m.Channels[c].Name))
		for i, age := range ages {
			x := &deskCustomer{channel: c, arrives: -age, key: key(base, uint64(forBacklog), uint64(i)) | 1, carried: true}
			o.draw(x)
			o.begin(x)
			o.all = append(o.all, x)
			o.enqueue(x)
		}
	}
	closed := func(c int) bool { return m.Channels[c].Deferred.Deadline > 0 && o.now >= o.close }
	serve := func(a *deskAgent) {
		for again := true; again; {
			again = false
			for _, c := range m.Teams[a.team].Skills {
				if len(o.queues[c]) > 0 && !closed(c) && o.fits(a, c) {
					o.take(a, o.queues[c][0])
					again = true
					break
				}
			}
		}
	}
	for g := range m.Teams { // at the opening the idle of each team take one each first, and then more
		for _, a := range o.agents {
			if a.team != g {
				continue
			}
			for _, c := range m.Teams[g].Skills {
				if len(o.queues[c]) > 0 {
					o.take(a, o.queues[c][0])
					break
				}
			}
		}
		for _, a := range o.agents {
			if a.team == g && len(a.hand) > 0 {
				serve(a)
			}
		}
	}
	for {
		o.speeds()
		at, what := math.Inf(1), ""
		var who *deskCustomer
		var agent *deskAgent
		for _, a := range o.agents {
			for _, x := range a.hand {
				end, kind := o.now+x.work/x.speed, "ends"
				if !x.silent && x.leaves > 0 && x.leaves < end {
					end, kind = x.leaves, "leaves"
				}
				if end = rounding.roundUp(end); end < at {
					at, what, who, agent = end, kind, x, a
				}
			}
		}
		for _, x := range o.coming {
			if x.arrives < at {
				at, what, who = x.arrives, "arrives", x
			}
		}
		for _, q := range o.queues {
			for _, x := range q {
				if x.deadline < at {
					at, what, who = x.deadline, "gives up", x
				}
			}
		}
		if what == "" {
			break
		}
		if to := min(at, o.close); to > o.now {
			for _, a := range o.agents {
				o.inHand[a.team] += float64(len(a.hand)) * (to - o.now)
				o.busy[a.team] += float64(min(len(a.hand), 1)) * (to - o.now)
			}
		}
		for _, a := range o.agents {
			for _, x := range a.hand {
				x.work = max(x.work-(at-o.now)*x.speed, 0)
			}
		}
		o.now = at
		switch what {
		case "arrives":
			o.coming = slices.DeleteFunc(o.coming, func(x *deskCustomer) bool { return x == who })
			o.begin(who)
			if a := o.find(who.channel); a != nil && !closed(who.channel) {
				o.take(a, who)
			} else {
				o.enqueue(who)
			}
		case "gives up":
			o.queues[who.channel] = slices.DeleteFunc(o.queues[who.channel], func(x *deskCustomer) bool { return x == who })
			who.fate = "abandoned"
			o.lead(who, WhenAbandoned)
		case "leaves":
			who.silent, who.work = true, m.Channels[who.channel].Chat.TimeOut
		case "ends":
			agent.hand = slices.DeleteFunc(agent.hand, func(x *deskCustomer) bool { return x == who })
			who.gone = o.now
			o.lead(who, WhenAnswered)
			o.relist(agent)
			serve(agent)
			if len(agent.hand) == 0 {
				o.order++
				agent.order = o.order
			}
		}
	}
	return o
}

// begin offers a contact.
func (o *deskOracle) begin(x *deskCustomer) {
	x.work, x.answered, x.gone, x.leaves = x.handle, -1, -1, -1
	x.deadline = max(x.arrives, 0) + x.patience
	if d := &o.m.Channels[x.channel].Deferred; d.Deadline > 0 {
		x.due = d.due(x.arrives)
	}
}

// TestDesksAgainstOracle: over random models, every count of every interval is that of the oracle, and every time to rounding.
func TestDesksAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawDesks(t)
		if err := m.Validate(); err != nil {
			t.Fatal(err)
		}
		d := newDayBy(&m, byFloor, new(stopFlag))
		for r := range uint64(2) {
			d.run(9, r)
			o := playDesks(&m, 9, r)
			type figures struct{ offered, answered, abandoned, waiting, carried, finished, onTime, silent int64 }
			want := make([]figures, len(d.tally.cells))
			waits, durations := make([]float64, len(want)), make([]float64, len(want))
			for _, x := range o.all {
				i := x.channel*d.k + x.interval
				w := &want[i]
				w.offered++
				if x.carried {
					w.carried++
				}
				switch x.fate {
				case "answered":
					w.answered++
					waits[i] += x.answered - x.arrives
					w.finished++
					durations[i] += x.gone - x.answered
					if x.due > 0 && x.gone <= x.due {
						w.onTime++
					}
					if x.silent {
						w.silent++
					}
				case "abandoned":
					w.abandoned++
				default:
					w.waiting++
				}
			}
			near := func(what string, got, want float64) {
				t.Helper()
				if math.Abs(got-want) > 1e-7*(1+math.Abs(want)) {
					t.Fatalf("replication %d: %s: %v, want %v", r, what, got, want)
				}
			}
			for i := range want {
				c, e := &d.tally.cells[i], &d.tally.extras[i]
				got := figures{c.offered, c.atOnce + c.answered, c.abandoned, c.waiting, e.carried, e.finished, e.onTime, e.silent}
				if got != want[i] {
					t.Fatalf("replication %d, channel %d, interval %d: %+v, want %+v", r, i/d.k, i%d.k, got, want[i])
				}
				near("waits", c.waitAnswered, waits[i])
				near("durations", e.duration, durations[i])
			}
			for g := range m.Teams {
				inHand, busy := 0.0, 0.0
				for k := range d.k {
					inHand += d.tally.clocks[g*(d.k+1)+k].inHand
					busy += d.tally.clocks[g*(d.k+1)+k].busy
				}
				near("in hand", inHand, o.inHand[g])
				near("busy", busy, o.busy[g])
			}
		}
	})
}

// drawDesks draws a model of chats, calls and deferred work, with staff that stays.
func drawDesks(t *rapid.T) Model {
	m := drawModel(t)
	for c := range m.Channels {
		ch := &m.Channels[c]
		ch.HandleTime = ch.HandleTime[:1]
		for k := range ch.Arrivals {
			ch.Arrivals[k] = min(ch.Arrivals[k], 15)
		}
		ch.Choose = rapid.SampledFrom([]AgentRule{InOrder, LeastLoaded, MostLoaded}).Draw(t, "choose")
		ch.Order = rapid.SampledFrom([]QueueOrder{OldestFirst, NewestFirst}).Draw(t, "order")
		ch.Chat.Slots = rapid.IntRange(1, 4).Draw(t, "slots")
		ch.Chat.Load = rapid.SampledFrom([]float64{0, 0, 0.35, 1}).Draw(t, "load")
		ch.Chat.Over = rapid.SampledFrom([]float64{0, 0, 0.5, 1}).Draw(t, "over")
		ch.Chat.Pace = SharedPace(rapid.SampledFrom([]float64{0.3, 0.7, 1}).Draw(t, "share"), ch.Chat.Slots)
		if rapid.Bool().Draw(t, "leave") {
			ch.Chat.Leaves, ch.Chat.TimeOut = Law{Kind: Exponential, Mean: 20}, 7
		}
		if rapid.Bool().Draw(t, "deferred") {
			ch.Deferred = Deferred{Deadline: 100, Backlog: rapid.SliceOfN(rapid.Float64Range(1, 90), 0, 4).Draw(t, "backlog")}
			for i := range ch.Deferred.Backlog {
				ch.Deferred.Backlog[i] += float64(i) * 0x1p-10 // none at the same time
			}
			ch.Patience = Law{}
		}
		if rapid.Bool().Draw(t, "leads") {
			ch.FollowUps = []FollowUp{
				{When: WhenAnswered, Share: 0.3, To: rapid.IntRange(0, len(m.Channels)-1).Draw(t, "to"), After: Law{Kind: Exponential, Mean: 9}},
				{When: WhenAbandoned, Share: 0.3, To: rapid.IntRange(0, len(m.Channels)-1).Draw(t, "to"), After: Law{Kind: Exponential, Mean: 9}},
			}
		}
	}
	for g := range m.Teams {
		agents := m.Teams[g].Agents
		for k := range agents {
			agents[k] = max(agents[0], 1)
		}
	}
	return m
}
