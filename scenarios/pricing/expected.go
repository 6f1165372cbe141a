package pricing

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/pricing/cost"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// Month is a month as forecast: what it takes, what it costs, and what each contract bills.
type Month struct {
	Currency  string            `json:"currency"`
	Days      []Day             `json:"day_types"`
	Activity  contract.Activity `json:"activity"`
	Teams     []TeamCost        `json:"teams"`
	Contracts []Bill            `json:"contracts"`
	Notes     []string          `json:"notes,omitempty"`

	sums sums
}

// Day is a type of day as staffed.
type Day struct {
	Name           string  `json:"day_type"`
	Days           int     `json:"days"`
	Offered        float64 `json:"offered"`         // a day, all channels
	AgentHours     float64 `json:"agent_hours"`     // a day, all teams
	ScheduledHours float64 `json:"scheduled_hours"` // likewise
	ServiceLevel   float64 `json:"service_level"`   // by formula, of the first channel; simulated where no formula covers it
	Occupancy      float64 `json:"occupancy"`       // of all teams

	sums sums
	day  *staffing.Day
}

// TeamCost is a team's cost to serve, line by line.
type TeamCost struct {
	Team     string      `json:"team"`
	Site     string      `json:"site,omitempty"`
	Lines    []cost.Line `json:"lines"`
	NotGiven []string    `json:"not_given,omitempty"` // keys of the file that cost nothing because they are not there
	Cost     float64     `json:"cost"`
}

// Bill is a contract's month.
type Bill struct {
	Contract contract.Contract     `json:"contract"` // with the price that was left out found
	Invoice  contract.Invoice      `json:"invoice"`
	Levels   []contract.Assessment `json:"service_levels,omitempty"`
	Cost     contract.Money        `json:"cost"`
	Margin   contract.Money        `json:"margin"`
}

// MarginShare is margin / revenue.
func (b *Bill) MarginShare() float64 { return contract.Margin(b.Invoice.Total, b.Cost) }

// MarkUp is margin / cost.
func (b *Bill) MarkUp() float64 { return contract.MarkUp(b.Invoice.Total, b.Cost) }

// Cost is the month's cost to serve.
func (m *Month) Cost() contract.Money { return m.Activity.Cost }

// Options says how staff is found.
type Options struct {
	Staffing staffing.Options
}

// Expected works out the month as forecast: each type of day staffed for its volumes, by the plan of
// the scenario (in proportion to the volumes, rounded up) or, where it has none, as the targets
// require. The figures are those by formula; days that no formula covers are simulated, as often as the
// scenario says. What is lacking is a *MissingError.
func Expected(ctx context.Context, s *scenarios.Scenario, o Options) (*Month, error) {
	m, err := newModel(s)
	if err != nil {
		return nil, err
	}
	return m.expected(ctx, o, newDays(m, o))
}

// days works days out once each.
type days struct {
	m    *model
	o    Options
	done map[dayKey]*Day
}

type dayKey struct {
	volume, handle float64
	profile        *float64 // the first weight
	kind           string
}

func newDays(m *model, o Options) *days { return &days{m, o, map[dayKey]*Day{}} }

// of is a type of day with volumes and handle times multiplied.
func (d *days) of(ctx context.Context, t scenarios.DayType, volume, handle float64) (*Day, error) {
	key := dayKey{volume: t.Volume * volume, handle: t.HandleTime * handle, kind: t.Kind}
	if t.Profile != nil {
		key.profile = &t.Profile[0]
	}
	made := d.done[key]
	if made == nil {
		var err error
		if made, err = d.m.day(ctx, t, key.volume, key.handle, d.o); err != nil {
			return nil, fmt.Errorf("calendar.%s: %w", t.Name, err)
		}
		d.done[key] = made
	}
	day := *made
	day.Name, day.Days = t.Name, t.Days
	return &day, nil
}

// staffed is a day with its plan.
func (m *model) staffed(ctx context.Context, t scenarios.DayType, volume, handle float64, o Options) (*staffing.Day, error) {
	s := m.s.Varied(volume, handle, t.Profile)
	if m.s.Plan == nil {
		d, err := staffing.Size(ctx, s, o.Staffing)
		if err != nil {
			return nil, err
		}
		return d, nil
	}
	return staffing.Assign(ctx, s, m.planned(s, volume, handle), o.Staffing)
}

// planned is the scenario's plan in proportion to the load of another day, interval by interval, rounded up.
func (m *model) planned(s *scenarios.Scenario, volume, handle float64) scenarios.Plan {
	plan := make(scenarios.Plan, len(m.s.Plan))
	for t, agents := range m.s.Plan {
		plan[t] = slices.Clone(agents)
		if volume == 1 && handle == 1 {
			continue
		}
		for k, n := range agents {
			var was, is float64
			for i := range s.Channels {
				if slices.Contains(m.teams[i], t) {
					was += m.s.Channels[i].Volumes[k]
					is += s.Channels[i].Volumes[k]
				}
			}
			factor := volume
			if was > 0 {
				factor = is / was
			}
			plan[t][k] = int(min(math.Ceil(float64(n)*factor*handle-1e-9), scenarios.MaxAgents))
		}
	}
	return plan
}

