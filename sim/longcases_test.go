package sim

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestLongQueues holds every figure of each case of one queue in the long run to 1 %.
func TestLongQueues(t *testing.T) {
	if !*long {
		t.Skip("without -long")
	}
	text, err := os.ReadFile(filepath.FromSlash(shared + "cases.json"))
	if err != nil {
		t.Skip("no reference cases: ", err)
	}
	var all struct {
		Cases []struct {
			ID, Group, Model string
			Params, Values   map[string]any
		}
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Cases {
		if !slices.Contains([]string{"erlang-a", "mmn-gi", "mdn", "mgn", "mmnk"}, c.Group) || c.Params["p"] != nil {
			continue
		}
		t.Run(c.ID, func(t *testing.T) {
			m := stretched(queueOf(t, c.ID, c.Params), 9)
			f := caseFigures{values: c.Values}
			one := func(name string, of func(*window) (float64, float64)) {
				f.add(name, func(int) func(*window) (float64, float64) { return of })
			}
			one("P_ab", of(0, abandoned, offered))
			one("P_block", of(0, blocked, offered))
			one("P_wait", waitedShare(0))
			one("P_wait_given_accepted", func(w *window) (float64, float64) {
				x := w.channel[0]
				return x[queued] - w.atOnce[0], x[queued]
			})
			one("Lq", perTime(0, queueTime))
			one("busy", func(w *window) (float64, float64) { return w.team[0][busy], w.length })
			one("occupancy", ofTeam(0, busy, staffed))
			one("E_W", of(0, waitAll, offered))
			one("E_W_all", of(0, waitAll, offered))
			one("E_W_served_uncond", of(0, waitAnswered, offered))
			one("ASA_served", of(0, waitAnswered, answered))
			one("ASA_accepted", of(0, waitAnswered, answered))
			one("E_W_given_wait", func(w *window) (float64, float64) {
				num, _ := waitedShare(0)(w)
				return w.channel[0][waitAll], num
			})
			one("E_W_given_ab", func(w *window) (float64, float64) {
				x := w.channel[0]
				return x[waitAll] - x[waitAnswered], x[abandoned]
			})
			one("P_ab_given_wait", func(w *window) (float64, float64) {
				num, _ := waitedShare(0)(w)
				return w.channel[0][abandoned], num
			})
			one("P_W_gt_T", func(w *window) (float64, float64) {
				x := w.channel[0]
				return x[offered] - x[blocked] - x[inTime], x[offered]
			})
			one("P_served_within_T", of(0, answeredWithin, offered))
			one("P_ab_within_T", func(w *window) (float64, float64) {
				x := w.channel[0]
				return x[inTime] - x[answeredWithin], x[offered]
			})
			one("SL_offered", of(0, answeredWithin, offered))
			one("SL_served", of(0, answeredWithin, answered))
			one("SL_accepted", of(0, answeredWithin, queued))
			one("SL_excl_short_ab", of(0, answeredWithin, notShort))
			one("SL_wait_le_T", of(0, inTime, offered))
			for i := range f.all {
				// One who gives up in a case of hardly any patience lost is as rare as the loss.
				if x := &f.all[i]; x.name == "E_W_given_ab" && c.Values["P_ab"].(float64) < 5e-5 {
					x.rare = rare("P_ab", c.Values["P_ab"].(float64))
				}
				if x := &f.all[i]; m.Channels[0].Lines > 0 && x.exact < 1e-3 { // the general loop is four times as slow
					x.rare = fmt.Sprintf("1 %% of it needs at least %.2g contacts, and of a queue always full many times as many", 66350/x.exact)
				}
			}
			longRun{chunk: 64, most: 3e9, seed: 8}.hold(t, m, f.all)
		})
	}
}

// TestLongTails holds the tails of constant handle times, P(W > t), to 1 %.
func TestLongTails(t *testing.T) {
	if !*long {
		t.Skip("without -long")
	}
	for _, id := range []string{"MD-1-50", "MD-1-80", "MD-1-95", "MD-2-50", "MD-2-80", "MD-2-95", "MD-5-50", "MD-5-80", "MD-5-95",
		"MD-10-50", "MD-10-80", "MD-10-95", "MD-20-50", "MD-20-80", "MD-20-95", "MD-50-80", "MD-50-95", "MD-100-80", "MD-100-90"} {
		t.Run(id, func(t *testing.T) {
			v, params := reference(t, id), parameters(t, id)
			for name, within := range map[string]float64{"P_W_gt_0_1": 0.1, "P_W_gt_0_5": 0.5, "P_W_gt_1": 1} {
				m := stretched(queueOf(t, id, params), 9)
				m.Channels[0].Within = within
				f := caseFigures{values: v}
				f.add(name, func(int) func(*window) (float64, float64) {
					return func(w *window) (float64, float64) {
						x := w.channel[0]
						return x[offered] - x[answeredWithin], x[offered]
					}
				})
				longRun{chunk: 64, most: 6e10, seed: 8}.hold(t, m, f.all)
			}
		})
	}
}

// TestLongSkills holds every figure of the cases of two channels and skills in order to 1 %.
func TestLongSkills(t *testing.T) {
	if !*long {
		t.Skip("without -long")
	}
	for _, c := range skillsCases {
		t.Run(c.id, func(t *testing.T) {
			m := stretched(c.model(20000), 10)
			f := caseFigures{values: reference(t, c.id)}
			if _, list := f.values["P_wait"].([]any); list {
				f.add("P_wait", waitedShare)
			} else {
				f.add("P_wait", func(int) func(*window) (float64, float64) {
					return func(w *window) (float64, float64) {
						x, y := w.channel[0], w.channel[1]
						return x[offered] + y[offered] - w.atOnce[0] - w.atOnce[1], x[offered] + y[offered]
					}
				})
			}
			f.add("P_ab", func(i int) func(*window) (float64, float64) { return of(i, abandoned, offered) })
			if _, list := f.values["E_W_all"].([]any); list {
				f.add("E_W_all", func(i int) func(*window) (float64, float64) { return of(i, waitAll, offered) })
			} else {
				f.add("E_W_all", func(int) func(*window) (float64, float64) {
					return func(w *window) (float64, float64) {
						x, y := w.channel[0], w.channel[1]
						return x[waitAll] + y[waitAll], x[offered] + y[offered]
					}
				})
			}
			f.add("E_W", func(i int) func(*window) (float64, float64) { return of(i, waitAll, offered) })
			f.add("Lq", func(i int) func(*window) (float64, float64) { return perTime(i, queueTime) })
			f.add("util", func(g int) func(*window) (float64, float64) { return ofTeam(g, busy, staffed) })
			f.add("P_W1_gt_T", func(int) func(*window) (float64, float64) {
				return func(w *window) (float64, float64) {
					x := w.channel[0]
					return x[offered] - x[answeredWithin], x[offered]
				}
			})
			f.add("class1_share_by_group2", func(int) func(*window) (float64, float64) {
				return func(w *window) (float64, float64) {
					return w.team[1][taken] - w.channel[1][answered], w.channel[0][answered]
				}
			})
			longRun{skip: 1, chunk: 64, most: 3e9, seed: 8}.hold(t, m, f.all)
		})
	}
}

// TestLongRules holds every figure of the cases of reserves, preemption, overflow, lines, the longest queue and redials to 1 %.
func TestLongRules(t *testing.T) {
	if !*long {
		t.Skip("without -long")
	}
	for _, c := range rulesCases() {
		if c.m.Channels[0].Lines > 0 {
			continue // of one queue: with the others of its kind
		}
		t.Run(c.id, func(t *testing.T) {
			m := c.m
			if m.Interval > 10000 { // of the fast test, with few replications
				for i := range m.Channels {
					m.Channels[i].Arrivals = slices.Clone(m.Channels[i].Arrivals)
					m.Channels[i].Arrivals[0] *= 10000 / m.Interval
				}
				m.Interval = 10000
			}
			m = stretched(m, 10)
			f := caseFigures{values: reference(t, c.id)}
			one := func(name string, of func(*window) (float64, float64)) {
				f.add(name, func(int) func(*window) (float64, float64) { return of })
			}
			// total is a figure of all channels.
			total := func(num, den int) func(*window) (float64, float64) {
				return func(w *window) (n, d float64) {
					for _, x := range w.channel {
						n += x[num]
						d += x[den]
					}
					return n, d
				}
			}
			f.add("P_ab", func(i int) func(*window) (float64, float64) { return of(i, abandoned, offered) })
			f.add("E_W_all", func(i int) func(*window) (float64, float64) { return of(i, waitAll, offered) })
			f.add("util", func(g int) func(*window) (float64, float64) { return ofTeam(g, busy, staffed) })
			if c.id != "PR-1" { // whose values are of the number in the system
				f.add("P_wait", waitedShare)
			}
			one("Lq", perTime(0, queueTime))
			one("occupancy", ofTeam(0, busy, staffed))
			one("busy", func(w *window) (float64, float64) { return w.team[0][busy], w.length })
			one("P_ab_attempt", of(0, abandoned, offered))
			one("E_W_attempt", of(0, waitAll, offered))
			one("P_wait_attempt", waitedShare(0))
			one("P_block_attempt", of(0, blocked, offered))
			one("P_wait_accepted", func(w *window) (n, d float64) {
				for i, x := range w.channel {
					n += x[queued] - w.atOnce[i]
					d += x[queued]
				}
				return n, d
			})
			one("ASA_accepted", total(waitAnswered, answered))
			one("served_share", of(0, answered, fresh))
			one("served_rate", perTime(0, answered))
			one("attempt_rate", perTime(0, offered))
			one("P_block_total", total(blocked, offered))
			if after := m.Channels[0].Redial.After.Mean; after > 0 { // Little: who is away comes back
				one("E_orbit", func(w *window) (float64, float64) { return w.channel[0][redials] * after, w.length })
			}
			if _, list := f.values["P_block"].([]any); list {
				f.add("P_block", func(i int) func(*window) (float64, float64) { return of(i, blocked, offered) })
			} else {
				one("P_block", total(blocked, offered))
			}
			inSystem := func(w *window, i int) float64 { return w.channel[i][queueTime] + w.channel[i][handled] }
			f.add("E_N", func(i int) func(*window) (float64, float64) {
				return func(w *window) (float64, float64) { return inSystem(w, i), w.length }
			})
			f.add("E_T", func(i int) func(*window) (float64, float64) {
				return func(w *window) (float64, float64) { return inSystem(w, i), w.channel[i][offered] }
			})
			run := longRun{skip: 1, chunk: 64, most: 1.5e9, seed: 8}
			if m.Channels[0].Redial.Share > 0 { // first attempts alone are told by their records
				run.watch = countFirst
				one("P_wait_fresh", func(w *window) (float64, float64) {
					f := w.probe.first
					return f.waited, f.offered
				})
				one("P_block_fresh", func(w *window) (float64, float64) {
					f := w.probe.first
					return f.blocked, f.offered
				})
			}
			run.hold(t, m, f.all)
		})
	}
}

// firsts is what first attempts met in a replication.
type firsts struct{ offered, waited, blocked float64 }

// countFirst has a probe count what first attempts met.
func countFirst(p *probe) {
	last := p.d.k - p.skip
	p.d.floor.record = func(id int32, o Outcome, now float64) {
		ct := &p.d.floor.calls[id]
		if ct.attempt > 1 || int(ct.interval) < p.d.warm || int(ct.interval) >= last {
			return
		}
		p.first.offered++
		switch {
		case o == Blocked:
			p.first.blocked++
		case o == Abandoned || ct.answered > ct.arrived:
			p.first.waited++
		}
	}
}
