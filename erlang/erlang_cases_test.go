package erlang

import (
	"encoding/json"
	"testing"
)

const closedForm = 1e-12

func TestReferenceErlangB(t *testing.T) {
	for _, c := range referenceCases(t, "erlang-b") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct{ N, A float64 }
			v := map[string]float64{}
			c.decode(t, &p, &v)
			near(t, "blocking", B(p.N, p.A), v["blocking"], closedForm)
			if carried, ok := v["carried"]; ok {
				mean, peakedness := Overflow(p.N, p.A)
				near(t, "overflow mean", mean, v["overflow_mean"], closedForm)
				near(t, "overflow peakedness", peakedness, v["overflow_peakedness"], closedForm)
				near(t, "carried", p.A-mean, carried, closedForm)
			}
		})
	}
}

func TestReferenceErlangBInverse(t *testing.T) {
	for _, c := range referenceCases(t, "erlang-b-inverse") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct{ N, A, P float64 }
			v := map[string]float64{}
			c.decode(t, &p, &v)
			if want, ok := v["a"]; ok {
				got, err := LargestLoadB(p.N, p.P)
				if err != nil {
					t.Fatal(err)
				}
				near(t, "load", got, want, closedForm)
				return
			}
			got, err := LeastAgentsB(p.A, p.P)
			if err != nil || float64(got) != v["n"] {
				t.Errorf("%d agents, want %v (%v)", got, v["n"], err)
			}
			near(t, "blocking", B(v["n"], p.A), v["blocking"], closedForm)
			near(t, "blocking with one fewer", B(v["n"]-1, p.A), v["blocking_n_minus_1"], closedForm)
		})
	}
}

func TestReferenceExtendedErlangB(t *testing.T) {
	for _, c := range referenceCases(t, "extended-erlang-b") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct{ N, A0, Retry float64 }
			v := map[string]float64{}
			c.decode(t, &p, &v)
			offered, blocking, err := ExtendedB(p.N, p.A0, p.Retry)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "offered", offered, v["offered_incl_retries"], closedForm)
			near(t, "blocking", blocking, v["blocking"], closedForm)
			near(t, "carried", offered*(1-blocking), v["carried"], closedForm)
		})
	}
}

func TestReferenceErlangC(t *testing.T) {
	for _, c := range referenceCases(t, "erlang-c") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct {
				Calls, Interval, AHT, N, Load, T, Lam, Mu, P float64
				IntervalS                                    float64 `json:"interval_s"`
				AhtS                                         float64 `json:"aht_s"`
				TargetS                                      float64 `json:"target_s"`
				LamPerMin                                    float64 `json:"lam_per_min"`
				MuPerMin                                     float64 `json:"mu_per_min"`
			}
			v := map[string]float64{}
			c.decode(t, &p, &v)
			var q Queue
			within := p.TargetS
			switch {
			case p.LamPerMin > 0:
				q = Queue{Rate: p.LamPerMin / 60, HandleTime: 60 / p.MuPerMin}
				got, err := q.WaitQuantile(p.N, p.P, AnyCaller)
				if err != nil {
					t.Fatal(err)
				}
				near(t, "quantile", got, v["wait_q_s"], closedForm)
				return
			case p.Lam > 0:
				q, within = Queue{Rate: p.Lam, HandleTime: 1 / p.Mu}, p.T
			case p.Load > 0:
				q = Queue{Rate: p.Load / p.AhtS, HandleTime: p.AhtS}
			default:
				q = Queue{Rate: p.Calls / p.IntervalS, HandleTime: p.AhtS}
			}
			got, err := q.Evaluate(p.N, within)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "p_wait", got.PWait, v["P_wait"], closedForm)
			near(t, "asa", got.ASA, v["ASA"], closedForm)
			near(t, "wait of who waits", got.ASA/got.PWait, v["E_W_given_wait"], closedForm)
			near(t, "queue", got.MeanQueue, v["Lq"], closedForm)
			near(t, "occupancy", got.Occupancy, v["occupancy"], closedForm)
			for d := range Definition(4) {
				near(t, d.String(), got.ServiceLevel.Of(d), v["SL"], closedForm)
			}
		})
	}
}

func TestReferenceErlangA(t *testing.T) {
	for _, c := range referenceCases(t, "erlang-a") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct {
				N, Lam, Mu, Theta, T, P float64
				K                       *float64
			}
			v := map[string]float64{}
			c.decode(t, &p, &v)
			if p.K != nil {
				t.Skip("in TestReferenceFiniteLines")
			}
			q := Queue{Rate: p.Lam, HandleTime: 1 / p.Mu, Patience: 1 / p.Theta}
			if p.P > 0 {
				got, err := q.WaitQuantile(p.N, p.P, AnyCaller) // minutes in this case
				if err != nil {
					t.Fatal(err)
				}
				near(t, "quantile", 60*got, v["wait_q_s"], closedForm)
				return
			}
			got, err := q.Evaluate(p.N, p.T)
			if err != nil {
				t.Fatal(err)
			}
			for name, g := range map[string]float64{
				"P_wait": got.PWait, "P_ab": got.Abandonment, "Lq": got.MeanQueue, "occupancy": got.Occupancy,
				"E_W_all": got.MeanWait, "ASA_served": got.ASA, "E_W_given_ab": got.MeanWaitAbandoned,
				"SL_offered": got.ServiceLevel.Offered, "SL_served": got.ServiceLevel.Answered,
				"SL_excl_short_ab": got.ServiceLevel.ExcludingShort, "SL_wait_le_T": got.ServiceLevel.Waited,
			} {
				near(t, name, g, v[name], closedForm)
			}
		})
	}
}

