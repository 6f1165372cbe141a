package sim

import "encoding/json"

// Days is how the figures of a channel's day, or of one of its intervals, differ from
// replication to replication: the luck of single days, where an Estimate is about their mean.
// Counts and other figures that are no shares are told apart to 1 %.
type Days struct {
	Offered      Histogram `json:"offered"`
	Answered     Histogram `json:"answered"`
	Abandoned    Histogram `json:"abandoned"`
	Blocked      Histogram `json:"blocked"`
	Redials      Histogram `json:"redials"`
	Waiting      Histogram `json:"waiting"`
	ServiceLevel DayLevels `json:"service_level"`
	Abandonment  Shares    `json:"abandonment"`
	Blocking     Shares    `json:"blocking"`
	ASA          Histogram `json:"asa_s"`
	MeanWait     Histogram `json:"mean_wait_s"`
	LongestWait  Histogram `json:"longest_wait_s"`
	MeanQueue    Histogram `json:"mean_queue"`
	HandleTime   Histogram `json:"handle_time_s"`
	TalkTime     Histogram `json:"talk_time_s"`
	WrapUp       Histogram `json:"wrap_up_s"`
	OnTime       Shares    `json:"on_time,omitzero"` // of deferred work, as in DeferredFigures; a day with nothing due has 1
}

// DayLevels is the service level of days under the four definitions.
type DayLevels struct {
	Offered        Shares `json:"offered"`
	Answered       Shares `json:"answered"`
	ExcludingShort Shares `json:"excluding_short"`
	Waited         Shares `json:"waited"`
}

// TeamDays is the same of a team's figures.
type TeamDays struct {
	Staffed      Histogram `json:"staffed"`
	Busy         Histogram `json:"busy"`
	Occupancy    Shares    `json:"occupancy"`
	TalkShare    Shares    `json:"talk_share"`
	WrapShare    Shares    `json:"wrap_share"`
	AllBusy      Shares    `json:"all_busy"`
	Utilization  Histogram `json:"utilization"`
	Taken        Histogram `json:"taken"`
	PerAgentHour Histogram `json:"per_agent_hour"`
}

// quotient is num/den, or empty for 0/0.
func quotient(num, den, empty float64) float64 {
	if den == 0 {
		return empty
	}
	return num / den
}

// add takes in the figures of a day of a length, or of one of its intervals. One without contacts has
// service level 1, all other ratios 0.
func (d *Days) add(x []float64, length float64) {
	of := func(j int, empty float64) float64 {
		r := contactRatios[j]
		return quotient(x[r.num], x[r.den], empty)
	}
	d.Offered.add(x[offered])
	d.Answered.add(x[answered])
	d.Abandoned.add(x[abandoned])
	d.Blocked.add(x[blocked])
	d.Redials.add(x[redials])
	d.Waiting.add(x[waiting])
	d.ServiceLevel.Offered.add(of(levelOffered, 1))
	d.ServiceLevel.Answered.add(of(levelAnswered, 1))
	d.ServiceLevel.ExcludingShort.add(of(levelExcludingShort, 1))
	d.ServiceLevel.Waited.add(of(levelWaited, 1))
	d.ASA.add(of(meanAnswer, 0))
	d.MeanWait.add(of(meanOfAll, 0))
	d.Abandonment.add(of(shareAbandoned, 0))
	d.Blocking.add(of(shareBlocked, 0))
	d.LongestWait.add(x[longest])
	d.MeanQueue.add(x[queueTime] / length)
	d.HandleTime.add(of(meanHandle, 0))
	d.TalkTime.add(of(meanTalk, 0))
	d.WrapUp.add(of(meanWrapUp, 0))
}

// add takes in the figures of a team's day, or of one of its intervals. Nobody staffed is 0 of everything.
func (d *TeamDays) add(x []float64, length float64) {
	of := func(j int) float64 {
		r := clockRatios[j]
		return quotient(x[r.num], x[r.den], 0)
	}
	d.Staffed.add(x[staffed] / length)
	d.Busy.add(x[busy] / length)
	d.AllBusy.add(of(withoutIdle))
	d.Taken.add(x[taken])
	d.Occupancy.add(of(occupied))
	d.Utilization.add(of(utilized))
	d.PerAgentHour.add(3600 * of(takenPerTime))
	d.TalkShare.add(of(talkShare))
	d.WrapShare.add(of(wrapShare))
}

