package sim

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestConservation: over random models with every rule, contacts and work are neither lost nor made.
func TestConservation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawShifts(t, &m)
		if rapid.Bool().Draw(t, "rules") {
			drawRules(t, &m)
		}
		d := newDayBy(&m, byFloor, new(stopFlag))
		d.run(3, 0)
		var offered, left int64
		for _, c := range d.tally.cells {
			offered += c.offered
			left += c.atOnce + c.answered + c.abandoned + c.blocked + c.waiting
			if c.offered < c.redials {
				t.Fatalf("%d offered, %d of them redials", c.offered, c.redials)
			}
		}
		if offered != left {
			t.Fatalf("%d offered, %d answered, abandoned, blocked or waiting", offered, left)
		}
		busy := 0.0
		for g := range d.teams { // after the close the sums go on
			busy += d.teams[g].sums.busy
			for k := range d.k {
				busy += d.tally.clocks[g*(d.k+1)+k].busy
			}
		}
		var records int64
		handled := 0.0
		d.floor.record = func(id int32, outcome Outcome, now float64) {
			ct := &d.floor.calls[id]
			records++
			handled += ct.handled
			if ct.breaks == 0 {
				want := 0.0
				if outcome == Answered {
					want = (ct.handle + ct.wrapUp) / d.floor.pace[ct.team][ct.channel]
				}
				if math.Abs(ct.handled-want) > 1e-6*(1+want) {
					t.Fatalf("in hand for %v s, of %v s of work", ct.handled, want)
				}
			}
			if ct.answered >= 0 && (ct.answered < ct.arrived || now+1e-9 < ct.answered+ct.handled) {
				t.Fatalf("arrived %v, answered %v, in hand for %v s, left %v", ct.arrived, ct.answered, ct.handled, now)
			}
			if outcome == Abandoned && ct.answered < 0 && math.Abs(now-ct.arrived-ct.patience) > 1e-9 {
				t.Fatalf("arrived %v, of patience %v, gave up at %v", ct.arrived, ct.patience, now)
			}
		}
		d.run(3, 0)
		if records != offered {
			t.Fatalf("%d records, %d offered", records, offered)
		}
		if math.Abs(busy-handled) > 1e-8*(1+busy) {
			t.Fatalf("busy for %v s, contacts in hand for %v s", busy, handled)
		}
	})
}

// TestNobodyWaits: over random models with every rule, after everything that happens at a time, nobody waits whom an idle agent
// may take: by a route whose wait is over, with more idle than its reserve. The engine is driven from one time to the next.
func TestNobodyWaits(t *testing.T) {
	waits, idles := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawShifts(t, &m)
		drawRules(t, &m)
		d := newDayBy(&m, byFloor, new(stopFlag))
		f := d.floor
		look := func(now float64) {
			for c := range f.queues {
				for id := f.queues[c].head; id >= 0; id = f.calls[id].next {
					ct := &f.calls[id]
					if ct.deadline < now {
						continue // gone: it is found and dated back later
					}
					waits++
					for _, r := range f.queues[c].routes {
						if f.crews[r.team].idle > 0 {
							idles++
						}
						if f.crews[r.team].idle > r.reserve && now >= ct.arrived+r.after {
							t.Fatalf("at %v a contact of channel %d that came at %v waits, and %d of team %d are idle, with a reserve of %d",
								now, c, ct.arrived, f.crews[r.team].idle, r.team, r.reserve)
						}
					}
				}
			}
		}
		playWatched(d, look)
	})
	if waits < 1000 || idles < 100 {
		t.Errorf("looked at %d who wait, %d times beside idle agents: too few", waits, idles)
	}
}

// playWatched plays a replication from one time to the next, and looks after all that happens at each.
func playWatched(d *day, look func(now float64)) {
	f := d.floor
	steps := func(end float64) {
		for {
			next := min(d.agents.next(), d.arrival)
			if len(f.timers.heap) > 0 {
				next = min(next, f.timers.heap[0].at)
			}
			if next >= end {
				return
			}
			f.advance(math.Nextafter(next, math.Inf(1)))
			look(next)
		}
	}
	d.reset(3, 0)
	f.reset()
	for i, now := range d.roster.at {
		steps(now)
		f.instant(i, now)
		if next := min(d.agents.next(), d.arrival); next > now && (len(f.timers.heap) == 0 || f.timers.heap[0].at > now) {
			look(now)
		}
	}
	steps(d.close)
	f.closeInterval(d.close)
	d.interval, d.arrival = d.k, math.Inf(1)
	steps(math.Inf(1))
}

// TestNobodyWaitsBesideRoom: over random models of all kinds nobody waits whom an agent may take, idle or with room on the desk.
func TestNobodyWaitsBesideRoom(t *testing.T) {
	waits, rooms := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		drawCustomers(t, &m)
		drawShifts(t, &m)
		drawRules(t, &m)
		drawKinds(t, &m)
		d := newDayBy(&m, byFloor, new(stopFlag))
		f := d.floor
		playWatched(d, func(now float64) {
			for slot := range f.desks {
				for c := range m.Channels {
					if n := int32(m.Channels[c].Chat.slots()); f.crews[f.teamOf[slot]].wide > 0 && f.has(int(f.teamOf[slot]), slot, c) > n {
						t.Fatalf("at %v the agent of slot %d has more than %d contacts of channel %d in hand", now, slot, n, c)
					}
				}
				if f.desks[slot].n > 0 {
					rooms++
				}
			}
			for c := range f.queues {
				if f.closed(c) {
					continue
				}
				for id := f.queues[c].head; id >= 0; id = f.calls[id].next {
					ct := &f.calls[id]
					if ct.deadline < now {
						continue // gone: it is found and dated back later
					}
					waits++
					team := -1
					if f.queues[c].wide {
						team, _, _ = f.freeAgent(c, ct.arrived, now)
					} else {
						team, _ = f.idleAgent(c, ct.arrived, now)
					}
					if team >= 0 {
						t.Fatalf("at %v a contact of channel %d that came at %v waits, and an agent of team %d may take it", now, c, ct.arrived, team)
					}
				}
			}
		})
	})
	if waits < 1000 || rooms < 1000 {
		t.Errorf("looked at %d who wait, and at %d desks with contacts: too few", waits, rooms)
	}
}

// TestWarmStart: a day with a warm-up is in steady state from its first interval on.
func TestWarmStart(t *testing.T) {
	wait, abandon, queue := erlangA(50, 48, 2)
	m := gmr()
	m.Interval = 100
	m.Channels[0].Arrivals, m.Teams[0].Agents = []float64{4800, 4800}, []int{50, 50}
	m.WarmUp = 30
	c := compare(t, 8, 0.05*slack())
	r := run(t, m, Options{Replications: full(1000), Seed: 1, Confidence: c.confidence})
	for _, i := range []int{0, 1} {
		got := r.Channels[0].Intervals[i]
		c.within("abandonment", got.Abandonment, abandon)
		c.within("mean queue", got.MeanQueue, queue)
		c.within("all busy", r.Teams[0].Intervals[i].AllBusy, wait)
		c.within("offered", got.Offered, 4800)
	}
	c.done()
}
