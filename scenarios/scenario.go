// Package scenarios is the scenario file: its types, defaults, loading and checks.
package scenarios

import (
	"time"

	"frontoffice/erlang"
)

// Scenario is a day of a contact center: demand, channels, teams and targets.
type Scenario struct {
	Name       string
	Date       time.Time     // the zero time where none is given
	Open       time.Duration // since midnight
	Close      time.Duration // since midnight, above Open; above 24h past midnight
	Interval   time.Duration // divides Close - Open
	Channels   []Channel     // in the file's order
	Teams      []Team        // in the file's order
	Plan       Plan          // nil where the file gives none
	Simulation Simulation
	File       string   // where it was read from, for messages: a path or an embedded name
	Notes      []string // what a reader of the numbers should know, such as contacts outside the hours
}

// Channel is a stream of contacts.
type Channel struct {
	Name       string
	Kind       string    // "voice"
	Volumes    []float64 // expected contacts per interval, demand resolved
	Demand     string    // in words, where the volumes come from: "bank-calls.csv, mean of 34 Mondays"
	HandleTime HandleTime
	Patience   time.Duration // mean of an exponential patience; 0: nobody gives up
	Target     Target
}

// HandleTime is the law of a channel's handle times.
type HandleTime struct {
	Distribution string          // exponential, lognormal, gamma, deterministic, empirical
	Means        []time.Duration // one per interval
	CV           float64         // coefficient of variation, of every distribution
	Sample       []time.Duration // empirical only
}

// Target is what a channel promises; zero fields promise nothing.
type Target struct {
	ServiceLevel float64 // share
	Within       time.Duration
	Definition   erlang.Definition
	ASA          time.Duration
	Abandonment  float64
	Occupancy    float64
}

// Team is a group of like agents.
type Team struct {
	Name          string
	Skills        []string      // channels, most preferred first
	Planned       float64       // planned shrinkage, share of paid time
	Unplanned     float64       // unplanned shrinkage, share of what planned shrinkage leaves
	ContractHours time.Duration // paid hours of one FTE a day; 0 where not given
	MinAgents     int           // never fewer in an interval
	MaxAgents     int           // never more; 0: no limit
}

// Shrinkage is the share of paid time in which agents are not available:
// 1 - (1 - planned)(1 - unplanned).
func (t Team) Shrinkage() float64 { return 1 - (1-t.Planned)*(1-t.Unplanned) }

// Plan is agents available for contacts, per team (as in Scenario.Teams) and interval.
type Plan [][]int

// Simulation says how the day is simulated.
type Simulation struct {
	Replications int
	Seed         uint64
}

// Intervals is the number of intervals in the day.
func (s *Scenario) Intervals() int { return int((s.Close - s.Open) / s.Interval) }
