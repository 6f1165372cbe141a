package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
	"frontoffice/scenarios/pricing/contract"
	costlines "frontoffice/scenarios/pricing/cost"
)

// lineNames says what each line of cost is.
var lineNames = map[costlines.Key]string{
	costlines.Handling: "Wages, contact in hand", costlines.NestingPay: "+ new agents slower (nesting)", costlines.Idle: "+ waiting for contacts",
	costlines.Unplanned: "+ unplanned shrinkage", costlines.Planned: "+ planned shrinkage", costlines.Rounding: "+ whole people", costlines.Leave: "+ paid leave",
	costlines.Night: "+ night premium", costlines.Weekend: "+ weekend premium", costlines.Holiday: "+ holiday premium", costlines.Inflation: "+ wage inflation over the term",
	costlines.Benefits: "+ benefits", costlines.Taxes: "+ taxes", costlines.Recruiting: "+ recruiting", costlines.Training: "+ training", costlines.Seats: "+ seats",
	costlines.Licences: "+ licences", costlines.Telecom: "+ telecom", costlines.Automation: "+ automated contacts", costlines.Transition: "+ transition",
}

func lineName(l costlines.Line) string {
	if l.Key == costlines.Lead {
		return "+ " + strings.ReplaceAll(l.Role, "_", " ")
	}
	return lineNames[l.Key]
}

// amount writes money in whole units, cents writes it to the cent.
func amount(v float64) string { return grouped(v) }

func cents(v float64) string { return contract.RoundMoney(v).String() }

// printPrices prints a pricing for people.
func printPrices(w io.Writer, s *scenarios.Scenario, p *pricing.Pricing) {
	days := 0
	for _, d := range p.Expected.Days {
		days += d.Days
	}
	fmt.Fprintf(w, "%s, %s: a month of %d days, in %s\n", s.Name, s.Hours(), days, p.Expected.Currency)
	for _, t := range s.Teams {
		at := ""
		if t.Site.Name != "" {
			at = fmt.Sprintf(", at %s (%s%s)", t.Site.Name, t.Site.Location, onlyIf(t.Site.Currency != p.Expected.Currency, fmt.Sprintf(", 1 %s = %.4g %s", t.Site.Currency, t.Cost.Exchange, p.Expected.Currency)))
		}
		fmt.Fprintf(w, "Team %s serves %s%s\n", t.Name, strings.Join(t.Skills, ", "), at)
	}
	fmt.Fprintln(w)
	dayTypesTable(w, s, p.Expected)
	costToServeTable(w, s, p.Expected)
	if len(p.Expected.Contracts) == 0 {
		fmt.Fprintln(w, "No contracts: add contracts to the scenario to see what they bill.")
		return
	}
	billsTable(w, p.Expected)
	invoicesTable(w, p.Expected)
	uncertainTable(w, s, p)
	solutionsTable(w, p)
	crossingsTable(w, p)
	commitmentsTable(w, p)
	changesTable(w, p)
	risksTable(w, p)
}

func dayTypesTable(w io.Writer, s *scenarios.Scenario, m *pricing.Month) {
	t := newTable(table.Row{"Day type", "Days", "Offered", "Agent hours", "Scheduled", "SL, " + s.Channels[0].Name, "Occupancy"})
	t.AppendHeader(table.Row{"", "a month", "a day", "a day", "hours a day", "expected", ""})
	for _, d := range m.Days {
		t.AppendRow(table.Row{d.Name, d.Days, volume(rounded(d.Offered)), decimal(d.AgentHours), decimal(d.ScheduledHours), percent(d.ServiceLevel), percent(d.Occupancy)})
	}
	printTable(w, t)
}

