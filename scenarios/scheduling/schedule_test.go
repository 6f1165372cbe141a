package scheduling

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/shifts/mip"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

const desk = `name: Desk
date: 2026-11-30
hours: 08:00-16:00
interval: 30m
channels:
  voice:
    demand: {volumes: [10, 16, 22, 26, 28, 26, 22, 20, 20, 22, 22, 20, 18, 14, 10, 8]}
    handle_time: {mean: 4m, distribution: exponential}
    patience: {mean: 3m}
    target: {service_level: 80% in 20s}
teams:
`

const pattern = `{length: 4h, earliest: 08:00, latest: 12:00, breaks: [{length: 15m, paid: yes, earliest: 1h30m, latest: 2h30m}]}`

func parse(t *testing.T, text string) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Parse("test.yaml", []byte(text), ".")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func find(t *testing.T, text string, o Options) (*Schedule, error) {
	t.Helper()
	s := parse(t, text)
	if o.Search.Work == 0 {
		o.Search.Work = 200
	}
	if o.Simulation.Replications == 0 {
		o.Simulation = sim.Options{Replications: 60, Seed: 1}
	}
	return Build(context.Background(), s, o)
}

// Absence that no formula knows is mended until the simulated day holds its target, and what that costs is told.
func TestRepair(t *testing.T) {
	text := desk + "  a: {skills: [voice], adherence: 90%, absence: 20%, shift_patterns: {s: " + pattern + "}}\n"
	plain, err := find(t, text, Options{Repairs: -1})
	if err != nil {
		t.Fatal(err)
	}
	r, err := find(t, text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Holds || r.Cost < plain.Cost || r.Plain != plain.Cost || plain.Repairs != 0 {
		t.Errorf("holds %v at %v after %d rounds from %v: want it to hold, from %v", r.Holds, r.Cost, r.Repairs, r.Plain, plain.Cost)
	}
	// Two limits that leave it short: told, not hidden.
	r, err = find(t, text+"", Options{Objective: Shortage, ShortagePrice: 0.01})
	if err != nil {
		t.Fatal(err)
	}
	if r.Holds || r.Binds == "" {
		t.Errorf("holds %v, binding %q: want a day without people to miss its target", r.Holds, r.Binds)
	}
}

// What is said to hold with the simulation's confidence holds on other days too: many, that neither the search nor the repair have
// seen, with breaks, absence and adherence as they are.
func TestRepairedHoldsOnOtherDays(t *testing.T) {
	text := desk + "  a: {skills: [voice], adherence: 92%, absence: 8%, shift_patterns: {s: " + pattern + "}}\n"
	for _, objective := range []string{Cover, Whole} {
		r, err := find(t, text, Options{Objective: objective, Simulation: sim.Options{Replications: 300, Seed: 5}})
		if err != nil {
			t.Fatal(err)
		}
		if !r.Holds {
			t.Fatalf("%s: does not hold, for %q", objective, r.Binds)
		}
		d, err := staffing.Evaluate(context.Background(), r.Scenario, r.Scenario.Plan, staffing.Auto)
		if err != nil {
			t.Fatal(err)
		}
		others, err := staffing.Simulate(context.Background(), d, sim.Options{Replications: 3000, Seed: 99})
		if err != nil {
			t.Fatal(err)
		}
		// The first days' interval lay above the goal; that the mean of all days lies below it is a chance of 1 in 40 at
		// most, for a round that chose these shifts among a few more, and the seeds are fixed.
		if v := others.Verdicts[0]; v.Simulated.Mean+v.Simulated.HalfWidth < v.Goal {
			t.Errorf("%s: %.4f ± %.4f on other days, wanted %.2f", objective, v.Simulated.Mean, v.Simulated.HalfWidth, v.Goal)
		}
		for _, p := range r.Pools {
			if err := p.Plan.Check(); err != nil {
				t.Error(err)
			}
		}
	}
}

// Targets of the day as a whole cost no more than the cover, and hold.
func TestWholeDay(t *testing.T) {
	text := desk + "  a: {skills: [voice], shift_patterns: {s: " + pattern + "}}\n"
	cover, err := find(t, text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	day, err := find(t, text, Options{Objective: Whole})
	if err != nil {
		t.Fatal(err)
	}
	if !day.Holds || day.Cost > cover.Cost {
		t.Errorf("the day's targets hold %v at %v, and in every interval at %v", day.Holds, day.Cost, cover.Cost)
	}
}

// Two sites cover one requirement together, each by its own clock: 08:00 in UTC-6 is 14:00 in UTC.
func TestSites(t *testing.T) {
	text := "time_zone: UTC\n" + desk + `  home: {skills: [voice], shift_patterns: {s: {length: 6h, earliest: 08:00}}}
  away: {skills: [voice], time_zone: "-06:00", shift_patterns: {s: {length: 4h, earliest: 08:00}}}
`
	r, err := find(t, text, Options{Repairs: -1})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Pools) != 1 || len(r.Pools[0].Plan.Shifts) != 2 {
		t.Fatalf("got %+v", r.Pools)
	}
	for _, a := range r.Pools[0].Plan.Shifts {
		if want := []time.Duration{8 * time.Hour, 14 * time.Hour}[a.Team]; a.Start != want {
			t.Errorf("team %d starts at %v, want %v", a.Team, a.Start, want)
		}
	}
	if len(r.People) != 2 || r.People[1].Shifts == 0 {
		t.Errorf("people %+v", r.People)
	}
}

// A line around the clock: the night shift covers the morning, and the simulator has it there.
func TestAroundTheClock(t *testing.T) {
	text := `name: Night
hours: 00:00-24:00
interval: 1h
channels:
  voice:
    demand: {total: 600, profile: flat}
    handle_time: {mean: 4m, distribution: exponential}
    patience: {mean: 3m}
    target: {service_level: 80% in 20s}
teams:
  a: {skills: [voice], shift_patterns: {day: {length: 8h, earliest: 06:00, latest: 14:00, every: 8h}, night: {length: 8h, earliest: 22:00, cost_per_hour: 1, premiums: [{hours: 22:00-06:00, rate: 25%}]}}}
`
	r, err := find(t, text, Options{Repairs: -1})
	if err != nil {
		t.Fatal(err)
	}
	for k, n := range r.Scenario.Plan[0] {
		if n < r.Pools[0].Required[k] {
			t.Errorf("hour %d: %d on duty of %d", k, n, r.Pools[0].Required[k])
		}
	}
	for _, a := range r.Pools[0].Plan.Shifts {
		if a.Start == 22*time.Hour && a.Cost != 10 {
			t.Errorf("a night costs %v: want 8 hours at 1.25", a.Cost)
		}
	}
}

// Teams that share a channel have no formula: their requirement is found by simulation, each team's shifts cover its own, and
// the simulated day keeps the targets.
func TestShared(t *testing.T) {
	const file = `
name: shared
date: 2026-11-30
hours: 08:00-12:00
channels:
  french: {demand: {total: 160, profile: flat}, handle_time: {mean: 4m}, patience: {mean: 3m}, target: {service_level: 80% in 20s}}
  german: {demand: {total: 120, profile: flat}, handle_time: {mean: 4m}, patience: {mean: 3m}, target: {service_level: 80% in 20s}}
simulation: {replications: 40, seed: 1}
teams:
  one: {skills: [french], shift_patterns: {s: {length: [2h, 4h], earliest: 08:00, latest: 10:00, every: 1h, cost_per_hour: 19}}}
  both: {skills: [french, german], shift_patterns: {s: {length: [2h, 4h], earliest: 08:00, latest: 10:00, every: 1h, cost_per_hour: 22}}}
`
	r, err := find(t, file, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Pools) != 2 || r.Pools[0].Channel >= 0 || r.Pools[1].Channel >= 0 {
		t.Fatalf("%d pools", len(r.Pools))
	}
	for _, p := range r.Pools {
		if err := p.Plan.Check(); err != nil {
			t.Error(err)
		}
	}
	for _, v := range r.Outcome.Verdicts {
		if v.Simulated.Mean < 0.8 {
			t.Errorf("%+v", v)
		}
	}
	if len(r.Outcome.Verdicts) != 2 {
		t.Errorf("%d verdicts", len(r.Outcome.Verdicts))
	}
}

// What cannot be planned is told.
func TestBadInput(t *testing.T) {
	var no *Error
	if _, err := find(t, desk+"  a: {skills: [voice]}\n", Options{}); !errors.As(err, &no) {
		t.Errorf("no patterns: %v", err)
	}
	if _, err := find(t, desk+"  a: {skills: [voice], shift_patterns: {s: "+pattern+"}}\n", Options{Objective: Shortage}); !errors.As(err, &no) {
		t.Errorf("no price: %v", err)
	}
	var cell *shifts.UncoveredError
	if _, err := find(t, desk+"  a: {skills: [voice], shift_patterns: {s: {length: 4h, earliest: 08:00}}}\n", Options{}); !errors.As(err, &cell) || cell.From != 12*time.Hour {
		t.Errorf("demand outside the patterns: %v", err)
	}
}

// An end of the context gives the plan so far, without a simulation.
func TestInterrupted(t *testing.T) {
	s, err := scenarios.Find("shift-day")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	r, err := Build(ctx, s, Options{Search: shifts.Options{Work: 1 << 40, Progress: func(p mip.Progress) {
		if p.Cost < 1.2*p.Bound {
			cancel()
		}
	}}})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Interrupted || r.Outcome != nil || len(r.Pools[0].Plan.Shifts) == 0 || r.Pools[0].Plan.Gap() > 0.2 {
		t.Errorf("interrupted %v, gap %v", r.Interrupted, r.Pools[0].Plan.Gap())
	}
}
