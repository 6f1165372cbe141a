package shifts

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"frontoffice/scenarios/shifts/mip"
)

// A limit on start times is hard for a search that decides on people: the relaxation uses a little of every time. So sets of
// times are searched first: one time is exchanged for another as long as the relaxation of the cover with the times of the set alone
// costs less. Such a problem is small. The best sets are then covered by whole people, and that plan is what the search begins with.

// startTime is a time of the day at which shifts of a team may start.
type startTime struct {
	team int
	at   time.Duration
}

// startSets is a search among sets of start times.
type startSets struct {
	free   *mip.Problem // the model without the limit; agents may be short at a price above all
	short  int          // its columns from here on are these
	of     []int        // by column, its start time; -1: it is always there
	times  []startTime
	most   []int // by team, how many times a set has; 0: all
	random uint64
	work   int64 // done, in operations
	until  int64
	best   []startSet // those that cost least, the least first
	seen   map[string]float64
}

type startSet struct {
	in   []bool // by time
	cost float64
}

// keptSets is how many sets are covered by whole people.
const keptSets = 3

// sets prepares the search; nil where no limit leaves a choice.
func (m *Model) sets(seed uint64) *startSets {
	s := &startSets{random: seed, most: make([]int, len(m.teams)), seen: map[string]float64{}}
	counts := make([]int, len(m.teams))
	index := map[startTime]int{}
	for _, shift := range m.Shifts {
		at := startTime{shift.Team, timeOfDay(shift.Start)}
		if m.mostStarts(shift.Team) == 0 {
			s.of = append(s.of, -1)
			continue
		}
		if _, known := index[at]; !known {
			index[at] = len(s.times)
			s.times = append(s.times, at)
			counts[at.team]++
		}
		s.of = append(s.of, index[at])
	}
	choice := false
	for t, n := range counts {
		s.most[t] = m.mostStarts(t)
		choice = choice || n > s.most[t]
	}
	if !choice {
		return nil
	}
	return s
}

// mostStarts is how many start times a team may have; 0: no limit.
func (m *Model) mostStarts(t int) int {
	if at, limited := m.startRows[t]; limited {
		if most := m.Problem.Rows[at[0]].Upper; !math.IsInf(most, 1) {
			return int(most)
		}
	}
	return 0
}

// searchStarts solves the program of a day with limits on start times.
func (m *Model) searchStarts(ctx context.Context, s *startSets, o mip.Options) (*mip.Solution, error) {
	if o.Work <= 0 {
		o.Work = mip.DefaultWork
	}
	s.prepare(m)
	s.until = o.Work * 1e6 / 3
	if err := s.search(ctx); err != nil && (ctx.Err() == nil || s.best == nil) {
		return nil, err
	}
	spent := s.work / 1e6
	var start []float64
	least := math.Inf(1)
	each := (o.Work - spent) * 3 / 5 / max(int64(len(s.best)), 1)
	for _, set := range s.best {
		if set.cost >= least {
			continue
		}
		p, columns := s.restricted(set.in)
		p.Columns = p.Columns[:len(p.Columns)-(len(s.free.Columns)-s.short)] // nobody may be short
		part := o
		part.Work, part.Progress = max(each, 1), nil
		within := ctx
		if ctx.Err() != nil && start == nil { // ended already: a moment for a plan to show
			within, part.Work, part.Gap = context.WithoutCancel(ctx), min(part.Work, 200), 1
		}
		got, err := mip.Solve(within, p, part)
		spent += each
		if err != nil {
			continue
		}
		spent += got.Work - each
		if got.Cost < least {
			least, start = got.Cost, m.extended(got.X, columns)
		}
	}
	if start == nil && s.none(ctx) {
		return nil, mip.ErrInfeasible
	}
	o.Start, o.Work = start, max(o.Work-spent, 1)
	found, err := mip.Solve(ctx, m.Problem, o)
	if found != nil {
		found.Work += spent
	}
	return found, err
}

// fewSets is up to how many sets all are looked at where none was found that covers.
const fewSets = 1000

