package erlang

import (
	"context"
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// anyDay draws a small day; falls says whether staffing may fall.
func anyDay(t *rapid.T, falls bool) (Day, []int) {
	n := rapid.IntRange(1, 5).Draw(t, "intervals")
	d := Day{
		Interval: rapid.Float64Range(60, 3600).Draw(t, "interval"),
		Handle:   rapid.Float64Range(30, 1200).Draw(t, "handle"),
		Patience: rapid.SampledFrom([]float64{0, 30, 180, 1800}).Draw(t, "patience"),
		Balking:  rapid.SampledFrom([]float64{0, 0, .2}).Draw(t, "balking"),
		Lines:    rapid.SampledFrom([]int{0, 0, 8, 15}).Draw(t, "lines"),
		ShiftEnd: rapid.SampledFrom([]ShiftEnd{Finish, HandBack}).Draw(t, "rule"),
		InHand:   rapid.IntRange(0, 4).Draw(t, "in hand"),
		Waiting:  rapid.IntRange(0, 4).Draw(t, "waiting"),
		Drain:    1,
	}
	var agents []int
	staff := 0
	for range n {
		load := rapid.Float64Range(.1, 12).Draw(t, "load")
		if rapid.IntRange(0, 5).Draw(t, "nobody comes") == 5 {
			load = 0
		}
		d.Rates = append(d.Rates, load/d.Handle)
		if falls {
			staff = rapid.IntRange(0, 14).Draw(t, "agents")
		} else {
			staff += rapid.IntRange(0, 4).Draw(t, "more")
		}
		agents = append(agents, staff)
	}
	return d, agents
}

func evaluateDay(t interface {
	Helper()
	Fatalf(string, ...any)
}, d Day, agents []int, within float64) DayPerformance {
	t.Helper()
	p, err := d.Evaluate(context.Background(), agents, within)
	if err != nil {
		t.Fatalf("%+v %v: %v", d, agents, err)
	}
	return p
}

// close1 fails where two figures are further apart than tol, of 1 or their size.
func close1(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol*math.Max(1, math.Abs(want))) {
		t.Errorf("%s = %.15g, want %.15g", what, got, want)
	}
}

func TestDayConservesContacts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, agents := anyDay(t, true)
		p := evaluateDay(t, d, agents, 60)
		forever := evaluateDay(t, d, agents, math.Inf(1))
		day := p.Day
		close1(t, "answered + abandoned + blocked + left", day.Answered+day.Abandoned+day.Blocked+p.Close.Queue,
			float64(d.Waiting)+day.Offered, 1e-8)
		// A cohort is answered, gives up or is blocked.
		for i, f := range p.Intervals {
			if f.Offered == 0 {
				continue
			}
			l := f.ServiceLevel
			for _, v := range []float64{l.Offered, l.Answered, l.ExcludingShort, l.Waited, f.PWait, f.Abandonment, f.Blocking, f.Occupancy, f.PAllBusy} {
				if !(v >= 0 && v <= 1) {
					t.Errorf("interval %d: %v is no share: %+v", i, v, f)
				}
			}
			if !(l.Offered <= l.Answered+1e-9 && l.Offered <= l.ExcludingShort+1e-9 && l.Offered <= l.Waited+1e-9) {
				t.Errorf("interval %d: levels %+v", i, l)
			}
			close1(t, "answered ever", forever.Intervals[i].ServiceLevel.Offered, 1-f.Abandonment-f.Blocking, 1e-8)
			close1(t, "answered or gone ever", forever.Intervals[i].ServiceLevel.Waited, 1-f.Blocking, 1e-8)
		}
	})
}

func TestShiftEndsAgreeWhereStaffingNeverFalls(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, agents := anyDay(t, false)
		d.InHand = min(d.InHand, agents[0])
		d.Drain = agents[len(agents)-1]
		if d.Drain == 0 {
			d.Patience = 60
		}
		d.ShiftEnd = Finish
		a := evaluateDay(t, d, agents, 30)
		d.ShiftEnd = HandBack
		b := evaluateDay(t, d, agents, 30)
		for i := range agents {
			close1(t, "service level", a.Intervals[i].ServiceLevel.Offered, b.Intervals[i].ServiceLevel.Offered, 1e-10)
			close1(t, "mean wait", a.Intervals[i].MeanWait, b.Intervals[i].MeanWait, 1e-9)
			close1(t, "queue", a.Intervals[i].MeanQueue, b.Intervals[i].MeanQueue, 1e-10)
		}
	})
}

// With θ = μ contacts leave alike, in hand or waiting: the number is that of M(t)/M/∞, Poisson whatever the
// staffing.
func TestEqualRatesAreStaffingFree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, agents := anyDay(t, true)
		d.Patience, d.Balking, d.Lines, d.InHand, d.Waiting = d.Handle, 0, 0, 0, 0
		length := d.Interval * float64(len(agents))
		at := rapid.Float64Range(0, 1).Draw(t, "at") * length
		d.Record = []float64{at}
		got := evaluateDay(t, d, agents, 0).Record[0]
		m := OfferedLoad(StepCurve(d.Interval, d.Rates), Exponential{d.Handle}, at)
		close1(t, "mean", got.InSystem, m, 1e-9)
		close1(t, "variance", got.Variance, m, 1e-8)
		close1(t, "empty", got.PEmpty, math.Exp(-m), 1e-10)
	})
}

