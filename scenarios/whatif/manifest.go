package whatif

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
)

// ManifestSchema is what a manifest says it is.
const ManifestSchema = "frontoffice/sweep-manifest/v1"

// Manifest says what sweep, and which part of it, the rows beside it are of.
type Manifest struct {
	Schema   string   `json:"schema"`
	Identity Identity `json:"sweep"`
	Shard
	From int `json:"from"` // its first point
	To   int `json:"to"`   // before which it ends
}

// Identity is what the shards of a sweep have in common.
type Identity struct {
	Version      string   `json:"version"` // of the program
	Scenario     string   `json:"scenario"`
	Digest       string   `json:"scenario_sha256"` // of the scenario with its bases and files
	Variant      string   `json:"variant,omitempty"`
	Set          []string `json:"set,omitempty"`
	Vary         []string `json:"vary"`
	Samples      int      `json:"latin_hypercube,omitempty"`
	Points       int      `json:"points"`
	Seed         uint64   `json:"seed"`
	Replications int      `json:"replications"`
	Method       string   `json:"method"`
	WholeDay     bool     `json:"whole_day,omitempty"`
	MaxChange    int      `json:"max_change,omitempty"`
	Confidence   float64  `json:"confidence,omitempty"`
	KeepPlan     bool     `json:"keep_plan,omitempty"`
	Format       Format   `json:"format"`
	Header       string   `json:"header,omitempty"`
}

// Identity is that of a sweep, its rows in a format, by a version of the program.
func (p *Plan) Identity(f Format, version string) (Identity, error) {
	digest, err := p.Document.Digest()
	if err != nil {
		return Identity{}, err
	}
	s, err := p.Document.Variant(p.Variant, p.Set...)
	if err != nil {
		return Identity{}, err
	}
	id := Identity{
		Version: version, Scenario: s.Name, Digest: digest, Variant: p.Variant, Samples: p.Samples, Points: p.points, Seed: p.Seed,
		Replications: p.Replications, Method: string(p.Sizing.Method), WholeDay: p.Sizing.WholeDay, MaxChange: p.Sizing.MaxChange, Confidence: p.Sizing.Confidence,
		KeepPlan: p.KeepPlan, Format: f, Header: strings.TrimSuffix(string(p.Header(f)), "\n"),
	}
	if id.Method == "" {
		id.Method = "auto"
	}
	for _, o := range p.Set {
		id.Set = append(id.Set, o.Path+"="+o.Value)
	}
	for _, v := range p.Dimensions {
		id.Vary = append(id.Vary, v.Path+"="+v.Text)
	}
	return id, nil
}

// differs says in what two identities differ, "" where they are the same.
func (id Identity) differs(other Identity) string {
	a, b := reflect.ValueOf(id), reflect.ValueOf(other)
	for i := range a.NumField() {
		if !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			name, _, _ := strings.Cut(a.Type().Field(i).Tag.Get("json"), ",")
			return fmt.Sprintf("%s is %v, not %v", strings.ReplaceAll(name, "_", " "), b.Field(i).Interface(), a.Field(i).Interface())
		}
	}
	return ""
}

// encode is the text of a manifest.
func (m Manifest) encode() []byte {
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		panic("whatif: " + err.Error())
	}
	return append(data, '\n')
}

// decodeManifest reads the text of a manifest.
func decodeManifest(data []byte) (Manifest, error) {
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("not a manifest: %w", err)
	}
	switch {
	case m.Schema != ManifestSchema:
		return m, fmt.Errorf("not a manifest of a sweep, or of another version: its schema is %q, not %s", m.Schema, ManifestSchema)
	case m.I < 1 || m.I > m.Of || m.Of > maxShards || m.Identity.Points < 1 || m.Identity.Points > MaxPoints:
		return m, fmt.Errorf("the manifest has shard %v of %d points", m.Shard, m.Identity.Points)
	case m.Identity.Format != CSV && m.Identity.Format != JSONLines:
		return m, fmt.Errorf("the manifest has the format %q", m.Identity.Format)
	}
	if from, to := m.Range(m.Identity.Points); from != m.From || to != m.To {
		return m, fmt.Errorf("the manifest has the points from %d to %d, and shard %v has those from %d to %d", m.From, m.To, m.Shard, from, to)
	}
	return m, nil
}
