package pricing

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing/contract"
)

// Curve is the expected month as one thing moves, staffed anew at each point: the scale effect of
// small queues is in it. Prices stay as they are.
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
}

// Crossing is where two contracts cost the buyer the same, or where a provider earns nothing.
type Crossing struct {
	Of       string  `json:"of"` // as Curve.Of
	Contract string  `json:"contract"`
	Other    string  `json:"other,omitempty"` // "": the provider breaks even
	At       float64 `json:"at"`              // as Point.At
	Contacts float64 `json:"answered"`        // answered a month there
	Below    string  `json:"cheaper_below"`   // which costs the buyer less below; of a provider: loss or profit
	Within   float64 `json:"within"`          // how far apart the points are between which it lies
}

// What moves.
const (
	Volume       = "volume"
	HandleTime   = "handle_time"
	ServiceLevel = "service_level"
)

// curver works out points, each once.
type curver struct {
	m         *model
	o         Options
	contracts []contract.Contract // with their prices
	of        string
	points    map[float64]Point
	mutex     sync.Mutex
}

// grid is where a curve is looked at first.
func grid(of string) []float64 {
	switch of {
	case Volume:
		return []float64{0.25, 0.4, 0.6, 0.8, 1, 1.2, 1.5, 2, 2.5}
	case HandleTime:
		return []float64{0.7, 0.85, 1, 1.15, 1.35}
	}
	return []float64{0.5, 0.65, 0.75, 0.8, 0.85, 0.9, 0.95}
}

// month is the expected month at a point.
func (c *curver) month(ctx context.Context, x float64) (*Month, *model, error) {
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

func (c *curver) at(ctx context.Context, x float64) (Point, error) {
	c.mutex.Lock()
	p, ok := c.points[x]
	c.mutex.Unlock()
	if ok {
		return p, nil
	}
	month, m, err := c.month(ctx, x)
	if err != nil {
		return Point{}, err
	}
	p = Point{At: x, Cost: month.Cost()}
	var handling, staffed float64
	for _, t := range month.Activity.Teams {
		handling, staffed, p.FTE = handling+t.HandlingHours, staffed+t.StaffedHours, p.FTE+t.ScheduledFTE
	}
	for _, ch := range month.Activity.Channels {
		p.Answered += ch.Answered
	}
	p.Occupancy = ratio(handling, staffed, 0)
	for i := range c.contracts {
		levels := m.assess(&c.contracts[i], month.Days, &month.sums)
		p.Bills = append(p.Bills, c.contracts[i].Totals(&month.Activity, levels).Total)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.points[x] = p
	return p, nil
}

// all works out points, two at a time.
func (c *curver) all(ctx context.Context, points []float64) error {
	var group sync.WaitGroup
	next := make(chan float64)
	errs := make([]error, 2)
	for w := range errs {
		group.Go(func() {
			for x := range next {
				if errs[w] == nil {
					_, errs[w] = c.at(ctx, x)
				}
			}
		})
	}
	for _, x := range points {
		next <- x
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

func (c *curver) sorted() []Point {
	var all []Point
	for _, x := range slices.Sorted(maps.Keys(c.points)) {
		all = append(all, c.points[x])
	}
	return all
}

// alike is how near two sums of money count as the same, of the larger: bills rise in steps of whole people.
const alike = 0.002

// pair is two sums of money that may cross: the bills of two contracts, or a contract's bill and the cost.
type pair struct {
	one, other   func(Point) contract.Money
	name, second string // of the contracts; second "": the cost
}

// difference is one less the other; 0 where they are alike.
func (q *pair) difference(p Point) contract.Money {
	a, b := q.one(p), q.other(p)
	if math.Abs(float64(a-b)) <= alike*math.Abs(float64(max(a, b))) {
		return 0
	}
	return a - b
}

// bracket is two points between which a pair crosses; the points between them, if any, are alike.
type bracket struct {
	low, high Point
	between   []Point
}

// brackets finds where a pair crosses.
func (q *pair) brackets(points []Point) (found []bracket) {
	last := -1 // the last point with a difference
	for i := range points {
		b := q.difference(points[i])
		if b == 0 {
			continue
		}
		if last >= 0 && (q.difference(points[last]) < 0) != (b < 0) {
			found = append(found, bracket{points[last], points[i], points[last+1 : i]})
		}
		last = i
	}
	return found
}

// cross is where in a bracket a pair crosses: at the point where it differs least, or along the straight line.
func (q *pair) cross(b bracket) Point {
	gap := func(p Point) float64 { return float64(q.one(p) - q.other(p)) }
	if len(b.between) > 0 {
		return slices.MinFunc(b.between, func(a, b Point) int { return cmp.Compare(math.Abs(gap(a)), math.Abs(gap(b))) })
	}
	part := gap(b.low) / (gap(b.low) - gap(b.high))
	return Point{At: b.low.At + part*(b.high.At-b.low.At), Answered: b.low.Answered + part*(b.high.Answered-b.low.Answered)}
}

// crossings are those of all pairs on a curve: the brackets of the grid are halved once, and crossed along straight lines.
func (c *curver) crossings(ctx context.Context, pairs []pair) ([]Crossing, error) {
	var halves []float64
	for i := range pairs {
		for _, b := range pairs[i].brackets(c.sorted()) {
			if mid := math.Round((b.low.At+b.high.At)/2*1e4) / 1e4; len(b.between) == 0 && !slices.Contains(halves, mid) {
				halves = append(halves, mid)
			}
		}
	}
	if err := c.all(ctx, halves); err != nil {
		return nil, err
	}
	var found []Crossing
	points := c.sorted()
	for i := range pairs {
		q := &pairs[i]
		for _, b := range q.brackets(points) {
			at, rises := q.cross(b), q.difference(b.low) < 0
			below := map[bool]string{true: q.name, false: q.second}[rises]
			if q.second == "" {
				below = map[bool]string{true: "loss", false: "profit"}[rises]
			}
			found = append(found, Crossing{c.of, q.name, q.second, at.At, at.Answered, below, b.high.At - b.low.At})
		}
	}
	return found, nil
}

// curves are the three curves and all crossings on them.
func (m *model) curves(ctx context.Context, o Options, month *Month, report func()) (all []Curve, crossings []Crossing, err error) {
	var contracts []contract.Contract
	for _, b := range month.Contracts {
		contracts = append(contracts, b.Contract)
	}
	for _, of := range []string{Volume, HandleTime, ServiceLevel} {
		if of == ServiceLevel && (m.s.Plan != nil || !slices.ContainsFunc(m.s.Channels, func(c scenarios.Channel) bool { return c.Target.ServiceLevel > 0 })) {
			continue // staff does not depend on it
		}
		c := &curver{m: m, o: o, contracts: contracts, of: of, points: map[float64]Point{}}
		if err := c.all(ctx, grid(of)); err != nil {
			return nil, nil, err
		}
		report()
		var pairs []pair
		for i := range contracts {
			bill := func(i int) func(Point) contract.Money { return func(p Point) contract.Money { return p.Bills[i] } }
			pairs = append(pairs, pair{bill(i), func(p Point) contract.Money { return p.Cost }, contracts[i].Name, ""})
			for j := range i {
				pairs = append(pairs, pair{bill(j), bill(i), contracts[j].Name, contracts[i].Name})
			}
		}
		found, err := c.crossings(ctx, pairs)
		if err != nil {
			return nil, nil, err
		}
		report()
		all, crossings = append(all, Curve{of, c.sorted()}), append(crossings, found...)
	}
	return all, crossings, nil
}
