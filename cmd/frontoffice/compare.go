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

// asItIs is the name of a scenario among its variants.
const asItIs = "as it is"

const compareSchema = "frontoffice/compare/v1"

func compareCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "compare",
		Usage:     "put variants of a scenario, or several files, side by side against the same customers",
		UsageText: "frontoffice compare [flags] [FILE...]",
		Description: `Of one file its variants are compared with the scenario itself; of several files the others with the
first. All meet the same customers (common random numbers), so that a difference shows that
independent runs would drown; ~ marks what may be chance.

   frontoffice compare monday.yaml                      its variants
   frontoffice compare monday.yaml --keep-plan          the same agents for all
   frontoffice compare monday.yaml --only chatbot       one of them
   frontoffice compare monday.yaml --with calls=channels.voice.demand.scale=+10%
   frontoffice compare monday.yaml tuesday.yaml --formula
   frontoffice compare monday.yaml --pictures pictures

Each is sized anew unless it has a plan of its own; --keep-plan gives all the first's agents.
Exit status 3 if one misses a target.`,
		Flags: slices.Concat([]cli.Flag{
			&cli.BoolFlag{Name: "keep-plan", Usage: "give every variant the agents of the first, instead of sizing each anew"},
			&cli.StringSliceFlag{Name: "only", Usage: "compare only the variants of these `NAMES`"},
			withFlag(),
			&cli.BoolFlag{Name: "formula", Usage: "by formula alone, without simulation"},
			planFlag(), replicationsFlag(), seedFlag(), workersFlag(),
			&cli.StringFlag{Name: "pictures", Usage: "draw the variants into this new `FOLDER`"},
			overwriteFlag(), formatFlag(formatTable, formatJSON, formatCSV), quietFlag(), setFlag(),
		}, sizingFlags()),
		Action: func(ctx *cli.Context) error { return compare(ctx, c) },
	}
}

// withFlag adds variants on the command line.
func withFlag() cli.Flag {
	return &cli.GenericFlag{
		Name:  "with",
		Value: &texts{},
		Usage: "compare also with a variant made here, `NAME=PATH=VALUE`; given again with the same name, it has all those changes",
	}
}

// texts gathers a flag that may be given again.
type texts []string

func (t *texts) Set(text string) error {
	*t = append(*t, text)
	return nil
}

func (t *texts) String() string { return "" }

func textsOf(ctx *cli.Context, name string) []string {
	if t, _ := ctx.Generic(name).(*texts); t != nil {
		return *t
	}
	return nil
}

func compare(ctx *cli.Context, c *console) error {
	cases, err := casesOf(ctx, c)
	if err != nil {
		return err
	}
	o, err := compareOptions(ctx, cases[0].Scenario)
	if err != nil {
		return err
	}
	if m := whatif.Method(o.Sizing, cases[0].Scenario, len(cases)).Method; m != o.Sizing.Method {
		notes(ctx, c, []string{fmt.Sprintf("%s cases sized by %s, each interval as a steady state of its own; --method exact-day takes longer", grouped(float64(len(cases))), m)})
	}
	if ctx.IsSet("plan") {
		if cases[0].Plan, err = readPlan(c, ctx.String("plan"), cases[0].Scenario); err != nil {
			return err
		}
		o.KeepPlan = true
	}
	folder, err := newFolder(ctx)
	if err != nil {
		return err
	}
	p := newProgress(c.err, "comparing", ctx.Bool("quiet"))
	defer p.done()
	o.Progress = p.report
	result, err := whatif.Compare(ctx.Context, cases, o)
	p.done()
	if err != nil {
		return err
	}
	for _, k := range result.Cases {
		notes(ctx, c, prefixed(k.Name, k.Day.Notes))
	}
	var pictures []string
	if folder != "" {
		if pictures, err = drawComparison(folder, result, ctx.Bool("overwrite")); err != nil {
			return err
		}
	}
	switch ctx.String("format") {
	case formatJSON:
		out := newCompareJSON(result, o)
		out.Pictures = pictures
		if err := printJSON(c.out, out); err != nil {
			return err
		}
	case formatCSV:
		if err := printComparisonCSV(c, result); err != nil {
			return err
		}
	default:
		printComparison(c, result, o)
		if len(pictures) > 0 {
			fmt.Fprintf(c.out, "\nPictures: %s in %s\n", count(len(pictures), "file"), folder)
		}
	}
	for _, k := range result.Cases {
		for _, v := range k.Verdicts {
			if !v.Met {
				return errMissed
			}
		}
	}
	return nil
}

