package pricing_test

import (
	"context"
	"encoding/json"
	"math"
	"runtime"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/staffing"
)

// forMargin is a contract of one term whose price is to earn a margin.
func forMargin(margin float64, t contract.Term) contract.Contract {
	m := contract.RoundShare(margin)
	return contract.Contract{Name: string(t.Charge) + " " + t.On, Terms: []contract.Term{t}, Margin: &m}
}

// everyWay is a contract of each kind, all for one margin.
func everyWay(margin float64) []contract.Contract {
	return []contract.Contract{
		forMargin(margin, contract.Term{Charge: contract.Fixed}),
		forMargin(margin, contract.Term{Charge: contract.FTE, On: "required"}), forMargin(margin, contract.Term{Charge: contract.FTE, On: "scheduled"}), forMargin(margin, contract.Term{Charge: contract.FTE, On: "actual"}),
		forMargin(margin, contract.Term{Charge: contract.PaidHour}), forMargin(margin, contract.Term{Charge: contract.StaffedHour}), forMargin(margin, contract.Term{Charge: contract.HandlingHour}),
		forMargin(margin, contract.Term{Charge: contract.HandledMin}),
		forMargin(margin, contract.Term{Charge: contract.Contact, On: "answered"}), forMargin(margin, contract.Term{Charge: contract.Contact, On: "resolved"}),
		forMargin(margin, contract.Term{Charge: contract.Outcome, Outcome: "sale"}),
	}
}

// With nothing uncertain, all ways of charging that are solved for one margin earn the same, whatever the volume, the
// handle time, the target and the margin: to a few cents, since a price is a whole number of millionths. Erlang C sizes
// the days here: it is fast.
func TestAllWaysEarnTheSame(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := calm(rapid.Float64Range(0.1, 3).Draw(t, "volume"), rapid.Float64Range(0.3, 2).Draw(t, "handle time"))
		s.Channels[0].Target.ServiceLevel = rapid.Float64Range(0.3, 0.97).Draw(t, "target")
		margin := rapid.Float64Range(0, 0.8).Draw(t, "margin")
		s.Business.Contracts = everyWay(margin)
		m, err := pricing.Expected(context.Background(), s, pricing.Options{Staffing: staffing.Options{Method: staffing.ErlangC}})
		if err != nil {
			t.Fatal(err)
		}
		first := m.Contracts[0].Invoice.Total
		for _, b := range m.Contracts {
			// A millionth of a unit of money for each unit that is measured, and a cent for each sum.
			if d := math.Abs(float64(b.Invoice.Total-first)) / 100; d > 0.03+1e-6*b.Invoice.Lines[0].Measured.Float() {
				t.Fatalf("%s bills %v, %s %v", b.Contract.Name, b.Invoice.Total, m.Contracts[0].Contract.Name, first)
			}
			if b.Invoice.Total-b.Margin != b.Cost {
				t.Fatalf("%s: the views do not sum: %v, %v, %v", b.Contract.Name, b.Invoice.Total, b.Margin, b.Cost)
			}
		}
	})
}

var calmOne *scenarios.Scenario

// calm is the one-channel scenario without anything uncertain, and without anybody who gives up, with other volumes
// and handle times.
func calm(volume, handle float64) *scenarios.Scenario {
	if calmOne == nil {
		s, err := scenarios.Load("testdata/one-channel.yaml")
		if err != nil {
			panic(err)
		}
		s.Busyness, s.Business.Uncertainty, s.Channels[0].Patience = scenarios.Busyness{}, scenarios.Uncertainty{}, scenarios.Law{}
		calmOne = s
	}
	return calmOne.Varied(volume, handle, nil)
}

