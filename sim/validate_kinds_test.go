package sim

import (
	"errors"
	"math"
	"strings"
	"testing"
)

// TestValidateKinds: the impossible is named, with where it is.
func TestValidateKinds(t *testing.T) {
	small := func() Model {
		return Model{
			Interval: 60,
			Channels: []Channel{
				{Name: "a", Arrivals: []float64{1, 2}, HandleTime: []Law{{Kind: Exponential, Mean: 9}}},
				{Name: "b", Arrivals: []float64{0, 0}, HandleTime: []Law{{Kind: Exponential, Mean: 9}}},
			},
			Teams: []Team{{Skills: []int{0, 1}, Agents: []int{0, 3}}},
		}
	}
	nan := math.NaN()
	for _, c := range []struct {
		path  string
		spoil func(ch *Channel)
	}{
		{"channels[1].chat.slots", func(ch *Channel) { ch.Chat.Slots = -1 }},
		{"channels[1].chat.slots", func(ch *Channel) { ch.Chat.Slots = MaxSlots + 1 }},
		{"channels[1].chat.load", func(ch *Channel) { ch.Chat.Load = 1.1 }},
		{"channels[1].chat.over", func(ch *Channel) { ch.Chat.Over = nan }},
		{"channels[1].chat.pace[1]", func(ch *Channel) { ch.Chat.Pace = []float64{1, 0} }},
		{"channels[1].chat.turns.ends", func(ch *Channel) { ch.HandleTime, ch.Chat.Turns.Ends = nil, 1.5 }},
		{"channels[1].chat.turns.customer.kind", func(ch *Channel) {
			ch.HandleTime, ch.Chat.Turns = nil, Turns{Agent: Law{Kind: Exponential, Mean: 1}, Ends: 0.5}
		}},
		{"channels[1].handle_time", func(ch *Channel) {
			ch.Chat.Turns = Turns{Law{Kind: Exponential, Mean: 1}, Law{Kind: Exponential, Mean: 1}, 0.5}
		}},
		{"channels[1].chat.time_out", func(ch *Channel) { ch.Chat.TimeOut = 3 }},
		{"channels[1].deferred.deadline", func(ch *Channel) { ch.Deferred.Deadline = 5 }}, // shorter than the handle time
		{"channels[1].deferred.deadline", func(ch *Channel) { ch.Deferred.Deadline = nan }},
		{"channels[1].deferred.hours", func(ch *Channel) { ch.Deferred.Hours = []Span{{0, 1}} }},
		{"channels[1].deferred.hours[1]", func(ch *Channel) { ch.Deferred = Deferred{Deadline: 60, Hours: []Span{{0, 30}, {20, 60}}} }},
		{"channels[1].deferred.backlog[0]", func(ch *Channel) { ch.Deferred = Deferred{Deadline: 60, Backlog: []float64{-1}} }},
		{"channels[1].order", func(ch *Channel) { ch.Order = 7 }},
		{"channels[1].resume", func(ch *Channel) { ch.Resume = -1 }},
		{"channels[1].automation.contains", func(ch *Channel) { ch.Automation = Automation{Share: 1, Contains: 1.2} }},
		{"channels[1].call_back.accept", func(ch *Channel) { ch.CallBack.Accept = nan }},
		{"channels[1].call_back.estimate", func(ch *Channel) { ch.CallBack = CallBack{Accept: 1, After: 1, Estimate: 1} }},
		{"channels[1].outbound.contact", func(ch *Channel) { ch.Outbound.List = 5 }},
		{"channels[1].outbound.contact[0]", func(ch *Channel) { ch.Outbound = Outbound{List: 5, Contact: []float64{2}} }},
		{"channels[1].outbound.dispositions", func(ch *Channel) {
			ch.Outbound = Outbound{List: 5, Contact: []float64{1}, Dispositions: []Disposition{{Share: 0.6}, {Share: 0.5}}}
		}},
		{"channels[1].follow_ups[0].to", func(ch *Channel) { ch.FollowUps = []FollowUp{{Share: 1, To: 2}} }},
		{"channels[1].follow_ups[0].when", func(ch *Channel) { ch.FollowUps = []FollowUp{{When: WhenLate, Share: 1}} }},
		{"channels[1].follow_ups[0].after.kind", func(ch *Channel) { ch.FollowUps = []FollowUp{{When: WhenAbandoned, Share: 1, To: 1}} }},
		{"channels[1].follow_ups[0].after.mean", func(ch *Channel) { ch.FollowUps = []FollowUp{{Share: 1, After: Law{Kind: Exponential}}} }},
		{"channels", func(ch *Channel) { ch.FollowUps = []FollowUp{{Share: 1, To: 1}} }},
		{"channels", func(ch *Channel) {
			ch.Arrivals, ch.FollowUps = []float64{0, 1e6}, []FollowUp{{Share: 0.95, To: 1, After: Law{Kind: Exponential, Mean: 9}}}
		}},
		{"channels[1].outbound.pacing", func(ch *Channel) { ch.Outbound = Outbound{List: 5, Contact: []float64{1}, Pacing: Predictive} }},
		{"channels[1].outbound.list", func(ch *Channel) {
			ch.Outbound, ch.Deferred = Outbound{List: 5, Contact: []float64{1}}, Deferred{Deadline: 60}
		}},
		{"channels[1].follow_ups[0].share", func(ch *Channel) { ch.FollowUps = []FollowUp{{Share: -1}} }},
	} {
		m := small()
		c.spoil(&m.Channels[1])
		err := m.Validate()
		var field *FieldError
		if !errors.As(err, &field) || !strings.Contains(err.Error(), c.path+":") {
			t.Errorf("want an error at %s, got %v", c.path, err)
		}
	}
}

