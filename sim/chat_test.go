package sim

import (
	"math"
	"reflect"
	"slices"
	"testing"
)

// chatDay is agents with chats whose completion rates are given, per second, in steady state.
func chatDay(agents int, rate float64, completions []float64, patience, length float64) Model {
	m := steady(agents, 1, length, unitExponential, Law{}, 0)
	ch := &m.Channels[0]
	ch.Arrivals = []float64{rate * length, rate * length}
	ch.Chat = Chat{Slots: len(completions), Pace: completions}
	if patience > 0 {
		ch.Patience = Law{Kind: Exponential, Mean: patience}
	}
	return m
}

// TestChatReference: chats side by side, against the birth and death of one agent's and the chain of
// several agents' chats. TestLongChats holds them to 1 %.
func TestChatReference(t *testing.T) {
	for _, c := range chatCases {
		t.Run(c.id, func(t *testing.T) {
			v := reference(t, c.id)
			m := c.model()
			cmp := compare(t, 10, c.widest*slack())
			o := Options{Replications: full(c.replications), Seed: 11, Confidence: cmp.confidence}
			r := run(t, m, o)
			got, team := r.Channels[0].Intervals[1], r.Teams[0].Intervals[1]
			check := func(e Estimate, name string) {
				t.Helper()
				if x, ok := v[name].(float64); ok && x > 0 {
					cmp.within(name, e, x)
				}
			}
			check(got.Abandonment, "P_ab")
			check(got.MeanQueue, "Lq")
			check(got.MeanWait, "E_W_all")
			check(got.Chat.InHand, "E_chats_in_service")
			check(*team.InHand, "E_chats_in_service")
			check(got.Chat.Duration, "E_chat_duration")
			perHour := got.Answered
			perHour.Mean, perHour.HalfWidth = perHour.Mean/c.length, perHour.HalfWidth/c.length
			check(perHour, "throughput")
			check(team.Occupancy, "util_nonidle")
			if x, ok := v["P_idle"].(float64); ok {
				cmp.within("occupancy", team.Occupancy, 1-x)
			}
			if cmp.made < 6 {
				t.Errorf("only %d figures compared", cmp.made)
			}
			cmp.done()
		})
	}
}

// turnsOfChats is the model of CH-20, in minutes.
func turnsOfChats(length float64) Model {
	m := steady(1, 0.12, length, Law{}, Law{Kind: Exponential, Mean: 2}, 0)
	ch := &m.Channels[0]
	ch.HandleTime = nil
	ch.Chat = Chat{Slots: 3, Turns: Turns{Law{Kind: Exponential, Mean: 0.5}, unitExponential, 0.2}}
	return m
}

// TestChatTurns: CH-20.
func TestChatTurns(t *testing.T) {
	v := reference(t, "CH-20")
	const length = 100_000
	m := turnsOfChats(length)
	cmp := compare(t, 5, 0.05*slack())
	o := Options{Replications: full(100), Seed: 12, Confidence: cmp.confidence}
	r := run(t, m, o)
	got := r.Channels[0].Intervals[1]
	cmp.within("abandonment", got.Abandonment, v["P_ab"].(float64))
	cmp.within("mean queue", got.MeanQueue, v["Lq"].(float64))
	cmp.within("chat duration", got.Chat.Duration, v["E_chat_duration"].(float64))
	perMinute := got.Answered
	perMinute.Mean, perMinute.HalfWidth = perMinute.Mean/length, perMinute.HalfWidth/length
	cmp.within("throughput", perMinute, v["throughput"].(float64))
	cmp.done()
}

// TestChatOfOneAtATime: a chat with one slot is a call, contact by contact, whatever the law.
func TestChatOfOneAtATime(t *testing.T) {
	m := skilledDay()
	for g := range m.Teams { // who leaves when staff falls is another
		agents := m.Teams[g].Agents
		for k := range agents {
			agents[k] = agents[8]
		}
	}
	plain := newDayBy(&m, byFloor, new(stopFlag))
	chats := m
	chats.Channels = slices.Clone(m.Channels)
	for c := range chats.Channels {
		chats.Channels[c].Chat = Chat{Slots: 1, Pace: []float64{1}}
	}
	desks := newDay(&chats, new(stopFlag))
	for r := range uint64(3) {
		plain.run(1, r)
		desks.run(1, r)
		if what := differ(&plain.tally, &desks.tally, len(m.Channels), plain.k, m.Interval); what != "" {
			t.Fatal(what)
		}
	}
}

