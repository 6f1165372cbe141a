package sim

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// run runs a model that is valid.
func run(t testing.TB, m Model, o Options) *Result {
	t.Helper()
	r, err := Run(context.Background(), m, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func asJSON(t interface{ Fatal(...any) }, r *Result) string {
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err) // NaN and Inf do not marshal
	}
	return string(b)
}

// TestSameBitsForAnyWorkers: JSON has numbers at full precision, so equal texts are
// equal bits; that it can be written at all shows that no figure is NaN or Inf.
func TestSameBitsForAnyWorkers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := drawModel(t)
		o := Options{Replications: rapid.IntRange(2, 40).Draw(t, "replications"), Seed: rapid.Uint64().Draw(t, "seed")}
		var one string
		for _, o.Workers = range []int{1, 2, 7} {
			r, err := Run(context.Background(), m, o)
			if err != nil {
				t.Fatal(err)
			}
			switch text := asJSON(t, r); {
			case one == "":
				one = text
			case text != one:
				t.Fatalf("%d workers: other figures than 1 worker", o.Workers)
			}
		}
	})
}

// TestSameDayForAnyWorkers is the same on a whole day.
func TestSameDayForAnyWorkers(t *testing.T) {
	o := Options{Replications: 20, Seed: 1}
	want := ""
	for _, o.Workers = range []int{1, 2, 7} {
		text := asJSON(t, run(t, w2(), o))
		if want == "" {
			want = text
		} else if text != want {
			t.Fatalf("%d workers: other figures than 1 worker", o.Workers)
		}
	}
	o.Seed = 2
	if asJSON(t, run(t, w2(), o)) == want {
		t.Error("another seed gave the same figures")
	}
}

// TestProgress: every replication is reported once, in order.
func TestProgress(t *testing.T) {
	last := 0
	run(t, w2(), Options{Replications: 30, Workers: 4, Progress: func(done, total int) {
		if done != last+1 || total != 30 {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		last = done
	}})
	if last != 30 {
		t.Errorf("last progress %d, want 30", last)
	}
}

// TestCancel: a huge replication ends soon after its context; so does one that only
// serves a backlog, and one that was cancelled before it began.
func TestCancel(t *testing.T) {
	huge := w1()
	huge.Channels[0].Arrivals = []float64{1e7}
	huge.Interval = 1e7 / 105.0
	backlog := w1()
	backlog.Channels[0].Arrivals = []float64{5e6}
	backlog.Channels[0].Patience = Law{}
	backlog.Interval = 1
	for name, m := range map[string]Model{"huge": huge, "backlog": backlog} {
		for _, after := range []time.Duration{0, 100 * time.Millisecond} {
			ctx, cancel := context.WithCancel(context.Background())
			var cancelled time.Time
			stop := func() { cancelled = time.Now(); cancel() }
			if after == 0 {
				stop()
			} else {
				time.AfterFunc(after, stop)
			}
			r, err := Run(ctx, m, Options{Workers: 2})
			if r != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("%s: got %v, %v, want context.Canceled", name, r, err)
			}
			// 50 ms is the aim; the bound leaves room for a busy machine.
			if late := time.Since(cancelled); late > 500*time.Millisecond {
				t.Errorf("%s: returned %v after cancellation", name, late)
			} else {
				t.Logf("%s: returned %v after cancellation", name, late)
			}
		}
	}
}

// TestCancelCause: the reason given for a cancellation is found in the error.
func TestCancelCause(t *testing.T) {
	reason := errors.New("enough")
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(reason)
	if _, err := Run(ctx, w2(), Options{}); !errors.Is(err, reason) {
		t.Errorf("got %v, want %v", err, reason)
	}
}

// TestMemoryIndependentOfReplications: ten times the replications allocate no more than a
// little on top: nothing is kept per replication.
func TestMemoryIndependentOfReplications(t *testing.T) {
	m := w2()
	for i := range m.Channels[0].Arrivals {
		m.Channels[0].Arrivals[i] /= 20
		m.Teams[0].Agents[i] /= 15
	}
	bytes := func(n int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		run(t, m, Options{Replications: n, Workers: 2})
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := bytes(200), bytes(2000); many > few+few/2 {
		t.Errorf("200 replications allocate %d bytes, 2000 allocate %d", few, many)
	}
}
