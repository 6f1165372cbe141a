package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/whatif"
)

// tableInputs is how many inputs are shown to people.
const tableInputs = 15

const sensitivitySchema = "frontoffice/sensitivity/v1"

func sensitivityCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "sensitivity",
		Usage:     "find what moves service level, staff and cost most",
		UsageText: "frontoffice sensitivity [flags] [FILE]",
		Description: `Each input is moved by the uncertainty that the scenario states for it (sensitivity: in the file), else
by 10% either way. Service level, ASA and the like are those with the agents kept; staff is sized anew.

   frontoffice sensitivity monday.yaml
   frontoffice sensitivity monday.yaml --pictures tornado
   frontoffice sensitivity monday.yaml --vary channels.voice.patience.mean=1m..6m
   frontoffice sensitivity monday.yaml --sobol 1024
   frontoffice sensitivity monday.yaml --replications 200      simulated, with intervals`,
		Flags: slices.Concat([]cli.Flag{
			&cli.GenericFlag{Name: "vary", Value: &texts{}, Usage: "move only this input, `PATH=low..high` (or PATH alone, by its uncertainty); may be given again"},
			&cli.StringSliceFlag{Name: "figure", Usage: "look at these figures, by `NAME` (default: service levels, scheduled hours, cost)"},
			&cli.StringFlag{Name: "sobol", Usage: "also Sobol indices, from `N` samples: each input's part of a figure's variance when all vary at once"},
			&cli.StringFlag{Name: "replications", Usage: "simulate, this many `DAYS` (default: by formula where there is one)"}, seedFlag(), workersFlag(),
			&cli.StringFlag{Name: "pictures", Usage: "draw a tornado of each figure into this new `FOLDER`"},
			overwriteFlag(), formatFlag(formatTable, formatJSON, formatCSV), quietFlag(),
		}, scenarioFlags(), sizingFlags()),
		Action: func(ctx *cli.Context) error { return sensitivity(ctx, c) },
	}
}

func sensitivity(ctx *cli.Context, c *console) error {
	setting, s, err := settingOf(ctx, c)
	if err != nil {
		return err
	}
	inputs, err := inputsOf(ctx, setting)
	if err != nil {
		return err
	}
	looked, err := lookedAt(ctx, s)
	if err != nil {
		return err
	}
	r := flagReader{ctx: ctx}
	sobol := r.whole("sobol", 8)
	if r.err != nil {
		return r.err
	}
	simulateShared(&setting, s)
	folder, err := newFolder(ctx)
	if err != nil {
		return err
	}
	var done func()
	if setting.Replications > 0 {
		p := newProgress(c.err, "simulating", ctx.Bool("quiet"))
		setting.Progress, done = p.report, p.done
	} else {
		_, done = working(c.err, "moving the inputs", ctx.Bool("quiet"))
	}
	found, err := whatif.FindSensitivity(ctx.Context, setting, inputs, looked)
	done()
	if err != nil {
		return inputOr(err)
	}
	var indices *whatif.Indices
	if sobol > 0 {
		p := newProgress(c.err, "Sobol indices", ctx.Bool("quiet"))
		setting.Progress = func(done, total int) { p.reportOf(done, total, "samples") }
		indices, err = whatif.FindIndices(ctx.Context, setting, inputs, looked, sobol)
		p.done()
		if err != nil {
			return inputOr(err)
		}
	}
	var pictures []string
	if folder != "" {
		if pictures, err = drawSensitivity(folder, s, found, ctx.Bool("overwrite")); err != nil {
			return err
		}
	}
	switch ctx.String("format") {
	case formatJSON:
		return printJSON(c.out, newSensitivityJSON(s, found, indices, pictures))
	case formatCSV:
		return printSensitivityCSV(c, found)
	}
	printSensitivity(c, s, found)
	if indices != nil {
		printIndices(c, s, indices)
	}
	if len(pictures) > 0 {
		fmt.Fprintf(c.out, "\nPictures: %s in %s\n", count(len(pictures), "file"), folder)
	}
	return nil
}

// inputsOf is the inputs that are moved: those of --vary, else all.
func inputsOf(ctx *cli.Context, setting whatif.Setting) ([]scenarios.Input, error) {
	all := setting.Document.Inputs()
	vary := textsOf(ctx, "vary")
	if len(vary) == 0 {
		return all, nil
	}
	var list []scenarios.Input
	for _, text := range vary {
		path, ends, given := strings.Cut(text, "=")
		in, err := setting.Document.Input(path)
		if err != nil {
			return nil, usagef("--vary: %w", err)
		}
		if i := slices.IndexFunc(all, func(in scenarios.Input) bool { return in.Path == path }); i >= 0 {
			in = all[i]
		} else if in.Change == [2]string{} {
			in.Change = [2]string{"x0.9", "x1.1"}
		}
		if given {
			v, err := whatif.ParseVary(setting.Document, text)
			if err != nil {
				return nil, varyError(err)
			}
			low, high, ok := strings.Cut(ends, "..")
			if !ok || v.Values != nil {
				return nil, usagef("--vary %s: want PATH=low..high", text)
			}
			in.Change, in.Stated = [2]string{strings.TrimSpace(low), strings.TrimSpace(high)}, true
		}
		list = append(list, in)
	}
	return list, nil
}

