package staffing

import (
	"context"
	"testing"

	"frontoffice/scenarios"
)

// BenchmarkSearch finds the agents of workload W3: a day of 10,000 calls, 5,000 chats and 4,000 e-mails on three teams, on all cores.
func BenchmarkSearch(b *testing.B) {
	s, err := scenarios.Load("testdata/three-teams.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		d, err := Size(context.Background(), s, Options{})
		if err != nil {
			b.Fatal(err)
		}
		if len(d.Search.Missed) > 0 {
			b.Fatalf("%+v", d.Search.Missed)
		}
		b.ReportMetric(d.Search.Cost, "agent-hours")
		b.ReportMetric(float64(d.Search.Simulated+d.Search.Tested), "days")
	}
}
