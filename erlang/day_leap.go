package erlang

import (
	"math"
	"sync"
)

// The hyperbola z(u) = (4.492075287 N / h) (1 + sin(iu - 1.172104229)), u in steps of
// 1.081792140 / N, on which the trapezoidal rule for the inverse Laplace transform errs by
// about 10.13^-N for a spectrum on the negative axis (Weideman and Trefethen 2007,
// "Parabolic and hyperbolic contours for computing the Bromwich integral").
const leapNodes = 13

type leapNode struct{ zr, zi, cr, ci float64 } // z h, and the weight e^{zh} z' (step/πi) / h

var leapRule = func() (rule [leapNodes + 1]leapNode) {
	const (
		step  = 1.081792140 / leapNodes
		scale = 4.492075287 * leapNodes
		angle = 1.172104229
	)
	sin, cos := math.Sincos(angle)
	for k := range rule {
		sinh, cosh := math.Sinh(float64(k)*step), math.Cosh(float64(k)*step)
		zr, zi := scale*(1-sin*cosh), scale*cos*sinh
		dr, di := -scale*sin*sinh, scale*cos*cosh // z'
		// (step/πi) z' = (step/π) (di - i dr)
		er, ei := math.Exp(zr)*math.Cos(zi)*step/math.Pi, math.Exp(zr)*math.Sin(zi)*step/math.Pi
		rule[k] = leapNode{zr, zi, er*di + ei*dr, ei*di - er*dr}
		if k == 0 {
			rule[k].cr, rule[k].ci = rule[k].cr/2, rule[k].ci/2
		}
	}
	return rule
}()

// leap writes to end the vector after time h, and adds its integral to sum.
//
// The transform (z - G)^-1 y costs one sweep through the states for each of 14 nodes,
// whatever h is: G is tridiagonal in the base and in each layer, and bidiagonal for the
// cohorts. Elimination needs no pivots, as all have an imaginary part of the sign of
// z's and at least its size. A sweep goes from the highest layer down to the base and keeps no
// more than the layer above. What no probability is left of after h is not computed.
func (c *chain) leap(end, sum, y []float64, h float64, spare *scratch) {
	clear(end)
	gone := c.layers > 0 && c.stillInLayers(h) < 1e-20
	first := c.newSweeper(gone, spare)
	defer first.give(spare)
	if len(y) < manyStates {
		first.run(leapRule[:], end, sum, y, h)
		return
	}
	// Half of the nodes on another core, into sums of its own: the same bits on any number of cores.
	second := c.newSweeper(gone, spare)
	defer second.give(spare)
	end2, sum2 := spare.zero(len(y)), spare.zero(len(y))
	var other sync.WaitGroup
	other.Go(func() { second.run(leapRule[leapNodes/2+1:], end2, sum2, y, h) })
	first.run(leapRule[:leapNodes/2+1], end, sum, y, h)
	other.Wait()
	addScaled(end, 1, end2)
	addScaled(sum, 1, sum2)
	spare.give(end2, sum2)
}

// manyStates are worth a second core.
const manyStates = 50_000

// sweeper does the sweeps of some nodes.
type sweeper struct {
	c                 *chain
	gone              bool // no probability is left in the layers
	above, here, base lane
	lr, li            []float64
}

func (c *chain) newSweeper(gone bool, spare *scratch) *sweeper {
	width := c.room * (1 + 2*c.cohorts)
	return &sweeper{
		c: c, gone: gone, above: newLane(width, spare), here: newLane(width, spare), base: newLane(c.base, spare),
		lr: spare.take(max(c.base, c.room)), li: spare.take(max(c.base, c.room)),
	}
}

func (w *sweeper) give(spare *scratch) {
	for _, v := range []lane{w.above, w.here, w.base} {
		spare.give(v.re, v.im)
	}
	spare.give(w.lr, w.li)
}

