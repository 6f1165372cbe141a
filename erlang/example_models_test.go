package erlang_test

import (
	"fmt"

	"frontoffice/erlang"
)

// Half an hour of 200 calls of 4 minutes, callers who wait 2 minutes on average.
var halfHour = erlang.Queue{Rate: 200. / 1800, HandleTime: 240, Patience: 120}

// What service level can 28 agents promise?
func ExampleQueue_WithinFor() {
	t, err := halfHour.WithinFor(28, 0.80, erlang.Offered)
	fmt.Printf("80%% within %.0f s, %v\n", t, err)
	// Output: 80% within 21 s, <nil>
}

// How long do the unlucky ones wait?
func ExampleQueue_WaitQuantile() {
	any, _ := halfHour.WaitQuantile(28, 0.95, erlang.AnyCaller)
	answered, _ := halfHour.WaitQuantile(28, 0.95, erlang.AnsweredCaller)
	fmt.Printf("95%% wait at most %.0f s, of the answered %.0f s\n", any, answered)
	// Output: 95% wait at most 43 s, of the answered 42 s
}

// How many calls can 28 agents take?
func ExampleQueue_LargestRate() {
	rate, err := halfHour.LargestRate(28, erlang.Targets{ServiceLevel: 0.80, Within: 20, Abandonment: 0.05})
	fmt.Printf("%.0f calls in half an hour, %v\n", 1800*rate, err)
	// Output: 191 calls in half an hour, <nil>
}

// 28 agents lost 6 % of 200 calls: how patient are the callers?
func ExampleQueue_PatienceFor() {
	patience, err := halfHour.PatienceFor(28, 0.06)
	fmt.Printf("%.0f s on average, %v\n", patience, err)
	// Output: 181 s on average, <nil>
}

// 40 lines for agents and queue together; nobody hangs up.
func ExampleQueue_lines() {
	q := erlang.Queue{Rate: 200. / 1800, HandleTime: 240, Lines: 40}
	p, _ := q.Evaluate(28, 20)
	fmt.Printf("%.1f%% find all lines busy\n", 100*p.Blocking)
	// Output: 3.1% find all lines busy
}

// A tenth hangs up when told to wait, the others hold the line for 3 minutes or so.
func ExampleQueue_law() {
	q := erlang.Queue{Rate: 200. / 1800, HandleTime: 240,
		Law: erlang.Balking{Share: 0.1, Law: erlang.Lognormal{Average: 180, SCV: 2}}}
	p, _ := q.Evaluate(28, 20)
	fmt.Printf("%.1f%% hang up\n", 100*p.Abandonment)
	// Output: 6.9% hang up
}

// How many trunks lose at most 1 % of 100 erlangs?
func ExampleLeastAgentsB() {
	n, err := erlang.LeastAgentsB(100, 0.01)
	fmt.Println(n, err)
	// Output: 117 <nil>
}

// What 10 agents cannot take overflows to 6 others.
func ExampleHayward() {
	mean, peakedness := erlang.Overflow(10, 12)
	fmt.Printf("overflow %.2f erlangs, peakedness %.2f, of which %.1f%% are lost\n",
		mean, peakedness, 100*erlang.Hayward(6, mean, peakedness))
	// Output: overflow 3.62 erlangs, peakedness 1.95, of which 17.8% are lost
}

// A script of constant length makes callers wait half as long as exponential handle times.
func ExampleGeneralQueue() {
	q := erlang.Queue{Rate: 95. / 300, HandleTime: 300}
	for _, scv := range []float64{0, 1, 1.5} {
		p, _ := erlang.GeneralQueue{Queue: q, HandleSCV: scv}.Evaluate(100, 20)
		fmt.Printf("%.1f s ", p.ASA)
	}
	// Output: 16.0 s 30.4 s 37.0 s
}

// 40 % of those who hang up call again.
func ExampleRedialQueue() {
	p, _ := erlang.RedialQueue{Queue: halfHour, Share: 0.4}.Evaluate(28, 20)
	fmt.Printf("%.2f attempts per contact, %.1f%% served in the end\n", p.Attempts, 100*p.Served)
	// Output: 1.03 attempts per contact, 95.0% served in the end
}

// Chats take 8 minutes alone, in 40 % of which the agent reads or types; three at a time.
func ExampleChat() {
	rates, _ := erlang.ChatRates(480, 0.4, 3)
	chat := erlang.Chat{Rate: 180. / 3600, Completions: rates, Patience: 120}
	r, err := chat.Required(erlang.Targets{ServiceLevel: 0.80, Within: 30})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, _ := chat.Evaluate(r.Agents, 30)
	fmt.Printf("%d agents, %.1f chats in hand each, a chat takes %.0f s\n", r.Agents, p.Concurrency, p.Duration)
	// Output: 11 agents, 2.6 chats in hand each, a chat takes 635 s
}

// Premium contacts first.
func ExamplePriorityQueue() {
	p := erlang.PriorityQueue{Rates: []float64{20. / 1800, 80. / 1800}, HandleTime: 180}
	classes, _ := p.Evaluate(12, 20)
	fmt.Printf("premium waits %.0f s, the others %.0f s\n", classes[0].MeanWait, classes[1].MeanWait)
	// Output: premium waits 8 s, the others 49 s
}

// An hour of waiting costs as much as two hours of an agent.
func ExampleCostOptimal() {
	n, _ := erlang.CostOptimal(100, 1, 2)
	beta, _ := erlang.CostOptimalBeta(2)
	fmt.Printf("%d agents; the square-root rule says %.1f\n", n, erlang.SquareRoot(100, beta))
	// Output: 111 agents; the square-root rule says 110.7
}
