package demand

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text      string
		delimiter rune
		want      float64
	}{
		{"12", ',', 12}, {" 12 ", ',', 12}, {"12.5", ',', 12.5}, {"12.125", ',', 12.125}, {"12,5", ',', 12.5}, {"0,125", ',', 0.125},
		{"1,204.5", ',', 1204.5}, {"1.204,5", ';', 1204.5}, {"1,204,333", ',', 1204333}, {"1.204.333", ';', 1204333},
		{"1 204", ',', 1204}, {"1\u00a0204,5", ';', 1204.5}, {"1'204.5", ';', 1204.5}, {"1234.567", ';', 1234.567},
		{"1e3", ',', 1000}, {"1.2E+03", ',', 1200}, {"-3", ',', -3}, {".5", ',', 0.5}, {"5.", ',', 5}, {"12.5", ';', 12.5}, {"007", ',', 7},
	} {
		if got, err := parseNumber(c.text, c.delimiter); err != nil || got != c.want {
			t.Errorf("%q: %v, %v; want %v", c.text, got, err, c.want)
		}
	}
	for _, text := range []string{"", "-", ".", ",", "x", "1x", "1,2,3", "1.2.3", "12,34.5", "1,204", "0x1p3", "nan", "Inf", "1_000", "1e", "e5", "--1", "1e999", "1 2", "1''204", "1.5,204,3", "½"} {
		if got, err := parseNumber(text, ','); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
	if got, err := parseNumber("1.204", ';'); err == nil {
		t.Errorf("1.204 in a file of semicolons is read as %v", got)
	}
}

// What any spreadsheet writes without marks between thousands is read back as it was.
func TestParseNumberRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(0, 1e12).Draw(t, "v")
		text := strconv.FormatFloat(v, 'f', -1, 64)
		if got, err := parseNumber(text, ','); err != nil || got != v {
			t.Fatalf("%s: %v, %v", text, got, err)
		}
		whole, fraction, _ := strings.Cut(text, ".")
		if len(fraction) == 3 && len(whole) <= 3 {
			return // may be thousands
		}
		if got, err := parseNumber(strings.Replace(text, ".", ",", 1), ';'); err != nil || got != v {
			t.Fatalf("%s with a comma: %v, %v", text, got, err)
		}
	})
}

func TestParseHandleTime(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"310": 310, "310.5": 310.5, "310,5": 310.5, "5m10s": 310, "5:10": 310, "0:05:10": 310, "1:00:00": 3600, "90:00": 5400} {
		if got, err := parseHandleTime(text, ','); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-5", "5:7", "5:60", "1:2:3:4", "5m-10s", "25h", "1e9", "h"} {
		if got, err := parseHandleTime(text, ','); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"name", "hours", "interval", "handle_time", "service_level", "asa"}
	for word, want := range map[string]string{
		"handel_time": "handle_time", "handletime": "handle_time", "Handle Time": "handle_time", "intervall": "interval", "hour": "hours",
		"service-level": "service_level", "as": "asa", "ASA": "asa", "x": "", "zebra": "", "": "", strings.Repeat("a", 1000): "",
	} {
		if got := Nearest(word, names); got != want {
			t.Errorf("Nearest(%.20q) = %q, want %q", word, got, want)
		}
	}
}

func TestEdits(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3}} {
		if got := edits(c.a, c.b); got != c.want {
			t.Errorf("edits(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
