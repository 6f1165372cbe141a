// Package contract is the mathematics of commercial models for contact-center work: a
// contract is a list of terms, each a charge for something measured in a month, with credits
// and bonuses for the service level on top; and what it bills for a month is an invoice, exact to
// the cent. It knows of no scenarios, files or random numbers.
//
// # Money
//
// Amounts are whole cents (Money), prices, quantities and shares whole millionths (Price,
// Quantity, Share). Each line of an invoice is rounded once,
// half a cent away from zero, and the sums of lines are exact.
//
// # Mark-up and margin
//
// Mark-up is profit / cost, margin is profit / revenue. A mark-up of 20 % is a margin of 16.67 %:
//
//	margin = markup / (1 + markup)      markup = margin / (1 - margin)
package contract

import (
	"fmt"
	"slices"
)

// Charge is what a term charges for.
type Charge string

// The charges. All are for a month, of the term's team or channel, or of all of them.
const (
	Fixed        Charge = "fixed"          // a fee, whatever happens
	FTE          Charge = "fte"            // per full-time equivalent and month: required, scheduled or actual
	PaidHour     Charge = "paid_hour"      // per hour paid, shrinkage and leave included
	StaffedHour  Charge = "staffed_hour"   // per hour logged in: available for contacts, with one in hand or not
	HandlingHour Charge = "handling_hour"  // per hour with a contact in hand
	HandledMin   Charge = "handled_minute" // per minute with a contact in hand, wrap-up included
	TalkMin      Charge = "talk_minute"    // per minute with a contact in hand, wrap-up excluded
	Contact      Charge = "contact"        // per contact: answered or resolved
	Outcome      Charge = "outcome"        // per outcome: a sale, a booked appointment
	Value        Charge = "value"          // a share of the money that outcomes bring in or save
	CostPlus     Charge = "cost"           // the cost to serve with a mark-up: an open book
	GainShare    Charge = "gain_share"     // a share of what is saved against a baseline
)

// Charges lists all of them.
var Charges = []Charge{Fixed, FTE, PaidHour, StaffedHour, HandlingHour, HandledMin, TalkMin, Contact, Outcome, Value, CostPlus, GainShare}

// Unit names what one unit of the charge is.
func (c Charge) Unit() string {
	switch c {
	case Fixed:
		return "month"
	case FTE:
		return "FTE-month"
	case PaidHour:
		return "paid hour"
	case StaffedHour:
		return "staffed hour"
	case HandlingHour:
		return "handling hour"
	case HandledMin:
		return "handled minute"
	case TalkMin:
		return "talk minute"
	case Value:
		return "money brought in"
	case CostPlus:
		return "cost"
	case GainShare:
		return "saving"
	}
	return string(c)
}

// Contract is what a buyer pays for a month.
type Contract struct {
	Name   string  `json:"contract"`
	Terms  []Term  `json:"terms"`
	Levels []Level `json:"service_levels,omitempty"` // credits and bonuses
	AtRisk Share   `json:"at_risk,omitzero"`         // of a month's charges, the most that all credits together may take; 0: no limit but the charges
	Margin *Share  `json:"margin,omitempty"`         // that the prices left out are to earn at the expected month
	MarkUp *Share  `json:"mark_up,omitempty"`        // or the mark-up
}

// Term is one charge of a contract. The zero values of what does not belong to its charge are left.
type Term struct {
	Charge  Charge `json:"charge"`
	On      string `json:"on,omitempty"`      // fte: required, scheduled, actual; contact: answered, resolved; gain_share: bill, cost
	Team    string `json:"team,omitempty"`    // whose FTE and hours; "": of all
	Channel string `json:"channel,omitempty"` // whose minutes, contacts and outcomes; "": of all
	Outcome string `json:"outcome,omitempty"` // which

	Price       Price  `json:"price,omitzero"` // a unit; of Fixed the fee
	Bands       []Band `json:"bands,omitempty"`
	WholeVolume bool   `json:"whole_volume,omitempty"` // the band of the volume prices all units, not only those in it

	// Baseline units are charged in full as long as the volume stays within the dead band around
	// them. Each unit beyond the band is charged (Additional) or taken off (Reduced).
	Baseline   Quantity `json:"baseline,omitzero"`
	DeadBand   Share    `json:"dead_band,omitzero"`
	Additional Price    `json:"additional,omitzero"` // additional resource charge (ARC)
	Reduced    Price    `json:"reduced,omitzero"`    // reduced resource credit (RRC)

	Minimum Quantity `json:"minimum,omitzero"` // commitment: at least so many units are charged

	Share     Share `json:"share,omitzero"`      // Value: of the money; GainShare: of the saving; CostPlus: the mark-up
	LossShare Share `json:"loss_share,omitzero"` // GainShare: of what the baseline is exceeded by, taken off
	Target    Money `json:"target,omitzero"`     // GainShare: the baseline a month
}

