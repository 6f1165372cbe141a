package staffing

import (
	"context"
	"errors"
	"math"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// swinging is a day whose load falls and rises more than its steady states can follow.
func swinging() *scenarios.Scenario {
	s := day([]float64{60, 180, 240, 120, 60, 40}, 6*time.Minute, 3*time.Minute, eightyTwenty)
	return s
}

// The exact day is what the simulation finds with exponential handle times, in
// every interval: half-widths for all 6 intervals and the day jointly at 99 %.
func TestExactDayIsTheSimulatedDay(t *testing.T) {
	d, err := Size(context.Background(), swinging(), Options{Method: ExactDay})
	if err != nil {
		t.Fatal(err)
	}
	o, err := Simulate(context.Background(), d, sim.Options{Replications: 4000, Seed: 5, Confidence: 1 - 0.01/7})
	if err != nil {
		t.Fatal(err)
	}
	ch, r := o.Channels[0], o.Simulated.Channels[0]
	check := func(name string, formula float64, e sim.Estimate) {
		t.Helper()
		if math.Abs(formula-e.Mean) > e.HalfWidth {
			t.Errorf("%s: exact %v, simulated %v ± %v", name, formula, e.Mean, e.HalfWidth)
		}
	}
	check("day", ch.Total.ServiceLevel.Offered, r.Day.ServiceLevel.Offered)
	for k, in := range ch.Intervals {
		check(scenarios.Clock(in.Start), in.Formula.ServiceLevel.Offered, r.Intervals[k].ServiceLevel.Offered)
		if in.Formula.ServiceLevel.Offered < 0.8-1e-9 {
			t.Errorf("%s: %v by the exact day, below the target", scenarios.Clock(in.Start), in.Formula.ServiceLevel.Offered)
		}
	}
	if g := o.Gap("voice"); g != nil {
		t.Errorf("gap %+v, want none", g)
	}
}

func TestCompareMethods(t *testing.T) {
	all, err := CompareMethods(context.Background(), swinging())
	if err != nil {
		t.Fatal(err)
	}
	missed := map[Method]int{}
	for _, r := range all[0].Results {
		missed[r.Method] = len(r.Missed)
	}
	if want := len(Methods()) - 2; len(all[0].Results) != want { // all but auto and simulation
		t.Errorf("%d methods compared, want %d", len(all[0].Results), want)
	}
	if missed[ExactDay] != 0 {
		t.Errorf("the exact day misses %d intervals of its own", missed[ExactDay])
	}
	if missed[ErlangA] == 0 {
		t.Error("Erlang A by interval misses nothing on a swinging day: the comparison shows no difference")
	}
}

func TestMethods(t *testing.T) {
	for _, name := range Methods() {
		if m, err := ParseMethod(name); err != nil || string(m) != name {
			t.Errorf("ParseMethod(%q) = %v, %v", name, m, err)
		}
	}
	if m, err := ParseMethod("lag"); err != nil || m != "lag-avg" {
		t.Errorf("lag is %v, %v; want lag-avg", m, err)
	}
	if _, err := ParseMethod("exactday"); err == nil {
		t.Error("exactday is a method")
	}

	// A changing mean handle time is left to the steady states.
	s := swinging()
	s.Channels[0].HandleTime.Means[2] = 7 * time.Minute
	d, err := Size(context.Background(), s, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Channels[0].Method != ErlangA || d.Channels[0].Formula != "Erlang A" {
		t.Errorf("method %s, formula %s; want Erlang A", d.Channels[0].Method, d.Channels[0].Formula)
	}
	for _, o := range []Options{{Method: ExactDay}, {Method: "mol"}, {WholeDay: true}} {
		if _, err := Size(context.Background(), s, o); !errors.Is(err, ErrNotCovered) {
			t.Errorf("%+v: %v, want ErrNotCovered", o, err)
		}
	}
}

// Targets of the whole day cost no more than those of every interval, and a limit on
// change is kept.
func TestWholeDayAndMaxChange(t *testing.T) {
	hours := map[string]float64{}
	for name, o := range map[string]Options{"intervals": {}, "day": {WholeDay: true}, "change": {MaxChange: 4}} {
		d, err := Size(context.Background(), swinging(), o)
		if err != nil {
			t.Fatal(err)
		}
		hours[name] = d.Teams[0].AgentHours
		if name == "day" && d.Channels[0].Total.ServiceLevel.Offered < 0.8-1e-9 {
			t.Errorf("the day's service level is %v", d.Channels[0].Total.ServiceLevel.Offered)
		}
		for k := 1; name == "change" && k < len(d.Plan[0]); k++ {
			if step := d.Plan[0][k] - d.Plan[0][k-1]; step > 4 || step < -4 {
				t.Errorf("plan %v changes by %d", d.Plan[0], step)
			}
		}
	}
	if hours["day"] > hours["intervals"] || hours["change"] < hours["intervals"] {
		t.Errorf("agent hours %v: want day <= intervals <= change", hours)
	}
}
