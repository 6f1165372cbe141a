package main

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// printDay prints a day for people: a table per channel, the staff, and what was
// simulated of it; o is nil where nothing was. asked is the precision asked of the simulation.
func printDay(w io.Writer, d *staffing.Day, o *staffing.Outcome, asked []reached) {
	s := d.Scenario
	fmt.Fprintln(w, heading(s))
	for i, ch := range d.Channels {
		fmt.Fprintf(w, "%s, %s: %s; %s\n", ch.Name, teamsWords(d, ch), ch.Demand, promise(ch.Channel))
		fmt.Fprintln(w, methodWords(d, ch))
		if len(ch.LeavesOut) > 0 {
			paragraphAt(w, leftOutWords(ch.LeavesOut), "")
		}
		fmt.Fprintln(w)
		printTable(w, dayTable(d, i, o))
	}
	for t := range d.Teams {
		if o != nil && shared(d, t) {
			fmt.Fprintf(w, "Team %s, skills %s\n\n", d.Teams[t].Name, strings.Join(s.Teams[t].Skills, ", "))
			printTable(w, teamTable(d, t, o))
			if u := o.Simulated.Teams[t]; u.Day.Utilization.Mean > 1 || slices.ContainsFunc(u.Intervals, func(p sim.Presence) bool { return p.Utilization.Mean > 1 }) {
				paragraphAt(w, "Utilization is time with a contact in hand / paid time: above 100% agents finish a contact after their shift, or in a break, which is in nobody's paid time.", "")
				fmt.Fprintln(w)
			}
		}
	}
	for i, t := range d.Teams {
		fmt.Fprintf(w, "Staff, %s: %s\n", t.Name, staffWords(s.Teams[i], t))
	}
	for _, words := range searchWords(d) {
		paragraphAt(w, words, "")
	}
	for _, short := range shortageWords(d) {
		fmt.Fprintln(w, short)
	}
	for _, ch := range d.Channels {
		if ch.Target.Abandonment == 0 && ch.Total.Abandonment > 0.1 {
			fmt.Fprintf(w, "Mind, %s: by formula %s give up, and no abandonment target minds it\n", ch.Name, percent(ch.Total.Abandonment))
		}
	}
	if o == nil {
		return
	}
	for i, ch := range d.Channels {
		r := o.Simulated.Channels[i]
		for _, words := range slices.Concat(metWords(s, ch, r), kindWords(s, ch, r), caseWords(s, ch, r)) {
			paragraphAt(w, words, "")
		}
		if left := r.Day.Waiting.Mean; left >= 0.05 && ch.Kind != scenarios.Deferred {
			fmt.Fprintf(w, "Left, %s: %s of %s offered were never answered and never gave up\n", ch.Name, volume(left), volume(ch.Total.Offered))
		}
	}
	whole := "day"
	if s.Days != nil {
		whole = fmt.Sprintf("%d days", len(s.Days))
	}
	fmt.Fprintf(w, "\nVerdict on the simulated %s (%s, seed %d; ± is half the width of the %s interval)\n",
		whole, count(o.Simulated.Replications, "replication"), o.Simulated.Seed, goal(o.Simulated.Confidence))
	if len(o.Verdicts) == 0 {
		fmt.Fprintln(w, "  no targets given")
	}
	for _, v := range o.Verdicts {
		paragraph(w, verdictWords(d, v))
	}
	for _, p := range asked {
		paragraph(w, precisionWords(p, o.Simulated))
	}
	if tested := d.Tested(); tested != nil && o.Simulated == tested.Simulated {
		return
	}
	fmt.Fprintln(w, "\nFormula and simulation")
	for _, ch := range d.Channels {
		for _, sentence := range gapWords(ch, o) {
			paragraph(w, sentence)
		}
	}
}

