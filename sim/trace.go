package sim

import (
	"context"
	"sync/atomic"
)

// Outcome is what became of a contact.
type Outcome string

const (
	Answered     Outcome = "answered"
	Abandoned    Outcome = "abandoned"
	Blocked      Outcome = "blocked"
	StillWaiting Outcome = "waiting"
)

var _ = context.Background
var _ atomic.Bool