func costToServeTable(w io.Writer, s *scenarios.Scenario, m *pricing.Month) {
	answered, minutes, resolved := served(m.Activity.Channels, nil)
	header := table.Row{"Cost to serve a month"}
	under := table.Row{""}
	for _, t := range m.Teams {
		header, under = append(header, t.Team), append(under, t.Site)
	}
	header, under = append(header, "All", "An answered"), append(under, "", "contact")
	t := newTable(header)
	t.AppendHeader(under)
	keys, at := lineOrder(m.Teams)
	var all float64
	for _, key := range keys {
		row := table.Row{lineName(key)}
		sum := 0.0
		for i := range m.Teams {
			v, ok := at[i][key.Key][key.Role]
			sum += v
			row = append(row, onlyIf(ok, amount(v)))
		}
		all += sum
		t.AppendRow(append(row, amount(sum), unit(sum, answered, 3)))
	}
	row := table.Row{"Cost"}
	for _, team := range m.Teams {
		row = append(row, amount(team.Cost))
	}
	t.AppendFooter(append(row, amount(all), unit(all, answered, 3)))
	printTable(w, t)

	units := newTable(table.Row{"Cost", "of a scheduled", "of a paid", "of a staffed", "of a handling", "of a handled", "of an answered", "of a resolved"})
	units.AppendHeader(table.Row{"", "FTE-month", "hour", "hour", "hour", "minute", "contact", "contact"})
	line := func(name string, cost, fte, paid, staffed, handling, minutes, answered, resolved float64) {
		units.AppendRow(table.Row{name, unit(cost, fte, 2), unit(cost, paid, 2), unit(cost, staffed, 2), unit(cost, handling, 2), unit(cost, minutes, 4), unit(cost, answered, 3), unit(cost, resolved, 3)})
	}
	var f, pd, st, ha float64
	for i, team := range m.Teams {
		x := m.Activity.Teams[i]
		a, min, r := served(m.Activity.Channels, s.Teams[i].Skills)
		if sharesContacts(s, i) { // its channels have other teams too: who answered what is not told apart
			a, min, r = math.NaN(), math.NaN(), math.NaN()
		}
		line(team.Team, team.Cost, x.ScheduledFTE, x.PaidHours, x.StaffedHours, x.HandlingHours, min, a, r)
		f, pd, st, ha = f+x.ScheduledFTE, pd+x.PaidHours, st+x.StaffedHours, ha+x.HandlingHours
	}
	for _, site := range s.Business.Sites {
		siteLine(line, s, m, site.Name)
	}
	if len(m.Teams) > 1 {
		line("All", all, f, pd, st, ha, minutes, answered, resolved)
	}
	printTable(w, units)
	for _, team := range m.Teams {
		if team.NotGiven != nil {
			paragraph(w, fmt.Sprintf("Not in the file, and so nothing in %s's cost: %s.", team.Team, strings.Join(team.NotGiven, ", ")))
		}
	}
	paragraph(w, fmt.Sprintf("Scheduled: %s FTE, %s paid hours; staffed %s hours, %s of them with a contact in hand.", decimal(f), grouped(pd), grouped(st), percent(ratioOr0(ha, st))))
	fmt.Fprintln(w)
}

// siteLine is the line of a site that several teams work at.
func siteLine(line func(name string, cost, fte, paid, staffed, handling, minutes, answered, resolved float64), s *scenarios.Scenario, m *pricing.Month, site string) {
	var skills []string
	var n, cost, fte, paid, staffed, handling, shared float64
	for i, team := range m.Teams {
		if team.Site != site {
			continue
		}
		x := m.Activity.Teams[i]
		n, cost, fte, paid, staffed, handling = n+1, cost+team.Cost, fte+x.ScheduledFTE, paid+x.PaidHours, staffed+x.StaffedHours, handling+x.HandlingHours
		skills = append(skills, s.Teams[i].Skills...)
		if sharesContacts(s, i) {
			shared = math.NaN()
		}
	}
	if n < 2 {
		return
	}
	answered, minutes, resolved := served(m.Activity.Channels, skills)
	line("Site "+site, cost, fte, paid, staffed, handling, minutes+shared, answered+shared, resolved+shared)
}

// sharesContacts is whether several teams serve a channel of the team.
func sharesContacts(s *scenarios.Scenario, team int) bool {
	for i := range s.Channels {
		of := s.TeamsOf(&s.Channels[i])
		for _, t := range of {
			if t == team && len(of) > 1 {
				return true
			}
		}
	}
	return false
}

func ratioOr0(a, b float64) float64 {
	if b == 0 {
		return 0
	}
	return a / b
}

