package sim

// summary gathers the replications of a model, in their order.
type summary struct {
	model          *Model
	intervals      int       // of the day
	warm           int       // intervals before it
	channels       []moments // channel · (intervals+1) + interval; the last is the day
	teams          []moments // likewise
	contacts       []float64 // the figures of a replication, in the order of channels
	clocks         []float64 // in the order of teams
	plan           []float64 // agent-seconds scheduled: team · intervals + interval
	figures        int       // of a channel's cell
	counts         *moments  // of flows and dispositions: of each k intervals and the day; nil for none
	counted        []float64 // in a replication
	total          []moments // of all channels together: interval, then the day; nil with one channel
	ofTotal        []float64 // of a replication
	quantiles      []moments // per channel
	ofQuantiles    []float64 // of a replication
	days           []Days    // per channel, or per channel and interval and then the day
	teamDays       []TeamDays
	quantileDays   []DayQuantiles // per channel: of the answered, then of all
	each           bool           // days are told of each interval
	replications   int
	dayLength      float64
	intervalLength float64
}

func newSummary(m *Model, o Options) *summary { return newSummaryOf(m, o, m.beyondCalls()) }

// newSummaryOf gathers all figures, or only those of calls that wait.
func newSummaryOf(m *Model, o Options, all bool) *summary {
	k := m.intervals()
	figures, ratios := numContactFigures, contactRatios
	if all {
		figures, ratios = numAllFigures, extraRatios
	}
	s := &summary{
		figures:        figures,
		model:          m,
		intervals:      k,
		warm:           m.warmUp(),
		channels:       make([]moments, len(m.Channels)*(k+1)),
		teams:          make([]moments, len(m.Teams)*(k+1)),
		contacts:       make([]float64, len(m.Channels)*(k+1)*figures),
		clocks:         make([]float64, len(m.Teams)*(k+1)*numClockFigures),
		quantiles:      make([]moments, len(m.Channels)),
		quantileDays:   make([]DayQuantiles, 2*len(m.Channels)),
		each:           o.DaysByInterval,
		dayLength:      float64(k) * m.Interval,
		intervalLength: m.Interval,
	}
	for i := range s.channels {
		s.channels[i] = newMoments(figures, ratios)
	}
	for i := range s.teams {
		s.teams[i] = newMoments(numClockFigures, clockRatios)
	}
	if n := m.countedThings() * (k + 1); n > 0 {
		counts := newMoments(n, nil)
		s.counts, s.counted = &counts, make([]float64, n)
	}
	for i := range s.quantiles {
		s.quantiles[i] = newMoments(numQuantiles, nil)
	}
	if len(m.Channels) > 1 {
		s.total, s.ofTotal = make([]moments, k+1), make([]float64, (k+1)*numContactFigures)
		for i := range s.total {
			s.total[i] = newMoments(numContactFigures, contactRatios)
		}
	}
	each := 1
	if s.each {
		each = k + 1
	}
	s.days, s.teamDays = make([]Days, len(m.Channels)*each), make([]TeamDays, len(m.Teams)*each)
	for g := range m.Teams {
		for i := range k {
			s.plan = append(s.plan, m.Teams[g].scheduled(i, float64(i)*m.Interval, float64(i+1)*m.Interval))
		}
	}
	return s
}

// at is the figures of a replication in cell i.
func at(x []float64, i, figures int) []float64 { return x[i*figures:][:figures:figures] }

// look writes the figures of a replication.
func (s *summary) look(t *tally) {
	s.ofQuantiles = t.quantiles
	k := s.intervals
	for c := range s.model.Channels {
		cells := t.cells[c*(s.warm+k):][:s.warm+k]
		var extras []extra
		if len(t.extras) > 0 {
			extras = t.extras[c*(s.warm+k):][:s.warm+k]
		}
		var through, throughHand int64
		for i := range cells[:s.warm] {
			through += cells[i].through
			if extras != nil {
				throughHand += extras[i].through
			}
		}
		day := at(s.contacts, c*(k+1)+k, s.figures)
		clear(day)
		for i := range k {
			cell := &cells[s.warm+i]
			through += cell.through
			x := at(s.contacts, c*(k+1)+i, s.figures)
			cell.figures(x, through, s.intervalLength)
			if extras != nil {
				throughHand += extras[s.warm+i].through
				extras[s.warm+i].figures(x, cell, throughHand, s.intervalLength)
			}
			most := max(day[longest], x[longest])
			for j, v := range x {
				day[j] += v
			}
			day[longest] = most
			if extras != nil {
				copy(day[backlogEnd:], x[backlogEnd:])
			}
		}
	}
	clear(s.ofTotal)
	for i := range s.total {
		x := at(s.ofTotal, i, numContactFigures)
		for c := range s.model.Channels {
			of := at(s.contacts, c*(k+1)+i, s.figures)[:numContactFigures]
			most := max(x[longest], of[longest])
			for j, v := range of {
				x[j] += v
			}
			x[longest] = most
		}
	}
	for thing := range s.model.countedThings() {
		counts := s.counted[thing*(k+1):][:k+1]
		counts[k] = 0
		for i := range k {
			counts[i] = float64(t.counts[thing*(s.warm+k)+s.warm+i])
			counts[k] += counts[i]
		}
	}
	for g := range s.model.Teams {
		day := at(s.clocks, g*(k+1)+k, numClockFigures)
		clear(day)
		for i := range k {
			x := at(s.clocks, g*(k+1)+i, numClockFigures)
			j := g*(s.warm+k+1) + s.warm + i
			t.clocks[j].figures(x, s.plan[g*k+i], t.wrapUps[j], s.intervalLength)
			for j, v := range x {
				day[j] += v
			}
		}
	}
}

