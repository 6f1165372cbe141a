package staffing

import (
	"context"
	"math"
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
