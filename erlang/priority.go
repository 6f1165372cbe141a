package erlang

import (
	"errors"
	"math"
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

// WaitBeyond returns the share of class k (0 the most urgent) that waits longer than t seconds;
// small shares are as exact as large ones.
func (p PriorityQueue) WaitBeyond(agents float64, k int, t float64) (float64, error) {
	if k < 0 || k >= len(p.Rates) {
		return 0, &InputError{"class", float64(k), "the index of a class"}
	}
	if err := p.check(agents, t); err != nil {
		return 0, err
	}
	above := 0.
	for _, rate := range p.Rates[:k] {
		above += rate
	}
	wait := C(agents, p.Load())
	if wait == 0 {
		return 0, nil
	}
	return wait * waitsLonger(agents/p.HandleTime, above, p.Rates[k], t), nil
}

// waitsLonger returns P(W > t | W > 0) for the class with the given rate λ behind classes that
// arrive at rate above, η, where all agents together end contacts at rate service, ν. Its Laplace
// transform (Kella and Yechiali 1985) is, with g = η + λ,
//
//	ν B / ((ν - η B) (ν - g B)),  η B² - (η + ν + s) B + ν = 0,
//
// B the transform of the busy period that a departure starts with the classes above. It has a
// branch cut where B is complex, |B| = √(ν/η), and, if g > r = √(νη), a pole at B = ν/g. Around both
//
//	P(W > t | W > 0) = (1 - r²/g²) g/λ e^{-λ(ν-g)t/g}  [g > r]
//	  + 2 (ν-g) r²/π ∫_0^π sin²θ e^{-(c + 4r sin²(θ/2)) t} /
//	      ((c + 4r sin²(θ/2)) ((g-r)² + 4gr sin²(θ/2))) dθ,  c = (√ν - √η)²:
//
// two positive terms, each as exact as its factors.
func waitsLonger(service, above, rate, t float64) float64 {
	free := service - above - rate
	switch {
	case t <= 0:
		return 1
	case math.IsInf(t, 1):
		return 0
	case above == 0:
		return math.Exp(-free * t)
	}
	// In units of 1/ν, so that products of rates do not leave float64.
	left := (service - above) / service // 1 - η/ν
	free, above, rate, t = free/service, above/service, rate/service, t*service
	g, r := above+rate, math.Sqrt(above)
	rootC := left / (1 + r)
	c := rootC * rootC
	gap := rate - rootC*r // g - r without the cancellation
	pole := 0.
	if gap > 0 {
		pole = gap / g * (g + r) / rate * math.Exp(-rate/g*free*t)
	}
	if c*t > 800 {
		return pole
	}
	// The integrand bends within low of 0; from there panels double, up to where it is gone.
	low := min(rootC/math.Sqrt(r), math.Abs(gap)/math.Sqrt(g*r), 1/math.Sqrt(r*t), 1)
	high := math.Pi
	if fall := cutoff / (4 * r * t); fall < 1 {
		high = 2 * math.Asin(math.Sqrt(fall))
	}
	sum := 0.
	for from, to := 0., math.Max(low, 1e-15); from < high; from, to = to, 2*to {
		to = math.Min(to, high)
		half := (to - from) / 2
		for i, x := range gauss28.nodes {
			sin, cos := math.Sincos((from + half + half*x) / 2)
			bend := 4 * r * sin * sin // 4r sin²(θ/2)
			sum += half * gauss28.weights[i] * 4 * sin * sin * cos * cos * math.Exp(-bend*t) / ((c + bend) * (gap*gap + g*bend))
		}
	}
	return math.Min(pole+2*free*r*r/math.Pi*sum*math.Exp(-c*t), 1)
}
