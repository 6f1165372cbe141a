package sim

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
)

// w1 is workload W1: M/M/100+M at 105 erlangs, mean patience twice the mean handle time,
// one million contacts.
func w1() Model {
	return Model{
		Interval: 1e6 / 105.0,
		Channels: []Channel{{
			Arrivals:   []float64{1e6},
			HandleTime: []Law{{Kind: Exponential, Mean: 1}},
			Patience:   Law{Kind: Exponential, Mean: 2},
			Within:     0.1,
		}},
		Teams: []Team{{Skills: []int{0}, Agents: []int{100}}},
	}
}

// w2 is workload W2: a day of 10,000 calls over 28 half-hours.
func w2() Model {
	return Model{
		Interval: 1800,
		Channels: []Channel{{
			Name: "voice",
			Arrivals: []float64{
				135.48, 157.05, 194.17, 250.77, 326.47, 413.98, 498.83, 563.17, 592.74, 583.67, 545.04, 495.22, 453.90, 433.85,
				436.56, 453.14, 469.33, 471.79, 453.00, 413.11, 358.63, 299.16, 243.69, 198.16, 164.77, 142.69, 129.44, 122.19},
			HandleTime: []Law{{Kind: Lognormal, Mean: 300, CV: 1.2}},
			Patience:   Law{Kind: Exponential, Mean: 180},
			Within:     20,
		}},
		Teams: []Team{{Name: "agents", Skills: []int{0}, Agents: []int{
			25, 29, 35, 45, 58, 73, 88, 99, 104, 102, 96, 87, 80, 77, 77, 80, 83, 83, 80, 73, 64, 53, 44, 36, 30, 26, 24, 23}}},
	}
}

func BenchmarkW1(b *testing.B) { benchmark(b, w1()) }
func BenchmarkW2(b *testing.B) { benchmark(b, w2()) }

// The same through the event loops.
func BenchmarkW1Events(b *testing.B)  { benchmarkBy(b, w1(), bySkills) }
func BenchmarkW2Events(b *testing.B)  { benchmarkBy(b, w2(), bySkills) }
func BenchmarkW1General(b *testing.B) { benchmarkBy(b, w1(), byFloor) }
func BenchmarkW2General(b *testing.B) { benchmarkBy(b, w2(), byFloor) }

func benchmark(b *testing.B, m Model) { benchmarkBy(b, m, m.fastest()) }

// benchmarkBy runs replications one after the other, merged as Run does, on one worker.
func benchmarkBy(b *testing.B, m Model, by way) {
	if err := m.Validate(); err != nil {
		b.Fatal(err)
	}
	var stop atomic.Bool
	d, s := newDayBy(&m, by, &stop), newSummary(&m, Options{})
	d.run(1, 0) // the queues grow to their size
	b.ReportAllocs()
	contacts, rep := int64(0), uint64(0)
	for b.Loop() {
		rep++
		d.run(1, rep)
		s.add(&d.tally)
		for i := range d.tally.cells {
			contacts += d.tally.cells[i].offered
		}
	}
	b.ReportMetric(float64(contacts)/b.Elapsed().Seconds(), "contacts/s")
	b.ReportMetric(b.Elapsed().Seconds()*1e3/float64(b.N), "ms/day")
}

// skilledDay is W2's volume over four channels, served by six teams that overlap.
func skilledDay() Model {
	m := w2()
	day := m.Channels[0]
	agents := m.Teams[0].Agents
	m.Channels, m.Teams = nil, nil
	for c, share := range []float64{0.4, 0.3, 0.2, 0.1} {
		ch := day
		ch.Name = string(rune('a' + c))
		ch.Arrivals = make([]float64, len(agents))
		for k, a := range day.Arrivals {
			ch.Arrivals[k] = a * share
		}
		m.Channels = append(m.Channels, ch)
	}
	for g, skills := range [][]int{{0}, {1}, {2, 3}, {0, 1}, {3, 2, 1}, {0, 1, 2, 3}} {
		t := Team{Name: string(rune('p' + g)), Skills: skills, Agents: make([]int, len(agents))}
		for k, n := range agents {
			t.Agents[k] = int(float64(n)*[]float64{0.25, 0.2, 0.15, 0.15, 0.1, 0.15}[g] + 0.5)
		}
		m.Teams = append(m.Teams, t)
	}
	return m
}

// large is a day of a million contacts for ten thousand agents.
func large() Model {
	m := w2()
	for k := range m.Channels[0].Arrivals {
		m.Channels[0].Arrivals[k] *= 100
		m.Teams[0].Agents[k] *= 96
	}
	return m
}

