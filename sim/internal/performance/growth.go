package main

import (
	"fmt"
	"image/color"
	"strings"

	"frontoffice/sim"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	glyphs "gonum.org/v1/plot/vg/draw"
)

// curve is how the time of a contact grows.
type curve struct {
	name   string
	points plotter.XYs // how many, nanoseconds
}

// growth measures how the time of a contact grows with agents, channels and teams.
func growth(b *strings.Builder, m *meter) ([]curve, error) {
	b.WriteString("## How it grows\n\nNanoseconds a contact, one core.\n\n| | 1 | 4 | 16 | 64 | 256 | 1,024 | 4,096 | 16,384 |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n")
	var curves []curve
	for _, c := range []struct {
		name  string
		most  int
		model func(n int) sim.Model
	}{
		{"agents, one queue (recursion)", 16384, func(n int) sim.Model { return queue(n, 1.05) }},
		{"agents, one queue (events)", 16384, func(n int) sim.Model { return events(queue(n, 1.05)) }},
		{"agents, one queue (general)", 16384, func(n int) sim.Model { return general(queue(n, 1.05)) }},
		{"agents, one half interrupts the other (general)", 16384, func(n int) sim.Model { return interrupting(n) }},
		{"channels, 64 teams (events)", 64, func(n int) sim.Model { return wide(n, 64) }},
		{"teams, 64 channels (events)", 64, func(n int) sim.Model { return wide(64, n) }},
		{"channels, as many teams that serve all (general)", 64, func(n int) sim.Model { return helping(everybody(n)) }},
	} {
		fmt.Fprintf(b, "| %s |", c.name)
		one := curve{name: c.name}
		for n := 1; n <= 16384; n *= 4 {
			if n > c.most {
				b.WriteString(" |")
				continue
			}
			f, err := m.measure(c.model(n), 1)
			if err != nil {
				return nil, err
			}
			fmt.Fprintf(b, " %.0f |", f.nanoseconds())
			one.points = append(one.points, plotter.XY{X: float64(n), Y: f.nanoseconds()})
		}
		b.WriteString("\n")
		curves = append(curves, one)
	}
	b.WriteString("\n![Nanoseconds a contact by the number of agents, channels and teams](performance.png)\n\n")
	return curves, nil
}

// drawCurves adds the curves to a plot.
func drawCurves(p *plot.Plot, curves []curve) error {
	colors := []color.Color{
		color.RGBA{0x00, 0x72, 0xb2, 0xff}, color.RGBA{0xd5, 0x5e, 0x00, 0xff}, color.RGBA{0x00, 0x9e, 0x73, 0xff}, color.RGBA{0xcc, 0x79, 0xa7, 0xff},
		color.RGBA{0xe6, 0x9f, 0x00, 0xff}, color.RGBA{0x56, 0xb4, 0xe9, 0xff}, color.RGBA{0x00, 0x00, 0x00, 0xff},
	}
	for i, c := range curves {
		line, dots, err := plotter.NewLinePoints(c.points)
		if err != nil {
			return err
		}
		line.Color, dots.Color, dots.Shape = colors[i], colors[i], glyphs.CircleGlyph{}
		line.Width = vg.Points(1.5)
		p.Add(line, dots)
		p.Legend.Add(c.name, line, dots)
	}
	return nil
}
