package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
)

func validateCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "validate",
		Usage:     "list every mistake in scenario files",
		UsageText: "frontoffice validate [flags] FILE...",
		Description: `   frontoffice validate monday.yaml tuesday.yaml
   frontoffice validate monday.yaml --format json

Exit status 2 if a file has a mistake.`,
		Flags: slices.Concat([]cli.Flag{formatFlag(formatTable, formatJSON), quietFlag()}, scenarioFlags()),
		Action: func(ctx *cli.Context) error {
			if ctx.NArg() == 0 {
				return usagef("name at least one scenario file\nsee: frontoffice validate --help")
			}
			set, err := changesOf(ctx)
			if err != nil {
				return err
			}
			result := validateJSON{Schema: "frontoffice/validate/v1", Valid: true}
			for _, name := range ctx.Args().Slice() {
				f := fileJSON{File: name, Valid: true}
				var problems scenarios.Errors
				var s *scenarios.Scenario
				d, err := readScenario(c, name)
				if err == nil {
					f.Variants = d.Variants()
					s, err = d.Variant(ctx.String("variant"), set...)
				}
				switch {
				case errors.As(err, &problems):
					f.Valid, f.Problems = false, problems
				case err != nil:
					f.Valid, f.Problems = false, scenarios.Errors{{File: name, Message: err.Error()}}
				default:
					f.Scenario = s.Name
					notes(ctx, c, s.Notes)
				}
				result.Valid = result.Valid && f.Valid
				result.Files = append(result.Files, f)
			}
			if ctx.String("format") == formatJSON {
				if err := printJSON(c.out, result); err != nil {
					return err
				}
			} else {
				printValidation(c, result)
			}
			if !result.Valid {
				return &exitError{code: exitInput}
			}
			return nil
		},
	}
}

type validateJSON struct {
	Schema string     `json:"schema"`
	Valid  bool       `json:"valid"`
	Files  []fileJSON `json:"files"`
}

type fileJSON struct {
	File     string           `json:"file"`
	Valid    bool             `json:"valid"`
	Scenario string           `json:"scenario,omitempty"`
	Variants []string         `json:"variants,omitempty"` // which are valid too
	Problems scenarios.Errors `json:"problems,omitempty"`
}

func printValidation(c *console, v validateJSON) {
	for _, f := range v.Files {
		if f.Valid {
			with := ""
			if n := len(f.Variants); n > 0 {
				with = ", with " + count(n, "variant")
			}
			fmt.Fprintf(c.out, "%s: valid (%s%s)\n", f.File, f.Scenario, with)
			continue
		}
		fmt.Fprintf(c.out, "%s: %s\n%s\n", f.File, count(len(f.Problems), "mistake"), f.Problems.Error())
	}
}
