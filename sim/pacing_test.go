package sim

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"testing"
)

// dialledTeam is a team that calls a long list for eight hours, beside calls that come in of so many erlangs an agent.
func dialledTeam(agents int, inbound float64, pacing Pacing, limit float64) Model {
	const hour = 3600
	m := Model{
		Interval: hour,
		Channels: []Channel{
			{Name: "voice", HandleTime: []Law{exponential(180)}, Patience: exponential(180), Within: 20},
			{Name: "list", HandleTime: []Law{exponential(240)}, Patience: Law{Kind: Deterministic, Mean: 2},
				Outbound: Outbound{List: 200_000, Contact: []float64{0.3}, RightParty: 0.7, WrongParty: exponential(30),
					Ring: Law{Kind: Gamma, Mean: 20, CV: 0.4}, Pacing: pacing, Cap: limit}},
		},
		Teams: []Team{{Skills: []int{0, 1}}},
	}
	for range 8 {
		m.Teams[0].Agents = append(m.Teams[0].Agents, agents)
		m.Channels[0].Arrivals = append(m.Channels[0].Arrivals, inbound*float64(agents)/180*hour)
		m.Channels[1].Arrivals = append(m.Channels[1].Arrivals, 0)
	}
	return m
}

// dialled is what became of some days of the list: the second channel.
type dialledDays struct {
	connected, answered float64 // a day
	abandoned           float64 // of the connected
	over                float64 // abandoned above the cap, on the worst day
	level, occupancy    float64 // of the calls that come in, of the team
}

func dialDays(t *testing.T, m Model, days int) (x dialledDays) {
	t.Helper()
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	var stop stopFlag
	p := newProbe(&m, 0, &stop)
	in, all, left := 0.0, 0.0, 0.0
	x.over = math.Inf(-1)
	for r := range days {
		w := p.look(5, uint64(r))
		list, calls, team := w.channel[1], w.channel[0], w.team[0]
		x.connected += list[connected] / float64(days)
		left += list[abandoned] / float64(days)
		in, all = in+calls[answeredWithin], all+calls[offered]
		x.occupancy += team[busy] / team[staffed] / float64(days)
		x.over = max(x.over, list[abandoned]-m.Channels[1].Outbound.Cap*list[connected])
	}
	x.answered, x.abandoned, x.level = x.connected-left, left/x.connected, in/max(all, 1)
	return x
}

// TestCap: the cap is kept on each day, in teams of any size, with calls that come in or without: by count, so there is no interval
// about it. A looser cap connects more; dialling ahead answers no fewer than progressive pacing does, but for an agent here and there
// who is kept idle so that calls ring safely, and in large teams many more. With -v it prints what it found.
func TestCap(t *testing.T) {
	for _, inbound := range []float64{0, 0.4} {
		for _, n := range []int{2, 5, 12, 40, 100} {
			days := max(5, 300/n)
			progressive := dialDays(t, dialledTeam(n, inbound, Progressive, 0), days)
			closer := 0.0
			for _, limit := range []float64{0.01, 0.03} {
				got := dialDays(t, dialledTeam(n, inbound, Predictive, limit), days)
				what := fmt.Sprintf("%d agents, %v erlangs each come in, a cap of %v", n, inbound, limit)
				t.Logf("%s: %.2f %% abandoned, %.1f connected and %.1f answered an hour, progressive %.1f; occupancy %.1f %%, calls in %.1f %%; worst day %+.2f",
					what, 100*got.abandoned, got.connected/8, got.answered/8, progressive.answered/8, 100*got.occupancy, 100*got.level, got.over)
				if got.abandoned > limit || got.over > 1 {
					t.Errorf("%s: %v of the connected abandoned, on the worst day %v above", what, got.abandoned, got.over)
				}
				if got.connected < closer {
					t.Errorf("%s: %v connected, with a closer one %v", what, got.connected, closer)
				}
				if got.answered < 0.985*progressive.answered || n == 40 && got.answered < 1.05*progressive.answered || n == 100 && got.answered < 1.15*progressive.answered {
					t.Errorf("%s: %v answered, %v by progressive pacing", what, got.answered, progressive.answered)
				}
				closer = got.connected
			}
		}
	}
}

