package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

func erlangCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "erlang",
		Usage:     "one-line answers from the formulas: Erlang B, C and A",
		UsageText: "frontoffice erlang b|c|a [flags]",
		Description: `   frontoffice erlang b --load 10 --blocking 1%
   frontoffice erlang c --volume 100 --interval 30m --handle-time 180s --agents 14 --within 20s
   frontoffice erlang a --volume 100 --interval 30m --handle-time 180s --patience 2m --service-level "80% in 20s"`,
		Subcommands: []*cli.Command{
			{
				Name:      "b",
				Usage:     "lost when all lines are busy: blocking, or the lines for it",
				UsageText: "frontoffice erlang b --agents N|--blocking P --load A|--volume V --interval I --handle-time H",
				Flags: append(loadFlags(),
					&cli.StringFlag{Name: "agents", Usage: "`NUMBER` of lines or agents"},
					&cli.StringFlag{Name: "blocking", Usage: "find the least agents that block at most this `SHARE`, such as 1%"}),
				Action: func(ctx *cli.Context) error { return erlangB(ctx, c) },
			},
			{
				Name:      "c",
				Usage:     "wait without end when all agents are busy",
				UsageText: "frontoffice erlang c --agents N|TARGETS --load A|--volume V --interval I --handle-time H",
				Flags:     append(loadFlags(), queueFlags()...),
				Action:    func(ctx *cli.Context) error { return erlangQueue(ctx, c, "c") },
			},
			{
				Name:      "a",
				Usage:     "wait, and give up after an exponential patience",
				UsageText: "frontoffice erlang a --agents N|TARGETS --load A|--volume V --interval I --handle-time H --patience P",
				Flags: append(append(loadFlags(), queueFlags()...),
					&cli.StringFlag{Name: "patience", Usage: "mean `DURATION` a caller waits before giving up, such as 2m"},
					&cli.StringFlag{Name: "abandonment", Usage: "target: at most this `SHARE` gives up"}),
				Action: func(ctx *cli.Context) error { return erlangQueue(ctx, c, "a") },
			},
		},
		Action: func(ctx *cli.Context) error { return cli.ShowSubcommandHelp(ctx) },
	}
}

func loadFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "load", Usage: "offered load in `ERLANGS` (instead of --volume and --interval)"},
		&cli.StringFlag{Name: "volume", Usage: "`CONTACTS` per --interval"},
		&cli.StringFlag{Name: "interval", Usage: "`DURATION` the volume is counted over, such as 30m"},
		&cli.StringFlag{Name: "handle-time", Usage: "mean handle time, a `DURATION` such as 5m20s"},
		formatFlag(formatTable, formatJSON),
	}
}

func queueFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "agents", Usage: "`NUMBER` of agents; fractions allowed"},
		&cli.StringFlag{Name: "within", Usage: "T of the service level, a `DURATION` such as 20s"},
		&cli.StringFlag{Name: "definition", Value: erlang.Offered.String(), Usage: "what the service level counts: answered within T of offered; answered (of those answered); excluding-short (of offered less who gave up within T); waited (answered or given up within T, of offered)"},
		&cli.StringFlag{Name: "service-level", Usage: "target: at least this `SHARE`, such as 80% (with --within) or \"80% in 20s\""},
		&cli.StringFlag{Name: "asa", Usage: "target: mean wait of the answered at most this `DURATION`"},
		&cli.StringFlag{Name: "occupancy", Usage: "target: at most this `SHARE`"},
	}
}

// erlangJSON is a formula's answer; what is not known is left out.
type erlangJSON struct {
	Schema     string   `json:"schema"`
	Model      string   `json:"model"`
	Agents     *float64 `json:"agents,omitempty"`
	Load       float64  `json:"load"`
	Required   *int     `json:"required_agents,omitempty"`
	Binding    string   `json:"binding,omitempty"`
	PWait      *float64 `json:"p_wait,omitempty"`
	Level      *float64 `json:"service_level,omitempty"`
	Definition string   `json:"service_level_definition,omitempty"`
	Within     *float64 `json:"within_s,omitempty"`
	ASA        *float64 `json:"asa_s,omitempty"`
	MeanWait   *float64 `json:"mean_wait_s,omitempty"`
	Abandoned  *float64 `json:"abandonment,omitempty"`
	Blocking   *float64 `json:"blocking,omitempty"`
	Occupancy  *float64 `json:"occupancy,omitempty"`
	MeanQueue  *float64 `json:"mean_queue,omitempty"`
}

