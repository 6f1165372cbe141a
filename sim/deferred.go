package sim

import (
	"fmt"
	"math"
)

// Deferred makes a channel's contacts work that waits, with a deadline for its end: e-mail, cases,
// messages. The zero Deferred: the customer waits for the answer.
//
// Deferred work is not worked on after the close: what is left then is counted as Waiting, with its age.
// The model's intervals may be those of several days: at night nobody is staffed, and work that
// arrives waits for the morning. It is worked in idle time where its routes have a Reserve, in fixed
// blocks where the plan of a team is such, or by a team of its own.
type Deferred struct {
	Deadline float64   // seconds from arrival until it must be finished; 0: not deferred
	Hours    []Span    // when the seconds of the deadline run, in order; nil: always
	Backlog  []float64 // ages, seconds before the opening, of what is there at the opening; counted as offered in the first interval
}

// Span is a time from the opening, in seconds: negative before it.
type Span struct{ From, To float64 }

// QueueOrder chooses among the contacts of a channel that wait.
type QueueOrder int

const (
	OldestFirst   QueueOrder = iota // by arrival
	NewestFirst                     // the last to arrive
	DeadlineFirst                   // the first to be due, as EarliestDue has it: of deferred work the oldest too, as a channel has one Deadline
)

// String is the order in words.
func (o QueueOrder) String() string {
	switch o {
	case OldestFirst:
		return "oldest first"
	case NewestFirst:
		return "newest first"
	case DeadlineFirst:
		return "deadline first"
	}
	return "unknown"
}

// ResumeRule says what happens to a contact in hand when a preferred one comes to a team with Preempt.
type ResumeRule int

const (
	ByAnyAgent    ResumeRule = iota // it goes back to its queue and whoever takes it does the rest
	BySameAgent                     // it stays with its agent, who resumes it before taking another of the channel; its patience goes on
	Uninterrupted                   // it is not interrupted
)

// String is the rule in words.
func (r ResumeRule) String() string {
	switch r {
	case ByAnyAgent:
		return "by any agent"
	case BySameAgent:
		return "by the same agent"
	case Uninterrupted:
		return "uninterrupted"
	}
	return "unknown"
}

// due is when work that arrived at a time is due.
func (d *Deferred) due(arrived float64) float64 {
	if d.Hours == nil {
		return arrived + d.Deadline
	}
	left := d.Deadline
	for _, s := range d.Hours {
		from := max(s.From, arrived)
		if from >= s.To {
			continue
		}
		if left <= s.To-from {
			return from + left
		}
		left -= s.To - from
	}
	return math.Inf(1)
}

func (d *Deferred) check(p *problems, path string, m *Model, ch *Channel) {
	p.add(!(d.Deadline >= 0 && d.Deadline <= MaxSeconds), path+".deadline", d.Deadline, "must be above 0 and at most %g seconds, or 0 where the work is not deferred", MaxSeconds)
	if d.Deadline == 0 {
		p.add(d.Hours != nil, path+".hours", len(d.Hours), "must be nil where there is no deadline")
		p.add(d.Backlog != nil, path+".backlog", len(d.Backlog), "must be nil where there is no deadline")
		return
	}
	for i := range ch.HandleTime {
		if l := &ch.HandleTime[i]; l.mean() > d.Deadline {
			p.add(true, path+".deadline", d.Deadline, "must not be shorter than the mean handle time, %g seconds: an average piece of work would be late", l.mean())
			break
		}
	}
	p.add(len(d.Hours) > MaxInstants, path+".hours", len(d.Hours), "must be at most %d", MaxInstants)
	before := -MaxSeconds
	for i, s := range d.Hours {
		if !(s.From >= before && s.To > s.From && s.To <= MaxSeconds) {
			p.add(true, fmt.Sprintf("%s.hours[%d]", path, i), fmt.Sprint(s.From, " to ", s.To), "must be a time after %g seconds: in order, without overlap", before)
			break
		}
		before = s.To
	}
	p.add(len(d.Backlog) > MaxContacts, path+".backlog", len(d.Backlog), "must be at most %g", MaxContacts)
	for i, age := range d.Backlog {
		if !(age >= 0 && age <= MaxSeconds) {
			p.add(true, fmt.Sprintf("%s.backlog[%d]", path, i), age, "must be 0 to %g seconds", MaxSeconds)
			break
		}
	}
}
