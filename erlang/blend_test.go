package erlang

import (
	"errors"
	"fmt"
	"math"
	"testing"
)

// BL-1: calls beside outbound without end, by the closed form of the birth-and-death process.
func TestBlendReference(t *testing.T) {
	for _, c := range referenceCases(t, "blend") {
		var in struct {
			Lam, Mu, Theta float64
			N, Reserve     int
		}
		var want struct {
			PWait      float64 `json:"P_wait"`
			MeanWait   float64 `json:"E_W_all"`
			Abandoned  float64 `json:"P_ab"`
			Throughput float64 `json:"outbound_throughput"`
			Util       float64
		}
		c.decode(t, &in, &want)
		b := Blend{Rate: in.Lam, HandleTime: 1 / in.Mu, WorkTime: 1 / in.Mu, Reserve: in.Reserve}
		if in.Theta > 0 {
			b.Patience = 1 / in.Theta
		}
		got, err := b.Evaluate(in.N, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		near(t, c.ID+" P(wait)", got.PWait, want.PWait, 1e-12)
		near(t, c.ID+" mean wait", got.MeanWait, want.MeanWait, 1e-12)
		near(t, c.ID+" abandoned", got.Abandonment, want.Abandoned, 1e-12)
		near(t, c.ID+" throughput", got.Throughput, want.Throughput, 1e-12)
		near(t, c.ID+" utilization", got.Occupancy, want.Util, 1e-12)
	}
}

// With as many agents in reserve as there are no work is done, and calls are Erlang A or C.
func TestBlendWithoutWork(t *testing.T) {
	for _, patience := range []float64{0, 120} {
		q := Queue{Rate: 10. / 180, HandleTime: 180, Patience: patience}
		want, err := q.Evaluate(13, 20)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Blend{Rate: q.Rate, HandleTime: 180, Patience: patience, WorkTime: 300, Reserve: 13}.Evaluate(13, 20)
		if err != nil {
			t.Fatal(err)
		}
		if got.Work != 0 {
			t.Errorf("work %v", got.Work)
		}
		for _, f := range [][2]float64{{got.PWait, want.PWait}, {got.ASA, want.ASA}, {got.MeanWait, want.MeanWait}, {got.Occupancy, want.Occupancy},
			{got.ServiceLevel.Offered, want.ServiceLevel.Offered}, {got.ServiceLevel.Answered, want.ServiceLevel.Answered},
			{got.ServiceLevel.ExcludingShort, want.ServiceLevel.ExcludingShort}, {got.ServiceLevel.Waited, want.ServiceLevel.Waited},
			{got.Abandonment, want.Abandonment}, {got.MeanWaitAbandoned, want.MeanWaitAbandoned}} {
			near(t, fmt.Sprint("patience ", patience), f[0], f[1], 1e-11)
		}
	}
}

// With one mean handle time the agents busy and the calls waiting are a birth-and-death process that does not go below n - r.
func TestBlendOneHandleTime(t *testing.T) {
	for _, c := range []struct {
		load, theta float64
		n, reserve  int
	}{{8, 0, 12, 0}, {8, 0, 12, 1}, {8, 0.7, 12, 2}, {20, 1, 18, 3}, {90, 0.5, 100, 6}, {3, 0, 4, 4}} {
		p := []float64{1}
		low := c.n - c.reserve
		for k := low + 1; k < low+4000; k++ {
			p = append(p, p[len(p)-1]*c.load/(math.Min(float64(k), float64(c.n))+c.theta*math.Max(0, float64(k-c.n))))
		}
		sum, wait, queue := 0., 0., 0.
		for i, x := range p {
			sum += x
			if k := low + i; k >= c.n {
				wait += x
				queue += x * float64(k-c.n)
			}
		}
		b := Blend{Rate: c.load, HandleTime: 1, WorkTime: 1, Reserve: c.reserve}
		if c.theta > 0 {
			b.Patience = 1 / c.theta
		}
		got, err := b.Evaluate(c.n, 0.2)
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("%+v ", c)
		near(t, name+"P(wait)", got.PWait, wait/sum, 1e-11)
		near(t, name+"queue", got.MeanQueue, queue/sum, 1e-10)
		near(t, name+"throughput", got.Throughput, float64(low)*p[0]/sum, 1e-10)
		// What agents do is calls answered and work.
		near(t, name+"busy", got.Occupancy*float64(c.n), c.load*(1-got.Abandonment)+got.Work, 1e-10)
	}
}

// The chain of states solved by brute force: two handle times, patience and a reserve.
func TestBlendAgainstChain(t *testing.T) {
	for _, b := range []Blend{
		{Rate: 2, HandleTime: 1, WorkTime: 2.5, Reserve: 0, Patience: 2},
		{Rate: 2, HandleTime: 1, WorkTime: 2.5, Reserve: 2, Patience: 2},
		{Rate: 3, HandleTime: 1, WorkTime: 0.3, Reserve: 1, Patience: 0.5},
		{Rate: 2.5, HandleTime: 1, WorkTime: 1.7, Reserve: 1},
	} {
		const n, most = 4, 70
		leave := 0.
		if b.Patience > 0 {
			leave = 1 / b.Patience
		}
		busy := n - b.Reserve
		chance := make([][most + 1]float64, busy+1) // [j][v], j + v >= busy
		for j := range chance {
			for v := busy - j; v <= most; v++ {
				chance[j][v] = 1 / float64((busy+1)*most)
			}
		}
		step := 1 / (b.Rate + n*(1/b.HandleTime+1/b.WorkTime) + most*leave) / 1.01
		for range 15_000 {
			var next [n + 1][most + 1]float64
			for j := range chance {
				for v := busy - j; v <= most; v++ {
					p := chance[j][v]
					if p < 1e-300 {
						continue
					}
					stay := 1.
					to := func(rate float64, j, v int) {
						next[j][v] += p * rate * step
						stay -= rate * step
					}
					if v < most {
						to(b.Rate, j, v+1)
					}
					if ends := math.Min(float64(v), float64(n-j))/b.HandleTime + math.Max(0, float64(v-n+j))*leave; v > 0 {
						if j+v == busy {
							to(ends, j+1, v-1)
						} else {
							to(ends, j, v-1)
						}
					}
					if j+v > busy && j > 0 {
						to(float64(j)/b.WorkTime, j-1, v)
					}
					next[j][v] += p * stay
				}
			}
			for j := range chance {
				chance[j] = next[j]
			}
		}
		sum, wait, queue, work := 0., 0., 0., 0.
		for j := range chance {
			for v, p := range chance[j] {
				sum += p
				work += p * float64(j)
				if j+v >= n {
					wait += p
					queue += p * float64(j+v-n)
				}
			}
		}
		got, err := b.Evaluate(n, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		near(t, fmt.Sprintf("%+v P(wait)", b), got.PWait, wait/sum, 1e-9)
		near(t, fmt.Sprintf("%+v queue", b), got.MeanQueue, queue/sum, 1e-8)
		near(t, fmt.Sprintf("%+v work", b), got.Work, work/sum, 1e-9)
		// All calls are answered or given up in the end.
		all, err := b.Evaluate(n, 1000)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "answered in the end", all.ServiceLevel.Offered, 1-all.Abandonment, 1e-11)
		near(t, "over in the end", all.ServiceLevel.Waited, 1, 1e-11)
	}
}

// More agents in reserve give calls better service and leave less work done; so do longer pieces of work less of both at reserve 0.
func TestBlendReserve(t *testing.T) {
	b := Blend{Rate: 100. / 180, HandleTime: 180, Patience: 120, WorkTime: 300}
	last, work := -1., math.Inf(1)
	for b.Reserve = 0; b.Reserve <= 30; b.Reserve += 5 {
		p, err := b.Evaluate(115, 20)
		if err != nil {
			t.Fatal(err)
		}
		if p.ServiceLevel.Offered <= last || p.Throughput >= work {
			t.Errorf("reserve %d: level %v after %v, throughput %v after %v", b.Reserve, p.ServiceLevel.Offered, last, p.Throughput, work)
		}
		last, work = p.ServiceLevel.Offered, p.Throughput
	}
	r, err := b.Required(Targets{ServiceLevel: 0.8, Within: 20})
	if err != nil {
		t.Fatal(err)
	}
	at, err := b.Evaluate(r.Agents, 20)
	if err != nil {
		t.Fatal(err)
	}
	less, err := b.Evaluate(r.Agents-1, 20)
	if err != nil {
		t.Fatal(err)
	}
	if at.ServiceLevel.Offered < 0.8 || less.ServiceLevel.Offered >= 0.8 {
		t.Errorf("%d agents: level %v, one fewer %v", r.Agents, at.ServiceLevel.Offered, less.ServiceLevel.Offered)
	}
	for _, bad := range []Blend{{Rate: -1, HandleTime: 1, WorkTime: 1}, {Rate: 1, HandleTime: 1}, {Rate: 1, HandleTime: 1, WorkTime: 1, Reserve: -1}} {
		var input *InputError
		if _, err := bad.Evaluate(3, 1); !errors.As(err, &input) {
			t.Errorf("%+v: %v", bad, err)
		}
	}
	if _, err := (Blend{Rate: 4, HandleTime: 1, WorkTime: 1}).Evaluate(4, 1); !errors.Is(err, ErrOverload) {
		t.Errorf("overload: %v", err)
	}
	for _, b := range []Blend{
		{Rate: 0.05, HandleTime: 180, WorkTime: 1e-9, Reserve: 2},
		{Rate: 0.05, HandleTime: 180, WorkTime: 300, Patience: 1e-12},
		{Rate: 5, HandleTime: 180, WorkTime: 1e12, Patience: 1e12},
	} { // times too far apart: an answer or none, but soon
		if p, err := b.Evaluate(14, 20); err != nil && !errors.Is(err, ErrNoFormula) || err == nil && !(p.ServiceLevel.Offered >= 0 && p.ServiceLevel.Offered <= 1) {
			t.Errorf("%+v: %v, %v", b, p.ServiceLevel, err)
		}
	}
	if _, err := (Blend{Rate: 1e5, HandleTime: 1, WorkTime: 1}).Evaluate(100_001, 1); !errors.Is(err, ErrNoFormula) {
		t.Errorf("too large: %v", err)
	}
}

// Ten erlangs of calls and 14 agents beside one, two and three erlangs of e-mail of five minutes that is not interrupted: the shares of calls answered in 20 s by
// the chain of all calls and e-mails, solved by sweeps (package sim, TestEmailIsNotFree), there to six digits and, of the last, five.
func TestBlendEmail(t *testing.T) {
	last, err := Queue{Rate: 10. / 180, HandleTime: 180}.Evaluate(14, 20)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "no e-mail", last.ServiceLevel.Offered, 0.888350, 1e-6)
	for email, want := range []float64{1: 0.796712, 2: 0.663007, 3: 0.47987} {
		if email == 0 || email == 2 && testing.Short() {
			continue
		}
		b := Blend{Rate: 10. / 180, HandleTime: 180, WorkTime: 300, WorkRate: float64(email) / 300}
		p, err := b.Evaluate(14, 20)
		if err != nil {
			t.Fatal(err)
		}
		near(t, fmt.Sprint(email, " erlangs of e-mail"), p.ServiceLevel.Offered, want, 1e-5)
		near(t, fmt.Sprint(email, " erlangs of e-mail, done"), p.Work, float64(email), 1e-9)
		near(t, fmt.Sprint(email, " erlangs of e-mail, occupancy"), p.Occupancy, float64(10+email)/14, 1e-9)
	}
	if _, err := (Blend{Rate: 10. / 180, HandleTime: 180, WorkTime: 300, WorkRate: 4. / 300}).Evaluate(14, 20); !errors.Is(err, ErrOverload) {
		t.Errorf("four erlangs: %v", err)
	}
}

