package erlang

import (
	"context"
	"fmt"
	"math"
	"strings"
)

// Method is a way to staff a day. All but ExactDay put a rate into the formulas of the steady
// state, interval by interval, as if each were a world of its own.
type Method int

const (
	// SIPPAvg takes the average rate of the interval: the stationary independent
	// period-by-period approximation (Green, Kolesar and Soares 2001, "Improving the SIPP
	// approach for staffing service systems that have cyclic demands").
	SIPPAvg Method = iota
	SIPPMax        // the largest rate of the interval
	SIPPMix        // the average where the rate is higher at the end than at the start, else the largest
	LagAvg         // as SIPPAvg, of the rate one mean handle time earlier
	LagMax
	LagMix
	// MOL takes the largest offered load m(t) of the interval over the handle time: the
	// modified offered load (Jennings, Mandelbaum, Massey and Whitt 1996, "Server staffing to
	// meet time-varying demand").
	MOL
	// CarryOver lets what an interval cannot take at once be offered to the next: the stationary
	// backlog-carryover approximation (Stolletz 2008, "Approximation of the non-stationary
	// M(t)/M(t)/c(t)-queue using stationary queueing models").
	CarryOver
	// ExactDay staffs from the exact law of the day: see [Day.Required].
	ExactDay
)

var methodNames = [...]string{"sipp-avg", "sipp-max", "sipp-mix", "lag-avg", "lag-max", "lag-mix", "mol", "carry-over", "exact-day"}

// Methods returns all methods.
func Methods() []Method {
	all := make([]Method, len(methodNames))
	for i := range all {
		all[i] = Method(i)
	}
	return all
}

func (m Method) valid() bool { return m >= 0 && int(m) < len(methodNames) }

// String returns the method's name: sipp-avg, sipp-max, sipp-mix, lag-avg, lag-max, lag-mix, mol,
// carry-over or exact-day.
func (m Method) String() string {
	if !m.valid() {
		return fmt.Sprintf("Method(%d)", int(m))
	}
	return methodNames[m]
}

// ParseMethod returns the method of that name; sipp and lag mean sipp-avg and lag-avg.
func ParseMethod(name string) (Method, error) {
	for i, n := range methodNames {
		if n == name || n == name+"-avg" {
			return Method(i), nil
		}
	}
	return 0, fmt.Errorf("no staffing method %q: want one of %s", name, strings.Join(methodNames[:], ", "))
}

// MarshalText gives the method's name.
func (m Method) MarshalText() ([]byte, error) {
	if !m.valid() {
		return nil, fmt.Errorf("no staffing method %d", int(m))
	}
	return []byte(m.String()), nil
}

// UnmarshalText accepts what [ParseMethod] accepts.
func (m *Method) UnmarshalText(text []byte) error {
	v, err := ParseMethod(string(text))
	if err == nil {
		*m = v
	}
	return err
}

// ErrNoSteadyState says that a method needs a formula for the steady state and there is none for this
// day.
var ErrNoSteadyState = fmt.Errorf("erlang: no formula for the steady state of chats or of balking with finite lines: staff by exact-day")

// IntervalError is what went wrong in one interval.
type IntervalError struct {
	Interval int
	Err      error
}

func (e *IntervalError) Error() string { return fmt.Sprintf("interval %d: %v", e.Interval, e.Err) }
func (e *IntervalError) Unwrap() error { return e.Err }

// Staff returns the agents by interval that the method asks for to meet any mix of targets, for a day
// of the given number of intervals. What they truly do is for [Day.Evaluate] to
// say. The zero DayLimits are those of ExactDay; the others have none. Errors are those of [Queue.Required]
// in an [*IntervalError], or [ErrNoSteadyState].
func (d Day) Staff(ctx context.Context, m Method, intervals int, t Targets) ([]int, error) {
	if !m.valid() {
		return nil, &InputError{"method", float64(m), "one of Methods"}
	}
	if err := d.check(make([]int, intervals), t.Within); err != nil {
		return nil, err
	}
	if err := t.check(); err != nil {
		return nil, err
	}
	if m == ExactDay {
		r, err := d.Required(ctx, intervals, t, DayLimits{})
		return r.Agents, err
	}
	q := Queue{HandleTime: d.Handle, Patience: d.Patience, Lines: d.Lines}
	switch {
	case len(d.Chat) == 1:
		q.HandleTime = 1 / d.Chat[0]
	case len(d.Chat) > 1, d.Balking > 0 && d.Lines > 0:
		return nil, ErrNoSteadyState
	}
	if d.Balking > 0 {
		q.Law = d.patienceLaw()
	}
	if m == CarryOver {
		return d.staffCarryOver(ctx, q, intervals, t)
	}
	agents := make([]int, intervals)
	for i := range agents {
		if err := ctx.Err(); err != nil {
			return nil, context.Cause(ctx)
		}
		q.Rate = d.stationaryRate(m, i, intervals)
		r, err := q.Required(t)
		if err != nil {
			return nil, &IntervalError{i, err}
		}
		agents[i] = r.Agents
	}
	return agents, nil
}

