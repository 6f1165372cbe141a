package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/scenarios/whatif"
)

// formatJSONLines prints a JSON object per line.
const formatJSONLines = "jsonl"

// tablePoints is how many points are printed as a table.
const tablePoints = 200

// drawnPoints is how many points pictures are drawn of.
const drawnPoints = 20_000

func sweepCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "sweep",
		Usage:     "work a scenario out at every point of a grid, or of a Latin hypercube",
		UsageText: "frontoffice sweep [flags] [FILE]\n   frontoffice sweep merge OUT SHARD...",
		ArgsUsage: "[FILE]",
		Description: `   frontoffice sweep monday.yaml --vary channels.voice.demand.scale=80%..120%/5
   frontoffice sweep monday.yaml --vary channels.voice.patience.mean=1m,3m,9m \
       --vary channels.voice.handle_time.mean=4m..7m/100 --out grid.csv
   frontoffice sweep monday.yaml --vary channels.voice.demand.scale=x0.5..x1.5 \
       --vary channels.voice.handle_time.mean=-20%..+20% --latin 1000 --out sample.jsonl
   frontoffice sweep monday.yaml --vary ... --out part2.csv --shard 2/8    the second of eight parts
   frontoffice sweep merge grid.csv part*.csv                              the same bytes as in one go

from..to/steps has so many values, both ends among them. The rows come by formula; with --replications they are
simulated, every point with the same customers. Interrupted, --resume goes on where it stopped: to the
same bytes as if it had not been. A manifest beside the rows says what they are of.`,
		Flags: slices.Concat([]cli.Flag{
			&cli.GenericFlag{Name: "vary", Value: &texts{}, Usage: "`PATH=a,b,c` or PATH=from..to/steps: a field of the scenario as in --set; may be given again"},
			&cli.StringFlag{Name: "latin", Usage: "instead of the full grid, `N` points of a Latin hypercube over the ranges"},
			&cli.StringFlag{Name: "out", Usage: "write the rows into this `FILE`, CSV or, where it ends in .jsonl, JSON Lines"},
			&cli.StringFlag{Name: "shard", Usage: "work out only part `i/n` of the points"},
			&cli.BoolFlag{Name: "resume", Usage: "go on with an interrupted sweep into --out"},
			&cli.BoolFlag{Name: "keep-plan", Usage: "give every point the agents of the scenario as it is, instead of sizing each anew"},
			&cli.StringFlag{Name: "replications", Usage: "simulate every point this many `DAYS` (default: by formula alone)"}, seedFlag(), workersFlag(),
			&cli.StringFlag{Name: "pictures", Usage: "draw the sweep into this new `FOLDER`: lines, or heat maps of two varied fields"},
			&cli.StringSliceFlag{Name: "figure", Usage: "figures to print and draw, by `NAME` (default: service levels and staff)"},
			overwriteFlag(), formatFlag(formatTable, formatCSV, formatJSONLines), quietFlag(),
		}, scenarioFlags(), sizingFlags()),
		Subcommands: []*cli.Command{mergeCommand(c)},
		Action:      func(ctx *cli.Context) error { return sweep(ctx, c) },
	}
}

func mergeCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "merge",
		Usage:     "join the shards of a sweep into the file that one run would have written, byte for byte",
		UsageText: "frontoffice sweep merge [flags] OUT SHARD...",
		Description: `   frontoffice sweep merge grid.csv part1.csv part2.csv

The shards may be given in any order and be cut in any way that tiles the points: 1/2 3/4 4/4. Each has its
manifest beside it. Shards of other sweeps are refused; what is missing is listed, with exit status 2.`,
		Flags: []cli.Flag{overwriteFlag(), quietFlag()},
		Action: func(ctx *cli.Context) error {
			if ctx.NArg() < 2 {
				return usagef("name the file to write and the shards to merge\nsee: frontoffice sweep merge --help")
			}
			out, shards := ctx.Args().First(), ctx.Args().Slice()[1:]
			// Where the shell finds nothing but OUT and manifests among part*, these are no shards of their own.
			shards = slices.DeleteFunc(shards, func(s string) bool {
				return s == out || strings.HasSuffix(s, whatif.ManifestSuffix) && slices.Contains(shards, strings.TrimSuffix(s, whatif.ManifestSuffix))
			})
			for _, path := range []string{out, out + whatif.ManifestSuffix} {
				if exists(path) && !ctx.Bool("overwrite") {
					return usagef("%s exists: nothing was merged (--overwrite replaces it)", path)
				}
			}
			m, err := mergeInto(ctx, out, shards)
			if err != nil {
				return &exitError{exitInput, err}
			}
			fmt.Fprintf(c.out, "%s: %s of %s merged\n", out, count(m.Identity.Points, "point"), count(len(shards), "shard"))
			return nil
		},
	}
}

