package erlang

import "math"

// Caller says whose wait a waiting-time law describes.
type Caller int

const (
	AnyCaller      Caller = iota // every offered contact, until it is answered or gives up
	AnsweredCaller               // those who are answered
	PatientCaller                // a contact that never gives up: the wait that is offered
)

// WaitBeyond returns the share of the callers whose wait is longer than t seconds.
// Blocked contacts do not wait.
func (q Queue) WaitBeyond(agents, t float64, who Caller) (float64, error) {
	if err := q.check(); err != nil {
		return 0, err
	}
	if err := checkCall(agents, t); err != nil {
		return 0, err
	}
	s, err := q.steady(agents, t)
	return s.waitBeyond(who), err
}

func (s steady) waitBeyond(who Caller) float64 {
	switch who {
	case AnsweredCaller:
		if s.answered == 0 {
			return 0
		}
		return s.answeredLater / s.answered
	case PatientCaller:
		return s.patientLater
	}
	return s.neither
}

// WaitQuantile returns the wait, in seconds, that a share p of the callers does not
// exceed, p in [0, 1): 0 where at least p do not wait at all, +Inf where a patient
// caller would not be answered in any time (0 agents).
func (q Queue) WaitQuantile(agents, p float64, who Caller) (float64, error) {
	if !(p >= 0 && p < 1) {
		return 0, &InputError{"p", p, "a share from 0 up to, but not including, 1"}
	}
	return q.firstTime(agents, func(s steady) float64 { return 1 - p - s.waitBeyond(who) })
}

// WithinFor returns the T, in seconds, for which the service level reaches the
// share under the definition: the promise that can be kept. An
// [*UnreachableError] says that no T does.
func (q Queue) WithinFor(agents, share float64, d Definition) (float64, error) {
	if !(share >= 0 && share <= 1) {
		return 0, &InputError{"share", share, "a share between 0 and 1"}
	}
	level := func(s steady) float64 { return q.performance(s, agents, 0).ServiceLevel.Of(d) }
	if err := q.check(); err != nil {
		return 0, err
	}
	if err := checkCall(agents, 0); err != nil {
		return 0, err
	}
	ever, err := q.steady(agents, math.Inf(1))
	if err != nil {
		return 0, err
	}
	if best := level(ever); best < share {
		return 0, &UnreachableError{"service_level", share, best, int(agents)}
	}
	return q.firstTime(agents, func(s steady) float64 { return level(s) - share })
}

// firstTime returns the least t at which the rising reached is not below 0.
func (q Queue) firstTime(agents float64, reached func(steady) float64) (float64, error) {
	if err := q.check(); err != nil {
		return 0, err
	}
	if err := checkCall(agents, 0); err != nil {
		return 0, err
	}
	var failed error
	at := func(t float64) float64 {
		s, err := q.steady(agents, t)
		if err != nil {
			failed = err
		}
		return reached(s)
	}
	if at(0) >= 0 || failed != nil {
		return 0, failed
	}
	high := q.HandleTime / math.Max(agents, 1)
	for at(high) < 0 && failed == nil {
		if high *= 2; high > forever*q.HandleTime {
			return math.Inf(1), nil
		}
	}
	return root(at, 0, high), failed
}

// root returns where the rising f crosses 0 between low (f < 0) and high (f >= 0), to
// the last digits: regula falsi and bisection in turn.
func root(f func(float64) float64, low, high float64) float64 {
	fl, fh := f(low), f(high)
	for i := 0; i < 400 && high-low > 2e-16*math.Abs(high) && fh > 0; i++ {
		mid := low + (high-low)/2
		if i%3 < 2 && !math.IsInf(fl, 0) && !math.IsInf(fh, 0) {
			mid = high - fh*(high-low)/(fh-fl)
			if i%3 == 1 { // to the other side of the root, so that both ends close in
				mid += math.Copysign(2*math.Min(mid-low, high-mid), (low+high)/2-mid)
			}
		}
		if !(mid > low && mid < high) {
			if mid = low + (high-low)/2; !(mid > low && mid < high) {
				break
			}
		}
		if fm := f(mid); fm >= 0 {
			high, fh = mid, fm
		} else {
			low, fl = mid, fm
		}
	}
	return high
}
