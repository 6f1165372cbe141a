package sim

import (
	"math"
	"testing"
)

// list is a team that does nothing but call a long list, in an hour after one to warm up.
func list(agents int, o Outbound) Model {
	const hour = 3600
	return Model{
		Interval: hour,
		Channels: []Channel{{Name: "list", Arrivals: []float64{0, 0}, HandleTime: []Law{{Kind: Exponential, Mean: 120}}, Outbound: o,
			Patience: Law{Kind: Deterministic, Mean: 2}}},
		Teams: []Team{{Skills: []int{0}, Agents: []int{agents, agents}}},
	}
}

// TestPreview: an agent's calls are a renewal process: in the long run one per mean time of looking, ringing and talking.
func TestPreview(t *testing.T) {
	o := Outbound{List: 100_000, Contact: []float64{0.3}, RightParty: 0.6, WrongParty: Law{Kind: Exponential, Mean: 20},
		Ring: Law{Kind: Uniform, Mean: 25, CV: 0.3}, Preview: Law{Kind: Exponential, Mean: 15},
		Dispositions: []Disposition{{"sale", 0.2, 50}, {"promise", 0.3, 0}}}
	cmp := compare(t, 8, 0.05*slack())
	r := run(t, list(50, o), Options{Replications: full(100), Seed: 61, Confidence: cmp.confidence})
	got := r.Channels[0].Intervals[1]
	calls := 50 * 3600 / (15 + 25 + 0.3*(0.6*120+0.4*20))
	cmp.within("dialled", got.Outbound.Dialled, calls)
	cmp.within("connected", got.Outbound.Connected, 0.3*calls)
	cmp.within("right party", got.Outbound.RightParty, 0.3*0.6*calls)
	cmp.within("sales", got.Outbound.Dispositions[0], 0.3*0.6*0.2*calls)
	cmp.within("promises", got.Outbound.Dispositions[1], 0.3*0.6*0.3*calls)
	cmp.within("amount", got.Outbound.Amount, 50*0.3*0.6*0.2*calls)
	cmp.done()
	if got.Offered != got.Answered || got.Offered.Mean != got.Outbound.Connected.Mean {
		t.Errorf("offered %v, answered %v, connected %v", got.Offered, got.Answered, got.Outbound.Connected)
	}
	if x := r.Teams[0].Intervals[1].Occupancy.Mean; math.Abs(x-1) > 1e-9 {
		t.Errorf("occupancy %v", x)
	}
}

// TestAttempts: a short list is called until everybody is reached or has been called so often.
func TestAttempts(t *testing.T) {
	o := Outbound{List: 1000, Contact: []float64{0.3}, Attempts: 3, Again: Law{Kind: Deterministic, Mean: 300}, Ring: Law{Kind: Deterministic, Mean: 10}, Pacing: Progressive}
	cmp := compare(t, 2, 0.02*slack())
	r := run(t, list(50, o), Options{Replications: full(200), Seed: 62, Confidence: cmp.confidence})
	got := r.Channels[0].Day.Outbound
	cmp.within("dialled", got.Dialled, 1000*(1+0.7+0.49))
	cmp.within("connected", got.Connected, 1000*(1-0.343))
	cmp.done()
	if got.Left.Mean != 0 {
		t.Errorf("%v records left", got.Left.Mean)
	}
	// At the best time more are reached.
	o.Contact = []float64{0.1, 0.5}
	late := list(10, o)
	o.Contact = []float64{0.3, 0.3}
	if better, even := run(t, late, Options{Replications: 20}), run(t, list(10, o), Options{Replications: 20}); better.Channels[0].Intervals[1].Outbound.Connected.Mean <=
		1.1*even.Channels[0].Intervals[1].Outbound.Connected.Mean {
		t.Error("the best time to call makes no difference")
	}
}

