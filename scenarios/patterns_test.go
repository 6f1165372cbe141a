package scenarios

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frontoffice/scenarios/shifts"
)

const wages = `
name: Wages
date: 2026-11-27 # a Friday
time_zone: UTC
hours: 08:00-22:00
channels: {voice: {demand: {total: 300, profile: flat}, handle_time: {mean: 5m}}}
teams:
  a:
    skills: [voice]
    time_zone: "-03:00"
    cost: {wage: 20, month_hours: 173h, benefits: 15%, taxes: 10%, premiums: {night: 25%, night_hours: 20:00-06:00, weekend: 50%}}
    shift_patterns:
      wage: {length: 8h, earliest: 08:00}
      own: {length: 8h, earliest: 08:00, cost_per_hour: 30}
      shift: {length: 8h, earliest: 08:00, cost: 100}
      premiums: {length: 8h, earliest: 08:00, premiums: [{hours: 19:00-24:00, rate: 10%, days: [saturday, monday]}]}
`

// A pattern without a cost of its own costs what the team's people are paid, premiums by the team's clock included; one with a
// cost costs that alone.
func TestPatternCost(t *testing.T) {
	t.Parallel()
	s, err := Parse("wages.yaml", []byte(wages), ".")
	if err != nil {
		t.Fatal(err)
	}
	const ahead, hour = -3 * time.Hour, time.Hour
	type costs struct {
		PerShift, PerHour float64
		Premiums          []shifts.Premium
	}
	want := []costs{
		{0, 25, []shifts.Premium{{From: 20*hour - ahead, To: 30*hour - ahead, Rate: 0.25}, {From: -ahead, To: 24*hour - ahead, Rate: 0.5, Days: []int{1, 2}}}},
		{0, 30, nil},
		{100, 0, nil},
		{0, 25, []shifts.Premium{{From: 19*hour - ahead, To: 24*hour - ahead, Rate: 0.1, Days: []int{1, 3}}}},
	}
	for i, p := range s.Teams[0].Staff.Patterns {
		if diff := cmp.Diff(want[i], costs{p.PerShift, p.PerHour, p.Premiums}); diff != "" {
			t.Errorf("%s: %s", p.Name, diff)
		}
	}
	if !s.Teams[0].ByWage {
		t.Error("no pattern by the wage")
	}
	// Without a cost of the team a paid hour costs 1.
	plain, _, _ := strings.Cut(wages, "    cost:")
	s, err = Parse("plain.yaml", []byte(plain+"    shift_patterns: {x: {length: 8h, earliest: 08:00}}\n"), ".")
	if err != nil {
		t.Fatal(err)
	}
	if p := s.Teams[0].Staff.Patterns[0]; p.PerHour != 1 || s.Teams[0].ByWage {
		t.Errorf("costs %v an hour", p.PerHour)
	}
}

// What shows only when a scenario is worked with is told where it stands, as what reading finds, and with which changes.
func TestWrong(t *testing.T) {
	t.Parallel()
	s, err := Parse("wages.yaml", []byte(wages), ".")
	if err != nil {
		t.Fatal(err)
	}
	var problems Errors
	if err := s.Wrong("teams.a.shift_patterns.own.latest", "too %s", "late"); !errors.As(err, &problems) || problems[0].File != "wages.yaml" || problems[0].Line != 14 || problems[0].Snippet == "" || problems[0].Message != "too late" {
		t.Errorf("%+v", err)
	}
	bare := &Scenario{Name: "Made by hand"}
	if err := bare.Wrong("teams", "none"); err.Error() != "teams: none" {
		t.Errorf("%v", err)
	}
	d, err := ReadText("wages.yaml", []byte(wages), ".")
	if err != nil {
		t.Fatal(err)
	}
	o, err := ParseOverride("--set", "teams.a.shift_patterns.own.length=6h")
	if err != nil {
		t.Fatal(err)
	}
	if s, err = d.Scenario(o); err != nil {
		t.Fatal(err)
	}
	if err := s.Wrong("teams.a.shift_patterns.own.length", "too short"); err.Error() != "--set teams.a.shift_patterns.own.length=6h: too short" {
		t.Errorf("%v", err)
	}
}

// Every name that a misspelt one is compared with is a time zone.
func TestZoneNames(t *testing.T) {
	t.Parallel()
	for _, name := range strings.Fields(zoneNames) {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}
