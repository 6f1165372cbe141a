package sim

import (
	"encoding/json"
	"math"
)

// Waits counts waits in bins of bounded number, so that quantiles are within 1 %
// whatever the number of contacts.
type Waits struct {
	Answered  Histogram `json:"answered"`
	Abandoned Histogram `json:"abandoned"`
}

// Histogram is a count of durations, in seconds, or of days by another figure that is
// not negative, over logarithmic bins: each octave
// from 2⁻²⁰ s (a microsecond) to 2²⁷ s (four years) is cut into 128 of equal width, so
// that a bin is at most 1/128 of its duration wide. Exact zeros have a bin of their
// own; shorter and longer durations are counted in the first and the last bin. The
// zero Histogram is empty.
type Histogram struct {
	bins bins // [0] exact zeros, [i] the bin that ends at edge(i)
}

const (
	binBits  = 7   // bins per octave, as a power of two
	lowest   = -20 // first octave starts at 2^lowest seconds
	highest  = 27  // last octave ends at 2^highest seconds
	binShift = 52 - binBits
	binBase  = (1023 + lowest) << binBits // of the float64 bits of 2^lowest, shifted
	numBins  = 1 + (highest-lowest)<<binBits
)

// binOf is the bin of a duration.
func binOf(t float64) int {
	if t <= 0 {
		return 0
	}
	return min(max(int(math.Float64bits(t)>>binShift)-binBase, 0)+1, numBins-1)
}

// edge is where bin i ends and bin i+1 starts.
func edge(i int) float64 {
	if i <= 0 {
		return 0
	}
	return math.Float64frombits(uint64(i+binBase) << binShift)
}

// bounds is where bin i starts and ends.
func bounds(i int) (from, to float64) {
	if i <= 1 {
		return 0, edge(i)
	}
	return edge(i - 1), edge(i)
}

// newHistogram is the histogram of counts per bin.
func newHistogram(counts []uint64) Histogram { return Histogram{binsOf(counts)} }

// add counts one duration.
func (h *Histogram) add(t float64) { h.bins.add(binOf(t)) }

// Count is the number of durations counted.
func (h Histogram) Count() float64 { return h.bins.total() }

// Zero is the number of durations of exactly 0: of contacts answered at once.
func (h Histogram) Zero() float64 { return float64(h.bins.zero) }

// Below is the share of durations of at most t seconds; within a bin they are taken
// as evenly spread. An empty histogram has nothing above t: 1.
func (h Histogram) Below(t float64) float64 {
	total := h.Count()
	if total == 0 {
		return 1
	}
	if !(t >= 0) {
		return 0
	}
	var n float64
	for i, c := range h.bins.all() {
		from, to := bounds(i)
		if t < to {
			n += float64(c) * max(t-from, 0) / (to - from)
			break
		}
		n += float64(c)
	}
	return n / total
}

// Quantile is the duration in seconds that a share p of all stays below, within 1 %
// (1/128 of it); p is taken as 0 below 0 and as 1 above. An empty histogram gives 0.
func (h Histogram) Quantile(p float64) float64 {
	need := min(max(p, 0), 1) * h.Count()
	var n float64
	last := 0.0
	for i, c := range h.bins.all() {
		from, to := bounds(i)
		if n+float64(c) >= need {
			return from + (to-from)*(need-n)/float64(c)
		}
		n, last = n+float64(c), to
	}
	return last
}

// Bin is the durations above From and up to To seconds; the bin of exact zeros has both 0.
type Bin struct{ From, To, Count float64 }

// Bins is the bins with anything in them, shortest durations first.
func (h Histogram) Bins() []Bin {
	var bins []Bin
	for i, c := range h.bins.all() {
		from, to := bounds(i)
		bins = append(bins, Bin{from, to, float64(c)})
	}
	return bins
}

// Merge is the histogram of the durations of both.
func (h Histogram) Merge(o Histogram) Histogram { return Histogram{h.bins.merge(o.bins)} }

// MarshalJSON writes the number of durations, of exact zeros, and the other bins with
// anything in them as pairs: where the bin ends, in seconds, and its count. The bin that
// ends at e starts 2^k/128 before, where 2^k is the largest power of two below e.
func (h Histogram) MarshalJSON() ([]byte, error) {
	bins := [][2]float64{}
	for _, b := range h.Bins() {
		if b.To > 0 {
			bins = append(bins, [2]float64{b.To, b.Count})
		}
	}
	return json.Marshal(struct {
		Count float64      `json:"count"`
		Zero  float64      `json:"zero"`
		Bins  [][2]float64 `json:"bins_s"`
	}{h.Count(), h.Zero(), bins})
}
