package erlang

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
)

// The worked examples that always run: values to 50 digits with mpmath 1.3.
func TestEvaluateOwnCases(t *testing.T) {
	gmr := Queue{Rate: 48. / 60, HandleTime: 60, Patience: 120} // Garnett, Mandelbaum and Reiman 2002, table 1
	p, err := gmr.Evaluate(50, 20)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "A p_wait", p.PWait, 0.4677740685537904, closedForm)
	near(t, "A abandonment", p.Abandonment, 0.030912249162193216, closedForm)
	near(t, "A asa", p.ASA, 60*0.060265003992551906, closedForm)
	near(t, "A wait of the abandoned", p.MeanWaitAbandoned, 60*0.11071407755080485, closedForm)
	near(t, "A offered", p.ServiceLevel.Offered, 0.943018954746981, closedForm)
	near(t, "A answered", p.ServiceLevel.Answered, 0.9730996537018568, closedForm)
	near(t, "A excluding short", p.ServiceLevel.ExcludingShort, 0.9720296029869869, closedForm)
	near(t, "A waited", p.ServiceLevel.Waited, 0.9728643917078081, closedForm)

	helper := Queue{Rate: 100. / 1800, HandleTime: 180}
	p, err = helper.Evaluate(14, 20)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "C p_wait", p.PWait, 0.17413193359504983, closedForm)
	near(t, "C asa", p.ASA, 7.835937011777243, closedForm)
	near(t, "C service level", p.ServiceLevel.Offered, 0.8883500191794669, closedForm)

	near(t, "B(10, 5)", B(10, 5), 0.018384570336648132, closedForm)
	near(t, "B(99.25, 95)", B(99.25, 95), 0.052680738778758056, closedForm)
	near(t, "B(10000, 10100)", B(10000, 10100), 0.0150715277663414, closedForm)
	near(t, "C(1000, 999.8333..)", C(1000, 5999./1800*300), 0.9934645857852961, closedForm)
}

// pyworkforce returns 1000 agents here: it does not look below the load.
func TestRequiredBelowTheLoad(t *testing.T) {
	q := Queue{Rate: 1000. / 300, HandleTime: 300, Patience: 120}
	r, err := q.Required(Targets{Abandonment: .10})
	if err != nil {
		t.Fatal(err)
	}
	if r.Agents >= 1000 || r.Binding != "abandonment" {
		t.Errorf("%d agents, binding %s", r.Agents, r.Binding)
	}
}

func TestRequiredNamesTheBindingTarget(t *testing.T) {
	base := Queue{Rate: 100. / 1800, HandleTime: 180, Patience: 120}
	tests := []struct {
		q       Queue
		t       Targets
		binding string
	}{
		{base, Targets{ServiceLevel: .95, Within: 10, Abandonment: .5}, "service_level"},
		{base, Targets{ServiceLevel: .1, Within: 10, ASA: .5}, "asa"},
		{base, Targets{ServiceLevel: .1, Within: 10, Abandonment: .001}, "abandonment"},
		{base, Targets{ServiceLevel: .1, Within: 10, Occupancy: .4}, "occupancy"},
		{base, Targets{ServiceLevel: .1, Within: 10, PWait: .01}, "p_wait"},
		{Queue{Rate: 100. / 1800, HandleTime: 180}, Targets{ServiceLevel: .01}, "load"},
		{Queue{Rate: 100. / 1800, HandleTime: 180}, Targets{}, "load"},
		{base, Targets{}, ""},
		{Queue{HandleTime: 180}, Targets{ServiceLevel: .9, ASA: 1, Abandonment: .01, Occupancy: .1, PWait: .01}, ""},
	}
	for _, test := range tests {
		r, err := test.q.Required(test.t)
		if err != nil || r.Binding != test.binding || (r.Agents == 0) != (test.binding == "") {
			t.Errorf("%+v %+v: %d agents, binding %q, want %q (%v)", test.q, test.t, r.Agents, r.Binding, test.binding, err)
		}
	}
}

func TestRequiredUnreachable(t *testing.T) {
	q := Queue{Rate: 5e5, HandleTime: 300}
	_, err := q.Required(Targets{ServiceLevel: .8, Within: 20})
	var unreachable *UnreachableError
	if !errors.As(err, &unreachable) || unreachable.Target != "load" || !strings.Contains(err.Error(), "load") {
		t.Errorf("load above MaxAgents: %v", err)
	}
	q.Patience = 60
	if _, err = q.Required(Targets{Abandonment: .01}); !errors.As(err, &unreachable) || unreachable.Target != "abandonment" {
		t.Errorf("load above MaxAgents with patience: %v", err)
	}
}

