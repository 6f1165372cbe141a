package staffing

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"frontoffice/scenarios"
)

// move is a change of a plan in and about an interval.
type move struct {
	at    int // the interval, which is to blame for what comes of it
	cells []cell
}

// cell is agents more, or fewer, of a team in an interval.
type cell struct{ team, interval, by int }

// grow adds agents until all figures hold that agents can help: by slopes as long as that helps much, then interval by interval.
func (f *searcher) grow(plan *scenarios.Plan) error {
	for !f.spent() {
		now, err := f.look(*plan)
		if err != nil {
			return err
		}
		if len(f.broken(now)) == 0 {
			return nil
		}
		m, err := f.measure(*plan)
		if err != nil {
			return err
		}
		next := f.propose(*plan, now, m, slices.Repeat([]float64{widest}, f.s.Intervals()), true)
		if f.worth(next) <= f.worth(*plan) {
			break
		}
		then, err := f.look(next)
		if err != nil {
			return err
		}
		price := f.prices(m)
		if !(f.lack(then, price) < f.lack(now, price)/2) {
			break
		}
		*plan = next
	}
	return f.growEach(plan)
}

// lack is what it would take to mend a look's figures.
func (f *searcher) lack(l *look, price []float64) float64 {
	sum := 0.0
	for at := range l.grade {
		sum += price[at] * f.short(l, at)
	}
	return sum
}

// growEach adds agents until all figures hold that agents can help. In each round every team in turn gets agents
// wherever figures fall short, all intervals at once; each interval then keeps the team that
// makes up most for its cost, with as many agents as seem to be needed.
func (f *searcher) growEach(plan *scenarios.Plan) error {
	for !f.spent() {
		now, err := f.look(*plan)
		if err != nil {
			return err
		}
		broken := f.broken(now)
		if len(broken) == 0 {
			return nil
		}
		places := f.places(broken)
		gains := make([][]float64, len(f.s.Teams)) // per agent, by team and interval
		bad := make([]float64, f.s.Intervals())
		for _, at := range broken {
			f.share(at, places, now, nil, bad)
		}
		for t := range f.s.Teams {
			if !slices.Contains(f.teams, t) {
				gains[t] = make([]float64, f.s.Intervals())
				continue
			}
			gains[t] = make([]float64, f.s.Intervals())
			more := clonePlan(*plan)
			added := false
			for _, k := range places {
				if more[t][k] < f.high[t][k] {
					more[t][k]++
					added = true
				}
			}
			if !added {
				continue
			}
			then, err := f.look(more)
			if err != nil {
				return err
			}
			for _, at := range broken {
				f.share(at, places, now, then, gains[t])
			}
		}
		if f.wholeDay {
			f.addForDay(plan, places, gains, bad)
		} else {
			f.addForIntervals(plan, broken, places, gains, bad)
		}
		next, err := f.look(*plan)
		if err != nil {
			return err
		}
		// What no agent helps is left, and told.
		for _, at := range broken {
			if f.short(next, at) > 0 && next.grade[at] <= now.grade[at]+1e-9 && f.helpless(at, places, gains) {
				f.hopeless[at], f.offset[at] = true, next.grade[at]
			}
		}
	}
	return nil
}

// places are the intervals in which agents may help figures that fall short.
func (f *searcher) places(broken []int) []int {
	k := f.s.Intervals()
	in := make([]bool, k)
	for _, at := range broken {
		if p, j := at/(k+1), at%(k+1); j < k {
			for i := j; i <= min(j+f.ahead[p], k-1); i++ {
				in[i] = true
			}
			continue
		}
		for i := range in {
			in[i] = true
		}
	}
	var all []int
	for i, is := range in {
		if is {
			all = append(all, i)
		}
	}
	return all
}

