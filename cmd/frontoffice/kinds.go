package main

import (
	"fmt"
	"slices"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// byChatFormula is a column of what the formula expects of chats, averaged over contacts; it has no day.
func byChatFormula(ch staffing.Channel, heading, unit string, rows []row, write func(float64) string, of func(f *staffing.ChatFormula) float64) column {
	ins := ch.Intervals
	c := measure{heading, unit, mean(write), func(k int) sim.Estimate {
		if ins[k].Chat == nil || ins[k].Offered == 0 {
			return sim.Estimate{Undefined: true}
		}
		return known(of(ins[k].Chat))
	}, func(k int) float64 { return ins[k].Offered }, false, known(0)}.column(rows)
	c.day = ""
	return c
}

// chatColumns are what people look at who plan chats.
func chatColumns(ch staffing.Channel, o *staffing.Outcome, i int, rows []row) []column {
	r, p := o.Simulated.Channels[i], o.Simulated.Teams[ch.Team]
	time := func(int) float64 { return 1 }
	var columns []column
	if len(ch.Teams) == 1 && p.Day.Concurrency != nil {
		columns = append(columns, measure{"Concurrency", "in hand", mean(twoDecimals), func(k int) sim.Estimate { return *p.Intervals[k].Concurrency },
			func(k int) float64 { return p.Intervals[k].Busy.Mean }, false, *p.Day.Concurrency}.column(rows))
	} else {
		columns = append(columns, measure{"In hand", "chats", mean(decimal), func(k int) sim.Estimate { return r.Intervals[k].Chat.InHand }, time, false, r.Day.Chat.InHand}.column(rows))
	}
	return append(columns, measure{"Duration", "of a chat", meanSeconds, func(k int) sim.Estimate { return r.Intervals[k].Chat.Duration },
		func(k int) float64 { return r.Intervals[k].Answered.Mean }, false, r.Day.Chat.Duration}.column(rows))
}

// deferredColumns are what people look at who plan work that waits.
func deferredColumns(ch staffing.Channel, o *staffing.Outcome, i int, rows []row) []column {
	r := o.Simulated.Channels[i]
	at := func(of func(f *sim.DeferredFigures) sim.Estimate) func(k int) sim.Estimate {
		return func(k int) sim.Estimate {
			e := of(r.Intervals[k].Deferred)
			return e
		}
	}
	offered := func(k int) float64 { return r.Intervals[k].Offered.Mean }
	day := r.Day.Deferred
	measures := []measure{
		{"In " + scenarios.ShortDuration(ch.Deadline), "simulated, " + goal(o.Simulated.Confidence), plusMinus, func(k int) sim.Estimate { return onTime(&r.Intervals[k]) }, offered, false, day.OnTime},
		{"Finished", "after, mean", meanLong, at(func(f *sim.DeferredFigures) sim.Estimate { return f.TimeTo }), offered, false, day.TimeTo},
		{"Backlog", "at the end", tenth, at(func(f *sim.DeferredFigures) sim.Estimate { return f.Backlog }), nil, true, day.Backlog},
		{"Overdue", "of it", tenth, at(func(f *sim.DeferredFigures) sim.Estimate { return f.Overdue }), nil, true, day.Overdue},
		{"Oldest", "of it", meanLong, at(func(f *sim.DeferredFigures) sim.Estimate { return f.OldestAt }), nil, true, day.OldestAt},
	}
	if ch.Intervals[0].Deferred != nil {
		measures = slices.Insert(measures, 3, byBacklogFormula(ch, "Backlog", tenth, func(f *staffing.DeferredFormula) float64 { return f.Backlog }, nil, true))
		measures = slices.Insert(measures, 1, byBacklogFormula(ch, "In "+scenarios.ShortDuration(ch.Deadline), meanPercent, func(f *staffing.DeferredFormula) float64 { return f.OnTime }, offered, false))
	}
	if len(ch.Teams) == 1 {
		measures = append(measures, occupancyOf(o.Simulated.Teams[ch.Team]))
	}
	var columns []column
	for _, m := range measures {
		columns = append(columns, m.column(rows))
	}
	return columns
}

// byBacklogFormula is a figure that the formula expects of work that waits. The day's share is of the intervals judged; of a backlog it is the last.
func byBacklogFormula(ch staffing.Channel, heading string, write func(sim.Estimate) string, of func(f *staffing.DeferredFormula) float64, weight func(k int) float64, atEnd bool) measure {
	at := func(k int) sim.Estimate {
		f := ch.Intervals[k].Deferred
		if !atEnd && (!f.Judged || weight(k) == 0) {
			return sim.Estimate{Undefined: true}
		}
		return known(of(f))
	}
	day := at(len(ch.Intervals) - 1)
	if !atEnd {
		part, whole := 0.0, 0.0
		for k := range ch.Intervals {
			if e := at(k); !e.Undefined {
				part += e.Mean * weight(k)
				whole += weight(k)
			}
		}
		if day = (sim.Estimate{Undefined: true}); whole > 0 {
			day = known(part / whole)
		}
	}
	return measure{heading, "by formula", write, at, weight, atEnd, day}
}

// muchOpen is the part of deferred work, neither finished nor due at the close, from which on its share in time is shown with both bounds.
const muchOpen = 0.05

// onTime is the share of an interval's deferred work that is finished in time. It says nothing where at the close more than a
// quarter is neither finished nor due: what is finished by then is early.
func onTime(f *sim.Figures) sim.Estimate {
	e := f.Deferred.OnTime
	e.Undefined = e.Undefined || f.Deferred.Known.Mean < 0.75*f.Offered.Mean
	return e
}

// outboundColumns are what people look at who plan calls that go out.
func outboundColumns(ch staffing.Channel, o *staffing.Outcome, i int, rows []row) []column {
	r := o.Simulated.Channels[i]
	at := func(of func(f *sim.OutboundFigures) sim.Estimate) func(k int) sim.Estimate {
		return func(k int) sim.Estimate { return of(r.Intervals[k].Outbound) }
	}
	day := r.Day.Outbound
	measures := []measure{
		{"Dialled", "calls", tenth, at(func(f *sim.OutboundFigures) sim.Estimate { return f.Dialled }), nil, false, day.Dialled},
		{"Connects", "calls", tenth, at(func(f *sim.OutboundFigures) sim.Estimate { return f.Connected }), nil, false, day.Connected},
		{"Abandoned", "connects", meanPercent, func(k int) sim.Estimate { return r.Intervals[k].Abandonment },
			func(k int) float64 { return r.Intervals[k].Offered.Mean }, false, r.Day.Abandonment},
		{"Right party", "talks", tenth, at(func(f *sim.OutboundFigures) sim.Estimate { return f.RightParty }), nil, false, day.RightParty},
	}
	ofOpen := func(k int) float64 {
		if o.Scenario.OpenAt(k) {
			return 1
		}
		return 0
	}
	for j, outcome := range ch.Outcomes {
		per := o.Scenario.Interval.Hours()
		hourly := func(e sim.Estimate, hours float64) sim.Estimate {
			return sim.Estimate{Mean: e.Mean / hours, HalfWidth: e.HalfWidth / hours, Undefined: e.Undefined}
		}
		open := 0.0
		for k := range o.Scenario.Intervals() {
			if o.Scenario.OpenAt(k) {
				open += per
			}
		}
		measures = append(measures, measure{outcome.Name, "an hour", mean(decimal), func(k int) sim.Estimate { return hourly(r.Intervals[k].Outbound.Dispositions[j], per) },
			ofOpen, false, hourly(day.Dispositions[j], open)})
	}
	if day.Amount.Mean > 0 {
		measures = append(measures, measure{"Value", o.Scenario.Business.Currency, mean(grouped), at(func(f *sim.OutboundFigures) sim.Estimate { return f.Amount }), nil, false, day.Amount})
	}
	measures = append(measures, measure{"Never called", "at the end", tenth, at(func(f *sim.OutboundFigures) sim.Estimate { return f.Left }), nil, true, day.Left})
	if len(ch.Teams) == 1 {
		measures = append(measures, occupancyOf(o.Simulated.Teams[ch.Team]))
	}
	var columns []column
	for _, m := range measures {
		columns = append(columns, m.column(rows))
	}
	return columns
}

// per says of what a figure of the whole is: a day, or 5 days.
func per(s *scenarios.Scenario) string {
	if s.Days == nil {
		return "a day"
	}
	return fmt.Sprintf("in %d days", len(s.Days))
}

// kindWords says what a channel's contacts met beyond calls that wait, a paragraph each.
func kindWords(s *scenarios.Scenario, ch staffing.Channel, r sim.ChannelResult) []string {
	var lines []string
	say := func(format string, args ...any) { lines = append(lines, fmt.Sprintf(format, args...)) }
	day := r.Day
	if f := day.Chat; f != nil && ch.Kind == scenarios.Chats {
		words := fmt.Sprintf("Chats, %s: %s in hand on average; one lasts %s, %s if its agent had no other", ch.Name, decimal(f.InHand.Mean), seconds(f.Duration.Mean), seconds(alone(ch)))
		if f.Silent.Mean > 0 {
			words += fmt.Sprintf("; %s of the answered left without a word, %s", volume(rounded(f.Silent.Mean)), per(s))
		}
		say("%s", words)
	}
	if f := day.Deferred; f != nil {
		say("%s", deferredWords(s, ch, r))
	}
	if f := day.Automation; f != nil && f.Met.Mean > 0 {
		say("Automation, %s: of %s that met it %s, %s were served to the end", ch.Name, volume(rounded(f.Met.Mean)), per(s), plusMinus(f.Containment))
	}
	if f := day.CallBack; f != nil && f.Offered.Mean > 0 {
		say("Call-backs, %s: offered to %s %s, accepted by %s; called after %s on average; %s of the calls were not picked up", ch.Name,
			volume(rounded(f.Offered.Mean)), per(s), volume(rounded(f.Accepted.Mean)), seconds(f.Delay.Mean), volume(rounded(f.Failed.Mean)))
	}
	if f := day.Outbound; f != nil && ch.Outbound != nil && f.Dialled.Mean > 0 {
		say("Calls, %s: %s dialled %s, %s of them connected (%s); %s of these met no agent; %s of the %s records were never called", ch.Name,
			volume(rounded(f.Dialled.Mean)), per(s), volume(rounded(f.Connected.Mean)), percent(f.Connected.Mean/f.Dialled.Mean), plusMinus(day.Abandonment),
			volume(rounded(f.Left.Mean)), grouped(float64(ch.Outbound.List)))
	}
	return lines
}

// alone is the mean time of a contact when its agent has no other, over the day.
func alone(ch staffing.Channel) float64 {
	sum, n := 0.0, 0.0
	for _, in := range ch.Intervals {
		w := in.Offered
		if ch.Total.Offered == 0 {
			w = 1
		}
		sum, n = sum+w*in.HandleTime, n+w
	}
	return sum / n
}

// deferredWords says how deferred work fared.
func deferredWords(s *scenarios.Scenario, ch staffing.Channel, r sim.ChannelResult) string {
	f := r.Day.Deferred
	words := fmt.Sprintf("Deferred, %s: %s finished in %s", ch.Name, plusMinus(f.OnTime), withinWords(ch.Channel, ch.Deadline))
	if r.Ages != nil {
		if h := r.Ages.Done; h.Count() > 0 {
			words += fmt.Sprintf(", half after %s, 90%% after %s", long(h.Quantile(0.5)), long(h.Quantile(0.9)))
		}
	}
	if f.AtMost.Mean-f.AtLeast.Mean >= muchOpen {
		words += fmt.Sprintf("; with what is not due yet at the close between %s (all of it late) and %s (none)", percent(f.AtLeast.Mean), percent(f.AtMost.Mean))
	}
	if f.Carried.Mean > 0 {
		words += fmt.Sprintf("; %s of the %s offered were there at the opening", volume(rounded(f.Carried.Mean)), volume(rounded(r.Day.Offered.Mean)))
	}
	if f.Backlog.Mean < 0.05 {
		return words + "; nothing is left at the close"
	}
	words += fmt.Sprintf("; %s left at the close, %s overdue, the oldest of %s", volume(rounded(f.Backlog.Mean)), volume(rounded(f.Overdue.Mean)), long(f.OldestAt.Mean))
	if r.Ages != nil {
		if h := r.Ages.Left; h.Count() > 0 {
			words += fmt.Sprintf(" (half of what is left is older than %s)", long(h.Quantile(0.5)))
		}
	}
	return words
}

// caseWords says what became of the cases that a channel's contacts opened.
func caseWords(s *scenarios.Scenario, ch staffing.Channel, r sim.ChannelResult) []string {
	c := r.Cases
	if c == nil || len(c.Flows) == 0 { // nothing comes after
		return nil
	}
	var lines []string
	if c.Opened.Mean > 0 {
		words := fmt.Sprintf("Cases, %s: of %s opened %s, first-contact resolution %s; %s of those over resolved, with %s contacts each; from first contact to resolution %s on average",
			ch.Name, volume(rounded(c.Opened.Mean)), per(s), plusMinus(c.FirstTime), plusMinus(c.Resolved), twoDecimals(c.Contacts.Mean), long(c.Resolution.Mean))
		if h := c.Times; h.Count() > 0 {
			words += fmt.Sprintf(" (half within %s, 90%% within %s)", long(h.Quantile(0.5)), long(h.Quantile(0.9)))
		}
		if c.Open.Mean >= 0.05 {
			words += fmt.Sprintf("; %s not over at the close", volume(rounded(c.Open.Mean)))
		}
		lines = append(lines, words)
	}
	for _, f := range c.Flows {
		if f.Contacts.Mean > 0 {
			lines = append(lines, fmt.Sprintf("Leads on, %s: when %s, to %s, %s %s", ch.Name, f.When, f.To, volume(rounded(f.Contacts.Mean)), per(s)))
		}
	}
	return lines
}

// noFormulaWords says why a channel has no figures by formula.
func noFormulaWords(s *scenarios.Scenario, ch staffing.Channel) string {
	if ch.Intervals[0].Deferred != nil {
		return "Figures by formula: backlog, the queue followed as a fluid with the noise of what comes and what is done. It knows little of single agents: where hardly anything waits only the simulation is to be believed."
	}
	words := "No figures by formula: " + s.NoFormula(ch.Channel)
	if len(ch.Teams) > 1 || len(s.Teams[ch.Team].Skills) > 1 {
		words += "; the agents are those of all its teams"
	}
	return words + "."
}
