package staffing

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"frontoffice/erlang"
	"frontoffice/sim"
)

// Verdict says whether the simulated day keeps one target of one channel, and
// which intervals do. What lies nearer to the goal than the simulation's interval
// is wide is too close to call.
type Verdict struct {
	Channel   string       `json:"channel"`
	Target    string       `json:"target"` // service_level, asa, abandonment, occupancy
	Goal      float64      `json:"goal"`   // share, or seconds for asa
	AtLeast   bool         `json:"at_least"`
	Simulated sim.Estimate `json:"simulated"` // the day's figure
	Met       bool         `json:"met"`       // by the mean
	Certain   bool         `json:"certain"`   // not too close to call
	Days      sim.Estimate `json:"days_kept"` // share of the simulated days that keep it: the chance that a day does
	Kept      int          `json:"kept_intervals"`
	// ByInterval is the same share of each interval, one without contacts among those that keep it; left out where intervals are very many.
	ByInterval []sim.Estimate `json:"days_kept_by_interval,omitempty"`
	Missed     []Miss         `json:"missed_intervals"`
	Close      []Miss         `json:"close_intervals"`
	// Undue is what keeps it from being met although Simulated would: too much of the work is neither finished nor due at the close.
	Undue *Undue `json:"undue,omitempty"`
}

// Miss is an interval that misses the goal, or is too close to call.
type Miss struct {
	Start     string       `json:"start"`
	Simulated sim.Estimate `json:"simulated"`
}

// Met is whether the day keeps every target.
func (o *Outcome) Met() bool {
	for _, v := range o.Verdicts {
		if !v.Met {
			return false
		}
	}
	return true
}

// LevelOf picks a simulated service level by its definition.
func LevelOf(l sim.Levels, d erlang.Definition) sim.Estimate {
	return [...]sim.Estimate{erlang.Offered: l.Offered, erlang.Answered: l.Answered, erlang.ExcludingShort: l.ExcludingShort, erlang.Waited: l.Waited}[d]
}

// Judge says of each target whether a simulated day keeps it.
func Judge(d *Day, r *sim.Result) []Verdict {
	var vs []Verdict
	for _, p := range promises(d.Scenario) {
		v := Verdict{Channel: d.Channels[p.channel].Name, Target: p.target, Goal: p.goal, AtLeast: p.atLeast, Simulated: p.day(r), Missed: []Miss{}, Close: []Miss{}}
		v.Met, v.Certain = keeps(v.Simulated, p.goal, p.atLeast)
		if v.Met {
			if v.Undue = undue(d.Scenario, &p, r); v.Undue != nil {
				v.Met, v.Certain = false, true
			}
		}
		days := 0.0
		if !v.Simulated.Undefined { // as keeps has it: not 0/0 = 0, which would keep a limit
			days = p.days(r, wholeDay)
		}
		v.Days = shareOfDays(days, r)
		for k := range r.Channels[p.channel].IntervalDays {
			v.ByInterval = append(v.ByInterval, shareOfDays(p.days(r, k), r))
		}
		for k := range d.Scenario.Intervals() {
			e, counts := p.interval(r, k)
			if !counts {
				continue
			}
			at := Miss{d.Scenario.Clock(k), e}
			switch met, certain := keeps(e, p.goal, p.atLeast); {
			case !certain:
				v.Close = append(v.Close, at)
			case met:
				v.Kept++
			default:
				v.Missed = append(v.Missed, at)
			}
		}
		vs = append(vs, v)
	}
	return vs
}

// daysOf picks the service level of days by its definition.
func daysOf(l sim.DayLevels, d erlang.Definition) sim.Shares {
	return [...]sim.Shares{erlang.Offered: l.Offered, erlang.Answered: l.Answered, erlang.ExcludingShort: l.ExcludingShort, erlang.Waited: l.Waited}[d]
}

// below is the share of days that keep to a goal below 1; a goal of 1 every day does.
func below(s sim.Shares, goal float64) float64 {
	if goal >= 1 {
		return 1
	}
	return s.Below(goal)
}

// shareOfDays is a share of the simulated days with the larger side of Wilson's interval (Wilson 1927,
// "Probable inference, the law of succession, and statistical inference", JASA 22), which
// has a width at 0 and 1 too.
func shareOfDays(p float64, r *sim.Result) sim.Estimate {
	n := float64(r.Replications)
	z := distuv.UnitNormal.Quantile((1 + r.Confidence) / 2)
	centre := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / (1 + z*z/n)
	return sim.Estimate{Mean: p, HalfWidth: half + math.Abs(centre-p)}
}

// keeps says whether e is on the right side of the goal, and whether its whole
// interval is on the side its mean is on. A figure of contacts that nobody
// answered does not exist, and keeps no promise.
func keeps(e sim.Estimate, goal float64, atLeast bool) (met, certain bool) {
	if e.Undefined {
		return false, true
	}
	met = e.Mean <= goal
	if atLeast {
		met = e.Mean >= goal
	}
	distance := e.Mean - goal
	return met, max(distance, -distance) >= e.HalfWidth
}
