package scenarios

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios/demand"
)

// Bounds of what a scenario may ask for: far above any contact center, within
// what the formulas are tested for.
const (
	MaxIntervals = 1440    // in a day
	MaxLoad      = 100_000 // erlangs, of a channel in an interval
	MaxAgents    = 100_000 // of a team in an interval
)

// resolver makes the scenario of a decoded file and checks what one field
// cannot tell alone.
type resolver struct {
	*decoder
	file *file
	dir  string
	day  demand.Day // the zero Day where hours or interval are wrong
	s    *Scenario
}

func (r *resolver) scenario() *Scenario {
	f := r.file
	r.s = &Scenario{Name: string(f.Name), File: r.decoder.file,
		Simulation: Simulation{Replications: int(f.Simulation.Replications), Seed: uint64(f.Simulation.Seed)}}
	if f.Date != nil {
		r.s.Date = time.Time(*f.Date)
	}
	r.intervals()
	for _, c := range f.Channels {
		r.s.Channels = append(r.s.Channels, r.channel(c.Name, c.Value))
	}
	r.teams()
	if len(f.Plan) > 0 {
		r.plan()
	}
	return r.s
}

// intervals cuts the hours into intervals.
func (r *resolver) intervals() {
	open, end, interval := r.file.Hours.open, r.file.Hours.close, time.Duration(r.file.Interval)
	if !r.given("hours") || r.bad["hours"] || r.bad["interval"] {
		return
	}
	hours := demand.Day{Open: open, Close: end}.String()
	switch {
	case interval%time.Minute != 0:
		r.wrong("interval", "%s is not a whole number of minutes", shortDuration(interval))
	case (end-open)%interval != 0:
		r.wrong("interval", "intervals of %s do not divide the hours %s, which are %s", shortDuration(interval), hours, shortDuration(end-open))
	case (end-open)/interval > MaxIntervals:
		r.wrong("interval", "%d intervals of %s: at most %d", (end-open)/interval, shortDuration(interval), MaxIntervals)
	default:
		r.day = demand.Day{Open: open, Close: end, Interval: interval}
		r.s.Open, r.s.Close, r.s.Interval = open, end, interval
	}
}

// known reports whether the day's intervals are.
func (r *resolver) known() bool { return r.day.Interval > 0 }

