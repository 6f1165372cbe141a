package mip

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"
)

func TestProf(t *testing.T) {
	var p *Problem
	seed := uint64(1)
	if v := os.Getenv("S"); v != "" {
		n, _ := strconv.Atoi(v)
		seed = uint64(n)
	}
	switch os.Getenv("I") {
	case "w":
		p = tours(seed)
	case "10k":
		p = cover(10000, seed)
	case "500":
		p = cover(500, seed)
	case "2k":
		p = cover(2000, seed)
	default:
		t.Skip()
	}
	w := int64(8000)
	if v := os.Getenv("W"); v != "" {
		w, _ = strconv.ParseInt(v, 10, 64)
	}
	t0 := time.Now()
	s, err := Solve(context.Background(), p, Options{Work: w, Progress: func(g Progress) {
		fmt.Printf("%.2fs %.3f %.3f %.4f%% %.3f\n", time.Since(t0).Seconds(), g.Cost, g.Bound, 100*relativeGap(g.Cost, g.Bound), g.Done)
	}})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(s.Cost, s.Bound, s.Relaxed, (s.Cost-s.Relaxed)/s.Relaxed, s.Nodes, s.Work, time.Since(t0), err)
}
