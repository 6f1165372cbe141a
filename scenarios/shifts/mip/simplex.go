package mip

import "math"

// simplex is a linear program with a basis of it. A row i has a variable of its own, n+i, that is the row's
// sum:  Σ a_ij x_j - x_{n+i} = 0, so that the rows' bounds are those of variables.
//
// The inverse of the basis is dense: the rows are few, a basis of shifts fills it anyway, and its rows, their
// lengths and any column's image are then at hand without solving for them.
type simplex struct {
	m, n  int
	halt  <-chan struct{} // once closed, what is under way stops; nil: never
	first []int32         // where a column's runs start; n+1 of them
	runs  []run

	cost         []float64 // as given, scaled
	lower, upper []float64
	priced       []float64 // the costs that the pivots go by: perturbed, and shifted to keep signs
	x, d         []float64 // values and reduced costs
	where        []int32   // the basis row of a variable, or one of the states below

	head    []int32   // the variable of a basis row
	inverse []float64 // m x m by rows
	weight  []float64 // squared lengths of the rows of the inverse

	work                  int64 // operations done so far
	pivots                int   // since the inverse was computed anew
	total, factors, flips int
	fresh                 int  // pivots when values were last computed from the inverse
	shaken                bool // priced is not cost
	prefix                []float64
	alpha                 []float64 // of the row that leaves, by variable
	image                 []float64 // of the column that enters
	rest                  []float64
	nonzero               []int32
	hopeful               []int32
	overlook              []int32
}

type run struct {
	from, to int32
	value    float64
}

// States of a variable that is not in the basis.
const (
	atLower = -1
	atUpper = -2
)

const (
	primalTolerance = 1e-9 // relative to the bound, by how much a variable may be outside
	dualTolerance   = 1e-9 // by how much a reduced cost may have the wrong sign
	pivotTolerance  = 1e-7 // least pivot
)

func newSimplex(p *Problem, scale float64) *simplex {
	m, n := len(p.Rows), len(p.Columns)
	s := &simplex{m: m, n: n, first: make([]int32, 1, n+1)}
	for j := range p.Columns {
		s.addRuns(&p.Columns[j])
	}
	s.cost, s.lower, s.upper = make([]float64, n+m), make([]float64, n+m), make([]float64, n+m)
	for j, c := range p.Columns {
		s.cost[j], s.lower[j], s.upper[j] = c.Cost/scale, c.Lower, c.Upper
	}
	for i, r := range p.Rows {
		s.lower[n+i], s.upper[n+i] = r.Lower, r.Upper
	}
	s.priced = append([]float64(nil), s.cost...)
	s.x, s.d, s.alpha = make([]float64, n+m), make([]float64, n+m), make([]float64, n+m)
	s.where = make([]int32, n+m)
	s.head = make([]int32, m)
	s.inverse, s.weight = make([]float64, m*m), make([]float64, m)
	s.prefix, s.image, s.rest = make([]float64, m+1), make([]float64, m), make([]float64, m+1)
	s.slackBasis()
	return s
}

func (s *simplex) addRuns(c *Column) {
	for _, r := range c.Runs {
		if r.Value != 0 {
			s.runs = append(s.runs, run{int32(r.From), int32(r.To), r.Value})
		}
	}
	s.first = append(s.first, int32(len(s.runs)))
}

// slackBasis starts from the rows' own variables.
func (s *simplex) slackBasis() {
	for j := range s.n {
		s.where[j] = atLower
	}
	clear(s.inverse)
	for i := range s.m {
		s.head[i], s.where[s.n+i] = int32(s.n+i), int32(i)
		s.inverse[i*s.m+i] = -1
		s.weight[i] = 1
	}
	s.pivots, s.fresh = 0, 0
	s.reprice()
	s.settle()
}

// of is the runs of a column.
func (s *simplex) of(j int) []run { return s.runs[s.first[j]:s.first[j+1]] }

// sums makes prefix the sums of the first entries of v, so that the product with a run is one difference.
func (s *simplex) sums(v []float64) {
	t := 0.0
	for i, y := range v {
		s.prefix[i] = t
		t += y
	}
	s.prefix[len(v)] = t
}

