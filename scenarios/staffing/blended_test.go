package staffing

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// twoSkills is a day of two channels, the first with a team of its own and overflow to one that serves both.
func twoSkills() *scenarios.Scenario {
	s := day([]float64{60, 60, 60, 60}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	second := s.Channels[0]
	second.Name = "second"
	s.Channels = append(s.Channels, second)
	s.Teams = append(s.Teams, scenarios.Team{Name: "both", Skills: []string{"second", "voice"}})
	return s
}

func TestBlended(t *testing.T) {
	t.Parallel()
	s := twoSkills()
	var shared *BlendedError
	if _, err := Size(context.Background(), s, Options{Method: ExactDay}); !errors.As(err, &shared) || shared.Channel != "voice" {
		t.Errorf("sized by formula: %v", err)
	}
	if _, err := CompareMethods(context.Background(), s); !errors.As(err, &shared) {
		t.Errorf("methods compared: %v", err)
	}
	plan := scenarios.Plan{slices.Repeat([]int{6}, 4), slices.Repeat([]int{7}, 4)}
	run := func(s *scenarios.Scenario) *Outcome {
		d, err := Assign(context.Background(), s, plan, Options{})
		if err != nil {
			t.Fatal(err)
		}
		o, err := Simulate(context.Background(), d, sim.Options{Replications: 300, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	o := run(s)
	voice, second := o.Channels[0], o.Channels[1]
	if !voice.Blended || !second.Blended || !slices.Equal(voice.Teams, []int{0, 1}) || !slices.Equal(second.Teams, []int{1}) {
		t.Fatalf("%+v, %+v", voice, second)
	}
	if in := voice.Intervals[0]; in.Agents != 13 || in.Required != nil || in.Formula != nil || in.Load != 6 {
		t.Errorf("%+v", in)
	}
	if h := o.Teams[1]; h.AgentHours != 14 || o.Teams[0].AgentHours != 12 {
		t.Errorf("hours %+v", o.Teams)
	}
	if len(o.Gaps) != 0 || len(o.Verdicts) != 2 {
		t.Errorf("gaps %v, verdicts %v", o.Gaps, o.Verdicts)
	}
	level := func(o *Outcome, c int) float64 { return o.Simulated.Channels[c].Day.ServiceLevel.Offered.Mean }

	// Overflow that comes late, or keeps agents back, leaves the first channel worse off and the second better.
	late := twoSkills()
	late.Channels[0].Routes = []scenarios.Route{{Team: "agents"}, {Team: "both", After: time.Minute}}
	kept := twoSkills()
	kept.Channels[0].Routes = []scenarios.Route{{Team: "agents"}, {Team: "both", Reserve: 3}}
	for name, other := range map[string]*scenarios.Scenario{"late": late, "kept": kept} {
		got := run(other)
		if !(level(got, 0) < level(o, 0)-0.02 && level(got, 1) > level(o, 1)+0.005) {
			t.Errorf("%s overflow: levels %v and %v, without %v and %v", name, level(got, 0), level(got, 1), level(o, 0), level(o, 1))
		}
	}
	// Rules reach the simulator.
	ruled := twoSkills()
	ruled.Teams[1].Take, ruled.Teams[1].Preempt = "weighted-age", true
	ruled.Channels[0].Choose, ruled.Channels[1].Weight = "longest-idle", 3
	m := Model(ruled, plan)
	if m.Teams[1].Take != sim.WeightedAge || !m.Teams[1].Preempt || m.Channels[0].Choose != sim.LongestIdle || m.Channels[1].Weight != 3 {
		t.Errorf("%+v", m)
	}
	if got := run(ruled); !(level(got, 1) > level(o, 1)) {
		t.Errorf("second, by preemption: %v, without %v", level(got, 1), level(o, 1))
	}
}

// Shifts on the borders of intervals are the plan they make; breaks inside one are left out by the formula.
func TestShifts(t *testing.T) {
	t.Parallel()
	s := day([]float64{60, 60, 60, 60}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	half := 30 * time.Minute
	s.Teams[0].Shifts = []scenarios.Shift{{Agents: 5, From: -time.Hour, To: 3 * time.Hour}, {Agents: 3, From: half, To: 3 * half}}
	plan := scenarios.Plan{s.Rostered(s.Teams[0])}
	if !slices.Equal(plan[0], []int{5, 8, 8, 5}) {
		t.Fatal(plan)
	}
	simulate := func(s *scenarios.Scenario, plan scenarios.Plan) *Outcome {
		d, err := Assign(context.Background(), s, plan, Options{})
		if err != nil {
			t.Fatal(err)
		}
		o, err := Simulate(context.Background(), d, sim.Options{Replications: 1000, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	o := simulate(s, plan)
	if o.Channels[0].LeavesOut != nil {
		t.Errorf("leaves out %q", o.Channels[0].LeavesOut)
	}
	inside(t, "service level", o.Simulated.Channels[0].Day.ServiceLevel.Offered, o.Channels[0].Total.ServiceLevel.Offered)
	s.Teams[0].Shifts[0].Breaks = []scenarios.Break{{From: half, To: half + 10*time.Minute}}
	broken := simulate(s, scenarios.Plan{s.Rostered(s.Teams[0])})
	if got := broken.Simulated.Teams[0].Intervals[1].Scheduled.Mean; got != 8 {
		t.Errorf("%v scheduled, breaks included; want 8", got)
	}
	// 5 agents for 4 h and 3 for 1 h; on duty 2 h each within the day less the break of 5 for 10 minutes.
	if h := broken.Teams[0]; h.ScheduledHours != 23 || math.Abs(h.AgentHours-(13-5./6)) > 1e-9 {
		t.Errorf("hours %+v", h)
	}
	if left := broken.Channels[0].LeavesOut; !slices.Equal(left, []string{uneven}) || broken.Plan[0][1] != 6 {
		t.Errorf("leaves out %q, plan %v", left, broken.Plan)
	}
	// Another plan takes the place of the shifts.
	if m := Model(s, scenarios.Plan{{9, 9, 9, 9}}); m.Teams[0].Shifts != nil || m.Teams[0].Agents[0] != 9 {
		t.Errorf("%+v", m.Teams[0])
	}
}
