package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/urfave/cli/v2"

	"frontoffice/scenarios"
	"frontoffice/scenarios/whatif"
)

const seekSchema = "frontoffice/seek/v1"

func seekCommand(c *console) *cli.Command {
	return &cli.Command{
		Name:      "seek",
		Usage:     "find the value of one input at which a promise begins to hold, or ceases to",
		UsageText: "frontoffice seek --change PATH --until CONDITION [flags] [FILE]",
		Description: `   frontoffice seek monday.yaml --change channels.voice.demand.scale --until "voice.service_level >= 80%"
   frontoffice seek monday.yaml --change channels.voice.handle_time.mean --until "voice.asa <= 30s"
   frontoffice seek monday.yaml --change agents --until "voice.abandonment <= 2%"
   frontoffice seek monday.yaml --change channels.voice.demand.scale --until "agent_hours <= 500"
   frontoffice seek monday.yaml --change ... --until ... --replications 100       by simulation

The agents are kept (--plan's, the scenario's, or those that size finds) unless the promise is about them or
--size-anew is given. agents and plan.TEAM change them: so many more or fewer in every interval.
By simulation every decision goes on until it is sure; with the stated --confidence the answer lies
between the two values named. Exit status 3 if no value in the range keeps the promise.`,
		Flags: slices.Concat([]cli.Flag{
			&cli.StringFlag{Name: "change", Usage: "the input, by its dotted `PATH` as in --set; or agents, or plan.TEAM"},
			&cli.StringFlag{Name: "until", Usage: "the promise, `FIGURE >= VALUE` or FIGURE <= VALUE, such as \"voice.service_level >= 80%\""},
			&cli.StringFlag{Name: "between", Usage: "look in this `RANGE`, from..to (default: a third to three times what it is, or all shares)"},
			&cli.BoolFlag{Name: "size-anew", Usage: "size the agents anew at every value"},
			planFlag(),
			&cli.StringFlag{Name: "replications", Usage: "by simulation: begin every decision with this many `DAYS` (default: by formula)"},
			&cli.StringFlag{Name: "max-replications", Usage: "by simulation, give a decision at most this many `DAYS` (default: 100000)"},
			seedFlag(), workersFlag(), formatFlag(formatTable, formatJSON), quietFlag(),
		}, scenarioFlags(), sizingFlags()),
		Action: func(ctx *cli.Context) error { return seek(ctx, c) },
	}
}

func seek(ctx *cli.Context, c *console) error {
	if !ctx.IsSet("change") || !ctx.IsSet("until") {
		return usagef("say what may change and until when: --change channels.voice.demand.scale --until \"voice.service_level >= 80%%\"")
	}
	path := ctx.String("change")
	setting, s, err := seekSetting(ctx, c)
	if err != nil {
		return err
	}
	condition, err := whatif.ParseCondition(ctx.String("until"), whatif.Figures(s))
	if err != nil {
		return usagef("--until: %w", err)
	}
	o := whatif.SeekOptions{Anew: ctx.Bool("size-anew") || condition.Figure.Staff && setting.Plan == nil && s.Plan == nil && path != whatif.AgentsPath && !strings.HasPrefix(path, "plan.")}
	r := flagReader{ctx: ctx}
	o.MaxReplications = r.whole("max-replications", 2)
	if r.err != nil {
		return r.err
	}
	in := scenarios.Input{}
	if path != whatif.AgentsPath && !strings.HasPrefix(path, "plan.") {
		if in, err = setting.Document.Input(path); err != nil {
			return usagef("--change: %w", err)
		}
	}
	if between := ctx.String("between"); between != "" {
		if o.Low, o.High, err = whatif.ParseBetween(between, in); err != nil {
			return usagef("--between: %w", err)
		}
	}
	var done func()
	if setting.Replications > 0 {
		p := newProgress(c.err, "deciding", ctx.Bool("quiet"))
		setting.Progress, done = p.report, p.done
	} else {
		_, done = working(c.err, "seeking", ctx.Bool("quiet"))
	}
	found, err := whatif.Seek(ctx.Context, setting, path, condition, o)
	done()
	if err != nil {
		return inputOr(err)
	}
	if ctx.String("format") == formatJSON {
		err = printJSON(c.out, newSeekJSON(s, found, setting.Seed))
	} else {
		printSeek(c, s, found)
	}
	if err == nil && found.Status == whatif.Never {
		return errMissed
	}
	return err
}

// seekSetting is the scenario as it is looked at, with its plan.
func seekSetting(ctx *cli.Context, c *console) (whatif.Setting, *scenarios.Scenario, error) {
	setting, s, err := settingOf(ctx, c)
	if err != nil {
		return setting, nil, err
	}
	if setting.Confidence, err = shareOf(ctx, "confidence"); err != nil {
		return setting, s, err
	}
	if ctx.IsSet("plan") {
		if setting.Plan, err = readPlan(c, ctx.String("plan"), s); err != nil {
			return setting, s, err
		}
	}
	simulateShared(&setting, s)
	return setting, s, nil
}

