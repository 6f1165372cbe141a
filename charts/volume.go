package charts

import (
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Volume draws the contacts offered in each interval above the agents required
// and scheduled, over one time axis. It reads Offered, Required and Scheduled.
func Volume(d Day) (*Figure, error) {
	n := len(d.Offered)
	if err := firstError(
		d.intervals("offered contacts", n),
		sameLength("required agents", len(d.Required), "offered contacts", n),
		sameLength("scheduled agents", len(d.Scheduled), "offered contacts", n),
		checkCounts("offered contacts", d.Offered),
		checkCounts("required agents", d.Required),
		checkCounts("scheduled agents", d.Scheduled),
	); err != nil {
		return nil, err
	}
	d.Offered, d.Required, d.Scheduled = slices.Clone(d.Offered), slices.Clone(d.Required), slices.Clone(d.Scheduled)
	title, subtitle := oneLine(d.Title), oneLine(d.Subtitle)
	contacts := "Contacts offered per " + per(d.Interval)
	busiest := d.busiest()
	staff := fmt.Sprintf("%s required, %s scheduled", between(d.Required), between(d.Scheduled))
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  contacts + ": " + busiest + ". Agents: " + staff + ".",
		paint: func(c draw.Canvas) {
			top := header(c, title, subtitle)
			volume, most := countTicks(slices.Max(d.Offered), false)
			agents, all := countTicks(float64(max(slices.Max(d.Required), slices.Max(d.Scheduled))), true)
			left := gutter(volume, agents)
			clock, from, to := d.timeAxis(n, width-left-marginRight)

			start := heading(c, top, contacts, busiest, nil)
			middle := floor + (start-floor)*0.56
			p := panel{draw.Crop(c, left, -marginRight, middle, start-c.Max.Y), from, to, 0, most}
			p.horizontals(volume)
			p.bars(d)
			p.base(clock, false)

			start = heading(c, middle-panelGap, "Agents", staff, d.agentKeys())
			p = panel{draw.Crop(c, left, -marginRight, floor, start-c.Max.Y), from, to, 0, all}
			p.agents(d, agents)
			p.base(clock, true)
		},
	}, nil
}

// busiest says how many contacts there are, and when most of them come.
func (d Day) busiest() string {
	total, peak := 0.0, 0
	for i, v := range d.Offered {
		total += v
		if v > d.Offered[peak] {
			peak = i
		}
	}
	if n := len(d.Offered); total > 0 && n > 1 {
		return fmt.Sprintf("%s in all, at most %s (%s to %s)", count(total), count(d.Offered[peak]), d.clock(peak, n), d.clock(peak+1, n))
	}
	return count(total) + " in all"
}

// between writes the range of a number of agents.
func between(agents []int) string {
	low, high := float64(slices.Min(agents)), float64(slices.Max(agents))
	if low == high {
		return count(low)
	}
	return count(low) + " to " + count(high)
}

// bars draws the volume: bars where there is room for them, else one outline,
// because gaps of a fraction of a pixel make patterns that are not in the data.
func (p panel) bars(d Day) {
	n := len(d.Offered)
	if each := (p.Max.X - p.Min.X) / vg.Length(n); each >= 4 {
		gap := min(each*0.12, 4) / 2
		for i, v := range d.Offered {
			r := p.bar(d.start(i), 0, d.start(i+1), v)
			r.Min.X += gap
			r.Max.X -= gap
			if v > 0 {
				fill(p.Canvas, sky, r)
			}
		}
		return
	}
	p.area(sky, d.steps(p, 0, n, func(i int) float64 { return d.Offered[i] }))
}

// agents draws the schedule as a filled step and the requirement as a dashed step on it.
func (p panel) agents(d Day, ticks []tick) {
	n := len(d.Scheduled)
	scheduled := d.steps(p, 0, n, func(i int) float64 { return float64(d.Scheduled[i]) })
	required := d.steps(p, 0, n, func(i int) float64 { return float64(d.Required[i]) })
	p.area(pale, scheduled)
	p.horizontals(ticks)
	p.StrokeLines(thin(meanLine, n), scheduled)
	p.StrokeLines(thin(targetLine, n), required)
}

// agentKeys names the two steps, or the one step that both make.
func (d Day) agentKeys() []key {
	scheduled := func(c draw.Canvas, r vg.Rectangle) {
		fill(c, pale, r)
		c.StrokeLine2(meanLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
	}
	required := func(c draw.Canvas, r vg.Rectangle) {
		y := (r.Min.Y + r.Max.Y) / 2
		c.StrokeLine2(targetLine, r.Min.X, y, r.Max.X, y)
	}
	if slices.Equal(d.Required, d.Scheduled) {
		return []key{{"Required and scheduled, the same in every interval", func(c draw.Canvas, r vg.Rectangle) {
			scheduled(c, r)
			c.StrokeLine2(targetLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
		}}}
	}
	return []key{{"Scheduled", scheduled}, {"Required", required}}
}
