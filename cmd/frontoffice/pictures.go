package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/urfave/cli/v2"

	"frontoffice/charts"
	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
	"frontoffice/sim"
)

func picturesFlag() cli.Flag {
	return &cli.StringFlag{
		Name:  "pictures",
		Usage: "write the pictures into this `FOLDER`; none draws nothing (default: one named after the scenario, a new one each time unless --overwrite)",
	}
}

// picturesFolder is where pictures go; "" for nowhere. It refuses, before the work
// begins, a folder in which something would be overwritten unasked.
func picturesFolder(ctx *cli.Context, s *scenarios.Scenario) (string, error) {
	switch folder := ctx.String("pictures"); {
	case folder == "none":
		return "", nil
	case folder != "":
		return folder, free(ctx, folder, s)
	}
	folder := slug(s.Name) + "-pictures"
	if ctx.Bool("overwrite") {
		return folder, nil
	}
	return freeFolder(folder)
}

// free says whether a folder can take the pictures of a scenario's day.
func free(ctx *cli.Context, folder string, s *scenarios.Scenario) error {
	var channels []staffing.Channel
	for i := range s.Channels {
		channels = append(channels, staffing.Channel{Channel: &s.Channels[i]})
	}
	names := append(shiftPictures(s), loopPicture)
	for _, prefix := range picturePrefixes(channels) {
		for _, name := range pictureNames {
			names = append(names, prefix+name)
		}
	}
	return freeOf(ctx, folder, names)
}

// freeOf says whether a folder can take pictures without overwriting anything unasked.
func freeOf(ctx *cli.Context, folder string, names []string) error {
	info, err := os.Stat(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return usagef("--pictures: %w", err)
	case !info.IsDir():
		return usagef("--pictures %s: this is a file, not a folder", folder)
	case ctx.Bool("overwrite"):
		return nil
	}
	for _, name := range names {
		for _, ext := range pictureFormats {
			if path := filepath.Join(folder, name+ext); exists(path) {
				return usagef("%s exists: nothing was done (--overwrite replaces it)", path)
			}
		}
	}
	return nil
}

// newFolder refuses a folder of pictures that is there already, unless it may be replaced; "" for none.
func newFolder(ctx *cli.Context) (string, error) {
	folder := ctx.String("pictures")
	if folder == "none" {
		return "", nil
	}
	if folder != "" && exists(folder) && !ctx.Bool("overwrite") {
		return "", usagef("%s exists: nothing was done (--overwrite replaces its pictures)", folder)
	}
	return folder, nil
}

// slug is a name fit for a folder: lower case, words joined by hyphens.
func slug(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	s := strings.Join(words, "-")
	if s == "" {
		return "scenario"
	}
	if r := []rune(s); len(r) > 60 {
		s = strings.Trim(string(r[:60]), "-")
	}
	return s
}

// The pictures of a channel's day, and the formats each is written in.
var (
	pictureNames   = []string{"volume", "service-level", "occupancy", "waits", "concurrency", "backlog"}
	pictureFormats = []string{".png", ".svg"}
)

// loopPicture is that of what contacts lead to, of all channels together.
const loopPicture = "loop"

// drawDay draws every picture of a day before it writes the first, and returns
// the paths written.
func drawDay(folder string, o *staffing.Outcome, overwrite bool) ([]string, error) {
	files := map[string][]byte{}
	var order []string
	add := func(name, of string, draw func() (*charts.Figure, error)) error {
		f, err := draw()
		if err != nil {
			return fmt.Errorf("drawing %s: %w", of, err)
		}
		written, err := rendered(f)
		if err != nil {
			return fmt.Errorf("drawing %s: %w", of, err)
		}
		for _, ext := range pictureFormats {
			files[name+ext] = written[ext]
			order = append(order, name+ext)
		}
		return nil
	}
	prefixes := picturePrefixes(o.Channels)
	for i := range o.Channels {
		day, waits := chartDay(o, i), chartWaits(o, i)
		draw := map[string]func() (*charts.Figure, error){
			"volume":        func() (*charts.Figure, error) { return charts.Volume(day) },
			"service-level": func() (*charts.Figure, error) { return charts.ServiceLevel(day) },
			"occupancy":     func() (*charts.Figure, error) { return charts.Occupancy(day) },
			"waits":         func() (*charts.Figure, error) { return charts.WaitDistribution(waits) },
			"concurrency":   func() (*charts.Figure, error) { return charts.Concurrency(chartChats(o, i)) },
			"backlog":       func() (*charts.Figure, error) { return charts.BacklogAge(chartBacklog(o, i)) },
		}
		for _, name := range pictureNames {
			if !pictured(o.Channels[i], name) || name == "service-level" && nothingDue(day) {
				continue
			}
			if err := add(prefixes[i]+name, name+" of "+o.Channels[i].Name, draw[name]); err != nil {
				return nil, err
			}
		}
	}
	if n := len(o.Scenario.FollowUps); n > 0 && len(o.Channels) <= charts.MaxLoopNodes {
		if err := add(loopPicture, "what contacts lead to", func() (*charts.Figure, error) { return charts.Loops(chartLoop(o)) }); err != nil {
			return nil, err
		}
	}
	return writeFolder(folder, order, files, overwrite)
}

