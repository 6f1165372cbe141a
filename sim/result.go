package sim

// Estimate is a mean over replications with the half-width of its confidence
// interval: Student's t, by the delta method where it is a ratio of sums.
type Estimate struct {
	Mean      float64 `json:"mean"`
	HalfWidth float64 `json:"half_width"`
	// Undefined marks a ratio 0/0, of an interval that nobody reached in any replication.
	// Mean is then a convention: a service level is 1, any other ratio 0.
	Undefined bool `json:"undefined,omitempty"`
}

// Levels is the service level under the four definitions.
type Levels struct {
	Offered        Estimate `json:"offered"`         // answered within T / offered
	Answered       Estimate `json:"answered"`        // answered within T / answered
	ExcludingShort Estimate `json:"excluding_short"` // answered within T / (offered - abandoned within T)
	Waited         Estimate `json:"waited"`          // (answered or abandoned within T) / offered
}

// Figures is what happened to the contacts that arrived in an interval or a day,
// even where they were answered in a later interval. Counts are per replication.
type Figures struct {
	Offered      Estimate `json:"offered"`
	Answered     Estimate `json:"answered"`
	Abandoned    Estimate `json:"abandoned"`
	Waiting      Estimate `json:"waiting"` // still waiting when the simulation ended
	ServiceLevel Levels   `json:"service_level"`
	ASA          Estimate `json:"asa_s"`       // mean wait of the answered, seconds
	MeanWait     Estimate `json:"mean_wait_s"` // of all offered, seconds; of those still waiting, up to the close
	Abandonment  Estimate `json:"abandonment"` // abandoned / offered
	MeanQueue    Estimate `json:"mean_queue"`  // contacts waiting: average over the clock time of the interval or day
}

// Presence is what a team's agents did over the clock time of an interval or a day.
type Presence struct {
	Staffed   Estimate `json:"staffed"`   // agents present, time average, those who finish a last contact included
	Busy      Estimate `json:"busy"`      // agents with a contact in hand, time average
	Occupancy Estimate `json:"occupancy"` // busy / staffed
	AllBusy   Estimate `json:"all_busy"`  // share of time without an idle agent; all of it where nobody is staffed
}

// ChannelResult is what a channel's contacts met.
type ChannelResult struct {
	Name      string    `json:"name"`
	Day       Figures   `json:"day"`
	Intervals []Figures `json:"intervals"`
	Waits     Waits     `json:"waits"` // over all replications
}

// TeamResult is what a team did.
type TeamResult struct {
	Name      string     `json:"name"`
	Day       Presence   `json:"day"`
	Intervals []Presence `json:"intervals"`
}

// Result is what the replications of a model showed.
type Result struct {
	Replications int             `json:"replications"`
	Seed         uint64          `json:"seed"`
	Confidence   float64         `json:"confidence"`
	Channels     []ChannelResult `json:"channels"`
	Teams        []TeamResult    `json:"teams"`
}

// summary gathers the replications of a model, in their order.
type summary struct {
	model          *Model
	intervals      int
	channels       []moments // channel · (intervals+1) + interval; the last is the day
	teams          []moments // likewise
	figures, day   []float64
	replications   int
	dayLength      float64
	intervalLength float64
}

func newSummary(m *Model) *summary {
	k := m.intervals()
	s := &summary{
		model:          m,
		intervals:      k,
		channels:       make([]moments, len(m.Channels)*(k+1)),
		teams:          make([]moments, len(m.Teams)*(k+1)),
		figures:        make([]float64, numContactFigures),
		day:            make([]float64, numContactFigures),
		dayLength:      float64(k) * m.Interval,
		intervalLength: m.Interval,
	}
	for i := range s.channels {
		s.channels[i] = newMoments(numContactFigures, contactRatios)
	}
	for i := range s.teams {
		s.teams[i] = newMoments(numClockFigures, clockRatios)
	}
	return s
}

// add takes in one replication.
func (s *summary) add(t *tally) {
	s.replications++
	k := s.intervals
	for c := range s.model.Channels {
		var through int64
		x, day := s.figures[:numContactFigures], s.day[:numContactFigures]
		clear(day)
		for i := range k {
			cell := &t.cells[c*k+i]
			through += cell.through
			cell.figures(x, through, s.intervalLength)
			s.channels[c*(k+1)+i].add(x)
			for j, v := range x {
				day[j] += v
			}
		}
		s.channels[c*(k+1)+k].add(day)
	}
	for g := range s.model.Teams {
		x, day := s.figures[:numClockFigures], s.day[:numClockFigures]
		clear(day)
		for i := range k {
			t.clocks[g*(k+1)+i].figures(x)
			s.teams[g*(k+1)+i].add(x)
			for j, v := range x {
				day[j] += v
			}
		}
		s.teams[g*(k+1)+k].add(day)
	}
}

// result makes the estimates at the given confidence.
func (s *summary) result(o Options, waits []Waits) *Result {
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
		all := s.channels[c*(k+1):][:k+1]
		ch := ChannelResult{Name: s.model.Channels[c].Name, Waits: waits[c], Intervals: make([]Figures, k)}
		for i := range k {
			ch.Intervals[i] = contactFigures(&all[i], s.intervalLength, t)
		}
		ch.Day = contactFigures(&all[k], s.dayLength, t)
		r.Channels[c] = ch
	}
	for g := range r.Teams {
		all := s.teams[g*(k+1):][:k+1]
		team := TeamResult{Name: s.model.Teams[g].Name, Intervals: make([]Presence, k)}
		for i := range k {
			team.Intervals[i] = presence(&all[i], s.intervalLength, t)
		}
		team.Day = presence(&all[k], s.dayLength, t)
		r.Teams[g] = team
	}
	return r
}

func contactFigures(m *moments, length, t float64) Figures {
	return Figures{
		Offered:   m.mean(offered, 1, t),
		Answered:  m.mean(answered, 1, t),
		Abandoned: m.mean(abandoned, 1, t),
		Waiting:   m.mean(waiting, 1, t),
		ServiceLevel: Levels{
			Offered:        m.share(0, t, 1),
			Answered:       m.share(1, t, 1),
			ExcludingShort: m.share(2, t, 1),
			Waited:         m.share(3, t, 1),
		},
		ASA:         m.ratio(4, t, 0),
		MeanWait:    m.ratio(5, t, 0),
		Abandonment: m.share(6, t, 0),
		MeanQueue:   m.mean(queueTime, length, t),
	}
}

func presence(m *moments, length, t float64) Presence {
	return Presence{
		Staffed:   m.mean(staffed, length, t),
		Busy:      m.mean(busy, length, t),
		Occupancy: m.ratio(0, t, 0),
		AllBusy:   m.mean(allBusy, length, t),
	}
}
