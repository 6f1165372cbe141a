package sim

// staffOf is how many of a team are on duty at a time within an interval of the clock, drawn seat by seat.
func staffOf(m *Model, g int, t float64, interval, warm int, seed, replication uint64) int {
	team := &m.Teams[g]
	base := key(seed, replication, nameKey(team.Name), uint64(forAbsence))
	nth := func(s stream, n int) float64 {
		var u uint64
		for range n + 1 {
			s, u = s.next()
		}
		return unit(u)
	}
	there := func(seat int) bool {
		return nth(newStream(base, forAbsence, 0), seat) >= team.Absence &&
			(team.Adherence == 0 || nth(newStream(base, forAdherence, interval-warm), seat) < team.Adherence)
	}
	n, seat := 0, 0
	of := max(interval-warm, 0)
	for i := range most(team.Agents) {
		if i < team.Agents[of] && there(seat) {
			n++
		}
		seat++
	}
	shift := float64(warm) * m.Interval
	for _, s := range team.Shifts {
		from := s.From
		if from > 0 {
			from += shift
		}
		on := from <= t && t < s.To+shift
		for _, b := range s.Breaks {
			on = on && !(b.From+shift <= t && t < b.To+shift)
		}
		for range max(s.Agents, 1) {
			if on && there(seat) {
				n++
			}
			seat++
		}
	}
	return n
}
