package staffing

import (
	"slices"

	"frontoffice/scenarios"
	"frontoffice/sim"
)

// Model is the simulator's model of a scenario with a plan.
func Model(s *scenarios.Scenario, plan scenarios.Plan) sim.Model {
	m := sim.Model{
		Interval: s.Interval.Seconds(),
		Busyness: sim.Busyness(s.Busyness),
		Lines:    s.Lines,
		WarmUp:   s.Simulation.WarmUp.Seconds(),
	}
	index := map[string]int{}
	for i := range s.Channels {
		c := &s.Channels[i]
		index[c.Name] = i
		m.Channels = append(m.Channels, sim.Channel{
			Name:       c.Name,
			Arrivals:   c.Volumes,
			Slopes:     c.Slopes,
			Busyness:   sim.Busyness(c.Busyness),
			HandleTime: laws(c.HandleTime),
			WrapUp:     law(c.WrapUp),
			Patience:   law(c.Patience),
			Balk:       c.Balking,
			Lines:      c.Lines,
			Room:       c.Room,
			Redial:     sim.Redial{Share: c.Redial.Share, After: law(c.Redial.After), KeepPatience: c.Redial.KeepPatience},
			Within:     Within(c).Seconds(),
			Choose:     chooses[c.Choose],
			Weight:     c.Weight,
			Routes:     routes(s, c),
		})
	}
	for t, team := range s.Teams {
		tm := sim.Team{Name: team.Name, Agents: plan[t], Absence: team.Absence, Adherence: team.Adherence, HandBack: team.HandBack,
			Take: takes[team.Take], Preempt: team.Preempt}
		// A plan that is not that of the shifts takes their place.
		if byShifts(s, team, plan[t]) {
			tm.Agents, tm.Shifts = nil, shifts(team.Shifts)
		}
		if tm.Adherence == 1 {
			tm.Adherence = 0
		}
		same, channels := true, true // all speeds are 1, all handle times the channels'
		for _, skill := range team.Skills {
			tm.Skills = append(tm.Skills, index[skill])
			speed, own := team.Speed(skill), team.OwnHandleTime(skill)
			same, channels = same && speed == 1, channels && !own.Given()
			tm.Efficiency, tm.HandleTime = append(tm.Efficiency, speed), append(tm.HandleTime, law(own))
		}
		if same {
			tm.Efficiency = nil
		}
		if channels {
			tm.HandleTime = nil
		}
		m.Teams = append(m.Teams, tm)
	}
	kindsOf(s, &m)
	return m
}

// Replay has the day simulated with the very contacts of a trace instead of the demand; nil
// changes nothing; another trace takes the place of the scenario's. The figures by formula stay those of the demand, and say so.
func (d *Day) Replay(trace []sim.Record) {
	if trace == nil {
		return
	}
	first := d.replayed == nil
	if d.replayed = trace; !first {
		return
	}
	for i := range d.Channels {
		d.Channels[i].LeavesOut = append(d.Channels[i].LeavesOut, "the contacts replayed (it has the scenario's demand)")
	}
}

// Replayed reports whether the day is simulated with the contacts of a trace.
func (d *Day) Replayed() bool { return d.replayed != nil }

// Model is the simulator's model of the day. The error is a contact replayed of a channel
// that the scenario does not have.
func (d *Day) Model() (sim.Model, error) {
	m := Model(d.Scenario, d.Plan)
	if d.replayed == nil {
		return m, nil
	}
	return m.Replay(d.replayed)
}

