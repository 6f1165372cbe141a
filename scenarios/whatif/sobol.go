package whatif

import (
	"context"
	"fmt"
	"math"
	"slices"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// Index is an input's part of a figure's variance when all inputs vary at once, each evenly between the ends of
// its uncertainty: First of the input alone, Total with all that it does together with others.
type Index struct {
	Path         string
	First, Total []Share2 // in the order of the figures
}

// Share2 is an estimated share with a half-width.
type Share2 struct {
	Mean      float64 `json:"mean"`
	HalfWidth float64 `json:"half_width"`
	Undefined bool    `json:"undefined,omitempty"` // the figure does not vary
}

// Indices is the Sobol indices of some figures.
type Indices struct {
	Figures []Figure
	Inputs  []Index
	Samples int
	Points  int // scenarios worked out
	Left    int // samples left out, where a scenario had no answer
	Method  string
}

// bootstraps is how often the samples are drawn anew for the intervals of the indices.
const bootstraps = 400

// FindIndices estimates Sobol indices from n samples: 2 + inputs scenarios each. First-order indices are
// by the estimator of Saltelli et al. (2010), "Variance based sensitivity analysis of model output", Computer Physics Communications 181, table 2 (b); total ones by
// that of Jansen (1999), (f) there; the intervals by the percentile bootstrap. The scenarios are worked out by
// the steady state's formula, whose cost is small.
func FindIndices(ctx context.Context, s Setting, inputs []scenarios.Input, looked []string, n int) (*Indices, error) {
	base, err := s.scenario()
	if err != nil {
		return nil, err
	}
	all := Figures(base)
	out := &Indices{Samples: n, Points: n * (2 + len(inputs))}
	for _, name := range looked {
		f, err := Find(all, name)
		if err != nil {
			return nil, err
		}
		out.Figures = append(out.Figures, f)
	}
	s.Sizing = Method(s.Sizing, base, max(out.Points, Manageable+1))
	out.Method = string(s.Sizing.Method)
	m := &mover{Setting: s, figures: out.Figures, base: base}
	if err := m.prepare(ctx); err != nil {
		return nil, err
	}
	ranges := make([]Dimension, len(inputs))
	for i, in := range inputs {
		ranges[i].Path = in.Path
		if err := ranges[i].stretch(in.Change[0], in.Change[1], ""); err != nil {
			return nil, fmt.Errorf("%s: %w", in.Path, err)
		}
	}
	// f[0] is of the first sample, f[1] of the second, f[2+i] of the first with input i of the second.
	d := len(inputs)
	values := make([][][]float64, n) // by sample, scenario and figure; nil where one has no answer
	err = each(ctx, n, s.Workers, func(ctx context.Context, r int) error {
		rows := make([][]float64, 2+d)
		for j := range rows {
			var overrides []scenarios.Override
			for i := range inputs {
				stream := uint64(i)
				if j == 1 || j == 2+i {
					stream += uint64(d)
				}
				overrides = append(overrides, scenarios.Override{Path: inputs[i].Path, Value: ranges[i].at(unit(s.Seed, stream, uint64(r))), Same: true})
			}
			row, err := m.at(ctx, overrides)
			if err != nil {
				if impossible(err) {
					return nil
				}
				return err
			}
			rows[j] = row
		}
		values[r] = rows
		return nil
	}, s.Progress)
	if err != nil {
		return nil, err
	}
	values = slices.DeleteFunc(values, func(rows [][]float64) bool { return rows == nil })
	if out.Left = n - len(values); len(values) < 2 {
		return nil, fmt.Errorf("only %d of %d samples have an answer", len(values), n)
	}
	for i, in := range inputs {
		index := Index{Path: in.Path}
		for k := range out.Figures {
			first, total := indices(values, i, k, s.Seed)
			index.First, index.Total = append(index.First, first), append(index.Total, total)
		}
		out.Inputs = append(out.Inputs, index)
	}
	return out, nil
}

// at is the figures of the base with other inputs.
func (m *mover) at(ctx context.Context, overrides []scenarios.Override) ([]float64, error) {
	s, err := m.scenario(overrides...)
	if err != nil {
		return nil, err
	}
	kept, err := Case{Scenario: s, Plan: m.day.Plan, unpriced: m.anew || !m.money()}.Staff(ctx, m.Sizing)
	if err != nil {
		return nil, err
	}
	sized := kept
	if m.anew && slices.ContainsFunc(m.figures, func(f Figure) bool { return f.Staff }) {
		if sized, err = (Case{Scenario: s, unpriced: !m.money()}).Staff(ctx, m.Sizing); err != nil {
			return nil, err
		}
	}
	row := make([]float64, len(m.figures))
	for k, f := range m.figures {
		d := kept
		if f.Staff {
			d = sized
		}
		v := f.Formula(d)
		if v.Undefined {
			return nil, staffing.ErrNotCovered
		}
		row[k] = v.Mean
	}
	return row, nil
}

// indices estimates the indices of input i on figure k.
func indices(values [][][]float64, i, k int, seed uint64) (first, total Share2) {
	n := len(values)
	of := func(pick func(r int) int) (float64, float64, bool) {
		var mean, squares, s, t float64
		for r := range n {
			rows := values[pick(r)]
			a, b := rows[0][k], rows[1][k]
			mean += (a + b) / float64(2*n)
		}
		for r := range n {
			rows := values[pick(r)]
			a, b, ab := rows[0][k]-mean, rows[1][k]-mean, rows[2+i][k]-mean
			squares += (a*a + b*b) / float64(2*n)
			s += b * (ab - a) / float64(n)
			t += (a - ab) * (a - ab) / float64(2*n)
		}
		if squares <= 1e-24*max(1, mean*mean) {
			return 0, 0, false
		}
		return s / squares, t / squares, true
	}
	s, t, ok := of(func(r int) int { return r })
	if !ok {
		return Share2{Undefined: true}, Share2{Undefined: true}
	}
	var firsts, totals []float64
	for b := range uint64(bootstraps) {
		s, t, ok := of(func(r int) int { return int(unit(seed, 1000+b, uint64(r)) * float64(n)) })
		if ok {
			firsts, totals = append(firsts, s), append(totals, t)
		}
	}
	return Share2{Mean: s, HalfWidth: spread(firsts)}, Share2{Mean: t, HalfWidth: spread(totals)}
}

// spread is half the distance between the 2.5 % and 97.5 % quantiles.
func spread(x []float64) float64 {
	if len(x) == 0 {
		return math.Inf(1)
	}
	slices.Sort(x)
	return (x[int(0.975*float64(len(x)-1))] - x[int(0.025*float64(len(x)-1))]) / 2
}
