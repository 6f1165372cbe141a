package charts_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"frontoffice/charts"
)

// week is an email desk that is closed at night: work piles up and is worked off.
func week() charts.Backlog {
	b := charts.Backlog{Title: "Email desk, three days", Subtitle: "Mon 2 Mar 2026, email, 100 simulated runs of 3 days, seed 1",
		Open: 8 * time.Hour, Interval: time.Hour, Date: time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC),
		Deadline: 20 * time.Hour, DeadlineName: "20h", ClockTime: true}
	waiting, oldest := 120., 40.*3600
	for k := range 58 {
		open := (8+k)%24 >= 8 && (8+k)%24 < 18
		waiting += 12
		oldest += 3600
		if open {
			waiting = max(0, waiting-35)
			oldest = max(600, oldest-5*3600)
		}
		b.Waiting = append(b.Waiting, waiting)
		b.Overdue = append(b.Overdue, max(0, 20-4*float64(k)))
		b.Oldest = append(b.Oldest, oldest)
		b.Closed = append(b.Closed, !open)
	}
	return b
}

func chats() charts.Chats {
	c := charts.Chats{Title: "Chat desk", Subtitle: "chat, 100 simulated days, seed 1", Open: 9 * time.Hour, Interval: time.Hour, Most: 3, Duration: 594, Alone: 480}
	for k := range 8 {
		n := 12 + 6*math.Sin(float64(k))
		c.InHand = append(c.InHand, n)
		c.Places = append(c.Places, 3*math.Ceil(n/2))
		c.Concurrency = append(c.Concurrency, charts.Span{Mean: 2 + 0.3*math.Sin(float64(k)), Low: 1.9 + 0.3*math.Sin(float64(k)), High: 2.1 + 0.3*math.Sin(float64(k))})
	}
	c.Concurrency[7].Undefined = true
	return c
}

func loop() charts.Loop {
	return charts.Loop{Title: "Front office", Subtitle: "100 simulated days, seed 1", Per: "a day", Finding: "voice: 84.4% resolved by the first contact",
		Nodes: []charts.LoopNode{{"voice", 2400, 130, 2450, []string{"5.3% abandoned", "first-contact res. 84.4%"}}, {"email", 480, 0, 819, []string{"98.6% in 4h"}}, {"call_back", 0, 0, 102, nil}},
		Flows: []charts.LoopFlow{{0, 1, "answered", 278}, {1, 2, "answered", 102}, {1, 0, "late", 2.8}, {1, 0, "answered", 12}, {2, 1, "answered", 5.6}, {0, 0, "redials", 51.6}}}
}

func channelPictures() map[string]func() (*charts.Figure, error) {
	return map[string]func() (*charts.Figure, error){
		"backlog":     func() (*charts.Figure, error) { return charts.BacklogAge(week()) },
		"concurrency": func() (*charts.Figure, error) { return charts.Concurrency(chats()) },
		"loop":        func() (*charts.Figure, error) { return charts.Loops(loop()) },
	}
}

// Bad data is refused with an error that names it.
func TestChannelErrors(t *testing.T) {
	t.Parallel()
	for want, draw := range map[string]func() (*charts.Figure, error){
		"no backlog": func() (*charts.Figure, error) { return charts.BacklogAge(charts.Backlog{Interval: time.Hour}) },
		"57 intervals of overdue contacts but 58 of backlog": func() (*charts.Figure, error) {
			b := week()
			b.Overdue = b.Overdue[1:]
			return charts.BacklogAge(b)
		},
		"age of the oldest of interval 2 is NaN": func() (*charts.Figure, error) {
			b := week()
			b.Oldest[1] = math.NaN()
			return charts.BacklogAge(b)
		},
		"1 intervals of closed hours": func() (*charts.Figure, error) {
			b := week()
			b.Closed = b.Closed[:1]
			return charts.BacklogAge(b)
		},
		"at most 0 chats in hand": func() (*charts.Figure, error) {
			c := chats()
			c.Most = 0
			return charts.Concurrency(c)
		},
		"7 intervals of places": func() (*charts.Figure, error) {
			c := chats()
			c.Places = c.Places[1:]
			return charts.Concurrency(c)
		},
		"concurrency of interval 3": func() (*charts.Figure, error) {
			c := chats()
			c.Concurrency[2].Mean = math.Inf(1)
			return charts.Concurrency(c)
		},
		"0 channels in a loop": func() (*charts.Figure, error) { return charts.Loops(charts.Loop{}) },
		"a flow from 0 to 3 of 3 channels": func() (*charts.Figure, error) {
			l := loop()
			l.Flows[0].To = 3
			return charts.Loops(l)
		},
		"contacts of a flow of interval 1 is -1": func() (*charts.Figure, error) {
			l := loop()
			l.Flows[0].Contacts = -1
			return charts.Loops(l)
		},
	} {
		if f, err := draw(); err == nil || f != nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v; want one with %q", err, want)
		}
	}
}

// Any number of channels that a loop may have is drawn, also where nothing flows or nobody comes.
func TestLoopsOfAnySize(t *testing.T) {
	t.Parallel()
	for n := 1; n <= charts.MaxLoopNodes; n++ {
		l := charts.Loop{Title: "Any"}
		for i := range n {
			l.Nodes = append(l.Nodes, charts.LoopNode{Name: strings.Repeat("channel ", i+1)})
			l.Flows = append(l.Flows, charts.LoopFlow{From: i, To: (i + 1) % n, When: "answered"})
		}
		f, err := charts.Loops(l)
		if err != nil {
			t.Fatal(err)
		}
		if s := svg(t, f); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
			t.Errorf("%d channels: the picture has no number somewhere", n)
		}
	}
}