// Work at a rate, with patience and a reserve, against the chain of all states solved by brute force.
func TestBlendEmailAgainstChain(t *testing.T) {
	const n, calls, works = 2, 25, 45
	for _, b := range []Blend{
		{Rate: 0.6, HandleTime: 1, WorkTime: 1.6, WorkRate: 0.25},
		{Rate: 0.8, HandleTime: 1, WorkTime: 0.7, WorkRate: 0.4, Reserve: 1, Patience: 2},
	} {
		leave := 0.
		if b.Patience > 0 {
			leave = 1 / b.Patience
		}
		var chance [n + 1][calls + 1][works + 1]float64
		chance[0][0][0] = 1
		step := 1 / (b.Rate + b.WorkRate + n*(1/b.HandleTime+1/b.WorkTime) + calls*leave) / 1.01
		for range 8_000 {
			var next [n + 1][calls + 1][works + 1]float64
			for j := range chance {
				for v := range chance[j] {
					for e, p := range chance[j][v] {
						if p == 0 {
							continue
						}
						stay := 1.
						to := func(rate float64, j, v, e int) {
							if e > 0 && n-j-v > b.Reserve {
								j, e = j+1, e-1
							}
							next[j][v][e] += p * rate * step
							stay -= rate * step
						}
						if v < calls {
							to(b.Rate, j, v+1, e)
						}
						if e < works {
							to(b.WorkRate, j, v, e+1)
						}
						if v > 0 {
							to(math.Min(float64(v), float64(n-j))/b.HandleTime+math.Max(0, float64(v-n+j))*leave, j, v-1, e)
						}
						if j > 0 {
							to(float64(j)/b.WorkTime, j-1, v, e)
						}
						next[j][v][e] += p * stay
					}
				}
			}
			chance = next
		}
		wait, queue, work := 0., 0., 0.
		for j := range chance {
			for v := range chance[j] {
				for _, p := range chance[j][v] {
					work += p * float64(j)
					if j+v >= n {
						wait += p
						queue += p * float64(j+v-n)
					}
				}
			}
		}
		got, err := b.Evaluate(n, 0.5)
		if err != nil {
			t.Fatal(err)
		}
		near(t, fmt.Sprintf("%+v P(wait)", b), got.PWait, wait, 1e-8)
		near(t, fmt.Sprintf("%+v queue", b), got.MeanQueue, queue, 1e-7)
		near(t, fmt.Sprintf("%+v work", b), got.Work, work, 1e-8)
	}
}

