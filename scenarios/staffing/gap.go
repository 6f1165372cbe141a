package staffing

import (
	"math"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/sim"
)

// Gap is where a channel's service level by formula lies outside the
// simulation's confidence interval, and what of the day's difference each
// reason explains.
//
// The formula takes each interval as a steady state with exponential handle
// times. The simulation drops both: its day opens empty, a queue and the work in
// hand are carried over from one interval into the next, and handle times follow
// their own law. A second simulation with exponential handle times tells the two
// apart: formula -> exponential day is the effect of time, exponential day -> day
// that of the handle-time law. The effect of time in the first interval with
// contacts is the start-up, in all later ones the carry-over.
type Gap struct {
	Channel    string        `json:"channel"`
	Outside    []GapInterval `json:"intervals"` // whose formula is outside the simulated interval
	Intervals  int           `json:"of"`        // intervals compared
	ByChance   float64       `json:"by_chance"` // expected outside if the formula were right
	Formula    float64       `json:"formula"`   // the day's service level
	Simulated  sim.Estimate  `json:"simulated"`
	StartUp    sim.Estimate  `json:"start_up"` // parts of simulated - formula; the three add up to it
	CarryOver  sim.Estimate  `json:"carry_over"`
	HandleTime sim.Estimate  `json:"handle_time"` // 0 where handle times are exponential
}

// GapInterval is an interval in which formula and simulation part.
type GapInterval struct {
	Start     string       `json:"start"`
	Formula   float64      `json:"formula"`
	Simulated sim.Estimate `json:"simulated"`
	Time      sim.Estimate `json:"time"`        // part of simulated - formula from carry-over or, where Opening, start-up
	Law       sim.Estimate `json:"handle_time"` // part from handle times that are not exponential
	Opening   bool         `json:"opening"`     // the first interval with contacts
}

// DayOutside is whether the day's formula lies outside the simulated interval.
func (g Gap) DayOutside() bool {
	return math.Abs(g.Simulated.Mean-g.Formula) > g.Simulated.HalfWidth
}

// gaps lists the channels in which the day's formula, or more intervals than
// chance explains, lie outside the simulation's intervals. Channels with an
// interval that has no steady state are left out: there is nothing to compare.
func gaps(d *Day, r, exponential *sim.Result) []Gap {
	var out []Gap
	for i, ch := range d.Channels {
		if !ch.Total.Stable || ch.Total.Offered == 0 {
			continue
		}
		def := ch.Target.Definition
		whole, exp := r.Channels[i], exponential.Channels[i]
		g := Gap{
			Channel:   ch.Name,
			Formula:   ch.Total.ServiceLevel.Of(def),
			Simulated: LevelOf(whole.Day.ServiceLevel, def),
		}
		first := -1
		for k, in := range ch.Intervals {
			if in.Offered == 0 || LevelOf(whole.Intervals[k].ServiceLevel, def).Undefined {
				continue
			}
			if first < 0 {
				first = k
			}
			g.Intervals++
			formula, simulated := in.Formula.ServiceLevel.Of(def), LevelOf(whole.Intervals[k].ServiceLevel, def)
			if math.Abs(simulated.Mean-formula) > simulated.HalfWidth {
				twin := LevelOf(exp.Intervals[k].ServiceLevel, def)
				at := GapInterval{
					Start: scenarios.Clock(in.Start), Formula: formula, Simulated: simulated, Opening: k == first,
					Time: sim.Estimate{Mean: twin.Mean - formula, HalfWidth: twin.HalfWidth},
				}
				if exponential != r {
					at.Law = sim.Estimate{Mean: simulated.Mean - twin.Mean, HalfWidth: math.Hypot(simulated.HalfWidth, twin.HalfWidth)}
				}
				g.Outside = append(g.Outside, at)
			}
		}
		if first < 0 {
			continue
		}
		g.ByChance = float64(g.Intervals) * (1 - r.Confidence)
		if !g.DayOutside() && float64(len(g.Outside)) <= beyondChance(g.Intervals, 1-r.Confidence) {
			continue
		}
		// The formula's day with the first interval as simulated: what the start alone changes.
		var opened fraction
		for k, in := range ch.Intervals {
			part := counted(in.Formula.ServiceLevel, in.Formula.Abandonment, def)
			if k == first {
				f := exp.Intervals[k]
				part = counted(means(f.ServiceLevel), f.Abandonment.Mean, def)
			}
			opened.add(in.Offered, part)
		}
		weight := ch.Intervals[first].Offered / ch.Total.Offered
		expDay := LevelOf(exp.Day.ServiceLevel, def)
		g.StartUp = sim.Estimate{
			Mean:      opened.share() - g.Formula,
			HalfWidth: weight * LevelOf(exp.Intervals[first].ServiceLevel, def).HalfWidth,
		}
		g.CarryOver = sim.Estimate{
			Mean:      expDay.Mean - opened.share(),
			HalfWidth: math.Hypot(expDay.HalfWidth, g.StartUp.HalfWidth),
		}
		if exponential != r {
			g.HandleTime = sim.Estimate{
				Mean:      g.Simulated.Mean - expDay.Mean,
				HalfWidth: math.Hypot(g.Simulated.HalfWidth, expDay.HalfWidth),
			}
		}
		out = append(out, g)
	}
	return out
}

func means(l sim.Levels) erlang.Levels {
	return erlang.Levels{
		Offered:        l.Offered.Mean,
		Answered:       l.Answered.Mean,
		ExcludingShort: l.ExcludingShort.Mean,
		Waited:         l.Waited.Mean,
	}
}

// beyondChance is how many of n intervals may lie outside before chance alone is
// an unlikely reason: the mean of a binomial count plus two standard deviations.
func beyondChance(n int, p float64) float64 {
	mean := float64(n) * p
	return mean + 2*math.Sqrt(mean*(1-p))
}
