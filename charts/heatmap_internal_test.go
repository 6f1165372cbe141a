package charts

import "testing"

// A cell says as much as it takes to tell neighbours apart, and never that a miss is a hit.
func TestHeatCell(t *testing.T) {
	t.Parallel()
	h := heat{quantity: Quantity{Share: true}, centre: 0.8, values: [][]float64{{0.7996, 0.86}}}
	if !h.close() || (heat{values: [][]float64{{0.7, 0.9}}}).close() {
		t.Error("want values within ten points close, and others not")
	}
	for _, c := range []struct {
		v      float64
		tenths bool
		want   string
	}{{0.7996, false, "79.9"}, {0.7996, true, "79.9"}, {0.8, false, "80"}, {0.8, true, "80.0"}, {0.8432, false, "84"}, {0.8432, true, "84.3"}} {
		if got := h.cell(c.v, c.tenths); got != c.want {
			t.Errorf("%v, tenths %v: %s, want %s", c.v, c.tenths, got, c.want)
		}
	}
	if low, high := h.scale(); low < 0.69999 || low > 0.70001 || high != 1 {
		t.Errorf("scale from %v to %v, want 0.7 to 1: a miss by a hair is not the deepest orange", low, high)
	}
}
