package contract_test

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"testing"

	"pgregory.net/rapid"

	"frontoffice/scenarios/pricing/contract"
)

// A price times a quantity is the product of whole numbers, rounded once, half a cent away from 0.
func TestTimesIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := contract.Price(rapid.Int64Range(-1e13, 1e13).Draw(t, "price"))
		q := contract.Quantity(rapid.Int64Range(-1e13, 1e13).Draw(t, "quantity"))
		product := new(big.Int).Mul(big.NewInt(int64(p)), big.NewInt(int64(q)))
		half := big.NewInt(5e9)
		if product.Sign() < 0 {
			half.Neg(half)
		}
		want := new(big.Int).Quo(product.Add(product, half), big.NewInt(1e10))
		if got := p.Times(q); int64(got) != want.Int64() {
			t.Fatalf("%d times %d is %d, want %d", p, q, got, want)
		}
	})
}

// At the ends of their ranges amounts stop, and do not turn round.
func TestMoneyAtItsEnds(t *testing.T) {
	most := contract.Price(math.MaxInt64).Times(math.MaxInt64)
	if most <= 0 || contract.Price(math.MinInt64).Times(math.MaxInt64) != -most || contract.RoundMoney(math.Inf(1)) <= 0 || contract.RoundMoney(math.NaN()) != 0 {
		t.Error(most)
	}
	for text, want := range map[string]contract.Price{"4.1": 4_100_000, "0.0125": 12_500, "-3": -3_000_000, "1000000000": 1e15} {
		if got, err := contract.ParsePrice(text); err != nil || got != want {
			t.Errorf("%s is %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", ".", "4.1234567", "1e3", "+4", "4,1", "99999999999999999"} {
		if got, err := contract.ParsePrice(text); err == nil {
			t.Errorf("%q is read as %d", text, got)
		}
	}
	for m, want := range map[contract.Money]string{0: "0.00", -5: "-0.05", 123456789: "1,234,567.89", -100: "-1.00"} {
		if m.String() != want {
			t.Errorf("%d is %s, want %s", int64(m), m, want)
		}
		var back contract.Money
		if data, err := json.Marshal(m); err != nil || json.Unmarshal(data, &back) != nil || back != m {
			t.Errorf("%v comes back from JSON as %v", m, back)
		}
	}
}

// bands draws a list of bands.
func bands(t *rapid.T) []contract.Band {
	var all []contract.Band
	at := contract.Quantity(0)
	for range rapid.IntRange(1, 5).Draw(t, "bands") {
		at += contract.Quantity(rapid.Int64Range(1, 1e6).Draw(t, "width")) * 1e6
		all = append(all, contract.Band{UpTo: at, Price: contract.Price(rapid.Int64Range(1, 1e8).Draw(t, "price"))})
	}
	all[len(all)-1].UpTo = 0
	return all
}

// Marginal bands are continuous: one unit more costs at most the dearest price more, and never less. Whole-volume bands are
// alike but at their borders; and where all bands have one price, both are that price.
func TestBandsAreContinuous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		term := contract.Term{Charge: contract.Contact, On: "answered", Bands: bands(t)}
		q := contract.Quantity(rapid.Int64Range(0, 6e6).Draw(t, "volume")) * 1e6
		if b := rapid.IntRange(0, len(term.Bands)-1).Draw(t, "border"); rapid.Bool().Draw(t, "at a border") && term.Bands[b].UpTo > 0 {
			q = term.Bands[b].UpTo
		}
		dearest := contract.Price(0)
		for _, b := range term.Bands {
			dearest = max(dearest, b.Price)
		}
		// Each band's part is rounded by itself, by half a cent at most.
		rounding := contract.Money(len(term.Bands) + 1)
		step := term.Amount(q+1e6) - term.Amount(q)
		if step < -rounding || step > dearest.Times(1e6)+rounding {
			t.Fatalf("from %v to %v the bill goes by %v", q.Float(), q.Float()+1, step)
		}
		whole := term
		whole.WholeVolume = true
		if border := func() bool {
			for _, b := range term.Bands {
				if b.UpTo > 0 && q <= b.UpTo && b.UpTo < q+1e6 {
					return true
				}
			}
			return false
		}(); !border {
			if step := whole.Amount(q+1e6) - whole.Amount(q); step < -1 || step > dearest.Times(1e6)+1 {
				t.Fatalf("whole-volume: from %v to %v the bill goes by %v", q.Float(), q.Float()+1, step)
			}
		}
		for i := range term.Bands {
			term.Bands[i].Price = dearest
		}
		if got, want := term.Amount(q), dearest.Times(q); got < want-rounding || got > want+rounding {
			t.Fatalf("bands of one price bill %v, want %v", got, want)
		}
	})
}

