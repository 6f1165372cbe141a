package mip

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// node is a part of the solutions that branch and bound has still to look at.
type node struct {
	bound float64
	depth int
	up    *change
	at    int // order of making, for ties
}

// change is a bound that a node has on top of another's.
type change struct {
	column    int
	low, high float64
	above     *change
}

type nodes []*node

func (h nodes) Len() int { return len(h) }
func (h nodes) Less(a, b int) bool {
	if h[a].bound != h[b].bound {
		return h[a].bound < h[b].bound
	}
	return h[a].at > h[b].at
}
func (h nodes) Swap(a, b int) { h[a], h[b] = h[b], h[a] }
func (h *nodes) Push(x any)   { *h = append(*h, x.(*node)) }
func (h *nodes) Pop() any {
	old := *h
	n := old[len(old)-1]
	*h = old[:len(old)-1]
	return n
}

const maxOpen = 200_000 // nodes kept

// costs of branching on a column, as measured (pseudo-costs).
type branching struct {
	down, up           []float64
	countDown, countUp []int
	fixed              *change // on top of the node, found while trying
}

// tree runs branch and bound from the search's bounds: the best bound first, then down to the leaves. It
// returns whether nothing is left, and raises the bound.
func (s *search) tree(until int64) bool {
	n := len(s.p.Columns)
	var open nodes
	low, up := append([]float64(nil), s.low...), append([]float64(nil), s.up...)
	b := &branching{down: make([]float64, n), up: make([]float64, n), countDown: make([]int, n), countUp: make([]int, n)}
	heap.Push(&open, &node{bound: math.Inf(-1)})
	made := 0
	var list []int
	dropped := math.Inf(1) // the least bound of what was not looked at
	for len(open) > 0 {
		if s.work() >= until || s.ctx.Err() != nil || s.done() {
			break
		}
		at := heap.Pop(&open).(*node)
		s.raise(min(at.bound, dropped))
		if at.bound > s.goal() {
			open = open[:0]
			break // the others are no better
		}
		copy(s.lp.lower, low)
		copy(s.lp.upper, up)
		for c := at.up; c != nil; c = c.above {
			s.lp.lower[c.column], s.lp.upper[c.column] = max(s.lp.lower[c.column], c.low), min(s.lp.upper[c.column], c.high)
		}
		s.lp.settle()
		bound := at.bound
		for { // down from the node
			s.nodes++
			o := s.relax(until)
			if o == stopped {
				dropped = min(dropped, bound)
				break
			}
			if o != optimal {
				break
			}
			bound = max(bound, s.lp.bound()*s.scale)
			if bound > s.goal() {
				break
			}
			list = s.fractional(list)
			if len(list) == 0 {
				if !s.take() {
					dropped = min(dropped, bound)
				}
				break
			}
			b.fixed = at.up
			j := s.branch(b, list, bound, until)
			at.up = b.fixed
			if j < 0 { // a side was excluded
				continue
			}
			x := s.lp.x[j]
			lowChild := &change{j, s.lp.lower[j], math.Floor(x), at.up}
			highChild := &change{j, math.Ceil(x), s.lp.upper[j], at.up}
			first, second := highChild, lowChild
			if x-math.Floor(x) < 0.3 {
				first, second = lowChild, highChild
			}
			made++
			if len(open) < maxOpen {
				heap.Push(&open, &node{bound: bound, depth: at.depth + 1, up: second, at: made})
			} else {
				dropped = min(dropped, bound)
			}
			at = &node{bound: bound, depth: at.depth + 1, up: first}
			s.lp.lower[j], s.lp.upper[j] = first.low, first.high
			s.lp.settle()
		}
		if s.nodes%256 == 0 {
			s.tell()
		}
	}
	left := dropped
	for _, n := range open {
		left = min(left, n.bound)
	}
	if math.IsInf(left, 1) {
		s.raise(s.best)
		s.exhausted = true
		return true
	}
	s.raise(left)
	return s.done()
}

// branch chooses the column to branch on: the one whose two sides promise to cost most, by trying where little
// is known of a column (reliability branching: Achterberg, Koch and Martin 2005). Switches come first: they
// decide what the others may be. A side that has no better solution is excluded at once, and -1 returned: the
// relaxation has changed.
func (s *search) branch(b *branching, list []int, bound float64, until int64) int {
	if len(s.switches.groups) > 0 {
		var first []int
		for _, j := range list {
			if s.switches.is[j] {
				first = append(first, j)
			}
		}
		if first != nil {
			list = first
		}
	}
	meanDown, meanUp := mean(b.down, b.countDown), mean(b.up, b.countUp)
	guess := func(j int) float64 {
		f := s.lp.x[j] - math.Floor(s.lp.x[j])
		down, up := meanDown, meanUp
		if b.countDown[j] > 0 {
			down = b.down[j] / float64(b.countDown[j])
		}
		if b.countUp[j] > 0 {
			up = b.up[j] / float64(b.countUp[j])
		}
		return max(down*f, 1e-6) * max(up*(1-f), 1e-6)
	}
	slices.SortStableFunc(list, func(i, j int) int { return cmp.Compare(guess(j), guess(i)) })
	best, score, since := -1, math.Inf(-1), 0
	saved := false
	now := s.lp.bound()
	for _, j := range list {
		v := guess(j)
		if min(b.countDown[j], b.countUp[j]) < reliable && since < 4 && s.work() < until {
			if !saved {
				s.lp.save(&s.aside)
				saved = true
			}
			x, low, up := s.lp.x[j], s.lp.lower[j], s.lp.upper[j]
			f := x - math.Floor(x)
			s.lp.upper[j] = math.Floor(x)
			down, closed := s.try(now)
			s.lp.upper[j] = up
			s.lp.load(&s.aside)
			if closed {
				s.lp.lower[j] = math.Ceil(x)
				s.lp.settle()
				b.fixed = &change{j, math.Ceil(x), up, b.fixed}
				return -1
			}
			s.lp.lower[j] = math.Ceil(x)
			rise, closed := s.try(now)
			s.lp.lower[j] = low
			s.lp.load(&s.aside)
			if closed {
				s.lp.upper[j] = math.Floor(x)
				s.lp.settle()
				b.fixed = &change{j, low, math.Floor(x), b.fixed}
				return -1
			}
			b.down[j], b.countDown[j] = b.down[j]+down/f, b.countDown[j]+1
			b.up[j], b.countUp[j] = b.up[j]+rise/(1-f), b.countUp[j]+1
			v = max(down, 1e-6) * max(rise, 1e-6)
		}
		if v > score {
			best, score, since = j, v, 0
		} else {
			since++
		}
	}
	return best
}

// reliable is after how many trials a column's mean effect is believed.
const reliable = 1

// try solves the relaxation with a changed bound, some pivots far; how much its cost rises, and whether above
// the goal.
func (s *search) try(from float64) (rise float64, closed bool) {
	s.lp.settle()
	limit := math.Inf(1)
	if g := s.goal(); !math.IsInf(g, 1) {
		limit = g/s.scale + 1e-9
	}
	o := s.lp.dual(limit, s.lp.work+15*int64(s.lp.m*s.lp.m+len(s.lp.runs)))
	if o == infeasible || o == above {
		return 0, true
	}
	bound := s.lp.bound()
	return max(0, bound-from), bound > limit
}

func mean(sums []float64, counts []int) float64 {
	t, n := 0.0, 0
	for j, c := range counts {
		if c > 0 {
			t, n = t+sums[j]/float64(c), n+1
		}
	}
	if n == 0 {
		return 1
	}
	return t / float64(n)
}
