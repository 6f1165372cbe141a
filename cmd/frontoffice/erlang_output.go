package main

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// erlangJSON is a formula's answer; what is not known or not asked is left out.
type erlangJSON struct {
	Schema     string   `json:"schema"`
	Model      string   `json:"model"`
	Agents     float64  `json:"agents"`
	Load       float64  `json:"load"`
	Required   *int     `json:"required_agents,omitempty"`
	Binding    string   `json:"binding,omitempty"`
	PWait      float64  `json:"p_wait"`
	Level      *float64 `json:"service_level,omitempty"`
	Definition string   `json:"service_level_definition,omitempty"`
	Within     *float64 `json:"within_s,omitempty"`
	ASA        *float64 `json:"asa_s,omitempty"`
	MeanWait   *float64 `json:"mean_wait_s,omitempty"`
	Abandoned  float64  `json:"abandonment"`
	Blocking   float64  `json:"blocking"`
	Occupancy  float64  `json:"occupancy"`
	MeanQueue  float64  `json:"mean_queue"`

	LargestLoad        *float64 `json:"largest_load,omitempty"`   // erlangs that the agents carry within the targets
	LargestVolume      *float64 `json:"largest_volume,omitempty"` // contacts per interval, likewise
	Patience           *float64 `json:"patience_s,omitempty"`     // mean that explains the abandonment
	Attempts           *float64 `json:"attempts,omitempty"`       // per contact, with redials
	Served             *float64 `json:"served,omitempty"`         // answered in the end / contacts, with redials
	Concurrency        *float64 `json:"concurrency,omitempty"`    // chats in hand per agent with at least one
	Duration           *float64 `json:"duration_s,omitempty"`     // of a chat with an agent
	InHand             *float64 `json:"in_hand,omitempty"`        // chats with an agent
	OverflowMean       *float64 `json:"overflow_mean,omitempty"`  // erlangs
	OverflowPeakedness *float64 `json:"overflow_peakedness,omitempty"`
	Exact              *bool    `json:"exact,omitempty"` // false: by the reduction that the package documents
}

// fill takes over a station's figures; waits only where there is a handle time to measure them by.
func (e *erlangJSON) fill(p erlang.Performance, timed bool) {
	e.Agents, e.PWait, e.Abandoned, e.Blocking = p.Agents, p.PWait, p.Abandonment, p.Blocking
	e.Occupancy, e.MeanQueue = p.Occupancy, p.MeanQueue
	if timed {
		e.ASA, e.MeanWait = &p.ASA, &p.MeanWait
	}
}

func printErlang(ctx *cli.Context, c *console, e erlangJSON) error {
	if ctx.String("format") == formatJSON {
		return printJSON(c.out, e)
	}
	line := func(name, value string) { fmt.Fprintf(c.out, "%-17s %s\n", name, value) }
	figure := func(name string, v *float64, write func(float64) string) {
		if v != nil {
			line(name, write(*v))
		}
	}
	queue := ctx.Command.Name != "b"
	line("model", e.Model)
	if e.Exact != nil && !*e.Exact {
		line("", "approximate here: too large for the exact chain")
	}
	if e.Required != nil {
		line("required agents", fmt.Sprintf("%s (set by %s)", grouped(float64(*e.Required)), bindingWords(e.Binding)))
	}
	line("agents", number(e.Agents))
	line("load", number(e.Load)+" erlangs")
	figure("largest load", e.LargestLoad, func(v float64) string { return number(v) + " erlangs within the targets" })
	figure("largest volume", e.LargestVolume, func(v float64) string { return number(v) + " per interval within the targets" })
	figure("patience", e.Patience, func(v float64) string { return seconds(v) + " on average explain the abandonment" })
	if e.Level != nil {
		within := time.Duration(*e.Within * float64(time.Second)).Round(time.Millisecond)
		line("service level", fmt.Sprintf("%s in %s (%s)", small(*e.Level), scenarios.ShortDuration(within), e.Definition))
	}
	if queue {
		line("must wait", small(e.PWait))
		figure("ASA", e.ASA, seconds)
		figure("mean wait", e.MeanWait, seconds)
	}
	if e.Abandoned > 0 {
		line("abandonment", small(e.Abandoned))
	}
	if e.Blocking > 0 || !queue {
		line("blocking", small(e.Blocking))
	}
	line("occupancy", small(e.Occupancy))
	if queue {
		line("mean queue", number(e.MeanQueue)+" contacts")
	}
	figure("concurrency", e.Concurrency, number)
	figure("chat duration", e.Duration, seconds)
	figure("chats in hand", e.InHand, number)
	figure("attempts", e.Attempts, func(v float64) string { return number(v) + " per contact" })
	figure("served in the end", e.Served, small)
	figure("overflow", e.OverflowMean, func(v float64) string {
		return fmt.Sprintf("%s erlangs, peakedness %s", number(v), number(*e.OverflowPeakedness))
	})
	return nil
}

// number writes a number in full: thousands separated, three digits of what is below one.
func number(v float64) string {
	switch {
	case v == math.Trunc(v) && v < 1e15:
		return grouped(v)
	case v >= 100:
		return decimal(v)
	case v >= 1:
		return strconv.FormatFloat(v, 'f', 3, 64)
	case v < 1e-6:
		return "less than 0.000001"
	}
	return strconv.FormatFloat(v, 'f', int(2-math.Floor(math.Log10(v))), 64)
}

// small writes a share to a hundredth of a percent, and a tiny one to three digits.
func small(share float64) string {
	if share > 0 && share < 0.001 {
		return number(100*share) + "%"
	}
	return strconv.FormatFloat(100*share, 'f', 2, 64) + "%"
}
