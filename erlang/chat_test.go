package erlang

import (
	"errors"
	"strings"
	"testing"
)

func TestReferenceChat(t *testing.T) {
	for _, c := range referenceCases(t, "chat") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct {
				Lam, Theta, A, B float64
				N, K             int
				R                []float64
				EndProb          float64 `json:"end_prob"`
			}
			var v map[string]any
			c.decode(t, &p, &v)
			if p.EndProb > 0 {
				// agent time a chat 1/(a e), customer time (1-e)/(b e)
				agent, customer := 1/(p.A*p.EndProb), (1-p.EndProb)/(p.B*p.EndProb)
				rates, err := ChatRates(agent+customer, agent/(agent+customer), p.K)
				if err != nil {
					t.Fatal(err)
				}
				for j, want := range v["quasi_static_r"].([]any) {
					near(t, "r", rates[j], want.(float64), closedForm)
				}
				turns, err := ChatTurns{Rate: p.Lam, Concurrency: p.K, AgentTurn: 1 / p.A, CustomerTurn: 1 / p.B,
					EndShare: p.EndProb, Patience: 1 / p.Theta}.Evaluate()
				if err != nil {
					t.Fatal(err)
				}
				for name, g := range map[string]float64{
					"P_wait": turns.PWait, "P_ab": turns.Abandonment, "Lq": turns.MeanQueue, "E_chat_duration": turns.Duration,
					"throughput": turns.Throughput, "agent_util": turns.Utilization,
				} {
					near(t, name, g, v[name].(float64), 1e-9)
				}
				// How near the rates come to the chain of turns.
				got, err := Chat{Rate: p.Lam, Completions: rates, Patience: 1 / p.Theta}.Evaluate(1, 0)
				if err != nil {
					t.Fatal(err)
				}
				for name, g := range map[string]float64{
					"P_wait": got.PWait, "P_ab": got.Abandonment, "Lq": got.MeanQueue,
					"E_chat_duration": got.Duration, "throughput": p.Lam * (1 - got.Abandonment),
				} {
					near(t, name, g, v[name].(float64), .006)
				}
				return
			}
			chat := Chat{Rate: p.Lam, Completions: p.R}
			if p.Theta > 0 {
				chat.Patience = 1 / p.Theta
			}
			n := max(p.N, 1)
			got, err := chat.Evaluate(n, .01)
			if err != nil {
				t.Fatal(err)
			}
			for name, g := range map[string]float64{
				"P_wait": got.PWait, "P_ab": got.Abandonment, "Lq": got.MeanQueue, "E_W_all": got.MeanWait,
				"E_chats_in_service": got.InHand, "E_chat_duration": got.Duration, "util_nonidle": got.Occupancy,
				"throughput": p.Lam * (1 - got.Abandonment), "P_idle": got.AgentsByLoad[0],
			} {
				if want, ok := v[name]; ok {
					near(t, name, g, want.(float64), 1e-9)
				}
			}
			if by, ok := v["agents_by_load"]; ok {
				for j, want := range by.([]any) {
					near(t, "agents by load", got.AgentsByLoad[j], want.(float64), 1e-9)
				}
			}
		})
	}
}

// The errors of the reduction that Evaluate states.
func TestChatReduction(t *testing.T) {
	for _, most := range []bool{false, true} {
		for _, load := range []float64{10, 10.5, 11.4} {
			const n = 48 // the least that is reduced
			chat := Chat{Rate: n * load, Completions: []float64{6, 9.6, 11.4}, Patience: 1. / 12, MostLoadedFirst: most}
			exact, err := chat.evaluate(n, .01, chatSizes{exact: 100_000})
			if err != nil || !exact.Exact {
				t.Fatal(err)
			}
			reduced, err := chat.Evaluate(n, .01)
			if err != nil || reduced.Exact {
				t.Fatal(err)
			}
			t.Logf("most loaded first %v, rate %v per agent: wait %.4f (%+.1f%%), in hand %.1f (%+.2f%%)", most, load,
				exact.PWait, 100*(reduced.PWait/exact.PWait-1), exact.InHand, 100*(reduced.InHand/exact.InHand-1))
			near(t, "p_wait", reduced.PWait, exact.PWait, .03)
			near(t, "in hand", reduced.InHand, exact.InHand, .003)
			near(t, "occupancy", reduced.Occupancy, exact.Occupancy, .003)
		}
	}
}

// One chat at a time is Erlang A.
func TestChatOfOneIsErlangA(t *testing.T) {
	chat := Chat{Rate: 20, Completions: []float64{6}, Patience: .1}
	got, err := chat.Evaluate(5, .05)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := Queue{Rate: 20, HandleTime: 1. / 6, Patience: .1}.Evaluate(5, .05)
	near(t, "p_wait", got.PWait, want.PWait, closedForm)
	near(t, "asa", got.ASA, want.ASA, closedForm)
	for d := range Definition(4) {
		near(t, d.String(), got.ServiceLevel.Of(d), want.ServiceLevel.Of(d), closedForm)
	}
}

func TestChatErrors(t *testing.T) {
	if _, err := (Chat{Rate: 1}).Evaluate(3, 1); err == nil || !strings.Contains(err.Error(), "Completions") {
		t.Error(err)
	}
	if _, err := (Chat{Rate: 30, Completions: []float64{6, 10}}).Evaluate(3, 1); err != ErrOverload {
		t.Error(err)
	}
}

// What is too large says so, soon and without asking for the memory.
func TestChatTooLarge(t *testing.T) {
	rates, err := ChatRates(1, .05, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range []int{10_000, 10_000_000, 1 << 62} {
		if _, err := (Chat{Rate: 20, Completions: rates}).Evaluate(n, 1); !errors.Is(err, ErrNoFormula) || !strings.Contains(err.Error(), "agents with up to 1000 chats") {
			t.Errorf("%d agents: %v", n, err)
		}
	}
	got, err := Chat{Rate: 20, Completions: rates}.Evaluate(30, 1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "agents by chats", sumOf(got.AgentsByLoad), 30, 1e-9)
}

func sumOf(values []float64) float64 {
	sum := 0.
	for _, v := range values {
		sum += v
	}
	return sum
}
