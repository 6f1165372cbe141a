package sim

import (
	"errors"
	"fmt"
	"math"
)

// What a model may hold. The limits bound the memory and the time of a replication: a
// contact that waits takes 32 bytes and one that is simulated some tens of
// nanoseconds; an interval of a channel or a team takes about 500 bytes.
const (
	MaxContacts = 1e7     // expected contacts in a day, all channels together
	MaxAgents   = 100_000 // agents, all teams together, each at its largest
	MaxChannels = 256
	MaxTeams    = 256
	MaxCells    = 1_000_000 // (channels + teams) · intervals
	MaxSeconds  = 1e9       // any duration, the day's included
	MaxCV       = 100       // coefficient of variation
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
	p.add(!(m.Interval > 0 && m.Interval <= MaxSeconds), "interval", m.Interval, "must be above 0 and at most %g seconds", MaxSeconds)
	p.add(len(m.Channels) == 0, "channels", "none", "must be at least one")
	p.add(len(m.Channels) > MaxChannels, "channels", len(m.Channels), "must be at most %d", MaxChannels)
	p.add(len(m.Teams) == 0, "teams", "none", "must be at least one")
	p.add(len(m.Teams) > MaxTeams, "teams", len(m.Teams), "must be at most %d", MaxTeams)
	if p != nil {
		return errors.Join(p...)
	}
	k := m.intervals()
	p.add(k == 0, "channels[0].arrivals", "none", "must be at least one interval")
	p.add((len(m.Channels)+len(m.Teams))*k > MaxCells, "channels[0].arrivals", fmt.Sprint(k, " intervals"),
		"must be at most %d over all channels and teams", MaxCells)
	p.add(float64(k)*m.Interval > MaxSeconds, "interval", m.Interval, "must be at most %g seconds over %d intervals", MaxSeconds, k)
	if p != nil {
		return errors.Join(p...)
	}

	served := make([]bool, len(m.Channels))
	for g := range m.Teams {
		m.Teams[g].check(&p, fmt.Sprintf("teams[%d]", g), k, served)
	}
	agents := 0.0
	for _, t := range m.Teams {
		agents += float64(most(t.Agents))
	}
	p.add(agents > MaxAgents, "teams", fmt.Sprint(agents, " agents"), "must be at most %d", MaxAgents)

	contacts := 0.0
	names := map[string]int{}
	for c := range m.Channels {
		ch, path := &m.Channels[c], fmt.Sprintf("channels[%d]", c)
		before, twice := names[ch.Name]
		p.add(twice, path+".name", fmt.Sprintf("%q", ch.Name), "is that of channels[%d] too: each needs its own, as it keys the random streams", before)
		names[ch.Name] = c
		contacts += ch.check(&p, path, k)
		p.add(!served[c], path, fmt.Sprintf("%q", ch.Name), "must be a skill of some team")
	}
	p.add(contacts > MaxContacts, "channels", fmt.Sprint(contacts, " expected contacts"), "must be at most %g", MaxContacts)
	return errors.Join(p...)
}

// check looks at a channel of a model of k intervals; it returns its expected contacts.
func (ch *Channel) check(p *problems, path string, k int) float64 {
	p.add(len(ch.Arrivals) != k, path+".arrivals", len(ch.Arrivals), "must be %d, as in channels[0]", k)
	sum := 0.0
	for i, a := range ch.Arrivals {
		switch {
		case !(a >= 0):
			p.add(true, fmt.Sprintf("%s.arrivals[%d]", path, i), a, "must be 0 or more")
		case a > MaxContacts:
			p.add(true, fmt.Sprintf("%s.arrivals[%d]", path, i), a, "must be at most %g", MaxContacts)
		default:
			sum += a
		}
	}
	p.add(len(ch.HandleTime) != 1 && len(ch.HandleTime) != k, path+".handle_time", len(ch.HandleTime), "must be one law, or %d: one per interval", k)
	for i, l := range ch.HandleTime {
		where := fmt.Sprintf("%s.handle_time[%d]", path, i)
		if l.Kind == Never {
			p.add(true, where+".kind", l.Kind, "must be a law with an end")
			continue
		}
		l.check(p, where)
		p.add(l.Kind != Empirical && l.Mean == 0, where+".mean", l.Mean, "must be above 0")
	}
	ch.Patience.check(p, path+".patience")
	p.add(!(ch.Within >= 0 && ch.Within <= MaxSeconds), path+".within", ch.Within, "must be 0 to %g seconds", MaxSeconds)
	return sum
}

func (l *Law) check(p *problems, path string) {
	switch l.Kind {
	case Never:
		return
	case Exponential, Lognormal, Gamma, Deterministic:
		p.add(!(l.Mean >= 0 && l.Mean <= MaxSeconds), path+".mean", l.Mean, "must be 0 to %g seconds", MaxSeconds)
		if l.Kind == Lognormal || l.Kind == Gamma {
			p.add(!(l.CV >= 0 && l.CV <= MaxCV), path+".cv", l.CV, "must be 0 to %d", MaxCV)
		}
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

// check looks at a team of a model of k intervals and marks the channels it serves.
func (t *Team) check(p *problems, path string, k int, served []bool) {
	p.add(len(t.Skills) == 0, path+".skills", "none", "must be at least one channel")
	has := make([]bool, len(served))
	for i, c := range t.Skills {
		where := fmt.Sprintf("%s.skills[%d]", path, i)
		if c < 0 || c >= len(served) {
			p.add(true, where, c, "must be the index of a channel: 0 to %d", len(served)-1)
			continue
		}
		p.add(has[c], where, c, "must not be named twice")
		has[c], served[c] = true, true
	}
	p.add(len(t.Agents) != k, path+".agents", len(t.Agents), "must be %d: one per interval", k)
	for i, n := range t.Agents {
		if n < 0 || n > MaxAgents {
			p.add(true, fmt.Sprintf("%s.agents[%d]", path, i), n, "must be 0 to %d", MaxAgents)
		}
	}
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
	if o.Workers == 0 {
		o.Workers = cores
	}
	if o.Confidence == 0 {
		o.Confidence = 0.95
	}
	var p problems
	p.add(o.Replications < 2, "options.replications", o.Replications, "must be 2 or more: one has no confidence interval")
	p.add(o.Workers < 0, "options.workers", o.Workers, "must be 0 or more")
	p.add(!(o.Confidence > 0 && o.Confidence <= 0.999999), "options.confidence", o.Confidence, "must be above 0 and at most 0.999999")
	o.Workers = min(o.Workers, o.Replications, maxWorkers)
	return o, errors.Join(p...)
}
