package mip

import (
	"context"
	"math"
	"slices"
)

// Options say how long to search and with what luck; the zero value is a search that takes some seconds on
// a day of shifts.
type Options struct {
	Seed uint64
	// Work is the effort, in millions of arithmetic operations; some 300 to 1000 a second. 0: DefaultWork.
	Work int64
	// Gap ends the search once (cost - bound) / |cost| is at most this; 0: at the proven optimum.
	Gap float64
	// Start is a feasible solution to begin with; nil: none. It need not be better than what is found.
	Start []float64
	// Price generates columns: it is given prices of the rows and returns columns of the problem, at most so many, that cost less
	// than their rows are worth at these prices, those first that cost least beyond it; and the least of all such columns' cost less that
	// worth, 0 if none is below. A column may be one that there is already. They are whole and cost something, and
	// those worth keeping are Solution.Made. No bound of branch and bound is claimed then, only that of the
	// relaxation. nil: the problem has all its columns.
	Price func(prices []float64, most int) (columns []Column, least float64)
	// Steps are costs of which those of the columns that Price makes are sums and differences; nil: that is not known. Where
	// all costs are multiples of something, so is the least of them.
	Steps []float64
	// Cheapest is a cost that no column which Price can make falls below. There are bounds before Price finds none any more only where it
	// is positive.
	Cheapest float64
	// PriceWork is the effort of calling Price, in arithmetic operations.
	PriceWork int64
	// Progress is told of the search now and then; nil: nobody.
	Progress func(Progress)
}

// DefaultWork is the effort in millions of operations where none is given.
const DefaultWork = 4000

// Progress is how far a search has come.
type Progress struct {
	Cost, Bound float64 // Cost is +Inf as long as there is no solution
	Done        float64 // share of the work
}

// Solution is the best that was found.
type Solution struct {
	X     []float64
	Made  []Column // by Price: their values are in X behind those of the problem
	Cost  float64
	Bound float64 // no solution costs less
	// Relaxed is the optimum of the linear relaxation, which the bound starts from.
	Relaxed     float64
	Prices      []float64 // of the rows in it
	Nodes       int       // of branch and bound
	Work        int64     // done, in millions of operations
	Interrupted bool      // the context ended first
}

// Gap is the relative distance of the cost from the bound: 0 is a proven optimum.
func (s *Solution) Gap() float64 { return relativeGap(s.Cost, s.Bound) }

func relativeGap(cost, bound float64) float64 {
	if !(cost-bound > 1e-9*(1+math.Abs(cost))) {
		return 0
	}
	return (cost - bound) / max(math.Abs(cost), 1e-300)
}

// Solve searches the best solution of a problem. An end of the context is no error once there is a solution: it is
// returned with its gap. ErrInfeasible says that there is none,
// with Price that none is left to make which would help; ErrNoneFound that none was found.
func Solve(ctx context.Context, p *Problem, o Options) (*Solution, error) {
	if err := p.check(); err != nil {
		return nil, err
	}
	if o.Work <= 0 {
		o.Work = DefaultWork
	}
	given := p
	p, rows := p.withoutIdle()
	s := &search{ctx: ctx, p: p, o: o, rows: rows, given: given.Columns, all: len(given.Rows), random: stream{o.Seed}, best: math.Inf(1), bound: math.Inf(-1), until: o.Work * 1e6, scale: 1, rise: granularity(p, &o)}
	if o.Price != nil {
		s.index = map[uint64]int{}
		for j := range given.Columns {
			s.index[given.Columns[j].key()] = j
		}
	}
	s.slacken()
	if o.Start != nil {
		s.offer(append(slices.Clone(o.Start), make([]float64, s.slacks)...))
	}
	err := s.run()
	if s.x == nil {
		if err == nil && s.exhausted {
			err = ErrInfeasible
		}
		if err == nil && ctx.Err() != nil {
			err = ctx.Err()
		}
		if err == nil {
			err = ErrNoneFound
		}
		return nil, err
	}
	if err != nil {
		return nil, err
	}
	bound := min(s.bound, s.best)
	s.x = slices.Delete(s.x, len(given.Columns), len(given.Columns)+s.slacks)
	return &Solution{X: s.x, Made: s.made, Cost: s.best, Bound: bound, Relaxed: s.relaxed, Prices: s.worth, Nodes: s.nodes, Work: s.work() / 1e6, Interrupted: ctx.Err() != nil}, nil
}

