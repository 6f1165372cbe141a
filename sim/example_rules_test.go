package sim_test

import (
	"bytes"
	"context"
	"fmt"

	"frontoffice/sim"
)

// blended is an hour of voice and chat: chat agents help with calls that have waited for 20 seconds, as long as two of them
// stay free for chats; 40 % of callers who give up call again after five minutes.
func blended() sim.Model {
	return sim.Model{
		Interval: 1800,
		Channels: []sim.Channel{
			{
				Name: "voice", Arrivals: []float64{60, 60}, HandleTime: []sim.Law{{Kind: sim.Lognormal, Mean: 240, CV: 1.2}},
				Patience: sim.Law{Kind: sim.Exponential, Mean: 120}, Within: 20,
				Redial: sim.Redial{Share: 0.4, After: sim.Law{Kind: sim.Exponential, Mean: 300}},
				Routes: []sim.Route{{Team: 0}, {Team: 1, After: 20, Reserve: 2}},
			},
			{Name: "chat", Arrivals: []float64{30, 30}, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 480}}, Within: 60},
		},
		Teams: []sim.Team{
			{Name: "phone", Skills: []int{0}, Agents: []int{9, 9}},
			{Name: "chat", Skills: []int{1, 0}, Agents: []int{11, 11}},
		},
		WarmUp: 1800,
	}
}

// A run may go on until a figure is as precise as it should be.
func ExamplePrecision() {
	abandonment := func(r *sim.Result) sim.Estimate { return r.Channels[0].Day.Abandonment }
	r, err := sim.Run(context.Background(), blended(), sim.Options{
		Seed:      1,
		Precision: []sim.Precision{{Of: abandonment, HalfWidth: 0.002}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	e := abandonment(r)
	fmt.Printf("%.1f %% ± %.1f of calls abandoned, after %d replications\n", 100*e.Mean, 100*e.HalfWidth, r.Replications)
	fmt.Printf("on %.0f %% of days at least 80 %% of calls are answered within 20 s\n", 100*r.Channels[0].Days.ServiceLevel.Offered.AtLeast(0.8))
	// Output:
	// 7.9 % ± 0.2 of calls abandoned, after 3407 replications
	// on 63 % of days at least 80 % of calls are answered within 20 s
}

// One agent more, with the same customers: the difference has a narrower interval than either figure.
func ExampleRunPaired() {
	before, after := blended(), blended()
	after.Teams[0].Agents = []int{10, 10}
	p, err := sim.RunPaired(context.Background(), before, after, sim.Options{Replications: 500, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	show := func(what string, r *sim.Result) {
		e := r.Channels[0].Day.ASA
		fmt.Printf("%-10s %5.1f s ± %.1f\n", what, e.Mean, e.HalfWidth)
	}
	show("before", p.First)
	show("after", p.Second)
	show("difference", p.Difference)
	// Output:
	// before       8.1 s ± 0.5
	// after        5.0 s ± 0.4
	// difference  -3.1 s ± 0.2
}

// What happened to each contact of a replication.
func ExampleTrace() {
	outcomes := map[sim.Outcome]int{}
	err := sim.Trace(context.Background(), blended(), 1, 0, func(r sim.Record) {
		if r.Arrived >= 0 {
			outcomes[r.Outcome]++
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(outcomes)
	// Output:
	// map[abandoned:4 answered:192]
}

// The callers of a day meet another staffing: a trace is replayed, contact by contact.
func ExampleModel_Replay() {
	var trace bytes.Buffer
	ctx := context.Background()
	if err := sim.WriteTrace(ctx, &trace, blended(), 1, 0); err != nil {
		fmt.Println(err)
		return
	}
	records, err := sim.ReadTrace(&trace)
	if err != nil {
		fmt.Println(err)
		return
	}
	m := blended()
	m.Teams[0].Agents = []int{7, 7}
	if m, err = m.Replay(records); err != nil {
		fmt.Println(err)
		return
	}
	r, err := sim.Run(ctx, m, sim.Options{Replications: 2}) // all alike: nothing is left to chance
	if err != nil {
		fmt.Println(err)
		return
	}
	day := r.Channels[0].Day
	fmt.Printf("of %.0f calls %.0f abandoned\n", day.Offered.Mean, day.Abandoned.Mean)
	// Output:
	// of 126 calls 17 abandoned
}
