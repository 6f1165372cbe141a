package erlang

import (
	"bufio"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// oracleLine is a line of testdata/oracle.csv, see oracle.py there.
type oracleLine struct {
	kind   string
	inputs []float64
	want   []float64 // NaN where the oracle has no value
}

func oracle(t *testing.T) []oracleLine {
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
		if inputs == 0 {
			continue
		}
		line := oracleLine{kind: cells[0]}
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

// oracleErrors returns the largest relative errors of B and A, of values below and above
// 1e-100.
func oracleErrors(t *testing.T) map[string]float64 {
	t.Helper()
	worst := map[string]float64{}
	for _, l := range oracle(t) {
		var got []float64
		if l.kind == "B" {
			got = []float64{B(l.inputs[0], l.inputs[1])}
		} else {
			s := erlangA(l.inputs[0], l.inputs[1], l.inputs[2], l.inputs[3])
			got = []float64{s.pWait, s.answered, s.abandoned, s.answeredWait, s.abandonedWait, s.answeredWithin,
				s.abandonedWithin, s.neither, s.answeredLater}
		}
		for i, want := range l.want {
			if math.IsNaN(want) {
				continue
			}
			key := l.kind
			if want < 1e-100 {
				key += " tail"
			}
			rel := math.Abs(got[i]/want - 1)
			if !(rel <= worst[key]) {
				worst[key] = rel
			}
			if most := map[bool]float64{false: 1e-12, true: 1e-10}[want < 1e-100]; !(rel <= most) {
				t.Errorf("%s%v, figure %d = %v, want %v (%.2g)", l.kind, l.inputs, i, got[i], want, rel)
			}
		}
	}
	return worst
}

// Against high precision by other formulas, 1e-12, and 1e-10 below 1e-100.
func TestOracle(t *testing.T) {
	for key, rel := range oracleErrors(t) {
		t.Logf("%s: largest relative error %.2g", key, rel)
	}
}

// The rules are those of Gauss: nodes are the zeros of the Legendre polynomial, weights
// 2 / ((1-x²) P'(x)²).
func TestGaussRules(t *testing.T) {
	for _, rule := range []gaussRule{gauss12, gauss28} {
		n := 2 * len(rule.nodes)
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
