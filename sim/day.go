package sim

import (
	"math"
	"sync/atomic"
)

// day simulates replications of a model one after the other, in memory that it reuses.
type day struct {
	model *Model
	k     int       // intervals
	close float64   // end of the last interval
	ends  []float64 // end of each interval
	stop  *atomic.Bool

	channels []channel
	teams    []team
	agents   *agents
	teamOf   []int32 // of each agent's slot
	tally    tally
	waits    []waitCounts // per channel, over the replications simulated

	interval int     // of the clock; k after the close
	arrival  float64 // earliest next arrival in this interval, +Inf with none
	arriving int     // its channel
}

// channel is a channel in the making.
type channel struct {
	queue   queue
	teams   []int // that serve it, in model order
	within  float64
	rates   []float64 // arrivals per interval
	handles []sampler // one, or one per interval
	patient sampler
	base    uint64 // of its streams in this replication
	name    uint64
	source  source
}

// team is a team at work.
type team struct {
	agents []int // per interval
	skills []int
	n      int     // on duty
	busy   int     // with a contact in hand: above n while those who leave finish
	since  float64 // when the sums below were brought up to date
	sums   clock
	idlers []int32 // slots without a contact, as many as are not busy; the last is taken first
}

// waitCounts is the histogram of a channel's waits in the making.
type waitCounts struct{ answered, abandoned []uint64 }

func newDay(m *Model, stop *atomic.Bool) *day {
	k := m.intervals()
	d := &day{model: m, k: k, close: float64(k) * m.Interval, stop: stop}
	for i := range k {
		d.ends = append(d.ends, float64(i+1)*m.Interval)
	}
	d.channels = make([]channel, len(m.Channels))
	d.waits = make([]waitCounts, len(m.Channels))
	for c := range m.Channels {
		from, ch := &m.Channels[c], &d.channels[c]
		ch.within, ch.rates, ch.name = from.Within, from.Arrivals, nameKey(from.Name)
		ch.patient = newSampler(from.Patience)
		for _, l := range from.HandleTime {
			ch.handles = append(ch.handles, newSampler(l))
		}
		d.waits[c] = waitCounts{make([]uint64, numBins), make([]uint64, numBins)}
	}
	d.teams = make([]team, len(m.Teams))
	for g := range m.Teams {
		from, t := &m.Teams[g], &d.teams[g]
		t.agents, t.skills = from.Agents, from.Skills
		for range most(t.agents) {
			d.teamOf = append(d.teamOf, int32(g))
		}
		t.idlers = make([]int32, most(t.agents))
		for _, c := range t.skills {
			d.channels[c].teams = append(d.channels[c].teams, g)
		}
	}
	d.agents = newAgents(len(d.teamOf))
	d.tally.cells = make([]cell, len(m.Channels)*k)
	d.tally.clocks = make([]clock, len(m.Teams)*(k+1))
	return d
}

// run simulates one replication into d.tally. It reports false where it was stopped.
func (d *day) run(seed, replication uint64) bool {
	d.reset(seed, replication)
	for k := range d.k {
		d.open(k)
		if !d.advance(d.ends[k]) {
			return false
		}
		d.closeInterval(d.ends[k])
	}
	d.interval, d.arrival = d.k, math.Inf(1)
	if !d.advance(math.Inf(1)) {
		return false
	}
	d.leave()
	return true
}

func (d *day) reset(seed, replication uint64) {
	clear(d.tally.cells)
	clear(d.tally.clocks)
	d.agents.clear()
	for c := range d.channels {
		ch := &d.channels[c]
		ch.queue.clear()
		ch.base = key(seed, replication, ch.name)
	}
	slot := int32(0)
	for g := range d.teams {
		t := &d.teams[g]
		t.n, t.busy, t.since, t.sums = 0, 0, 0, clock{}
		for i := range t.idlers {
			t.idlers[len(t.idlers)-1-i] = slot
			slot++
		}
	}
}

// open starts interval k: staffing changes, the agents who come serve the queues, and each
// channel's streams are set anew.
func (d *day) open(k int) {
	d.interval = k
	now := float64(k) * d.model.Interval
	for g := range d.teams {
		d.teams[g].n = d.teams[g].agents[k]
	}
	for g := range d.teams {
		t := &d.teams[g]
		for t.busy < t.n {
			ct, c := d.pick(t, now)
			if ct == nil {
				break
			}
			slot := d.seat(t, now)
			d.answer(c, ct, now)
			d.agents.busy(slot, now+ct.handle)
		}
	}
	for c := range d.channels {
		ch := &d.channels[c]
		ch.source.open(ch, k, now, d.ends[k])
		d.refill(c)
	}
	d.earliest()
}

// refill draws a channel's next block of contacts.
func (d *day) refill(c int) {
	ch := &d.channels[c]
	d.tally.cells[c*d.k+d.interval].offered += int64(ch.source.refill(ch, d.interval))
}

// earliest finds the channel whose next contact arrives first.
func (d *day) earliest() {
	d.arrival, d.arriving = d.channels[0].source.at[d.channels[0].source.i], 0
	for c := 1; c < len(d.channels); c++ {
		s := &d.channels[c].source
		if t := s.at[s.i]; t < d.arrival {
			d.arrival, d.arriving = t, c
		}
	}
}

// advance simulates all that happens before end. It reports false where it was stopped.
func (d *day) advance(end float64) bool {
	for !d.stop.Load() {
		for range 1024 {
			t := d.agents.next()
			if t <= d.arrival {
				if t >= end {
					return true
				}
				d.finish(t)
			} else {
				d.arrive()
			}
		}
	}
	return false
}

