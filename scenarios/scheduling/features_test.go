package scheduling

import (
	"flag"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"frontoffice/scenarios/shifts"
	"frontoffice/sim"
)

var long = flag.Bool("long", false, "every rule of shifts alone too")

// rules is what a scenario of the test says of its shifts, to be checked from outside: minute by minute, with nothing of the search.
type rules struct {
	text                  string // of the team's limits and tours
	patterns              string // more keys of both patterns
	seats, least, most    int
	starts                int
	part                  float64
	fullLeast, halfMost   int
	ahead                 time.Duration // of the site's clock
	daysLeast, daysMost   int           // of tours; 5
	row                   int
	varies, rest          time.Duration
	hoursLeast, hoursMost float64
	weekends              float64
	distance              time.Duration
	premium               bool // half the cost again after 16:00
	mayMiss               bool // the requirement, at a price
}

const featureDay = `
name: day
date: 2026-11-30
time_zone: UTC
hours: 08:00-20:00
interval: 1h
channels: {voice: {demand: {total: 400, profile: flat}, handle_time: {mean: 4m}, patience: {mean: 3m}}}
simulation: {replications: 2}
plan: {a: [3, 5, 6, 6, 5, 6, 6, 5, 5, 4, 3, 2]}
`

const featureWeek = `
name: week
date: 2026-11-30
time_zone: UTC
hours: [08:00-20:00, 08:00-20:00, 08:00-20:00, 08:00-20:00, 08:00-20:00, 10:00-16:00, 10:00-16:00]
interval: 2h
channels: {voice: {demand: {daily: [400, 400, 400, 400, 400, 100, 100], profile: flat}, handle_time: {mean: 4m}, patience: {mean: 3m}}}
simulation: {replications: 2}
plan: {a: [%s]}
`

// featurePlan is the agents of the week from Monday 08:00 to Sunday 16:00, every two hours.
func featurePlan() string {
	var words []string
	for k := range (6*24 + 8) / 2 {
		day, hour := (8+2*k)/24, (8+2*k)%24
		n := 0
		switch {
		case day < 5 && hour >= 8 && hour < 20:
			n = []int{3, 5, 5, 4, 3, 2}[(hour-8)/2]
		case day >= 5 && hour >= 10 && hour < 16:
			n = 2
		}
		words = append(words, fmt.Sprint(n))
	}
	return strings.Join(words, ", ")
}

func (r rules) scenario(week bool) string {
	text := featureDay
	if week {
		text = fmt.Sprintf(featureWeek, featurePlan())
	}
	return text + "teams:\n  a:\n    skills: [voice]\n    shrinkage: {planned: 10%}\n" + r.text + fmt.Sprintf(`    shift_patterns:
      full: {length: 8h, earliest: 08:00, latest: 12:00, every: 1h, breaks: [{length: 30m, earliest: 2h, latest: 3h30m, every: 30m}, {length: 30m, paid: yes, earliest: 5h, latest: 6h, every: 30m}], cost_per_hour: 10%[1]s%[2]s}
      half: {length: [4h, 5h], earliest: 08:00, latest: 16:00, every: 1h, part_time: yes, cost_per_hour: 11%[1]s%[3]s}
`, r.patterns, more(r.fullLeast > 0, fmt.Sprintf(", min_agents: %d", r.fullLeast)), more(r.halfMost > 0, fmt.Sprintf(", max_agents: %d", r.halfMost)))
}

func more(yes bool, text string) string {
	if yes {
		return text
	}
	return ""
}

// each rule, as the file says it and as the check takes it.
var features = []rules{
	{text: "", patterns: ""},
	{text: "    shift_limits: {seats: 8}\n", seats: 8},
	{text: "    shift_limits: {min_agents: 14, max_agents: 15}\n", least: 14, most: 15},
	{text: "    shift_limits: {start_times: 4}\n", starts: 4},
	{text: "    shift_limits: {part_time: 30%}\n", part: 0.3},
	{fullLeast: 3, halfMost: 2},
	{text: "    time_zone: \"+01:00\"\n", ahead: time.Hour, mayMiss: true},
	{patterns: ", break_distance: 2h30m", distance: 150 * time.Minute},
	{patterns: ", premiums: [{hours: 16:00-24:00, rate: 50%}]", premium: true},
}

