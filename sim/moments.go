package sim

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// ratio is a ratio of sums: figure num over figure den.
type ratio struct{ num, den int }

// moments are the running sums, squared deviations and co-deviations, over
// replications, of a few figures. The updates are those of Welford 1962, "Note on a method
// for calculating corrected sums of squares and products", Technometrics 4, with the
// mean taken from the sum: sums of counts are exact.
type moments struct {
	ratios []ratio
	n      float64
	sum    []float64
	dev    []float64 // sum of squared deviations from the mean
	codev  []float64 // per ratio: sum of products of deviations
}

func newMoments(figures int, ratios []ratio) moments {
	words := make([]float64, 2*figures+len(ratios))
	return moments{
		ratios: ratios,
		sum:    words[:figures:figures],
		dev:    words[figures : 2*figures : 2*figures],
		codev:  words[2*figures:],
	}
}

// add takes in the figures of one replication.
func (m *moments) add(x []float64) {
	before := m.n
	m.n++
	if before > 0 {
		f := before / m.n
		for i, r := range m.ratios {
			m.codev[i] += f * (x[r.num] - m.sum[r.num]/before) * (x[r.den] - m.sum[r.den]/before)
		}
		for i := range m.sum {
			d := x[i] - m.sum[i]/before
			m.dev[i] += f * d * d
		}
	}
	for i := range m.sum {
		m.sum[i] += x[i]
	}
}

// mean is the mean of figure i divided by unit, with the half-width t standard errors.
func (m *moments) mean(i int, unit, t float64) Estimate {
	return Estimate{
		Mean:      m.sum[i] / m.n / unit,
		HalfWidth: t * math.Sqrt(m.dev[i]/(m.n-1)/m.n) / unit,
	}
}

// ratio is the ratio of sums j, with the half-width t standard errors by the delta method
// (Cochran 1977, Sampling Techniques, 6.3): the variance of num/den is that of
// num - R·den over the squared mean of den. With nothing in the denominator it is
// empty, marked undefined.
func (m *moments) ratio(j int, t, empty float64) Estimate {
	r := m.ratios[j]
	if m.sum[r.den] == 0 {
		return Estimate{Mean: empty, Undefined: true}
	}
	q := m.sum[r.num] / m.sum[r.den]
	// Rounding may leave the sum of squares a little below 0 where it is 0.
	squares := max(0, m.dev[r.num]-2*q*m.codev[j]+q*q*m.dev[r.den])
	return Estimate{
		Mean:      q,
		HalfWidth: t * math.Sqrt(squares/(m.n-1)*m.n) / m.sum[r.den],
	}
}

// share is a ratio of counts of contacts, one among the others. Where all contacts, or none, are
// counted they show no variance to measure, yet the next might be otherwise: the half-width
// is then t²/(d + t²) for d contacts, how far the score interval (Wilson 1927, "Probable
// inference", J. Amer. Statist. Assoc. 22) reaches from 0 or 1.
func (m *moments) share(j int, t, empty float64) Estimate {
	e := m.ratio(j, t, empty)
	if !e.Undefined && (e.Mean == 0 || e.Mean == 1) {
		e.HalfWidth = t * t / (m.sum[m.ratios[j].den] + t*t)
	}
	return e
}

// studentT is the number of standard errors to either side of the mean of n
// observations that holds the true mean with the given confidence.
func studentT(confidence float64, n int) float64 {
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 1)}.Quantile(0.5 + confidence/2)
}
