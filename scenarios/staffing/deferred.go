package staffing

import (
	"math"
	"slices"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// DeferredFormula is what the formula expects of work that waits for a team of its own (erlang.Backlog).
type DeferredFormula struct {
	OnTime  float64 `json:"on_time"` // of those that arrive in the interval, finished by their deadline
	Judged  bool    `json:"judged"`  // all of these are due before the close: the share is known
	Backlog float64 `json:"backlog"` // not finished at the interval's end
}

// mostVaried is up to which coefficient of variation of handle times the formula is near the simulation.
const mostVaried = 1.5

// hasBacklog is whether a formula follows a channel's backlog.
func hasBacklog(s *scenarios.Scenario, c *scenarios.Channel) bool {
	teams := s.TeamsOf(c)
	return c.Kind == scenarios.Deferred && len(teams) == 1 && len(s.Teams[teams[0]].Skills) == 1 && c.Order != "newest-first" && !c.LedTo &&
		!c.Patience.Given() && c.Routes == nil && len(slices.Compact(slices.Clone(c.HandleTime.Means))) == 1 && c.Automation.Queue == 0 &&
		busyCV(s, c) <= mostVaried
}

// busyCV is the coefficient of variation of the time that an agent is busy with a contact: the handle time, by the team's own law where
// it has one, and the wrap-up, independent of it.
func busyCV(s *scenarios.Scenario, c *scenarios.Channel) float64 {
	handle := c.HandleTime.At(0)
	if own := s.Teams[teamOf(s, c)].OwnHandleTime(c.Name); own.Given() {
		handle = own
	}
	h, w := handle.Mean.Seconds(), c.WrapUp.Mean.Seconds()
	return math.Hypot(h*handle.CV, w*c.WrapUp.CV) / (h + w)
}

// followBacklog fills in the figures of work that waits.
func followBacklog(s *scenarios.Scenario, ch *Channel, agents []int) {
	c := ch.Channel
	b := erlang.Backlog{Interval: s.Interval.Seconds(), HandleTime: busy(s, c, 0), CV: busyCV(s, c)}
	for k := range s.Intervals() {
		b.Arrivals = append(b.Arrivals, arriving(c, k))
	}
	oldest := time.Duration(0)
	for _, back := range c.Backlog {
		oldest = max(oldest, back.Oldest)
	}
	due := func(arrived float64) float64 { return arrived + c.Deadline.Seconds() }
	if c.InOpenHours {
		hours := openHours(s, oldest, c.Deadline)
		due = func(arrived float64) float64 {
			left := c.Deadline.Seconds()
			for _, h := range hours {
				if h.To <= arrived {
					continue
				}
				from := max(h.From, arrived)
				if h.To-from >= left {
					return from + left
				}
				left -= h.To - from
			}
			return math.Inf(1)
		}
	}
	for _, age := range deferredOf(s, c).Backlog {
		b.Opening = append(b.Opening, due(-age))
	}
	slices.Sort(b.Opening)
	got, err := b.Evaluate(agents, due)
	if err != nil {
		return // what the scenario's bounds let in, the formula takes
	}
	for k, in := range got {
		ch.Intervals[k].Deferred = &DeferredFormula{OnTime: in.OnTime, Judged: in.Judged, Backlog: in.Backlog}
	}
}