func TestConstantDayBecomesSteady(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 30).Draw(t, "agents")
		q := Queue{HandleTime: 300, Patience: rapid.SampledFrom([]float64{0, 60, 600}).Draw(t, "patience")}
		q.Rate = float64(n) / 300 * rapid.Float64Range(.3, .9).Draw(t, "load")
		if q.Patience > 0 {
			q.Rate *= 1.3
		}
		if rapid.Bool().Draw(t, "finite") {
			q.Lines = n + rapid.IntRange(0, 10).Draw(t, "room")
		}
		within := rapid.SampledFrom([]float64{0, 20, 120, 900}).Draw(t, "T")
		want, err := q.Evaluate(float64(n), within)
		if err != nil {
			t.Fatal(err)
		}
		d := Day{Interval: 300 * 20000, Rates: []float64{q.Rate, q.Rate}, Handle: 300, Patience: q.Patience, Lines: q.Lines}
		p := evaluateDay(t, d, []int{n, n}, within)
		got := p.Intervals[1]
		const tol = 1e-8
		close1(t, "P(wait)", got.PWait, want.PWait, tol)
		close1(t, "blocking", got.Blocking, want.Blocking, tol)
		close1(t, "abandonment", got.Abandonment, want.Abandonment, tol)
		close1(t, "ASA", got.ASA, want.ASA, tol)
		close1(t, "mean wait", got.MeanWait, want.MeanWait, tol)
		close1(t, "wait of the abandoned", got.MeanWaitAbandoned, want.MeanWaitAbandoned, 1e-6)
		close1(t, "occupancy", got.Occupancy, want.Occupancy, tol)
		close1(t, "queue", got.MeanQueue, want.MeanQueue, tol)
		for k := range Definition(4) {
			close1(t, k.String(), got.ServiceLevel.Of(k), want.ServiceLevel.Of(k), tol)
		}
	})
}

// An interval cut in two, and a curve that does not move, change nothing.
func TestDayDoesNotDependOnHowItIsCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, agents := anyDay(t, true)
		within := d.Interval * rapid.Float64Range(.05, 1.6).Draw(t, "T")
		whole := evaluateDay(t, d, agents, within)
		fine := d
		fine.Interval /= 2
		fine.Rates = nil
		var staff []int
		for i, n := range agents {
			fine.Rates = append(fine.Rates, d.Rates[i], d.Rates[i])
			staff = append(staff, n, n)
		}
		halves := evaluateDay(t, fine, staff, within)
		d.Curve = func(s float64) float64 { return d.Rates[min(int(s/d.Interval), len(agents)-1)] }
		curve := evaluateDay(t, d, agents, within)
		for i := range agents {
			f := whole.Intervals[i]
			a, b := halves.Intervals[2*i], halves.Intervals[2*i+1]
			close1(t, "service level", (a.ServiceLevel.Offered+b.ServiceLevel.Offered)/2, f.ServiceLevel.Offered, 1e-9)
			close1(t, "waited", (a.ServiceLevel.Waited+b.ServiceLevel.Waited)/2, f.ServiceLevel.Waited, 1e-9)
			close1(t, "mean wait", (a.MeanWait+b.MeanWait)/2, f.MeanWait, 1e-8)
			close1(t, "answered", a.Answered+b.Answered, f.Answered, 1e-9)
			close1(t, "curve: service level", curve.Intervals[i].ServiceLevel.Offered, f.ServiceLevel.Offered, 1e-8)
			close1(t, "curve: mean wait", curve.Intervals[i].MeanWait, f.MeanWait, 1e-8)
		}
	})
}

func TestDayErrors(t *testing.T) {
	good, agents := dayA(Finish)
	var input *InputError
	for _, change := range []func(d *Day){
		func(d *Day) { d.Interval = 0 }, func(d *Day) { d.Interval = math.Inf(1) }, func(d *Day) { d.Rates = d.Rates[1:] },
		func(d *Day) { d.Rates = append([]float64{math.NaN()}, d.Rates[1:]...) }, func(d *Day) { d.Handle = 0 },
		func(d *Day) { d.Patience = -1 }, func(d *Day) { d.Balking = 2 }, func(d *Day) { d.Lines = -1 },
		func(d *Day) { d.ShiftEnd = 7 }, func(d *Day) { d.InHand = -1 }, func(d *Day) { d.Waiting = -1 },
		func(d *Day) { d.Drain = -1 }, func(d *Day) { d.Chat = []float64{1, 0} }, func(d *Day) { d.Lines, d.Waiting = 3, 4 },
	} {
		d := good
		change(&d)
		if _, err := d.Evaluate(context.Background(), agents, 20); !errors.As(err, &input) {
			t.Errorf("%+v: %v", d, err)
		}
	}
	for _, within := range []float64{-1, math.NaN()} {
		if _, err := good.Evaluate(context.Background(), agents, within); !errors.As(err, &input) {
			t.Errorf("within %v: %v", within, err)
		}
	}
	if _, err := good.Evaluate(context.Background(), nil, 20); !errors.As(err, &input) {
		t.Errorf("no intervals: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := good.Evaluate(ctx, agents, 20); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if _, err := good.Required(ctx, 24, Targets{ASA: 20}, DayLimits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	good.Patience, agents[23] = 0, 0
	if _, err := good.Evaluate(context.Background(), agents, 20); !errors.Is(err, ErrNeverAnswered) {
		t.Errorf("nobody left: %v", err)
	}
}