// TestCapOfNone: with nothing allowed each call has an agent of its own, and those of n agents are n renewal processes.
func TestCapOfNone(t *testing.T) {
	cmp := compare(t, 2, 0.03*slack())
	for _, n := range []int{2, 12} {
		m := dialledTeam(n, 0, Predictive, 0)
		r := run(t, m, Options{Replications: full(8000 / n), Seed: 65, Confidence: cmp.confidence})
		if r.Channels[1].Day.Abandoned.Mean != 0 {
			t.Errorf("%v abandoned", r.Channels[1].Day.Abandoned)
		}
		// The first talk of a day begins one time of ringing after the opening, and one is short of its end: the hours between are
		// stationary.
		sum := r.Channels[1].Intervals[4].Outbound.Connected
		cmp.within("connected an hour", sum, float64(n)*3600/(20/0.3+0.7*240+0.3*30))
	}
	cmp.done()
}

// TestCapWhateverHappens: the cap is kept where staff falls, others come unplanned, ringing is long, or several things share the team; and no
// fewer are answered than by progressive pacing.
func TestCapWhateverHappens(t *testing.T) {
	with := func(m *Model, ch Channel) {
		ch.Name = "other"
		ch.Arrivals = slices.Repeat([]float64{0.2 * float64(m.Teams[0].Agents[0]) * 12}, 8)
		m.Channels = append(m.Channels, ch)
		m.Teams[0].Skills = []int{0, 1, 2}
	}
	longer := func(was, is float64) func(m *Model) {
		return func(m *Model) {
			list := &m.Channels[1]
			list.HandleTime, list.Outbound.RightParty, list.Outbound.WrongParty = nil, 0, Law{}
			for k := range m.Teams[0].Agents {
				list.HandleTime = append(list.HandleTime, exponential([2]float64{was, is}[k/4]))
			}
		}
	}
	for name, change := range map[string]func(m *Model){
		"talks become longer":  longer(60, 1200),
		"talks become shorter": longer(1200, 60),
		"staff falls": func(m *Model) {
			for k := range m.Teams[0].Agents {
				m.Teams[0].Agents[k] /= 1 + k%2
			}
		},
		"nobody for an hour": func(m *Model) { m.Teams[0].Agents[4] = 0 },
		"e-mail in idle time": func(m *Model) {
			with(m, Channel{HandleTime: []Law{exponential(300)}, Deferred: Deferred{Deadline: 3600, Backlog: make([]float64, 500)}})
		},
		"e-mail before calls": func(m *Model) {
			with(m, Channel{HandleTime: []Law{exponential(300)}, Deferred: Deferred{Deadline: 3600}})
			m.Teams[0].Skills = []int{0, 2, 1}
		},
		"chats": func(m *Model) {
			with(m, Channel{HandleTime: []Law{exponential(480)}, Patience: exponential(300), Chat: Chat{Slots: 3, Pace: SharedPace(0.4, 3)}})
		},
		"two lists": func(m *Model) {
			with(m, m.Channels[1])
			m.Channels[2].Arrivals = make([]float64, 8)
		},
		"a reserve":          func(m *Model) { m.Channels[1].Routes = []Route{{Reserve: 2}} },
		"busy days":          func(m *Model) { m.Channels[0].Busyness = Busyness{Day: 0.5} },
		"they lead to calls": func(m *Model) { m.Channels[1].FollowUps = []FollowUp{{Share: 0.6, After: exponential(30)}} },
		"long ringing":       func(m *Model) { m.Channels[1].Outbound.Ring = exponential(60) },
		"no patience":        func(m *Model) { m.Channels[1].Patience.Mean = 1e-9 },
		"few at home":        func(m *Model) { m.Channels[1].Outbound.Contact[0] = 0.05 },
		"best times":         func(m *Model) { m.Channels[1].Outbound.Contact = []float64{0.1, 0.4, 0.2, 0.6, 0, 0.3, 0.9, 0.1} },
		"warm-up":            func(m *Model) { m.WarmUp = 3600 },
		"wide talks":         func(m *Model) { m.Channels[1].HandleTime[0] = Law{Kind: Lognormal, Mean: 240, CV: 3} },
		"a second team": func(m *Model) {
			m.Teams = append(m.Teams, Team{Name: "second", Skills: []int{1}, Agents: m.Teams[0].Agents})
		},
		"a short list": func(m *Model) { m.Channels[1].Outbound.List = 400 },
		"absence":      func(m *Model) { m.Teams[0].Absence, m.Teams[0].Adherence = 0.1, 0.9 },
		"calls of a record": func(m *Model) {
			for i := range 64 * m.Teams[0].Agents[0] {
				at := (float64(i) + 0.5) * 8 * 3600 / float64(64*m.Teams[0].Agents[0])
				m.Channels[0].Contacts = append(m.Channels[0].Contacts, Contact{Arrived: at, HandleTime: Unknown, WrapUp: Unknown, Patience: 100})
			}
			m.Channels[0].Arrivals = make([]float64, 8)
		},
	} {
		for _, n := range []int{5, 30} {
			for _, limit := range []float64{0.01, 0.03} {
				of := func(p Pacing) dialledDays {
					m := dialledTeam(n, 0.3, p, limit)
					change(&m)
					return dialDays(t, m, 30/n+1)
				}
				got, progressive := of(Predictive), of(Progressive)
				if got.over > 2 {
					t.Errorf("%s, %d agents, a cap of %v: %v abandoned above it on the worst day", name, n, limit, got.over)
				}
				if got.answered < 0.98*progressive.answered-1 {
					t.Errorf("%s, %d agents, a cap of %v: %v answered, %v by progressive pacing", name, n, limit, got.answered, progressive.answered)
				}
			}
		}
	}
}