// lookedAt is the figures of --figure, else service levels, staff and cost.
func lookedAt(ctx *cli.Context, s *scenarios.Scenario) ([]string, error) {
	all := whatif.Figures(s)
	if ctx.IsSet("figure") {
		for _, name := range ctx.StringSlice("figure") {
			if _, err := whatif.Find(all, name); err != nil {
				return nil, usagef("--figure: %w", err)
			}
		}
		return ctx.StringSlice("figure"), nil
	}
	var names []string
	for _, f := range all {
		_, what := splitFigure(f.Name)
		if what == "service_level" || f.Name == "scheduled_hours" && s.Plan == nil || f.Name == "cost" {
			names = append(names, f.Name)
		}
	}
	return names, nil
}

func printSensitivity(c *console, s *scenarios.Scenario, r *whatif.Sensitivity) {
	fmt.Fprintln(c.out, heading(s))
	how := "by formula"
	if r.Replications > 0 {
		how = fmt.Sprintf("%s, the same customers throughout; ± is half of the %s interval, ~ may be chance", count(r.Replications, "replication"), goal(r.Confidence))
	}
	staff := ""
	if r.Anew {
		staff = "; staff is sized anew, all else is with the agents kept"
	}
	fmt.Fprintf(c.out, "Each input moved alone, %s%s\n\n", how, staff)
	for k, f := range r.Figures {
		fmt.Fprintf(c.out, "%s: %s as it is\n\n", figureName(f), writeValue(f, r.Base[k]))
		t := newTable(table.Row{"Input", "is", "low", "", "high", "", "Swing"}, 3, 5)
		tops := r.Tops(k)
		for _, in := range tops[:min(len(tops), tableInputs)] {
			t.AppendRow(table.Row{shortPath(in.Path), in.Value, in.Change[0], writeMove(f, in.Low[k], in.Why[0]), in.Change[1], writeMove(f, in.High[k], in.Why[1]), swing(f, in.Swing(k))})
		}
		if len(tops) == 0 {
			fmt.Fprint(c.out, "  nothing moves it\n\n")
			continue
		}
		printTable(c.out, t)
		if more := len(tops) - tableInputs; more > 0 {
			paragraph(c.out, fmt.Sprintf("And %s that move it less (--format csv has all).", count(more, "input")))
		}
		var still []string
		for i := range r.Inputs {
			if !slices.Contains(tops, &r.Inputs[i]) {
				still = append(still, shortPath(r.Inputs[i].Path))
			}
		}
		if len(still) > 0 {
			paragraph(c.out, "Not moved by "+list(still)+".")
		}
		if p := r.Strongest(k); p != nil {
			paragraph(c.out, interactionWords(f, p, k))
		}
		fmt.Fprintln(c.out)
	}
}

// interactionWords says what two inputs do together.
func interactionWords(f whatif.Figure, p *whatif.Interaction, k int) string {
	e := p.Effects[k]
	if same(e) || e.Exact && within(f, e) == "0.00" {
		return "No two of the strongest inputs do more together than each alone."
	}
	sign := "+"
	if e.Mean < 0 {
		sign = "-"
	}
	return fmt.Sprintf("Together, %s and %s do %s%s%s beyond what each does alone (half the difference that one makes between the ends of the other): the strongest of the pairs tried.",
		shortPath(p.A), shortPath(p.B), sign, within(f, e), unitWords(f, e))
}

// writeMove is what moving an input to an end does.
func writeMove(f whatif.Figure, v whatif.Value, why string) string {
	if why != "" || v.Undefined {
		return "no answer"
	}
	return writeDifference(f, v)
}

func swing(f whatif.Figure, x float64) string {
	v := whatif.Value{Exact: true}
	v.Mean = x
	return within(f, v)
}

func printIndices(c *console, s *scenarios.Scenario, r *whatif.Indices) {
	fmt.Fprintf(c.out, "Sobol indices: all inputs at once, each evenly between its ends; %s, %s by %s\n\n", count(r.Samples-r.Left, "sample"), count(r.Points, "scenario"), r.Method)
	head, units := table.Row{"Input"}, table.Row{""}
	for _, f := range r.Figures {
		head, units = append(head, figureName(f), ""), append(units, "alone", "in all")
	}
	t := newTable(head)
	t.AppendHeader(units)
	for _, in := range r.Inputs {
		row := table.Row{shortPath(in.Path)}
		for k := range r.Figures {
			row = append(row, writeIndex(in.First[k]), writeIndex(in.Total[k]))
		}
		t.AppendRow(row)
	}
	printTable(c.out, t)
	paragraph(c.out, "alone: the part of the figure's variance that the input explains by itself; in all: with what it does together with others. ± is half of the 95% bootstrap interval.")
}

