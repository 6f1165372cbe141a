package sim

import (
	"fmt"
	"math"
	"slices"
)

// The oracle is the model of the package documentation played the slow and obvious way:
// a list of customers, a list of agents, a search through both for what happens next, and
// a search through all for who may serve whom. Only the random streams and the rounding of the
// ends of contacts are the engine's.

// agent is a place in a team, and who has it.
type agent struct {
	team, seat             int
	state                  string // off, idle, busy
	order                  int    // of becoming what it is
	contact                *customer
	ends, idleFrom, onFrom float64
	wrapFrom               float64 // when the talk ends
	onDuty, inHand         float64
}

// played is what the oracle shows.
type played struct {
	all    []*customer
	clocks [][]clock   // team, interval
	wraps  [][]float64 // team, interval: agent-seconds of wrap-up
	queue  [][]float64 // channel, interval: contact-seconds
}

// oracle plays a replication.
func oracle(m *Model, seed, replication uint64) (*played, error) {
	_, warm := warmed(m)
	k := m.intervals() + warm
	o := &played{all: customers(m, seed, replication), clocks: make([][]clock, len(m.Teams)), wraps: make([][]float64, len(m.Teams)), queue: make([][]float64, len(m.Channels))}
	for g := range o.clocks {
		o.clocks[g], o.wraps[g] = make([]clock, k), make([]float64, k)
	}
	for c := range o.queue {
		o.queue[c] = make([]float64, k)
	}
	instants := []float64{}
	for i := range k {
		instants = append(instants, float64(i)*m.Interval)
	}
	closes := float64(k) * m.Interval
	shift := float64(warm) * m.Interval
	for _, t := range m.Teams {
		for _, s := range t.Shifts {
			if s.From > 0 {
				instants = append(instants, s.From+shift)
			}
			instants = append(instants, s.To+shift)
			for _, b := range s.Breaks {
				instants = append(instants, b.From+shift, b.To+shift)
			}
		}
	}
	slices.Sort(instants)
	instants = slices.DeleteFunc(slices.Compact(instants), func(t float64) bool { return t < 0 || t >= closes })
	intervalAt := func(t float64) int {
		i := 0
		for i+1 < k && float64(i+1)*m.Interval <= t {
			i++
		}
		return i
	}

	var agents []*agent
	for g := range m.Teams {
		plain := *m
		plain.Teams = slices.Clone(m.Teams)
		plain.Teams[g].Absence, plain.Teams[g].Adherence = 0, 0
		seats := 0
		for _, t := range instants {
			seats = max(seats, staffOf(&plain, g, t, intervalAt(t), warm, seed, replication))
		}
		for i := range seats {
			agents = append(agents, &agent{team: g, seat: len(agents), state: "off", order: -i})
		}
	}
	rounding := newAgents(len(agents))
	now, order, interval := 0.0, 0, 0
	staff := make([]int, len(m.Teams))
	become := func(a *agent, state string) {
		order++
		if state == "off" {
			a.onDuty += now - a.onFrom
		} else if a.state == "off" {
			a.onFrom = now
		}
		a.state, a.order = state, order
		if state == "idle" {
			a.idleFrom = now
		}
	}
	// in is the agents of a team in a state, who came to it first in front.
	in := func(g int, state string) []*agent {
		var list []*agent
		for _, a := range agents {
			if a.team == g && a.state == state {
				list = append(list, a)
			}
		}
		slices.SortStableFunc(list, func(a, b *agent) int { return a.order - b.order })
		return list
	}
	// queues are who waits, in order of arrival.
	queues := make([][]*customer, len(m.Channels))
	waiting := func(c int) []*customer { return queues[c] }
	wait := func(x *customer) {
		x.state = "waiting"
		queues[x.channel] = append(queues[x.channel], x)
		slices.SortStableFunc(queues[x.channel], func(a, b *customer) int {
			if a.arrives < b.arrives {
				return -1
			} else if a.arrives > b.arrives {
				return 1
			}
			return 0
		})
	}
	unwait := func(x *customer) {
		queues[x.channel] = slices.DeleteFunc(queues[x.channel], func(y *customer) bool { return x == y })
	}
	coming, later := o.all, []*customer{}
	routes := func(c int) []Route {
		if m.Channels[c].Routes != nil {
			return m.Channels[c].Routes
		}
		var list []Route
		for g, t := range m.Teams {
			if slices.Contains(t.Skills, c) {
				list = append(list, Route{Team: g})
			}
		}
		return list
	}
	pace := func(g, c int) float64 {
		if m.Teams[g].Efficiency == nil {
			return 1
		}
		return m.Teams[g].Efficiency[slices.Index(m.Teams[g].Skills, c)]
	}
	start := func(a *agent, x *customer) {
		if x.fate == "" {
			x.ownHandleTime(m, a.team, seed, replication)
			x.fate, x.answered = "answered", now
			if interval < k {
				o.clocks[a.team][interval].answered++
			}
		}
		x.waited += now - x.since
		unwait(x)
		if a.state != "busy" {
			become(a, "busy")
		}
		x.state, x.began = "in hand", now
		a.contact, a.ends = x, rounding.roundUp(now+x.work/pace(a.team, x.channel))
		a.wrapFrom = a.ends - min(x.wrapUp, x.work)/pace(a.team, x.channel)
		x.talkEnds = math.Inf(1)
		if x.line && x.wrapUp > 0 {
			x.talkEnds = now + max(x.work-x.wrapUp, 0)/pace(a.team, x.channel)
		}
	}
	// canTake reports whether the route lets an agent of its team, idle or about to be, take the customer.
	canTake := func(r Route, x *customer, idle int) bool {
		return idle > r.Reserve && now >= x.arrives+r.After
	}
	// next is the customer that a free agent of the team takes.
	next := func(g, idle int) *customer {
		var best *customer
		worth := func(x *customer) float64 {
			switch m.Teams[g].Take {
			case LongestWait:
				return now - x.arrives
			case LongestQueue:
				return float64(len(waiting(x.channel)))
			case WeightedAge:
				w := m.Channels[x.channel].Weight
				if w == 0 {
					w = 1
				}
				return (now - x.arrives) * w
			}
			return 0
		}
		for _, c := range m.Teams[g].Skills {
			for _, r := range routes(c) {
				for _, x := range waiting(c)[:min(1, len(waiting(c)))] {
					if r.Team == g && canTake(r, x, idle) && (best == nil || worth(x) > worth(best)) {
						best = x
					}
				}
			}
		}
		return best
	}
	// find is the idle agent who takes a customer that has just come.
	find := func(x *customer) *agent {
		var best *agent
		var able []*agent
		for _, r := range routes(x.channel) {
			idle := in(r.Team, "idle")
			if !canTake(r, x, len(idle)) {
				continue
			}
			able = append(able, idle...)
			for _, a := range idle {
				share := func(a *agent) float64 {
					if a.onDuty+now-a.onFrom == 0 {
						return 0
					}
					return a.inHand / (a.onDuty + now - a.onFrom)
				}
				switch {
				case best == nil:
					best = a
				case m.Channels[x.channel].Choose == LongestIdle && a.idleFrom < best.idleFrom,
					m.Channels[x.channel].Choose == LeastOccupied && share(a) < share(best):
					best = a
				}
			}
		}
		if ch := &m.Channels[x.channel]; ch.Choose == Random && best != nil {
			base := key(seed, replication, nameKey(ch.Name))
			u := unit(key(base, uint64(forAgents), math.Float64bits(x.arrives), math.Float64bits(now)))
			return able[int(u*float64(len(able)))]
		}
		return best
	}
	interrupt := func(a *agent) *customer {
		x := a.contact
		x.work = max(a.ends-now, 0) * pace(a.team, x.channel)
		a.inHand += now - x.began
		a.contact = nil
		x.state, x.since, x.talkEnds = "", now, math.Inf(1)
		x.deadline = now + max(x.patience-x.waited, 0)
		if x.wrapUp > 0 && x.work <= x.wrapUp {
			x.deadline = math.Inf(1)
		}
		x.breaks++
		x.tried = now
		return x
	}
	// victim is who is interrupted first of a team: of the least preferred skill after rank, begun last.
	victim := func(g, rank int) *agent {
		var best *agent
		of := func(a *agent) int { return slices.Index(m.Teams[g].Skills, a.contact.channel) }
		for _, a := range agents {
			if a.team != g || a.state != "busy" || of(a) <= rank {
				continue
			}
			if best == nil || of(a) > of(best) || of(a) == of(best) && a.contact.began >= best.contact.began {
				best = a
			}
		}
		return best
	}
	place := func(x *customer, mayPreempt bool) bool {
		if a := find(x); a != nil {
			start(a, x)
			return true
		}
		if !mayPreempt {
			return false
		}
		for _, r := range routes(x.channel) {
			if !m.Teams[r.Team].Preempt || now < x.arrives+r.After {
				continue
			}
			a := victim(r.Team, slices.Index(m.Teams[r.Team].Skills, x.channel))
			if a == nil {
				continue
			}
			y := interrupt(a)
			start(a, x)
			if b := find(y); b != nil {
				start(b, y)
			} else {
				wait(y)
			}
			return true
		}
		return false
	}
	lines := func(c int) (n int) {
		held := slices.Concat(queues...)
		for _, a := range agents {
			if a.contact != nil {
				held = append(held, a.contact)
			}
		}
		for _, x := range held {
			if x.line && (c < 0 || x.channel == c) {
				n++
			}
		}
		return n
	}
	gone := func(x *customer, fate string) {
		x.state, x.fate, x.line = "gone", fate, false
		unwait(x)
		if y := x.again(m, seed, replication, now); y != nil && y.arrives < closes {
			o.all = append(o.all, y)
			later = append(later, y)
		}
	}
	admit := func(x *customer) {
		ch := &m.Channels[x.channel]
		x.work, x.since, x.deadline, x.talkEnds = x.handle+x.wrapUp, now, now+x.patience, math.Inf(1)
		if ch.Lines > 0 && lines(x.channel) >= ch.Lines || m.Lines > 0 && lines(-1) >= m.Lines {
			gone(x, "blocked")
			return
		}
		x.line = ch.Lines > 0 || m.Lines > 0 || slices.ContainsFunc(m.Channels, func(c Channel) bool { return c.Lines > 0 })
		if place(x, true) {
			return
		}
		if n := len(waiting(x.channel)); ch.Room == NoRoom || ch.Room > 0 && n >= ch.Room {
			gone(x, "blocked")
			return
		}
		x.tried = now
		wait(x)
	}
	// free leaves an agent without a contact.
	free := func(a *agent) {
		if len(in(a.team, "busy")) > staff[a.team] {
			become(a, "off")
		} else {
			become(a, "idle")
		}
	}
	for {
		// What is next: of equal times the earlier kind, then the lower seat or the earlier customer.
		kind, at := "", math.Inf(1)
		var who *customer
		var hand *agent
		if len(instants) > 0 {
			kind, at = "border", instants[0]
		} else if interval < k {
			kind, at = "close", closes
		}
		for _, a := range agents {
			if a.state == "busy" && a.ends < at {
				kind, at, hand = "finish", a.ends, a
			}
		}
		look := func(what string, t float64, x *customer) {
			if t < at {
				kind, at, who = what, t, x
			}
		}
		for _, a := range agents {
			if a.contact != nil && a.contact.line {
				look("talk ends", a.contact.talkEnds, a.contact)
			}
		}
		if len(coming) > 0 {
			look("arrive", coming[0].arrives, coming[0])
		}
		for _, x := range later {
			look("arrive", x.arrives, x)
		}
		for c, queue := range queues {
			for _, r := range routes(c) {
				for _, x := range queue {
					if t := x.arrives + r.After; r.After > 0 && t > x.tried && t <= x.deadline {
						look("route", t, x)
					}
				}
			}
		}
		for _, queue := range queues {
			for _, x := range queue {
				look("abandon", x.deadline, x)
			}
		}
		if kind == "" {
			break
		}
		for _, a := range agents {
			if a.contact != nil {
				wrapUp := max(0, at-max(now, a.wrapFrom))
				a.contact.handled += at - now
				a.contact.wrappedUp += wrapUp
				if interval < k {
					o.wraps[a.team][interval] += wrapUp
				}
			}
		}
		if dt := at - now; interval < k {
			for g := range m.Teams {
				busy := len(in(g, "busy"))
				o.clocks[g][interval].busy += dt * float64(busy)
				o.clocks[g][interval].staffed += dt * float64(max(busy, staff[g]))
				if busy >= staff[g] {
					o.clocks[g][interval].allBusy += dt
				}
			}
			for c := range o.queue {
				o.queue[c][interval] += dt * float64(len(waiting(c)))
			}
		}
		now = at
		switch kind {
		case "close":
			interval = k
		case "border":
			instants = instants[1:]
			interval = intervalAt(now)
			for g := range m.Teams {
				staff[g] = staffOf(m, g, now, interval, warm, seed, replication)
			}
			for g := range m.Teams {
				for m.Teams[g].HandBack && len(in(g, "busy")) > staff[g] {
					a := victim(g, -1)
					x := interrupt(a)
					become(a, "off")
					x.tried = now
					wait(x)
				}
				idle := max(staff[g]-len(in(g, "busy")), 0)
				for len(in(g, "idle")) > idle {
					become(in(g, "idle")[0], "off")
				}
				for len(in(g, "idle")) < idle {
					off := in(g, "off")
					become(off[len(off)-1], "idle")
				}
			}
			for g := range m.Teams {
				for idle := in(g, "idle"); len(idle) > 0; idle = in(g, "idle") {
					x := next(g, len(idle))
					if x == nil {
						break
					}
					start(idle[0], x)
				}
			}
		case "finish":
			x := hand.contact
			hand.inHand += now - x.began
			x.state, x.line = "gone", false
			hand.contact = nil
			if g := hand.team; len(in(g, "busy")) <= staff[g] {
				if x := next(g, len(in(g, "idle"))+1); x != nil {
					start(hand, x)
					break
				}
			}
			free(hand)
		case "talk ends":
			who.line = false
		case "arrive":
			who.interval = intervalAt(now)
			if who.attempt == 1 {
				coming = coming[1:]
			} else {
				later = slices.DeleteFunc(later, func(y *customer) bool { return y == who })
			}
			admit(who)
		case "route":
			who.tried = now
			place(who, true)
		case "abandon":
			who.waited += now - who.since
			gone(who, "abandoned")
		}
		for c, queue := range queues {
			if len(queue) > 0 && find(queue[0]) != nil {
				return nil, fmt.Errorf("at %g a contact of channel %d waits while an agent may take it", now, c)
			}
		}
	}
	for _, x := range o.all {
		if x.state == "waiting" {
			x.fate = "waiting"
			x.waited += max(closes-x.since, 0)
		}
	}
	return o, nil
}
