package demand

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// stamp is a time stamp as clock time.
type stamp struct {
	day    int    // since 1970-01-01
	minute int    // since midnight
	zone   string // as written: "", "Z", "+01:00"
}

var errNoClock = errors.New("has no time of day: write 2026-11-30 09:00, or name two columns, date and clock time")

// DateOrder says how dates such as 3/4/2026, which can be read two ways, are meant.
type DateOrder string

const (
	YearFirst  DateOrder = ""    // refuse them; 30.11.2026, with dots, is day first all the same
	DayFirst   DateOrder = "dmy" // 30/11/2026
	MonthFirst DateOrder = "mdy" // 11/30/2026
)

// parseStamp reads a date with a time, "2026-11-30 09:00", or 2026-11-30T09:00:00Z and its like.
func parseStamp(s string, order DateOrder) (stamp, error) {
	s = strings.TrimSpace(s)
	i := strings.IndexAny(s, " Tt")
	if i < 0 {
		if _, err := parseDay(s, order); err == nil {
			return stamp{}, errNoClock
		}
		if _, _, err := parseClock(s); err == nil {
			return stamp{}, errors.New("has no date: name two columns, date and clock time")
		}
		return stamp{}, errors.New("is not a date and time: write 2026-11-30 09:00")
	}
	return parseDayClock(s[:i], s[i+1:], order)
}

// parseDayClock reads a date and a clock time that stand apart.
func parseDayClock(date, clock string, order DateOrder) (stamp, error) {
	day, err := parseDay(strings.TrimSpace(date), order)
	if err != nil {
		return stamp{}, err
	}
	minute, zone, err := parseClock(strings.TrimSpace(clock))
	return stamp{day, minute, zone}, err
}

// parseDay reads 2026-11-30, 2026/11/30, 20261130 and 30.11.2026, and 30/11/2026 or
// 11/30/2026 where the order is told: 3/4/2026 is two different days.
func parseDay(s string, order DateOrder) (int, error) {
	y, m, d := -1, -1, -1
	switch {
	case len(s) == 10 && (s[4] == '-' || s[4] == '/') && s[7] == s[4]:
		y, m, d = digits(s[:4]), digits(s[5:7]), digits(s[8:])
	case len(s) == 8 && digits(s[:4]) >= 0 && digits(s[4:]) >= 0:
		y, m, d = digits(s[:4]), digits(s[4:6]), digits(s[6:])
	default:
		parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == '/' || r == '-' })
		if len(parts) != 3 || len(parts[2]) != 4 || len(parts[0]) > 2 || len(parts[1]) > 2 {
			return 0, errors.New("is not a date with a year of four digits: write 2026-11-30")
		}
		if order == YearFirst && strings.Contains(s, ".") {
			order = DayFirst
		}
		switch order {
		case DayFirst:
			d, m, y = digits(parts[0]), digits(parts[1]), digits(parts[2])
		case MonthFirst:
			m, d, y = digits(parts[0]), digits(parts[1]), digits(parts[2])
		default:
			return 0, errors.New("is a date that can be read two ways: say date_order: dmy or mdy")
		}
	}
	if y < 0 || m < 0 || d < 0 {
		return 0, errors.New("is not a date: write 2026-11-30")
	}
	if y < 1970 || y > 2199 {
		return 0, errors.New("is not between the years 1970 and 2199")
	}
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if t.Month() != time.Month(m) || t.Day() != d {
		return 0, errors.New("is not a day of the calendar")
	}
	return dayNumber(t), nil
}