// counted checks that a list has one value per interval.
func (r *resolver) counted(path, what string, n int) bool {
	if !r.known() {
		return false
	}
	if want := r.day.Intervals(); n != want {
		r.wrong(path, "%s given: %d are needed, one for each interval of %s from %v", plural(n, what), want, shortDuration(r.day.Interval), r.day)
		return false
	}
	return true
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// interval names the i-th interval by its clock time.
func (r *resolver) interval(i int) string {
	start := r.day.Open + time.Duration(i)*r.day.Interval
	return demand.Clock(start) + "-" + demand.Clock(start+r.day.Interval)
}

func (r *resolver) channel(name string, c channel) Channel {
	path := "channels." + name
	ch := Channel{Name: name, Kind: string(c.Kind)}
	var imported *demand.Series
	ch.Volumes, ch.Demand, imported = r.demand(path+".demand", c.Demand)
	ch.HandleTime = r.handleTime(path, c, imported)
	if c.Patience != nil {
		ch.Patience = time.Duration(c.Patience.Mean)
	}
	ch.Target = r.target(path+".target", c)
	r.load(path, ch)
	return ch
}

// load checks that the work is not beyond all bounds.
func (r *resolver) load(path string, ch Channel) {
	if len(ch.Volumes) == 0 || len(ch.HandleTime.Means) == 0 {
		return
	}
	worst, at := 0.0, 0
	for i, v := range ch.Volumes {
		if load := v * ch.HandleTime.Means[i].Seconds() / r.day.Interval.Seconds(); load > worst {
			worst, at = load, i
		}
	}
	if worst > MaxLoad {
		r.wrong(path+".demand", "%.0f contacts of %s from %s are a load of %.0f erlangs: at most %d",
			ch.Volumes[at], shortDuration(ch.HandleTime.Means[at]), r.interval(at), worst, MaxLoad)
	}
}

// handleTime makes the law of the handle times.
func (r *resolver) handleTime(path string, c channel, imported *demand.Series) HandleTime {
	at := path + ".handle_time"
	fromCSV := c.Demand.HandleTime != nil
	if c.HandleTime == nil {
		if !fromCSV && !r.given(at) && r.given(path+".demand") {
			r.wrong(path, "handle_time is missing: write for example handle_time: {mean: 5m20s}, or name a column in demand")
		}
		if imported == nil {
			return HandleTime{}
		}
		return HandleTime{Distribution: "exponential", Means: imported.HandleTimes, CV: 1}
	}
	h := *c.HandleTime
	law := HandleTime{Distribution: string(h.Distribution)}
	cvGiven, sampleGiven, meanGiven := r.given(at+".cv"), r.given(at+".sample"), r.given(at+".mean")
	switch law.Distribution {
	case "exponential":
		law.CV = 1
	case "lognormal", "gamma":
		if h.CV != nil {
			law.CV = float64(*h.CV)
		} else if !cvGiven {
			r.wrong(at, "cv is missing: a %s law needs its coefficient of variation, for example cv: 1.2", law.Distribution)
		}
	case "empirical":
		if !sampleGiven {
			r.wrong(at, "sample is missing: an empirical law draws from measured handle times")
		}
	}
	if cvGiven && law.Distribution != "lognormal" && law.Distribution != "gamma" {
		if r.given(at + ".distribution") {
			r.wrong(at+".cv", "cv has no place in %s handle times: it belongs to lognormal and gamma", law.Distribution)
		} else {
			r.wrong(at+".cv", "cv needs distribution: lognormal or gamma; left out, the distribution is exponential, whose cv is 1")
		}
	}
	if sampleGiven && law.Distribution != "empirical" {
		r.wrong(at+".sample", "a sample needs distribution: empirical")
	}
	switch {
	case law.Distribution == "empirical" && (meanGiven || fromCSV):
		r.wrong(at, "the mean of an empirical law is that of its sample: leave out the mean, or the handle_time column of demand")
	case law.Distribution == "empirical":
		law.Sample = r.sample(at+".sample", h.Sample)
		law.Means, law.CV = r.sampleLaw(law.Sample)
	case meanGiven && fromCSV:
		r.wrong(at+".mean", "the mean is given twice: here and by the handle_time column of demand")
	case fromCSV:
		if imported != nil {
			law.Means = imported.HandleTimes
		}
	case !meanGiven && law.Distribution != "":
		r.wrong(at, "mean is missing: write for example mean: 5m20s")
	case h.Mean != nil:
		law.Means = r.means(at+".mean", *h.Mean)
	}
	return law
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

// sampleLaw is the mean, for every interval, and the coefficient of variation of a sample.
func (r *resolver) sampleLaw(times []time.Duration) (means []time.Duration, cv float64) {
	if len(times) == 0 || !r.known() {
		return nil, 0
	}
	var sum, squares float64
	for _, t := range times {
		sum += t.Seconds()
	}
	mean := sum / float64(len(times))
	for _, t := range times {
		squares += (t.Seconds() - mean) * (t.Seconds() - mean)
	}
	means = slices.Repeat([]time.Duration{time.Duration(math.Round(mean * float64(time.Second)))}, r.day.Intervals())
	return means, math.Sqrt(squares/float64(len(times))) / mean
}

// definitions are the service levels of erlang by name.
var definitions = map[string]erlang.Definition{
	erlang.Offered.String():        erlang.Offered,
	erlang.Answered.String():       erlang.Answered,
	erlang.ExcludingShort.String(): erlang.ExcludingShort,
	erlang.Waited.String():         erlang.Waited,
}

func (r *resolver) target(path string, c channel) Target {
	var t Target
	if sl := c.Target.ServiceLevel; sl != nil {
		t.ServiceLevel, t.Within = float64(sl.share), time.Duration(sl.within)
	}
	if def := c.Target.Definition; def != nil {
		t.Definition = definitions[string(*def)]
		if !r.given(path + ".service_level") {
			r.wrong(path+".definition", "a definition needs a service_level to define")
		}
	}
	if asa := c.Target.ASA; asa != nil {
		t.ASA = time.Duration(*asa)
	}
	if a := c.Target.Abandonment; a != nil {
		t.Abandonment = float64(*a)
		if !r.given(strings.TrimSuffix(path, "target") + "patience") {
			r.wrong(path+".abandonment", "without patience nobody gives up: add patience: {mean: 3m}, or leave the target out")
		}
	}
	if o := c.Target.Occupancy; o != nil {
		t.Occupancy = float64(*o)
	}
	return t
}
