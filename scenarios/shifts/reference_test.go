package shifts

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"frontoffice/scenarios/shifts/mip"
)

// The published covering problems with the optimum that each has; the shifts are as each case says in words. Those of
// the shared file are read where it is there, so that a change of them is noticed; the numbers needed stand here too.

const hour = time.Hour

// around is shifts of a length that start in every cell of a day or week that follows itself, at cost 1 each.
func around(required []int, length int) ([]Team, *Day) {
	d := &Day{Cell: hour, Required: required, Round: true}
	p := Pattern{Name: "all", Lengths: []time.Duration{time.Duration(length) * hour}, Latest: time.Duration(len(required)-1) * hour, Every: hour, PerShift: 1}
	return []Team{{Name: "all", Patterns: []Pattern{p}}}, d
}

// fixed is a pattern with one start.
func fixed(name string, at, length, cost float64) Pattern {
	return Pattern{Name: name, Lengths: []time.Duration{time.Duration(length * float64(hour))}, Earliest: time.Duration(at * float64(hour)), Latest: time.Duration(at * float64(hour)), Every: hour, PerShift: cost}
}

var (
	ctu  = []int{6, 6, 6, 6, 6, 8, 9, 12, 18, 22, 25, 21, 21, 20, 18, 21, 21, 24, 24, 18, 18, 18, 12, 8}
	dev3 = []int{14, 8, 12, 15, 4, 11, 12, 6, 10, 11, 6, 5, 13, 6, 8, 13, 3, 9, 10, 9, 3, 4, 8, 9}
	day1 = []int{10, 15, 19, 23, 25, 26, 24, 20, 16, 16, 22, 24, 23, 22, 20, 19, 17, 16, 14, 12, 10, 8, 7, 6}
	pywf = [][]int{
		{9, 11, 17, 9, 7, 12, 5, 11, 8, 9, 18, 17, 8, 12, 16, 8, 7, 12, 11, 10, 13, 19, 16, 7},
		{13, 13, 12, 15, 18, 20, 13, 16, 17, 8, 13, 11, 6, 19, 11, 20, 19, 17, 10, 13, 14, 23, 16, 8},
	}
)

// dayOne is the shifts of SH-DAY-1: half-hours, of which a break takes one, paid or not as the cost has it.
func dayOne(starts int) ([]Team, *Day) {
	half := 30 * time.Minute
	d := &Day{Cell: half, Required: day1}
	pattern := func(name string, slots, from, to int, cost float64) Pattern {
		p := Pattern{Name: name, Lengths: []time.Duration{time.Duration(slots) * half}, Latest: time.Duration(24-slots) * half, Every: half, PerShift: cost}
		if to > 0 {
			p.Breaks = []Break{{Length: half, Earliest: time.Duration(from) * half, Latest: time.Duration(to) * half, Every: half}}
		}
		return p
	}
	return []Team{{Name: "desk", Starts: starts, Patterns: []Pattern{pattern("long", 17, 7, 10, 8), pattern("mid", 12, 5, 7, 5.75), pattern("short", 8, 0, 0, 4.4)}}}, d
}

// cover2 is the two days of SH-PYWF: morning 5-13, afternoon 13-21, night 21-5 and mixed 9-17, at most so many on a shift
// and on duty.
func cover2(cover func([]Team, *Day, Objective) float64, most, seats int, cost []float64, g Objective) float64 {
	sum := 0.0
	for _, required := range pywf {
		teams := []Team{{Name: "agents", Seats: seats, Patterns: []Pattern{fixed("Morning", 5, 8, cost[0]), fixed("Afternoon", 13, 8, cost[1]), fixed("Night", 21, 8, cost[2]), fixed("Mixed", 9, 8, cost[3])}}}
		for k := range teams[0].Patterns {
			teams[0].Patterns[k].Most = most
		}
		sum += cover(teams, &Day{Cell: hour, Required: required, Round: true}, g)
	}
	return sum
}

