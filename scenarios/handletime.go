package scenarios

import (
	"math"
	"slices"
	"time"

	"frontoffice/scenarios/demand"
)

// handleTime makes the law of a channel's handle times.
func (r *resolver) handleTime(path string, c channel, imported *demand.Series) HandleTime {
	at := path + ".handle_time"
	fromCSV := r.given(path + ".demand.handle_time")
	if c.HandleTime == nil {
		if !fromCSV && r.given(path+".demand") {
			r.wrong(path, "handle_time is missing: write for example handle_time: {mean: 5m20s}, or name a column in demand")
		}
		if imported == nil {
			return HandleTime{}
		}
		return HandleTime{Distribution: "exponential", Means: imported.HandleTimes, CV: 1}
	}
	h := *c.HandleTime
	if r.bad[at] || r.bad[at+".distribution"] {
		return HandleTime{}
	}
	law := HandleTime{Distribution: string(h.Distribution)}
	r.spread(at, h, &law)
	meanGiven := r.given(at + ".mean")
	switch {
	case law.Distribution == "empirical" && h.Sample == nil:
		// Told already.
	case law.Distribution == "empirical" && (meanGiven || fromCSV):
		r.wrong(at, "the mean of an empirical law is that of its sample: leave out the mean, or the handle_time column of demand")
	case law.Distribution == "empirical":
		law.Sample = r.sample(at+".sample", h.Sample)
		law.Means, law.CV = r.moments(law.Sample)
	case meanGiven && fromCSV:
		r.wrong(at+".mean", "the mean is given twice: here and by the handle_time column of demand")
	case fromCSV && imported != nil:
		law.Means = imported.HandleTimes
	case !meanGiven && !fromCSV:
		r.wrong(at, "mean is missing: write for example mean: 5m20s")
	case h.Mean != nil:
		law.Means = r.means(at+".mean", *h.Mean)
	}
	return law
}

// spread sets the law's coefficient of variation, and checks that the file
// gives what its distribution needs and nothing else.
func (r *resolver) spread(at string, h handleTime, law *HandleTime) {
	cv, sample := r.given(at+".cv"), r.given(at+".sample")
	needsCV := false
	switch law.Distribution {
	case "exponential":
		law.CV = 1
	case "lognormal", "gamma":
		needsCV = true
		if h.CV != nil {
			law.CV = float64(*h.CV)
		}
	}
	switch {
	case needsCV && !cv:
		r.wrong(at, "cv is missing: %s needs its coefficient of variation, for example cv: 1.2", law.Distribution)
	case cv && !needsCV && r.given(at+".distribution"):
		r.wrong(at+".cv", "%s has no cv to choose: it belongs to lognormal and gamma", law.Distribution)
	case cv && !needsCV:
		r.wrong(at+".cv", "cv needs distribution: lognormal or gamma; left out, the distribution is exponential, whose cv is 1")
	}
	switch {
	case law.Distribution == "empirical" && !sample:
		r.wrong(at, "sample is missing: an empirical law draws from measured handle times")
	case law.Distribution != "empirical" && sample:
		r.wrong(at+".sample", "a sample needs distribution: empirical")
	}
}

// means gives every interval its mean.
func (r *resolver) means(path string, p perInterval) []time.Duration {
	if p.listed && !r.counted(path, "mean", len(p.spans)) || !r.known() {
		return nil
	}
	means := make([]time.Duration, r.day.Intervals())
	for i := range means {
		means[i] = time.Duration(p.spans[min(i, len(p.spans)-1)])
	}
	return means
}

// moments are the mean of a sample, for every interval, and its coefficient of
// variation (with divisor n: the sample is the law that is drawn from).
func (r *resolver) moments(times []time.Duration) (means []time.Duration, cv float64) {
	if len(times) == 0 || !r.known() {
		return nil, 0
	}
	n := float64(len(times))
	var sum, squares float64
	for _, t := range times {
		sum += t.Seconds()
	}
	mean := sum / n
	for _, t := range times {
		squares += (t.Seconds() - mean) * (t.Seconds() - mean)
	}
	mean1 := max(1, time.Duration(math.Round(mean*float64(time.Second))))
	return slices.Repeat([]time.Duration{mean1}, r.day.Intervals()), math.Sqrt(squares/n) / mean
}
