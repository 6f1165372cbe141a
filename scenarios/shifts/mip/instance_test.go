package mip

import (
	"fmt"
	"math"
)

// cover is a covering problem of the benchmark's kind: a day of quarter-hours with two peaks of about 50, and
// shifts of 4 to 10 hours with one to three breaks, which cost their paid time. Drawn, so that no two have the same form.
func cover(columns int, seed uint64) *Problem {
	const slots = 96
	r := stream{seed}
	p := &Problem{}
	for k := range slots {
		h := float64(k) / 4
		d := 2 + 46*math.Exp(-math.Pow((h-10.5)/2.4, 2)) + 38*math.Exp(-math.Pow((h-16.5)/2.8, 2)) + 3*r.unit()
		p.Rows = append(p.Rows, Row{Name: fmt.Sprintf("at_%02d_%02d", k/4, k%4*15), Lower: math.Round(d), Upper: math.Inf(1)})
	}
	seen := map[string]bool{}
	for len(p.Columns) < columns {
		length := 16 + r.below(25)
		start := r.below(slots - length + 1)
		breaks := []int{1}
		if length >= 24 {
			breaks = []int{2, 1}
		}
		if length >= 30 {
			breaks = []int{1, 2, 1}
		}
		// Breaks lie around equal parts of the shift, an hour of play each.
		c := Column{Upper: math.Inf(1), Integer: true}
		at, paid := start, length
		for b, long := range breaks {
			from := start + (b+1)*length/(len(breaks)+1) - 2 + r.below(5) - long/2
			if long == 2 {
				paid -= 2 // lunch is unpaid
			}
			c.Runs = append(c.Runs, Run{at, from, 1})
			at = from + long
		}
		c.Runs = append(c.Runs, Run{at, start + length, 1})
		c.Cost = float64(paid)
		c.Name = fmt.Sprint(c.Runs)
		if seen[c.Name] {
			continue
		}
		seen[c.Name] = true
		for _, run := range c.Runs {
			for i := run.From; i < run.To; i++ {
				if u := p.Rows[i].Lower; math.IsInf(c.Upper, 1) || u > c.Upper {
					c.Upper = u
				}
			}
		}
		p.Columns = append(p.Columns, c)
	}
	return p
}

// tours is a week of the benchmark's kind: seven such days, weekends quieter, and tours of five days on and two
// successive days off with the same shift on every day: 5,600 of 25 starts, 2 lengths, 16 placings of three breaks.
func tours(seed uint64) *Problem {
	return week(seed, []float64{1.1, 1, 0.95, 0.97, 1, 0.6, 0.5}, 46, 38, 3, []int{5}, []int{34, 38})
}

// weeks are three kinds of such weeks: that one; one with a single peak, as high on all days, and twice the noise; and
// one of tours of four or five days.
var weeks = []struct {
	name string
	make func(seed uint64) *Problem
}{
	{"two peaks", tours},
	{"one peak", func(seed uint64) *Problem {
		return week(seed, []float64{1, 1, 1, 1, 1, 1, 1}, 48, 0, 6, []int{5}, []int{34, 38})
	}},
	{"four or five days", func(seed uint64) *Problem {
		return week(seed, []float64{1.1, 1.05, 1, 0.95, 1.05, 0.8, 0.7}, 44, 40, 6, []int{4, 5}, []int{38})
	}},
}

// week is a week with days of so much, with a morning and an afternoon peak and noise; tours work so many days, with
// shifts of these lengths.
func week(seed uint64, sizes []float64, morning, afternoon, noise float64, worked, lengths []int) *Problem {
	const slots = 96
	r := stream{seed}
	p := &Problem{}
	for day, size := range sizes {
		for k := range slots {
			h := float64(k) / 4
			d := 2 + size*(morning*math.Exp(-math.Pow((h-10.5)/2.4, 2))+afternoon*math.Exp(-math.Pow((h-16.5)/2.8, 2))) + noise*r.unit()
			p.Rows = append(p.Rows, Row{Name: fmt.Sprintf("day_%d_%02d_%02d", day+1, k/4, k%4*15), Lower: math.Round(d), Upper: math.Inf(1)})
		}
	}
	for off := range 7 { // and the next
		for start := range 25 {
			for _, length := range lengths {
				for _, on := range worked {
					for places := range 16 {
						c := Column{Integer: true, Name: fmt.Sprint(off, start, length, on, places)}
						for day := range 7 {
							if (day-off+7)%7 < 7-on {
								continue
							}
							from := day*slots + start*(slots-38)/24
							at := from
							for b, long := range []int{1, 2, 1} {
								rest := from + (b+1)*length/4 - 2 + []int{places % 4, places / 4, (places + places/4) % 4}[b]
								c.Runs = append(c.Runs, Run{at, rest, 1})
								at = rest + long
							}
							c.Runs = append(c.Runs, Run{at, from + length, 1})
							c.Cost += float64(length - 2)
						}
						for _, run := range c.Runs {
							for i := run.From; i < run.To; i++ {
								c.Upper = max(c.Upper, p.Rows[i].Lower)
							}
						}
						p.Columns = append(p.Columns, c)
					}
				}
			}
		}
	}
	return p
}
