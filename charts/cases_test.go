package charts_test

import (
	"math"
	"slices"
	"strings"
	"time"

	"frontoffice/charts"
)

// days are days that strain the layout, by name.
func days() map[string]charts.Day {
	days := map[string]charts.Day{
		"monday":            monday(),
		"one interval":      synthetic(9*time.Hour, 30*time.Minute, 1, 120),
		"eight intervals":   synthetic(9*time.Hour, time.Hour, 8, 400),
		"quarter-hours":     synthetic(0, 15*time.Minute, 96, 90),
		"minutes":           synthetic(0, time.Minute, 1440, 12),
		"night":             synthetic(20*time.Hour, 30*time.Minute, 16, 60),
		"noon to noon":      synthetic(12*time.Hour, time.Hour, 24, 60),
		"week":              synthetic(0, 30*time.Minute, 336, 300),
		"six days":          synthetic(0, time.Hour, 156, 2e6),
		"odd times":         synthetic(7*time.Hour+10*time.Minute, 40*time.Minute, 17, 33),
		"seconds":           synthetic(7*time.Hour+time.Minute, time.Second, 7, 3),
		"five contacts":     synthetic(8*time.Hour, 30*time.Minute, 20, 5),
		"half a contact":    synthetic(8*time.Hour, 15*time.Minute, 20, 0.5),
		"two million":       synthetic(8*time.Hour, 30*time.Minute, 20, 2e6),
		"a trillion":        synthetic(8*time.Hour, 30*time.Minute, 20, 1e12),
		"thousands":         synthetic(8*time.Hour, 30*time.Minute, 20, 9600),
		"every minute late": synthetic(23*time.Hour+59*time.Minute, time.Minute, 2, 9),
	}
	vary := func(name string, change func(*charts.Day)) {
		d := monday()
		change(&d)
		days[name] = d
	}
	vary("all at 100 %", func(d *charts.Day) {
		for i := range d.ServiceLevel {
			d.ServiceLevel[i], d.Formula[i] = charts.Band{Mean: 1, Low: 1, High: 1}, 1
			d.Occupancy[i], d.FormulaOccupancy[i] = charts.Band{Mean: 1, Low: 1, High: 1}, 1
		}
	})
	vary("all at 0", func(d *charts.Day) {
		for i := range d.ServiceLevel {
			d.ServiceLevel[i], d.Formula[i], d.Occupancy[i] = charts.Band{}, 0, charts.Band{}
			d.Required[i], d.Scheduled[i], d.FormulaOccupancy[i] = i%2, i%2, 0
		}
	})
	vary("nothing at all", func(d *charts.Day) {
		for i := range d.Offered {
			d.Offered[i], d.Required[i], d.Scheduled[i] = 0, 0, 0
		}
	})
	vary("a lunch without contacts", func(d *charts.Day) {
		for _, i := range []int{0, 11, 12, 13} {
			d.Offered[i], d.Required[i], d.Scheduled[i] = 0, 0, 0
			d.ServiceLevel[i].Mean, d.Occupancy[i] = math.NaN(), charts.Band{Undefined: true}
		}
	})
	vary("no target", func(d *charts.Day) { d.ServiceLevelTarget, d.OccupancyCap, d.Within = 0, 0, 0 })
	vary("no formula", func(d *charts.Day) { d.Formula, d.FormulaOccupancy = nil, nil })
	vary("no shrinkage", func(d *charts.Day) { d.Scheduled = slices.Clone(d.Required) })
	vary("short of agents", func(d *charts.Day) {
		for i := range d.Scheduled {
			d.Scheduled[i] = d.Required[i] - i%3
		}
	})
	vary("wide bands", func(d *charts.Day) {
		for i, b := range d.ServiceLevel {
			d.ServiceLevel[i] = charts.Band{Mean: b.Mean, Low: b.Mean - 0.5, High: b.Mean + 0.5}
		}
	})
	vary("strict", func(d *charts.Day) {
		d.ServiceLevelTarget, d.Definition, d.Within, d.Confidence = 0.9995, "excluding-short", 75*time.Second, 0.999
		d.FormulaName = "Erlang A with lognormal patience"
	})
	vary("long title", func(d *charts.Day) {
		d.Title = "Retail support for the northern and southern regions with chat overflow from the web shop, peak Monday after the autumn campaign, second forecast"
		d.Subtitle = strings.Repeat("Mon 30 Nov 2026, voice and chat, 100 replications, seed 1; ", 3) + "no shrinkage"
	})
	vary("one long word", func(d *charts.Day) { d.Title = strings.Repeat("Kundendienstmitarbeiter", 9) })
	vary("other letters", func(d *charts.Day) {
		d.Title = "Пиковый понедельник – Σύνολο κλήσεων, Größe & Qualität <1 %>"
		d.Subtitle = "Lun 30 nov 2026, téléphone, “100 réplications”, graine n° 1"
	})
	vary("letters the font lacks", func(d *charts.Day) {
		d.Title = strings.Repeat("繁忙期の月曜日、小売サポート", 4)
		d.Subtitle = "line\nbreak\ttab\x00null\xffbyte"
	})
	vary("no title", func(d *charts.Day) { d.Title, d.Subtitle = "", "" })
	return days
}

