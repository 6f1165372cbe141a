package whatif

import (
	"context"
	"flag"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

var long = flag.Bool("long", false, "run the long studies")

// desk is a short day that takes a moment to work out.
const desk = `
name: Desk
hours: 09:00-13:00
interval: 1h
channels:
  voice:
    demand: {volumes: [90, 130, 120, 80]}
    handle_time: {mean: 4m}
    patience: {mean: 3m}
    target: {service_level: 80% in 20s}
teams:
  desk: {skills: [voice], shrinkage: {planned: 10%}, contract_hours: 8h}
simulation: {replications: 40, seed: 3}
sensitivity: {channels.voice.patience.mean: [1m, 9m]}
variants:
  busy: {channels.voice.demand.scale: +10%}
  slow: {channels.voice.handle_time.mean: x1.1}
  same: {channels.voice.weight: 2}
`

func document(t testing.TB, text string) *scenarios.Document {
	t.Helper()
	d, err := scenarios.ReadText("desk.yaml", []byte(text), ".")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func cases(t testing.TB, d *scenarios.Document, names ...string) []Case {
	t.Helper()
	var list []Case
	for _, name := range names {
		s, err := d.Variant(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Case{Name: name, Scenario: s})
	}
	return list
}

// difference is a case's difference of a figure.
func difference(t testing.TB, c *Comparison, i int, name string) Value {
	t.Helper()
	for k, f := range c.Figures {
		if f.Name == name {
			return c.Cases[i].Differences[k]
		}
	}
	t.Fatalf("no figure %s", name)
	return Value{}
}

func value(t testing.TB, c *Comparison, i int, name string) Value {
	t.Helper()
	for k, f := range c.Figures {
		if f.Name == name {
			return c.Cases[i].Values[k]
		}
	}
	t.Fatalf("no figure %s", name)
	return Value{}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	d := document(t, desk)
	all := cases(t, d, "", "busy", "slow", "same")
	o := CompareOptions{Replications: 40, Seed: 3}
	c, err := Compare(context.Background(), all, o)
	if err != nil {
		t.Fatal(err)
	}
	// A case is what it is alone.
	busy, err := staffing.Size(context.Background(), all[1].Scenario, staffing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(context.Background(), staffing.Model(all[1].Scenario, busy.Plan), sim.Options{Replications: 40, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	if got := value(t, c, 1, "voice.service_level"); got.Estimate != r.Channels[0].Day.ServiceLevel.Offered {
		t.Errorf("%+v, alone %+v", got, r.Channels[0].Day.ServiceLevel.Offered)
	}
	if got := value(t, c, 1, "agent_hours"); got.Mean != busy.Teams[0].AgentHours || !got.Exact {
		t.Errorf("%+v", got)
	}
	if got := difference(t, c, 1, "agent_hours"); got.Mean != busy.Teams[0].AgentHours-value(t, c, 0, "agent_hours").Mean || !got.Exact {
		t.Errorf("%+v", got)
	}
	// Its difference is that of the pair, with the interval that three differences hold at once.
	base, err := staffing.Size(context.Background(), all[0].Scenario, staffing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	pair, err := sim.RunPaired(context.Background(), staffing.Model(all[0].Scenario, base.Plan), staffing.Model(all[1].Scenario, busy.Plan), sim.Options{Replications: 40, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	want := pair.Difference.Channels[0].Day.ServiceLevel.Offered
	got := difference(t, c, 1, "voice.service_level")
	if got.Mean != want.Mean || math.Abs(got.HalfWidth/want.HalfWidth-c.Joint) > 1e-12 || !(c.Joint > 1.2 && c.Joint < 1.3) {
		t.Errorf("%+v, of the pair %+v, joint %v", got, want, c.Joint)
	}
	// What changes nothing is no difference at all: the same customers.
	if d := difference(t, c, 3, "voice.asa"); d.Mean != 0 || d.HalfWidth > 1e-9 || !d.Noise() {
		t.Errorf("a weight that nobody looks at changes the ASA by %+v", d)
	}
	if c.Cases[1].Verdicts == nil || !c.Cases[1].Paired {
		t.Errorf("%+v", c.Cases[1])
	}
	// On any number of workers.
	o.Workers = 3
	again, err := Compare(context.Background(), all, o)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(c.Cases[2].Differences, again.Cases[2].Differences) {
		t.Error("other differences with more workers")
	}
	// With the agents kept there is no difference in staff, and one in service.
	o.KeepPlan = true
	kept, err := Compare(context.Background(), all, o)
	if err != nil {
		t.Fatal(err)
	}
	if d := difference(t, kept, 1, "agent_hours"); d.Mean != 0 {
		t.Errorf("agents kept: %+v", d)
	}
	if d := difference(t, kept, 1, "voice.service_level"); d.Mean > -0.02 || d.Noise() {
		t.Errorf("agents kept: %+v", d)
	}
	// By formula nothing is chance.
	o.Replications = 0
	formula, err := Compare(context.Background(), all, o)
	if err != nil {
		t.Fatal(err)
	}
	if d := difference(t, formula, 1, "voice.service_level"); !d.Exact || d.HalfWidth != 0 || math.Abs(d.Mean-difference(t, kept, 1, "voice.service_level").Mean) > 0.03 {
		t.Errorf("by formula: %+v", d)
	}
}

// Other hours, channels or teams: compared as far as they can be, and said so.
func TestCompareStrangers(t *testing.T) {
	t.Parallel()
	d := document(t, desk)
	all := cases(t, d, "")
	for name, set := range map[string]string{"hours": "hours=09:00-11:00", "team": "teams.more={skills: [voice]}"} {
		texts := []string{set}
		if name == "hours" {
			texts = append(texts, "channels.voice.demand.volumes=[90, 130]")
		} else {
			texts = append(texts, "plan={desk: [9, 12, 12, 9], more: [1, 1, 1, 1]}")
		}
		var overrides []scenarios.Override
		for _, text := range texts {
			o, err := scenarios.ParseOverride("", text)
			if err != nil {
				t.Fatal(err)
			}
			overrides = append(overrides, o)
		}
		s, err := d.Scenario(overrides...)
		if err != nil {
			t.Fatal(err)
		}
		c, err := Compare(context.Background(), append(all[:1:1], Case{Name: name, Scenario: s}), CompareOptions{Replications: 20, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		level, staff := difference(t, c, 1, "voice.service_level"), difference(t, c, 1, "voice.occupancy")
		if name == "hours" {
			a, b := value(t, c, 0, "voice.service_level"), value(t, c, 1, "voice.service_level")
			if c.Cases[1].Paired || !strings.Contains(c.Cases[1].Why, "09:00-11:00") || math.Abs(level.HalfWidth-math.Hypot(a.HalfWidth, b.HalfWidth)) > 1e-12 {
				t.Errorf("hours: %q, %+v", c.Cases[1].Why, level)
			}
			continue
		}
		if !c.Cases[1].Paired || level.HalfWidth <= 0 || !staff.Undefined {
			t.Errorf("team: %+v, %+v", level, staff)
		}
	}
	if _, err := Compare(context.Background(), nil, CompareOptions{}); err == nil {
		t.Error("nothing was compared")
	}
	// A plan that does not fit is told.
	short := all[0]
	short.Plan = scenarios.Plan{{1, 2}}
	if _, err := Compare(context.Background(), []Case{short}, CompareOptions{}); err == nil || !strings.Contains(err.Error(), "2 intervals and the scenario 4") {
		t.Error(err)
	}
}

// Customers of one seed are the same in every variant: each contact arrives at the same time, with
// the same handle time where its law is the same (and in proportion where only the mean differs), and the same patience.
func TestSameCustomers(t *testing.T) {
	t.Parallel()
	d := document(t, desk)
	plans := []scenarios.Plan{{{9, 12, 12, 9}}, {{8, 11, 11, 8}}}
	trace := func(variant string, plan scenarios.Plan) map[float64]sim.Record {
		s, err := d.Variant(variant)
		if err != nil {
			t.Fatal(err)
		}
		met := map[float64]sim.Record{}
		for r := range uint64(3) {
			err := sim.Trace(context.Background(), staffing.Model(s, plan), 3, r, func(rec sim.Record) { met[rec.Arrived+1e6*float64(r)] = rec })
			if err != nil {
				t.Fatal(err)
			}
		}
		return met
	}
	base := trace("", plans[0])
	if len(base) < 1000 {
		t.Fatalf("only %d contacts", len(base))
	}
	for _, c := range []struct {
		variant string
		plan    scenarios.Plan
		times   float64
	}{{"", plans[1], 1}, {"slow", plans[0], 1.1}, {"slow", plans[1], 1.1}, {"same", plans[0], 1}} {
		other := trace(c.variant, c.plan)
		if len(other) != len(base) {
			t.Errorf("%s: %d contacts, not %d", c.variant, len(other), len(base))
		}
		differ := 0
		for at, a := range base {
			b, ok := other[at]
			if !ok || math.Abs(b.HandleTime-c.times*a.HandleTime) > 1e-9*a.HandleTime || b.Patience != a.Patience {
				t.Fatalf("%s: the contact at %v is %+v, and was %+v", c.variant, at, b, a)
			}
			if a.Wait != b.Wait {
				differ++
			}
		}
		if differ == 0 && c.variant != "same" {
			t.Errorf("%s: nobody waited any longer", c.variant)
		}
	}
	// With a tenth more volume their number differs.
	if busy := trace("busy", plans[0]); len(busy) <= len(base) {
		t.Errorf("a tenth more volume: %d contacts and %d", len(busy), len(base))
	}
}

// TestPairedCovers: on a case with a known difference, two plans of an exact day, the paired interval
// covers it in 95 % of many seeds, and is less than a third as wide as that of independent runs.
func TestPairedCovers(t *testing.T) {
	t.Parallel()
	d := document(t, desk)
	s, err := d.Scenario()
	if err != nil {
		t.Fatal(err)
	}
	plans := []scenarios.Plan{{{9, 12, 12, 9}}, {{9, 12, 13, 9}}}
	exact := make([]float64, 2)
	for i, p := range plans {
		day, err := staffing.Evaluate(context.Background(), s, p, staffing.ExactDay)
		if err != nil {
			t.Fatal(err)
		}
		exact[i] = day.Channels[0].Total.Abandonment * day.Channels[0].Total.Offered
	}
	// Abandoned contacts a day: a mean over days, of which the interval is exact but for the law's form.
	truth := exact[1] - exact[0]
	seeds := 400
	if *long {
		seeds = 4000
	}
	covered, narrow := 0, 0.0
	for seed := range uint64(seeds) {
		r, err := sim.RunCompared(context.Background(), []sim.Model{staffing.Model(s, plans[0]), staffing.Model(s, plans[1])}, sim.Options{Replications: 60, Seed: 1000 + seed, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		e := r.Differences[1].Channels[0].Day.Abandoned
		if math.Abs(e.Mean-truth) <= e.HalfWidth {
			covered++
		}
		narrow += math.Hypot(r.Results[0].Channels[0].Day.Abandoned.HalfWidth, r.Results[1].Channels[0].Day.Abandoned.HalfWidth) / e.HalfWidth / float64(seeds)
	}
	share := float64(covered) / float64(seeds)
	// Five standard deviations of a share of 95 %: a false alarm in two million. The t interval of a skewed
	// difference covers a little less.
	if slack := 5 * math.Sqrt(0.95*0.05/float64(seeds)); share < 0.95-slack || share > 0.95+slack {
		t.Errorf("the paired interval covers the true difference %.4f in %.1f %% of %d runs", truth, 100*share, seeds)
	}
	if narrow < 3 {
		t.Errorf("independent intervals are only %.2f times as wide", narrow)
	}
	t.Logf("true difference %.4f contacts a day; covered in %.1f %%; independent intervals %.2f times as wide", truth, 100*share, narrow)
}

// TestJointCovers: the intervals of several differences hold all at once in 95 % of many seeds at least, which
// intervals of their own do not.
func TestJointCovers(t *testing.T) {
	t.Parallel()
	d := document(t, desk)
	s, err := d.Scenario()
	if err != nil {
		t.Fatal(err)
	}
	base := scenarios.Plan{{9, 12, 12, 9}}
	var models []sim.Model
	var exact []float64
	add := func(p scenarios.Plan) {
		day, err := staffing.Evaluate(context.Background(), s, p, staffing.ExactDay)
		if err != nil {
			t.Fatal(err)
		}
		models = append(models, staffing.Model(s, p))
		exact = append(exact, day.Channels[0].Total.Abandonment*day.Channels[0].Total.Offered)
	}
	add(base)
	for k := range 4 {
		p := scenarios.Plan{slices.Clone(base[0])}
		p[0][k]++
		add(p)
	}
	seeds, replications := 150, 120
	if *long {
		seeds = 3000
	}
	joint := jointly(len(models)-1, replications, 0.95)
	held, own := 0, 0
	for seed := range uint64(seeds) {
		r, err := sim.RunCompared(context.Background(), models, sim.Options{Replications: replications, Seed: 5000 + seed, Workers: 1})
		if err != nil {
			t.Fatal(err)
		}
		all, each := true, true
		for i := 1; i < len(models); i++ {
			e := r.Differences[i].Channels[0].Day.Abandoned
			off := math.Abs(e.Mean - (exact[i] - exact[0]))
			all, each = all && off <= joint*e.HalfWidth, each && off <= e.HalfWidth
		}
		if all {
			held++
		}
		if each {
			own++
		}
	}
	if share := float64(held) / float64(seeds); share < 0.95-5*math.Sqrt(0.95*0.05/float64(seeds)) {
		t.Errorf("all %d joint intervals hold in %.1f %% of %d runs", len(models)-1, 100*share, seeds)
	}
	if share := float64(own) / float64(seeds); share > 0.9 {
		t.Errorf("all %d single intervals hold in %.1f %%: nothing was shown", len(models)-1, 100*share)
	}
	t.Logf("joint %.1f %%, each on its own %.1f %%", 100*float64(held)/float64(seeds), 100*float64(own)/float64(seeds))
}

func TestFind(t *testing.T) {
	s, err := scenarios.Find("blended-desk")
	if err != nil {
		t.Fatal(err)
	}
	list := Figures(s)
	for _, name := range []string{"gold.service_level", "all_round.occupancy", "scheduled_hours"} {
		if _, err := Find(list, name); err != nil {
			t.Error(err)
		}
	}
	if _, err := Find(list, "gold.servicelevel"); err == nil || !strings.Contains(err.Error(), "did you mean gold.service_level?") {
		t.Error(err)
	}
	seen := map[string]bool{}
	for _, f := range list {
		if seen[f.Name] {
			t.Errorf("%s twice", f.Name)
		}
		seen[f.Name] = true
	}
}

func ExampleCompare() {
	d, err := scenarios.Read(scenarios.Default)
	if err != nil {
		fmt.Println(err)
		return
	}
	busy, _ := scenarios.ParseOverride("", "channels.voice.demand.scale=+10%")
	var cases []Case
	for _, overrides := range [][]scenarios.Override{nil, {busy}} {
		s, err := d.Scenario(overrides...)
		if err != nil {
			fmt.Println(err)
			return
		}
		cases = append(cases, Case{Scenario: s})
	}
	c, err := Compare(context.Background(), cases, CompareOptions{Sizing: staffing.Options{Method: staffing.ErlangA}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for k, f := range c.Figures {
		if f.Name == "scheduled_hours" {
			fmt.Printf("%.1f h, %+.1f h with a tenth more calls\n", c.Cases[0].Values[k].Mean, c.Cases[1].Differences[k].Mean)
		}
	}
	// Output: 839.0 h, +83.0 h with a tenth more calls
}

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(m.Run())
}
