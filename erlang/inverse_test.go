package erlang

import (
	"math"
	"testing"
	"time"
)

func TestLargestRate(t *testing.T) {
	for _, c := range []struct {
		what    string
		q       Queue
		agents  float64
		targets Targets
		want    float64
	}{
		// Where n = 1 and nobody gives up, a load a waits with probability a, on average a/(1-a).
		{"M/M/1 chance", Queue{HandleTime: 2}, 1, Targets{PWait: .3}, .15},
		{"M/M/1 small chance", Queue{HandleTime: 2}, 1, Targets{PWait: 1e-20}, .5e-20},
		{"M/M/1 mean", Queue{HandleTime: 2}, 1, Targets{ASA: 6}, .75 / 2},
		{"M/M/1 full", Queue{HandleTime: 2}, 1, Targets{Occupancy: 1}, .5},
		{"M/M/1 no target", Queue{HandleTime: 2}, 1, Targets{}, .5},
		{"two targets", Queue{HandleTime: 2}, 1, Targets{ASA: 6, PWait: .3}, .15},
		// Patience as long as the handle time: the number present is Poisson, occupancy 1 - e^{-a} for n = 1.
		{"M/M/1+M occupancy", Queue{HandleTime: 3, Patience: 3}, 1, Targets{Occupancy: .9}, math.Log(10) / 3},
		{"nothing breaks it", Queue{HandleTime: 1, Patience: 1}, 1, Targets{Occupancy: 1}, math.Inf(1)},
		{"nothing breaks it with many agents", Queue{HandleTime: 1, Patience: 1}, 1e4, Targets{Occupancy: 1}, math.Inf(1)},
		{"nothing breaks it with most agents", Queue{HandleTime: 1, Patience: 1}, 1e12, Targets{Occupancy: 1}, math.Inf(1)},
		{"below the domain", Queue{HandleTime: 1}, 1, Targets{PWait: 1e-40}, 0},
		{"no agents", Queue{HandleTime: 1}, 0, Targets{PWait: .1}, 0},
		{"blocking", Queue{HandleTime: 1, Lines: 1}, 1, Targets{Blocking: .2}, .25},
	} {
		got, err := c.q.LargestRate(c.agents, c.targets)
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if math.IsInf(c.want, 1) {
			if got != c.want {
				t.Errorf("%s: %v", c.what, got)
			}
			continue
		}
		near(t, c.what, got, c.want, 4e-12) // the targets count as met within 1e-12
	}
}

// The rate is the largest: it meets the targets and a little more does not.
func TestLargestRateOfChainsIsSoon(t *testing.T) {
	start := time.Now()
	chat := Chat{Completions: []float64{6, 9.6, 11.4}, Patience: 1. / 12}
	targets := Targets{ServiceLevel: .9, Within: .01}
	rate, err := chat.LargestRate(20, targets)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		by   float64
		want bool
	}{{1, true}, {1 + 1e-9, false}} {
		chat.Rate = rate * c.by
		p, err := chat.Evaluate(20, .01)
		if err != nil {
			t.Fatal(err)
		}
		if name, _, _ := targets.broken(p.Performance); (name == "") != c.want {
			t.Errorf("chat: service level %v at %v times the largest rate", p.ServiceLevel.Offered, c.by)
		}
	}
	redial := RedialQueue{Queue: Queue{HandleTime: 1, Patience: 1}, Share: .8, After: .5}
	targets = Targets{ServiceLevel: .8, Within: .1}
	if redial.Rate, err = redial.LargestRate(10, targets); err != nil {
		t.Fatal(err)
	}
	p, err := redial.Evaluate(10, .1)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "service level with redials", p.ServiceLevel.Offered, .8, 1e-10)
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
	t.Log(time.Since(start))
}
