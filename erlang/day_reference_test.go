package erlang

import (
	"context"
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"
)

// referenceTable reads a CSV of the shared reference by column, or skips the test.
func referenceTable(t *testing.T, name string) (columns map[string][]float64, text map[string][]string) {
	t.Helper()
	f, err := os.Open("../../shared/reference/" + name)
	if err != nil {
		t.Skipf("no reference table: %v", err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	columns, text = map[string][]float64{}, map[string][]string{}
	for j, name := range rows[0] {
		for _, row := range rows[1:] {
			v, err := strconv.ParseFloat(row[j], 64)
			if err != nil {
				v = math.NaN()
			}
			columns[name] = append(columns[name], v)
			text[name] = append(text[name], row[j])
		}
	}
	return columns, text
}

// worst keeps the largest error of a figure, relative to the larger of 1 and the wanted value
// (the shared tables carry 12 digits).
type worst map[string]float64

func (w worst) see(name string, got, want float64) {
	e := math.Abs(got-want) / math.Max(1, math.Abs(want))
	if math.IsNaN(e) {
		e = math.Inf(1)
	}
	w[name] = math.Max(w[name], e)
}

func (w worst) check(t *testing.T, tol float64) {
	t.Helper()
	for name, e := range w {
		t.Logf("%s: %.1e", name, e)
		if !(e <= tol) {
			t.Errorf("%s: error %.2g above %.0g", name, e, tol)
		}
	}
}

const (
	dayTolerance       = 1e-9 // asked: 1e-7
	transientTolerance = 1e-9 // asked: 1e-8
)

func sine(t float64) float64 { return 100 + 20*math.Sin(t) }

// sineAgents is the staircase of the reference: n(t) = ceil(m + sqrt(m)/2), m = 100 + 10 (sin
// t - cos t) at the left end of each quarter.
func sineAgents(n int) []int {
	agents := make([]int, n)
	for k := range agents {
		at := float64(k) / 4
		m := 100 + 10*(math.Sin(at)-math.Cos(at))
		agents[k] = int(math.Ceil(m + math.Sqrt(m)/2))
	}
	return agents
}

func TestReferenceSineDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file     string
		patience float64
	}{{"tv-theta-eq-mu.csv", 1}, {"tv-sin-theta05.csv", 2}, {"tv-sin-theta0.csv", 0}} {
		t.Run(c.file, func(t *testing.T) {
			want, _ := referenceTable(t, c.file)
			n := int(math.Ceil(want["t"][len(want["t"])-1] * 4))
			d := Day{Interval: .25, Handle: 1, Patience: c.patience, Curve: sine, ShiftEnd: HandBack, Record: want["t"]}
			got, err := d.Evaluate(context.Background(), sineAgents(n), 0)
			if err != nil {
				t.Fatal(err)
			}
			w := worst{}
			for i, s := range got.Record {
				full := s.PAllBusy
				w.see("in system", s.InSystem, want["E_N"][i])
				w.see("in hand", s.InHand, want["E_busy"][i])
				w.see("queue", s.Queue, want["E_Q"][i])
				w.see("all busy", full, want["P_N_ge_n"][i])
				if v := want["Var_N"]; v != nil {
					w.see("variance", s.Variance, v[i])
				}
			}
			w.check(t, transientTolerance)
		})
	}
}

