package staffing

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

func parseKinds(t *testing.T, text string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Parse("kinds.yaml", []byte(text), ".")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const callsFirst = `
name: Calls first
hours: 09:00-12:00
interval: 1h
channels:
  voice: {demand: {volumes: [200, 200, 200]}, handle_time: {mean: 180s}, target: {service_level: 80% in 20s}}
  email: {kind: deferred, demand: {volumes: [36, 36, 36]}, handle_time: {mean: 300s}, deadline: 2h, resume: any-agent}
teams:
  desk: {skills: [voice, email], preempt: yes}
plan: {desk: [14, 14, 14]}
`

// Calls that interrupt all other work have their team for themselves: the formula of calls alone is theirs, and
// the simulation of both agrees. Where emails are not interrupted it is not, and the calls fare worse.
func TestForemost(t *testing.T) {
	t.Parallel()
	s := parseKinds(t, callsFirst)
	d, err := Assign(t.Context(), s, s.Plan, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Channels[0].Blended || !d.Channels[1].Blended || len(d.Channels[0].LeavesOut) > 0 {
		t.Fatalf("voice blended %v, leaves out %q; email blended %v", d.Channels[0].Blended, d.Channels[0].LeavesOut, d.Channels[1].Blended)
	}
	o, err := Simulate(t.Context(), d, sim.Options{Replications: 300, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	formula, simulated := d.Channels[0].Total.ServiceLevel.Offered, o.Simulated.Channels[0].Day.ServiceLevel.Offered
	// One interval of 95 %, at a fixed seed: 1.5 half-widths are 2.9 standard errors, exceeded with a chance of 0.4 %.
	if math.Abs(formula-simulated.Mean) > 1.5*simulated.HalfWidth || simulated.HalfWidth > 0.01 {
		t.Errorf("%v by formula, %v simulated", formula, simulated)
	}
	s = parseKinds(t, strings.Replace(callsFirst, "any-agent", "uninterrupted", 1))
	if d, err = Assign(t.Context(), s, s.Plan, Options{}); err != nil {
		t.Fatal(err)
	}
	if o, err = Simulate(t.Context(), d, sim.Options{Replications: 300, Seed: 1}); err != nil {
		t.Fatal(err)
	}
	if worse := o.Simulated.Channels[0].Day.ServiceLevel.Offered; !d.Channels[0].Blended || worse.Mean+worse.HalfWidth > formula-0.1 {
		t.Errorf("with emails not interrupted %v, without them %v", worse, formula)
	}
}

// A channel of chats is sized by erlang.Chat, and the plan does in the simulation what it says.
func TestChatsByFormula(t *testing.T) {
	t.Parallel()
	s := parseKinds(t, `
name: Chats
hours: 09:00-15:00
interval: 1h
channels:
  chat: {kind: chat, demand: {volumes: [90, 90, 90, 90, 90, 90]}, handle_time: {mean: 8m}, patience: {mean: 3m}, concurrency: 3, agent_share: 40%, target: {service_level: 80% in 30s}}
teams:
  desk: {skills: [chat]}
simulation: {warm_up: 2h}
`)
	d, err := Size(t.Context(), s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	ch := d.Channels[0]
	if ch.Method != ErlangChat || ch.Intervals[0].Chat == nil || !ch.Intervals[0].Chat.Exact {
		t.Fatalf("method %v, %+v", ch.Method, ch.Intervals[0].Chat)
	}
	o, err := Simulate(t.Context(), d, sim.Options{Replications: 300, Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	r := o.Simulated.Channels[0].Day
	for _, x := range []struct {
		name      string
		formula   float64
		simulated sim.Estimate
	}{
		{"service level", ch.Total.ServiceLevel.Offered, r.ServiceLevel.Offered},
		{"abandonment", ch.Total.Abandonment, r.Abandonment},
		{"chats in hand", ch.Intervals[0].Chat.InHand, r.Chat.InHand},
		{"duration", ch.Intervals[0].Chat.Duration, r.Chat.Duration},
		{"concurrency", ch.Intervals[0].Chat.Concurrency, *o.Simulated.Teams[0].Day.Concurrency},
	} {
		// Five intervals of 95 % at a fixed seed, at 1.7 half-widths: together exceeded with a chance of 0.5 %.
		if math.Abs(x.formula-x.simulated.Mean) > 1.7*x.simulated.HalfWidth {
			t.Errorf("%s: %v by formula, %v simulated", x.name, x.formula, x.simulated)
		}
	}
}

// Deadlines in opening hours run over the hours of all days, before and after those that the scenario has.
func TestOpenHours(t *testing.T) {
	t.Parallel()
	s := &scenarios.Scenario{Date: time.Date(2026, 3, 6, 0, 0, 0, 0, time.UTC), Open: 8 * time.Hour, Close: 3*24*time.Hour + 12*time.Hour, Interval: time.Hour}
	const day = 24 * time.Hour
	s.Days = []scenarios.Opening{{Open: 8 * time.Hour, Close: 12 * time.Hour}, {}, {}, {Open: 3*day + 8*time.Hour, Close: 3*day + 12*time.Hour}} // Friday to Monday
	hours := openHours(s, 30*time.Hour, 6*time.Hour)
	const h = 3600.
	at := 0
	for hours[at].From < 0 {
		at++
	}
	for i, want := range []sim.Span{{From: 0, To: 4 * h}, {From: 72 * h, To: 76 * h}, {From: 4 * 24 * h, To: 4*24*h + 4*h}, {From: 5 * 24 * h, To: 5*24*h + 4*h}} {
		if hours[at+i] != want {
			t.Errorf("span %d is %v, want %v", i, hours[at+i], want)
		}
	}
	// Before it the scenario, shorter than a week, is as its first day was: 30 h back from Friday at 08:00 is 02:00 on Thursday.
	if before := hours[at-1]; before != (sim.Span{From: -24 * h, To: -20 * h}) {
		t.Errorf("open before: %v", before)
	}
	// A week is closed on the days of which it has none.
	week := *s
	week.Days = slices.Concat(s.Days, []scenarios.Opening{{Open: 4*day + 8*time.Hour, Close: 4*day + 12*time.Hour}})
	week.Close = 4*day + 12*time.Hour
	for _, span := range openHours(&week, 30*time.Hour, 6*time.Hour) {
		if span.From < 0 && span.To > -30*h {
			t.Errorf("a week from Friday to Tuesday is open on Thursday: %v", span)
		}
	}
	due := dueBefore(s, &scenarios.Channel{Kind: scenarios.Deferred, Deadline: 4 * time.Hour, InOpenHours: true})
	// What arrives by 09:00 on Friday has 3 hours then, and is due at 09:00 on Monday; by 12:00, at 12:00 on Monday; later, after the end.
	if !due[0] || !due[3] || !due[70] || due[72] {
		t.Errorf("due before the end: %v", due)
	}
}

// Multi-day scenarios count a full-time equivalent by the open day.
func TestHoursOfDays(t *testing.T) {
	t.Parallel()
	s := parseKinds(t, `
name: Three days
date: 2026-03-02
hours: [09:00-17:00, closed, 09:00-17:00]
interval: 1h
channels:
  email: {kind: deferred, demand: {daily: [100, 20, 100], profile: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}, handle_time: {mean: 300s}, deadline: 8h}
teams:
  desk: {skills: [email], contract_hours: 8h}
plan: {desk: [4, 4, 4, 4, 4, 4, 4, 4]}
`)
	d, err := Assign(t.Context(), s, s.Plan, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Teams[0]; got.AgentHours != 64 || got.FTE != 4 {
		t.Errorf("%v agent hours, %v FTE", got.AgentHours, got.FTE)
	}
	o, err := Simulate(t.Context(), d, sim.Options{Replications: 20, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	// 56 hours from the first opening to the last closing; emails come around the clock, 200 and 20 of them.
	if n := len(o.Simulated.Channels[0].Intervals); n != 56 {
		t.Errorf("%d intervals", n)
	}
	if f := o.Simulated.Teams[0].Intervals[20].Staffed.Mean; f != 0 {
		t.Errorf("%v agents at night", f)
	}
}
