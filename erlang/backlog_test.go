package erlang

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

// After a night, by hand: 120 contacts wait, none come, and ten agents do 100 an hour; each of them begins half a
// contact above the pace at the start, where all contacts take 6 minutes.
func TestBacklogByHand(t *testing.T) {
	b := Backlog{Interval: 1800, Arrivals: make([]float64, 4), HandleTime: 360}
	for i := range 120 {
		due := 3600.0
		if i >= 100 {
			due = 4500
		}
		b.Opening = append(b.Opening, due)
	}
	got, err := b.Evaluate([]int{0, 10, 10, 10}, func(at float64) float64 { return at + 3600 })
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{120, 65, 15, 0} {
		if math.Abs(got[k].Waiting-want) > 1e-9 {
			t.Errorf("interval %d: %v wait, want %v", k, got[k].Waiting, want)
		}
	}
	// Begun by 3600 - 360 s: 45 of the first 100; by 4500 - 360 s, 70: none of the rest.
	if want := 45. / 120; math.Abs(got[0].OnTime-want) > 1e-9 {
		t.Errorf("on time %v, want %v", got[0].OnTime, want)
	}
	if got[0].Busy != 0 || got[1].Busy != 10 || got[1].Backlog != 75 {
		t.Errorf("%+v", got)
	}
	if !got[0].Judged || !got[1].Judged || got[2].Judged || got[3].Judged {
		t.Errorf("judged %+v", got)
	}
}

// Where agents are many nothing waits, all is on time, and the contacts in hand are the load; none are on time whom nobody serves.
func TestBacklogEnds(t *testing.T) {
	b := Backlog{Interval: 3600, Arrivals: []float64{100, 100, 100}, HandleTime: 360, CV: 1}
	in := func(h float64) func(float64) float64 { return func(at float64) float64 { return at + 3600*h } }
	many, err := b.Evaluate([]int{60, 60, 60}, in(1))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range many[:2] {
		if m.Waiting > 1e-6 || math.Abs(m.Backlog-10) > 1e-6 || m.OnTime < 1-1e-9 || !m.Judged {
			t.Errorf("%+v", m)
		}
	}
	none, err := b.Evaluate([]int{0, 0, 0}, in(1))
	if err != nil {
		t.Fatal(err)
	}
	for k, m := range none {
		if m.OnTime != 0 || math.Abs(m.Backlog-100*float64(k+1)) > 1e-9 || m.Busy != 0 {
			t.Errorf("%+v", m)
		}
	}
	// A longer deadline, or more agents, and more are on time.
	last := -1.0
	for _, hours := range []float64{0.5, 1, 2} {
		p, err := b.Evaluate([]int{8, 8, 8}, in(hours))
		if err != nil {
			t.Fatal(err)
		}
		if p[1].OnTime <= last {
			t.Errorf("%v h: %v on time, after %v", hours, p[1].OnTime, last)
		}
		last = p[1].OnTime
	}
	for _, bad := range []Backlog{{}, {Interval: 1, HandleTime: 1, Arrivals: []float64{-1}}, {Interval: 1, HandleTime: 1, CV: -1, Arrivals: []float64{1}}, {Interval: 1, HandleTime: 1}} {
		var input *InputError
		if _, err := bad.Evaluate([]int{1}, in(1)); !errors.As(err, &input) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

// Idle agents bring no noise: more of them than are needed leave no more than fewer do, and about the load, however handle times vary.
func TestBacklogSpare(t *testing.T) {
	for _, cv := range []float64{1, 2, 4} {
		b := Backlog{Interval: 3600, Arrivals: []float64{60, 60, 60, 60}, HandleTime: 300, CV: cv}
		last := math.Inf(1)
		for _, n := range []int{6, 8, 12, 24, 48} {
			got, err := b.Evaluate([]int{n, n, n, n}, func(at float64) float64 { return at + 3600 })
			if err != nil {
				t.Fatal(err)
			}
			if got[2].Backlog > last {
				t.Errorf("CV %v, %d agents: %v left, more than with fewer (%v)", cv, n, got[2].Backlog, last)
			}
			last = got[2].Backlog
		}
		if last > 5.1 {
			t.Errorf("CV %v: %v left with 48 agents, 5 in hand", cv, last)
		}
	}
}

// The moments of the greater of a normal variable and 0, against sums over its density.
func TestAboveZero(t *testing.T) {
	for _, c := range [][2]float64{{0, 1}, {3, 4}, {-2, 9}, {-30, 4}, {100, 1}, {5, 0}, {-5, 0}} {
		m, v := aboveZero(c[0], c[1])
		sd := math.Sqrt(c[1])
		var first, second float64
		if sd == 0 {
			first = math.Max(c[0], 0)
			second = first * first
		} else {
			const step = 1e-4
			for z := -12.; z < 12; z += step {
				x := math.Max(0, c[0]+sd*(z+step/2))
				p := math.Exp(-(z+step/2)*(z+step/2)/2) / math.Sqrt(2*math.Pi) * step
				first += p * x
				second += p * x * x
			}
		}
		if math.Abs(m-first) > 1e-6 || math.Abs(v-(second-first*first)) > 1e-5*(1+second) {
			t.Errorf("%v: mean %v, variance %v; want %v, %v", c, m, v, first, second-first*first)
		}
	}
}

func BenchmarkBacklog(b *testing.B) { // a week of half-hours
	q := Backlog{Interval: 1800, HandleTime: 360, CV: 1}
	agents := make([]int, 336)
	for k := range agents {
		q.Arrivals = append(q.Arrivals, 10)
		if hour := k % 48 / 2; hour >= 8 && hour < 18 {
			agents[k] = 6
		}
	}
	for b.Loop() {
		if _, err := q.Evaluate(agents, func(at float64) float64 { return at + 14400 }); err != nil {
			b.Fatal(err)
		}
	}
}

// A night's 200 e-mails meet eight agents in the morning; 60 an hour come beside. Within four hours?
func ExampleBacklog_Evaluate() {
	b := Backlog{Interval: 3600, Arrivals: []float64{60, 60, 60, 60, 60, 60}, HandleTime: 360, CV: 1}
	for i := range 200 { // over the ten hours before
		b.Opening = append(b.Opening, 4*3600-float64(199-i)*180)
	}
	hours, err := b.Evaluate([]int{8, 8, 8, 8, 8, 8}, func(at float64) float64 { return at + 4*3600 })
	if err != nil {
		panic(err)
	}
	for k, h := range hours[:3] {
		fmt.Printf("hour %d: %.0f not done at its end, %.0f%% in time\n", k+1, h.Backlog, 100*h.OnTime)
	}
	// Output:
	// hour 1: 180 not done at its end, 39% in time
	// hour 2: 160 not done at its end, 100% in time
	// hour 3: 140 not done at its end, 100% in time
}
