package shifts

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"time"

	"frontoffice/scenarios/shifts/mip"
)

// price makes the tours that are worth more than they cost at given prices of the rows: of each pattern, set of days and
// first start the best, and of these those first that are worth most.
func (m *WeekModel) price(prices []float64, most int) (made []mip.Column, least float64) {
	type found struct {
		team, pattern int
		chosen        [7]int
		starts        []start
		breaks        *[7][][]time.Duration // of each day and start
		reduced       float64
	}
	var all []found
	cells := len(m.day.Required)
	at := func(row int) float64 {
		if row < 0 {
			return 0
		}
		return prices[row]
	}
	for t := range m.teams {
		team := &m.teams[t]
		worth := slices.Clone(prices[:cells])
		if m.seat[t] >= 0 {
			for k := range worth {
				worth[k] += prices[m.seat[t]+k]
			}
		}
		place := newPlacer(m.day, worth)
		for k := range team.Patterns {
			p := &team.Patterns[k]
			starts := p.startsOf()
			values := make([][]float64, 7)
			breaks := &[7][][]time.Duration{}
			for d := range 7 {
				values[d], breaks[d] = make([]float64, len(starts)), make([][]time.Duration, len(starts))
				for i, s := range starts {
					offsets, v, ok := place.place(p, time.Duration(d)*24*time.Hour+s.at, s.length)
					if !ok {
						v = math.Inf(1)
					}
					values[d][i], breaks[d][i] = v, offsets
				}
			}
			touches := make([][]bool, 7)
			for d := range 7 {
				for _, s := range starts {
					from := time.Duration(d)*24*time.Hour + s.at
					touches[d] = append(touches[d], team.Rules.touches(p, from, from+s.length))
				}
			}
			fixed := at(m.people[t]) + at(m.pattern[t][k]) + at(m.part[t])*(one(p.PartTime)-team.PartTime)
			for _, mask := range m.masks[t] {
				// With a free weekend, by starts that leave it so; and with any.
				may := false
				for d := range 7 {
					may = may || mask>>d&1 == 1 && slices.Contains(touches[d], true)
				}
				for _, free := range []bool{true, false} {
					if at(m.weekend[t]) == 0 && free || at(m.weekend[t]) != 0 && !free && !may {
						continue
					}
					fixed := fixed + at(m.weekend[t])*(one(free)-team.Rules.FreeWeekends)
					last := time.Duration(-1)
					for _, s := range starts {
						if s.at == last {
							continue
						}
						last = s.at
						chosen, sum, ok := team.Rules.choose(p, starts, mask, s.at, func(d, i int) float64 {
							if free && touches[d][i] {
								return math.Inf(1)
							}
							return values[d][i]
						})
						if !ok || math.IsInf(sum, 1) {
							continue
						}
						least = min(least, sum-fixed)
						if sum-fixed < -1e-7 {
							all = append(all, found{t, k, chosen, starts, breaks, sum - fixed})
						}
					}
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b found) int { return cmp.Compare(a.reduced, b.reduced) })
	for _, f := range all[:min(len(all), most)] {
		p := &m.teams[f.team].Patterns[f.pattern]
		tour := p.tourOf(f.team, f.pattern, f.starts, f.chosen, func(d, i int) []time.Duration { return f.breaks[d][i] })
		made = append(made, m.column(&tour))
	}
	return made, least
}

// cheapest is a cost that no tour falls below: the fewest days on, each with the cheapest shift of any day, its breaks where they
// cost least.
func (m *WeekModel) cheapest() float64 {
	least := math.Inf(1)
	place := newPlacer(m.day, make([]float64, len(m.day.Required)))
	for t := range m.teams {
		days := 7
		for _, mask := range m.masks[t] {
			days = min(days, bits.OnesCount(uint(mask)))
		}
		for k := range m.teams[t].Patterns {
			p := &m.teams[t].Patterns[k]
			for _, s := range p.startsOf() {
				for d := range 7 {
					if _, cost, ok := place.place(p, time.Duration(d)*24*time.Hour+s.at, s.length); ok {
						least = min(least, float64(days)*cost)
					}
				}
			}
		}
	}
	return least * (1 - 1e-9) // for rounding
}

// priceWork is about how many operations price takes.
func (m *WeekModel) priceWork() int64 {
	work := 10 * len(m.day.Required)
	for t := range m.teams {
		for k := range m.teams[t].Patterns {
			p := &m.teams[t].Patterns[k]
			starts := len(p.startsOf())
			for _, b := range p.Breaks {
				work += 7 * starts * 60 * int((b.Latest-b.Earliest)/max(b.Every, time.Minute)+1)
			}
			work += 50 * starts * len(m.masks[t])
		}
	}
	return int64(work)
}

// costSteps are costs of which those of all tours are sums and differences; nil where premiums make them irregular.
func (m *WeekModel) costSteps() []float64 {
	var steps []float64
	for t := range m.teams {
		least, most := m.teams[t].Rules.days()
		for k := range m.teams[t].Patterns {
			p := &m.teams[t].Patterns[k]
			if len(p.Premiums) > 0 {
				return nil
			}
			cost := func(length time.Duration) float64 { return p.PerShift + p.PerHour*p.paidOf(length).Hours() }
			for days := least; days <= most; days++ {
				steps = append(steps, float64(days)*cost(p.Lengths[0]))
			}
			for _, length := range p.Lengths[1:] {
				steps = append(steps, cost(length)-cost(p.Lengths[0]))
			}
		}
	}
	return steps
}

// useful are the tours that cost least beyond what they are worth at prices of the rows.
func useful(columns []mip.Column, prices []float64) []Tour {
	type candidate struct {
		tour    *Tour
		reduced float64
	}
	sums := make([]float64, len(prices)+1)
	for i, p := range prices {
		sums[i+1] = sums[i] + p
	}
	var all []candidate
	for i := range columns {
		if tour, is := columns[i].Data.(*Tour); is {
			d := columns[i].Cost
			for _, r := range columns[i].Runs {
				d -= r.Value * (sums[r.To] - sums[r.From])
			}
			all = append(all, candidate{tour, d})
		}
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return cmp.Compare(a.reduced, b.reduced) })
	var tours []Tour
	for _, c := range all[:min(len(all), 800)] {
		tours = append(tours, *c.tour)
	}
	return tours
}
