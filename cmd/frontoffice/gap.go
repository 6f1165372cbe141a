package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// gapWords says in plain sentences where formula and simulation part, and why.
func gapWords(ch staffing.Channel, o *staffing.Outcome) []string {
	if ch.Intervals[0].Deferred != nil {
		return backlogGap(ch, o)
	}
	if ch.Blended && (len(ch.Teams) > 1 || len(o.Scenario.Teams[ch.Team].Skills) > 1) {
		return []string{ch.Name + ": nothing to compare. No formula covers agents who are shared."}
	}
	if ch.Blended {
		return []string{fmt.Sprintf("%s: nothing to compare: %s, and no formula covers that.", ch.Name, o.Scenario.NoFormula(ch.Channel))}
	}
	if !ch.Total.Stable {
		return []string{ch.Name + ": nothing to compare. Somewhere the load is at or above the agents and nobody gives up: no steady state exists there, and only the simulation has an answer."}
	}
	g := o.Gap(ch.Name)
	if g == nil {
		return []string{ch.Name + ": they agree. The formula's service level is inside the simulation's interval for the day, and in the intervals as often as chance lets it."}
	}
	day := fmt.Sprintf("%s by formula, %s simulated", percent(g.Formula), plusMinus(g.Simulated))
	intervals := fmt.Sprintf("in %d of %s the formula is outside the simulation's interval (chance alone: about %s)", len(g.Outside), count(g.Intervals, intervalName(o.Day)), decimal(g.ByChance))
	if at := clearest(g.Outside); at != nil {
		intervals += fmt.Sprintf(", most clearly at %s: %s by formula, %s simulated%s", at.Start, percent(at.Formula), plusMinus(at.Simulated), mainReason(*at))
	}
	if why := reasons(*g, ch.HandleTime); why == "" {
		return []string{fmt.Sprintf("%s: they disagree (%s; %s), for no reason known but chance.", ch.Name, day, intervals)}
	}
	first := fmt.Sprintf("%s: they agree on the day's service level (%s), not on its intervals: %s.", ch.Name, day, intervals)
	if g.DayOutside() {
		first = fmt.Sprintf("%s: they disagree on the day's service level (%s); %s.", ch.Name, day, intervals)
	}
	return []string{first, "Why, in points of the day's service level: " + reasons(*g, ch.HandleTime) + "."}
}

// backlogGap says what formula and simulation expect of work that waits.
func backlogGap(ch staffing.Channel, o *staffing.Outcome) []string {
	at := slices.IndexFunc(o.Simulated.Channels, func(r sim.ChannelResult) bool { return r.Name == ch.Name })
	r := o.Simulated.Channels[at]
	offered := func(k int) float64 { return r.Intervals[k].Offered.Mean }
	onTime := byBacklogFormula(ch, "", nil, func(f *staffing.DeferredFormula) float64 { return f.OnTime }, offered, false).day
	left := ch.Intervals[len(ch.Intervals)-1].Deferred.Backlog
	words := fmt.Sprintf("%s: ", ch.Name)
	if !onTime.Undefined && !r.Day.Deferred.OnTime.Undefined {
		words += fmt.Sprintf("%s finished in time by formula, %s simulated; ", percent(onTime.Mean), plusMinus(r.Day.Deferred.OnTime))
	}
	return []string{words + fmt.Sprintf("%s left at the close by formula, %s ± %s simulated.", volume(rounded(left)), volume(rounded(r.Day.Deferred.Backlog.Mean)), decimal(r.Day.Deferred.Backlog.HalfWidth))}
}

// measurable is whether an effect is more than its interval.
func measurable(e sim.Estimate) bool { return math.Abs(e.Mean) > e.HalfWidth }

// mainReason is the larger measurable part of an interval's gap, in words.
func mainReason(g staffing.GapInterval) string {
	switch {
	case measurable(g.LeftOut) && math.Abs(g.LeftOut.Mean) > math.Abs(g.Time.Mean):
		return ", mostly because of what the formula leaves out"
	case measurable(g.Law) && math.Abs(g.Law.Mean) > math.Abs(g.Time.Mean):
		return ", mostly because handle times are not exponential"
	case !measurable(g.Time):
		return ""
	case g.Opening:
		return ", mostly because the day opens empty"
	case g.Time.Mean > 0:
		return ", mostly because the time before leaves less work behind than a steady state would"
	}
	return ", mostly because the time before leaves more work behind than a steady state would"
}

// reasons lists what a gap is made of: measurable parts, the largest first, then the others.
func reasons(g staffing.Gap, h scenarios.HandleTime) string {
	parts := []struct {
		sim.Estimate
		why string
	}{
		{g.CarryOver, "carry-over (a queue and the contacts in hand reach into the next interval; the formula takes each as a steady state of its own)"},
		{g.StartUp, "start-up (the day opens empty)"},
		{g.HandleTime, fmt.Sprintf("handle times that are not exponential (%s, cv %.2f)", h.Distribution, h.CV)},
		{g.LeftOut, "what the formula leaves out"},
	}
	slices.SortStableFunc(parts, func(a, b struct {
		sim.Estimate
		why string
	}) int {
		return cmp.Compare(math.Abs(b.Mean), math.Abs(a.Mean))
	})
	var found, nothing []string
	for _, p := range parts {
		switch {
		case p.Estimate == sim.Estimate{}: // not part of this day
		case measurable(p.Estimate):
			found = append(found, fmt.Sprintf("%s ± %.1f from %s", points(p.Mean), 100*p.HalfWidth, p.why))
		default:
			nothing = append(nothing, fmt.Sprintf("%s (%s ± %.1f)", p.why, points(p.Mean), 100*p.HalfWidth))
		}
	}
	if len(nothing) > 0 {
		found = append(found, "nothing measurable from "+strings.Join(nothing, " or "))
	}
	return strings.Join(found, "; ")
}

// clearest is the interval whose gap is the most half-widths wide.
func clearest(gs []staffing.GapInterval) *staffing.GapInterval {
	widths := func(g *staffing.GapInterval) float64 {
		return math.Abs(g.Simulated.Mean-g.Formula) / max(g.Simulated.HalfWidth, 1e-12)
	}
	var most *staffing.GapInterval
	for i := range gs {
		if most == nil || widths(&gs[i]) > widths(most) {
			most = &gs[i]
		}
	}
	return most
}
