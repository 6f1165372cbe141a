package scenarios

import (
	"math"
	"time"
)

// lawIn is the fields that every law of a time has in the file.
type lawIn struct {
	Mean         *span
	Distribution text
	CV           *number
	Phases       *count
	Sample       *sample
}

// law makes the law of a time.
func (r *resolver) law(at string, in lawIn) Law {
	if r.bad[at] || r.bad[at+".distribution"] {
		return Law{}
	}
	law := r.shape(at, in)
	switch meanGiven := r.given(at + ".mean"); {
	case law.Distribution == "empirical" && in.Sample == nil:
		// Told already.
	case law.Distribution == "empirical" && meanGiven:
		r.wrong(at, "the mean of an empirical law is that of its sample: leave out the mean")
	case law.Distribution == "empirical":
		law.Sample = r.sample(at+".sample", in.Sample)
		law.Mean, law.CV = moments(law.Sample)
	case !meanGiven:
		r.wrong(at, "mean is missing: write for example mean: 3m")
	case in.Mean != nil:
		law.Mean = time.Duration(*in.Mean)
	}
	return law
}

// shape is a law without its mean and sample; it checks that the file gives what the
// distribution needs and nothing else.
func (r *resolver) shape(at string, in lawIn) Law {
	law := Law{Distribution: string(in.Distribution)}
	cv, phases, sample := r.given(at+".cv"), r.given(at+".phases"), r.given(at+".sample")
	needsCV := false
	switch law.Distribution {
	case "exponential":
		law.CV = 1
	case "erlang":
		if in.Phases != nil {
			law.Phases = int(*in.Phases)
			law.CV = 1 / math.Sqrt(float64(law.Phases))
		}
	case "lognormal", "gamma", "hyperexponential", "uniform":
		needsCV = true
		if in.CV != nil {
			law.CV = float64(*in.CV)
		}
	}
	switch {
	case needsCV && !cv:
		r.wrong(at, "cv is missing: %s needs its coefficient of variation, for example cv: %s", law.Distribution, exampleCV(law.Distribution))
	case cv && !needsCV && r.given(at+".distribution"):
		r.wrong(at+".cv", "%s has no cv to choose: it belongs to lognormal, gamma, hyperexponential and uniform", law.Distribution)
	case cv && !needsCV:
		r.wrong(at+".cv", "cv needs distribution: lognormal or gamma; left out, the distribution is exponential, whose cv is 1")
	case in.CV != nil && law.Distribution == "hyperexponential" && law.CV < 1:
		r.wrong(at+".cv", "a hyperexponential law has a cv of 1 or more; gamma and erlang have less")
	case in.CV != nil && law.Distribution == "uniform" && law.CV > 1/math.Sqrt(3):
		r.wrong(at+".cv", "a uniform law has a cv of at most 1/√3 = 0.577, from 0 to twice the mean")
	}
	switch {
	case law.Distribution == "erlang" && !phases:
		r.wrong(at, "phases is missing: erlang needs how many, for example phases: 3")
	case law.Distribution != "erlang" && phases:
		r.wrong(at+".phases", "phases need distribution: erlang")
	}
	switch {
	case law.Distribution == "empirical" && !sample:
		r.wrong(at, "sample is missing: an empirical law draws from measured times")
	case law.Distribution != "empirical" && sample:
		r.wrong(at+".sample", "a sample needs distribution: empirical")
	}
	return law
}

// exampleCV is a cv that a distribution can have.
func exampleCV(distribution string) string {
	if distribution == "uniform" {
		return "0.3"
	}
	return "1.2"
}

// moments are the mean of a sample and its coefficient of variation (with divisor n:
// the sample is the law that is drawn from).
func moments(times []time.Duration) (mean time.Duration, cv float64) {
	if len(times) == 0 {
		return 0, 0
	}
	n := float64(len(times))
	var sum, squares float64
	for _, t := range times {
		sum += t.Seconds()
	}
	m := sum / n
	for _, t := range times {
		squares += (t.Seconds() - m) * (t.Seconds() - m)
	}
	return max(1, time.Duration(math.Round(m*float64(time.Second)))), math.Sqrt(squares/n) / m
}

// redial says who comes again.
func (r *resolver) redial(path string, c channel) Redial {
	if !r.given(path+".patience") && c.Balking == 0 && !r.given(path+".lines") && !r.given(path+".room") && !r.given("lines") {
		r.wrong(path+".redial", "nobody redials where nobody gives up or meets a busy signal: add patience, balking, lines or room, or leave redial out")
	}
	made := Redial{Share: float64(c.Redial.Share), KeepPatience: c.Redial.Patience == "kept"}
	at := path + ".redial.after"
	switch {
	case !r.given(at) || r.bad[at]:
	case c.Redial.After.law != nil:
		made.After = r.law(at, lawIn(*c.Redial.After.law))
	default:
		made.After = Exponential(time.Duration(c.Redial.After.mean))
	}
	return made
}

// busyness reads how uncertain demand is.
func (r *resolver) busyness(path string, in *busyness) Busyness {
	if in == nil {
		return Busyness{}
	}
	b := Busyness{float64(in.Day), float64(in.Interval), float64(in.Correlation)}
	for _, f := range []struct {
		key string
		cv  float64
	}{{"day", b.Day}, {"interval", b.Interval}} {
		if f.cv > 0 && f.cv < 0.001 {
			r.wrong(path+"."+f.key, "%.3g%% is too small to matter: give 0%%, or 0.1%% and more", 100*f.cv)
		}
	}
	if b.Correlation != 0 && b.Interval == 0 && !r.anyBad(path) {
		r.wrong(path+".correlation", "a correlation of the intervals' factors needs interval: how much they vary")
	}
	return b
}

// slopes lets the rate inside each interval run with the volumes beside it: the
// border of two intervals is aimed at the mean of their rates, the day's first and last
// interval go on as their neighbour leaves off, and each interval keeps its volume. Where the
// rate would fall below 0 it is as steep as it can be.
func slopes(volumes []float64) []float64 {
	n := len(volumes)
	all := make([]float64, n)
	for k, v := range volumes {
		before, after := volumes[max(k-1, 0)], volumes[min(k+1, n-1)]
		rise := (after - before) / 4 // half the change along the interval
		if k == 0 || k == n-1 {
			rise *= 2 // one neighbour only: (after - v) / 2, or (v - before) / 2
		}
		if v > 0 {
			all[k] = min(max(rise/v, -1), 1)
		}
	}
	return all
}
