// Package whatif asks what would be different: scenarios side by side against the same
// customers, with the interval of the difference (Compare); grids and samples of scenarios, cut in shards that
// merge to the same bytes (Plan, Run, Merge); what moves the figures most (Sensitivity);
// the least staff for each service level (Frontier); and the value of an input that keeps a promise (Seek).
//
// Each compares figures of days: Figures lists those that a scenario has. By formula they are those
// of package staffing; simulated ones come from package sim with common random numbers, so
// that scenarios of one seed meet the same customers wherever their laws agree.
package whatif
