package scenarios

// The scenario file. These structs are the one place where its fields are laid
// down: decoding, hints for misspelt keys, defaults, the JSON Schema and the list
// that Fields returns all come from them. The tags are
//
//	key      the name in the file
//	doc      what it means
//	need     "yes" where it cannot be left out
//	default  the value taken where it is left out, as it would be written
//	oneof    the words accepted
//	least, most, above, below    bounds of the value, as they would be written

type file struct {
	Base        *text          `key:"base" doc:"A scenario that this one builds on: an embedded one, or a file relative to this. What is given here is laid over it: blocks are merged, all else takes the place of what the base has, and null takes away. Its variants are not taken over."`
	Name        text           `key:"name" need:"yes" doc:"What the day is called in every output."`
	Date        *date          `key:"date" doc:"The day that is planned. Demand from a CSV file is taken from this date unless it names another."`
	Hours       hours          `key:"hours" need:"yes" doc:"Opening hours. A closing time at or before the opening is on the next day."`
	Interval    span           `key:"interval" default:"30m" least:"1m" most:"24h" doc:"Length of the intervals that are planned: whole minutes that divide the hours, at most 1440 intervals."`
	Channels    named[channel] `key:"channels" need:"yes" doc:"Streams of contacts, by name."`
	Teams       named[team]    `key:"teams" need:"yes" doc:"Groups of like agents, by name."`
	Busyness    *busyness      `key:"busyness" doc:"Uncertain demand of all channels together: a factor for the day and one for each interval, drawn for every simulated day, by which all volumes are multiplied."`
	Lines       *count         `key:"lines" least:"1" most:"1000000" doc:"Contacts of all channels together that fit, waiting or in hand. Who finds no free line meets a busy signal. Left out, there is no limit."`
	Plan        named[[]count] `key:"plan" least:"0" most:"100000" doc:"Agents available for contacts, for each team one number per interval. Left out, the plan is what the targets require."`
	Simulation  simulation     `key:"simulation" doc:"How the day is simulated."`
	Uncertainty uncertainty    `key:"uncertainty" doc:"How sure inputs are, for sensitivity: by dotted path a share (8%: from 8% less to 8% more), an amount (30s), or [low, high] as in the file or relative. Inputs not named are moved by 10% either way."`
	Variants    variants       `key:"variants" doc:"What if: by name, what differs, as dotted paths of fields with their values: {busy: {channels.voice.demand.scale: +10%}}. Values as in the file, or relative: +10%, -10%, x1.2, +30s, and +5pp for a share. null takes a field away. Paths may have * for any name and [0] for the first of a list."`
}

type channel struct {
	Kind       text        `key:"kind" default:"voice" oneof:"voice" doc:"How contacts are handled. Voice is the only kind in this version: one contact at a time, first come first served."`
	Demand     demandIn    `key:"demand" need:"yes" doc:"Contacts expected: exactly one of volumes, total with profile, or csv."`
	HandleTime *handleTime `key:"handle_time" doc:"Time an agent is busy with a contact: talk, hold and, unless wrap_up is given, wrap-up. Needed unless demand takes handle times from its CSV file."`
	WrapUp     *timeLaw    `key:"wrap_up" doc:"Work of the agent after the contact, on top of handle_time; it holds no line. Left out, handle_time has all."`
	Patience   *patience   `key:"patience" doc:"How long callers wait before they give up. Left out, nobody gives up."`
	Balking    share       `key:"balking" default:"0%" least:"0%" below:"100%" doc:"Share of callers with no patience at all: they give up at once unless they are answered at once."`
	Lines      *count      `key:"lines" least:"1" most:"1000000" doc:"Contacts of the channel that fit, waiting or in hand (wrap-up excepted). Who finds no free line meets a busy signal. Left out, there is no limit."`
	Room       *count      `key:"room" least:"0" most:"1000000" doc:"Contacts of the channel that may wait; who would be one too many meets a busy signal. 0: nobody waits. Left out, there is no limit."`
	Redial     *redial     `key:"redial" doc:"Who comes again after giving up or a busy signal. Each attempt counts as offered in the interval in which it is made; after the close none are made. Left out, nobody does."`
	Routes     []route     `key:"routes" doc:"Teams that may take its contacts, in order of preference. Left out, all teams with the skill, at once, in the file's order."`
	Choose     text        `key:"choose" default:"in-order" oneof:"in-order,longest-idle,least-occupied" doc:"Which idle agent takes a contact where several teams have one: the first team in the order of routes, the agent idle for longest, or the one with the least share of time in contacts."`
	Weight     number      `key:"weight" default:"1" above:"0" most:"1000000" doc:"Weight of a second of waiting, for teams that take by weighted-age."`
	Target     target      `key:"target" doc:"What the channel promises. Any mix; what is left out is not promised."`
}

