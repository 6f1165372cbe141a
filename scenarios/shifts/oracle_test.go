package shifts

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// small draws a day that can be tried out: few cells, few shifts.
func small(r *rand.Rand) ([]Team, *Day, Objective) {
	d := &Day{Open: time.Duration(r.IntN(24)) * hour, Cell: hour, Round: r.IntN(4) == 0}
	cells := 3 + r.IntN(4)
	if d.Round {
		cells = 24 / 4
		d.Cell = 4 * hour
	}
	for range cells {
		d.Required = append(d.Required, r.IntN(3))
	}
	var teams []Team
	for range 1 + r.IntN(2) {
		team := Team{Name: string(rune('a' + len(teams)))}
		if r.IntN(3) == 0 {
			team.Most = 1 + r.IntN(4)
		}
		if r.IntN(4) == 0 {
			team.Least = 1 + r.IntN(2)
		}
		if r.IntN(4) == 0 {
			team.Seats = 1 + r.IntN(3)
		}
		if r.IntN(4) == 0 {
			team.Starts = 1 + r.IntN(2)
		}
		if r.IntN(4) == 0 {
			team.PartTime = 0.5
		}
		for range 1 + r.IntN(2) {
			p := Pattern{Name: string(rune('p' + len(team.Patterns))), Lengths: []time.Duration{time.Duration(2+r.IntN(2)) * d.Cell}, PerShift: float64(r.IntN(4)), PerHour: float64(r.IntN(3)),
				Earliest: d.Open + time.Duration(r.IntN(2))*d.Cell, Every: d.Cell, PartTime: r.IntN(2) == 0}
			p.Latest = p.Earliest + time.Duration(r.IntN(2))*d.Cell
			if r.IntN(3) == 0 && p.Lengths[0] > 2*d.Cell {
				p.Breaks = []Break{{Length: d.Cell, Paid: r.IntN(2) == 0, Earliest: 0, Latest: 2 * d.Cell, Every: d.Cell}}
			}
			if r.IntN(4) == 0 {
				p.Most = 1 + r.IntN(2)
			}
			if r.IntN(3) == 0 {
				p.Premiums = []Premium{{From: 20 * hour, To: 30 * hour, Rate: 0.5}}
			}
			team.Patterns = append(team.Patterns, p)
		}
		teams = append(teams, team)
	}
	var g Objective
	if r.IntN(3) == 0 {
		g.Shortage = float64(1 + r.IntN(6))
	}
	return teams, d, g
}

// tryAll is the least cost over all numbers of people up to 4 per shift, by the plan's own check; +Inf if there is none.
func tryAll(teams []Team, d *Day, g Objective, most int) float64 {
	all, err := List(teams, d)
	if err != nil {
		return math.Inf(1)
	}
	m := &Model{day: d, teams: teams, hard: g.Shortage == 0}
	best := math.Inf(1)
	p := &Plan{Model: m}
	var walk func(j, people int)
	walk = func(j, people int) {
		if p.Cost >= best {
			return
		}
		if j == len(all) {
			p.OnDuty = make([]int, len(d.Required))
			for _, a := range p.Shifts {
				for k := range p.OnDuty {
					at := d.Open + time.Duration(k)*d.Cell
					for _, turn := range []time.Duration{0, 24 * hour} {
						if s := at + turn; (turn == 0 || d.Round) && s >= a.Start && s < a.End && !onBreak(&a.Shift, s) {
							p.OnDuty[k] += a.People
						}
					}
				}
			}
			charged := 0.0
			for k, n := range d.Required {
				charged += g.Shortage * float64(max(0, n-p.OnDuty[k]))
			}
			if p.Cost+charged < best && p.Check() == nil {
				best = p.Cost + charged
			}
			return
		}
		for n := 0; n <= most-people; n++ {
			kept := len(p.Shifts)
			if n > 0 {
				p.Shifts = append(p.Shifts, Assigned{all[j], n})
				p.Cost += float64(n) * all[j].Cost
			}
			walk(j+1, people+n)
			if n > 0 {
				p.Shifts = p.Shifts[:kept]
				p.Cost -= float64(n) * all[j].Cost
			}
		}
	}
	walk(0, 0)
	return best
}