// pictured is whether a channel has a picture of a name.
func pictured(ch staffing.Channel, name string) bool {
	switch name {
	case "occupancy":
		return len(ch.Teams) == 1 // of several, each has its own
	case "volume":
		return ch.Total.Offered > 0 || ch.LedTo
	case "service-level":
		return ch.Kind != scenarios.Outbound
	case "waits":
		return ch.Kind == scenarios.Voice || ch.Kind == scenarios.Chats
	case "concurrency":
		return ch.Kind == scenarios.Chats && ch.Concurrency > 1
	}
	return ch.Kind == scenarios.Deferred
}

// nothingDue is whether there is deferred work, and of no interval a share in time.
func nothingDue(day charts.Day) bool {
	return day.Judged != nil && !slices.ContainsFunc(day.ServiceLevel, func(b charts.Band) bool { return !b.Undefined })
}

// picturePrefixes begins the names of each channel's pictures: nothing for the
// only channel, else its name, numbered where two would be written alike.
func picturePrefixes(channels []staffing.Channel) []string {
	if len(channels) == 1 {
		return []string{""}
	}
	var prefixes []string
	taken := map[string]bool{}
	for _, c := range channels {
		name := slug(c.Name)
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", slug(c.Name), n)
		}
		taken[name] = true
		prefixes = append(prefixes, name+"-")
	}
	return prefixes
}

// writeFolder writes files into a folder: a new folder appears whole or not at
// all, in an existing one each file does.
func writeFolder(folder string, order []string, files map[string][]byte, overwrite bool) ([]string, error) {
	var paths []string
	for _, name := range order {
		paths = append(paths, filepath.Join(folder, name))
	}
	_, err := os.Stat(folder)
	if err == nil {
		for i, name := range order {
			if err := writeFile(paths[i], files[name], overwrite); err != nil {
				return nil, err
			}
		}
		return paths, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	parent := filepath.Dir(folder)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, cannotWrite(folder, err)
	}
	tmp, err := os.MkdirTemp(parent, ".frontoffice-*")
	if err != nil {
		return nil, cannotWrite(folder, err)
	}
	defer os.RemoveAll(tmp) // gone already where the rename went well
	if err := os.Chmod(tmp, 0o755); err != nil {
		return nil, err
	}
	for _, name := range order {
		if err := os.WriteFile(filepath.Join(tmp, name), files[name], 0o644); err != nil {
			return nil, cannotWrite(folder, err)
		}
	}
	return paths, os.Rename(tmp, folder)
}

