package main

import (
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/scenarios/whatif"
)

const frontierSchema = "frontoffice/frontier/v1"

func frontierCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "frontier",
		Usage:     "the least staff or cost for each service level from 50% to 99%, or for each speed of answer",
		UsageText: "frontoffice frontier [flags] [FILE]",
		Description: `   frontoffice frontier monday.yaml
   frontoffice frontier monday.yaml --by asa
   frontoffice frontier monday.yaml --channel voice --keep-targets
   frontoffice frontier monday.yaml --pictures frontier

The knee is the point up to which service is cheap and beyond which it is dear.`,
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "by", Value: "service_level", Usage: "the promise that runs through its levels, `service_level` or asa"},
			&cli.StringFlag{Name: "channel", Usage: "only this channel's promise `NAME`; the others keep theirs (default: all channels promise the same)"},
			&cli.BoolFlag{Name: "keep-targets", Usage: "keep the channels' other targets too"},
			workersFlag(),
			&cli.StringFlag{Name: "pictures", Usage: "draw the frontier into this new `FOLDER`"},
			overwriteFlag(), formatFlag(formatTable, formatJSON, formatCSV), quietFlag(),
		}, scenarioFlags(), sizingFlags()),
		Action: func(ctx *cli.Context) error { return frontier(ctx, c) },
	}
}

func frontier(ctx *cli.Context, c *console) error {
	setting, s, err := settingOf(ctx, c)
	if err != nil {
		return err
	}
	goals := whatif.Levels()
	by := ctx.String("by")
	switch by {
	case "service_level":
	case "asa":
		goals = whatif.Speeds()
	default:
		return usagef("--by %s: want service_level or asa%s", by, didYouMean(by, []string{"service_level", "asa"}))
	}
	channel := ctx.String("channel")
	if channel != "" {
		if _, err := findChannel(s, channel); err != nil {
			return usagef("--channel: %w", err)
		}
	}
	folder, err := newFolder(ctx)
	if err != nil {
		return err
	}
	if each, err := staffing.Expected(ctx.Context, s, setting.Sizing); err != nil {
		return err
	} else if all := each * time.Duration(len(goals)); all > 30*time.Second {
		notes(ctx, c, []string{fmt.Sprintf("%d levels, each sized by simulation: about %s; Ctrl-C stops it", len(goals), aboutTime(all))})
	}
	p := newProgress(c.err, "sizing", ctx.Bool("quiet"))
	setting.Progress = func(done, total int) { p.reportOf(done, total, "levels") }
	f, err := whatif.FindFrontier(ctx.Context, setting, by, channel, goals, ctx.Bool("keep-targets"))
	p.done()
	if err != nil {
		return inputOr(err)
	}
	if !slices.ContainsFunc(f.Points, func(p whatif.FrontierPoint) bool { return p.Why == "" }) {
		return &exitError{exitInput, fmt.Errorf("no level has an answer: %s", f.Points[0].Why)}
	}
	var pictures []string
	if folder != "" {
		if pictures, err = drawFrontier(folder, s, f, ctx.Bool("overwrite")); err != nil {
			return err
		}
	}
	switch ctx.String("format") {
	case formatJSON:
		return printJSON(c.out, newFrontierJSON(s, f, pictures))
	case formatCSV:
		return printFrontierCSV(c, f)
	}
	printFrontier(c, s, f)
	if len(pictures) > 0 {
		fmt.Fprintf(c.out, "\nPictures: %s in %s\n", count(len(pictures), "file"), folder)
	}
	return nil
}

// aboutTime is a time as people say it who do not know it well: 40 s, 6 minutes.
func aboutTime(d time.Duration) string {
	if d < 90*time.Second {
		return fmt.Sprintf("%d s", 10*int(d.Seconds()/10+0.5))
	}
	return fmt.Sprintf("%d minutes", int(d.Minutes()+0.5))
}

// findChannel finds a channel of a scenario.
func findChannel(s *scenarios.Scenario, name string) (*scenarios.Channel, error) {
	var names []string
	for i := range s.Channels {
		if names = append(names, s.Channels[i].Name); s.Channels[i].Name == name {
			return &s.Channels[i], nil
		}
	}
	return nil, fmt.Errorf("there is no channel %s%s (channels: %s)", name, didYouMean(name, names), list(names))
}

// frontierColumns are the figures along a frontier.
func frontierColumns(f *whatif.Frontier) []int {
	var at []int
	for k, figure := range f.Figures {
		_, what := splitFigure(figure.Name)
		if slices.Contains([]string{"service_level", "asa", "occupancy", "agents", "agent_hours", "scheduled_hours", "cost"}, what) {
			at = append(at, k)
		}
	}
	return at
}

// frontierMethod says how the staff of the levels was found.
func frontierMethod(f *whatif.Frontier) string {
	for _, p := range f.Points {
		if p.Day != nil && p.Day.Search != nil {
			return "by simulation (heuristic)"
		}
	}
	return "by formula"
}

