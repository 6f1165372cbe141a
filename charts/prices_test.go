package charts_test

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"frontoffice/charts"
)

// desk is a priced desk: numbers of the size that the embedded one has.
func desk() charts.Prices {
	p := charts.Prices{Title: "Outsourced desk", Subtitle: "a month of 26 days; 2,000 simulated months, seed 5", Currency: "EUR",
		Waterfall: []charts.Step{{"wages, contact in hand", 1.44}, {"new agents slower", 0.01}, {"waiting for contacts", 0.72}, {"shrinkage", 0.41}, {"whole people", 0.12},
			{"paid leave", 0.32}, {"premiums", 0.16}, {"benefits", 0.19}, {"taxes", 0.69}, {"recruiting and training", 0.14}, {"team leads and support", 0.71}, {"seats", 0.25}},
		Resolved: charts.Step{Name: "contacts not resolved", Amount: 1.37},
		Now:      30616,
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for i, name := range []string{"per_fte", "per_contact", "banded"} {
		line, margins := charts.PriceLine{Name: name}, charts.MarginLine{Name: name}
		for v := 7500.0; v <= 75000; v += 7500 {
			if i == 0 {
				p.Volumes, p.Costs = append(p.Volumes, v), append(p.Costs, 4+40000/v)
			}
			line.Bill = append(line.Bill, []float64{4.8 + 47000/v, 6.6, 4.2 + 80000/v}[i])
		}
		p.Lines = append(p.Lines, line)
		for range 2000 {
			margins.Margins = append(margins.Margins, 26000+float64(1+i*4)*1500*rng.NormFloat64())
		}
		margins.P5, margins.P50, margins.P95, margins.Loss = 26000-float64(1+i*4)*2470, 26000, 26000+float64(1+i*4)*2470, []float64{0, 0.002, 0.027}[i]
		p.Margins = append(p.Margins, margins)
	}
	p.Shocks = []charts.Shock{
		{"volume +10%", []float64{2002, 7713, -4899}, []float64{13857, 19567, 6956}}, {"volume -10%", []float64{-2118, -7659, 2823}, []float64{-14180, -19720, -9238}},
		{"handle time +10%", []float64{2336, -12488, -11688}, []float64{13851, -973, -173}}, {"shrinkage +5 points", []float64{2481, -10483, -10478}, []float64{12956, -8, -3}},
	}
	for i, target := range []float64{0.65, 0.75, 0.8, 0.85, 0.9, 0.95} {
		p.Targets = append(p.Targets, charts.TargetCost{Target: target, Occupancy: []float64{0.684, 0.666, 0.652, 0.631, 0.594, 0.543}[i], Cost: []float64{5.62, 5.66, 5.71, 5.84, 6.16, 6.69}[i], Now: target == 0.8})
	}
	return p
}

var pricePictures = []struct {
	name string
	draw func(charts.Prices) (*charts.Figure, error)
}{
	{"cost-waterfall", charts.CostWaterfall}, {"cost-per-contact", charts.CostByVolume}, {"monthly-margin", charts.MonthlyMargin},
	{"risk-transfer", charts.RiskTransfer}, {"occupancy-and-cost", charts.OccupancyAndCost},
}

// Pictures of prices keep their texts apart, also where numbers and names strain them.
func TestPriceLayout(t *testing.T) {
	long, huge, five := desk(), desk(), desk()
	for i := range long.Margins {
		long.Margins[i].Name = strings.Repeat("a rather long name of a contract ", 3)
		long.Lines[i].Name = long.Margins[i].Name
	}
	for i := range long.Shocks {
		long.Shocks[i].Name = strings.Repeat("something happens ", 5)
	}
	for i := range long.Waterfall {
		long.Waterfall[i].Name = strings.Repeat("a line of cost ", 6)
	}
	for i := range huge.Margins {
		for k := range huge.Margins[i].Margins {
			huge.Margins[i].Margins[k] *= 1e5
		}
		huge.Margins[i].P5, huge.Margins[i].P50, huge.Margins[i].P95 = 1e9, 2e9, 3e9
	}
	for i := range huge.Shocks {
		for k := range huge.Shocks[i].Margin {
			huge.Shocks[i].Margin[k] *= 1e5
			huge.Shocks[i].Bill[k] *= 1e5
		}
	}
	five.Lines = append(five.Lines, five.Lines[:2]...)
	five.Margins = append(five.Margins, five.Margins[:2]...)
	for i := range five.Shocks {
		s := &five.Shocks[i]
		s.Margin, s.Bill = append(s.Margin, s.Margin[:2]...), append(s.Bill, s.Bill[:2]...)
	}
	alike := desk()
	alike.Currency = ""
	for i := range alike.Margins {
		alike.Margins[i] = charts.MarginLine{Name: "same", Margins: []float64{5, 5, 5}, P5: 5, P50: 5, P95: 5}
		alike.Lines[i].Bill = make([]float64, len(alike.Volumes))
	}
	for i := range alike.Shocks {
		alike.Shocks[i].Margin, alike.Shocks[i].Bill = make([]float64, 3), make([]float64, 3)
	}
	for name, p := range map[string]charts.Prices{"desk": desk(), "long names": long, "huge": huge, "five": five, "alike": alike} {
		for _, d := range pricePictures {
			t.Run(name+"/"+d.name, func(t *testing.T) {
				f, err := d.draw(p)
				if err != nil {
					t.Fatal(err)
				}
				checkLayout(t, svg(t, f))
			})
		}
	}
}

// Where the cheapest contract changes is where the bills cross: 4.8 + 47,000 / v = 6.6 at v = 26,111, and
// along straight lines between 22,500 and 30,000 at 26,649.
func TestCrossing(t *testing.T) {
	f, err := charts.CostByVolume(desk())
	if err != nil {
		t.Fatal(err)
	}
	picture := svg(t, f)
	for _, want := range []string{"per_contact costs the buyer least at 7,500 a month", "per_fte from about 26,600 on", "banded from about 55,200 on"} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture does not say %q", want)
		}
	}
	f, err = charts.CostWaterfall(desk())
	if err != nil {
		t.Fatal(err)
	}
	if picture := svg(t, f); !strings.Contains(picture, "1.44 of wages with it in hand become 5.16 for an answered one, 6.53 one that is resolved") {
		t.Error("the waterfall does not add up")
	}
}