func TestReferenceRequired(t *testing.T) {
	type row struct {
		Calls float64 `json:"calls_per_1800s"`
		AHT   float64 `json:"aht_s"`
		C     map[string]int
		A     map[string]int `json:"A_patience120s"`
	}
	targets := map[string]Targets{
		"SL8020": {ServiceLevel: .8, Within: 20}, "SL9010": {ServiceLevel: .9, Within: 10},
		"ASA30": {ASA: 30}, "Pw50": {PWait: .5},
		"SL_offered8020":       {ServiceLevel: .8, Within: 20},
		"SL_served8020":        {ServiceLevel: .8, Within: 20, Definition: Answered},
		"SL_excl_short_ab8020": {ServiceLevel: .8, Within: 20, Definition: ExcludingShort},
		"ab_le_3pct":           {Abandonment: .03}, "ab_le_5pct": {Abandonment: .05},
	}
	for _, c := range referenceCases(t, "required-agents") {
		var v struct{ Rows []row }
		var p json.RawMessage
		c.decode(t, &p, &v)
		for _, r := range v.Rows {
			for patience, wants := range map[float64]map[string]int{0: r.C, 120: r.A} {
				q := Queue{Rate: r.Calls / 1800, HandleTime: r.AHT, Patience: patience}
				for name, want := range wants {
					got, err := q.Required(targets[name])
					if err != nil || got.Agents != want {
						t.Errorf("%s %g calls, patience %g, %s: %d agents, want %d (%v)", c.ID, r.Calls, patience, name, got.Agents, want, err)
					}
				}
			}
		}
	}
}

func TestReferenceFiniteLines(t *testing.T) {
	for _, group := range []string{"mmnk", "erlang-a"} {
		for _, c := range referenceCases(t, group) {
			var p struct {
				N, Lam, Mu, Theta, T float64
				K                    *int
			}
			v := map[string]float64{}
			c.decode(t, &p, &v)
			if p.K == nil {
				continue
			}
			t.Run(c.ID, func(t *testing.T) {
				q := Queue{Rate: p.Lam, HandleTime: 1 / p.Mu, Lines: *p.K}
				if p.Theta > 0 {
					q.Patience = 1 / p.Theta
				}
				got, err := q.Evaluate(p.N, p.T)
				if err != nil {
					t.Fatal(err)
				}
				figures := map[string]float64{
					"P_wait": got.PWait, "P_ab": got.Abandonment, "Lq": got.MeanQueue, "occupancy": got.Occupancy,
					"P_block": got.Blocking, "E_W_all": got.MeanWait, "ASA_served": got.ASA,
					"ASA_accepted": got.ASA, "E_W_given_ab": got.MeanWaitAbandoned,
					"P_wait_given_accepted": got.PWait / (1 - got.Blocking),
					"SL_offered":            got.ServiceLevel.Offered, "SL_served": got.ServiceLevel.Answered,
					"SL_accepted":      got.ServiceLevel.Answered,
					"SL_excl_short_ab": got.ServiceLevel.ExcludingShort, "SL_wait_le_T": got.ServiceLevel.Waited,
				}
				for name, want := range v {
					if g, ok := figures[name]; ok {
						near(t, name, g, want, closedForm)
					}
				}
			})
		}
	}
}

// law returns the patience law that the reference names, with mean 1.
func law(t *testing.T, name string) PatienceLaw {
	switch name {
	case "Erlang-2 mean 1":
		return Gamma{1, 2}
	case "deterministic 1":
		return Constant{1}
	case "lognormal mean 1 scv 4":
		return Lognormal{1, 4}
	case "uniform(0,2)":
		return Uniform{0, 2}
	case "hyperexp p=.9 rate 1.8, p=.1 rate .2 (mean 1)":
		return Hyperexponential{[]float64{.9, .1}, []float64{1 / 1.8, 1 / .2}}
	}
	t.Fatalf("no law %q", name)
	return nil
}

func TestReferenceGeneralPatience(t *testing.T) {
	for _, c := range referenceCases(t, "mmn-gi") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct {
				N, Lam, Mu, T float64
				Patience      string
			}
			v := map[string]float64{}
			c.decode(t, &p, &v)
			q := Queue{Rate: p.Lam, HandleTime: 1 / p.Mu, Law: law(t, p.Patience)}
			got, err := q.Evaluate(p.N, p.T)
			if err != nil {
				t.Fatal(err)
			}
			for name, g := range map[string]float64{
				"P_wait": got.PWait, "P_ab": got.Abandonment, "Lq": got.MeanQueue, "occupancy": got.Occupancy,
				"E_W_all": got.MeanWait, "ASA_served": got.ASA, "E_W_given_ab": got.MeanWaitAbandoned,
				"SL_offered": got.ServiceLevel.Offered, "SL_served": got.ServiceLevel.Answered,
				"SL_excl_short_ab": got.ServiceLevel.ExcludingShort, "P_W_gt_T": 1 - got.ServiceLevel.Waited,
			} {
				near(t, name, g, v[name], 1e-9)
			}
		})
	}
}
