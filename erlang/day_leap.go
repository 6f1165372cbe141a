package erlang

import "math"

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

// leap writes to end the vector after time h, and to sum its integral.
//
// The transform (z - G)^-1 y costs one sweep through the states for each of 13 nodes,
// whatever h is: G is tridiagonal in the base and in each layer, and bidiagonal for the
// cohorts. Elimination needs no pivots, as all have an imaginary part of the sign of
// z's and at least its size.
func (c *chain) leap(end, sum, y []float64, h float64, spare *scratch) {
	n := c.size()
	re, im := spare.take(n), spare.take(n)
	lr, li := spare.take(max(c.base, c.room)), spare.take(max(c.base, c.room))
	clear(end)
	clear(sum)
	for _, node := range leapRule {
		zr, zi := node.zr/h, node.zi/h
		c.resolve(re, im, y, zr, zi, lr, li)
		cr, ci := node.cr/h, node.ci/h
		norm := zr*zr + zi*zi
		sr, si := (cr*zr+ci*zi)/norm, (ci*zr-cr*zi)/norm // the weight over z
		im, end, sum := im[:n], end[:n], sum[:n]
		for i, x := range re[:n] {
			v := im[i]
			end[i] += cr*x - ci*v
			sum[i] += sr*x - si*v
		}
	}
	spare.give(re, im, lr, li)
}

// resolve computes x = (z - G)^-1 y.
func (c *chain) resolve(re, im, y []float64, zr, zi float64, lr, li []float64) {
	for l := c.layers; l >= 1; l-- {
		at := c.layer(l)
		xr, xi := re[at:at+c.room], im[at:at+c.room]
		copy(xr, y[at:at+c.room])
		clear(xi)
		if l < c.layers {
			next := c.layer(l + 1)
			addScaled(xr, c.leaves(l+1), re[next:next+c.room])
			addScaled(xi, c.leaves(l+1), im[next:next+c.room])
		}
		c.solveQueue(xr, xi, c.queueUp[(l-1)*c.room:l*c.room], zr+c.leaves(l), zi, lr, li)
	}
	xr, xi := re[:c.base], im[:c.base]
	copy(xr, y)
	clear(xi)
	queue := c.slots - c.low
	if c.layers > 0 {
		next := c.layer(1)
		addScaled(xr[queue:], c.leaves(1), re[next:next+c.room])
		addScaled(xi[queue:], c.leaves(1), im[next:next+c.room])
	}
	solveTridiagonal(xr, xi, c.up, c.down, zr, zi, lr, li)
	if c.room == 0 {
		return
	}
	for l := c.layers; l >= 0 && c.cohorts > 0; l-- {
		served, out := c.full, 0.
		if l > 0 {
			served, out = 0, c.leaves(l)
		}
		// 1 / (z + out + served + (j+1) θ), shared by all cohorts.
		for j := range c.room {
			d := zr + out + served + float64(j+1)*c.theta
			s := 1 / (d*d + zi*zi)
			lr[j], li[j] = d*s, -zi*s
		}
		for k := range c.cohorts {
			at := c.waiting(k, l)
			mr, mi := re[at:at+2*c.room], im[at:at+2*c.room]
			copy(mr, y[at:at+2*c.room])
			clear(mi)
			if l < c.layers {
				above := c.waiting(k, l+1)
				addScaled(mr, c.leaves(l+1), re[above:above+2*c.room])
				addScaled(mi, c.leaves(l+1), im[above:above+2*c.room])
			}
			if k == c.fed {
				c.feed(mr[:c.room], re, l, 1)
				c.feed(mi[:c.room], im, l, 1)
			}
			c.backSubstitute(mr[:c.room], mi[:c.room], served, lr, li)
			addScaled(mr[c.room:], 1, mr[:c.room])
			addScaled(mi[c.room:], 1, mi[:c.room])
			c.backSubstitute(mr[c.room:], mi[c.room:], served, lr, li)
		}
	}
}

// backSubstitute solves for a cohort from the longest queue down.
func (c *chain) backSubstitute(xr, xi []float64, served float64, lr, li []float64) {
	var nr, ni float64 // of position j + 1
	xi, lr, li = xi[:len(xr)], lr[:len(xr)], li[:len(xr)]
	for j := len(xr) - 1; j >= 0; j-- {
		next := served + float64(j+1)*c.theta
		br, bi := xr[j]+next*nr, xi[j]+next*ni
		nr, ni = br*lr[j]-bi*li[j], br*li[j]+bi*lr[j]
		xr[j], xi[j] = nr, ni
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