// share adds to the intervals what a figure's shortfall becomes less by from one look to another, or with
// none to go to the shortfall itself. An interval's figure is its own; the day's is shared among the
// intervals by what theirs changed. That of work that waits is shared in equal parts among those in which it may be done.
func (f *searcher) share(at int, places []int, from, to *look, sum []float64) {
	k := f.s.Intervals()
	p, j := at/(k+1), at%(k+1)
	gain := f.short(from, at)
	if to != nil {
		gain -= f.short(to, at)
	}
	if j < k {
		last := min(j+f.ahead[p], k-1)
		for i := j; i <= last; i++ {
			sum[i] += gain / float64(last-j+1)
		}
		return
	}
	if to == nil || f.promises[p].target == backlogTarget {
		for _, i := range places {
			sum[i] += gain / float64(len(places))
		}
		return
	}
	base, total := p*(k+1), 0.0
	change := make([]float64, k)
	for i := range k {
		change[i] = math.Max(0, f.better(p, from, to, base+i)) * from.count[base+i]
		total += change[i]
	}
	for i := range k {
		if total > 0 {
			sum[i] += gain * change[i] / total
		}
	}
}

// better is by how much an interval's figure is better in another look.
func (f *searcher) better(p int, from, to *look, at int) float64 {
	d := to.value[at] - from.value[at]
	if !f.promises[p].atLeast {
		d = -d / f.promises[p].goal
	}
	return d
}

// addForIntervals gives each interval that falls short agents of the team that helps it most for its cost. Work that waits may be
// helped in many intervals: of these as many get an agent as it seems to need.
func (f *searcher) addForIntervals(plan *scenarios.Plan, broken, places []int, gains [][]float64, bad []float64) {
	own := make([]bool, f.s.Intervals()) // a figure that only its own agents help
	for _, at := range broken {
		p, j := at/(f.s.Intervals()+1), at%(f.s.Intervals()+1)
		if j < f.s.Intervals() {
			own[j] = own[j] || f.ahead[p] == 0
		}
	}
	next := clonePlan(*plan)
	due := 0.5
	for _, k := range places {
		t, gain := f.best(*plan, gains, k)
		if t < 0 {
			continue
		}
		// Agents help less the more there are: what the first one's help would take is not too many, and an
		// interval may recover with those before it.
		want := min(0.7*bad[k]/gain, 1+0.2*float64(f.agents(*plan, k)), 1000)
		if own[k] {
			want = max(want, 1)
		} else {
			due += want
			want = math.Floor(due)
			due -= want
		}
		next[t][k] = min(next[t][k]+int(want), f.high[t][k])
	}
	f.limitChange(next)
	*plan = next
}

// addForDay gives agents where they help the day most for their cost, about as many as it needs.
func (f *searcher) addForDay(plan *scenarios.Plan, places []int, gains [][]float64, bad []float64) {
	type choice struct {
		team, interval int
		gain           float64
	}
	var all []choice
	need := 0.0
	for _, k := range places {
		need += bad[k]
		if t, gain := f.best(*plan, gains, k); t >= 0 {
			all = append(all, choice{t, k, gain})
		}
	}
	slices.SortStableFunc(all, func(a, b choice) int { return cmp.Compare(b.gain/f.costs[b.team], a.gain/f.costs[a.team]) })
	next := clonePlan(*plan)
	for i, c := range all {
		if i > 0 && (need <= 0 || i > len(places)/2) {
			break
		}
		next[c.team][c.interval]++
		need -= c.gain
	}
	f.limitChange(next)
	*plan = next
}

// best is the team whose agent helps an interval most for its cost, of those that help; -1 for none.
func (f *searcher) best(plan scenarios.Plan, gains [][]float64, k int) (team int, gain float64) {
	team = -1
	for t := range gains {
		if g := gains[t][k]; g > 1e-9 && plan[t][k] < f.high[t][k] && (team < 0 || g*f.costs[team] > gain*f.costs[t]) {
			team, gain = t, g
		}
	}
	return team, gain
}

// helpless is whether no team's agent helps a figure.
func (f *searcher) helpless(at int, places []int, gains [][]float64) bool {
	k := f.s.Intervals()
	j := at % (k + 1)
	for t := range gains {
		for _, i := range places {
			if (j == k || i == j) && gains[t][i] > 1e-9 {
				return false
			}
		}
	}
	return true
}

func (f *searcher) agents(plan scenarios.Plan, k int) int {
	n := 0
	for t := range plan {
		n += plan[t][k]
	}
	return n
}