// Band is the price up to a number of units.
type Band struct {
	UpTo  Quantity `json:"up_to,omitzero"` // the last unit of the band; 0 in the last band: no end
	Price Price    `json:"price"`
}

const oneUnit Quantity = 1_000_000

// Activity is what is measured in a month.
type Activity struct {
	Teams    []TeamMonth    `json:"teams"`
	Channels []ChannelMonth `json:"channels"`
	Cost     Money          `json:"cost"` // to serve
}

// TeamMonth is a team's month.
type TeamMonth struct {
	Team          string  `json:"team"`
	RequiredFTE   float64 `json:"required_fte"`  // that the targets require
	ScheduledFTE  float64 `json:"scheduled_fte"` // of the whole people scheduled
	ActualFTE     float64 `json:"actual_fte"`    // less places that attrition left empty
	PaidHours     float64 `json:"paid_hours"`
	StaffedHours  float64 `json:"staffed_hours"`
	HandlingHours float64 `json:"handling_hours"`
}

// ChannelMonth is a channel's month.
type ChannelMonth struct {
	Channel        string         `json:"channel"`
	Offered        float64        `json:"offered"`
	Answered       float64        `json:"answered"`
	Resolved       float64        `json:"resolved"`
	HandledMinutes float64        `json:"handled_minutes"`
	TalkMinutes    float64        `json:"talk_minutes"` // 0 where wrap-up is not told apart
	Outcomes       []OutcomeMonth `json:"outcomes,omitempty"`
}

// OutcomeMonth is how often an outcome came about, and the money it brought in.
type OutcomeMonth struct {
	Outcome string  `json:"outcome"`
	Count   float64 `json:"count"`
	Value   float64 `json:"value"`
}

// Measured is the quantity that the term charges, before any minimum. Contacts and
// outcomes are whole.
func (t *Term) Measured(a *Activity) Quantity {
	sum := 0.0
	switch t.Charge {
	case Fixed:
		return oneUnit
	case FTE, PaidHour, StaffedHour, HandlingHour:
		for i := range a.Teams {
			if m := &a.Teams[i]; t.Team == "" || m.Team == t.Team {
				sum += t.ofTeam(m)
			}
		}
		return RoundQuantity(sum)
	}
	for i := range a.Channels {
		if m := &a.Channels[i]; t.Channel == "" || m.Channel == t.Channel {
			sum += t.ofChannel(m)
		}
	}
	q := RoundQuantity(sum)
	if t.Charge == Contact || t.Charge == Outcome {
		q = (q + oneUnit/2) / oneUnit * oneUnit
	}
	return q
}

func (t *Term) ofTeam(m *TeamMonth) float64 {
	switch t.Charge {
	case PaidHour:
		return m.PaidHours
	case StaffedHour:
		return m.StaffedHours
	case HandlingHour:
		return m.HandlingHours
	}
	switch t.On {
	case "required":
		return m.RequiredFTE
	case "actual":
		return m.ActualFTE
	}
	return m.ScheduledFTE
}

func (t *Term) ofChannel(m *ChannelMonth) float64 {
	switch t.Charge {
	case HandledMin:
		return m.HandledMinutes
	case TalkMin:
		return m.TalkMinutes
	case Contact:
		if t.On == "resolved" {
			return m.Resolved
		}
		return m.Answered
	}
	sum := 0.0
	for i := range m.Outcomes {
		o := &m.Outcomes[i]
		if t.Outcome != "" && o.Outcome != t.Outcome {
			continue
		}
		if t.Charge == Outcome {
			sum += o.Count
		} else {
			sum += o.Value
		}
	}
	return sum
}

// Amount is the charge for a quantity of units:
//
//	price · max(q, minimum)                                     one price
//	Σ bands price · (units of q in the band)                     marginal bands: continuous in q
//	price of the band of q · q                                   whole-volume bands: q jumps at each border
//	price · baseline                                             within baseline · (1 ± dead band)
//	  + additional · (q - baseline (1 + dead band))              above it
//	  - reduced · (baseline (1 - dead band) - q)                 below it, never less than nothing
//
// It is for all charges but CostPlus and GainShare, which need more than a quantity.
func (t *Term) Amount(q Quantity) Money {
	if t.Charge == Value {
		return t.Share.Of(Money(divided(int64(q), 1, 1e4))) // millionths of a unit of money in cents
	}
	q = max(q, t.Minimum)
	switch {
	case t.Baseline > 0:
		low, high := (One - t.DeadBand).OfQuantity(t.Baseline), (One + t.DeadBand).OfQuantity(t.Baseline)
		amount := t.Price.Times(t.Baseline)
		if q > high {
			amount = amount.Plus(t.Additional.Times(q - high))
		} else if q < low {
			amount = amount.Plus(-t.Reduced.Times(low - q))
		}
		return max(amount, 0)
	case len(t.Bands) == 0:
		return t.Price.Times(q)
	case t.WholeVolume:
		return t.Bands[t.band(q)].Price.Times(q)
	}
	var amount Money
	from := Quantity(0)
	for i, b := range t.Bands {
		to := q
		if i < len(t.Bands)-1 {
			to = min(q, b.UpTo)
		}
		if to > from {
			amount = amount.Plus(b.Price.Times(to - from))
			from = to
		}
	}
	return amount
}

