package scenarios

import (
	"encoding/json"
	"reflect"
	"strings"

	"frontoffice/scenarios/demand"
)

// Schema is the JSON Schema (draft 2020-12) of a scenario file, with which
// editors complete and check it. It knows the keys, their types and most bounds;
// what fields demand of each other is checked by Load alone.
func Schema() []byte {
	schema := objectSchema(fileType)
	// What builds on a base need not be whole.
	partial := relaxed(objectSchema(fileType))
	schema = map[string]any{
		"type": "object",
		"if":   map[string]any{"required": []string{"base"}},
		"then": partial,
		"else": schema,
	}
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["title"] = "frontoffice scenario"
	schema["description"] = "A day of a contact center: demand, channels, teams and targets."
	data, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		panic("scenarios: " + err.Error())
	}
	return append(data, '\n')
}

// relaxed is a schema that lets everything be left out, or be null to take away what a base has.
func relaxed(schema map[string]any) map[string]any {
	for keyword, value := range schema {
		switch keyword {
		case "required", "oneOf", "default", "minProperties":
			delete(schema, keyword)
		case "properties":
			for key, property := range value.(map[string]any) {
				value.(map[string]any)[key] = either(relaxed(property.(map[string]any)), map[string]any{"type": "null"})
			}
		case "additionalProperties", "items":
			if inner, ok := value.(map[string]any); ok {
				relaxed(inner)
			}
		case "anyOf":
			for _, inner := range value.([]any) {
				relaxed(inner.(map[string]any))
			}
		}
	}
	return schema
}

// Field describes a field of the scenario file.
type Field struct {
	Path    string   `json:"path"` // channels.NAME.handle_time.mean
	Doc     string   `json:"doc"`
	Accepts string   `json:"accepts,omitzero"` // what may stand there, where it is one value or a list of them
	Default string   `json:"default,omitzero"` // as it would be written
	Needed  bool     `json:"needed,omitzero"`
	Kinds   []string `json:"kinds,omitempty"` // of channel that have it; all where there is none
}

// Fields lists every field of the scenario file, in its order.
func Fields() []Field { return listFields(nil, "", reflect.TypeFor[file]()) }

func listFields(list []Field, path string, t reflect.Type) []Field {
	for _, f := range fieldsOf(t) {
		at := join(path, f.key)
		inner, accepts := describe(f.typ, f)
		list = append(list, Field{Path: at, Doc: f.doc, Accepts: accepts, Default: f.def, Needed: f.need, Kinds: f.kinds})
		if _, isComposite := reflect.New(f.typ).Interface().(composite); f.typ.Kind() == reflect.Slice && inner != nil {
			if isComposite {
				at = join(at, "NAME")
			} else {
				at += "[]"
			}
		}
		if inner != nil {
			list = listFields(list, at, inner)
		}
	}
	return list
}

// shaped is a composite that describes itself: to the schema, and in words.
type shaped interface {
	composite
	schema(f field) map[string]any
	words(f field) string
	inner() reflect.Type // the struct of the format below it, nil for none
}

// describe returns the struct below a field, or in words what the field accepts.
func describe(t reflect.Type, f field) (inner reflect.Type, accepts string) {
	switch v := reflect.New(t).Interface().(type) {
	case scalar:
		return nil, f.accepts(v)
	case shaped:
		return v.inner(), v.words(f)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return describe(t.Elem(), f)
	case reflect.Slice:
		inner, words := describe(t.Elem(), f)
		if inner != nil {
			return inner, "a list, each with the keys below"
		}
		return nil, "a list, each " + words
	}
	return t, ""
}

// schemaOf is the schema of a type of the format below a field.
func schemaOf(t reflect.Type, f field) map[string]any {
	switch v := reflect.New(t).Interface().(type) {
	case scalar:
		return scalarSchema(v, f)
	case shaped:
		return v.schema(f)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schemaOf(t.Elem(), f)
	case reflect.Slice:
		return map[string]any{"type": "array", "minItems": 1, "items": schemaOf(t.Elem(), f)}
	}
	return objectSchema(t)
}

// restricted is a struct of the format whose keys exclude or need each other.
type restricted interface {
	restriction() (keyword string, value any)
}

func objectSchema(t reflect.Type) map[string]any {
	properties := map[string]any{}
	schema := map[string]any{"type": "object", "additionalProperties": false, "properties": properties}
	var needed []string
	for _, f := range fieldsOf(t) {
		property := schemaOf(f.typ, f)
		property["description"] = f.doc
		if f.def != "" {
			property["default"] = jsonDefault(f)
		}
		properties[f.key] = property
		if f.need {
			needed = append(needed, f.key)
		}
	}
	if needed != nil {
		schema["required"] = needed
	}
	if r, ok := reflect.Zero(t).Interface().(restricted); ok {
		keyword, value := r.restriction()
		schema[keyword] = value
	}
	return schema
}

