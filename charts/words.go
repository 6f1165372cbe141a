package charts

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// count writes a number of contacts or agents: whole with thousands commas,
// below 100 with as many decimals as it needs up to two digits.
func count(v float64) string {
	switch {
	case v >= 1e10:
		return group(v/1e9) + " bn"
	case v >= 1e7:
		return group(v/1e6) + " M"
	case v >= 10 || v == math.Trunc(v):
		return group(v)
	case v < 0.01:
		return "<0.01"
	}
	return strconv.FormatFloat(v, 'g', 2, 64)
}

// group writes v to the nearest whole number (to one decimal below 100 where it
// has any) with commas between thousands.
func group(v float64) string {
	if v < 100 && math.Abs(v-math.Round(v)) > 0.05 {
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return thousands(strconv.FormatFloat(v, 'f', 0, 64))
}

// thousands puts commas into the digits of a whole number.
func thousands(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// signed writes a difference with its sign.
func signed(v float64) string {
	switch {
	case v < 0:
		return "−" + count(-v)
	case v > 0:
		return "+" + count(v)
	}
	return "0"
}

// hours writes agent hours to a tenth, below 10 to a hundredth where they have one.
func hours(v float64) string {
	switch {
	case v == 0:
		return "0 h"
	case v < 0.01:
		return "<0.01 h"
	case v >= 999_999.95:
		return count(v) + " h"
	}
	text := strconv.FormatFloat(v, 'f', 1, 64)
	if v < 9.995 {
		if fine := strconv.FormatFloat(v, 'f', 2, 64); !strings.HasSuffix(fine, "0") {
			text = fine
		}
	}
	whole, tenth, _ := strings.Cut(text, ".")
	return thousands(whole) + "." + tenth + " h"
}

// percent writes a share to a tenth of a percent, and never rounds what is
// above none to none or what is short of all to all.
func percent(v float64) string {
	switch s := strconv.FormatFloat(v*100, 'f', 1, 64); {
	case s == "0.0" && v > 0:
		return "<0.1%"
	case s == "100.0" && v < 1:
		return ">99.9%"
	case s == "0.0" || s == "100.0":
		return strings.TrimSuffix(s, ".0") + "%"
	default:
		return s + "%"
	}
}

// exactly writes a share as it was asked for: 80%, 82.5%, 99.95%.
func exactly(v float64) string {
	return strconv.FormatFloat(math.Round(v*1e8)/1e6, 'f', -1, 64) + "%"
}

// spread writes the range of shares low to high.
func spread(low, high float64) string {
	if percent(low) == percent(high) {
		return percent(low)
	}
	return percent(low) + " to " + percent(high)
}

// clock writes a time of day, t from midnight, at a precision of step. Days that
// end late number the days after the first; a day that ends at midnight ends at 24:00.
func clock(t, end, step time.Duration) string {
	s := int64(t / time.Second)
	text := fmt.Sprintf("%02d:%02d", s/3600%24, s/60%60)
	if t == day && end == day {
		text = "24:00"
	}
	if step < time.Minute {
		text += fmt.Sprintf(":%02d", s%60)
	}
	if n := t / day; n > 0 && end > 2*day {
		if step >= day {
			return fmt.Sprintf("+%dd", n)
		}
		text += fmt.Sprintf(" +%dd", n)
	}
	return text
}

// wait writes a tick of t on an axis with ticks step apart.
func wait(t, step time.Duration) string {
	switch {
	case t == 0:
		return "0"
	case step < time.Minute:
		return fmt.Sprintf("%d s", t/time.Second)
	case step < time.Hour:
		return fmt.Sprintf("%d min", t/time.Minute)
	case step < day:
		return fmt.Sprintf("%d h", t/time.Hour)
	}
	return fmt.Sprintf("%d d", t/day)
}

// lasting writes a duration in words: 20 s, 1 min 30 s, 4 h.
func lasting(d time.Duration) string {
	if d < time.Second {
		return strconv.FormatFloat(d.Seconds(), 'g', 2, 64) + " s"
	}
	d = d.Round(time.Second)
	if d < 2*time.Minute && d%time.Minute != 0 {
		return fmt.Sprintf("%d s", d/time.Second)
	}
	var parts []string
	for _, u := range []struct {
		size time.Duration
		name string
	}{{day, "d"}, {time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if n := d / u.size; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, u.name))
			d -= n * u.size
		}
	}
	return strings.Join(parts, " ")
}

// per writes what an interval is to a reader: "30 minutes", "hour".
func per(interval time.Duration) string {
	switch interval {
	case time.Second:
		return "second"
	case time.Minute:
		return "minute"
	case time.Hour:
		return "hour"
	case day:
		return "day"
	}
	if interval < time.Hour && interval%time.Minute == 0 {
		return fmt.Sprintf("%d minutes", interval/time.Minute)
	}
	return lasting(interval)
}

// plural writes n things: "1 interval", "28 intervals".
func plural(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return group(float64(n)) + " " + thing
}

// every writes that something holds for all of n things, of which text is the number and name.
func every(n int, text string) string {
	switch n {
	case 1:
		return "the " + strings.TrimPrefix(text, "1 ")
	case 2:
		return "both " + strings.TrimPrefix(text, "2 ")
	}
	return "all " + text
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
