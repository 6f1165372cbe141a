// Package cost is the mathematics of what it costs to serve contacts with a team of people: from
// the wage of the time with a contact in hand, line by line, to the whole of a month. It knows of
// no scenarios, files or contracts.
//
// The lines add up: each is the money of one cause, in the order in which a planner meets them, and
// their sum is the month's cost. What is not given costs nothing and is listed as not given.
package cost

import "math"

// Rates are what a team's people cost, in the site's own currency. Shares are parts of 1.
type Rates struct {
	Exchange   float64 `json:"exchange_rate"`            // units of the scenario's currency for one of the site's
	Wage       float64 `json:"wage"`                     // of a paid hour
	MonthHours float64 `json:"month_hours"`              // paid hours of a full-time equivalent a month, leave included
	Night      float64 `json:"night_premium,omitzero"`   // on the wage of hours at night
	Weekend    float64 `json:"weekend_premium,omitzero"` // of days of that kind
	Holiday    float64 `json:"holiday_premium,omitzero"`
	Leave      float64 `json:"paid_leave,omitzero"`     // share of paid time, on top of what shrinkage has
	Inflation  float64 `json:"wage_inflation,omitzero"` // a year
	Term       float64 `json:"term_months,omitzero"`    // of the contract: wages rise with each of its years
	Benefits   float64 `json:"benefits,omitzero"`       // on pay
	Taxes      float64 `json:"taxes,omitzero"`          // on pay

	Attrition      float64 `json:"attrition,omitzero"`       // leavers a year, of the people employed
	Recruiting     float64 `json:"recruiting,omitzero"`      // a hire
	TrainingWeeks  float64 `json:"training_weeks,omitzero"`  // paid, before the first contact
	TrainingCost   float64 `json:"training_cost,omitzero"`   // a hire, beside the pay
	NestingWeeks   float64 `json:"nesting_weeks,omitzero"`   // with contacts, below full speed and quality
	NestingSpeed   float64 `json:"nesting_speed,omitzero"`   // mean over those weeks; 0: full
	NestingQuality float64 `json:"nesting_quality,omitzero"` // likewise

	Roles       []Role  `json:"roles,omitempty"`
	Seat        float64 `json:"seat,omitzero"`         // a month
	SeatSharing float64 `json:"seat_sharing,omitzero"` // people for a seat, over the shifts; 0: 1
	Licence     float64 `json:"licence,omitzero"`      // an agent and month
	Telecom     float64 `json:"telecom,omitzero"`      // a handled minute
	Transition  float64 `json:"transition,omitzero"`   // once, spread over the term
}

// Role is people who lead and support agents.
type Role struct {
	Name   string  `json:"role"`
	Span   float64 `json:"span"`   // agents (FTE) for one of them
	Salary float64 `json:"salary"` // a month, before benefits and taxes
}

// Nesting is the share of agents who are in their nesting weeks when leavers are replaced: of people
// who leave at the rate of attrition, each successor spends that time of the year there,
//
//	nesting = attrition · weeks / 52, at most 1.
func (r *Rates) Nesting() float64 { return math.Min(1, r.Attrition*r.NestingWeeks/52) }

// Speed is the mean speed of agents, of 1: those in nesting are slower. The time with contacts
// that a shift gives is shared by head, so it is the mean over heads.
func (r *Rates) Speed() float64 { return mixed(r.Nesting(), r.NestingSpeed) }

// Quality is the mean quality of agents, of 1, likewise.
func (r *Rates) Quality() float64 { return mixed(r.Nesting(), r.NestingQuality) }

func mixed(share, of float64) float64 {
	if of == 0 {
		return 1
	}
	return 1 - share*(1-of)
}

// Growth is the mean of wages over the term, of 1: they rise at the end of each year,
//
//	growth = Σ_{m < term} (1 + inflation)^⌊m/12⌋ / term.
func (r *Rates) Growth() float64 {
	if r.Term <= 0 || r.Inflation == 0 {
		return 1
	}
	sum, whole := 0.0, math.Floor(r.Term/12)
	for y := range int(whole) {
		sum += 12 * math.Pow(1+r.Inflation, float64(y))
	}
	return (sum + (r.Term-12*whole)*math.Pow(1+r.Inflation, whole)) / r.Term
}

// Use is what a month asks of a team, in hours of the whole team.
type Use struct {
	Handling  float64 `json:"handling_hours"`  // with a contact in hand
	Agent     float64 `json:"agent_hours"`     // available for contacts
	Scheduled float64 `json:"scheduled_hours"` // of the whole people scheduled, shrinkage included
	Planned   float64 `json:"planned_shrinkage"`
	Unplanned float64 `json:"unplanned_shrinkage"` // of what planned shrinkage leaves
	Night     float64 `json:"night_share"`         // of the scheduled hours
	Weekend   float64 `json:"weekend_share"`
	Holiday   float64 `json:"holiday_share"`

	HandledMinutes float64 `json:"handled_minutes"`
	Automated      float64 `json:"automated_contacts"` // that never reach an agent
	PerAutomated   float64 `json:"automated_cost"`     // of one, in the scenario's currency

	Vacant float64 `json:"vacant_share,omitzero"` // of the scheduled hours, that nobody works or is paid for
}

