package pricing

import (
	"frontoffice/scenarios/pricing/contract"
)

// Outcome is what simulated months make of a contract, for both sides.
type Outcome struct {
	Contract string `json:"contract"`

	// The provider's view.
	Revenue     Estimate `json:"revenue"` // bill and what is earned back
	Cost        Estimate `json:"cost"`
	Margin      Spread   `json:"margin"`       // money
	MarginShare Estimate `json:"margin_share"` // mean margin / mean revenue
	MarkUp      Estimate `json:"mark_up"`      // mean margin / mean cost
	Loss        Estimate `json:"probability_of_loss"`
	Shortfall   Estimate `json:"expected_shortfall"` // mean margin of the worst 5 % of months

	// The buyer's view.
	Bill       Spread   `json:"bill"`
	PerContact Estimate `json:"per_contact"` // mean bill / mean answered
	PerMinute  Estimate `json:"per_handled_minute"`
	PerSolved  Estimate `json:"per_resolved_contact"` // 0 where no resolution is given

	Judged      bool     `json:"judged"`        // the contract has credits or bonuses
	Credits     Estimate `json:"credits"`       // a month, before what is earned back
	CreditShare Estimate `json:"credit_months"` // share of months with credits
	Bonuses     Estimate `json:"bonuses"`       // a month
	EarnedBack  Estimate `json:"earned_back"`   // a month
}

// Spread is how months differ.
type Spread struct {
	Mean   Estimate `json:"mean"`
	P5     Estimate `json:"p5"`
	Median Estimate `json:"p50"`
	P95    Estimate `json:"p95"`
}

func spread(x []float64) Spread {
	return Spread{estimate(x, mean), estimate(x, quantile(0.05)), estimate(x, quantile(0.5)), estimate(x, quantile(0.95))}
}

// ledger is a contract's months.
type ledger struct {
	revenue, cost, margin     []float64
	credits, bonuses, earned  []float64
	answered, minutes, solved []float64
}

// ledger bills all months by a contract whose levels are those of the i-th.
func (m *Months) ledger(c *contract.Contract, i int) ledger { return m.section(c, i, 0, m.Count) }

// section is the ledger of the months from one to another; what is earned back comes of the months after them too.
func (m *Months) section(c *contract.Contract, i, from, to int) ledger {
	l := ledger{}
	for _, x := range []*[]float64{&l.revenue, &l.cost, &l.margin, &l.credits, &l.bonuses, &l.earned, &l.answered, &l.minutes, &l.solved} {
		*x = make([]float64, to-from)
	}
	for n := range to - from {
		t := from + n
		a := &m.Activity[t]
		totals := c.Totals(a, m.Levels[i][t])
		var earned contract.Money
		if totals.Credits > 0 {
			earned = c.EarnedBack(totals, m.Levels[i][t], func(k int) []contract.Assessment {
				if t+k >= len(m.Levels[i]) {
					return nil
				}
				return m.Levels[i][t+k]
			})
		}
		revenue := totals.Total + earned
		l.revenue[n], l.cost[n], l.margin[n] = revenue.Float(), a.Cost.Float(), (revenue - a.Cost).Float()
		l.credits[n], l.bonuses[n], l.earned[n] = totals.Credits.Float(), totals.Bonuses.Float(), earned.Float()
		for k := range a.Channels {
			l.answered[n] += a.Channels[k].Answered
			l.minutes[n] += a.Channels[k].HandledMinutes
			l.solved[n] += a.Channels[k].Resolved
		}
	}
	return l
}

// Outcomes says what the months make of each contract.
func (m *Months) Outcomes() []Outcome {
	var all []Outcome
	for i := range m.Expected.Contracts {
		c := &m.Expected.Contracts[i].Contract
		l := m.ledger(c, i)
		o := Outcome{Contract: c.Name,
			Revenue: estimate(l.revenue, mean), Cost: estimate(l.cost, mean), Margin: spread(l.margin),
			Loss: shareOf(l.margin, 0), Shortfall: estimate(l.margin, shortfall(0.05)), Bill: spread(l.revenue),
			Credits: estimate(l.credits, mean), Bonuses: estimate(l.bonuses, mean), EarnedBack: estimate(l.earned, mean),

			MarginShare: ratioOf(l.margin, l.revenue), MarkUp: ratioOf(l.margin, l.cost),
			PerContact: ratioOf(l.revenue, l.answered), PerMinute: ratioOf(l.revenue, l.minutes), PerSolved: ratioOf(l.revenue, l.solved),
		}
		if o.Judged = len(c.Levels) > 0; o.Judged {
			o.CreditShare = shareOf(l.credits, 0.005)
			o.CreditShare.Mean = 1 - o.CreditShare.Mean
		}
		all = append(all, o)
	}
	return all
}

// Margins are the months' margins of the i-th contract.
func (m *Months) Margins(i int) []float64 {
	return m.ledger(&m.Expected.Contracts[i].Contract, i).margin
}

// ratioOf is a ratio of means over months.
func ratioOf(part, whole []float64) Estimate {
	// Sections are cut by index: carry both series through one.
	index := make([]float64, len(part))
	for t := range index {
		index[t] = float64(t)
	}
	return estimate(index, func(x []float64) float64 {
		var a, b float64
		for _, t := range x {
			a += part[int(t)]
			b += whole[int(t)]
		}
		return ratio(a, b, 0)
	})
}
