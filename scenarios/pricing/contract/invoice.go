package contract

// Line is a line of an invoice.
type Line struct {
	Term     int      `json:"term"` // index into the contract's terms
	Label    string   `json:"label"`
	Unit     string   `json:"unit"`
	Measured Quantity `json:"measured"`
	Price    string   `json:"price"`
	Amount   Money    `json:"amount"`
}

// Totals are the sums of an invoice.
type Totals struct {
	Charges Money `json:"charges"` // the terms
	Credits Money `json:"credits"` // for service that was worse, taken off
	Bonuses Money `json:"bonuses"` // for service that was better, added
	Total   Money `json:"total"`   // charges - credits + bonuses
}

// Invoice is what a month is billed.
type Invoice struct {
	Contract string `json:"contract"`
	Lines    []Line `json:"lines"`
	Totals
	ByLevel []Money `json:"credits_by_level,omitempty"` // credits, before the limit of all together
}

// Bill makes the invoice of a month; levels are the assessments of the contract's Levels, in
// their order, nil where nothing is judged.
func (c *Contract) Bill(a *Activity, levels []Assessment) Invoice {
	inv := Invoice{Contract: c.Name}
	inv.Totals = c.bill(a, levels, &inv)
	return inv
}

// Totals is Bill without the lines: nothing is allocated.
func (c *Contract) Totals(a *Activity, levels []Assessment) Totals { return c.bill(a, levels, nil) }

func (c *Contract) bill(a *Activity, levels []Assessment, inv *Invoice) Totals {
	var t Totals
	for pass := range 2 { // gains are shared of what all else costs
		for i := range c.Terms {
			term := &c.Terms[i]
			if (term.Charge == GainShare) != (pass == 1) {
				continue
			}
			var q Quantity
			var amount Money
			switch term.Charge {
			case CostPlus:
				q, amount = quantityOf(a.Cost), (One + term.Share).Of(a.Cost)
			case GainShare:
				base := t.Charges
				if term.On == "cost" {
					base = a.Cost
				}
				saving := term.Target.Plus(-base)
				q = quantityOf(saving)
				amount = term.Share.Of(saving)
				if saving < 0 {
					amount = term.LossShare.Of(saving)
				}
			default:
				q = term.Measured(a)
				amount = term.Amount(q)
			}
			if pass == 1 {
				amount = max(amount, -t.Charges)
			}
			t.Charges = t.Charges.Plus(amount)
			if inv != nil {
				inv.Lines = append(inv.Lines, Line{Term: i, Label: term.Label(), Unit: term.Charge.Unit(), Measured: q, Price: term.PriceWords(), Amount: amount})
			}
		}
	}
	var credits Money
	for i := range c.Levels {
		if i >= len(levels) {
			break
		}
		credit, bonus := c.Levels[i].capped(levels[i])
		m := credit.Of(t.Charges)
		credits = credits.Plus(m)
		t.Bonuses = t.Bonuses.Plus(bonus.Of(t.Charges))
		if inv != nil {
			inv.ByLevel = append(inv.ByLevel, m)
		}
	}
	most := t.Charges
	if c.AtRisk > 0 {
		most = c.AtRisk.Of(t.Charges)
	}
	t.Credits = min(credits, max(most, 0))
	t.Total = (t.Charges - t.Credits).Plus(t.Bonuses)
	return t
}

// quantityOf counts money in units.
func quantityOf(m Money) Quantity { return Quantity(divided(int64(m), 1e4, 1)) }

// EarnedBack is what comes back of a month's credits, given the assessments of the months that
// follow it, in their order: the part of each level that has an earn-back and whose following
// months all are better than it asks. Months not known yet give nothing back.
func (c *Contract) EarnedBack(of Totals, month []Assessment, following func(months int) []Assessment) Money {
	var back, all Money
	for i := range c.Levels {
		l := &c.Levels[i]
		credit, _ := l.capped(month[i])
		m := credit.Of(of.Charges)
		all = all.Plus(m)
		if l.EarnBack == nil || m == 0 {
			continue
		}
		earned := true
		for k := 1; k <= l.EarnBack.Months && earned; k++ {
			next := following(k)
			earned = next != nil && l.Metric.Worse(l.EarnBack.Than, next[i].Value)
		}
		if earned {
			back = back.Plus(m)
		}
	}
	if all == 0 {
		return 0
	}
	// Where the limit of all credits together cut them, it cuts what comes back likewise.
	return min(Money(divided(int64(back), int64(of.Credits), uint64(all))), of.Credits)
}
