package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"frontoffice/scenarios/demand"
	"go.yaml.in/yaml/v4"
)

// decoder turns the nodes of a scenario file into the structs of its format. It
// goes on after a problem, so that a file's problems are all told at once.
type decoder struct {
	main     *origin                  // where nodes are from
	origins  []map[*yaml.Node]*origin // where they are not from main
	problems Errors
	keys     map[string]*yaml.Node // by path: the key, where there is one
	values   map[string]*yaml.Node // by path: the value
	bad      map[string]bool       // paths with a problem
}

// origin is a text that nodes come from.
type origin struct {
	file  string // as messages call it
	lines []string
	dir   string // where relative names of files start
	rank  int    // origins of a lower rank are told first
	flag  bool   // it is a flag of the command line, which file says whole
}

// from is the origin of a node.
func (d *decoder) from(n *yaml.Node) *origin {
	for _, of := range d.origins {
		if o := of[n]; o != nil {
			return o
		}
	}
	return d.main
}

// newDecoder makes ready to decode nodes of a text, and others as origins say.
func newDecoder(main *origin, origins ...map[*yaml.Node]*origin) *decoder {
	return &decoder{main: main, origins: origins, keys: map[string]*yaml.Node{}, values: map[string]*yaml.Node{}, bad: map[string]bool{}}
}

// composite is a value of the format with a shape of its own.
type composite interface {
	decode(d *decoder, n *yaml.Node, path string, f field)
}

// report adds a problem at a node.
func (d *decoder) report(n *yaml.Node, path, accepted, format string, args ...any) {
	d.problems = append(d.problems, d.problem(n, path, accepted, fmt.Sprintf(format, args...)))
	d.bad[path] = true
}

// problem is one at a node.
func (d *decoder) problem(n *yaml.Node, path, accepted, message string) Problem {
	o := d.from(n)
	p := Problem{File: o.file, Path: path, Message: message, Accepted: accepted, flag: o.flag}
	if n != nil {
		p.at = [3]int{o.rank, n.Line, n.Column}
		if !p.flag {
			p.Line, p.Column = n.Line, n.Column
		}
		if n.Line > 0 && n.Line <= len(o.lines) {
			p.Snippet = o.lines[n.Line-1]
		}
	}
	return p
}

// wrong adds a problem with the value at a path, or with its key or the nearest
// thing above it where there is no value.
func (d *decoder) wrong(path, format string, args ...any) {
	d.report(d.nearest(path), path, "", format, args...)
}

// nearest is the value at a path, or its key or the nearest thing above it where there is no value.
func (d *decoder) nearest(path string) *yaml.Node {
	at := path
	for at != "" && d.values[at] == nil {
		at = at[:max(0, strings.LastIndexAny(at, ".["))]
	}
	n := d.values[at]
	if n != nil && n.Kind != yaml.ScalarNode && d.keys[at] != nil {
		n = d.keys[at] // a block is best shown by its key
	}
	return n
}

// given reports whether the file has something at a path.
func (d *decoder) given(path string) bool { return d.values[path] != nil }

// value decodes a node into v, which is addressable.
func (d *decoder) value(v reflect.Value, n *yaml.Node, path string, f field) {
	d.values[path] = n
	switch x := v.Addr().Interface().(type) {
	case scalar:
		d.scalar(x, n, path, f)
		return
	case composite:
		x.decode(d, n, path, f)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		// The pointer stays nil after a problem: nothing is checked twice.
		before := len(d.problems)
		to := reflect.New(v.Type().Elem())
		d.value(to.Elem(), n, path, f)
		_, isScalar := to.Interface().(scalar)
		_, isComposite := to.Interface().(composite)
		if !isScalar && !isComposite || len(d.problems) == before {
			v.Set(to)
		}
	case reflect.Slice:
		d.list(v, n, path, f)
	default:
		d.object(v, n, path)
	}
}

// scalar decodes a value of one word or phrase.
func (d *decoder) scalar(v scalar, n *yaml.Node, path string, f field) {
	switch {
	case n.Kind == yaml.MappingNode:
		d.report(n, path, f.accepts(v), "keys and values stand where one value is needed")
		return
	case n.Kind == yaml.SequenceNode:
		d.report(n, path, f.accepts(v), "a list stands where one value is needed")
		return
	case empty(n):
		d.report(n, path, f.accepts(v), "no value is given")
		return
	}
	if err := v.parse(n.Value); err != nil {
		d.report(n, path, f.accepts(v), "%s %s", word(n), err)
		return
	}
	if len(f.oneof) > 0 && !slices.Contains(f.oneof, n.Value) {
		hint := didYouMean(n.Value, f.oneof)
		if len(f.oneof) == 1 {
			hint = ": " + f.oneof[0] + " is the only one in this version"
		}
		d.report(n, path, f.accepts(v), "%s is not known%s", word(n), hint)
		return
	}
	if f.outside(v) {
		d.report(n, path, "", "%s is out of range: it has to be %s", word(n), f.bounds())
	}
}

