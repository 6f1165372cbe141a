package sim_test

import (
	"context"
	"fmt"

	"frontoffice/sim"
)

// Calls come at 96 per half-hour for four hours, take five minutes on average and give up after
// three; eighteen agents answer them, twenty in the last two hours.
func ExampleRun() {
	m := sim.Model{
		Interval: 1800,
		Channels: []sim.Channel{{
			Name:       "voice",
			Arrivals:   []float64{96, 96, 96, 96, 96, 96, 96, 96},
			HandleTime: []sim.Law{{Kind: sim.Lognormal, Mean: 300, CV: 1.2}},
			Patience:   sim.Law{Kind: sim.Exponential, Mean: 180},
			Within:     20,
		}},
		Teams: []sim.Team{{Name: "agents", Skills: []int{0}, Agents: []int{18, 18, 18, 18, 20, 20, 20, 20}}},
	}
	r, err := sim.Run(context.Background(), m, sim.Options{Replications: 1000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	day := r.Channels[0].Day
	fmt.Printf("answered within 20 s: %.1f %% ± %.1f\n", 100*day.ServiceLevel.Offered.Mean, 100*day.ServiceLevel.Offered.HalfWidth)
	fmt.Printf("gave up:              %.1f %% ± %.1f\n", 100*day.Abandonment.Mean, 100*day.Abandonment.HalfWidth)
	fmt.Printf("nine in ten answered within %.0f s\n", r.Channels[0].Waits.Answered.Quantile(0.9))
	// Output:
	// answered within 20 s: 85.4 % ± 0.4
	// gave up:              4.0 % ± 0.1
	// nine in ten answered within 24 s
}

// A team's skills are in order of preference: the generalists take voice before chat, the chat
// team nothing but chat.
func ExampleTeam() {
	m := sim.Model{
		Interval: 3600,
		Channels: []sim.Channel{
			{Name: "voice", Arrivals: []float64{120}, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 240}}, Within: 20},
			{Name: "chat", Arrivals: []float64{60}, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 480}}, Within: 60},
		},
		Teams: []sim.Team{
			{Name: "chat", Skills: []int{1}, Agents: []int{6}},
			{Name: "generalists", Skills: []int{0, 1}, Agents: []int{12}},
		},
	}
	r, err := sim.Run(context.Background(), m, sim.Options{Replications: 2000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range r.Teams {
		fmt.Printf("%s: busy %.0f %% of the hour\n", t.Name, 100*t.Day.Occupancy.Mean)
	}
	for _, c := range r.Channels {
		fmt.Printf("%s: mean wait %.0f s\n", c.Name, c.Day.MeanWait.Mean)
	}
	// Output:
	// chat: busy 80 % of the hour
	// generalists: busy 78 % of the hour
	// voice: mean wait 32 s
	// chat: mean wait 53 s
}

// A model that cannot be simulated is told why, field by field.
func ExampleModel_Validate() {
	m := sim.Model{
		Interval: 1800,
		Channels: []sim.Channel{{
			Arrivals:   []float64{20, -2},
			HandleTime: []sim.Law{{Kind: sim.Gamma, Mean: 300, CV: -1}},
		}},
		Teams: []sim.Team{{Skills: []int{0, 3}, Agents: []int{4}}},
	}
	fmt.Println(m.Validate())
	// Output:
	// teams[0].skills[1]: 3: must be the index of a channel: 0 to 0
	// teams[0].agents: 1: must be 2: one per interval
	// channels[0].arrivals[1]: -2: must be 0 or more
	// channels[0].handle_time[0].cv: -1: must be 0 to 100
}