// TestProcessorSharing: one agent with many slots and pace 1 is M/G/1 with processor sharing, whose number in
// hand does not depend on the law: ρ/(1-ρ) (Sakata, Noguchi and Oizumi 1971).
func TestProcessorSharing(t *testing.T) {
	cmp := compare(t, 8, 0.05*slack())
	for _, law := range []Law{{Kind: Deterministic, Mean: 1}, {Kind: Lognormal, Mean: 1, CV: 1.5}} {
		m := steady(1, 0.5, 10_000, law, Law{}, 0)
		m.Channels[0].Chat = Chat{Slots: 60, Pace: SharedPace(1, 60)}
		r := run(t, m, Options{Replications: full(100), Seed: 13, Confidence: cmp.confidence})
		got := r.Channels[0].Intervals[1]
		cmp.within(law.Kind.String()+": in hand", got.Chat.InHand, 1)
		cmp.within(law.Kind.String()+": duration", got.Chat.Duration, 2)
		cmp.within(law.Kind.String()+": occupancy", r.Teams[0].Intervals[1].Occupancy, 0.5)
	}
	cmp.done()
}

// TestChatAssignment: the least loaded agent is the better choice where pace falls with the number in hand, by
// so much that abandonment tells, and the most loaded keeps others idle for longer.
func TestChatAssignment(t *testing.T) {
	figures := func(rule AgentRule) (duration, busy float64) {
		m := chatDay(4, 30, []float64{6, 9.6, 11.4}, 1.0/12, 500)
		m.Channels[0].Choose = rule
		r := run(t, m, Options{Replications: 20, Seed: 14})
		return r.Channels[0].Day.Chat.Duration.Mean, r.Teams[0].Day.Busy.Mean
	}
	least, leastBusy := figures(LeastLoaded)
	most, mostBusy := figures(MostLoaded)
	longest, _ := figures(LongestIdle)
	if !(least < 0.95*most) || !(leastBusy > 1.05*mostBusy) {
		t.Errorf("duration: least loaded %v, most loaded %v; busy %v and %v", least, most, leastBusy, mostBusy)
	}
	if !(least <= longest && longest < most) {
		t.Errorf("duration: longest idle %v is not between least loaded %v and most loaded %v", longest, least, most)
	}
}

// TestAssignmentBesideCalls: chats given to the most loaded agents leave others free for calls, and last longer.
func TestAssignmentBesideCalls(t *testing.T) {
	of := func(rule AgentRule) (level, duration float64) {
		m := Model{
			Interval: 3600,
			Channels: []Channel{
				{Name: "voice", Arrivals: []float64{75, 75}, HandleTime: []Law{exponential(240)}, Patience: exponential(180), Within: 20},
				{Name: "chat", Arrivals: []float64{75, 75}, HandleTime: []Law{exponential(480)}, Patience: exponential(180), Choose: rule,
					Chat: Chat{Slots: 3, Load: 1.0 / 3, Pace: SharedPace(0.4, 3)}},
			},
			Teams: []Team{{Skills: []int{0, 1}, Agents: []int{13, 13}}},
		}
		r := run(t, m, Options{Replications: 40, Seed: 15})
		return r.Channels[0].Day.ServiceLevel.Offered.Mean, r.Channels[1].Day.Chat.Duration.Mean
	}
	least, short := of(LeastLoaded)
	most, long := of(MostLoaded)
	if most < least+0.15 || long < 1.1*short {
		t.Errorf("calls in time: least loaded %v, most loaded %v; chats last %v and %v", least, most, short, long)
	}
}