func TestReferenceDayA(t *testing.T) {
	for rule, file := range map[ShiftEnd]string{Finish: "tv-dayA-exhaust-", HandBack: "tv-dayA-preempt-"} {
		t.Run(rule.String(), func(t *testing.T) {
			want, _ := referenceTable(t, file+"intervals.csv")
			d, agents := dayA(rule)
			var series map[string][]float64
			if rule == Finish {
				series, _ = referenceTable(t, file+"series.csv")
				for _, at := range series["t_min"] {
					if math.Mod(at, 30) == 0 && at > 0 {
						at -= 1e-9 // the table has the staffing before a change
					}
					if at <= 720 {
						d.Record = append(d.Record, at*60)
					}
				}
			}
			got, err := d.Evaluate(context.Background(), agents, 20)
			if err != nil {
				t.Fatal(err)
			}
			w := worst{}
			for i, p := range got.Intervals {
				w.see("abandoned", p.Abandoned, want["E_abandoned"][i])
				w.see("queue", p.MeanQueue, want["avg_queue"][i])
				w.see("in hand", p.MeanInHand, want["avg_busy"][i])
				w.see("all busy", p.PAllBusy, want["avg_P_all_busy"][i])
				w.see("service level", p.ServiceLevel.Offered, want["SL_T_cohort_served_within_T_over_offered"][i])
				near(t, "offered", p.Offered, want["offered"][i], 1e-12)
			}
			w.see("abandoned after close", got.After.Abandoned, want["E_abandoned"][24])
			for i, s := range got.Record {
				w.see("series in system", s.InSystem, series["E_N"][i])
				w.see("series queue", s.Queue, series["E_Q"][i])
				w.see("series all busy", s.PAllBusy, series["P_all_busy"][i])
				w.see("series variance", s.Variance, series["Var_N"][i])
			}
			for _, c := range referenceCases(t, "time-varying") {
				if c.ID != map[ShiftEnd]string{Finish: "TV-dayA-exhaust", HandBack: "TV-dayA-preempt"}[rule] {
					continue
				}
				var v map[string]float64
				c.decode(t, &struct{}{}, &v)
				w.see("day abandoned", got.Day.Abandoned+got.After.Abandoned, v["abandoned"])
				w.see("day abandonment", got.Day.Abandonment, v["P_ab"])
				w.see("day mean wait", got.Day.MeanWait/60, v["mean_wait_all_min"])
				w.see("day service level", got.Day.ServiceLevel.Offered, v["SL20"])
			}
			w.check(t, dayTolerance)
		})
	}
}

func TestReferenceTransients(t *testing.T) {
	for _, c := range referenceCases(t, "transient") {
		t.Run(c.ID, func(t *testing.T) {
			var p struct {
				N              int
				Lam, Mu, Theta float64
			}
			var v map[string]map[string]float64
			c.decode(t, &p, &v)
			w := worst{}
			for at, want := range v {
				end, _ := strconv.ParseFloat(at, 64)
				d := Day{Interval: end, Rates: []float64{p.Lam}, Handle: 1 / p.Mu}
				got, err := d.Evaluate(context.Background(), []int{p.N}, 0)
				if err != nil {
					t.Fatal(err)
				}
				w.see("in system", got.Close.InSystem, want["E_N"])
				w.see("queue", got.Close.Queue, want["E_Q"])
				w.see("all busy", got.Close.PAllBusy, want["P_N_ge_n"])
				w.see("empty", got.Close.PEmpty, want["P0"])
			}
			w.check(t, transientTolerance)
		})
	}
}

// timeVarying returns one case of the group time-varying.
func timeVarying(t *testing.T, id string) reference {
	t.Helper()
	for _, c := range referenceCases(t, "time-varying") {
		if c.ID == id {
			return c
		}
	}
	t.Skipf("no reference case %s", id)
	return reference{}
}

