package pricing

import (
	"context"
	"errors"
	"slices"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing/contract"
)

// Solution is a price that earns what is wanted.
type Solution struct {
	Contract string        `json:"contract"`
	Term     string        `json:"term"` // the leading one, whose price is found
	Unit     string        `json:"unit"`
	Now      contract.Term `json:"now"`
	Expected *Priced       `json:"at_expected,omitempty"`      // that earns the margin in the expected month; nil: none does
	Likely   *Priced       `json:"with_probability,omitempty"` // that earns it in the wanted share of the months; nil: none does
}

// Priced is a price found, and what it is of the price now.
type Priced struct {
	Term   contract.Term `json:"term"`   // with the price found
	Change float64       `json:"change"` // relative to the price now
	// HalfWidth is that of the 95 % interval of Change, for the chance of the months: the price is found in sections of
	// them too. The expected month has none.
	HalfWidth float64  `json:"half_width,omitempty"`
	Margin    Estimate `json:"margin"` // mean margin / mean revenue over the months at that price
}

// Solve finds the prices at which each contract earns a margin in the expected month, and at which it earns it
// with a probability, over the months.
func (m *Months) Solve(margin, probability float64) []Solution {
	var all []Solution
	for i := range m.Expected.Contracts {
		b := &m.Expected.Contracts[i]
		c := &b.Contract
		term := &c.Terms[c.Leading()]
		s := Solution{Contract: c.Name, Term: term.Label(), Unit: term.Charge.Unit(), Now: *term}
		wanted := contract.RoundMoney(b.Cost.Float() / (1 - margin))
		s.Expected = m.found(c, i, func(x *contract.Contract) float64 {
			return float64(x.Totals(&m.Expected.Activity, b.Levels).Total - wanted)
		}, 1e-10)
		enough := func(from, to int) func(*contract.Contract) float64 {
			return func(x *contract.Contract) float64 {
				l := m.section(x, i, from, to)
				kept := 0
				for t, r := range l.revenue {
					if l.margin[t] >= margin*r {
						kept++
					}
				}
				return float64(kept) - probability*float64(to-from)
			}
		}
		s.Likely = m.found(c, i, enough(0, m.Count), likely)
		if s.Likely != nil {
			var parts []float64
			for _, p := range cut(m.Count, sectionsFor(m.Count, 1-probability)) {
				if f, err := factorFor(c, enough(p[0], p[1]), likely); err == nil {
					parts = append(parts, f)
				}
			}
			s.Likely.HalfWidth = halfWidth(parts)
		}
		all = append(all, s)
	}
	return all
}

// likely is the relative precision of a price that earns a margin with a probability.
const likely = 1e-6

// sectionsFor is how many sections a quantile is found in for its interval: each has some months beyond it, that its
// place in a section is not the section's last month by construction. Two at least, whose interval is wide.
func sectionsFor(months int, beyond float64) int {
	const some = 5
	return min(max(int(float64(months)*min(beyond, 1-beyond)/some), 2), sections)
}

// found is the least price at which a figure is not below 0.
func (m *Months) found(c *contract.Contract, i int, figure func(*contract.Contract) float64, precision float64) *Priced {
	f, err := factorFor(c, figure, precision)
	if err != nil {
		return nil
	}
	x := c.Priced(f)
	l := m.ledger(&x, i)
	return &Priced{Term: x.Terms[x.Leading()], Change: f - 1, Margin: ratioOf(l.margin, l.revenue)}
}

// Commitment is the discount that a buyer can ask for who commits to a volume.
type Commitment struct {
	Contract  string   `json:"contract"`
	Term      string   `json:"term"`
	Share     float64  `json:"committed"` // of the expected volume
	Minimum   float64  `json:"minimum"`   // units a month
	Unit      string   `json:"unit"`
	EqualMean Estimate `json:"discount_equal_mean"` // that leaves the provider the same mean margin
	EqualRisk Estimate `json:"discount_equal_risk"` // that leaves the provider the same margin in the worst 5 % of months (expected shortfall)
}

