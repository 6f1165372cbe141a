package scenarios

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/pricing/cost"
)

// What a team gives stands for what its site gives, key by key; exchange rates and the term come along; what neither
// gives is listed.
func TestCostOfTeams(t *testing.T) {
	t.Parallel()
	s, err := Parse("desk.yaml", []byte(`
name: Desk
hours: 09:00-11:00
interval: 1h
currency: EUR
term: 24
channels:
  voice: {demand: {volumes: [60, 90]}, handle_time: {mean: 4m}, patience: {mean: 2m}, target: {service_level: 80% in 20s}}
sites:
  far:
    location: offshore
    currency: PHP
    exchange_rate: 0.016
    handle_time: 110%
    quality: 95%
    cost:
      wage: 150
      month_hours: 170h
      premiums: {night: 10%, night_hours: 22:00-06:00}
      roles: {team_lead: {span: 15, salary: 30000}}
      nesting: {weeks: 4, speed: 70%, quality: 80%}
      attrition: 39%
      transition: 240000
teams:
  desk: {skills: [voice], site: far, efficiency: 120%, cost: {wage: 165.50, seat: {month: 9000}}}
`), ".")
	if err != nil {
		t.Fatal(err)
	}
	want := &Cost{
		Rates: cost.Rates{Exchange: 0.016, Wage: 165.5, MonthHours: 170, Night: 0.1, Term: 24, Attrition: 0.39, NestingWeeks: 4, NestingSpeed: 0.7, NestingQuality: 0.8,
			Roles: []cost.Role{{Name: "team_lead", Span: 15, Salary: 30000}}, Seat: 9000, SeatSharing: 1, Transition: 240000},
		NightFrom: 22 * time.Hour, NightTo: 30 * time.Hour,
		NotGiven: []string{"premiums.weekend", "premiums.holiday", "benefits", "taxes", "paid_leave", "recruiting", "training", "licence", "telecom", "wage_inflation"},
	}
	team := s.Teams[0]
	if diff := cmp.Diff(want, team.Cost); diff != "" {
		t.Error(diff)
	}
	// 0.39 · 4/52 = 3 % of the agents are new.
	if got, want := team.Speed("voice"), 1.2/1.1*(1-0.03*0.3); math.Abs(got-want) > 1e-12 {
		t.Errorf("speed %v, want %v", got, want)
	}
	if got, want := team.Quality(), 0.95*(1-0.03*0.2); math.Abs(got-want) > 1e-12 {
		t.Errorf("quality %v, want %v", got, want)
	}
	if s.Business.Sites[0].Cost.Wage != 150 || s.Business.Sites[0].Currency != "PHP" {
		t.Errorf("%+v", s.Business.Sites[0])
	}
}

// Contracts of the embedded desk, as they are read.
func TestContracts(t *testing.T) {
	t.Parallel()
	s, err := Find("outsourced-desk")
	if err != nil {
		t.Fatal(err)
	}
	margin := contract.Share(150_000)
	want := contract.Contract{Name: "shared", Margin: &margin, Terms: []contract.Term{
		{Charge: contract.Contact, On: "resolved", Channel: "service"},
		{Charge: contract.Fixed, Price: 25_000_000_000},
		{Charge: contract.Value, Outcome: "sale", Share: 180_000},
	}}
	if diff := cmp.Diff(want, s.Business.Contracts[4]); diff != "" {
		t.Error(diff)
	}
	banded := s.Business.Contracts[3].Terms
	if b := banded[0]; b.Baseline != 22_000_000_000 || b.DeadBand != 50_000 || b.Additional != 4_200_000 || b.Reduced != 3_600_000 {
		t.Errorf("%+v", b)
	}
	if diff := cmp.Diff([]contract.Band{{UpTo: 8_000_000_000, Price: 3_600_000}, {UpTo: 11_000_000_000, Price: 3_200_000}, {Price: 2_900_000}}, banded[1].Bands); diff != "" {
		t.Error(diff)
	}
	level := s.Business.Contracts[0].Levels[0]
	if diff := cmp.Diff(contract.Level{Metric: contract.ServiceLevel, Channel: "service", Period: contract.Month,
		Credits: []contract.Step{{Than: 0.8, Amount: 30_000}, {Than: 0.75, Amount: 60_000}}, EarnBack: &contract.EarnBack{Than: 0.82, Months: 2}}, level); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(Uncertainty{Volume: Drift{0.08, 0.6}, HandleTime: Drift{0.04, 0.8}, Attrition: Drift{CV: 0.35}, Shrinkage: Drift{0.015, 0.3}}, s.Business.Uncertainty); diff != "" {
		t.Error(diff)
	}
}

// A varied day has its volumes, in another form where one is asked for, and its handle times; the scenario keeps its own.
func TestVaried(t *testing.T) {
	t.Parallel()
	s, err := Parse("small.yaml", []byte(small), ".")
	if err != nil {
		t.Fatal(err)
	}
	n := len(s.Channels[0].Volumes)
	weights := make([]float64, n)
	for k := range weights {
		weights[k] = float64(k + 1)
	}
	before, mean := s.Channels[0].Volumes[0], s.Channels[0].HandleTime.Means[0]
	sum := 0.0
	for _, v := range s.Channels[0].Volumes {
		sum += v
	}
	v := s.Varied(2, 1.5, weights).Channels[0]
	got := 0.0
	for _, x := range v.Volumes {
		got += x
	}
	if math.Abs(got-2*sum) > 1e-9 || math.Abs(v.Volumes[n-1]/v.Volumes[0]-float64(n)) > 1e-9 || v.HandleTime.Means[0] != mean*3/2 {
		t.Errorf("%v contacts of %v, %v", got, v.HandleTime.Means[0], v.Volumes)
	}
	if s.Channels[0].Volumes[0] != before || s.Channels[0].HandleTime.Means[0] != mean {
		t.Error("the scenario itself has changed")
	}
}