type demandIn struct {
	Volumes    []number  `key:"volumes" least:"0" most:"10000000" doc:"Contacts per interval, one number each."`
	Total      *number   `key:"total" above:"0" most:"100000000" doc:"Contacts of the whole day, spread by profile."`
	Profile    *profile  `key:"profile" doc:"The day's form, with total: one weight per interval, or the name of a form. Weights need not add up to anything."`
	CSV        *text     `key:"csv" doc:"A CSV file of counts at the scenario's interval or a finer one, relative to the scenario file."`
	Time       columns   `key:"time" doc:"The column of the CSV file with the start of each interval, date and clock time; or two columns, [date, clock]. Clock time as written: zones are not converted."`
	DateOrder  *text     `key:"date_order" oneof:"dmy,mdy" doc:"How dates such as 3/4/2026 in the CSV file are meant, day or month first. Not needed where the year is first, or for 30.11.2026."`
	Volume     *text     `key:"volume" doc:"The column of the CSV file with the number of contacts."`
	HandleTime *text     `key:"handle_time" doc:"The column of the CSV file with the mean handle time, in seconds or like 5m20s; it takes the place of handle_time.mean."`
	Date       *date     `key:"date" doc:"The date to take from the CSV file. Left out, the scenario's date."`
	Weekdays   []text    `key:"weekdays" oneof:"monday,tuesday,wednesday,thursday,friday,saturday,sunday" doc:"Instead of a date, the mean of these days of the week. Dates that lack rows are left out, and a note says so."`
	From       *date     `key:"from" doc:"First date of the mean over weekdays."`
	To         *date     `key:"to" doc:"Last date of the mean over weekdays."`
	Rate       text      `key:"rate" default:"constant" oneof:"constant,linear" doc:"How the rate of arrivals runs inside an interval. linear: it rises or falls along the interval with the volumes of the neighbours, and the interval keeps its volume."`
	Busyness   *busyness `key:"busyness" doc:"Uncertain demand of this channel: random factors for the day and for each interval, by which the simulated day's volumes are multiplied, beside those of all channels. Left out, volumes vary only as a Poisson count does."`
	Scale      factor    `key:"scale" default:"100%" above:"0%" most:"10000%" doc:"Multiplies the volumes, whatever they come from."`
}

type handleTime struct {
	Mean         *perInterval `key:"mean" above:"0s" most:"24h" doc:"Mean, or a list with one mean per interval (of arrival)."`
	Distribution text         `key:"distribution" default:"exponential" oneof:"exponential,lognormal,gamma,erlang,hyperexponential,uniform,deterministic,empirical" doc:"The law around the mean. Exponential is what the Erlang formulas assume; measured handle times are mostly close to lognormal (Brown et al. 2005)."`
	CV           *number      `key:"cv" above:"0" most:"20" doc:"Coefficient of variation, standard deviation / mean: needed for lognormal, gamma, hyperexponential (1 or more) and uniform (at most 0.577: from mean (1 - √3 cv) to mean (1 + √3 cv)), and only for these."`
	Phases       *count       `key:"phases" least:"1" most:"1000" doc:"How many exponential phases add up to the handle time: needed for erlang, and only there. The coefficient of variation is 1/√phases."`
	Sample       *sample      `key:"sample" doc:"Measured handle times to draw from with equal chance: needed for empirical, and only there. A list of durations, or {csv: FILE, column: NAME}."`
}

