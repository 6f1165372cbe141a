package charts_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"frontoffice/charts"
)

// The agents that three methods ask for on the mean Monday of a bank, 28
// half-hours, for 80 % within 20 s, with service levels of the size they give.
var (
	byInterval = charts.MethodLine{
		Name:   "Erlang A by interval",
		Agents: []int{43, 52, 90, 123, 178, 198, 199, 199, 197, 191, 187, 184, 177, 175, 172, 170, 166, 162, 152, 136, 115, 101, 90, 81, 73, 68, 62, 58},
		ServiceLevel: []float64{0.93, 0.86, 0.89, 0.862, 0.868, 0.832, 0.815, 0.806, 0.823, 0.804, 0.801, 0.803, 0.793, 0.771,
			0.79, 0.801, 0.783, 0.794, 0.752, 0.682, 0.704, 0.728, 0.758, 0.776, 0.782, 0.804, 0.811, 0.806},
		AgentHours: 1899.5, Missed: 12,
	}
	offeredLoad = charts.MethodLine{
		Name:   "Modified offered load",
		Agents: []int{43, 52, 90, 123, 178, 198, 199, 199, 199, 197, 191, 187, 184, 177, 175, 172, 170, 166, 162, 152, 136, 115, 101, 90, 81, 73, 68, 62},
		ServiceLevel: []float64{0.93, 0.86, 0.89, 0.862, 0.868, 0.832, 0.815, 0.806, 0.861, 0.87, 0.852, 0.846, 0.882, 0.858,
			0.861, 0.855, 0.864, 0.871, 0.904, 0.951, 0.968, 0.957, 0.949, 0.938, 0.925, 0.917, 0.92, 0.899},
		AgentHours: 1970,
	}
	exactDay = charts.MethodLine{
		Name:   "Exact day",
		Agents: []int{42, 52, 87, 121, 174, 197, 199, 199, 197, 192, 187, 184, 178, 175, 173, 170, 167, 162, 153, 145, 118, 103, 91, 82, 74, 68, 62, 58},
		ServiceLevel: []float64{0.822, 0.829, 0.806, 0.811, 0.804, 0.812, 0.808, 0.801, 0.815, 0.809, 0.802, 0.805, 0.81, 0.803,
			0.808, 0.801, 0.806, 0.802, 0.804, 0.811, 0.802, 0.807, 0.804, 0.812, 0.809, 0.806, 0.813, 0.808},
		AgentHours: 1905,
	}
)

// bank is that Monday by the given methods.
func bank(lines ...charts.MethodLine) charts.Methods {
	return charts.Methods{
		Title:    "Bank, mean Monday",
		Subtitle: "voice, 80% within 20 s, exact day M(t)/M/n(t)+M",
		Open:     7 * time.Hour, Interval: 30 * time.Minute, Lines: lines,
		ServiceLevelTarget: 0.8, Within: 20 * time.Second, Definition: "offered",
	}
}

// methodPictures are the functions that draw staffing methods.
var methodPictures = []struct {
	name string
	draw func(charts.Methods) (*charts.Figure, error)
}{{"agents-by-method", charts.AgentsByMethod}, {"service-level-by-method", charts.ServiceLevelByMethod}}