// More and more work: from none, where calls are alone, to what endless work has done.
func TestBlendEmailLimits(t *testing.T) {
	b := Blend{Rate: 4. / 180, HandleTime: 180, Patience: 150, WorkTime: 240, Reserve: 1}
	endless, err := b.Evaluate(6, 20)
	if err != nil {
		t.Fatal(err)
	}
	alone, err := Queue{Rate: b.Rate, HandleTime: 180, Patience: 150}.Evaluate(6, 20)
	if err != nil {
		t.Fatal(err)
	}
	last := alone.ServiceLevel.Offered
	for _, part := range []float64{1e-6, 0.3, 0.6, 0.9, 0.97} {
		b.WorkRate = part * endless.Throughput
		p, err := b.Evaluate(6, 20)
		if err != nil {
			t.Fatal(err)
		}
		if got := p.ServiceLevel.Offered; got >= last || got <= endless.ServiceLevel.Offered || part < 1e-5 && alone.ServiceLevel.Offered-got > 1e-5 {
			t.Errorf("%v of the work: level %v, after %v, endless %v", part, got, last, endless.ServiceLevel.Offered)
		}
		last = p.ServiceLevel.Offered
	}
	if last-endless.ServiceLevel.Offered > 0.02 {
		t.Errorf("with nearly all work the level is %v, with endless work %v", last, endless.ServiceLevel.Offered)
	}
}

