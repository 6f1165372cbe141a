package sim

import (
	"math"
	"slices"
)

// Predictive pacing: how many calls are dialled ahead of agents under a cap on the connected that meet none.
//
// Each call connected earns the cap as credit, each abandoned one spends 1, and what a further call may risk depends on the credit
// at hand alone. With none, calls are dialled ahead only where an agent is as good as certain; where agents have other work too,
// an idle one waits with the call, as in progressive pacing. With more, calls that risk more are dialled, until what they spend
// is what they earn. So little has to be learned of the team: the credit settles where the two are equal, and the abandoned exceed
// the cap times the connected by no more than a few of the calls that rang when the credit went.
//
// How safe a call is, is told in the manner of square-root staffing: the agents expected for it while it rings and is patient,
// less those wanted by others, in standard deviations of their difference. How many contacts end meanwhile is told by how many did
// lately, and where contacts are planned to take another time from some interval on, by that: without credit no call is safe that
// counts on agents who talk for longer than they did.

// pace is what a dialler knows to pace its calls.
type pace struct {
	limit    float64 // the cap
	boldest  float64 // the least margin, with any credit
	patience float64 // seconds that who has picked up waits for an agent
	rivals   []int32 // channels that agents of the list prefer to it, or take by other rules

	connected, abandoned float64 // calls so far
	risked               float64 // abandoned calls to expect of those that ring
	vacant               float64 // since when nobody of its agents is on duty; +Inf while anybody is
	now                  float64 // up to when the rest is known
	dialling             float64 // seconds in which there were records to call
	ends, busy           float64 // contacts of its agents that ended lately, and agent-seconds with one
	turned               float64 // when contacts were last planned to take another time
	before               int     // agents with a contact from before
	beforeRate           float64 // of those contacts, how many end a second each
	atWork               int     // agents with one, when last looked at
	others               float64 // contacts a second of rivals that come to its agents, as planned
	planned, taken       float64 // of them until now, as planned and in fact
}

// safest is how safe a call dialled ahead must be without credit: 1 in 740 would meet no agent. No call may risk more than mostRisk
// times the cap: credit that buys no better stays unspent.
const (
	safest   = 3.0 // standard deviations
	mostRisk = 5.0
)

func newPace(m *Model, c int) pace {
	p := pace{limit: m.Channels[c].Outbound.Cap}
	p.boldest = math.Sqrt2 * math.Erfinv(1-2*min(mostRisk*p.limit, 0.5))
	if l := m.Channels[c].Patience; l.Kind != Never {
		p.patience = l.mean()
	}
	for g := range m.Teams {
		t := &m.Teams[g]
		place := slices.Index(t.Skills, c)
		if place < 0 {
			continue
		}
		for i, x := range t.Skills {
			if x != c && (i < place || t.Take != BySkill) && !slices.Contains(p.rivals, int32(x)) {
				p.rivals = append(p.rivals, int32(x))
			}
		}
	}
	return p
}

// reset starts a replication. A contact takes as long as a call of the list until others have ended.
func (p *pace) reset(talk float64) {
	*p = pace{limit: p.limit, boldest: p.boldest, patience: p.patience, rivals: p.rivals, vacant: math.Inf(1), ends: 1, busy: max(talk, 1e-9)}
}

// open starts a day: what was left below the cap before is not spent on it, what is owed stays.
func (p *pace) open() {
	if p.limit*p.connected >= p.abandoned {
		p.connected, p.abandoned = 0, 0
	}
}

// night is how long nobody is on duty between two days.
const night = 3 * 3600.0

// turnDay starts a day of the list when its agents come after a night.
func (f *floor) turnDay(d *dialler, now float64) {
	for _, r := range f.queues[d.channel].routes {
		if f.teams[r.team].n > 0 {
			if now-d.pace.vacant >= night {
				d.pace.open()
			}
			d.pace.vacant = math.Inf(1)
			return
		}
	}
	d.pace.vacant = min(d.pace.vacant, now)
}

// margin is how safe a call dialled ahead must be. It falls by a standard deviation for each abandoned call that the credit
// covers or, once many were allowed, for each half of the standard deviation √allowed of their number: the more calls, the steadier.
func (p *pace) margin() float64 {
	allowed := p.limit * p.connected
	return max(safest-(allowed-p.abandoned-p.risked)/max(1, math.Sqrt(allowed)/2), p.boldest)
}

// otherRate is how many contacts a second of rivals come to the agents: as planned, and what came beyond.
func (p *pace) otherRate() float64 {
	return p.others + max(p.taken-p.planned, 0)/max(p.dialling, 1)
}

