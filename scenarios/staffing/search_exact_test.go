package staffing

import (
	"context"
	"math"
	"testing"
	"time"

	"frontoffice/scenarios"
)

// One channel with a team of its own, which the exact day sizes: the search asks for about as many agents. It has
// some more, as it is to be sure of what the exact day knows, and no fewer but for what agents in one interval do for
// the next.
func TestSearchAgainstExactDay(t *testing.T) {
	t.Parallel()
	volumes := []float64{60, 90, 140, 170, 160, 120, 90, 70}
	for _, target := range []scenarios.Target{eightyTwenty, {ASA: 15 * time.Second, Abandonment: 0.05}} {
		s := day(volumes, 3*time.Minute, 2*time.Minute, target)
		hours := map[Method]float64{}
		for _, m := range []Method{ExactDay, Simulation} {
			d, err := Size(context.Background(), s, Options{Method: m})
			if err != nil {
				t.Fatal(err)
			}
			if m == Simulation && (len(d.Search.Missed) > 0 || d.Channels[0].Formula != "exact day") {
				t.Errorf("%+v", d.Search)
			}
			hours[m] = d.Teams[0].AgentHours
		}
		t.Logf("%v agent hours by the exact day, %v by simulation", hours[ExactDay], hours[Simulation])
		if d := hours[Simulation]/hours[ExactDay] - 1; math.Abs(d) > 0.03 {
			t.Errorf("%v agent hours by simulation, %v by the exact day", hours[Simulation], hours[ExactDay])
		}
	}
}
