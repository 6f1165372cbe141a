package shifts

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

// long is a day of 20 hours that nine-hour shifts have to follow each other in.
func long(starts int) ([]Team, *Day) {
	const h, m = time.Hour, time.Minute
	night := []Premium{{From: 22 * h, To: 30 * h, Rate: 0.25}}
	team := Team{Name: "ops", Starts: starts, Seats: 40, PartTime: 0.3, Patterns: []Pattern{
		{Name: "full", Lengths: []time.Duration{8 * h, 9 * h}, Earliest: 6 * h, Latest: 18 * h, Every: 30 * m, PerHour: 20, Premiums: night, Apart: h,
			Breaks: []Break{{Length: 15 * m, Paid: true, Earliest: 90 * m, Latest: 150 * m, Every: 15 * m}, {Length: 45 * m, Earliest: 210 * m, Latest: 5 * h, Every: 15 * m}}},
		{Name: "part", Lengths: []time.Duration{4 * h, 5 * h}, Earliest: 6 * h, Latest: 22 * h, Every: 30 * m, PerShift: 8, PerHour: 20, Premiums: night, PartTime: true, Most: 12,
			Breaks: []Break{{Length: 15 * m, Paid: true, Earliest: 90 * m, Latest: 3 * h, Every: 15 * m}}},
	}}
	d := &Day{Open: 6 * h, Cell: 15 * m}
	for _, n := range []int{6, 8, 10, 11, 13, 14, 15, 15, 15, 15, 15, 14, 14, 13, 13, 13, 13, 13, 14, 14, 14, 13, 13, 12, 12, 11, 10, 10, 9, 9, 8, 8, 7, 7, 6, 6, 5, 5, 5, 4} {
		d.Required = append(d.Required, n, n)
	}
	return []Team{team}, d
}

// Few start times are chosen well: no more of them ever costs much more, and eight are within some percent of any number.
func TestStartSets(t *testing.T) {
	cost := map[int]float64{}
	for _, n := range []int{6, 8, 17} {
		teams, d := long(n)
		p, err := Cover(context.Background(), teams, d, Objective{}, Options{Seed: 3, Work: 700})
		if err != nil {
			t.Fatalf("%d start times: %v", n, err)
		}
		cost[n] = p.Cost
		t.Logf("%d start times: cost %v, gap %.4f, work %d", n, p.Cost, p.Gap(), p.Work)
		if p.Work > 800 {
			t.Errorf("%d start times: %d million operations of 700", n, p.Work)
		}
	}
	// 4,886.25 is what CBC 2.10 found with eight in 15 s; a search of people and times together found 5,636.
	if cost[8] > 4750 || cost[8] > cost[6] || cost[17] > cost[8] {
		t.Errorf("costs %v: want at most 4,750 with 8, and no more with more", cost)
	}
}

// Where the search is ended while times are chosen, there is a plan with the best of them so far.
func TestStartSetsInterrupted(t *testing.T) {
	teams, d := long(8)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	p, err := Cover(ctx, teams, d, Objective{}, Options{Seed: 3, Work: 1 << 30})
	if err != nil || !p.Interrupted || len(p.Shifts) == 0 {
		t.Errorf("no plan: %v", err)
	}
}

// Too few start times are proven to be too few, and the least number that is enough is named.
func TestTooFewStartTimes(t *testing.T) {
	teams, d := long(2)
	_, err := Cover(context.Background(), teams, d, Objective{}, Options{Seed: 3, Work: 300})
	var limit *LimitError
	if !errors.As(err, &limit) || limit.At != "shift_limits.start_times" || !strings.Contains(limit.Reason, "with shift_limits.start_times 3 there is a plan") {
		t.Errorf("2 start times: %v", err)
	}
	teams, d = long(8)
	teams[0].Most = 10
	_, err = Cover(context.Background(), teams, d, Objective{}, Options{Seed: 3, Work: 500})
	if err == nil || !strings.Contains(err.Error(), "max_agents 10: with shift_limits.max_agents 3") {
		t.Errorf("10 people: %v", err)
	}
}

// An effort too small for any plan is raised until there is one.
func TestLittleEffort(t *testing.T) {
	teams, d := long(8)
	p, err := Cover(context.Background(), teams, d, Objective{}, Options{Seed: 3, Work: 5})
	if err != nil || len(p.Shifts) == 0 {
		t.Errorf("no plan: %v", err)
	}
}
