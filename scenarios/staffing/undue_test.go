package staffing

import (
	"context"
	"strings"
	"testing"

	"frontoffice/sim"
)

const lateDay = `name: Overloaded mail day
hours: 08:00-16:00
interval: 1h
channels:
  mail:
    kind: deferred
    demand: {total: 400, profile: flat}
    handle_time: {mean: 6m}
    target: {service_level: 80% in 8h}
teams:
  desk: {skills: [mail]}
simulation: {replications: 50, seed: 1}
`

// A plan that leaves most of the work is not said to keep a target because nothing was due yet: two agents do 160 of 400.
func TestUndueIsNotKept(t *testing.T) {
	t.Parallel()
	judge := func(text, agents string) Verdict {
		s := parseKinds(t, text+"plan: {desk: ["+agents+"]}\n")
		d, err := Evaluate(context.Background(), s, s.Plan, "")
		if err != nil {
			t.Fatal(err)
		}
		o, err := Simulate(context.Background(), d, sim.Options{Replications: 50, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		return o.Verdicts[0]
	}
	v := judge(lateDay, "2,2,2,2,2,2,2,2")
	if v.Met || v.Undue == nil || v.Simulated.Mean != 1 {
		t.Fatalf("%+v", v)
	}
	if u := v.Undue; u.Contacts < 225 || u.Contacts > 255 || u.Allowed != 20 || u.AtLeast.Mean < 0.35 || u.AtLeast.Mean > 0.45 || u.AtMost.Mean != 1 {
		t.Errorf("%+v", u)
	}
	if v := judge(lateDay, "5,5,5,5,5,5,5,6"); !v.Met || v.Undue != nil {
		t.Errorf("a plan that keeps up: %+v", v)
	}
	// In two days what is left is finished at the same pace: 12 hours of work, 16 open.
	if v := judge(strings.Replace(lateDay, "in 8h", "in 48h", 1), "2,2,2,2,2,2,2,2"); !v.Met || v.Undue != nil {
		t.Errorf("due in two days: %+v", v)
	}
}

// Sizing keeps up with the work that comes, whether or not it is due before the close.
func TestSizeKeepsUp(t *testing.T) {
	t.Parallel()
	for _, deadline := range []string{"8h", "24h"} {
		d, err := Size(context.Background(), parseKinds(t, strings.Replace(lateDay, "in 8h", "in "+deadline, 1)), Options{})
		if err != nil {
			t.Fatal(err)
		}
		// 400 mails of 6 minutes are 40 hours; 20 may be left.
		if h := d.Teams[0].AgentHours; h < 38 || h > 46 {
			t.Errorf("in %s: %v agent hours, %v", deadline, h, d.Plan)
		}
		if len(d.Search.Missed) > 0 {
			t.Errorf("in %s: %+v", deadline, d.Search.Missed)
		}
	}
}