// Direct sums over the queue lengths and quadrature over the wait, to 40 digits with mpmath 1.3.
func TestFiniteLinesOwnCases(t *testing.T) {
	for _, c := range []struct {
		n, a, kappa               float64
		lines                     int
		within                    float64
		blocked, waits, queue, sl float64
	}{
		{100, 102, 0.5, 150, 0.1, 0.000222164593935846303, 0.685837279778936088, 8.70918958677805989, 0.611953282501316204},
		{1000, 990, 0.5, 1060, 0.05, 0.00250926031728593773, 0.410569754680816249, 9.46330315586120066, 0.96073182094975347},
		{1000, 1100, 0, 1060, 0.05, 0.0909324559583568966, 0.906338091956315287, 50.0457019209960836, 0.408396883325711891},
		{1000, 1100, 2, 1200, 0.02, 1.01694278360623345e-10, 0.984388339990168135, 50.0735025941645002, 0.102009132052803832},
		{3000, 3000, 0.5, 3100, 0.01, 0.00294957232742411053, 0.531694839722668425, 23.1737792145375733, 0.664230336288562811},
	} {
		q := Queue{Rate: c.a, HandleTime: 1, Lines: c.lines}
		if c.kappa > 0 {
			q.Patience = 1 / c.kappa
		}
		p, err := q.Evaluate(c.n, c.within)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "blocking", p.Blocking, c.blocked, closedForm)
		near(t, "p_wait", p.PWait, c.waits, closedForm)
		near(t, "queue", p.MeanQueue, c.queue, closedForm)
		near(t, "service level", p.ServiceLevel.Offered, c.sl, closedForm)
	}
}

// More agents than lines do not help: the best is what all lines with an agent reach.
func TestRequiredUnreachableWithLines(t *testing.T) {
	q := Queue{Rate: 100, HandleTime: 1, Lines: 50}
	_, err := q.Required(Targets{ServiceLevel: .9, Within: 1})
	var unreachable *UnreachableError
	if !errors.As(err, &unreachable) || unreachable.Target != "service_level" {
		t.Fatal(err)
	}
	near(t, "best", unreachable.Best, 1-B(50, 100), closedForm)
	r, err := q.Required(Targets{ServiceLevel: .4, Within: 1})
	if err != nil || r.Agents > 50 || r.Agents < 40 {
		t.Errorf("%+v, %v", r, err)
	}
}

// Balking is who leaves at once: with everybody balking M/M/n+GI is Erlang B.
func TestBalkingIsErlangB(t *testing.T) {
	q := Queue{Rate: 95, HandleTime: 1, Law: Balking{1, Exponential{1}}}
	p, err := q.Evaluate(100, .1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "abandonment", p.Abandonment, B(100, 95), 1e-12)
	near(t, "service level", p.ServiceLevel.Offered, 1-B(100, 95), 1e-12)
	if p.MeanWait > 1e-15 {
		t.Errorf("mean wait %v", p.MeanWait)
	}
}

// A law of a pattern: the empirical one with one hazard is exponential, Erlang-1 too.
func TestPatienceLaws(t *testing.T) {
	exponential := Exponential{120}
	same := []PatienceLaw{Empirical{[]float64{0, 30, 60}, []float64{1. / 120, 1. / 120, 1. / 120}}, Gamma{120, 1},
		Hyperexponential{[]float64{.5, .5}, []float64{120, 120}}, Balking{0, exponential}}
	for _, law := range same {
		near(t, "mean", law.Mean(), 120, 1e-12)
		for _, x := range []float64{1e-6, .1, 10, 100, 1000} {
			near(t, "cdf", law.CDF(x), exponential.CDF(x), 1e-12)
			near(t, "integral", law.CDFIntegral(x), exponential.CDFIntegral(x), 1e-9)
		}
	}
	// The integral is that of the cdf, for the others by Simpson's rule.
	for _, law := range []PatienceLaw{Constant{50}, Uniform{10, 60}, Lognormal{60, 4}, Gamma{60, 3}} {
		for _, to := range []float64{20, 50, 80} {
			const n = 200_000
			sum := law.CDF(0) + law.CDF(to)
			for i := 1; i < n; i++ {
				sum += float64(2+2*(i%2)) * law.CDF(to*float64(i)/n)
			}
			if want := sum * to / n / 3; math.Abs(law.CDFIntegral(to)-want) > 1e-3 {
				t.Errorf("%T %v: integral to %v = %v, want %v", law, law, to, law.CDFIntegral(to), want)
			}
		}
	}
	for _, law := range []PatienceLaw{Constant{-1}, Uniform{5, 5}, Gamma{1, 0}, Lognormal{0, 1}, Exponential{0}, Hyperexponential{[]float64{.5}, []float64{1}},
		Empirical{}, Empirical{[]float64{0}, []float64{-1}}, Balking{2, exponential}, Balking{.5, nil}} {
		var input *InputError
		if _, err := (Queue{Rate: 1, HandleTime: 1, Law: law}).Evaluate(2, 1); !errors.As(err, &input) {
			t.Errorf("%T %v: %v", law, law, err)
		}
	}
	forever := Empirical{[]float64{0, 60}, []float64{.01, 0}}
	if !math.IsInf(forever.Mean(), 1) {
		t.Errorf("mean %v of a patience that never ends for some", forever.Mean())
	}
	if _, err := (Queue{Rate: 3, HandleTime: 1, Law: forever}).Evaluate(1, 1); err != ErrOverload {
		t.Errorf("too many who never give up: %v", err)
	}
}

