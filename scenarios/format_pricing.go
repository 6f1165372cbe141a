package scenarios

// The part of the file that pricing reads: see format.go for the tags.

type dayType struct {
	Days       count    `key:"days" need:"yes" least:"1" most:"31" doc:"How many days of the month are of the type."`
	Volume     factor   `key:"volume" default:"100%" above:"0%" most:"10000%" doc:"Volumes of such a day, of the scenario's."`
	HandleTime factor   `key:"handle_time" default:"100%" least:"10%" most:"1000%" doc:"Handle times of such a day, of the scenario's."`
	Kind       text     `key:"kind" default:"weekday" oneof:"weekday,weekend,holiday" doc:"Which premium on wages the day has."`
	Profile    *profile `key:"profile" doc:"Another form of the day, for all channels: one weight per interval, or the name of a form. Left out, the scenario's."`
}

type site struct {
	Location   text    `key:"location" need:"yes" oneof:"onshore,nearshore,offshore" doc:"How far the site is from the buyer."`
	Currency   *text   `key:"currency" doc:"What the site's costs are in. Left out, the scenario's currency."`
	Exchange   *number `key:"exchange_rate" above:"0" most:"1000000" doc:"Units of the scenario's currency for one of the site's. Needed with a currency of its own, and only there."`
	HandleTime factor  `key:"handle_time" default:"100%" least:"10%" most:"1000%" doc:"Handle times and wrap-up at the site, of the channels'. They slow the site's teams in every command."`
	Quality    factor  `key:"quality" default:"100%" least:"1%" most:"1000%" doc:"Resolution and outcomes at the site, of the channels'."`
	Cost       *costIn `key:"cost" doc:"What people cost at the site, where a team's own cost does not say otherwise."`
}

type costIn struct {
	Wage       *price      `key:"wage" doc:"Wage of a paid hour. Needed, here or at the site."`
	MonthHours *span       `key:"month_hours" least:"1h" most:"744h" doc:"Paid hours of one full-time equivalent a month, leave included, such as 173h20m. Needed, here or at the site."`
	Premiums   *premiums   `key:"premiums" doc:"On the wage of hours at night and of weekends and holidays."`
	Benefits   *share      `key:"benefits" least:"0%" most:"300%" doc:"On top of pay: health, pension, bonuses."`
	Taxes      *share      `key:"taxes" least:"0%" most:"300%" doc:"Employer's taxes and social security, on top of pay."`
	PaidLeave  *share      `key:"paid_leave" least:"0%" most:"95%" doc:"Share of paid time on leave. Do not count the same leave in shrinkage too."`
	Attrition  *share      `key:"attrition" least:"0%" most:"1000%" doc:"People who leave and are replaced in a year, of those employed."`
	Recruiting *price      `key:"recruiting" doc:"Cost of finding one new agent."`
	Training   *training   `key:"training" doc:"Before a new agent's first contact."`
	Nesting    *nesting    `key:"nesting" doc:"First weeks with contacts: new agents are slower and resolve less. With attrition it slows the team in every command."`
	Roles      named[role] `key:"roles" doc:"People who lead and support agents, by names such as team_lead, quality, trainer, workforce, operations_manager."`
	Seat       *seat       `key:"seat" doc:"A desk with its room and equipment."`
	Licence    *price      `key:"licence" doc:"Software for one agent (FTE) and month."`
	Telecom    *price      `key:"telecom" doc:"Telephony and the like for one handled minute."`
	Inflation  *share      `key:"wage_inflation" least:"0%" most:"100%" doc:"Yearly rise of wages, over the term."`
	Transition *price      `key:"transition" doc:"Cost of setting a team up, once, spread over the term; given at a site, of each team there."`
}

type premiums struct {
	Night      *share `key:"night" least:"0%" most:"500%" doc:"On hours within night_hours."`
	NightHours *hours `key:"night_hours" doc:"When night is. Needed with a premium for it."`
	Weekend    *share `key:"weekend" least:"0%" most:"500%" doc:"On days of kind weekend."`
	Holiday    *share `key:"holiday" least:"0%" most:"500%" doc:"On days of kind holiday."`
}

