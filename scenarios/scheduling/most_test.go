package scheduling

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"frontoffice/scenarios/shifts"
	"frontoffice/sim"
)

// No more people are on duty at once than max_agents, whatever is asked for; what it leaves out of reach is named, and not sought.
func TestMaxAgents(t *testing.T) {
	team := "  a: {skills: [voice], max_agents: 3, absence: 20%, shift_patterns: {s: " + pattern + "}}\n"
	for _, o := range []Options{{}, {Objective: Shortage, ShortagePrice: 10}, {Objective: Whole}} {
		r, err := find(t, desk+team, o)
		if o.Objective == Whole && err != nil && strings.Contains(err.Error(), "max_agents 3") {
			continue // the targets of the day are out of its reach
		}
		if err != nil {
			t.Fatalf("%s: %v", o.Objective, err)
		}
		if n := slices.Max(r.Pools[0].Plan.OnDuty); n > 3 {
			t.Errorf("%s: %d on duty", r.Objective, n)
		}
		if r.Objective != Cover {
			continue
		}
		if r.Holds || r.Repairs > 0 || !strings.Contains(r.Binds, "teams.a.max_agents 3: not even with so many on duty all day") {
			t.Errorf("holds %v after %d rounds: %q", r.Holds, r.Repairs, r.Binds)
		}
		if !slices.ContainsFunc(r.Notes, func(n string) bool {
			return strings.HasPrefix(n, "teams.a.max_agents 3: the targets require more in ")
		}) {
			t.Errorf("notes %q", r.Notes)
		}
	}
	// A limit that is wide enough changes nothing.
	free, err := find(t, desk+"  a: {skills: [voice], shift_patterns: {s: "+pattern+"}}\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	wide, err := find(t, desk+"  a: {skills: [voice], max_agents: 50, shift_patterns: {s: "+pattern+"}}\n", Options{})
	if err != nil || wide.Cost != free.Cost {
		t.Errorf("%v with a wide limit, %v without: %v", wide.Cost, free.Cost, err)
	}
}

// An end of the context while repairs go on leaves the last schedule, simulated.
func TestInterruptedRepair(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := parse(t, desk+"  a: {skills: [voice], shift_patterns: {s: "+pattern+"}}\n")
	began := time.Now()
	r, err := Build(ctx, s, Options{Objective: Whole, Search: shifts.Options{Work: 200}, Simulation: sim.Options{Replications: 60, Seed: 1}, Stage: func(what string) {
		if what == "repair 1" {
			cancel()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Interrupted || r.Outcome == nil || len(r.Pools[0].Plan.Shifts) == 0 || time.Since(began) > time.Minute {
		t.Errorf("interrupted %v: %d shifts, outcome %v", r.Interrupted, len(r.Pools[0].Plan.Shifts), r.Outcome)
	}
}
