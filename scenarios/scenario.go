// Package scenarios is the scenario file: its types, defaults, loading and checks.
package scenarios

import (
	"slices"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios/shifts"
	"frontoffice/sim"
)

// Scenario is a day, or several in a row, of a contact center: demand, channels, teams and targets.
type Scenario struct {
	Name       string
	Date       time.Time     // the zero time where none is given
	Open       time.Duration // since midnight
	Close      time.Duration // since midnight, above Open; above 24h past midnight
	Days       []Opening     // of several days in a row, from the first opening to the last closing; nil for one
	Interval   time.Duration // divides Close - Open
	Channels   []Channel     // in the file's order
	Teams      []Team        // in the file's order
	Busyness   Busyness      // of the day, for all channels alike
	Lines      int           // contacts of all channels together that fit; 0: no limit
	FollowUps  []FollowUp
	Plan       Plan        // nil where the file gives none
	Shifts     ShiftSearch // what shifts that are found have to achieve
	Simulation Simulation
	Business   Business // what pricing needs
	File       string   // where it was read from, for messages: a path or an embedded name
	Variant    string   // of the file that this is; "" for the scenario itself
	Changes    []string // by other overrides than the variant's, as PATH=VALUE
	Notes      []string // what a reader of the numbers should know, such as contacts outside the hours
	origin     *decoder // of the file, for messages; nil where it was not read from one
}

// Channel is a stream of contacts.
type Channel struct {
	Name       string
	Kind       string    // Voice, Chats, Deferred, Outbound
	Volumes    []float64 // expected contacts per interval, demand resolved
	Demand     string    // in words, where the volumes come from: "bank-calls.csv, mean of 34 Mondays"
	HandleTime HandleTime
	WrapUp     Law       // work after the contact, on top of HandleTime; the zero Law: none
	Patience   Law       // the zero Law: nobody gives up
	Balking    float64   // share of contacts that leave unless answered at once
	Lines      int       // contacts that fit, waiting or in hand, wrap-up excepted; 0: no limit
	Room       int       // contacts that may wait; 0: no limit, NoRoom: none
	Redial     Redial    // who comes again after giving up or a busy signal
	Routes     []Route   // teams that may take its contacts, in order of preference; nil: all that have the skill
	Choose     string    // which agent of several: in-order, longest-idle, least-occupied, least-loaded, most-loaded, random
	Weight     float64   // of a second of waiting, for teams that take by weighted age; 0: 1
	Slopes     []float64 // by interval, -1 to 1: the rate runs from (1-s) to (1+s) times its mean along it; nil: constant
	Busyness   Busyness
	Target     Target
	Resolution float64 // share of the answered that is resolved, at quality 1; 0: not given
	Outcomes   []Outcome
	LedTo      bool // follow-ups lead to it

	Concurrency int           // chats that an agent has in hand at most; 0: 1
	AgentShare  float64       // of a chat alone, in which the agent is needed; 0: each is as fast as alone
	Pace        []float64     // instead: work done with 1, 2, ... in hand, against one alone
	Turns       Turns         // instead of HandleTime, whose means are then those of a chat alone
	Leaves      Law           // when customers leave a chat silently; the zero Law: nobody
	TimeOut     time.Duration // until it is seen
	Attention   float64       // that a contact in hand takes of an agent; 0: 1 / Concurrency
	Anything    bool          // taken on top of whatever is in hand, not only where attention leaves room

	Deadline    time.Duration // of deferred work, from arrival
	InOpenHours bool          // the deadline runs in the opening hours only
	Backlog     []Backlog     // that waits at the opening
	Order       string        // which waiting contact is taken first: oldest-first, newest-first, deadline-first
	Resume      string        // of one interrupted: any-agent, same-agent, uninterrupted

	Outbound   *Calls // nil where calls come in
	CallBack   CallBack
	Automation Automation
}

// Turns is a chat in which agent and customer write in turn. The zero Turns: none.
type Turns struct {
	Agent, Customer Law
	Number          float64 // of the agent's turns, on average (geometric)
}

