package mip

import (
	"math"
	"math/bits"
	"slices"
)

// annealing searches among whole numbers alone, without linear programs: a unit of the solution gives way to a
// unit of another column, mostly one of nearly the same rows, and what rows miss is charged (simulated annealing: Kirkpatrick, Gelatt
// and Vecchi 1983). Rows that stay short become dearer. A week of tours moves a million times while
// its linear program is solved once.
type annealing struct {
	p       *Problem
	words   int
	bits    []uint64  // by column: rows with coefficient 1 and no upper bound
	others  [][]term  // by column: what else it has
	likely  []int32   // columns that may enter
	near    [][]int32 // by column: the likely ones most like it
	units   []int32   // the solution: a column for each of its units
	x       []float64
	missing []float64 // lower bound less sum, by row
	room    []float64 // upper bound less sum
	penalty []float64 // for each unit that a row misses
	short   int       // rows that miss something
	cost    float64
	work    int64
}

type term struct {
	row   int32
	value float64
}

const (
	nearest   = 48     // columns kept as most like another
	epoch     = 20_000 // moves between changes of the penalties
	moveWork  = 450    // operations counted for a move
	tooShort  = 1e-7
	hot, cold = 5, 3 // first and last temperature, in costs of a unit in a row
)

// anneal searches from the best solution, up to some work. Only where all columns are whole.
func (s *search) anneal(until int64) {
	a := s.newAnnealing()
	if a == nil {
		return
	}
	x := slices.Clone(s.x)
	a.start(x)
	cell := a.perCell()
	moves := int((until - s.work()) / moveWork)
	before := s.spent
	a.run(moves, hot*cell, cold*cell, 20*cell, s)
	s.spent = before + a.work + int64(moves)*moveWork
}

// newAnnealing is nil where annealing does not apply.
func (s *search) newAnnealing() *annealing {
	p, m := s.p, len(s.p.Rows)
	a := &annealing{p: p, words: (m + 63) / 64}
	if len(s.switches.groups) > 0 {
		return nil
	}
	n := len(p.Columns)
	a.bits, a.others, a.near = make([]uint64, n*a.words), make([][]term, n), make([][]int32, n)
	for j := range p.Columns {
		c := &p.Columns[j]
		if !c.Integer {
			return nil
		}
		for _, r := range c.Runs {
			for i := r.From; i < r.To; i++ {
				if r.Value == 1 && math.IsInf(p.Rows[i].Upper, 1) {
					a.bits[j*a.words+i/64] |= 1 << (i % 64)
				} else {
					a.others[j] = append(a.others[j], term{int32(i), r.Value})
				}
			}
		}
	}
	for j, is := range s.likely(5) {
		if is && s.low[j] < s.up[j] {
			a.likely = append(a.likely, int32(j))
		}
	}
	if len(a.likely) < 2 {
		return nil
	}
	a.missing, a.room, a.penalty = make([]float64, m), make([]float64, m), make([]float64, m)
	return a
}

// perCell is the mean cost of a unit in a row.
func (a *annealing) perCell() float64 {
	sum, cells := 0.0, 0
	for _, j := range a.likely {
		sum += a.p.Columns[j].Cost
		for _, w := range a.set(j) {
			cells += bits.OnesCount64(w)
		}
	}
	return max(sum, 1e-9) / float64(max(cells, 1))
}

func (a *annealing) start(x []float64) {
	a.x, a.units, a.cost, a.short = x, a.units[:0], 0, 0
	for i, r := range a.p.Rows {
		a.missing[i], a.room[i] = r.Lower, r.Upper
	}
	for j, v := range x {
		c := &a.p.Columns[j]
		a.cost += c.Cost * v
		for range int(min(v-c.Lower, 10_000)) {
			a.units = append(a.units, int32(j))
		}
		if v != 0 {
			for _, r := range c.Runs {
				for i := r.From; i < r.To; i++ {
					a.missing[i] -= v * r.Value
					a.room[i] -= v * r.Value
				}
			}
		}
	}
	for i := range a.missing {
		if a.misses(i) > tooShort {
			a.short++
		}
	}
}

func (a *annealing) misses(i int) float64 { return max(a.missing[i], -a.room[i], 0) }

func (a *annealing) set(j int32) []uint64 { return a.bits[int(j)*a.words : (int(j)+1)*a.words] }

