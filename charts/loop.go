package charts

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Loop is what contacts lead to, as a graph.
type Loop struct {
	Title, Subtitle string
	Finding         string // over the graph: "first-contact resolution 64.7% on voice"
	Per             string // of what the numbers are: "a day"
	Nodes           []LoopNode
	Flows           []LoopFlow
}

// LoopNode is a channel.
type LoopNode struct {
	Name      string
	Came      float64 // contacts that came of themselves
	Contained float64 // of them, by automation: not offered
	Offered   float64 // with those that were led to it
	Notes     []string
}

// LoopFlow is the contacts of a channel that led to others: indexes into Nodes.
type LoopFlow struct {
	From, To int
	When     string // "answered"
	Contacts float64
}

// MaxLoopNodes is how many channels a picture of a loop has room for.
const MaxLoopNodes = 12

// Loops draws the channels as boxes and what their contacts led to as arrows with numbers.
func Loops(l Loop) (*Figure, error) {
	if len(l.Nodes) == 0 || len(l.Nodes) > MaxLoopNodes {
		return nil, fmt.Errorf("charts: %d channels in a loop: want 1 to %d", len(l.Nodes), MaxLoopNodes)
	}
	for _, v := range l.Nodes {
		if err := checkCounts("contacts of "+v.Name, []float64{v.Came, v.Contained, v.Offered}); err != nil {
			return nil, err
		}
	}
	for _, f := range l.Flows {
		if f.From < 0 || f.To < 0 || f.From >= len(l.Nodes) || f.To >= len(l.Nodes) {
			return nil, fmt.Errorf("charts: a flow from %d to %d of %d channels", f.From, f.To, len(l.Nodes))
		}
		if err := checkCounts("contacts of a flow", []float64{f.Contacts}); err != nil {
			return nil, err
		}
	}
	l.Nodes, l.Flows = slices.Clone(l.Nodes), slices.Clone(l.Flows)
	title, subtitle, finding := oneLine(l.Title), oneLine(l.Subtitle), oneLine(l.Finding)
	name := "What contacts lead to"
	if l.Per != "" {
		name += ", contacts " + oneLine(l.Per)
	}
	return &Figure{
		title:    title,
		subtitle: subtitle,
		finding:  name + ": " + finding + ".",
		paint: func(c draw.Canvas) {
			start := heading(c, header(c, title, subtitle), name, finding, nil)
			g := graph{Canvas: c, loop: l}
			g.place(vg.Rectangle{Min: vg.Point{X: marginLeft, Y: marginBottom}, Max: vg.Point{X: c.Max.X - marginRight, Y: start}})
			for i := range l.Nodes {
				g.came(i)
			}
			for _, pair := range g.pairs() {
				g.arrow(pair)
			}
			for i := range l.Nodes {
				g.box(i)
			}
			for _, pair := range g.pairs() {
				g.label(pair)
			}
		},
	}, nil
}

// graph is a loop on a canvas.
type graph struct {
	draw.Canvas
	loop         Loop
	at           []vg.Point // middles of the boxes
	center       vg.Point
	wide, high   vg.Length // of a box
	curves       map[[2]int][]vg.Point
	labels       []vg.Rectangle // drawn so far
	flowsBetween map[[2]int][]LoopFlow
}