// methodDays are comparisons that strain the layout, by name.
func methodDays() map[string]charts.Methods {
	days := map[string]charts.Methods{
		"two":             bank(byInterval, exactDay),
		"three":           bank(byInterval, offeredLoad, exactDay),
		"five":            syntheticMethods(7*time.Hour, 30*time.Minute, 28, 5, 200),
		"one interval":    syntheticMethods(9*time.Hour, 30*time.Minute, 1, 3, 40),
		"quarter-hours":   syntheticMethods(0, 15*time.Minute, 96, 4, 90),
		"minutes":         syntheticMethods(0, time.Minute, 1440, 5, 90),
		"night":           syntheticMethods(20*time.Hour, 30*time.Minute, 20, 3, 60),
		"tiny":            syntheticMethods(8*time.Hour, time.Hour, 9, 3, 2),
		"large":           syntheticMethods(8*time.Hour, 30*time.Minute, 20, 5, 5000),
		"a trillion":      syntheticMethods(8*time.Hour, 30*time.Minute, 20, 2, 1e12),
		"nobody required": syntheticMethods(8*time.Hour, 30*time.Minute, 20, 2, 0),
	}
	vary := func(name string, change func(*charts.Methods)) {
		m := syntheticMethods(7*time.Hour, 30*time.Minute, 28, 5, 200)
		change(&m)
		days[name] = m
	}
	vary("no target", func(m *charts.Methods) {
		m.ServiceLevelTarget, m.Within, m.Definition = 0, 0, ""
		for i := range m.Lines {
			m.Lines[i].Missed = 0
		}
	})
	vary("all the same", func(m *charts.Methods) {
		for i := range m.Lines {
			name := m.Lines[i].Name
			m.Lines[i] = m.Lines[4]
			m.Lines[i].Name = name
		}
	})
	vary("strict", func(m *charts.Methods) {
		m.ServiceLevelTarget, m.Definition = 0.9995, "excluding-short"
		for i := range m.Lines {
			m.Lines[i].Missed = 28
		}
	})
	vary("everything at 0", func(m *charts.Methods) {
		for i := range m.Lines {
			m.Lines[i].ServiceLevel, m.Lines[i].Missed = make([]float64, 28), 28
		}
	})
	vary("a lunch without contacts", func(m *charts.Methods) {
		m.Offered = make([]float64, 28)
		for i := range m.Offered {
			m.Offered[i] = float64(i % 7)
			for k := range m.Lines {
				m.Lines[k].Missed = 24
				if i%7 == 0 {
					m.Lines[k].ServiceLevel[i] = math.NaN()
				}
			}
		}
	})
	vary("no contacts", func(m *charts.Methods) {
		m.Offered = make([]float64, 28)
		for k := range m.Lines {
			m.Lines[k].Missed = 0
		}
	})
	vary("long names", func(m *charts.Methods) {
		m.Title, m.Subtitle = strings.Repeat("Peak Monday ", 20), strings.Repeat("voice ", 60)
		for i := range m.Lines {
			m.Lines[i].Name = fmt.Sprintf("Method %d, stationary independent period by period with the lag of a mean handle time and an even longer name", i+1)
		}
	})
	return days
}

// syntheticMethods is a day of n intervals with a peak of about the given agents:
// staff that is short after the peak, by less from line to line.
func syntheticMethods(open, interval time.Duration, n, lines int, peak float64) charts.Methods {
	names := []string{"Erlang C by interval", "Erlang A by interval", "Square root of the load", "Modified offered load", "Exact day"}
	m := bank()
	m.Open, m.Interval = open, interval
	for k := range lines {
		l := charts.MethodLine{Name: names[len(names)-lines+k]}
		for i := range n {
			x := (float64(i) + 0.5) / float64(n)
			load := peak * (0.2 + 0.8*math.Exp(-20*math.Pow(x-0.4, 2)))
			off := float64(lines-1-k) * 0.6 * math.Sin(9*x+2*float64(k))
			level := min(0.81+0.01*math.Sin(float64(7*i))+0.05*off, 1)
			l.Agents = append(l.Agents, max(int(math.Round(load+off*math.Sqrt(load))), 0))
			l.ServiceLevel = append(l.ServiceLevel, level)
			l.AgentHours += float64(l.Agents[i]) * interval.Hours()
			if level < 0.8 {
				l.Missed++
			}
		}
		m.Lines = append(m.Lines, l)
	}
	return m
}

func TestMethodLayout(t *testing.T) {
	for name, m := range methodDays() {
		for _, p := range methodPictures {
			t.Run(name+"/"+p.name, func(t *testing.T) {
				f, err := p.draw(m)
				if err != nil {
					t.Fatal(err)
				}
				checkLayout(t, svg(t, f))
			})
		}
	}
	f, err := charts.ServiceLevelByMethod(bank(exactDay))
	if err != nil {
		t.Fatal(err)
	}
	checkLayout(t, svg(t, f))
}

// Comparisons drawn at random either are refused or make a sound picture.
func TestRandomMethods(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	drawn := 0
	for i := range 150 {
		m := randomMethods(rng)
		for _, p := range methodPictures {
			f, err := p.draw(m)
			if err != nil {
				continue
			}
			drawn++
			if checkLayout(t, svg(t, f)); t.Failed() {
				t.Fatalf("%s of comparison %d: %d lines, %d intervals of %v from %v",
					p.name, i, len(m.Lines), len(m.Lines[0].Agents), m.Interval, m.Open)
			}
		}
	}
	if drawn < 200 {
		t.Errorf("only %d of 300 pictures were drawn", drawn)
	}
}

