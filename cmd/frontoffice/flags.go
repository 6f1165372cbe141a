package main

import (
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// Formats a result is printed in.
const (
	formatTable = "table"
	formatJSON  = "json"
	formatCSV   = "csv"
)

func formatFlag(formats ...string) cli.Flag {
	return &cli.StringFlag{
		Name:  "format",
		Value: formatTable,
		Usage: "print a " + strings.Join(formats, ", ") + " (numbers at full precision but for table)",
		Action: func(_ *cli.Context, got string) error {
			for _, f := range formats {
				if got == f {
					return nil
				}
			}
			return usagef("--format %s: want %s%s", got, strings.Join(formats, ", "), didYouMean(got, formats))
		},
	}
}

func quietFlag() cli.Flag {
	return &cli.BoolFlag{Name: "quiet", Usage: "no progress and no notes on standard error"}
}

func overwriteFlag() cli.Flag {
	return &cli.BoolFlag{Name: "overwrite", Usage: "replace files that exist"}
}

// sizingFlags say how the agents are found.
func sizingFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "method", Value: string(staffing.Auto), Usage: "`NAME` of the way to find the agents: " + strings.Join(staffing.Methods(), ", ")},
		&cli.BoolFlag{Name: "whole-day", Usage: "let the day as a whole meet the targets, at least agent hours, instead of every interval (by the exact day or by simulation)"},
		&cli.StringFlag{Name: "confidence", Usage: "by simulation: `SHARE` of certainty that all targets are kept at once, in all intervals (default: 95%)"},
		&cli.StringFlag{Name: "max-change", Usage: "change the agents by at most this `NUMBER` from an interval to the next (by the exact day or by simulation)"},
	}
}

func sizingOptions(ctx *cli.Context) (staffing.Options, error) {
	r := flagReader{ctx: ctx}
	o := staffing.Options{WholeDay: ctx.Bool("whole-day"), MaxChange: r.whole("max-change", 1)}
	m, err := staffing.ParseMethod(ctx.String("method"))
	if err != nil {
		r.wrong("--method: %w", err)
	}
	o.Method = m
	o.Confidence = r.share("confidence")
	if o.Confidence > 0.9999 {
		r.wrong("--confidence %s: want at most 99.99%%", ctx.String("confidence"))
	}
	var run sim.Options
	if err := wholeFlags(ctx, &run); err != nil {
		return o, err
	}
	if ctx.IsSet("seed") {
		o.Seed = &run.Seed
	}
	o.Workers = run.Workers
	return o, r.err
}

func planFlag() cli.Flag {
	return &cli.StringFlag{
		Name:  "plan",
		Usage: "agents per interval from this `CSV` (columns start, agents and, for several teams, team; - reads standard input), as size --format csv prints it",
	}
}

func seedFlag() cli.Flag {
	return &cli.StringFlag{Name: "seed", Usage: "whole `NUMBER` that fixes all randomness (default: the scenario's)"}
}

func workersFlag() cli.Flag {
	return &cli.StringFlag{Name: "workers", Usage: "days simulated at once, a whole `NUMBER`; changes no figure (default: one per core)"}
}

func shiftsFlag() cli.Flag {
	return &cli.StringFlag{
		Name:  "shifts",
		Usage: "shifts from this `CSV` (columns people, start, end, breaks and, for several teams, team; - reads standard input), as shifts --format csv prints it",
	}
}

// withShifts is the scenario with the shifts of --shifts.
func withShifts(ctx *cli.Context, c *console, s *scenarios.Scenario) (*scenarios.Scenario, error) {
	path := ctx.String("shifts")
	if path == "" {
		return s, nil
	}
	if ctx.IsSet("plan") {
		return nil, usagef("--shifts and --plan are two plans: give one")
	}
	in, name := c.in, "standard input"
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return nil, usagef("--shifts: %w", err)
		}
		defer f.Close()
		in, name = f, path
	}
	list, err := scenarios.ReadShifts(in, name, s)
	if err != nil {
		return nil, err
	}
	return s.WithShifts(list), nil
}

