package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"
)

func runCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "run",
		Usage:     "the whole day: size it, simulate it, judge it, draw it",
		UsageText: "frontoffice run [flags] [FILE]",
		Description: `   frontoffice run                              the embedded day
   frontoffice run monday.yaml                  your own
   frontoffice run monday.yaml --plan plan.csv  with your own agents
   frontoffice run --pictures none --format json > day.json

The agents are --plan's or --shifts', else those of the shifts that are found where teams have
shift_patterns, else the scenario's own plan, else those that size finds.
Exit status 3 if the day misses a target.`,
		Flags: slices.Concat([]cli.Flag{planFlag(), shiftsFlag(), picturesFlag(), overwriteFlag(), formatFlag(formatTable, formatJSON, formatCSV), quietFlag()}, scenarioFlags(), sizingFlags(), simulationFlags()),
		Action: func(ctx *cli.Context) error {
			s, err := loadScenario(ctx, c)
			if err != nil {
				return err
			}
			folder, err := picturesFolder(ctx, s)
			if err != nil {
				return err
			}
			if s, err = withShifts(ctx, c, s); err != nil {
				return err
			}
			schedule, err := foundShifts(ctx, c, s)
			if err != nil {
				return err
			}
			if schedule != nil {
				s = schedule.Scenario
			}
			o, err := simulateDay(ctx, c, s)
			if err != nil {
				return err
			}
			o.schedule = schedule
			var pictures []string
			var lost error // a picture that fails does not take the figures with it
			if folder != "" {
				pictures, lost = drawDay(folder, o.Outcome, ctx.Bool("overwrite"))
				if schedule != nil && lost == nil {
					var more []string
					more, lost = drawShifts(folder, schedule, ctx.Bool("overwrite"))
					pictures = append(pictures, more...)
				}
			}
			if err := printResult(ctx, c, "frontoffice/run/v1", o.Day, o, pictures); err != nil {
				return err
			}
			if lost != nil {
				return lost
			}
			if folder != "" && ctx.String("format") == formatTable {
				fmt.Fprintf(c.out, "\nPictures: %s in %s\n", count(len(pictures), "file"), folder)
			}
			return missed(o)
		},
	}
}
