package sim

import (
	"iter"
	"slices"
)

// bins counts by whole numbers from 0, in memory for the range that occurs; 0, which is
// often far from the others, stands apart.
type bins struct {
	zero   uint64
	first  int      // number of counts[0], above 0
	counts []uint64 // may start and end with zeros; trimmed has none
}

// add counts number i.
func (b *bins) add(i int) {
	switch {
	case i == 0:
		b.zero++
		return
	case len(b.counts) == 0:
		b.first, b.counts = i, append(b.counts[:0], 0)
	case i < b.first: // a quarter more than needed, as the next may be lower still
		more := min(b.first-1, b.first-i+len(b.counts)/4)
		b.counts = slices.Concat(make([]uint64, more), b.counts)
		b.first -= more
	}
	if n := i - b.first + 1; n > len(b.counts) {
		b.counts = append(b.counts, make([]uint64, n-len(b.counts))...)
	}
	b.counts[i-b.first]++
}

// binsOf is the bins of counts from 0 on.
func binsOf(counts []uint64) bins {
	if len(counts) == 0 {
		return bins{}
	}
	return bins{counts[0], 1, counts[1:]}.trimmed()
}

// trimmed is a copy without zeros at either end.
func (b bins) trimmed() bins {
	from, to := 0, len(b.counts)
	for to > 0 && b.counts[to-1] == 0 {
		to--
	}
	for from < to && b.counts[from] == 0 {
		from++
	}
	if from == to {
		return bins{zero: b.zero}
	}
	return bins{b.zero, b.first + from, slices.Clone(b.counts[from:to])}
}

// merge is the counts of both together.
func (b bins) merge(o bins) bins {
	switch {
	case len(o.counts) == 0:
		b.zero += o.zero
		return b.trimmed()
	case len(b.counts) == 0:
		o.zero += b.zero
		return o.trimmed()
	}
	first, end := min(b.first, o.first), max(b.first+len(b.counts), o.first+len(o.counts))
	sum := bins{b.zero + o.zero, first, make([]uint64, end-first)}
	for _, x := range []bins{b, o} {
		for i, n := range x.counts {
			sum.counts[x.first-first+i] += n
		}
	}
	return sum.trimmed()
}

// all is the numbers that have been counted, in order, and how often each.
func (b bins) all() iter.Seq2[int, uint64] {
	return func(yield func(int, uint64) bool) {
		if b.zero > 0 && !yield(0, b.zero) {
			return
		}
		for i, n := range b.counts {
			if n > 0 && !yield(b.first+i, n) {
				return
			}
		}
	}
}

// total is how much has been counted.
func (b bins) total() float64 { return b.from(0) }

// from is what has been counted at number i and above.
func (b bins) from(i int) float64 {
	n := uint64(0)
	for j, c := range b.all() {
		if j >= i {
			n += c
		}
	}
	return float64(n)
}
