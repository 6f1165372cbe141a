package scenarios

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed library/*.yaml
var library embed.FS

// Default is the embedded scenario that stands for a file that is not given.
const Default = "retail-monday"

// Entry is an embedded scenario.
type Entry struct {
	Name        string `json:"name"`
	Description string `json:"description"` // one line
}

// List lists the embedded scenarios, the default first.
func List() []Entry {
	files, _ := fs.Glob(library, "library/*.yaml")
	var list []Entry
	for _, f := range files {
		data, _ := library.ReadFile(f)
		first, _, _ := strings.Cut(string(data), "\n")
		name := strings.TrimSuffix(strings.TrimPrefix(f, "library/"), ".yaml")
		list = append(list, Entry{Name: name, Description: strings.TrimPrefix(first, "# ")})
	}
	slices.SortStableFunc(list, func(a, b Entry) int {
		switch Default {
		case a.Name:
			return -1
		case b.Name:
			return 1
		}
		return 0
	})
	return list
}

// names lists the names of the embedded scenarios.
func names() []string {
	var names []string
	for _, e := range List() {
		names = append(names, e.Name)
	}
	return names
}

// Open returns the text of an embedded scenario.
func Open(name string) ([]byte, error) {
	if slices.Contains(names(), name) {
		return library.ReadFile("library/" + name + ".yaml")
	}
	return nil, fmt.Errorf("no embedded scenario is called %s%s (there are %s)", quote(name), didYouMean(name, names()), strings.Join(names(), ", "))
}

// Find loads a scenario by the path of a file or, where there is no such file,
// the name of an embedded scenario.
func Find(nameOrPath string) (*Scenario, error) {
	d, err := Read(nameOrPath)
	if err != nil {
		return nil, err
	}
	return d.Scenario()
}

// find finds the text of a scenario as Find does, and the directory where relative names in it start.
func find(nameOrPath string) (data []byte, dir string, err error) {
	if info, err := os.Stat(nameOrPath); err == nil && !info.IsDir() || err != nil && !errors.Is(err, fs.ErrNotExist) {
		data, err := readFile(nameOrPath)
		return data, filepath.Dir(nameOrPath), err
	}
	if data, err := Open(nameOrPath); err == nil {
		return data, ".", nil
	}
	if info, err := os.Stat(nameOrPath); err == nil && info.IsDir() {
		return nil, "", fmt.Errorf("%s is a folder: name the scenario file in it", quote(nameOrPath))
	}
	return nil, "", fmt.Errorf("%s is neither a file nor an embedded scenario%s (embedded: %s)", nameOrPath, didYouMean(nameOrPath, names()), strings.Join(names(), ", "))
}