func onBreak(s *Shift, t time.Duration) bool {
	for _, b := range s.Breaks {
		if t >= b.From && t < b.To {
			return true
		}
	}
	return false
}

// Thousands of tiny days with every kind of limit: the plan is the cheapest of all that can be tried.
func TestCoverAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 1))
	solved, compared := 0, 0
	for n := range 4000 {
		teams, d, g := small(r)
		all, err := List(teams, d)
		if err != nil || len(all) == 0 || len(all) > 7 || contradiction(teams) != nil {
			continue
		}
		compared++
		p, err := Cover(context.Background(), teams, d, g, Options{})
		const people = 5
		want := tryAll(teams, d, g, people)
		if err != nil {
			if !math.IsInf(want, 1) {
				t.Fatalf("day %d: %+v %+v %+v: %v; there is a plan at %v", n, teams, d, g, err, want)
			}
			continue
		}
		solved++
		count := 0
		for _, a := range p.Shifts {
			count += a.People
		}
		got := p.Cost + p.Charged
		if p.Gap() != 0 || got > want+1e-9 || count <= people && got < want-1e-9 {
			t.Fatalf("day %d: %+v %+v %+v: got %v (gap %v), want %v", n, teams, d, g, got, p.Gap(), want)
		}
	}
	if solved < 1000 {
		t.Errorf("%d of %d days had a plan: too few to say much", solved, compared)
	}
	t.Logf("%d of %d days had a plan", solved, compared)
}

