package main

import (
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
)

func initCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "init",
		Usage:     "write a commented scenario to start from",
		UsageText: "frontoffice init [flags] [FILE]",
		Description: `   frontoffice init                                 writes scenario.yaml, a day of calls
   frontoffice init monday.yaml
   frontoffice init -                               prints it
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
			if path == "-" {
				_, err := c.out.Write(text)
				return err
			}
			if err := writeFile(path, text, ctx.Bool("overwrite")); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s written; next:\n  frontoffice validate %s\n", path, path)
			for _, command := range pointOf(ctx.String("from")) {
				fmt.Fprintf(c.out, "  frontoffice %s %s\n", command, path)
			}
			return nil
		},
	}
}

// pointOf are the commands that an embedded scenario is for.
func pointOf(name string) []string {
	s, err := scenarios.Find(name)
	if err != nil {
		return []string{"run"}
	}
	if pricing.Check(s) == nil && len(s.Business.Contracts) > 0 {
		return []string{"price"}
	}
	if slices.ContainsFunc(s.Teams, func(t scenarios.Team) bool { return len(t.Staff.Patterns) > 0 }) {
		return []string{"shifts"}
	}
	return []string{"run"}
}
