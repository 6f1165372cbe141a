package staffing

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/sim"
)

// Gap is where a channel's service level by formula lies outside the
// simulation's confidence interval, and what of the day's difference each
// reason explains.
//
// The formulas take handle times as exponential, and Erlang A and C take each
// interval as a steady state. The simulation drops both: its day opens empty, a queue
// and the work in hand are carried over from one interval into the next, and handle
// times follow their own law. The exact day tells the two apart: formula -> exact day
// is the effect of time, exact day -> simulation that of the handle-time law. (Where the
// exact day does not cover a channel, a second simulation with exponential handle
// times stands for it. Both runs meet the same customers, so the half-widths of their
// differences, taken as if they did not, are rather too wide.)
//
// The effect of time in the intervals that start within five mean handle times of
// the opening, while the empty start still shows (of its effect e^-5 = 0.7 % is left
// then), is the start-up; in later ones it is the carry-over.
type Gap struct {
	Channel    string        `json:"channel"`
	Outside    []GapInterval `json:"intervals"` // whose formula is outside the simulated interval
	Intervals  int           `json:"of"`        // intervals compared
	ByChance   float64       `json:"by_chance"` // expected outside if the formula were right
	Formula    float64       `json:"formula"`   // the day's service level
	Simulated  sim.Estimate  `json:"simulated"`
	StartUp    sim.Estimate  `json:"start_up"` // parts of simulated - formula; but for chance the three add up to it
	CarryOver  sim.Estimate  `json:"carry_over"`
	HandleTime sim.Estimate  `json:"handle_time"` // 0 where handle times are exponential
	// LeftOut is the part of what the formula leaves out of the scenario, the law of handle
	// times included; HandleTime is then 0.
	LeftOut sim.Estimate `json:"left_out,omitzero"`
}

// GapInterval is an interval in which formula and simulation part.
type GapInterval struct {
	Start     string       `json:"start"`
	Formula   float64      `json:"formula"`
	Simulated sim.Estimate `json:"simulated"`
	Time      sim.Estimate `json:"time"`              // part of simulated - formula from carry-over or, where Opening, start-up
	Law       sim.Estimate `json:"handle_time"`       // part from handle times that are not exponential
	LeftOut   sim.Estimate `json:"left_out,omitzero"` // part of what the formula leaves out
	Opening   bool         `json:"opening"`           // within five mean handle times of the opening
}

// DayOutside is whether the day's formula lies outside the simulated interval.
func (g Gap) DayOutside() bool {
	return math.Abs(g.Simulated.Mean-g.Formula) > g.Simulated.HalfWidth
}

