package erlang

import "math"

// Backlog is work that waits for a team of its own, oldest first: e-mail, cases. Contacts come at all hours as a Poisson
// stream, agents at some, and what is not done waits. It is followed as a fluid with noise: over a short time the queue changes by the
// contacts that come less those that the agents can begin, which is about normal, and cannot fall below 0; its
// mean and variance are carried on (Mandelbaum, Massey and Reiman 1998, "Strong approximations for Markovian service networks", Queueing
// Systems 30, for the fluid and its noise; Clark 1961, "The greatest of a finite set of random variables", Operations Research 9, for the
// moments at 0). It is exact in the limit of much work, and close where a queue stands for longer than a handle time; where hardly anything
// waits it knows little of single agents. Handle times that vary much (CV above 1.5) make it expect a queue that is not there: that the noise
// of their ends is CV² times that of a Poisson stream holds only over times much longer than they are.
type Backlog struct {
	Interval   float64   // seconds
	Arrivals   []float64 // contacts by interval, expected
	HandleTime float64   // mean, seconds
	CV         float64   // coefficient of variation of handle times; 0: all alike
	// Opening is, for each contact that waits at the start, oldest first, the time by which it is due, seconds since the
	// start; below 0 where it is late already.
	Opening []float64
}

// BacklogInterval is an interval of a backlog.
type BacklogInterval struct {
	Waiting float64 `json:"waiting"` // not begun at its end, mean
	Backlog float64 `json:"backlog"` // not finished at its end, mean
	OnTime  float64 `json:"on_time"` // of those that arrive in it (of the first: or wait at the start), finished when they are due
	Judged  bool    `json:"judged"`  // all of them are due before the last interval ends: OnTime is known
	Busy    float64 `json:"busy"`    // agents busy, time average
}

// backlogSteps is how many steps an interval is followed in.
const backlogSteps = 10

// Evaluate follows the backlog with agents by interval. due is the time by which a contact is to be finished that arrives at a
// time, both in seconds since the start; it does not fall.
func (b Backlog) Evaluate(agents []int, due func(arrived float64) float64) ([]BacklogInterval, error) {
	switch {
	case !(b.Interval > 0):
		return nil, &InputError{"Interval", b.Interval, "above 0 seconds"}
	case !(b.HandleTime > 0) || math.IsInf(b.HandleTime, 1):
		return nil, &InputError{"HandleTime", b.HandleTime, "a finite time above 0 seconds"}
	case !(b.CV >= 0) || math.IsInf(b.CV, 1):
		return nil, &InputError{"CV", b.CV, "at least 0"}
	case len(agents) != len(b.Arrivals):
		return nil, &InputError{"agents", float64(len(agents)), "as many intervals as there are arrivals"}
	}
	// began[i] is how many contacts the agents can begin up to step i, if they never run out of them.
	step := b.Interval / backlogSteps
	began := make([]float64, len(agents)*backlogSteps+1)
	for i := range len(began) - 1 {
		k := i / backlogSteps
		if agents[k] < 0 {
			return nil, &InputError{"agents", float64(agents[k]), "at least 0"}
		}
		if r := b.Arrivals[k]; !(r >= 0) || math.IsInf(r, 1) {
			return nil, &InputError{"Arrivals", r, "at least 0"}
		}
		began[i+1] = began[i] + float64(agents[k])*step/b.HandleTime
		if i%backlogSteps == 0 {
			began[i+1] += b.atOnce(agents, k)
		}
	}
	end := b.Interval * float64(len(agents))
	// until is began at a time.
	until := func(t float64) float64 {
		at := math.Min(math.Max(t, 0), end) / step
		i := min(int(at), len(began)-2)
		return began[i] + (at-float64(i))*(began[i+1]-began[i])
	}
	noise := b.CV * b.CV
	// inTime is the chance that so many contacts, and as many more or less as their variance says, are begun between two times.
	inTime := func(ahead, variance, from, to float64) float64 {
		if to <= from {
			return 0
		}
		can := until(to) - until(from)
		if can == 0 {
			return 0
		}
		sd := math.Sqrt(variance + noise*can)
		if sd == 0 {
			if can > ahead {
				return 1
			}
			return 0
		}
		return normal((can - ahead) / sd)
	}
	var (
		out            = make([]BacklogInterval, len(agents))
		mean, variance = float64(len(b.Opening)), 0.0
		inHand         = 0.0
	)
	for k := range out {
		in := &out[k]
		in.Judged = due(b.Interval*float64(k+1)) <= end
		met, of := 0.0, b.Arrivals[k]
		if k == 0 {
			for i, d := range b.Opening {
				of++
				if d > 0 {
					met += inTime(float64(i), 0, 0, d-b.HandleTime)
				}
				in.Judged = in.Judged && d <= end
			}
		}
		come, can := b.Arrivals[k]/backlogSteps, float64(agents[k])*step/b.HandleTime
		first := b.atOnce(agents, k)
		for i := range backlogSteps {
			can := can
			if i == 0 {
				can += first
			}
			at := b.Interval*float64(k) + (float64(i)+0.5)*step
			// Half of what comes in the step is there before the contact that arrives in its middle.
			met += come * inTime(math.Max(0, mean+(come-can)/2), variance+come/2, at, due(at)-b.HandleTime)
			// Agents busy: all of them where contacts wait, else with what comes.
			load := math.Min(float64(agents[k]), b.Arrivals[k]/b.Interval*b.HandleTime)
			if can == 0 {
				mean, variance = mean+come, variance+come
				inHand = 0
				continue
			}
			// Agents who are idle begin nothing: only what is begun varies.
			drift, spread := mean+come-can, variance+come+noise*math.Min(can, mean+come)
			standing := normal(drift / math.Sqrt(spread))
			if spread == 0 {
				standing = 0
				if drift > 0 {
					standing = 1
				}
			}
			mean, variance = aboveZero(drift, spread)
			inHand = standing*float64(agents[k]) + (1-standing)*load
			in.Busy += inHand / backlogSteps
		}
		in.Waiting, in.Backlog, in.OnTime = mean, mean+inHand, ratioOf(met, of)
	}
	return out, nil
}

// atOnce is how many contacts are begun above the pace of the agents in an interval, by those whose hours begin with it: one each for
// exponential handle times, by renewal theory (1 + CV²) / 2.
func (b Backlog) atOnce(agents []int, k int) float64 {
	before := 0
	if k > 0 {
		before = agents[k-1]
	}
	return float64(max(agents[k]-before, 0)) * (1 + b.CV*b.CV) / 2
}

// ratioOf is a share of contacts, of none all.
func ratioOf(part, of float64) float64 {
	if of == 0 {
		return 1
	}
	return math.Min(1, part/of)
}

// aboveZero is the mean and the variance of the greater of a normal variable and 0.
func aboveZero(mean, variance float64) (float64, float64) {
	sd := math.Sqrt(variance)
	if sd == 0 || mean > 12*sd {
		return math.Max(mean, 0), variance
	}
	x := mean / sd
	tail, density := normal(x), math.Exp(-x*x/2)/math.Sqrt(2*math.Pi)
	m := math.Max(0, mean*tail+sd*density)
	second := (mean*mean+variance)*tail + mean*sd*density
	return m, math.Max(0, second-m*m)
}
