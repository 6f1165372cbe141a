package pricing

import (
	"context"
	"slices"

	"frontoffice/scenarios"
)

// Risk is who bears what, when something is other than forecast.
type Risk struct {
	What      string         `json:"what"`
	Contracts []RiskTransfer `json:"contracts"`
}

// RiskTransfer is the change of a contract's mean month, against the same months without the shock.
type RiskTransfer struct {
	Contract string   `json:"contract"`
	Margin   Estimate `json:"margin_change"` // of the provider
	Bill     Estimate `json:"bill_change"`   // of the buyer
	Cost     Estimate `json:"cost_change"`   // to serve
}

// RiskMonths is how many months each row of the risk transfer table has.
const RiskMonths = 2000

// shocks are the rows of the table; attrition is met by the scenario after, targets by another engine.
var shocks = []struct {
	what string
	shock
	points float64 // of service level
}{
	{what: "volume +10%", shock: shock{volume: 0.1}},
	{what: "volume -10%", shock: shock{volume: -0.1}},
	{what: "handle time +10%", shock: shock{handle: 0.1}},
	{what: "handle time -10%", shock: shock{handle: -0.1}},
	{what: "shrinkage +5 points", shock: shock{shrinkage: 0.05}},
	{what: "attrition +10 points", shock: shock{attrition: 0.1}},
	{what: "service level target +5 points", points: morePoints},
}

// risks draws the same months again after each shock. Staff answers it as the staffing policy says: fixed staff stays
// as it is, staff that follows or flexes makes up for it. Prices stay as they are.
func (e *engine) risks(ctx context.Context, months int, report func()) ([]Risk, error) {
	base, err := e.run(ctx, e.m, e.month, shock{}, months, false)
	if err != nil {
		return nil, err
	}
	ledgers := func(m *Months) (all []ledger) {
		for i := range e.month.Contracts {
			all = append(all, m.ledger(&e.month.Contracts[i].Contract, i))
		}
		return all
	}
	was := ledgers(base)
	var all []Risk
	for _, s := range shocks {
		of, after := e, e.m
		switch {
		case s.attrition != 0:
			after = e.m.with(func(sc *scenarios.Scenario) {
				for t := range sc.Teams {
					c := *sc.Teams[t].Cost
					c.Attrition += s.attrition
					sc.Teams[t].Cost = &c
				}
			})
		case s.points != 0:
			promised := func(c scenarios.Channel) bool { return c.Target.ServiceLevel > 0 }
			if e.m.s.Plan != nil || !slices.ContainsFunc(e.m.s.Channels, promised) {
				continue
			}
			tighter := e.m.with(func(sc *scenarios.Scenario) { promise(sc, func(x float64) float64 { return x + s.points }) })
			o := e.o
			o.Luck, o.Progress, o.sizing = e.unique()[0].luck, nil, nil
			if of, err = newEngine(ctx, tighter.s, o); err != nil {
				return nil, err
			}
			after = of.m
		}
		m, err := of.run(ctx, after, e.month, s.shock, months, false)
		if err != nil {
			return nil, err
		}
		r := Risk{What: s.what}
		for i, is := range ledgers(m) {
			less := func(a, b []float64) Estimate {
				d := make([]float64, len(a))
				for t := range d {
					d[t] = a[t] - b[t]
				}
				return estimate(d, mean)
			}
			r.Contracts = append(r.Contracts, RiskTransfer{e.month.Contracts[i].Contract.Name, less(is.margin, was[i].margin), less(is.revenue, was[i].revenue), less(is.cost, was[i].cost)})
		}
		all = append(all, r)
		report()
	}
	return all, nil
}
