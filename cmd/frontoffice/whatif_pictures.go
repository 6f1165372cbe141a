package main

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"frontoffice/charts"
	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/scenarios/whatif"
)

// album gathers pictures for a folder.
type album struct {
	order []string
	files map[string][]byte
}

// add draws a picture in each format.
func (a *album) add(name string, f *charts.Figure, err error) error {
	if err != nil {
		return fmt.Errorf("drawing %s: %w", name, err)
	}
	written, err := rendered(f)
	if err != nil {
		return fmt.Errorf("drawing %s: %w", name, err)
	}
	if a.files == nil {
		a.files = map[string][]byte{}
	}
	for _, ext := range pictureFormats {
		a.files[name+ext] = written[ext]
		a.order = append(a.order, name+ext)
	}
	return nil
}

func (a *album) write(folder string, overwrite bool) ([]string, error) {
	return writeFolder(folder, a.order, a.files, overwrite)
}

// dated is what day a picture shows.
func dated(s *scenarios.Scenario, words string) string {
	if s.Date.IsZero() {
		return words
	}
	return s.Date.Format("Mon 2 Jan 2006") + ", " + words
}

// Most scenarios of an overlay, and of a map.
const (
	mostOverlaid = 5
	mostMapped   = 60
)

// drawComparison draws the scenarios' service level through the day: as lines where they are few, and as a
// map.
func drawComparison(folder string, r *whatif.Comparison, overwrite bool) ([]string, error) {
	var a album
	first := r.Cases[0]
	prefixes := picturePrefixes(first.Day.Channels)
	for i := range first.Day.Channels {
		v, ok := chartVariants(r, i)
		if !ok {
			continue
		}
		few := v
		few.Lines = few.Lines[:min(len(few.Lines), mostOverlaid)]
		f, err := charts.Overlay(few)
		if err := a.add(prefixes[i]+"variants", f, err); err != nil {
			return nil, err
		}
		v.Lines = v.Lines[:min(len(v.Lines), mostMapped)]
		f, err = charts.ServiceLevelMap(v)
		if err := a.add(prefixes[i]+"service-level-map", f, err); err != nil {
			return nil, err
		}
	}
	if a.order == nil {
		return nil, usagef("--pictures: no formula has these channels, and nothing was simulated")
	}
	return a.write(folder, overwrite)
}

// chartVariants is a channel of the scenarios that have its intervals.
func chartVariants(r *whatif.Comparison, i int) (charts.Variants, bool) {
	first := r.Cases[0]
	ch, s := first.Day.Channels[i], first.Scenario
	how := "by " + ch.Formula
	if r.Replications > 0 {
		how = fmt.Sprintf("%s, seed %d, the same customers for all", count(r.Replications, "simulated day"), r.Seed)
	}
	v := charts.Variants{Title: compareTitle(r, i), Subtitle: dated(s, s.Name+", "+ch.Name+", "+how), Open: s.Open, Interval: s.Interval,
		Target: ch.Target.ServiceLevel, Within: staffing.Within(ch.Channel), Definition: definitionWords[ch.Target.Definition], Confidence: r.Confidence}
	if ch.Kind == scenarios.Deferred {
		v.Within, v.Definition = ch.Deadline, "finished, by interval of arrival"
		if ch.InOpenHours {
			v.Definition = "of opening hours; finished, by interval of arrival"
		}
	}
	for _, k := range r.Cases {
		if k.Why != "" || len(k.Day.Channels) <= i || k.Day.Channels[i].Name != ch.Name {
			continue
		}
		line := charts.VariantLine{Name: k.Name}
		for n, in := range k.Day.Channels[i].Intervals {
			b := charts.Band{Undefined: true}
			switch {
			case k.Simulated != nil && ch.Kind == scenarios.Deferred:
				f := &k.Simulated.Channels[i].Intervals[n]
				b = band(onTime(f))
				b.Undefined = b.Undefined || f.Offered.Mean == 0
			case k.Simulated != nil:
				b = band(staffing.LevelOf(k.Simulated.Channels[i].Intervals[n].ServiceLevel, ch.Target.Definition))
			case in.Formula != nil && in.Offered > 0:
				x := in.Formula.ServiceLevel.Of(ch.Target.Definition)
				b = charts.Band{Mean: x, Low: x, High: x}
			}
			line.ServiceLevel = append(line.ServiceLevel, b)
		}
		value := whatif.Value{}
		for j, f := range r.Figures {
			if f.Name == ch.Name+".service_level" {
				value = k.Values[j]
			}
		}
		if value.Undefined {
			continue
		}
		line.Day = min(max(value.Mean, 0), 1)
		v.Lines = append(v.Lines, line)
	}
	return v, len(v.Lines) > 0
}

