package erlang

import (
	"context"
	"errors"
	"fmt"
	"math"
)

// Day is a queue through a day: rates and staffing change from interval to interval, and
// what one interval leaves undone the next one starts with. Contacts arrive in a
// Poisson stream, are handled for an exponential time first come first served, and give up
// after an exponential patience: M(t)/M/n(t)+M. The zero values of the optional fields
// leave a day that starts empty and where nobody gives up or is blocked.
//
// Redials, and handle times or patience that are not exponential, are out of its reach:
// [Day.EvaluateNearest] offers the nearest chain under its own name.
type Day struct {
	Interval float64   `json:"interval_s"`          // length of an interval, seconds
	Rates    []float64 `json:"rates"`               // contacts offered per second, by interval
	Handle   float64   `json:"handle_time_s"`       // mean handle time, seconds
	Patience float64   `json:"patience_s,omitzero"` // mean patience, seconds; 0 or +Inf: nobody gives up
	Balking  float64   `json:"balking,omitzero"`    // share of those who would have to wait that leaves at once
	Lines    int       `json:"lines,omitzero"`      // contacts that fit, in hand and waiting; 0: no limit
	ShiftEnd ShiftEnd  `json:"shift_end"`           // what agents do whose shift ends with a contact in hand
	InHand   int       `json:"in_hand,omitzero"`    // contacts in hand at opening
	Waiting  int       `json:"waiting,omitzero"`    // contacts waiting at opening
	Drain    int       `json:"drain,omitzero"`      // agents after close, while anybody waits; 0: those of the last interval

	// Chat, if set, are the completions per second of an agent with 1, 2, ... contacts
	// in hand, in place of Handle. Contacts are spread evenly over the agents at
	// all times (balanced chat): new ones go to the least loaded, and after a completion loads
	// that differ by 2 are evened out. With equal gains Chat[j] - Chat[j-1] that is exact for any routing.
	// Leaving agents finish at the pace of a fully loaded one.
	Chat []float64 `json:"chat,omitempty"`

	// Curve, if set, is the rate per second at a time in seconds from opening, smooth within
	// each interval, in place of Rates.
	Curve func(t float64) float64 `json:"-"`

	// Record are times from opening, seconds, in rising order, at which the state is wanted: at the
	// border of two intervals that under the staffing of the later one, from close on that at close.
	Record []float64 `json:"-"`
}

// ShiftEnd says what agents do whose shift ends while they have a contact in hand.
type ShiftEnd int

const (
	Finish   ShiftEnd = iota // they finish it, and take no other
	HandBack                 // it returns to the head of the queue
)

var shiftEndNames = [...]string{"finish", "hand-back"}

// String returns finish or hand-back.
func (s ShiftEnd) String() string {
	if s != Finish && s != HandBack {
		return fmt.Sprintf("ShiftEnd(%d)", int(s))
	}
	return shiftEndNames[s]
}

// MarshalText gives the rule's name.
func (s ShiftEnd) MarshalText() ([]byte, error) {
	if s != Finish && s != HandBack {
		return nil, fmt.Errorf("no shift-end rule %d", int(s))
	}
	return []byte(s.String()), nil
}

// UnmarshalText accepts finish and hand-back.
func (s *ShiftEnd) UnmarshalText(text []byte) error {
	for i, name := range shiftEndNames {
		if name == string(text) {
			*s = ShiftEnd(i)
			return nil
		}
	}
	return fmt.Errorf("no shift-end rule %q: want finish or hand-back", text)
}

// IntervalPerformance is what happens in an interval, and to the contacts that arrive in it.
// The waits, shares and service levels of Performance are those of the contacts that
// arrive in the interval, even where they are served in a later one or after close; its
// MeanQueue and Occupancy are averages over the interval's time, and so are PAllBusy and
// MeanInHand. The counts are expected events of the interval.
//
// Occupancy is agents with a contact in hand / agents present, who leave later than
// planned to finish included.
type IntervalPerformance struct {
	Performance
	Offered    float64 `json:"offered"`
	Answered   float64 `json:"answered"` // taken in hand, less those handed back
	Abandoned  float64 `json:"abandoned"`
	Blocked    float64 `json:"blocked"`
	HandedBack float64 `json:"handed_back,omitzero"` // returned to the queue as their agent's shift ended
	MeanInHand float64 `json:"mean_in_hand"`         // contacts in hand, time average
	PAllBusy   float64 `json:"p_all_busy"`           // share of the time with no agent free
}

// DayState is the state at one moment.
type DayState struct {
	Time     float64 `json:"time_s"`
	InSystem float64 `json:"in_system"`  // expected contacts in hand and waiting
	InHand   float64 `json:"in_hand"`    // expected contacts in hand
	Queue    float64 `json:"queue"`      // expected contacts waiting
	PAllBusy float64 `json:"p_all_busy"` // probability that no agent is free
	PEmpty   float64 `json:"p_empty"`    // probability of nobody in hand or waiting
	Variance float64 `json:"variance"`   // of the contacts in hand and waiting

	weight float64 // of the days mixed in so far
}

