package sim

import (
	"cmp"
	"context"
	"math"
	"math/bits"
	"slices"
	"testing"
)

// TestOverflowAfterWait: a second team with agents for everybody that may take contacts after a wait D is, for the first team, a
// patience of exactly D. M/M/n+D has the density of the virtual wait λ p(n-1) exp(λ min(x,D) - nμx) (Baccelli and Hebuterne 1981,
// "On queues with impatient customers"), of which those beyond D overflow.
func TestOverflowAfterWait(t *testing.T) {
	const n, load, after = 5, 4.6, 0.8
	p, total := 1.0, 0.0 // of 0 to n-1 in the system
	for k := range n {
		total += p
		if k < n-1 {
			p *= load / float64(k+1)
		}
	}
	// The integrals of the density, and of it times x, up to D; and beyond.
	rate := n - load
	up := (1 - math.Exp(-rate*after)) / rate
	upWait := (1 - math.Exp(-rate*after)*(1+rate*after)) / (rate * rate)
	beyond := math.Exp(-rate*after) / n
	total += load * p * (up + beyond)
	over, wait := load*p*beyond/total, load*p*(upWait+after*beyond)/total
	late := load * p * (up + beyond) / total

	m := steadyChannels(10000, []float64{load}, never(), Team{Skills: []int{0}, Agents: []int{n}}, Team{Skills: []int{0}, Agents: []int{60}})
	m.Channels[0].Routes = []Route{{Team: 0}, {Team: 1, After: after}}
	c := compare(t, 4, 0.03*slack())
	r := run(t, m, Options{Replications: full(60), Seed: 1, Confidence: c.confidence})
	got, second := r.Channels[0].Intervals[1], r.Teams[1].Intervals[1]
	offered := got.Offered.Mean
	c.within("share that overflows", Estimate{Mean: second.Taken.Mean / offered, HalfWidth: second.Taken.HalfWidth / offered}, over)
	c.within("mean wait", got.MeanWait, wait)
	c.within("share that waits", delayed(got), late)
	c.within("occupancy of the second team", second.Occupancy, load*over/60)
	c.done()
}

// TestWeightedAge: waits under priorities that grow with the age (Kleinrock 1964, "A delay dependent queue discipline", Naval Research
// Logistics Quarterly 11), of several agents: with the wait of all in order of arrival in place of the one of a single server's.
func TestWeightedAge(t *testing.T) {
	const n = 3
	loads, ratio := []float64{1.4, 1.2}, 1.0/4 // of the weights
	load := loads[0] + loads[1]
	p, sum := 1.0, 0.0
	for k := range n {
		sum += p
		p *= load / float64(k+1)
	}
	waits := p * n / (n - load) / (sum + p*n/(n-load)) // Erlang C
	all := waits / (n - load)
	first := all / (1 - loads[1]/n*(1-ratio))
	second := all - loads[0]/n*first*(1-ratio)
	m := steadyChannels(20000, loads, never(), Team{Skills: []int{0, 1}, Agents: []int{n}, Take: WeightedAge})
	m.Channels[0].Weight, m.Channels[1].Weight = 0.5, 2
	c := compare(t, 4, 0.05*slack())
	r := run(t, m, Options{Replications: full(100), Seed: 1, Confidence: c.confidence})
	c.within("wait of the lighter", r.Channels[0].Intervals[1].MeanWait, first)
	c.within("wait of the heavier", r.Channels[1].Intervals[1].MeanWait, second)

	m.Teams[0].Take = LongestWait // as if they were one
	r = run(t, m, Options{Replications: full(100), Seed: 1, Confidence: c.confidence})
	c.within("wait in order of arrival", r.Channels[0].Intervals[1].MeanWait, all)
	c.within("wait in order of arrival", r.Channels[1].Intervals[1].MeanWait, all)
	c.done()
}

// unequal is a loss system of one fast agent and two slow ones.
func unequal(rule AgentRule) Model {
	m := steadyChannels(20000, []float64{2}, never(),
		Team{Skills: []int{0}, Agents: []int{1}, Efficiency: []float64{2}}, Team{Skills: []int{0}, Agents: []int{2}})
	m.Channels[0].Room, m.Channels[0].Choose = NoRoom, rule
	return m
}

