package demand

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// MaxVolume is the largest count of contacts that one row is believed to hold.
const MaxVolume = 10_000_000

// maxHandleTime is the longest mean handle time that is believed.
const maxHandleTime = 24 * time.Hour

// parseVolume reads a count of contacts.
func parseVolume(s string, delimiter rune) (float64, error) {
	v, err := parseNumber(s, delimiter)
	switch {
	case err != nil:
		return 0, err
	case v < 0:
		return 0, errors.New("is a negative number of contacts")
	case v > MaxVolume:
		return 0, fmt.Errorf("is more than %d contacts in one row", MaxVolume)
	}
	return v, nil
}

// parseNumber reads a decimal number, with a comma or point as the decimal mark
// and the other (or blanks, or apostrophes) between thousands, where that can
// only be read one way.
func parseNumber(s string, delimiter rune) (float64, error) {
	number := strings.TrimSpace(s)
	negative := strings.HasPrefix(number, "-")
	body := strings.TrimPrefix(number, "-")
	body, err := plainNumber(body, delimiter)
	if err != nil {
		return 0, err
	}
	v, err := strconv.ParseFloat(body, 64)
	if err != nil {
		return 0, errors.New("is too large a number")
	}
	if negative {
		v = -v
	}
	return v, nil
}

var errNotNumber = errors.New("is not a number")

// plainNumber rewrites a number to digits with at most one decimal point.
func plainNumber(s string, delimiter rune) (string, error) {
	// Scientific notation is what spreadsheets make of large numbers.
	exponent := ""
	if i := strings.IndexAny(s, "eE"); i > 0 {
		s, exponent = s[:i], s[i:]
		if _, err := strconv.Atoi(exponent[1:]); err != nil {
			return "", errNotNumber
		}
	}
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	// Blanks and apostrophes only ever part thousands.
	for _, mark := range []string{"\u00a0", "\u202f", "'", "’", " "} {
		if strings.Contains(s, mark) {
			whole, rest := s, ""
			if i := strings.IndexAny(s, ".,"); i >= 0 {
				whole, rest = s[:i], s[i:]
			}
			if !thousands(whole, mark) {
				return "", errNotNumber
			}
			s = strings.ReplaceAll(whole, mark, "") + rest
		}
	}
	decimal, group := ".", ","
	switch {
	case points > 0 && commas > 0:
		if strings.LastIndex(s, ",") > strings.LastIndex(s, ".") {
			decimal, group = ",", "."
		}
	case commas > 1 || points > 1:
		if points > 1 {
			decimal, group = ",", "."
		}
	case commas == 1 || points == 1 && delimiter == ';':
		// One mark with three digits after it may part thousands or decimals.
		// Where cells are parted by semicolons the point is in doubt as well.
		mark := ","
		if points == 1 {
			mark = "."
		}
		if thousands(s, mark) {
			whole, rest, _ := strings.Cut(s, mark)
			return "", fmt.Errorf("can be read as %s%s or as %s.%s: write it without a mark between thousands, and with a point", whole, rest, whole, rest)
		}
		if commas == 1 {
			decimal, group = ",", "."
		}
	}
	whole, fraction, marked := strings.Cut(s, decimal)
	if strings.Contains(whole, group) {
		if !thousands(whole, group) {
			return "", errNotNumber
		}
		whole = strings.ReplaceAll(whole, group, "")
	}
	if !allDigits(whole) || !allDigits(fraction) || whole == "" && fraction == "" {
		return "", errNotNumber
	}
	if marked {
		whole += "." + fraction
	}
	return whole + exponent, nil
}

// thousands reports whether marks part the digits in groups of three from the right.
func thousands(s, mark string) bool {
	parts := strings.Split(s, mark)
	for i, p := range parts {
		if !allDigits(p) || i > 0 && len(p) != 3 || i == 0 && (len(p) == 0 || len(p) > 3 || p[0] == '0') {
			return false
		}
	}
	return len(parts) > 1
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// parseHandleTime reads a mean handle time in seconds: 310, 310.5, "5m10s", "5:10" (minutes) or "0:05:10".
func parseHandleTime(s string, delimiter rune) (float64, error) {
	s = strings.TrimSpace(s)
	var seconds float64
	switch parts := strings.Split(s, ":"); {
	case len(parts) == 2 || len(parts) == 3:
		for i, p := range parts {
			n := digits(p)
			if n < 0 || i > 0 && (n > 59 || len(p) != 2) {
				return 0, errors.New("is not a handle time: write seconds, 310, or 5m10s")
			}
			seconds = seconds*60 + float64(n)
		}
	case strings.ContainsAny(s, "hms"):
		d, err := time.ParseDuration(s)
		if err != nil {
			return 0, errors.New("is not a handle time: write seconds, 310, or 5m10s")
		}
		seconds = d.Seconds()
	default:
		v, err := parseNumber(s, delimiter)
		if err != nil {
			return 0, err
		}
		seconds = v
	}
	switch {
	case seconds <= 0:
		return 0, errors.New("is not a handle time above 0")
	case seconds > maxHandleTime.Seconds():
		return 0, fmt.Errorf("is longer than %v: is it a total, not a mean, or in milliseconds?", maxHandleTime)
	}
	return seconds, nil
}
