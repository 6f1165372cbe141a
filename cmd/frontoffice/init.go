package main

import (
	"fmt"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
)

func initCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "write a commented scenario to start from",
		UsageText: "frontoffice init [flags] [FILE]",
		Description: `   frontoffice init                                 writes scenario.yaml, a day of calls
   frontoffice init monday.yaml
   frontoffice init --from email-week week.yaml     from another embedded scenario
   frontoffice init --from front-office office.yaml
   frontoffice scenarios list                       names them`,
		Flags: []cli.Flag{overwriteFlag(), &cli.StringFlag{Name: "from", Value: scenarios.Default, Usage: "the embedded `SCENARIO` to start from"}},
		Action: func(ctx *cli.Context) error {
			if ctx.NArg() > 1 {
				return usagef("one file at a time: %d given", ctx.NArg())
			}
			path := "scenario.yaml"
			if ctx.NArg() == 1 {
				path = ctx.Args().First()
			}
			text, err := scenarios.Open(ctx.String("from"))
			if err != nil {
				return usagef("--from: %w", err)
			}
			if err := writeFile(path, text, ctx.Bool("overwrite")); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s written; next:\n  frontoffice validate %s\n  frontoffice run %s\n", path, path, path)
			return nil
		},
	}
}
