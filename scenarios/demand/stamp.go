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

var errNoClock = errors.New("has no time of day: write 2006-01-02 15:04, or name two columns, date and clock time")

// parseStamp reads a date with a time, "2006-01-02 15:04", or 2006-01-02T15:04:05Z and its like.
func parseStamp(s string) (stamp, error) {
	s = strings.TrimSpace(s)
	i := strings.IndexAny(s, " Tt")
	if i < 0 {
		if _, err := parseDay(s); err == nil {
			return stamp{}, errNoClock
		}
		if _, _, err := parseClock(s); err == nil {
			return stamp{}, errors.New("has no date: name two columns, date and clock time")
		}
		return stamp{}, errors.New("is not a date and time: write 2006-01-02 15:04")
	}
	return parseDayClock(s[:i], s[i+1:])
}

// parseDayClock reads a date and a clock time that stand apart.
func parseDayClock(date, clock string) (stamp, error) {
	day, err := parseDay(strings.TrimSpace(date))
	if err != nil {
		return stamp{}, err
	}
	minute, zone, err := parseClock(strings.TrimSpace(clock))
	return stamp{day, minute, zone}, err
}

// parseDay reads 2006-01-02, 2006/01/02 or 20060102. Day and month in another
// order are refused: 03/04/2006 is two different days.
func parseDay(s string) (int, error) {
	var y, m, d int
	var ok bool
	switch {
	case len(s) == 10 && (s[4] == '-' || s[4] == '/') && s[7] == s[4]:
		y, m, d, ok = digits(s[:4]), digits(s[5:7]), digits(s[8:]), true
	case len(s) == 8:
		y, m, d, ok = digits(s[:4]), digits(s[4:6]), digits(s[6:]), true
	}
	if !ok || y < 0 || m < 0 || d < 0 {
		if strings.Count(s, "/") == 2 || strings.Count(s, ".") == 2 {
			return 0, errors.New("is a date in an order that can be misread: write the year first, 2006-01-02")
		}
		return 0, errors.New("is not a date and time: write 2006-01-02 15:04")
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

// parseClock reads 15:04, 15:04:05 and 1504, with Z or an offset, and returns minutes since midnight.
func parseClock(s string) (minute int, zone string, err error) {
	clock := s
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
		return 0, "", errors.New("is not a time of day: write 15:04")
	}
	h, m := digits(parts[0]), digits(parts[1])
	if h < 0 || h > 23 || m < 0 || m > 59 {
		return 0, "", errors.New("is not a time of day from 00:00 to 23:59")
	}
	if len(parts) == 3 && strings.Trim(parts[2], "0.") != "" {
		return 0, "", errors.New("is not on a whole minute: a row is to hold the count of an interval, not one contact")
	}
	return h*60 + m, zone, nil
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