// DayPerformance is what a staffing does through the day.
//
// At close arrivals end; who waits then is answered by the Drain agents or gives up, and
// counts in the figures of the interval it arrived in. Day's counts end at close:
//
//	waiting at opening + offered = answered + abandoned + blocked + waiting at close.
//
// Day's MeanWait and Abandonment take in what contacts handed back wait for their second answer;
// the figures of intervals' contacts end with the first answer.
type DayPerformance struct {
	Intervals []IntervalPerformance `json:"intervals"`
	Day       IntervalPerformance   `json:"day"`
	Close     DayState              `json:"close"`
	After     AfterClose            `json:"after_close"`
	Backlog   *Performance          `json:"backlog,omitempty"` // of those waiting at opening, from then on
	Record    []DayState            `json:"record,omitempty"`
}

// AfterClose is what becomes of the contacts that wait at close.
type AfterClose struct {
	Answered  float64 `json:"answered"`
	Abandoned float64 `json:"abandoned"`
	QueueTime float64 `json:"queue_time_s"` // their time in the queue after close, all together
}

func (d Day) check(agents []int, within float64) error {
	bad := func(field string, v float64, want string) error { return &InputError{field, v, want} }
	finite := func(v float64) bool { return v >= 0 && !math.IsInf(v, 1) }
	if !(d.Interval > 0) || math.IsInf(d.Interval, 1) {
		return bad("Interval", d.Interval, "a finite time above 0 seconds")
	}
	if len(agents) == 0 {
		return bad("agents", 0, "agents for at least one interval")
	}
	if d.Curve == nil && len(d.Rates) != len(agents) {
		return bad("number of Rates", float64(len(d.Rates)), fmt.Sprintf("one per interval of agents: %d", len(agents)))
	}
	for i, r := range d.Rates {
		if !finite(r) {
			return bad(fmt.Sprintf("Rates[%d]", i), r, "a finite rate of at least 0 per second")
		}
	}
	for i, n := range agents {
		if n < 0 || n > MaxAgents {
			return bad(fmt.Sprintf("agents[%d]", i), float64(n), fmt.Sprintf("0 to %d", MaxAgents))
		}
	}
	switch {
	case len(d.Chat) == 0 && (!(d.Handle > 0) || math.IsInf(d.Handle, 1)):
		return bad("Handle", d.Handle, "a finite time above 0 seconds")
	case !(d.Patience >= 0):
		return bad("Patience", d.Patience, "at least 0 seconds (0: nobody gives up)")
	case !(d.Balking >= 0 && d.Balking <= 1):
		return bad("Balking", d.Balking, "a share between 0 and 1")
	case d.Lines < 0:
		return bad("Lines", float64(d.Lines), "at least 0 (0: no limit)")
	case d.Drain < 0:
		return bad("Drain", float64(d.Drain), "at least 0 (0: the agents of the last interval)")
	case d.InHand < 0:
		return bad("InHand", float64(d.InHand), "at least 0")
	case d.Waiting < 0:
		return bad("Waiting", float64(d.Waiting), "at least 0")
	case d.Lines > 0 && d.InHand+d.Waiting > d.Lines:
		return bad("InHand + Waiting", float64(d.InHand+d.Waiting), "no more than Lines")
	case !(within >= 0):
		return bad("within", within, "at least 0 seconds")
	case d.ShiftEnd != Finish && d.ShiftEnd != HandBack:
		return bad("ShiftEnd", float64(d.ShiftEnd), "Finish or HandBack")
	}
	for j, r := range d.Chat {
		if !(r > 0) || math.IsInf(r, 1) {
			return bad(fmt.Sprintf("Chat[%d]", j), r, "a finite rate above 0 per second")
		}
	}
	return nil
}

// ErrNeverAnswered says that contacts wait at close, nobody is there to answer them and they
// never give up: their waits have no end.
var ErrNeverAnswered = errors.New("erlang: contacts wait at close, nobody gives up and no agent is left: set Drain")

// Evaluate returns what the given agents, by interval, do through the day, with service levels
// within the given seconds. It is exact: the law of the contacts in hand and waiting is followed
// through the day, and each contact from its arrival to its answer; figures err by about 1e-10 (of 1, or
// of their size where that is more). The error is an [*InputError], [ErrNeverAnswered] or that of ctx.
//
// The states kept are those that count, some 15 √n around the mean number of n agents, and a stretch of
// constant rates is one step whatever its length: with c intervals the time grows as c √n. A drop of d agents under
// [Finish] adds d times the queue, the last T before a change n T √n, in handle times, and a
// queue that takes longer than the interval to work off grows it in proportion. A moving Curve takes c n √n.
func (d Day) Evaluate(ctx context.Context, agents []int, within float64) (DayPerformance, error) {
	if err := d.check(agents, within); err != nil {
		return DayPerformance{}, err
	}
	r := newDayRun(ctx, &d, agents, within)
	for i := range agents {
		r.begin(i)
		if err := r.through(i); err != nil {
			return DayPerformance{}, err
		}
	}
	if err := r.drain(); err != nil {
		return DayPerformance{}, err
	}
	return r.report(), nil
}
