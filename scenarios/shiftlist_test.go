package scenarios

import (
	"strings"
	"testing"
)

// Whatever a list of shifts says, what is read lies in order, or it is refused.
func FuzzReadShifts(f *testing.F) {
	s, err := Find("shift-day")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		"people,start,end,breaks\n2,08:00,12:00,10:00-10:15\n", "people,start,end\n1,22:00,06:00\n", "people,start,end,day\n1,08:00,09:00,-1\n",
		"people,start,end\n0,08:00,09:00\n", "people,start,end,breaks\n1,08:00,12:00,07:00-08:30\n", "team,people,start,end\nx,1,08:00,09:00\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ReadShifts(strings.NewReader(text), "shifts.csv", s)
		if err != nil {
			return
		}
		for _, team := range list {
			for _, shift := range team {
				if shift.Agents < 1 || shift.To <= shift.From {
					t.Errorf("%+v of %q", shift, text)
				}
				for _, b := range shift.Breaks {
					if b.From < shift.From || b.To > shift.To || b.To <= b.From {
						t.Errorf("%+v of %q", shift, text)
					}
				}
			}
		}
		s.WithShifts(list)
	})
}
