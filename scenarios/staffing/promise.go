package staffing

import (
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// promise is a target of a channel, as a figure of the simulation and the goal that it is to keep. All
// that judges a simulated day, or looks for a plan by simulation, goes by the list of promises: a
// new target is a line there.
type promise struct {
	channel  int    // index into Scenario.Channels
	target   string // as Verdict.Target
	goal     float64
	atLeast  bool
	day      func(r *sim.Result) sim.Estimate
	interval func(r *sim.Result, k int) (e sim.Estimate, counts bool) // counts: the interval is to keep the goal too
	days     func(r *sim.Result, k int) float64                       // share of the simulated days that keep it in interval k; wholeDay: on the whole; nil where that is not known
	within   float64                                                  // T of a share of contacts within a time, seconds; 0: it is none
	wait     func(r *sim.Result, k int) float64                       // mean wait of the contacts of such a share, seconds
}

// wholeDay is the day in place of an interval.
const wholeDay = -1

// onTime is the share of deferred work finished by its deadline.
func onTime(f *sim.Figures) sim.Estimate {
	if f.Deferred == nil {
		return sim.Estimate{Undefined: true}
	}
	return f.Deferred.OnTime
}

// promises are what the channels of a scenario promise, in their order.
func promises(s *scenarios.Scenario) []promise {
	var all []promise
	for i := range s.Channels {
		c := &s.Channels[i]
		t, team, judged := c.Target, s.TeamsOf(c)[0], dueIntervals(s, c)
		add := func(target string, goal float64, atLeast bool, day func(*sim.Result) sim.Estimate, interval func(*sim.Result, int) (sim.Estimate, bool), days func(*sim.Result, int) float64) {
			if goal > 0 {
				all = append(all, promise{channel: i, target: target, goal: goal, atLeast: atLeast, day: day, interval: interval, days: days})
			}
		}
		// ofContacts is a figure of the contacts that arrive in an interval or the day: it counts where any do.
		ofContacts := func(target string, goal float64, atLeast bool, of func(f *sim.Figures) sim.Estimate, days func(d *sim.Days) float64) {
			var daysKept func(r *sim.Result, k int) float64
			if days != nil {
				daysKept = func(r *sim.Result, k int) float64 {
					if k == wholeDay {
						return days(&r.Channels[i].Days)
					}
					return days(&r.Channels[i].IntervalDays[k])
				}
			}
			add(target, goal, atLeast,
				func(r *sim.Result) sim.Estimate { return of(&r.Channels[i].Day) },
				func(r *sim.Result, k int) (sim.Estimate, bool) {
					f := &r.Channels[i].Intervals[k]
					e := of(f)
					return e, f.Offered.Mean > 0 && !(c.Kind == scenarios.Deferred && (e.Undefined || k >= judged)) // work not due when the simulation ends is not judged
				},
				daysKept)
		}
		if c.Kind == scenarios.Deferred {
			// Finished by the deadline: how days differ in it, the simulation does not tell.
			ofContacts("service_level", t.ServiceLevel, true, onTime, nil)
		} else {
			ofContacts("service_level", t.ServiceLevel, true,
				func(f *sim.Figures) sim.Estimate { return LevelOf(f.ServiceLevel, t.Definition) },
				func(d *sim.Days) float64 { return daysOf(d.ServiceLevel, t.Definition).AtLeast(t.ServiceLevel) })
		}
		if t.ServiceLevel > 0 {
			p := &all[len(all)-1]
			p.within = t.Within.Seconds()
			p.wait = func(r *sim.Result, k int) float64 { return r.Channels[i].Intervals[k].MeanWait.Mean }
		}
		ofContacts("asa", t.ASA.Seconds(), false,
			func(f *sim.Figures) sim.Estimate { return f.ASA },
			func(d *sim.Days) float64 { return d.ASA.Below(t.ASA.Seconds()) })
		ofContacts("abandonment", t.Abandonment, false,
			func(f *sim.Figures) sim.Estimate { return f.Abandonment },
			func(d *sim.Days) float64 { return below(d.Abandonment, t.Abandonment) })
		add("occupancy", t.Occupancy, false,
			func(r *sim.Result) sim.Estimate { return r.Teams[team].Day.Occupancy },
			func(r *sim.Result, k int) (sim.Estimate, bool) {
				e := r.Teams[team].Intervals[k].Occupancy
				return e, !e.Undefined
			},
			func(r *sim.Result, k int) float64 {
				if k == wholeDay {
					return below(r.Teams[team].Days.Occupancy, t.Occupancy)
				}
				return below(r.Teams[team].IntervalDays[k].Occupancy, t.Occupancy)
			})
	}
	return all
}

// dueIntervals is how many intervals have work of a deferred channel that is due before the close.
func dueIntervals(s *scenarios.Scenario, c *scenarios.Channel) int {
	left := time.Duration(0) // from the start of the interval until the close
	for k := s.Intervals(); k > 0; k-- {
		if !c.InOpenHours || s.OpenAt(k-1) {
			left += s.Interval
		}
		if left > c.Deadline {
			return k
		}
	}
	return 0
}