// synthetic is a day of n intervals with two peaks of about the given volume.
func synthetic(open, interval time.Duration, n int, peak float64) charts.Day {
	d := charts.Day{
		Title: "Support", Subtitle: "Tue 1 Dec 2026, voice, 100 replications, seed 1",
		Open: open, Interval: interval,
		ServiceLevelTarget: 0.8, Within: 20 * time.Second, Definition: "offered", OccupancyCap: 0.85,
	}
	for i := range n {
		x := (float64(i) + 0.5) / float64(n)
		shape := 0.15 + 0.85*math.Exp(-60*math.Pow(x-0.35, 2)) + 0.6*math.Exp(-60*math.Pow(x-0.75, 2))
		noise := math.Sin(float64(i*i%1009)) / math.Sqrt(float64(n)/8+1)
		level := 0.84 + 0.06*math.Sin(9*x) + 0.08*noise
		busy := 0.55 + 0.3*shape + 0.05*noise
		d.Offered = append(d.Offered, peak*min(shape, 1))
		d.Required = append(d.Required, 1+int(min(peak*shape, 1e12)/8))
		d.Scheduled = append(d.Scheduled, 1+int(min(peak*shape, 1e12)/6))
		d.ServiceLevel = append(d.ServiceLevel, charts.Band{Mean: level, Low: level - 0.02, High: level + 0.02})
		d.Formula = append(d.Formula, level-0.07*noise)
		d.Occupancy = append(d.Occupancy, charts.Band{Mean: min(busy, 1), Low: min(busy, 1) - 0.01, High: min(busy, 1) + 0.01})
		d.FormulaOccupancy = append(d.FormulaOccupancy, min(busy, 1))
	}
	return d
}

// waits are distributions that strain the layout, by name.
func waits() map[string]charts.Waits {
	base := mondayWaits()
	of := func(offered float64, within time.Duration, answered, abandoned func(float64) float64) charts.Waits {
		w := base
		w.Offered, w.Within, w.AnsweredBelow, w.AbandonedBelow = offered, within, answered, abandoned
		return w
	}
	decay := func(share, mean float64) func(float64) float64 {
		return func(t float64) float64 { return share * (1 - math.Exp(-t/mean)) }
	}
	return map[string]charts.Waits{
		"monday":            base,
		"all at once":       of(5, 20*time.Second, func(float64) float64 { return 1 }, nil),
		"all at once, T 0":  of(1, 0, func(float64) float64 { return 1 }, nil),
		"none answered":     of(2e6, 20*time.Second, func(float64) float64 { return 0 }, decay(1, 180)),
		"nobody gives up":   of(2e6, 20*time.Second, func(t float64) float64 { return 0.7 + decay(0.3, 50)(t) }, nil),
		"overload":          of(12345, 20*time.Second, decay(0.55, 900), decay(0.42, 300)),
		"long tail":         of(6012, 20*time.Second, func(t float64) float64 { return 0.8 + 0.19*(1-1/(1+t/30)) }, decay(0.01, 60)),
		"waits of one time": of(100, 15*time.Second, func(t float64) float64 { return float64(btoi(t >= 30)) }, nil),
		"e-mail":            of(800, 4*time.Hour, decay(1, 7200), nil),
		"days":              of(800, 72*time.Hour, decay(0.9, 86400), nil),
		"instant":           of(800, 20*time.Second, decay(1, 0.01), nil),
		"never":             of(800, 20*time.Second, func(float64) float64 { return 0 }, nil),
		"a trillion":        of(1e12, 90*time.Second, decay(0.9999999, 20), decay(1e-7, 30)),
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