// TestLongestIdle: a loss system that assigns the longest idle agent is reversible: the chance that the agents of a set are busy is
// in proportion to λ^|S| (n-|S|)! over the product of their rates (Adan, Hurkens and Weiss 2010, "A reversible Erlang loss
// system with multitype customers and multitype servers", Probability in the Engineering and Informational Sciences 24).
func TestLongestIdle(t *testing.T) {
	rates := [3]float64{2, 1, 1}
	var total, blocked float64
	var busy [3]float64
	for set := range 8 {
		p, idle := 1.0, 0
		for i, rate := range rates {
			if set>>i&1 == 1 {
				p *= 2 / rate
			} else {
				idle++
				p *= float64(idle)
			}
		}
		total += p
		for i := range rates {
			if set>>i&1 == 1 {
				busy[i] += p
			}
		}
		if idle == 0 {
			blocked = p
		}
	}
	c := compare(t, 3, 0.02*slack())
	r := run(t, unequal(LongestIdle), Options{Replications: full(40), Seed: 1, Confidence: c.confidence})
	c.within("blocked", r.Channels[0].Intervals[1].Blocking, blocked/total)
	c.within("occupancy of the fast agent", r.Teams[0].Intervals[1].Occupancy, busy[0]/total)
	c.within("occupancy of the slow ones", r.Teams[1].Intervals[1].Occupancy, busy[1]/total)
	c.done()
}

// TestRandomAgent: each idle agent takes the next contact with the same chance. The chain of who is busy has eight states here.
func TestRandomAgent(t *testing.T) {
	const load = 2.0
	rates := [3]float64{2, 1, 1}
	p := [8]float64{1}
	for range 2000 { // uniformized with load + 4
		next := [8]float64{}
		for set, x := range p {
			x /= load + 4
			next[set] += x * (load + 4)
			for i, rate := range rates {
				to, flow := set^1<<i, x*rate
				if set>>i&1 == 0 {
					flow = x * load / float64(3-bits.OnesCount(uint(set)))
				}
				next[set] -= flow
				next[to] += flow
			}
		}
		p = next
	}
	c := compare(t, 3, 0.02*slack())
	r := run(t, unequal(Random), Options{Replications: full(40), Seed: 2, Confidence: c.confidence})
	c.within("blocked", r.Channels[0].Intervals[1].Blocking, p[7])
	c.within("occupancy of the fast agent", r.Teams[0].Intervals[1].Occupancy, p[1]+p[3]+p[5]+p[7])
	c.within("occupancy of the slow ones", r.Teams[1].Intervals[1].Occupancy, (p[2]+p[3]+p[6]+p[7]+p[4]+p[5]+p[6]+p[7])/2)
	c.done()
}

// TestLeastOccupied: who is least occupied is chosen, so that in the long run all are occupied alike, fast or slow: the difference of
// their times in hand stays bounded. What is carried then is the occupancy times all rates.
func TestLeastOccupied(t *testing.T) {
	r := run(t, unequal(LeastOccupied), Options{Replications: 20, Seed: 1})
	fast, slow := r.Teams[0].Day.Occupancy.Mean, r.Teams[1].Day.Occupancy.Mean
	if math.Abs(fast-slow) > 5e-4 {
		t.Errorf("occupancies of %v and %v", fast, slow)
	}
	if carried, rates := 2*(1-r.Channels[0].Day.Blocking.Mean), fast*2+slow*2; math.Abs(carried/rates-1) > 0.01 {
		t.Errorf("%v erlangs carried, agents do %v", carried, rates)
	}
	// The other rules leave them apart.
	for _, rule := range []AgentRule{InOrder, LongestIdle} {
		r := run(t, unequal(rule), Options{Replications: 20, Seed: 1})
		if fast, slow := r.Teams[0].Day.Occupancy.Mean, r.Teams[1].Day.Occupancy.Mean; math.Abs(fast-slow) < 0.02 {
			t.Errorf("%v: occupancies of %v and %v", rule, fast, slow)
		}
	}
}

