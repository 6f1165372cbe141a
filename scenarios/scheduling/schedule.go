// Package scheduling turns a scenario's day into shifts: what each team has to cover, by package staffing; the cheapest shifts
// that cover it, by package shifts; what the exact day and the simulator make of them, breaks, absence and adherence
// included; repairs of the requirement until the targets hold; and the people to roster, to employ and to hire.
package scheduling

import (
	"context"
	"errors"
	"fmt"
	"math"

	"frontoffice/scenarios"
	"frontoffice/scenarios/shifts"
	"frontoffice/scenarios/shifts/mip"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// Objectives.
const (
	Cover    = "cover"    // the required agents in every interval
	Shortage = "shortage" // agents short at a price
	Whole    = "day"      // the targets of the day as a whole
)

// Objectives lists them.
func Objectives() []string { return []string{Cover, Shortage, Whole} }

// Options say how shifts are found; the zero value is as the scenario has it.
type Options struct {
	Sizing        staffing.Options
	Objective     string  // ""; the scenario's
	ShortagePrice float64 // 0: the scenario's
	Search        shifts.Options
	Simulation    sim.Options
	// Solution solves the model instead of the search, where there is one; nil: the search.
	Solution func(*mip.Problem) ([]float64, error)
	Repairs  int // rounds of repair at most; 0: DefaultRepairs; below 0: none
	Stage    func(what string)
}

// DefaultRepairs is how many rounds of repair there are at most.
const DefaultRepairs = 12

// Schedule is shifts for a scenario's day.
type Schedule struct {
	Scenario  *scenarios.Scenario // with the shifts
	Objective string
	Price     float64 // of an agent too few during an interval
	Pools     []Pool
	Outcome   *staffing.Outcome // the shifts in the simulator, and by interval in formulas
	Exact     []Exact           // the shifts in the exact day, by channel that it covers
	People    []People          // by team of the pools
	Cost      float64
	Plain     float64 // the cost of the cover before repairs
	Repairs   int     // rounds
	Holds     bool    // every target of the day holds, with the simulation's confidence
	Binds     string  // what keeps it from holding, or why it was not looked for
	Notes     []string
	// Interrupted means that the search was ended early: the shifts are the best so far. Those of which Outcome is nil were not simulated.
	Interrupted bool
}

// Exact is a channel's day by the exact day, with the agents on duty in every cell.
type Exact struct {
	Channel string         `json:"channel"`
	Formula string         `json:"formula"`
	Total   staffing.Total `json:"day"`
}

// People is who is needed to work a team's shifts.
type People struct {
	Team        string  `json:"team"`
	Shifts      int     `json:"shifts"`           // people with a shift
	Paid        float64 `json:"paid_hours"`       // of these
	Productive  float64 `json:"productive_hours"` // on duty within the hours
	Cost        float64 `json:"cost"`
	Roster      int     `json:"to_roster"`          // so that as many come as have a shift: shifts / (1 - shrinkage), rounded up
	RosterHours float64 `json:"roster_hours"`       // paid, of those on the roster
	FTE         float64 `json:"fte,omitzero"`       // roster hours / contract hours
	Employ      int     `json:"to_employ,omitzero"` // FTE rounded up
	Hires       *int    `json:"to_hire,omitempty"`  // beyond those employed now
}

type builder struct {
	ctx    context.Context
	s      *scenarios.Scenario
	o      Options
	pools  []Pool
	merged *scenarios.Scenario
	index  []int
	notes  []string
	local  []*local             // by pool; nil: not measured
	lag    [][]float64          // by pool and interval, see late
	asks   []map[string]float64 // by pool, what a target of the day is asked for beyond 0
	short  []staffing.Shortage  // of what targets require, where max_agents leaves less
}

// Build finds shifts for a scenario's day.
func Build(ctx context.Context, s *scenarios.Scenario, o Options) (*Schedule, error) {
	b, err := newBuilder(ctx, s, o)
	if err != nil {
		return nil, err
	}
	return b.build()
}

func newBuilder(ctx context.Context, s *scenarios.Scenario, o Options) (*builder, error) {
	if o.Objective == "" {
		o.Objective = s.Shifts.Objective
	}
	if o.ShortagePrice == 0 {
		o.ShortagePrice = s.Shifts.ShortagePrice
	}
	if o.Objective == Shortage && o.ShortagePrice == 0 {
		return nil, wrong(s, "shifts.shortage_price", "the objective shortage needs the price of an agent too few during an interval")
	}
	if o.Repairs == 0 {
		o.Repairs = DefaultRepairs
	}
	b := &builder{ctx: ctx, s: s, o: o}
	var err error
	if b.pools, err = pools(s); err != nil {
		return nil, err
	}
	if o.Solution != nil {
		if len(b.pools) > 1 {
			return nil, wrong(s, "teams", "%d groups of teams have shift_patterns, and a solution is of one model: leave those of the others out", len(b.pools))
		}
	}
	b.stage("sizing")
	if err := b.require(); err != nil {
		return nil, err
	}
	b.tellCaps()
	for _, t := range s.Teams {
		if t.ByWage {
			b.notes = append(b.notes, fmt.Sprintf("teams.%s: a paid hour costs %.2f by the wage, benefits and taxes of its cost", t.Name, t.Cost.PaidHour()))
		}
	}
	b.local = make([]*local, len(b.pools))
	b.asks, b.lag = make([]map[string]float64, len(b.pools)), make([][]float64, len(b.pools))
	for i := range b.pools {
		b.asks[i] = map[string]float64{}
		if o.Objective == Whole && b.pools[i].Channel < 0 {
			return nil, wrong(s, "teams."+s.Teams[b.pools[i].Teams[0]].Name, "its requirement is a plan or found by simulation, and the objective day needs targets that a formula knows: use cover or shortage")
		}
	}
	return b, nil
}

func (b *builder) stage(what string) {
	if b.o.Stage != nil {
		b.o.Stage(what)
	}
}

func (b *builder) build() (*Schedule, error) {
	if err := b.measureAll(); err != nil {
		return nil, err
	}
	b.stage("covering")
	r, err := b.round()
	if err != nil || r.Interrupted {
		return r, err
	}
	r.Plain = r.Cost
	switch {
	case b.o.Repairs < 0 || b.o.Solution != nil:
	case b.o.Objective == Whole:
		r, err = b.tune(r)
	case b.o.Objective == Shortage:
		if !r.Holds {
			r.Binds = "agents may be short at their price, so that no target is asked for"
		}
	default:
		r, err = b.mend(r)
	}
	if err != nil {
		return nil, err
	}
	r.Notes = b.notes
	return r, nil
}

// measureAll finds what agents do to the day's targets, where these are asked for.
func (b *builder) measureAll() error {
	if b.o.Objective != Whole {
		return nil
	}
	b.stage("measuring the day")
	for i := range b.pools {
		var err error
		if b.local[i], err = b.measure(i); err != nil {
			return err
		}
	}
	return nil
}

// weekSearch is the effort for tours, which are made on the way.
func (b *builder) weekSearch() shifts.Options {
	search := b.o.Search
	search.Work *= 6
	return search
}

// round finds shifts for what is asked for and judges them.
func (b *builder) round() (*Schedule, error) {
	for i := range b.pools {
		if err := b.cover(i); err != nil {
			return nil, err
		}
	}
	return b.judge()
}

// again is a round of repair. It returns the schedule to go on from and whether to go on: not where limits
// bind or the search was ended, of which the last schedule then tells.
func (b *builder) again(number int, last *Schedule) (*Schedule, bool, error) {
	b.stage(fmt.Sprintf("repair %d", number))
	r, err := b.round()
	var limit *shifts.LimitError
	switch {
	case err != nil && b.ctx.Err() != nil:
		last, err = b.orLast(last, err)
		return last, false, err
	case errors.As(err, &limit):
		last.Binds = limit.Reason
		return last, false, nil
	case errors.Is(err, mip.ErrNoneFound):
		last.Binds = "with the effort of the search no shifts were found that give more"
		return last, false, nil
	case err != nil:
		return nil, false, err
	case r.Interrupted:
		last, err = b.orLast(last, b.ctx.Err())
		return last, false, err
	}
	r.Plain, r.Repairs = last.Plain, number
	return r, true, nil
}

// orLast is the last schedule where an error is the end of the context: that is then the best so far.
func (b *builder) orLast(last *Schedule, err error) (*Schedule, error) {
	if b.ctx.Err() == nil {
		return nil, err
	}
	last.Binds, last.Interrupted = "the search was ended", true
	return last, nil
}

// model is a pool's covering problem.
func (b *builder) model(i int) (*shifts.Model, *shifts.WeekModel, error) {
	p := &b.pools[i]
	g := shifts.Objective{}
	switch b.o.Objective {
	case Cover:
		if p.capped(b.s) {
			g.Shortage = p.dearest(b.s)
		}
	case Shortage:
		g.Shortage = b.o.ShortagePrice * p.Day.Cell.Hours() / b.s.Interval.Hours()
	case Whole:
		g.Whole, g.Floor = b.curves(i), b.floor(i)
	}
	if b.s.Teams[p.Teams[0]].Tours {
		m, err := shifts.NewWeekModel(p.teams(b.s), &p.Day, g)
		if err != nil {
			return nil, nil, p.located(b.s, err)
		}
		return nil, m, nil
	}
	m, err := shifts.NewModel(p.teams(b.s), &p.Day, g)
	if err != nil {
		return nil, nil, p.located(b.s, err)
	}
	return m, nil, nil
}

// cover finds the shifts of a pool.
func (b *builder) cover(i int) error {
	p := &b.pools[i]
	m, week, err := b.model(i)
	if err != nil {
		return err
	}
	if week != nil {
		search := b.weekSearch()
		if b.o.Objective == Whole && p.Week != nil { // one of many rounds
			search.Work /= 3
		}
		if p.Week, err = week.Solve(b.ctx, search); err != nil {
			return p.located(b.s, err)
		}
		if b.o.Solution != nil && !p.Week.Interrupted {
			x, err := b.o.Solution(p.Week.Model.Problem)
			if err != nil {
				return err
			}
			if p.Week, err = p.Week.Take(x); err != nil {
				return err
			}
		}
		p.Plan = p.Week.Flat()
		return nil
	}
	if b.o.Solution != nil {
		x, err := b.o.Solution(m.Problem)
		if err != nil {
			return err
		}
		p.Plan, err = m.Take(x)
		return err
	}
	if p.Plan, err = m.Solve(b.ctx, b.o.Search); err != nil {
		return p.located(b.s, err)
	}
	return nil
}

// floor is the least agents on duty in every cell: the scenario's share of those required.
func (b *builder) floor(i int) []int {
	var floor []int
	p := &b.pools[i]
	for _, n := range p.Day.Required {
		floor = append(floor, int(math.Ceil(float64(n)*b.s.Shifts.DayFloor-1e-9)))
	}
	if l := b.local[i]; l != nil {
		share := p.share(b.s)
		for k := range b.s.Intervals() {
			for part := range p.parts(b.s) {
				cell := p.cell(b.s, k, part)
				floor[cell] = max(floor[cell], p.atMost(b.s, int(math.Ceil(float64(l.least(k))/share-1e-9))))
			}
		}
	}
	return floor
}

// curves are the targets of the day as sums over its cells.
func (b *builder) curves(i int) []shifts.Whole {
	p := &b.pools[i]
	parts := p.parts(b.s)
	c := &b.merged.Channels[p.Channel]
	share := p.share(b.s)
	var targets []shifts.Whole
	for k := range b.s.Intervals() {
		load := c.Volumes[k] / b.s.Interval.Seconds() * (c.HandleTime.Means[k] + c.WrapUp.Mean).Seconds()
		most := int(load/share+8*math.Sqrt(load+1)) + 10
		curves := map[string][]float64{}
		var order []string
		for n := 0; n <= most; n++ {
			there := float64(n) * share
			credits := b.local[i].credits(k, there)
			if credits == nil {
				credits = b.credits(c, k, math.Max(0, there-b.late(i, k)))
			}
			for _, credit := range credits {
				if curves[credit.Target] == nil {
					order = append(order, credit.Target)
				}
				curves[credit.Target] = append(curves[credit.Target], credit.Value/float64(parts))
			}
		}
		for at, name := range order {
			if k == 0 {
				least := b.asks[i][name]
				if b.local[i] != nil {
					least -= b.local[i].base[name]
				}
				targets = append(targets, shifts.Whole{Name: name, Least: least, Value: make([][]float64, len(p.Day.Required))})
				for cell := range targets[at].Value {
					targets[at].Value[cell] = []float64{0}
				}
			}
			for part := range parts {
				targets[at].Value[p.cell(b.s, k, part)] = curves[name]
			}
		}
	}
	return targets
}

// late is by how many agents an interval of a pool's channel fares worse than its formula's steady state, for what it
// has carried over: measured at the last plan.
func (b *builder) late(i, k int) float64 {
	if b.lag[i] == nil {
		return 0
	}
	return b.lag[i][k]
}

// credits are those of a number of agents that need not be whole.
func (b *builder) credits(c *scenarios.Channel, k int, agents float64) []staffing.Credit {
	whole := math.Floor(agents + 1e-9)
	low := staffing.Credits(b.merged, c, k, int(whole))
	part := agents - whole
	if part < 1e-6 {
		return low
	}
	for i, high := range staffing.Credits(b.merged, c, k, int(whole)+1) {
		low[i].Value += part * (high.Value - low[i].Value)
	}
	return low
}

// learn measures by how many agents the intervals of a pool's channel fare worse in the exact day than in a steady state:
// with so many fewer the steady state has the same service level.
func (b *builder) learn(i int, d *staffing.Day, parts int) {
	c := &b.merged.Channels[b.pools[i].Channel]
	if c.Target.ServiceLevel == 0 {
		return
	}
	lag := make([]float64, b.s.Intervals())
	for k := range lag {
		offered, level, agents := 0.0, 0.0, 0.0
		for part := range parts {
			in := d.Channels[0].Intervals[k*parts+part]
			agents += float64(in.Agents) / float64(parts)
			if in.Formula != nil {
				offered += in.Offered
				level += in.Offered * in.Formula.ServiceLevel.Of(c.Target.Definition)
			}
		}
		if offered == 0 || agents == 0 {
			continue
		}
		goal := level - c.Target.ServiceLevel*offered
		value := func(n float64) float64 { return b.credits(c, k, n)[0].Value }
		low, high := 0.8*agents, 1.2*agents
		for range 30 {
			if middle := (low + high) / 2; value(middle) < goal {
				low = middle
			} else {
				high = middle
			}
		}
		lag[k] = agents - high
	}
	b.lag[i] = lag
}

// judge puts the shifts through the exact day and the simulator.
func (b *builder) judge() (*Schedule, error) {
	made := assign(b.s, b.pools)
	r := &Schedule{Scenario: made, Objective: b.o.Objective, Price: b.o.ShortagePrice, Pools: append([]Pool(nil), b.pools...), Holds: true}
	for _, p := range b.pools {
		r.Cost += p.Plan.Cost
	}
	r.people()
	if r.Interrupted = b.ctx.Err() != nil; r.Interrupted {
		r.Holds = false
		return r, nil
	}
	if err := b.play(r); err != nil {
		if b.ctx.Err() == nil {
			return nil, err
		}
		r.Interrupted, r.Holds, r.Exact, r.Outcome = true, false, nil, nil
		return r, nil
	}
	for _, v := range r.Outcome.Verdicts {
		r.Holds = r.Holds && v.Met && v.Certain
	}
	return r, nil
}

// play puts the shifts of a schedule through the exact day and the simulator.
func (b *builder) play(r *Schedule) error {
	b.stage("exact day")
	if err := b.exact(r); err != nil {
		return err
	}
	b.stage("simulating")
	d, err := staffing.Evaluate(b.ctx, r.Scenario, r.Scenario.Plan, b.o.Sizing.Method)
	if err != nil {
		return err
	}
	r.Outcome, err = staffing.Simulate(b.ctx, d, b.o.Simulation)
	return err
}

// exact evaluates the channels of the pools by the exact day, cell by cell.
func (b *builder) exact(r *Schedule) error {
	for i := range b.pools {
		p := &b.pools[i]
		if p.Channel < 0 || !staffing.Covers(&b.merged.Channels[p.Channel]) {
			continue
		}
		parts := p.parts(b.s)
		only := *b.merged
		only.Channels = []scenarios.Channel{b.merged.Channels[p.Channel]}
		only.Teams = []scenarios.Team{b.merged.Teams[b.index[i]]}
		fine := staffing.Fine(&only, parts)
		var agents []int
		for k := range b.s.Intervals() {
			agents = append(agents, p.Cells(b.s, k, p.Plan.OnDuty)...)
		}
		d, err := staffing.Evaluate(b.ctx, fine, scenarios.Plan{agents}, staffing.ExactDay)
		if err != nil {
			return err
		}
		if b.o.Objective == Whole && b.local[i] == nil {
			b.learn(i, d, parts)
		}
		total := d.Channels[0].Total
		r.Exact = append(r.Exact, Exact{b.merged.Channels[p.Channel].Name, d.Channels[0].Formula, total})
	}
	return nil
}

// people counts who is needed.
func (r *Schedule) people() {
	for _, p := range r.Pools {
		for i, t := range p.Teams {
			team := r.Scenario.Teams[t]
			n := People{Team: team.Name}
			for _, a := range p.Plan.Shifts {
				if a.Team != i {
					continue
				}
				roster := staffing.Scheduled(a.People, team.Shrinkage())
				n.Shifts += a.People
				n.Paid += float64(a.People) * a.Paid.Hours()
				n.Cost += float64(a.People) * a.Cost
				n.Roster += roster
				n.RosterHours += float64(a.People) / (1 - team.Shrinkage()) * a.Paid.Hours()
			}
			if p.Week != nil {
				n.Shifts = 0 // people, each with a tour
				for _, a := range p.Week.Tours {
					if a.Team == i {
						n.Shifts += a.People
					}
				}
			}
			n.Roster = staffing.Scheduled(n.Shifts, team.Shrinkage())
			for k := range r.Scenario.Intervals() {
				if r.Scenario.OpenAt(k) {
					n.Productive += r.Scenario.OnDuty(team, k) * r.Scenario.Interval.Hours()
				}
			}
			if p.Week != nil {
				n.Employ = n.Roster
			}
			if team.ContractHours > 0 {
				n.FTE = n.RosterHours / team.ContractHours.Hours() / float64(r.Scenario.OpenDays())
				if p.Week != nil { // a full-timer works days_on days
					n.FTE = n.RosterHours / team.ContractHours.Hours() / float64(team.Staff.Rules.MostDays)
				} else {
					n.Employ = int(math.Ceil(n.FTE - 1e-9))
				}
			}
			if n.Employ > 0 && team.Employed != nil {
				hires := max(0, n.Employ-*team.Employed)
				n.Hires = &hires
			}
			r.People = append(r.People, n)
		}
	}
}
