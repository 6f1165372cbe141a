package sim

import (
	"math"
	"testing"
)

// TestCallBackKeepsThePlace: with everybody patient a call-back with the place kept changes no wait.
func TestCallBackKeepsThePlace(t *testing.T) {
	m := steady(5, 4.5, 2000, unitExponential, Law{}, 0.5)
	n := m
	n.Channels = append([]Channel(nil), m.Channels...)
	n.Channels[0].CallBack = CallBack{Accept: 0.7, After: 0.5}
	o := Options{Replications: 10, Seed: 51}
	plain, with := run(t, m, o).Channels[0], run(t, n, o).Channels[0]
	if math.Abs(plain.Day.ASA.Mean-with.Day.ASA.Mean) > 1e-9 || plain.Day.Answered != with.Day.Answered {
		t.Errorf("ASA %v, with call-backs %v", plain.Day.ASA, with.Day.ASA)
	}
	c := with.Day.CallBack
	late := plain.Day.Offered.Mean - plain.Waits.Answered.Below(0.5)*plain.Day.Offered.Mean
	if math.Abs(c.Offered.Mean-late) > 0.01*late { // the histogram is as fine as 1 %
		t.Errorf("%v offered, %v waited longer", c.Offered.Mean, late)
	}
	if x := c.Accepted.Mean / c.Offered.Mean; math.Abs(x-0.7) > 0.02 {
		t.Errorf("a share of %v accepts", x)
	}
}

// TestCallBacksLoseFewer: who accepts does not give up, so fewer do and more are answered; the others wait longer for it.
func TestCallBacksLoseFewer(t *testing.T) {
	of := func(b CallBack) Figures {
		m := steady(20, 21, 2000, unitExponential, Law{Kind: Exponential, Mean: 1}, 0)
		m.Channels[0].CallBack = b
		return run(t, m, Options{Replications: 20, Seed: 52}).Channels[0].Day
	}
	none := of(CallBack{})
	for name, b := range map[string]CallBack{
		"after a wait":     {Accept: 0.5, After: 0.1},
		"by the estimate":  {Accept: 0.5, Estimate: 0.1},
		"at once":          {Accept: 0.5},
		"at a later time":  {Accept: 0.5, After: 0.1, Promise: Law{Kind: Deterministic, Mean: 5}},
		"some do not come": {Accept: 0.5, After: 0.1, Fails: 0.1, Ring: 0.2},
	} {
		got := of(b)
		lost := got.Abandoned.Mean - got.CallBack.Failed.Mean
		if !(lost < 0.95*none.Abandoned.Mean) {
			t.Errorf("%s: %v gave up, without call-backs %v", name, lost, none.Abandoned.Mean)
		}
		if b.Promise.Kind == Deterministic && got.CallBack.Delay.Mean < 5 {
			t.Errorf("%s: called after %v", name, got.CallBack.Delay.Mean)
		}
		failed := got.CallBack.Failed.Mean / math.Max(got.CallBack.Accepted.Mean, 1)
		if math.Abs(failed-b.Fails) > 0.01 {
			t.Errorf("%s: a share of %v failed", name, failed)
		}
	}
}
