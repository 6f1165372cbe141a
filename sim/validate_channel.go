package sim

import (
	"fmt"
	"math"
)

// check looks at a channel of a model of k intervals; it returns its expected contacts.
func (ch *Channel) check(p *problems, path string, k int) float64 {
	sum := 0.0
	if ch.Contacts != nil {
		sum = float64(len(ch.Contacts))
		p.add(ch.Arrivals != nil && len(ch.Arrivals) != k, path+".arrivals", len(ch.Arrivals), "must be %d, or none where contacts are given", k)
		ch.checkContacts(p, path)
	} else {
		p.add(len(ch.Arrivals) != k, path+".arrivals", len(ch.Arrivals), "must be %d, as in channels[0]", k)
		for i, a := range ch.Arrivals {
			switch {
			case !(a >= 0):
				p.add(true, fmt.Sprintf("%s.arrivals[%d]", path, i), a, "must be 0 or more")
			case a > MaxContacts:
				p.add(true, fmt.Sprintf("%s.arrivals[%d]", path, i), a, "must be at most %g", MaxContacts)
			default:
				sum += a
			}
		}
	}
	sum += float64(len(ch.Deferred.Backlog))
	p.add(ch.Slopes != nil && len(ch.Slopes) != k, path+".slopes", len(ch.Slopes), "must be none, or %d: one per interval", k)
	for i, s := range ch.Slopes {
		if !(s >= -1 && s <= 1) {
			p.add(true, fmt.Sprintf("%s.slopes[%d]", path, i), s, "must be -1 to 1")
		}
	}
	p.add(ch.Chat.Turns.Ends > 0 && ch.HandleTime != nil, path+".handle_time", len(ch.HandleTime), "must be nil where there are turns")
	p.add(ch.Chat.Turns.Ends == 0 && len(ch.HandleTime) != 1 && len(ch.HandleTime) != k, path+".handle_time", len(ch.HandleTime), "must be one law, or %d: one per interval", k)
	for i, l := range ch.HandleTime {
		where := fmt.Sprintf("%s.handle_time[%d]", path, i)
		if l.Kind == Never {
			p.add(true, where+".kind", l.Kind, "must be a law with an end")
			continue
		}
		l.check(p, where)
		p.add(l.Kind != Empirical && l.Mean == 0, where+".mean", l.Mean, "must be above 0")
	}
	ch.Chat.check(p, path+".chat")
	ch.Automation.check(p, path+".automation")
	ch.CallBack.check(p, path+".call_back")
	p.add(ch.Order < OldestFirst || ch.Order > DeadlineFirst, path+".order", int(ch.Order), "must be an order: %v, %v or %v", OldestFirst, NewestFirst, DeadlineFirst)
	p.add(ch.Resume < ByAnyAgent || ch.Resume > Uninterrupted, path+".resume", int(ch.Resume), "must be a rule: %v, %v or %v", ByAnyAgent, BySameAgent, Uninterrupted)
	ch.WrapUp.check(p, path+".wrap_up")
	ch.Patience.check(p, path+".patience")
	ch.Busyness.check(p, path+".busyness")
	p.add(!(ch.Within >= 0 && ch.Within <= MaxSeconds), path+".within", ch.Within, "must be 0 to %g seconds", MaxSeconds)
	p.add(!(ch.Balk >= 0 && ch.Balk <= 1), path+".balk", ch.Balk, "must be 0 to 1")
	p.add(ch.Lines < 0, path+".lines", ch.Lines, "must be 0 or more")
	p.add(ch.Room < NoRoom, path+".room", ch.Room, "must be NoRoom (-1), 0 or more")
	p.add(!(ch.Weight >= 0 && ch.Weight <= MaxWeight), path+".weight", ch.Weight, "must be 0 to %g", MaxWeight)
	p.add(ch.Choose < InOrder || ch.Choose > Random, path+".choose", int(ch.Choose), "must be a rule: %v, %v, %v, %v, %v or %v", InOrder, LongestIdle, LeastOccupied, LeastLoaded, MostLoaded, Random)
	p.add(!(ch.Redial.Share >= 0 && ch.Redial.Share <= 1), path+".redial.share", ch.Redial.Share, "must be 0 to 1")
	if ch.Redial.Share > 0 {
		ch.Redial.After.check(p, path+".redial.after")
		p.add(ch.Redial.After.Kind != Empirical && ch.Redial.After.Kind != Never && ch.Redial.After.Mean == 0,
			path+".redial.after.mean", ch.Redial.After.Mean, "must be above 0")
		p.add(ch.Redial.After.Kind == Never, path+".redial.after.kind", ch.Redial.After.Kind, "must be a law with an end")
	}
	return sum
}