// Paid is the paid hours: those scheduled, and paid leave on top.
func (r *Rates) Paid(u *Use) float64 { return u.Scheduled * (1 - u.Vacant) / (1 - r.Leave) }

// FTE is the paid hours in full-time equivalents of a month.
func (r *Rates) FTE(u *Use) float64 { return r.Paid(u) / r.MonthHours }

// Key names a line of cost.
type Key string

// The lines, in their order. Roles have one line each, under Role.
const (
	Handling   Key = "handling"            // wages with a contact in hand, at full speed
	NestingPay Key = "nesting"             // what slower new agents take longer
	Idle       Key = "waiting"             // wages waiting for contacts: what occupancy below 1 costs
	Rounding   Key = "rounding"            // whole people in every interval
	Planned    Key = "planned_shrinkage"   // wages of that time
	Unplanned  Key = "unplanned_shrinkage" // wages of that time
	Leave      Key = "paid_leave"
	Night      Key = "night_premium"
	Weekend    Key = "weekend_premium"
	Holiday    Key = "holiday_premium"
	Inflation  Key = "wage_inflation"
	Benefits   Key = "benefits"
	Taxes      Key = "taxes"
	Recruiting Key = "recruiting"
	Training   Key = "training"
	Lead       Key = "role"
	Seats      Key = "seats"
	Licences   Key = "licences"
	Telecom    Key = "telecom"
	Automation Key = "automated_contacts"
	Transition Key = "transition"
)

// Line is one line of the cost of a month, in the scenario's currency.
type Line struct {
	Key    Key     `json:"line"`
	Role   string  `json:"role,omitempty"`
	Amount float64 `json:"amount"`
}

// Month appends the lines of a month to a list, in their order; every line is there, those of
// nothing with 0.
//
//	handling    wage · handling hours · speed
//	nesting     wage · handling hours · (1 - speed)
//	waiting     wage · (agent hours - handling hours)
//	unplanned   wage · agent hours · (1/(1-u) - 1)
//	planned     wage · agent hours / (1-u) · (1/(1-p) - 1)
//	rounding    wage · (scheduled hours (1 - vacant) - agent hours / ((1-p)(1-u)))
//	leave       wage · (paid hours - scheduled hours (1 - vacant))
//	premiums    wage · premium · share · paid hours
//	inflation   all of that · (growth - 1)
//	benefits    share · all of that, taxes likewise
//	training    hires · (weeks · month hours · 12/52 · wage · growth · (1 + benefits + taxes) + cost)
//	roles       FTE / span · salary · growth · (1 + benefits + taxes)
//
// with hires = FTE · attrition / 12. With vacant places the line of rounding can be below 0: people
// who are missing are not paid.
func (r *Rates) Month(lines []Line, u *Use) []Line {
	add := func(k Key, local float64) { lines = append(lines, Line{Key: k, Amount: local * r.Exchange}) }
	first := len(lines)
	p, q := u.Planned, u.Unplanned
	there := u.Scheduled * (1 - u.Vacant)
	paid := r.Paid(u)
	add(Handling, r.Wage*u.Handling*r.Speed())
	add(NestingPay, r.Wage*u.Handling*(1-r.Speed()))
	add(Idle, r.Wage*(u.Agent-u.Handling))
	add(Unplanned, r.Wage*u.Agent*(1/(1-q)-1))
	add(Planned, r.Wage*u.Agent/(1-q)*(1/(1-p)-1))
	add(Rounding, r.Wage*(there-u.Agent/((1-p)*(1-q))))
	add(Leave, r.Wage*(paid-there))
	add(Night, r.Wage*r.Night*u.Night*paid)
	add(Weekend, r.Wage*r.Weekend*u.Weekend*paid)
	add(Holiday, r.Wage*r.Holiday*u.Holiday*paid)
	pay := Sum(lines[first:]) / r.Exchange
	growth := r.Growth()
	add(Inflation, pay*(growth-1))
	add(Benefits, pay*growth*r.Benefits)
	add(Taxes, pay*growth*r.Taxes)

	fte := r.FTE(u)
	onPay := growth * (1 + r.Benefits + r.Taxes)
	hires := fte * r.Attrition / 12
	add(Recruiting, hires*r.Recruiting)
	add(Training, hires*(r.TrainingWeeks*r.MonthHours*12/52*r.Wage*onPay+r.TrainingCost))
	for _, role := range r.Roles {
		lines = append(lines, Line{Lead, role.Name, fte / role.Span * role.Salary * onPay * r.Exchange})
	}
	sharing := r.SeatSharing
	if sharing == 0 {
		sharing = 1
	}
	add(Seats, fte/sharing*r.Seat)
	add(Licences, fte*r.Licence)
	add(Telecom, u.HandledMinutes*r.Telecom)
	lines = append(lines, Line{Key: Automation, Amount: u.Automated * u.PerAutomated})
	spread := 0.0
	if r.Term > 0 {
		spread = r.Transition / r.Term
	}
	add(Transition, spread)
	return lines
}

// Sum adds lines up.
func Sum(lines []Line) float64 {
	sum := 0.0
	for _, l := range lines {
		sum += l.Amount
	}
	return sum
}