func prefixed(name string, notes []string) []string {
	var list []string
	for _, n := range notes {
		list = append(list, name+": "+n)
	}
	return list
}

// compareOptions are the scenario's options with the flags on top.
func compareOptions(ctx *cli.Context, s *scenarios.Scenario) (whatif.CompareOptions, error) {
	sizing, err := sizingOptions(ctx)
	if err != nil {
		return whatif.CompareOptions{}, err
	}
	simulation, err := simulationOptions(ctx, s)
	if err != nil {
		return whatif.CompareOptions{}, err
	}
	o := whatif.CompareOptions{Sizing: sizing, KeepPlan: ctx.Bool("keep-plan"), Replications: simulation.Replications, Seed: simulation.Seed, Workers: simulation.Workers}
	if ctx.Bool("formula") {
		if ctx.IsSet("replications") {
			return o, usagef("--formula and --replications: by formula nothing is simulated")
		}
		o.Replications = 0
	}
	return o, nil
}

// casesOf is the scenario and its variants, or the files.
func casesOf(ctx *cli.Context, c *console) ([]whatif.Case, error) {
	set, err := changesOf(ctx)
	if err != nil {
		return nil, err
	}
	files := ctx.Args().Slice()
	if len(files) == 0 {
		files = []string{scenarios.Default}
	}
	var cases []whatif.Case
	for _, name := range files {
		d, err := readScenario(c, name)
		if err != nil {
			return nil, &exitError{exitInput, err}
		}
		names := []string{""}
		if len(files) == 1 {
			more, err := chosenVariants(ctx, d)
			if err != nil {
				return nil, err
			}
			names = append(names, more...)
		}
		for _, variant := range names {
			s, err := d.Variant(variant, set...)
			if err != nil {
				return nil, &exitError{exitInput, err}
			}
			label := variant
			if variant == "" {
				label = asItIs
				if len(files) > 1 {
					label = name
				}
			}
			cases = append(cases, whatif.Case{Name: label, Scenario: s})
		}
		if len(files) == 1 {
			made, err := madeVariants(ctx, d, set)
			if err != nil {
				return nil, err
			}
			cases = append(cases, made...)
		} else if len(textsOf(ctx, "with")) > 0 || ctx.IsSet("only") {
			return nil, usagef("--with and --only go with one file")
		}
	}
	if len(cases) < 2 {
		return nil, usagef("%s has no variants: give the file some (variants: {busy: {channels.%s.demand.scale: +10%%}}), write --with busy=channels.%[2]s.demand.scale=+10%%, or name a second file",
			files[0], cases[0].Scenario.Channels[0].Name)
	}
	notes(ctx, c, cases[0].Scenario.Notes)
	return cases, nil
}

// chosenVariants is the file's variants, or those of --only.
func chosenVariants(ctx *cli.Context, d *scenarios.Document) ([]string, error) {
	all := d.Variants()
	if !ctx.IsSet("only") {
		return all, nil
	}
	only := ctx.StringSlice("only")
	for _, name := range only {
		if !slices.Contains(all, name) {
			return nil, usagef("--only %s: %s has no such variant%s (there are %s)", name, d.Name, didYouMean(name, all), strings.Join(all, ", "))
		}
	}
	return only, nil
}

