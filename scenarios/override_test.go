package scenarios

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// document reads the small scenario or another text.
func document(t *testing.T, text string) *Document {
	t.Helper()
	d, err := ReadText("small.yaml", []byte(text), ".")
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func overrides(t *testing.T, texts ...string) []Override {
	t.Helper()
	var list []Override
	for _, text := range texts {
		o, err := ParseOverride("--set", text)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, o)
	}
	return list
}

// An override makes the very scenario that a file with its value makes.
func TestOverrides(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		set  []string
		text [2]string // what stands in a file with those values instead
	}{
		{[]string{"channels.voice.handle_time.mean=6m"}, [2]string{"5m}", "6m}"}},
		{[]string{"channels.voice.handle_time.mean=+20%"}, [2]string{"5m}", "6m}"}},
		{[]string{"channels.voice.handle_time.mean=x1.2"}, [2]string{"5m}", "6m}"}},
		{[]string{"channels.voice.handle_time.mean=+60s"}, [2]string{"5m}", "6m}"}},
		{[]string{"channels.voice.handle_time.mean=-1m"}, [2]string{"5m}", "4m}"}},
		{[]string{"channels.voice.handle_time.mean=[1m, 2m, 3m, 4m]"}, [2]string{"5m}", "[1m, 2m, 3m, 4m]}"}},
		{[]string{"channels.voice.handle_time.mean=[1m, 2m, 3m, 4m]", "channels.voice.handle_time.mean[1]=+1m"}, [2]string{"5m}", "[1m, 3m, 3m, 4m]}"}},
		{[]string{"channels.*.demand.volumes=x2"}, [2]string{"[1, 2, 3, 4]", "[2, 4, 6, 8]"}},
		{[]string{"channels.voice.demand.volumes[2]=30"}, [2]string{"[1, 2, 3, 4]", "[1, 2, 30, 4]"}},
		{[]string{"channels.voice.demand.volumes[*]=+1"}, [2]string{"[1, 2, 3, 4]", "[2, 3, 4, 5]"}},
		{[]string{"channels.voice.demand.scale=+10%"}, [2]string{"4]}", "4], scale: 110%}"}},
		{[]string{"channels.voice.demand.scale=-5pp"}, [2]string{"4]}", "4], scale: 95%}"}},
		{[]string{"channels.voice.patience.mean=3m"}, [2]string{"5m}", "5m}, patience: {mean: 3m}"}},
		{[]string{"channels.voice.patience={mean: 3m, distribution: gamma, cv: 0.5}", "channels.voice.patience.distribution=erlang", "channels.voice.patience.phases=2"}, [2]string{"5m}", "5m}, patience: {mean: 3m, distribution: erlang, phases: 2}"}},
		{[]string{"channels.voice.demand={total: 20, profile: flat}"}, [2]string{"volumes: [1, 2, 3, 4]", "total: 20, profile: flat"}},
		{[]string{"channels.voice.redial.share=40%", "channels.voice.redial.after=5m", "channels.voice.patience.mean=3m", "channels.voice.redial.after.distribution=deterministic"},
			[2]string{"5m}", "5m}, patience: {mean: 3m}, redial: {share: 40%, after: {mean: 5m, distribution: deterministic}}"}},
		{[]string{"teams.b={skills: [voice]}"}, [2]string{"[voice]}", "[voice]}, b: {skills: [voice]}"}},
		{[]string{"plan.a=[3, 4, 5, 6]"}, [2]string{"name: Small", "name: Small\nplan: {a: [3, 4, 5, 6]}"}},
		{[]string{"name=Other day"}, [2]string{"Small", "Other day"}},
		{[]string{"interval=1h", "channels.voice.demand.volumes=[3, 7]"}, [2]string{"[1, 2, 3, 4]", "[3, 7]"}},
	} {
		text := strings.Replace(small, c.text[0], c.text[1], 1)
		if strings.Contains(strings.Join(c.set, " "), "interval") {
			text = strings.Replace(text, "name", "interval: 1h\nname", 1)
		}
		want, err := Parse("small.yaml", []byte(text), ".")
		if err != nil {
			t.Fatal(err)
		}
		d := document(t, small)
		got, err := d.Scenario(overrides(t, c.set...)...)
		if err != nil {
			t.Errorf("%v: %v", c.set, err)
			continue
		}
		if !slices.Equal(got.Changes, c.set) {
			t.Errorf("%v: told as %v", c.set, got.Changes)
		}
		got.Changes = nil
		if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Scenario{})); diff != "" {
			t.Errorf("%v (-want +got):\n%s", c.set, diff)
		}
		// The document is as it was.
		again, err := d.Scenario()
		if err != nil {
			t.Fatal(err)
		}
		if plain, _ := Parse("small.yaml", []byte(small), "."); !cmp.Equal(plain, again, cmpopts.IgnoreUnexported(Scenario{})) {
			t.Errorf("%v changed the document", c.set)
		}
	}
}

