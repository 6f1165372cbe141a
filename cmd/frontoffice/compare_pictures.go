package main

import (
	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// drawMethods draws the compared methods of each channel into a folder.
func drawMethods(folder string, s *scenarios.Scenario, all []staffing.Comparison, overwrite bool) ([]string, error) {
	return nil, nil
}
