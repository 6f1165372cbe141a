package main

import (
	"encoding/csv"
	"io"
	"strconv"

	"frontoffice/scenarios/pricing"
	"frontoffice/scenarios/pricing/contract"
)

// printPriceCSV prints a row per figure: which table it is of, whose it is, and its interval where it has one.
func printPriceCSV(w io.Writer, p *pricing.Pricing) error {
	out := csv.NewWriter(w)
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	row := func(section, of, item, figure, value, half string) {
		out.Write([]string{"frontoffice/price/v1", section, of, item, figure, value, half}) // its error stays until Flush
	}
	out.Write([]string{"schema", "section", "of", "item", "figure", "value", "half_width"})
	money := func(section, of, item, figure string, m contract.Money) {
		text, _ := m.MarshalJSON()
		row(section, of, item, figure, string(text), "")
	}
	plain := func(section, of, item, figure string, v float64) { row(section, of, item, figure, number(v), "") }
	sure := func(section, of, item, figure string, e pricing.Estimate) {
		row(section, of, item, figure, number(e.Mean), number(e.HalfWidth))
	}
	for _, d := range p.Expected.Days {
		plain("day_type", d.Name, "", "days", float64(d.Days))
		plain("day_type", d.Name, "", "offered", d.Offered)
		plain("day_type", d.Name, "", "agent_hours", d.AgentHours)
		plain("day_type", d.Name, "", "scheduled_hours", d.ScheduledHours)
		plain("day_type", d.Name, "", "service_level", d.ServiceLevel)
		plain("day_type", d.Name, "", "occupancy", d.Occupancy)
	}
	for _, t := range p.Expected.Teams {
		for _, l := range t.Lines {
			name := string(l.Key)
			if l.Role != "" {
				name += "." + l.Role
			}
			plain("cost", t.Team, t.Site, name, l.Amount)
		}
		plain("cost", t.Team, t.Site, "total", t.Cost)
	}
	for i := range p.Expected.Contracts {
		b := &p.Expected.Contracts[i]
		for _, l := range b.Invoice.Lines {
			plain("invoice", b.Contract.Name, l.Label, "measured", l.Measured.Float())
			money("invoice", b.Contract.Name, l.Label, "amount", l.Amount)
		}
		money("expected", b.Contract.Name, "", "credits", b.Invoice.Credits)
		money("expected", b.Contract.Name, "", "bonuses", b.Invoice.Bonuses)
		money("expected", b.Contract.Name, "", "bill", b.Invoice.Total)
		money("expected", b.Contract.Name, "", "cost", b.Cost)
		money("expected", b.Contract.Name, "", "margin", b.Margin)
		plain("expected", b.Contract.Name, "", "margin_share", b.MarginShare())
		plain("expected", b.Contract.Name, "", "mark_up", b.MarkUp())
	}
	for _, o := range p.Outcomes {
		for _, f := range []struct {
			name string
			of   pricing.Estimate
		}{
			{"revenue", o.Revenue}, {"cost", o.Cost}, {"margin", o.Margin.Mean}, {"margin_p5", o.Margin.P5}, {"margin_p50", o.Margin.Median}, {"margin_p95", o.Margin.P95},
			{"margin_share", o.MarginShare}, {"mark_up", o.MarkUp}, {"probability_of_loss", o.Loss}, {"expected_shortfall", o.Shortfall},
			{"bill_p5", o.Bill.P5}, {"bill_p50", o.Bill.Median}, {"bill_p95", o.Bill.P95}, {"per_contact", o.PerContact}, {"per_handled_minute", o.PerMinute},
			{"per_resolved_contact", o.PerSolved}, {"credits", o.Credits}, {"credit_months", o.CreditShare}, {"bonuses", o.Bonuses}, {"earned_back", o.EarnedBack},
		} {
			sure("months", o.Contract, "", f.name, f.of)
		}
	}
	for _, s := range p.Solutions {
		if s.Expected != nil {
			row("solution", s.Contract, s.Term, "price_at_expected", s.Expected.Term.PriceWords(), "")
		}
		if s.Likely != nil {
			row("solution", s.Contract, s.Term, "price_with_probability", s.Likely.Term.PriceWords(), "")
			sure("solution", s.Contract, s.Term, "change_with_probability", pricing.Estimate{Mean: s.Likely.Change, HalfWidth: s.Likely.HalfWidth})
		}
	}
	for _, c := range p.Crossings {
		row("break_even", c.Contract, c.Other, c.Of, number(c.At), number(c.Within))
	}
	for _, c := range p.Commitments {
		item := number(c.Share)
		sure("commitment", c.Contract, item, "discount_equal_mean", c.EqualMean)
		sure("commitment", c.Contract, item, "discount_equal_risk", c.EqualRisk)
	}
	for _, c := range p.Changes {
		what := c.What
		if c.Team != "" {
			what = c.Team + " to " + c.Site
		}
		money("change", what, "", "cost_change", c.More)
		for _, x := range c.Prices {
			plain("change", what, x.Contract, "price_change", x.Change)
			money("change", what, x.Contract, "bill_change", x.Bill)
		}
	}
	for _, r := range p.Risks {
		for _, c := range r.Contracts {
			sure("risk", r.What, c.Contract, "margin_change", c.Margin)
			sure("risk", r.What, c.Contract, "bill_change", c.Bill)
		}
	}
	for _, c := range p.Curves {
		for _, x := range c.Points {
			at := number(x.At)
			plain("curve", c.Of, at, "answered", x.Answered)
			plain("curve", c.Of, at, "occupancy", x.Occupancy)
			plain("curve", c.Of, at, "fte", x.FTE)
			money("curve", c.Of, at, "cost", x.Cost)
			for i, b := range x.Bills {
				money("curve", c.Of, at, "bill."+p.Expected.Contracts[i].Contract.Name, b)
			}
		}
	}
	out.Flush()
	return out.Error()
}
