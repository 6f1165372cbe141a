package erlang

import "math"

// Contacts in layers wait until leaving agents have finished: how long depends on nobody's place
// in the queue. Where layers are many (a hundred agents leave at once) following every layer
// and position together is dear, and the two are followed apart: with u the time at which the
// layers are left,
//
//	P(answered within T | layer l, position j) = ∫_0^T f_l(u) Σ_i P(j → i in u by abandonment) c_i(T - u) du,
//
// c_i(τ) the chance within τ from the base, and f_l the density of the time in which S + l contacts in
// hand become S, each finished at the same rate: (S+1) e P(Bin(S+l, e^{-eu}) = S+1), e that rate.

// manyLayers is from how many layers on they are followed apart.
const manyLayers = 12

// tooRare is a share of the contacts that no service level shows.
const tooRare = 1e-17

// density is f_l(u).
func (t *tags) density(l int, u float64) float64 {
	s := float64(t.slots)
	all, _ := math.Lgamma(s + float64(l) + 1)
	stay, _ := math.Lgamma(s + 2)
	gone, _ := math.Lgamma(float64(l))
	x := t.each * u
	log := all - stay - gone - (s+1)*x
	if l > 1 {
		log += float64(l-1) * math.Log(-math.Expm1(-x))
	}
	return (s + 1) * t.each * math.Exp(log)
}

// apart returns the law of the position in the base, and that in a layer, where only
// patience ends.
func (t *tags) apart() (base, layer tags) {
	base = tags{full: t.full, theta: t.theta, slots: t.slots, each: t.each, leaves: []float64{0}, room: t.room}
	layer = base
	layer.full = 0
	return base, layer
}

// chancesByLeaving is chances for many layers. With u = v^2 every f_l is about a bell in v of
// the width 1/(2 √(S e)), whatever l: so wide apart may the points be.
func (t *tags) chancesByLeaving(h float64, spare *scratch) (answered, left [][]float64) {
	points := 12 + int(4*math.Sqrt(float64(t.slots+1)*t.each*h))
	nodes, weights := gaussPoints(points)
	base, layer := t.apart()
	for range t.leaves {
		answered, left = append(answered, make([]float64, t.room)), append(left, make([]float64, t.room))
	}
	a, b := answered[0], left[0] // the chances from the base within h - u, for less and less u
	x, y := spare.take(t.room), spare.take(t.room)
	sum, kept := make([]float64, len(t.leaves)), make([]float64, len(t.leaves)) // ∫ f, ∫ e^{-θu} f
	before := 0.
	for k := points - 1; k >= 0; k-- {
		v := nodes[k] * math.Sqrt(h)
		u := v * v
		base.later(a, h-u-before, t.full, 0, spare)
		base.later(b, h-u-before, 0, t.theta, spare)
		before = h - u
		copy(x, a)
		copy(y, b)
		layer.later(x, u, 0, 0, spare)
		layer.later(y, u, 0, 0, spare)
		for l := 1; l < len(t.leaves); l++ {
			f := t.density(l, u) * weights[k] * math.Sqrt(h) * 2 * v
			if f < tooRare {
				continue
			}
			addScaled(answered[l], f, x)
			addScaled(left[l], f, y)
			sum[l] += f
			kept[l] += f * math.Exp(-t.theta*u)
		}
	}
	base.later(a, h-before, t.full, 0, spare)
	base.later(b, h-before, 0, t.theta, spare)
	spare.give(x, y)
	for l := 1; l < len(t.leaves); l++ {
		// Who gives up in the layer: ∫_0^h θ e^{-θu} P(not left by u) du, by parts.
		inside := math.Max(0, -math.Expm1(-t.theta*h)+math.Exp(-t.theta*h)*sum[l]-kept[l])
		for j := range left[l] {
			left[l][j] += inside
		}
	}
	return answered, left
}

// leavingTable holds the chances from the base at the times of a rule over [0, T], for
// contacts that a drop of many agents finds waiting: each with its own age, all with
// the same rule in the age at which the layers are left.
type leavingTable struct {
	slots, layers, room int
	within              float64
	ages, weights       []float64
	answered, left      [][]float64 // chances from the base within T - age
}

// fill prepares the table; the points are as wide apart as f_l, l the layer of the drop, allows.
func (g *leavingTable) fill(t *tags, within float64, spare *scratch) {
	g.slots, g.layers, g.room, g.within = t.slots, len(t.leaves)-1, t.room, within
	width := 3 * math.Sqrt(float64(g.layers)) / (float64(g.slots+1) * t.each)
	panels := int(math.Ceil(within / width))
	nodes, weights := gaussPoints(12)
	base, _ := t.apart()
	g.ages, g.weights, g.answered, g.left = nil, nil, nil, nil
	for p := range panels {
		for k, x := range nodes {
			g.ages = append(g.ages, within*(float64(p)+x)/float64(panels))
			g.weights = append(g.weights, within*weights[k]/float64(panels))
		}
	}
	g.answered, g.left = make([][]float64, len(g.ages)), make([][]float64, len(g.ages))
	a, b := make([]float64, t.room), make([]float64, t.room)
	before := 0.
	for k := len(g.ages) - 1; k >= 0; k-- {
		base.later(a, within-g.ages[k]-before, t.full, 0, spare)
		base.later(b, within-g.ages[k]-before, 0, t.theta, spare)
		before = within - g.ages[k]
		g.answered[k], g.left[k] = append([]float64(nil), a...), append([]float64(nil), b...)
	}
}

// run follows contacts, m[j] of them with j ahead in the top layer and all of the given age, until they are
// T old.
func (g *leavingTable) run(t *tags, m []float64, age float64, spare *scratch) (answered, left float64) {
	_, layer := t.apart()
	layer.room = len(m)
	rows := [][]float64{m}
	all := total(m)
	before, sum, kept := age, 0., 0.
	for k, at := range g.ages {
		if at <= age {
			continue
		}
		layer.run(rows, at-before, false, spare)
		before = at
		f := g.weights[k] * t.density(g.layers, at-age)
		if f < tooRare {
			continue
		}
		for j, v := range rows[0] {
			answered += f * v * g.answered[k][j]
			left += f * v * g.left[k][j]
		}
		sum += f
		kept += f * math.Exp(-t.theta*(at-age))
	}
	h := g.within - age
	inside := math.Max(0, -math.Expm1(-t.theta*h)+math.Exp(-t.theta*h)*sum-kept)
	return answered, left + inside*all
}