type noneFound struct{}

func (noneFound) Error() string {
	return "no solution was found with this effort, and none is known to be impossible: allow more"
}

// ErrNoneFound says that the work ended before a solution was found.
var ErrNoneFound error = noneFound{}

// search is a search under way.
type search struct {
	ctx    context.Context
	p      *Problem
	o      Options
	random stream
	lp     *simplex
	scale  float64 // of costs in lp
	rise   float64 // two solutions' costs differ by a multiple of it; 0: unknown
	until  int64   // work allowed
	spent  int64   // by linear programs that are no more

	best      float64
	x         []float64
	bound     float64
	relaxed   float64
	worth     []float64 // prices of the rows, as given, in the relaxation
	nodes     int
	exhausted bool           // branch and bound has looked at everything
	rows      []int          // of the problem as given, by row
	given     []Column       // of the problem as given
	slacks    int            // columns behind those, see slacken
	all       int            // rows of the problem as given
	made      []Column       // by Price, with rows of the problem as given
	index     map[uint64]int // of columns by key, where there is Price
	switches  switches
	aside     basis
	low, up   []float64 // bounds of the columns that any better solution keeps
	sums      []float64 // of the rows, scratch
}

func (s *search) work() int64 {
	if s.lp == nil {
		return s.spent
	}
	return s.spent + s.lp.work
}

// over is whether the search has to end.
func (s *search) over() bool {
	return s.work() >= s.until || s.ctx.Err() != nil || s.done()
}

// done is whether the solution is good enough.
func (s *search) done() bool { return s.x != nil && relativeGap(s.best, s.bound) <= s.o.Gap }

// goal is the cost that a solution worth having does not exceed.
func (s *search) goal() float64 {
	if math.IsInf(s.best, 1) {
		return s.best
	}
	return s.best - max(0.999*s.rise, 1e-7*math.Abs(s.best), 1e-9)
}

// raise takes a lower bound.
func (s *search) raise(bound float64) {
	if s.o.Price != nil && bound != s.relaxed { // other columns may cost less
		return
	}
	if s.rise > 0 && !math.IsInf(bound, 0) {
		bound = math.Ceil(bound/s.rise-1e-6) * s.rise
	}
	s.bound = max(s.bound, bound)
}

// offer takes a solution if it is feasible and better than the best.
func (s *search) offer(x []float64) bool {
	cost, err := s.p.Feasible(x)
	if err != nil || cost >= s.best {
		return false
	}
	s.best, s.x = cost, append([]float64(nil), x...)
	s.tell()
	return true
}

func (s *search) tell() {
	if s.o.Progress != nil {
		s.o.Progress(Progress{s.best, min(s.bound, s.best), min(1, float64(s.work())/float64(s.until))})
	}
}

func (s *search) run() error {
	sum, count := 0.0, 0
	for _, c := range s.p.Columns {
		if c.Cost != 0 {
			sum, count = sum+math.Abs(c.Cost), count+1
		}
	}
	if count > 0 {
		s.scale = sum / float64(count)
	}
	s.lp = newSimplex(s.p, s.scale)
	s.lp.halt = s.ctx.Done()
	if !s.limits() {
		return ErrInfeasible
	}
	s.restore()
	s.lp.shake(s.o.Seed)
	o := s.relax(s.until)
	if o == infeasible && s.o.Price != nil {
		o = s.complete()
	}
	switch o {
	case infeasible:
		return ErrInfeasible
	case stopped:
		return nil
	}
	s.lp.primal(s.until)
	s.relaxed = s.lp.bound() * s.scale
	if s.o.Price != nil {
		s.switches = findSwitches(s.p)
		s.dive() // there may be no time for another
		s.reload()
		s.generate()
	}
	s.worth = s.prices()
	s.raise(s.relaxed)
	s.switches = findSwitches(s.p)
	s.tell()
	s.first()
	if s.x != nil && len(s.p.Rows) > 250 { // dives are dear
		s.anneal(s.work() + (s.until-s.work())*7/8)
		s.neighbourhoods(s.until)
	}
	for range 3 {
		if !s.over() {
			s.narrow()
			s.dive()
		}
	}
	if !s.over() {
		s.narrow()
		s.improveAll()
	}
	return nil
}