// TestPacing: dialling ahead makes more of an agent's time, the more so the more calls may meet no agent, and keeps to the cap.
func TestPacing(t *testing.T) {
	of := func(p Pacing, limit float64) (right, abandoned float64) {
		o := Outbound{List: 100_000, Contact: []float64{0.3}, Ring: Law{Kind: Uniform, Mean: 20, CV: 0.3}, Preview: Law{Kind: Exponential, Mean: 20}, Pacing: p, Cap: limit}
		r := run(t, list(30, o), Options{Replications: 20, Seed: 63})
		got := r.Channels[0].Day
		return got.Outbound.RightParty.Mean, got.Abandonment.Mean
	}
	preview, _ := of(Preview, 0)
	progressive, none := of(Progressive, 0)
	strict, few := of(Predictive, 0.01)
	usual, some := of(Predictive, 0.03)
	lax, many := of(Predictive, 0.1)
	if !(preview < 0.95*progressive && progressive < strict && strict < usual && usual < lax) {
		t.Errorf("right parties: preview %v, progressive %v, predictive %v, %v, %v", preview, progressive, strict, usual, lax)
	}
	t.Logf("right parties: preview %v, progressive %v, predictive %v, %v, %v; abandoned %v, %v, %v", preview, progressive, strict, usual, lax, few, some, many)
	if none != 0 || few > 0.012 || some > 0.033 || many > 0.105 || some < 0.02 {
		t.Errorf("abandoned connects: %v, %v, %v, %v", none, few, some, many)
	}
}

// TestThresholds: calls that come in beside a list without end, which is called while more than so many agents are idle. With n agents, rates λ and
// μ, the busy are a birth and death from n-r up, for whoever ends there is followed by a call that goes out. Waiting falls and so does the
// number of calls that go out as r rises; and a team for each does less for both (Gans and Zhou 2003; Bhulai and Koole 2003).
func TestThresholds(t *testing.T) {
	const n, rate, length = 12, 8.0, 3000.0
	exact := func(reserve int) (wait, out float64) {
		p, total := 1.0, 0.0
		for b := n - reserve; b < n; b++ {
			total += p
			p *= rate / float64(b+1)
		}
		waiting := p / (1 - rate/n)
		return waiting / (total + waiting), float64(n-reserve) / (total + waiting)
	}
	cmp := compare(t, 12, 0.1*slack())
	lastWait, lastOut := 1.1, math.Inf(1)
	for _, reserve := range []int{0, 1, 2, 3, 5, 8} {
		wait, out := exact(reserve)
		if wait >= lastWait || out >= lastOut {
			t.Errorf("a reserve of %d: %v wait, %v go out", reserve, wait, out)
		}
		lastWait, lastOut = wait, out
		m := outboundReserve(length, 40_000)
		m.Channels[1].Routes[0].Reserve = reserve
		r := run(t, m, Options{Replications: full(15), Seed: 66, Confidence: cmp.confidence})
		cmp.within("wait", delayed(r.Channels[0].Intervals[1]), wait)
		cmp.within("go out", r.Channels[1].Intervals[1].Outbound.Connected, out*length)
	}
	cmp.done()
	// Ten agents for those who come in alone have 41 % wait, and two call 2 a unit of time; eleven leave one. Together 40 % wait with three
	// kept free, and 2.7 go out.
	alone, _, _ := erlangA(10, rate, math.Inf(1))
	if wait, out := exact(3); wait > alone || out < 2 {
		t.Errorf("%v wait and %v go out, apart %v and 2", wait, out, alone)
	}
}

// outboundReserve is case BL-1 with a list: calls go out while more than two agents are idle.
func outboundReserve(length float64, list int) Model {
	m := steady(12, 8, length, unitExponential, Law{}, 0)
	m.Channels = append(m.Channels, Channel{
		Name: "list", Arrivals: []float64{0, 0}, HandleTime: []Law{unitExponential},
		Outbound: Outbound{List: list, Contact: []float64{1}, Pacing: Progressive}, Routes: []Route{{Reserve: 2}},
	})
	m.Teams[0].Skills = []int{0, 1}
	return m
}

// TestBlendedOutbound: case BL-1. TestLongBlend holds it to 1 %.
func TestBlendedOutbound(t *testing.T) {
	v := reference(t, "BL-1")
	const length = 2000
	m := outboundReserve(length, 20_000)
	cmp := compare(t, 3, 0.05*slack())
	r := run(t, m, Options{Replications: full(60), Seed: 64, Confidence: cmp.confidence})
	cmp.within("mean wait", r.Channels[0].Intervals[1].MeanWait, v["E_W_all"].(float64))
	cmp.within("all busy", r.Teams[0].Intervals[1].AllBusy, v["P_wait"].(float64))
	cmp.within("connected", r.Channels[1].Intervals[1].Outbound.Connected, v["outbound_throughput"].(float64)*length)
	cmp.done()
}

