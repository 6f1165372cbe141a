package main

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/scheduling"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

func simulateCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "simulate",
		Usage:     "play the day with a plan, contact by contact, and judge it against the targets",
		UsageText: "frontoffice simulate [flags] [FILE]",
		Description: `The plan is --plan's, else the scenario's own, else the one that size makes.

   frontoffice simulate monday.yaml --plan plan.csv
   frontoffice size monday.yaml --format csv | frontoffice simulate monday.yaml --plan -
   frontoffice simulate monday.yaml --shifts shifts.csv
   frontoffice simulate monday.yaml --replications 1000 --seed 7
   frontoffice simulate monday.yaml --precision voice.service_level=0.5%
   frontoffice simulate monday.yaml --trace day.jsonl --trace-replication 3
   frontoffice simulate monday.yaml --replay day.jsonl --plan plan.csv

Exit status 3 if the day misses a target.`,
		Flags: slices.Concat([]cli.Flag{planFlag(), shiftsFlag(), overwriteFlag(), formatFlag(formatTable, formatJSON, formatCSV), quietFlag()}, scenarioFlags(), sizingFlags(), simulationFlags()),
		Action: func(ctx *cli.Context) error {
			s, err := loadScenario(ctx, c)
			if err != nil {
				return err
			}
			if s, err = withShifts(ctx, c, s); err != nil {
				return err
			}
			o, err := simulateDay(ctx, c, s)
			if err != nil {
				return err
			}
			if err := printResult(ctx, c, "frontoffice/simulate/v1", o.Day, o, nil); err != nil {
				return err
			}
			return missed(o)
		},
	}
}

// outcome is a simulated day with what was asked of the simulation beside it.
type outcome struct {
	*staffing.Outcome
	precision []reached
	traced    string               // what --trace wrote, in words
	schedule  *scheduling.Schedule // the shifts found for it; nil where none were asked for
}

// simulateDay simulates the scenario with the plan the flags name.
func simulateDay(ctx *cli.Context, c *console, s *scenarios.Scenario) (*outcome, error) {
	options, err := simulationOptions(ctx, s)
	if err != nil {
		return nil, err
	}
	asked, err := precisions(ctx, s)
	if err != nil {
		return nil, err
	}
	for _, p := range asked {
		options.Precision = append(options.Precision, p.Precision)
	}
	trace, err := traceOf(ctx)
	if err != nil {
		return nil, err
	}
	replay, err := readReplay(ctx)
	if err != nil {
		return nil, err
	}
	d, err := planned(ctx, c, s)
	if err != nil {
		return nil, err
	}
	p := newProgress(c.err, "simulating", ctx.Bool("quiet"))
	defer p.done()
	options.Progress = p.report
	d.Replay(replay)
	if _, err := d.Model(); err != nil {
		return nil, usagef("--replay %s: %w", ctx.String("replay"), err)
	}
	o, err := simulateOrReplay(ctx, c, d, options, replay != nil || s.Simulation.Replay != nil)
	if err != nil {
		return nil, err
	}
	out := &outcome{Outcome: o, precision: reachedOf(asked, o.Simulated)}
	if trace.path != "" {
		records, err := trace.write(ctx.Context, d, options.Seed)
		if err != nil {
			return nil, err
		}
		out.traced = traceWords(trace, records)
	}
	return out, nil
}

// simulateOrReplay simulates a day. One whose contacts are replayed, and that has no chance of its own, is the same every time: it
// is simulated twice, which shows it, and not as often as others.
func simulateOrReplay(ctx *cli.Context, c *console, d *staffing.Day, o sim.Options, replayed bool) (*staffing.Outcome, error) {
	if !replayed || ctx.IsSet("replications") || len(o.Precision) > 0 {
		return staffing.Simulate(ctx.Context, d, o)
	}
	twice := o
	twice.Replications = 2
	if certain, err := leavesNoChance(ctx.Context, d, twice); err != nil {
		return nil, err
	} else if !certain {
		return staffing.Simulate(ctx.Context, d, o)
	}
	same, err := staffing.Simulate(ctx.Context, d, twice)
	if err != nil {
		return nil, err
	}
	withoutChance(reflect.ValueOf(same.Simulated).Elem())
	same.Verdicts = staffing.Judge(d, same.Simulated)
	notes(ctx, c, []string{"one day is replayed, and nothing in it is left to chance: every replication is that day, so that two are enough and ± is 0; figures by formula are means over many days, and one day may differ from them by luck alone"})
	return same, nil
}

