package main

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing"
)

// The table of the expected month in docs/pricing.md is what the command prints.
func TestPricingIsPrinted(t *testing.T) {
	s, err := scenarios.Find("outsourced-desk")
	if err != nil {
		t.Fatal(err)
	}
	m, err := pricing.Expected(context.Background(), s, pricing.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	billsTable(&out, m)
	doc, err := os.ReadFile("../../docs/pricing.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(doc), "<!-- expected:")
	if !ok {
		t.Fatal("the document has no table of the expected month")
	}
	rows := regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\|(.*)\\|$").FindAllStringSubmatch(rest, len(m.Contracts))
	if len(rows) != len(m.Contracts) {
		t.Fatalf("%d rows", len(rows))
	}
	for _, r := range rows {
		for line := range strings.Lines(out.String()) {
			if !strings.HasPrefix(line, r[1]+" ") {
				continue
			}
			for cell := range strings.SplitSeq(r[2], "|") {
				if !strings.Contains(line, strings.TrimSpace(cell)) {
					t.Errorf("%s: the document has %s, the command prints %s", r[1], cell, line)
				}
			}
		}
	}
}
