package main

import (
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
)

// draw writes the picture of the curves.
func draw(file string, curves []curve) error {
	p := plot.New()
	p.Title.Text = "A contact takes hardly longer where there are many agents, and some longer with many channels and teams (one core)"
	p.X.Label.Text, p.Y.Label.Text = "number of agents, channels or teams", "nanoseconds a contact"
	p.Title.TextStyle.Font.Size = vg.Points(10)
	p.X.Scale, p.Y.Scale = plot.LogScale{}, plot.LogScale{}
	p.X.Tick.Marker, p.Y.Tick.Marker = plot.LogTicks{Prec: -1}, plot.LogTicks{Prec: -1}
	p.Y.Min, p.Y.Max = 10, 10000
	p.Add(plotter.NewGrid())
	p.Legend.Top = true
	p.Legend.Padding = vg.Points(2)
	p.Legend.XOffs = -vg.Points(6)
	if err := drawCurves(p, curves); err != nil {
		return err
	}
	p.Y.Min, p.Y.Max = 10, 10000
	return p.Save(18*vg.Centimeter, 11*vg.Centimeter, file)
}
