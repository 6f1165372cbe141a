package scenarios

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The fields of kinds of channels beyond calls that wait, in forms that differ from the defaults.
const everyKind = `
name: Every kind
date: 2026-03-02
hours: [08:00-10:00, 08:00-10:00, closed, 08:00-09:00]
interval: 1h
channels:
  chat:
    kind: chat
    demand: {volumes: [10, 20, 30, 40, 50]}
    handle_time: {mean: 8m}
    patience: {mean: 3m}
    concurrency: 3
    agent_share: 40%
    silent_leaving: {after: 30m, time_out: 2m}
    attention: 35%
    beside: anything
    choose: most-loaded
    automation: {share: 80%, contains: 30%, time: 90s, busy_queue: 5, contains_busy: 50%, handle_time_after: 110%}
  turns:
    kind: chat
    demand: {total: 30, profile: flat}
    concurrency: 2
    turns: {agent: 30s, customer: {mean: 1m, distribution: gamma, cv: 0.5}, number: 5}
    call_back: {accept: 40%, expected_wait: 2m, promise: 1h, fails: 10%, ring: 20s}
  email:
    kind: deferred
    demand: {daily: [50, 40, 10, 5], profile: [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1]}
    handle_time: {mean: 6m}
    deadline_runs: open
    backlog: [{contacts: 20, youngest: 1h, oldest: 3h}]
    order: deadline-first
    resume: same-agent
    target: {service_level: 90% in 48h}
  sales:
    kind: outbound
    handle_time: {mean: 5m}
    patience: {mean: 2s}
    outbound:
      list: 200
      contact_rate: [30%, 40%]
      right_party: 60%
      wrong_party: 40s
      ring: 20s
      attempts: 3
      again: 2h
      pacing: predictive
      abandon_cap: 3%
    outcomes: {sale: {share: 12%, value: 80}}
teams:
  a: {skills: [chat, turns, email, sales], take: earliest-due}
plan: {a: [3, 4, 3, 4, 5]}
follow_ups:
  - {from: chat, share: 12%, to: email}
  - {from: email, when: late, share: 30%, to: chat, after: 1h}
`

