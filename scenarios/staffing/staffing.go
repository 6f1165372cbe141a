// Package staffing says how many agents each interval of a scenario's day
// needs, and what a plan of agents does: by formula and by simulation, side by
// side.
//
// Size makes a plan from the targets, by the method asked for; Assign takes a plan
// as given. The figures by formula are those of the exact day (M(t)/M/n(t)+M) or, where it
// does not cover a channel or Erlang A or C is asked for, of a steady state in each
// interval; Channel.LeavesOut says what of the scenario they leave out, and channels whose
// agents are shared have none. Simulate then plays the day contact by contact, judges it against the
// targets, and measures why the two part. CompareMethods puts the methods side by side.
package staffing

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/sim"
)

// Day is a scenario's day with agents in every interval. Channels and Teams are
// in the scenario's order.
type Day struct {
	Scenario *scenarios.Scenario
	Plan     scenarios.Plan
	Channels []Channel
	Teams    []Team
	Notes    []string // what a reader of the numbers should know
	Search   *Search  // how the plan was found where that was by simulation, else nil

	replayed []sim.Record // who comes instead of the demand
}

// Channel is what a channel's day asks for and what the formula expects.
type Channel struct {
	*scenarios.Channel
	Team      int      // who serves it, of several the first: index into Day.Teams
	Teams     []int    // all who serve it, in order of preference
	Blended   bool     // there are no figures by formula, as several teams serve it, or its team serves others too, or for another reason (Scenario.NoFormula)
	Method    Method   // that found what is required; never Auto
	Formula   string   // what the figures by formula come from: exact day, Erlang A, Erlang C
	LeavesOut []string // what they leave out of the scenario, in words; see leavesOut
	Within    float64  // T of the service levels, seconds
	Intervals []Interval
	Total     Total
}

// Interval is one interval of a channel.
type Interval struct {
	Start      time.Duration       `json:"-"`                  // since midnight
	Offered    float64             `json:"offered"`            // expected contacts
	HandleTime float64             `json:"handle_time_s"`      // mean, seconds
	Load       float64             `json:"load"`               // erlangs
	Required   *Required           `json:"required,omitempty"` // nil where the channel has no target
	Agents     int                 `json:"agents"`             // available for contacts
	Scheduled  int                 `json:"scheduled"`          // whole people on the schedule: agents / (1 - shrinkage), rounded up
	Chat       *ChatFormula        `json:"formula_chat,omitempty"`
	Deferred   *DeferredFormula    `json:"formula_deferred,omitempty"`
	Formula    *erlang.Performance `json:"formula,omitempty"` // nil where no steady state exists: nobody gives up and the load is at or above the agents
}

// Total is a channel's day by formula: its intervals weighted by their contacts.
type Total struct {
	Offered      float64       `json:"offered"`
	Load         float64       `json:"load"`   // mean over the opening hours, erlangs
	Stable       bool          `json:"stable"` // every interval has a steady state; without one the figures below are 0
	ServiceLevel erlang.Levels `json:"service_level"`
	ASA          float64       `json:"asa_s"`
	MeanWait     float64       `json:"mean_wait_s"`
	Abandonment  float64       `json:"abandonment"`
	Blocking     float64       `json:"blocking,omitzero"`
	Occupancy    float64       `json:"occupancy"`
}

// Team is what a team's plan costs in time.
type Team struct {
	Name           string  `json:"team"`
	AgentHours     float64 `json:"agent_hours"` // available for contacts
	Shrinkage      float64 `json:"shrinkage"`
	ScheduledHours float64 `json:"scheduled_hours"` // of the whole people scheduled
	FTE            float64 `json:"fte,omitzero"`    // scheduled hours / contract hours, of an open day where there are several; 0 where the scenario gives no contract hours
}

// Shortage is an interval whose plan has fewer agents than its targets require.
type Shortage struct {
	Channel  string
	Start    time.Duration
	Agents   int
	Required int
}