// reprice computes the reduced costs from the basis.
func (s *simplex) reprice() {
	y := s.rest[:s.m]
	s.prices(s.priced, y)
	s.sums(y)
	for j := range s.n {
		t := s.priced[j]
		for _, r := range s.of(j) {
			t -= r.value * (s.prefix[r.to] - s.prefix[r.from])
		}
		s.d[j] = t
	}
	for i, p := range y {
		s.d[s.n+i] = s.priced[s.n+i] + p
	}
	for _, j := range s.head {
		s.d[j] = 0
	}
	s.work += int64(s.m*s.m + len(s.runs))
}

// prices writes the prices of the rows under given costs: y = c_B B⁻¹.
func (s *simplex) prices(cost, y []float64) {
	clear(y)
	for i, j := range s.head {
		if c := cost[j]; c != 0 {
			for k, v := range s.inverse[i*s.m : (i+1)*s.m] {
				y[k] += c * v
			}
		}
	}
}

// values computes the values of the basis for the others as they stand.
func (s *simplex) values() {
	diff := s.rest
	clear(diff)
	for j := range s.n {
		if x := s.x[j]; s.where[j] < 0 && x != 0 {
			for _, r := range s.of(j) {
				diff[r.from] += r.value * x
				diff[r.to] -= r.value * x
			}
		}
	}
	t := 0.0
	for i := range s.m {
		t += diff[i]
		diff[i] = t
		if j := s.n + i; s.where[j] < 0 {
			s.x[j] = s.lower[j]
			if s.where[j] == atUpper {
				s.x[j] = s.upper[j]
			}
			diff[i] -= s.x[j]
		}
	}
	for i, j := range s.head {
		t := 0.0
		for k, v := range s.inverse[i*s.m : (i+1)*s.m] {
			t -= v * diff[k]
		}
		s.x[j] = t
	}
	s.work += int64(s.m*s.m + len(s.runs))
}

// place puts a variable outside the basis on the bound that its reduced cost asks for.
func (s *simplex) place(j int) {
	low, high := s.lower[j], s.upper[j]
	switch {
	case s.d[j] > dualTolerance:
		s.where[j] = atLower
	case s.d[j] < -dualTolerance:
		s.where[j] = atUpper
	}
	if s.where[j] == atLower && math.IsInf(low, -1) {
		s.where[j] = atUpper
	}
	if s.where[j] == atUpper && math.IsInf(high, 1) {
		s.where[j] = atLower
		if s.d[j] < 0 {
			s.shift(j)
		}
	}
	s.x[j] = low
	if s.where[j] == atUpper {
		s.x[j] = high
		if s.d[j] > 0 {
			s.shift(j)
		}
	}
}

// shift changes a cost so that its reduced cost is 0: the sign that its place needs.
func (s *simplex) shift(j int) {
	s.priced[j] -= s.d[j]
	s.d[j] = 0
	s.shaken = true
}

// weigh computes the squared lengths of the rows of the inverse.
func (s *simplex) weigh() {
	for i := range s.m {
		t := 0.0
		for _, v := range s.inverse[i*s.m : (i+1)*s.m] {
			t += v * v
		}
		s.weight[i] = max(t, 1e-8)
	}
	s.work += int64(s.m * s.m)
}

// refresh computes reduced costs and values from the inverse, and the inverse anew where the values show that
// it has lost its digits.
func (s *simplex) refresh(values func()) {
	s.reprice()
	values()
	s.weigh()
	s.fresh = s.pivots
	if s.residual() > 1e-7 {
		s.factor()
		values()
	}
}

// residual is by how much the values miss the rows' sums at most, relative to their size.
func (s *simplex) residual() float64 {
	diff := s.rest
	clear(diff)
	for j := range s.n {
		if x := s.x[j]; x != 0 {
			for _, r := range s.of(j) {
				diff[r.from] += r.value * x
				diff[r.to] -= r.value * x
			}
		}
	}
	t, worst := 0.0, 0.0
	for i := range s.m {
		t += diff[i]
		worst = max(worst, math.Abs(t-s.x[s.n+i])/(1+math.Abs(t)))
	}
	s.work += int64(len(s.runs))
	return worst
}

