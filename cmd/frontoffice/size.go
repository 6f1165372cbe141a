package main

import (
	"slices"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios/staffing"
)

func sizeCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "size",
		Usage:     "find the least agents per interval that meet the targets",
		UsageText: "frontoffice size [flags] [FILE]",
		Description: `By the exact day, which follows the queue and the work in hand from interval to interval, or by
any other --method: erlang-a and erlang-c take each interval as a steady state of its own, as
spreadsheets do. The output names what was used.

Where teams are shared no formula covers them: the agents of all of them together are found by a search
with simulated days (--method simulation does it for any scenario). It is a heuristic, shown with a lower
bound of its cost, and its plan is tested on days that the search has not seen. What is least is
agent hours, or their wages where every team has one.

   frontoffice size                                     the embedded day
   frontoffice size monday.yaml --method erlang-a       the textbook's answer
   frontoffice size monday.yaml --compare-methods       every method, and what its staff truly does
   frontoffice size monday.yaml --whole-day             the day keeps the targets, not every interval
   frontoffice size blended-desk                        shared teams, by simulation
   frontoffice size monday.yaml --format csv > plan.csv a plan to edit in a spreadsheet
   frontoffice simulate monday.yaml --plan plan.csv     what that plan really does

Exit status 3 if a team's max_agents leaves an interval short, or the test does not show that all targets are kept.`,
		Flags: slices.Concat([]cli.Flag{formatFlag(formatTable, formatJSON, formatCSV), quietFlag()}, scenarioFlags(), sizingFlags(), []cli.Flag{
			&cli.BoolFlag{Name: "compare-methods", Usage: "put all methods side by side: agent hours, and by the exact day the intervals they truly miss"},
			&cli.StringFlag{Name: "pictures", Usage: "with --compare-methods: draw the methods into this `FOLDER`"},
			overwriteFlag(), seedFlag(), workersFlag(),
		}),
		Action: func(ctx *cli.Context) error {
			sizing, err := sizingOptions(ctx)
			if err != nil {
				return err
			}
			s, err := loadScenario(ctx, c)
			if err != nil {
				return err
			}
			if ctx.Bool("compare-methods") {
				return compareMethods(ctx, c, s)
			}
			if ctx.IsSet("pictures") {
				return usagef("--pictures goes with --compare-methods; run draws the day")
			}
			tell, done := working(c.err, "sizing", ctx.Bool("quiet"))
			sizing.Progress = searched(tell)
			d, err := staffing.Size(ctx.Context, s, sizing)
			done()
			if err != nil {
				return err
			}
			notes(ctx, c, d.Notes)
			if err := printResult(ctx, c, "frontoffice/size/v1", d, nil, nil); err != nil {
				return err
			}
			if len(d.Shortages()) > 0 || d.Search != nil && len(d.Search.Missed) > 0 {
				return errMissed
			}
			return nil
		},
	}
}
