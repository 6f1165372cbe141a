package main

import (
	"fmt"

	"frontoffice/charts"
	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
	costlines "frontoffice/scenarios/pricing/cost"
)

// pricePictures are the pictures of a pricing.
var pricePictures = []string{"cost-waterfall", "cost-per-contact", "monthly-margin", "risk-transfer", "occupancy-and-cost"}

// drawPrices draws every picture that there are figures for before it writes the first.
func drawPrices(folder string, s *scenarios.Scenario, p *pricing.Pricing, overwrite bool) ([]string, error) {
	c := chartPrices(s, p)
	contracts, targets := len(c.Margins) > 0, len(c.Targets) > 1
	files := map[string][]byte{}
	var order []string
	for i, d := range []struct {
		draw func(charts.Prices) (*charts.Figure, error)
		has  bool
	}{{charts.CostWaterfall, true}, {charts.CostByVolume, true}, {charts.MonthlyMargin, contracts}, {charts.RiskTransfer, contracts && len(c.Shocks) > 0}, {charts.OccupancyAndCost, targets}} {
		if !d.has {
			continue
		}
		f, err := d.draw(c)
		if err != nil {
			return nil, fmt.Errorf("drawing %s: %w", pricePictures[i], err)
		}
		written, err := rendered(f)
		if err != nil {
			return nil, fmt.Errorf("drawing %s: %w", pricePictures[i], err)
		}
		for _, ext := range pictureFormats {
			files[pricePictures[i]+ext] = written[ext]
			order = append(order, pricePictures[i]+ext)
		}
	}
	return writeFolder(folder, order, files, overwrite)
}

// mostPictured is how many contracts a picture takes: the first ones.
const mostPictured = 5

// chartPrices is a pricing as the charts take it.
func chartPrices(s *scenarios.Scenario, p *pricing.Pricing) charts.Prices {
	days := 0
	for _, d := range p.Expected.Days {
		days += d.Days
	}
	c := charts.Prices{Title: s.Name, Currency: p.Expected.Currency,
		Subtitle: fmt.Sprintf("a month of %d days; %s simulated months, seed %d", days, grouped(float64(p.Months)), p.Seed)}
	answered, _, resolved := served(p.Expected.Activity.Channels, nil)
	c.Waterfall = waterfall(p.Expected, answered)
	if all := p.Expected.Cost().Float(); resolved > 0 && answered > 0 {
		c.Resolved = charts.Step{Name: "contacts not resolved", Amount: all/resolved - all/answered}
	}
	n := min(len(p.Expected.Contracts), mostPictured)
	for _, of := range p.Curves {
		switch of.Of {
		case pricing.Volume:
			c.Lines = make([]charts.PriceLine, n)
			for _, x := range of.Points {
				if x.Answered < 1 {
					continue
				}
				c.Volumes, c.Costs = append(c.Volumes, x.Answered), append(c.Costs, x.Cost.Float()/x.Answered)
				for i := range n {
					c.Lines[i].Name = p.Expected.Contracts[i].Contract.Name
					c.Lines[i].Bill = append(c.Lines[i].Bill, x.Bills[i].Float()/x.Answered)
				}
			}
			c.Now = answered
		case pricing.ServiceLevel:
			now := 0.0
			for _, ch := range s.Channels {
				if now = ch.Target.ServiceLevel; now > 0 {
					break
				}
			}
			for _, x := range of.Points {
				if x.Answered >= 1 && !x.Interpolated {
					c.Targets = append(c.Targets, charts.TargetCost{Target: x.At, Occupancy: x.Occupancy, Cost: x.Cost.Float() / x.Answered, Now: x.At == now})
				}
			}
		}
	}
	for i, o := range p.Outcomes[:min(n, len(p.Outcomes))] {
		c.Margins = append(c.Margins, charts.MarginLine{Name: o.Contract, Margins: p.Simulated.Margins(i),
			P5: o.Margin.P5.Mean, P50: o.Margin.Median.Mean, P95: o.Margin.P95.Mean, Loss: o.Loss.Mean})
	}
	for _, r := range p.Risks {
		shock := charts.Shock{Name: r.What}
		for _, x := range r.Contracts[:n] {
			shock.Margin, shock.Bill = append(shock.Margin, x.Margin.Mean), append(shock.Bill, x.Bill.Mean)
		}
		c.Shocks = append(c.Shocks, shock)
	}
	return c
}

// waterfall groups the lines of cost into bars of an answered contact; those of nothing are left out.
func waterfall(m *pricing.Month, answered float64) []charts.Step {
	groups := []struct {
		name string
		keys []costlines.Key
	}{
		{"wages, contact in hand", []costlines.Key{costlines.Handling}},
		{"new agents slower", []costlines.Key{costlines.NestingPay}},
		{"waiting for contacts", []costlines.Key{costlines.Idle}},
		{"unplanned shrinkage", []costlines.Key{costlines.Unplanned}},
		{"planned shrinkage", []costlines.Key{costlines.Planned}},
		{"whole people", []costlines.Key{costlines.Rounding}},
		{"paid leave", []costlines.Key{costlines.Leave}},
		{"premiums", []costlines.Key{costlines.Night, costlines.Weekend, costlines.Holiday}},
		{"wage inflation", []costlines.Key{costlines.Inflation}},
		{"benefits", []costlines.Key{costlines.Benefits}},
		{"taxes", []costlines.Key{costlines.Taxes}},
		{"recruiting and training", []costlines.Key{costlines.Recruiting, costlines.Training}},
		{"team leads and support", []costlines.Key{costlines.Lead}},
		{"seats", []costlines.Key{costlines.Seats}},
		{"licences and telecom", []costlines.Key{costlines.Licences, costlines.Telecom}},
		{"automated contacts", []costlines.Key{costlines.Automation}},
		{"transition", []costlines.Key{costlines.Transition}},
	}
	var steps []charts.Step
	for _, g := range groups {
		sum := 0.0
		for _, t := range m.Teams {
			for _, l := range t.Lines {
				for _, k := range g.keys {
					if l.Key == k {
						sum += l.Amount
					}
				}
			}
		}
		if sum != 0 || len(steps) == 0 {
			steps = append(steps, charts.Step{Name: g.name, Amount: ratioOr0(sum, answered)})
		}
	}
	return steps
}