type sampleFile struct {
	CSV    text `key:"csv" need:"yes" doc:"A CSV file with one handle time per row, relative to the scenario file."`
	Column text `key:"column" need:"yes" doc:"The column of the handle times, in seconds or like 5m20s."`
}

// patience is the law of how long callers wait.
type patience struct {
	Mean         *span   `key:"mean" least:"1s" most:"24h" doc:"Mean. Needed for every law but empirical."`
	Distribution text    `key:"distribution" default:"exponential" oneof:"exponential,lognormal,gamma,erlang,hyperexponential,uniform,deterministic,empirical" doc:"The law around the mean, as in handle_time."`
	CV           *number `key:"cv" above:"0" most:"20" doc:"Coefficient of variation, as in handle_time."`
	Phases       *count  `key:"phases" least:"1" most:"1000" doc:"Exponential phases of erlang, as in handle_time."`
	Sample       *sample `key:"sample" doc:"Measured patience to draw from, for empirical: a list of durations, or {csv: FILE, column: NAME}."`
}

// timeLaw is the law of wrap-up work, or of the time until a redial.
type timeLaw struct {
	Mean         *span   `key:"mean" above:"0s" most:"24h" doc:"Mean. Needed for every law but empirical."`
	Distribution text    `key:"distribution" default:"exponential" oneof:"exponential,lognormal,gamma,erlang,hyperexponential,uniform,deterministic,empirical" doc:"The law around the mean, as in handle_time."`
	CV           *number `key:"cv" above:"0" most:"20" doc:"Coefficient of variation, as in handle_time."`
	Phases       *count  `key:"phases" least:"1" most:"1000" doc:"Exponential phases of erlang, as in handle_time."`
	Sample       *sample `key:"sample" doc:"Measured times to draw from, for empirical: a list of durations, or {csv: FILE, column: NAME}."`
}

type redial struct {
	Share share `key:"share" need:"yes" above:"0%" most:"100%" doc:"Share of those who gave up or met a busy signal that comes again, each time anew."`
	After delay `key:"after" need:"yes" above:"0s" most:"24h" doc:"How much later: the mean of an exponential time, or a law of it with the keys below."`
}

type busyness struct {
	Day         share  `key:"day" default:"0%" least:"0%" most:"200%" doc:"Coefficient of variation of the day's factor, a gamma law with mean 1: how much one day's demand differs from another's beyond chance."`
	Interval    share  `key:"interval" default:"0%" least:"0%" most:"200%" doc:"Coefficient of variation of the factor of each interval."`
	Correlation number `key:"correlation" default:"0" least:"-1" most:"1" doc:"Correlation between the factors (their normal scores) of intervals next to each other; further apart it falls as its powers."`
}

type route struct {
	Team    text  `key:"team" need:"yes" doc:"A team with the skill."`
	After   *span `key:"after" most:"24h" doc:"How long a contact must have waited before the team takes it (overflow). Left out, it may at once."`
	Reserve count `key:"reserve" default:"0" least:"0" most:"100000" doc:"Agents of the team that must stay idle for other contacts."`
}

type target struct {
	ServiceLevel *service `key:"service_level" doc:"Least share of contacts answered within a time."`
	Definition   *text    `key:"definition" oneof:"offered,answered,excluding-short,waited" doc:"Which contacts the service level counts. offered (if left out): answered within T / offered. answered: answered within T / answered. excluding-short: answered within T / (offered - abandoned within T). waited: (answered or abandoned within T) / offered."`
	ASA          *span    `key:"asa" above:"0s" most:"24h" doc:"Largest average speed of answer: the mean wait of answered contacts."`
	Abandonment  *share   `key:"abandonment" above:"0%" below:"100%" doc:"Largest share of offered contacts that give up. Needs patience."`
	Occupancy    *share   `key:"occupancy" above:"0%" most:"100%" doc:"Largest share of their available time that agents have a contact in hand."`
}

