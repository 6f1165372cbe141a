package mip

import (
	"math"
	"strings"
	"testing"
)

// Whatever a solution file says, its values are numbers of the columns there are, or it is refused.
func FuzzReadSolution(f *testing.F) {
	for _, seed := range []string{"Optimal - objective value 3\n 0 x0 2 1\n", "c GLPK\nj 1 2\nj 2 0\n", "# Columns 2\nx0 1\nx1 2\n# Dual solution values\nx0 9\n", "x9 1", "x0 nan", "x0 1e999", "Infeasible"} {
		f.Add(seed)
	}
	p := &Problem{Columns: []Column{{Upper: 5, Integer: true}, {Upper: 5}}}
	f.Fuzz(func(t *testing.T, text string) {
		x, err := p.ReadSolution(strings.NewReader(text))
		if err != nil {
			return
		}
		if len(x) != 2 {
			t.Fatalf("%d values", len(x))
		}
		for _, v := range x {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%v of %q", x, text)
			}
		}
	})
}
