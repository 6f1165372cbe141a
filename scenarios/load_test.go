package scenarios

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"frontoffice/erlang"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The file of every field, in forms that differ from the defaults.
const everyField = `
name: Every field
date: 2026-03-02
hours: 22:00-02:00
interval: 2h
busyness: {day: 10%}
lines: 40
channels:
  first:
    kind: voice
    demand: {volumes: [10, 20.5], scale: 200%, rate: linear, busyness: {day: 5%, interval: 0.1, correlation: -0.5}}
    handle_time: {mean: [5m, 320s], distribution: gamma, cv: 0.5}
    wrap_up: {mean: 20s, distribution: uniform, cv: 0.3}
    patience: {mean: 1m30s}
    balking: 3%
    lines: 30
    room: 0
    redial: {share: 40%, after: {mean: 5m, distribution: hyperexponential, cv: 2}}
    target: {service_level: 80% within 20s, definition: waited, asa: 30s, abandonment: 5%, occupancy: 0.88}
  second:
    demand: {total: 30, profile: [1, 2]}
    handle_time: {distribution: empirical, sample: [1m, 3m]}
    patience: {distribution: erlang, phases: 4, mean: 2m}
    redial: {share: 1, after: 90s}
    routes: [{team: day, reserve: 1}, {team: night, after: 30s}]
    choose: longest-idle
    weight: 2.5
teams:
  night:
    skills: [first, second]
    take: weighted-age
    preempt: yes
    shrinkage: {planned: 12%, unplanned: 0.18}
    efficiency: 95%
    absence: 4%
    adherence: 97%
    leave: hand-back
    contract_hours: 7h30m
    min_agents: 2
    max_agents: 9
  day: {skills: [second], efficiency: {second: 90%}, handle_time: {second: {mean: 90s, distribution: erlang, phases: 4}}}
plan:
  day: [3, 4]
  night: [1, 2]
simulation: {replications: 7, warm_up: 30m, seed: 18446744073709551615}
`

