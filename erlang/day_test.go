package erlang

import (
	"context"
	"testing"
)

// dayA is the day of 24 half-hours that the reference calls TV-dayA.
func dayA(rule ShiftEnd) (Day, []int) {
	calls := []float64{60, 95, 130, 160, 175, 180, 170, 150, 140, 150, 160, 165, 160, 150, 140, 130, 120, 110, 95, 80, 65, 50, 40, 30}
	d := Day{Interval: 1800, Handle: 240, Patience: 180, ShiftEnd: rule}
	for _, c := range calls {
		d.Rates = append(d.Rates, c/1800)
	}
	return d, []int{10, 15, 19, 23, 25, 26, 24, 20, 16, 16, 22, 24, 23, 22, 20, 19, 17, 16, 14, 12, 10, 8, 7, 6}
}

// Without the shared tables: figures of both rules, which agree with them to 10 digits.
func TestDayA(t *testing.T) {
	for _, c := range []struct {
		rule                   ShiftEnd
		abandoned, wait, level float64
		noon                   float64 // service level of the half-hour from 4:00
	}{
		{Finish, 233.339869274, 14.45823630636, 0.716025026958, 0.393860910783},
		{HandBack, 234.665488577, 14.54037450735, 0.716185517208, 0.394644019692},
	} {
		d, agents := dayA(c.rule)
		p, err := d.Evaluate(context.Background(), agents, 20)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "abandoned", p.Day.Abandoned+p.After.Abandoned, c.abandoned, 1e-9)
		near(t, "mean wait", p.Day.MeanWait, c.wait, 1e-9)
		near(t, "service level", p.Day.ServiceLevel.Offered, c.level, 1e-9)
		near(t, "noon", p.Intervals[8].ServiceLevel.Offered, c.noon, 1e-9)
	}
}

func BenchmarkDayA(b *testing.B) {
	d, agents := dayA(Finish)
	for b.Loop() {
		if _, err := d.Evaluate(context.Background(), agents, 20); err != nil {
			b.Fatal(err)
		}
	}
}

func TestRequiredDayA(t *testing.T) {
	for _, rule := range []ShiftEnd{HandBack, Finish} {
		d, _ := dayA(rule)
		for _, target := range []Targets{{ServiceLevel: .8, Within: 20}, {ASA: 20}, {Abandonment: .05}} {
			r, err := d.Required(context.Background(), 24, target, DayLimits{})
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%v %+v: %v %v %v", rule, target, r.Agents, r.Binding, r.Breaks)
		}
	}
}

func BenchmarkRequiredDayA(b *testing.B) {
	d, _ := dayA(Finish)
	for b.Loop() {
		if _, err := d.Required(context.Background(), 24, Targets{ServiceLevel: .8, Within: 20}, DayLimits{}); err != nil {
			b.Fatal(err)
		}
	}
}
