package sim

import (
	"flag"
	"math"
	"strings"
	"testing"
)

var (
	study = flag.Bool("study", false, "run the study of how often confidence intervals cover the exact value (a minute)")
	long  = flag.Bool("long", false, "hold every figure of every reference case to 1 % (half an hour)")
)

// TestCoverageStudy is the study: over 1,000 independent experiments each, the 95 % intervals of EA-gmr (from a warm start)
// and TV-dayA contain the exact value in 93.5 to 96.5 % of them.
func TestCoverageStudy(t *testing.T) {
	if !*study {
		t.Skip("without -study")
	}
	_, abandon, queue := erlangA(50, 48, 2)
	warm := gmr()
	warm.Interval, warm.WarmUp = 200, 30
	warm.Channels[0].Arrivals, warm.Teams[0].Agents = []float64{9600}, []int{50}
	gmrValues, dayValues := reference(t, "EA-gmr"), reference(t, "TV-dayA-exhaust")
	type figure struct {
		name  string
		of    func(r *Result) Estimate
		exact float64
	}
	day := func(f func(Figures) Estimate) func(*Result) Estimate {
		return func(r *Result) Estimate { return f(r.Channels[0].Day) }
	}
	for _, c := range []struct {
		name         string
		m            Model
		replications int
		figures      []figure
	}{
		{"EA-gmr", warm, 30, []figure{
			{"abandonment", day(abandonment), abandon},
			{"mean queue", day(meanQueue), queue},
			{"mean wait", day(meanWait), queue / 48},
			{"ASA", day(asa), gmrValues["ASA_served"].(float64)},
			{"service level", day(level), gmrValues["SL_offered"].(float64)},
			{"occupancy", func(r *Result) Estimate { return r.Teams[0].Day.Occupancy }, gmrValues["occupancy"].(float64)},
		}},
		{"TV-dayA", dayA(), 100, []figure{
			{"abandoned", day(func(f Figures) Estimate { return f.Abandoned }), dayValues["abandoned"].(float64)},
			{"abandonment", day(abandonment), dayValues["P_ab"].(float64)},
			{"mean wait", day(meanWait), dayValues["mean_wait_all_min"].(float64) * 60},
			{"service level", day(level), dayValues["SL20"].(float64)},
		}},
	} {
		held := make([]int, len(c.figures))
		const experiments = 1000
		for x := range uint64(experiments) {
			r := run(t, c.m, Options{Replications: c.replications, Seed: 1000 + x})
			for i, f := range c.figures {
				if e := f.of(r); math.Abs(e.Mean-f.exact) <= e.HalfWidth {
					held[i]++
				}
			}
		}
		for i, f := range c.figures {
			share := float64(held[i]) / experiments
			t.Logf("%s, %d replications, %s: %.1f %%", c.name, c.replications, f.name, 100*share)
			if !(share >= 0.935 && share <= 0.965) {
				t.Errorf("%s, %s: 95 %% intervals hold the exact value in %.1f %%", c.name, f.name, 100*share)
			}
		}
	}
}

// queueOf is the model of a case of one queue: two intervals of 1,000 handle times, or 20,000 where there are few agents.
func queueOf(t *testing.T, id string, params map[string]any) Model {
	number := func(name string, otherwise float64) float64 {
		if x, ok := params[name].(float64); ok {
			return x
		}
		return otherwise
	}
	n, handle := int(number("n", 0)), unitExponential
	handle.Mean = 1 / number("mu", 1)
	switch {
	case strings.HasPrefix(id, "MD-"):
		handle.Kind = Deterministic
	case strings.HasPrefix(id, "ME2-"):
		handle.Kind, handle.Phases = Erlang, 2
	case strings.HasPrefix(id, "MH2-"):
		handle.Kind, handle.CV = Hyperexponential, 2
	}
	patience := Law{}
	if theta := number("theta", 0); theta > 0 {
		patience = exponential(1 / theta)
	}
	switch text, _ := params["patience"].(string); {
	case strings.HasPrefix(text, "Erlang-2"):
		patience = Law{Kind: Erlang, Mean: 1, Phases: 2}
	case strings.HasPrefix(text, "deterministic"):
		patience = Law{Kind: Deterministic, Mean: 1}
	case strings.HasPrefix(text, "lognormal"):
		patience = Law{Kind: Lognormal, Mean: 1, CV: 2}
	case strings.HasPrefix(text, "uniform"):
		patience = Law{Kind: Uniform, Mean: 1, CV: 1 / math.Sqrt(3)}
	case strings.HasPrefix(text, "hyperexp"):
		patience = Law{Kind: Hyperexponential, Mean: 1, CV: math.Sqrt(2*(0.9/(1.8*1.8)+0.1/(0.2*0.2)) - 1)}
	case text != "":
		t.Fatalf("patience %q", text)
	}
	length := 1000 * handle.Mean
	if n <= 20 {
		length *= 20
	}
	m := steady(n, number("lam", 0), length, handle, patience, number("T", 0))
	m.Channels[0].Lines = int(number("K", 0))
	return m
}
