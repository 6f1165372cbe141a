package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/scheduling"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// objectiveWords says what each objective asks for.
func objectiveWords(r *scheduling.Schedule) string {
	switch r.Objective {
	case scheduling.Shortage:
		return fmt.Sprintf("least cost with agents short at %s each during an interval of %s", money(r.Price), scenarios.ShortDuration(r.Scenario.Interval))
	case scheduling.Whole:
		return "least cost that meets the targets of the day as a whole"
	}
	return "least cost with the required agents in every interval"
}

func money(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// cost writes money with two decimals and thousands separated.
func cost(v float64) string {
	text := strconv.FormatFloat(v, 'f', 2, 64)
	whole, cents, _ := strings.Cut(text, ".")
	n, _ := strconv.ParseFloat(whole, 64)
	return grouped(n) + "." + cents
}

// printSchedule prints shifts for people.
func printSchedule(w io.Writer, r *scheduling.Schedule) {
	fmt.Fprintln(w, heading(r.Scenario))
	printShifts(w, r)
	if r.Outcome == nil {
		return
	}
	for _, e := range r.Exact {
		paragraphAt(w, exactWords(r, e), "")
	}
	fmt.Fprintf(w, "\nVerdict on the simulated day (%s, seed %d; ± is half the width of the %s interval)\n",
		count(r.Outcome.Simulated.Replications, "replication"), r.Outcome.Simulated.Seed, goal(r.Outcome.Simulated.Confidence))
	if len(r.Outcome.Verdicts) == 0 {
		fmt.Fprintln(w, "  no targets given")
	}
	for _, v := range r.Outcome.Verdicts {
		paragraph(w, verdictWords(r.Outcome.Day, v))
	}
}

// exactWords says what the exact day makes of the agents on duty.
func exactWords(r *scheduling.Schedule, e scheduling.Exact) string {
	what := "Day, " + e.Channel + ": "
	if r.Scenario.Days != nil {
		what = "All days, " + e.Channel + ": "
	}
	if !e.Total.Stable {
		return what + "no figures by the exact day, for contacts that nobody gives up on wait where nobody is on duty, or too few are"
	}
	c := channelNamed(r.Outcome.Day, e.Channel)
	return fmt.Sprintf("%s%s answered in %s by the exact day with the agents on duty (everybody there), abandoned %s, ASA %s, occupancy %s", what,
		percent(e.Total.ServiceLevel.Of(c.Target.Definition)), seconds(c.Within), percent(e.Total.Abandonment), seconds(e.Total.ASA), percent(e.Total.Occupancy))
}

// printShifts prints the shifts, what they cover and cost, and the people they need.
func printShifts(w io.Writer, r *scheduling.Schedule) {
	s := r.Scenario
	fmt.Fprintf(w, "Shifts: %s\n\n", objectiveWords(r))
	for _, t := range s.Teams {
		if way := "ahead of it"; t.Ahead != 0 {
			if t.Ahead < 0 {
				way = "behind it"
			}
			fmt.Fprintf(w, "Times are by the scenario's clock; that of %s is %s %s.\n\n", t.Name, scenarios.ShortDuration(max(t.Ahead, -t.Ahead)), way)
		}
	}
	for _, p := range r.Pools {
		if p.Week != nil {
			printTable(w, tourTable(r, &p))
		} else {
			printTable(w, shiftTable(r, &p))
		}
		if s.Days != nil {
			printTable(w, dayCoverageTable(r, &p))
		} else {
			printTable(w, coverageTable(r, &p))
		}
	}
	for i := range r.Pools {
		p := &r.Pools[i]
		paragraphAt(w, fmt.Sprintf("Cost, %s: %s", p.Names(s), costWords(r, p.Plan)), "")
		paragraphAt(w, fmt.Sprintf("Cover, %s: %s", p.Names(s), coverWords(r, p)), "")
	}
	switch {
	case r.Repairs > 0 && r.Cost < r.Plain:
		paragraphAt(w, fmt.Sprintf("Repair: the first shifts at %s gave more than the targets ask; %s of asking for less saved %s", cost(r.Plain), count(r.Repairs, "round"), cost(r.Plain-r.Cost)), "")
	case r.Repairs > 0 && r.Objective == scheduling.Whole && r.Cost == r.Plain:
		paragraphAt(w, fmt.Sprintf("Repair: %s of asking for less or more found nothing cheaper than the first shifts that keep the targets, at %s", count(r.Repairs, "round"), cost(r.Cost)), "")
	case r.Repairs > 0:
		paragraphAt(w, fmt.Sprintf("Repair: the plain cover at %s missed a target in truth, or was too near to tell; %s of asking for more cost %s, %s more",
			cost(r.Plain), count(r.Repairs, "round"), cost(r.Cost-r.Plain), percent((r.Cost-r.Plain)/max(r.Plain, 1e-9))), "")
	}
	if r.Binds != "" {
		paragraphAt(w, "Binding: "+r.Binds, "")
	}
	for _, n := range r.People {
		paragraphAt(w, "People, "+n.Team+": "+peopleWords(s, n), "")
	}
}

// channelNamed is the day's channel of a name.
func channelNamed(d *staffing.Day, name string) *staffing.Channel {
	for i := range d.Channels {
		if d.Channels[i].Name == name {
			return &d.Channels[i]
		}
	}
	panic("frontoffice: no channel " + name)
}

// costWords says what a plan costs and how near to the least that is.
func costWords(r *scheduling.Schedule, p *shifts.Plan) string {
	words, together := cost(p.Cost), ""
	if p.Charged > 1e-9 {
		words += fmt.Sprintf(" and %s for agents short", cost(p.Charged))
		if r.Objective == scheduling.Cover {
			words += ", who count more than any shift,"
		}
		words += fmt.Sprintf(" are %s", cost(p.Value()))
		together = " together"
	}
	above := p.Gap()
	switch {
	case above == 0:
		return words + ": the least there is, proven"
	case math.IsInf(above, 1):
		return words + "; how far above the least that is, is not known (--effort thorough searches longer)"
	}
	longer := ""
	if above > 0.05 {
		longer = " (--effort thorough searches longer)"
	}
	return fmt.Sprintf("%s; no plan costs less than %s%s, so it is at most %.2f%% above the least%s", words, cost(p.Bound), together, 100*above, longer)
}

// coverWords says how the agents on duty compare with those required, in hours.
func coverWords(r *scheduling.Schedule, p *scheduling.Pool) string {
	required, over, short, paid := p.Coverage()
	words := fmt.Sprintf("%s agent hours required, %s on duty beyond that", decimal(required), decimal(over))
	if short > 0 {
		words += fmt.Sprintf(", %s short", decimal(short))
	}
	productive := required + over - short
	return fmt.Sprintf("%s; %s paid hours for %s productive ones (%s)", words, decimal(paid), decimal(productive), percent(productive/max(paid, 1e-9)))
}

// peopleWords says who is needed.
func peopleWords(s *scenarios.Scenario, n scheduling.People) string {
	team := slices.IndexFunc(s.Teams, func(t scenarios.Team) bool { return t.Name == n.Team })
	with := plural(n.Shifts, "person", "people") + " with a shift"
	if s.Days != nil && !s.Teams[team].Tours {
		with = plural(n.Shifts, "shift", "shifts") + " on all days"
	}
	words := fmt.Sprintf("%s, %s to roster (shrinkage %s), %s", with, grouped(float64(n.Roster)), percent(s.Teams[team].Shrinkage()), decimal(n.RosterHours)+" paid hours")
	if n.FTE > 0 {
		words += fmt.Sprintf(", %.1f FTE: %s to employ", n.FTE, grouped(float64(n.Employ)))
	}
	if n.Hires == nil && s.Teams[team].Employed != nil {
		words += "; hires to make need contract_hours"
	}
	if n.Hires != nil {
		words += fmt.Sprintf(", %s to hire", grouped(float64(*n.Hires)))
	}
	return words
}

// levelOf is the simulated service level by interval of the one channel that a pool serves; nil where there is none.
func levelOf(r *scheduling.Schedule, p *scheduling.Pool) func(k int) sim.Estimate {
	if p.Channel < 0 || r.Outcome == nil {
		return nil
	}
	for i, ch := range r.Outcome.Channels {
		if ch.Name == p.ChannelName {
			return func(k int) sim.Estimate {
				return staffing.LevelOf(r.Outcome.Simulated.Channels[i].Intervals[k].ServiceLevel, ch.Target.Definition)
			}
		}
	}
	return nil
}
