package pricing

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"sync"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/pricing/cost"
)

// Curve is the expected month as one thing moves, staffed anew: the scale effect of small queues is in it. Prices
// stay as they are.
//
// Staff is found at the points of a grid (grid). Between them what happens on each type of day, hours and contacts, is
// interpolated by cubics, and cost and bills are worked out of that exactly: bands, dead bands and commitments have
// their corners where they are.
type Curve struct {
	Of     string  `json:"of"` // volume, handle_time: relative to the scenario's; service_level: of all channels that have a target for it
	Points []Point `json:"points"`
}

// Point is one expected month of a curve.
type Point struct {
	At        float64          `json:"at"`
	Answered  float64          `json:"answered"`
	Occupancy float64          `json:"occupancy"`
	FTE       float64          `json:"fte"` // scheduled
	Cost      contract.Money   `json:"cost"`
	Bills     []contract.Money `json:"bills"` // by contract

	Interpolated bool `json:"interpolated,omitempty"` // staff was not found for the point itself
}

// Crossing is where two contracts cost the buyer the same, or where a provider earns nothing.
type Crossing struct {
	Of       string  `json:"of"` // as Curve.Of
	Contract string  `json:"contract"`
	Other    string  `json:"other,omitempty"` // "": the provider breaks even
	At       float64 `json:"at"`              // as Point.At
	Contacts float64 `json:"answered"`        // answered a month there
	Below    string  `json:"cheaper_below"`   // which costs the buyer less below; of a provider: loss or profit
	Within   float64 `json:"within"`          // how far from At the two sums may still be equal: within Alike
	Alike    float64 `json:"alike"`           // the two count as equal within this share: what staff of whole people moves them by, measured
}

// What moves.
const (
	Volume       = "volume"
	HandleTime   = "handle_time"
	ServiceLevel = "service_level"
)

// curver works out points.
type curver struct {
	m         *model
	o         Options
	now       *Month
	contracts []contract.Contract // with their prices
	of        string
	staffed   []staffed // rising
}

// staffed is a point that staff was found for.
type staffed struct {
	at    float64
	month *Month
	m     *model
	// levels are what became of each contract's service levels.
	levels [][]contract.Assessment
}

// grid is where staff is found for a curve.
func grid(of string) []float64 {
	switch of {
	case Volume:
		return []float64{0.25, 0.4, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5}
	case HandleTime:
		return []float64{0.7, 0.85, 1, 1.15, 1.35}
	}
	return []float64{0.5, 0.65, 0.75, 0.8, 0.85, 0.9, 0.95}
}

// finer is the step of the points between those of the grid.
func finer(of string) float64 {
	if of == Volume {
		return 0.05
	}
	return 0.025
}

// month is the expected month at a point.
func (c *curver) month(ctx context.Context, x float64) (*Month, *model, error) {
	if x == 1 && c.of != ServiceLevel {
		return c.now, c.m, nil
	}
	volume, handle, m := 1.0, 1.0, c.m
	switch c.of {
	case Volume:
		volume = x
	case HandleTime:
		handle = x
	default:
		m = c.m.with(func(s *scenarios.Scenario) { promise(s, func(float64) float64 { return x }) })
	}
	month, err := m.varied(ctx, newDays(m, c.o), volume, handle)
	return month, m, err
}

// with is the model of a changed copy of the scenario.
func (m *model) with(change func(*scenarios.Scenario)) *model {
	s := *m.s
	s.Channels, s.Teams = slices.Clone(s.Channels), slices.Clone(s.Teams)
	change(&s)
	return &model{s: &s, teams: m.teams}
}

// promise changes the service levels that channels promise.
func promise(s *scenarios.Scenario, to func(float64) float64) {
	for i := range s.Channels {
		if t := &s.Channels[i].Target; t.ServiceLevel > 0 {
			t.ServiceLevel = min(max(to(t.ServiceLevel), 0.01), 0.995)
		}
	}
}

// size finds staff for all points of the grid, two at a time.
func (c *curver) size(ctx context.Context, report func()) error {
	points := grid(c.of)
	c.staffed = make([]staffed, len(points))
	var group sync.WaitGroup
	next := make(chan int)
	errs := make([]error, 2)
	var mutex sync.Mutex
	for w := range errs {
		group.Go(func() {
			for i := range next {
				if errs[w] != nil {
					continue
				}
				s := staffed{at: points[i]}
				if s.month, s.m, errs[w] = c.month(ctx, s.at); errs[w] != nil {
					continue
				}
				for k := range c.contracts {
					s.levels = append(s.levels, s.m.assess(&c.contracts[k], s.month.Days, &s.month.sums))
				}
				c.staffed[i] = s
				mutex.Lock()
				report()
				mutex.Unlock()
			}
		})
	}
	for i := range points {
		next <- i
	}
	close(next)
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("%s: %w", c.of, err)
		}
	}
	return nil
}

