package erlang

import "testing"

func TestReferenceSquareRoot(t *testing.T) {
	for _, c := range referenceCases(t, "qed") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct{ Alpha []float64 }
			var raw struct {
				Beta  any
				Alpha []float64
				Rows  []struct {
					Theta   float64 `json:"theta_over_mu"`
					Beta    []float64
					PWait   []float64 `json:"P_wait"`
					RootAb  []float64 `json:"sqrtn_P_ab"`
					A, N    float64
					BetaEff float64 `json:"beta_eff"`
					CExact  float64 `json:"C_exact"`
					HW      float64 `json:"hw"`
					R, Y    float64
				}
			}
			c.decode(t, &p, &raw)
			betas, _ := raw.Beta.([]any)
			for i, alpha := range p.Alpha {
				beta, err := HalfinWhittBeta(alpha)
				if err != nil {
					t.Fatal(err)
				}
				near(t, "beta", beta, betas[i].(float64), closedForm)
			}
			for i, alpha := range raw.Alpha {
				near(t, "Halfin-Whitt", HalfinWhitt(betas[i].(float64)), alpha, closedForm)
			}
			for _, r := range raw.Rows {
				for i, beta := range r.Beta {
					pw, ab := Garnett(beta, r.Theta)
					near(t, "Garnett wait", pw, r.PWait[i], closedForm)
					near(t, "Garnett abandonment", ab, r.RootAb[i], closedForm)
					back, err := GarnettBeta(r.PWait[i], r.Theta)
					if err != nil || r.PWait[i] < .99 && !(back-beta < 1e-11 && beta-back < 1e-11) {
						t.Errorf("beta %v, want %v (%v)", back, beta, err)
					}
				}
				if r.A > 0 {
					near(t, "C", C(r.N, r.A), r.CExact, closedForm)
					near(t, "Halfin-Whitt", HalfinWhitt(r.BetaEff), r.HW, closedForm)
				}
				if r.R > 0 {
					y, err := CostOptimalBeta(r.R)
					if err != nil {
						t.Fatal(err)
					}
					near(t, "y*", y, r.Y, 1e-10)
				}
			}
		})
	}
}

// The exact optimum is near the limit's: Borst, Mandelbaum and Reiman 2004 found the
// square-root rule within one agent almost everywhere.
func TestCostOptimalAgreesWithItsLimit(t *testing.T) {
	for _, load := range []float64{10, 100, 1000, 10000} {
		for _, r := range []float64{.1, 1, 10, 100} {
			n, err := CostOptimal(load, 1, r)
			if err != nil {
				t.Fatal(err)
			}
			beta, _ := CostOptimalBeta(r)
			if d := float64(n) - SquareRoot(load, beta); d < -1 || d > 2.5 {
				t.Errorf("load %v, r %v: %d agents, limit %.2f", load, r, n, SquareRoot(load, beta))
			}
		}
	}
}
