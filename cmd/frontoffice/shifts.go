package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/scheduling"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/shifts/mip"
)

func shiftsCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "shifts",
		Usage:     "find the cheapest shifts that cover the day: who starts when, with which breaks, at what cost",
		UsageText: "frontoffice shifts [flags] FILE",
		Description: `The scenario's teams have shift_patterns. What has to be covered is what size finds (by
simulation for teams that share channels), or the scenario's plan. The shifts found go through the exact day and
the simulator, breaks, absence and adherence included; where a target of the day is missed, more is asked for until it holds.

   frontoffice shifts shift-day                               an embedded example
   frontoffice shifts monday.yaml --objective day             the day keeps its targets, not every interval
   frontoffice shifts monday.yaml --objective shortage --shortage-price 12
   frontoffice shifts monday.yaml --format csv > shifts.csv   the shift table, to edit
   frontoffice simulate monday.yaml --shifts shifts.csv       what these shifts really do
   frontoffice shifts monday.yaml --lp day.lp                 the model for a solver of your own
   cbc day.lp solve solution day.sol                          CBC; or: glpsol --lp day.lp -w day.sol (--freemps day.mps); or highs day.lp --solution_file day.sol
   frontoffice shifts monday.yaml --solution day.sol          what it found, checked and simulated

Every plan comes with a bound: no plan costs less than that. Ctrl-C ends the search: the best plan so
far is printed with its gap, not simulated. The same seed and effort give the same plan. Exit status 3 if a target does not hold, 1 after Ctrl-C.`,
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "objective", Usage: "`NAME` of what is asked for: cover (required agents in every interval), shortage (agents short at a price), day (targets of the day as a whole) (default: the scenario's)"},
			&cli.StringFlag{Name: "shortage-price", Usage: "`PRICE` of an agent too few during an interval, for the objective shortage (default: the scenario's)"},
			&cli.StringFlag{Name: "effort", Value: "normal", Usage: "quick, normal, thorough, or a `NUMBER` of millions of operations for each search (some 500 a second)"},
			&cli.StringFlag{Name: "repairs", Value: strconv.Itoa(scheduling.DefaultRepairs), Usage: "ask for more at most `TIMES` where a target does not hold; 0 judges the plain cover"},
			&cli.StringFlag{Name: "lp", Usage: "write the model of the teams' shifts into this `FILE` in LP format, and stop; that of tours has the tours a search made"},
			&cli.StringFlag{Name: "mps", Usage: "the same in free MPS format, into this `FILE` (GLPK reads it with --freemps)"},
			&cli.StringFlag{Name: "solution", Usage: "take the solution of the model from a solver's `FILE` (CBC, GLPK, HiGHS or a list of names and values) instead of searching; of tours with the same --effort and --seed"},
			&cli.StringFlag{Name: "pictures", Usage: "draw coverage and shifts into this `FOLDER`"},
			overwriteFlag(), formatFlag(formatTable, formatJSON, formatCSV), quietFlag(),
		}, scenarioFlags(), sizingFlags(), simulationFlags()[:3]),
		Action: func(ctx *cli.Context) error { return shiftsAction(ctx, c) },
	}
}

