package staffing

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/sim"
)

// day is a voice day of constant half-hours from 07:00.
func day(volumes []float64, handle, patience time.Duration, target scenarios.Target) *scenarios.Scenario {
	s := &scenarios.Scenario{
		Name:     "test",
		Open:     7 * time.Hour,
		Close:    7*time.Hour + time.Duration(len(volumes))*30*time.Minute,
		Interval: 30 * time.Minute,
		Channels: []scenarios.Channel{{
			Name:       "voice",
			Kind:       "voice",
			Volumes:    volumes,
			HandleTime: scenarios.HandleTime{Distribution: "exponential", CV: 1},
			Patience:   scenarios.Exponential(patience),
			Target:     target,
		}},
		Teams: []scenarios.Team{{Name: "agents", Skills: []string{"voice"}}},
	}
	for range volumes {
		s.Channels[0].HandleTime.Means = append(s.Channels[0].HandleTime.Means, handle)
	}
	return s
}

// steady is Erlang A by interval, or C without patience.
func steady(s *scenarios.Scenario) Options {
	if !s.Channels[0].Patience.Given() {
		return Options{Method: ErlangC}
	}
	return Options{Method: ErlangA}
}

var eightyTwenty = scenarios.Target{ServiceLevel: 0.8, Within: 20 * time.Second}

func TestSizePublished(t *testing.T) {
	// Call Centre Helper's worked example (100 calls, 180 s, 80 % in 20 s: 14 agents), and
	// with patience 120 s rows of 240 s computed with 50 digits.
	for _, c := range []struct {
		calls            float64
		handle, patience time.Duration
		target           scenarios.Target
		want             int
	}{
		{100, 180 * time.Second, 0, eightyTwenty, 14},
		{100, 240 * time.Second, 0, eightyTwenty, 17},
		{100, 240 * time.Second, 2 * time.Minute, eightyTwenty, 16},
		{1000, 240 * time.Second, 2 * time.Minute, eightyTwenty, 128}, // fewer than the load of 133.3
		{1000, 240 * time.Second, 2 * time.Minute, scenarios.Target{Abandonment: 0.03}, 137},
		{1000, 240 * time.Second, 0, scenarios.Target{ASA: 30 * time.Second}, 139},
		{100, 180 * time.Second, 0, scenarios.Target{ServiceLevel: 0.8, Within: 20 * time.Second, Occupancy: 0.6}, 17},
	} {
		s := day([]float64{c.calls}, c.handle, c.patience, c.target)
		d, err := Size(context.Background(), s, steady(s))
		if err != nil {
			t.Fatal(err)
		}
		if got := d.Plan[0][0]; got != c.want {
			t.Errorf("%v calls of %v, patience %v, %+v: %d agents, want %d", c.calls, c.handle, c.patience, c.target, got, c.want)
		}
	}
}