// simulate draws months, with few days of luck.
func simulate(t testing.TB, s *scenarios.Scenario, months, luck int) *pricing.Months {
	t.Helper()
	m, err := pricing.Simulate(context.Background(), s, pricing.SimulateOptions{Months: months, Seed: s.Simulation.Seed, Luck: luck})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Where nobody gives up, all who call are answered, and a contract per contact bills on average price times the expected
// calls: the closed form lies inside the interval, and so does the cost of fixed staff. What does not depend on chance has none.
func TestClosedForms(t *testing.T) {
	t.Parallel()
	s := oneChannel(t)
	s.Channels[0].Patience = scenarios.Law{}
	s.Business.Uncertainty.Shrinkage, s.Business.Uncertainty.HandleTime, s.Business.Uncertainty.Attrition = scenarios.Drift{}, scenarios.Drift{}, scenarios.Drift{}
	s.Business.Contracts = []contract.Contract{
		{Name: "calls", Terms: []contract.Term{{Charge: contract.Contact, On: "answered", Price: 5_000_000}}},
		{Name: "resolved", Terms: []contract.Term{{Charge: contract.Contact, On: "resolved", Price: 6_000_000}}},
		{Name: "minutes", Terms: []contract.Term{{Charge: contract.HandledMin, Price: 1_000_000}}},
		{Name: "fte", Terms: []contract.Term{{Charge: contract.FTE, On: "scheduled", Price: 4_000_000_000}}},
		{Name: "fixed", Terms: []contract.Term{{Charge: contract.Fixed, Price: 150_000_000_000}}},
		{Name: "open book", Terms: []contract.Term{{Charge: contract.CostPlus, Share: 200_000}}},
	}
	// Erlang C sizes the days here: it is fast.
	m, err := pricing.Simulate(context.Background(), s, pricing.SimulateOptions{Staffing: staffing.Options{Method: staffing.ErlangC}, Months: 1500, Seed: 3, Luck: 24})
	if err != nil {
		t.Fatal(err)
	}
	calls := 900 * (4*1.22 + 17 + 4*0.55)
	speed, quality := s.Teams[0].Cost.Speed(), s.Teams[0].Quality()
	out := m.Outcomes()
	for i, want := range []float64{5 * calls, 6 * 0.8 * quality * calls, calls * 5 / speed} {
		o := out[i]
		// Handled minutes have the few days of luck in them: 24 days of 900 calls with a deviation of 1.1 means are
		// known to 1.1 / √21,600 = 0.8 %.
		allowed := o.Revenue.HalfWidth
		if o.Contract == "minutes" {
			allowed += 3 * 0.008 * want
		}
		if math.Abs(o.Revenue.Mean-want) > allowed || o.Revenue.HalfWidth > 0.02*want {
			t.Errorf("%s: revenue %.0f ± %.0f, closed form %.0f", o.Contract, o.Revenue.Mean, o.Revenue.HalfWidth, want)
		}
	}
	// The cost of staff is certain, that of telephony goes with the minutes.
	minutes := calls * 5 / speed * s.Teams[0].Cost.Telecom
	if c := out[0].Cost; math.Abs(c.Mean-m.Expected.Cost().Float()) > c.HalfWidth+3*0.008*minutes+0.3 || c.HalfWidth > 0.02*minutes {
		t.Errorf("cost %.2f ± %.2f, expected %v", c.Mean, c.HalfWidth, m.Expected.Cost())
	}
	if o := out[3]; o.Revenue.HalfWidth > 1e-6 || contract.RoundMoney(o.Revenue.Mean) != m.Expected.Contracts[3].Invoice.Total {
		t.Errorf("fte: revenue %v ± %v, expected %v", o.Revenue.Mean, o.Revenue.HalfWidth, m.Expected.Contracts[3].Invoice.Total)
	}
	if o := out[4]; o.Revenue.Mean != 150_000 || o.Revenue.HalfWidth != 0 {
		t.Errorf("fixed: %+v", o.Revenue)
	}
	if o := out[5]; math.Abs(o.MarkUp.Mean-0.2) > 1e-6 || math.Abs(o.MarginShare.Mean-1./6) > 1e-6 || o.Loss.Mean != 0 {
		t.Errorf("open book: mark-up %+v, margin %+v", o.MarkUp, o.MarginShare)
	}
}

// Every month's margin is its revenue less its cost to the cent, for all contracts the same cost; and the same seed gives
// the same months on any number of processors.
func TestMonthsAddUp(t *testing.T) {
	s := oneChannel(t)
	m := simulate(t, s, 300, 12)
	for i := range m.Count {
		a := &m.Activity[i]
		if a.Cost <= 0 || a.Channels[0].Answered > a.Channels[0].Offered || a.Channels[0].Answered <= 0 || a.Teams[0].ActualFTE > a.Teams[0].ScheduledFTE {
			t.Fatalf("month %d: %+v", i, a)
		}
		for k, l := range m.Levels[0][i] {
			if l.Missed > l.Periods || l.Credit < 0 || l.Value < 0 || l.Value > 1 || k == 0 && l.Periods != 25 {
				t.Fatalf("month %d: %+v", i, l)
			}
		}
	}
	all := func(m *pricing.Months) string {
		data, err := json.Marshal([]any{m.Activity, m.Levels, m.Outcomes(), m.Table})
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	first := all(m)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(3))
	if again := all(simulate(t, s, 300, 12)); again != first {
		t.Error("another number of processors gives other months")
	}
}

// Days drawn from the lattice are those simulated at the very place, to within what TableReport says; and the service
// level that credits are judged by is that of single days: on average as expected, and far below on some.
func TestTable(t *testing.T) {
	t.Parallel()
	m := simulate(t, oneChannel(t), 600, 30)
	if m.Table.Checks != 12 || m.Table.Error > 0.012 || m.Table.ErrorMost > 0.03 || m.Table.Corners < 50 || m.Table.Days != m.Table.Corners*30 {
		t.Errorf("%+v", m.Table)
	}
	missed, days := 0.0, 0.0
	for _, l := range m.Levels[0][:m.Count] {
		missed, days = missed+l[0].Missed, days+l[0].Periods
	}
	if level := m.Expected.Contracts[0].Levels[0]; level.Missed != 0 || level.Value < 0.8 {
		t.Errorf("by the average, %v of the days of the expected month miss the target", level.Missed)
	}
	if share := missed / days; share < 0.2 || share > 0.6 {
		t.Errorf("%.0f %% of single days miss the target", 100*share)
	}
}

// A price found for a probability earns the margin in that share of the months, and a hair less does not.
func TestSolve(t *testing.T) {
	t.Parallel()
	s := oneChannel(t)
	m := simulate(t, s, 500, 10)
	solutions := m.Solve(0.12, 0.9)
	sol := solutions[0]
	if sol.Expected == nil || sol.Likely == nil || sol.Likely.Change <= sol.Expected.Change {
		t.Fatalf("%+v", sol)
	}
	kept := func(price contract.Price) float64 {
		c := m.Expected.Contracts[0].Contract
		c.Terms = []contract.Term{c.Terms[0]}
		c.Terms[0].Price = price
		n := 0
		for i := range m.Count {
			total := c.Totals(&m.Activity[i], m.Levels[0][i]).Total
			if contract.Margin(total, m.Activity[i].Cost) >= 0.12 {
				n++
			}
		}
		return float64(n) / float64(m.Count)
	}
	price := sol.Likely.Term.Price
	if got, less := kept(price), kept(price*999/1000); got < 0.9 || less >= 0.9 {
		t.Errorf("at %v in %v of the months, at a thousandth less in %v", price, got, less)
	}
	// It is uncertain, the price at the expected month is not.
	if h := sol.Likely.HalfWidth; h <= 0 || h > 0.1 || sol.Expected.HalfWidth != 0 || sol.Likely.Margin.HalfWidth <= 0 {
		t.Errorf("intervals: %+v, %+v", sol.Likely, sol.Expected)
	}
	// A commitment to nothing is worth nothing, and one to more never less; equal risk is worth more than equal means.
	var last float64
	for _, c := range m.Commitments([]float64{0, 0.9, 1, 1.1}) {
		mean, risk := c.EqualMean.Mean, c.EqualRisk.Mean
		if c.Share == 0 && (mean > 1e-4 || risk > 1e-4) || mean < last-1e-4 || risk < mean-0.001 {
			t.Errorf("%+v after %v", c, last)
		}
		if wide := c.EqualMean.HalfWidth > 0 && c.EqualRisk.HalfWidth > 0; wide != (c.Share > 0.9) && c.Share != 0.9 || c.EqualMean.HalfWidth > 0.05 {
			t.Errorf("intervals of %+v", c)
		}
		last = mean
	}
	if last < 0.03 {
		t.Errorf("to commit to a tenth more than expected is worth only %v", last)
	}
}

// The intervals of prices that are solved for hold what many more months give: of ten samples of 500 months each at
// 95 %, at most two miss (the chance of more is 1.2 %).
func TestSolvedIntervals(t *testing.T) {
	t.Parallel()
	s := oneChannel(t)
	all := simulate(t, s, 10_000, 10)
	price := func(m *pricing.Months) (price, mean, risk pricing.Estimate) {
		p, c := m.Solve(0.12, 0.9)[0].Likely, m.Commitments([]float64{1})[0]
		return pricing.Estimate{Mean: p.Change, HalfWidth: p.HalfWidth}, c.EqualMean, c.EqualRisk
	}
	var truth, missed [3]float64
	a, b, c := price(all)
	truth = [3]float64{a.Mean, b.Mean, c.Mean}
	for k := range 10 {
		part := *all
		part.Count = 500
		part.Activity = all.Activity[k*900:][:503]
		part.Levels = [][][]contract.Assessment{all.Levels[0][k*900:][:503]}
		a, b, c := price(&part)
		for i, e := range []pricing.Estimate{a, b, c} {
			if math.Abs(e.Mean-truth[i]) > e.HalfWidth {
				missed[i]++
			}
		}
	}
	for i, n := range missed {
		if n > 2 {
			t.Errorf("figure %d: %v of 10 intervals miss", i, n)
		}
	}
}

// A larger queue is cheaper by the contact, a tighter target dearer; break-evens lie where the sums cross.
func TestCurves(t *testing.T) {
	t.Parallel()
	s, erlangA := oneChannel(t), staffing.Options{Method: staffing.ErlangA}
	s.Business.Contracts = []contract.Contract{
		{Name: "fte", Terms: []contract.Term{{Charge: contract.FTE, On: "scheduled", Price: 4_600_000_000}}},
		{Name: "calls", Terms: []contract.Term{{Charge: contract.Contact, On: "answered", Price: 6_000_000}}},
	}
	p, err := pricing.Price(context.Background(), s, pricing.PriceOptions{Staffing: erlangA, Months: 100, Luck: 10, Margin: 0.1, Probability: 0.9})
	if err != nil {
		t.Fatal(err)
	}
	per := func(x pricing.Point) float64 { return x.Cost.Float() / x.Answered }
	for _, c := range p.Curves {
		for i := range c.Points[1:] {
			a, b := c.Points[i], c.Points[i+1]
			switch c.Of {
			case pricing.Volume:
				if per(b) > per(a)*1.01 || b.Occupancy < a.Occupancy-0.01 {
					t.Errorf("volume %v: %.3f a contact at occupancy %.3f, after %.3f at %.3f", b.At, per(b), b.Occupancy, per(a), a.Occupancy)
				}
			case pricing.ServiceLevel:
				if b.Cost < a.Cost || b.Occupancy > a.Occupancy+1e-9 {
					t.Errorf("target %v: cost %v after %v, occupancy %v after %v", b.At, b.Cost, a.Cost, b.Occupancy, a.Occupancy)
				}
			}
		}
	}
	// Between the points that staff was found for, cost and bills are those of the month staffed for the very point, but
	// for some whole people in some intervals.
	for _, c := range p.Curves {
		if c.Of != pricing.Volume {
			continue
		}
		for _, x := range c.Points {
			if !x.Interpolated || int(math.Round(x.At*100))%15 != 0 {
				continue
			}
			m, err := pricing.Expected(context.Background(), s.Varied(x.At, 1, nil), pricing.Options{Staffing: erlangA})
			if err != nil {
				t.Fatal(err)
			}
			if math.Abs(x.Cost.Float()/m.Cost().Float()-1) > 0.03 || math.Abs(x.Bills[1].Float()/m.Contracts[1].Invoice.Total.Float()-1) > 0.003 {
				t.Errorf("at %v: %+v, staffed for it %v, %v", x.At, x, m.Cost(), m.Contracts[1].Invoice.Total)
			}
		}
	}
	found := 0
	for _, c := range p.Crossings {
		if c.Of != pricing.Volume || c.Other == "" {
			continue
		}
		found++
		if c.Within <= 0 || c.Within > 0.05 {
			t.Errorf("within %v", c.Within)
		}
		// A little further than that, the contract said to be cheaper below is, and above it is not.
		for _, side := range []float64{-1, 1} {
			m, err := pricing.Expected(context.Background(), s.Varied(c.At+side*(c.Within+0.005), 1, nil), pricing.Options{Staffing: erlangA})
			if err != nil {
				t.Fatal(err)
			}
			fte, calls := m.Contracts[0].Invoice.Total, m.Contracts[1].Invoice.Total
			if cheaper := map[bool]string{true: "fte", false: "calls"}[fte < calls]; (cheaper == c.Below) != (side < 0) {
				t.Errorf("at %v of the crossing %v, %v is cheaper; below it should be %s", side, c.At, cheaper, c.Below)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d crossings of volume: %+v", found, p.Crossings)
	}
	// Fixed staff leaves the FTE contract's bill as it is; calls move with the volume. Targets cost money either way.
	for _, r := range p.Risks {
		fte, calls := r.Contracts[0], r.Contracts[1]
		if fte.Cost != calls.Cost {
			t.Errorf("%s: contracts differ in cost: %+v, %+v", r.What, fte.Cost, calls.Cost)
		}
		for _, c := range r.Contracts {
			if d := c.Bill.Mean - c.Margin.Mean - c.Cost.Mean; math.Abs(d) > 0.01 {
				t.Errorf("%s, %s: bill, margin and cost do not add up by %v", r.What, c.Contract, d)
			}
		}
		switch r.What {
		case "volume +10%", "shrinkage +5 points", "handle time +10%":
			if fte.Bill.Mean != 0 {
				t.Errorf("%s: the bill of fixed staff changes by %v", r.What, fte.Bill.Mean)
			}
		case "service level target +5 points":
			if fte.Bill.Mean <= 0 || fte.Cost.Mean <= 0 {
				t.Errorf("%s: %+v", r.What, fte)
			}
		}
	}
}

// A month can be stopped.
func TestStop(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := pricing.Price(ctx, desk(t), pricing.PriceOptions{Margin: 0.1, Probability: 0.9}); err == nil || ctx.Err() == nil {
		t.Errorf("stopped: %v", err)
	}
}

// The currency of a site changes nothing but scale.
func TestSiteCurrency(t *testing.T) {
	t.Parallel()
	s := desk(t)
	one, err := pricing.Expected(context.Background(), s, pricing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := *s.Teams[1].Cost
	c.Exchange *= 2
	s.Teams[1].Cost = &c
	two, err := pricing.Expected(context.Background(), s, pricing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(two.Teams[1].Cost-2*one.Teams[1].Cost) > 1e-6 || two.Teams[0].Cost != one.Teams[0].Cost {
		t.Errorf("%v and %v become %v and %v", one.Teams[0].Cost, one.Teams[1].Cost, two.Teams[0].Cost, two.Teams[1].Cost)
	}
}