// day staffs a day and says what happens on it.
func (m *model) day(ctx context.Context, t scenarios.DayType, volume, handle float64, o Options) (*Day, error) {
	d, err := m.staffed(ctx, t, volume, handle, o)
	if err != nil {
		return nil, err
	}
	made := &Day{sums: m.newSums(), day: d}
	if err := m.figures(ctx, made, t.Kind); err != nil {
		return nil, err
	}
	for i := range made.sums.channels {
		made.Offered += made.sums.channels[i].offered
	}
	handling := 0.0
	for i := range made.sums.teams {
		made.AgentHours += made.sums.teams[i].agent
		made.ScheduledHours += made.sums.teams[i].scheduled
		handling += made.sums.teams[i].handling
	}
	made.ServiceLevel = made.sums.channels[0].value(contract.ServiceLevel, 0)
	made.Occupancy = ratio(handling, made.AgentHours, 0)
	return made, nil
}

// figures fills in what happens on a staffed day.
func (m *model) figures(ctx context.Context, made *Day, kind string) error {
	d := made.day
	for t, team := range d.Teams {
		required := func(k int) int { return required(d, t, k) }
		m.roster(&made.sums, t, kind, d.Plan[t], required, team.AgentHours, team.ScheduledHours)
	}
	for _, ch := range d.Channels {
		if !ch.Total.Stable || ch.Blended || ch.Kind != scenarios.Voice {
			return m.simulated(ctx, made)
		}
	}
	for i, ch := range d.Channels {
		m.byFormula(&made.sums, i, ch)
	}
	return nil
}

// required is how many agents of a team the targets of its channels ask for in an interval; those planned where none does.
func required(d *staffing.Day, t, k int) int {
	n := 0
	for _, ch := range d.Channels {
		if ch.Team == t && !ch.Blended && ch.Intervals[k].Required != nil {
			n = max(n, ch.Intervals[k].Required.Agents)
		}
	}
	if n == 0 {
		n = d.Plan[t][k]
	}
	return n
}

// byFormula fills in a channel's day by formula.
func (m *model) byFormula(s *sums, i int, ch staffing.Channel) {
	c := &s.channels[i]
	def := ch.Target.Definition
	wrap := ch.WrapUp.Mean.Seconds() / m.s.Teams[ch.Team].Speed(ch.Name)
	answered := func(p *erlang.Performance) float64 { return 1 - p.Abandonment - p.Blocking }
	for _, in := range ch.Intervals {
		n := in.Offered * answered(in.Formula)
		c.handled += n * in.HandleTime
		c.talked += n * (in.HandleTime - wrap)
	}
	c.offered = ch.Total.Offered
	if a := ch.Automation; a.Share > 0 {
		for _, v := range ch.Volumes {
			c.contained += v * a.Share * a.Contains
		}
	}
	c.answered = ch.Total.Offered * (1 - ch.Total.Abandonment - ch.Total.Blocking)
	c.talks = c.answered
	c.abandoned = ch.Total.Offered * ch.Total.Abandonment
	c.waited = c.answered * ch.Total.ASA
	c.counted = c.offered
	if def == erlang.Answered {
		c.counted = c.answered
	}
	c.inTime = c.counted * ch.Total.ServiceLevel.Of(def)
	s.teams[ch.Team].handling += c.handled / 3600
}

// simulated fills in the day's figures by simulation.
func (m *model) simulated(ctx context.Context, made *Day) error {
	d := made.day
	n := float64(m.s.Simulation.Replications)
	return sim.Each(ctx, staffing.Model(d.Scenario, d.Plan), sim.Options{Replications: m.s.Simulation.Replications, Seed: m.s.Simulation.Seed}, func(_ int, day sim.Replication) {
		for i := range d.Channels {
			sum := counted(&m.s.Channels[i], i, day)
			made.sums.channels[i].add(&sum, 1/n)
		}
		for t := range m.s.Teams {
			made.sums.teams[t].handling += day.Busy(t) / 3600 / n
		}
	})
}

// counted is a channel's day as it was played.
func counted(c *scenarios.Channel, i int, day sim.Replication) (sum channelSum) {
	for k := range c.Volumes {
		n := day.Counts(i, k)
		sum.contained += float64(n.Contained)
		sum.offered += float64(n.Offered)
		sum.answered += float64(n.Answered)
		sum.abandoned += float64(n.Abandoned)
		in, of := levelOf(n, c.Target.Definition)
		sum.inTime += in
		sum.counted += of
		sum.waited += n.WaitAnswered
		sum.handled += n.Handled
		sum.talked += n.Handled - n.WrappedUp
		if sum.talks += float64(n.Answered); c.Outbound != nil {
			sum.talks += float64(n.RightParty - n.Answered)
		}
	}
	return sum
}

