package scheduling

import (
	"errors"
	"slices"

	"frontoffice/scenarios"
	"frontoffice/scenarios/shifts"
)

// Error is a scenario for which no shifts can be found as it is: where it says so, and why.
type Error struct {
	Problem error // a scenarios.Errors with file, line and path
	Cause   error // of package shifts; nil where it is none of that
}

func (e *Error) Error() string { return e.Problem.Error() }

// Unwrap returns both.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Problem}
	}
	return []error{e.Problem, e.Cause}
}

// wrong is a problem with the value at a path of a scenario.
func wrong(s *scenarios.Scenario, path, format string, a ...any) error {
	return &Error{Problem: s.Wrong(path, format, a...)}
}

// located says where in the scenario an error of package shifts about a pool is to be mended.
func (p *Pool) located(s *scenarios.Scenario, err error) error {
	var (
		pattern   *shifts.PatternError
		uncovered *shifts.UncoveredError
		limit     *shifts.LimitError
	)
	path, reason := "teams."+s.Teams[p.Teams[0]].Name, ""
	switch {
	case errors.As(err, &pattern):
		path, reason = "teams."+pattern.Team+".shift_patterns."+pattern.Pattern, pattern.Reason
		if pattern.Key != "" {
			path += "." + pattern.Key
		}
	case errors.As(err, &uncovered):
		path, reason = "teams."+uncovered.Team+".shift_patterns."+uncovered.Nearest, uncovered.Error()
		if slices.ContainsFunc(s.Teams, func(t scenarios.Team) bool { return t.Name == uncovered.Team && t.Ahead != 0 }) {
			reason += " (all by the scenario's clock)"
		}
	case errors.As(err, &limit):
		if reason = limit.Reason; limit.Team != "" {
			path = "teams." + limit.Team + "." + limit.At
		}
	case errors.Is(err, shifts.ErrNoPatterns):
		path, reason = path+".shift_patterns", "none of their shifts has time within the hours of the scenario"
	default:
		return err
	}
	return &Error{s.Wrong(path, "%s", reason), err}
}