// parseClock reads 15:04, 15:04:05, 1504 and 3:04 PM, with Z or an offset, and returns minutes since midnight.
func parseClock(s string) (minute int, zone string, err error) {
	clock := s
	if n := len(s); n > 2 && (s[n-1] == 'm' || s[n-1] == 'M') {
		return parseHalfDay(strings.TrimSpace(s[:n-2]), strings.ToLower(s[n-2:]))
	}
	if i := strings.IndexAny(s, "Zz+-"); i >= 0 {
		clock, zone = strings.TrimSpace(s[:i]), s[i:]
		if zone == "z" {
			zone = "Z"
		} else if len(zone) == 5 {
			zone = zone[:3] + ":" + zone[3:]
		}
		if zone != "Z" && (len(zone) != 6 || zone[3] != ':' || digits(zone[1:3]) < 0 || digits(zone[4:]) < 0) {
			return 0, "", fmt.Errorf("has a time zone that is not Z or like +01:00")
		}
	}
	parts := strings.Split(clock, ":")
	if len(parts) == 1 && (len(clock) == 3 || len(clock) == 4) {
		parts = []string{clock[:len(clock)-2], clock[len(clock)-2:]} // 930 and 0930, as some switches write
	}
	if len(parts) < 2 || len(parts) > 3 || len(parts[0]) > 2 || len(parts[1]) != 2 {
		return 0, "", errors.New("is not a time of day: write 09:00")
	}
	h, m := digits(parts[0]), digits(parts[1])
	if h < 0 || m < 0 {
		return 0, "", errors.New("is not a time of day: write 09:00")
	}
	if h > 23 || m > 59 {
		return 0, "", errors.New("is not a time of day from 00:00 to 23:59")
	}
	if len(parts) == 3 && strings.Trim(parts[2], "0.") != "" {
		return 0, "", errors.New("is not on a whole minute: a row is to hold the count of an interval, not one contact")
	}
	return h*60 + m, zone, nil
}

// parseHalfDay reads 3:04 before am or pm; 12:30 am is half past midnight.
func parseHalfDay(clock, half string) (minute int, zone string, err error) {
	minute, zone, err = parseClock(clock)
	if err != nil || half != "am" && half != "pm" || zone != "" || minute < 60 || minute >= 13*60 {
		return 0, "", errors.New("is not a time of day: write 09:00 or 9:00 AM")
	}
	minute %= 12 * 60
	if half == "pm" {
		minute += 12 * 60
	}
	return minute, "", nil
}

// ParseClock reads a time of day, 15:04 or 3:04 PM, as minutes since midnight.
func ParseClock(s string) (int, error) {
	minute, zone, err := parseClock(strings.TrimSpace(s))
	if err == nil && zone != "" {
		err = errors.New("has a time zone: write 09:00")
	}
	return minute, err
}

// digits is the number a string of one to four digits writes, else -1.
func digits(s string) int {
	if s == "" || len(s) > 4 {
		return -1
	}
	n := 0
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return -1
		}
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// dayNumber counts days since 1970-01-01 by the date's own clock.
func dayNumber(t time.Time) int {
	y, m, d := t.Date()
	return int(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// dateOf is the midnight that starts a day.
func dateOf(day int) time.Time { return time.Unix(int64(day)*86400, 0).UTC() }

// zones notices stamps of different time zones. Two offsets an hour apart are
// one place with and without daylight saving time.
type zones struct {
	seen   []string // in order of appearance
	offset []int    // minutes, of each
	line   []int    // of the first
}

// add returns what is wrong with meeting this zone after the others, or "".
func (z *zones) add(zone string, line int) string {
	for _, s := range z.seen {
		if s == zone {
			return ""
		}
	}
	offset := 0
	if len(zone) == 6 {
		offset = digits(zone[1:3])*60 + digits(zone[4:])
		if zone[0] == '-' {
			offset = -offset
		}
	}
	if len(z.seen) > 0 {
		apart := offset - z.offset[0]
		summer := len(z.seen) == 1 && len(zone) == 6 && len(z.seen[0]) == 6 && (apart == 60 || apart == -60)
		if !summer {
			return fmt.Sprintf("mixed time zones: this stamp has %s, line %d has %s; write all stamps in the same local time",
				zoneName(zone), z.line[0], zoneName(z.seen[0]))
		}
	}
	z.seen, z.offset, z.line = append(z.seen, zone), append(z.offset, offset), append(z.line, line)
	return ""
}

func zoneName(zone string) string {
	if zone == "" {
		return "no zone"
	}
	return zone
}
