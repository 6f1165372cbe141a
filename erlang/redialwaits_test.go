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