// unit writes the cost of one, a dash where there are none.
func unit(cost, n float64, decimals int) string {
	if !(n > 0) {
		return "-"
	}
	if decimals == 2 {
		return cents(cost / n)
	}
	return strconv.FormatFloat(cost/n, 'f', decimals, 64)
}

// served adds up what channels did; names nil: all.
func served(all []contract.ChannelMonth, names []string) (answered, minutes, resolved float64) {
	for _, c := range all {
		ok := names == nil
		for _, n := range names {
			ok = ok || n == c.Channel
		}
		if ok {
			answered, minutes, resolved = answered+c.Answered, minutes+c.HandledMinutes, resolved+c.Resolved
		}
	}
	return answered, minutes, resolved
}

// lineOrder is the lines of all teams in their order, each once, with their amounts by team, key and role.
func lineOrder(teams []pricing.TeamCost) (order []costlines.Line, at []map[costlines.Key]map[string]float64) {
	seen := map[costlines.Key]map[string]bool{}
	for _, t := range teams {
		m := map[costlines.Key]map[string]float64{}
		for _, l := range t.Lines {
			if m[l.Key] == nil {
				m[l.Key] = map[string]float64{}
			}
			m[l.Key][l.Role] += l.Amount
		}
		at = append(at, m)
	}
	add := func(l costlines.Line) {
		if seen[l.Key] == nil {
			seen[l.Key] = map[string]bool{}
		}
		if !seen[l.Key][l.Role] {
			seen[l.Key][l.Role] = true
			order = append(order, costlines.Line{Key: l.Key, Role: l.Role})
		}
	}
	for _, l := range teams[0].Lines {
		if l.Key == costlines.Seats { // the roles of all teams before the seats
			for _, t := range teams {
				for _, l := range t.Lines {
					if l.Key == costlines.Lead {
						add(l)
					}
				}
			}
		}
		add(l)
	}
	return order, at
}

func billsTable(w io.Writer, m *pricing.Month) {
	answered, minutes, resolved := served(m.Activity.Channels, nil)
	t := newTable(table.Row{"The expected month", "Bill", "Credits", "Cost", "Margin", "Margin", "Mark-up", "Bill of an", "of a handled", "of a resolved"})
	t.AppendHeader(table.Row{"", "", "less bonuses", "to serve", "", "of revenue", "of cost", "answered", "minute", "contact"})
	for i := range m.Contracts {
		b := &m.Contracts[i]
		bill := b.Invoice.Total.Float()
		t.AppendRow(table.Row{b.Contract.Name, b.Invoice.Total.String(), (b.Invoice.Credits - b.Invoice.Bonuses).String(), b.Cost.String(), b.Margin.String(),
			twoPercent(b.MarginShare()), twoPercent(b.MarkUp()),
			unit(bill, answered, 3), unit(bill, minutes, 4), unit(bill, resolved, 3)})
	}
	printTable(w, t)
}

// twoPercent writes a share to a hundredth of a percent.
func twoPercent(v float64) string { return fmt.Sprintf("%.2f%%", 100*v) }

func giveTwoPercent(e pricing.Estimate) string {
	return fmt.Sprintf("%s ± %.2f", twoPercent(e.Mean), 100*e.HalfWidth)
}

func invoicesTable(w io.Writer, m *pricing.Month) {
	t := newTable(table.Row{"Invoice", "For", "Measured", "Unit", "Price", "Amount"}, 2, 4)
	for i := range m.Contracts {
		b := &m.Contracts[i]
		name := b.Contract.Name
		for _, l := range b.Invoice.Lines {
			t.AppendRow(table.Row{name, l.Label, measured(l), l.Unit, l.Price, l.Amount.String()})
			name = ""
		}
		for k, credit := range b.Invoice.ByLevel {
			l := &b.Contract.Levels[k]
			t.AppendRow(table.Row{name, creditWords(l, b.Levels[k]), "", "", "", (-credit).String()})
		}
		if b.Invoice.Bonuses > 0 {
			t.AppendRow(table.Row{name, "bonuses", "", "", "", b.Invoice.Bonuses.String()})
		}
		t.AppendRow(table.Row{"", "total", "", "", "", b.Invoice.Total.String()})
	}
	printTable(w, t)
}