// What an override cannot do is told with the flag, and with what would be right.
func TestOverrideErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ set, want string }{
		{"channels.vioce.demand.scale=80%", "--set channels.vioce.demand.scale=80%: channels.vioce: there is no vioce in channels: did you mean voice? (there are voice)"},
		{"channels.voice.demand.scael=80%", "there is no such key: did you mean scale?"},
		{"chanels.voice.demand.scale=80%", "--set chanels.voice.demand.scale=80%: chanels: there is no such key: did you mean channels?"},
		{"channels.voice.demand.scale=80", "--set channels.voice.demand.scale=80: 80 looks like a percentage: write 80%"},
		{"channels.voice.demand.scale=x200", "--set channels.voice.demand.scale=x200: 20000% is out of range: it has to be above 0% and at most 10000%"},
		{"channels.voice.demand.scale=100%", "channels.voice.demand.scale is so already: the override changes nothing"},
		{"channels.voice.demand.scale=x1", "the override changes nothing"},
		{"channels.voice.handle_time.mean=300s", "channels.voice.handle_time.mean is so already"},
		{"channels.voice.handle_time={mean: 5m}", "is so already"},
		{"channels.voice.patience=null", "there is nothing at channels.voice.patience to take away"},
		{"channels.voice.patience.mean=+10%", "there is nothing at channels.voice.patience.mean to change by +10%"},
		{"channels.*.patience.mean=+10%", "there is nothing at channels.*.patience.mean to change by +10%"},
		{"teams.*.shifts[*].agents=+1", "there is nothing at teams.*.shifts[*].agents to change by +1"},
		{"channels.voice.demand.volumes[4]=3", "channels.voice.demand.volumes has 4 values: [0] to [3]"},
		{"channels.voice.handle_time.mean[0]=3m", "channels.voice.handle_time.mean is not a list, of which [0] could be taken"},
		{"channels.voice.handle_time.mean.x=3m", "channels.voice.handle_time.mean has no keys below it"},
		{"channels.voice.kind=vioce", "vioce is not known"},
		{"channels.voice.handle_time=null", "channels.voice: handle_time is missing: write for example handle_time: {mean: 5m20s}"},
		{"channels.voice.handle_time=null", "(with channels.voice.handle_time=null)"},
		{"channels.voice=5", "keys and values are needed here"},
		{"channels={}", "is so already"},
		{"variants.x={a: 1}", "variants cannot be overridden"},
		{"base=retail-monday", "base cannot be overridden"},
		{"interval=45m", "--set interval=45m: intervals of 45m do not divide the hours 08:00-10:00, which are 2h"},
		{"channels.voice.handle_time.mean={", "the value is not YAML"},
		{"channels.voice.handle_time.mean=*a", "unknown anchor"}, {"channels.voice.handle_time={mean: &a 6m}", "anchors (&a) are not accepted"},
		{"channels.voice.handle_time.mean=!!str 5m", "tags"},
		{"name=x1.2", ""},
		{"simulation.seed=2", ""},
	} {
		_, err := document(t, small).Scenario(overrides(t, c.set)...)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.set, err)
			}
			continue
		}
		var list Errors
		if !errors.As(err, &list) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.set, err, c.want)
		}
	}
	for text, want := range map[string]string{
		"channels": "is not PATH=VALUE", "=3": "is not PATH=VALUE", "name=": "has no value (PATH=null takes a field away)",
		"channels..x=1": "is not a path", "a[x]=1": "is not a path", "a[-1]=1": "is not a path", "a b=1": "is not a path",
		strings.Repeat("a.", 30) + "a=1": "nothing lies so deep",
	} {
		if _, err := ParseOverride("--set", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	// Twice at one path, but not on top of a variant.
	_, err := document(t, small).Scenario(overrides(t, "name=A", "name=B")...)
	if err == nil || !strings.Contains(err.Error(), "name is set twice: the first has no effect") {
		t.Error(err)
	}
}

const varied = small + `variants:
  busy:
    channels.voice.demand.scale: +10%
    channels.voice.handle_time.mean: 6m
  blocks: {channels: {voice: {patience: {mean: 3m}}}}
`

func TestVariants(t *testing.T) {
	t.Parallel()
	d := document(t, varied)
	if got := d.Variants(); !slices.Equal(got, []string{"busy", "blocks"}) {
		t.Error(got)
	}
	s, err := d.Variant("busy", overrides(t, "channels.voice.handle_time.mean=x2")...)
	if err != nil {
		t.Fatal(err)
	}
	if s.Variant != "busy" || s.Channels[0].Volumes[3] != 4.4 || s.Channels[0].HandleTime.Means[0] != 12*time.Minute {
		t.Errorf("%+v", s)
	}
	if got := d.Changed("busy"); !slices.Equal(got, []string{"channels.voice.demand.scale=+10%", "channels.voice.handle_time.mean=6m"}) {
		t.Error(got)
	}
	if s, err := d.Variant("blocks"); err != nil || s.Channels[0].Patience.Mean != 3*time.Minute {
		t.Errorf("%+v, %v", s, err)
	}
	if s, err := d.Variant(""); err != nil || s.Channels[0].Volumes[3] != 4 || s.Variant != "" {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := d.Variant("bussy"); err == nil || !strings.Contains(err.Error(), "small.yaml has no variant \"bussy\": did you mean busy? (there are busy, blocks)") {
		t.Error(err)
	}
}

// A variant with a mistake is a mistake of the file, told where it stands.
func TestVariantErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ variants, want string }{
		{"{}", "small.yaml:5:11: variants: a name with what differs is needed here"},
		{"[a]", "variants: a name with what differs"},
		{"{1st: {name: x}}", "1st is not a name"},
		{"{a: 5}", "variants.a: paths with values are needed here"},
		{"{a: {}}", "variants.a: paths with values are needed here"},
		{"{a: {channels.vioce.demand.scale: 2}}", "small.yaml:5:16: channels.vioce: there is no vioce in channels: did you mean voice?"},
		{"{a: {channels.voice.demand.scale: 100%}}", "small.yaml:5:16: channels.voice.demand.scale: channels.voice.demand.scale is so already: the override changes nothing"},
		{"{a: {channels.voice.demand.scale: 80}}", "small.yaml:5:45: channels.voice.demand.scale: 80 looks like a percentage: write 80%"},
		{"{a: {hours: 08:00-11:00}}", "4 volumes given: 6 are needed, one for each interval of 30m from 08:00-11:00 (in the variant a)"},
		{"{a: {name: x, name: y}}", "the key is given twice"},
		{"{a: {channels..x: 1}}", "is not a path"},
	} {
		_, err := ReadText("small.yaml", []byte(small+"variants: "+c.variants+"\n"), ".")
		var list Errors
		if !errors.As(err, &list) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.variants, err, c.want)
		}
	}
}

