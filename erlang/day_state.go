package erlang

import "math"

// dayState is the law of the day's process at a moment: see chain for the states.
type dayState struct {
	slots  int
	low    int         // N of p[0]
	p      []float64   // the base
	layers [][]float64 // layers[l-1][q]
	groups []*waiting  // the cohorts of which somebody may still wait
	memory []float64   // what all of these lie in, if not nil
}

// waiting is a cohort: m[l][j] of its contacts have j ahead of them in layer l (0 is the
// base), and have waited w[l][j] in all.
type waiting struct {
	interval int     // -1: those who wait at opening
	few      float64 // contacts whose waits no figure of the cohort shows
	open     bool    // it still grows
	m, w     [][]float64
}

// negligible is a probability that no figure shows.
const negligible = 1e-14

// alone is a copy of the process without the cohorts.
func (s *dayState) alone() dayState {
	c := dayState{slots: s.slots, low: s.low, p: append([]float64(nil), s.p...)}
	for _, row := range s.layers {
		c.layers = append(c.layers, append([]float64(nil), row...))
	}
	return c
}

// moments returns mean and variance of the number in hand and waiting.
func (s *dayState) moments() (mean, variance float64) {
	s.each(func(n int, p float64) { mean += float64(n) * p })
	s.each(func(n int, p float64) { d := float64(n) - mean; variance += d * d * p })
	return mean, variance
}

// each calls f with N and its probability, for every state.
func (s *dayState) each(f func(n int, p float64)) {
	for i, p := range s.p {
		f(s.low+i, p)
	}
	for l, row := range s.layers {
		for q, p := range row {
			f(s.slots+l+1+q, p)
		}
	}
}

// describe is the state as it is reported.
func (s *dayState) describe(time float64) DayState {
	d := DayState{Time: time}
	d.InSystem, d.Variance = s.moments()
	for i, p := range s.p {
		n := s.low + i
		d.InHand += float64(min(n, s.slots)) * p
		d.Queue += float64(max(0, n-s.slots)) * p
		if n >= s.slots {
			d.PAllBusy += p
		}
		if n == 0 {
			d.PEmpty = math.Max(p, 0)
		}
	}
	for l, row := range s.layers {
		for q, p := range row {
			d.InHand += float64(s.slots+l+1) * p
			d.Queue += float64(q) * p
			d.PAllBusy += p
		}
	}
	return d
}

// trim cuts what is negligible: the ends of the base, empty layers, cohorts that are gone.
func (s *dayState) trim() {
	for len(s.layers) > 0 {
		top := len(s.layers)
		row := s.layers[top-1]
		if total(row) > negligible {
			break
		}
		// What is left of it counts with the layer below.
		if top > 1 {
			s.layers[top-2] = sumRows(s.layers[top-2], row)
		} else {
			queue := s.slots - s.low
			s.p = append(s.p[:queue:queue], sumRows(s.p[queue:], row)...)
		}
		s.layers = s.layers[:top-1]
	}
	// What is cut piles up at the ends: no probability is lost.
	first, last := 0, len(s.p)
	low, high := 0., 0.
	for first+1 < last && low+s.p[first] < negligible && (len(s.layers) == 0 || s.low+first < s.slots) {
		low += s.p[first]
		first++
	}
	for last-1 > first && high+s.p[last-1] < negligible {
		last--
		high += s.p[last]
	}
	s.p, s.low = s.p[first:last], s.low+first
	s.p[0] += low
	s.p[len(s.p)-1] += high
	kept := s.groups[:0]
	for _, g := range s.groups {
		top := len(s.layers)
		for l := top + 1; l < len(g.m); l++ {
			g.m[top], g.w[top] = sumRows(g.m[top], g.m[l]), sumRows(g.w[top], g.w[l])
		}
		g.m, g.w = g.m[:top+1], g.w[:top+1]
		if g.open || totalRows(g.m) > g.few {
			kept = append(kept, g)
		}
	}
	s.groups = kept
}

// sumRows adds two vectors of any lengths; the sum may take the place of either.
func sumRows(a, b []float64) []float64 {
	if len(a) < len(b) {
		a, b = b, a
	}
	addScaled(a, 1, b)
	return a
}

// totalRows adds up rows.
func totalRows(rows [][]float64) float64 {
	sum := 0.
	for _, row := range rows {
		sum += total(row)
	}
	return sum
}

// total adds up in four chains, so that no addition waits for the last.
func total(v []float64) float64 {
	var a, b, c, d float64
	for ; len(v) >= 4; v = v[4:] {
		a += v[0]
		b += v[1]
		c += v[2]
		d += v[3]
	}
	for _, x := range v {
		a += x
	}
	return (a + b) + (c + d)
}