// Size finds the least agents per interval that meet each channel's targets,
// within the team's least and most agents.
func Size(ctx context.Context, s *scenarios.Scenario, o Options) (*Day, error) {
	parts := split(s, o.Method)
	plan := parts.plan
	needs := make([][]Required, len(s.Channels))
	most := 0
	for i := range s.Channels {
		c := &s.Channels[i]
		if slices.Contains(parts.channels, i) && o.Method != Auto && o.Method != "" && o.Method != Simulation {
			return nil, &BlendedError{c.Name, noFormula(s, c)}
		}
		if slices.Contains(parts.channels, i) {
			continue
		}
		if !hasTarget(c.Target) {
			return nil, fmt.Errorf("channels.%s.target: %w: give a service_level, asa, abandonment or occupancy, or a plan", c.Name, ErrNoTarget)
		}
		t := teamOf(s, c)
		need, err := require(ctx, s, c, s.Teams[t], o)
		if err != nil {
			return nil, err
		}
		needs[i] = need
		for _, n := range need {
			agents := n.Agents
			if limit := s.Teams[t].MaxAgents; limit > 0 {
				agents = min(agents, limit)
			}
			plan[t] = append(plan[t], agents)
		}
		most += slices.Max(plan[t])
	}
	if most > scenarios.MaxAgents {
		return nil, &TargetError{Agents: most}
	}
	var found *Search
	var notes []string
	var err error
	if len(parts.channels) > 0 {
		if notes, err = parts.targeted(s); err != nil {
			return nil, err
		}
		if plan, found, err = search(ctx, s, parts, o); err != nil {
			return nil, err
		}
		most = 0
		for _, agents := range plan {
			most += slices.Max(agents)
		}
		if most > scenarios.MaxAgents {
			return nil, &TargetError{Agents: most}
		}
	}
	d, err := evaluate(ctx, s, plan, needs, o.Method)
	if err != nil {
		return nil, err
	}
	d.Search, d.Notes = found, append(d.Notes, notes...)
	return d, nil
}

// Assign says what the formula expects of a plan as it is, beside what the
// targets require.
func Assign(ctx context.Context, s *scenarios.Scenario, plan scenarios.Plan, o Options) (*Day, error) {
	needs := make([][]Required, len(s.Channels))
	var notes []string
	for i := range s.Channels {
		c := &s.Channels[i]
		if !hasTarget(c.Target) || !s.Dedicated(c) {
			continue
		}
		need, err := require(ctx, s, c, s.Teams[teamOf(s, c)], o)
		var never *erlang.UnreachableError
		if errors.As(err, &never) { // as with too few lines: the plan stands all the same
			notes = append(notes, fmt.Sprintf("nothing is required of the plan, as no number of agents is enough: %v", err))
			continue
		}
		if err != nil {
			return nil, err
		}
		needs[i] = need
	}
	d, err := evaluate(ctx, s, plan, needs, o.Method)
	if err != nil {
		return nil, err
	}
	d.Notes = append(d.Notes, notes...)
	return d, nil
}

// evaluate puts the figures by formula to a plan.
func evaluate(ctx context.Context, s *scenarios.Scenario, plan scenarios.Plan, needs [][]Required, m Method) (*Day, error) {
	d := &Day{Scenario: s, Plan: plan, Teams: make([]Team, len(s.Teams))}
	for i := range s.Channels {
		c := &s.Channels[i]
		beside, small := besideWork(s, c, plan)
		if s.NoFormula(c) != "" || beside && !small {
			d.Channels = append(d.Channels, blended(s, c, plan))
			continue
		}
		t := teamOf(s, c)
		method, err := m.of(s, c)
		if err != nil {
			return nil, err
		}
		if (m == Auto || m == "") && method != ExactDay && !beside && Covers(c) && !steadyPatience(c) {
			d.Notes = append(d.Notes, fmt.Sprintf("channels.%s: by %s, since the exact day takes long at this size; --method exact-day has it all the same", c.Name, method))
		}
		ch := Channel{Channel: c, Team: t, Teams: []int{t}, Method: method, Formula: method.formulaName(), LeavesOut: leavesOut(s, c, method), Within: Within(c).Seconds()}
		if byShifts(s, s.Teams[t], plan[t]) && unevenShifts(s, s.Teams[t]) {
			ch.LeavesOut = append(ch.LeavesOut, uneven)
		}
		if s.Foremost(c) && falls(plan[t]) {
			ch.LeavesOut = append(ch.LeavesOut, "that agents who leave finish their other work")
		}
		for k := range s.Intervals() {
			q := queue(s, c, method, k)
			in := Interval{
				Start:      s.Start(k),
				Offered:    arriving(c, k),
				HandleTime: q.HandleTime,
				Load:       q.Load(),
				Agents:     plan[t][k],
				Scheduled:  Scheduled(plan[t][k], s.Teams[t].Shrinkage()),
			}
			if needs[i] != nil {
				in.Required = &needs[i][k]
			}
			ch.Intervals = append(ch.Intervals, in)
		}
		if method.steady() {
			err = evaluateSteady(s, &ch)
		} else {
			err = evaluateDay(ctx, s, &ch, plan[t])
		}
		if err != nil {
			return nil, fmt.Errorf("channels.%s: %w", c.Name, clocked(s, err))
		}
		d.Channels = append(d.Channels, ch)
	}
	for t := range s.Teams {
		d.Teams[t] = hours(s, s.Teams[t], plan[t])
	}
	d.Replay(s.Simulation.Replay)
	return d, nil
}

