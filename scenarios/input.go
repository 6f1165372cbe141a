package scenarios

import (
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Input is a number of the scenario file, at a path: what a scenario can be varied by.
type Input struct {
	Path   string
	Value  string    // as it stands, or would stand where it is left out
	Size   float64   // of the value: seconds of a duration, a share or factor as such; NaN of a list
	Whole  bool      // a whole number
	Low    float64   // least that may stand there, or -Inf
	High   float64   // most, or +Inf
	Change [2]string // low and high of its uncertainty, as overrides
	Stated bool      // by the scenario; else 10 % either way

	kind scalar
}

// unit is what the size of a scalar is divided by for Input.Size.
func unit(v scalar) float64 {
	if _, ok := v.(*span); ok {
		return float64(time.Second)
	}
	return 1
}

// Write writes a size as the file has it.
func (in Input) Write(size float64) string {
	if v, ok := in.kind.(measured); ok {
		return v.write(size * unit(in.kind))
	}
	if m := oneNumber.FindStringSubmatch(in.Value); m != nil {
		return m[1] + decimalText(size) + m[3]
	}
	return decimalText(size)
}

// Input finds the number at a path. The error says where there is none.
func (d *Document) Input(path string) (Input, error) {
	list, err := segments(path)
	if err != nil {
		return Input{}, err
	}
	n, t, f := d.root, fileType, field{}
	for i, s := range list {
		if s.key == "*" || s.key == "" && s.index < 0 {
			return Input{}, fmt.Errorf("%s stands for many: name one", path)
		}
		if isNamed(t) && valueOf(n, s.key) == nil {
			var names []string
			for k := 0; n != nil && k+1 < len(n.Content); k += 2 {
				names = append(names, n.Content[k].Value)
			}
			return Input{}, fmt.Errorf("there is no %s in %s%s (there are %s)", s.key, pathOf(list[:i]), didYouMean(s.key, names), strings.Join(names, ", "))
		}
		if fields, ok := fieldsBelow(t); ok && !slices.Contains(keysOf(fields), s.key) {
			return Input{}, fmt.Errorf("%s: there is no such key%s", pathOf(list[:i+1]), didYouMean(s.key, keysOf(fields)))
		}
		t, f = below(t, f, s.key)
		switch {
		case n == nil:
		case s.key != "":
			n = valueOf(n, s.key)
		case n.Kind == yaml.SequenceNode && s.index < len(n.Content):
			n = n.Content[s.index]
		default:
			n = nil
		}
		if t == nil {
			return Input{}, fmt.Errorf("%s: there is nothing of that name", pathOf(list[:i+1]))
		}
	}
	in, ok := input(path, n, t, f)
	if !ok {
		return Input{}, fmt.Errorf("%s is not a number that can be varied", path)
	}
	return in, nil
}

// input reads the number of a node; nil is the field's default.
func input(path string, n *yaml.Node, t reflect.Type, f field) (Input, bool) {
	v := asScalar(t)
	in := Input{Path: path, Value: f.def, Size: math.NaN(), Low: math.Inf(-1), High: math.Inf(1), kind: v}
	if n != nil && n.Kind == yaml.SequenceNode {
		if element, _ := below(t, f, ""); element == nil || asScalar(element) == nil {
			return in, false
		}
		in.Value, in.kind = "a list", nil
		return in, true
	}
	if n != nil {
		in.Value = n.Value
	}
	if v == nil || n != nil && n.Kind != yaml.ScalarNode {
		return in, false
	}
	switch v.(type) {
	case *count:
		in.Whole = true
	case *seed, *text:
		return in, false
	case measured:
	default:
		m := oneNumber.FindStringSubmatch(in.Value) // such as an amount of money
		if m != nil {
			in.Size = numberOf(m[2])
			in.Low = 0
		}
		return in, m != nil
	}
	x := v.(measured)
	if in.Value != "" && x.parse(in.Value) == nil {
		in.Size = x.size() / unit(v)
	}
	for _, b := range []struct {
		text string
		to   *float64
	}{{f.least, &in.Low}, {f.above, &in.Low}, {f.most, &in.High}, {f.below, &in.High}} {
		if b.text != "" {
			*b.to = f.limit(x, b.text) / unit(v)
		}
	}
	return in, true
}

// Inputs lists what makes the day of a scenario: the numbers that its channels and teams are given, but for
// targets and what is chosen rather than met, each with its uncertainty. Paths that the scenario states an
// uncertainty for are among them.
func (d *Document) Inputs() []Input {
	var list []Input
	d.walk(d.root, fileType, field{}, "", &list)
	for path, change := range d.uncertain {
		at := slices.IndexFunc(list, func(in Input) bool { return in.Path == path })
		if at < 0 {
			in, err := d.Input(path)
			if err != nil {
				in = Input{Path: path, Size: math.NaN()}
			}
			list, at = append(list, in), len(list)
		}
		list[at].Change, list[at].Stated = change, true
	}
	slices.SortStableFunc(list, func(a, b Input) int { return strings.Compare(group(a.Path), group(b.Path)) })
	return list
}

// group orders inputs: channels before teams, each by its name.
func group(path string) string {
	parts := strings.SplitN(path, ".", 3)
	return strings.Join(parts[:min(2, len(parts))], ".")
}

// chosen is the keys of what is decided, not met; what lies below them is no input.
var chosen = []string{"target", "plan", "simulation", "variants", "sensitivity", "shifts", "routes", "min_agents", "max_agents", "contract_hours",
	"weight", "lines", "room", "phases", "concurrency", "interval", "busyness", "volumes", "total", "profile", "sample", "contracts", "calendar", "term",
	"uncertainty", "staffing_policy", "follow_ups"}

func (d *Document) walk(n *yaml.Node, t reflect.Type, f field, path string, list *[]Input) {
	switch {
	case n == nil || len(*list) >= 1000:
	case n.Kind == yaml.MappingNode:
		if bare(t) == reflect.TypeFor[demandIn]() && valueOf(n, "scale") == nil {
			inner, of := below(t, f, "scale")
			if in, ok := input(join(path, "scale"), nil, inner, of); ok {
				*list = append(*list, moved(in))
			}
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i].Value
			if slices.Contains(chosen, key) && !isNamed(t) {
				continue
			}
			inner, of := below(t, f, key)
			d.walk(n.Content[i+1], inner, of, join(path, key), list)
		}
	case t != nil:
		if in, ok := input(path, n, t, f); ok && (n.Kind == yaml.ScalarNode || bare(t) == reflect.TypeFor[perInterval]()) && in.Size != 0 && !in.Whole {
			*list = append(*list, moved(in))
		}
	}
}