func BenchmarkBlendEmail(b *testing.B) {
	for b.Loop() {
		if _, err := (Blend{Rate: 10. / 180, HandleTime: 180, WorkTime: 300, WorkRate: 2. / 300}).Evaluate(14, 20); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBlend(b *testing.B) {
	for _, n := range []int{14, 100, 500} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			q := Blend{Rate: 0.9 * float64(n) / 180, HandleTime: 180, Patience: 120, WorkTime: 300, Reserve: n / 20}
			for b.Loop() {
				if _, err := q.Evaluate(n, 20); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// Ten erlangs of calls and 14 agents, beside a backlog that never ends, with none, two and four agents kept for calls.
func ExampleBlend_Evaluate() {
	for _, reserve := range []int{0, 2, 4} {
		b := Blend{Rate: 10. / 180, HandleTime: 180, Patience: 120, WorkTime: 300, Reserve: reserve}
		p, err := b.Evaluate(14, 20)
		if err != nil {
			panic(err)
		}
		fmt.Printf("reserve %d: %.1f%% of calls within 20 s, %.1f pieces of work an hour\n", reserve, 100*p.ServiceLevel.Offered, 3600*p.Throughput)
	}
	// Output:
	// reserve 0: 35.3% of calls within 20 s, 75.7 pieces of work an hour
	// reserve 2: 69.0% of calls within 20 s, 52.0 pieces of work an hour
	// reserve 4: 83.1% of calls within 20 s, 32.9 pieces of work an hour
}
