package pricing

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"frontoffice/scenarios"
	"frontoffice/scenarios/pricing/contract"
	"frontoffice/scenarios/pricing/cost"
	"frontoffice/scenarios/staffing"
)

// SimulateOptions says how months are drawn.
type SimulateOptions struct {
	Staffing staffing.Options
	Months   int                   // 0: 10,000
	Seed     uint64                // the same seed meets the same months
	Luck     int                   // days of luck at a corner of the lattice; 0: as many as take some seconds, at most 200
	Progress func(done, total int) // in steps of the work

	sizing func(done, total int) // as Progress, of the staff found first
}

// Bounds of the months that are drawn.
const (
	DefaultMonths = 10_000
	MaxMonths     = 200_000
)

// Months are simulated months.
type Months struct {
	Count    int
	Seed     uint64
	Expected *Month
	Table    TableReport
	// Activity and Levels are by month, Levels by contract of Expected and month.
	Activity []contract.Activity
	Levels   [][][]contract.Assessment
	model    *model
}

// TableReport says how the days were made.
type TableReport struct {
	Corners int `json:"corners"` // of the lattice that were simulated
	Luck    int `json:"days_at_each"`
	Days    int `json:"days_simulated"`
	Levels  int `json:"staff_levels"` // that staff was found for
	// Error compares the service level of days as they are drawn, interpolated, with that of days simulated
	// at the very place, at places drawn as the months draw them: root mean square and largest.
	Checks    int     `json:"checks"`
	Error     float64 `json:"service_level_error"`
	ErrorMost float64 `json:"service_level_error_most"`
	LuckError float64 `json:"service_level_standard_error"` // of the mean over the days of luck, at those places
}

// engine draws months.
type engine struct {
	m      *model
	o      SimulateOptions
	parts  []part
	tables [][]*table // by part and calendar day type: day types of one shape share theirs
	month  *Month     // expected
}

// Simulate draws months.
func Simulate(ctx context.Context, s *scenarios.Scenario, o SimulateOptions) (*Months, error) {
	e, err := newEngine(ctx, s, o)
	if err != nil {
		return nil, err
	}
	return e.run(ctx, e.m, e.month, shock{}, e.o.Months, true)
}

func newEngine(ctx context.Context, s *scenarios.Scenario, o SimulateOptions) (*engine, error) {
	m, err := newModel(s)
	if err != nil {
		return nil, err
	}
	if o.Months == 0 {
		o.Months = DefaultMonths
	}
	if o.Months < 100 || o.Months > MaxMonths {
		return nil, fmt.Errorf("%d months: from 100 to %d can be simulated", o.Months, MaxMonths)
	}
	e := &engine{m: m, o: o, parts: m.parts()}
	if e.month, err = m.expected(ctx, Options{o.Staffing}, newDays(m, Options{o.Staffing})); err != nil {
		return nil, err
	}
	for i := range e.parts {
		p := &e.parts[i]
		var of []*table
		for d, day := range s.Business.Calendar {
			like := slices.IndexFunc(s.Business.Calendar[:d], func(o scenarios.DayType) bool {
				return o.HandleTime == day.HandleTime && slices.Equal(o.Profile, day.Profile)
			})
			if like >= 0 {
				of = append(of, of[like])
				continue
			}
			t := &table{part: p, shape: day, o: Options{o.Staffing}, seed: o.Seed, nodes: map[place]*node{}}
			t.base = p.s.Varied(1, day.HandleTime, day.Profile)
			for c := range s.Business.Contracts {
				for l := range s.Business.Contracts[c].Levels {
					lev := &s.Business.Contracts[c].Levels[l]
					if at := slices.Index(p.channels, m.levelOf(lev)); at >= 0 && lev.Period == contract.Interval {
						t.judged = append(t.judged, judged{c, l, at, lev})
					}
				}
			}
			of = append(of, t)
		}
		e.tables = append(e.tables, of)
	}
	return e, nil
}

// unique are the tables, each once.
func (e *engine) unique() []*table {
	var all []*table
	for _, of := range e.tables {
		for _, t := range of {
			if !slices.Contains(all, t) {
				all = append(all, t)
			}
		}
	}
	return all
}

// people is how a part's people are in a month, of those expected.
type people struct {
	speed float64 // of the usual
	there float64 // available of those scheduled
	hired float64 // hours scheduled, of those of the design
}