// Within a dead band the bill is that of the baseline; at its ends it goes on from there; it never falls with the
// volume, nor below nothing.
func TestDeadBandIsContinuous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		term := contract.Term{Charge: contract.Contact, On: "answered",
			Price: contract.Price(rapid.Int64Range(1, 1e8).Draw(t, "price")), Baseline: contract.Quantity(rapid.Int64Range(1, 1e6).Draw(t, "baseline")) * 1e6,
			DeadBand:   contract.Share(rapid.Int64Range(0, 999_999).Draw(t, "dead band")),
			Additional: contract.Price(rapid.Int64Range(0, 1e8).Draw(t, "additional")), Reduced: contract.Price(rapid.Int64Range(0, 1e8).Draw(t, "reduced"))}
		low, high := (contract.One - term.DeadBand).OfQuantity(term.Baseline), (contract.One + term.DeadBand).OfQuantity(term.Baseline)
		base := term.Price.Times(term.Baseline)
		for _, q := range []contract.Quantity{low, term.Baseline, high} {
			if got := term.Amount(q); got != base {
				t.Fatalf("at %v the bill is %v, want that of the baseline, %v", q.Float(), got, base)
			}
		}
		a := contract.Quantity(rapid.Int64Range(0, 3e6).Draw(t, "volume")) * 1e6
		b := a + contract.Quantity(rapid.Int64Range(0, 1e6).Draw(t, "more"))*1e6
		if x, y := term.Amount(a), term.Amount(b); x < 0 || y < x {
			t.Fatalf("%v bill %v, %v bill %v", a.Float(), x, b.Float(), y)
		}
	})
}

// levels draws credits and bonuses with what became of a month.
func levels(t *rapid.T) ([]contract.Level, []contract.Assessment) {
	share := func(name string) contract.Share {
		return contract.Share(rapid.Int64Range(0, 400_000).Draw(t, name))
	}
	var all []contract.Level
	var got []contract.Assessment
	for i := range rapid.IntRange(0, 3).Draw(t, "levels") {
		l := contract.Level{Metric: contract.ServiceLevel, Channel: "voice", Period: contract.Day, Cap: share("cap"), BonusCap: share("bonus cap"),
			Credits: []contract.Step{{Than: 0.8, Amount: share("credit")}, {Than: 0.6, Amount: share("worse credit")}},
			Bonuses: []contract.Step{{Than: 0.9, Amount: share("bonus")}}}
		if rapid.Bool().Draw(t, "earn-back") {
			l.EarnBack = &contract.EarnBack{Than: 0.7, Months: 1 + i}
		}
		all = append(all, l)
		days := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 31).Draw(t, "days")
		got = append(got, l.Assess(rapid.Float64Range(0, 1).Draw(t, "month"), days))
	}
	return all, got
}

// Credits never pass their caps, nor what all together may take; the bill is charges - credits + bonuses to the cent;
// what is earned back is never more than the credits, and comes only of months that are better.
func TestCreditsKeepTheirCaps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := contract.Contract{Terms: []contract.Term{{Charge: contract.Fixed, Price: contract.Price(rapid.Int64Range(0, 1e12).Draw(t, "fee"))}},
			AtRisk: contract.Share(rapid.Int64Range(0, 300_000).Draw(t, "at risk"))}
		var got []contract.Assessment
		c.Levels, got = levels(t)
		inv := c.Bill(&contract.Activity{}, got)
		if inv.Total != inv.Charges-inv.Credits+inv.Bonuses || inv.Credits < 0 || inv.Credits > inv.Charges {
			t.Fatalf("%+v", inv.Totals)
		}
		if c.AtRisk > 0 && inv.Credits > c.AtRisk.Of(inv.Charges) {
			t.Fatalf("credits of %v, %v at risk", inv.Credits, c.AtRisk.Of(inv.Charges))
		}
		sum := contract.Money(0)
		for i, m := range inv.ByLevel {
			if most := c.Levels[i].Cap; most > 0 && m > most.Of(inv.Charges) {
				t.Fatalf("level %d takes %v, its cap is %v", i, m, most.Of(inv.Charges))
			}
			sum += m
		}
		if inv.Credits > sum {
			t.Fatalf("credits of %v, the levels have %v", inv.Credits, sum)
		}
		next := make([]contract.Assessment, len(got))
		for i := range next {
			next[i].Value = rapid.Float64Range(0.5, 0.9).Draw(t, "following")
		}
		back := c.EarnedBack(inv.Totals, got, func(int) []contract.Assessment { return next })
		if back < 0 || back > inv.Credits {
			t.Fatalf("%v earned back of %v", back, inv.Credits)
		}
		for i := range next {
			next[i].Value = 0.69
		}
		if back := c.EarnedBack(inv.Totals, got, func(int) []contract.Assessment { return next }); back != 0 {
			t.Fatalf("%v earned back by months that are worse", back)
		}
		if back := c.EarnedBack(inv.Totals, got, func(int) []contract.Assessment { return nil }); back != 0 {
			t.Fatalf("%v earned back by months not known", back)
		}
	})
}

