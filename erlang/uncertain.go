package erlang

import (
	"context"
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"
)

// Busyness says how uncertain a day's demand is. The rate in interval i is Rates[i] times D times F_i: D
// is gamma distributed with mean 1, one for the day (so busy days are busy all day), and the F_i are gamma
// with mean 1, independent of each other. Both are known to nobody before.
type Busyness struct {
	Day      float64 `json:"day_cv"`      // coefficient of variation of D; 0: D = 1
	Interval float64 `json:"interval_cv"` // of each F_i; 0: F_i = 1

	// Nodes of the Gauss-Laguerre rule for each factor; 0: 24, exact to about 1e-7 for a CV of 0.3.
	Nodes int `json:"nodes,omitzero"`

	// Shares, each between 0 and 1, of the days whose service level is wanted: 0.1 asks for the
	// level that one day in ten does not reach.
	Shares []float64 `json:"shares,omitempty"`
}

// BusyDay is what a day is like whose factor D is known.
type BusyDay struct {
	Factor       float64 `json:"factor"`
	Weight       float64 `json:"weight"` // of this factor in the averages
	Offered      float64 `json:"offered"`
	ServiceLevel Levels  `json:"service_level"`
	ASA          float64 `json:"asa_s"`
	Abandonment  float64 `json:"abandonment"`
}

// WorseDay is the service level that a share of the days does not reach. It is that expected given D: the chance
// of the single contacts within a day comes on top.
type WorseDay struct {
	Share        float64 `json:"share"`
	Factor       float64 `json:"factor"` // D on that day
	ServiceLevel Levels  `json:"service_level"`
}

// UncertainPerformance is the average over days, with counts and times averaged first: a service level is the share
// of all contacts, and busy days count for more.
type UncertainPerformance struct {
	DayPerformance
	Days   []BusyDay  `json:"days"`
	Shares []WorseDay `json:"shares,omitempty"`
}

type factorNode struct{ factor, weight float64 }

// gammaRule is the generalised Gauss-Laguerre rule for a gamma factor with mean 1 and the given
// coefficient of variation (Golub and Welsch 1969, "Calculation of Gauss quadrature rules").
func gammaRule(cv float64, nodes int) []factorNode {
	if cv == 0 {
		return []factorNode{{1, 1}}
	}
	shape := 1 / (cv * cv)
	jacobi := mat.NewSymDense(nodes, nil)
	for k := range nodes {
		jacobi.SetSym(k, k, 2*float64(k)+shape)
		if k > 0 {
			jacobi.SetSym(k-1, k, math.Sqrt(float64(k)*(float64(k)+shape-1)))
		}
	}
	var eigen mat.EigenSym
	if !eigen.Factorize(jacobi, true) { // finite symmetric matrices always have a decomposition
		panic("erlang: no eigenvalues of a Jacobi matrix")
	}
	var vectors mat.Dense
	eigen.VectorsTo(&vectors)
	rule := make([]factorNode, nodes)
	for k, x := range eigen.Values(nil) {
		v := vectors.At(0, k)
		rule[k] = factorNode{math.Max(0, x/shape), v * v}
	}
	return rule
}

func (b *Busyness) check() error {
	for _, f := range []struct {
		field string
		v     float64
	}{{"Busyness.Day", b.Day}, {"Busyness.Interval", b.Interval}} {
		if !(f.v >= 0 && f.v <= 3) || f.v > 0 && f.v < 1e-4 {
			return &InputError{f.field, f.v, "0, or a coefficient of variation from 1e-4 to 3"}
		}
	}
	if b.Nodes < 0 || b.Nodes > 200 {
		return &InputError{"Busyness.Nodes", float64(b.Nodes), "0 (24) to 200"}
	}
	for _, s := range b.Shares {
		if !(s > 0 && s < 1) {
			return &InputError{"Busyness.Shares", s, "above 0 and below 1"}
		}
	}
	return nil
}

