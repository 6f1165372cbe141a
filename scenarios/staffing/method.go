package staffing

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/scenarios/demand"
)

// Method names a way to find the agents that a day needs.
type Method string

const (
	// Auto is the most exact method that covers the channel in seconds: ExactDay where its
	// handle times have one mean all day, its patience is exponential and the day is not too large,
	// else ErlangA, or ErlangC where nobody gives up. Where teams are shared there is no formula, and it
	// is Simulation.
	Auto Method = "auto"
	// ErlangC and ErlangA take each interval as a steady state of its own at its
	// average rate, which is textbook practice (SIPP); ErlangC takes it that nobody gives up.
	ErlangC Method = "erlang-c"
	ErlangA Method = "erlang-a"
	// ExactDay follows the law of the whole day: a queue and the work in hand
	// reach into the next interval.
	ExactDay Method = "exact-day"
	// Simulation searches with simulated days, whatever the scenario has in it. Auto takes it
	// where teams are shared.
	Simulation Method = "simulation"
)

// Methods lists the names of all methods: those of package erlang's Method, with
// its average SIPP under the formulas' names.
func Methods() []string {
	names := []string{string(Auto), string(ErlangC), string(ErlangA)}
	for _, m := range erlang.Methods() {
		if m != erlang.SIPPAvg {
			names = append(names, m.String())
		}
	}
	return append(names, string(Simulation))
}

// ParseMethod returns the method of a name; "" is Auto, lag the average of lagged SIPP.
func ParseMethod(name string) (Method, error) {
	switch {
	case name == "":
		return Auto, nil
	case name == "lag":
		return Method(erlang.LagAvg.String()), nil
	case slices.Contains(Methods(), name):
		return Method(name), nil
	}
	hint := ""
	if near := demand.Nearest(name, Methods()); near != "" {
		hint = "; did you mean " + near + "?"
	}
	return "", fmt.Errorf("no method %s: want one of %s%s", name, strings.Join(Methods(), ", "), hint)
}

// ErrNotCovered says that a method does not cover a channel.
var ErrNotCovered = errors.New("the method does not cover the channel")

// quick is whether the exact day sizes a channel within seconds. Its work grows with
// the intervals and faster than the root of the load: 48 half-hours at 1,000 erlangs take some seconds.
func quick(s *scenarios.Scenario, c *scenarios.Channel) bool {
	load := 0.0
	for k := range c.Volumes {
		load = max(load, queue(s, c, ErlangC, k).Load())
	}
	return load <= 2000 && float64(s.Intervals())*math.Sqrt(load) <= 2000
}

// of is the method for a channel that stands behind m; behind Simulation, that of the figures by formula beside it.
func (m Method) of(s *scenarios.Scenario, c *scenarios.Channel) (Method, error) {
	if m == Simulation {
		m = Auto
	}
	switch {
	case c.Kind == scenarios.Chats: // they have one formula, whatever is asked for calls
		return ErlangChat, nil
	case beside(s, c): // whatever is asked for channels with a team of their own
		return ErlangBlend, nil
	case (m == Auto || m == "") && Covers(c) && !steadyPatience(c) && quick(s, c):
		return ExactDay, nil
	case (m == Auto || m == "") && c.GivesUp():
		return ErlangA, nil
	case m == Auto || m == "":
		return ErlangC, nil
	case m == ErlangA && !c.GivesUp():
		return "", fmt.Errorf("channels.%s: erlang-a needs patience, without it nobody gives up: use erlang-c: %w", c.Name, ErrNotCovered)
	case m != ErlangA && m != ErlangC && !Covers(c):
		return "", fmt.Errorf("channels.%s: %s needs one mean handle time for the whole day, and handle_time.mean changes: use erlang-a or erlang-c: %w", c.Name, m, ErrNotCovered)
	case m != ErlangA && m != ErlangC && m != ExactDay && c.Balking > 0 && c.Lines > 0:
		return "", fmt.Errorf("channels.%s: %s has no formula for balking and lines together: use exact-day: %w", c.Name, m, ErrNotCovered)
	}
	return m, nil
}

// steady is whether a method's own figures are those of a steady state by interval.
func (m Method) steady() bool {
	return m == ErlangA || m == ErlangC || m == ErlangChat || m == ErlangBlend
}

// FormulaName names what a channel's figures come from.
func (m Method) formulaName() string {
	switch m {
	case ErlangA:
		return "Erlang A"
	case ErlangC:
		return "Erlang C"
	case ErlangChat:
		return "Erlang chat"
	case ErlangBlend:
		return "blend"
	}
	return "exact day"
}