func TestReferenceCases(t *testing.T) {
	cover := func(teams []Team, d *Day, g Objective) float64 {
		t.Helper()
		begun := time.Now()
		p, err := Cover(context.Background(), teams, d, g, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if p.Gap() != 0 {
			t.Errorf("cost %v, bound %v: not proven", p.Cost+p.Charged, p.Bound)
		}
		t.Logf("%v %v: %d million operations, %v", p.Cost, p.Charged, p.Work, time.Since(begun))
		return p.Cost + p.Charged
	}
	for _, c := range []struct {
		id   string
		want float64
		got  func() float64
	}{
		{"SH-CTU-cover", 55, func() float64 { teams, d := around(ctu, 8); return cover(teams, d, Objective{}) }},
		{"SH-WINSTON", 23, func() float64 {
			teams, d := around([]int{17, 13, 15, 19, 14, 16, 11}, 5)
			return cover(teams, d, Objective{})
		}},
		{"SH-UNION", 30610, func() float64 {
			// Periods of 2 h from 6:00 to 22:00, 22-24 and 0-6: the hours of each have its requirement.
			periods := []struct{ hours, need int }{{2, 48}, {2, 79}, {2, 65}, {2, 87}, {2, 64}, {2, 73}, {2, 82}, {2, 43}, {2, 52}, {6, 15}}
			d := &Day{Open: 6 * hour, Cell: hour, Round: true}
			for _, p := range periods {
				for range p.hours {
					d.Required = append(d.Required, p.need)
				}
			}
			teams := []Team{{Name: "agents", Patterns: []Pattern{fixed("1", 6, 8, 170), fixed("2", 8, 8, 160), fixed("3", 12, 8, 175), fixed("4", 16, 8, 180), fixed("5", 22, 8, 195)}}}
			return cover(teams, d, Objective{})
		}},
		{"SH-DAY-1", 215.2, func() float64 { teams, d := dayOne(0); return cover(teams, d, Objective{}) }},
		{"SH-CTU-dev1", 28, func() float64 {
			teams, d := around(ctu, 8)
			teams[0].Patterns[0].PerShift = 0
			return cover(teams, d, Objective{Shortage: 1, Surplus: 1})
		}},
		{"SH-CTU-dev3", 37, func() float64 {
			teams, d := around(dev3, 8)
			teams[0].Patterns[0].PerShift = 0
			return cover(teams, d, Objective{Shortage: 1, Surplus: 1})
		}},
		{"SH-PYWF", 163.1, func() float64 { return cover2(cover, 25, 27, []float64{1, 1.2, 2, 1.5}, Objective{}) }},
		{"SH-PYWF agents", 113, func() float64 { return cover2(cover, 25, 27, []float64{1, 1, 1, 1}, Objective{}) }},
		{"SH-PYWF difference", 157, func() float64 { return cover2(cover, 20, 0, []float64{0, 0, 0, 0}, Objective{Shortage: 1, Surplus: 1}) }},
	} {
		t.Run(c.id, func(t *testing.T) {
			if got := c.got(); math.Abs(got-c.want) > 1e-9*c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// SH-DAY-1-k6 asks for at most six pairs of start and length: as a program of package mip, for a limit of ours is on start
// times alone.
func TestReferenceDesign(t *testing.T) {
	teams, d := dayOne(0)
	m, err := NewModel(teams, d, Objective{})
	if err != nil {
		t.Fatal(err)
	}
	row := func(high float64) int {
		m.Problem.Rows = append(m.Problem.Rows, mip.Row{Lower: math.Inf(-1), Upper: high})
		return len(m.Problem.Rows) - 1
	}
	limit := row(6)
	switches := map[string]int{}
	for j := range m.Shifts {
		s := &m.Shifts[j]
		name := fmt.Sprint(s.Start, s.End)
		if _, known := switches[name]; !known {
			switches[name] = len(m.Problem.Columns)
			m.Problem.Columns = append(m.Problem.Columns, mip.Column{Upper: 1, Integer: true, Runs: []mip.Run{{From: limit, To: limit + 1, Value: 1}}})
		}
		y, x, k := &m.Problem.Columns[switches[name]], &m.Problem.Columns[j], row(0)
		x.Runs = append(x.Runs, mip.Run{From: k, To: k + 1, Value: 1})
		y.Runs = append(y.Runs, mip.Run{From: k, To: k + 1, Value: -x.Upper})
	}
	s, err := mip.Solve(context.Background(), m.Problem, mip.Options{})
	if err != nil || math.Abs(s.Cost-227.25) > 1e-9*227.25 || s.Gap() != 0 {
		t.Fatalf("got %+v, %v: want 227.25, proven", s, err)
	}
	t.Logf("%d nodes, %d million operations", s.Nodes, s.Work)
}

// The numbers above are those of the shared file.
func TestReferenceFile(t *testing.T) {
	data, err := os.ReadFile("../../../shared/reference/cases.json")
	if err != nil {
		t.Skip("no ../shared/reference/cases.json")
	}
	var file struct {
		Cases []struct {
			ID, Group string
			Params    json.RawMessage
			Values    map[string]any
		}
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"SH-CTU-cover": 55, "SH-CTU-dev1": 28, "SH-CTU-dev3": 37, "SH-WINSTON": 23, "SH-UNION": 30610, "SH-DAY-1": 215.2, "SH-DAY-1-k6": 227.25, "SH-PYWF": 163.1}
	for _, c := range file.Cases {
		if c.Group != "shift-cover" && c.Group != "shift-fit" && c.Group != "shift-design" {
			continue
		}
		got := c.Values["optimum"]
		if c.ID == "SH-PYWF" {
			got = c.Values["min_cost_with_cost_dict"]
		}
		if got != want[c.ID] {
			t.Errorf("%s: the file has %v, the tests %v", c.ID, got, want[c.ID])
		}
		delete(want, c.ID)
	}
	for id := range want {
		t.Errorf("%s is not in the file", id)
	}
}

// With at most some start times, against every set of them.
func TestStartTimes(t *testing.T) {
	required := []int{2, 3, 3, 4, 5, 4, 4, 3, 2, 1}
	teams, d := around(required, 4)
	d.Round = false
	teams[0].Patterns[0].Latest = 6 * hour
	best := map[int]float64{}
	for set := 1; set < 1<<7; set++ {
		n, only := 0, []Team{{Name: "all"}}
		for s := range 7 {
			if set>>s&1 == 1 {
				n++
				only[0].Patterns = append(only[0].Patterns, fixed(fmt.Sprint(s), float64(s), 4, 1))
			}
		}
		if n > 4 {
			continue
		}
		p, err := Cover(context.Background(), only, d, Objective{}, Options{})
		if err != nil {
			continue
		}
		for k := n; k <= 4; k++ {
			if best[k] == 0 || p.Cost < best[k] {
				best[k] = p.Cost
			}
		}
	}
	for k := 3; k <= 4; k++ {
		teams[0].Starts = k
		p, err := Cover(context.Background(), teams, d, Objective{}, Options{})
		if best[k] == 0 {
			if err == nil {
				t.Errorf("%d start times: got %v, and no set of them covers", k, p.Cost)
			}
			continue
		}
		if err != nil || p.Gap() != 0 || p.Cost != best[k] {
			t.Errorf("%d start times: got %+v, %v; want %v", k, p, err, best[k])
		}
	}
}
