package sim

import "math"

// Law is the distribution of a time, in seconds. The zero Law is "never" (a
// patience without end); a handle time needs a mean.
type Law struct {
	Kind   Kind      // which family
	Mean   float64   // seconds; not used by Never and Empirical
	CV     float64   // coefficient of variation of Lognormal, Gamma, Hyperexponential and Uniform; the first two are Deterministic below 1e-9
	Phases int       // Erlang: how many exponential phases
	Sample []float64 // Empirical: seconds, drawn from with equal chance
}

// Kind is a family of laws.
type Kind int

const (
	Never            Kind = iota // beyond any time
	Exponential                  // coefficient of variation 1
	Lognormal                    // by Mean and CV
	Gamma                        // by Mean and CV: shape 1/CV², scale Mean·CV²
	Deterministic                // always Mean
	Empirical                    // one of Sample
	Erlang                       // by Mean and Phases: the sum of so many exponential times of mean Mean/Phases
	Hyperexponential             // by Mean and CV from 1: one of two exponentials, each giving half the mean (balanced means)
	Uniform                      // by Mean and CV up to 1/√3: from Mean(1-√3 CV) to Mean(1+√3 CV)
)

// String is the family's name in lower case.
func (k Kind) String() string {
	switch k {
	case Never:
		return "never"
	case Exponential:
		return "exponential"
	case Lognormal:
		return "lognormal"
	case Gamma:
		return "gamma"
	case Deterministic:
		return "deterministic"
	case Empirical:
		return "empirical"
	case Erlang:
		return "erlang"
	case Hyperexponential:
		return "hyperexponential"
	case Uniform:
		return "uniform"
	}
	return "unknown"
}

// sampler is a Law made ready to draw from.
type sampler struct {
	kind Kind
	// Exponential: a is the mean. Lognormal: a and b are mean and deviation of the
	// logarithm. Gamma: a is d and b is c of Marsaglia and Tsang, scale the scale,
	// boost 1/shape where the shape is below 1, else 0. Deterministic: a. Hyperexponential: a and
	// b are the means, scale the chance of the first. Uniform: a is the start, b the length.
	a, b, scale, boost float64
	sample             []float64
}

func newSampler(l Law) sampler {
	s := sampler{kind: l.Kind, a: l.Mean, sample: l.Sample}
	if (l.Kind == Lognormal || l.Kind == Gamma) && (l.CV < 1e-9 || l.Mean == 0) {
		s.kind = Deterministic
		return s
	}
	if l.Kind == Erlang {
		s.kind, l.Kind, l.CV = Gamma, Gamma, 1/math.Sqrt(float64(l.Phases))
		if l.Mean == 0 {
			s.kind = Deterministic
		}
	}
	switch l.Kind {
	case Hyperexponential:
		root := math.Sqrt((l.CV*l.CV - 1) / (l.CV*l.CV + 1))
		s.scale = (1 + root) / 2
		second := 1 / (l.CV*l.CV + 1) / (1 + root) // 1 - scale, without cancellation
		s.a, s.b = l.Mean/(2*s.scale), l.Mean/(2*second)
	case Uniform:
		half := math.Sqrt(3) * l.CV * l.Mean
		s.a, s.b = max(l.Mean-half, 0), 2*half
	case Lognormal:
		v := math.Log1p(l.CV * l.CV)
		s.a, s.b = math.Log(l.Mean)-v/2, math.Sqrt(v)
	case Gamma:
		shape := 1 / (l.CV * l.CV)
		s.scale = l.Mean * l.CV * l.CV
		if shape < 1 {
			s.boost = 1 / shape
			shape++
		}
		s.a = shape - 1.0/3
		s.b = 1 / (3 * math.Sqrt(s.a))
	}
	return s
}

// fill draws len(dst) times from the law.
func (p *sampler) fill(dst []float64, s stream) stream {
	switch p.kind {
	case Never:
		for i := range dst {
			dst[i] = math.Inf(1)
		}
	case Exponential:
		return fillExponential(dst, s, p.a)
	case Lognormal:
		return fillLognormal(dst, s, p.a, p.b)
	case Gamma:
		for i := range dst {
			s, dst[i] = p.gamma(s)
		}
	case Deterministic:
		for i := range dst {
			dst[i] = p.a
		}
	case Hyperexponential:
		for i := range dst {
			var u uint64
			s, u = s.next()
			s, dst[i] = s.exponential()
			if unit(u) < p.scale {
				dst[i] *= p.a
			} else {
				dst[i] *= p.b
			}
		}
	case Uniform:
		for i := range dst {
			var u uint64
			s, u = s.next()
			dst[i] = p.a + p.b*unit(u)
		}
	case Empirical:
		n := uint64(len(p.sample))
		for i := range dst {
			var u uint64
			s, u = s.next()
			dst[i] = p.sample[u>>32*n>>32] // at most 2^32 values: the bias is below 2^-32 n
		}
	}
	return s
}

// fillExponential and fillLognormal are exponential and normal written out: a call for
// each draw would take as long as the draw.

func fillExponential(dst []float64, s stream, mean float64) stream {
	for i := range dst {
		var u uint64
		s, u = s.next()
		x, sure := expZig.inside(u)
		if !sure {
			s, x = s.exponentialEdge(u)
		}
		dst[i] = x * mean
	}
	return s
}

func fillLognormal(dst []float64, s stream, mu, sigma float64) stream {
	for i := range dst {
		var u uint64
		s, u = s.next()
		x, sure := normZig.inside(u)
		if x = signed(x, u); !sure {
			s, x = s.normalEdge(u)
		}
		dst[i] = mu + sigma*x
	}
	for i, x := range dst {
		dst[i] = math.Exp(x)
	}
	return s
}

// gamma draws by Marsaglia and Tsang 2000, "A simple method for generating gamma
// variables", ACM TOMS 26: d(1+cx)³ with x normal, accepted against the density;
// shapes below 1 by their own boost, times U^(1/shape).
func (p *sampler) gamma(s stream) (stream, float64) {
	var x float64
	var u uint64
	for {
		s, x = s.normal()
		y := p.b * x
		if y <= -1 {
			continue
		}
		s, u = s.next()
		v := (1 + y) * (1 + y) * (1 + y)
		// 1 - v + ln v, written so that large shapes do not cancel.
		if math.Log(unit(u)) < x*x/2+p.a*(3*math.Log1p(y)-y*(3+y*(3+y))) {
			g := p.a * v * p.scale
			if p.boost > 0 {
				s, u = s.next()
				g *= math.Pow(unit(u), p.boost)
			}
			return s, g
		}
	}
}
