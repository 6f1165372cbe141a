package main

import (
	"fmt"
	"io"
	"math"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// printDay prints a day for people: a table per channel, the staff, and what was
// simulated of it; o is nil where nothing was.
func printDay(w io.Writer, d *staffing.Day, o *staffing.Outcome) {
	s := d.Scenario
	fmt.Fprintln(w, heading(s))
	for i, ch := range d.Channels {
		fmt.Fprintf(w, "%s, team %s: %s; %s\n\n", ch.Name, d.Teams[ch.Team].Name, ch.Demand, promise(ch.Target))
		printTable(w, dayTable(d, i, o))
	}
	for i, t := range d.Teams {
		fmt.Fprintf(w, "Staff, %s: %s\n", t.Name, staffWords(s.Teams[i], t))
	}
	for _, short := range shortageWords(d) {
		fmt.Fprintln(w, short)
	}
	if o == nil {
		return
	}
	fmt.Fprintf(w, "\nVerdict on the simulated day (%s, seed %d; ± is half the width of the %s interval)\n",
		count(o.Simulated.Replications, "replication"), o.Simulated.Seed, goal(o.Simulated.Confidence))
	if len(o.Verdicts) == 0 {
		fmt.Fprintln(w, "  no targets given")
	}
	for _, v := range o.Verdicts {
		paragraph(w, verdictWords(d, v))
	}
	fmt.Fprintln(w, "\nFormula and simulation")
	for _, ch := range d.Channels {
		for _, sentence := range gapWords(ch, o) {
			paragraph(w, sentence)
		}
	}
}

// paragraph prints text wrapped to the width of the day table, indented.
func paragraph(w io.Writer, words string) {
	for i, line := range strings.Split(text.WrapSoft(words, 106), "\n") {
		indent := "  "
		if i > 0 {
			indent = "    "
		}
		fmt.Fprintln(w, indent+strings.TrimRight(line, " "))
	}
}

func staffWords(team scenarios.Team, t staffing.Team) string {
	words := decimal(t.AgentHours) + " agent hours available"
	if t.Shrinkage > 0 {
		words += fmt.Sprintf(", %s hours scheduled at %s shrinkage", decimal(t.ScheduledHours), percent(t.Shrinkage))
	} else {
		words += ", none added for shrinkage (the scenario gives none)"
	}
	if t.FTE > 0 {
		words += fmt.Sprintf(", %s FTE of %s", decimal(t.FTE), short(team.ContractHours))
	}
	return words
}

// shortageWords names the intervals that the plan leaves short, a line per channel.
func shortageWords(d *staffing.Day) []string {
	var lines []string
	for _, ch := range d.Channels {
		var short []string
		for _, s := range d.Shortages() {
			if s.Channel == ch.Name {
				short = append(short, fmt.Sprintf("%s (%d of %d)", scenarios.Clock(s.Start), s.Agents, s.Required))
			}
		}
		if len(short) > 0 {
			limit := ""
			if m := d.Scenario.Teams[ch.Team].MaxAgents; m > 0 {
				limit = fmt.Sprintf(" (max_agents %d)", m)
			}
			lines = append(lines, fmt.Sprintf("Short, %s: team %s%s has fewer agents than the targets need by formula at %s", ch.Name, d.Teams[ch.Team].Name, limit, list(short)))
		}
	}
	return lines
}

// verdictWords says in words whether a target is kept.
func verdictWords(d *staffing.Day, v staffing.Verdict) string {
	name := map[string]string{"service_level": "service level", "asa": "ASA"}[v.Target]
	if name == "" {
		name = v.Target
	}
	value, width, target := percent(v.Simulated.Mean), fmt.Sprintf("%.1f", 100*v.Simulated.HalfWidth), goal(v.Goal)
	if v.Target == "asa" {
		value, width, target = seconds(v.Simulated.Mean), seconds(v.Simulated.HalfWidth), seconds(v.Goal)
	}
	verdict, bound := "kept", "at most"
	if !v.Met {
		verdict = "MISSED"
	}
	if !v.Certain {
		verdict += ", but too close to call"
	}
	if v.AtLeast {
		bound = "at least"
	}
	return fmt.Sprintf("%s %s %s: %s ± %s, wanted %s %s. %s", v.Channel, name, verdict, value, width, bound, target, intervalWords(d, v))
}

// intervalWords says how many intervals keep a target, and names those that miss it.
func intervalWords(d *staffing.Day, v staffing.Verdict) string {
	all := v.Kept + len(v.Missed) + len(v.Close)
	if v.Kept == all && all > 1 {
		return fmt.Sprintf("All %s keep it.", count(all, intervalName(d)))
	}
	words := fmt.Sprintf("Of %s %s it", count(all, intervalName(d)), plural(v.Kept, "keeps", "keep"))
	if n := len(v.Close); n > 0 {
		words += fmt.Sprintf(", %s too close to call", plural(n, "is", "are"))
	}
	if len(v.Missed) == 0 {
		return words + "."
	}
	var missed []string
	for _, m := range v.Missed {
		value := percent(m.Simulated.Mean)
		if v.Target == "asa" {
			value = seconds(m.Simulated.Mean)
		}
		missed = append(missed, fmt.Sprintf("%s (%s)", m.Start, value))
	}
	return words + fmt.Sprintf(", %s it: %s.", plural(len(missed), "misses", "miss"), list(missed))
}

// intervalName is what planners call an interval of that length.
func intervalName(d *staffing.Day) string {
	switch d.Scenario.Interval {
	case 15 * time.Minute:
		return "quarter-hour"
	case 30 * time.Minute:
		return "half-hour"
	case time.Hour:
		return "hour"
	}
	return "interval"
}

// gapWords says in plain sentences where formula and simulation part, and why.
func gapWords(ch staffing.Channel, o *staffing.Outcome) []string {
	if !ch.Total.Stable {
		return []string{ch.Name + ": nothing to compare. Somewhere the load is at or above the agents and nobody gives up: no steady state exists there, and only the simulation has an answer."}
	}
	g := o.Gap(ch.Name)
	if g == nil {
		return []string{ch.Name + ": they agree. The formula's service level is inside the simulation's interval for the day, and in the intervals as often as chance lets it."}
	}
	day := fmt.Sprintf("%s by formula, %s simulated", percent(g.Formula), plusMinus(g.Simulated))
	intervals := fmt.Sprintf("in %d of %s the formula is outside the simulation's interval (chance alone: about %s)", len(g.Outside), count(g.Intervals, intervalName(o.Day)), decimal(g.ByChance))
	if worst := largest(g.Outside); worst != nil {
		intervals += fmt.Sprintf(", furthest at %s: %s by formula, %s simulated, mostly because %s", worst.Start, percent(worst.Formula), plusMinus(worst.Simulated), mainReason(*worst))
	}
	first := fmt.Sprintf("%s: they agree on the day's service level (%s), not on its intervals: %s.", ch.Name, day, intervals)
	if g.DayOutside() {
		first = fmt.Sprintf("%s: they disagree on the day's service level (%s); %s.", ch.Name, day, intervals)
	}
	return []string{first, "Why, in points of the day's service level, each measured by simulation: " + strings.Join(reasons(*g, ch.HandleTime), "; ") + "."}
}

// mainReason is the larger part of an interval's gap, in words.
func mainReason(g staffing.GapInterval) string {
	switch {
	case math.Abs(g.Law) > math.Abs(g.Time):
		return "handle times are not exponential"
	case g.Opening:
		return "the day opens empty"
	case g.Time > 0:
		return "the interval before leaves less work behind than a steady state would"
	}
	return "the interval before leaves more work behind than a steady state would"
}

// reasons lists what a gap is made of, the largest part first.
func reasons(g staffing.Gap, h scenarios.HandleTime) []string {
	parts := []struct {
		sim.Estimate
		why string
	}{
		{g.CarryOver, "from carry-over (a queue and the calls in hand reach into the next interval; the formula takes each as a steady state of its own)"},
		{g.StartUp, "from start-up (the day opens empty)"},
		{g.HandleTime, fmt.Sprintf("from handle times that are not exponential (%s, cv %.2f)", h.Distribution, h.CV)},
	}
	var out []string
	for len(parts) > 0 {
		top := 0
		for i, p := range parts {
			if math.Abs(p.Mean) > math.Abs(parts[top].Mean) {
				top = i
			}
		}
		if p := parts[top]; p.Mean != 0 {
			out = append(out, fmt.Sprintf("%s ± %.1f %s", points(p.Mean), 100*p.HalfWidth, p.why))
		}
		parts = append(parts[:top], parts[top+1:]...)
	}
	return out
}

func largest(gs []staffing.GapInterval) *staffing.GapInterval {
	var worst *staffing.GapInterval
	for i, g := range gs {
		if worst == nil || math.Abs(g.Simulated.Mean-g.Formula) > math.Abs(worst.Simulated.Mean-worst.Formula) {
			worst = &gs[i]
		}
	}
	return worst
}

// list joins a few items with commas, and counts what is beyond eight.
func list(items []string) string {
	const most = 8
	if len(items) > most {
		return strings.Join(items[:most], ", ") + fmt.Sprintf(" and %d more", len(items)-most)
	}
	return strings.Join(items, ", ")
}