func printFrontier(c *console, s *scenarios.Scenario, f *whatif.Frontier) {
	fmt.Fprintln(c.out, heading(s))
	whose := "All channels promise"
	if f.Channel != "" || len(s.Channels) == 1 {
		whose = s.Channels[0].Name + " promises"
		if f.Channel != "" {
			whose = f.Channel + " promises"
		}
	}
	fmt.Fprintf(c.out, "The least staff where %s so much in every interval, %s; service level, ASA and occupancy are the day's\n\n", whose, frontierMethod(f))
	columns := frontierColumns(f)
	head := table.Row{"Promise"}
	for _, k := range columns {
		name := figureHeading(s, f.Figures[k])
		if of, _ := splitFigure(f.Figures[k].Name); of != "" && len(s.Channels) > 1 {
			name = of + " " + name
		}
		head = append(head, name)
	}
	t := newTable(append(head, "More than before", ""), len(head)+2)
	last := -1
	for i, p := range f.Points {
		if p.Why != "" || !shownLevel(f, i) {
			continue
		}
		row := table.Row{p.Target}
		for _, k := range columns {
			row = append(row, writeValue(f.Figures[k], p.Values[k]))
		}
		step := ""
		if last >= 0 {
			step = stepWords(f, last, i)
		}
		mark := ""
		if i == f.Knee {
			mark = "<- knee"
		}
		t.AppendRow(append(row, step, mark))
		last = i
	}
	printTable(c.out, t)
	paragraph(c.out, kneeWords(f))
	for _, p := range f.Points {
		if p.Why != "" {
			paragraph(c.out, p.Target+" has no answer: "+p.Why)
		}
	}
}

// shownLevel is whether a level stands in the table, which has every fifth below 90 %.
func shownLevel(f *whatif.Frontier, i int) bool {
	return f.By == "asa" || i == f.Knee || f.Points[i].Goal >= 0.8995 || i%5 == 0
}

// stepWords is what a step from one level to the next costs: per point of service level, or in all.
func stepWords(f *whatif.Frontier, from, to int) string {
	d := f.Points[to].Values[f.Cost].Mean - f.Points[from].Values[f.Cost].Mean
	v := whatif.Value{Exact: true}
	v.Mean = d
	unit := ""
	if f.By == "service_level" {
		v.Mean /= 100 * (f.Points[to].Goal - f.Points[from].Goal)
		unit = " a point"
	}
	if same(v) {
		unit = ""
	}
	return writeDifference(f.Figures[f.Cost], v) + unit
}

// kneeWords says where the knee is and what lies around it.
func kneeWords(f *whatif.Frontier) string {
	if f.Knee < 0 {
		return "There is no knee: staff rises evenly, or not at all."
	}
	first, last := -1, 0
	for i, p := range f.Points {
		if p.Why == "" {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	figure := f.Figures[f.Cost]
	at := func(i int) float64 { return f.Points[i].Values[f.Cost].Mean }
	knee := f.Points[f.Knee]
	words := fmt.Sprintf("The knee is at %s: %s", knee.Target, writeValue(figure, knee.Values[f.Cost]))
	change := func(from, to int) string {
		return fmt.Sprintf("%s is %s", f.Points[to].Target, changePercent(at(to)/at(from)-1))
	}
	if at(f.Knee) > 0 {
		words += fmt.Sprintf(" (%s); seen from there, %s and %s", figureName(figure), change(f.Knee, first), change(f.Knee, last))
	}
	return words + "."
}

func printFrontierCSV(c *console, f *whatif.Frontier) error {
	head := []string{"schema", "by", "goal", "target", "knee"}
	for _, figure := range f.Figures {
		head = append(head, figure.Name)
	}
	rows := [][]string{append(head, "error")}
	for i, p := range f.Points {
		row := []string{frontierSchema, f.By, strconv.FormatFloat(p.Goal, 'g', -1, 64), p.Target, strconv.FormatBool(i == f.Knee)}
		for k := range f.Figures {
			if p.Why != "" || p.Values[k].Undefined {
				row = append(row, "")
				continue
			}
			row = append(row, strconv.FormatFloat(p.Values[k].Mean, 'g', -1, 64))
		}
		rows = append(rows, append(row, p.Why))
	}
	return csv.NewWriter(c.out).WriteAll(rows)
}

type frontierJSON struct {
	Schema   string              `json:"schema"`
	Scenario string              `json:"scenario"`
	File     string              `json:"file"`
	By       string              `json:"by"`
	Channel  string              `json:"channel,omitempty"`
	Least    string              `json:"least"` // the figure that is least
	Knee     string              `json:"knee,omitempty"`
	Points   []frontierPointJSON `json:"points"`
	Pictures []string            `json:"pictures,omitempty"`
}

type frontierPointJSON struct {
	Goal    float64            `json:"goal"`
	Target  string             `json:"target"`
	Figures map[string]float64 `json:"figures,omitempty"`
	Plan    [][]int            `json:"plan,omitempty"`
	Error   string             `json:"error,omitempty"`
}

func newFrontierJSON(s *scenarios.Scenario, f *whatif.Frontier, pictures []string) frontierJSON {
	out := frontierJSON{Schema: frontierSchema, Scenario: s.Name, File: s.File, By: f.By, Channel: f.Channel, Least: f.Figures[f.Cost].Name, Pictures: pictures}
	if f.Knee >= 0 {
		out.Knee = f.Points[f.Knee].Target
	}
	for _, p := range f.Points {
		pj := frontierPointJSON{Goal: p.Goal, Target: p.Target, Error: p.Why}
		if p.Why == "" {
			pj.Plan, pj.Figures = p.Day.Plan, map[string]float64{}
			for k, figure := range f.Figures {
				if !p.Values[k].Undefined {
					pj.Figures[figure.Name] = p.Values[k].Mean
				}
			}
		}
		out.Points = append(out.Points, pj)
	}
	return out
}
