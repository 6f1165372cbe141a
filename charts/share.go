package charts

import (
	"fmt"
	"slices"
	"time"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ServiceLevel draws the simulated service level of each interval with its
// confidence interval, beside the formula's and the target. The axis starts at a
// round share below what is drawn, not at 0: the picture is read against the
// target, and lines, unlike bars, don't need a zero.
//
// Its headline counts an interval as meeting the target only when the whole
// confidence interval does, and as missing it only when the whole confidence
// interval does; the rest is too close to call.
func ServiceLevel(d Day) (*Figure, error) {
	if err := checkWithin(d.Within); err != nil {
		return nil, err
	}
	s := shares{
		day: d, quantity: "service level", name: serviceLevelName(d.Within, d.Definition),
		bands: d.ServiceLevel, formula: d.Formula,
		limit: d.ServiceLevelTarget, limitName: "target", whole: d.ServiceLevelDay,
		has: func(i int) bool {
			return !d.ServiceLevel[i].Undefined && (d.Offered == nil || d.Offered[i] > 0)
		}, hasName: "with contacts",
		verdict: func(b Band, target float64) (good, bad bool) { return b.Low >= target, b.High < target },
		good:    "met", bad: "missed",
	}
	if d.Judged != nil {
		if err := sameLength("judged intervals", len(d.Judged), s.quantity, len(s.bands)); err != nil {
			return nil, err
		}
		s.words = oneLine(d.ServiceLevelWords)
		s.judged, s.hasName = slices.Clone(d.Judged), "all due before the close"
	}
	if d.Offered != nil {
		if err := firstError(
			sameLength("offered contacts", len(d.Offered), s.quantity, len(s.bands)),
			checkCounts("offered contacts", d.Offered),
		); err != nil {
			return nil, err
		}
	}
	return s.figure()
}

// checkWithin checks the T of a service level.
func checkWithin(within time.Duration) error {
	if within < 0 {
		return fmt.Errorf("charts: service level within %v: want 0 or more", within)
	}
	return nil
}

// serviceLevelName is the name of a panel of service levels.
func serviceLevelName(within time.Duration, definition string) string {
	name := "Service level"
	if within > 0 {
		name += " within " + lasting(within)
	} else {
		name += ", answered at once"
	}
	if definition != "" {
		name += " (" + oneLine(definition) + ")"
	}
	return name
}

// Occupancy draws the simulated occupancy of each interval with its confidence
// interval, beside the formula's and the cap. Its headline judges intervals
// against the cap as that of ServiceLevel does against the target.
func Occupancy(d Day) (*Figure, error) {
	s := shares{
		day: d, quantity: "occupancy", name: "Occupancy",
		bands: d.Occupancy, formula: d.FormulaOccupancy,
		limit: d.OccupancyCap, limitName: "cap", whole: d.OccupancyDay,
		has: func(i int) bool { return !d.Occupancy[i].Undefined }, hasName: "with agents",
		verdict: func(b Band, limit float64) (good, bad bool) { return b.High <= limit, b.Low > limit },
		good:    "kept", bad: "exceeded",
	}
	return s.figure()
}

// shares is a picture of a share by interval against a limit.
type shares struct {
	day       Day
	quantity  string // in messages
	name      string // over the panel
	bands     []Band
	formula   []float64
	limit     float64
	limitName string
	whole     float64          // over the day; 0: not named
	has       func(i int) bool // whether interval i has a value
	hasName   string
	judged    []bool // nil: all
	words     string // on the whole, in place of the figure; "": none
	verdict   func(b Band, limit float64) (good, bad bool)
	good, bad string
}

func (s shares) figure() (*Figure, error) {
	n := len(s.bands)
	err := firstError(
		s.day.intervals(s.quantity, n),
		checkShare(s.limitName+" of "+s.quantity, s.limit),
		checkShare(s.quantity+" of the day", s.whole),
		checkShare("confidence", s.day.Confidence),
	)
	if err == nil && s.formula != nil {
		err = sameLength(s.quantity+" by formula", len(s.formula), "simulated "+s.quantity, n)
	}
	if err == nil {
		err = checkBands(s.quantity, s.bands, s.formula, s.has)
	}
	if err != nil {
		return nil, err
	}
	s.bands, s.formula = slices.Clone(s.bands), slices.Clone(s.formula)
	stretches := runs(n, s.has) // has reads slices of the caller: asked now, not when painting
	title, subtitle := oneLine(s.day.Title), oneLine(s.day.Subtitle)
	finding := s.finding(stretches)
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  s.name + ": " + finding + ".",
		paint: func(c draw.Canvas) {
			start := heading(c, header(c, title, subtitle), s.name, finding, s.keys())
			ticks, bottom := shareTicks(s.least(stretches))
			left := gutter(ticks)
			clock, from, to := s.day.timeAxis(n, width-left-marginRight)
			p := panel{draw.Crop(c, left, -marginRight, floor, start-c.Max.Y), from, to, bottom, 1}
			p.horizontals(ticks)
			for _, r := range stretches {
				p.band(s, r[0], r[1])
			}
			p.base(clock, true)
			if s.limit > 0 {
				p.StrokeLine2(targetLine, p.Min.X, p.y(s.limit), p.Max.X, p.y(s.limit))
			}
			for _, r := range stretches {
				p.formula(s, r[0], r[1])
			}
		},
	}, nil
}

