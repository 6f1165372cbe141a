package erlang

import (
	"math"
	"testing"
)

func TestReferenceRedial(t *testing.T) {
	for _, c := range referenceCases(t, "redial") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct {
				Lam, N, Mu float64
				Theta      *float64
				Share      float64 `json:"redial_prob"`
				Again      float64 `json:"redial_rate"`
			}
			v := map[string]float64{}
			c.decode(t, &p, &v)
			r := RedialQueue{Queue: Queue{Rate: p.Lam, HandleTime: 1 / p.Mu}, Share: p.Share, After: 1 / p.Again}
			if p.Theta == nil {
				r.Lines = int(p.N)
			} else {
				r.Patience = 1 / *p.Theta
			}
			got, err := r.Evaluate(p.N, .1)
			if err != nil || !got.Exact {
				t.Fatal(got.Exact, err)
			}
			figures := func(got RedialPerformance) map[string]float64 {
				return map[string]float64{
					"E_orbit": got.Redialling, "attempt_rate": got.AttemptRate, "P_wait_fresh": got.PWaitFresh,
					"P_wait_attempt": got.PWait, "P_ab_attempt": got.Abandonment, "Lq": got.MeanQueue,
					"E_W_attempt": got.MeanWait, "served_share": got.Served, "occupancy": got.Occupancy,
					"P_block_fresh": got.BlockingFresh, "P_block_attempt": got.Blocking,
				}
			}
			for name, g := range figures(got) {
				if want, ok := v[name]; ok {
					near(t, name, g, want, 1e-9)
				}
			}
			r.After = 0
			fixed, err := r.Evaluate(p.N, .1)
			if err != nil || fixed.Exact {
				t.Fatal(fixed.Exact, err)
			}
			// The errors of the fixed point that RedialQueue states.
			stated := map[string]map[string]float64{
				"RD-1": {"attempt_rate": .01, "P_ab_attempt": .062},
				"RD-4": {"attempt_rate": .26, "P_block_attempt": .46},
			}
			for name, most := range stated[c.ID] {
				near(t, "fixed point "+name, figures(fixed)[name], v[name], most)
			}
		})
	}
}

// With a long time to the redial the chain approaches the fixed point, and with no
// redials both are the plain queue, by chain and by integral.
func TestRedialLimits(t *testing.T) {
	q := Queue{Rate: 4, HandleTime: 1, Patience: 1}
	plain, _ := q.Evaluate(5, .2)
	none, err := RedialQueue{Queue: q, Share: 1e-300, After: 1}.Evaluate(5, .2)
	if err != nil || !none.Exact {
		t.Fatal(err)
	}
	for d := range Definition(4) {
		near(t, d.String(), none.ServiceLevel.Of(d), plain.ServiceLevel.Of(d), 1e-11)
	}
	near(t, "asa", none.ASA, plain.ASA, 1e-11)
	near(t, "wait of the abandoned", none.MeanWaitAbandoned, plain.MeanWaitAbandoned, 1e-10)
	r := RedialQueue{Queue: q, Share: .5, After: 50}
	slow, err := r.Evaluate(5, .2)
	if err != nil || !slow.Exact {
		t.Fatal(err)
	}
	r.After = 0
	fixed, _ := r.Evaluate(5, .2)
	if math.Abs(slow.AttemptRate/fixed.AttemptRate-1) > .002 {
		t.Errorf("attempts %v, in the limit %v", slow.AttemptRate, fixed.AttemptRate)
	}
	if _, err := (RedialQueue{Queue: Queue{Rate: 10, HandleTime: 1, Patience: 1}, Share: 1}).Evaluate(10, 0); err != ErrOverload {
		t.Errorf("everybody redials at a load of all agents: %v", err)
	}
}
