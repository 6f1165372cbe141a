package charts

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Volume draws the contacts offered in each interval above the agents required,
// planned and scheduled, over one time axis. It reads Offered, Required, Planned
// and Scheduled.
func Volume(d Day) (*Figure, error) {
	n := len(d.Offered)
	if err := firstError(
		d.intervals("offered contacts", n),
		optionalLength("required agents", d.Required, n),
		optionalLength("planned agents", d.Planned, n),
		sameLength("scheduled agents", len(d.Scheduled), "offered contacts", n),
		checkCounts("offered contacts", d.Offered),
		checkCounts("required agents", d.Required),
		checkCounts("planned agents", d.Planned),
		checkCounts("scheduled agents", d.Scheduled),
	); err != nil {
		return nil, err
	}
	d.Offered, d.Required = slices.Clone(d.Offered), slices.Clone(d.Required)
	d.Planned, d.Scheduled = slices.Clone(d.Planned), slices.Clone(d.Scheduled)
	title, subtitle := oneLine(d.Title), oneLine(d.Subtitle)
	contacts := "Contacts offered per " + per(d.Interval)
	busiest := d.busiest()
	staff := d.staff()
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  contacts + ": " + busiest + ". Agents: " + staff + ".",
		paint: func(c draw.Canvas) {
			top := header(c, title, subtitle)
			volume, most := countTicks(slices.Max(d.Offered), false)
			agents, all := countTicks(float64(slices.Max(slices.Concat(d.Required, d.Planned, d.Scheduled))), true)
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
		if slices.Min(d.Offered) == d.Offered[peak] {
			return fmt.Sprintf("%s in all, %s in each interval", count(total), count(d.Offered[peak]))
		}
		return fmt.Sprintf("%s in all, peak of %s from %s to %s", count(total), count(d.Offered[peak]), d.clock(peak, n), d.clock(peak+1, n))
	}
	return count(total) + " in all"
}

// staff says how many agents each step has.
func (d Day) staff() string {
	var words []string
	for _, s := range []struct {
		agents []int
		name   string
	}{{d.Required, "required"}, {d.Planned, "planned"}, {d.Scheduled, "scheduled"}} {
		if s.agents != nil {
			words = append(words, between(s.agents)+" "+s.name)
		}
	}
	return strings.Join(words, ", ")
}

// optionalLength checks a series that may be left out.
func optionalLength(series string, agents []int, n int) error {
	if agents == nil {
		return nil
	}
	return sameLength(series, len(agents), "offered contacts", n)
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

// agents draws the schedule as a filled step, and on it the plan as a line and the
// requirement as a dashed line.
func (p panel) agents(d Day, ticks []tick) {
	n := len(d.Scheduled)
	step := func(agents []int) []vg.Point {
		return d.steps(p, 0, n, func(i int) float64 { return float64(agents[i]) })
	}
	scheduled := step(d.Scheduled)
	p.area(pale, scheduled)
	p.horizontals(ticks)
	p.StrokeLines(thin(meanLine, n), scheduled)
	if d.Planned != nil && !slices.Equal(d.Planned, d.Scheduled) {
		p.StrokeLines(thin(planLine, n), step(d.Planned))
	}
	if d.Required != nil {
		p.StrokeLines(thin(targetLine, n), step(d.Required))
	}
}

// agentKeys names the steps, those that fall together once.
func (d Day) agentKeys() []key {
	scheduled := func(c draw.Canvas, r vg.Rectangle) {
		fill(c, pale, r)
		c.StrokeLine2(meanLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
	}
	line := func(style draw.LineStyle) func(draw.Canvas, vg.Rectangle) {
		return func(c draw.Canvas, r vg.Rectangle) {
			y := (r.Min.Y + r.Max.Y) / 2
			c.StrokeLine2(style, r.Min.X, y, r.Max.X, y)
		}
	}
	if d.Planned == nil && slices.Equal(d.Required, d.Scheduled) {
		return []key{{"Required and scheduled, the same in every interval", func(c draw.Canvas, r vg.Rectangle) {
			scheduled(c, r)
			c.StrokeLine2(targetLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
		}}}
	}
	var keys []key
	switch {
	case slices.Equal(d.Planned, d.Scheduled):
		keys = append(keys, key{"Planned and scheduled, the same in every interval", scheduled})
	case d.Planned != nil:
		keys = append(keys, key{"Scheduled", scheduled}, key{"Planned", line(planLine)})
	default:
		keys = append(keys, key{"Scheduled", scheduled})
	}
	if d.Required != nil {
		keys = append(keys, key{"Required", line(targetLine)})
	}
	return keys
}
