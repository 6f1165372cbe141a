package erlang

import (
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Far outside any call center the answer is still numbers between their bounds, or an error,
// and soon.
func TestExtremes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		any := func(name string) float64 {
			switch rapid.IntRange(0, 9).Draw(t, name+" kind") {
			case 0:
				return 0
			case 1, 2:
				return logUniform(1e-300, 1e300).Draw(t, name)
			}
			return logUniform(1e-9, 1e9).Draw(t, name)
		}
		q := Queue{Rate: any("rate"), HandleTime: any("handle time"), Patience: any("patience")}
		n, within := any("agents"), any("within")
		switch rapid.IntRange(0, 9).Draw(t, "form") {
		case 0:
			q.Lines = rapid.IntRange(1, 2000).Draw(t, "lines")
		case 1:
			m := math.Max(any("mean"), 1e-300)
			q.Law = []PatienceLaw{Constant{m}, Gamma{m, 2}, Gamma{m, .3}, Lognormal{m, 4}, Uniform{0, m}, Exponential{m},
				Balking{.2, Exponential{m}}, Empirical{[]float64{0, m}, []float64{1 / m, 2 / m}}}[rapid.IntRange(0, 7).Draw(t, "law")]
		}
		start := time.Now()
		p, err := q.Evaluate(n, within)
		if took := time.Since(start); took > 2*time.Second {
			t.Fatalf("%+v with %v agents took %v", q, n, took)
		}
		var input *InputError
		if err != nil {
			if !errors.Is(err, ErrOverload) && !errors.Is(err, ErrRange) && !errors.As(err, &input) {
				t.Fatal(err)
			}
			return
		}
		if math.IsInf(q.Rate*p.MeanWait, 1) || p.MeanWait > 1e290 {
			return // the true figure is beyond float64
		}
		sound(t, p)
	})
}