// leavesNoChance is whether two replications of a day are the same in all that is counted. Times may differ by rounding.
func leavesNoChance(ctx context.Context, d *staffing.Day, twice sim.Options) (bool, error) {
	m, err := d.Model()
	if err != nil {
		return false, err
	}
	twice.Progress = nil
	var first []float64
	certain := true
	err = sim.Each(ctx, m, twice, func(i int, r sim.Replication) {
		var day []float64
		for c := range m.Channels {
			for k := range d.Scenario.Intervals() {
				x := r.Counts(c, k)
				for _, n := range []int64{x.Offered, x.Redials, x.Answered, x.Abandoned, x.Blocked, x.AnsweredWithin, x.AbandonedWithin, x.Contained, x.RightParty} {
					day = append(day, float64(n))
				}
				day = append(day, x.WaitAnswered, x.Handled, x.WrappedUp)
			}
		}
		for g := range m.Teams {
			day = append(day, r.Busy(g))
		}
		if i == 0 {
			first = day
			return
		}
		certain = slices.EqualFunc(first, day, func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(math.Abs(a), 1) })
	})
	return certain, err
}

// withoutChance sets all half-widths to 0: what one day had is no sample of others.
func withoutChance(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			withoutChance(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			withoutChance(v.Index(i))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[sim.Estimate]() {
			v.FieldByName("HalfWidth").SetFloat(0)
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				withoutChance(v.Field(i))
			}
		}
	}
}

// planned is the day with --plan's agents, else the scenario's, else as sized.
func planned(ctx *cli.Context, c *console, s *scenarios.Scenario) (*staffing.Day, error) {
	plan := s.Plan
	if ctx.IsSet("plan") {
		var err error
		if plan, err = readPlan(c, ctx.String("plan"), s); err != nil {
			return nil, err
		}
	}
	sizing, err := sizingOptions(ctx)
	if err != nil {
		return nil, err
	}
	tell, done := working(c.err, "sizing", ctx.Bool("quiet"))
	sizing.Progress = searched(tell)
	var d *staffing.Day
	if plan == nil {
		d, err = staffing.Size(ctx.Context, s, sizing)
	} else {
		d, err = staffing.Assign(ctx.Context, s, plan, sizing)
	}
	done()
	if err != nil {
		return nil, err
	}
	notes(ctx, c, d.Notes)
	return d, nil
}

// printResult prints a day in the asked format; o is nil where it was not simulated.
func printResult(ctx *cli.Context, c *console, schema string, d *staffing.Day, o *outcome, pictures []string) error {
	simulated := d.Tested()
	if o != nil {
		simulated = o.Outcome
	}
	switch ctx.String("format") {
	case formatJSON:
		out := newDayJSON(schema, d, simulated)
		out.Pictures = pictures
		if o != nil {
			out.Precision = o.precision
			if o.schedule != nil {
				found := newShiftsJSON(o.schedule, nil)
				out.Shifts = &found
			}
		}
		return printJSON(c.out, out)
	case formatCSV:
		return printCSV(c.out, schema, d, simulated)
	}
	if o == nil {
		printDay(c.out, d, simulated, nil)
		return nil
	}
	if o.schedule != nil {
		printShifts(c.out, o.schedule)
		fmt.Fprintln(c.out)
	}
	printDay(c.out, d, o.Outcome, o.precision)
	if o.traced != "" {
		fmt.Fprintf(c.out, "\n%s\n", o.traced)
	}
	return nil
}

func missed(o *outcome) error {
	if o.Met() {
		return nil
	}
	return errMissed
}
