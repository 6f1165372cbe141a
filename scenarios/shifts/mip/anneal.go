package mip

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// anneal searches from the best solution, up to some work, among whole numbers alone, without linear programs (simulated
// annealing: Kirkpatrick, Gelatt and Vecchi 1983): a week of tours moves ten million times while its linear program
// is solved once. Only where all columns are whole.
//
// It goes in cycles. Each has other columns to choose from, few of them: what a solution costs above the relaxation is what
// the reduced costs of its columns and the units that its rows have to spare come to, so that the columns of the
// relaxation and as many again of little reduced cost suffice. Among thousands, each nearly as good as
// others, the search loses itself.
func (s *search) anneal(until int64) {
	if len(s.switches.groups) > 0 || slices.ContainsFunc(s.p.Columns, func(c Column) bool { return !c.Integer }) {
		return
	}
	relaxed, reduced := s.relaxation()
	for cycle := 0; s.work() < until && !s.over(); cycle++ {
		low, up := s.choose(relaxed, reduced)
		r := s.reduce(low, up)
		if len(r.columns) < 2 {
			return
		}
		r.thin()
		x := make([]float64, len(r.columns))
		for i, j := range r.columns {
			x[i] = s.x[j] - low[j]
		}
		a := newAnnealing(&r.Problem, x)
		moves := min(int64(firstCycle)<<(cycle/4), (until-s.work())/moveWork+1)
		random := stream{s.random.next()}
		keep := 1 - 0.004*math.Pow(5, s.random.unit()) // of a penalty above the first, by epoch
		for n := 0; n < int(moves); n += epoch {
			cool := float64(n) / float64(moves)
			a.run(epoch, (hot*(1-cool)+cold*cool)*a.cell, &random, s.goal()-r.cost, func() float64 {
				s.offer(r.whole(a.x))
				return s.goal() - r.cost
			})
			a.charge(keep)
			if s.ctx.Err() != nil || s.done() {
				return
			}
		}
		if s.o.Price != nil { // what it came to, with columns made for it
			s.regrow(r.whole(a.x), min(until, s.work()+moves*moveWork))
			relaxed, reduced = s.relaxation()
		}
		s.spent += moves*moveWork + int64(len(s.p.Rows)*len(s.p.Rows)*len(r.columns)/64+50*len(s.p.Columns))
		s.tell()
	}
}

// relaxation is the columns' values in the linear relaxation and their reduced costs.
func (s *search) relaxation() (values, reduced []float64) {
	s.restore()
	s.relax(s.until)
	return slices.Clone(s.lp.x[:s.lp.n]), slices.Clone(s.lp.d[:s.lp.n])
}

const (
	firstCycle = 4_000_000 // moves of the first cycles; every fourth doubles them
	epoch      = 20_000    // moves between changes of the temperature and the penalties
	moveWork   = 100       // operations counted for a move
	hot, cold  = 4, 2      // first and last temperature of a cycle, in costs of a unit in a row
	charged    = 10        // penalty for a unit that a row misses, likewise
	nearest    = 48        // columns kept as most like another
	tooShort   = 1e-7
)

// choose draws the columns of a cycle, as bounds within which the others are as in the best solution: those of the relaxation and
// of the best solution, and others by their reduced costs, with luck.
func (s *search) choose(relaxed, reduced []float64) (low, up []float64) {
	type candidate struct {
		key float64
		j   int
	}
	var rest []candidate
	low, up = slices.Clone(s.x), slices.Clone(s.x)
	release := func(j int) { low[j], up[j] = min(s.low[j], s.x[j]), max(s.up[j], s.x[j]) }
	count := 0
	cell := perCell(s.p)
	for j := range s.p.Columns {
		switch {
		case s.x[j] > s.low[j] || relaxed[j] > s.low[j]+tolerance && s.low[j] < s.up[j]:
			release(j)
			count++
		case s.low[j] < s.up[j]:
			rest = append(rest, candidate{math.Abs(reduced[j])*s.scale - 2*cell*math.Log(1-s.random.unit()), j})
		}
	}
	slices.SortFunc(rest, func(x, y candidate) int { return cmp.Or(cmp.Compare(x.key, y.key), cmp.Compare(x.j, y.j)) })
	most := int(float64(max(count, 20)) * (0.3 + 2*s.random.unit()))
	for _, c := range rest[:min(most, len(rest))] {
		release(c.j)
	}
	return low, up
}

