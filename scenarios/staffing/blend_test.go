package staffing

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

const besideCalls = `name: Beside calls
hours: 08:00-20:00
interval: 6h
channels:
  service:
    demand: {volumes: [1200, 1400]}
    handle_time: {mean: 3m}
    patience: {mean: 2m}
    target: {service_level: 80% in 20s}
  renewals:
    kind: outbound
    handle_time: {mean: 5m}
    patience: {mean: 4s}
    outbound: {list: 100000, contact_rate: 100%, ring: {mean: 1ms}, pacing: progressive}
    routes: [{team: agents, reserve: 2}]
teams:
  agents: {skills: [service, renewals]}
plan:
  agents: [14, 15]
simulation: {warm_up: 1h}
`

func loaded(t *testing.T, text string) *scenarios.Scenario {
	t.Helper()
	file := filepath.Join(t.TempDir(), "day.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := scenarios.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Calls beside calls that go out without end, all exponential: the formula's figures are those simulated, for several reserves.
func TestBlendSimulated(t *testing.T) {
	t.Parallel()
	for _, reserve := range []string{"0", "2", "4"} {
		s := loaded(t, strings.Replace(besideCalls, "reserve: 2", "reserve: "+reserve, 1))
		d, err := Assign(context.Background(), s, s.Plan, Options{})
		if err != nil {
			t.Fatal(err)
		}
		o, err := Simulate(context.Background(), d, sim.Options{Replications: 200, Seed: 5, Confidence: 0.999})
		if err != nil {
			t.Fatal(err)
		}
		if ch := d.Channels[0]; ch.Blended || ch.Method != ErlangBlend || ch.Formula != "blend" || !d.Channels[1].Blended {
			t.Fatalf("%+v", ch)
		}
		for k := range s.Intervals() {
			formula, simulated := d.Channels[0].Intervals[k].Formula, o.Simulated.Channels[0].Intervals[k]
			check := func(what string, want float64, got sim.Estimate) {
				// An interval begins with what the one before left: less than a thousandth of it is felt.
				if math.Abs(got.Mean-want) > got.HalfWidth+0.002*want {
					t.Errorf("reserve %s, interval %d: %s %v by formula, %v ± %v simulated", reserve, k, what, want, got.Mean, got.HalfWidth)
				}
			}
			check("service level", formula.ServiceLevel.Offered, simulated.ServiceLevel.Offered)
			check("abandonment", formula.Abandonment, simulated.Abandonment)
			check("ASA", formula.ASA, simulated.ASA)
			check("occupancy", formula.Occupancy, o.Simulated.Teams[0].Intervals[k].Occupancy)
		}
	}
}

// What a blend is not, has no figures by formula.
func TestBlendNot(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(s string) string{
		"predictive": func(s string) string {
			return strings.Replace(s, "pacing: progressive", "pacing: predictive, abandon_cap: 3%", 1)
		},
		"preempted": func(s string) string {
			return strings.Replace(s, "[service, renewals]}", "[service, renewals], take: longest-wait}", 1)
		},
		"later": func(s string) string { return strings.Replace(s, "reserve: 2", "reserve: 2, after: 10s", 1) },
		"two teams": func(s string) string {
			return strings.Replace(s, "teams:\n", "teams:\n  more: {skills: [service]}\n", 1)
		},
	} {
		s := loaded(t, strings.Replace(change(besideCalls), "plan:\n  agents: [14, 15]\n", "", 1))
		if out, _ := s.Beside(&s.Channels[0]); out != nil || s.NoFormula(&s.Channels[0]) == "" {
			t.Errorf("%s: beside %v", name, out.Name)
		}
	}
	s := loaded(t, besideCalls)
	var blended *BlendedError
	if _, err := Size(context.Background(), s, Options{Method: ErlangA}); !errors.As(err, &blended) || blended.Why != "its team serves others too" {
		t.Errorf("sized by erlang-a: %v", err)
	}
	// Too many agents for a formula in milliseconds: none is shown.
	d, err := Assign(context.Background(), s, scenarios.Plan{{mostBlended + 1, 15}}, Options{})
	if err != nil || !d.Channels[0].Blended {
		t.Errorf("%v, blended %v", err, d.Channels[0].Blended)
	}
}

// Where nobody is called the calls that come in have the team to themselves.
func TestBlendNobodyCalled(t *testing.T) {
	t.Parallel()
	s := loaded(t, strings.Replace(besideCalls, "contact_rate: 100%", "contact_rate: [0%, 100%]", 1))
	both := loaded(t, besideCalls)
	plan := scenarios.Plan{{14, 15}}
	d, err := Assign(context.Background(), s, plan, Options{})
	if err != nil {
		t.Fatal(err)
	}
	d2, err := Assign(context.Background(), both, plan, Options{})
	if err != nil {
		t.Fatal(err)
	}
	q := queue(s, &s.Channels[0], ErlangA, 0)
	want, err := q.Evaluate(14, 20)
	if err != nil {
		t.Fatal(err)
	}
	in := d.Channels[0].Intervals
	if *in[0].Formula != want || *in[1].Formula != *d2.Channels[0].Intervals[1].Formula {
		t.Errorf("%+v, want %+v; %+v", in[0].Formula, want, in[1].Formula)
	}
	o, err := Simulate(context.Background(), d, sim.Options{Replications: 200, Seed: 5, Confidence: 0.999})
	if err != nil {
		t.Fatal(err)
	}
	if got := o.Simulated.Channels[0].Intervals[0].Abandonment; math.Abs(got.Mean-want.Abandonment) > got.HalfWidth+0.002*want.Abandonment {
		t.Errorf("abandonment %v by formula, %v ± %v simulated", want.Abandonment, got.Mean, got.HalfWidth)
	}
}
