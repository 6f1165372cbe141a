package main

import "frontoffice/scenarios/whatif"

func drawComparison(folder string, r *whatif.Comparison, overwrite bool) ([]string, error) {
	return nil, nil
}