// empty reports a key without a value.
func empty(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Tag == "!!null" && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0
}

// word shows a value in a message: plain where that is clear.
func word(n *yaml.Node) string {
	if n.Value != "" && len(n.Value) <= 30 && !strings.ContainsFunc(n.Value, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return n.Value
	}
	return quote(n.Value)
}

// list decodes a list; the field's bounds are those of its elements.
func (d *decoder) list(v reflect.Value, n *yaml.Node, path string, f field) {
	if n.Kind != yaml.SequenceNode {
		d.report(n, path, "a list, [a, b, c]", "a list is needed here")
		return
	}
	if len(n.Content) == 0 {
		d.report(n, path, "", "the list is empty")
		return
	}
	list := reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content))
	for i, item := range n.Content {
		d.value(list.Index(i), item, fmt.Sprintf("%s[%d]", path, i), f)
	}
	v.Set(list)
}

// object decodes keys and values into a struct of the format.
func (d *decoder) object(v reflect.Value, n *yaml.Node, path string) {
	fields := fieldsOf(v.Type())
	d.defaults(v, fields)
	names := keysOf(fields)
	if n.Kind != yaml.MappingNode {
		d.report(n, path, "keys and values: "+strings.Join(names, ", "), "keys and values are needed here")
		return
	}
	for _, e := range d.entries(n, path) {
		name := e.name
		if !slices.Contains(names, name) {
			d.report(e.key, join(path, name), strings.Join(ofKind(fields, n), ", "), "there is no such key%s", didYouMean(name, names))
			// Go on with what was probably meant: its value may be wrong too, and it is not missing.
			name = demand.Nearest(name, names)
			if name == "" || hasKey(n, name) || d.given(join(path, name)) {
				continue
			}
		}
		f := fields[slices.Index(names, name)]
		d.value(v.Field(f.index), e.value, join(path, name), f)
	}
	for _, f := range fields {
		if f.need && !d.given(join(path, f.key)) {
			d.missing(n, path, f)
		}
	}
}

// ofKind lists the keys of fields that a block of its kind has.
func ofKind(fields []field, n *yaml.Node) []string {
	kind := Voice
	if of := valueOf(n, "kind"); of != nil {
		kind = of.Value
	}
	var keys []string
	for _, f := range fields {
		if f.kinds == nil || slices.Contains(f.kinds, kind) {
			keys = append(keys, f.key)
		}
	}
	return keys
}

func hasKey(n *yaml.Node, name string) bool {
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == name {
			return true
		}
	}
	return false
}

// missing reports a needed key that is not there, at the block that lacks it.
func (d *decoder) missing(n *yaml.Node, path string, f field) {
	at := n
	if d.keys[path] != nil {
		at = d.keys[path]
	}
	d.report(at, path, "", "%s is missing. %s", f.key, f.doc)
}

// defaults sets what a struct's fields are where the file says nothing.
func (d *decoder) defaults(v reflect.Value, fields []field) {
	for _, f := range fields {
		at := v.Field(f.index)
		if f.def != "" {
			if err := at.Addr().Interface().(scalar).parse(f.def); err != nil {
				panic(fmt.Sprintf("scenarios: default %q of %s %v", f.def, f.key, err))
			}
		}
		_, isComposite := at.Addr().Interface().(composite)
		_, isScalar := at.Addr().Interface().(scalar)
		if at.Kind() == reflect.Struct && !isComposite && !isScalar {
			d.defaults(at, fieldsOf(f.typ))
		}
	}
}

// entry is a key with its value.
type entry struct {
	name       string
	key, value *yaml.Node
}

// entries lists a mapping's keys and values, each key once.
func (d *decoder) entries(n *yaml.Node, path string) []entry {
	var list []entry
	first := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if key.Kind != yaml.ScalarNode || empty(key) {
			d.report(key, path, "", "a key is one word")
			continue
		}
		name := join(path, key.Value)
		if was := first[key.Value]; was != nil {
			d.report(key, name, "", "the key is given twice, first on line %d", was.Line)
			continue
		}
		first[key.Value] = key
		d.keys[name] = key
		list = append(list, entry{key.Value, key, value})
	}
	return list
}

