package staffing

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"frontoffice/erlang"
	"frontoffice/scenarios"
	"frontoffice/sim"
)

// station is a long day of one volume, simulated after a warm-up: nearly a steady state.
func station(perHour float64, handle time.Duration, patience scenarios.Law, intervals int) *scenarios.Scenario {
	s := day(slices.Repeat([]float64{perHour / 2}, intervals), handle, 0, eightyTwenty)
	s.Channels[0].Patience = patience
	s.Simulation.WarmUp = 4 * time.Hour
	return s
}

// outcome assigns agents to every interval and simulates.
func outcome(t *testing.T, s *scenarios.Scenario, m Method, agents []int, replications int) *Outcome {
	t.Helper()
	d, err := Assign(context.Background(), s, scenarios.Plan{agents}, Options{Method: m})
	if err != nil {
		t.Fatal(err)
	}
	o, err := Simulate(context.Background(), d, sim.Options{Replications: replications, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// inside checks that an exact value lies within 1.6 half-widths of a simulated figure: an
// interval of 99.8 %, so that one check in 500 fails by its seed alone.
func inside(t *testing.T, what string, e sim.Estimate, want float64) {
	t.Helper()
	if math.Abs(e.Mean-want) > 1.6*e.HalfWidth {
		t.Errorf("%s: %v ± %v simulated, %v exact", what, e.Mean, e.HalfWidth, want)
	}
}

// What the exact day covers, the simulation agrees with: lines, balking, wrap-up,
// efficiency, agents who hand back.
func TestExactDayFeatures(t *testing.T) {
	t.Parallel()
	agents := []int{6, 9, 5, 7}
	for name, change := range map[string]func(s *scenarios.Scenario){
		"lines":      func(s *scenarios.Scenario) { s.Channels[0].Lines = 10 },
		"balking":    func(s *scenarios.Scenario) { s.Channels[0].Balking = 0.2 },
		"both":       func(s *scenarios.Scenario) { s.Channels[0].Lines, s.Channels[0].Balking = 10, 0.2 },
		"efficiency": func(s *scenarios.Scenario) { s.Teams[0].Efficiency = 0.8 },
		"hand-back":  func(s *scenarios.Scenario) { s.Teams[0].HandBack = true },
		"only balking": func(s *scenarios.Scenario) {
			s.Channels[0].Patience, s.Channels[0].Balking = scenarios.Law{}, 0.3
		},
	} {
		s := day([]float64{60, 90, 80, 50}, 3*time.Minute, 2*time.Minute, eightyTwenty)
		change(s)
		o := outcome(t, s, Auto, agents, 1500)
		ch, r := o.Channels[0], o.Simulated.Channels[0].Day
		if ch.Method != ExactDay || ch.LeavesOut != nil {
			t.Errorf("%s: by %s, leaves out %q", name, ch.Method, ch.LeavesOut)
		}
		inside(t, name+" service level", r.ServiceLevel.Offered, ch.Total.ServiceLevel.Offered)
		inside(t, name+" answered definition", r.ServiceLevel.Answered, ch.Total.ServiceLevel.Answered)
		inside(t, name+" abandonment", r.Abandonment, ch.Total.Abandonment)
		inside(t, name+" blocking", r.Blocking, ch.Total.Blocking)
		inside(t, name+" ASA", r.ASA, ch.Total.ASA)
		if o.Channels[0].Lines > 0 && !(ch.Total.Blocking > 0.01) {
			t.Errorf("%s: blocking %v by formula: nothing is tested", name, ch.Total.Blocking)
		}
	}
}

// An agent is busy for handle time and wrap-up, in formula and simulation.
func TestWrapUp(t *testing.T) {
	t.Parallel()
	s := day([]float64{60, 60}, 2*time.Minute, 0, eightyTwenty)
	s.Channels[0].WrapUp = scenarios.Law{Distribution: "deterministic", Mean: time.Minute}
	o := outcome(t, s, ErlangC, []int{8, 8}, 500)
	if got := o.Channels[0].Intervals[0]; got.HandleTime != 180 || got.Load != 6 {
		t.Errorf("%v s, load %v; want 180 s and 6", got.HandleTime, got.Load)
	}
	// Work brought in over the day: 120 contacts of 180 s; some is done after the close.
	inside(t, "offered", o.Simulated.Channels[0].Day.Offered, 120)
	if busy := o.Simulated.Teams[0].Intervals[1].Busy; math.Abs(busy.Mean-6) > 0.2 {
		t.Errorf("%v ± %v agents busy once the day is under way, want about 6", busy.Mean, busy.HalfWidth)
	}
}

// A law of patience reaches the formula of the steady state and the simulation alike.
func TestPatienceLaws(t *testing.T) {
	t.Parallel()
	minutes := func(m ...float64) (all []time.Duration) {
		for _, x := range m {
			all = append(all, time.Duration(x*float64(time.Minute)))
		}
		return all
	}
	for _, l := range []scenarios.Law{
		{Distribution: "deterministic", Mean: time.Minute},
		{Distribution: "uniform", Mean: time.Minute, CV: 0.5},
		{Distribution: "gamma", Mean: 2 * time.Minute, CV: 0.5},
		{Distribution: "erlang", Mean: 2 * time.Minute, Phases: 3, CV: 1 / math.Sqrt(3)},
		{Distribution: "lognormal", Mean: 2 * time.Minute, CV: 1.3},
		{Distribution: "hyperexponential", Mean: 2 * time.Minute, CV: 2},
		{Distribution: "empirical", Mean: 70 * time.Second, CV: 1, Sample: minutes(0.25, 0.5, 0.5, 1, 3.6)},
	} {
		s := station(130, 3*time.Minute, l, 24)
		s.Channels[0].Balking = 0.05
		o := outcome(t, s, Auto, slices.Repeat([]int{6}, 24), 120)
		ch, r := o.Channels[0], o.Simulated.Channels[0].Day
		if ch.Method != ErlangA || ch.LeavesOut != nil {
			t.Errorf("%s: by %s, leaves out %q", l.Distribution, ch.Method, ch.LeavesOut)
		}
		inside(t, l.Distribution+" service level", r.ServiceLevel.Offered, ch.Total.ServiceLevel.Offered)
		inside(t, l.Distribution+" abandonment", r.Abandonment, ch.Total.Abandonment)
		inside(t, l.Distribution+" ASA", r.ASA, ch.Total.ASA)
	}
}

// A long sample is taken in groups: the law stays what it was.
func TestPatienceSample(t *testing.T) {
	t.Parallel()
	var l scenarios.Law
	exact := sample{}
	for i := range 12_345 {
		at := time.Duration(math.Pow(float64(i)/12_345, 3) * float64(10*time.Minute))
		l.Sample = append(l.Sample, at)
		exact.times = append(exact.times, at.Seconds())
	}
	exact.sums = []float64{0}
	for i, x := range exact.times {
		exact.sums = append(exact.sums, exact.sums[i]+x)
	}
	s := newSample(l)
	if len(s.times) != maxSample || math.Abs(s.Mean()/exact.Mean()-1) > 1e-12 {
		t.Errorf("%d times, mean %v, want %v", len(s.times), s.Mean(), exact.Mean())
	}
	for _, x := range []float64{0, 0.1, 3, 70, 300, 599, 700} {
		if math.Abs(s.CDF(x)-exact.CDF(x)) > 0.001 {
			t.Errorf("at %v: %v, want %v", x, s.CDF(x), exact.CDF(x))
		}
		if math.Abs(s.CDFIntegral(x)-exact.CDFIntegral(x)) > 0.001*x+1e-9 {
			t.Errorf("up to %v: %v, want %v", x, s.CDFIntegral(x), exact.CDFIntegral(x))
		}
	}
}

// Redials of a small station are those of its exact Markov chain.
func TestRedial(t *testing.T) {
	t.Parallel()
	s := station(48, 5*time.Minute, scenarios.Exponential(2*time.Minute), 24)
	s.Channels[0].Redial = scenarios.Redial{Share: 0.75, After: scenarios.Exponential(10 * time.Minute)}
	agents := slices.Repeat([]int{4}, 24)
	o := outcome(t, s, ErlangA, agents, 400)
	chain := erlang.RedialQueue{Queue: erlang.Queue{Rate: 48. / 3600, HandleTime: 300, Patience: 120}, Share: 0.75, After: 600}
	want, err := chain.Evaluate(4, 20)
	if err != nil || !want.Exact {
		t.Fatal(want, err)
	}
	r := o.Simulated.Channels[0]
	inside(t, "attempts", r.Day.Offered, want.AttemptRate*12*3600)
	inside(t, "redials", r.Day.Redials, want.AttemptRate*12*3600-48*12)
	inside(t, "abandonment", r.Day.Abandonment, want.Abandonment)
	inside(t, "service level", r.Day.ServiceLevel.Offered, want.ServiceLevel.Offered)
	if got := o.Channels[0].LeavesOut; !slices.Equal(got, []string{"redials"}) {
		t.Errorf("leaves out %q", got)
	}
	// The gap is put down to what is left out, not to handle times, which are exponential.
	g := o.Gap("voice")
	if g == nil || g.HandleTime != (sim.Estimate{}) || !(g.LeftOut.Mean < -0.05) {
		t.Errorf("gap %+v", g)
	}
}

// Days of uncertain demand differ more in their service level, and in their volumes by the law.
func TestBusyness(t *testing.T) {
	t.Parallel()
	agents := slices.Repeat([]int{12}, 6)
	spread := func(change func(s *scenarios.Scenario)) float64 {
		s := day(slices.Repeat([]float64{100}, 6), 3*time.Minute, 2*time.Minute, eightyTwenty)
		change(s)
		o := outcome(t, s, Auto, agents, 1000)
		// The offered contacts of a day have mean 600 and the variance 600 + 600² cv².
		cv := math.Hypot(s.Busyness.Day, s.Channels[0].Busyness.Day)
		cv = math.Sqrt(cv*cv + math.Pow(s.Busyness.Day*s.Channels[0].Busyness.Day, 2))
		if e := o.Simulated.Channels[0].Day.Offered; math.Abs(e.HalfWidth/(1.962*math.Sqrt((600+600*600*cv*cv)/1000))-1) > 0.12 {
			t.Errorf("offered %v ± %v with cv %v", e.Mean, e.HalfWidth, cv)
		}
		q := o.Simulated.Channels[0].Days.ServiceLevel.Offered
		return q.Quantile(0.9) - q.Quantile(0.1)
	}
	none := spread(func(*scenarios.Scenario) {})
	own := spread(func(s *scenarios.Scenario) { s.Channels[0].Busyness.Day = 0.15 })
	all := spread(func(s *scenarios.Scenario) { s.Busyness.Day, s.Channels[0].Busyness.Day = 0.15, 0.15 })
	if !(none+0.1 < own && own+0.05 < all) {
		t.Errorf("the middle 80 %% of days span %v, %v and %v", none, own, all)
	}
}

// Who is absent or late is not there; a shared line is a line.
func TestPresenceAndSharedLines(t *testing.T) {
	t.Parallel()
	s := day([]float64{100, 100}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Teams[0].Absence, s.Teams[0].Adherence = 0.1, 0.8
	o := outcome(t, s, Auto, []int{20, 20}, 800)
	inside(t, "agents there at the opening", o.Simulated.Teams[0].Intervals[0].Staffed, 20*0.9*0.8)
	if got := o.Channels[0].LeavesOut; len(got) != 2 {
		t.Errorf("leaves out %q", got)
	}
	// With nobody waiting, a station is Erlang's loss system.
	s = station(60, 3*time.Minute, scenarios.Law{}, 24)
	s.Channels[0].Room = scenarios.NoRoom
	lost := outcome(t, s, Auto, slices.Repeat([]int{4}, 24), 200)
	inside(t, "blocking without room", lost.Simulated.Channels[0].Day.Blocking, erlang.B(4, 3))
	s = day([]float64{100, 100}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Channels[0].Lines = 12
	own := outcome(t, s, Auto, []int{10, 10}, 100)
	s.Channels[0].Lines, s.Lines = 0, 12
	shared := outcome(t, s, Auto, []int{10, 10}, 100)
	if a, b := own.Simulated.Channels[0].Day.Blocked, shared.Simulated.Channels[0].Day.Blocked; a != b || a.Mean == 0 {
		t.Errorf("%v blocked by the lines of the only channel, %v by those of all", a, b)
	}
}

// A slope moves contacts inside the interval and keeps their number.
func TestSlopes(t *testing.T) {
	t.Parallel()
	s := day([]float64{100, 100}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Channels[0].Slopes = []float64{1, -1}
	o := outcome(t, s, Auto, []int{12, 12}, 1000)
	inside(t, "offered", o.Simulated.Channels[0].Intervals[0].Offered, 100)
	flat := outcome(t, day([]float64{100, 100}, 3*time.Minute, 2*time.Minute, eightyTwenty), Auto, []int{12, 12}, 1000)
	a, b := o.Simulated.Channels[0].Intervals[1].MeanQueue, flat.Simulated.Channels[0].Intervals[1].MeanQueue
	if !(a.Mean-a.HalfWidth > b.Mean+b.HalfWidth) {
		t.Errorf("queue %v with a peak between the intervals, %v without", a, b)
	}
}

// Auto takes what covers a channel, and says what it leaves out.
func TestLeavesOut(t *testing.T) {
	t.Parallel()
	gamma := scenarios.Law{Distribution: "gamma", Mean: time.Minute, CV: 2}
	for _, c := range []struct {
		name   string
		change func(s *scenarios.Scenario)
		ask    Method
		by     Method
		left   string // parts, in order
	}{
		{"nothing", func(s *scenarios.Scenario) {}, Auto, ExactDay, ""},
		{"patience by C", func(s *scenarios.Scenario) {}, ErlangC, ErlangC, "patience"},
		{"gamma", func(s *scenarios.Scenario) { s.Channels[0].Patience = gamma }, Auto, ErlangA, ""},
		{"gamma, asked", func(s *scenarios.Scenario) { s.Channels[0].Patience = gamma }, ExactDay, ExactDay, "the law of patience (gamma"},
		{"gamma and lines", func(s *scenarios.Scenario) { s.Channels[0].Patience, s.Channels[0].Lines = gamma, 20 }, Auto, ExactDay, "the law of patience (gamma"},
		{"lines and balking by A", func(s *scenarios.Scenario) { s.Channels[0].Balking, s.Channels[0].Lines = 0.1, 20 }, ErlangA, ErlangA, "balking"},
		{"hand-back by A", func(s *scenarios.Scenario) { s.Teams[0].HandBack = true }, ErlangA, ErlangA, "contacts handed back"},
		{"wrap-up and lines", func(s *scenarios.Scenario) {
			s.Channels[0].WrapUp, s.Channels[0].Lines = scenarios.Exponential(time.Minute), 20
		}, Auto, ExactDay, "that wrap-up"},
		{"much", func(s *scenarios.Scenario) {
			s.Lines, s.Busyness.Interval, s.Channels[0].Slopes = 20, 0.1, []float64{0, 0}
			s.Teams[0].Absence, s.Teams[0].Adherence, s.Simulation.WarmUp = 0.1, 0.9, time.Hour
			s.Channels[0].Redial.Share = 0.5
		}, Auto, ExactDay, "the lines of all|redials|uncertain|rates|absence|adherence|the warm-up"},
	} {
		s := day([]float64{60, 60}, 3*time.Minute, 2*time.Minute, eightyTwenty)
		c.change(s)
		d, err := Size(context.Background(), s, Options{Method: c.ask})
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		ch := d.Channels[0]
		var want []string
		if c.left != "" {
			want = strings.Split(c.left, "|")
		}
		if ch.Method != c.by || !slices.EqualFunc(ch.LeavesOut, want, strings.HasPrefix) {
			t.Errorf("%s: by %s, leaves out %q; want %s, %q", c.name, ch.Method, ch.LeavesOut, c.by, want)
		}
	}
	s := day([]float64{60, 60}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Channels[0].Balking, s.Channels[0].Lines = 0.1, 20
	if _, err := Size(context.Background(), s, Options{Method: Method(erlang.LagAvg.String())}); err == nil || !strings.Contains(err.Error(), "balking and lines") {
		t.Errorf("balking and lines by a lag: %v", err)
	}
}

// A trace replayed with the same plan is the same day.
func TestReplay(t *testing.T) {
	t.Parallel()
	s := day([]float64{60, 90}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Channels[0].Redial = scenarios.Redial{Share: 0.5, After: scenarios.Exponential(time.Minute)}
	d, err := Assign(context.Background(), s, scenarios.Plan{{6, 7}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := d.Model()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := sim.WriteTrace(context.Background(), &b, m, 5, 0); err != nil {
		t.Fatal(err)
	}
	trace, err := sim.ReadTrace(&b)
	if err != nil {
		t.Fatal(err)
	}
	d.Replay(trace)
	o, err := Simulate(context.Background(), d, sim.Options{Replications: 2, Seed: 9})
	if err != nil {
		t.Fatal(err)
	}
	abandoned := 0.
	for _, r := range trace {
		if r.Outcome == sim.Abandoned {
			abandoned++
		}
	}
	r := o.Simulated.Channels[0].Day
	if r.Offered.Mean != float64(len(trace)) || r.Abandoned.Mean != abandoned || r.Offered.HalfWidth != 0 {
		t.Errorf("%v offered, %v abandoned; the trace has %d and %v", r.Offered, r.Abandoned, len(trace), abandoned)
	}
	if left := o.Channels[0].LeavesOut; !slices.ContainsFunc(left, func(s string) bool { return strings.HasPrefix(s, "the contacts replayed") }) {
		t.Errorf("leaves out %q", left)
	}
	if d.Replay([]sim.Record{{Channel: "chat"}}); true {
		if _, err := d.Model(); err == nil {
			t.Error("a trace of an unknown channel is replayed")
		}
	}
}

// With too few lines no number of agents meets the target: nothing is sized, and a plan
// that is given is simulated all the same.
func TestTooFewLines(t *testing.T) {
	t.Parallel()
	s := day([]float64{100, 100}, 3*time.Minute, 2*time.Minute, eightyTwenty)
	s.Channels[0].Lines = 5
	var never *erlang.UnreachableError
	if _, err := Size(context.Background(), s, Options{}); !errors.As(err, &never) {
		t.Errorf("sized: %v", err)
	}
	d, err := Assign(context.Background(), s, scenarios.Plan{{5, 5}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "no number of agents") || d.Channels[0].Intervals[0].Required != nil || !d.Channels[0].Total.Stable {
		t.Errorf("notes %q, %+v", d.Notes, d.Channels[0])
	}
}
