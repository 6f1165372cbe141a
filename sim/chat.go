package sim

import "fmt"

// Chat lets an agent have several contacts of a channel in hand. The zero Chat is one at a time, and
// nothing else beside it.
//
// An agent may take a contact when it has fewer than Slots of the channel in hand, and when the loads of
// all it has in hand, the new one included, come to at most 1 + Over. So in a team with calls of load
// 1 and chats of load 1/3:
//
//   - a call blocks chats and chats block a call where both have Over 0;
//   - a call blocks chats, but comes on top of them, where calls have Over 1;
//   - chats come beside a call, but block a call, where chats have Over 1;
//   - each has but its cap, Slots, where both have Over 1.
type Chat struct {
	Slots int     // contacts of the channel an agent has in hand at most; 0: 1
	Load  float64 // of an agent, above 0 to 1; 0: 1/Slots
	Over  float64 // how far above 1 the load may rise by taking a contact of the channel, 0 to MaxSlots

	// Pace[j-1] is the work that an agent with j contacts in hand, of any channel, does in a second on
	// contacts of this one, were all j of it; each of them gets the j-th part. The unit is that of the
	// handle time: with Pace[0] = 1 it is the time of a contact alone. Nil: each contact at full speed
	// whatever else is in hand. With more in hand than the length of Pace the last is shared.
	// See SharedPace. Completion rates r[j] per second are Pace itself with handle times of mean 1.
	Pace []float64

	Turns Turns // instead of a handle time

	// A customer who leaves silently when in hand for so long: the work stops, and after TimeOut seconds
	// the agent sees it and the slot is free. Such contacts are answered, and counted in Silent too.
	// The zero Law: nobody.
	Leaves  Law
	TimeOut float64
}

// Turns makes a contact an exchange in which the agent, then the customer, then the agent again has
// the turn. An agent serves one turn at a time, first come first served; after each of its turns the
// contact ends with chance Ends; the agent does the WrapUp, if any, before the turn of another. A team's own
// HandleTime is not looked at. The zero Turns: none.
type Turns struct {
	Agent    Law     // time of the agent for a turn
	Customer Law     // until the customer answers
	Ends     float64 // above 0 to 1
}

// SharedPace is the Pace of a channel with so many slots from the share of a contact alone in which the
// agent is needed: reading and typing, not waiting for the customer. Each contact takes turns
// between agent and customer in a closed network (Gordon and Newell 1967), in which the agent rests
// only while all j customers have the turn, by Erlang's loss formula with customer over agent
// time: Pace[j-1] = (1 - B(j, (1-s)/s))/s. A share of 1 is plain processor sharing: all 1. It panics
// unless 0 < share ≤ 1.
func SharedPace(share float64, slots int) []float64 {
	if !(share > 0 && share <= 1) {
		panic("sim: share of an agent not above 0 and at most 1")
	}
	pace := make([]float64, slots)
	ratio, blocking := (1-share)/share, 1.0
	for j := range pace {
		blocking = ratio * blocking / (float64(j+1) + ratio*blocking)
		pace[j] = (1 - blocking) / share
	}
	return pace
}

// slots is how many contacts of the channel an agent has in hand at most.
func (c *Chat) slots() int { return max(c.Slots, 1) }

// load is what a contact takes of an agent.
func (c *Chat) load() float64 {
	if c.Load == 0 {
		return 1 / float64(c.slots())
	}
	return c.Load
}

// plain reports whether the channel has contacts one at a time and alone.
func (c *Chat) plain() bool {
	return c.Slots <= 1 && c.Load == 0 && c.Over == 0 && c.Pace == nil && c.Turns.Ends == 0 && c.Leaves.Kind == Never
}

func (c *Chat) check(p *problems, path string) {
	p.add(c.Slots < 0 || c.Slots > MaxSlots, path+".slots", c.Slots, "must be 1 to %d contacts at a time, or 0 for 1", MaxSlots)
	p.add(!(c.Load >= 0 && c.Load <= 1), path+".load", c.Load, "must be above 0 and at most 1, or 0 for 1/slots")
	p.add(!(c.Over >= 0 && c.Over <= MaxSlots), path+".over", c.Over, "must be 0 to %d", MaxSlots)
	p.add(len(c.Pace) > MaxSlots, path+".pace", len(c.Pace), "must be at most %d", MaxSlots)
	for j, r := range c.Pace {
		if !(r >= 1e-9 && r <= 1e9) {
			p.add(true, fmt.Sprintf("%s.pace[%d]", path, j), r, "must be above 0 and finite: 1e-9 to 1e9")
		}
	}
	t := &c.Turns
	p.add(!(t.Ends >= 0 && t.Ends <= 1), path+".turns.ends", t.Ends, "must be above 0 and at most 1, or 0 for no turns")
	if t.Ends > 0 {
		p.add(t.Ends < 1e-6, path+".turns.ends", t.Ends, "must be at least 1e-6")
		t.Agent.checkFinite(p, path+".turns.agent")
		t.Customer.checkFinite(p, path+".turns.customer")
		p.add(c.Pace != nil, path+".pace", "given", "must be nil where there are turns: they set the pace")
		p.add(c.Leaves.Kind != Never, path+".leaves", c.Leaves.Kind, "must be the zero Law where there are turns")
	}
	c.Leaves.check(p, path+".leaves")
	p.add(!(c.TimeOut >= 0 && c.TimeOut <= MaxSeconds), path+".time_out", c.TimeOut, "must be 0 to %g seconds", MaxSeconds)
	p.add(c.TimeOut > 0 && c.Leaves.Kind == Never, path+".time_out", c.TimeOut, "must be 0 where nobody leaves")
}

// checkFinite looks at a law that must have an end and a mean above 0.
func (l *Law) checkFinite(p *problems, path string) {
	if l.Kind == Never {
		p.add(true, path+".kind", l.Kind, "must be a law with an end")
		return
	}
	l.check(p, path)
	p.add(l.Kind != Empirical && l.Mean == 0, path+".mean", l.Mean, "must be above 0")
}
