package charts

import (
	"math"
	"testing"
	"time"

	"gonum.org/v1/plot/vg"
)

func TestWords(t *testing.T) {
	const h = time.Hour
	for _, c := range []struct{ got, want string }{
		{count(0), "0"}, {count(0.002), "<0.01"}, {count(0.3), "0.3"}, {count(0.1 + 0.2), "0.3"}, {count(4.84), "4.8"},
		{count(9.96), "10"}, {count(46.1), "46.1"}, {count(99.97), "100"}, {count(342), "342"}, {count(999.6), "1,000"},
		{count(6012.4), "6,012"}, {count(2e6), "2,000,000"}, {count(19.3e6), "19.3 M"}, {count(1e12), "1,000 bn"},
		{hours(0), "0 h"}, {hours(0.001), "<0.01 h"}, {hours(0.25), "0.25 h"}, {hours(8), "8.0 h"}, {hours(9.96), "9.96 h"}, {hours(9.999), "10.0 h"},
		{hours(1905), "1,905.0 h"}, {hours(999_999.9), "999,999.9 h"}, {hours(999_999.99), "1,000,000 h"}, {hours(5.2e12), "5,200 bn h"},
		{signed(0), "0"}, {signed(-1000), "−1,000"}, {signed(5), "+5"},
		{percent(0), "0%"}, {percent(0.8), "80.0%"}, {percent(0.8128), "81.3%"}, {percent(1), "100%"},
		{percent(0.9999), ">99.9%"}, {percent(1e-9), "<0.1%"}, {percent(math.Nextafter(1, 0)), ">99.9%"},
		{exactly(0.8), "80%"}, {exactly(0.07), "7%"}, {exactly(0.825), "82.5%"}, {exactly(0.9995), "99.95%"}, {exactly(0.29), "29%"},
		{spread(0.8, 0.8001), "80.0%"}, {spread(0.5, 1), "50.0% to 100%"},
		{clock(7*h, 21*h, time.Minute), "07:00"}, {clock(25*h, 28*h, h), "01:00"}, {clock(24*h, 24*h, h), "24:00"},
		{clock(24*h, 28*h, h), "00:00"}, {clock(7*h+5*time.Second, 8*h, time.Second), "07:00:05"},
		{clock(73*h, 100*h, h), "01:00 +3d"}, {clock(72*h, 300*h, 24*h), "+3d"},
		{lasting(0), "0 s"}, {lasting(500 * time.Millisecond), "0.5 s"}, {lasting(20 * time.Second), "20 s"}, {lasting(time.Minute), "1 min"},
		{lasting(90 * time.Second), "90 s"}, {lasting(200 * time.Second), "3 min 20 s"}, {lasting(4 * h), "4 h"}, {lasting(50 * h), "2 d 2 h"},
		{per(30 * time.Minute), "30 minutes"}, {per(h), "hour"}, {per(time.Minute), "minute"}, {per(90 * time.Minute), "1 h 30 min"},
		{until(0), "at once"}, {until(0.4), "<1 s"}, {until(47.6), "48 s"}, {until(659), "11 min"}, {until(40000), "11 h"},
		{oneLine(" a\n\tb\x00c \xff"), "a b c \ufffd"},
	} {
		if c.got != c.want {
			t.Errorf("got %q; want %q", c.got, c.want)
		}
	}
}

// Ticks cover the axis in few equal steps.
func TestTicks(t *testing.T) {
	even := func(name string, ticks []tick, least, most int) {
		t.Helper()
		if len(ticks) < least || len(ticks) > most {
			t.Errorf("%s has %d ticks; want %d to %d", name, len(ticks), least, most)
		}
		for i := 2; i < len(ticks); i++ {
			a, b := ticks[i].at-ticks[i-1].at, ticks[1].at-ticks[0].at
			if math.Abs(a-b) > 1e-9*math.Abs(ticks[i].at) {
				t.Errorf("%s has ticks %v and %v apart", name, a, b)
			}
		}
		for i := 1; i < len(ticks); i++ {
			if ticks[i].label == ticks[i-1].label {
				t.Errorf("%s has the tick %s twice", name, ticks[i].label)
			}
		}
	}
	for v := 1e-12; v <= maxValue; v *= 1.07 {
		ticks, top := countTicks(v, false)
		even("count to "+count(v), ticks, 2, 7)
		if top < v*(1-1e-9) || v >= 0.1 && top > 2*v {
			t.Errorf("an axis for %v ends at %v", v, top)
		}
		ticks, top = countTicks(v, true)
		even("whole count to "+count(v), ticks, 2, 7)
		if ticks[1].at != math.Trunc(ticks[1].at) || top < v*(1-1e-9) {
			t.Errorf("an axis of whole numbers for %v has the tick %v and ends at %v", v, ticks[1].at, top)
		}
	}
	for v := 1.0; v <= forever; v *= 1.07 {
		ticks, top := waitTicks(v)
		even("wait to "+lasting(time.Duration(v)*time.Second), ticks, 2, 10)
		if top < v || top > 2.1*v {
			t.Errorf("an axis for a wait of %v ends at %v", v, top)
		}
	}
	for v := 0.0; v <= 1; v += 0.001 {
		ticks, bottom := shareTicks(v)
		even("share from "+percent(v), ticks, 5, 8)
		if bottom > v {
			t.Errorf("an axis for %v starts at %v", v, bottom)
		}
	}
	for _, room := range []vg.Length{22, 30, 60, 120} {
		for v := 1.0; v <= 2*maxValue; v = math.Ceil(v * 1.3) {
			for _, share := range []float64{0, 0.1, 0.5, 0.9, 1} {
				low, high := -math.Floor(min(v, maxValue)*share), math.Floor(min(v, maxValue)*(1-share))
				ticks, bottom, top := signedTicks(low, high, room)
				name := "differences from " + signed(low) + " to " + signed(high)
				even(name, ticks, 2, int(room/tickRoom)+1)
				if bottom > low || top < high || ticks[0].at < bottom || ticks[len(ticks)-1].at > top {
					t.Errorf("%s has an axis from %v to %v with ticks from %v to %v", name, bottom, top, ticks[0].at, ticks[len(ticks)-1].at)
				}
			}
		}
		for low := 0.0; low <= 1; low += 0.013 {
			for high := low; high <= 1; high += 0.017 {
				ticks, bottom, top := levelTicks(low, high, room)
				name := "levels " + spread(low, high)
				even(name, ticks, 2, int(room/tickRoom)+1)
				if bottom > low || top < high || bottom < 0 || top > 1 || ticks[0].at < bottom-roundOff || ticks[len(ticks)-1].at > top+roundOff {
					t.Errorf("%s has an axis from %v to %v with ticks from %v to %v", name, bottom, top, ticks[0].at, ticks[len(ticks)-1].at)
				}
			}
		}
	}
	for minutes := 1; minutes < 60*24*8; minutes = minutes*11/10 + 1 {
		for _, open := range []time.Duration{0, 7 * time.Hour, 23*time.Hour + 59*time.Minute} {
			end := open + time.Duration(minutes)*time.Minute
			ticks := clockTicks(open, end, 13)
			even("clock", ticks, 2, 14)
			if ticks[0].at < open.Seconds() || ticks[len(ticks)-1].at > end.Seconds() {
				t.Errorf("ticks from %v to %v leave the day", ticks[0], ticks[len(ticks)-1])
			}
		}
	}
}
