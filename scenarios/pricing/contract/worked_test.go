package contract_test

import (
	"bytes"
	"encoding/json"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"frontoffice/scenarios/pricing/contract"
)

// worked is a case worked by hand: every step is written out as an equation, and checked.
type worked struct {
	Case   string   `json:"case"`
	Source string   `json:"source"`
	Steps  []string `json:"steps"` // expression = result to the decimals written | words
	Months []struct {
		Activity contract.Activity `json:"activity"`
		Levels   []struct {
			Value   float64   `json:"value"`
			Periods []float64 `json:"periods"`
		} `json:"levels"`
	} `json:"months"`
	Contracts []struct {
		Contract contract.Contract `json:"contract"`
		Want     []contract.Totals `json:"want"`
		Margin   *float64          `json:"margin"` // of the last month, per cent to two decimals
	} `json:"contracts"`
}

func cases(t *testing.T) map[string]worked {
	files, _ := filepath.Glob("testdata/worked/*.json")
	if len(files) < 6 {
		t.Fatalf("only %d worked cases", len(files))
	}
	all := map[string]worked{}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(data))
		d.DisallowUnknownFields()
		var w worked
		if err := d.Decode(&w); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		all[filepath.Base(f)] = w
	}
	return all
}

// The steps of the cases are right, to the last digit written.
func TestWorkedSteps(t *testing.T) {
	for name, w := range cases(t) {
		for _, step := range w.Steps {
			equation, _, _ := strings.Cut(step, "|")
			left, right, ok := strings.Cut(equation, "=")
			if !ok {
				t.Errorf("%s: %q is not an equation", name, step)
				continue
			}
			right = strings.TrimSpace(right)
			v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, left)
			if err != nil {
				t.Errorf("%s: %s: %v", name, step, err)
				continue
			}
			_, decimals, _ := strings.Cut(right, ".")
			got, _ := constant.Float64Val(constant.ToFloat(v.Value))
			want, err := strconv.ParseFloat(right, 64)
			scale := math.Pow(10, float64(len(decimals)))
			if err != nil || math.Round(got*scale+1e-9*scale) != math.Round(want*scale) && math.Round(got*scale-1e-9*scale) != math.Round(want*scale) {
				t.Errorf("%s: %s: it is %.10g", name, step, got)
			}
		}
	}
}

// What contracts bill is what the cases say, to the cent.
func TestWorkedBills(t *testing.T) {
	for name, w := range cases(t) {
		for _, c := range w.Contracts {
			for i, m := range w.Months {
				var levels []contract.Assessment
				for k := range c.Contract.Levels {
					levels = append(levels, c.Contract.Levels[k].Assess(m.Levels[k].Value, m.Levels[k].Periods))
				}
				inv := c.Contract.Bill(&m.Activity, levels)
				if inv.Totals != c.Want[i] {
					t.Errorf("%s: %s, month %d: %+v, want %+v", name, c.Contract.Name, i+1, inv.Totals, c.Want[i])
				}
				if got := c.Contract.Totals(&m.Activity, levels); got != inv.Totals {
					t.Errorf("%s: without lines %+v, with lines %+v", name, got, inv.Totals)
				}
				if i == len(w.Months)-1 && c.Margin != nil {
					if got := math.Round(1e4*contract.Margin(inv.Total, m.Activity.Cost)) / 100; got != *c.Margin {
						t.Errorf("%s: %s: margin %v%%, want %v%%", name, c.Contract.Name, got, *c.Margin)
					}
				}
			}
		}
	}
}
