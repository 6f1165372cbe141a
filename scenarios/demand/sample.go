package demand

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
)

// MaxSample is the largest sample of handle times that is read.
const MaxSample = 1_000_000

// ReadSample reads measured handle times in seconds from one column of a CSV
// file, one per row, written as 310, 310.5, 5m10s, 5:10 or 0:05:10. Logs of
// contacts hold empty cells and zeros for contacts that nobody handled: they are
// left out and counted. All errors are an *Errors.
func ReadSample(name string, r io.Reader, column string) (seconds []float64, leftOut int, err error) {
	table, err := NewTable(name, r)
	if err != nil {
		return nil, 0, asErrors(err)
	}
	at, err := table.Column(column)
	if err != nil {
		return nil, 0, &Errors{List: []Error{{File: name, Line: 1, Column: 1, About: "column", Message: err.Error()}}}
	}
	var errs Errors
	for {
		fields, err := table.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			if errs.add(asErrors(err).List[0]) && errors.Is(err, csv.ErrFieldCount) {
				continue
			}
			break
		}
		if strings.Trim(fields[at], " \t0:.,") == "" {
			leftOut++
			continue
		}
		s, err := parseHandleTime(fields[at], table.Delimiter)
		if err != nil {
			if !errs.add(table.Error(at, "column", "%s %s", shown(fields[at]), err)) {
				break
			}
			continue
		}
		if len(seconds) == MaxSample {
			errs.add(table.Error(at, "column", "more than %d handle times: take a part of them", MaxSample))
			break
		}
		seconds = append(seconds, s)
	}
	if len(errs.List) == 0 && len(seconds) == 0 {
		errs.add(Error{File: name, About: "column", Message: "there are no handle times in the column " + quoteName(column)})
	}
	if len(errs.List) > 0 {
		return nil, 0, &errs
	}
	return seconds, leftOut, nil
}
