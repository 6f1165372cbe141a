package sim

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"testing"
)

// figure is a figure of a long run, a ratio of sums over what the replications show, and its exact value.
type figure struct {
	name  string
	exact float64
	of    func(w *window) (num, den float64)
	rare  string // why it is not held to 1 %; "" where it is
}

// window is what a replication shows, without its last intervals: whoever comes there meets no
// successors after the close, which not every figure would forgive.
type window struct {
	channel []([]float64) // figures of contacts, those beyond calls that wait included where the model has any
	team    []([]float64)
	atOnce  []float64
	length  float64
	probe   *probe
}

// probe simulates replications and looks at them.
type probe struct {
	d      *day
	s      *summary
	skip   int // intervals at the end
	window window
	first  firsts    // of the replication, where they are counted
	lost   []float64 // likewise, by interval: answered within T, handed back and then lost
	hands  *hands    // likewise: what each agent has in hand
}

func newProbe(m *Model, skip int, stop *stopFlag) *probe {
	p := &probe{d: newDay(m, stop), s: newSummary(m, Options{}), skip: skip}
	for range m.Channels {
		p.window.channel = append(p.window.channel, make([]float64, p.s.figures))
	}
	for range m.Teams {
		p.window.team = append(p.window.team, make([]float64, numClockFigures))
	}
	p.window.atOnce = make([]float64, len(m.Channels))
	p.window.length = float64(p.s.intervals-skip) * m.Interval
	p.window.probe = p
	return p
}

// look simulates a replication.
func (p *probe) look(seed, replication uint64) *window {
	p.first = firsts{}
	clear(p.lost)
	if p.hands != nil {
		p.hands.clear()
	}
	p.d.run(seed, replication)
	p.s.look(&p.d.tally)
	k, w := p.s.intervals, &p.window
	for c := range w.channel {
		clear(w.channel[c])
		w.atOnce[c] = 0
		for i := range k - p.skip {
			for j, x := range at(p.s.contacts, c*(k+1)+i, p.s.figures) {
				w.channel[c][j] += x
			}
			w.atOnce[c] += float64(p.d.tally.cells[c*p.d.k+p.d.warm+i].atOnce)
		}
	}
	for g := range w.team {
		clear(w.team[g])
		for i := range k - p.skip {
			for j, x := range at(p.s.clocks, g*(k+1)+i, numClockFigures) {
				w.team[g][j] += x
			}
		}
	}
	return w
}

// longRun is how long figures are looked at.
type longRun struct {
	skip  int     // intervals at the end that are not looked at
	chunk int     // replications between looks at the widths
	most  float64 // contacts in all
	seed  uint64
	watch func(p *probe) // may hook into a probe before it runs
}

// hold runs until the 99 % interval of each figure has a relative half-width of 1 %, but those said
// to be too rare. All figures of a case hold their exact values with a chance of at least 99 %: their intervals
// are wider than that by Bonferroni's inequality. How many of the plain 99 % intervals hold theirs is logged, and
// must not be implausibly few.
//
// A rare figure is simulated until its half-width is rareWidth of it, for a tenth of the contacts at most.
func (l longRun) hold(t *testing.T, m Model, figures []figure) {
	t.Helper()
	if err := m.Validate(); err != nil {
		t.Fatal(err)
	}
	const workers = 2
	var stop stopFlag
	probes := make([]*probe, workers)
	for i := range probes {
		probes[i] = newProbe(&m, l.skip, &stop)
		if l.watch != nil {
			l.watch(probes[i])
		}
	}
	var ratios []ratio
	for i := range figures {
		ratios = append(ratios, ratio{2 * i, 2*i + 1})
	}
	sums := newMoments(2*len(figures), ratios)
	rows := make([][]float64, l.chunk)
	for i := range rows {
		rows[i] = make([]float64, 2*len(figures))
	}
	contacts := 0.0
	width := func(i int) float64 {
		e := sums.ratio(i, studentT(0.99, int(sums.n)), 0)
		return e.HalfWidth / math.Abs(figures[i].exact)
	}
	for enough := false; !enough; {
		var done sync.WaitGroup
		offered := make([]float64, workers)
		for i, p := range probes {
			done.Go(func() {
				for r := i; r < l.chunk; r += workers {
					w := p.look(l.seed, uint64(int(sums.n)+r))
					for _, c := range p.d.tally.cells {
						offered[i] += float64(c.offered)
					}
					for j, f := range figures {
						rows[r][2*j], rows[r][2*j+1] = f.of(w)
					}
				}
			})
		}
		done.Wait()
		for _, row := range rows {
			sums.add(row)
		}
		contacts += offered[0] + offered[1]
		enough = true
		for i, f := range figures {
			if f.rare == "" && !(width(i) <= 0.01) || f.rare != "" && !(width(i) <= rareWidth) && contacts < l.most/10 {
				enough = false
			}
		}
		if contacts >= l.most {
			break
		}
	}
	plain, held := 0, 0
	widest := 0.0
	joint := studentT(1-0.01/float64(len(figures)), int(sums.n))
	for i, f := range figures {
		if f.rare != "" {
			t.Logf("%s (%.3g): %.1f %% wide: %s", f.name, f.exact, 100*width(i), f.rare)
			if width(i) > rareWidth || width(i) == 0 {
				continue // too few, or none, to be Student's: they come in clumps, and few clumps are skewed
			}
		} else if widest = max(widest, width(i)); width(i) > 0.01 {
			t.Errorf("%s: the half-width is %.2f %% of it", f.name, 100*width(i))
		}
		e := sums.ratio(i, joint, 0)
		if !(math.Abs(e.Mean-f.exact) <= e.HalfWidth) {
			t.Errorf("%s: %.7g ± %.2g does not hold %.7g", f.name, e.Mean, e.HalfWidth, f.exact)
		}
		plain++
		if e := sums.ratio(i, studentT(0.99, int(sums.n)), 0); math.Abs(e.Mean-f.exact) <= e.HalfWidth {
			held++
		} else {
			t.Logf("%s: %.7g ± %.2g, exactly %.7g: outside of its plain 99 %% interval", f.name, e.Mean, e.HalfWidth, f.exact)
		}
	}
	t.Logf("%.0f replications, %.3g contacts; %d of %d figures in their 99 %% intervals, the widest of %.2f %%", sums.n, contacts, held, plain, 100*widest)
	if missed := plain - held; float64(missed) > 3+0.05*float64(plain) {
		t.Errorf("%d of %d figures are outside of their 99 %% intervals", missed, plain)
	}
}

