package cost_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"frontoffice/scenarios/pricing/cost"
)

// The random properties start from a fixed seed, as in the other packages.
func init() {
	if err := flag.Set("rapid.seed", "1"); err != nil {
		panic(err)
	}
}

// A month worked by hand, whose steps are checked and whose lines are what the steps say.
func TestWorkedMonth(t *testing.T) {
	data, err := os.ReadFile("testdata/month.json")
	if err != nil {
		t.Fatal(err)
	}
	var w struct {
		Case, Source string
		Steps        []string
		Rates        cost.Rates
		Use          cost.Use
		Want         map[cost.Key]float64
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&w); err != nil {
		t.Fatal(err)
	}
	for _, step := range w.Steps {
		equation, _, _ := strings.Cut(step, "|")
		left, right, _ := strings.Cut(equation, "=")
		right = strings.TrimSpace(right)
		v, err := types.Eval(token.NewFileSet(), nil, token.NoPos, left)
		if err != nil {
			t.Errorf("%s: %v", step, err)
			continue
		}
		got, _ := constant.Float64Val(constant.ToFloat(v.Value))
		want, err := strconv.ParseFloat(right, 64)
		_, decimals, _ := strings.Cut(right, ".")
		if err != nil || math.Abs(got-want) > 0.51*math.Pow(10, -float64(len(decimals)))+1e-6 && len(decimals) < 6 || math.Abs(got-want) > 1e-5 && len(decimals) >= 6 {
			t.Errorf("%s: it is %.10g", step, got)
		}
	}
	lines := w.Rates.Month(nil, &w.Use)
	if len(lines) != len(w.Want) {
		t.Errorf("%d lines, want %d", len(lines), len(w.Want))
	}
	for _, l := range lines {
		if want, ok := w.Want[l.Key]; !ok || math.Abs(l.Amount-want) > 1e-6 {
			t.Errorf("%s %s: %.9g, want %.9g", l.Key, l.Role, l.Amount, want)
		}
	}
	if got := w.Rates.Quality(); math.Abs(got-0.995) > 1e-12 {
		t.Errorf("quality %v, want 0.995", got)
	}
}

func rates(t *rapid.T) cost.Rates {
	f := func(name string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
	r := cost.Rates{Exchange: f("exchange", 0.001, 1000), Wage: f("wage", 0.1, 1000), MonthHours: f("month hours", 40, 250),
		Night: f("night", 0, 1), Weekend: f("weekend", 0, 1), Holiday: f("holiday", 0, 2), Leave: f("leave", 0, 0.5), Inflation: f("inflation", 0, 0.3), Term: math.Round(f("term", 1, 120)),
		Benefits: f("benefits", 0, 1), Taxes: f("taxes", 0, 1), Attrition: f("attrition", 0, 3), Recruiting: f("recruiting", 0, 1e4), TrainingWeeks: f("weeks", 0, 10), TrainingCost: f("training", 0, 1e4),
		NestingWeeks: f("nesting", 0, 20), NestingSpeed: f("speed", 0.1, 1), NestingQuality: f("quality", 0.1, 1),
		Seat: f("seat", 0, 1e3), SeatSharing: f("sharing", 0.5, 3), Licence: f("licence", 0, 1e3), Telecom: f("telecom", 0, 1), Transition: f("transition", 0, 1e6)}
	for i := range rapid.IntRange(0, 3).Draw(t, "roles") {
		r.Roles = append(r.Roles, cost.Role{Name: fmt.Sprint("role", i), Span: f("span", 1, 100), Salary: f("salary", 0, 1e4)})
	}
	return r
}

func use(t *rapid.T) cost.Use {
	f := func(name string, low, high float64) float64 { return rapid.Float64Range(low, high).Draw(t, name) }
	u := cost.Use{Agent: f("agent", 0, 1e5), Planned: f("planned", 0, 0.9), Unplanned: f("unplanned", 0, 0.9), Night: f("night share", 0, 1), Weekend: f("weekend share", 0, 1), Holiday: f("holiday share", 0, 1),
		HandledMinutes: f("minutes", 0, 1e6), Automated: f("automated", 0, 1e5), PerAutomated: f("of one", 0, 5), Vacant: f("vacant", 0, 0.5)}
	u.Handling = u.Agent * f("occupancy", 0, 1)
	u.Scheduled = u.Agent / ((1 - u.Planned) * (1 - u.Unplanned)) * f("whole people", 1, 1.3)
	return u
}

// The lines of time, from handling to leave, are the wage of the paid hours, whatever the occupancy, the shrinkage and
// the vacancies; a currency worth c times as much makes every line c times as large; and no line is below 0 but that of
// rounding with vacant places.
func TestLinesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r, u := rates(t), use(t)
		lines := r.Month(nil, &u)
		paid := 0.0
		for _, l := range lines {
			switch l.Key {
			case cost.Handling, cost.NestingPay, cost.Idle, cost.Unplanned, cost.Planned, cost.Rounding, cost.Leave:
				paid += l.Amount
			}
			if l.Amount < -1e-9*r.Wage*u.Scheduled*r.Exchange && !(l.Key == cost.Rounding && u.Vacant > 0) {
				t.Fatalf("%s is %v", l.Key, l.Amount)
			}
		}
		if want := r.Wage * r.Paid(&u) * r.Exchange; math.Abs(paid-want) > 1e-9*want+1e-9 {
			t.Fatalf("lines of time are %v, paid hours cost %v", paid, want)
		}
		c := rapid.Float64Range(0.01, 100).Draw(t, "currency")
		other, money := r, u
		other.Exchange *= c
		money.PerAutomated *= c
		for i, l := range other.Month(nil, &money) {
			if math.Abs(l.Amount-c*lines[i].Amount) > 1e-9*math.Abs(l.Amount)+1e-9 {
				t.Fatalf("%s: %v, in another currency %v", l.Key, lines[i].Amount, l.Amount)
			}
		}
	})
}

// 100 staffed hours at 7 productive of 8 paid hours and 20 an hour cost 2,285.71.
func ExampleRates_Month() {
	r := cost.Rates{Exchange: 1, Wage: 20, MonthHours: 160}
	u := cost.Use{Handling: 80, Agent: 100, Scheduled: 100 * 8 / 7., Planned: 1 / 8.}
	lines := r.Month(nil, &u)
	for _, l := range lines {
		if l.Amount > 0.005 {
			fmt.Printf("%s %.2f\n", l.Key, l.Amount)
		}
	}
	fmt.Printf("all %.2f\n", cost.Sum(lines))
	// Output:
	// handling 1600.00
	// waiting 400.00
	// planned_shrinkage 285.71
	// all 2285.71
}
