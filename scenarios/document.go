package scenarios

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"frontoffice/scenarios/demand"
	"go.yaml.in/yaml/v4"
)

// Document is the text of a scenario, read and laid over the base that it names: what
// the scenario itself, its variants and others with overrides are made from. It may be
// used from several goroutines at once.
type Document struct {
	Name string // what messages call it

	root     *yaml.Node
	main     *origin
	origins  map[*yaml.Node]*origin // of the nodes of its bases
	problems Errors                 // of the text, which do not keep the rest from being looked at
	variants []variant
	imports  imports

	uncertain map[string][2]string // low and high of inputs, by path
	checks    []variant            // with each of them

	mutex sync.Mutex
	files []namedFile // that the scenario itself reads
}

// namedFile is a file that a scenario names, and where it is.
type namedFile struct{ name, path string }

// maxBases is how many scenarios may build on each other.
const maxBases = 10

// Read reads the document of a scenario by the path of a file or, where there is no such file,
// the name of an embedded scenario. Its variants are checked.
func Read(nameOrPath string) (*Document, error) {
	data, dir, err := find(nameOrPath)
	if err != nil {
		return nil, err
	}
	return ReadText(nameOrPath, data, dir)
}

// ReadText reads the document of a scenario's text, as Parse does. What is wrong with the scenario or
// one of its variants is an Errors.
func ReadText(name string, data []byte, dir string) (*Document, error) {
	d := &Document{Name: name, origins: map[*yaml.Node]*origin{}}
	if problems := d.read(name, data, dir, nil); d.root == nil {
		return nil, problems.sorted()
	} else {
		d.problems = problems
	}
	if _, err := d.Scenario(); err != nil {
		return nil, err
	}
	return d, d.check()
}

// read parses a text and lays it over its base; above is the files that build on it, where relative
// names start from.
func (d *Document) read(name string, data []byte, dir string, above []string) Errors {
	main := &origin{file: name, dir: dir, rank: len(above)}
	dec := newDecoder(main)
	root := dec.document(data)
	if len(above) == 0 {
		d.main = main
	}
	if root == nil {
		return dec.problems
	}
	variants := dec.variants(root)
	uncertain, checks := dec.uncertainties(root)
	if len(above) == 0 {
		d.variants, d.uncertain, d.checks = variants, uncertain, checks
	} else {
		d.own(root, main)
	}
	base := valueOf(root, "base")
	if base == nil || base.Kind != yaml.ScalarNode || empty(base) {
		d.root = root
		return dec.problems
	}
	refuse := func(format string, args ...any) Errors {
		dec.report(base, "base", "", format, args...)
		d.root = nil
		return dec.problems
	}
	baseName, baseDir, data, err := findBase(base.Value, dir)
	if err != nil {
		return refuse("%v", err)
	}
	above = append(above, identity(name, dir))
	if slices.Contains(above, identity(baseName, baseDir)) {
		return refuse("%s builds on itself", quote(base.Value))
	}
	if len(above) > maxBases {
		return refuse("more than %d scenarios build on each other", maxBases)
	}
	if problems := d.read(baseName, data, baseDir, above); d.root == nil || len(problems) > 0 {
		d.root = nil
		return append(dec.problems, problems...)
	}
	m := merger{originOf: dec.from, mark: func(n *yaml.Node, o *origin) { d.origins[n] = o }}
	dec.origins = []map[*yaml.Node]*origin{d.origins}
	d.root = m.merge(without(d.root, "variants", "sensitivity", "base"), root, fileType)
	return dec.problems
}

// findBase finds the text of a base: a file relative to the one that names it, or an embedded scenario.
func findBase(name, dir string) (file, base string, data []byte, err error) {
	at := name
	if !filepath.IsAbs(name) {
		at = filepath.Join(dir, filepath.FromSlash(name))
	}
	if info, err := os.Stat(at); err == nil && !info.IsDir() {
		data, err = readFile(at)
		return at, filepath.Dir(at), data, err
	}
	if data, err := Open(name); err == nil {
		return name, ".", data, nil
	}
	return "", "", nil, fmt.Errorf("%s is neither a file nor an embedded scenario%s (embedded: %s)", quote(at), didYouMean(name, names()), strings.Join(names(), ", "))
}

// identity tells one file from another.
func identity(name, dir string) string {
	if full, err := filepath.Abs(filepath.Join(dir, filepath.Base(name))); err == nil {
		return full
	}
	return name
}

// own marks a text's nodes as its own.
func (d *Document) own(n *yaml.Node, o *origin) {
	d.origins[n] = o
	for _, c := range n.Content {
		d.own(c, o)
	}
}