// run adds the shares of the nodes.
func (w *sweeper) run(nodes []leapNode, end, sum, y []float64, h float64) {
	c, above, here, base := w.c, w.above, w.here, w.base
	for _, node := range nodes {
		s := sweep{zr: node.zr / h, zi: node.zi / h, cr: node.cr / h, ci: node.ci / h, lr: w.lr, li: w.li}
		norm := s.zr*s.zr + s.zi*s.zi
		s.sr, s.si = (s.cr*s.zr+s.ci*s.zi)/norm, (s.ci*s.zr-s.cr*s.zi)/norm // the weight over z
		for l := c.layers; l >= 1; l-- {
			s.gone = w.gone
			at := c.layer(l)
			p := here.part(0, c.room)
			if l < c.layers {
				p.start(y[at:at+c.room], c.leaves(l+1), above.part(0, c.room))
			} else {
				p.start(y[at:at+c.room], 0, lane{})
			}
			c.solveQueue(p.re, p.im, c.queueUp[(l-1)*c.room:l*c.room], s.zr+c.leaves(l), s.zi, w.lr, w.li)
			s.collect(end[at:at+c.room], sum[at:at+c.room], p)
			c.sweepCohorts(&s, l, end, sum, y, above, here, p)
			above, here = here, above
		}
		s.gone = false
		base.start(y[:c.base], 0, lane{})
		if c.layers > 0 {
			queue := c.slots - c.low
			p := above.part(0, c.room)
			addScaled(base.re[queue:], c.leaves(1), p.re)
			addScaled(base.im[queue:], c.leaves(1), p.im)
		}
		solveTridiagonal(base.re, base.im, c.up, c.down, s.zr, s.zi, w.lr, w.li)
		s.collect(end[:c.base], sum[:c.base], base)
		c.sweepCohorts(&s, 0, end, sum, y, above, here, base)
	}
}

// stillInLayers bounds the chance that of S + layers in hand more than S are left after h: some S + 1
// of them all are.
func (c *chain) stillInLayers(h float64) float64 {
	all, _ := math.Lgamma(float64(c.slots+c.layers) + 1)
	stay, _ := math.Lgamma(float64(c.slots) + 2)
	gone, _ := math.Lgamma(float64(c.layers))
	return math.Exp(all - stay - gone - float64(c.slots+1)*c.each*h)
}

// sweep is the work at one node z: what is collected with the weights of the state and of its
// integral.
type sweep struct {
	zr, zi, cr, ci, sr, si float64
	gone                   bool
	lr, li                 []float64
}

// lane is a complex vector.
type lane struct{ re, im []float64 }

func newLane(n int, spare *scratch) lane { return lane{spare.take(n), spare.take(n)} }

func (v lane) part(from, to int) lane { return lane{v.re[from:to:to], v.im[from:to:to]} }

// start sets v to y + by above; above may be missing.
func (v lane) start(y []float64, by float64, above lane) {
	if above.re == nil {
		copy(v.re, y)
		clear(v.im)
		return
	}
	re, im, ar, ai := v.re[:len(y)], v.im[:len(y)], above.re[:len(y)], above.im[:len(y)]
	for i, x := range y {
		re[i] = x + by*ar[i]
		im[i] = by * ai[i]
	}
}

// collect adds the node's share of the state and its integral.
func (s *sweep) collect(end, sum []float64, v lane) {
	im, end, sum := v.im[:len(v.re)], end[:len(v.re)], sum[:len(v.re)]
	if s.gone {
		for i, x := range v.re {
			sum[i] += s.sr*x - s.si*im[i]
		}
		return
	}
	for i, x := range v.re {
		end[i] += s.cr*x - s.ci*im[i]
		sum[i] += s.sr*x - s.si*im[i]
	}
}

// sweepCohorts solves for the cohorts in layer l (0: the base); process is the solution for the
// process there, whose arrivals feed one of them.
func (c *chain) sweepCohorts(s *sweep, l int, end, sum, y []float64, above, here, process lane) {
	if c.room == 0 || c.cohorts == 0 {
		return
	}
	served, out := c.full, 0.
	if l > 0 {
		served, out = 0, c.leaves(l)
	}
	// 1 / (z + out + served + (j+1) θ), shared by all cohorts.
	for j := range c.room {
		d := s.zr + out + served + float64(j+1)*c.theta
		q := 1 / (d*d + s.zi*s.zi)
		s.lr[j], s.li[j] = d*q, -s.zi*q
	}
	for k := range c.cohorts {
		at, from := c.waiting(k, l), c.room*(1+2*k)
		v := here.part(from, from+2*c.room)
		if l < c.layers {
			v.start(y[at:at+2*c.room], c.leaves(l+1), above.part(from, from+2*c.room))
		} else {
			v.start(y[at:at+2*c.room], 0, lane{})
		}
		m, w := v.part(0, c.room), v.part(c.room, 2*c.room)
		if k == c.fed {
			queue, up := 0, c.queueUp
			if l == 0 {
				queue, up = c.slots-c.low, c.up[c.slots-c.low:]
			} else {
				up = up[(l-1)*c.room:]
			}
			for j, u := range up[:c.room] {
				m.re[j] += u * process.re[queue+j]
				m.im[j] += u * process.im[queue+j]
			}
		}
		c.backSubstitute(m, w, served, s.lr, s.li)
		s.collect(end[at:at+2*c.room], sum[at:at+2*c.room], v)
	}
}

