package staffing

import (
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
	days     func(r *sim.Result, k int) float64                       // share of the simulated days that keep it in interval k; wholeDay: on the whole
	within   float64                                                  // T of a share of contacts within a time, seconds; 0: it is none
	wait     func(r *sim.Result, k int) float64                       // mean wait of the contacts of such a share, seconds
}

// wholeDay is the day in place of an interval.
const wholeDay = -1

// OnTime is the share of deferred work finished by its deadline; Undefined for other channels.
func OnTime(f *sim.Figures) sim.Estimate {
	if f.Deferred == nil {
		return sim.Estimate{Undefined: true}
	}
	return f.Deferred.OnTime
}

// Judged is the intervals of a channel that a target on its contacts is of: all, nil, but of deferred work.
func Judged(s *scenarios.Scenario, c *scenarios.Channel) []bool { return dueBefore(s, c) }

// dueBefore is the intervals whose deferred work is all due before the simulation ends: of later ones only what
// was finished is known, and that they keep their deadline says nothing. Nil for other channels.
func dueBefore(s *scenarios.Scenario, c *scenarios.Channel) []bool {
	if c.Kind != scenarios.Deferred {
		return nil
	}
	end := (s.Close - s.Open).Seconds()
	hours := []sim.Span{{From: 0, To: end}}
	if c.InOpenHours {
		hours = openHours(s, 0, c.Deadline)
	}
	due := make([]bool, s.Intervals())
	for k := range due {
		arrived, left := float64(k+1)*s.Interval.Seconds(), c.Deadline.Seconds()
		for _, h := range hours {
			left -= max(0, min(h.To, end)-max(h.From, arrived))
		}
		due[k] = left <= 0
	}
	return due
}

// promises are what the channels of a scenario promise, in their order.
func promises(s *scenarios.Scenario) []promise {
	var all []promise
	for i := range s.Channels {
		c := &s.Channels[i]
		judged := dueBefore(s, c)
		t, team := c.Target, s.TeamsOf(c)[0]
		add := func(target string, goal float64, atLeast bool, day func(*sim.Result) sim.Estimate, interval func(*sim.Result, int) (sim.Estimate, bool), days func(*sim.Result, int) float64) {
			if goal > 0 {
				all = append(all, promise{channel: i, target: target, goal: goal, atLeast: atLeast, day: day, interval: interval, days: days})
			}
		}
		// ofContacts is a figure of the contacts that arrive in an interval or the day: it counts where any do.
		ofContacts := func(target string, goal float64, atLeast bool, of func(f *sim.Figures) sim.Estimate, days func(d *sim.Days) float64) {
			add(target, goal, atLeast,
				func(r *sim.Result) sim.Estimate { return of(&r.Channels[i].Day) },
				func(r *sim.Result, k int) (sim.Estimate, bool) {
					f := &r.Channels[i].Intervals[k]
					e := of(f)
					return e, f.Offered.Mean > 0 && (judged == nil || judged[k] && !e.Undefined)
				},
				func(r *sim.Result, k int) float64 {
					if k == wholeDay {
						return days(&r.Channels[i].Days)
					}
					return days(&r.Channels[i].IntervalDays[k])
				})
		}
		if c.Kind == scenarios.Deferred {
			ofContacts("service_level", t.ServiceLevel, true, OnTime, func(d *sim.Days) float64 { return d.OnTime.AtLeast(t.ServiceLevel) })
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