// valueOf is the value of a key of a mapping; nil where there is none.
func valueOf(n *yaml.Node, key string) *yaml.Node {
	if n == nil || n.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// without is a mapping without some keys.
func without(n *yaml.Node, keys ...string) *yaml.Node {
	if n.Kind != yaml.MappingNode {
		return n
	}
	left := *n
	left.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		if !slices.Contains(keys, n.Content[i].Value) {
			left.Content = append(left.Content, n.Content[i], n.Content[i+1])
		}
	}
	return &left
}

// Scenario makes the scenario with overrides, each applied to what those before it left.
func (d *Document) Scenario(overrides ...Override) (*Scenario, error) {
	return d.scenario("", nil, overrides)
}

// scenario makes a scenario with a variant's overrides and others.
func (d *Document) scenario(name string, of []override, others []Override) (*Scenario, error) {
	origins := map[*yaml.Node]*origin{}
	dec := newDecoder(d.main, origins, d.origins)
	dec.problems = slices.Clone(d.problems)
	root := d.root
	changes := &changes{decoder: dec, merger: merger{originOf: dec.from, mark: func(n *yaml.Node, o *origin) { origins[n] = o }}}
	for _, o := range of {
		root = changes.apply(root, o)
	}
	clear(changes.done)
	var words []string
	for i, o := range others {
		if parsed, ok := changes.parse(o, i); ok {
			root = changes.apply(root, parsed)
		}
		words = append(words, o.Path+"="+o.Value)
	}
	if len(dec.problems) > len(d.problems) {
		return nil, dec.problems.sorted()
	}
	var f file
	dec.object(reflect.ValueOf(&f).Elem(), root, "")
	r := resolver{decoder: dec, file: &f, imports: &d.imports}
	var s *Scenario
	if len(dec.problems) == 0 || dec.values["channels"] != nil {
		s = r.scenario()
	}
	if len(dec.problems) > 0 {
		problems := dec.problems.sorted()
		problems.explain(name, words)
		return nil, problems
	}
	if name == "" && len(others) == 0 {
		d.mutex.Lock()
		d.files = r.files
		d.mutex.Unlock()
	}
	s.Variant, s.Changes, s.origin = name, words, dec
	return s, nil
}

// explain says with which overrides a problem arises that is not in one of them.
func (e Errors) explain(variant string, overrides []string) {
	for i := range e {
		switch {
		case e[i].flag || e[i].Variant != "":
		case len(overrides) > 0:
			e[i].Message += fmt.Sprintf(" (with %s)", strings.Join(overrides, ", "))
		case variant != "":
			e[i].Variant = variant
			e[i].Message += fmt.Sprintf(" (in the variant %s)", variant)
		}
	}
}

// Digest is a hash of all that makes the scenario and its variants: the text, but for its form
// and remarks, that of its bases, and the files they name.
func (d *Document) Digest() (string, error) {
	h := sha256.New()
	write(h, d.root)
	d.mutex.Lock()
	files := map[namedFile]bool{}
	for _, f := range d.files {
		files[f] = true
	}
	d.mutex.Unlock()
	sorted := slices.SortedFunc(maps.Keys(files), func(a, b namedFile) int {
		if a.name != b.name && a.name < b.name {
			return -1
		} else if a.name != b.name {
			return 1
		}
		return 0
	})
	for _, f := range sorted {
		fmt.Fprintf(h, "%q", f.name)
		in, err := os.Open(f.path)
		if err != nil {
			return "", openError(f.path, err)
		}
		_, err = io.Copy(h, in)
		in.Close()
		if err != nil {
			return "", openError(f.path, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// write writes what a node says, not how.
func write(h hash.Hash, n *yaml.Node) {
	switch n.Kind {
	case yaml.MappingNode:
		io.WriteString(h, "{")
		for i := 0; i+1 < len(n.Content); i += 2 {
			write(h, n.Content[i])
			write(h, n.Content[i+1])
		}
		io.WriteString(h, "}")
	case yaml.SequenceNode:
		io.WriteString(h, "[")
		for _, c := range n.Content {
			write(h, c)
		}
		io.WriteString(h, "]")
	default:
		io.WriteString(h, strconv.Quote(n.Value))
	}
}

// imports keeps demand that was read from files, for the variants that read the same.
type imports struct {
	mutex  sync.Mutex
	series map[string]*demand.Series
}

// maxImports bounds what is kept.
const maxImports = 50

func (i *imports) get(asked string) *demand.Series {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	return i.series[asked]
}

func (i *imports) put(asked string, s *demand.Series) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	if i.series == nil || len(i.series) >= maxImports {
		i.series = map[string]*demand.Series{}
	}
	i.series[asked] = s
}
