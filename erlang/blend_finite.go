package erlang

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// finiteBlend solves a blend whose work comes as a Poisson stream and may run out.
//
// The level is the number of pieces of work that wait, the states within a level are those of Blend, at level 0 also those with more agents
// idle. The level falls only where j + v = busy, and there by one, so that from any state of a level the next lower level is entered
// in one of few ways, by the agents at work: the matrix G of the first passages, with those from all other states, is found by iteration (Neuts
// 1981, "Matrix-Geometric Solutions in Stochastic Models"; Latouche and Ramaswami 1999). Level 0, with what lies above it
// replaced by the passages back, is solved by elimination; of the levels above only their sum is needed, which is that of endless work with
// what comes from level 0 and goes back to it.
type finiteBlend struct {
	*blendChain
	come float64 // pieces of work per second
	up   [][][]float64
}

// mostFinite bounds the effort of an iteration.
const mostFinite = 2_000_000

// performance is that of all levels together.
func (f *finiteBlend) performance(within float64) (BlendPerformance, error) {
	if float64(f.phases())*float64(f.phases())*float64(f.most) > mostFinite {
		return BlendPerformance{}, errBlendStates
	}
	all, err := f.solve()
	if err != nil {
		return BlendPerformance{}, err
	}
	busy, atWork, queue := 0.0, 0.0, 0.0
	seen := make([][]float64, f.phases())
	for j := range all {
		for v, p := range all[j] {
			p = math.Max(p, 0) // rounding
			busy += p * float64(min(j+v, f.n))
			atWork += p * float64(j)
			if q := v - (f.n - j); q >= 0 {
				queue += p * float64(q)
				seen[j] = append(seen[j], p)
			}
		}
	}
	trim(seen)
	return f.result(seen, busy, atWork, queue, within)
}

// mostSums bounds the sums made in all iterations for G, mostPassages the iterations; more are needed only where the agents hardly have the time for all the work.
const (
	mostPassages = 5000
	mostSums     = 2e9
)

func (f *finiteBlend) phases() int { return f.busy + 1 }

// passages finds, for every state (j, v) with j + v >= busy, the chances of the agents at work when the next lower level is entered: up[j][v][·].
func (f *finiteBlend) passages() error {
	p := f.phases()
	f.up = make([][][]float64, p)
	old := make([][][]float64, p)
	for j := range f.up {
		f.up[j], old[j] = make([][]float64, f.most+1), make([][]float64, f.most+1)
		for v := f.busy - j; v <= f.most; v++ {
			f.up[j][v], old[j][v] = make([]float64, p), make([]float64, p)
		}
	}
	ratio := make([]float64, f.most+1)
	g := make([]float64, p*p)
	for range min(mostPassages, int(mostSums/(float64(p*p)*float64(f.most)))) {
		f.up, old = old, f.up
		for j := range p {
			copy(g[j*p:], old[j][f.busy-j])
		}
		change := 0.0
		for j := range p {
			first := f.busy - j
			// (rate + come + death + work) h[v] = rate h[v+1] + death h[v-1] + work h[j-1][v] + come h[v] G, from the top down.
			for v := f.most; v >= first; v-- {
				h := f.up[j][v]
				clear(h)
				for i, x := range old[j][v] {
					if x *= f.come; x != 0 {
						for m, y := range g[i*p : i*p+p] {
							h[m] += x * y
						}
					}
				}
				death, work := f.death(j, v), float64(j)*f.work
				down := death // to h[v-1]; from the lowest state the level falls
				if v == first {
					if j+1 < p {
						h[j+1] += death
					}
					h[j] += work
					down = 0
				} else if j > 0 {
					for m, y := range f.up[j-1][v] {
						h[m] += work * y
					}
				}
				diagonal := f.come + death + work
				if v < f.most {
					diagonal += f.rate * (1 - ratio[v+1])
					for m, y := range f.up[j][v+1] {
						h[m] += f.rate * y
					}
				}
				for m := range h {
					h[m] /= diagonal
				}
				ratio[v] = down / diagonal
			}
			for v := first; v <= f.most; v++ {
				h := f.up[j][v]
				if v > first {
					for m, y := range f.up[j][v-1] {
						h[m] += ratio[v] * y
					}
				}
				for m, y := range h {
					change = math.Max(change, math.Abs(y-old[j][v][m]))
				}
			}
		}
		if change < 1e-13 {
			return nil
		}
	}
	return fmt.Errorf("erlang: the agents hardly have the time for all the work: %w", ErrNoFormula)
}

