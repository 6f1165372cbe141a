package sim

import "context"

// Counts is what happened to the contacts of a channel that arrived in an interval of one
// replication, after it too.
type Counts struct {
	Offered, Redials             int64 // Redials are of those offered
	Answered, Abandoned, Blocked int64
	AnsweredWithin               int64   // within T
	AbandonedWithin              int64   // within T
	WaitAnswered                 float64 // seconds, of all answered
	Handled, WrappedUp           float64 // agent-seconds with those answered, and of them wrap-up
	Contained                    int64   // served by automation to the end: not offered
	RightParty                   int64   // of calls that go out, talks with the right party, by the time of dialling
}

// Replication is one day as it was played. It may be read until the function that it is handed to returns.
type Replication struct {
	t       *tally
	warm, k int
}

// Counts is those of a channel and an interval.
func (r Replication) Counts(channel, interval int) Counts {
	at := channel*(r.warm+r.k) + r.warm + interval
	c := &r.t.cells[at]
	made := Counts{Offered: c.offered, Redials: c.redials, Answered: c.atOnce + c.answered, Abandoned: c.abandoned, Blocked: c.blocked,
		AnsweredWithin: c.atOnce + c.answeredWithin, AbandonedWithin: c.abandonedWithin, WaitAnswered: c.waitAnswered, Handled: c.handled, WrappedUp: c.wrappedUp}
	if len(r.t.extras) > 0 {
		made.Contained, made.RightParty = r.t.extras[at].contained, r.t.extras[at].right
	}
	return made
}

// Busy is the agent-seconds of a team with a contact in hand within the hours of the day.
func (r Replication) Busy(team int) float64 {
	sum := 0.0
	for i := range r.k {
		sum += r.t.clocks[team*(r.warm+r.k+1)+r.warm+i].busy
	}
	return sum
}

// Each simulates the model's day as Run does and hands every replication to a function, in their
// order and one at a time. It is for who needs single days, where Run has their means and
// distributions. The errors are those of Run; Precision is not looked at.
func Each(ctx context.Context, m Model, o Options, day func(i int, r Replication)) error {
	run, o, err := newCrew(ctx, o, &m)
	if err != nil {
		return err
	}
	defer run.end()
	i := 0
	return run.play(0, o.Replications, func(t []tally) {
		day(i, Replication{&t[0], m.warmUp(), m.intervals()})
		i++
	})
}