// weights are those of the points that staff was found for at a point between them: of the four nearest, two on
// each side where there are two, by the cubic through them (Lagrange).
func (c *curver) weights(x float64) (first int, w []float64) {
	n := len(c.staffed)
	i, exact := slices.BinarySearchFunc(c.staffed, x, func(s staffed, x float64) int { return cmp.Compare(s.at, x) })
	if exact {
		return i, []float64{1}
	}
	first = min(max(i-2, 0), max(n-4, 0))
	near := c.staffed[first:min(first+4, n)]
	for a := range near {
		l := 1.0
		for b := range near {
			if a != b {
				l *= (x - near[b].at) / (near[a].at - near[b].at)
			}
		}
		w = append(w, l)
	}
	return first, w
}

// at is a point of the curve.
func (c *curver) at(x float64) Point {
	first, weights := c.weights(x)
	near := c.staffed[first : first+len(weights)]
	all := c.m.newSums()
	days := make([]Day, len(near[0].month.Days))
	for d := range days {
		days[d] = Day{Days: near[0].month.Days[d].Days, sums: c.m.newSums()}
	}
	for i, w := range weights {
		all.add(&near[i].month.sums, w)
		for d := range days {
			days[d].sums.add(&near[i].month.Days[d].sums, w)
		}
	}
	m := near[0].m // the models of a curve differ in their targets alone
	var a contract.Activity
	m.activity(&all, &a, make([][]cost.Line, len(m.s.Teams)))
	p := Point{At: x, Cost: a.Cost, Interpolated: len(weights) > 1}
	var handling, hours float64
	for _, t := range a.Teams {
		handling, hours, p.FTE = handling+t.HandlingHours, hours+t.StaffedHours, p.FTE+t.ScheduledFTE
	}
	for _, ch := range a.Channels {
		p.Answered += ch.Answered
	}
	p.Occupancy = ratio(handling, hours, 0)
	for i := range c.contracts {
		k := &c.contracts[i]
		var levels []contract.Assessment
		if len(weights) == 1 {
			levels = near[0].levels[i]
		} else if len(k.Levels) > 0 {
			levels = c.judged(k, i, near, weights, days, &all)
		}
		p.Bills = append(p.Bills, k.Totals(&a, levels).Total)
	}
	return p
}

// judged is what becomes of a contract's levels between points: days and months are judged anew, the credits of
// intervals interpolated.
func (c *curver) judged(k *contract.Contract, i int, near []staffed, weights []float64, days []Day, all *sums) []contract.Assessment {
	plain := *k
	plain.Levels = slices.Clone(k.Levels)
	for l := range plain.Levels {
		if plain.Levels[l].Period == contract.Interval {
			plain.Levels[l].Period = contract.Month
		}
	}
	levels := near[0].m.assess(&plain, days, all)
	for l := range k.Levels {
		if k.Levels[l].Period != contract.Interval {
			continue
		}
		a := contract.Assessment{Value: levels[l].Value}
		for n, w := range weights {
			from := near[n].levels[i][l]
			a.Credit, a.Bonus = a.Credit+w*from.Credit, a.Bonus+w*from.Bonus
			a.Missed, a.Periods = a.Missed+w*from.Missed, a.Periods+w*from.Periods
		}
		a.Credit, a.Bonus, a.Missed = max(a.Credit, 0), max(a.Bonus, 0), max(a.Missed, 0)
		levels[l] = a
	}
	return levels
}

// points are those that staff was found for, and finer ones between them.
func (c *curver) points() []Point {
	var all []Point
	for i, s := range c.staffed {
		all = append(all, c.at(s.at))
		if i+1 == len(c.staffed) {
			break
		}
		next := c.staffed[i+1].at
		for k, n := 1, int(math.Round((next-s.at)/finer(c.of))); k < n; k++ {
			all = append(all, c.at(s.at+(next-s.at)*float64(k)/float64(n)))
		}
	}
	return all
}

// alike is how near two sums of money count as the same at least, of the larger: bills rise in steps of whole people.
const alike = 0.002

// pair is two sums of money that may cross: the bills of two contracts, or a contract's bill and the cost.
type pair struct {
	one, other   func(Point) contract.Money
	name, second string // of the contracts; second "": the cost
}

// difference is one less the other; 0 where they are alike.
func (q *pair) difference(p Point, alike float64) contract.Money {
	a, b := q.one(p), q.other(p)
	if math.Abs(float64(a-b)) <= alike*math.Abs(float64(max(a, b))) {
		return 0
	}
	return a - b
}

