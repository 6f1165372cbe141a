package sim

import (
	"errors"
	"fmt"
	"math"
)

// What a model may hold. The limits bound the memory and the time of a replication: a
// contact that waits takes 40 bytes (some 200 where the general event loop is needed) and
// one that is simulated some tens of nanoseconds; an interval of a channel or a team takes
// about 800 bytes, of a channel in a model beyond calls that wait about 2,000.
const (
	MaxContacts = 1e7     // expected contacts in a day, all channels together
	MaxAgents   = 100_000 // agents, all teams together, each at its largest
	MaxChannels = 256
	MaxTeams    = 256
	MaxCells    = 1_000_000 // (channels + teams) · intervals
	MaxSeconds  = 1e9       // any duration, the day's included
	MinInterval = 1e-6      // seconds
	MaxCV       = 100       // coefficient of variation
	MaxPhases   = 10_000    // of an Erlang law
	MaxWeight   = 1e6       // of a channel's waiting
	MaxInstants = 10_000    // starts and ends of a team's shifts and breaks
	MaxBusyness = 2.0       // coefficient of variation of a busyness factor
	MinBusyness = 1e-3      // smallest above 0

	MaxSlots     = 100 // contacts of an agent at a time
	MaxFollowUps = 100 // of a channel
	MaxInHand    = 1e7 // contacts in hand of all agents together at most, in teams whose agents may have several
)

// FieldError is a field of a model or of options that cannot be used.
type FieldError struct {
	Path  string // where: "channels[0].arrivals[3]"
	Value any    // what is there
	Bound string // what would do: "must be 0 or more"
}

func (e *FieldError) Error() string { return fmt.Sprintf("%s: %v: %s", e.Path, e.Value, e.Bound) }

// maxProblems is how many problems Validate reports: enough to mend a model, and
// bounded however large the model is.
const maxProblems = 20

// problems collects field errors.
type problems []error

func (p *problems) add(bad bool, path string, value any, bound string, args ...any) {
	if bad && len(*p) < maxProblems {
		*p = append(*p, &FieldError{path, value, fmt.Sprintf(bound, args...)})
	}
}

// Validate reports what in the model cannot be simulated, as FieldErrors joined by
// errors.Join (the first twenty), or nil.
func (m *Model) Validate() error {
	var p problems
	p.add(!(m.Interval >= MinInterval && m.Interval <= MaxSeconds), "interval", m.Interval, "must be %g to %g seconds", MinInterval, MaxSeconds)
	p.add(len(m.Channels) == 0, "channels", "none", "must be at least one")
	p.add(len(m.Channels) > MaxChannels, "channels", len(m.Channels), "must be at most %d", MaxChannels)
	p.add(len(m.Teams) == 0, "teams", "none", "must be at least one")
	p.add(len(m.Teams) > MaxTeams, "teams", len(m.Teams), "must be at most %d", MaxTeams)
	if p != nil {
		return errors.Join(p...)
	}
	p.add(m.Lines < 0, "lines", m.Lines, "must be 0 or more")
	p.add(!(m.WarmUp >= 0 && m.WarmUp <= MaxSeconds), "warm_up", m.WarmUp, "must be 0 to %g seconds", MaxSeconds)
	if p != nil {
		return errors.Join(p...)
	}
	k := m.intervals()
	warm := math.Ceil(m.WarmUp / m.Interval)
	p.add(k == 0, "channels[0].arrivals", "none", "must be at least one interval")
	p.add((len(m.Channels)+len(m.Teams))*k > MaxCells, "channels[0].arrivals", fmt.Sprint(k, " intervals"),
		"must be at most %d over all channels and teams", MaxCells)
	p.add(float64(k)*m.Interval > MaxSeconds, "interval", m.Interval, "must be at most %g seconds over %d intervals", MaxSeconds, k)
	p.add(float64(len(m.Channels)+len(m.Teams))*(float64(k)+warm) > MaxCells || (float64(k)+warm)*m.Interval > MaxSeconds,
		"warm_up", m.WarmUp, "must keep the intervals at most %d over all channels and teams, and the day below %g seconds", MaxCells, MaxSeconds)
	m.Busyness.check(&p, "busyness")
	if p != nil {
		return errors.Join(p...)
	}

	served := make([]bool, len(m.Channels))
	for g := range m.Teams {
		m.Teams[g].check(&p, fmt.Sprintf("teams[%d]", g), k, served)
	}
	agents := 0.0
	for g := range m.Teams {
		agents += m.Teams[g].mostAgents()
	}
	p.add(agents > MaxAgents, "teams", fmt.Sprint(agents, " agents"), "must be at most %d", MaxAgents)

	contacts := 0.0
	names := map[string]int{}
	for c := range m.Channels {
		ch, path := &m.Channels[c], fmt.Sprintf("channels[%d]", c)
		before, twice := names[ch.Name]
		p.add(twice, path+".name", fmt.Sprintf("%q", ch.Name), "is that of channels[%d] too: each needs its own, as it keys the random streams", before)
		names[ch.Name] = c
		expected := ch.check(&p, path, k)
		if len(ch.Arrivals) > 0 && expected > 0 {
			expected += warm * ch.Arrivals[0]
		}
		contacts += expected
		ch.checkRoutes(&p, path, m, c)
		ch.Deferred.check(&p, path+".deferred", m, ch)
		ch.Outbound.check(&p, path+".outbound", k, ch)
		p.add(!served[c], path, fmt.Sprintf("%q", ch.Name), "must be a skill of some team")
	}
	if p == nil {
		m.checkInHand(&p)
		contacts += m.checkFollowUps(&p)
	}
	p.add(contacts > MaxContacts, "channels", fmt.Sprint(contacts, " expected contacts"), "must be at most %g", MaxContacts)
	return errors.Join(p...)
}

