package sim

import (
	"math"
	"testing"
)

// TestStudentT: two-sided points from the published tables (Fisher and Yates 1963, table III).
func TestStudentT(t *testing.T) {
	for _, c := range []struct {
		confidence float64
		n          int
		want       float64
	}{
		{0.95, 2, 12.706}, {0.95, 6, 2.571}, {0.95, 31, 2.042}, {0.95, 121, 1.980},
		{0.99, 11, 3.169}, {0.90, 21, 1.725}, {0.999, 41, 3.551}, {0.95, 1_000_001, 1.960},
	} {
		if got := studentT(c.confidence, c.n); math.Abs(got-c.want) > 0.0006 {
			t.Errorf("confidence %v, %d observations: got %.4f, want %.3f", c.confidence, c.n, got, c.want)
		}
	}
}

// TestMoments: means and deviations against the sums written out, also far from 0.
func TestMoments(t *testing.T) {
	for _, shift := range []float64{0, 1e9} {
		m := newMoments(2, []ratio{{0, 1}})
		x := [][]float64{{3, 4}, {1, 2}, {4, 4}, {1, 5}, {5, 7}}
		for _, v := range x {
			m.add([]float64{v[0] + shift, v[1] + shift})
		}
		// By hand: sums 14 and 22, squared deviations 12.8 and 13.2, products 70 - 14·22/5 = 8.4.
		if got := m.mean(0, 1, 2); got.Mean != 2.8+shift || math.Abs(got.HalfWidth-2*math.Sqrt(12.8/20)) > 1e-6 {
			t.Errorf("shift %v: mean %+v", shift, got)
		}
		for i, want := range []float64{12.8, 13.2} {
			if math.Abs(m.dev[i]-want) > 1e-6 {
				t.Errorf("shift %v: deviation %d: got %v, want %v", shift, i, m.dev[i], want)
			}
		}
		if math.Abs(m.codev[0]-8.4) > 1e-6 {
			t.Errorf("shift %v: co-deviation: got %v, want 8.4", shift, m.codev[0])
		}
	}
	m := newMoments(2, []ratio{{0, 1}})
	for _, v := range [][]float64{{3, 4}, {1, 2}, {4, 4}, {1, 5}, {5, 7}} {
		m.add(v)
	}
	q := 14.0 / 22
	want := math.Sqrt((12.8-2*q*8.4+q*q*13.2)/4/5) / 4.4
	if got := m.ratio(0, 1, 0); math.Abs(got.Mean-q) > 1e-15 || math.Abs(got.HalfWidth-want) > 1e-12 || got.Undefined {
		t.Errorf("ratio: got %+v, want %v ± %v", got, q, want)
	}
}

// TestRatioEdges: 0/0 is the convention and marked; num = den is exactly 1 ± 0.
func TestRatioEdges(t *testing.T) {
	m := newMoments(2, []ratio{{0, 1}})
	for range 3 {
		m.add([]float64{0, 0})
	}
	if got := m.ratio(0, 2, 1); got != (Estimate{Mean: 1, Undefined: true}) {
		t.Errorf("0/0: got %+v", got)
	}
	for i := range 50 {
		x := 1e6 + math.Sqrt(float64(i))
		m.add([]float64{x, x})
	}
	if got := m.ratio(0, 2, 1); got != (Estimate{Mean: 1}) {
		t.Errorf("equal sums: got %+v, want 1 ± 0", got)
	}
}

// TestCoverage: over 2,000 experiments of 40 pairs the 95 % interval of a ratio holds the
// true ratio as often as it says: within 4.9 standard errors and the bias, of
// order 1/40, that the delta method is known to have.
func TestCoverage(t *testing.T) {
	const experiments, n = 2000, 40
	tt := studentT(0.95, n)
	s := newStream(11, forArrivals, 0)
	hit := 0
	for range experiments {
		m := newMoments(2, []ratio{{0, 1}})
		for range n {
			var a, b float64
			s, a = s.normal()
			s, b = s.normal()
			m.add([]float64{30 + 5*a + 3*b, 100 + 10*a})
		}
		if e := m.ratio(0, tt, 0); math.Abs(e.Mean-0.3) <= e.HalfWidth {
			hit++
		}
	}
	if p := float64(hit) / experiments; p < 0.95-0.024 || p > 0.95+0.024 {
		t.Errorf("the 95 %% interval holds the ratio in %.1f %%", 100*p)
	}
}

// Nobody waiting too long in few contacts is no proof that nobody ever does.
func TestShareOfAllHasAnInterval(t *testing.T) {
	m := newMoments(2, []ratio{{0, 1}})
	for range 10 {
		m.add([]float64{3, 3})
	}
	e := m.share(0, 2, 1)
	if want := 4.0 / 34; e.Mean != 1 || math.Abs(e.HalfWidth-want) > 1e-15 {
		t.Errorf("30 of 30 contacts: %+v, want 1 with half-width %v", e, want)
	}
	m.add([]float64{2, 3})
	if got, want := m.share(0, 2, 1), m.ratio(0, 2, 1); got != want {
		t.Errorf("32 of 33 contacts: %+v, want the delta method's %+v", got, want)
	}
}
