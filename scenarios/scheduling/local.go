package scheduling

import (
	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// local is what a few agents more or fewer in an interval do to the targets of the whole day, by the exact day: with
// what they leave to the intervals after it. It is measured around the agents with which the day just keeps its
// targets.
type local struct {
	at   []int // agents by interval
	step []int // by how many they were varied
	base map[string]float64
	down map[string][]float64 // by target and interval: the change with step agents fewer
	up   map[string][]float64 // and with step more
}

// measure finds what agents of a pool's channel do; nil where the exact day does not cover it.
func (b *builder) measure(i int) (*local, error) {
	c := &b.merged.Channels[b.pools[i].Channel]
	// Of a week each measurement is a week long, and there are as many as intervals: the steady states have to do.
	if !staffing.Covers(c) || b.s.OpenDays() > 1 {
		return nil, nil
	}
	only := *b.merged
	only.Channels = []scenarios.Channel{*c}
	only.Teams = []scenarios.Team{b.merged.Teams[b.index[i]]}
	sizing := b.o.Sizing
	sizing.WholeDay = true
	d, err := staffing.Size(b.ctx, &only, sizing)
	if err != nil {
		return nil, nil // by a method that knows no whole day, say: the steady states do
	}
	l := &local{at: d.Plan[0], base: dayCredits(&d.Channels[0]), down: map[string][]float64{}, up: map[string][]float64{}}
	evaluate := func(k, by int) (map[string]float64, error) {
		agents := append([]int(nil), l.at...)
		agents[k] = max(agents[k]+by, 0)
		v, err := staffing.Evaluate(b.ctx, &only, scenarios.Plan{agents}, staffing.ExactDay)
		if err != nil {
			return nil, err
		}
		return dayCredits(&v.Channels[0]), nil
	}
	for k, n := range l.at {
		step := max(1, n/25)
		l.step = append(l.step, step)
		fewer, more := map[string]float64{}, map[string]float64{}
		if c.Volumes[k] > 0 {
			if fewer, err = evaluate(k, -step); err != nil {
				return nil, err
			}
			if more, err = evaluate(k, step); err != nil {
				return nil, err
			}
		}
		for target, base := range l.base {
			down, up := 0.0, 0.0
			if c.Volumes[k] > 0 {
				down, up = fewer[target]-base, more[target]-base
			}
			l.down[target], l.up[target] = append(l.down[target], down), append(l.up[target], up)
		}
	}
	return l, nil
}

// dayCredits are a day's figures above its targets, weighed by its contacts; below 0 a target is missed.
func dayCredits(ch *staffing.Channel) map[string]float64 {
	t, of := ch.Target, ch.Total
	credits := map[string]float64{}
	if t.ServiceLevel > 0 {
		credits["service_level"] = of.Offered * (of.ServiceLevel.Of(t.Definition) - t.ServiceLevel)
	}
	if t.ASA > 0 {
		credits["asa"] = of.Offered * (t.ASA.Seconds() - of.ASA)
	}
	if t.Abandonment > 0 {
		credits["abandonment"] = of.Offered * (t.Abandonment - of.Abandonment)
	}
	if t.Occupancy > 0 {
		credits["occupancy"] = of.Offered * (t.Occupancy - of.Occupancy)
	}
	return credits
}

// value is what agents in an interval do to a target of the day: straight on both sides, half as much beyond
// what was measured, and nothing more beyond three steps.
func (l *local) value(target string, k int, agents float64) float64 {
	steps := (agents - float64(l.at[k])) / float64(l.step[k])
	if steps < 0 {
		return -steps * l.down[target][k]
	}
	return (min(steps, 1) + min(max(steps-1, 0), 2)/2) * l.up[target][k]
}

// least is the fewest agents in an interval for which the measurement is trusted.
func (l *local) least(k int) int { return max(l.at[k]-2*l.step[k], 0) }

// credits are what agents do to the targets of the day; nil where that was not measured.
func (l *local) credits(k int, agents float64) []staffing.Credit {
	if l == nil {
		return nil
	}
	var all []staffing.Credit
	for _, target := range []string{"service_level", "asa", "abandonment", "occupancy"} {
		if _, asked := l.base[target]; asked {
			all = append(all, staffing.Credit{Target: target, Value: l.value(target, k, agents)})
		}
	}
	return all
}
