package scenarios

import (
	"fmt"
	"time"
)

// ParseDuration reads a duration as scenario files write it: "5m20s", "320s", "4h".
func ParseDuration(s string) (time.Duration, error) {
	var v span
	if err := v.parse(s); err != nil {
		return 0, fmt.Errorf("%s %w", quote(s), err)
	}
	return time.Duration(v), nil
}

// ParseShare reads a share as scenario files write it: "80%" or "0.8".
func ParseShare(s string) (float64, error) {
	var v share
	if err := v.parse(s); err != nil {
		return 0, fmt.Errorf("%s %w", quote(s), err)
	}
	if v < 0 || v > 1 {
		return 0, fmt.Errorf("%s is not between 0%% and 100%%", quote(s))
	}
	return float64(v), nil
}

// ParseServiceLevel reads a service level as scenario files write it: "80% in 20s".
func ParseServiceLevel(s string) (level float64, within time.Duration, err error) {
	var v service
	if err := v.parse(s); err != nil {
		return 0, 0, fmt.Errorf("%s %w", quote(s), err)
	}
	if time.Duration(v.within) > maxWithin {
		return 0, 0, fmt.Errorf("%s allows more than 24h", quote(s))
	}
	return float64(v.share), time.Duration(v.within), nil
}