func TestReferenceCallCenterDay(t *testing.T) {
	d := Day{Interval: 3600, Handle: 100, Patience: 1000, Balking: .1, Drain: 4}
	for _, calls := range []float64{100, 150, 150, 180, 200, 150, 150, 150, 120, 100, 80, 70, 60} {
		d.Rates = append(d.Rates, calls/3600)
	}
	agents := []int{4, 6, 8, 8, 8, 7, 8, 8, 6, 6, 4, 4, 4}
	for id, b := range map[string]Busyness{"CALLCC-B1": {}, "CALLCC-gamma": {Day: math.Sqrt(.1), Shares: []float64{.1, .5}}} {
		t.Run(id, func(t *testing.T) {
			var v map[string]float64
			timeVarying(t, id).decode(t, &struct{}{}, &v)
			got, err := d.EvaluateUncertain(context.Background(), agents, 20, b)
			if err != nil {
				t.Fatal(err)
			}
			w := worst{}
			w.see("offered", got.Day.Offered, v["E_arrivals"])
			w.see("lost", got.Day.Abandonment, v["lost_share"])
			w.see("mean wait", got.Day.MeanWait, v["mean_wait_s"])
			w.see("within 20 s", got.Day.ServiceLevel.Waited, v["share_W_lt_s"])
			if want, ok := v["E_lost"]; ok {
				w.see("lost contacts", got.Day.Abandoned+got.After.Abandoned, want)
				w.see("total wait", got.Day.MeanWait*got.Day.Offered, v["E_total_wait_s"])
			}
			w.check(t, 1e-8)
			t.Logf("%+v", got.Shares)
		})
	}
}

func TestReferenceLectureDay(t *testing.T) {
	var v map[string]float64
	timeVarying(t, "LEC-MMC").decode(t, &struct{}{}, &v)
	d := Day{Interval: 480 * 60, Rates: []float64{4.2 / 60}, Handle: 120}
	got, err := d.Evaluate(context.Background(), []int{12}, 20)
	if err != nil {
		t.Fatal(err)
	}
	w := worst{}
	w.see("offered", got.Day.Offered, v["offered"])
	w.see("within", got.Day.ServiceLevel.Offered*got.Day.Offered, v["in_target_per_day"])
	w.see("service level", got.Day.ServiceLevel.Offered, v["SL_offered"])
	w.see("in hand", got.Day.MeanInHand, v["avg_busy"])
	w.see("occupancy", got.Day.Occupancy, v["occupancy"])
	w.see("wait before close", got.Day.MeanQueue*480, v["wait_total_before_close_min"])
	w.check(t, dayTolerance)
}

func TestReferenceOfferedLoad(t *testing.T) {
	t.Parallel()
	laws := map[string]TimeLaw{
		"exp": Exponential{1}, "det": Constant{1}, "E4": Gamma{1, 4}, "LN14": Lognormal{1, 4},
		// balanced means
		"H2scv4": Hyperexponential{[]float64{(1 + math.Sqrt(.6)) / 2, (1 - math.Sqrt(.6)) / 2}, []float64{1 / (1 + math.Sqrt(.6)), 1 / (1 - math.Sqrt(.6))}},
	}
	for _, c := range referenceCases(t, "offered-load") {
		var v map[string]map[string]float64
		c.decode(t, &struct{}{}, &v)
		w := worst{}
		for name, law := range laws {
			for at, want := range v[name] {
				end, _ := strconv.ParseFloat(at, 64)
				// Straight pieces of a sine err by h^2: two sizes of them tell by how much. Far
				// back, where few are still in hand, they may be longer.
				load := func(h float64) float64 {
					var ages []float64
					for k := 0.; k*h <= 40; k++ {
						ages = append(ages, k*h)
					}
					for k := 1.; k*10*h <= 2000; k++ {
						ages = append(ages, 40+k*10*h)
					}
					var curve RateCurve
					for _, age := range slices.Backward(ages) {
						curve.Times, curve.Rates = append(curve.Times, end-age), append(curve.Rates, sine(end-age))
					}
					return OfferedLoad(curve, law, end)
				}
				w.see(name, (4*load(.02)-load(.04))/3, want)
			}
		}
		w.check(t, 1e-8)
	}
}

