package sim

import "testing"

// TestXoshiroKnownAnswers: the first outputs from the state 1, 2, 3, 4, as printed with the
// reference implementation's ports (Rust rand_xoshiro, xoshiro256plusplus tests).
func TestXoshiroKnownAnswers(t *testing.T) {
	want := []uint64{
		41943041, 58720359, 3588806011781223, 3591011842654386, 9228616714210784205,
		9973669472204895162, 14011001112246962877, 12406186145184390807, 15849039046786891736, 10450023813501588000,
	}
	s := stream{1, 2, 3, 4}
	for i, w := range want {
		var u uint64
		if s, u = s.next(); u != w {
			t.Fatalf("output %d: got %d, want %d", i, u, w)
		}
	}
}

// TestSplitmixKnownAnswers: the sequence from 1234567 (Rosetta Code, splitmix64).
func TestSplitmixKnownAnswers(t *testing.T) {
	h := uint64(1234567)
	for i, w := range []uint64{6457827717110365317, 3203168211198807973, 9817491932198370423} {
		h += golden
		if u := splitmix64(h); u != w {
			t.Fatalf("output %d: got %d, want %d", i, u, w)
		}
	}
}

// TestStreamsDiffer: neighbouring seeds, replications, names, purposes and intervals have
// streams of their own.
func TestStreamsDiffer(t *testing.T) {
	seen := map[stream][5]uint64{}
	for seed := range uint64(6) {
		for r := range uint64(6) {
			for n, name := range []string{"", "a", "b", "voice", "chat"} {
				for p := forArrivals; p <= forPatience; p++ {
					for k := range 20 {
						at := [5]uint64{seed, r, uint64(n), uint64(p), uint64(k)}
						s := newStream(key(seed, r, nameKey(name)), p, k)
						if was, ok := seen[s]; ok {
							t.Fatalf("%v and %v share a stream", was, at)
						}
						seen[s] = at
					}
				}
			}
		}
	}
}

// TestNeighbouringStreamsUncorrelated: the first draws of streams of neighbouring intervals,
// replications and purposes are uncorrelated: |r| below 5 standard errors, a false alarm in
// 1.7 million per pair.
func TestNeighbouringStreamsUncorrelated(t *testing.T) {
	first := func(base uint64, p purpose, k int) float64 {
		_, u := newStream(base, p, k).next()
		return unit(u) - 0.5
	}
	const n = 100_000
	var sums [4]float64
	for i := range uint64(n) {
		base, next := key(1, i, 99), key(1, i+1, 99)
		x := first(base, forArrivals, 0)
		for j, y := range []float64{first(base, forArrivals, 1), first(next, forArrivals, 0), first(base, forHandleTimes, 0), first(key(2, i, 99), forArrivals, 0)} {
			sums[j] += x * y
		}
	}
	for j, s := range sums {
		// The product of two uniform deviates has variance 1/144.
		if z := s * 12 / 316.2; z < -5 || z > 5 {
			t.Errorf("pair %d: %.1f standard errors from 0", j, z)
		}
	}
}
