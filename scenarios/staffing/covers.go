package staffing

import (
	"fmt"
	"math"
	"slices"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// Covers is whether the exact day can be worked out for a channel: its contacts are handled one at a time,
// and their handle times have one mean all day. What else it takes in another way than the scenario says, LeavesOut tells.
func Covers(c *scenarios.Channel) bool {
	return c.Kind == scenarios.Voice && len(slices.Compact(slices.Clone(c.HandleTime.Means))) == 1
}

// steadyPatience is whether a channel's patience follows a law that the formulas of the
// steady state know (M/M/n+G) and the exact day does not.
func steadyPatience(c *scenarios.Channel) bool {
	return c.Kind == scenarios.Voice && c.Patience.Given() && c.Patience.Distribution != "exponential" && c.Lines == 0
}

// busy is how long an agent is busy with a contact of an interval, on average, in
// seconds: handle time and wrap-up at the team's speed.
func busy(s *scenarios.Scenario, c *scenarios.Channel, k int) float64 {
	team := s.Teams[teamOf(s, c)]
	mean := c.HandleTime.Means[k]
	if own := team.OwnHandleTime(c.Name); own.Given() {
		mean = own.Mean
	}
	return (mean + c.WrapUp.Mean).Seconds() / team.Speed(c.Name)
}

// leavesOut lists what the figures by formula of a channel leave out of the scenario, or take
// as something simpler, but for the law of handle times: they are those of the nearest
// model that has a formula. It is empty where the formula covers the scenario.
func leavesOut(s *scenarios.Scenario, c *scenarios.Channel, m Method) []string {
	var out []string
	add := func(left bool, what string) {
		if left {
			out = append(out, what)
		}
	}
	team := s.Teams[teamOf(s, c)]
	general := c.Patience.Given() && c.Patience.Distribution != "exponential"
	add(m == ErlangC && c.Patience.Given(), "patience (nobody gives up)")
	add(m == ErlangC && c.Balking > 0, "balking")
	if m != ErlangC {
		add(general && (!m.steady() || c.Lines > 0 || m == ErlangChat || m == ErlangBlend), fmt.Sprintf("the law of patience (%s; taken as exponential with the same mean)", c.Patience.Distribution))
		add(m == ErlangA && c.Balking > 0 && c.Lines > 0, "balking")
	}
	add(c.Lines > 0 && c.WrapUp.Given(), "that wrap-up holds no line")
	add(s.Lines > 0, "the lines of all channels together")
	if m == ErlangBlend {
		add(true, "the time between intervals, and the law of the calls that go out (each interval is a steady state; they are exponential and their list does not end)")
		add(c.Balking > 0, "balking")
		add(c.Lines > 0, "the limit on calls (lines)")
	}
	if m == ErlangChat {
		add(c.Balking > 0, "balking")
		add(c.Lines > 0, "the limit on chats (lines)")
		add(c.Leaves.Given(), "customers who leave a chat silently")
	}
	add(c.Automation.Queue > 0, "that what automation contains depends on the queue")
	add(c.Automation.HandleTime != 0 && c.Automation.HandleTime != 1, "the other handle time of those whom automation hands over")
	add(c.Automation.Time.Given(), "the time with automation (those handed over come at once)")
	add(c.CallBack.Accept > 0, "call-backs")
	add(c.LedTo, "the contacts that others lead to")
	add(c.Room != 0, "the limit on those who wait (room)")
	add(c.Redial.Share > 0, "redials")
	add(s.Busyness.Day > 0 || s.Busyness.Interval > 0 || c.Busyness.Day > 0 || c.Busyness.Interval > 0, "uncertain demand (busyness)")
	add(c.Slopes != nil, "rates that change inside an interval")
	add(ownLaw(team, c), "the law of the team's own handle times (taken as exponential with the same mean)")
	add(team.Absence > 0, "absence (everybody is there)")
	add(team.Adherence > 0 && team.Adherence < 1, "adherence (everybody is there)")
	add(team.HandBack && m.steady(), "contacts handed back by agents who leave")
	add(s.Simulation.WarmUp > 0 && !m.steady(), "the warm-up (the day opens empty)")
	return out
}

// ownLaw is whether a team has handle times of its own with a channel that are not exponential.
func ownLaw(t scenarios.Team, c *scenarios.Channel) bool {
	own := t.OwnHandleTime(c.Name)
	return own.Given() && own.Distribution != "exponential"
}

// falls is whether agents leave within the day.
func falls(agents []int) bool {
	for k := 1; k < len(agents); k++ {
		if agents[k] < agents[k-1] {
			return true
		}
	}
	return false
}

// uneven is what the formulas leave out of a plan that comes from shifts.
const uneven = "starts, ends and breaks of shifts inside an interval (it has the mean of the agents, rounded down)"

// byShifts is whether the agents of a plan are those of the team's shifts; another plan takes their place.
func byShifts(s *scenarios.Scenario, t scenarios.Team, agents []int) bool {
	return t.Shifts != nil && slices.Equal(agents, s.Rostered(t))
}

// unevenShifts is whether a team's shifts have other than whole agents in an interval on average.
func unevenShifts(s *scenarios.Scenario, t scenarios.Team) bool {
	for k, n := range s.Rostered(t) {
		if s.OnDuty(t, k) != float64(n) {
			return true
		}
	}
	return false
}

// queue is an interval as a steady state of its own.
func queue(s *scenarios.Scenario, c *scenarios.Channel, m Method, k int) erlang.Queue {
	q := erlang.Queue{Rate: arriving(c, k) / s.Interval.Seconds(), HandleTime: busy(s, c, k), Lines: c.Lines}
	if m == ErlangC {
		return q
	}
	q.Patience = c.Patience.Mean.Seconds()
	if c.Lines > 0 { // no formula has lines and a law of patience
		return q
	}
	if c.Patience.Given() && c.Patience.Distribution != "exponential" {
		q.Law = patienceLaw(c.Patience)
	}
	if c.Balking > 0 {
		law := q.Law
		switch {
		case law != nil:
		case c.Patience.Given():
			law = erlang.Exponential{Average: q.Patience}
		default:
			law = erlang.Empirical{Times: []float64{0}, Hazards: []float64{0}} // nobody gives up later
		}
		q.Law = erlang.Balking{Share: c.Balking, Law: law}
	}
	return q
}

// patienceLaw is a law as package erlang takes it.
func patienceLaw(l scenarios.Law) erlang.PatienceLaw {
	mean, cv := l.Mean.Seconds(), l.CV
	switch l.Distribution {
	case "lognormal":
		return erlang.Lognormal{Average: mean, SCV: cv * cv}
	case "gamma":
		return erlang.Gamma{Average: mean, Shape: 1 / (cv * cv)}
	case "erlang":
		return erlang.Gamma{Average: mean, Shape: float64(l.Phases)}
	case "hyperexponential": // of two phases that give half the mean each
		p := (1 + math.Sqrt((cv*cv-1)/(cv*cv+1))) / 2
		rest := 1 / (cv*cv + 1) / (2 * p) // 1 - p, without cancellation
		return erlang.Hyperexponential{Shares: []float64{p, rest}, Means: []float64{mean / (2 * p), mean / (2 * rest)}}
	case "uniform":
		half := math.Sqrt(3) * cv * mean
		return erlang.Uniform{Low: max(mean-half, 0), High: mean + half}
	case "deterministic":
		return erlang.Constant{Time: mean}
	case "empirical":
		return newSample(l)
	}
	return erlang.Exponential{Average: mean}
}

// sample is the law of a patience drawn from measured times with equal chance.
type sample struct {
	times []float64 // rising
	sums  []float64 // [i]: of the first i times
}

// maxSample is how many times a sample keeps. Of longer ones, groups of neighbours are taken as their mean:
// with 1,000 groups, the share that has given up by any time is right to 0.1 %.
const maxSample = 1000

func newSample(l scenarios.Law) sample {
	times := make([]float64, len(l.Sample))
	for i, t := range l.Sample {
		times[i] = t.Seconds()
	}
	slices.Sort(times)
	if n := len(times); n > maxSample {
		// Group g spans the quantiles g/1000 to (g+1)/1000; its mean is that of the sorted times there.
		groups := make([]float64, maxSample)
		for g := range groups {
			from, to := float64(g)*float64(n)/maxSample, float64(g+1)*float64(n)/maxSample
			for i := int(from); i < n && float64(i) < to; i++ {
				part := min(float64(i+1), to) - max(float64(i), from)
				groups[g] += times[i] * part / (to - from)
			}
		}
		times = groups
	}
	s := sample{times: times, sums: make([]float64, len(times)+1)}
	for i, t := range times {
		s.sums[i+1] = s.sums[i] + t
	}
	return s
}

// below is how many times are at most t.
func (s sample) below(t float64) int {
	n, _ := slices.BinarySearchFunc(s.times, t, func(x, t float64) int {
		if x <= t {
			return -1
		}
		return 1
	})
	return n
}

func (s sample) Mean() float64 { return s.sums[len(s.times)] / float64(len(s.times)) }

func (s sample) CDF(t float64) float64 { return float64(s.below(t)) / float64(len(s.times)) }

func (s sample) CDFIntegral(t float64) float64 {
	n := s.below(t)
	return (float64(n)*t - s.sums[n]) / float64(len(s.times))
}

func (s sample) Breaks() []float64 { return slices.Compact(slices.Clone(s.times)) }

// chain is the channel's day as package erlang takes it.
func chain(s *scenarios.Scenario, c *scenarios.Channel) erlang.Day {
	d := erlang.Day{
		Interval: s.Interval.Seconds(),
		Handle:   busy(s, c, 0),
		Patience: c.Patience.Mean.Seconds(),
		Balking:  c.Balking,
		Lines:    c.Lines,
	}
	if s.Teams[teamOf(s, c)].HandBack {
		d.ShiftEnd = erlang.HandBack
	}
	for k := range c.Volumes {
		d.Rates = append(d.Rates, arriving(c, k)/s.Interval.Seconds())
	}
	return d
}
