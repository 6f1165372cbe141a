package sim

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// The figures of a test are compared with exact values at a fixed seed. Each has its Student interval
// at a confidence such that all m of a test hold their exact values with a chance of at
// least 99 % (Bonferroni: 1 - 0.01/m each).
type comparison struct {
	t          testing.TB
	confidence float64
	widest     float64 // relative half-width that the test's number of days reaches: it must not pass for want of data
	made, most int
}

func compare(t testing.TB, most int, widest float64) *comparison {
	t.Helper()
	if raceDetector {
		t.Skip("figures are held to exact ones without the race detector")
	}
	return &comparison{t: t, confidence: 1 - 0.01/float64(most), widest: widest, most: most}
}

func (c *comparison) within(what string, got Estimate, want float64) {
	c.t.Helper()
	c.made++
	if !(math.Abs(got.Mean-want) <= got.HalfWidth) {
		c.t.Errorf("%s: %.6g ± %.2g does not hold %.6g", what, got.Mean, got.HalfWidth, want)
	}
	if got.HalfWidth > c.widest*math.Abs(want) {
		c.t.Errorf("%s: %.6g ± %.2g is wider than %v of it", what, got.Mean, got.HalfWidth, c.widest)
	}
}

func (c *comparison) done() {
	c.t.Helper()
	if c.made > c.most {
		c.t.Errorf("%d comparisons, the confidence is for %d", c.made, c.most)
	}
}

// full is n, or a fifth of it in a short test.
func full(n int) int {
	if testing.Short() {
		return n / 5
	}
	return n
}

// slack widens what may be the width of an interval where a short test has fewer data.
func slack() float64 {
	if testing.Short() {
		return math.Sqrt(5)
	}
	return 1
}

const shared = "../../shared/reference/"

// reference reads the values of a case, or skips the test where there are none.
func reference(t testing.TB, id string) map[string]any {
	t.Helper()
	return referenceCase(t, id).Values
}

// parameters reads those of a case.
func parameters(t testing.TB, id string) map[string]any {
	t.Helper()
	return referenceCase(t, id).Params
}

// aCase is one of the reference.
type aCase struct {
	ID             string
	Params, Values map[string]any
}

func referenceCase(t testing.TB, id string) aCase {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(shared + "cases.json"))
	if err != nil {
		t.Skip("no reference cases: ", err)
	}
	var all struct{ Cases []aCase }
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Cases {
		if c.ID == id {
			return c
		}
	}
	t.Fatalf("no case %s", id)
	return aCase{}
}

