package sim

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestValidate(t *testing.T) {
	small := func() Model {
		return Model{
			Interval: 60,
			Channels: []Channel{
				{Name: "a", Arrivals: []float64{1, 2}, HandleTime: []Law{{Kind: Exponential, Mean: 9}}},
				{Name: "b", Arrivals: []float64{0, 2}, HandleTime: []Law{{Kind: Empirical, Sample: []float64{0, 3}}, {Kind: Gamma, Mean: 3, CV: 0}}},
			},
			Teams: []Team{{Skills: []int{1, 0}, Agents: []int{0, 3}}},
		}
	}
	valid := small()
	if err := valid.Validate(); err != nil {
		t.Fatalf("a valid model: %v", err)
	}
	inf, nan := math.Inf(1), math.NaN()
	for _, c := range []struct {
		path  string // of the first error
		spoil func(m *Model)
	}{
		{"interval", func(m *Model) { m.Interval = 0 }},
		{"interval", func(m *Model) { m.Interval = nan }},
		{"interval", func(m *Model) { m.Interval = inf }},
		{"interval", func(m *Model) { m.Interval = 0.6 * MaxSeconds }},
		{"channels", func(m *Model) { m.Channels = nil }},
		{"channels", func(m *Model) { m.Channels = make([]Channel, MaxChannels+1) }},
		{"teams", func(m *Model) { m.Teams = nil }},
		{"teams", func(m *Model) { m.Teams = make([]Team, MaxTeams+1) }},
		{"channels[0].arrivals", func(m *Model) { m.Channels[0].Arrivals = nil }},
		{"channels[0].arrivals", func(m *Model) { m.Channels[0].Arrivals = make([]float64, MaxCells) }},
		{"channels[0].arrivals[1]", func(m *Model) { m.Channels[0].Arrivals[1] = -2 }},
		{"channels[0].arrivals[0]", func(m *Model) { m.Channels[0].Arrivals[0] = nan }},
		{"channels[1].arrivals[0]", func(m *Model) { m.Channels[1].Arrivals[0] = inf }},
		{"channels[1].arrivals", func(m *Model) { m.Channels[1].Arrivals = []float64{1} }},
		{"channels", func(m *Model) { m.Channels[0].Arrivals[0] = MaxContacts }},
		{"channels[1].name", func(m *Model) { m.Channels[1].Name = "a" }},
		{"channels[0]", func(m *Model) { m.Teams[0].Skills = []int{1} }},
		{"channels[0].handle_time", func(m *Model) { m.Channels[0].HandleTime = nil }},
		{"channels[0].handle_time", func(m *Model) { m.Channels[0].HandleTime = make([]Law, 3) }},
		{"channels[0].handle_time[0].kind", func(m *Model) { m.Channels[0].HandleTime[0] = Law{} }},
		{"channels[0].handle_time[0].kind", func(m *Model) { m.Channels[0].HandleTime[0].Kind = 77 }},
		{"channels[0].handle_time[0].mean", func(m *Model) { m.Channels[0].HandleTime[0].Mean = 0 }},
		{"channels[0].handle_time[0].mean", func(m *Model) { m.Channels[0].HandleTime[0].Mean = nan }},
		{"channels[0].handle_time[0].mean", func(m *Model) { m.Channels[0].HandleTime[0].Mean = inf }},
		{"channels[1].handle_time[0].sample", func(m *Model) { m.Channels[1].HandleTime[0].Sample = nil }},
		{"channels[1].handle_time[0].sample[1]", func(m *Model) { m.Channels[1].HandleTime[0].Sample[1] = -1 }},
		{"channels[1].handle_time[1].cv", func(m *Model) { m.Channels[1].HandleTime[1].CV = -1 }},
		{"channels[1].handle_time[1].cv", func(m *Model) { m.Channels[1].HandleTime[1].CV = nan }},
		{"channels[1].handle_time[1].cv", func(m *Model) { m.Channels[1].HandleTime[1].CV = 2 * MaxCV }},
		{"channels[0].patience.mean", func(m *Model) { m.Channels[0].Patience = Law{Kind: Exponential, Mean: -1} }},
		{"channels[0].patience.kind", func(m *Model) { m.Channels[0].Patience.Kind = -1 }},
		{"channels[0].within", func(m *Model) { m.Channels[0].Within = -1 }},
		{"channels[0].within", func(m *Model) { m.Channels[0].Within = nan }},
		{"teams[0].skills", func(m *Model) { m.Teams[0].Skills = nil }},
		{"teams[0].skills[0]", func(m *Model) { m.Teams[0].Skills = []int{2, 0, 1} }},
		{"teams[0].skills[0]", func(m *Model) { m.Teams[0].Skills = []int{-1, 0, 1} }},
		{"teams[0].skills[2]", func(m *Model) { m.Teams[0].Skills = []int{0, 1, 0} }},
		{"teams[0].agents", func(m *Model) { m.Teams[0].Agents = []int{3} }},
		{"teams[0].agents[1]", func(m *Model) { m.Teams[0].Agents[1] = -1 }},
		{"teams[0].agents[1]", func(m *Model) { m.Teams[0].Agents[1] = math.MaxInt }},
		{"lines", func(m *Model) { m.Lines = -1 }},
		{"warm_up", func(m *Model) { m.WarmUp = nan }},
		{"warm_up", func(m *Model) { m.WarmUp = MaxSeconds }},
		{"busyness.day", func(m *Model) { m.Busyness.Day = nan }},
		{"busyness.interval", func(m *Model) { m.Busyness.Interval = 1e-9 }},
		{"channels[0].busyness.correlation", func(m *Model) { m.Channels[0].Busyness = Busyness{Interval: 0.1, Correlation: 2} }},
		{"channels[0].slopes", func(m *Model) { m.Channels[0].Slopes = []float64{0} }},
		{"channels[0].slopes[1]", func(m *Model) { m.Channels[0].Slopes = []float64{0, 1.1} }},
		{"channels[0].handle_time[0].phases", func(m *Model) { m.Channels[0].HandleTime[0].Kind = Erlang }},
		{"channels[0].handle_time[0].cv", func(m *Model) { m.Channels[0].HandleTime[0] = Law{Kind: Hyperexponential, Mean: 1, CV: 0.5} }},
		{"channels[0].handle_time[0].cv", func(m *Model) { m.Channels[0].HandleTime[0] = Law{Kind: Uniform, Mean: 1, CV: 0.6} }},
		{"channels[0].wrap_up.mean", func(m *Model) { m.Channels[0].WrapUp = Law{Kind: Exponential, Mean: nan} }},
		{"channels[0].balk", func(m *Model) { m.Channels[0].Balk = 1.5 }},
		{"channels[0].lines", func(m *Model) { m.Channels[0].Lines = -1 }},
		{"channels[0].room", func(m *Model) { m.Channels[0].Room = -2 }},
		{"channels[0].weight", func(m *Model) { m.Channels[0].Weight = inf }},
		{"channels[0].choose", func(m *Model) { m.Channels[0].Choose = 9 }},
		{"channels[0].redial.share", func(m *Model) { m.Channels[0].Redial.Share = nan }},
		{"channels[0].redial.after.kind", func(m *Model) { m.Channels[0].Redial.Share = 1 }},
		{"channels[0].redial.after.mean", func(m *Model) { m.Channels[0].Redial = Redial{Share: 1, After: Law{Kind: Deterministic}} }},
		{"channels[0].routes", func(m *Model) { m.Channels[0].Routes = []Route{} }},
		{"channels[0].routes[0].team", func(m *Model) { m.Channels[0].Routes = []Route{{Team: 1}} }},
		{"channels[0].routes[1].team", func(m *Model) { m.Channels[0].Routes = []Route{{}, {}} }},
		{"channels[0].routes[0].after", func(m *Model) { m.Channels[0].Routes = []Route{{After: nan}} }},
		{"channels[0].routes[0].reserve", func(m *Model) { m.Channels[0].Routes = []Route{{Reserve: -1}} }},
		{"channels[1].routes[0].team", func(m *Model) {
			m.Teams = append(m.Teams, Team{Skills: []int{0}, Agents: []int{1, 1}})
			m.Channels[1].Routes = []Route{{Team: 1}}
		}},
		{"channels[0].contacts[1].arrived", func(m *Model) { m.Channels[0].Contacts = []Contact{{Arrived: 3}, {Arrived: 2}} }},
		{"channels[0].contacts[0].handle_time", func(m *Model) { m.Channels[0].Contacts = []Contact{{HandleTime: -2}} }},
		{"channels[0].contacts[0].wrap_up", func(m *Model) { m.Channels[0].Contacts = []Contact{{WrapUp: inf}} }},
		{"channels[0].contacts[0].patience", func(m *Model) { m.Channels[0].Contacts = []Contact{{Patience: nan}} }},
		{"teams[0].efficiency", func(m *Model) { m.Teams[0].Efficiency = []float64{1} }},
		{"teams[0].efficiency[1]", func(m *Model) { m.Teams[0].Efficiency = []float64{1, 0} }},
		{"teams[0].absence", func(m *Model) { m.Teams[0].Absence = 2 }},
		{"teams[0].adherence", func(m *Model) { m.Teams[0].Adherence = nan }},
		{"teams[0].take", func(m *Model) { m.Teams[0].Take = -1 }},
		{"teams[0].shifts[0].to", func(m *Model) { m.Teams[0].Shifts = []Shift{{From: 5, To: 5}} }},
		{"teams[0].shifts[0].from", func(m *Model) { m.Teams[0].Shifts = []Shift{{From: -inf, To: 5}} }},
		{"teams[0].shifts[0].agents", func(m *Model) { m.Teams[0].Shifts = []Shift{{Agents: -1, To: 5}} }},
		{"teams[0].shifts[0].breaks[0]", func(m *Model) { m.Teams[0].Shifts = []Shift{{To: 5, Breaks: []Break{{4, 6}}}} }},
		{"teams", func(m *Model) {
			m.Teams = slices.Repeat(m.Teams, 2)
			m.Teams[0].Agents[0] = MaxAgents
		}},
	} {
		m := small()
		c.spoil(&m)
		err := m.Validate()
		var field *FieldError
		if !errors.As(err, &field) || field.Path != c.path {
			t.Errorf("want an error at %s, got %v", c.path, err)
			continue
		}
		if strings.Contains(field.Bound, "%!") {
			t.Errorf("%v", err)
		}
		if r, err := Run(context.Background(), m, Options{}); r != nil || !errors.As(err, &field) {
			t.Errorf("%s: Run gave %v, %v", c.path, r, err)
		}
	}
}

// TestValidateIsBounded: a model wrong everywhere does not drown its reader.
func TestValidateIsBounded(t *testing.T) {
	m := w2()
	for i := range m.Teams[0].Agents {
		m.Teams[0].Agents[i] = -1
	}
	if n := strings.Count(m.Validate().Error(), "\n") + 1; n != maxProblems {
		t.Errorf("%d problems reported, want %d", n, maxProblems)
	}
}

func TestOptions(t *testing.T) {
	for path, o := range map[string]Options{
		"options.replications":     {Replications: 1},
		"options.workers":          {Workers: -1},
		"options.max_replications": {MaxReplications: -1},
		"options.precision[0].of":  {Precision: []Precision{{HalfWidth: 1}}},
		"options.confidence":       {Confidence: 1},
	} {
		var field *FieldError
		if _, err := Run(context.Background(), w2(), o); !errors.As(err, &field) || field.Path != path {
			t.Errorf("want an error at %s, got %v", path, err)
		}
	}
	o, err := Options{}.withDefaults(3)
	if err != nil || o.Replications != 100 || o.Workers != 3 || o.Confidence != 0.95 {
		t.Errorf("defaults: %+v, %v", o, err)
	}
}
