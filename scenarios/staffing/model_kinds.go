package staffing

import (
	"slices"
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// kindsOf adds to the model's channels what is beyond calls that wait.
func kindsOf(s *scenarios.Scenario, m *sim.Model) {
	for i := range s.Channels {
		c, ch := &s.Channels[i], &m.Channels[i]
		ch.Chat = chatOf(s, c)
		if c.Turns.Number > 0 {
			ch.HandleTime = nil // the turns make it
		}
		ch.Order, ch.Resume = orders[c.Order], resumes[c.Resume]
		ch.Automation = sim.Automation{Share: c.Automation.Share, Contains: c.Automation.Contains, Time: law(c.Automation.Time),
			Queue: c.Automation.Queue, Busy: c.Automation.Busy, HandleTime: c.Automation.HandleTime}
		ch.CallBack = sim.CallBack{Accept: c.CallBack.Accept, After: c.CallBack.After.Seconds(), Estimate: c.CallBack.Expected.Seconds(),
			Promise: law(c.CallBack.Promise), Fails: c.CallBack.Fails, Ring: c.CallBack.Ring.Seconds()}
		if c.Kind == scenarios.Deferred {
			ch.Deferred = deferredOf(s, c)
		}
		if c.Outbound != nil {
			ch.Outbound = outboundOf(c)
		}
	}
	for _, f := range s.FollowUps {
		of := &m.Channels[f.From]
		of.FollowUps = append(of.FollowUps, sim.FollowUp{When: whens[f.When], Share: f.Share, To: f.To, After: law(f.After)})
	}
}

// chatOf says how an agent has contacts of a channel in hand.
func chatOf(s *scenarios.Scenario, c *scenarios.Channel) sim.Chat {
	chat := sim.Chat{Load: c.Attention, Leaves: law(c.Leaves), TimeOut: c.TimeOut.Seconds()}
	if c.Kind == scenarios.Chats {
		chat.Slots = c.Concurrency
	}
	if c.Anything {
		chat.Over = sim.MaxSlots
	}
	switch {
	case c.Turns.Number > 0:
		chat.Turns = sim.Turns{Agent: law(c.Turns.Agent), Customer: law(c.Turns.Customer), Ends: 1 / c.Turns.Number}
	case c.AgentShare > 0:
		chat.Pace = sim.SharedPace(c.AgentShare, besides(s, c))
	default:
		chat.Pace = slices.Clone(c.Pace)
	}
	return chat
}

// besides is the most contacts of all channels that an agent who takes a channel may have in hand.
func besides(s *scenarios.Scenario, c *scenarios.Channel) int {
	most := 1
	for _, t := range s.TeamsOf(c) {
		sum := 0
		for _, skill := range s.Teams[t].Skills {
			sum += max(channelNamed(s, skill).Concurrency, 1)
		}
		most = max(most, sum)
	}
	return min(most, sim.MaxSlots)
}

// deferredOf is a channel's deadline, when it runs, and its backlog at the opening.
func deferredOf(s *scenarios.Scenario, c *scenarios.Channel) sim.Deferred {
	d := sim.Deferred{Deadline: c.Deadline.Seconds()}
	oldest := time.Duration(0)
	for _, b := range c.Backlog {
		oldest = max(oldest, b.Oldest)
		for i := range b.Contacts {
			at := (float64(i) + 0.5) / float64(b.Contacts)
			d.Backlog = append(d.Backlog, b.Youngest.Seconds()+at*(b.Oldest-b.Youngest).Seconds())
		}
	}
	if c.InOpenHours {
		d.Hours = openHours(s, oldest, c.Deadline)
	}
	return d
}

// openHours are the opening hours from so long before the opening until so much of them has passed after the
// close. Of a day that the scenario does not have, those of the same weekday are taken. Where it has none, a scenario of a week, of
// five days or more, is closed then; a shorter one has the hours of the nearest day that it opens on, as one of one day has the same
// hours every day.
func openHours(s *scenarios.Scenario, before, after time.Duration) []sim.Span {
	const day = 24 * time.Hour
	first, last := 0, len(s.Days)-1 // that it opens on
	for first < last && s.Days[first] == (scenarios.Opening{}) {
		first++
	}
	for last > first && s.Days[last] == (scenarios.Opening{}) {
		last--
	}
	of := func(i int) (scenarios.Opening, bool) { // since midnight of day i
		if s.Days == nil {
			return scenarios.Opening{Open: s.Open, Close: s.Close}, true
		}
		at := i
		if at < 0 || at >= len(s.Days) {
			at = (i%7 + 7) % 7
		}
		if at >= len(s.Days) && len(s.Days) < 5 {
			at = last
			if i < 0 {
				at = first
			}
		}
		if at >= len(s.Days) || s.Days[at] == (scenarios.Opening{}) {
			return scenarios.Opening{}, false
		}
		o := s.Days[at]
		return scenarios.Opening{Open: o.Open - time.Duration(at)*day, Close: o.Close - time.Duration(at)*day}, true
	}
	var spans []sim.Span
	begin := -int(before/day) - 2
	for i := begin; i < begin+1000 && after > 0; i++ {
		o, open := of(i)
		if !open {
			continue
		}
		from, to := o.Open+time.Duration(i)*day-s.Open, o.Close+time.Duration(i)*day-s.Open
		if n := len(spans); n > 0 && from.Seconds() < spans[n-1].To { // past midnight, into the next day's
			from = time.Duration(spans[n-1].To * float64(time.Second))
		}
		if to <= from {
			continue
		}
		spans = append(spans, sim.Span{From: from.Seconds(), To: to.Seconds()})
		if from >= s.Close-s.Open {
			after -= to - from
		}
	}
	return spans
}

func outboundOf(c *scenarios.Channel) sim.Outbound {
	o := c.Outbound
	out := sim.Outbound{List: o.List, Contact: o.ContactRate, RightParty: o.RightParty, WrongParty: law(o.WrongParty), Ring: law(o.Ring),
		Attempts: o.Attempts, Again: law(o.Again), Pacing: pacings[o.Pacing], Preview: law(o.Preview), Cap: o.AbandonCap}
	for _, x := range c.Outcomes {
		out.Dispositions = append(out.Dispositions, sim.Disposition{Name: x.Name, Share: x.Share, Amount: x.Value})
	}
	return out
}

var orders = map[string]sim.QueueOrder{"oldest-first": sim.OldestFirst, "newest-first": sim.NewestFirst, "deadline-first": sim.DeadlineFirst}

var resumes = map[string]sim.ResumeRule{"any-agent": sim.ByAnyAgent, "same-agent": sim.BySameAgent, "uninterrupted": sim.Uninterrupted}

var pacings = map[string]sim.Pacing{"preview": sim.Preview, "progressive": sim.Progressive, "predictive": sim.Predictive}

var whens = map[string]sim.Event{"answered": sim.WhenAnswered, "abandoned": sim.WhenAbandoned, "blocked": sim.WhenBlocked,
	"late": sim.WhenLate, "contained": sim.WhenContained, "failed": sim.WhenFailed}