func TestBase(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("sub/calls.csv", "DateTime,Calls\n2026-01-05 08:00,10\n2026-01-05 08:30,20\n2026-01-05 09:00,30\n2026-01-05 09:30,40\n")
	write("sub/below.yaml", strings.Replace(varied, "volumes: [1, 2, 3, 4]", "csv: calls.csv, time: DateTime, volume: Calls, date: 2026-01-05", 1))
	write("middle.yaml", "base: sub/below.yaml\nchannels: {voice: {handle_time: {distribution: lognormal, cv: 1.2}}}\n")
	top := write("top.yaml", "base: middle.yaml\nname: Top\nchannels: {voice: {handle_time: {mean: 4m}, patience: {mean: 2m}}}\nvariants: {flat: {channels.voice.demand.total: 80, channels.voice.demand.profile: flat}}\n")
	d, err := Read(top)
	if err != nil {
		t.Fatal(err)
	}
	s, err := d.Scenario()
	if err != nil {
		t.Fatal(err)
	}
	c := s.Channels[0]
	if s.Name != "Top" || s.File != top || c.Volumes[3] != 40 || c.HandleTime.CV != 1.2 || c.HandleTime.Means[0] != 4*time.Minute || c.Patience.Mean != 2*time.Minute {
		t.Errorf("%+v", s)
	}
	if got := d.Variants(); !slices.Equal(got, []string{"flat"}) {
		t.Errorf("variants %v: those of a base are not taken over", got)
	}
	if s, err := d.Variant("flat"); err != nil || s.Channels[0].Volumes[0] != 20 {
		t.Errorf("%+v, %v", s, err)
	}
	// An embedded one.
	if s, err := Load(write("own.yaml", "base: retail-monday\nname: Own\nchannels: {voice: {patience: null, target: {abandonment: null}}}\n")); err != nil || s.Name != "Own" || s.Channels[0].Patience.Given() || s.Channels[0].Target.ASA == 0 {
		t.Errorf("%+v, %v", s, err)
	}
	// The digest knows what is said, in the base and in its files too, and nothing of how.
	before, err := d.Digest()
	if err != nil {
		t.Fatal(err)
	}
	write("middle.yaml", "# a remark\nbase: sub/below.yaml\nchannels:\n  voice:\n    handle_time: {distribution: lognormal, cv: 1.2}\n")
	digest := func() string {
		t.Helper()
		d, err := Read(top)
		if err != nil {
			t.Fatal(err)
		}
		sum, err := d.Digest()
		if err != nil {
			t.Fatal(err)
		}
		return sum
	}
	if digest() != before {
		t.Error("a remark changes the digest")
	}
	write("middle.yaml", "base: sub/below.yaml\nchannels: {voice: {handle_time: {distribution: lognormal, cv: 1.3}}}\n")
	other := digest()
	if other == before {
		t.Error("a value of the base does not change the digest")
	}
	write("sub/calls.csv", "DateTime,Calls\n2026-01-05 08:00,11\n2026-01-05 08:30,20\n2026-01-05 09:00,30\n2026-01-05 09:30,40\n")
	if digest() == other {
		t.Error("a number in the CSV file does not change the digest")
	}
}

