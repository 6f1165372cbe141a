package sim

import (
	"math"
	"slices"
	"sync/atomic"
)

// day simulates replications of a model one after the other, in memory that it reuses.
//
// There are three ways to do it, which give the same answers: a recursion over the contacts
// of a single queue (recursion.go), an event loop for channels and teams that need nothing more
// than skills in order (day.go), and one for all else (floor.go).
type day struct {
	model  *Model // with the warm-up in front
	k      int    // intervals
	warm   int    // of them before the opening
	close  float64
	ends   []float64 // end of each interval
	stop   *atomic.Bool
	way    way
	floor  *floor // of the general event loop
	roster *roster

	channels []channel
	teams    []team
	agents   *agents
	teamOf   []int32 // of each agent's slot
	tally    tally
	waits    []waitCounts // of the replication: per channel, or per channel and interval
	allWaits []waitCounts // of those before
	each     int          // of them a channel has
	ofDay    waitCounts   // memory for a channel's, where it has several

	ages []ageCounts // over the replications simulated, per channel; nil where none is beyond calls that wait

	race     *race   // whose contact arrives next
	interval int     // of the clock; k after the close
	arrival  float64 // earliest next arrival in this interval, +Inf with none
	arriving int     // its channel

	spare lane // memory of the recursion
}

// way is how replications are simulated.
type way int

const (
	byFloor     way = iota // any model
	bySkills               // nothing but skills in order
	byRecursion            // and one channel and one team
)

// channel is a channel in the making.
type channel struct {
	queue   queue
	teams   []int // that serve it, in model order
	within  float64
	rates   []float64 // arrivals per interval
	slopes  []float64
	factors []float64 // of busyness, in this replication; nil: all 1
	given   []Contact // not nil: instead of rates
	handles []sampler // one, or one per interval
	patient sampler
	balk    float64
	wrapUp  sampler
	wraps   bool   // there is wrap-up
	apart   bool   // the source leaves it out of the handle time
	base    uint64 // of its streams in this replication
	name    uint64
	source  source
}

// team is a team at work.
type team struct {
	skills []int
	n      int     // on duty
	busy   int     // with a contact in hand: above n while those who leave finish
	since  float64 // when the sums below were brought up to date
	sums   clock
	idlers []int32 // slots without a contact, as many as are not busy; the last is taken first
}

// waitCounts is the histogram of a channel's waits in the making.
type waitCounts struct{ answered, abandoned []uint64 }

// ageCounts is the histograms of the ages of a channel's deferred work when it was finished and at the close, and
// of the times to resolution of the cases that began on it.
type ageCounts struct{ done, left, resolved []uint64 }

// newDay makes ready to simulate a valid model in the fastest way that can.
func newDay(m *Model, stop *atomic.Bool) *day { return newDayBy(m, m.fastest(), stop) }

// newDayBy makes ready to simulate a valid model in a way that can.
func newDayBy(m *Model, by way, stop *atomic.Bool) *day {
	m, warm := warmed(m)
	k := m.intervals()
	d := &day{model: m, k: k, warm: warm, close: float64(k) * m.Interval, stop: stop, way: by}
	for i := range k {
		d.ends = append(d.ends, float64(i+1)*m.Interval)
	}
	d.roster = newRoster(m, d.ends)
	d.channels = make([]channel, len(m.Channels))
	for c := range m.Channels {
		d.channels[c].set(&m.Channels[c], by == byFloor)
		if m.Busyness.random() || m.Channels[c].Busyness.random() {
			d.channels[c].factors = make([]float64, k)
		}
	}
	d.countWaits(1)
	d.teams = make([]team, len(m.Teams))
	for g := range m.Teams {
		t := &d.teams[g]
		t.skills = m.Teams[g].Skills
		slots := most(d.roster.planned[g])
		for range slots {
			d.teamOf = append(d.teamOf, int32(g))
		}
		t.idlers = make([]int32, slots)
		for _, c := range t.skills {
			d.channels[c].teams = append(d.channels[c].teams, g)
		}
	}
	d.agents = newAgents(len(d.teamOf))
	d.race = newRace(len(m.Channels))
	d.tally = newTally(len(m.Channels), len(m.Teams), k)
	if m.beyondCalls() {
		d.tally.extras = make([]extra, len(m.Channels)*k)
		d.tally.counts = make([]int64, m.countedThings()*k)
		d.ages = make([]ageCounts, len(m.Channels))
		for c := range d.ages {
			d.ages[c] = ageCounts{make([]uint64, numBins), make([]uint64, numBins), make([]uint64, numBins)}
		}
	}
	if by == byFloor {
		d.floor = newFloor(d)
	}
	return d
}

// countWaits makes so many histograms of the waits of each channel: one, or one per interval.
func (d *day) countWaits(each int) {
	d.each = each
	d.waits, d.allWaits = newWaitCounts(len(d.channels)*each), newWaitCounts(len(d.channels)*each)
	d.ofDay = newWaitCounts(1)[0]
}

func newWaitCounts(n int) []waitCounts {
	all := make([]waitCounts, n)
	for i := range all {
		all[i] = waitCounts{make([]uint64, numBins), make([]uint64, numBins)}
	}
	return all
}

// waitsOf is where waits of a channel's contacts that arrived in interval k are counted.
func (d *day) waitsOf(c, k int) *waitCounts {
	if d.each == 1 {
		return &d.waits[c]
	}
	return &d.waits[c*d.each+k]
}

