package erlang

import (
	"flag"
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"testing"
	"time"
)

var writeAccuracy = flag.Bool("accuracy", false, "after the tests, write ../docs/accuracy.md from what they measured")

// seen are the largest relative errors met, by test; comparisons with an approximation or with a rounded
// reference (a tolerance above 1e-9) do not count.
var seen errorsSeen

type errorsSeen struct {
	sync.Mutex
	worst map[string]float64
	count map[string]int
}

func (e *errorsSeen) record(test string, rel, tol float64) {
	if tol > 1e-9 {
		return
	}
	e.Lock()
	defer e.Unlock()
	if e.worst == nil {
		e.worst, e.count = map[string]float64{}, map[string]int{}
	}
	name, _, _ := strings.Cut(test, "/")
	e.count[name]++
	e.worst[name] = math.Max(e.worst[name], rel)
}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if *writeAccuracy && code == 0 {
		if err := os.WriteFile("../docs/accuracy.md", []byte(accuracy()), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}

// accuracyRows is the table: the tests name where the errors were measured.
var accuracyRows = []struct {
	model, names, source, domain string
	tests                        []string
	call                         func()
}{
	{"Erlang B (M/M/n/n)", "`B`", "Erlang 1917; Fortet 1948; Jagerman 1974", "real n 1e-3..1e6, load 1e-9..1.2e6",
		[]string{"TestReferenceErlangB", "TestOracleB"}, func() { B(1000, 980) }},
	{"Inverses of B", "`LeastAgentsB`, `LargestLoadB`", "monotone search", "as B",
		[]string{"TestReferenceErlangBInverse"}, func() { LargestLoadB(1000, .01) }},
	{"Overflow, Hayward", "`Overflow`, `Hayward`", "Wilkinson 1956; Fredericks 1980 (approximate)", "real n to 1e6, load to 1e11",
		[]string{"TestReferenceErlangB"}, func() { Overflow(1000, 1010) }},
	{"Extended Erlang B", "`ExtendedB`", "Bear 1980", "retry 0..1",
		[]string{"TestReferenceExtendedErlangB"}, func() { ExtendedB(100, 100, .5) }},
	{"Erlang C (M/M/n)", "`C`, `Queue`", "Erlang 1917", "load < n, to 1e6 agents; 1e-16/(1-occupancy) from the input's own rounding",
		[]string{"TestReferenceErlangC"}, func() { Queue{Rate: 980, HandleTime: 1}.Evaluate(1000, .1) }},
	{"Erlang A (M/M/n+M)", "`Queue{Patience}`", "Palm 1957; Garnett, Mandelbaum and Reiman 2002; Mandelbaum and Zeltyn 2007",
		"n 1e-3..1e6, load 1e-9..1.2e6, mean handle time / patience 1e-6..1e3, T 0..1e5 handle times",
		[]string{"TestReferenceErlangA", "TestOracleA"}, func() { Queue{Rate: 1020, HandleTime: 1, Patience: .6}.Evaluate(1000, .1) }},
	{"Required agents, Erlang A", "`Queue.Required`", "monotone search", "up to 1e7 agents; whole numbers, exact",
		nil, func() {
			Queue{Rate: 1000, HandleTime: 1, Patience: .6}.Required(Targets{ServiceLevel: .8, Within: .07, Abandonment: .03})
		}},
	{"Finite lines (M/M/n/K, M/M/n/K+M)", "`Queue{Lines}`", "Riordan 1962; beta law of the wait", "any K, also far above capacity; the time does not grow with K",
		[]string{"TestReferenceFiniteLines"}, func() { Queue{Rate: 102, HandleTime: 1, Patience: .6, Lines: 150}.Evaluate(100, .1) }},
	{"General patience (M/M/n+GI)", "`Queue{Law}`", "Baccelli and Hebuterne 1981; Zeltyn and Mandelbaum 2005",
		"constant, gamma, Erlang-k, uniform, lognormal, hyperexponential, empirical, balking; about 1e-16 n/μ T of rounding",
		[]string{"TestReferenceGeneralPatience"}, func() { Queue{Rate: 102, HandleTime: 1, Law: Lognormal{1, 4}}.Evaluate(100, .1) }},
	{"Constant handle time (M/D/n)", "`GeneralQueue{HandleSCV: 0}`", "Crommelin 1932; Spitzer 1956; Franx 2001", "occupancy to 1 - 1e-7; time grows with n: at 0.999 n seconds for 1e5 agents, 15 s and more for 1e6",
		[]string{"TestReferenceConstantHandleTime", "TestConstantHandleTimeOneAgent", "TestConstantHandleTimeTails"}, func() { GeneralQueue{Queue: Queue{Rate: 95, HandleTime: 1}}.Evaluate(100, .1) }},
	{"General handle time (M/G/n)", "`GeneralQueue`", "Page 1982; Kimura 1986", "approximate: 1.8 % at scv 0.5, 5.3 % at scv 4 (1 to 20 agents)",
		nil, func() { GeneralQueue{Queue{Rate: 95, HandleTime: 1}, 1.5}.Evaluate(100, .1) }},
	{"Redials", "`RedialQueue`", "Falin and Templeton 1997; Bright and Taylor 1995; Cohen 1957", "chain: some dozen agents; fixed point beyond, see its comment",
		[]string{"TestReferenceRedial", "TestRedialLimits"}, func() {
			RedialQueue{Queue: Queue{Rate: 102, HandleTime: 1, Patience: .6}, Share: .4}.Evaluate(100, .1)
		}},
	{"Chat", "`Chat`, `ChatRates`", "Gordon and Newell 1967; Markov chain of agents by load", "chain to 20 000 states; reduced beyond, 4 % in the chance to wait",
		[]string{"TestReferenceChat", "TestChatOfOneIsErlangA"}, func() {
			Chat{Rate: 100, Completions: []float64{6, 9.6, 11.4}, Patience: .1}.Evaluate(10, .01)
		}},
	{"Priority classes", "`PriorityQueue`", "Cobham 1954; Kella and Yechiali 1985", "any number of classes; 1e-16/(1-occupancy) from the input's own rounding",
		[]string{"TestReferencePriority", "TestPriorityTailValues"}, func() { PriorityQueue{[]float64{40, 50}, 1}.Evaluate(100, .1) }},
	{"Square-root rules", "`HalfinWhitt`, `Garnett`, `CostOptimalBeta`", "Halfin and Whitt 1981; Garnett, Mandelbaum and Reiman 2002; Borst, Mandelbaum and Reiman 2004",
		"limits for many agents", []string{"TestReferenceSquareRoot"}, func() { Garnett(.5, 2) }},
}

func accuracy() string {
	var b strings.Builder
	b.WriteString(`# How right and how fast the formulas are

Written by ` + "`go test ./erlang -accuracy`" + `, not by hand. The error is the largest relative difference met in the tests named at
the row in the code (erlang/accuracy_test.go): reference values of 50 digits or of exactly solved Markov chains. "Figures" is
how many values were compared. The time is one call with all its figures on the machine that wrote this table, the fastest of a hundred batches.

| model | names | source | domain, remarks | figures | largest error | time per call |
|---|---|---|---|---:|---:|---:|
`)
	for _, r := range accuracyRows {
		worst, count := 0., 0
		for _, test := range r.tests {
			worst = math.Max(worst, seen.worst[test])
			count += seen.count[test]
		}
		figures, largest := fmt.Sprint(count), fmt.Sprintf("%.1e", worst)
		if count == 0 {
			figures, largest = "", "see remarks"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s | %s |\n", r.model, r.names, r.source, r.domain, figures, largest, perCall(r.call))
	}
	b.WriteString(`
Erlang A at n = 10, 100, 10 000 and 1 000 000 agents (benchmark A) takes the same time: no loop runs over agents.
`)
	return b.String()
}

// perCall is the time of a call in the fastest of some batches of about 2 ms: what else runs on the
// machine slows the others.
func perCall(call func()) time.Duration {
	batch := func(n int) time.Duration {
		start := time.Now()
		for range n {
			call()
		}
		return time.Since(start)
	}
	n := 1
	for batch(n) < 2*time.Millisecond {
		n *= 2
	}
	best := batch(n)
	for range 100 {
		best = min(best, batch(n))
	}
	return rounded(best / time.Duration(n))
}

// rounded keeps two digits of a duration.
func rounded(d time.Duration) time.Duration {
	unit := time.Duration(1)
	for d/unit >= 100 {
		unit *= 10
	}
	return d.Round(unit)
}