// place lays the boxes round an ellipse, two side by side.
func (g *graph) place(r vg.Rectangle) {
	n := len(g.loop.Nodes)
	g.wide, g.high = 138, 56
	if n > 6 {
		g.wide, g.high = 112, 44
	}
	g.flowsBetween = map[[2]int][]LoopFlow{}
	for _, f := range g.loop.Flows {
		pair := [2]int{f.From, f.To}
		g.flowsBetween[pair] = append(g.flowsBetween[pair], f)
	}
	var units []vg.Point // on a circle
	low, high := vg.Point{X: 1, Y: 1}, vg.Point{X: -1, Y: -1}
	for i := range n {
		angle := math.Pi/2 - 2*math.Pi*float64(i)/float64(n)
		if n%2 == 0 {
			angle += math.Pi / 2
		}
		u := vg.Point{X: vg.Length(math.Cos(angle)), Y: vg.Length(math.Sin(angle))}
		units = append(units, u)
		low, high = vg.Point{X: min(low.X, u.X), Y: min(low.Y, u.Y)}, vg.Point{X: max(high.X, u.X), Y: max(high.Y, u.Y)}
	}
	// The boxes fill the room, less what stands beside them, and above and below.
	r.Min, r.Max = r.Min.Add(vg.Point{X: g.wide/2 + 84, Y: g.high / 2}), r.Max.Sub(vg.Point{X: g.wide/2 + 84, Y: g.high / 2})
	above, below := vg.Length(40), vg.Length(40) // arrows bend outwards
	for pair, flows := range g.flowsBetween {
		if need := 40 + lineHigh*vg.Length(len(flows)); pair[0] != pair[1] {
			continue
		} else if units[pair[0]].Y > -0.01 {
			above = max(above, need)
		} else {
			below = max(below, need)
		}
	}
	r.Max.Y, r.Min.Y = r.Max.Y-above, r.Min.Y+below
	spread := func(u, low, high, from, to vg.Length) vg.Length {
		if high-low < 0.01 {
			return (from + to) / 2
		}
		return from + (to-from)*(u-low)/(high-low)
	}
	for _, u := range units {
		g.at = append(g.at, vg.Point{X: spread(u.X, low.X, high.X, r.Min.X, r.Max.X), Y: spread(u.Y, low.Y, high.Y, r.Min.Y, r.Max.Y)})
	}
	g.center = vg.Point{X: (r.Min.X + r.Max.X) / 2, Y: (r.Min.Y + r.Max.Y) / 2}
	g.curves = map[[2]int][]vg.Point{}
}

// pairs are the channels that lead to each other, in the order of the flows.
func (g *graph) pairs() [][2]int {
	var all [][2]int
	for _, f := range g.loop.Flows {
		if pair := [2]int{f.From, f.To}; !slices.Contains(all, pair) {
			all = append(all, pair)
		}
	}
	return all
}

// thick is the width of an arrow for so many contacts.
func (g *graph) thick(contacts float64) vg.Length {
	most := 0.
	for _, v := range g.loop.Nodes {
		most = max(most, v.Offered)
	}
	if most == 0 {
		return 1
	}
	return vg.Length(1 + 4*math.Sqrt(min(contacts/most, 1)))
}

// arrow draws the arrow of a pair as a curve to the left of its straight line, a loop outside for a channel that leads to itself.
func (g *graph) arrow(pair [2]int) {
	from, to := g.at[pair[0]], g.at[pair[1]]
	contacts := 0.
	for _, f := range g.flowsBetween[pair] {
		contacts += f.Contacts
	}
	line := draw.LineStyle{Color: orange, Width: g.thick(contacts)}
	var points []vg.Point
	if pair[0] == pair[1] {
		out := vg.Point{Y: 1} // above, or below where the box is in the lower half: the sides are for those who come
		if from.Y < g.center.Y-1 {
			out.Y = -1
		}
		side := vg.Point{X: -out.Y, Y: out.X}
		middle := from.Add(out.Scale(g.high/2 + 2))
		p0, p3 := middle.Add(side.Scale(26)), middle.Sub(side.Scale(26))
		const reach = 42
		points = bezier(p0, p0.Add(out.Scale(reach)).Add(side.Scale(20)), p3.Add(out.Scale(reach)).Sub(side.Scale(20)), p3)
	} else {
		d := to.Sub(from)
		length := vg.Length(math.Hypot(float64(d.X), float64(d.Y)))
		side := vg.Point{X: -d.Y / length, Y: d.X / length}
		bend := min(length*0.14, 44)
		mid := vg.Point{X: (from.X + to.X) / 2, Y: (from.Y + to.Y) / 2}.Add(side.Scale(bend * 1.6))
		p0, p3 := g.edge(from, mid), g.edge(to, mid)
		points = bezier(p0, p0.Add(mid.Sub(p0).Scale(0.66)), p3.Add(mid.Sub(p3).Scale(0.66)), p3)
	}
	g.curves[pair] = points
	g.head(points, line)
}

