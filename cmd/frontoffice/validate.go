package main

import (
	"errors"
	"fmt"

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
		Flags: []cli.Flag{formatFlag(formatTable, formatJSON), quietFlag()},
		Action: func(ctx *cli.Context) error {
			if ctx.NArg() == 0 {
				return usagef("name at least one scenario file\nsee: frontoffice validate --help")
			}
			result := validateJSON{Schema: "frontoffice/validate/v1", Valid: true}
			for _, name := range ctx.Args().Slice() {
				f := fileJSON{File: name, Valid: true}
				var problems scenarios.Errors
				s, err := findScenario(c, name)
				switch {
				case errors.As(err, &problems):
					f.Valid, f.Problems = false, problems
				case err != nil:
					f.Valid, f.Problems = false, scenarios.Errors{{File: name, Message: err.Error()}}
				default:
					f.Scenario = s.Name
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
	Problems scenarios.Errors `json:"problems,omitempty"`
}

func printValidation(c *console, v validateJSON) {
	for _, f := range v.Files {
		if f.Valid {
			fmt.Fprintf(c.out, "%s: valid (%s)\n", f.File, f.Scenario)
			continue
		}
		fmt.Fprintf(c.out, "%s: %s\n%s\n", f.File, count(len(f.Problems), "mistake"), f.Problems.Error())
	}
}