// people of a part: what differs from the forecast in its teams, weighted by their time. after is the model that
// the month really has: with a shock, its attrition is another.
func (e *engine) people(p int, after *model, f fate, vacant []float64) people {
	var sum people
	time := 0.0
	for _, t := range e.parts[p].teams {
		team, then := &e.m.s.Teams[t], &after.s.Teams[t]
		rates := then.Cost.Rates
		rates.Attrition *= f.attrition
		was, is := team.Shrinkage(), min(max(team.Shrinkage()+f.shrinkage, 0), 0.98)
		vacant[t] = min(max((f.attrition-1)*then.Cost.Attrition/12, 0), 0.9)
		w := max(e.month.Activity.Teams[t].StaffedHours, 1e-9)
		sum.speed += w * rates.Speed() / team.Cost.Speed()
		sum.there += w * (1 - is) / (1 - was) * (1 - vacant[t])
		time += w
	}
	return people{speed: sum.speed / time, there: sum.there / time, hired: 1}
}

// plan says, for a month and part, the load staff is made for (of the forecast's), how many are hired for it, and
// how they are. Staff that follows also makes up for a shock to shrinkage and speed; staff that is fixed does not.
func (e *engine) plan(p int, after *model, f fate, s shock, vacant []float64) (design float64, who people) {
	who = e.people(p, after, f, vacant)
	design = f.design
	if name := e.m.s.Business.Policy.Name; name != "follow" && name != "flex" {
		return design, who
	}
	if s.attrition != 0 {
		calm := fate{attrition: 1}
		design /= e.people(p, after, calm, make([]float64, len(vacant))).speed
	}
	if s.shrinkage != 0 {
		var more, time float64
		for _, t := range e.parts[p].teams {
			was := e.m.s.Teams[t].Shrinkage()
			w := max(e.month.Activity.Teams[t].StaffedHours, 1e-9)
			more += w * (1 - was) / (1 - min(was+s.shrinkage, 0.98))
			time += w
		}
		who.hired = more / time
		who.there *= who.hired
	}
	return design, who
}

