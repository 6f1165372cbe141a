package sim

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"
)

// The oracle is the model of the package documentation played the slow and obvious way:
// a list of customers, a list of agents, a search through both for what happens next, and
// a search through all for who may serve whom. Only the random streams and the rounding of the
// ends of contacts are the engine's.

// customer is a contact, or an attempt of one, and what became of it.
type customer struct {
	channel, interval, first, number, attempt int // first and number are of the first attempt
	arrives, handle, wrapUp, patience         float64
	fate                                      string // "", answered, abandoned, blocked, waiting
	state                                     string // "", waiting, in hand, gone
	answered, since, waited, work             float64
	began, talkEnds, deadline                 float64
	tried                                     float64 // when routes were last looked at
	line                                      bool
	breaks                                    int
}

func (c *customer) wait() float64 {
	switch c.fate {
	case "answered":
		return c.answered - c.arrives
	case "abandoned":
		return c.patience
	}
	return c.waited
}

// customers draws who arrives in a replication, one draw at a time.
func customers(m *Model, seed, replication uint64) []*customer {
	var all []*customer
	_, warm := warmed(m)
	for c, ch := range m.Channels {
		base := key(seed, replication, nameKey(ch.Name))
		factors := make([]float64, len(ch.Arrivals))
		for k := range factors {
			factors[k] = 1
		}
		m.Busyness.multiply(factors, key(seed, replication))
		ch.Busyness.multiply(factors, base)
		for k := -warm; k < len(ch.Arrivals); k++ {
			of := max(k, 0)
			mean := ch.Arrivals[of] * factors[of]
			if mean == 0 {
				continue
			}
			start, end := float64(k+warm)*m.Interval, float64(k+warm+1)*m.Interval
			arrivals, handles, patiences := newStream(base, forArrivals, k), newStream(base, forHandleTimes, k), newStream(base, forPatience, k)
			wraps, balks := newStream(base, forWrapUps, k), newStream(base, forBalking, k)
			handle, patience, wrap := newSampler(ch.HandleTime[min(of, len(ch.HandleTime)-1)]), newSampler(ch.Patience), newSampler(ch.WrapUp)
			for t := start; ; {
				var x float64
				arrivals, x = arrivals.exponential()
				if t += x * ((end - start) / mean); t >= end {
					break
				}
				at := t
				if k >= 0 && ch.Slopes != nil && ch.Slopes[k] != 0 {
					at = start + bend((t-start)/(end-start), ch.Slopes[k])*(end-start)
				}
				var h, p, w [1]float64
				handles, patiences = handle.fill(h[:], handles), patience.fill(p[:], patiences)
				if ch.WrapUp.Kind != Never {
					wraps = wrap.fill(w[:], wraps)
				}
				var u uint64
				if balks, u = balks.next(); unit(u) < ch.Balk {
					p[0] = 0
				}
				number := 0
				if n := len(all); n > 0 && all[n-1].channel == c && all[n-1].interval == k+warm {
					number = all[n-1].number + 1
				}
				all = append(all, &customer{channel: c, interval: k + warm, first: k + warm, number: number, attempt: 1, arrives: at, handle: h[0], wrapUp: w[0], patience: p[0]})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *customer) int {
		if a.arrives < b.arrives {
			return -1
		} else if a.arrives > b.arrives {
			return 1
		}
		return a.channel - b.channel
	})
	return all
}

// again is the next attempt of a customer who left at now, nil for none.
func (c *customer) again(m *Model, seed, replication uint64, now float64) *customer {
	ch := &m.Channels[c.channel]
	if ch.Redial.Share == 0 {
		return nil
	}
	_, warm := warmed(m)
	s := newStream(key(key(seed, replication, nameKey(ch.Name)), uint64(forRedials), uint64(c.number), uint64(c.attempt)), forRedials, c.first-warm)
	s, u := s.next()
	if unit(u) >= ch.Redial.Share {
		return nil
	}
	var after, patience [1]float64
	l := newSampler(ch.Redial.After)
	s = l.fill(after[:], s)
	s, u = s.next()
	l = newSampler(ch.Patience)
	l.fill(patience[:], s)
	if unit(u) < ch.Balk {
		patience[0] = 0
	}
	n := *c
	n.fate, n.state, n.attempt, n.arrives, n.patience, n.waited, n.breaks = "", "", c.attempt+1, now+after[0], patience[0], 0, 0
	return &n
}

// agent is a place in a team, and who has it.
type agent struct {
	team, seat             int
	state                  string // off, idle, busy
	order                  int    // of becoming what it is
	contact                *customer
	ends, idleFrom, onFrom float64
	onDuty, inHand         float64
}

// staffOf is how many of a team are on duty at a time within an interval of the clock, drawn seat by seat.
func staffOf(m *Model, g int, t float64, interval, warm int, seed, replication uint64) int {
	team := &m.Teams[g]
	base := key(seed, replication, nameKey(team.Name), uint64(forAbsence))
	nth := func(s stream, n int) float64 {
		var u uint64
		for range n + 1 {
			s, u = s.next()
		}
		return unit(u)
	}
	there := func(seat int) bool {
		return nth(newStream(base, forAbsence, 0), seat) >= team.Absence &&
			(team.Adherence == 0 || nth(newStream(base, forAdherence, interval-warm), seat) < team.Adherence)
	}
	n, seat := 0, 0
	of := max(interval-warm, 0)
	for i := range most(team.Agents) {
		if i < team.Agents[of] && there(seat) {
			n++
		}
		seat++
	}
	shift := float64(warm) * m.Interval
	for _, s := range team.Shifts {
		from := s.From
		if from > 0 {
			from += shift
		}
		on := from <= t && t < s.To+shift
		for _, b := range s.Breaks {
			on = on && !(b.From+shift <= t && t < b.To+shift)
		}
		for range max(s.Agents, 1) {
			if on && there(seat) {
				n++
			}
			seat++
		}
	}
	return n
}

// played is what the oracle shows.
type played struct {
	all    []*customer
	clocks [][]clock   // team, interval
	queue  [][]float64 // channel, interval: contact-seconds
}

// oracle plays a replication.
func oracle(m *Model, seed, replication uint64) (*played, error) {
	_, warm := warmed(m)
	k := m.intervals() + warm
	o := &played{all: customers(m, seed, replication), clocks: make([][]clock, len(m.Teams)), queue: make([][]float64, len(m.Channels))}
	for g := range o.clocks {
		o.clocks[g] = make([]clock, k)
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
		for _, r := range routes(x.channel) {
			idle := in(r.Team, "idle")
			if !canTake(r, x, len(idle)) {
				continue
			}
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

// laws are drawn so that every kind occurs, ties and zeros included.
func drawLaw(t *rapid.T, label string, handle bool) Law {
	kinds := []Kind{Exponential, Lognormal, Gamma, Deterministic, Empirical}
	if !handle {
		kinds = append(kinds, Never)
	}
	l := Law{
		Kind: rapid.SampledFrom(kinds).Draw(t, label),
		Mean: rapid.SampledFrom([]float64{0, 0.5, 5, 20, 90}).Draw(t, label+" mean"),
		CV:   rapid.SampledFrom([]float64{0, 0.3, 1.2, 3}).Draw(t, label+" cv"),
	}
	if l.Kind == Empirical {
		l.Sample = rapid.SliceOfN(rapid.Float64Range(0, 60), 1, 5).Draw(t, label+" sample")
	}
	if handle && l.Mean == 0 {
		l.Mean = 12
	}
	return l
}

// drawModel draws a small model that is valid; 300 contacts are more than are drawn in one block.
func drawModel(t *rapid.T) Model {
	m := Model{Interval: rapid.SampledFrom([]float64{7, 30, 60}).Draw(t, "interval")}
	k := rapid.IntRange(1, 5).Draw(t, "intervals")
	channels := rapid.IntRange(1, 3).Draw(t, "channels")
	for c := range channels {
		name := fmt.Sprint("channel ", c)
		ch := Channel{
			Name:     name,
			Arrivals: rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.5, 4, 15, 40, 300}), k, k).Draw(t, name+" arrivals"),
			Patience: drawLaw(t, name+" patience", false),
			Within:   rapid.SampledFrom([]float64{0, 5, 20}).Draw(t, name+" within"),
		}
		for i := range rapid.SampledFrom([]int{1, k}).Draw(t, name+" laws") {
			ch.HandleTime = append(ch.HandleTime, drawLaw(t, fmt.Sprint(name, " handle time ", i), true))
		}
		m.Channels = append(m.Channels, ch)
	}
	everything := make([]int, channels)
	for c := range everything {
		everything[c] = c
	}
	for g := range rapid.IntRange(1, 3).Draw(t, "teams") {
		name := fmt.Sprint("team ", g)
		skills := rapid.Permutation(everything).Draw(t, name+" skills")
		if g > 0 {
			skills = skills[:rapid.IntRange(1, channels).Draw(t, name+" skill count")]
		}
		m.Teams = append(m.Teams, Team{
			Name:   name,
			Skills: skills,
			Agents: rapid.SliceOfN(rapid.IntRange(0, 6), k, k).Draw(t, name+" agents"),
		})
	}
	if rapid.Bool().Draw(t, "general team last") {
		slices.Reverse(m.Teams)
	}
	return m
}

// TestAgainstOracle: over random models, every count of every interval is that of the oracle,
// and every time to rounding. As the oracle draws customers without looking at
// agents, it also shows that staffing changes nothing about who comes.
func TestAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		if err := m.Validate(); err != nil {
			t.Fatal(err)
		}
		seed := rapid.Uint64().Draw(t, "seed")
		var stop atomic.Bool
		d := newDay(&m, &stop)
		for r := range uint64(3) { // the second and third in used memory
			d.run(seed, r)
			compareWithOracle(t, d, &m, seed, r)
		}
	})
}

