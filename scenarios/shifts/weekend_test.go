package shifts

import (
	"context"
	"testing"
	"time"
)

// A night that ends on Saturday leaves no free weekend; by the team's clock.
func TestWeekendFree(t *testing.T) {
	const h = time.Hour
	at := func(day int, from, length time.Duration) Tour {
		start := time.Duration(day)*24*h + from
		return Tour{Shifts: []Shift{{Start: start, End: start + length}}}
	}
	r := Rules{}
	for _, c := range []struct {
		name  string
		tour  Tour
		ahead time.Duration
		free  bool
	}{
		{"Friday evening to midnight", at(4, 16*h, 8*h), 0, true},
		{"Friday night", at(4, 22*h, 8*h), 0, false},
		{"Saturday", at(5, 8*h, 8*h), 0, false},
		{"Sunday night", at(6, 22*h, 8*h), 0, false},
		{"Monday at 00:00", at(0, 0, 8*h), 0, true},
		{"Monday at 01:00 where it is still Sunday", at(0, h, 8*h), -2 * h, false},
		{"Friday night where it ends on Friday", at(4, 22*h, 8*h), -6 * h, true},
	} {
		if got := r.weekendFree(&Pattern{Ahead: c.ahead}, &c.tour); got != c.free {
			t.Errorf("%s: free %v", c.name, got)
		}
	}
}

// Whose nights reach into Saturday has no free weekend in the plan either, and the bound is one of such plans.
func TestFreeWeekendsOfNights(t *testing.T) {
	const h = time.Hour
	d := &Day{Cell: h, Required: make([]int, 168), Round: true}
	for k := range d.Required {
		d.Required[k] = 1
	}
	cost := func(share float64) *WeekPlan {
		team := Team{Name: "a", Rules: Rules{LeastDays: 4, MostDays: 5, FreeWeekends: share}, Patterns: []Pattern{
			{Name: "day", Lengths: []time.Duration{8 * h}, Earliest: 6 * h, Latest: 14 * h, Every: 8 * h, PerHour: 1},
			{Name: "night", Lengths: []time.Duration{8 * h}, Earliest: 22 * h, Latest: 22 * h, Every: h, PerHour: 1},
		}}
		p, err := CoverWeek(context.Background(), []Team{team}, d, Objective{}, Options{Seed: 1, Work: 400})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := cost(0.5)
	free, people := 0, 0
	for _, a := range p.Tours {
		people += a.People
		all := true
		for _, s := range a.Shifts {
			for at := s.Start; at < s.End; at += h {
				all = all && (at/(24*h))%7 < 5
			}
		}
		if all {
			free += a.People
		}
	}
	if 2*free < people || p.Cost < cost(0).Cost || p.Bound > p.Cost {
		t.Errorf("%d of %d people have a free weekend, at %v (bound %v)", free, people, p.Cost, p.Bound)
	}
}
