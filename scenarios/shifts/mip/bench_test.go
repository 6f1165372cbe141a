package mip

import (
	"context"
	"runtime"
	"testing"
)

// BenchmarkSolve reports how near the linear relaxation's bound a search comes with a given work: gap-% is
// 100 (cost - relaxed) / relaxed. On a core that does 500 million operations a second, 1000 of work are two
// seconds.
func BenchmarkSolve(b *testing.B) {
	for _, c := range []struct {
		name string
		make func() *Problem
		work int64
	}{
		{"day/2000/work=1000", func() *Problem { return cover(2000, 1) }, 1000},
		{"day/2000/work=5000", func() *Problem { return cover(2000, 1) }, 5000},
		{"day/2000other/work=1000", func() *Problem { return cover(2000, 2) }, 1000},
		{"day/10000/work=5000", func() *Problem { return cover(10000, 1) }, 5000},
		{"week/5600/work=25000", func() *Problem { return tours(1) }, 25000},
	} {
		b.Run(c.name, func(b *testing.B) {
			var s *Solution
			for b.Loop() {
				var err error
				if s, err = Solve(context.Background(), c.make(), Options{Work: c.work}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(100*(s.Cost-s.Relaxed)/s.Relaxed, "gap-%")
			b.ReportMetric(float64(s.Work), "Mops")
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.Sys>>20), "MB")
		})
	}
}

// BenchmarkRelaxation is the linear relaxation alone.
func BenchmarkRelaxation(b *testing.B) {
	for _, c := range []struct {
		name string
		p    *Problem
	}{{"day/2000", cover(2000, 1)}, {"day/10000", cover(10000, 1)}, {"week/5600", tours(1)}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := c.p.Relax(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
