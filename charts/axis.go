package charts

import (
	"math"
	"time"

	"gonum.org/v1/plot/vg"
)

// tick is a labelled place on an axis.
type tick struct {
	at    float64
	label string
}

// clockSteps are the distances at which a clock face or a day is divided.
var clockSteps = []time.Duration{
	time.Second, 2 * time.Second, 5 * time.Second, 10 * time.Second, 15 * time.Second, 20 * time.Second, 30 * time.Second,
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 20 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 4 * time.Hour, 6 * time.Hour, 12 * time.Hour, day,
}

const day = 24 * time.Hour

// step is the least clock step, or multiple of a day, that divides span into at most n parts.
func step(span time.Duration, n int) time.Duration {
	for _, s := range clockSteps {
		if span <= s*time.Duration(n) {
			return s
		}
	}
	for _, m := range []time.Duration{2, 5, 10, 20, 50, 100, 200, 500} {
		if span <= m*day*time.Duration(n) {
			return m * day
		}
	}
	return span / time.Duration(n)
}

// clockTicks marks round clock times from open to end, both counted from
// midnight, at most n+1 of them. Positions are in seconds from midnight.
func clockTicks(open, end time.Duration, n int) []tick {
	s := step(end-open, n)
	first := (open + s - 1) / s * s
	if open%time.Hour == 0 && s < day && (end-open)%s == 0 {
		first = open // 07:00, 09:00 to 21:00 rather than 08:00, 10:00 to 20:00: the hours of the day show
	}
	var ticks []tick
	for t := first; t <= end; t += s {
		ticks = append(ticks, tick{t.Seconds(), clock(t, end, s)})
	}
	if len(ticks) < 2 { // a span that no two round times fall into
		ticks = []tick{{open.Seconds(), clock(open, end, time.Second)}, {end.Seconds(), clock(end, end, time.Second)}}
	}
	return ticks
}

// waitTicks divides a wait of longest seconds, and returns the last tick at or above it.
func waitTicks(longest float64) (ticks []tick, top float64) {
	span := time.Duration(math.Ceil(longest)) * time.Second
	s := step(span, 8)
	if span > 3*time.Minute { // above, whole minutes: "2 min" rather than "120 s"
		s = max(s, time.Minute)
	}
	for t := time.Duration(0); ; t += s {
		ticks = append(ticks, tick{t.Seconds(), wait(t, s)})
		if t >= span {
			return ticks, t.Seconds()
		}
	}
}

// countTicks divides an axis from 0 to at least most in about four parts of 1, 2
// or 5 times a power of ten; whole: of 1 at least.
func countTicks(most float64, whole bool) (ticks []tick, top float64) {
	if most <= 0 {
		return []tick{{0, "0"}, {1, "1"}}, 1
	}
	most = max(most, 0.1) // less of anything shows as nothing
	exp := math.Floor(math.Log10(most / 4))
	s := 0.0
	for _, m := range []float64{1, 2, 5, 10} {
		s = m * math.Pow(10, exp)
		if most/s <= 4.5 {
			break
		}
	}
	if whole && s < 1 {
		s = 1
	}
	for i := 0; ; i++ {
		at := float64(i) * s
		ticks = append(ticks, tick{at, count(at)})
		if at >= most*(1-1e-9) {
			return ticks, at
		}
	}
}

// tickRoom is the least distance between the ticks of a vertical axis.
const tickRoom = 10

// rowStep is the least of some steps that divides a low panel from low to high with
// room for labels: plenty of it, or little where plenty leaves fewer than three ticks.
func rowStep(low, high float64, room vg.Length, steps []float64) (s float64) {
	for _, apart := range []float64{1.4 * tickRoom, tickRoom} {
		for _, s = range steps {
			if (high-low)*apart <= s*room.Points() {
				break
			}
		}
		if math.Floor(high/s)-math.Ceil(low/s) >= 2 {
			break
		}
	}
	return s
}

// wholeSteps are round whole numbers, to above twice maxValue.
var wholeSteps = func() []float64 {
	steps := []float64{1, 2, 5}
	for e := 10.0; e <= maxValue; e *= 10 {
		steps = append(steps, e, 2*e, 2.5*e, 5*e)
	}
	return steps
}()

// signedTicks divides an axis from below low <= 0 to above high >= 0, with a tick
// beside 0 at least. The ends are not ticks: in a low panel, rounding them outwards
// could cost half of it.
func signedTicks(low, high float64, room vg.Length) (ticks []tick, bottom, top float64) {
	if low == 0 && high == 0 {
		low, high = -1, 1
	}
	pad := (high - low) / 20
	s := rowStep(low-pad, high+pad, room, wholeSteps)
	switch {
	case high >= s || -low >= s:
	case high >= -low:
		high = s
	default:
		low = -s
	}
	for v := math.Ceil(low/s) * s; v <= high; v += s {
		ticks = append(ticks, tick{v, signed(v)})
	}
	return ticks, low - pad, high + pad
}

// levelTicks divides an axis of shares from below low to above high, a tenth at
// least, with two ticks at least. Its ends are not ticks, as those of signedTicks.
func levelTicks(low, high float64, room vg.Length) (ticks []tick, bottom, top float64) {
	low, high = low*100, high*100
	if short := 10 - (high - low); short > 0 {
		low, high = low-short/2, high+short/2
	}
	pad := (high - low) / 20
	low, high = max(low-pad, 0), min(high+pad, 100)
	s := rowStep(low, high, room, []float64{1, 2, 5, 10, 20, 50})
	if math.Ceil(low/s) >= math.Floor(high/s) {
		low = max(min(low, math.Floor(high/s)*s-s), 0)
		high = max(high, math.Ceil(low/s)*s+s)
	}
	for v := math.Ceil(low/s) * s; v <= high; v += s {
		ticks = append(ticks, tick{v / 100, exactly(v / 100)})
	}
	return ticks, low / 100, high / 100
}

// sparse is every second, third... of ticks that divide an axis of this length
// evenly, so that their labels keep apart.
func sparse(ticks []tick, length vg.Length) []tick {
	parts := len(ticks) - 1
	for k := 1; k < parts; k++ {
		if parts%k != 0 || length*vg.Length(k)/vg.Length(parts) < tickRoom {
			continue
		}
		var kept []tick
		for i := 0; i <= parts; i += k {
			kept = append(kept, ticks[i])
		}
		return kept
	}
	return []tick{ticks[0], ticks[parts]}
}

// shareTicks divides an axis from a round share below least up to 1.
func shareTicks(least float64) (ticks []tick, bottom float64) {
	scales := []struct{ bottom, step int }{{90, 2}, {80, 5}, {70, 5}, {60, 10}, {50, 10}, {0, 20}}
	for _, s := range scales {
		if least*100 >= float64(s.bottom) || s.bottom == 0 {
			for v := s.bottom; v <= 100; v += s.step {
				ticks = append(ticks, tick{float64(v) / 100, exactly(float64(v) / 100)})
			}
			return ticks, float64(s.bottom) / 100
		}
	}
	panic("unreachable: every share is at least 0")
}
