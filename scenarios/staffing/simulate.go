package staffing

import (
	"context"
	"errors"
	"fmt"

	"frontoffice/erlang"
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
// The reasons are measured, not guessed, against the same day as the formulas take it, with
// exponential handle times and without what they leave out: the exact day knows it;
// where that does not cover a channel, such a day is simulated too.
func Simulate(ctx context.Context, d *Day, o sim.Options) (*Outcome, error) {
	m, err := d.Model()
	if err != nil {
		return nil, fmt.Errorf("replaying: %w", err)
	}
	o.DaysByInterval = (len(m.Channels)+len(m.Teams))*d.Scenario.Intervals() <= mostTold
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
		alike := stage(o, 1, runs)
		alike.Replications, alike.Precision, alike.DaysByInterval = r.Replications, nil, false
		if simulated, err = sim.Run(ctx, twinModel(d.Scenario, Model(d.Scenario, d.Plan)), alike); err != nil {
			return nil, fmt.Errorf("simulating %s as the formulas take it: %w", d.Scenario.Name, err)
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
	return &Outcome{Day: d, Simulated: r, Verdicts: Judge(d, r), Gaps: gaps(d, r, twins)}, nil
}

// mostTold is of how many intervals of channels and teams it is told how days differ: each may take 100 kB.
const mostTold = 2000

// needsTwin is whether a channel's day as the formulas take it has to be simulated.
func needsTwin(d *Day) bool {
	for _, ch := range d.Channels {
		if !ch.Blended && ch.Method != ErlangBlend && !exactTwin(d, ch) && (!ch.ExponentialWork() || len(ch.LeavesOut) > 0) {
			return true
		}
	}
	return false
}

// exactTwin is whether the exact day stands for a channel's day as the formulas take it.
func exactTwin(d *Day, ch Channel) bool {
	return !ch.Blended && ch.Method != ErlangBlend && Covers(ch.Channel) && !(ch.Method.steady() && steadyPatience(ch.Channel)) && (ch.Method == ExactDay || quick(d.Scenario, ch.Channel))
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
			Blocking:    sim.Estimate{Mean: in.Blocking},
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

// stage makes run k of n report its share of the whole progress, in whole days.
func stage(o sim.Options, k, n int) sim.Options {
	if report := o.Progress; report != nil {
		o.Progress = func(done, total int) { report((k*total+done)/n, total) }
	}
	return o
}