// table reads a CSV of numbers beside the cases, by the names of its columns.
func table(t testing.TB, name string) map[string][]float64 {
	t.Helper()
	f, err := os.Open(filepath.FromSlash(shared + name))
	if err != nil {
		t.Skip("no reference series: ", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns := map[string][]float64{}
	for _, row := range rows[1:] {
		for i, cell := range row {
			x, err := strconv.ParseFloat(cell, 64)
			if err != nil {
				t.Fatal(err)
			}
			columns[rows[0][i]] = append(columns[rows[0][i]], x)
		}
	}
	return columns
}

// steady is a model with constant rates over two intervals of length handle times each: the first
// leaves the start from empty behind, the second is looked at.
func steady(agents int, load, length float64, handle, patience Law, within float64) Model {
	return Model{
		Interval: length,
		Channels: []Channel{{
			Name:       "c",
			Arrivals:   []float64{load * length, load * length},
			HandleTime: []Law{handle},
			Patience:   patience,
			Within:     within,
		}},
		Teams: []Team{{Name: "t", Skills: []int{0}, Agents: []int{agents, agents}}},
	}
}

var unitExponential = Law{Kind: Exponential, Mean: 1}

// gmr is case EA-gmr, with the mean handle time as the unit: 1 s.
func gmr() Model {
	return steady(50, 48, 2000, unitExponential, Law{Kind: Exponential, Mean: 2}, 1.0/3)
}

// erlangA is the exact probability of waiting, of abandoning and the mean queue of M/M/n+M, from
// the birth and death of the number in the system; handle times have mean 1.
func erlangA(n int, load, patience float64) (wait, abandon, queue float64) {
	p, total := 1.0, 0.0
	for k := 0; k < 5000; k++ {
		total += p
		if k >= n {
			wait += p
			queue += p * float64(k-n)
		}
		p *= load / (float64(min(k+1, n)) + float64(max(k+1-n, 0))/patience)
	}
	wait, queue = wait/total, queue/total
	return wait, queue / patience / load, queue
}

// TestErlangA: EA-gmr, about 20 million contacts.
func TestErlangA(t *testing.T) {
	c := compare(t, 12, 0.03*slack())
	r := run(t, gmr(), Options{Replications: full(100), Seed: 1, Confidence: c.confidence})
	got, team := r.Channels[0].Intervals[1], r.Teams[0].Intervals[1]
	wait, abandon, queue := erlangA(50, 48, 2)
	c.within("abandonment", got.Abandonment, abandon)
	c.within("mean queue", got.MeanQueue, queue)
	c.within("mean wait", got.MeanWait, queue/48)
	c.within("all busy: the chance to wait", team.AllBusy, wait)
	c.within("busy", team.Busy, 48*(1-abandon))
	c.within("occupancy", team.Occupancy, 48*(1-abandon)/50)
	defer c.done()

	v := reference(t, "EA-gmr")
	value := func(name string) float64 { return v[name].(float64) }
	if math.Abs(abandon-value("P_ab")) > 1e-12 || math.Abs(queue-value("Lq")) > 1e-9 || math.Abs(wait-value("P_wait")) > 1e-12 {
		t.Errorf("closed form: %v, %v, %v, want %v, %v, %v", abandon, queue, wait, value("P_ab"), value("Lq"), value("P_wait"))
	}
	c.within("ASA", got.ASA, value("ASA_served"))
	c.within("service level, offered", got.ServiceLevel.Offered, value("SL_offered"))
	c.within("service level, answered", got.ServiceLevel.Answered, value("SL_served"))
	c.within("service level, excluding short", got.ServiceLevel.ExcludingShort, value("SL_excl_short_ab"))
	c.within("service level, waited", got.ServiceLevel.Waited, value("SL_wait_le_T"))
}

// TestWrongModelFails is the power of the comparisons: a patience 10 % longer, handle times 1 % longer and a
// law a little less variable are found out with the data of TestErlangA.
func TestWrongModelFails(t *testing.T) {
	if testing.Short() || raceDetector {
		t.Skip("a fifth of the data would not tell")
	}
	_, abandon, queue := erlangA(50, 48, 2)
	wrong := map[string]func(m *Model){
		"patience": func(m *Model) { m.Channels[0].Patience.Mean *= 1.1 },
		"load":     func(m *Model) { m.Channels[0].HandleTime[0].Mean *= 1.01 },
		"law":      func(m *Model) { m.Channels[0].HandleTime[0] = Law{Kind: Gamma, Mean: 1, CV: 0.9} },
	}
	for name, spoil := range wrong {
		m := gmr()
		spoil(&m)
		r := run(t, m, Options{Replications: full(100), Seed: 1, Confidence: 1 - 0.01/12})
		got := r.Channels[0].Intervals[1]
		if math.Abs(got.Abandonment.Mean-abandon) <= got.Abandonment.HalfWidth && math.Abs(got.MeanQueue.Mean-queue) <= got.MeanQueue.HalfWidth {
			t.Errorf("%s: a wrong model passes: abandonment %+v, queue %+v", name, got.Abandonment, got.MeanQueue)
		}
	}
}

// TestPollaczekKhinchine: M/G/1 at load 0.6 waits λE[S²]/(2(1-ρ)) whatever the law (Pollaczek 1930,
// Khinchine 1932).
func TestPollaczekKhinchine(t *testing.T) {
	laws := map[string]Law{
		"deterministic": {Kind: Deterministic, Mean: 1},
		"exponential":   unitExponential,
		"lognormal":     {Kind: Lognormal, Mean: 1, CV: 1.2},
		"gamma":         {Kind: Gamma, Mean: 1, CV: 0.5},
		"hyper-gamma":   {Kind: Gamma, Mean: 1, CV: 1.5},
		"empirical":     {Kind: Empirical, Sample: []float64{0.25, 0.5, 0.75, 2.5}},
	}
	cv2 := map[string]float64{"exponential": 1, "lognormal": 1.44, "gamma": 0.25, "hyper-gamma": 2.25, "empirical": (1.0/16+0.25+9.0/16+6.25)/4 - 1}
	c := compare(t, 2*len(laws), 0.03*slack())
	for name, l := range laws {
		r := run(t, steady(1, 0.6, 20_000, l, Law{}, 1), Options{Replications: full(200), Seed: 3, Confidence: c.confidence})
		wait := 0.6 * (1 + cv2[name]) / 2 / (1 - 0.6)
		c.within(name+": mean wait", r.Channels[0].Intervals[1].MeanWait, wait)
		c.within(name+": all busy", r.Teams[0].Intervals[1].AllBusy, 0.6)
	}
	c.done()
}

// TestSteadyReference: cases of one queue in the long run, with patience and handle times of other laws.
func TestSteadyReference(t *testing.T) {
	for _, c := range []struct {
		id               string
		agents           int
		load, within     float64
		handle, patience Law
		length           float64
		replications     int
		widest           float64
	}{
		{"MG-E2-50-48", 50, 48, 0.1, unitExponential, Law{Kind: Gamma, Mean: 1, CV: math.Sqrt(0.5)}, 1000, 60, 0.06},
		{"MG-D-100-102", 100, 102, 0.1, unitExponential, Law{Kind: Deterministic, Mean: 1}, 1000, 60, 0.2},
		{"MG-LN14-100-102", 100, 102, 0.1, unitExponential, Law{Kind: Lognormal, Mean: 1, CV: 2}, 1000, 60, 0.04},
		{"MG-LN14-100-120", 100, 120, 0.1, unitExponential, Law{Kind: Lognormal, Mean: 1, CV: 2}, 500, 60, 0.04},
		{"MG-H2-50-48", 50, 48, 0.1, unitExponential, Law{Kind: Hyperexponential, Mean: 1, CV: math.Sqrt(2*(0.9/(1.8*1.8)+0.1/(0.2*0.2)) - 1)}, 1000, 60, 0.04},
		{"MG-U-100-102", 100, 102, 0.1, unitExponential, Law{Kind: Uniform, Mean: 1, CV: 1 / math.Sqrt(3)}, 1000, 60, 0.04},
		{"MH2-10-90", 10, 9, 0.5, Law{Kind: Hyperexponential, Mean: 1, CV: 2}, Law{}, 20000, 60, 0.1},
		{"MD-10-80", 10, 8, 0.5, Law{Kind: Deterministic, Mean: 1}, Law{}, 5000, 100, 0.04},
		{"ME2-10-90", 10, 9, 0.5, Law{Kind: Erlang, Mean: 1, Phases: 2}, Law{}, 5000, 100, 0.06},
		{"ME2-2-50", 2, 1, 0.5, Law{Kind: Gamma, Mean: 1, CV: math.Sqrt(0.5)}, Law{}, 20000, 100, 0.03},
	} {
		t.Run(c.id, func(t *testing.T) {
			v := reference(t, c.id)
			cmp := compare(t, 8, c.widest*slack())
			r := run(t, steady(c.agents, c.load, c.length, c.handle, c.patience, c.within),
				Options{Replications: full(c.replications), Seed: 5, Confidence: cmp.confidence})
			got, team := r.Channels[0].Intervals[1], r.Teams[0].Intervals[1]
			check := func(e Estimate, name string, more ...string) {
				t.Helper()
				for _, name := range append(more, name) {
					if x, ok := v[name].(float64); ok {
						cmp.within(name, e, x)
						return
					}
				}
			}
			check(team.AllBusy, "P_wait")
			check(got.MeanWait, "E_W_all", "E_W")
			check(got.MeanQueue, "Lq")
			check(got.Abandonment, "P_ab")
			check(got.ASA, "ASA_served")
			check(got.ServiceLevel.Offered, "SL_offered")
			check(got.ServiceLevel.Answered, "SL_served")
			check(got.ServiceLevel.ExcludingShort, "SL_excl_short_ab")
			if cmp.made < 3 {
				t.Errorf("only %d figures compared", cmp.made)
			}
			cmp.done()
		})
	}
}

// skillsCase is a reference case of two channels with exponential handle times of mean 1.
type skillsCase struct {
	id       string
	load     [2]float64
	patience Law
	teams    []Team
	days     int // of the fast test
}

var skillsCases = []skillsCase{
	{"ND-1", [2]float64{5, 3}, Law{Kind: Exponential, Mean: 2}, []Team{{Skills: []int{0}, Agents: []int{5, 5}}, {Skills: []int{1, 0}, Agents: []int{4, 4}}}, 100},
	{"ND-4", [2]float64{9, 6}, Law{Kind: Exponential, Mean: 4}, []Team{{Skills: []int{0}, Agents: []int{8, 8}}, {Skills: []int{1, 0}, Agents: []int{8, 8}}}, 100},
	{"VD-1", [2]float64{3, 2.5}, Law{Kind: Exponential, Mean: 2}, []Team{{Skills: []int{0, 1}, Agents: []int{6, 6}}}, 100},
	{"PRIO-1", [2]float64{4, 4}, Law{}, []Team{{Skills: []int{0, 1}, Agents: []int{10, 10}}}, 100},
	{"PRIO-3", [2]float64{0.3, 0.4}, Law{}, []Team{{Skills: []int{0, 1}, Agents: []int{1, 1}}}, 400},
}

func (c *skillsCase) model(length float64) Model {
	m := Model{Interval: length, Teams: c.teams}
	for i, name := range []string{"first", "second"} {
		m.Channels = append(m.Channels, Channel{
			Name: name, Arrivals: []float64{c.load[i] * length, c.load[i] * length},
			HandleTime: []Law{unitExponential}, Patience: c.patience, Within: 0.5,
		})
	}
	return m
}

// TestSkillsReference: cases of two channels, one team with priorities or two teams that overlap.
func TestSkillsReference(t *testing.T) {
	for _, c := range skillsCases {
		t.Run(c.id, func(t *testing.T) {
			v := reference(t, c.id)
			m := c.model(5000)
			cmp := compare(t, 8, 0.05*slack())
			r := run(t, m, Options{Replications: full(c.days), Seed: 9, Confidence: cmp.confidence})
			pair := func(name string, of func(Figures) Estimate) {
				if x, ok := v[name].([]any); ok {
					for i := range x {
						cmp.within(name+" of "+m.Channels[i].Name, of(r.Channels[i].Intervals[1]), x[i].(float64))
					}
				}
			}
			pair("P_ab", func(f Figures) Estimate { return f.Abandonment })
			pair("E_W_all", func(f Figures) Estimate { return f.MeanWait })
			pair("E_W", func(f Figures) Estimate { return f.MeanWait })
			pair("Lq", func(f Figures) Estimate { return f.MeanQueue })
			if x, ok := v["util"].([]any); ok {
				for g := range x {
					cmp.within("occupancy", r.Teams[g].Intervals[1].Occupancy, x[g].(float64))
				}
			}
			if cmp.made < 4 {
				t.Errorf("only %d figures compared", cmp.made)
			}
			cmp.done()
		})
	}
}
