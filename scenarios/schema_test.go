package scenarios

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("scenario.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("scenario.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// instance is what an editor hands to its schema checker: numbers are numbers, all else is text.
func instance(t *testing.T, data []byte) any {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Load(data, &doc); err != nil {
		t.Fatal(err)
	}
	return instanceOf(doc.Content[0])
}

func instanceOf(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		object := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			object[n.Content[i].Value] = instanceOf(n.Content[i+1])
		}
		return object
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			list = append(list, instanceOf(c))
		}
		return list
	}
	if _, err := strconv.ParseFloat(n.Value, 64); err == nil && (n.Tag == "!!int" || n.Tag == "!!float") {
		return json.Number(n.Value)
	}
	return n.Value
}

func TestSchemaAccepts(t *testing.T) {
	t.Parallel()
	schema := compiled(t)
	texts := map[string][]byte{"small": []byte(small), "every field": []byte(everyField),
		"csv":         []byte(fromCSV(", handle_time: AHT, weekdays: [monday], from: 2026-01-01", ", handle_time: {distribution: lognormal, cv: 1.2}")),
		"two columns": []byte(strings.Replace(fromCSV("", ", handle_time: {distribution: empirical, sample: {csv: calls.csv, column: AHT}}"), "DateTime", "[Date, Time]", 1))}
	for _, e := range List() {
		texts[e.Name], _ = Open(e.Name)
	}
	for name, text := range texts {
		if err := schema.Validate(instance(t, text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The schema refuses the broken files whose fault can be told without knowing the whole file.
func TestSchemaRefuses(t *testing.T) {
	t.Parallel()
	schema := compiled(t)
	for _, name := range []string{"keys", "kinds", "missing", "plan-numbers", "ranges", "sources", "teams", "units", "not-a-mapping", "a-list", "wide"} {
		data, err := os.ReadFile(filepath.Join("testdata/broken", name+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		if schema.Validate(instance(t, data)) == nil {
			t.Errorf("the schema accepts testdata/broken/%s.yaml", name)
		}
	}
	// One fault at a time, each refused by the schema and by Parse.
	for _, c := range [][2]string{
		{"name: Small", "title: Small"}, {"name: Small", "name: ''"}, {"08:00-10:00", "8-10"}, {"[1, 2, 3, 4]", "[1, 2, 3, -4]"}, {"[1, 2, 3, 4]", "[]"},
		{"[1, 2, 3, 4]", "[1, 2, 3, x]"}, {"5m}", "300}"}, {"5m}", "5m, distribution: normal}"}, {"5m}", "5m, distribution: gamma, cv: 0}"},
		{"volumes: [1, 2, 3, 4]", "total: 5"}, {"volumes: [1, 2, 3, 4]", "total: 5, profile: hill"}, {"volumes: [1, 2, 3, 4]", "csv: calls.csv"},
		{"4]}", "4], scale: 110}"}, {"handle_time", "kind: chad, handle_time"}, {"{a:", "{1a:"}, {"[voice]", "voice"},
		{"[voice]", "[voice], shrinkage: {planned: 12}"}, {"[voice]", "[voice], min_agents: -1"}, {"[voice]", "[voice], max_agents: 1000000"},
		{"name: Small", "name: Small\nsimulation: {replications: 1}"}, {"name: Small", "name: Small\nplan: {a: 3}"}, {"name: Small", "name: Small\ndate: 30.11.2026"},
	} {
		text := []byte(strings.Replace(small, c[0], c[1], 1))
		if string(text) == small {
			t.Fatalf("%q is not in the small scenario", c[0])
		}
		if schema.Validate(instance(t, text)) == nil {
			t.Errorf("the schema accepts %q for %q", c[1], c[0])
		}
		if _, err := Parse("x.yaml", text, "."); err == nil {
			t.Errorf("Parse accepts %q for %q", c[1], c[0])
		}
	}
}

// Every field is described, and its path is one that the schema has.
func TestFields(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range Fields() {
		if f.Path == "" || f.Doc == "" || !strings.HasSuffix(f.Doc, ".") || seen[f.Path] {
			t.Errorf("a field without path or sentence, or twice: %+v", f)
		}
		seen[f.Path] = true
		if strings.HasSuffix(f.Path, "NAME") {
			t.Errorf("%s is a name, not a field", f.Path)
		}
	}
	for _, path := range []string{"hours", "channels.NAME.demand.weekdays", "channels.NAME.handle_time.mean", "teams.NAME.shrinkage.planned", "plan", "simulation.seed"} {
		if !seen[path] {
			t.Errorf("%s is not listed", path)
		}
	}
	golden(t, "testdata/fields.txt", fieldsText())
	golden(t, "testdata/schema.json", string(Schema()))
}

func fieldsText() string {
	var b strings.Builder
	for _, f := range Fields() {
		b.WriteString(f.Path)
		if f.Needed {
			b.WriteString(" (needed)")
		}
		if f.Default != "" {
			b.WriteString(" (default " + f.Default + ")")
		}
		b.WriteString("\n    " + f.Doc + "\n")
		if f.Accepts != "" {
			b.WriteString("    accepts " + f.Accepts + "\n")
		}
	}
	return b.String()
}