func printSeek(c *console, s *scenarios.Scenario, r *whatif.Sought) {
	fmt.Fprintln(c.out, heading(s))
	plan := "with the agents kept"
	if r.Anew {
		plan = "with the agents sized anew at every value"
	} else if r.Agents {
		plan = "with so many agents more or fewer than planned in every interval"
	}
	how := "by formula"
	if r.Confidence < 1 {
		how = "by simulation"
	}
	fmt.Fprintf(c.out, "%s changes until %s, %s, %s\n\n", r.Input.Path, r.Condition, plan, how)
	fmt.Fprintln(c.out, seekWords(r))
	fmt.Fprintln(c.out)
	t := newTable(table.Row{shortPath(r.Input.Path), figureName(r.Condition.Figure), "Holds", "Replications"}, 3)
	tried := slices.Clone(r.Tried)
	slices.SortFunc(tried, func(a, b whatif.Tried) int {
		if a.Size < b.Size {
			return -1
		}
		return 1
	})
	for _, at := range tried {
		holds := "no"
		if at.Holds {
			holds = "yes"
		}
		if !at.Certain {
			holds = "too close to call"
		}
		n := "-"
		if at.Replications > 0 {
			n = grouped(float64(at.Replications))
		}
		t.AppendRow(table.Row{valueText(r, at), writeValue(r.Condition.Figure, at.Value), holds, n})
	}
	fmt.Fprintln(c.out, t.Render())
}

// valueText writes a value that was tried for people.
func valueText(r *whatif.Sought, at whatif.Tried) string {
	if r.Agents {
		return at.Text
	}
	if d, err := scenarios.ParseDuration(at.Text); err == nil {
		return seconds(d.Seconds())
	}
	if share, ok := strings.CutSuffix(at.Text, "%"); ok && len(share) > 6 {
		return fmt.Sprintf("%.2f%%", 100*at.Size)
	}
	return at.Text
}

// seekWords is the answer in words.
func seekWords(r *whatif.Sought) string {
	f := r.Condition.Figure
	low, high := whatif.Tried{}, whatif.Tried{}
	if len(r.Tried) > 1 {
		low, high = r.Tried[0], r.Tried[1]
	}
	is := ""
	if !r.Agents {
		is = fmt.Sprintf(" (it is %s)", r.Input.Value)
	}
	switch r.Status {
	case whatif.Never:
		return fmt.Sprintf("No value from %s to %s keeps %s: %s there.", valueText(r, low), valueText(r, high), r.Condition, ends(f, low, high))
	case whatif.Always:
		return fmt.Sprintf("Every value from %s to %s keeps %s: %s there.", valueText(r, low), valueText(r, high), r.Condition, ends(f, low, high))
	}
	holds, fails := valueText(r, r.Holds), valueText(r, r.Fails)
	way := "down to"
	if r.Holds.Size < r.Fails.Size {
		way = "up to"
	}
	thing := r.Input.Path
	if r.Agents {
		thing = "agents more or fewer in every interval"
		if name, ok := strings.CutPrefix(r.Input.Path, "plan."); ok {
			thing = "agents of " + name + " more or fewer in every interval"
		}
	}
	there, beyond := writeValue(f, r.Holds.Value), writeValue(f, r.Fails.Value)
	if there == beyond && f.Kind == whatif.Share { // only further digits tell them apart
		there, beyond = fmt.Sprintf("%.3f%%", 100*r.Holds.Value.Mean), fmt.Sprintf("%.3f%%", 100*r.Fails.Value.Mean)
	}
	words := fmt.Sprintf("%s holds %s %s = %s%s: %s there, %s at %s.", r.Condition, way, thing, holds, is, there, beyond, fails)
	if r.Confidence < 1 {
		words += fmt.Sprintf("\nWith %s confidence the boundary of the simulated day lies between the two.", goal(r.Confidence))
	}
	if r.Status == whatif.Undecided {
		words += " Values between are too close to call; --max-replications allows more days."
	}
	return words
}

func ends(f whatif.Figure, a, b whatif.Tried) string {
	return fmt.Sprintf("it is %s and %s", writeValue(f, a.Value), writeValue(f, b.Value))
}

type seekJSON struct {
	Schema     string      `json:"schema"`
	Scenario   string      `json:"scenario"`
	File       string      `json:"file"`
	Change     string      `json:"change"`
	Until      string      `json:"until"`
	Is         string      `json:"is"`
	Status     string      `json:"status"`
	Holds      *triedJSON  `json:"holds,omitempty"`
	Fails      *triedJSON  `json:"fails,omitempty"`
	Confidence float64     `json:"confidence"`
	SizedAnew  bool        `json:"sized_anew"`
	Seed       uint64      `json:"seed"`
	Tried      []triedJSON `json:"tried"`
}

type triedJSON struct {
	Value        string       `json:"value"`
	Size         float64      `json:"size"`
	Figure       whatif.Value `json:"figure"`
	Holds        bool         `json:"holds"`
	Certain      bool         `json:"certain"`
	Replications int          `json:"replications,omitempty"`
}

func newSeekJSON(s *scenarios.Scenario, r *whatif.Sought, seed uint64) seekJSON {
	of := func(t whatif.Tried) triedJSON {
		return triedJSON{t.Text, t.Size, t.Value, t.Holds, t.Certain, t.Replications}
	}
	out := seekJSON{Schema: seekSchema, Scenario: s.Name, File: s.File, Change: r.Input.Path, Until: r.Condition.String(), Is: r.Input.Value,
		Status: string(r.Status), Confidence: r.Confidence, SizedAnew: r.Anew, Seed: seed}
	if r.Status == whatif.Found || r.Status == whatif.Undecided {
		holds, fails := of(r.Holds), of(r.Fails)
		out.Holds, out.Fails = &holds, &fails
	}
	for _, t := range r.Tried {
		out.Tried = append(out.Tried, of(t))
	}
	return out
}