func jsonDefault(f field) any {
	if v, ok := reflect.New(f.typ).Interface().(scalar); ok && v.form().only {
		return json.Number(f.def)
	}
	return f.def
}

func scalarSchema(v scalar, f field) map[string]any {
	if len(f.oneof) > 0 {
		return map[string]any{"enum": f.oneof}
	}
	form := v.form()
	asText := map[string]any{"type": "string"}
	if form.pattern != "" {
		asText["pattern"] = form.pattern
	} else {
		asText["minLength"] = 1
	}
	if form.number == "" {
		return asText
	}
	asNumber := map[string]any{"type": form.number}
	for keyword, bound := range map[string]string{"exclusiveMinimum": f.above, "minimum": f.least, "maximum": f.most, "exclusiveMaximum": f.below} {
		if bound != "" {
			asNumber[keyword] = f.limit(v, bound)
		}
	}
	if form.only {
		return asNumber
	}
	return map[string]any{"anyOf": []any{asText, asNumber}}
}

func (v *named[T]) inner() reflect.Type {
	inner, _ := describe(reflect.TypeFor[T](), field{})
	return inner
}

func (v *named[T]) words(f field) string {
	_, words := describe(reflect.TypeFor[T](), f)
	if words == "" {
		return "names of your own (a letter, then letters, digits, _ and -), each with the keys below"
	}
	return "names, each with " + words
}

func (v *named[T]) schema(f field) map[string]any {
	return map[string]any{"type": "object", "minProperties": 1, "maxProperties": maxNamed,
		"propertyNames":        map[string]any{"pattern": namePattern},
		"additionalProperties": schemaOf(reflect.TypeFor[T](), f)}
}

// either is the schema of one of two forms.
func either(one, other map[string]any) map[string]any {
	return map[string]any{"anyOf": []any{one, other}}
}

func (v *perInterval) inner() reflect.Type { return nil }

func (v *perInterval) words(f field) string {
	return f.accepts(new(span)) + "; or a list with one per interval"
}

func (v *perInterval) schema(f field) map[string]any {
	return either(schemaOf(reflect.TypeFor[span](), f), schemaOf(reflect.TypeFor[[]span](), f))
}

func (v *spans) inner() reflect.Type { return nil }

func (v *spans) words(f field) string { return f.accepts(new(span)) + "; or a list of them" }

func (v *spans) schema(f field) map[string]any {
	return either(schemaOf(reflect.TypeFor[span](), f), schemaOf(reflect.TypeFor[[]span](), f))
}

func (v *sharesIn) inner() reflect.Type { return nil }

func (v *sharesIn) words(f field) string {
	return f.accepts(new(share)) + "; or a list with one per interval"
}

func (v *sharesIn) schema(f field) map[string]any {
	return either(schemaOf(reflect.TypeFor[share](), f), schemaOf(reflect.TypeFor[[]share](), f))
}

func (v *profile) inner() reflect.Type { return nil }

func (v *profile) words(field) string {
	return strings.Join(demand.Profiles, ", ") + "; or a list of weights, one per interval"
}

func (v *profile) schema(field) map[string]any {
	return either(map[string]any{"enum": demand.Profiles}, schemaOf(reflect.TypeFor[[]number](), weight))
}

func (v *columns) inner() reflect.Type { return nil }

func (v *columns) words(field) string { return "the name of a column, or a list of two" }

func (v *columns) schema(f field) map[string]any {
	list := schemaOf(reflect.TypeFor[[]text](), f)
	list["maxItems"] = 2
	return either(schemaOf(reflect.TypeFor[text](), f), list)
}

func (v *sample) inner() reflect.Type { return nil }

func (v *sample) words(field) string { return "a list of durations, or {csv: FILE, column: NAME}" }

func (v *sample) schema(field) map[string]any {
	return either(schemaOf(reflect.TypeFor[[]span](), handled), objectSchema(reflect.TypeFor[sampleFile]()))
}

func (v *delay) inner() reflect.Type { return reflect.TypeFor[timeLaw]() }

func (v *delay) words(f field) string { return f.accepts(new(span)) + "; or the keys below" }

func (v *delay) schema(f field) map[string]any {
	return either(schemaOf(reflect.TypeFor[span](), f), objectSchema(reflect.TypeFor[timeLaw]()))
}

func (v *speeds) inner() reflect.Type { return nil }

func (v *speeds) words(f field) string {
	return f.accepts(new(factor)) + "; or {CHANNEL: 110%, ...}"
}

func (v *speeds) schema(f field) map[string]any {
	return either(schemaOf(reflect.TypeFor[factor](), f), v.by.schema(f))
}

func (demandIn) restriction() (string, any) {
	need := func(keys ...string) any { return map[string]any{"required": keys} }
	return "oneOf", []any{need("volumes"), need("total", "profile"), need("daily", "profile"), need("csv", "time", "volume")}
}
