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
