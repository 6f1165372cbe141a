package scenarios_test

import (
	"fmt"
	"strings"

	"frontoffice/scenarios"
)

func ExampleFind() {
	s, err := scenarios.Find(scenarios.Default)
	if err != nil {
		fmt.Println(err)
		return
	}
	c := s.Channels[0]
	fmt.Printf("%s: %d intervals, %s handled in %v on average\n", s.Name, s.Intervals(), c.Name, c.HandleTime.Means[0])
	// Output: Retail support, busy Monday: 28 intervals, voice handled in 5m20s on average
}

func ExampleParse() {
	text := `name: Small desk
hours: 08:00-10:00
channels:
  voice:
    demand: {volumes: [10, 20, 30, 20]}
    handel_time: {mean: 320}
teams:
  desk: {skills: [voice]}
`
	_, err := scenarios.Parse("desk.yaml", []byte(text), ".")
	fmt.Println(err)
	// Output:
	// desk.yaml:6:5: channels.voice.handel_time: there is no such key: did you mean handle_time?
	//     6 |     handel_time: {mean: 320}
	//       |     ^
	//         accepted: kind, demand, handle_time, wrap_up, patience, balking, lines, room, redial, routes, choose, weight, target, resolution, outcomes, attention, beside, order, resume, call_back, automation
	// desk.yaml:6:25: channels.voice.handle_time.mean: 320 has no unit: write 320s or 5m20s
	//     6 |     handel_time: {mean: 320}
	//       |                         ^
	//         accepted: a duration such as 5m20s, 320s or 4h, above 0s and at most 24h
}

func ExampleReadPlan() {
	s, _ := scenarios.Parse("desk.yaml", []byte(`
name: Small desk
hours: 08:00-09:00
channels: {voice: {demand: {volumes: [10, 20]}, handle_time: {mean: 5m}}}
teams: {desk: {skills: [voice]}}
`), ".")
	plan, err := scenarios.ReadPlan(strings.NewReader("start,agents\n08:00,4\n08:30,6\n"), "plan.csv", s)
	fmt.Println(plan, err)
	// Output: [[4 6]] <nil>
}

func ExampleList() {
	for _, e := range scenarios.List() {
		fmt.Println(e.Name)
	}
	// Output:
	// retail-monday
	// blended-desk
	// chat-desk
	// claims-line
	// email-week
	// front-office
	// night-line
	// outbound-blend
	// outsourced-desk
	// service-desk
	// shift-day
	// shift-week
}