// TestGain: a loop's gain is that of its way round.
func TestGain(t *testing.T) {
	m := Model{Channels: make([]Channel, 3)}
	if g := m.Gain(); g != 0 {
		t.Errorf("no follow-ups: gain %v", g)
	}
	m.Channels[0].FollowUps = []FollowUp{{Share: 0.5, To: 1}, {When: WhenAbandoned, Share: 1, To: 0, After: Law{Kind: Exponential, Mean: 1}}}
	m.Channels[1].FollowUps = []FollowUp{{Share: 0.32, To: 2}}
	m.Channels[2].FollowUps = []FollowUp{{Share: 1, To: 0}}
	if g, want := m.Gain(), math.Cbrt(0.16); math.Abs(g-want) > 1e-6 {
		t.Errorf("a loop of three: gain %v, want %v", g, want)
	}
	m.Channels[0].FollowUps = append(m.Channels[0].FollowUps, FollowUp{Share: 0.3, To: 0})
	// x³ = 0.3 x² + 0.16
	if g, want := m.Gain(), 0.6615; math.Abs(g*g*g-0.3*g*g-0.16) > 1e-5 {
		t.Errorf("two loops: gain %v, want about %v", g, want)
	}
	m.Channels[2].FollowUps[0].To = 2
	var p problems
	m.checkFollowUps(&p)
	if len(p) != 1 {
		t.Errorf("a loop of gain 1: %v", p)
	}
}

// TestSharedPace: case CH-20's completion rates of an agent who always holds j chats.
func TestSharedPace(t *testing.T) {
	v := reference(t, "CH-20")["quasi_static_r"].([]any)
	alone := 5*0.5 + 4*1.0 // minutes: five turns of the agent, four of the customer
	for j, r := range SharedPace(2.5/alone, 3) {
		if want := v[j].(float64); math.Abs(r/alone-want) > 1e-12 {
			t.Errorf("%d chats: %v a minute, want %v", j+1, r/alone, want)
		}
	}
}

// TestInHandIsBounded: agents times slots are.
func TestInHandIsBounded(t *testing.T) {
	m := chatDay(50_000, 1, make([]float64, 100), 0, 100)
	for j := range m.Channels[0].Chat.Pace {
		m.Channels[0].Chat.Pace[j] = 1
	}
	if err := m.Validate(); err != nil {
		t.Error(err)
	}
	for i := range 3 {
		ch := m.Channels[0]
		ch.Name += string(rune('a' + i))
		m.Channels = append(m.Channels, ch)
		m.Teams[0].Skills = append(m.Teams[0].Skills, i+1)
	}
	if err := m.Validate(); err == nil || !strings.Contains(err.Error(), "in hand") {
		t.Errorf("twenty million contacts in hand: %v", err)
	}
}

// TestLoopAtOnce: who gives up or meets a busy signal may go elsewhere at once, but not round in a loop.
func TestLoopAtOnce(t *testing.T) {
	later := Law{Kind: Exponential, Mean: 60}
	leads := func(ways ...[]FollowUp) Model {
		m := Model{Channels: make([]Channel, len(ways))}
		for c := range ways {
			m.Channels[c].FollowUps = ways[c]
		}
		return m
	}
	for _, c := range []struct {
		m            Model
		channel, nth int
	}{
		{leads([]FollowUp{{When: WhenBlocked, To: 1}}, []FollowUp{{When: WhenBlocked, To: 2}}, nil), -1, -1},
		{leads([]FollowUp{{When: WhenBlocked, To: 1}}, []FollowUp{{When: WhenBlocked, To: 2}}, []FollowUp{{When: WhenAbandoned, To: 0, After: later}}), -1, -1},
		{leads([]FollowUp{{When: WhenBlocked, To: 1}}, []FollowUp{{When: WhenAnswered, To: 0}}), -1, -1},
		{leads([]FollowUp{{When: WhenBlocked, To: 0, After: later}, {When: WhenBlocked, To: 0}}), 0, 1},
		{leads([]FollowUp{{When: WhenBlocked, To: 1}}, []FollowUp{{When: WhenBlocked, To: 2}}, []FollowUp{{When: WhenAbandoned, To: 0}}), 2, 0},
	} {
		if channel, nth := c.m.LoopAtOnce(); channel != c.channel || nth != c.nth {
			t.Errorf("loop at %d, %d, want %d, %d", channel, nth, c.channel, c.nth)
		}
	}
}
