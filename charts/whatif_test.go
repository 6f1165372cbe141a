package charts_test

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontoffice/charts"
)

// variants is a morning as it is and with a tenth more calls.
func variants() charts.Variants {
	line := func(name string, day float64, levels ...float64) charts.VariantLine {
		l := charts.VariantLine{Name: name, Day: day}
		for _, v := range levels {
			l.ServiceLevel = append(l.ServiceLevel, charts.Band{Mean: v, Low: v - 0.02, High: v + 0.02})
		}
		return l
	}
	return charts.Variants{
		Title: "Busy costs 12 points of service level", Subtitle: "Mon 30 Nov 2026, voice, 100 simulated days",
		Open: 8 * time.Hour, Interval: 30 * time.Minute, Target: 0.8, Within: 20 * time.Second, Definition: "of offered",
		Lines: []charts.VariantLine{
			line("as it is", 0.86, 0.84, 0.86, 0.88, 0.87, 0.85, 0.83),
			line("busy", 0.74, 0.75, 0.74, 0.72, 0.73, 0.7, 0.797),
			line("chatbot", 0.94, 0.93, 0.94, 0.95, 0.96, 0.94, 0.92),
		},
	}
}

func tornado() charts.Tornado {
	return charts.Tornado{
		Title: "Handle time moves service level most", Subtitle: "each input by its uncertainty", Quantity: charts.Quantity{Name: "Service level", Share: true}, Base: 0.86,
		Bars: []charts.TornadoBar{
			{Name: "handle time", Low: "-5%", High: "+10%", AtLow: 0.91, AtHigh: 0.72, LowHalf: 0.005, HighHalf: 0.01},
			{Name: "volume", Low: "x0.9", High: "x1.1", AtLow: 0.92, AtHigh: 0.75},
			{Name: "patience", Low: "1m", High: "6m", AtLow: 0.855, AtHigh: 0.84},
			{Name: "adherence", Low: "90%", High: "110%", AtLow: 0.8, AtHigh: math.NaN()},
		},
	}
}

func frontier() charts.Frontier {
	f := charts.Frontier{Title: "Beyond 90% service gets dear", Subtitle: "by formula", Knee: 3,
		Promise: charts.Quantity{Name: "Service level promised", Share: true}, Least: charts.Quantity{Name: "Scheduled hours", Unit: " h"}}
	for i, x := range []float64{0.5, 0.7, 0.8, 0.9, 0.95, 0.99} {
		f.Points = append(f.Points, charts.FrontierPoint{Promise: x, Least: []float64{680, 750, 797, 856, 906, 998}[i], Occupancy: []float64{0.957, 0.921, 0.894, 0.85, 0.813, 0.744}[i]})
	}
	return f
}

func curves() charts.Curves {
	return charts.Curves{Title: "Service level falls with volume", Subtitle: "the agents kept", X: charts.Quantity{Name: "volume", Unit: "%"}, Y: charts.Quantity{Name: "Service level", Share: true}, Target: 0.8,
		Lines: []charts.Curve{
			{Name: "1m", X: []float64{80, 90, 100, 110}, Y: []float64{0.99, 0.97, 0.93, 0.86}},
			{Name: "9m", X: []float64{80, 90, 100, 110}, Y: []float64{0.99, math.NaN(), 0.84, 0.62}},
		}}
}

func heatMap() charts.Map {
	return charts.Map{Title: "Hours", Subtitle: "sized anew", X: "volume", Y: "handle time", Columns: []string{"80%", "100%", "120%"}, Rows: []string{"4m", "6m"},
		Quantity: charts.Quantity{Name: "Agent hours", Unit: " h"}, Values: [][]float64{{400, 500, 601.5}, {580, 720, math.NaN()}}}
}

// whatIfFigures are the pictures of what if.
func whatIfFigures(t testing.TB) map[string]*charts.Figure {
	t.Helper()
	figures := map[string]*charts.Figure{}
	add := func(name string, f *charts.Figure, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		figures[name] = f
	}
	f, err := charts.Overlay(variants())
	add("overlay", f, err)
	f, err = charts.ServiceLevelMap(variants())
	add("service-level-map", f, err)
	f, err = charts.DrawTornado(tornado())
	add("tornado", f, err)
	f, err = charts.DrawFrontier(frontier())
	add("frontier", f, err)
	f, err = charts.Lines(curves())
	add("lines", f, err)
	f, err = charts.HeatMap(heatMap())
	add("heat-map", f, err)
	return figures
}