// add takes in one replication.
func (s *summary) add(t *tally) {
	s.look(t)
	s.take()
}

// take adds the figures last looked at.
func (s *summary) take() {
	s.replications++
	k := s.intervals
	for i := range s.channels {
		s.channels[i].add(at(s.contacts, i, s.figures))
	}
	if s.counts != nil {
		s.counts.add(s.counted)
	}
	for i := range s.teams {
		s.teams[i].add(at(s.clocks, i, numClockFigures))
	}
	for i := range s.total {
		s.total[i].add(at(s.ofTotal, i, numContactFigures))
	}
	for c := range s.quantiles {
		q := at(s.ofQuantiles, c, numQuantiles)
		s.quantiles[c].add(q)
		for i, x := range q {
			s.quantileDays[2*c+i/len(quantileShares)].of(i % len(quantileShares)).add(x)
		}
	}
	first := k
	if s.each {
		first = 0
	}
	each := k + 1 - first
	for i := first; i <= k; i++ {
		length := s.intervalLength
		if i == k {
			length = s.dayLength
		}
		for c := range s.model.Channels {
			x := at(s.contacts, c*(k+1)+i, s.figures)
			s.days[c*each+i-first].add(x, length)
			if s.model.Channels[c].Deferred.Deadline > 0 {
				s.days[c*each+i-first].OnTime.add(quotient(x[onTime], x[dueAtAll], 1))
			}
		}
		for g := range s.model.Teams {
			s.teamDays[g*each+i-first].add(at(s.clocks, g*(k+1)+i, numClockFigures), length)
		}
	}
}

// estimates gives figures with their intervals, t standard errors to either side.
type estimates interface {
	mean(i int, unit, t float64) Estimate   // of figure i, divided by unit
	ratio(j int, t, empty float64) Estimate // of ratio j; empty where there is nothing in its denominator
	share(j int, t, empty float64) Estimate // of ratio j, of counts of contacts, one among the others
}

// result makes the estimates at the given confidence, of channel and team cells, of channels' quantiles and of all
// channels together.
func (s *summary) result(o Options, channel, team, quantile, total func(cell int) estimates) *Result {
	t := studentT(o.Confidence, s.replications)
	k := s.intervals
	r := &Result{
		Replications: s.replications,
		Seed:         o.Seed,
		Confidence:   o.Confidence,
		Channels:     make([]ChannelResult, len(s.model.Channels)),
		Teams:        make([]TeamResult, len(s.model.Teams)),
	}
	for c := range r.Channels {
		ch := ChannelResult{Name: s.model.Channels[c].Name, Intervals: make([]Figures, k)}
		for i := range k {
			ch.Intervals[i] = s.contactFigures(c, channel(c*(k+1)+i), s.intervalLength, t)
		}
		day := channel(c*(k+1) + k)
		ch.Day = s.contactFigures(c, day, s.dayLength, t)
		ch.Served = day.share(shareServed, t, 1)
		for i := range quantileShares {
			*ch.AnswerQuantiles.of(i) = quantile(c).mean(i, 1, t)
			*ch.WaitQuantiles.of(i) = quantile(c).mean(len(quantileShares)+i, 1, t)
		}
		r.Channels[c] = ch
	}
	if s.total != nil {
		r.Total = &Total{Day: contactFigures(total(k), s.dayLength, t)}
		for i := range k {
			r.Total.Intervals = append(r.Total.Intervals, contactFigures(total(i), s.intervalLength, t))
		}
	}
	for g := range r.Teams {
		team1 := TeamResult{Name: s.model.Teams[g].Name, Intervals: make([]Presence, k)}
		for i := range k {
			team1.Intervals[i] = s.presence(g, team(g*(k+1)+i), s.intervalLength, t)
		}
		team1.Day = s.presence(g, team(g*(k+1)+k), s.dayLength, t)
		r.Teams[g] = team1
	}
	return r
}

