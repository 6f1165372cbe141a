package main

import (
	"frontoffice/scenarios"
	"frontoffice/scenarios/whatif"
)

func drawComparison(folder string, r *whatif.Comparison, overwrite bool) ([]string, error) {
	return nil, nil
}
func drawSweep(folder string, p *whatif.Plan, rows []whatif.Row, figures []int, overwrite bool) ([]string, error) {
	return nil, nil
}
func drawSensitivity(folder string, s *scenarios.Scenario, r *whatif.Sensitivity, overwrite bool) ([]string, error) {
	return nil, nil
}
func drawFrontier(folder string, s *scenarios.Scenario, f *whatif.Frontier, overwrite bool) ([]string, error) {
	return nil, nil
}
