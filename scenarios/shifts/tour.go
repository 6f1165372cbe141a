package shifts

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Rules say which shifts make a tour: one person's week, which follows itself. Zero rules ask for nothing.
type Rules struct {
	LeastDays, MostDays   int           // worked in the week; 0: 5
	OffInRow              int           // days off next to each other, at least; Sunday is next to Monday
	Drift                 time.Duration // by how much the starts of a week may differ; 0: all alike
	LeastHours, MostHours time.Duration // paid in the week; 0: no limit
	Rest                  time.Duration // least time from the end of a shift to the start of the next
	FreeWeekends          float64       // least share of the people who have the weekend off
	Weekend               []int         // the days of the weekend, 0 to 6; nil: 5 and 6
}

// days are the least and the most days worked.
func (r *Rules) days() (least, most int) {
	least, most = r.LeastDays, r.MostDays
	if least == 0 && most == 0 {
		return 5, 5
	}
	if most == 0 {
		most = 7
	}
	return max(least, 1), most
}

// Tour is a week that one person can work.
type Tour struct {
	Team, Pattern int
	Shifts        []Shift // in order, since the first day's 00:00
	Paid          time.Duration
	Cost          float64
}

// dayOn is the day of the week, from 0, that a shift of the pattern is of. By the clock of a site far away it may start on another
// day than by the week's: before it begins, or after it ended.
func (p *Pattern) dayOn(s *Shift) int { return int(floorDiv(s.Start-p.Earliest, 24*time.Hour)) }

// weekendFree is whether no shift of the tour, which is of a pattern, has time on a day of the weekend.
func (r *Rules) weekendFree(p *Pattern, t *Tour) bool {
	return !slices.ContainsFunc(t.Shifts, func(s Shift) bool { return r.touches(p, s.Start, s.End) })
}

// touches is whether a shift of a pattern has time on a day of the weekend, from 00:00 to 24:00 by the team's clock: a night from Friday
// to Saturday has.
func (r *Rules) touches(p *Pattern, from, to time.Duration) bool {
	const day = 24 * time.Hour
	for d := floorDiv(from+p.Ahead, day); d <= floorDiv(to+p.Ahead-1, day); d++ {
		if slices.Contains(r.weekend(), int((d%7+7)%7)) {
			return true
		}
	}
	return false
}

func (r *Rules) weekend() []int {
	if r.Weekend == nil {
		return []int{5, 6}
	}
	return r.Weekend
}

// daysOff lists the sets of days on, as bits from Monday on, that the rules and open days allow.
func (r *Rules) masks(open [7]bool) []int {
	least, most := r.days()
	var all []int
	for mask := 1; mask < 128; mask++ {
		on, ok := 0, true
		for d := range 7 {
			if mask>>d&1 == 1 {
				on++
				ok = ok && open[d]
			}
		}
		if !ok || on < least || on > most {
			continue
		}
		longest, run := 0, 0
		for d := range 14 {
			if mask>>(d%7)&1 == 0 {
				run++
				longest = max(longest, min(run, 7))
			} else {
				run = 0
			}
		}
		if longest >= r.OffInRow {
			all = append(all, mask)
		}
	}
	return all
}

// start is a shift of a pattern without the placing of its breaks.
type start struct {
	length time.Duration
	at     time.Duration // since midnight
}

// startsOf lists a pattern's starts by time.
func (p *Pattern) startsOf() []start {
	var all []start
	for at := p.Earliest; at <= p.Latest; at += max(p.Every, time.Minute) {
		if p.only != nil && !slices.Contains(p.only, timeOfDay(at)) {
			continue
		}
		for _, l := range p.Lengths {
			all = append(all, start{l, at})
		}
	}
	return all
}

// premium is what the paid time between two moments costs on top.
func (p *Pattern) premium(from, to time.Duration) float64 {
	sum := 0.0
	whole := Shift{Start: from, End: to}
	for i := range p.Premiums {
		q := &p.Premiums[i]
		sum += q.Rate * p.PerHour * whole.paidIn(q).Hours()
	}
	return sum
}

// placer places the breaks of shifts where they lose least of what their time is worth.
type placer struct {
	day    *Day
	prefix []float64 // of the prices of the cells, three times around
}

func newPlacer(d *Day, prices []float64) *placer {
	n := len(d.Required)
	p := &placer{day: d, prefix: make([]float64, 3*n+1)}
	for k := range 3 * n {
		p.prefix[k+1] = p.prefix[k] + prices[k%n]
	}
	return p
}