func shiftsAction(ctx *cli.Context, c *console) error {
	o, err := schedulingOptions(ctx)
	if err != nil {
		return err
	}
	s, err := loadScenario(ctx, c)
	if err != nil {
		return err
	}
	if objective := cmp.Or(o.Objective, s.Shifts.Objective); o.ShortagePrice > 0 && objective != scheduling.Shortage {
		return usagef("--shortage-price is a price of the objective shortage, and this one is %s: add --objective shortage", objective)
	}
	if o.Simulation, err = simulationOptions(ctx, s); err != nil {
		return err
	}
	if o.Search.Seed = s.Simulation.Seed; ctx.IsSet("seed") {
		o.Search.Seed = o.Simulation.Seed
	}
	folder := ctx.String("pictures")
	if folder == "none" {
		folder = ""
	}
	if folder != "" {
		if err := freeOf(ctx, folder, shiftPictures(s)); err != nil {
			return err
		}
	}
	if ctx.IsSet("lp") || ctx.IsSet("mps") {
		return exportModel(ctx, c, s, o)
	}
	if path := ctx.String("solution"); path != "" {
		f, err := os.Open(path)
		if err != nil {
			return usagef("--solution: %w", err)
		}
		defer f.Close()
		o.Solution = func(p *mip.Problem) ([]float64, error) {
			x, err := p.ReadSolution(io.LimitReader(f, 1<<28))
			if err != nil {
				return nil, usagef("--solution %s: %w", path, err)
			}
			return x, nil
		}
	}
	p := newStages(c.err, ctx.Bool("quiet"))
	o.Stage, o.Search.Progress = p.stage, p.search
	r, err := scheduling.Build(ctx.Context, s, o)
	p.done()
	if errors.Is(err, shifts.ErrNotOfModel) {
		return usagef("--solution %s: %w; the file looks like the solution of another objective or scenario: --lp or --mps with the same flags writes the model that it has to be of", ctx.String("solution"), err)
	} else if err != nil && ctx.Context.Err() != nil && errors.Is(err, ctx.Context.Err()) {
		return &exitError{exitFailed, fmt.Errorf("interrupted while %s: no shifts were found yet, so there are none to print", p.doing())}
	} else if errors.Is(err, mip.ErrNoneFound) {
		return fmt.Errorf("%w (--effort thorough searches longer; fewer limits, or wider ones, are easier)", err)
	} else if err != nil {
		return err
	}
	notes(ctx, c, r.Notes)
	var pictures []string
	if folder != "" {
		if pictures, err = drawShifts(folder, r, ctx.Bool("overwrite")); err != nil {
			return err
		}
	}
	switch ctx.String("format") {
	case formatJSON:
		err = printJSON(c.out, newShiftsJSON(r, pictures))
	case formatCSV:
		err = printShiftsCSV(c.out, r)
	default:
		printSchedule(c.out, r)
		if pictures != nil {
			fmt.Fprintf(c.out, "\nPictures: %s in %s\n", count(len(pictures), "file"), folder)
		}
	}
	switch {
	case err != nil:
		return err
	case r.Interrupted:
		simulated := ", not simulated"
		if r.Outcome != nil {
			simulated = ", simulated"
		}
		return &exitError{exitFailed, errors.New("interrupted: this is the best plan so far" + simulated)}
	case !r.Holds && r.Objective != scheduling.Shortage:
		return errMissed
	}
	return nil
}

// efforts are names for millions of operations.
var efforts = map[string]int64{"quick": 500, "normal": 2500, "thorough": 20000}

func schedulingOptions(ctx *cli.Context) (scheduling.Options, error) {
	r := flagReader{ctx: ctx}
	o := scheduling.Options{Objective: ctx.String("objective")}
	if o.Objective != "" && !slices.Contains(scheduling.Objectives(), o.Objective) {
		return o, usagef("--objective %s: want %s%s", o.Objective, strings.Join(scheduling.Objectives(), ", "), didYouMean(o.Objective, scheduling.Objectives()))
	}
	if text := ctx.String("shortage-price"); text != "" {
		price, err := strconv.ParseFloat(text, 64)
		if err != nil || !(price > 0 && price <= 1e6) {
			return o, usagef("--shortage-price %s: want a number above 0 and at most 1000000", text)
		}
		o.ShortagePrice = price
	}
	effort := ctx.String("effort")
	work, known := efforts[effort]
	if !known {
		n, err := strconv.ParseInt(effort, 10, 64)
		if err != nil || n < 1 || n > 10_000_000 {
			return o, usagef("--effort %s: want quick, normal, thorough, or millions of operations from 1 to 10000000%s", effort, didYouMean(effort, []string{"quick", "normal", "thorough"}))
		}
		work = n
	}
	o.Search.Work = work
	if ctx.IsSet("repairs") {
		if o.Repairs = r.whole("repairs", 0); o.Repairs == 0 {
			o.Repairs = -1
		}
	}
	if r.err != nil {
		return o, r.err
	}
	sizing, err := sizingOptions(ctx)
	o.Sizing = sizing
	return o, err
}

