package shifts

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

// A small week whose target is a sum over its cells, against every choice of people: the plan keeps the target by its values, costs
// no more than the cover and no less than the least there is, and its bound is none above that.
func TestWholeWeekAgainstBruteForce(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 3))
	below, optimal, compared := 0, 0, 0
	for n := range 40 {
		d := &Day{Cell: 6 * hour, Required: make([]int, 28), Round: true}
		for day := range 3 {
			d.Required[4*day+1], d.Required[4*day+2] = 1+r.IntN(3), 1+r.IntN(3)
		}
		p := Pattern{Name: "x", Lengths: []time.Duration{6 * hour, 12 * hour}, Earliest: 6 * hour, Latest: 12 * hour, Every: 6 * hour, PerHour: 1, PerShift: float64(r.IntN(4))}
		rules := Rules{LeastDays: 2, MostDays: 2, Drift: time.Duration(r.IntN(2)) * 6 * hour}
		teams := []Team{{Name: "a", Patterns: []Pattern{p}, Rules: rules}}
		w := Whole{Name: "answered", Value: make([][]float64, 28)}
		for k, need := range d.Required {
			w.Value[k] = []float64{0}
			for a := 1; a <= need+1; a++ {
				w.Value[k] = append(w.Value[k], 10*(1-math.Exp(-1.5*float64(a)/float64(max(need, 1)))))
			}
			if need == 0 {
				w.Value[k] = []float64{0}
			}
			w.Least += 0.85 * w.Value[k][min(need, len(w.Value[k])-1)]
		}
		got, err := CoverWeek(context.Background(), teams, d, Objective{Whole: []Whole{w}, Floor: make([]int, 28)}, Options{Work: 300})
		cover, wrong := CoverWeek(context.Background(), teams, d, Objective{}, Options{Work: 300})
		if err != nil || wrong != nil {
			t.Fatalf("week %d: %v, %v", n, err, wrong)
		}
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
			if w.Of(have) >= w.Least {
				best = cost
				return
			}
			if people == 6 {
				return
			}
			for i := from; i < len(tours); i++ {
				by := func(v int) {
					for _, s := range tours[i].Shifts {
						for at := s.Start; at < s.End; at += 6 * hour {
							have[int(at/(6*hour))] += v
						}
					}
				}
				by(1)
				walk(i, people+1, cost+tours[i].Cost)
				by(-1)
			}
		}
		walk(0, 0, 0)
		if v := w.Of(got.OnDuty); v < w.Least-1e-6 {
			t.Errorf("week %d: %v of %v achieved", n, v, w.Least)
		}
		if got.Cost > cover.Cost+1e-9 || got.Bound > got.Cost+1e-9 {
			t.Errorf("week %d: cost %v with bound %v: the cover costs %v", n, got.Cost, got.Bound, cover.Cost)
		}
		if math.IsInf(best, 1) { // takes more people than were tried
			continue
		}
		compared++
		if got.Cost < best-1e-9 || got.Bound > best+1e-9 {
			t.Errorf("week %d: cost %v with bound %v: the least is %v", n, got.Cost, got.Bound, best)
		}
		if got.Cost < cover.Cost-1e-9 {
			below++
		}
		if got.Cost < best+1e-9 {
			optimal++
		}
	}
	t.Logf("%d weeks compared: %d below the cover, %d the least there is", compared, below, optimal)
	if compared < 20 || below < compared/3 || optimal < compared/2 {
		t.Errorf("%d weeks compared: %d below the cover, %d the least there is", compared, below, optimal)
	}
}
