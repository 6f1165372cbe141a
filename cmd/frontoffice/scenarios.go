package main

import (
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
)

func scenariosCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "scenarios",
		Usage:     "list and show the embedded scenarios; print the format's JSON Schema",
		UsageText: "frontoffice scenarios list|show|schema",
		Subcommands: []*cli.Command{
			{
				Name:      "list",
				Usage:     "list the embedded scenarios",
				UsageText: "frontoffice scenarios list [--format json]",
				Flags:     []cli.Flag{formatFlag(formatTable, formatJSON)},
				Action: func(ctx *cli.Context) error {
					entries := scenarios.List()
					if ctx.String("format") == formatJSON {
						return printJSON(c.out, struct {
							Schema    string            `json:"schema"`
							Scenarios []scenarios.Entry `json:"scenarios"`
						}{"frontoffice/scenarios/v1", entries})
					}
					t := newTable(table.Row{"Name", "What"}, 2)
					for _, e := range entries {
						t.AppendRow(table.Row{e.Name, e.Description})
					}
					fmt.Fprintln(c.out, t.Render())
					return nil
				},
			},
			{
				Name:      "show",
				Usage:     "print an embedded scenario's file",
				UsageText: "frontoffice scenarios show NAME",
				Action: func(ctx *cli.Context) error {
					if ctx.NArg() != 1 {
						return usagef("name one embedded scenario\nsee: frontoffice scenarios list")
					}
					text, err := scenarios.Open(ctx.Args().First())
					if err != nil {
						return &exitError{exitInput, err}
					}
					_, err = c.out.Write(text)
					return err
				},
			},
			{
				Name:      "schema",
				Usage:     "print the JSON Schema of the scenario format",
				UsageText: "frontoffice scenarios schema > frontoffice.schema.json",
				Description: `Editors that know YAML complete and check a scenario that begins with
   # yaml-language-server: $schema=frontoffice.schema.json`,
				Action: func(*cli.Context) error {
					_, err := c.out.Write(scenarios.Schema())
					return err
				},
			},
		},
		Action: func(ctx *cli.Context) error { return cli.ShowSubcommandHelp(ctx) },
	}
}