// TestRulesAgainstOracle is the same with every rule of the general event loop.
func TestRulesAgainstOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawShifts(t, &m)
		drawRules(t, &m)
		if err := m.Validate(); err != nil {
			t.Fatal(err)
		}
		seed := rapid.Uint64().Draw(t, "seed")
		var stop atomic.Bool
		d := newDay(&m, &stop)
		for r := range uint64(2) {
			d.run(seed, r)
			compareWithOracle(t, d, &m, seed, r)
		}
	})
}

// drawRules draws rules that only the general event loop knows.
func drawRules(t *rapid.T, m *Model) {
	some := func(name string) bool { return rapid.IntRange(0, 2).Draw(t, name) == 0 }
	for c := range m.Channels {
		ch := &m.Channels[c]
		for k := range ch.Arrivals {
			ch.Arrivals[k] = min(ch.Arrivals[k], 25)
		}
		if some("lines") {
			ch.Lines = rapid.IntRange(1, 8).Draw(t, "lines")
		}
		if some("room") {
			ch.Room = rapid.SampledFrom([]int{NoRoom, 1, 4}).Draw(t, "room")
		}
		if some("redial") {
			ch.Redial = Redial{rapid.SampledFrom([]float64{0.3, 0.9}).Draw(t, "share"), Law{Kind: Exponential, Mean: rapid.SampledFrom([]float64{3, 30}).Draw(t, "after")}}
		}
		ch.Choose = rapid.SampledFrom([]AgentRule{InOrder, LongestIdle, LeastOccupied}).Draw(t, "choose")
		ch.Weight = rapid.SampledFrom([]float64{0, 0.5, 3}).Draw(t, "weight")
		if some("routes") {
			for g, team := range m.Teams {
				if slices.Contains(team.Skills, c) {
					ch.Routes = append(ch.Routes, Route{g, rapid.SampledFrom([]float64{0, 0, 2, 15}).Draw(t, "after"), rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "reserve")})
				}
			}
			if some("backwards") {
				slices.Reverse(ch.Routes)
			}
		}
	}
	if some("all lines") {
		m.Lines = rapid.IntRange(1, 12).Draw(t, "all lines")
	}
	for g := range m.Teams {
		team := &m.Teams[g]
		if some("efficiency") {
			team.Efficiency = rapid.SliceOfN(rapid.SampledFrom([]float64{0.5, 1, 1.3}), len(team.Skills), len(team.Skills)).Draw(t, "efficiency")
		}
		team.Take = rapid.SampledFrom([]ContactRule{BySkill, LongestWait, LongestQueue, WeightedAge}).Draw(t, "take")
		team.HandBack, team.Preempt = some("hand back"), some("preempt")
	}
}

