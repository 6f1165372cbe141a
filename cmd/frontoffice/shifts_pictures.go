package main

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"time"

	"frontoffice/charts"
	"frontoffice/scenarios/scheduling"
	"frontoffice/scenarios/shifts"
)

// drawShifts draws a picture per pool and returns the paths written.
func drawShifts(folder string, r *scheduling.Schedule, overwrite bool) ([]string, error) {
	files := map[string][]byte{}
	var order []string
	for i := range r.Pools {
		p := &r.Pools[i]
		f, err := charts.Shifts(chartShifts(r, p))
		if err != nil {
			return nil, fmt.Errorf("drawing the shifts: %w", err)
		}
		written, err := rendered(f)
		if err != nil {
			return nil, fmt.Errorf("drawing the shifts: %w", err)
		}
		for _, ext := range pictureFormats {
			path := filepath.Join(folder, shiftPicture(r.Scenario.Teams[p.Teams[0]].Name)+ext)
			files[path] = written[ext]
			order = append(order, path)
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, fmt.Errorf("--pictures: %w", err)
	}
	for _, path := range order {
		if err := writeFile(path, files[path], overwrite); err != nil {
			return nil, err
		}
	}
	return order, nil
}

// chartShifts is a pool's shifts as the picture takes them: people of one start and end together.
func chartShifts(r *scheduling.Schedule, p *scheduling.Pool) charts.Coverage {
	s := r.Scenario
	v := charts.Coverage{Open: s.Open, Cell: p.Day.Cell}
	for k := range s.Intervals() {
		v.Required = append(v.Required, p.Cells(s, k, p.Day.Required)...)
		v.OnDuty = append(v.OnDuty, p.Cells(s, k, p.Plan.OnDuty)...)
	}
	for d := range s.Days {
		v.Days = append(v.Days, s.Date.AddDate(0, 0, d).Format("Mon 2"))
	}
	required, _, _, paid := p.Coverage()
	v.Title = fmt.Sprintf("%s: %s paid hours cover %s required", title(s), decimal(paid), decimal(required))
	switch {
	case math.IsInf(p.Plan.Gap(), 1):
		v.Subtitle = fmt.Sprintf("%s, cost %s", p.Names(s), cost(p.Plan.Cost))
	case p.Plan.Gap() == 0:
		v.Subtitle = fmt.Sprintf("%s, cost %s, proven to be the least", p.Names(s), cost(p.Plan.Cost))
	default:
		v.Subtitle = fmt.Sprintf("%s, cost %s, at most %.2f%% above the least", p.Names(s), cost(p.Plan.Cost), 100*p.Plan.Gap())
	}
	v.Subtitle += "; " + objectiveWords(r) + changed(s, ", with ")
	for _, a := range p.Plan.Shifts {
		i := slices.IndexFunc(v.Bars, func(b charts.ShiftBar) bool { return b.From == a.Start && b.To == a.End })
		if i < 0 {
			i = len(v.Bars)
			v.Bars = append(v.Bars, charts.ShiftBar{From: a.Start, To: a.End})
		}
		v.Bars[i].People += a.People
	}
	for i := range v.Bars {
		b := &v.Bars[i]
		for at := b.From; at < b.To; at += p.Day.Cell {
			off := 0
			for _, a := range p.Plan.Shifts {
				if a.Start != b.From || a.End != b.To {
					continue
				}
				for _, o := range a.Breaks {
					if at >= o.From && at < o.To {
						off += a.People
					}
				}
			}
			if off > 0 {
				b.Off = append(b.Off, charts.Off{From: at, To: at + p.Day.Cell, People: off})
			}
		}
	}
	for _, b := range v.Bars { // the mornings of those who came the day before
		for _, by := range p.Turns(&shifts.Shift{Start: b.From, End: b.To}) {
			if by == 0 {
				continue
			}
			turn := time.Duration(by) * 24 * time.Hour
			again := charts.ShiftBar{From: b.From + turn, To: b.To + turn, People: b.People, Again: true}
			for _, o := range b.Off {
				again.Off = append(again.Off, charts.Off{From: o.From + turn, To: o.To + turn, People: o.People})
			}
			v.Bars = append(v.Bars, again)
		}
	}
	slices.SortStableFunc(v.Bars, func(a, b charts.ShiftBar) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return v
}
