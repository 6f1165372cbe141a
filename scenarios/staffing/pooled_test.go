package staffing

import (
	"context"
	"slices"
	"testing"
	"time"

	"frontoffice/scenarios"
)

// What pooled says that a group of channels needs is below what the exact day needs for one, and close to it where patience is as long as
// handle times: the contacts in hand or waiting are then those of the infinite line.
func TestPooled(t *testing.T) {
	t.Parallel()
	volumes := []float64{200, 300, 420, 500, 480, 360, 280, 200}
	for _, c := range []struct {
		patience time.Duration
		target   scenarios.Target
		above    float64 // of the exact day's agents
	}{
		{3 * time.Minute, scenarios.Target{Abandonment: 0.05}, 0.98},
		{2 * time.Minute, scenarios.Target{Abandonment: 0.03}, 0.97},
		{6 * time.Minute, scenarios.Target{Abandonment: 0.03}, 0.93},
		{2 * time.Minute, scenarios.Target{Abandonment: 0.10}, 0.97},
		{2 * time.Minute, eightyTwenty, 0.78},
	} {
		s := day(volumes, 3*time.Minute, c.patience, c.target)
		d, err := Size(context.Background(), s, Options{Method: ExactDay, WholeDay: true})
		if err != nil {
			t.Fatal(err)
		}
		f := newSearcher(context.Background(), s, split(s, Simulation), Options{})
		exact, got := 0, f.pooled([]int{0})
		for _, n := range d.Plan[0] {
			exact += n
		}
		t.Logf("patience %v, %+v: exact day %d, pooled %.1f (%.3f)", c.patience, c.target, exact, got, got/float64(exact))
		if got > float64(exact) || got < c.above*float64(exact) {
			t.Errorf("patience %v, %+v: pooled %v, exact day %v", c.patience, c.target, got, exact)
		}
	}
}

// Two channels pooled need no more than each alone, and as much as one channel of all their contacts.
func TestPooledChannels(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	for i := range s.Channels {
		s.Channels[i].Target = scenarios.Target{Abandonment: 0.04}
	}
	f := newSearcher(context.Background(), s, split(s, Simulation), Options{})
	both, first, second := f.pooled([]int{0, 1}), f.pooled([]int{0}), f.pooled([]int{1})
	one := day([]float64{120, 120, 120, 120}, 3*time.Minute, 2*time.Minute, scenarios.Target{Abandonment: 0.04})
	merged := newSearcher(context.Background(), one, split(one, Simulation), Options{}).pooled([]int{0})
	if both > first+second || both < max(first, second) || both-merged > 1e-9 || merged-both > 1e-9 {
		t.Errorf("pooled %v, alone %v and %v, merged %v", both, first, second, merged)
	}
	// What it does not cover.
	s.Channels[1].Balking = 0.1
	if n := f.pooled([]int{0, 1}); n != 0 {
		t.Errorf("with balking %v", n)
	}
	if n := f.groups(); !slices.EqualFunc(n, [][]int{{0}, {1}, {0, 1}}, slices.Equal) {
		t.Error(n)
	}
}
