package scenarios

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontoffice/scenarios/demand"

	"frontoffice/scenarios/pricing/contract"
)

// A scalar is a value that stands in the file as one word or phrase. Its parse
// error says what is wrong and how to write it.
type scalar interface {
	parse(text string) error
	form() form
}

// form describes a kind of scalar to people and to the JSON Schema.
type form struct {
	words   string // "a duration such as 5m20s"
	pattern string // of the text; "" for any
	number  string // JSON type accepted besides text: "number", "integer" or ""
	only    bool   // a number only, never text
}

// text is a name or phrase of one line.
type text string

func (v *text) parse(s string) error {
	switch {
	case strings.TrimSpace(s) == "":
		return errors.New("is empty")
	case utf8.RuneCountInString(s) > 200:
		return errors.New("is longer than 200 characters")
	case strings.ContainsFunc(s, unicode.IsControl):
		return errors.New("is more than one line, or has control characters")
	}
	*v = text(s)
	return nil
}

func (text) form() form { return form{words: "text of one line"} }

// date is a day of the calendar.
type date time.Time

func (v *date) parse(s string) error {
	t, err := time.Parse(time.DateOnly, s)
	switch {
	case err != nil && regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`).MatchString(s):
		return errors.New("is not a day of the calendar")
	case err != nil:
		return errors.New("is not a date: write year-month-day, for example 2026-11-30")
	case t.Year() < 1970 || t.Year() > 2199:
		return errors.New("is not between the years 1970 and 2199")
	}
	*v = date(t)
	return nil
}

func (date) form() form {
	return form{words: "a date such as 2026-11-30", pattern: `^\d{4}-\d{2}-\d{2}$`}
}

// hours is a range of clock time, past midnight where it ends at or before it starts.
type hours struct{ open, close time.Duration }

var hoursText = regexp.MustCompile(`^(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})$`)

func (v *hours) parse(s string) error {
	m := hoursText.FindStringSubmatch(s)
	if m == nil {
		return errors.New("is not a range of clock time: write 07:00-21:00")
	}
	var n [4]int
	for i := range n {
		n[i], _ = strconv.Atoi(m[i+1])
	}
	open := time.Duration(n[0])*time.Hour + time.Duration(n[1])*time.Minute
	end := time.Duration(n[2])*time.Hour + time.Duration(n[3])*time.Minute
	if n[1] > 59 || n[3] > 59 || open >= 24*time.Hour || end > 24*time.Hour {
		return errors.New("is not clock time from 00:00 to 24:00")
	}
	if end <= open {
		end += 24 * time.Hour
	}
	*v = hours{open, end}
	return nil
}

func (hours) form() form {
	return form{words: "clock time from-to such as 07:00-21:00, or 20:00-04:00 past midnight", pattern: `^\d{1,2}:\d{2}\s*(-|–|to)\s*\d{1,2}:\d{2}$`}
}

// span is a length of time.
type span time.Duration

var spanText = regexp.MustCompile(`^(\d+(\.\d+)?h)?(\d+(\.\d+)?m)?(\d+(\.\d+)?s)?(\d+(\.\d+)?ms)?$`)

func (v *span) parse(s string) error {
	s = strings.TrimSpace(s)
	if n, err := parseDecimal(s); err == nil {
		switch {
		case !(n > 0 && n < 1e6):
			return errors.New("has no unit: write 320s or 5m20s")
		case n < 60 && n > 24:
			return fmt.Errorf("has no unit: write %ss or %sm", s, s)
		case n <= 24:
			return fmt.Errorf("has no unit: write %ss, %sm or %sh", s, s, s)
		}
		return fmt.Errorf("has no unit: write %ss or %s", s, ShortDuration(time.Duration(n*float64(time.Second))))
	}
	d, err := time.ParseDuration(s)
	switch {
	case err != nil && regexp.MustCompile(`^\d+:\d\d$`).MatchString(s):
		min, sec, _ := strings.Cut(s, ":")
		return fmt.Errorf("is not a duration: for minutes and seconds write %sm%ss", min, sec)
	case strings.HasPrefix(s, "-"):
		return errors.New("is negative")
	case err != nil && s != "" && spanText.MatchString(s):
		return errors.New("is out of range")
	case err != nil || s == "" || !spanText.MatchString(s):
		return errors.New("is not a duration: write hours, minutes and seconds as in 5m20s, 320s or 1h30m")
	}
	*v = span(d)
	return nil
}

func (span) form() form {
	return form{words: "a duration such as 5m20s, 320s or 4h", pattern: `^(\d+(\.\d+)?h)?(\d+(\.\d+)?m)?(\d+(\.\d+)?s)?(\d+(\.\d+)?ms)?$`}
}

func (v span) size() float64 { return float64(v) }

// ShortDuration writes a duration as scenario files do: 20s, 30m, 5m20s, without the
// zero units that Duration.String leaves.
func ShortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// share is a part of a whole: "80%" or 0.8.
type share float64

func (v *share) parse(s string) error {
	x, err := parsePercent(s, 1)
	*v = share(x)
	return err
}

func (share) form() form {
	return form{words: "a share such as 80% or 0.8", pattern: percentPattern, number: "number"}
}

func (v share) size() float64 { return float64(v) }

// factor scales: "110%" or 1.1.
type factor float64

func (v *factor) parse(s string) error {
	x, err := parsePercent(s, 10)
	*v = factor(x)
	return err
}

func (factor) form() form {
	return form{words: "a percentage such as 110%, or a factor such as 1.1", pattern: percentPattern, number: "number"}
}

func (v factor) size() float64 { return float64(v) }

const percentPattern = `^\d+(\.\d+)?\s*%$`

// parsePercent reads a percentage, or a plain number up to the given bound:
// above it, a percentage was meant.
func parsePercent(s string, bound float64) (float64, error) {
	text, percent := strings.CutSuffix(strings.TrimSpace(s), "%")
	x, err := parseDecimal(strings.TrimSpace(text))
	switch {
	case err != nil && strings.Contains(s, ","):
		return 0, errors.New("is not a share: write a decimal point, as in 0.8 or 82.5%")
	case err != nil:
		return 0, errors.New("is not a share: write 80% or 0.8")
	case percent:
		return x / 100, nil
	case bound == 1 && x > 1 && x < 2:
		return 0, fmt.Errorf("is %s%%, more than 100%%: for %s percent write %s%%", strconv.FormatFloat(100*x, 'g', 6, 64), strings.TrimSpace(text), strings.TrimSpace(text))
	case x > bound:
		return 0, fmt.Errorf("looks like a percentage: write %s%%", strings.TrimSpace(text))
	}
	return x, nil
}

// parseDecimal reads a plain decimal number: no infinity, no hexadecimal, no underscores.
func parseDecimal(s string) (float64, error) {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789.+-eE", r) }) {
		return 0, errors.New("is not a number")
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsInf(x, 0) {
		return 0, errors.New("is not a number in the range of numbers")
	}
	return x, nil
}

// number is a plain number.
type number float64

func (v *number) parse(s string) error {
	x, err := parseDecimal(s)
	if err != nil {
		if plain := strings.NewReplacer(",", "", "_", "", "'", "", " ", "").Replace(s); plain != s {
			if _, err := parseDecimal(plain); err == nil {
				return fmt.Errorf("is not a number: write %s without marks between thousands", plain)
			}
		}
		return err
	}
	*v = number(x)
	return nil
}

func (number) form() form { return form{words: "a number", number: "number", only: true} }

func (v number) size() float64 { return float64(v) }

// count is a whole number.
type count int

func (v *count) parse(s string) error {
	var x number
	if err := x.parse(s); err != nil {
		return err
	}
	if x != number(math.Trunc(float64(x))) {
		return errors.New("is not a whole number")
	}
	*v = count(max(-1, min(x, math.MaxInt32))) // the field's bounds tell what is wrong
	return nil
}

func (count) form() form { return form{words: "a whole number", number: "integer", only: true} }

func (v count) size() float64 { return float64(v) }

// seed starts the random streams.
type seed uint64

func (v *seed) parse(s string) error {
	x, err := strconv.ParseUint(s, 10, 64)
	if err != nil {
		return errors.New("is not a whole number from 0 to 18446744073709551615")
	}
	*v = seed(x)
	return nil
}

func (seed) form() form { return form{words: "a whole number", number: "integer", only: true} }

// service is a service level: a share answered within a time.
type service struct {
	share  share
	within span
}

var (
	serviceText  = regexp.MustCompile(`^(\S+|\S+\s*%)\s+(?:in|within)\s+(\S+)$`)
	serviceSlash = regexp.MustCompile(`^(\d+)\s*/\s*(\d+)$`)
)

func (v *service) parse(s string) error {
	m := serviceText.FindStringSubmatch(s)
	if m == nil {
		if m = serviceSlash.FindStringSubmatch(s); m != nil {
			return fmt.Errorf("is not a service level: write %s%% in %ss", m[1], m[2])
		}
		return errors.New("is not a service level: write 80% in 20s")
	}
	if err := v.share.parse(m[1]); err != nil {
		return fmt.Errorf("has the share %q, which %w", m[1], err)
	}
	if err := v.within.parse(m[2]); err != nil {
		return fmt.Errorf("has the time %q, which %w", m[2], err)
	}
	switch {
	case v.share <= 0:
		return errors.New("asks for nothing: the share is above 0%")
	case v.share == 1:
		return errors.New("cannot be reached: no number of agents answers every contact in time on every day; ask for less than 100%, for example 99.9%")
	case v.share > 1:
		return errors.New("asks for more than 100%")
	case time.Duration(v.within) > 8760*time.Hour:
		return errors.New("allows more than 8760h")
	}
	return nil
}

func (service) form() form {
	return form{words: "a share within a time, such as 80% in 20s", pattern: `^(0?\.\d+|\d+(\.\d+)?\s*%)\s+(in|within)\s+\S+$`}
}

// price is an amount of money, exact to a millionth.
type price contract.Price

func (v *price) parse(s string) error {
	var x number
	if err := x.parse(s); err != nil {
		return err
	}
	p, err := contract.ParsePrice(s)
	switch {
	case x < 0:
		return errors.New("is negative")
	case x > contract.MaxPrice:
		return errors.New("is more than a thousand million")
	case err != nil:
		return errors.New("is not plain money: write at most six decimals, such as 17.50 or 0.0125")
	}
	*v = price(p)
	return nil
}

func (price) form() form {
	return form{words: "an amount of money such as 17.50", number: "number", only: true}
}

func (v price) size() float64 { return contract.Price(v).Float() }

// threshold is a share or, for a wait, a duration.
type threshold struct {
	share share
	time  span
	timed bool
}

func (v *threshold) parse(s string) error {
	if v.time.parse(s) == nil {
		v.timed = true
		return nil
	}
	if err := v.share.parse(s); err != nil {
		return errors.New("is neither a share nor a duration: write 80%, or for a wait 30s")
	}
	return nil
}

func (threshold) form() form {
	return form{words: "a share such as 80%, or for a wait a duration such as 30s", number: "number"}
}

// clock is a clock time.
type clock time.Duration

func (v *clock) parse(s string) error {
	minute, err := demand.ParseClock(s)
	if err != nil {
		return err
	}
	*v = clock(time.Duration(minute) * time.Minute)
	return nil
}

func (clock) form() form {
	return form{words: "a clock time such as 07:30", pattern: `^\d{1,2}:\d{2}$`}
}
