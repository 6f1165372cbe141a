package erlang

import (
	"context"
	"encoding/csv"
	"math"
	"os"
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
