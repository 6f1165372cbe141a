package mip

import (
	"math"
	"math/bits"
)

// covers counts, by row, the units that cover it beyond those it needs, for the rows where all that matters is how many do: those
// without an upper bound in which all coefficients are 1. A set of rows is a bit for each. The counts are
// bits across such sets, so that 64 rows are counted with one operation: the p-th bits of all rows' counts, negative ones as
// two's complement, make the p-th plane.
type covers struct {
	counts []bool // by row: it is one of those
	words  int    // of a set
	sets   []uint64
	none   []uint64
	planes int
	plane  []uint64 // of word w the p-th is at w*planes + p
	tight  []uint64 // rows with no unit to spare
	short  []uint64 // rows with too few
	shorts int      // how many
	most   int      // units for which the planes are enough
}

func newCovers(p *Problem) covers {
	m := len(p.Rows)
	c := covers{counts: make([]bool, m), words: (m + 63) / 64}
	for i, r := range p.Rows {
		c.counts[i] = math.IsInf(r.Upper, 1)
	}
	for j := range p.Columns {
		for _, r := range p.Columns[j].Runs {
			for i := r.From; i < r.To && r.Value != 1; i++ {
				c.counts[i] = false
			}
		}
	}
	c.sets = make([]uint64, len(p.Columns)*c.words)
	for j := range p.Columns {
		for _, r := range p.Columns[j].Runs {
			for i := r.From; i < r.To; i++ {
				if c.counts[i] {
					c.sets[j*c.words+i/64] |= 1 << (i % 64)
				}
			}
		}
	}
	c.none, c.tight, c.short = make([]uint64, c.words), make([]uint64, c.words), make([]uint64, c.words)
	return c
}

// of is the set of rows that a column covers; of column -1, none.
func (c *covers) of(j int32) []uint64 {
	if j < 0 {
		return c.none
	}
	return c.sets[int(j)*c.words : (int(j)+1)*c.words]
}

// start takes what rows miss with so many units.
func (c *covers) start(missing []float64, units int) {
	c.most = 2*units + 1000
	far := c.most
	for i, v := range missing {
		if c.counts[i] && !math.IsInf(v, 0) {
			far = max(far, int(min(math.Abs(v), 1e9))+c.most)
		}
	}
	c.planes = bits.Len(uint(far)) + 1
	c.plane = make([]uint64, c.words*c.planes)
	for i := range 64 * c.words {
		spare := far / 2 // of rows that need none, or are not counted here
		if i < len(c.counts) && c.counts[i] && !math.IsInf(missing[i], 0) {
			spare = -int(math.Ceil(missing[i] - tolerance))
		}
		for p := range c.planes {
			c.plane[i/64*c.planes+p] |= uint64(spare>>p&1) << (i % 64)
		}
	}
	c.shorts = 0
	clear(c.short)
	for w := range c.words {
		c.read(w)
	}
}

// read makes the sets of tight and short rows from the counts.
func (c *covers) read(w int) {
	plane := c.plane[w*c.planes : (w+1)*c.planes]
	any := uint64(0)
	for _, v := range plane {
		any |= v
	}
	short := plane[len(plane)-1]
	c.shorts += bits.OnesCount64(short) - bits.OnesCount64(c.short[w])
	c.short[w], c.tight[w] = short, short|^any
}

// swap takes a unit of one column away and adds one of another; -1: none.
func (c *covers) swap(out, in int32) {
	o, n := c.of(out), c.of(in)
	for w, x := range o {
		less, more := x&^n[w], n[w]&^x
		if less|more == 0 {
			continue
		}
		plane := c.plane[w*c.planes : (w+1)*c.planes]
		for p := 0; more != 0 && p < len(plane); p++ {
			plane[p], more = plane[p]^more, plane[p]&more
		}
		for p := 0; less != 0 && p < len(plane); p++ {
			plane[p], less = plane[p]^less, less&^plane[p]
		}
		c.read(w)
	}
}

// isShort is whether too few units cover a row.
func (c *covers) isShort(i int) bool { return c.short[i/64]>>(i%64)&1 == 1 }

// spare is how many units more than needed cover a row.
func (c *covers) spare(i int) int {
	n := 0
	for p := range c.planes {
		n |= int(c.plane[i/64*c.planes+p]>>(i%64)&1) << p
	}
	if n>>(c.planes-1)&1 == 1 {
		n -= 1 << c.planes
	}
	return n
}

// thin leaves out rows that hold wherever others do: no column covers fewer of the units of such a row, and it needs
// no more.
func (r *reduced) thin() {
	m := len(r.Rows)
	counts := newCovers(&r.Problem).counts
	words := (len(r.Columns) + 63) / 64
	by := make([]uint64, m*words) // by row, its columns
	for j := range r.Columns {
		for _, run := range r.Columns[j].Runs {
			for i := run.From; i < run.To; i++ {
				by[i*words+j/64] |= 1 << (j % 64)
			}
		}
	}
	within := func(i, k int) bool { // the columns of i are some of k's
		for w := range words {
			if by[i*words+w]&^by[k*words+w] != 0 {
				return false
			}
		}
		return true
	}
	idle := make([]bool, m)
	for k := range m {
		for i := 0; i < m && counts[k] && !idle[k]; i++ {
			idle[k] = i != k && counts[i] && !idle[i] && r.Rows[i].Lower >= r.Rows[k].Lower && within(i, k)
		}
	}
	before := make([]int, m+1)
	var rows []Row
	for i, row := range r.Rows {
		before[i] = len(rows)
		if !idle[i] {
			rows = append(rows, row)
		}
	}
	before[m] = len(rows)
	r.Rows = rows
	for j := range r.Columns {
		r.Columns[j] = r.Columns[j].renumbered(before)
	}
}