// expected adds the month up.
func (m *model) expected(ctx context.Context, o Options, of *days) (*Month, error) {
	return m.varied(ctx, of, 1, 1)
}

// varied is the month with volumes and handle times multiplied, and staffed for them.
func (m *model) varied(ctx context.Context, of *days, volume, handle float64) (*Month, error) {
	b := &m.s.Business
	made := &Month{Currency: b.Currency}
	all := m.newSums()
	for _, t := range b.Calendar {
		d, err := of.of(ctx, t, volume, handle)
		if err != nil {
			return nil, err
		}
		all.add(&d.sums, float64(t.Days))
		made.Days = append(made.Days, *d)
		for _, n := range d.day.Notes {
			if !slices.Contains(made.Notes, n) {
				made.Notes = append(made.Notes, n)
			}
		}
	}
	made.sums = all
	lines := make([][]cost.Line, len(m.s.Teams))
	m.activity(&all, &made.Activity, lines)
	for t, team := range m.s.Teams {
		tc := TeamCost{Team: team.Name, Site: team.Site.Name, Lines: lines[t], NotGiven: team.Cost.NotGiven, Cost: cost.Sum(lines[t])}
		made.Teams = append(made.Teams, tc)
	}
	for i := range b.Contracts {
		c := b.Contracts[i]
		levels := m.assess(&c, made.Days, &all)
		if c.Open() {
			found, err := priced(&c, &made.Activity, levels)
			if err != nil {
				return nil, fmt.Errorf("contracts.%s: %w", c.Name, err)
			}
			c = found
		}
		made.Contracts = append(made.Contracts, billed(c, &made.Activity, levels))
	}
	return made, nil
}

func billed(c contract.Contract, a *contract.Activity, levels []contract.Assessment) Bill {
	b := Bill{Contract: c, Invoice: c.Bill(a, levels), Levels: levels, Cost: a.Cost}
	b.Margin = b.Invoice.Total - b.Cost
	return b
}

// assess judges the expected month: every day, and every interval of it, as it is on average.
func (m *model) assess(c *contract.Contract, days []Day, all *sums) []contract.Assessment {
	var made []contract.Assessment
	for i := range c.Levels {
		l := &c.Levels[i]
		ch := m.levelOf(l)
		resolution := m.s.Channels[ch].Resolution * m.quality(all, ch)
		a := contract.Assessment{Value: all.channels[ch].value(l.Metric, resolution)}
		switch l.Period {
		case contract.Month:
			a.Add(l, a.Value)
		default:
			for _, d := range days {
				for range d.Days {
					if l.Period == contract.Day {
						a.Add(l, d.sums.channels[ch].value(l.Metric, resolution))
						continue
					}
					m.addIntervals(&a, l, d.day.Channels[ch], resolution)
				}
			}
		}
		made = append(made, a)
	}
	return made
}

// addIntervals judges the intervals of a day by formula; those without one, or without contacts, are not judged.
func (m *model) addIntervals(a *contract.Assessment, l *contract.Level, ch staffing.Channel, resolution float64) {
	for _, in := range ch.Intervals {
		if in.Formula == nil || in.Offered == 0 {
			continue
		}
		x := resolution
		switch l.Metric {
		case contract.ServiceLevel:
			x = in.Formula.ServiceLevel.Of(ch.Target.Definition)
		case contract.ASA:
			x = in.Formula.ASA
		case contract.Abandonment:
			x = in.Formula.Abandonment
		}
		a.Add(l, x)
	}
}

// ErrNoPrice says that no price earns what is wanted.
var ErrNoPrice = errors.New("no price of the leading term earns that")

// priced finds the contract's open price.
func priced(c *contract.Contract, a *contract.Activity, levels []contract.Assessment) (contract.Contract, error) {
	wanted := wantedTotal(c, a.Cost)
	f, err := factorFor(c, func(x *contract.Contract) float64 { return float64(x.Totals(a, levels).Total - wanted) }, 1e-10)
	if err != nil {
		return contract.Contract{}, err
	}
	return c.Priced(f), nil
}

// wantedTotal is the bill that earns the contract's margin or mark-up.
func wantedTotal(c *contract.Contract, spent contract.Money) contract.Money {
	if c.MarkUp != nil {
		return (contract.One + *c.MarkUp).Of(spent)
	}
	return contract.RoundMoney(spent.Float() / (1 - c.Margin.Float()))
}

// factorFor finds the least factor on the prices of the leading term at which a figure that does not fall
// with it is at least 0, to a relative precision.
func factorFor(c *contract.Contract, figure func(*contract.Contract) float64, precision float64) (float64, error) {
	at := func(f float64) float64 {
		x := c.Priced(f)
		return figure(&x)
	}
	low, high := 0.0, 1.0
	for at(high) < 0 {
		if low, high = high, high*8; high > 1e9 {
			return 0, ErrNoPrice
		}
	}
	for range 60 {
		if high-low <= precision*high {
			break
		}
		if mid := (low + high) / 2; at(mid) < 0 {
			low = mid
		} else {
			high = mid
		}
	}
	return high, nil
}
