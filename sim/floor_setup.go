package sim

func newFloor(d *day) *floor {
	f := &floor{day: d, limited: d.model.Lines > 0}
	m := d.model
	f.queues = make([]waitlist, len(m.Channels))
	f.waiting, f.idlers = newBitset(len(m.Channels)), newBitset(len(m.Teams))
	for c := range m.Channels {
		ch := &m.Channels[c]
		f.limited = f.limited || ch.Lines > 0
		f.queues[c].set(ch, d.channels[c].teams)
		f.queues[c].teams, f.queues[c].atOnce = newBitset(len(m.Teams)), newBitset(len(m.Teams))
	}
	first := 0
	for c := range m.Channels {
		ch := &m.Channels[c]
		f.queues[c].eager = f.limited || ch.Room > 0 || ch.Redial.Share > 0
		for _, g := range d.channels[c].teams {
			f.queues[c].eager = f.queues[c].eager || m.Teams[g].Take == LongestQueue
		}
	}
	for g := range m.Teams {
		t := &m.Teams[g]
		f.undo = f.undo || t.HandBack || t.Preempt
		slots := len(d.teams[g].idlers)
		crew := teamFloor{first: first, own: ownLaws(t, len(m.Channels)), take: t.Take, ring: make([]int32, slots), off: make([]int32, 0, slots),
			number: g, idlers: f.idlers, skills: newBitset(len(m.Channels)), route: make([]route, len(m.Channels))}
		first += slots
		rank, pace := make([]int, len(m.Channels)), make([]float64, len(m.Channels))
		for i := range rank {
			rank[i], crew.route[i] = len(m.Channels), route{team: -1}
		}
		for i, c := range t.Skills {
			rank[c], pace[c] = i, 1
			if t.Efficiency != nil {
				pace[c], crew.paced = t.Efficiency[i], true
			}
			crew.skills.add(c)
			for _, r := range f.queues[c].routes {
				if r.team == g {
					crew.route[c] = r
					f.queues[c].teams.add(g)
					if r.after == 0 {
						f.queues[c].atOnce.add(g)
					}
					f.queues[c].interrupts = f.queues[c].interrupts || t.Preempt
				}
			}
		}
		f.crews = append(f.crews, crew)
		f.rank, f.pace = append(f.rank, rank), append(f.pace, pace)
		f.last = append(f.last, make([]int32, len(m.Channels)))
	}
	n := len(d.teamOf)
	f.hand = make([]int32, n)
	f.idleFrom, f.onFrom, f.onDuty, f.inHand = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	f.newDesks()
	f.leads = m.leads()
	things := 0
	for c := range m.Channels {
		ch := &m.Channels[c]
		q := &f.queues[c]
		q.order, q.deferred = ch.Order, ch.Deferred.Deadline > 0
		q.backlog = ch.backlog()
		q.eager = q.eager || q.deferred || q.order != OldestFirst || ch.CallBack.Estimate > 0 || ch.Automation.Queue > 0
		q.hasBot, q.bot, q.botFactor = ch.Automation.Share > 0, newSampler(ch.Automation.Time), 1
		if ch.Automation.HandleTime > 0 {
			q.botFactor = ch.Automation.HandleTime
		}
		if ch.Outbound.List > 0 {
			q.dialler = newDialler(m, c)
			q.eager = q.eager || ch.Outbound.Pacing == Predictive
			f.diallers = append(f.diallers, q.dialler)
		}
		q.offers = ch.CallBack.Accept > 0 && ch.CallBack.After > 0
		q.offersNow = ch.CallBack.Accept > 0 && ch.CallBack.After == 0
		q.closes = q.deferred || q.dialler != nil
		q.lines, q.room, q.choose = ch.Lines, ch.Room, ch.Choose
		q.promise = newSampler(ch.CallBack.Promise)
		if t := &ch.Chat.Turns; t.Ends > 0 {
			q.meanWork = []float64{t.Agent.mean() / t.Ends}
		}
		for _, l := range ch.HandleTime {
			wrapUp := 0.0
			if ch.WrapUp.Kind != Never {
				wrapUp = ch.WrapUp.mean()
			}
			q.meanWork = append(q.meanWork, l.mean()+wrapUp)
		}
		f.things = append(f.things, things)
		things += len(ch.FollowUps) + len(ch.Outbound.Dispositions)
		var after []sampler
		for _, l := range ch.FollowUps {
			q.lateMatters = q.lateMatters || l.When == WhenLate
			q.eager = q.eager || l.When == WhenAbandoned
			after = append(after, newSampler(l.After))
		}
		f.after = append(f.after, after)
		if ch.Resume == BySameAgent && f.undo {
			f.waitsAt = make([]int32, n)
		}
	}
	for c := range f.queues {
		for _, r := range f.queues[c].routes {
			f.queues[c].wide = f.queues[c].wide || f.crews[r.team].wide > 0
		}
	}
	return f
}