// stretched is a model of steady intervals with so many of the first, after one that does not count.
func stretched(m Model, k int) Model {
	repeat := func(x []float64) []float64 {
		all := make([]float64, k)
		for i := range all {
			all[i] = x[0]
		}
		return all
	}
	channels, teams := append([]Channel(nil), m.Channels...), append([]Team(nil), m.Teams...)
	for c := range channels {
		channels[c].Arrivals = repeat(channels[c].Arrivals)
	}
	for g := range teams {
		n := teams[g].Agents[0]
		teams[g].Agents = make([]int, k)
		for i := range teams[g].Agents {
			teams[g].Agents[i] = n
		}
	}
	m.Channels, m.Teams, m.WarmUp = channels, teams, m.Interval
	return m
}

// of is a ratio of two figures of a channel's contacts.
func of(c, num, den int) func(*window) (float64, float64) {
	return func(w *window) (float64, float64) { return w.channel[c][num], w.channel[c][den] }
}

// ofTeam is a ratio of two figures of a team.
func ofTeam(g, num, den int) func(*window) (float64, float64) {
	return func(w *window) (float64, float64) { return w.team[g][num], w.team[g][den] }
}

// perTime is a figure of a channel per second.
func perTime(c, num int) func(*window) (float64, float64) {
	return func(w *window) (float64, float64) { return w.channel[c][num], w.length }
}

// waitedShare is the share of a channel's contacts who wait.
func waitedShare(c int) func(*window) (float64, float64) {
	return func(w *window) (float64, float64) {
		x := w.channel[c]
		return x[offered] - x[blocked] - w.atOnce[c], x[offered]
	}
}

// values reads the figures of a case: one for each name, of channel or team i where the value is a list.
type caseFigures struct {
	values map[string]any
	all    []figure
}

func (f *caseFigures) add(name string, of func(i int) func(*window) (float64, float64)) {
	switch x := f.values[name].(type) {
	case float64:
		if x == 0 { // what never happens has no relative width
			return
		}
		f.all = append(f.all, figure{name: name, exact: x, of: of(0), rare: rare(name, x)})
	case []any:
		for i, v := range x {
			f.all = append(f.all, figure{name: fmt.Sprintf("%s[%d]", name, i), exact: v.(float64), of: of(i), rare: rare(name, v.(float64))})
		}
	}
}

// rareWidth is how narrow the interval of a rare figure must be, relative to it, to be believed.
const rareWidth = 0.1

// rare says that a probability or the mean of something rare needs more contacts for 1 % than a test can simulate: at least
// (2.576/0.01)²/p, were they independent.
func rare(name string, x float64) string {
	if x < 5e-5 && !strings.HasPrefix(name, "L") && !strings.HasPrefix(name, "E") {
		return fmt.Sprintf("1 %% of it needs at least %.2g contacts", 66350/x)
	}
	return ""
}