// TestCapOfLongerTalks: the cap is kept in a large team whose talks take longer from one interval to the next, at the end of a day that
// has no time to make up for it. Before talks were counted by when they began, 300 agents had 39 abandoned above it, and 100 had 13.
func TestCapOfLongerTalks(t *testing.T) {
	for _, x := range []struct {
		agents  int
		was, is float64
	}{{40, 60, 1200}, {100, 60, 1200}, {300, 60, 1200}, {300, 120, 600}, {300, 300, 330}} {
		for _, limit := range []float64{0.005, 0.03} {
			for _, law := range []Law{{Kind: Exponential}, {Kind: Lognormal, CV: 1}, {Kind: Lognormal, CV: 0.3}} {
				m := dialledTeam(x.agents, 0, Predictive, limit)
				list := &m.Channels[1]
				m.Interval, m.Teams[0].Agents = 900, []int{x.agents, x.agents}
				m.Channels[0].Arrivals, list.Arrivals = []float64{0, 0}, []float64{0, 0}
				list.Outbound.RightParty, list.Outbound.WrongParty = 0, Law{}
				was, is := law, law
				was.Mean, is.Mean = x.was, x.is
				list.HandleTime = []Law{was, is}
				got := dialDays(t, m, 10)
				t.Logf("%+v, a cap of %v, %v times: %.0f connected, worst day %+.2f", x, limit, law, got.connected, got.over)
				if got.over > 2 {
					t.Errorf("%+v, a cap of %v, %v times: %v abandoned above it on the worst day", x, limit, law, got.over)
				}
			}
		}
	}
}

// TestCapOfSurprises: nobody planned that calls of a record last ten times as long from the middle of the day on.
func TestCapOfSurprises(t *testing.T) {
	const n = 300
	for _, limit := range []float64{0.005, 0.03} {
		m := dialledTeam(n, 0, Predictive, limit)
		list := &m.Channels[1]
		m.Interval, m.Teams[0].Agents = 900, []int{n, n}
		m.Channels[0].Arrivals, list.Arrivals = []float64{0, 0}, []float64{0, 0}
		list.HandleTime, list.Outbound.RightParty, list.Outbound.WrongParty = []Law{exponential(120)}, 0, Law{}
		for i := range 4 * n {
			at, last := 1800*float64(i)/(4*n), 60.0
			if at > 900 {
				last = 600
			}
			m.Channels[0].Contacts = append(m.Channels[0].Contacts, Contact{Arrived: at, HandleTime: last, WrapUp: Unknown, Patience: 100})
		}
		got := dialDays(t, m, 20)
		t.Logf("a cap of %v: %.0f connected, worst day %+.2f", limit, got.connected, got.over)
		if got.over > 10 {
			t.Errorf("a cap of %v: %v abandoned above it on the worst day", limit, got.over)
		}
	}
}

