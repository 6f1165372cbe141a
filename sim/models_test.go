package sim

import (
	"fmt"
	"slices"

	"pgregory.net/rapid"
)

// laws are drawn so that every kind occurs, ties and zeros included.
func drawLaw(t *rapid.T, label string, handle bool) Law {
	kinds := []Kind{Exponential, Lognormal, Gamma, Deterministic, Empirical}
	if !handle {
		kinds = append(kinds, Never)
	}
	l := Law{
		Kind: rapid.SampledFrom(kinds).Draw(t, label),
		Mean: rapid.SampledFrom([]float64{0, 0.5, 5, 20, 90}).Draw(t, label+" mean"),
		CV:   rapid.SampledFrom([]float64{0, 0.3, 1.2, 3}).Draw(t, label+" cv"),
	}
	if l.Kind == Empirical {
		l.Sample = rapid.SliceOfN(rapid.Float64Range(0, 60), 1, 5).Draw(t, label+" sample")
	}
	if handle && l.Mean == 0 {
		l.Mean = 12
	}
	return l
}

// drawModel draws a small model that is valid; 300 contacts are more than are drawn in one block.
func drawModel(t *rapid.T) Model {
	m := Model{Interval: rapid.SampledFrom([]float64{7, 30, 60}).Draw(t, "interval")}
	k := rapid.IntRange(1, 5).Draw(t, "intervals")
	channels := rapid.IntRange(1, 3).Draw(t, "channels")
	for c := range channels {
		name := fmt.Sprint("channel ", c)
		ch := Channel{
			Name:     name,
			Arrivals: rapid.SliceOfN(rapid.SampledFrom([]float64{0, 0.5, 4, 15, 40, 300}), k, k).Draw(t, name+" arrivals"),
			Patience: drawLaw(t, name+" patience", false),
			Within:   rapid.SampledFrom([]float64{0, 5, 20}).Draw(t, name+" within"),
		}
		for i := range rapid.SampledFrom([]int{1, k}).Draw(t, name+" laws") {
			ch.HandleTime = append(ch.HandleTime, drawLaw(t, fmt.Sprint(name, " handle time ", i), true))
		}
		m.Channels = append(m.Channels, ch)
	}
	everything := make([]int, channels)
	for c := range everything {
		everything[c] = c
	}
	for g := range rapid.IntRange(1, 3).Draw(t, "teams") {
		name := fmt.Sprint("team ", g)
		skills := rapid.Permutation(everything).Draw(t, name+" skills")
		if g > 0 {
			skills = skills[:rapid.IntRange(1, channels).Draw(t, name+" skill count")]
		}
		m.Teams = append(m.Teams, Team{
			Name:   name,
			Skills: skills,
			Agents: rapid.SliceOfN(rapid.IntRange(0, 6), k, k).Draw(t, name+" agents"),
		})
	}
	if rapid.Bool().Draw(t, "general team last") {
		slices.Reverse(m.Teams)
	}
	return m
}

