package scenarios

import (
	"fmt"
	"strings"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios/demand"
	"frontoffice/sim"
)

// Bounds of what a scenario may ask for: far above any contact center, within
// what the formulas are tested for.
const (
	MaxIntervals = 1440            // in a day
	MaxContacts  = sim.MaxContacts // of all channels in a day
	MaxLoad      = 100_000         // erlangs, of a channel in an interval
	MaxAgents    = sim.MaxAgents   // of all teams in an interval
)

// resolver makes the scenario of a decoded file and checks what one field
// cannot tell alone.
type resolver struct {
	*decoder
	file *file
	day  demand.Day // the zero Day where hours or interval are wrong
	s    *Scenario

	imports *imports    // read before
	files   []namedFile // that were opened
}

func (r *resolver) scenario() *Scenario {
	f := r.file
	r.s = &Scenario{Name: string(f.Name), File: r.main.file,
		Simulation: Simulation{Replications: int(f.Simulation.Replications), Seed: uint64(f.Simulation.Seed)}}
	if f.Simulation.WarmUp != nil {
		r.s.Simulation.WarmUp = time.Duration(*f.Simulation.WarmUp)
	}
	r.s.Busyness = r.busyness("busyness", f.Busyness)
	if f.Lines != nil {
		r.s.Lines = int(*f.Lines)
	}
	if f.Date != nil {
		r.s.Date = time.Time(*f.Date)
	}
	r.horizon()
	contacts := 0.0
	for _, c := range f.Channels {
		ch := r.channel(c.Name, c.Value)
		for _, v := range ch.Volumes {
			contacts += v
		}
		r.s.Channels = append(r.s.Channels, ch)
	}
	if contacts > MaxContacts {
		r.wrong("channels", "%.0f contacts in the day: at most %.0f, all channels together", contacts, float64(MaxContacts))
	}
	r.followUps()
	r.sites()
	r.teams()
	if len(r.bad) == 0 {
		r.sideBySide()
	}
	r.patterns()
	if f.Simulation.Replay != nil {
		r.s.Simulation.Replay = r.replay("simulation.replay", string(*f.Simulation.Replay))
	}
	r.business()
	if shifts := r.shifts(); len(f.Plan) > 0 || shifts {
		r.plan()
	}
	return r.s
}

// known reports whether the day's intervals are.
func (r *resolver) known() bool { return r.day.Interval > 0 }

// counted checks that a list has one value per interval.
func (r *resolver) counted(path, what string, n int) bool {
	if !r.known() {
		return false
	}
	if want := r.day.Intervals(); n != want {
		r.wrong(path, "%s given: %d are needed, one for each interval of %s from %v", plural(n, what), want, ShortDuration(r.day.Interval), r.day)
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
	return r.s.Clock(i) + "-" + demand.Clock(r.s.Start(i)+r.day.Interval)
}

func (r *resolver) channel(name string, c channel) Channel {
	path := "channels." + name
	ch := Channel{Name: name, Kind: string(c.Kind)}
	var imported *demand.Series
	ch.LedTo = r.ledTo(name)
	switch {
	case r.given(path+".demand") || c.Outbound == nil && !ch.LedTo && ch.Kind != Outbound:
		if !r.given(path + ".demand") {
			r.wrong(path, "demand is missing: give volumes, total with profile, or csv; only a channel that follow_ups lead to needs none")
		}
		ch.Volumes, ch.Demand, imported = r.demand(path+".demand", ch.Kind, c.Demand)
	case r.known():
		ch.Volumes, ch.Demand = make([]float64, r.day.Intervals()), "what other channels lead to"
		if c.Outbound != nil {
			ch.Demand = fmt.Sprintf("a list of %d records", int(c.Outbound.List))
		}
	}
	if c.Turns == nil {
		ch.HandleTime = r.handleTime(path, c, imported)
	}
	if c.WrapUp != nil {
		ch.WrapUp = r.law(path+".wrap_up", lawIn(*c.WrapUp))
	}
	if c.Patience != nil {
		ch.Patience = r.law(path+".patience", lawIn(*c.Patience))
	}
	ch.Balking = float64(c.Balking)
	if c.Lines != nil {
		ch.Lines = int(*c.Lines)
	}
	if c.Room != nil {
		if ch.Room = int(*c.Room); ch.Room == 0 {
			ch.Room = NoRoom
		}
	}
	if c.Redial != nil {
		ch.Redial = r.redial(path, c)
	}
	if c.Demand.Rate == "linear" {
		ch.Slopes = slopes(ch.Volumes)
	}
	ch.Busyness = r.busyness(path+".demand.busyness", c.Demand.Busyness)
	ch.Choose, ch.Weight = string(c.Choose), float64(c.Weight)
	for _, to := range c.Routes {
		made := Route{Team: string(to.Team), Reserve: int(to.Reserve)}
		if to.After != nil {
			made.After = time.Duration(*to.After)
		}
		ch.Routes = append(ch.Routes, made)
	}
	ch.Target = r.target(path+".target", c)
	r.ofKind(path, c, &ch)
	r.outcomes(&ch, c)
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
		if load := v * (ch.HandleTime.Means[i] + ch.WrapUp.Mean).Seconds() / r.day.Interval.Seconds(); load > worst {
			worst, at = load, i
		}
	}
	if worst > MaxLoad {
		r.wrong(path+".demand", "%.0f contacts of %s from %s are a load of %.0f erlangs: at most %d",
			ch.Volumes[at], ShortDuration(ch.HandleTime.Means[at]+ch.WrapUp.Mean), r.interval(at), worst, MaxLoad)
	}
}

func (r *resolver) target(path string, c channel) Target {
	var t Target
	if sl := c.Target.ServiceLevel; sl != nil {
		t.ServiceLevel, t.Within = float64(sl.share), time.Duration(sl.within)
	}
	if def := c.Target.Definition; def != nil {
		t.Definition, _ = erlang.ParseDefinition(string(*def)) // one of the names the format accepts
		if !r.given(path + ".service_level") {
			r.wrong(path+".definition", "a definition needs a service_level to define")
		}
	}
	if asa := c.Target.ASA; asa != nil {
		t.ASA = time.Duration(*asa)
	}
	if a := c.Target.Abandonment; a != nil {
		t.Abandonment = float64(*a)
		if !r.given(strings.TrimSuffix(path, "target")+"patience") && c.Balking == 0 && c.Outbound == nil {
			r.wrong(path+".abandonment", "without patience nobody gives up: add patience: {mean: 3m}, or leave the target out")
		}
	}
	if o := c.Target.Occupancy; o != nil {
		t.Occupancy = float64(*o)
	}
	return t
}