// perCell is the mean cost of a unit in a row.
func perCell(p *Problem) float64 {
	sum, cells := 0.0, 0
	for j := range p.Columns {
		sum += p.Columns[j].Cost
		for _, r := range p.Columns[j].Runs {
			cells += r.To - r.From
		}
	}
	return max(sum, 1e-9) / float64(max(cells, 1))
}

// annealing is a solution that moves: a unit of it gives way to a unit of another column, mostly one of nearly the same
// rows, and what rows miss is charged. Rows that stay short become dearer.
type annealing struct {
	p       *Problem // of columns that are at least 0
	covers  covers
	terms   [][]term // by column: its coefficients of the other rows
	cost    []float64
	upper   []float64
	near    [][]int32 // by column: those most like it
	units   []int32   // the solution: a column for each of its units
	x       []float64
	missing []float64 // by other row, lower bound less sum
	room    []float64 // upper bound less sum
	penalty []float64 // for each unit that a row misses
	broken  int       // other rows that miss something
	total   float64   // cost
	cell    float64   // mean cost of a unit in a row
}

type term struct {
	row   int32
	value float64
}

// exponential are equally likely draws of an exponential variable of mean 1.
var exponential = func() (e [4096]float64) {
	for k := range e {
		e[k] = -math.Log((float64(k) + 0.5) / float64(len(e)))
	}
	return e
}()

// newAnnealing starts from a solution, which need not be feasible and which it goes on to change.
func newAnnealing(p *Problem, x []float64) *annealing {
	n, m := len(p.Columns), len(p.Rows)
	a := &annealing{p: p, covers: newCovers(p), terms: make([][]term, n), near: make([][]int32, n), x: x, cell: perCell(p)}
	a.missing, a.room, a.penalty = make([]float64, m), make([]float64, m), make([]float64, m)
	for i, r := range p.Rows {
		a.missing[i], a.room[i], a.penalty[i] = r.Lower, r.Upper, charged*a.cell
	}
	for j := range p.Columns {
		c := &p.Columns[j]
		a.cost, a.upper = append(a.cost, c.Cost), append(a.upper, c.Upper)
		for range int(min(x[j], 10_000)) {
			a.units = append(a.units, int32(j))
			a.total += c.Cost
		}
		for _, r := range c.Runs {
			for i := r.From; i < r.To; i++ {
				if !a.covers.counts[i] {
					a.terms[j] = append(a.terms[j], term{int32(i), r.Value})
				}
				a.missing[i] -= x[j] * r.Value
				a.room[i] -= x[j] * r.Value
			}
		}
	}
	a.covers.start(a.missing, len(a.units))
	for i := range a.missing {
		if a.covers.counts[i] {
			a.missing[i], a.room[i] = 0, 0
		} else if a.misses(i) > tooShort {
			a.broken++
		}
	}
	return a
}

// misses is by how much one of the other rows is broken.
func (a *annealing) misses(i int) float64 { return max(a.missing[i], -a.room[i], 0) }

// like is the columns most like one.
func (a *annealing) like(j int32) []int32 {
	if a.near[j] != nil {
		return a.near[j]
	}
	type other struct{ away, j int32 }
	all := make([]other, 0, len(a.near))
	mine := a.covers.of(j)
	for k := range int32(len(a.near)) {
		if k == j {
			continue
		}
		away := 0
		for w, v := range a.covers.of(k) {
			away += bits.OnesCount64(v ^ mine[w])
		}
		all = append(all, other{int32(away), k})
	}
	slices.SortFunc(all, func(x, y other) int { return cmp.Or(cmp.Compare(x.away, y.away), cmp.Compare(x.j, y.j)) })
	list := make([]int32, 0, nearest)
	for _, o := range all[:min(nearest, len(all))] {
		list = append(list, o.j)
	}
	a.near[j] = list
	return list
}

