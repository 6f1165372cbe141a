package erlang

import "math"

// A poissonLaw holds the chances that a Poisson number is k, and more than k, for k = 0, 1, ...
// up to where the tail is below the precision asked for. The tails are summed from
// their end: no difference is taken.
type poissonLaw struct {
	mean     float64
	is, more []float64
}

// set computes the law for a mean of up to 600.
func (p *poissonLaw) set(mean, precision float64) {
	p.mean = mean
	p.is, p.more = p.is[:0], p.more[:0]
	pi := math.Exp(-mean)
	for k := 0.; ; k++ {
		p.is = append(p.is, pi)
		// Beyond the mean the terms fall faster than a geometric series.
		if next := mean / (k + 1); next < 1 && pi*next/(1-next) < precision {
			break
		}
		pi *= mean / (k + 1)
	}
	p.more = append(p.more, p.is...)
	tail := 0.
	for k := len(p.is) - 1; k >= 0; k-- {
		p.more[k] = tail
		tail += p.is[k]
	}
}
