package sim

import (
	"fmt"
	"slices"
	"testing"
)

// chatCase is a reference case of chats whose completion rates are given, its times in hours.
type chatCase struct {
	id           string
	agents       int
	rate         float64
	completions  []float64
	theta        float64
	length       float64
	replications int     // of the fast test,
	widest       float64 // which reaches this relative half-width
}

var chatCases = []chatCase{
	{"CH-1", 1, 5, []float64{6, 9.6, 11.4}, 12, 4000, 100, 0.03},
	{"CH-3", 1, 4, []float64{5, 5}, 0, 4000, 100, 0.04},
	{"CH-10", 4, 30, []float64{6, 9.6, 11.4}, 12, 1000, 100, 0.04},
	{"CH-13", 10, 80, []float64{6, 9.6, 11.4}, 6, 500, 100, 0.15},
	{"CH-15", 4, 40, []float64{12, 12, 12}, 0, 1000, 100, 0.08},
	{"CH-16", 5, 20, []float64{6}, 6, 1000, 100, 0.04},
}

func (c *chatCase) model() Model {
	patience := 0.0
	if c.theta > 0 {
		patience = 1 / c.theta
	}
	m := chatDay(c.agents, c.rate, c.completions, patience, c.length)
	m.Channels[0].Choose = LeastLoaded
	return m
}

// chatFigures adds the figures of a case of chats.
func chatFigures(f *caseFigures, plain bool) {
	one := func(name string, of func(*window) (float64, float64)) {
		f.add(name, func(int) func(*window) (float64, float64) { return of })
	}
	one("P_wait", waitedShare(0))
	one("P_ab", of(0, abandoned, offered))
	one("Lq", perTime(0, queueTime))
	one("E_W_all", of(0, waitAll, offered))
	one("throughput", perTime(0, answered))
	one("util_nonidle", ofTeam(0, busy, staffed))
	one("agent_util", ofTeam(0, busy, staffed))
	one("P_idle", func(w *window) (float64, float64) {
		x := w.team[0]
		return x[staffed] - x[busy], x[staffed]
	})
	if plain { // one at a time has no figures of several
		return
	}
	one("E_chats_in_service", perTime(0, handTime))
	one("E_chat_duration", of(0, durationTotal, finished))
}

// hands is when each agent took contacts, and when it was through with them, by slot.
type hands struct{ taken, through [][]float64 }

func (h *hands) clear() {
	for slot := range h.taken {
		h.taken[slot], h.through[slot] = h.taken[slot][:0], h.through[slot][:0]
	}
}

// watchHands has a probe note what agents have in hand.
func watchHands(p *probe) {
	n := len(p.d.teamOf)
	p.hands = &hands{make([][]float64, n), make([][]float64, n)}
	p.d.floor.record = func(id int32, o Outcome, now float64) {
		ct := &p.d.floor.calls[id]
		if o == Answered {
			slot := ct.handedTo
			p.hands.taken[slot] = append(p.hands.taken[slot], ct.answered)
			p.hands.through[slot] = append(p.hands.through[slot], now)
		}
	}
}

// withInHand is the mean number of agents with j contacts in hand.
func withInHand(j int) func(*window) (float64, float64) {
	return func(w *window) (float64, float64) {
		h, from := w.probe.hands, float64(w.probe.d.warm)*w.probe.s.intervalLength
		to, sum := from+w.length, 0.0
		for slot := range h.taken {
			taken, through := h.taken[slot], h.through[slot]
			slices.Sort(taken) // they are noted at the end
			since, n := from, 0
			for i, k := 0, 0; k < len(through); {
				at, step := through[k], -1
				if i < len(taken) && taken[i] <= at {
					at, step = taken[i], 1
					i++
				} else {
					k++
				}
				if at = min(max(at, from), to); n == j {
					sum += at - since
				}
				since, n = at, n+step
			}
			if n == j {
				sum += to - since
			}
		}
		return sum, w.length
	}
}

// TestLongChats holds the figures of the cases of chats, by rates and by turns, to 1 %.
func TestLongChats(t *testing.T) {
	if !*long {
		t.Skip("without -long")
	}
	for _, c := range chatCases {
		t.Run(c.id, func(t *testing.T) {
			f := caseFigures{values: reference(t, c.id)}
			chatFigures(&f, len(c.completions) == 1)
			if c.agents == 1 { // its states, the last without anybody who waits
				f.values["dist_first"] = f.values["dist_first"].([]any)[:len(c.completions)]
				f.add("dist_first", withInHand)
			}
			f.add("agents_by_load", withInHand)
			run := longRun{skip: 1, chunk: 64, most: 3e9, seed: 11, watch: watchHands}
			run.hold(t, stretched(c.model(), 10), f.all)
		})
	}
	t.Run("CH-20", func(t *testing.T) {
		f := caseFigures{values: reference(t, "CH-20")}
		delete(f.values, "agent_util") // of turns; whoever waits for a customer has a chat in hand
		chatFigures(&f, false)
		longRun{skip: 1, chunk: 64, most: 1e9, seed: 12}.hold(t, stretched(turnsOfChats(20_000), 10), f.all)
	})
}

// TestLongBlend holds BL-1, and the service level of calls beside e-mail that is not interrupted, to 1 %.
func TestLongBlend(t *testing.T) {
	if !*long {
		t.Skip("without -long")
	}
	t.Run("BL-1", func(t *testing.T) {
		const length = 2000
		m := stretched(outboundReserve(length, 20_000*12), 10)
		f := caseFigures{values: reference(t, "BL-1")}
		one := func(name string, of func(*window) (float64, float64)) {
			f.add(name, func(int) func(*window) (float64, float64) { return of })
		}
		one("P_wait", waitedShare(0))
		one("E_W_all", of(0, waitAll, offered))
		one("outbound_throughput", perTime(1, connected))
		one("util", ofTeam(0, busy, staffed))
		longRun{skip: 1, chunk: 64, most: 3e9, seed: 64}.hold(t, m, f.all)
	})
	for email, exact := range exactBeside {
		t.Run(fmt.Sprintf("%d erlangs of e-mail", email), func(t *testing.T) {
			x := besideEmail(email)
			x.solve(t)
			if got := x.level(20); got < exact-1e-5 || got > exact+1e-5 {
				t.Errorf("the chain has %.6f, not %.6f", got, exact)
			} else {
				exact = got
			}
			longRun{chunk: 64, most: 3e9, seed: 26}.hold(t, blend(float64(email)), []figure{
				{name: "service level", exact: exact, of: of(0, answeredWithin, offered)}})
		})
	}
}