// backSubstitute solves for a cohort from the longest queue down: for m, and for w, which m feeds. The
// two go side by side, as each number waits for the one before.
func (c *chain) backSubstitute(m, w lane, served float64, lr, li []float64) {
	n := len(m.re)
	mr, mi, wr, wi, lr, li := m.re[:n], m.im[:n], w.re[:n], w.im[:n], lr[:n], li[:n]
	var ar, ai, br, bi float64 // m and w of position j + 1
	for j := n - 1; j >= 0; j-- {
		next, ir, ii := served+float64(j+1)*c.theta, lr[j], li[j]
		xr, xi := mr[j]+next*ar, mi[j]+next*ai
		ar, ai = xr*ir-xi*ii, xr*ii+xi*ir
		mr[j], mi[j] = ar, ai
		xr, xi = wr[j]+next*br+ar, wi[j]+next*bi+ai
		br, bi = xr*ir-xi*ii, xr*ii+xi*ir
		wr[j], wi[j] = br, bi
	}
}

// solveTridiagonal solves (z + up + down) x_i - up_{i-1} x_{i-1} - down_{i+1} x_{i+1} = b_i
// in place. lr, li are scratch.
func solveTridiagonal(xr, xi, up, down []float64, zr, zi float64, lr, li []float64) {
	n := len(xr)
	xi, up, down, lr, li = xi[:n], up[:n], down[:n], lr[:n], li[:n]
	pr := zr + up[0] + down[0]
	pi := zi
	for i := 0; ; i++ {
		s := 1 / (pr*pr + pi*pi)
		ir, ii := pr*s, -pi*s // 1 / pivot
		br, bi := xr[i], xi[i]
		xr[i], xi[i] = br*ir-bi*ii, br*ii+bi*ir
		if i == n-1 {
			break
		}
		d := down[i+1]
		lr[i], li[i] = d*ir, d*ii
		u := up[i]
		xr[i+1] += u * xr[i]
		xi[i+1] += u * xi[i]
		pr = zr + up[i+1] + d - u*lr[i]
		pi = zi - u*li[i]
	}
	for i := n - 2; i >= 0; i-- {
		xr[i] += lr[i]*xr[i+1] - li[i]*xi[i+1]
		xi[i] += lr[i]*xi[i+1] + li[i]*xr[i+1]
	}
}

// solveQueue is solveTridiagonal for a layer's queue, which abandons at q θ.
func (c *chain) solveQueue(xr, xi, up []float64, zr, zi float64, lr, li []float64) {
	n := len(xr)
	xi, up, lr, li = xi[:n], up[:n], lr[:n], li[:n]
	pr, pi := zr+up[0], zi
	for i := 0; ; i++ {
		s := 1 / (pr*pr + pi*pi)
		ir, ii := pr*s, -pi*s
		br, bi := xr[i], xi[i]
		xr[i], xi[i] = br*ir-bi*ii, br*ii+bi*ir
		if i == n-1 {
			break
		}
		d := float64(i+1) * c.theta
		lr[i], li[i] = d*ir, d*ii
		u := up[i]
		xr[i+1] += u * xr[i]
		xi[i+1] += u * xi[i]
		pr = zr + up[i+1] + d - u*lr[i]
		pi = zi - u*li[i]
	}
	for i := n - 2; i >= 0; i-- {
		xr[i] += lr[i]*xr[i+1] - li[i]*xi[i+1]
		xi[i] += lr[i]*xi[i+1] + li[i]*xr[i+1]
	}
}