// Bad data is refused with an error that names it.
func TestPriceErrors(t *testing.T) {
	for _, c := range []struct {
		want   string
		draw   func(charts.Prices) (*charts.Figure, error)
		change func(*charts.Prices)
	}{
		{"no lines of cost", charts.CostWaterfall, func(p *charts.Prices) { p.Waterfall = nil }},
		{"line of cost 1 is NaN", charts.CostWaterfall, func(p *charts.Prices) { p.Waterfall[0].Amount = math.NaN() }},
		{"25 lines of cost", charts.CostWaterfall, func(p *charts.Prices) { p.Waterfall = make([]charts.Step, 25) }},
		{"fewer than two volumes", charts.CostByVolume, func(p *charts.Prices) { p.Volumes = nil }},
		{"volume 3 is 0", charts.CostByVolume, func(p *charts.Prices) { p.Volumes[2] = 0 }},
		{"9 costs at 10 volumes", charts.CostByVolume, func(p *charts.Prices) { p.Costs = p.Costs[1:] }},
		{"bills of per_fte", charts.CostByVolume, func(p *charts.Prices) { p.Lines[0].Bill = nil }},
		{"bill of banded 2 is +Inf", charts.CostByVolume, func(p *charts.Prices) { p.Lines[2].Bill[1] = math.Inf(1) }},
		{"6 contracts", charts.CostByVolume, func(p *charts.Prices) { p.Lines = make([]charts.PriceLine, 6) }},
		{"no margins", charts.MonthlyMargin, func(p *charts.Prices) { p.Margins = nil }},
		{"no months of banded", charts.MonthlyMargin, func(p *charts.Prices) { p.Margins[2].Margins = nil }},
		{"margin of per_contact 7 is NaN", charts.MonthlyMargin, func(p *charts.Prices) { p.Margins[1].Margins[6] = math.NaN() }},
		{"no shocks", charts.RiskTransfer, func(p *charts.Prices) { p.Shocks = nil }},
		{"2 margins and 3 bills of volume +10%", charts.RiskTransfer, func(p *charts.Prices) { p.Shocks[0].Margin = p.Shocks[0].Margin[1:] }},
		{"fewer than two targets", charts.OccupancyAndCost, func(p *charts.Prices) { p.Targets = p.Targets[:1] }},
		{"targets have to rise", charts.OccupancyAndCost, func(p *charts.Prices) { p.Targets[1].Target = 0.1 }},
		{"occupancy is 80", charts.OccupancyAndCost, func(p *charts.Prices) { p.Targets[1].Occupancy = 80 }},
	} {
		p := desk()
		c.change(&p)
		f, err := c.draw(p)
		if err == nil || f != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v; want one with %q", err, c.want)
		}
	}
}