// checkContacts looks at contacts given.
func (ch *Channel) checkContacts(p *problems, path string) {
	before := 0.0
	if ch.Deferred.Deadline > 0 {
		before = -MaxSeconds
	}
	duration := func(x float64) bool { return x == Unknown || x >= 0 && x <= MaxSeconds }
	for i, c := range ch.Contacts {
		if c.Arrived >= before && duration(c.HandleTime) && duration(c.WrapUp) && (duration(c.Patience) || math.IsInf(c.Patience, 1)) {
			before = c.Arrived
			continue
		}
		where := fmt.Sprintf("%s.contacts[%d]", path, i)
		p.add(!(c.Arrived >= before), where+".arrived", c.Arrived, "must be %g or more: in order, from the opening; only deferred work may have come before it", before)
		p.add(!duration(c.HandleTime), where+".handle_time", c.HandleTime, "must be 0 to %g seconds, or Unknown", MaxSeconds)
		p.add(!duration(c.WrapUp), where+".wrap_up", c.WrapUp, "must be 0 to %g seconds, or Unknown", MaxSeconds)
		p.add(!duration(c.Patience) && !math.IsInf(c.Patience, 1), where+".patience", c.Patience, "must be 0 to %g seconds, +Inf or Unknown", MaxSeconds)
		return
	}
}

// checkRoutes looks at the routes of the model's channel c.
func (ch *Channel) checkRoutes(p *problems, path string, m *Model, c int) {
	p.add(ch.Routes != nil && len(ch.Routes) == 0, path+".routes", "none", "must be nil, or at least one")
	has := make([]bool, len(m.Teams))
	for i, r := range ch.Routes {
		where := fmt.Sprintf("%s.routes[%d]", path, i)
		if r.Team < 0 || r.Team >= len(m.Teams) {
			p.add(true, where+".team", r.Team, "must be the index of a team: 0 to %d", len(m.Teams)-1)
			continue
		}
		p.add(has[r.Team], where+".team", r.Team, "must not be named twice")
		has[r.Team] = true
		able := false
		for _, s := range m.Teams[r.Team].Skills {
			able = able || s == c
		}
		p.add(!able, where+".team", r.Team, "must have the channel among its skills")
		p.add(!(r.After >= 0 && r.After <= MaxSeconds), where+".after", r.After, "must be 0 to %g seconds", MaxSeconds)
		p.add(r.Reserve < 0, where+".reserve", r.Reserve, "must be 0 or more")
	}
}

func (b Busyness) check(p *problems, path string) {
	p.add(!(b.Day >= 0 && b.Day <= MaxBusyness), path+".day", b.Day, "must be 0 to %g", MaxBusyness)
	p.add(!(b.Interval >= 0 && b.Interval <= MaxBusyness), path+".interval", b.Interval, "must be 0 to %g", MaxBusyness)
	p.add(b.Day > 0 && b.Day < MinBusyness, path+".day", b.Day, "must be 0, or at least %g", MinBusyness)
	p.add(b.Interval > 0 && b.Interval < MinBusyness, path+".interval", b.Interval, "must be 0, or at least %g", MinBusyness)
	p.add(!(b.Correlation >= -1 && b.Correlation <= 1), path+".correlation", b.Correlation, "must be -1 to 1")
}
