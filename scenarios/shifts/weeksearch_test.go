package shifts

import (
	"context"
	"errors"
	"testing"
	"time"
)

// weekOf is a week whose first days require agents from an hour to another, by cells of a length.
func weekOf(cell time.Duration, days int, from, to time.Duration, agents int) *Day {
	d := &Day{Cell: cell, Required: make([]int, 7*24*time.Hour/cell), Round: true}
	for day := range days {
		for at := from; at < to; at += cell {
			d.Required[(time.Duration(day)*24*time.Hour+at)/cell] = agents
		}
	}
	return d
}

// One start, and a break that someone else has to cover: no tour of those that a search begins with is enough.
func TestWeekBreaksApart(t *testing.T) {
	d := weekOf(30*time.Minute, 5, 8*hour, 16*hour, 1)
	p := Pattern{Name: "day", Lengths: []time.Duration{8 * hour}, Earliest: 8 * hour, Latest: 8 * hour, PerHour: 19,
		Breaks: []Break{{Length: 30 * time.Minute, Earliest: 2 * hour, Latest: 5 * hour, Every: 15 * time.Minute}}}
	got, err := CoverWeek(context.Background(), []Team{{Name: "desk", Patterns: []Pattern{p}}}, d, Objective{}, Options{Work: 200})
	if err != nil {
		t.Fatal(err)
	}
	if want := 2 * 5 * 7.5 * 19; got.Cost != want || got.Bound > want+1e-9 {
		t.Errorf("cost %v with bound %v: two people cost %v", got.Cost, got.Bound, want)
	}
}

// No tour costs less than is said, whatever premiums its unpaid breaks leave out.
func TestCheapestTour(t *testing.T) {
	d := weekOf(hour, 5, 8*hour, 16*hour, 1)
	p := Pattern{Name: "day", Lengths: []time.Duration{8 * hour, 9 * hour}, Earliest: 8 * hour, Latest: 10 * hour, Every: hour, PerHour: 10,
		Breaks:   []Break{{Length: hour, Earliest: 2 * hour, Latest: 5 * hour, Every: hour}},
		Premiums: []Premium{{From: 14 * hour, To: 15 * hour, Rate: 1, Days: []int{0, 1, 2, 3, 4}}, {From: 8 * hour, To: 9 * hour, Rate: 0.5}}}
	m, err := NewWeekModel([]Team{{Name: "desk", Patterns: []Pattern{p}}}, d, Objective{})
	if err != nil {
		t.Fatal(err)
	}
	// From 9:00 on, with the break from 14:00, no hour has a premium. On days off the premium of weekdays does not count, so that is the
	// least of any day.
	if got, want := m.cheapest(), 5*7*10.0; got > want || got < want-1e-6 {
		t.Errorf("%v, want %v", got, want)
	}
	for _, tour := range m.Tours {
		if tour.Cost < m.cheapest() {
			t.Errorf("%s costs %v", m.tourName(&tour), tour.Cost)
		}
	}
}

// A team that the choice of start times does not use keeps its limit all the same.
func TestWeekStartsOfUnusedTeam(t *testing.T) {
	d := weekOf(hour, 5, 6*hour, 20*hour, 6)
	for k, n := range d.Required {
		if n > 0 {
			d.Required[k] = 6 + k*5%6
		}
	}
	p := Pattern{Name: "x", Lengths: []time.Duration{4 * hour}, Earliest: 6 * hour, Latest: 16 * hour, Every: hour, PerHour: 1}
	dear := p
	dear.PerHour = 2
	teams := []Team{{Name: "a", Most: 2, Patterns: []Pattern{p}}, {Name: "b", Starts: 4, Patterns: []Pattern{dear}}}
	for _, most := range []int{2, 0} {
		teams[0].Most = most
		got, err := CoverWeek(context.Background(), teams, d, Objective{}, Options{Work: 300})
		if err != nil {
			t.Fatalf("at most %d of team a: %v", most, err)
		}
		starts := map[time.Duration]bool{}
		for _, a := range got.Tours {
			if a.Team == 1 {
				starts[timeOfDay(a.Shifts[0].Start)] = true
			}
		}
		if len(starts) > 4 || most > 0 && len(starts) == 0 {
			t.Errorf("at most %d of team a: %d starts of team b", most, len(starts))
		}
	}
}

// Start times that were chosen first and do not go with another limit say nothing of others.
func TestWeekStartsAgain(t *testing.T) {
	d := weekOf(hour, 5, 8*hour, 14*hour, 1)
	teams := []Team{{Name: "desk", Starts: 2, Most: 1, Patterns: []Pattern{
		{Name: "short", Lengths: []time.Duration{4 * hour}, Earliest: 7 * hour, Latest: 11 * hour, Every: 4 * hour, PerHour: 10},
		{Name: "long", Lengths: []time.Duration{8 * hour}, Earliest: 8 * hour, Latest: 8 * hour, PerHour: 12},
	}}}
	got, err := CoverWeek(context.Background(), teams, d, Objective{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := 5 * 8 * 12.0; got.Cost != want || got.Bound > want+1e-9 {
		t.Errorf("cost %v with bound %v, want %v", got.Cost, got.Bound, want)
	}
}

// A search that was ended says so, and blames no limit.
func TestConflictEnded(t *testing.T) {
	d := &Day{Cell: hour, Open: 8 * hour, Required: []int{1, 3, 2, 1}}
	p := Pattern{Name: "x", Lengths: []time.Duration{4 * hour}, Earliest: 8 * hour, Latest: 8 * hour, Every: hour, Most: 1}
	m, err := NewModel([]Team{{Name: "a", Most: 2, Patterns: []Pattern{p}}}, d, Objective{})
	if err != nil {
		t.Fatal(err)
	}
	want := m.conflict(context.Background(), Options{})
	var limit *LimitError
	if !errors.As(want, &limit) {
		t.Fatal(want)
	}
	for looks := range 30 {
		ctx := &endsAfter{Context: context.Background(), looks: looks, done: make(chan struct{})}
		if err := m.conflict(ctx, Options{}); ctx.looks < 0 && !errors.Is(err, context.Canceled) && err.Error() != want.Error() {
			t.Errorf("ended at look %d: %v", looks, err)
		}
	}
}

// endsAfter is a context that is ended once it was asked so many times.
type endsAfter struct {
	context.Context
	looks int
	done  chan struct{}
}

func (c *endsAfter) Done() <-chan struct{} {
	c.Err()
	return c.done
}

func (c *endsAfter) Err() error {
	if c.looks--; c.looks == -1 {
		close(c.done)
	}
	if c.looks < 0 {
		return context.Canceled
	}
	return nil
}
