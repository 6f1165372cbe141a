package erlang_test

import (
	"context"
	"fmt"

	"frontoffice/erlang"
)

// Noon: 160 calls of 4 minutes a half-hour, 140 while some are at lunch, 170 after. What lunch leaves waiting is
// felt until the afternoon.
func ExampleDay_Evaluate() {
	d := erlang.Day{Interval: 1800, Handle: 240, Patience: 180, Rates: []float64{160. / 1800, 140. / 1800, 170. / 1800}}
	p, err := d.Evaluate(context.Background(), []int{24, 16, 24}, 20)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, f := range p.Intervals {
		fmt.Printf("%d: %.1f%% within 20 s, mean wait %.0f s, %.1f give up\n", i, 100*f.ServiceLevel.Offered, f.MeanWait, f.Abandoned)
	}
	fmt.Printf("waiting at close: %.2f\n", p.Close.Queue)
	// Output:
	// 0: 88.4% within 20 s, mean wait 5 s, 4.5 give up
	// 1: 38.6% within 20 s, mean wait 35 s, 27.7 give up
	// 2: 78.2% within 20 s, mean wait 10 s, 9.2 give up
	// waiting at close: 1.08
}

// The least agents with which the callers of every half-hour meet the target.
func ExampleDay_Required() {
	d := erlang.Day{Interval: 1800, Handle: 240, Patience: 180, Rates: []float64{160. / 1800, 140. / 1800, 170. / 1800}}
	r, err := d.Required(context.Background(), 3, erlang.Targets{ServiceLevel: 0.8, Within: 20}, erlang.DayLimits{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Agents, r.Binding)
	// Output: [23 22 25] [service_level service_level service_level]
}

// The formulas' staffing, each half-hour by itself.
func ExampleDay_Staff() {
	d := erlang.Day{Interval: 1800, Handle: 240, Patience: 180, Rates: []float64{160. / 1800, 140. / 1800, 170. / 1800}}
	for _, m := range []erlang.Method{erlang.SIPPAvg, erlang.LagAvg, erlang.MOL} {
		agents, err := d.Staff(context.Background(), m, 3, erlang.Targets{ServiceLevel: 0.8, Within: 20})
		fmt.Println(m, agents, err)
	}
	// Output:
	// sipp-avg [24 21 25] <nil>
	// lag-avg [21 22 25] <nil>
	// mol [24 24 25] <nil>
}

// Demand is 30 % off on a day (coefficient of variation): one day in ten is much worse than the average.
func ExampleDay_EvaluateUncertain() {
	d := erlang.Day{Interval: 1800, Handle: 240, Patience: 180, Rates: []float64{160. / 1800, 140. / 1800, 170. / 1800}}
	p, err := d.EvaluateUncertain(context.Background(), []int{24, 22, 26}, 20, erlang.Busyness{Day: 0.3, Shares: []float64{0.1}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f%% of all calls within 20 s; on one day in ten less than %.1f%%\n",
		100*p.Day.ServiceLevel.Offered, 100*p.Shares[0].ServiceLevel.Offered)
	// Output: 72.1% of all calls within 20 s; on one day in ten less than 39.4%
}

// Half-hours of 60 and 90 calls, whose handle times are lognormal with a mean of 4 minutes: the load lags behind.
func ExampleOfferedLoad() {
	c := erlang.StepCurve(1800, []float64{60. / 1800, 90. / 1800})
	law := erlang.Lognormal{Average: 240, SCV: 1.4}
	for _, t := range []float64{600, 1800, 2100, 3600} {
		fmt.Printf("%.2f ", erlang.OfferedLoad(c, law, t))
	}
	// Output: 7.04 7.90 10.77 11.93
}
