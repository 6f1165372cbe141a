package sim

import "fmt"

// Outbound makes a channel's contacts calls that go out to a list. The zero Outbound: contacts come in.
// The channel has no Arrivals of its own; its HandleTime and WrapUp are those of a talk with the right party, at
// whichever attempt, by the interval of the call. Looking at the record and ringing keep the agent, and count as time with
// a contact in hand; they are no handle time of the contact (Figures.HandleTime). A contact that leads to the channel adds
// a record to the list.
//
// Predictive pacing keeps the Cap on each day: of the calls connected so far, those abandoned for want of an agent are never more
// than the Cap times their number and one or two; after three hours without anybody on duty another day begins. It calls ahead
// of agents as boldly as what it has in hand below the Cap allows, by the agents idle and expected to be free, the calls that ring
// and the contacts of other channels to come (pacing.go). While it has nothing in hand, at the start and in small teams often, it
// calls ahead only where that is safe; an agent whom calls that come in could take meanwhile is kept for the call, as in
// progressive pacing. Contacts that by the laws of their intervals come to take longer are allowed for; where those given one by one
// do, without notice, it is learned in the time of one, and a few more may be abandoned. No call is made that is more than five times as likely to be abandoned as the Cap allows. A record is called
// again where nobody picked up; one whose customer hung up for want of an agent is not. No dialler can help talks that are
// interrupted and not waited out: those count as abandoned beside the Cap.
//
// As with records that wait for agents in the other ways, a team takes contacts of channels that it prefers less when the
// list has nothing to call.
//
// A call goes out when the routes let an agent take it: with a Reserve, only while more agents are
// idle (Gans and Zhou 2003, "A call-routing problem with service-level constraints"; Bhulai and
// Koole 2003, "A queueing model for call blending in call centers").
type Outbound struct {
	List       int       // records to call
	Contact    []float64 // share of calls that reach somebody: one, or one per interval (the best time to call); while it is 0 none are made
	RightParty float64   // share of those reached who are the right party; 0: all
	WrongParty Law       // handle time with somebody else, all told: there is no WrapUp; the zero Law: none
	Ring       Law       // from dialling until somebody picks up, or the call is given up
	Attempts   int       // calls to a record at most; 0: 1
	Again      Law       // until a record that was not reached is called again, before those never called; the zero Law: at once

	Pacing  Pacing
	Preview Law     // Preview: time with the record before dialling
	Cap     float64 // Predictive: share of the connected calls that may meet no agent, for example 0.03; 0: none

	Dispositions []Disposition // of talks with the right party
}

// Pacing is how calls are dialled.
type Pacing int

const (
	Preview     Pacing = iota // an agent takes a record, looks at it, dials and waits
	Progressive               // one call for each agent, who waits for it
	Predictive                // calls are dialled ahead of agents, under a cap; one connected that finds none waits for its patience, and is abandoned
)

// String is the pacing in a word.
func (p Pacing) String() string {
	switch p {
	case Preview:
		return "preview"
	case Progressive:
		return "progressive"
	case Predictive:
		return "predictive"
	}
	return "unknown"
}

// Disposition is how a talk may end: a sale, an appointment, a promise.
type Disposition struct {
	Name   string
	Share  float64 // of talks with the right party
	Amount float64 // each: money, or whatever is counted
}

func (o *Outbound) check(p *problems, path string, k int, ch *Channel) {
	p.add(o.List < 0 || o.List > MaxContacts, path+".list", o.List, "must be 0 to %g records", MaxContacts)
	if o.List == 0 {
		return
	}
	for _, a := range ch.Arrivals {
		if a != 0 {
			p.add(true, path+".list", o.List, "must be 0 where the channel has arrivals: calls go out, or come in")
			break
		}
	}
	p.add(ch.Contacts != nil, path+".list", o.List, "must be 0 where the channel's contacts are given")
	p.add(ch.Deferred.Deadline > 0, path+".list", o.List, "must be 0 where the channel is deferred: the list is the backlog")
	p.add(ch.Automation.Share > 0 || ch.CallBack.Accept > 0 || ch.Redial.Share > 0, path+".list", o.List, "must be 0 where the channel has automation, call-backs or redials: these are of calls that come in")
	p.add(!ch.Chat.plain(), path+".list", o.List, "must be 0 where the channel's contacts are several at a time")
	p.add(ch.HandleTime == nil, path+".list", o.List, "must be 0 where there is no handle time")
	p.add(o.Pacing == Predictive && ch.Patience.Kind == Never, path+".pacing", o.Pacing, "must come with a patience: of those connected who find no agent, for example 2 seconds")
	p.add(len(o.Contact) != 1 && len(o.Contact) != k, path+".contact", len(o.Contact), "must be one share, or %d: one per interval", k)
	for i, x := range o.Contact {
		if !(x >= 0 && x <= 1) {
			p.add(true, fmt.Sprintf("%s.contact[%d]", path, i), x, "must be 0 to 1")
		}
	}
	p.add(!(o.RightParty >= 0 && o.RightParty <= 1), path+".right_party", o.RightParty, "must be 0 to 1")
	o.WrongParty.check(p, path+".wrong_party")
	o.Ring.check(p, path+".ring")
	p.add(o.Attempts < 0 || o.Attempts > maxAttempts, path+".attempts", o.Attempts, "must be 0 to %d", maxAttempts)
	o.Again.check(p, path+".again")
	p.add(o.Pacing < Preview || o.Pacing > Predictive, path+".pacing", int(o.Pacing), "must be a pacing: %v, %v or %v", Preview, Progressive, Predictive)
	o.Preview.check(p, path+".preview")
	p.add(!(o.Cap >= 0 && o.Cap <= 1), path+".cap", o.Cap, "must be 0 to 1")
	sum := 0.0
	for i, d := range o.Dispositions {
		p.add(!(d.Share >= 0 && d.Share <= 1), fmt.Sprintf("%s.dispositions[%d].share", path, i), d.Share, "must be 0 to 1")
		sum += d.Share
	}
	p.add(sum > 1+1e-9, path+".dispositions", sum, "must have shares of at most 1 together")
	p.add(len(o.Dispositions) > MaxFollowUps, path+".dispositions", len(o.Dispositions), "must be at most %d", MaxFollowUps)
}