// clone is a copy in memory of its own.
func (d Days) clone() Days {
	d.Offered, d.Answered, d.Abandoned = d.Offered.clone(), d.Answered.clone(), d.Abandoned.clone()
	d.Blocked, d.Redials, d.Waiting = d.Blocked.clone(), d.Redials.clone(), d.Waiting.clone()
	l := &d.ServiceLevel
	l.Offered, l.Answered, l.ExcludingShort, l.Waited = l.Offered.clone(), l.Answered.clone(), l.ExcludingShort.clone(), l.Waited.clone()
	d.Abandonment, d.Blocking = d.Abandonment.clone(), d.Blocking.clone()
	d.ASA, d.MeanWait, d.LongestWait, d.MeanQueue = d.ASA.clone(), d.MeanWait.clone(), d.LongestWait.clone(), d.MeanQueue.clone()
	d.HandleTime, d.TalkTime, d.WrapUp = d.HandleTime.clone(), d.TalkTime.clone(), d.WrapUp.clone()
	d.OnTime = d.OnTime.clone()
	return d
}

func (d TeamDays) clone() TeamDays {
	d.Staffed, d.Busy, d.Utilization, d.Taken, d.PerAgentHour = d.Staffed.clone(), d.Busy.clone(), d.Utilization.clone(), d.Taken.clone(), d.PerAgentHour.clone()
	d.Occupancy, d.TalkShare, d.WrapShare, d.AllBusy = d.Occupancy.clone(), d.TalkShare.clone(), d.WrapShare.clone(), d.AllBusy.clone()
	return d
}

func (h Histogram) clone() Histogram { return Histogram{h.bins.trimmed()} }
func (s Shares) clone() Shares       { return Shares{s.bins.trimmed()} }

// Shares counts days by a figure between 0 and 1, in steps of 0.1 %. The zero Shares is empty.
type Shares struct {
	bins bins // [i]: from i/1000 to below (i+1)/1000; the last: exactly 1
}

const shareSteps = 1000

// shareBin is the step that x is in: exactly, so that a day at 80 % meets 80 %.
func shareBin(x float64) int {
	i := min(max(int(x*shareSteps), 0), shareSteps)
	if float64(i) > x*shareSteps || float64(i)/shareSteps > x {
		i = max(i-1, 0)
	} else if i < shareSteps && float64(i+1)/shareSteps <= x {
		i++
	}
	return i
}

func (s *Shares) add(x float64) { s.bins.add(shareBin(x)) }

// Count is the number of days.
func (s Shares) Count() float64 { return s.bins.total() }

// AtLeast is the share of days with x or more: for the target of a service level, the
// chance that a day meets it. It is exact for whole multiples of 0.1 %; others are taken
// as the next one up. No days meet anything: 1.
func (s Shares) AtLeast(x float64) float64 {
	total := s.Count()
	if total == 0 {
		return 1
	}
	first := 0
	if x > 1 {
		return 0
	}
	if x > 0 {
		if first = shareBin(x); float64(first)/shareSteps < x {
			first++
		}
	}
	return s.bins.from(first) / total
}

// Below is the share of days with less than x: for the target of an abandonment, the chance
// that a day keeps below it.
func (s Shares) Below(x float64) float64 {
	if s.Count() == 0 {
		return 1
	}
	return 1 - s.AtLeast(x)
}

// Quantile is the figure that a share p of days stays at or below, to 0.1 %: the lower end of its
// step. Without days it is 0.
func (s Shares) Quantile(p float64) float64 {
	need := min(max(p, 0), 1) * s.Count()
	n := 0.0
	for i, c := range s.bins.all() {
		if n += float64(c); n >= need {
			return float64(i) / shareSteps
		}
	}
	return 0
}

// MarshalJSON writes the number of days, and the steps with any as pairs: where the step starts, and its count.
func (s Shares) MarshalJSON() ([]byte, error) {
	bins := [][2]float64{}
	for i, c := range s.bins.all() {
		bins = append(bins, [2]float64{float64(i) / shareSteps, float64(c)})
	}
	return json.Marshal(struct {
		Count float64      `json:"count"`
		Bins  [][2]float64 `json:"bins"`
	}{s.Count(), bins})
}
