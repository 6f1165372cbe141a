package pricing

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"
)

// Estimate is a figure of simulated months with the half-width of its 95 % interval.
//
// Months that follow each other are alike, so the interval comes from sections: the figure is that of
// all months, and its spread that of 20 sections of consecutive months, each long against the memory of
// the drifts, by Student's t (Asmussen and Glynn 2007, Stochastic Simulation, III.5). It is about the chance of the
// months; what the days themselves are wrong by is in TableReport.
type Estimate struct {
	Mean      float64 `json:"mean"`
	HalfWidth float64 `json:"half_width"`
}

const sections = 20

// estimate is a figure of a series of months.
func estimate(x []float64, figure func([]float64) float64) Estimate {
	e := Estimate{Mean: figure(x)}
	var parts []float64
	for _, p := range cut(len(x), sections) {
		parts = append(parts, figure(x[p[0]:p[1]]))
	}
	e.HalfWidth = halfWidth(parts)
	return e
}

// cut is the sections of a series of months, as from and to.
func cut(months, sections int) (all [][2]int) {
	n := min(sections, months)
	for i := range n {
		all = append(all, [2]int{i * months / n, (i + 1) * months / n})
	}
	return all
}

// halfWidth is that of the interval of a figure with these values in the sections; 0 where there are fewer than two.
func halfWidth(parts []float64) float64 {
	n := float64(len(parts))
	if n < 2 {
		return 0
	}
	return distuv.StudentsT{Mu: 0, Sigma: 1, Nu: n - 1}.Quantile(0.975) * math.Sqrt(variance(parts)/n)
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// quantile of the sorted series, interpolated between its values (type 7 of Hyndman and Fan 1996).
func quantile(p float64) func([]float64) float64 {
	return func(x []float64) float64 { return sortedQuantile(slices.Sorted(slices.Values(x)), p) }
}

func sortedQuantile(x []float64, p float64) float64 {
	at := p * float64(len(x)-1)
	i := int(at)
	if i+1 >= len(x) {
		return x[len(x)-1]
	}
	return x[i] + (at-float64(i))*(x[i+1]-x[i])
}

// shareOf is the share of months with less than a value. Of none or all of them the interval is that of the rule
// of three, 3/n: what at most 95 % of such samples of independent months would miss.
func shareOf(x []float64, v float64) Estimate {
	e := estimate(x, shareBelow(v))
	if e.Mean == 0 || e.Mean == 1 {
		e.HalfWidth = 3 / float64(len(x))
	}
	return e
}

// shareBelow is the share of months with less than a value.
func shareBelow(v float64) func([]float64) float64 {
	return func(x []float64) float64 {
		n := 0
		for _, y := range x {
			if y < v {
				n++
			}
		}
		return float64(n) / float64(len(x))
	}
}

// shortfall is the mean of the worst share of months (expected shortfall, Acerbi and Tasche 2002): the
// month at the border counts in part.
func shortfall(share float64) func([]float64) float64 {
	return func(x []float64) float64 {
		x = slices.Sorted(slices.Values(x))
		left, sum := share*float64(len(x)), 0.0
		for _, v := range x {
			w := min(left, 1)
			sum += w * v
			if left -= w; left <= 0 {
				break
			}
		}
		return sum / (share * float64(len(x)))
	}
}
