// Package sim simulates a contact center contact by contact: channels of contacts that arrive,
// wait, are answered or abandon, and teams of agents that serve them, over a day of intervals. Run
// plays a Model's day as often as asked and gives every figure with its confidence interval. The
// package knows of no files, units or printing: times are in seconds, counts in contacts.
//
// # What is simulated
//
// Contacts of a channel arrive in a Poisson process whose rate is constant within an interval. One
// who arrives is answered at once by the first team, in the model's order, that has the channel
// among its skills and an agent idle; otherwise the contact waits in its channel's queue, first
// come first served, until an agent takes it or its patience ends. An agent who becomes free takes
// the longest waiting contact of the most preferred of its team's skills with anybody waiting. So
// nobody ever waits while an agent who could serve is idle.
//
// The day starts empty. At the start of an interval its staff takes over. Where staff falls, idle
// agents leave at once and busy ones finish the contact in hand first: until then more are busy
// than on duty, and whoever becomes free leaves. Who is still finishing when staff rises again
// stays. Where staff rises, agents serve the queues at once, team by team in the model's order.
// After the last interval nobody arrives, and its agents stay until the queues are empty. A
// contact whom nobody will ever answer gives up when its patience ends; one with patience without
// end is counted as Waiting, its wait taken up to the close.
//
// # What is counted, and where
//
// A contact counts in the interval in which it arrived, whatever happens to it later, also after
// the close. Figures of the clock (MeanQueue, Staffed, Busy, Occupancy, AllBusy) are averages over
// the interval's own time, or over the opening hours for the day. A wait of exactly T is within T.
// Ratios (service levels, ASA, mean wait, abandonment, occupancy) are ratios of sums over the
// replications, with intervals by the delta method; others are means over replications. The
// intervals are Student's t: they hold when replications are not very few. A ratio 0/0 is marked
// Undefined and takes a conventional value: 1 for a service level, 0 for the others.
//
// # Events
//
// Three things happen: an interval starts, an agent finishes a contact, a contact arrives. At
// equal times they are taken in that order; agents in the order of the teams and, within a team,
// of its seats; contacts in the order of the channels. The end of patience is not an event:
// nothing but the contact's own fate depends on it, so it is looked at when the contact comes to
// the head of its queue and an agent is free, and dated back. Last of all at equal times, it loses
// to an agent who becomes free at that very instant.
//
// # State and memory
//
// A replication holds flat arrays: a winner tree with one word per agent (when each contact in
// hand ends), a ring per channel of the contacts waiting (32 bytes each), a block of 128 contacts
// drawn ahead per channel, and counters per channel or team and interval. The words of the tree
// keep an agent's number in their low bits; therefore the end of a contact is rounded up, by at
// most 2^-35 of the time of day with 100,000 agents and 2^-45 with 100. Nothing is allocated per
// contact. Replications add to running sums and to histograms of bounded size: memory does not
// grow with their number. The exported Max constants bound a model.
//
// # Randomness
//
// Every random number comes from a stream of its own (xoshiro256++) for the seed, the replication,
// the channel's name, the purpose (arrivals, handle times, patience) and the interval of arrival;
// the n-th contact of an interval takes the n-th handle time and the n-th patience of its streams
// when it arrives. Hence two models with the same seed and channel names meet the same customers,
// whatever their teams, and a change of volume or law in one interval leaves the customers of all
// others as they were: differences between models are measured with common random numbers.
// Replications are merged in their order, so a seed gives the same bits on any number of workers
// (of one architecture: others may round a multiplication and addition together).
package sim
