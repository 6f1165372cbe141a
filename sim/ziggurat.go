package sim

import "math"

// Ziggurat samplers (Marsaglia and Tsang 2000, "The ziggurat method for generating
// random variables", Journal of Statistical Software 5) with 256 layers of equal
// area, in double precision: 53 random bits place the point within its layer,
// 8 others choose the layer, one the sign. Layer i spans 0..edge[i]; its part up to
// edge[i+1] lies wholly under the density. Layer 0 carries the tail beyond edge[1].
type ziggurat struct {
	layer [256]layer
	edge  [257]float64
	f     [257]float64 // the density, unnormalized, at edge
}

// layer is what most draws need of a layer.
type layer struct {
	sure  uint64  // points below edge[i+1], of 2^53, need no test
	width float64 // edge[i] / 2^53
}

const (
	exponentialTail = 7.69711747013104972    // where the exponential's tail starts
	normalTail      = 3.65415288536100879635 // where the normal's tail starts
)

var (
	expZig = newZiggurat(exponentialTail, (exponentialTail+1)*math.Exp(-exponentialTail),
		func(x float64) float64 { return math.Exp(-x) },
		func(y float64) float64 { return -math.Log(y) })
	normZig = newZiggurat(normalTail,
		normalTail*math.Exp(-normalTail*normalTail/2)+math.Sqrt(math.Pi/2)*math.Erfc(normalTail/math.Sqrt2),
		func(x float64) float64 { return math.Exp(-x * x / 2) },
		func(y float64) float64 { return math.Sqrt(-2 * math.Log(y)) })
)

// newZiggurat lays the layers of a density f, falling from f(0) = 1, with inverse
// inv: the tail starts at r and each layer has area v.
func newZiggurat(r, v float64, f, inv func(float64) float64) (z ziggurat) {
	z.edge[0], z.edge[1] = v/f(r), r
	for i := 2; i < 256; i++ {
		z.edge[i] = inv(v/z.edge[i-1] + f(z.edge[i-1]))
	}
	z.edge[256] = 0
	for i := range z.edge {
		z.f[i] = f(z.edge[i])
	}
	for i := range z.layer {
		z.layer[i] = layer{uint64(z.edge[i+1] / z.edge[i] * 0x1p53), z.edge[i] * 0x1p-53}
	}
	return z
}

// inside places the point of 64 random bits; it reports whether it is surely under the density.
func (z *ziggurat) inside(u uint64) (x float64, sure bool) {
	l := &z.layer[u&255]
	return float64(int64(u>>11)) * l.width, u>>11 < l.sure
}

// signed gives x the sign in bit 8 of u.
func signed(x float64, u uint64) float64 {
	return math.Float64frombits(math.Float64bits(x) | u<<55&(1<<63))
}

// exponential draws from the exponential law of mean 1.
func (s stream) exponential() (stream, float64) {
	s, u := s.next()
	if x, sure := expZig.inside(u); sure {
		return s, x
	}
	return s.exponentialEdge(u)
}

// exponentialEdge finishes the rare draw whose point may lie outside the density.
func (s stream) exponentialEdge(u uint64) (stream, float64) {
	shift := 0.0
	for {
		x, sure := expZig.inside(u)
		if sure {
			return s, shift + x
		}
		i := u & 255
		if i == 0 {
			shift += exponentialTail // without memory: the tail is the law again
		} else {
			var v uint64
			s, v = s.next()
			if expZig.f[i]+unit(v)*(expZig.f[i+1]-expZig.f[i]) < math.Exp(-x) {
				return s, shift + x
			}
		}
		s, u = s.next()
	}
}

// normal draws from the standard normal law.
func (s stream) normal() (stream, float64) {
	s, u := s.next()
	if x, sure := normZig.inside(u); sure {
		return s, signed(x, u)
	}
	return s.normalEdge(u)
}

// normalEdge finishes the rare draw whose point may lie outside the density; the
// tail is that of Marsaglia 1964, "Generating a variable from the tail of the
// normal distribution", Technometrics 6.
func (s stream) normalEdge(u uint64) (stream, float64) {
	var v, w uint64
	for {
		x, sure := normZig.inside(u)
		if sure {
			return s, signed(x, u)
		}
		i := u & 255
		if i == 0 {
			for {
				s, v = s.next()
				s, w = s.next()
				a, b := -math.Log(unit(v))/normalTail, -math.Log(unit(w))
				if 2*b >= a*a {
					return s, signed(normalTail+a, u)
				}
			}
		}
		s, v = s.next()
		if normZig.f[i]+unit(v)*(normZig.f[i+1]-normZig.f[i]) < math.Exp(-x*x/2) {
			return s, signed(x, u)
		}
		s, u = s.next()
	}
}
