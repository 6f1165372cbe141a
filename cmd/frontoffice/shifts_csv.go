package main

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"frontoffice/scenarios/scheduling"
)

// printShiftsCSV prints the shifts with people as simulate --shifts reads them.
func printShiftsCSV(w io.Writer, r *scheduling.Schedule) error {
	out := csv.NewWriter(w)
	out.Write([]string{"schema", "team", "pattern", "people", "day", "start", "end", "breaks", "paid_hours", "cost"})
	for i := range r.Pools {
		p := &r.Pools[i]
		for _, a := range p.Plan.Shifts {
			j := newShiftJSON(r.Scenario, p, a)
			for _, by := range p.Turns(&a.Shift) {
				var breaks []string
				for _, b := range j.Breaks {
					breaks = append(breaks, b.Start+"-"+b.End)
				}
				paid, price := j.Paid, j.Cost
				if by != 0 {
					paid, price = 0, 0 // those who came the day before are paid then
				}
				out.Write([]string{"frontoffice/shifts/v1", j.Team, j.Pattern, strconv.Itoa(j.People), strconv.Itoa(j.Day + by), j.Start, j.End, strings.Join(breaks, " "),
					strconv.FormatFloat(paid, 'g', -1, 64), strconv.FormatFloat(price, 'g', -1, 64)})
			}
		}
	}
	out.Flush()
	return out.Error()
}
