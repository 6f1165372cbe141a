package staffing

import (
	"context"
	"math"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing/cost"
)

// paid is a day of one channel that two teams serve alike, but for their wages.
func paid(first, second float64) *scenarios.Scenario {
	s := day([]float64{60, 40}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Teams = append(s.Teams, scenarios.Team{Name: "others", Skills: []string{"voice"}})
	for i, wage := range []float64{first, second} {
		s.Teams[i].Cost = &scenarios.Cost{Rates: cost.Rates{Wage: wage, Exchange: 1}}
	}
	return s
}

// Of teams that do the same the cheaper one works, though it be by a cent; the dearer one where the other has no more agents, or
// works so much more slowly that its wage is no bargain.
func TestSearchWages(t *testing.T) {
	t.Parallel()
	size := func(s *scenarios.Scenario) *Day {
		d, err := Size(context.Background(), s, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Search.Missed) > 0 {
			t.Errorf("%+v", d.Search)
		}
		return d
	}
	for _, wages := range [][2]float64{{20, 20.01}, {30, 10}} {
		d := size(paid(wages[0], wages[1]))
		cheap := 0
		if wages[1] < wages[0] {
			cheap = 1
		}
		if dear := d.Teams[1-cheap].AgentHours; dear != 0 {
			t.Errorf("wages %v: %v h of the dearer team", wages, dear)
		}
		if want := d.Teams[cheap].AgentHours * wages[cheap]; math.Abs(d.Search.Cost-want) > 1e-6 {
			t.Errorf("wages %v: cost %v, want %v", wages, d.Search.Cost, want)
		}
	}
	few := paid(10, 30)
	few.Teams[0].MaxAgents = 4
	d := size(few)
	for k, n := range d.Plan[0] {
		if n != 4 {
			t.Errorf("interval %d has %d of the cheaper team's 4 agents, and %d dearer ones", k, n, d.Plan[1][k])
		}
	}
	slow := paid(12, 12)
	slow.Teams[0].Efficiency = 0.5
	if d := size(slow); d.Teams[0].AgentHours > 0.1*d.Teams[1].AgentHours {
		t.Errorf("at half the speed for the same wage the slow team works %v h, the other %v h", d.Teams[0].AgentHours, d.Teams[1].AgentHours)
	}
}

// The cost does not rise when a wage falls, and all wages doubled double it.
func TestSearchWagesFall(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	for i := range s.Channels {
		s.Channels[i].Volumes, s.Channels[i].HandleTime.Means = s.Channels[i].Volumes[:2], s.Channels[i].HandleTime.Means[:2]
	}
	s.Close = s.Open + time.Hour
	price := func(first, second float64) float64 {
		for i, wage := range []float64{first, second} {
			s.Teams[i].Cost = &scenarios.Cost{Rates: cost.Rates{Wage: wage, Exchange: 1}}
		}
		d, err := Size(context.Background(), s, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return d.Search.Cost
	}
	last := math.Inf(1)
	for _, second := range []float64{30, 20, 10} {
		now := price(20, second)
		t.Logf("wages 20 and %v: %v", second, now)
		if now > last {
			t.Errorf("with a wage of %v the plan costs %v, with a higher one %v", second, now, last)
		}
		last = now
	}
	if one, two := price(20, 30), price(40, 60); math.Abs(two-2*one) > 1e-6 {
		t.Errorf("wages doubled, the plan costs %v in place of %v", two, one)
	}
}
