package staffing

import (
	"context"
	"math"
	"slices"

	"frontoffice/scenarios"
)

// slopes are a linear model, about a plan, of what an agent more of a team in an interval adds to the grades of
// figures. The variables are team · intervals + interval.
type slopes struct {
	effects [][]effect // by variable
}

// effect is that of an agent more on a figure's grade.
type effect struct {
	figure int
	slope  float64
}

// measure finds the slopes about a plan: each team in turn has a few agents more in every interval. What an
// interval's figures gain is put down to its own agents, though those of its neighbours help: it is
// what happens where all change alike. Where contacts may wait for whole intervals it is put down
// to the agents of all of these, and of those since when contacts have been waiting, in equal parts.
func (f *searcher) measure(plan scenarios.Plan) (*slopes, error) {
	now, err := f.look(plan)
	if err != nil {
		return nil, err
	}
	k := f.s.Intervals()
	m := &slopes{make([][]effect, len(f.s.Teams)*k)}
	for _, t := range f.teams {
		more := clonePlan(plan)
		added := make([]int, k)
		for i := range added {
			added[i] = min(f.amount(plan, i, 0.02), f.high[t][i]-plan[t][i])
			if added[i] <= 0 { // as many as may be: what fewer lose
				added[i] = -min(f.amount(plan, i, 0.02), plan[t][i]-f.low[t][i])
			}
			more[t][i] += added[i]
		}
		then, err := f.look(more)
		if err != nil {
			return nil, err
		}
		for at := range now.grade {
			gain := f.grade(then, at) - f.grade(now, at)
			if !f.holds(at) || !(math.Abs(gain) > 1e-9) {
				continue
			}
			for i, part := range f.parts(at, now, then) {
				if gain*float64(added[i]) > 0 && part > 0 {
					v := t*k + i
					m.effects[v] = append(m.effects[v], effect{at, gain * part / float64(added[i])})
				}
			}
		}
	}
	return m, nil
}

// parts is how a figure's gain is shared among the intervals.
func (f *searcher) parts(at int, now, then *look) []float64 {
	k := f.s.Intervals()
	p, j := at/(k+1), at%(k+1)
	parts := make([]float64, k)
	if j < k {
		from, to := now.since[at], min(j+f.ahead[p], k-1)
		for i := from; i <= to; i++ {
			parts[i] = 1 / float64(to-from+1)
		}
		return parts
	}
	if f.promises[p].target == backlogTarget {
		from := min(now.since[at], then.since[at])
		open := 0.0
		for i := from; i < k; i++ {
			if f.s.OpenAt(i) {
				open++
			}
		}
		for i := from; i < k; i++ {
			if f.s.OpenAt(i) {
				parts[i] = 1 / open
			}
		}
		return parts
	}
	total := 0.0
	for i := range parts { // the day's, by what those of the intervals gained
		parts[i] = math.Abs(f.better(p, now, then, at-k+i)) * now.count[at-k+i]
		total += parts[i]
	}
	for i := range parts {
		parts[i] = ratio(parts[i], total)
	}
	return parts
}

// block is an integer programme: agents to add, or take away, at least cost so that all grades stay at or above 0
// on the linear model.
type block struct {
	low, high []int     // bounds of each variable's change
	price     []float64 // of each variable
	grade     []float64 // by figure
	effects   [][]effect
}

// solve finds a good solution: it adds what helps most for its price until all grades hold, takes away what hurts least, and
// tries whether more of one variable saves others. It ends early where ctx does.
func (b *block) solve(ctx context.Context) []int {
	x, g := make([]int, len(b.low)), slices.Clone(b.grade)
	all := make([]int, len(x))
	for v := range all {
		all[v] = v
	}
	for b.add(x, g) {
	}
	b.strip(x, g, all, -1)
	near := b.near()
	y, h := slices.Clone(x), slices.Clone(g)
	for improved := true; improved; {
		improved = false
		for v := range x {
			if ctx.Err() != nil {
				return x
			}
			spent := 0.0
			for n := 0; y[v] < b.high[v] && n < 12; n++ {
				b.move(y, h, v, 1)
				if spent += b.price[v] - b.strip(y, h, near[v], v); spent < -1e-9 {
					copy(x, y)
					copy(g, h)
					spent, improved = 0, true
				}
			}
			copy(y, x)
			copy(h, g)
		}
	}
	return x
}

// near is, for each variable, those that move a figure which it moves too, in their order.
func (b *block) near() [][]int {
	of := make([][]int, len(b.grade)) // by figure
	for v, effects := range b.effects {
		for _, e := range effects {
			of[e.figure] = append(of[e.figure], v)
		}
	}
	near := make([][]int, len(b.effects))
	for v, effects := range b.effects {
		for _, e := range effects {
			near[v] = append(near[v], of[e.figure]...)
		}
		slices.Sort(near[v])
		near[v] = slices.Compact(near[v])
	}
	return near
}

func (b *block) move(x []int, g []float64, v, by int) {
	x[v] += by
	for _, e := range b.effects[v] {
		g[e.figure] += e.slope * float64(by)
	}
}

// add adds one of the variable that mends most for its price; false where all holds or none helps.
func (b *block) add(x []int, g []float64) bool {
	best, most := -1, 0.0
	for v := range x {
		if x[v] >= b.high[v] {
			continue
		}
		gain := 0.0
		for _, e := range b.effects[v] {
			if g[e.figure] < 0 {
				gain += min(e.slope, -g[e.figure])
			}
		}
		if gain /= b.price[v]; gain > most {
			best, most = v, gain
		}
	}
	if best >= 0 {
		b.move(x, g, best, 1)
	}
	return best >= 0
}

// strip takes away from some variables, one by one, what the grades miss least for its price, but for one of them. It
// returns what that saves.
func (b *block) strip(x []int, g []float64, of []int, but int) (saved float64) {
	for {
		best, least := -1, 0.0
		for _, v := range of {
			if v == but || x[v] <= b.low[v] {
				continue
			}
			harm := 0.0
			for _, e := range b.effects[v] {
				if g[e.figure] < e.slope {
					harm = math.Inf(1)
					break
				}
				harm = max(harm, e.slope/g[e.figure])
			}
			if harm /= b.price[v]; !math.IsInf(harm, 1) && (best < 0 || harm < least) {
				best, least = v, harm
			}
		}
		if best < 0 {
			return saved
		}
		b.move(x, g, best, -1)
		saved += b.price[best]
	}
}
