package pricing_test

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/pricing/cost"
	"frontoffice/scenarios/staffing"
)

func desk(t testing.TB) *scenarios.Scenario {
	t.Helper()
	s, err := scenarios.Find("outsourced-desk")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// The month's hours are those of the days as package staffing staffs them, its lines add up, and each
// contract whose price is left open earns the margin it names, to the cent.
func TestExpected(t *testing.T) {
	t.Parallel()
	s := desk(t)
	m, err := pricing.Expected(context.Background(), s, pricing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := make([]float64, len(s.Teams))
	for _, d := range s.Business.Calendar {
		day, err := staffing.Size(context.Background(), s.Varied(d.Volume, d.HandleTime, d.Profile), staffing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for i, team := range day.Teams {
			want[i] += float64(d.Days) * team.ScheduledHours
		}
	}
	var sum contract.Money
	for i, team := range m.Activity.Teams {
		if paid := want[i] / (1 - s.Teams[i].Cost.Leave); math.Abs(team.PaidHours-paid) > 1e-6 {
			t.Errorf("%s: %v paid hours, want %v", team.Team, team.PaidHours, paid)
		}
		lines := 0.0
		for _, l := range m.Teams[i].Lines {
			lines += l.Amount
		}
		sum += contract.RoundMoney(lines)
	}
	if sum != m.Cost() {
		t.Errorf("the lines add up to %v, the cost is %v", sum, m.Cost())
	}
	for _, b := range m.Contracts {
		if got := b.MarginShare(); b.Contract.Margin != nil && math.Abs(got-0.15) > 1e-6 {
			t.Errorf("%s: margin %v, want 15%%", b.Contract.Name, got)
		}
		if b.Invoice.Total-b.Cost != b.Margin {
			t.Errorf("%s: bill %v less cost %v is not the margin %v", b.Contract.Name, b.Invoice.Total, b.Cost, b.Margin)
		}
	}
}

// Hours at a wage with nothing else cost exactly that, though the lines of the waterfall divide it: an open book bills it.
func TestWageAlone(t *testing.T) {
	t.Parallel()
	s := oneChannel(t)
	s.Teams[0].Cost = &scenarios.Cost{Rates: cost.Rates{Wage: 15, MonthHours: 80}}
	s.Teams[0].Cost.Exchange = 1
	s.Business.Contracts = []contract.Contract{{Name: "hours", Terms: []contract.Term{{Charge: contract.PaidHour, Price: 15_000_000}}}, {Name: "open", Terms: []contract.Term{{Charge: contract.CostPlus}}}}
	m, err := pricing.Expected(context.Background(), s, pricing.Options{Staffing: staffing.Options{Method: staffing.ErlangA}})
	if err != nil {
		t.Fatal(err)
	}
	if m.Cost() == 0 || m.Contracts[0].Invoice.Total != m.Cost() || m.Contracts[1].Invoice.Total != m.Cost() {
		t.Errorf("cost %v, hours bill %v, open book %v", m.Cost(), m.Contracts[0].Invoice.Total, m.Contracts[1].Invoice.Total)
	}
}

// A scenario that lacks something says what.
func TestMissing(t *testing.T) {
	t.Parallel()
	s, err := scenarios.Find("retail-monday")
	if err != nil {
		t.Fatal(err)
	}
	_, err = pricing.Expected(context.Background(), s, pricing.Options{})
	var missing *pricing.MissingError
	if !errors.As(err, &missing) || len(missing.Lacks) != 3 {
		t.Fatal(err)
	}
	for _, want := range []string{"currency", "calendar", "teams.advisors.cost"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v: does not name %s", err, want)
		}
	}
}

// Handled time is as the teams work: with handle times of their own in the place of the channel's, by formula and by
// simulation. What else makes a contact longer, such as people who are new, is the same.
func TestOwnHandleTimes(t *testing.T) {
	t.Parallel()
	minutes := func(s *scenarios.Scenario) float64 {
		s.Simulation.Replications = 3
		m, err := pricing.Expected(context.Background(), s, pricing.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return m.Activity.Channels[0].HandledMinutes / m.Activity.Channels[0].Answered
	}
	want := minutes(oneChannel(t)) * 7 / 5

	s := oneChannel(t)
	s.Teams[0].HandleTime = []scenarios.Law{{Distribution: "deterministic", Mean: 7 * time.Minute}}
	if got := minutes(s); math.Abs(got-want) > 1e-9 {
		t.Errorf("by formula: %v minutes a contact, want %v", got, want)
	}

	s.Teams = append(s.Teams, s.Teams[0]) // two teams serve the channel: no formula does
	s.Teams[1].Name = "second"
	s.Plan = make(scenarios.Plan, 2)
	for i := range s.Plan {
		s.Plan[i] = slices.Repeat([]int{8}, s.Intervals())
	}
	if got := minutes(s); math.Abs(got-want) > 1e-9 {
		t.Errorf("by simulation: %v minutes a contact, want %v", got, want)
	}
}

// Chats in parallel and contacts that others lead to are priced by simulated days: what was offered, what it led to and
// what is billed agree, and the months scatter about the expected one.
func TestChatsAndFollowUps(t *testing.T) {
	t.Parallel()
	s, err := scenarios.Load("testdata/chats.yaml")
	if err != nil {
		t.Fatal(err)
	}
	e, err := pricing.Expected(context.Background(), s, pricing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	const days = 20 + 4*0.6
	near := func(what string, got, want, share float64) {
		t.Helper()
		if math.Abs(got/want-1) > share {
			t.Errorf("%s: %v, want %v to %v", what, got, want, share)
		}
	}
	chat, voice, cases := e.Activity.Channels[0], e.Activity.Channels[1], e.Activity.Channels[2]
	// 60 days of 200 and of 120 are known to 1 %; nobody on the line gives up.
	near("chats", chat.Offered, 200*days, 0.03)
	near("calls", voice.Answered, 240*days, 0.03)
	near("minutes of calls", voice.HandledMinutes, 4*voice.Answered, 0.03)
	// What is to follow after closing, ten minutes and a call later, does not come: 14 of 360 minutes.
	near("cases", cases.Answered, 0.25*voice.Answered*(1-14./360), 0.06)
	// Chats slow each other, so that more than their own nine minutes are in hand; agents are busy for less than that.
	if chat.HandledMinutes <= 9*chat.Answered || e.Activity.Teams[0].HandlingHours >= chat.HandledMinutes/60 {
		t.Errorf("%+v, %+v", chat, e.Activity.Teams[0])
	}
	want := 8*math.Round(chat.Answered) + 4*math.Round(voice.Answered) + 2*math.Round(cases.Answered)
	if got := e.Contracts[0].Invoice.Charges; got != contract.RoundMoney(want) {
		t.Errorf("charges %v, want %v", got, want)
	}
	m := simulate(t, s, 300, 30)
	out := m.Outcomes()
	for i, o := range out {
		if d := o.Revenue.Mean - o.Cost.Mean - o.Margin.Mean.Mean; math.Abs(d) > 1e-6 {
			t.Errorf("%s: the views differ by %v", o.Contract, d)
		}
		// 30 days of luck leave 1.3 % of the contacts to chance.
		plain := o.Revenue.Mean + o.Credits.Mean
		if d := math.Abs(plain - e.Contracts[i].Invoice.Charges.Float()); d > o.Revenue.HalfWidth+0.013*plain {
			t.Errorf("%s: charges of %v ± %v, expected %v", o.Contract, plain, o.Revenue.HalfWidth, e.Contracts[i].Invoice.Charges)
		}
	}
	if out[0].Credits.Mean <= 0 || out[0].CreditShare.Mean <= 0 {
		t.Errorf("three agents answer all chats in time: %+v", out[0].Credits)
	}
}
