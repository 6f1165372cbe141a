package main

import (
	"bytes"
	"fmt"
	"io"

	"frontoffice/charts"
	"frontoffice/scenarios"
	"frontoffice/scenarios/staffing"
)

// drawn are the methods that the pictures show, the reference last: textbook practice, its
// two repairs, and the exact day.
var drawn = []staffing.Method{staffing.ErlangC, staffing.ErlangA, "lag-avg", "mol", staffing.ExactDay}

// drawMethods draws the compared methods of each channel into a folder.
func drawMethods(folder string, s *scenarios.Scenario, all []staffing.Comparison, overwrite bool) ([]string, error) {
	files := map[string][]byte{}
	var order []string
	for _, c := range all {
		m := chartMethods(s, c)
		prefix := ""
		if len(all) > 1 {
			prefix = slug(c.Channel.Name) + "-"
		}
		for _, p := range []struct {
			name string
			draw func(charts.Methods) (*charts.Figure, error)
		}{{"agents-by-method", charts.AgentsByMethod}, {"service-level-by-method", charts.ServiceLevelByMethod}} {
			f, err := p.draw(m)
			if err != nil {
				return nil, fmt.Errorf("drawing %s of %s: %w", p.name, c.Channel.Name, err)
			}
			written, err := rendered(f)
			if err != nil {
				return nil, fmt.Errorf("drawing %s of %s: %w", p.name, c.Channel.Name, err)
			}
			for _, ext := range pictureFormats {
				files[prefix+p.name+ext] = written[ext]
				order = append(order, prefix+p.name+ext)
			}
		}
	}
	return writeFolder(folder, order, files, overwrite)
}

// rendered is a figure in each picture format.
func rendered(f *charts.Figure) (map[string][]byte, error) {
	files := map[string][]byte{}
	for ext, write := range map[string]func(io.Writer) error{".png": f.WritePNG, ".svg": f.WriteSVG} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			return nil, err
		}
		files[ext] = b.Bytes()
	}
	return files, nil
}

func chartMethods(s *scenarios.Scenario, c staffing.Comparison) charts.Methods {
	t := c.Channel.Target
	m := charts.Methods{
		Title:              title(s),
		Subtitle:           c.Channel.Name + ", " + promise(c.Channel) + ", what each method's agents truly do by the exact day" + changed(s, ", with "),
		Open:               s.Open,
		Interval:           s.Interval,
		Offered:            c.Channel.Volumes,
		ServiceLevelTarget: t.ServiceLevel,
		Within:             staffing.Within(c.Channel),
		Definition:         definitionWords[t.Definition],
	}
	if !s.Date.IsZero() {
		m.Subtitle = s.Date.Format("Mon 2 Jan 2006") + ", " + m.Subtitle
	}
	for _, method := range drawn {
		for _, r := range c.Results {
			if r.Method != method || method == staffing.ErlangC && c.Channel.GivesUp() {
				continue // without patience Erlang C is the textbook, with it Erlang A
			}
			m.Lines = append(m.Lines, charts.MethodLine{
				Name: methodTitles[method], Agents: r.Agents, ServiceLevel: r.ByInterval, AgentHours: r.AgentHours, Missed: len(r.Missed),
			})
		}
	}
	return m
}

var methodTitles = map[staffing.Method]string{
	staffing.ErlangC:  "Erlang C by interval",
	staffing.ErlangA:  "Erlang A by interval",
	"lag-avg":         "Lagged by a handle time",
	"mol":             "Modified offered load",
	staffing.ExactDay: "Exact day",
}