// settle puts all variables on their places and computes those of the basis.
func (s *simplex) settle() {
	diff := s.rest // of the sum over the columns outside the basis, by row
	clear(diff)
	for j := range s.n {
		if s.where[j] >= 0 {
			continue
		}
		s.place(j)
		if x := s.x[j]; x != 0 {
			for _, r := range s.of(j) {
				diff[r.from] += r.value * x
				diff[r.to] -= r.value * x
			}
		}
	}
	t := 0.0
	for i := range s.m {
		t += diff[i]
		diff[i] = t
		if j := s.n + i; s.where[j] < 0 {
			s.place(j)
			diff[i] -= s.x[j]
		}
	}
	for i, j := range s.head {
		t := 0.0
		for k, v := range s.inverse[i*s.m : (i+1)*s.m] {
			t -= v * diff[k]
		}
		s.x[j] = t
	}
	s.work += int64(s.m*s.m + len(s.runs))
}

// shake perturbs the costs by about a millionth, each differently: columns of shifts cost alike, and
// the simplex method would stand still among equal ratios.
func (s *simplex) shake(seed uint64) {
	mean := 0.0
	for _, c := range s.cost[:s.n] {
		mean += math.Abs(c)
	}
	mean /= float64(max(s.n, 1))
	r := stream{seed}
	for j := range s.n {
		s.priced[j] = s.cost[j]
		if s.lower[j] == s.upper[j] {
			continue
		}
		by := (0.5 + r.unit()) * 1e-6 * (math.Abs(s.cost[j]) + mean)
		if s.where[j] == atUpper {
			by = -by
		}
		s.priced[j] += by
	}
	s.shaken = true
	s.reprice()
	s.settle()
}

// steady takes the costs as given again.
func (s *simplex) steady() {
	copy(s.priced, s.cost)
	s.shaken = false
	s.reprice()
}

// factor computes the inverse of the basis anew. Columns that have become dependent give way to rows'
// variables.
func (s *simplex) factor() {
	s.factors++
	wanted := make([]int32, 0, s.m)
	for _, j := range s.head {
		if int(j) < s.n {
			wanted = append(wanted, j)
		} else {
			wanted = append(wanted, -1)
		}
	}
	keep := make([]bool, s.m) // rows whose own variable is in the basis
	for _, j := range s.head {
		if int(j) >= s.n {
			keep[int(j)-s.n] = true
		}
	}
	clear(s.inverse)
	old := append([]int32(nil), s.head...)
	for i := range s.m {
		s.head[i] = int32(s.n + i)
		s.inverse[i*s.m+i] = -1
	}
	for _, j := range old {
		s.where[j] = atLower
	}
	for i := range s.m {
		s.where[s.n+i] = int32(i)
	}
	for i := range s.weight {
		s.weight[i] = 1
	}
	for _, j := range wanted {
		if j < 0 {
			continue
		}
		s.ftran(int(j))
		best, at := pivotTolerance, -1
		for i, v := range s.image {
			if !keep[i] && int(s.head[i]) == s.n+i && math.Abs(v) > best {
				best, at = math.Abs(v), i
			}
		}
		if at < 0 {
			continue // dependent: the row's own variable stays, and j waits at its bound
		}
		out := s.head[at]
		s.exchange(at, int(j))
		s.where[out] = atLower
	}
	s.weigh()
	s.pivots, s.fresh = 0, 0
	s.work += int64(s.m * s.m)
	s.reprice()
}

// ftran makes image the column's image B⁻¹ a_j.
func (s *simplex) ftran(j int) {
	m := s.m
	if j >= s.n {
		for i := range m {
			s.image[i] = -s.inverse[i*m+j-s.n]
		}
		s.work += int64(m)
		return
	}
	for i := range m {
		row := s.inverse[i*m : (i+1)*m]
		t := 0.0
		for _, r := range s.of(j) {
			part := 0.0
			for _, v := range row[r.from:r.to] {
				part += v
			}
			t += r.value * part
		}
		s.image[i] = t
	}
	for _, r := range s.of(j) {
		s.work += int64(m) * int64(r.to-r.from)
	}
}

