package scenarios

import (
	"slices"
	"time"

	"frontoffice/scenarios/demand"
)

// handleTime makes the law of a channel's handle times.
func (r *resolver) handleTime(path string, c channel, imported *demand.Series) HandleTime {
	at := path + ".handle_time"
	fromCSV := r.given(path + ".demand.handle_time")
	if c.HandleTime == nil {
		if !fromCSV {
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
	shape := r.shape(at, lawIn{Distribution: h.Distribution, CV: h.CV, Phases: h.Phases, Sample: h.Sample})
	law := HandleTime{Distribution: shape.Distribution, CV: shape.CV, Phases: shape.Phases}
	meanGiven := r.given(at + ".mean")
	switch {
	case law.Distribution == "empirical" && h.Sample == nil:
		// Told already.
	case law.Distribution == "empirical" && (meanGiven || fromCSV):
		r.wrong(at, "the mean of an empirical law is that of its sample: leave out the mean, or the handle_time column of demand")
	case law.Distribution == "empirical":
		law.Sample = r.sample(at+".sample", h.Sample)
		mean, cv := moments(law.Sample)
		if law.CV = cv; len(law.Sample) > 0 && r.known() {
			law.Means = slices.Repeat([]time.Duration{mean}, r.day.Intervals())
		}
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

// means gives every interval its mean.
func (r *resolver) means(path string, p perInterval) []time.Duration {
	if !r.known() {
		return nil
	}
	means := make([]time.Duration, r.day.Intervals())
	if !p.listed {
		for i := range means {
			means[i] = time.Duration(p.spans[0])
		}
		return means
	}
	of := r.list(path, "mean", len(p.spans))
	if of == nil {
		return nil
	}
	last := 0
	for i, at := range of {
		if at >= 0 { // outside the hours, as before
			last = at
		}
		means[i] = time.Duration(p.spans[last])
	}
	return means
}
