package sim

// Model is a day: channels of contacts, and teams of agents that serve them,
// over intervals of equal length. Time is in seconds from the opening.
type Model struct {
	Interval float64   // length of an interval, seconds
	Channels []Channel // at least one
	Teams    []Team    // at least one

	Busyness Busyness // of the day, for all channels alike
	Lines    int      // contacts at most, all channels together, waiting or talking; 0: no limit
	WarmUp   float64  // seconds before the opening, simulated with the first interval's volumes and staff but not counted; 0: the day starts empty
}

// Channel is a stream of contacts with its queue. What is beyond calls that wait, first come first served,
// is in parts whose zero value is nothing of the kind.
type Channel struct {
	Name       string    // keys its random streams: two models with like names and seed meet the same customers
	Arrivals   []float64 // expected contacts per interval: Poisson, at a constant rate within the interval unless Slopes are given
	HandleTime []Law     // one law for the whole day, or one per interval of arrival
	Patience   Law       // the zero Law: nobody gives up
	Within     float64   // T of the service levels, seconds

	Slopes   []float64 // per interval, -1 to 1: the rate changes from (1-s) to (1+s) times its mean along it; nil: constant (see LinearRates)
	Busyness Busyness  // of this channel
	Contacts []Contact // who comes, given one by one in order of time, instead of Arrivals

	WrapUp Law     // work of the agent after the contact, on top of HandleTime; the zero Law: none
	Balk   float64 // share of contacts with no patience at all: they leave unless answered at once

	Lines  int    // contacts of the channel at most, waiting or talking; 0: no limit
	Room   int    // contacts of the channel waiting at most; 0: no limit; NoRoom: none
	Redial Redial // of those who gave up or met a busy signal

	Routes []Route   // the teams that serve it, in order of preference; nil: all that have the skill, at once, in the model's order
	Choose AgentRule // among several teams with an agent idle
	Weight float64   // of a second of waiting, for teams that take by WeightedAge; 0: 1

	Chat     Chat       // several in hand at a time
	Deferred Deferred   // work that waits, with a deadline
	Order    QueueOrder // which of those waiting is taken first
	Resume   ResumeRule // what happens to one in hand where a team's Preempt would interrupt it

	Automation Automation // in front of the queue
	CallBack   CallBack   // offered instead of waiting
	Outbound   Outbound   // calls that go out, instead of Arrivals
	FollowUps  []FollowUp // what a contact leads to
}

// NoRoom as a channel's Room lets nobody wait: who cannot be answered at once is blocked.
const NoRoom = -1

// Redial says who comes again after giving up or meeting a busy signal. The new attempt is
// a contact offered anew, with the same handle time and a new patience, or the same. It counts in the
// interval in which it is made; after the close none are made.
type Redial struct {
	Share        float64 // of them come again, each time anew
	After        Law     // how much later
	KeepPatience bool    // who was impatient is so again: the patience, balking included, is that of the first attempt
}

// maxAttempts is when a contact stops redialling, so that a replication ends.
const maxAttempts = 1000

// Route lets a team take a channel's contacts.
type Route struct {
	Team    int     // index into Model.Teams; must have the skill
	After   float64 // seconds that a contact must have waited
	Reserve int     // agents of the team that must stay idle afterwards
}

// AgentRule chooses among the agents who may take a contact. Where they may have several in hand,
// InOrder takes the first team with such an agent and of it the least loaded; LongestIdle takes
// agents with something in hand only where nobody is idle, and of them who took a contact longest ago.
// Of equals the one who has been so for longest is taken. Random takes each of the idle agents alike, of whatever team, and where
// nobody is idle does as LongestIdle.
type AgentRule int

const (
	InOrder       AgentRule = iota // the first team in the order of the routes
	LongestIdle                    // the agent without a contact for longest
	LeastOccupied                  // the agent with the least share of its time on duty in contacts
	LeastLoaded                    // the agent with the fewest contacts in hand
	MostLoaded                     // the agent with the most contacts in hand who may take another
	Random                         // any idle agent, each with the same chance
)

// String is the rule in words.
func (r AgentRule) String() string {
	switch r {
	case InOrder:
		return "in order"
	case LongestIdle:
		return "longest idle"
	case LeastOccupied:
		return "least occupied"
	case LeastLoaded:
		return "least loaded"
	case MostLoaded:
		return "most loaded"
	case Random:
		return "random"
	}
	return "unknown"
}

// Team is a group of like agents.
type Team struct {
	Name   string
	Skills []int // channels it serves (indexes into Model.Channels), most preferred first
	Agents []int // present per interval; who leaves finishes the contact in hand. May be nil where Shifts are given

	Efficiency []float64 // per skill: handle times and wrap-up are divided by it; nil: 1
	HandleTime []Law     // per skill: of contacts that the team is first to take, instead of the channel's; the zero Law: the channel's; nil: all the channel's

	Shifts    []Shift // agents present besides Agents, at any times
	Absence   float64 // chance that an agent (the n-th of Agents in all intervals, or one of a shift) is away all day
	Adherence float64 // chance that an agent not absent is there in an interval, each anew; 0: 1
	HandBack  bool    // agents who leave hand the contact back to its queue, where it takes its place by arrival, to be resumed by whoever takes it

	Take    ContactRule // which contact an agent who becomes free takes
	Preempt bool        // a contact that arrives and finds nobody idle interrupts one of a less preferred skill, which is resumed later
}

// Shift is some agents' time of work.
type Shift struct {
	Agents   int     // 0: 1
	From, To float64 // seconds from the opening
	Breaks   []Break
}

// Break is a time off within a shift: paid, not on duty.
type Break struct{ From, To float64 }

// ContactRule chooses among the channels with contacts that a free agent may take; of
// each the first by its Order is taken.
type ContactRule int

const (
	BySkill      ContactRule = iota // the most preferred skill
	LongestWait                     // the contact that arrived first
	LongestQueue                    // of the channel with most waiting
	WeightedAge                     // with the most seconds since its arrival, times the channel's Weight
	EarliestDue                     // that is due first; without a deadline, when its patience or else its time T ends
)

// String is the rule in words.
func (r ContactRule) String() string {
	switch r {
	case BySkill:
		return "by skill"
	case LongestWait:
		return "longest wait"
	case LongestQueue:
		return "longest queue"
	case WeightedAge:
		return "weighted age"
	case EarliestDue:
		return "earliest due"
	}
	return "unknown"
}

// intervals is the number of intervals of a valid model.
func (m *Model) intervals() int {
	for c := range m.Channels {
		if m.Channels[c].Arrivals != nil {
			return len(m.Channels[c].Arrivals)
		}
	}
	for g := range m.Teams {
		if m.Teams[g].Agents != nil {
			return len(m.Teams[g].Agents)
		}
	}
	return 0
}
