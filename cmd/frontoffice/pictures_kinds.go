package main

import (
	"fmt"
	"strings"

	"frontoffice/charts"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// chartChats is a channel of chats as the charts take it.
func chartChats(o *staffing.Outcome, i int) charts.Chats {
	ch, r, s := o.Channels[i], o.Simulated.Channels[i], o.Scenario
	team := o.Simulated.Teams[ch.Team]
	c := charts.Chats{Title: title(s), Subtitle: subtitle(o, i), Open: s.Open, Interval: s.Interval, Date: s.Date, Most: ch.Slots(),
		Duration: r.Day.Chat.Duration.Mean, Alone: alone(ch)}
	for k := range ch.Intervals {
		c.InHand = append(c.InHand, r.Intervals[k].Chat.InHand.Mean)
		if !ch.Blended { // agents who are shared have other contacts in these places
			c.Places = append(c.Places, team.Intervals[k].Staffed.Mean*float64(ch.Slots()))
		}
		e := sim.Estimate{Undefined: true}
		if each := team.Intervals[k].Concurrency; each != nil {
			e = *each
		}
		c.Concurrency = append(c.Concurrency, charts.Span{Mean: e.Mean, Low: max(0, e.Mean-e.HalfWidth), High: e.Mean + e.HalfWidth, Undefined: e.Undefined})
	}
	return c
}

// chartBacklog is deferred work as the charts take it.
func chartBacklog(o *staffing.Outcome, i int) charts.Backlog {
	ch, r, s := o.Channels[i], o.Simulated.Channels[i], o.Scenario
	b := charts.Backlog{Title: title(s), Subtitle: subtitle(o, i), Open: s.Open, Interval: s.Interval, Date: s.Date,
		Deadline: ch.Deadline, DeadlineName: withinWords(ch.Channel, ch.Deadline), ClockTime: !ch.InOpenHours}
	for k := range ch.Intervals {
		f := r.Intervals[k].Deferred
		b.Waiting = append(b.Waiting, f.Backlog.Mean)
		b.Overdue = append(b.Overdue, f.Overdue.Mean)
		b.Oldest = append(b.Oldest, f.OldestAt.Mean)
		if s.Days != nil {
			b.Closed = append(b.Closed, !s.OpenAt(k))
		}
	}
	return b
}

// chartLoop is what contacts lead to as the charts take it: the channels that lead on or are led to.
func chartLoop(o *staffing.Outcome) charts.Loop {
	s := o.Scenario
	l := charts.Loop{Title: title(s), Subtitle: subtitle(o, -1), Per: per(s)}
	at := map[int]int{}
	node := func(i int) int {
		if n, there := at[i]; there {
			return n
		}
		ch, r := o.Channels[i], o.Simulated.Channels[i]
		n := charts.LoopNode{Name: ch.Name, Offered: r.Day.Offered.Mean}
		for k := range ch.Intervals {
			n.Came += ch.Intervals[k].Offered
		}
		if f := r.Day.Automation; f != nil && f.Met.Mean > 0 { // it stands before what is offered
			n.Came, n.Contained = 0, f.Contained.Mean
			for _, v := range ch.Volumes {
				n.Came += v
			}
		}
		switch {
		case r.Day.Deferred != nil:
			n.Notes = append(n.Notes, fmt.Sprintf("%s in %s", percent(r.Day.Deferred.OnTime.Mean), withinWords(ch.Channel, ch.Deadline)))
		case !r.Day.Abandonment.Undefined && ch.GivesUp():
			n.Notes = append(n.Notes, percent(r.Day.Abandonment.Mean)+" abandoned")
		}
		if c := r.Cases; c != nil && c.Opened.Mean > 0 && len(c.Flows) > 0 {
			n.Notes = append(n.Notes, "first-contact res. "+percent(c.FirstTime.Mean))
		}
		at[i] = len(l.Nodes)
		l.Nodes = append(l.Nodes, n)
		return at[i]
	}
	flows := map[int]int{} // of a channel, looked at so far
	for _, f := range s.FollowUps {
		from, to := node(f.From), node(f.To)
		flow := charts.LoopFlow{From: from, To: to, When: f.When}
		if c := o.Simulated.Channels[f.From].Cases; c != nil && flows[f.From] < len(c.Flows) {
			flow.Contacts = c.Flows[flows[f.From]].Contacts.Mean
		}
		flows[f.From]++
		l.Flows = append(l.Flows, flow)
	}
	for i, ch := range o.Channels { // a redial leads from a channel to itself
		if n, there := at[i]; there && ch.Redial.Share > 0 && o.Simulated.Channels[i].Day.Redials.Mean > 0 {
			l.Flows = append(l.Flows, charts.LoopFlow{From: n, To: n, When: "redials", Contacts: o.Simulated.Channels[i].Day.Redials.Mean})
		}
	}
	var findings []string
	for i, ch := range o.Channels {
		if c := o.Simulated.Channels[i].Cases; c != nil && c.Opened.Mean > 0 && len(c.Flows) > 0 {
			findings = append(findings, fmt.Sprintf("%s: %s resolved by the first contact, %s in the end, after %s on average", ch.Name, percent(c.FirstTime.Mean), percent(c.Resolved.Mean), long(c.Resolution.Mean)))
		}
	}
	l.Finding = strings.Join(findings, "; ")
	return l
}