// settle grows the plan and takes away what can be spared.
func (f *searcher) settle(plan *scenarios.Plan) error {
	if err := f.grow(plan); err != nil {
		return err
	}
	return f.prune(plan, f.order(), 0.05)
}

// take makes the intervals of a plan those of another where that is cheaper and all figures hold.
func (f *searcher) take(plan *scenarios.Plan, from scenarios.Plan) error {
	var moves []move
	for k := range f.s.Intervals() {
		m := move{at: k}
		for t := range from {
			m.cells = append(m.cells, cell{t, k, from[t][k] - (*plan)[t][k]})
		}
		if f.change(m) < 0 {
			moves = append(moves, m)
		}
	}
	return f.try(plan, "", moves)
}

// amount is a part of an interval's agents, at least one.
func (f *searcher) amount(plan scenarios.Plan, k int, part float64) int {
	return max(1, int(part*float64(f.agents(plan, k))+0.5))
}

// prune takes agents of teams away until none can be spared, at first a part of the agents at once.
func (f *searcher) prune(plan *scenarios.Plan, order []int, part float64) error {
	for !f.spent() {
		before := f.worth(*plan)
		for _, t := range order {
			if err := f.spare(plan, t, part); err != nil {
				return err
			}
		}
		if f.worth(*plan) < before {
			continue
		}
		if part == 0 {
			return nil
		}
		if part /= 2; part < 0.02 {
			part = 0
		}
	}
	return nil
}

// spare takes a part of the agents away from a team, in all intervals that let it.
func (f *searcher) spare(plan *scenarios.Plan, team int, part float64) error {
	var moves []move
	for k := range f.s.Intervals() {
		moves = append(moves, move{k, []cell{{team, k, -min(f.amount(*plan, k, part), (*plan)[team][k]-f.low[team][k])}}})
	}
	return f.try(plan, fmt.Sprint(team, part), moves)
}

// order is the teams in the order in which they are asked to spare agents: those of few skills first, whom others miss least.
func (f *searcher) order() []int {
	order := slices.Clone(f.teams)
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(f.s.Teams[a].Skills), len(f.s.Teams[b].Skills)) })
	return order
}

// change is by how much a move makes the plan dearer, or as dear with more skills.
func (f *searcher) change(m move) float64 {
	sum := 0.0
	for _, c := range m.cells {
		sum += float64(c.by) * f.price(c.team)
	}
	return sum
}

// worth is a plan's cost, with a little for every skill: of plans that cost the same, that
// with fewer skills is better.
func (f *searcher) worth(plan scenarios.Plan) float64 {
	sum := 0.0
	for t, agents := range plan {
		for _, n := range agents {
			sum += float64(n) * f.price(t)
		}
	}
	return sum
}

func (f *searcher) price(t int) float64 {
	return f.costs[t] * (1 + 1e-6*float64(len(f.s.Teams[t].Skills)))
}

// try makes moves about many intervals at once, at most one about each, takes those back where figures then fall short, and looks
// again, until all hold. Where an interval has refused a named move it is not asked again until the
// plan around it has changed. The plan does not become dearer.
func (f *searcher) try(plan *scenarios.Plan, name string, moves []move) error {
	before, err := f.look(*plan)
	if err != nil {
		return err
	}
	var made []move
	for _, m := range moves {
		if f.possible(*plan, m) && (name == "" || f.stale[fmt.Sprint(name, m.at)] != f.around(*plan, m.at)) {
			made = append(made, m)
		}
	}
	asked := slices.Clone(made)
	next := f.made(*plan, made)
	for round := 0; len(made) > 0; round++ {
		now, err := f.look(next)
		if err != nil {
			return err
		}
		broken := f.broken(now)
		if len(broken) == 0 {
			break
		}
		var at []int
		for _, m := range made {
			at = append(at, m.at)
		}
		back := f.blame(broken, at, before, now, round >= mostRounds)
		made = slices.DeleteFunc(made, func(m move) bool { return back[m.at] })
		next = f.made(*plan, made)
	}
	if f.cost(next) > f.cost(*plan)+1e-9 {
		made = nil
	} else {
		*plan = next
	}
	for _, m := range asked {
		if name != "" && !slices.ContainsFunc(made, func(n move) bool { return n.at == m.at }) {
			f.stale[fmt.Sprint(name, m.at)] = f.around(*plan, m.at)
		}
	}
	return nil
}

