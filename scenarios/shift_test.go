package scenarios

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// Shifts of a day past midnight: clock times land on the day's own, breaks come off, and the plan
// is what is on duty.
func TestShifts(t *testing.T) {
	t.Parallel()
	s, err := Parse("shifts.yaml", []byte(`
name: Night
hours: 22:00-02:00
interval: 1h
channels: {voice: {demand: {volumes: [1, 2, 3, 4]}, handle_time: {mean: 5m}}}
teams:
  a:
    skills: [voice]
    shifts:
      - {agents: 4, hours: 20:00-04:00, breaks: [00:00-01:00, 23:30-23:45]}
      - {hours: 01:00-09:00}
      - {agents: 2, hours: 22:00-23:30}
`), ".")
	if err != nil {
		t.Fatal(err)
	}
	h := func(x float64) time.Duration { return time.Duration(x * float64(time.Hour)) }
	want := []Shift{
		{Agents: 4, From: h(-2), To: h(6), Breaks: []Break{{h(2), h(3)}, {h(1.5), h(1.75)}}},
		{Agents: 1, From: h(3), To: h(11)},
		{Agents: 2, From: 0, To: h(1.5)},
	}
	if diff := cmp.Diff(want, s.Teams[0].Shifts); diff != "" {
		t.Error(diff)
	}
	if got := s.Plan[0]; !slices.Equal(got, []int{6, 4, 0, 5}) {
		t.Errorf("plan %v", got)
	}
	if got := s.OnDuty(s.Teams[0], 1); got != 4*0.75+2*0.5 {
		t.Errorf("%v on duty from 23:00", got)
	}
}
