package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// precision is a figure whose interval --precision wants narrow: "voice.service_level=0.5%".
type precision struct {
	sim.Precision
	figure string // voice.service_level
	want   string // 0.5%
}

// figure is a figure of a channel's day that a precision can be asked of.
type figure struct {
	of    func(r *sim.Result, channel, team int, c *scenarios.Channel) sim.Estimate
	share bool // a percentage is of all, not of the figure
}

var figures = map[string]figure{
	"service_level": {func(r *sim.Result, i, _ int, c *scenarios.Channel) sim.Estimate {
		return staffing.LevelOf(r.Channels[i].Day.ServiceLevel, c.Target.Definition)
	}, true},
	"abandonment": {func(r *sim.Result, i, _ int, _ *scenarios.Channel) sim.Estimate { return r.Channels[i].Day.Abandonment }, true},
	"blocking":    {func(r *sim.Result, i, _ int, _ *scenarios.Channel) sim.Estimate { return r.Channels[i].Day.Blocking }, true},
	"occupancy":   {func(r *sim.Result, _, t int, _ *scenarios.Channel) sim.Estimate { return r.Teams[t].Day.Occupancy }, true},
	"asa":         {func(r *sim.Result, i, _ int, _ *scenarios.Channel) sim.Estimate { return r.Channels[i].Day.ASA }, false},
	"on_time": {func(r *sim.Result, i, _ int, _ *scenarios.Channel) sim.Estimate {
		return staffing.OnTime(&r.Channels[i].Day)
	}, true},
	"first_contact_resolution": {func(r *sim.Result, i, _ int, _ *scenarios.Channel) sim.Estimate {
		if c := r.Channels[i].Cases; c != nil {
			return c.FirstTime
		}
		return sim.Estimate{Undefined: true}
	}, true},
	"mean_wait": {func(r *sim.Result, i, _ int, _ *scenarios.Channel) sim.Estimate { return r.Channels[i].Day.MeanWait }, false},
}

// figureNames lists the figures in the order of the alphabet.
func figureNames() []string {
	var names []string
	for name := range figures {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// precisions reads every --precision.
func precisions(ctx *cli.Context, s *scenarios.Scenario) ([]precision, error) {
	var all []precision
	for _, text := range ctx.StringSlice("precision") {
		p, err := parsePrecision(text, s)
		if err != nil {
			return nil, usagef("--precision %s: %w", text, err)
		}
		all = append(all, p)
	}
	return all, nil
}

// parsePrecision reads CHANNEL.FIGURE=HALF-WIDTH: a percentage for shares (in points) and
// for times (of the mean), or a duration for times.
func parsePrecision(text string, s *scenarios.Scenario) (precision, error) {
	name, want, ok := strings.Cut(text, "=")
	channel, what, dotted := strings.Cut(name, ".")
	if !ok || !dotted {
		return precision{}, fmt.Errorf("want CHANNEL.FIGURE=HALF-WIDTH, such as %s.service_level=0.5%% or %[1]s.asa=1s", s.Channels[0].Name)
	}
	var channels []string
	for _, c := range s.Channels {
		channels = append(channels, c.Name)
	}
	i := slices.Index(channels, channel)
	if i < 0 {
		return precision{}, fmt.Errorf("no channel %s (channels: %s)%s", channel, strings.Join(channels, ", "), didYouMean(channel, channels))
	}
	f, known := figures[what]
	if !known {
		return precision{}, fmt.Errorf("no figure %s: want %s%s", what, strings.Join(figureNames(), ", "), didYouMean(what, figureNames()))
	}
	c := &s.Channels[i]
	switch {
	case what == "on_time" && c.Kind != scenarios.Deferred:
		return precision{}, fmt.Errorf("%s has no deadline: on_time is of deferred work", channel)
	case what == "first_contact_resolution" && !slices.ContainsFunc(s.FollowUps, func(f scenarios.FollowUp) bool { return f.From == i }):
		return precision{}, fmt.Errorf("contacts of %s lead to no others: there is no first-contact resolution to tell", channel)
	}
	t := s.TeamsOf(c)[0]
	p := precision{figure: name, want: want}
	p.Of = func(r *sim.Result) sim.Estimate { return f.of(r, i, t, c) }
	if what == "occupancy" && len(s.TeamsOf(c)) > 1 {
		return precision{}, fmt.Errorf("several teams serve %s, and occupancy is a team's", channel)
	}
	number, percent := strings.CutSuffix(want, "%")
	x, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	switch {
	case percent && (err != nil || !(x > 0 && x < 100) || math.IsNaN(x)):
		return precision{}, fmt.Errorf("%s is not a half-width: want a percentage above 0%% and below 100%%", want)
	case percent && f.share:
		p.HalfWidth = x / 100
	case percent:
		p.Relative = x / 100
	case f.share:
		return precision{}, fmt.Errorf("%s is not a half-width: want a percentage, such as 0.5%%", want)
	default:
		half, err := scenarios.ParseDuration(want)
		if err != nil || half <= 0 {
			return precision{}, fmt.Errorf("%s is not a half-width: want a duration, such as 1s, or a percentage of the mean", want)
		}
		p.HalfWidth = half.Seconds()
	}
	return p, nil
}

// reached is what came of a precision asked for.
type reached struct {
	Figure    string  `json:"figure"`
	Asked     string  `json:"asked"`
	HalfWidth float64 `json:"half_width"`
	Reached   bool    `json:"reached"`
}

func reachedOf(asked []precision, r *sim.Result) []reached {
	var all []reached
	for i, p := range asked {
		all = append(all, reached{p.figure, p.want, p.Of(r).HalfWidth, !slices.Contains(r.Unmet, i)})
	}
	return all
}

// precisionWords says whether a precision was reached, and after how many replications.
func precisionWords(p reached, r *sim.Result) string {
	if p.Reached {
		return fmt.Sprintf("Precision %s ± %s: reached with %s.", p.Figure, p.Asked, count(r.Replications, "replication"))
	}
	return fmt.Sprintf("Precision %s ± %s: NOT reached, %s came first, the most allowed (--max-replications).", p.Figure, p.Asked, count(r.Replications, "replication"))
}
