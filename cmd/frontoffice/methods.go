package main

import (
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

const methodsSchema = "frontoffice/methods/v1"

type methodsJSON struct {
	Schema   string               `json:"schema"`
	Scenario string               `json:"scenario"`
	File     string               `json:"file"`
	Channels []channelMethodsJSON `json:"channels"`
}

type channelMethodsJSON struct {
	Channel       string                  `json:"channel"`
	Target        targetJSON              `json:"target"`
	Methods       []staffing.MethodResult `json:"methods"`
	NotApplicable []string                `json:"not_applicable,omitempty"`
	LeavesOut     []string                `json:"formula_leaves_out,omitempty"` // by the exact day that judges the methods
}

// compareMethods prints, side by side, what each method asks for and what that truly does.
func compareMethods(ctx *cli.Context, c *console, s *scenarios.Scenario) error {
	_, done := working(c.err, "comparing methods", ctx.Bool("quiet"))
	all, err := staffing.CompareMethods(ctx.Context, s)
	done()
	if err != nil {
		return err
	}
	var pictures []string
	if folder := ctx.String("pictures"); folder != "" && folder != "none" {
		if pictures, err = drawMethods(folder, s, all, ctx.Bool("overwrite")); err != nil {
			return err
		}
	}
	switch ctx.String("format") {
	case formatJSON:
		out := methodsJSON{Schema: methodsSchema, Scenario: s.Name, File: s.File}
		for _, m := range all {
			out.Channels = append(out.Channels, channelMethodsJSON{m.Channel.Name, newTargetJSON(m.Channel.Target), m.Results, m.Left, m.LeavesOut})
		}
		return printJSON(c.out, out)
	case formatCSV:
		return printMethodsCSV(c, s, all)
	}
	fmt.Fprintln(c.out, heading(s))
	for _, m := range all {
		printMethods(c, s, m)
	}
	if len(pictures) > 0 {
		fmt.Fprintf(c.out, "\nPictures: %s in %s\n", count(len(pictures), "file"), ctx.String("pictures"))
	}
	return nil
}

func printMethods(c *console, s *scenarios.Scenario, m staffing.Comparison) {
	target := m.Channel.Target
	fmt.Fprintf(c.out, "%s: %s\n\n", m.Channel.Name, promise(m.Channel))
	t := newTable(table.Row{"Method", "Agent hours", "Intervals", "Service level", "ASA", "Abandoned", "Occupancy", "Misses"}, 8)
	t.AppendHeader(table.Row{"", "asked for", "that miss", "of the day, true", "", "", "", ""})
	for _, r := range m.Results {
		missed := r.Missed
		if len(missed) > 5 {
			missed = append(missed[:5:5], fmt.Sprintf("and %d more", len(missed)-5))
		}
		t.AppendRow(table.Row{string(r.Method), decimal(r.AgentHours), fmt.Sprintf("%d of %d", len(r.Missed), s.Intervals()),
			percent(r.ServiceLevel.Of(target.Definition)), seconds(r.ASA), percent(r.Abandonment), percent(r.Occupancy), strings.Join(missed, " ")})
	}
	fmt.Fprintln(c.out, t.Render())
	fmt.Fprintln(c.out)
	paragraph(c.out, "What a method's agents truly do is said by the exact day (M(t)/M/n(t)+M), which starts empty and carries the queue and the contacts in hand from interval to interval."+nearestChain(m.Channel))
	if len(m.LeavesOut) > 0 {
		paragraph(c.out, leftOutWords(m.LeavesOut))
	}
	for _, left := range m.Left {
		paragraph(c.out, "Left out: "+left)
	}
}

// nearestChain says so where handle times are not the exponential ones of the exact day.
func nearestChain(c *scenarios.Channel) string {
	if c.ExponentialWork() {
		return ""
	}
	return fmt.Sprintf(" It takes the %s as exponential ones of the same mean: the nearest chain, not these contacts themselves.", workWords(c))
}

func printMethodsCSV(c *console, s *scenarios.Scenario, all []staffing.Comparison) error {
	out := csv.NewWriter(c.out)
	rows := [][]string{{"schema", "channel", "method", "start", "agents", "true_service_level"}}
	for _, m := range all {
		for _, r := range m.Results {
			for k := range r.Agents {
				rows = append(rows, []string{methodsSchema, m.Channel.Name, string(r.Method), s.Clock(k),
					strconv.Itoa(r.Agents[k]), strconv.FormatFloat(r.ByInterval[k], 'g', -1, 64)})
			}
		}
	}
	return out.WriteAll(rows)
}