// arrive takes in the next contact: the first team with an idle agent answers it, or it waits.
func (d *day) arrive() {
	c, now := d.arriving, d.arrival
	ch := &d.channels[c]
	s := &ch.source
	handle, patience := s.handle[s.i], s.patience[s.i]
	if s.i++; s.at[s.i] == more {
		d.refill(c)
	}
	if len(d.channels) == 1 {
		d.arrival = s.at[s.i]
	} else {
		d.earliest()
	}
	for _, g := range ch.teams {
		if t := &d.teams[g]; t.busy < t.n {
			d.tally.cells[c*d.k+d.interval].atOnce++
			d.agents.busy(d.seat(t, now), now+handle)
			return
		}
	}
	if ch.queue.full() {
		ch.queue.makeRoom(now, func(ct *contact) { d.abandon(c, ct) })
	}
	ch.queue.push(contact{now, patience, handle, d.interval})
}

// finish ends the contact that is next to end. The agent takes the next one, becomes idle or,
// where more are busy than on duty, leaves.
func (d *day) finish(now float64) {
	slot := d.agents.nextSlot()
	t := &d.teams[d.teamOf[slot]]
	if t.busy <= t.n {
		if ct, c := d.pick(t, now); ct != nil {
			d.answer(c, ct, now)
			d.agents.busy(slot, now+ct.handle)
			return
		}
	}
	t.tick(now)
	t.busy--
	t.idlers[len(t.idlers)-1-t.busy] = int32(slot)
	d.agents.free(slot)
}

// seat takes an idle agent of the team.
func (d *day) seat(t *team, now float64) (slot int) {
	t.tick(now)
	slot = int(t.idlers[len(t.idlers)-1-t.busy])
	t.busy++
	return slot
}

// pick takes from its queue the longest waiting contact of the team's most preferred skill with
// anybody waiting; nil with nobody. Those found to have given up before now are counted.
func (d *day) pick(t *team, now float64) (*contact, int) {
	for _, c := range t.skills {
		q := &d.channels[c].queue
		for !q.empty() {
			ct := q.pop()
			if ct.deadline() >= now {
				return ct, c
			}
			d.abandon(c, ct)
		}
	}
	return nil, 0
}

// answer counts a contact answered after waiting.
func (d *day) answer(c int, ct *contact, now float64) {
	cell := &d.tally.cells[c*d.k+ct.interval]
	wait := now - ct.arrived
	cell.answered++
	cell.waitAnswered += wait
	if wait <= d.channels[c].within {
		cell.answeredWithin++
	}
	d.waits[c].answered[binOf(wait)]++
	if ct.interval == d.interval {
		cell.queue += wait
	} else {
		d.spread(c, ct, now)
	}
}

// abandon counts a contact who gave up.
func (d *day) abandon(c int, ct *contact) {
	cell := &d.tally.cells[c*d.k+ct.interval]
	cell.abandoned++
	cell.waitAbandoned += ct.patience
	if ct.patience <= d.channels[c].within {
		cell.abandonedWithin++
	}
	d.waits[c].abandoned[binOf(ct.patience)]++
	if deadline := ct.deadline(); deadline <= d.ends[ct.interval] {
		cell.queue += ct.patience
	} else {
		d.spread(c, ct, deadline)
	}
}

// spread adds to the queue of each interval what a contact waited in it, up to the
// close, where it left at a time after the interval it arrived in.
func (d *day) spread(c int, ct *contact, left float64) {
	cells := d.tally.cells[c*d.k:][:d.k]
	first, last := ct.interval, d.k
	cells[first].queue += d.ends[first] - ct.arrived
	if left < d.close {
		last = min(int(left/d.model.Interval), d.k-1)
		for left > d.ends[last] { // where the division was rounded across a border
			last++
		}
		for last > first && left <= d.ends[last-1] {
			last--
		}
		if last == first {
			return // left at the border itself
		}
		cells[last].queue += left - d.ends[last-1]
	}
	if first+1 < last {
		cells[first+1].through++
		if last < d.k {
			cells[last].through--
		}
	}
}

// leave ends the replication when nothing more will happen: those still in a queue give up
// when their patience ends, or are counted as waiting. Those answered at once are
// added to the histogram together.
func (d *day) leave() {
	for c := range d.channels {
		for k := range d.k {
			d.waits[c].answered[0] += uint64(d.tally.cells[c*d.k+k].atOnce)
		}
		for q := &d.channels[c].queue; !q.empty(); {
			ct := q.pop()
			if !math.IsInf(ct.patience, 1) {
				d.abandon(c, ct)
				continue
			}
			cell := &d.tally.cells[c*d.k+ct.interval]
			cell.waiting++
			cell.waitWaiting += d.close - ct.arrived
			d.spread(c, ct, d.close)
		}
	}
}

// closeInterval writes the teams' sums of the interval that ends now.
func (d *day) closeInterval(now float64) {
	for g := range d.teams {
		t := &d.teams[g]
		t.tick(now)
		t.sums.allBusy = min(t.sums.allBusy, d.model.Interval) // the sum of its parts may round above
		d.tally.clocks[g*(d.k+1)+d.interval] = t.sums
		t.sums = clock{}
	}
}

// tick brings the team's sums up to now; to be called before n or busy changes.
func (t *team) tick(now float64) {
	dt := now - t.since
	t.since = now
	t.sums.busy += float64(t.busy) * dt
	t.sums.staffed += float64(max(t.busy, t.n)) * dt
	if t.busy >= t.n {
		t.sums.allBusy += dt
	}
}
