package erlang

import "math"

// A chain is the day's Markov process while rates and staffing stay as they are, with
// the states cut to a window. Its unit of time is the mean handle time. Contacts in hand
// hold slots (one per agent; several with chats), S of them. The states are
//
//   - the base: N contacts in hand and waiting, min(N, S) of them in hand;
//   - layer l = 1, 2, ...: S + l in hand, because leaving agents finish theirs, and
//     q waiting. Nobody is taken from the queue until the layers are left.
//
// With the process run cohorts: for the contacts of an interval that still wait, m[j] is
// the expected number of them with j contacts ahead (in the base or a layer), and w[j] the
// time they have waited up to now. Only those ahead matter (first come, first served): a
// cohort is fed by the process and then obeys a linear law of its own.
//
// All of it is one vector: base, layers, then per cohort and layer (0 is the base) m and w.
type chain struct {
	arrive  float64 // arrivals per handle time
	stay    float64 // share of those who must wait that do not leave at once
	theta   float64 // abandonment rate of one waiting contact
	slots   int     // S
	full    float64 // completions per handle time with S in hand
	each    float64 // completions of one contact among S or more
	lines   int     // contacts that fit; 0: no limit
	pace    func(n int) float64
	low     int // the first N of the base
	base    int // states of the base
	room    int // queue positions: N from S to the end of the base
	layers  int
	cohorts int
	fed     int // the cohort that arrivals join; -1: none

	up, down []float64 // rates of the base states
	queueUp  []float64 // rates of the layers' queues, as of layer l: queueUp[(l-1)*room + q]
}

// prepare computes the rates of the window.
func (c *chain) prepare() {
	c.room = max(0, c.low+c.base-c.slots)
	c.up, c.down = resize(c.up, c.base), resize(c.down, c.base)
	for i := range c.base {
		n := c.low + i
		c.down[i] = c.pace(min(n, c.slots)) + float64(max(0, n-c.slots))*c.theta
		c.up[i] = c.joins(n)
	}
	c.up[c.base-1], c.down[0] = 0, 0 // the window's ends: nobody passes
	c.queueUp = resize(c.queueUp, c.layers*c.room)
	for l := 1; l <= c.layers; l++ {
		for q := range c.room - 1 {
			c.queueUp[(l-1)*c.room+q] = c.joins(c.slots + l + q)
		}
		c.queueUp[l*c.room-1] = 0
	}
}

// joins is the rate of arrivals that stay when n are in hand or wait.
func (c *chain) joins(n int) float64 {
	switch {
	case c.lines > 0 && n >= c.lines:
		return 0
	case n < c.slots:
		return c.arrive
	}
	return c.arrive * c.stay
}

// leaves is the rate at which layer l is left for the one below.
func (c *chain) leaves(l int) float64 { return c.each * float64(c.slots+l) }

func (c *chain) size() int { return c.base + c.layers*c.room + c.cohorts*2*(c.layers+1)*c.room }

// layer is where layer l of the process starts in the vector.
func (c *chain) layer(l int) int { return c.base + (l-1)*c.room }

// waiting is where m of a cohort in layer l starts (0: base); w follows room later.
func (c *chain) waiting(cohort, l int) int {
	return c.base + c.layers*c.room + (cohort*(c.layers+1)+l)*2*c.room
}

func resize(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n)
	}
	return s[:n]
}

// uniform is the least rate at which all states can be made to jump.
func (c *chain) uniform() float64 {
	rate := 0.
	for i, u := range c.up {
		rate = math.Max(rate, u+c.down[i])
	}
	rate = math.Max(rate, c.full+float64(c.room)*c.theta)
	if c.layers > 0 {
		rate = math.Max(rate, c.leaves(c.layers)+c.arrive+float64(c.room)*c.theta)
	}
	return rate
}

// jump computes to = from (I + G / rate) for the chain's generator G, which also holds
// the cohorts: all terms are positive.
func (c *chain) jump(to, from []float64, rate float64) {
	by := 1 / rate
	up, down := c.up, c.down
	n := c.base
	x := from[:n]
	y := to[:n]
	y[0] = x[0] * (1 - up[0]*by)
	if n > 1 {
		y[0] += x[1] * down[1] * by
		up, down, x, y := up[:n], down[:n], x[:n], y[:n]
		left, here := x[0]*up[0], x[1]
		for i := 1; i < n-1; i++ {
			right := x[i+1]
			y[i] = here + by*(left-here*(up[i]+down[i])+right*down[i+1])
			left, here = here*up[i], right
		}
		y[n-1] = x[n-1]*(1-down[n-1]*by) + x[n-2]*up[n-2]*by
	}
	if c.room == 0 {
		return
	}
	queue := c.slots - c.low // index of N = S
	for l := c.layers; l >= 1; l-- {
		at := c.layer(l)
		x, y := from[at:at+c.room], to[at:at+c.room]
		up := c.queueUp[(l-1)*c.room : l*c.room]
		out := c.leaves(l)
		for q := range y {
			v := x[q] - by*x[q]*(out+up[q]+float64(q)*c.theta)
			if q > 0 {
				v += by * x[q-1] * up[q-1]
			}
			if q+1 < len(x) {
				v += by * x[q+1] * float64(q+1) * c.theta
			}
			y[q] = v
		}
		if l < c.layers {
			addScaled(y, by*c.leaves(l+1), from[c.layer(l+1):c.layer(l+1)+c.room])
		}
	}
	if c.layers > 0 {
		addScaled(to[queue:queue+c.room], by*c.leaves(1), from[c.layer(1):c.layer(1)+c.room])
	}
	for k := range c.cohorts {
		for l := c.layers; l >= 0; l-- {
			at := c.waiting(k, l)
			m, w := from[at:at+c.room], from[at+c.room:at+2*c.room]
			m1, w1 := to[at:at+c.room], to[at+c.room:at+2*c.room]
			out, served := 0., c.full
			if l > 0 {
				out, served = c.leaves(l), 0
			}
			th, top := by*c.theta, len(m)-1
			keep, step := 1-by*(out+served), by*served
			w, m1, w1 = w[:top+1], m1[:top+1], w1[:top+1]
			for j := range top {
				f := float64(j+1) * th
				stay, next := keep-f, step+f
				m1[j] = m[j]*stay + m[j+1]*next
				w1[j] = w[j]*stay + w[j+1]*next + by*m[j]
			}
			stay := keep - float64(top+1)*th
			m1[top] = m[top] * stay
			w1[top] = w[top]*stay + by*m[top]
			if l < c.layers {
				above := c.waiting(k, l+1)
				addScaled(to[at:at+2*c.room], by*c.leaves(l+1), from[above:above+2*c.room])
			}
			if k == c.fed {
				c.feed(m1, from, l, by)
			}
		}
	}
}

// feed adds the contacts that join the queue of layer l to m.
func (c *chain) feed(m, from []float64, l int, by float64) {
	if l == 0 {
		queue := c.slots - c.low
		for j := range m {
			if i := queue + j; i >= 0 {
				m[j] += by * c.up[i] * from[i]
			}
		}
		return
	}
	x, up := from[c.layer(l):], c.queueUp[(l-1)*c.room:]
	for j := range m {
		m[j] += by * up[j] * x[j]
	}
}

func addScaled(to []float64, by float64, from []float64) {
	to = to[:len(from)]
	for i, x := range from {
		to[i] += by * x
	}
}
