// Package shifts finds the cheapest set of shifts that covers required agents: patterns of shifts and limits on
// them in, people per shift out, with a bound that says how far from the optimum they can be at most.
//
// It knows required agents, patterns and prices; of contacts, files and scenarios it knows nothing. Every start of a
// pattern with every placing of its breaks is a column of a covering problem (Dantzig 1954, "A comment on
// Edie's traffic delays at toll booths", Operations Research 2), which package mip solves.
package shifts

import (
	"fmt"
	"slices"
	"time"
)

// Pattern is a kind of shift: the ones that may be worked.
type Pattern struct {
	Name     string
	Lengths  []time.Duration // from start to end, breaks included
	Earliest time.Duration   // first start, since midnight
	Latest   time.Duration   // last start; past midnight above 24h
	Ahead    time.Duration   // of the team's clock before that which Earliest and Latest are by
	Every    time.Duration   // from one start to the next
	Breaks   []Break         // in their order
	Apart    time.Duration   // least time of work between two breaks
	PartTime bool
	PerShift float64 // cost of a person's shift
	PerHour  float64 // cost of a paid hour, on top
	Premiums []Premium
	Least    int             // people on shifts of the pattern
	Most     int             // 0: no limit
	only     []time.Duration // times of the day that shifts of tours start at; nil: all
}

// Break is time off within a shift.
type Break struct {
	Length   time.Duration
	Paid     bool
	Earliest time.Duration // start, since the start of the shift
	Latest   time.Duration
	Every    time.Duration // from one start to the next
}

// Premium is paid on top of PerHour for paid time between two clock times.
type Premium struct {
	From, To time.Duration // since midnight; To above 24h past midnight
	Rate     float64       // of PerHour
	Days     []int         // on which it begins: 0 the first, and every seventh from each on; nil: every day
}

// Team is people who may work patterns, within limits; zero limits are none.
type Team struct {
	Name     string
	Patterns []Pattern
	Least    int // people in all
	Most     int
	Starts   int     // distinct start times
	Seats    int     // people on duty at once
	SeatsAt  string  // the limit that says so, as LimitError has it; "": shift_limits.seats
	PartTime float64 // largest share of people on part-time patterns; 0: no limit
	Rules    Rules   // of tours, for weeks
}

// Shift is a shift that can be worked.
type Shift struct {
	Team, Pattern int // indexes into the teams, and into its patterns
	Start, End    time.Duration
	Breaks        []Off
	Paid          time.Duration
	Cost          float64 // of one person
}

// Off is a break at its time, since midnight as the shift.
type Off struct {
	From, To time.Duration
	Paid     bool
}

// Day is what has to be covered: required agents by cells of equal length.
type Day struct {
	Open, Cell time.Duration
	Required   []int
	// Round means that the day follows itself: what lies beyond its end covers its beginning.
	Round bool
}

// Close is the end of the last cell.
func (d *Day) Close() time.Duration { return d.Open + time.Duration(len(d.Required))*d.Cell }

// PatternError is a pattern that no shift can follow.
type PatternError struct {
	Team, Pattern string
	Key           string // of the pattern that is to be changed: breaks, say; "" where there are several
	Reason        string
}

func (e *PatternError) Error() string {
	return fmt.Sprintf("the pattern %s of team %s: %s", e.Pattern, e.Team, e.Reason)
}

// MaxShifts is how many shifts all patterns together may have.
const MaxShifts = 1_000_000

// place lists the placings of a pattern's breaks in a shift of a length, as offsets from its start; it stops after most.
func (p *Pattern) place(length time.Duration, most int) (all [][]time.Duration, err error) {
	// The latest start of each break with which those after it have room: no walk ends before the last break.
	latest := make([]time.Duration, len(p.Breaks))
	room := length
	for b := len(p.Breaks) - 1; b >= 0; b-- {
		br := &p.Breaks[b]
		at := min(br.Latest, room-br.Length) - br.Earliest
		if at < 0 {
			return nil, p.misfit(length)
		}
		latest[b] = br.Earliest + at - at%max(br.Every, time.Minute)
		room = latest[b] - p.Apart
	}
	at := make([]time.Duration, 0, len(p.Breaks))
	var walk func(b int, from time.Duration) bool
	walk = func(b int, from time.Duration) bool {
		if b == len(p.Breaks) {
			all = append(all, slices.Clone(at))
			return len(all) < most
		}
		br := &p.Breaks[b]
		every := max(br.Every, time.Minute)
		t := br.Earliest
		if from > t {
			t += (from - t + every - 1) / every * every
		}
		for ; t <= latest[b]; t += every {
			at = append(at, t)
			more := walk(b+1, t+br.Length+p.Apart)
			at = at[:len(at)-1]
			if !more {
				return false
			}
		}
		return true
	}
	walk(0, 0)
	return all, nil
}

// placings counts the placings of a pattern's breaks in a shift of a length, without making them.
func (p *Pattern) placings(length time.Duration) float64 {
	type place struct {
		at   time.Duration
		from float64 // placings of this break from here on, with those after it
	}
	var next []place
	for b := len(p.Breaks) - 1; b >= 0; b-- {
		br := &p.Breaks[b]
		var own []place
		k := 0
		for t := br.Earliest; t <= br.Latest && t+br.Length <= length; t += max(br.Every, time.Minute) {
			n := 1.0
			if b < len(p.Breaks)-1 {
				for k < len(next) && next[k].at < t+br.Length+p.Apart {
					k++
				}
				if k == len(next) {
					break
				}
				n = next[k].from
			}
			own = append(own, place{t, n})
		}
		for i := len(own) - 2; i >= 0; i-- {
			own[i].from += own[i+1].from
		}
		next = own
	}
	if len(p.Breaks) == 0 {
		return 1
	}
	if len(next) == 0 {
		return 0
	}
	return next[0].from
}