// twinModel is the model with all that the exact day does not cover taken as the exact day takes
// or the formula of the steady state takes it: exponential handle times with the wrap-up in
// them, a law of patience that the formula knows, steady volumes met by all agents, nobody
// redialling. Lines and balking stay, and so do means that change through the day.
func twinModel(s *scenarios.Scenario, m sim.Model) sim.Model {
	twin := m
	twin.Busyness, twin.Lines, twin.WarmUp = sim.Busyness{}, 0, 0
	twin.Channels, twin.Teams = slices.Clone(m.Channels), slices.Clone(m.Teams)
	for i := range twin.Channels {
		ch, c := &twin.Channels[i], &s.Channels[i]
		h := scenarios.HandleTime{Distribution: "exponential"}
		for _, mean := range c.HandleTime.Means {
			h.Means = append(h.Means, mean+c.WrapUp.Mean)
		}
		ch.HandleTime = laws(h)
		ch.Room = 0
		ch.Chat.Leaves, ch.Chat.TimeOut = sim.Law{}, 0
		ch.CallBack, ch.FollowUps = sim.CallBack{}, nil
		ch.Automation.Queue, ch.Automation.HandleTime, ch.Automation.Time = 0, 0, sim.Law{}
		if c.Turns.Number > 0 {
			ch.HandleTime = nil
		}
		ch.WrapUp, ch.Redial, ch.Busyness, ch.Slopes = sim.Law{}, sim.Redial{}, sim.Busyness{}, nil
		if !steadyPatience(c) {
			ch.Patience = law(scenarios.Exponential(c.Patience.Mean))
		}
	}
	for t := range twin.Teams {
		team := &twin.Teams[t]
		team.Absence, team.Adherence = 0, 0
		own := slices.Clone(team.HandleTime)
		for i := range own {
			if skill := s.Teams[t].Skills[i]; own[i].Kind != sim.Never {
				own[i] = law(scenarios.Exponential(s.Teams[t].HandleTime[i].Mean + channelNamed(s, skill).WrapUp.Mean))
			}
		}
		team.HandleTime = own
		if team.Shifts != nil {
			team.Agents, team.Shifts = s.Rostered(s.Teams[t]), nil
		}
	}
	return twin
}

// channelNamed is a channel of the scenario.
func channelNamed(s *scenarios.Scenario, name string) *scenarios.Channel {
	return &s.Channels[slices.IndexFunc(s.Channels, func(c scenarios.Channel) bool { return c.Name == name })]
}

// routes is a channel's routes; nil where all teams with the skill may take its contacts.
func routes(s *scenarios.Scenario, c *scenarios.Channel) []sim.Route {
	if c.Routes == nil {
		return nil
	}
	var all []sim.Route
	for i, t := range s.TeamsOf(c) {
		all = append(all, sim.Route{Team: t, After: c.Routes[i].After.Seconds(), Reserve: c.Routes[i].Reserve})
	}
	return all
}

func shifts(of []scenarios.Shift) []sim.Shift {
	var all []sim.Shift
	for _, s := range of {
		to := sim.Shift{Agents: s.Agents, From: s.From.Seconds(), To: s.To.Seconds()}
		for _, b := range s.Breaks {
			to.Breaks = append(to.Breaks, sim.Break{From: b.From.Seconds(), To: b.To.Seconds()})
		}
		all = append(all, to)
	}
	return all
}

var chooses = map[string]sim.AgentRule{"in-order": sim.InOrder, "longest-idle": sim.LongestIdle, "least-occupied": sim.LeastOccupied,
	"least-loaded": sim.LeastLoaded, "most-loaded": sim.MostLoaded, "random": sim.Random}

var takes = map[string]sim.ContactRule{"by-skill": sim.BySkill, "longest-wait": sim.LongestWait, "longest-queue": sim.LongestQueue, "weighted-age": sim.WeightedAge, "earliest-due": sim.EarliestDue}

var kinds = map[string]sim.Kind{
	"exponential":      sim.Exponential,
	"lognormal":        sim.Lognormal,
	"gamma":            sim.Gamma,
	"erlang":           sim.Erlang,
	"hyperexponential": sim.Hyperexponential,
	"uniform":          sim.Uniform,
	"deterministic":    sim.Deterministic,
	"empirical":        sim.Empirical,
}

// law is a law as the simulator takes it.
func law(l scenarios.Law) sim.Law {
	if !l.Given() {
		return sim.Law{}
	}
	to := sim.Law{Kind: kinds[l.Distribution], Mean: l.Mean.Seconds(), Phases: l.Phases}
	switch to.Kind {
	case sim.Lognormal, sim.Gamma, sim.Hyperexponential, sim.Uniform:
		to.CV = l.CV
	case sim.Empirical:
		for _, d := range l.Sample {
			to.Sample = append(to.Sample, d.Seconds())
		}
	}
	return to
}

// laws is one law per interval, or one where all intervals have the same.
func laws(h scenarios.HandleTime) []sim.Law {
	n := len(h.Means)
	if same := slices.Compact(slices.Clone(h.Means)); len(same) == 1 || h.Distribution == "empirical" {
		n = 1
	}
	all := make([]sim.Law, n)
	for k := range all {
		all[k] = law(h.At(k))
	}
	return all
}
