// Package mip solves linear and mixed-integer programs of the kind that shift covering gives:
// a few hundred rows, many columns of few runs of equal coefficients, bounded variables
//
//	minimise    Σ Cost_j x_j
//	subject to  Lower_i ≤ Σ_j a_ij x_j ≤ Upper_i    for every row i
//	            Lower_j ≤ x_j ≤ Upper_j             for every column j, some of them whole numbers
//
// The linear relaxation is solved by a dual simplex method for bounded variables, with a dense
// inverse of the basis that later problems start from. Whole numbers come from diving and
// large-neighbourhood search, and from branch and bound where the problem is small enough. What comes back
// is the best solution found with a lower bound that holds whatever the rounding: it is computed from the
// prices of the rows with the costs as given (Neumaier and Shcherbina 2004, "Safe bounds in linear and
// mixed-integer programming", Mathematical Programming 99).
//
// The same problem, seed and work give the same answer, bit for bit: effort is counted in arithmetic
// operations, not in seconds.
package mip

import (
	"errors"
	"fmt"
	"math"
)

// Problem is a mixed-integer program.
type Problem struct {
	Columns []Column
	Rows    []Row
}

// Column is a variable: its cost, its bounds and its coefficients.
type Column struct {
	Name    string
	Cost    float64
	Lower   float64
	Upper   float64 // +Inf: none; a column of negative cost needs one
	Integer bool
	Runs    []Run // its coefficients: disjoint, rising
	Data    any   // what whoever made it wants to know of it
}

// Run is a coefficient of successive rows, From to before To.
type Run struct {
	From, To int
	Value    float64
}

// Row is a constraint on a sum; -Inf and +Inf stand for no bound.
type Row struct {
	Name         string
	Lower, Upper float64
	Whole        bool // its sum is a whole number: branch and bound may go by it where columns are made on the way
}

// Bounds of what is solved: beyond them memory and time are not those of a program that a person waits for.
const (
	MaxRows    = 4000
	MaxColumns = 200_000
)

// ErrInfeasible says that no solution meets the rows and bounds.
var ErrInfeasible = errors.New("no solution meets all rows and bounds")

// check says what is wrong with a problem, as a mistake of the program that made it.
func (p *Problem) check() error {
	if len(p.Rows) > MaxRows || len(p.Columns) > MaxColumns {
		return fmt.Errorf("mip: %d rows and %d columns: at most %d and %d", len(p.Rows), len(p.Columns), MaxRows, MaxColumns)
	}
	for i, r := range p.Rows {
		if !(r.Lower <= r.Upper) || math.IsInf(r.Lower, 1) || math.IsInf(r.Upper, -1) {
			return fmt.Errorf("mip: row %d (%s) is bounded by %v and %v", i, r.Name, r.Lower, r.Upper)
		}
	}
	for j := range p.Columns {
		if err := p.Columns[j].check(len(p.Rows)); err != nil {
			return fmt.Errorf("mip: column %d (%s): %w", j, p.Columns[j].Name, err)
		}
	}
	return nil
}

func (c *Column) check(rows int) error {
	switch {
	case math.IsNaN(c.Cost) || math.IsInf(c.Cost, 0):
		return fmt.Errorf("costs %v", c.Cost)
	case !(c.Lower <= c.Upper) || math.IsInf(c.Lower, 0):
		return fmt.Errorf("bounded by %v and %v", c.Lower, c.Upper)
	case c.Cost < 0 && math.IsInf(c.Upper, 1):
		return errors.New("earns, and has no upper bound")
	}
	next := 0
	for _, r := range c.Runs {
		if r.From < next || r.To <= r.From || r.To > rows || math.IsNaN(r.Value) || math.IsInf(r.Value, 0) {
			return fmt.Errorf("run %+v of %d rows, after row %d", r, rows, next)
		}
		next = r.To
	}
	return nil
}

// tolerance is by how much a row may be missed for rounding alone, relative to its size.
const tolerance = 1e-6

// Feasible checks a solution against the rows, bounds and whole numbers, and returns its cost. It shares
// nothing with the search.
func (p *Problem) Feasible(x []float64) (cost float64, err error) {
	if len(x) != len(p.Columns) {
		return 0, fmt.Errorf("%d values for %d columns", len(x), len(p.Columns))
	}
	sums, sizes := make([]float64, len(p.Rows)), make([]float64, len(p.Rows))
	for j := range p.Columns {
		c := &p.Columns[j]
		if !(x[j] >= c.Lower-tolerance && x[j] <= c.Upper+tolerance) {
			return 0, fmt.Errorf("column %d (%s) is %v: bounded by %v and %v", j, c.Name, x[j], c.Lower, c.Upper)
		}
		if c.Integer && x[j] != math.Round(x[j]) {
			return 0, fmt.Errorf("column %d (%s) is %v: not a whole number", j, c.Name, x[j])
		}
		cost += c.Cost * x[j]
		if x[j] == 0 {
			continue
		}
		for _, r := range c.Runs {
			for i := r.From; i < r.To; i++ {
				sums[i] += r.Value * x[j]
				sizes[i] += math.Abs(r.Value * x[j])
			}
		}
	}
	for i, r := range p.Rows {
		slack := tolerance * (1 + sizes[i])
		if sums[i] < r.Lower-slack || sums[i] > r.Upper+slack {
			return 0, fmt.Errorf("row %d (%s) is %v: bounded by %v and %v", i, r.Name, sums[i], r.Lower, r.Upper)
		}
	}
	return cost, nil
}