// first is the first dive. Where the search is ended already and there is no solution, it may still take a moment: with a little more
// effort there mostly is one.
func (s *search) first() {
	if s.x == nil && s.ctx.Err() != nil {
		until, halt := s.until, s.lp.halt
		s.until, s.lp.halt = min(s.until, s.work()+lastWork), nil
		defer func() { s.until, s.lp.halt = until, halt }()
	}
	s.dive()
}

// lastWork is that effort, in operations: a second at most.
const lastWork = 400e6

// limits takes the columns' bounds, whole where they are to be; false where nothing is within.
func (s *search) limits() bool {
	s.low, s.up = append([]float64(nil), s.lp.lower[:s.lp.n]...), append([]float64(nil), s.lp.upper[:s.lp.n]...)
	for j := range s.p.Columns {
		if s.p.Columns[j].Integer {
			s.low[j], s.up[j] = math.Ceil(s.low[j]-tolerance), math.Floor(s.up[j]+tolerance)
			if s.low[j] > s.up[j] {
				return false
			}
		}
	}
	return true
}

// improveAll spends the rest of the work: small problems are solved to the end, of large ones most of the effort goes to
// better solutions.
func (s *search) improveAll() {
	free := 0
	for j := range s.p.Columns {
		if s.p.Columns[j].Integer && s.low[j] < s.up[j] {
			free++
		}
	}
	first := int64(16)
	if free <= smallColumns || s.x == nil {
		first = 1
	}
	if s.tree(s.work()+(s.until-s.work())/first) || s.over() {
		return
	}
	s.neighbourhoods(s.work() + (s.until-s.work())*3/4)
	if !s.over() {
		s.tree(s.until)
	}
}

// smallColumns is up to how many free columns branch and bound has all the work.
const smallColumns = 200

// Relax is the optimum of the linear relaxation: a bound of every solution.
func (p *Problem) Relax() (float64, error) {
	_, bound, _, err := p.Relaxation(context.Background(), math.Inf(1))
	return bound, err
}

// Relaxation is the optimum of the linear relaxation, its cost, which is a bound of every solution, and the operations that it took. The
// cost is +Inf where it is sure to be above a limit.
func (p *Problem) Relaxation(ctx context.Context, limit float64) (x []float64, cost float64, work int64, err error) {
	if err := p.check(); err != nil {
		return nil, 0, 0, err
	}
	lp := newSimplex(p, 1)
	lp.halt = ctx.Done()
	lp.shake(1)
	switch lp.dual(limit, math.MaxInt64) {
	case infeasible:
		return nil, 0, lp.work, ErrInfeasible
	case above:
		return nil, math.Inf(1), lp.work, nil
	}
	lp.primal(math.MaxInt64)
	return lp.x[:lp.n], lp.bound(), lp.work, ctx.Err()
}

// WithoutIdle is the problem without rows that nothing can break.
func (p *Problem) WithoutIdle() *Problem {
	q, _ := p.withoutIdle()
	return q
}

// withoutIdle is the problem without rows that nothing can break, and what rows of p the others are.
func (p *Problem) withoutIdle() (*Problem, []int) {
	need := make([]bool, len(p.Rows))
	for i, r := range p.Rows {
		need[i] = r.Whole || r.Lower > 0 || !math.IsInf(r.Upper, 1)
	}
	for j := range p.Columns {
		for _, r := range p.Columns[j].Runs {
			for i := r.From; i < r.To && (r.Value < 0 || p.Columns[j].Lower < 0); i++ {
				need[i] = need[i] || !math.IsInf(p.Rows[i].Lower, -1)
			}
		}
	}
	q := &Problem{}
	var rows []int
	before := make([]int, len(p.Rows)+1)
	for i := range p.Rows {
		before[i] = len(rows)
		if need[i] {
			rows = append(rows, i)
			q.Rows = append(q.Rows, p.Rows[i])
		}
	}
	before[len(p.Rows)] = len(rows)
	if len(rows) == len(p.Rows) {
		q.Columns = append(q.Columns, p.Columns...)
		return q, rows
	}
	for _, c := range p.Columns {
		q.Columns = append(q.Columns, c.renumbered(before))
	}
	return q, rows
}

// renumbered is the column with its rows counted anew: before is how many of them are kept before each.
func (c *Column) renumbered(before []int) Column {
	made := *c
	made.Runs = nil
	for _, r := range c.Runs {
		if from, to := before[r.From], before[r.To]; from < to {
			made.Runs = append(made.Runs, Run{from, to, r.Value})
		}
	}
	return made
}

