package charts

import (
	"fmt"
	"slices"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Chats is how agents hold chats side by side. The slices have one entry per interval.
type Chats struct {
	Title, Subtitle string

	Open     time.Duration // start of the first interval, from midnight
	Interval time.Duration
	Date     time.Time // of that midnight; names the days where there are several

	InHand      []float64 // chats with an agent, time average
	Places      []float64 // that the agents have: agents times Most; nil: not drawn
	Concurrency []Span    // contacts in hand of an agent with any
	Most        int       // chats an agent has in hand at most

	Duration float64 // of a chat over the day, seconds
	Alone    float64 // of one whose agent has no other, seconds
}

// Span is a figure with its confidence interval. Undefined marks an interval that has none.
type Span struct {
	Mean, Low, High float64
	Undefined       bool
}

// Concurrency draws the chats in hand of each interval above the contacts in hand of an agent with any.
func Concurrency(ch Chats) (*Figure, error) {
	d := Day{Open: ch.Open, Interval: ch.Interval, Date: ch.Date}
	n := len(ch.InHand)
	err := firstError(
		d.intervals("chats in hand", n),
		sameLength("concurrency", len(ch.Concurrency), "chats in hand", n),
		checkCounts("chats in hand", ch.InHand),
		checkCounts("places", ch.Places),
		checkCounts("duration", []float64{ch.Duration, ch.Alone}),
	)
	if err == nil && ch.Places != nil {
		err = sameLength("places", len(ch.Places), "chats in hand", n)
	}
	for i, s := range ch.Concurrency {
		if err == nil && !s.Undefined {
			err = checkCounts(fmt.Sprintf("concurrency of interval %d: bound", i+1), []float64{max(s.Low, 0), s.Mean, s.High})
		}
	}
	if err == nil && (ch.Most < 1 || ch.Most > 1000) {
		err = fmt.Errorf("charts: at most %d chats in hand: want 1 to 1000", ch.Most)
	}
	if err != nil {
		return nil, err
	}
	ch.InHand, ch.Places, ch.Concurrency = slices.Clone(ch.InHand), slices.Clone(ch.Places), slices.Clone(ch.Concurrency)
	title, subtitle := oneLine(ch.Title), oneLine(ch.Subtitle)
	hand, each := ch.handFinding(d), ch.eachFinding()
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  "Chats in hand: " + hand + ". In hand of an agent with any: " + each + ".",
		paint: func(c draw.Canvas) {
			top := header(c, title, subtitle)
			counts, most := countTicks(slices.Max(append(slices.Clone(ch.Places), ch.InHand...)), false)
			highest := float64(ch.Most)
			for _, s := range ch.Concurrency {
				if !s.Undefined {
					highest = max(highest, s.Mean)
				}
			}
			levels, level := countTicks(highest, false)
			left := gutter(counts, levels)
			clock, from, to := d.timeAxis(n, width-left-marginRight)

			start := heading(c, top, "Chats in hand", hand, ch.keys())
			middle := floor + (start-floor)*0.5
			p := panel{draw.Crop(c, left, -marginRight, middle, start-c.Max.Y), from, to, 0, most}
			line := d.steps(p, 0, n, func(i int) float64 { return ch.InHand[i] })
			p.area(pale, line)
			p.horizontals(counts)
			p.StrokeLines(thin(meanLine, n), line)
			if ch.Places != nil {
				p.StrokeLines(thin(targetLine, n), d.steps(p, 0, n, func(i int) float64 { return ch.Places[i] }))
			}
			p.base(clock, false)

			start = heading(c, middle-panelGap, "In hand of an agent with any", each, ch.eachKeys())
			p = panel{draw.Crop(c, left, -marginRight, floor, start-c.Max.Y), from, to, 0, level}
			p.horizontals(levels)
			for _, r := range runs(n, func(i int) bool { return !ch.Concurrency[i].Undefined }) {
				p.between(sky, d.steps(p, r[0], r[1], func(i int) float64 { return ch.Concurrency[i].Low }),
					d.steps(p, r[0], r[1], func(i int) float64 { return ch.Concurrency[i].High }))
				p.StrokeLines(thin(meanLine, n), d.steps(p, r[0], r[1], func(i int) float64 { return ch.Concurrency[i].Mean }))
			}
			p.StrokeLine2(targetLine, p.Min.X, p.y(float64(ch.Most)), p.Max.X, p.y(float64(ch.Most)))
			p.base(clock, true)
		},
	}, nil
}

func (ch Chats) handFinding(d Day) string {
	n, peak := len(ch.InHand), 0
	for i, v := range ch.InHand {
		if v > ch.InHand[peak] {
			peak = i
		}
	}
	if ch.InHand[peak] == 0 {
		return "none"
	}
	text := fmt.Sprintf("most from %s to %s, %s", d.clock(peak, n), d.clock(peak+1, n), group(ch.InHand[peak]))
	if ch.Places != nil && ch.Places[peak] > 0 {
		text += fmt.Sprintf(" of %s places", group(ch.Places[peak]))
	}
	return text
}

func (ch Chats) eachFinding() string {
	low, high := 0., 0.
	for _, s := range ch.Concurrency {
		if !s.Undefined {
			if high == 0 {
				low = s.Mean
			}
			low, high = min(low, s.Mean), max(high, s.Mean)
		}
	}
	text := fmt.Sprintf("%.1f to %.1f, at most %d chats", low, high, ch.Most)
	if ch.Duration > 0 && ch.Alone > 0 {
		text += fmt.Sprintf("; a chat lasts %.1f min, %.1f if its agent had no other", ch.Duration/60, ch.Alone/60)
	}
	return text
}

func (ch Chats) eachKeys() []key {
	return []key{{"Simulated mean, with its confidence interval", func(c draw.Canvas, r vg.Rectangle) {
		fill(c, sky, r)
		c.StrokeLine2(meanLine, r.Min.X, (r.Min.Y+r.Max.Y)/2, r.Max.X, (r.Min.Y+r.Max.Y)/2)
	}}, {fmt.Sprintf("At most %d chats", ch.Most), func(c draw.Canvas, r vg.Rectangle) {
		c.StrokeLine2(targetLine, r.Min.X, (r.Min.Y+r.Max.Y)/2, r.Max.X, (r.Min.Y+r.Max.Y)/2)
	}}}
}

func (ch Chats) keys() []key {
	keys := []key{{"Chats with an agent", func(c draw.Canvas, r vg.Rectangle) {
		fill(c, pale, r)
		c.StrokeLine2(meanLine, r.Min.X, r.Max.Y, r.Max.X, r.Max.Y)
	}}}
	if ch.Places != nil {
		keys = append(keys, key{fmt.Sprintf("Places: %d for each agent", ch.Most), func(c draw.Canvas, r vg.Rectangle) {
			y := (r.Min.Y + r.Max.Y) / 2
			c.StrokeLine2(targetLine, r.Min.X, y, r.Max.X, y)
		}})
	}
	return keys
}
