package whatif

import (
	"context"
	"fmt"
	"math"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// Frontier is the least staff for each level of a promise.
type Frontier struct {
	By      string // service_level or asa
	Channel string // "" where all channels promise the same
	Figures []Figure
	Points  []FrontierPoint
	Cost    int // index of the figure that is least: cost or, where there is none, scheduled hours
	Knee    int // index of the point beyond which a point more of service costs most; -1 for none
}

// FrontierPoint is a level of the promise with its least staff.
type FrontierPoint struct {
	Goal   float64 // share, or seconds
	Target string  // as the file has it
	Values []Value
	Day    *Day
	Why    string // why there is none
}

// Levels is the service levels of a frontier: 50 % to 99 %.
func Levels() []float64 {
	var list []float64
	for p := 50; p <= 99; p++ {
		list = append(list, float64(p)/100)
	}
	return list
}

// Speeds is the speeds of answer of a frontier, in seconds.
func Speeds() []float64 {
	return []float64{1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60}
}

// FindFrontier sizes the day for each level of a promise. The channel's other targets are left out unless keep
// says otherwise, as they would hold the staff up where the promise is low.
func FindFrontier(ctx context.Context, s Setting, by, channel string, goals []float64, keep bool) (*Frontier, error) {
	base, err := s.scenario()
	if err != nil {
		return nil, err
	}
	f := &Frontier{By: by, Channel: channel, Figures: Figures(base), Knee: -1}
	for k, figure := range f.Figures {
		if figure.Name == "scheduled_hours" && f.Cost == 0 || figure.Name == "cost" {
			f.Cost = k
		}
	}
	var channels []*scenarios.Channel
	for i := range base.Channels {
		c := &base.Channels[i]
		if channel == "" || c.Name == channel {
			channels = append(channels, c)
		}
	}
	if len(channels) == 0 {
		return nil, wrong("there is no channel %s", channel)
	}
	f.Points = make([]FrontierPoint, len(goals))
	err = each(ctx, len(goals), s.Workers, func(ctx context.Context, i int) error {
		p := &f.Points[i]
		p.Goal = goals[i]
		var overrides []scenarios.Override
		for _, c := range channels {
			target := goalText(by, goals[i], c)
			p.Target = target[strings.Index(target, ": ")+2:]
			if !keep {
				target += without(c.Target, by)
			}
			overrides = append(overrides, scenarios.Override{Path: "channels." + c.Name + ".target", Value: "{" + target + "}", Same: true})
		}
		values, day, err := f.point(ctx, s, overrides)
		if err != nil {
			if !impossible(err) {
				return err
			}
			p.Why = err.Error()
			return nil
		}
		p.Values, p.Day = values, day
		return nil
	}, s.Progress)
	if err != nil {
		return nil, err
	}
	f.Knee = f.knee()
	return f, nil
}

func goalText(by string, goal float64, c *scenarios.Channel) string {
	if by == "asa" {
		return fmt.Sprintf("asa: %gs", goal)
	}
	return fmt.Sprintf("service_level: %g%% in %s", math.Round(1e6*goal)/1e4, scenarios.ShortDuration(staffing.Within(c)))
}

// without takes away the targets that a channel has but one.
func without(t scenarios.Target, but string) string {
	text := ""
	for _, target := range []struct {
		name  string
		given bool
	}{{"service_level", t.ServiceLevel > 0}, {"definition", t.Definition != 0 && but != "service_level"},
		{"asa", t.ASA > 0}, {"abandonment", t.Abandonment > 0}, {"occupancy", t.Occupancy > 0}} {
		if target.given && target.name != but {
			text += ", " + target.name + ": null"
		}
	}
	return text
}

func (f *Frontier) point(ctx context.Context, s Setting, overrides []scenarios.Override) ([]Value, *Day, error) {
	made, err := s.scenario(overrides...)
	if err != nil {
		return nil, nil, err
	}
	made.Plan = nil
	d, err := Case{Scenario: made}.Staff(ctx, s.Sizing)
	if err != nil {
		return nil, nil, err
	}
	values := make([]Value, len(f.Figures))
	own := Figures(made)
	for k, figure := range f.Figures {
		values[k] = undefined
		if mine, err := Find(own, figure.Name); err == nil {
			values[k] = mine.Formula(d)
		}
	}
	return values, d, nil
}

// knee is the point farthest below the straight line between the ends, both axes measured from end to
// end (Satopää et al. 2011, "Finding a Kneedle in a Haystack"): up to it service is cheap, beyond it dear.
func (f *Frontier) knee() int {
	first, last := -1, -1
	for i, p := range f.Points {
		if p.Why == "" {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 || last-first < 2 {
		return -1
	}
	x := func(i int) float64 {
		return (f.Points[i].Goal - f.Points[first].Goal) / (f.Points[last].Goal - f.Points[first].Goal)
	}
	low, high := f.Points[first].Values[f.Cost].Mean, f.Points[last].Values[f.Cost].Mean
	if low == high {
		return -1
	}
	best, most := -1, 0.0
	for i := first; i <= last; i++ {
		if f.Points[i].Why != "" {
			continue
		}
		y := (f.Points[i].Values[f.Cost].Mean - low) / (high - low)
		distance := x(i) - y // of a better service that is dearer
		if f.By == "asa" {
			distance = y - x(i) // a longer wait is cheaper, most of it at once
		}
		if distance > most {
			best, most = i, distance
		}
	}
	return best
}
