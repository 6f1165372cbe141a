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

// curve works out the grid, two points at a time.
func (c *curver) curve(ctx context.Context) error {
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
	for _, x := range grid(c.of) {
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

// crossings finds where one sum of money crosses another: between neighbours of the grid by halving twice, then along
// the straight line; at a point of the grid where they are alike there and cross from the point before to the point after.
func (c *curver) crossings(ctx context.Context, one, other func(Point) contract.Money, found func(at Point, before contract.Money, within float64)) error {
	difference := func(p Point) contract.Money {
		a, b := one(p), other(p)
		if math.Abs(float64(a-b)) <= alike*math.Abs(float64(max(a, b))) {
			return 0
		}
		return a - b
	}
	points := c.sorted()
	last := -1 // the last point with a difference
	for i := range points {
		b := difference(points[i])
		if b == 0 {
			continue
		}
		from := last
		last = i
		if from < 0 || (difference(points[from]) < 0) == (b < 0) {
			continue
		}
		low, high := points[from], points[i]
		before := difference(low)
		if i-from > 1 { // alike in between
			nearest := slices.MinFunc(points[from+1:i], func(a, b Point) int {
				return cmp.Compare(math.Abs(float64(one(a)-other(a))), math.Abs(float64(one(b)-other(b))))
			})
			found(nearest, before, high.At-low.At)
			continue
		}
		for range 2 {
			mid, err := c.at(ctx, math.Round((low.At+high.At)/2*1e4)/1e4)
			if err != nil {
				return err
			}
			if (one(mid)-other(mid) < 0) == (before < 0) {
				low = mid
			} else {
				high = mid
			}
		}
		a, z := float64(one(low)-other(low)), float64(one(high)-other(high))
		part := a / (a - z)
		found(Point{At: low.At + part*(high.At-low.At), Answered: low.Answered + part*(high.Answered-low.Answered)}, before, high.At-low.At)
	}
	return nil
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
		if err := c.curve(ctx); err != nil {
			return nil, nil, err
		}
		all = append(all, Curve{of, c.sorted()})
		for i := range contracts {
			err := c.crossings(ctx, func(p Point) contract.Money { return p.Bills[i] }, func(p Point) contract.Money { return p.Cost }, func(at Point, before contract.Money, within float64) {
				crossings = append(crossings, Crossing{of, contracts[i].Name, "", at.At, at.Answered, map[bool]string{true: "loss", false: "profit"}[before < 0], within})
			})
			if err != nil {
				return nil, nil, err
			}
			for j := range i {
				err := c.crossings(ctx, func(p Point) contract.Money { return p.Bills[i] }, func(p Point) contract.Money { return p.Bills[j] }, func(at Point, before contract.Money, within float64) {
					below := contracts[i].Name
					if before > 0 {
						below = contracts[j].Name
					}
					crossings = append(crossings, Crossing{of, contracts[j].Name, contracts[i].Name, at.At, at.Answered, below, within})
				})
				if err != nil {
					return nil, nil, err
				}
			}
			report()
		}
	}
	return all, crossings, nil
}
