package main

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
)

func scenariosCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "scenarios",
		Usage:     "list and show the embedded scenarios; explain the file's fields; print its JSON Schema",
		UsageText: "frontoffice scenarios list|show|fields|schema",
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
				Name:      "fields",
				Usage:     "explain every field of a scenario file, or those below a PATH",
				UsageText: "frontoffice scenarios fields [PATH]",
				Description: `   frontoffice scenarios fields
   frontoffice scenarios fields channels.NAME.demand`,
				Flags:  []cli.Flag{formatFlag(formatTable, formatJSON)},
				Action: func(ctx *cli.Context) error { return explainFields(ctx, c) },
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

// explainFields prints the fields of the scenario file at and below a path.
func explainFields(ctx *cli.Context, c *console) error {
	var fields []scenarios.Field
	var paths []string
	for _, f := range scenarios.Fields() {
		if at := ctx.Args().First(); at == "" || f.Path == at || strings.HasPrefix(f.Path, at+".") {
			fields = append(fields, f)
		}
		paths = append(paths, f.Path)
	}
	if ctx.NArg() > 1 {
		return usagef("one path at a time: %d given", ctx.NArg())
	}
	if len(fields) == 0 {
		return usagef("no field is called %s%s", ctx.Args().First(), didYouMean(ctx.Args().First(), paths))
	}
	if ctx.String("format") == formatJSON {
		return printJSON(c.out, struct {
			Schema string            `json:"schema"`
			Fields []scenarios.Field `json:"fields"`
		}{"frontoffice/fields/v1", fields})
	}
	for _, f := range fields {
		head := f.Path
		switch {
		case f.Needed:
			head += " (needed)"
		case f.Default != "":
			head += fmt.Sprintf(" (default %s)", f.Default)
		}
		if f.Kinds != nil {
			head += fmt.Sprintf(" (kind %s)", strings.Join(f.Kinds, ", "))
		}
		fmt.Fprintln(c.out, head)
		paragraph(c.out, f.Doc)
		if f.Accepts != "" {
			paragraph(c.out, "accepts "+f.Accepts)
		}
	}
	return nil
}
