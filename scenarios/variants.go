package scenarios

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxVariants is how many variants a file may have.
const maxVariants = 10_000

// variant is a scenario with named overrides.
type variant struct {
	name      string
	overrides []override
}

// Variants lists the names of the variants, in the file's order.
func (d *Document) Variants() []string {
	var names []string
	for _, v := range d.variants {
		names = append(names, v.name)
	}
	return names
}

// Variant makes a variant of the scenario, with further overrides on top; "" is the scenario itself.
func (d *Document) Variant(name string, overrides ...Override) (*Scenario, error) {
	if name == "" {
		return d.Scenario(overrides...)
	}
	for _, v := range d.variants {
		if v.name == name {
			return d.scenario(name, v.overrides, overrides)
		}
	}
	there := "it has none"
	if names := d.Variants(); len(names) > 0 {
		there = "there are " + strings.Join(names[:min(len(names), 20)], ", ")
	}
	return nil, fmt.Errorf("%s has no variant %s%s (%s)", d.Name, quote(name), didYouMean(name, d.Variants()), there)
}

// Changed lists a variant's overrides as PATH=VALUE.
func (d *Document) Changed(name string) []string {
	var words []string
	for _, v := range d.variants {
		if v.name == name {
			for _, o := range v.overrides {
				words = append(words, o.String())
			}
		}
	}
	return words
}

// check makes every variant once, for its problems.
func (d *Document) check() error {
	var problems Errors
	for _, v := range slices.Concat(d.variants, d.checks) {
		if _, err := d.scenario(v.name, v.overrides, nil); err != nil {
			problems = append(problems, err.(Errors)...)
		}
	}
	if len(problems) > 0 {
		return problems.sorted()
	}
	return nil
}

// variants reads the variants of a file.
func (d *decoder) variants(root *yaml.Node) []variant {
	n := valueOf(root, "variants")
	if n == nil {
		return nil
	}
	if n.Kind != yaml.MappingNode || len(n.Content) == 0 {
		d.report(n, "variants", "", "a name with what differs is needed here, for example variants: {busy: {channels.voice.demand.scale: +10%%}}")
		return nil
	}
	if len(n.Content)/2 > maxVariants {
		d.report(n, "variants", "", "%d variants: at most %d", len(n.Content)/2, maxVariants)
		return nil
	}
	var list []variant
	for _, e := range d.entries(n, "variants") {
		path := join("variants", e.name)
		switch {
		case !validName(e.name):
			d.report(e.key, path, "letters, digits, _ and -, at most 40, the first a letter", "%s is not a name", word(e.key))
			continue
		case e.value.Kind != yaml.MappingNode || len(e.value.Content) == 0:
			d.report(e.value, path, "", "paths with values are needed here, for example channels.voice.demand.scale: +10%%")
			continue
		}
		v := variant{name: e.name}
		for _, o := range d.entries(e.value, path) {
			made, err := newOverride(o.name, o.key, o.value)
			switch {
			case err != nil:
				d.report(o.key, path, "", "%v", err)
			default:
				v.overrides = append(v.overrides, made)
			}
		}
		list = append(list, v)
	}
	return list
}

// variants is the block of the file; it is read before the rest is decoded.
type variants struct{}

func (*variants) decode(*decoder, *yaml.Node, string, field) {}

func (*variants) inner() reflect.Type { return nil }

func (*variants) words(field) string {
	return "names of your own, each with dotted paths of fields and their values"
}

func (*variants) schema(field) map[string]any {
	return map[string]any{"type": "object", "minProperties": 1, "maxProperties": maxVariants,
		"propertyNames":        map[string]any{"pattern": namePattern},
		"additionalProperties": map[string]any{"type": "object", "minProperties": 1}}
}
