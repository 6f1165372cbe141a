package pricing

import (
	"context"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// PriceOptions says what Price works out.
type PriceOptions struct {
	Staffing    staffing.Options
	Months      int     // simulated; 0: DefaultMonths
	Seed        uint64  // of the months
	Luck        int     // as SimulateOptions.Luck
	Margin      float64 // wanted, of Solve
	Probability float64 // wanted, of Solve
	Progress    func(what string, done, total int)
}

// Pricing is all that is to be said of a scenario's price.
type Pricing struct {
	Expected    *Month       `json:"expected"`
	Months      int          `json:"months"`
	Seed        uint64       `json:"seed"`
	Table       TableReport  `json:"days"`
	Outcomes    []Outcome    `json:"outcomes"`
	Margin      float64      `json:"wanted_margin"`
	Probability float64      `json:"wanted_probability"`
	Solutions   []Solution   `json:"solutions"`
	Commitments []Commitment `json:"commitments"`
	Changes     []Change     `json:"changes"`
	Curves      []Curve      `json:"curves"`
	Crossings   []Crossing   `json:"crossings"`
	RiskMonths  int          `json:"risk_months"`
	Risks       []Risk       `json:"risks"`

	Simulated *Months `json:"-"`
}

// commitments are the shares of the expected volume that are priced.
var commitments = []float64{0.8, 0.9, 1}

// Price works out all of it. The same scenario, options and seed give the same figures, on any machine of one
// architecture.
func Price(ctx context.Context, s *scenarios.Scenario, o PriceOptions) (*Pricing, error) {
	report := func(what string) func(done, total int) {
		return func(done, total int) {
			if o.Progress != nil {
				o.Progress(what, done, total)
			}
		}
	}
	simulate := SimulateOptions{Staffing: o.Staffing, Months: o.Months, Seed: o.Seed, Luck: o.Luck, Progress: report("simulating days"), sizing: report("finding staff")}
	simulate.sizing(0, 100) // the expected month comes first
	e, err := newEngine(ctx, s, simulate)
	if err != nil {
		return nil, err
	}
	months, err := e.run(ctx, e.m, e.month, shock{}, e.o.Months, true)
	if err != nil {
		return nil, err
	}
	p := &Pricing{Expected: e.month, Months: months.Count, Seed: months.Seed, Table: months.Table, Simulated: months,
		Outcomes: months.Outcomes(), Margin: o.Margin, Probability: o.Probability}
	if len(e.month.Contracts) == 0 {
		p.Curves, p.Crossings, err = e.m.curves(ctx, Options{o.Staffing}, e.month, report("finding break-evens"))
		return p, err
	}
	p.Solutions = months.Solve(o.Margin, o.Probability)
	p.Commitments = months.Commitments(commitments)
	steps := 0
	step := func(what string, total int) func() {
		steps = 0
		return func() { steps++; report(what)(steps, total) }
	}
	report("pricing changes")(0, 1)
	if p.Changes, err = e.m.changes(ctx, Options{o.Staffing}, e.month); err != nil {
		return nil, err
	}
	if p.Curves, p.Crossings, err = e.m.curves(ctx, Options{o.Staffing}, e.month, report("finding break-evens")); err != nil {
		return nil, err
	}
	e.o.Progress, e.o.sizing = nil, nil
	p.RiskMonths = min(RiskMonths, months.Count)
	if p.Risks, err = e.risks(ctx, p.RiskMonths, step("shocks", len(shocks))); err != nil {
		return nil, err
	}
	return p, nil
}
