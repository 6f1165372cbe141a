package sim

import (
	"fmt"
	"math"
	"slices"
)

// FollowUp is what a contact may lead to: a contact on a channel, its own or another, with the
// channel's handle time and patience drawn anew. Follow-ups of a contact are drawn each for itself, so
// that it may lead to several.
//
// A contact that comes of itself opens a case; all it leads to, over any number of steps, belongs to the
// case, which is over when nothing of it is left. (A Redial belongs to it too.) The case is resolved
// when it ended with all its threads answered: no contact of it gave up, or was blocked, or failed,
// without leading to another.
type FollowUp struct {
	When  Event
	Share float64 // chance, 0 to 1
	To    int     // index into Model.Channels
	After Law     // how much later, after the event; the zero Law: at once, as in a transfer
}

// Event is what may happen to a contact.
type Event int

const (
	WhenAnswered  Event = iota // it is finished
	WhenAbandoned              // it gave up
	WhenBlocked                // it met a busy signal
	WhenLate                   // its deadline passed before it was finished
	WhenContained              // automation served it to the end
	WhenFailed                 // nobody picked up: a call-back or a call that went out
	numEvents

	nothing Event = -1
)

// String is the event in a word.
func (e Event) String() string {
	switch e {
	case WhenAnswered:
		return "answered"
	case WhenAbandoned:
		return "abandoned"
	case WhenBlocked:
		return "blocked"
	case WhenLate:
		return "late"
	case WhenContained:
		return "contained"
	case WhenFailed:
		return "failed"
	}
	return "unknown"
}

// MaxGain is the largest gain of a model's loops.
const MaxGain = 0.99

// MaxWorstGain is the largest WorstGain: 1 with room for what the iteration leaves: over maxAttempts steps a factor of 20 at most.
const MaxWorstGain = 1.003

// Gain is how many contacts a contact leads to per turn of the model's loops, when all are answered
// and late: the spectral radius of the expected follow-ups. Above 1 the number of contacts would grow
// without bound. Contacts that gave up or met a busy signal may all come again: the loop ends when
// they are answered. But they may not lead to more than one each, all told (WorstGain).
func (m *Model) Gain() float64 {
	n := len(m.Channels)
	leads := make([]float64, n*n)
	for c := range m.Channels {
		for _, f := range m.Channels[c].FollowUps {
			if (f.When == WhenAnswered || f.When == WhenLate || f.When == WhenContained) && f.To >= 0 && f.To < n {
				leads[c*n+f.To] += f.Share
			}
		}
	}
	return spectralRadius(leads, n)
}

// WorstGain is the gain when each contact ends as leads to most, in giving up, a busy signal or a call that fails
// too: where nobody is staffed, that is how contacts would grow. It is 1 where all who give up come again, once each.
// How much x contacts of each channel lead to is a convex map, of which the norms of its powers give the radius.
func (m *Model) WorstGain() float64 {
	const turns = 2000
	x, next := make([]float64, len(m.Channels)), make([]float64, len(m.Channels))
	for c := range x {
		x[c] = 1
	}
	half, logNorm := 0.0, 0.0
	for turn := range 2 * turns {
		if turn == turns {
			half = logNorm
		}
		norm := 0.0
		for c := range m.Channels {
			next[c] = x[c] + m.channelLeadsTo(c, x) // the map and the identity: a loop of several steps does not make it swing
			norm = max(norm, next[c])
		}
		for c := range next {
			next[c] /= norm
		}
		logNorm += math.Log(norm)
		x, next = next, x
	}
	return math.Exp((logNorm-half)/turns) - 1
}

// channelLeadsTo is the most that a contact of channel c may be expected to lead to, each contact weighed by its channel.
func (m *Model) channelLeadsTo(c int, weight []float64) float64 {
	ch := &m.Channels[c]
	var by [numEvents]float64
	for _, f := range ch.FollowUps {
		by[f.When] += f.Share * weight[f.To]
	}
	again := ch.Redial.Share
	by[WhenAbandoned] = again*weight[c] + (1-again)*by[WhenAbandoned]
	by[WhenBlocked] = again*weight[c] + (1-again)*by[WhenBlocked]
	late := by[WhenLate]
	by[WhenLate] = 0
	return late + slices.Max(by[:])
}

// LoopAtOnce is a follow-up, by its channel and its place there, that closes a loop of follow-ups at once after giving up or a
// busy signal: contacts might turn in it for ever at the same instant. Without one the channel is -1.
func (m *Model) LoopAtOnce() (channel, followUp int) {
	n := len(m.Channels)
	leads := make([]bool, n*n) // over any number of steps
	for c := range m.Channels {
		for i, f := range m.Channels[c].FollowUps {
			if f.When != WhenAbandoned && f.When != WhenBlocked || f.After.Kind != Never || f.To < 0 || f.To >= n {
				continue
			}
			if f.To == c || leads[f.To*n+c] {
				return c, i
			}
			for a := range n {
				for b := range n {
					if (a == c || leads[a*n+c]) && (b == f.To || leads[f.To*n+b]) {
						leads[a*n+b] = true
					}
				}
			}
		}
	}
	return -1, -1
}

