package scenarios

// The part of the scenario file that says which shifts may be worked.

type shiftPattern struct {
	Length        spans     `key:"length" need:"yes" above:"0s" most:"24h" doc:"From start to end, breaks included; or a list of lengths to choose from."`
	Earliest      clock     `key:"earliest" need:"yes" doc:"First start, by the team's clock."`
	Latest        *clock    `key:"latest" doc:"Last start; before the earliest it is on the next day. Left out, the earliest is the only start."`
	Every         span      `key:"every" default:"30m" least:"1m" most:"24h" doc:"From one possible start to the next: whole minutes."`
	Breaks        []breakIn `key:"breaks" doc:"Breaks and lunch in their order, placed where they cost least coverage. They are not in shrinkage too."`
	BreakDistance span      `key:"break_distance" default:"0s" least:"0s" most:"24h" doc:"Least time of work between two breaks."`
	PartTime      text      `key:"part_time" default:"no" oneof:"no,yes" doc:"yes: counts against the team's share of part-timers."`
	Cost          *number   `key:"cost" least:"0" most:"1000000" doc:"Cost of one person's shift. Given without cost_per_hour, it is the whole cost."`
	CostPerHour   *number   `key:"cost_per_hour" least:"0" most:"1000000" doc:"Cost of a paid hour, on top of cost. Where a pattern has neither, it is the wage of the team's cost, or its site's, with benefits, taxes and premiums; without such, a paid hour costs 1 and costs are paid hours."`
	Premiums      []premium `key:"premiums" doc:"Paid on top of cost_per_hour by clock time. Left out with a cost by the team's wage, the premiums of that for nights and weekends."`
	MinAgents     count     `key:"min_agents" default:"0" least:"0" most:"100000" doc:"At least so many people work the pattern."`
	MaxAgents     *count    `key:"max_agents" least:"1" most:"100000" doc:"At most so many. Left out, there is no limit."`
}

type breakIn struct {
	Length   span `key:"length" need:"yes" above:"0s" most:"12h" doc:"How long."`
	Paid     text `key:"paid" default:"no" oneof:"no,yes" doc:"Whether it is paid."`
	Earliest span `key:"earliest" need:"yes" least:"0s" most:"24h" doc:"Its earliest start, since the start of the shift."`
	Latest   span `key:"latest" need:"yes" least:"0s" most:"24h" doc:"Its latest start, since the start of the shift."`
	Every    span `key:"every" default:"15m" least:"1m" most:"24h" doc:"From one possible start to the next: whole minutes."`
}

type premium struct {
	Hours hours  `key:"hours" need:"yes" doc:"Between which clock times."`
	Days  []text `key:"days" oneof:"monday,tuesday,wednesday,thursday,friday,saturday,sunday" doc:"On which days of the week the hours begin. Left out, on all."`
	Rate  share  `key:"rate" need:"yes" above:"0%" most:"1000%" doc:"Share of cost_per_hour on top."`
}

type shiftLimits struct {
	MinAgents  count  `key:"min_agents" default:"0" least:"0" most:"100000" doc:"At least so many people have a shift."`
	MaxAgents  *count `key:"max_agents" least:"1" most:"100000" doc:"At most so many. Left out, there is no limit."`
	StartTimes *count `key:"start_times" least:"1" most:"1440" doc:"At most so many distinct start times."`
	Seats      *count `key:"seats" least:"1" most:"100000" doc:"At most so many people on duty at once."`
	PartTime   *share `key:"part_time" above:"0%" most:"100%" doc:"Largest share of the people who work part-time patterns."`
}

type shiftSearch struct {
	Objective     text    `key:"objective" default:"cover" oneof:"cover,shortage,day" doc:"cover: least cost with the required agents in every interval. shortage: agents short at a price. day: least cost that meets the targets of the day as a whole, however its intervals fare."`
	ShortagePrice *number `key:"shortage_price" above:"0" most:"1000000" doc:"Price of an agent too few during an interval, for the objective shortage: needed there."`
	DayFloor      share   `key:"day_floor" default:"90%" least:"0%" most:"100%" doc:"With the objective day, the least share of the agents that an interval requires by itself that it keeps."`
}

// tours are the rules of a person's week, where the scenario has seven days.
type tours struct {
	DaysOn       count  `key:"days_on" default:"5" least:"1" most:"7" doc:"Days worked in the week, at most."`
	LeastDaysOn  *count `key:"least_days_on" least:"1" most:"7" doc:"At least so many. Left out, as many as days_on."`
	DaysOffInRow count  `key:"days_off_in_row" default:"0" least:"0" most:"6" doc:"At least so many days off next to each other; the week's last day is next to its first."`
	StartVaries  span   `key:"start_varies" default:"0s" least:"0s" most:"12h" doc:"By how much the starts of a person's week may differ. 0s: all at the same time."`
	LeastHours   *span  `key:"least_hours" above:"0s" most:"100h" doc:"Least paid hours in the week."`
	MostHours    *span  `key:"most_hours" above:"0s" most:"100h" doc:"Most paid hours in the week."`
	Rest         span   `key:"rest" default:"11h" least:"0s" most:"48h" doc:"Least time from the end of a shift to the start of the next."`
	FreeWeekends *share `key:"free_weekends" above:"0%" most:"100%" doc:"Least share of the people who have no time of a shift on Saturday or Sunday, from 00:00 to 24:00 (a night from Friday to Saturday is no free weekend): 50% lets everybody have every second weekend."`
}
