package sim

import (
	"context"
	"errors"
	"math"
	"reflect"
	"slices"
	"testing"
)

// TestPrecision: a run goes on until each figure is as narrow as asked, and no further than it may; the same on
// any number of workers.
func TestPrecision(t *testing.T) {
	asaOf := func(r *Result) Estimate { return r.Channels[0].Day.ASA }
	levelOf := func(r *Result) Estimate { return r.Channels[0].Day.ServiceLevel.Offered }
	o := Options{Replications: 20, Seed: 1, Precision: []Precision{{Of: asaOf, Relative: 0.05}, {Of: levelOf, HalfWidth: 0.005}}}
	var first string
	for _, o.Workers = range []int{1, 3} {
		r := run(t, w2(), o)
		if e := asaOf(r); e.HalfWidth > 0.05*e.Mean {
			t.Errorf("ASA %+v is wider than 5 %%", e)
		}
		if e := levelOf(r); e.HalfWidth > 0.005 {
			t.Errorf("service level %+v is wider than 0.005", e)
		}
		if r.Unmet != nil || r.Replications <= 20 {
			t.Errorf("%d replications, unmet %v", r.Replications, r.Unmet)
		}
		// The same figures as of so many replications from the start.
		if first == "" {
			first = asJSON(t, r)
			if whole := asJSON(t, run(t, w2(), Options{Replications: r.Replications, Seed: 1})); whole != first {
				t.Error("other figures than in one go")
			}
		} else if asJSON(t, r) != first {
			t.Error("other figures with more workers")
		}
	}
	o.MaxReplications = 30
	if r := run(t, w2(), o); r.Replications != 30 || !slices.Equal(r.Unmet, []int{0, 1}) {
		t.Errorf("at most 30: %d replications, unmet %v", r.Replications, r.Unmet)
	}
	var field *FieldError
	if _, err := Run(context.Background(), w2(), Options{Precision: []Precision{{Of: asaOf}}}); !errors.As(err, &field) || field.Path != "options.precision[0]" {
		t.Errorf("no half-width: %v", err)
	}
}

