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
		Description: `   frontoffice init              writes scenario.yaml
   frontoffice init monday.yaml`,
		Flags: []cli.Flag{overwriteFlag()},
		Action: func(ctx *cli.Context) error {
			if ctx.NArg() > 1 {
				return usagef("one file at a time: %d given", ctx.NArg())
			}
			path := "scenario.yaml"
			if ctx.NArg() == 1 {
				path = ctx.Args().First()
			}
			if err := writeFile(path, scenarios.Template(), ctx.Bool("overwrite")); err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s written; next:\n  frontoffice validate %s\n  frontoffice run %s\n", path, path, path)
			return nil
		},
	}
}
