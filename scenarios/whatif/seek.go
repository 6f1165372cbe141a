package whatif

import (
	"context"
	"fmt"
	"math"
	"strings"

	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

// SeekOptions says how a value is sought.
type SeekOptions struct {
	Low, High       float64 // of the input, in Input.Size's unit; both 0: from a third of what it is to three times
	Within          float64 // width at which the search ends; 0: a thousandth of the range, by simulation four; 1 of whole numbers
	MaxReplications int     // of one decision of the simulation; 0: 100,000
	Anew            bool    // agents are sized anew at every value; else they are those of the scenario as it is
}

// Sought is where a condition begins to hold.
type Sought struct {
	Input      scenarios.Input
	Condition  Condition
	Present    float64 // the input as it is
	Range      [2]float64
	Status     Status
	Holds      Tried   // the last value at which the condition holds, where Found or Undecided
	Fails      Tried   // the first at which it does not
	Undecided  []Tried // values between them too close to call
	Tried      []Tried // all, in the order in which they were tried
	Confidence float64 // that the boundary is between Holds and Fails; 1 by formula
	Anew       bool
	Agents     bool // the input is the agents: so many more or fewer in every interval
}

// Status is how a search ended.
type Status string

const (
	Found     Status = "found"
	Undecided Status = "undecided" // the simulation could not tell within MaxReplications
	Always    Status = "always"    // the condition holds in the whole range
	Never     Status = "never"     // or nowhere in it
)

// Tried is a value of the input with the figure there.
type Tried struct {
	Size         float64
	Text         string // as the file has it
	Value        Value
	Holds        bool
	Certain      bool
	Replications int // 0 by formula
}

// AgentsPath, and plan.TEAM, are the inputs of Seek that are no fields: agents more or fewer than the plan has, in
// every interval, of all teams or one.
const AgentsPath = "agents"

// Seek finds the boundary of the values of one input at which a condition holds, by bisection between
// two values of which it holds at one. That is right where the figure goes one way with the input, as
// it does for volumes, times and agents; where it holds at both ends or at neither, some values between are tried.
//
// By simulation each decision goes on, with as many customers again each time, until the figure's interval
// leaves the goal out, and all intervals of the search hold jointly with the setting's confidence (Bonferroni over at most
// as many decisions and looks as the search can make): with that confidence the boundary of the simulated
// model's true figure lies between Holds and Fails. What cannot be told is Undecided.
func Seek(ctx context.Context, s Setting, path string, c Condition, o SeekOptions) (*Sought, error) {
	k := &seeker{Setting: s, condition: c, options: o, path: path, seen: map[float64]Tried{}}
	if err := k.prepare(ctx); err != nil {
		return nil, err
	}
	low, err := k.try(ctx, k.out.Range[0])
	if err != nil {
		return nil, err
	}
	high, err := k.try(ctx, k.out.Range[1])
	if err != nil {
		return nil, err
	}
	if low.Certain && high.Certain && low.Holds == high.Holds {
		if low, high, err = k.between(ctx, low, high); err != nil {
			return nil, err
		}
	}
	out := k.out
	if low.Holds == high.Holds && low.Certain && high.Certain {
		out.Status = Never
		out.Holds, out.Fails = low, high
		if low.Holds {
			out.Status = Always
		}
		return out, nil
	}
	if err := k.bisect(ctx, low, high); err != nil {
		return nil, err
	}
	return out, nil
}

type seeker struct {
	Setting
	condition Condition
	options   SeekOptions
	path      string
	base      *scenarios.Scenario
	day       *Day
	team      int // of plan.TEAM; -1 for all
	out       *Sought
	seen      map[float64]Tried
	spend     float64 // miss of each interval
	whole     bool
}

// looks is how often a decision looks at its figure, with twice the replications each time.
const looks = 10

// probes is how many values are tried where the ends of the range agree.
const probes = 12

func (k *seeker) prepare(ctx context.Context) (err error) {
	if k.base, err = k.scenario(); err != nil {
		return err
	}
	k.out = &Sought{Condition: k.condition, Confidence: 1, Anew: k.options.Anew, Agents: k.agents()}
	k.day, err = Case{Scenario: k.base, Plan: k.Plan, unpriced: true}.Staff(ctx, k.Sizing)
	if err != nil {
		return err
	}
	if k.out.Agents {
		if err := k.ofAgents(); err != nil {
			return err
		}
	} else if err := k.ofInput(); err != nil {
		return err
	}
	r := k.out.Range
	if k.options.Within == 0 {
		k.options.Within = (r[1] - r[0]) / 1000
		if k.Replications > 0 {
			k.options.Within *= 4
		}
	}
	if k.whole {
		k.options.Within = max(1, math.Round(k.options.Within))
	}
	if k.Confidence == 0 {
		k.Confidence = 0.95
	}
	if k.options.MaxReplications == 0 {
		k.options.MaxReplications = 100_000
	}
	if k.Replications > 0 {
		k.out.Confidence = k.Confidence
		decisions := math.Ceil(math.Log2(max(2, (r[1]-r[0])/k.options.Within))) + 2 + probes + 6
		k.spend = (1 - k.Confidence) / decisions / looks
	}
	return nil
}

// agents is whether the input is the agents.
func (k *seeker) agents() bool {
	team, ok := strings.CutPrefix(k.path, "plan.")
	return k.path == AgentsPath || ok && !strings.ContainsAny(team, ".[")
}

func (k *seeker) ofAgents() error {
	k.team, k.whole = -1, true
	if name, ok := strings.CutPrefix(k.path, "plan."); ok {
		var names []string
		for t, team := range k.base.Teams {
			names = append(names, team.Name)
			if team.Name == name {
				k.team = t
			}
		}
		if k.team < 0 {
			return wrong("there is no team %s (teams: %s)", name, strings.Join(names, ", "))
		}
	}
	if k.options.Anew {
		return wrong("agents that are sized anew cannot be sought: they follow from the targets")
	}
	most := 0
	for t, agents := range k.day.Plan {
		if k.team < 0 || t == k.team {
			for _, n := range agents {
				most = max(most, n)
			}
		}
	}
	k.out.Input = scenarios.Input{Path: k.path, Value: "the plan", Whole: true}
	k.out.Range = [2]float64{k.options.Low, k.options.High}
	if k.options.Low == k.options.High {
		k.out.Range = [2]float64{-float64(most), 2 * float64(max(most, 5))}
	}
	return nil
}

func (k *seeker) ofInput() error {
	in, err := k.Document.Input(k.path)
	if err != nil {
		return &InputError{err}
	}
	if math.IsNaN(in.Size) {
		if in.Value != "" && in.Value != "a list" {
			return wrong("%s: %s is not a number to start from", k.path, in.Value)
		}
		if in.Value == "a list" {
			return wrong("%s is a list: seek one of its values, or a factor such as channels.NAME.demand.scale", k.path)
		}
	}
	k.out.Input, k.whole, k.out.Present = in, in.Whole, in.Size
	low, high := k.options.Low, k.options.High
	if low == high {
		switch {
		case math.IsNaN(in.Size):
			return wrong("%s is not given: say where to look, such as --between 1m..10m", k.path)
		case in.High <= 1 && in.Low >= 0:
			low, high = in.Low, in.High
		default:
			low, high = in.Size/3, in.Size*3
			if in.Size == 0 {
				high = 1
			}
		}
		low, high = max(low, in.Low), min(high, in.High)
		// The bounds themselves may not be allowed.
		pad := (high - low) / 1000
		if low == in.Low {
			low += pad
		}
		if high == in.High {
			high -= pad
		}
		if k.whole {
			low, high = math.Ceil(low), math.Floor(high)
		}
	}
	k.out.Range = [2]float64{min(low, high), max(low, high)}
	return nil
}

// try evaluates the condition at a value.
func (k *seeker) try(ctx context.Context, x float64) (Tried, error) {
	if t, ok := k.seen[x]; ok {
		return t, nil
	}
	t := Tried{Size: x}
	s, plan := k.base, k.day.Plan
	if k.out.Agents {
		plan = k.shifted(int(x))
		t.Text = fmt.Sprintf("%+d", int(x))
	} else {
		t.Text = k.out.Input.Write(x)
		var err error
		if s, err = k.scenario(scenarios.Override{Path: k.path, Value: t.Text, Same: true, Flag: "--change"}); err != nil {
			return t, err
		}
	}
	var d *Day
	var err error
	if k.options.Anew {
		s.Plan = nil
		d, err = Case{Scenario: s, unpriced: !k.condition.Figure.money}.Staff(ctx, k.Sizing)
	} else {
		d, err = Case{Scenario: s, Plan: plan, unpriced: !k.condition.Figure.money}.Staff(ctx, k.Sizing)
	}
	if err != nil {
		return t, fmt.Errorf("%s=%s: %w", k.path, t.Text, err)
	}
	if k.Replications == 0 || k.condition.Figure.Staff {
		t.Value = k.condition.Figure.Formula(d)
		t.Holds, t.Certain = k.condition.Holds(t.Value)
		return k.note(t), nil
	}
	for n := k.Replications; ; n = min(2*n, k.options.MaxReplications) {
		r, err := sim.Run(ctx, staffing.Model(s, d.Plan), sim.Options{Replications: n, Seed: k.Seed, Workers: k.Workers, Confidence: 1 - k.spend, Progress: k.Progress})
		if err != nil {
			return t, err
		}
		t.Value, t.Replications = k.condition.Figure.Of(d, r), n
		t.Holds, t.Certain = k.condition.Holds(t.Value)
		if t.Certain || n >= k.options.MaxReplications || n >= k.Replications<<(looks-1) {
			return k.note(t), nil
		}
	}
}

func (k *seeker) note(t Tried) Tried {
	k.seen[t.Size] = t
	k.out.Tried = append(k.out.Tried, t)
	return t
}

// shifted is the plan with n agents more in every interval, at least none.
func (k *seeker) shifted(n int) scenarios.Plan {
	plan := make(scenarios.Plan, len(k.day.Plan))
	for t, agents := range k.day.Plan {
		plan[t] = append([]int(nil), agents...)
		if k.team >= 0 && t != k.team {
			continue
		}
		for i := range plan[t] {
			plan[t][i] = min(max(0, plan[t][i]+n), scenarios.MaxAgents)
		}
	}
	return plan
}

// between looks for two neighbours of which one holds, where both ends agree: nearest to the value as it is.
func (k *seeker) between(ctx context.Context, low, high Tried) (a, b Tried, err error) {
	at := []Tried{low}
	for i := 1; i < probes; i++ {
		x := low.Size + (high.Size-low.Size)*float64(i)/probes
		if k.whole {
			x = math.Round(x)
		}
		t, err := k.try(ctx, x)
		if err != nil {
			return low, high, err
		}
		at = append(at, t)
	}
	at = append(at, high)
	best := math.Inf(1)
	a, b = low, high
	for i := range at[1:] {
		if at[i].Holds != at[i+1].Holds {
			if d := math.Abs((at[i].Size+at[i+1].Size)/2 - k.out.Present); d < best {
				a, b, best = at[i], at[i+1], d
			}
		}
	}
	return a, b, nil
}

// bisect narrows a bracket of which the condition holds at one end.
func (k *seeker) bisect(ctx context.Context, low, high Tried) error {
	out := k.out
	out.Status = Found
	for high.Size-low.Size > k.options.Within*(1+1e-9) {
		x := (low.Size + high.Size) / 2
		if k.whole {
			if x = math.Floor(x); x <= low.Size || x >= high.Size {
				break
			}
		}
		t, err := k.try(ctx, x)
		if err != nil {
			return err
		}
		if !t.Certain {
			// Narrow from both sides of what cannot be told, as long as it can.
			out.Status = Undecided
			out.Undecided = append(out.Undecided, t)
			low, err = k.edge(ctx, low, t)
			if err != nil {
				return err
			}
			if high, err = k.edge(ctx, high, t); err != nil {
				return err
			}
			break
		}
		if t.Holds == low.Holds {
			low = t
		} else {
			high = t
		}
	}
	if !low.Certain || !high.Certain {
		out.Status = Undecided
	}
	if low.Holds {
		out.Holds, out.Fails = low, high
	} else {
		out.Holds, out.Fails = high, low
	}
	return nil
}

// edge moves the end of a bracket towards a value that cannot be told, while it can, three times at most.
func (k *seeker) edge(ctx context.Context, end, unclear Tried) (Tried, error) {
	for range 3 {
		x := (end.Size + unclear.Size) / 2
		if k.whole {
			x = math.Round(x)
		}
		if math.Abs(x-end.Size) < k.options.Within || x == unclear.Size || x == end.Size {
			break
		}
		t, err := k.try(ctx, x)
		if err != nil {
			return end, err
		}
		if t.Certain && t.Holds == end.Holds {
			end = t
		} else if !t.Certain {
			k.out.Undecided = append(k.out.Undecided, t)
			unclear = t
		} else {
			break // of the other side: the figure does not go one way
		}
	}
	return end, nil
}

// ParseBetween reads the range of a search, from..to, as the input has it.
func ParseBetween(text string, in scenarios.Input) (low, high float64, err error) {
	a, b, ok := strings.Cut(text, "..")
	if !ok {
		return 0, 0, fmt.Errorf("%s is not a range: write from..to", text)
	}
	if low, err = in.Read(strings.TrimSpace(a)); err != nil {
		return 0, 0, err
	}
	high, err = in.Read(strings.TrimSpace(b))
	if err == nil && !(low < high) {
		err = fmt.Errorf("%s: %s is not below %s", text, a, b)
	}
	return low, high, err
}