// What cannot be is told, with what is to blame.
func TestErrors(t *testing.T) {
	day := func(required ...int) *Day { return &Day{Open: 8 * hour, Cell: hour, Required: required} }
	four := fixed("four", 8, 4, 1)
	late := Pattern{Name: "late", Lengths: []time.Duration{4 * hour}, Earliest: 8 * hour, Latest: 9 * hour, Every: time.Minute, PerHour: 1}
	for _, c := range []struct {
		name  string
		teams []Team
		day   *Day
		want  string
	}{
		{"no pattern covers", []Team{{Name: "a", Patterns: []Pattern{four}}}, day(1, 1, 1, 1, 0, 3), "no shift pattern can cover 13:00-14:00, where 3 agents are required: the nearest is four, 08:00-12:00"},
		{"least above most", []Team{{Name: "a", Least: 5, Most: 3, Patterns: []Pattern{four}}}, day(1), "at least 5 people (min_agents) and at most 3 (max_agents) exclude each other"},
		{"patterns above team", []Team{{Name: "a", Most: 3, Patterns: []Pattern{{Name: "x", Lengths: four.Lengths, Earliest: 8 * hour, Latest: 8 * hour, Every: hour, Least: 4}}}}, day(1), "its patterns ask for at least 4 people together"},
		{"seats", []Team{{Name: "a", Seats: 2, Patterns: []Pattern{four}}}, day(1, 3), "the requirement cannot be covered within the limit on the people on duty at once"},
		{"most", []Team{{Name: "a", Most: 2, Patterns: []Pattern{four}}}, day(1, 3), "the requirement cannot be covered within the limit shift_limits.max_agents 2: with shift_limits.max_agents 3 there is a plan"},
		{"two limits", []Team{{Name: "a", Seats: 2, Least: 4, Patterns: []Pattern{four}}}, day(1, 2), "shift_limits.min_agents 4 and shift_limits.seats 2 exclude each other together with the requirement: without any one of them there is a plan, or with shift_limits.min_agents 2 or shift_limits.seats 4"},
		{"part time only", []Team{{Name: "a", PartTime: 0.3, Patterns: []Pattern{{Name: "x", Lengths: four.Lengths, Earliest: 8 * hour, Latest: 8 * hour, Every: hour, PartTime: true}}}}, day(1), "all patterns are part time, and at most 30% of the people may be"},
		{"break too late", []Team{{Name: "a", Patterns: []Pattern{{Name: "x", Lengths: four.Lengths, Earliest: 8 * hour, Latest: 8 * hour, Every: hour, Breaks: []Break{{Length: hour, Earliest: 5 * hour, Latest: 6 * hour}}}}}}, day(1), "break 1 of 1h from 5h after the start does not fit a shift of 4h"},
		{"breaks too near", []Team{{Name: "a", Patterns: []Pattern{{Name: "x", Lengths: four.Lengths, Earliest: 8 * hour, Latest: 8 * hour, Every: hour, Apart: 2 * hour,
			Breaks: []Break{{Length: hour, Earliest: hour, Latest: hour}, {Length: hour, Earliest: 2 * hour, Latest: 3 * hour}}}}}}, day(1), "break 2 may start 3h after the start at the latest, and with the breaks before it and 2h of work between breaks it cannot start before 4h"},
		{"a million", []Team{{Name: "a", Patterns: []Pattern{{Name: "x", Lengths: late.Lengths, Earliest: 0, Latest: 23 * hour, Every: time.Minute, PerHour: 1,
			Breaks: []Break{{Length: 5 * time.Minute, Earliest: 0, Latest: 2 * hour, Every: time.Minute}, {Length: 5 * time.Minute, Earliest: 2 * hour, Latest: 3 * hour, Every: time.Minute}}}}}}, day(1), "with it there are more than 1000000 shifts to choose from"},
		{"none", []Team{{Name: "a"}}, day(1), "there are no shift patterns"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Cover(context.Background(), c.teams, c.day, Objective{}, Options{})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v\nwant %s", err, c.want)
			}
			var pattern *PatternError
			var limit *LimitError
			var cell *UncoveredError
			if !errors.As(err, &pattern) && !errors.As(err, &limit) && !errors.As(err, &cell) && !errors.Is(err, ErrNoPatterns) {
				t.Errorf("%T", err)
			}
		})
	}
}