func writeIndex(x whatif.Share2) string {
	if x.Undefined {
		return "-"
	}
	return fmt.Sprintf("%s ± %.0f", wholePercent(max(0, x.Mean)), 100*x.HalfWidth)
}

func printSensitivityCSV(c *console, r *whatif.Sensitivity) error {
	rows := [][]string{{"schema", "figure", "input", "is", "low", "high", "base", "at_low", "at_low_half_width", "at_high", "at_high_half_width", "swing"}}
	full := func(x float64, undefined bool) string {
		if undefined {
			return ""
		}
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	for k, f := range r.Figures {
		for i := range r.Inputs {
			in := &r.Inputs[i]
			low, high, base := in.Low[k], in.High[k], r.Base[k]
			rows = append(rows, []string{sensitivitySchema, f.Name, in.Path, in.Value, in.Change[0], in.Change[1], full(base.Mean, base.Undefined),
				full(low.Mean, low.Undefined), full(low.HalfWidth, low.Undefined), full(high.Mean, high.Undefined), full(high.HalfWidth, high.Undefined), full(in.Swing(k), false)})
		}
	}
	return csv.NewWriter(c.out).WriteAll(rows)
}

type sensitivityJSON struct {
	Schema       string             `json:"schema"`
	Scenario     string             `json:"scenario"`
	File         string             `json:"file"`
	Replications int                `json:"replications,omitempty"`
	StaffAnew    bool               `json:"staff_sized_anew"`
	Figures      []tornadoJSON      `json:"figures"`
	Interactions []interactionsJSON `json:"interactions"`
	Sobol        *sobolJSON         `json:"sobol,omitempty"`
	Pictures     []string           `json:"pictures,omitempty"`
}

type tornadoJSON struct {
	Figure string       `json:"figure"`
	Base   whatif.Value `json:"base"`
	Inputs []moveJSON   `json:"inputs"` // the largest swing first
}

type moveJSON struct {
	Path   string       `json:"path"`
	Is     string       `json:"is"`
	Low    string       `json:"low"`
	High   string       `json:"high"`
	Stated bool         `json:"stated"` // the uncertainty, by the scenario or --vary
	AtLow  whatif.Value `json:"difference_at_low"`
	AtHigh whatif.Value `json:"difference_at_high"`
	Swing  float64      `json:"swing"`
}

type interactionsJSON struct {
	Inputs  [2]string               `json:"inputs"`
	Effects map[string]whatif.Value `json:"effects"`
}

type sobolJSON struct {
	Samples int           `json:"samples"`
	LeftOut int           `json:"samples_left_out"`
	Method  string        `json:"method"`
	Figures []sobolFigure `json:"figures"`
}

type sobolFigure struct {
	Figure string       `json:"figure"`
	Inputs []sobolInput `json:"inputs"`
}

type sobolInput struct {
	Path  string        `json:"path"`
	First whatif.Share2 `json:"first_order"`
	Total whatif.Share2 `json:"total"`
}

func newSensitivityJSON(s *scenarios.Scenario, r *whatif.Sensitivity, indices *whatif.Indices, pictures []string) sensitivityJSON {
	out := sensitivityJSON{Schema: sensitivitySchema, Scenario: s.Name, File: s.File, Replications: r.Replications, StaffAnew: r.Anew, Interactions: []interactionsJSON{}, Pictures: pictures}
	for k, f := range r.Figures {
		t := tornadoJSON{Figure: f.Name, Base: r.Base[k], Inputs: []moveJSON{}}
		for _, in := range r.Tops(k) {
			t.Inputs = append(t.Inputs, moveJSON{in.Path, in.Value, in.Change[0], in.Change[1], in.Stated, in.Low[k], in.High[k], in.Swing(k)})
		}
		out.Figures = append(out.Figures, t)
	}
	for _, p := range r.Pairs {
		effects := map[string]whatif.Value{}
		for k, f := range r.Figures {
			effects[f.Name] = p.Effects[k]
		}
		out.Interactions = append(out.Interactions, interactionsJSON{[2]string{p.A, p.B}, effects})
	}
	if indices != nil {
		out.Sobol = &sobolJSON{Samples: indices.Samples, LeftOut: indices.Left, Method: indices.Method}
		for k, f := range indices.Figures {
			figure := sobolFigure{Figure: f.Name}
			for _, in := range indices.Inputs {
				figure.Inputs = append(figure.Inputs, sobolInput{in.Path, in.First[k], in.Total[k]})
			}
			out.Sobol.Figures = append(out.Sobol.Figures, figure)
		}
	}
	return out
}