type team struct {
	Skills        []text    `key:"skills" need:"yes" doc:"Channels the team serves, most preferred first. Where a team serves several, or several serve a channel, there is no formula: a plan has to be given, and the simulation has the figures."`
	Shrinkage     shrinkage `key:"shrinkage" doc:"Paid time not available for contacts. Scheduled agents = required / ((1 - planned) (1 - unplanned)). Left out, there is none, and a note says so."`
	Efficiency    factor    `key:"efficiency" default:"100%" least:"10%" most:"1000%" doc:"Speed of the team's agents: handle times and wrap-up are divided by it."`
	Absence       share     `key:"absence" default:"0%" least:"0%" most:"95%" doc:"Chance that an agent of the plan is away all day, drawn for each agent and simulated day. Do not count the same absence in shrinkage too."`
	Adherence     share     `key:"adherence" default:"100%" least:"5%" most:"100%" doc:"Chance that an agent of the plan who is not absent is there in an interval, each drawn anew. Do not count the same loss in shrinkage too."`
	Leave         text      `key:"leave" default:"finish" oneof:"finish,hand-back" doc:"What agents do with the contact in hand when the plan falls. finish: they finish it. hand-back: it goes back to the queue, to be resumed by whoever takes it."`
	Take          text      `key:"take" default:"by-skill" oneof:"by-skill,longest-wait,longest-queue,weighted-age" doc:"Which waiting contact an agent who becomes free takes: of the most preferred skill, the one that arrived first, of the channel with most waiting, or with the most seconds since its arrival times the channel's weight."`
	Preempt       text      `key:"preempt" default:"no" oneof:"no,yes" doc:"yes: a contact that finds nobody idle interrupts one of a less preferred skill, which goes back to its queue to be resumed."`
	Shifts        []shift   `key:"shifts" doc:"When the team's agents work, instead of a plan of agents per interval; the agents per interval are then those on duty, on average rounded down. A plan from --plan takes their place."`
	ContractHours *span     `key:"contract_hours" above:"0s" most:"24h" doc:"Paid hours of one full-time equivalent a day. Left out, FTE are not reported."`
	MinAgents     count     `key:"min_agents" default:"0" least:"0" most:"100000" doc:"Never plan fewer agents in an interval."`
	MaxAgents     *count    `key:"max_agents" least:"1" most:"100000" doc:"Never plan more agents in an interval. Left out, there is no limit."`
}

type shift struct {
	Agents count   `key:"agents" default:"1" least:"1" most:"100000" doc:"How many work it."`
	Hours  hours   `key:"hours" need:"yes" doc:"From when to when."`
	Breaks []hours `key:"breaks" doc:"Breaks and lunch within it: paid and not on duty. They are not in shrinkage too."`
}

type shrinkage struct {
	Planned   share `key:"planned" default:"0%" least:"0%" most:"95%" doc:"Share of paid time that is planned away: leave, training, meetings, breaks."`
	Unplanned share `key:"unplanned" default:"0%" least:"0%" most:"95%" doc:"Share of the rest that is lost unplanned: sickness, lateness, time out of adherence."`
}

type simulation struct {
	Replications count `key:"replications" default:"100" least:"2" most:"1000000" doc:"How many times the day is simulated. Confidence intervals shrink with its square root."`
	WarmUp       *span `key:"warm_up" above:"0s" most:"24h" doc:"Time before the opening that is simulated with the first interval's volumes and staff and not counted. Left out, the day opens empty."`
	Seed         seed  `key:"seed" default:"1" doc:"Start of the random streams: the same seed gives the same answer."`
}