// A check that finds nothing wrong with what is wrong is none.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	teams, d := dayOne(0)
	p, err := Cover(context.Background(), teams, d, Objective{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(p *Plan){
		"one fewer": func(p *Plan) { p.Shifts[0].People--; p.Cost -= p.Shifts[0].Cost },
		"cost":      func(p *Plan) { p.Cost-- },
		"on duty":   func(p *Plan) { p.OnDuty[3]++ },
		"start":     func(p *Plan) { p.Shifts[0].Start += 10 * time.Minute },
		"break": func(p *Plan) {
			for i := range p.Shifts {
				p.Shifts[i].Breaks = nil
			}
		},
		"limit":         func(p *Plan) { p.Model.teams[0].Most = 1 },
		"seats":         func(p *Plan) { p.Model.teams[0].Seats = 20 },
		"start times":   func(p *Plan) { p.Model.teams[0].Starts = 2 },
		"unknown shift": func(p *Plan) { p.Shifts[0].Pattern = 9 },
	} {
		wrong := *p
		wrong.Shifts, wrong.OnDuty = append([]Assigned(nil), p.Shifts...), append([]int(nil), p.OnDuty...)
		m := *p.Model
		m.teams = append([]Team(nil), m.teams...)
		wrong.Model = &m
		spoil(&wrong)
		if wrong.Check() == nil {
			t.Errorf("%s: nothing found", name)
		}
	}
}

// A small week: tours of two days on among three open ones, against every choice.
func TestWeekAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	for n := range 60 {
		d := &Day{Cell: 6 * hour, Required: make([]int, 28), Round: true}
		for day := range 3 {
			d.Required[4*day+1], d.Required[4*day+2] = r.IntN(3), r.IntN(3)
		}
		d.Required[1] = max(d.Required[1], 1)
		d.Required[5], d.Required[9] = max(d.Required[5], 1), max(d.Required[9], 1)
		p := Pattern{Name: "x", Lengths: []time.Duration{6 * hour, 12 * hour}, Earliest: 6 * hour, Latest: 12 * hour, Every: 6 * hour, PerHour: 1, PerShift: float64(r.IntN(4))}
		rules := Rules{LeastDays: 2, MostDays: 2, Drift: time.Duration(r.IntN(2)) * 6 * hour, Rest: time.Duration(r.IntN(3)) * 6 * hour}
		if r.IntN(2) == 0 {
			rules.MostHours = 18 * hour
		}
		teams := []Team{{Name: "a", Patterns: []Pattern{p}, Rules: rules}}
		got, err := CoverWeek(context.Background(), teams, d, Objective{}, Options{Work: 200})
		// Every tour: two days of three, each with one of the four shifts.
		var tours []Tour
		starts := p.startsOf()
		for first := range 3 {
			for second := first + 1; second < 3; second++ {
				for i := range starts {
					for j := range starts {
						chosen := [7]int{-1, -1, -1, -1, -1, -1, -1}
						chosen[first], chosen[second] = i, j
						tour := p.tourOf(0, 0, starts, chosen, func(int, int) []time.Duration { return nil })
						if rules.follows(&p, &tour) == nil {
							tours = append(tours, tour)
						}
					}
				}
			}
		}
		best := math.Inf(1)
		have := make([]int, 28)
		var walk func(from, people int, cost float64)
		walk = func(from, people int, cost float64) {
			if cost >= best {
				return
			}
			short := false
			for k, need := range d.Required {
				short = short || have[k] < need
			}
			if !short {
				best = cost
				return
			}
			if people == 6 {
				return
			}
			for i := from; i < len(tours); i++ {
				for _, s := range tours[i].Shifts {
					for at := s.Start; at < s.End; at += 6 * hour {
						have[int(at/(6*hour))]++
					}
				}
				walk(i, people+1, cost+tours[i].Cost)
				for _, s := range tours[i].Shifts {
					for at := s.Start; at < s.End; at += 6 * hour {
						have[int(at/(6*hour))]--
					}
				}
			}
		}
		walk(0, 0, 0)
		if err != nil {
			if !math.IsInf(best, 1) {
				t.Fatalf("week %d: %v; there is a plan at %v", n, err, best)
			}
			continue
		}
		if got.Cost < best-1e-9 || got.Bound > best+1e-9 {
			t.Errorf("week %d: cost %v with bound %v: the least is %v", n, got.Cost, got.Bound, best)
		}
		if got.Cost > best+1e-9 || got.Gap() != 0 { // so few tours are all listed
			t.Errorf("week %d: cost %v, gap %v: the least is %v", n, got.Cost, got.Gap(), best)
		}
	}
}

// The number of placings is that of the placings made.
func TestPlacings(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 9))
	minutes := func(n int) time.Duration { return time.Duration(r.IntN(n)) * 5 * time.Minute }
	none := 0
	for range 3000 {
		p := Pattern{Name: "x", Apart: minutes(8)}
		for range r.IntN(4) {
			from := minutes(30)
			p.Breaks = append(p.Breaks, Break{Length: 5*time.Minute + minutes(6), Earliest: from, Latest: from + minutes(12), Every: 5*time.Minute + minutes(3)})
		}
		length := 30*time.Minute + minutes(40)
		made, err := p.place(length, math.MaxInt)
		if want := p.placings(length); float64(len(made)) != want || (err == nil) != (want > 0) {
			t.Fatalf("%d placings made of %v (%v): %+v in %v", len(made), want, err, p, length)
		}
		if err != nil {
			none++
		}
	}
	if none == 0 || none > 2500 {
		t.Errorf("%d of 3000 without a placing: the test sees little", none)
	}
}
