package demand

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Import says what to take from a CSV file of counts per interval.
type Import struct {
	Time       []string       // the column of time stamps, or two columns: date and clock time
	DateOrder  DateOrder      // of dates whose year is not first
	Volume     string         // the column of contacts
	HandleTime string         // the column of mean handle times, in seconds or like 5m10s; "" for none
	Date       time.Time      // take this date, or where it is zero
	Weekdays   []time.Weekday // the mean of these days of the week
	From, To   time.Time      // first and last date taken; zero for no bound
}

// MaxDates is how many dates one mean is taken over at most.
const MaxDates = 4000

// Read takes a day's demand from a CSV file with named columns; name is what
// messages call the file. Rows may stand in any order; each is the count of an
// interval that starts at its time stamp, of a length that divides the day's.
// A row without a volume is a row that is missing. All errors are an *Errors.
func (im Import) Read(name string, r io.Reader, day Day) (*Series, error) {
	if err := day.check(); err != nil {
		return nil, err
	}
	table, err := NewTable(name, r)
	if err != nil {
		return nil, asErrors(err)
	}
	rd := reader{Import: im, table: table, name: name, hours: day, seen: map[int]bool{}, days: map[int]*dayRows{}, last: -1}
	rd.columns()
	if len(rd.errs.List) > 0 {
		return nil, &rd.errs
	}
	rd.rows()
	if len(rd.errs.List) > 0 {
		return nil, &rd.errs
	}
	s := rd.series()
	if len(rd.errs.List) > 0 {
		return nil, &rd.errs
	}
	return s, nil
}

func asErrors(err error) *Errors {
	var one Error
	if !errors.As(err, &one) {
		one = Error{About: "csv", Message: err.Error()}
	}
	return &Errors{List: []Error{one}}
}

// row is the count of one interval of the file.
type row struct {
	minute   int16 // since midnight of the day it belongs to
	line     int32
	contacts float64
	seconds  float64 // mean handle time
}

// dayRows holds what a selected day's file rows say. A day whose hours pass
// midnight owns the rows after midnight too.
type dayRows struct {
	rows    []row // ascending by minute
	outside float64
}

type reader struct {
	Import
	table *Table
	name  string
	hours Day
	errs  Errors
	zones zones

	time       []int // columns
	volume     int
	handleTime int

	seen map[int]bool // every date in the file
	days map[int]*dayRows
	last int // the date of the row before, to spare look-ups
}

// columns finds the columns by name.
func (rd *reader) columns() {
	find := func(name, about string) int {
		i, err := rd.table.Column(name)
		if err != nil {
			rd.errs.add(Error{File: rd.name, Line: 1, Column: 1, About: about, Message: err.Error()})
		}
		return i
	}
	for _, c := range rd.Time {
		rd.time = append(rd.time, find(c, "time"))
	}
	rd.volume = find(rd.Volume, "volume")
	rd.handleTime = -1
	if rd.HandleTime != "" {
		rd.handleTime = find(rd.HandleTime, "handle_time")
	}
}

// rows reads the file to its end, or until too much is wrong with it.
func (rd *reader) rows() {
	for {
		fields, err := rd.table.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			more := rd.errs.add(asErrors(err).List[0])
			if more && errors.Is(err, csv.ErrFieldCount) {
				continue
			}
			return
		}
		if e, bad := rd.take(fields); bad && !rd.errs.add(e) {
			return
		}
	}
}

// take keeps what one row says; it returns what is wrong with it.
func (rd *reader) take(fields []string) (e Error, bad bool) {
	t, wrong := rd.table, func(column int, about string, err error) (Error, bool) {
		return rd.table.Error(column, about, "%s %s", shown(fields[column]), err), true
	}
	at, err := rd.stamp(fields)
	if err != nil {
		return wrong(rd.time[0], "time", err)
	}
	line := t.Line()
	if mixed := rd.zones.add(at.zone, line); mixed != "" {
		return t.Error(rd.time[len(rd.time)-1], "time", "%s", mixed), true
	}
	if at.day != rd.last {
		rd.seen[at.day], rd.last = true, at.day
	}
	if strings.TrimSpace(fields[rd.volume]) == "" {
		return e, false
	}
	this := row{line: int32(line)}
	if this.contacts, err = parseVolume(fields[rd.volume], t.Delimiter); err != nil {
		return wrong(rd.volume, "volume", err)
	}
	if rd.handleTime >= 0 && this.contacts > 0 {
		if this.seconds, err = parseHandleTime(fields[rd.handleTime], t.Delimiter); err != nil {
			return wrong(rd.handleTime, "handle_time", err)
		}
	}
	day, minute, open := rd.place(at)
	if !rd.selected(day) {
		return e, false
	}
	d := rd.days[day]
	if d == nil {
		if len(rd.days) == MaxDates {
			return t.Error(rd.time[0], "weekdays", "more than %d dates to take the mean of: bound them with from and to", MaxDates), true
		}
		d = &dayRows{}
		rd.days[day] = d
	}
	if !open {
		d.outside += this.contacts
		return e, false
	}
	this.minute = int16(minute)
	i, doubled := slices.BinarySearchFunc(d.rows, this.minute, func(r row, m int16) int { return int(r.minute) - int(m) })
	if doubled {
		return t.Error(rd.time[0], "time", "%s is there already, at line %d: one row per time is needed (are there several queues in the file?)",
			when(at), d.rows[i].line), true
	}
	d.rows = slices.Insert(d.rows, i, this)
	return e, false
}

// stamp reads the time stamp of a row.
func (rd *reader) stamp(fields []string) (stamp, error) {
	if len(rd.time) == 2 {
		return parseDayClock(fields[rd.time[0]], fields[rd.time[1]], rd.DateOrder)
	}
	return parseStamp(fields[rd.time[0]], rd.DateOrder)
}

// place finds the day and minute a stamp belongs to, and whether that is
// within the opening hours.
func (rd *reader) place(at stamp) (day, minute int, open bool) {
	from, to := int(rd.hours.Open/time.Minute), int(rd.hours.Close/time.Minute)
	switch {
	case at.minute >= from && at.minute < to:
		return at.day, at.minute, true
	case at.minute+1440 < to:
		return at.day - 1, at.minute + 1440, true
	}
	return at.day, at.minute, false
}

func (rd *reader) selected(day int) bool {
	if !rd.Date.IsZero() {
		return day == dayNumber(rd.Date)
	}
	return slices.Contains(rd.Weekdays, dateOf(day).Weekday()) &&
		(rd.From.IsZero() || day >= dayNumber(rd.From)) && (rd.To.IsZero() || day <= dayNumber(rd.To))
}

// shown quotes a cell, cut to a length that can be read.
func shown(cell string) string {
	if len(cell) > 40 {
		cell = strings.ToValidUTF8(cell[:40], "") + "..."
	}
	return fmt.Sprintf("%q", cell)
}
