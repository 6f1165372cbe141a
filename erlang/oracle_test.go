package erlang

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// oracleLine is a line of testdata/oracle.csv, see oracle.py there.
type oracleLine struct {
	inputs []float64
	want   []float64 // NaN where the oracle has no value
}

func oracle(t *testing.T, kind string) []oracleLine {
	t.Helper()
	f, err := os.Open("testdata/oracle.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines []oracleLine
	for s := bufio.NewScanner(f); s.Scan(); {
		cells := strings.Split(s.Text(), ",")
		inputs := map[string]int{"A": 4, "B": 2}[cells[0]]
		if cells[0] != kind {
			continue
		}
		var line oracleLine
		for i, cell := range cells[1:] {
			v, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				v = math.NaN()
			}
			if i < inputs {
				line.inputs = append(line.inputs, v)
			} else {
				line.want = append(line.want, v)
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// Against high precision by other formulas: 1e-12, and 1e-10 below 1e-100.
func tail(want float64) float64 {
	if want < 1e-100 {
		return 1e-10
	}
	return closedForm
}

func TestOracleB(t *testing.T) {
	for _, l := range oracle(t, "B") {
		if want := l.want[0]; !math.IsNaN(want) {
			near(t, fmt.Sprintf("B%v", l.inputs), B(l.inputs[0], l.inputs[1]), want, tail(want))
		}
	}
}

func TestOracleA(t *testing.T) {
	for _, l := range oracle(t, "A") {
		s := erlangA(l.inputs[0], l.inputs[1], l.inputs[2], l.inputs[3])
		for i, got := range []float64{s.pWait, s.answered, s.abandoned, s.answeredWait, s.abandonedWait, s.answeredWithin,
			s.abandonedWithin, s.neither, s.answeredLater} {
			if want := l.want[i]; !math.IsNaN(want) {
				near(t, fmt.Sprintf("A%v figure %d", l.inputs, i), got, want, tail(want))
			}
		}
	}
}

// The rules are those of Gauss: nodes are the zeros of the Legendre polynomial, weights
// 2 / ((1-x²) P'(x)²).
func TestGaussRules(t *testing.T) {
	for _, rule := range []rule{gauss16, gauss28} {
		n := len(rule.nodes)
		for i, x := range rule.nodes {
			p0, p1 := 1., x
			for k := 2; k <= n; k++ {
				p0, p1 = p1, (float64(2*k-1)*x*p1-float64(k-1)*p0)/float64(k)
			}
			slope := float64(n) * (x*p1 - p0) / (x*x - 1)
			if math.Abs(p1/slope) > 1e-16 {
				t.Errorf("node %v of %d is off by %v", x, n, p1/slope)
			}
			near(t, "weight", rule.weights[i], 2/((1-x*x)*slope*slope), 1e-13)
		}
	}
}

func TestExpNeg(t *testing.T) {
	for x := 0.; x < 600; x += 0.0137 {
		near(t, "expNeg", expNeg(x), math.Exp(-x), 7e-16)
	}
}