func erlangB(ctx *cli.Context, c *console) error {
	q, err := offeredLoad(ctx)
	if err != nil {
		return err
	}
	agents, err := numberOf(ctx, "agents")
	if err != nil {
		return err
	}
	most, err := shareOf(ctx, "blocking")
	if err != nil {
		return err
	}
	out := erlangJSON{Schema: "frontoffice/erlang/v1", Model: "erlang-b", Load: q.Load()}
	if ctx.IsSet("blocking") {
		n, err := erlang.LeastAgentsB(q.Load(), most)
		if err != nil {
			return usagef("--blocking: %w", err)
		}
		out.Required, out.Binding = &n, "blocking"
		if !ctx.IsSet("agents") {
			agents = float64(n)
		}
	} else if !ctx.IsSet("agents") {
		return usagef("give --agents for the blocking, or --blocking for the agents\nsee: frontoffice erlang b --help")
	}
	blocking := erlang.B(agents, q.Load())
	occupancy := 0.0
	if agents > 0 {
		occupancy = q.Load() * (1 - blocking) / agents
	}
	out.Agents, out.Blocking, out.Occupancy = &agents, &blocking, &occupancy
	return printErlang(ctx, c, out)
}

func erlangQueue(ctx *cli.Context, c *console, model string) error {
	q, err := offeredLoad(ctx)
	if err != nil {
		return err
	}
	timed := ctx.IsSet("handle-time")
	if model == "a" {
		patience, err := durationOf(ctx, "patience")
		if err != nil {
			return err
		}
		if !ctx.IsSet("patience") || patience <= 0 {
			return usagef("erlang a needs --patience, above 0 (erlang c is for callers who never give up)")
		}
		q.Patience = patience.Seconds()
	}
	if !timed && (model == "a" || ctx.IsSet("within") || ctx.IsSet("asa") || ctx.IsSet("service-level")) {
		return usagef("give --handle-time: without it there are no seconds to speak of")
	}
	targets, within, err := erlangTargets(ctx, model)
	if err != nil {
		return err
	}
	agents, err := numberOf(ctx, "agents")
	if err != nil {
		return err
	}
	out := erlangJSON{Schema: "frontoffice/erlang/v1", Model: "erlang-" + model, Load: q.Load()}
	if targets != (erlang.Targets{}) {
		need, err := q.Required(targets)
		if err != nil {
			return err
		}
		out.Required, out.Binding = &need.Agents, need.Binding
		if !ctx.IsSet("agents") {
			agents = float64(need.Agents)
		}
	} else if !ctx.IsSet("agents") {
		return usagef("give --agents, or a target for the agents: --service-level, --asa, --occupancy%s", map[string]string{"a": ", --abandonment"}[model])
	}
	p, err := q.Evaluate(agents, within.Seconds())
	if errors.Is(err, erlang.ErrOverload) {
		return usagef("%s erlangs are more than %s agents can carry, and nobody gives up: the queue would grow without end; at least %s agents are needed",
			number(q.Load()), number(agents), number(math.Floor(q.Load())+1))
	}
	if err != nil {
		return err
	}
	out.Agents, out.PWait, out.Occupancy, out.MeanQueue = &agents, &p.PWait, &p.Occupancy, &p.MeanQueue
	if timed {
		out.ASA, out.MeanWait = &p.ASA, &p.MeanWait
	}
	if model == "a" {
		out.Abandoned = &p.Abandonment
	}
	if within > 0 || ctx.IsSet("within") {
		d, err := definitionOf(ctx)
		if err != nil {
			return err
		}
		level, t := p.ServiceLevel.Of(d), within.Seconds()
		out.Level, out.Definition, out.Within = &level, d.String(), &t
	}
	return printErlang(ctx, c, out)
}

// offeredLoad reads the load, or volume, interval and handle time. Without a
// handle time the unit of time is one handle time.
func offeredLoad(ctx *cli.Context) (erlang.Queue, error) {
	q := erlang.Queue{HandleTime: 1}
	if ctx.NArg() > 0 {
		return q, usagef("the formulas take flags only: %q is not one", ctx.Args().First())
	}
	handle, err := durationOf(ctx, "handle-time")
	if err != nil {
		return q, err
	}
	if ctx.IsSet("handle-time") {
		if handle <= 0 {
			return q, usagef("--handle-time %s: want more than 0", ctx.String("handle-time"))
		}
		q.HandleTime = handle.Seconds()
	}
	load, err := numberOf(ctx, "load")
	if err != nil {
		return q, err
	}
	volume, err := numberOf(ctx, "volume")
	if err != nil {
		return q, err
	}
	interval, err := durationOf(ctx, "interval")
	if err != nil {
		return q, err
	}
	switch {
	case ctx.IsSet("load") && (ctx.IsSet("volume") || ctx.IsSet("interval")):
		return q, usagef("give either --load, or --volume with --interval and --handle-time, not both")
	case ctx.IsSet("load"):
		q.Rate = load / q.HandleTime
	case ctx.IsSet("volume") && interval > 0 && ctx.IsSet("handle-time"):
		q.Rate = volume / interval.Seconds()
	default:
		return q, usagef("give --load, or --volume with --interval and --handle-time")
	}
	return q, nil
}