// Commitments finds the discounts for committing to shares of the expected volume, for contracts whose leading term has
// a volume to commit to, and no commitment or baseline yet.
func (m *Months) Commitments(shares []float64) []Commitment {
	var all []Commitment
	for i := range m.Expected.Contracts {
		c := &m.Expected.Contracts[i].Contract
		lead := c.Leading()
		term := &c.Terms[lead]
		switch term.Charge {
		case contract.HandlingHour, contract.HandledMin, contract.TalkMin, contract.Contact, contract.Outcome:
		default:
			continue
		}
		if term.Minimum > 0 || term.Baseline > 0 {
			continue
		}
		worst := shortfall(0.05)
		for _, share := range shares {
			made := *c
			made.Terms = slices.Clone(c.Terms)
			volume := term.Measured(&m.Expected.Activity)
			minimum := contract.RoundShare(share).OfQuantity(volume)
			made.Terms[lead].Minimum = minimum
			discount := func(figure func([]float64) float64) Estimate {
				over := func(from, to int) (float64, bool) {
					want := figure(m.section(c, i, from, to).margin)
					f, err := factorFor(&made, func(x *contract.Contract) float64 { return figure(m.section(x, i, from, to).margin) - want }, 1e-5)
					return max(0, 1-f), err == nil
				}
				var e Estimate
				e.Mean, _ = over(0, m.Count)
				var parts []float64
				for _, p := range cut(m.Count, sections) {
					if d, ok := over(p[0], p[1]); ok {
						parts = append(parts, d)
					}
				}
				e.HalfWidth = halfWidth(parts)
				return e
			}
			all = append(all, Commitment{c.Name, term.Label(), share, minimum.Float(), term.Charge.Unit(), discount(mean), discount(worst)})
		}
	}
	return all
}

// Change is what a change of the service costs, and what prices leave the provider the same share of margin.
type Change struct {
	What       string         `json:"what"`
	Team       string         `json:"team,omitempty"`
	Site       string         `json:"site,omitempty"`
	Cost       contract.Money `json:"cost"`                // a month, after
	More       contract.Money `json:"cost_change"`         // a month
	PerContact float64        `json:"per_contact_change"`  // cost per answered contact
	PerSolved  float64        `json:"per_resolved_change"` // cost per resolved contact; 0 where no resolution is given
	Prices     []ChangePrice  `json:"prices"`
	Fails      string         `json:"fails,omitempty"` // why it cannot be done; all else is 0
}

// ChangePrice is a contract's price after a change.
type ChangePrice struct {
	Contract string         `json:"contract"`
	Term     string         `json:"term"`
	Now      contract.Term  `json:"now"`
	Then     contract.Term  `json:"then"` // at which the margin, as a share, is as before
	Change   float64        `json:"change"`
	Bill     contract.Money `json:"bill_change"` // a month
}

// morePoints is how many points of service level are priced.
const morePoints = 0.05

// changes prices five more points of service level, and each team's move to each other site.
func (m *model) changes(ctx context.Context, o Options, month *Month) ([]Change, error) {
	var all []Change
	add := func(c Change, after *model) error {
		then, err := after.expected(ctx, o, newDays(after, o))
		if err != nil {
			if ctx.Err() != nil || errors.Is(err, context.Canceled) {
				return err
			}
			c.Fails = err.Error()
			all = append(all, c)
			return nil
		}
		c.Cost, c.More = then.Cost(), then.Cost()-month.Cost()
		per := func(of *Month, count func(contract.ChannelMonth) float64) float64 {
			n := 0.0
			for _, ch := range of.Activity.Channels {
				n += count(ch)
			}
			return ratio(of.Cost().Float(), n, 0)
		}
		answered := func(ch contract.ChannelMonth) float64 { return ch.Answered }
		resolved := func(ch contract.ChannelMonth) float64 { return ch.Resolved }
		c.PerContact = per(then, answered) - per(month, answered)
		c.PerSolved = per(then, resolved) - per(month, resolved)
		for _, b := range month.Contracts {
			x := b.Contract
			levels := after.assess(&x, then.Days, &then.sums)
			wanted := contract.RoundMoney(then.Cost().Float() / (1 - b.MarginShare()))
			f, err := factorFor(&x, func(y *contract.Contract) float64 { return float64(y.Totals(&then.Activity, levels).Total - wanted) }, 1e-10)
			if err != nil {
				continue
			}
			priced := x.Priced(f)
			t := x.Leading()
			c.Prices = append(c.Prices, ChangePrice{x.Name, x.Terms[t].Label(), x.Terms[t], priced.Terms[t], f - 1,
				priced.Totals(&then.Activity, levels).Total - b.Invoice.Total})
		}
		all = append(all, c)
		return nil
	}
	if m.s.Plan == nil && slices.ContainsFunc(m.s.Channels, func(c scenarios.Channel) bool { return c.Target.ServiceLevel > 0 }) {
		after := m.with(func(s *scenarios.Scenario) { promise(s, func(x float64) float64 { return x + morePoints }) })
		if err := add(Change{What: "five more points of service level"}, after); err != nil {
			return nil, err
		}
	}
	for t, team := range m.s.Teams {
		for _, site := range m.s.Business.Sites {
			if site.Cost == nil || site.Name == team.Site.Name {
				continue
			}
			after := m.with(func(s *scenarios.Scenario) { s.Teams[t].Site, s.Teams[t].Cost = site, site.Cost })
			if err := add(Change{What: "move to a " + site.Location + " site", Team: team.Name, Site: site.Name}, after); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}