// noise is how far the difference of two sums at points that staff was found for is from the one interpolated there
// from the others: root mean square, of the larger sum, over the inner points. Whole people in intervals make most of it.
func (c *curver) noise(q *pair) float64 {
	squares, n := 0.0, 0
	for i := 1; i+1 < len(c.staffed); i++ {
		others := *c
		others.staffed = slices.Delete(slices.Clone(c.staffed), i, i+1)
		is, would := c.at(c.staffed[i].at), others.at(c.staffed[i].at)
		d := float64(q.one(is)-q.other(is)-q.one(would)+q.other(would)) / math.Max(1, math.Abs(float64(max(q.one(is), q.other(is)))))
		squares, n = squares+d*d, n+1
	}
	return math.Sqrt(squares / float64(max(n, 1)))
}

// bracket is two points between which a pair crosses: at both the two sums differ.
type bracket struct{ low, high Point }

// brackets finds where a pair crosses.
func (q *pair) brackets(points []Point) (found []bracket) {
	last := -1 // the last point with a difference
	for i := range points {
		b := q.difference(points[i], alike)
		if b == 0 {
			continue
		}
		if last >= 0 && (q.difference(points[last], alike) < 0) != (b < 0) {
			found = append(found, bracket{points[last], points[i]})
		}
		last = i
	}
	return found
}

// where is the place in a bracket at which a condition that holds at its low end, and not at its high end, ceases to.
func (c *curver) where(b bracket, holds func(Point) bool) float64 {
	low, high := b.low.At, b.high.At
	for high-low > 1e-5 {
		if mid := (low + high) / 2; holds(c.at(mid)) {
			low = mid
		} else {
			high = mid
		}
	}
	return (low + high) / 2
}

// crossings are those of all pairs on a curve, by bisection.
func (c *curver) crossings(points []Point, pairs []pair) (found []Crossing) {
	for i := range pairs {
		q := &pairs[i]
		brackets := q.brackets(points)
		if brackets == nil {
			continue
		}
		near := max(alike, c.noise(q))
		for _, b := range brackets {
			rises := q.difference(b.low, alike) < 0
			at := c.where(b, func(p Point) bool { d := q.one(p) - q.other(p); return d != 0 && (d < 0) == rises })
			below := map[bool]string{true: q.name, false: q.second}[rises]
			if q.second == "" {
				below = map[bool]string{true: "loss", false: "profit"}[rises]
			}
			found = append(found, Crossing{c.of, q.name, q.second, at, c.at(at).Answered, below, c.within(q, at, near), near})
		}
	}
	return found
}

// within is how far from a crossing two sums are alike, on the side on which they are so further.
func (c *curver) within(q *pair, at, alike float64) float64 {
	const step = 0.001
	first, last := c.staffed[0].at, c.staffed[len(c.staffed)-1].at
	most := 0.0
	for _, side := range []float64{-step, step} {
		for k := 1.0; ; k++ {
			x := at + side*k
			if x < first || x > last || q.difference(c.at(x), alike) != 0 {
				most = max(most, step*k)
				break
			}
		}
	}
	return most
}

// curves are the three curves and all crossings on them.
func (m *model) curves(ctx context.Context, o Options, month *Month, report func(done, total int)) (all []Curve, crossings []Crossing, err error) {
	var contracts []contract.Contract
	for _, b := range month.Contracts {
		contracts = append(contracts, b.Contract)
	}
	move := []string{Volume, HandleTime}
	if m.s.Plan == nil && slices.ContainsFunc(m.s.Channels, func(c scenarios.Channel) bool { return c.Target.ServiceLevel > 0 }) {
		move = append(move, ServiceLevel) // staff depends on it
	}
	done, total := 0, 0
	for _, of := range move {
		total += len(grid(of))
	}
	for _, of := range move {
		c := &curver{m: m, o: o, now: month, contracts: contracts, of: of}
		if err := c.size(ctx, func() { done++; report(done, total) }); err != nil {
			return nil, nil, err
		}
		var pairs []pair
		for i := range contracts {
			bill := func(i int) func(Point) contract.Money { return func(p Point) contract.Money { return p.Bills[i] } }
			pairs = append(pairs, pair{bill(i), func(p Point) contract.Money { return p.Cost }, contracts[i].Name, ""})
			for j := range i {
				pairs = append(pairs, pair{bill(j), bill(i), contracts[j].Name, contracts[i].Name})
			}
		}
		points := c.points()
		all, crossings = append(all, Curve{of, points}), append(crossings, c.crossings(points, pairs)...)
	}
	return all, crossings, nil
}