// activity draws a month.
func activity(t *rapid.T) contract.Activity {
	f := func(name string) float64 { return float64(rapid.Int64Range(0, 1e9).Draw(t, name)) / 1000 }
	return contract.Activity{
		Teams: []contract.TeamMonth{{Team: "a", RequiredFTE: f("fte") / 1000, ScheduledFTE: f("fte") / 1000, ActualFTE: f("fte") / 1000, PaidHours: f("paid"), StaffedHours: f("staffed"), HandlingHours: f("handling")},
			{Team: "b", PaidHours: f("paid"), StaffedHours: f("staffed")}},
		Channels: []contract.ChannelMonth{{Channel: "voice", Answered: f("answered"), Resolved: f("resolved"), HandledMinutes: f("minutes"), TalkMinutes: f("talk"),
			Outcomes: []contract.OutcomeMonth{{Outcome: "sale", Count: f("sales"), Value: f("value")}}}},
		Cost: contract.Money(rapid.Int64Range(1, 1e11).Draw(t, "cost")),
	}
}

// term draws a term.
func term(t *rapid.T) contract.Term {
	made := contract.Term{Charge: rapid.SampledFrom(contract.Charges).Draw(t, "charge")}
	price := func(name string) contract.Price { return contract.Price(rapid.Int64Range(1, 1e9).Draw(t, name)) }
	switch made.Charge {
	case contract.FTE:
		made.On = rapid.SampledFrom([]string{"required", "scheduled", "actual"}).Draw(t, "on")
	case contract.Contact:
		made.On = rapid.SampledFrom([]string{"answered", "resolved"}).Draw(t, "on")
	case contract.Outcome, contract.Value:
		made.Outcome = "sale"
	case contract.GainShare:
		made.On = rapid.SampledFrom([]string{"bill", "cost"}).Draw(t, "on")
		made.Target = contract.Money(rapid.Int64Range(0, 1e11).Draw(t, "target"))
		made.LossShare = contract.Share(rapid.Int64Range(0, 1e6).Draw(t, "loss share"))
	}
	switch made.Charge {
	case contract.Value, contract.CostPlus, contract.GainShare:
		made.Share = contract.Share(rapid.Int64Range(1, 1e6).Draw(t, "share"))
		return made
	}
	switch rapid.IntRange(0, 3).Draw(t, "form") {
	case 0:
		made.Bands, made.WholeVolume = bands(t), rapid.Bool().Draw(t, "whole-volume")
	case 1:
		made.Price, made.Minimum = price("price"), contract.Quantity(rapid.Int64Range(0, 1e12).Draw(t, "minimum"))
	default:
		made.Price = price("price")
	}
	return made
}

// The lines of an invoice add up to its charges, Totals is Bill without lines, and nothing is billed below 0.
func TestInvoicesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := contract.Contract{}
		for range rapid.IntRange(1, 4).Draw(t, "terms") {
			c.Terms = append(c.Terms, term(t))
		}
		var got []contract.Assessment
		c.Levels, got = levels(t)
		a := activity(t)
		inv := c.Bill(&a, got)
		var sum contract.Money
		for _, l := range inv.Lines {
			sum += l.Amount
		}
		if sum != inv.Charges || inv.Total < 0 || len(inv.Lines) != len(c.Terms) {
			t.Fatalf("lines of %v, %+v", sum, inv.Totals)
		}
		if totals := c.Totals(&a, got); totals != inv.Totals {
			t.Fatalf("%+v without lines, %+v with", totals, inv.Totals)
		}
	})
}

