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