type training struct {
	Weeks number `key:"weeks" need:"yes" least:"0" most:"104" doc:"Paid weeks."`
	Cost  price  `key:"cost" default:"0" doc:"Trainers, rooms and material for one new agent, beside the pay."`
}

type nesting struct {
	Weeks   number `key:"weeks" need:"yes" least:"0" most:"104" doc:"How long it takes to full speed and quality."`
	Speed   share  `key:"speed" need:"yes" least:"10%" most:"100%" doc:"Mean speed over these weeks, of full speed."`
	Quality share  `key:"quality" default:"100%" least:"1%" most:"100%" doc:"Mean resolution and outcomes over these weeks, of full quality."`
}

type role struct {
	Span   number `key:"span" need:"yes" above:"0" most:"100000" doc:"Agents (FTE) for one of them."`
	Salary price  `key:"salary" need:"yes" doc:"A month, before benefits and taxes."`
}

type seat struct {
	Month   price  `key:"month" need:"yes" doc:"Cost of one a month."`
	Sharing number `key:"sharing" default:"1" least:"0.1" most:"10" doc:"Agents (FTE) for one seat, over the shifts."`
}

type outcomeIn struct {
	Share share `key:"share" need:"yes" above:"0%" most:"100%" doc:"Share of the answered contacts that lead to it, at quality 100%; of calls that go out, of the talks with the right party, each of which has one outcome or none."`
	Value price `key:"value" default:"0" doc:"Money that one brings in or saves."`
}

type uncertainty struct {
	Volume     *drift  `key:"volume" doc:"Forecast error of a month's volumes, all channels alike. Errors of days and intervals are busyness."`
	HandleTime *drift  `key:"handle_time" doc:"Drift of handle times, all channels alike."`
	Shrinkage  *spread `key:"shrinkage" doc:"Shrinkage of a month, of all teams alike: a normal law around the teams' own."`
	Attrition  *drift  `key:"attrition" doc:"Attrition of a month, of all teams alike. Places of leavers beyond those expected stay empty for the month."`
}

type drift struct {
	CV          share  `key:"cv" need:"yes" least:"0%" most:"200%" doc:"Coefficient of variation of the month's factor, a lognormal law with mean 1."`
	Persistence number `key:"persistence" default:"0" least:"0" most:"0.99" doc:"Correlation of the logarithm from one month to the next; k months apart it is the k-th power."`
}

type spread struct {
	Points      share  `key:"points" need:"yes" least:"0%" most:"50%" doc:"Standard deviation, in points of shrinkage."`
	Persistence number `key:"persistence" default:"0" least:"0" most:"0.99" doc:"Correlation from one month to the next."`
}

type policy struct {
	Policy text   `key:"policy" need:"yes" oneof:"fixed,follow,flex" doc:"fixed: staff is that of the forecast, whatever comes. follow: it is that of the volumes expected from what was seen lead_time before. flex: it is that of the month's volumes, within limits around the forecast."`
	Lead   *count `key:"lead_time" least:"0" most:"12" doc:"Months from seeing volumes to having the staff for them. Needed for follow."`
	Up     *share `key:"up" least:"0%" most:"1000%" doc:"Most staff above the forecast's. Needed for flex."`
	Down   *share `key:"down" least:"0%" most:"95%" doc:"Most staff below the forecast's. Needed for flex."`
}

type contractIn struct {
	Terms  []term    `key:"terms" need:"yes" doc:"What is charged: any number of charges, added up."`
	Levels []levelIn `key:"service_levels" doc:"Credits for worse service and bonuses for better, in shares of the month's charges."`
	AtRisk *share    `key:"at_risk" above:"0%" most:"100%" doc:"Most that all credits of a month together take of its charges. Left out, all of them."`
	Margin *share    `key:"margin" least:"0%" below:"100%" doc:"Margin (profit / revenue) that the one price left out earns in the expected month."`
	MarkUp *factor   `key:"mark_up" least:"0%" most:"1000%" doc:"Or the mark-up (profit / cost) that it earns."`
}

