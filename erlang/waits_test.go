package erlang

import (
	"errors"
	"math"
	"testing"
)

// Hardly anybody is still there after many times the patience: not 0, and not what is left of 1.
func TestWaitBeyondTheLastPatience(t *testing.T) {
	for _, within := range []float64{.5, 2, 3, 5} {
		q := Queue{Rate: 5, HandleTime: 1, Patience: .1}
		law, fewer := q, q
		law.Law = Balking{0, Exponential{.1}}
		fewer.Lines = 300
		for _, who := range []Caller{AnyCaller, AnsweredCaller, PatientCaller} {
			want, err := q.WaitBeyond(1, within, who)
			if err != nil {
				t.Fatal(err)
			}
			for _, other := range []Queue{law, fewer} {
				got, err := other.WaitBeyond(1, within, who)
				if err != nil {
					t.Fatal(err)
				}
				near(t, "beyond", got, want, 1e-11)
			}
		}
	}
	q := Queue{Rate: 58.5, HandleTime: 1, Patience: 1 / 77.06, Lines: 33}
	p, err := q.Evaluate(31, .655)
	if err != nil {
		t.Fatal(err)
	}
	got, err := q.WaitBeyond(31, .655, AnsweredCaller)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "beyond", got, linesCases[8].answeredLater/(1-p.Blocking-p.Abandonment), 1e-11)
}

// The survival of every law is what its distribution leaves, and keeps its digits.
func TestSurvival(t *testing.T) {
	laws := []PatienceLaw{Constant{5}, Uniform{1, 9}, Gamma{5, 2.5}, Lognormal{5, 2}, Hyperexponential{[]float64{.3, .7}, []float64{2, 6}},
		Empirical{[]float64{0, 3}, []float64{.2, .1}}, Balking{.3, Exponential{5}}, Exponential{5}}
	for _, law := range laws {
		for _, x := range []float64{0, .5, 4, 6, 20} {
			s, exact := survival(law, x)
			if d := s + law.CDF(x) - 1; math.Abs(d) > 1e-14 || !exact {
				t.Errorf("%T: %v and %v at %v", law, s, law.CDF(x), x)
			}
		}
	}
	if s, _ := survival(Balking{.3, Exponential{5}}, 500); !(math.Abs(s/(.7*math.Exp(-100))-1) < 1e-13) {
		t.Error(s)
	}
	type own struct{ PatienceLaw } // no Survival
	if s, exact := survival(Balking{.5, own{Exponential{5}}}, 5); exact || math.Abs(s-.5*math.Exp(-1)) > 1e-15 {
		t.Error(s, exact)
	}
}

func TestWaitQuantileWithoutAgents(t *testing.T) {
	q := Queue{Rate: 1, HandleTime: 1, Patience: 1}
	if w, err := q.WaitQuantile(0, .5, PatientCaller); err != nil || !math.IsInf(w, 1) {
		t.Errorf("%v, %v", w, err)
	}
	w, err := q.WaitQuantile(0, .5, AnyCaller)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "median of the patience", w, math.Ln2, 1e-12)
}

func TestWaitedIsAShare(t *testing.T) {
	q := Queue{Rate: 1106543.57, HandleTime: 1, Patience: .866}
	for within := .1; within < 1e4; within *= 1.3 {
		p, err := q.Evaluate(6.249, within)
		if err != nil || p.ServiceLevel.Waited > 1 {
			t.Errorf("%v within %v: %v", p.ServiceLevel.Waited, within, err)
		}
	}
}

// Everybody balks, though the others would wait for ever.
func TestBalkingOfTheEndlesslyPatient(t *testing.T) {
	p, err := Queue{Rate: 95, HandleTime: 1, Law: Balking{1, Empirical{[]float64{0}, []float64{0}}}}.Evaluate(100, .1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "abandonment", p.Abandonment, B(100, 95), closedForm)
}

// Blocking takes callers away from the queue: only of those let in does the share that waits fall with the agents.
func TestRequiredPWaitWithLines(t *testing.T) {
	for _, c := range []struct {
		q Queue
		t Targets
	}{
		{Queue{Rate: 49.856372191518076, HandleTime: 1, Lines: 63}, Targets{PWait: .58426, Blocking: .44836}},
		{Queue{Rate: 2.307, HandleTime: 1, Patience: 56.2, Lines: 8}, Targets{PWait: .2088}},
		{Queue{Rate: 20, HandleTime: 1, Lines: 25}, Targets{PWait: .2}},
	} {
		r, err := c.q.Required(c.t)
		if err != nil {
			t.Fatal(err)
		}
		for n := 0; n <= c.q.Lines+1; n++ {
			p, err := c.q.Evaluate(float64(n), 0)
			name, _, _ := c.t.broken(p)
			if meets := err == nil && name == ""; meets != (n >= r.Agents) {
				t.Errorf("%+v %+v: %d agents required, %d: %v", c.q, c.t, r.Agents, n, meets)
			}
		}
	}
	q := Queue{HandleTime: 1, Lines: 25}
	rate, err := q.LargestRate(20, Targets{PWait: .2})
	if err != nil {
		t.Fatal(err)
	}
	for _, by := range []float64{.5, .99, 1.01, 3, 60} {
		q.Rate = rate * by
		p, err := q.Evaluate(20, 0)
		if err != nil || (p.PWait <= .2*(1-p.Blocking)) != (by < 1) {
			t.Errorf("at %v of the largest rate %v of those let in wait (%v)", by, p.PWait/(1-p.Blocking), err)
		}
	}
}

func TestPatienceForWithLines(t *testing.T) {
	for _, patience := range []float64{.01, .1, 1, 30, 1000} {
		q := Queue{Rate: 20, HandleTime: 1, Patience: patience, Lines: 12}
		p, err := q.Evaluate(10, 0)
		if err != nil {
			t.Fatal(err)
		}
		got, err := q.PatienceFor(10, p.Abandonment)
		if err != nil {
			t.Errorf("patience %v: %v", patience, err)
			continue
		}
		near(t, "patience", got, patience, 1e-9)
	}
	var unreachable *UnreachableError
	if _, err := (Queue{Rate: 20, HandleTime: 1, Lines: 10}).PatienceFor(10, .52); !errors.As(err, &unreachable) || unreachable.Best != 0 {
		t.Errorf("no room to wait: %v", err)
	}
	if _, err := (Queue{Rate: 20, HandleTime: 1, Lines: 12}).PatienceFor(10, .6); !errors.As(err, &unreachable) {
		t.Errorf("more than Erlang B: %v", err)
	}
	q := Queue{Rate: 21002.03, HandleTime: 1, Patience: 85.18}
	p, err := q.Evaluate(20000, 0)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := q.PatienceFor(20000, p.Abandonment); !errors.Is(err, ErrRange) {
		t.Errorf("the abandonment of the endlessly patient: %v, %v", got, err)
	}
}