func TestEvaluateErrors(t *testing.T) {
	good := Queue{Rate: 1, HandleTime: 10}
	var input *InputError
	for _, q := range []Queue{{Rate: -1, HandleTime: 1}, {Rate: math.NaN(), HandleTime: 1}, {Rate: math.Inf(1), HandleTime: 1},
		{Rate: 1}, {Rate: 1, HandleTime: math.NaN()}, {Rate: 1, HandleTime: 1, Patience: -1}, {Rate: 1e200, HandleTime: 1e200}} {
		if _, err := q.Evaluate(10, 1); !errors.As(err, &input) {
			t.Errorf("%+v: %v", q, err)
		}
		if _, err := q.Required(Targets{}); !errors.As(err, &input) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	for _, v := range []float64{-1, math.NaN()} {
		if _, err := good.Evaluate(v, 1); !errors.As(err, &input) {
			t.Errorf("agents %v: %v", v, err)
		}
		if _, err := good.Evaluate(20, v); !errors.As(err, &input) {
			t.Errorf("within %v: %v", v, err)
		}
	}
	for _, target := range []Targets{{ServiceLevel: 80}, {ServiceLevel: 1}, {ASA: -1}, {Abandonment: 2}, {Occupancy: math.NaN()}, {Definition: 7}, {Within: -1}} {
		if _, err := good.Required(target); !errors.As(err, &input) {
			t.Errorf("%+v: %v", target, err)
		}
	}
	for _, n := range []float64{0, 9.5, 10} {
		if _, err := good.Evaluate(n, 1); err != ErrOverload {
			t.Errorf("%v agents: %v", n, err)
		}
	}
}

func TestEvaluateLimits(t *testing.T) {
	none, err := Queue{HandleTime: 10}.Evaluate(0, 20)
	if err != nil || none.ServiceLevel != (Levels{1, 1, 1, 1}) || none.PWait != 0 || none.MeanWait != 0 {
		t.Errorf("nothing offered: %+v, %v", none, err)
	}
	nobody, err := Queue{Rate: 1, HandleTime: 10, Patience: 60}.Evaluate(0, 60)
	if err != nil || nobody.Abandonment != 1 || nobody.MeanQueue != 60 || nobody.ServiceLevel.Offered != 0 {
		t.Errorf("0 agents: %+v, %v", nobody, err)
	}
	q := Queue{Rate: 1, HandleTime: 10, Patience: 60}
	p, err := q.Evaluate(12, math.Inf(1))
	if err != nil {
		t.Fatal(err)
	}
	near(t, "answered ever", p.ServiceLevel.Offered, 1-p.Abandonment, closedForm)
	near(t, "within ever, answered", p.ServiceLevel.Answered, 1, closedForm)
	p, _ = q.Evaluate(12, 0)
	near(t, "answered at once", p.ServiceLevel.Offered, 1-p.PWait, closedForm)
}

func TestDefinitionText(t *testing.T) {
	for d := range Definition(4) {
		text, err := json.Marshal(d)
		var back Definition
		if err != nil || json.Unmarshal(text, &back) != nil || back != d {
			t.Errorf("%v: %s, %v", d, text, err)
		}
	}
	_, err := ParseDefinition("ofered")
	for _, name := range definitionNames {
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v does not name %s", err, name)
		}
	}
	if _, err := json.Marshal(Definition(9)); err == nil {
		t.Error("Definition(9) marshals")
	}
}
