package erlang

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// logUniform draws a number whose logarithm is uniform.
func logUniform(low, high float64) *rapid.Generator[float64] {
	return rapid.Custom(func(t *rapid.T) float64 {
		u := rapid.Float64Range(0, 1).Draw(t, "u")
		return math.Exp(math.Log(low) + u*(math.Log(high)-math.Log(low)))
	})
}

// domain is what the formulas are promised for: n to a million, the load to 1.2 million, patience from a thousandth
// of the handle time to a million of them, T up to 100 000 handle times. Half of the draws are
// near n, where things happen.
type domain struct {
	n, a, kappa, t float64
}

func (d domain) queue() Queue { return Queue{Rate: d.a, HandleTime: 1, Patience: 1 / d.kappa} }

var domains = rapid.Custom(func(t *rapid.T) domain {
	d := domain{
		n:     logUniform(1, 1e6).Draw(t, "n"),
		kappa: logUniform(1e-6, 1e3).Draw(t, "kappa"),
		t:     logUniform(1e-6, 1e5).Draw(t, "t"),
	}
	if rapid.Bool().Draw(t, "whole") {
		d.n = math.Round(d.n)
	}
	if rapid.Bool().Draw(t, "near") {
		d.a = d.n + rapid.Float64Range(-5, 5).Draw(t, "beta")*math.Sqrt(d.n)
		d.t = d.t / 1e4
	}
	if d.a <= 0 || d.a > 1.2e6 {
		d.a = logUniform(1e-9, 1.2e6).Draw(t, "a")
	}
	if rapid.IntRange(0, 9).Draw(t, "at once") == 0 {
		d.t = 0
	}
	return d
})

func evaluate(t *rapid.T, q Queue, n, within float64) Performance {
	t.Helper()
	p, err := q.Evaluate(n, within)
	if err != nil {
		t.Fatalf("%+v with %v agents: %v", q, n, err)
	}
	return p
}

// sound fails on anything that is not a number between its bounds.
func sound(t *rapid.T, p Performance) {
	t.Helper()
	for name, v := range map[string]float64{"p_wait": p.PWait, "abandonment": p.Abandonment, "blocking": p.Blocking, "occupancy": p.Occupancy,
		"offered": p.ServiceLevel.Offered, "answered": p.ServiceLevel.Answered, "excluding short": p.ServiceLevel.ExcludingShort,
		"waited": p.ServiceLevel.Waited} {
		if !(v >= 0 && v <= 1+1e-12) {
			t.Fatalf("%s = %v: %+v", name, v, p)
		}
	}
	for name, v := range map[string]float64{"asa": p.ASA, "mean wait": p.MeanWait, "wait of the abandoned": p.MeanWaitAbandoned, "queue": p.MeanQueue} {
		if !(v >= 0) || math.IsInf(v, 1) {
			t.Fatalf("%s = %v: %+v", name, v, p)
		}
	}
}

// atMost fails where x exceeds y by more than rounding.
func atMost(t *rapid.T, what string, x, y float64) {
	t.Helper()
	if !(x <= y*(1+1e-11)+1e-300) {
		t.Fatalf("%s: %v > %v (by %.2g)", what, x, y, x/y-1)
	}
}

func agree(t *rapid.T, what string, x, y, tol float64) {
	t.Helper()
	if !(math.Abs(x-y) <= tol*math.Max(math.Abs(x), math.Abs(y))+1e-290) {
		t.Fatalf("%s: %v and %v (%.2g)", what, x, y, x/y-1)
	}
}

func TestErlangAProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := domains.Draw(t, "domain")
		q := d.queue()
		p := evaluate(t, q, d.n, d.t)
		sound(t, p)
		agree(t, "P(abandon) = E[wait] / patience", p.Abandonment, p.MeanWait/q.Patience, 1e-11)
		atMost(t, "service level and abandonment", p.ServiceLevel.Offered+p.Abandonment, 1)
		agree(t, "Little", p.MeanQueue, q.Rate*p.MeanWait, 1e-14)
		agree(t, "mean wait of answered and abandoned", p.MeanWait, (1-p.Abandonment)*p.ASA+p.Abandonment*p.MeanWaitAbandoned, 1e-11)
		agree(t, "carried load", p.Occupancy*d.n, d.a*(1-p.Abandonment), 1e-11+1e-15/math.Max(1-p.Abandonment, 1e-15))

		more := evaluate(t, q, d.n*(1+rapid.Float64Range(1e-3, 1).Draw(t, "more")), d.t)
		longer := evaluate(t, q, d.n, d.t*(1+rapid.Float64Range(1e-3, 1).Draw(t, "longer")))
		stay := q
		stay.Patience *= 1 + rapid.Float64Range(1e-3, 1).Draw(t, "stay")
		patient := evaluate(t, stay, d.n, d.t)
		busy := q
		busy.Rate *= 1 + rapid.Float64Range(1e-3, 1).Draw(t, "busy")
		busier := evaluate(t, busy, d.n, d.t)

		for _, better := range [][2]Performance{{more, p}, {p, busier}} {
			up, down := better[0], better[1]
			atMost(t, "p_wait", up.PWait, down.PWait)
			atMost(t, "abandonment", up.Abandonment, down.Abandonment)
			atMost(t, "asa", up.ASA, down.ASA)
			atMost(t, "occupancy", up.Occupancy, down.Occupancy)
			for k := range Definition(4) {
				atMost(t, k.String(), down.ServiceLevel.Of(k), up.ServiceLevel.Of(k))
			}
		}
		atMost(t, "abandonment falls with patience", patient.Abandonment, p.Abandonment)
		atMost(t, "waiting rises with patience", p.PWait, patient.PWait)
		for k := range Definition(4) {
			atMost(t, "T: "+k.String(), p.ServiceLevel.Of(k), longer.ServiceLevel.Of(k))
		}
	})
}

// In the limit of endless patience Erlang A is Erlang C, below the load.
func TestErlangAMeetsErlangC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := math.Round(logUniform(1, 1e6).Draw(t, "n"))
		a := n * rapid.Float64Range(.1, .99).Draw(t, "occupancy")
		within := logUniform(1e-4, 10).Draw(t, "t") / (n - a)
		c := evaluate(t, Queue{Rate: a, HandleTime: 1}, n, within)
		// The first correction is of the order of θ / (n - a) times the queue of who waits.
		patience := 1e13 * (1 + a/(n-a)) / (n - a)
		q := evaluate(t, Queue{Rate: a, HandleTime: 1, Patience: patience}, n, within)
		agree(t, "p_wait", q.PWait, c.PWait, 1e-11)
		agree(t, "asa", q.ASA, c.ASA, 1e-11)
		for k := range Definition(4) {
			agree(t, k.String(), q.ServiceLevel.Of(k), c.ServiceLevel.Of(k), 1e-11)
		}
	})
}

// Erlang A is also what general patience and finite lines give for an exponential law and
// more lines than are ever needed.
func TestGeneralFormsOfErlangA(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := math.Round(logUniform(1, 1000).Draw(t, "n"))
		a := n * rapid.Float64Range(.2, 1.5).Draw(t, "occupancy")
		q := Queue{Rate: a, HandleTime: 1, Patience: logUniform(.1, 20).Draw(t, "patience")}
		within := logUniform(1e-3, 3).Draw(t, "t")
		want := evaluate(t, q, n, within)
		law, lines := q, q
		law.Law = Exponential{q.Patience}
		lines.Lines = int(n + 10*a*q.Patience + 200)
		for _, other := range []Queue{law, lines} {
			got := evaluate(t, other, n, within)
			for k := range Definition(4) {
				agree(t, k.String(), got.ServiceLevel.Of(k), want.ServiceLevel.Of(k), 1e-10)
			}
			agree(t, "p_wait", got.PWait, want.PWait, 1e-10)
			agree(t, "abandonment", got.Abandonment, want.Abandonment, 1e-10)
			agree(t, "asa", got.ASA, want.ASA, 1e-10)
			agree(t, "wait of the abandoned", got.MeanWaitAbandoned, want.MeanWaitAbandoned, 1e-10)
		}
	})
}

