package whatif

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
	"frontoffice/scenarios/staffing"
)

// Case is a scenario among others.
type Case struct {
	Name     string
	Scenario *scenarios.Scenario
	Plan     scenarios.Plan // nil: the scenario's own or, where it has none, as sized

	unpriced bool // no figure of money is looked at
}

// Manageable is how many cases the exact day is used for where the method is left to choose: a
// day of some thousand contacts takes it some tenths of a second.
const Manageable = 200

// Method is the method that sizes n cases where none is asked for: the most exact that does so in
// seconds. Of more than Manageable cases it is that of the steady state.
func Method(o staffing.Options, s *scenarios.Scenario, n int) staffing.Options {
	n *= 1 + len(s.Business.Calendar) // each type of day is sized
	if (o.Method == "" || o.Method == staffing.Auto) && n > Manageable && !o.WholeDay && o.MaxChange == 0 {
		o.Method = steady(s)
	}
	return o
}

// steady is the method of the steady state that covers all channels of a scenario; Auto where none does.
func steady(s *scenarios.Scenario) staffing.Method {
	all := staffing.Method("")
	for i := range s.Channels {
		if !s.Dedicated(&s.Channels[i]) {
			continue
		}
		m := staffing.ErlangC
		if s.Channels[i].GivesUp() {
			m = staffing.ErlangA
		}
		if all != "" && all != m {
			return staffing.Auto
		}
		all = m
	}
	return all
}

// Staff gives a case its agents, and the figures by formula.
func (c Case) Staff(ctx context.Context, o staffing.Options) (*Day, error) {
	plan := c.Plan
	if plan == nil {
		plan = c.Scenario.Plan
	}
	if plan == nil {
		d, err := staffing.Size(ctx, c.Scenario, o)
		if err != nil {
			return nil, err
		}
		return c.priced(ctx, d, nil, o)
	}
	if err := fits(plan, c.Scenario); err != nil {
		return nil, err
	}
	d, err := staffing.Evaluate(ctx, c.Scenario, plan, o.Method)
	if err != nil {
		return nil, err
	}
	return c.priced(ctx, d, plan, o)
}

// priced adds the month of a scenario that can be priced; plan is nil where each type of day is sized.
func (c Case) priced(ctx context.Context, d *staffing.Day, plan scenarios.Plan, o staffing.Options) (*Day, error) {
	if c.unpriced || pricing.Check(d.Scenario) != nil {
		return &Day{Day: d}, nil
	}
	s := *d.Scenario
	s.Plan = plan
	m, err := pricing.Expected(ctx, &s, pricing.Options{Staffing: o})
	if err != nil {
		return nil, err
	}
	return &Day{d, m}, nil
}

// fits reports a plan of other teams or intervals than a scenario's.
func fits(plan scenarios.Plan, s *scenarios.Scenario) error {
	if len(plan) != len(s.Teams) {
		return wrong("the plan has %d teams and the scenario %d: it cannot be kept", len(plan), len(s.Teams))
	}
	for t := range plan {
		if len(plan[t]) != s.Intervals() {
			return wrong("the plan has %d intervals and the scenario %d: it cannot be kept", len(plan[t]), s.Intervals())
		}
	}
	return nil
}

// InputError is a question that cannot be asked of the scenario.
type InputError struct{ Err error }

func (e *InputError) Error() string { return e.Err.Error() }
func (e *InputError) Unwrap() error { return e.Err }

func wrong(format string, args ...any) error { return &InputError{fmt.Errorf(format, args...)} }

// impossible reports whether an error says that a scenario has no answer, rather than that the
// program failed.
func impossible(err error) bool {
	var problems scenarios.Errors
	var target *staffing.TargetError
	var blended *staffing.BlendedError
	var never *erlang.UnreachableError
	var input *erlang.InputError
	return errors.As(err, &problems) || errors.As(err, &target) || errors.As(err, &blended) || errors.As(err, &never) || errors.As(err, &input) ||
		errors.Is(err, staffing.ErrNoTarget) || errors.Is(err, staffing.ErrNotCovered) || errors.Is(err, erlang.ErrNoSteadyState)
}

// each does n things on some workers at once; the first error ends it.
func each(ctx context.Context, n, workers int, do func(ctx context.Context, i int) error, progress func(done, total int)) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next, done atomic.Int64
	var mutex sync.Mutex
	var group sync.WaitGroup
	for range min(workers, n) {
		group.Go(func() {
			for {
				i := int(next.Add(1) - 1)
				if i >= n || ctx.Err() != nil {
					return
				}
				if err := do(ctx, i); err != nil {
					cancel(err)
					return
				}
				if progress != nil {
					mutex.Lock()
					progress(int(done.Add(1)), n)
					mutex.Unlock()
				}
			}
		})
	}
	group.Wait()
	return context.Cause(ctx)
}