func measured(l contract.Line) string {
	v := l.Measured.Float()
	if v == math.Trunc(v) {
		return grouped(v)
	}
	return contract.RoundMoney(v).String()
}

func creditWords(l *contract.Level, a contract.Assessment) string {
	metric := strings.ReplaceAll(string(l.Metric), "_", " ")
	value := percent(a.Value)
	if l.Metric == contract.ASA {
		metric, value = "ASA", seconds(a.Value)
	}
	return fmt.Sprintf("credits: %s of %s by the %s, %s; %.4g of %.4g missed", metric, l.Channel, l.Period, value, a.Missed, a.Periods)
}

func uncertainTable(w io.Writer, s *scenarios.Scenario, p *pricing.Pricing) {
	fmt.Fprintf(w, "%s simulated months, seed %d: %s.\n", grouped(float64(p.Months)), p.Seed, uncertainWords(s))
	paragraph(w, fmt.Sprintf("Their days come from %s simulated ones: %s of luck at each of %s, with staff found for %s. Interpolated service levels differ from days simulated at the very place by %.1f points (root mean square of %d, at most %.1f); the days of luck leave a standard error of %.1f points. What follows ± is a 95 %% interval for the chance of the months.",
		grouped(float64(p.Table.Days)), count(p.Table.Luck, "day"), plural(p.Table.Corners, "combination of staff, load and speed", "combinations of staff, load and speed"), count(p.Table.Levels, "level"), 100*p.Table.Error, p.Table.Checks, 100*p.Table.ErrorMost, 100*p.Table.LuckError))
	fmt.Fprintln(w)
	t := newTable(table.Row{"Provider", "Revenue", "Cost", "Margin", "5%", "50%", "95%", "Margin", "Mark-up", "Months with", "Worst 5% of"})
	t.AppendHeader(table.Row{"", "mean", "mean", "mean", "of months below", "", "", "of revenue", "of cost", "a loss", "months, mean"})
	for _, o := range p.Outcomes {
		t.AppendRow(table.Row{o.Contract, amount(o.Revenue.Mean), amount(o.Cost.Mean), give(o.Margin.Mean), give(o.Margin.P5), amount(o.Margin.Median.Mean), amount(o.Margin.P95.Mean),
			givePercent(o.MarginShare), givePercent(o.MarkUp), lossWords(o.Loss), give(o.Shortfall)})
	}
	printTable(w, t)
	t = newTable(table.Row{"Buyer", "Bill", "5%", "50%", "95%", "An answered", "A handled", "A resolved", "Credits", "Months with", "Bonuses", "Earned"})
	t.AppendHeader(table.Row{"", "mean", "of months below", "", "", "contact", "minute", "contact", "a month", "credits", "a month", "back"})
	for _, o := range p.Outcomes {
		solved := "-"
		if o.PerSolved.Mean > 0 {
			solved = fmt.Sprintf("%.3f", o.PerSolved.Mean)
		}
		t.AppendRow(table.Row{o.Contract, give(o.Bill.Mean), amount(o.Bill.P5.Mean), amount(o.Bill.Median.Mean), amount(o.Bill.P95.Mean),
			fmt.Sprintf("%.3f", o.PerContact.Mean), fmt.Sprintf("%.4f", o.PerMinute.Mean), solved, onlyIf(o.Judged, give(o.Credits)), onlyIf(o.Judged, givePercent(o.CreditShare)), onlyIf(o.Judged, amount(o.Bonuses.Mean)), onlyIf(o.Judged, amount(o.EarnedBack.Mean))})
	}
	printTable(w, t)
}

