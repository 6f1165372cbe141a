package sim

import "math"

// Precision is a figure whose confidence interval must be narrow enough. It is reached when
// the half-width is at most HalfWidth, or at most Relative of the mean.
type Precision struct {
	Of        func(*Result) Estimate // which figure: func(r *Result) Estimate { return r.Channels[0].Day.ASA }
	HalfWidth float64                // in the figure's own unit
	Relative  float64                // share of the mean
}

func (p *Precision) reached(e Estimate) bool {
	return !e.Undefined && (e.HalfWidth <= p.HalfWidth || e.HalfWidth <= p.Relative*math.Abs(e.Mean))
}

// times is how many times the replications are needed, as the half-width falls with their root.
func (p *Precision) times(e Estimate) float64 {
	want := max(p.HalfWidth, p.Relative*math.Abs(e.Mean))
	if e.Undefined || want == 0 {
		return math.Inf(1)
	}
	return e.HalfWidth / want * e.HalfWidth / want
}

// sequence runs the replications asked for, and more until the precision is reached. Whether
// it is, is looked at after numbers of replications that follow from the figures alone, so
// that the workers change nothing; each time at least a fifth more and at most four
// times as many, so that a lucky first look does not end the run and an unlucky one does not
// prolong it much. (Looking often would make intervals cover less: Law and Kelton 1982,
// "Confidence intervals for steady-state simulations II", Management Science 28.)
func (o Options) sequence(run *crew, add func([]tally), result func() *Result) (*Result, error) {
	done, to := 0, o.Replications
	for {
		if err := run.play(done, to, add); err != nil {
			return nil, err
		}
		r := result()
		need := 0.0
		for i, p := range o.Precision {
			if e := p.Of(r); !p.reached(e) {
				r.Unmet = append(r.Unmet, i)
				need = max(need, p.times(e))
			}
		}
		if len(r.Unmet) == 0 || to >= o.MaxReplications {
			return r, nil
		}
		done = to
		n := float64(done)
		to = min(int(min(max(math.Ceil(1.05*need*n), math.Ceil(1.2*n)), 4*n)), o.MaxReplications)
	}
}