// patienceLaw is the patience with balking.
func (d *Day) patienceLaw() PatienceLaw {
	if d.Patience == 0 || math.IsInf(d.Patience, 1) {
		return Balking{d.Balking, Empirical{Times: []float64{0}, Hazards: []float64{0}}}
	}
	return Balking{d.Balking, Exponential{d.Patience}}
}

// stationaryRate is what a method puts into the formulas for interval i.
func (d *Day) stationaryRate(m Method, i, intervals int) float64 {
	from, to := float64(i)*d.Interval, float64(i+1)*d.Interval
	switch m {
	case LagAvg, LagMax, LagMix:
		from, to = from-d.mean(), to-d.mean()
		m -= LagAvg - SIPPAvg
	case MOL:
		return d.largestLoad(from, to) / d.mean()
	}
	average := d.averageRate(from, to, intervals)
	if m == SIPPAvg {
		return average
	}
	if m == SIPPMix && d.rateAt(to, intervals) > d.rateAt(from, intervals) {
		return average
	}
	return d.largestRate(from, to, intervals)
}

// mean is the mean handle time, seconds.
func (d *Day) mean() float64 {
	if len(d.Chat) > 0 {
		return 1 / d.Chat[0]
	}
	return d.Handle
}

// rateAt is the rate at t: of the curve also before opening, where it goes on backwards; of constant
// intervals 0 then.
func (d *Day) rateAt(t float64, intervals int) float64 {
	if d.Curve != nil {
		return math.Max(0, d.Curve(t))
	}
	if i := int(math.Floor(t / d.Interval)); i >= 0 && i < intervals {
		return d.Rates[i]
	}
	return 0
}

// borders are the times between from and to at which the rate may bend, with both ends.
func (d *Day) borders(from, to float64) []float64 {
	times := []float64{from}
	for k := math.Floor(from/d.Interval) + 1; k*d.Interval < to; k++ {
		times = append(times, k*d.Interval)
	}
	return append(times, to)
}

func (d *Day) averageRate(from, to float64, intervals int) float64 {
	sum := 0.
	times := d.borders(from, to)
	for k := 1; k < len(times); k++ {
		a, b := times[k-1], times[k]
		if d.Curve == nil {
			sum += (b - a) * d.rateAt((a+b)/2, intervals)
		} else {
			sum += integrateSmooth(func(t float64) float64 { return math.Max(0, d.Curve(t)) }, a, b, 20)
		}
	}
	return sum / (to - from)
}

func (d *Day) largestRate(from, to float64, intervals int) float64 {
	most := 0.
	times := d.borders(from, to)
	for k := 1; k < len(times); k++ {
		a, b := times[k-1], times[k]
		if d.Curve == nil {
			if b-a > 1e-9*d.Interval {
				most = math.Max(most, d.rateAt((a+b)/2, intervals))
			}
			continue
		}
		most = math.Max(most, largest(d.Curve, a, b))
	}
	return most
}

// largest is the largest value of a smooth function: among 65 points, then by sections.
func largest(f func(float64) float64, from, to float64) float64 {
	const n = 64
	step := (to - from) / n
	best, at := math.Inf(-1), 0
	for k := range n + 1 {
		if v := f(from + float64(k)*step); v > best {
			best, at = v, k
		}
	}
	a, b := from+float64(max(0, at-1))*step, from+float64(min(n, at+1))*step
	for range 60 {
		x, y := a+(b-a)/3, b-(b-a)/3
		u, v := f(x), f(y)
		best = math.Max(best, math.Max(u, v))
		if u < v {
			a = x
		} else {
			b = y
		}
	}
	return best
}

// largestLoad is the largest offered load for exponential handle times between from and to. Before
// opening nobody came, unless a curve says otherwise.
func (d *Day) largestLoad(from, to float64) float64 {
	if d.Curve == nil { // within an interval it rises or falls all the way
		c, law := StepCurve(d.Interval, d.Rates), Exponential{d.mean()}
		return math.Max(OfferedLoad(c, law, from), OfferedLoad(c, law, to))
	}
	return largest(d.curveLoad, from, to)
}

// curveLoad is the offered load of a curve at t: ∫ λ(t-u) e^{-u/s} du, over 40 handle times s.
func (d *Day) curveLoad(t float64) float64 {
	s := d.mean()
	sum := 0.
	for from := 0.; from < 40; from++ {
		sum += gaussOf(func(u float64) float64 { return s * math.Max(0, d.Curve(t-u*s)) * math.Exp(-u) }, from, from+1)
	}
	return sum
}
