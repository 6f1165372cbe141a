package sim

import (
	"slices"
)

// customer is a contact, or an attempt of one, and what became of it.
type customer struct {
	channel, interval, first, number, attempt int // first and number are of the first attempt
	arrives, handle, wrapUp, patience         float64
	fate                                      string // "", answered, abandoned, blocked, waiting
	state                                     string // "", waiting, in hand, gone
	answered, since, waited, work             float64
	began, talkEnds, deadline                 float64
	tried                                     float64 // when routes were last looked at
	handled, wrappedUp                        float64 // seconds of agents
	line                                      bool
	breaks                                    int
}

func (c *customer) wait() float64 {
	switch c.fate {
	case "answered":
		return c.answered - c.arrives
	case "abandoned":
		return c.patience
	}
	return c.waited
}

// customers draws who arrives in a replication, one draw at a time.
func customers(m *Model, seed, replication uint64) []*customer {
	var all []*customer
	_, warm := warmed(m)
	for c, ch := range m.Channels {
		base := key(seed, replication, nameKey(ch.Name))
		factors := make([]float64, len(ch.Arrivals))
		for k := range factors {
			factors[k] = 1
		}
		m.Busyness.multiply(factors, key(seed, replication))
		ch.Busyness.multiply(factors, base)
		for k := -warm; k < len(ch.Arrivals); k++ {
			of := max(k, 0)
			mean := ch.Arrivals[of] * factors[of]
			if mean == 0 {
				continue
			}
			start, end := float64(k+warm)*m.Interval, float64(k+warm+1)*m.Interval
			arrivals, handles, patiences := newStream(base, forArrivals, k), newStream(base, forHandleTimes, k), newStream(base, forPatience, k)
			wraps, balks := newStream(base, forWrapUps, k), newStream(base, forBalking, k)
			handle, patience, wrap := newSampler(ch.HandleTime[min(of, len(ch.HandleTime)-1)]), newSampler(ch.Patience), newSampler(ch.WrapUp)
			for t := start; ; {
				var x float64
				arrivals, x = arrivals.exponential()
				if t += x * ((end - start) / mean); t >= end {
					break
				}
				at := t
				if k >= 0 && ch.Slopes != nil && ch.Slopes[k] != 0 {
					at = start + bend((t-start)/(end-start), ch.Slopes[k])*(end-start)
				}
				var h, p, w [1]float64
				handles, patiences = handle.fill(h[:], handles), patience.fill(p[:], patiences)
				if ch.WrapUp.Kind != Never {
					wraps = wrap.fill(w[:], wraps)
				}
				var u uint64
				if balks, u = balks.next(); unit(u) < ch.Balk {
					p[0] = 0
				}
				number := 0
				if n := len(all); n > 0 && all[n-1].channel == c && all[n-1].interval == k+warm {
					number = all[n-1].number + 1
				}
				all = append(all, &customer{channel: c, interval: k + warm, first: k + warm, number: number, attempt: 1, arrives: at, handle: h[0], wrapUp: w[0], patience: p[0]})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *customer) int {
		if a.arrives < b.arrives {
			return -1
		} else if a.arrives > b.arrives {
			return 1
		}
		return a.channel - b.channel
	})
	return all
}

// ownHandleTime is that of the team that takes a customer first.
func (c *customer) ownHandleTime(m *Model, g int, seed, replication uint64) {
	team := &m.Teams[g]
	if team.HandleTime == nil || team.HandleTime[slices.Index(team.Skills, c.channel)].Kind == Never {
		return
	}
	_, warm := warmed(m)
	law := newSampler(team.HandleTime[slices.Index(team.Skills, c.channel)])
	var x [1]float64
	base := key(key(seed, replication, nameKey(m.Channels[c.channel].Name)), uint64(forTeamHandleTimes), uint64(c.number))
	law.fill(x[:], newStream(base, forTeamHandleTimes, c.first-warm))
	c.handle = x[0]
	c.work = c.handle + c.wrapUp
}

// again is the next attempt of a customer who left at now, nil for none.
func (c *customer) again(m *Model, seed, replication uint64, now float64) *customer {
	ch := &m.Channels[c.channel]
	if ch.Redial.Share == 0 {
		return nil
	}
	_, warm := warmed(m)
	s := newStream(key(key(seed, replication, nameKey(ch.Name)), uint64(forRedials), uint64(c.number), uint64(c.attempt)), forRedials, c.first-warm)
	s, u := s.next()
	if unit(u) >= ch.Redial.Share {
		return nil
	}
	var after, patience [1]float64
	l := newSampler(ch.Redial.After)
	s = l.fill(after[:], s)
	s, u = s.next()
	l = newSampler(ch.Patience)
	l.fill(patience[:], s)
	if unit(u) < ch.Balk {
		patience[0] = 0
	}
	if ch.Redial.KeepPatience {
		patience[0] = c.patience
	}
	n := *c
	n.handled, n.wrappedUp = 0, 0
	n.fate, n.state, n.attempt, n.arrives, n.patience, n.waited, n.breaks = "", "", c.attempt+1, now+after[0], patience[0], 0, 0
	return &n
}