// finding says how wide the shares range and how they stand to the limit.
func (s shares) finding(stretches [][2]int) string {
	var met, missed, all int
	low, high := 1.0, 0.0
	for _, r := range stretches {
		for i, b := range s.bands[r[0]:r[1]] {
			if s.judged != nil && !s.judged[r[0]+i] {
				continue
			}
			good, bad := s.verdict(b, s.limit)
			if good {
				met++
			} else if bad {
				missed++
			}
			all++
			low, high = min(low, b.Mean), max(high, b.Mean)
		}
	}
	over := " over the day"
	if s.day.several(len(s.bands)) {
		over = " over all days"
	}
	switch {
	case all > 0:
	case s.words != "":
		return s.words + "; no interval is " + s.hasName
	case s.judged != nil:
		return percent(s.whole) + over + "; no interval is " + s.hasName
	default:
		return "no interval " + s.hasName
	}
	of := plural(all, "interval")
	if all < len(s.bands) {
		of += " " + s.hasName
	}
	text := spread(low, high)
	switch {
	case s.words != "":
		text = s.words + ", " + text
	case s.whole > 0:
		text = percent(s.whole) + over + ", " + text
	}
	if s.limit == 0 {
		return fmt.Sprintf("%s in %s", text, of)
	}
	text += fmt.Sprintf("; %s of %s ", s.limitName, exactly(s.limit))
	open := all - met - missed
	switch all {
	case met:
		return text + s.good + " in " + every(all, of)
	case missed:
		return text + s.bad + " in " + every(all, of)
	case open:
		return text + "too close to call in " + every(all, of)
	}
	text += s.good + " in " + group(float64(met)) + " of " + of
	if missed > 0 {
		text += ", " + s.bad + " in " + group(float64(missed))
	}
	if open > 0 {
		text += ", too close to call in " + group(float64(open))
	}
	return text
}

// least is the smallest share that the axis has to show.
func (s shares) least(stretches [][2]int) float64 {
	least := 1.0
	if s.limit > 0 {
		least = s.limit - 0.01 // else a limit at a round share would lie on the axis
	}
	for _, r := range stretches {
		for i := r[0]; i < r[1]; i++ {
			least = min(least, s.bands[i].Low)
			if s.formula != nil {
				least = min(least, s.formula[i])
			}
		}
	}
	return max(least, 0)
}

// band draws a stretch of intervals: the confidence interval filled, the mean as a step.
func (p panel) band(s shares, from, to int) {
	low := s.day.steps(p, from, to, func(i int) float64 { return s.bands[i].Low })
	high := s.day.steps(p, from, to, func(i int) float64 { return s.bands[i].High })
	mean := s.day.steps(p, from, to, func(i int) float64 { return s.bands[i].Mean })
	p.between(sky, low, high)
	p.StrokeLines(thin(meanLine, len(s.bands)), mean)
}

// ringsUpTo is the number of intervals up to which the formula is a ring in each.
const ringsUpTo = 120

// formula draws what the formula says for a stretch of intervals: rings, or a
// dashed line where rings would touch.
func (p panel) formula(s shares, from, to int) {
	if s.formula == nil {
		return
	}
	middles := make([]vg.Point, 0, to-from)
	for i := from; i < to; i++ {
		middles = append(middles, p.at((s.day.start(i)+s.day.start(i+1))/2, s.formula[i]))
	}
	if len(s.bands) > ringsUpTo {
		p.StrokeLines(formulaLine, middles)
		return
	}
	radius := min(ringRadius, (p.Max.X-p.Min.X)/vg.Length(len(s.bands))*0.3)
	for _, at := range middles {
		circle(p.Canvas, at, radius, ringLine)
	}
}

// keys names the marks.
func (s shares) keys() []key {
	confidence := s.day.Confidence
	if confidence == 0 {
		confidence = 0.95
	}
	keys := []key{{"Simulated mean with " + exactly(confidence) + " confidence interval", func(c draw.Canvas, r vg.Rectangle) {
		y := (r.Min.Y + r.Max.Y) / 2
		fill(c, sky, r)
		c.StrokeLine2(meanLine, r.Min.X, y, r.Max.X, y)
	}}}
	if s.formula != nil {
		name := "By formula"
		if s.day.FormulaName != "" {
			name += ": " + oneLine(s.day.FormulaName)
		}
		keys = append(keys, key{name, func(c draw.Canvas, r vg.Rectangle) {
			y := (r.Min.Y + r.Max.Y) / 2
			if len(s.bands) > ringsUpTo {
				c.StrokeLine2(formulaLine, r.Min.X, y, r.Max.X, y)
				return
			}
			circle(c, vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: y}, ringRadius, ringLine)
		}})
	}
	if s.limit > 0 {
		keys = append(keys, key{capital(s.limitName) + " " + exactly(s.limit), func(c draw.Canvas, r vg.Rectangle) {
			y := (r.Min.Y + r.Max.Y) / 2
			c.StrokeLine2(targetLine, r.Min.X, y, r.Max.X, y)
		}})
	}
	return keys
}