// TestChosenAgent reads from traces who was idle when a contact came, since when, and how long each had been busy: the agent who
// took it is the one that the rule names, every time.
func TestChosenAgent(t *testing.T) {
	type desk struct{ since, busy, until float64 }
	for _, rule := range []AgentRule{LongestIdle, LeastOccupied} {
		m := steadyChannels(300, []float64{6}, exponential(1),
			Team{Skills: []int{0}, Agents: []int{4}, Efficiency: []float64{1.5}}, Team{Skills: []int{0}, Agents: []int{5}})
		m.Channels[0].Choose = rule
		first := map[string]int{"p": 0, "q": 4}
		var starts []Record
		if err := Trace(context.Background(), m, 1, 0, func(r Record) {
			if r.Outcome == Answered {
				starts = append(starts, r)
			}
		}); err != nil {
			t.Fatal(err)
		}
		slices.SortStableFunc(starts, func(a, b Record) int { return cmp.Compare(a.Arrived+a.Wait, b.Arrived+b.Wait) })
		var desks [9]desk
		choices := 0
		for _, r := range starts {
			now := r.Arrived + r.Wait
			if now >= 600 {
				break // the close, where the others leave
			}
			mine := first[r.Team] + r.Agent
			worth := func(d *desk) float64 {
				if rule == LongestIdle {
					return d.since
				}
				return d.busy / now
			}
			if r.Wait == 0 {
				idle := 0
				for i := range desks {
					if d := &desks[i]; d.until <= now {
						idle++
						if worth(d) < worth(&desks[mine])-1e-12 {
							t.Fatalf("%v: at %v agent %d takes a contact (%v), and %d was idle (%v)", rule, now, mine, worth(&desks[mine]), i, worth(d))
						}
					}
				}
				if desks[mine].until > now {
					t.Fatalf("agent %d takes a contact at %v and is busy until %v", mine, now, desks[mine].until)
				}
				if idle > 1 {
					choices++
				}
			}
			d := &desks[mine]
			d.until, d.since = r.Left, r.Left
			d.busy += r.Left - now
		}
		if choices < 500 {
			t.Errorf("%v: only %d choices", rule, choices)
		}
	}
}

// TestChosenContact reads from traces who waited when an agent became free: the contact taken is the one that the rule names.
func TestChosenContact(t *testing.T) {
	for _, rule := range []ContactRule{BySkill, LongestWait, LongestQueue, WeightedAge} {
		m := steadyChannels(300, []float64{3, 3, 3}, exponential(2), Team{Skills: []int{2, 0, 1}, Agents: []int{8}, Take: rule})
		weights := []float64{1, 0.4, 2.5}
		for c := range m.Channels {
			m.Channels[c].Weight = weights[c]
		}
		index := map[string]int{"a": 0, "b": 1, "c": 2}
		var all []Record
		if err := Trace(context.Background(), m, 1, 0, func(r Record) { all = append(all, r) }); err != nil {
			t.Fatal(err)
		}
		choices := 0
		for _, r := range all {
			now := r.Arrived + r.Wait
			if r.Outcome != Answered || r.Wait == 0 {
				continue
			}
			waiting := [3][]float64{} // arrivals, by channel
			for _, x := range all {
				until := x.Arrived + x.Wait
				if x.Arrived < now && (until > now || x == r) {
					waiting[index[x.Channel]] = append(waiting[index[x.Channel]], x.Arrived)
				}
			}
			worth := func(c int) float64 {
				oldest := math.Inf(1)
				for _, a := range waiting[c] {
					oldest = min(oldest, a)
				}
				switch rule {
				case LongestWait:
					return now - oldest
				case LongestQueue:
					return float64(len(waiting[c]))
				case WeightedAge:
					return (now - oldest) * weights[c]
				}
				return []float64{2, 1, 3}[c]
			}
			mine := index[r.Channel]
			for _, a := range waiting[mine] {
				if a < r.Arrived {
					t.Fatalf("%v: at %v one that arrived at %v is taken before one of %v", rule, now, r.Arrived, a)
				}
			}
			others := 0
			for c := range waiting {
				if len(waiting[c]) > 0 && c != mine {
					others++
					if worth(c) > worth(mine) {
						t.Fatalf("%v: at %v channel %d is taken (%v), not %d (%v)", rule, now, mine, worth(mine), c, worth(c))
					}
				}
			}
			if others > 0 {
				choices++
			}
		}
		if choices < 300 {
			t.Errorf("%v: only %d choices", rule, choices)
		}
	}
}
