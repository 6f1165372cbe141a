package charts_test

import (
	"math"
	"time"

	"frontoffice/charts"
)

// monday is a retail Monday of 28 half-hours with two peaks: agents required by
// Erlang C for 80 % in 20 s on a handle time of 4 minutes, a staff that follows
// them not quite, and a simulation within a point and a half of the formula.
func monday() charts.Day {
	const (
		aht      = 240.0
		interval = 1800.0
		target   = 0.8
	)
	d := charts.Day{
		Title:    "Retail support, peak Monday",
		Subtitle: "Mon 30 Nov 2026, voice, 100 replications, seed 1",
		Open:     7 * time.Hour, Interval: 30 * time.Minute,
		ServiceLevelTarget: target, Within: 20 * time.Second, Definition: "offered",
		OccupancyCap: 0.88, FormulaName: "Erlang C",
	}
	for i := range 28 {
		h := 7.25 + float64(i)/2
		volume := math.Round(120 + 200*math.Exp(-math.Pow((h-11)/2.1, 2)) + 165*math.Exp(-math.Pow((h-16.5)/2, 2)))
		load := volume * aht / interval
		agents := 1 + int(load)
		for erlangC(float64(agents), load, aht, 20) < target {
			agents++
		}
		staffed := agents + []int{0, 1, 0, 2, 0, 0, 1, -1}[i%8]
		level := erlangC(float64(staffed), load, aht, 20)
		wiggle := 0.015 * math.Sin(float64(3*i+1))
		half := 0.01 + 0.02*math.Abs(math.Sin(float64(2*i)))
		mean := level + wiggle
		busy := load / float64(staffed)
		d.Offered = append(d.Offered, volume)
		d.Required = append(d.Required, agents)
		d.Scheduled = append(d.Scheduled, int(math.Ceil(float64(agents)/0.7)))
		d.Formula = append(d.Formula, level)
		d.ServiceLevel = append(d.ServiceLevel, charts.Band{Mean: mean, Low: mean - half, High: mean + half})
		d.FormulaOccupancy = append(d.FormulaOccupancy, busy)
		d.Occupancy = append(d.Occupancy, charts.Band{Mean: busy + wiggle/3, Low: busy + wiggle/3 - half/2, High: busy + wiggle/3 + half/2})
	}
	return d
}

// mondayWaits is a queue in which 72 % are answered at once and some give up.
func mondayWaits() charts.Waits {
	return charts.Waits{
		Title:    "Retail support, peak Monday",
		Subtitle: "Mon 30 Nov 2026, voice, 100 replications, seed 1",
		Offered:  6012, Within: 20 * time.Second,
		AnsweredBelow:  func(t float64) float64 { return 0.72 + 0.25*(1-math.Exp(-t/38)) },
		AbandonedBelow: func(t float64) float64 { return 0.03 * (1 - math.Exp(-t/45)) },
	}
}

// erlangC is the service level of a queue without abandonment (Erlang, 1917).
func erlangC(agents, load, aht, within float64) float64 {
	b := 1.0
	for i := 1.0; i <= agents; i++ {
		b = load * b / (i + load*b)
	}
	wait := b / (1 - load/agents*(1-b))
	return 1 - wait*math.Exp(-(agents-load)*within/aht)
}
