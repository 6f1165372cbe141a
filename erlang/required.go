package erlang

import (
	"errors"
	"fmt"
	"math"
)

// MaxAgents bounds the search of Required.
const MaxAgents = 10_000_000

// Targets is any mix of service targets; a zero field sets no target.
type Targets struct {
	ServiceLevel float64    // least share, in (0, 1)
	Within       float64    // T of the service level, seconds
	Definition   Definition // of the service level
	ASA          float64    // largest mean wait of the answered, seconds
	Abandonment  float64    // largest share of offered
	Blocking     float64    // largest share of offered that finds no free line
	Occupancy    float64    // largest occupancy, in (0, 1]
	PWait        float64    // largest share that waits, of those who find a free line
}

// Requirement is the least number of agents that meets every target.
type Requirement struct {
	Agents int `json:"agents"`
	// Binding is the first target, in the order of Targets, that one agent fewer
	// would break: service_level, asa, abandonment, blocking, occupancy, p_wait; load where
	// one agent fewer could not carry the load at all (nobody gives up); "" where 0
	// agents do.
	Binding     string      `json:"binding"`
	Performance Performance `json:"performance"`
}

// UnreachableError is a target that no number of agents meets.
type UnreachableError struct {
	Target string  // as Requirement.Binding
	Want   float64 // the target
	Best   float64 // what the largest number of agents tried achieves
	Agents int     // that number
}

func (e *UnreachableError) Error() string {
	if e.Target == "load" {
		return fmt.Sprintf("erlang: a load of %g erlangs is more than %d agents carry, and nobody gives up", e.Want, e.Agents)
	}
	return fmt.Sprintf("erlang: no number of agents meets the %s target of %g: %d agents reach %g", e.Target, e.Want, e.Agents, e.Best)
}

func (t Targets) check() error {
	share := func(field string, v float64, top bool) error {
		if v >= 0 && (v < 1 || top && v == 1) {
			return nil
		}
		return &InputError{field, v, "a share between 0 and 1 (0: no target)"}
	}
	if !t.Definition.valid() {
		return &InputError{"Definition", float64(t.Definition), "one of the four definitions"}
	}
	if !(t.Within >= 0) {
		return &InputError{"Within", t.Within, "at least 0 seconds"}
	}
	if !(t.ASA >= 0) {
		return &InputError{"ASA", t.ASA, "at least 0 seconds (0: no target)"}
	}
	return errors.Join(share("ServiceLevel", t.ServiceLevel, false), share("Abandonment", t.Abandonment, true),
		share("Blocking", t.Blocking, true), share("Occupancy", t.Occupancy, true), share("PWait", t.PWait, true))
}

// rounding is the relative distance up to which a figure counts as meeting its
// target: 5 calls of 240 s per half-hour wait exactly 30 s on average with 2
// agents, and the last bit of a float64 must not ask for a third.
const rounding = 1e-12

// broken returns the first target that p does not meet, with the target's value
// and what p has instead.
func (t Targets) broken(p Performance) (name string, want, got float64) {
	// Where nobody is answered (0 agents) no target on the answered is met.
	nobody := p.Agents == 0 && p.Load > 0
	above := func(got, most float64) bool { return most > 0 && got > most*(1+rounding) }
	sl := p.ServiceLevel.Of(t.Definition)
	// Of the offered, fewer wait the more are blocked: only of those let in does the share that
	// waits fall with the agents and rise with the rate.
	pWait := p.PWait
	if p.Blocking > 0 && p.PWait > 0 {
		pWait = math.Min(p.PWait/(1-p.Blocking), 1)
	}
	switch {
	case t.ServiceLevel > 0 && (sl < t.ServiceLevel*(1-rounding) || nobody):
		return "service_level", t.ServiceLevel, sl
	case above(p.ASA, t.ASA) || t.ASA > 0 && nobody:
		return "asa", t.ASA, p.ASA
	case above(p.Abandonment, t.Abandonment):
		return "abandonment", t.Abandonment, p.Abandonment
	case above(p.Blocking, t.Blocking):
		return "blocking", t.Blocking, p.Blocking
	case above(p.Occupancy, t.Occupancy):
		return "occupancy", t.Occupancy, p.Occupancy
	case above(pWait, t.PWait):
		return "p_wait", t.PWait, pWait
	}
	return "", 0, 0
}

// Required returns the least whole number of agents that meets all targets: with
// that many every target holds (to 12 digits), with one fewer the one named Binding
// does not. It searches below the load too where callers give up. A target no
// number of agents meets (up to [MaxAgents]) is an [*UnreachableError] that names it.
//
// Every figure improves with the agents, but for one case: with Lines and a patience shorter than the
// handle time an agent holds a line for longer than a waiting contact does, so that blocking, and with it
// the service levels excluding-short and waited, can worsen a little. Then the number meets its targets and
// one fewer does not, but still fewer may.
//
// The search starts from the square-root rule, widens its step until the answer
// is bracketed and halves the bracket: about 2 log2 √load evaluations.
func (q Queue) Required(t Targets) (Requirement, error) {
	if err := errors.Join(q.check(), t.check()); err != nil {
		return Requirement{}, err
	}
	return required(q.Load(), t, func(agents float64) (Performance, error) {
		s, err := q.steady(agents, t.Within)
		return q.performance(s, agents, t.Within), err
	})
}

// required is the search of Required for any model whose figures improve with the
// agents; load, in agents, is where it starts.
func required(load float64, t Targets, evaluate func(agents float64) (Performance, error)) (Requirement, error) {
	type try struct {
		p    Performance
		name string // the broken target
		want float64
		got  float64
	}
	attempt := func(n int) (r try, err error) {
		r.p, err = evaluate(float64(n))
		switch {
		case errors.Is(err, ErrOverload):
			return try{name: "load", want: load, got: float64(n)}, nil
		case err != nil:
			return try{}, err
		}
		r.name, r.want, r.got = t.broken(r.p)
		return r, nil
	}

	start := math.Min(load, MaxAgents)
	step := int(math.Sqrt(start)/8) + 1
	low, high := -1, -1 // low fails, high does; -1: not found yet
	var lowTry, highTry try
	for n := int(start + math.Sqrt(start)/2); low < 0 || high < 0; step *= 2 {
		n = min(max(n, 0), MaxAgents)
		r, err := attempt(n)
		if err != nil {
			return Requirement{}, err
		}
		if r.name == "" {
			high, highTry = n, r
			if n == 0 {
				break
			}
			n -= step
		} else {
			low, lowTry = n, r
			if n == MaxAgents {
				return Requirement{}, &UnreachableError{r.name, r.want, r.got, n}
			}
			n += step
		}
	}
	for low >= 0 && high-low > 1 {
		n := low + (high-low)/2
		r, err := attempt(n)
		if err != nil {
			return Requirement{}, err
		}
		if r.name == "" {
			high, highTry = n, r
		} else {
			low, lowTry = n, r
		}
	}
	if high == 0 {
		lowTry.name = ""
	}
	return Requirement{Agents: high, Binding: lowTry.name, Performance: highTry.p}, nil
}