// TestTalkOfCallsOut: however a call came about, and at whichever attempt, its talk is the talk and its wrap-up the wrap-up of
// the law. What comes before the talk keeps the agent, but is part of neither; the wrong party needs no wrap-up.
func TestTalkOfCallsOut(t *testing.T) {
	fixed := func(s float64) Law { return Law{Kind: Deterministic, Mean: s} }
	for _, p := range []Pacing{Preview, Progressive, Predictive} {
		for _, wrapUp := range []float64{0, 30} {
			for _, speed := range []float64{1, 2} {
				m := list(12, Outbound{List: 100_000, Contact: []float64{0.3}, RightParty: 0.5, WrongParty: fixed(20), Ring: fixed(20),
					Attempts: 3, Again: fixed(900), Pacing: p, Preview: fixed(40), Cap: 0.03})
				m.Channels[0].HandleTime = []Law{fixed(180)}
				if wrapUp > 0 {
					m.Channels[0].WrapUp = fixed(wrapUp)
				}
				if speed != 1 {
					m.Teams[0].Efficiency = []float64{speed}
				}
				day := run(t, m, Options{Replications: 3, Seed: 68}).Channels[0].Day
				right := day.Outbound.RightParty.Mean
				talk, wraps := day.TalkTime.Mean*day.Answered.Mean, day.WrapUp.Mean*day.Answered.Mean
				if want := (180*right + 20*(day.Answered.Mean-right)) / speed; math.Abs(talk-want) > 1e-9*want {
					t.Errorf("%v, wrap-up %v, speed %v: %v seconds of talk, want %v", p, wrapUp, speed, talk, want)
				}
				if want := wrapUp * right / speed; math.Abs(wraps-want) > 1e-9*want {
					t.Errorf("%v, wrap-up %v, speed %v: %v seconds of wrap-up, want %v", p, wrapUp, speed, wraps, want)
				}
			}
		}
	}
}

// TestOwnLawOfCallsOut: a team's own handle times are those of its talks with the right party, and no other team's.
func TestOwnLawOfCallsOut(t *testing.T) {
	fixed := func(s float64) Law { return Law{Kind: Deterministic, Mean: s} }
	for _, p := range []Pacing{Progressive, Predictive} {
		m := list(6, Outbound{List: 100_000, Contact: []float64{0.3}, RightParty: 0.5, WrongParty: fixed(20), Attempts: 3, Again: fixed(900), Pacing: p, Cap: 0.03})
		m.Channels[0].HandleTime = []Law{fixed(180)}
		m.Teams[0].Name = "all"
		m.Teams = append(m.Teams, Team{Name: "own", Skills: []int{0}, Agents: []int{6, 6}, HandleTime: []Law{fixed(100)}})
		err := Trace(t.Context(), m, 69, 0, func(r Record) {
			want := 180.0
			if r.Team == "own" {
				want = 100
			}
			if r.Outcome == Answered && r.HandleTime != want && r.HandleTime != 20 {
				t.Errorf("%v: a talk of %v seconds in team %s", p, r.HandleTime, r.Team)
			}
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestAgainAtOnce: without a law of Again a record that was not reached is called again as soon as an agent is free.
func TestAgainAtOnce(t *testing.T) {
	m := list(1, Outbound{List: 1, Contact: []float64{1e-9}, Attempts: 4, Ring: Law{Kind: Deterministic, Mean: 20}, Pacing: Progressive})
	got := run(t, m, Options{Replications: 2, Seed: 70})
	if x := got.Channels[0].Day.Outbound.Dialled.Mean; x != 4 {
		t.Errorf("%v calls to a record, want 4", x)
	}
	if x := got.Teams[0].Intervals[0].Busy.Mean * 3600; math.Abs(x-80) > 1e-6 {
		t.Errorf("busy for %v seconds, want 80", x)
	}
}