// blended is a channel that no formula covers: its load, and the agents of all teams that
// serve it, whom it may share with others.
func blended(s *scenarios.Scenario, c *scenarios.Channel, plan scenarios.Plan) Channel {
	teams := s.TeamsOf(c)
	ch := Channel{Channel: c, Team: teams[0], Teams: teams, Blended: true, Within: Within(c).Seconds()}
	for k := range s.Intervals() {
		handle := (c.HandleTime.Means[k] + c.WrapUp.Mean).Seconds()
		in := Interval{Start: s.Start(k), Offered: arriving(c, k), HandleTime: handle, Load: arriving(c, k) / s.Interval.Seconds() * handle}
		for _, t := range teams {
			in.Agents += plan[t][k]
			in.Scheduled += Scheduled(plan[t][k], s.Teams[t].Shrinkage())
		}
		ch.Intervals = append(ch.Intervals, in)
	}
	ch.Total = total(s, ch.Intervals)
	if hasBacklog(s, c) {
		followBacklog(s, &ch, plan[teams[0]])
	}
	return ch
}

// evaluateSteady fills in the figures of each interval as a steady state of its own.
func evaluateSteady(s *scenarios.Scenario, ch *Channel) error {
	for k := range ch.Intervals {
		in := &ch.Intervals[k]
		p, chat, err := steadyState(s, ch, k)
		switch {
		case err == nil:
			in.Formula, in.Chat = &p, chat
		case !unsolved(err):
			return &erlang.IntervalError{Interval: k, Err: err}
		}
	}
	ch.Total = total(s, ch.Intervals)
	return nil
}

// evaluateDay fills in the figures of the exact day. Contacts that would wait for
// ever after the close leave it without figures.
func evaluateDay(ctx context.Context, s *scenarios.Scenario, ch *Channel, agents []int) error {
	p, err := chain(s, ch.Channel).Evaluate(ctx, agents, ch.Within)
	if errors.Is(err, erlang.ErrNeverAnswered) {
		ch.Total = total(s, ch.Intervals)
		return nil
	}
	if err != nil {
		return err
	}
	for k := range ch.Intervals {
		ch.Intervals[k].Formula = &p.Intervals[k].Performance
	}
	ch.Total = total(s, ch.Intervals)
	ch.Total.ServiceLevel = p.Day.ServiceLevel
	ch.Total.ASA, ch.Total.MeanWait = p.Day.ASA, p.Day.MeanWait
	ch.Total.Abandonment, ch.Total.Blocking, ch.Total.Occupancy = p.Day.Abandonment, p.Day.Blocking, p.Day.Occupancy
	return nil
}

// Shortages lists the intervals whose plan falls short of the requirement.
func (d *Day) Shortages() []Shortage {
	var short []Shortage
	for _, c := range d.Channels {
		for _, in := range c.Intervals {
			if in.Required != nil && in.Agents < in.Required.Agents {
				short = append(short, Shortage{c.Name, in.Start, in.Agents, in.Required.Agents})
			}
		}
	}
	return short
}

// Within is the T of a channel's service levels: its target's, or 20 s where it
// has no service-level target; of deferred work the deadline.
func Within(c *scenarios.Channel) time.Duration {
	if c.Kind == scenarios.Deferred {
		return c.Deadline
	}
	if c.Target.ServiceLevel > 0 {
		return c.Target.Within
	}
	return 20 * time.Second
}

// Scheduled is the whole people to schedule so that agents are available on average.
func Scheduled(agents int, shrinkage float64) int {
	// The small allowance keeps 70 / (1 - 0.3) at 100 where the division gives 100.00000000000001.
	return int(math.Ceil(float64(agents)/(1-shrinkage) - 1e-9))
}

// teamOf is the team that serves a dedicated channel.
func teamOf(s *scenarios.Scenario, c *scenarios.Channel) int {
	for t, team := range s.Teams {
		if slices.Contains(team.Skills, c.Name) {
			return t
		}
	}
	panic("staffing: no team serves channel " + c.Name + ": the scenario was not checked")
}
