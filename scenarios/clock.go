package scenarios

import (
	"fmt"
	"time"
)

// Clock writes a time since midnight as planners do: "07:30", and "01:00" for an
// hour past midnight.
func Clock(sinceMidnight time.Duration) string {
	m := int(sinceMidnight.Minutes()) % (24 * 60)
	return fmt.Sprintf("%02d:%02d", m/60, m%60)
}

// Start is when interval i begins, since midnight of the scenario's date.
func (s *Scenario) Start(i int) time.Duration {
	return s.Open + time.Duration(i)*s.Interval
}