// head strokes a curve that ends in the head of an arrow.
func (g *graph) head(points []vg.Point, line draw.LineStyle) {
	end := points[len(points)-1]
	size := 5 + line.Width*1.2
	distance := func(p vg.Point) vg.Length { return vg.Length(math.Hypot(float64(end.X-p.X), float64(end.Y-p.Y))) }
	last := len(points) - 1
	for last > 0 && distance(points[last]) < size {
		last--
	}
	away := distance(points[last])
	if away == 0 {
		return
	}
	u := end.Sub(points[last]).Scale(1 / away)
	side := vg.Point{X: -u.Y, Y: u.X}
	neck := end.Sub(u.Scale(size))
	g.StrokeLines(line, append(slices.Clone(points[:last+1]), neck))
	g.FillPolygon(line.Color, []vg.Point{end, neck.Add(side.Scale(size * 0.5)), neck.Sub(side.Scale(size * 0.5))})
}

// bezier is a cubic curve as points.
func bezier(p0, p1, p2, p3 vg.Point) []vg.Point {
	const parts = 40
	points := make([]vg.Point, parts+1)
	for i := range points {
		t := vg.Length(i) / parts
		u := 1 - t
		points[i] = p0.Scale(u * u * u).Add(p1.Scale(3 * u * u * t)).Add(p2.Scale(3 * u * t * t)).Add(p3.Scale(t * t * t))
	}
	return points
}

// edge is where a straight line from the middle of a box to a point leaves the box.
func (g *graph) edge(middle, to vg.Point) vg.Point {
	d := to.Sub(middle)
	t := vg.Length(math.Inf(1))
	if d.X != 0 {
		t = min(t, (g.wide/2+2)/max(d.X, -d.X))
	}
	if d.Y != 0 {
		t = min(t, (g.high/2+2)/max(d.Y, -d.Y))
	}
	return middle.Add(d.Scale(min(t, 1)))
}

// came draws the contacts that came of themselves: an arrow from outside.
func (g *graph) came(i int) {
	v := g.loop.Nodes[i]
	if v.Came == 0 {
		return
	}
	out := vg.Point{X: 1} // from the side, where there is room for the number
	if g.at[i].X < g.center.X-1 {
		out.X = -1
	}
	end := g.edge(g.at[i], g.at[i].Add(out.Scale(1000)))
	start := end.Add(out.Scale(30))
	line := draw.LineStyle{Color: blue, Width: g.thick(v.Came)}
	g.head(bezier(start, start, end, end), line)
	align := 0.
	if out.X < 0 {
		align = 1
	}
	x := start.X + out.X*5
	text(g.Canvas, headingStyle, x, start.Y+2, align, count(v.Came))
	text(g.Canvas, rowFinding, x, start.Y-9, align, "came")
	if v.Contained > 0 {
		text(g.Canvas, rowFinding, x, start.Y-20, align, count(v.Contained)+" contained")
	}
	far := x + out.X*60
	g.labels = append(g.labels, vg.Rectangle{Min: vg.Point{X: min(end.X, far), Y: start.Y - 22}, Max: vg.Point{X: max(end.X, far), Y: start.Y + 12}})
}

