// Package sim simulates a contact center contact by contact: channels of contacts that arrive,
// wait, are answered, abandon or meet a busy signal, and teams of agents that serve them, over a day
// of intervals. Run plays a Model's day as often as asked and gives every figure with its confidence
// interval; RunPaired plays two under common random numbers; Trace tells what happened to each
// contact. The package knows of no files, units or printing: times are in seconds, counts in
// contacts.
//
// # What is simulated
//
// Contacts of a channel arrive in a Poisson process whose rate is constant within an interval, or
// linear (Slopes), and uncertain by factors for the day and the interval (Busyness); or they
// are given one by one (Contacts). One who arrives is answered at once by an idle agent: of the
// first team, in the order of the channel's Routes, that may take it, or else by the AgentRule.
// Otherwise the contact waits in its channel's queue, in order of arrival, until an agent takes it or
// its patience ends. An agent who becomes free takes, by the team's ContactRule, the longest
// waiting contact of one of its skills. How long the agent has it in hand is the channel's law, or the
// team's own (HandleTime), divided by its Efficiency. So nobody ever waits while an agent is idle who may
// take the contact: a Route may ask that it has waited a while, or that more agents stay idle.
//
// A channel with Lines, or a model, gives a busy signal to who arrives when all are taken; a line is
// held from arrival to the end of the talk, wrap-up excepted. A channel with Room gives one to who
// would have to wait when so many do. A share of those who give up or are blocked comes again
// (Redial). Teams with Preempt let a contact interrupt one of a less preferred skill, the last begun
// of the least preferred; it goes back to its queue, where its place is by arrival, its patience goes
// on (unless only wrap-up is left) and the rest of its work is done by whoever takes it.
//
// The day starts empty, or after a WarmUp. Staff changes at the start of an interval and at the
// times of Shifts and Breaks. Agents of a team are alike: where staff falls, idle agents leave at
// once, the longest idle first, and busy ones finish the contact in hand: until then more are busy
// than on duty, and whoever becomes free leaves. Who is still finishing when staff rises again stays.
// With HandBack they leave at once and the contacts last begun go back to their queues. Where staff
// rises, agents serve the queues at once, team by team in the model's order. After the last interval
// nobody arrives, and its last agents stay until the queues are empty. A contact whom nobody will
// ever answer gives up when its patience ends; one with patience without end is counted as Waiting,
// its wait taken up to the close.
//
// # Beyond calls that wait
//
// Few mechanisms give the whole front office:
//
//   - An agent has a desk with contacts in hand. A contact has a load, and an agent takes it where the
//     loads leave room (Chat); how fast each is done depends on how many are in hand (Pace), or on turns of
//     which the agent serves one at a time (Turns). Calls are the case of load 1. When the number in hand
//     changes, what is left of each is brought up to date, so that the end of each is exact whatever the law.
//     An agent whose contact ends takes others while there is room. Where staff of such a team falls, those with the
//     fewest in hand take no more and leave when they are through.
//   - A contact may have a due time (Deferred). Deferred work waits in a queue like any other, in the order
//     of its channel (Order), may be there at the opening, may be interrupted (Preempt, Resume), is worked on
//     where routes let it (Reserve), and is left when the day closes. A week is a model whose intervals are
//     those of seven days; deadlines run in the channel's Hours.
//   - A contact may lead to others when something happens to it (FollowUps): repeat calls, transfers, cases in
//     the back office, call-backs that close the loop. Who began it all is the case that they belong to.
//   - Before it comes to the queue a contact may meet Automation; while it waits it may be offered a CallBack:
//     it then waits without a line and without impatience, and is called in its turn or at a promised time.
//   - A call that goes out (Outbound) is deferred work whose backlog is the list of records; with predictive
//     pacing it is a call that arrives when somebody picks up.
//
// # What is counted, and where
//
// Offered is everybody who tried: answered + abandoned + blocked + waiting; an attempt after the first
// is offered anew and counted in Redials too. A contact counts in the interval in which it arrived,
// whatever happens to it later, also after the close. Its wait is that until it is first answered; one
// that is interrupted and then gives up is abandoned. Figures of the clock (MeanQueue, Staffed,
// Busy, Occupancy, AllBusy, Taken) are of the interval's own time, or of the opening hours for the
// day; the queue counts those interrupted too. A wait of exactly T is within T. Ratios (service
// levels, ASA, mean wait, abandonment, times in hand, occupancy, all busy) are ratios of sums over the
// replications, with intervals by the delta method; others are means over replications, and so are
// the quantiles of waits: of each day's own. HandleTime, TalkTime and WrapUp are of those answered, in
// seconds of agents; TalkShare and WrapShare are of the clock. Total is of all channels together. The intervals are Student's t:
// they hold when replications are not very few (docs/performance.md has a study). A ratio 0/0 is
// marked Undefined and takes a conventional value: 1 for a service level, 0 for the others. Days are
// distributions over replications, of the day and, with DaysByInterval, of each interval: from them comes
// the chance that a day keeps a target.
//
// # Events
//
// At equal times, in this order: an opening backlog is there, staff changes and an interval starts; an agent finishes; a talk
// ends; a contact arrives; one redials; one comes that another led to; a deadline passes; automation hands over; somebody picks
// up; a record is to be called again; a call-back is due; one is offered; a route opens to one that waits; patience ends. Agents come in
// the order of the teams and, within a team, of its seats; contacts in the order of the channels. So
// a contact whose patience ends just when an agent becomes free is answered.
//
// There are three ways to simulate, which give the same answers, and Run takes the fastest that can:
//
//   - One channel and one team that need nothing more are a recursion over contacts without events:
//     each starts when the first agent is free (recursion.go).
//   - Channels and teams that need nothing more than skills in order have three events: an instant of
//     the roster, an agent who finishes, a contact that arrives. The end of patience is not one:
//     nothing but the contact's own fate depends on it, so it is looked at when the contact comes to
//     the head of its queue and an agent is free, and dated back (day.go).
//   - For all else every contact is a record with a timer, and whatever may happen to it is an event,
//     the end of patience only where lines, places, redials, follow-ups or the length of the queue depend
//     on it (floor.go). All that is beyond calls that wait is here, each part where its name says: desk.go, backlog.go,
//     lead.go, automation.go, callback.go, dialler.go, pacing.go. A word of the tree is then when something first happens on an agent's
//     desk: a contact ends, its customer answers, or leaves.
//
// # State and memory
//
// A replication holds flat arrays: a winner tree with one word per agent (when each contact in
// hand ends), a ring per channel of the contacts waiting (40 bytes each), a block of 128 contacts
// drawn ahead per channel, and counters per channel or team and interval. The words of the tree
// keep an agent's number in their low bits; therefore the end of a contact is rounded up, by at
// most 2^-35 of the time of day with 100,000 agents and 2^-45 with 100. The general way has a record
// of some 200 bytes for each contact in hand, waiting or to redial, used again and again. Nothing is
// allocated per contact. Whoever looks for a contact or an agent looks only where there is one: at the channels
// with somebody waiting and the teams with somebody idle (sets of bits), and, where contacts may be
// interrupted, at the end of a list. Replications add to running sums and to histograms of bounded size: memory
// does not grow with their number. The exported Max constants bound a model.
//
// # Randomness
//
// Every random number comes from a stream of its own (xoshiro256++) for the seed, the replication,
// the channel's name, the purpose (arrivals, handle times, wrap-up, patience, balking, busyness) and the
// interval of arrival; the n-th contact of an interval takes the n-th handle time and the n-th
// patience of its streams when it arrives. What follows an attempt (whether it redials, when, with
// what patience; whom it leads to, and their work; turns, automation, call-backs, calls that go out) is keyed by
// the contact and the attempt; absence and adherence by the team's name and
// the agent's seat. Hence two models with the same seed and channel names meet the same customers,
// whatever their teams, and a change of volume or law in one interval leaves the customers of all
// others as they were: differences between models are measured with common random numbers.
// Replications are merged in their order, so a seed gives the same bits on any number of workers
// (of one architecture: others may round a multiplication and addition together).
package sim