func TestSizeLimits(t *testing.T) {
	s := day([]float64{5, 100, 40}, 3*time.Minute, 0, eightyTwenty)
	s.Teams[0].MinAgents, s.Teams[0].MaxAgents = 4, 12
	d, err := Size(context.Background(), s, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Plan[0]; got[0] != 4 || got[1] != 12 {
		t.Errorf("plan %v, want 4 (min_agents) and 12 (max_agents) first", got)
	}
	short := d.Shortages()
	if len(short) != 1 || short[0] != (Shortage{"voice", 7*time.Hour + 30*time.Minute, 12, 14}) {
		t.Errorf("shortages %+v, want 12 of 14 at 07:30", short)
	}

	s.Channels[0].Target = scenarios.Target{}
	if _, err := Size(context.Background(), s, steady(s)); !errors.Is(err, ErrNoTarget) {
		t.Errorf("no target: %v, want ErrNoTarget", err)
	}
	s.Channels[0].Target = scenarios.Target{Occupancy: 1e-6}
	var target *TargetError
	if _, err := Size(context.Background(), s, steady(s)); !errors.As(err, &target) || target.Target != "occupancy" || target.Agents != 500_000 {
		t.Errorf("an occupancy of a millionth at half an erlang: %v, want a TargetError with 500,000 agents", err)
	}
}

func TestAssignWithoutSteadyState(t *testing.T) {
	s := day([]float64{100, 100}, 3*time.Minute, 0, eightyTwenty)
	d, err := Assign(context.Background(), s, scenarios.Plan{{9, 14}}, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	in := d.Channels[0].Intervals
	if in[0].Formula != nil || in[1].Formula == nil || d.Channels[0].Total.Stable {
		t.Errorf("9 agents for 10 erlangs without patience: formula %v, day stable %v; want none and false", in[0].Formula, d.Channels[0].Total.Stable)
	}
}

func TestScheduled(t *testing.T) {
	for _, c := range []struct {
		agents    int
		shrinkage float64
		want      int
	}{{0, 0.3, 0}, {14, 0.3, 20}, {70, 0.3, 100}, {1, 0.3, 2}, {100, 0, 100}, {63, 0.1, 70}} {
		if got := Scheduled(c.agents, c.shrinkage); got != c.want {
			t.Errorf("Scheduled(%d, %v) = %d, want %d", c.agents, c.shrinkage, got, c.want)
		}
	}
}

func TestHours(t *testing.T) {
	s := day([]float64{100, 50}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Teams[0].Planned, s.Teams[0].Unplanned, s.Teams[0].ContractHours = 0.1, 0.2, 8*time.Hour
	d, err := Assign(context.Background(), s, scenarios.Plan{{18, 9}}, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	// Shrinkage 1 - 0.9 x 0.8 = 28 %: 25 and 12.5, so 13, people.
	want := Team{Name: "agents", AgentHours: 13.5, Shrinkage: 0.28, ScheduledHours: 19, FTE: 19.0 / 8}
	got := d.Teams[0]
	if math.Abs(got.Shrinkage-want.Shrinkage) > 1e-12 {
		t.Errorf("shrinkage %v, want 0.28", got.Shrinkage)
	}
	got.Shrinkage = want.Shrinkage
	if got != want {
		t.Errorf("hours %+v, want %+v", got, want)
	}
}

func TestTotalWeighsByContacts(t *testing.T) {
	s := day([]float64{200, 50}, 3*time.Minute, 90*time.Second, eightyTwenty)
	d, err := Assign(context.Background(), s, scenarios.Plan{{17, 8}}, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	a, b, all := d.Channels[0].Intervals[0].Formula, d.Channels[0].Intervals[1].Formula, d.Channels[0].Total
	for _, c := range []struct {
		name      string
		got, want float64
	}{
		{"offered", all.ServiceLevel.Offered, (200*a.ServiceLevel.Offered + 50*b.ServiceLevel.Offered) / 250},
		{"answered", all.ServiceLevel.Answered, (200*a.ServiceLevel.Offered + 50*b.ServiceLevel.Offered) / (200*(1-a.Abandonment) + 50*(1-b.Abandonment))},
		{"waited", all.ServiceLevel.Waited, (200*a.ServiceLevel.Waited + 50*b.ServiceLevel.Waited) / 250},
		{"mean wait", all.MeanWait, (200*a.MeanWait + 50*b.MeanWait) / 250},
		{"abandonment", all.Abandonment, (200*a.Abandonment + 50*b.Abandonment) / 250},
		{"occupancy", all.Occupancy, (17*a.Occupancy + 8*b.Occupancy) / 25},
	} {
		if math.Abs(c.got-c.want) > 1e-12*c.want {
			t.Errorf("%s of the day %v, want %v", c.name, c.got, c.want)
		}
	}
}

// Without agents nobody is answered: no service level is kept, by formula or simulated.
func TestNobodyAnswered(t *testing.T) {
	s := day([]float64{50, 50}, 3*time.Minute, 2*time.Minute, scenarios.Target{
		ServiceLevel: 0.8, Within: 20 * time.Second, Definition: erlang.Answered, ASA: 30 * time.Second, Occupancy: 0.9,
	})
	d, err := Assign(context.Background(), s, scenarios.Plan{{0, 0}}, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	if got := d.Channels[0].Total.ServiceLevel; got != (erlang.Levels{Waited: got.Waited}) {
		t.Errorf("service level of nobody by formula %+v, want 0 but for waited", got)
	}
	o, err := Simulate(context.Background(), d, sim.Options{Replications: 20, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if o.Met() || o.Gap("voice") != nil {
		t.Errorf("met %v, gap %+v; want neither", o.Met(), o.Gap("voice"))
	}
	for _, v := range o.Verdicts {
		if wrong := v.Target != "occupancy" && len(v.Missed) != 2; v.Met || wrong {
			t.Errorf("%s: %+v, want it missed in both intervals", v.Target, v)
		}
	}
}

// One interval far outside is a gap although chance lets a few be outside.
func TestGapOfOneInterval(t *testing.T) {
	volumes := make([]float64, 28)
	for i := range volumes {
		volumes[i] = 300
	}
	s := day(volumes, 5*time.Minute, 3*time.Minute, eightyTwenty)
	d, err := Size(context.Background(), s, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	o, err := Simulate(context.Background(), d, sim.Options{Replications: 100, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	if g := o.Gap("voice"); g == nil || g.Outside[0].Start != "07:00" || !g.Outside[0].Opening {
		t.Errorf("gap %+v, want the opening half-hour named", g)
	}
}

// An empty start that lasts over many short intervals is start-up in all of them.
func TestGapStartUpOverShortIntervals(t *testing.T) {
	volumes := make([]float64, 24)
	plan := scenarios.Plan{make([]int, 24)}
	for i := range volumes {
		volumes[i], plan[0][i] = 50, 62
	}
	s := day(volumes, 6*time.Minute, 0, eightyTwenty)
	s.Interval, s.Close = 5*time.Minute, s.Open+2*time.Hour
	d, err := Assign(context.Background(), s, plan, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	o, err := Simulate(context.Background(), d, sim.Options{Replications: 400, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	g := o.Gap("voice")
	if g == nil || g.StartUp.Mean <= g.StartUp.HalfWidth || math.Abs(g.CarryOver.Mean) > g.StartUp.Mean {
		t.Errorf("gap %+v, want start-up to be the larger part", g)
	}
}

func TestRequiredNamesTheTeamsLeast(t *testing.T) {
	s := day([]float64{20}, 3*time.Minute, 0, eightyTwenty)
	s.Teams[0].MinAgents = 40
	d, err := Size(context.Background(), s, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	if got := *d.Channels[0].Intervals[0].Required; got != (Required{40, "min_agents"}) {
		t.Errorf("required %+v, want 40 by min_agents", got)
	}
}

// A day of equal intervals has the figures of one of them, under every definition.
func TestTotalOfEqualIntervals(t *testing.T) {
	s := day([]float64{100, 100, 100}, 3*time.Minute, 90*time.Second, eightyTwenty)
	d, err := Assign(context.Background(), s, scenarios.Plan{{10, 10, 10}}, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	one, all := d.Channels[0].Intervals[0].Formula, d.Channels[0].Total
	near := func(name string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12*max(1, math.Abs(want)) {
			t.Errorf("%s of the day %v, of each interval %v", name, got, want)
		}
	}
	for _, def := range []erlang.Definition{erlang.Offered, erlang.Answered, erlang.ExcludingShort, erlang.Waited} {
		near(def.String(), all.ServiceLevel.Of(def), one.ServiceLevel.Of(def))
	}
	near("ASA", all.ASA, one.ASA)
	near("mean wait", all.MeanWait, one.MeanWait)
	near("abandonment", all.Abandonment, one.Abandonment)
	near("occupancy", all.Occupancy, one.Occupancy)
	near("load", all.Load, one.Load)
}

// Over a long steady day with exponential handle times only the start-up parts
// the simulation from the formula, and the parts of the gap add up to it.
func TestGapIsStartUp(t *testing.T) {
	volumes := make([]float64, 6)
	plan := scenarios.Plan{make([]int, 6)}
	for i := range volumes {
		volumes[i], plan[0][i] = 300, 30
	}
	s := day(volumes, 3*time.Minute, 3*time.Minute, eightyTwenty)
	d, err := Assign(context.Background(), s, plan, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	o, err := Simulate(context.Background(), d, sim.Options{Replications: 2000, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	g := o.Gap("voice")
	if g == nil {
		t.Fatal("no gap: an empty start at a load equal to the agents must show")
	}
	if g.HandleTime != (sim.Estimate{}) {
		t.Errorf("handle-time part %+v of an exponential day, want none", g.HandleTime)
	}
	if g.StartUp.Mean <= g.StartUp.HalfWidth {
		t.Errorf("start-up part %+v, want above 0 beyond its half-width", g.StartUp)
	}
	if math.Abs(g.CarryOver.Mean) > g.StartUp.Mean/2 {
		t.Errorf("carry-over part %+v of a steady day beside a start-up of %+v", g.CarryOver, g.StartUp)
	}
	// But for chance, the parts are the gap.
	sum := g.StartUp.Mean + g.CarryOver.Mean + g.HandleTime.Mean
	if diff := sum - (g.Simulated.Mean - g.Formula); math.Abs(diff) > g.Simulated.HalfWidth {
		t.Errorf("the parts sum to %v, the gap is %v, its half-width %v", sum, g.Simulated.Mean-g.Formula, g.Simulated.HalfWidth)
	}
}

// On a day of wide handle times whose plan follows a swinging load, the parts of
// the gap add up under every definition.
func TestGapPartsAddUp(t *testing.T) {
	s := day([]float64{60, 240, 60, 240, 60, 240}, 4*time.Minute, 3*time.Minute, eightyTwenty)
	s.Channels[0].HandleTime.Distribution, s.Channels[0].HandleTime.CV = "lognormal", 1.5
	for _, def := range []erlang.Definition{erlang.Offered, erlang.Answered, erlang.ExcludingShort, erlang.Waited} {
		s.Channels[0].Target.Definition = def
		d, err := Size(context.Background(), s, steady(s))
		if err != nil {
			t.Fatal(err)
		}
		o, err := Simulate(context.Background(), d, sim.Options{Replications: 400, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		g := o.Gap("voice")
		if g == nil {
			t.Fatalf("%s: no gap on a swinging day", def)
		}
		sum := g.StartUp.Mean + g.CarryOver.Mean + g.HandleTime.Mean
		if diff := sum - (g.Simulated.Mean - g.Formula); math.Abs(diff) > 1e-12 {
			t.Errorf("%s: the parts sum to %v, the gap is %v", def, sum, g.Simulated.Mean-g.Formula)
		}
		// A quiet half-hour inherits the busy one's calls, a busy one the quiet one's empty queue.
		for k, in := range o.Channels[0].Intervals[1:] {
			e := LevelOf(o.Simulated.Channels[0].Intervals[k+1].ServiceLevel, def)
			gap, quiet := e.Mean-in.Formula.ServiceLevel.Of(def), in.Offered == 60
			if quiet && gap >= -e.HalfWidth || !quiet && gap <= e.HalfWidth {
				t.Errorf("%s, %v contacts: simulated %+v, by formula %v", def, in.Offered, e, e.Mean-gap)
			}
		}
	}
}

func TestVerdicts(t *testing.T) {
	s := day([]float64{100, 100, 100}, 3*time.Minute, 3*time.Minute, scenarios.Target{
		ServiceLevel: 0.8, Within: 20 * time.Second, ASA: 30 * time.Second, Abandonment: 0.05, Occupancy: 0.88,
	})
	for _, c := range []struct {
		agents int
		met    bool
	}{{18, true}, {8, false}} {
		d, err := Assign(context.Background(), s, scenarios.Plan{{c.agents, c.agents, c.agents}}, steady(s))
		if err != nil {
			t.Fatal(err)
		}
		o, err := Simulate(context.Background(), d, sim.Options{Replications: 200, Seed: 2})
		if err != nil {
			t.Fatal(err)
		}
		if len(o.Verdicts) != 4 {
			t.Fatalf("%d verdicts, want one per target", len(o.Verdicts))
		}
		if o.Met() != c.met {
			t.Errorf("%d agents: met %v, want %v: %+v", c.agents, o.Met(), c.met, o.Verdicts)
		}
		for _, v := range o.Verdicts {
			if v.Met != c.met || !v.Certain {
				t.Errorf("%d agents, %s: %+v", c.agents, v.Target, v)
			}
			if v.Kept+len(v.Missed)+len(v.Close) != 3 || c.met && v.Kept != 3 {
				t.Errorf("%d agents, %s: of 3 intervals %d kept, %d missed, %d close", c.agents, v.Target, v.Kept, len(v.Missed), len(v.Close))
			}
		}
	}
}

func TestKeeps(t *testing.T) {
	for _, c := range []struct {
		e            sim.Estimate
		atLeast      bool
		met, certain bool
	}{
		{sim.Estimate{Mean: 0.85, HalfWidth: 0.01}, true, true, true},
		{sim.Estimate{Mean: 0.805, HalfWidth: 0.01}, true, true, false},
		{sim.Estimate{Mean: 0.795, HalfWidth: 0.01}, true, false, false},
		{sim.Estimate{Mean: 0.70, HalfWidth: 0.01}, true, false, true},
		{sim.Estimate{Mean: 0.70, HalfWidth: 0.01}, false, true, true},
		{sim.Estimate{Mean: 0.8, HalfWidth: 0}, true, true, true},
		{sim.Estimate{Mean: 1, Undefined: true}, true, false, true},
		{sim.Estimate{Mean: 0, Undefined: true}, false, false, true},
	} {
		if met, certain := keeps(c.e, 0.8, c.atLeast); met != c.met || certain != c.certain {
			t.Errorf("keeps(%+v, 0.8, %v) = %v, %v", c.e, c.atLeast, met, certain)
		}
	}
}

func TestModelCancelled(t *testing.T) {
	s := day([]float64{100}, 3*time.Minute, 0, eightyTwenty)
	d, err := Size(context.Background(), s, steady(s))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Simulate(ctx, d, sim.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
