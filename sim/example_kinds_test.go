package sim_test

import (
	"context"
	"fmt"

	"frontoffice/sim"
)

// Three chats at a time: an agent is needed for 40 % of the time of a chat, so that the others slow it.
func ExampleChat() {
	m := sim.Model{
		Interval: 1800,
		Channels: []sim.Channel{{
			Name: "chat", Arrivals: []float64{90, 90}, HandleTime: []sim.Law{{Kind: sim.Lognormal, Mean: 480, CV: 1}},
			Patience: sim.Law{Kind: sim.Exponential, Mean: 300}, Within: 60,
			Chat: sim.Chat{Slots: 3, Pace: sim.SharedPace(0.4, 3)}, Choose: sim.LeastLoaded,
		}},
		Teams:  []sim.Team{{Name: "chat", Skills: []int{0}, Agents: []int{14, 14}}},
		WarmUp: 3600,
	}
	r, err := sim.Run(context.Background(), m, sim.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	day, team := r.Channels[0].Day, r.Teams[0].Day
	fmt.Printf("alone a chat takes 480 s, here %.0f s; %.1f in hand of each agent with any\n", day.Chat.Duration.Mean, team.Concurrency.Mean)
	// Output:
	// alone a chat takes 480 s, here 570 s; 2.1 in hand of each agent with any
}

// Calls lead to cases in the back office, every case to a call-back, and a late case to an angry call.
func ExampleFollowUp() {
	none := []float64{0, 0, 0, 0}
	m := sim.Model{
		Interval: 3600,
		Channels: []sim.Channel{
			{Name: "voice", Arrivals: []float64{100, 100, 100, 100}, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 300}}, FollowUps: []sim.FollowUp{
				{When: sim.WhenAnswered, Share: 0.2, To: 1},
			}},
			{Name: "cases", Arrivals: none, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 600}}, Deferred: sim.Deferred{Deadline: 3600}, FollowUps: []sim.FollowUp{
				{When: sim.WhenAnswered, Share: 1, To: 2, After: sim.Law{Kind: sim.Deterministic, Mean: 300}},
				{When: sim.WhenLate, Share: 0.5, To: 0, After: sim.Law{Kind: sim.Exponential, Mean: 900}},
			}},
			{Name: "call-backs", Arrivals: none, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 240}}},
		},
		Teams: []sim.Team{
			{Name: "phone", Skills: []int{0, 2}, Agents: []int{13, 13, 13, 13}},
			{Name: "office", Skills: []int{1}, Agents: []int{3, 3, 3, 3}},
		},
	}
	r, err := sim.Run(context.Background(), m, sim.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	cases := r.Channels[0].Cases
	fmt.Printf("gain of the loop %.2f; first-contact resolution %.0f %%\n", m.Gain(), 100*cases.FirstTime.Mean)
	for _, f := range append(cases.Flows, r.Channels[1].Cases.Flows...) {
		fmt.Printf("%s: %.0f to %s\n", f.When, f.Contacts.Mean, f.To)
	}
	// Output:
	// gain of the loop 0.32; first-contact resolution 80 %
	// answered: 77 to cases
	// answered: 63 to call-backs
	// late: 1 to voice
}

// Mail that came over night waits for the morning; its deadline runs in the office's hours.
func ExampleDeferred() {
	m := sim.Model{
		Interval: 4 * 3600, // two days from 08:00, with the nights
		Channels: []sim.Channel{{
			Name: "email", Arrivals: []float64{60, 60, 20, 5, 5, 20, 60, 60, 20, 5, 5, 20}, HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 360}},
			Deferred: sim.Deferred{Deadline: 4 * 3600, Hours: []sim.Span{{From: 0, To: 8 * 3600}, {From: 24 * 3600, To: 32 * 3600}}},
		}},
		Teams: []sim.Team{{Name: "office", Skills: []int{0}, Agents: []int{7, 7, 0, 0, 0, 0, 7, 7, 0, 0, 0, 0}}},
	}
	r, err := sim.Run(context.Background(), m, sim.Options{Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, f := range r.Channels[0].Intervals[:8] {
		fmt.Printf("after %2d h: %3.0f not finished, the oldest %4.1f h\n", 4*(i+1), f.Deferred.Backlog.Mean, f.Deferred.OldestAt.Mean/3600)
	}
	// Output:
	// after  4 h:   1 not finished, the oldest  0.1 h
	// after  8 h:   2 not finished, the oldest  0.1 h
	// after 12 h:  19 not finished, the oldest  3.8 h
	// after 16 h:  24 not finished, the oldest  7.8 h
	// after 20 h:  29 not finished, the oldest 11.8 h
	// after 24 h:  48 not finished, the oldest 15.8 h
	// after 28 h:   2 not finished, the oldest  0.1 h
	// after 32 h:   2 not finished, the oldest  0.1 h
}
