package charts

import (
	"fmt"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ServiceLevelByMethod draws the service level that each method's agents truly
// give, interval by interval, against the target: a row for each of up to five
// methods on the same scale, with the intervals below the target shaded. On one axis
// their steps would cross in every interval. Its headline says for every method the
// hours and how many intervals miss a target. It reads Offered, ServiceLevel,
// AgentHours and Missed.
func ServiceLevelByMethod(m Methods) (*Figure, error) {
	if err := m.checkLevels(); err != nil {
		return nil, err
	}
	m = m.clone()
	n := len(m.reference().ServiceLevel)
	stretches := runs(n, m.hasContacts)
	name := serviceLevelName(m.Within, m.Definition)
	headline := m.missed(m.withContacts())
	var all []string
	for _, l := range m.Lines {
		all = append(all, l.Name+": "+m.levels(l, stretches))
	}
	return &Figure{
		title:    m.Title,
		subtitle: m.Subtitle,
		finding:  name + ". " + headline + ". " + strings.Join(all, ". ") + ".",
		paint: func(c draw.Canvas) {
			top := heading(c, header(c, m.Title, m.Subtitle), name, headline, m.levelKeys())
			rows := rowsBetween(top, floor, len(m.Lines))
			ticks, bottom, ceiling := m.levelTicks(stretches, rows[0].height)
			left := gutter(ticks)
			clock, from, to := m.day().timeAxis(n, width-left-marginRight)
			for i, l := range m.Lines {
				rowName(c, left, rows[i].top, l.Name, m.levels(l, stretches))
				p := panel{draw.Crop(c, left, -marginRight, rows[i].bottom, rows[i].bottom+rows[i].height-c.Max.Y), from, to, bottom, ceiling}
				p.levels(m, i, stretches, ticks)
				p.base(clock, i == len(m.Lines)-1)
			}
		},
	}, nil
}

// checkLevels checks what ServiceLevelByMethod reads.
func (m Methods) checkLevels() error {
	if err := m.checkLines(1); err != nil {
		return err
	}
	n := len(m.reference().ServiceLevel)
	err := firstError(
		m.day().intervals("service level", n),
		checkShare("target of service level", m.ServiceLevelTarget),
		checkWithin(m.Within),
		checkCounts("offered contacts", m.Offered),
	)
	if err == nil && m.Offered != nil {
		err = sameLength("offered contacts", len(m.Offered), "service level", n)
	}
	if err != nil {
		return err
	}
	for _, l := range m.Lines {
		if err := m.checkLevel(l, n); err != nil {
			return err
		}
	}
	return nil
}

// checkLevel checks the service level of one line, and that its misses can be true.
func (m Methods) checkLevel(l MethodLine, n int) error {
	name := oneLine(l.Name)
	if err := sameLength("service level of "+name, len(l.ServiceLevel), oneLine(m.reference().Name), n); err != nil {
		return err
	}
	below := 0
	for i, v := range l.ServiceLevel {
		if !m.hasContacts(i) {
			continue
		}
		if err := checkShare(fmt.Sprintf("service level of %s in interval %d", name, i+1), v); err != nil {
			return err
		}
		if m.below(v) {
			below++
		}
	}
	if all := m.withContacts(); l.Missed < below || l.Missed > all {
		return fmt.Errorf("charts: %s misses in %d intervals: want %d, as many as are below the target of service level, to %d",
			name, l.Missed, below, all)
	}
	return nil
}

// withContacts is the number of intervals that have a service level.
func (m Methods) withContacts() int {
	all := 0
	for i := range m.reference().ServiceLevel {
		if m.hasContacts(i) {
			all++
		}
	}
	return all
}

// levels says how wide a line's service levels range, and when it is least.
func (m Methods) levels(l MethodLine, stretches [][2]int) string {
	low, high, worst, below := 1.0, 0.0, -1, 0
	for _, r := range stretches {
		for i := r[0]; i < r[1]; i++ {
			v := l.ServiceLevel[i]
			if worst < 0 || v < low {
				low, worst = v, i
			}
			high = max(high, v)
			if m.below(v) {
				below++
			}
		}
	}
	if worst < 0 {
		return "no interval with contacts"
	}
	text := spread(low, high)
	if n := len(l.ServiceLevel); below > 0 && percent(low) != percent(high) {
		text += fmt.Sprintf(", least from %s to %s", m.day().clock(worst, n), m.day().clock(worst+1, n))
	}
	switch { // where other targets are missed, too, the shaded intervals are not those of the headline
	case m.ServiceLevelTarget == 0 || l.Missed == below:
	case below == 0:
		text += "; never below the target"
	default:
		text += "; below the target in " + plural(below, "interval")
	}
	return text
}

// levelTicks is the axis of all rows.
func (m Methods) levelTicks(stretches [][2]int, room vg.Length) (ticks []tick, bottom, top float64) {
	low, high := 1.0, 0.0
	if m.ServiceLevelTarget > 0 {
		low, high = m.ServiceLevelTarget, m.ServiceLevelTarget
	}
	for _, l := range m.Lines {
		for _, r := range stretches {
			for _, v := range l.ServiceLevel[r[0]:r[1]] {
				low, high = min(low, v), max(high, v)
			}
		}
	}
	return levelTicks(min(low, high), max(low, high), room)
}

// levels draws the row of a line.
func (p panel) levels(m Methods, line int, stretches [][2]int, ticks []tick) {
	d, l, n := m.day(), m.Lines[line], len(m.reference().ServiceLevel)
	step := func(r [2]int) []vg.Point {
		return d.steps(p, r[0], r[1], func(i int) float64 { return l.ServiceLevel[i] })
	}
	target := p.y(m.ServiceLevelTarget)
	for _, r := range runs(n, func(i int) bool { return m.hasContacts(i) && m.below(l.ServiceLevel[i]) }) {
		from, to := d.start(r[0]), d.start(r[1])
		fill(p.Canvas, faint, p.bar(from, p.y0, to, p.y1))
		p.between(apricot, step(r), []vg.Point{{X: p.x(from), Y: target}, {X: p.x(to), Y: target}})
	}
	p.horizontals(ticks)
	if m.ServiceLevelTarget > 0 {
		p.StrokeLine2(targetLine, p.Min.X, target, p.Max.X, target)
	}
	st := methodLine
	if line == len(m.Lines)-1 {
		st = meanLine
	}
	for _, r := range stretches {
		p.StrokeLines(thin(st, n), step(r))
	}
}

// levelKeys names the marks.
func (m Methods) levelKeys() []key {
	if m.ServiceLevelTarget == 0 {
		return nil
	}
	return []key{
		{"Target " + exactly(m.ServiceLevelTarget), func(c draw.Canvas, r vg.Rectangle) {
			y := (r.Min.Y + r.Max.Y) / 2
			c.StrokeLine2(targetLine, r.Min.X, y, r.Max.X, y)
		}},
		{"Interval below the target", func(c draw.Canvas, r vg.Rectangle) {
			fill(c, faint, r)
			r.Min.Y = r.Max.Y - 4
			fill(c, apricot, r)
		}},
	}
}
