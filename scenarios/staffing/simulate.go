package staffing

import (
	"context"
	"fmt"
	"slices"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// Outcome is a day by formula and by simulation.
type Outcome struct {
	*Day
	Simulated *sim.Result // channels and teams in the day's order
	Verdicts  []Verdict
	Gaps      []Gap // the channels whose formula and simulation part
}

// Simulate plays the day with its plan, judges it against the targets, and
// measures where and why formula and simulation part.
//
// The reasons are measured, not guessed: where handle times are not exponential
// the same day is simulated a second time with exponential ones.
func Simulate(ctx context.Context, d *Day, o sim.Options) (*Outcome, error) {
	m := Model(d.Scenario, d.Plan)
	runs := 1
	exponential, differs := exponentialTwin(d.Scenario, m)
	if differs {
		runs = 2
	}
	r, err := sim.Run(ctx, m, stage(o, 0, runs))
	if err != nil {
		return nil, fmt.Errorf("simulating %s: %w", d.Scenario.Name, err)
	}
	twin := r
	if differs {
		if twin, err = sim.Run(ctx, exponential, stage(o, 1, runs)); err != nil {
			return nil, fmt.Errorf("simulating %s with exponential handle times: %w", d.Scenario.Name, err)
		}
	}
	return &Outcome{Day: d, Simulated: r, Verdicts: judge(d, r), Gaps: gaps(d, r, twin)}, nil
}

// Gap is the named channel's gap between formula and simulation; nil where they agree.
func (o *Outcome) Gap(channel string) *Gap {
	for i := range o.Gaps {
		if o.Gaps[i].Channel == channel {
			return &o.Gaps[i]
		}
	}
	return nil
}

// Model is the simulator's model of a scenario with a plan.
func Model(s *scenarios.Scenario, plan scenarios.Plan) sim.Model {
	m := sim.Model{Interval: s.Interval.Seconds()}
	index := map[string]int{}
	for i := range s.Channels {
		c := &s.Channels[i]
		index[c.Name] = i
		ch := sim.Channel{
			Name:     c.Name,
			Arrivals: c.Volumes,
			Within:   Within(c).Seconds(),
		}
		ch.HandleTime = laws(c.HandleTime)
		if c.Patience > 0 {
			ch.Patience = sim.Law{Kind: sim.Exponential, Mean: c.Patience.Seconds()}
		}
		m.Channels = append(m.Channels, ch)
	}
	for t, team := range s.Teams {
		tm := sim.Team{Name: team.Name, Agents: plan[t]}
		for _, skill := range team.Skills {
			tm.Skills = append(tm.Skills, index[skill])
		}
		m.Teams = append(m.Teams, tm)
	}
	return m
}

// exponentialTwin is the model with exponential handle times of the same means,
// and whether that changes anything.
func exponentialTwin(s *scenarios.Scenario, m sim.Model) (sim.Model, bool) {
	twin, differs := m, false
	twin.Channels = make([]sim.Channel, len(m.Channels))
	for i, c := range m.Channels {
		h := s.Channels[i].HandleTime
		differs = differs || h.Distribution != "exponential"
		c.HandleTime = laws(scenarios.HandleTime{Distribution: "exponential", Means: h.Means})
		twin.Channels[i] = c
	}
	return twin, differs
}

// stage makes run k of n report its share of the whole progress, in whole days.
func stage(o sim.Options, k, n int) sim.Options {
	if report := o.Progress; report != nil {
		o.Progress = func(done, total int) { report((k*total+done)/n, total) }
	}
	return o
}

// laws is one law per interval, or one where all intervals have the same.
func laws(h scenarios.HandleTime) []sim.Law {
	l := sim.Law{CV: h.CV}
	switch h.Distribution {
	case "exponential":
		l.Kind, l.CV = sim.Exponential, 0
	case "lognormal":
		l.Kind = sim.Lognormal
	case "gamma":
		l.Kind = sim.Gamma
	case "deterministic":
		l.Kind, l.CV = sim.Deterministic, 0
	case "empirical":
		l.Kind = sim.Empirical
		for _, d := range h.Sample {
			l.Sample = append(l.Sample, d.Seconds())
		}
	}
	means := h.Means
	if same := slices.Compact(slices.Clone(means)); len(same) == 1 || l.Kind == sim.Empirical {
		means = means[:1]
	}
	var all []sim.Law
	for _, mean := range means {
		l.Mean = mean.Seconds()
		all = append(all, l)
	}
	return all
}
