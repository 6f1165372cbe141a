// Package staffing says how many agents each interval of a scenario's day
// needs, and what a plan of agents does: by formula and by simulation, side by
// side.
//
// Size makes a plan from the targets; Assign takes a plan as given. Both treat
// an interval as a steady state of its own (M/M/n, or M/M/n+M where contacts
// give up), which is the textbook practice known as SIPP: stationary,
// independent, period by period. Simulate then plays the day contact by
// contact, judges it against the targets, and measures why the two part.
package staffing

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// Day is a scenario's day with agents in every interval. Channels and Teams are
// in the scenario's order.
type Day struct {
	Scenario *scenarios.Scenario
	Plan     scenarios.Plan
	Channels []Channel
	Teams    []Team
}

// Channel is what a channel's day asks for and what the formula expects.
type Channel struct {
	*scenarios.Channel
	Team      int     // who serves it: index into Day.Teams
	Within    float64 // T of the service levels, seconds
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
	Formula    *erlang.Performance `json:"formula,omitempty"`  // nil where no steady state exists: nobody gives up and the load is at or above the agents
}

// Required is the least number of agents that meets the targets in an interval,
// and the team's least.
type Required struct {
	Agents  int    `json:"agents"`
	Binding string `json:"binding"` // the target one agent fewer would break, as erlang.Requirement names it; min_agents where the team's least is more
}

// Total is a channel's day by formula: its intervals weighted by their contacts.
type Total struct {
	Offered      float64       `json:"offered"`
	Load         float64       `json:"load"`   // mean over the day, erlangs
	Stable       bool          `json:"stable"` // every interval has a steady state; without one the figures below are 0
	ServiceLevel erlang.Levels `json:"service_level"`
	ASA          float64       `json:"asa_s"`
	MeanWait     float64       `json:"mean_wait_s"`
	Abandonment  float64       `json:"abandonment"`
	Occupancy    float64       `json:"occupancy"`
}

// Team is what a team's plan costs in time.
type Team struct {
	Name           string  `json:"team"`
	AgentHours     float64 `json:"agent_hours"` // available for contacts
	Shrinkage      float64 `json:"shrinkage"`
	ScheduledHours float64 `json:"scheduled_hours"` // of the whole people scheduled
	FTE            float64 `json:"fte,omitzero"`    // scheduled hours / contract hours; 0 where the scenario gives no contract hours
}

