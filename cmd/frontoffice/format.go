package main

import (
	"fmt"
	"math"
	"strconv"

	"frontoffice/sim"
)

// percent writes a share as people say it: 81.2%.
func percent(share float64) string { return strconv.FormatFloat(100*share, 'f', 1, 64) + "%" }

// wholePercent writes a share without decimals: 81%.
func wholePercent(share float64) string { return strconv.FormatFloat(100*share, 'f', 0, 64) + "%" }

// goal writes a target's share without idle zeros: 80%, 97.5%.
func goal(share float64) string {
	rounded := math.Round(1e6*share) / 1e4
	if rounded == 0 || rounded == 100 {
		// A tiny or nearly whole target keeps its digits, not its rounding errors.
		rounded, _ = strconv.ParseFloat(strconv.FormatFloat(100*share, 'g', 15, 64), 64)
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64) + "%"
}

// points writes a difference of shares in percentage points: +1.2.
func points(share float64) string { return fmt.Sprintf("%+.1f", 100*share) }

// plusMinus writes a share with its confidence interval, where that is known: 81.2% ± 0.9.
func plusMinus(e sim.Estimate) string {
	if math.IsNaN(e.HalfWidth) {
		return percent(e.Mean)
	}
	return fmt.Sprintf("%s ± %.1f", percent(e.Mean), 100*e.HalfWidth)
}

// seconds writes a duration for reading: 7.8 s, 2m03s, 1h02m.
func seconds(s float64) string {
	switch {
	case s < 99.95:
		return strconv.FormatFloat(s, 'f', 1, 64) + " s"
	case s < 3599.5:
		r := int(math.Round(s))
		return fmt.Sprintf("%dm%02ds", r/60, r%60)
	}
	m := math.Round(s / 60)
	return fmt.Sprintf("%sh%02dm", grouped(math.Floor(m/60)), int(math.Mod(m, 60)))
}

// volume writes an expected number of contacts: 6,012 or, when small, 4.5.
func volume(v float64) string {
	if v < 100 && v != math.Trunc(v) {
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return grouped(v)
}

// grouped writes a number rounded to whole units with thousands separated: 12,345.
func grouped(v float64) string {
	s := strconv.FormatFloat(math.Abs(v), 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if v < 0 && s != "0" {
		s = "-" + s
	}
	return s
}

// decimal writes a number with one decimal and thousands separated: 1,204.5.
func decimal(v float64) string {
	whole, tenth := math.Modf(math.Round(math.Abs(v)*10) / 10)
	s := grouped(whole) + "." + strconv.Itoa(int(math.Round(tenth*10)))
	if v < 0 {
		s = "-" + s
	}
	return s
}

// twoDecimals writes a small number: 2.13.
func twoDecimals(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// count writes a number of things: 1 contact, 3 contacts.
func count(n int, thing string) string {
	return plural(n, thing, thing+"s")
}

// plural puts a number before the verb or noun that fits it: 1 is, 3 are.
func plural(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return grouped(float64(n)) + " " + more
}
