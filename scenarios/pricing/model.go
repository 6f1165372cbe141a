// Package pricing prices a scenario: what a month costs to serve, what each contract bills for it,
// who bears which risk, and where contracts cross.
//
// The month is the days of the scenario's calendar, each staffed as package staffing staffs it, so
// that the scale effect of small queues is in every price. Expected works the month out by formula
// as forecast. Simulate draws thousands of months that differ as the scenario says, with single days as
// the simulator plays them (table.go says what is reused). What a month costs, and what a contract
// bills for it, is the arithmetic of the packages cost and contract, which know neither.
package pricing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/pricing/cost"
)

// MissingError is what a scenario lacks to be priced.
type MissingError struct{ Lacks []string }

func (e *MissingError) Error() string {
	return "this scenario cannot be priced yet: " + strings.Join(e.Lacks, "; ") + " (frontoffice scenarios show outsourced-desk has an example of all)"
}

// Check says what a scenario lacks to be priced, as a *MissingError; nil where nothing.
func Check(s *scenarios.Scenario) error {
	var lacks []string
	if s.Business.Currency == "" {
		lacks = append(lacks, "currency is missing")
	}
	if s.Days != nil {
		lacks = append(lacks, "hours are those of several days: give one day, and the calendar says how many there are of it")
	}
	if len(s.Business.Calendar) == 0 {
		lacks = append(lacks, "calendar is missing: the days of a month by their types")
	}
	for _, t := range s.Teams {
		if t.Cost == nil {
			lacks = append(lacks, fmt.Sprintf("teams.%s.cost is missing (wage and month_hours, there or at its site)", t.Name))
		}
	}
	if lacks != nil {
		return &MissingError{lacks}
	}
	return nil
}

// model is a scenario made ready to be priced.
type model struct {
	s     *scenarios.Scenario
	teams [][]int // of each channel
}

func newModel(s *scenarios.Scenario) (*model, error) {
	if err := Check(s); err != nil {
		return nil, err
	}
	m := &model{s: s}
	for i := range s.Channels {
		m.teams = append(m.teams, s.TeamsOf(&s.Channels[i]))
	}
	return m, nil
}

// sums are what a day, or the days of a month, add up to.
type sums struct {
	channels []channelSum
	teams    []teamSum
}

func (m *model) newSums() sums {
	return sums{make([]channelSum, len(m.s.Channels)), make([]teamSum, len(m.s.Teams))}
}

// channelSum is contacts and seconds of a channel.
type channelSum struct {
	contained float64 // served by automation to the end
	offered   float64
	answered  float64
	abandoned float64
	inTime    float64 // of the service level
	counted   float64 // of the service level
	waited    float64 // seconds, of the answered
	handled   float64 // seconds
	talked    float64 // seconds
	talks     float64 // what outcomes come of: answered contacts, or talks with the right party
}

func (c *channelSum) add(d *channelSum, n float64) {
	c.contained += n * d.contained
	c.offered += n * d.offered
	c.answered += n * d.answered
	c.abandoned += n * d.abandoned
	c.inTime += n * d.inTime
	c.counted += n * d.counted
	c.waited += n * d.waited
	c.handled += n * d.handled
	c.talked += n * d.talked
	c.talks += n * d.talks
}

// value is a metric of a channel; quality is that of its teams.
func (c *channelSum) value(m contract.Metric, resolution float64) float64 {
	switch m {
	case contract.ServiceLevel:
		return ratio(c.inTime, c.counted, 1)
	case contract.ASA:
		return ratio(c.waited, c.answered, 0)
	case contract.Abandonment:
		return ratio(c.abandoned, c.offered, 0)
	}
	return resolution
}

func ratio(part, whole, empty float64) float64 {
	if whole <= 0 {
		return empty
	}
	return part / whole
}

// teamSum is hours of a team.
type teamSum struct {
	agent     float64 // available for contacts
	scheduled float64 // of the whole people scheduled
	required  float64 // available, as the targets require
	handling  float64
	night     float64 // of the scheduled
	weekend   float64
	holiday   float64
}

func (t *teamSum) add(d *teamSum, n float64) {
	t.agent += n * d.agent
	t.scheduled += n * d.scheduled
	t.required += n * d.required
	t.handling += n * d.handling
	t.night += n * d.night
	t.weekend += n * d.weekend
	t.holiday += n * d.holiday
}

// add adds n days.
func (s *sums) add(d *sums, n float64) {
	for i := range s.channels {
		s.channels[i].add(&d.channels[i], n)
	}
	for t := range s.teams {
		s.teams[t].add(&d.teams[t], n)
	}
}

// month is how a month's people differ from those expected; the zero month is as expected.
type month struct {
	vacant    float64 // share of the scheduled hours
	attrition float64 // factor on the attrition; 0: 1
}

// quality is the mean quality of a channel's teams by their time.
func (m *model) quality(s *sums, channel int) float64 {
	teams := m.teams[channel]
	if len(teams) == 1 {
		return m.s.Teams[teams[0]].Quality()
	}
	var sum, hours float64
	for _, t := range teams {
		sum += s.teams[t].agent * m.s.Teams[t].Quality()
		hours += s.teams[t].agent
	}
	return ratio(sum, hours, m.s.Teams[teams[0]].Quality())
}

