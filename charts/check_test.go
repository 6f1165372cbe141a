package charts_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"frontoffice/charts"
)

// Bad data is refused with an error that names it.
func TestErrors(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		want   string // in the error
		draw   func(charts.Day) (*charts.Figure, error)
		change func(*charts.Day)
	}{
		{"no offered contacts", charts.Volume, func(d *charts.Day) { *d = charts.Day{} }},
		{"no service level", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevel = nil; d.Offered = nil }},
		{"no occupancy", charts.Occupancy, func(d *charts.Day) { *d = charts.Day{Interval: time.Hour} }},
		{"28 intervals of offered contacts but 0 of service level", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevel = nil }},
		{"27 intervals of required agents but 28 of offered contacts", charts.Volume, func(d *charts.Day) { d.Required = d.Required[1:] }},
		{"0 intervals of scheduled agents", charts.Volume, func(d *charts.Day) { d.Scheduled = nil }},
		{"27 intervals of service level by formula", charts.ServiceLevel, func(d *charts.Day) { d.Formula = d.Formula[1:] }},
		{"29 intervals of occupancy by formula", charts.Occupancy, func(d *charts.Day) { d.FormulaOccupancy = append(d.FormulaOccupancy, 1) }},
		{"an interval of 0s", charts.Volume, func(d *charts.Day) { d.Interval = 0 }},
		{"an interval of -30m0s", charts.ServiceLevel, func(d *charts.Day) { d.Interval *= -1 }},
		{"more than a year", charts.ServiceLevel, func(d *charts.Day) { d.Interval = math.MaxInt64 }},
		{"opening at -1h0m0s", charts.Volume, func(d *charts.Day) { d.Open = -time.Hour }},
		{"opening at 24h0m0s", charts.Volume, func(d *charts.Day) { d.Open = 24 * time.Hour }},
		{"offered contacts of interval 1 is NaN", charts.Volume, func(d *charts.Day) { d.Offered[0] = nan }},
		{"offered contacts of interval 2 is +Inf", charts.Volume, func(d *charts.Day) { d.Offered[1] = inf }},
		{"offered contacts of interval 3 is -1", charts.Volume, func(d *charts.Day) { d.Offered[2] = -1 }},
		{"offered contacts of interval 3 is 1e+300", charts.Volume, func(d *charts.Day) { d.Offered[2] = 1e300 }},
		{"required agents of interval 4 is -1", charts.Volume, func(d *charts.Day) { d.Required[3] = -1 }},
		{"scheduled agents of interval 1 is 9223372036854775807", charts.Volume, func(d *charts.Day) { d.Scheduled[0] = math.MaxInt }},
		{"offered contacts of interval 1 is NaN", charts.ServiceLevel, func(d *charts.Day) { d.Offered[0] = nan }},
		{"service level of interval 5 is NaN", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevel[4].Mean = nan }},
		{"service level of interval 5 is 80", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevel[4].Mean = 80 }},
		{"with the interval NaN to", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevel[4].Low = nan }},
		{"with the interval", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevel[4].High = inf }},
		{"with the interval", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevel[4].Low = 0.999 }},
		{"with the interval", charts.Occupancy, func(d *charts.Day) { d.Occupancy[4].High = 0.001 }},
		{"service level by formula of interval 6 is NaN", charts.ServiceLevel, func(d *charts.Day) { d.Formula[5] = nan }},
		{"occupancy by formula of interval 6 is 1.2", charts.Occupancy, func(d *charts.Day) { d.FormulaOccupancy[5] = 1.2 }},
		{"target of service level is NaN", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevelTarget = nan }},
		{"cap of occupancy is 88", charts.Occupancy, func(d *charts.Day) { d.OccupancyCap = 88 }},
		{"confidence is 95", charts.Occupancy, func(d *charts.Day) { d.Confidence = 95 }},
		{"within -20s", charts.ServiceLevel, func(d *charts.Day) { d.Within = -20 * time.Second }},
	} {
		d := monday()
		c.change(&d)
		f, err := c.draw(d)
		if err == nil || f != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v; want one with %q", err, c.want)
		}
	}
}

