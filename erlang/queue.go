// Package erlang computes the steady state of contact-center queues from formulas.
package erlang

// Queue is one queue in steady state: contacts arrive in a Poisson stream, are
// handled by a number of like agents, first come first served, and give up
// waiting after an exponential patience.
type Queue struct {
	Rate       float64 `json:"rate"`                // contacts offered per second
	HandleTime float64 `json:"handle_time_s"`       // mean handle time, seconds
	Patience   float64 `json:"patience_s,omitzero"` // mean patience, seconds; 0 or +Inf: nobody gives up
}

// Load is the offered load in erlangs: Rate x HandleTime.
func (q Queue) Load() float64 { return q.Rate * q.HandleTime }

// Levels is the service level under the four definitions.
type Levels struct {
	Offered        float64 `json:"offered"`         // answered within T / offered
	Answered       float64 `json:"answered"`        // answered within T / answered
	ExcludingShort float64 `json:"excluding_short"` // answered within T / (offered - abandoned within T)
	Waited         float64 `json:"waited"`          // (answered or abandoned within T) / offered
}

// Performance is what a queue does with a number of agents.
type Performance struct {
	Agents            float64 `json:"agents"`
	Load              float64 `json:"load"`                  // offered, erlangs
	PWait             float64 `json:"p_wait"`                // share of offered contacts that wait
	Abandonment       float64 `json:"abandonment"`           // abandoned / offered
	MeanWait          float64 `json:"mean_wait_s"`           // of all offered, seconds
	ASA               float64 `json:"asa_s"`                 // mean wait of the answered, seconds
	MeanWaitAbandoned float64 `json:"mean_wait_abandoned_s"` // mean wait of those who give up, seconds
	Occupancy         float64 `json:"occupancy"`             // carried load / agents
	MeanQueue         float64 `json:"mean_queue"`            // contacts waiting, time average
	Within            float64 `json:"within_s"`              // T of the service levels, seconds
	ServiceLevel      Levels  `json:"service_level"`
}

// Targets is any mix of service targets; a zero field sets no target.
type Targets struct {
	ServiceLevel float64    // least share, in (0, 1)
	Within       float64    // T of the service level, seconds
	Definition   Definition // of the service level
	ASA          float64    // largest mean wait of the answered, seconds
	Abandonment  float64    // largest share of offered
	Occupancy    float64    // largest occupancy, in (0, 1]
	PWait        float64    // largest share that waits
}

// Requirement is the least number of agents that meets every target.
type Requirement struct {
	Agents      int         `json:"agents"`
	Binding     string      `json:"binding"` // the target that one agent fewer would break: service_level, asa, abandonment, occupancy, p_wait; "" where 0 agents do
	Performance Performance `json:"performance"`
}

// Evaluate returns the steady state with the given agents (a real number) and
// the service level within the given seconds. Without patience (Erlang C) a
// load at or above the agents is ErrOverload.
func (q Queue) Evaluate(agents, within float64) (Performance, error) { panic("not yet") }

// Required returns the least whole number of agents that meets all targets. It
// searches below the load too where callers give up. A target no number of
// agents meets (up to MaxAgents) is an *UnreachableError that names it.
func (q Queue) Required(t Targets) (Requirement, error) { panic("not yet") }
