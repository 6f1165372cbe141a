package sim

import (
	"context"
	"fmt"
	"slices"
)

// Comparison is several models that met the same customers.
type Comparison struct {
	Results []*Result // of each model, in their order
	// Differences is each model less the first, figure by figure, as Pair.Difference; that of the first
	// with itself is nil. Where the teams are others than the first's, there are none of teams.
	Differences []*Result
}

// RunCompared simulates several models with common random numbers, replication by replication,
// each once, and takes the differences of all to the first. It asks of the models what RunPaired does, but
// that their teams may differ. o.Precision is not for it.
func RunCompared(ctx context.Context, models []Model, o Options) (*Comparison, error) {
	if len(models) == 0 {
		return nil, &FieldError{"models", 0, "must be at least 1"}
	}
	if len(o.Precision) > 0 {
		return nil, &FieldError{"options.precision", len(o.Precision), "must be none: which model's would it be?"}
	}
	all := make([]*Model, len(models))
	for i := range models {
		all[i] = &models[i]
	}
	run, o, err := newCrew(ctx, o, all...)
	if err != nil {
		return nil, err
	}
	defer run.end()
	beyond := slices.ContainsFunc(all, (*Model).beyondCalls)
	first := newSummaryOf(all[0], o, beyond)
	c := &comparing{first: first}
	for i, m := range all[1:] {
		if err := alikeChannels(all[0], m); err != nil {
			return nil, fmt.Errorf("sim: model %d: %w", i+2, err)
		}
		p := newPairSummary(first, newSummaryOf(m, o, beyond))
		if !sameTeams(all[0], m) {
			p.teams = nil
		}
		c.pairs = append(c.pairs, p)
	}
	if err := run.play(0, o.Replications, c.add); err != nil {
		return nil, err
	}
	out := &Comparison{Results: []*Result{first.whole(o, run.waits(0), run.ages(0))}, Differences: []*Result{nil}}
	for i, p := range c.pairs {
		out.Results = append(out.Results, p.second.whole(o, run.waits(i+1), run.ages(i+1)))
		out.Differences = append(out.Differences, c.difference(p, o))
	}
	return out, nil
}

// alikeChannels reports what keeps two models from meeting the same customers.
func alikeChannels(a, b *Model) error {
	if sameTeams(a, b) {
		return alike(a, b)
	}
	teams := *b
	teams.Teams = a.Teams
	return alike(a, &teams)
}

func sameTeams(a, b *Model) bool {
	if len(a.Teams) != len(b.Teams) {
		return false
	}
	for i := range a.Teams {
		if a.Teams[i].Name != b.Teams[i].Name {
			return false
		}
	}
	return true
}

// comparing gathers the replications of several models, and their products with the first's.
type comparing struct {
	first *summary
	pairs []*pairSummary // of the first with each other
}

func (c *comparing) add(t []tally) {
	c.first.look(&t[0])
	for i, p := range c.pairs {
		p.second.look(&t[i+1])
		p.multiply()
		p.second.take()
	}
	c.first.take()
}

func (c *comparing) difference(p *pairSummary, o Options) *Result {
	r := p.difference(o)
	if p.teams == nil {
		r.Teams = nil
	}
	return r
}