func TestWaitErrors(t *testing.T) {
	constant := func(v float64) func(float64) float64 { return func(float64) float64 { return v } }
	for _, c := range []struct {
		want   string
		change func(*charts.Waits)
	}{
		{"no waits", func(w *charts.Waits) { w.AnsweredBelow = nil }},
		{"waits of 0 offered contacts", func(w *charts.Waits) { w.Offered = 0 }},
		{"waits of NaN offered contacts", func(w *charts.Waits) { w.Offered = math.NaN() }},
		{"waits of +Inf offered contacts", func(w *charts.Waits) { w.Offered = math.Inf(1) }},
		{"within -1s", func(w *charts.Waits) { w.Within = -time.Second }},
		{"within 2562047h47m16", func(w *charts.Waits) { w.Within = math.MaxInt64 }},
		{"is NaN", func(w *charts.Waits) { w.AnsweredBelow = constant(math.NaN()) }},
		{"is 80", func(w *charts.Waits) { w.AnsweredBelow = constant(80) }},
		{"is -0.1", func(w *charts.Waits) { w.AbandonedBelow = constant(-0.1) }},
		{"is 1.1", func(w *charts.Waits) { w.AnsweredBelow, w.AbandonedBelow = constant(0.9), constant(0.2) }},
		{"fewer contacts", func(w *charts.Waits) { w.AnsweredBelow = func(t float64) float64 { return 0.5 + 0.2*math.Cos(t) } }},
	} {
		w := mondayWaits()
		c.change(&w)
		f, err := charts.WaitDistribution(w)
		if err == nil || f != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v; want one with %q", err, c.want)
		}
	}
}

// The words under a panel's name are computed from what the panel shows.
func TestFindings(t *testing.T) {
	band := func(mean, half float64) charts.Band {
		return charts.Band{Mean: mean, Low: mean - half, High: mean + half}
	}
	d := charts.Day{
		Open: 22 * time.Hour, Interval: time.Hour,
		Offered:   []float64{1200, 0, 1500.4, 10},
		Required:  []int{4, 0, 5, 4},
		Scheduled: []int{6, 0, 8, 0},
		// Met, none, missed, too close to call: against 80 %.
		ServiceLevel: []charts.Band{band(0.9, 0.1), {}, band(0.7, 0.0999), band(0.8, 0.01)},
		// Exceeded, none, kept, none: against 85 %.
		Occupancy:          []charts.Band{band(0.9, 0.04), {Undefined: true}, band(0.85, 0), {Undefined: true}},
		ServiceLevelTarget: 0.8, OccupancyCap: 0.85, Within: 90 * time.Second,
	}
	for _, c := range []struct {
		want   string
		draw   func(charts.Day) (*charts.Figure, error)
		change func(*charts.Day)
	}{
		{"Contacts offered per hour: 2,710 in all, peak of 1,500 from 00:00 to 01:00. Agents: 0 to 5 required, 0 to 8 scheduled.", charts.Volume, func(*charts.Day) {}},
		{"Service level within 90 s: 70.0% to 90.0%; target of 80% met in 1 of 3 intervals with contacts, missed in 1, too close to call in 1.", charts.ServiceLevel, func(*charts.Day) {}},
		{"Service level within 90 s (waited): 70.0% to 90.0% in 3 intervals with contacts.", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevelTarget, d.Definition = 0, "waited" }},
		{"target of 60% met in all 3 intervals with contacts.", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevelTarget = 0.6 }},
		{"target of 99.95% missed in both intervals with contacts.", charts.ServiceLevel, func(d *charts.Day) { d.ServiceLevelTarget, d.Offered = 0.9995, []float64{0, 0, 1, 1} }},
		{"no interval with contacts.", charts.ServiceLevel, func(d *charts.Day) { d.Offered = make([]float64, 4) }},
		{"Occupancy: 85.0% to 90.0%; cap of 85% kept in 1 of 2 intervals with agents, exceeded in 1.", charts.Occupancy, func(*charts.Day) {}},
		{"Occupancy: 87.0% over the day, 90.0%; cap of 88% too close to call in the interval with agents.", charts.Occupancy, func(d *charts.Day) {
			d.OccupancyDay = 0.87
			d.Occupancy = []charts.Band{d.Occupancy[0], d.Occupancy[1], d.Occupancy[1], d.Occupancy[1]}
			d.OccupancyCap, d.Scheduled = 0.88, []int{6, 0, 0, 0}
		}},
	} {
		d := d
		c.change(&d)
		f, err := c.draw(d)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(svg(t, f), "<desc>")
		desc, _, _ := strings.Cut(rest, "</desc>")
		if !strings.HasSuffix(desc, c.want) {
			t.Errorf("got  %s\nwant %s", desc, c.want)
		}
	}
}

// What stands beside the curve is what the functions say.
func TestWaitReadings(t *testing.T) {
	w := mondayWaits()
	// Solving 0.72 + 0.25 (1 - exp(-t/38)) = 0.9 gives t = 38 ln(25/7) = 48.4.
	f, err := charts.WaitDistribution(w)
	if err != nil {
		t.Fatal(err)
	}
	picture := svg(t, f)
	for _, want := range []string{">82.2%<", ">72.0%<", ">48 s<", ">3.0%<", "6,012 contacts"} {
		if !strings.Contains(picture, want) {
			t.Errorf("the picture does not say %s", want)
		}
	}
	if strings.Contains(picture, "still waiting at the end") {
		t.Error("the picture has contacts left although all were answered or gave up")
	}
}