// join makes the path of a key below another.
func join(path, key string) string {
	if len(key) > 60 {
		key = strings.ToValidUTF8(key[:60], "") + "..."
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// named is a block of values under names of their own, in the file's order.
type named[T any] []struct {
	Name  string
	Value T
}

const maxNamed = 100

func (v *named[T]) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		d.report(n, path, "", "a name with its values is needed here, for example %s: {a-name: {...}}", path)
		return
	}
	if len(n.Content)/2 > maxNamed {
		d.report(n, path, "", "%d names: at most %d", len(n.Content)/2, maxNamed)
		return
	}
	list := make(named[T], 0, len(n.Content)/2)
	for _, e := range d.entries(n, path) {
		if !validName(e.name) {
			d.report(e.key, path, "letters, digits, _ and -, at most 40, the first a letter", "%s is not a name", word(e.key))
			continue
		}
		list = append(list, struct {
			Name  string
			Value T
		}{Name: e.name})
		at := &list[len(list)-1].Value
		d.value(reflect.ValueOf(at).Elem(), e.value, join(path, e.name), f)
	}
	*v = list
}

const namePattern = `^[A-Za-z][A-Za-z0-9_-]{0,39}$`

func validName(s string) bool {
	for i, c := range s {
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || !('0' <= c && c <= '9' || c == '_' || c == '-')) {
			return false
		}
	}
	return s != "" && len(s) <= 40
}

// perInterval is one duration, or a list with one for each interval.
type perInterval struct {
	spans  []span
	listed bool
}

func (v *perInterval) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.SequenceNode {
		v.listed = true
		d.value(reflect.ValueOf(&v.spans).Elem(), n, path, f)
		return
	}
	v.spans = []span{0}
	d.scalar(&v.spans[0], n, path, f)
}

// spans is one duration, or a list of them.
type spans []span

func (v *spans) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.SequenceNode {
		d.value(reflect.ValueOf((*[]span)(v)).Elem(), n, path, f)
		return
	}
	*v = spans{0}
	d.scalar(&(*v)[0], n, path, f)
}

// weight and handled are the bounds of values inside composites.
var (
	weight  = field{least: "0", most: "1000000000"}
	handled = field{above: "0s", most: "24h"}
)

// profile is the name of a form of the day, or its weights.
type profile struct {
	name    text
	weights []number
}

func (v *profile) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.SequenceNode {
		d.value(reflect.ValueOf(&v.weights).Elem(), n, path, weight)
		return
	}
	d.scalar(&v.name, n, path, field{oneof: demand.Profiles})
}

// columns is the name of a column, or of two.
type columns []text

func (v *columns) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.SequenceNode {
		if len(n.Content) > 2 {
			d.report(n, path, "one column, or [date, clock]", "%d columns are given", len(n.Content))
			return
		}
		d.value(reflect.ValueOf((*[]text)(v)).Elem(), n, path, f)
		return
	}
	*v = columns{""}
	d.scalar(&(*v)[0], n, path, f)
}

// sample is a list of measured durations, or the column of a file that holds them.
type sample struct {
	spans []span
	file  *sampleFile
}

func (v *sample) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.MappingNode {
		v.file = &sampleFile{}
		d.value(reflect.ValueOf(v.file).Elem(), n, path, f)
		return
	}
	d.value(reflect.ValueOf(&v.spans).Elem(), n, path, handled)
}

// sharesIn is one share, or a list with one for each interval.
type sharesIn struct {
	shares []share
	listed bool
}

func (v *sharesIn) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.SequenceNode {
		v.listed = true
		d.value(reflect.ValueOf(&v.shares).Elem(), n, path, f)
		return
	}
	v.shares = []share{0}
	d.scalar(&v.shares[0], n, path, f)
}

// speeds is a speed, or one for each channel named.
type speeds struct {
	all factor
	by  named[factor]
}

func (v *speeds) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.MappingNode {
		v.by.decode(d, n, path, f)
		return
	}
	d.scalar(&v.all, n, path, f)
}

// delay is the mean of an exponential time, or a law of one.
type delay struct {
	mean span
	law  *timeLaw
}

func (v *delay) decode(d *decoder, n *yaml.Node, path string, f field) {
	if n.Kind == yaml.MappingNode {
		v.law = &timeLaw{}
		d.value(reflect.ValueOf(v.law).Elem(), n, path, f)
		return
	}
	d.scalar(&v.mean, n, path, f)
}
