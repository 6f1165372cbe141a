package sim

import (
	"math"
	"slices"
)

// roster is who is on duty: the instants at which an interval starts or staff may change, in
// order, and each team's agents from then on.
type roster struct {
	at       []float64
	interval []int // that starts there, or -1
	staff    [][]int
	planned  [][]int // staff where nobody is away
	drawn    bool    // staff is drawn in each replication
}

// newRoster lays out a model of k intervals; ends are the ends of its intervals.
func newRoster(m *Model, ends []float64) *roster {
	k := len(ends)
	r := &roster{at: []float64{0}}
	r.at = append(r.at, ends[:k-1]...)
	for _, t := range m.Teams {
		r.drawn = r.drawn || t.Absence > 0 || t.adherence() < 1
		for _, s := range t.Shifts {
			r.at = append(r.at, s.From, s.To)
			for _, b := range s.Breaks {
				r.at = append(r.at, b.From, b.To)
			}
		}
	}
	slices.Sort(r.at)
	r.at = slices.DeleteFunc(slices.Compact(r.at), func(t float64) bool { return t < 0 || t >= ends[k-1] })
	r.at[0] = 0 // not -0
	next := 0
	for _, t := range r.at {
		if next < k && (next == 0 || t == ends[next-1]) {
			r.interval = append(r.interval, next)
			next++
		} else {
			r.interval = append(r.interval, -1)
		}
	}
	for g := range m.Teams {
		r.planned = append(r.planned, make([]int, len(r.at)))
		m.Teams[g].count(r, r.planned[g], everybody{})
	}
	r.staff = r.planned
	if r.drawn {
		r.staff = make([][]int, len(m.Teams))
		for g := range r.staff {
			r.staff[g] = make([]int, len(r.at))
		}
	}
	return r
}

// adherence is the chance to be there.
func (t *Team) adherence() float64 {
	if t.Adherence == 0 {
		return 1
	}
	return t.Adherence
}

// agents is how many agents a shift has.
func (s *Shift) agents() int { return max(s.Agents, 1) }

// on reports whether the shift is on duty at t.
func (s *Shift) on(t float64) bool {
	for _, b := range s.Breaks {
		if b.From <= t && t < b.To {
			return false
		}
	}
	return s.From <= t && t < s.To
}

// rollCall says how many of some agents are there in an interval: those from the first
// to before the last seat of the team.
type rollCall interface {
	count(from, to, interval int) int
}

// everybody is there.
type everybody struct{}

func (everybody) count(from, to, _ int) int { return to - from }

// count writes the team's agents from each instant on. The seats of Agents come first, then
// those of the shifts in their order.
func (t *Team) count(r *roster, staff []int, p rollCall) {
	seats := most(t.Agents)
	k := 0
	for i, at := range r.at {
		if r.interval[i] >= 0 {
			k = r.interval[i]
		}
		n := 0
		if t.Agents != nil {
			n = p.count(0, t.Agents[k], k)
		}
		seat := seats
		for j := range t.Shifts {
			s := &t.Shifts[j]
			if s.on(at) {
				n += p.count(seat, seat+s.agents(), k)
			}
			seat += s.agents()
		}
		staff[i] = n
	}
}

// seats is how many agents the team has, whenever they work.
func (t *Team) seats() int {
	n := most(t.Agents)
	for i := range t.Shifts {
		n += t.Shifts[i].agents()
	}
	return n
}

// attendance is who of a team is there in a replication: per interval, how many of the
// seats before each.
type attendance [][]int

func (a attendance) count(from, to, interval int) int { return a[interval][to] - a[interval][from] }

// attend draws the attendance of a team over k intervals. The n-th seat has the n-th draw of
// each stream, so that a change of staff leaves the luck of others as it was.
func (t *Team) attend(k, warm int, base uint64) attendance {
	seats := t.seats()
	absent := make([]bool, seats)
	s := newStream(base, forAbsence, 0)
	var u uint64
	for i := range absent {
		s, u = s.next()
		absent[i] = unit(u) < t.Absence
	}
	a := make(attendance, k)
	adherence := t.adherence()
	for i := range a {
		s := newStream(base, forAdherence, i-warm)
		a[i] = make([]int, seats+1)
		for seat := range seats {
			s, u = s.next()
			a[i][seat+1] = a[i][seat]
			if !absent[seat] && unit(u) < adherence {
				a[i][seat+1]++
			}
		}
	}
	return a
}

// draw draws who is there in a replication.
func (r *roster) draw(m *Model, k, warm int, seed, replication uint64) {
	if !r.drawn {
		return
	}
	for g := range m.Teams {
		t := &m.Teams[g]
		if t.Absence == 0 && t.adherence() == 1 {
			r.staff[g] = r.planned[g]
			continue
		}
		t.count(r, r.staff[g], t.attend(k, warm, key(seed, replication, nameKey(t.Name), uint64(forAbsence))))
	}
}

// scheduled is the agent-seconds of the team's plan in an interval, breaks and absences included.
func (t *Team) scheduled(k int, start, end float64) float64 {
	sum := 0.0
	if t.Agents != nil {
		sum = float64(t.Agents[k]) * (end - start)
	}
	for i := range t.Shifts {
		s := &t.Shifts[i]
		sum += float64(s.agents()) * max(0, math.Min(s.To, end)-math.Max(s.From, start))
	}
	return sum
}

// countOff counts the time in which nobody of a team is on duty.
func (d *day) countOff() {
	for g, staff := range d.roster.staff {
		k := 0
		for i, from := range d.roster.at {
			k = max(k, d.roster.interval[i])
			if staff[i] > 0 {
				continue
			}
			to := d.close
			if i+1 < len(d.roster.at) {
				to = d.roster.at[i+1]
			}
			d.tally.clocks[g*(d.k+1)+k].off += to - from
		}
	}
}
