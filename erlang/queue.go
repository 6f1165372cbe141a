// Package erlang computes contact-center queues from formulas.
//
// Three names answer most questions: [Queue], its method [Queue.Evaluate] (what do so
// many agents achieve) and its method [Queue.Required] (how few agents meet these
// targets). Times are seconds, rates are per second, loads are erlangs (contacts
// arriving during a mean handle time). The functions are safe for concurrent use.
//
// A model is in the file of its name, with its formula and source:
//
//	b.go, c.go, a.go      Erlang B, C and A; kernel.go has the integral all three are
//	lines.go              finite lines, M/M/n/K and M/M/n/K+M
//	patience.go           general patience and balking, M/M/n+GI
//	constant.go           constant handle times, M/D/n
//	handletime.go         general handle times, M/G/n (approximate)
//	redial.go             who gives up calls again
//	chat.go, chatturns.go several chats per agent
//	priority.go           classes of contacts
//	squareroot.go         Halfin-Whitt, Garnett, cost-optimal staffing
//	waits.go              waiting-time laws, quantiles, the T that can be promised
//	queuelength.go        the law of the number waiting
//	required.go           the least agents for any mix of targets
//	inverse.go            the largest volume, the patience behind an abandonment
//	day.go                a day whose rates and agents change
//
// How right and how fast they are is measured in docs/accuracy.md.
package erlang

import (
	"errors"
	"fmt"
	"math"
)

// Queue is one queue in steady state: contacts arrive in a Poisson stream, are
// handled by a number of like agents for an exponential time, first come first
// served, and give up waiting after an exponential patience: M/M/n+M in Kendall's
// notation. The zero values of the other fields leave a plain Erlang A, or without
// patience a plain Erlang C; Lines equal to the agents is Erlang B.
type Queue struct {
	Rate       float64 `json:"rate"`                // contacts offered per second
	HandleTime float64 `json:"handle_time_s"`       // mean handle time, seconds
	Patience   float64 `json:"patience_s,omitzero"` // mean patience, seconds; 0 or +Inf: nobody gives up

	// Lines is how many contacts fit, in hand and waiting together; who finds no
	// free line is blocked. 0: no limit.
	Lines int `json:"lines,omitzero"`

	// Law, if set, is the distribution of the patience in place of an exponential one
	// with mean Patience.
	Law PatienceLaw `json:"-"`
}

// Load is the offered load in erlangs: Rate x HandleTime.
func (q Queue) Load() float64 { return q.Rate * q.HandleTime }

// Performance is what a queue does with a number of agents.
//
// PWait is the share that does not find an agent free (and is not blocked). With a [Balking]
// patience that includes those who leave at once: 10 agents, a load of 9 and 30 % balking give a PWait of
// 0.3006, of which 0.2104, the [Queue.WaitBeyond] of 0 seconds, do wait.
type Performance struct {
	Agents            float64 `json:"agents"`
	Load              float64 `json:"load"`                  // offered, erlangs
	PWait             float64 `json:"p_wait"`                // share of offered contacts that wait; with Balking also who leaves at once
	Abandonment       float64 `json:"abandonment"`           // abandoned / offered
	Blocking          float64 `json:"blocking,omitzero"`     // found no free line / offered
	MeanWait          float64 `json:"mean_wait_s"`           // of all offered, seconds (blocked: 0)
	ASA               float64 `json:"asa_s"`                 // mean wait of the answered, seconds
	MeanWaitAbandoned float64 `json:"mean_wait_abandoned_s"` // mean wait of those who give up, seconds; with Balking the 0 of who leaves at once counts
	Occupancy         float64 `json:"occupancy"`             // carried load / agents
	MeanQueue         float64 `json:"mean_queue"`            // contacts waiting, time average
	Within            float64 `json:"within_s"`              // T of the service levels, seconds
	ServiceLevel      Levels  `json:"service_level"`
}

