package erlang

import "math"

// B returns Erlang's loss probability for a real number of agents and an
// offered load in erlangs: the share of contacts that are lost when there is no
// queue,
//
//	1/B(n, a) = ∫_0^∞ a e^{-at} (1+t)^n dt = Γ(n+1, a) e^a a^{-n},
//
// which for whole n is (a^n/n!) / Σ_{k=0}^n a^k/k! (Erlang 1917; Fortet 1948 for
// real n; Jagerman 1974, "Some properties of the Erlang loss function"). B(n, 0)
// is 0 for n > 0, B(0, a) is 1. Negative or NaN arguments give NaN; an infinite
// load gives 1, infinitely many agents 0. The cost does not grow with n.
func B(agents, load float64) float64 {
	switch {
	case !(agents >= 0 && load >= 0):
		return math.NaN()
	case agents == 0 || math.IsInf(load, 1):
		return 1
	case load == 0 || math.IsInf(agents, 1):
		return 0
	}
	return lossRatio(agents+1, load)
}