// gaps lists the channels in which the day's formula, one interval beyond all
// chance, or more intervals than chance explains, lie outside the simulation's
// intervals. Channels with an interval that has no steady state are left out:
// there is nothing to compare.
func gaps(d *Day, r *sim.Result, exponential []sim.ChannelResult) []Gap {
	var out []Gap
	for i, ch := range d.Channels {
		def := ch.Target.Definition
		whole, exp := r.Channels[i], exponential[i]
		skewed, other, timed := !ch.ExponentialWork(), len(ch.LeavesOut) > 0, timed(d, ch)
		if ch.Blended || !ch.Total.Stable || LevelOf(whole.Day.ServiceLevel, def).Undefined {
			continue
		}
		g := Gap{
			Channel:   ch.Name,
			Formula:   ch.Total.ServiceLevel.Of(def),
			Simulated: LevelOf(whole.Day.ServiceLevel, def),
		}
		opening := openings(d.Scenario, ch)
		beyond := false
		all := jointly(len(ch.Intervals), r)
		for k, in := range ch.Intervals {
			if in.Offered == 0 || LevelOf(whole.Intervals[k].ServiceLevel, def).Undefined {
				continue
			}
			g.Intervals++
			formula, simulated := in.Formula.ServiceLevel.Of(def), LevelOf(whole.Intervals[k].ServiceLevel, def)
			if gap := math.Abs(simulated.Mean - formula); gap > simulated.HalfWidth {
				beyond = beyond || gap > all*simulated.HalfWidth
				twin := LevelOf(exp.Intervals[k].ServiceLevel, def)
				at := GapInterval{
					Start: d.Scenario.At(in.Start), Formula: formula, Simulated: simulated, Opening: k < opening,
				}
				rest := sim.Estimate{Mean: simulated.Mean - formula, HalfWidth: simulated.HalfWidth}
				if timed {
					at.Time = sim.Estimate{Mean: twin.Mean - formula, HalfWidth: twin.HalfWidth}
					rest = sim.Estimate{Mean: simulated.Mean - twin.Mean, HalfWidth: math.Hypot(simulated.HalfWidth, twin.HalfWidth)}
				}
				switch {
				case other:
					at.LeftOut = rest
				case skewed:
					at.Law = rest
				}
				g.Outside = append(g.Outside, at)
			}
		}
		g.ByChance = float64(g.Intervals) * (1 - r.Confidence)
		if !g.DayOutside() && !beyond && float64(len(g.Outside)) <= beyondChance(g.Intervals, 1-r.Confidence) {
			continue
		}
		if !timed {
			g.rest(other, skewed, sim.Estimate{Mean: g.Simulated.Mean - g.Formula, HalfWidth: g.Simulated.HalfWidth})
			out = append(out, g)
			continue
		}
		// The formula's day with the opening intervals as simulated: what the start alone changes.
		var opened fraction
		startUp := 0.0 // variance
		for k, in := range ch.Intervals {
			part := counted(in.Formula.ServiceLevel, in.Formula.Abandonment+in.Formula.Blocking, def)
			if k < opening {
				f := exp.Intervals[k]
				part = counted(means(f.ServiceLevel), f.Abandonment.Mean+f.Blocking.Mean, def)
				startUp += math.Pow(in.Offered/ch.Total.Offered*LevelOf(f.ServiceLevel, def).HalfWidth, 2)
			}
			opened.add(in.Offered, part)
		}
		expDay := LevelOf(exp.Day.ServiceLevel, def)
		g.StartUp = sim.Estimate{
			Mean:      opened.share(ch.Total.Offered) - g.Formula,
			HalfWidth: math.Sqrt(startUp),
		}
		g.CarryOver = sim.Estimate{
			Mean:      expDay.Mean - opened.share(ch.Total.Offered),
			HalfWidth: math.Hypot(expDay.HalfWidth, g.StartUp.HalfWidth),
		}
		g.rest(other, skewed, sim.Estimate{
			Mean:      g.Simulated.Mean - expDay.Mean,
			HalfWidth: math.Hypot(g.Simulated.HalfWidth, expDay.HalfWidth),
		})
		out = append(out, g)
	}
	return out
}

// timed is whether a channel's gap has a part from time that can be told from the rest: its
// formula is of a steady state, and the day that stands between formula and simulation
// differs from it in time alone. The exact day leaves nothing to time.
func timed(d *Day, ch Channel) bool {
	c := ch.Channel
	return ch.Method.steady() && ch.Method != ErlangBlend && !(ch.Method == ErlangC && c.GivesUp()) &&
		!(c.Balking > 0 && c.Lines > 0) && !d.Scenario.Teams[ch.Team].HandBack
}

// rest is what time does not explain.
func (g *Gap) rest(other, skewed bool, e sim.Estimate) {
	switch {
	case other:
		g.LeftOut = e
	case skewed:
		g.HandleTime = e
	}
}

func means(l sim.Levels) erlang.Levels {
	return erlang.Levels{
		Offered:        l.Offered.Mean,
		Answered:       l.Answered.Mean,
		ExcludingShort: l.ExcludingShort.Mean,
		Waited:         l.Waited.Mean,
	}
}

// openings is how many intervals start within five mean handle times of the opening.
func openings(s *scenarios.Scenario, ch Channel) int {
	n := 1
	for n < len(ch.Intervals) && float64(n)*s.Interval.Seconds() < 5*ch.Intervals[n-1].HandleTime {
		n++
	}
	return n
}

// jointly is how many half-widths contain n estimates at once with the
// simulation's confidence, by Bonferroni's inequality.
func jointly(n int, r *sim.Result) float64 {
	t := distuv.StudentsT{Sigma: 1, Nu: float64(r.Replications - 1)}
	miss := 1 - r.Confidence
	return t.Quantile(1-miss/float64(2*n)) / t.Quantile(1-miss/2)
}

// beyondChance is how many of n intervals may lie outside before chance alone is
// an unlikely reason: the mean of a binomial count plus two standard deviations.
func beyondChance(n int, p float64) float64 {
	mean := float64(n) * p
	return mean + 2*math.Sqrt(mean*(1-p))
}
