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
//	kinds    the kinds of channel that have the field; all where there is none

type file struct {
	Base       *text          `key:"base" doc:"A scenario that this one builds on: an embedded one, or a file relative to this. What is given here is laid over it: blocks are merged, all else takes the place of what the base has, and null takes away. Its variants are not taken over."`
	Name       text           `key:"name" need:"yes" doc:"What the day is called in every output."`
	Date       *date          `key:"date" doc:"The day that is planned. Demand from a CSV file is taken from this date unless it names another."`
	Hours      openings       `key:"hours" need:"yes" doc:"Opening hours. A closing time at or before the opening is on the next day. For several days in a row (at most 31, the first on date) a list with one for each, or closed: then the time between is simulated too, with nobody there, and lists of one value per interval have either all intervals, those of the opening hours of all days, those of one day's opening hours, or those of 24 hours from midnight."`
	Interval   span           `key:"interval" default:"30m" least:"1m" most:"24h" doc:"Length of the intervals that are planned: whole minutes that divide the hours, at most 1440 intervals."`
	Channels   named[channel] `key:"channels" need:"yes" doc:"Streams of contacts, by name."`
	Teams      named[team]    `key:"teams" need:"yes" doc:"Groups of like agents, by name."`
	Busyness   *busyness      `key:"busyness" doc:"Uncertain demand of all channels together: a factor for the day and one for each interval, drawn for every simulated day, by which all volumes are multiplied."`
	Lines      *count         `key:"lines" least:"1" most:"1000000" doc:"Contacts of all channels together that fit, waiting or in hand. Who finds no free line meets a busy signal. Left out, there is no limit."`
	TimeZone   *text          `key:"time_zone" doc:"Time zone of all clock times but those of teams with one of their own: a name such as Europe/London, or an offset from UTC such as +05:30."`
	Shifts     shiftSearch    `key:"shifts" doc:"What the shifts that are found have to achieve."`
	FollowUps  []followUp     `key:"follow_ups" doc:"What contacts lead to: repeat calls, transfers, cases in the back office, call-backs that close the loop, the angry repeat when a case is late. Loops are allowed as long as they die out."`
	Plan       named[[]count] `key:"plan" least:"0" most:"100000" doc:"Agents available for contacts, for each team one number per interval. Left out, the plan is what the targets require."`
	Simulation simulation     `key:"simulation" doc:"How the day is simulated."`

	Currency    *text             `key:"currency" doc:"What all money is in, such as USD, but for the costs of a site with a currency of its own. Needed to price."`
	Term        *count            `key:"term" least:"1" most:"600" doc:"Months that contracts run: what wages rise over and the transition is spread over."`
	Calendar    named[dayType]    `key:"calendar" doc:"The days of a month by their types, each the scenario's day with its volumes scaled. Needed to price."`
	Sites       named[site]       `key:"sites" doc:"Places that teams work at."`
	Uncertainty *uncertainty      `key:"uncertainty" doc:"What differs from month to month, when pricing, beside chance and busyness. Left out, nothing does."`
	Policy      *policy           `key:"staffing_policy" doc:"How staff follows volumes that differ from the forecast, when pricing. Needed with uncertainty."`
	Contracts   named[contractIn] `key:"contracts" doc:"Ways of charging for the service, side by side."`
	Variants    variants          `key:"variants" doc:"What if: by name, what differs, as dotted paths of fields with their values: {busy: {channels.voice.demand.scale: +10%}}. Values as in the file, or relative: +10%, -10%, x1.2, +30s, and +5pp for a share. null takes a field away. Paths may have * for any name and [0] for the first of a list."`
	Sensitivity sensitivity       `key:"sensitivity" doc:"How sure inputs are, for the command of that name: by dotted path a share (8%: from 8% less to 8% more), an amount (30s), or [low, high] as in the file or relative. Inputs not named are moved by 10% either way."`
}

