package staffing

import (
	"frontoffice/scenarios"
	"frontoffice/sim"
)

// Undue is the deferred work that is neither finished nor due at the close, where it is too much to be left out of
// the verdict: more than was there at the opening, more than a small part of all, and more than would still be finished in time
// if it went on, from the next opening, as fast as it did. Of such a plan the share on time, of what was finished or due,
// says only that the work was not late yet.
type Undue struct {
	Contacts float64      `json:"contacts"`
	Offered  float64      `json:"offered"`
	Allowed  float64      `json:"allowed"`  // so many might be left
	AtLeast  sim.Estimate `json:"at_least"` // the share on time were all of them late
	AtMost   sim.Estimate `json:"at_most"`  // were none
}

// leftPart is the part of the work offered that a plan may leave at the close without a word.
const leftPart = 0.05

// mayLeave is how much of a channel's deferred work a plan that keeps up with it leaves at the close: as much as there was at the
// opening, or a small part of all with what comes after the last open interval.
func mayLeave(s *scenarios.Scenario, i int) float64 {
	all := contacts(s, func(*scenarios.Channel) float64 { return 1 })[i]
	carried, offered, night := 0.0, 0.0, 0.0
	for _, b := range s.Channels[i].Backlog {
		carried += float64(b.Contacts)
	}
	for k, n := range all {
		offered += n
		night += n
		if s.OpenAt(k) {
			night = 0
		}
	}
	return max(carried, night+leftPart*offered)
}

// undue is what keeps a promise on the time of deferred work from being judged; nil where nothing does.
func undue(s *scenarios.Scenario, p *promise, r *sim.Result) *Undue {
	f := &r.Channels[p.channel].Day
	if f.Deferred == nil || p.target != "service_level" || f.Deferred.AtLeast.Mean >= p.goal {
		return nil
	}
	open := float64(openIntervals(s)) * s.Interval.Seconds()
	goesOn := (f.Offered.Mean - f.Deferred.Backlog.Mean) / open * openUntilDue(s, &s.Channels[p.channel])
	u := &Undue{f.Offered.Mean - f.Deferred.Known.Mean, f.Offered.Mean, max(mayLeave(s, p.channel), goesOn), f.Deferred.AtLeast, f.Deferred.AtMost}
	if u.Contacts <= u.Allowed {
		return nil
	}
	return u
}

func openIntervals(s *scenarios.Scenario) int {
	n := 0
	for k := range s.Intervals() {
		if s.OpenAt(k) {
			n++
		}
	}
	return max(n, 1)
}

// openUntilDue is how long it is open, in seconds, from the close until what came last is due.
func openUntilDue(s *scenarios.Scenario, c *scenarios.Channel) float64 {
	deadline := c.Deadline.Seconds()
	if c.InOpenHours {
		return deadline
	}
	end, sum := (s.Close - s.Open).Seconds(), 0.0
	for _, h := range openHours(s, 0, c.Deadline) {
		sum += max(0, min(h.To, end+deadline)-max(h.From, end))
	}
	return sum
}

// backlogTarget is the target of keepsUp.
const backlogTarget = "backlog"

// keepsUp is a promise of the search beside that on the time of deferred work, which knows nothing of what is due after the
// close: no more is left than by a plan that keeps up. It is one of the day alone.
func keepsUp(s *scenarios.Scenario, i int) promise {
	return promise{channel: i, target: backlogTarget, goal: max(mayLeave(s, i), 1),
		day:      func(r *sim.Result) sim.Estimate { return r.Channels[i].Day.Deferred.Backlog },
		interval: func(*sim.Result, int) (sim.Estimate, bool) { return sim.Estimate{}, false }}
}
