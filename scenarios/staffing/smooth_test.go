package staffing

import (
	"context"
	"slices"
	"testing"
	"time"

	"frontoffice/scenarios"
)

// A plan that leaps from team to team becomes smooth where the teams do the same, at the same cost.
func TestSmooth(t *testing.T) {
	t.Parallel()
	s := day([]float64{60, 60, 60, 60, 60, 60}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Teams = append(s.Teams, scenarios.Team{Name: "others", Skills: []string{"voice"}})
	f := newSearcher(context.Background(), s, split(s, Auto), Options{})
	f.sample(f.coarse)
	plan := scenarios.Plan{{8, 1, 8, 0, 9, 1}, {1, 9, 1, 9, 0, 8}}
	before, cost := f.roughness(plan), f.cost(plan)
	if before <= 0 {
		t.Fatal(before)
	}
	if err := f.smooth(&plan); err != nil {
		t.Fatal(err)
	}
	if after := f.roughness(plan); after > before/4 || f.cost(plan) != cost {
		t.Errorf("%v: roughness %d, before %d; cost %v, before %v", plan, after, before, f.cost(plan), cost)
	}
}

// With a limit on change no team's agents change by more, all targets hold, and the plan is not cheaper than without.
func TestSearchMaxChange(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	s.Channels[0].Volumes = []float64{20, 90, 30, 60}
	size := func(most int) *Day {
		d, err := Size(context.Background(), s, Options{MaxChange: most})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Search.Missed) > 0 {
			t.Errorf("at most %d: %+v", most, d.Search.Missed)
		}
		return d
	}
	free, limited := size(0), size(2)
	for i, agents := range limited.Plan {
		for k := 1; k < len(agents); k++ {
			if d := agents[k] - agents[k-1]; max(d, -d) > 2 {
				t.Errorf("team %d: %v", i, agents)
			}
		}
	}
	if limited.Search.Cost < free.Search.Cost {
		t.Errorf("with a limit %v, without %v", limited.Search.Cost, free.Search.Cost)
	}
	leaps := slices.ContainsFunc(free.Plan, func(n []int) bool { return slices.Max(n)-slices.Min(n) > 2 })
	if !leaps {
		t.Errorf("the limit was none: %v", free.Plan)
	}
}