// activity writes the month's activity into a, whose lists it keeps, and the lines of each team's cost.
func (m *model) activity(s *sums, a *contract.Activity, lines [][]cost.Line) {
	m.activityOf(s, func(int) month { return month{} }, a, lines)
}

// activityOf is activity in a month whose people differ from those expected.
func (m *model) activityOf(s *sums, people func(team int) month, a *contract.Activity, lines [][]cost.Line) {
	a.Channels, a.Teams, a.Cost = a.Channels[:0], a.Teams[:0], 0
	for i := range m.s.Channels {
		c, sum := &m.s.Channels[i], &s.channels[i]
		quality := m.quality(s, i)
		month := contract.ChannelMonth{Channel: c.Name, Offered: sum.offered, Answered: sum.answered, Resolved: sum.answered * c.Resolution * quality,
			HandledMinutes: sum.handled / 60}
		if c.WrapUp.Given() {
			month.TalkMinutes = sum.talked / 60
		}
		if n := len(a.Channels); cap(a.Channels) > n { // its list of outcomes is used again
			month.Outcomes = a.Channels[:n+1][n].Outcomes[:0]
		}
		for _, o := range c.Outcomes {
			count := sum.talks * o.Share * quality
			month.Outcomes = append(month.Outcomes, contract.OutcomeMonth{Outcome: o.Name, Count: count, Value: count * o.Value})
		}
		a.Channels = append(a.Channels, month)
	}
	for t := range m.s.Teams {
		team, sum := &m.s.Teams[t], &s.teams[t]
		rates, of := team.Cost.Rates, people(t)
		if of.attrition > 0 {
			rates.Attrition *= of.attrition
		}
		u := m.use(t, s, of)
		lines[t] = rates.Month(lines[t][:0], &u)
		full := u
		full.Vacant = 0
		a.Teams = append(a.Teams, contract.TeamMonth{Team: team.Name,
			RequiredFTE:  sum.required / (1 - team.Shrinkage()) / (1 - rates.Leave) / rates.MonthHours,
			ScheduledFTE: rates.FTE(&full), ActualFTE: rates.FTE(&u), PaidHours: rates.Paid(&u), StaffedHours: sum.agent * (1 - of.vacant), HandlingHours: sum.handling})
		a.Cost = a.Cost.Plus(contract.RoundMoney(cost.Sum(lines[t]))) // a team's cost is rounded once, its lines show where it goes
	}
}

// use is what a month asks of a team.
func (m *model) use(t int, s *sums, of month) cost.Use {
	team, sum := &m.s.Teams[t], &s.teams[t]
	u := cost.Use{Handling: sum.handling, Agent: sum.agent, Scheduled: sum.scheduled, Planned: team.Planned, Unplanned: team.Unplanned,
		Night: ratio(sum.night, sum.scheduled, 0), Weekend: ratio(sum.weekend, sum.scheduled, 0), Holiday: ratio(sum.holiday, sum.scheduled, 0),
		HandledMinutes: sum.handling * 60, Vacant: of.vacant}
	money := 0.0
	for i := range m.s.Channels {
		if a := m.s.Channels[i].Automation; a.Share > 0 && m.teams[i][0] == t {
			u.Automated += s.channels[i].contained
			money += s.channels[i].contained * a.Cost
		}
	}
	u.PerAutomated = ratio(money, u.Automated, 0)
	return u
}

// roster fills in a team's hours of a day from its plan.
func (m *model) roster(s *sums, t int, kind string, agents []int, required func(k int) int, agentHours, scheduledHours float64) {
	team := &m.s.Teams[t]
	hours := m.s.Interval.Hours()
	sum := teamSum{agent: agentHours, scheduled: scheduledHours}
	night, all := 0.0, 0.0
	for k, n := range agents {
		sum.required += float64(required(k)) * hours
		night += float64(n) * nightShare(m.s.Start(k), m.s.Start(k)+m.s.Interval, team.Cost)
		all += float64(n)
	}
	sum.night = scheduledHours * ratio(night, all, 0)
	switch kind {
	case "weekend":
		sum.weekend = scheduledHours
	case "holiday":
		sum.holiday = scheduledHours
	}
	s.teams[t] = sum
}

// nightShare is the part of an interval that is at night.
func nightShare(from, to time.Duration, c *scenarios.Cost) float64 {
	const day = 24 * time.Hour
	var night time.Duration
	for shift := -day; shift <= day; shift += day {
		night += max(0, min(to, c.NightTo+shift)-max(from, c.NightFrom+shift))
	}
	return float64(night) / float64(to-from)
}

// levelOf is the channel of a contract's level.
func (m *model) levelOf(l *contract.Level) int {
	return slices.IndexFunc(m.s.Channels, func(c scenarios.Channel) bool { return c.Name == l.Channel })
}