func TestParseEveryKind(t *testing.T) {
	t.Parallel()
	if _, err := Parse("every.yaml", []byte(everyKind), "."); err == nil {
		t.Fatal("the contact rates of 2 of 5 hours pass")
	}
	text := everyKind
	text = strings.Replace(text, "[30%, 40%]", "[30%, 40%, 30%, 40%, 50%]", 1)
	s, err := Parse("every.yaml", []byte(text), ".")
	if err != nil {
		t.Fatal(err)
	}
	if s.Open != 8*time.Hour || s.Close != 3*24*time.Hour+9*time.Hour || s.Intervals() != 73 || len(s.Days) != 4 {
		t.Fatalf("open %v to %v, %d intervals, %d days", s.Open, s.Close, s.Intervals(), len(s.Days))
	}
	zero := func(n int) []float64 { return make([]float64, n) }
	want := []Channel{{
		Name: "chat", Kind: Chats, Volumes: slices.Concat([]float64{10, 20}, zero(22), []float64{30, 40}, zero(22), zero(24), []float64{50}),
		Patience: Exponential(3 * time.Minute), Choose: "most-loaded", Concurrency: 3, AgentShare: 0.4, Leaves: Exponential(30 * time.Minute), TimeOut: 2 * time.Minute,
		Attention: 0.35, Anything: true, LedTo: true,
		Automation: Automation{Share: 0.8, Contains: 0.3, Time: Exponential(90 * time.Second), Queue: 5, Busy: 0.5, HandleTime: 1.1},
	}, {
		Name: "turns", Kind: Chats, Volumes: slices.Concat([]float64{6, 6}, zero(22), []float64{6, 6}, zero(22), zero(24), []float64{6}), Choose: "in-order", Concurrency: 2,
		Turns:    Turns{Exponential(30 * time.Second), Law{Distribution: "gamma", Mean: time.Minute, CV: 0.5}, 5},
		CallBack: CallBack{Accept: 0.4, Expected: 2 * time.Minute, Promise: Exponential(time.Hour), Fails: 0.1, Ring: 20 * time.Second},
	}, {
		Name: "email", Kind: Deferred, Choose: "in-order", Deadline: 48 * time.Hour, InOpenHours: true, Backlog: []Backlog{{20, time.Hour, 3 * time.Hour}},
		Target: Target{ServiceLevel: 0.9, Within: 48 * time.Hour}, LedTo: true,
	}, {
		Name: "sales", Kind: Outbound, Patience: Exponential(2 * time.Second), Choose: "in-order", Volumes: zero(73),
		Outbound: &Calls{List: 200, ContactRate: slices.Concat([]float64{.3, .4}, zero(22), []float64{.3, .4}, zero(22), zero(24), []float64{.5}), RightParty: 0.6,
			WrongParty: Exponential(40 * time.Second), Ring: Exponential(20 * time.Second), Attempts: 3, Again: Exponential(2 * time.Hour), Pacing: "predictive", AbandonCap: 0.03},
		Outcomes: []Outcome{{"sale", 0.12, 80}},
	}}
	for i, c := range s.Channels {
		w := want[i]
		if w.Volumes == nil { // email: checked below
			w.Volumes = c.Volumes
		}
		w.Demand, w.HandleTime, w.Weight = c.Demand, c.HandleTime, 1
		if w.Order, w.Resume = "oldest-first", "any-agent"; w.Kind == Deferred {
			w.Order, w.Resume = "deadline-first", "same-agent"
		} else if w.Kind == Outbound {
			w.Resume = "uninterrupted"
		}
		if diff := cmp.Diff(w, c); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.Name, diff)
		}
	}
	if mean := s.Channels[1].HandleTime.Means[0]; mean != 5*30*time.Second+4*time.Minute {
		t.Errorf("a chat of 5 turns of the agent takes %v alone", mean)
	}
	// The first day has 16 intervals from 08:00: 8 of weight 2 and 8 of weight 1.
	if email := s.Channels[2].Volumes; math.Abs(email[0]-100./24) > 1e-12 || math.Abs(email[16]-40./32) > 1e-12 {
		t.Errorf("email %v", email[:20])
	}
	if diff := cmp.Diff([]FollowUp{{0, "answered", 0.12, 2, Law{}}, {2, "late", 0.3, 0, Exponential(time.Hour)}}, s.FollowUps); diff != "" {
		t.Error(diff)
	}
	if plan := s.Plan[0]; plan[1] != 4 || plan[2] != 0 || plan[24] != 3 || plan[72] != 5 {
		t.Errorf("plan %v", plan)
	}
	if got := s.Clock(24) + ", " + s.Hours(); got != "Tue 08:00, 4 days: Mon-Tue 08:00-10:00, Wed closed, Thu 08:00-09:00" {
		t.Error(got)
	}
}