// spectralRadius of a matrix of numbers not negative: the norms of its powers, squared again and
// again (Gelfand 1941), to some 10⁻⁶ of it.
func spectralRadius(a []float64, n int) float64 {
	logNorm, radius := 0.0, 0.0
	for step := range 30 {
		norm := 0.0
		for i := range n {
			row := 0.0
			for _, x := range a[i*n : i*n+n] {
				row += x
			}
			norm = max(norm, row)
		}
		if norm == 0 {
			return 0
		}
		logNorm += math.Log(norm)
		radius = math.Exp(math.Ldexp(logNorm, -step))
		square := make([]float64, n*n)
		for i := range n {
			for k := range n {
				if x := a[i*n+k] / norm; x > 0 {
					for j := range n {
						square[i*n+j] += x * (a[k*n+j] / norm)
					}
				}
			}
		}
		a = square
		logNorm *= 2
	}
	return radius
}

func (f *FollowUp) check(p *problems, path string, m *Model, ch *Channel) {
	p.add(f.When < WhenAnswered || f.When >= numEvents, path+".when", int(f.When), "must be an event: answered, abandoned, blocked, late, contained or failed")
	p.add(f.When == WhenLate && ch.Deferred.Deadline == 0, path+".when", f.When, "must not be late: the channel has no deadline")
	p.add(f.When == WhenContained && ch.Automation.Share == 0, path+".when", f.When, "must not be contained: the channel has no automation")
	p.add(f.When == WhenFailed && ch.Outbound.List == 0 && ch.CallBack.Accept == 0, path+".when", f.When, "must not be failed: the channel makes no calls")
	p.add(!(f.Share >= 0 && f.Share <= 1), path+".share", f.Share, "must be 0 to 1")
	p.add(f.After.Kind != Never && f.After.Kind != Empirical && f.After.Mean == 0, path+".after.mean", f.After.Mean, "must be above 0")
	p.add(f.To < 0 || f.To >= len(m.Channels), path+".to", f.To, "must be the index of a channel: 0 to %d", len(m.Channels)-1)
	f.After.check(p, path+".after")
}

// checkFollowUps looks at those of all channels, and at their loops; it returns the contacts that the others are expected to lead
// to when all are answered and late.
func (m *Model) checkFollowUps(p *problems) float64 {
	for c := range m.Channels {
		ch := &m.Channels[c]
		p.add(len(ch.FollowUps) > MaxFollowUps, fmt.Sprintf("channels[%d].follow_ups", c), len(ch.FollowUps), "must be at most %d", MaxFollowUps)
		for i := range ch.FollowUps {
			ch.FollowUps[i].check(p, fmt.Sprintf("channels[%d].follow_ups[%d]", c, i), m, ch)
		}
	}
	if *p == nil {
		if c, i := m.LoopAtOnce(); c >= 0 {
			p.add(true, fmt.Sprintf("channels[%d].follow_ups[%d].after.kind", c, i), m.Channels[c].FollowUps[i].After.Kind,
				"must be a law with an end: who gives up, or meets a busy signal, would be back at once, again and again")
		}
	}
	if g := m.Gain(); g > MaxGain {
		p.add(true, "channels", fmt.Sprintf("a loop of follow-ups with gain %.4g", g), "must have a gain of at most %g: each contact would lead to as many more, without bound", MaxGain)
	}
	things := m.countedThings() * (m.intervals() + m.warmUp())
	p.add(things > MaxCells, "channels", things, "must be at most %d follow-ups and dispositions, times intervals", MaxCells)
	if *p != nil || !m.leads() {
		return 0
	}
	if g := m.WorstGain(); g > MaxWorstGain {
		p.add(true, "channels", fmt.Sprintf("a loop of follow-ups with gain %.4g where contacts give up, meet a busy signal or fail", g),
			"must have a gain of at most 1 then: with nobody staffed each contact would lead to more than one, without bound")
		return 0
	}
	coming, sum := make([]float64, len(m.Channels)), 0.0
	for c := range m.Channels {
		ch := &m.Channels[c]
		coming[c] = float64(len(ch.Contacts) + len(ch.Deferred.Backlog) + ch.Outbound.List)
		for _, a := range ch.Arrivals {
			coming[c] += a
		}
	}
	for range 2000 {
		next, led := make([]float64, len(m.Channels)), 0.0
		for c := range m.Channels {
			for _, f := range m.Channels[c].FollowUps {
				if f.When == WhenAnswered || f.When == WhenLate || f.When == WhenContained {
					next[f.To] += coming[c] * f.Share
					led += coming[c] * f.Share
				}
			}
		}
		coming = next
		if sum += led; led < 1e-6 || sum > MaxContacts {
			break
		}
	}
	return sum
}