type term struct {
	Charge     text     `key:"charge" need:"yes" oneof:"fixed,fte,paid_hour,staffed_hour,handling_hour,handled_minute,talk_minute,contact,outcome,value,cost,gain_share" doc:"What is charged for: a fixed fee; FTE-months; hours paid, staffed (available) or handling; minutes handled or talking; contacts; outcomes; a share of the money outcomes bring; the cost with a mark-up; a share of what is saved."`
	On         *text    `key:"on" oneof:"required,scheduled,actual,answered,resolved,bill,cost" doc:"fte: required, scheduled or actual. contact: answered or resolved. gain_share: saved of the bill or of the cost."`
	Team       *text    `key:"team" doc:"Of which team. Left out, of all."`
	Channel    *text    `key:"channel" doc:"Of which channel. Left out, of all."`
	Outcome    *text    `key:"outcome" doc:"Which outcome, for outcome and value."`
	Price      *price   `key:"price" doc:"Of a unit; of fixed the fee a month. Left out (or bands), it is what earns the contract's margin or mark_up."`
	Bands      []bandIn `key:"bands" doc:"Prices by volume, instead of one price."`
	BandRule   *text    `key:"band_rule" oneof:"marginal,whole-volume" doc:"Needed with bands. marginal: each unit has the price of its band. whole-volume: all have that of the band the volume ends in."`
	Baseline   *number  `key:"baseline" above:"0" most:"1000000000" doc:"Units a month that are charged in full within the dead band around them."`
	DeadBand   *share   `key:"dead_band" least:"0%" below:"100%" doc:"How far the volume may be from the baseline for nothing. Needed with baseline."`
	Additional *price   `key:"additional" doc:"Charge of a unit above the dead band (ARC). Needed with baseline."`
	Reduced    *price   `key:"reduced" doc:"Credit of a unit below the dead band (RRC). Needed with baseline."`
	Minimum    *number  `key:"minimum" above:"0" most:"1000000000" doc:"Commitment: at least so many units are charged."`
	Share      *share   `key:"share" above:"0%" most:"100%" doc:"value: of the money. gain_share: of the saving."`
	LossShare  *share   `key:"loss_share" above:"0%" most:"100%" doc:"gain_share: of what exceeds the target, taken off. Left out, none."`
	MarkUp     *factor  `key:"mark_up" least:"0%" most:"1000%" doc:"cost: on the cost to serve."`
	Target     *price   `key:"target" doc:"gain_share: the month's bill or cost without any saving."`
}

type bandIn struct {
	UpTo  *number `key:"up_to" above:"0" most:"1000000000" doc:"Last unit of the band. Left out in the last band."`
	Price price   `key:"price" need:"yes" doc:"Of a unit."`
}

type levelIn struct {
	Metric   text      `key:"metric" need:"yes" oneof:"service_level,asa,abandonment,resolution" doc:"What is measured, by the channel's definition and time."`
	Channel  *text     `key:"channel" doc:"Of which channel. Needed where there are several."`
	Period   text      `key:"period" need:"yes" oneof:"interval,day,month" doc:"What is judged: each interval, each day, or the month."`
	Credits  []credit  `key:"credits" doc:"From the mildest to the worst; of several passed only the last counts."`
	Bonuses  []bonus   `key:"bonuses" doc:"From the least to the best; of several passed only the last counts."`
	Cap      *share    `key:"cap" above:"0%" most:"100%" doc:"Most that these credits take of a month's charges. Left out, what at_risk leaves."`
	BonusCap *share    `key:"bonus_cap" above:"0%" most:"100%" doc:"Most that these bonuses add to a month's charges. Left out, there is no limit."`
	EarnBack *earnBack `key:"earn_back" doc:"When credits are given back."`
}

type credit struct {
	WorseThan threshold `key:"worse_than" need:"yes" doc:"A period that is worse has the credit."`
	Amount    share     `key:"amount" need:"yes" above:"0%" most:"100%" doc:"Of the month's charges, for each such period."`
}

type bonus struct {
	BetterThan threshold `key:"better_than" need:"yes" doc:"A period that is better has the bonus."`
	Amount     share     `key:"amount" need:"yes" above:"0%" most:"100%" doc:"Of the month's charges, for each such period."`
}

type earnBack struct {
	BetterThan threshold `key:"better_than" need:"yes" doc:"Each of the following months as a whole has to be better."`
	Months     count     `key:"months" need:"yes" least:"1" most:"12" doc:"How many months follow."`
}
