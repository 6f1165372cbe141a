package staffing

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// A plan found by simulation keeps its targets on days of any seed, is the same with any number of workers,
// and costs no less than the lower bound.
func TestSearch(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	s.Channels[1].Target = scenarios.Target{ASA: 20 * time.Second, Abandonment: 0.05}
	size := func(o Options) *Day {
		d, err := Size(context.Background(), s, o)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := size(Options{Workers: 1})
	f := d.Search
	if len(f.Missed) > 0 || f.Figures != 12 || f.LowerBound <= 0 || f.Cost < f.LowerBound || !slices.Equal(f.Channels, []string{"voice", "second"}) {
		t.Fatalf("%+v", f)
	}
	if hours := d.Teams[0].AgentHours + d.Teams[1].AgentHours; hours != f.Cost {
		t.Errorf("cost %v, agent hours %v", f.Cost, hours)
	}
	other := size(Options{Workers: 3})
	if !reflect.DeepEqual(other.Plan, d.Plan) || !reflect.DeepEqual(other.Tested().Simulated, d.Tested().Simulated) {
		t.Errorf("with 3 workers %v, with one %v", other.Plan, d.Plan)
	}
	o, err := Simulate(context.Background(), d, sim.Options{Replications: 2000, Seed: 99})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range o.Verdicts {
		if !v.Met || len(v.Missed) > 0 {
			t.Errorf("%+v", v)
		}
	}
	// One agent fewer anywhere and the plan would fail in the search's own eyes; here: a whole interval fewer does fail.
	less := clonePlan(d.Plan)
	for i := range less {
		for k := range less[i] {
			less[i][k] = max(0, less[i][k]-1)
		}
	}
	if d, err = Assign(context.Background(), s, less, Options{}); err != nil {
		t.Fatal(err)
	}
	if o, err = Simulate(context.Background(), d, sim.Options{Replications: 2000, Seed: 99}); err != nil {
		t.Fatal(err)
	}
	missed := 0
	for _, v := range o.Verdicts {
		missed += len(v.Missed)
	}
	if missed == 0 {
		t.Error("with an agent fewer in every team and interval nothing is missed: the plan had too many")
	}
}

func TestSearchStops(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	n := 0
	_, err := Size(ctx, twoSkills(), Options{Progress: func(int) {
		if n++; n == 3 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) || n != 3 {
		t.Errorf("after %d simulations: %v", n, err)
	}
}

// A target out of reach is told, keeps the agents that help it most, and does not keep the search from the others.
func TestSearchOutOfReach(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	s.Teams[1].MaxAgents = 3 // the only team of the second channel, of 6 erlangs
	d, err := Size(context.Background(), s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range d.Search.Missed {
		if m.Channel != "second" {
			t.Errorf("%+v", m)
		}
	}
	if len(d.Search.Missed) == 0 || d.Search.Gap != 0 || !slices.Equal(d.Plan[1], []int{3, 3, 3, 3}) {
		t.Errorf("%+v, plan %v", d.Search, d.Plan)
	}
}

// The whole day's targets take no more than those of every interval.
func TestSearchWholeDay(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	s.Channels[0].Volumes = []float64{30, 90, 60, 40}
	cost := map[bool]float64{}
	for _, whole := range []bool{false, true} {
		d, err := Size(context.Background(), s, Options{WholeDay: whole})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Search.Missed) > 0 {
			t.Errorf("whole day %v: %+v", whole, d.Search.Missed)
		}
		if whole && d.Search.Figures != 2 {
			t.Errorf("%d figures", d.Search.Figures)
		}
		cost[whole] = d.Search.Cost
	}
	if cost[true] > cost[false] {
		t.Errorf("the whole day costs %v, every interval %v", cost[true], cost[false])
	}
}

// Beside channels with a team each, which formulas size, the others are searched.
func TestSearchInPart(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	third := s.Channels[0]
	third.Name = "third"
	s.Channels = append([]scenarios.Channel{third}, s.Channels...)
	s.Teams = append(s.Teams, scenarios.Team{Name: "own", Skills: []string{"third"}})
	d, err := Size(context.Background(), s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Search.Channels, []string{"voice", "second"}) || d.Channels[0].Method != ExactDay || d.Channels[0].Intervals[0].Required == nil {
		t.Errorf("searched %v; %v", d.Search.Channels, d.Channels[0].Method)
	}
	alone := day([]float64{60, 60, 60, 60}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	want, err := Size(context.Background(), alone, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Plan[2], want.Plan[0]) {
		t.Errorf("third's own team has %v, alone %v", d.Plan[2], want.Plan[0])
	}
}

// A search says beforehand about how long it takes; formulas take no time to speak of.
func TestExpected(t *testing.T) {
	t.Parallel()
	d, err := Expected(context.Background(), twoSkills(), Options{})
	if err != nil || d <= 0 {
		t.Errorf("%v, %v", d, err)
	}
	one := day([]float64{60, 60}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	if d, err := Expected(context.Background(), one, Options{}); err != nil || d != 0 {
		t.Errorf("by formula: %v, %v", d, err)
	}
}
