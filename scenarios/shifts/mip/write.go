package mip

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// WriteLP writes the problem as a file in the LP format of CPLEX, which CBC, GLPK, HiGHS, SCIP and Gurobi read.
// Columns and rows are called x0, x1... and r0, r1..., and remarks give their names.
func (p *Problem) WriteLP(w io.Writer, title string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "\\ %s\n\\ %d columns, %d rows\n", oneLine(title), len(p.Columns), len(p.Rows))
	for j, c := range p.Columns {
		fmt.Fprintf(b, "\\ x%d: %s\n", j, oneLine(c.Name))
	}
	fmt.Fprint(b, "Minimize\n cost:")
	line := 0
	term := func(v float64, j int) {
		if line++; line%8 == 0 {
			fmt.Fprint(b, "\n ")
		}
		sign := "+"
		if v < 0 {
			sign, v = "-", -v
		}
		fmt.Fprintf(b, " %s %s x%d", sign, number(v), j)
	}
	costly := false
	for j, c := range p.Columns {
		if c.Cost != 0 {
			term(c.Cost, j)
			costly = true
		}
	}
	if !costly && len(p.Columns) > 0 {
		fmt.Fprint(b, " 0 x0")
	}
	fmt.Fprint(b, "\nSubject To\n")
	for i, row := range p.byRow() {
		r := p.Rows[i]
		if len(row) == 0 {
			continue // nothing that a file could say
		}
		sides := []struct {
			suffix, relation string
			of               float64
		}{{"", ">=", r.Lower}, {"", "<=", r.Upper}}
		switch {
		case r.Lower == r.Upper:
			sides = sides[:1]
			sides[0].relation = "="
		case math.IsInf(r.Lower, -1) && math.IsInf(r.Upper, 1):
			continue
		case math.IsInf(r.Lower, -1):
			sides = sides[1:]
		case math.IsInf(r.Upper, 1):
			sides = sides[:1]
		default:
			sides[1].suffix = "u"
		}
		for _, s := range sides {
			fmt.Fprintf(b, " r%d%s:", i, s.suffix)
			line = 0
			for _, e := range row {
				term(e.value, e.column)
			}
			fmt.Fprintf(b, " %s %s\n", s.relation, number(s.of))
		}
	}
	fmt.Fprint(b, "Bounds\n")
	for j, c := range p.Columns {
		if math.IsInf(c.Upper, 1) {
			fmt.Fprintf(b, " x%d >= %s\n", j, number(c.Lower))
		} else {
			fmt.Fprintf(b, " %s <= x%d <= %s\n", number(c.Lower), j, number(c.Upper))
		}
	}
	fmt.Fprint(b, "General\n")
	for j, c := range p.Columns {
		if c.Integer {
			fmt.Fprintf(b, " x%d\n", j)
		}
	}
	fmt.Fprint(b, "End\n")
	return b.Flush()
}

// WriteMPS writes the problem as a file in MPS format, which readers of the free and of the fixed form take (but that
// numbers may be longer than the fixed form's 12 characters), with columns and rows called as WriteLP calls them.
func (p *Problem) WriteMPS(w io.Writer, title string) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "* %s\n", oneLine(title))
	for j, c := range p.Columns {
		fmt.Fprintf(b, "* x%d: %s\n", j, oneLine(c.Name))
	}
	fmt.Fprint(b, "NAME          shifts\nROWS\n N  cost\n")
	for i, r := range p.Rows {
		kind := "G"
		switch {
		case r.Lower == r.Upper:
			kind = "E"
		case math.IsInf(r.Lower, -1) && math.IsInf(r.Upper, 1):
			kind = "N"
		case math.IsInf(r.Lower, -1):
			kind = "L"
		}
		fmt.Fprintf(b, " %s  r%d\n", kind, i)
	}
	entry := func(a, to string, v float64) { fmt.Fprintf(b, "    %-8s  %-8s  %s\n", a, to, number(v)) }
	fmt.Fprint(b, "COLUMNS\n")
	for _, whole := range []bool{true, false} {
		if whole {
			fmt.Fprint(b, "    MARKER                 'MARKER'                 'INTORG'\n")
		} else {
			fmt.Fprint(b, "    MARKER                 'MARKER'                 'INTEND'\n")
		}
		for j, c := range p.Columns {
			if c.Integer != whole {
				continue
			}
			entry(fmt.Sprintf("x%d", j), "cost", c.Cost)
			for _, r := range c.Runs {
				for i := r.From; i < r.To; i++ {
					entry(fmt.Sprintf("x%d", j), fmt.Sprintf("r%d", i), r.Value)
				}
			}
		}
	}
	fmt.Fprint(b, "RHS\n")
	for i, r := range p.Rows {
		switch {
		case !math.IsInf(r.Lower, -1):
			entry("RHS", fmt.Sprintf("r%d", i), r.Lower)
		case !math.IsInf(r.Upper, 1):
			entry("RHS", fmt.Sprintf("r%d", i), r.Upper)
		}
	}
	fmt.Fprint(b, "RANGES\n")
	for i, r := range p.Rows {
		if r.Lower != r.Upper && !math.IsInf(r.Lower, -1) && !math.IsInf(r.Upper, 1) {
			entry("RNG", fmt.Sprintf("r%d", i), r.Upper-r.Lower)
		}
	}
	fmt.Fprint(b, "BOUNDS\n")
	for j, c := range p.Columns {
		fmt.Fprintf(b, " LO BND       x%-7d  %s\n", j, number(c.Lower))
		if math.IsInf(c.Upper, 1) {
			fmt.Fprintf(b, " PL BND       x%d\n", j)
		} else {
			fmt.Fprintf(b, " UP BND       x%-7d  %s\n", j, number(c.Upper))
		}
	}
	fmt.Fprint(b, "ENDATA\n")
	return b.Flush()
}

type entry struct {
	column int
	value  float64
}

// byRow lists the coefficients of each row.
func (p *Problem) byRow() [][]entry {
	rows := make([][]entry, len(p.Rows))
	for j := range p.Columns {
		for _, r := range p.Columns[j].Runs {
			for i := r.From; i < r.To; i++ {
				if r.Value != 0 {
					rows[i] = append(rows[i], entry{j, r.Value})
				}
			}
		}
	}
	return rows
}

func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// oneLine keeps a name from ending a remark.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, s)
}