// ErrOverload says that without patience a load at or above the agents has no
// steady state: the queue grows without end.
var ErrOverload = errors.New("erlang: load at or above the agents and nobody gives up: the queue has no steady state")

// ErrNoFormula says that no formula is known for the combination asked for.
var ErrNoFormula = errors.New("erlang: no formula is known for this combination: simulate it")

// ErrRange says that the quantities are too far apart for float64: agents other than 0 outside
// 1e-6 to 1e12, a load other than 0 outside 1e-30 to 1e12, a mean patience outside 1e-12 to 1e30 mean
// handle times.
var ErrRange = errors.New("erlang: the rate, times and agents are too far apart to compute with")

// InputError is an argument outside the domain of the formulas.
type InputError struct {
	Field string // such as "Rate" or "agents"
	Value float64
	Want  string // what would be accepted
}

func (e *InputError) Error() string {
	return fmt.Sprintf("erlang: %s is %v, want %s", e.Field, e.Value, e.Want)
}

// check reports the first field that no formula accepts.
func (q Queue) check() error {
	switch {
	case !(q.Rate >= 0) || math.IsInf(q.Rate, 1):
		return &InputError{"Rate", q.Rate, "a finite rate of at least 0 per second"}
	case !(q.HandleTime > 0) || math.IsInf(q.HandleTime, 1):
		return &InputError{"HandleTime", q.HandleTime, "a finite time above 0 seconds"}
	case !(q.Patience >= 0):
		return &InputError{"Patience", q.Patience, "at least 0 seconds (0: nobody gives up)"}
	case math.IsInf(q.Load(), 1):
		return &InputError{"Load", q.Load(), "a finite load"}
	case q.Lines < 0:
		return &InputError{"Lines", float64(q.Lines), "at least 0 (0: no limit)"}
	case q.Law != nil && q.Lines > 0:
		return ErrNoFormula
	}
	return checkPatience(q.Law)
}

// patient reports that nobody gives up.
func (q Queue) patient() bool { return q.Patience == 0 || math.IsInf(q.Patience, 1) }

// Evaluate returns the steady state with the given agents (a real number) and
// the service level within the given seconds: Erlang A (M/M/n+M), or Erlang C
// (M/M/n) without patience, where a load at or above the agents is [ErrOverload];
// with Lines M/M/n/K+M, with a Law M/M/n+GI. All are exact.
//
// Stated limits: with nothing offered nobody waits, every service level is 1 and
// the occupancy 0. With something offered and 0 agents nobody is answered; the
// occupancy is then 1 and the mean wait of the answered, of whom there are none, 0.
// The wait of the abandoned is 0 where nobody gives up.
func (q Queue) Evaluate(agents, within float64) (Performance, error) {
	if err := q.check(); err != nil {
		return Performance{}, err
	}
	if err := checkCall(agents, within); err != nil {
		return Performance{}, err
	}
	s, err := q.steady(agents, within)
	if err != nil {
		return Performance{}, err
	}
	return q.performance(s, agents, within), nil
}

func checkCall(agents, within float64) error {
	if !(agents >= 0) || math.IsInf(agents, 1) {
		return &InputError{"agents", agents, "a finite number of at least 0"}
	}
	if !(within >= 0) {
		return &InputError{"within", within, "at least 0 seconds"}
	}
	return nil
}

// forever stands for an infinite T, in handle times: no patience or queue lasts as long.
const forever = 1e100

// steady returns the steady state, its times in mean handle times.
func (q Queue) steady(agents, within float64) (steady, error) {
	s, err := q.formula(agents, within)
	if err == nil && !s.finite() {
		err = ErrRange
	}
	return s, err
}

// finite reports that no field is NaN or infinite; a logFree of -Inf is nobody.
func (s steady) finite() bool {
	sum := s.pWait + s.answered + s.abandoned + s.answeredWait + s.abandonedWait + s.answeredWithin +
		s.abandonedWithin + s.neither + s.answeredLater + s.patientLater + s.blocked
	return sum-sum == 0
}

