package sim

import (
	"context"
	"fmt"
	"math"
)

// Pair is two models that met the same customers.
type Pair struct {
	First, Second *Result
	// Difference is the second less the first, figure by figure: each Estimate is that of a
	// difference, with the interval that common random numbers leave. Waits and days are empty.
	Difference *Result
}

// RunPaired simulates two models with common random numbers, replication by replication, as
// often as o says; the figures of o.Precision are those of the difference. The models must
// have as many intervals, channels and teams, and the channels the same names; the names of
// teams matter where absences are drawn.
func RunPaired(ctx context.Context, first, second Model, o Options) (*Pair, error) {
	run, o, err := newCrew(ctx, o, &first, &second)
	if err != nil {
		return nil, err
	}
	defer run.end()
	if err := alike(&first, &second); err != nil {
		return nil, fmt.Errorf("sim: %w", err)
	}
	all := first.beyondCalls() || second.beyondCalls()
	p := newPairSummary(newSummaryOf(&first, o, all), newSummaryOf(&second, o, all))
	d, err := o.sequence(run, p.add, func() *Result { return p.difference(o) })
	if err != nil {
		return nil, err
	}
	return &Pair{p.first.whole(o, run.waits(0), run.ages(0)), p.second.whole(o, run.waits(1), run.ages(1)), d}, nil
}

// alike reports what keeps two models from being compared.
func alike(a, b *Model) error {
	var p problems
	p.add(a.intervals() != b.intervals(), "second.channels[0].arrivals", b.intervals(), "must be %d, as in the first model", a.intervals())
	p.add(a.Interval != b.Interval, "second.interval", b.Interval, "must be %g, as in the first model", a.Interval)
	p.add(len(a.Teams) != len(b.Teams), "second.teams", len(b.Teams), "must be %d, as in the first model", len(a.Teams))
	p.add(len(a.Channels) != len(b.Channels), "second.channels", len(b.Channels), "must be %d, as in the first model", len(a.Channels))
	for c := range min(len(a.Channels), len(b.Channels)) {
		p.add(a.Channels[c].Name != b.Channels[c].Name, fmt.Sprintf("second.channels[%d].name", c),
			fmt.Sprintf("%q", b.Channels[c].Name), "must be %q, as in the first model: names key the random streams", a.Channels[c].Name)
	}
	if len(p) > 0 {
		return p[0]
	}
	return nil
}

// pairSummary gathers the replications of two models.
type pairSummary struct {
	first, second   *summary
	channels, teams []cross
	quantiles       []cross // per channel
	total           []cross
}

func newPairSummary(first, second *summary) *pairSummary {
	return &pairSummary{first, second,
		newCross(len(first.channels), first.figures, first.channels[0].ratios),
		newCross(len(first.teams), numClockFigures, clockRatios),
		newCross(len(first.quantiles), numQuantiles, nil),
		newCross(len(first.total), numContactFigures, contactRatios)}
}

func (p *pairSummary) add(t []tally) {
	p.first.look(&t[0])
	p.second.look(&t[1])
	p.multiply()
	p.first.take()
	p.second.take()
}

// multiply adds the products of the figures last looked at, before either model takes them.
func (p *pairSummary) multiply() {
	a, b := p.first, p.second
	for i := range p.channels {
		p.channels[i].add(&a.channels[i], &b.channels[i], at(a.contacts, i, a.figures), at(b.contacts, i, b.figures))
	}
	for i := range p.teams {
		p.teams[i].add(&a.teams[i], &b.teams[i], at(a.clocks, i, numClockFigures), at(b.clocks, i, numClockFigures))
	}
	for i := range p.total {
		p.total[i].add(&a.total[i], &b.total[i], at(a.ofTotal, i, numContactFigures), at(b.ofTotal, i, numContactFigures))
	}
	for c := range p.quantiles {
		p.quantiles[c].add(&a.quantiles[c], &b.quantiles[c], at(a.ofQuantiles, c, numQuantiles), at(b.ofQuantiles, c, numQuantiles))
	}
}

// difference is the second model's figures less the first's.
func (p *pairSummary) difference(o Options) *Result {
	return p.first.result(o,
		func(cell int) estimates {
			return &difference{&p.first.channels[cell], &p.second.channels[cell], &p.channels[cell]}
		},
		func(cell int) estimates {
			if p.teams == nil {
				return &p.first.teams[cell]
			}
			return &difference{&p.first.teams[cell], &p.second.teams[cell], &p.teams[cell]}
		},
		func(c int) estimates {
			return &difference{&p.first.quantiles[c], &p.second.quantiles[c], &p.quantiles[c]}
		},
		func(cell int) estimates {
			return &difference{&p.first.total[cell], &p.second.total[cell], &p.total[cell]}
		})
}

// cross is the sums of products of deviations of one model's figures with the other's.
type cross struct {
	ratios []ratio
	same   []float64 // per figure, with the same
	numDen []float64 // per ratio, the first's numerator with the second's denominator
	denNum []float64 // and the other way round
}

func newCross(cells, figures int, ratios []ratio) []cross {
	all := make([]cross, cells)
	for i := range all {
		all[i] = cross{ratios, make([]float64, figures), make([]float64, len(ratios)), make([]float64, len(ratios))}
	}
	return all
}

// add takes in the figures x and y of a replication before a and b do.
func (c *cross) add(a, b *moments, x, y []float64) {
	n := a.n
	if n == 0 {
		return
	}
	f := n / (n + 1)
	dx := func(i int) float64 { return x[i] - a.sum[i]/n }
	dy := func(i int) float64 { return y[i] - b.sum[i]/n }
	for i := range c.same {
		c.same[i] += f * dx(i) * dy(i)
	}
	for j, r := range c.ratios {
		c.numDen[j] += f * dx(r.num) * dy(r.den)
		c.denNum[j] += f * dx(r.den) * dy(r.num)
	}
}

// difference is the second model's figures less the first's.
type difference struct {
	a, b  *moments
	cross *cross
}

func (d *difference) mean(i int, unit, t float64) Estimate {
	n := d.a.n
	squares := max(0, d.a.dev[i]+d.b.dev[i]-2*d.cross.same[i])
	return Estimate{
		Mean:      (d.b.sum[i] - d.a.sum[i]) / n / unit,
		HalfWidth: t * math.Sqrt(squares/(n-1)/n) / unit,
	}
}

// share is ratio: where all contacts of both models count, so do those of the difference.
func (d *difference) share(j int, t, empty float64) Estimate { return d.ratio(j, t, empty) }

// ratio is a difference of ratios of sums, with the half-width by the delta method: the
// deviation of num/den is that of num - R·den over the mean of den, of each model.
func (d *difference) ratio(j int, t, empty float64) Estimate {
	x, y := d.a.ratio(j, t, empty), d.b.ratio(j, t, empty)
	e := Estimate{Mean: y.Mean - x.Mean, Undefined: x.Undefined || y.Undefined}
	if e.Undefined {
		return e
	}
	r := d.a.ratios[j]
	n, p, q := d.a.n, x.Mean, y.Mean
	own := func(m *moments, q float64) float64 {
		return m.dev[r.num] - 2*q*m.codev[j] + q*q*m.dev[r.den]
	}
	both := d.cross.same[r.num] - q*d.cross.numDen[j] - p*d.cross.denNum[j] + p*q*d.cross.same[r.den]
	da, db := d.a.sum[r.den]/n, d.b.sum[r.den]/n
	squares := max(0, own(d.a, p)/da/da+own(d.b, q)/db/db-2*both/da/db)
	e.HalfWidth = t * math.Sqrt(squares/(n-1)/n)
	return e
}
