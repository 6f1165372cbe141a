package scenarios

import (
	"reflect"
	"slices"

	"go.yaml.in/yaml/v4"
)

// merger lays values over others: blocks are merged key by key, anything else takes the place
// of what was there, and null takes away (as RFC 7386, JSON Merge Patch, 2014). A key that is
// an alternative to others takes their place. The nodes given stay as they are.
type merger struct {
	originOf func(*yaml.Node) *origin
	mark     func(*yaml.Node, *origin)
}

// copy is a node of its own, of the same origin.
func (m *merger) copy(n *yaml.Node) *yaml.Node {
	c := *n
	m.mark(&c, m.originOf(n))
	return &c
}

// merge lays over onto under, both of a type of the format.
func (m *merger) merge(under, over *yaml.Node, t reflect.Type) *yaml.Node {
	if under == nil || under.Kind != yaml.MappingNode || over.Kind != yaml.MappingNode {
		return over
	}
	block := m.copy(over)
	block.Content = nil
	var gone []string
	for i := 0; i+1 < len(over.Content); i += 2 {
		for _, key := range displaced(t, over.Content[i].Value, over.Content[i+1]) {
			if valueOf(over, key) == nil {
				gone = append(gone, key)
			}
		}
	}
	laid := map[string]bool{}
	for i := 0; i+1 < len(under.Content); i += 2 {
		key, value := under.Content[i], under.Content[i+1]
		upper := valueOf(over, key.Value)
		switch {
		case slices.Contains(gone, key.Value):
		case upper == nil:
			block.Content = append(block.Content, key, value)
		case empty(upper):
			laid[key.Value] = true
		default:
			laid[key.Value] = true
			below, _ := below(t, field{}, key.Value)
			block.Content = append(block.Content, keyOf(over, key.Value), m.merge(value, upper, below))
		}
	}
	for i := 0; i+1 < len(over.Content); i += 2 {
		key := over.Content[i]
		if key.Kind == yaml.ScalarNode && laid[key.Value] && key == keyOf(over, key.Value) {
			continue // a key given twice is told by the decoder
		}
		block.Content = append(block.Content, key, over.Content[i+1])
	}
	return block
}

// keyOf is the first node of a key of a mapping.
func keyOf(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i]
		}
	}
	return nil
}

// fileType is the format of the whole file.
var fileType = reflect.TypeFor[file]()

// bare is what a pointer points to.
func bare(t reflect.Type) reflect.Type {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

// below is the type of the format, with the field's tags, below a key of a type; of an index where the
// key is "". It is nil where the format has none.
func below(t reflect.Type, f field, key string) (reflect.Type, field) {
	t = bare(t)
	if t == nil {
		return nil, field{}
	}
	switch v := reflect.New(t).Interface().(type) {
	case scalar:
		return nil, field{}
	case block:
		return v.element(), f
	case *perInterval:
		return reflect.TypeFor[span](), f
	case *sharesIn:
		return reflect.TypeFor[share](), f
	case *openings:
		return reflect.TypeFor[opening](), f
	case *profile:
		return reflect.TypeFor[number](), weight
	case *sample:
		if key == "" {
			return reflect.TypeFor[span](), handled
		}
	case *columns:
		return reflect.TypeFor[text](), f
	}
	if fields, ok := fieldsBelow(t); ok {
		if i := slices.IndexFunc(fields, func(f field) bool { return f.key == key }); i >= 0 {
			return fields[i].typ, fields[i]
		}
		return nil, field{}
	}
	if t.Kind() == reflect.Slice {
		return t.Elem(), f
	}
	return nil, field{}
}

// block is a block of values under names of their own.
type block interface{ element() reflect.Type }

func (v *named[T]) element() reflect.Type { return reflect.TypeFor[T]() }

func isNamed(t reflect.Type) bool {
	if t = bare(t); t == nil {
		return false
	}
	_, ok := reflect.New(t).Interface().(block)
	return ok
}

// fieldsBelow is the fields of a struct of the format.
func fieldsBelow(t reflect.Type) ([]field, bool) {
	if t = bare(t); t == nil {
		return nil, false
	}
	switch v := reflect.New(t).Interface().(type) {
	case scalar, block:
		return nil, false
	case *sample:
		return fieldsOf(reflect.TypeFor[sampleFile]()), true
	case shaped:
		if inner := v.inner(); inner != nil {
			return fieldsOf(inner), true
		}
		return nil, false
	}
	if t.Kind() != reflect.Struct {
		return nil, false
	}
	return fieldsOf(t), true
}

// asScalar is a value of a type of the format that stands as one word or phrase; nil for another type.
// Types with a short form are that.
func asScalar(t reflect.Type) scalar {
	if t = bare(t); t == nil {
		return nil
	}
	switch v := reflect.New(t).Interface().(type) {
	case scalar:
		return v
	case *perInterval, *delay:
		return new(span)
	case *sharesIn:
		return new(share)
	case *openings:
		return new(hours)
	}
	return nil
}

// alternatives is a struct of the format in which a key takes the place of others.
type alternatives interface {
	displaced(key string, value *yaml.Node) []string
}

// displaced lists the keys whose place another key of the same block takes.
func displaced(t reflect.Type, key string, value *yaml.Node) []string {
	if t = bare(t); t == nil || value == nil {
		return nil
	}
	if s, ok := reflect.New(t).Interface().(shaped); ok && s.inner() != nil {
		t = s.inner()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	if a, ok := reflect.Zero(t).Interface().(alternatives); ok {
		return a.displaced(key, value)
	}
	return nil
}

// displaced: a source of demand takes the place of another.
func (demandIn) displaced(key string, _ *yaml.Node) []string {
	csv := []string{"csv", "time", "date_order", "volume", "handle_time", "date", "weekdays", "from", "to"}
	switch key {
	case "volumes":
		return append(csv, "total", "daily", "profile")
	case "total":
		return append(csv, "volumes", "daily")
	case "daily":
		return append(csv, "volumes", "total")
	case "csv":
		return []string{"volumes", "total", "daily", "profile"}
	}
	return nil
}

// shapeless is the keys of a law that a distribution does not take.
func shapeless(key string, value *yaml.Node) []string {
	if key != "distribution" {
		return nil
	}
	switch value.Value {
	case "exponential", "deterministic":
		return []string{"cv", "phases", "sample"}
	case "lognormal", "gamma", "hyperexponential", "uniform":
		return []string{"phases", "sample"}
	case "erlang":
		return []string{"cv", "sample"}
	case "empirical":
		return []string{"mean", "cv", "phases"}
	}
	return nil
}

func (handleTime) displaced(key string, value *yaml.Node) []string { return shapeless(key, value) }
func (patience) displaced(key string, value *yaml.Node) []string   { return shapeless(key, value) }
func (timeLaw) displaced(key string, value *yaml.Node) []string    { return shapeless(key, value) }
