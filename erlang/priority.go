package erlang

import (
	"errors"
	"math"
	"math/cmplx"
)

// PriorityQueue is M/M/n with classes of contacts: a freed agent takes a waiting contact of
// the first class that has one, first come first served within the class; nobody is
// interrupted and nobody gives up. All classes have the same exponential handle time.
type PriorityQueue struct {
	Rates      []float64 // contacts offered per second, the most urgent class first
	HandleTime float64   // mean handle time of all classes, seconds
}

// ClassPerformance is what one class gets. Nobody abandons, so that the four service
// levels are one.
type ClassPerformance struct {
	PWait        float64 `json:"p_wait"`
	MeanWait     float64 `json:"mean_wait_s"`
	MeanQueue    float64 `json:"mean_queue"`
	ServiceLevel float64 `json:"service_level"` // waits no longer than T
}

// Load is the offered load of all classes in erlangs.
func (p PriorityQueue) Load() float64 {
	load := 0.
	for _, r := range p.Rates {
		load += r * p.HandleTime
	}
	return load
}

func (p PriorityQueue) check(agents, within float64) error {
	for _, r := range p.Rates {
		if err := (Queue{Rate: r, HandleTime: p.HandleTime}).check(); err != nil {
			return err
		}
	}
	if len(p.Rates) == 0 {
		return &InputError{"Rates", 0, "at least one class"}
	}
	if err := checkCall(agents, within); err != nil {
		return err
	}
	if p.Load() >= agents && p.Load() > 0 {
		return ErrOverload
	}
	return nil
}

// Evaluate returns the performance of every class:
//
//	E[W_k] = C(n, a) / (nμ (1 - σ_{k-1}) (1 - σ_k)),  σ_k the load of classes 1..k over n
//
// (Cobham 1954, "Priority assignment in waiting line problems", extended to n servers by
// Kella and Yechiali 1985, "Waiting times in the non-preemptive priority M/M/c queue").
// A load at or above the agents is [ErrOverload].
func (p PriorityQueue) Evaluate(agents, within float64) ([]ClassPerformance, error) {
	if err := p.check(agents, within); err != nil {
		return nil, err
	}
	wait := C(agents, p.Load())
	service := agents / p.HandleTime
	result := make([]ClassPerformance, len(p.Rates))
	above := 0. // the rate of the classes before
	for k, rate := range p.Rates {
		mean := 0.
		if wait > 0 {
			mean = wait * service / ((service - above) * (service - above - rate))
		}
		result[k] = ClassPerformance{
			PWait:        wait,
			MeanWait:     mean,
			MeanQueue:    rate * mean,
			ServiceLevel: 1 - wait*waitsLonger(service, above, rate, within),
		}
		above += rate
	}
	return result, nil
}

// Required returns the least whole number of agents with which class k (0 the most urgent)
// meets the targets; of these ServiceLevel, ASA, Occupancy (of all) and PWait apply.
func (p PriorityQueue) Required(k int, t Targets) (Requirement, error) {
	if k < 0 || k >= len(p.Rates) {
		return Requirement{}, &InputError{"class", float64(k), "the index of a class"}
	}
	if err := t.check(); err != nil {
		return Requirement{}, err
	}
	return required(p.Load(), t, func(n float64) (Performance, error) { return p.class(k, n, t.Within) })
}

// LargestScale returns the largest factor by which all rates can grow until class k no longer
// meets the targets, of which the same apply as in Required.
func (p PriorityQueue) LargestScale(agents float64, k int, t Targets) (float64, error) {
	if k < 0 || k >= len(p.Rates) {
		return 0, &InputError{"class", float64(k), "the index of a class"}
	}
	if err := errors.Join(t.check(), checkCall(agents, t.Within)); err != nil {
		return 0, err
	}
	load := p.Load()
	if load == 0 {
		return math.Inf(1), p.check(agents, t.Within)
	}
	return largestRate(agents/load, t, func(scale float64) (Performance, error) {
		scaled := PriorityQueue{Rates: make([]float64, len(p.Rates)), HandleTime: p.HandleTime}
		for i, r := range p.Rates {
			scaled.Rates[i] = r * scale
		}
		return scaled.class(k, agents, t.Within)
	})
}

// class is the Performance of one class; the occupancy is that of all.
func (p PriorityQueue) class(k int, agents, within float64) (Performance, error) {
	classes, err := p.Evaluate(agents, within)
	if err != nil {
		return Performance{}, err
	}
	c, load := classes[k], p.Load()
	s, occupancy := c.ServiceLevel, 0.
	if load > 0 {
		occupancy = load / agents
	}
	return Performance{Agents: agents, Load: load, PWait: c.PWait, MeanWait: c.MeanWait, ASA: c.MeanWait,
		Occupancy: occupancy, MeanQueue: c.MeanQueue, Within: within, ServiceLevel: Levels{s, s, s, s}}, nil
}

// waitsLonger returns P(W > t | W > 0) for the class with the given rate behind classes that
// arrive at rate above, where all agents together end contacts at rate service. Its Laplace
// transform follows from (Kella and Yechiali 1985)
//
//	E[e^{-sW} | W > 0] = (1 - σ_k) nμ (1 - B(s)) / (s - λ_k + λ_k B(s)),
//
// B the transform of the busy period that a departure starts with the classes above, the root
// of λ B² - (λ + nμ + s) B + nμ = 0; the first class waits exponentially. The inversion is
// Euler's (Abate and Whitt 1995, "Numerical inversion of Laplace transforms of probability
// distributions"), within 1e-9 absolutely.
func waitsLonger(service, above, rate, t float64) float64 {
	if t <= 0 {
		return 1
	}
	if above == 0 {
		return math.Exp(-(service - rate) * t)
	}
	// In units of t, so that the inversion is at 1.
	nu, high, lam := complex(service*t, 0), complex(above*t, 0), complex(rate*t, 0)
	free := complex((service-above-rate)*t, 0)
	tail := func(s complex128) complex128 { // transform of P(W > t | W > 0): (1 - f(s)) / s
		sum := high + nu + s
		b := 2 * nu / (sum + cmplx.Sqrt(sum*sum-4*high*nu))
		f := free * (1 - b) / (s - lam + lam*b)
		return (1 - f) / s
	}
	const a, terms, average = 25., 40, 14 // discretization error e^{-a}
	sum := 0.
	partial := make([]float64, 0, average+1)
	scale := math.Exp(a / 2)
	sum = scale / 2 * real(tail(complex(a/2, 0)))
	sign := -1.
	for k := 1; k <= terms+average; k++ {
		sum += sign * scale * real(tail(complex(a/2, float64(k)*math.Pi)))
		sign = -sign
		if k >= terms {
			partial = append(partial, sum)
		}
	}
	// Euler summation: binomial averages of the last partial sums.
	result, weight := 0., math.Exp2(-average)
	for k := range partial {
		result += weight * partial[k]
		weight *= float64(average-k) / float64(k+1)
	}
	return math.Min(math.Max(result, 0), 1)
}