// formula chooses the formula.
func (q Queue) formula(agents, within float64) (steady, error) {
	load := q.Load()
	t := math.Min(within/q.HandleTime, forever)
	switch {
	case load == 0:
		return steady{answered: 1, answeredWithin: 1}, nil
	case agents == 0:
		return q.deserted(within)
	case !q.comparable(agents, load):
		return steady{}, ErrRange
	case q.Law != nil:
		return q.generalPatience(agents, t)
	case q.Lines > 0:
		return finiteLines(agents, load, q.kappa(), q.Lines, t), nil
	case q.patient() && load >= agents:
		return steady{}, ErrOverload
	case q.patient():
		return erlangC(agents, load, t), nil
	}
	return erlangA(agents, load, q.kappa(), t), nil
}

// comparable reports that agents, load and patience are in the range of ErrRange.
func (q Queue) comparable(agents, load float64) bool {
	patience := 1 / q.kappa()
	if q.Law != nil {
		if patience = q.Law.Mean() / q.HandleTime; patience == 0 {
			patience = 1 // everybody balks
		}
	}
	return agents >= 1e-6 && agents <= 1e12 && load >= 1e-30 && load <= 1e12 &&
		patience >= 1e-12 && (patience <= 1e30 || math.IsInf(patience, 1))
}

// kappa is the rate at which a waiting contact gives up, per mean handle time.
func (q Queue) kappa() float64 {
	if q.patient() {
		return 0
	}
	return q.HandleTime / q.Patience
}

// deserted is the station with 0 agents: contacts come and give up.
func (q Queue) deserted(within float64) (steady, error) {
	law := q.Law
	switch {
	case law == nil && q.patient():
		return steady{}, ErrOverload
	case law == nil:
		law = Exponential{q.Patience}
	case math.IsInf(law.Mean(), 1):
		return steady{}, ErrOverload
	}
	blocked := 0. // M/G/K/K: a waiting contact holds a line for its patience
	if q.Lines > 0 {
		blocked = B(float64(q.Lines), q.Rate*law.Mean())
	}
	left := math.Min(law.CDF(math.Min(within, forever)), 1)
	in := 1 - blocked
	return steady{
		pWait:           in,
		blocked:         blocked,
		abandoned:       in,
		abandonedWait:   in * law.Mean() / q.HandleTime,
		abandonedWithin: in * left,
		neither:         in * (1 - left),
		patientLater:    in,
	}, nil
}

// performance turns shares and waits in handle times into seconds and contacts.
func (q Queue) performance(s steady, agents, within float64) Performance {
	load := q.Load()
	p := Performance{
		Agents:      agents,
		Load:        load,
		PWait:       s.pWait,
		Abandonment: s.abandoned,
		Blocking:    s.blocked,
		MeanWait:    (s.answeredWait + s.abandonedWait) * q.HandleTime,
		Within:      within,
		ServiceLevel: Levels{
			Offered: s.answeredWithin,
			Waited:  math.Min(s.answeredWithin+s.abandonedWithin, 1),
		},
	}
	p.MeanQueue = q.Rate * p.MeanWait
	if s.abandoned > 0 {
		p.MeanWaitAbandoned = s.abandonedWait / s.abandoned * q.HandleTime
	}
	if s.answered > 0 {
		p.ASA = s.answeredWait / s.answered * q.HandleTime
		p.ServiceLevel.Answered = s.answeredWithin / (s.answeredWithin + s.answeredLater)
		p.ServiceLevel.ExcludingShort = s.answeredWithin / (s.answeredWithin + s.neither + s.blocked)
	}
	switch {
	case agents > 0:
		p.Occupancy = math.Min(load/agents*s.answered, 1)
	case load > 0:
		p.Occupancy = 1
	}
	return p
}
