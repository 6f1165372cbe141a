package pricing

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/stat/distuv"

	"frontoffice/scenarios"
)

// shock is what is changed from without, to see who bears it; the zero shock changes nothing.
type shock struct {
	volume    float64 // relative
	handle    float64 // relative
	shrinkage float64 // points, of every team
	attrition float64 // points, of every team
}

// fate is what a month is like: factors on what was forecast.
type fate struct {
	volume    float64 // of the forecast's
	handle    float64 // of the forecast's
	attrition float64 // of the expected
	shrinkage float64 // points on top of the expected
	design    float64 // load that staff is made for, of the forecast's
}

// fates draws the months one after the other. Drifts are lognormal factors with mean 1 whose normal score
// z follows
//
//	z(t) = φ z(t-1) + √(1-φ²) e(t)
//
// so that z has the standard normal law in every month. The same seed has the same e whatever the drifts.
func fates(b *scenarios.Business, months int, seed uint64, s shock) []fate {
	u := b.Uncertainty
	lead := b.Policy.Lead
	const streams = 4
	var z [streams][]float64
	for k, d := range []scenarios.Drift{u.Volume, u.HandleTime, u.Attrition, u.Shrinkage} {
		r := rand.New(rand.NewPCG(seed, 0x9e3779b97f4a7c15+uint64(k)))
		z[k] = make([]float64, months+lead)
		rest := math.Sqrt(1 - d.Persistence*d.Persistence)
		for t := range z[k] {
			e := r.NormFloat64()
			if t == 0 {
				z[k][t] = e
			} else {
				z[k][t] = d.Persistence*z[k][t-1] + rest*e
			}
		}
	}
	made := make([]fate, months)
	for t := range made {
		at := t + lead
		f := fate{
			volume:    lognormal(u.Volume.CV, z[0][at]) * (1 + s.volume),
			handle:    lognormal(u.HandleTime.CV, z[1][at]) * (1 + s.handle),
			attrition: lognormal(u.Attrition.CV, z[2][at]),
			shrinkage: u.Shrinkage.CV*z[3][at] + s.shrinkage,
			design:    1,
		}
		switch b.Policy.Name {
		case "follow":
			// Expected of the month from what was seen lead months before; a shock has been seen.
			f.design = known(u.Volume, lead, z[0][t]) * known(u.HandleTime, lead, z[1][t]) * (1 + s.volume) * (1 + s.handle)
		case "flex":
			f.design = min(max(f.volume*f.handle, 1-b.Policy.Down), 1+b.Policy.Up)
		}
		made[t] = f
	}
	return made
}

// lognormal is the factor of a normal score: exp(σ z - σ²/2) with σ² = ln(1 + cv²), so that its mean is 1.
func lognormal(cv, z float64) float64 {
	v := math.Log1p(cv * cv)
	return math.Exp(math.Sqrt(v)*z - v/2)
}

// known is the factor expected when its score was z some months before: the score now is normal with mean φ^k z and
// variance 1 - φ^2k, hence exp(σ φ^k z - σ² φ^2k / 2).
func known(d scenarios.Drift, months int, z float64) float64 {
	v := math.Log1p(d.CV * d.CV)
	p := math.Pow(d.Persistence, float64(months))
	return math.Exp(math.Sqrt(v)*p*z - v*p*p/2)
}

// luck is the random numbers of a month's days.
type luck struct{ src *rand.PCG }

// of starts the numbers of a part's month anew.
func (l *luck) of(seed uint64, month, part int) *rand.Rand {
	l.src.Seed(seed^0xd1b54a32d192ed03, uint64(month)<<16|uint64(part))
	return rand.New(l.src)
}

// factor is that of a day, of a gamma law with mean 1, for each coefficient of variation.
func factor(r *rand.Rand, cvs []float64) float64 {
	f := 1.0
	for _, cv := range cvs {
		if cv > 0 {
			shape := 1 / (cv * cv)
			f *= distuv.Gamma{Alpha: shape, Beta: shape, Src: r}.Rand()
		}
	}
	return f
}
