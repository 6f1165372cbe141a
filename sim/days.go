package sim

import "encoding/json"

// Days is how the figures of a channel's day differ from replication to replication: the
// luck of single days, where an Estimate is about their mean.
type Days struct {
	ServiceLevel DayLevels `json:"service_level"`
	Abandonment  Shares    `json:"abandonment"`
	Blocking     Shares    `json:"blocking"`
	ASA          Histogram `json:"asa_s"`
	MeanWait     Histogram `json:"mean_wait_s"`
	LongestWait  Histogram `json:"longest_wait_s"`
}

// DayLevels is the service level of days under the four definitions.
type DayLevels struct {
	Offered        Shares `json:"offered"`
	Answered       Shares `json:"answered"`
	ExcludingShort Shares `json:"excluding_short"`
	Waited         Shares `json:"waited"`
}

// quotient is num/den, or empty for 0/0.
func quotient(num, den, empty float64) float64 {
	if den == 0 {
		return empty
	}
	return num / den
}

// add takes in the figures of a day. One without contacts has service level 1, all else 0.
func (d *Days) add(x []float64) {
	of := func(j int, empty float64) float64 {
		r := contactRatios[j]
		return quotient(x[r.num], x[r.den], empty)
	}
	d.ServiceLevel.Offered.add(of(0, 1))
	d.ServiceLevel.Answered.add(of(1, 1))
	d.ServiceLevel.ExcludingShort.add(of(2, 1))
	d.ServiceLevel.Waited.add(of(3, 1))
	d.ASA.add(of(4, 0))
	d.MeanWait.add(of(5, 0))
	d.Abandonment.add(of(6, 0))
	d.Blocking.add(of(7, 0))
	d.LongestWait.add(x[longest])
}

func (d *Days) clone() Days {
	c := *d
	for _, s := range []*Shares{&c.ServiceLevel.Offered, &c.ServiceLevel.Answered, &c.ServiceLevel.ExcludingShort, &c.ServiceLevel.Waited, &c.Abandonment, &c.Blocking} {
		*s = s.clone()
	}
	for _, h := range []*Histogram{&c.ASA, &c.MeanWait, &c.LongestWait} {
		*h = newHistogram(h.counts)
	}
	return c
}

// add counts one duration.
func (h *Histogram) add(t float64) {
	i := binOf(t)
	for len(h.counts) <= i {
		h.counts = append(h.counts, 0)
	}
	h.counts[i]++
}

// Shares counts days by a figure between 0 and 1, in steps of 0.1 %. The zero Shares is empty.
type Shares struct {
	counts []uint64 // [i]: from i/1000 to below (i+1)/1000; the last: exactly 1; trimmed
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

func (s *Shares) add(x float64) {
	i := shareBin(x)
	for len(s.counts) <= i {
		s.counts = append(s.counts, 0)
	}
	s.counts[i]++
}

func (s *Shares) clone() Shares { return Shares{append([]uint64(nil), s.counts...)} }

// Count is the number of days.
func (s Shares) Count() float64 {
	var n uint64
	for _, c := range s.counts {
		n += c
	}
	return float64(n)
}

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
	var n uint64
	for _, c := range s.counts[min(first, len(s.counts)):] {
		n += c
	}
	return float64(n) / total
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
	for i, c := range s.counts {
		if n += float64(c); c > 0 && n >= need {
			return float64(i) / shareSteps
		}
	}
	return 0
}

// MarshalJSON writes the number of days, and the steps with any as pairs: where the step starts, and its count.
func (s Shares) MarshalJSON() ([]byte, error) {
	bins := [][2]float64{}
	for i, c := range s.counts {
		if c > 0 {
			bins = append(bins, [2]float64{float64(i) / shareSteps, float64(c)})
		}
	}
	return json.Marshal(struct {
		Count float64      `json:"count"`
		Bins  [][2]float64 `json:"bins"`
	}{s.Count(), bins})
}
