// Package erlang computes the steady state of contact-center queues from formulas.
//
// The three names that answer most questions are [Queue], its method
// [Queue.Evaluate] (what do so many agents achieve) and its method
// [Queue.Required] (how few agents meet these targets). Times are seconds, rates
// are per second, loads are erlangs (contacts arriving during a mean handle time).
// All functions accept real numbers of agents and are safe for concurrent use.
package erlang

import (
	"errors"
	"fmt"
	"math"
)

// Queue is one queue in steady state: contacts arrive in a Poisson stream, are
// handled by a number of like agents, first come first served, and give up
// waiting after an exponential patience.
type Queue struct {
	Rate       float64 `json:"rate"`                // contacts offered per second
	HandleTime float64 `json:"handle_time_s"`       // mean handle time, seconds
	Patience   float64 `json:"patience_s,omitzero"` // mean patience, seconds; 0 or +Inf: nobody gives up
}

// Load is the offered load in erlangs: Rate x HandleTime.
func (q Queue) Load() float64 { return q.Rate * q.HandleTime }

// Performance is what a queue does with a number of agents.
type Performance struct {
	Agents            float64 `json:"agents"`
	Load              float64 `json:"load"`                  // offered, erlangs
	PWait             float64 `json:"p_wait"`                // share of offered contacts that wait
	Abandonment       float64 `json:"abandonment"`           // abandoned / offered
	MeanWait          float64 `json:"mean_wait_s"`           // of all offered, seconds
	ASA               float64 `json:"asa_s"`                 // mean wait of the answered, seconds
	MeanWaitAbandoned float64 `json:"mean_wait_abandoned_s"` // mean wait of those who give up, seconds
	Occupancy         float64 `json:"occupancy"`             // carried load / agents
	MeanQueue         float64 `json:"mean_queue"`            // contacts waiting, time average
	Within            float64 `json:"within_s"`              // T of the service levels, seconds
	ServiceLevel      Levels  `json:"service_level"`
}

// ErrOverload says that without patience a load at or above the agents has no
// steady state: the queue grows without end.
var ErrOverload = errors.New("erlang: load at or above the agents and nobody gives up: the queue has no steady state")

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
	}
	return nil
}

// patient reports that nobody gives up.
func (q Queue) patient() bool { return q.Patience == 0 || math.IsInf(q.Patience, 1) }

// Evaluate returns the steady state with the given agents (a real number) and
// the service level within the given seconds: Erlang A (M/M/n+M), or Erlang C
// (M/M/n) without patience, where a load at or above the agents is [ErrOverload].
//
// Stated limits: with nothing offered nobody waits, every service level is 1 and
// the occupancy 0. With something offered and 0 agents everybody abandons; the
// occupancy is then 1 and the mean wait of the answered, of whom there are none, 0.
// The wait of the abandoned is 0 where nobody gives up.
func (q Queue) Evaluate(agents, within float64) (Performance, error) {
	if err := q.check(); err != nil {
		return Performance{}, err
	}
	if !(agents >= 0) || math.IsInf(agents, 1) {
		return Performance{}, &InputError{"agents", agents, "a finite number of at least 0"}
	}
	if !(within >= 0) {
		return Performance{}, &InputError{"within", within, "at least 0 seconds"}
	}
	return q.evaluate(agents, within)
}

func (q Queue) evaluate(agents, within float64) (Performance, error) {
	load := q.Load()
	p := Performance{Agents: agents, Load: load, Within: within}
	if load == 0 {
		p.ServiceLevel = Levels{1, 1, 1, 1}
		return p, nil
	}
	if q.patient() && load >= agents {
		return Performance{}, ErrOverload
	}
	if agents == 0 {
		early := -math.Expm1(-within / q.Patience)
		p.PWait, p.Abandonment, p.Occupancy = 1, 1, 1
		p.MeanWait, p.MeanWaitAbandoned = q.Patience, q.Patience
		p.MeanQueue = q.Rate * q.Patience
		p.ServiceLevel = Levels{Waited: early}
		return p, nil
	}
	t := math.Min(within/q.HandleTime, 1e100) // finite, and no patience or queue lasts as long
	var s steady
	if q.patient() {
		s = erlangC(agents, load, t)
	} else {
		s = erlangA(agents, load, q.HandleTime/q.Patience, t)
	}
	p.PWait = s.pWait
	p.Abandonment = s.abandoned
	p.MeanWait = (s.answeredWait + s.abandonedWait) * q.HandleTime
	p.ASA = s.answeredWait / s.answered * q.HandleTime
	if s.abandoned > 0 {
		p.MeanWaitAbandoned = s.abandonedWait / s.abandoned * q.HandleTime
	}
	p.Occupancy = math.Min(load/agents*s.answered, 1)
	p.MeanQueue = q.Rate * p.MeanWait
	p.ServiceLevel = Levels{
		Offered:        s.answeredWithin,
		Answered:       s.answeredWithin / (s.answeredWithin + s.answeredLater),
		ExcludingShort: s.answeredWithin / (s.answeredWithin + s.neither),
		Waited:         s.answeredWithin + s.abandonedWithin,
	}
	return p, nil
}