func TestWhatIfGolden(t *testing.T) {
	for name, f := range whatIfFigures(t) {
		got, path := svg(t, f), filepath.Join("testdata", name+".svg")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs from %s at byte %d; look at the picture, then run go test -update", name, path, firstDifference(got, string(want)))
		}
	}
}

// A cell that misses its target never reads as one that meets it.
func TestMapRoundsDownBelowTarget(t *testing.T) {
	f, err := charts.ServiceLevelMap(variants())
	if err != nil {
		t.Fatal(err)
	}
	if picture := svg(t, f); !strings.Contains(picture, ">79.7<") || strings.Contains(picture, ">80<") {
		t.Error("79.7% below a target of 80% does not read so")
	}
}

// The words of a picture are computed from what it shows.
func TestWhatIfFindings(t *testing.T) {
	for name, want := range map[string]string{
		"overlay":           "Service level within 20 s (of offered): over the day as it is 86.0%, busy 74.0%, chatbot 94.0%.",
		"service-level-map": "1 of 3 scenarios fall below 80% in some interval.",
		"tornado":           "Service level: 86.0% as it is; handle time moves it most.",
		"frontier":          "856 h at the knee, 90%; 680 h at 50%, 998 h at 99%.",
		"lines":             "Service level by volume: from 62.0% to 99.0%.",
		"heat-map":          "Agent hours: from 400 h to 720 h.",
	} {
		_, rest, _ := strings.Cut(svg(t, whatIfFigures(t)[name]), "<desc>")
		if desc, _, _ := strings.Cut(rest, "</desc>"); !strings.HasSuffix(desc, want) {
			t.Errorf("%s: %s\nwant %s", name, desc, want)
		}
	}
}

// Bad data is refused with an error that names it.
func TestWhatIfErrors(t *testing.T) {
	nan := math.NaN()
	check := func(want string, f *charts.Figure, err error) {
		t.Helper()
		if err == nil || f != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v; want one with %q", err, want)
		}
	}
	v := variants()
	v.Lines = nil
	f, err := charts.Overlay(v)
	check("0 scenarios: want 1 to 6", f, err)
	v = variants()
	v.Lines[1].ServiceLevel[2].Mean = nan
	f, err = charts.ServiceLevelMap(v)
	check("service level of busy of interval 3 is NaN", f, err)
	v = variants()
	v.Lines[1].ServiceLevel = v.Lines[1].ServiceLevel[1:]
	f, err = charts.Overlay(v)
	check("5 intervals of service level of busy", f, err)
	tn := tornado()
	tn.Bars = nil
	f, err = charts.DrawTornado(tn)
	check("0 inputs: want 1 to 20", f, err)
	tn = tornado()
	tn.Bars[0].AtLow = math.Inf(1)
	f, err = charts.DrawTornado(tn)
	check("Service level with handle time is +Inf", f, err)
	fr := frontier()
	fr.Points[2].Promise = 0.1
	f, err = charts.DrawFrontier(fr)
	check("Service level promised of point 3 does not rise", f, err)
	fr.Points = fr.Points[:1]
	f, err = charts.DrawFrontier(fr)
	check("fewer than two points", f, err)
	c := curves()
	c.Lines[0].X[1] = 80
	f, err = charts.Lines(c)
	check("volume of line 1 does not rise", f, err)
	c = curves()
	c.Lines[0].Y[0], c.Lines[1].Y = nan, []float64{nan, nan, nan, nan}
	c.Lines = c.Lines[1:]
	c.Target = 0
	f, err = charts.Lines(c)
	check("no Service level to draw", f, err)
	m := heatMap()
	m.Values[0] = m.Values[0][1:]
	f, err = charts.HeatMap(m)
	check("row 1 has 2 values for 3 columns", f, err)
}
