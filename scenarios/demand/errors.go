package demand

import (
	"fmt"
	"strings"
)

// Error is one thing that is wrong with a file, or with what is asked of it.
type Error struct {
	File    string // as given
	Line    int    // in the file; 0 where the fault is not at one line
	Column  int    // byte in the line, from 1; 0 with Line
	About   string // the option it concerns: csv, time, volume, handle_time, date, weekdays, from, to
	Message string
	cause   error
}

// Unwrap returns what encoding/csv said, where the error came from there.
func (e Error) Unwrap() error { return e.cause }

func (e Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

// Errors is everything found wrong, in the order found: the first MaxErrors, then a count.
type Errors struct {
	List []Error
	More int // found beyond the list
}

// MaxErrors is how many errors of one file are told one by one.
const MaxErrors = 20

// stopAfter is how many errors end the reading of a file: it is not what it was taken for.
const stopAfter = 1000

func (e *Errors) Error() string {
	var b strings.Builder
	for i, one := range e.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(one.Error())
	}
	if e.More > 0 {
		fmt.Fprintf(&b, "\nand %s", e.Rest())
	}
	return b.String()
}

// Rest says how many errors are not in the list.
func (e *Errors) Rest() string {
	switch n := len(e.List) + e.More; {
	case n >= stopAfter:
		return fmt.Sprintf("more: reading stopped after %d errors", n)
	case e.More == 1:
		return "1 more error"
	}
	return fmt.Sprintf("%d more errors", e.More)
}

// add keeps the first MaxErrors and counts the rest; it is false when enough is enough.
func (e *Errors) add(err Error) bool {
	if len(e.List) < MaxErrors {
		e.List = append(e.List, err)
	} else {
		e.More++
	}
	return len(e.List)+e.More < stopAfter
}
