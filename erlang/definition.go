package erlang

import (
	"fmt"
	"strings"
)

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
func (d Definition) String() string {
	if !d.valid() {
		return fmt.Sprintf("Definition(%d)", int(d))
	}
	return definitionNames[d]
}

func (d Definition) valid() bool { return d >= 0 && int(d) < len(definitionNames) }

// ParseDefinition returns the definition of that name.
func ParseDefinition(name string) (Definition, error) {
	for i, n := range definitionNames {
		if n == name {
			return Definition(i), nil
		}
	}
	return 0, fmt.Errorf("no service level definition %q: want one of %s", name, strings.Join(definitionNames[:], ", "))
}

// MarshalText gives the definition's name.
func (d Definition) MarshalText() ([]byte, error) {
	if !d.valid() {
		return nil, fmt.Errorf("no service level definition %d", int(d))
	}
	return []byte(d.String()), nil
}

// UnmarshalText accepts what [ParseDefinition] accepts.
func (d *Definition) UnmarshalText(text []byte) error {
	v, err := ParseDefinition(string(text))
	if err == nil {
		*d = v
	}
	return err
}

// Levels is the service level under the four definitions.
type Levels struct {
	Offered        float64 `json:"offered"`         // answered within T / offered
	Answered       float64 `json:"answered"`        // answered within T / answered
	ExcludingShort float64 `json:"excluding_short"` // answered within T / (offered - abandoned within T)
	Waited         float64 `json:"waited"`          // (answered or abandoned within T) / offered
}

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
