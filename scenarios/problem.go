package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontoffice/scenarios/demand"
)

// Problem is one thing wrong with a scenario, or with a file it names.
type Problem struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitzero"`     // from 1; 0 where the problem is the whole file
	Column   int    `json:"column,omitzero"`   // character in the line, from 1
	Path     string `json:"path,omitzero"`     // in the scenario: channels.voice.handle_time.mean
	Variant  string `json:"variant,omitzero"`  // in which it arises; "" where in all
	Message  string `json:"message"`           // what is wrong and what to do
	Accepted string `json:"accepted,omitzero"` // what would be right
	Snippet  string `json:"snippet,omitzero"`  // the source line
	at       [3]int // rank of the origin, line and column there, which order problems of other files too
	flag     bool   // File is a flag, which says the path itself
}

// Error writes the problem with its source line and a caret below the column.
func (p Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d:%d", p.Line, p.Column)
	}
	if b.Len() > 0 {
		b.WriteString(": ")
	}
	if p.Path != "" && !(p.flag && strings.Contains(p.File, " "+p.Path+"=")) {
		b.WriteString(printable(p.Path) + ": ")
	}
	b.WriteString(printable(p.Message))
	if p.Snippet != "" {
		line, before := window(printable(p.Snippet), p.Column)
		fmt.Fprintf(&b, "\n%5d | %s\n      | %s^", p.Line, line, before)
	}
	if p.Accepted != "" {
		fmt.Fprintf(&b, "\n        accepted: %s", p.Accepted)
	}
	return b.String()
}

// printable keeps what a file says from steering the terminal it is shown on.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// window cuts a line to a width that fits a terminal, around a column, and
// returns it with the blanks (and tabs) that stand before the column.
func window(line string, column int) (text, before string) {
	const width = 100
	runes := []rune(line)
	at := min(max(column-1, 0), len(runes))
	start := 0
	if len(runes) > width {
		start = min(max(0, at-width/2), len(runes)-width)
	}
	end := min(len(runes), start+width)
	var b strings.Builder
	for i, r := range runes[start:end] {
		if start+i < at {
			if r != '\t' {
				r = ' '
			}
			b.WriteRune(r)
		}
	}
	text, before = string(runes[start:end]), b.String()
	if start > 0 {
		text, before = "..."+text, "   "+before
	}
	if end < len(runes) {
		text += "..."
	}
	return text, before
}

// Errors is every problem found, in the order of the scenario file.
type Errors []Problem

// Wrong is a problem with the value at a path of the scenario that shows only when the scenario is worked with: an Errors that
// says where it stands, as those of reading do.
func (s *Scenario) Wrong(path, format string, args ...any) error {
	p := Problem{File: s.File, Path: path, Message: fmt.Sprintf(format, args...)}
	if s.origin != nil {
		p = s.origin.problem(s.origin.nearest(path), path, "", p.Message)
	}
	problems := Errors{p}
	problems.explain(s.Variant, s.Changes)
	return problems
}

// maxProblems is how many problems are told one by one.
const maxProblems = 100

func (e Errors) Error() string {
	var b strings.Builder
	for i, p := range e {
		if i == maxProblems {
			fmt.Fprintf(&b, "\nand %d more problems", len(e)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.Error())
	}
	return b.String()
}

// sorted orders problems by position and drops repeated ones.
func (e Errors) sorted() Errors {
	slices.SortStableFunc(e, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.at[0], b.at[0]), cmp.Compare(a.at[1], b.at[1]), cmp.Compare(a.at[2], b.at[2]), cmp.Compare(a.Line, b.Line))
	})
	return slices.Compact(e)
}

// quote shows a word from the file, cut to a length that can be read.
func quote(s string) string {
	if utf8.RuneCountInString(s) > 60 {
		s = string([]rune(s)[:60]) + "..."
	}
	return fmt.Sprintf("%q", s)
}

// didYouMean ends a message with the nearest of the names, if any is near.
func didYouMean(word string, names []string) string {
	if near := demand.Nearest(word, names); near != "" {
		return ": did you mean " + near + "?"
	}
	return ""
}