// Shortage is an interval whose plan has fewer agents than its targets require.
type Shortage struct {
	Channel  string
	Start    time.Duration
	Agents   int
	Required int
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

// Size finds the least agents per interval that meet each channel's targets by
// formula, within the team's least and most agents.
func Size(s *scenarios.Scenario) (*Day, error) {
	plan := make(scenarios.Plan, len(s.Teams))
	for i := range s.Channels {
		c := &s.Channels[i]
		if !hasTarget(c.Target) {
			return nil, fmt.Errorf("channels.%s.target: %w: give a service_level, asa, abandonment or occupancy, or a plan", c.Name, ErrNoTarget)
		}
		t := teamOf(s, c)
		plan[t] = make([]int, s.Intervals())
		for k := range plan[t] {
			need, err := require(s, c, k)
			if err != nil {
				return nil, err
			}
			if need.Agents > scenarios.MaxAgents {
				return nil, &TargetError{c.Name, need.Binding, s.Start(k), need.Agents}
			}
			plan[t][k] = max(need.Agents, s.Teams[t].MinAgents)
			if most := s.Teams[t].MaxAgents; most > 0 {
				plan[t][k] = min(plan[t][k], most)
			}
		}
	}
	most := 0
	for _, agents := range plan {
		most += slices.Max(agents)
	}
	if most > scenarios.MaxAgents {
		return nil, &TargetError{Agents: most}
	}
	return Assign(s, plan)
}

// Assign says what the formula expects of a plan as it is.
func Assign(s *scenarios.Scenario, plan scenarios.Plan) (*Day, error) {
	d := &Day{Scenario: s, Plan: plan, Teams: make([]Team, len(s.Teams))}
	for i := range s.Channels {
		c := &s.Channels[i]
		t := teamOf(s, c)
		ch := Channel{Channel: c, Team: t, Within: Within(c).Seconds()}
		for k := range s.Intervals() {
			in, err := interval(s, c, s.Teams[t], k, plan[t][k])
			if err != nil {
				return nil, err
			}
			ch.Intervals = append(ch.Intervals, in)
		}
		ch.Total = total(ch.Intervals)
		d.Channels = append(d.Channels, ch)
		d.Teams[t] = hours(s, s.Teams[t], ch.Intervals)
	}
	return d, nil
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
// has no service-level target.
func Within(c *scenarios.Channel) time.Duration {
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

// teamOf is the team that serves a channel: a loaded scenario gives each channel exactly one.
func teamOf(s *scenarios.Scenario, c *scenarios.Channel) int {
	for t, team := range s.Teams {
		if slices.Contains(team.Skills, c.Name) {
			return t
		}
	}
	panic("staffing: no team serves channel " + c.Name + ": the scenario was not checked")
}

func hasTarget(t scenarios.Target) bool {
	return t.ServiceLevel > 0 || t.ASA > 0 || t.Abandonment > 0 || t.Occupancy > 0
}

func queue(s *scenarios.Scenario, c *scenarios.Channel, i int) erlang.Queue {
	return erlang.Queue{
		Rate:       c.Volumes[i] / s.Interval.Seconds(),
		HandleTime: c.HandleTime.Means[i].Seconds(),
		Patience:   c.Patience.Seconds(),
	}
}

func require(s *scenarios.Scenario, c *scenarios.Channel, i int) (erlang.Requirement, error) {
	t := c.Target
	need, err := queue(s, c, i).Required(erlang.Targets{
		ServiceLevel: t.ServiceLevel,
		Within:       t.Within.Seconds(),
		Definition:   t.Definition,
		ASA:          t.ASA.Seconds(),
		Abandonment:  t.Abandonment,
		Occupancy:    t.Occupancy,
	})
	if err != nil {
		return need, fmt.Errorf("channels.%s.target: interval %s: %w", c.Name, scenarios.Clock(s.Start(i)), err)
	}
	return need, nil
}

func interval(s *scenarios.Scenario, c *scenarios.Channel, team scenarios.Team, i, agents int) (Interval, error) {
	q := queue(s, c, i)
	in := Interval{
		Start:      s.Start(i),
		Offered:    c.Volumes[i],
		HandleTime: q.HandleTime,
		Load:       q.Load(),
		Agents:     agents,
		Scheduled:  Scheduled(agents, team.Shrinkage()),
	}
	if hasTarget(c.Target) {
		need, err := require(s, c, i)
		if err != nil {
			return in, err
		}
		in.Required = &Required{need.Agents, need.Binding}
		if team.MinAgents > need.Agents {
			in.Required = &Required{team.MinAgents, "min_agents"}
		}
	}
	p, err := q.Evaluate(float64(agents), Within(c).Seconds())
	switch {
	case err == nil:
		in.Formula = &p
	case !errors.Is(err, erlang.ErrOverload):
		return in, fmt.Errorf("channels.%s: interval %s: %w", c.Name, scenarios.Clock(in.Start), err)
	}
	return in, nil
}

// total weighs the intervals' figures by what they count: waits and levels by
// contacts, occupancy by agents.
func total(ins []Interval) Total {
	t := Total{Stable: true}
	var levels [4]fraction
	var answered, waits, answeredWaits, carried, agents float64
	for _, in := range ins {
		t.Offered += in.Offered
		t.Load += in.Load / float64(len(ins))
		if in.Formula == nil {
			t.Stable = false
			continue
		}
		f := in.Formula
		for def := range levels {
			levels[def].add(in.Offered, counted(f.ServiceLevel, f.Abandonment, erlang.Definition(def)))
		}
		a := in.Offered * (1 - f.Abandonment)
		answered += a
		waits += in.Offered * f.MeanWait
		answeredWaits += a * f.ASA
		carried += f.Occupancy * float64(in.Agents)
		agents += float64(in.Agents)
	}
	if !t.Stable {
		return t
	}
	t.ServiceLevel = erlang.Levels{
		Offered:        levels[erlang.Offered].share(t.Offered),
		Answered:       levels[erlang.Answered].share(t.Offered),
		ExcludingShort: levels[erlang.ExcludingShort].share(t.Offered),
		Waited:         levels[erlang.Waited].share(t.Offered),
	}
	t.ASA = ratio(answeredWaits, answered)
	t.MeanWait = ratio(waits, t.Offered)
	t.Abandonment = ratio(t.Offered-answered, t.Offered)
	t.Occupancy = ratio(carried, agents)
	return t
}

// fraction is what a service level counts: contacts in time, of contacts.
type fraction struct{ part, whole float64 }

func (f *fraction) add(weight float64, g fraction) {
	f.part += weight * g.part
	f.whole += weight * g.whole
}

// share of nobody is all where nobody came, and none where contacts came and
// none of them counts, as in package erlang.
func (f fraction) share(offered float64) float64 {
	switch {
	case f.whole > 0:
		return f.part / f.whole
	case offered > 0:
		return 0
	}
	return 1
}

// counted is a service level's numerator and denominator per offered contact.
func counted(l erlang.Levels, abandonment float64, d erlang.Definition) fraction {
	switch d {
	case erlang.Answered:
		return fraction{l.Offered, 1 - abandonment}
	case erlang.ExcludingShort:
		// Offered less those who gave up within T: those answered within T and those who waited longer.
		return fraction{l.Offered, l.Offered + 1 - l.Waited}
	case erlang.Waited:
		return fraction{l.Waited, 1}
	}
	return fraction{l.Offered, 1}
}

func hours(s *scenarios.Scenario, team scenarios.Team, ins []Interval) Team {
	h := Team{Name: team.Name, Shrinkage: team.Shrinkage()}
	for _, in := range ins {
		h.AgentHours += float64(in.Agents) * s.Interval.Hours()
		h.ScheduledHours += float64(in.Scheduled) * s.Interval.Hours()
	}
	if team.ContractHours > 0 {
		h.FTE = h.ScheduledHours / team.ContractHours.Hours()
	}
	return h
}

func ratio(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return part / whole
}