// channel and team are the estimates of a cell of the summary's own.
func (s *summary) channel(cell int) estimates { return &s.channels[cell] }
func (s *summary) team(cell int) estimates    { return &s.teams[cell] }
func (s *summary) quantile(c int) estimates   { return &s.quantiles[c] }
func (s *summary) totals(cell int) estimates  { return &s.total[cell] }

// whole is the result with what is kept of single contacts and days.
func (s *summary) whole(o Options, waits [][]Waits, ages []ageCounts) *Result {
	r := s.result(o, s.channel, s.team, s.quantile, s.totals)
	if len(ages) > 0 {
		s.addCounts(r, ages, studentT(o.Confidence, s.replications))
	}
	each := len(s.days) / len(r.Channels)
	for c := range r.Channels {
		ch := &r.Channels[c]
		days := s.days[c*each:][:each]
		ch.Days = days[each-1].clone()
		for _, d := range days[:each-1] {
			ch.IntervalDays = append(ch.IntervalDays, d.clone())
		}
		ch.AnswerQuantileDays, ch.WaitQuantileDays = s.quantileDays[2*c].clone(), s.quantileDays[2*c+1].clone()
		for _, w := range waits[c] {
			ch.Waits.Answered = ch.Waits.Answered.Merge(w.Answered)
			ch.Waits.Abandoned = ch.Waits.Abandoned.Merge(w.Abandoned)
		}
		if o.WaitsByInterval {
			ch.IntervalWaits = waits[c][s.warm:]
		}
	}
	for g := range r.Teams {
		days := s.teamDays[g*each:][:each]
		r.Teams[g].Days = days[each-1].clone()
		for _, d := range days[:each-1] {
			r.Teams[g].IntervalDays = append(r.Teams[g].IntervalDays, d.clone())
		}
	}
	return r
}

func (s *summary) contactFigures(c int, m estimates, length, t float64) Figures {
	f := contactFigures(m, length, t)
	if s.figures == numAllFigures {
		f.addExtras(&s.model.Channels[c], m, length, t)
	}
	return f
}

// contactFigures are those that any channel has.
func contactFigures(m estimates, length, t float64) Figures {
	return Figures{
		Offered:   m.mean(offered, 1, t),
		Answered:  m.mean(answered, 1, t),
		Abandoned: m.mean(abandoned, 1, t),
		Blocked:   m.mean(blocked, 1, t),
		Redials:   m.mean(redials, 1, t),
		Waiting:   m.mean(waiting, 1, t),
		ServiceLevel: Levels{
			Offered:        m.share(levelOffered, t, 1),
			Answered:       m.share(levelAnswered, t, 1),
			ExcludingShort: m.share(levelExcludingShort, t, 1),
			Waited:         m.share(levelWaited, t, 1),
		},
		ASA:         m.ratio(meanAnswer, t, 0),
		MeanWait:    m.ratio(meanOfAll, t, 0),
		LongestWait: m.mean(longest, 1, t),
		Abandonment: m.share(shareAbandoned, t, 0),
		Blocking:    m.share(shareBlocked, t, 0),
		MeanQueue:   m.mean(queueTime, length, t),
		HandleTime:  m.ratio(meanHandle, t, 0),
		TalkTime:    m.ratio(meanTalk, t, 0),
		WrapUp:      m.ratio(meanWrapUp, t, 0),
	}
}

func (s *summary) presence(g int, m estimates, length, t float64) Presence {
	perHour := m.ratio(takenPerTime, t, 0)
	perHour.Mean *= 3600
	perHour.HalfWidth *= 3600
	p := Presence{
		Staffed:      m.mean(staffed, length, t),
		Busy:         m.mean(busy, length, t),
		Occupancy:    m.ratio(occupied, t, 0),
		TalkShare:    m.ratio(talkShare, t, 0),
		WrapShare:    m.ratio(wrapShare, t, 0),
		AllBusy:      m.ratio(withoutIdle, t, 0),
		Scheduled:    m.mean(scheduled, length, t),
		Utilization:  m.ratio(utilized, t, 0),
		Taken:        m.mean(taken, 1, t),
		PerAgentHour: perHour,
	}
	if s.model.wide(g) {
		n, each := m.mean(inHand, length, t), m.ratio(concurrent, t, 0)
		p.InHand, p.Concurrency = &n, &each
	}
	return p
}
