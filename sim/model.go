package sim

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

// intervals is the number of intervals of a valid model.
func (m *Model) intervals() int { return len(m.Channels[0].Arrivals) }