// worth is what the cells within a stretch of time are worth.
func (p *placer) worth(from, to time.Duration) float64 {
	n := len(p.day.Required)
	a, b := int(ceilDiv(from-p.day.Open, p.day.Cell)), int(floorDiv(to-p.day.Open, p.day.Cell))
	if p.day.Round {
		a, b = a+n, b+n
	} else {
		a, b = min(max(a, 0), n)+n, min(max(b, 0), n)+n
	}
	a, b = min(max(a, 0), 3*n), min(max(b, 0), 3*n)
	if b <= a {
		return 0
	}
	return p.prefix[b] - p.prefix[a]
}

// place returns the offsets of the breaks with which a shift costs least beyond what it is worth, and that difference; false
// where none fit.
func (p *placer) place(pat *Pattern, from, length time.Duration) (at []time.Duration, reduced float64, ok bool) {
	// From the last break to the first: the least that it and those after it lose if it starts no earlier than t.
	type choice struct {
		t    time.Duration
		loss float64
		next int // in the list of the next break
	}
	lists := make([][]choice, len(pat.Breaks)+1)
	for b := len(pat.Breaks) - 1; b >= 0; b-- {
		br := &pat.Breaks[b]
		for t := br.Earliest; t <= br.Latest && t+br.Length <= length; t += max(br.Every, time.Minute) {
			c := choice{t: t}
			c.loss = p.worth(from+t-p.day.Cell, from+t+br.Length+p.day.Cell) - p.worth(from+t-p.day.Cell, from+t) - p.worth(from+t+br.Length, from+t+br.Length+p.day.Cell)
			if !br.Paid {
				c.loss -= pat.premium(from+t, from+t+br.Length)
			}
			if b < len(pat.Breaks)-1 {
				c.next = -1
				for i, n := range lists[b+1] {
					if n.t >= t+br.Length+pat.Apart && (c.next < 0 || n.loss < lists[b+1][c.next].loss) {
						c.next = i
					}
				}
				if c.next < 0 {
					continue
				}
				c.loss += lists[b+1][c.next].loss
			}
			lists[b] = append(lists[b], c)
		}
		if lists[b] == nil {
			return nil, 0, false
		}
	}
	paid := length
	reduced = -p.worth(from, from+length) + pat.PerShift + pat.premium(from, from+length)
	if len(pat.Breaks) > 0 {
		best := 0
		for i, c := range lists[0] {
			if c.loss < lists[0][best].loss {
				best = i
			}
		}
		reduced += lists[0][best].loss
		for b := range pat.Breaks {
			at = append(at, lists[b][best].t)
			best = lists[b][best].next
			if !pat.Breaks[b].Paid {
				paid -= pat.Breaks[b].Length
			}
		}
	}
	return at, reduced + pat.PerHour*paid.Hours(), true
}

// paidOf is the paid time of a shift of a length.
func (p *Pattern) paidOf(length time.Duration) time.Duration {
	for _, b := range p.Breaks {
		if !b.Paid {
			length -= b.Length
		}
	}
	return length
}

// tourOf makes a tour of starts by day (-1: off).
func (p *Pattern) tourOf(team, pattern int, starts []start, chosen [7]int, breaks func(d, i int) []time.Duration) Tour {
	t := Tour{Team: team, Pattern: pattern}
	for d, i := range chosen {
		if i < 0 {
			continue
		}
		s := p.shift(team, pattern, time.Duration(d)*24*time.Hour+starts[i].at, starts[i].length, breaks(d, i))
		t.Shifts = append(t.Shifts, s)
		t.Paid += s.Paid
		t.Cost += s.Cost
	}
	return t
}

