package whatif

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// Plan is a sweep: the points at which a scenario is looked at, and how. Points are numbered from 0.
type Plan struct {
	Document     *scenarios.Document
	Variant      string
	Set          []scenarios.Override
	Dimensions   []Dimension // the last changes fastest
	Samples      int         // points of a Latin hypercube; 0: the full grid
	Seed         uint64      // of the hypercube and of the simulation: the same customers at every point
	Replications int         // 0: by formula alone
	Sizing       staffing.Options
	KeepPlan     bool // every point has the agents of the scenario as it is

	base    *Day
	figures []Figure
	points  int
	order   []permutation
}

// Prepare checks a sweep and makes ready to work it out.
func (p *Plan) Prepare(ctx context.Context) error {
	s, err := p.Document.Variant(p.Variant, p.Set...)
	if err != nil {
		return err
	}
	if len(p.Dimensions) == 0 {
		return wrong("nothing is varied")
	}
	p.points = 1
	paths := map[string]bool{}
	for i := range p.Dimensions {
		v := &p.Dimensions[i]
		if paths[v.Path] {
			return wrong("%s is varied twice", v.Path)
		}
		paths[v.Path] = true
		if p.Samples > 0 {
			p.order = append(p.order, newPermutation(p.Samples, p.Seed, uint64(i)))
			continue
		}
		if v.Values == nil {
			return wrong("%s=%s: how many steps? Write %[2]s/5, or ask for a Latin hypercube", v.Path, v.Text)
		}
		if p.points > MaxPoints/len(v.Values) {
			return wrong("more than %d points", MaxPoints)
		}
		p.points *= len(v.Values)
	}
	if p.Samples > 0 {
		p.points = p.Samples
	}
	p.figures = Figures(s)
	if p.Sizing.Method == "" || p.Sizing.Method == staffing.Auto {
		p.Sizing = Method(p.Sizing, s, p.points)
	}
	p.Sizing.Workers = 1 // the points run at once
	if p.KeepPlan {
		p.base, err = Case{Scenario: s}.Staff(ctx, p.Sizing)
	}
	return err
}

// Points is the number of points.
func (p *Plan) Points() int { return p.points }

// Figures lists the figures of every point.
func (p *Plan) Figures() []Figure { return p.figures }

// Inputs is the values of the dimensions at a point.
func (p *Plan) Inputs(i int) []string {
	values := make([]string, len(p.Dimensions))
	rest := i
	for k := len(p.Dimensions) - 1; k >= 0; k-- {
		v := &p.Dimensions[k]
		if p.Samples > 0 {
			stratum := p.order[k].at(i)
			values[k] = v.sample((float64(stratum) + unit(p.Seed, uint64(k), uint64(stratum))) / float64(p.Samples))
			continue
		}
		values[k] = v.Values[rest%len(v.Values)]
		rest /= len(v.Values)
	}
	return values
}

// Row is what a point gave.
type Row struct {
	Point  int
	Inputs []string
	Values []Value // in the order of the figures
	Error  string  // why there are none
}

// Row works out a point. A point that has no answer, such as a target out of reach, says so in the row;
// the error is another.
func (p *Plan) Row(ctx context.Context, i int) (Row, error) {
	row := Row{Point: i, Inputs: p.Inputs(i)}
	overrides := slices.Clone(p.Set)
	for k, v := range p.Dimensions {
		overrides = append(overrides, scenarios.Override{Path: v.Path, Value: row.Inputs[k], Same: true, Flag: "--vary"})
	}
	values, err := p.values(ctx, overrides)
	if err != nil && !impossible(err) {
		return row, fmt.Errorf("point %d: %w", i, err)
	}
	if err != nil {
		row.Error = strings.Join(strings.Fields(err.Error()), " ")
		values = slices.Repeat([]Value{undefined}, len(p.figures))
	}
	row.Values = values
	return row, nil
}

func (p *Plan) values(ctx context.Context, overrides []scenarios.Override) ([]Value, error) {
	s, err := p.Document.Variant(p.Variant, overrides...)
	if err != nil {
		return nil, err
	}
	c := Case{Scenario: s}
	if p.base != nil {
		c.Plan = p.base.Plan
	}
	d, err := c.Staff(ctx, p.Sizing)
	if err != nil {
		return nil, err
	}
	var r *sim.Result
	if p.Replications > 0 {
		r, err = sim.Run(ctx, staffing.Model(s, d.Plan), sim.Options{Replications: p.Replications, Seed: p.Seed, Workers: 1})
		if err != nil {
			return nil, err
		}
	}
	own := Figures(s)
	values := make([]Value, len(p.figures))
	for k, f := range p.figures {
		mine, err := Find(own, f.Name)
		if err != nil {
			values[k] = undefined
			continue
		}
		values[k] = mine.Of(d, r)
	}
	return values, nil
}
