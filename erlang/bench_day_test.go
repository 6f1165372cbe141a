package erlang

import (
	"context"
	"math"
	"testing"
)

// hump is a day of 48 half-hours with two peaks and up to the given load, and agents for a
// square-root reserve.
func hump(load, handle float64) (Day, []int) {
	d := Day{Interval: 1800, Handle: handle, Patience: 120}
	var agents []int
	for i := range 48 {
		x := (float64(i) + .5) / 48
		a := load * (0.35 + 0.65*math.Pow(math.Sin(math.Pi*x), 2)*(1-0.25*math.Exp(-math.Pow((x-.52)/.06, 2))))
		d.Rates = append(d.Rates, a/handle)
		agents = append(agents, int(math.Ceil(a+0.8*math.Sqrt(a))))
	}
	return d, agents
}

func benchmarkDay(b *testing.B, load float64) {
	d, agents := hump(load, 300)
	for b.Loop() {
		if _, err := d.Evaluate(context.Background(), agents, 20); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDay1000Agents(b *testing.B)  { benchmarkDay(b, 1000) }
func BenchmarkDay10000Agents(b *testing.B) { benchmarkDay(b, 10000) }
