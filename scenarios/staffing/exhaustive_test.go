package staffing

import (
	"context"
	"flag"
	"fmt"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

var long = flag.Bool("long", false, "compare with all plans of more days (minutes)")

// On days small enough to try every plan, the search is as cheap as the cheapest that keeps the targets by the
// same test, or within an agent of it.
func TestSearchAgainstAllPlans(t *testing.T) {
	t.Parallel()
	small := func(channels int, skills ...[]string) *scenarios.Scenario {
		s := day([]float64{40, 40}, 3*time.Minute, 2*time.Minute, scenarios.Target{ServiceLevel: 0.8, Within: 20 * time.Second})
		for i := 1; i < channels; i++ {
			c := s.Channels[0]
			c.Name = fmt.Sprint("channel ", i)
			c.Volumes = []float64{20 * float64(i), 30}
			s.Channels = append(s.Channels, c)
		}
		s.Teams = nil
		for i, of := range skills {
			s.Teams = append(s.Teams, scenarios.Team{Name: fmt.Sprint("team ", i), Skills: of, MaxAgents: 12})
		}
		return s
	}
	for name, s := range map[string]*scenarios.Scenario{
		"two channels, two teams":   small(2, []string{"voice"}, []string{"channel 1", "voice"}),
		"two channels, three teams": small(2, []string{"voice"}, []string{"channel 1"}, []string{"voice", "channel 1"}),
		"a slow team": func() *scenarios.Scenario {
			s := small(2, []string{"voice"}, []string{"channel 1", "voice"})
			s.Teams[0].Efficiency = 0.8
			return s
		}(),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if !*long && name != "two channels, two teams" {
				t.Skip("takes minutes: -long does it")
			}
			d, err := Size(context.Background(), s, Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(d.Search.Missed) > 0 {
				t.Fatalf("%+v", d.Search.Missed)
			}
			f := newSearcher(context.Background(), s, split(s, Auto), Options{})
			got, best := f.cost(d.Plan), cheapest(t, f, int(f.cost(d.Plan)))
			t.Logf("found %v agents: %v; of all plans %v", got, d.Plan, best)
			if got > best+1 {
				t.Errorf("found %v agents, %v do", got, best)
			}
		})
	}
}

// cheapest is the least agents of all plans below a number that a test of 1,000 days passes. The intervals are few: the
// second's agents are tried for each choice of the first's.
func cheapest(t *testing.T, f *searcher, below int) float64 {
	level := f.limit(0.95, 1)
	passes := func(plan scenarios.Plan) bool {
		// Without time for seven tenths of the work no target is kept, and few days tell most other plans that fail by far.
		for i, c := range f.s.Channels {
			agents := 0
			for _, team := range f.s.TeamsOf(&f.s.Channels[i]) {
				agents += plan[team][0]
			}
			if float64(agents) < 0.7*c.Volumes[0]*3/30 {
				return false
			}
		}
		for k := range f.s.Intervals() {
			load := 0.0
			for _, c := range f.s.Channels {
				load += c.Volumes[k] * 3 / 30
			}
			if float64(f.agents(plan, k)) < 0.7*load {
				return false
			}
		}
		for _, days := range []int{60, 1000} {
			r, err := sim.Run(f.ctx, Model(f.s, plan), sim.Options{Replications: days, Seed: 77})
			if err != nil {
				t.Fatal(err)
			}
			l := f.read(r, level)
			for at := range l.slack {
				if e := l.slack[at]; f.holds(at) && (days == 1000 && e < 0 || days < 1000 && e < -0.25) {
					return false
				}
			}
		}
		return true
	}
	// By sums of agents, from one fewer down, until no plan passes.
	best := below
	for total := below - 1; total > 0; total-- {
		if !some(f, total, passes) {
			return float64(best)
		}
		best = total
	}
	return float64(best)
}

// some is whether a plan with so many agents in all passes.
func some(f *searcher, total int, passes func(scenarios.Plan) bool) bool {
	cells := len(f.s.Teams) * f.s.Intervals()
	plan := clonePlan(f.low)
	var try func(cell, left int) bool
	try = func(cell, left int) bool {
		team, k := cell/f.s.Intervals(), cell%f.s.Intervals()
		if cell == cells-1 {
			if left > 12 {
				return false
			}
			plan[team][k] = left
			return passes(plan)
		}
		for n := range min(left, 12) + 1 {
			plan[team][k] = n
			if try(cell+1, left-n) {
				return true
			}
		}
		return false
	}
	return try(0, total)
}
