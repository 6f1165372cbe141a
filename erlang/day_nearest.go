package erlang

import (
	"context"
	"fmt"
	"math"
)

// BeyondChain is what a Markov chain of contacts in hand and waiting cannot hold.
type BeyondChain struct {
	HandleSCV   float64 // squared coefficient of variation of the handle time, if it is not exponential (SCV 1); NaN: exponential
	PatienceSCV float64 // likewise of the patience
	RedialShare float64 // of those who give up or are blocked, who contact again
	RedialAfter float64 // mean time until then, seconds
}

// NearestDay is an approximation by the nearest chain, with its name and what was changed to get there.
type NearestDay struct {
	DayPerformance
	Chain      string    `json:"chain"`      // such as M(t)/M/n(t)+M
	Statements []string  `json:"statements"` // one for each thing that is not exact; none: the day is exact
	Rates      []float64 `json:"rates"`      // contacts per second by interval, redials included
}

// EvaluateNearest evaluates the nearest chain to a day with general handle times, patience or redials, and
// says so. Handle times and patience become exponential with the same means. Redials become Poisson
// arrivals: those of an interval's lost contacts who contact again come after an exponential
// time, spread evenly over their interval before, and the rates are balanced with the losses they
// cause (after close nobody contacts again). The exact figures of such days are for simulation to say.
func (d Day) EvaluateNearest(ctx context.Context, agents []int, within float64, b BeyondChain) (NearestDay, error) {
	switch {
	case b.HandleSCV < 0:
		return NearestDay{}, &InputError{"HandleSCV", b.HandleSCV, "at least 0, NaN if exponential"}
	case b.PatienceSCV < 0:
		return NearestDay{}, &InputError{"PatienceSCV", b.PatienceSCV, "at least 0, NaN if exponential"}
	case !(b.RedialShare >= 0 && b.RedialShare <= 1):
		return NearestDay{}, &InputError{"RedialShare", b.RedialShare, "a share between 0 and 1"}
	case b.RedialShare > 0 && (!(b.RedialAfter > 0) || math.IsInf(b.RedialAfter, 1)):
		return NearestDay{}, &InputError{"RedialAfter", b.RedialAfter, "a finite time above 0 seconds"}
	case b.RedialShare > 0 && d.Curve != nil:
		return NearestDay{}, &InputError{"RedialShare", b.RedialShare, "0 where the rate is a Curve: give Rates"}
	}
	out := NearestDay{Chain: d.chainName(), Rates: d.Rates}
	if !math.IsNaN(b.HandleSCV) && b.HandleSCV != 1 {
		out.Statements = append(out.Statements, fmt.Sprintf("handle times with an SCV of %g are taken for exponential ones of the same mean", b.HandleSCV))
	}
	if !math.IsNaN(b.PatienceSCV) && b.PatienceSCV != 1 && d.Patience > 0 {
		out.Statements = append(out.Statements, fmt.Sprintf("patience with an SCV of %g is taken for exponential with the same mean", b.PatienceSCV))
	}
	var err error
	if b.RedialShare == 0 {
		out.DayPerformance, err = d.Evaluate(ctx, agents, within)
		return out, err
	}
	out.Statements = append(out.Statements, fmt.Sprintf("redials (%g of the lost, after %g s) are taken for Poisson arrivals balanced with the losses", b.RedialShare, b.RedialAfter))
	fresh := d.Rates
	for range 500 {
		if out.DayPerformance, err = d.Evaluate(ctx, agents, within); err != nil {
			return out, err
		}
		next := append([]float64(nil), fresh...)
		for j, f := range out.Intervals {
			again := b.RedialShare * f.Offered * (f.Abandonment + f.Blocking)
			for k := j; k < len(next); k++ {
				next[k] += again * redialsWithin(float64(k-j)*d.Interval, d.Interval, b.RedialAfter) / d.Interval
			}
		}
		change := 0.
		for k := range next {
			change = math.Max(change, math.Abs(next[k]-d.Rates[k])/math.Max(next[k], 1e-300))
		}
		d.Rates, out.Rates = next, next
		if change < 1e-11 {
			return out, nil
		}
	}
	return out, nil
}

// redialsWithin is the share of the contacts lost, evenly, in an interval who come back in the one of the same
// length that starts a time after it, after an exponential time.
func redialsWithin(later, length, mean float64) float64 {
	// ∫∫ of the density over both intervals, by E[min(S, u)] = mean (1 - e^{-u/mean}).
	h := func(u float64) float64 { return -mean * math.Expm1(-math.Max(u, 0)/mean) }
	inner := func(u float64) float64 { // P(S <= u), summed over the first interval
		return (u - h(u))
	}
	if later == 0 {
		return inner(length) / length
	}
	return (h(later) - h(later-length) - h(later+length) + h(later)) / length
}

// chainName is the day in Kendall's notation.
func (d *Day) chainName() string {
	name := "M(t)/M/n(t)"
	if len(d.Chat) > 1 {
		name = "M(t)/M/n(t), balanced chats"
	}
	if d.Lines > 0 {
		name += "/K"
	}
	if d.Patience > 0 && !math.IsInf(d.Patience, 1) {
		name += "+M"
	}
	if d.Balking > 0 {
		name += " with balking"
	}
	return name
}