// simulationFlags say how a day is simulated; the scenario's simulation section is the default.
func simulationFlags() []cli.Flag {
	return []cli.Flag{
		replicationsFlag(), seedFlag(), workersFlag(),
		&cli.StringSliceFlag{Name: "precision", Usage: "simulate on until a figure's confidence interval is as narrow as `CHANNEL.FIGURE=HALF-WIDTH`, such as voice.service_level=0.5% (points) or voice.asa=2% (of the mean) or voice.asa=1s; may be given again. Figures: " + strings.Join(figureNames(), ", ")},
		&cli.StringFlag{Name: "max-replications", Usage: "with --precision, simulate at most this many `DAYS` (default: 100000)"},
		&cli.StringFlag{Name: "trace", Usage: "write one simulated day, contact by contact, into this `FILE`: CSV, or JSON Lines where it ends in .jsonl"},
		&cli.StringFlag{Name: "trace-replication", Usage: "the `NUMBER` of the day that --trace writes, from 1 (default: 1)"},
		&cli.StringFlag{Name: "replay", Usage: "meet the contacts of this `FILE`, which --trace wrote as JSON Lines, instead of the demand: each with its own handle time and patience"},
	}
}

func replicationsFlag() cli.Flag {
	return &cli.StringFlag{Name: "replications", Usage: "simulate this many `DAYS` (default: the scenario's)"}
}

// wholeFlags reads those flags of a simulation that are whole numbers.
func wholeFlags(ctx *cli.Context, o *sim.Options) error {
	for _, f := range []struct {
		name     string
		low, top uint64
		set      func(uint64)
	}{
		{"replications", 2, 1_000_000, func(n uint64) { o.Replications = int(n) }},
		{"seed", 0, 1<<64 - 1, func(n uint64) { o.Seed = n }},
		{"workers", 1, 1024, func(n uint64) { o.Workers = int(n) }},
		{"max-replications", 2, 10_000_000, func(n uint64) { o.MaxReplications = int(n) }},
	} {
		if !ctx.IsSet(f.name) {
			continue
		}
		n, err := strconv.ParseUint(ctx.String(f.name), 10, 64)
		if err != nil || n < f.low || n > f.top {
			return usagef("--%s %s: want a whole number from %d to %d", f.name, ctx.String(f.name), f.low, f.top)
		}
		f.set(n)
	}
	return nil
}

// simulationOptions are the scenario's options with the flags on top.
func simulationOptions(ctx *cli.Context, s *scenarios.Scenario) (sim.Options, error) {
	o := sim.Options{Replications: s.Simulation.Replications, Seed: s.Simulation.Seed}
	if err := wholeFlags(ctx, &o); err != nil {
		return o, err
	}
	if ctx.IsSet("max-replications") && !ctx.IsSet("precision") && flagNamed(ctx.Command.Flags, "precision") != nil {
		return o, usagef("--max-replications needs --precision: without it --replications are simulated")
	}
	if most := o.MaxReplications; most > 0 && most < o.Replications {
		if ctx.IsSet("replications") {
			return o, usagef("--max-replications %d are fewer than the --replications %d to begin with", most, o.Replications)
		}
		o.Replications = most
	}
	return o, nil
}

// durationOf reads a duration flag; 0 where it is not set.
func durationOf(ctx *cli.Context, name string) (time.Duration, error) {
	if !ctx.IsSet(name) {
		return 0, nil
	}
	d, err := scenarios.ParseDuration(ctx.String(name))
	if err != nil {
		return 0, usagef("--%s: %w", name, err)
	}
	return d, nil
}

