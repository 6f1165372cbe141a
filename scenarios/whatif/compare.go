package whatif

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// CompareOptions says how cases are compared.
type CompareOptions struct {
	Sizing       staffing.Options
	KeepPlan     bool // all have the first's agents; else each is sized anew, or has its own plan
	Replications int  // 0: by formula alone
	Seed         uint64
	Workers      int
	Confidence   float64 // 0: 0.95
	Progress     func(done, total int)
}

// Comparison is cases side by side, the first of which the others are compared to.
type Comparison struct {
	Figures      []Figure // those of the first
	Cases        []Compared
	Replications int
	Seed         uint64
	Confidence   float64
	// Joint is what the half-widths of the differences are stretched by, so that those of a figure
	// hold for all cases at once with the confidence (Bonferroni).
	Joint float64
}

// Compared is a case with its figures.
type Compared struct {
	Case
	Day         *Day
	Simulated   *sim.Result        // nil by formula
	Verdicts    []staffing.Verdict // of the targets
	Values      []Value            // in the order of Comparison.Figures; Undefined where it has none of that name
	Differences []Value            // to the first; of the first itself nil
	Paired      bool               // it met the first's customers
	Why         string             // why not
}

// Noise is whether a difference is too small to be told from chance.
func (v Value) Noise() bool { return !v.Exact && !v.Undefined && math.Abs(v.Mean) <= v.HalfWidth }

// Compare gives each case its agents and plays all of them against the same customers.
//
// Differences have the interval that common random numbers leave: Student's t over the
// replications' differences, ratios by the delta method (Law 2015, Simulation Modeling and Analysis, 5th
// ed., 10.2 and 11.2). Where there are several, those of a figure hold jointly (Bonferroni). A case whose channels or
// intervals are others than the first's cannot meet its customers: it is simulated with a seed of
// its own, and its differences have the interval of independent runs. Service levels within other times, or
// by other definitions, are not compared.
func Compare(ctx context.Context, cases []Case, o CompareOptions) (*Comparison, error) {
	if len(cases) == 0 {
		return nil, errors.New("whatif: nothing to compare")
	}
	if o.Confidence == 0 {
		o.Confidence = 0.95
	}
	c := &Comparison{Figures: Figures(cases[0].Scenario), Replications: o.Replications, Seed: o.Seed, Confidence: o.Confidence, Joint: 1}
	days, err := staffed(ctx, cases, o)
	if err != nil {
		return nil, err
	}
	for i := range cases {
		c.Cases = append(c.Cases, Compared{Case: cases[i], Day: days[i]})
	}
	if o.Replications > 0 {
		if err := c.simulate(ctx, o); err != nil {
			return nil, err
		}
	}
	for i := range c.Cases {
		c.Cases[i].value(c)
	}
	return c, nil
}

// staffed gives every case its agents.
func staffed(ctx context.Context, cases []Case, o CompareOptions) ([]*Day, error) {
	days := make([]*Day, len(cases))
	sizing := Method(o.Sizing, cases[0].Scenario, len(cases))
	of := func(i int) error {
		d, err := cases[i].Staff(ctx, sizing)
		if err != nil {
			return fmt.Errorf("%s: %w", cases[i].Name, err)
		}
		days[i] = d
		return nil
	}
	if err := of(0); err != nil {
		return nil, err
	}
	if o.KeepPlan {
		cases = slices.Clone(cases)
		if cases[0].Plan = days[0].Plan; days[0].Month != nil { // its month too is that of the plan
			if err := of(0); err != nil {
				return nil, err
			}
		}
		for i := range cases {
			cases[i].Plan = days[0].Plan
		}
	}
	sizing.Workers = 1 // the cases run at once
	return days, each(ctx, len(cases)-1, o.Workers, func(_ context.Context, i int) error { return of(i + 1) }, nil)
}

// batch is how many cases are simulated at once beside the first, which bounds the memory.
const batch = 50

