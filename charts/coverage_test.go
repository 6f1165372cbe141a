package charts

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// The picture says what it shows, also where something is short, and refuses what it cannot draw.
func TestShifts(t *testing.T) {
	v := Coverage{Title: "Desk", Subtitle: "cost 12", Open: 8 * time.Hour, Cell: time.Hour, Required: []int{1, 2, 2, 1}, OnDuty: []int{1, 3, 1, 1},
		Bars: []ShiftBar{{From: 8 * time.Hour, To: 12 * time.Hour, People: 1, Off: []Off{{From: 10 * time.Hour, To: 11 * time.Hour, People: 1}}}, {From: 9 * time.Hour, To: 11 * time.Hour, People: 2}}}
	f, err := Shifts(v)
	if err != nil {
		t.Fatal(err)
	}
	var svg bytes.Buffer
	if err := f.WriteSVG(&svg); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"6 h required, 1 h more on duty, 1 h short in 1 of 4 intervals", "3 people start at 2 times", "Short"} {
		if !strings.Contains(svg.String(), want) {
			t.Errorf("no %q in the picture", want)
		}
	}
	for name, spoil := range map[string]func(v *Coverage){
		"lengths": func(v *Coverage) { v.OnDuty = v.OnDuty[1:] },
		"nobody":  func(v *Coverage) { v.Bars = []ShiftBar{{From: 1, To: 2}} },
		"ends":    func(v *Coverage) { v.Bars = []ShiftBar{{From: 2, To: 2, People: 1}} },
		"bars":    func(v *Coverage) { v.Bars = make([]ShiftBar, maxBars+1) },
		"cells":   func(v *Coverage) { v.Required, v.OnDuty = nil, nil },
	} {
		wrong := v
		spoil(&wrong)
		if _, err := Shifts(wrong); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Days are drawn side by side without the hours closed on all of them; days whose nights are worked in one go.
func TestShiftsOfAWeek(t *testing.T) {
	const hour = time.Hour
	week := Coverage{Title: "Desk", Open: 8 * hour, Cell: hour, Days: []string{"Mon 30", "Tue 1", "Wed 2"}}
	for k := range 2*24 + 10 { // to Wednesday 18:00
		n := 0
		if at := (8 + k) % 24; at >= 8 && at < 18 {
			n = 2
		}
		week.Required, week.OnDuty = append(week.Required, n), append(week.OnDuty, n)
	}
	for d := range 3 {
		at := time.Duration(d) * 24 * hour
		week.Bars = append(week.Bars, ShiftBar{From: at + 8*hour, To: at + 18*hour, People: 2})
	}
	pieces := week.pieces()
	if len(pieces) != 3 || pieces[1].from != 32*hour || pieces[1].to != 42*hour || pieces[1].x(33*hour) != pieces[1].shown+3600 || pieces[1].shown <= pieces[0].shown+pieces[0].span() {
		t.Errorf("%+v", pieces)
	}
	if lanes, rows := week.lanes(pieces); rows != 1 || len(lanes[2].pieces) != 1 || lanes[2].pieces[0] != 2 {
		t.Errorf("%+v in %d rows", lanes, rows)
	}
	f, err := Shifts(week)
	if err != nil {
		t.Fatal(err)
	}
	var svg bytes.Buffer
	if err := f.WriteSVG(&svg); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"6 shifts start at 1 time of day", "Mon 30", "Wed 2", "60 h required"} {
		if !strings.Contains(svg.String(), want) {
			t.Errorf("no %q in the picture", want)
		}
	}
	for k := range week.Required {
		week.Required[k] = 1
	}
	if pieces := week.pieces(); len(pieces) != 1 || pieces[0].from != 8*hour || pieces[0].to != 66*hour {
		t.Errorf("around the clock: %+v", pieces)
	}
}

// Many bars share rows where they do not touch; the morning of a night shift counts nobody.
func TestShiftsOfMany(t *testing.T) {
	const hour = time.Hour
	v := Coverage{Title: "Desk", Cell: hour, Required: make([]int, 24), OnDuty: make([]int, 24)}
	for i := range 60 {
		from := time.Duration(i) * hour / 4
		v.Bars = append(v.Bars, ShiftBar{From: from, To: from + 4*hour, People: 1})
	}
	v.Bars = append(v.Bars, ShiftBar{From: 20 * hour, To: 28 * hour, People: 3}, ShiftBar{From: -4 * hour, To: 4 * hour, People: 3, Again: true})
	lanes, rows := v.lanes(v.pieces())
	if rows > packed+2 {
		t.Errorf("%d rows", rows)
	}
	for i, a := range v.Bars {
		for j, b := range v.Bars[:i] {
			if lanes[i].row == lanes[j].row && a.From < b.To && b.From < a.To {
				t.Fatalf("bars %d and %d are in row %d", j, i, lanes[i].row)
			}
		}
	}
	f, err := Shifts(v)
	if err != nil {
		t.Fatal(err)
	}
	var svg bytes.Buffer
	if err := f.WriteSVG(&svg); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(svg.String(), "63 people start at 61 times") {
		t.Error("who starts is not counted once")
	}
}