// A currency changes nothing but scale: with all prices and money a hundred times as large, so is the bill, but for
// the cent to which each line is rounded.
func TestCurrencyScales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := contract.Contract{}
		for range rapid.IntRange(1, 4).Draw(t, "terms") {
			c.Terms = append(c.Terms, term(t))
		}
		var got []contract.Assessment
		c.Levels, got = levels(t)
		a := activity(t)
		scaled, money := c, a
		scaled.Terms = append([]contract.Term(nil), c.Terms...)
		for i := range scaled.Terms {
			s := &scaled.Terms[i]
			s.Price, s.Additional, s.Reduced, s.Target = s.Price*100, s.Additional*100, s.Reduced*100, s.Target*100
			s.Bands = append([]contract.Band(nil), s.Bands...)
			for k := range s.Bands {
				s.Bands[k].Price *= 100
			}
		}
		money.Cost *= 100
		money.Channels = append([]contract.ChannelMonth(nil), a.Channels...)
		money.Channels[0].Outcomes = []contract.OutcomeMonth{a.Channels[0].Outcomes[0]}
		money.Channels[0].Outcomes[0].Value *= 100
		one, hundred := c.Totals(&a, got), scaled.Totals(&money, got)
		// Each line, each of its bands, and each credit and bonus of the sum is off by half a cent at most.
		allowed := float64(100 * (6*len(c.Terms) + 2*len(c.Levels) + 2))
		if math.Abs(float64(hundred.Total)-100*float64(one.Total)) > allowed {
			t.Fatalf("%v becomes %v", one.Total, hundred.Total)
		}
	})
}

// A price that is found is what earns the total, whatever the term.
func TestPricedScales(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := contract.Contract{Terms: []contract.Term{term(t)}}
		if c.Terms[0].Charge == contract.GainShare {
			t.Skip()
		}
		a := activity(t)
		twice := c.Priced(2)
		if got, want := twice.Totals(&a, nil).Charges, 2*c.Totals(&a, nil).Charges; math.Abs(float64(got-want)) > 12+1e-5*float64(want) {
			t.Fatalf("%+v: twice the price bills %v, want %v", c.Terms[0], got, want)
		}
	})
}

// Mark-up and margin are two words for one thing.
func TestMarginAndMarkUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := rapid.Float64Range(0, 10).Draw(t, "mark-up")
		if back := contract.MarkUpOf(contract.MarginOf(u)); math.Abs(back-u) > 1e-12*(1+u)*(1+u) {
			t.Fatalf("mark-up %v comes back as %v", u, back)
		}
	})
	if m := contract.MarginOf(0.2); math.Abs(m-1./6) > 1e-15 {
		t.Error(m)
	}
}

// However large prices, quantities and the number of terms, sums stop at the largest amount and nothing turns negative.
func TestSumsStop(t *testing.T) {
	c := contract.Contract{Levels: []contract.Level{{Metric: contract.ServiceLevel, Channel: "voice", Period: contract.Month, Bonuses: []contract.Step{{Than: 0.1, Amount: 1_000_000}}}}}
	for range 40 {
		c.Terms = append(c.Terms, contract.Term{Charge: contract.Contact, On: "answered", Price: contract.RoundPrice(contract.MaxPrice)},
			contract.Term{Charge: contract.Contact, On: "answered", Bands: []contract.Band{{UpTo: 1e15, Price: contract.RoundPrice(contract.MaxPrice)}, {Price: contract.RoundPrice(contract.MaxPrice)}}})
	}
	a := contract.Activity{Channels: []contract.ChannelMonth{{Channel: "voice", Answered: contract.MaxQuantity}}, Cost: contract.RoundMoney(math.Inf(1))}
	got := c.Totals(&a, []contract.Assessment{c.Levels[0].Assess(0.9, []float64{0.9})})
	if most := contract.Money(math.MaxInt64 / 8); got.Charges != most || got.Total != most || got.Bonuses != most {
		t.Errorf("%+v, the most is %v", got, most)
	}
	loss := contract.Contract{Terms: []contract.Term{{Charge: contract.GainShare, On: "cost", LossShare: contract.One, Target: -contract.RoundMoney(math.Inf(1))}}}
	if got := loss.Totals(&a, nil); got.Total != 0 {
		t.Errorf("%+v", got)
	}
}

// ExampleContract_Bill is a month of calls: a baseline with a dead band, and a credit for a bad month.
func ExampleContract_Bill() {
	c := contract.Contract{
		Terms:  []contract.Term{{Charge: contract.Contact, On: "answered", Price: 50_000_000, Baseline: 1000_000_000, DeadBand: 100_000, Additional: 40_000_000, Reduced: 30_000_000}},
		Levels: []contract.Level{{Metric: contract.ServiceLevel, Channel: "voice", Period: contract.Month, Credits: []contract.Step{{Than: 0.8, Amount: 20_000}}}},
	}
	a := contract.Activity{Channels: []contract.ChannelMonth{{Channel: "voice", Answered: 1130}}}
	inv := c.Bill(&a, []contract.Assessment{c.Levels[0].Assess(0.78, []float64{0.78})})
	fmt.Println(inv.Charges, "-", inv.Credits, "=", inv.Total)
	// Output: 51,200.00 - 1,024.00 = 50,176.00
}