// TestPaired: the pair's results are those of runs of their own, the difference is that of their means, and its
// interval is what differences day by day give.
func TestPaired(t *testing.T) {
	a, b := w2(), w2()
	for k := range b.Teams[0].Agents {
		b.Teams[0].Agents[k]++
	}
	const n = 60
	p, err := RunPaired(context.Background(), a, b, Options{Replications: n, Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	for i, r := range []*Result{p.First, p.Second} {
		if want := run(t, []Model{a, b}[i], Options{Replications: n, Seed: 5}); !reflect.DeepEqual(r, want) {
			t.Errorf("model %d: other figures than on its own", i+1)
		}
	}
	diff := p.Difference.Channels[0].Day
	var x, y [n][]float64
	for i, m := range []Model{a, b} {
		d, s := newDay(&m, new(stopFlag)), newSummary(&m, Options{})
		for r := range uint64(n) {
			d.run(5, r)
			s.look(&d.tally)
			[]*[n][]float64{&x, &y}[i][r] = slices.Clone(at(s.contacts, 28, numContactFigures))
		}
	}
	sum := func(of func(r int) float64) (s float64) {
		for r := range n {
			s += of(r)
		}
		return s
	}
	half := func(of func(r int) float64) float64 {
		mean := sum(of) / n
		return studentT(0.95, n) * math.Sqrt(sum(func(r int) float64 { return (of(r) - mean) * (of(r) - mean) })/(n-1)/n)
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-9*(1e-3+math.Abs(want)) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
	}
	near("abandoned", diff.Abandoned.Mean, p.Second.Channels[0].Day.Abandoned.Mean-p.First.Channels[0].Day.Abandoned.Mean)
	near("its half-width", diff.Abandoned.HalfWidth, half(func(r int) float64 { return y[r][abandoned] - x[r][abandoned] }))
	near("mean wait", diff.MeanWait.Mean, p.Second.Channels[0].Day.MeanWait.Mean-p.First.Channels[0].Day.MeanWait.Mean)
	ra, rb := p.First.Channels[0].Day.MeanWait.Mean, p.Second.Channels[0].Day.MeanWait.Mean
	da, db := sum(func(r int) float64 { return x[r][queued] })/n, sum(func(r int) float64 { return y[r][queued] })/n
	near("its half-width", diff.MeanWait.HalfWidth, half(func(r int) float64 {
		return (y[r][waitAll]-rb*y[r][queued])/db - (x[r][waitAll]-ra*x[r][queued])/da
	}))
	// Common random numbers: much narrower than if the two had met different customers.
	apart := math.Hypot(p.First.Channels[0].Day.MeanWait.HalfWidth, p.Second.Channels[0].Day.MeanWait.HalfWidth)
	if diff.MeanWait.HalfWidth > 0.6*apart {
		t.Errorf("difference of mean waits ± %v, of independent runs ± %v", diff.MeanWait.HalfWidth, apart)
	}
	if diff.Offered != (Estimate{}) {
		t.Errorf("offered differ by %+v: not the same customers", diff.Offered)
	}
}

// TestPairedWithItself: a model differs from itself by nothing.
func TestPairedWithItself(t *testing.T) {
	p, err := RunPaired(context.Background(), skilledDay(), skilledDay(), Options{Replications: 5})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range p.Difference.Channels {
		// The half-width is a root of rounding.
		if d := c.Day.MeanWait; d.Mean != 0 || d.HalfWidth > 1e-6 {
			t.Errorf("%s: mean wait differs by %+v", c.Name, d)
		}
	}
}

// TestPairedAlike: models of other shapes are told apart.
func TestPairedAlike(t *testing.T) {
	var field *FieldError
	if _, err := RunPaired(context.Background(), w2(), skilledDay(), Options{}); !errors.As(err, &field) {
		t.Errorf("four channels and one: %v", err)
	}
	other := w2()
	other.Channels[0].Name = "chat"
	if _, err := RunPaired(context.Background(), w2(), other, Options{}); !errors.As(err, &field) || field.Path != "second.channels[0].name" {
		t.Errorf("other name: %v", err)
	}
}

// TestShares: steps, chances and quantiles of days.
func TestShares(t *testing.T) {
	var s Shares
	if s.AtLeast(0.8) != 1 || s.Quantile(0.5) != 0 || s.Below(0.1) != 1 {
		t.Error("no days")
	}
	for _, x := range []float64{0.8, 0.7999, 1, 0.5, 0, 0.8001} {
		s.add(x)
	}
	for _, c := range []struct{ x, want float64 }{{0, 1}, {0.5, 5.0 / 6}, {0.8, 3.0 / 6}, {0.801, 1.0 / 6}, {1, 1.0 / 6}, {1.1, 0}, {-1, 1}} {
		if got := s.AtLeast(c.x); got != c.want {
			t.Errorf("at least %v: %v, want %v", c.x, got, c.want)
		}
	}
	if got := s.Quantile(0.5); got != 0.799 {
		t.Errorf("median %v", got)
	}
	for i := range shareSteps + 1 {
		x := float64(i) / shareSteps
		if shareBin(x) != i || i > 0 && shareBin(math.Nextafter(x, 0)) != i-1 {
			t.Fatalf("%v is in step %d, just below it in %d", x, shareBin(x), shareBin(math.Nextafter(x, 0)))
		}
	}
}

// TestWaitsByInterval: those of the intervals add up to the day's, and are as many as were offered; in any way.
func TestWaitsByInterval(t *testing.T) {
	for _, m := range []Model{w2(), skilledDay(), ruled()} {
		m.WarmUp = 3000
		r := run(t, m, Options{Replications: 5, Seed: 1, WaitsByInterval: true})
		plain := run(t, m, Options{Replications: 5, Seed: 1})
		for c, ch := range r.Channels {
			if len(ch.IntervalWaits) != 28 {
				t.Fatalf("%d intervals", len(ch.IntervalWaits))
			}
			var sum Waits
			for k, w := range ch.IntervalWaits {
				if got, want := w.Answered.Count()/5, ch.Intervals[k].Answered.Mean; math.Abs(got-want) > 1e-9*want {
					t.Errorf("%s, interval %d: %v waits, %v answered", ch.Name, k, got, want)
				}
				sum.Answered, sum.Abandoned = sum.Answered.Merge(w.Answered), sum.Abandoned.Merge(w.Abandoned)
			}
			if !reflect.DeepEqual(sum, ch.Waits) || !reflect.DeepEqual(plain.Channels[c].Waits, ch.Waits) {
				t.Errorf("%s: the waits of the intervals are not those of the day", ch.Name)
			}
		}
	}
}

// TestDays: the days' distribution has the days' mean, and as many days as were simulated.
func TestDays(t *testing.T) {
	r := run(t, w2(), Options{Replications: 200, Seed: 1})
	days := r.Channels[0].Days
	if days.ServiceLevel.Offered.Count() != 200 || days.ASA.Count() != 200 || r.Teams[0].Days.Occupancy.Count() != 200 {
		t.Errorf("days counted: %v, %v, %v", days.ServiceLevel.Offered.Count(), days.ASA.Count(), r.Teams[0].Days.Occupancy.Count())
	}
	lo, hi := days.ServiceLevel.Offered.Quantile(0.1), days.ServiceLevel.Offered.Quantile(0.9)
	if mean := r.Channels[0].Day.ServiceLevel.Offered.Mean; !(lo < mean && mean < hi) {
		t.Errorf("service level of days from %v to %v, mean %v", lo, hi, mean)
	}
	if day := r.Channels[0].Day; !(day.LongestWait.Mean > 60 && day.LongestWait.Mean >= r.Channels[0].Intervals[8].LongestWait.Mean) {
		t.Errorf("longest wait of the day %+v", day.LongestWait)
	}
}