// Backlog is contacts that wait at the opening, with ages evenly between two.
type Backlog struct {
	Contacts         int
	Youngest, Oldest time.Duration
}

// Calls is a list of records and how it is called.
type Calls struct {
	List        int
	ContactRate []float64 // one, or one per interval
	RightParty  float64
	WrongParty  Law
	Ring        Law
	Attempts    int
	Again       Law
	Pacing      string // preview, progressive, predictive
	Preview     Law
	AbandonCap  float64
}

// CallBack is the offer to be called back. The zero CallBack: none.
type CallBack struct {
	Accept   float64
	After    time.Duration // of waiting
	Expected time.Duration // wait that must be expected, instead of After; 0: After
	Promise  Law           // until the promised time; the zero Law: the place in the queue is kept
	Fails    float64
	Ring     time.Duration
}

// Automation is a bot or IVR in front of the queue. The zero Automation: none.
type Automation struct {
	Share      float64
	Contains   float64
	Time       Law
	Queue      int // waiting, from which on Busy is contained; 0: never
	Busy       float64
	HandleTime float64 // factor for those handed over
	Cost       float64 // money, of one served to the end
}

// FollowUp is what a contact of one channel leads to on another, or the same: indexes into Channels.
type FollowUp struct {
	From  int
	When  string // answered, abandoned, blocked, late, contained, failed
	Share float64
	To    int
	After Law
}

// HandleTime is the law of a channel's handle times.
type HandleTime struct {
	Distribution string          // exponential, lognormal, gamma, erlang, hyperexponential, uniform, deterministic, empirical
	Means        []time.Duration // one per interval
	CV           float64         // coefficient of variation, of every distribution
	Phases       int             // erlang only
	Sample       []time.Duration // empirical only
}

// Law is the law of a time. The zero Law is that of nothing, or never.
type Law struct {
	Distribution string // as in HandleTime
	Mean         time.Duration
	CV           float64 // of every distribution
	Phases       int     // erlang only
	Sample       []time.Duration
}

// Exponential is the exponential law of a mean; of 0 the zero Law.
func Exponential(mean time.Duration) Law {
	if mean == 0 {
		return Law{}
	}
	return Law{Distribution: "exponential", Mean: mean, CV: 1}
}

// Given is whether there is a law.
func (l Law) Given() bool { return l.Distribution != "" }

// At is the law in an interval.
func (h HandleTime) At(k int) Law { return Law{h.Distribution, h.Means[k], h.CV, h.Phases, h.Sample} }

// GivesUp is whether a channel's contacts may leave unanswered by their own will.
func (c *Channel) GivesUp() bool { return c.Patience.Given() || c.Balking > 0 }

// Slots is how many contacts of a channel an agent has in hand at most, where it has no others: as many as
// Concurrency allows and, unless they are taken on top of anything, as attention has room for.
func (c *Channel) Slots() int {
	n := max(c.Concurrency, 1)
	if c.Attention > 0 && !c.Anything {
		n = min(n, max(1, int(1/c.Attention+1e-9)))
	}
	return n
}

// ExponentialWork is whether the time that an agent is busy with a contact is exponential, as
// formulas take it: the handle time is, and no wrap-up comes on top.
func (c *Channel) ExponentialWork() bool {
	return c.HandleTime.Distribution == "exponential" && !c.WrapUp.Given()
}

// NoRoom as a channel's Room lets nobody wait.
const NoRoom = sim.NoRoom

// Route lets a team take a channel's contacts.
type Route struct {
	Team    string
	After   time.Duration // that a contact must have waited
	Reserve int           // agents of the team that must stay idle for others
}

// Redial says who comes again after giving up or meeting a busy signal.
type Redial struct {
	Share        float64 // of them, each time anew; 0: nobody
	After        Law
	KeepPatience bool // of the first attempt, instead of a new one each time
}