// none is whether the sets are few and not even the relaxation of any covers what is required.
func (s *startSets) none(ctx context.Context) bool {
	limited, most := -1, 0
	for t, n := range s.most {
		if n > 0 {
			if limited >= 0 {
				return false
			}
			limited, most = t, n
		}
	}
	all := 1.0
	for i := range most {
		all *= float64(len(s.times)-i) / float64(i+1)
	}
	if all > fewSets {
		return false
	}
	in := make([]bool, len(s.times))
	var walk func(from, left int) bool
	walk = func(from, left int) bool {
		if left == 0 {
			p, _ := s.restricted(in)
			p.Columns = p.Columns[:len(p.Columns)-(len(s.free.Columns)-s.short)]
			_, _, _, err := p.Relaxation(ctx, math.Inf(1))
			return err == mip.ErrInfeasible
		}
		for i := from; i+left <= len(in); i++ {
			in[i] = true
			no := walk(i+1, left-1)
			in[i] = false
			if !no {
				return false
			}
		}
		return true
	}
	return walk(0, most)
}

// prepare takes the model without the limit, and lets agents be short where they may not.
func (s *startSets) prepare(m *Model) {
	last := len(m.Problem.Columns)
	for _, of := range m.switches {
		last -= len(of)
	}
	with := &mip.Problem{Columns: m.Problem.Columns[:last], Rows: slices.Clone(m.Problem.Rows)}
	for _, at := range m.startRows {
		for i := at[0]; i < at[1]; i++ {
			with.Rows[i].Lower, with.Rows[i].Upper = math.Inf(-1), math.Inf(1)
		}
	}
	p := with.WithoutIdle()
	for range p.Columns[len(s.of):] {
		s.of = append(s.of, -1)
	}
	s.short = len(p.Columns)
	price := 1.0
	for _, c := range p.Columns {
		price = max(price, c.Cost)
	}
	for i, r := range p.Rows {
		if r.Lower > 0 {
			p.Columns = append(p.Columns, mip.Column{Name: "short", Cost: 10 * price, Upper: r.Lower, Runs: []mip.Run{{From: i, To: i + 1, Value: 1}}})
			s.of = append(s.of, -1)
		}
	}
	s.free = p
}

// restricted is the problem with the times of a set alone, and which columns it has.
func (s *startSets) restricted(in []bool) (*mip.Problem, []int) {
	p := &mip.Problem{Rows: s.free.Rows}
	var columns []int
	for j, of := range s.of {
		if of < 0 || in[of] {
			p.Columns = append(p.Columns, s.free.Columns[j])
			columns = append(columns, j)
		}
	}
	return p, columns
}

// extended is a solution of a restricted problem as one of the model: with the times that it uses.
func (m *Model) extended(x []float64, columns []int) []float64 {
	all := make([]float64, len(m.Problem.Columns))
	for i, v := range x {
		all[columns[i]] = v
	}
	used := map[startTime]bool{}
	for j := range m.Shifts {
		if all[j] > 0 {
			used[startTime{m.Shifts[j].Team, timeOfDay(m.Shifts[j].Start)}] = true
		}
	}
	for t, columns := range m.switches {
		for at, j := range columns {
			all[j] = one(used[startTime{t, at}])
		}
	}
	return all
}

// search exchanges times until no exchange costs less, and again from sets nearby, until the work is done.
func (s *startSets) search(ctx context.Context) error {
	all := make([]bool, len(s.times))
	for i := range all {
		all[i] = true
	}
	p, columns := s.restricted(all)
	x, _, work, err := p.Relaxation(ctx, math.Inf(1))
	s.work += work
	if err != nil {
		return err
	}
	weight := make([]float64, len(s.times))
	for i, v := range x {
		if of := s.of[columns[i]]; of >= 0 {
			weight[of] += v
		}
	}
	now := startSet{s.heaviest(weight), math.Inf(1)}
	if now.cost, err = s.value(ctx, now.in, math.Inf(1)); err != nil {
		return err
	}
	best := now
	for since := 0; since < 30 && s.work < s.until; since++ {
		if now, err = s.descend(ctx, now, weight); err != nil {
			return err
		}
		if now.cost < best.cost-1e-9*math.Abs(best.cost) {
			best, since = now, 0
		}
		now = startSet{s.kicked(best.in), math.Inf(1)}
		if now.cost, err = s.value(ctx, now.in, math.Inf(1)); err != nil {
			return err
		}
	}
	return nil
}