// run draws months as they are after a shock. after is the scenario with the shock, where it changes what people cost.
func (e *engine) run(ctx context.Context, after *model, expected *Month, s shock, months int, check bool) (*Months, error) {
	b := &e.m.s.Business
	back := 0
	for _, c := range b.Contracts {
		for _, l := range c.Levels {
			if l.EarnBack != nil {
				back = max(back, l.EarnBack.Months)
			}
		}
	}
	all := fates(b, months+back, e.o.Seed, s)
	if err := e.levels(ctx, after, all, s); err != nil {
		return nil, err
	}
	d := &drawing{engine: e, after: after, shock: s, fates: all, luck: luck{rand.NewPCG(0, 0)}, vacant: make([]float64, len(e.m.s.Teams))}
	d.walk(d.mark)
	corners, luck, err := e.fill(ctx)
	if err != nil {
		return nil, err
	}
	made := &Months{Count: months, Seed: e.o.Seed, Expected: expected, model: after}
	made.Table = TableReport{Corners: corners, Luck: luck, Days: corners * luck}
	for _, t := range e.unique() {
		made.Table.Levels += len(t.levels)
	}
	made.Activity = make([]contract.Activity, len(all))
	made.Levels = make([][][]contract.Assessment, len(b.Contracts))
	for c := range made.Levels {
		made.Levels[c] = make([][]contract.Assessment, len(all))
	}
	d.months = made
	d.lines = make([][]cost.Line, len(e.m.s.Teams))
	d.begin()
	d.walk(d.live)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if check {
		if err := d.check(ctx); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// levels makes the staff for all loads that the months ask for.
func (e *engine) levels(ctx context.Context, after *model, all []fate, s shock) error {
	vacant := make([]float64, len(e.m.s.Teams))
	b := &e.m.s.Business
	done, tables := 0, len(e.unique())
	for p := range e.parts {
		low, high := math.Inf(1), 0.0
		for _, f := range all {
			design, who := e.plan(p, after, f, s, vacant)
			low, high = min(low, design*min(1, who.there)), max(high, design*max(1, who.there))
		}
		for _, t := range e.unique() {
			if t.part != &e.parts[p] {
				continue
			}
			var exact []float64
			least, most := math.Inf(1), 0.0
			for d, of := range e.tables[p] {
				if of == t {
					v := e.m.s.Business.Calendar[d].Volume
					exact = append(exact, v)
					least, most = min(least, v), max(most, v)
				}
			}
			// A wider range than before keeps what was there: the lattice does not move.
			if n := len(t.levels); n > 0 && t.levels[0].at <= least*low && t.levels[n-1].at >= most*high {
				continue
			}
			if len(t.levels) > 0 {
				least, most = min(least, t.levels[0].at/low), max(most, t.levels[len(t.levels)-1].at/high)
				t.nodes = map[place]*node{}
			}
			t.levels = nil
			if len(b.Contracts) > 0 || b.Uncertainty.Any() { // room for the shocks of a risk table
				least, most = least*0.88, most*1.12
			}
			err := t.size(ctx, least*low, most*high, exact, func(at, of int) {
				if e.o.sizing != nil {
					e.o.sizing(100*done+100*at/of, 100*tables)
				}
			})
			if err != nil {
				return err
			}
			done++
		}
	}
	return nil
}

// mostContacts is how many contacts are simulated at most, about: what two cores do in some seconds.
const mostContacts = 3e7

// fill simulates what is needed.
func (e *engine) fill(ctx context.Context) (corners, luck int, err error) {
	contacts, total := 0.0, 0
	all := e.unique()
	for _, t := range all {
		for at, n := range t.nodes {
			if n == nil {
				total++
			}
			day := 0.0
			for i := range t.base.Channels {
				for _, v := range t.base.Channels[i].Volumes {
					day += v
				}
			}
			contacts += day * t.levels[t.nodal[at.f]].at * t.x(float64(at.x))
			corners++
		}
	}
	luck = e.o.Luck
	if first := all[0].luck; first > 0 { // of a run before
		luck = first
	}
	if luck == 0 {
		luck = int(min(max(mostContacts/max(contacts, 1), 16), 200))
	}
	done := 0
	for _, t := range all {
		t.luck = luck
		err := t.fill(ctx, func() {
			done++
			if e.o.Progress != nil {
				e.o.Progress(done, total)
			}
		})
		if err != nil {
			return 0, 0, err
		}
	}
	return corners, luck, nil
}

// drawing goes through the months, once to see which corners are needed and once to add them up.
type drawing struct {
	*engine
	after  *model
	shock  shock
	fates  []fate
	luck   luck
	vacant []float64
	months *Months

	sums    sums
	lines   [][]cost.Line
	figures []float64
	levels  [][]contract.Assessment // of the month, by contract
}

// visit is a day of a month: of day type d, of part p.
type visit struct {
	month, part, day int
	t                *table
	design           float64 // level that staff was made for
	f, x, g          float64 // place
	r                float64 // which day of luck, 0 to 1
	hired            float64
	last             bool // of the month
}

// walk visits all days of all months.
func (d *drawing) walk(visitor func(*visit)) {
	b := &d.m.s.Business
	var cvs [][]float64
	for p := range d.parts {
		cvs = append(cvs, d.parts[p].dayCV(d.m.s))
	}
	v := &visit{}
	for t, f := range d.fates {
		for p := range d.parts {
			r := d.luck.of(d.o.Seed, t, p)
			design, who := d.plan(p, d.after, f, d.shock, d.vacant)
			for day, kind := range b.Calendar {
				of := d.tables[p][day]
				*v = visit{month: t, part: p, day: day, t: of, design: kind.Volume * design, hired: who.hired}
				v.f = v.design
				if who.there != 1 {
					v.f = of.staffedBy(of.time(v.design) * who.there)
				}
				v.g = who.speed / f.handle
				for range kind.Days {
					volume := kind.Volume * f.volume * factor(r, cvs[p])
					v.x, v.r = volume/(v.f*v.g), r.Float64()
					visitor(v)
				}
			}
		}
		v.last = true
		visitor(v)
		v.last = false
	}
}

// mark notes the corners that a day needs.
func (d *drawing) mark(v *visit) {
	if v.last {
		return
	}
	c := v.t.corners(v.f, v.x, v.g)
	for _, at := range c.at[:c.n] {
		if _, ok := v.t.nodes[at]; !ok {
			v.t.nodes[at] = nil
		}
	}
}

func (d *drawing) begin() {
	d.sums = d.m.newSums()
	most := 0
	for _, t := range d.unique() {
		most = max(most, t.figures())
	}
	d.figures = make([]float64, most)
	d.clear()
}

func (d *drawing) clear() {
	clear(d.sums.channels)
	clear(d.sums.teams)
	d.levels = make([][]contract.Assessment, len(d.m.s.Business.Contracts))
	for c := range d.levels {
		d.levels[c] = make([]contract.Assessment, len(d.m.s.Business.Contracts[c].Levels))
	}
}

// live adds a day up, and at the end of a month the month.
func (d *drawing) live(v *visit) {
	if v.last {
		d.close(v.month)
		return
	}
	t := v.t
	x := d.figures[:t.figures()]
	c := t.corners(v.f, v.x, v.g)
	t.day(x, &c, int(v.r*float64(t.luck)))
	t.addHours(d.sums.teams, v.design, d.m.s.Business.Calendar[v.day].Kind, v.hired)
	for i, ch := range t.channels {
		f := x[i*channelFigures:]
		day := channelSum{offered: f[figOffered], answered: f[figAnswered], abandoned: f[figAbandoned], contained: f[figContained], talks: f[figTalks],
			inTime: f[figInTime], counted: f[figCounted], waited: f[figWaited], handled: f[figHandled] / v.g, talked: f[figTalked] / v.g}
		d.sums.channels[ch].add(&day, 1)
		d.judge(ch, &day)
	}
	for i, team := range t.part.teams {
		d.sums.teams[team].handling += x[channelFigures*len(t.channels)+i] / v.g / 3600
	}
	for i, j := range t.judged {
		y := x[channelFigures*len(t.channels)+len(t.part.teams)+judgedFigures*i:]
		a := &d.levels[j.contract][j.level]
		a.Credit += y[0]
		a.Bonus += y[1]
		a.Missed += y[2]
		a.Periods += float64(t.base.Intervals())
	}
}

// judge judges a day of a channel.
func (d *drawing) judge(ch int, day *channelSum) {
	b := &d.m.s.Business
	for c := range b.Contracts {
		for i := range b.Contracts[c].Levels {
			l := &b.Contracts[c].Levels[i]
			if l.Period == contract.Day && d.m.levelOf(l) == ch && day.offered > 0 {
				d.levels[c][i].Add(l, day.value(l.Metric, d.m.s.Channels[ch].Resolution*d.after.quality(&d.sums, ch)))
			}
		}
	}
}

// close ends a month.
func (d *drawing) close(t int) {
	b := &d.m.s.Business
	f := d.fates[t]
	a := &d.months.Activity[t]
	// d.vacant is that of all teams: each part's was worked out in this month.
	d.after.activityOf(&d.sums, func(team int) month { return month{vacant: d.vacant[team], attrition: f.attrition} }, a, d.lines)
	for c := range b.Contracts {
		for i := range b.Contracts[c].Levels {
			l, got := &b.Contracts[c].Levels[i], &d.levels[c][i]
			ch := d.m.levelOf(l)
			got.Value = d.sums.channels[ch].value(l.Metric, d.m.s.Channels[ch].Resolution*d.after.quality(&d.sums, ch))
			if l.Period == contract.Month {
				got.Add(l, got.Value)
			}
		}
		d.months.Levels[c][t] = d.levels[c]
	}
	d.clear()
}

// check compares what is drawn with days simulated at the very place, staff sized for it.
func (d *drawing) check(ctx context.Context) error {
	const checks = 12
	var places []visit
	n, r := 0, rand.New(rand.NewPCG(d.o.Seed, 77))
	d.walk(func(v *visit) { // of all days, a few with equal chance
		if v.last {
			return
		}
		n++
		if len(places) < checks {
			places = append(places, *v)
		} else if k := r.IntN(n); k < checks {
			places[k] = *v
		}
	})
	report := &d.months.Table
	squares, luckSquares := 0.0, 0.0
	for _, v := range places {
		if err := ctx.Err(); err != nil {
			return err
		}
		t := v.t
		l, err := t.staff(ctx, v.f)
		if err != nil {
			return err
		}
		direct, err := t.simulate(ctx, l.plan, v.x*v.f*v.g, v.g)
		if err != nil {
			return err
		}
		c := t.corners(v.f, v.x, v.g)
		x := make([]float64, t.figures())
		var drawn, played [2]float64
		var levels []float64
		for r := range t.luck {
			t.day(x, &c, r)
			y := direct.days[r*t.figures():]
			drawn[0], drawn[1] = drawn[0]+x[figInTime], drawn[1]+x[figCounted]
			played[0], played[1] = played[0]+y[figInTime], played[1]+y[figCounted]
			levels = append(levels, ratio(y[figInTime], y[figCounted], 1))
		}
		e := math.Abs(ratio(drawn[0], drawn[1], 1) - ratio(played[0], played[1], 1))
		squares += e * e
		report.ErrorMost = max(report.ErrorMost, e)
		luckSquares += variance(levels) / float64(len(levels))
		report.Checks++
	}
	report.Error = math.Sqrt(squares / float64(max(report.Checks, 1)))
	report.LuckError = math.Sqrt(luckSquares / float64(max(report.Checks, 1)))
	return nil
}

func variance(x []float64) float64 {
	mean, sum := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		sum += (v - mean) * (v - mean)
	}
	return sum / float64(max(len(x)-1, 1))
}
