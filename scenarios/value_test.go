package scenarios

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDuration(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"5m20s": 320 * time.Second, "320s": 320 * time.Second, "4h": 4 * time.Hour, "1h30m": 90 * time.Minute, "1.5h": 90 * time.Minute,
		"0.5s": 500 * time.Millisecond, "250ms": 250 * time.Millisecond, "0s": 0, " 20s ": 20 * time.Second, "90m": 90 * time.Minute,
	} {
		if got, err := ParseDuration(text); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"": `"" is not a duration: write hours`, "320": "write 320s or 5m20s", "3600": "write 3600s or 1h", "30": "write 30s or 30m", "8": "write 8s, 8m or 8h",
		"0": "has no unit: write 320s or 5m20s", "-5": "write 320s or 5m20s", "1e300": "write 320s or 5m20s", "nan": "is not a duration", "inf": "is not a duration",
		"5:20": "for minutes and seconds write 5m20s", "-5s": "is negative", "5 min": "is not a duration", "5us": "is not a duration", "20s5m": "is not a duration",
		"+5s": "is not a duration", "99999999999h": "is out of range", "1d": "is not a duration", "h": "is not a duration",
	} {
		if got, err := ParseDuration(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want %q", text, got, err, want)
		}
	}
}

func TestParseShare(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]float64{"80%": 0.8, "0.8": 0.8, "80 %": 0.8, "0": 0, "1": 1, "100%": 1, "0.5%": 0.005, "12.5%": 0.125, "1e-3": 0.001} {
		if got, err := ParseShare(text); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string]string{"80": "looks like a percentage: write 80%", "1.5": "is 150%, more than 100%: for 1.5 percent write 1.5%", "1.4": "is 140%, more than 100%", "2": "looks like a percentage: write 2%", "": "write 80% or 0.8", "%": "write 80% or 0.8", "0,8": "write a decimal point",
		"-5%": "not between", "101%": "not between", "NaN": "is not a share", "1e999%": "is not a share", "0x1": "is not a share", "80%%": "is not a share"} {
		if got, err := ParseShare(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, %v; want %q", text, got, err, want)
		}
	}
}

// A share written in percent is the one written plainly, to one rounding.
func TestShareRoundTrip(t *testing.T) {
	t.Parallel()
	for n := range 1001 {
		percent := strconv.FormatFloat(float64(n)/10, 'f', 1, 64) + "%"
		plain, _ := strconv.ParseFloat("0."+strings.Repeat("0", 4-len(strconv.Itoa(n)))+strconv.Itoa(n)+"e1", 64)
		if got, err := ParseShare(percent); err != nil || math.Abs(got-plain) > 0x1p-53 {
			t.Errorf("%s is %v, not %v (%v)", percent, got, plain, err)
		}
	}
}

// Whatever Go writes as a duration of whole milliseconds is read back.
func TestDurationRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := time.Duration(rapid.Int64Range(0, int64(24*time.Hour/time.Millisecond)).Draw(t, "ms")) * time.Millisecond
		for _, text := range []string{d.String(), ShortDuration(d)} {
			if got, err := ParseDuration(text); err != nil || got != d {
				t.Fatalf("%s: %v, %v", text, got, err)
			}
		}
	})
}

func TestParseServiceLevel(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct {
		level  float64
		within time.Duration
	}{"80% in 20s": {0.8, 20 * time.Second}, "0.8 within 1m": {0.8, time.Minute}, "99.9 % in 0s": {0.999, 0}, "90% in 4h": {0.9, 4 * time.Hour}} {
		level, within, err := ParseServiceLevel(text)
		if err != nil || math.Abs(level-want.level) > 1e-15 || within != want.within {
			t.Errorf("%q: %v in %v, %v", text, level, within, err)
		}
	}
	for text, want := range map[string]string{"80/20": "write 80% in 20s", "80%": "write 80% in 20s", "80 in 20s": "write 80%", "80% in 20": "write 20s, 20m or 20h",
		"100% in 20s": "cannot be reached", "0% in 20s": "asks for nothing", "-1% in 20s": "asks for nothing", "101% in 20s": "more than 100%", "80% in 25h": "more than 24h", "": "write 80% in 20s"} {
		if level, within, err := ParseServiceLevel(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v in %v, %v; want %q", text, level, within, err, want)
		}
	}
}

func TestHours(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]hours{
		"07:00-21:00": {7 * time.Hour, 21 * time.Hour}, "7:00 - 21:00": {7 * time.Hour, 21 * time.Hour}, "07:00–21:30": {7 * time.Hour, 21*time.Hour + 30*time.Minute}, "7:00 to 9:15": {7 * time.Hour, 9*time.Hour + 15*time.Minute},
		"00:00-24:00": {0, 24 * time.Hour}, "20:00-04:00": {20 * time.Hour, 28 * time.Hour}, "20:00-00:00": {20 * time.Hour, 24 * time.Hour}, "06:00-06:00": {6 * time.Hour, 30 * time.Hour},
	} {
		var got hours
		if err := got.parse(text); err != nil || got != want {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "7-21", "07:00", "24:00-25:00", "07:60-08:00", "07:00-24:01", "07:00-08:00-09:00", "am-pm"} {
		var got hours
		if err := got.parse(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	s := &Scenario{Open: 22 * time.Hour, Close: 26 * time.Hour, Interval: 90 * time.Minute}
	for i, want := range []string{"22:00", "23:30", "01:00"} {
		if got := Clock(s.Start(i)); got != want {
			t.Errorf("interval %d starts at %s, want %s", i, got, want)
		}
	}
}