// choose picks for a set of days on the starts with the least sum of values, within the rules: starts from one base on as far
// as the drift goes, rest between shifts, hours of the week. False where there are none.
func (r *Rules) choose(p *Pattern, starts []start, mask int, base time.Duration, value func(d, i int) float64) (chosen [7]int, sum float64, ok bool) {
	var may []int
	longest, shortest := time.Duration(0), time.Duration(math.MaxInt64)
	for i, s := range starts {
		if s.at >= base && s.at <= base+r.Drift {
			may = append(may, i)
			longest, shortest = max(longest, s.length), min(shortest, s.length)
		}
	}
	for d := range chosen {
		chosen[d] = -1
	}
	if may == nil {
		return chosen, 0, false
	}
	const day = 24 * time.Hour
	free := day-r.Drift-longest >= r.Rest
	hours := r.LeastHours > 0 || r.MostHours > 0
	if free && (!hours || longest == shortest) {
		on := 0
		for d := range 7 {
			if mask>>d&1 == 0 {
				continue
			}
			on++
			best := may[0]
			for _, i := range may {
				if value(d, i) < value(d, best) {
					best = i
				}
			}
			chosen[d] = best
			sum += value(d, best)
		}
		return chosen, sum, r.within(time.Duration(on) * p.paidOf(longest))
	}
	// Day by day, with the last shift and the hours so far; around the week for each first shift.
	type state struct {
		i    int
		paid time.Duration
	}
	type best struct {
		sum  float64
		from state
	}
	days := []int{}
	for d := range 7 {
		if mask>>d&1 == 1 {
			days = append(days, d)
		}
	}
	rested := func(i, j, apart int) bool {
		return time.Duration(apart)*day+starts[j].at-starts[i].at-starts[i].length >= r.Rest
	}
	around := days[0] + 7 - days[len(days)-1]
	sum = math.Inf(1)
	for _, first := range may {
		layers := []map[state]best{{state{first, p.paidOf(starts[first].length)}: {value(days[0], first), state{}}}}
		order := []state{{first, p.paidOf(starts[first].length)}}
		for n := 1; n < len(days); n++ {
			layer := map[state]best{}
			var next []state
			for _, s := range order {
				had := layers[n-1][s]
				for _, j := range may {
					if !rested(s.i, j, days[n]-days[n-1]) {
						continue
					}
					to := state{j, s.paid + p.paidOf(starts[j].length)}
					if r.MostHours > 0 && to.paid > r.MostHours {
						continue
					}
					v := had.sum + value(days[n], j)
					if old, known := layer[to]; !known {
						layer[to] = best{v, s}
						next = append(next, to)
					} else if v < old.sum {
						layer[to] = best{v, s}
					}
				}
			}
			layers, order = append(layers, layer), next
		}
		for _, s := range order {
			end := layers[len(days)-1][s]
			if end.sum >= sum || !rested(s.i, first, around) || !r.within(s.paid) {
				continue
			}
			sum, ok = end.sum, true
			at := s
			for n := len(days) - 1; n >= 0; n-- {
				chosen[days[n]] = at.i
				at = layers[n][at].from
			}
		}
	}
	return chosen, sum, ok
}

// within is whether paid hours of a week are.
func (r *Rules) within(paid time.Duration) bool {
	return paid >= r.LeastHours && (r.MostHours == 0 || paid <= r.MostHours)
}

// follows says in what a tour, which is of a pattern, breaks the rules.
func (r *Rules) follows(p *Pattern, t *Tour) error {
	const day = 24 * time.Hour
	least, most := r.days()
	if n := len(t.Shifts); n < least || n > most {
		return fmt.Errorf("%d days on: at least %d and at most %d", n, least, most)
	}
	var off [7]bool
	for d := range off {
		off[d] = true
	}
	low, high := time.Duration(math.MaxInt64), time.Duration(math.MinInt64)
	for i, s := range t.Shifts {
		d := p.dayOn(&s)
		if d < 0 || d > 6 || !off[d] {
			return fmt.Errorf("shift %d on day %d", i+1, d+1)
		}
		off[d] = false
		clock := s.Start - time.Duration(d)*day
		low, high = min(low, clock), max(high, clock)
		next := t.Shifts[(i+1)%len(t.Shifts)].Start
		if i == len(t.Shifts)-1 {
			next += 7 * day
		}
		if next-s.End < r.Rest {
			return fmt.Errorf("%v of rest after shift %d: at least %v", next-s.End, i+1, r.Rest)
		}
	}
	if high-low > r.Drift {
		return fmt.Errorf("starts differ by %v: at most %v", high-low, r.Drift)
	}
	row := 0
	for first := range 7 {
		n := 0
		for n < 7 && off[(first+n)%7] {
			n++
		}
		row = max(row, n)
	}
	if row < r.OffInRow {
		return fmt.Errorf("%d days off in a row: at least %d", row, r.OffInRow)
	}
	if !r.within(t.Paid) {
		return fmt.Errorf("%v paid in the week: at least %v and at most %v", t.Paid, r.LeastHours, r.MostHours)
	}
	return nil
}