// uncertainWords says what differs from month to month.
func uncertainWords(s *scenarios.Scenario) string {
	var parts []string
	u := s.Business.Uncertainty
	add := func(what string, d scenarios.Drift, unit string) {
		if d.CV == 0 {
			return
		}
		words := fmt.Sprintf("%s ± %s%s", what, strings.TrimSuffix(goal(d.CV), onlyIf(unit != "", "%")), unit)
		if d.Persistence > 0 {
			words += fmt.Sprintf(" (%.2g of it lasts from month to month)", d.Persistence)
		}
		parts = append(parts, words)
	}
	add("volumes", u.Volume, "")
	add("handle times", u.HandleTime, "")
	add("shrinkage", u.Shrinkage, " points")
	add("attrition", u.Attrition, "")
	if b := s.Busyness; b.Day > 0 || b.Interval > 0 {
		parts = append(parts, fmt.Sprintf("days ± %s and intervals ± %s", goal(b.Day), goal(b.Interval)))
	}
	if parts == nil {
		parts = []string{"nothing is uncertain but the luck of single contacts"}
	}
	words := strings.Join(parts, ", ")
	switch p := s.Business.Policy; p.Name {
	case "fixed":
		words += "; staff stays that of the forecast"
	case "follow":
		words += fmt.Sprintf("; staff follows volumes %s later", count(p.Lead, "month"))
	case "flex":
		words += fmt.Sprintf("; staff flexes from -%s to +%s", goal(p.Down), goal(p.Up))
	}
	return words
}

func give(e pricing.Estimate) string {
	if e.HalfWidth < 0.5 {
		return amount(e.Mean)
	}
	return amount(e.Mean) + " ± " + amount(e.HalfWidth)
}

func givePercent(e pricing.Estimate) string {
	return fmt.Sprintf("%.1f%% ± %.1f", 100*e.Mean, 100*e.HalfWidth)
}

func lossWords(e pricing.Estimate) string {
	if e.Mean == 0 {
		return fmt.Sprintf("none (< %.2g%%)", 100*e.HalfWidth)
	}
	return fmt.Sprintf("%.2f%% ± %.2f", 100*e.Mean, 100*e.HalfWidth)
}

func solutionsTable(w io.Writer, p *pricing.Pricing) {
	t := newTable(table.Row{fmt.Sprintf("Price for a margin of %s", goal(p.Margin)), "Term", "Unit", "Now", "In the expected", "", fmt.Sprintf("In %s", goal(p.Probability)), "", "Mean margin"}, 2, 3)
	t.AppendHeader(table.Row{"", "", "", "", "month", "change", "of months", "change", "then"})
	for _, s := range p.Solutions {
		row := table.Row{s.Contract, s.Term, s.Unit, shortPrice(s.Now)}
		for _, x := range []*pricing.Priced{s.Expected, s.Likely} {
			if x == nil {
				row = append(row, "none", "")
				continue
			}
			change := signedPercent(x.Change)
			if x.HalfWidth > 0 {
				change += fmt.Sprintf(" ± %.1f", 100*x.HalfWidth)
			}
			row = append(row, shortPrice(x.Term), change)
		}
		if s.Likely != nil {
			row = append(row, givePercent(s.Likely.Margin))
		}
		t.AppendRow(row)
	}
	printTable(w, t)
}

// shortPrice writes a term's prices as a price list would: to the cent from 100 on, to a hundredth of it below. The
// exact price is in the invoice and in JSON.
func shortPrice(t contract.Term) string {
	short := func(p contract.Price) contract.Price {
		unit := 100.0
		if p.Float() < 100 {
			unit = 1e4
		}
		return contract.RoundPrice(math.Round(p.Float()*unit) / unit)
	}
	t.Price = short(t.Price)
	t.Bands = slices.Clone(t.Bands)
	for i := range t.Bands {
		t.Bands[i].Price = short(t.Bands[i].Price)
	}
	return t.PriceWords()
}

func signedPercent(v float64) string {
	if math.Abs(v) < 5e-5 {
		return "0.0%"
	}
	return fmt.Sprintf("%+.1f%%", 100*v)
}

var curveWords = map[string]string{pricing.Volume: "volume", pricing.HandleTime: "handle time", pricing.ServiceLevel: "service level target"}