// metWords says what a channel's contacts met on the simulated days, beyond the table.
func metWords(s *scenarios.Scenario, ch staffing.Channel, r sim.ChannelResult) []string {
	var lines []string
	if h := r.Waits.Answered; h.Count() > 0 && ch.Kind != scenarios.Deferred && ch.Outbound == nil {
		of := "a day"
		if s.Days != nil {
			of = fmt.Sprintf("%d days", len(s.Days))
		}
		lines = append(lines, fmt.Sprintf("Waits, %s: of the answered 50%% waited at most %s, 90%% %s, 95%% %s; the longest wait of %s is %s on average",
			ch.Name, seconds(h.Quantile(0.5)), seconds(h.Quantile(0.9)), seconds(h.Quantile(0.95)), of, seconds(r.Day.LongestWait.Mean)))
	}
	if r.Day.WrapUp.Mean > 0 {
		lines = append(lines, fmt.Sprintf("Work, %s: an answered contact takes an agent %s on average, %s of talk and %s of wrap-up",
			ch.Name, seconds(r.Day.HandleTime.Mean), seconds(r.Day.TalkTime.Mean), seconds(r.Day.WrapUp.Mean)))
	}
	if r.Day.Blocked.Mean > 0 || ch.Lines > 0 || ch.Room != 0 {
		lines = append(lines, fmt.Sprintf("Blocked, %s: %s of those offered met a busy signal, %s %s", ch.Name, plusMinus(r.Day.Blocking), volume(rounded(r.Day.Blocked.Mean)), per(s)))
	}
	if r.Day.Redials.Mean > 0 {
		beyond := ""
		if !ch.LedTo {
			beyond = fmt.Sprintf(", beyond the %s forecast", volume(ch.Total.Offered))
		}
		lines = append(lines, fmt.Sprintf("Redials, %s: %s of the %s offered %s came again%s; %s of the contacts were answered in the end",
			ch.Name, volume(rounded(r.Day.Redials.Mean)), volume(rounded(r.Day.Offered.Mean)), per(s), beyond, plusMinus(r.Served)))
	}
	return lines
}

// rounded is a mean number of contacts to a tenth.
func rounded(v float64) float64 { return math.Round(10*v) / 10 }

// exactDay is how staffing names figures of the exact day.
const exactDay = "exact day"

// paragraph prints text wrapped to the width of the day table, indented.
func paragraph(w io.Writer, words string) { paragraphAt(w, words, "  ") }