// change is by how much cost and penalties change when a unit of out gives way to one of in; none of them: -1.
func (a *annealing) change(out, in int32) float64 {
	d := 0.0
	if out >= 0 {
		d -= a.cost[out]
	}
	if in >= 0 {
		d += a.cost[in]
	}
	o, n := a.covers.of(out), a.covers.of(in)
	n = n[:len(o)]
	tight, short := a.covers.tight[:len(o)], a.covers.short[:len(o)]
	for w, x := range o {
		y := n[w]
		z := (x &^ y) & tight[w]
		for ; z != 0; z &= z - 1 {
			d += a.penalty[w<<6+bits.TrailingZeros64(z)]
		}
		z = (y &^ x) & short[w]
		for ; z != 0; z &= z - 1 {
			d -= a.penalty[w<<6+bits.TrailingZeros64(z)]
		}
	}
	if out >= 0 && len(a.terms[out]) > 0 || in >= 0 && len(a.terms[in]) > 0 {
		d += a.elsewhere(out, in)
	}
	return d
}

// elsewhere is change for the other rows.
func (a *annealing) elsewhere(out, in int32) float64 {
	d := 0.0
	shift := func(j int32, by float64) {
		if j < 0 {
			return
		}
		for _, e := range a.terms[j] {
			i := int(e.row)
			before := a.misses(i)
			a.missing[i] -= by * e.value
			a.room[i] -= by * e.value
			d += a.penalty[i] * (a.misses(i) - before)
		}
	}
	shift(out, -1)
	shift(in, 1)
	e := d
	shift(in, -1)
	shift(out, 1)
	return e
}

// move lets a unit of out, the at-th, give way to one of in; none of them: -1.
func (a *annealing) move(out, in int32, at int) {
	shift := func(j int32, by float64) {
		if j < 0 {
			return
		}
		a.x[j] += by
		a.total += by * a.cost[j]
		for _, e := range a.terms[j] {
			i := int(e.row)
			before := a.misses(i) > tooShort
			a.missing[i] -= by * e.value
			a.room[i] -= by * e.value
			if now := a.misses(i) > tooShort; now != before {
				if now {
					a.broken++
				} else {
					a.broken--
				}
			}
		}
	}
	shift(out, -1)
	shift(in, 1)
	a.covers.swap(out, in)
	switch {
	case out < 0:
		a.units = append(a.units, in)
	case in < 0:
		a.units[at] = a.units[len(a.units)-1]
		a.units = a.units[:len(a.units)-1]
	default:
		a.units[at] = in
	}
}

// run moves so many times at a temperature. What is feasible and costs less than the goal is found, which says
// the next goal.
func (a *annealing) run(moves int, warmth float64, random *stream, goal float64, found func() float64) {
	n := len(a.cost)
	for range moves {
		out, in, at := int32(-1), int32(-1), -1
		switch u := random.below(100); {
		case u < 1 && len(a.units) < a.covers.most || len(a.units) == 0:
			in = int32(random.below(n))
		default:
			at = random.below(len(a.units))
			out = a.units[at]
			if u < 2 {
				break
			}
			if u < 6 {
				in = int32(random.below(n))
			} else {
				list := a.like(out)
				in = list[random.below(len(list))]
			}
		}
		if in >= 0 && a.x[in]+1 > a.upper[in] || in == out {
			continue
		}
		if d := a.change(out, in); d > 0 && d >= warmth*exponential[random.next()%uint64(len(exponential))] {
			continue
		}
		a.move(out, in, at)
		if a.broken+a.covers.shorts == 0 && a.total < goal {
			goal = found()
		}
	}
}

// charge makes rows that miss something dearer, and others cheaper down to the first penalty.
func (a *annealing) charge(keep float64) {
	for i := range a.penalty {
		if a.misses(i) > tooShort || a.covers.isShort(i) {
			a.penalty[i] += charged * a.cell / 2
		} else {
			a.penalty[i] = max(charged*a.cell, a.penalty[i]*keep)
		}
	}
}
