package erlang_test

import (
	"fmt"

	"frontoffice/erlang"
)

// 100 calls of 3 minutes in half an hour, 14 agents, nobody gives up.
func ExampleQueue_Evaluate() {
	q := erlang.Queue{Rate: 100. / 1800, HandleTime: 180}
	p, err := q.Evaluate(14, 20)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%.1f%% wait, %.1f s on average, %.1f%% answered within 20 s\n",
		100*p.PWait, p.ASA, 100*p.ServiceLevel.Offered)
	// Output: 17.4% wait, 7.8 s on average, 88.8% answered within 20 s
}

// The same calls, with callers who hold the line for 2 minutes on average.
func ExampleQueue_Required() {
	q := erlang.Queue{Rate: 100. / 1800, HandleTime: 180, Patience: 120}
	r, err := q.Required(erlang.Targets{ServiceLevel: 0.80, Within: 20, Abandonment: 0.05})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d agents (%s binds): %.1f%% within 20 s, %.1f%% give up\n",
		r.Agents, r.Binding, 100*r.Performance.ServiceLevel.Offered, 100*r.Performance.Abandonment)
	// Output: 13 agents (abandonment binds): 88.9% within 20 s, 3.8% give up
}

func ExampleB() {
	fmt.Printf("%.4f\n", erlang.B(10, 5)) // 10 lines, 5 erlangs
	// Output: 0.0184
}

func ExampleC() {
	fmt.Printf("%.4f\n", erlang.C(14, 10))
	// Output: 0.1741
}

func ExampleParseDefinition() {
	_, err := erlang.ParseDefinition("of offered")
	fmt.Println(err)
	// Output: no service level definition "of offered": want one of offered, answered, excluding-short, waited
}
