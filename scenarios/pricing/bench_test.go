package pricing_test

import (
	"context"
	"testing"

	"frontoffice/scenarios/pricing"
)

// BenchmarkExpected is the expected month of two channels, four types of day: eight sizings.
func BenchmarkExpected(b *testing.B) {
	s := desk(b)
	for b.Loop() {
		if _, err := pricing.Expected(context.Background(), s, pricing.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}
