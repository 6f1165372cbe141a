package mip

import (
	"math"
	"slices"
)

// neighbourhoods looks for better solutions near the best one (large-neighbourhood search, Shaw 1998): some of
// its whole numbers are released, the others may only grow, and what is left is a problem of its own,
// much smaller: most rows are met by what stays. It is solved by a dive and a little branch and bound. How much
// is released follows how hard the small problems are.
func (s *search) neighbourhoods(until int64) {
	likely := s.likely(4)
	units := 0.0
	for j, c := range s.p.Columns {
		if c.Integer && !s.switches.is[j] {
			units += s.x[j] - s.low[j]
		}
	}
	release, fails := max(8, units/8), 0
	for s.work() < until && !s.over() {
		if len(s.p.Rows) > 250 { // too large to learn what is hard: now a few units, now half of them
			release = units * (0.08 + 0.42*s.random.unit())
		}
		better, finished := s.improve(int(release), likely)
		switch {
		case better:
			fails = 0
			s.tell()
		case finished:
			release = min(release*1.15, units)
			fails++
		default:
			release = max(release*0.9, 3)
			fails++
		}
		if fails > 400 && finished && release >= units {
			return
		}
	}
}

// likely marks the columns that a good solution is likely to use: those that cost least beyond what their rows are
// worth in the relaxation, one in so many, and those of the best solution. Of few columns all are.
func (s *search) likely(oneIn int) []bool {
	n := len(s.p.Columns)
	most := max(500, n/oneIn)
	mark := make([]bool, n)
	s.restore()
	s.relax(s.until)
	var d []float64
	for j := range n {
		d = append(d, math.Abs(s.lp.d[j]))
	}
	sorted := slices.Clone(d)
	slices.Sort(sorted)
	limit := sorted[min(most, n-1)]
	for j := range n {
		mark[j] = d[j] <= limit || s.x[j] > s.low[j] || !s.p.Columns[j].Integer
	}
	return mark
}

// improve tries one neighbourhood; finished is whether it was searched to its end.
func (s *search) improve(release int, likely []bool) (better, finished bool) {
	// Units of the best solution, released around a row.
	type unit struct {
		j   int
		key float64
	}
	at := s.random.below(len(s.p.Rows))
	low, up := slices.Clone(s.low), slices.Clone(s.up)
	var all []unit
	for j := range s.p.Columns {
		c := &s.p.Columns[j]
		if !c.Integer {
			continue
		}
		up[j] = max(up[j], s.x[j]) // the best solution may be outside bounds that better ones keep
		if !likely[j] {
			up[j] = s.x[j]
		}
		if s.x[j] <= s.low[j] {
			continue
		}
		low[j] = s.x[j]
		if s.switches.is[j] {
			low[j] = 0
			continue
		}
		covers := false
		for _, r := range c.Runs {
			covers = covers || r.From <= at && at < r.To
		}
		for range int(min(s.x[j]-s.low[j], 1000)) {
			key := s.random.unit()
			if covers {
				key *= 0.3
			}
			all = append(all, unit{j, key})
		}
	}
	slices.SortFunc(all, func(a, b unit) int {
		switch {
		case a.key < b.key:
			return -1
		case a.key > b.key:
			return 1
		}
		return 0
	})
	for _, u := range all[:min(release, len(all))] {
		low[u.j]--
	}
	r := s.reduce(low, up)
	sub := &search{ctx: s.ctx, p: &r.Problem, random: stream{s.random.next()}, best: s.best - r.cost, bound: math.Inf(-1), scale: s.scale, rise: s.rise, until: s.until - s.work()}
	finished = sub.brief()
	s.spent += sub.work()
	if sub.x == nil {
		return false, finished
	}
	x := r.whole(sub.x)
	s.trim(x)
	return s.offer(x), finished
}

// brief is a search of a few dives and a little branch and bound; true if nothing is left.
func (s *search) brief() bool {
	s.switches = findSwitches(s.p)
	s.lp = newSimplex(s.p, s.scale)
	s.lp.halt = s.ctx.Done()
	s.low, s.up = slices.Clone(s.lp.lower[:s.lp.n]), slices.Clone(s.lp.upper[:s.lp.n])
	s.lp.shake(s.random.next())
	switch s.relax(s.until) {
	case infeasible, above:
		return true
	case stopped:
		return false
	}
	s.raise(s.lp.bound() * s.scale)
	if s.bound > s.goal() {
		return true
	}
	spent := s.lp.work
	s.until = min(s.until, 12*spent+2e6)
	s.plunge(s.until)
	if len(s.p.Rows) > 250 { // another dive is worth more than a few nodes
		return false
	}
	return s.tree(s.until)
}

// reduced is a problem within bounds, without the columns that these fix and the rows that cannot be broken.
type reduced struct {
	Problem
	low     []float64 // of all columns
	columns []int     // that are left
	cost    float64   // of the lower bounds
}

// reduce makes the problem within bounds smaller. Columns are counted from their lower bounds.
func (s *search) reduce(low, up []float64) *reduced {
	m := len(s.p.Rows)
	r := &reduced{low: low}
	base, least, most := make([]float64, m+1), make([]float64, m+1), make([]float64, m+1)
	spread := func(to []float64, run Run, v float64) {
		to[run.From] += v
		to[run.To] -= v
	}
	for j := range s.p.Columns {
		c := &s.p.Columns[j]
		r.cost += c.Cost * low[j]
		room := min(up[j]-low[j], 1e9)
		for _, run := range c.Runs {
			if low[j] != 0 {
				spread(base, run, run.Value*low[j])
			}
			if room > 0 {
				if run.Value > 0 {
					spread(most, run, run.Value*room)
				} else {
					spread(least, run, run.Value*room)
				}
			}
		}
	}
	kept := make([]int, m+1) // rows kept before each
	b, l, h := 0.0, 0.0, 0.0
	for i, row := range s.p.Rows {
		b, l, h = b+base[i], l+least[i], h+most[i]
		kept[i] = len(r.Rows)
		row.Lower, row.Upper = row.Lower-b, row.Upper-b
		if row.Lower > l+1e-7 || row.Upper < h-1e-7 {
			r.Rows = append(r.Rows, row)
		}
	}
	kept[m] = len(r.Rows)
	for j := range s.p.Columns {
		c := s.p.Columns[j]
		if up[j] <= low[j] {
			continue
		}
		var runs []Run
		for _, run := range c.Runs {
			if from, to := kept[run.From], kept[run.To]; from < to {
				runs = append(runs, Run{from, to, run.Value})
			}
		}
		if runs == nil && c.Cost >= 0 {
			continue
		}
		r.columns = append(r.columns, j)
		r.Columns = append(r.Columns, Column{Name: c.Name, Cost: c.Cost, Upper: up[j] - low[j], Integer: c.Integer, Runs: runs})
	}
	return r
}

// whole is a solution of the problem that was reduced.
func (r *reduced) whole(x []float64) []float64 {
	all := slices.Clone(r.low)
	for i, j := range r.columns {
		all[j] += x[i]
	}
	return all
}
