package scenarios

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares a text with a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

// Every broken file is refused with the errors that stand beside it.
func TestBrokenFiles(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob("testdata/broken/*.yaml")
	if len(files) < 25 {
		t.Fatalf("only %d broken files", len(files))
	}
	for _, f := range files {
		s, err := Load(f)
		var list Errors
		if s != nil || !errors.As(err, &list) {
			t.Errorf("%s: %v, %v; want Errors", f, s, err)
			continue
		}
		golden(t, strings.TrimSuffix(f, "yaml")+"txt", filepath.ToSlash(err.Error())+"\n")
	}
}
