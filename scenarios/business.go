package scenarios

import (
	"math"
	"slices"
	"time"

	"frontoffice/scenarios/demand"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/pricing/cost"
)

// Business is what pricing needs beside the day: what people cost, the month's days, what is
// uncertain, and the contracts.
type Business struct {
	Currency    string // "" where not given
	Term        int    // months of the contracts; 0 where not given
	Calendar    []DayType
	Sites       []Site
	Uncertainty Uncertainty
	Policy      Policy
	Contracts   []contract.Contract
}

// DayType is days of a month that are alike.
type DayType struct {
	Name       string
	Days       int
	Volume     float64   // of the scenario's
	HandleTime float64   // of the scenario's
	Kind       string    // weekday, weekend, holiday
	Profile    []float64 // weights per interval; nil: the scenario's form
}

// Site is a place that teams work at.
type Site struct {
	Name       string
	Location   string  // onshore, nearshore, offshore
	Currency   string  // of its costs
	HandleTime float64 // of the channels'; 0: 1
	Quality    float64 // of the channels' resolution and outcomes; 0: 1
	Cost       *Cost   // nil where it is incomplete without a team's own
}

// Cost is what a team's people cost.
type Cost struct {
	cost.Rates
	NightFrom, NightTo time.Duration // since midnight; NightTo above NightFrom, above 24h past midnight; both 0: no night
	NotGiven           []string      // keys of the file that are not there: what they stand for costs nothing
}

// PaidHour is what an hour paid at the wage costs with benefits and taxes, in the scenario's currency.
func (c *Cost) PaidHour() float64 { return c.Exchange * c.Wage * (1 + c.Benefits + c.Taxes) }

// Outcome is what answered contacts may lead to.
type Outcome struct {
	Name  string
	Share float64 // of the answered, at quality 1
	Value float64 // money
}

// Uncertainty is what differs from month to month.
type Uncertainty struct {
	Volume     Drift
	HandleTime Drift
	Attrition  Drift
	Shrinkage  Drift // CV is the standard deviation in points
}

// Any is whether anything is uncertain.
func (u Uncertainty) Any() bool {
	return u.Volume.CV > 0 || u.HandleTime.CV > 0 || u.Attrition.CV > 0 || u.Shrinkage.CV > 0
}

// Drift is a factor that differs from month to month; the zero Drift does not.
type Drift struct {
	CV          float64
	Persistence float64 // correlation of its normal score from one month to the next
}

// Policy is how staff follows the volumes of a month.
type Policy struct {
	Name     string // fixed, follow, flex; "" where not given
	Lead     int    // months; follow
	Up, Down float64
}

// Speed is how fast a team's agents are with a channel, all told: handle times and wrap-up are divided by it. It
// is the team's efficiency, the site's pace, and that some agents are new.
func (t Team) Speed(channel string) float64 {
	speed := 1.0
	if i := slices.Index(t.Skills, channel); t.Speeds != nil && i >= 0 {
		speed = t.Speeds[i]
	} else if t.Efficiency > 0 {
		speed = t.Efficiency
	}
	if t.Site.HandleTime > 0 {
		speed /= t.Site.HandleTime
	}
	if t.Cost != nil {
		speed *= t.Cost.Speed()
	}
	return speed
}

// Quality is the part of a channel's resolution and outcomes that a team's agents reach.
func (t Team) Quality() float64 {
	quality := 1.0
	if t.Site.Quality > 0 {
		quality = t.Site.Quality
	}
	if t.Cost != nil {
		quality *= t.Cost.Quality()
	}
	return quality
}

// Varied is the scenario's day with other volumes: all multiplied by volume and, where weights are
// given, in their form; and with all handle times and wrap-up multiplied by handle. What it shares
// with the scenario is not to be changed.
func (s *Scenario) Varied(volume, handle float64, weights []float64) *Scenario {
	made := *s
	made.Channels = slices.Clone(s.Channels)
	for i := range made.Channels {
		c := &made.Channels[i]
		sum := 0.0
		volumes := make([]float64, len(c.Volumes))
		for k, v := range c.Volumes {
			volumes[k] = v * volume
			sum += volumes[k]
		}
		if weights != nil {
			if shaped, err := demand.Spread(sum, weights); err == nil { // weights have been checked
				volumes = shaped
			}
			if c.Slopes != nil {
				c.Slopes = slopes(volumes)
			}
		}
		c.Volumes = volumes
		if c.Outbound != nil {
			calls := *c.Outbound
			calls.List = int(math.Round(float64(calls.List) * volume))
			c.Outbound = &calls
		}
		c.Backlog = slices.Clone(c.Backlog)
		for k := range c.Backlog {
			c.Backlog[k].Contacts = int(math.Round(float64(c.Backlog[k].Contacts) * volume))
		}
		if handle != 1 {
			c.HandleTime.Means = slowed(c.HandleTime.Means, handle)
			c.HandleTime.Sample = slowed(c.HandleTime.Sample, handle)
			c.WrapUp, c.Turns.Agent = c.WrapUp.slowed(handle), c.Turns.Agent.slowed(handle)
		}
	}
	if handle != 1 {
		made.Teams = slices.Clone(s.Teams)
		for t := range made.Teams {
			own := slices.Clone(made.Teams[t].HandleTime)
			for i := range own {
				own[i] = own[i].slowed(handle)
			}
			made.Teams[t].HandleTime = own
		}
	}
	return &made
}

// slowed is the law with all times multiplied.
func (l Law) slowed(factor float64) Law {
	l.Mean = time.Duration(float64(l.Mean) * factor)
	l.Sample = slowed(l.Sample, factor)
	return l
}

func slowed(times []time.Duration, factor float64) []time.Duration {
	if times == nil {
		return nil
	}
	made := make([]time.Duration, len(times))
	for i, t := range times {
		made[i] = max(1, time.Duration(float64(t)*factor))
	}
	return made
}