// made is a plan with moves made, and what the limit on change asks for besides.
func (f *searcher) made(plan scenarios.Plan, moves []move) scenarios.Plan {
	next := clonePlan(plan)
	for _, m := range moves {
		for _, c := range m.cells {
			next[c.team][c.interval] += c.by
		}
	}
	f.limitChange(next)
	return next
}

func (f *searcher) possible(plan scenarios.Plan, m move) bool {
	any := false
	for _, c := range m.cells {
		any = any || c.by != 0
		if n := plan[c.team][c.interval] + c.by; n < f.low[c.team][c.interval] && c.by < 0 || n > f.high[c.team][c.interval] && c.by > 0 {
			return false
		}
	}
	return any
}

// around is the plan about an interval, in words.
func (f *searcher) around(plan scenarios.Plan, k int) string {
	from, to := max(k-f.reach, 0), min(k+f.reach+1, f.s.Intervals())
	s := ""
	for t := range plan {
		s += fmt.Sprint(plan[t][from:to])
	}
	return s
}

// mostRounds is after how many looks at a trade all intervals near a figure that falls short take it back.
const mostRounds = 8

// blame says which intervals' trades are to be taken back for figures that fall short: for that of an interval its own
// or the nearest before it, whose queue reaches into it, or the next after it, which its queue
// reaches into, or all of these; for the day's those that cost the day most.
func (f *searcher) blame(broken, made []int, before, now *look, all bool) map[int]bool {
	k := f.s.Intervals()
	back := map[int]bool{}
	for _, at := range broken {
		p, j := at/(k+1), at%(k+1)
		if f.promises[p].target == backlogTarget { // any of them, so half at a time
			for i := (len(made) - 1) % 2; i < len(made); i += 2 {
				back[made[i]] = true
			}
			continue
		}
		if j == k {
			f.blameDay(p, at, made, before, now, back)
			continue
		}
		ahead := f.ahead[p]
		var near []int
		for _, m := range made {
			if m >= j-max(f.reach, ahead) && m <= j+ahead+1 {
				near = append(near, m)
			}
		}
		switch {
		case len(near) == 0:
			for i := 0; i < len(made); i += 2 {
				back[made[i]] = true
			}
		case all:
			for _, m := range near {
				back[m] = true
			}
		case ahead > 0: // work that waits for hours: any of them, so half at a time
			for i := (len(near) - 1) % 2; i < len(near); i += 2 {
				back[near[i]] = true
			}
		default:
			slices.SortStableFunc(near, func(a, b int) int { return cmp.Compare(distance(a, j), distance(b, j)) })
			back[near[0]] = true
		}
	}
	return back
}

// distance orders intervals by how likely what happens in them is felt in j: j itself, those before it, those after it.
func distance(i, j int) int {
	if i > j {
		return 1000 + i - j
	}
	return j - i
}

// blameDay takes back the trades that cost the day's figure most until what is left fits, by how the intervals' own
// figures changed: each is the work of the last trade at or before it.
func (f *searcher) blameDay(p, at int, made []int, before, now *look, back map[int]bool) {
	k := f.s.Intervals()
	base, total := p*(k+1), 0.0
	effect := make([]float64, len(made))
	for i := range k {
		m, _ := slices.BinarySearch(made, i+1)
		d := max(0, -f.better(p, before, now, base+i)) * now.count[base+i]
		effect[max(m-1, 0)] += d
		total += d
	}
	excess := f.short(now, at)
	loss := before.grade[at] - now.grade[at]
	order := make([]int, len(made))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(effect[b], effect[a]) })
	for n, i := range order {
		if n > 0 && excess <= 0 {
			break
		}
		back[made[i]] = true
		if total > 0 {
			excess -= loss * effect[i] / total
		}
	}
}

func clonePlan(plan scenarios.Plan) scenarios.Plan {
	all := make(scenarios.Plan, len(plan))
	for t := range plan {
		all[t] = slices.Clone(plan[t])
	}
	return all
}
