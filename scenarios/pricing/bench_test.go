package pricing_test

import (
	"context"
	"testing"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
)

// oneChannel is a scenario of one channel and one contract, with credits by the day and by the interval.
func oneChannel(t testing.TB) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Load("testdata/one-channel.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// BenchmarkExpected is the expected month of two channels, four types of day: eight sizings.
func BenchmarkExpected(b *testing.B) {
	s := desk(b)
	for b.Loop() {
		if _, err := pricing.Expected(context.Background(), s, pricing.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMonths10000 is 10,000 months of one channel, from nothing: sizing, simulated days, the months and
// what they make of the contract.
func BenchmarkMonths10000(b *testing.B) {
	s := oneChannel(b)
	for b.Loop() {
		m, err := pricing.Simulate(context.Background(), s, pricing.SimulateOptions{Seed: 3})
		if err != nil {
			b.Fatal(err)
		}
		m.Outcomes()
		b.ReportMetric(float64(m.Table.Corners), "corners")
		b.ReportMetric(float64(m.Table.Luck), "luck")
		b.ReportMetric(100*m.Table.Error, "error_points")
	}
}