type channel struct {
	Kind       text        `key:"kind" default:"voice" oneof:"voice,chat,deferred,outbound" doc:"How contacts are handled. voice: one at a time, the customer waits on the line. chat: several in hand side by side. deferred: work that waits, with a deadline: email, cases, messages. outbound: calls that go out to a list."`
	Demand     demandIn    `key:"demand" kinds:"voice,chat,deferred" doc:"Contacts expected: exactly one of volumes, total with profile, daily with profile, or csv. Needed unless follow_ups lead to the channel, or calls go out."`
	HandleTime *handleTime `key:"handle_time" doc:"Time an agent is busy with a contact: talk, hold and, unless wrap_up is given, wrap-up. Of a chat: its time when the agent has no other. Needed unless demand takes handle times from its CSV file, or turns are given."`
	WrapUp     *timeLaw    `key:"wrap_up" doc:"Work of the agent after the contact, on top of handle_time; it holds no line. Left out, handle_time has all."`
	Patience   *patience   `key:"patience" kinds:"voice,chat,outbound" doc:"How long customers wait before they give up. Left out, nobody gives up."`
	Balking    share       `key:"balking" kinds:"voice,chat" default:"0%" least:"0%" below:"100%" doc:"Share of callers with no patience at all: they give up at once unless they are answered at once."`
	Lines      *count      `key:"lines" kinds:"voice,chat" least:"1" most:"1000000" doc:"Contacts of the channel that fit, waiting or in hand (wrap-up excepted). Who finds no free line meets a busy signal. Left out, there is no limit."`
	Room       *count      `key:"room" kinds:"voice,chat" least:"0" most:"1000000" doc:"Contacts of the channel that may wait; who would be one too many meets a busy signal. 0: nobody waits. Left out, there is no limit."`
	Redial     *redial     `key:"redial" kinds:"voice,chat" doc:"Who comes again after giving up or a busy signal. Each attempt counts as offered in the interval in which it is made; after the close none are made. Left out, nobody does."`
	Routes     []route     `key:"routes" doc:"Teams that may take its contacts, in order of preference. Left out, all teams with the skill, at once, in the file's order."`
	Choose     text        `key:"choose" default:"in-order" oneof:"in-order,longest-idle,least-occupied,least-loaded,most-loaded,random" doc:"Which agent takes a contact where several may: of the first team in the order of routes, the agent idle for longest, the one with the least share of time in contacts, or any idle one with the same chance; among agents with chats, the one with the fewest or the most contacts in hand."`
	Weight     number      `key:"weight" default:"1" above:"0" most:"1000000" doc:"Weight of a second of waiting, for teams that take by weighted-age."`
	Target     target      `key:"target" doc:"What the channel promises. Any mix; what is left out is not promised."`

	Resolution *share           `key:"resolution" above:"0%" most:"100%" doc:"Share of the answered contacts that are resolved, at quality 100%. Needed to charge or report resolved contacts."`
	Outcomes   named[outcomeIn] `key:"outcomes" doc:"What else answered contacts lead to: sales, appointments, money collected or saved."`

	Concurrency *count   `key:"concurrency" kinds:"chat" least:"1" most:"100" doc:"Chats that an agent has in hand at most. Left out, 1."`
	AgentShare  *share   `key:"agent_share" kinds:"chat" above:"0%" most:"100%" doc:"Share of a chat alone in which the agent is needed, reading and typing: it sets how chats in hand slow each other, as a closed network of one agent and its customers (Gordon and Newell 1967). 100%: two chats take twice as long. Left out, and without pace or turns, each is as fast as alone."`
	Pace        []number `key:"pace" kinds:"chat" above:"0" most:"1000" doc:"Instead of agent_share, measured: work that an agent with 1, 2, ... chats in hand gets done, all together, against one with one: [1, 1.6, 1.9]. With n in hand it is n where none slows another, 1 where two take twice as long."`
	Turns       *turns   `key:"turns" kinds:"chat" doc:"Instead of handle_time: agent and customer write in turn, and the agent serves one chat at a time, first come first served."`
	Leaving     *leaving `key:"silent_leaving" kinds:"chat" doc:"Customers who leave a chat without a word. Left out, nobody does."`
	Attention   *share   `key:"attention" kinds:"voice,chat" above:"0%" most:"100%" doc:"What a contact in hand takes of an agent: another is taken where the sum stays within 100%. Left out, 100% / concurrency."`
	Beside      text     `key:"beside" kinds:"voice,chat" default:"room" oneof:"room,anything" doc:"When an agent with contacts in hand takes one. room: where attention leaves room, so that calls block chats and chats block a call. anything: on top of whatever else is in hand, up to concurrency. A call in hand with chats goes at full speed, and they slow as if it were one chat more: the agent does both at once, so that more handle time is done than time passes."`

	Deadline     *span     `key:"deadline" kinds:"deferred" above:"0s" most:"8760h" doc:"Time from arrival in which work must be finished. Left out, that of the target's service_level; one of the two is needed."`
	DeadlineRuns text      `key:"deadline_runs" kinds:"deferred" default:"always" oneof:"always,open" doc:"When the time of the deadline runs: always, or only in the opening hours (business hours). Of days that the scenario does not have, those of the same weekday are taken; where it has none, five days or more are a week that is closed then, and fewer are as the nearest day that is open."`
	Backlog      []backlog `key:"backlog" kinds:"deferred" doc:"What waits at the opening already. Left out, nothing."`
	Order        text      `key:"order" default:"oldest-first" oneof:"oldest-first,newest-first,deadline-first" doc:"Which of the channel's waiting contacts is taken first."`
	Resume       text      `key:"resume" oneof:"any-agent,same-agent,uninterrupted" doc:"What becomes of a contact in hand where a team's preempt would interrupt it: any agent does the rest, or only the same one, or it is not interrupted. Left out, any-agent, and calls that go out are uninterrupted."`

	Outbound   *outbound   `key:"outbound" kinds:"outbound" doc:"The list and how it is called. A call goes out when an agent may take it: routes with a reserve keep agents free for calls that come in."`
	CallBack   *callBack   `key:"call_back" kinds:"voice,chat" doc:"The offer to be called back instead of waiting. Left out, there is none."`
	Automation *automation `key:"automation" kinds:"voice,chat,deferred" doc:"A bot or an IVR in front of the queue. Left out, there is none."`
}