var weekFeatures = []rules{
	{text: "    tours: {days_on: 4, least_days_on: 3}\n", daysLeast: 3, daysMost: 4},
	{text: "    tours: {days_on: 5, days_off_in_row: 2}\n", row: 2},
	{text: "    tours: {days_on: 5, start_varies: 1h}\n", varies: time.Hour},
	{text: "    tours: {days_on: 5, start_varies: 8h, rest: 14h}\n", varies: 8 * time.Hour, rest: 14 * time.Hour},
	{text: "    tours: {days_on: 5, least_days_on: 3, least_hours: 20h, most_hours: 36h}\n", daysLeast: 3, hoursLeast: 20, hoursMost: 36},
	{text: "    tours: {days_on: 5, least_days_on: 4, free_weekends: 60%}\n", daysLeast: 4, weekends: 0.6},
}

// far is a site whose days begin the evening before.
var far = rules{text: "    time_zone: \"+10:00\"\n    tours: {days_on: 5, least_days_on: 3, start_varies: 2h, days_off_in_row: 2}\n", ahead: 10 * time.Hour, mayMiss: true, daysLeast: 3, varies: 2 * time.Hour, row: 2}

var together = rules{
	text:     "    shift_limits: {seats: 9, part_time: 50%, max_agents: 20, start_times: 5}\n",
	patterns: ", break_distance: 2h30m, premiums: [{hours: 16:00-24:00, rate: 50%}]",
	seats:    9, part: 0.5, most: 20, starts: 5, distance: 150 * time.Minute, premium: true, fullLeast: 3, halfMost: 12,
}

func TestFeaturesOfADay(t *testing.T) {
	for _, r := range append(slices.Clone(features), together) {
		r.try(t, false)
	}
}

// A week has the rules of tours too: all at once, and with -long each alone.
func TestFeaturesOfAWeek(t *testing.T) {
	all := together
	all.text += "    tours: {days_on: 5, least_days_on: 4, days_off_in_row: 2, start_varies: 2h, rest: 12h, least_hours: 16h, most_hours: 38h, free_weekends: 40%}\n"
	all.daysLeast, all.row, all.varies, all.rest, all.hoursLeast, all.hoursMost, all.weekends = 4, 2, 2*time.Hour, 12*time.Hour, 16, 38, 0.4
	all.try(t, true)
	far.try(t, true)
	if !*long {
		return
	}
	for _, r := range features {
		r.text += "    tours: {days_on: 5, least_days_on: 3}\n"
		r.daysLeast = 3
		r.try(t, true)
	}
	for _, r := range weekFeatures {
		r.try(t, true)
	}
}