// chartDay is a channel's day as the charts take it.
func chartDay(o *staffing.Outcome, i int) charts.Day {
	ch, s := o.Channels[i], o.Scenario
	def := ch.Target.Definition
	day := charts.Day{
		Title:              title(s),
		Subtitle:           subtitle(o, i),
		Open:               s.Open,
		Interval:           s.Interval,
		Date:               s.Date,
		ServiceLevelTarget: ch.Target.ServiceLevel,
		Within:             time.Duration(ch.Within * float64(time.Second)),
		Definition:         definitionWords[def],
		ServiceLevelDay:    staffing.LevelOf(o.Simulated.Channels[i].Day.ServiceLevel, def).Mean,
		OccupancyDay:       o.Simulated.Teams[ch.Team].Day.Occupancy.Mean,
		OccupancyCap:       ch.Target.Occupancy,
		Confidence:         o.Simulated.Confidence,
		FormulaName:        ch.Formula,
	}
	if f := o.Simulated.Channels[i].Day.Deferred; f != nil {
		day.ServiceLevelDay, day.Within, day.Definition = f.OnTime.Mean, ch.Deadline, "finished, by interval of arrival"
		day.Judged = staffing.Judged(s, ch.Channel)
		if f.AtMost.Mean-f.AtLeast.Mean >= muchOpen {
			over := "over the day"
			if len(s.Days) > 1 {
				over = "over all days"
			}
			day.ServiceLevelWords = fmt.Sprintf("%s of those due %s (%s to %s with what is not due at the close)", percent(f.OnTime.Mean), over, percent(f.AtLeast.Mean), percent(f.AtMost.Mean))
		}
		if ch.InOpenHours {
			day.Definition = "of opening hours; finished, by interval of arrival"
		}
	}
	sized, own := asRequired(ch.Intervals)
	for k, in := range ch.Intervals {
		f, p := o.Simulated.Channels[i].Intervals[k], o.Simulated.Teams[ch.Team].Intervals[k]
		offered := in.Offered
		if ch.LedTo { // what others lead to is known of the simulated day alone
			offered = f.Offered.Mean
		}
		day.Offered = append(day.Offered, offered)
		if sized {
			day.Required = append(day.Required, in.Required.Agents)
		}
		if own {
			day.Planned = append(day.Planned, in.Agents)
		}
		day.Scheduled = append(day.Scheduled, in.Scheduled)
		level := staffing.LevelOf(f.ServiceLevel, def)
		if f.Deferred != nil {
			level = onTime(&f)
			level.Undefined = level.Undefined || f.Offered.Mean == 0
		}
		day.ServiceLevel = append(day.ServiceLevel, band(level))
		if o.Plan[ch.Team][k] == 0 { // who is there only finishes a last contact
			p.Occupancy.Undefined = true
		}
		day.Occupancy = append(day.Occupancy, band(p.Occupancy))
		if ch.Total.Stable {
			day.Formula = append(day.Formula, in.Formula.ServiceLevel.Of(def))
			if !o.Scenario.Foremost(ch.Channel) { // it knows of no other work
				day.FormulaOccupancy = append(day.FormulaOccupancy, in.Formula.Occupancy)
			}
		}
	}
	return day
}

func chartWaits(o *staffing.Outcome, i int) charts.Waits {
	ch := o.Channels[i]
	r := o.Simulated.Channels[i]
	offered := r.Day.Offered.Mean * float64(o.Simulated.Replications)
	of := func(h sim.Histogram) func(t float64) float64 {
		return func(t float64) float64 {
			if offered == 0 {
				return 0
			}
			return h.Below(t) * h.Count() / offered
		}
	}
	w := charts.Waits{
		Title:         title(o.Scenario),
		Subtitle:      subtitle(o, i),
		Within:        time.Duration(ch.Within * float64(time.Second)),
		Offered:       offered,
		AnsweredBelow: of(r.Waits.Answered),
	}
	if ch.GivesUp() {
		w.AbandonedBelow = of(r.Waits.Abandoned)
	}
	return w
}

// subtitle says what day and what simulation a picture shows.
func subtitle(o *staffing.Outcome, i int) string {
	parts := []string{}
	if !o.Scenario.Date.IsZero() {
		parts = append(parts, o.Scenario.Date.Format("Mon 2 Jan 2006"))
	}
	simulated := "simulated day"
	if n := len(o.Scenario.Days); n > 0 {
		simulated = fmt.Sprintf("simulated run of %d day", n)
		if o.Simulated.Replications != 1 {
			simulated = fmt.Sprintf("simulated runs of %d day", n)
		}
	}
	if i >= 0 {
		parts = append(parts, o.Channels[i].Name)
	}
	parts = append(parts, count(o.Simulated.Replications, simulated), fmt.Sprintf("seed %d", o.Simulated.Seed))
	return strings.Join(parts, ", ") + changed(o.Scenario, ", with ")
}

func band(e sim.Estimate) charts.Band {
	low, high := shareInterval(e)
	return charts.Band{Mean: e.Mean, Low: low, High: high, Undefined: e.Undefined}
}
