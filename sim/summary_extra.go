package sim

// beyondCalls reports whether the model has channels with figures beyond those of calls that wait.
func (m *Model) beyondCalls() bool {
	for c := range m.Channels {
		ch := &m.Channels[c]
		if !ch.Chat.plain() || ch.Deferred.Deadline > 0 || ch.Automation.Share > 0 || ch.CallBack.Accept > 0 || ch.Outbound.List > 0 || len(ch.FollowUps) > 0 {
			return true
		}
	}
	return false
}

// leads reports whether contacts of the model lead to others.
func (m *Model) leads() bool {
	for c := range m.Channels {
		if len(m.Channels[c].FollowUps) > 0 {
			return true
		}
	}
	return false
}

// countedThings is how many flows and dispositions the model has: those of a channel together, its flows first.
func (m *Model) countedThings() (n int) {
	for c := range m.Channels {
		n += len(m.Channels[c].FollowUps) + len(m.Channels[c].Outbound.Dispositions)
	}
	return n
}

// wide reports whether agents of team g may have several contacts in hand.
func (m *Model) wide(g int) bool {
	for _, c := range m.Teams[g].Skills {
		if !m.Channels[c].Chat.plain() {
			return true
		}
	}
	return false
}

// addExtras adds the figures that the channel has beyond those of all.
func (f *Figures) addExtras(ch *Channel, m estimates, length, t float64) {
	if !ch.Chat.plain() {
		f.Chat = &ChatFigures{
			InHand:   m.mean(handTime, length, t),
			Duration: m.ratio(durationRatio, t, 0),
			Silent:   m.mean(silentLeft, 1, t),
		}
	}
	if ch.Deferred.Deadline > 0 {
		f.Deferred = &DeferredFigures{
			Carried:  m.mean(carried, 1, t),
			OnTime:   m.share(onTimeRatio, t, 1),
			AtLeast:  m.share(onTimeAtLeastRatio, t, 1),
			AtMost:   m.share(onTimeAtMostRatio, t, 1),
			Known:    m.mean(dueAtAll, 1, t),
			TimeTo:   m.ratio(timeToRatio, t, 0),
			Backlog:  m.mean(backlogEnd, 1, t),
			Overdue:  m.mean(overdueEnd, 1, t),
			OldestAt: m.mean(oldestEnd, 1, t),
		}
	}
	if ch.Automation.Share > 0 {
		f.Automation = &AutomationFigures{
			Met:         m.mean(metBot, 1, t),
			Contained:   m.mean(containedBot, 1, t),
			Containment: m.share(containmentRatio, t, 0),
		}
	}
	if ch.CallBack.Accept > 0 {
		f.CallBack = &CallBackFigures{
			Offered:  m.mean(callBackOffered, 1, t),
			Accepted: m.mean(callBackAccepted, 1, t),
			Failed:   m.mean(callBackFailed, 1, t),
			Delay:    m.ratio(delayRatio, t, 0),
		}
	}
	if ch.Outbound.List > 0 {
		f.Outbound = &OutboundFigures{
			Dialled:    m.mean(dialled, 1, t),
			Connected:  m.mean(connected, 1, t),
			RightParty: m.mean(rightParty, 1, t),
			Amount:     m.mean(amountTotal, 1, t),
			Left:       m.mean(recordsEnd, 1, t),
		}
	}
}

// addCounts adds flows, dispositions and cases, which a difference of two models does not have.
func (s *summary) addCounts(r *Result, ages []ageCounts, t float64) {
	k := s.intervals
	thing := 0
	next := func(interval int) Estimate { return s.counts.mean(thing*(k+1)+interval, 1, t) }
	for c := range r.Channels {
		ch, model := &r.Channels[c], &s.model.Channels[c]
		if model.Deferred.Deadline > 0 {
			ch.Ages = &Ages{newHistogram(ages[c].done), newHistogram(ages[c].left)}
		}
		if s.model.leads() {
			m := s.channel(c*(k+1) + k)
			ch.Cases = &Cases{
				Opened:     m.mean(casesOpened, 1, t),
				FirstTime:  m.share(firstRatio, t, 1),
				Resolved:   m.share(resolvedRatio, t, 1),
				Open:       m.mean(casesOpen, 1, t),
				Contacts:   m.ratio(caseContactsRatio, t, 0),
				Times:      newHistogram(ages[c].resolved),
				Resolution: m.ratio(resolutionRatio, t, 0),
			}
		}
		for i := range model.FollowUps {
			f := &model.FollowUps[i]
			ch.Cases.Flows = append(ch.Cases.Flows, Flow{To: s.model.Channels[f.To].Name, When: f.When.String(), Contacts: next(k)})
			thing++
		}
		for range model.Outbound.Dispositions {
			for i := range k {
				ch.Intervals[i].Outbound.Dispositions = append(ch.Intervals[i].Outbound.Dispositions, next(i))
			}
			ch.Day.Outbound.Dispositions = append(ch.Day.Outbound.Dispositions, next(k))
			thing++
		}
	}
}