type demandIn struct {
	Volumes    []number  `key:"volumes" least:"0" most:"10000000" doc:"Contacts per interval, one number each."`
	Total      *number   `key:"total" above:"0" most:"100000000" doc:"Contacts of the whole day, or of all days, spread by profile."`
	Daily      []number  `key:"daily" least:"0" most:"10000000" doc:"Where there are several days: contacts of each, spread by profile."`
	Profile    *profile  `key:"profile" doc:"The day's form, with total or daily: one weight per interval, or the name of a form. Weights need not add up to anything."`
	CSV        *text     `key:"csv" doc:"A CSV file of counts at the scenario's interval or a finer one, relative to the scenario file."`
	Time       columns   `key:"time" doc:"The column of the CSV file with the start of each interval, date and clock time; or two columns, [date, clock]. Clock time as written: zones are not converted."`
	DateOrder  *text     `key:"date_order" oneof:"dmy,mdy" doc:"How dates such as 3/4/2026 in the CSV file are meant, day or month first. Not needed where the year is first, or for 30.11.2026."`
	Volume     *text     `key:"volume" doc:"The column of the CSV file with the number of contacts."`
	HandleTime *text     `key:"handle_time" doc:"The column of the CSV file with the mean handle time, in seconds or like 5m20s; it takes the place of handle_time.mean."`
	Date       *date     `key:"date" doc:"The date to take from the CSV file. Left out, the scenario's date. Where hours has several days, the first of them: each is taken by its date, work that waits around the clock, all else in the opening hours."`
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

	Patience text `key:"patience" default:"new" oneof:"new,kept" doc:"Whether each attempt has a new patience, or that of the first: who was impatient is so again."`
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
	Skills        []text              `key:"skills" need:"yes" doc:"Channels the team serves, most preferred first. Where a team serves several, or several serve a channel, there is no formula: the plan is given or searched by simulation, and the simulation has the figures."`
	Shrinkage     shrinkage           `key:"shrinkage" doc:"Paid time not available for contacts. Scheduled agents = required / ((1 - planned) (1 - unplanned)). Left out, there is none, and a note says so."`
	Efficiency    speeds              `key:"efficiency" least:"10%" most:"1000%" doc:"Speed of the team's agents: handle times and wrap-up are divided by it. One for all, or one for each channel named, the others 100%. Left out, 100%."`
	HandleTime    named[timeLaw]      `key:"handle_time" doc:"Handle times of the team's own, by channel: of contacts that its agents are the first to take, instead of the channel's."`
	Absence       share               `key:"absence" default:"0%" least:"0%" most:"95%" doc:"Chance that an agent of the plan is away all day, drawn for each agent and simulated day. Do not count the same absence in shrinkage too."`
	Adherence     share               `key:"adherence" default:"100%" least:"5%" most:"100%" doc:"Chance that an agent of the plan who is not absent is there in an interval, each drawn anew. Do not count the same loss in shrinkage too."`
	Leave         text                `key:"leave" default:"finish" oneof:"finish,hand-back" doc:"What agents do with the contact in hand when the plan falls. finish: they finish it. hand-back: it goes back to the queue, to be resumed by whoever takes it."`
	Take          text                `key:"take" default:"by-skill" oneof:"by-skill,longest-wait,longest-queue,weighted-age,earliest-due" doc:"Which waiting contact an agent who becomes free takes: of the most preferred skill, the one that arrived first, of the channel with most waiting, with the most seconds since its arrival times the channel's weight, or the one that is due first."`
	Preempt       text                `key:"preempt" default:"no" oneof:"no,yes" doc:"yes: a contact that finds nobody idle interrupts one of a less preferred skill, which goes back to its queue to be resumed."`
	Shifts        []shift             `key:"shifts" doc:"When the team's agents work, instead of a plan of agents per interval; the agents per interval are then those on duty, on average rounded down. A plan from --plan takes their place."`
	ContractHours *span               `key:"contract_hours" above:"0s" most:"24h" doc:"Paid hours of one full-time equivalent on a day that is open. Left out, FTE are not reported."`
	MinAgents     count               `key:"min_agents" default:"0" least:"0" most:"100000" doc:"Never plan fewer agents in an interval."`
	MaxAgents     *count              `key:"max_agents" least:"1" most:"100000" doc:"Never plan more agents in an interval, and no more people of shifts on duty at once. Left out, there is no limit."`
	Site          *text               `key:"site" doc:"Where the team works: one of the sites."`
	Cost          *costIn             `key:"cost" doc:"What the team's people cost. Keys given here take the place of the site's."`
	TimeZone      *text               `key:"time_zone" doc:"Where the team's site is, for the clock times of its shift patterns: a name such as America/Monterrey, or an offset from UTC such as +05:30. Needs time_zone of the scenario. Left out, the scenario's own."`
	ShiftPatterns named[shiftPattern] `key:"shift_patterns" doc:"Shifts that may be worked, by name: the command shifts finds how many people work which, at least cost."`
	ShiftLimits   shiftLimits         `key:"shift_limits" doc:"Limits on the shifts that are found."`
	Tours         *tours              `key:"tours" doc:"Rules of a person's week, for scenarios of seven days (hours is a list of seven): the shifts of shift_patterns are then found as tours. Left out, the shifts of each day stand for themselves."`
	Employed      *count              `key:"employed" least:"0" most:"1000000" doc:"People employed now, part-timers counted as one. Left out, hires to make are not reported."`
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
	Replay       *text `key:"replay" doc:"A file that --trace wrote as JSON Lines, relative to the scenario file: the simulation meets its very contacts, each with its own handle time and patience, instead of the demand and the backlog. Follow-ups and redials are among them, and whom automation handed over; those it served to the end do not come. Lists are called anew, and call-backs drawn anew. --replay takes its place."`
	Seed         seed  `key:"seed" default:"1" doc:"Start of the random streams: the same seed gives the same answer."`
}