// keeps reports whether agents had better wait, each with a call of its own, than be idle in such numbers that calls dialled ahead
// have the margin. Where as many contacts begin as end, calls ring ahead safely with 1/2 + margin √(2 (calls + others)) idle agents,
// calls connected and other contacts counted in the time of ringing; and of those who wait the share reach has a call connected.
func (d *dialler) keeps(margin float64) bool {
	p := &d.pace
	calls := p.connected / max(p.dialling, 1) * d.ringMean
	return 0.5+margin*math.Sqrt(2*(calls+p.otherRate()*d.ringMean)) > calls/d.reach
}

// planOthers looks up how many contacts of rivals are planned to come: of each channel as many as the dialler's agents are of all
// who serve it.
func (f *floor) planOthers(d *dialler) {
	p, teams := &d.pace, f.queues[d.channel].teams
	p.others = 0
	for _, c := range p.rivals {
		ours, all := 0, 0
		for _, r := range f.queues[c].routes {
			n := f.teams[r.team].n
			all += n
			if teams.has(r.team) {
				ours += n
			}
		}
		if ours == 0 {
			continue
		}
		ch, length, n := &f.channels[c], f.model.Interval, 0.0
		if ch.given != nil {
			from := float64(f.interval) * length
			for i := range ch.given {
				if at := ch.given[i].Arrived; at >= from && at < from+length {
					n++
				}
			}
		} else {
			n = ch.rates[f.interval]
		}
		p.others += n / length * float64(ours) / float64(all)
	}
}

// measure brings what the dialler knows of its agents up to now.
func (f *floor) measure(d *dialler, now float64) {
	p := &d.pace
	dt := now - p.now
	p.now = now
	if p.before > 0 {
		if p.before = min(p.before, p.atWork); (now-p.turned)*p.beforeRate > 4 {
			p.before = 0 // the last of them are about as others
		}
	}
	if n := float64(p.atWork - p.before); n > 0 && dt > 0 {
		known := p.busy * max(memory*n, fewest)
		kept := known / (known + dt*n*p.ends)
		p.ends, p.busy = p.ends*kept, p.busy*kept+n*dt
	}
	if p.atWork = 0; d.has() {
		p.dialling += dt
		p.planned += p.others * dt
	}
	for _, r := range f.queues[d.channel].routes {
		p.atWork += f.teams[r.team].busy
	}
}

// What is known of how long contacts take is forgotten in the time of so many of them or, with few agents, in that in which so many end.
const (
	memory = 1.0
	fewest = 30.0
)

// turnLength starts afresh where in interval k contacts are planned to take longer or shorter than before: those in hand end as they
// did, and those to come take longer by as much as any channel's are planned to; that they are shorter is to be learned.
func (f *floor) turnLength(d *dialler, k int, now float64) {
	p := &d.pace
	longer, turns := 1.0, false
	for c := range f.queues {
		q := &f.queues[c]
		if k == 0 || k >= len(q.meanWork) || q.meanWork[k] == q.meanWork[k-1] || !slices.ContainsFunc(q.routes, func(r route) bool { return f.queues[d.channel].teams.has(r.team) }) {
			continue
		}
		was, is := q.meanWork[k-1], q.meanWork[k]
		if x := q.dialler; x != nil {
			was, is = x.talk(was), x.talk(is)
		}
		longer, turns = max(longer, is/max(was, 1e-9)), true
	}
	if !turns {
		return
	}
	p.before, p.beforeRate, p.turned = p.atWork, p.ends/p.busy, now
	p.ends = min(p.ends, fewest/2)
	p.busy = p.ends / p.beforeRate * longer
}

// contactEnds counts a contact of an agent of team g that ended, begun at some time.
func (f *floor) contactEnds(g int, began float64) {
	for _, d := range f.diallers {
		p := &d.pace
		switch {
		case !f.queues[d.channel].teams.has(g):
		case began >= p.turned:
			p.ends++
		case p.before > 0:
			p.before--
		}
	}
}

// contactTaken counts a contact of channel c that an agent of team g takes.
func (f *floor) contactTaken(g, c int) {
	for _, d := range f.diallers {
		if d.has() && f.queues[d.channel].teams.has(g) && slices.Contains(d.pace.rivals, int32(c)) {
			d.pace.taken++
		}
	}
}

// keptFrom reports whether the idle agents of team g, so many, are kept from a channel for a list that the team prefers: with
// predictive pacing no record waits to be taken first.
func (f *floor) keptFrom(g, c, idle int) bool {
	if x := f.queues[c].dialler; x != nil && x.ahead {
		return false // somebody is on the line
	}
	for _, d := range f.diallers {
		if r := &f.crews[g].route[d.channel]; d.ahead && r.team >= 0 && r.after == 0 && idle > r.reserve && f.rank[g][d.channel] < f.rank[g][c] &&
			f.crews[g].take == BySkill && f.interval < f.k && d.has() {
			return true
		}
	}
	return false
}

