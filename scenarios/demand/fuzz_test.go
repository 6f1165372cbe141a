package demand

import (
	"bytes"
	"errors"
	"math"
	"testing"
	"time"
)

// Whatever a file holds, it is read or refused with a reason; what is read is a
// demand that can be planned for.
func FuzzCSV(f *testing.F) {
	f.Add([]byte("At,Calls,AHT\n2026-03-02 07:00,1,100\n2026-03-02 07:30,4,5:10\n"))
	f.Add([]byte("\ufeffAt;Calls;AHT\r\n2026-03-02T07:00:00Z;1,5;\"310,5\"\r\n"))
	f.Add([]byte("AHT\tCalls\tAt\n1\t1\t20260302 0700\n1\t1 204\t20260302 07:15\n"))
	f.Add([]byte("At,Calls,AHT\n2026-03-02 07:00,\"1\n"))
	f.Add([]byte("At,Calls,AHT\n2026-03-09 23:00,1,1\n2026-03-10 00:00,1,1\n2026-03-10 01:00,1,1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, im := range []Import{
			{Time: []string{"At"}, Volume: "Calls", HandleTime: "AHT", Date: on(2026, 3, 2)},
			{Time: []string{"At"}, Volume: "Calls", Weekdays: []time.Weekday{time.Monday, time.Tuesday}},
			{Time: []string{"At", "AHT"}, Volume: "Calls", Weekdays: []time.Weekday{time.Monday}, From: on(2026, 1, 1)},
		} {
			for _, day := range []Day{morning, {Open: 23 * time.Hour, Close: 26 * time.Hour, Interval: time.Hour}, {Close: 24 * time.Hour, Interval: 15 * time.Minute}} {
				s, err := im.Read("x.csv", bytes.NewReader(data), day)
				if err != nil {
					var list *Errors
					if !errors.As(err, &list) || len(list.List) == 0 || len(list.List) > MaxErrors || err.Error() == "" {
						t.Fatalf("not a list of errors: %#v", err)
					}
					continue
				}
				if len(s.Volumes) != day.Intervals() || len(s.Dates) == 0 || s.Source("x.csv") == "" {
					t.Fatalf("%d volumes of %d dates for %d intervals", len(s.Volumes), len(s.Dates), day.Intervals())
				}
				for _, v := range s.Volumes {
					if !(v >= 0) || math.IsInf(v, 0) {
						t.Fatalf("volumes %v", s.Volumes)
					}
				}
				if im.HandleTime != "" && len(s.HandleTimes) != len(s.Volumes) {
					t.Fatalf("%d handle times", len(s.HandleTimes))
				}
				for _, h := range s.HandleTimes {
					if h <= 0 || h > maxHandleTime {
						t.Fatalf("handle times %v", s.HandleTimes)
					}
				}
			}
		}
	})
}
