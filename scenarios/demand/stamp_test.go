package demand

import "testing"

func TestStamps(t *testing.T) {
	day := func(s string) int {
		d, err := parseDay(s, YearFirst)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct {
		text   string
		order  DateOrder
		day    string
		minute int
	}{
		{"2026-11-30 09:05", YearFirst, "2026-11-30", 9*60 + 5},
		{"30.11.2026 09:05", YearFirst, "2026-11-30", 9*60 + 5},
		{"3.4.2026 9:05", YearFirst, "2026-04-03", 9*60 + 5},
		{"3/4/2026 9:05 AM", DayFirst, "2026-04-03", 9*60 + 5},
		{"3/4/2026 9:05 pm", MonthFirst, "2026-03-04", 21*60 + 5},
		{"03-04-2026 12:30 AM", MonthFirst, "2026-03-04", 30},
		{"03-04-2026 12:30PM", MonthFirst, "2026-03-04", 12*60 + 30},
		{"20261130 0905", YearFirst, "2026-11-30", 9*60 + 5},
	} {
		at, err := parseStamp(c.text, c.order)
		if err != nil || at.day != day(c.day) || at.minute != c.minute {
			t.Errorf("%q, order %q: day %d, minute %d, %v; want %s and %d", c.text, c.order, at.day, at.minute, err, c.day, c.minute)
		}
	}
	for _, text := range []string{"3/4/2026 09:00", "13/13/2026 09:00", "3.4.26 09:00", "30.02.2026 09:00", "2026-11-30 13:00 PM", "2026-11-30 0:30 AM", "2026-11-30 x PM", "2026-11-30 PM"} {
		if at, err := parseStamp(text, YearFirst); err == nil {
			t.Errorf("%q is read as %+v, want an error", text, at)
		}
	}
}