// mergeInto merges into a file that takes its name when it is whole.
func mergeInto(ctx *cli.Context, out string, shards []string) (whatif.Manifest, error) {
	tmp, err := os.CreateTemp(filepath.Dir(out), "."+filepath.Base(out)+".*")
	if err != nil {
		return whatif.Manifest{}, cannotWrite(out, err)
	}
	defer os.Remove(tmp.Name())
	m, err := whatif.Merge(ctx.Context, tmp, shards)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if closed := tmp.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return m, err
	}
	if err := os.Rename(tmp.Name(), out); err != nil {
		return m, cannotWrite(out, err)
	}
	return m, writeFile(out+whatif.ManifestSuffix, m.Encode(), true)
}

func sweep(ctx *cli.Context, c *console) error {
	p, err := sweepPlan(ctx, c)
	if err != nil {
		return err
	}
	shard, err := whatif.ParseShard(ctx.String("shard"))
	if err != nil {
		return usagef("--shard: %w", err)
	}
	workers, err := flagWorkers(ctx)
	if err != nil {
		return err
	}
	_, done := working(c.err, "sizing", ctx.Bool("quiet"))
	err = p.Prepare(ctx.Context)
	done()
	if err != nil {
		return inputOr(err)
	}
	figures, err := chosenFigures(ctx, p)
	if err != nil {
		return err
	}
	notes(ctx, c, sweepNotes(p))
	from, to := shard.Range(p.Points())
	progress := newProgress(c.err, "sweeping", ctx.Bool("quiet"))
	defer progress.done()
	o := whatif.RunOptions{Workers: workers, Progress: func(done, total int) { progress.reportOf(done, total, "points") }}
	var rows []whatif.Row
	keep := func() { o.Row = func(r whatif.Row) { rows = append(rows, r) } }
	folder := ctx.String("pictures")
	if folder != "" {
		switch {
		case to-from > drawnPoints:
			return usagef("--pictures: %s points are more than the %s that are drawn", grouped(float64(to-from)), grouped(drawnPoints))
		case ctx.Bool("resume"):
			return usagef("--pictures and --resume: pictures are drawn of the rows that a run works out")
		case exists(folder) && !ctx.Bool("overwrite"):
			return usagef("%s exists: nothing was done (--overwrite replaces its pictures)", folder)
		}
		keep()
	}
	out, format := ctx.String("out"), whatif.CSV
	if strings.HasSuffix(out, ".jsonl") || ctx.String("format") == formatJSONLines {
		format = whatif.JSONLines
	}
	switch {
	case out != "":
		if ctx.IsSet("format") {
			return usagef("--format and --out: the file's name says the format, .csv or .jsonl")
		}
		if err := sweepFile(ctx, c, p, out, format, shard, o); err != nil {
			return err
		}
	case ctx.Bool("resume"):
		return usagef("--resume needs --out FILE: what is printed cannot be resumed")
	case ctx.String("format") == formatTable:
		if to-from > tablePoints {
			return usagef("%s points are too many for a table: write them with --out grid.csv, or print them with --format csv", grouped(float64(to-from)))
		}
		keep()
		if err := p.Stream(ctx.Context, io.Discard, format, from, to, o); err != nil {
			return inputOr(err)
		}
		progress.done()
		printSweep(c, p, rows, figures)
	default:
		if _, err := c.out.Write(p.Header(format)); err != nil {
			return err
		}
		if err := p.Stream(ctx.Context, c.out, format, from, to, o); err != nil {
			return inputOr(err)
		}
	}
	if folder == "" {
		return nil
	}
	progress.done()
	pictures, err := drawSweep(folder, p, rows, figures, ctx.Bool("overwrite"))
	if err == nil && (ctx.String("format") == formatTable || out != "") {
		fmt.Fprintf(c.out, "\nPictures: %s in %s\n", count(len(pictures), "file"), folder)
	}
	return err
}

