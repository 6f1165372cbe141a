package scenarios

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

// Override puts another value at a path of a scenario. It is checked like a line of the file,
// and has to change something.
type Override struct {
	Path  string // dotted: channels.voice.handle_time.mean; * for every name, [0] for the first of a list, [*] for all
	Value string // as in the file, or relative: +10%, -10%, x1.2, +30s, and +5pp for a share; null takes the field away
	Flag  string // that it is from, for messages: "--set"
	Same  bool   // it may leave the scenario as it is
}

// ParseOverride reads PATH=VALUE; flag is where it stands, for messages.
func ParseOverride(flag, text string) (Override, error) {
	path, value, ok := strings.Cut(text, "=")
	path, value = strings.TrimSpace(path), strings.TrimSpace(value)
	switch {
	case !ok || path == "":
		return Override{}, fmt.Errorf("%s is not PATH=VALUE, such as channels.voice.demand.scale=+10%%", quote(text))
	case value == "":
		return Override{}, fmt.Errorf("%s has no value (PATH=null takes a field away)", quote(text))
	}
	if _, err := segments(path); err != nil {
		return Override{}, err
	}
	return Override{Path: path, Value: value, Flag: flag}, nil
}

// String is what a message calls the override.
func (o Override) String() string {
	s := strings.TrimSpace(o.Flag + " " + o.Path + "=" + o.Value)
	if len(s) > 120 {
		s = strings.ToValidUTF8(s[:120], "") + "..."
	}
	return s
}

// override is an override read: its path, and its value as nodes of the text that it is from.
type override struct {
	path  []segment
	key   *yaml.Node // where the path stands
	value *yaml.Node
	same  bool
}

func (o override) String() string {
	value := o.value.Value
	if o.value.Kind != yaml.ScalarNode {
		data, err := yaml.Dump(o.value)
		if value = strings.Join(strings.Fields(string(data)), " "); err != nil {
			value = "..."
		}
	}
	return pathOf(o.path) + "=" + value
}

// segment is a step of a path: a key, an index of a list, or all of either.
type segment struct {
	key    string // "" for an index
	index  int    // -1: all
	column int    // where it starts in the path
}

var segmentText = regexp.MustCompile(`^([^.\[\]=\s]+)((?:\[(?:\d{1,6}|\*)\])*)$`)

// segments takes a dotted path apart.
func segments(path string) ([]segment, error) {
	var list []segment
	column := 0
	for part := range strings.SplitSeq(path, ".") {
		m := segmentText.FindStringSubmatch(part)
		if m == nil {
			return nil, fmt.Errorf("%s is not a path: write for example channels.voice.handle_time.mean, or teams.day.shifts[0].agents", quote(path))
		}
		list = append(list, segment{key: m[1], column: column})
		for index := range strings.SplitSeq(strings.Trim(m[2], "[]"), "][") {
			switch n, err := strconv.Atoi(index); {
			case index == "":
			case err != nil:
				list = append(list, segment{index: -1})
			default:
				list = append(list, segment{index: n})
			}
		}
		column += len(part) + 1
	}
	if len(list) > maxDepth {
		return nil, fmt.Errorf("%s is not a path: nothing lies so deep", quote(path))
	}
	return list, nil
}

// pathOf writes a path.
func pathOf(path []segment) string {
	s := ""
	for _, p := range path {
		switch {
		case p.key == "" && p.index < 0:
			s += "[*]"
		case p.key == "":
			s += fmt.Sprintf("[%d]", p.index)
		default:
			s = join(s, p.key)
		}
	}
	return s
}

func newOverride(path string, key, value *yaml.Node) (override, error) {
	list, err := segments(path)
	return override{path: list, key: key, value: value}, err
}

// changes applies overrides to the nodes of a scenario. It leaves the nodes that it is given as they are.
type changes struct {
	*decoder
	merger
	done map[string]bool // paths set
}

// parse reads an override; i is its place among others.
func (c *changes) parse(o Override, i int) (override, bool) {
	from := &origin{file: o.String(), dir: c.main.dir, rank: i - 1_000_000, flag: true}
	key := &yaml.Node{Kind: yaml.ScalarNode, Value: o.Path, Line: 1, Column: 1}
	c.mark(key, from)
	made, err := newOverride(o.Path, key, nil)
	if err != nil {
		c.report(key, "", "", "%v", err)
		return made, false
	}
	made.same = o.Same
	if made.value, err = fragment(o.Value); err != nil {
		c.report(key, "", "", "the value is not YAML: %v", err)
		return made, false
	}
	c.mine(made.value, from)
	return made, c.plain(made.value, map[string]bool{})
}

// mine marks all nodes of a value as those of an origin.
func (c *changes) mine(n *yaml.Node, from *origin) {
	c.mark(n, from)
	for _, child := range n.Content {
		c.mine(child, from)
	}
}

var simple = regexp.MustCompile(`^[A-Za-z0-9.+-][A-Za-z0-9.%+_-]*( [A-Za-z0-9.%+_-]+)*$`)

