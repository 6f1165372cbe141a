package mip

import (
	"context"
	"flag"
	"testing"
)

var long = flag.Bool("long", false, "solve thirty weeks (a quarter of an hour)")

// Weeks of 672 quarter-hours and 5,600 tours end within 1.5 % of the relaxation, whatever is drawn and with any luck: ten
// searches of each kind, each of other luck, over three drawn weeks.
func TestWeeksAreNear(t *testing.T) {
	if !*long {
		t.Skip("-long: a quarter of an hour")
	}
	for _, kind := range weeks {
		worst, sum := 0.0, 0.0
		for n := range 10 {
			s, err := Solve(context.Background(), kind.make(uint64(1+n%3)), Options{Seed: uint64(n), Work: 25_000})
			if err != nil {
				t.Fatal(err)
			}
			gap := 100 * (s.Cost - s.Relaxed) / s.Relaxed
			t.Logf("%s, week %d, seed %d: %.2f %%", kind.name, 1+n%3, n, gap)
			worst, sum = max(worst, gap), sum+gap
		}
		t.Logf("%s: %.2f %% on average, at most %.2f %%", kind.name, sum/10, worst)
		if worst > 1.5 {
			t.Errorf("%s: %.2f %%", kind.name, worst)
		}
	}
}