// TestTraceAgainstOracle: contact by contact.
func TestTraceAgainstOracle(t *testing.T) {
	type name struct {
		channel string
		arrived float64
	}
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawRules(t, &m)
		seed := rapid.Uint64().Draw(t, "seed")
		traced := map[name]Record{}
		err := Trace(context.Background(), m, seed, 1, func(r Record) { traced[name{r.Channel, r.Arrived}] = r })
		if err != nil {
			t.Fatal(err)
		}
		o, err := oracle(&m, seed, 1)
		if err != nil {
			t.Fatal(err)
		}
		_, warm := warmed(&m)
		shift := float64(warm) * m.Interval
		if len(traced) != len(o.all) {
			t.Fatalf("%d contacts traced, %d of the oracle", len(traced), len(o.all))
		}
		for _, c := range o.all {
			r, ok := traced[name{m.Channels[c.channel].Name, c.arrives - shift}]
			if !ok || r.Outcome != Outcome(c.fate) || r.Attempt != c.attempt || r.Interruptions != c.breaks ||
				math.Abs(r.Wait-c.wait()) > 1e-9 || r.HandleTime != c.handle || r.WrapUp != c.wrapUp || r.Patience != c.patience {
				t.Fatalf("traced %+v, of the oracle %+v", r, c)
			}
		}
	})
}