// paragraphAt is paragraph with another indent.
func paragraphAt(w io.Writer, words, first string) {
	for i, line := range strings.Split(text.WrapSoft(words, 106), "\n") {
		indent := first
		if i > 0 {
			indent += "  "
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
		words += fmt.Sprintf(", %s FTE of %s", decimal(t.FTE), scenarios.ShortDuration(team.ContractHours))
	}
	return words
}

// shortageWords names the intervals that the plan leaves short, a line per channel.
func shortageWords(d *staffing.Day) []string {
	var lines []string
	for _, ch := range d.Channels {
		most := d.Scenario.Teams[ch.Team].MaxAgents
		var short []string
		limited := most > 0
		for _, s := range d.Shortages() {
			if s.Channel == ch.Name {
				short = append(short, fmt.Sprintf("%s (%d of %d)", d.Scenario.At(s.Start), s.Agents, s.Required))
				limited = limited && s.Agents == most
			}
		}
		if len(short) == 0 {
			continue
		}
		who := "the plan of team " + d.Teams[ch.Team].Name
		if limited {
			who = fmt.Sprintf("team %s, at most %s,", d.Teams[ch.Team].Name, count(most, "agent"))
		}
		lines = append(lines, fmt.Sprintf("Short, %s: %s has fewer agents than the targets need by formula at %s", ch.Name, who, list(short)))
	}
	return lines
}

// verdictWords says in words whether a target is kept.
func verdictWords(d *staffing.Day, v staffing.Verdict) string {
	name := map[string]string{"service_level": "service level", "asa": "ASA"}[v.Target]
	c := channelOf(d, v)
	switch {
	case c.Kind == scenarios.Deferred && v.Target == "service_level":
		name = "in " + withinWords(c, c.Deadline)
	case c.Kind == scenarios.Outbound && v.Target == "abandonment":
		name = "abandoned connects"
	case name == "":
		name = v.Target
	}
	bound := "at most"
	if v.AtLeast {
		bound = "at least"
	}
	wanted := fmt.Sprintf("wanted %s %s", bound, goalOf(v))
	if v.Simulated.Undefined {
		return fmt.Sprintf("%s %s MISSED: there is none, nobody was answered; %s.", v.Channel, name, wanted)
	}
	if u := v.Undue; u != nil {
		return fmt.Sprintf("%s %s NOT PROVEN: %s, wanted at least %s. %s", v.Channel, name, undueWords(u), goalOf(v), intervalWords(d, v))
	}
	width := fmt.Sprintf("%.1f", 100*v.Simulated.HalfWidth)
	if v.Target == "asa" {
		width = seconds(v.Simulated.HalfWidth)
	}
	verdict, hint := "kept", ""
	if !v.Met {
		verdict = "MISSED"
	}
	if !v.Certain {
		verdict, hint = "undecided", " (by its mean kept; more --replications decide it)"
		if !v.Met {
			hint = " (by its mean missed; more --replications decide it)"
		}
	}
	return fmt.Sprintf("%s %s %s: %s ± %s, %s%s; %s. %s", v.Channel, name, verdict, valueOf(v, v.Simulated.Mean), width, wanted, hint, daysWords(d, v.Days), intervalWords(d, v))
}

// undueWords says why a share on time is not judged.
func undueWords(u *staffing.Undue) string {
	return fmt.Sprintf("%s of %s (%s) are neither finished nor due at the close, more than the %s that a plan which keeps up leaves, or still finishes in time at its pace. Were all of them late, %s would be in time; were none, %s",
		volume(rounded(u.Contacts)), volume(rounded(u.Offered)), percent(u.Contacts/u.Offered), volume(rounded(u.Allowed)), percent(u.AtLeast.Mean), percent(u.AtMost.Mean))
}

// channelOf is the channel that a verdict is on.
func channelOf(d *staffing.Day, v staffing.Verdict) *scenarios.Channel {
	return d.Channels[slices.IndexFunc(d.Channels, func(c staffing.Channel) bool { return c.Name == v.Channel })].Channel
}

// daysWords says how many of the simulated days keep a target.
func daysWords(d *staffing.Day, e sim.Estimate) string {
	day, days := "simulated day", "days"
	if n := len(d.Scenario.Days); n > 0 {
		day, days = fmt.Sprintf("run of %d days", n), fmt.Sprintf("runs of %d days", n)
	}
	switch e.Mean {
	case 0:
		return "no " + day + " keeps it"
	case 1:
		return "every " + day + " keeps it"
	}
	return fmt.Sprintf("%s ± %.0f of %s keep it", wholePercent(e.Mean), 100*e.HalfWidth, days)
}

func valueOf(v staffing.Verdict, mean float64) string {
	if v.Target == "asa" {
		return seconds(mean)
	}
	return percent(mean)
}

func goalOf(v staffing.Verdict) string {
	if v.Target == "asa" {
		return scenarios.ShortDuration(time.Duration(v.Goal * float64(time.Second)))
	}
	return goal(v.Goal)
}

// intervalWords says how many intervals keep a target, and names those that miss
// it, the worst first.
func intervalWords(d *staffing.Day, v staffing.Verdict) string {
	all := v.Kept + len(v.Missed) + len(v.Close)
	if all == 0 {
		return fmt.Sprintf("No %s is judged: none is all due before the close.", intervalName(d))
	}
	if v.Kept == all && all > 1 {
		return fmt.Sprintf("All %s keep it.", count(all, intervalName(d)))
	}
	words := fmt.Sprintf("Of %s %s it", count(all, intervalName(d)), plural(v.Kept, "keeps", "keep"))
	if v.Kept == 0 {
		words = fmt.Sprintf("Of %s none keeps it", count(all, intervalName(d)))
	}
	if n := len(v.Close); n > 0 {
		words += fmt.Sprintf(", %s too close to call", plural(n, "is", "are"))
	}
	if len(v.Missed) == 0 {
		return words + "."
	}
	worst := slices.Clone(v.Missed)
	slices.SortStableFunc(worst, func(a, b staffing.Miss) int {
		if a.Simulated.Undefined != b.Simulated.Undefined {
			if a.Simulated.Undefined {
				return -1
			}
			return 1
		}
		if v.AtLeast {
			a, b = b, a
		}
		return cmp.Compare(b.Simulated.Mean, a.Simulated.Mean)
	})
	var missed []string
	for _, m := range worst {
		value := valueOf(v, m.Simulated.Mean)
		if m.Simulated.Undefined {
			value = "nobody answered"
		}
		missed = append(missed, fmt.Sprintf("%s (%s)", m.Start, value))
	}
	words += fmt.Sprintf(", %s it", plural(len(missed), "misses", "miss"))
	if len(missed) > 1 {
		words += ", worst first"
	}
	return words + ": " + list(missed) + "."
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

// list joins a few items with commas, and counts what is beyond eight.
func list(items []string) string {
	const most = 8
	if len(items) > most {
		return strings.Join(items[:most], ", ") + fmt.Sprintf(" and %d more", len(items)-most)
	}
	return strings.Join(items, ", ")
}
