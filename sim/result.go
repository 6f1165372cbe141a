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
	Blocked      Estimate `json:"blocked"` // met a busy signal
	Redials      Estimate `json:"redials"` // of those offered, attempts after the first
	Waiting      Estimate `json:"waiting"` // still waiting when the simulation ended
	ServiceLevel Levels   `json:"service_level"`
	ASA          Estimate `json:"asa_s"`          // mean wait of the answered, seconds
	MeanWait     Estimate `json:"mean_wait_s"`    // of all offered but the blocked, seconds; of those still waiting, up to the close
	LongestWait  Estimate `json:"longest_wait_s"` // mean over replications of the longest, likewise
	Abandonment  Estimate `json:"abandonment"`    // abandoned / offered
	Blocking     Estimate `json:"blocking"`       // blocked / offered
	HandleTime   Estimate `json:"handle_time_s"`  // mean time of agents with an answered contact, seconds, wrap-up included: as worked, at the team's pace
	TalkTime     Estimate `json:"talk_time_s"`    // of it before wrap-up
	WrapUp       Estimate `json:"wrap_up_s"`      // of it wrap-up
	MeanQueue    Estimate `json:"mean_queue"`     // contacts waiting: average over the clock time of the interval or day
}

// Presence is what a team's agents did over the clock time of an interval or a day.
type Presence struct {
	Staffed   Estimate `json:"staffed"`    // agents present, time average, those who finish a last contact included
	Busy      Estimate `json:"busy"`       // agents with a contact in hand, time average
	Occupancy Estimate `json:"occupancy"`  // busy / staffed
	TalkShare Estimate `json:"talk_share"` // busy before wrap-up / staffed
	WrapShare Estimate `json:"wrap_share"` // busy with wrap-up / staffed
	AllBusy   Estimate `json:"all_busy"`   // share of time without an idle agent; all of it where nobody is staffed

	Scheduled    Estimate `json:"scheduled"`      // agents of the plan, time average: breaks and absences included
	Utilization  Estimate `json:"utilization"`    // busy / scheduled: above 1 where agents stay beyond their time
	Taken        Estimate `json:"taken"`          // contacts taken in the time
	PerAgentHour Estimate `json:"per_agent_hour"` // contacts taken / hours staffed
}

// ChannelResult is what a channel's contacts met.
type ChannelResult struct {
	Name      string    `json:"name"`
	Day       Figures   `json:"day"`
	Intervals []Figures `json:"intervals"`
	Served    Estimate  `json:"served"` // answered in the day / contacts that came, redials not counted anew
	Waits     Waits     `json:"waits"`  // over all replications
	// AnswerQuantiles and WaitQuantiles are quantiles of the waits of the day's answered contacts, and of
	// all but those blocked or still waiting.
	AnswerQuantiles Quantiles `json:"answer_quantiles"`
	WaitQuantiles   Quantiles `json:"wait_quantiles"`
	// IntervalWaits is the same by interval of arrival, where Options ask for it.
	IntervalWaits []Waits `json:"interval_waits,omitempty"`
	Days          Days    `json:"days"` // how the figures of the day differ between replications
	// AnswerQuantileDays and WaitQuantileDays are that of the quantiles.
	AnswerQuantileDays DayQuantiles `json:"answer_quantile_days"`
	WaitQuantileDays   DayQuantiles `json:"wait_quantile_days"`
	// IntervalDays is how the figures of each interval differ, where Options ask for it.
	IntervalDays []Days `json:"interval_days,omitempty"`
}

// TeamResult is what a team did.
type TeamResult struct {
	Name      string     `json:"name"`
	Day       Presence   `json:"day"`
	Intervals []Presence `json:"intervals"`
	Days      TeamDays   `json:"days"` // how the figures of the day differ between replications
	// IntervalDays is how the figures of each interval differ, where Options ask for it.
	IntervalDays []TeamDays `json:"interval_days,omitempty"`
}

// Result is what the replications of a model showed.
type Result struct {
	Replications int             `json:"replications"`
	Seed         uint64          `json:"seed"`
	Confidence   float64         `json:"confidence"`
	Channels     []ChannelResult `json:"channels"`
	Teams        []TeamResult    `json:"teams"`
	Unmet        []int           `json:"unmet,omitempty"` // which of Options.Precision were not reached
}
