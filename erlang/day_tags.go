package erlang

import "math"

// tags is the law of one waiting contact: its layer l (0: the base) and the number j of
// contacts ahead of it. Each of those leaves at rate θ and the contact itself too; in the
// base the station answers the first of them at rate full, and a layer is left for the one
// below. Who comes later does not matter.
type tags struct {
	full, theta float64
	slots       int
	each        float64   // completions of one contact in a layer
	leaves      []float64 // rate at which layer l is left; leaves[0] = 0
	room        int       // positions
}

func (r *dayRun) tags(slots, layers, room int) tags {
	t := tags{full: balanced(r.pace, slots/len(r.pace), slots), theta: r.theta, room: room, leaves: make([]float64, layers+1)}
	t.slots, t.each = slots, r.pace[len(r.pace)-1]/float64(len(r.pace))
	for l := 1; l <= layers; l++ {
		t.leaves[l] = t.each * float64(slots+l)
	}
	return t
}

func (t *tags) uniform() float64 {
	return math.Max(t.full, t.leaves[len(t.leaves)-1]) + float64(t.room)*t.theta
}

// tagsPrecision is the chance of more jumps than are followed: no service level shows it.
const tagsPrecision = 1e-13

// run moves contacts, m[l][j] of them at each place, on by h (in place, unless last), and
// returns how many are answered and how many give up meanwhile.
func (t *tags) run(m [][]float64, h float64, last bool, spare *scratch) (answered, left float64) {
	rate := t.uniform()
	if rate == 0 || !(h > 0) || t.room == 0 {
		return 0, 0
	}
	n := t.room * len(t.leaves)
	v, next, end := spare.zero(n), spare.take(n), spare.take(n)
	for l, row := range m {
		copy(v[l*t.room:], row)
	}
	parts := math.Ceil(rate * h / 256)
	spare.jumps.set(rate*h/parts, tagsPrecision)
	for part := range int(parts) {
		clear(end)
		for k, pi := range spare.jumps.is {
			if k > 0 {
				t.jump(next, v, 1/rate)
				v, next = next, v
			}
			answered += spare.jumps.more[k] * v[0]
			left += spare.jumps.more[k] * total(v)
			if !last || part+1 < int(parts) {
				addScaled(end, pi, v)
			}
		}
		v, end = end, v
	}
	for l := range m {
		if last {
			break
		}
		if len(m[l]) < t.room {
			m[l] = make([]float64, t.room)
		}
		copy(m[l], v[l*t.room:(l+1)*t.room])
	}
	spare.give(v, next, end)
	return answered * t.full / rate, left * t.theta / rate
}

// jump computes to = from (I + G/Λ), by = 1/Λ.
func (t *tags) jump(to, from []float64, by float64) {
	n := t.room
	for l := range t.leaves {
		x, y := from[l*n:(l+1)*n], to[l*n:(l+1)*n]
		served := 0.
		if l == 0 {
			served = t.full
		}
		gone, step := 1-by*(t.leaves[l]+served), by*served
		th := by * t.theta
		for j := range n - 1 {
			y[j] = x[j]*(gone-float64(j+1)*th) + x[j+1]*(step+float64(j+1)*th)
		}
		y[n-1] = x[n-1] * (gone - float64(n)*th)
		if l+1 < len(t.leaves) {
			addScaled(y, by*t.leaves[l+1], from[(l+1)*n:(l+2)*n])
		}
	}
}

// chances returns, for each layer and position, the chance to be answered within h and to
// give up within h: the transpose of run.
func (t *tags) chances(h float64, spare *scratch) (answered, left [][]float64) {
	if len(t.leaves) > manyLayers {
		return t.chancesByLeaving(h, spare)
	}
	n := t.room * len(t.leaves)
	a, b := make([]float64, n), make([]float64, n)
	t.later(a, h, t.full, 0, spare)
	t.later(b, h, 0, t.theta, spare)
	for l := range t.leaves {
		answered = append(answered, a[l*t.room:(l+1)*t.room])
		left = append(left, b[l*t.room:(l+1)*t.room])
	}
	return answered, left
}

// later turns the chances of something within some time into those within h more, where an
// answer comes at rate hit and the end of patience that counts at rate quit.
func (t *tags) later(v []float64, h, hit, quit float64, spare *scratch) {
	rate := t.uniform()
	if rate == 0 || !(h > 0) {
		return
	}
	now, next := spare.take(len(v)), spare.take(len(v))
	parts := math.Ceil(rate * h / 256)
	spare.jumps.set(rate*h/parts, tagsPrecision)
	for range int(parts) {
		copy(now, v)
		clear(v)
		for k, pi := range spare.jumps.is {
			if k > 0 {
				t.back(next, now, 1/rate, hit, quit)
				now, next = next, now
			}
			addScaled(v, pi, now)
		}
	}
	spare.give(now, next)
}

// back computes one jump of the chances; an answer counts hit, an end of patience quit.
func (t *tags) back(to, from []float64, by, hit, quit float64) {
	n := t.room
	th := by * t.theta
	for l := range t.leaves {
		x, y := from[l*n:(l+1)*n], to[l*n:(l+1)*n]
		served := 0.
		if l == 0 {
			served = t.full
		}
		gone, step := 1-by*(t.leaves[l]+served), by*served
		for j := range n {
			v := x[j]*(gone-float64(j+1)*th) + by*quit
			switch {
			case j > 0:
				v += x[j-1] * (step + float64(j)*th)
			case l == 0:
				v += by * hit
			}
			if l > 0 {
				v += by * t.leaves[l] * from[(l-1)*n+j]
			}
			y[j] = v
		}
	}
}