// moved is an input with 10 % either way, or as far as it may go.
func moved(in Input) Input {
	in.Change = [2]string{"x0.9", "x1.1"}
	if low, high := in.Size*0.9, in.Size*1.1; low < in.Low || high > in.High {
		in.Change = [2]string{in.Write(max(low, in.Low)), in.Write(min(high, in.High))}
	}
	return in
}

var aShare = regexp.MustCompile(`^(?:\+-|±)?\s*(\d+(?:\.\d+)?)\s*%$`)

// uncertainties reads how sure the inputs of a file are said to be.
func (d *decoder) uncertainties(root *yaml.Node) (map[string][2]string, []variant) {
	n := valueOf(root, "sensitivity")
	if n == nil {
		return nil, nil
	}
	const accepted = "a share such as 8%, an amount such as 30s, or [low, high]"
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		d.report(n, "sensitivity", "", "paths with values are needed here, for example channels.voice.demand.scale: 8%%")
		return nil, nil
	}
	all := map[string][2]string{}
	var checks []variant
	for _, e := range d.entries(n, "sensitivity") {
		var ends [2]*yaml.Node
		low, high := *e.value, *e.value
		switch share := aShare.FindStringSubmatch(e.value.Value); {
		case e.value.Kind == yaml.SequenceNode && len(e.value.Content) == 2 && e.value.Content[0].Kind == yaml.ScalarNode && e.value.Content[1].Kind == yaml.ScalarNode:
			ends = [2]*yaml.Node{e.value.Content[0], e.value.Content[1]}
		case e.value.Kind != yaml.ScalarNode || empty(e.value):
			d.report(e.value, join("sensitivity", e.name), accepted, "a value is needed here")
			continue
		case share != nil && numberOf(share[1]) < 100:
			low.Value, high.Value = "-"+share[1]+"%", "+"+share[1]+"%"
			ends = [2]*yaml.Node{&low, &high}
		default:
			low.Value, high.Value = "-"+e.value.Value, "+"+e.value.Value
			ends = [2]*yaml.Node{&low, &high}
		}
		all[e.name] = [2]string{ends[0].Value, ends[1].Value}
		for _, end := range ends {
			o, err := newOverride(e.name, e.key, end)
			if err != nil {
				d.report(e.key, join("sensitivity", e.name), "", "%v", err)
				break
			}
			o.same = true
			checks = append(checks, variant{name: "with " + e.name + " " + strconv.Quote(end.Value), overrides: []override{o}})
		}
	}
	return all, checks
}

// sensitivity is the block of the file; it is read before the rest is decoded.
type sensitivity struct{}

func (*sensitivity) decode(*decoder, *yaml.Node, string, field) {}

func (*sensitivity) inner() reflect.Type { return nil }

func (*sensitivity) words(field) string {
	return "dotted paths of fields, each with a share such as 8%, an amount such as 30s, or [low, high]"
}

func (*sensitivity) schema(field) map[string]any {
	return map[string]any{"type": "object", "minProperties": 1}
}

// Read reads a size as the file has it.
func (in Input) Read(text string) (float64, error) {
	v, ok := in.kind.(measured)
	if !ok {
		return parseDecimal(text)
	}
	x := reflect.New(reflect.TypeOf(v).Elem()).Interface().(measured)
	if err := x.parse(text); err != nil {
		return 0, fmt.Errorf("%s %w", quote(text), err)
	}
	return x.size() / unit(x), nil
}