// drawRules draws rules that only the general event loop knows.
func drawRules(t *rapid.T, m *Model) {
	some := func(name string) bool { return rapid.IntRange(0, 2).Draw(t, name) == 0 }
	for c := range m.Channels {
		ch := &m.Channels[c]
		for k := range ch.Arrivals {
			ch.Arrivals[k] = min(ch.Arrivals[k], 25)
		}
		if some("lines") {
			ch.Lines = rapid.IntRange(1, 8).Draw(t, "lines")
		}
		if some("room") {
			ch.Room = rapid.SampledFrom([]int{NoRoom, 1, 4}).Draw(t, "room")
		}
		if some("redial") {
			ch.Redial = Redial{rapid.SampledFrom([]float64{0.3, 0.9}).Draw(t, "share"), Law{Kind: Exponential, Mean: rapid.SampledFrom([]float64{3, 30}).Draw(t, "after")}, rapid.Bool().Draw(t, "kept patience")}
		}
		ch.Choose = rapid.SampledFrom([]AgentRule{InOrder, LongestIdle, LeastOccupied, Random}).Draw(t, "choose")
		ch.Weight = rapid.SampledFrom([]float64{0, 0.5, 3}).Draw(t, "weight")
		if some("routes") {
			for g, team := range m.Teams {
				if slices.Contains(team.Skills, c) {
					ch.Routes = append(ch.Routes, Route{g, rapid.SampledFrom([]float64{0, 0, 2, 15}).Draw(t, "after"), rapid.SampledFrom([]int{0, 0, 1, 2}).Draw(t, "reserve")})
				}
			}
			if some("backwards") {
				slices.Reverse(ch.Routes)
			}
		}
	}
	if some("all lines") {
		m.Lines = rapid.IntRange(1, 12).Draw(t, "all lines")
	}
	for g := range m.Teams {
		team := &m.Teams[g]
		if some("efficiency") {
			team.Efficiency = rapid.SliceOfN(rapid.SampledFrom([]float64{0.5, 1, 1.3}), len(team.Skills), len(team.Skills)).Draw(t, "efficiency")
		}
		if some("own handle times") {
			for range team.Skills {
				team.HandleTime = append(team.HandleTime, rapid.SampledFrom([]Law{{}, {Kind: Exponential, Mean: 8}, {Kind: Deterministic, Mean: 15}}).Draw(t, "own handle time"))
			}
		}
		team.Take = rapid.SampledFrom([]ContactRule{BySkill, LongestWait, LongestQueue, WeightedAge}).Draw(t, "take")
		team.HandBack, team.Preempt = some("hand back"), some("preempt")
	}
}

// drawCustomers makes who comes less simple.
func drawCustomers(t *rapid.T, m *Model) {
	k := m.intervals()
	m.Busyness.Day = rapid.SampledFrom([]float64{0, 0, 0.5}).Draw(t, "busyness of the day")
	for c := range m.Channels {
		ch := &m.Channels[c]
		if rapid.Bool().Draw(t, "slopes") {
			ch.Slopes = rapid.SliceOfN(rapid.SampledFrom([]float64{-1, -0.5, 0, 0.3, 1}), k, k).Draw(t, "slope")
		}
		ch.Balk = rapid.SampledFrom([]float64{0, 0, 0.2, 1}).Draw(t, "balk")
		ch.Busyness.Interval = rapid.SampledFrom([]float64{0, 0, 0.3}).Draw(t, "busyness of intervals")
		if rapid.Bool().Draw(t, "wraps") {
			ch.WrapUp = drawLaw(t, "wrap-up", false)
			if ch.WrapUp.Kind == Never {
				ch.WrapUp = Law{}
			}
		}
	}
	m.WarmUp = rapid.SampledFrom([]float64{0, 0, 10, 60}).Draw(t, "warm-up")
}

// drawShifts adds shifts, absence and adherence.
func drawShifts(t *rapid.T, m *Model) {
	for g := range m.Teams {
		team := &m.Teams[g]
		team.Name = fmt.Sprint("team ", g)
		team.Absence = rapid.SampledFrom([]float64{0, 0, 0.3}).Draw(t, "absence")
		team.Adherence = rapid.SampledFrom([]float64{0, 0, 0.8}).Draw(t, "adherence")
		for range rapid.SampledFrom([]int{0, 0, 1, 3}).Draw(t, "shifts") {
			s := Shift{
				Agents: rapid.IntRange(0, 3).Draw(t, "shift agents"),
				From:   rapid.Float64Range(-10, 100).Draw(t, "from"),
			}
			s.To = s.From + rapid.Float64Range(1, 100).Draw(t, "hours")
			if rapid.Bool().Draw(t, "break") {
				s.Breaks = []Break{{s.From + (s.To-s.From)*0.25, s.From + (s.To-s.From)*0.5}}
			}
			team.Shifts = append(team.Shifts, s)
		}
	}
}
