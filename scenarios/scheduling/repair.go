package scheduling

import (
	"fmt"
	"math"
	"slices"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// mend asks for more agents in the intervals that miss a target of the day, or are too near to tell, until the targets
// hold.
func (b *builder) mend(r *Schedule) (*Schedule, error) {
	for number := 1; !r.Holds; number++ {
		if number > b.o.Repairs {
			r.Binds = fmt.Sprintf("the targets do not hold after %d rounds of asking for more", b.o.Repairs)
			return r, nil
		}
		if number == 1 {
			never, err := b.unreachable(r)
			if err != nil {
				return b.orLast(r, err)
			}
			if never != "" {
				r.Binds = never
				return r, nil
			}
		}
		asked, full := false, ""
		for i := range b.pools {
			p := &b.pools[i]
			raise := map[int]bool{}
			for _, v := range r.Outcome.Verdicts {
				if !(v.Met && v.Certain) && b.serves(p, v.Channel) {
					b.missing(v, raise)
				}
			}
			p.Day.Required = slices.Clone(p.Day.Required)
			for k := range raise {
				for part := range p.parts(b.s) {
					n := &p.Day.Required[p.cell(b.s, k, part)]
					if p.atMost(b.s, *n+1) == *n {
						full = p.mostWords(b.s)
						continue
					}
					asked = true
					*n++
				}
			}
		}
		switch {
		case asked:
		case full != "":
			r.Binds = full + " are required already wherever more would be asked for"
			return r, nil
		default:
			r.Binds = "the targets that are missed are of channels whose teams have no shift patterns"
			return r, nil
		}
		next, more, err := b.again(number, r)
		if err != nil || !more {
			return next, err
		}
		r = next
	}
	return r, nil
}

// vainRounds is how often less is asked for in a row, though nothing cheaper comes of it: the least agents on duty or the search bind then.
const vainRounds = 2

// tuned is how near above its goal a target of the day has to come, as a share of what it counts.
const tuned = 0.004

// tune asks for more or less of the day's targets until the simulated day just holds them: first by what it lacks, then
// between what was too little and what was enough. The cheapest schedule that holds is taken.
func (b *builder) tune(r *Schedule) (*Schedule, error) {
	type trial struct {
		asks    []map[string]float64
		surplus float64 // the least over the targets; below 0 the day misses one
	}
	var low, high *trial
	best, vain := r, 0 // rounds in a row that asked for less and found nothing cheaper
	for number := 1; ; number++ {
		now := &trial{b.asks, math.Inf(1)}
		for _, v := range r.Outcome.Verdicts {
			now.surplus = min(now.surplus, surplus(v))
		}
		if r.Holds {
			high = now
			if vain++; number == 1 || !best.Holds || r.Cost < best.Cost-1e-9 {
				best, vain = r, 0
			}
		} else {
			low = now
			if !best.Holds {
				best = r
			}
		}
		best.Repairs, best.Plain = number-1, r.Plain
		if r.Holds && now.surplus <= tuned || vain > vainRounds && low == nil || number > b.o.Repairs || math.IsInf(now.surplus, 1) {
			break
		}
		part := 0.0
		if low != nil && high != nil {
			if part = low.surplus / (low.surplus - high.surplus); high.surplus <= low.surplus+1e-9 {
				part = 0.5
			}
			part = min(max(part, 0.15), 0.85)
		}
		b.asks = make([]map[string]float64, len(b.pools))
		for i := range b.pools {
			b.asks[i] = map[string]float64{}
			c := &b.merged.Channels[b.pools[i].Channel]
			for _, v := range r.Outcome.Verdicts {
				switch {
				case v.Channel != c.Name:
				case low != nil && high != nil:
					b.asks[i][v.Target] = low.asks[i][v.Target] + part*(high.asks[i][v.Target]-low.asks[i][v.Target])
				default:
					b.asks[i][v.Target] = now.asks[i][v.Target] - (surplus(v)-tuned/2)*b.weight(c, v.Target)
				}
			}
		}
		next, more, err := b.again(number, r)
		for try := 0; err == nil && !more && try < 5 && b.ctx.Err() == nil; try++ { // asked for more than there is: for less
			for i := range b.asks {
				for target := range b.asks[i] {
					b.asks[i][target] = (b.asks[i][target] + now.asks[i][target]) / 2
				}
			}
			r.Binds = ""
			next, more, err = b.again(number, r)
		}
		if err != nil {
			return nil, err
		}
		if !more {
			best.Binds, best.Interrupted = next.Binds, next.Interrupted
			break
		}
		r = next
	}
	if !best.Holds && best.Binds == "" {
		best.Binds = fmt.Sprintf("the targets do not hold after %d rounds of asking for more", b.o.Repairs)
	}
	return best, nil
}

// surplus is by how much a target holds on the simulated day with its confidence, relative to what it
// counts; below 0 it does not.
func surplus(v staffing.Verdict) float64 {
	if v.Simulated.Undefined {
		return -1
	}
	s := v.Goal - v.Simulated.Mean - v.Simulated.HalfWidth
	if v.AtLeast {
		s = v.Simulated.Mean - v.Simulated.HalfWidth - v.Goal
	}
	if v.Target == "asa" {
		s /= v.Goal
	}
	return s
}

// weight is what a target's figure of the day weighs in its credits.
func (b *builder) weight(c *scenarios.Channel, target string) float64 {
	sum := 0.0
	for _, v := range c.Volumes {
		sum += v
	}
	switch target {
	case "asa":
		sum *= c.Target.ASA.Seconds()
	case "occupancy":
		sum = 0
		for k, v := range c.Volumes {
			sum += v / b.s.Interval.Seconds() * (c.HandleTime.Means[k] + c.WrapUp.Mean).Seconds()
		}
		return sum / c.Target.Occupancy
	}
	return sum
}

// missing marks the intervals that are to have an agent more for a target that the day misses: those that miss it; else
// those too close to call; of both the ones below the goal.
func (b *builder) missing(v staffing.Verdict, raise map[int]bool) {
	at := map[string]int{}
	for k := range b.s.Intervals() {
		at[b.s.Clock(k)] = k
	}
	n := len(raise)
	for _, m := range v.Missed {
		raise[at[m.Start]] = true
	}
	for _, m := range v.Close {
		if v.AtLeast && m.Simulated.Mean < v.Goal || !v.AtLeast && m.Simulated.Mean > v.Goal {
			raise[at[m.Start]] = true
		}
	}
	if len(raise) > n {
		return
	}
	for _, m := range v.Close {
		raise[at[m.Start]] = true
	}
	if len(raise) > n {
		return
	}
	for k := range b.s.Intervals() {
		if !b.s.OpenAt(k) {
			continue
		}
		raise[k] = true
	}
}

// serves is whether a channel is served by the pool.
func (b *builder) serves(p *Pool, channel string) bool {
	for i := range b.s.Channels {
		c := &b.s.Channels[i]
		if c.Name != channel {
			continue
		}
		for _, t := range b.s.TeamsOf(c) {
			for _, own := range p.Teams {
				if t == own {
					return true
				}
			}
		}
	}
	return false
}
