package staffing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// Options says how agents are found; the zero value is the most exact method that
// covers a channel, with every interval's contacts meeting the targets.
type Options struct {
	Method Method // "": Auto

	// WholeDay asks the day as a whole to meet the targets, not every interval, at
	// least agent hours; with ExactDay and Simulation only.
	WholeDay bool
	// MaxChange is the most by which the agents of a team change from an interval to
	// the next; 0: no limit. With ExactDay and Simulation only.
	MaxChange int

	// The rest is for the search by simulation.

	Confidence float64             // that all figures keep their targets at once; 0: 0.95
	Seed       *uint64             // nil: the scenario's
	Workers    int                 // days simulated at once; 0: one per core. Changes no figure
	Progress   func(simulated int) // called after each simulation, with the days simulated so far
}

func (o Options) confidence() float64 {
	if o.Confidence == 0 {
		return 0.95
	}
	return o.Confidence
}

func (o Options) seed(s *scenarios.Scenario) uint64 {
	if o.Seed != nil {
		return *o.Seed
	}
	return s.Simulation.Seed
}

// Required is the least number of agents that meets the targets in an interval,
// and the team's least.
type Required struct {
	Agents  int    `json:"agents"`
	Binding string `json:"binding"` // the target one agent fewer would break, as erlang.Requirement and erlang.DayRequirement name it; min_agents where the team's least is more
}

// ErrNoTarget says that a channel has nothing to size for.
var ErrNoTarget = errors.New("no target to size for")

// TargetError is a target that takes more agents than a plan may have. Without
// a channel it is all of them together.
type TargetError struct {
	Channel string
	Target  string // as erlang.Requirement.Binding
	Start   time.Duration
	Agents  int
}

func (e *TargetError) Error() string {
	if e.Channel == "" {
		return fmt.Sprintf("channels: the targets need %d agents in all teams together, and a plan has at most %d: ask for less", e.Agents, scenarios.MaxAgents)
	}
	return fmt.Sprintf("channels.%s.target.%s: %s would need %d agents, and a plan has at most %d: ask for less", e.Channel, e.Target, scenarios.Clock(e.Start), e.Agents, scenarios.MaxAgents)
}

// BlendedError says that the formula asked for cannot size a channel, as its agents serve others too, or for another reason.
type BlendedError struct{ Channel, Why string }

func (e *BlendedError) Error() string {
	return fmt.Sprintf("channels.%s: %s: no formula sizes that, only --method simulation does; or give a plan (plan in the scenario, or --plan)", e.Channel, e.Why)
}

func hasTarget(t scenarios.Target) bool {
	return t.ServiceLevel > 0 || t.ASA > 0 || t.Abandonment > 0 || t.Occupancy > 0
}

func targets(t scenarios.Target) erlang.Targets {
	return erlang.Targets{
		ServiceLevel: t.ServiceLevel,
		Within:       t.Within.Seconds(),
		Definition:   t.Definition,
		ASA:          t.ASA.Seconds(),
		Abandonment:  t.Abandonment,
		Occupancy:    t.Occupancy,
	}
}

// require finds the least agents by interval for a channel that has a target.
func require(ctx context.Context, s *scenarios.Scenario, c *scenarios.Channel, team scenarios.Team, o Options) ([]Required, error) {
	m, err := o.Method.of(s, c)
	if err != nil {
		return nil, err
	}
	if m != ExactDay && (o.WholeDay || o.MaxChange > 0) {
		return nil, fmt.Errorf("channels.%s: the whole day's targets and a limit on change need the exact day, not %s: %w", c.Name, m, ErrNotCovered)
	}
	var need []Required
	switch {
	case m.steady():
		need, err = requireSteady(s, c, m)
	case m == ExactDay:
		need, err = requireDay(ctx, s, c, team, o)
	default:
		need, err = requireStationary(ctx, s, c, m)
	}
	if err != nil {
		return nil, fmt.Errorf("channels.%s.target: %w", c.Name, clocked(s, err))
	}
	for k := range need {
		if need[k].Agents > scenarios.MaxAgents {
			return nil, &TargetError{c.Name, need[k].Binding, s.Start(k), need[k].Agents}
		}
		if team.MinAgents > need[k].Agents {
			need[k] = Required{team.MinAgents, "min_agents"}
		}
	}
	return need, nil
}

// clocked names the interval of an error by its clock time.
func clocked(s *scenarios.Scenario, err error) error {
	var at *erlang.IntervalError
	if errors.As(err, &at) {
		return fmt.Errorf("interval %s: %w", s.Clock(at.Interval), at.Err)
	}
	return err
}

func requireSteady(s *scenarios.Scenario, c *scenarios.Channel, m Method) ([]Required, error) {
	var need []Required
	for k := range s.Intervals() {
		r, err := steadyRequired(s, c, m, k)
		if err != nil {
			return nil, &erlang.IntervalError{Interval: k, Err: err}
		}
		need = append(need, Required{r.Agents, r.Binding})
	}
	return need, nil
}

func requireDay(ctx context.Context, s *scenarios.Scenario, c *scenarios.Channel, team scenarios.Team, o Options) ([]Required, error) {
	limits := erlang.DayLimits{MinAgents: team.MinAgents, MaxChange: o.MaxChange, WholeDay: o.WholeDay}
	r, err := chain(s, c).Required(ctx, s.Intervals(), targets(c.Target), limits)
	if err != nil {
		return nil, err
	}
	var need []Required
	for k := range r.Agents {
		need = append(need, Required{r.Agents[k], r.Binding[k]})
	}
	return need, nil
}

// requireStationary uses the methods that put another rate into the steady state.
func requireStationary(ctx context.Context, s *scenarios.Scenario, c *scenarios.Channel, m Method) ([]Required, error) {
	method, err := erlang.ParseMethod(string(m))
	if err != nil {
		return nil, err
	}
	agents, err := chain(s, c).Staff(ctx, method, s.Intervals(), targets(c.Target))
	if err != nil {
		return nil, err
	}
	var need []Required
	for _, n := range agents {
		need = append(need, Required{Agents: n})
	}
	return need, nil
}
