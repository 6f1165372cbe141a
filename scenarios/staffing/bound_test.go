package staffing

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"frontoffice/scenarios"
)

const sideBySideDay = `name: Side by side
hours: 09:00-11:00
interval: 1h
channels:
  a:
    kind: voice
    demand: {total: %d, profile: flat}
    handle_time: {mean: 6m}
    patience: {mean: 3m}
    target: {abandonment: 10%%}
    %s
  b:
    kind: %s
    demand: {total: %d, profile: flat}
    handle_time: {mean: %dm}
    patience: {mean: 3m}
    target: {abandonment: 10%%}
    %s
teams:
  both: {skills: [a, b], shrinkage: {planned: 0%%}%s}
%ssimulation: {replications: 100, seed: 1}
`

// No plan that was tested costs less than the bound, be contacts side by side, interrupted or handed back.
func TestBoundBelowPlans(t *testing.T) {
	t.Parallel()
	texts := []string{
		fmt.Sprintf(sideBySideDay, 200, "attention: 50%", "voice", 200, 6, "attention: 50%", "", ""),
		fmt.Sprintf(sideBySideDay, 200, "beside: anything", "chat", 200, 6, "beside: anything\n    concurrency: 3\n    agent_share: 100%", "", ""),
		fmt.Sprintf(sideBySideDay, 200, "resume: any-agent", "voice", 120, 1, "wrap_up: {mean: 10m}", ", preempt: yes", ""),
	}
	rng := rand.New(rand.NewPCG(1, 2))
	one := func(of ...string) string { return of[rng.IntN(len(of))] }
	random := 3
	if *long {
		random = 40
	}
	for range random {
		kind, b := "voice", one("attention: 50%", "attention: 30%", "beside: anything", "wrap_up: {mean: 2m}", "weight: 1")
		if rng.IntN(2) == 0 {
			kind, b = "chat", one("concurrency: 3\n    agent_share: 60%", "concurrency: 2\n    beside: anything", "concurrency: 4\n    attention: 20%")
		}
		texts = append(texts, fmt.Sprintf(sideBySideDay, 40+rng.IntN(150), one("attention: 50%", "attention: 70%", "beside: anything", "wrap_up: {mean: 1m}"),
			kind, 40+rng.IntN(150), 1+rng.IntN(8), b, one("", "", ", preempt: yes", ", leave: hand-back"), one("", "  first: {skills: [a]}\n", "  second: {skills: [b], shrinkage: {planned: 0%}}\n")))
	}
	for _, text := range texts {
		s := loaded(t, text)
		d, err := Size(context.Background(), s, Options{Method: Simulation})
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		f := newSearcher(context.Background(), s, split(s, Simulation), Options{})
		alone, err := f.alone()
		if err != nil {
			t.Fatal(err)
		}
		bound := f.lowerBound(alone) * s.Interval.Hours()
		t.Logf("cost %.1f, bound %.1f, missed %d", d.Search.Cost, bound, len(d.Search.Missed))
		if len(d.Search.Missed) == 0 && (bound > d.Search.Cost*(1+1e-9) || d.Search.Gap < -1e-9) || bound <= 0 {
			t.Errorf("cost %v below the bound %v, gap %v:\n%s", d.Search.Cost, bound, d.Search.Gap, text)
		}
	}
}

// Of how many channels an agent may have contacts at once.
func TestAtOnce(t *testing.T) {
	t.Parallel()
	c := func(name string, attention float64, concurrency int, anything bool) scenarios.Channel {
		return scenarios.Channel{Name: name, Attention: attention, Concurrency: concurrency, Anything: anything}
	}
	for _, x := range []struct {
		channels []scenarios.Channel
		want     int
	}{
		{[]scenarios.Channel{c("a", 0, 0, false), c("b", 0, 0, false)}, 1},
		{[]scenarios.Channel{c("a", 0.5, 0, false), c("b", 0.5, 0, false)}, 2},
		{[]scenarios.Channel{c("a", 0.5, 0, false), c("b", 0.6, 0, false)}, 1},
		{[]scenarios.Channel{c("a", 0, 0, false), c("b", 0, 3, false)}, 1},
		{[]scenarios.Channel{c("a", 0, 0, true), c("b", 0, 3, false), c("d", 0, 3, false), c("e", 0, 3, false), c("f", 0, 3, false)}, 4},
		{[]scenarios.Channel{c("a", 0, 0, false)}, 1},
	} {
		s := &scenarios.Scenario{Channels: x.channels}
		team := scenarios.Team{Name: "t"}
		var all []int
		for i := range x.channels {
			team.Skills, all = append(team.Skills, x.channels[i].Name), append(all, i)
		}
		s.Teams = []scenarios.Team{team}
		if n := atOnce(s, 0, all); n != x.want {
			t.Errorf("%+v: %d at once, want %d", x.channels, n, x.want)
		}
	}
}

// Of many channels each alone, the pairs and the whole are asked for; of very many no pairs.
func TestGroups(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	for i := len(s.Channels); i < 20; i++ {
		more := s.Channels[1]
		more.Name = fmt.Sprint("more", i)
		s.Channels = append(s.Channels, more)
	}
	f := &searcher{s: s}
	for i, want := range []int{2: 3, 6: 63, 7: 7 + 21 + 1, 12: 12 + 66 + 1, 13: 13 + 1, 20: 20 + 1} {
		f.channels = nil
		for j := range i {
			f.channels = append(f.channels, j)
		}
		n := f.groups()
		if want > 0 && (len(n) != want || !slices.Equal(n[len(n)-1], f.channels)) {
			t.Errorf("%d channels: groups %v", i, n)
		}
	}
}
