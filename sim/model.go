// Package sim simulates a contact center contact by contact.
package sim

import "context"

// Model is a day: channels of contacts, and teams of agents that serve them,
// over intervals of equal length. Time is in seconds from the opening.
type Model struct {
	Interval float64   // length of an interval, seconds
	Channels []Channel // at least one
	Teams    []Team    // at least one
}

// Channel is a stream of contacts with its queue, served first come first served.
type Channel struct {
	Name       string    // keys its random streams: two models with like names and seed meet the same customers
	Arrivals   []float64 // expected contacts per interval: Poisson, at a constant rate within the interval
	HandleTime []Law     // one law for the whole day, or one per interval of arrival
	Patience   Law       // the zero Law: nobody gives up
	Within     float64   // T of the service levels, seconds
}

// Team is a group of like agents.
type Team struct {
	Name   string
	Skills []int // channels it serves (indexes into Model.Channels), most preferred first
	Agents []int // present per interval; who leaves finishes the contact in hand
}

// Options says how a model is run; the zero value runs 100 replications on all cores.
type Options struct {
	Replications int                   // 0: 100
	Seed         uint64                // same seed, same answer, bit for bit, on any number of workers
	Workers      int                   // 0: one per core
	Confidence   float64               // of the intervals; 0: 0.95
	Progress     func(done, total int) // called in order, from one goroutine at a time
}

// Estimate is a mean over replications with the half-width of its confidence interval.
type Estimate struct {
	Mean      float64 `json:"mean"`
	HalfWidth float64 `json:"half_width"`
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
	MeanWait     Estimate `json:"mean_wait_s"` // of all offered, seconds
	Abandonment  Estimate `json:"abandonment"` // abandoned / offered
	MeanQueue    Estimate `json:"mean_queue"`  // contacts waiting: average over the clock time of the interval or day
}

// Presence is what a team's agents did over the clock time of an interval or a day.
type Presence struct {
	Staffed   Estimate `json:"staffed"`   // agents present, time average, those who finish a last contact included
	Busy      Estimate `json:"busy"`      // agents with a contact in hand, time average
	Occupancy Estimate `json:"occupancy"` // busy / staffed
	AllBusy   Estimate `json:"all_busy"`  // share of time without an idle agent
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

// Run simulates the model's day from empty, as often as o says.
func Run(ctx context.Context, m Model, o Options) (*Result, error) { panic("not yet") }
