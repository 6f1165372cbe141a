package main

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v2"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// flagReader reads the flags of a formula and remembers the first that is wrong.
// A flag that is not set, or not one of the command's, is 0.
type flagReader struct {
	ctx *cli.Context
	err error
}

func (r *flagReader) set(name string) bool { return r.ctx.IsSet(name) }

func (r *flagReader) wrong(format string, a ...any) {
	if r.err == nil {
		r.err = usagef(format, a...)
	}
}

// seconds reads a duration above 0.
func (r *flagReader) seconds(name string) float64 {
	d, err := durationOf(r.ctx, name)
	if err != nil && r.err == nil {
		r.err = err
	} else if r.set(name) && d <= 0 {
		r.wrong("--%s %s: want more than 0", name, r.ctx.String(name))
	}
	return d.Seconds()
}

// share reads a share above 0.
func (r *flagReader) share(name string) float64 {
	s, err := shareOf(r.ctx, name)
	if err != nil && r.err == nil {
		r.err = err
	} else if r.set(name) && s <= 0 {
		r.wrong("--%s %s: want more than 0", name, r.ctx.String(name))
	}
	return s
}

// number reads a number of 0 or more.
func (r *flagReader) number(name string) float64 {
	if !r.set(name) {
		return 0
	}
	return r.parse(name, r.ctx.String(name))
}

func (r *flagReader) parse(name, text string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || math.IsNaN(v) || v < 0 || v > 1e9 {
		r.wrong("--%s %s: want a number from 0 to 1e9", name, text)
		return 0
	}
	return v
}

// whole reads a whole number.
func (r *flagReader) whole(name string, least int) int {
	v := r.number(name)
	if r.set(name) && (v != math.Trunc(v) || v < float64(least)) {
		r.wrong("--%s %s: want a whole number of at least %d", name, r.ctx.String(name), least)
	}
	return int(v)
}

// queue reads what is offered: the load, or volume, interval and handle time.
// Without a handle time the unit of time is one handle time.
func (r *flagReader) queue() erlang.Queue {
	if r.ctx.NArg() > 0 {
		r.wrong("the formulas take flags only: %q is not one", r.ctx.Args().First())
	}
	q := erlang.Queue{HandleTime: 1}
	if handle := r.seconds("handle-time"); handle > 0 {
		q.HandleTime = handle
	}
	load, volume, interval := r.number("load"), r.number("volume"), r.seconds("interval")
	switch {
	case r.set("load") && (r.set("volume") || r.set("interval")):
		r.wrong("give either --load, or --volume with --interval and --handle-time, not both")
	case r.set("load"):
		q.Rate = load / q.HandleTime
	case r.set("volume") && interval > 0 && r.set("handle-time"):
		q.Rate = volume / interval
	default:
		r.wrong("give --load, or --volume with --interval and --handle-time")
	}
	return q
}

// question is what is asked of a station.
type question struct {
	agents     float64
	known      bool // the agents are
	targets    erlang.Targets
	within     float64 // T of the service level, seconds
	level      bool    // a service level is wanted
	definition erlang.Definition
	share      float64 // the T within which this share is answered; 0: not asked
}

func (r *flagReader) question() question {
	q := question{agents: r.number("agents"), known: r.set("agents")}
	var err error
	if q.definition, err = erlang.ParseDefinition(r.ctx.String("definition")); err != nil {
		r.wrong("--definition: %w", err)
	}
	q.within, q.level = r.seconds0("within"), r.set("within")
	t := &q.targets
	if r.set("service-level") {
		text := r.ctx.String("service-level")
		switch {
		case strings.ContainsAny(text, " /"): // "80% in 20s", or the slip "80/20", which the parser explains
			share, in, err := scenarios.ParseServiceLevel(text)
			if err != nil {
				r.wrong("--service-level: %w", err)
			} else if q.level && in.Seconds() != q.within {
				r.wrong("--service-level %q and --within %s name different times", text, r.ctx.String("within"))
			}
			t.ServiceLevel, q.within, q.level = share, in.Seconds(), true
		case q.level:
			t.ServiceLevel = r.share("service-level")
		case q.known:
			q.share = r.share("service-level")
		default:
			r.wrong("--service-level needs --within, or write \"80%% in 20s\"")
		}
		if t.ServiceLevel == 1 {
			r.wrong("--service-level %s: no number of agents answers every call in time; ask for less than 100%%", text)
		}
	}
	if t.ServiceLevel > 0 {
		t.Within, t.Definition = q.within, q.definition
	}
	t.ASA = r.seconds("asa")
	t.Abandonment, t.Blocking, t.Occupancy = r.share("abandonment"), r.share("blocking"), r.share("occupancy")
	if !r.set("handle-time") && (q.level || q.share > 0 || t.ASA > 0 || r.set("patience")) {
		r.wrong("give --handle-time: without it there are no seconds to speak of")
	}
	return q
}

