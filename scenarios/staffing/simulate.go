package staffing

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"frontoffice/erlang"
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
// The reasons are measured, not guessed, against the same day with exponential
// handle times: the exact day knows it; where that does not cover a channel, whose
// handle times are not exponential, it is simulated too.
func Simulate(ctx context.Context, d *Day, o sim.Options) (*Outcome, error) {
	m := Model(d.Scenario, d.Plan)
	runs := 1
	if needsTwin(d) {
		runs = 2
	}
	r, err := sim.Run(ctx, m, stage(o, 0, runs))
	if err != nil {
		return nil, fmt.Errorf("simulating %s: %w", d.Scenario.Name, err)
	}
	simulated := r
	if runs == 2 {
		if simulated, err = sim.Run(ctx, exponentialTwin(d.Scenario, m), stage(o, 1, runs)); err != nil {
			return nil, fmt.Errorf("simulating %s with exponential handle times: %w", d.Scenario.Name, err)
		}
	}
	twins := make([]sim.ChannelResult, len(d.Channels))
	for i, ch := range d.Channels {
		twins[i] = simulated.Channels[i]
		if !exactTwin(d, ch) {
			continue
		}
		p, err := chain(d.Scenario, ch.Channel).Evaluate(ctx, d.Plan[ch.Team], ch.Within)
		switch {
		case err == nil:
			twins[i] = exactly(p)
		case !errors.Is(err, erlang.ErrNeverAnswered):
			return nil, fmt.Errorf("channels.%s: %w", ch.Name, clocked(d.Scenario, err))
		}
	}
	return &Outcome{Day: d, Simulated: r, Verdicts: judge(d, r), Gaps: gaps(d, r, twins)}, nil
}

// needsTwin is whether a channel's day with exponential handle times has to be simulated.
func needsTwin(d *Day) bool {
	for _, ch := range d.Channels {
		if !exactTwin(d, ch) && ch.HandleTime.Distribution != "exponential" {
			return true
		}
	}
	return false
}

// exactTwin is whether the exact day stands for a channel's day with exponential handle times.
func exactTwin(d *Day, ch Channel) bool {
	return Covers(ch.Channel) && (ch.Method == ExactDay || quick(d.Scenario, ch.Channel))
}

// exactly is the exact day in the shape of a simulated one, without noise.
func exactly(p erlang.DayPerformance) sim.ChannelResult {
	figures := func(in erlang.IntervalPerformance) sim.Figures {
		return sim.Figures{
			ServiceLevel: sim.Levels{
				Offered:        sim.Estimate{Mean: in.ServiceLevel.Offered},
				Answered:       sim.Estimate{Mean: in.ServiceLevel.Answered},
				ExcludingShort: sim.Estimate{Mean: in.ServiceLevel.ExcludingShort},
				Waited:         sim.Estimate{Mean: in.ServiceLevel.Waited},
			},
			Abandonment: sim.Estimate{Mean: in.Abandonment},
		}
	}
	r := sim.ChannelResult{Day: figures(p.Day)}
	for _, in := range p.Intervals {
		r.Intervals = append(r.Intervals, figures(in))
	}
	return r
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

// exponentialTwin is the model with exponential handle times of the same means.
func exponentialTwin(s *scenarios.Scenario, m sim.Model) sim.Model {
	twin := m
	twin.Channels = make([]sim.Channel, len(m.Channels))
	for i, c := range m.Channels {
		c.HandleTime = laws(scenarios.HandleTime{Distribution: "exponential", Means: s.Channels[i].HandleTime.Means})
		twin.Channels[i] = c
	}
	return twin
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
