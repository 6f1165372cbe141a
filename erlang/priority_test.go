package erlang

import (
	"math"
	"strings"
	"testing"
)

func TestReferencePriority(t *testing.T) {
	for _, c := range referenceCases(t, "v-design") {
		if !strings.HasPrefix(c.ID, "PRIO") {
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			var p struct {
				N, Mu, T float64
				Lam      []float64
			}
			var v struct {
				PWait float64   `json:"P_wait"`
				EW    []float64 `json:"E_W"`
				EWAll float64   `json:"E_W_all"`
				P1    float64   `json:"P_W1_gt_T"`
				Lq    []float64
			}
			c.decode(t, &p, &v)
			q := PriorityQueue{Rates: p.Lam, HandleTime: 1 / p.Mu}
			got, err := q.Evaluate(p.N, p.T)
			if err != nil {
				t.Fatal(err)
			}
			mean, total := 0., 0.
			for k, g := range got {
				near(t, "p_wait", g.PWait, v.PWait, closedForm)
				near(t, "mean wait", g.MeanWait, v.EW[k], closedForm)
				near(t, "queue", g.MeanQueue, v.Lq[k], closedForm)
				mean += p.Lam[k] * g.MeanWait
				total += p.Lam[k]
			}
			near(t, "mean over classes", mean/total, v.EWAll, closedForm)
			near(t, "first class", 1-got[0].ServiceLevel, v.P1, closedForm)
		})
	}
}

// Two classes that are one: a class of rate 0 above or below changes nothing, and
// the wait of the second class integrates to its mean.
func TestPriorityTail(t *testing.T) {
	service, above, rate := 10., 4., 4.5
	const h = 0.01
	sum := waitsLonger(service, above, rate, 0) // Simpson
	for i := 1; i <= 5000; i++ {
		sum += float64(2+2*(i%2)) * waitsLonger(service, above, rate, float64(i)*h)
	}
	sum *= h / 3
	near(t, "mean of who waits", sum, service/((service-above)*(service-above-rate)), 1e-7)
	for _, x := range []float64{.1, .5, 1, 3} {
		if got, want := waitsLonger(10, 1e-12, 8, x), math.Exp(-2*x); math.Abs(got-want) > 1e-9 {
			t.Errorf("nobody above: P(W > %v) = %v, want %v", x, got, want)
		}
	}
}

func TestPriorityRequired(t *testing.T) {
	q := PriorityQueue{Rates: []float64{4. / 300, 4. / 300}, HandleTime: 300}
	for k := range 2 {
		r, err := q.Required(k, Targets{ServiceLevel: .8, Within: 20})
		if err != nil {
			t.Fatal(err)
		}
		fewer, err := q.Evaluate(float64(r.Agents-1), 20)
		if r.Performance.ServiceLevel.Offered < .8 || err == nil && fewer[k].ServiceLevel >= .8 {
			t.Errorf("class %d: %+v", k, r)
		}
		scale, err := q.LargestScale(float64(r.Agents), k, Targets{ServiceLevel: .8, Within: 20})
		if err != nil || scale < 1 || scale > 1.6 {
			t.Errorf("class %d: %v times the rates (%v)", k, scale, err)
		}
	}
}

// Computed with 180 digits by inverting the transform numerically (fixed Talbot algorithm, Abate and
// Valkó 2004).
func TestPriorityTailValues(t *testing.T) {
	for _, c := range []struct{ service, above, rate, t, want float64 }{
		{10, 4, 4.5, .3, 0.7165703299918614},
		{10, 4, 4.5, 3, 0.078112103027171675},
		{10, 4, 4.5, 60, 1.7101868136821149e-21},
		{10, 9.5, .4, 7, 0.90058252554464238},
		{10, 7, .1, 2, 0.17456465875788202},
		{10, 7, .1, 40, 3.9232700530144639e-7},
		{300, 113.6, 177.4, 1.11, 0.0022202678650128929},
		{10, 1e-9, 8, 1, 0.13533528340155399},
		{10, 3, 4, 1e-12, 0.999999999997},
		{10, 2.5, 2.5, .8, 0.063581773148874483},
		{10, 2.5, 2.5, 30, 2.4507327956858213e-34},
		{1, .999, .0009, 1000, 0.9964419791015695},
		{10e-200, 4e-200, 4.5e-200, 3e200, 0.078112103027171675},
		{1, 1e-300, .5, 2, math.Exp(-1)},
		{1, .25, .25, 1e200, 0}, {1, .25, .5, 1e200, 0}, {1, .25, 0, 1e9, 0},
		{1e6, 4e5, 5.99e5, .01, 0.0024870334418519984},
	} {
		tol := closedForm / (1 - (c.above+c.rate)/c.service) // the rates are rounded
		near(t, "tail", waitsLonger(c.service, c.above, c.rate, c.t), c.want, tol)
	}
	// At 0 all wait longer: the two terms make up 1, also where the classes above leave next to nothing.
	for _, c := range []struct{ above, rate float64 }{{1 - 1e-10, 3e-11}, {.25, .25}, {.25, .2500001}, {1e-9, .5}, {.5, 1e-12}, {1 - 1e-6, 9e-7}} {
		near(t, "at 0", waitsLonger(1, c.above, c.rate, 1e-30), 1, 1e-14+3e-16/(1-c.above-c.rate))
	}
	q := PriorityQueue{Rates: []float64{3, 4, 1}, HandleTime: 1}
	all, err := q.Evaluate(10, math.Inf(1))
	if err != nil {
		t.Fatal(err)
	}
	for k, class := range all {
		if class.ServiceLevel != 1 {
			t.Errorf("class %d: service level %v for ever", k, class.ServiceLevel)
		}
		if beyond, err := q.WaitBeyond(10, k, math.Inf(1)); beyond != 0 || err != nil {
			t.Errorf("class %d: %v wait for ever (%v)", k, beyond, err)
		}
		soon, err := q.WaitBeyond(10, k, .2)
		at, _ := q.Evaluate(10, .2)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "tail and service level", soon, 1-at[k].ServiceLevel, 1e-13)
	}
	// The first class waits exponentially, also where the tail is far below rounding.
	beyond, err := q.WaitBeyond(10, 0, 6)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "first class", beyond, C(10, 8)*math.Exp(-42), closedForm)
	if _, err := q.WaitBeyond(10, 3, 1); err == nil {
		t.Error("a class that is not there")
	}
}