// exportModel writes the model for another solver.
func exportModel(ctx *cli.Context, c *console, s *scenarios.Scenario, o scheduling.Options) error {
	for _, flag := range []string{"lp", "mps"} {
		if path := ctx.String(flag); path != "" && exists(path) && !ctx.Bool("overwrite") {
			return usagef("%s exists: nothing was done (--overwrite replaces it)", path)
		}
	}
	p := newStages(c.err, ctx.Bool("quiet"))
	o.Stage, o.Search.Progress = p.stage, p.search
	pools, err := scheduling.Models(ctx.Context, s, o)
	p.done()
	if err != nil {
		return err
	}
	if len(pools) > 1 {
		return usagef("--lp, --mps: %d groups of teams have shift patterns, and a file holds one model: leave the patterns of the others out", len(pools))
	}
	m := pools[0]
	title := "shifts of " + s.Name
	for _, f := range []struct {
		flag  string
		write func(io.Writer, string) error
	}{{"lp", m.WriteLP}, {"mps", m.WriteMPS}} {
		path := ctx.String(f.flag)
		if path == "" {
			continue
		}
		var text strings.Builder
		if err := f.write(&text, title); err != nil {
			return err
		}
		if err := writeFile(path, []byte(text.String()), ctx.Bool("overwrite")); err != nil {
			return err
		}
		fmt.Fprintf(c.out, "%s: %s, %s\n", path, count(len(m.Columns), "column"), count(len(m.Rows), "row"))
	}
	return nil
}

// shiftPictures are the names of pictures of a scenario's shifts.
func shiftPictures(s *scenarios.Scenario) []string {
	var names []string
	for _, t := range s.Teams {
		if len(t.Staff.Patterns) > 0 {
			names = append(names, shiftPicture(t.Name))
		}
	}
	return names
}

func shiftPicture(team string) string { return "shifts-" + slug(team) }

// stages shows on a terminal what a search is at.
type stages struct {
	*progress
	what string
}

func newStages(w io.Writer, quiet bool) *stages {
	return &stages{progress: newProgress(w, "", quiet)}
}

func (p *stages) stage(what string) { p.what = what }

// doing is what the search is at, in words.
func (p *stages) doing() string {
	if p.what == "covering" {
		return "looking for shifts"
	}
	return p.what
}

func (p *stages) search(g mip.Progress) {
	now := time.Now()
	if p.w == nil || now.Sub(p.begun) < 300*time.Millisecond || now.Sub(p.last) < 100*time.Millisecond {
		return
	}
	p.last = now
	gap := ""
	if g.Cost < 1e300 && g.Bound > 0 {
		gap = fmt.Sprintf(", cost %s, at most %.2f%% above the least", decimal(g.Cost), 100*(g.Cost-g.Bound)/g.Bound)
	}
	fmt.Fprintf(p.w, "\r\033[K%s: %d%% of the effort%s", p.what, int(100*g.Done), gap)
}

// foundShifts finds shifts for a scenario whose teams have patterns and no other plan is asked for; else nil.
func foundShifts(ctx *cli.Context, c *console, s *scenarios.Scenario) (*scheduling.Schedule, error) {
	if ctx.IsSet("plan") || ctx.IsSet("shifts") || !slices.ContainsFunc(s.Teams, func(t scenarios.Team) bool { return len(t.Staff.Patterns) > 0 }) {
		return nil, nil
	}
	sizing, err := sizingOptions(ctx)
	if err != nil {
		return nil, err
	}
	o := scheduling.Options{Sizing: sizing, Search: shifts.Options{Work: efforts["normal"], Seed: s.Simulation.Seed}}
	if o.Simulation, err = simulationOptions(ctx, s); err != nil {
		return nil, err
	}
	if ctx.IsSet("seed") {
		o.Search.Seed = o.Simulation.Seed
	}
	p := newStages(c.err, ctx.Bool("quiet"))
	o.Stage, o.Search.Progress = p.stage, p.search
	r, err := scheduling.Build(ctx.Context, s, o)
	p.done()
	if err != nil {
		return nil, err
	}
	if r.Interrupted {
		return nil, ctx.Context.Err()
	}
	return r, nil
}
