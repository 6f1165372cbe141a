package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The table of docs/through-the-day.md is what the command prints, where the data is at hand.
func TestThroughTheDayIsPrinted(t *testing.T) {
	calls, err := os.ReadFile("../../../shared/data/bank-calls.csv")
	if err != nil {
		t.Skip("no shared data beside the repository: ", err)
	}
	dir := t.TempDir()
	scenario, err := os.ReadFile("../../docs/through-the-day/bank-monday.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"bank-calls.csv": calls, "monday.yaml": scenario} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"frontoffice", "size", filepath.Join(dir, "monday.yaml"), "--compare-methods"}, nil, &out, &errs); code != exitDone {
		t.Fatalf("exit status %d: %s", code, errs.String())
	}
	doc, err := os.ReadFile("../../docs/through-the-day.md")
	if err != nil {
		t.Fatal(err)
	}
	// | the exact day (`exact-day`) | **1,905.0** | **none** | **81.7 %** |
	row := regexp.MustCompile("(?m)^\\|[^|]*\\(`([a-z-]+)`\\)[^|]*\\|([^|]*)\\|([^|]*)\\|([^|]*)\\|$")
	plain := strings.NewReplacer("*", "", " ", "", "none", "0of28")
	rows := row.FindAllStringSubmatch(string(doc), -1)
	if len(rows) != 6 {
		t.Fatalf("%d rows of methods in the document, want 6", len(rows))
	}
	for _, r := range rows {
		want := plain.Replace(r[1] + r[2] + r[3] + r[4])
		found := false
		for line := range strings.Lines(out.String()) {
			found = found || strings.HasPrefix(plain.Replace(line), want)
		}
		if !found {
			t.Errorf("the document has %q, which the command does not print:\n%s", r[0], out.String())
		}
	}
}