// like is the columns most like one.
func (a *annealing) like(j int32) []int32 {
	if a.near[j] != nil {
		return a.near[j]
	}
	type other struct{ away, j int32 }
	all := make([]other, 0, len(a.likely))
	mine := a.set(j)
	for _, k := range a.likely {
		if k == j {
			continue
		}
		away := 0
		for w, v := range a.set(k) {
			away += bits.OnesCount64(v ^ mine[w])
		}
		all = append(all, other{int32(away), k})
	}
	a.work += int64(len(a.likely) * (a.words + 10))
	slices.SortFunc(all, func(x, y other) int {
		if x.away != y.away {
			return int(x.away - y.away)
		}
		return int(x.j - y.j)
	})
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
		d -= a.p.Columns[out].Cost
	}
	if in >= 0 {
		d += a.p.Columns[in].Cost
	}
	for w := range a.words {
		var o, n uint64
		if out >= 0 {
			o = a.bits[int(out)*a.words+w]
		}
		if in >= 0 {
			n = a.bits[int(in)*a.words+w]
		}
		x := o ^ n
		for y := x & o; y != 0; y &= y - 1 {
			i := w<<6 + bits.TrailingZeros64(y)
			if m := a.missing[i]; m > -1 {
				d += a.penalty[i] * min(m+1, 1)
			}
		}
		for y := x & n; y != 0; y &= y - 1 {
			i := w<<6 + bits.TrailingZeros64(y)
			if m := a.missing[i]; m > 0 {
				d -= a.penalty[i] * min(m, 1)
			}
		}
	}
	if out >= 0 && len(a.others[out]) > 0 || in >= 0 && len(a.others[in]) > 0 {
		d += a.elsewhere(out, in)
	}
	return d
}

// elsewhere is change for the rows outside the sets.
func (a *annealing) elsewhere(out, in int32) float64 {
	d := 0.0
	shift := func(j int32, by float64) {
		if j < 0 {
			return
		}
		for _, e := range a.others[j] {
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

// add changes the solution by units of a column.
func (a *annealing) add(j int32, by float64) {
	a.x[j] += by
	a.cost += by * a.p.Columns[j].Cost
	shift := func(i int, v float64) {
		before := a.misses(i) > tooShort
		a.missing[i] -= v
		a.room[i] -= v
		if now := a.misses(i) > tooShort; now != before {
			if now {
				a.short++
			} else {
				a.short--
			}
		}
	}
	for w, y := range a.set(j) {
		for ; y != 0; y &= y - 1 {
			i := w<<6 + bits.TrailingZeros64(y)
			before := a.missing[i]
			now := before - by
			a.missing[i] = now
			if before > tooShort {
				if now <= tooShort {
					a.short--
				}
			} else if now > tooShort {
				a.short++
			}
		}
	}
	for _, e := range a.others[j] {
		shift(int(e.row), by*e.value)
	}
}

// run moves so many times from the first temperature to the last, and offers what is feasible and better.
func (a *annealing) run(moves int, warmth, last, penalty float64, s *search) {
	for i := range a.penalty {
		a.penalty[i] = penalty
	}
	cooling := math.Pow(last/warmth, 1/float64(max(moves, 1)))
	random := stream{s.random.next()}
	for step := range moves {
		warmth *= cooling
		if step%epoch == epoch-1 {
			if s.ctx.Err() != nil {
				return
			}
			for i := range a.penalty {
				if a.misses(i) > tooShort {
					a.penalty[i] += penalty / 2
				} else {
					a.penalty[i] = max(penalty, a.penalty[i]*0.95)
				}
			}
			if step%(50*epoch) == 50*epoch-1 {
				s.tell()
			}
		}
		out, in, at := int32(-1), int32(-1), -1
		switch u := random.unit(); {
		case u < 0.01 || len(a.units) == 0:
			in = a.likely[random.below(len(a.likely))]
		default:
			at = random.below(len(a.units))
			out = a.units[at]
			if u < 0.02 {
				break
			}
			list := a.likely
			if u > 0.06 {
				list = a.like(out)
			}
			in = list[random.below(len(list))]
		}
		if in >= 0 && a.x[in]+1 > a.p.Columns[in].Upper || in == out {
			continue
		}
		if d := a.change(out, in); d > 0 && random.unit() >= math.Exp(-d/warmth) {
			continue
		}
		if out >= 0 {
			a.add(out, -1)
		}
		if in >= 0 {
			a.add(in, 1)
		}
		switch {
		case at < 0:
			a.units = append(a.units, in)
		case in < 0:
			a.units[at] = a.units[len(a.units)-1]
			a.units = a.units[:len(a.units)-1]
		default:
			a.units[at] = in
		}
		if a.short == 0 && a.cost < s.goal() {
			s.offer(a.x)
		}
	}
}
