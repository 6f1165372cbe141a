package scenarios

import (
	"time"

	"frontoffice/scenarios/demand"
)

// Clock writes a time since midnight as planners do: "07:30", and "01:00" for an
// hour past midnight.
func Clock(sinceMidnight time.Duration) string { return demand.Clock(sinceMidnight) }

// Hours writes the opening hours: "07:00-21:00".
func (s *Scenario) Hours() string {
	return demand.Day{Open: s.Open, Close: s.Close, Interval: s.Interval}.String()
}

// Start is when interval i begins, since midnight of the scenario's date.
func (s *Scenario) Start(i int) time.Duration {
	return s.Open + time.Duration(i)*s.Interval
}
