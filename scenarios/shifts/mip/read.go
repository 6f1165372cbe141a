package mip

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// ReadSolution reads the values of the columns from a solver's file: CBC ("solve solution FILE"), GLPK ("-w FILE"),
// HiGHS ("--solution_file FILE"), or any text with lines of a column's name, as WriteLP gives them, and a value. Columns
// that are not there are 0. Values of whole numbers are rounded where they are within 1e-5 of one.
func (p *Problem) ReadSolution(r io.Reader) ([]float64, error) {
	x := make([]float64, len(p.Columns))
	lines := bufio.NewScanner(r)
	lines.Buffer(make([]byte, 0, 1<<16), 1<<20)
	found := 0
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if n <= 3 && strings.Contains(strings.ToLower(text), "infeasible") { // HiGHS says so in the second line
			return nil, errors.New("the solver found no solution: infeasible")
		}
		if text == "# Dual solution values" { // HiGHS writes prices below
			break
		}
		words := strings.Fields(text)
		// GLPK: "j 5 2" is column 5 from 1. CBC: "5 x5 2 8", with ** before where it is not feasible.
		column, value := -1, ""
		switch {
		case len(words) >= 3 && words[0] == "j":
			if k, err := strconv.Atoi(words[1]); err == nil {
				column, value = k-1, words[2]
			}
		case len(words) >= 2:
			for i := range min(len(words)-1, 3) {
				if name, ok := strings.CutPrefix(words[i], "x"); ok {
					if k, err := strconv.Atoi(name); err == nil {
						column, value = k, words[i+1]
						break
					}
				}
			}
		}
		if column < 0 {
			continue
		}
		if column >= len(x) {
			return nil, fmt.Errorf("line %d: column x%d: the model has %d, so this is a solution of another", n, column, len(x))
		}
		v, err := strconv.ParseFloat(value, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("line %d: %q is not a value", n, value)
		}
		if whole := math.Round(v); p.Columns[column].Integer && math.Abs(v-whole) <= 1e-5 {
			v = whole
		}
		x[column] = v
		found++
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if found == 0 {
		return nil, errors.New("no values of columns x0, x1... are in it: is this the solution file of the solver?")
	}
	return x, nil
}