func compareWithOracle(t *rapid.T, d *day, m *Model, seed, r uint64) {
	k := d.k
	o, err := oracle(m, seed, r)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]cell, len(m.Channels)*k)
	for _, c := range o.all {
		w := &want[c.channel*k+c.interval]
		within := c.wait() <= m.Channels[c.channel].Within
		w.offered++
		if c.attempt > 1 {
			w.redials++
		}
		switch c.fate {
		case "answered":
			w.answered++
			w.waitAnswered += c.wait()
			if within {
				w.answeredWithin++
			}
		case "abandoned":
			w.abandoned++
			w.waitAbandoned += c.wait()
			if within {
				w.abandonedWithin++
			}
		case "blocked":
			w.blocked++
			continue
		case "waiting":
			w.waiting++
			w.waitWaiting += c.wait()
		default:
			t.Fatalf("oracle: a customer without a fate: %+v", c)
		}
		w.longest = max(w.longest, c.wait())
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-8*(1+math.Abs(want))) {
			t.Fatalf("replication %d: %s: got %v, want %v", r, what, got, want)
		}
	}
	var got, exp [numContactFigures]float64
	for c := range m.Channels {
		var through int64
		for i := range k {
			what := fmt.Sprintf("channel %d, interval %d: ", c, i)
			cell := d.tally.cells[c*k+i]
			through += cell.through
			cell.figures(got[:], through, m.Interval)
			w := want[c*k+i]
			w.queue = o.queue[c][i]
			w.figures(exp[:], 0, 0)
			for j := range waitAnswered {
				if got[j] != exp[j] {
					t.Fatalf("replication %d: %sfigure %d: got %v, want %v", r, what, j, got[j], exp[j])
				}
			}
			if got[offered] != got[answered]+got[abandoned]+got[blocked]+got[waiting] {
				t.Fatalf("%soffered %v is not answered %v + abandoned %v + blocked %v + waiting %v", what, got[offered], got[answered], got[abandoned], got[blocked], got[waiting])
			}
			near(what+"wait of the answered", got[waitAnswered], exp[waitAnswered])
			near(what+"wait of all", got[waitAll], exp[waitAll])
			near(what+"queue", got[queueTime], exp[queueTime])
			near(what+"longest wait", got[longest], exp[longest])
			if got[blocked] != exp[blocked] || got[redials] != exp[redials] {
				t.Fatalf("replication %d: %sblocked and redials: got %v, %v, want %v, %v", r, what, got[blocked], got[redials], exp[blocked], exp[redials])
			}
		}
	}
	for g := range m.Teams {
		for i := range k {
			what := fmt.Sprintf("team %d, interval %d: ", g, i)
			c := d.tally.clocks[g*(k+1)+i]
			near(what+"staffed", c.staffed, o.clocks[g][i].staffed)
			near(what+"busy", c.busy, o.clocks[g][i].busy)
			near(what+"all busy", c.allBusy, o.clocks[g][i].allBusy)
			if c.answered != o.clocks[g][i].answered {
				t.Fatalf("replication %d: %scontacts taken: got %v, want %v", r, what, c.answered, o.clocks[g][i].answered)
			}
		}
	}
}

// TestCustomersDoNotDependOnOtherIntervals: a change of volume and law in one interval leaves
// the customers of the others as they were, and the first of its own draws too.
func TestCustomersDoNotDependOnOtherIntervals(t *testing.T) {
	m := w2()
	m.Channels[0].HandleTime = slices.Repeat(m.Channels[0].HandleTime, 28)
	before := customers(&m, 7, 3)
	changed := w2()
	changed.Channels[0].HandleTime = slices.Repeat(changed.Channels[0].HandleTime, 28)
	changed.Channels[0].Arrivals[5] *= 1.3
	changed.Channels[0].HandleTime[5] = Law{Kind: Gamma, Mean: 100, CV: 2}
	changed.Teams[0].Agents[2] = 1
	after := customers(&changed, 7, 3)
	in := func(all []*customer, five bool) (list []customer) {
		for _, c := range all {
			if (c.interval == 5) == five {
				list = append(list, *c)
			}
		}
		return list
	}
	if !slices.Equal(in(before, false), in(after, false)) {
		t.Error("customers of other intervals changed")
	}
	was, is := in(before, true), in(after, true)
	if len(is) <= len(was) {
		t.Fatalf("interval 5: %d contacts after a rise, %d before", len(is), len(was))
	}
	for i := range was {
		if was[i].patience != is[i].patience {
			t.Fatalf("interval 5: the patience of contact %d changed", i)
		}
	}
}
