package sim

// Law is the distribution of a time, in seconds. The zero Law is "never" (a
// patience without end); a handle time needs a mean.
type Law struct {
	Kind   Kind      // which family
	Mean   float64   // seconds
	CV     float64   // coefficient of variation: lognormal and gamma
	Sample []float64 // empirical: drawn from with equal chance
}

// Kind is a family of laws.
type Kind int

const (
	Never Kind = iota
	Exponential
	Lognormal
	Gamma
	Deterministic
	Empirical
)