// TestCapOfEachDay: what a day leaves below the cap is not spent on the next: the first has calls that come in, beside which five agents
// dare nothing.
func TestCapOfEachDay(t *testing.T) {
	m := dialledTeam(5, 0.4, Predictive, 0.01)
	one, off := &m.Teams[0].Agents, make([]int, 8)
	*one = slices.Concat(*one, off, *one)
	m.Channels[0].Arrivals = slices.Concat(m.Channels[0].Arrivals, make([]float64, 16))
	m.Channels[1].Arrivals = make([]float64, 24)
	var stop stopFlag
	p := newProbe(&m, 0, &stop)
	of := func(from, to, figure int) (sum float64) {
		for k := from; k < to; k++ {
			sum += p.interval(1, k)[figure]
		}
		return sum
	}
	before, left, made := 0.0, 0.0, 0.0
	for r := range uint64(20) {
		p.look(1, r)
		before += 0.01*of(0, 12, connected) - of(0, 12, abandoned)
		left, made = left+of(12, 24, abandoned), made+of(12, 24, connected)
		if x := of(12, 24, abandoned) - 0.01*of(12, 24, connected); x > 1 {
			t.Errorf("the second day has %v abandoned above the cap", x)
		}
	}
	if before < 40 || left > 0.01*made {
		t.Errorf("the first days left %v, the second had %v of %v", before, left, made)
	}
}

// TestReserveOfPredictive: the more agents are kept free, the fewer calls go out and the better those are answered that come in, under the cap.
func TestReserveOfPredictive(t *testing.T) {
	before := dialledDays{connected: math.Inf(1)}
	for _, reserve := range []int{0, 1, 2, 4, 7} {
		m := dialledTeam(12, 0.3, Predictive, 0.03)
		m.Channels[1].Routes = []Route{{Reserve: reserve}}
		got := dialDays(t, m, 20)
		if got.abandoned > 0.03 || got.connected > 0.99*before.connected || got.level < before.level+0.01*float64(min(reserve, 1)) && got.level < 0.99 {
			t.Errorf("%d kept free: %+v, with fewer %+v", reserve, got, before)
		}
		before = got
	}
}

// TestPredictiveDoesNotAllocate: days like one simulated before take no new memory.
func TestPredictiveDoesNotAllocate(t *testing.T) {
	m := dialledTeam(12, 0.4, Predictive, 0.03)
	for k := range m.Teams[0].Agents {
		m.Channels[0].HandleTime = append(m.Channels[0].HandleTime[:k:k], exponential(180+float64(k)))
	}
	d := newDay(&m, new(stopFlag))
	d.run(1, 0)
	if n := testing.AllocsPerRun(2, func() { d.run(1, 0) }); n != 0 {
		t.Errorf("%v allocations a day", n)
	}
}

// TestCapOfFollowers: who a team prefers less than a list takes its agents when the list has been called, and not before.
func TestCapOfFollowers(t *testing.T) {
	m := dialledTeam(10, 0, Predictive, 0.03)
	m.Channels[1].Outbound.List = 1000
	m.Channels = append(m.Channels, Channel{Name: "e-mail", Arrivals: make([]float64, 8), HandleTime: []Law{exponential(300)},
		Deferred: Deferred{Deadline: 8 * 3600, Backlog: make([]float64, 300)}})
	m.Teams[0].Skills = []int{0, 1, 2}
	r := run(t, m, Options{Replications: 4})
	list, email := r.Channels[1], r.Channels[2]
	if left := list.Day.Outbound.Left.Mean; left != 0 {
		t.Errorf("%v records left", left)
	}
	if first, all := email.Intervals[0].Deferred.Backlog.Mean, email.Day.Deferred.Backlog.Mean; first != 300 || all > 1 {
		t.Errorf("%v e-mails after an hour of calls, %v in the evening", first, all)
	}
}

// TestPredictiveOnAnyWorkers: the same bits on any number of workers.
func TestPredictiveOnAnyWorkers(t *testing.T) {
	m := dialledTeam(12, 0.4, Predictive, 0.03)
	o := Options{Replications: 8, Seed: 3, Workers: 1}
	want := run(t, m, o)
	o.Workers = 3
	if got := run(t, m, o); !reflect.DeepEqual(got, want) {
		t.Error("three workers differ from one")
	}
}