// ruled is the skilled day with rules that only the general event loop knows: overflow after a wait,
// reserves, the longest wait first, redials.
func ruled() Model {
	m := skilledDay()
	for c := range m.Channels {
		ch := &m.Channels[c]
		ch.Redial = Redial{Share: 0.4, After: Law{Kind: Exponential, Mean: 300}}
		for g, t := range m.Teams {
			if slices.Contains(t.Skills, c) {
				r := Route{Team: g}
				if len(ch.Routes) > 0 {
					r.After = 10
				}
				if g == 5 {
					r.Reserve = c
				}
				ch.Routes = append(ch.Routes, r)
			}
		}
	}
	for g := range m.Teams {
		m.Teams[g].Take = LongestWait
	}
	return m
}

// wide is 64 channels and 64 teams that serve four each.
func wide() Model {
	m := w2()
	day := m.Channels[0]
	agents := m.Teams[0].Agents
	m.Channels, m.Teams = nil, nil
	for c := range 64 {
		ch := day
		ch.Name = fmt.Sprint("channel ", c)
		ch.Arrivals = make([]float64, len(agents))
		for k, a := range day.Arrivals {
			ch.Arrivals[k] = a / 8
		}
		m.Channels = append(m.Channels, ch)
		t := Team{Name: fmt.Sprint("team ", c), Agents: make([]int, len(agents))}
		for i := range 4 {
			t.Skills = append(t.Skills, (c+i*i)%64)
		}
		for k, n := range agents {
			t.Agents[k] = (n + 7) / 8
		}
		m.Teams = append(m.Teams, t)
	}
	return m
}

// overflowing is the skilled day with overflow to the shared teams after 10 s, and priorities.
func overflowing() Model {
	m := ruled()
	for c := range m.Channels {
		m.Channels[c].Redial = Redial{}
		for i := range m.Channels[c].Routes {
			m.Channels[c].Routes[i].Reserve = 0
		}
	}
	for g := range m.Teams {
		m.Teams[g].Take = BySkill
	}
	return m
}

// wideRules is the wide day with the rules of the ruled day: each team takes the longest wait, and helps the three channels that
// are not its own after 10 s.
func wideRules() Model {
	m := wide()
	withRoutes(&m, 10)
	for g := range m.Teams {
		m.Teams[g].Take = LongestWait
	}
	return m
}

// everybody64 is 64 channels and 64 teams that each serve all, their own first.
func everybody64() Model {
	m := wide()
	for g := range m.Teams {
		t := &m.Teams[g]
		t.Skills = nil
		for c := range m.Channels {
			t.Skills = append(t.Skills, (g+c)%len(m.Channels))
		}
		t.Take = LongestWait
	}
	withRoutes(&m, 10)
	return m
}

// withRoutes gives each channel the teams that serve it: its own at once, and the others after a wait.
func withRoutes(m *Model, after float64) {
	for c := range m.Channels {
		ch := &m.Channels[c]
		ch.Routes = []Route{{Team: c}}
		for i := 1; i < len(m.Teams); i++ {
			if g := (c + i) % len(m.Teams); slices.Contains(m.Teams[g].Skills, c) {
				ch.Routes = append(ch.Routes, Route{Team: g, After: after})
			}
		}
	}
}

// preempting is W2's day ten times as large, with two channels of which the first interrupts the second.
func preempting() Model {
	m := w2()
	second := m.Channels[0]
	second.Name = "second"
	m.Channels = append(m.Channels, second)
	for c := range m.Channels {
		ch := &m.Channels[c]
		ch.Arrivals = slices.Clone(ch.Arrivals)
		for k := range ch.Arrivals {
			ch.Arrivals[k] *= 5
		}
	}
	t := &m.Teams[0]
	t.Agents = slices.Clone(t.Agents)
	for k := range t.Agents {
		t.Agents[k] *= 10
	}
	t.Skills, t.Preempt = []int{0, 1}, true
	return m
}

// occupying is W2's day over two teams of which the least occupied agent is chosen.
func occupying() Model {
	m := w2()
	half := m.Teams[0]
	half.Agents = slices.Clone(half.Agents)
	for k := range half.Agents {
		half.Agents[k] = (half.Agents[k] + 1) / 2
	}
	second := half
	second.Name = "second"
	m.Teams = []Team{half, second}
	m.Channels[0].Choose = LeastOccupied
	return m
}

