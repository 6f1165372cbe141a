package erlang

import (
	"context"
	"errors"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// missed returns the first interval whose arrivals miss a target, by a full evaluation.
func missed(t *testing.T, d Day, agents []int, targets Targets) int {
	p, err := d.Evaluate(context.Background(), agents, targets.Within)
	if errors.Is(err, ErrNeverAnswered) {
		return len(agents) - 1
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range p.Intervals {
		if f.Misses(targets) != "" {
			return i
		}
	}
	return -1
}

func anyTargets(t *rapid.T) Targets {
	all := []Targets{
		{ServiceLevel: .8, Within: 20}, {ServiceLevel: .9, Within: 600, Definition: Waited}, {ASA: 45},
		{Abandonment: .06}, {PWait: .3}, {Occupancy: .8}, {ServiceLevel: .7, Within: 30, Abandonment: .05, Occupancy: .9},
	}
	return rapid.SampledFrom(all).Draw(t, "targets")
}

// Every interval meets the targets, and with one agent fewer in any some interval does not.
func TestRequiredDayIsLeast(t *testing.T) {
	type trial struct {
		day       Day
		intervals int
		targets   Targets
		limits    DayLimits
	}
	any := rapid.Custom(func(t *rapid.T) trial {
		d, agents := anyDay(t, true)
		d.Lines, d.Drain, d.InHand, d.Waiting = 0, 0, 0, 0
		return trial{d, len(agents), anyTargets(t), DayLimits{
			MinAgents: rapid.SampledFrom([]int{0, 0, 3}).Draw(t, "least"),
			MaxChange: rapid.SampledFrom([]int{0, 0, 2}).Draw(t, "change"),
		}}
	})
	for seed := range 60 {
		c := any.Example(seed)
		d, targets, limits := c.day, c.targets, c.limits
		r, err := d.Required(context.Background(), c.intervals, targets, limits)
		if err != nil {
			t.Fatalf("%+v %+v: %v", d, targets, err)
		}
		if i := missed(t, d, r.Agents, targets); i >= 0 {
			t.Fatalf("%v: interval %d misses %+v", r.Agents, i, targets)
		}
		for i, n := range r.Agents {
			if n < limits.MinAgents || limits.MaxChange > 0 && i > 0 && max(n-r.Agents[i-1], r.Agents[i-1]-n) > limits.MaxChange {
				t.Errorf("%v breaks %+v", r.Agents, limits)
			}
			if n == 0 {
				continue
			}
			fewer := slices.Clone(r.Agents)
			fewer[i]--
			switch r.Binding[i] {
			case "min_agents":
				if fewer[i] >= limits.MinAgents {
					t.Errorf("%v: interval %d is not at the least", r.Agents, i)
				}
			case "max_change":
				if limits.MaxChange == 0 {
					t.Errorf("%v: no limit on the change", r.Agents)
				}
			default:
				if missed(t, d, fewer, targets) < 0 {
					t.Errorf("%v: interval %d can spare an agent (%s)", r.Agents, i, r.Binding[i])
				}
			}
		}
	}
}

func TestRequiredWholeDay(t *testing.T) {
	d, _ := dayA(Finish)
	d.Rates = d.Rates[:10]
	targets := Targets{ServiceLevel: .8, Within: 20, Abandonment: .06}
	every, err := d.Required(context.Background(), 10, targets, DayLimits{})
	if err != nil {
		t.Fatal(err)
	}
	whole, err := d.Required(context.Background(), 10, targets, DayLimits{WholeDay: true, MinAgents: 5})
	if err != nil {
		t.Fatal(err)
	}
	sum := func(agents []int) (n int) {
		for _, a := range agents {
			n += a
		}
		return n
	}
	if sum(whole.Agents) > sum(every.Agents) {
		t.Errorf("the day takes %d agents, every interval %d", sum(whole.Agents), sum(every.Agents))
	}
	if name, _, _ := targets.broken(whole.Performance.Day.Performance); name != "" {
		t.Errorf("the day misses %s", name)
	}
	for i := range whole.Agents {
		if whole.Binding[i] == "min_agents" {
			continue
		}
		fewer := slices.Clone(whole.Agents)
		fewer[i]--
		p, err := d.Evaluate(context.Background(), fewer, 20)
		if err != nil {
			t.Fatal(err)
		}
		if name, _, _ := targets.broken(p.Day.Performance); name == "" {
			t.Errorf("%v: interval %d can spare an agent", whole.Agents, i)
		}
	}
	t.Logf("%v for every interval, %v for the day", every.Agents, whole.Agents)
}

func TestRequiredDayUnreachable(t *testing.T) {
	d, _ := dayA(Finish)
	d.Lines = 12
	_, err := d.Required(context.Background(), 24, Targets{Blocking: .001}, DayLimits{})
	var at *IntervalError
	var unreachable *UnreachableError
	if !errors.As(err, &at) || !errors.As(err, &unreachable) || unreachable.Target != "blocking" {
		t.Errorf("12 lines: %v", err)
	}
	for _, limits := range []DayLimits{{MinAgents: -1}, {MaxChange: -1}} {
		var input *InputError
		if _, err := d.Required(context.Background(), 24, Targets{ASA: 20}, limits); !errors.As(err, &input) {
			t.Errorf("%+v: %v", limits, err)
		}
	}
}

// Two intervals with factors of their own: the average over the products of both rules, day by day.
func TestUncertainIntervalsAreIndependent(t *testing.T) {
	d := Day{Interval: 600, Rates: []float64{.03, .04}, Handle: 200, Patience: 150}
	agents := []int{7, 6}
	b := Busyness{Interval: .4, Nodes: 6}
	got, err := d.EvaluateUncertain(context.Background(), agents, 300, b)
	if err != nil {
		t.Fatal(err)
	}
	var within, offered, wait, queue, square, mean float64
	for _, x := range gammaRule(.4, 6) {
		for _, y := range gammaRule(.4, 6) {
			one := d
			one.Rates = []float64{.03 * x.factor, .04 * y.factor}
			p, err := one.Evaluate(context.Background(), agents, 300)
			if err != nil {
				t.Fatal(err)
			}
			w := x.weight * y.weight
			offered += w * p.Day.Offered
			within += w * p.Day.Offered * p.Day.ServiceLevel.Offered
			wait += w * p.Day.Offered * p.Day.MeanWait
			queue += w * p.Close.Queue
			mean += w * p.Close.InSystem
			square += w * (p.Close.Variance + p.Close.InSystem*p.Close.InSystem)
		}
	}
	near(t, "service level", got.Day.ServiceLevel.Offered, within/offered, 1e-9)
	near(t, "mean wait", got.Day.MeanWait, wait/offered, 1e-9)
	near(t, "queue at close", got.Close.Queue, queue, 1e-9)
	near(t, "variance at close", got.Close.Variance, square-mean*mean, 1e-8)
	for _, cv := range []float64{-1, 1e-9, math.NaN(), 9} {
		var input *InputError
		if _, err := d.EvaluateUncertain(context.Background(), agents, 20, Busyness{Day: cv}); !errors.As(err, &input) {
			t.Errorf("cv %v: %v", cv, err)
		}
	}
}

// A chat agent whose chats never slow each other is as many voice agents as it has chats; one agent alone is
// the exact chain of the reference CH-1.
func TestChatDay(t *testing.T) {
	d := Day{Interval: 900, Rates: []float64{.05, .08, .03}, Patience: 120, Chat: []float64{.002, .004, .006}}
	agents := []int{8, 9, 5}
	v := Day{Interval: 900, Rates: d.Rates, Patience: 120, Handle: 500}
	for _, rule := range []ShiftEnd{Finish, HandBack} {
		d.ShiftEnd, v.ShiftEnd = rule, rule
		a, err := d.Evaluate(context.Background(), agents, 60)
		if err != nil {
			t.Fatal(err)
		}
		b, err := v.Evaluate(context.Background(), []int{24, 27, 15}, 60)
		if err != nil {
			t.Fatal(err)
		}
		for i := range agents {
			near(t, "service level", a.Intervals[i].ServiceLevel.Offered, b.Intervals[i].ServiceLevel.Offered, 1e-9)
			near(t, "mean wait", a.Intervals[i].MeanWait, b.Intervals[i].MeanWait, 1e-9)
			near(t, "in hand", a.Intervals[i].MeanInHand, b.Intervals[i].MeanInHand, 1e-9)
		}
	}
	hour := 3600.
	one := Day{Interval: 1000 * hour, Rates: []float64{5 / hour, 5 / hour}, Patience: hour / 12, Chat: []float64{6 / hour, 9.6 / hour, 11.4 / hour}}
	p, err := one.Evaluate(context.Background(), []int{1, 1}, 0)
	if err != nil {
		t.Fatal(err)
	}
	f := p.Intervals[1]
	near(t, "P(wait)", f.PWait, 0.09479574221897276, 1e-9)
	near(t, "idle", 1-f.Occupancy, 0.39923250572884517, 1e-9)
	near(t, "queue", f.MeanQueue, 0.021641436349108117, 1e-9)
	near(t, "abandonment", f.Abandonment, 0.05193944723785948, 1e-9)
	near(t, "chats in hand", f.MeanInHand, 0.9636369759872453, 1e-9)
	if _, err := d.Staff(context.Background(), MOL, 3, Targets{ASA: 30}); !errors.Is(err, ErrNoSteadyState) {
		t.Errorf("chats by formula: %v", err)
	}
	if r, err := d.Required(context.Background(), 3, Targets{ASA: 30}, DayLimits{}); err != nil || len(r.Agents) != 3 {
		t.Errorf("chats by exact day: %v %v", r.Agents, err)
	}
}

// The methods name themselves, and a day of constant load long enough is staffed alike by all of them.
func TestMethods(t *testing.T) {
	d := Day{Interval: 6 * 3600, Handle: 240, Patience: 180, Rates: []float64{.1, .1, .1}}
	want, err := Queue{Rate: .1, HandleTime: 240, Patience: 180}.Required(Targets{ServiceLevel: .8, Within: 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range Methods() {
		text, err := m.MarshalText()
		var back Method
		if err != nil || back.UnmarshalText(text) != nil || back != m {
			t.Errorf("%v: %s", m, text)
		}
		got, err := d.Staff(context.Background(), m, 3, Targets{ServiceLevel: .8, Within: 20})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(float64(got[1]-want.Agents)) > 0 && m != CarryOver {
			t.Errorf("%v: %v agents, want %d", m, got, want.Agents)
		}
	}
	if _, err := ParseMethod("spp"); err == nil {
		t.Error("spp is a method")
	}
}

// The nearest chain says what it changed, and without anything to change is the day itself.
func TestNearestDay(t *testing.T) {
	d, agents := dayA(Finish)
	none := BeyondChain{HandleSCV: 1, PatienceSCV: math.NaN()}
	got, err := d.EvaluateNearest(context.Background(), agents, 20, none)
	if err != nil || len(got.Statements) != 0 || got.Chain != "M(t)/M/n(t)+M" {
		t.Errorf("nothing beyond: %v %v %v", got.Chain, got.Statements, err)
	}
	near(t, "service level", got.Day.ServiceLevel.Offered, 0.716025026958, 1e-9)
	got, err = d.EvaluateNearest(context.Background(), agents, 20, BeyondChain{HandleSCV: 1.4, PatienceSCV: 1, RedialShare: .5, RedialAfter: 900})
	if err != nil || len(got.Statements) != 2 {
		t.Errorf("redials: %v %v", got.Statements, err)
	}
	// What comes again is half of what is lost, but for those who would come after close.
	fresh, all := 0., 0.
	for i := range d.Rates {
		fresh += d.Rates[i] * 1800
		all += got.Rates[i] * 1800
	}
	lost := got.Day.Offered - (got.Day.Answered + got.Close.Queue - got.After.Abandoned)
	if again := all - fresh; !(again > .45*lost && again <= .5*lost) {
		t.Errorf("%v redials of %v lost", again, lost)
	}
	total := 0.
	for k := range 400 {
		total += redialsWithin(float64(k)*600, 600, 2000)
	}
	near(t, "all come back", total, 1, 1e-9)
}
