package demand

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// MaxBytes is the largest CSV file that is read.
const MaxBytes = 512 << 20

// maxRecord is the longest row: beyond it, a quote was probably never closed.
const maxRecord = 1 << 20

// Table reads a CSV file whose first line names its columns, row by row, in
// bounded memory. The delimiter is the one the first line uses most: a comma,
// semicolon, tab or bar. A byte order mark is skipped.
type Table struct {
	Header    []string // column names, without surrounding blanks
	Delimiter rune
	rows      *csv.Reader
	bound     *bound
	name      string
}

// NewTable reads the header of a CSV file; name is what messages call it.
func NewTable(name string, r io.Reader) (*Table, error) {
	t := &Table{name: name, bound: &bound{r: r}}
	buf := bufio.NewReaderSize(t.bound, 1<<16)
	start, err := buf.Peek(1 << 16)
	if err != nil && err != io.EOF {
		return nil, t.fail(err)
	}
	if bytes.HasPrefix(start, []byte("\xef\xbb\xbf")) {
		start = start[3:]
		buf.Discard(3)
	}
	line, _, _ := bytes.Cut(bytes.TrimLeft(start, "\r\n"), []byte("\n"))
	t.Delimiter = delimiter(line)
	t.rows = csv.NewReader(buf)
	t.rows.Comma = t.Delimiter
	t.rows.ReuseRecord = true
	header, err := t.rows.Read()
	if err == io.EOF {
		return nil, t.fail(errors.New("the file is empty"))
	}
	if err != nil {
		return nil, t.fail(err)
	}
	for _, h := range header {
		t.Header = append(t.Header, strings.TrimSpace(h))
	}
	return t, nil
}

// delimiter picks the separator used most in a header line, outside quotes.
func delimiter(line []byte) rune {
	var count [4]int
	quoted := false
	for _, c := range line {
		if c == '"' {
			quoted = !quoted
		} else if i := strings.IndexByte(",;\t|", c); i >= 0 && !quoted {
			count[i]++
		}
	}
	best := 0
	for i := range count {
		if count[i] > count[best] {
			best = i
		}
	}
	return rune(",;\t|"[best])
}

// Column finds a column by its exact name.
func (t *Table) Column(name string) (int, error) {
	switch i := slices.Index(t.Header, name); {
	case i < 0:
		hint := ""
		if near := Nearest(name, t.Header); near != "" {
			hint = fmt.Sprintf(": did you mean %s?", quoteName(near))
		}
		return 0, fmt.Errorf("there is no column %s%s (columns there: %s)", quoteName(name), hint, listNames(t.Header))
	case slices.Contains(t.Header[i+1:], name):
		return 0, fmt.Errorf("there are two columns %s", quoteName(name))
	default:
		return i, nil
	}
}

// Next reads a row, valid until the next call. After the last it returns
// io.EOF. Any other error is an Error and ends the table, except that reading can
// go on after a row with too few or too many columns, csv.ErrFieldCount.
func (t *Table) Next() ([]string, error) {
	t.bound.record = 0
	row, err := t.rows.Read()
	if err == io.EOF {
		return nil, io.EOF
	}
	if err != nil {
		return nil, t.fail(err)
	}
	return row, nil
}

// Error is an error about a field of the row read last.
func (t *Table) Error(column int, about, format string, args ...any) Error {
	line, col := t.rows.FieldPos(column)
	return Error{File: t.name, Line: line, Column: col, About: about, Message: fmt.Sprintf(format, args...)}
}

// Line is the line in the file of the row read last.
func (t *Table) Line() int {
	line, _ := t.rows.FieldPos(0)
	return line
}

// fail gives an error of the reader below the file's name and line.
func (t *Table) fail(err error) Error {
	e := Error{File: t.name, About: "csv", Message: err.Error(), cause: err}
	var syntax *csv.ParseError
	if errors.As(err, &syntax) {
		e.Line, e.Column = syntax.Line, max(1, syntax.Column)
		switch {
		case errors.Is(err, csv.ErrFieldCount):
			e.Column = 1
			e.Message = fmt.Sprintf("this row does not have the header's %d columns (a comma in an unquoted number?)", len(t.Header))
		case errors.Is(err, csv.ErrQuote):
			e.Message = `a quotation mark " that is not closed, or in the middle of a field`
		case errors.Is(err, csv.ErrBareQuote):
			e.Message = `a quotation mark " in an unquoted field`
		default:
			e.Message = syntax.Err.Error()
		}
	}
	return e
}

// bound passes bytes on until a file is too large, a record too long, or the file is not text.
type bound struct {
	r      io.Reader
	total  int64
	record int
}

func (b *bound) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	first := b.total == 0
	b.total += int64(n)
	b.record += n
	switch {
	case first && (bytes.HasPrefix(p[:n], []byte("\xff\xfe")) || bytes.HasPrefix(p[:n], []byte("\xfe\xff"))):
		return 0, errors.New("this is UTF-16 text: save it as CSV in UTF-8")
	case bytes.IndexByte(p[:n], 0) >= 0:
		return 0, errors.New("this is not text: it contains zero bytes")
	case b.total > MaxBytes:
		return 0, fmt.Errorf("the file is larger than %d MiB: cut it to the dates that are needed", MaxBytes>>20)
	case b.record > maxRecord:
		return 0, errors.New("a row longer than 1 MiB: is a quotation mark not closed?")
	}
	return n, err
}

// listNames lists column names, the first 30 of them.
func listNames(names []string) string {
	const most = 30
	quoted := make([]string, 0, most+1)
	for i, n := range names {
		if i == most {
			quoted = append(quoted, fmt.Sprintf("and %d more", len(names)-most))
			break
		}
		quoted = append(quoted, quoteName(n))
	}
	return strings.Join(quoted, ", ")
}

// quoteName leaves plain names as they are and shows everything else in quotes, cut to a length that can be read.
func quoteName(s string) string {
	if len(s) > 60 {
		s = strings.ToValidUTF8(s[:60], "") + "..."
	}
	for _, c := range s {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-') {
			return fmt.Sprintf("%q", s)
		}
	}
	if s == "" {
		return `""`
	}
	return s
}
