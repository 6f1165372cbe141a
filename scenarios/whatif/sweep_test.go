package whatif

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// grid is a sweep of the desk.
func grid(t testing.TB, samples int, vary ...string) *Plan {
	t.Helper()
	p := &Plan{Document: document(t, desk), Seed: 5, Samples: samples, Sizing: staffing.Options{Method: staffing.ErlangA}}
	for _, text := range vary {
		v, err := ParseVary(p.Document, text)
		if err != nil {
			t.Fatal(err)
		}
		p.Dimensions = append(p.Dimensions, v)
	}
	if err := p.Prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	return p
}

// run writes a shard into a file and returns its bytes.
func run(t testing.TB, p *Plan, path string, f Format, s Shard) []byte {
	t.Helper()
	if _, err := p.Sweep(context.Background(), path, f, s, "v1", false, RunOptions{}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Whatever way the points are cut, in any order and with any mixture of cuts that tile, the shards merge to the bytes
// of the whole, and its manifest.
func TestMergeLaw(t *testing.T) {
	t.Parallel()
	for _, f := range []Format{CSV, JSONLines} {
		p := grid(t, 0, "channels.voice.demand.scale=80%..120%/5", "channels.voice.patience.mean=1m,3m,9m")
		dir := t.TempDir()
		whole := run(t, p, filepath.Join(dir, "whole"), f, Shard{1, 1})
		manifest, err := os.ReadFile(filepath.Join(dir, "whole"+ManifestSuffix))
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(r *rapid.T) {
			// Cut in n, then each part again or not: 1/2 3/4 4/4.
			n := rapid.IntRange(1, 6).Draw(r, "n")
			var shards []Shard
			for i := 1; i <= n; i++ {
				m := rapid.IntRange(1, 3).Draw(r, "m")
				for j := 1; j <= m; j++ {
					shards = append(shards, Shard{(i-1)*m + j, n * m})
				}
			}
			order := rapid.Permutation(shards).Draw(r, "order")
			var paths []string
			for _, s := range order {
				path := filepath.Join(dir, fmt.Sprintf("part-%d-%d", s.I, s.Of))
				if _, err := os.Stat(path); err != nil {
					run(t, p, path, f, s)
				}
				paths = append(paths, path)
			}
			var out bytes.Buffer
			m, err := Merge(context.Background(), &out, paths)
			if err != nil {
				r.Fatalf("%v: %v", order, err)
			}
			if !bytes.Equal(out.Bytes(), whole) || !bytes.Equal(m.Encode(), manifest) {
				r.Fatalf("%v: merged to other bytes", order)
			}
			// Without one that has points, these are missing, and what is named has them.
			at := rapid.IntRange(0, len(paths)-1).Draw(r, "without")
			from, to := order[at].Range(p.Points())
			var missing *MissingError
			_, err = Merge(context.Background(), io.Discard, slices.Delete(slices.Clone(paths), at, at+1))
			switch {
			case len(paths) == 1 || from == to:
			case !errors.As(err, &missing) || !slices.Equal(missing.Ranges, [][2]int{{from, to}}):
				r.Fatalf("without %v: %v", order[at], err)
			}
			// Twice is once too often.
			if from < to {
				if _, err = Merge(context.Background(), io.Discard, append(paths, paths[at])); err == nil || !strings.Contains(err.Error(), "points in common") {
					r.Fatalf("%v twice: %v", order[at], err)
				}
			}
		})
	}
}

// The cuts of a shard tile any number of points, and equal fractions are equal cuts.
func TestShardsTile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		points := rapid.IntRange(1, MaxPoints).Draw(r, "points")
		n := rapid.IntRange(1, 1000).Draw(r, "n")
		k := rapid.IntRange(1, 1000).Draw(r, "k")
		next := 0
		for i := 1; i <= n; i++ {
			from, to := (Shard{i, n}).Range(points)
			if from != next || to < from {
				r.Fatalf("shard %d/%d of %d has %d to %d, before it %d", i, n, points, from, to, next)
			}
			// Equal parts, but for one point.
			if size := to - from; size < points/n || size > points/n+1 {
				r.Fatalf("shard %d/%d of %d has %d points", i, n, points, size)
			}
			if _, fine := (Shard{i * k, n * k}).Range(points); fine != to {
				r.Fatalf("%d/%d ends at %d and %d/%d at %d", i, n, to, i*k, n*k, fine)
			}
			next = to
		}
		if next != points {
			r.Fatalf("the shards end at %d of %d", next, points)
		}
	})
	for _, text := range []string{"0/3", "4/3", "1/0", "x", "1/2/3", "-1/2", "1/2000000"} {
		if _, err := ParseShard(text); err == nil {
			t.Errorf("%s is a shard", text)
		}
	}
}

