package staffing

import (
	"context"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// With the confidence stated, 95 %, all figures of a plan keep their targets: of plans found with many seeds, hardly any has a figure whose
// mean, of many fresh days, is on the wrong side.
func TestSearchConfidence(t *testing.T) {
	if !*long {
		t.Skip("takes minutes: -long does it")
	}
	asa := twoSkills()
	asa.Channels[1].Target = scenarios.Target{ASA: 20 * time.Second, Abandonment: 0.05}
	overflow := twoSkills()
	overflow.Channels[0].Routes = []scenarios.Route{{Team: "agents"}, {Team: "both", After: 10 * time.Second, Reserve: 1}}
	overflow.Teams[1].Take = "longest-wait"
	desk, err := scenarios.Load("../library/blended-desk.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		s     *scenarios.Scenario
		seeds int
		whole bool
	}{{"two channels", asa, 40, false}, {"overflow", overflow, 40, false}, {"the whole day", twoSkills(), 40, true}, {"blended desk", desk, 10, false}} {
		t.Run(c.name, func(t *testing.T) {
			broke, missed, tests := 0, 0, 0
			for seed := range uint64(c.seeds) {
				d, err := Size(context.Background(), c.s, Options{Seed: &seed, WholeDay: c.whole})
				if err != nil {
					t.Fatal(err)
				}
				tests += d.Search.Tests
				if len(d.Search.Missed) > 0 {
					missed++
					continue
				}
				r, err := sim.Run(context.Background(), Model(c.s, d.Plan), sim.Options{Replications: 20000, Seed: seed + 1000})
				if err != nil {
					t.Fatal(err)
				}
				f := newSearcher(context.Background(), c.s, split(c.s, Simulation), Options{WholeDay: c.whole})
				l := f.read(r, 0)
				for at := range l.slack {
					if f.holds(at) && l.slack[at] < 0 {
						t.Logf("seed %d: figure %d is off by %.5f", seed, at, -l.slack[at])
						broke++
						break
					}
				}
			}
			t.Logf("%d of %d plans keep all targets; %d were not shown to, %d tests", c.seeds-missed-broke, c.seeds-missed, missed, tests)
			// 5 % of 40 are 2: more than 5 have a chance of 1 % (binomial).
			if broke > max(2, c.seeds/8) {
				t.Errorf("%d of %d plans break a target", broke, c.seeds)
			}
		})
	}
}