// Zeltyn and Mandelbaum 2005: for many agents the abandonment depends on the patience law
// mostly by its density at 0, P(ab) = g(0) E[W]; here exactly comparable laws agree in it to 1/√n.
func TestPatienceLawsWithEqualDensityAtZero(t *testing.T) {
	const n, a = 10_000, 10_000.
	want, _ := Queue{Rate: a, HandleTime: 1, Law: Exponential{1}}.Evaluate(n, .01)
	for _, law := range []PatienceLaw{
		Uniform{0, 1},
		Hyperexponential{[]float64{.5, .5}, []float64{1 / 1.5, 1 / .5}},
		Empirical{[]float64{0, 1}, []float64{1, 3}},
	} {
		got, err := Queue{Rate: a, HandleTime: 1, Law: law}.Evaluate(n, .01)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "abandonment", got.Abandonment, want.Abandonment, .01)
		near(t, "P(ab) / E[W]", got.Abandonment/got.MeanWait, 1, .01)
	}
}

func TestErlangBProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := logUniform(1e-3, 1e6).Draw(t, "n")
		a := logUniform(1e-9, 1.2e6).Draw(t, "a")
		if rapid.Bool().Draw(t, "near") {
			a = math.Max(n+rapid.Float64Range(-5, 5).Draw(t, "beta")*math.Sqrt(n), 1e-9)
		}
		b := B(n, a)
		if !(b >= 0 && b <= 1) {
			t.Fatalf("B(%v, %v) = %v", n, a, b)
		}
		// The recurrence 1/B(n+1) = 1 + (n+1)/(a B(n)) ties all real n together.
		agree(t, "recurrence", B(n+1, a), a*b/(n+1+a*b), 2e-11)
		atMost(t, "agents", B(n*1.01, a), b)
		atMost(t, "load", b, B(n, a*1.01))
		if c := C(n, a); a < n {
			agree(t, "C by B", c, n*b/(n-a*(1-b)), 2e-11)
		}
		mean, peakedness := Overflow(n, a)
		if !(mean >= 0 && peakedness >= 1-1e-9 && peakedness < 1e6) {
			t.Fatalf("Overflow(%v, %v) = %v, %v", n, a, mean, peakedness)
		}
	})
}

// What Required says, Evaluate confirms: all targets hold, and with one agent fewer the
// binding one does not.
func TestRequiredProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := Queue{Rate: logUniform(1e-3, 1e5).Draw(t, "load"), HandleTime: 1}
		if rapid.Bool().Draw(t, "patient") {
			q.Patience = logUniform(.01, 100).Draw(t, "patience")
		}
		target := Targets{Within: logUniform(1e-3, 1).Draw(t, "within"), Definition: Definition(rapid.IntRange(0, 3).Draw(t, "definition"))}
		some := func(name string, low, high float64) float64 {
			if rapid.Bool().Draw(t, "any "+name) {
				return rapid.Float64Range(low, high).Draw(t, name)
			}
			return 0
		}
		target.ServiceLevel = some("service level", .01, .999)
		target.ASA = some("asa", 1e-4, 1)
		target.Abandonment = some("abandonment", 1e-4, .5)
		target.Occupancy = some("occupancy", .1, 1)
		target.PWait = some("wait", 1e-4, 1)
		r, err := q.Required(target)
		if err != nil {
			t.Fatal(err)
		}
		if name, want, got := target.broken(r.Performance); name != "" {
			t.Fatalf("%d agents break %s: %v, target %v", r.Agents, name, got, want)
		}
		if r.Agents == 0 {
			if r.Binding != "" {
				t.Fatalf("0 agents, binding %q", r.Binding)
			}
			return
		}
		fewer, err := q.Evaluate(float64(r.Agents-1), target.Within)
		if r.Binding == "load" {
			if err != ErrOverload {
				t.Fatalf("binding load, but %v", err)
			}
			return
		}
		if name, _, _ := target.broken(fewer); err != nil || name != r.Binding {
			t.Fatalf("%d agents, binding %q; with one fewer %q (%v)", r.Agents, r.Binding, name, err)
		}
	})
}

