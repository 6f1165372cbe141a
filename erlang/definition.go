package erlang

// Definition says which contacts a service level counts.
type Definition int

const (
	Offered        Definition = iota // answered within T / offered
	Answered                         // answered within T / answered
	ExcludingShort                   // answered within T / (offered - abandoned within T)
	Waited                           // (answered or abandoned within T) / offered
)

var definitionNames = [...]string{"offered", "answered", "excluding-short", "waited"}

// String returns the definition's name: offered, answered, excluding-short or waited.
func (d Definition) String() string { return definitionNames[d] }

// Of picks the service level under definition d.
func (l Levels) Of(d Definition) float64 {
	switch d {
	case Answered:
		return l.Answered
	case ExcludingShort:
		return l.ExcludingShort
	case Waited:
		return l.Waited
	}
	return l.Offered
}
