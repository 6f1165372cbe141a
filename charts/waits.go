package charts

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// Waits is how long contacts waited, over a whole day or run.
type Waits struct {
	Title    string // the scenario's name
	Subtitle string // what the numbers stand on: "Mon 30 Nov 2026, voice, 100 replications, seed 1"

	Offered float64       // contacts in all, named in the picture
	Within  time.Duration // T of the service level: marked and read off

	// AnsweredBelow and AbandonedBelow are the shares of all offered contacts
	// that were answered, and that gave up, after a wait of at most t seconds.
	// Neither falls with t; their sum is at most 1. What their sum is short of 1
	// for long t was still waiting at the end. A nil AbandonedBelow: nobody gave up.
	AnsweredBelow, AbandonedBelow func(t float64) float64
}

// WaitDistribution draws what has become of all offered contacts t seconds after
// they arrived: answered from below, abandoned from above, still waiting between.
// The two cumulative curves tell a planner more than bars of waits would: most
// contacts don't wait at all, which as a bar dwarfs the others, while on the curve
// it is where the line starts; and a service level can be read off for every T,
// not only for the one promised. Marked are T and the times until half and until
// 90 % of the offered contacts are answered, with their values beside the panel.
//
// The axis is linear, from 0 to three times T or to where 98 % of what is ever
// answered or abandoned is, whichever is more (a little further where the mark at
// 90 % would just be cut off): T stays visible when waits are
// short, and one contact in fifty does not squeeze the rest when the tail is long.
func WaitDistribution(w Waits) (*Figure, error) {
	c, err := w.curve()
	if err != nil {
		return nil, err
	}
	return c.figure(oneLine(w.Title), oneLine(w.Subtitle)), nil
}

// forever is a wait longer than any, in seconds: about thirty years.
const forever = 1e9

// samples is the number of points of a curve: one every three pixels.
const samples = 400

// curve is a Waits sampled for drawing, with the values read off it. Shares are
// of all offered contacts, times in seconds.
type curve struct {
	offered   float64
	limit     time.Duration // T
	ticks     []tick
	end       float64 // of the axis
	answered  []float64
	abandoned []float64 // both at end * i / samples

	atOnce, within, served float64 // answered after no wait, after at most T, ever
	gone                   float64 // abandoned, ever
	half, most             float64 // time until half and until 90 % are answered; +Inf: never
}

// curve checks and samples the two functions.
func (w Waits) curve() (*curve, error) {
	switch {
	case w.AnsweredBelow == nil:
		return nil, errors.New("charts: no waits of answered contacts to draw")
	case !(w.Offered > 0 && w.Offered <= maxValue):
		return nil, fmt.Errorf("charts: waits of %v offered contacts: want more than 0, up to %g", w.Offered, maxValue)
	case w.Within < 0 || w.Within.Seconds() > forever/10:
		return nil, fmt.Errorf("charts: service level within %v: want 0 to 3 years", w.Within)
	}
	abandoned := w.AbandonedBelow
	if abandoned == nil {
		abandoned = func(float64) float64 { return 0 }
	}
	resolved := func(t float64) float64 { return w.AnsweredBelow(t) + abandoned(t) }
	limit := w.Within.Seconds()
	c := &curve{
		offered: w.Offered, limit: w.Within,
		atOnce: w.AnsweredBelow(0), within: w.AnsweredBelow(limit), served: w.AnsweredBelow(forever),
		gone: abandoned(forever),
	}
	for _, v := range []float64{c.atOnce, c.within, c.served, c.gone, c.served + c.gone} {
		if err := checkShare("share of contacts answered or abandoned", v); err != nil {
			return nil, err
		}
	}
	c.half, c.most = reach(w.AnsweredBelow, 0.5), reach(w.AnsweredBelow, 0.9)
	end := max(3*limit, reach(resolved, 0.98*resolved(forever)), 10)
	if c.most < 2*end {
		end = max(end, c.most) // so that the mark is on the picture
	}
	c.ticks, c.end = waitTicks(end)
	for i := range samples + 1 {
		t := c.end * float64(i) / samples
		a, b := w.AnsweredBelow(t), abandoned(t)
		if err := firstError(
			checkShare(fmt.Sprintf("share answered after at most %.4g s", t), a),
			checkShare(fmt.Sprintf("share abandoned after at most %.4g s", t), b),
			checkShare(fmt.Sprintf("share answered or abandoned after at most %.4g s", t), a+b),
		); err != nil {
			return nil, err
		}
		if i > 0 && (a < c.answered[i-1]-roundOff || b < c.abandoned[i-1]-roundOff) {
			return nil, fmt.Errorf("charts: fewer contacts answered or abandoned after %.4g s than before", t)
		}
		c.answered, c.abandoned = append(c.answered, a), append(c.abandoned, b)
	}
	return c, nil
}

// reach is the time at which a share that grows with time gets to v: within a
// millionth of itself, or a microsecond; 0 where it starts there, +Inf where it
// never does.
func reach(share func(t float64) float64, v float64) float64 {
	if share(0) >= v {
		return 0
	}
	if !(share(forever) >= v) {
		return math.Inf(1)
	}
	low, high := 0.0, 1.0
	for high < forever && share(high) < v {
		low, high = high, 2*high
	}
	for high-low > 1e-6*max(high, 1) {
		if mid := (low + high) / 2; share(mid) < v {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}