// Busyness makes demand uncertain: volumes are multiplied by a factor for the day
// and one for the interval, of gamma laws with mean 1. The zero Busyness multiplies by 1.
type Busyness struct {
	Day         float64 // coefficient of variation of the day's factor
	Interval    float64 // of each interval's
	Correlation float64 // of the normal scores of intervals one apart
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

// ShiftSearch says what shifts that are found have to achieve.
type ShiftSearch struct {
	Objective     string  // cover, shortage, day
	ShortagePrice float64 // of an agent too few during an interval
	DayFloor      float64 // with the objective day, the share of the required agents that every interval keeps
}

// Team is a group of like agents.
type Team struct {
	Name          string
	Skills        []string      // channels, most preferred first
	Planned       float64       // planned shrinkage, share of paid time
	Unplanned     float64       // unplanned shrinkage, share of what planned shrinkage leaves
	Efficiency    float64       // speed: handle times and wrap-up are divided by it; 0: 1
	Speeds        []float64     // the same per skill, where they differ; else nil
	HandleTime    []Law         // per skill: its own, of contacts that it is first to take; the zero Law: the channel's; nil: all
	Absence       float64       // chance that an agent is away all day
	Adherence     float64       // chance that an agent not absent is there in an interval; 0: 1
	HandBack      bool          // agents who leave hand the contact back to the queue; else they finish it
	Take          string        // which contact a free agent takes: by-skill, longest-wait, longest-queue, weighted-age, earliest-due
	Preempt       bool          // a contact may interrupt one of a less preferred skill
	Shifts        []Shift       // when its agents work; nil where the plan says so
	ContractHours time.Duration // paid hours of one FTE a day; 0 where not given
	MinAgents     int           // never fewer in an interval
	MaxAgents     int           // never more; 0: no limit
	Staff         shifts.Team   // patterns of the shifts that may be worked, and limits on them; none: no patterns
	Tours         bool          // the shifts of a week are found as tours, by the rules in Staff
	Ahead         time.Duration // by how much its site's clock is ahead of the scenario's
	ByWage        bool          // some of its patterns cost what Cost says of wages
	Employed      *int          // people; nil: not given
	Site          Site          // where it works; the zero Site: not given
	Cost          *Cost         // what its people cost; nil: not given
}

// Shrinkage is the share of paid time in which agents are not available:
// 1 - (1 - planned)(1 - unplanned).
func (t Team) Shrinkage() float64 { return 1 - (1-t.Planned)*(1-t.Unplanned) }

// OwnHandleTime is the law of the team's own handle times with a channel; the zero Law where it has none.
func (t Team) OwnHandleTime(channel string) Law {
	if i := slices.Index(t.Skills, channel); t.HandleTime != nil && i >= 0 {
		return t.HandleTime[i]
	}
	return Law{}
}

// Shift is some agents' time of work; times are since the opening.
type Shift struct {
	Agents   int
	From, To time.Duration // may start before the opening and end after the close
	Breaks   []Break
}

// Break is a time off within a shift.
type Break struct{ From, To time.Duration }

// OnDuty is the agents that a team's shifts have on duty in an interval, averaged over its time.
func (s *Scenario) OnDuty(t Team, k int) float64 {
	from, to := time.Duration(k)*s.Interval, time.Duration(k+1)*s.Interval
	in := func(a, b time.Duration) time.Duration { return max(0, min(b, to)-max(a, from)) }
	var sum time.Duration
	for _, shift := range t.Shifts {
		there := in(shift.From, shift.To)
		for _, b := range shift.Breaks {
			there -= in(b.From, b.To)
		}
		sum += time.Duration(shift.Agents) * there
	}
	return float64(sum) / float64(s.Interval)
}

// Rostered is the whole agents that a team's shifts have on duty by interval: the mean rounded down.
func (s *Scenario) Rostered(t Team) []int {
	agents := make([]int, s.Intervals())
	for k := range agents {
		agents[k] = int(s.OnDuty(t, k))
	}
	return agents
}

// TeamsOf is the teams that may take a channel's contacts, in order of preference: indexes into Teams.
func (s *Scenario) TeamsOf(c *Channel) []int {
	var of []int
	if c.Routes != nil {
		for _, r := range c.Routes {
			of = append(of, slices.IndexFunc(s.Teams, func(t Team) bool { return t.Name == r.Team }))
		}
		return of
	}
	for t := range s.Teams {
		if slices.Contains(s.Teams[t].Skills, c.Name) {
			of = append(of, t)
		}
	}
	return of
}

// Dedicated is whether one team serves a channel, and nothing else, in a way that a formula has: what formulas
// can size.
func (s *Scenario) Dedicated(c *Channel) bool {
	return s.NoFormula(c) == "" && len(s.Teams[s.TeamsOf(c)[0]].Skills) == 1
}

// Foremost is whether a channel's calls interrupt all other work of their one team: then it is as if
// the team served nothing else.
func (s *Scenario) Foremost(c *Channel) bool {
	of := s.TeamsOf(c)
	if c.Kind != Voice || len(of) != 1 || c.Anything || c.Attention != 0 && c.Attention != 1 {
		return false
	}
	team := s.Teams[of[0]]
	if !team.Preempt || len(team.Skills) < 2 || team.Skills[0] != c.Name {
		return false
	}
	for i := range s.Channels {
		if o := &s.Channels[i]; o.Name != c.Name && slices.Contains(team.Skills, o.Name) {
			if o.Kind == Chats || o.Resume == "uninterrupted" || o.Anything || o.Attention != 0 && o.Attention != 1 {
				return false
			}
		}
	}
	return true
}

// Beside is the calls that go out, one for each agent who is free, from the one team that answers a channel's calls and nothing
// else, and how many of its agents are kept for calls that come in; nil where a channel is not beside such work.
func (s *Scenario) Beside(c *Channel) (out *Channel, reserve int) {
	of := s.TeamsOf(c)
	if c.Kind != Voice || len(of) != 1 || c.Anything || c.Attention != 0 && c.Attention != 1 || c.Routes != nil && c.Routes[0] != (Route{Team: c.Routes[0].Team}) {
		return nil, 0
	}
	team := s.Teams[of[0]]
	if team.Preempt || len(team.Skills) != 2 || team.Skills[0] != c.Name || team.Take != "" && team.Take != "by-skill" {
		return nil, 0
	}
	for i := range s.Channels {
		o := &s.Channels[i]
		if o.Name != team.Skills[1] || o.Outbound == nil || o.Outbound.Pacing == "predictive" || len(s.TeamsOf(o)) != 1 || o.Anything || o.Attention != 0 && o.Attention != 1 {
			continue
		}
		if o.Routes == nil {
			return o, 0
		}
		if o.Routes[0].After == 0 {
			return o, o.Routes[0].Reserve
		}
	}
	return nil, 0
}

// NoFormula says in words why no formula covers a channel; "" where one does.
func (s *Scenario) NoFormula(c *Channel) string {
	of := s.TeamsOf(c)
	out, _ := s.Beside(c)
	switch {
	case (len(of) != 1 || len(s.Teams[of[0]].Skills) != 1) && !s.Foremost(c) && out == nil:
		return "several teams serve it, or a team that serves others too"
	case c.Routes != nil && (c.Routes[0].After > 0 || c.Routes[0].Reserve > 0):
		return "its team takes it only after a wait, or keeps agents free for others"
	case c.Kind == Deferred:
		return "its work waits for agents, from hour to hour and over closed hours"
	case c.Kind == Outbound:
		return "its calls go out when agents are free"
	case c.Turns.Number > 0:
		return "its chats are exchanges of turns"
	case !slices.ContainsFunc(c.Volumes, func(v float64) bool { return v > 0 }):
		return "all its contacts are led to by others"
	}
	return ""
}

// Plan is agents available for contacts, per team (as in Scenario.Teams) and interval.
type Plan [][]int

// Simulation says how the day is simulated.
type Simulation struct {
	Replications int
	Seed         uint64
	Replay       []sim.Record  // the contacts that the simulation meets instead of the demand; nil: none
	WarmUp       time.Duration // simulated before the opening and not counted; 0: the day opens empty
}

// Intervals is the number of intervals in the day.
func (s *Scenario) Intervals() int { return int((s.Close - s.Open) / s.Interval) }