// Interrupted anywhere, even within a line, and resumed, a sweep is byte for byte what it is without interruption.
func TestResume(t *testing.T) {
	t.Parallel()
	for _, f := range []Format{CSV, JSONLines} {
		p := grid(t, 0, "channels.voice.demand.scale=80%..120%/40")
		dir := t.TempDir()
		whole := run(t, p, filepath.Join(dir, "whole"), f, Shard{1, 1})
		random := rand.New(rand.NewPCG(1, 1))
		for i := range 12 {
			path := filepath.Join(dir, fmt.Sprint("cut", i))
			// By the end of the context after some points.
			ctx, cancel := context.WithCancel(context.Background())
			stop := random.IntN(39) + 1
			_, err := p.Sweep(ctx, path, f, Shard{1, 1}, "v1", false, RunOptions{Progress: func(done, _ int) {
				if done == stop {
					cancel()
				}
			}})
			cancel()
			if err == nil {
				continue // it was through before it noticed
			}
			if !errors.Is(err, context.Canceled) {
				t.Fatal(err)
			}
			if _, err := os.Stat(path); err == nil {
				t.Fatal("an unfinished file has its name")
			}
			if _, err := p.Sweep(context.Background(), path, f, Shard{1, 1}, "v1", false, RunOptions{}); !errors.Is(err, ErrPartial) {
				t.Fatalf("begun anew over an unfinished one: %v", err)
			}
			// And killed, a part of what was written lost.
			partial := path + PartialSuffix
			data, err := os.ReadFile(partial)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.HasPrefix(whole, data) {
				t.Fatal("what was written is not the beginning of the whole")
			}
			if i%2 == 0 {
				if err := os.Truncate(partial, int64(random.IntN(len(data)+1))); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := p.Sweep(context.Background(), path, f, Shard{1, 1}, "v1", true, RunOptions{Workers: 1 + i%3}); err != nil {
				t.Fatal(err)
			}
			if got, _ := os.ReadFile(path); !bytes.Equal(got, whole) {
				t.Fatalf("stopped after %d points and resumed: other bytes", stop)
			}
		}
	}
}

// Another sweep, another shard or changed rows are not resumed, nor merged.
func TestSweepsApart(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	p := grid(t, 0, "channels.voice.demand.scale=80%..120%/6")
	path := func(name string) string { return filepath.Join(dir, name) }
	run(t, p, path("a"), CSV, Shard{1, 2})
	run(t, p, path("b"), CSV, Shard{2, 2})
	other := grid(t, 0, "channels.voice.demand.scale=80%..130%/6")
	run(t, other, path("other"), CSV, Shard{2, 2})
	seed := grid(t, 0, "channels.voice.demand.scale=80%..120%/6")
	seed.Seed = 6
	run(t, seed, path("seed"), CSV, Shard{2, 2})
	changed := grid(t, 0, "channels.voice.demand.scale=80%..120%/6")
	changed.Document = document(t, strings.Replace(desk, "4m", "5m", 1))
	run(t, changed, path("changed"), CSV, Shard{2, 2})
	for _, c := range []struct{ second, want string }{
		{"other", "of another sweep than"}, {"other", "vary is"}, {"seed", "seed is 6, not 5"}, {"changed", "scenario sha256 is"}, {"none", "has no manifest beside it"},
	} {
		if _, err := Merge(context.Background(), io.Discard, []string{path("a"), path(c.second)}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.second, err)
		}
	}
	resumes := func(p *Plan, name string, s Shard, f Format) error {
		data, err := os.ReadFile(path("a"))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path(name)+PartialSuffix, data, 0o666); err != nil {
			t.Fatal(err)
		}
		manifest, _ := os.ReadFile(path("a") + ManifestSuffix)
		if err := os.WriteFile(path(name)+ManifestSuffix, manifest, 0o666); err != nil {
			t.Fatal(err)
		}
		_, err = p.Sweep(context.Background(), path(name), f, s, "v1", true, RunOptions{})
		return err
	}
	if err := resumes(p, "r1", Shard{1, 2}, CSV); err != nil {
		t.Error(err)
	}
	if err := resumes(p, "r2", Shard{2, 2}, CSV); err == nil || !strings.Contains(err.Error(), "it is shard 1/2, not 2/2") {
		t.Error(err)
	}
	if err := resumes(other, "r3", Shard{1, 2}, CSV); err == nil || !strings.Contains(err.Error(), "it is of another sweep: vary") {
		t.Error(err)
	}
	// Rows exchanged, cut off or in excess.
	data, err := os.ReadFile(path("b"))
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(data, []byte("\n"))
	for name, wrong := range map[string][]byte{
		"exchanged": slices.Concat(lines[0], lines[2], lines[1], lines[3]),
		"short":     slices.Concat(lines[0], lines[1], lines[2]),
		"cut":       data[:len(data)-5],
		"more":      slices.Concat(data, lines[3]),
		"headless":  slices.Concat(lines[1:]...),
		"empty":     nil,
	} {
		if err := os.WriteFile(path("b"), wrong, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Merge(context.Background(), io.Discard, []string{path("a"), path("b")}); err == nil {
			t.Errorf("%s: merged", name)
		}
	}
	if err := os.WriteFile(path("b")+ManifestSuffix, []byte("{}"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Merge(context.Background(), io.Discard, []string{path("b")}); err == nil || !strings.Contains(err.Error(), "not a manifest") {
		t.Error(err)
	}
}

// A Latin hypercube has one point in each of n strata of every input.
func TestLatinHypercube(t *testing.T) {
	t.Parallel()
	const n = 500
	p := grid(t, n, "channels.voice.demand.scale=x0.5..x1.5", "channels.voice.patience.mean=60s..560s", "teams.desk.min_agents=1..5", "channels.voice.target.service_level=80% in 20s,90% in 20s")
	if p.Points() != n {
		t.Fatalf("%d points", p.Points())
	}
	strata := [2]map[int]bool{{}, {}}
	agents, levels := map[string]int{}, map[string]int{}
	for i := range n {
		in := p.Inputs(i)
		x, _ := p.Dimensions[0].Number(in[0])
		y, _ := p.Dimensions[1].Number(in[1])
		strata[0][int((x-0.5)*n)] = true
		strata[1][int((y-60)/500*n)] = true
		agents[in[2]]++
		levels[in[3]]++
	}
	if len(strata[0]) < n-2 || len(strata[1]) < n-2 { // but for the rounding of what is written
		t.Errorf("%d and %d of %d strata met", len(strata[0]), len(strata[1]), n)
	}
	if len(agents) != 5 || len(levels) != 2 || levels["80% in 20s"] != n/2 {
		t.Errorf("%v, %v", agents, levels)
	}
	// The inputs are in unrelated orders, and the same in a shard.
	again := grid(t, n, "channels.voice.demand.scale=x0.5..x1.5", "channels.voice.patience.mean=60s..560s", "teams.desk.min_agents=1..5", "channels.voice.target.service_level=80% in 20s,90% in 20s")
	for i := range n {
		if !slices.Equal(p.Inputs(i), again.Inputs(i)) {
			t.Fatal("another point")
		}
	}
}

// A permutation of any length has every place once.
func TestPermutation(t *testing.T) {
	t.Parallel()
	for _, n := range []int{1, 2, 3, 4, 5, 16, 17, 100, 1000, 4097} {
		p := newPermutation(n, 7, 3)
		seen := make([]bool, n)
		same := 0
		for i := range n {
			at := p.at(i)
			if seen[at] {
				t.Fatalf("%d: %d twice", n, at)
			}
			seen[at] = true
			if at == i {
				same++
			}
		}
		if n >= 100 && same > n/10 {
			t.Errorf("%d of %d stay in their places", same, n)
		}
	}
}

func TestParseVary(t *testing.T) {
	t.Parallel()
	d := document(t, desk)
	for text, want := range map[string][]string{
		"channels.voice.demand.scale=80%..120%/5":                 {"80%", "90%", "100%", "110%", "120%"},
		"channels.voice.demand.scale=x0.8..x1.2/3":                {"x0.8", "x1", "x1.2"},
		"channels.voice.demand.scale=-10%..+10%/3":                {"-10%", "+0%", "+10%"},
		"channels.voice.demand.scale=120%..80%/2":                 {"120%", "80%"},
		"channels.voice.handle_time.mean=4m..5m30s/4":             {"240s", "270s", "300s", "330s"},
		"channels.voice.patience.mean=1m, 3m,9m":                  {"1m", "3m", "9m"},
		"teams.desk.min_agents=1..7/4":                            {"1", "3", "5", "7"},
		"channels.voice.demand.volumes=[1, 2, 3, 4],[5, 6, 7, 8]": {"[1, 2, 3, 4]", "[5, 6, 7, 8]"},
		"channels.voice.demand.scale=0.7..0.9/3":                  {"0.7", "0.8", "0.9"},
	} {
		v, err := ParseVary(d, text)
		if err != nil || !slices.Equal(v.Values, want) {
			t.Errorf("%s: %v, %v", text, v.Values, err)
		}
	}
	for text, want := range map[string]string{
		"channels.voice.demand.scale":               "is not PATH=a,b,c",
		"channels.voice.demand.scael=1,2":           "did you mean scale?",
		"channels.voice.demand.scale=80..120/5":     "looks like a percentage",
		"channels.voice.demand.scale=80%..120%/1":   "1 steps: want 2 to",
		"channels.voice.demand.scale=80%..80%/3":    "both ends are 80%",
		"channels.voice.demand.scale=80%..x2/3":     "are not the ends of a range",
		"channels.voice.demand.scale=90%,90%":       "has 90% twice",
		"teams.desk.min_agents=1..2/3":              "1.5 is not a whole number",
		"channels.voice.demand.scale=1..2/99999999": "steps: want 2 to",
	} {
		if _, err := ParseVary(d, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	p := &Plan{Document: d, Dimensions: []Dimension{{Path: "a", Values: make([]string, 1e6)}, {Path: "b", Values: make([]string, 1e6)}}}
	if err := p.Prepare(context.Background()); err == nil || !strings.Contains(err.Error(), "more than 1000000000 points") {
		t.Error(err)
	}
	p = &Plan{Document: d, Dimensions: []Dimension{{Path: "a", Values: []string{"1"}}, {Path: "a", Values: []string{"1"}}}}
	if err := p.Prepare(context.Background()); err == nil || !strings.Contains(err.Error(), "a is varied twice") {
		t.Error(err)
	}
}

// A point without an answer says why in its row and stops nobody.
func TestRowErrors(t *testing.T) {
	t.Parallel()
	p := grid(t, 0, "channels.voice.target.service_level=80% in 20s,99.99999999999% in 20s", "channels.voice.lines=10,200")
	bad := 0
	for i := range p.Points() {
		row, err := p.Row(context.Background(), i)
		if err != nil {
			t.Fatal(err)
		}
		if row.Error != "" {
			bad++
			if !row.Values[0].Undefined || strings.Contains(row.Error, "\n") {
				t.Errorf("%+v", row)
			}
		}
	}
	if bad == 0 || bad == p.Points() {
		t.Errorf("%d of %d points without an answer", bad, p.Points())
	}
	p.Variant = "nobody"
	if _, err := p.Row(context.Background(), 0); err == nil {
		t.Error("a variant that is not there")
	}
}

// Simulated rows are those of a run of their own, with the same customers at every point.
func TestSimulatedRows(t *testing.T) {
	t.Parallel()
	p := grid(t, 0, "channels.voice.weight=1,2", "channels.voice.demand.scale=100%,110%")
	p.Replications, p.KeepPlan = 10, true
	if err := p.Prepare(context.Background()); err != nil {
		t.Fatal(err)
	}
	var rows []Row
	var text bytes.Buffer
	if err := p.Stream(context.Background(), &text, CSV, 0, p.Points(), RunOptions{Workers: 2, Row: func(r Row) { rows = append(rows, r) }}); err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 || bytes.Count(text.Bytes(), []byte("\n")) != 4 {
		t.Fatalf("%d rows:\n%s", len(rows), text.String())
	}
	if rows[0].Values[0] != rows[2].Values[0] || rows[0].Values[0] == rows[1].Values[0] || rows[0].Values[0].HalfWidth <= 0 {
		t.Errorf("%+v", rows)
	}
}

// A thousand variants by formula, and a hundred thousand points in bounded memory.
func BenchmarkSized1000(b *testing.B) {
	d, err := scenarios.Read(scenarios.Default)
	if err != nil {
		b.Fatal(err)
	}
	v, err := ParseVary(d, "channels.voice.demand.scale=50%..150%/1000")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		p := &Plan{Document: d, Dimensions: []Dimension{v}}
		if err := p.Prepare(context.Background()); err != nil {
			b.Fatal(err)
		}
		if err := p.Stream(context.Background(), io.Discard, CSV, 0, p.Points(), RunOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSimulated200(b *testing.B) {
	d, err := scenarios.Read(scenarios.Default)
	if err != nil {
		b.Fatal(err)
	}
	var all []Case
	for i := range 200 {
		o := scenarios.Override{Path: "channels.voice.demand.scale", Value: fmt.Sprintf("%g%%", 80+0.2*float64(i)), Same: true}
		s, err := d.Scenario(o)
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, Case{Name: o.Value, Scenario: s})
	}
	for b.Loop() {
		if _, err := Compare(context.Background(), all, CompareOptions{Replications: 100, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSweep100000 reports the most memory in use while the rows stream.
func BenchmarkSweep100000(b *testing.B) {
	p := grid(b, 0, "channels.voice.demand.scale=50%..150%/1000", "channels.voice.handle_time.mean=2m..6m/100")
	for b.Loop() {
		most := uint64(0)
		err := p.Stream(context.Background(), io.Discard, CSV, 0, p.Points(), RunOptions{Progress: func(done, _ int) {
			if done%5000 == 0 {
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(most)/1e6, "MB-in-use")
	}
}

// Whatever is varied, every point is written, or the text is refused.
func FuzzVary(f *testing.F) {
	for _, seed := range []string{"channels.voice.demand.scale=80%..120%/5", "channels.voice.patience.mean=1m,3m", "channels.voice.demand.volumes=[1,2,3,4],[4,3,2,1]", "teams.desk.min_agents=-1..3/2",
		"channels.voice.handle_time.mean=1s..1h/3", "a=..", "a=b../2", "channels.voice.demand.scale=x1e309..x2/2"} {
		f.Add(seed)
	}
	d, err := scenarios.ReadText("desk.yaml", []byte(desk), ".")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 200 {
			return
		}
		v, err := ParseVary(d, text)
		if err != nil || len(v.Values) > 50 {
			return
		}
		p := &Plan{Document: d, Dimensions: []Dimension{v}, Sizing: staffing.Options{Method: staffing.ErlangA}}
		if v.Values == nil {
			p.Samples = 3
		}
		if err := p.Prepare(context.Background()); err != nil {
			return
		}
		for i := range p.Points() {
			if in := p.Inputs(i); len(in) != 1 || in[0] == "" {
				t.Fatalf("point %d: %q", i, in)
			}
		}
	})
}

// Whatever a manifest holds, it is one within all bounds or it is refused.
func FuzzManifest(f *testing.F) {
	f.Add([]byte("{}"))
	f.Add(Manifest{ManifestSchema, Identity{Points: 10, Format: CSV}, Shard{1, 2}, 0, 5}.encode())
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decodeManifest(data)
		if err == nil && (m.From < 0 || m.To > m.Identity.Points || m.From > m.To) {
			t.Fatalf("%+v", m)
		}
	})
}