// moved is what a change of staffing does at once.
type moved struct {
	taken      float64 // contacts taken from the queue
	handedBack float64 // contacts returned to it
}

// restaff changes the slots at the start of an interval. Where they grow, waiting contacts fill
// them; where they shrink, contacts in hand beyond them make layers (Finish) or return to the
// head of the queue (HandBack).
func (s *dayState) restaff(slots int, rule ShiftEnd, answered func(g *waiting, m, w float64)) (out moved) {
	grow := slots - s.slots
	if grow == 0 {
		return out
	}
	old := *s
	s.slots = slots
	s.take(&old, grow, rule, &out)
	for _, g := range s.groups {
		var m0, w0 float64
		g.m, m0 = shiftWaiting(g.m, grow, rule)
		g.w, w0 = shiftWaiting(g.w, grow, rule)
		answered(g, m0, w0)
	}
	s.trim()
	return out
}

// take moves the probabilities of old to their states in s.
func (s *dayState) take(old *dayState, grow int, rule ShiftEnd, out *moved) {
	top := old.low + len(old.p) - 1
	room := top - s.slots + 1
	for l, row := range old.layers {
		top = max(top, old.slots+l+len(row))
		room = max(room, len(row))
	}
	room = max(room, 1)
	rowOf := func(l int) []float64 {
		for len(s.layers) < l {
			s.layers = append(s.layers, make([]float64, room))
		}
		return s.layers[l-1]
	}
	s.layers = nil
	s.low = min(old.low, s.slots)
	s.p = make([]float64, max(top, s.slots)-s.low+1)
	finish := rule == Finish && grow < 0
	if finish { // as many as the cohorts have
		rowOf(len(old.layers) - grow)
	}
	for i, p := range old.p {
		n := old.low + i
		hand := min(n, old.slots)
		switch {
		case finish && hand > s.slots:
			rowOf(hand - s.slots)[n-hand] += p
		default:
			s.p[n-s.low] += p
			if grow > 0 {
				out.taken += float64(min(n-hand, s.slots-hand)) * p
			} else if hand > s.slots {
				out.handedBack += float64(hand-s.slots) * p
			}
		}
	}
	for l, row := range old.layers {
		b := old.slots + l + 1
		for q, p := range row {
			if b > s.slots {
				rowOf(b - s.slots)[q] += p
				continue
			}
			s.p[b+q-s.low] += p
			out.taken += float64(min(q, s.slots-b)) * p
		}
	}
}

// shiftWaiting moves a cohort's positions as the slots change, and returns what is answered.
func shiftWaiting(m [][]float64, grow int, rule ShiftEnd) (to [][]float64, answered float64) {
	switch {
	case grow < 0 && rule == HandBack: // those handed back come in front
		return [][]float64{append(make([]float64, -grow), m[0]...)}, 0
	case grow < 0:
		to = make([][]float64, len(m)-grow)
		for l := range to {
			if l+grow >= 0 {
				to[l] = m[l+grow]
			}
		}
		return to, 0
	}
	to = make([][]float64, max(1, len(m)-grow))
	for l, row := range m {
		if l > grow {
			to[l-grow] = row
			continue
		}
		free := min(grow-l, len(row))
		answered += total(row[:free])
		if rest := row[free:]; len(to[0]) >= len(rest) {
			addScaled(to[0], 1, rest)
		} else {
			rest = append([]float64(nil), rest...)
			addScaled(rest, 1, to[0])
			to[0] = rest
		}
	}
	return to, answered
}

// distance is the sum of the differences between two laws, of the same slots.
func distance(a, b *dayState) float64 {
	sum := 0.
	low, high := min(a.low, b.low), max(a.low+len(a.p), b.low+len(b.p))
	at := func(s *dayState, n int) float64 {
		if i := n - s.low; i >= 0 && i < len(s.p) {
			return s.p[i]
		}
		return 0
	}
	for n := low; n < high; n++ {
		sum += math.Abs(at(a, n) - at(b, n))
	}
	for l := range max(len(a.layers), len(b.layers)) {
		var x, y []float64
		if l < len(a.layers) {
			x = a.layers[l]
		}
		if l < len(b.layers) {
			y = b.layers[l]
		}
		for q := range max(len(x), len(y)) {
			d := 0.
			if q < len(x) {
				d += x[q]
			}
			if q < len(y) {
				d -= y[q]
			}
			sum += math.Abs(d)
		}
	}
	return sum
}