// box draws a channel.
func (g *graph) box(i int) {
	v, at := g.loop.Nodes[i], g.at[i]
	r := vg.Rectangle{Min: vg.Point{X: at.X - g.wide/2, Y: at.Y - g.high/2}, Max: vg.Point{X: at.X + g.wide/2, Y: at.Y + g.high/2}}
	fill(g.Canvas, pale, r)
	g.SetLineStyle(markLine)
	g.Stroke(r.Path())
	room := g.wide - 8
	lines := append([]string{count(v.Offered) + " offered"}, v.Notes...)
	lines = lines[:min(len(lines), 3)]
	y := at.Y + vg.Length(len(lines))*5.75 - 4
	text(g.Canvas, headingStyle, at.X, y, 0.5, headingStyle.wrap(oneLine(v.Name), room, 1)[0])
	for _, line := range lines {
		y -= 11.5
		for _, words := range rowFinding.wrap(oneLine(line), room, 1) {
			text(g.Canvas, rowFinding, at.X, y, 0.5, words)
		}
	}
}

// lineHigh is the height of a line of a label.
const lineHigh = 12

// label writes the numbers on an arrow, where they hide least of the others; beyond the bend of one from a channel to itself.
func (g *graph) label(pair [2]int) {
	var lines []string
	for _, f := range g.flowsBetween[pair] {
		lines = append(lines, count(f.Contacts)+" "+oneLine(f.When))
	}
	widest := vg.Length(0)
	for _, line := range lines {
		widest = max(widest, keyStyle.width(line))
	}
	half := vg.Point{X: widest/2 + 3, Y: vg.Length(len(lines))*lineHigh/2 + 1}
	curve := g.curves[pair]
	around := func(at vg.Point) vg.Rectangle { return vg.Rectangle{Min: at.Sub(half), Max: at.Add(half)} }
	at := curve[len(curve)/2]
	if pair[0] == pair[1] {
		if away := half.Y + 4; at.Y < g.at[pair[0]].Y {
			at.Y -= away
		} else {
			at.Y += away
		}
	} else {
		least := math.Inf(1)
		for _, part := range []float64{0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7, 0.25, 0.75} {
			p := curve[int(part*float64(len(curve)-1))]
			if hides := g.hides(pair, around(p)) + math.Abs(part-0.5); hides < least {
				at, least = p, hides
			}
		}
	}
	r := around(at)
	g.labels = append(g.labels, r)
	fill(g.Canvas, paper, r)
	y := at.Y + half.Y - lineHigh + 2
	for _, line := range lines {
		text(g.Canvas, keyStyle, at.X, y, 0.5, line)
		y -= lineHigh
	}
}

// hides is how much a label on the arrow of a pair would hide: boxes, labels and heads of arrows weigh most, then other arrows.
func (g *graph) hides(pair [2]int, r vg.Rectangle) float64 {
	sum := 0.0
	for _, at := range g.at {
		if overlap(r, vg.Rectangle{Min: vg.Point{X: at.X - g.wide/2, Y: at.Y - g.high/2}, Max: vg.Point{X: at.X + g.wide/2, Y: at.Y + g.high/2}}) {
			sum += 20
		}
	}
	for _, l := range g.labels {
		if overlap(r, l) {
			sum += 20
		}
	}
	for of, curve := range g.curves {
		end := curve[len(curve)-1]
		const head = 12
		if overlap(r, vg.Rectangle{Min: vg.Point{X: end.X - head, Y: end.Y - head}, Max: vg.Point{X: end.X + head, Y: end.Y + head}}) {
			sum += 20
		}
		if of == pair {
			continue
		}
		for i, p := range curve[1:] {
			q := curve[i]
			if overlap(r, vg.Rectangle{Min: vg.Point{X: min(p.X, q.X), Y: min(p.Y, q.Y)}, Max: vg.Point{X: max(p.X, q.X), Y: max(p.Y, q.Y)}}) {
				sum++
			}
		}
	}
	return sum
}

func overlap(a, b vg.Rectangle) bool {
	return a.Min.X <= b.Max.X && b.Min.X <= a.Max.X && a.Min.Y <= b.Max.Y && b.Min.Y <= a.Max.Y
}