// seconds0 reads a duration of 0 or more.
func (r *flagReader) seconds0(name string) float64 {
	d, err := durationOf(r.ctx, name)
	if err != nil && r.err == nil {
		r.err = err
	}
	return d.Seconds()
}

// patienceLaw reads the law of the patience; nil for an exponential one.
func (r *flagReader) patienceLaw(mean float64) erlang.PatienceLaw {
	name, cv, balking := r.ctx.String("patience-law"), r.number("patience-cv"), r.share("balking")
	shaped := []string{"gamma", "lognormal", "hyperexponential"}
	switch {
	case slices.Contains(shaped, name) && cv <= 0:
		r.wrong("--patience-law %s needs --patience-cv, above 0", name)
	case !slices.Contains(shaped, name) && r.set("patience-cv"):
		r.wrong("--patience-cv goes with --patience-law gamma, lognormal or hyperexponential")
	case name == "hyperexponential" && cv < 1:
		r.wrong("--patience-cv %s: a hyperexponential patience varies by 1 or more; gamma takes less", r.ctx.String("patience-cv"))
	case balking == 1:
		r.wrong("--balking 100%%: then nobody ever waits: that is erlang b")
	}
	if r.err != nil || mean == 0 {
		return nil
	}
	var law erlang.PatienceLaw
	switch name {
	case "exponential":
		if balking > 0 {
			law = erlang.Exponential{Average: mean}
		}
	case "deterministic":
		law = erlang.Constant{Time: mean}
	case "uniform":
		law = erlang.Uniform{High: 2 * mean}
	case "gamma":
		law = erlang.Gamma{Average: mean, Shape: 1 / (cv * cv)}
	case "lognormal":
		law = erlang.Lognormal{Average: mean, SCV: cv * cv}
	case "hyperexponential":
		// Two phases of equal load: p = (1 + sqrt((c²-1)/(c²+1)))/2, means m/2p and m/2(1-p).
		p := (1 + math.Sqrt((cv*cv-1)/(cv*cv+1))) / 2
		law = erlang.Hyperexponential{Shares: []float64{p, 1 - p}, Means: []float64{mean / (2 * p), mean / (2 * (1 - p))}}
	default:
		names := append([]string{"exponential", "deterministic", "uniform"}, shaped...)
		r.wrong("--patience-law %s: want %s%s", name, strings.Join(names, ", "), didYouMean(name, names))
	}
	if balking > 0 {
		law = erlang.Balking{Share: balking, Law: law}
	}
	return law
}

// pace reads how fast an agent finishes 1, 2, ... chats, per second.
func (r *flagReader) pace(alone float64) []float64 {
	k, share := r.whole("concurrency", 1), r.share("agent-share")
	if r.set("pace") {
		if r.set("concurrency") || r.set("agent-share") {
			r.wrong("give either --pace, or --concurrency with --agent-share, not both")
		}
		var rates []float64
		for _, text := range strings.Split(r.ctx.String("pace"), ",") {
			rates = append(rates, r.parse("pace", text)/alone)
		}
		if rates[0] <= 0 {
			r.wrong("--pace %s: want numbers above 0", r.ctx.String("pace"))
		}
		return rates
	}
	if !r.set("concurrency") || !r.set("agent-share") {
		r.wrong("give --concurrency and --agent-share, or --pace")
	}
	if r.err != nil {
		return nil
	}
	rates, err := erlang.ChatRates(alone, share, k)
	if err != nil {
		r.wrong("%w", err)
	}
	return rates
}
