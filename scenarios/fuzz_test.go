package scenarios

import (
	"bytes"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Whatever a file holds, it is a scenario within all bounds or a list of
// problems, each with a message and a place that exists.
func FuzzParse(f *testing.F) {
	for _, e := range List() {
		data, _ := Open(e.Name)
		f.Add(data)
	}
	f.Add([]byte(small))
	f.Add([]byte(everyField))
	f.Add([]byte(varied))
	f.Add([]byte("base: retail-monday\nchannels: {voice: {patience: null}}\nvariants: {a: {channels.*.demand.volumes[*]: +3%}}\n"))
	f.Add([]byte(fromCSV(", handle_time: AHT", "")))
	broken, _ := filepath.Glob("testdata/broken/*.yaml")
	for _, b := range broken {
		if data, err := os.ReadFile(b); err == nil {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Parse("fuzz.yaml", data, "testdata")
		if err != nil {
			checkProblems(t, err, data, len(lineBreak.Split(string(data), -1)))
			return
		}
		checkScenario(t, s)
	})
}

func checkProblems(t *testing.T, err error, data []byte, lines int) {
	t.Helper()
	var list Errors
	if !errors.As(err, &list) || len(list) == 0 {
		t.Fatalf("not a list of problems: %#v", err)
	}
	badVerb := !bytes.Contains(data, []byte("%!")) // then it can only come from a format string
	last := list[0].at
	for _, p := range list {
		if p.Message == "" || badVerb && strings.Contains(p.Message, "%!") || p.File == "" || p.Line < 0 || p.File == "fuzz.yaml" && p.Line > lines+1 || p.Line > 0 && p.Column < 1 {
			t.Fatalf("a problem that does not say where or what: %+v", p)
		}
		if slices.Compare(p.at[:], last[:]) < 0 {
			t.Fatalf("out of order: %v", err)
		}
		last = p.at
	}
	if err.Error() == "" {
		t.Fatal("no words")
	}
}

func checkScenario(t *testing.T, s *Scenario) {
	t.Helper()
	n := s.Intervals()
	if s.Name == "" || n < 1 || n > MaxIntervals || s.Open < 0 || s.Open >= 24*time.Hour || time.Duration(n)*s.Interval != s.Close-s.Open || len(s.Channels) == 0 || len(s.Teams) == 0 {
		t.Fatalf("not a day: %+v", s)
	}
	for _, c := range s.Channels {
		teams := s.TeamsOf(&c)
		if len(teams) == 0 || slices.Min(teams) < 0 {
			t.Fatalf("served by %v: %+v", teams, c)
		}
		if len(c.Volumes) != n || len(c.HandleTime.Means) != n || c.Demand == "" {
			t.Fatalf("lists of other lengths: %+v", c)
		}
		for i, v := range c.Volumes {
			load := v * c.HandleTime.Means[i].Seconds() / s.Interval.Seconds()
			if !(v >= 0) || c.HandleTime.Means[i] <= 0 || !(load <= MaxLoad) {
				t.Fatalf("volume %v, mean %v", v, c.HandleTime.Means[i])
			}
		}
		h := c.HandleTime
		if !(h.CV >= 0) || math.IsInf(h.CV, 0) || (h.Distribution == "empirical") != (len(h.Sample) > 0) || (h.CV == 0) && (h.Distribution == "gamma" || h.Distribution == "lognormal") {
			t.Fatalf("handle time %+v", h)
		}
		g := c.Target
		if !(g.ServiceLevel >= 0 && g.ServiceLevel < 1 && g.Abandonment >= 0 && g.Abandonment < 1 && g.Occupancy >= 0 && g.Occupancy <= 1) || g.Within < 0 || g.ASA < 0 || c.Patience.Mean < 0 {
			t.Fatalf("target %+v", g)
		}
	}
	for _, team := range s.Teams {
		if q := team.Shrinkage(); !(q >= 0 && q < 1) || len(team.Skills) == 0 || team.MaxAgents < 0 || team.MaxAgents > MaxAgents || team.MaxAgents > 0 && team.MinAgents > team.MaxAgents {
			t.Fatalf("team %+v", team)
		}
	}
	if s.Plan != nil {
		checkPlan(t, s, s.Plan)
	}
	if s.Simulation.Replications < 2 {
		t.Fatalf("simulation %+v", s.Simulation)
	}
}

func checkPlan(t *testing.T, s *Scenario, p Plan) {
	t.Helper()
	if len(p) != len(s.Teams) {
		t.Fatalf("a plan of %d teams for %d", len(p), len(s.Teams))
	}
	for _, agents := range p {
		if len(agents) != s.Intervals() {
			t.Fatalf("a plan of %d intervals for %d", len(agents), s.Intervals())
		}
		for _, n := range agents {
			if n < 0 || n > MaxAgents {
				t.Fatalf("%d agents", n)
			}
		}
	}
}

func FuzzPlan(f *testing.F) {
	f.Add([]byte("start,agents\n07:00,5\n07:30,6\n"))
	f.Add([]byte("start;team;agents\n23:00;a;1\n00:00;a;1\n23:00;b;1\n00:00;b;1\n"))
	f.Add([]byte("\ufeff\"start\"\tagents\n07:00\t\"5\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, s := range []*Scenario{oneTeam(), twoTeams()} {
			p, err := ReadPlan(bytes.NewReader(data), "plan.csv", s)
			if err != nil {
				checkProblems(t, err, data, math.MaxInt-1)
				continue
			}
			checkPlan(t, s, p)
		}
	})
}

// Whatever an override says, it makes a scenario within all bounds or is told with its flag; and the
// document stays as it is.
func FuzzOverride(f *testing.F) {
	for _, seed := range []string{"channels.voice.demand.scale=+10%", "channels.*.demand.volumes[*]=x2", "channels.voice.handle_time={mean: 3m, cv: null}",
		"plan.a=[1, 2, 3, 4]", "teams.a.shifts[0].agents=+1", "channels.voice.redial.after.mean=x0.5", "hours=08:00-09:00", "name=~", "sensitivity.x=1", "channels.voice.patience=\"3m\""} {
		f.Add(seed)
	}
	d, err := ReadText("small.yaml", []byte(small), ".")
	if err != nil {
		f.Fatal(err)
	}
	before, err := d.Digest()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		o, err := ParseOverride("--set", text)
		if err != nil {
			return
		}
		s, err := d.Scenario(o)
		if err == nil {
			checkScenario(t, s)
		} else {
			checkProblems(t, err, []byte(text), 1<<20)
		}
		if after, err := d.Digest(); err != nil || after != before {
			t.Fatal("the document was changed")
		}
		if in, err := d.Input(o.Path); err == nil && in.Path != o.Path {
			t.Fatalf("%+v", in)
		}
	})
}
