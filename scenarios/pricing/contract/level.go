package contract

import "math"

// Level is a service level with credits for what is worse and bonuses for what is better.
type Level struct {
	Metric   Metric    `json:"metric"`
	Channel  string    `json:"channel"`
	Period   Period    `json:"period"`
	Credits  []Step    `json:"credits,omitempty"` // from the mildest to the worst
	Bonuses  []Step    `json:"bonuses,omitempty"` // from the least to the best
	Cap      Share     `json:"cap,omitzero"`      // of a month's charges, the most that its credits take; 0: no limit of its own
	BonusCap Share     `json:"bonus_cap,omitzero"`
	EarnBack *EarnBack `json:"earn_back,omitempty"`
}

// Metric is what is measured.
type Metric string

// The metrics. Of a service level and a resolution more is better, of the others less.
const (
	ServiceLevel Metric = "service_level" // by the channel's definition
	ASA          Metric = "asa"           // seconds
	Abandonment  Metric = "abandonment"
	Resolution   Metric = "resolution" // resolved / answered
)

// Worse is whether x is worse than y.
func (m Metric) Worse(x, y float64) bool {
	if m == ServiceLevel || m == Resolution {
		return x < y
	}
	return x > y
}

// Period is what is judged one by one: each interval, each day, or the month as a whole.
type Period string

// The periods.
const (
	Interval Period = "interval"
	Day      Period = "day"
	Month    Period = "month"
)

// Step is a threshold with its amount: of the month's charges, for each period that is
// worse (or, for a bonus, better) than it. Of several passed only the furthest counts.
type Step struct {
	Than   float64 `json:"than"`
	Amount Share   `json:"amount"`
}

// EarnBack gives the credits of a month back when each of the following months is better.
type EarnBack struct {
	Than   float64 `json:"than"`
	Months int     `json:"months"`
}

// Judge is what one period earns: the credit and the bonus of the furthest step passed.
func (l *Level) Judge(x float64) (credit, bonus Share) {
	for _, s := range l.Credits {
		if l.Metric.Worse(x, s.Than) {
			credit = s.Amount
		}
	}
	for _, s := range l.Bonuses {
		if l.Metric.Worse(s.Than, x) {
			bonus = s.Amount
		}
	}
	return credit, bonus
}

// Assessment is what a month's periods add up to, in shares of the month's charges before any cap.
type Assessment struct {
	Value   float64 `json:"value"`   // of the metric over the month
	Credit  float64 `json:"credit"`  // sum of the periods' credits
	Bonus   float64 `json:"bonus"`   // sum of the periods' bonuses
	Missed  float64 `json:"missed"`  // periods with a credit
	Periods float64 `json:"periods"` // that were judged
}

// Add judges one period.
func (a *Assessment) Add(l *Level, x float64) {
	credit, bonus := l.Judge(x)
	a.Credit += credit.Float()
	a.Bonus += bonus.Float()
	if credit > 0 {
		a.Missed++
	}
	a.Periods++
}

// Assess judges a month by the values of its periods. value is that of the whole month.
func (l *Level) Assess(value float64, periods []float64) Assessment {
	a := Assessment{Value: value}
	for _, x := range periods {
		a.Add(l, x)
	}
	return a
}

// capped are the shares of charges that count after the level's own caps.
func (l *Level) capped(a Assessment) (credit, bonus Share) {
	limit := func(x float64, most Share) Share {
		s := RoundShare(math.Min(x, 1e3))
		if most > 0 {
			s = min(s, most)
		}
		return s
	}
	return limit(a.Credit, l.Cap), limit(a.Bonus, l.BonusCap)
}
