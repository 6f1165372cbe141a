package main

import (
	"errors"
	"math"

	"github.com/urfave/cli/v2"

	"frontoffice/erlang"
)

// station is one of the models that a question can be put to.
type station struct {
	model    string
	load     float64 // offered, erlangs
	evaluate func(agents, within float64, out *erlangJSON) (erlang.Performance, error)
	required func(erlang.Targets) (erlang.Requirement, error)
	largest  func(agents float64, t erlang.Targets) (rate float64, err error)
	within   func(agents, share float64, d erlang.Definition) (float64, error) // nil where it is not known
}

func stationC(r *flagReader) station {
	q := r.queue()
	q.Lines = r.whole("lines", 1)
	cv := r.number("handle-cv")
	if !r.set("handle-cv") {
		cv = 1
	}
	if q.Lines > 0 && cv != 1 {
		r.wrong("--lines goes with exponential handle times: leave --handle-cv out, or simulate")
	}
	g := erlang.GeneralQueue{Queue: q, HandleSCV: cv * cv}
	s := station{
		model:    "erlang-c",
		load:     q.Load(),
		evaluate: func(n, t float64, _ *erlangJSON) (erlang.Performance, error) { return g.Evaluate(n, t) },
		required: g.Required,
		largest:  g.LargestRate,
		within:   g.WithinFor,
	}
	switch cv {
	case 1:
		if q.Lines > 0 {
			s.model = "M/M/n/K"
		}
		s.evaluate = func(n, t float64, _ *erlangJSON) (erlang.Performance, error) { return q.Evaluate(n, t) }
		s.required, s.largest, s.within = q.Required, q.LargestRate, q.WithinFor
	case 0:
		s.model = "M/D/n"
	default:
		s.model = "M/G/n, two moments (approximate)"
	}
	return s
}

func stationA(r *flagReader) station {
	q := r.queue()
	q.Patience = r.seconds("patience")
	q.Law = r.patienceLaw(q.Patience)
	q.Lines = r.whole("lines", 1)
	if !r.set("patience") {
		r.wrong("erlang a needs --patience (erlang c is for callers who never give up), or --agents and --abandonment to find it")
	}
	if redial := r.share("redial"); redial > 0 {
		return redials(q, redial, r.seconds("redial-after"))
	}
	if r.set("redial-after") {
		r.wrong("--redial-after goes with --redial")
	}
	s := station{
		model:    "erlang-a",
		load:     q.Load(),
		evaluate: func(n, t float64, _ *erlangJSON) (erlang.Performance, error) { return q.Evaluate(n, t) },
		required: q.Required,
		largest:  q.LargestRate,
		within:   q.WithinFor,
	}
	switch {
	case q.Law != nil:
		s.model = "M/M/n+GI"
	case q.Lines > 0:
		s.model = "M/M/n/K+M"
	}
	return s
}

func redials(q erlang.Queue, share, after float64) station {
	rq := erlang.RedialQueue{Queue: q, Share: share, After: after}
	return station{
		model: "erlang-a with redials",
		load:  q.Load(),
		evaluate: func(n, t float64, out *erlangJSON) (erlang.Performance, error) {
			p, err := rq.Evaluate(n, t)
			out.Attempts, out.Served, out.Exact = &p.Attempts, &p.Served, &p.Exact
			return p.Performance, err
		},
		required: rq.Required,
		largest:  rq.LargestRate,
		within:   rq.WithinFor,
	}
}

func stationChat(r *flagReader) station {
	q := r.queue()
	if !r.set("handle-time") {
		r.wrong("give --handle-time, that of a chat whose agent has no other")
	}
	c := erlang.Chat{Rate: q.Rate, Completions: r.pace(q.HandleTime), Patience: r.seconds("patience"), MostLoadedFirst: r.ctx.Bool("most-loaded")}
	if n := r.number("agents"); n != math.Trunc(n) {
		r.wrong("--agents %s: chats need whole agents", r.ctx.String("agents"))
	}
	return station{
		model: "chat",
		load:  q.Load(),
		evaluate: func(n, t float64, out *erlangJSON) (erlang.Performance, error) {
			p, err := c.Evaluate(int(n), t)
			out.Concurrency, out.Duration, out.InHand, out.Exact = &p.Concurrency, &p.Duration, &p.InHand, &p.Exact
			return p.Performance, err
		},
		required: c.Required,
		largest:  func(n float64, t erlang.Targets) (float64, error) { return c.LargestRate(int(n), t) },
	}
}

