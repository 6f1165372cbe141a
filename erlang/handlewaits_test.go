package erlang

import (
	"errors"
	"math"
	"testing"
	"time"
)

// The tails of M/D/n were computed from Crommelin's generating function (1932), its n-1 roots
// inside the unit circle and 60 digits.
func TestConstantHandleTimeTails(t *testing.T) {
	for _, c := range []struct{ n, load, within, want float64 }{
		{10, 9, 0, .64686128393240772},
		{10, 9, .5, .25881347380778403},
		{10, 9, .9, .11287807758968902},
		{10, 9, 3, .0014564802133176986},
		{3, 2.4, .2, .53860575434138486},
		{3, 2.4, 1, .20060896452896281},
		{3, 2.4, 12.3, 9.1274253412524711e-8},
		{20, 10, .5, 4.1009313526475858e-7},
		{20, 10, 1, 1.1827102642734848e-12},
		{20, 10, 2.5, 4.7885425186225589e-29},
	} {
		g := GeneralQueue{Queue: Queue{Rate: c.load / 300, HandleTime: 300}}
		for _, who := range []Caller{AnyCaller, AnsweredCaller, PatientCaller} {
			got, err := g.WaitBeyond(c.n, c.within*300, who)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "wait beyond", got, c.want, 1e-11)
		}
		if c.within > 0 && c.want > 1e-8 {
			q, err := g.WaitQuantile(c.n, 1-c.want, AnyCaller)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "quantile", q, c.within*300, 1e-7)
		}
	}
	for _, c := range []struct {
		n, load float64
		j       int
		at      float64 // P(Q = j)
		beyond  float64 // P(Q > j)
	}{
		{10, 9, 5, .048007137042398514, .21018001067414242},
		{10, 9, 40, math.NaN(), .00014918191371924379},
		{3, 2.4, 0, .54941087898084485, 1 - .54941087898084485},
		{3, 2.4, 5, .029763823791755577, .055229447247483939},
		{20, 10, 5, 2.9667058077024856e-5, 1.8018371307388757e-5},
		{20, 10, 40, math.NaN(), 3.8960050534437287e-24},
	} {
		g := GeneralQueue{Queue: Queue{Rate: c.load, HandleTime: 1}}
		at, err1 := g.QueueLength(c.n, c.j)
		beyond, err2 := g.QueueBeyond(c.n, c.j)
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if c.at == c.at {
			near(t, "queue length", at, c.at, 1e-11)
		}
		near(t, "queue beyond", beyond, c.beyond, 1e-11)
	}
}

// Whatever answers, answers for the same model: the tail is what the service level leaves, the T of
// a service level has it, and what has no formula says so.
func TestGeneralWaitsAgree(t *testing.T) {
	q := Queue{Rate: 9, HandleTime: 1}
	for _, g := range []GeneralQueue{{q, 0}, {q, .4}, {q, 1}, {q, 4}, {Queue{Rate: 9, HandleTime: 1, Patience: 1}, 0}} {
		p, err := g.Evaluate(10, .5)
		if err != nil {
			t.Fatal(err)
		}
		beyond, err := g.WaitBeyond(10, .5, AnyCaller)
		if err != nil {
			t.Fatal(err)
		}
		if g.patient() {
			near(t, "tail", beyond, 1-p.ServiceLevel.Offered, 1e-12)
		}
		within, err := g.WithinFor(10, .8, Offered)
		if err != nil {
			t.Fatal(err)
		}
		at, err := g.Evaluate(10, within)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "service level at its T", at.ServiceLevel.Offered, .8, 1e-9)
		quantile, err := g.WaitQuantile(10, .9, PatientCaller)
		if err != nil {
			t.Fatal(err)
		}
		if beyond, err = g.WaitBeyond(10, quantile, PatientCaller); err != nil {
			t.Fatal(err)
		}
		near(t, "share beyond the quantile", beyond, .1, 1e-9)
		_, err = g.QueueBeyond(10, 3)
		if want := g.patient() && g.HandleSCV != 0 && g.HandleSCV != 1; errors.Is(err, ErrNoFormula) != want {
			t.Errorf("scv %v: %v", g.HandleSCV, err)
		}
	}
	g := GeneralQueue{Queue: q}
	for j, want := range map[int]float64{-1: 1, -7: 1, math.MaxInt: 0} {
		if got, err := g.QueueBeyond(10, j); got != want || err != nil {
			t.Errorf("QueueBeyond(%d) = %v, %v", j, got, err)
		}
	}
	if _, err := (GeneralQueue{Queue: q, HandleSCV: -1}).QueueLength(10, 0); err == nil {
		t.Error("a negative variation is accepted")
	}
}

// Far beyond all waits the sum has nothing to add, however far.
func TestConstantHandleTimeFarOut(t *testing.T) {
	start := time.Now()
	for _, c := range []struct{ n, load, within float64 }{
		{1000, 1, 1e5}, {1000, 10, 1e6}, {1e4, 100, 1e5}, {1e4, 3000, 1e5}, {100, .1, 1e12}, {100, .1, math.Inf(1)},
		{10, 9, math.Inf(1)}, {1, .999, 1e12},
	} {
		g := GeneralQueue{Queue: Queue{Rate: c.load, HandleTime: 1}}
		if got, err := g.WaitBeyond(c.n, c.within, AnyCaller); got != 0 || err != nil {
			t.Errorf("%+v: %v, %v", c, got, err)
		}
		p, err := g.Evaluate(c.n, c.within)
		if err != nil || p.ServiceLevel.Offered != 1 {
			t.Errorf("%+v: %v, %v", c, p.ServiceLevel, err)
		}
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
}
