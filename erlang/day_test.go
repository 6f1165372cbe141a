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

func TestDayA(t *testing.T) {
	for _, rule := range []ShiftEnd{HandBack, Finish} {
		d, agents := dayA(rule)
		p, err := d.Evaluate(context.Background(), agents, 20)
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range p.Intervals {
			t.Logf("%d ab %.10f queue %.10f busy %.10f full %.10f SL %.12f", i, v.Abandoned, v.MeanQueue, v.MeanInHand, v.PAllBusy, v.ServiceLevel.Offered)
		}
		t.Logf("day %.12f wait %.15f SL %.14f after %+v", p.Day.Abandoned+p.After.Abandoned, p.Day.MeanWait/60, p.Day.ServiceLevel.Offered, p.After)
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
