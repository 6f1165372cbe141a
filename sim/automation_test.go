package sim

import "testing"

// TestAutomation: what a bot hands over is a Poisson stream with longer handle times: the rest is M/M/n+M.
func TestAutomation(t *testing.T) {
	const length = 2000
	m := steady(50, 80, length, unitExponential, Law{Kind: Exponential, Mean: 3}, 0)
	m.Channels[0].Automation = Automation{Share: 1, Contains: 0.6, Time: Law{Kind: Lognormal, Mean: 5, CV: 1}, HandleTime: 1.5}
	// In units of 1.5: 32 contacts of mean 1.5 are 48 erlangs, with a mean patience of 2.
	_, abandon, queue := erlangA(50, 48, 2)
	cmp := compare(t, 5, 0.05*slack())
	r := run(t, m, Options{Replications: full(60), Seed: 41, Confidence: cmp.confidence})
	got := r.Channels[0].Intervals[1]
	cmp.within("containment", got.Automation.Containment, 0.6)
	cmp.within("offered", got.Offered, 32*length)
	cmp.within("abandonment", got.Abandonment, abandon)
	cmp.within("mean queue", got.MeanQueue, queue)
	cmp.within("handle time", got.HandleTime, 1.5)
	cmp.done()
}

// TestDeflection: where more are contained while many wait, fewer wait and fewer give up.
func TestDeflection(t *testing.T) {
	of := func(busy float64) Figures {
		m := steady(20, 26, 2000, unitExponential, Law{Kind: Exponential, Mean: 2}, 0)
		m.Channels[0].Automation = Automation{Share: 1, Contains: 0.2, Queue: 3, Busy: busy}
		return run(t, m, Options{Replications: 20, Seed: 42}).Channels[0].Day
	}
	same, more := of(0.2), of(0.6)
	if !(more.Automation.Containment.Mean > same.Automation.Containment.Mean+0.01) ||
		!(more.Abandonment.Mean < 0.9*same.Abandonment.Mean) || !(more.MeanWait.Mean < same.MeanWait.Mean) {
		t.Errorf("deflection: %+v against %+v", more, same)
	}
}
