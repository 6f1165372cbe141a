package main

import (
	"github.com/urfave/cli/v2"

	"frontoffice/scenarios/staffing"
)

func sizeCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "size",
		Usage:     "find the least agents per interval that meet the targets, by formula",
		UsageText: "frontoffice size [flags] [FILE]",
		Description: `Erlang A where callers give up (patience), Erlang C where they do not, each interval
a steady state of its own.

   frontoffice size                                     the embedded day
   frontoffice size monday.yaml --format csv > plan.csv a plan to edit in a spreadsheet
   frontoffice simulate monday.yaml --plan plan.csv     what that plan really does

Exit status 3 if a team's max_agents leaves an interval short.`,
		Flags: []cli.Flag{formatFlag(formatTable, formatJSON, formatCSV), quietFlag()},
		Action: func(ctx *cli.Context) error {
			s, err := loadScenario(ctx, c)
			if err != nil {
				return err
			}
			d, err := staffing.Size(s)
			if err != nil {
				return err
			}
			if err := printResult(ctx, c, "frontoffice/size/v1", d, nil, nil); err != nil {
				return err
			}
			if len(d.Shortages()) > 0 {
				return errMissed
			}
			return nil
		},
	}
}