// fragment reads a value of a few words or a block in brackets.
func fragment(text string) (*yaml.Node, error) {
	if simple.MatchString(text) && !strings.EqualFold(text, "null") && text != "-" {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, Line: 1, Column: 1}, nil
	}
	if len(text) > maxLine || strings.ContainsAny(text, "\n\r\x00") {
		return nil, errors.New("more than a line")
	}
	loader, err := yaml.NewLoader(bytes.NewReader([]byte(text)), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		return nil, err
	}
	var doc, second yaml.Node
	if err := loader.Load(&doc); err != nil || len(doc.Content) != 1 {
		var where *yaml.LoadError
		if errors.As(err, &where) {
			err = errors.New(where.Message)
		}
		return nil, fmt.Errorf("%v (write text, a number, [a, b] or {key: value})", err)
	}
	if err := loader.Load(&second); err != io.EOF {
		return nil, errors.New("write one value")
	}
	return doc.Content[0], nil
}

// apply lays an override over a scenario.
func (c *changes) apply(root *yaml.Node, o override) *yaml.Node {
	before := len(c.problems)
	met, changed := 0, 0
	for _, path := range c.expand(root, o) {
		at := pathOf(path)
		if c.done[at] {
			c.report(o.key, at, "", "%s is set twice: the first has no effect", at)
			return root
		}
		if c.done == nil {
			c.done = map[string]bool{}
		}
		c.done[at] = true
		next, outcome := c.set(root, fileType, field{}, path, 0, o)
		if len(c.problems) > before {
			return root
		}
		if outcome != absent {
			met++
		}
		if outcome == changedIt {
			changed++
			root = next
		}
	}
	at := pathOf(o.path)
	switch {
	case len(c.problems) > before || changed > 0 || o.same && met > 0:
	case met == 0 && empty(o.value):
		c.report(o.key, at, "", "there is nothing at %s to take away", at)
	case met == 0:
		c.report(o.key, at, "", "there is nothing at %s to change by %s", at, o.value.Value)
	default:
		c.report(o.key, at, "", "%s is so already: the override changes nothing", at)
	}
	return root
}

// outcome is what an override did at a path.
type outcome int

const (
	absent    outcome = iota // there was nothing to change
	asIs                     // it is so already
	changedIt                // it is now
)

// expand lists the paths that an override's path stands for, of those that are there.
func (c *changes) expand(root *yaml.Node, o override) [][]segment {
	paths := [][]segment{{}}
	nodes := []*yaml.Node{root}
	for _, s := range o.path {
		var longer [][]segment
		var below []*yaml.Node
		add := func(path []segment, s segment, n *yaml.Node) {
			longer, below = append(longer, append(path[:len(path):len(path)], s)), append(below, n)
		}
		for i, n := range nodes {
			switch {
			case s.key == "*" && n != nil && n.Kind == yaml.MappingNode:
				for k := 0; k+1 < len(n.Content); k += 2 {
					add(paths[i], segment{key: n.Content[k].Value, column: s.column}, n.Content[k+1])
				}
			case s.key == "*":
			case s.key == "" && s.index < 0 && n != nil && n.Kind == yaml.SequenceNode:
				for k, item := range n.Content {
					add(paths[i], segment{index: k}, item)
				}
			case s.key == "" && s.index < 0:
			case s.key == "" && n != nil && n.Kind == yaml.SequenceNode && s.index < len(n.Content):
				add(paths[i], s, n.Content[s.index])
			default:
				add(paths[i], s, valueOf(n, s.key))
			}
		}
		paths, nodes = longer, below
	}
	return paths
}

