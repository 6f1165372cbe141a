package charts

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Variants is the service level of scenarios side by side, interval by interval.
type Variants struct {
	Title    string
	Subtitle string

	Open     time.Duration // start of the first interval, from midnight
	Interval time.Duration

	Lines  []VariantLine // the first is what the others are compared to
	Target float64       // of the service level; 0: none

	Within     time.Duration
	Definition string
	Confidence float64 // of the first line's band; 0: 0.95
}

// VariantLine is a scenario.
type VariantLine struct {
	Name         string
	ServiceLevel []Band  // by interval
	Day          float64 // over the day
}

// overlaid is how many lines can be told apart on one axis.
const overlaid = 6

// mostRows is how many rows a heat map has.
const mostRows = 60

func (v Variants) check(most int) error {
	if len(v.Lines) == 0 || len(v.Lines) > most {
		return fmt.Errorf("charts: %s: want 1 to %d", plural(len(v.Lines), "scenario"), most)
	}
	d, n := Day{Open: v.Open, Interval: v.Interval}, len(v.Lines[0].ServiceLevel)
	if err := firstError(d.intervals("service level", n), checkShare("target of service level", v.Target), checkWithin(v.Within)); err != nil {
		return err
	}
	for _, l := range v.Lines {
		name := oneLine(l.Name)
		if name == "" {
			return fmt.Errorf("charts: a scenario has no name")
		}
		if err := firstError(
			sameLength("service level of "+name, len(l.ServiceLevel), oneLine(v.Lines[0].Name), n),
			checkBands("service level of "+name, l.ServiceLevel, nil, func(i int) bool { return !l.ServiceLevel[i].Undefined }),
			checkShare("service level of the day of "+name, l.Day),
		); err != nil {
			return err
		}
	}
	return nil
}

func (v Variants) clone() Variants {
	v.Title, v.Subtitle, v.Definition = oneLine(v.Title), oneLine(v.Subtitle), oneLine(v.Definition)
	v.Lines = slices.Clone(v.Lines)
	for i := range v.Lines {
		v.Lines[i].Name = oneLine(v.Lines[i].Name)
		v.Lines[i].ServiceLevel = slices.Clone(v.Lines[i].ServiceLevel)
	}
	return v
}

// days says the day's service level of every line.
func (v Variants) days() string {
	var parts []string
	for _, l := range v.Lines {
		parts = append(parts, l.Name+" "+percent(l.Day))
	}
	return "over the day " + strings.Join(parts, ", ")
}

// Overlay draws the service level of up to six scenarios through the day on one axis, each line named at its
// end; the first has its confidence interval as a band.
func Overlay(v Variants) (*Figure, error) {
	if err := v.check(overlaid); err != nil {
		return nil, err
	}
	v = v.clone()
	d, n := Day{Open: v.Open, Interval: v.Interval}, len(v.Lines[0].ServiceLevel)
	name, finding := serviceLevelName(v.Within, v.Definition), v.days()
	least := 1.0
	if v.Target > 0 {
		least = v.Target
	}
	for _, l := range v.Lines {
		for _, b := range l.ServiceLevel {
			if !b.Undefined {
				least = min(least, b.Mean)
			}
		}
	}
	for _, b := range v.Lines[0].ServiceLevel {
		if !b.Undefined {
			least = min(least, max(b.Low, 0))
		}
	}
	var names []string
	room := vg.Length(0)
	for _, l := range v.Lines {
		names = append(names, l.Name)
		room = max(room, keyStyle.width(l.Name)*1.15)
	}
	room = min(room, 150) + 12
	return &Figure{
		title:    v.Title,
		subtitle: v.Subtitle,
		finding:  name + ": " + finding + ".",
		paint: func(c draw.Canvas) {
			confidence := v.Confidence
			if confidence == 0 {
				confidence = 0.95
			}
			var keys []key
			if v.Target > 0 {
				keys = append(keys, stroke("Target "+exactly(v.Target), targetLine))
			}
			banded := slices.ContainsFunc(v.Lines[0].ServiceLevel, func(b Band) bool { return b.High-b.Low > 1e-9 })
			if banded {
				keys = append(keys, key{exactly(confidence) + " interval of " + v.Lines[0].Name, func(c draw.Canvas, r vg.Rectangle) { fill(c, pale, r) }})
			}
			start := heading(c, header(c, v.Title, v.Subtitle), name, finding, keys)
			ticks, bottom := shareTicks(max(0, least-0.01))
			left := gutter(ticks)
			clock, from, to := d.timeAxis(n, width-left-marginRight-room)
			p := panel{draw.Crop(c, left, -marginRight-room, floor, start-c.Max.Y), from, to, bottom, 1}
			has := func(l VariantLine) [][2]int { return runs(n, func(i int) bool { return !l.ServiceLevel[i].Undefined }) }
			if banded {
				for _, r := range has(v.Lines[0]) {
					p.between(pale, d.steps(p, r[0], r[1], func(i int) float64 { return v.Lines[0].ServiceLevel[i].Low }),
						d.steps(p, r[0], r[1], func(i int) float64 { return v.Lines[0].ServiceLevel[i].High }))
				}
			}
			p.horizontals(ticks)
			if v.Target > 0 {
				p.StrokeLine2(targetLine, p.Min.X, p.y(v.Target), p.Max.X, p.y(v.Target))
			}
			ends := make([]vg.Length, len(v.Lines))
			for k := len(v.Lines) - 1; k >= 0; k-- { // the first on top
				l := v.Lines[k]
				for _, r := range has(l) {
					line := d.steps(p, r[0], r[1], func(i int) float64 { return l.ServiceLevel[i].Mean })
					p.StrokeLines(thin(curveStyles[k], n), line)
					ends[k] = line[len(line)-1].Y
				}
			}
			p.base(clock, true)
			endLabels(c, p.Max.X, names, ends, p.Min.Y+4, p.Max.Y-4)
		},
	}, nil
}
