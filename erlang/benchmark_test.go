package erlang

import (
	"fmt"
	"testing"
)

// The sizes that speed is measured on: nothing may grow with the agents.
var benchmarkSizes = []float64{10, 100, 10_000, 1_000_000}

func sizes(b *testing.B, run func(n float64)) {
	for _, n := range benchmarkSizes {
		b.Run(fmt.Sprintf("n=%.0f", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				run(n)
			}
		})
	}
}

func BenchmarkB(b *testing.B) {
	sizes(b, func(n float64) { B(n, 0.98*n) })
}

// C and A with all their figures.

func BenchmarkC(b *testing.B) {
	sizes(b, func(n float64) {
		if _, err := (Queue{Rate: 0.98 * n / 300, HandleTime: 300}).Evaluate(n, 20); err != nil {
			b.Fatal(err)
		}
	})
}

func BenchmarkA(b *testing.B) {
	sizes(b, func(n float64) {
		if _, err := (Queue{Rate: 1.02 * n / 300, HandleTime: 300, Patience: 180}).Evaluate(n, 20); err != nil {
			b.Fatal(err)
		}
	})
}

// RequiredA asks for the agents of a load of n erlangs with patience.
func BenchmarkRequiredA(b *testing.B) {
	for _, n := range append(benchmarkSizes, 1000) {
		b.Run(fmt.Sprintf("n=%.0f", n), func(b *testing.B) {
			b.ReportAllocs()
			q := Queue{Rate: n / 300, HandleTime: 300, Patience: 180}
			for b.Loop() {
				if _, err := q.Required(Targets{ServiceLevel: .8, Within: 20, Abandonment: .03, ASA: 30}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func TestNoAllocation(t *testing.T) {
	for _, q := range []Queue{{Rate: 95, HandleTime: 1}, {Rate: 105, HandleTime: 1, Patience: .5}} {
		if n := testing.AllocsPerRun(100, func() {
			if _, err := q.Evaluate(100, .1); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%+v: %v allocations", q, n)
		}
	}
}