// shareOf reads a percentage flag; 0 where it is not set.
func shareOf(ctx *cli.Context, name string) (float64, error) {
	if !ctx.IsSet(name) {
		return 0, nil
	}
	s, err := scenarios.ParseShare(ctx.String(name))
	if err != nil {
		return 0, usagef("--%s: %w", name, err)
	}
	return s, nil
}

// loadScenario loads the command's one argument, or the embedded default, and
// tells what a reader of the numbers should know.
func loadScenario(ctx *cli.Context, c *console) (*scenarios.Scenario, error) {
	return loadScenarioOr(ctx, c, scenarios.Default)
}

// loadScenarioOr is loadScenario with another embedded scenario where no file is given.
func loadScenarioOr(ctx *cli.Context, c *console, name string) (*scenarios.Scenario, error) {
	if ctx.NArg() > 1 {
		return nil, usagef("one scenario at a time: %d given (%s)", ctx.NArg(), strings.Join(ctx.Args().Slice(), ", "))
	}
	if ctx.NArg() == 1 {
		name = ctx.Args().First()
	}
	set, err := changesOf(ctx)
	if err != nil {
		return nil, err
	}
	d, err := readScenario(c, name)
	if err != nil {
		return nil, &exitError{exitInput, err}
	}
	s, err := d.Variant(ctx.String("variant"), set...)
	if err != nil {
		return nil, &exitError{exitInput, err}
	}
	notes(ctx, c, s.Notes)
	return s, nil
}

// scenarioFlags say which scenario of a file is meant.
func scenarioFlags() []cli.Flag {
	return []cli.Flag{setFlag(), &cli.StringFlag{Name: "variant", Usage: "take the file's variant of this `NAME` instead of the scenario itself"}}
}

func setFlag() cli.Flag {
	return &cli.GenericFlag{
		Name:  "set",
		Value: &changes{},
		Usage: "put another value into the scenario, `PATH=VALUE`: any field by its dotted path (scenarios fields lists them), a value as in the file, or relative: channels.voice.demand.scale=+10%, channels.voice.handle_time.mean=x1.2; may be given again",
	}
}

// changes gathers --set.
type changes struct {
	list  []scenarios.Override
	wrong error // the first that cannot be read
}

func (c *changes) Set(text string) error {
	o, err := scenarios.ParseOverride("--set", text)
	if err != nil && c.wrong == nil {
		c.wrong = usagef("--set: %w", err)
	}
	c.list = append(c.list, o)
	return nil
}

func (c *changes) String() string { return "" }

// changesOf is what --set changes.
func changesOf(ctx *cli.Context) ([]scenarios.Override, error) {
	c, _ := ctx.Generic("set").(*changes)
	if c == nil {
		return nil, nil
	}
	return c.list, c.wrong
}

// notes tells on standard error what a reader of the numbers should know.
func notes(ctx *cli.Context, c *console, notes []string) {
	if ctx.Bool("quiet") {
		return
	}
	for _, n := range notes {
		fmt.Fprintf(c.err, "note: %s\n", n)
	}
}

// readScenario reads a file, an embedded scenario, or - for standard input.
func readScenario(c *console, name string) (*scenarios.Document, error) {
	if name != "-" {
		return scenarios.Read(name)
	}
	data, err := io.ReadAll(io.LimitReader(c.in, scenarios.MaxFile+1))
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return scenarios.ReadText("standard input", data, ".")
}

// readPlan reads the file of --plan.
func readPlan(c *console, path string, s *scenarios.Scenario) (scenarios.Plan, error) {
	if path == "-" {
		return scenarios.ReadPlan(c.in, "standard input", s)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, usagef("--plan: %w", err)
	}
	defer f.Close()
	return scenarios.ReadPlan(f, path, s)
}

// methodOf is the sizing by --method alone.
func methodOf(ctx *cli.Context) (staffing.Options, error) {
	m, err := staffing.ParseMethod(ctx.String("method"))
	if err != nil {
		return staffing.Options{}, usagef("--method: %w", err)
	}
	return staffing.Options{Method: m}, nil
}