// band is the index of the band that a volume falls into.
func (t *Term) band(q Quantity) int {
	i := slices.IndexFunc(t.Bands, func(b Band) bool { return b.UpTo > 0 && q <= b.UpTo })
	if i < 0 {
		return len(t.Bands) - 1
	}
	return i
}

// Label says what the term charges for, in words.
func (t *Term) Label() string {
	var words string
	switch t.Charge {
	case Fixed:
		words = "fixed fee"
	case FTE:
		words = "FTE " + t.On
	case Contact:
		words = "contacts " + t.On
	case Outcome:
		words = t.Outcome
	case Value:
		words = "share of " + t.Outcome
	case CostPlus:
		words = "cost and mark-up"
	case GainShare:
		words = "gain share"
	default:
		words = t.Charge.Unit() + "s"
	}
	if of := t.Team + t.Channel; of != "" {
		words += ", " + of
	}
	return words
}

// Leading is the index of the term whose price is solved for: the first that has no price yet, else the
// first that depends on what happens, else the first.
func (c *Contract) Leading() int {
	for _, fits := range []func(Term) bool{
		func(t Term) bool { return t.Open() },
		func(t Term) bool { return t.Charge != Fixed && t.Charge != GainShare },
	} {
		if i := slices.IndexFunc(c.Terms, fits); i >= 0 {
			return i
		}
	}
	return 0
}

// Open is whether the term's price is yet to be found.
func (t Term) Open() bool {
	return t.Price == 0 && len(t.Bands) == 0 && t.Share == 0 && t.Charge != GainShare && t.Charge != CostPlus
}

// Priced is the contract with the prices of its leading term multiplied by a factor: all bands, the
// additional and reduced prices too. An open price is multiplied as if it were 1.
func (c *Contract) Priced(factor float64) Contract {
	made := *c
	made.Terms = slices.Clone(c.Terms)
	t := &made.Terms[c.Leading()]
	scale := func(p Price) Price { return RoundPrice(p.Float() * factor) }
	switch {
	case t.Open() && t.Charge == Value:
		t.Share = RoundShare(factor)
	case t.Open():
		t.Price = RoundPrice(factor)
	case t.Charge == Value:
		t.Share = RoundShare(t.Share.Float() * factor)
	case t.Charge == CostPlus: // the charge as a whole is multiplied
		t.Share = RoundShare((1+t.Share.Float())*factor - 1)
	default:
		t.Price, t.Additional, t.Reduced = scale(t.Price), scale(t.Additional), scale(t.Reduced)
		t.Bands = slices.Clone(t.Bands)
		for i := range t.Bands {
			t.Bands[i].Price = scale(t.Bands[i].Price)
		}
	}
	return made
}

// Open is whether a price of the contract is yet to be found.
func (c *Contract) Open() bool {
	return slices.ContainsFunc(c.Terms, Term.Open)
}

// PriceWords writes a term's prices.
func (t *Term) PriceWords() string {
	switch {
	case t.Charge == Value:
		return fmt.Sprintf("%.4g%%", 100*t.Share.Float())
	case t.Charge == CostPlus:
		return fmt.Sprintf("cost + %.4g%%", 100*t.Share.Float())
	case t.Charge == GainShare:
		return fmt.Sprintf("%.4g%% of saving", 100*t.Share.Float())
	case len(t.Bands) > 0:
		return t.Bands[0].Price.String() + " to " + t.Bands[len(t.Bands)-1].Price.String()
	}
	return t.Price.String()
}

// Margin is profit / revenue; 0 where there is no revenue.
func Margin(revenue, cost Money) float64 {
	if revenue == 0 {
		return 0
	}
	return float64(revenue-cost) / float64(revenue)
}

// MarkUp is profit / cost; 0 where there is no cost.
func MarkUp(revenue, cost Money) float64 {
	if cost == 0 {
		return 0
	}
	return float64(revenue-cost) / float64(cost)
}

// MarginOf is the margin of a mark-up, MarkUpOf the mark-up of a margin.
func MarginOf(markUp float64) float64 { return markUp / (1 + markUp) }

// MarkUpOf is the mark-up of a margin below 1.
func MarkUpOf(margin float64) float64 { return margin / (1 - margin) }
