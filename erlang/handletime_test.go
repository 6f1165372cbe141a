package erlang

import (
	"math"
	"strings"
	"testing"
	"time"
)

// The reference tails were computed in double precision with an absolute error near
// 1e-13 (P(W > 1) at 100 agents and 80 % is all rounding); smaller differences say nothing.
const referenceNoise = 1e-12

func TestReferenceConstantHandleTime(t *testing.T) {
	for _, c := range referenceCases(t, "mdn") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct{ N, Lam, D float64 }
			v := map[string]float64{}
			c.decode(t, &p, &v)
			g := GeneralQueue{Queue: Queue{Rate: p.Lam, HandleTime: p.D}}
			for name, within := range map[string]float64{"P_W_gt_0_1": .1, "P_W_gt_0_5": .5, "P_W_gt_1": 1} {
				got, err := g.Evaluate(p.N, within)
				if err != nil {
					t.Fatal(err)
				}
				near(t, "P_wait", got.PWait, v["P_wait"], 1e-9)
				near(t, "E_W", got.ASA, v["E_W"], 1e-9)
				near(t, "Lq", got.MeanQueue, v["Lq"], 1e-9)
				near(t, "occupancy", got.Occupancy, v["occupancy"], 1e-12)
				if diff := math.Abs(1 - got.ServiceLevel.Offered - v[name]); diff > referenceNoise+1e-9*v[name] {
					t.Errorf("%s = %v, want %v", name, 1-got.ServiceLevel.Offered, v[name])
				}
			}
		})
	}
}

// M/D/1 in closed form (Pollaczek-Khinchine; Erlang 1909): E[W] = a / (2 (1-a)),
// P(W = 0) = 1 - a.
func TestConstantHandleTimeOneAgent(t *testing.T) {
	for _, a := range []float64{1e-6, .1, .5, .9, .99, .999, .99999} {
		got, err := GeneralQueue{Queue: Queue{Rate: a, HandleTime: 1}}.Evaluate(1, 0)
		if err != nil {
			t.Fatal(err)
		}
		// The load is given to 1e-16, the mean is that over 1 - a.
		near(t, "mean", got.MeanWait, a/(2*(1-a)), 1e-12/(1-a))
		near(t, "p_wait", got.PWait, a, 1e-11)
	}
}

// The errors stated at GeneralQueue.
func TestReferenceGeneralHandleTime(t *testing.T) {
	worst := map[string]float64{}
	for _, c := range referenceCases(t, "mgn") {
		var p struct{ N, Lam float64 }
		v := map[string]float64{}
		c.decode(t, &p, &v)
		kind, scv := "Erlang-2", .5
		if strings.HasPrefix(c.ID, "MH2") {
			kind, scv = "hyperexponential", 4
		}
		got, err := GeneralQueue{Queue{Rate: p.Lam, HandleTime: 1}, scv}.Evaluate(p.N, 0)
		if err != nil {
			t.Fatal(err)
		}
		for name, g := range map[string]float64{"P_wait": got.PWait, "E_W": got.MeanWait} {
			key := kind + " " + name
			worst[key] = math.Max(worst[key], math.Abs(g/v[name]-1))
		}
	}
	for key, most := range map[string]float64{
		"Erlang-2 E_W": .017, "Erlang-2 P_wait": .018, "hyperexponential E_W": .053, "hyperexponential P_wait": .006,
	} {
		t.Logf("%s: largest error %.2f%%", key, 100*worst[key])
		if worst[key] > most {
			t.Errorf("%s: error %.4f, documented as %v", key, worst[key], most)
		}
	}
}

// Whitt's approximation of the same queue by state-dependent abandonment is near the exact
// M/M/n+GI: the difference is Whitt's error.
func TestReferenceWhitt(t *testing.T) {
	laws := map[string]PatienceLaw{"WHITT05-E2-100-102": Gamma{1, 2}, "WHITT05-LN14-100-120": Lognormal{1, 4}}
	for _, c := range referenceCases(t, "whitt-2005") {
		var p struct{ N, Lam, Mu float64 }
		v := map[string]float64{}
		c.decode(t, &p, &v)
		got, err := GeneralQueue{Queue{Rate: p.Lam, HandleTime: 1 / p.Mu, Law: laws[c.ID]}, 1.5}.Evaluate(p.N, 0)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "P_wait", got.PWait, v["P_wait"], .006)
		near(t, "P_ab", got.Abandonment, v["P_ab"], .009)
		near(t, "Lq", got.MeanQueue, v["Lq"], .035)
		near(t, "occupancy", got.Occupancy, v["occupancy"], .0004)
	}
}

func TestConstantHandleTimeRequired(t *testing.T) {
	start := time.Now()
	for _, load := range []float64{3, 30, 300} {
		g := GeneralQueue{Queue: Queue{Rate: load / 300, HandleTime: 300}}
		r, err := g.Required(Targets{ServiceLevel: .8, Within: 20})
		if err != nil {
			t.Fatal(err)
		}
		c, err := g.Queue.Required(Targets{ServiceLevel: .8, Within: 20})
		if err != nil || r.Agents > c.Agents || r.Agents < c.Agents-3 {
			t.Errorf("load %v: %d agents, %d with exponential times (%v)", load, r.Agents, c.Agents, err)
		}
	}
	t.Log(time.Since(start))
}
