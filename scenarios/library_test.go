package scenarios

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestLibrary(t *testing.T) {
	t.Parallel()
	list := List()
	if len(list) < 3 || list[0].Name != Default {
		t.Fatalf("embedded: %v", list)
	}
	for _, e := range list {
		s, err := Find(e.Name)
		if err != nil {
			t.Error(err)
			continue
		}
		if s.File != e.Name || len(s.Notes) > 0 || e.Description == "" || strings.HasPrefix(e.Description, "#") || len(e.Description) > 110 {
			t.Errorf("%s: file %s, notes %q, described as %q", e.Name, s.File, s.Notes, e.Description)
		}
	}
	if _, err := Open("retail_monday"); err == nil || !strings.Contains(err.Error(), "did you mean retail-monday?") {
		t.Error(err)
	}
}

// The default is the day that the README and the first run speak of.
func TestDefault(t *testing.T) {
	t.Parallel()
	s, err := Find(Default)
	if err != nil {
		t.Fatal(err)
	}
	c, sum := s.Channels[0], 0.0
	for _, v := range c.Volumes {
		sum += v
	}
	if s.Intervals() != 28 || math.Abs(sum-6000) > 60 || c.HandleTime.CV != 1.2 || c.HandleTime.Means[0] != 320*time.Second {
		t.Errorf("%d intervals, %v calls, %v", s.Intervals(), sum, c.HandleTime)
	}
	if diff := cmp.Diff(Target{ServiceLevel: 0.8, Within: 20 * time.Second, ASA: 30 * time.Second, Abandonment: 0.05, Occupancy: 0.88}, c.Target); diff != "" {
		t.Error(diff)
	}
}

func TestFind(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("own.yaml", []byte(small), 0o666); err != nil {
		t.Fatal(err)
	}
	// A file of an embedded scenario's name wins.
	if err := os.WriteFile(Default, []byte(small), 0o666); err != nil {
		t.Fatal(err)
	}
	for arg, name := range map[string]string{"own.yaml": "Small", filepath.Join(".", "own.yaml"): "Small", Default: "Small", "night-line": "Night line, winter weekend"} {
		if s, err := Find(arg); err != nil || s.Name != name {
			t.Errorf("Find(%s): %v, %v", arg, s, err)
		}
	}
	for arg, want := range map[string]string{"nightline": "did you mean night-line?", "zebra.yaml": "zebra.yaml is neither a file nor an embedded scenario (embedded: retail-monday,"} {
		if _, err := Find(arg); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Find(%s): %v", arg, err)
		}
	}
}