func erlangTargets(ctx *cli.Context, model string) (t erlang.Targets, within time.Duration, err error) {
	if within, err = durationOf(ctx, "within"); err != nil {
		return
	}
	if text := ctx.String("service-level"); strings.Contains(text, " in ") {
		var in time.Duration
		if t.ServiceLevel, in, err = scenarios.ParseServiceLevel(text); err != nil {
			return t, 0, usagef("--service-level: %w", err)
		}
		if ctx.IsSet("within") && in != within {
			return t, 0, usagef("--service-level %q and --within %s name different times", text, ctx.String("within"))
		}
		within = in
	} else if t.ServiceLevel, err = shareOf(ctx, "service-level"); err != nil {
		return
	} else if ctx.IsSet("service-level") && !ctx.IsSet("within") {
		return t, 0, usagef("--service-level needs --within, or write \"80%% in 20s\"")
	}
	if t.Definition, err = definitionOf(ctx); err != nil {
		return
	}
	if t.ServiceLevel == 1 {
		return t, 0, usagef("--service-level %s: no number of agents answers every call in time; ask for less than 100%%", ctx.String("service-level"))
	}
	if t.ServiceLevel > 0 {
		t.Within = within.Seconds()
	} else {
		t.Definition = erlang.Offered
	}
	asa, err := durationOf(ctx, "asa")
	if err != nil {
		return
	}
	t.ASA = asa.Seconds()
	if t.Occupancy, err = shareOf(ctx, "occupancy"); err != nil {
		return
	}
	if model == "a" {
		t.Abandonment, err = shareOf(ctx, "abandonment")
	}
	for _, name := range []string{"service-level", "asa", "occupancy", "abandonment"} {
		if err == nil && ctx.IsSet(name) && map[string]float64{"service-level": t.ServiceLevel, "asa": t.ASA, "occupancy": t.Occupancy, "abandonment": t.Abandonment}[name] <= 0 {
			return t, 0, usagef("--%s %s: want more than 0", name, ctx.String(name))
		}
	}
	return
}

func definitionOf(ctx *cli.Context) (erlang.Definition, error) {
	d, err := erlang.ParseDefinition(ctx.String("definition"))
	if err != nil {
		return d, usagef("--definition: %w", err)
	}
	return d, nil
}

// numberOf reads a number of 0 or more; 0 where the flag is not set.
func numberOf(ctx *cli.Context, name string) (float64, error) {
	if !ctx.IsSet(name) {
		return 0, nil
	}
	v, err := strconv.ParseFloat(ctx.String(name), 64)
	if err != nil || math.IsNaN(v) || v < 0 || v > 1e9 {
		return 0, usagef("--%s %s: want a number from 0 to 1e9", name, ctx.String(name))
	}
	return v, nil
}

func printErlang(ctx *cli.Context, c *console, e erlangJSON) error {
	if ctx.String("format") == formatJSON {
		return printJSON(c.out, e)
	}
	line := func(name, value string) { fmt.Fprintf(c.out, "%-16s %s\n", name, value) }
	if e.Required != nil {
		line("required agents", fmt.Sprintf("%s (set by %s)", grouped(float64(*e.Required)), bindingWords(e.Binding)))
	}
	line("agents", number(*e.Agents))
	line("load", number(e.Load)+" erlangs")
	if e.Blocking != nil {
		line("blocking", small(*e.Blocking))
	}
	if e.Level != nil {
		line("service level", fmt.Sprintf("%s in %s (%s)", small(*e.Level), scenarios.ShortDuration(time.Duration(*e.Within*float64(time.Second))), e.Definition))
	}
	if e.PWait != nil {
		line("must wait", small(*e.PWait))
	}
	if e.ASA != nil {
		line("ASA", seconds(*e.ASA))
		line("mean wait", seconds(*e.MeanWait))
	}
	if e.Abandoned != nil {
		line("abandonment", small(*e.Abandoned))
	}
	line("occupancy", small(*e.Occupancy))
	if e.MeanQueue != nil {
		line("mean queue", number(*e.MeanQueue)+" contacts")
	}
	return nil
}

// number writes a number in full: thousands separated, three digits of what is below one.
func number(v float64) string {
	switch {
	case v == math.Trunc(v) && v < 1e15:
		return grouped(v)
	case v >= 100:
		return decimal(v)
	case v >= 1:
		return strconv.FormatFloat(v, 'f', 3, 64)
	case v < 1e-6:
		return "less than 0.000001"
	}
	return strconv.FormatFloat(v, 'f', int(2-math.Floor(math.Log10(v))), 64)
}

// small writes a share to a hundredth of a percent, and a tiny one to three digits.
func small(share float64) string {
	if share > 0 && share < 0.001 {
		return number(100*share) + "%"
	}
	return strconv.FormatFloat(100*share, 'f', 2, 64) + "%"
}