func TestReferenceStaffingMethods(t *testing.T) {
	t.Parallel()
	table, text := referenceTable(t, "tv-sipp-variants.csv")
	type figures struct {
		N          []int
		AgentHours float64 `json:"agent_hours"`
		Max        float64 `json:"max_period_P_delay"`
		Over       float64 `json:"periods_over_target_plus_10pct"`
		Daily      float64 `json:"daily_P_delay"`
	}
	var v map[string]figures
	timeVarying(t, "TV-SIPP").decode(t, &struct{}{}, &v)
	rate := func(s float64) float64 { return 60 * (1 + .6*math.Sin(2*math.Pi*(s/3600-6)/24)) / 3600 }
	d := Day{Interval: 1800, Handle: 900, Curve: rate, ShiftEnd: HandBack}
	w := worst{}
	for name, m := range map[string]Method{"SIPP_Avg": SIPPAvg, "SIPP_Max": SIPPMax, "SIPP_Mix": SIPPMix,
		"Lag_Avg": LagAvg, "Lag_Max": LagMax, "Lag_Mix": LagMix, "MOL_Max": MOL} {
		got, err := d.Staff(context.Background(), m, 48, Targets{PWait: .2})
		if err != nil {
			t.Fatal(err)
		}
		hours := 0.
		for i, n := range got {
			hours += float64(n) / 2
			if n != v[name].N[i] {
				t.Errorf("%s: %d agents in period %d, want %d", name, n, i, v[name].N[i])
			}
		}
		if hours != v[name].AgentHours {
			t.Errorf("%s: %v agent-hours, want %v", name, hours, v[name].AgentHours)
		}
		// Three quarters of a day before make the day periodic.
		warm := d
		warm.Curve = func(s float64) float64 { return rate(s - 18*3600) }
		p, err := warm.Evaluate(context.Background(), append(slices.Clone(got[12:]), got...), 0)
		if err != nil {
			t.Fatal(err)
		}
		most, over, waits, offered := 0., 0., 0., 0.
		for i, f := range p.Intervals[36:] {
			most = math.Max(most, f.PWait)
			if f.PWait > .22 {
				over++
			}
			waits += f.PWait * f.Offered
			offered += f.Offered
			for row, label := range text["method"] {
				if label == name && int(table["period"][row]) == i {
					w.see("P(delay)", f.PWait, table["P_delay_lambda_weighted"][row])
					w.see("queue", f.MeanQueue, table["avg_queue"][row])
				}
			}
		}
		w.see("largest", most, v[name].Max)
		w.see("day", waits/offered, v[name].Daily)
		if over != v[name].Over {
			t.Errorf("%s: %v periods over, want %v", name, over, v[name].Over)
		}
	}
	w.check(t, 1e-7)
}

func TestReferenceCarryOver(t *testing.T) {
	table, _ := referenceTable(t, "tv-dayC-sbc.csv")
	d, agents := dayA(Finish)
	d.Patience = 0
	got, err := d.CarryOver(agents, 0, 300)
	if err != nil {
		t.Fatal(err)
	}
	w := worst{}
	queue := make([]float64, 24)
	for k, p := range got {
		if p.Interval != int(table["interval"][k]) {
			t.Fatalf("period %d is of interval %d", k, p.Interval)
		}
		w.see("offered rate", 60*p.Offered, table["lambda_tilde_per_min"][k])
		w.see("backlog rate", 60*p.Backlog, table["backlog_rate"][k])
		w.see("accepted rate", 60*p.Accepted, table["mar_per_min"][k])
		w.see("utilization", p.Utilization, table["util"][k])
		w.see("P(wait)", p.Performance.PWait, table["P_wait"][k])
		w.see("queue", p.Performance.MeanQueue, table["E_Lq_sbc"][k])
		queue[p.Interval] += p.Performance.MeanQueue / 6
	}
	var v map[string][]float64
	timeVarying(t, "TV-SBC-dayC").decode(t, &struct{}{}, &v)
	exact, err := d.Evaluate(context.Background(), agents, 20)
	if err != nil {
		t.Fatal(err)
	}
	for i, q := range queue {
		w.see("queue by half-hour", q, v["avg_Lq_by_half_hour"][i])
		w.see("exact queue", exact.Intervals[i].MeanQueue, v["exact_avg_queue_exhaust"][i])
	}
	w.check(t, 1e-9)
}
