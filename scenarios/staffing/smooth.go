package staffing

import (
	"fmt"

	"frontoffice/scenarios"
)

// limitChange raises agents until those of no team change by more than the limit from one open interval to the next.
func (f *searcher) limitChange(plan scenarios.Plan) {
	if f.maxChange == 0 {
		return
	}
	for _, t := range f.teams {
		n := plan[t]
		for k := 1; k < len(n); k++ {
			if f.s.OpenAt(k) && f.s.OpenAt(k-1) {
				n[k] = max(n[k], n[k-1]-f.maxChange)
			}
		}
		for k := len(n) - 2; k >= 0; k-- {
			if f.s.OpenAt(k) && f.s.OpenAt(k+1) {
				n[k] = max(n[k], n[k+1]-f.maxChange)
			}
		}
	}
}

// rough is how much a team's agents change from interval to interval about one: from the one before it to the one after
// the next.
func (f *searcher) rough(n []int, k int) int {
	sum := 0
	for i := max(k-1, 0); i < min(k+2, len(n)-1); i++ {
		if f.s.OpenAt(i) && f.s.OpenAt(i+1) {
			sum += max(n[i]-n[i+1], n[i+1]-n[i])
		}
	}
	return sum
}

// smoothings is how often a plan is gone through to make it smoother.
const smoothings = 4

// smooth makes a plan smoother that costs the same: agents of one team in an interval become another team's, or move to
// the next interval or the one before, where the agents then change less from interval to interval and all figures hold.
func (f *searcher) smooth(plan *scenarios.Plan) error {
	for pass := range smoothings {
		before := f.roughness(*plan)
		for third := range 3 { // moves next to each other would not know of each other
			var moves []move
			for k := third; k < f.s.Intervals(); k += 3 {
				if m, less := f.smoother(*plan, k, pass); less > 0 {
					moves = append(moves, m)
				}
			}
			if err := f.try(plan, fmt.Sprint("smooth", pass), moves); err != nil {
				return err
			}
		}
		if f.spent() || f.roughness(*plan) == before && pass > 0 {
			return nil
		}
	}
	return nil
}

func (f *searcher) roughness(plan scenarios.Plan) int {
	sum := 0
	for _, t := range f.teams {
		for k := 1; k < len(plan[t]); k++ {
			if f.s.OpenAt(k) && f.s.OpenAt(k-1) {
				sum += max(plan[t][k]-plan[t][k-1], plan[t][k-1]-plan[t][k])
			}
		}
	}
	return sum
}

// smoother is the move about an interval that makes the plan smoothest without making it dearer, and by how much. The agents moved become fewer from
// pass to pass.
func (f *searcher) smoother(plan scenarios.Plan, k, pass int) (best move, most int) {
	try := func(m move) {
		if f.change(m) > 1e-5*f.price(m.cells[0].team) || !f.possible(plan, m) { // skills cost a little
			return
		}
		before, after := 0, 0
		next := make(scenarios.Plan, len(plan))
		for _, c := range m.cells {
			if next[c.team] == nil {
				next[c.team] = append([]int(nil), plan[c.team]...)
				before += f.rough(plan[c.team], k)
			}
			next[c.team][c.interval] += c.by
		}
		for t := range next {
			if next[t] != nil {
				after += f.rough(next[t], k)
			}
		}
		if before-after > most {
			best, most = m, before-after
		}
	}
	for _, a := range f.teams {
		for d := 1; d <= plan[a][k]-f.low[a][k]; d = max(d+1, d*5/4) {
			n := max(1, d>>pass)
			for _, b := range f.teams {
				if a != b {
					try(move{k, []cell{{a, k, -n}, {b, k, n}}})
				}
			}
			for _, to := range []int{k - 1, k + 1} {
				if to >= 0 && to < f.s.Intervals() && f.s.OpenAt(to) {
					try(move{k, []cell{{a, k, -n}, {a, to, n}}})
				}
			}
		}
	}
	return best, most
}
