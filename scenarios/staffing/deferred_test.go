package staffing

import (
	"context"
	"math"
	"strings"
	"testing"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// Work that waits for its own team: the formula's backlog and share in time are near those simulated, with a closed night
// and where little of the work is done in time.
func TestBacklogSimulated(t *testing.T) {
	t.Parallel()
	week, err := scenarios.Load("../library/email-week.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const mails = `name: E-mail
hours: 08:00-18:00
interval: 30m
channels:
  email:
    kind: deferred
    demand: {total: 1000, profile: [1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}
    handle_time: {mean: 6m}
    target: {service_level: 90% in 2h}
teams:
  desk: {skills: [email]}
plan:
  desk: [10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11, 11, 11, 11]
`
	for name, s := range map[string]*scenarios.Scenario{"week": week, "day": loaded(t, mails)} {
		d, err := Assign(context.Background(), s, s.Plan, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := sim.Run(context.Background(), Model(s, s.Plan), sim.Options{Replications: 1000, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		worst, most, apart := 0.0, 0.0, 0.0
		for k, in := range d.Channels[0].Intervals {
			f, got := in.Deferred, r.Channels[0].Intervals[k]
			if f == nil {
				t.Fatal("no formula")
			}
			if e := got.Deferred.OnTime; f.Judged && !e.Undefined && got.Offered.Mean > 0 {
				worst = max(worst, math.Abs(f.OnTime-e.Mean))
			}
			most, apart = max(most, got.Deferred.Backlog.Mean), max(apart, math.Abs(f.Backlog-got.Deferred.Backlog.Mean))
		}
		t.Logf("%s: shares in time apart by %.3f at most, backlogs by %.1f of up to %.0f", name, worst, apart, most)
		if worst > 0.025 || apart > 0.05*most {
			t.Errorf("%s: shares in time apart by %.3f, backlogs by %.1f of up to %.0f", name, worst, apart, most)
		}
	}
}

// Much varied work with agents to spare has no formula, which would expect a queue that is not there; the CV is that of the team's own law
// and of handle time and wrap-up together.
func TestBacklogVaried(t *testing.T) {
	t.Parallel()
	const mails = `name: E-mail
hours: 09:00-17:00
interval: 1h
channels:
  email:
    kind: deferred
    demand: {total: 480, profile: flat}
    handle_time: {mean: 5m, distribution: lognormal, cv: 2}
    target: {service_level: 90% in 1h}
teams:
  desk: {skills: [email], shrinkage: {planned: 0%}}
plan:
  desk: [8, 8, 8, 8, 8, 8, 8, 8]
`
	own := strings.Replace(mails, "[email],", "[email], handle_time: {email: {mean: 4m, distribution: lognormal, cv: 1}},", 1)
	wrapped := strings.Replace(mails, "cv: 2}", "cv: 2}\n    wrap_up: {mean: 5m}", 1)
	for _, c := range []struct {
		text string
		cv   float64
		has  bool
	}{{mails, 2, false}, {own, 1, true}, {wrapped, math.Sqrt(4+1) / 2, true}} {
		s := loaded(t, c.text)
		if cv := busyCV(s, &s.Channels[0]); math.Abs(cv-c.cv) > 1e-9 {
			t.Errorf("CV %v, want %v", cv, c.cv)
		}
		d, err := Assign(context.Background(), s, s.Plan, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if has := d.Channels[0].Intervals[0].Deferred != nil; has != c.has {
			t.Errorf("CV %v: formula %v", c.cv, has)
		}
	}
	// Up to the limit, agents to spare leave about what is simulated.
	s := loaded(t, strings.Replace(mails, "cv: 2", "cv: 1.5", 1))
	d, err := Assign(context.Background(), s, s.Plan, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := sim.Run(context.Background(), Model(s, s.Plan), sim.Options{Replications: 300, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	f, got := d.Channels[0].Intervals[5].Deferred, r.Channels[0].Intervals[5].Deferred
	t.Logf("left %.1f by formula, %.1f simulated; in time %.3f, %.3f", f.Backlog, got.Backlog.Mean, f.OnTime, got.OnTime.Mean)
	if math.Abs(f.Backlog-got.Backlog.Mean) > 2 || math.Abs(f.OnTime-got.OnTime.Mean) > 0.01 {
		t.Errorf("left %v by formula, %v simulated; in time %v, %v", f.Backlog, got.Backlog.Mean, f.OnTime, got.OnTime.Mean)
	}
}