// restore takes the bounds that hold for any better solution.
func (s *search) restore() {
	copy(s.lp.lower, s.low)
	copy(s.lp.upper, s.up)
	s.lp.settle()
}

// relax solves the linear relaxation within the present bounds, up to some work, as far as costs stay
// below the goal.
func (s *search) relax(until int64) outcome {
	limit := math.Inf(1)
	if g := s.goal(); !math.IsInf(g, 1) {
		limit = g/s.scale + 1e-9
	}
	for {
		// In portions, to notice the end of the context.
		part := min(until-s.spent, s.lp.work+50e6)
		o := s.lp.dual(limit, part)
		if o != stopped || s.lp.work < part || s.lp.work >= until-s.spent || s.lp.halted() {
			return o
		}
	}
}

// fractional lists the integer columns whose value is not whole.
func (s *search) fractional(list []int) []int {
	list = list[:0]
	for j := range s.p.Columns {
		if x := s.lp.x[j]; s.p.Columns[j].Integer && math.Abs(x-math.Round(x)) > tolerance {
			list = append(list, j)
		}
	}
	return list
}

// take offers the present values, rounded. False means that these are no solution for all that: rounding has
// lost it.
func (s *search) take() bool {
	x := append([]float64(nil), s.lp.x[:s.lp.n]...)
	for j, c := range s.p.Columns {
		if c.Integer {
			x[j] = math.Round(x[j])
		}
		x[j] = min(max(x[j], c.Lower), c.Upper)
	}
	if _, err := s.p.Feasible(x); err != nil {
		// The other columns anew, for the whole numbers as they are now.
		for j, c := range s.p.Columns {
			if c.Integer {
				s.lp.lower[j], s.lp.upper[j] = x[j], x[j]
			}
		}
		s.lp.settle()
		if s.lp.dual(math.Inf(1), math.MaxInt64) != optimal {
			return false
		}
		for j, c := range s.p.Columns {
			if !c.Integer {
				x[j] = min(max(s.lp.x[j], c.Lower), c.Upper)
			}
		}
		if _, err := s.p.Feasible(x); err != nil {
			return false
		}
	}
	s.trim(x)
	s.offer(x)
	return true
}

// trim lowers whole numbers that cost and are not needed.
func (s *search) trim(x []float64) {
	m := len(s.p.Rows)
	if s.sums == nil {
		s.sums = make([]float64, m)
	}
	clear(s.sums)
	for j := range s.p.Columns {
		if x[j] != 0 {
			for _, r := range s.p.Columns[j].Runs {
				for i := r.From; i < r.To; i++ {
					s.sums[i] += r.Value * x[j]
				}
			}
		}
	}
	for {
		most, best := 0.0, -1
		for j := range s.p.Columns {
			c := &s.p.Columns[j]
			if c.Integer && c.Cost > most && x[j] >= c.Lower+1 && s.spare(c) {
				most, best = c.Cost, j
			}
		}
		if best < 0 {
			return
		}
		x[best]--
		for _, r := range s.p.Columns[best].Runs {
			for i := r.From; i < r.To; i++ {
				s.sums[i] -= r.Value
			}
		}
	}
}

// spare is whether the rows can spare one of a column.
func (s *search) spare(c *Column) bool {
	for _, r := range c.Runs {
		for i := r.From; i < r.To; i++ {
			if v := s.sums[i] - r.Value; v < s.p.Rows[i].Lower-tolerance || v > s.p.Rows[i].Upper+tolerance {
				return false
			}
		}
	}
	return true
}

// granularity is a step of which every cost of a whole number is a multiple, where costs are that regular and
// other columns cost nothing; else 0.
func granularity(p *Problem, o *Options) float64 {
	if o.Price != nil && o.Steps == nil {
		return 0
	}
	costs := slices.Clone(o.Steps)
	for _, c := range p.Columns {
		if !c.Integer && c.Cost != 0 {
			return 0
		}
		costs = append(costs, c.Cost)
	}
	for _, parts := range []float64{1, 4, 60, 100, 400, 1000, 6000, 10000} {
		g, regular := int64(0), true
		for _, cost := range costs {
			v := cost * parts
			n := math.Round(v)
			if math.Abs(v-n) > 1e-7 || math.Abs(n) > 1e12 {
				regular = false
				break
			}
			g = gcd(g, int64(math.Abs(n)))
		}
		if regular && g > 0 {
			return float64(g) / parts
		}
	}
	return 0
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