// TestSilence: of chats whose customers leave at a constant rate, those who go keep the slot for the time-out.
func TestSilence(t *testing.T) {
	m := chatDay(50, 10, []float64{1, 1.5}, 0, 2000)
	m.Channels[0].Chat.Pace = nil // each at full speed
	m.Channels[0].Chat.Leaves = Law{Kind: Exponential, Mean: 4}
	m.Channels[0].Chat.TimeOut = 3
	cmp := compare(t, 3, 0.02*slack())
	r := run(t, m, Options{Replications: full(40), Seed: 15, Confidence: cmp.confidence})
	got := r.Channels[0].Intervals[1]
	gone := 0.25 / (1 + 0.25) // the first of two exponential times
	cmp.within("silent", got.Chat.Silent, gone*10*2000)
	cmp.within("duration", got.Chat.Duration, 1/1.25+gone*3)
	cmp.within("in hand", got.Chat.InHand, 10*(1/1.25+gone*3))
	cmp.done()
}

// TestBlocking: who may be in hand beside whom.
func TestBlocking(t *testing.T) {
	m := Model{
		Interval: 100,
		Channels: []Channel{
			{Name: "voice", HandleTime: []Law{{Kind: Deterministic, Mean: 10}}, Contacts: []Contact{{Arrived: 1, HandleTime: Unknown, WrapUp: 0, Patience: math.Inf(1)}, {Arrived: 12, HandleTime: Unknown, WrapUp: 0, Patience: math.Inf(1)}}},
			{Name: "chat", HandleTime: []Law{{Kind: Deterministic, Mean: 20}}, Chat: Chat{Slots: 3}, Contacts: []Contact{{Arrived: 2, HandleTime: Unknown, WrapUp: 0, Patience: math.Inf(1)}}},
		},
		Teams: []Team{{Skills: []int{0, 1}, Agents: []int{1}}},
	}
	// waits are those of the two calls and the chat.
	waits := func(callOver, chatOver float64) (w [3]float64) {
		x := m
		x.Channels = append([]Channel(nil), m.Channels...)
		x.Channels[0].Chat.Over, x.Channels[1].Chat.Over = callOver, chatOver
		i := 0
		if err := Trace(t.Context(), x, 1, 0, func(r Record) {
			if r.Channel == "chat" {
				w[2] = r.Wait
			} else {
				w[i] = r.Wait
				i++
			}
		}); err != nil {
			t.Fatal(err)
		}
		return w
	}
	for _, c := range []struct {
		call, chat float64
		want       [3]float64
	}{
		{0, 0, [3]float64{0, 19, 9}}, // the chat waits for the call until 11, the second call for the chat until 31
		{1, 0, [3]float64{0, 0, 9}},  // the second call comes on top
		{0, 1, [3]float64{0, 10, 0}}, // the chat comes beside the call, and blocks the second until 22
		{1, 1, [3]float64{0, 0, 0}},
	} {
		got := waits(c.call, c.chat)
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 1e-6 {
				t.Errorf("over %v and %v: waits %v, want %v", c.call, c.chat, got, c.want)
				break
			}
		}
	}
}

// TestKindsOnAnyWorkers: chats, deferred work and what leads to what give the same bits on any number of workers, in models side by
// side too.
func TestKindsOnAnyWorkers(t *testing.T) {
	m := w3()
	o := Options{Replications: 12, Seed: 3, Workers: 1}
	want := run(t, m, o)
	o.Workers = 4
	if got := run(t, m, o); !reflect.DeepEqual(got, want) {
		t.Error("four workers differ from one")
	}
	less := m
	less.Teams = slices.Clone(m.Teams)
	less.Teams[2].Agents = slices.Clone(m.Teams[2].Agents)
	for k := range less.Teams[2].Agents {
		less.Teams[2].Agents[k]--
	}
	p, err := RunPaired(t.Context(), m, less, o)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(p.First.Channels, want.Channels) {
		t.Error("the first of a pair differs from itself alone")
	}
	d := p.Difference.Channels[1].Day
	if !(d.Chat.Duration.Mean > 0) || d.Offered.HalfWidth != 0 {
		t.Errorf("with an agent less: chats take %v longer, %v come", d.Chat.Duration.Mean, d.Offered)
	}
}
