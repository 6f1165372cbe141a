package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// MaxFile is the largest scenario file.
const MaxFile = 1 << 20

// maxDepth is how deep a scenario file may be nested; the format needs 6.
const maxDepth = 20

// maxLine is the longest line of a scenario file. The parser's time grows with
// the square of a line of nothing but brackets.
const maxLine = 1 << 16

// Load reads a scenario file, with the CSV files it names. What is wrong with
// the contents is an Errors; a file that cannot be read is another error.
func Load(path string) (*Scenario, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, data, filepath.Dir(path))
}

// readFile reads a scenario file, up to a byte more than it may have.
func readFile(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, openError(path, err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return nil, openError(path, err)
	}
	return data, nil
}

// openError says why a file cannot be read, in one line.
func openError(path string, err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		err = inner.Err
	}
	return fmt.Errorf("%s: %w", path, err)
}

// Parse reads the text of a scenario, with its variants, which are checked too. name is what
// messages call it; dir is where relative names of CSV files and of a base start.
func Parse(name string, data []byte, dir string) (*Scenario, error) {
	d, err := ReadText(name, data, dir)
	if err != nil {
		return nil, err
	}
	return d.Scenario()
}

// document parses the one document of a file and refuses what a scenario has no
// use for. It returns nil where there is nothing to decode.
func (d *decoder) document(data []byte) *yaml.Node {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if reason := notText(data); reason != "" {
		d.report(nil, "", "", "%s", reason)
		return nil
	}
	d.main.lines = lineBreak.Split(string(data), -1)
	for i, line := range d.main.lines {
		if len(line) > maxLine {
			d.report(&yaml.Node{Line: i + 1, Column: 1}, "", "", "the line is longer than %d characters", maxLine)
			return nil
		}
	}
	loader, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		d.syntax(err)
		return nil
	}
	var doc yaml.Node
	if err := loader.Load(&doc); err == io.EOF || err == nil && len(doc.Content) == 0 {
		d.report(nil, "", "", "the file is empty: a scenario needs name, hours, channels and teams")
		return nil
	} else if err != nil {
		d.syntax(err)
		return nil
	}
	root := doc.Content[0]
	if !d.plain(root, map[string]bool{}) {
		return nil
	}
	if root.Kind != yaml.MappingNode {
		d.report(root, "", "", "this is not a scenario: keys and values are needed, such as name: Monday")
		return nil
	}
	var second yaml.Node
	if err := loader.Load(&second); err == nil {
		d.report(&second, "", "", "a second document starts here: a file holds one scenario")
	} else if err != io.EOF {
		d.syntax(err)
	}
	return root
}

// lineBreak is what the parser counts lines by.
var lineBreak = regexp.MustCompile("\r\n|[\n\r\u0085\u2028\u2029]")

// notText says why data is not the text of a scenario, or "".
func notText(data []byte) string {
	switch {
	case len(data) > MaxFile:
		return fmt.Sprintf("the file is larger than %d MiB: is this a scenario? Keep volumes in a CSV file and name it", MaxFile>>20)
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		return "this is UTF-16 text: save it as UTF-8"
	case bytes.IndexByte(data, 0) >= 0:
		return "this is not text: it contains zero bytes"
	case !utf8.Valid(data):
		return "this is not UTF-8 text: save it as UTF-8"
	}
	return ""
}

// syntax reports where the file is not YAML.
func (d *decoder) syntax(err error) {
	at, message := &yaml.Node{}, err.Error()
	var where *yaml.LoadError
	if errors.As(err, &where) {
		message = where.Message
		if where.ContextMsg != "" {
			message = where.ContextMsg + ": " + message
		}
		at.Line, at.Column = where.Mark.Line, where.Mark.Column+1
		// At the end of the file there is nothing to see: show where it began.
		if at.Line > len(d.main.lines) || at.Line > 0 && strings.TrimSpace(d.main.lines[at.Line-1]) == "" && where.ContextMark.Line > 0 {
			at.Line, at.Column = where.ContextMark.Line, where.ContextMark.Column+1
		}
	}
	if strings.Contains(message, "exceeded max depth") {
		message = fmt.Sprintf("nested deeper than %d levels", maxDepth)
	}
	if at.Line > 0 && at.Line <= len(d.main.lines) && strings.HasPrefix(strings.TrimLeft(d.main.lines[at.Line-1], " "), "\t") {
		message += " (indent with spaces, not tabs)"
	}
	if at.Line == 0 {
		at = nil
	}
	d.report(at, "", "", "this is not YAML: %s", message)
}

// plain refuses anchors, aliases, merge keys and tags: a scenario says things
// once and in full, and a few lines of aliases can stand for gigabytes. Each of
// the four is told once, where it is met first.
func (d *decoder) plain(n *yaml.Node, told map[string]bool) bool {
	ok := true
	refuse := func(format string, args ...any) {
		ok = false
		if !told[format] {
			d.report(n, "", "", format, args...)
		}
		told[format] = true
	}
	switch {
	case n.Kind == yaml.AliasNode:
		refuse("aliases (*%s) are not accepted: write the value out", n.Value)
		return false
	case n.Anchor != "":
		refuse("anchors (&%s) are not accepted: write the value out where it is needed", n.Anchor)
	case n.Kind == yaml.MappingNode && hasMerge(n):
		refuse("merge keys (<<) are not accepted: write the values out")
	case n.Style&yaml.TaggedStyle != 0:
		refuse("tags (%s) are not accepted", n.Tag)
	}
	for _, c := range n.Content {
		ok = d.plain(c, told) && ok
	}
	return ok
}

func hasMerge(n *yaml.Node) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Tag == "!!merge" {
			return true
		}
	}
	return false
}