// checkInHand bounds what agents may have in hand.
func (m *Model) checkInHand(p *problems) {
	places := 0.0
	for g := range m.Teams {
		if m.wide(g) {
			slots := 0
			for _, c := range m.Teams[g].Skills {
				slots += m.Channels[c].Chat.slots()
			}
			places += float64(slots) * m.Teams[g].mostAgents()
		}
	}
	p.add(places > MaxInHand, "teams", fmt.Sprint(places, " contacts in hand"), "must be at most %g: agents times the slots of their channels", MaxInHand)
}

func (l *Law) check(p *problems, path string) {
	switch l.Kind {
	case Never:
		return
	case Exponential, Lognormal, Gamma, Deterministic, Erlang, Hyperexponential, Uniform:
		p.add(!(l.Mean >= 0 && l.Mean <= MaxSeconds), path+".mean", l.Mean, "must be 0 to %g seconds", MaxSeconds)
		if l.Kind == Lognormal || l.Kind == Gamma {
			p.add(!(l.CV >= 0 && l.CV <= MaxCV), path+".cv", l.CV, "must be 0 to %d", MaxCV)
		}
		p.add(l.Kind == Erlang && (l.Phases < 1 || l.Phases > MaxPhases), path+".phases", l.Phases, "must be 1 to %d", MaxPhases)
		p.add(l.Kind == Hyperexponential && !(l.CV >= 1 && l.CV <= MaxCV), path+".cv", l.CV, "must be 1 to %d", MaxCV)
		p.add(l.Kind == Uniform && !(l.CV >= 0 && l.CV <= 1/math.Sqrt(3)), path+".cv", l.CV, "must be 0 to 1/√3 = %.4f", 1/math.Sqrt(3))
	case Empirical:
		p.add(len(l.Sample) == 0, path+".sample", "none", "must have at least one value")
		p.add(uint64(len(l.Sample)) > math.MaxUint32, path+".sample", len(l.Sample), "must be at most %d values", uint64(math.MaxUint32))
		for i, v := range l.Sample {
			if !(v >= 0 && v <= MaxSeconds) {
				p.add(true, fmt.Sprintf("%s.sample[%d]", path, i), v, "must be 0 to %g seconds", MaxSeconds)
			}
		}
	default:
		p.add(true, path+".kind", int(l.Kind), "must be one of Never, Exponential, Lognormal, Gamma, Deterministic, Empirical")
	}
}

// mean is the law's mean, in seconds.
func (l *Law) mean() float64 {
	switch l.Kind {
	case Never:
		return math.Inf(1)
	case Empirical:
		sum := 0.0
		for _, x := range l.Sample {
			sum += x / float64(len(l.Sample))
		}
		return sum
	}
	return l.Mean
}

// most is the largest number of agents of a team, 0 with none.
func most(agents []int) int {
	n := 0
	for _, a := range agents {
		n = max(n, a)
	}
	return n
}

// withDefaults is the options with zero fields filled in, or what cannot be used.
func (o Options) withDefaults(cores int) (Options, error) {
	if o.Replications == 0 {
		o.Replications = 100
	}
	if o.MaxReplications == 0 {
		o.MaxReplications = 100_000
	}
	if o.Workers == 0 {
		o.Workers = cores
	}
	if o.Confidence == 0 {
		o.Confidence = 0.95
	}
	var p problems
	p.add(o.Replications < 2, "options.replications", o.Replications, "must be 2 or more: one has no confidence interval")
	p.add(o.MaxReplications < 0, "options.max_replications", o.MaxReplications, "must be 0 or more")
	for i, x := range o.Precision {
		p.add(x.Of == nil, fmt.Sprintf("options.precision[%d].of", i), "nil", "must say which figure")
		p.add(!(x.HalfWidth >= 0 && x.Relative >= 0 && x.HalfWidth+x.Relative > 0), fmt.Sprintf("options.precision[%d]", i),
			fmt.Sprint(x.HalfWidth, " or ", x.Relative), "must have a half-width above 0, absolute or relative")
	}
	p.add(o.Workers < 0, "options.workers", o.Workers, "must be 0 or more")
	p.add(!(o.Confidence > 0 && o.Confidence <= 0.999999), "options.confidence", o.Confidence, "must be above 0 and at most 0.999999")
	o.MaxReplications = max(o.MaxReplications, o.Replications)
	o.Workers = min(o.Workers, o.Replications, maxWorkers)
	return o, errors.Join(p...)
}