// set puts an override's value at a path below n, which may be nil, and returns what n becomes.
// The path up to depth i leads to n, which is of the format's type t.
func (c *changes) set(n *yaml.Node, t reflect.Type, f field, path []segment, i int, o override) (*yaml.Node, outcome) {
	at := pathOf(path[:i])
	if i == len(path) {
		return c.put(n, t, f, at, o)
	}
	s := path[i]
	childType, childField := below(t, f, s.key)
	if s.key == "" {
		if n == nil || n.Kind != yaml.SequenceNode {
			c.report(o.key, at, "", "%s is not a list, of which [%d] could be taken", at, s.index)
			return n, absent
		}
		if s.index >= len(n.Content) {
			c.report(o.key, at, "", "%s has %s: [0] to [%d]", at, plural(len(n.Content), "value"), len(n.Content)-1)
			return n, absent
		}
		child, done := c.set(n.Content[s.index], childType, childField, path, i+1, o)
		if done != changedIt {
			return n, done
		}
		list := c.copy(n)
		list.Content = slices.Clone(n.Content)
		if child == nil {
			list.Content = slices.Delete(list.Content, s.index, s.index+1)
		} else {
			list.Content[s.index] = child
		}
		return list, done
	}
	if promoted := c.promote(n, t); promoted != nil {
		n = promoted
	}
	if n != nil && n.Kind != yaml.MappingNode && !empty(n) {
		c.report(o.key, at, "", "%s has no keys below it", at)
		return n, absent
	}
	child := valueOf(n, s.key)
	if child == nil && isNamed(t) && (i+1 < len(path) || o.value.Kind != yaml.MappingNode && bare(childType).Kind() == reflect.Struct) {
		var names []string
		for k := 0; n != nil && k+1 < len(n.Content); k += 2 {
			names = append(names, n.Content[k].Value)
		}
		there := "there are none"
		if len(names) > 0 {
			there = "there are " + strings.Join(names, ", ")
		}
		c.report(o.key, join(at, s.key), "", "there is no %s in %s%s (%s)", s.key, at, didYouMean(s.key, names), there)
		return n, absent
	}
	if fields, ok := fieldsBelow(t); ok && !slices.Contains(keysOf(fields), s.key) {
		names := keysOf(fields)
		c.report(o.key, join(at, s.key), strings.Join(names, ", "), "there is no such key%s", didYouMean(s.key, names))
		return n, absent
	}
	if at == "" && (s.key == "variants" || s.key == "base") {
		c.report(o.key, s.key, "", "%s cannot be overridden: it says what the file is made of", s.key)
		return n, absent
	}
	made, done := c.set(child, childType, childField, path, i+1, o)
	if done != changedIt {
		return n, done
	}
	block := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map", Line: o.key.Line, Column: o.key.Column}
	if n != nil {
		block = c.copy(n)
		block.Kind = yaml.MappingNode
	} else {
		c.mark(block, c.from(o.key))
	}
	gone := displaced(t, s.key, made)
	block.Content = nil
	there := false
	for k := 0; n != nil && k+1 < len(n.Content); k += 2 {
		key, value := n.Content[k], n.Content[k+1]
		switch {
		case key.Value == s.key:
			there = true
			if made != nil {
				block.Content = append(block.Content, key, made)
			}
		case slices.Contains(gone, key.Value):
		default:
			block.Content = append(block.Content, key, value)
		}
	}
	if !there && made != nil {
		key := *o.key
		key.Value, key.Kind, key.Column = s.key, yaml.ScalarNode, o.key.Column+s.column
		c.mark(&key, c.from(o.key))
		block.Content = append(block.Content, &key, made)
	}
	return block, done
}

// put returns what an override makes of a value.
func (c *changes) put(n *yaml.Node, t reflect.Type, f field, at string, o override) (*yaml.Node, outcome) {
	if empty(o.value) {
		if n == nil {
			return nil, absent
		}
		return nil, changedIt
	}
	if change, ok := relative(o.value, t, f); ok {
		under := n
		if under == nil && f.def != "" {
			under = &yaml.Node{Kind: yaml.ScalarNode, Value: f.def, Line: o.value.Line, Column: o.value.Column}
		}
		if under == nil {
			return nil, absent
		}
		made, err := change.of(under, t, f)
		if err != nil {
			c.report(o.value, at, "", "%s: %v", o.value.Value, err)
			return n, absent
		}
		c.mine(made, c.from(o.value))
		return made, outcomeOf(same(under, made, t, f))
	}
	made := o.value
	if n != nil {
		made = c.merge(n, o.value, t)
	}
	return made, outcomeOf(same(n, made, t, f))
}

func outcomeOf(same bool) outcome {
	if same {
		return asIs
	}
	return changedIt
}

// promote is the block that a value in short stands for, such as redial.after: 5m for {mean: 5m}; nil for none.
func (c *changes) promote(n *yaml.Node, t reflect.Type) *yaml.Node {
	if n == nil || n.Kind != yaml.ScalarNode || empty(n) {
		return nil
	}
	if _, ok := reflect.New(bare(t)).Interface().(*delay); !ok {
		return nil
	}
	key := c.copy(n)
	key.Value = "mean"
	block := c.copy(n)
	block.Kind, block.Tag, block.Value, block.Content = yaml.MappingNode, "!!map", "", []*yaml.Node{key, n}
	return block
}

// same is whether two values of a type of the format say the same. None says what the default does.
func same(a, b *yaml.Node, t reflect.Type, f field) bool {
	if a == nil && f.def != "" {
		a = &yaml.Node{Kind: yaml.ScalarNode, Value: f.def}
	}
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind != b.Kind || len(a.Content) != len(b.Content) {
		return false
	}
	if a.Kind == yaml.ScalarNode {
		if a.Value == b.Value {
			return true
		}
		x, y := asScalar(t), asScalar(t)
		return x != nil && x.parse(a.Value) == nil && y.parse(b.Value) == nil && reflect.DeepEqual(x, y)
	}
	for i := range a.Content {
		var childType reflect.Type
		var childField field
		switch {
		case a.Kind == yaml.SequenceNode:
			childType, childField = below(t, f, "")
		case i%2 == 0:
			if a.Content[i].Value != b.Content[i].Value {
				return false
			}
			continue
		default:
			childType, childField = below(t, f, a.Content[i-1].Value)
		}
		if !same(a.Content[i], b.Content[i], childType, childField) {
			return false
		}
	}
	return true
}