func (ch *channel) set(from *Channel, apart bool) {
	ch.within, ch.rates, ch.slopes, ch.given = from.Within, from.Arrivals, from.Slopes, from.Contacts
	for len(ch.given) > 0 && ch.given[0].Arrived < 0 { // the opening backlog
		ch.given = ch.given[1:]
	}
	ch.name, ch.balk = nameKey(from.Name), from.Balk
	for _, l := range from.HandleTime {
		ch.handles = append(ch.handles, newSampler(l))
	}
	if from.HandleTime == nil { // it takes turns
		ch.handles = []sampler{newSampler(Law{Kind: Deterministic})}
	}
	ch.patient = newSampler(from.Patience)
	ch.wraps, ch.apart = from.WrapUp.Kind != Never, apart
	for _, c := range from.Contacts {
		ch.wraps = ch.wraps || c.WrapUp > 0
	}
	ch.wrapUp = newSampler(from.WrapUp)
	if from.WrapUp.Kind == Never {
		ch.wrapUp = newSampler(Law{Kind: Deterministic})
	}
}

// fastest is the fastest way that can simulate the model.
func (m *Model) fastest() way {
	if m.Lines > 0 || m.beyondCalls() {
		return byFloor
	}
	for c := range m.Channels {
		ch := &m.Channels[c]
		if ch.Lines > 0 || ch.Room != 0 || ch.Redial.Share > 0 || ch.Routes != nil || ch.Choose != InOrder && len(m.Teams) > 1 || ch.Order != OldestFirst || ch.Resume != ByAnyAgent {
			return byFloor
		}
	}
	for g := range m.Teams {
		t := &m.Teams[g]
		if t.Efficiency != nil || t.HandleTime != nil || t.HandBack || (t.Preempt || t.Take != BySkill) && len(m.Channels) > 1 {
			return byFloor
		}
	}
	if len(m.Channels) == 1 && len(m.Teams) == 1 {
		return byRecursion
	}
	return bySkills
}

// warmed is the model with the intervals of its warm-up in front, and how many they are.
func warmed(m *Model) (*Model, int) {
	if m.WarmUp == 0 {
		return m, 0
	}
	warm := m.warmUp()
	shift := float64(warm) * m.Interval
	w := *m
	w.Channels, w.Teams = slices.Clone(m.Channels), slices.Clone(m.Teams)
	for c := range w.Channels {
		ch := &w.Channels[c]
		ch.Arrivals, ch.Slopes = repeatFirst(ch.Arrivals, warm), repeatFirst(ch.Slopes, warm)
		for i := range min(warm, len(ch.Slopes)) {
			ch.Slopes[i] = 0
		}
		if len(ch.HandleTime) > 1 {
			ch.HandleTime = repeatFirst(ch.HandleTime, warm)
		}
		ch.Deferred.Hours = slices.Clone(ch.Deferred.Hours)
		for i := range ch.Deferred.Hours {
			ch.Deferred.Hours[i].From += shift
			ch.Deferred.Hours[i].To += shift
		}
		ch.Contacts = slices.Clone(ch.Contacts)
		for i := range ch.Contacts {
			ch.Contacts[i].Arrived += shift
		}
	}
	for g := range w.Teams {
		t := &w.Teams[g]
		t.Agents = repeatFirst(t.Agents, warm)
		t.Shifts = slices.Clone(t.Shifts)
		for i := range t.Shifts {
			s := &t.Shifts[i]
			if s.To += shift; s.From > 0 {
				s.From += shift
			} // who is there at the opening is there for the warm-up
			s.Breaks = slices.Clone(s.Breaks)
			for j := range s.Breaks {
				s.Breaks[j].From += shift
				s.Breaks[j].To += shift
			}
		}
	}
	return &w, warm
}

// warmUp is the number of intervals that the warm-up takes.
func (m *Model) warmUp() int { return int(math.Ceil(m.WarmUp / m.Interval)) }

// repeatFirst is x with n copies of its first element in front; nil stays nil.
func repeatFirst[T any](x []T, n int) []T {
	if len(x) == 0 {
		return x
	}
	return append(slices.Repeat(x[:1], n), x...)
}

// reset starts a replication: who comes and who is there are drawn.
func (d *day) reset(seed, replication uint64) {
	d.tally.clear()
	d.agents.clear()
	d.roster.draw(d.model, d.k, d.warm, seed, replication)
	for c := range d.channels {
		ch := &d.channels[c]
		ch.queue.clear()
		ch.base = key(seed, replication, ch.name)
		if ch.factors == nil {
			continue
		}
		for k := range ch.factors {
			ch.factors[k] = 1
		}
		open := ch.factors[d.warm:]
		d.model.Busyness.multiply(open, key(seed, replication))
		d.model.Channels[c].Busyness.multiply(open, ch.base)
		for k := range d.warm {
			ch.factors[k] = open[0]
		}
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
	d.interval, d.arrival = 0, math.Inf(1)
}

// run simulates one replication into d.tally. It reports false where it was stopped.
func (d *day) run(seed, replication uint64) bool {
	d.reset(seed, replication)
	finished := false
	switch d.way {
	case byRecursion:
		finished = d.recurse()
	case byFloor:
		finished = d.floor.run()
	default:
		finished = d.play()
	}
	if finished {
		d.countOff()
		d.gather()
	}
	return finished
}