// The inverse questions lead back to where they came from.
func TestInverses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := math.Round(logUniform(1, 1e4).Draw(t, "n"))
		q := Queue{Rate: n * rapid.Float64Range(.5, 1.3).Draw(t, "occupancy"), HandleTime: 1, Patience: logUniform(.05, 10).Draw(t, "patience")}
		p := evaluate(t, q, n, 0)
		// Far above capacity 1 - n/a abandon whatever their patience: it cannot be told then.
		if least := math.Max(1-n/q.Rate, 0); p.Abandonment-least > 1e-4 {
			patience, err := q.PatienceFor(n, p.Abandonment)
			if err != nil {
				t.Fatal(err)
			}
			agree(t, "patience", patience, q.Patience, 1e-7) // the abandonment depends on it weakly in places
		}
		share := rapid.Float64Range(.01, .99).Draw(t, "share")
		for _, who := range []Caller{AnyCaller, AnsweredCaller, PatientCaller} {
			w, err := q.WaitQuantile(n, share, who)
			if err != nil {
				t.Fatal(err)
			}
			beyond, _ := q.WaitBeyond(n, w, who)
			if beyond > (1-share)*(1+1e-9) || w > 0 && beyond < (1-share)*(1-1e-9) {
				t.Fatalf("%v: %v wait longer than the %v quantile %v", who, beyond, share, w)
			}
		}
		target := Targets{ServiceLevel: .8, Within: .1, Abandonment: .1}
		rate, err := q.LargestRate(n, target)
		if err != nil {
			t.Fatal(err)
		}
		q.Rate = rate
		if name, _, _ := target.broken(evaluate(t, q, n, .1)); name != "" {
			t.Fatalf("the largest rate %v breaks %s", rate, name)
		}
		q.Rate *= 1 + 1e-9
		if name, _, _ := target.broken(evaluate(t, q, n, .1)); name == "" {
			t.Fatalf("more than the largest rate %v breaks nothing", rate)
		}
	})
}

// The law of the queue length adds up and has the mean that Evaluate gives.
func TestQueueLength(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := math.Round(logUniform(1, 300).Draw(t, "n"))
		q := Queue{Rate: n * rapid.Float64Range(.3, .95).Draw(t, "occupancy"), HandleTime: 1}
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 1:
			q.Patience = logUniform(.1, 10).Draw(t, "patience")
			q.Rate *= 1.3
		case 2:
			q.Lines = int(n) + rapid.IntRange(0, 50).Draw(t, "room")
			q.Rate *= 1.3
		}
		p := evaluate(t, q, n, 0)
		mean, total := 0., 0.
		for j := 0; ; j++ {
			share, err := q.QueueLength(n, j)
			if err != nil {
				t.Fatal(err)
			}
			beyond, _ := q.QueueBeyond(n, j)
			total += share
			mean += beyond
			if d := total + beyond - 1; d > 1e-10 || d < -1e-10 {
				t.Fatalf("shares up to %d and beyond make %v", j, total+beyond)
			}
			if math.IsNaN(beyond) {
				t.Fatalf("%+v with %v agents: beyond %d is %v", q, n, j, beyond)
			}
			if beyond < 1e-14 {
				break
			}
		}
		if d := mean - p.MeanQueue; math.Abs(d) > 1e-9*(1+mean) {
			t.Fatalf("mean queue %v, %v by its law", p.MeanQueue, mean)
		}
	})
}
