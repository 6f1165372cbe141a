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
	HandleTime   Estimate `json:"handle_time_s"`  // mean time of agents with an answered contact, seconds, wrap-up included: as worked, at the team's pace; of a call that goes out without preview and ringing
	TalkTime     Estimate `json:"talk_time_s"`    // of it before wrap-up
	WrapUp       Estimate `json:"wrap_up_s"`      // of it wrap-up
	MeanQueue    Estimate `json:"mean_queue"`     // contacts waiting: average over the clock time of the interval or day

	// What only some channels have; nil for the others.
	Chat       *ChatFigures       `json:"chat,omitempty"`
	Deferred   *DeferredFigures   `json:"deferred,omitempty"`
	Automation *AutomationFigures `json:"automation,omitempty"`
	CallBack   *CallBackFigures   `json:"call_back,omitempty"`
	Outbound   *OutboundFigures   `json:"outbound,omitempty"`
}

// ChatFigures is what a channel with a Chat shows beside.
type ChatFigures struct {
	InHand   Estimate `json:"in_hand"`    // contacts with an agent: average over the clock time
	Duration Estimate `json:"duration_s"` // of the answered, from the answer to the end, seconds
	Silent   Estimate `json:"silent"`     // of those answered, left silently
}

// DeferredFigures is what deferred work shows beside. Its service levels in Figures are about when it is
// first taken up; here its end counts.
type DeferredFigures struct {
	Carried  Estimate `json:"carried"`          // of those offered, in the opening backlog
	OnTime   Estimate `json:"on_time"`          // finished by the deadline / offered, less those not finished but not due either when the simulation ended
	AtLeast  Estimate `json:"on_time_at_least"` // finished by the deadline / offered: were all late that is neither finished nor due
	AtMost   Estimate `json:"on_time_at_most"`  // were none of it
	Known    Estimate `json:"known"`            // contacts that OnTime is of: finished, or due by the end of the simulation
	TimeTo   Estimate `json:"time_to_s"`        // mean of the finished, from arrival to the end, seconds
	Backlog  Estimate `json:"backlog"`          // not finished, in hand or waiting, at the end of the interval or day
	Overdue  Estimate `json:"overdue"`          // of the backlog, not finished by their deadline
	OldestAt Estimate `json:"oldest_s"`         // age of the oldest of the backlog, seconds
}

// AutomationFigures is what automation did. Those it contained are not offered.
type AutomationFigures struct {
	Met         Estimate `json:"met"`       // contacts that met it
	Contained   Estimate `json:"contained"` // of them, served to the end
	Containment Estimate `json:"containment"`
}

// CallBackFigures is what became of call-backs.
type CallBackFigures struct {
	Offered  Estimate `json:"offered"`
	Accepted Estimate `json:"accepted"`
	Failed   Estimate `json:"failed"`  // nobody picked up; among the Abandoned
	Delay    Estimate `json:"delay_s"` // mean, from accepting to the call, seconds
}

// OutboundFigures is what became of calls that go out, by the time of dialling; where calls are dialled ahead, those
// connected by the time of that. Offered, in Figures, is those connected, Abandoned those of them that met no agent.
type OutboundFigures struct {
	Dialled      Estimate   `json:"dialled"`
	Connected    Estimate   `json:"connected"`
	RightParty   Estimate   `json:"right_party"`
	Dispositions []Estimate `json:"dispositions"` // contacts with each, in the order of the channel's
	Amount       Estimate   `json:"amount"`       // of all dispositions
	Left         Estimate   `json:"left"`         // records never called, at the end of the interval or day
}

// Presence is what a team's agents did over the clock time of an interval or a day.
type Presence struct {
	Staffed   Estimate `json:"staffed"`    // agents present, time average, those who finish a last contact included
	Busy      Estimate `json:"busy"`       // agents with a contact in hand, time average
	Occupancy Estimate `json:"occupancy"`  // busy / staffed
	TalkShare Estimate `json:"talk_share"` // busy before wrap-up / staffed, preview and ringing of calls that go out included
	WrapShare Estimate `json:"wrap_share"` // busy with wrap-up / staffed
	AllBusy   Estimate `json:"all_busy"`   // of the time with anybody on duty (not only to finish a last contact), the share without an idle agent

	Scheduled    Estimate `json:"scheduled"`      // agents of the plan, time average: breaks and absences included
	Utilization  Estimate `json:"utilization"`    // busy / scheduled, in intervals in which any are: above 1 where agents stay beyond their time
	Taken        Estimate `json:"taken"`          // contacts taken in the time
	PerAgentHour Estimate `json:"per_agent_hour"` // contacts taken / hours staffed

	// Of teams whose agents may have several contacts in hand; nil for the others.
	InHand      *Estimate `json:"in_hand,omitempty"`     // contacts in hand, time average
	Concurrency *Estimate `json:"concurrency,omitempty"` // in hand / busy: contacts in hand of an agent with any
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

	Ages  *Ages  `json:"ages,omitempty"`  // of deferred work
	Cases *Cases `json:"cases,omitempty"` // that began on the channel, where contacts of the model lead to others
}

// Ages is how old deferred work was, over all replications, in seconds since its arrival: what was finished, at
// its end, and what was left at the close.
type Ages struct {
	Done Histogram `json:"done"`
	Left Histogram `json:"left"`
}

// Cases is what became of the cases that contacts of a channel opened, and what its contacts led to.
type Cases struct {
	Opened     Estimate  `json:"opened"`
	FirstTime  Estimate  `json:"first_contact_resolution"` // cases resolved by their first contact alone / cases of which that is known: it is over, or has led to others
	Resolved   Estimate  `json:"resolved"`                 // cases resolved / cases that are over
	Open       Estimate  `json:"open"`                     // cases not over when the simulation ended
	Contacts   Estimate  `json:"contacts"`                 // contacts of a case that is over, mean
	Resolution Estimate  `json:"resolution_s"`             // mean time from the first arrival to the end of a resolved case, seconds
	Times      Histogram `json:"times"`                    // of those times, over all replications
	Flows      []Flow    `json:"flows"`                    // in the order of the channel's FollowUps
}

// Flow is the contacts that a channel's contacts led to by one of its FollowUps.
type Flow struct {
	To       string   `json:"to"`
	When     string   `json:"when"`
	Contacts Estimate `json:"contacts"`
}

// Total is what the contacts of all channels together met; service levels have each channel's own T.
type Total struct {
	Day       Figures   `json:"day"`
	Intervals []Figures `json:"intervals"`
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
	Total        *Total          `json:"total,omitempty"` // of all channels together; nil with one
	Teams        []TeamResult    `json:"teams"`
	Unmet        []int           `json:"unmet,omitempty"` // which of Options.Precision were not reached
}
