package mip

import (
	"fmt"
	"math"
	"testing"
	"time"
)

func TestCoverLP(t *testing.T) {
	for _, n := range []int{500, 2000, 10000} {
		p := cover(n, 1)
		s := newSimplex(p, 1)
		t0 := time.Now()
		s.shake(1)
		o := s.dual(math.Inf(1), 1<<62)
		t1 := time.Now()
		pv := s.pivots
		v := s.value()
		o2 := s.primal(1 << 62)
		fmt.Println(n, o, t1.Sub(t0), pv, v, s.bound(), o2, time.Since(t1), s.value(), s.bound(), s.work)
	}
}