// compareTitle says what the comparison found.
func compareTitle(r *whatif.Comparison, i int) string {
	name := r.Cases[0].Day.Channels[i].Name
	k := slices.IndexFunc(r.Figures, func(f whatif.Figure) bool { return f.Name == name+".service_level" })
	worst, best := 1, 1
	for j := range r.Cases {
		if j == 0 || r.Cases[j].Differences[k].Undefined {
			continue
		}
		if r.Cases[j].Differences[k].Mean < r.Cases[worst].Differences[k].Mean {
			worst = j
		}
		if r.Cases[j].Differences[k].Mean > r.Cases[best].Differences[k].Mean {
			best = j
		}
	}
	unproven := 0
	for _, c := range r.Cases {
		for _, v := range c.Verdicts {
			if v.Channel == name && v.Undue != nil {
				unproven++
			}
		}
	}
	if unproven > 0 {
		return fmt.Sprintf("%d of %d leave too much %s work to prove a service level", unproven, len(r.Cases), name)
	}
	base := r.Cases[0].Name
	if base == asItIs {
		base = "the scenario as it is"
	}
	said := func(j int) string {
		d := r.Cases[j].Differences[k]
		switch {
		case d.Undefined:
			return ""
		case same(d), d.Noise():
			return fmt.Sprintf("%s keeps the %s service level of %s", r.Cases[j].Name, name, base)
		case d.Mean < 0:
			return fmt.Sprintf("%s costs %s points of %s service level", r.Cases[j].Name, within(r.Figures[k], whatif.Value{Estimate: d.Estimate, Exact: true}), name)
		}
		return fmt.Sprintf("%s adds %s points of %s service level", r.Cases[j].Name, within(r.Figures[k], whatif.Value{Estimate: d.Estimate, Exact: true}), name)
	}
	if r.Cases[worst].Differences[k].Mean < 0 && !r.Cases[worst].Differences[k].Noise() {
		return capitalized(said(worst))
	}
	return capitalized(said(best))
}