func crossingsTable(w io.Writer, p *pricing.Pricing) {
	if len(p.Crossings) == 0 {
		return
	}
	t := newTable(table.Row{"Break-even at", "", "Within", "Answered", "Between", "Below it"}, 5, 6)
	t.AppendHeader(table.Row{"", "", "±", "a month", "", ""})
	for _, c := range p.Crossings {
		at := percent(c.At)
		between, below := c.Contract+" and "+c.Other+": the buyer pays the same", c.Below+" costs the buyer less"
		if c.Other == "" {
			between, below = c.Contract+": the provider's margin is nothing", "a "+c.Below+" for the provider"
		}
		t.AppendRow(table.Row{curveWords[c.Of], at, percent(c.Within), grouped(c.Contacts), between, below})
	}
	printTable(w, t)
	paragraph(w, "Staff is found anew as volumes, handle times or targets move, prices staying as they are; nearer than ± the two differ by less than staff of whole people moves them (measured at points left out), 0.2 % at least.")
	fmt.Fprintln(w)
}

func commitmentsTable(w io.Writer, p *pricing.Pricing) {
	if len(p.Commitments) == 0 {
		return
	}
	t := newTable(table.Row{"Commitment to a volume", "Term", "Committed", "Units", "Discount that leaves", "that leaves the worst"}, 2)
	t.AppendHeader(table.Row{"", "", "of expected", "a month", "the mean margin", "5% of months as they are"})
	for _, c := range p.Commitments {
		t.AppendRow(table.Row{c.Contract, c.Term, wholePercent(c.Share), grouped(c.Minimum), giveTwoPercent(c.EqualMean), giveTwoPercent(c.EqualRisk)})
	}
	printTable(w, t)
}

func changesTable(w io.Writer, p *pricing.Pricing) {
	if len(p.Changes) == 0 {
		return
	}
	t := newTable(table.Row{"What would it take", "Cost", "Change", "An answered", "A resolved", "Contract", "Price now", "at the same", ""}, 6)
	t.AppendHeader(table.Row{"", "a month", "a month", "contact", "contact", "", "", "margin", ""})
	for _, c := range p.Changes {
		what := c.What
		if c.Team != "" {
			what = fmt.Sprintf("%s moves to %s (%s)", c.Team, c.Site, strings.TrimSuffix(strings.TrimPrefix(c.What, "move to a "), " site"))
		}
		if c.Fails != "" {
			t.AppendRow(table.Row{what, "cannot be"})
			continue
		}
		row := table.Row{what, c.Cost.String(), signedMoney(c.More.Float()), fmt.Sprintf("%+.3f", c.PerContact), onlyIf(c.PerSolved != 0, fmt.Sprintf("%+.3f", c.PerSolved))}
		for _, x := range c.Prices {
			t.AppendRow(append(row, x.Contract, shortPrice(x.Now), shortPrice(x.Then), signedPercent(x.Change)))
			row = table.Row{"", "", "", "", ""}
		}
	}
	printTable(w, t)
}

func signedMoney(v float64) string {
	if v < 0 {
		return "-" + amount(-v)
	}
	return "+" + amount(v)
}

func risksTable(w io.Writer, p *pricing.Pricing) {
	if len(p.Risks) == 0 {
		return
	}
	header, under := table.Row{"Who bears it: change of"}, table.Row{"a mean month"}
	for _, c := range p.Risks[0].Contracts {
		header, under = append(header, c.Contract, ""), append(under, "margin", "bill")
	}
	t := newTable(append(header, "Cost"))
	t.AppendHeader(append(under, "to serve"))
	for _, r := range p.Risks {
		row := table.Row{r.What}
		for _, c := range r.Contracts {
			row = append(row, signedMoney(c.Margin.Mean), signedMoney(c.Bill.Mean))
		}
		t.AppendRow(append(row, signedMoney(r.Contracts[0].Cost.Mean)))
	}
	printTable(w, t)
	widest := 0.0
	for _, r := range p.Risks {
		for _, c := range r.Contracts {
			widest = max(widest, c.Margin.HalfWidth, c.Bill.HalfWidth)
		}
	}
	paragraph(w, fmt.Sprintf("The same %s months, met by the same luck, before and after; 95 %% intervals are ± %s or less. Staff answers as the staffing policy says, prices stay as they are.", grouped(float64(p.RiskMonths)), amount(widest)))
}