// answer puts the question in the flags to a station and prints what it says.
func answer(ctx *cli.Context, c *console, build func(*flagReader) station) error {
	r := &flagReader{ctx: ctx}
	ask := r.question()
	if r.err == nil && !r.set("patience") && ask.known && ask.targets == (erlang.Targets{Abandonment: ask.targets.Abandonment}) && ask.targets.Abandonment > 0 && ctx.Command.Name == "a" {
		return explainPatience(r, c, ask)
	}
	s := build(r)
	if r.err != nil {
		return r.err
	}
	if !ask.known && ask.targets == (erlang.Targets{}) {
		return usagef("give --agents, or a target for the agents: --service-level, --asa, --occupancy\nsee: %s --help", ctx.Command.HelpName)
	}
	out := erlangJSON{Schema: "frontoffice/erlang/v1", Model: s.model, Load: s.load}
	agents := ask.agents
	if ask.targets != (erlang.Targets{}) {
		need, err := s.required(ask.targets)
		if err != nil {
			return formulaError(err)
		}
		out.Required, out.Binding = &need.Agents, need.Binding
		if !ask.known {
			agents = float64(need.Agents)
		} else if err := largestLoad(r, s, ask, &out); err != nil {
			return formulaError(err)
		}
	}
	if ask.share > 0 {
		if s.within == nil {
			return usagef("the time within which a share is answered is not known for this model: give --within")
		}
		t, err := s.within(agents, ask.share, ask.definition)
		var never *erlang.UnreachableError
		if errors.As(err, &never) {
			return usagef("%s agents never answer %s of the contacts: at most %s, however long they wait", number(agents), goal(ask.share), small(never.Best))
		}
		if errors.Is(err, erlang.ErrOverload) {
			return overload(s, agents)
		}
		if err != nil {
			return formulaError(err)
		}
		ask.within, ask.level = t, true
	}
	p, err := s.evaluate(agents, ask.within, &out)
	if errors.Is(err, erlang.ErrOverload) {
		return overload(s, agents)
	}
	if err != nil {
		return formulaError(err)
	}
	out.fill(p, r.set("handle-time"))
	if ask.level {
		level := p.ServiceLevel.Of(ask.definition)
		out.Level, out.Definition, out.Within = &level, ask.definition.String(), &ask.within
	}
	return printErlang(ctx, c, out)
}

// overload says what a load that cannot be carried would need.
func overload(s station, agents float64) error {
	if s.model == "chat" {
		return usagef("%s erlangs of chat are more than %s agents can carry, and nobody gives up: the queue would grow without end", number(s.load), number(agents))
	}
	return usagef("%s erlangs are more than %s agents can carry, and nobody gives up: the queue would grow without end; at least %s agents are needed",
		number(s.load), number(agents), number(math.Floor(s.load)+1))
}

// formulaError makes what a formula refuses a mistake of the command line.
func formulaError(err error) error {
	if errors.Is(err, erlang.ErrNoFormula) || errors.Is(err, erlang.ErrOverload) {
		return &exitError{exitInput, err}
	}
	return err
}

// largestLoad adds what the given agents could carry within the targets.
func largestLoad(r *flagReader, s station, ask question, out *erlangJSON) error {
	rate, err := s.largest(ask.agents, ask.targets)
	if err != nil || math.IsInf(rate, 1) {
		return err
	}
	if interval := r.seconds("interval"); interval > 0 {
		volume := rate * interval
		out.LargestVolume = &volume
		return nil
	}
	handle := 1.0
	if r.set("handle-time") {
		handle = r.seconds("handle-time")
	}
	load := rate * handle
	out.LargestLoad = &load
	return nil
}

// explainPatience finds the mean patience that explains an abandonment.
func explainPatience(r *flagReader, c *console, ask question) error {
	q := r.queue()
	q.Lines = r.whole("lines", 1)
	if !r.set("handle-time") {
		r.wrong("give --handle-time: without it there are no seconds to speak of")
	}
	if r.err != nil {
		return r.err
	}
	patience, err := q.PatienceFor(ask.agents, ask.targets.Abandonment)
	var never *erlang.UnreachableError
	if errors.As(err, &never) {
		return usagef("no patience explains an abandonment of %s with %s agents and %s erlangs: the bound is %s", goal(ask.targets.Abandonment), number(ask.agents), number(q.Load()), small(never.Best))
	}
	if err != nil {
		return formulaError(err)
	}
	q.Patience = patience
	p, err := q.Evaluate(ask.agents, 0)
	if err != nil {
		return formulaError(err)
	}
	out := erlangJSON{Schema: "frontoffice/erlang/v1", Model: "erlang-a", Load: q.Load(), Patience: &patience}
	out.fill(p, true)
	return printErlang(r.ctx, c, out)
}

// answerB answers for the loss station.
func answerB(ctx *cli.Context, c *console) error {
	r := &flagReader{ctx: ctx}
	q, agents, most, redial := r.queue(), r.number("agents"), r.share("blocking"), r.share("redial")
	if !r.set("agents") && !r.set("blocking") {
		r.wrong("give --agents for the blocking, or --blocking for the agents\nsee: frontoffice erlang b --help")
	}
	if redial > 0 && !r.set("agents") {
		r.wrong("--redial goes with --agents")
	}
	if r.err != nil {
		return r.err
	}
	out := erlangJSON{Schema: "frontoffice/erlang/v1", Model: "erlang-b", Load: q.Load()}
	if r.set("blocking") {
		n, err := erlang.LeastAgentsB(q.Load(), most)
		if err != nil {
			return err
		}
		out.Required, out.Binding = &n, "blocking"
		if !r.set("agents") {
			agents = float64(n)
		} else {
			load, err := erlang.LargestLoadB(agents, most)
			if err != nil {
				return err
			}
			out.LargestLoad = &load
		}
	}
	load := q.Load()
	blocking := erlang.B(agents, load)
	if redial > 0 {
		out.Model = "extended erlang-b"
		attempts, b, err := erlang.ExtendedB(agents, load, redial)
		if err != nil {
			return formulaError(err)
		}
		perContact := attempts / load
		load, blocking, out.Attempts = attempts, b, &perContact
	}
	p := erlang.Performance{Agents: agents, Blocking: blocking}
	if agents > 0 {
		p.Occupancy = load * (1 - blocking) / agents
	}
	out.fill(p, r.set("handle-time"))
	mean, peakedness := erlang.Overflow(agents, load)
	out.OverflowMean, out.OverflowPeakedness = &mean, &peakedness
	return printErlang(ctx, c, out)
}