func randomMethods(rng *rand.Rand) charts.Methods {
	m := bank()
	m.Open, m.Interval = time.Duration(rng.IntN(24*60))*time.Minute, time.Duration(1+rng.IntN(3600))*time.Second
	m.ServiceLevelTarget = float64(rng.IntN(3)) / 2 * rng.Float64()
	n := 1 + rng.IntN([]int{2, 30, 100, 1500}[rng.IntN(4)])
	size := []float64{0, 3, 200, 5000, 1e12}[rng.IntN(5)]
	differ := []float64{0, 0.001, 0.05, 1}[rng.IntN(4)]
	least := rng.Float64()
	base := make([]float64, n)
	for i := range base {
		base[i] = size * rng.Float64()
	}
	for k := range 1 + rng.IntN(5) {
		l := charts.MethodLine{Name: strings.Repeat("Method Ω ", 1+rng.IntN(8)) + fmt.Sprint(k), AgentHours: size * rng.Float64(), Missed: n}
		for i := range n {
			l.Agents = append(l.Agents, int(min(base[i]*(1+differ*rng.NormFloat64()*rng.Float64()), 1e12)))
			l.Agents[i] = max(l.Agents[i], 0)
			l.ServiceLevel = append(l.ServiceLevel, least+(1-least)*rng.Float64())
		}
		m.Lines = append(m.Lines, l)
	}
	if rng.IntN(12) == 0 {
		m.Lines[0].Agents[0] = -1
	}
	return m
}

// Bad comparisons are refused with an error that names what is wrong.
func TestMethodErrors(t *testing.T) {
	agents, levels := charts.AgentsByMethod, charts.ServiceLevelByMethod
	for _, c := range []struct {
		want   string // in the error
		draw   func(charts.Methods) (*charts.Figure, error)
		change func(*charts.Methods)
	}{
		{"no staffing methods", agents, func(m *charts.Methods) { *m = charts.Methods{} }},
		{"no staffing methods", levels, func(m *charts.Methods) { *m = charts.Methods{} }},
		{"1 staffing method: want 2 to 5", agents, func(m *charts.Methods) { m.Lines = m.Lines[:1] }},
		{"6 staffing methods: want 2 to 5", agents, func(m *charts.Methods) { m.Lines = slices.Repeat(m.Lines, 3) }},
		{"6 staffing methods: want 1 to 5", levels, func(m *charts.Methods) { m.Lines = slices.Repeat(m.Lines, 3) }},
		{"staffing method 2 has no name", agents, func(m *charts.Methods) { m.Lines[1].Name = " \n" }},
		{"agent hours of Exact day are NaN", agents, func(m *charts.Methods) { m.Lines[1].AgentHours = math.NaN() }},
		{"agent hours of Exact day are -1", levels, func(m *charts.Methods) { m.Lines[1].AgentHours = -1 }},
		{"agent hours of Erlang A by interval are +Inf", levels, func(m *charts.Methods) { m.Lines[0].AgentHours = math.Inf(1) }},
		{"no required agents", agents, func(m *charts.Methods) { m.Lines[1].Agents = nil }},
		{"27 intervals of agents required by Erlang A by interval but 28 of Exact day", agents, func(m *charts.Methods) { m.Lines[0].Agents = m.Lines[0].Agents[1:] }},
		{"agents required by Exact day of interval 2 is -1", agents, func(m *charts.Methods) { m.Lines[1].Agents[1] = -1 }},
		{"agents required by Exact day of interval 2 is 9223372036854775807", agents, func(m *charts.Methods) { m.Lines[1].Agents[1] = math.MaxInt }},
		{"an interval of 0s", agents, func(m *charts.Methods) { m.Interval = 0 }},
		{"opening at -1h0m0s", levels, func(m *charts.Methods) { m.Open = -time.Hour }},
		{"more than a year", levels, func(m *charts.Methods) { m.Interval = math.MaxInt64 }},
		{"no service level", levels, func(m *charts.Methods) { m.Lines[1].ServiceLevel = nil }},
		{"0 intervals of service level of Erlang A by interval but 28 of Exact day", levels, func(m *charts.Methods) { m.Lines[0].ServiceLevel = nil }},
		{"service level of Exact day in interval 3 is NaN", levels, func(m *charts.Methods) { m.Lines[1].ServiceLevel[2] = math.NaN() }},
		{"service level of Exact day in interval 3 is 80", levels, func(m *charts.Methods) { m.Lines[1].ServiceLevel[2] = 80 }},
		{"target of service level is 80", levels, func(m *charts.Methods) { m.ServiceLevelTarget = 80 }},
		{"within -20s", levels, func(m *charts.Methods) { m.Within = -20 * time.Second }},
		{"27 intervals of offered contacts but 28 of service level", levels, func(m *charts.Methods) { m.Offered = make([]float64, 27) }},
		{"offered contacts of interval 1 is NaN", levels, func(m *charts.Methods) { m.Offered = []float64{math.NaN()} }},
		{"Erlang A by interval misses in 11 intervals: want 12", levels, func(m *charts.Methods) { m.Lines[0].Missed = 11 }},
		{"Exact day misses in -1 intervals: want 0", levels, func(m *charts.Methods) { m.Lines[1].Missed = -1 }},
		{"Exact day misses in 29 intervals: want 0, as many as are below the target of service level, to 28", levels, func(m *charts.Methods) { m.Lines[1].Missed = 29 }},
	} {
		m := bank(byInterval, exactDay)
		for i := range m.Lines {
			m.Lines[i].Agents, m.Lines[i].ServiceLevel = slices.Clone(m.Lines[i].Agents), slices.Clone(m.Lines[i].ServiceLevel)
		}
		c.change(&m)
		f, err := c.draw(m)
		if err == nil || f != nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v; want one with %q", err, c.want)
		}
	}
}

