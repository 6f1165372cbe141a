package staffing

import (
	"errors"
	"slices"

	"frontoffice/erlang"
	"frontoffice/scenarios"
)

// ErlangBlend takes each interval of calls beside calls that go out as a steady state of its own, in which there is always
// somebody to call (erlang.Blend), or, where the contact rate is 0, nobody: by Erlang A or C.
const ErlangBlend Method = "blend"

// blend is an interval of such calls as a steady state of its own.
func blend(s *scenarios.Scenario, c *scenarios.Channel, k int) erlang.Blend {
	out, reserve := s.Beside(c)
	return erlang.Blend{
		Rate:       arriving(c, k) / s.Interval.Seconds(),
		HandleTime: busy(s, c, k),
		Patience:   c.Patience.Mean.Seconds(),
		WorkTime:   dialling(s, out, k),
		Reserve:    reserve,
	}
}

// contactRate is the share of calls in an interval that reach somebody; 0: none is made.
func contactRate(c *scenarios.Channel, k int) float64 {
	rates := c.Outbound.ContactRate
	return rates[min(k, len(rates)-1)]
}

// dialling is how long an agent is busy with a call that goes out, on average, in seconds: the record, the ringing and the talk with
// whom it reaches.
func dialling(s *scenarios.Scenario, c *scenarios.Channel, k int) float64 {
	o := c.Outbound
	reached := contactRate(c, k)
	right := o.RightParty
	if right == 0 {
		right = 1
	}
	sum := o.Ring.Mean.Seconds() + reached*(right*busy(s, c, k)+(1-right)*o.WrongParty.Mean.Seconds())
	if o.Pacing == "preview" {
		sum += o.Preview.Mean.Seconds()
	}
	return sum
}

func beside(s *scenarios.Scenario, c *scenarios.Channel) bool {
	out, _ := s.Beside(c)
	return out != nil
}

// mostBlended is with how many agents a blend is worked out within milliseconds.
const mostBlended = 300

// besideWork is whether the figures by formula of a channel are those of a blend, and whether the plan is small enough for it.
func besideWork(s *scenarios.Scenario, c *scenarios.Channel, plan scenarios.Plan) (is, small bool) {
	out, _ := s.Beside(c)
	if out == nil {
		return false, false
	}
	for k := range s.Intervals() {
		if contactRate(out, k) > 0 && !(dialling(s, out, k) > 0) {
			return true, false
		}
	}
	return true, slices.Max(plan[teamOf(s, c)]) <= mostBlended
}

// noFormula is Scenario.NoFormula, in words also where a team serves others too.
func noFormula(s *scenarios.Scenario, c *scenarios.Channel) string {
	if why := s.NoFormula(c); why != "" {
		return why
	}
	return "its team serves others too"
}

// unsolved is whether an error says that an interval has no steady state that is known.
func unsolved(err error) bool {
	return errors.Is(err, erlang.ErrOverload) || errors.Is(err, erlang.ErrNoFormula)
}
