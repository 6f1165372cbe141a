package mip

// neighbourhoods looks for better solutions near the best one (large-neighbourhood search, Shaw 1998):
// some of its whole numbers are released, the others may only grow, and what is left is solved
// by a few dives.
func (s *search) neighbourhoods(until int64) {
	units := 0.0
	for j, c := range s.p.Columns {
		if c.Integer {
			units += s.x[j] - s.low[j]
		}
	}
	release := max(4, min(12, units/4))
	for s.work() < until && !s.over() {
		if s.improve(release) {
			s.tell()
		}
	}
}

// improve tries one neighbourhood.
func (s *search) improve(release float64) bool {
	lp := s.lp
	copy(lp.upper, s.up)
	copy(lp.lower, s.low)
	// Units of the best solution, released around a row.
	type unit struct {
		j   int
		key float64
	}
	at := s.random.below(lp.m)
	var all []unit
	for j, c := range s.p.Columns {
		if !c.Integer || s.x[j] <= s.low[j] {
			continue
		}
		covers := false
		for _, r := range s.of(j) {
			covers = covers || r.From <= at && at < r.To
		}
		for range int(s.x[j] - s.low[j]) {
			k := s.random.unit()
			if covers {
				k *= 0.3
			}
			all = append(all, unit{j, k})
		}
		lp.lower[j] = s.x[j]
		lp.upper[j] = max(lp.upper[j], s.x[j])
	}
	n := min(int(release)+s.random.below(4), len(all))
	for range n {
		least := 0
		for i := range all {
			if all[i].key < all[least].key {
				least = i
			}
		}
		lp.lower[all[least].j]--
		all[least] = all[len(all)-1]
		all = all[:len(all)-1]
	}
	lp.settle()
	if s.relax(s.until) != optimal {
		return false
	}
	return s.plunge(s.until)
}

func (s *search) of(j int) []Run { return s.p.Columns[j].Runs }