// What a picture says is computed from its lines.
func TestMethodFindings(t *testing.T) {
	line := func(name string, hours float64, missed int, agents []int, levels ...float64) charts.MethodLine {
		return charts.MethodLine{Name: name, Agents: agents, ServiceLevel: levels, AgentHours: hours, Missed: missed}
	}
	a := line("A", 21.5, 2, []int{4, 5, 6, 7}, 0.7, 0.9, 0.79, 0.8)
	b := line("B", 24, 0, []int{5, 7, 6, 6}, 0.8, 0.8, 0.8, 0.8-1e-12)
	c := line("C", 1e6, 1, []int{1005, 1007, 1006, 1006}, 0.8, 0.9, 1, 1)
	for _, v := range []struct {
		want   string
		draw   func(charts.Methods) (*charts.Figure, error)
		lines  []charts.MethodLine
		change func(*charts.Methods)
	}{
		{"Agents required, B: 5 to 7; 24.0 h. Agents more or fewer than B: A: 2 fewer to 1 more, the same in 1 of 4 intervals; 21.5 h, 2.5 h less.",
			charts.AgentsByMethod, []charts.MethodLine{a, b}, nil},
		{"fewer than A: A: the same in all 4 intervals; 21.5 h. C: 999 to 1,002 more; 1,000,000 h, 999,978.5 h more.",
			charts.AgentsByMethod, []charts.MethodLine{a, c, a}, nil},
		{"fewer than B: C: 1,000 more in all 4 intervals; 1,000,000 h, 999,976.0 h more.", charts.AgentsByMethod, []charts.MethodLine{c, b}, nil},
		{"fewer than C: A: 999 to 1,002 fewer; 21.5 h, 999,978.5 h less.", charts.AgentsByMethod, []charts.MethodLine{a, c}, nil},
		{"fewer than C: B: 1,000 fewer in all 4 intervals; 24.0 h, 999,976.0 h less.", charts.AgentsByMethod, []charts.MethodLine{b, c}, nil},
		{"Service level within 20 s (offered). A: 21.5 h, 2 of 4 miss; B: 24.0 h, none. A: 70.0% to 90.0%, least from 07:00 to 07:30. B: 80.0%.",
			charts.ServiceLevelByMethod, []charts.MethodLine{a, b}, nil},
		{"B: 24.0 h, none misses; C: 1,000,000 h, 1 of 4 misses. B: 80.0%. C: 80.0% to 100%; never below the target.",
			charts.ServiceLevelByMethod, []charts.MethodLine{b, c}, nil},
		{"A: 21.5 h, 2 of 3 miss. A: 79.0% to 90.0%, least from 08:00 to 08:30; below the target in 1 interval.", charts.ServiceLevelByMethod, []charts.MethodLine{a},
			func(m *charts.Methods) { m.Offered = []float64{0, 1, 1, 1} }},
		{"answered at once. B: 24.0 h. B: 80.0%.", charts.ServiceLevelByMethod, []charts.MethodLine{b},
			func(m *charts.Methods) { m.ServiceLevelTarget, m.Within, m.Definition = 0, 0, "" }},
		{"B: 24.0 h, none misses. B: no interval with contacts.", charts.ServiceLevelByMethod, []charts.MethodLine{b},
			func(m *charts.Methods) { m.Offered = make([]float64, 4) }},
	} {
		m := bank(v.lines...)
		if v.change != nil {
			v.change(&m)
		}
		f, err := v.draw(m)
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(svg(t, f), "<desc>")
		desc, _, _ := strings.Cut(rest, "</desc>")
		if !strings.HasSuffix(desc, v.want) {
			t.Errorf("got  %s\nwant %s", desc, v.want)
		}
	}
}

// A figure does not change with the caller's data.
func TestMethodsCopied(t *testing.T) {
	for _, p := range methodPictures {
		m := syntheticMethods(7*time.Hour, time.Hour, 14, 3, 50)
		m.Offered = slices.Repeat([]float64{1}, 14)
		f, err := p.draw(m)
		if err != nil {
			t.Fatal(err)
		}
		before := svg(t, f)
		clear(m.Offered)
		for i := range m.Lines {
			clear(m.Lines[i].Agents)
			clear(m.Lines[i].ServiceLevel)
		}
		clear(m.Lines)
		if svg(t, f) != before {
			t.Errorf("%s changes with the caller's data", p.name)
		}
	}
}
