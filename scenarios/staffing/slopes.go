package staffing

import (
	"cmp"
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

// sketch is a rough plan, found with few days from several starts: the best of them, with those intervals of the
// others that are better.
func (f *searcher) sketch(alone [][]int) (scenarios.Plan, error) {
	f.sample(f.coarse)
	var plans []scenarios.Plan
	for _, power := range []float64{-3, -1, 0} {
		plan := f.start(alone, power)
		if err := f.shape(&plan, 0.2); err != nil {
			return nil, err
		}
		if err := f.grow(&plan); err != nil {
			return nil, err
		}
		plans = append(plans, plan)
		if len(f.teams) == 1 {
			break
		}
	}
	slices.SortStableFunc(plans, func(a, b scenarios.Plan) int { return cmp.Compare(f.worth(a), f.worth(b)) })
	for _, other := range plans[1:] {
		if err := f.take(&plans[0], other); err != nil {
			return nil, err
		}
	}
	return plans[0], nil
}

// shape finds the rough shape of a plan. In each round the slopes about it say which change would keep all figures
// at least cost, with no interval's agents changed by more than a part. Of that change, and of what of it was for the better
// interval by interval, the better takes the plan's place if it is better than the plan; where it was not
// for the better, the next change is to be smaller.
func (f *searcher) shape(plan *scenarios.Plan, part float64) error {
	k := f.s.Intervals()
	trust := slices.Repeat([]float64{part}, k)
	for range 40 {
		if f.spent() {
			return nil
		}
		m, err := f.measure(*plan)
		if err != nil {
			return err
		}
		now, err := f.look(*plan)
		if err != nil {
			return err
		}
		next := f.propose(*plan, now, m, trust)
		then, err := f.look(next)
		if err != nil {
			return err
		}
		worth, price := f.compare(*plan, next, now, then, m)
		some := clonePlan(next)
		moved := false
		for i := range k {
			same := true
			for t := range next {
				same = same && next[t][i] == (*plan)[t][i]
			}
			moved = moved || !same
			switch {
			case same:
			case worth[i] < -1e-9:
				trust[i] = min(1.5*trust[i], part)
			default:
				trust[i] /= 2
				for t := range next {
					some[t][i] = (*plan)[t][i]
				}
			}
		}
		if !moved {
			return nil
		}
		part0, err := f.look(some)
		if err != nil {
			return err
		}
		a, b, c := f.merit(*plan, now, price), f.merit(next, then, price), f.merit(some, part0, price)
		switch {
		case c < a-1e-9 && c <= b:
			*plan = some
		case b < a-1e-9:
			*plan = next
		default:
			for i := range trust {
				trust[i] /= 2
			}
		}
	}
	return nil
}

// merit is a plan's cost with what it would take to mend its figures.
func (f *searcher) merit(plan scenarios.Plan, l *look, price []float64) float64 {
	sum := f.worth(plan)
	for at := range l.grade {
		sum += 1.2 * price[at] * f.short(l, at)
	}
	return sum
}

// propose solves the linear model about a plan.
func (f *searcher) propose(plan scenarios.Plan, now *look, m *slopes, trust []float64) scenarios.Plan {
	k := f.s.Intervals()
	b := &block{effects: m.effects}
	for t := range f.s.Teams {
		for i := range k {
			amount := int(trust[i]*float64(f.agents(plan, i)) + 0.5)
			if amount == 0 && trust[i] > 0.01 {
				amount = 1
			}
			b.low = append(b.low, max(-amount, min(0, f.low[t][i]-plan[t][i])))
			b.high = append(b.high, max(0, min(amount, f.high[t][i]-plan[t][i])))
			b.price = append(b.price, f.price(t))
		}
	}
	for at := range now.grade {
		b.grade = append(b.grade, f.grade(now, at))
	}
	next := clonePlan(plan)
	for v, d := range b.solve(f.ctx) {
		next[v/k][v%k] += d
	}
	return next
}

// compare is what every interval's change costs, with what it would take to mend the figures it broke, or
// takes no more for those it mended; below 0 it is for the better. What a figure became worse or better by is
// put down to the intervals whose changes should have made it so, else to the nearest change.
func (f *searcher) compare(plan, next scenarios.Plan, now, then *look, m *slopes) (worth, price []float64) {
	k := f.s.Intervals()
	worth = make([]float64, k)
	changed := make([]bool, k)
	for t := range plan {
		for i := range k {
			d := next[t][i] - plan[t][i]
			worth[i] += float64(d) * f.price(t)
			changed[i] = changed[i] || d != 0
		}
	}
	up, down := make([][]float64, len(now.grade)), make([][]float64, len(now.grade)) // by figure and interval
	price = make([]float64, len(now.grade))                                          // of a grade
	for v, effects := range m.effects {
		t, i := v/k, v%k
		d := float64(next[t][i] - plan[t][i])
		for _, e := range effects {
			if p := f.costs[t] / e.slope; price[e.figure] == 0 || p < price[e.figure] {
				price[e.figure] = p
			}
			of := &up[e.figure]
			if d < 0 {
				of = &down[e.figure]
			}
			if *of == nil {
				*of = make([]float64, k)
			}
			(*of)[i] += math.Abs(d) * e.slope
		}
	}
	for at := range now.grade {
		d := f.short(then, at) - f.short(now, at)
		if d == 0 {
			continue
		}
		parts := up[at]
		if d > 0 {
			parts = down[at]
		}
		total := 0.0
		for _, x := range parts {
			total += x
		}
		d *= 1.2 * price[at]
		if total == 0 {
			if i := nearest(changed, at%(k+1)); i >= 0 {
				worth[i] += d
			}
			continue
		}
		for i, x := range parts {
			worth[i] += d * x / total
		}
	}
	return worth, price
}

// nearest is the change nearest to an interval, those before it first; -1 for none.
func nearest(changed []bool, j int) int {
	best := -1
	for i, is := range changed {
		if is && (best < 0 || distance(i, j) < distance(best, j)) {
			best = i
		}
	}
	return best
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