// dialAllAhead dials ahead on all channels that do. Agents who are no longer kept take what waits.
func (f *floor) dialAllAhead(now float64) {
	for _, d := range f.diallers {
		if !d.ahead {
			continue
		}
		f.measure(d, now)
		if f.interval < f.k && !f.waitsFor(d) {
			f.dialAhead(d, now)
		}
		for _, r := range f.queues[d.channel].routes {
			f.serve(r.team, now)
		}
	}
}

// serve has the idle agents of a team take what waits.
func (f *floor) serve(g int, now float64) {
	for crew := &f.crews[g]; crew.idle > 0 && f.waiting.meets(crew.skills); {
		id := f.choose(g, crew.idle, -1, now)
		if id < 0 {
			return
		}
		f.pull(id)
		f.seat(id, &f.calls[id], f.takeIdle(g, -1, now), now)
	}
}

// waitsFor reports whether all agents of a list prefer another that has records to call.
func (f *floor) waitsFor(d *dialler) bool {
next:
	for _, x := range f.diallers {
		if x == d || !x.has() {
			continue
		}
		for _, r := range f.queues[d.channel].routes {
			if f.rank[r.team][x.channel] > f.rank[r.team][d.channel] {
				continue next
			}
		}
		return true
	}
	return false
}

// dialAhead dials the calls that the credit allows, and has idle agents wait for others.
func (f *floor) dialAhead(d *dialler, now float64) {
	for d.has() {
		margin := d.pace.margin()
		safety, idle := f.outlook(d, now)
		switch {
		case safety >= margin:
			f.dial(d, safety, now)
		case idle > 0 && d.ringing == 0 && d.keeps(margin) && f.hold(d, now):
		default:
			return
		}
	}
}

// outlook is how safe a further call dialled ahead would be, and how many idle agents could wait with one.
func (f *floor) outlook(d *dialler, now float64) (safety float64, idle int) {
	q, p := &f.queues[d.channel], &d.pace
	free, busy := -q.n, 0
	for _, r := range q.routes {
		n := f.crews[r.team].idle - r.reserve
		free += n - f.leaveSoon(r.team, now+2*d.ringMean+p.patience)
		idle += max(n, 0)
		busy += f.teams[r.team].busy
	}
	others := p.otherRate() * d.ringMean
	for _, c := range p.rivals {
		if x := &f.queues[c]; x.dialler == nil {
			free -= x.n
		} else {
			others += float64(x.dialler.ringing) * x.dialler.reach
		}
	}
	if others == 0 && free > d.ringing {
		return math.Inf(1), idle
	}
	ends := endsIn(d.ringMean+p.patience, p.ends/p.busy)
	before := min(p.before, busy)
	soon, spread := float64(busy-before)*ends, float64(busy-before)*ends*(1-ends)
	if before > 0 {
		ends = endsIn(d.ringMean+p.patience, p.beforeRate)
		soon, spread = soon+float64(before)*ends, spread+float64(before)*ends*(1-ends)
	}
	lines := float64(d.ringing) * d.reach
	mean := float64(free) + soon - others - lines
	variance := spread + others + lines*(1-d.reach)
	return (mean - 0.5) / math.Sqrt(max(variance, 1e-9)), idle // half an agent to either side of the whole number
}

// endsIn is the chance of a busy agent's contact to end in a time, at some rate.
func endsIn(time, rate float64) float64 { return time * rate / (1 + time*rate) }

// leaveSoon is by how many the agents of a team will be fewer at some time before another, by their plan.
func (f *floor) leaveSoon(g int, before float64) (fewer int) {
	staff := f.roster.staff[g]
	for i := f.instantAt + 1; i < len(staff) && f.roster.at[i] < before; i++ {
		fewer = max(fewer, staff[f.instantAt]-staff[i])
	}
	return fewer
}

// dial dials a call ahead.
func (f *floor) dial(d *dialler, safety, now float64) {
	id := f.nextRecord(d)
	ct := &f.calls[id]
	f.beginCall(ct, now)
	d.ringing++
	ct.due = d.reach * 0.5 * math.Erfc(safety/math.Sqrt2)
	d.pace.risked += ct.due
	x := f.drawRinging(ct)
	if x.reached {
		ct.marks |= picksUp
	}
	f.timers.set(timer{now + x.ring, ringEnds, id})
}

// hold has an idle agent dial and wait for whoever picks up. It reports whether one does.
func (f *floor) hold(d *dialler, now float64) bool {
	q := &f.queues[d.channel]
	team := -1
	if q.wide {
		team, _, _ = f.freeAgent(d.channel, now, now)
	} else {
		team, _ = f.idleAgent(d.channel, now, now)
	}
	return team >= 0 && f.place(f.readyRecord(q, now), now, false)
}