func TestBaseErrors(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("other.yaml", "base: circle.yaml\n")
	write("broken.yaml", "name: [\n")
	write("wrong.yaml", strings.Replace(small, "5m}", "5}", 1))
	for _, c := range []struct{ text, want string }{
		{"base: retail-munday\n", "own.yaml:1:7: base: "},
		{"base: retail-munday\n", "is neither a file nor an embedded scenario: did you mean retail-monday?"},
		{"base: own.yaml\n", "builds on itself"},
		{"base: broken.yaml\n", "broken.yaml:"},
		{"base: wrong.yaml\n", "wrong.yaml:3:"},
		{"base: retail-monday\nchannels: {voice: {patience: {mean: 3}}}\n", "own.yaml:2:37: channels.voice.patience.mean: 3 has no unit"},
		{"base: retail-monday\nchannels: {voice: {patience: {maen: 3m}}}\n", "own.yaml:2:31: channels.voice.patience.maen: there is no such key: did you mean mean?"},
		{"base: retail-monday\nchannels: {chat: {patience: {mean: 3m}}}\n", "channels.chat: demand is missing"},
		{"base: [a]\n", "base: a list stands where one value is needed"},
	} {
		_, err := Load(write("own.yaml", c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s:\n got %v\nwant %s", c.text, err, c.want)
		}
	}
	if _, err := Load(write("circle.yaml", "base: other.yaml\n")); err == nil || !strings.Contains(err.Error(), "builds on itself") {
		t.Error(err)
	}
}

// A thousand variants of the default day are made in the time of a thousand decodings.
func BenchmarkVariant(b *testing.B) {
	d, err := Read(Default)
	if err != nil {
		b.Fatal(err)
	}
	o := Override{Path: "channels.voice.demand.scale", Value: "x1.1"}
	for b.Loop() {
		if _, err := d.Scenario(o); err != nil {
			b.Fatal(err)
		}
	}
}
