package erlang

import "math"

// C returns Erlang's delay probability for a real number of agents and an
// offered load in erlangs: the share of contacts that wait when nobody gives up,
//
//	C(n, a) = n B / (n - a (1 - B)) = a b / (n - a + a b),  B = B(n, a), b = B(n-1, a)
//
// (Erlang 1917). It is 1 where the load is not below the agents. Negative or NaN
// arguments give NaN.
func C(agents, load float64) float64 {
	switch {
	case !(agents >= 0 && load >= 0):
		return math.NaN()
	case load == 0:
		return 0
	case load >= agents:
		return 1
	case math.IsInf(agents, 1):
		return 0
	}
	ab := load * lossRatio(agents, load)
	return ab / (agents - load + ab)
}
