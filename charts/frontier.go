package charts

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Frontier is the least staff or cost for each level of a promise.
type Frontier struct {
	Title, Subtitle string
	Promise         Quantity // along the axis: the service level, or the speed of answer
	Least           Quantity // what is least: scheduled hours, cost
	Points          []FrontierPoint
	Knee            int // -1: none
}

// FrontierPoint is a level of the promise.
type FrontierPoint struct {
	Promise   float64
	Least     float64
	Occupancy float64 // of the day; 0: not drawn
}

// DrawFrontier draws what each level of a promise costs at least, with the knee, and the occupancy along it.
func DrawFrontier(f Frontier) (*Figure, error) {
	if len(f.Points) < 2 {
		return nil, errors.New("charts: a frontier of fewer than two points")
	}
	f.Title, f.Subtitle, f.Promise.Name, f.Least.Name = oneLine(f.Title), oneLine(f.Subtitle), oneLine(f.Promise.Name), oneLine(f.Least.Name)
	f.Points = slices.Clone(f.Points)
	occupied := true
	for i, p := range f.Points {
		if err := firstError(checkValue(f.Promise.Name, p.Promise), checkValue(f.Least.Name, p.Least), checkShare("occupancy", p.Occupancy)); err != nil {
			return nil, err
		}
		if i > 0 && p.Promise <= f.Points[i-1].Promise {
			return nil, fmt.Errorf("charts: %s of point %d does not rise", f.Promise.Name, i+1)
		}
		occupied = occupied && p.Occupancy > 0
	}
	first, last := f.Points[0], f.Points[len(f.Points)-1]
	finding := fmt.Sprintf("%s at %s, %s at %s", f.Least.write(first.Least), f.Promise.asked(first.Promise), f.Least.write(last.Least), f.Promise.asked(last.Promise))
	if f.Knee >= 0 && f.Knee < len(f.Points) {
		knee := f.Points[f.Knee]
		finding = fmt.Sprintf("%s at the knee, %s; %s", f.Least.write(knee.Least), f.Promise.asked(knee.Promise), finding)
	}
	return &Figure{
		title:    f.Title,
		subtitle: f.Subtitle,
		finding:  f.Least.Name + " by " + f.Promise.Name + ": " + finding + ".",
		paint: func(c draw.Canvas) {
			start := heading(c, header(c, f.Title, f.Subtitle), f.Least.Name+", the least", finding, nil)
			low, high := first.Least, first.Least
			for _, p := range f.Points {
				low, high = min(low, p.Least), max(high, p.Least)
			}
			// From 0, unless the frontier would lie in the upper third.
			if low < 0.5*high {
				low = 0
			}
			ticks, bottom, top := f.Least.ticks(low, high, 5)
			middle := vg.Length(floor + 14)
			if occupied {
				middle = floor + 14 + (start-floor-14)*0.36
			}
			shares, shareBottom, shareTop := f.occupancy()
			left := gutter(ticks, shares)
			along := f.along()
			p := panel{draw.Crop(c, left, -marginRight, middle, start-c.Max.Y), first.Promise, last.Promise, bottom, top}
			line := make([]vg.Point, len(f.Points))
			for i, at := range f.Points {
				line[i] = p.at(at.Promise, at.Least)
			}
			if bottom == 0 {
				p.area(pale, line)
			}
			p.horizontals(ticks)
			p.StrokeLines(meanLine, line)
			p.base(along, !occupied)
			if f.Knee >= 0 && f.Knee < len(f.Points) {
				at := f.Points[f.Knee]
				p.StrokeLine2(dropLine, p.x(at.Promise), p.Min.Y, p.x(at.Promise), p.y(at.Least))
				diamond(p.Canvas, p.at(at.Promise, at.Least))
				label, align, gap := "Knee: "+f.Promise.asked(at.Promise)+", "+f.Least.write(at.Least), 1.0, vg.Length(-8)
				if last.Least < first.Least {
					align, gap = 0, 8
				}
				st := keyStyle
				st.font = bold
				text(p.Canvas, st, p.x(at.Promise)+gap, p.y(at.Least)+8, align, label)
			}
			bottomPanel := p
			if occupied {
				y := heading(c, middle-panelGap, "Occupancy of the day", "", nil)
				o := panel{draw.Crop(c, left, -marginRight, floor+14, y-c.Max.Y), first.Promise, last.Promise, shareBottom, shareTop}
				for i, at := range f.Points {
					line[i] = o.at(at.Promise, at.Occupancy)
				}
				o.horizontals(sparse(shares, o.Max.Y-o.Min.Y))
				o.StrokeLines(edgeLine, line)
				o.base(along, true)
				bottomPanel = o
			}
			text(c, tickStyle, bottomPanel.Max.X, bottomPanel.Min.Y-labelDrop-13, 1, f.Promise.Name)
		},
	}, nil
}

// along is the ticks of the promise.
func (f Frontier) along() []tick {
	from, to := f.Points[0].Promise, f.Points[len(f.Points)-1].Promise
	ticks, _, _ := f.Promise.ticks(from, to, 10)
	return inside(ticks, from, to)
}

func (f Frontier) occupancy() (ticks []tick, bottom, top float64) {
	low, high := 1.0, 0.0
	for _, p := range f.Points {
		low, high = min(low, p.Occupancy), max(high, p.Occupancy)
	}
	return Quantity{Share: true}.ticks(low, high, 4)
}