// heaviest is the set of the times that have most weight.
func (s *startSets) heaviest(weight []float64) []bool {
	order := make([]int, len(s.times))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weight[b], weight[a]) })
	in, left := make([]bool, len(s.times)), slices.Clone(s.most)
	for _, i := range order {
		if t := s.times[i].team; left[t] > 0 {
			in[i] = true
			left[t]--
		}
	}
	return in
}

// descend exchanges one time for another, those next to it first, as long as that costs less.
func (s *startSets) descend(ctx context.Context, now startSet, weight []float64) (startSet, error) {
	type exchange struct {
		out, in int
		away    time.Duration
	}
	for better := true; better; {
		better = false
		var all []exchange
		for i, is := range now.in {
			for j, has := range now.in {
				if is && !has && s.times[i].team == s.times[j].team {
					away := s.times[i].at - s.times[j].at
					away = max(away, -away)
					all = append(all, exchange{i, j, min(away, 24*time.Hour-away)})
				}
			}
		}
		slices.SortStableFunc(all, func(a, b exchange) int {
			return cmp.Or(cmp.Compare(a.away, b.away), cmp.Compare(weight[b.in]-weight[b.out], weight[a.in]-weight[a.out]))
		})
		for _, e := range all {
			if s.work >= s.until {
				return now, nil
			}
			if !now.in[e.out] || now.in[e.in] {
				continue
			}
			in := slices.Clone(now.in)
			in[e.out], in[e.in] = false, true
			cost, err := s.value(ctx, in, now.cost)
			if err != nil {
				return now, err
			}
			if cost < now.cost-1e-9*math.Abs(now.cost) {
				now, better = startSet{in, cost}, true
			}
		}
	}
	return now, nil
}

// kicked is a set with up to three times exchanged by luck.
func (s *startSets) kicked(in []bool) []bool {
	in = slices.Clone(in)
	for range 3 {
		i, j := s.below(len(in)), s.below(len(in))
		for n := 0; n < 100 && !(in[i] && !in[j] && s.times[i].team == s.times[j].team); n++ {
			i, j = s.below(len(in)), s.below(len(in))
		}
		if in[i] && !in[j] && s.times[i].team == s.times[j].team {
			in[i], in[j] = false, true
		}
	}
	return in
}

// below is a random number from 0 to before n (SplitMix64).
func (s *startSets) below(n int) int {
	s.random += 0x9e3779b97f4a7c15
	z := s.random
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}

// value is what the relaxation of a set costs; +Inf where that is more than limit.
func (s *startSets) value(ctx context.Context, in []bool, limit float64) (float64, error) {
	key := make([]byte, len(in))
	for i, is := range in {
		key[i] = byte(one(is))
	}
	if cost, known := s.seen[string(key)]; known {
		return cost, nil
	}
	p, _ := s.restricted(in)
	_, cost, work, err := p.Relaxation(ctx, limit)
	s.work += work + int64(len(s.of))
	if err == mip.ErrInfeasible {
		cost, err = math.Inf(1), nil
	}
	if err != nil {
		return 0, err
	}
	s.seen[string(key)] = cost
	if at, _ := slices.BinarySearchFunc(s.best, cost, func(b startSet, c float64) int { return cmp.Compare(b.cost, c) }); at < keptSets && !math.IsInf(cost, 1) {
		s.best = slices.Insert(s.best, at, startSet{slices.Clone(in), cost})
		s.best = s.best[:min(len(s.best), keptSets)]
	}
	return cost, nil
}