// madeVariants is the variants of --with.
func madeVariants(ctx *cli.Context, d *scenarios.Document, set []scenarios.Override) ([]whatif.Case, error) {
	var names []string
	changes := map[string][]scenarios.Override{}
	for _, text := range textsOf(ctx, "with") {
		name, change, ok := strings.Cut(text, "=")
		o, err := scenarios.ParseOverride("--with "+name, change)
		if !ok || err != nil {
			return nil, usagef("--with %s: want NAME=PATH=VALUE, such as busy=channels.voice.demand.scale=+10%%", text)
		}
		if slices.Contains(d.Variants(), name) {
			return nil, usagef("--with %s: %s has a variant of that name", text, d.Name)
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
		changes[name] = append(changes[name], o)
	}
	var cases []whatif.Case
	for _, name := range names {
		s, err := d.Scenario(slices.Concat(set, changes[name])...)
		if err != nil {
			return nil, &exitError{exitInput, err}
		}
		s.Variant = name
		cases = append(cases, whatif.Case{Name: name, Scenario: s})
	}
	return cases, nil
}

// printComparison prints the cases side by side for people.
func printComparison(c *console, r *whatif.Comparison, o whatif.CompareOptions) {
	s := r.Cases[0].Scenario
	fmt.Fprintln(c.out, heading(s))
	paragraphAt(c.out, compareWords(r, o), "")
	fmt.Fprintln(c.out)
	for i := range s.Channels {
		ch := s.Channels[i].Name
		fmt.Fprintf(c.out, "%s: %s\n\n", ch, promise(&s.Channels[i]))
		var names []string
		for _, what := range compared(&s.Channels[i]) {
			names = append(names, ch+"."+what)
		}
		printTable(c.out, figureTable(r, names...))
	}
	var teams []string
	for _, t := range s.Teams {
		if !slices.ContainsFunc(s.Channels, func(c scenarios.Channel) bool { return c.Name == t.Name }) {
			teams = append(teams, t.Name+".occupancy", t.Name+".concurrency")
		}
	}
	if t := figureTable(r, teams...); t != nil {
		fmt.Fprint(c.out, "Teams\n\n")
		printTable(c.out, t)
	}
	fmt.Fprint(c.out, "Staff\n\n")
	printTable(c.out, figureTable(r, "agents", "agent_hours", "scheduled_hours", "fte"))
	if t := figureTable(r, "cost"); t != nil {
		fmt.Fprintf(c.out, "Cost to serve, %s a month\n\n", s.Business.Currency)
		printTable(c.out, t)
	}
	for _, k := range s.Business.Contracts {
		if t := figureTable(r, k.Name+".bill", k.Name+".margin", k.Name+".margin_share"); t != nil {
			fmt.Fprintf(c.out, "Contract %s, %s a month\n\n", k.Name, s.Business.Currency)
			printTable(c.out, t)
		}
	}
	fmt.Fprintln(c.out, "In words")
	if kept := keptWords(r.Cases[0]); kept != "" {
		paragraph(c.out, r.Cases[0].Name+":"+kept)
	}
	for i := range r.Cases[1:] {
		paragraph(c.out, differenceWords(r, i+1))
	}
}

// compared are the figures that people look at who plan a channel: of work that waits when it is finished and how much is left.
func compared(c *scenarios.Channel) []string {
	if c.Kind != scenarios.Deferred {
		return []string{"service_level", "asa", "abandonment", "occupancy", "blocking"}
	}
	names := []string{"service_level", "time_to_finish", "backlog", "overdue", "occupancy"}
	if c.GivesUp() {
		names = append(names, "abandonment")
	}
	return names
}

// compareWords says how the cases were compared.
func compareWords(r *whatif.Comparison, o whatif.CompareOptions) string {
	first := r.Cases[0].Name
	if first == asItIs {
		first = "the scenario as it is"
	}
	plan := "each sized anew"
	switch {
	case o.KeepPlan:
		plan = "all with the agents of " + first
	case r.Cases[0].Scenario.Plan != nil:
		plan = "each with its own plan"
	}
	if r.Replications == 0 {
		return fmt.Sprintf("%s, by formula, %s; differences are to %s", count(len(r.Cases), "scenario"), plan, first)
	}
	joint := ""
	if len(r.Cases) > 2 {
		joint = fmt.Sprintf(" (of a figure, all %d at once)", len(r.Cases)-1)
	}
	return fmt.Sprintf("%s, %s, %s, seed %d, the same customers for all; differences are to %s, with their %s interval%s; ~ may be chance",
		count(len(r.Cases), "scenario"), plan, count(r.Replications, "replication"), r.Seed, first, goal(r.Confidence), joint)
}

// figureTable is a table of some figures, a line for each case; nil where there are none of them.
func figureTable(r *whatif.Comparison, names ...string) table.Writer {
	var at []int
	for _, name := range names {
		if k := slices.IndexFunc(r.Figures, func(f whatif.Figure) bool { return f.Name == name }); k >= 0 {
			at = append(at, k)
		}
	}
	if len(at) == 0 {
		return nil
	}
	head, units := table.Row{"Scenario"}, table.Row{""}
	for _, k := range at {
		head, units = append(head, figureHeading(r.Cases[0].Scenario, r.Figures[k]), "Difference"), append(units, "", differenceUnit(r.Figures[k]))
	}
	t := newTable(head)
	if slices.ContainsFunc(units, func(u any) bool { return u != "" }) {
		t.AppendHeader(units)
	}
	for i := range r.Cases {
		row := table.Row{r.Cases[i].Name}
		for _, k := range at {
			row = append(row, writeValue(r.Figures[k], r.Cases[i].Values[k]))
			if i == 0 {
				row = append(row, "")
			} else {
				row = append(row, writeDifference(r.Figures[k], r.Cases[i].Differences[k]))
			}
		}
		t.AppendRow(row)
	}
	return t
}

func printComparisonCSV(c *console, r *whatif.Comparison) error {
	rows := [][]string{{"schema", "scenario", "figure", "value", "half_width", "difference", "difference_half_width", "noise", "paired"}}
	full := func(x float64, undefined bool) string {
		if undefined {
			return ""
		}
		return strconv.FormatFloat(x, 'g', -1, 64)
	}
	for i, k := range r.Cases {
		for j, f := range r.Figures {
			v := k.Values[j]
			row := []string{compareSchema, k.Name, f.Name, full(v.Mean, v.Undefined), full(v.HalfWidth, v.Undefined), "", "", "", ""}
			if i > 0 {
				d := k.Differences[j]
				row[5], row[6] = full(d.Mean, d.Undefined), full(d.HalfWidth, d.Undefined)
				row[7], row[8] = strconv.FormatBool(d.Noise()), strconv.FormatBool(k.Paired)
			}
			rows = append(rows, row)
		}
	}
	return csv.NewWriter(c.out).WriteAll(rows)
}

type compareJSON struct {
	Schema       string            `json:"schema"`
	Replications int               `json:"replications,omitempty"`
	Seed         *uint64           `json:"seed,omitempty"`
	Confidence   float64           `json:"confidence,omitempty"`
	Joint        float64           `json:"joint_factor,omitempty"` // that the half-widths of the differences have in them
	KeepPlan     bool              `json:"keep_plan"`
	Cases        []compareCaseJSON `json:"scenarios"`
	Pictures     []string          `json:"pictures,omitempty"`
}

type compareCaseJSON struct {
	Name      string          `json:"name"`
	File      string          `json:"file"`
	Variant   string          `json:"variant,omitempty"`
	Changes   []string        `json:"changes,omitempty"`
	Paired    bool            `json:"paired"` // it met the first's customers
	NotPaired string          `json:"not_paired,omitempty"`
	Plan      [][]int         `json:"plan"`
	Figures   []compareFigure `json:"figures"`
	Verdicts  any             `json:"verdicts,omitempty"`
}

type compareFigure struct {
	Figure     string        `json:"figure"`
	Value      whatif.Value  `json:"value"`
	Difference *whatif.Value `json:"difference,omitempty"`
	Noise      bool          `json:"noise,omitempty"`
}

func newCompareJSON(r *whatif.Comparison, o whatif.CompareOptions) compareJSON {
	out := compareJSON{Schema: compareSchema, KeepPlan: o.KeepPlan}
	if r.Replications > 0 {
		out.Replications, out.Seed, out.Confidence, out.Joint = r.Replications, &r.Seed, r.Confidence, r.Joint
	}
	for i, k := range r.Cases {
		cj := compareCaseJSON{Name: k.Name, File: k.Scenario.File, Variant: k.Scenario.Variant, Changes: k.Scenario.Changes, Paired: k.Paired, NotPaired: k.Why, Plan: k.Day.Plan}
		if k.Verdicts != nil {
			cj.Verdicts = k.Verdicts
		}
		for j, f := range r.Figures {
			fj := compareFigure{Figure: f.Name, Value: k.Values[j]}
			if i > 0 {
				fj.Difference, fj.Noise = &k.Differences[j], k.Differences[j].Noise()
			}
			cj.Figures = append(cj.Figures, fj)
		}
		out.Cases = append(out.Cases, cj)
	}
	return out
}
