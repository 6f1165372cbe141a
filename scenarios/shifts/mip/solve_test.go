package mip

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"
)

func TestBench(t *testing.T) {
	var p *Problem
	switch os.Getenv("I") {
	case "w":
		p = tours(5600, 1)
	case "10k":
		p = cover(10000, 1)
	case "500":
		p = cover(500, 1)
	default:
		p = cover(2000, 1)
	}
	t0 := time.Now()
	s, err := Solve(context.Background(), p, Options{Work: 8000, Progress: func(g Progress) {
		fmt.Printf("%.2fs %.3f %.3f %.4f%% %.2f\n", time.Since(t0).Seconds(), g.Cost, g.Bound, 100*relativeGap(g.Cost, g.Bound), g.Done)
	}})
	if s == nil {
		fmt.Println(err)
		return
	}
	fmt.Println(s.Cost, s.Bound, s.Relaxed, s.Gap(), s.Nodes, s.Work, time.Since(t0), err)
}