func TestParseEveryField(t *testing.T) {
	t.Parallel()
	got, err := Parse("every.yaml", []byte(everyField), ".")
	if err != nil {
		t.Fatal(err)
	}
	want := &Scenario{
		Name: "Every field", File: "every.yaml", Date: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC),
		Open: 22 * time.Hour, Close: 26 * time.Hour, Interval: 2 * time.Hour,
		Channels: []Channel{{
			Name: "first", Kind: "voice", Volumes: []float64{20, 41}, Demand: "listed in the scenario, scaled to 200%",
			HandleTime: HandleTime{Distribution: "gamma", Means: []time.Duration{5 * time.Minute, 320 * time.Second}, CV: 0.5},
			WrapUp:     Law{Distribution: "uniform", Mean: 20 * time.Second, CV: 0.3},
			Patience:   Exponential(90 * time.Second),
			Balking:    0.03, Lines: 30, Room: NoRoom, Slopes: []float64{0.525, 21. / 82},
			Redial:   Redial{Share: 0.4, After: Law{Distribution: "hyperexponential", Mean: 5 * time.Minute, CV: 2}},
			Busyness: Busyness{0.05, 0.1, -0.5},
			Choose:   "in-order", Weight: 1, Order: "oldest-first", Resume: "any-agent",
			Target: Target{ServiceLevel: 0.8, Within: 20 * time.Second, Definition: erlang.Waited, ASA: 30 * time.Second, Abandonment: 0.05, Occupancy: 0.88},
		}, {
			Name: "second", Kind: "voice", Volumes: []float64{10, 20}, Demand: "30 contacts over the scenario's profile",
			HandleTime: HandleTime{Distribution: "empirical", Means: []time.Duration{2 * time.Minute, 2 * time.Minute}, CV: 0.5, Sample: []time.Duration{time.Minute, 3 * time.Minute}},
			Patience:   Law{Distribution: "erlang", Mean: 2 * time.Minute, CV: 0.5, Phases: 4},
			Redial:     Redial{Share: 1, After: Exponential(90 * time.Second)},
			Routes:     []Route{{Team: "day", Reserve: 1}, {Team: "night", After: 30 * time.Second}},
			Choose:     "longest-idle", Weight: 2.5, Order: "oldest-first", Resume: "any-agent",
		}},
		Teams: []Team{
			{Name: "night", Skills: []string{"first", "second"}, Take: "weighted-age", Preempt: true, Planned: 0.12, Unplanned: 0.18, Efficiency: 0.95, Absence: 0.04, Adherence: 0.97, HandBack: true, ContractHours: 7*time.Hour + 30*time.Minute, MinAgents: 2, MaxAgents: 9},
			{Name: "day", Skills: []string{"second"}, Efficiency: 1, Speeds: []float64{0.9}, HandleTime: []Law{{Distribution: "erlang", Mean: 90 * time.Second, CV: 0.5, Phases: 4}}, Adherence: 1, Take: "by-skill"},
		},
		Busyness:   Busyness{Day: 0.1},
		Lines:      40,
		Plan:       Plan{{1, 2}, {3, 4}},
		Notes:      []string{"teams.day: no shrinkage is given, so as many agents are scheduled as are required"},
		Shifts:     ShiftSearch{Objective: "cover", DayFloor: 0.9},
		Simulation: Simulation{Replications: 7, Seed: math.MaxUint64, WarmUp: 30 * time.Minute},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Scenario{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := got.Teams[0].Shrinkage(); math.Abs(got-(1-0.88*0.82)) > 1e-15 {
		t.Errorf("shrinkage %v", got)
	}
}

// small is the least a scenario can be.
const small = "name: Small\nhours: 08:00-10:00\nchannels: {voice: {demand: {volumes: [1, 2, 3, 4]}, handle_time: {mean: 5m}}}\nteams: {a: {skills: [voice]}}\n"

func TestDefaults(t *testing.T) {
	t.Parallel()
	got, err := Parse("small.yaml", []byte(small), ".")
	if err != nil {
		t.Fatal(err)
	}
	want := &Scenario{
		Name: "Small", File: "small.yaml", Open: 8 * time.Hour, Close: 10 * time.Hour, Interval: 30 * time.Minute,
		Channels: []Channel{{Name: "voice", Kind: "voice", Volumes: []float64{1, 2, 3, 4}, Demand: "listed in the scenario", Choose: "in-order", Weight: 1, Order: "oldest-first", Resume: "any-agent",
			HandleTime: HandleTime{Distribution: "exponential", CV: 1, Means: slices.Repeat([]time.Duration{5 * time.Minute}, 4)}}},
		Teams:      []Team{{Name: "a", Skills: []string{"voice"}, Efficiency: 1, Adherence: 1, Take: "by-skill"}},
		Shifts:     ShiftSearch{Objective: "cover", DayFloor: 0.9},
		Simulation: Simulation{Replications: 100, Seed: 1},
		Notes:      []string{"teams.a: no shrinkage is given, so as many agents are scheduled as are required"},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Scenario{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// JSON is YAML, and so are a byte order mark, CRLF and a document start.
func TestParseOtherText(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"json": `{"name": "Small", "hours": "08:00-10:00", "interval": "1h", "channels": {"voice": {"demand": {"volumes": [1, 2e0]}, "handle_time": {"mean": "5m"}}}, "teams": {"a": {"skills": ["voice"]}}}`,
		"mark": "\ufeff" + small, "crlf": strings.ReplaceAll(small, "\n", "\r\n"), "start": "---\n" + small + "...\n",
	} {
		if _, err := Parse(name, []byte(text), "."); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// fromCSV is the small scenario with another demand and handle time.
func fromCSV(demand, handleTime string) string {
	return "name: CSV\ndate: 2026-03-02\nhours: 07:00-09:00\nchannels: {voice: {demand: {csv: calls.csv, time: DateTime, volume: Calls" + demand + "}" + handleTime + "}}\nteams: {a: {skills: [voice]}}\n"
}

func TestParseCSV(t *testing.T) {
	t.Parallel()
	s, err := Parse("csv.yaml", []byte(fromCSV(", handle_time: AHT", ", handle_time: {distribution: lognormal, cv: 1.2}")), "testdata")
	if err != nil {
		t.Fatal(err)
	}
	c := s.Channels[0]
	// (12 x 310 + 10 x 300) / 22 = 305.4545...
	want := HandleTime{Distribution: "lognormal", CV: 1.2, Means: []time.Duration{305454545455, 314666666667, 295294117647, 284615384615}}
	if diff := cmp.Diff(want, c.HandleTime); diff != "" {
		t.Errorf("handle time (-want +got):\n%s", diff)
	}
	if !slices.Equal(c.Volumes, []float64{22, 30, 34, 26}) || c.Demand != "calls.csv, Monday 2026-03-02" {
		t.Errorf("%v, %s", c.Volumes, c.Demand)
	}
	if !slices.Equal(s.Notes[:1], []string{"calls.csv: 3 contacts outside 07:00-09:00 left out"}) {
		t.Errorf("notes %q", s.Notes)
	}
	if s, err = Parse("csv.yaml", []byte(fromCSV(", handle_time: AHT", "")), "testdata"); err != nil || s.Channels[0].HandleTime.Distribution != "exponential" {
		t.Errorf("handle times from the file alone: %v, %v", s, err)
	}
	s, err = Parse("csv.yaml", []byte(fromCSV(", weekdays: [monday]", ", handle_time: {distribution: empirical, sample: {csv: calls.csv, column: AHT}}")), "testdata")
	if err != nil {
		t.Fatal(err)
	}
	if h := s.Channels[0].HandleTime; len(h.Sample) != 9 || h.Means[3] != 298888888889 || math.Abs(h.CV-0.0400384) > 1e-6 {
		t.Errorf("sample: %v", h)
	}
}

// A scenario of the bank's mean Monday is what a planner does first.
func TestBankMonday(t *testing.T) {
	t.Parallel()
	data := "../../shared/data/bank-calls.csv"
	if _, err := os.Stat(data); err != nil {
		t.Skip("the bank's calls are not here:", err)
	}
	text := "name: Bank\nhours: 07:00-21:00\nchannels: {voice: {demand: {csv: bank-calls.csv, time: DateTime, volume: Calls, weekdays: [monday]}, handle_time: {mean: 185s, distribution: lognormal, cv: 1.21}, patience: {mean: 440s}, target: {service_level: 80% in 20s}}}\nteams: {a: {skills: [voice]}}\n"
	s, err := Parse("bank.yaml", []byte(text), filepath.Dir(data))
	if err != nil {
		t.Fatal(err)
	}
	sum := 0.0
	for _, v := range s.Channels[0].Volumes {
		sum += v
	}
	if got := s.Channels[0].Demand; got != "bank-calls.csv, mean of 31 Mondays" || math.Abs(sum-1126519./31) > 1e-8 {
		t.Errorf("%s: %v contacts", got, sum)
	}
}

func TestLoadErrors(t *testing.T) {
	t.Parallel()
	if _, err := Load("testdata/none.yaml"); !errors.Is(err, os.ErrNotExist) || strings.Contains(err.Error(), "open") {
		t.Errorf("a file that is not there: %v", err)
	}
	if _, err := Load("testdata"); err == nil {
		t.Error("a directory is loaded")
	}
	for name, text := range map[string]string{
		"larger than 1 MiB":     strings.Repeat("# remark\n", MaxFile/8),
		"longer than 65536":     "name: [" + strings.Repeat("[],", 1<<15) + "]",
		"nested deeper than 20": strings.Repeat("- ", 1000) + "x",
	} {
		start := time.Now()
		_, err := Parse("big.yaml", []byte(text), ".")
		var list Errors
		if !errors.As(err, &list) || !strings.Contains(err.Error(), name) {
			t.Errorf("want %q, got %.200v", name, err)
		}
		if took := time.Since(start); took > 2*time.Second {
			t.Errorf("%q took %v", name, took)
		}
	}
}

// A file with more problems than anybody reads tells the first of them.
func TestManyProblems(t *testing.T) {
	t.Parallel()
	_, err := Parse("many.yaml", []byte("volumes:\n"+strings.Repeat("  - x\n", 10)+strings.Repeat("k: v\n", 300)), ".")
	if text := err.Error(); strings.Count(text, "many.yaml:") != maxProblems || !strings.HasSuffix(text, "more problems") {
		t.Errorf("%d problems told, ending in %.60s", strings.Count(text, "many.yaml:"), text[len(text)-60:])
	}
}

// Long text of the kinds that cost a YAML parser most is refused in a bounded
// time: on a slow machine too, hence the wide bound.
func TestHostileText(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("takes seconds")
	}
	n := MaxFile / 4
	fill := func(unit string) string { return strings.Repeat(unit, n/len(unit)) }
	for name, text := range map[string]string{
		"brackets":      fill("[]"),
		"bracket lines": fill("[]\n"),
		"braces":        "{" + fill("a: {},\n") + "}",
		"items":         fill("- 1\n"),
		"remarks":       fill("# x\n"),
		"mixed remarks": "a:\n" + fill("  # x\n  - 1\n"),
		"same key":      fill("name: x\n"),
		"anchors":       fill("- &a b\n"),
		"documents":     fill("---\n"),
		"blank lines":   fill("\n"),
		"one scalar":    "name: |\n" + fill("  x\n"),
		"questions":     fill("? a\n"),
	} {
		start := time.Now()
		if s, err := Parse(name, []byte(text), "."); err == nil {
			t.Errorf("%s: read as %v", name, s)
		}
		took := time.Since(start)
		t.Logf("%s: %v", name, took.Round(time.Millisecond))
		if took > 20*time.Second {
			t.Errorf("%s took %v", name, took)
		}
	}
}

// What a file says cannot steer the terminal its problems are shown on.
func TestProblemsArePrintable(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"\"a\\e[31m\\nb\": 1\n", "name: \u009b31mred\nzebra: 1 # \u009b\n", "x: \"\\a\"\nname: *\u009b\n"} {
		_, err := Parse("x.yaml", []byte(text), ".")
		if err == nil {
			t.Errorf("%q is read", text)
			continue
		}
		if strings.ContainsFunc(err.Error(), func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
			t.Errorf("%q: %q", text, err.Error())
		}
	}
}
