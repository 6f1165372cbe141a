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
		for _, l := range m.Teams[i].Lines {
			sum += contract.RoundMoney(l.Amount)
		}
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
