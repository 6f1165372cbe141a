package sim

import "slices"

// bins counts by whole numbers from 0, in memory for the range that occurs.
type bins struct {
	first  int      // number of counts[0]
	counts []uint64 // may start and end with zeros; trimmed has none
}

// add counts number i.
func (b *bins) add(i int) {
	switch {
	case len(b.counts) == 0:
		b.first, b.counts = i, append(b.counts[:0], 0)
	case i < b.first: // a quarter more than needed, as the next may be lower still
		more := min(b.first, b.first-i+len(b.counts)/4)
		b.counts = slices.Concat(make([]uint64, more), b.counts)
		b.first -= more
	}
	if n := i - b.first + 1; n > len(b.counts) {
		b.counts = append(b.counts, make([]uint64, n-len(b.counts))...)
	}
	b.counts[i-b.first]++
}

// binsOf is the bins of counts from 0 on.
func binsOf(counts []uint64) bins { return bins{0, counts}.trimmed() }

// trimmed is a copy without zeros at either end; the zero bins without any.
func (b bins) trimmed() bins {
	from, to := 0, len(b.counts)
	for to > 0 && b.counts[to-1] == 0 {
		to--
	}
	for from < to && b.counts[from] == 0 {
		from++
	}
	if from == to {
		return bins{}
	}
	return bins{b.first + from, slices.Clone(b.counts[from:to])}
}

// merge is the counts of both together.
func (b bins) merge(o bins) bins {
	if len(o.counts) == 0 {
		return b.trimmed()
	}
	if len(b.counts) == 0 {
		return o.trimmed()
	}
	first, end := min(b.first, o.first), max(b.first+len(b.counts), o.first+len(o.counts))
	sum := bins{first, make([]uint64, end-first)}
	for _, x := range []bins{b, o} {
		for i, n := range x.counts {
			sum.counts[x.first-first+i] += n
		}
	}
	return sum.trimmed()
}

// total is how much has been counted.
func (b bins) total() float64 {
	var n uint64
	for _, c := range b.counts {
		n += c
	}
	return float64(n)
}

// from is what has been counted at number i and above.
func (b bins) from(i int) float64 {
	var n uint64
	for _, c := range b.counts[min(max(i-b.first, 0), len(b.counts)):] {
		n += c
	}
	return float64(n)
}

// at is what has been counted at number i.
func (b bins) at(i int) uint64 {
	if i < b.first || i >= b.first+len(b.counts) {
		return 0
	}
	return b.counts[i-b.first]
}
