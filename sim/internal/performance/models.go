package main

import (
	"fmt"
	"slices"

	"frontoffice/sim"
)

// w1 is one queue with 100 agents at 105 erlangs, and a patience of twice the handle time.
func w1() sim.Model { return queue(100, 1.05) }

// queue is one queue at so many erlangs per agent, 100,000 contacts.
func queue(agents int, load float64) sim.Model {
	return sim.Model{
		Interval: 1e5 / (load * float64(agents)),
		Channels: []sim.Channel{{
			Name:       "calls",
			Arrivals:   []float64{1e5},
			HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 1}},
			Patience:   sim.Law{Kind: sim.Exponential, Mean: 2},
			Within:     0.1,
		}},
		Teams: []sim.Team{{Name: "agents", Skills: []int{0}, Agents: []int{agents}}},
	}
}

// w2 is a day of 10,000 calls over 28 half-hours.
func w2() sim.Model {
	return sim.Model{
		Interval: 1800,
		Channels: []sim.Channel{{
			Name: "voice",
			Arrivals: []float64{
				135.48, 157.05, 194.17, 250.77, 326.47, 413.98, 498.83, 563.17, 592.74, 583.67, 545.04, 495.22, 453.90, 433.85,
				436.56, 453.14, 469.33, 471.79, 453.00, 413.11, 358.63, 299.16, 243.69, 198.16, 164.77, 142.69, 129.44, 122.19},
			HandleTime: []sim.Law{{Kind: sim.Lognormal, Mean: 300, CV: 1.2}},
			Patience:   sim.Law{Kind: sim.Exponential, Mean: 180},
			Within:     20,
		}},
		Teams: []sim.Team{{Name: "agents", Skills: []int{0}, Agents: []int{
			25, 29, 35, 45, 58, 73, 88, 99, 104, 102, 96, 87, 80, 77, 77, 80, 83, 83, 80, 73, 64, 53, 44, 36, 30, 26, 24, 23}}},
	}
}

// events is the model with a channel that nobody uses, so that it is simulated by events.
func events(m sim.Model) sim.Model {
	m.Channels = append(slices.Clone(m.Channels), sim.Channel{
		Name: "none", Arrivals: make([]float64, len(m.Channels[0].Arrivals)), HandleTime: []sim.Law{{Kind: sim.Exponential, Mean: 1}},
	})
	m.Teams = slices.Clone(m.Teams)
	m.Teams[0].Skills = []int{0, 1}
	return m
}

// split is w2 over channels with shares of its volume, and teams with shares of its agents.
func split(shares []float64, staff []float64, skills [][]int) sim.Model {
	m := w2()
	day, agents := m.Channels[0], m.Teams[0].Agents
	m.Channels, m.Teams = nil, nil
	for c, share := range shares {
		ch := day
		ch.Name, ch.Arrivals = fmt.Sprint("channel ", c+1), nil
		for _, a := range day.Arrivals {
			ch.Arrivals = append(ch.Arrivals, a*share)
		}
		m.Channels = append(m.Channels, ch)
	}
	for g, share := range staff {
		t := sim.Team{Name: fmt.Sprint("team ", g+1), Skills: skills[g]}
		for _, n := range agents {
			t.Agents = append(t.Agents, int(float64(n)*share+0.5))
		}
		m.Teams = append(m.Teams, t)
	}
	return m
}

func skilled() sim.Model {
	return split([]float64{0.4, 0.3, 0.2, 0.1}, []float64{0.25, 0.2, 0.15, 0.15, 0.1, 0.15},
		[][]int{{0}, {1}, {2, 3}, {0, 1}, {3, 2, 1}, {0, 1, 2, 3}})
}

// ruled is skilled with overflow after a wait, reserves, the longest wait first and redials.
func ruled() sim.Model {
	m := skilled()
	for c := range m.Channels {
		ch := &m.Channels[c]
		ch.Redial = sim.Redial{Share: 0.4, After: sim.Law{Kind: sim.Exponential, Mean: 300}}
		for g, t := range m.Teams {
			if !slices.Contains(t.Skills, c) {
				continue
			}
			r := sim.Route{Team: g}
			if len(ch.Routes) > 0 {
				r.After = 10
			}
			if g == 5 {
				r.Reserve = c
			}
			ch.Routes = append(ch.Routes, r)
		}
	}
	for g := range m.Teams {
		m.Teams[g].Take = sim.LongestWait
	}
	return m
}