// EvaluateUncertain is Evaluate for uncertain demand, averaged over days: each factor by quadrature, the
// day's over whole days, the intervals' from one interval to the next, where the law of the state is averaged: that
// is exact, as the factors to come do not depend on the state.
func (d Day) EvaluateUncertain(ctx context.Context, agents []int, within float64, b Busyness) (UncertainPerformance, error) {
	if err := d.check(agents, within); err != nil {
		return UncertainPerformance{}, err
	}
	if err := b.check(); err != nil {
		return UncertainPerformance{}, err
	}
	nodes := b.Nodes
	if nodes == 0 {
		nodes = 24
	}
	spread := gammaRule(b.Interval, nodes)
	run := func(factor float64) (*dayRun, error) {
		r := newDayRun(ctx, &d, agents, within)
		r.factor = factor
		for i := range agents {
			r.begin(i)
			if err := r.throughSpread(i, spread); err != nil {
				return nil, err
			}
		}
		return r, r.drain()
	}
	var out UncertainPerformance
	var sum *dayRun
	for _, node := range gammaRule(b.Day, nodes) {
		r, err := run(node.factor)
		if err != nil {
			return UncertainPerformance{}, err
		}
		day := r.report().Day
		out.Days = append(out.Days, BusyDay{node.factor, node.weight, day.Offered, day.ServiceLevel, day.ASA, day.Abandonment})
		if sum == nil {
			sum = r.clone(agents)
			sum.weigh(node.weight)
		} else {
			sum.mix(r, node.weight)
		}
	}
	out.DayPerformance = sum.report()
	for _, share := range b.Shares {
		factor := 1.
		if b.Day > 0 { // the busier the day, the lower its service level
			shape := 1 / (b.Day * b.Day)
			factor = distuv.Gamma{Alpha: shape, Beta: shape}.Quantile(1 - share)
		}
		r, err := run(factor)
		if err != nil {
			return UncertainPerformance{}, err
		}
		out.Shares = append(out.Shares, WorseDay{share, factor, r.report().Day.ServiceLevel})
	}
	return out, nil
}

// throughSpread is through, averaged over the interval's own factor.
func (r *dayRun) throughSpread(i int, spread []factorNode) error {
	if len(spread) == 1 {
		return r.through(i)
	}
	whole := r.factor
	var sum *dayRun
	for _, node := range spread {
		c := r.clone(r.agents)
		c.factor = whole * node.factor
		if err := c.through(i); err != nil {
			return err
		}
		if sum == nil {
			sum = c
			sum.weigh(node.weight)
		} else {
			sum.mix(c, node.weight)
		}
	}
	sum.factor = whole
	*r = *sum
	return nil
}

// weigh multiplies a run's sums and state by w.
func (r *dayRun) weigh(w float64) {
	zero := *r
	r.cohorts, r.clocks = make([]cohortSums, len(zero.cohorts)), make([]clockSums, len(zero.clocks))
	r.backlog, r.after = cohortSums{}, clockSums{}
	r.records = make([]DayState, len(zero.records))
	r.closing = DayState{}
	s := r.state
	r.state = dayState{slots: s.slots, low: s.low, p: make([]float64, len(s.p))}
	r.mix(&zero, w)
}

// mix adds w times the sums and state of o, of the same day.
func (r *dayRun) mix(o *dayRun, w float64) {
	for i := range r.cohorts {
		r.cohorts[i].addWeighted(&o.cohorts[i], w)
		r.clocks[i].addWeighted(&o.clocks[i], w)
	}
	r.backlog.addWeighted(&o.backlog, w)
	r.after.addWeighted(&o.after, w)
	r.closing.mix(o.closing, w)
	for k := range r.records {
		r.records[k].mix(o.records[k], w)
	}
	r.now, r.record = o.now, o.record
	r.state.mix(&o.state, w)
}

// mix adds w times o. The weights add up to 1 in the end; until then the mean is over weight.
func (d *DayState) mix(o DayState, w float64) {
	square := d.Variance + d.InSystem*d.InSystem/math.Max(d.weight, 1e-300)
	d.Time = o.Time
	d.weight += w
	d.InSystem += w * o.InSystem
	d.InHand += w * o.InHand
	d.Queue += w * o.Queue
	d.PAllBusy += w * o.PAllBusy
	d.PEmpty += w * o.PEmpty
	square += w * (o.Variance + o.InSystem*o.InSystem)
	d.Variance = math.Max(0, square-d.InSystem*d.InSystem/d.weight)
}

// mix adds w times the law of o, of the same slots.
func (s *dayState) mix(o *dayState, w float64) {
	low, high := min(s.low, o.low), max(s.low+len(s.p), o.low+len(o.p))
	p := make([]float64, high-low)
	copy(p[s.low-low:], s.p)
	addScaled(p[o.low-low:], w, o.p)
	s.low, s.p = low, p
	s.layers = mixRows(s.layers, o.layers, w)
	for _, g := range o.groups {
		k := slices.IndexFunc(s.groups, func(x *waiting) bool { return x.interval == g.interval })
		if k < 0 {
			s.groups = append(s.groups, &waiting{interval: g.interval, few: g.few, open: g.open})
			k = len(s.groups) - 1
		}
		s.groups[k].m, s.groups[k].w = mixRows(s.groups[k].m, g.m, w), mixRows(s.groups[k].w, g.w, w)
	}
	for _, g := range s.groups { // all with as many layers as the process
		for len(g.m) < len(s.layers)+1 {
			g.m, g.w = append(g.m, nil), append(g.w, nil)
		}
	}
	s.memory = nil
}

func mixRows(to, from [][]float64, w float64) [][]float64 {
	for l, row := range from {
		if l == len(to) {
			to = append(to, nil)
		}
		sum := make([]float64, max(len(to[l]), len(row)))
		copy(sum, to[l])
		addScaled(sum, w, row)
		to[l] = sum
	}
	return to
}