// Counts of several days come from a file by their dates: calls of the opening hours, emails around the clock.
func TestDaysFromCSV(t *testing.T) {
	t.Parallel()
	var rows strings.Builder
	rows.WriteString("At,Count,AHT\n")
	for day := 2; day <= 4; day++ {
		for h := range 24 {
			fmt.Fprintf(&rows, "2026-03-%02d %02d:00,%d,%d\n", day, h, 100*day+h, 200+h)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "counts.csv"), []byte(rows.String()), 0o666); err != nil {
		t.Fatal(err)
	}
	text := `
name: From a file
date: 2026-03-02
hours: [08:00-10:00, closed, 09:00-10:00]
interval: 1h
channels:
  voice: {demand: {csv: counts.csv, time: At, volume: Count, handle_time: AHT}}
  email: {kind: deferred, demand: {csv: counts.csv, time: At, volume: Count}, handle_time: {mean: 5m}, deadline: 8h}
teams: {a: {skills: [voice, email]}}
plan: {a: [3, 3, 3]}
`
	s, err := Parse("file.yaml", []byte(text), dir)
	if err != nil {
		t.Fatal(err)
	}
	voice, email := s.Channels[0], s.Channels[1]
	if n := s.Intervals(); n != 50 {
		t.Fatalf("%d intervals", n)
	}
	for k := range s.Intervals() {
		day, hour := 2+(8+k)/24, (8+k)%24
		want := float64(100*day + hour)
		if email.Volumes[k] != want {
			t.Errorf("email at %s: %v, want %v", s.Clock(k), email.Volumes[k], want)
		}
		if !s.OpenAt(k) {
			want = 0
		}
		if voice.Volumes[k] != want {
			t.Errorf("voice at %s: %v, want %v", s.Clock(k), voice.Volumes[k], want)
		}
		if want > 0 && voice.HandleTime.Means[k] != time.Duration(200+hour)*time.Second {
			t.Errorf("voice at %s: handle time %v", s.Clock(k), voice.HandleTime.Means[k])
		}
	}
	if voice.Demand != "counts.csv, 3 days from Monday 2026-03-02" {
		t.Error(voice.Demand)
	}
	for old, want := range map[string]string{
		"time: At, volume: Count, handle_time: AHT": "the mean of weekdays is of one",
		"date: 2026-03-02":                          "2026-03-05",
		"interval: 1h":                              "do not meet midnight",
	} {
		new := map[string]string{"date: 2026-03-02": "date: 2026-03-03", "interval: 1h": "interval: 50m", "time: At, volume: Count, handle_time: AHT": "time: At, volume: Count, weekdays: [monday]"}[old]
		broken := strings.Replace(text, old, new, 1)
		if new == "interval: 50m" {
			broken = strings.NewReplacer("08:00-10:00, closed, 09:00-10:00", "08:00-09:40, closed, 08:20-09:10").Replace(broken)
		}
		if _, err := Parse("file.yaml", []byte(broken), dir); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", new, err, want)
		}
	}
}

// TestNotesOfChats: a pace that no person has, and contacts that an agent works on at once, are noted.
func TestNotesOfChats(t *testing.T) {
	t.Parallel()
	const desk = `
name: Calls and chats
hours: 08:00-10:00
channels:
  voice: {demand: {total: 20, profile: flat}, handle_time: {mean: 4m}, target: {service_level: 80%% in 20s}%s}
  chat: {kind: chat, demand: {total: 20, profile: flat}, handle_time: {mean: 8m}, concurrency: 3, target: {service_level: 80%% in 20s}%s}
teams: {a: {skills: [voice, chat], shrinkage: {planned: 0%%}}}
`
	for _, c := range []struct{ voice, chat, want string }{
		{"", "", ""},
		{"", ", pace: [1, 1.6, 1.9]", ""},
		{"", ", pace: [1, 2, 3]", ""},
		{"", ", pace: [1, 2.5, 2.5]", "pace[1]: a pace of 2.5 with 2 chats in hand makes each faster than alone; all of them at full speed are 2"},
		{"", ", pace: [1, 0.9, 0.9]", "pace[1]: with 2 chats in hand an agent gets less done, 0.9, than with 1, 1: such chats are better taken one after the other"},
		{", beside: anything", "", "chats in hand beside a contact of voice, which goes at full speed, and works on both at once; beside: room"},
		{", beside: anything", ", agent_share: 100%", "with 3 of them up to 175% of one person's work"},
		{"", ", beside: anything, agent_share: 40%", "with 3 of them up to 171% of one person's work"},
		{", attention: 60%", ", agent_share: 100%", "with 1 of them up to 150% of one person's work"},
		{", attention: 70%", "", ""},
	} {
		d, err := ReadText("desk.yaml", fmt.Appendf(nil, desk, c.voice, c.chat), ".")
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.Variant("")
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.Notes, "\n"); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("voice%s, chat%s: notes %q, want %q", c.voice, c.chat, got, c.want)
		}
	}
}
