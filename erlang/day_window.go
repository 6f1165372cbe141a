package erlang

import "math"

// path is what the fluid and its linear noise say about the next h: x' = births - deaths, with
// the variance v' = births + deaths - 2 v d(deaths)/dx (Kurtz 1978).
type path struct {
	low, high float64 // x less, and plus, some 8 standard deviations
	queue     float64 // the longest queue that counts: x and 6 standard deviations
	energy    float64 // ∫ x'^2 / (births + deaths), over the second half of the time
}

// deaths returns the rate at which contacts leave when x are in hand and waiting, and how fast it grows
// with x.
func (c *chain) deaths(x float64) (rate, slope float64) {
	x = math.Max(x, 0)
	if x >= float64(c.slots) {
		return c.full + (x-float64(c.slots))*c.theta, c.theta
	}
	n := int(x)
	rate, next := c.pace(n), c.pace(n+1)
	return rate + (x-float64(n))*(next-rate), next - rate
}

func (c *chain) follow(s *dayState, h float64) path {
	x, v := s.moments()
	r := path{low: x, high: x}
	steps := 32
	if h*(c.each+c.theta) < 0.2 {
		steps = 4
	}
	dt := h / float64(steps)
	for k := range steps + 1 {
		spread := 7.6*math.Sqrt(math.Max(v, 0)) + 6
		r.low, r.high = math.Min(r.low, x-spread), math.Max(r.high, x+spread)
		r.queue = math.Max(r.queue, x+6*math.Sqrt(math.Max(v, 0))-float64(c.slots))
		deaths, b := c.deaths(x)
		births := c.arrive
		if x > float64(c.slots) {
			births *= c.stay
		}
		drift, noise := births-deaths, births+deaths
		if k >= steps/2 && noise > 0 {
			r.energy += drift * drift / noise * dt
		}
		phi, phi2 := dt, dt
		if b > 0 {
			phi, phi2 = -math.Expm1(-b*dt)/b, -math.Expm1(-2*b*dt)/(2*b)
			v *= math.Exp(-2 * b * dt)
		}
		x += phi * drift
		v += phi2 * noise
	}
	return r
}

// stride returns how far to go at once, at most h, and whether by a leap. A leap is
// exact to about 1e-11 unless something is carried far against its own spread in the later
// half of the leap: then the transform grows on the contour. An energy of up to 1/2 (in the
// sense of path) does no harm. For layers and for positions in the queue, which are left at a drift that
// is its own variance, the energy is the number of moves. Elsewhere jumps do the work, a hundred or so at a
// time, so that the window can follow.
func (c *chain) stride(s *dayState, h float64) (step float64, leap bool) {
	top := float64(s.low + len(s.p))
	rate := c.arrive + c.full + c.theta*math.Max(0, top-float64(c.slots)) + c.each*float64(len(s.layers))
	const few = 40 // jumps that cost less than a leap
	for step = h; rate*step > few; step /= 2 {
		p := c.follow(s, step)
		if p.energy > 0.5 {
			continue
		}
		layers := float64(len(s.layers))
		if layers > 0 && float64(c.slots)*math.Expm1(-c.each*step/2)+layers*math.Exp(-c.each*step/2) > 0.5 {
			continue
		}
		if c.cohorts > 0 && c.moves(math.Max(p.queue, s.longest()), step) > 0.5 {
			continue
		}
		return step, true
	}
	return math.Min(h, 3*few/rate), false
}

// moves is how many places a contact moves up in the second half of h that has the given queue ahead
// at its start.
func (c *chain) moves(ahead, h float64) float64 {
	left := func(t float64) float64 { // j' = -full - θ j
		if c.theta*t < 1e-8 {
			return math.Max(0, ahead-c.full*t)
		}
		return math.Max(0, (ahead+c.full/c.theta)*math.Exp(-c.theta*t)-c.full/c.theta)
	}
	return left(h/2) - left(h)
}

// longest is the longest queue that counts for a leap: longer ones have a chance below 1e-10.
func (s *dayState) longest() float64 {
	queue := max(0, len(s.p)-1+s.low-s.slots)
	tail := 0.
	for ; queue > 0; queue-- {
		if i := queue + s.slots - s.low; i >= 0 && i < len(s.p) {
			tail += s.p[i]
		}
		for _, row := range s.layers {
			if queue < len(row) {
				tail += row[queue]
			}
		}
		if tail > 1e-10 {
			break
		}
	}
	for _, g := range s.groups {
		for _, m := range g.m {
			tail := 0.
			for j := len(m) - 1; j > queue && tail <= 1e-10; j-- {
				if tail += m[j]; tail > 1e-10 {
					queue = j
				}
			}
		}
	}
	return float64(max(0, queue))
}

// reach guesses the states that count during h; what it misses shows at the window's ends.
func (c *chain) reach(s *dayState, h float64) (low, high int) {
	p := c.follow(s, h)
	low, high = int(math.Max(0, p.low)), int(p.high)+1
	return min(low, s.low), max(high, s.low+len(s.p)-1)
}

// window prepares the chain for the states from low to high, and those that s needs.
func (c *chain) window(s *dayState, low, high int) {
	for _, row := range s.layers {
		high = max(high, c.slots+len(row)-1)
	}
	for _, g := range s.groups {
		for _, m := range g.m {
			if len(m) > 0 {
				high = max(high, c.slots+len(m)-1)
			}
		}
	}
	if c.lines > 0 {
		high = max(min(high, c.lines), s.low+len(s.p)-1)
	}
	low = max(0, min(low, s.low))
	if high >= c.slots {
		low = min(low, c.slots)
	}
	c.low, c.base = low, high-low+1
	c.prepare()
}

// cut tells whether the window was too narrow: who would pass an end of it piles up there.
func (c *chain) cut(y, sum []float64, h float64) (short, deep bool) {
	const few = 2e-13
	top := c.base - 1
	short = c.arrive > 0 && (c.lines == 0 || c.low+top < c.lines) && y[top]+sum[top]/h > few
	deep = c.low > 0 && y[0]+sum[0]/h > few
	return short, deep
}

func widen(low, high int, short, deep bool) (int, int) {
	by := (high-low)/3 + 10
	if short {
		high += by
	}
	if deep {
		low -= by
	}
	return low, high
}

// pack lays the state out in the window.
func (c *chain) pack(s *dayState, spare *scratch) []float64 {
	y := spare.zero(c.size())
	copy(y[s.low-c.low:], s.p)
	for l, row := range s.layers {
		copy(y[c.layer(l+1):], row)
	}
	for k, g := range s.groups {
		for l := range g.m {
			at := c.waiting(k, l)
			copy(y[at:], g.m[l])
			copy(y[at+c.room:], g.w[l])
		}
	}
	return y
}

// unpack takes the state out again; y is the state's from now on.
func (c *chain) unpack(s *dayState, y []float64, spare *scratch) {
	if s.memory != nil {
		spare.give(s.memory)
	}
	s.memory = y
	s.low, s.p = c.low, y[:c.base:c.base]
	for l := range s.layers {
		at := c.layer(l + 1)
		s.layers[l] = y[at : at+c.room : at+c.room]
	}
	for k, g := range s.groups {
		for l := range g.m {
			at := c.waiting(k, l)
			g.m[l] = y[at : at+c.room : at+c.room]
			g.w[l] = y[at+c.room : at+2*c.room : at+2*c.room]
		}
	}
}
