package whatif

import (
	"context"
	"fmt"
	"math"
	"slices"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// Setting is a scenario as it is looked at.
type Setting struct {
	Document     *scenarios.Document
	Variant      string
	Set          []scenarios.Override
	Sizing       staffing.Options
	Plan         scenarios.Plan // nil: the scenario's own or, where it has none, as sized
	Replications int            // 0: by formula alone
	Seed         uint64
	Workers      int
	Confidence   float64 // 0: 0.95
	Progress     func(done, total int)
}

// scenario is the scenario with more overrides, which may leave it as it is.
func (s *Setting) scenario(more ...scenarios.Override) (*scenarios.Scenario, error) {
	return s.Document.Variant(s.Variant, append(slices.Clone(s.Set), more...)...)
}

// Influence is what moving an input to the ends of its uncertainty does to the figures.
type Influence struct {
	scenarios.Input
	Low, High []Value   // the figures there, less those of the scenario as it is, in the order of Sensitivity.Figures
	Why       [2]string // why there are none at an end, such as a value out of range
}

// Swing is how far an input moves a figure between its ends; 0 where that is not known.
func (in *Influence) Swing(k int) float64 {
	low, high := in.Low[k], in.High[k]
	a, b := low.Mean, high.Mean
	if low.Undefined {
		a = 0
	}
	if high.Undefined {
		b = 0
	}
	return max(a, b, 0) - min(a, b, 0)
}

// Interaction is what two inputs do together beyond what each does alone: half of what moving one from
// its low to its high end does more when the other is high than when it is low, as in a two-level
// factorial design.
type Interaction struct {
	A, B    string
	Effects []Value // in the order of the figures
}

// Sensitivity is what moves the figures of a scenario.
type Sensitivity struct {
	Figures      []Figure // those of the day with its agents kept; of staff with the agents sized anew
	Base         []Value
	Inputs       []Influence
	Pairs        []Interaction
	Anew         bool // staff was sized anew
	Replications int
	Confidence   float64
}

// Tops is the inputs by their swing on a figure, the largest first; those without any are left out.
func (s *Sensitivity) Tops(k int) []*Influence {
	var list []*Influence
	most := 0.0
	for i := range s.Inputs {
		most = max(most, s.Inputs[i].Swing(k))
	}
	for i := range s.Inputs {
		if s.Inputs[i].Swing(k) > 1e-6*most {
			list = append(list, &s.Inputs[i])
		}
	}
	slices.SortStableFunc(list, func(a, b *Influence) int {
		switch x, y := a.Swing(k), b.Swing(k); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return list
}

// topInputs is how many inputs of each figure interactions are looked for among.
const topInputs = 3

// FindSensitivity moves each input alone to both ends of its uncertainty, with the agents kept for what contacts
// meet, and sized anew for the staff; then the pairs of the inputs that move a figure most.
func FindSensitivity(ctx context.Context, s Setting, inputs []scenarios.Input, looked []string) (*Sensitivity, error) {
	base, err := s.scenario()
	if err != nil {
		return nil, err
	}
	all := Figures(base)
	out := &Sensitivity{Replications: s.Replications, Confidence: s.Confidence}
	for _, name := range looked {
		f, err := Find(all, name)
		if err != nil {
			return nil, err
		}
		out.Figures = append(out.Figures, f)
	}
	s.Sizing = Method(s.Sizing, base, 2*len(inputs)+1)
	m := &mover{Setting: s, figures: out.Figures, base: base}
	if err := m.prepare(ctx); err != nil {
		return nil, err
	}
	out.Anew = m.anew
	var moves [][]scenarios.Override
	for _, in := range inputs {
		for end := range 2 {
			moves = append(moves, []scenarios.Override{{Path: in.Path, Value: in.Change[end], Same: true}})
		}
	}
	values, why, err := m.move(ctx, moves)
	if err != nil {
		return nil, err
	}
	out.Base = m.values
	for i, in := range inputs {
		out.Inputs = append(out.Inputs, Influence{in, values[2*i], values[2*i+1], [2]string{why[2*i], why[2*i+1]}})
	}
	err = out.pair(ctx, m)
	return out, err
}

// pair looks for interactions among the inputs that move a figure most.
func (s *Sensitivity) pair(ctx context.Context, m *mover) error {
	var pairs [][2]*Influence
	for k := range s.Figures {
		tops := s.Tops(k)
		tops = tops[:min(len(tops), topInputs)]
		for i, a := range tops {
			for _, b := range tops[i+1:] {
				if b.Path < a.Path {
					a, b = b, a
				}
				if p := [2]*Influence{a, b}; !slices.Contains(pairs, p) {
					pairs = append(pairs, p)
				}
			}
		}
	}
	var moves [][]scenarios.Override
	for _, p := range pairs {
		for corner := range 4 {
			moves = append(moves, []scenarios.Override{
				{Path: p[0].Path, Value: p[0].Change[corner&1], Same: true},
				{Path: p[1].Path, Value: p[1].Change[corner>>1], Same: true},
			})
		}
	}
	if len(moves) == 0 {
		return nil
	}
	values, _, err := m.move(ctx, moves)
	if err != nil {
		return err
	}
	for i, p := range pairs {
		in := Interaction{A: p[0].Path, B: p[1].Path}
		for k := range s.Figures {
			v := Value{Exact: true}
			for corner := range 4 {
				at := values[4*i+corner][k]
				sign := 0.5
				if corner == 1 || corner == 2 {
					sign = -0.5
				}
				v.Mean += sign * at.Mean
				v.HalfWidth += at.HalfWidth / 2 // at most: as if all erred the same way
				v.Exact = v.Exact && at.Exact
				v.Undefined = v.Undefined || at.Undefined
			}
			in.Effects = append(in.Effects, v)
		}
		s.Pairs = append(s.Pairs, in)
	}
	return nil
}

// mover works out figures of scenarios that differ from one in some inputs.
type mover struct {
	Setting
	figures []Figure
	base    *scenarios.Scenario
	day     *Day
	anew    bool    // staff is sized anew for each
	values  []Value // of the base
}

func (m *mover) prepare(ctx context.Context) (err error) {
	if m.day, err = (Case{Scenario: m.base, Plan: m.Plan, unpriced: !m.money()}).Staff(ctx, m.Sizing); err != nil {
		return err
	}
	m.anew = m.Plan == nil && m.base.Plan == nil
	return nil
}

// money is whether a figure of money is looked at.
func (m *mover) money() bool {
	return slices.ContainsFunc(m.figures, func(f Figure) bool { return f.money })
}

// move returns the figures of scenarios less those of the base, and why there are none.
func (m *mover) move(ctx context.Context, moves [][]scenarios.Override) (values [][]Value, why []string, err error) {
	cases := []Case{{Name: "as it is", Scenario: m.base, Plan: m.day.Plan, unpriced: true}}
	why = make([]string, len(moves))
	at := make([]int, len(moves)) // in cases; 0 for none
	for i, overrides := range moves {
		s, err := m.scenario(overrides...)
		if err != nil {
			if !impossible(err) {
				return nil, nil, err
			}
			why[i] = err.Error()
			continue
		}
		at[i] = len(cases)
		cases = append(cases, Case{Name: fmt.Sprint(overrides[0].Path, "=", overrides[0].Value), Scenario: s, Plan: m.day.Plan, unpriced: m.anew || !m.money()})
	}
	sizing := m.Sizing
	c, err := Compare(ctx, cases, CompareOptions{Sizing: sizing, KeepPlan: true, Replications: m.Replications, Seed: m.Seed, Workers: m.Workers, Confidence: m.Confidence, Progress: m.Progress})
	if err != nil {
		return nil, nil, err
	}
	days := make([]*Day, len(cases))
	days[0] = m.day
	if m.anew && slices.ContainsFunc(m.figures, func(f Figure) bool { return f.Staff }) {
		err = each(ctx, len(cases)-1, m.Workers, func(ctx context.Context, i int) error {
			d, err := Case{Scenario: cases[i+1].Scenario, unpriced: !m.money()}.Staff(ctx, sizing)
			if err != nil && !impossible(err) {
				return err
			}
			if err == nil {
				days[i+1] = d
			}
			return nil
		}, nil)
		if err != nil {
			return nil, nil, err
		}
	}
	m.values = nil
	for _, f := range m.figures {
		m.values = append(m.values, f.Of(m.day, c.Cases[0].Simulated))
	}
	for i := range moves {
		row := slices.Repeat([]Value{undefined}, len(m.figures))
		if at[i] > 0 {
			for k, f := range m.figures {
				if !f.Staff {
					j := slices.IndexFunc(c.Figures, func(g Figure) bool { return g.Name == f.Name })
					row[k] = c.Cases[at[i]].Differences[j]
					row[k].HalfWidth /= c.Joint // each on its own
				} else if d := m.staff(days, c, at[i]); d != nil {
					row[k] = Value{Estimate: sim.Estimate{Mean: f.Formula(d).Mean - m.values[k].Mean}, Exact: true}
				}
			}
		}
		values = append(values, row)
	}
	return values, why, nil
}

// staff is the day that a figure of the staff is taken of: sized anew, or with the plan that is kept.
func (m *mover) staff(days []*Day, c *Comparison, i int) *Day {
	if m.anew {
		return days[i]
	}
	return c.Cases[i].Day
}

// Strongest is the pair that interacts most on a figure; nil where none does.
func (s *Sensitivity) Strongest(k int) *Interaction {
	var best *Interaction
	for i := range s.Pairs {
		e := s.Pairs[i].Effects[k]
		if e.Undefined || e.Noise() {
			continue
		}
		if best == nil || math.Abs(e.Mean) > math.Abs(best.Effects[k].Mean) {
			best = &s.Pairs[i]
		}
	}
	return best
}