func capitalized(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// quantity is a figure as an axis.
func quantity(s *scenarios.Scenario, f whatif.Figure) charts.Quantity {
	of, what := splitFigure(f.Name)
	name := figureTitles[what]
	if name == "" {
		name = capitalized(strings.ReplaceAll(what, "_", " "))
	}
	if c, err := findChannel(s, of); err == nil && what == "service_level" {
		name += " within " + scenarios.ShortDuration(staffing.Within(c))
	}
	if of != "" && (len(s.Channels) > 1 || len(s.Teams) > 1) {
		name += ", " + of
	}
	return charts.Quantity{Name: name, Share: f.Kind == whatif.Share, Unit: map[whatif.Kind]string{whatif.Seconds: " s", whatif.Hours: " h"}[f.Kind]}
}

// targetOf is what a figure shall be; 0 for nothing.
func targetOf(s *scenarios.Scenario, f whatif.Figure) float64 {
	of, what := splitFigure(f.Name)
	c, err := findChannel(s, of)
	if err != nil {
		return 0
	}
	switch what {
	case "service_level":
		return c.Target.ServiceLevel
	case "asa":
		return c.Target.ASA.Seconds()
	case "abandonment":
		return c.Target.Abandonment
	}
	return 0
}

// drawSensitivity draws a tornado of each figure.
func drawSensitivity(folder string, s *scenarios.Scenario, r *whatif.Sensitivity, overwrite bool) ([]string, error) {
	var a album
	how := "each input moved alone by its uncertainty, by formula"
	if r.Replications > 0 {
		how = fmt.Sprintf("each input moved alone by its uncertainty, %s", count(r.Replications, "simulated day"))
	}
	for k, f := range r.Figures {
		tops := r.Tops(k)
		if len(tops) == 0 {
			continue
		}
		q := quantity(s, f)
		with := "the agents kept"
		if f.Staff {
			with = "sized anew"
		}
		t := charts.Tornado{Title: "What moves " + figureName(f) + ": " + shortPath(tops[0].Path) + " most",
			Subtitle: dated(s, s.Name+", "+how+", "+with), Quantity: q, Base: r.Base[k].Mean}
		for _, in := range tops[:min(len(tops), 12)] {
			bar := charts.TornadoBar{Name: shortPath(in.Path) + " (" + in.Value + ")", Low: in.Change[0], High: in.Change[1], AtLow: math.NaN(), AtHigh: math.NaN()}
			if v := in.Low[k]; !v.Undefined {
				bar.AtLow, bar.LowHalf = r.Base[k].Mean+v.Mean, v.HalfWidth
			}
			if v := in.High[k]; !v.Undefined {
				bar.AtHigh, bar.HighHalf = r.Base[k].Mean+v.Mean, v.HalfWidth
			}
			t.Bars = append(t.Bars, bar)
		}
		figure, err := charts.DrawTornado(t)
		if err := a.add("tornado-"+slug(strings.ReplaceAll(f.Name, ".", "-")), figure, err); err != nil {
			return nil, err
		}
	}
	if a.order == nil {
		return nil, usagef("--pictures: nothing moves any of the figures")
	}
	return a.write(folder, overwrite)
}

// drawFrontier draws the frontier.
func drawFrontier(folder string, s *scenarios.Scenario, r *whatif.Frontier, overwrite bool) ([]string, error) {
	c := &s.Channels[0]
	if r.Channel != "" {
		c, _ = findChannel(s, r.Channel)
	}
	f := charts.Frontier{Least: quantity(s, r.Figures[r.Cost]), Knee: -1, Promise: charts.Quantity{Name: "Speed of answer promised", Unit: " s"}}
	if r.By == "service_level" {
		f.Promise = charts.Quantity{Name: "Service level promised, within " + scenarios.ShortDuration(staffing.Within(c)), Share: true}
	}
	occupancy := slices.IndexFunc(r.Figures, func(g whatif.Figure) bool { return g.Name == c.Name+".occupancy" })
	for i, p := range r.Points {
		if p.Why != "" {
			continue
		}
		if i == r.Knee {
			f.Knee = len(f.Points)
		}
		at := charts.FrontierPoint{Promise: p.Goal, Least: p.Values[r.Cost].Mean}
		if occupancy >= 0 && !p.Values[occupancy].Undefined {
			at.Occupancy = p.Values[occupancy].Mean
		}
		f.Points = append(f.Points, at)
	}
	f.Title = "Every level of service has its price"
	if r.Knee >= 0 {
		knee := r.Points[r.Knee]
		f.Title = "Beyond " + knee.Target + " service gets dear"
		if r.By == "asa" {
			f.Title = "Faster than " + knee.Target[strings.Index(knee.Target, ":")+1:] + " service gets dear"
		}
	}
	whose := c.Name
	if r.Channel == "" && len(s.Channels) > 1 {
		whose = "all channels"
	}
	f.Subtitle = dated(s, s.Name+", "+whose+", the promise kept in every interval, by formula")
	var a album
	figure, err := charts.DrawFrontier(f)
	if err := a.add("frontier-"+strings.ReplaceAll(r.By, "_", "-"), figure, err); err != nil {
		return nil, err
	}
	return a.write(folder, overwrite)
}

// drawSweep draws figures over one varied field as a line, over two as lines or, where the second has many values,
// as a map.
func drawSweep(folder string, p *whatif.Plan, rows []whatif.Row, figures []int, overwrite bool) ([]string, error) {
	if p.Samples > 0 || len(p.Dimensions) > 2 {
		return nil, usagef("--pictures: one or two varied fields of a full grid can be drawn")
	}
	s, err := p.Document.Variant(p.Variant, p.Set...)
	if err != nil {
		return nil, err
	}
	how := "by formula"
	if p.Replications > 0 {
		how = count(p.Replications, "simulated day") + " at every point"
	}
	plan := "each sized anew"
	if p.KeepPlan {
		plan = "the agents kept"
	}
	subtitle := dated(s, s.Name+", "+how+", "+plan)
	var a album
	for _, k := range figures {
		f := p.Figures()[k]
		if !slices.ContainsFunc(rows, func(r whatif.Row) bool { return !r.Values[k].Undefined }) {
			continue
		}
		q := quantity(s, f)
		name := "sweep-" + slug(strings.ReplaceAll(f.Name, ".", "-"))
		figure, err := sweepFigure(p, rows, k, q, targetOf(s, f), subtitle)
		if err := a.add(name, figure, err); err != nil {
			return nil, err
		}
	}
	if a.order == nil {
		return nil, usagef("--pictures: no point has an answer")
	}
	return a.write(folder, overwrite)
}

func sweepFigure(p *whatif.Plan, rows []whatif.Row, k int, q charts.Quantity, target float64, subtitle string) (*charts.Figure, error) {
	last := len(p.Dimensions) - 1
	along := p.Dimensions[last]
	value := func(i int) float64 {
		if rows[i].Values[k].Undefined {
			return math.NaN()
		}
		return rows[i].Values[k].Mean
	}
	low, high := math.Inf(1), math.Inf(-1)
	for i := range rows {
		if v := value(i); !math.IsNaN(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	f := p.Figures()[k]
	exact := func(x float64) string {
		v := whatif.Value{Exact: true}
		v.Mean = x
		return writeValue(f, v)
	}
	title := fmt.Sprintf("%s: %s to %s along %s", capitalized(figureName(f)), exact(low), exact(high), shortPath(along.Path))
	var x []float64
	numbers := true
	for _, v := range along.Values {
		n, ok := along.Number(v)
		numbers = numbers && ok
		x = append(x, n)
	}
	n := len(along.Values)
	lines := 1
	if last == 1 {
		lines = len(p.Dimensions[0].Values)
		title += " and " + shortPath(p.Dimensions[0].Path)
	}
	if len(rows) != lines*n {
		return nil, fmt.Errorf("only a shard of the grid was worked out")
	}
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	if numbers {
		slices.SortFunc(order, func(a, b int) int {
			if x[a] < x[b] {
				return -1
			}
			return 1
		})
	}
	if !numbers || n < 2 || lines > 6 {
		m := charts.Map{Title: title, Subtitle: subtitle, X: shortPath(along.Path), Quantity: q, Target: target, Rows: []string{""}}
		if last == 1 {
			m.Y, m.Rows = shortPath(p.Dimensions[0].Path), p.Dimensions[0].Values
		}
		for _, i := range order {
			m.Columns = append(m.Columns, along.Values[i])
		}
		for l := range lines {
			var row []float64
			for _, i := range order {
				row = append(row, value(l*n+i))
			}
			m.Values = append(m.Values, row)
		}
		if q.Unit != "" && target > 0 {
			m.Target = 0 // less is better: the colors would say the opposite
		}
		if strings.HasPrefix(q.Name, "Abandoned") {
			m.Target = 0
		}
		return charts.HeatMap(m)
	}
	v := charts.Curves{Title: title, Subtitle: subtitle, X: charts.Quantity{Name: shortPath(along.Path), Unit: unitOf(along.Values[0])}, Y: q, Target: target}
	for l := range lines {
		curve := charts.Curve{}
		if last == 1 {
			curve.Name = p.Dimensions[0].Values[l]
		}
		for _, i := range order {
			curve.X = append(curve.X, x[i])
			curve.Y = append(curve.Y, value(l*n+i))
			if p.Replications > 0 && !p.Figures()[k].Staff {
				curve.Half = append(curve.Half, rows[l*n+i].Values[k].HalfWidth)
			}
		}
		v.Lines = append(v.Lines, curve)
	}
	return charts.Lines(v)
}

// unitOf is what stands behind the number of a value: " s" of durations, "%" of shares.
func unitOf(value string) string {
	if _, err := scenarios.ParseDuration(value); err == nil {
		return " s"
	}
	if strings.HasSuffix(value, "%") {
		return "%"
	}
	return ""
}