// misfit says why no placing of the breaks fits a shift of a length.
func (p *Pattern) misfit(length time.Duration) error {
	from := time.Duration(0)
	for b, br := range p.Breaks {
		switch {
		case br.Earliest+br.Length > length:
			return fmt.Errorf("break %d of %v from %v after the start does not fit a shift of %v", b+1, short(br.Length), short(br.Earliest), short(length))
		case br.Latest < from:
			return fmt.Errorf("break %d may start %v after the start at the latest, and with the breaks before it and %v of work between breaks it cannot start before %v", b+1, short(br.Latest), short(p.Apart), short(from))
		}
		t := br.Earliest
		for t < from {
			t += max(br.Every, time.Minute)
		}
		if t > br.Latest || t+br.Length > length {
			return fmt.Errorf("break %d does not fit a shift of %v: with the breaks before it, it would start %v after the start", b+1, short(length), short(t))
		}
		from = t + br.Length + p.Apart
	}
	return fmt.Errorf("the breaks do not fit a shift of %v", short(length))
}

// Fits says why the pattern's breaks do not fit its lengths; nil where they do.
func (p *Pattern) Fits() error {
	for _, l := range p.Lengths {
		if _, err := p.place(l, 1); err != nil {
			return err
		}
	}
	return nil
}

// short writes a duration without idle zeros.
func short(d time.Duration) string {
	h, m := d/time.Hour, d%time.Hour/time.Minute
	switch {
	case m == 0:
		return fmt.Sprintf("%dh", h)
	case h == 0:
		return fmt.Sprintf("%dm", m)
	}
	return fmt.Sprintf("%dh%02dm", h, m)
}

// starts counts a pattern's start times.
func (p *Pattern) starts() int { return int((p.Latest-p.Earliest)/max(p.Every, time.Minute)) + 1 }

// List makes every shift of the teams that has time within the day, each once. Too many are an error.
func List(teams []Team, d *Day) ([]Shift, error) {
	var all []Shift
	total := 0.0
	for t := range teams {
		for k := range teams[t].Patterns {
			p := &teams[t].Patterns[k]
			for _, length := range p.Lengths {
				if total += p.placings(length) * float64(p.starts()); total > MaxShifts {
					return nil, &PatternError{teams[t].Name, p.Name, "", fmt.Sprintf("with it there are more than %d shifts to choose from: fewer starts (every) or fewer places for breaks (windows, every) are enough", MaxShifts)}
				}
				placed, err := p.place(length, MaxShifts)
				if err != nil {
					return nil, &PatternError{teams[t].Name, p.Name, "breaks", err.Error()}
				}
				for start := p.Earliest; start <= p.Latest; start += max(p.Every, time.Minute) {
					for _, from := range d.turns(start, length) {
						for _, at := range placed {
							all = append(all, p.shift(t, k, from, length, at))
						}
					}
				}
			}
		}
	}
	return all, nil
}

// turns are the starts of a shift, a day earlier or later, with which it has time within the day; of a day that
// follows itself the one within it.
func (d *Day) turns(start, length time.Duration) []time.Duration {
	const day = 24 * time.Hour
	var all []time.Duration
	days := (d.Close()-d.Open)/day + 3
	for s := start - 3*day; s <= start+days*day; s += day {
		if d.Round && s >= d.Open && s < d.Close() || !d.Round && s < d.Close() && s+length > d.Open {
			all = append(all, s)
		}
	}
	return all
}

// shift is the pattern's shift with a start and a placing of its breaks.
func (p *Pattern) shift(team, pattern int, start, length time.Duration, at []time.Duration) Shift {
	s := Shift{Team: team, Pattern: pattern, Start: start, End: start + length, Paid: length}
	for b, t := range at {
		br := &p.Breaks[b]
		s.Breaks = append(s.Breaks, Off{start + t, start + t + br.Length, br.Paid})
		if !br.Paid {
			s.Paid -= br.Length
		}
	}
	s.Cost = p.PerShift + p.PerHour*s.Paid.Hours()
	for _, premium := range p.Premiums {
		s.Cost += premium.Rate * p.PerHour * s.paidIn(&premium).Hours()
	}
	return s
}

// paidIn is the paid time of a shift in a premium's hours.
func (s *Shift) paidIn(q *Premium) time.Duration {
	const day = 24 * time.Hour
	sum := time.Duration(0)
	for shift := floorDiv(s.Start, day)*day - 2*day; shift <= s.End+day; shift += day {
		a, b := max(s.Start, q.From+shift), min(s.End, q.To+shift)
		if b <= a || q.Days != nil && !slices.Contains(q.Days, int((floorDiv(shift, day)%7+7)%7)) {
			continue
		}
		sum += b - a
		for _, off := range s.Breaks {
			if !off.Paid {
				sum -= max(0, min(off.To, b)-max(off.From, a))
			}
		}
	}
	return sum
}

// spans are the times on duty.
func (s *Shift) spans() [][2]time.Duration {
	var on [][2]time.Duration
	at := s.Start
	for _, off := range s.Breaks {
		if off.From > at {
			on = append(on, [2]time.Duration{at, off.From})
		}
		at = off.To
	}
	if s.End > at {
		on = append(on, [2]time.Duration{at, s.End})
	}
	return on
}
