package staffing

import (
	"context"
	"math"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// Credit is what the agents of an interval add to a target of a channel's day: contacts (for asa contact-seconds, for
// occupancy agents) above what the target asks of them, below 0 where they fall short. The day keeps the
// target where the credits of its intervals add up to 0 or more.
type Credit struct {
	Target string
	Value  float64
}

// Credits are an interval's credits with some agents, as a steady state of its own: by Erlang A, or C where nobody gives
// up. Without a steady state nobody is answered in time.
func Credits(s *scenarios.Scenario, c *scenarios.Channel, k, agents int) []Credit {
	m := ErlangA
	if !c.GivesUp() {
		m = ErlangC
	}
	offered := c.Volumes[k]
	q := queue(s, c, m, k)
	p, err := q.Evaluate(float64(agents), Within(c).Seconds())
	if err != nil || agents == 0 && offered > 0 {
		p = erlang.Performance{ASA: s.Interval.Seconds(), Occupancy: 1}
		if c.GivesUp() {
			p.Abandonment = 1
		}
	}
	answered := offered * (1 - p.Abandonment - p.Blocking)
	if err != nil {
		answered = offered
	}
	t := c.Target
	var all []Credit
	if t.ServiceLevel > 0 {
		f := counted(p.ServiceLevel, p.Abandonment+p.Blocking, t.Definition)
		all = append(all, Credit{"service_level", offered * (f.part - t.ServiceLevel*f.whole)})
	}
	if t.ASA > 0 {
		all = append(all, Credit{"asa", answered * (t.ASA.Seconds() - p.ASA)})
	}
	if t.Abandonment > 0 {
		all = append(all, Credit{"abandonment", offered * (t.Abandonment - p.Abandonment)})
	}
	if t.Occupancy > 0 {
		all = append(all, Credit{"occupancy", float64(agents)*t.Occupancy - math.Min(q.Load(), p.Occupancy*float64(agents))})
	}
	return all
}

// Evaluate says what the formulas expect of a plan, as Assign does, without what the targets require.
func Evaluate(ctx context.Context, s *scenarios.Scenario, plan scenarios.Plan, m Method) (*Day, error) {
	return evaluate(ctx, s, plan, make([][]Required, len(s.Channels)), m)
}

// Fine is the scenario with its intervals cut into equal parts, which lie alike in the day: volumes are split, rates and
// handle times stay.
func Fine(s *scenarios.Scenario, parts int) *scenarios.Scenario {
	if parts <= 1 {
		return s
	}
	f := *s
	f.Interval /= time.Duration(parts)
	f.Plan = nil
	f.Channels = append([]scenarios.Channel(nil), s.Channels...)
	for i := range f.Channels {
		c := &f.Channels[i]
		old := s.Channels[i]
		c.Volumes, c.HandleTime.Means, c.Slopes = nil, nil, nil
		for k, v := range old.Volumes {
			for part := range parts {
				share, slope := 1.0, 0.0
				if old.Slopes != nil {
					share = 1 + old.Slopes[k]*((2*float64(part)+1)/float64(parts)-1)
					if share > 0 {
						slope = old.Slopes[k] / float64(parts) / share
					}
				}
				c.Volumes = append(c.Volumes, v*share/float64(parts))
				if old.Slopes != nil {
					c.Slopes = append(c.Slopes, math.Max(-1, math.Min(1, slope)))
				}
				c.HandleTime.Means = append(c.HandleTime.Means, old.HandleTime.Means[k])
			}
		}
	}
	return &f
}
