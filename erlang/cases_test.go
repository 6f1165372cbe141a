package erlang

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// reference is one case of the shared reference file.
type reference struct {
	ID     string
	Group  string
	Params json.RawMessage
	Values json.RawMessage
}

// referenceCases returns the cases of a group, or skips the test where the
// reference file is not beside the repository.
func referenceCases(t *testing.T, group string) []reference {
	t.Helper()
	data, err := os.ReadFile("../../shared/reference/cases.json")
	if err != nil {
		t.Skipf("no reference cases: %v", err)
	}
	var file struct{ Cases []reference }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	var cases []reference
	for _, c := range file.Cases {
		if c.Group == group {
			cases = append(cases, c)
		}
	}
	if len(cases) == 0 {
		t.Fatalf("no case of group %q", group)
	}
	return cases
}

// decode reads the parameters and values of a case.
func (r reference) decode(t *testing.T, params, values any) {
	t.Helper()
	if err := json.Unmarshal(r.Params, params); err != nil {
		t.Fatalf("%s: params: %v", r.ID, err)
	}
	if err := json.Unmarshal(r.Values, values); err != nil {
		t.Fatalf("%s: values: %v", r.ID, err)
	}
}

// near fails where got is further from want than the relative tolerance; a
// wanted 0 (or what a reference computed as about 0) asks for less than tol itself.
func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if want == 0 || math.Abs(want) < 1e-30 && want < 0 {
		if !(math.Abs(got) < tol) {
			t.Errorf("%s = %v, want about 0", what, got)
		}
		return
	}
	rel := math.Abs(got/want - 1)
	seen.record(t.Name(), rel, tol)
	if !(rel <= tol) {
		t.Errorf("%s = %v, want %v: relative error %.2g above %.0g", what, got, want, rel, tol)
	}
}