func (r rules) try(t *testing.T, week bool) {
	t.Helper()
	name := strings.TrimSpace(r.text + r.patterns)
	o := Options{Repairs: -1, Simulation: sim.Options{Replications: 2, Seed: 1}}
	if *long {
		o.Search.Work = 1000
	}
	if r.mayMiss {
		o.Objective, o.ShortagePrice = Shortage, 100
	}
	s, err := find(t, r.scenario(week), o)
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	if err := r.check(s, week); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

// check goes through the shifts as a planner would, with a pencil.
func (r rules) check(s *Schedule, week bool) error {
	p := &s.Pools[0]
	people, part := 0, 0
	starts := map[time.Duration]bool{}
	pattern := map[string]int{}
	cost := 0.0
	count := func(name string, n int) {
		people += n
		pattern[name] += n
		if name == "half" {
			part += n
		}
	}
	for _, a := range p.Plan.Shifts {
		name := p.PatternName(s.Scenario, &a.Shift)
		if err := r.shift(name, a.Shift); err != nil {
			return err
		}
		starts[(a.Start+7*24*time.Hour)%(24*time.Hour)] = true
		cost += float64(a.People) * a.Cost
		if !week {
			count(name, a.People)
		}
	}
	if math.Abs(cost-s.Cost) > 1e-6 {
		return fmt.Errorf("shifts of %v cost %v", cost, s.Cost)
	}
	if week {
		free := 0
		for _, tour := range p.Week.Tours {
			count(p.PatternName(s.Scenario, &tour.Shifts[0]), tour.People)
			off, err := r.tour(tour.Tour)
			if err != nil {
				return err
			}
			if off {
				free += tour.People
			}
		}
		if float64(free) < r.weekends*float64(people)-1e-9 {
			return fmt.Errorf("%d of %d have a free weekend", free, people)
		}
	}
	// Minute by minute of the scenario's time.
	for at := s.Scenario.Open; at < s.Scenario.Close; at += time.Minute {
		on := 0
		for _, a := range p.Plan.Shifts {
			for _, turn := range p.Turns(&a.Shift) {
				t := at - time.Duration(turn)*24*time.Hour
				there := t >= a.Start && t < a.End
				for _, b := range a.Breaks {
					there = there && !(t >= b.From && t < b.To)
				}
				if there {
					on += a.People
				}
			}
		}
		k := int((at - s.Scenario.Open) / s.Scenario.Interval)
		if on < p.Required[k] && !r.mayMiss {
			return fmt.Errorf("%d on duty at %v of %d", on, at, p.Required[k])
		}
		if r.seats > 0 && on > r.seats {
			return fmt.Errorf("%d on duty at %v on %d seats", on, at, r.seats)
		}
	}
	switch {
	case people < r.least || r.most > 0 && people > r.most:
		return fmt.Errorf("%d people", people)
	case r.starts > 0 && len(starts) > r.starts:
		return fmt.Errorf("%d start times", len(starts))
	case r.part > 0 && float64(part) > r.part*float64(people)+1e-9:
		return fmt.Errorf("%d of %d part time", part, people)
	case pattern["full"] < r.fullLeast || r.halfMost > 0 && pattern["half"] > r.halfMost:
		return fmt.Errorf("people by pattern %v", pattern)
	}
	return nil
}

// shift checks one shift by the site's clock.
func (r rules) shift(name string, a shifts.Shift) error {
	const hour, day = time.Hour, 24 * time.Hour
	at := (a.Start + r.ahead + 7*day) % day
	length := a.End - a.Start
	paid, rate := length, 10.0
	switch {
	case name == "full":
		if length != 8*hour || at < 8*hour || at > 12*hour || at%hour != 0 || len(a.Breaks) != 2 {
			return fmt.Errorf("full: %+v", a)
		}
		lunch, rest := a.Breaks[0], a.Breaks[1]
		if f := lunch.From - a.Start; f < 2*hour || f > 210*time.Minute || lunch.To-lunch.From != hour/2 {
			return fmt.Errorf("lunch of %+v", a)
		}
		if f := rest.From - a.Start; f < 5*hour || f > 6*hour || rest.To-rest.From != hour/2 || rest.From-lunch.To < r.distance {
			return fmt.Errorf("break of %+v", a)
		}
		paid -= hour / 2
	case name == "half":
		rate = 11
		if length != 4*hour && length != 5*hour || at < 8*hour || at > 16*hour || len(a.Breaks) != 0 {
			return fmt.Errorf("half: %+v", a)
		}
	}
	if paid != a.Paid {
		return fmt.Errorf("pays %v of %v", a.Paid, paid)
	}
	cost := rate * paid.Hours()
	if r.premium {
		late := max(0, at+length-16*hour)
		for _, b := range a.Breaks { // unpaid ones end before 16:00
			if !b.Paid && (b.To-a.Start)+at > 16*hour {
				return fmt.Errorf("lunch after 16:00: %+v", a)
			}
		}
		cost += rate / 2 * late.Hours()
	}
	if math.Abs(cost-a.Cost) > 1e-9 {
		return fmt.Errorf("costs %v of %v: %+v", a.Cost, cost, a)
	}
	return nil
}

// tour checks a person's week, and says whether its weekend is free.
func (r rules) tour(a shifts.Tour) (free bool, err error) {
	const day = 24 * time.Hour
	least, most := r.daysLeast, r.daysMost
	if most == 0 {
		most = 5
	}
	if least == 0 {
		least = most
	}
	on := [7]bool{}
	first, last, paid := day, -day, 0.0
	for i, s := range a.Shifts {
		local := (s.Start + r.ahead + 7*day) % (7 * day)
		d := int(local / day)
		if on[d] {
			return false, fmt.Errorf("twice on day %d", d)
		}
		on[d] = true
		first, last = min(first, local%day), max(last, local%day)
		paid += s.Paid.Hours()
		next := a.Shifts[(i+1)%len(a.Shifts)].Start
		if i == len(a.Shifts)-1 {
			next += 7 * day
		}
		if next-s.End < max(r.rest, 0) || r.rest == 0 && next-s.End < 11*time.Hour {
			return false, fmt.Errorf("%v of rest", next-s.End)
		}
	}
	row := 0
	for d := range 7 {
		n := 0
		for n < 7 && !on[(d+n)%7] {
			n++
		}
		row = max(row, n)
	}
	switch n := len(a.Shifts); {
	case n < least || n > most:
		return false, fmt.Errorf("%d days on", n)
	case row < r.row:
		return false, fmt.Errorf("%d days off in a row", row)
	case last-first > r.varies:
		return false, fmt.Errorf("starts differ by %v", last-first)
	case paid < r.hoursLeast || r.hoursMost > 0 && paid > r.hoursMost:
		return false, fmt.Errorf("%v hours in the week", paid)
	}
	return !on[5] && !on[6], nil
}