// level0 is the chances of level 0, by v and j, and the flows into it by the agents at work, up to a factor.
func (f *finiteBlend) level0() (at [][]float64, back []float64, err error) {
	p := f.phases()
	// In rows x[v] of the states (·, v): x[v] local[v] = rate x[v-1] + x[v+1] deaths[v+1] + what flows in. Elimination from the top down
	// leaves x[v] = (rate x[v-1] + in[v]) inverse[v], for all ways back at once: row i of in and x is that by unit flow i.
	inverse, in := make([]*mat.Dense, f.most+1), make([]*mat.Dense, f.most+1)
	for v := f.most; v >= 0; v-- {
		local := mat.NewDense(p, p, nil)
		in[v] = mat.NewDense(p, p, nil)
		if v <= f.busy {
			in[v].Set(f.busy-v, f.busy-v, 1)
		}
		for j := range p {
			out := f.death(j, v) + float64(j)*f.work + f.come
			if v < f.most {
				out += f.rate
			}
			local.Set(j, j, out)
		}
		for j := range p {
			if j > 0 {
				local.Set(j, j-1, -float64(j)*f.work)
			}
			if j+v < f.busy { // an idle agent takes the work up
				local.Set(j, j+1, -f.come)
			}
		}
		if v < f.most {
			deaths := mat.NewDense(p, p, nil)
			for j := range p {
				deaths.Set(j, j, f.death(j, v+1))
			}
			var fall, again mat.Dense
			fall.Mul(inverse[v+1], deaths)
			again.Scale(f.rate, &fall)
			local.Sub(local, &again)
			again.Mul(in[v+1], &fall)
			in[v].Add(in[v], &again)
		}
		inverse[v] = mat.NewDense(p, p, nil)
		if err := inverse[v].Inverse(local); err != nil {
			return nil, nil, fmt.Errorf("%w (%w)", ErrNoFormula, err)
		}
	}
	x := make([]*mat.Dense, f.most+1)
	again := mat.NewDense(p, p, nil) // flows back by flows back
	for v := range x {
		var from mat.Dense
		from.CloneFrom(in[v])
		if v > 0 {
			var up mat.Dense
			up.Scale(f.rate, x[v-1])
			from.Add(&from, &up)
		}
		x[v] = mat.NewDense(p, p, nil)
		x[v].Mul(&from, inverse[v])
		for i := range p {
			for j := max(f.busy-v, 0); j < p; j++ {
				for m, h := range f.up[j][v] {
					again.Set(i, m, again.At(i, m)+x[v].At(i, j)*f.come*h)
				}
			}
		}
	}
	back = steadyOf(again)
	for v := range x {
		row := make([]float64, p)
		for j := range row {
			for i, b := range back {
				row[j] += b * x[v].At(i, j)
			}
		}
		at = append(at, row)
	}
	return at, back, nil
}

// steadyOf is the stationary law of a stochastic matrix whose last state is entered from all others, without a difference taken (Grassmann, Taksar
// and Heyman 1985, "Regenerative analysis and steady state distributions for Markov chains", Operations Research 33).
func steadyOf(of *mat.Dense) []float64 {
	n, _ := of.Dims()
	a := mat.DenseCopyOf(of)
	for k := range n - 1 {
		out := 0.0
		for j := k + 1; j < n; j++ {
			out += a.At(k, j)
		}
		for i := k + 1; i < n; i++ {
			into := a.At(i, k) / out
			a.Set(i, k, into)
			for j := k + 1; j < n; j++ {
				a.Set(i, j, a.At(i, j)+into*a.At(k, j))
			}
		}
	}
	law := make([]float64, n)
	law[n-1] = 1
	sum := 1.0
	for k := n - 2; k >= 0; k-- {
		for i := k + 1; i < n; i++ {
			law[k] += law[i] * a.At(i, k)
		}
		sum += law[k]
	}
	for k := range law {
		law[k] /= sum
	}
	return law
}

// above is the sum of the levels above 0, by j and v: with a chance of the state of the most work, and what comes from level 0 and goes back.
func (f *finiteBlend) above(most float64, at [][]float64, back []float64) [][]float64 {
	sum := make([][]float64, f.phases())
	fed, low, right := make([]float64, f.most+1), make([]float64, f.most+1), make([]float64, f.most+1)
	known, come := most, 0.0
	for j := f.busy; j >= 0; j-- {
		first := f.busy - j
		source := func(v int) float64 {
			if at == nil {
				return 0
			}
			return f.come * at[v][j]
		}
		plane := make([]float64, f.most+1)
		plane[first] = known
		over := 0.0
		for v := f.most; v > first; v-- {
			in := fed[v] + source(v)
			if v < f.most {
				over *= f.rate / low[v+1]
				in += f.death(j, v+1) / low[v+1] * right[v+1]
			}
			over += float64(j) * f.work
			low[v], right[v] = f.death(j, v)+over, in
			come += source(v)
		}
		come += source(first)
		if back != nil {
			come -= back[j]
		}
		flow := 0.0
		clear(fed)
		for v := first + 1; v <= f.most; v++ {
			plane[v] = (right[v] + f.rate*plane[v-1]) / low[v]
			fed[v] = plane[v] * float64(j) * f.work
			flow += fed[v]
		}
		sum[j] = plane
		known = (flow - come) / (float64(first+1) * f.call)
	}
	return sum
}

// solve returns the chances by j and v of all levels together, and the sums that performance takes from them.
func (f *finiteBlend) solve() (all [][]float64, err error) {
	if err := f.passages(); err != nil {
		return nil, err
	}
	at, back, err := f.level0()
	if err != nil {
		return nil, err
	}
	base, endless := f.above(0, at, back), f.above(1, nil, nil)
	// As much work is done as comes: work E[j] = come.
	excess := func(chance func(j, v int) float64) float64 {
		sum := 0.0
		for j := range f.phases() {
			for v := 0; v <= f.most; v++ {
				sum += chance(j, v) * (float64(j)*f.work - f.come)
			}
		}
		return sum
	}
	had := excess(func(j, v int) float64 { return at[v][j] + base[j][v] })
	factor := -had / excess(func(j, v int) float64 { return endless[j][v] })
	all = base
	total := 0.0
	for j := range all {
		for v := range all[j] {
			all[j][v] += at[v][j] + factor*endless[j][v]
			total += all[j][v]
		}
	}
	for j := range all {
		for v := range all[j] {
			all[j][v] /= total
		}
	}
	return all, nil
}
