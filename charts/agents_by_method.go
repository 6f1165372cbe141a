package charts

import (
	"slices"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// AgentsByMethod draws the agents that the reference, the last of two to five
// lines, requires through the day, and below it how many more or fewer each other
// method asks for. Methods differ by a few agents in hundreds: as steps on one axis
// they would lie on top of each other, so the differences have an axis of their
// own, the same for all methods, and every method a row of its own.
// It reads Agents and AgentHours.
func AgentsByMethod(m Methods) (*Figure, error) {
	if err := m.checkAgents(); err != nil {
		return nil, err
	}
	m = m.clone()
	ref, others := m.reference(), m.Lines[:len(m.Lines)-1]
	name, staff := "Agents required, "+ref.Name, between(ref.Agents)+"; "+hours(ref.AgentHours)
	below := "Agents more or fewer than " + ref.Name
	var low, high float64
	var all []string
	for _, l := range others {
		more := m.differences(l)
		low, high = min(low, float64(slices.Min(more))), max(high, float64(slices.Max(more)))
		all = append(all, l.Name+": "+m.compared(l))
	}
	return &Figure{
		title:    m.Title,
		subtitle: m.Subtitle,
		finding:  name + ": " + staff + ". " + below + ": " + strings.Join(all, ". ") + ".",
		paint: func(c draw.Canvas) {
			n := len(ref.Agents)
			start := heading(c, header(c, m.Title, m.Subtitle), name, staff, nil)
			// The differences are the point of the picture: they have most of it.
			middle := floor + (start-floor)*[]vg.Length{0.58, 0.66, 0.72, 0.75}[len(others)-1]
			agents, most := countTicks(float64(slices.Max(ref.Agents)), true)
			agents = sparse(agents, start-middle)

			top := middle - panelGap - headingStyle.size - headGap/2
			rows := rowsBetween(top, floor, len(others))
			differences, bottom, ceiling := signedTicks(low, high, rows[0].height)
			left := gutter(agents, differences)
			clock, from, to := m.day().timeAxis(n, width-left-marginRight)

			p := panel{draw.Crop(c, left, -marginRight, middle, start-c.Max.Y), from, to, 0, most}
			line := m.day().steps(p, 0, n, func(i int) float64 { return float64(ref.Agents[i]) })
			p.area(pale, line)
			p.horizontals(agents)
			p.StrokeLines(thin(meanLine, n), line)
			p.base(clock, false)

			heading(c, middle-panelGap, below, "", nil)
			for i, l := range others {
				rowName(c, left, rows[i].top, l.Name, m.compared(l))
				p := panel{draw.Crop(c, left, -marginRight, rows[i].bottom, rows[i].bottom+rows[i].height-c.Max.Y), from, to, bottom, ceiling}
				p.differences(m.day(), m.differences(l), differences)
				if i == len(others)-1 {
					p.base(clock, true)
				}
			}
		},
	}, nil
}

// checkAgents checks what AgentsByMethod reads.
func (m Methods) checkAgents() error {
	if err := m.checkLines(2); err != nil {
		return err
	}
	n := len(m.reference().Agents)
	if err := m.day().intervals("required agents", n); err != nil {
		return err
	}
	for _, l := range m.Lines {
		name := oneLine(l.Name)
		if err := firstError(
			sameLength("agents required by "+name, len(l.Agents), oneLine(m.reference().Name), n),
			checkCounts("agents required by "+name, l.Agents),
		); err != nil {
			return err
		}
	}
	return nil
}

// differences draws how many agents more or fewer as a step filled to 0.
func (p panel) differences(d Day, more []int, ticks []tick) {
	n := len(more)
	line := d.steps(p, 0, n, func(i int) float64 { return float64(more[i]) })
	zero := []vg.Point{p.at(p.x0, 0), p.at(p.x1, 0)}
	p.between(apricot, zero, line)
	p.horizontals(ticks)
	p.StrokeLines(axisLine, zero)
	p.StrokeLines(thin(edgeLine, n), line)
}

// row is one of several panels below each other: the height of its name, and its panel.
type row struct{ top, bottom, height vg.Length }

// rowsBetween divides a height into n rows with room for a name above each.
func rowsBetween(top, bottom vg.Length, n int) []row {
	const name, gap = 13, 6
	pitch := (top - bottom + gap) / vg.Length(n)
	rows := make([]row, n)
	for i := range rows {
		rows[i] = row{top - vg.Length(i)*pitch, top - vg.Length(i+1)*pitch + gap, pitch - gap - name}
	}
	return rows
}

// rowName writes the name of a row and what it shows above its panel, which starts at left.
func rowName(c draw.Canvas, left, top vg.Length, name, finding string) {
	room := c.Max.X - marginRight - left
	st := keyStyle
	st.font = bold
	const wider = 1.12 // as in heading, for other fonts
	name = st.wrap(name, max((room-rowFinding.width(finding)-9)/wider, room*0.4), 1)[0]
	y := top - st.size
	text(c, st, left, y, 0, name)
	x := left + st.width(name)*wider + 8
	text(c, rowFinding, x, y, 0, rowFinding.wrap(finding, c.Max.X-marginRight-x, 1)[0])
}
