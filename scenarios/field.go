package scenarios

import (
	"fmt"
	"reflect"
	"strings"
)

// field is one field of a struct of the file's format, read from its tags.
type field struct {
	key, doc, def             string
	need                      bool
	oneof                     []string
	kinds                     []string // of channel that have the field; nil: all
	least, most, above, below string
	index                     int
	typ                       reflect.Type
}

// fieldsOf lists the fields of a struct of the format in the order of the file.
func fieldsOf(t reflect.Type) []field {
	fields := make([]field, t.NumField())
	for i := range fields {
		f := t.Field(i)
		fields[i] = field{
			key: f.Tag.Get("key"), doc: f.Tag.Get("doc"), def: f.Tag.Get("default"), need: f.Tag.Get("need") == "yes",
			least: f.Tag.Get("least"), most: f.Tag.Get("most"), above: f.Tag.Get("above"), below: f.Tag.Get("below"),
			index: i, typ: f.Type,
		}
		if s := f.Tag.Get("oneof"); s != "" {
			fields[i].oneof = strings.Split(s, ",")
		}
		if s := f.Tag.Get("kinds"); s != "" {
			fields[i].kinds = strings.Split(s, ",")
		}
	}
	return fields
}

func keysOf(fields []field) []string {
	keys := make([]string, len(fields))
	for i, f := range fields {
		keys[i] = f.key
	}
	return keys
}

// bounds says in words what a value may be, "" where anything goes.
func (f field) bounds() string {
	var parts []string
	for _, b := range []struct{ words, value string }{{"above", f.above}, {"at least", f.least}, {"at most", f.most}, {"below", f.below}} {
		if b.value != "" {
			parts = append(parts, b.words+" "+b.value)
		}
	}
	return strings.Join(parts, " and ")
}

// accepts says in words what may stand as a scalar of this field.
func (f field) accepts(v scalar) string {
	if len(f.oneof) > 0 {
		return strings.Join(f.oneof, ", ")
	}
	words := v.form().words
	if b := f.bounds(); b != "" {
		words += ", " + b
	}
	return words
}

// sized is a scalar that bounds can be set for.
type sized interface {
	scalar
	size() float64
}

// outside reports whether a value breaks the field's bounds.
func (f field) outside(v scalar) bool {
	at, ok := v.(interface{ size() float64 })
	if !ok {
		return false
	}
	x := at.size()
	// The negated comparisons catch NaN too, should a parser ever let it through.
	return f.above != "" && !(x > f.limit(v, f.above)) || f.least != "" && !(x >= f.limit(v, f.least)) ||
		f.most != "" && !(x <= f.limit(v, f.most)) || f.below != "" && !(x < f.limit(v, f.below))
}

// limit reads a bound as a value of the same kind as v.
func (f field) limit(v scalar, bound string) float64 {
	b := reflect.New(reflect.TypeOf(v).Elem()).Interface().(sized)
	if err := b.parse(bound); err != nil {
		panic(fmt.Sprintf("scenarios: bound %q of %s %v", bound, f.key, err))
	}
	return b.size()
}