// keyed reports whether contacts that come of themselves may draw from streams of their own.
func (m *Model) keyed() bool {
	for c := range m.Channels {
		if ch := &m.Channels[c]; ch.Redial.Share > 0 || ch.Automation.Share > 0 || ch.CallBack.Accept > 0 || !ch.Chat.plain() {
			return true
		}
	}
	for g := range m.Teams {
		if m.Teams[g].HandleTime != nil {
			return true
		}
	}
	return m.leads()
}

// ownLaws is the laws of a team's own handle times, by channel; nil where it has none.
func ownLaws(t *Team, channels int) []*sampler {
	var own []*sampler
	for i, l := range t.HandleTime {
		if l.Kind == Never {
			continue
		}
		if own == nil {
			own = make([]*sampler, channels)
		}
		s := newSampler(l)
		own[t.Skills[i]] = &s
	}
	return own
}

func (q *waitlist) set(ch *Channel, teams []int) {
	q.redial = newSampler(ch.Redial.After)
	for _, g := range teams {
		if ch.Routes == nil {
			q.routes = append(q.routes, route{team: g})
		}
	}
	for _, r := range ch.Routes {
		q.routes = append(q.routes, route{r.Team, r.After, r.Reserve})
	}
	for _, r := range q.routes {
		i := 0
		for i < len(q.opens) && q.opens[i] < r.after {
			i++
		}
		if r.after > 0 && (i == len(q.opens) || q.opens[i] != r.after) {
			q.opens = append(q.opens[:i], append([]float64{r.after}, q.opens[i:]...)...)
		}
	}
}

func (f *floor) reset() {
	f.calls, f.free = f.calls[:0], f.free[:0]
	f.timers.clear()
	f.held = 0
	f.keyed = f.record != nil || f.model.keyed()
	f.parts = f.record != nil || f.undo || f.desks != nil
	for c := range f.channels {
		f.parts = f.parts || f.channels[c].wraps
	}
	for c := range f.queues {
		q := &f.queues[c]
		q.head, q.tail, q.n, q.held, q.open = -1, -1, 0, 0, 0
		q.timed = q.eager || q.offers || len(q.opens) > 0
	}
	for g := range f.crews {
		t := &f.crews[g]
		t.head, t.idle = 0, 0
		t.off = append(t.off[:0], f.teams[g].idlers...) // the last is the first slot
	}
	clear(f.waiting)
	clear(f.idlers)
	for _, last := range f.last {
		for c := range last {
			last[c] = -1
		}
	}
	f.resetDesks()
	for _, x := range f.diallers {
		x.reset(f.model.Channels[x.channel].Outbound.List)
	}
	f.lastCase = 0
	f.cases, f.spareCases = f.cases[:0], f.spareCases[:0]
	for i := range f.waitsAt {
		f.waitsAt[i] = -1
	}
	clear(f.onDuty)
	clear(f.inHand)
}