// sweepFile writes a shard's rows into a file.
func sweepFile(ctx *cli.Context, c *console, p *whatif.Plan, out string, format whatif.Format, shard whatif.Shard, o whatif.RunOptions) error {
	if info, err := os.Stat(filepath.Dir(out)); err != nil || !info.IsDir() {
		return usagef("cannot write %s: there is no folder %s", out, filepath.Dir(out))
	}
	if exists(out) && !ctx.Bool("overwrite") {
		return usagef("%s exists: nothing was done (--overwrite replaces it)", out)
	}
	if ctx.Bool("overwrite") && !ctx.Bool("resume") {
		if err := os.Remove(out + whatif.PartialSuffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	there, err := p.Sweep(ctx.Context, out, format, shard, version(), ctx.Bool("resume"), o)
	switch {
	case errors.Is(err, whatif.ErrPartial):
		return usagef("%w: --resume goes on with it, --overwrite begins anew", err)
	case err != nil && ctx.Context.Err() != nil:
		fmt.Fprintf(c.err, "the rows so far are in %s: --resume goes on after them\n", out+whatif.PartialSuffix)
		return err
	case err != nil:
		return inputOr(err)
	}
	from, to := shard.Range(p.Points())
	words := count(to-from, "point")
	if there > 0 {
		words += fmt.Sprintf(", %s of them from before", grouped(float64(there)))
	}
	fmt.Fprintf(c.out, "%s: %s\n", out, words)
	return nil
}

// inputOr is bad input where an error is of the scenario.
func inputOr(err error) error {
	if exitStatus(err) == exitInput {
		return &exitError{exitInput, err}
	}
	return err
}

// sweepPlan is the sweep that the flags ask for.
func sweepPlan(ctx *cli.Context, c *console) (*whatif.Plan, error) {
	if ctx.NArg() > 1 {
		return nil, usagef("one scenario at a time: %d given (%s)", ctx.NArg(), strings.Join(ctx.Args().Slice(), ", "))
	}
	setting, made, err := settingOf(ctx, c)
	if err != nil {
		return nil, err
	}
	p := &whatif.Plan{Document: setting.Document, Variant: setting.Variant, Set: setting.Set, Sizing: setting.Sizing, Seed: setting.Seed,
		Replications: setting.Replications, KeepPlan: ctx.Bool("keep-plan")}
	vary := textsOf(ctx, "vary")
	if len(vary) == 0 {
		return nil, usagef("nothing is varied: give for example --vary channels.%s.demand.scale=80%%..120%%/5", made.Channels[0].Name)
	}
	for _, text := range vary {
		v, err := whatif.ParseVary(setting.Document, text)
		if err != nil {
			return nil, varyError(err)
		}
		p.Dimensions = append(p.Dimensions, v)
	}
	r := flagReader{ctx: ctx}
	p.Samples = r.whole("latin", 1)
	if p.Samples > whatif.MaxPoints {
		r.wrong("--latin: at most %d points", whatif.MaxPoints)
	}
	return p, r.err
}

// sweepNotes tells what a reader of the rows should know.
func sweepNotes(p *whatif.Plan) []string {
	if m := p.Sizing.Method; p.Points() > whatif.Manageable && (m == staffing.ErlangA || m == staffing.ErlangC) {
		return []string{fmt.Sprintf("%s points by %s, each interval as a steady state of its own; --method exact-day takes longer", grouped(float64(p.Points())), m)}
	}
	return nil
}

// chosenFigures is the figures of --figure, by their places; else service levels and staff.
func chosenFigures(ctx *cli.Context, p *whatif.Plan) ([]int, error) {
	var at []int
	if ctx.IsSet("figure") {
		for _, name := range ctx.StringSlice("figure") {
			f, err := whatif.Find(p.Figures(), name)
			if err != nil {
				return nil, usagef("--figure: %w", err)
			}
			at = append(at, slices.IndexFunc(p.Figures(), func(g whatif.Figure) bool { return g.Name == f.Name }))
		}
		return at, nil
	}
	for i, f := range p.Figures() {
		_, what := splitFigure(f.Name)
		if slices.Contains([]string{"service_level", "asa", "abandonment", "occupancy", "agents", "scheduled_hours", "cost", "margin", "backlog", "concurrency"}, what) {
			at = append(at, i)
		}
	}
	return at, nil
}

// printSweep prints the points as a table.
func printSweep(c *console, p *whatif.Plan, rows []whatif.Row, figures []int) {
	s, err := p.Document.Variant(p.Variant, p.Set...)
	if err != nil {
		return
	}
	fmt.Fprintln(c.out, heading(s))
	how := "by formula"
	if p.Replications > 0 {
		how = fmt.Sprintf("%s, seed %d, the same customers at every point", count(p.Replications, "replication"), p.Seed)
	}
	plan := "each sized anew"
	if p.KeepPlan {
		plan = "all with the agents of the scenario as it is"
	} else if s.Plan != nil {
		plan = "with the scenario's own plan"
	}
	fmt.Fprintf(c.out, "%s, %s, %s\n\n", count(len(rows), "point"), how, plan)
	head := table.Row{}
	for _, v := range p.Dimensions {
		head = append(head, shortPath(v.Path))
	}
	many := len(s.Channels) > 1
	for _, k := range figures {
		name := figureHeading(s, p.Figures()[k])
		if of, _ := splitFigure(p.Figures()[k].Name); many && of != "" {
			name = of + " " + name
		}
		head = append(head, name)
	}
	t := newTable(head)
	var wrong []string
	for _, r := range rows {
		row := table.Row{}
		for _, v := range r.Inputs {
			row = append(row, v)
		}
		for _, k := range figures {
			row = append(row, writeValue(p.Figures()[k], r.Values[k]))
		}
		t.AppendRow(row)
		if r.Error != "" && !slices.Contains(wrong, r.Error) {
			wrong = append(wrong, r.Error)
		}
	}
	fmt.Fprintln(c.out, t.Render())
	for _, w := range wrong {
		paragraph(c.out, "No answer: "+w)
	}
}

// shortPath is a path without what every path has.
func shortPath(path string) string {
	return strings.TrimPrefix(strings.TrimPrefix(path, "channels."), "teams.")
}

// flagWorkers reads --workers; 0 where it is not given.
func flagWorkers(ctx *cli.Context) (int, error) {
	if !ctx.IsSet("workers") {
		return 0, nil
	}
	n, err := strconv.Atoi(ctx.String("workers"))
	if err != nil || n < 1 || n > 1024 {
		return 0, usagef("--workers %s: want a whole number from 1 to 1024", ctx.String("workers"))
	}
	return n, nil
}

// settingOf is the scenario of the command, as it was read, and how it is looked at; by formula unless --replications asks for more.
func settingOf(ctx *cli.Context, c *console) (whatif.Setting, *scenarios.Scenario, error) {
	s := whatif.Setting{Variant: ctx.String("variant")}
	set, err := changesOf(ctx)
	if err != nil {
		return s, nil, err
	}
	made, err := loadScenario(ctx, c) // its mistakes and notes are told
	if err != nil {
		return s, nil, err
	}
	name := made.File
	if ctx.Args().First() == "-" {
		return s, nil, usagef("standard input can be read once, and this is read often: name a file")
	}
	if s.Document, err = readScenario(c, name); err != nil {
		return s, nil, &exitError{exitInput, err}
	}
	s.Set = set
	if s.Sizing, err = sizingOptions(ctx); err != nil {
		return s, nil, err
	}
	simulation, err := simulationOptions(ctx, made)
	if err != nil {
		return s, nil, err
	}
	s.Seed, s.Workers, s.Confidence = simulation.Seed, simulation.Workers, 0.95
	if ctx.IsSet("replications") {
		s.Replications = simulation.Replications
	}
	return s, made, nil
}

// simulateShared has a scenario simulated where no formula has its teams, which share channels.
func simulateShared(setting *whatif.Setting, s *scenarios.Scenario) {
	if setting.Replications == 0 && slices.ContainsFunc(s.Channels, func(c scenarios.Channel) bool { return !s.Dedicated(&c) }) {
		setting.Replications = s.Simulation.Replications
	}
}
