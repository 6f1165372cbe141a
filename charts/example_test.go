package charts_test

import (
	"bytes"
	"fmt"
	"image/png"
	"strings"
	"time"

	"frontoffice/charts"
)

func ExampleServiceLevel() {
	figure, err := charts.ServiceLevel(charts.Day{
		Title:    "Retail support",
		Subtitle: "Mon 30 Nov 2026, voice, 100 replications, seed 1",
		Open:     9 * time.Hour, Interval: 30 * time.Minute,
		ServiceLevel: []charts.Band{
			{Mean: 0.84, Low: 0.82, High: 0.86},
			{Mean: 0.79, Low: 0.77, High: 0.81},
			{Mean: 0.74, Low: 0.71, High: 0.77},
		},
		ServiceLevelTarget: 0.8, Within: 20 * time.Second,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var picture, vector bytes.Buffer
	if err := figure.WritePNG(&picture); err != nil {
		fmt.Println(err)
	}
	if err := figure.WriteSVG(&vector); err != nil {
		fmt.Println(err)
	}
	config, err := png.DecodeConfig(&picture)
	fmt.Println(config.Width, "x", config.Height, err)
	_, rest, _ := strings.Cut(vector.String(), "\nService level ")
	finding, _, _ := strings.Cut(rest, "</desc>")
	fmt.Println(finding)
	// Output:
	// 1920 x 1080 <nil>
	// within 20 s: 74.0% to 84.0%; target of 80% met in 1 of 3 intervals, missed in 1, too close to call in 1.
}

func ExampleWaitDistribution() {
	_, err := charts.WaitDistribution(charts.Waits{
		Title:   "Retail support",
		Offered: 6012, Within: 20 * time.Second,
		AnsweredBelow: func(t float64) float64 { return 80 },
	})
	fmt.Println(err)
	// Output:
	// charts: share of contacts answered or abandoned is 80: want a share from 0 to 1
}

func ExampleServiceLevelByMethod() {
	figure, err := charts.ServiceLevelByMethod(charts.Methods{
		Title: "Bank, mean Monday",
		Open:  16 * time.Hour, Interval: 30 * time.Minute,
		Lines: []charts.MethodLine{
			{Name: "Erlang A by interval", ServiceLevel: []float64{0.75, 0.68, 0.81}, AgentHours: 201.5, Missed: 2},
			{Name: "exact day", ServiceLevel: []float64{0.80, 0.81, 0.80}, AgentHours: 208},
		},
		ServiceLevelTarget: 0.8, Within: 20 * time.Second,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var vector bytes.Buffer
	if err := figure.WriteSVG(&vector); err != nil {
		fmt.Println(err)
	}
	_, rest, _ := strings.Cut(vector.String(), "<desc>")
	finding, _, _ := strings.Cut(rest, "</desc>")
	fmt.Println(strings.ReplaceAll(finding, ". ", ".\n"))
	// Output:
	// Service level within 20 s.
	// Erlang A by interval: 201.5 h, 2 of 3 miss; exact day: 208.0 h, none.
	// Erlang A by interval: 68.0% to 81.0%, least from 16:30 to 17:00.
	// exact day: 80.0% to 81.0%.
}