func BenchmarkRules(b *testing.B)         { benchmark(b, ruled()) }
func BenchmarkOverflow(b *testing.B)      { benchmark(b, overflowing()) }
func BenchmarkWideRules(b *testing.B)     { benchmark(b, wideRules()) }
func BenchmarkEverybody64(b *testing.B)   { benchmark(b, everybody64()) }
func BenchmarkPreempt(b *testing.B)       { benchmark(b, preempting()) }
func BenchmarkLeastOccupied(b *testing.B) { benchmark(b, occupying()) }
func BenchmarkWide(b *testing.B)          { benchmark(b, wide()) }

func BenchmarkSkilled(b *testing.B) { benchmark(b, skilledDay()) }
func BenchmarkLarge(b *testing.B)   { benchmark(b, large()) }

// BenchmarkLaws is the cost of one draw of each law.
func BenchmarkLaws(b *testing.B) {
	for _, l := range []Law{{Kind: Exponential, Mean: 300}, {Kind: Lognormal, Mean: 300, CV: 1.2}, {Kind: Gamma, Mean: 300, CV: 0.5}, {Kind: Gamma, Mean: 300, CV: 2}} {
		b.Run(l.String(), func(b *testing.B) {
			var x [block]float64
			p, s := newSampler(l), newStream(1, forHandleTimes, 0)
			for range b.N/block + 1 {
				s = p.fill(x[:], s)
			}
		})
	}
}

// w3 is workload W3: a day of calls, chats and e-mail in three teams; who gave up redials, and calls lead to e-mail.
func w3() Model {
	m := w2()
	voice := m.Channels[0]
	voice.Redial = Redial{Share: 0.4, After: Law{Kind: Exponential, Mean: 300}}
	voice.FollowUps = []FollowUp{{When: WhenAnswered, Share: 0.12, To: 2, After: Law{Kind: Exponential, Mean: 600}}}
	chat := Channel{
		Name: "chat", HandleTime: []Law{{Kind: Lognormal, Mean: 480, CV: 1}}, Patience: Law{Kind: Exponential, Mean: 300}, Within: 60,
		Chat: Chat{Slots: 3, Pace: SharedPace(0.4, 3)}, Routes: []Route{{Team: 2}, {Team: 1, Reserve: 2}},
	}
	email := Channel{Name: "email", HandleTime: []Law{{Kind: Lognormal, Mean: 360, CV: 1}}, Deferred: Deferred{Deadline: 4 * 3600}}
	agents := m.Teams[0].Agents
	teams := []Team{{Name: "voice", Skills: []int{0}}, {Name: "voice and chat", Skills: []int{0, 1}}, {Name: "chat and email", Skills: []int{1, 2}, Preempt: true}}
	for k, a := range voice.Arrivals {
		chat.Arrivals = append(chat.Arrivals, a/2)
		email.Arrivals = append(email.Arrivals, 3000.0/28)
		n := float64(agents[k])
		teams[0].Agents = append(teams[0].Agents, int(0.76*n+1))
		teams[1].Agents = append(teams[1].Agents, int(0.25*n+1))
		teams[2].Agents = append(teams[2].Agents, int(0.32*n+26))
	}
	m.Channels, m.Teams = []Channel{voice, chat, email}, teams
	return m
}

func BenchmarkW3(b *testing.B) { benchmark(b, w3()) }

// TestW3 is what W3's staff is sized for: each channel meets its target.
func TestW3(t *testing.T) {
	r := run(t, w3(), Options{Replications: 50, Seed: 1})
	voice, chat, email := r.Channels[0].Day, r.Channels[1].Day, r.Channels[2].Day
	t.Logf("voice %.3f, chat %.3f, e-mail %.3f in time; occupancy %.2f, %.2f, %.2f; concurrency %.2f, %.2f",
		voice.ServiceLevel.Offered.Mean, chat.ServiceLevel.Offered.Mean, email.Deferred.OnTime.Mean,
		r.Teams[0].Day.Occupancy.Mean, r.Teams[1].Day.Occupancy.Mean, r.Teams[2].Day.Occupancy.Mean,
		r.Teams[1].Day.Concurrency.Mean, r.Teams[2].Day.Concurrency.Mean)
	if voice.ServiceLevel.Offered.Mean < 0.8 || chat.ServiceLevel.Offered.Mean < 0.8 || email.Deferred.OnTime.Mean < 0.9 {
		t.Error("a target is missed")
	}
}

func BenchmarkProgressive(b *testing.B) { benchmark(b, dialledTeam(40, 0.4, Progressive, 0)) }
func BenchmarkPredictive(b *testing.B)  { benchmark(b, dialledTeam(40, 0.4, Predictive, 0.03)) }
