package erlang

import (
	"errors"
	"math"
	"testing"
)

// Whatever answers, answers for the attempts: by the fixed point, by the chain, with lines.
func TestRedialWaitsAgree(t *testing.T) {
	q := Queue{Rate: 9, HandleTime: 1, Patience: 1}
	blocked := Queue{Rate: 9, HandleTime: 1, Lines: 14}
	law := Queue{Rate: 9, HandleTime: 1, Law: Gamma{1, 2}}
	for _, c := range []struct {
		r     RedialQueue
		exact bool
	}{
		{RedialQueue{q, .8, 0}, false}, {RedialQueue{q, .8, .5}, true}, {RedialQueue{blocked, .6, 1}, true}, {RedialQueue{law, .8, 1}, false},
	} {
		r := c.r
		p, err := r.Evaluate(10, .2)
		if err != nil || p.Exact != c.exact {
			t.Fatal(p.Exact, err)
		}
		beyond, err := r.WaitBeyond(10, .2, AnyCaller)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "tail", beyond, 1-p.ServiceLevel.Waited-p.Blocking, 1e-9)
		answered, err := r.WaitBeyond(10, .2, AnsweredCaller)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "tail of the answered", answered, 1-p.ServiceLevel.Answered, 1e-9)
		within, err := r.WithinFor(10, .5, Offered)
		if err != nil {
			t.Fatal(err)
		}
		at, err := r.Evaluate(10, within)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "service level at its T", at.ServiceLevel.Offered, .5, 1e-9)
		for who := range Caller(3) {
			quantile, err := r.WaitQuantile(10, .9, who)
			if err != nil {
				t.Fatal(err)
			}
			if beyond, err = r.WaitBeyond(10, quantile, who); err != nil {
				t.Fatal(err)
			}
			near(t, "share beyond the quantile", beyond, .1, 1e-9)
		}
		if forever, err := r.WaitBeyond(10, math.Inf(1), PatientCaller); forever != 0 || err != nil {
			t.Errorf("for ever: %v, %v", forever, err)
		}
		var unreachable *UnreachableError
		if r.patient() && r.Law == nil {
			continue
		}
		if _, err := r.WithinFor(10, .999, Offered); !errors.As(err, &unreachable) {
			t.Errorf("service level above the answered: %v", err)
		}
	}
	for _, r := range []RedialQueue{{q, .8, 0}, {q, .8, .5}, {blocked, .6, 1}} {
		p, err := r.Evaluate(10, 0)
		if err != nil {
			t.Fatal(err)
		}
		beyond := make([]float64, 45)
		sum := 0.
		for j := range beyond {
			if beyond[j], err = r.QueueBeyond(10, j); err != nil {
				t.Fatal(err)
			}
			sum += beyond[j]
		}
		near(t, "sum of the tails", sum, p.MeanQueue, 1e-10)
		for j, want := range map[int]float64{-1: 0, 0: 1 - beyond[0], 3: beyond[2] - beyond[3]} {
			got, err := r.QueueLength(10, j)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "queue length", got, want, 1e-10)
		}
	}
}

func TestRedialPatience(t *testing.T) {
	r := RedialQueue{Queue: Queue{Rate: 9. / 300, HandleTime: 300, Patience: 120}, Share: .8}
	p, err := r.Evaluate(10, 0)
	if err != nil {
		t.Fatal(err)
	}
	r.Patience = 0
	patience, err := r.PatienceFor(10, p.Abandonment)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "patience", patience, 120, 1e-9)
	r.After = 100
	if _, err := r.PatienceFor(10, .1); !errors.Is(err, ErrNoFormula) {
		t.Error(err)
	}
}

// The border of the exact chain that RedialQueue states.
func TestRedialExactSizes(t *testing.T) {
	for _, c := range []struct {
		load, agents float64
		want         bool
	}{{12, 5, false}, {12, 6, true}, {12, 11, true}, {12, 12, true}, {12, 13, true}, {12, 30, true}, {45, 49, false}, {45, 53, false}, {45, 54, true}, {45, 60, true}} {
		p, err := RedialQueue{Queue: Queue{Rate: c.load, HandleTime: 1, Patience: 1}, Share: .8, After: .5}.Evaluate(c.agents, 0)
		if err != nil {
			t.Fatal(err)
		}
		if p.Exact != c.want {
			t.Errorf("load %v, %v agents: exact %v", c.load, c.agents, p.Exact)
		}
	}
}

// The share that waits at Performance is that of M/M/n+GI with balking: by the birth-death chain, whose
// rates when all agents are busy are those of the contacts that stay.
func TestBalkingShares(t *testing.T) {
	const n, load, stay = 10, 9., .7
	weights := []float64{1} // by contacts present, patience as long as the handle time
	for i := 1; i < 400; i++ {
		in, out := load, float64(i) // beyond n each waiting contact gives up at the rate 1
		if i > n {
			in = load * stay
		}
		weights = append(weights, weights[i-1]*in/out)
	}
	free := sumOf(weights[:n])
	p, err := Queue{Rate: load, HandleTime: 1, Law: Balking{1 - stay, Exponential{1}}}.Evaluate(n, 0)
	if err != nil {
		t.Fatal(err)
	}
	waits, err := Queue{Rate: load, HandleTime: 1, Law: Balking{1 - stay, Exponential{1}}}.WaitBeyond(n, 0, AnyCaller)
	if err != nil {
		t.Fatal(err)
	}
	notFree := 1 - free/sumOf(weights)
	near(t, "p_wait", p.PWait, notFree, 1e-9)
	near(t, "wait beyond 0", waits, stay*notFree, 1e-9)
	lost := 0. // waiting contacts that give up, per contact
	for i := n + 1; i < 400; i++ {
		lost += float64(i-n) * weights[i] / sumOf(weights) / load
	}
	near(t, "mean wait of the abandoned", p.MeanWaitAbandoned*p.Abandonment, p.MeanWait-p.ASA*(1-p.Abandonment), 1e-9)
	near(t, "abandonment", p.Abandonment, lost+(1-stay)*notFree, 1e-9)
}