// exchange lets variable q, whose image is at hand, take basis row r.
func (s *simplex) exchange(r, q int) {
	m := s.m
	pivot := s.inverse[r*m : (r+1)*m]
	scale := 1 / s.image[r]
	s.nonzero = s.nonzero[:0]
	length := 0.0
	for k, v := range pivot {
		if v != 0 {
			if v *= scale; math.Abs(v) < 1e-14 {
				v = 0
			} else {
				s.nonzero = append(s.nonzero, int32(k))
				length += v * v
			}
			pivot[k] = v
		}
	}
	touched := 0
	dense := len(s.nonzero)*3 > m
	for i := range m {
		a := s.image[i]
		if i == r || math.Abs(a) < 1e-12 {
			continue
		}
		touched++
		row := s.inverse[i*m : (i+1)*m]
		dot := 0.0
		if dense {
			dot = subtract(row, pivot, a)
		} else {
			for _, k := range s.nonzero {
				v, p := row[k], pivot[k]
				dot += v * p
				row[k] = v - a*p
			}
		}
		s.weight[i] = max(s.weight[i]-2*a*dot+a*a*length, 1e-8)
	}
	s.weight[r] = max(length, 1e-8)
	s.head[r], s.where[q] = int32(q), int32(r)
	s.pivots++
	s.total++
	s.work += int64(touched*len(s.nonzero) + m)
}

// subtract takes a times the pivot's row from a row, and returns their product before.
func subtract(row, pivot []float64, a float64) (dot float64) {
	row = row[:len(pivot)]
	var d0, d1, d2, d3 float64
	k := 0
	for ; k+4 <= len(pivot); k += 4 {
		p, r := pivot[k:k+4:k+4], row[k:k+4:k+4]
		d0 += r[0] * p[0]
		r[0] -= a * p[0]
		d1 += r[1] * p[1]
		r[1] -= a * p[1]
		d2 += r[2] * p[2]
		r[2] -= a * p[2]
		d3 += r[3] * p[3]
		r[3] -= a * p[3]
	}
	for ; k < len(pivot); k++ {
		d0 += row[k] * pivot[k]
		row[k] -= a * pivot[k]
	}
	return d0 + d1 + d2 + d3
}

// bound is a lower bound of the linear program's cost, computed from the prices of the rows and the
// costs as given: whatever prices stand for, it holds.
func (s *simplex) bound() float64 {
	y := s.rest[:s.m]
	s.prices(s.cost, y)
	total := 0.0
	for i, p := range y {
		low, high := s.lower[s.n+i], s.upper[s.n+i]
		if p > 0 && math.IsInf(low, -1) || p < 0 && math.IsInf(high, 1) {
			y[i] = 0
			continue
		}
		if p > 0 {
			total += p * low
		} else if p < 0 {
			total += p * high
		}
	}
	s.sums(y)
	for j := range s.n {
		d := s.cost[j]
		for _, r := range s.of(j) {
			d -= r.value * (s.prefix[r.to] - s.prefix[r.from])
		}
		switch low, high := s.lower[j], s.upper[j]; {
		case d > 0:
			total += d * low
		case d < 0 && math.IsInf(high, 1):
			if d < -1e-9 {
				return math.Inf(-1)
			}
		case d < 0:
			total += d * high
		}
	}
	s.work += int64(s.m*s.m + len(s.runs))
	return total
}

// value is the cost of the present values.
func (s *simplex) value() float64 {
	t := 0.0
	for j, c := range s.cost[:s.n] {
		t += c * s.x[j]
	}
	return t
}

// basis is a basis put aside.
type basis struct {
	head, where                   []int32
	inverse, weight, priced, x, d []float64
	pivots, fresh                 int
	shaken                        bool
}

// save puts the present basis aside, into b's memory.
func (s *simplex) save(b *basis) {
	b.head, b.where = append(b.head[:0], s.head...), append(b.where[:0], s.where...)
	b.inverse, b.weight = append(b.inverse[:0], s.inverse...), append(b.weight[:0], s.weight...)
	b.priced, b.x, b.d = append(b.priced[:0], s.priced...), append(b.x[:0], s.x...), append(b.d[:0], s.d...)
	b.pivots, b.fresh, b.shaken = s.pivots, s.fresh, s.shaken
	s.work += int64(s.m*s.m/4 + s.n)
}

// load takes a basis put aside.
func (s *simplex) load(b *basis) {
	copy(s.head, b.head)
	copy(s.where, b.where)
	copy(s.inverse, b.inverse)
	copy(s.weight, b.weight)
	copy(s.priced, b.priced)
	copy(s.x, b.x)
	copy(s.d, b.d)
	s.pivots, s.fresh, s.shaken = b.pivots, b.fresh, b.shaken
	s.work += int64(s.m*s.m/4 + s.n)
}