// simulate plays all cases.
func (c *Comparison) simulate(ctx context.Context, o CompareOptions) error {
	options := sim.Options{Replications: o.Replications, Seed: o.Seed, Workers: o.Workers, Confidence: o.Confidence}
	models := make([]sim.Model, len(c.Cases))
	paired := []int{}
	var alone []int
	for i := range c.Cases {
		models[i] = staffing.Model(c.Cases[i].Scenario, c.Cases[i].Day.Plan)
		if i == 0 {
			continue
		}
		if c.Cases[i].Why = strangers(c.Cases[0].Scenario, c.Cases[i].Scenario); c.Cases[i].Why == "" {
			paired = append(paired, i)
		} else {
			alone = append(alone, i)
		}
	}
	if n := len(c.Cases) - 1; n > 1 {
		c.Joint = jointly(n, o.Replications, o.Confidence)
	}
	// Progress counts days: of each batch the first's too.
	batches := max(1, (len(paired)+batch-1)/batch)
	total, done := (batches+len(paired)+len(alone))*o.Replications, 0
	step := func(models int) func(int, int) {
		if o.Progress == nil {
			return nil
		}
		before := done
		done += models * o.Replications
		return func(r, _ int) { o.Progress(before+r*models, total) }
	}
	differences := map[int]*sim.Result{}
	for from := 0; from == 0 || from < len(paired); from += batch {
		some := paired[from:min(from+batch, len(paired))]
		together := []sim.Model{models[0]}
		for _, i := range some {
			together = append(together, models[i])
		}
		options.Progress = step(len(together))
		r, err := sim.RunCompared(ctx, together, options)
		if err != nil {
			return fmt.Errorf("simulating: %w", err)
		}
		c.Cases[0].Simulated = r.Results[0]
		for k, i := range some {
			c.Cases[i].Simulated, c.Cases[i].Paired = r.Results[k+1], true
			differences[i] = r.Differences[k+1]
		}
	}
	for _, i := range alone {
		own := options
		own.Seed = o.Seed + uint64(i)*0x9e3779b97f4a7c15 // other customers than the first's
		own.Progress = step(1)
		r, err := sim.Run(ctx, models[i], own)
		if err != nil {
			return fmt.Errorf("simulating %s: %w", c.Cases[i].Name, err)
		}
		c.Cases[i].Simulated = r
	}
	for i := range c.Cases {
		c.Cases[i].Verdicts = staffing.Judge(c.Cases[i].Day.Day, c.Cases[i].Simulated)
		if i > 0 {
			c.differ(i, differences[i])
		}
	}
	return nil
}

// strangers says why two scenarios do not meet the same customers, "" where they do.
func strangers(a, b *scenarios.Scenario) string {
	switch {
	case a.Interval != b.Interval || a.Open != b.Open || a.Close != b.Close:
		return fmt.Sprintf("its intervals are other ones (%s by %s, not %s by %s)", b.Hours(), scenarios.ShortDuration(b.Interval), a.Hours(), scenarios.ShortDuration(a.Interval))
	case !slices.EqualFunc(a.Channels, b.Channels, func(x, y scenarios.Channel) bool { return x.Name == y.Name }):
		return "its channels are other ones"
	}
	return ""
}

// jointly is how many half-widths hold n differences at once with the confidence.
func jointly(n, replications int, confidence float64) float64 {
	t := distuv.StudentsT{Sigma: 1, Nu: float64(replications - 1)}
	miss := 1 - confidence
	return t.Quantile(1-miss/float64(2*n)) / t.Quantile(1-miss/2)
}

// value fills in the figures of a case.
func (c *Compared) value(of *Comparison) {
	own := Figures(c.Scenario)
	first := &of.Cases[0]
	for k, f := range of.Figures {
		mine, err := Find(own, f.Name)
		if err != nil {
			c.Values = append(c.Values, undefined)
		} else {
			c.Values = append(c.Values, mine.Of(c.Day, c.Simulated))
		}
		if c == first {
			continue
		}
		a, b := first.Values[k], c.Values[k]
		if !alike(f.Name, first.Scenario, c.Scenario) {
			b.Undefined = true
		}
		if len(c.Differences) > k && !(a.Exact && b.Exact) {
			continue // simulated together
		}
		d := Value{Estimate: sim.Estimate{Mean: b.Mean - a.Mean, HalfWidth: math.Hypot(a.HalfWidth, b.HalfWidth) * of.Joint, Undefined: a.Undefined || b.Undefined}, Exact: a.Exact && b.Exact}
		if len(c.Differences) > k {
			c.Differences[k] = d
		} else {
			c.Differences = append(c.Differences, d)
		}
	}
}

// alike is whether a figure is counted alike in two scenarios: service levels within other times or by
// other definitions have no difference.
func alike(name string, a, b *scenarios.Scenario) bool {
	for i := range a.Channels {
		x := &a.Channels[i]
		for k := range b.Channels {
			if y := &b.Channels[k]; x.Name == y.Name && name == x.Name+".service_level" {
				return staffing.Within(x) == staffing.Within(y) && x.Target.Definition == y.Target.Definition
			}
		}
	}
	return true
}

// differ takes the differences of a case that met the first's customers.
func (c *Comparison) differ(i int, r *sim.Result) {
	if r == nil {
		return
	}
	for _, f := range c.Figures {
		if f.Staff || r.Teams == nil && f.team || !alike(f.Name, c.Cases[0].Scenario, c.Cases[i].Scenario) {
			c.Cases[i].Differences = append(c.Cases[i].Differences, undefined)
			continue
		}
		e := f.simulated(c.Cases[0].Day, r)
		e.HalfWidth *= c.Joint
		c.Cases[i].Differences = append(c.Cases[i].Differences, Value{Estimate: e})
	}
}