// w3 is a day of calls, chats and e-mail in three teams: who gave up redials, calls lead to e-mail, e-mail is interrupted by chats.
func w3() sim.Model {
	m := w2()
	voice := m.Channels[0]
	voice.Redial = sim.Redial{Share: 0.4, After: sim.Law{Kind: sim.Exponential, Mean: 300}}
	voice.FollowUps = []sim.FollowUp{{When: sim.WhenAnswered, Share: 0.12, To: 2, After: sim.Law{Kind: sim.Exponential, Mean: 600}}}
	chat := sim.Channel{
		Name: "chat", HandleTime: []sim.Law{{Kind: sim.Lognormal, Mean: 480, CV: 1}}, Patience: sim.Law{Kind: sim.Exponential, Mean: 300}, Within: 60,
		Chat: sim.Chat{Slots: 3, Pace: sim.SharedPace(0.4, 3)}, Routes: []sim.Route{{Team: 2}, {Team: 1, Reserve: 2}},
	}
	email := sim.Channel{Name: "email", HandleTime: []sim.Law{{Kind: sim.Lognormal, Mean: 360, CV: 1}}, Deferred: sim.Deferred{Deadline: 4 * 3600}}
	teams := []sim.Team{{Name: "voice", Skills: []int{0}}, {Name: "voice and chat", Skills: []int{0, 1}}, {Name: "chat and email", Skills: []int{1, 2}, Preempt: true}}
	for k, a := range voice.Arrivals {
		chat.Arrivals = append(chat.Arrivals, a/2)
		email.Arrivals = append(email.Arrivals, 3000.0/28)
		n := float64(m.Teams[0].Agents[k])
		teams[0].Agents = append(teams[0].Agents, int(0.76*n+1))
		teams[1].Agents = append(teams[1].Agents, int(0.25*n+1))
		teams[2].Agents = append(teams[2].Agents, int(0.32*n+26))
	}
	m.Channels, m.Teams = []sim.Channel{voice, chat, email}, teams
	return m
}

// overflowing is ruled with nothing but the overflow and priorities.
func overflowing() sim.Model {
	m := ruled()
	for c := range m.Channels {
		m.Channels[c].Redial = sim.Redial{}
		for i := range m.Channels[c].Routes {
			m.Channels[c].Routes[i].Reserve = 0
		}
	}
	for g := range m.Teams {
		m.Teams[g].Take = sim.BySkill
	}
	return m
}

// helping lets teams take the contacts of a channel that is not their own after 10 s, the longest wait first.
func helping(m sim.Model) sim.Model {
	for c := range m.Channels {
		ch := &m.Channels[c]
		own := c % len(m.Teams)
		ch.Routes = nil
		for i := range m.Teams {
			g := (own + i) % len(m.Teams)
			if !slices.Contains(m.Teams[g].Skills, c) {
				continue
			}
			r := sim.Route{Team: g, After: 10}
			if g == own {
				r.After = 0
			}
			ch.Routes = append(ch.Routes, r)
		}
	}
	for g := range m.Teams {
		m.Teams[g].Take = sim.LongestWait
	}
	return m
}

// everybody is W2's volume over channels, and as many teams that serve all of them.
func everybody(n int) sim.Model {
	m := wide(n, n)
	for g := range m.Teams {
		t := &m.Teams[g]
		t.Skills = nil
		for c := range m.Channels {
			t.Skills = append(t.Skills, (g+c)%n)
		}
	}
	return m
}

// interrupting is a queue of two channels, of which the first interrupts the second, at 90 % of so many agents.
func interrupting(agents int) sim.Model {
	m := queue(agents, 0.45)
	second := m.Channels[0]
	second.Name = "second"
	m.Channels = append(m.Channels, second)
	m.Teams[0].Skills, m.Teams[0].Preempt = []int{0, 1}, true
	return m
}

// general is the model with more lines than ever are needed, so that it takes the general loop.
func general(m sim.Model) sim.Model {
	m.Lines = 1 << 30
	return m
}

// wide is W2's volume over channels and teams, of up to four skills.
func wide(channels, teams int) sim.Model {
	shares, staff, skills := make([]float64, channels), make([]float64, teams), make([][]int, teams)
	for c := range shares {
		shares[c] = 8 / float64(channels)
	}
	for g := range staff {
		staff[g] = 8.5 / float64(teams)
		for i := range 4 {
			if c := (g + i*i) % channels; !slices.Contains(skills[g], c) {
				skills[g] = append(skills[g], c)
			}
		}
	}
	for c := teams; c < channels; c++ { // somebody serves each
		if g := c % teams; !slices.Contains(skills[g], c) {
			skills[g] = append(skills[g], c)
		}
	}
	return split(shares, staff, skills)
}

// large is a day of a million contacts for ten thousand agents.
func large() sim.Model {
	m := w2()
	for k := range m.Channels[0].Arrivals {
		m.Channels[0].Arrivals[k] *= 100
		m.Teams[0].Agents[k] *= 96
	}
	return m
}
