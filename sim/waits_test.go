package sim

import (
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func histogramOf(x []float64) Histogram {
	counts := make([]uint64, numBins)
	for _, v := range x {
		counts[binOf(v)]++
	}
	return newHistogram(counts)
}

// TestHistogramQuantiles: against the sorted durations, every quantile is within 1 % and every
// share below is right but for the durations of one bin.
func TestHistogramQuantiles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.OneOf(rapid.Just(0.0), rapid.Float64Range(1e-5, 10), rapid.Float64Range(0.01, 1e7)), 1, 200).Draw(t, "durations")
		h := histogramOf(x)
		slices.Sort(x)
		if h.Count() != float64(len(x)) {
			t.Fatalf("count %v, want %d", h.Count(), len(x))
		}
		p := rapid.Float64Range(0, 1).Draw(t, "p")
		// Between the two neighbours: the definition of a sample quantile is not unique.
		i := min(max(int(math.Ceil(p*float64(len(x))))-1, 0), len(x)-1)
		j := min(i+1, len(x)-1)
		if q := h.Quantile(p); q < x[i]*0.99 || q > x[j]*1.01 {
			t.Fatalf("quantile %v: %v, want %v to %v", p, q, x[i], x[j])
		}
		at := rapid.SampledFrom(x).Draw(t, "t")
		lo, hi := 0, 0
		for _, v := range x {
			if v < at*0.99 {
				lo++
			}
			if v <= at*1.01 {
				hi++
			}
		}
		b := h.Below(at) * float64(len(x))
		if b < float64(lo)-1e-9 || b > float64(hi)+1e-9 {
			t.Fatalf("below %v: %v of them, want %d to %d", at, b, lo, hi)
		}
	})
}

// TestHistogramMerge: merging is counting together.
func TestHistogramMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gen := rapid.SliceOfN(rapid.Float64Range(0, 1e4), 0, 50)
		a, b := gen.Draw(t, "a"), gen.Draw(t, "b")
		both := histogramOf(append(slices.Clone(a), b...))
		for _, got := range []Histogram{histogramOf(a).Merge(histogramOf(b)), histogramOf(b).Merge(histogramOf(a))} {
			if !reflect.DeepEqual(got, both) {
				t.Fatal("merged counts differ from the counts of both")
			}
		}
	})
}

func TestHistogramEdges(t *testing.T) {
	var none Histogram
	if none.Count() != 0 || none.Zero() != 0 || none.Quantile(0.5) != 0 || none.Below(3) != 1 || none.Bins() != nil {
		t.Errorf("empty histogram: count %v, quantile %v, below %v", none.Count(), none.Quantile(0.5), none.Below(3))
	}
	h := histogramOf([]float64{0, 0, 1e-300, 1e300, math.MaxFloat64})
	if h.Zero() != 2 || h.Count() != 5 {
		t.Errorf("zero %v of %v, want 2 of 5", h.Zero(), h.Count())
	}
	if got := h.Below(0); got != 0.4 {
		t.Errorf("share of zeros %v, want 0.4", got)
	}
	for _, at := range []float64{-1, math.Inf(-1), math.NaN()} {
		if got := h.Below(at); got != 0 {
			t.Errorf("below %v: %v, want 0", at, got)
		}
	}
	if got := h.Below(math.Inf(1)); got != 1 {
		t.Errorf("below +Inf: %v, want 1", got)
	}
	for _, p := range []float64{-1, 0, 1, 2} {
		if q := h.Quantile(p); math.IsNaN(q) || q < 0 || q > 1<<highest {
			t.Errorf("quantile %v: %v", p, q)
		}
	}
	// Bins join without gap, and a duration is in the bin that says so.
	for i := 2; i < numBins; i++ {
		from, to := bounds(i)
		if from != edge(i-1) || !(to > from) || (to-from)/from > 1.0/128 {
			t.Fatalf("bin %d: %v to %v", i, from, to)
		}
		if binOf(from) != i || binOf(math.Nextafter(to, 0)) != i {
			t.Fatalf("bin %d: %v to %v holds %d to %d", i, from, to, binOf(from), binOf(math.Nextafter(to, 0)))
		}
	}
}

func TestHistogramJSON(t *testing.T) {
	got, err := json.Marshal(Waits{Answered: histogramOf([]float64{0, 0, 5, 5.01, 300})})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"answered":{"count":5,"zero":2,"bins_s":[[5.03125,2],[302,1]]},"abandoned":{"count":0,"zero":0,"bins_s":[]}}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
